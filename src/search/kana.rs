//! Latin letters for Japanese sounds, one spelling for each.
//!
//! People write 調達 as `choutatsu`, `tyoutatu` or `chotatsu`. Both what is typed and what is
//! read are brought to one spelling (Kunrei, with `ti` and `di` for ティ and ディ; ファ is `hua` and ヴァ
//! `ba`, as folded texts have them), and that is *pressed*: long vowels short, `nn` as `n`, so that
//! `shin'i`, `shinni` and `shini` are all しんい. Some words fall together by this (大場 and オーバ); none falls apart.

use std::iter::Peekable;
use std::str::CharIndices;

/// The letters of a word of kana, pressed; `None` where something else than kana is in it.
#[must_use]
pub fn pressed_kana(kana: &str) -> Option<String> {
    let mut letters = String::new();
    let mut read = 0;
    for (sound, end) in Spelling::of(kana) {
        letters.extend(sound.letters().iter().copied().map(char::from));
        read = end;
    }
    (read == kana.len()).then(|| pressed(&letters))
}

/// `letters` without long vowels and doubled `n`.
#[must_use]
pub fn pressed(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    for letter in letters.chars() {
        if !is_swallowed(out.bytes().next_back(), letter as u8) {
            out.push(letter);
        }
    }
    out
}

/// Whether `letter` adds nothing to a pressed word that ends with `last`.
#[must_use]
pub const fn is_swallowed(last: Option<u8>, letter: u8) -> bool {
    let Some(last) = last else { return false };
    last == letter && matches!(letter, b'a' | b'i' | b'u' | b'e' | b'o' | b'n')
        || last == b'o' && letter == b'u'
}

/// What was typed in Latin letters, in the one spelling; not yet pressed. Where its end may
/// still become several sounds (`sh`), one for each. Empty where it cannot be Japanese.
#[must_use]
pub fn spelled(typed: &str) -> Vec<String> {
    let typed = typed.as_bytes();
    let mut out = String::with_capacity(typed.len() + 4);
    let mut at = 0;
    while at < typed.len() {
        let rest = &typed[at..];
        if let Some(ends) = unfinished(rest) {
            return ends
                .iter()
                .map(|end| format!("{out}{end}"))
                .filter(|whole| is_sound(whole.as_bytes()))
                .collect();
        }
        let (taken, letters) = sound(rest, out.bytes().next_back());
        if taken == 0 {
            return Vec::new();
        }
        out.push_str(letters);
        at += taken;
    }
    if is_sound(out.as_bytes()) { vec![out] } else { Vec::new() }
}

/// The letters typed next and how many of them are taken; none where they are no Japanese.
fn sound(rest: &[u8], last: Option<u8>) -> (usize, &'static str) {
    // Spellings of two and three letters before the letters themselves.
    const SPELLINGS: &[(&str, &str)] = &[
        // Sounds that folded kana spell with a large vowel, and ヴ.
        ("ff", "h"),
        ("fa", "hua"),
        ("fi", "hui"),
        ("fe", "hue"),
        ("fo", "huo"),
        ("wi", "ui"),
        ("we", "ue"),
        ("kw", "ku"),
        ("gw", "gu"),
        ("v", "b"),
        ("tch", "t"),
        ("cch", "t"),
        ("shi", "si"),
        ("sh", "sy"),
        ("chi", "ti"),
        ("ch", "ty"),
        ("tsu", "tu"),
        ("thi", "ti"),
        ("th", "ty"),
        ("dhi", "di"),
        ("dh", "dy"),
        ("dz", "z"),
        ("du", "zu"),
        ("ji", "zi"),
        ("jy", "zy"),
        ("jj", "z"),
        ("j", "zy"),
        ("fu", "hu"),
        ("fy", "hy"),
        ("mb", "n"),
        ("mp", "n"),
        ("mm", "n"),
    ];
    for &(spelling, letters) in SPELLINGS {
        if rest.starts_with(spelling.as_bytes()) {
            // What only shows how the letters before it sound leaves the rest to come.
            let taken = match spelling {
                "tch" | "cch" | "jj" | "ff" | "mb" | "mp" | "mm" => 1,
                _ => spelling.len(),
            };
            return (taken, letters);
        }
    }
    match rest[0] {
        b'-' => (1, last.map_or("", vowel)),
        b'\'' => (1, ""),
        letter @ b'a'..=b'z' => (1, itself(letter)),
        _ => (0, ""),
    }
}

