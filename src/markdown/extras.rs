//! What people write inside paragraphs beyond `CommonMark`: `==highlight==`, `#tags`,
//! `%%comments%%`, templates of site generators, and ruby as `｜漢字《かんじ》` or `{漢字|かんじ}`.
//!
//! It works on the text of one paragraph after the parser has taken the markup away, and says
//! what to cut, what to put in its place and what plays which role. Code and mathematics are
//! left alone: the caller says where they are.

use std::ops::Range;

use crate::markdown::emphasis::is_cjk;
use crate::text::bytes::any_three;
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

/// Stands before a character that is not to be read as markup; text that is safe to show lacks it.
pub const ESCAPE: char = '\u{fdd1}';

/// Looks through `text`; `is_literal` says whether the byte at an offset is code or the like.
#[must_use]
pub fn find(text: &str, is_literal: &dyn Fn(usize) -> bool) -> Extras {
    if may_hold(text) { search(text, is_literal) } else { Extras::default() }
}

/// Whether something may begin in `text`: most paragraphs hold nothing.
#[expect(clippy::needless_bitwise_bool, reason = "branches cannot be taken for many places at once")]
fn may_hold(text: &str) -> bool {
    any_three(text, |first, second, third| {
        (first == b'{')
            | (first == b'#')
            | (first == b'=') & (second == b'=')
            | (first == b'%') & (second == b'%')
            | (first == b':') & (second == b'/') & (third == b'/')
            // ｜
            | (first == 0xef) & (second == 0xbd) & (third == 0x9c)
    })
}

fn search(text: &str, is_literal: &dyn Fn(usize) -> bool) -> Extras {
    let is_literal = &|at: usize| text[..at].ends_with(ESCAPE) || is_literal(at);
    let mut search = Search { text, is_literal, done: 0, ends: [0; ENDS.len()], extras: Extras::default() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) =
        bytes[at..].iter().position(|&b| matches!(b, b'=' | b'%' | b'{' | b'#' | b':' | 0xef))
    {
        let start = at + found;
        let step = if is_literal(start) { None } else { search.take(start) };
        at = step.unwrap_or_else(|| start + text[start..].chars().next().map_or(1, char::len_utf8));
        search.done = step.unwrap_or(search.done);
    }
    search.extras
}

/// What may end something that was begun, each looked for once from front to back.
const ENDS: [&str; 6] = ["==", "%%", ">}}", "%}}", "%}", "}}"];

struct Search<'a> {
    text: &'a str,
    is_literal: &'a dyn Fn(usize) -> bool,
    /// Where what was taken last ends.
    done: usize,
    /// Of each of `ENDS`, the first at or behind where it was asked for last.
    ends: [usize; ENDS.len()],
    extras: Extras,
}

