//! Japanese found by what was typed in Latin letters.
//!
//! The letters are laid out once as ways from the first letter to the last: by the words of the
//! dictionary that are read so, by single characters in their Sino-Japanese readings, by kana.
//! A text is then walked along them from each character that can begin one. The end of what was
//! typed may lie inside a word or a sound, so that a word is found while it is being typed.
//!
//! Single characters side by side are believed only where the dictionary does not know them as
//! a word (一強, 創薬): a word that it knows has the readings that it knows (行政 is no `kousei`).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use crate::search::kana::{Spelling, is_swallowed, kana, pressed, spelled};
use crate::search::lexicon::{self, GEMINATE, Kind};

/// Letters that a word must have been typed of.
const LETTERS: usize = 3;

/// Letters beyond which a word is not looked for by its reading.
const LONGEST: usize = 40;

/// Letters that one word or one character of a longer way takes at most.
const STEP: usize = 16;

/// Letters at the end of which a word is only begun, so that its first character is enough.
const SHORT: usize = 2;

/// Latin letters as ways through Japanese text; one for each sound that the end may become.
pub struct Romaji {
    ways: Vec<Way>,
}

struct Way {
    letters: String,
    /// The letters from each on, pressed.
    tails: Vec<Vec<u8>>,
    /// A bit for each character of the basic plane that can stand first.
    firsts: Box<[u64]>,
    words: HashMap<u64, Vec<Step>, BuildHasherDefault<Mix>>,
    kanji: HashMap<u64, Vec<(u8, u8)>, BuildHasherDefault<Mix>>,
    /// What the words hold behind their second characters.
    rests: String,
}

/// A word, by the letters it takes.
struct Step {
    from: u8,
    to: u8,
    kind: Kind,
    rest: Range<u32>,
}

/// What stands before a place on a way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// No letter yet; the character of the text there, if any.
    Start(Option<char>),
    Word,
    /// The first character of a way, in a reading of its own.
    First(char),
    /// A later character in a reading of its own.
    Kanji(char),
    Kana,
}

impl Romaji {
    /// `typed` as Japanese; `None` where it is too short or cannot be.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let letters = typed.bytes().filter(u8::is_ascii_lowercase).count();
        if letters < LETTERS || typed.len() > LONGEST {
            return None;
        }
        let ways: Vec<Way> = spelled(typed).iter().map(|letters| Way::of(letters)).collect();
        (!ways.is_empty()).then_some(Self { ways })
    }

    /// The first place in folded text, from the byte `from` on, that is read so.
    #[must_use]
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let first = |way: &Way| way.find(text, from);
        self.ways.iter().filter_map(first).min_by_key(|found| (found.start, std::cmp::Reverse(found.end)))
    }
}

impl Way {
    fn of(letters: &str) -> Self {
        let mut way = Self {
            letters: letters.to_owned(),
            tails: (0..letters.len()).map(|from| pressed(&letters[from..]).into_bytes()).collect(),
            firsts: vec![0; 1024].into_boxed_slice(),
            words: HashMap::default(),
            kanji: HashMap::default(),
            rests: String::new(),
        };
        let mut reached = vec![false; letters.len() + 1];
        reached[0] = true;
        for from in 0..letters.len() {
            if reached[from] {
                way.lay_from(from, &mut reached);
            }
        }
        let head = way.tails[0][0];
        for c in 'ぁ'..='ゖ' {
            let letter = kana(c).and_then(|letters| letters.bytes().next());
            // ふぁ, うぃ, いぇ and どぅ begin with another letter than their first kana.
            let contracted = matches!((c, head), ('ふ', b'f') | ('う', b'w') | ('い', b'y') | ('ど', b'z'));
            if c != 'ん' && (letter == Some(head) || contracted) {
                way.mark(c);
            }
        }
        way
    }

