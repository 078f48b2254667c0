//! Latin letters for Japanese sounds, one spelling for each.
//!
//! People write 調達 as `choutatsu`, `tyoutatu` or `chotatsu`. Both what is typed and what is
//! read are brought to one spelling (Kunrei, with `ti` and `di` for ティ and ディ; ファ is `hua` and ヴァ
//! `ba`, as folded texts have them), and that is *pressed*: long vowels short, `nn` as `n`, so that
//! `shin'i`, `shinni` and `shini` are all しんい. Some words fall together by this (大場 and オーバ); none falls apart.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::text::kana::hiragana;

/// Letters without long vowels and doubled `n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pressed {
    /// The letters left.
    pub letters: String,
    /// A bit for each of them that was a long vowel.
    pub longs: u64,
}

impl Pressed {
    /// `letters` pressed.
    #[must_use]
    pub fn of(letters: &str) -> Self {
        let mut pressed = Self { letters: String::with_capacity(letters.len()), longs: 0 };
        letters.bytes().for_each(|letter| pressed.push(letter));
        pressed
    }

    /// The letters of a word of kana; `None` where something else than kana is in it.
    #[must_use]
    pub fn of_kana(kana: &str) -> Option<Self> {
        letters_of(kana).map(|letters| Self::of(&letters))
    }

    /// Whether what was typed so may be read so: a long vowel may be typed short, but none that
    /// is short as a long one (`soon` is no その).
    #[must_use]
    pub const fn may_be(&self, longs: u64) -> bool {
        self.longs & !longs == 0
    }

    fn push(&mut self, letter: u8) {
        if !is_swallowed(self.letters.bytes().next_back(), letter) {
            self.letters.push(letter as char);
        } else if letter != b'n' {
            self.longs |= place(self.letters.len() - 1);
        }
    }
}

/// The bit of the letter at `at` among long vowels. Only the first 63 are told.
#[must_use]
pub const fn place(at: usize) -> u64 {
    1 << if at < 63 { at } else { 63 }
}

/// The letters of a word of kana in the one spelling, not pressed; `None` where something else
/// than kana is in it.
#[must_use]
pub fn letters_of(kana: &str) -> Option<String> {
    let mut letters = String::with_capacity(kana.len());
    let mut read = 0;
    for (sound, end) in Spelling::of(kana) {
        letters.extend(sound.letters().iter().map(|&letter| letter as char));
        read = end;
    }
    (read == kana.len()).then_some(letters)
}

/// Whether `letter` adds nothing to a pressed word that ends with `last`.
#[must_use]
pub const fn is_swallowed(last: Option<u8>, letter: u8) -> bool {
    let Some(last) = last else { return false };
    last == letter && matches!(letter, b'a' | b'i' | b'u' | b'e' | b'o' | b'n')
        || last == b'o' && letter == b'u'
}

