//! The readings of Japanese words and of single characters, as `tools/readings.rs` boiled them
//! down into `assets/readings/`. The notices beside them name the sources and their terms.
//!
//! All are used where they lie in the program: nothing is unpacked, so the first question costs
//! no more than the next. Texts are asked about folded.
//!
//! `words.bin` holds, for pressed letters (`kana`) in order, the words read so; in blocks of
//! sixteen letters' worth, each written as what it shares with the one before. `kanji.bin` holds
//! the Sino-Japanese readings of single characters, and every pair of characters that is a
//! word. `begins.bin` holds the letters that anything read in Japanese can begin with, by its first
//! character. `pinyin.bin` holds the Mandarin syllables of the characters from U+4E00 on.
//!
//! Long vowels are told as bits, one for each pressed letter.

/// Keys in one block of `words.bin`.
pub const BLOCK: usize = 16;

/// The first character that `pinyin.bin` knows.
pub const FIRST: u32 = 0x4e00;

/// Letters beyond which a word is not looked for by its reading.
pub const LONGEST: usize = 40;

/// Stands for the っ that a reading ends with before another: 一 in 一強 is `iq`.
pub const GEMINATE: &str = "q";

/// Long vowels in a word from which on `words.bin` does not say which they are: any may be.
pub const MANY_LONGS: usize = 3;

static WORDS: &[u8] = include_bytes!("../../assets/readings/words.bin");
static KANJI: &[u8] = include_bytes!("../../assets/readings/kanji.bin");
static BEGINS: &[u8] = include_bytes!("../../assets/readings/begins.bin");
static PINYIN: &[u8] = include_bytes!("../../assets/readings/pinyin.bin");

/// What a reading stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word as it stands.
    Word,
    /// The characters before kana that change with the word's use: 変 of 変わる, read `ka`.
    Stem,
    /// What is read so beside another word: 高 of 売上高, read `daka`.
    Part,
}

/// A word of the dictionary.
pub struct Read<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its vowels that are long.
    pub longs: u64,
    /// Its characters in UTF-16, big end first.
    pub units: &'a [u8],
}

