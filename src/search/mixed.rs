//! Japanese found by what was typed in Latin letters, of which the first are meant as they stand.
//!
//! AIチップ is typed `aichippu`: where a text has letters or digits that begin what was typed and
//! Japanese behind them, the rest is looked for there by its reading (`romaji`). How the rest is
//! read is laid out when a text first asks for it; most never do.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memchr_iter;

use crate::search::kana::spelled;
use crate::search::lexicon::LONGEST;
use crate::search::romaji::{Romaji, can_begin, is_long_enough};

/// Latin letters of which the first stand for themselves.
pub struct Mixed {
    typed: String,
    /// What the letters from each on are read as.
    rests: Vec<OnceLock<Rest>>,
}

enum Rest {
    /// No more than begun: the letters that it may begin with.
    Begun(Vec<u8>),
    Read(Option<Romaji>),
}

impl Mixed {
    /// `typed` as letters with Japanese behind them; `None` where it is too short or too long.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let fits = is_long_enough(typed) && typed.len() <= LONGEST;
        let rests = (0..typed.len()).map(|_| OnceLock::new()).collect();
        fits.then(|| Self { typed: typed.to_owned(), rests })
    }

    /// The first place in folded text, from the byte `from` on, that is written and read so.
    #[must_use]
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        memchr_iter(self.typed.as_bytes()[0], &bytes[from..]).find_map(|at| {
            let at = from + at;
            if at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
                return None;
            }
            let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let behind = &text[at + length..];
            let is_head =
                length < self.typed.len() && self.typed.as_bytes().starts_with(&bytes[at..at + length]);
            if !is_head || behind.is_empty() || behind.as_bytes()[0].is_ascii() {
                return None;
            }
            self.begin_of(behind, length).map(|more| at..at + length + more)
        })
    }

    /// The bytes of `text`, from its start, that the letters from `from` on stand for.
    fn begin_of(&self, text: &str, from: usize) -> Option<usize> {
        match self.rests[from].get_or_init(|| Rest::of(&self.typed[from..])) {
            Rest::Begun(letters) => {
                let first = text.chars().next()?;
                letters.iter().any(|&letter| can_begin(first, letter)).then_some(first.len_utf8())
            }
            Rest::Read(romaji) => romaji.as_ref()?.begin_of(text),
        }
    }
}

impl Rest {
    fn of(typed: &str) -> Self {
        if is_long_enough(typed) {
            return Self::Read(Romaji::of(typed));
        }
        Self::Begun(spelled(typed).iter().filter_map(|letters| letters.bytes().next()).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Mixed;
    use crate::text::fold::fold;

    fn found(typed: &str, text: &str) -> Option<String> {
        let text = fold(text);
        Mixed::of(typed)?.find(&text, 0).map(|range| text[range].to_owned())
    }

    #[test]
    fn letters_with_japanese_behind_them_are_found() {
        for (typed, text, expected) in [
            ("aichippu", "最新AIチップ", Some("aiちっぷ")),
            ("aichi", "最新AIチップ", Some("aiち")),
            ("aic", "最新AIチップ", Some("aiち")),
            ("aijidai", "ＡＩ時代", Some("ai時代")),
            ("aisouyaku", "AI創薬", Some("ai創薬")),
            ("ainomirai", "AIの未来", Some("aiの未来")),
            ("webkaihatsu", "Web開発", Some("web開発")),
            ("rustnyuumon", "Rust入門", Some("rust入門")),
            ("cgengo", "C言語", Some("c言語")),
            ("5gtsuushin", "5G通信", Some("5g通信")),
            ("3nen", "3年ぶり", Some("3年")),
            ("aichippu", "OpenAIチップ", None),
            ("aichippu", "AI チップ", None),
            ("aichippu", "AI芯片", None),
            ("aichippu", "AI칩", None),
            ("data", "Dの", None),
            ("test", "T型", None),
        ] {
            assert_eq!(found(typed, text).as_deref(), expected, "{typed} {text}");
        }
    }

    proptest! {
        #[test]
        fn a_letter_less_still_finds(
            typed in "(ai|c|3|web)(k|s|ty|n|h|j|)[aiueo](n|u|)((k|s|ty|n|)[aiueo](n|u|)){0,2}",
            text in "(AI|C|3|Web)[チップ時代の創薬言語開発年性能]{1,5}",
        ) {
            let holds = |typed: &str| found(typed, &text).is_some() || fold(&text).contains(typed);
            for end in 3..typed.len() {
                prop_assert!(!holds(&typed) || holds(&typed[..end]), "{} of {} in {}", &typed[..end], typed, text);
            }
        }
    }
}
