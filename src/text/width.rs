//! How many columns text takes in a terminal.
//!
//! The one user of `unicode-width`. What it says of a grapheme cluster is what ratatui's cells say
//! (UAX #11 on the cluster as a whole, and one column more for each half-width sound mark), so that
//! what was laid out is what is drawn; for terminals that draw East Asian "ambiguous" characters
//! wide it has a whole table of its own. Line feeds and other controls take no column.
//!
//! Most text is of characters that never join their neighbours: those are measured one by one, and
//! `unicode-segmentation` is asked only where something may extend or join.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::ambiguous::is_ambiguous;

/// What a terminal makes of characters of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One column.
    #[default]
    Narrow,
    /// Two columns.
    Wide,
}

/// What one sees as one character, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grapheme<'a> {
    /// Its first byte in the text that was taken apart.
    pub start: usize,
    /// It.
    pub text: &'a str,
    /// Its columns.
    pub columns: u16,
}

/// Columns of one grapheme cluster: 0, 1 or 2, and more only for conjuncts of Indic scripts.
#[must_use]
pub fn of_grapheme(grapheme: &str, ambiguous: Ambiguous) -> u16 {
    let mut chars = grapheme.chars();
    let Some(first) = chars.next() else { return 0 };
    if let Some(narrow) = columns_alone(first)
        && chars.as_str().is_empty()
    {
        return narrow + surplus(first, narrow, ambiguous);
    }
    if first.is_control() {
        return 0;
    }
    let marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    let narrow = u16::try_from(grapheme.width() + marks).unwrap_or(u16::MAX);
    narrow + surplus(first, narrow, ambiguous)
}

/// Columns of a whole string: the sum over its grapheme clusters.
#[must_use]
pub fn of(text: &str, ambiguous: Ambiguous) -> usize {
    let mut sum = 0;
    // The start and the columns of the last character, if it stands alone unless the next joins it.
    let (mut last, mut pending) = (0, 0);
    let mut rest = text.chars();
    loop {
        let at = text.len() - rest.as_str().len();
        let Some(c) = rest.next() else { return sum + pending };
        if let Some(narrow) = columns_alone(c) {
            sum += pending;
            last = at;
            pending = usize::from(narrow + surplus(c, narrow, ambiguous));
            continue;
        }
        let mut end = if pending > 0 { last } else { at };
        for step in steps(text, end, ambiguous) {
            sum += usize::from(step.columns);
            end = step.end;
            if end > at {
                break;
            }
        }
        pending = 0;
        rest = text[end..].chars();
    }
}

/// The grapheme clusters of `text` in order, with their places and columns.
pub fn graphemes(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = Grapheme<'_>> {
    let mut start = 0;
    steps(text, 0, ambiguous).map(move |step| {
        let grapheme = Grapheme { start, text: &text[start..step.end], columns: step.columns };
        start = step.end;
        grapheme
    })
}

/// A grapheme cluster by what laying out asks of it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its first character.
    pub first: char,
    /// Whether there is no other in it.
    pub is_bare: bool,
    /// Where it ends.
    pub end: usize,
    /// Its columns.
    pub columns: u16,
}

/// The steps over the grapheme clusters of `text` from `start` on, which must be the border of one.
pub fn steps(text: &str, start: usize, ambiguous: Ambiguous) -> impl Iterator<Item = Step> {
    // Each character is looked at once: what it is is kept until it is known what follows it.
    let mut rest = text[start..].chars();
    let mut ahead = rest.next().map(|c| (c, columns_alone(c)));
    std::iter::from_fn(move || {
        let (first, narrow) = ahead?;
        let end = text.len() - rest.as_str().len();
        ahead = rest.next().map(|c| (c, columns_alone(c)));
        let joins = ahead.is_some_and(|(_, narrow)| narrow.is_none());
        if let Some(narrow) = narrow.filter(|_| !joins) {
            let columns = narrow + surplus(first, narrow, ambiguous);
            return Some(Step { first, is_bare: true, end, columns });
        }
        let step = step_over_cluster(text, end - first.len_utf8(), first, ambiguous);
        rest = text[step.end..].chars();
        ahead = rest.next().map(|c| (c, columns_alone(c)));
        Some(step)
    })
}

