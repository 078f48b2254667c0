//! Where words begin and end, for a cursor that moves by them.
//!
//! A word is a run of one script: kanji, hiragana, katakana with its ー, Hangul, letters with
//! digits; a run of signs is one, too; blanks part. A long run of kana or kanji parts where a phrase
//! ends (日本語 by the model of `phrase`), or, where no kana tells that it is Japanese, at the
//! commonest particles of Chinese. No dictionary is asked: 人工智能 is one word, which is a flaw.

use std::ops::Range;

use crate::text::breaks::{Breaks, breaks};
use crate::text::forms::is_han;
use crate::text::width::{Ambiguous, graphemes};

/// Characters from which on a run of Chinese parts at particles: 目的 and 共和国 stay whole.
const LONG_RUN: usize = 5;

/// What a character is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Blank,
    Kanji,
    Hiragana,
    Katakana,
    Hangul,
    Letters,
    Sign,
    /// ー, which is of the kana before it.
    Long,
    /// ' between two letters is no sign.
    Apostrophe,
}

/// The words of one line of text, in order; what lies between them is blank. All of them begin and
/// end between graphemes.
#[must_use]
pub fn words(text: &str) -> Vec<Range<usize>> {
    let scripts = scripts(text);
    let is_japanese =
        scripts.iter().any(|&(_, script)| matches!(script, Script::Hiragana | Script::Katakana));
    let mut phrases = Vec::new();
    if is_japanese {
        phrases = breaks(text, Breaks::Phrase);
    }
    let mut words = Vec::new();
    for run in scripts.chunk_by(|before, after| before.1 == after.1) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        match first.1 {
            Script::Blank => {}
            Script::Kanji if !is_japanese && run.len() >= LONG_RUN => {
                let runs =
                    run.chunk_by(|before, after| is_particle(text, before) == is_particle(text, after));
                words.extend(runs.map(|run| run[0].0.start..run[run.len() - 1].0.end));
            }
            Script::Kanji | Script::Hiragana | Script::Katakana => {
                let mut start = first.0.start;
                let inner = phrases.iter().map(|&at| at as usize);
                for at in inner.filter(|at| (first.0.end..=last.0.start).contains(at)) {
                    words.push(start..at);
                    start = at;
                }
                words.push(start..last.0.end);
            }
            Script::Hangul | Script::Letters | Script::Sign | Script::Long | Script::Apostrophe => {
                words.push(first.0.start..last.0.end);
            }
        }
    }
    words
}

/// Where the word before `at`, or that `at` lies in, begins; 0 where there is none.
#[must_use]
pub fn start_before(text: &str, at: usize) -> usize {
    words(text).into_iter().rev().find(|word| word.start < at).map_or(0, |word| word.start)
}

/// Where the word behind `at`, or that `at` lies in, ends; the end of the text where there is none.
#[must_use]
pub fn end_after(text: &str, at: usize) -> usize {
    words(text).into_iter().find(|word| word.end > at).map_or(text.len(), |word| word.end)
}

/// Each grapheme with the script that it counts as.
fn scripts(text: &str) -> Vec<(Range<usize>, Script)> {
    let mut all: Vec<_> = graphemes(text, Ambiguous::Narrow)
        .map(|each| (each.start..each.start + each.text.len(), script(each.text)))
        .collect();
    for at in 0..all.len() {
        let before = at.checked_sub(1).map(|at| all[at].1);
        let after = all.get(at + 1).map(|after| after.1);
        all[at].1 = match (all[at].1, before, after) {
            (Script::Long, Some(Script::Hiragana), _) => Script::Hiragana,
            (Script::Long, ..) => Script::Katakana,
            (Script::Apostrophe, Some(Script::Letters), Some(Script::Letters)) => Script::Letters,
            (Script::Apostrophe, ..) => Script::Sign,
            (script, ..) => script,
        };
    }
    all
}

