//! A text and the rows of the scrollbar beside it.
//!
//! Rows stand for bytes of the text, not for rows of the page, which are only known once they are
//! set. So it costs nothing, however long the article is.

use std::ops::Range;

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::markdown::document::Anchor;

/// A text of so many bytes beside so many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scrollbar {
    bytes: u32,
    rows: u16,
}

impl Scrollbar {
    /// The rows that stand for a stretch of the text; at least one, where there is any.
    #[must_use]
    pub fn rows_of(self, stretch: &Range<u32>) -> Range<u16> {
        let row = |at: u32| {
            let row = u64::from(at.min(self.bytes)) * u64::from(self.rows) / u64::from(self.bytes.max(1));
            u16::try_from(row).unwrap_or(self.rows).min(self.rows.saturating_sub(1))
        };
        let last = row(stretch.end.saturating_sub(1).max(stretch.start));
        row(stretch.start)..(last + 1).min(self.rows)
    }

    /// The stretch of the text for which a row stands; the rows' stretches touch and hold all of it.
    #[must_use]
    pub fn stretch_of(self, row: u16) -> Range<u32> {
        // The first byte whose row is no earlier one.
        let start = |row: u16| {
            let byte = (u64::from(row) * u64::from(self.bytes)).div_ceil(u64::from(self.rows.max(1)));
            u32::try_from(byte).unwrap_or(self.bytes).min(self.bytes)
        };
        start(row)..start(row.saturating_add(1))
    }
}

impl App {
    /// The scrollbar beside the article; `None` where all of it is on the screen, where there is no
    /// room, and where only the text is to be seen.
    #[must_use]
    pub fn scrollbar(&self) -> Option<Scrollbar> {
        let area = self.areas.scrollbar;
        let shown = self.reader.shown()?;
        let is_bare = self.panes == Panes::Zen && self.reader.hits.is_empty();
        if area.is_empty() || is_bare || self.reader.seen().is_none() {
            return None;
        }
        let bytes = u32::try_from(shown.page.document().text.len()).unwrap_or(u32::MAX);
        Some(Scrollbar { bytes, rows: area.height })
    }

    /// Goes to what the scrollbar's row of the screen stands for: its last row is the end.
    pub(super) fn go_to_share(&mut self, row: u16) {
        let Some(scrollbar) = self.scrollbar() else { return };
        let row = row.saturating_sub(self.areas.scrollbar.y);
        if row + 1 >= scrollbar.rows {
            self.reader.to_end();
        } else {
            self.reader.go(Anchor(scrollbar.stretch_of(row).start));
        }
        self.read_on();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Scrollbar;

    #[test]
    fn rows_stand_for_equal_parts_of_the_text() {
        let scrollbar = Scrollbar { bytes: 100, rows: 10 };
        assert_eq!(scrollbar.rows_of(&(0..25)), 0..3);
        assert_eq!(scrollbar.rows_of(&(95..100)), 9..10);
        assert_eq!(scrollbar.rows_of(&(100..100)), 9..10);
        assert_eq!(scrollbar.stretch_of(3), 30..40);
    }

    proptest! {
        #[test]
        fn every_byte_has_one_row_which_stands_for_it(bytes in 1_u32..5_000, rows in 1_u16..60, at in 0_u32..5_000) {
            let scrollbar = Scrollbar { bytes, rows };
            let at = at % bytes;
            let row = scrollbar.rows_of(&(at..at + 1));
            prop_assert_eq!(row.len(), 1);
            prop_assert!(scrollbar.stretch_of(row.start).contains(&at));
            let all: usize = (0..rows).map(|row| scrollbar.stretch_of(row).len()).sum();
            prop_assert_eq!(all, bytes as usize);
        }

        #[test]
        fn a_stretch_has_rows_within_the_bar(bytes in 0_u32..5_000, rows in 0_u16..60, a in 0_u32..6_000, b in 0_u32..6_000) {
            let shown = Scrollbar { bytes, rows }.rows_of(&(a.min(b)..a.max(b)));
            prop_assert!(shown.end <= rows);
            prop_assert!(rows == 0 || !shown.is_empty());
        }
    }
}
