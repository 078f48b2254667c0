//! Code between the tags of templates, each on a line of its own.
//!
//! `{% highlight ruby %}` (Jekyll), `{% codeblock title lang:js %}` and `{% code %}` (Hexo),
//! `{{< highlight go "linenos=table" >}}` and `{{< code file="a.go" >}}` (Hugo).

use crate::markdown::fence;
use crate::text::bytes::next_of;

/// What the tags are called that end code.
const ENDS: [&str; 5] = ["endhighlight", "endcodeblock", "endcode", "/highlight", "/code"];

/// Options of Hexo, which stand beside the title.
const OPTIONS: [&str; 7] = ["lang", "language", "line_number", "highlight", "first_line", "mark", "wrap"];

/// Bytes in which code within an item of a list must end.
const REACH: usize = 16 * 1024;

/// Bytes that a tag may have.
const TAG: usize = 200;

/// Where code that is opened can end.
#[derive(Debug, Default)]
pub struct Ends {
    /// Bytes from the last line that is each of `ENDS` to the end of the source.
    left: [usize; ENDS.len()],
}

impl Ends {
    /// The ends that `source` holds.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let mut ends = Self::default();
        let mut from = 0;
        while let Some(at) = next_of(source, from, *b"{") {
            from = at + 1;
            let before = source[..at].trim_end_matches([' ', '\t', '>']);
            if !matches!(source.as_bytes().get(from), Some(b'%' | b'{'))
                || !(before.is_empty() || before.ends_with('\n'))
            {
                continue;
            }
            // What is longer than this is no tag that anybody writes.
            let tag = &source[at..source.floor_char_boundary(at + TAG)];
            let tag = tag.split('\n').next().unwrap_or_default().trim_end();
            if let Some(which) = name(tag).and_then(|name| ENDS.iter().position(|&end| end == name)) {
                ends.left[which] = source.len() - before.len();
            }
        }
        ends
    }

    /// What a fence would say of the code that the line `text`, with which `rest` begins, opens, and
    /// what the tag is called that ends it; `None` where it opens none or none ends it.
    #[must_use]
    pub fn opened(&self, text: &str, rest: &str) -> Option<(String, &'static str)> {
        let inner = inner(text)?;
        let mut words = inner.split_whitespace();
        let which = match (words.next()?, text.starts_with("{{")) {
            ("highlight", false) => 0,
            ("codeblock", false) => 1,
            ("code", false) => 2,
            ("highlight", true) => 3,
            ("code", true) => 4,
            _ => return None,
        };
        if self.left[which] >= rest.len() || self.left[which] == 0 {
            return None;
        }
        let within = rest.lines().skip(1).map(|line| line.trim_matches([' ', '\t', '\r', '>']));
        // In GitBook the tag goes around a fence; in Hugo not every one has an end.
        let holds_fence =
            within.clone().find(|line| !line.is_empty()).is_some_and(|line| line.contains("```"));
        let is_end = |name: &&str| matches!(*name, "code" | "/code");
        let is_none = match which {
            2 => holds_fence,
            4 => holds_fence || within.filter_map(name).find(is_end) != Some("/code"),
            _ => false,
        };
        if is_none {
            return None;
        }
        let (language, title) = match which {
            1 | 2 => (named(words.clone()), title(words)),
            _ => (language(words), String::new()),
        };
        let file = fence::label(inner);
        let file = file.split_once(':').map_or("", |(_, file)| file);
        let title = if title.is_empty() { file } else { &title }.replace('"', "'");
        let info = if title.is_empty() { String::new() } else { format!(" title=\"{title}\"") };
        Some((format!("{}{info}", language.unwrap_or_default()).trim().to_owned(), ENDS[which]))
    }
}

/// Whether the code that `rest` opens ends before a line that stands less far to the right, which
/// would be none of the item of a list in which it stands.
#[must_use]
pub fn ends_within(rest: &str, end: &str, indent: usize) -> bool {
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    for line in rest.lines().skip(1) {
        let text = line.trim_start_matches([' ', '\t', '>']);
        if !text.is_empty() && line.len() - text.len() < indent {
            return false;
        }
        if name(text.trim_end()) == Some(end) {
            return true;
        }
    }
    false
}

