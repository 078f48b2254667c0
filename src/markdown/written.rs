//! The target of a link, taken apart as it is written; where that leads is asked elsewhere.
//!
//! A target is an address out, a place of the same article, a path, a name in double brackets, or
//! a template by which a site generator names a page: of Jekyll, Hugo, Hexo and those that write
//! alike. What only the generator can fill in is a template and no more.

use crate::markdown::address::is_scheme;
use crate::markdown::document::{Link, LinkKind};
use crate::markdown::link::decoded;
use crate::markdown::name::key;

/// A target as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What it calls the article.
    pub lead: Lead,
    /// What stands behind `#`, percent codes kept; `None` where that is nothing.
    pub fragment: Option<String>,
}

/// What a target calls an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Out: an address with a scheme, or with a host.
    Outward,
    /// The article itself.
    Here,
    /// A path, percent codes read; from the root of the site where it begins with a stroke.
    Path(String),
    /// A file, by its path from the root of the folder.
    File(String),
    /// A name in double brackets, maybe with folders before it.
    Wiki(String),
    /// A post by the name of its file, without the ending, maybe with folders before it.
    Post(String),
    /// A page of Hugo.
    Page {
        /// Its path; from the root of the content where it begins with a stroke, else from the
        /// folder, or its name alone.
        path: String,
        /// Its language, where the link names one.
        language: Option<String>,
    },
    /// A template that only its site generator can fill in.
    Template,
}

/// What of a site generator stands for the beginning of every address.
const BASES: [&str; 12] = [
    "site.baseurl",
    "site.base_url",
    "site.url",
    "site.github.url",
    "site.baseURL",
    ".Site.BaseURL",
    "base_path",
    "BASE_PATH",
    "baseurl",
    "base_url",
    "root_url",
    "config.root",
];

/// Filters of Liquid that leave the page that an address leads to.
const FILTERS: [&str; 8] =
    ["relative_url", "absolute_url", "prepend", "escape", "uri_escape", "url", "url_encode", "strip"];

impl Written {
    /// What the target of `link` is written to lead to; `None` for a footnote.
    #[must_use]
    pub fn of(link: &Link) -> Option<Self> {
        match link.kind {
            LinkKind::Footnote => None,
            LinkKind::Plain => Some(Self::plain(&link.target)),
            LinkKind::Wiki => Some(Self::wiki(&link.target)),
        }
    }

    /// The number by which articles that it may lead to are found; `None` where it leads to none.
    #[must_use]
    pub fn key(&self) -> Option<u32> {
        match &self.lead {
            Lead::Outward | Lead::Here | Lead::Template => None,
            Lead::Path(path)
            | Lead::File(path)
            | Lead::Wiki(path)
            | Lead::Post(path)
            | Lead::Page { path, .. } => Some(key(path)),
        }
    }

    fn new(lead: Lead, fragment: &str) -> Self {
        Self { lead, fragment: (!fragment.is_empty()).then(|| fragment.to_owned()) }
    }

    fn wiki(target: &str) -> Self {
        if target.contains("://") {
            return Self::new(Lead::Outward, "");
        }
        // In a table the bar behind the name has a backslash before it.
        let target = target.trim_end_matches('\\');
        let (name, fragment) = target.split_once('#').unwrap_or((target, ""));
        let name = name.trim();
        let lead = if name.is_empty() { Lead::Here } else { Lead::Wiki(name.to_owned()) };
        Self::new(lead, fragment.trim())
    }

    fn plain(target: &str) -> Self {
        let target = target.trim();
        if !target.contains("{{") && !target.contains("{%") {
            return Self::path(target);
        }
        Self::template(target).unwrap_or_else(|| Self::new(Lead::Template, ""))
    }

    fn path(target: &str) -> Self {
        if target.starts_with("//") || has_scheme(target) {
            return Self::new(Lead::Outward, "");
        }
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let path = path.split('?').next().unwrap_or_default();
        let lead = match path {
            "" => Lead::Here,
            // The roots of Docusaurus and of Zola.
            _ if path.starts_with("@site/") => Lead::File(decoded(&path[6..])),
            _ if path.starts_with("@/") => Lead::Page { path: decoded(&path[1..]), language: None },
            _ => Lead::Path(decoded(path)),
        };
        Self::new(lead, fragment)
    }

