//! The head of an article: where it ends, and what it says.
//!
//! YAML between `---`, TOML between `+++`, a JSON object. A head is never a reason not to show
//! an article: what a parser refuses is mended and tried again, then read line by line, and
//! what was wrong becomes a line of trouble. A head that never closes stays in the body, and
//! what its lines say is believed all the same.

use std::collections::HashSet;

use serde::de::IgnoredAny;

use crate::limits::FRONT_MATTER_BYTES;
use crate::markdown::fields::Fields;
use crate::markdown::head_value::{Entries, Fault, from_json, from_toml, from_yaml};
use crate::markdown::meta::Meta;
use crate::markdown::rescue::{self, key_and_value};
use crate::text::safe::Safe;

/// Characters of a fault that are kept: parsers may quote the file.
const FAULT_CHARACTERS: usize = 200;

/// The language of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum HeadKind {
    Yaml,
    Toml,
    Json,
}

/// Whether a head has its last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It has; the body begins behind it.
    Closed,
    /// It has not: these are its lines up to the first blank one, and they are in the body, too.
    Open,
}

/// The head of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head<'a> {
    /// Its language.
    pub kind: HeadKind,
    /// It, without the lines that open and close it.
    pub text: &'a str,
    /// The 1-based line of the file on which `text` begins.
    pub line: u32,
    /// Whether it closes.
    pub ending: Ending,
}

/// A source in its two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// The head, if there is one.
    pub head: Option<Head<'a>>,
    /// The rest of the source, to its end.
    pub body: &'a str,
    /// The 1-based line of the file on which `body` begins.
    pub line: u32,
}

/// Splits a decoded source into head and body.
#[must_use]
pub fn split(source: &str) -> Split<'_> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let whole = Split { head: None, body: source, line: 1 };
    let (first, rest) = first_line(source);
    let kind = match first.trim_end() {
        "---" => HeadKind::Yaml,
        "+++" => HeadKind::Toml,
        line if line.starts_with('{') => return split_json(source).unwrap_or(whole),
        _ => return whole,
    };
    let near = &rest[..rest.floor_char_boundary(FRONT_MATTER_BYTES)];
    let Some((text, end, lines)) = closed(near, kind) else {
        let text = until_blank(near);
        if !opens_with_key(text, kind) {
            return whole;
        }
        return Split { head: Some(Head { kind, text, line: 2, ending: Ending::Open }), ..whole };
    };
    // `---` twice may also be two rules around prose.
    if kind == HeadKind::Yaml && !is_head(text) {
        return whole;
    }
    Split {
        head: Some(Head { kind, text, line: 2, ending: Ending::Closed }),
        body: &rest[end..],
        line: 2 + lines,
    }
}

/// What the head says. Never fails: what cannot be read costs a line of trouble that names
/// `file`. Title, date and excerpt are left empty where the head does not give them.
#[must_use]
pub fn read(head: Option<&Head<'_>>, file: &Safe) -> Meta {
    let Some(head) = head else { return Meta::default() };
    let (entries, mut faults) = entries(head);
    let fields = Fields(&entries);
    let (date, updated) = fields.dates(head.text, &mut faults);
    if head.ending == Ending::Open {
        faults.insert(0, Fault { line: 0, what: "front matter has no end; taken as text".to_owned() });
    }
    let trouble = |fault: &Fault| {
        let line = (head.line + fault.line).saturating_sub(1);
        let what: String = fault.what.chars().take(FAULT_CHARACTERS).collect();
        Safe::line(&format!("{file}:{line}: {what}"))
    };
    Meta {
        title: fields.title(),
        date,
        updated,
        author: fields.author(),
        tags: fields.tags(),
        categories: fields.categories(),
        excerpt: fields.excerpt(),
        lang: fields.lang(),
        draft: fields.draft(),
        addresses: fields.addresses(),
        extra: fields.extra(),
        trouble: faults.iter().map(trouble).collect(),
    }
}

