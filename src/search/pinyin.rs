//! Chinese found by what was typed in Latin letters.
//!
//! Each character takes its whole syllable or only how it begins: `tuili`, `tuil` and `tl` are
//! all 推理. The end of what was typed may lie inside a syllable. Tones are not typed; ü is `v`
//! or `u`.

use std::ops::Range;

use crate::search::lexicon::{LONGEST, syllables};

/// Letters that a word must have been typed of.
const LETTERS: usize = 2;

/// Latin letters as Mandarin syllables.
pub struct Pinyin {
    letters: String,
}

impl Pinyin {
    /// `typed` as syllables; `None` where it is too short or too long. An apostrophe parts
    /// syllables for the eye only.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let letters = typed.replace('\'', "");
        let fits = (LETTERS..=LONGEST).contains(&letters.len());
        (fits && letters.bytes().all(|letter| letter.is_ascii_lowercase())).then_some(Self { letters })
    }

    /// The first place in folded text, from the byte `from` on, that is read so.
    #[must_use]
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        text[from..].char_indices().filter(|&(_, c)| is_hanzi(c)).find_map(|(at, _)| {
            let at = from + at;
            walk(&self.letters, &text[at..]).map(|length| at..at + length)
        })
    }
}

/// The bytes of `text`, from its start, that all `letters` stand for.
fn walk(letters: &str, text: &str) -> Option<usize> {
    let c = text.chars().next().filter(|&c| is_hanzi(c))?;
    let length = c.len_utf8();
    syllables(c).find_map(|syllable| {
        let whole = syllable.len();
        let same = same(letters, syllable);
        if same == letters.len() {
            return Some(length);
        }
        let sound = if syllable.as_bytes().get(1) == Some(&b'h') { 2 } else { 1 };
        let ends = [whole, sound, 1];
        let tried = ends.iter().enumerate().filter(|&(at, end)| *end <= same && !ends[..at].contains(end));
        tried
            .map(|(_, &end)| &letters[end..])
            .find_map(|rest| walk(rest, &text[length..]))
            .map(|more| length + more)
    })
}

/// Letters that both begin with.
fn same(letters: &str, syllable: &str) -> usize {
    let equal = |(typed, letter): &(u8, u8)| typed == letter || (*typed, *letter) == (b'u', b'v');
    letters.bytes().zip(syllable.bytes()).take_while(equal).count()
}

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Pinyin;
    use crate::text::fold::fold;

    fn found(typed: &str, text: &str) -> Option<String> {
        let text = fold(text);
        Pinyin::of(typed)?.find(&text, 0).map(|range| text[range].to_owned())
    }

    #[test]
    fn words_are_found_by_syllables_and_by_initials() {
        for (typed, text, expected) in [
            ("tuili", "大模型推理", "推理"),
            ("tl", "大模型推理", "推理"),
            ("tuil", "大模型推理", "推理"),
            ("ceshi", "软件测试", "测试"),
            ("cs", "软件测试", "测试"),
            ("bandaoti", "半导体市场", "半导体"),
            ("bdt", "半导体市场", "半导体"),
            ("changcheng", "长城", "长城"),
            ("zhangcheng", "长城", "长城"),
            ("zhc", "长城", "长城"),
            ("zhc", "张超", "张超"),
            ("lvse", "绿色能源", "绿色"),
            ("luse", "绿色能源", "绿色"),
            ("xi'an", "西安", "西安"),
            ("rengong", "人工智能", "人工"),
            ("rgzn", "人工智能", "人工智能"),
            ("yishu", "藝術", "芸術"),
        ] {
            assert_eq!(found(typed, text), Some(fold(expected)), "{typed} {text}");
        }
    }

    #[test]
    fn other_words_are_not_found() {
        for (typed, text) in
            [("tuili", "推论者"), ("tl", "理推"), ("t", "推"), ("gpu", "公平"), ("tl", "추리")]
        {
            assert_eq!(found(typed, text), None, "{typed} {text}");
        }
    }

    proptest! {
        #[test]
        fn a_letter_less_still_finds(typed in "[tuilhzcsangbdo]{3,8}", text in "[推理测试长城是时半导体大模型安]{1,8}") {
            if found(&typed, &text).is_some() {
                prop_assert!(found(&typed[..typed.len() - 1], &text).is_some());
            }
        }
    }
}
