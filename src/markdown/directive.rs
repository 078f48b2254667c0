//! Lines that mean something to site generators and nothing to a Markdown parser.
//!
//! `:::message` … `:::` (Zenn, Qiita, Docusaurus), `%%` … `%%` (Obsidian), `{% highlight %}`
//! (Jekyll, Hexo, Hugo: [`crate::markdown::code_tag`]), `{: .class }`
//! ([`crate::markdown::kramdown`]), and JSX, `import` lines and `{/* comments */}` (MDX, read by
//! [`crate::markdown::jsx`]). Each becomes an HTML comment on the very lines it had, so that
//! the parser passes it on as a block of its own and every line keeps its number. What they
//! open must also close, else they are left as text. Code fences are left alone; what turns out
//! to be code all the same is given back by
//! [`crate::markdown::mark::restore`].

use std::borrow::Cow;

use crate::markdown::mark::{CLOSE, MARK, OPEN, close_within, comment, comment_in_line};
use crate::markdown::nesting::Nesting;
use crate::markdown::{code_tag, jsx, kramdown};

/// A fence that code is not likely to hold.
const FENCE: &str = "~~~~~~~~";

/// The source with such lines rewritten.
#[must_use]
pub fn prepare(source: &str) -> Cow<'_, str> {
    let may_hold =
        [":::", "%%", "{% ", "{%-", "{{<", "{{%", "{:", "{/*", "={", "<", "\n{", "import ", "export "]
            .iter()
            .any(|sign| source.contains(sign))
            || source.starts_with('{');
    if !may_hold || source.contains(MARK) {
        return Cow::Borrowed(source);
    }
    let mut lines = Lines {
        out: String::with_capacity(source.len() + 64),
        state: State::Text,
        jsx: jsx::Finder::default(),
        code_tags: code_tag::Ends::of(source),
        after_comment: after_comment(source),
        above_ends: false,
        nesting: Nesting::default(),
    };
    let mut at = 0;
    while at < source.len() {
        let line = &source[at..];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let indent = lines.nesting.indent(line);
        at += indent;
        let (rest, body) = (&source[at..], &line[indent..]);
        let taken = lines.line(body.trim_end_matches('\r'), rest);
        let end = rest[taken..].find('\n').map_or(rest.len(), |end| taken + end + 1);
        lines.out.push_str(&rest[taken..end]);
        at += end;
    }
    Cow::Owned(lines.out)
}

struct Lines {
    out: String,
    state: State,
    jsx: jsx::Finder,
    code_tags: code_tag::Ends,
    /// Bytes from the last end of a comment to the end of the source.
    after_comment: usize,
    /// Whether the line above is part of a quote or table, which a line of text would go on with.
    above_ends: bool,
    nesting: Nesting,
}

/// What the lines before left open.
enum State {
    Text,
    /// A code fence.
    Fence(Fence),
    /// Code opened by a template tag, up to the one of this name.
    Code(&'static str),
    /// `%%` without its end yet.
    Comment,
}

#[derive(Clone, Copy)]
struct Fence {
    mark: char,
    length: usize,
    /// How many quotes it stands in.
    quotes: usize,
    /// How far it stands to the right, where a list item on its line says that it must.
    indent: usize,
}

impl Lines {
    /// Writes the line `body`, with which `rest` begins, and says how much of `rest` was taken.
    fn line(&mut self, body: &str, rest: &str) -> usize {
        let text = body.trim_start_matches([' ', '\t', '>']);
        let prefix = &body[..body.len() - text.len()];
        if matches!(self.state, State::Text) && is_ordinary(text) {
            self.above_ends = prefix.contains('>') || text.starts_with('|');
            self.out.push_str(body);
            return body.len();
        }
        let text = text.trim_end();
        let is_apart = std::mem::replace(&mut self.above_ends, prefix.contains('>') || text.starts_with('|'))
            && !prefix.contains('>');
        match self.state {
            State::Fence(fence) if fence.holds(prefix, text) => {
                if fence.closes(text) {
                    self.state = State::Text;
                }
            }
            State::Code(end) => {
                if code_tag::name(text) == Some(end) {
                    self.out.push_str(prefix);
                    self.out.push_str(FENCE);
                    self.state = State::Text;
                    return body.len();
                }
            }
            State::Comment => {
                self.out.push_str(&close_within(body));
                if ends_comment(text) {
                    self.out.push_str(CLOSE);
                    self.state = State::Text;
                }
                return body.len();
            }
            State::Text | State::Fence(_) => {
                self.state = State::Text;
                if kramdown::attributes(text) == Some(text.len()) {
                    self.attributes(prefix, text, is_apart);
                    return body.len();
                }
                return self.text(body, prefix, text, rest);
            }
        }
        self.out.push_str(body);
        body.len()
    }

