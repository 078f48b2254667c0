//! Where the links of a document stand among rows of its page.
//!
//! A link that is broken over rows, or over cells of a table, has one place: where the first of
//! it is seen.

use std::collections::BTreeMap;

use crate::markdown::document::Document;
use crate::page::row::{Row, Span};
use crate::text::width::{self, Ambiguous};

/// Where the first of a link is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which: an index into `Document.links`.
    pub link: usize,
    /// The row, from 0.
    pub row: usize,
    /// The column within the row, from 0.
    pub column: usize,
}

/// The places of all links that `rows` show any of, in the order of the text.
#[must_use]
pub fn places<'a>(
    document: &Document,
    rows: impl Iterator<Item = &'a Row>,
    ambiguous: Ambiguous,
) -> Vec<Place> {
    let mut found = BTreeMap::new();
    for (place, row) in rows.enumerate() {
        let mut column = 0;
        for span in &row.spans {
            if let Span::Text { range, .. } = span {
                let first = document.links.partition_point(|link| link.range.end <= range.start);
                let here = document.links.iter().enumerate().skip(first);
                for (link, each) in here.take_while(|(_, each)| each.range.start < range.end) {
                    let before = range.start..each.range.start.max(range.start);
                    let before = width::of(document.text.slice(before).as_str(), ambiguous);
                    found.entry(link).or_insert(Place { link, row: place, column: column + before });
                }
            }
            column += span.columns(&document.text, ambiguous);
        }
    }
    found.into_values().collect()
}

/// The link that `row` shows at `column`, from 0: an index into `Document.links`.
#[must_use]
pub fn at(document: &Document, row: &Row, column: usize, ambiguous: Ambiguous) -> Option<usize> {
    let mut from = 0;
    for span in &row.spans {
        let columns = span.columns(&document.text, ambiguous);
        if let Span::Text { range, .. } = span
            && (from..from + columns).contains(&column)
        {
            let mut end = from;
            let text = document.text.slice(range.clone());
            let mut at = range.start as usize;
            for grapheme in width::graphemes(text.as_str(), ambiguous) {
                end += usize::from(grapheme.columns);
                if end > column {
                    break;
                }
                at += grapheme.text.len();
            }
            return document
                .links
                .iter()
                .position(|link| link.range.contains(&u32::try_from(at).unwrap_or(u32::MAX)));
        }
        from += columns;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{at, places};
    use crate::markdown::meta::Meta;
    use crate::markdown::parse::parse;
    use crate::page::measure::Measure;
    use crate::page::page::{Card, Page};
    use crate::text::width::Ambiguous;

    /// Row and column of each link of `source`, set at so many columns.
    fn seen(source: &str, columns: u16, rows: std::ops::Range<usize>) -> Vec<(usize, usize, usize)> {
        let page = Page::new(Arc::new(parse(source)), &Meta::default(), 1, Card::Left, Measure::of(columns));
        let rows = page.rows().skip(rows.start).take(rows.len());
        let places = places(page.document(), rows, Ambiguous::Narrow);
        places.into_iter().map(|place| (place.link, place.row, place.column)).collect()
    }

    #[test]
    fn columns_are_those_of_the_terminal() {
        assert_eq!(seen("猫と[犬](a)", 40, 0..9), [(0, 0, 4)]);
        assert_eq!(seen("中文[链接](a)和[二](b)", 40, 0..9), [(0, 0, 4), (1, 0, 10)]);
        assert_eq!(seen("글 [링크](a)", 40, 0..9), [(0, 0, 3)]);
        assert_eq!(seen("a [link](a)", 40, 0..9), [(0, 0, 2)]);
    }

    #[test]
    fn what_stands_before_a_row_counts() {
        assert_eq!(seen("- 猫[犬](a)", 40, 0..9), [(0, 0, 4)]);
        assert_eq!(seen("> [犬](a)", 40, 0..9), [(0, 0, 2)]);
    }

    #[test]
    fn a_broken_link_has_its_place_where_the_first_of_it_is_seen() {
        let source = "猫と[犬や鳥や魚の話](a)と[兎](b)";
        assert_eq!(seen(source, 10, 0..9), [(0, 0, 4), (1, 2, 0)]);
        assert_eq!(seen(source, 10, 1..9), [(0, 0, 0), (1, 1, 0)]);
        assert_eq!(seen(source, 10, 0..1), [(0, 0, 4)]);
    }

    #[test]
    fn a_link_is_found_at_every_column_of_it() {
        let found = |source: &str, columns: u16| -> Vec<Vec<usize>> {
            let page =
                Page::new(Arc::new(parse(source)), &Meta::default(), 1, Card::Left, Measure::of(columns));
            let is_link = |row, column| at(page.document(), row, column, Ambiguous::Narrow).is_some();
            page.rows().map(|row| (0..20).filter(|&column| is_link(row, column)).collect()).collect()
        };
        assert_eq!(found("猫と[犬](a)の", 40), [vec![4, 5]]);
        assert_eq!(found("글 [링크](a) b", 40), [vec![3, 4, 5, 6]]);
        assert_eq!(found("- a [link](a)", 40), [vec![4, 5, 6, 7]]);
        assert_eq!(found("猫と[犬や鳥](a)", 6), [vec![4, 5], vec![0, 1, 2, 3]]);
        assert_eq!(found("猫", 40), [vec![0; 0]]);
    }

    #[test]
    fn each_reference_to_a_footnote_has_a_place_and_so_have_links_in_tables() {
        assert_eq!(seen("猫[^a]と犬[^a]\n\n[^a]: 注", 40, 0..1), [(0, 0, 2), (1, 0, 9)]);
        assert_eq!(seen("| 甲 | 乙 |\n|---|---|\n| a | [b](c) |", 40, 0..9), [(0, 2, 4)]);
    }
}
