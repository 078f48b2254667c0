//! Text folded for matching.
//!
//! Two texts fold to the same string where a reader would call them the same word: case, width
//! and compatibility forms (NFKC), katakana and hiragana, marks on Latin letters, old and new
//! forms of kanji, and the long-vowel mark that ends a katakana word of three sounds or more
//! (サーバー, サーバ). Folding what is folded changes nothing. A [`Folded`] maps back to the text it
//! came from, always by whole graphemes.
//!
//! Compatibility jamo (ㅂ) stay as they are, other than NFKC has it: an initial typed alone is
//! no half of a syllable. Unlike `Safe`, what is folded is never shown.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::forms::new_form;

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
        && folded.chars().all(|c| c == 'ー' || ('ぁ'..='ゖ').contains(&c))
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
struct Pass {
    done: Folded,
    /// Letters of the katakana run that ends here.
    sounds: usize,
    /// Whether something was written that another pass might fold again.
    unsettled: bool,
    /// Where the last grapheme that left something began: folded, original.
    last: Option<(usize, usize)>,
}

impl Pass {
    fn over(text: &str) -> Self {
        let done = Folded { text: String::with_capacity(text.len()), pieces: Vec::new() };
        let mut pass = Self { done, sounds: 0, unsettled: false, last: None };
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let alone = is_alone(c) && chars.peek().is_none_or(|&(_, next)| is_alone(next));
            if alone {
                pass.alone(c, at, &text[at + c.len_utf8()..]);
                continue;
            }
            let cluster = text[at..].graphemes(true).next().unwrap_or_default();
            let end = at + cluster.len();
            while chars.next_if(|&(next, _)| next < end).is_some() {}
            pass.cluster(cluster, at);
        }
        pass
    }

    /// A character that is a grapheme by itself, `rest` behind it.
    fn alone(&mut self, c: char, at: usize, rest: &str) {
        let from = self.done.text.len();
        match c {
            'ー' | 'ｰ' => {
                let ends = !rest.trim_start_matches(['ー', 'ｰ']).starts_with(is_katakana);
                if self.sounds >= SOUNDS && ends {
                    self.drop_long_vowel(at + c.len_utf8());
                    return;
                }
                self.done.text.push('ー');
                self.sounds += usize::from(self.sounds > 0);
            }
            'ァ'..='ヶ' | 'ヽ' | 'ヾ' => {
                self.done.text.push(hiragana(c));
                self.sounds += 1;
            }
            ' '..='~' | '\n' => {
                self.done.text.push(c.to_ascii_lowercase());
                self.sounds = 0;
            }
            '\u{3000}' => {
                self.done.text.push(' ');
                self.sounds = 0;
            }
            '！'..='～' => {
                let half = char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
                self.done.text.push(half.to_ascii_lowercase());
                self.sounds = 0;
            }
            '、'..='〩' | 'ぁ'..='ゖ' | 'ゝ' | 'ゞ' | '・' | '가'..='힣' | 'ㄱ'..='ㆎ' => {
                self.done.text.push(c);
                self.sounds = 0;
            }
            '一'..='鿿' => {
                self.done.text.push(new_form(c));
                self.sounds = 0;
            }
            _ => {
                self.cluster(c.encode_utf8(&mut [0; 4]), at);
                return;
            }
        }
        self.wrote(from, at..at + c.len_utf8());
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

    /// Lets the grapheme before stand for its long-vowel mark too, which ends at `end`.
    fn drop_long_vowel(&mut self, end: usize) {
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

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    }
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
        if is_combining_mark(c) && out[start..].ends_with(is_latin) {
            continue;
        }
        let mut base = c;
        decompose_canonical(c, |part| {
            if base == c {
                base = part;
            }
        });
        let kept = if is_latin(base) { base } else { c };
        for lower in kept.to_lowercase() {
            match lower {
                'ß' => out.push_str("ss"),
                'ς' => out.push('σ'),
                lower if is_combining_mark(lower) && out[start..].ends_with(is_latin) => {}
                lower => out.push(new_form(hiragana(lower))),
            }
        }
    }
}

fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'ß' | 'æ' | 'ø' | 'ð' | 'þ' | 'Æ' | 'Ø' | 'Ð' | 'Þ'
        | '\u{100}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
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
            ("量子计算", "计算", "计算"),
        ] {
            let folded = Folded::of(text);
            let at = folded.text.find(needle).unwrap_or_else(|| panic!("{needle} in {}", folded.text));
            assert_eq!(&text[folded.original(at..at + needle.len())], found);
        }
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
            "aéßİ カガか\u{3099}゛ーｰｶﾞﾟヷヽ国國神①㌔㈱한국ᄇ\u{1161}\u{11ab}ㅂㅏﾲ㉠👨\u{200d}👩❤\u{fe0f}🇯🇵葛\u{e0100}\u{301}…“”ǅﬁ\r\nΐ\u{345}क्ष"
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
