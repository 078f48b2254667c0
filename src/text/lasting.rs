//! A number by which a text is known again, the same in every build and on every machine.
//!
//! It is taken of eight bytes at a time, so that a long text costs little. Each step can be
//! undone: texts that differ in one word of eight bytes never have the same number; others have it
//! as rarely as numbers of 64 bits drawn by lot. It is no defence against one who looks for two
//! texts with one number.

/// An odd number without a pattern (the golden ratio's share of 2^64).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number so far.
#[derive(Clone, Copy, Debug)]
pub struct Lasting(u64);

impl Default for Lasting {
    fn default() -> Self {
        Self(STEP)
    }
}

impl Lasting {
    /// Takes eight bytes in.
    #[inline]
    pub const fn add(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(STEP);
        self.0 = mixed ^ (mixed >> 32);
    }

    /// The number of all that was taken in: every bit of it depends on every word.
    #[must_use]
    pub const fn number(self) -> u64 {
        let mixed = self.0.wrapping_mul(STEP);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(STEP);
        mixed ^ (mixed >> 32)
    }
}

/// The number of `text`.
#[must_use]
pub fn lasting(text: &str) -> u64 {
    let mut lasting = Lasting::default();
    let (whole, rest) = text.as_bytes().as_chunks();
    for word in whole {
        lasting.add(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    lasting.add(u64::from_le_bytes(last));
    lasting.add(text.len() as u64);
    lasting.number()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::lasting;

    #[test]
    fn the_numbers_are_those_that_are_on_disks_already() {
        for (text, number) in [
            ("", 8_861_231_902_562_671_031),
            ("調達額は11億ドルに達した。", 9_995_478_052_214_812_810),
            ("融资金额达到十一亿美元。", 9_575_498_143_814_602_434),
            ("조달액은 11억 달러에 달했다.", 11_828_298_205_287_859_038),
            ("The round reached 1.1 billion dollars.", 6_635_796_787_800_122_469),
        ] {
            assert_eq!(lasting(text), number, "{text}");
        }
    }

    #[test]
    fn many_texts_that_are_alike_have_numbers_of_their_own() {
        let texts = (0..10_000).map(|n| format!("第{n}章。同じ文が続く。{}", "a".repeat(n % 20)));
        let numbers: HashSet<u64> = texts.map(|text| lasting(&text)).collect();
        assert_eq!(numbers.len(), 10_000);
        let low: HashSet<u64> = numbers.iter().map(|number| number % 256).collect();
        assert_eq!(low.len(), 256);
    }

    proptest! {
        #[test]
        fn one_character_more_less_or_other_makes_another_number(text in "[a猫글\n]{1,40}", at in any::<prop::sample::Index>()) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places[at.index(places.len())];
            let behind = at + text[at..].chars().next().map_or(0, char::len_utf8);
            let (before, after) = (&text[..at], &text[behind..]);
            let others = [format!("{before}{after}"), format!("{before}犬{after}"), format!("{text}\0")];
            for other in others {
                prop_assert_ne!(lasting(&other), lasting(&text));
            }
        }
    }
}