/// What was typed in Latin letters and digits, in the one spelling; not yet pressed. Where its end
/// may still become several sounds (`sh`), one for each. Empty where it cannot be Japanese.
#[must_use]
pub fn spelled(typed: &str) -> Vec<String> {
    let typed = typed.as_bytes();
    let mut out = String::with_capacity(typed.len() + 4);
    let mut at = 0;
    while at < typed.len() {
        let rest = &typed[at..];
        if let Some(ends) = unfinished(rest) {
            // The `w` of `show` is no long vowel.
            let english = rest[0] == b'w' && out.ends_with(['o', 'u']);
            return ends
                .iter()
                .filter(|end| !english || **end == "w")
                .map(|end| format!("{out}{end}"))
                .filter(|whole| is_sound(whole.as_bytes()))
                .collect();
        }
        if let Some(taken) = small(rest, &mut out) {
            at += taken;
            continue;
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
        ("whi", "ui"),
        ("whe", "ue"),
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
        ("cy", "ty"),
        ("wh", "w"),
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
        letter @ (b'a'..=b'z' | b'0'..=b'9') => (1, itself(letter)),
        _ => (0, ""),
    }
}

/// Joins a small kana as input methods take it (`xtu`, `lya`) to the letters before it. How many
/// letters of `rest` it took.
fn small(rest: &[u8], out: &mut String) -> Option<usize> {
    let (b'x' | b'l', name) = rest.split_first().map(|(first, name)| (*first, name))? else { return None };
    for double in [b"tu".as_slice(), b"tsu"] {
        if let Some(behind) = name.strip_prefix(double) {
            let doubled = behind.first().filter(|&&letter| !is_vowel(letter));
            out.extend(doubled.map(|&letter| itself(if letter == b'c' { b't' } else { letter })));
            return Some(1 + double.len());
        }
    }
    let mut glides = ["ya", "yu", "yo", "a", "i", "u", "e", "o"].into_iter();
    let glide = glides.find(|glide| name.starts_with(glide.as_bytes()))?;
    let vowel = out.len().checked_sub(1)?;
    let mora = out[..vowel].trim_end_matches(|c| !is_vowel(c as u8)).len()..out.len();
    let own = ('ぁ'..='ゔ').filter_map(kana).find(|letters| *letters == &out[mora.clone()])?;
    // Folded texts have these with a large vowel.
    if matches!((own, glide), ("u", "i" | "e") | ("hu" | "ku" | "gu", "a" | "i" | "e" | "o")) {
        out.push_str(glide);
        return Some(1 + glide.len());
    }
    let (head, tail) = contracted(own, glide);
    // Only some sounds take a small vowel; others are no Japanese (`kola`).
    if head == own && !matches!(own, "u" | "hu" | "ku" | "gu") {
        return None;
    }
    out.truncate(mora.start);
    out.push_str(head);
    out.push_str(tail);
    Some(1 + glide.len())
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
        b"w" | b"wh" => &["ui", "ue", "w"],
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
    const LETTERS: &str = "abdefghikmnoprstuvwyz0123456789";
    LETTERS.find(letter as char).map_or("?", |at| &LETTERS[at..=at])
}

/// Whether `letters` can be read as kana, the last sound perhaps unfinished.
fn is_sound(letters: &[u8]) -> bool {
    let follows = |(at, &letter): (usize, &u8)| match letters.get(at + 1) {
        _ if letter == b'?' => false,
        None => true,
        Some(_) if is_vowel(letter) || letter.is_ascii_digit() => true,
        Some(&next) => is_vowel(next) || joins(letter, next),
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
        let own = match hiragana(c) {
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
    Some(match hiragana(small) {
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

/// The letters of one kana, hiragana or katakana; empty for those that only change others.
#[must_use]
pub fn kana(c: char) -> Option<&'static str> {
    Some(match hiragana(c) {
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

    use super::{Pressed, spelled};

    fn pressed(letters: &str) -> String {
        Pressed::of(letters).letters
    }

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
            ("きっかけ", "kikkake kiltukake kixtukake kixtsukake"),
            ("ちょっと", "chotto tyotto cyotto tixyotto"),
            ("ウィンドウ", "windou whindou uxindou"),
            ("ウェブ", "webu uxebu whebu"),
            ("ファイル", "fairu huxairu fulairu"),
            ("ティー", "thi- texi-"),
            ("マッチャ", "maxtucha maltutya"),
        ] {
            let key = Pressed::of_kana(kana).unwrap().letters;
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
    fn a_long_vowel_may_be_typed_short_but_no_short_one_long() {
        for (typed, kana, expected) in [
            ("koen", "こうえん", true),
            ("kouen", "こうえん", true),
            ("kouen", "こえん", false),
            ("sono", "その", true),
            ("soono", "その", false),
            ("toori", "とおり", true),
            ("touri", "とおり", true),
            ("shinni", "しんい", true),
        ] {
            let letters = Pressed::of(&spelled(typed)[0]);
            let read = Pressed::of_kana(kana).unwrap();
            assert_eq!(letters.letters, read.letters, "{typed} {kana}");
            assert_eq!(letters.may_be(read.longs), expected, "{typed} {kana}");
        }
    }

    #[test]
    fn digits_stand_for_themselves() {
        assert_eq!(spelled("dai3kai"), ["dai3kai"]);
        assert_eq!(spelled("10man'en"), ["10manen"]);
        assert!(spelled("k8s").is_empty());
    }

    #[test]
    fn what_is_no_kana_has_no_letters() {
        assert_eq!(Pressed::of_kana("漢字"), None);
        assert_eq!(Pressed::of_kana("カナa"), None);
        assert_eq!(Pressed::of_kana(""), Some(Pressed::default()));
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
            let _ = Pressed::of_kana(&kana);
        }
    }
}
