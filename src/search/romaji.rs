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

use crate::search::kana::{Pressed, Sound, Spelling, is_swallowed, kana, letters_of, place, spelled};
use crate::search::lexicon::{self, GEMINATE, Kind, LONGEST, Read};
use crate::text::forms::is_han;
use crate::text::kana::is_hiragana;

/// Letters that a word must have been typed of.
const LETTERS: usize = 3;

/// Kana that a word must have been typed of.
const SOUNDS: usize = 3;

/// Letters that one word or one character of a longer way takes at most.
const STEP: usize = 16;

/// Letters at the end of which a word is only begun, so that its first character is enough.
const SHORT: usize = 2;

/// Particles of one sound, which stand between words.
const PARTICLES: [char; 11] = ['の', 'を', 'が', 'に', 'は', 'と', 'で', 'も', 'へ', 'や', 'な'];

/// Latin letters as ways through Japanese text; one for each sound that the end may become.
pub struct Romaji {
    ways: Vec<Way>,
}

struct Way {
    letters: String,
    /// The letters from each on.
    tails: Vec<Pressed>,
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

impl Step {
    /// Whether a way may begin with it, a character alone between two others.
    fn may_begin(&self, last: Option<char>, kanji: char, next: Option<char>, is_all: bool) -> bool {
        let last_is_kanji = last.is_some_and(is_kanji);
        // 機 of 機能 and 行 of 実行 belong to those words.
        let begins_word = next.is_some_and(|next| lexicon::is_word(kanji, next));
        let ends_word = last.is_some_and(|last| lexicon::is_word(last, kanji));
        match self.kind {
            // 者 is `mono` alone, but not in 開発者.
            Kind::Word => !last_is_kanji && !begins_word,
            Kind::Stem => !ends_word,
            Kind::Part => {
                let follows = next.is_some_and(|c| match kana(c) {
                    Some(_) => !last_is_kanji && !PARTICLES.contains(&c),
                    None => is_kanji(c) || c.is_ascii_digit(),
                });
                follows && !begins_word && !ends_word && (is_all || usize::from(self.to) >= LETTERS)
            }
        }
    }
}

/// What stands before a place on a way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// No letter yet; the character of the text there, if any.
    Start(Option<char>),
    Word,
    /// The characters of a word that changes, whose kana follow.
    Stem,
    /// The first character of a way, read as it is beside a word: 型 of 型推論.
    Part(char),
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
        if !is_long_enough(typed) || typed.len() > LONGEST {
            return None;
        }
        let is_small = typed.contains(['x', 'l']);
        let spelled = spelled(typed).into_iter().filter(|letters| !is_small || letters.len() >= LETTERS);
        let ways: Vec<Way> = spelled.map(|letters| Way::of(&letters)).collect();
        (!ways.is_empty()).then_some(Self { ways })
    }

    /// A word typed in hiragana, which an input method has not converted; `None` where it is too
    /// short or holds something else.
    #[must_use]
    pub fn of_kana(typed: &str) -> Option<Self> {
        if !is_long_enough_kana(typed) {
            return None;
        }
        let letters = letters_of(typed).filter(|letters| !letters.is_empty())?;
        // き may still become きょ.
        let open = letters.strip_suffix('i').filter(|begin| begin.ends_with(|last| !"aiueoy".contains(last)));
        let open = open.map(|begin| format!("{begin}y"));
        let ways = [Some(letters), open].into_iter().flatten().filter(|letters| letters.len() <= LONGEST);
        let ways: Vec<Way> = ways.map(|letters| Way::of(&letters)).collect();
        (!ways.is_empty()).then_some(Self { ways })
    }

    /// The first place in folded text, from the byte `from` on, that is read so.
    #[must_use]
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        // All ways side by side: one that never fits is not to walk to the end for each that does.
        let mut last = text[..from].chars().next_back();
        text[from..].char_indices().find_map(|(at, c)| {
            let at = from + at;
            let before = Before::Start(last.replace(c));
            let ways = self.ways.iter().filter(|way| way.may_begin(c));
            let length = ways.filter_map(|way| way.walk(&text[at..], 0, before)).max()?;
            Some(at..at + length)
        })
    }

    /// The bytes of folded text, from its start, that are read so behind another word.
    #[must_use]
    pub fn begin_of(&self, text: &str) -> Option<usize> {
        self.ways.iter().filter_map(|way| way.walk(text, 0, Before::Word)).max()
    }
}

