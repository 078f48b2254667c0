//! Where a word stands in an article.
//!
//! Ruby stands in the text as 東（とう）京（きょう）, but is read in two ways, 東京 and とうきょう:
//! an article with ruby is searched as it stands and in both of these. A hit in a reading takes in
//! the characters read, so that it is seen where readings are hidden.

use std::ops::Range;

use crate::markdown::document::Document;
use crate::search::expression::{Expression, Wrong};
use crate::search::names::Language;
use crate::search::readings::{Pattern, Readings};
use crate::text::fold::{Folded, fold};

/// Hits between two questions whether the answer is still wanted.
const SLICE: usize = 512;

/// Where `typed` stands in an article in `language`, ascending, apart from one another: an expression
/// between strokes in the text as it stands, or a word, folded or read in one of `readings`. `None`
/// when the answer is no longer wanted.
///
/// # Errors
/// Why what stands between the strokes is no expression.
#[must_use]
pub fn find(
    typed: &str,
    readings: Readings,
    language: &Language,
    document: &Document,
    stale: &dyn Fn() -> bool,
) -> Option<Result<Vec<Range<u32>>, Wrong>> {
    match Expression::written(typed).map(Expression::of) {
        Some(Ok(expression)) => {
            // Each of them may take as long as the text is.
            let wanted = expression.find_all(&document.text).take_while(|_| !stale());
            gathered(wanted.filter(|range| !range.is_empty()), stale).filter(|_| !stale()).map(Ok)
        }
        Some(Err(why)) => Some(Err(why)),
        None => find_word(typed.trim(), readings, language, document, stale).map(Ok),
    }
}

fn find_word(
    word: &str,
    readings: Readings,
    language: &Language,
    document: &Document,
    stale: &dyn Fn() -> bool,
) -> Option<Vec<Range<u32>>> {
    if word.is_empty() {
        return Some(Vec::new());
    }
    let folded = Folded::of(&document.text);
    let pattern = Pattern::of(word, readings.and(Readings::of(language, &folded.text)));
    let mut hits = found(&pattern, &folded, stale)?;
    if document.ruby.is_empty() {
        return Some(hits);
    }
    for version in [Version::without_readings(document), Version::with_readings_alone(document)] {
        let found = found(&pattern, &Folded::of(&version.text), stale)?;
        hits.extend(found.into_iter().map(|range| version.original(range)));
    }
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut end = 0;
    hits.retain(|hit| {
        let apart = hit.start >= end;
        end = end.max(hit.end);
        apart
    });
    Some(hits)
}

/// Whether an article in `language` holds a word or what is read so.
#[must_use]
pub fn holds(document: &Document, language: &Language, word: &Pattern) -> bool {
    let folded = fold(&document.text);
    let readings = Readings::of(language, &folded);
    word.is_in(&folded, readings)
        || !document.ruby.is_empty()
            && [Version::without_readings(document), Version::with_readings_alone(document)]
                .iter()
                .any(|version| word.is_in(&fold(&version.text), readings))
}

fn found(pattern: &Pattern, folded: &Folded, stale: &dyn Fn() -> bool) -> Option<Vec<Range<u32>>> {
    gathered(pattern.find_all(&folded.text).map(|place| folded.original(place)), stale)
}

fn gathered(
    mut places: impl Iterator<Item = Range<usize>>,
    stale: &dyn Fn() -> bool,
) -> Option<Vec<Range<u32>>> {
    let to = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut hits = Vec::new();
    loop {
        if hits.len() % SLICE == 0 && stale() {
            return None;
        }
        let Some(place) = places.next() else { return Some(hits) };
        hits.push(to(place.start)..to(place.end));
    }
}

