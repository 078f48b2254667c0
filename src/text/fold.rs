//! Text folded for matching.
//!
//! Two texts fold to the same string where a reader would call them the same word: case, width
//! and compatibility forms (NFKC), katakana and hiragana, marks on Latin and Greek letters, the
//! shapes of an ideograph (`forms`), signs of one kind (`signs`), letters repeated by a mark (佐々木,
//! すゞ), what katakana words are spelled with in two ways (`kana`), and the long-vowel mark that
//! ends a katakana word of three sounds or more (サーバー, サーバ). Folding what is folded changes
//! nothing: a letter is changed by what was written before it, which never changes again. A
//! [`Folded`] maps back to the text it came from, always by whole graphemes.
//!
//! Compatibility jamo (ㅂ) stay as they are, other than NFKC has it: an initial typed alone is
//! no half of a syllable. Unlike `Safe`, what is folded is never shown.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::forms::{is_han, usual_form};
use crate::text::kana::{counter, counts, hiragana, is_hiragana, large_vowel, plain_v, unvoiced, voiced};
use crate::text::signs::usual_sign;

/// Passes after which folding gives up looking for a text that stays as it is.
const PASSES: usize = 4;

/// Sounds before a final long-vowel mark from which on it is dropped (キー keeps its own).
const SOUNDS: usize = 3;

/// Text folded for matching, with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    pieces: Vec<Piece>,
}

/// A stretch of folded text that stands for a stretch of the original as a whole. Between two
/// of them the bytes run side by side, each character a grapheme.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    folded: Range<u32>,
    original: Range<u32>,
}

/// `text` folded, without the way back.
#[must_use]
pub fn fold(text: &str) -> String {
    Folded::of(text).text
}

/// A word or a name by itself, folded as texts are; the long-vowel mark at its end is dropped where
/// it is all hiragana, too, which [`fold`] leaves alone (さーばー, as an input method first writes
/// サーバー).
#[must_use]
pub fn fold_word(word: &str) -> String {
    let mut folded = fold(word);
    while folded.ends_with('ー')
        && folded.chars().count() > SOUNDS
        && folded.chars().all(|c| c == 'ー' || is_hiragana(c))
    {
        folded.pop();
    }
    folded
}

impl Folded {
    /// `text` folded.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut folded = Pass::over(text);
        for _ in 1..PASSES {
            if !folded.unsettled {
                break;
            }
            let again = Pass::over(&folded.done.text);
            if again.done.text == folded.done.text {
                break;
            }
            folded.unsettled = again.unsettled;
            folded.done = again.done.after(&folded.done);
        }
        folded.done.pieces.shrink_to_fit();
        folded.done
    }

    /// The bytes of the original that the bytes `folded` stand for, on grapheme borders. Empty
    /// for an empty range; what lies past the end is cut off.
    #[must_use]
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.start(folded.start);
        if folded.is_empty() || folded.start >= self.text.len() {
            return start..start;
        }
        start..self.end(folded.end)
    }

    fn start(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let next = self.pieces.partition_point(|piece| piece.folded.start as usize <= at);
        let Some(piece) = next.checked_sub(1).map(|last| &self.pieces[last]) else { return at };
        match at.checked_sub(piece.folded.end as usize) {
            Some(beyond) => piece.original.end as usize + beyond,
            None => piece.original.start as usize,
        }
    }

    fn end(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        let next = self.pieces.partition_point(|piece| (piece.folded.start as usize) < at);
        let Some(piece) = next.checked_sub(1).map(|last| &self.pieces[last]) else { return at };
        piece.original.end as usize + at.saturating_sub(piece.folded.end as usize)
    }

    /// This folding of `first`'s text, mapped back to what `first` was folded from.
    fn after(self, first: &Self) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, c) in self.text.char_indices() {
            let folded = at..at + c.len_utf8();
            let original = first.original(self.original(folded.clone()));
            let (folded, original) = (narrow(&folded), narrow(&original));
            match pieces.last_mut() {
                Some(last) if original.start < last.original.end => {
                    last.folded.end = folded.end;
                    last.original.end = last.original.end.max(original.end);
                }
                _ => pieces.push(Piece { folded, original }),
            }
        }
        Self { text: self.text, pieces }
    }
}