/// Whether a word was typed of enough letters and digits to be looked for by its reading.
#[must_use]
pub fn is_long_enough(typed: &str) -> bool {
    let is_letter = |letter: &u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    typed.bytes().filter(is_letter).count() >= LETTERS
        && typed.bytes().any(|letter| letter.is_ascii_lowercase())
}

/// Whether a word was typed in hiragana alone and is long enough to be looked for by its reading.
#[must_use]
pub fn is_long_enough_kana(typed: &str) -> bool {
    typed.chars().all(|c| is_hiragana(c) || c == 'ー') && typed.chars().nth(SOUNDS - 1).is_some()
}

/// Whether what is read in Japanese may begin with `letter` where `c` stands first.
#[must_use]
pub fn can_begin(c: char, letter: u8) -> bool {
    let Some(letters) = kana(c) else { return lexicon::begins(c) & lexicon::letter_bit(letter) != 0 };
    // ふぁ, うぉ, いぇ and どぅ begin with another letter than their first kana; を and は are said so.
    let otherwise = [('ふ', b'f'), ('う', b'w'), ('い', b'y'), ('ど', b'z'), ('を', b'o'), ('は', b'w')];
    letters.bytes().next() == Some(letter) || otherwise.contains(&(c, letter))
}

impl Way {
    fn of(letters: &str) -> Self {
        let mut way = Self {
            letters: letters.to_owned(),
            tails: (0..letters.len()).map(|from| Pressed::of(&letters[from..])).collect(),
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
        let head = letters.as_bytes()[0];
        if head.is_ascii_digit() {
            way.mark(head as char);
        }
        // No word begins with a small kana or ん.
        let begin = |&c: &char| !"ぁぃぅぇぉっゃゅょゎん".contains(c) && can_begin(c, head);
        ('ぁ'..='ゖ').filter(begin).for_each(|c| way.mark(c));
        way
    }

    /// Lays every step that the letters from `from` on allow.
    fn lay_from(&mut self, from: usize, reached: &mut [bool]) {
        let letters = self.letters.clone();
        let end = letters.len();
        for to in from + 1..end.min(from + STEP + 1) {
            let typed = Pressed::of(&letters[from..to]);
            lexicon::words_read(&typed.letters, |word| {
                reached[to] |= typed.may_be(word.longs) && self.add_word(from, to, word);
            });
            for key in heard(&typed.letters, from) {
                self.add_all(from, to, &typed, lexicon::kanji_read(&key), reached);
            }
            let last = letters.as_bytes()[to - 1];
            if letters.as_bytes()[to] == last && b"kstp".contains(&last) {
                let typed = Pressed::of(&letters[from..to - 1]);
                let key = typed.letters.clone() + GEMINATE;
                self.add_all(from, to, &typed, lexicon::kanji_read(&key), reached);
            }
            // Kana and Latin letters may end with any sound; を is one letter, and so is a digit.
            reached[to] |=
                b"aiueon".contains(&last) && to >= from + 2 || last == b'o' || last.is_ascii_digit();
        }
        let tail = self.tails[from].clone();
        if from == 0 || end - from > SHORT {
            lexicon::words_begun(&tail.letters, |word| {
                if tail.may_be(word.longs) {
                    self.add_word(from, end, word);
                }
            });
        } else if !is_open(&tail.letters) {
            // The second word of two that were typed together has only begun.
            lexicon::words_begun(&tail.letters, |word| {
                if tail.may_be(word.longs) {
                    lexicon::units(word.units).take(1).for_each(|kanji| self.add_kanji(from, end, kanji));
                }
            });
        }
        for key in heard(&tail.letters, from) {
            self.add_all(from, end, &tail, lexicon::kanji_begun(&key), reached);
        }
        if tail.letters.ends_with(['k', 's', 't', 'p']) {
            let typed = Pressed::of(&letters[from..end - 1]);
            let key = typed.letters.clone() + GEMINATE;
            self.add_all(from, end, &typed, lexicon::kanji_read(&key), reached);
        }
    }

    /// Adds the characters that may be read as was `typed`.
    fn add_all(
        &mut self,
        from: usize,
        to: usize,
        typed: &Pressed,
        read: impl Iterator<Item = (u64, char)>,
        reached: &mut [bool],
    ) {
        for (_, kanji) in read.filter(|&(longs, _)| typed.may_be(longs)) {
            self.add_kanji(from, to, kanji);
            reached[to] = true;
        }
    }

    /// Whether the word is one to go on from.
    fn add_word(&mut self, from: usize, to: usize, word: &Read<'_>) -> bool {
        let mut chars = lexicon::units(word.units);
        let (Some(first), second) = (chars.next(), chars.next()) else { return false };
        // A character alone is a word only where it is all that was typed.
        if second.is_none() && word.kind == Kind::Word && (from > 0 || to < self.letters.len()) {
            return false;
        }
        let start = self.rests.len();
        self.rests.extend(chars);
        let rest = narrow(start)..narrow(self.rests.len());
        let step = Step { from: short(from), to: short(to), kind: word.kind, rest };
        self.words.entry(pair(first, second)).or_default().push(step);
        if from == 0 {
            self.mark(first);
        }
        true
    }

    fn add_kanji(&mut self, from: usize, to: usize, kanji: char) {
        let steps = self.kanji.entry(pair(kanji, None)).or_default();
        let step = (short(from), short(to));
        if steps.last() != Some(&step) {
            steps.push(step);
        }
        if from == 0 {
            self.mark(kanji);
        }
    }

    fn mark(&mut self, c: char) {
        if let Some(word) = self.firsts.get_mut(c as usize / 64) {
            *word |= 1 << (c as usize % 64);
        }
    }

    fn may_begin(&self, c: char) -> bool {
        let bits = self.firsts.get(c as usize / 64).copied().unwrap_or(0);
        bits >> (c as usize % 64) & 1 == 1
    }

    /// The bytes of `text`, from its start, that the letters from `from` on stand for.
    fn walk(&self, text: &str, from: usize, before: Before) -> Option<usize> {
        let first = text.chars().next()?;
        if first.is_ascii_alphanumeric() {
            return self.walk_run(text, from);
        }
        if kana(first).is_some() {
            let word = self.walk_words(text, first, from, before);
            return word
                .or_else(|| self.walk_kana(text, from, before))
                .or_else(|| self.take(text, first, self.spoken(first, from, before)?, from));
        }
        if !is_kanji(first) || before.is_word_with(first) {
            return None;
        }
        if let Some(length) = self.walk_words(text, first, from, before) {
            return Some(length);
        }
        for &(at, to) in self.kanji.get(&pair(first, None)).into_iter().flatten().rev() {
            if at as usize == from
                && let Some(length) = self.take_kanji(text, first, to as usize, before)
            {
                return Some(length);
            }
        }
        let tail = &self.letters[from..];
        let begun = from > 0 && tail.len() <= SHORT && is_open(tail);
        (begun && heard(&tail[..1], from).iter().any(|letter| can_begin(first, letter.as_bytes()[0])))
            .then_some(first.len_utf8())
    }

    /// As `walk`, by words alone.
    fn walk_words(&self, text: &str, first: char, from: usize, before: Before) -> Option<usize> {
        let length = first.len_utf8();
        let second = text[length..].chars().next();
        let both = second.map(|second| (pair(first, Some(second)), length + second.len_utf8()));
        both.into_iter().chain([(pair(first, None), length)]).find_map(|(key, head)| {
            // The last laid takes most letters: 強 all of `kyou`, not `kyo` with a `u` to come.
            let steps = self.words.get(&key).into_iter().flatten().rev();
            steps
                .filter(|step| step.from as usize == from)
                .find_map(|step| self.take_word(text, head, step, before))
        })
    }

    /// As `walk`, where `text` begins with letters or digits that stand for themselves.
    fn walk_run(&self, text: &str, from: usize) -> Option<usize> {
        // A run that goes on is not looked at further: it may be as long as the text.
        let tail = &self.letters[from..];
        let end = text.bytes().zip(tail.bytes()).take_while(|(one, other)| one == other).count();
        if end == tail.len() {
            return Some(end);
        }
        if end == 0 || text.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        self.walk(&text[end..], from + end, Before::Kana).map(|more| end + more)
    }

    /// Goes on behind `c`, for which `letters` letters stand.
    fn take(&self, text: &str, c: char, letters: usize, from: usize) -> Option<usize> {
        let (behind, to) = (&text[c.len_utf8()..], from + letters);
        let more = if to == self.letters.len() { 0 } else { self.walk(behind, to, Before::Kana)? };
        Some(c.len_utf8() + more)
    }

    /// The letters that a particle takes where it is written as it is said.
    fn spoken(&self, particle: char, from: usize, before: Before) -> Option<usize> {
        let tail = &self.letters[from..];
        match particle {
            _ if !matches!(before, Before::Word | Before::Kanji(_)) => None,
            'を' if tail.starts_with('o') => Some(1),
            'は' if tail.starts_with("wa") => Some(2),
            'は' if tail == "w" => Some(1),
            _ => None,
        }
    }

    fn take_word(&self, text: &str, head: usize, step: &Step, before: Before) -> Option<usize> {
        let rest = &self.rests[step.rest.start as usize..step.rest.end as usize];
        let behind = text[head..].strip_prefix(rest)?;
        let length = head + rest.len();
        let to = step.to as usize;
        let last = to == self.letters.len();
        let alone = text.chars().next().filter(|first| first.len_utf8() == length);
        let next = behind.chars().next();
        if let (Some(kanji), Before::Start(last)) = (alone, before)
            && !step.may_begin(last, kanji, next, to == self.letters.len())
        {
            return None;
        }
        let more = match (step.kind, alone, before) {
            (Kind::Stem, _, _) if next.is_none_or(|c| kana(c).is_none()) => return None,
            (Kind::Part, Some(_), Before::First(_) | Before::Kanji(_) | Before::Part(_))
            | (Kind::Part, None, Before::Start(_)) => return None,
            _ if last => 0,
            (Kind::Stem, _, _) => self.walk_kana(behind, to, Before::Stem)?,
            (Kind::Part, Some(kanji), Before::Start(_)) => self.walk(behind, to, Before::Part(kanji))?,
            (Kind::Word | Kind::Part, _, _) => self.walk(behind, to, Before::Word)?,
        };
        Some(length + more)
    }

    fn take_kanji(&self, text: &str, kanji: char, to: usize, before: Before) -> Option<usize> {
        let length = kanji.len_utf8();
        let behind = &text[length..];
        let Before::Start(last) = before else {
            if to == self.letters.len() {
                return Some(length);
            }
            if matches!(before, Before::Part(_)) {
                return None;
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
        let letters = tail.letters.as_bytes();
        let (mut heard, mut longs) = (0_usize, 0_u64);
        for (sounds, (sound, end)) in Spelling::of(text).enumerate() {
            // The mark that ends a word of three sounds is folded away: さーば is サーバー too.
            let folded = end >= 3 * 'あ'.len_utf8();
            for &letter in sound.letters() {
                let last = heard.checked_sub(1);
                if is_swallowed(last.map(|last| letters[last]), letter) {
                    longs |= last.map_or(0, place);
                } else if letters.get(heard) == Some(&letter) && tail.longs & (place(heard) - 1) & !longs == 0
                {
                    longs |= if folded { place(heard) } else { 0 };
                    heard += 1;
                } else {
                    return None;
                }
                if heard == letters.len() && tail.may_be(longs) {
                    let is_long =
                        tail.longs & place(heard - 1) != 0 && text[end..].starts_with(['う', 'お', 'ー']);
                    return Some(if is_long && folded { end + 'う'.len_utf8() } else { end });
                }
            }
            let behind = &text[end..];
            if behind.starts_with(|c: char| is_kanji(c) || c.is_ascii_alphanumeric()) {
                if sounds == 0 && !before.may_be_parted_by(text, &sound) {
                    return None;
                }
                let is_read = |to: &usize| {
                    let piece = Pressed::of(&self.letters[from..*to]);
                    piece.letters.as_bytes() == &letters[..heard] && piece.may_be(longs)
                };
                return (from + 1..self.letters.len())
                    .filter(is_read)
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
            Self::First(kanji) | Self::Kanji(kanji) | Self::Part(kanji) => lexicon::is_word(kanji, next),
            Self::Start(_) | Self::Word | Self::Stem | Self::Kana => false,
        }
    }

    /// Whether one sound alone, with which `text` begins, may stand between this and kanji.
    fn may_be_parted_by(self, text: &str, sound: &Sound) -> bool {
        match self {
            // More often a particle than part of the word.
            Self::Start(_) => text.starts_with(['お', 'ご']),
            Self::Word | Self::Kanji(_) => text.starts_with(PARTICLES) && sound.letters().len() <= 2,
            Self::Stem => true,
            Self::First(_) | Self::Part(_) | Self::Kana => false,
        }
    }
}

/// Whether the letters are consonants that no vowel has closed yet: any character may follow.
fn is_open(letters: &str) -> bool {
    !letters.contains(['a', 'i', 'u', 'e', 'o', 'n'])
}

/// `key`, and what it may have been before the sound before it voiced it: 会 in 株式会社.
fn heard(key: &str, from: usize) -> Vec<String> {
    let unvoiced: &[&str] = match key.as_bytes().first() {
        _ if from == 0 => &[],
        Some(b'g') => &["k"],
        Some(b'z') => &["s", "t"],
        Some(b'd') => &["t"],
        Some(b'b' | b'p') => &["h"],
        _ => &[],
    };
    let begun_with = |letter: &&str| format!("{letter}{}", &key[1..]);
    std::iter::once(key.to_owned()).chain(unvoiced.iter().map(begun_with)).collect()
}

fn is_kanji(c: char) -> bool {
    is_han(c) || c == '々'
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
            // Letters and digits among them.
            ("dai3kai", "第3回", "第3回"),
            ("3nenburi", "3年ぶり", "3年ぶり"),
            ("2bai", "性能2倍", "2倍"),
            ("100okudoru", "100億ドル", "100億どる"),
            ("seiseiai", "生成AIの今", "生成ai"),
            ("chippuai", "チップAI", "ちっぷai"),
            // Particles, and honorifics.
            ("sekaiwokaeru", "世界を変える", "世界を変える"),
            ("sekaiokaeru", "世界を変える", "世界を変える"),
            ("gingatetsudounoyoru", "銀河鉄道の夜", "銀河鉄道の夜"),
            ("wagahaiwaneko", "吾輩は猫である", "吾輩は猫"),
            ("wagahaihaneko", "吾輩は猫である", "吾輩は猫"),
            ("hontounoriyuu", "本当の理由", "本当の理由"),
            ("kyodainashijou", "巨大な市場", "巨大な市場"),
            ("okane", "お金の話", "お金"),
            ("okyakusama", "お客様", "お客様"),
            // What stands beside words.
            ("uriagedaka", "売上高", "売上高"),
            ("en'yasu", "円安", "円安"),
            ("katasuiron", "型推論", "型推論"),
            ("taiikihaba", "帯域幅", "帯域幅"),
            ("maekoutei", "前工程", "前工程"),
            ("atokoutei", "後工程", "後工程"),
            ("hatarakikata", "働き方改革", "働き方"),
            ("hatarakikatakaikaku", "働き方改革", "働き方改革"),
            ("tsundoku", "積読", "積読"),
            ("tsundoku", "積ん読", "積ん読"),
            ("wareware", "我々", "我我"),
            ("watashi", "私の本", "私"),
            ("murakami", "村上春樹", "村上"),
            ("murakamiharuki", "村上春樹", "村上春樹"),
            ("sonmasayoshi", "孫正義", "孫正義"),
            ("sairendaringu", "再レンダリング", "再れんだりんぐ"),
            ("oyakonpo-nento", "親コンポーネント", "親こんぽーねんと"),
            ("beienubidia", "米エヌビディア", "米えぬびでぃあ"),
            ("edakari", "枝刈り", "枝刈り"),
            // Long vowels.
            ("kouen", "公園", "公園"),
            ("koen", "公園", "公園"),
            ("toori", "大通り", "通り"),
            ("touri", "大通り", "通り"),
            ("deeta", "データ", "でーた"),
            ("saabaa", "サーバー室", "さーば"),
            // As input methods take it.
            ("kiltukake", "きっかけ", "きっかけ"),
            ("cyotto", "ちょっと", "ちょっと"),
            ("whindou", "ウィンドウ", "ういんどう"),
            ("huxairu", "ファイル", "ふあいる"),
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
            // A character that cannot begin with the letter typed last.
            ("unit", "うに扱う"),
            ("item", "について詳しく"),
            ("shop", "地政学"),
            ("show", "初紹介"),
            ("key", "仮想化関数"),
            ("memory", "メモ化する"),
            ("tensor", "転送機能"),
            ("chip", "値型"),
            ("bus", "歩留まり"),
            // A vowel typed long that is short.
            ("soon", "その話"),
            ("see", "性能"),
            ("see", "関数"),
            ("keen", "意見"),
            ("moon", "ものの"),
            ("zoom", "依存"),
            ("you", "きょう"),
            // A character that belongs to another word.
            ("hat", "機能"),
            ("hitoe", "単純"),
            ("chikara", "協力会社"),
            ("mono", "開発者"),
            ("sonde", "依存で"),
            ("hat", "結果的"),
            ("hat", "結果に"),
            ("net", "子解"),
            ("show", "可能性を"),
            ("mono", "開発者の"),
            // A given name alone.
            ("masayoshi", "正義"),
            // A reading that hardly any word has.
            ("tag", "大規模"),
            ("sake", "再計算"),
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
            ("uriagedaka", "売上高"),
            ("katasuiron", "静的型推論"),
            ("sekaiokaeru", "世界を変える"),
            ("dai3kai", "第3回"),
        ] {
            for end in 3..=typed.len() {
                if typed[..end].bytes().filter(u8::is_ascii_lowercase).count() >= 3 {
                    assert!(found(&typed[..end], text).is_some(), "{} {text}", &typed[..end]);
                }
            }
        }
    }

    #[test]
    fn hiragana_is_found_while_it_is_being_typed() {
        for (typed, text) in [
            ("ちょうたつ", "調達"),
            ("じんこうちのう", "人工知能"),
            ("いっきょうじだい", "一強時代"),
            ("つんどく", "積ん読"),
            ("うりあげだか", "売上高"),
            ("せかいをかえる", "世界を変える"),
            ("しゅっけつ", "出血"),
        ] {
            for end in typed.char_indices().map(|(end, _)| end).skip(3).chain([typed.len()]) {
                let place = Romaji::of_kana(&typed[..end]).and_then(|romaji| romaji.find(text, 0));
                assert!(place.is_some(), "{} {text}", &typed[..end]);
            }
        }
        for typed in ["はし", "ーーー", "っっっ", "カタカナ", "かんじ字", "kana"] {
            assert!(Romaji::of_kana(typed).is_none(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_kana_may_be_typed(typed in "[ぁ-ゖー]{0,6}", text in "[ぁ-ゖー調達積読山一]{0,6}") {
            if let Some(place) = Romaji::of_kana(&typed).and_then(|romaji| romaji.find(&text, 0)) {
                prop_assert!(text.get(place).is_some_and(|found| !found.is_empty()));
            }
        }
    }

    fn word() -> impl Strategy<Value = (String, String)> {
        prop::sample::select(vec!["tyo", "sei", "ka", "iq", "si", "ko", "zin", "han", "to", "mu", "ni", "hu"])
            .prop_flat_map(|begin| {
                let mut words: Vec<(String, String)> = Vec::new();
                words_begun(begin, |word| {
                    if word.kind == Kind::Word {
                        words.push((begin.to_owned(), units(word.units).collect()));
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
