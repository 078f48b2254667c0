//! A document set at a measure.
//!
//! Blocks are set when they are first looked at, so that opening, resizing and jumping cost
//! what is seen, however long the article is. Rows are named by block and row within it; what
//! is kept anywhere else is an [`Anchor`].

use std::cell::OnceCell;
use std::sync::Arc;

use crate::markdown::document::{Anchor, BlockKind, Document, Run, Table};
use crate::markdown::meta::Meta;
use crate::page::card::card;
use crate::page::columns::{furthest_pan, pan_to};
use crate::page::layout::{layout, table_at};
use crate::page::measure::{Measure, Pan};
use crate::page::row::{Row, Span};

/// A document set at a measure, with its card.
#[derive(Debug)]
pub struct Page {
    document: Arc<Document>,
    measure: Measure,
    card: Vec<Row>,
    /// Whether the first block only repeats the title and is not shown.
    skips_first: bool,
    /// The colours of code, once they are known.
    colours: Arc<[Run]>,
    blocks: Vec<OnceCell<Box<[Row]>>>,
}

/// Names a row of a page; the order is that of reading. Section 0 is the card, section n the
/// n-th block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    section: u32,
    row: u32,
}

/// Whether the card stands above the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Card {
    Shown,
    Left,
}

impl Page {
    /// `document` set at `measure`, under the card of `meta`. A first line that only repeats the
    /// title is left out.
    #[must_use]
    pub fn new(
        document: Arc<Document>,
        meta: &Meta,
        minutes: u32,
        card_shown: Card,
        measure: Measure,
    ) -> Self {
        let card = match card_shown {
            Card::Shown => card(meta, minutes, &measure),
            Card::Left => Vec::new(),
        };
        let skips_first = card_shown == Card::Shown && repeats_title(&document, &meta.title);
        let blocks = document.blocks.iter().map(|_| OnceCell::new()).collect();
        Self { document, measure, card, skips_first, colours: Arc::default(), blocks }
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// How it is set.
    #[must_use]
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The colours of code, as far as they are known.
    #[must_use]
    pub fn colours(&self) -> &Arc<[Run]> {
        &self.colours
    }

    /// Takes in the colours of all code, ascending; they change no row's place.
    pub fn set_colours(&mut self, colours: Arc<[Run]>) {
        self.colours = colours;
        for (block, rows) in self.document.blocks.iter().zip(&mut self.blocks) {
            if matches!(block.kind, BlockKind::Code(_)) {
                rows.take();
            }
        }
    }

    fn section(&self, section: u32) -> &[Row] {
        let Some(index) = (section as usize).checked_sub(1) else { return &self.card };
        let Some(cell) = self.blocks.get(index) else { return &[] };
        if index == 0 && self.skips_first {
            return &[];
        }
        cell.get_or_init(|| {
            layout(&self.document, index, self.above(index), &self.measure, &self.colours).into()
        })
    }

    /// The block that is shown above that at `index`.
    fn above(&self, index: usize) -> Option<usize> {
        index.checked_sub(1).filter(|&above| above >= usize::from(self.skips_first))
    }

    /// The table that the block at `index` is, with the columns there are for it.
    fn table(&self, index: usize) -> Option<(&Table, u16)> {
        table_at(&self.document, index, self.above(index), &self.measure)
    }

    fn sections(&self) -> u32 {
        u32::try_from(self.blocks.len()).unwrap_or(u32::MAX - 1) + 1
    }

    /// The row named `id`.
    #[must_use]
    pub fn row(&self, id: RowId) -> Option<&Row> {
        self.section(id.section).get(id.row as usize)
    }

    /// The row after `id`.
    #[must_use]
    pub fn next(&self, id: RowId) -> Option<RowId> {
        let row = id.row + 1;
        if (row as usize) < self.section(id.section).len() {
            return Some(RowId { row, ..id });
        }
        (id.section + 1..self.sections())
            .find(|&section| !self.section(section).is_empty())
            .map(|section| RowId { section, row: 0 })
    }

    /// The row before `id`.
    #[must_use]
    pub fn previous(&self, id: RowId) -> Option<RowId> {
        if let Some(row) = id.row.checked_sub(1) {
            return Some(RowId { row, ..id });
        }
        (0..id.section).rev().find_map(|section| Some(RowId { section, row: last(self.section(section))? }))
    }

    /// The first row; the default name where there is none.
    #[must_use]
    pub fn first(&self) -> RowId {
        let section = (0..self.sections()).find(|&section| !self.section(section).is_empty());
        RowId { section: section.unwrap_or(0), row: 0 }
    }

    /// The last row; the default name where there is none.
    #[must_use]
    pub fn last(&self) -> RowId {
        (0..self.sections())
            .rev()
            .find_map(|section| Some(RowId { section, row: last(self.section(section))? }))
            .unwrap_or_default()
    }

    /// The row `rows` below `id`, or the last one.
    #[must_use]
    pub fn down(&self, mut id: RowId, rows: usize) -> RowId {
        for _ in 0..rows {
            let Some(next) = self.next(id) else { break };
            id = next;
        }
        id
    }

    /// The row `rows` above `id`, or the first one.
    #[must_use]
    pub fn up(&self, mut id: RowId, rows: usize) -> RowId {
        for _ in 0..rows {
            let Some(previous) = self.previous(id) else { break };
            id = previous;
        }
        id
    }

    /// The rows from `id` on.
    pub fn rows_from(&self, id: RowId) -> impl Iterator<Item = (RowId, &Row)> {
        let mut next = self.row(id).map(|_| id);
        std::iter::from_fn(move || {
            let id = next?;
            next = self.next(id);
            Some((id, self.row(id)?))
        })
    }

    /// All rows, which sets the whole document.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows_from(self.first()).map(|(_, row)| row)
    }