    /// Lays every step that the letters from `from` on allow.
    fn lay_from(&mut self, from: usize, reached: &mut [bool]) {
        let letters = self.letters.clone();
        let end = letters.len();
        for to in from + 1..end.min(from + STEP + 1) {
            let key = pressed(&letters[from..to]);
            lexicon::words_read(&key, |kind, word| reached[to] |= self.add_word(from, to, kind, word));
            for key in [key.clone()].into_iter().chain(unvoiced(&key, from)) {
                lexicon::kanji_read(&key).for_each(|kanji| reached[to] |= self.add_kanji(from, to, kanji));
            }
            let doubled = letters.as_bytes()[to - 1];
            if letters.as_bytes()[to] == doubled && b"kstp".contains(&doubled) {
                let key = pressed(&letters[from..to - 1]) + GEMINATE;
                lexicon::kanji_read(&key).for_each(|kanji| reached[to] |= self.add_kanji(from, to, kanji));
            }
            // Kana may end with any sound.
            reached[to] |= b"aiueon".contains(&doubled) && to >= from + 2;
        }
        let tail = pressed(&letters[from..]);
        if from == 0 || end - from > SHORT {
            lexicon::words_begun(&tail, |kind, word| {
                self.add_word(from, end, kind, word);
            });
        } else if !is_open(&tail) {
            // The second word of two that were typed together has only begun.
            lexicon::words_begun(&tail, |_, word| {
                lexicon::units(word).next().into_iter().for_each(|kanji| {
                    self.add_kanji(from, end, kanji);
                });
            });
        }
        for key in [tail.clone()].into_iter().chain(unvoiced(&tail, from)) {
            lexicon::kanji_begun(&key).for_each(|kanji| {
                self.add_kanji(from, end, kanji);
            });
        }
        if tail.ends_with(['k', 's', 't', 'p']) {
            let key = pressed(&letters[from..end - 1]) + GEMINATE;
            lexicon::kanji_read(&key).for_each(|kanji| {
                self.add_kanji(from, end, kanji);
            });
        }
    }

    /// Whether the word is one to go on from.
    fn add_word(&mut self, from: usize, to: usize, kind: Kind, word: &[u8]) -> bool {
        let mut chars = lexicon::units(word);
        let (Some(first), second) = (chars.next(), chars.next()) else { return false };
        // A character alone is a word only where it is all that was typed.
        if second.is_none() && kind == Kind::Word && (from > 0 || to < self.letters.len()) {
            return false;
        }
        let start = self.rests.len();
        self.rests.extend(chars);
        let rest = narrow(start)..narrow(self.rests.len());
        let step = Step { from: short(from), to: short(to), kind, rest };
        self.words.entry(pair(first, second)).or_default().push(step);
        if from == 0 {
            self.mark(first);
        }
        true
    }

    fn add_kanji(&mut self, from: usize, to: usize, kanji: char) -> bool {
        let steps = self.kanji.entry(pair(kanji, None)).or_default();
        let step = (short(from), short(to));
        if steps.last() != Some(&step) {
            steps.push(step);
        }
        if from == 0 {
            self.mark(kanji);
        }
        true
    }

    fn mark(&mut self, c: char) {
        if let Some(word) = self.firsts.get_mut(c as usize / 64) {
            *word |= 1 << (c as usize % 64);
        }
    }

    fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut last = text[..from].chars().next_back();
        text[from..].char_indices().find_map(|(at, c)| {
            let at = from + at;
            let before = Before::Start(last.replace(c));
            let bits = self.firsts.get(c as usize / 64).copied().unwrap_or(0);
            let first = bits >> (c as usize % 64) & 1 == 1;
            if first { self.walk(&text[at..], 0, before).map(|length| at..at + length) } else { None }
        })
    }

    /// The bytes of `text`, from its start, that the letters from `from` on stand for.
    fn walk(&self, text: &str, from: usize, before: Before) -> Option<usize> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let second = chars.next();
        if kana(first).is_some() {
            return self.walk_kana(text, from, before);
        }
        if !is_kanji(first) || before.is_word_with(first) {
            return None;
        }
        let length = first.len_utf8();
        let both = second.map(|second| (pair(first, Some(second)), length + second.len_utf8()));
        for (key, head) in both.into_iter().chain([(pair(first, None), length)]) {
            // The last laid takes most letters: 強 all of `kyou`, not `kyo` with a `u` to come.
            for step in self.words.get(&key).into_iter().flatten().rev() {
                if step.from as usize == from
                    && let Some(length) = self.take_word(text, head, step)
                {
                    return Some(length);
                }
            }
        }
        for &(at, to) in self.kanji.get(&pair(first, None)).into_iter().flatten().rev() {
            if at as usize == from
                && let Some(length) = self.take_kanji(text, first, to as usize, before)
            {
                return Some(length);
            }
        }
        let tail = &self.letters[from..];
        (from > 0 && tail.len() <= SHORT && is_open(tail)).then_some(length)
    }

    fn take_word(&self, text: &str, head: usize, step: &Step) -> Option<usize> {
        let rest = &self.rests[step.rest.start as usize..step.rest.end as usize];
        let behind = text[head..].strip_prefix(rest)?;
        let length = head + rest.len();
        let to = step.to as usize;
        let last = to == self.letters.len();
        match step.kind {
            Kind::Word if last => Some(length),
            Kind::Word => self.walk(behind, to, Before::Word).map(|more| length + more),
            Kind::Stem if !behind.starts_with(|c| kana(c).is_some()) => None,
            Kind::Stem if last => Some(length),
            Kind::Stem => self.walk_kana(behind, to, Before::Word).map(|more| length + more),
        }
    }

    fn take_kanji(&self, text: &str, kanji: char, to: usize, before: Before) -> Option<usize> {
        let length = kanji.len_utf8();
        let behind = &text[length..];
        let Before::Start(last) = before else {
            if to == self.letters.len() {
                return Some(length);
            }
            return self.walk(behind, to, Before::Kanji(kanji)).map(|more| length + more);
        };
        // 行 of 実行 belongs to that word.
        if last.is_some_and(|last| lexicon::is_word(last, kanji)) {
            return None;
        }
        // The first of several that no dictionary knows side by side.
        behind.chars().next().filter(|&next| is_kanji(next) && !lexicon::is_word(kanji, next))?;
        if to == self.letters.len() {
            return Some(length);
        }
        self.walk(behind, to, Before::First(kanji)).map(|more| length + more)
    }

    /// As `walk`, where `text` begins with kana.
    fn walk_kana(&self, text: &str, from: usize, before: Before) -> Option<usize> {
        if matches!(before, Before::First(_)) {
            return None;
        }
        let tail = &self.tails[from];
        let mut heard = 0_usize;
        for (sounds, (sound, end)) in Spelling::of(text).enumerate() {
            for &letter in sound.letters() {
                let last = heard.checked_sub(1).map(|last| tail[last]);
                if is_swallowed(last, letter) {
                    continue;
                }
                if tail[heard] != letter {
                    return None;
                }
                heard += 1;
                if heard == tail.len() {
                    return Some(end);
                }
            }
            // One sound alone before kanji is more often a particle than part of the word.
            let behind = &text[end..];
            if sounds > 0 && behind.starts_with(is_kanji) {
                return (from + 1..self.letters.len())
                    .filter(|&to| pressed(&self.letters[from..to]).as_bytes() == &tail[..heard])
                    .find_map(|to| self.walk(behind, to, Before::Kana))
                    .map(|more| end + more);
            }
        }
        None
    }
}