/// What the end of a word may become, where more letters decide.
fn unfinished(rest: &[u8]) -> Option<&'static [&'static str]> {
    Some(match rest {
        b"c" | b"ch" | b"th" => &["ti", "ty"],
        b"cc" | b"tc" => &["tt"],
        b"s" => &["s"],
        b"sh" => &["si", "sy"],
        b"ts" => &["tu", "ts"],
        b"d" => &["d", "z"],
        b"dh" => &["di", "dy"],
        b"j" | b"jj" => &["zi", "zy"],
        b"f" => &["hu", "hy"],
        b"m" => &["m", "n"],
        b"w" | b"wh" => &["u", "w"],
        _ => return None,
    })
}

const fn vowel(letter: u8) -> &'static str {
    match letter {
        b'a' => "a",
        b'i' => "i",
        b'u' => "u",
        b'e' => "e",
        b'o' => "o",
        _ => "",
    }
}

/// The letter as it stands; empty for those that spell nothing.
fn itself(letter: u8) -> &'static str {
    const LETTERS: &str = "abdefghikmnoprstuvwyz";
    LETTERS.find(letter as char).map_or("?", |at| &LETTERS[at..=at])
}

/// Whether `letters` can be read as kana, the last sound perhaps unfinished.
fn is_sound(letters: &[u8]) -> bool {
    let follows = |(at, &letter): (usize, &u8)| match letters.get(at + 1) {
        _ if letter == b'?' => false,
        None => true,
        Some(&next) => is_vowel(letter) || is_vowel(next) || joins(letter, next),
    };
    letters.iter().enumerate().all(follows)
}

/// Whether a consonant can stand before another letter that is no vowel.
fn joins(letter: u8, next: u8) -> bool {
    match next {
        b'y' => !matches!(letter, b'y' | b'w'),
        b'w' => matches!(letter, b'k' | b'g'),
        b's' if letter == b't' => true,
        next => letter == b'n' || next == letter && b"kstpgzdbhf".contains(&letter),
    }
}

fn is_vowel(letter: u8) -> bool {
    !vowel(letter).is_empty()
}

/// The letters of a text's kana, sound by sound; stops before what is no kana.
pub struct Spelling<'a> {
    rest: Peekable<CharIndices<'a>>,
    /// Whether a small っ waits for its consonant.
    doubles: bool,
    last: u8,
}

/// The letters of one sound, `っつゃ` at the most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sound {
    letters: [u8; 6],
    length: usize,
}

impl Sound {
    /// The letters.
    #[must_use]
    pub fn letters(&self) -> &[u8] {
        &self.letters[..self.length]
    }

    fn push(&mut self, letters: &[u8]) {
        let end = self.length + letters.len();
        self.letters[self.length..end].copy_from_slice(letters);
        self.length = end;
    }
}

impl<'a> Spelling<'a> {
    /// From the start of `text`.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        Self { rest: text.char_indices().peekable(), doubles: false, last: 0 }
    }
}

impl Iterator for Spelling<'_> {
    /// A sound, and where it ends in the text.
    type Item = (Sound, usize);

    fn next(&mut self) -> Option<(Sound, usize)> {
        let (at, c) = self.rest.next_if(|&(_, c)| kana(c).is_some())?;
        let mut end = at + c.len_utf8();
        let own = match full_size(c) {
            'っ' => {
                self.doubles = true;
                return Some((Sound::default(), end));
            }
            'ー' => vowel(self.last),
            c => kana(c).unwrap_or_default(),
        };
        let (head, tail) = match self.rest.next_if(|&(_, c)| glide(c).is_some()) {
            Some((at, small)) => {
                end = at + small.len_utf8();
                contracted(own, glide(small).unwrap_or_default())
            }
            None => (own, ""),
        };
        let mut sound = Sound::default();
        if std::mem::take(&mut self.doubles) && head.bytes().next().is_some_and(|first| !is_vowel(first)) {
            sound.push(&head.as_bytes()[..1]);
        }
        sound.push(head.as_bytes());
        sound.push(tail.as_bytes());
        self.last = sound.letters().last().copied().unwrap_or(0);
        Some((sound, end))
    }
}