    /// Writes a line of attributes: as a block of its own behind what it would else go on with, else
    /// as part of the text, so that it parts no list.
    fn attributes(&mut self, prefix: &str, text: &str, is_apart: bool) {
        self.out.push_str(prefix);
        if is_apart {
            comment(&mut self.out, text);
        } else {
            self.out.push(MARK);
            comment_in_line(&mut self.out, text);
        }
    }

    /// What stands before a tag that opens code and, where it does, what is said of the code and what
    /// ends it.
    fn code<'a>(&self, prefix: &str, text: &'a str, rest: &str) -> Option<(&'a str, String, &'static str)> {
        let tag = after_markers(text);
        let (info, end) = self.code_tags.opened(tag, rest)?;
        let before = &text[..text.len() - tag.len()];
        let stays = before.is_empty() || code_tag::ends_within(rest, end, prefix.len() + 2);
        stays.then_some((before, info, end))
    }

    fn text(&mut self, body: &str, prefix: &str, text: &str, rest: &str) -> usize {
        if let Some(fence) = Fence::opened(prefix, text) {
            self.state = State::Fence(fence);
        } else if text.starts_with(":::") {
            self.out.push_str(prefix);
            comment(&mut self.out, text);
            return body.len();
        } else if text.starts_with("%%")
            && !text[2..].contains("%%")
            && self.after_comment < rest.len() - body.len()
        {
            self.out.push_str(prefix);
            self.out.push_str(OPEN);
            self.out.push_str(text);
            self.state = State::Comment;
            return body.len();
        } else if let Some((before, info, end)) = self.code(prefix, text, rest) {
            self.out.push_str(prefix);
            self.out.push_str(before);
            self.out.push_str(FENCE);
            self.out.push_str(&info);
            self.state = State::Code(end);
            return body.len();
        } else if let Some(length) = self.jsx.block(&rest[prefix.len()..]) {
            self.out.push_str(prefix);
            let (block, after) = rest[prefix.len()..].split_at(length);
            comment(&mut self.out, block);
            for tag in jsx::pieces(block).filter(|_| !prefix.contains('>')).into_iter().flatten() {
                self.nesting.tag(tag, prefix.len(), after);
            }
            return prefix.len() + length;
        } else {
            let line = jsx::inline(body, rest);
            // The attributes of a heading are known to the parser, which names it by them.
            if text.starts_with('#') && text.ends_with('}') {
                self.out.push_str(&line);
            } else {
                self.out.push_str(&kramdown::inline(&line, comment_in_line));
            }
            return body.len();
        }
        self.out.push_str(body);
        body.len()
    }
}

/// Whether a line that reads so behind its quotes and blanks is sure to mean nothing here: nothing
/// that [`Lines::text`] looks for begins with that character, and what it looks for within a line
/// holds a brace or a tag.
fn is_ordinary(text: &str) -> bool {
    let begins = text.bytes().next();
    let may_mean = |byte| {
        matches!(byte, b'`' | b'~' | b':' | b'%' | b'<' | b'i' | b'e' | b'-' | b'*' | b'+' | b'0'..=b'9')
    };
    !begins.is_some_and(may_mean) && !text.contains(['{', '<'])
}

impl Fence {
    /// The fence that a line opens, also as the first thing in an item of a list.
    fn opened(prefix: &str, text: &str) -> Option<Self> {
        let inner = after_markers(text);
        let (mark, length, _) = fence(inner)?;
        let indent = if inner.len() < text.len() { prefix.len() + 2 } else { 0 };
        Some(Self { mark, length, quotes: prefix.matches('>').count(), indent })
    }

    /// Whether a line can stand within it: one outside the quote or item of the fence cannot.
    fn holds(self, prefix: &str, text: &str) -> bool {
        prefix.matches('>').count() >= self.quotes && (text.is_empty() || prefix.len() >= self.indent)
    }

    fn closes(self, text: &str) -> bool {
        fence(text)
            .is_some_and(|(mark, length, info)| mark == self.mark && length >= self.length && info.is_empty())
    }
}

/// Bytes from the last line that ends a comment to the end of the source.
fn after_comment(source: &str) -> usize {
    if !source.contains("%%") {
        return usize::MAX;
    }
    let mut ends = source.rmatch_indices("%%").map(|(at, end)| at + end.len());
    let is_end = |&end: &usize| {
        let after = source[end..].trim_start_matches([' ', '\t', '\r']);
        let line = || source[..end].rsplit('\n').next().unwrap_or_default();
        (after.is_empty() || after.starts_with('\n')) && ends_comment(line())
    };
    ends.find(is_end).map_or(usize::MAX, |end| source.len() - end)
}

/// Whether a line ends a comment, and not with an escaped per cent.
fn ends_comment(line: &str) -> bool {
    line.strip_suffix("%%").is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_digit() || c == '%'))
}

/// What stands behind the markers of list items.
fn after_markers(text: &str) -> &str {
    let mut rest = text;
    loop {
        let inner = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let marker: &[char] = if inner.len() < rest.len() { &['.', ')'] } else { &['-', '*', '+'] };
        match inner.strip_prefix(marker).and_then(|inner| inner.strip_prefix([' ', '\t'])) {
            Some(inner) => rest = inner.trim_start(),
            None => return rest,
        }
    }
}

