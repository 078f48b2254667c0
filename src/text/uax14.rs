//! Line break opportunities as the Unicode standard has them (UAX #14), at the strict level.
//!
//! `icu_segmenter` knows the rules. Its newest tables are taken (Unicode 17; feature `unstable`,
//! hence the pinned version), because they alone treat “ ” and ¥ $ beside ideographs as JLREQ and
//! CLREQ want. Most CJK and Latin text is made of a few classes whose rules need no more than the
//! two characters beside a break: those pairs are decided here, and only what lies between such
//! characters is handed to ICU, with the last of them on either side for context. A law below
//! holds that the outcome is the same. Breaks inside a grapheme cluster are left out.

use std::borrow::Cow;

use icu_segmenter::LineSegmenter;
use icu_segmenter::LineSegmenterBorrowed;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// What two neighbours must be for their pair to be decided here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Ideographs, kana, Hangul syllables (ID, H2, H3).
    Letter,
    /// Closing marks, stops, small kana (CL, EX, NS, CJ), all East Asian.
    Closing,
    /// Opening brackets (OP), all East Asian.
    Opening,
    /// ASCII letters (AL) and digits (NU).
    Latin,
    /// A blank (SP).
    Blank,
    /// All else.
    Other,
}

impl Class {
    /// Whether no rule looks past such a character at what stands before it.
    fn is_anchor(self) -> bool {
        matches!(self, Self::Letter | Self::Latin)
    }
}

/// Byte offsets in `text` at which a line may begin, ascending, on grapheme borders, without its
/// two ends. After each line feed stands one.
#[must_use]
pub fn opportunities(text: &str) -> Vec<u32> {
    let mut found = Vec::with_capacity(text.len() / 4);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if start > 0 {
            found.push(offset(start));
        }
        scan(line, start, &mut found);
        start += line.len();
    }
    found
}

/// Those of the [`opportunities`] that lie past `from` and not past `to`, both on the border of
/// characters of one line, found without a look at the rest of the text; `None` where that cannot
/// be, because no character stands near that parts what is before it from what is behind it.
#[must_use]
pub fn opportunities_within(text: &str, from: usize, to: usize) -> Option<Vec<u32>> {
    /// Bytes that are looked at beyond either end.
    const REACH: usize = 64;
    let mut before = text[..from].char_indices().rev();
    let start = loop {
        match before.next() {
            None => break 0,
            Some((at, '\n')) => break at + 1,
            Some((at, c)) if class(c).is_anchor() => break at,
            Some((at, _)) if from - at > REACH => return None,
            Some(_) => {}
        }
    };
    let mut behind = text[to..].char_indices();
    let end = loop {
        match behind.next() {
            None => break text.len(),
            Some((at, c)) if c == '\n' || class(c).is_anchor() => break to + at + c.len_utf8(),
            Some((at, _)) if at > REACH => return None,
            Some(_) => {}
        }
    };
    let mut found = Vec::with_capacity((end - start) / 2);
    scan(&text[start..end], start, &mut found);
    found.retain(|&at| (from + 1..=to).contains(&(at as usize)));
    Some(found)
}

/// Finds the breaks inside one line that stands at `base`.
fn scan(line: &str, base: usize, found: &mut Vec<u32>) {
    let mut anchor = 0;
    // As after an opening bracket, nothing breaks at the start of a line.
    let mut before = Class::Opening;
    let mut chars = line.char_indices();
    while let Some((at, c)) = chars.next() {
        let class = class(c);
        let verdict = VERDICTS[before as usize][class as usize];
        if verdict != Verdict::Ask {
            if verdict == Verdict::Break {
                found.push(offset(base + at));
            }
            before = class;
            if class.is_anchor() {
                anchor = at;
            }
            continue;
        }
        let next =
            chars.by_ref().map(|(at, c)| (at, c, self::class(c))).find(|(.., class)| class.is_anchor());
        let end = next.map_or(line.len(), |(at, c, _)| at + c.len_utf8());
        while found.last().is_some_and(|&last| last as usize > base + anchor) {
            found.pop();
        }
        ask_icu(&line[anchor..end], base + anchor, found);
        let Some((at, _, class)) = next else { return };
        anchor = at;
        before = class;
    }
}

