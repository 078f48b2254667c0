//! Letters of a word that stand in a text in order but not side by side.
//!
//! Two rules keep this from finding everything. A word of ASCII letters begins at the start of a
//! word of the text, stays in it, and goes on only at the start of a later one: `crbrs` finds
//! Cerebras and `nvgp` NVIDIA GPU, but `rea` not "The Great American". A word of anything else
//! must at each of its characters have come no further than twice their number: 調達 finds
//! 調査の達人 and no longer way.
//!
//! Both hold for every prefix of a word that they hold for, so a letter more never finds more.

use std::ops::Range;

use memchr::memchr;

/// Letters of a word beyond which it is only looked for as a whole.
const LETTERS: usize = 64;

/// What is kept from one text to the next to save room being made.
#[derive(Default)]
pub struct Scratch {
    steps: Vec<Step>,
    /// Where in `steps` the places of each letter begin.
    rows: Vec<usize>,
}

/// A place that a letter can take.
#[derive(Clone, Copy)]
struct Step {
    at: usize,
    /// The step of the letter before.
    from: usize,
    /// Gaps so far.
    gaps: u32,
}

/// What may be left out inside a word of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// Any letters: `clst` finds Celestial.
    Any,
    /// Vowels, as people shorten words: `kbrnts` finds kubernetes, but `api` not application.
    Vowels,
}

/// Where the letters of an ASCII word stand in `text` by words, appended to `places` in order as
/// runs; the number of gaps between them.
pub fn by_words(
    word: &str,
    text: &str,
    left_out: Gaps,
    scratch: &mut Scratch,
    places: &mut Vec<Range<usize>>,
) -> Option<u32> {
    let (letters, bytes) = (word.as_bytes(), text.as_bytes());
    if letters.len() < 2 || letters.len() > LETTERS || !is_in_order(letters, bytes) {
        return None;
    }
    scratch.steps.clear();
    scratch.rows.clear();
    for (number, &letter) in letters.iter().enumerate() {
        let row = scratch.steps.len();
        let before = scratch.rows.last().copied().unwrap_or(0)..row;
        scratch.rows.push(row);
        let from = (number > 0).then_some(before);
        take_places(letter, from, bytes, left_out, &mut scratch.steps);
        if scratch.steps.len() == row {
            return None;
        }
    }
    let last = *scratch.rows.last()?;
    let mut step = *scratch.steps[last..].iter().min_by_key(|step| step.gaps)?;
    let gaps = step.gaps;
    let first = places.len();
    for number in (0..letters.len()).rev() {
        match places[first..].last_mut() {
            Some(run) if run.start == step.at + 1 => run.start = step.at,
            _ => places.push(step.at..step.at + 1),
        }
        if number > 0 {
            step = scratch.steps[step.from];
        }
    }
    places[first..].reverse();
    Some(gaps)
}

/// Whether the letters stand in `bytes` in order, however far apart.
fn is_in_order(letters: &[u8], bytes: &[u8]) -> bool {
    let mut rest = bytes;
    letters.iter().all(|&letter| match memchr(letter, rest) {
        Some(at) => {
            rest = &rest[at + 1..];
            true
        }
        None => false,
    })
}

/// Appends every place that `letter` can take behind those of the letter before, if there is one.
fn take_places(
    letter: u8,
    before: Option<Range<usize>>,
    bytes: &[u8],
    left_out: Gaps,
    steps: &mut Vec<Step>,
) {
    let first = before.is_none();
    let before = before.unwrap_or(0..0);
    let mut next = before.start;
    let mut anywhere: Option<usize> = None;
    let mut in_word: Option<usize> = None;
    let mut inside = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let is_letter = byte.is_ascii_alphanumeric();
        let starts = is_letter && !inside;
        if starts || byte == b' ' || !byte.is_ascii() {
            in_word = None;
        }
        inside = is_letter;
        if byte == letter {
            if first {
                if starts {
                    steps.push(Step { at, from: 0, gaps: 0 });
                }
            } else {
                let from = if starts { fewest(steps, in_word, anywhere) } else { in_word };
                // Side by side costs nothing, whatever stands between words.
                let beside = anywhere.filter(|&step| steps[step].at + 1 == at);
                let gapped = |step: usize| steps[step].gaps + u32::from(steps[step].at + 1 != at);
                let best = from.into_iter().chain(beside).min_by_key(|&step| gapped(step));
                if let Some(from) = best {
                    let gaps = gapped(from);
                    steps.push(Step { at, from, gaps });
                }
            }
        }
        if left_out == Gaps::Vowels && !matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
            in_word = None;
        }
        if next < before.end && steps[next].at == at {
            anywhere = fewest(steps, Some(next), anywhere);
            in_word = fewest(steps, Some(next), in_word);
            next += 1;
        }
    }
}

