//! What of the article is on the screen: how far one has come, under which heading, which links and
//! blocks there are, what is under the eye. Asking changes nothing.

use std::ops::Range;

use crate::app::reader::Reader;
use crate::markdown::document::{Anchor, Heading};
use crate::page::links::{self, Place};
use crate::page::page::RowId;
use crate::page::row::{Row, Span};

impl Reader {
    /// Whether the last row is on the screen.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        let Some(shown) = self.shown() else { return false };
        shown.page.down(self.top(), self.height().saturating_sub(1)) == shown.page.last()
    }

    /// How much was read, 0 to 1: up to the last row on the screen.
    #[must_use]
    pub fn progress(&self) -> f32 {
        let Some(shown) = self.shown() else { return 0.0 };
        if self.is_at_end() {
            return 1.0;
        }
        let last = shown.page.down(self.top(), self.height().saturating_sub(1));
        let length = shown.page.document().text.len().max(1);
        #[expect(clippy::cast_precision_loss, reason = "a share of the text needs no more precision")]
        let share = shown.page.anchor_of(last).0 as f32 / length as f32;
        share.min(1.0)
    }

    /// The bytes of the text from the first row on the screen up to the last; `None` where all of
    /// the article is on the screen.
    #[must_use]
    pub fn seen(&self) -> Option<Range<u32>> {
        let shown = self.shown()?;
        let all = u32::try_from(shown.page.document().text.len()).unwrap_or(u32::MAX);
        let is_at_end = self.is_at_end();
        if is_at_end && self.top() == shown.page.first() {
            return None;
        }
        let below = shown.page.down(self.top(), self.height());
        let end = if is_at_end { all } else { shown.page.anchor_of(below).0 };
        let start = self.at().0;
        Some(start..end.max(start))
    }

    /// The heading one is under: the last that began above the second row of the pane.
    #[must_use]
    pub fn heading(&self) -> Option<&Heading> {
        let shown = self.shown()?;
        let below = shown.page.anchor_of(shown.page.down(self.top(), 1));
        shown.page.document().headings.iter().rfind(|heading| heading.range.start <= below.0)
    }

    /// The links on the screen, in order; rows are counted from the top of the pane.
    #[must_use]
    pub fn links(&self) -> Vec<Place> {
        let Some(shown) = self.shown() else { return Vec::new() };
        let measure = shown.page.measure();
        let rows = shown.page.rows_from(self.top()).take(self.height()).map(|(_, row)| row);
        let mut places = links::places(shown.page.document(), rows, measure.ambiguous);
        places.retain(|place| place.column < usize::from(measure.columns));
        places
    }

    /// The link that stands in this row of the pane, from 0, at this column of the text.
    #[must_use]
    pub fn link_at(&self, row: usize, column: usize) -> Option<usize> {
        let shown = self.shown()?;
        let measure = shown.page.measure();
        let (_, row) = shown.page.rows_from(self.top()).nth(row)?;
        links::at(shown.page.document(), row, column, measure.ambiguous)
    }

    /// The rows on the screen.
    fn rows(&self) -> impl Iterator<Item = (RowId, &Row)> {
        self.shown().into_iter().flat_map(|shown| shown.page.rows_from(self.top()).take(self.height()))
    }

    /// The blocks of which anything is on the screen, as indexes, in order.
    #[must_use]
    pub fn blocks(&self) -> Vec<usize> {
        let Some(shown) = self.shown() else { return Vec::new() };
        let is_seen = |row: &Row| row.spans.iter().any(|span| matches!(span, Span::Text { .. }));
        let rows = self.rows().filter(|(_, row)| is_seen(row));
        let mut blocks: Vec<usize> = rows.filter_map(|(id, _)| shown.page.block_of(id)).collect();
        blocks.dedup();
        blocks
    }

    /// What is under the eye, as a block and a place in it: the hit one is at where it is on the
    /// screen, else the first text on it.
    #[must_use]
    pub fn eye(&self) -> Option<(usize, Anchor)> {
        let shown = self.shown()?;
        let hit = self.hit.and_then(|hit| self.hits.get(hit)).map(|hit| Anchor(hit.start));
        let at_hit = self.rows().find_map(|(id, row)| Some((id, hit.filter(|hit| row.shows(*hit))?)));
        let first = |(id, row): (RowId, &Row)| {
            let text = row.spans.iter().find_map(|span| match span {
                Span::Text { range, .. } => Some(Anchor(range.start)),
                Span::Decor { .. } | Span::Fill { .. } | Span::Blank(_) | Span::Picture { .. } => None,
            });
            shown.page.block_of(id)?;
            Some((id, text?))
        };
        let (id, at) = at_hit.or_else(|| self.rows().find_map(first))?;
        Some((shown.page.block_of(id)?, at))
    }
}