/// The language among the options of Hexo.
fn named<'a>(mut options: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    options.find_map(|option| option.strip_prefix("lang:").or_else(|| option.strip_prefix("language:")))
}

/// The title before an address among the options of Hexo.
fn title<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let is_option = |word: &str| word.split_once(':').is_some_and(|(name, _)| OPTIONS.contains(&name));
    let words = words.take_while(|word| !word.contains("://") && !word.contains('='));
    words.filter(|word| !is_option(word)).collect::<Vec<_>>().join(" ")
}

/// The language that Jekyll and Hugo have first or in an option.
fn language<'a>(mut words: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let told = words.clone().find_map(|word| word.strip_prefix("lang="));
    let first = || words.next().filter(|word| !word.contains('='));
    told.or_else(first).map(|language| language.trim_matches(['"', '\'']))
}

/// The name in a line that is one tag.
#[must_use]
pub fn name(text: &str) -> Option<&str> {
    inner(text)?.split_whitespace().next()
}

/// What a line holds that is one tag: `{% … %}`, `{{< … >}}` or `{{% … %}}`.
fn inner(text: &str) -> Option<&str> {
    let (open, close) = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")]
        .into_iter()
        .find(|(open, _)| text.starts_with(open))?;
    let inner = text.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(close))?;
    Some(inner.trim_start_matches('-').trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::Ends;

    #[test]
    fn code_has_its_language_in_every_dialect() {
        for (open, close, language) in [
            ("{% highlight ruby linenos %}", "{% endhighlight %}", "ruby"),
            ("{%- highlight ruby -%}", "{%- endhighlight -%}", "ruby"),
            ("{% codeblock 猫 lang:js %}", "{% endcodeblock %}", "js title=\"猫\""),
            ("{% codeblock 고양이 둘 %}", "{% endcodeblock %}", "title=\"고양이 둘\""),
            ("{% codeblock lang:js mark:1 题 https://a.b x %}", "{% endcodeblock %}", "js title=\"题\""),
            ("{% code lang:python %}", "{% endcode %}", "python"),
            ("{{< highlight go \"linenos=table,hl_lines=8\" >}}", "{{< /highlight >}}", "go"),
            ("{{<highlight go>}}", "{{</highlight>}}", "go"),
            ("{{% highlight lang=\"go\" %}}", "{{% /highlight %}}", "go"),
            ("{{< highlight lang='go' title=\"a b.go\" >}}", "{{< /highlight >}}", "go title=\"a b.go\""),
            ("{{< code file=\"猫.yml\" >}}", "{{< /code >}}", "title=\"猫.yml\""),
            ("{{% code lang=\"go\" %}}", "{{% /code %}}", "go"),
        ] {
            let source = format!("{open}\n犬\n  {close}");
            let opened = Ends::of(&source).opened(open, &source);
            assert_eq!(opened.map(|(info, _)| info).as_deref(), Some(language), "{open}");
            assert_eq!(Ends::of(open).opened(open, open), None, "{open}");
        }
    }

    #[test]
    fn a_tag_around_a_fence_is_no_code() {
        let source = "{% code title=\"猫\" %}\n```js\n犬\n```\n{% endcode %}";
        assert_eq!(Ends::of(source).opened("{% code title=\"猫\" %}", source), None);
    }

    #[test]
    fn a_tag_that_another_one_follows_holds_nothing() {
        let source = "{{< code \"a\" >}}\n文\n{{< code go >}}\n글\n{{< /code >}}";
        assert_eq!(Ends::of(source).opened("{{< code \"a\" >}}", source), None);
    }

    #[test]
    fn code_in_an_item_ends_in_it() {
        for (rest, expected) in [
            ("- x\n  猫\n\n  {% endcode %}", true),
            ("- x\n  猫\n{% endcode %}", false),
            ("- x\n猫\n  {% endcode %}", false),
            ("- x\n  猫", false),
        ] {
            assert_eq!(super::ends_within(rest, "endcode", 2), expected, "{rest}");
        }
    }
}