fn entries(head: &Head<'_>) -> (Entries, Vec<Fault>) {
    let text = head.text;
    let first = match head.kind {
        HeadKind::Yaml => from_yaml(text),
        HeadKind::Json => from_json(text),
        HeadKind::Toml => {
            let (entries, mut faults) = from_toml(text);
            // One slip makes several faults; the first names it.
            faults.truncate(1);
            let found = if faults.is_empty() { entries } else { with_scanned(entries, text) };
            return (found, in_front_matter(faults));
        }
    };
    let fault = match first {
        Ok(entries) => return (entries, Vec::new()),
        Err(fault) => fault,
    };
    let mended = match head.kind {
        // YAML takes the commas and comments that JSON does not.
        HeadKind::Json => from_yaml(text).ok(),
        HeadKind::Yaml | HeadKind::Toml => {
            rescue::repair(text).and_then(|text| from_yaml(&text).ok()).filter(|entries| !entries.is_empty())
        }
    };
    (mended.unwrap_or_else(|| rescue::scan(text)), in_front_matter(vec![fault]))
}

/// What was read of a broken TOML head, and what else its lines seem to say.
fn with_scanned(mut entries: Entries, text: &str) -> Entries {
    let lines: Vec<String> =
        text.lines().map(|line| line.replacen('=', ":", 1).replacen(" :", ":", 1)).collect();
    let known: HashSet<String> = entries.iter().map(|(key, _)| key.clone()).collect();
    let scanned = rescue::scan(&lines.join("\n"));
    entries.extend(scanned.into_iter().filter(|(key, _)| !known.contains(key)));
    entries
}

fn in_front_matter(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| Fault { what: format!("front matter: {}", fault.what), ..fault }).collect()
}

/// The text before the line that closes the head, where the line after that begins, and how
/// many lines there are up to there.
fn closed(near: &str, kind: HeadKind) -> Option<(&str, usize, u32)> {
    let mut at = 0;
    let mut lines = 0;
    while at < near.len() {
        let (line, rest) = first_line(&near[at..]);
        let next = near.len() - rest.len();
        lines += 1;
        let closes = match kind {
            HeadKind::Yaml => matches!(line.trim_end(), "---" | "..."),
            HeadKind::Toml => line.trim_end() == "+++",
            HeadKind::Json => line.trim_end() == "}",
        };
        if closes {
            return Some((&near[..at], next, lines));
        }
        at = next;
    }
    None
}

/// A JSON object at the very beginning, if a head it is: the whole of a JSON file is not.
fn split_json(source: &str) -> Option<Split<'_>> {
    let near = &source[..source.floor_char_boundary(FRONT_MATTER_BYTES)];
    if !near[1..].trim_start().starts_with(['"', '}']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(near).into_iter::<IgnoredAny>();
    let end = if let Some(Ok(_)) = values.next() {
        values.byte_offset()
    } else {
        // Broken JSON ends where a line closes its first bracket.
        let (before, _, _) = closed(near, HeadKind::Json)?;
        before.len() + 1
    };
    let (text, rest) = source.split_at(end);
    let (tail, body) = first_line(rest);
    if !tail.trim().is_empty() || (body.trim().is_empty() && !text.to_lowercase().contains("\"title\"")) {
        return None;
    }
    let lines = u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1);
    Some(Split {
        head: Some(Head { kind: HeadKind::Json, text, line: 1, ending: Ending::Closed }),
        body,
        line: lines.saturating_add(1),
    })
}

/// Whether what stands between two `---` is a head: empty, comments, or keys.
fn is_head(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else { return true };
    if opens_with_key(first, HeadKind::Yaml) || first.starts_with(['{', '%', '?', '<']) {
        return true;
    }
    lines.any(|line| {
        let key = key_and_value(line).map(|(key, _)| key.to_ascii_lowercase());
        matches!(
            key.as_deref(),
            Some(
                "title"
                    | "date"
                    | "tags"
                    | "categories"
                    | "layout"
                    | "author"
                    | "description"
                    | "draft"
                    | "published"
            )
        )
    })
}

