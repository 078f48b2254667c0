//! Carries places over from a text to the same text edited.
//!
//! What stands before the first difference keeps its place, what stands after the last one its
//! distance to the end. Of what lies between nothing is known.

use std::ops::Range;

/// Where two texts are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carry {
    /// Bytes that they share at their beginnings.
    same_before: usize,
    /// Bytes that they share at their ends; in texts that repeat themselves some of both.
    same_behind: usize,
    old: usize,
    new: usize,
}

impl Carry {
    /// From the text `old` to the text `new`.
    #[must_use]
    pub fn of(old: &str, new: &str) -> Self {
        let (a, b) = (old.as_bytes(), new.as_bytes());
        let shorter = a.len().min(b.len());
        let same_before = common(shorter, |range| a[range.clone()] == b[range]);
        let from_end = |bytes: usize, range: Range<usize>| bytes - range.end..bytes - range.start;
        let same_behind =
            common(shorter, |range| a[from_end(a.len(), range.clone())] == b[from_end(b.len(), range)]);
        Self { same_before, same_behind, old: a.len(), new: b.len() }
    }

    /// Where a range of the old text is in the new one, if nothing in it was changed.
    #[must_use]
    pub fn range(&self, range: &Range<u32>) -> Option<Range<u32>> {
        if range.end as usize <= self.same_before {
            return Some(range.clone());
        }
        if (range.start as usize) < self.old - self.same_behind {
            return None;
        }
        let moved = |at: u32| u32::try_from((at as usize + self.new).checked_sub(self.old)?).ok();
        Some(moved(range.start)?..moved(range.end)?)
    }
}

/// How many units from the start are `same`, of `length`: whole stretches first.
fn common(length: usize, same: impl Fn(Range<usize>) -> bool) -> usize {
    const STRETCH: usize = 4096;
    let mut at = 0;
    while at + STRETCH <= length && same(at..at + STRETCH) {
        at += STRETCH;
    }
    while at < length && same(at..at + 1) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Carry;

    /// Where `words` are in `old`, and what stands there in `new`.
    fn carried<'a>(old: &str, new: &'a str, words: &str) -> Option<&'a str> {
        let start = u32::try_from(old.rfind(words).unwrap()).unwrap();
        let end = start + u32::try_from(words.len()).unwrap();
        let range = Carry::of(old, new).range(&(start..end))?;
        Some(&new[range.start as usize..range.end as usize])
    }

    #[test]
    fn what_was_not_edited_is_found_again_before_and_behind_the_edit() {
        for (old, new, kept, lost) in [
            ("前の文。中の文。後の文。", "前の文。別の中の文だ。後の文。", ["前の文", "後の文"], "中の文。"),
            ("앞 문장. 가운데. 뒤 문장.", "앞 문장. 나. 뒤 문장.", ["앞 문장", "뒤 문장"], "가운데"),
            ("first, second, third", "first, 2, third", ["first", "third"], "second"),
        ] {
            for words in kept {
                assert_eq!(carried(old, new, words), Some(words));
            }
            assert_eq!(carried(old, new, lost), None);
        }
    }

    #[test]
    fn lines_that_repeat_stay_where_they_are_when_more_of_them_come_below() {
        let carry = Carry::of("同じ行\n同じ行\n", "同じ行\n同じ行\n同じ行\n");
        assert_eq!(carry.range(&(0..9)), Some(0..9));
        let above = Carry::of("- a\n- b\n", "- x\n- a\n- b\n");
        assert_eq!(above.range(&(0..3)), Some(4..7));
    }

    proptest! {
        #[test]
        fn a_range_is_carried_only_to_the_same_words(
            old in "[a猫글\n]{0,40}",
            new in "[a猫글\n]{0,40}",
            from in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
        ) {
            let borders: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
            let (a, b) = (borders[from.index(borders.len())], borders[to.index(borders.len())]);
            let (start, end) = (a.min(b), a.max(b));
            let range = u32::try_from(start).unwrap()..u32::try_from(end).unwrap();
            if let Some(carried) = Carry::of(&old, &new).range(&range) {
                prop_assert_eq!(&old[start..end], &new[carried.start as usize..carried.end as usize]);
            }
            let same = Carry::of(&old, &old);
            prop_assert_eq!(same.range(&range), Some(range));
        }
    }
}
