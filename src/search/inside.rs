//! A word that is written otherwise in the midst of a text than alone.
//!
//! Folding reads some letters by their neighbours (`text::fold`): 箇 and ヶ are か behind a number and
//! が in a name, 々 is what it repeats, ヴ goes by the vowel behind it. Who types 箇所, ヶ丘, 々木 or
//! ラヴ gives no neighbour, so the word is also looked for as each of them would have it.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::text::fold::{fold, fold_word};
use crate::text::forms::is_han;
use crate::text::kana::{is_hiragana, unvoiced};

/// What may stand before a counter: nothing, a number, a name.
const BEFORE: [&str; 3] = ["", "一", "霞"];

/// What may stand behind the end of a word, and how many letters folding leaves of it: vowels
/// behind ヴ, what is counted behind ケ, a second mark behind the first of two.
const NOTHING: [(&str, usize); 1] = [("", 0)];
const VOWELS: [(&str, usize); 6] = [("", 0), ("ァ", 0), ("ィ", 0), ("ェ", 0), ("ォ", 0), ("ュ", 1)];
const COUNTED: [(&str, usize); 2] = [("", 0), ("月", 1)];
const REPEATED: [(&str, usize); 2] = [("", 0), ("々", 1)];

/// What a word may be in the midst of a text.
pub struct Inside {
    twins: Vec<Finder<'static>>,
    /// What stands behind the mark of repetition that the word begins with.
    repeated: Vec<Finder<'static>>,
}

impl Inside {
    /// `word` as typed; `None` where it is the same everywhere.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        let first = chars.next()?;
        let rest = chars.as_str();
        // A counter alone would stand for every か and が.
        if rest.is_empty() && !matches!(first, 'ヴ' | 'ゔ') {
            return None;
        }
        let repeats = matches!(first, '々' | '〻' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ');
        let repeated = if repeats { twins(rest) } else { Vec::new() };
        let mut twins = twins(word);
        let alone = fold_word(word);
        twins.retain(|twin| *twin != alone);
        let finders = |texts: Vec<String>| texts.iter().map(|text| Finder::new(text).into_owned()).collect();
        (repeats || !twins.is_empty()).then(|| Self { twins: finders(twins), repeated: finders(repeated) })
    }

    /// Each way in which it may be written there.
    pub fn ways(&self) -> impl Iterator<Item = Way<'_>> {
        self.twins.iter().map(Way::Twin).chain(self.repeated.iter().map(Way::Repeated))
    }
}

/// One of the ways in which a word may be written in the midst of a text.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    /// So.
    Twin(&'a Finder<'static>),
    /// So behind a letter that is the one before it once more.
    Repeated(&'a Finder<'static>),
}

impl Way<'_> {
    /// The first place in folded text, from the byte `from` on.
    #[must_use]
    pub fn find(self, folded: &str, from: usize) -> Option<Range<usize>> {
        match self {
            Self::Twin(twin) => {
                let start = from + twin.find(&folded.as_bytes()[from..])?;
                Some(start..start + twin.needle().len())
            }
            Self::Repeated(rest) => {
                let mut at = from;
                loop {
                    at += rest.find(&folded.as_bytes()[at..])?;
                    // The letter before may stand before `from`: it is only looked at.
                    if let Some(letter) = repeating(&folded[..at]).filter(|letter| at - letter >= from) {
                        return Some(at - letter..at + rest.needle().len());
                    }
                    at += 1;
                }
            }
        }
    }
}

/// `word` as it is folded alone and between what changes its ends.
fn twins(word: &str) -> Vec<String> {
    let is_counter = word.starts_with(['箇', 'ヶ', 'ヵ', 'ゖ', 'ゕ', 'ケ', 'ｹ']);
    let before = if is_counter { &BEFORE[..] } else { &BEFORE[..1] };
    let behind = if word.ends_with(['ヴ', 'ゔ']) || word.ends_with("ｳﾞ") {
        &VOWELS[..]
    } else if word.ends_with(['ケ', 'ｹ']) {
        &COUNTED[..]
    } else if word.ends_with(['々', '〻']) {
        &REPEATED[..]
    } else {
        &NOTHING[..]
    };
    let mut twins = vec![fold_word(word)];
    for before in before {
        twins.extend(behind.iter().filter_map(|(behind, left)| {
            let folded = fold(&format!("{before}{word}{behind}"));
            let end = folded.char_indices().rev().take(*left).last().map_or(folded.len(), |(end, _)| end);
            folded[..end].strip_prefix(before).map(str::to_owned)
        }));
    }
    twins.retain(|twin| !twin.is_empty());
    twins.sort_unstable();
    twins.dedup();
    twins
}

/// The bytes of the letter at the end of `text`, if it is the one before it once more.
fn repeating(text: &str) -> Option<usize> {
    let mut before = text.chars().rev();
    let (second, first) = (before.next()?, before.next()?);
    let twice =
        is_han(second) && first == second || is_hiragana(second) && unvoiced(first) == unvoiced(second);
    twice.then_some(second.len_utf8())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Inside;
    use crate::search::readings::{Pattern, Readings};
    use crate::text::fold::fold;

    #[test]
    fn a_word_is_found_where_its_neighbours_change_it() {
        for (word, text) in [
            ("箇所", "二箇所を直す"),
            ("箇所", "数カ所"),
            ("箇条", "五箇条の御誓文"),
            ("ヶ丘", "自由ヶ丘"),
            ("ヶ丘", "自由が丘"),
            ("ケ丘", "自由ヶ丘"),
            ("ヶ月", "三か月"),
            ("々木", "佐々木さん"),
            ("々木", "佐佐木"),
            ("ゝめ", "学問のすゝめ"),
            ("ラヴ", "ラヴェル"),
            ("ヴ", "ヴァイオリン"),
            ("ヴ", "ヴァイオリン"),
            ("三ケ", "三ケ月"),
        ] {
            let found = Pattern::of(word, Readings::NONE).is_in(&fold(text), Readings::NONE);
            assert!(found, "{word} {text}");
        }
        for (word, text) in
            [("箇所", "場所"), ("々木", "松木"), ("ラヴ", "ラフ"), ("ヶ丘", "桜丘"), ("ゝめ", "さため")]
        {
            let found = Pattern::of(word, Readings::NONE).is_in(&fold(text), Readings::NONE);
            assert!(!found, "{word} {text}");
        }
        for word in ["調達", "ケーキ", "箇", "々", "칩", "芯片", "chip", ""] {
            assert!(Inside::of(word).is_none(), "{word}");
        }
    }

    const PARTS: [&str; 24] = [
        "一", "三", "数", "自由", "丘", "霞", "関", "所", "月", "箇", "ヶ", "ケ", "か", "佐々", "木", "すゝ",
        "め", "ヴァ", "ヴ", "ラ", "イ", "調達", "。", "a",
    ];

    proptest! {
        #[test]
        fn what_stands_in_a_text_is_found_in_it(
            parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 1..9),
            from in 0..8_usize,
            length in 2..6_usize,
        ) {
            let text = parts.concat();
            let word: String = text.chars().skip(from).take(length).collect();
            // A small vowel is half of a sound.
            prop_assume!(!word.starts_with('ァ'));
            let found = Pattern::of(&word, Readings::NONE).is_in(&fold(&text), Readings::NONE);
            prop_assert!(found || word.chars().nth(1).is_none(), "{word} in {text}");
        }
    }
}