    /// The place that the row `id` shows.
    #[must_use]
    pub fn anchor_of(&self, id: RowId) -> Anchor {
        self.row(id).map_or(Anchor::default(), |row| row.at)
    }

    /// The row that shows `at`; where none does, the one that shows what stands before it. The start
    /// of the text is the top of the page.
    #[must_use]
    pub fn row_of(&self, at: Anchor) -> RowId {
        if at.0 == 0 {
            return self.first();
        }
        let block = self.document.blocks.partition_point(|block| block.range.start <= at.0);
        let section = u32::try_from(block).unwrap_or(u32::MAX);
        let rows = self.section(section);
        let shown = rows.iter().position(|row| row.shows(at));
        let row = shown.or_else(|| rows.iter().rposition(|row| row.at <= at && !row.spans.is_empty()));
        match row {
            Some(row) => RowId { section, row: u32::try_from(row).unwrap_or(u32::MAX) },
            None => self.previous(RowId { section: section + 1, row: 0 }).unwrap_or_default(),
        }
    }

    /// The row that shows the text at `at`, also at the start of the text, above which the card stands.
    #[must_use]
    pub fn text_row_of(&self, at: Anchor) -> RowId {
        let row = self.row_of(at);
        if at.0 > 0 || self.block_of(row).is_some() {
            return row;
        }
        let first = self.rows_from(row).find(|(id, row)| self.block_of(*id).is_some() && row.shows(at));
        first.map_or(row, |(id, _)| id)
    }

    /// How far the tables that `rows` rows from `id` on show something of can be panned; `None`
    /// where that changes none of them.
    #[must_use]
    pub fn furthest_pan(&self, id: RowId, rows: usize) -> Option<u16> {
        let on_screen = self.rows_from(id).take(rows).filter(|(_, row)| has_text(row));
        let mut blocks: Vec<usize> = on_screen.filter_map(|(id, _)| self.block_of(id)).collect();
        blocks.dedup();
        let furthest = |index| {
            let (table, room) = self.table(index)?;
            furthest_pan(&self.document, table, room, &self.measure)
        };
        blocks.into_iter().filter_map(furthest).max()
    }

    /// How to pan so that the cell at `at` is seen; `None` where it is seen, or `at` is in no cell.
    #[must_use]
    pub fn pan_to(&self, at: Anchor) -> Option<Pan> {
        let (table, room) = self.table(self.block_at(at)?)?;
        pan_to(&self.document, table, room, &self.measure, at)
    }

    /// Where the row of a table begins that holds `at`. To the first row belongs the head above it.
    #[must_use]
    pub fn table_row_of(&self, at: Anchor) -> Option<RowId> {
        let index = self.block_at(at)?;
        let (table, _) = self.table(index)?;
        let starts: Vec<u32> =
            table.rows.iter().filter_map(|cells| cells.first()).map(|cell| cell.start).collect();
        let place = starts.partition_point(|&start| start <= at.0).checked_sub(1)?;
        let start = if place < 2 { 0 } else { starts[place] };
        let section = u32::try_from(index + 1).ok()?;
        let row = self.section(section).iter().position(|row| row.at.0 >= start && has_text(row))?;
        Some(RowId { section, row: u32::try_from(row).ok()? })
    }

    fn block_at(&self, at: Anchor) -> Option<usize> {
        self.document.blocks.partition_point(|block| block.range.start <= at.0).checked_sub(1)
    }

    /// The index of the block that the row `id` belongs to; `None` for the card.
    #[must_use]
    pub fn block_of(&self, id: RowId) -> Option<usize> {
        (id.section as usize).checked_sub(1)
    }
}

fn has_text(row: &Row) -> bool {
    row.spans.iter().any(|span| matches!(span, Span::Text { .. }))
}

fn last(rows: &[Row]) -> Option<u32> {
    u32::try_from(rows.len()).ok()?.checked_sub(1)
}

/// Whether the first block says nothing but the title.
fn repeats_title(document: &Document, title: &str) -> bool {
    let Some(first) = document.blocks.first() else { return false };
    if !matches!(first.kind, BlockKind::Heading(_) | BlockKind::Paragraph) || first.within.is_some() {
        return false;
    }
    let bare = |text: &str| {
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '#' | '*' | '_')).collect::<String>()
    };
    let text = bare(document.text.slice(first.range.clone()).as_str());
    !text.is_empty() && text == bare(title)
}
