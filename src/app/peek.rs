//! A footnote over the page, beside the link that refers to it.
//!
//! Its rows are set as those at the end of the page, so that ranges, hits and colours are those of
//! the article. It goes when the rows under it move.

use crate::markdown::document::Anchor;
use crate::page::row::Row;

/// A footnote over the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Peek {
    /// Where its text begins in the article.
    pub at: Anchor,
    /// The row of the screen on which the link stands.
    pub link_row: u16,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The first row that is seen.
    pub top: usize,
}

impl Peek {
    /// Scrolls by so many rows, of which `height` are seen.
    pub fn step(&mut self, rows: isize, height: usize) {
        let lowest = self.rows.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(rows).min(lowest);
    }
}

#[cfg(test)]
mod tests {
    use super::Peek;
    use crate::markdown::document::Anchor;
    use crate::page::row::Row;

    #[test]
    fn it_scrolls_to_its_last_row_and_no_further() {
        let rows = vec![Row::blank(0); 5];
        let mut peek = Peek { at: Anchor(0), link_row: 0, rows, top: 0 };
        let mut after = |rows| {
            peek.step(rows, 3);
            peek.top
        };
        assert_eq!([after(1), after(9), after(-1), after(isize::MIN)], [1, 2, 1, 0]);
    }
}