fn opens_with_key(text: &str, kind: HeadKind) -> bool {
    let (line, _) = first_line(text);
    match kind {
        HeadKind::Yaml | HeadKind::Json => key_and_value(line.trim_start()).is_some(),
        HeadKind::Toml => line.contains('=') || line.starts_with('['),
    }
}

/// `text` up to its first blank line.
fn until_blank(text: &str) -> &str {
    let mut rest = text;
    while !rest.is_empty() {
        let (line, next) = first_line(rest);
        if line.trim().is_empty() {
            break;
        }
        rest = next;
    }
    &text[..text.len() - rest.len()]
}

/// The first line without its end, and what follows; LF, CR LF and CR end a line.
fn first_line(text: &str) -> (&str, &str) {
    let Some(end) = text.find(['\n', '\r']) else { return (text, "") };
    let (line, rest) = text.split_at(end);
    (line, rest.strip_prefix("\r\n").unwrap_or_else(|| &rest[1..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Ending, HeadKind, read, split};
    use crate::limits::FRONT_MATTER_BYTES;
    use crate::markdown::meta::Meta;
    use crate::text::safe::Safe;

    fn meta(source: &str) -> Meta {
        read(split(source).head.as_ref(), &Safe::fixed("x.md"))
    }

    /// Title, day and tags, parted by bars.
    fn told(source: &str) -> String {
        let meta = meta(source);
        let tags: Vec<&str> = meta.tags.iter().map(Safe::as_str).collect();
        format!("{}|{}|{}", meta.title, meta.date.map(|date| date.day()).unwrap_or_default(), tags.join(","))
    }

    #[test]
    fn sound_heads_say_what_they_say_without_trouble() {
        for (source, expected) in [
            // Jekyll, Hugo, Zola, Zenn, Qiita, Hexo, Obsidian, Docusaurus, Astro.
            (
                "---\nlayout: post\ntitle: \"猫、犬？\"\ndate: 2026-02-04 09:01:17 +0000\ntags: [\"AI\", \"投資\"]\n---\n\nx",
                "猫、犬？|2026-02-04|AI,投資",
            ),
            (
                "---\ntitle: \"猫\"\ndate: 2026-02-07T00:00:00+09:00\ncover:\n  image: \"/a.png\"\n  relative: false\ntags:\n  - \"速報\"\n---\n## x",
                "猫|2026-02-07|速報",
            ),
            (
                "+++\ntitle = \"猫\"\ndate = 2026-02-07T00:00:00+09:00\ntags = ['a', 'b']\n+++\nx",
                "猫|2026-02-07|a,b",
            ),
            (
                "+++\ntitle = '中文'\ndate = 2026-02-07\n[taxonomies]\ntags = ['a']\n+++\nx",
                "中文|2026-02-07|a",
            ),
            ("+++\ndate = 2026-02-07 10:20:30\ntitle = '''제목'''\n+++\n", "제목|2026-02-07|"),
            (
                "{\n  \"title\": \"猫\",\n  \"date\": \"2026-02-07\",\n  \"tags\": [\"a\"]\n}\n\nx",
                "猫|2026-02-07|a",
            ),
            ("{\"title\": \"猫\", \"tags\": \"a b\"}\nx", "猫||a,b"),
            (
                "---\ntitle: \"猫\"\nemoji: \"🐱\"\ntype: \"tech\" # tech or idea\ntopics: [\"rust\", \"tui\"]\npublished: true\npublished_at: 2026-02-07 10:00\n---\nx",
                "猫|2026-02-07|rust,tui",
            ),
            (
                "---\ntitle: 猫\ntags:\n  - name: Rust\n    versions: []\n  - name: Go\n    versions: []\ncreated_at: '2026-02-07T10:00:00+09:00'\nprivate: false\n---\n",
                "猫|2026-02-07|Rust,Go",
            ),
            (
                "---\ntitle: 中文标题\ndate: 2026/02/07 10:00:00\ntags:\n- 深度学习\ncategories: 技术\n---\nx",
                "中文标题|2026-02-07|深度学习",
            ),
            ("---\ncreated: 2026-02-07T10:00\ntags: \"#MOC\"\naliases: [x]\n---\n", "|2026-02-07|MOC"),
            (
                "---\ntitle: 제목\nauthors: [kim]\ndate: 2026. 2. 7.\ntags: [한국어]\n---\n",
                "제목|2026-02-07|한국어",
            ),
            ("---\ntitle: x\npubDatetime: 2026-02-07T10:00:00Z\n---\n", "x|2026-02-07|"),
            ("---\nms.date: 01/31/2020\ntitle: x\n---\n", "x|2020-01-31|"),
            ("---\nlast_modified_at: 1/5/2020\n---\n", "|2020-01-05|"),
            ("---\nlastmod: 2026年2月7日\n---\n", "|2026-02-07|"),
            ("---\ncreated-at: \"2021-01-02T03:04:05+09:00\"\n---\n", "|2021-01-02|"),
            ("---\nupdated: 2014-05-06T07:08\n---\n", "|2014-05-06|"),
            ("---\ndate: \"\"\nupdated_at: 2021/01/02\n---\n", "|2021-01-02|"),
            ("---\ntitle: {{ title }}\ndate: {{ date }}\n---\n", "{{ title }}||"),
            ("---\ntitle: x\ndate:\ntags:\n---\n", "x||"),
            // Line ends, byte order mark, blanks, an empty head.
            ("---\r\ntitle: 猫\r\ntags: [a]\r\n---\r\nx\r\n", "猫||a"),
            ("---\rtitle: 猫\r---\rx", "猫||"),
            ("\u{feff}---\ntitle: 猫\n---\n", "猫||"),
            ("---  \ntitle: 猫\n---\t\nx", "猫||"),
            ("---\ntitle: 猫\n...\nx", "猫||"),
            ("---\n---\nx", "||"),
            ("---\n\n# only a comment\n---\nx", "||"),
            ("---\ntitle: 猫\n---", "猫||"),
            // Titles.
            ("---\nTitle: 猫\nTAGS: [a]\nDate: 2026-02-07\n---\n", "猫|2026-02-07|a"),
            ("---\ntitle: \"# Amazonが示す\"\n---\n", "Amazonが示す||"),
            ("---\ntitle: # foo\n---\n", "foo||"),
            ("---\ntitle: \"**太字**\"\n---\n", "太字||"),
            ("---\ntitle: Vec&lt;T&gt;\n---\n", "Vec<T>||"),
            ("---\ntitle: std::vec\n---\n", "std::vec||"),
            ("---\ntitle: _leading\n---\n", "_leading||"),
            ("---\ntitle: 深層：学習\n---\n", "深層：学習||"),
            ("---\ntitle:\tA\n---\n", "A||"),
            ("---\ntitle: 'it''s'\n---\n", "it's||"),
            ("---\ntitle: >\n  一行目\n  二行目\n---\n", "一行目 二行目||"),
            ("---\ntitle: |\n  --- \n  a\n---\n", "---  a||"),
            ("---\ntitle: 1984\n---\n", "1984||"),
            ("---\ntitle: 1.10\n---\n", "1.10||"),
            ("---\ntitle: no\n---\n", "no||"),
            ("---\ntitle: 012\n---\n", "012||"),
            ("---\ntitle: true\n---\n", "true||"),
            ("---\ntitle: ~\n---\n", "||"),
            ("---\ntitle: !foo bar\n---\n", "bar||"),
            ("---\ntitle: クラ\u{fffd}\n---\n", "クラ\u{fffd}||"),
            ("---\ntitle: 👨\u{200d}👩\u{200d}👧\n---\n", "👨\u{200d}👩\u{200d}👧||"),
            ("---\ntitle: \"\\e[31m赤\"\n---\n", "^[[31m赤||"),
            ("---\ntitle: a\u{202e}b\n---\n", "ab||"),
            ("---\nbase: &b x\ntitle: *b\n---\n", "x||"),
            // Tags.
            ("---\ntags: core\n---\n", "||core"),
            ("---\ntags: a b c\n---\n", "||a,b,c"),
            ("---\ntags: a, b\n---\n", "||a,b"),
            ("---\ntags: [\"a\", \"\", \"\"]\n---\n", "||a"),
            ("---\nkeywords: 猫、犬\n---\n", "||猫,犬"),
        ] {
            assert_eq!(told(source), expected, "{source}");
            assert_eq!(meta(source).trouble, [], "{source}");
        }
    }

    #[test]
    fn broken_heads_keep_what_can_be_read_and_say_where() {
        for (source, expected, line) in [
            ("---\ntitle: Rust: a story\ntags: [a]\n---\n", "Rust: a story||a", 2),
            ("---\nlayout: post\ntitle: 猫: 犬\ndate: 2026-02-07\n---\n", "猫: 犬|2026-02-07|", 3),
            ("---\ntitle: [unclosed\ndate: 2026-02-07\n---\n", "[unclosed|2026-02-07|", 2),
            ("---\ntitle: \"abc\ndate: 2026-02-07\n---\n", "abc|2026-02-07|", 2),
            ("---\ntitle: \"A\" and B\ntags: [a]\n---\n", "\"A\" and B||a", 2),
            ("---\ntitle: @猫\n---\n", "@猫||", 2),
            ("---\ntitle: `a` b\n---\n", "`a` b||", 2),
            ("---\ntitle: %x\n---\n", "%x||", 2),
            ("---\ntitle: **太字**\n---\n", "太字||", 2),
            ("---\ntitle: a\ntitle: b\n---\n", "a||", 2),
            ("---\ntags:\n\t- a\n\t- b\ntitle: x\n---\n", "x||a,b", 3),
            ("---\ntitle：猫\n---\n", "猫||", 2),
            ("---\ntitle:猫\ndate:2026-02-07\n---\n", "猫|2026-02-07|", 2),
            ("---\ntitle: a\u{1}b\n---\n", "a\u{fffd}b||", 2),
            ("---\ntitle: x\nstray\ndate: 2026-02-07\n---\n", "x|2026-02-07|", 4),
            ("---\ntags: [a, b\ntitle: x\n---\n", "x||a,b", 2),
            ("---\ntitle: x\ndate: 2026-02-30\n---\n", "x||", 3),
            ("---\ntitle: x\nupdated: soon\n---\n", "x||", 3),
            ("---\ntitle: x\ndate: 2026-02-07\n\n# 見出し\n", "x|2026-02-07|", 1),
            ("+++\ntitle = \"x\"\nbroken =\ndate = 2026-02-07\n+++\n", "x|2026-02-07|", 3),
            ("+++\ntitle = 猫\ntags = ['a']\n+++\n", "猫||a", 2),
            ("{\n  \"title\": \"x\",\n  \"tags\": [\"a\",],\n}\ntext", "x||a", 3),
            ("{\n  \"title\": \"x\"\n  \"date\": \"2026-02-07\"\n}\ntext", "x|2026-02-07|", 3),
        ] {
            assert_eq!(told(source), expected, "{source}");
            let trouble = meta(source).trouble;
            let start = format!("x.md:{line}: ");
            assert_eq!(trouble.len(), 1, "{source}\n{trouble:?}");
            assert!(trouble[0].starts_with(&start), "{source}\n{trouble:?}");
        }
    }

    #[test]
    fn trouble_says_what_is_wrong_in_one_safe_line() {
        assert_eq!(
            meta("---\ntitle: x\ndate: \"soon\\e[31m\"\n---\n").trouble[0].as_str(),
            "x.md:3: date: \"soon^[[31m\" is not a date"
        );
        assert_eq!(
            meta("---\ntitle: a: b\n---\n").trouble[0].as_str(),
            "x.md:2: front matter: mapping values are not allowed in this context"
        );
    }

    #[test]
    fn the_body_begins_behind_the_head() {
        for (source, body, line) in [
            ("---\ntitle: x\n---\nbody\n", "body\n", 4),
            ("---\r\ntitle: x\r\n---\r\nbody", "body", 4),
            ("---\n---\nbody", "body", 3),
            ("{\n\"title\": 1\n}\nbody", "body", 4),
            ("\u{feff}body", "body", 1),
            ("---\ntitle: x\n---", "", 4),
        ] {
            let split = split(source);
            assert_eq!((split.body, split.line), (body, line), "{source}");
        }
    }

    #[test]
    fn what_is_no_head_is_text() {
        for source in [
            "",
            "text",
            "---",
            "----\ntitle: x\n----\n",
            " ---\ntitle: x\n---\n",
            "text\n---\ntitle: x\n---\n",
            "---\n\n猫は寝る。\n\n---\n\n犬は走る。",
            "---\nprose only\n",
            "{{< shortcode >}}\ntext",
            "{% raw %}\ntext",
            "{\"a\": 1}",
            "{ text }\n",
            "{",
            "+++\nx\n",
        ] {
            let split = split(source);
            assert_eq!((split.head, split.body, split.line), (None, source, 1), "{source}");
        }
    }

    #[test]
    fn a_head_without_end_stays_in_the_body_and_is_believed() {
        let source = "---\ntitle: 猫\n\n本文";
        let split = split(source);
        assert_eq!(split.body, source);
        let head = split.head.unwrap();
        assert_eq!((head.kind, head.ending), (HeadKind::Yaml, Ending::Open));
        assert_eq!(meta(source).trouble[0].as_str(), "x.md:1: front matter has no end; taken as text");
    }

    #[test]
    fn a_head_longer_than_the_limit_is_text() {
        let source = format!("---\ntitle: x\nnote: {}\n---\nbody", "a".repeat(FRONT_MATTER_BYTES));
        assert_eq!(split(&source).body, source);
        assert_eq!(meta(&source).title.as_str(), "x");
    }

    #[test]
    fn costly_heads_are_read_line_by_line() {
        let deep = format!("---\ntitle: x\ndeep: {}\n---\n", "[".repeat(60_000));
        let aliases = format!("---\ntitle: x\na: &a 1\nb: [{}]\n---\n", "*a, ".repeat(500));
        for source in [deep, aliases] {
            let meta = meta(&source);
            assert_eq!(meta.title.as_str(), "x");
            assert!(meta.trouble[0].contains("more than"), "{:?}", meta.trouble);
        }
    }

    #[test]
    fn every_key_is_kept_in_its_order() {
        let meta = meta("---\nb: 1\na: [x, y]\ncover: {image: p, alt: q}\nc:\n---\n");
        let extra: Vec<_> = meta.extra.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(extra, [("b", "1"), ("a", "x, y"), ("cover", "image: p; alt: q"), ("c", "")]);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic_and_the_body_is_the_end_of_the_source(
            open in "(---|\\+\\+\\+|\\{|)(\n|\r\n|)",
            head in "((title|date|tags|猫)(: |=|：|:)[^\n]{0,12}\n|[a\"'\\[\\]{}#|>@*&!: \t\r猫-]{0,12}\n){0,6}",
            close in "(---|\\.\\.\\.|\\+\\+\\+|\\}|)\n?",
            body in ".{0,20}",
        ) {
            let source = format!("{open}{head}{close}{body}");
            let split = split(&source);
            prop_assert!(source.ends_with(split.body));
            let before = &source[..source.len() - split.body.len()];
            if !before.contains('\r') && before != "\u{feff}" && before.ends_with('\n') {
                prop_assert_eq!(split.line as usize, before.matches('\n').count() + 1);
            }
            let meta = read(split.head.as_ref(), &Safe::fixed("x.md"));
            prop_assert!(!meta.title.contains('\n'));
        }

        #[test]
        fn any_text_at_all_can_be_read(source in "(?s).{0,80}") {
            let split = split(&source);
            prop_assert!(source.ends_with(split.body));
            let _ = read(split.head.as_ref(), &Safe::default());
        }
    }
}