/// Calls `each` with every word that is read `key` exactly, but for long vowels.
pub fn words_read(key: &str, mut each: impl FnMut(&Read<'_>)) {
    walk(key, |found, word| {
        if found == key.as_bytes() {
            each(word);
        }
        found <= key.as_bytes()
    });
}

/// Calls `each` with every word whose reading begins with `key`.
pub fn words_begun(key: &str, mut each: impl FnMut(&Read<'_>)) {
    walk(key, |found, word| {
        let begun = found.starts_with(key.as_bytes());
        if begun {
            each(word);
        }
        begun || found < key.as_bytes()
    });
}

/// Goes through the words from the block on where `key` may stand, until `each` says no.
fn walk(key: &str, mut each: impl FnMut(&[u8], &Read<'_>) -> bool) {
    let blocks = number(WORDS, 0) as usize;
    let start = |block: usize| number(WORDS, 4 + 4 * block) as usize;
    let head = |block: usize| {
        let at = start(block);
        &WORDS[at + 2..at + 2 + WORDS[at + 1] as usize]
    };
    let (mut low, mut high) = (0, blocks);
    while low < high {
        let middle = low + (high - low) / 2;
        if head(middle) < key.as_bytes() { low = middle + 1 } else { high = middle }
    }
    let mut at = start(low.saturating_sub(1));
    let mut found: Vec<u8> = Vec::new();
    while at < WORDS.len() {
        let (shared, added) = (WORDS[at] as usize, WORDS[at + 1] as usize);
        found.truncate(shared);
        found.extend_from_slice(&WORDS[at + 2..at + 2 + added]);
        at += 2 + added;
        let words = WORDS[at];
        at += 1;
        for _ in 0..words {
            let head = WORDS[at] as usize;
            let kind = match head >> 6 {
                0 => Kind::Word,
                1 => Kind::Stem,
                _ => Kind::Part,
            };
            let (many, listed) = match head >> 4 & 3 {
                MANY_LONGS => (u64::MAX, 0),
                listed => (0, listed),
            };
            let begin = at + 1 + listed;
            let longs = WORDS[at + 1..begin].iter().fold(many, |longs, place| longs | 1 << place);
            at = begin + 2 * (head & 0xf);
            if !each(&found, &Read { kind, longs, units: &WORDS[begin..at] }) {
                return;
            }
        }
    }
}

/// The characters with a Sino-Japanese reading `key`, with the vowels that are long in it; with
/// [`GEMINATE`] for a っ at its end.
pub fn kanji_read(key: &str) -> impl Iterator<Item = (u64, char)> {
    readings()
        .skip_while(move |(reading, _, _)| *reading < key.as_bytes())
        .take_while(move |(reading, _, _)| *reading == key.as_bytes())
        .flat_map(|(_, longs, kanji)| units(kanji).map(move |kanji| (longs, kanji)))
}

/// The characters with a Sino-Japanese reading that begins with `key`.
pub fn kanji_begun(key: &str) -> impl Iterator<Item = (u64, char)> {
    readings()
        .skip_while(move |(reading, _, _)| *reading < key.as_bytes())
        .take_while(move |(reading, _, _)| reading.starts_with(key.as_bytes()))
        .filter(|(reading, _, _)| !reading.ends_with(GEMINATE.as_bytes()))
        .flat_map(|(_, longs, kanji)| units(kanji).map(move |kanji| (longs, kanji)))
}

/// Every reading in `kanji.bin`, in order, with its long vowels and its characters.
fn readings() -> impl Iterator<Item = (&'static [u8], u64, &'static [u8])> {
    let mut at = 4;
    let end = number(KANJI, 0) as usize;
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let letters = KANJI[at] as usize;
        let reading = &KANJI[at + 1..at + 1 + letters];
        at += 1 + letters;
        let longs = u64::from(KANJI[at]);
        let kanji = short(KANJI, at + 1) as usize;
        let found = (reading, longs, &KANJI[at + 3..at + 3 + 2 * kanji]);
        at += 3 + 2 * kanji;
        Some(found)
    })
}

/// The bit of a small letter among those that something begins with.
#[must_use]
pub const fn letter_bit(letter: u8) -> u32 {
    1 << (letter.wrapping_sub(b'a') & 31)
}

/// The letters that what is read in Japanese can begin with where `c` stands first.
#[must_use]
pub fn begins(c: char) -> u32 {
    let Ok(unit) = u16::try_from(c as u32) else { return 0 };
    let found = search(BEGINS.len() / 6, |at| short(BEGINS, 6 * at).cmp(&unit));
    found.map_or(0, |at| number(BEGINS, 6 * at + 2))
}

/// Whether the two characters, side by side, are a word of the dictionary.
#[must_use]
pub fn is_word(first: char, second: char) -> bool {
    let (Ok(first), Ok(second)) = (u16::try_from(first as u32), u16::try_from(second as u32)) else {
        return false;
    };
    let pairs = &KANJI[number(KANJI, 0) as usize..];
    let heads = short(pairs, 0) as usize;
    // Each head: the character, and where its partners begin; they end where the next's begin.
    let head = |at: usize| short(pairs, 2 + 6 * at);
    let begin = |at: usize| number(pairs, 4 + 6 * at) as usize;
    let Some(found) = search(heads, |at| head(at).cmp(&first)) else { return false };
    let (from, to) = (begin(found), begin(found + 1));
    search((to - from) / 2, |at| short(pairs, from + 2 * at).cmp(&second)).is_some()
}

/// The Mandarin syllables of `c` without tones, `v` for ü.
pub fn syllables(c: char) -> impl Iterator<Item = &'static str> {
    (c as u32)
        .checked_sub(FIRST)
        .map(|at| 4 + 2 * at as usize)
        .filter(|&at| at + 2 <= number(PINYIN, 0) as usize)
        .map(|at| number(PINYIN, 0) as usize + short(PINYIN, at) as usize)
        .and_then(|at| PINYIN[at..].split(|&byte| byte == b'\n').next())
        .and_then(|line| std::str::from_utf8(line).ok())
        .unwrap_or_default()
        .split_ascii_whitespace()
}

/// Characters of UTF-16, big end first.
pub fn units(bytes: &[u8]) -> impl Iterator<Item = char> {
    bytes.chunks_exact(2).filter_map(|unit| char::from_u32(u32::from(u16::from_be_bytes([unit[0], unit[1]]))))
}

