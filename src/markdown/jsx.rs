//! JSX in Markdown (MDX): where it begins and ends.
//!
//! A component's tag alone on its lines is a block; what stands between an opening and a closing
//! tag is Markdown. A tag that does not close within a few kilobytes, or stands in a sentence,
//! is text.

use std::borrow::Cow;

use crate::markdown::mark::{self, MARK};
use crate::markdown::{callout, module};

/// Bytes within which a tag or an `export` must close.
const REACH: usize = 8 * 1024;
/// Bytes that may be looked through in vain in one article.
const PATIENCE: usize = 1024 * 1024;
/// Bytes of a tag within a line that are looked at.
const ATTRIBUTES: usize = 400;

/// Finds blocks of JSX.
#[derive(Debug, Default)]
pub struct Finder {
    wasted: usize,
}

impl Finder {
    /// How much of `rest`, which begins with a line of text, is one block of JSX; it ends with a
    /// line, without the line's end.
    pub fn block(&mut self, rest: &str) -> Option<usize> {
        let line = rest.lines().next()?.trim_end();
        let is_template = || ["{{", "{%", "{:", "{#", "{/*"].iter().any(|sign| line.starts_with(sign));
        let is_expression = line.starts_with('{') && !is_template();
        if !is_component(line) && !is_expression && !module::begins(line) {
            return None;
        }
        if self.wasted > PATIENCE {
            return None;
        }
        let within = floor(rest, REACH);
        let found = match line.as_bytes().first() {
            Some(b'<') => tags(within),
            Some(b'{') => expression(within),
            _ => module::statements(within),
        };
        if found.is_none() {
            self.wasted += within.len();
        }
        found
    }
}

/// Whether a line begins with the tag of a component: `<Name`, `</Name`, `<Name.Part`.
fn is_component(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
    rest.starts_with(|c: char| c.is_ascii_uppercase())
        && matches!(rest[end..].chars().next(), None | Some(' ' | '>' | '/'))
}

/// Where the tags with which `text` begins end, if they end a line.
fn tags(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += tag(&text[at..])?;
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let after = text[at..line_end].trim();
        if after.is_empty() {
            return Some(at);
        }
        if !after.starts_with('<') {
            return None;
        }
        at = line_end - text[at..line_end].trim_start().len();
    }
}

/// Where the tag with which `text` begins ends: quotes and braces may hold any `>`.
#[must_use]
pub fn tag(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut braces = 0_usize;
    let mut blank = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') => braces += 1,
            (None, b'}') => braces = braces.checked_sub(1)?,
            (None, b'>') if braces == 0 => return Some(at + 1),
            (None, b'<') if braces == 0 && at > 0 => return None,
            (None, 0x80..) if braces == 0 => return None,
            // A blank line ends a paragraph, and a tag that is none.
            (None, b'\n') if braces == 0 && blank => return None,
            (Some(_) | None, _) => {}
        }
        blank = byte == b'\n' || blank && byte.is_ascii_whitespace();
    }
    None
}

/// Where the expression in braces ends with which `text` begins, if it ends a line and makes
/// elements, as text in braces does not.
fn expression(text: &str) -> Option<usize> {
    let (found, after) = text.split_at(braces(text, text.len())?);
    let makes_elements = found.contains("=>") || found.contains("</") || found.contains("/>");
    (makes_elements && after.lines().next().is_none_or(|line| line.trim().is_empty())).then_some(found.len())
}

/// Bytes up to and with the brace that closes the one with which `text` begins; `None` where it is
/// not among the first `most`.
fn braces(text: &str, most: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let end = text.bytes().take(most).position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    Some(end + 1)
}

/// A line of text, with which `rest` begins, with what MDX puts into it made HTML: comments, at
/// the end of a heading its id; the tags of a callout that has the line for itself; components that
/// hold nothing, which are shown as they are written; and values of attributes that HTML cannot
/// hold, put into quotes.
#[must_use]
pub fn inline<'a>(line: &'a str, rest: &str) -> Cow<'a, str> {
    if !line.contains("{/*") && !line.contains("={") && !line.contains('<') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let (margin, tag) = line.split_at(line.find(|c| !is_margin(c)).unwrap_or(line.len()));
    if let Some(opening) = callout(tag) {
        let end = tag.trim_end().len();
        let inner = &tag[opening..end - name(tag).len() - "</>".len()];
        out.push_str(margin);
        // A comment at the start of a line would make all of the line HTML.
        out.push(MARK);
        mark::comment(&mut out, &tag[..opening]);
        put(&mut out, inner, inner);
        mark::comment(&mut out, &tag[opening + inner.len()..end]);
        out.push_str(&tag[end..]);
    } else {
        put(&mut out, line, rest);
    }
    Cow::Owned(out)
}