    /// A target with templates in it; `None` where one is not understood.
    fn template(target: &str) -> Option<Self> {
        let mut path = String::new();
        let mut rest = target;
        while !rest.is_empty() {
            let Some(at) = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min() else {
                path.push_str(rest);
                break;
            };
            path.push_str(&rest[..at]);
            let end = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
            // `{%}` opens one that is not closed.
            let (inner, behind) = rest[at + 2..].split_once(end)?;
            rest = behind;
            match Part::of(inner)? {
                Part::Base => path.push('/'),
                Part::Path(own) => path.push_str(&own),
                Part::Lead(lead, own) => {
                    // Before a page stands nothing but the beginning of every address.
                    let is_alone = path.trim_matches('/').is_empty();
                    let fragment = rest.strip_prefix('/').unwrap_or(rest);
                    let fragment = if fragment.is_empty() { own } else { fragment.strip_prefix('#')?.into() };
                    return (is_alone && !fragment.contains("{{")).then(|| Self::new(lead, &fragment));
                }
            }
        }
        let strokes = path.len() - path.trim_start_matches('/').len();
        Some(Self::path(&path[strokes.saturating_sub(1)..]))
    }
}

/// What a template stands for.
enum Part {
    /// The beginning of every address.
    Base,
    /// An address, or a part of one.
    Path(String),
    /// A page, and what of it is named behind `#`.
    Lead(Lead, String),
}

impl Part {
    fn of(inner: &str) -> Option<Self> {
        let inner = inner.trim_matches([' ', '-', '%', '<', '>']);
        if BASES.contains(&inner) {
            return Some(Self::Base);
        }
        let (word, rest) = inner.split_once(' ').unwrap_or((inner, ""));
        match word {
            "post_url" | "post_path" | "post_link" => {
                let name = words(rest).next()?.1;
                Some(Self::Lead(Lead::Post(name.trim_start_matches('/').to_owned()), String::new()))
            }
            "link" => {
                let file = words(rest).next()?.1;
                Some(Self::Lead(Lead::File(file.trim_start_matches('/').to_owned()), String::new()))
            }
            "ref" | "relref" => Some(Self::page(rest)),
            _ => Self::filtered(inner),
        }
    }

    /// The arguments of Hugo's `ref`.
    fn page(arguments: &str) -> Self {
        let (mut path, mut language) = (None, None);
        for (name, value) in words(arguments) {
            match name {
                "" if path.is_none() => path = Some(value),
                "path" => path = Some(value),
                "lang" => language = Some(value.to_owned()),
                _ => {}
            }
        }
        let (path, fragment) =
            path.unwrap_or_default().split_once('#').unwrap_or((path.unwrap_or_default(), ""));
        let lead = match path {
            "" => Lead::Here,
            path => Lead::Page { path: path.to_owned(), language },
        };
        Self::Lead(lead, fragment.to_owned())
    }

    /// A text of Liquid behind which filters stand, or what stands for every address with such.
    fn filtered(inner: &str) -> Option<Self> {
        let mut parts = inner.split('|').map(str::trim);
        let first = parts.next()?;
        let known = parts.all(|filter| {
            let name = filter.split([':', ' ']).next().unwrap_or_default();
            FILTERS.contains(&name)
        });
        if !known {
            return None;
        }
        if BASES.contains(&first) {
            return Some(Self::Base);
        }
        let quote = first.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let text = first[1..].strip_suffix(quote)?;
        // The filters make an address of it that begins at the root.
        Some(Self::Path(format!("/{}", text.trim_start_matches('/'))))
    }
}

/// Words that may be quoted and may have a name before them (`lang="ja"`): name and value.
fn words(arguments: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = arguments.trim();
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let named = rest.find(|c: char| !c.is_ascii_alphanumeric()).filter(|&at| rest[at..].starts_with('='));
        let (name, value) = named.map_or(("", rest), |at| (&rest[..at], &rest[at + 1..]));
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let quoted = quote.and_then(|quote| value[1..].split_once(quote));
        let (value, behind) = quoted.or_else(|| value.split_once(' ')).unwrap_or((value, ""));
        rest = behind;
        Some((name, value))
    })
}

