//! What people write inside paragraphs beyond `CommonMark`: `==highlight==`, `#tags`,
//! `%%comments%%`, templates of site generators, and ruby as `｜漢字《かんじ》` or `{漢字|かんじ}`.
//!
//! It works on the text of one paragraph after the parser has taken the markup away, and says
//! what to cut, what to put in its place and what plays which role. Code and mathematics are
//! left alone: the caller says where they are.

use std::ops::Range;

use crate::text::role::Role;

/// What to change in a paragraph. All ranges are bytes of the paragraph as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Cut each range and put the string in its place; ascending, without overlap.
    pub edits: Vec<(Range<usize>, &'static str)>,
    /// Roles that stretches play besides their own.
    pub roles: Vec<(Range<usize>, Role)>,
    /// Web addresses that stand bare in the text.
    pub addresses: Vec<Range<usize>>,
    /// Base and reading (brackets included) of each ruby.
    pub ruby: Vec<(Range<usize>, Range<usize>)>,
}

/// Looks through `text`; `is_literal` says whether the byte at an offset is code or the like.
#[must_use]
pub fn find(text: &str, is_literal: &dyn Fn(usize) -> bool) -> Extras {
    let mut extras = Extras::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) =
        bytes[at..].iter().position(|&b| matches!(b, b'=' | b'%' | b'{' | b'#' | b':' | 0xef))
    {
        let start = at + found;
        let rest = &text[start..];
        let step = if rest.starts_with("://") && !is_literal(start) {
            extras.address(text, start)
        } else if is_literal(start) {
            None
        } else {
            extras.take(text, start, rest)
        };
        at = step.unwrap_or_else(|| start + rest.chars().next().map_or(1, char::len_utf8));
    }
    extras
}

impl Extras {
    /// Takes what begins at `start`, if something does, and says where to go on.
    fn take(&mut self, text: &str, start: usize, rest: &str) -> Option<usize> {
        if rest.starts_with("==") {
            return self.highlight(start, rest);
        }
        if rest.starts_with("%%") {
            let end = start + 2 + rest[2..].find("%%")? + 2;
            self.edits.push((start..end, ""));
            return Some(end);
        }
        if rest.starts_with('{') {
            return self.template(start, rest).or_else(|| self.ruby(start, rest, ['{', '|', '}']));
        }
        if rest.starts_with('｜') {
            return self.ruby(start, rest, ['｜', '《', '》']);
        }
        if rest.starts_with('#') {
            return self.tag(text, start, rest);
        }
        None
    }