/// The character, length and info string of a code fence.
fn fence(text: &str) -> Option<(char, usize, &str)> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let length = text.len() - rest.len();
    (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some((mark, length, rest.trim()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::prepare;
    use crate::markdown::mark::{MARK, restore};

    fn shown(source: &str) -> String {
        prepare(source).replace(MARK, "§")
    }

    #[test]
    fn fenced_directives_become_comments_on_their_lines() {
        assert_eq!(
            shown("a\n:::message alert\n猫\n:::\n"),
            "a\n<!--§:::message alert§-->\n猫\n<!--§:::§-->\n"
        );
    }

    #[test]
    fn code_is_left_alone() {
        for source in [
            "```\n:::message\n{/* x */}\n```\n~~~~\n```\n<Foo>\n~~~~\n",
            "1. ```\n   :::note\n   ```\n",
            "> ```\n> :::note\n> ```\n",
        ] {
            assert_eq!(prepare(source), source);
        }
    }

    #[test]
    fn code_ends_with_the_quote_or_item_around_it() {
        assert_eq!(shown("> ```\n> a\n\n:::note\n"), "> ```\n> a\n\n<!--§:::note§-->\n");
        assert_eq!(shown("- ```\n  a\n\n:::note\n"), "- ```\n  a\n\n<!--§:::note§-->\n");
    }

    #[test]
    fn ids_in_comments_become_heading_ids() {
        assert_eq!(shown("## 見出し {/*midashi*/}\n"), "## 見出し {#midashi}\n");
        assert_eq!(shown("文{/* メモ */}。"), "文<!--§§{/* メモ */}§-->。");
    }

    #[test]
    fn block_comments_end_where_they_say_and_without_an_end_are_text() {
        assert_eq!(shown("%%\n秘密\n%%\n本文"), "<!--§%%\n秘密\n%%§-->\n本文");
        assert_eq!(shown("%% 一行 %%\n"), "%% 一行 %%\n");
        assert_eq!(shown("%%\n秘密\n"), "%%\n秘密\n");
        assert_eq!(shown("%% 節\n本文 5 %% 2\n"), "%% 節\n本文 5 %% 2\n");
        assert_eq!(shown("%%time\n本文\n计 100%%\n"), "%%time\n本文\n计 100%%\n");
        assert_eq!(shown("%%\n비밀 %%  \n본문"), "<!--§%%\n비밀 %%  §-->\n본문");
    }

    #[test]
    fn components_and_imports_are_comments() {
        assert_eq!(shown("<Intro>\n\n猫\n\n</Intro>"), "<!--§<Intro>§-->\n\n猫\n\n<!--§</Intro>§-->");
        assert_eq!(shown("import A from './a';\n"), "<!--§import A from './a';§-->\n");
        assert_eq!(shown("<A b={c}\n  d={() =>\n e}\n/>\n猫"), "<!--§<A b={c}\n  d={() =>\n e}\n/>§-->\n猫");
        assert_eq!(shown("import this from memory\n"), "import this from memory\n");
    }

    #[test]
    fn highlighted_code_is_a_fence() {
        assert_eq!(
            shown("{% highlight ruby %}\nputs\n{% endhighlight %}\n"),
            "~~~~~~~~ruby\nputs\n~~~~~~~~\n"
        );
        assert_eq!(shown("{% highlight ruby %}\nputs\n"), "{% highlight ruby %}\nputs\n");
        assert_eq!(
            shown("> {{< highlight go >}}\n> {% endcode %}\n> {{< /highlight >}}"),
            "> ~~~~~~~~go\n> {% endcode %}\n> ~~~~~~~~"
        );
    }

    #[test]
    fn what_turns_out_to_be_code_is_given_back() {
        for source in ["    :::note -->\n", "`{/* 註 */}`", "    <Foo a={1}>\n"] {
            assert_eq!(restore(&prepare(source)), source);
        }
    }

    proptest! {
        #[test]
        fn line_numbers_stay_and_nothing_is_lost(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "a", "猫", "%%", ":::", ":::note", "<A", "<B x={", "}", ">", "/>", "{% highlight x %}",
                "{% endhighlight %}", "{{< highlight x >}}", "{{< /highlight >}}", "{% code %}", "```", "- ", "> ", "1. ", "    ", "{/*", "*/}", "\n", "\r\n", "-->",
                "export const x = {", "};", "<img style={{a: 1}}>",
            ]), 0..24),
        ) {
            let source = parts.concat();
            let prepared = prepare(&source);
            prop_assert_eq!(prepared.matches('\n').count(), source.matches('\n').count());
            let letters = |text: &str| text.matches('猫').count();
            // What an attribute holds in braces is not text.
            if !source.contains("={") {
                prop_assert_eq!(letters(&prepared), letters(&source));
            }
        }
    }
}