/// What a small kana adds to the one before it.
fn glide(small: char) -> Option<&'static str> {
    Some(match full_size(small) {
        'ゃ' => "ya",
        'ゅ' => "yu",
        'ょ' => "yo",
        'ぁ' => "a",
        'ぃ' => "i",
        'ぅ' => "u",
        'ぇ' => "e",
        'ぉ' => "o",
        _ => return None,
    })
}

/// A kana's letters joined with those of the small one behind it: `ki`, `ya` to `k`, `ya`.
fn contracted(own: &'static str, glide: &'static str) -> (&'static str, &'static str) {
    let head = match (own, glide) {
        ("u", "o") => "w",
        ("i", "e") => "y",
        ("hu", "yu") => "h",
        ("vu", _) => "b",
        ("tu", "a" | "i" | "e" | "o") => "ts",
        // てぃ, とぅ, でゅ and their like.
        ("te", "i" | "yu") | ("to" | "tu", "u") => "t",
        ("de", "i" | "yu") => "d",
        ("do", "u") => "z",
        ("si", "e") => "sy",
        ("ti", "e") => "ty",
        ("zi", "e") => "zy",
        (own, "ya" | "yu" | "yo") if own.len() == 2 && own.ends_with('i') => &own[..1],
        (own, _) => own,
    };
    (head, glide)
}

fn full_size(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    }
}