/// The text with parts of its ruby left out.
struct Version {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch that was kept.
struct Piece {
    /// Where it begins in the version.
    at: u32,
    /// Where it begins in the article.
    original: u32,
    /// Of a reading: where a hit begins that begins in it, at the characters that are read so, and
    /// where one ends that ends with it, behind the bracket.
    shown: Option<Range<u32>>,
}

impl Version {
    fn without_readings(document: &Document) -> Self {
        let mut version = Self { text: String::new(), pieces: Vec::new() };
        let mut from = 0;
        for ruby in &document.ruby {
            version.keep(document, from..ruby.reading.start, None);
            from = ruby.reading.end;
        }
        version.keep(document, from..u32::MAX, None);
        version
    }

    fn with_readings_alone(document: &Document) -> Self {
        let mut version = Self { text: String::new(), pieces: Vec::new() };
        let mut from = 0;
        for ruby in &document.ruby {
            let reading = document.text.slice(ruby.reading.clone());
            let bracket = |c: Option<char>| u32::try_from(c.map_or(0, char::len_utf8)).unwrap_or(0);
            let (open, close) = (bracket(reading.chars().next()), bracket(reading.chars().next_back()));
            version.keep(document, from..ruby.base.start, None);
            let inner = ruby.reading.start + open..ruby.reading.end.saturating_sub(close);
            version.keep(document, inner, Some(ruby.base.start..ruby.reading.end));
            from = ruby.reading.end;
        }
        version.keep(document, from..u32::MAX, None);
        version
    }

    fn keep(&mut self, document: &Document, range: Range<u32>, shown: Option<Range<u32>>) {
        let end = range.end.min(u32::try_from(document.text.len()).unwrap_or(u32::MAX));
        if range.start >= end {
            return;
        }
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.pieces.push(Piece { at, original: range.start, shown });
        self.text.push_str(document.text.slice(range.start..end).as_str());
    }

