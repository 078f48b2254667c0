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
            if let Span::Text { range, .. } | Span::Picture { range, .. } = span {
                let first = document.links.partition_point(|link| link.range.end <= range.start);
                let here = document.links.iter().enumerate().skip(first);
                for (link, each) in here.take_while(|(_, each)| each.range.start < range.end) {
                    let before = if matches!(span, Span::Picture { .. }) {
                        0
                    } else {
                        let before = range.start..each.range.start.max(range.start);
                        width::of(document.text.slice(before).as_str(), ambiguous)
                    };
                    found.entry(link).or_insert(Place { link, row: place, column: column + before });
                }
            }
            column += span.columns(&document.text, ambiguous);
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::places;
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
    fn each_reference_to_a_footnote_has_a_place_and_so_have_links_in_tables() {
        assert_eq!(seen("猫[^a]と犬[^a]\n\n[^a]: 注", 40, 0..1), [(0, 0, 2), (1, 0, 9)]);
        assert_eq!(seen("| 甲 | 乙 |\n|---|---|\n| a | [b](c) |", 40, 0..9), [(0, 2, 4)]);
    }
}
