//! A table while it is read, cell by cell.

use std::ops::Range;

use crate::markdown::document::{Align, Table};

/// Columns that cells over several columns may add to a table.
const COLUMNS: usize = 32;

/// Which row of a table is its head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Head {
    /// The first, whatever it holds.
    #[default]
    First,
    /// The first, where its cells are marked as such; else an empty one.
    Marked,
}

/// What is said of a cell when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How its whole column is set.
    pub align: Option<Align>,
    /// Whether it is marked as part of the head.
    pub is_head: bool,
    /// How many columns it takes; 0 is one.
    pub columns: usize,
    /// How many rows it takes; 0 is one.
    pub rows: usize,
}

impl Cell {
    /// A cell that takes one column of one row, of which nothing else is said.
    pub const PLAIN: Self = Self { align: None, is_head: false, columns: 1, rows: 1 };
}

/// A table and the row being gathered.
#[derive(Debug, Default)]
pub struct Draft {
    table: Table,
    row: Vec<Range<u32>>,
    head: Head,
    /// The cell being gathered.
    cell: Option<Cell>,
    /// A cell of the first row is not marked as head.
    unmarked: bool,
    /// By column: the first row that no cell from above takes.
    free: Vec<usize>,
}

impl Draft {
    /// A table whose columns are set so, as far as is known.
    #[must_use]
    pub fn new(aligns: Vec<Align>, head: Head) -> Self {
        Self { table: Table { aligns, rows: Vec::new() }, head, ..Self::default() }
    }

    /// Whether no cell has ended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty() && self.table.rows.is_empty()
    }

    /// A cell begins.
    pub fn open(&mut self, cell: Cell) {
        self.cell = Some(cell);
    }

    /// The cell ends, whose text is at `range`.
    pub fn cell(&mut self, range: Range<u32>) {
        let cell = self.cell.take().unwrap_or(Cell::PLAIN);
        self.pass(range.start);
        let column = self.row.len();
        let end = range.end;
        self.unmarked |= self.table.rows.is_empty() && !cell.is_head && !range.is_empty();
        self.row.push(range);
        for _ in 1..cell.columns.min(COLUMNS.saturating_sub(column)) {
            self.row.push(end..end);
        }
        if cell.rows > 1 {
            self.free.resize(self.free.len().max(self.row.len()), 0);
            self.free[column..self.row.len()].fill(self.table.rows.len().saturating_add(cell.rows));
        }
        if let Some(align) = cell.align {
            let aligns = &mut self.table.aligns;
            aligns.resize(aligns.len().max(column + 1), Align::Start);
            aligns[column] = align;
        }
    }

    /// Leaves the next columns empty, as far as cells from above take them.
    fn pass(&mut self, at: u32) {
        while self.free.get(self.row.len()).is_some_and(|&free| self.table.rows.len() < free) {
            self.row.push(at..at);
        }
    }

    /// The row ends; one without cells is none.
    pub fn end_row(&mut self) {
        if let Some(end) = self.row.last().map(|cell| cell.end) {
            self.pass(end);
            self.table.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// The table with all rows of one length, and the bytes from its first cell to its last;
    /// `None` where its cells hold nothing.
    #[must_use]
    pub fn finish(mut self) -> Option<(Table, Range<u32>)> {
        self.end_row();
        let mut table = self.table;
        let columns = table.rows.iter().map(Vec::len).max()?;
        if table.rows.iter().flatten().all(Range::is_empty) {
            return None;
        }
        for row in &mut table.rows {
            let end = row.last().map_or(0, |cell| cell.end);
            row.resize(columns, end..end);
        }
        table.aligns.resize(columns, Align::Start);
        let range = table.rows.first()?.first()?.start..table.rows.last()?.last()?.end;
        if self.head == Head::Marked && self.unmarked {
            table.rows.insert(0, vec![range.start..range.start; columns]);
        }
        Some((table, range))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Draft, Head};
    use crate::markdown::document::Align;

    #[test]
    fn short_rows_are_filled_with_empty_cells() {
        let mut draft = Draft::new(vec![Align::Center], Head::First);
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

    #[test]
    fn cells_leave_room_for_those_that_are_taller_or_broader() {
        let mut draft = Draft::default();
        draft.open(Cell { rows: 2, ..Cell::PLAIN });
        draft.cell(0..1);
        draft.open(Cell { columns: 2, rows: 9, ..Cell::PLAIN });
        draft.cell(2..3);
        draft.cell(4..5);
        draft.end_row();
        draft.open(Cell { align: Some(Align::End), ..Cell::PLAIN });
        draft.cell(6..7);
        draft.end_row();
        draft.cell(8..9);
        let (table, _) = draft.finish().expect("it has cells");
        let rows = [[0..1, 2..3, 3..3, 4..5], [6..6, 6..6, 6..6, 6..7], [8..9, 9..9, 9..9, 9..9]];
        assert_eq!(table.rows, rows);
        assert_eq!(table.aligns[3], Align::End);
    }

    #[test]
    fn no_span_makes_a_table_broad_without_end() {
        let mut draft = Draft::default();
        for at in 0..10 {
            draft.open(Cell { columns: usize::MAX, rows: usize::MAX, ..Cell::PLAIN });
            draft.cell(at..at + 1);
            draft.end_row();
        }
        let (table, _) = draft.finish().expect("it has cells");
        assert!(table.aligns.len() < 50);
    }

    #[test]
    fn a_first_row_that_is_not_marked_stands_below_an_empty_head() {
        let marked = Cell { is_head: true, ..Cell::PLAIN };
        let rows = |second| {
            let mut draft = Draft::new(Vec::new(), Head::Marked);
            draft.open(marked);
            draft.cell(2..3);
            draft.open(second);
            draft.cell(4..5);
            draft.finish().map(|(table, _)| table.rows)
        };
        assert_eq!(rows(marked), Some(vec![vec![2..3, 4..5]]));
        assert_eq!(rows(Cell::PLAIN), Some(vec![vec![2..2, 2..2], vec![2..3, 4..5]]));
    }

    #[test]
    fn a_table_that_holds_nothing_is_none() {
        let mut draft = Draft::default();
        draft.cell(3..3);
        assert!(draft.finish().is_none());
    }
}
