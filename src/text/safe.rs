//! Text that cannot steer a terminal.
//!
//! Whatever comes from a file, a file name or an error message becomes [`Safe`] before it can
//! be shown: controls are shown in caret notation or as a number, invisible and
//! direction-changing characters are dropped, marks heaped on one character are cut. What a
//! parser decodes late (entities, escapes in YAML) passes through here too, because the parser
//! has run before. Nothing is unescaped afterwards.
//!
//! Joiners, variation selectors and tag characters are kept only where they belong to a
//! cluster: ZWJ and ZWNJ between two characters, one selector after a base, tags after a flag.

use std::fmt::{self, Write};
use std::ops::{Deref, Range};

use unicode_normalization::char::is_combining_mark;

use crate::limits::MARKS_PER_CHARACTER;
use crate::text::bytes::any_three;

/// A string without anything that a terminal would obey or that an eye could not see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Safe(String);

/// A borrowed part of a [`Safe`]: what the screen accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SafeStr<'a>(&'a str);

impl Safe {
    /// `raw` with its line feeds kept and its tabs as blanks up to the next fourth column.
    #[must_use]
    pub fn text(raw: &str) -> Self {
        let mut safe = Self::default();
        safe.push(raw);
        safe
    }

    /// `raw` as one line: line feeds and tabs become single blanks, the ends are trimmed.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        let mut safe = Self(String::with_capacity(raw.len()));
        let flat: String =
            raw.trim()
                .chars()
                .map(|c| {
                    if matches!(c, '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}') { ' ' } else { c }
                })
                .collect();
        safe.push(&flat);
        safe
    }

    /// Text of our own, written in the source of this program.
    #[must_use]
    pub fn fixed(ours: &'static str) -> Self {
        Self(ours.to_owned())
    }

    /// Makes room for so many bytes more.
    pub fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    /// Gives back the room that it does not take.
    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Appends `raw`, made safe.
    pub fn push(&mut self, raw: &str) {
        if is_surely_plain(raw) || raw.chars().all(is_plain) {
            self.0.push_str(raw);
            return;
        }
        // Marks may be heaped by one push after another.
        let mut marks =
            self.0.chars().rev().take(MARKS_PER_CHARACTER).take_while(|&c| is_combining_mark(c)).count();
        let mut column = None;
        let mut rest = raw.chars().peekable();
        while let Some(c) = rest.next() {
            if is_plain(c) {
                marks = 0;
                self.0.push(c);
                continue;
            }
            match c {
                '\t' => column = Some(self.push_tab(column)),
                '\r' => {
                    if rest.peek() != Some(&'\n') {
                        self.0.push('\n');
                    }
                }
                '\u{2028}' | '\u{2029}' | '\u{85}' => self.0.push('\n'),
                '\0'..='\x1f' => {
                    self.0.push('^');
                    self.0.push(char::from(c as u8 + 0x40));
                }
                '\x7f' => self.0.push_str("^?"),
                '\u{80}'..='\u{9f}' => {
                    let _ = write!(self.0, "<{:02X}>", c as u32);
                }
                '\u{200c}' | '\u{200d}' => {
                    let joins = rest.peek().is_some_and(|&next| joins(next));
                    if joins && self.0.chars().next_back().is_some_and(joins_before) {
                        self.0.push(c);
                    }
                }
                '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
                    let last = self.0.chars().next_back();
                    if last.is_some_and(|last| !is_selector(last) && !last.is_whitespace()) {
                        self.0.push(c);
                    }
                }
                '\u{e0020}'..='\u{e007f}' => {
                    let last = self.0.chars().next_back();
                    if last.is_some_and(|l| l == '\u{1f3f4}' || ('\u{e0020}'..'\u{e007f}').contains(&l)) {
                        self.0.push(c);
                    }
                }
                '\u{115f}' | '\u{1160}' => {
                    if rest.peek().is_some_and(|next| ('\u{1100}'..='\u{11ff}').contains(next)) {
                        self.0.push(c);
                    }
                }
                c if is_hidden(c) => {}
                c if is_combining_mark(c) => {
                    marks += 1;
                    if marks <= MARKS_PER_CHARACTER {
                        self.0.push(c);
                    }
                    continue;
                }
                c => self.0.push(c),
            }
            marks = 0;
        }
    }

    /// Appends what is safe already.
    pub fn push_safe(&mut self, safe: SafeStr<'_>) {
        self.0.push_str(safe.0);
    }

    /// Cuts it to its first `bytes` bytes, which end on a character.
    pub fn truncate(&mut self, bytes: usize) {
        self.0.truncate(bytes);
    }

    /// Blanks up to the next fourth column, a column counted as a character since the line began:
    /// exact for what code is indented with. `last` says where a tab of the same push has ended
    /// and at which column, so that a line of tabs is not counted anew for each; gives the same.
    fn push_tab(&mut self, last: Option<(usize, usize)>) -> (usize, usize) {
        let (counted, before) = last.unwrap_or((0, 0));
        let fresh = &self.0[counted..];
        let (line, before) = fresh.rsplit_once('\n').map_or((fresh, before), |(_, line)| (line, 0));
        let columns: usize =
            before + line.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum::<usize>();
        let blanks = 4 - columns % 4;
        self.0.extend(std::iter::repeat_n(' ', blanks));
        (self.0.len(), columns + blanks)
    }

    /// All of it.
    #[must_use]
    pub fn as_safe_str(&self) -> SafeStr<'_> {
        SafeStr(&self.0)
    }

    /// The part at `range`, in bytes, which must lie on characters; empty where it does not.
    #[must_use]
    pub fn slice(&self, range: Range<u32>) -> SafeStr<'_> {
        SafeStr(self.0.get(range.start as usize..range.end as usize).unwrap_or_default())
    }

    /// All of it, to be looked at.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The string itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<'a> SafeStr<'a> {
    /// Text of our own, written in the source of this program.
    #[must_use]
    pub const fn fixed(ours: &'static str) -> Self {
        Self(ours)
    }

    /// The part at `range`, in bytes, which must lie on characters; empty where it does not.
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Self {
        Self(self.0.get(range).unwrap_or_default())
    }

    /// It, to be looked at.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// A copy of its own.
    #[must_use]
    pub fn to_safe(self) -> Safe {
        Safe(self.0.to_owned())
    }
}