    /// What a range of the version is in the article.
    fn original(&self, range: Range<u32>) -> Range<u32> {
        let piece = |at: u32| {
            let next = self.pieces.partition_point(|piece| piece.at <= at);
            next.checked_sub(1).and_then(|last| self.pieces.get(last))
        };
        let place = |piece: &Piece, at: u32| piece.original + (at - piece.at);
        let first = piece(range.start);
        let start = first.map_or(0, |piece| match &piece.shown {
            Some(ruby) => ruby.start,
            None => place(piece, range.start),
        });
        let last = range.end.saturating_sub(1).max(range.start);
        let is_whole = self.pieces.binary_search_by_key(&range.end, |piece| piece.at).is_ok()
            || self.text.len() == range.end as usize;
        let end = piece(last).map_or(start, |piece| match &piece.shown {
            Some(ruby) if is_whole => ruby.end,
            _ => place(piece, last) + (range.end - last),
        });
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{find, holds};
    use crate::markdown::parse::parse;
    use crate::search::names::Language;
    use crate::search::readings::{Pattern, Readings};

    /// What of the text is found.
    fn hits(source: &str, word: &str) -> Vec<String> {
        let document = parse(source);
        let text = |range: std::ops::Range<u32>| document.text.slice(range).as_str().to_owned();
        let hits = find(word, Readings::ALL, &Language::default(), &document, &|| false).unwrap().unwrap();
        hits.into_iter().map(text).collect()
    }

    const RUBY: &str = "<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>の<ruby>漢字<rt>かんじ</rt></ruby>の話。\
                        ｜積読《つんどく》です。{新宿|しんじゅく}駅。";

    #[test]
    fn ruby_is_found_by_its_characters_and_by_its_readings() {
        assert_eq!(hits(RUBY, "東京"), ["東（とう）京"]);
        assert_eq!(hits(RUBY, "とうきょう"), ["東（とう）京（きょう）"]);
        assert_eq!(hits(RUBY, "漢字の"), ["漢字（かんじ）の"]);
        assert_eq!(hits(RUBY, "積読です"), ["積読（つんどく）です"]);
        assert_eq!(hits(RUBY, "つんどくです"), ["積読（つんどく）です"]);
        assert_eq!(hits(RUBY, "新宿駅"), ["新宿（しんじゅく）駅"]);
        assert_eq!(hits(RUBY, "shinjukueki"), ["新宿（しんじゅく）駅"]);
    }

    #[test]
    fn what_is_found_in_several_ways_is_one_hit() {
        assert_eq!(hits(RUBY, "漢字"), ["漢字"]);
        assert_eq!(hits(RUBY, "かんじ").len(), 1);
        assert_eq!(hits(RUBY, "の話"), ["の話"]);
        assert_eq!(hits("猫と犬と猫", "猫"), ["猫", "猫"]);
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        for (source, word, expected) in [
            ("佐々木と佐佐木", "佐佐木", &["佐々木", "佐佐木"][..]),
            ("いすゞのヴァン", "いすずのバン", &["いすゞのヴァン"]),
            ("神⼾と神戸、⻘空", "神戸", &["神⼾", "神戸"]),
            ("ソフトウェア・ソフトウエア", "ソフトウエア", &["ソフトウェア", "ソフトウエア"]),
            ("软体和軟體", "軟体", &["软体", "軟體"]),
            ("서울ㆍ부산, 서울·부산", "서울・부산", &["서울ㆍ부산", "서울·부산"]),
            ("Don’t, don't", "don't", &["Don’t", "don't"]),
        ] {
            assert_eq!(hits(source, word), expected, "{word} in {source}");
        }
    }

    #[test]
    fn an_expression_is_found_in_the_text_as_it_stands() {
        assert_eq!(hits("猫と犬と黒猫。", "/黒?猫/"), ["猫", "黒猫"]);
        assert_eq!(hits("/usr と usr", "/usr"), ["/usr"]);
        let document = parse("猫");
        let broken = find("/(猫/", Readings::ALL, &Language::default(), &document, &|| false);
        assert!(broken.unwrap().is_err());
    }

    #[test]
    fn nothing_is_found_for_nobody() {
        let asked = Cell::new(0);
        let stale = || asked.replace(asked.get() + 1) == 2;
        let (unknown, document) = (Language::default(), parse(&"推理。".repeat(10_000)));
        assert_eq!(find("tuili", Readings::ALL, &unknown, &document, &stale), None);
        assert_eq!(asked.get(), 3);
        assert_eq!(find("東京", Readings::ALL, &unknown, &parse(RUBY), &|| true), None);
    }

    #[test]
    fn an_article_holds_what_is_found_in_it() {
        let document = parse(RUBY);
        for word in ["東京", "とうきょう", "漢字の", "ツンドクデス", "新宿駅", "（とう）"]
        {
            assert!(holds(&document, &Language::default(), &Pattern::of(word, Readings::ALL)), "{word}");
        }
        let holds = |source, lang, word| {
            holds(&parse(source), &Language::named(lang), &Pattern::of(word, Readings::ALL))
        };
        assert!(!holds(RUBY, "ja", "大阪"));
        assert!(!holds("한국어 中文", "", "東京"));
        for (source, lang, word) in [
            ("資金を調達した", "", "choutatsu"),
            ("大模型推理", "zh", "tuili"),
            ("大模型推理", "CN", "tuili"),
            ("한국 반도체", "ko", "ㅂㄷㅊ"),
        ] {
            assert!(holds(source, lang, word), "{word}");
        }
        for lang in ["zh", "cn", "zh-Hans"] {
            assert!(!holds("大模型推理", lang, "suiri"), "{lang}");
        }
        // The ruby is read in the language of the article too.
        assert!(!holds("<ruby>東京<rt>とう</rt></ruby>", "ja", "dongjing"));
    }

    #[test]
    fn characters_are_read_in_the_language_of_the_article() {
        let document = parse("大模型推理");
        let found = |word, lang| {
            find(word, Readings::ALL, &Language::named(lang), &document, &|| false).unwrap().unwrap().len()
        };
        for (lang, japanese, chinese) in
            [("", 1, 1), ("ja", 1, 0), ("jp", 1, 0), ("zh", 0, 1), ("cn-TW", 0, 1), ("ko", 1, 1)]
        {
            assert_eq!((found("suiri", lang), found("tuili", lang)), (japanese, chinese), "{lang}");
        }
    }
}
