//! How the spare columns of a row are shared out.
//!
//! Autospace parts Han and kana from Latin letters and digits by one column on each side of a word,
//! from the left, as long as the row has columns to spare. Justification gives out all of them, a
//! column at a time: first at blanks, then behind stops and closing brackets, then where scripts
//! meet, last between Japanese phrases (JLREQ, line adjustment by addition; CLREQ). Words and phrases
//! are never pulled apart: where a page of paper parts letters by a hair, cells can only part them by
//! half a character. A row that would need it stays ragged.

use std::ops::Range;

use crate::text::breaks::is_counter;
use crate::text::kinsoku::{is_blank, never_begins, never_ends};
use crate::text::phrase::phrases;

/// A row whose text is settled.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The paragraph.
    pub text: &'a str,
    /// The first byte of the row in it.
    pub start: usize,
    /// The end of what is seen of the row.
    pub end: usize,
    /// The columns that it takes.
    pub columns: usize,
    /// The columns that it may take; not fewer.
    pub room: usize,
    /// Whether scripts are set apart.
    pub autospace: bool,
    /// Whether all that is spare is given out.
    pub justify: bool,
}

/// Where a column may be put in, the better places first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Joint {
    Blank,
    Stop,
    Scripts,
    Counter,
    Phrases,
    Letters,
}

impl Row<'_> {
    /// The gaps of the row: before which byte of the paragraph how many columns, ascending. Nothing
    /// is put into the ranges `whole`.
    #[must_use]
    pub fn gaps(self, whole: &[Range<u32>]) -> Vec<(u32, u16)> {
        let mut spare = self.room - self.columns;
        if !self.justify && !self.autospace {
            return Vec::new();
        }
        let mut joints = self.joints(whole);
        if self.autospace {
            spare -= self.set_apart(&mut joints, spare);
        }
        if self.justify && spare > 0 {
            self.find_phrases(&mut joints);
            fill(&mut joints, spare);
        }
        joints
            .into_iter()
            .filter(|&(.., columns)| columns > 0)
            .map(|(at, _, columns)| (at, columns))
            .collect()
    }

    /// Gives a column to each side of a word in another script, or to neither; returns how many of
    /// the `spare` columns it gave.
    fn set_apart(self, joints: &mut [(u32, Joint, u16)], spare: usize) -> usize {
        let opens = |at: u32| self.text.as_bytes()[at as usize].is_ascii();
        let is_between_scripts =
            |joint: &&mut (u32, Joint, u16)| matches!(joint.1, Joint::Scripts | Joint::Counter);
        let mut scripts: Vec<_> = joints.iter_mut().filter(is_between_scripts).collect();
        let mut given = 0;
        for word in scripts.chunk_by_mut(|left, right| opens(left.0) && !opens(right.0)) {
            if given + word.len() <= spare {
                given += word.len();
                for joint in word.iter_mut() {
                    joint.2 += 1;
                }
            }
        }
        given
    }

    /// Tells the joints between phrases from those within.
    fn find_phrases(self, joints: &mut [(u32, Joint, u16)]) {
        let start = u32::try_from(self.start).expect("an article is cut at 64 MB");
        let within: Vec<u32> =
            joints.iter().filter(|joint| joint.1 == Joint::Letters).map(|joint| joint.0 - start).collect();
        let phrases = phrases(&self.text[self.start..self.end], &within);
        if phrases.len() == within.len() {
            return;
        }
        for joint in joints.iter_mut().filter(|joint| joint.1 == Joint::Letters) {
            if phrases.binary_search(&(joint.0 - start)).is_ok() {
                joint.1 = Joint::Phrases;
            }
        }
    }

    /// All places of the row at which something may be put in, with nothing put in yet.
    fn joints(self, whole: &[Range<u32>]) -> Vec<(u32, Joint, u16)> {
        let text = &self.text[self.start..self.end];
        let mut whole =
            whole[whole.partition_point(|range| range.end as usize <= self.start)..].iter().peekable();
        let mut joints = Vec::new();
        let mut chars = text.char_indices();
        let Some((_, mut left)) = chars.next() else { return joints };
        let mut inked = !is_blank(left);
        for (at, right) in chars {
            let at = self.start + at;
            while whole.next_if(|range| range.end as usize <= at).is_some() {}
            let is_inside = whole.peek().is_some_and(|range| (range.start as usize) < at);
            if inked
                && !is_inside
                && let Some(joint) = joint(left, right)
            {
                joints.push((u32::try_from(at).expect("an article is cut at 64 MB"), joint, 0));
            }
            inked |= !is_blank(right);
            left = right;
        }
        joints
    }
}