    /// An address whose `://` stands at `at` (as in the extended autolinks of GFM, but it ends
    /// before CJK characters too, which in running text belong to the sentence).
    fn address(&mut self, text: &str, at: usize) -> Option<usize> {
        let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme))?;
        let start = at - scheme.len();
        if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let is_part = |c: char| {
            c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '|' | '{' | '}' | '\\' | '^')
        };
        let length = text[at + 3..].find(|c: char| !is_part(c)).unwrap_or(text.len() - at - 3);
        let mut end = at + 3 + length;
        loop {
            let found = &text[start..end];
            let unmatched = found.ends_with(')') && found.matches(')').count() > found.matches('(').count();
            if !unmatched && !found.ends_with(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', ']']) {
                break;
            }
            end -= 1;
        }
        if end < at + 5 {
            return None;
        }
        self.addresses.push(start..end);
        Some(end)
    }

    fn highlight(&mut self, start: usize, rest: &str) -> Option<usize> {
        let inner = &rest[2..];
        let length = inner.find("==")?;
        let marked = &inner[..length];
        if marked.is_empty()
            || marked.starts_with([' ', '=', '\n'])
            || marked.ends_with(' ')
            || inner[length + 2..].starts_with('=')
        {
            return Some(start + 2 + rest[2..].bytes().take_while(|&b| b == b'=').count());
        }
        let open = start + 2;
        self.edits.push((start..open, ""));
        self.roles.push((open..open + length, Role::Highlight));
        self.edits.push((open + length..open + length + 2, ""));
        Some(open + length + 2)
    }

    fn template(&mut self, start: usize, rest: &str) -> Option<usize> {
        let close = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))?
            .1;
        let end = start + rest.find(close)? + close.len();
        self.roles.push((start..end, Role::Template));
        Some(end)
    }

    /// `marks`: what opens, what parts base from reading, what closes.
    fn ruby(&mut self, start: usize, rest: &str, marks: [char; 3]) -> Option<usize> {
        let [open, parted, close] = marks;
        let inner = &rest[open.len_utf8()..];
        let middle = inner.find(parted)?;
        let after = middle + parted.len_utf8();
        let length = inner[after..].find(close)?;
        let (base, reading) = (&inner[..middle], &inner[after..after + length]);
        let has_base = !base.is_empty()
            && base.chars().all(|c| !c.is_ascii_punctuation() && !c.is_whitespace() && c != open);
        let has_reading = !reading.is_empty() && !reading.contains([open, '{', '\n']);
        if !has_base || !has_reading || !(base.chars().any(is_ideograph) || open == '｜') {
            return None;
        }
        let from = start + open.len_utf8();
        let (part, end) = (from + middle, from + after + length + close.len_utf8());
        self.edits.push((start..from, ""));
        self.edits.push((part..part + parted.len_utf8(), "（"));
        self.edits.push((end - close.len_utf8()..end, "）"));
        self.roles.push((part..end, Role::Ruby));
        self.ruby.push((from..part, part..end));
        Some(end)
    }

    fn tag(&mut self, text: &str, start: usize, rest: &str) -> Option<usize> {
        let before = text[..start].chars().next_back();
        let apart =
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '（' | '(' | '、' | '。' | '「' | '，'));
        let is_tag =
            |c: char| c.is_alphanumeric() && !matches!(c, '①'..='⓿') || matches!(c, '_' | '-' | '/' | 'ー');
        let length: usize = rest[1..].chars().take_while(|&c| is_tag(c)).map(char::len_utf8).sum();
        let name = &rest[1..=length];
        if !apart || !name.chars().any(|c| c.is_alphabetic()) {
            return None;
        }
        self.roles.push((start..start + 1 + length, Role::Tag));
        Some(start + 1 + length)
    }
}

/// Whether `c` is a Chinese character, as written in any of the three languages.
#[must_use]
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::{Extras, find};
    use crate::text::role::Role;

    fn found(text: &str) -> Extras {
        find(text, &|_| false)
    }

    /// The paragraph after the edits.
    fn read(text: &str) -> String {
        let mut out = text.to_owned();
        for (range, with) in found(text).edits.into_iter().rev() {
            out.replace_range(range, with);
        }
        out
    }

    #[test]
    fn ruby_becomes_a_reading_in_brackets() {
        assert_eq!(read("｜調達《ちょうたつ》する"), "調達（ちょうたつ）する");
        assert_eq!(read("{推論|すいろん}と{推理|tuīlǐ}"), "推論（すいろん）と推理（tuīlǐ）");
        assert_eq!(read("{a|b} ｜ 《三国》"), "{a|b} ｜ 《三国》");
    }

    #[test]
    fn highlights_lose_their_marks_and_comparisons_keep_them() {
        assert_eq!(read("これは==重要==だ"), "これは重要だ");
        assert_eq!(read("a == b == c"), "a == b == c");
        assert_eq!(read("===="), "====");
        assert_eq!(found("==重要==").roles, [(2..8, Role::Highlight)]);
    }

    #[test]
    fn comments_go_and_templates_stay_dim() {
        assert_eq!(read("本文%%秘密%%です。20%"), "本文です。20%");
        assert_eq!(found("{{< figure src=\"x\" >}}").roles.len(), 1);
        assert_eq!(found("{% raw %}x").roles, [(0..9, Role::Template)]);
    }

    #[test]
    fn bare_addresses_end_where_the_sentence_goes_on() {
        let text = "詳細はhttps://example.com/a_(b)?q=1を参照。(http://a.kr/x). x://y https://";
        let read: Vec<_> = found(text).addresses.into_iter().map(|range| &text[range]).collect();
        assert_eq!(read, ["https://example.com/a_(b)?q=1", "http://a.kr/x"]);
    }

    #[test]
    fn tags_need_a_letter_and_room_before_them() {
        assert_eq!(found("#半導体 と #a-b").roles.len(), 2);
        assert_eq!(found("C#で #1 a#b").roles, []);
    }

    #[test]
    fn what_is_literal_is_left_alone() {
        assert_eq!(find("==a==", &|_| true), Extras::default());
    }
}
