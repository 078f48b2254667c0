//! A word looked for by its letters and by how it is read.
//!
//! A [`Pattern`] is what one typed word stands for in folded text: itself, Japanese by romaji or
//! unconverted hiragana (`romaji`, `mixed`), Chinese by pinyin (`pinyin`), Korean by initial
//! consonants (`choseong`), and what folding makes of it in the midst of a text (`inside`). It is
//! made once for a query and costs the same whether a title, an article or all texts are searched.
//! Capital letters mean the letters themselves.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::search::choseong::Choseong;
use crate::search::inside::{self, Inside};
use crate::search::mixed::Mixed;
use crate::search::names::Language;
use crate::search::pinyin::Pinyin;
use crate::search::romaji::{Romaji, is_long_enough, is_long_enough_kana};
use crate::text::fold::{fold, fold_word};
use crate::text::kana::is_hiragana;

/// The languages whose readings are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readings {
    /// Japanese by romaji.
    pub japanese: bool,
    /// Chinese by pinyin and its initials.
    pub chinese: bool,
    /// Korean by initial consonants.
    pub korean: bool,
}

impl Default for Readings {
    fn default() -> Self {
        Self::ALL
    }
}

impl Readings {
    /// Every language.
    pub const ALL: Self = Self { japanese: true, chinese: true, korean: true };

    /// Letters mean themselves.
    pub const NONE: Self = Self { japanese: false, chinese: false, korean: false };

    /// The languages to read folded `text` in, of an article in `language`.
    /// Characters that Japanese and Chinese share are read as the article's language has them,
    /// else as kana beside them show.
    #[must_use]
    pub fn of(language: &Language, text: &str) -> Self {
        let code = language.code();
        let (japanese, chinese) = (code == "ja", matches!(code, "zh" | "cmn" | "yue"));
        let kana = text.contains(is_hiragana);
        Self { japanese: kana || !chinese, chinese: chinese || !kana && !japanese, korean: true }
    }

    /// The languages of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            japanese: self.japanese && other.japanese,
            chinese: self.chinese && other.chinese,
            korean: self.korean && other.korean,
        }
    }
}

/// What one typed word stands for.
pub struct Pattern {
    folded: String,
    finder: Finder<'static>,
    romaji: Option<Romaji>,
    mixed: Option<Mixed>,
    pinyin: Option<Pinyin>,
    choseong: Option<Choseong>,
    inside: Option<Inside>,
}

impl Pattern {
    /// `word` as typed, with the readings of `languages`.
    #[must_use]
    pub fn of(word: &str, languages: Readings) -> Self {
        let folded = fold_word(word);
        let spells = reads_as_letters(word, &folded);
        Self {
            finder: Finder::new(&folded).into_owned(),
            romaji: match (languages.japanese, spells) {
                (false, _) => None,
                (true, true) => Romaji::of(&folded),
                (true, false) => Romaji::of_kana(word),
            },
            mixed: if spells && languages.japanese { Mixed::of(&folded) } else { None },
            pinyin: if spells && languages.chinese { Pinyin::of(&folded) } else { None },
            choseong: if languages.korean { Choseong::of(&folded) } else { None },
            inside: Inside::of(word),
            folded,
        }
    }

    /// Whether it stands for nothing but its letters.
    #[must_use]
    pub const fn is_literal(&self) -> bool {
        self.romaji.is_none()
            && self.mixed.is_none()
            && self.pinyin.is_none()
            && self.choseong.is_none()
            && self.inside.is_none()
    }

    /// The first place in folded text: the letters themselves wherever they stand, else the
    /// first reading.
    #[must_use]
    pub fn find(&self, folded: &str) -> Option<Range<usize>> {
        self.find_letters(folded, 0).or_else(|| self.find_reading(folded, 0, Readings::ALL))
    }

    /// Whether folded text holds the letters, or what is read so in one of `languages`.
    #[must_use]
    pub fn is_in(&self, folded: &str, languages: Readings) -> bool {
        self.find_letters(folded, 0).is_some() || self.find_reading(folded, 0, languages).is_some()
    }

