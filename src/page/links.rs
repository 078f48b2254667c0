//! Where the links of a document stand among rows of its page.
//!
//! A link that is broken over rows, or over cells of a table, has one place: where the first of
//! it is seen.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::markdown::document::{Document, Link};
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

/// A link, or what of it one row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Which: an index into `Document.links`.
    pub link: usize,
    /// Its columns within the row, from 0.
    pub columns: Range<usize>,
}

/// What `row` shows of links, from left to right.
#[must_use]
pub fn stretches(document: &Document, row: &Row, ambiguous: Ambiguous) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut column = 0;
    let columns = |range: Range<u32>| width::of(document.text.slice(range).as_str(), ambiguous);
    for span in &row.spans {
        if let Span::Text { range, .. } = span {
            let first = document.links.partition_point(|link| link.range.end <= range.start);
            let here = document.links.iter().enumerate().skip(first);
            for (link, each) in here.take_while(|(_, each)| each.range.start < range.end) {
                let (start, end) = (each.range.start.max(range.start), each.range.end.min(range.end));
                let from = column + columns(range.start..start);
                let to = from + columns(start..end);
                match found.last_mut() {
                    Some(last) if last.link == link && last.columns.end == from => last.columns.end = to,
                    _ => found.push(Stretch { link, columns: from..to }),
                }
            }
        }
        if let Span::Picture { range, .. } = span {
            let is_around = |link: &Link| link.range.start <= range.start && range.end <= link.range.end;
            let first = document.links.partition_point(|link| link.range.end < range.end);
            let link = document.links.get(first).filter(|link| is_around(link)).map(|_| first);
            let columns = column..column + span.columns(&document.text, ambiguous);
            found.extend(link.map(|link| Stretch { link, columns }));
        }
        column += span.columns(&document.text, ambiguous);
    }
    found
}

/// The places of all links that `rows` show any of, in the order of the text.
#[must_use]
pub fn places<'a>(
    document: &Document,
    rows: impl Iterator<Item = &'a Row>,
    ambiguous: Ambiguous,
) -> Vec<Place> {
    let mut found = BTreeMap::new();
    for (row, each) in rows.enumerate() {
        for Stretch { link, columns } in stretches(document, each, ambiguous) {
            found.entry(link).or_insert(Place { link, row, column: columns.start });
        }
    }
    found.into_values().collect()
}

/// The link that `row` shows at `column`, from 0: an index into `Document.links`.
#[must_use]
pub fn at(document: &Document, row: &Row, column: usize, ambiguous: Ambiguous) -> Option<usize> {
    let mut found = stretches(document, row, ambiguous).into_iter();
    found.find(|stretch| stretch.columns.contains(&column)).map(|stretch| stretch.link)
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