impl Deref for Safe {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Deref for SafeStr<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SafeStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Whether `c` is safe whatever stands beside it: the most of all text, tested first.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\n'
        | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{20cf}' | '\u{2100}'..='\u{2bff}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{3163}' | '\u{3165}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{fb1d}' | '\u{ff01}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Whether all of `text` is sure to be plain. ASCII, kana, ideographs, Hangul and the punctuation
/// between them are known by their bytes, many at a time; of all else [`is_plain`] is to be asked.
fn is_surely_plain(text: &str) -> bool {
    !any_three(text, doubts)
}

/// Whether the character that begins with these bytes may not be plain; a byte that begins none is
/// no matter.
#[expect(clippy::needless_bitwise_bool, reason = "branches cannot be taken for many places at once")]
fn doubts(first: u8, second: u8, third: u8) -> bool {
    let known = (first == b'\n')
        | matches!(first, b' '..=b'~' | 0x80..=0xbf | 0xc3 | 0xe3..=0xec)
        | (first == 0xe2) & (second == 0x80) & matches!(third, 0x90..=0xa7)
        | (first == 0xed) & ((second < 0x9e) | (second == 0x9e) & (third <= 0xa3))
        | (first == 0xef) & ((second == 0xbc) & (third > 0x80) | (second == 0xbd));
    let marks = (first == 0xe3)
        & ((second == 0x80) & matches!(third, 0xaa..=0xaf)
            | (second == 0x82) & matches!(third, 0x99..=0x9a)
            | (second == 0x85) & (third == 0xa4));
    !known | marks | (first == 0xea) & (second < 0xb0)
}

/// Characters that cannot be seen or that turn the direction of what follows.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e001f}' | '\u{e0080}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a joiner before `next` has something to join.
fn joins(next: char) -> bool {
    !next.is_whitespace()
        && !next.is_control()
        && !is_hidden(next)
        && !matches!(next, '\u{200c}' | '\u{200d}')
        && !next.is_ascii()
}

fn joins_before(last: char) -> bool {
    !last.is_whitespace() && !last.is_ascii() && !matches!(last, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Safe, is_plain, is_surely_plain};

    #[test]
    fn what_is_surely_plain_is_plain() {
        for c in '\0'..=char::MAX {
            for text in [format!("{c}"), format!("猫{c}"), format!("{c}a"), format!("a{c}语한")] {
                assert!(!is_surely_plain(&text) || is_plain(c), "{}", c.escape_unicode());
            }
        }
        for text in ["", "a", "「猫」と“犬”……。\nＡ１！", "中文，“引号”——。", "한국어 글, 힘.", "Ça va"]
        {
            assert!(is_surely_plain(text), "{text}");
        }
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["「猫」と犬。", "한국어 글", "中文“引号”", "Añb — x…", "か\u{3099}", "ＡＩ ｶﾞ"]
        {
            assert_eq!(Safe::text(text).as_str(), text);
        }
    }

    #[test]
    fn escapes_are_shown_in_caret_notation() {
        assert_eq!(Safe::text("a\x1b]0;x\x07b").as_str(), "a^[]0;x^Gb");
        assert_eq!(Safe::text("a\x7f\u{9b}1m\0").as_str(), "a^?<9B>1m^@");
    }

    #[test]
    fn line_ends_become_line_feeds() {
        assert_eq!(Safe::text("a\r\nb\rc\u{2028}d").as_str(), "a\nb\nc\nd");
    }

    #[test]
    fn a_line_holds_no_line_feed() {
        assert_eq!(Safe::line(" a\r\nb\tc\n").as_str(), "a  b c");
    }

    #[test]
    fn tabs_reach_to_the_next_fourth_column() {
        assert_eq!(Safe::text("\ta\tb\n猫\tc").as_str(), "    a   b\n猫  c");
        assert_eq!(Safe::text("a\nb\tc\t\td").as_str(), "a\nb   c       d");
    }

    #[test]
    fn direction_marks_and_invisible_characters_are_dropped() {
        assert_eq!(
            Safe::text("a\u{202e}b\u{200b}c\u{ad}d\u{feff}e\u{3164}f\u{2066}g\u{e0041}h").as_str(),
            "abcdefgh"
        );
    }

    #[test]
    fn joiners_and_selectors_stay_inside_their_clusters() {
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}",
            "葛\u{e0100}",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
            "क्\u{200d}ष",
        ] {
            assert_eq!(Safe::text(text).as_str(), text);
        }
        assert_eq!(Safe::text("a\u{200d}b\u{200d}").as_str(), "ab");
        assert_eq!(Safe::text("猫\u{fe00}\u{fe01}\u{fe02}").as_str(), "猫\u{fe00}");
    }

    #[test]
    fn marks_heaped_on_one_character_are_cut() {
        let heap = format!("a{}b", "\u{301}".repeat(100));
        assert_eq!(Safe::text(&heap).as_str(), format!("a{}b", "\u{301}".repeat(8)));
        let mut safe = Safe::text("a\u{301}\u{301}");
        safe.push(&"\u{301}".repeat(10));
        assert_eq!(safe.as_str(), format!("a{}", "\u{301}".repeat(8)));
    }

    proptest! {
        #[test]
        fn nothing_steers_a_terminal(raw in proptest::collection::vec(any::<char>(), 0..60)) {
            let raw: String = raw.into_iter().collect();
            let safe = Safe::text(&raw);
            for c in safe.chars() {
                let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
                prop_assert!(c == '\n' || !c.is_control() && !turns, "{}", c.escape_unicode());
            }
            let line = Safe::line(&raw);
            prop_assert!(!line.contains('\n'));
        }

        #[test]
        fn making_safe_twice_changes_nothing(raw in "[a猫\\x00-\\x20\u{200b}-\u{200f}\u{300}\u{fe0f}👨]{0,30}") {
            let once = Safe::text(&raw);
            prop_assert_eq!(Safe::text(&once), once);
        }
    }
}