/// The kinds of joints as they are served, a column each: two at the better ones before phrases are
/// set apart. Within a phrase, and between a number and its counter, a hole of half a character
/// reads as a fault.
const ORDER: [Joint; 7] =
    [Joint::Blank, Joint::Stop, Joint::Scripts, Joint::Blank, Joint::Stop, Joint::Scripts, Joint::Phrases];

/// Gives out `spare` columns over the joints, all of them or none.
fn fill(joints: &mut [(u32, Joint, u16)], mut spare: usize) {
    let count = |kind| joints.iter().filter(|joint| joint.1 == kind).count();
    let better = [Joint::Blank, Joint::Stop, Joint::Scripts].map(count).iter().sum::<usize>();
    if spare > 2 * better + count(Joint::Phrases) {
        return;
    }
    for kind in ORDER {
        let count = joints.iter().filter(|joint| joint.1 == kind).count();
        let given = spare.min(count);
        let mut due = (0..given).map(|nth| (2 * nth + 1) * count / (2 * given)).peekable();
        for (nth, joint) in joints.iter_mut().filter(|joint| joint.1 == kind).enumerate() {
            if due.next_if_eq(&nth).is_some() {
                joint.2 += 1;
            }
        }
        spare -= given;
    }
}

/// What kind of joint lies between two characters, if any.
fn joint(left: char, right: char) -> Option<Joint> {
    if is_blank(right) || never_begins(right) || never_ends(left) || is_mark(right) {
        return None;
    }
    match left {
        _ if is_blank(left) => Some(Joint::Blank),
        '、' | '。' | '，' | '．' | '！' | '？' | '：' | '；' | '」' | '』' | '）' | '】' | '》' | '〉' => {
            Some(Joint::Stop)
        }
        _ if is_han_or_kana(left) && right.is_ascii_alphanumeric() => Some(Joint::Scripts),
        '0'..='9' if is_counter(right) => Some(Joint::Counter),
        _ if left.is_ascii_alphanumeric() && is_han_or_kana(right) => Some(Joint::Scripts),
        _ if is_katakana(left) && is_katakana(right) => None,
        _ if is_han_or_kana(left) && is_han_or_kana(right) => Some(Joint::Letters),
        _ => None,
    }
}

/// Whether `c` belongs to the character before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether `c` is of the letters that foreign words are written with, which stay together.
fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

fn is_han_or_kana(c: char) -> bool {
    matches!(c,
        '々' | '〆' | '〇' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::Row;

    /// The row with its gaps as `_`.
    fn justified(text: &str, columns: usize, room: usize) -> String {
        let row = Row { text, start: 0, end: text.len(), columns, room, autospace: false, justify: true };
        let mut shown = text.to_owned();
        for (at, columns) in row.gaps(&[]).into_iter().rev() {
            shown.insert_str(at as usize, &"_".repeat(columns.into()));
        }
        shown
    }

    #[test]
    fn blanks_and_stops_take_what_is_spare_before_letters_do() {
        assert_eq!(justified("猫、犬と鳥", 10, 11), "猫、_犬と鳥");
        assert_eq!(justified("猫、犬と鳥", 10, 13), "猫、__犬と_鳥");
        assert_eq!(justified("他说，好的", 10, 11), "他说，_好的");
    }

    #[test]
    fn words_are_never_pulled_apart() {
        assert_eq!(justified("한국어 글", 9, 11), "한국어 __글");
        assert_eq!(justified("a cat sat", 9, 12), "a _cat __sat");
        assert_eq!(justified("ネコチーズ", 10, 11), "ネコチーズ");
    }

    #[test]
    fn phrases_are_set_apart_before_letters() {
        assert_eq!(justified("この数字を聞いた時私は", 22, 24), "この_数字を聞いた_時私は");
    }

    #[test]
    fn a_word_is_set_apart_on_both_sides_or_on_neither() {
        let spaced = |spare: usize| {
            let text = "性能が2倍にAIで";
            let row = Row {
                text,
                start: 0,
                end: text.len(),
                columns: 16,
                room: 16 + spare,
                autospace: true,
                justify: false,
            };
            row.gaps(&[]).len()
        };
        assert_eq!([0, 1, 2, 3, 4, 9].map(spaced), [0, 0, 2, 2, 4, 4]);
    }

    #[test]
    fn a_row_too_short_by_far_stays_ragged() {
        assert_eq!(justified("a cat", 5, 20), "a cat");
    }
}
