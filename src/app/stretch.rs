//! The stretch of a line that is seen where there is no room for all of it.
//!
//! It moves only when the cursor would come too near to one of its ends, and never leaves columns
//! empty that text could fill. Asked again with the place that it gave, it gives the same. Whole
//! graphemes are seen, never halves.

use std::ops::Range;

use crate::text::width::{Ambiguous, graphemes};

/// Columns that are seen on either side of the cursor, where there is room for that.
const NEAR: usize = 6;

/// Columns from which on a sign tells at an end that there is more.
const ROOM_FOR_SIGNS: usize = 6;

/// The stretch of a line that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its bytes.
    pub range: Range<usize>,
    /// The column where it begins: 1 where a sign in column 0 tells of more before it.
    pub column: usize,
    /// Whether a sign in the last column tells of more behind it.
    pub goes_on: bool,
    /// The column of the cursor.
    pub cursor: usize,
}

/// What is seen in `columns` of `text`, with the cursor at the byte `cursor`, if it began at the
/// byte `from` when it was seen last.
#[must_use]
pub fn stretch(text: &str, cursor: usize, from: usize, columns: usize, ambiguous: Ambiguous) -> Stretch {
    let columns = columns.max(1);
    let mut places = Vec::new();
    let mut wide = 0;
    for each in graphemes(text, ambiguous) {
        places.push((each.start, wide));
        wide += usize::from(each.columns);
    }
    // The cursor may stand behind the last character: its column is one of the line.
    places.push((text.len(), wide));
    let column_of = |index: usize| places.get(index).map_or(wide + 1, |&(_, column)| column);
    let index_of = |at: usize| places.partition_point(|&(start, _)| start <= at).saturating_sub(1);
    let cursor = index_of(cursor);
    let signs = columns >= ROOM_FOR_SIGNS;
    let near = if signs { NEAR.min((columns - ROOM_FOR_SIGNS).div_ceil(2)) } else { 0 };
    let before = |first: usize| usize::from(signs && first > 0);
    // How much is seen from a first grapheme on: up to the end, or up to the sign.
    let seen_from = |first: usize| {
        let room = columns - before(first);
        if wide + 1 - column_of(first) <= room { (room, false) } else { (room - usize::from(signs), signs) }
    };
    // The lesser of the two: what takes no column has the place of what follows it.
    let mut first = index_of(from).min(cursor);
    if column_of(cursor) < column_of(first) + near {
        first = places.partition_point(|&(_, column)| column + near <= column_of(cursor)).saturating_sub(1);
    }
    while first > 0 && wide + 1 - column_of(first - 1) <= columns - before(first - 1) {
        first -= 1;
    }
    while first < cursor {
        let (room, is_cut) = seen_from(first);
        let wanted = column_of(cursor + 1) + if is_cut { near } else { 0 };
        if wanted <= column_of(first) + room {
            break;
        }
        first += 1;
    }
    let (room, goes_on) = seen_from(first);
    let last = places.partition_point(|&(_, column)| column <= column_of(first) + room).saturating_sub(1);
    Stretch {
        range: places[first].0..places[last.max(first)].0,
        column: before(first),
        goes_on,
        cursor: before(first) + column_of(cursor) - column_of(first),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Stretch, stretch};
    use crate::text::width::{self, Ambiguous};

    /// What is seen, with `<` and `>` where it is cut, `[` before the cursor.
    fn seen(text: &str, cursor: usize, from: usize, columns: usize) -> (String, usize) {
        let Stretch { range, column, goes_on, .. } = stretch(text, cursor, from, columns, Ambiguous::Narrow);
        let mut shown = if column > 0 { "<" } else { "" }.to_owned();
        shown.push_str(&text[range.start..cursor]);
        shown.push('[');
        shown.push_str(&text[cursor..range.end]);
        shown.push_str(if goes_on { ">" } else { "" });
        (shown, range.start)
    }

    #[test]
    fn a_line_that_fits_is_seen_whole() {
        assert_eq!(seen("調達", 6, 3, 5), ("調達[".to_owned(), 0));
        assert_eq!(seen("", 0, 0, 1), ("[".to_owned(), 0));
    }

    #[test]
    fn what_stands_right_of_the_cursor_is_seen() {
        let text = "0123456789".repeat(4);
        let (shown, from) = seen(&text, 40, 0, 20);
        assert_eq!(shown, "<234567890123456789[");
        assert_eq!(seen(&text, 35, from, 20), ("<2345678901234[56789".to_owned(), from));
        assert_eq!(seen(&text, 28, from, 20), ("<234567[890123456789".to_owned(), from));
        // Nearer than that it does not come to the edge: the view goes with it.
        assert_eq!(seen(&text, 26, from, 20), ("<012345[678901234567>".to_owned(), 20));
    }

    #[test]
    fn no_half_of_a_character_is_seen() {
        for (text, left) in [
            ("日本語の文章を編集する", "<集する["),
            ("人工智能芯片半导体", "<半导体["),
            ("반도체반도체반도체", "<반도체["),
            ("cats and", "cats and["),
        ] {
            assert_eq!(seen(text, text.len(), 0, 9).0, left);
        }
    }

    #[test]
    fn the_cursor_on_what_takes_no_column_is_seen() {
        assert_eq!(seen("\u{3099}本語", 0, 3, 1).1, 0);
    }

    proptest! {
        #[test]
        fn the_cursor_is_seen_and_a_second_look_is_the_same(
            text in "[a-c 日本ー語한국か\u{3099}👍🏽…]{0,40}", cursor in 0_usize..200, from in 0_usize..200, columns in 1_usize..40,
        ) {
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                let starts: Vec<_> = width::graphemes(&text, ambiguous).map(|each| each.start).chain([text.len()]).collect();
                let cursor = starts[cursor % starts.len()];
                let found = stretch(&text, cursor, from, columns, ambiguous);
                let Stretch { range, column, goes_on, cursor: at } = found.clone();
                prop_assert!(starts.contains(&range.start) && starts.contains(&range.end));
                prop_assert!(range.start <= cursor && cursor <= range.end);
                let shown = width::of(&text[range.clone()], ambiguous);
                if columns > 2 {
                    prop_assert!(column + shown + usize::from(goes_on) <= columns, "{found:?}");
                }
                prop_assert!(at < columns);
                prop_assert!(range.start == 0 || column == 1 || columns < 6);
                prop_assert!(range.end == text.len() || goes_on || columns < 6);
                prop_assert_eq!(stretch(&text, cursor, range.start, columns, ambiguous), found);
            }
        }
    }
}