    /// Every place in folded text, letters and readings, in order and apart.
    pub fn find_all<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let letters = (!self.folded.is_empty()).then_some(Reader::Letters(self));
        let mut places = Places::of(letters.into_iter().chain(self.readers(Readings::ALL)), folded);
        let mut from = 0;
        std::iter::from_fn(move || {
            let place = places.first(from)?;
            from = place.end;
            Some(place)
        })
    }

    /// The places in folded text that are read so in one of `languages`, each the first from a byte
    /// on; the bytes asked for must ascend.
    pub(super) fn places_read<'a>(&'a self, folded: &'a str, languages: Readings) -> Places<'a> {
        Places::of(self.readers(languages), folded)
    }

    /// The first place from the byte `from` on that is read so in one of `languages`.
    pub(super) fn find_reading(
        &self,
        folded: &str,
        from: usize,
        languages: Readings,
    ) -> Option<Range<usize>> {
        let found = self.readers(languages).filter_map(|reader| reader.find(folded, from));
        found.min_by_key(|found| found.start)
    }

    fn readers(&self, languages: Readings) -> impl Iterator<Item = Reader<'_>> {
        let japanese = self.romaji.as_ref().filter(|_| languages.japanese).map(Reader::Romaji);
        let mixed = self.mixed.as_ref().filter(|_| languages.japanese).map(Reader::Mixed);
        let chinese = self.pinyin.as_ref().filter(|_| languages.chinese).map(Reader::Pinyin);
        let korean = self.choseong.as_ref().filter(|_| languages.korean).map(Reader::Choseong);
        let inside = self.inside.iter().flat_map(Inside::ways).map(Reader::Inside);
        [japanese, mixed, chinese, korean].into_iter().flatten().chain(inside)
    }

    fn find_letters(&self, folded: &str, from: usize) -> Option<Range<usize>> {
        if self.folded.is_empty() {
            return None;
        }
        let at = from + self.finder.find(&folded.as_bytes()[from..])?;
        Some(at..at + self.folded.len())
    }
}

