//! Characters put into a source so that the parser reads it as the amended rules say, and taken
//! out of every string that it hands back.
//!
//! They are characters that no text uses; where a source holds one all the same, another is
//! taken. Nothing but a sentinel is ever added to or taken from a line, so lines keep their
//! numbers.

use std::borrow::Cow;

use crate::text::bytes::any_three;

/// What stands for what in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentinels {
    /// Stands for a letter: neither blank nor punctuation. Taken out again.
    pub letter: char,
    /// Stands for punctuation. Taken out again.
    pub punctuation: char,
    /// Stands for a dollar that opens no formula; it is punctuation too. Becomes a dollar again.
    pub dollar: char,
    /// Stands for a blank that parts nothing. Becomes a blank again.
    pub blank: char,
}

/// Noncharacters; the directives' mark is not among them.
const LETTERS: [char; 4] = ['\u{fdd0}', '\u{fdd2}', '\u{fdd3}', '\u{fdd4}'];
/// Punctuation of scripts without living writers.
const PUNCTUATION: [char; 4] = ['\u{10a7f}', '\u{1091f}', '\u{10857}', '\u{103d0}'];
/// The same, others.
const DOLLARS: [char; 4] = ['\u{1093f}', '\u{1039f}', '\u{10a58}', '\u{1056f}'];
/// Noncharacters, others.
const BLANKS: [char; 4] = ['\u{fdd5}', '\u{fdd6}', '\u{fdd7}', '\u{fdd8}'];

impl Sentinels {
    /// Sentinels that `source` does not hold; `None` where it holds them all.
    #[must_use]
    pub fn choose(source: &str) -> Option<Self> {
        let choose = |from: [char; 4]| from.into_iter().find(|&c| !source.contains(c));
        let (letter, punctuation) = (choose(LETTERS)?, choose(PUNCTUATION)?);
        Some(Self { letter, punctuation, dollar: choose(DOLLARS)?, blank: choose(BLANKS)? })
    }

    /// `text` as it was before the sentinels were put in.
    #[must_use]
    pub fn strip(self, text: &str) -> Cow<'_, str> {
        let Self { letter, punctuation, dollar, blank } = self;
        if !may_hold(text) || !text.contains([letter, punctuation, dollar, blank]) {
            return Cow::Borrowed(text);
        }
        let kept = text.chars().filter(|&c| c != letter && c != punctuation);
        let meant = |c| match c {
            c if c == dollar => '$',
            c if c == blank => ' ',
            c => c,
        };
        Cow::Owned(kept.map(meant).collect())
    }
}

/// Whether `text` holds two bytes with which sentinels begin: U+FDC0 to U+FDFF or U+10000 to
/// U+10FFF, which are rare in text.
#[expect(clippy::needless_bitwise_bool, reason = "branches cannot be taken for many places at once")]
fn may_hold(text: &str) -> bool {
    any_three(text, |one, two, _| (one == 0xef) & (two == 0xb7) | (one == 0xf0) & (two == 0x90))
}

#[cfg(test)]
mod tests {
    use super::{BLANKS, DOLLARS, LETTERS, PUNCTUATION, Sentinels, may_hold};

    #[test]
    fn every_sentinel_is_seen() {
        for sentinel in [LETTERS, PUNCTUATION, DOLLARS, BLANKS].concat() {
            assert!(may_hold(&sentinel.to_string()) && may_hold(&format!("猫{sentinel}한")));
        }
        assert!(!may_hold("「猫」：犬（한국어）！ 𠮷 👍"));
    }

    #[test]
    fn sentinels_of_the_source_itself_are_not_taken() {
        let source = "猫\u{fdd0}犬\u{10a7f}\u{1093f}";
        let sentinels = Sentinels::choose(source).expect("three of four are free");
        assert_eq!(sentinels.strip(source), source);
        assert_eq!(Sentinels::choose("\u{fdd0}\u{fdd2}\u{fdd3}\u{fdd4}"), None);
    }

    #[test]
    fn stripping_gives_dollars_and_blanks_back() {
        let Some(sentinels) = Sentinels::choose("") else { panic!("an empty source holds none") };
        let Sentinels { letter, punctuation, dollar, blank } = sentinels;
        assert_eq!(sentinels.strip(&format!("a{letter}{dollar}5{punctuation}{blank}b")), "a$5 b");
    }
}
