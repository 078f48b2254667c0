//! Tags whose content is not shown, where nothing ends that content.
//!
//! `<script>` in a sentence is a word that wants no code span; read as a tag it would hide the rest
//! of its paragraph, and at the start of a line the rest of the article. So does a comment that
//! does not end. Such tags are hidden from the parser and so are text.

use std::borrow::Cow;

use crate::markdown::dollar::Code;
use crate::markdown::sentinel::Sentinels;
use crate::text::bytes::next_of;

/// The elements whose content is not shown.
const HIDING: [&str; 6] = ["script", "style", "template", "noscript", "head", "svg"];
/// Bytes that such a tag may have.
const ATTRIBUTES: usize = 1000;
/// Where in the tables below comments stand, behind the elements.
const COMMENT: usize = HIDING.len();

/// The source with a sentinel in every tag that would hide something without an end; `None` where
/// there is none.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    let mut tag = next_of(source, 0, *b"<")?;
    while opened(&source[tag..]).is_none() {
        tag = next_of(source, tag + 1, *b"<")?;
    }
    let mut search = Search { source, code: Code::default(), ends: [0; COMMENT + 1], vain: [0; COMMENT + 1] };
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = next_of(source, at, *b"<`\\") {
        at = start
            + match source.as_bytes()[start] {
                b'\\' => 1 + source[start + 1..].chars().next().map_or(0, char::len_utf8),
                b'`' => search.code.length(source, start),
                _ => 1,
            };
        let Some(which) = opened(&source[start..]) else { continue };
        if let Some(end) = search.end(which, start) {
            at = end;
        } else {
            out.push_str(&source[copied..at]);
            out.push(sentinels.letter);
            copied = at;
        }
    }
    out.push_str(&source[copied..]);
    (copied > 0).then_some(out)
}

/// Which of the hiding elements, or a comment, begins here and does not end in its own tag.
fn opened(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(COMMENT);
    }
    if !text[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let which = HIDING.iter().position(|name| is_tag(text, "<", name))?;
    let end = text.bytes().take(ATTRIBUTES).position(|byte| byte == b'>')?;
    (text.as_bytes()[end - 1] != b'/').then_some(which)
}

/// Whether a tag of this name begins here, behind `<` or `</`.
fn is_tag(text: &str, opening: &str, name: &str) -> bool {
    let Some(rest) = text.strip_prefix(opening) else { return false };
    rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && rest[name.len()..].starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
}

/// A block of HTML with the tags that hide something and have no end in it made text.
#[must_use]
pub fn as_text(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let ends = HIDING.map(|name| {
        let mut ends = html.rmatch_indices("</");
        ends.find(|(at, _)| is_tag(&html[*at..], "</", name)).map_or(0, |(at, _)| at)
    });
    for (at, _) in html.match_indices('<') {
        let Some(which) = opened(&html[at..]) else { continue };
        if which != COMMENT && ends[which] <= at {
            out.push_str(&html[copied..at]);
            out.push_str("&lt;");
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

struct Search<'a> {
    source: &'a str,
    code: Code,
    /// Of each, the first end at or behind where it was asked for last.
    ends: [usize; COMMENT + 1],
    /// Of each, up to where there is no end in a sentence.
    vain: [usize; COMMENT + 1],
}

impl Search<'_> {
    /// Where what begins at `start` ends; `None` where it does not.
    fn end(&mut self, which: usize, start: usize) -> Option<usize> {
        let before = self.source[..start].trim_end_matches([' ', '\t', '>']);
        if before.is_empty() || before.ends_with('\n') {
            self.end_of_block(which, start)
        } else {
            self.end_in_sentence(which, start)
        }
    }

    /// A block ends anywhere, but not behind blank lines with another beginning in between.
    fn end_of_block(&mut self, which: usize, start: usize) -> Option<usize> {
        let source = self.source;
        if self.ends[which] <= start {
            let mut ends = source[start + 1..].match_indices(if which == COMMENT { "-->" } else { "</" });
            let end = ends.find(|(at, _)| {
                let (before, end) = source.split_at(start + 1 + at);
                let is_code = || before.ends_with('`') && end[2 + HIDING[which].len()..].starts_with(">`");
                which == COMMENT || is_tag(end, "</", HIDING[which]) && !is_code()
            });
            self.ends[which] = end.map_or(usize::MAX, |(at, _)| start + 1 + at);
        }
        let end = Some(self.ends[which]).filter(|&end| end != usize::MAX)?;
        if which == COMMENT {
            return Some(end);
        }
        let mut others = source[start + 1..end].match_indices('<').map(|(at, _)| start + 1 + at);
        let other = others.find(|&at| opened(&source[at..]) == Some(which));
        let is_apart = other.is_some_and(|other| {
            source[start..other].contains("\n\n") || source[start..other].contains("\n\r\n")
        });
        (!is_apart).then_some(end)
    }

    /// In a sentence an element ends within its paragraph, and not in code. Of comments the parser
    /// itself asks that.
    fn end_in_sentence(&mut self, which: usize, start: usize) -> Option<usize> {
        let source = self.source;
        if which == COMMENT {
            return Some(start + 1);
        }
        if self.vain[which] > start {
            return None;
        }
        let mut code = Code::default();
        let mut at = start + 1;
        while let Some(found) = source[at..].find(['<', '`', '\n']) {
            at += found;
            match source.as_bytes()[at] {
                b'`' => at += code.length(source, at),
                b'\n' if source[at + 1..].trim_start_matches([' ', '\t', '\r', '>']).starts_with('\n') => {
                    break;
                }
                b'<' if is_tag(&source[at..], "</", HIDING[which]) => return Some(at),
                _ => at += 1,
            }
        }
        self.vain[which] = at.max(start + 1);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{as_text, prepare};
    use crate::markdown::sentinel::Sentinels;

    /// The source with tags that are text shown as `＜script>`.
    fn shown(source: &str) -> String {
        let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
        let prepared = prepare(source, sentinels).unwrap_or_else(|| source.to_owned());
        prepared.replace(&format!("<{}", sentinels.letter), "＜")
    }

    #[test]
    fn a_tag_that_hides_without_an_end_is_text() {
        for (source, expected) in [
            ("文中の<script>タグ。", "文中の＜script>タグ。"),
            ("<SCRIPT>태그\n\n본문", "＜SCRIPT>태그\n\n본문"),
            ("中<style>文\n\n<p></style>", "中＜style>文\n\n<p></style>"),
            ("文<script>と`</script>`", "文＜script>と`</script>`"),
            ("文<script>a\n\n<script>\nb\n</script>", "文＜script>a\n\n<script>\nb\n</script>"),
            ("<script>は\n\n<script>\nb\n</script>", "＜script>は\n\n<script>\nb\n</script>"),
            ("<!-- 閉じない\n\n文", "＜!-- 閉じない\n\n文"),
        ] {
            assert_eq!(shown(source), expected);
        }
    }

    #[test]
    fn in_a_block_a_tag_ends_in_the_block() {
        assert_eq!(as_text("<p><style>a</style>文<style>は"), "<p><style>a</style>文&lt;style>は");
        assert_eq!(as_text("<p><svg/>글</p>"), "<p><svg/>글</p>");
    }

    #[test]
    fn a_tag_with_an_end_hides() {
        for source in [
            "前<script>x</Script>後<style>\ny</style>",
            "<script>\na;\n\n`${b}`;\n</script>",
            "<script src=\"a\" />後",
            "<!-- 隠\n\nす -->",
            "`<script>` と \\<script> と <scripts> と <b>",
        ] {
            assert_eq!(shown(source), source);
        }
    }
}