/// Whether `target` begins with the scheme of an address.
fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lead, Written};
    use crate::markdown::parse::parse;

    /// What the first link of `source` leads to, in few words.
    fn told(source: &str) -> String {
        let document = parse(source);
        let Some(written) = document.links.first().and_then(Written::of) else { return "none".to_owned() };
        let lead = match written.lead {
            Lead::Outward => "out".to_owned(),
            Lead::Here => "here".to_owned(),
            Lead::Path(path) => format!("path {path}"),
            Lead::File(path) => format!("file {path}"),
            Lead::Wiki(name) => format!("wiki {name}"),
            Lead::Post(name) => format!("post {name}"),
            Lead::Page { path, language: None } => format!("page {path}"),
            Lead::Page { path, language: Some(language) } => format!("page {path} {language}"),
            Lead::Template => "template".to_owned(),
        };
        written.fragment.map_or(lead.clone(), |fragment| format!("{lead} # {fragment}"))
    }

    #[test]
    fn paths_and_addresses_are_told_apart() {
        for (source, expected) in [
            ("[x](https://例え.jp/a)", "out"),
            ("[x](mailto:a@b.jp)", "out"),
            ("<a@b.jp>", "out"),
            ("[x](//b.jp/a.md)", "out"),
            ("[x](obsidian://open?file=a)", "out"),
            ("[x](javascript:alert(1))", "out"),
            ("[x](#猫)", "here # 猫"),
            ("[x](?page=2)", "here"),
            ("[x](../猫.md#%E7%AB%A0)", "path ../猫.md # %E7%AB%A0"),
            ("[x](%E7%8C%AB%20a%23.md?v=1#h)", "path 猫 a#.md # h"),
            ("[x](<한글 파일.md>)", "path 한글 파일.md"),
            ("[x](/x/#)", "path /x/"),
            ("[x](@site/docs/图.md)", "file docs/图.md"),
            ("[x](@/posts/猫.md#h)", "page /posts/猫.md # h"),
            ("[x](注:图.md)", "path 注:图.md"),
            // One letter is a drive, or a word of its own.
            ("[x](q:質問.md)", "path q:質問.md"),
            ("[x](C:\\한글\\a.md)", "path C:\\한글\\a.md"),
            ("[^1]\n\n[^1]: 注", "none"),
        ] {
            assert_eq!(told(source), expected, "{source}");
        }
    }

    #[test]
    fn names_in_double_brackets_may_have_a_heading_or_a_block() {
        for (source, expected) in [
            ("[[猫]]", "wiki 猫"),
            ("[[폴더/노트#절|이름]]", "wiki 폴더/노트 # 절"),
            ("[[笔记#一#二]]", "wiki 笔记 # 一#二"),
            ("[[note#^b1]]", "wiki note # ^b1"),
            ("[[#見出し]]", "here # 見出し"),
            ("![[猫#章]]", "wiki 猫 # 章"),
            ("| a |\n|---|\n| [[猫\\|犬]] |", "wiki 猫"),
        ] {
            assert_eq!(told(source), expected, "{source}");
        }
    }

    #[test]
    fn templates_of_site_generators_are_read() {
        for (source, expected) in [
            ("[x]({% post_url 2020-01-01-猫 %})", "post 2020-01-01-猫"),
            ("[x]({% post_url /技術/2020-01-01-猫 %}#章)", "post 技術/2020-01-01-猫 # 章"),
            ("[x]({{ site.baseurl }}{% post_url 2020-01-01-a %})", "post 2020-01-01-a"),
            ("[x]({{ site.url }}{{site.baseurl}}{%- link _posts/図.md -%})", "file _posts/図.md"),
            ("[x]({% link /about.md %})", "file about.md"),
            ("[x]({{ site.baseurl }}/글/)", "path /글/"),
            ("[x]({{site.baseurl}}x.html#h)", "path /x.html # h"),
            ("[x]({{ site.url }}{{ site.baseurl }}/x)", "path /x"),
            ("[x]({{ \"/猫/\" | relative_url }})", "path /猫/"),
            ("[x]({{ 'a.html' | absolute_url }}#h)", "path /a.html # h"),
            ("[x]({{ '/a' | prepend: site.baseurl }})", "path /a"),
            ("[x]({{< ref \"图 片.md#节\" >}})", "page 图 片.md # 节"),
            ("[x]({{% relref \"/posts/猫\" %}}#章)", "page /posts/猫 # 章"),
            ("[x]({{< relref path=\"글\" lang=\"ko\" >}})", "page 글 ko"),
            ("[x]({{< ref \"#h\" >}})", "here # h"),
            ("[x]({{<ref x.md>}})", "page x.md"),
            ("[x]({% post_link hello-world 題 %})", "post hello-world"),
            ("[x]({% post_path 分类/猫 %})", "post 分类/猫"),
            ("[x]({{ site.github.repository_url }}/blob/x.md)", "template"),
            ("[x]({{ page.url }})", "template"),
            ("[x]({{ '/a' | append: '.html' }})", "template"),
            ("[x](/a/{% post_url b %})", "template"),
            ("[x]({% if a %})", "template"),
            ("[x]({%})", "template"),
        ] {
            assert_eq!(told(source), expected, "{source}");
        }
    }

    #[test]
    fn a_template_that_is_all_one_sign_leads_nowhere() {
        for target in ["{%}", "{{}", "猫{%}글", "中{%}%}文"] {
            assert_eq!(Written::plain(target).lead, Lead::Template, "{target}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(target in "[a猫{}%<>\"' =|#/:.-]{0,24}|\\{\\{.{0,12}\\}\\}.{0,4}") {
            let _ = (Written::plain(&target), Written::wiki(&target));
        }
    }
}