/// One of the ways in which a pattern finds something.
#[derive(Clone, Copy)]
enum Reader<'a> {
    Letters(&'a Pattern),
    Romaji(&'a Romaji),
    Mixed(&'a Mixed),
    Pinyin(&'a Pinyin),
    Choseong(&'a Choseong),
    Inside(inside::Way<'a>),
}

impl Reader<'_> {
    fn find(self, folded: &str, from: usize) -> Option<Range<usize>> {
        match self {
            Self::Letters(pattern) => pattern.find_letters(folded, from),
            Self::Romaji(romaji) => romaji.find(folded, from),
            Self::Mixed(mixed) => mixed.find(folded, from),
            Self::Pinyin(pinyin) => pinyin.find(folded, from),
            Self::Choseong(choseong) => choseong.find(folded, from),
            Self::Inside(way) => way.find(folded, from),
        }
    }
}

/// The next place of each reader in a text. A reader is asked anew only once its place is passed, so
/// that those which find nothing walk a long text once and not from each place of the others.
pub(super) struct Places<'a> {
    folded: &'a str,
    next: Vec<(Reader<'a>, Range<usize>)>,
}

impl<'a> Places<'a> {
    fn of(readers: impl Iterator<Item = Reader<'a>>, folded: &'a str) -> Self {
        let next = readers.filter_map(|reader| Some((reader, reader.find(folded, 0)?)));
        Self { folded, next: next.collect() }
    }

    /// The first place from the byte `from` on, which lies no further to the front than that asked
    /// for last.
    pub fn first(&mut self, from: usize) -> Option<Range<usize>> {
        let folded = self.folded;
        self.next.retain_mut(|(reader, place)| {
            if place.start < from {
                match reader.find(folded, from) {
                    Some(next) => *place = next,
                    None => return false,
                }
            }
            true
        });
        self.next.iter().map(|(_, place)| place).min_by_key(|place| place.start).cloned()
    }
}

/// Whether `word` may be a reading in Latin letters: small letters and digits, nothing else.
fn reads_as_letters(word: &str, folded: &str) -> bool {
    let is_letter = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    folded.bytes().all(|letter| is_letter(letter) || letter == b'-' || letter == b'\'')
        && !word.chars().any(char::is_uppercase)
}

/// Whether what `longer` stands for is always among what `shorter` does, of which it is a
/// continuation.
#[must_use]
pub(super) fn narrows(longer: &str, shorter: &str) -> bool {
    if Inside::of(longer).is_some() && Inside::of(shorter).is_none() {
        return false;
    }
    if is_long_enough_kana(longer) {
        return is_long_enough_kana(shorter);
    }
    let (long, short) = (fold(longer), fold(shorter));
    // Romaji begins at its third letter, pinyin at its second; `kil` becomes Japanese by `tu`.
    let ready = is_long_enough(&short) && !short.contains(['x', 'l']);
    !reads_as_letters(longer, &long) || reads_as_letters(shorter, &short) && ready
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::{Pattern, Readings};
    use crate::search::names::Language;
    use crate::text::fold::fold;

    fn all(word: &str, text: &str) -> Vec<String> {
        let text = fold(text);
        Pattern::of(word, Readings::ALL).find_all(&text).map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn letters_and_readings_are_found_in_order() {
        for (word, text, expected) in [
            ("choutatsu", "調達(choutatsu)と資金調達", vec!["調達", "choutatsu", "調達"]),
            ("tuili", "推理与推理 tuili", vec!["推理", "推理", "tuili"]),
            ("ㅂㄷㅊ", "반도체와 ㅂㄷㅊ", vec!["반도체", "ㅂㄷㅊ"]),
            ("ai", "AIとai", vec!["ai", "ai"]),
            ("さーばー", "サーバーのさーばー", vec!["さーば", "さーば"]),
            ("aichippu", "AIチップとaichippu", vec!["aiちっぷ", "aichippu"]),
            ("ちょうたつ", "資金調達とちょうたつ", vec!["調達", "ちょうたつ"]),
            ("つんどく", "積ん読の山", vec!["積ん読"]),
            ("はんど", "半導体", vec!["半導体"]),
            ("ハンドウタイ", "半導体", vec![]),
            ("はし", "橋のはし", vec!["はし"]),
            ("", "猫", vec![]),
        ] {
            assert_eq!(all(word, text), expected, "{word}");
        }
    }

    #[test]
    fn a_long_text_full_of_readings_is_walked_once() {
        // Were every reader asked anew after each hit, this would take minutes.
        for (word, piece) in [
            ("bandaoti", "半导体市场。"),
            ("choutatsu", "資金調達だ。"),
            ("aich", "AIチップと。"),
            ("hansh", "半信半疑と。"),
            ("3nen", "3333333333"),
            ("つんどく", "積ん読の山。"),
            ("箇所", "二カ所直す。"),
            ("々木", "佐々木さん。"),
            ("ㅂㄷㅊ", "반도체 시장"),
        ] {
            let times = 10_000;
            let text = fold(&piece.repeat(times));
            let found = Pattern::of(word, Readings::ALL).find_all(&text).count();
            assert_eq!(found, if piece.contains('3') { 0 } else { times }, "{word}");
        }
    }

    #[test]
    fn letters_come_before_readings() {
        let text = fold("調達 choutatsu");
        let found = Pattern::of("choutatsu", Readings::ALL).find(&text).unwrap();
        assert_eq!(&text[found], "choutatsu");
    }

    #[test]
    fn capitals_mean_the_letters_themselves() {
        assert!(Pattern::of("Choutatsu", Readings::ALL).is_literal());
        assert!(Pattern::of("ＣＨＯＵ", Readings::ALL).is_literal());
        assert!(!Pattern::of("ｃｈｏｕ", Readings::ALL).is_literal());
        assert!(Pattern::of("調達", Readings::ALL).is_literal());
    }

    #[test]
    fn a_language_switched_off_is_not_read() {
        let japanese = Readings { japanese: true, ..Readings::NONE };
        let chinese = Readings { chinese: true, ..Readings::NONE };
        assert!(Pattern::of("choutatsu", chinese).find("調達").is_none());
        assert!(Pattern::of("tuili", japanese).find("推理").is_none());
        assert!(Pattern::of("ㅂㄷㅊ", japanese).find("반도체").is_none());
        assert!(Pattern::of("choutatsu", Readings::NONE).is_literal());
    }

    #[test]
    fn shared_characters_are_read_in_the_language_of_the_article() {
        for (lang, title, japanese, chinese) in [
            ("ja", "半導体市場", true, false),
            ("jp", "半導体市場", true, false),
            ("zh-hans", "半导体市场", false, true),
            ("CN", "半导体市场", false, true),
            ("zh", "の謎", true, true),
            ("", "半導体の市場", true, false),
            ("en", "半導体", true, true),
        ] {
            let found = Readings::of(&Language::named(lang), title);
            assert_eq!((found.japanese, found.chinese), (japanese, chinese), "{lang} {title}");
        }
    }

    /// Each place the first behind the one before, letters before a reading.
    fn one_by_one(pattern: &Pattern, text: &str) -> Vec<Range<usize>> {
        let first = |from: usize| {
            let letters = pattern.find_letters(text, from);
            let places = letters.into_iter().chain(pattern.find_reading(text, from, Readings::ALL));
            places.min_by_key(|place| place.start)
        };
        std::iter::successors(first(0), |last| first(last.end)).collect()
    }

    proptest! {
        #[test]
        fn all_places_are_those_found_one_by_one(
            word in prop::sample::select(vec![
                "bandaoti", "bdt", "choutatsu", "chout", "aich", "aichippu", "hansh", "3ne", "つんどく", "はんど",
                "ㅂㄷㅊ", "반ㄷ", "調達", "ai", "tuili", "箇所", "々木",
                "ラヴ",
            ]),
            text in "(半导体|半導体|調達|半信|推理|AI|チップ|ち|3|年|積ん読|つんどく|반도체|반드시|ㅂㄷㅊ|ai|chout|bdt|カ所|が所|箇所|佐々|佐|木|ラヴェ|ラブ|の| |。){0,24}",
        ) {
            let text = fold(&text);
            let pattern = Pattern::of(word, Readings::ALL);
            let all: Vec<_> = pattern.find_all(&text).collect();
            prop_assert_eq!(all, one_by_one(&pattern, &text));
        }
    }
}