/// Adds the breaks inside `piece`, which stands at `base`, as ICU finds them.
fn ask_icu(piece: &str, base: usize, found: &mut Vec<u32>) {
    if piece.chars().all(stands_alone) {
        let breaks = STRICT.segment_str(piece).filter(|&at| at > 0 && at < piece.len());
        found.extend(breaks.map(|at| offset(base + at)));
        return;
    }
    let simple = without_complex_scripts(piece);
    let mut borders = piece.grapheme_indices(true).map(|(at, _)| at).peekable();
    for at in STRICT.segment_str(&simple).filter(|&at| at > 0 && at < piece.len()) {
        while borders.next_if(|&border| border < at).is_some() {}
        if borders.peek() == Some(&at) {
            found.push(offset(base + at));
        }
    }
}

/// `piece` with the characters of class SA (Thai, Lao, Khmer, Burmese and their kin) replaced by
/// letters and marks of the same length that need no dictionary, which is what LB1 makes of them
/// where there is none. ICU would do the same, with a complaint to standard error for each run.
fn without_complex_scripts(piece: &str) -> Cow<'_, str> {
    let is_complex = |c: char| {
        matches!(c,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19df}'
            | '\u{1a20}'..='\u{1aaf}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}' | '\u{11700}'..='\u{1174f}')
            && (c.is_alphanumeric() || is_combining_mark(c))
            && !c.is_numeric()
    };
    if !piece.contains(is_complex) {
        return Cow::Borrowed(piece);
    }
    let stand_in = |c: char| match (is_complex(c), is_combining_mark(c), c.len_utf8()) {
        (false, ..) => c,
        (true, true, 3) => '\u{1ab0}',
        (true, true, _) => '\u{101fd}',
        (true, false, 3) => 'ḁ',
        (true, false, _) => '\u{10400}',
    };
    Cow::Owned(piece.chars().map(stand_in).collect())
}

const STRICT: LineSegmenterBorrowed<'static> = {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    LineSegmenter::new_17_for_non_complex_scripts(options)
};

/// What is known of two neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// A line may begin between them.
    Break,
    /// It may not.
    Keep,
    /// That is for ICU to say.
    Ask,
}

/// LB13, LB14, LB18 and LB21 to LB30 for the classes of this file, by left and right.
const VERDICTS: [[Verdict; 6]; 6] = {
    let (b, k, a) = (Verdict::Break, Verdict::Keep, Verdict::Ask);
    // Letter, Closing, Opening, Latin, Blank, Other on the right.
    [
        [b, k, b, b, k, a],
        [b, k, b, b, a, a],
        [k, k, k, k, a, a],
        [b, k, b, k, k, a],
        [b, a, a, b, a, a],
        [a, a, a, a, a, a],
    ]
};

/// The class of `c`, by way of its page of 256 characters: kana and ideographs take turns as they
/// like, so that looking up is faster than asking.
#[inline]
fn class(c: char) -> Class {
    let number = c as usize;
    PAGES.get(number >> 8).map_or(Class::Other, |&page| TABLE[usize::from(page)][number & 0xff])
}

/// Which page of the table serves for each 256 characters, up to the last of a class of its own.
const PAGES: [u8; 0x2a7] = {
    let mut pages = [0; 0x2a7];
    let mut page = 0;
    while page < pages.len() {
        pages[page] = match page {
            0x00 => 1,
            0x30 => 2,
            0xff => 3,
            0xd7 => 4,
            0x4d => 5,
            0x2a6 => 6,
            0x34..=0x9f | 0xac..=0xd6 | 0x200..=0x2a5 => 7,
            _ => 0,
        };
        page += 1;
    }
    pages
};

