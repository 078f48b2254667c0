//! Code between the tags of templates, each on a line of its own.
//!
//! `{% highlight ruby %}` (Jekyll), `{% codeblock title lang:js %}` and `{% code %}` (Hexo),
//! `{{< highlight go "linenos=table" >}}` (Hugo).

/// What the tags are called that end code.
const ENDS: [&str; 4] = ["endhighlight", "endcodeblock", "endcode", "/highlight"];

/// Bytes on either side of its name that a tag may have.
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
        for (which, end) in ENDS.iter().enumerate() {
            for (at, _) in source.match_indices(end) {
                // What is longer than this is no tag that anybody writes.
                let (from, to) = (at.saturating_sub(TAG), source.len().min(at + TAG));
                let (from, to) = (source.ceil_char_boundary(from), source.floor_char_boundary(to));
                let start = source[from..at].rfind('\n').map_or(from, |before| from + before + 1);
                let line = source[start..to].split('\n').next().unwrap_or_default();
                if name(line.trim_matches([' ', '\t', '\r', '>'])) == Some(*end) {
                    ends.left[which] = source.len() - start;
                }
            }
        }
        ends
    }

    /// The language of the code that the line `text`, with which `rest` begins, opens, and what the
    /// tag is called that ends it; `None` where it opens none or none ends it.
    #[must_use]
    pub fn opened<'a>(&self, text: &'a str, rest: &str) -> Option<(&'a str, &'static str)> {
        let inner = inner(text)?;
        let mut words = inner.split_whitespace();
        let (which, language) = match (words.next()?, text.starts_with("{{")) {
            ("highlight", false) => (0, words.next()),
            ("codeblock", false) => (1, named(words)),
            ("code", false) => (2, named(words)),
            ("highlight", true) => (3, words.next()),
            _ => return None,
        };
        // In GitBook the tag goes around a fence.
        let holds_fence = || {
            rest.lines().skip(1).find(|line| !line.trim().is_empty()).is_some_and(|line| line.contains("```"))
        };
        if self.left[which] >= rest.len() || self.left[which] == 0 || which == 2 && holds_fence() {
            return None;
        }
        let language = language.unwrap_or_default();
        let value = language.strip_prefix("lang=").unwrap_or(language).trim_matches(['"', '\'']);
        Some((if value.contains('=') { "" } else { value }, ENDS[which]))
    }
}

/// The language among the options of Hexo.
fn named<'a>(mut options: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    options.find_map(|option| option.strip_prefix("lang:").or_else(|| option.strip_prefix("language:")))
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
            ("{% codeblock 猫 lang:js %}", "{% endcodeblock %}", "js"),
            ("{% codeblock 고양이 %}", "{% endcodeblock %}", ""),
            ("{% code lang:python %}", "{% endcode %}", "python"),
            ("{{< highlight go \"linenos=table,hl_lines=8\" >}}", "{{< /highlight >}}", "go"),
            ("{{<highlight go>}}", "{{</highlight>}}", "go"),
            ("{{% highlight lang=\"go\" %}}", "{{% /highlight %}}", "go"),
        ] {
            let source = format!("{open}\n犬\n  {close}");
            let opened = Ends::of(&source).opened(open, &source);
            assert_eq!(opened.map(|(language, _)| language), Some(language), "{open}");
            assert_eq!(Ends::of(open).opened(open, open), None, "{open}");
        }
    }

    #[test]
    fn a_tag_around_a_fence_is_no_code() {
        let source = "{% code title=\"猫\" %}\n```js\n犬\n```\n{% endcode %}";
        assert_eq!(Ends::of(source).opened("{% code title=\"猫\" %}", source), None);
    }
}
