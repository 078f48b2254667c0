//! Characters put into a source so that the parser reads it as the amended rules say, and taken
//! out of every string that it hands back.
//!
//! They are characters that no text uses; where a source holds one all the same, another is
//! taken. Nothing but a sentinel is ever added to or taken from a line, so lines keep their
//! numbers.

use std::borrow::Cow;

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
        // All of them begin with one of two bytes that are rare in text, which is quicker to see.
        if !text.bytes().any(|b| b == 0xef || b == 0xf0)
            || !text.contains([letter, punctuation, dollar, blank])
        {
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

#[cfg(test)]
mod tests {
    use super::Sentinels;

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
