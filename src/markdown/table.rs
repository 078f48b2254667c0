//! A table while it is read, cell by cell.

use std::ops::Range;

use crate::markdown::document::{Align, Table};

/// A table and the row being gathered.
#[derive(Debug, Default)]
pub struct Draft {
    table: Table,
    row: Vec<Range<u32>>,
}

impl Draft {
    /// A table whose columns are set so, as far as is known.
    #[must_use]
    pub fn new(aligns: Vec<Align>) -> Self {
        Self { table: Table { aligns, rows: Vec::new() }, row: Vec::new() }
    }

    /// Whether no cell has ended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty() && self.table.rows.is_empty()
    }

    /// A cell ends, whose text is at `range`.
    pub fn cell(&mut self, range: Range<u32>) {
        self.row.push(range);
    }

    /// The row ends; one without cells is none.
    pub fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.table.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// The next cell of the row, and so its whole column, is set so.
    pub fn align(&mut self, align: Align) {
        let column = self.row.len();
        if self.table.aligns.len() <= column {
            self.table.aligns.resize(column + 1, Align::Start);
        }
        self.table.aligns[column] = align;
    }

    /// The table with all rows of one length, and the bytes from its first cell to its last;
    /// `None` where it has no cells.
    #[must_use]
    pub fn finish(mut self) -> Option<(Table, Range<u32>)> {
        self.end_row();
        let mut table = self.table;
        let columns = table.rows.iter().map(Vec::len).max()?;
        for row in &mut table.rows {
            let end = row.last().map_or(0, |cell| cell.end);
            row.resize(columns, end..end);
        }
        table.aligns.resize(columns, Align::Start);
        let range = table.rows.first()?.first()?.start..table.rows.last()?.last()?.end;
        Some((table, range))
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;
    use crate::markdown::document::Align;

    #[test]
    fn short_rows_are_filled_with_empty_cells() {
        let mut draft = Draft::new(vec![Align::Center]);
        draft.cell(0..1);
        draft.cell(2..3);
        draft.end_row();
        draft.end_row();
        draft.cell(4..7);
        let (table, range) = draft.finish().expect("it has cells");
        assert_eq!(table.rows, [[0..1, 2..3], [4..7, 7..7]]);
        assert_eq!(table.aligns, [Align::Center, Align::Start]);
        assert_eq!(range, 0..7);
        assert!(Draft::default().finish().is_none());
    }
}
