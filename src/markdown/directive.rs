//! Lines that mean something to site generators and nothing to a Markdown parser.
//!
//! `:::message` … `:::` (Zenn, Qiita, Docusaurus), `%%` … `%%` (Obsidian), `{% highlight %}`
//! (Jekyll), JSX blocks and `import` lines (MDX), `{/* comments */}` and heading ids in them.
//! Each becomes an HTML comment on the very lines it had, so that the parser passes it on as a
//! block of its own and every line keeps its number. Code fences are left alone.

use std::borrow::Cow;

/// Opens a comment that is ours, followed by the directive.
pub const MARK: char = '\u{fdd1}';

/// The source with such lines rewritten.
#[must_use]
pub fn prepare(source: &str) -> Cow<'_, str> {
    let may_hold = [":::", "%%", "{% ", "{%-", "{/*", "\n<", "import ", "export "]
        .iter()
        .any(|sign| source.contains(sign))
        || source.starts_with('<');
    if !may_hold {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len() + 64);
    let mut state = State::Text;
    for line in source.split_inclusive('\n') {
        let (body, end) = split_end(line);
        state = state.line(body, &mut out);
        out.push_str(end);
    }
    if matches!(state, State::Comment | State::Jsx { .. }) {
        out.push_str("-->");
    }
    Cow::Owned(out)
}

/// What the line before left open.
enum State {
    Text,
    /// A code fence of this character and length.
    Fence(char, usize),
    /// Code opened by a template tag.
    Highlight,
    /// `%%` without its end yet.
    Comment,
    /// JSX whose braces and brackets are not closed yet.
    Jsx {
        name: String,
    },
}

impl State {
    fn line(self, line: &str, out: &mut String) -> Self {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let indent = &line[..line.len() - text.len()];
        let text = text.trim_end();
        match self {
            Self::Fence(mark, length) => {
                out.push_str(line);
                let closes =
                    fence(text).is_some_and(|(m, l, info)| m == mark && l >= length && info.is_empty());
                if closes { Self::Text } else { Self::Fence(mark, length) }
            }
            Self::Highlight if tag_name(text) == Some("endhighlight") => {
                out.push_str("```");
                Self::Text
            }
            Self::Highlight => {
                out.push_str(line);
                Self::Highlight
            }
            Self::Comment => {
                out.push_str(&line.replace("-->", "—>"));
                if text.ends_with("%%") {
                    out.push_str("-->");
                    return Self::Text;
                }
                Self::Comment
            }
            Self::Jsx { name } => {
                out.push_str(&line.replace("-->", "—>"));
                if jsx_ends(text, &name) {
                    out.push_str("-->");
                    return Self::Text;
                }
                Self::Jsx { name }
            }
            Self::Text => Self::text(line, indent, text, out),
        }
    }

    fn text(line: &str, indent: &str, text: &str, out: &mut String) -> Self {
        if let Some((mark, length, _)) = fence(text.trim_start_matches(['-', '*', '+', ' '])) {
            out.push_str(line);
            return Self::Fence(mark, length);
        }
        let mut ours = |directive: &str| {
            out.push_str(indent);
            out.push_str("<!--");
            out.push(MARK);
            out.push_str(&directive.replace("-->", "—>"));
        };
        if let Some(rest) = text.strip_prefix(":::") {
            ours(rest.trim_start_matches(':').trim());
            out.push_str("-->");
            return Self::Text;
        }
        if let Some(rest) = text.strip_prefix("%%")
            && (rest.is_empty() || !rest.contains("%%"))
        {
            ours("comment");
            return Self::Comment;
        }
        if let Some(name) = jsx_name(text) {
            ours(&format!("jsx {text}"));
            if name == "import" || jsx_ends(text, name) {
                out.push_str("-->");
                return Self::Text;
            }
            return Self::Jsx { name: name.to_owned() };
        }
        if tag_name(text) == Some("highlight") {
            let language = text.split_whitespace().nth(2).unwrap_or_default();
            out.push_str(indent);
            out.push_str("```");
            out.push_str(language.trim_end_matches("%}"));
            return Self::Highlight;
        }
        if line.contains("{/*") {
            out.push_str(&mdx_comments(line));
        } else {
            out.push_str(line);
        }
        Self::Text
    }
}

/// A line without its end, and its end.
fn split_end(line: &str) -> (&str, &str) {
    let body = line.trim_end_matches(['\n', '\r']);
    line.split_at(body.len())
}