/// Puts a line or what a callout on it holds behind `out`, with what [`inline`] changes.
fn put(out: &mut String, line: &str, rest: &str) {
    let mut after = line;
    // Where in `out` a tag stands open.
    let mut open = None;
    let last_end = line.rfind("*/}").unwrap_or(0);
    while let Some(at) = after.find(['{', '`', '<']) {
        let before;
        (before, after) = after.split_at(at);
        if before.contains('>') {
            open = None;
        }
        out.push_str(before);
        let length = if after.starts_with('`') {
            let length = code(after);
            out.push_str(&after[..length]);
            length
        } else if after.starts_with("{/*") && line.len() - after.len() < last_end {
            let length = after.find("*/}").map_or(after.len(), |end| end + 3);
            comment(out, &after[..length], &after[length..], line);
            length
        } else if let Some(length) = lone(after, &rest[line.len() - after.len()..]) {
            if before.ends_with('\\') {
                out.push_str(&after[..length]);
            } else {
                if out.chars().all(is_margin) {
                    // A comment at the start of a line would make all of the line HTML.
                    out.push(MARK);
                }
                mark::comment_in_line(out, &after[..length]);
            }
            length
        } else if let Some(length) = open.and_then(|open| attribute(&out[open..], after)) {
            mark::quote(out, &after[..length]);
            length
        } else {
            if after.starts_with('<') {
                open = Some(out.len());
            }
            out.push_str(&after[..1]);
            1
        };
        after = &after[length..];
    }
    out.push_str(after);
}

/// Whether a character may stand before what is first in a line or an item of a list.
fn is_margin(c: char) -> bool {
    " \t>-*+.)".contains(c) || c.is_ascii_digit()
}

/// The length of the tag with which `line` begins, if it opens a callout that ends with the line.
fn callout(line: &str) -> Option<usize> {
    if !is_component(line) || line.starts_with("</") {
        return None;
    }
    let called = name(line);
    let close = format!("</{called}>");
    let inner = line.trim_end().strip_suffix(&close)?;
    let length = tag(floor(line, ATTRIBUTES)).filter(|&length| length < inner.len())?;
    let is_whole = !inner.contains(&close) && !line[..length].ends_with("/>");
    (is_whole && callout::named(called).is_some()).then_some(length)
}

/// The name of the component whose tag `text` begins with.
fn name(text: &str) -> &str {
    let text = text.trim_start_matches(['<', '/']);
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').next().unwrap_or_default()
}

/// The length of the tag of a component with which `text` begins, if it holds nothing: it closes
/// itself, or nothing in `rest` closes it. One without attributes may be a type, and is shown as
/// it is.
fn lone(text: &str, rest: &str) -> Option<usize> {
    if !is_component(text) || text.starts_with("</") {
        return None;
    }
    let length = tag(floor(text, ATTRIBUTES)).filter(|&length| text[..length].contains(['=', '{']))?;
    let closes = || floor(&rest[length..], REACH / 4).contains(&format!("</{}>", name(text)));
    (text[..length].ends_with("/>") || !closes()).then_some(length)
}

/// The beginning of `text`, of about as many bytes.
fn floor(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The tags that `block` is made of, where it is made of nothing else.
#[must_use]
pub fn pieces(block: &str) -> Option<Vec<&str>> {
    let mut rest = block.trim();
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(tag(rest).filter(|_| rest.starts_with('<'))?);
        pieces.push(piece);
        rest = after.trim_start();
    }
    Some(pieces)
}

/// The length of the code span with which `text` begins, or of its backticks.
#[must_use]
pub fn code(text: &str) -> usize {
    let ticks = text.bytes().take_while(|&b| b == b'`').count();
    let (open, inner) = text.split_at(ticks);
    inner.find(open).map_or(ticks, |end| ticks + end + ticks)
}

fn comment(out: &mut String, comment: &str, after: &str, line: &str) {
    let inner = comment.trim_start_matches("{/*").trim_end_matches("*/}").trim();
    let is_id = line.trim_start().starts_with('#') && after.trim().is_empty();
    if is_id && !inner.is_empty() && !inner.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}')) {
        out.push_str("{#");
        out.push_str(inner);
        out.push('}');
    } else {
        mark::comment_in_line(out, comment);
    }
}

