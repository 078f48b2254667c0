//! A document set at a measure.
//!
//! Blocks are set when they are first looked at, so that opening, resizing and jumping cost
//! what is seen, however long the article is. Rows are named by block and row within it; what
//! is kept anywhere else is an [`Anchor`].

use std::cell::OnceCell;
use std::sync::Arc;

use crate::markdown::document::{Anchor, BlockKind, Document};
use crate::markdown::meta::Meta;
use crate::page::card::card;
use crate::page::layout::layout;
use crate::page::measure::Measure;
use crate::page::row::Row;

/// A document set at a measure, with its card.
#[derive(Debug)]
pub struct Page {
    document: Arc<Document>,
    measure: Measure,
    card: Vec<Row>,
    /// Whether the first block only repeats the title and is not shown.
    skips_first: bool,
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
        Self { document, measure, card, skips_first, blocks }
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

    fn section(&self, section: u32) -> &[Row] {
        let Some(index) = (section as usize).checked_sub(1) else { return &self.card };
        let Some(cell) = self.blocks.get(index) else { return &[] };
        if index == 0 && self.skips_first {
            return &[];
        }
        cell.get_or_init(|| {
            let first = usize::from(self.skips_first);
            let before = index.checked_sub(1).filter(|&before| before >= first);
            layout(&self.document, index, before, &self.measure).into()
        })
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

    /// The index of the block that the row `id` belongs to; `None` for the card.
    #[must_use]
    pub fn block_of(&self, id: RowId) -> Option<usize> {
        (id.section as usize).checked_sub(1)
    }
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