impl Before {
    /// Whether the dictionary knows the character before and `next` as a word of its own.
    fn is_word_with(self, next: char) -> bool {
        match self {
            Self::First(kanji) | Self::Kanji(kanji) => lexicon::is_word(kanji, next),
            Self::Start(_) | Self::Word | Self::Kana => false,
        }
    }
}

/// Whether the letters are consonants that no vowel has closed yet: any character may follow.
fn is_open(letters: &str) -> bool {
    !letters.contains(['a', 'i', 'u', 'e', 'o', 'n'])
}

/// What a sound may have been before it was voiced by the one before it: 会 in 株式会社.
fn unvoiced(key: &str, from: usize) -> Vec<String> {
    let begun_with =
        |letters: &[&str]| letters.iter().map(|letter| format!("{letter}{}", &key[1..])).collect();
    if from == 0 {
        return Vec::new();
    }
    match key.as_bytes().first() {
        Some(b'g') => begun_with(&["k"]),
        Some(b'z') => begun_with(&["s", "t"]),
        Some(b'd') => begun_with(&["t"]),
        Some(b'b' | b'p') => begun_with(&["h"]),
        _ => Vec::new(),
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々' | '\u{20000}'..='\u{3fffd}')
}

fn pair(first: char, second: Option<char>) -> u64 {
    u64::from(first as u32) << 32 | u64::from(second.map_or(0, |second| second as u32))
}

fn short(at: usize) -> u8 {
    u8::try_from(at).expect("a word read by its letters is shorter than its bound")
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("the words of one reading are far fewer")
}

/// A hash for pairs of characters, which nobody chooses to collide: the dictionary is ours.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 29;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Romaji;
    use crate::search::lexicon::{Kind, units, words_begun};
    use crate::text::fold::fold;

    fn found(typed: &str, text: &str) -> Option<String> {
        let text = fold(text);
        Romaji::of(typed)?.find(&text, 0).map(|range| text[range].to_owned())
    }

    #[test]
    fn words_are_found_by_every_spelling() {
        for (typed, text, expected) in [
            ("choutatsu", "巨額調達", "調達"),
            ("chotatsu", "巨額調達", "調達"),
            ("tyoutatu", "巨額調達", "調達"),
            ("cho-tatsu", "巨額調達", "調達"),
            ("chousa", "市場調査", "調査"),
            ("kyodai", "巨大企業", "巨大"),
            ("kyogaku", "巨額調達", "巨額"),
            ("toushi", "投資分析", "投資"),
            ("tousi", "投資分析", "投資"),
            ("shin'i", "その真意", "真意"),
            ("shinni", "その真意", "真意"),
            ("shini", "その真意", "真意"),
            ("seinou", "性能2倍", "性能"),
            ("seino", "性能2倍", "性能"),
            ("toukyou", "東京", "東京"),
            ("tokyo", "東京", "東京"),
            ("nihon", "日本", "日本"),
            ("nippon", "日本", "日本"),
            ("handoutai", "半導体市場", "半導体"),
            ("jinkouchinou", "人工知能", "人工知能"),
            ("haikei", "その背景", "背景"),
            ("suiron", "推論", "推論"),
            ("budomari", "歩留まり", "歩留まり"),
            ("sa-ba-", "サーバー", "さーば"),
            ("saabaa", "サーバー", "さーば"),
            ("saba", "サーバー", "さーば"),
            ("fa-wei", "ファーウェイ", "ふあーうえい"),
            ("chippu", "AIチップ", "ちっぷ"),
            ("tippu", "AIチップ", "ちっぷ"),
            ("kuraudo", "クラウド", "くらうど"),
            ("ikkyou", "NVIDIA一強時代", "一強"),
            ("souyaku", "AI創薬", "創薬"),
            ("handoutaishijou", "半導体市場", "半導体市場"),
            ("chippuseinou", "チップ性能", "ちっぷ性能"),
            ("kaeru", "世界を変える", "変える"),
            ("kawatta", "変わった", "変わった"),
            ("tsuyoi", "強い会社", "強い"),
            ("kabushikigaisha", "株式会社", "株式会社"),
            ("keizai", "経済", "経済"),
            ("gakkou", "学校", "学校"),
            ("konpyu-ta", "コンピュータ", "こんぴゅーた"),
            ("dhisuku", "ディスク", "でぃすく"),
            ("inu", "犬と猫", "犬"),
        ] {
            assert_eq!(found(typed, text).as_deref(), Some(expected), "{typed} {text}");
        }
    }

    #[test]
    fn other_words_are_not_found() {
        for (typed, text) in [
            ("chousa", "調達"),
            ("kousei", "行政"),
            ("tokyo", "と協力"),
            ("tokyo", "ト競"),
            ("choutatsu", "調査の達人"),
            ("data", "投資"),
            ("ai", "愛"),
            ("to", "と"),
            ("no", "の"),
            ("rust", "ラスト"),
            ("cerebras", "セレブラス"),
            ("ikkyou", "一橋"),
            ("kanri", "客観的"),
            ("kousin", "実行時に"),
            ("node", "可能性"),
            ("node", "みんなの代わり"),
        ] {
            assert_eq!(found(typed, text), None, "{typed} {text}");
        }
    }

    #[test]
    fn a_word_is_found_while_it_is_being_typed() {
        for (typed, text) in [
            ("choutatsu", "調達"),
            ("shukketsu", "出血"),
            ("jinkouchinou", "人工知能"),
            ("toushibunseki", "投資分析"),
            ("ikkyoujidai", "一強時代"),
            ("souyakubencha", "創薬ベンチャー"),
            ("chippuseinou", "チップ性能"),
            ("matcha", "抹茶"),
            ("shimbun", "新聞"),
            ("fa-wei", "ファーウェイ"),
        ] {
            for end in 3..=typed.len() {
                if typed[..end].bytes().filter(u8::is_ascii_lowercase).count() >= 3 {
                    assert!(found(&typed[..end], text).is_some(), "{} {text}", &typed[..end]);
                }
            }
        }
    }

    fn word() -> impl Strategy<Value = (String, String)> {
        prop::sample::select(vec!["tyo", "sei", "ka", "iq", "si", "ko", "zin", "han", "to", "mu", "ni", "hu"])
            .prop_flat_map(|begin| {
                let mut words: Vec<(String, String)> = Vec::new();
                words_begun(begin, |kind, word| {
                    if kind == Kind::Word {
                        words.push((begin.to_owned(), units(word).collect()));
                    }
                });
                words.push((begin.to_owned(), "猫".to_owned()));
                prop::sample::select(words)
            })
    }

    proptest! {
        #[test]
        fn a_letter_less_still_finds(
            typed in "(k|s|t|ch|ts|n|h|m|r|j|g|sh|ky|)[aiueo](n|u|)((k|sh|ty|n|b|m|s|kk|r)[aiueo](n|u|)){1,4}",
            words in prop::collection::vec(word(), 1..4),
            kana in "[かしちのんーっ]{0,3}",
        ) {
            let text: String = words.into_iter().map(|(_, word)| word).collect::<String>() + &kana;
            if found(&typed, &text).is_some() {
                for end in 3..typed.len() {
                    prop_assert!(found(&typed[..end], &text).is_some(), "{} of {} in {}", &typed[..end], typed, text);
                }
            }
        }

        #[test]
        fn what_is_found_lies_on_characters(typed in "[a-z'-]{3,12}", text in "[猫調達行政のチップaサー一強]{0,12}") {
            let text = fold(&text);
            if let Some(range) = Romaji::of(&typed).and_then(|romaji| romaji.find(&text, 0)) {
                prop_assert!(!text[range].is_empty());
            }
        }
    }
}