/// The one with fewer gaps; the later, `one`, at a tie.
fn fewest(steps: &[Step], one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if steps[one].gaps <= steps[other].gaps { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// Where the characters of a word stand in `text` within twice their number, appended to
/// `places` in order as runs; the number of gaps between them.
pub fn tightly(word: &[char], text: &str, places: &mut Vec<Range<usize>>) -> Option<u32> {
    let (&head, tail) = word.split_first()?;
    if tail.is_empty() || word.len() > LETTERS {
        return None;
    }
    let kept = places.len();
    let mut best: Option<usize> = None;
    let mut trial = Vec::new();
    for (start, _) in text.char_indices().filter(|&(_, c)| c == head) {
        trial.clear();
        trial.push(start..start + head.len_utf8());
        let Some(length) = follow(tail, &text[start + head.len_utf8()..], &mut trial) else { continue };
        if best.is_none_or(|best| length < best) {
            best = Some(length);
            places.truncate(kept);
            places.append(&mut trial);
        }
    }
    best.map(|_| u32::try_from(places.len() - kept - 1).unwrap_or(u32::MAX))
}

/// Finds each character of `tail` as early as it comes; the characters passed.
fn follow(tail: &[char], text: &str, runs: &mut Vec<Range<usize>>) -> Option<usize> {
    let from = runs.last()?.end;
    let mut wanted = tail.iter();
    let mut next = *wanted.next()?;
    let mut found = 1;
    for (passed, (at, c)) in text.char_indices().enumerate() {
        // With this character, `passed + 2` are behind us for the `found + 1` of the word.
        if passed + 2 > 2 * (found + 1) {
            return None;
        }
        if c != next {
            continue;
        }
        found += 1;
        let place = from + at..from + at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == place.start => run.end = place.end,
            _ => runs.push(place),
        }
        match wanted.next() {
            Some(&c) => next = c,
            None => return Some(passed + 2),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Gaps, Scratch, by_words, tightly};

    fn words(word: &str, text: &str) -> Option<Vec<String>> {
        let mut places = Vec::new();
        by_words(word, text, Gaps::Any, &mut Scratch::default(), &mut places)?;
        Some(places.into_iter().map(|place| text[place].to_owned()).collect())
    }

    fn tight(word: &str, text: &str) -> Option<Vec<String>> {
        let mut places = Vec::new();
        tightly(&word.chars().collect::<Vec<_>>(), text, &mut places)?;
        Some(places.into_iter().map(|place| text[place].to_owned()).collect())
    }

    #[test]
    fn latin_letters_scatter_from_word_start_to_word_start() {
        for (word, text, found) in [
            ("crbrs", "cerebrasの巨額調達", Some(vec!["c", "r", "br", "s"])),
            ("nvgpu", "the nvidia gpu", Some(vec!["nv", "gpu"])),
            ("aichip", "ai chip", Some(vec!["ai", "chip"])),
            ("gpt4", "new gpt-4 model", Some(vec!["gpt", "4"])),
            ("gpt-4", "new gpt-4 model", Some(vec!["gpt-4"])),
            ("mlt", "machine learning transformer", Some(vec!["m", "l", "t"])),
            ("kb", "新しいkubernetes", Some(vec!["k", "b"])),
            ("rea", "the great american", None),
            ("rbrs", "cerebras", None),
            ("ai", "aの中のchip", None),
            ("a", "ai", None),
        ] {
            let found = found.map(|found| found.into_iter().map(str::to_owned).collect());
            assert_eq!(words(word, text), found, "{word} {text}");
        }
    }

    #[test]
    fn the_fewest_gaps_are_taken() {
        assert_eq!(words("abc", "a b c abxc").unwrap(), ["ab", "c"]);
        assert_eq!(tight("調達", "調査の達人と調の達").unwrap(), ["調", "達"]);
        assert_eq!(tight("调达", "调查达人调达").unwrap(), ["调达"]);
    }

    #[test]
    fn other_letters_scatter_within_twice_their_number() {
        for (word, text, found) in [
            ("調達", "調査の達人", true),
            ("調達", "調査する達人", false),
            ("チップ", "チタン製のヒップ", false),
            ("반체", "반도체", true),
            ("半体", "半导体", true),
            ("aiチップ", "ai半導体チップ", true),
            ("達", "調達", false),
        ] {
            assert_eq!(tight(word, text).is_some(), found, "{word} {text}");
        }
    }

    proptest! {
        #[test]
        fn a_letter_less_still_matches(word in "[abc-]{2,6}", text in "[abc .猫-]{0,24}") {
            if words(&word, &text).is_some() && word.len() > 2 {
                prop_assert!(words(&word[..word.len() - 1], &text).is_some());
            }
        }

        #[test]
        fn a_character_less_still_matches(word in "[あい猫]{2,6}", text in "[あい猫犬]{0,24}") {
            let shorter: String = word.chars().take(word.chars().count() - 1).collect();
            if tight(&word, &text).is_some() && shorter.chars().count() > 1 {
                prop_assert!(tight(&shorter, &text).is_some());
            }
        }

        #[test]
        fn the_places_spell_the_word(word in "[abc-]{2,5}", text in "[abc .猫-]{0,24}") {
            if let Some(places) = words(&word, &text) {
                prop_assert_eq!(places.concat(), word);
            }
        }
    }
}