impl Search<'_> {
    /// Takes what begins at `start`, if something does, and says where to go on.
    fn take(&mut self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        if rest.starts_with("://") {
            return self.address(start);
        }
        if rest.starts_with("==") {
            return self.highlight(start);
        }
        if rest.starts_with("%%") {
            return self.comment(start);
        }
        if rest.starts_with('{') {
            return self.template(start).or_else(|| self.ruby(start, ['{', '|', '}']));
        }
        if rest.starts_with('｜') {
            return self.ruby(start, ['｜', '《', '》']);
        }
        if rest.starts_with('#') {
            return self.tag(start);
        }
        None
    }

    /// Where `ENDS[which]` next stands at or behind `from` and ends something.
    fn end(&mut self, which: usize, from: usize) -> Option<usize> {
        let end = ENDS[which];
        if self.ends[which] < from {
            let mut found = self.text[from..].match_indices(end).map(|(at, _)| from + at);
            let is_end = |&at: &usize| {
                let (before, after) = around(self.text, at..at + end.len());
                let is_end = match which {
                    0 => {
                        !(before.is_some_and(is_operand) && after.is_some_and(|c| c.is_ascii_alphanumeric()))
                    }
                    1 => ends_comment(before, after),
                    _ => true,
                };
                is_end && !(self.is_literal)(at)
            };
            self.ends[which] = found.find(is_end).unwrap_or(usize::MAX);
        }
        Some(self.ends[which]).filter(|&at| at != usize::MAX)
    }

    fn comment(&mut self, start: usize) -> Option<usize> {
        if !begins_comment(self.text, start) {
            return Some(start + self.text[start..].bytes().take_while(|&b| b == b'%').count());
        }
        let end = self.end(1, start + 2)? + 2;
        // One of two blanks around it goes with it, and all at the ends of the paragraph.
        let (before, after) = (&self.text[..start], &self.text[end..]);
        let (left, right) = (before.trim_end_matches(' '), after.trim_start_matches(' '));
        let end = if left.is_empty() || left.len() < before.len() && !right.is_empty() {
            end + usize::from(after.starts_with(' '))
        } else {
            end
        };
        let start = if right.is_empty() { left.len().max(self.done) } else { start };
        self.extras.edits.push((start..end, ""));
        Some(end)
    }

    /// An address whose `://` stands at `at` (as in the extended autolinks of GFM, but it ends
    /// before CJK characters too, which in running text belong to the sentence).
    fn address(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let scheme = ["https", "http"].into_iter().find(|scheme| text[..at].ends_with(scheme))?;
        let start = at - scheme.len();
        if start < self.done || text[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        let is_part = |c: char| {
            c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '|' | '{' | '}' | '\\' | '^')
        };
        let length = text[at + 3..].find(|c: char| !is_part(c)).unwrap_or(text.len() - at - 3);
        let mut end = at + 3 + length;
        let found = &text[start..end];
        let mut unmatched = found.matches(')').count().saturating_sub(found.matches('(').count());
        while let Some(last) = text[start..end].chars().next_back() {
            match last {
                ')' if unmatched > 0 => unmatched -= 1,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | ']' => {}
                _ => break,
            }
            end -= 1;
        }
        if end < at + 5 {
            return None;
        }
        self.extras.addresses.push(start..end);
        Some(end)
    }

    fn highlight(&mut self, start: usize) -> Option<usize> {
        let open = start + 2;
        let end = self.end(0, open)?;
        let marked = &self.text[open..end];
        let (before, after) = around(self.text, start..open);
        if marked.is_empty()
            || before.is_some_and(is_operand) && after.is_some_and(|c| c.is_ascii())
            || marked.starts_with([' ', '=', '\n'])
            || marked.ends_with(' ')
            || self.text[end + 2..].starts_with('=')
        {
            return Some(open + self.text[open..].bytes().take_while(|&b| b == b'=').count());
        }
        self.extras.edits.push((start..open, ""));
        self.extras.roles.push((open..end, Role::Highlight));
        self.extras.edits.push((end..end + 2, ""));
        Some(end + 2)
    }

    /// Hugo's shortcodes, Liquid's tags and outputs, and kramdown's attributes (`{: .class}`).
    fn template(&mut self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let end = if rest.starts_with("{:") {
            start + rest.bytes().take(100).position(|b| b == b'}')? + 1
        } else {
            let (open, which) = [("{{<", 2), ("{{%", 3), ("{%", 4), ("{{", 5)]
                .into_iter()
                .find(|(open, _)| rest.starts_with(open))?;
            self.end(which, start + open.len())? + ENDS[which].len()
        };
        self.extras.roles.push((start..end, Role::Template));
        Some(end)
    }

    /// `marks`: what opens, what parts base from reading, what closes.
    fn ruby(&mut self, start: usize, marks: [char; 3]) -> Option<usize> {
        let [open, parted, close] = marks;
        let inner = &self.text[start + open.len_utf8()..];
        let ends_base = |c: char| c == parted || c == open || c.is_ascii_punctuation() || c.is_whitespace();
        let middle = inner.find(ends_base)?;
        let base = &inner[..middle];
        let inner = inner[middle..].strip_prefix(parted)?;
        let length = inner.find([close, open, '{', '\n'])?;
        let has_base = base.chars().any(is_ideograph) || open == '｜' && !base.is_empty();
        if !has_base || length == 0 || !inner[length..].starts_with(close) {
            return None;
        }
        let after = middle + parted.len_utf8();
        let from = start + open.len_utf8();
        let (part, end) = (from + middle, from + after + length + close.len_utf8());
        let Extras { edits, roles, ruby, .. } = &mut self.extras;
        edits.push((start..from, ""));
        edits.push((part..part + parted.len_utf8(), "（"));
        // Denden: a reading for each character of the base.
        let reading = &inner[..length];
        if reading.split(parted).count() == base.chars().count() {
            let bars = reading
                .match_indices(parted)
                .map(|(at, bar)| from + after + at..from + after + at + bar.len());
            edits.extend(bars.map(|bar| (bar, "")));
        }
        edits.push((end - close.len_utf8()..end, "）"));
        roles.push((part..end, Role::Ruby));
        ruby.push((from..part, part..end));
        Some(end)
    }

    fn tag(&mut self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let before = self.text[..start].chars().next_back();
        let apart =
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '（' | '(' | '、' | '。' | '「' | '，'));
        let is_tag =
            |c: char| c.is_alphanumeric() && !matches!(c, '①'..='⓿') || matches!(c, '_' | '-' | '/' | 'ー');
        let length: usize = rest[1..].chars().take_while(|&c| is_tag(c)).map(char::len_utf8).sum();
        let name = &rest[1..=length];
        if !apart || !name.chars().any(char::is_alphabetic) {
            return None;
        }
        self.extras.roles.push((start..start + 1 + length, Role::Tag));
        Some(start + 1 + length)
    }
}