const TABLE: [[Class; 0x100]; 8] = [
    [Class::Other; 0x100],
    page(0x0000),
    page(0x3000),
    page(0xff00),
    page(0xd700),
    page(0x4d00),
    page(0x2_a600),
    [Class::Letter; 0x100],
];

const fn page(first: u32) -> [Class; 0x100] {
    let mut page = [Class::Other; 0x100];
    let mut at = 0;
    let mut number = first;
    while at < page.len() {
        if let Some(c) = char::from_u32(number) {
            page[at] = class_of(c);
        }
        at += 1;
        number += 1;
    }
    page
}

#[rustfmt::skip]
const fn class_of(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Latin,
        ' ' => Class::Blank,
        '、' | '。' | '々' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗'
        | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' | '\u{309b}'..='\u{309e}'
        | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' | 'ヽ' | 'ヾ'
        | '゠' | '・' | 'ー' | '！' | '）' | '，' | '．' | '：' | '；' | '？' | '］' => Class::Closing,
        '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '（' | '［' => Class::Opening,
        '\u{3041}'..='\u{3096}' | '\u{309f}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{2a6df}' => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether no grapheme cluster of more characters can hold `c` next to others of its kind.
fn stands_alone(c: char) -> bool {
    c.is_ascii() || class(c) != Class::Other || matches!(c, '\u{2010}'..='\u{2027}' | '\u{ff01}'..='\u{ff60}')
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("an article is cut at 64 MB")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Class, STRICT, class, class_of, opportunities};

    /// ICU's own breaks of the whole text, those inside grapheme clusters left out.
    fn plainly(text: &str) -> Vec<u32> {
        let borders: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        STRICT
            .segment_str(text)
            .filter(|at| *at > 0 && *at < text.len() && borders.binary_search(at).is_ok())
            .map(super::offset)
            .collect()
    }

    #[test]
    fn every_character_has_the_class_that_its_page_says() {
        assert!(('\0'..=char::MAX).all(|c| class(c) == class_of(c)));
    }

    #[test]
    fn pairs_of_known_characters_break_as_icu_says() {
        let mut known: Vec<char> = ('\u{20}'..'\u{3100}')
            .chain('\u{ff00}'..='\u{ff60}')
            .filter(|&c| class(c) != Class::Other)
            .collect();
        known.extend(['一', '龥', '㐀', '𠮷', '가', '힣', '각']);
        for &left in &known {
            for &right in &known {
                for text in [format!("{left}{right}"), format!("あ{left}{right}b"), format!("{left} {right}")]
                {
                    assert_eq!(opportunities(&text), plainly(&text), "{text}");
                }
            }
        }
    }

    #[test]
    fn every_character_beside_known_ones_breaks_as_icu_says() {
        for c in ('\u{20}'..='\u{ffff}').filter(|c| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}'))
        {
            for text in [format!("猫{c}猫"), format!("1」{c}a"), format!("a{c}（1"), format!(" {c}x")] {
                assert_eq!(opportunities(&text), plainly(&text), "{text} U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn a_line_begins_after_each_line_feed() {
        assert_eq!(opportunities("a\nb\n\nc\n"), [2, 4, 5]);
        assert!(opportunities("\n").is_empty());
        assert!(opportunities("").is_empty());
    }

    proptest! {
        #[test]
        fn the_short_way_finds_what_icu_finds(
            text in "[a-c0-2あいっー猫、。」「（）！ \u{3000}“”‘’'\"$¥￥％%+/.,:;!?()\\-–—…×é一가나゛\u{3099}\u{200d}👩🏽🇯🇵\u{1100}\u{1161}\u{11a8}ｶﾞ１２，．]{0,16}"
        ) {
            prop_assert_eq!(opportunities(&text), plainly(&text));
        }

        #[test]
        fn any_characters_break_as_icu_says(text in proptest::collection::vec(any::<char>(), 0..12)) {
            let text: String = text.into_iter().filter(|c| !c.is_control()).collect();
            prop_assert_eq!(opportunities(&text), plainly(&text));
        }
    }
}