fn search(length: usize, compare: impl Fn(usize) -> std::cmp::Ordering) -> Option<usize> {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(middle) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

#[cfg(test)]
mod tests {
    use super::{Kind, begins, is_word, kanji_begun, kanji_read, letter_bit, syllables, units};
    use super::{words_begun, words_read};
    use crate::search::kana::Pressed;

    fn read(kana: &str) -> Vec<String> {
        let mut found = Vec::new();
        words_read(&Pressed::of_kana(kana).unwrap().letters, |word| {
            if word.kind == Kind::Word {
                found.push(units(word.units).collect());
            }
        });
        found
    }

    #[test]
    fn words_are_found_by_their_readings() {
        for (kana, word) in [
            ("ちょうたつ", "調達"),
            ("とうし", "投資"),
            ("はんどうたい", "半導体"),
            ("とうきょう", "東京"),
            ("ぶどまり", "歩留まり"),
            ("きょがく", "巨額"),
            ("いぬ", "犬"),
            ("あ", "亜"),
        ] {
            assert!(read(kana).iter().any(|found| found == word), "{kana} {:?}", read(kana));
        }
        assert!(read("ちょうたつん").is_empty());
    }

    #[test]
    fn words_are_found_by_the_beginning_of_their_readings() {
        let mut found: Vec<String> = Vec::new();
        words_begun("tyotat", |word| found.push(units(word.units).collect()));
        assert!(found.contains(&"調達".to_owned()), "{found:?}");
        let mut none = 0;
        words_begun("zzz", |_| none += 1);
        assert_eq!(none, 0);
    }

    #[test]
    fn stems_stand_for_what_changes_behind_them() {
        let mut stems: Vec<String> = Vec::new();
        words_read("ka", |word| {
            if word.kind == Kind::Stem {
                stems.push(units(word.units).collect());
            }
        });
        assert!(stems.contains(&"変".to_owned()), "{stems:?}");
    }

    #[test]
    fn what_stands_beside_other_words_is_a_part() {
        let mut parts: Vec<String> = Vec::new();
        words_read("daka", |word| {
            if word.kind == Kind::Part {
                parts.push(units(word.units).collect());
            }
        });
        assert!(parts.contains(&"高".to_owned()), "{parts:?}");
    }

    #[test]
    fn long_vowels_are_told() {
        let longs = |key: &str, wanted: &str| {
            let mut found = None;
            words_read(key, |word| {
                if units(word.units).collect::<String>() == wanted {
                    found = Some(word.longs);
                }
            });
            found
        };
        assert_eq!(longs("tyotatu", "調達"), Some(0b100));
        assert_eq!(longs("koen", "公園"), Some(0b10));
        assert_eq!(longs("koen", "湖園"), None);
        assert_eq!(longs("inu", "犬"), Some(0));
        assert!(kanji_read("kyo").any(|found| found == (0b100, '強')));
        assert!(kanji_read("kyo").any(|found| found == (0, '巨')));
    }

    #[test]
    fn a_character_begins_with_the_letters_of_its_readings() {
        for (c, letter, expected) in [
            ('分', b'b', true),
            ('分', b'h', true),
            ('分', b'w', true),
            ('使', b't', true),
            ('使', b'k', false),
            ('学', b'p', false),
            ('猫', b'n', true),
            ('あ', b'x', false),
            ('𠮷', b'y', false),
        ] {
            assert_eq!(begins(c) & letter_bit(letter) != 0, expected, "{c} {}", letter as char);
        }
    }

    #[test]
    fn single_characters_have_their_sino_japanese_readings() {
        assert!(kanji_read("kyo").any(|(_, kanji)| kanji == '強'));
        assert!(kanji_read("iq").any(|(_, kanji)| kanji == '一'));
        assert!(kanji_begun("yak").any(|(_, kanji)| kanji == '薬'));
        assert_eq!(kanji_read("x").count(), 0);
    }

    #[test]
    fn pairs_that_are_words_are_known() {
        for (first, second) in [('調', '達'), ('行', '政'), ('創', '作')] {
            assert!(is_word(first, second), "{first}{second}");
        }
        for (first, second) in [('一', '強'), ('創', '薬'), ('猫', '猫'), ('a', '猫'), ('猫', '𠮷')]
        {
            assert!(!is_word(first, second), "{first}{second}");
        }
    }

    #[test]
    fn characters_have_their_syllables() {
        for (c, expected) in
            [('推', "tui"), ('理', "li"), ('長', "chang"), ('長', "zhang"), ('緑', "lv"), ('芸', "yi")]
        {
            assert!(syllables(c).any(|syllable| syllable == expected), "{c}");
        }
        assert_eq!(syllables('あ').count() + syllables('a').count() + syllables('𠮷').count(), 0);
    }
}