/// One walk over a text from grapheme to grapheme.
struct Pass<'a> {
    text: &'a str,
    done: Folded,
    /// Letters of the katakana run that ends here.
    sounds: usize,
    /// Behind which byte the run of long-vowel marks is not known, and whether it ends its word.
    marks: (usize, bool),
    /// Letters that each mark of the run of 々 that ends here goes back.
    back: usize,
    /// Whether something was written that another pass might fold again.
    unsettled: bool,
    /// Where the last grapheme that left something began: folded, original.
    last: Option<(usize, usize)>,
}

impl<'a> Pass<'a> {
    fn over(text: &'a str) -> Self {
        let done = Folded { text: String::with_capacity(text.len()), pieces: Vec::new() };
        let mut pass =
            Self { text, done, sounds: 0, marks: (0, false), back: 1, unsettled: false, last: None };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let next = at + c.len_utf8();
            let alone = is_alone(c) && text[next..].chars().next().is_none_or(is_alone);
            if alone && c.is_ascii() {
                at = pass.ascii(at);
            } else if alone {
                pass.alone(c, at);
                at = next;
            } else {
                let cluster = text[at..].graphemes(true).next().unwrap_or_default();
                // What follows may be a letter that only looks as if it could be joined.
                if cluster.len() == c.len_utf8() && is_alone(c) && !c.is_ascii() {
                    pass.alone(c, at);
                } else {
                    pass.cluster(cluster, at);
                }
                at += cluster.len();
            }
        }
        pass
    }

    /// A run of ASCII from `at` on, of which the first is a grapheme by itself. Where it ends.
    fn ascii(&mut self, at: usize) -> usize {
        let plain = |byte: &&u8| matches!(byte, b' '..=b'~' | b'\n');
        let run = self.text.as_bytes()[at..].iter().take_while(plain).count();
        let end = at + run;
        // The last may carry what follows.
        let joins = run > 1 && self.text[end..].chars().next().is_some_and(|next| !is_alone(next));
        let end = if joins { end - 1 } else { end };
        let from = self.done.text.len();
        self.done.text.push_str(&self.text[at..end]);
        self.done.text[from..].make_ascii_lowercase();
        self.last = Some((self.done.text.len() - 1, end - 1));
        self.sounds = 0;
        end
    }

    /// A character that is a grapheme by itself and no ASCII.
    fn alone(&mut self, c: char, at: usize) {
        let end = at + c.len_utf8();
        let sounds = std::mem::take(&mut self.sounds);
        match c {
            'ー' | 'ｰ' => {
                if sounds >= SOUNDS && self.ends_word(end) {
                    self.sounds = sounds;
                    self.lengthen(end);
                    return;
                }
                self.put('ー', c, at);
                self.sounds = if sounds > 0 { sounds + 1 } else { 0 };
            }
            'ヶ' | 'ヵ' | 'ゖ' | 'ゕ' => {
                self.put(counter(self.back(1)), c, at);
                self.sounds = if is_katakana(c) { sounds + 1 } else { 0 };
            }
            'ケ' | 'ｹ' if self.is_counter(end) => self.put(counter(self.back(1)), c, at),
            'ァ' | 'ィ' | 'ェ' | 'ォ' | 'ュ' | 'ぁ' | 'ぃ' | 'ぇ' | 'ぉ' | 'ゅ' => {
                let counted = if is_katakana(c) { sounds + 1 } else { 0 };
                self.sounds = if self.small(hiragana(c), c, at) { counted } else { sounds };
            }
            'ァ'..='ヴ' => {
                self.put(if c == 'ヴ' { 'ぶ' } else { hiragana(c) }, c, at);
                self.sounds = sounds + 1;
            }
            'ゔ' => self.put('ぶ', c, at),
            'ヽ' | 'ヾ' => {
                self.repeat_kana(hiragana(c), c, at);
                self.sounds = sounds + 1;
            }
            'ゝ' | 'ゞ' => self.repeat_kana(c, c, at),
            '々' | '〻' => self.repeat_han(c, at),
            '〱'..='〵' => self.repeat_two(c, at),
            '\u{3000}' => self.put(' ', c, at),
            '！'..='～' => {
                let half = char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
                self.put(half.to_ascii_lowercase(), c, at);
            }
            '…' | '⋯' => {
                let from = self.done.text.len();
                self.done.text.push_str("...");
                self.wrote(from, at..end);
            }
            '箇' if self.back(1).is_some_and(counts) => self.put('か', c, at),
            '一'..='鿿' => self.put(usual_form(c), c, at),
            '가'..='힣' => self.put(c, c, at),
            _ => match usual_sign(c) {
                Some(sign) => self.put(sign, c, at),
                None if matches!(c, '、'..='〩' | 'ぁ'..='ゖ' | '・' | 'ㄱ'..='ㆎ') => {
                    self.put(c, c, at);
                }
                None => {
                    self.sounds = sounds;
                    self.cluster(c.encode_utf8(&mut [0; 4]), at);
                }
            },
        }
    }

    /// Whether no katakana follows the long-vowel marks that run on from `at`.
    fn ends_word(&mut self, at: usize) -> bool {
        if self.marks.0 <= at {
            let rest = self.text[at..].trim_start_matches(['ー', 'ｰ']);
            // A run is looked along once, however many marks it has.
            self.marks = (self.text.len() - rest.len() + 1, !rest.starts_with(is_katakana));
        }
        self.marks.1
    }

    /// Writes `folded` for the character `c`, a grapheme that begins at `at`.
    fn put(&mut self, folded: char, c: char, at: usize) {
        let from = self.done.text.len();
        self.done.text.push(folded);
        self.last = Some((from, at));
        let (length, original) = (folded.len_utf8(), c.len_utf8());
        if length != original {
            let folded = narrow(&(from..from + length));
            self.done.pieces.push(Piece { folded, original: narrow(&(at..at + original)) });
        }
    }

    /// Writes a small kana. Whether it is a sound of its own.
    fn small(&mut self, small: char, c: char, at: usize) -> bool {
        if self.text[..at].ends_with(['ヴ', 'ゔ']) && self.done.text.ends_with('ぶ') {
            if let Some(plain) = plain_v(small) {
                self.done.text.pop();
                self.done.text.push(plain);
                self.lengthen(at + c.len_utf8());
                return false;
            }
            if small == 'ゅ' {
                self.done.text.pop();
                self.done.text.push('び');
            }
        }
        let large = self.back(1).and_then(|before| large_vowel(before, small));
        self.put(large.unwrap_or(small), c, at);
        true
    }

    /// The character `count` back in what was folded so far.
    fn back(&self, count: usize) -> Option<char> {
        self.done.text.chars().nth_back(count - 1)
    }

    /// Whether a ケ that ends at `end` stands between kanji, or between a number and kanji.
    fn is_counter(&self, end: usize) -> bool {
        self.text[end..].starts_with(is_han)
            && self.back(1).is_some_and(|before| counts(before) || is_han(before))
    }

    /// ゝ and ゞ, as what they repeat.
    fn repeat_kana(&mut self, mark: char, c: char, at: usize) {
        let kana = match self.back(1).filter(|&before| is_hiragana(before)) {
            Some(before) if mark == 'ゞ' => voiced(unvoiced(before)),
            Some(before) => unvoiced(before),
            None => mark,
        };
        self.put(kana, c, at);
    }

    /// 々, as what it repeats: the kanji before it, or of two side by side (一歩々々) the two.
    fn repeat_han(&mut self, c: char, at: usize) {
        let is_mark = |c: &char| matches!(c, '々' | '〻');
        if !self.text[..at].chars().next_back().is_some_and(|before| is_mark(&before)) {
            let marks = self.text[at..].chars().take(3).take_while(is_mark).count();
            let two = marks == 2 && self.back(2).is_some_and(is_han) && self.back(1).is_some_and(is_han);
            self.back = if two { 2 } else { 1 };
        }
        let han = self.back(self.back).filter(|&before| is_han(before));
        self.put(han.unwrap_or('々'), c, at);
    }

    /// The long marks of vertical text, as the two kana that they repeat: 〱, and 〳 with 〵 below it.
    fn repeat_two(&mut self, c: char, at: usize) {
        let two = self.back(2).filter(|&before| is_hiragana(before));
        let (Some(first), Some(second)) = (two, self.back(1).filter(|&before| is_hiragana(before))) else {
            self.put(c, c, at);
            return;
        };
        let first = if matches!(c, '〲' | '〴') { voiced(first) } else { first };
        let first = large_vowel(second, first).unwrap_or(first);
        let end = at + c.len_utf8();
        match c {
            '〱' | '〲' => {
                let from = self.done.text.len();
                self.done.text.extend([first, second]);
                self.wrote(from, at..end);
            }
            '〳' | '〴' if self.text[end..].starts_with('〵') => self.put(first, c, at),
            '〵' if self.text[..at].ends_with(['〳', '〴']) => self.put(first, c, at),
            _ => self.put(c, c, at),
        }
    }

    /// A grapheme of any kind.
    fn cluster(&mut self, cluster: &str, at: usize) {
        let from = self.done.text.len();
        fold_cluster(cluster, &mut self.done.text);
        let written = &self.done.text[from..];
        let katakana =
            cluster.starts_with(is_katakana) && written.starts_with(|c| ('ぁ'..='ヾ').contains(&c));
        self.sounds = if katakana { self.sounds + 1 } else { 0 };
        self.unsettled |= written != cluster && !written.is_ascii();
        self.wrote(from, at..at + cluster.len());
    }

    /// Takes note of what stands in the folded text from `from` on.
    fn wrote(&mut self, from: usize, original: Range<usize>) {
        let length = self.done.text.len() - from;
        if length > 0 {
            self.last = Some((from, original.start));
        }
        let one = self.done.text[from..].chars().nth(1).is_none();
        if !one || length != original.len() {
            let folded = narrow(&(from..from + length));
            self.done.pieces.push(Piece { folded, original: narrow(&original) });
        } else if self.done.text[from..].chars().next().is_some_and(|c| !is_alone(c)) {
            // A lone mark or joiner: a piece of its own, so that its neighbours stay whole.
            let folded = narrow(&(from..from + length));
            self.done.pieces.push(Piece { folded, original: narrow(&original) });
        }
    }

    /// Lets the grapheme before stand for all up to `end` of the original.
    fn lengthen(&mut self, end: usize) {
        let Some((folded, original)) = self.last else { return };
        let whole =
            Piece { folded: narrow(&(folded..self.done.text.len())), original: narrow(&(original..end)) };
        match self.done.pieces.last_mut() {
            Some(piece) if piece.folded.start == whole.folded.start => *piece = whole,
            _ => self.done.pieces.push(whole),
        }
    }
}