/// The step where characters may join.
#[cold]
fn step_over_cluster(text: &str, start: usize, first: char, ambiguous: Ambiguous) -> Step {
    let cluster = text[start..].graphemes(true).next().unwrap_or_default();
    let columns = of_grapheme(cluster, ambiguous);
    Step { first, is_bare: cluster.len() == first.len_utf8(), end: start + cluster.len(), columns }
}

/// The longest prefix of whole grapheme clusters that is not wider than `columns`: its bytes and
/// its columns.
#[must_use]
pub fn fit(text: &str, columns: usize, ambiguous: Ambiguous) -> (usize, usize) {
    let mut taken = (0, 0);
    for grapheme in graphemes(text, ambiguous) {
        let wider = taken.1 + usize::from(grapheme.columns);
        if wider > columns {
            break;
        }
        taken = (grapheme.start + grapheme.text.len(), wider);
    }
    taken
}

/// The narrow width of a character that neither extends the one before it nor joins the one
/// behind it, if it is one of those that make up most of all text.
#[inline]
fn columns_alone(c: char) -> Option<u16> {
    let number = c as usize;
    let page = usize::from(*PAGES.get(number >> 8)?);
    match TABLE[page][number & 0xff] {
        JOINING => None,
        columns => Some(columns.into()),
    }
}

/// What the table says of characters that may join others.
const JOINING: u8 = u8::MAX;

/// Which page of the table serves for each 256 characters, up to the last that is in it.
const PAGES: [u8; 0x2a7] = {
    let mut pages = [0; 0x2a7];
    let mut page = 0;
    while page < pages.len() {
        pages[page] = match page {
            0x00 => 2,
            0x01 => 3,
            0x02 => 4,
            0x03 => 5,
            0x04 => 6,
            0x20 => 7,
            0x30 => 8,
            0x4d => 9,
            0xd7 => 10,
            0xfa => 11,
            0xff => 12,
            0x2a6 => 13,
            0x34..=0x9f | 0xac..=0xd6 | 0xf9 | 0x200..=0x2a5 => 1,
            _ => 0,
        };
        page += 1;
    }
    pages
};

const TABLE: [[u8; 0x100]; 14] = [
    [JOINING; 0x100],
    [2; 0x100],
    page(0x0000),
    page(0x0100),
    page(0x0200),
    page(0x0300),
    page(0x0400),
    page(0x2000),
    page(0x3000),
    page(0x4d00),
    page(0xd700),
    page(0xfa00),
    page(0xff00),
    page(0x2_a600),
];

const fn page(first: u32) -> [u8; 0x100] {
    let mut page = [JOINING; 0x100];
    let mut at = 0;
    let mut number = first;
    while at < page.len() {
        if let Some(c) = char::from_u32(number) {
            page[at] = columns_of(c);
        }
        at += 1;
        number += 1;
    }
    page
}

#[rustfmt::skip]
const fn columns_of(c: char) -> u8 {
    match c {
        ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
        | '\u{370}'..='\u{377}' | '\u{37a}'..='\u{37f}' | '\u{3a3}'..='\u{482}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}' | '\u{ff61}'..='\u{ff9d}' => 1,
        '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{fa6d}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{2a6df}' => 2,
        '\n' => 0,
        _ => JOINING,
    }
}

