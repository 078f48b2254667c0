//! Korean found by initial consonants.
//!
//! A consonant typed alone stands for every syllable that begins with it: `ㅂㄷㅊ` is 반도체, and
//! so is `반ㄷㅊ`. A blank may stand before such a syllable, for writers differ in where they put
//! blanks (인공지능, 인공 지능). An input method joins some consonants as they are typed (ㄱㅅ becomes ㄳ); they
//! are parted again.

use std::ops::Range;

/// The initial consonants in the order of the syllables' code points.
const INITIALS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

/// Pairs that an input method joins: joined, first, second.
const JOINED: &str = "ㄳㄱㅅㄵㄴㅈㄶㄴㅎㄺㄹㄱㄻㄹㅁㄼㄹㅂㄽㄹㅅㄾㄹㅌㄿㄹㅍㅀㄹㅎㅄㅂㅅ";

/// Syllables that begin with the same consonant.
const SYLLABLES: u32 = 588;

/// A word some of whose syllables are given by their initials.
pub struct Choseong {
    wanted: Vec<char>,
}

impl Choseong {
    /// `folded` by its initials; `None` where none stands alone in it.
    #[must_use]
    pub fn of(folded: &str) -> Option<Self> {
        let wanted: Vec<char> = folded.chars().flat_map(parted).collect();
        wanted.iter().any(|&c| is_initial(c)).then_some(Self { wanted })
    }

    /// The first place in folded text, from the byte `from` on, that begins so.
    #[must_use]
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        text[from..].char_indices().find_map(|(at, _)| {
            let mut rest = text[from + at..].chars();
            let all = self.wanted.iter().enumerate().all(|(number, &wanted)| {
                if number > 0 && is_initial(wanted) && rest.as_str().starts_with(' ') {
                    rest.next();
                }
                rest.next().is_some_and(|c| stands_for(wanted, c))
            });
            all.then(|| from + at..text.len() - rest.as_str().len())
        })
    }
}

fn is_initial(c: char) -> bool {
    INITIALS.contains(c)
}

fn stands_for(wanted: char, c: char) -> bool {
    wanted == c || matches!(c, '가'..='힣') && initial(c) == Some(wanted)
}

fn initial(syllable: char) -> Option<char> {
    INITIALS.chars().nth(((syllable as u32 - '가' as u32) / SYLLABLES) as usize)
}

/// A joined pair of consonants as the two that were typed.
fn parted(c: char) -> impl Iterator<Item = char> {
    let at = JOINED.chars().step_by(3).position(|joined| joined == c);
    let (from, length) = at.map_or((0, 0), |at| (3 * at + 1, 2));
    let alone = at.is_none().then_some(c);
    JOINED.chars().skip(from).take(length).chain(alone)
}

#[cfg(test)]
mod tests {
    use super::Choseong;
    use crate::text::fold::fold;

    fn found<'a>(typed: &str, text: &'a str) -> Option<&'a str> {
        Choseong::of(&fold(typed))?.find(text, 0).map(|range| &text[range])
    }

    #[test]
    fn words_are_found_by_their_initials() {
        for (typed, text, expected) in [
            ("ㅂㄷㅊ", "한국 반도체 시장", Some("반도체")),
            ("반ㄷㅊ", "한국 반도체 시장", Some("반도체")),
            ("ㅂ", "한국 반도체", Some("반")),
            ("ㄳ", "경제 감사", Some("감사")),
            ("ㅄㄹ", "인도 방사림", Some("방사림")),
            ("ㅆㄱ", "쓰기", Some("쓰기")),
            ("\u{ffb2}\u{ffa7}\u{ffba}", "반도체", Some("반도체")),
            ("ㅇㄱㅈㄴ", "인공 지능의 미래", Some("인공 지능")),
            ("인공ㅈㄴ", "인공 지능의 미래", Some("인공 지능")),
            ("인공ㅈㄴ", "인공  지능", None),
            ("ㅇㄱㅈㄴ", "인공\n지능", None),
            ("ㅂㅊ", "반도체", None),
            ("ㅅㄱ", "쓰기", None),
            ("반도", "반도체", None),
            ("ㅏ", "아", None),
            ("ㅂㄷㅊ", "半导体 バドチ", None),
        ] {
            assert_eq!(found(typed, text), expected, "{typed} {text}");
        }
    }
}