/// The characters before and behind a range.
fn around(text: &str, range: Range<usize>) -> (Option<char>, Option<char>) {
    (text[..range.start].chars().next_back(), text[range.end..].chars().next())
}

/// Whether what ends with `c` may be compared by the `==` behind it.
fn is_operand(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ')' | ']' | '}' | '_' | '!' | '<' | '>')
}

/// Whether the `%%` at `start` begins a comment. As an escaped per cent, an operator or the end of
/// a number it does not; where it is doubtful it stays, for a comment that is seen does less harm
/// than text that is not.
fn begins_comment(text: &str, start: usize) -> bool {
    let (before, after) = around(text, start..start + 2);
    let stands_apart = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, ')' | ']' | '.' | ',' | ';' | ':' | '!' | '?' | '…' | '—' | '”' | '’')
            || is_cjk(c) && !matches!(c, '「' | '『' | '（' | '【' | '〈' | '《' | '〔' | '［' | '％')
    });
    let has_content = after.is_some_and(|c| {
        !matches!(c, '%' | '"' | '\'' | ')' | ']' | '}' | '.' | ',' | ';' | ':')
            && !matches!(c, '”' | '’' | '」' | '』' | '）' | '】' | '、' | '。' | '，' | '．')
    });
    let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let (left, right) = (text[..start].trim_end(), text[start + 2..].trim_start());
    let is_operator = is_blank(before)
        && is_blank(after)
        && (left.ends_with(|c: char| c.is_ascii_digit() || c == ')')
            || right.starts_with(|c: char| c.is_ascii_digit()));
    stands_apart && has_content && !is_operator
}

/// Whether `%%` between these characters ends a comment.
fn ends_comment(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c != '%' && !c.is_ascii_digit())
        && after.is_none_or(|c| c != '%' && !c.is_ascii_alphanumeric())
}

/// Whether `c` is a Chinese character, as written in any of the three languages.
#[must_use]
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Extras, find, may_hold, search};
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
    fn readings_of_single_characters_are_read_as_one() {
        assert_eq!(read("{東京|とう|きょう}の{北京|běi|jīng}"), "東京（とうきょう）の北京（běijīng）");
        assert_eq!(read("{犬|猫|鳥}"), "犬（猫|鳥）");
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
        assert_eq!(read("猫 %%秘密%% 犬"), "猫 犬");
        assert_eq!(read("%%秘密%% 犬 %%秘密%%"), "犬");
        assert_eq!(found("{{< figure src=\"x\" >}}").roles.len(), 1);
        assert_eq!(found("{% raw %}x").roles, [(0..9, Role::Template)]);
        assert_eq!(found("{: .prompt-tip }").roles, [(0..16, Role::Template)]);
        assert_eq!(found("{{ {% {{< {{%").roles, []);
    }

    #[test]
    fn per_cents_that_are_meant_stay() {
        for text in [
            "printf(\"%d%%\"); と printf(\"%s%%\") です",
            "100%%と200%%",
            "「%%」と「%%」",
            "5 %% 2 와 7 %% 3",
            "成功率%%、失败率%%。",
            "\"100 %%\" と \"5 %%\"",
            "%%%% %%% 猫 %%%",
            "%%time と %%bash",
        ] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("한국어%%비밀%%입니다"), "한국어입니다");
        assert_eq!(read("中文（%%"), "中文（%%");
    }

    #[test]
    fn comparisons_without_blanks_keep_their_marks() {
        for text in ["a==b and c==d", "if (a)==1 && b!==2", "x==\"y\" || z==\"w\""] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("API==重要==です (==중요==)"), "API重要です (중요)");
    }

    #[test]
    fn what_ends_in_code_does_not_end() {
        let code = |text: &'static str| move |at: usize| text.find('`').is_some_and(|code| at >= code);
        for text in ["==猫 `==`", "%%犬 `%%`", "{{ 글 `}}`"] {
            assert_eq!(find(text, &code(text)), Extras::default());
        }
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

    proptest! {
        #[test]
        fn what_seems_to_hold_nothing_holds_nothing(text in "[a猫 /:#={}%｜|《》https]{0,12}") {
            if !may_hold(&text) {
                prop_assert_eq!(search(&text, &|_| false), Extras::default());
            }
        }
    }
}