/// The columns that an ambiguous terminal adds to a cluster that begins with `first`.
#[inline]
fn surplus(first: char, narrow: u16, ambiguous: Ambiguous) -> u16 {
    match ambiguous {
        Ambiguous::Narrow => 0,
        Ambiguous::Wide => u16::from(narrow == 1 && !first.is_ascii() && is_ambiguous(first)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Ambiguous, JOINING, columns_alone, columns_of, fit, graphemes, of, of_grapheme};

    fn narrow(text: &str) -> usize {
        of(text, Ambiguous::Narrow)
    }

    #[test]
    fn latin_takes_one_column_and_cjk_takes_two() {
        assert_eq!(narrow("cat"), 3);
        assert_eq!(narrow("猫と犬。"), 8);
        assert_eq!(narrow("中文“引号”"), 10);
        assert_eq!(narrow("한국어 글"), 9);
        assert_eq!(narrow("〜～・㈱𠮷"), 10);
    }

    #[test]
    fn clusters_take_what_they_show() {
        for (text, columns) in [
            ("ｶﾞ", 2),
            ("ﾊﾟ", 2),
            ("か\u{3099}", 2),
            ("葛\u{e0100}", 2),
            ("\u{1112}\u{1161}\u{11ab}", 2),
            ("👨\u{200d}👩\u{200d}👧\u{200d}👦", 2),
            ("👍🏽", 2),
            ("🇯🇵", 2),
            ("1\u{fe0f}\u{20e3}", 2),
            ("❤\u{fe0f}", 2),
            ("❤", 1),
            ("☺\u{fe0e}", 1),
            ("\u{301}", 0),
            ("e\u{301}", 1),
            ("\n", 0),
            ("\u{200b}", 0),
        ] {
            assert_eq!(narrow(text), columns, "{text:?}");
        }
    }

    #[test]
    fn ambiguous_characters_follow_the_terminal() {
        for text in ["①", "…", "→", "“", "α", "Ж", "´", "¨", "─", "“\u{fe00}", "á"] {
            assert_eq!(of(text, Ambiguous::Narrow), 1, "{text}");
            assert_eq!(of(text, Ambiguous::Wide), 2, "{text}");
        }
        for (text, columns) in [("あ", 2), ("ｱ", 1), ("x", 1), ("한", 2), ("\u{301}", 0), ("é", 2), ("⋯", 1)]
        {
            assert_eq!(of(text, Ambiguous::Wide), columns, "{text}");
        }
    }

    #[test]
    fn a_prefix_never_holds_half_a_character() {
        assert_eq!(fit("猫と犬", 3, Ambiguous::Narrow), (3, 2));
        assert_eq!(fit("a中", 2, Ambiguous::Narrow), (1, 1));
        assert_eq!(fit("한글", 9, Ambiguous::Narrow), (6, 4));
        assert_eq!(fit("👨\u{200d}👩x", 1, Ambiguous::Narrow), (0, 0));
        assert_eq!(fit("", 3, Ambiguous::Narrow), (0, 0));
    }

    #[test]
    fn every_character_is_as_its_page_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(
                columns_alone(c),
                Some(columns_of(c)).filter(|&c| c != JOINING).map(u16::from),
                "{c:?}"
            );
        }
    }

    #[test]
    fn characters_measured_alone_are_measured_as_the_cells_of_the_screen_do() {
        for c in ('\u{20}'..='\u{10ffff}').filter(|&c| columns_alone(c).is_some()) {
            let text = c.to_string();
            assert_eq!(columns_alone(c), Some(text.as_str().cell_width()), "U+{:04X}", c as u32);
        }
    }

    /// Pieces that join, extend, stand alone or cannot be seen.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_filter("controls are never text", |c| !c.is_control()).prop_map(String::from),
            "[ -~あ-んア-ヶ一-十、。「」가-힣]{1,3}",
            "[\u{300}-\u{303}\u{3099}\u{fe0e}\u{fe0f}\u{200d}\u{1f1e6}-\u{1f1ea}\u{1f468}-\u{1f469}\u{1f3fb}ｶﾞﾟ]{1,3}",
            "[\u{1100}-\u{1102}\u{1161}-\u{1163}\u{11a8}-\u{11aa}각क-घ्\u{600}]{1,3}",
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn graphemes_are_those_of_the_standard(text in pieces()) {
            let ours: Vec<&str> = graphemes(&text, Ambiguous::Narrow).map(|g| g.text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn every_grapheme_is_as_wide_as_its_cells(text in pieces()) {
            for grapheme in graphemes(&text, Ambiguous::Narrow) {
                prop_assert_eq!(grapheme.columns, grapheme.text.cell_width(), "{:?}", grapheme.text);
            }
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                let sum = graphemes(&text, ambiguous).map(|grapheme| usize::from(grapheme.columns)).sum::<usize>();
                prop_assert_eq!(of(&text, ambiguous), sum);
            }
        }

        #[test]
        fn what_fits_is_the_longest_that_does(text in pieces(), columns in 0_usize..20) {
            let (bytes, taken) = fit(&text, columns, Ambiguous::Wide);
            prop_assert!(taken <= columns);
            prop_assert_eq!(of(&text[..bytes], Ambiguous::Wide), taken);
            if let Some(next) = text[bytes..].graphemes(true).next() {
                prop_assert!(taken + usize::from(of_grapheme(next, Ambiguous::Wide)) > columns);
            }
        }
    }
}