/// The character, length and info string of a code fence.
fn fence(text: &str) -> Option<(char, usize, &str)> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some((mark, length, rest.trim()))
}

/// The name in `{% name … %}`.
fn tag_name(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.trim_start_matches('-').split_whitespace().next()
}

/// The component that a JSX line opens, or `import` for a line of the module.
fn jsx_name(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('<') {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
        let name = &rest[..end];
        let follows = rest[end..].chars().next();
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase())
            && matches!(follows, None | Some(' ' | '>' | '/'));
        return is_component.then_some(name);
    }
    let quoted = text.ends_with(['\'', '"', ';']) && text.contains(['\'', '"']);
    if text.starts_with("import ")
        && quoted
        && (text.contains(" from ") || text.starts_with("import '") || text.starts_with("import \""))
    {
        return Some("import");
    }
    let exported =
        ["export const ", "export default ", "export function "].iter().any(|sign| text.starts_with(sign));
    exported.then_some(if text.ends_with(['}', ';', ')']) { "import" } else { "export" })
}

/// Whether a JSX tag that was begun ends on this line: components that hold Markdown end with
/// their opening tag, so that what they hold is read as Markdown.
fn jsx_ends(text: &str, name: &str) -> bool {
    if name == "export" {
        return matches!(text, "}" | "};" | "]" | "];" | ");" | ")");
    }
    text.ends_with('>') && !text.ends_with("=>")
}

/// MDX comments made HTML ones; at the end of a heading they are its id.
fn mdx_comments(line: &str) -> String {
    let heading = line.trim_start().starts_with('#');
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("{/*") {
        let Some(length) = rest[start..].find("*/}") else { break };
        let inner = rest[start + 3..start + length].trim();
        let after = &rest[start + length + 3..];
        out.push_str(&rest[..start]);
        if heading && after.trim().is_empty() && !inner.contains(char::is_whitespace) {
            out.push_str("{#");
            out.push_str(inner);
            out.push('}');
        } else {
            out.push_str("<!--");
            out.push_str(&inner.replace("-->", "—>"));
            out.push_str("-->");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{MARK, prepare};

    fn shown(source: &str) -> String {
        prepare(source).replace(MARK, "§")
    }

    #[test]
    fn fenced_directives_become_comments_on_their_lines() {
        assert_eq!(shown("a\n:::message alert\n猫\n:::\n"), "a\n<!--§message alert-->\n猫\n<!--§-->\n");
    }

    #[test]
    fn code_is_left_alone() {
        let source = "```\n:::message\n{/* x */}\n```\n~~~~\n```\n<Foo>\n~~~~\n";
        assert_eq!(prepare(source), source);
    }

    #[test]
    fn ids_in_comments_become_heading_ids() {
        assert_eq!(shown("## 見出し {/*midashi*/}\n"), "## 見出し {#midashi}\n");
        assert_eq!(shown("文{/* メモ */}。"), "文<!--メモ-->。");
    }

    #[test]
    fn block_comments_end_where_they_say() {
        assert_eq!(shown("%%\n秘密\n%%\n本文"), "<!--§comment\n秘密\n%%-->\n本文");
        assert_eq!(shown("%% 一行 %%\n"), "%% 一行 %%\n");
    }

    #[test]
    fn components_and_imports_are_code() {
        assert_eq!(shown("<Intro>\n\n猫\n\n</Intro>"), "<!--§jsx <Intro>-->\n\n猫\n\n<!--§jsx </Intro>-->");
        assert_eq!(shown("import A from './a';\n"), "<!--§jsx import A from './a';-->\n");
        assert_eq!(
            shown("<A b={c}\n  d={() =>\n e}\n/>\n猫"),
            "<!--§jsx <A b={c}\n  d={() =>\n e}\n/>-->\n猫"
        );
        assert_eq!(shown("import this from memory\n"), "import this from memory\n");
    }

    #[test]
    fn highlighted_code_is_a_fence() {
        assert_eq!(shown("{% highlight ruby %}\nputs\n{% endhighlight %}"), "```ruby\nputs\n```");
    }

    #[test]
    fn line_numbers_stay() {
        let source = "a\n%%\nb\n:::note\n<A\n>\n{% highlight x %}\ny";
        assert_eq!(prepare(source).lines().count(), source.lines().count());
    }
}