/// Whether `c` is a grapheme by itself beside others of its kind.
fn is_alone(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\n'
        | '\u{a0}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{20cf}' | '\u{2100}'..='\u{2bff}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{3163}' | '\u{3165}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{fb1d}' | '\u{ff01}'..='\u{ff9d}'
        | '\u{1f300}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヶ' | 'ヽ' | 'ヾ' | 'ｦ'..='ｯ' | 'ｱ'..='ﾝ')
}

fn fold_cluster(cluster: &str, out: &mut String) {
    let start = out.len();
    let plain: Cow<'_, str> =
        if cluster.contains(is_selector) { cluster.replace(is_selector, "").into() } else { cluster.into() };
    if plain.contains(is_jamo) {
        plain.chars().for_each(|c| out.push(full_jamo(c)));
        return;
    }
    for c in plain.nfkc() {
        if is_combining_mark(c) && out[start..].ends_with(is_bare) {
            continue;
        }
        let mut base = c;
        decompose_canonical(c, |part| {
            if base == c {
                base = part;
            }
        });
        let kept = if is_bare(base) { base } else { c };
        for lower in kept.to_lowercase() {
            match lower {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'þ' => out.push_str("th"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                'ħ' => out.push('h'),
                'ŧ' => out.push('t'),
                'ı' => out.push('i'),
                'ς' => out.push('σ'),
                lower if is_combining_mark(lower) && out[start..].ends_with(is_bare) => {}
                lower => out.push(usual_form(hiragana(lower))),
            }
        }
    }
}

/// Whether `c` is a letter that marks are taken off: Latin and Greek, of which no mark makes
/// another letter as it does in й and が.
fn is_bare(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'ß' | 'æ' | 'ø' | 'ð' | 'þ' | 'Æ' | 'Ø' | 'Ð' | 'Þ'
        | '\u{100}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | 'Α'..='Ω' | 'α'..='ω')
}

/// Variation selectors: the same letter in another dress.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_jamo(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㆎ' | '\u{ffa0}'..='\u{ffdc}')
}