/// The length of the value of an attribute in braces with which `text` begins, behind `within`,
/// which begins with a tag.
fn attribute(within: &str, text: &str) -> Option<usize> {
    if within.len() > ATTRIBUTES || !within[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let named = within.strip_suffix('=')?;
    let before = named.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    if before.len() == named.len() || !before.ends_with(' ') {
        return None;
    }
    let end = braces(text, ATTRIBUTES)?;
    let after = text[end..].find(['<', '>'])?;
    text[end + after..].starts_with('>').then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{Finder, inline, pieces};
    use crate::markdown::mark::MARK;

    fn block(rest: &str) -> Option<&str> {
        Finder::default().block(rest).map(|length| &rest[..length])
    }

    fn shown(line: &str) -> String {
        inline(line, line).replace(MARK, "§")
    }

    #[test]
    fn tags_alone_on_their_lines_are_blocks() {
        for (rest, expected) in [
            ("<Intro>\n猫", Some("<Intro>")),
            ("</Intro>\r\n", Some("</Intro>")),
            ("<A b={x > 1} c=\">\" />\n", Some("<A b={x > 1} c=\">\" />")),
            ("<A\n  b={() => {\n\n  }}\n>\n猫", Some("<A\n  b={() => {\n\n  }}\n>")),
            ("<Tabs><Tab>\n", Some("<Tabs><Tab>")),
            ("<T> 型\n", None),
            ("<CodeStep step={1}>根</CodeStep> と\n", None),
            ("<T と書く\n猫 >\n", None),
            ("<T\n\n猫>\n", None),
            ("<Unclosed {\n", None),
            ("<div>\n", None),
        ] {
            assert_eq!(block(rest), expected, "{rest}");
        }
    }

    #[test]
    fn modules_import_and_export() {
        assert_eq!(block("import {a} from \"b\"\n"), Some("import {a} from \"b\""));
        assert_eq!(block("import the data from here.\n"), None);
        assert_eq!(block("export const a = [\n  1,\n];\nb"), Some("export const a = [\n  1,\n];"));
        assert_eq!(block("export default is a word\n"), None);
        assert_eq!(pieces("<A b={c > d}> </A><B/>"), Some(vec!["<A b={c > d}>", "</A>", "<B/>"]));
        assert_eq!(pieces("{a}"), None);
    }

    #[test]
    fn attributes_that_html_cannot_hold_are_quoted() {
        assert_eq!(
            shown("<img src=\"a\" style={{margin: 0}} />"),
            "<img src=\"a\" style=\"§{{margin: 0}}§\" />"
        );
        assert_eq!(shown("<b key={i}>猫</b>`<b key={i}>`"), "<b key=\"§{i}§\">猫</b>`<b key={i}>`");
        assert_eq!(shown("a ={b} {c}"), "a ={b} {c}");
        assert_eq!(shown("<b key={猫}"), "<b key={猫}");
    }

    #[test]
    fn components_that_hold_nothing_are_shown_as_they_are_written() {
        assert_eq!(shown("本文 <Badge text=\"新\"/> です"), "本文 <!--§§<Badge text=\"新\"/>§--> です");
        assert_eq!(shown("<A.B x={1} y={`a`} />글"), "§<!--§§<A.B x={1} y={`a`} />§-->글");
        assert_eq!(shown("文<A b=\"c\">閉じない"), "文<!--§§<A b=\"c\">§-->閉じない");
        for line in ["<A b=\"c\">猫</A>", "Vec<T> と <T/>", "`<A b=\"c\"/>`", "\\<A b=\"c\"/>"] {
            assert_eq!(shown(line), line);
        }
    }

    #[test]
    fn a_callout_on_one_line_is_opened_and_closed_in_it() {
        assert_eq!(shown("<Note>一行</Note>"), "§<!--§<Note>§-->一行<!--§</Note>§-->");
        assert_eq!(
            shown("- <Tip a=\"b\">글 `<X/>`</Tip> "),
            "- §<!--§<Tip a=\"b\">§-->글 `<X/>`<!--§</Tip>§--> "
        );
        for line in ["<Note>一</Note>と", "文<Note>一</Note>", "<B>一</B>", "<Note>一</Note> <Note>二</Note>"]
        {
            assert_eq!(shown(line), line);
        }
    }

    #[test]
    fn expressions_that_make_elements_are_blocks() {
        let list = "{list.map(x => (\n  <li key={x}>{x}</li>\n))}";
        assert_eq!(block(&format!("{list}\n猫")), Some(list));
        for text in ["{漢字|かんじ}", "{children}", "{a => b} 와", "{{< x => >}}", "{% x => %}"] {
            assert_eq!(block(text), None);
        }
    }
}