fn script(grapheme: &str) -> Script {
    match grapheme.chars().next().unwrap_or(' ') {
        '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' => Script::Hiragana,
        'ー' | 'ｰ' => Script::Long,
        '\u{30a1}'..='\u{30fa}'
        | '\u{30fd}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{ff66}'..='\u{ff9f}' => Script::Katakana,
        '々' | '〆' | '〻' => Script::Kanji,
        c if is_han(c) => Script::Kanji,
        '\u{1100}'..='\u{11ff}'
        | '\u{3131}'..='\u{318e}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{ffa1}'..='\u{ffdc}' => Script::Hangul,
        '\'' | '\u{2019}' => Script::Apostrophe,
        c if c.is_whitespace() => Script::Blank,
        c if c.is_alphanumeric() || c == '_' => Script::Letters,
        _ => Script::Sign,
    }
}

fn is_particle(text: &str, (range, _): &(Range<usize>, Script)) -> bool {
    matches!(&text[range.clone()], "的" | "了" | "是" | "在" | "和" | "与" | "與" | "及" | "或")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{end_after, start_before, words};
    use crate::text::width::{Ambiguous, graphemes};

    /// `text` with `|` between its words.
    fn shown(text: &str) -> String {
        let parts: Vec<_> = words(text).into_iter().map(|word| &text[word]).collect();
        parts.join("|")
    }

    #[test]
    fn a_word_is_a_run_of_one_script() {
        for marked in [
            "日本語|の|文章|を|編集|する",
            "AI|チップ|の|性能",
            "らーめん|サーバー|と|ｻｰﾊﾞｰ",
            "人々|は|Cerebras|を|３|度|見|た",
            "人工智能|AI|芯片",
            "한국어|AI|반도체",
            "tag|:|AI",
            "date|:>|2025|-|12",
            "one's|own|!",
        ] {
            assert_eq!(
                shown(&marked.replace("s|o", "s o").replace("ん|サ", "ん サ").replace('|', "")),
                marked
            );
        }
    }

    #[test]
    fn blanks_part_words_and_are_none() {
        assert_eq!(shown(" 投資 분석 한다　기술 the pile "), "投資|분석|한다|기술|the|pile");
        assert_eq!(shown("  "), "");
    }

    #[test]
    fn long_runs_of_kana_and_kanji_part_at_phrases() {
        assert_eq!(shown("これはほんとうにおもしろい"), "これは|ほんとうに|おもしろい");
    }

    #[test]
    fn long_runs_of_chinese_part_at_particles() {
        assert_eq!(shown("人工智能芯片的发展"), "人工智能芯片|的|发展");
        assert_eq!(shown("目的，共和国"), "目的|，|共和国");
    }

    #[test]
    fn the_cursor_goes_over_blanks_to_the_next_word() {
        let text = "調達 と投資";
        assert_eq!(end_after(text, 0), "調達".len());
        assert_eq!(end_after(text, "調達".len()), "調達 と".len());
        assert_eq!(end_after(text, text.len()), text.len());
        assert_eq!(start_before(text, "調達 ".len()), 0);
        assert_eq!(start_before(text, text.len()), "調達 と".len());
        assert_eq!(start_before("  猫", 2), 0);
    }

    proptest! {
        #[test]
        fn a_word_forward_and_one_back_is_its_start(text in "[ 　日本語的のをアー한국a1'’:,か\u{3099}👍🏽\u{200d}\u{301}]{0,20}") {
            let borders: Vec<_> = graphemes(&text, Ambiguous::Narrow).map(|each| each.start).chain([text.len()]).collect();
            for &at in &borders {
                let (end, start) = (end_after(&text, at), start_before(&text, at));
                prop_assert!(borders.contains(&end) && borders.contains(&start), "{at}");
                prop_assert!((end > at || at == text.len()) && (start < at || at == 0), "{at}");
            }
            for word in words(&text) {
                prop_assert_eq!(end_after(&text, word.start), word.end);
                prop_assert_eq!(start_before(&text, word.end), word.start);
            }
        }
    }
}
