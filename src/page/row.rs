//! A row of a page: what stands in it, from left to right.

use std::ops::Range;

use crate::markdown::document::Anchor;
use crate::text::role::{Role, Roles};
use crate::text::safe::Safe;
use crate::text::width::{self, Ambiguous};

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The place it shows: the first byte of its text, or that of the text it belongs to.
    pub at: Anchor,
    /// What stands in it.
    pub spans: Vec<Span>,
    /// What is painted under it, to the edge of the text.
    pub ground: Option<Ground>,
}

/// What is painted under a row, from a column of it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// What it is.
    pub role: Role,
    /// Columns before it: the bars and bullets that the block stands behind are not on it.
    pub from: u16,
}

/// A piece of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// A range of the document's text.
    Text {
        /// Bytes of the text, without line feeds.
        range: Range<u32>,
        /// What it is.
        roles: Roles,
    },
    /// What layout adds: bullets, numbers, labels.
    Decor {
        /// What is drawn.
        text: Safe,
        /// What it is.
        roles: Roles,
    },
    /// One glyph, one column wide, so many times.
    Fill {
        /// The glyph.
        glyph: &'static str,
        /// How many.
        columns: u16,
        /// What it is.
        roles: Roles,
    },
    /// So many blank columns.
    Blank(u16),
}

impl Row {
    /// A row without anything that belongs to the text at `at`.
    #[must_use]
    pub fn blank(at: u32) -> Self {
        Self { at: Anchor(at), spans: Vec::new(), ground: None }
    }

    /// Whether one of its pieces shows the byte at `at`.
    #[must_use]
    pub fn shows(&self, at: Anchor) -> bool {
        self.spans.iter().any(|span| matches!(span, Span::Text { range, .. } if range.contains(&at.0)))
    }

    /// From the first byte of the text it shows to the last; `None` where it shows none.
    #[must_use]
    pub fn text(&self) -> Option<Range<u32>> {
        let ranges = self.spans.iter().filter_map(|span| match span {
            Span::Text { range, .. } => Some(range.clone()),
            Span::Decor { .. } | Span::Fill { .. } | Span::Blank(_) => None,
        });
        ranges.reduce(|whole, range| whole.start.min(range.start)..whole.end.max(range.end))
    }

    /// Columns it takes; `text` is the document's.
    #[must_use]
    pub fn columns(&self, text: &Safe, ambiguous: Ambiguous) -> usize {
        self.spans.iter().map(|span| span.columns(text, ambiguous)).sum()
    }

    /// Its text as one string, blanks at its end cut.
    #[must_use]
    pub fn plain(&self, text: &Safe) -> String {
        let mut out = String::new();
        for span in &self.spans {
            match span {
                Span::Text { range, .. } => out.push_str(text.slice(range.clone()).as_str()),
                Span::Decor { text, .. } => out.push_str(text),
                Span::Fill { glyph, columns, .. } => (0..*columns).for_each(|_| out.push_str(glyph)),
                Span::Blank(columns) => out.extend(std::iter::repeat_n(' ', usize::from(*columns))),
            }
        }
        out.truncate(out.trim_end_matches(' ').len());
        out
    }
}

impl Span {
    /// Columns it takes; `text` is the document's.
    #[must_use]
    pub fn columns(&self, text: &Safe, ambiguous: Ambiguous) -> usize {
        match self {
            Self::Text { range, .. } => width::of(text.slice(range.clone()).as_str(), ambiguous),
            Self::Decor { text, .. } => width::of(text, ambiguous),
            Self::Fill { columns, .. } | Self::Blank(columns) => usize::from(*columns),
        }
    }

    /// Words of our own.
    #[must_use]
    pub fn fixed(ours: &'static str, roles: impl Into<Roles>) -> Self {
        Self::Decor { text: Safe::fixed(ours), roles: roles.into() }
    }
}