/// The letters of one kana, hiragana or katakana; empty for those that only change others.
#[must_use]
pub fn kana(c: char) -> Option<&'static str> {
    Some(match full_size(c) {
        'あ' | 'ぁ' => "a",
        'い' | 'ぃ' | 'ゐ' => "i",
        'う' | 'ぅ' => "u",
        'え' | 'ぇ' | 'ゑ' => "e",
        'お' | 'ぉ' => "o",
        'か' | 'ゕ' => "ka",
        'き' => "ki",
        'く' => "ku",
        'け' | 'ゖ' => "ke",
        'こ' => "ko",
        'さ' => "sa",
        'し' => "si",
        'す' => "su",
        'せ' => "se",
        'そ' => "so",
        'た' => "ta",
        'ち' => "ti",
        'つ' => "tu",
        'て' => "te",
        'と' => "to",
        'な' => "na",
        'に' => "ni",
        'ぬ' => "nu",
        'ね' => "ne",
        'の' => "no",
        'は' => "ha",
        'ひ' => "hi",
        'ふ' => "hu",
        'へ' => "he",
        'ほ' => "ho",
        'ま' => "ma",
        'み' => "mi",
        'む' => "mu",
        'め' => "me",
        'も' => "mo",
        'や' | 'ゃ' => "ya",
        'ゆ' | 'ゅ' => "yu",
        'よ' | 'ょ' => "yo",
        'ら' => "ra",
        'り' => "ri",
        'る' => "ru",
        'れ' => "re",
        'ろ' => "ro",
        'わ' | 'ゎ' => "wa",
        'を' => "wo",
        'ん' => "n",
        'が' => "ga",
        'ぎ' => "gi",
        'ぐ' => "gu",
        'げ' => "ge",
        'ご' => "go",
        'ざ' => "za",
        'じ' | 'ぢ' => "zi",
        'ず' | 'づ' => "zu",
        'ぜ' => "ze",
        'ぞ' => "zo",
        'だ' => "da",
        'で' => "de",
        'ど' => "do",
        'ば' => "ba",
        'び' => "bi",
        'ぶ' => "bu",
        'べ' => "be",
        'ぼ' => "bo",
        'ぱ' => "pa",
        'ぴ' => "pi",
        'ぷ' => "pu",
        'ぺ' => "pe",
        'ぽ' => "po",
        'ゔ' => "vu",
        'っ' | 'ー' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pressed, pressed_kana, spelled};

    #[test]
    fn every_spelling_of_a_word_is_pressed_to_the_same_letters() {
        for (kana, spellings) in [
            ("ちょうたつ", "choutatsu chotatsu tyoutatu cho-tatsu tyotatu"),
            ("しんい", "shin'i shinni shini sinni"),
            ("サーバー", "sa-ba- saabaa saba"),
            ("チップ", "chippu tippu"),
            ("ファーウェイ", "fa-wei faawei fawei"),
            ("とうきょう", "toukyou tokyo toukyo"),
            ("せいのう", "seinou seino"),
            ("じゃがいも", "jagaimo zyagaimo jyagaimo"),
            ("しんぶん", "shimbun shinbun sinbun"),
            ("まっちゃ", "maccha matcha mattya"),
            ("いっちょう", "itchou iccho ittyou"),
            ("パーティー", "pa-ti- pa-thi- pati"),
            ("メディア", "media medhia"),
            ("つづき", "tsuduki tsuzuki tuzuki"),
            ("ヴァイオリン", "vaiorin"),
            ("ジェット", "jetto zyetto"),
            ("チェック", "chekku tyekku"),
            ("フューチャー", "fyu-cha- hyutya"),
            ("おおさか", "oosaka osaka"),
            ("クラウド", "kuraudo"),
            ("ウェハー", "weha- weha"),
            ("きっしゃ", "kissha kissya"),
        ] {
            let key = pressed_kana(kana).unwrap();
            for spelling in spellings.split(' ') {
                let letters = spelled(spelling);
                let pressed: Vec<String> = letters.iter().map(|letters| pressed(letters)).collect();
                assert_eq!(pressed, [key.as_str()], "{spelling} {kana}");
            }
        }
    }

    #[test]
    fn what_cannot_be_japanese_spells_nothing() {
        for typed in ["cerebras", "rust", "apple", "intel", "test", "model", "k8s", "xyz"] {
            assert!(spelled(typed).is_empty(), "{typed} {:?}", spelled(typed));
        }
    }

    #[test]
    fn an_unfinished_sound_may_become_several() {
        assert_eq!(spelled("tosh"), ["tosi", "tosy"]);
        assert_eq!(spelled("kac"), ["kati", "katy"]);
        assert_eq!(spelled("matc"), ["matt"]);
        assert_eq!(spelled("tokk"), ["tokk"]);
    }

    #[test]
    fn what_is_no_kana_has_no_letters() {
        assert_eq!(pressed_kana("漢字"), None);
        assert_eq!(pressed_kana("カナa"), None);
        assert_eq!(pressed_kana(""), Some(String::new()));
    }

    proptest! {
        #[test]
        fn a_letter_less_is_still_a_beginning(typed in "(k|ky|sh|s|t|ch|ts|n|h|f|m|r|j|g|z|d|b|p|kk|pp|tch|)[aiueo](n|-|u|)((k|sh|ty|n|b|m|j|tch)[aiueo]){0,3}") {
            let whole: Vec<String> = spelled(&typed).iter().map(|letters| pressed(letters)).collect();
            for cut in 1..typed.len() {
                let part = spelled(&typed[..cut]);
                let begins = |whole: &String| part.iter().any(|part| whole.starts_with(&pressed(part)));
                prop_assert!(whole.iter().all(begins), "{} of {}: {:?} {:?}", &typed[..cut], &typed, &part, &whole);
            }
        }

        #[test]
        fn spelling_never_panics(typed in "[a-z'-]{0,20}", kana in "[ぁ-ゖァ-ヺー]{0,10}") {
            let _ = spelled(&typed);
            let _ = pressed_kana(&kana);
        }
    }
}