/// A half-width letter of Korean as its full-width twin.
fn full_jamo(c: char) -> char {
    let code = c as u32;
    let full = match code {
        0xffa1..=0xffbe => code - 0xffa1 + 0x3131,
        0xffc2..=0xffc7 => code - 0xffc2 + 0x314f,
        0xffca..=0xffcf => code - 0xffca + 0x3155,
        0xffd2..=0xffd7 => code - 0xffd2 + 0x315b,
        0xffda..=0xffdc => code - 0xffda + 0x3161,
        _ => code,
    };
    char::from_u32(full).unwrap_or(c)
}

/// Offsets as they are kept. A text is bounded far below what does not fit.
fn narrow(range: &Range<usize>) -> Range<u32> {
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    small(range.start)..small(range.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Folded, fold};

    #[test]
    fn what_a_reader_calls_the_same_folds_to_the_same() {
        for (one, other) in [
            ("ＡＩ", "ai"),
            ("ｶﾅ", "かな"),
            ("カナ", "かな"),
            ("ガ", "か\u{3099}"),
            ("ｶﾞ", "が"),
            ("ﾊﾟ", "ぱ"),
            ("サーバー", "サーバ"),
            ("ｻｰﾊﾞｰ", "サーバ"),
            ("メモリー", "メモリ"),
            ("サーバーの", "サーバの"),
            ("Ｃｅｒｅｂｒａｓ", "CEREBRAS"),
            ("café", "cafe"),
            ("cafe\u{301}", "CAFÉ"),
            ("ÀÉÎõü", "aeiou"),
            ("ДОМ", "дом"),
            ("Straße", "STRASSE"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("㈱", "(株)"),
            ("①", "1"),
            ("国", "國"),
            ("髙島", "高島"),
            ("葛\u{e0100}飾", "葛飾"),
            ("神", "\u{fa19}"),
            ("𠮷野家", "吉野家"),
            ("ㅂㄷㅊ", "\u{ffb2}\u{ffa7}\u{ffba}"),
            ("한국", "한국"),
            ("반\u{3000}도체", "반 도체"),
            ("量子计算", "量子计算"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn signs_of_one_kind_are_one_sign() {
        for (one, other) in [
            ("東京〜大阪", "東京～大阪"),
            ("〜𝐀", "～a"),
            ("1-2", "1–2"),
            ("北京—上海", "北京―上海"),
            ("1‐2−3", "1-2-3"),
            ("서울・부산", "서울ㆍ부산"),
            ("ジョン・スミス", "ｼﾞｮﾝ･ｽﾐｽ"),
            ("约翰·史密斯", "约翰・史密斯"),
            ("“引用”", "\"引用\""),
            ("‘인용’", "'인용'"),
            ("don’t", "DON'T"),
            ("そして…", "そして..."),
            ("等等⋯⋯", "等等……"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        for (one, other) in [("カー", "カ—"), ("一", "ー"), ("一", "—"), ("「あ」", "\"あ\"")] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn a_repeat_mark_is_what_it_repeats() {
        for (one, other) in [
            ("佐々木", "佐佐木"),
            ("人々", "人人"),
            ("代々木", "代〻木"),
            ("部分々々", "部分部分"),
            ("翌々々日", "翌翌翌日"),
            ("すゝめ", "すすめ"),
            ("いすゞ", "いすず"),
            ("いす\u{309d}\u{3099}", "イスズ"),
            ("バナヽ", "バナナ"),
            ("一つづゝ", "一つづつ"),
            ("金子みすゞ", "金子みすず"),
            ("ミスヾ", "みすず"),
            ("國々", "国国"),
            ("いよ〳〵", "いよいよ"),
            ("しみ〴〵", "しみじみ"),
            ("ます〱", "ますます"),
            ("それ〲", "それぞれ"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        for alone in ["々", "の々", "ゝ", "猫ゝ", "a々", "〱", "い〳〵", "〃"] {
            assert_eq!(fold(alone), alone);
        }
        assert_ne!(fold("ああ"), fold("あ〃"));
    }

    #[test]
    fn a_letter_in_several_shapes_is_one_letter() {
        for (one, other) in [
            ("戸籍", "戶籍"),
            ("神戸", "神⼾"),
            ("青空", "⻘空"),
            ("软体", "軟體"),
            ("标点", "標點"),
            ("台湾", "臺灣"),
            ("软件测试", "軟件測試"),
            ("半導体", "半导体"),
            ("头发", "頭發"),
            ("云计算", "雲計算"),
            ("鉄道", "鐵道"),
            ("歴史", "历史"),
            ("渡邊", "渡辺"),
            ("發展", "発展"),
            ("韓國", "韓国"),
            ("쥬\u{f9e1}", "쥬李"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn katakana_words_are_one_word_in_both_spellings() {
        for (one, other) in [
            ("ソフトウェア", "ソフトウエア"),
            ("ソフトｳｪｱ", "そふとうえあ"),
            ("フィルム", "フイルム"),
            ("クォリティ", "クオリティ"),
            ("ヴァイオリン", "バイオリン"),
            ("ｳﾞｧｲｵﾘﾝ", "バイオリン"),
            ("カヴァー", "カバー"),
            ("デジャヴュ", "デジャビュ"),
            ("ラヴ", "ラブ"),
            ("3ヶ月", "3ヵ月"),
            ("三ヶ月", "三か月"),
            ("一カ月", "一箇月"),
            ("３ｹ月", "3ケ月"),
            ("数ヶ所", "数箇所"),
            ("各ヶ所", "各か所"),
            ("三十余ヶ国", "三十余カ国"),
            ("二兆ヶ", "二兆か"),
            ("霞ヶ関", "霞が関"),
            ("鎌ケ谷", "鎌ヶ谷"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        for (one, other) in [
            ("きゃく", "きやく"),
            ("びょういん", "びよういん"),
            ("ティ", "テイ"),
            ("チェ", "チエ"),
            ("いった", "いつた"),
            ("ケーキ", "カーキ"),
            ("池", "行け"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn marks_and_strokes_on_letters_are_no_other_letter() {
        for (one, other) in [
            ("ΣΙΣΥΦΟΣ", "ΣΊΣΥΦΟΣ"),
            ("ΣΙΣΥΦΟΣ", "Σίσυφος"),
            ("igdir", "Iğdır"),
            ("ığdır", "IĞDIR"),
            ("İstanbul", "istanbul"),
            ("smørrebrød", "SMORREBROD"),
            ("Łódź", "lodz"),
            ("Đà Nẵng", "da nang"),
            ("æon œuvre", "AEON OEUVRE"),
            ("Þingvellir", "thingvellir"),
            ("Straße", "strasse"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn what_are_different_words_stay_different() {
        for (one, other) in [
            ("キー", "キ"),
            ("エラー", "エラ"),
            ("は", "ば"),
            ("й", "и"),
            ("ラーメン", "ラメン"),
            ("サーバールーム", "サーバルーム"),
            ("ㅂ", "\u{1107}"),
            ("推论", "推理"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn a_particle_before_a_katakana_word_does_not_lengthen_it() {
        assert_eq!(fold("にはキー"), "にはきー");
    }

    #[test]
    fn a_folded_range_maps_to_the_whole_graphemes_it_stands_for() {
        for (text, needle, found) in [
            ("ＡＩチップ", "ai", "ＡＩ"),
            ("ＡＩチップ", "ちっぷ", "チップ"),
            ("社内サーバーの話", "さーば", "サーバー"),
            ("ｻｰﾊﾞｰ機", "さーば", "ｻｰﾊﾞｰ"),
            ("㌔と㈱", "株", "㈱"),
            ("なが\u{3099}い", "が", "が\u{3099}"),
            ("one café two", "cafe", "café"),
            ("one cafe\u{301} two", "two", "two"),
            ("👨\u{200d}👩\u{200d}👧と猫", "猫", "猫"),
            ("葛\u{e0100}飾区", "葛", "葛\u{e0100}"),
            ("반도체 시장", "시장", "시장"),
            ("量子计算", "計算", "计算"),
            ("佐々木さん", "佐佐", "佐々"),
            ("いすゞの車", "ず", "ゞ"),
            ("それ〲の話", "ぞれ", "〲"),
            ("いよ〳〵だ", "いよだ", "〳〵だ"),
            ("ヴァイオリン", "ば", "ヴァ"),
            ("カヴァーの", "かば", "カヴァ"),
            ("サーヴァーの", "さーば", "サーヴァー"),
            ("そう…か", ".", "…"),
            ("约翰·史", "・史", "·史"),
            ("Ærø", "aer", "Ær"),
            ("one’s ROW", "'s row", "’s ROW"),
        ] {
            let folded = Folded::of(text);
            let at = folded.text.find(needle).unwrap_or_else(|| panic!("{needle} in {}", folded.text));
            assert_eq!(&text[folded.original(at..at + needle.len())], found);
        }
    }

    #[test]
    fn a_long_run_of_marks_is_looked_along_once() {
        let run = "ー".repeat(300_000);
        assert_eq!(fold(&format!("サーバ{run}")), "さーば");
        assert!(fold(&format!("サーバ{run}ア")).starts_with("さーばーーー"));
        assert!(fold(&format!("{run}猫{run}")).len() > 1_500_000);
    }

    #[test]
    fn plain_text_needs_no_map() {
        assert!(Folded::of("Cerebrasの巨額調達、その真意は。반도체 시장 量子计算").pieces.is_empty());
    }

    #[test]
    fn a_range_past_the_end_is_cut_off() {
        let folded = Folded::of("猫");
        assert_eq!(folded.original(0..99), 0..3);
        assert_eq!(folded.original(99..100), 3..3);
        assert_eq!(folded.original(1..2), 0..3);
    }

    fn mixed() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(
            "aéßİłæıςΣά カガか佐々〻々ゝゞ〱〲〳〴〵うぃふぁヴァヴュゔケヶヵ三箇月〜—·ㆍ⋯’⼾⻘发\u{3099}゛ーｰｶﾞﾟヷヽ国國神①㌔㈱한국ᄇ\u{1161}\u{11ab}ㅂㅏﾲ㉠👨\u{200d}👩❤\u{fe0f}🇯🇵葛\u{e0100}\u{301}…“”ǅﬁ\r\nΐ\u{345}क्ष"
                .chars()
                .collect::<Vec<_>>(),
        );
        prop::collection::vec(prop_oneof![3 => odd, 1 => any::<char>()], 0..16)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in mixed()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn every_folded_range_lies_on_grapheme_borders(text in mixed(), from in 0_usize..40, length in 0_usize..40) {
            let folded = Folded::of(&text);
            let range = folded.original(from..from + length);
            let borders: Vec<usize> =
                text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            prop_assert!(borders.contains(&range.start), "{:?} in {:?}", range, borders);
            prop_assert!(borders.contains(&range.end), "{:?} in {:?}", range, borders);
            prop_assert!(range.start <= range.end);
        }

        #[test]
        fn later_folded_ranges_never_lie_before_earlier_ones(text in mixed()) {
            let folded = Folded::of(&text);
            let mut before = 0..0;
            for (at, c) in folded.text.char_indices() {
                let range = folded.original(at..at + c.len_utf8());
                prop_assert!(before.start <= range.start && before.end <= range.end);
                before = range;
            }
        }
    }
}
