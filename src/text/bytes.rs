//! Bytes of a text looked at many at a time.
//!
//! Most passes over a text look for something that most stretches do not hold. Loops of a fixed
//! length without a branch in them are made into instructions that take many bytes at once, so
//! that such stretches cost next to nothing.

/// Bytes of a stretch.
const STRETCH: usize = 32;

/// The first place at or behind `from` where one of the ASCII characters `signs` stands.
#[must_use]
#[expect(clippy::needless_bitwise_bool, reason = "branches cannot be taken for many places at once")]
pub fn next_of<const COUNT: usize>(text: &str, from: usize, signs: [u8; COUNT]) -> Option<usize> {
    let is_sign = |byte: u8| signs.iter().fold(false, |found, &sign| found | (byte == sign));
    let text = text.as_bytes().get(from..)?;
    let (stretches, _) = text.as_chunks::<STRETCH>();
    let holds_one =
        |stretch: &[u8; STRETCH]| stretch.iter().fold(false, |found, &byte| found | is_sign(byte));
    let passed = STRETCH * stretches.iter().take_while(|stretch| !holds_one(stretch)).count();
    text[passed..].iter().position(|&byte| is_sign(byte)).map(|place| from + passed + place)
}

/// Whether `begins` is true of some byte of `text` with the two behind it; past the end they count
/// as 0. Every byte is asked about, so `begins` is best written without a branch.
#[inline]
#[must_use]
pub fn any_three(text: &str, begins: impl Fn(u8, u8, u8) -> bool) -> bool {
    const STRETCH: usize = 16;
    /// What is left behind the last whole stretch is one byte longer than a stretch at most.
    const LAST: usize = STRETCH + 1;
    let text = text.as_bytes();
    let (second, third) = (text.get(1..).unwrap_or_default(), text.get(2..).unwrap_or_default());
    let (stretches, _) = third.as_chunks::<STRETCH>();
    let threes = stretches.iter().zip(second.as_chunks().0).zip(text.as_chunks().0);
    let found =
        threes.fold(false, |found, ((third, second), first): ((_, &[u8; STRETCH]), &[u8; STRETCH])| {
            (0..STRETCH).fold(found, |found, at| found | begins(first[at], second[at], third[at]))
        });
    let left = &text[stretches.len() * STRETCH..];
    let mut last = [0; LAST + 2];
    last[..left.len()].copy_from_slice(left);
    (0..LAST)
        .fold(found, |found, at| found | (at < left.len()) & begins(last[at], last[at + 1], last[at + 2]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{any_three, next_of};

    #[test]
    fn the_next_sign_is_found_at_or_behind_the_place() {
        let source = "「猫」と*犬*。中文*한국어";
        let place = source.find('*').unwrap();
        assert_eq!(next_of(source, 0, [b'*']), Some(place));
        assert_eq!(next_of(source, place, [b'*', b'~']), Some(place));
        assert_eq!(next_of(source, place + 1, [b'*']), Some(place + "*犬".len()));
        assert_eq!(next_of(source, source.len(), [b'*']), None);
    }

    proptest! {
        #[test]
        fn the_next_sign_is_the_one_that_looking_at_each_byte_finds(text in "[ac猫*~]{0,90}", from in 0..99_usize) {
            let slow = text.bytes().enumerate().skip(from).find(|&(_, byte)| byte == b'*' || byte == b'~');
            prop_assert_eq!(next_of(&text, from, *b"*~"), slow.map(|(place, _)| place));
        }

        #[test]
        fn three_bytes_are_found_wherever_they_stand(text in "[abc猫]{0,60}", one in 0..4_usize, two in 0..4_usize) {
            let [one, two] = [one, two].map(|at| b"abc\0"[at]);
            for three in *b"abc\0" {
                let padded = [text.as_bytes(), &[0, 0]].concat();
                let slow = padded.windows(3).any(|found| found == [one, two, three]);
                let found = any_three(&text, |a, b, c| a == one && b == two && c == three);
                prop_assert_eq!(found, slow);
            }
        }
    }
}
