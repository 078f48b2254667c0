//! How the last row is shared out while something is typed into it.
//!
//! What is typed comes first. A count stands beside it only where there is room for all of it; what
//! is wrong with a query stands beside it where both fit, else in rows of its own above the bar.

use crate::app::app::App;
use crate::app::bar::{Purpose, Typed};
use crate::config::strings::Word;
use crate::page::measure::Measure;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::width;

/// Columns between what is typed and what stands beside it.
const GAP: usize = 2;

/// Columns of what is typed that give way to nothing but a fault.
const KEPT: usize = 24;

/// Columns from which on a cut sentence beside the line tells something.
const TELLING: usize = 12;

/// Rows above the bar that a fault may take: enough for every one of them in 40 columns.
const ROWS: usize = 3;

/// How the last row is shared out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What stands before the line, with the blank behind it; from column 1 on.
    pub sign: Safe,
    /// The first column of the line.
    pub start: usize,
    /// Its columns, at least one.
    pub columns: usize,
    /// What stands at the right end of the row.
    pub beside: Safe,
    /// What stands in the rows above it.
    pub above: Vec<Safe>,
    /// What these two are like.
    pub role: Role,
}

impl App {
    /// The last row while something is typed into it.
    #[must_use]
    pub fn prompt(&self) -> Option<Prompt> {
        let typed = self.bar.typed.as_ref()?;
        let sign = match typed.purpose {
            Purpose::Filter(_) | Purpose::Find(_) => Safe::fixed("/ "),
            Purpose::Note | Purpose::Renote(_) => {
                Safe::text(&format!("{}: ", self.strings.get(Word::NotePrompt)))
            }
        };
        // The last column stays free: some terminals scroll when it is written.
        let end = usize::from(self.areas.bar.width).saturating_sub(1);
        let start = (1 + width::of(&sign, self.ambiguous)).min(end.saturating_sub(1));
        let room = end - start;
        let role = if typed.fault.is_some() { Role::Trouble } else { Role::BarDim };
        let mut prompt =
            Prompt { sign, start, columns: room, beside: Safe::default(), above: Vec::new(), role };
        let wide = width::of(typed.line.text(), self.ambiguous) + 1;
        match &typed.fault {
            Some(fault) if wide + GAP + width::of(fault, self.ambiguous) <= room => {
                prompt.beside = fault.clone();
            }
            Some(fault) => prompt.above = self.rows_above(fault, end.saturating_sub(1)),
            None => prompt.beside = self.beside(typed, room.saturating_sub(wide.min(KEPT) + GAP)),
        }
        if !prompt.beside.is_empty() {
            prompt.columns -= width::of(&prompt.beside, self.ambiguous) + GAP;
        }
        prompt.columns = prompt.columns.max(1);
        Some(prompt)
    }

    /// What stands beside the line in at most so many columns.
    fn beside(&self, typed: &Typed, room: usize) -> Safe {
        let (text, is_sentence) = match (typed.said, &typed.purpose) {
            (Some(word), _) => (self.strings.word(word).to_safe(), true),
            (None, Purpose::Filter(_)) => (self.found_summary(), false),
            (None, Purpose::Find(_)) => (self.hits_summary(), true),
            (None, Purpose::Note | Purpose::Renote(_)) => (Safe::default(), false),
        };
        if width::of(&text, self.ambiguous) <= room {
            text
        } else if is_sentence && room >= TELLING {
            self.measure().shorten(text.as_safe_str(), room)
        } else {
            Safe::default()
        }
    }

    /// A sentence in as many rows as there are for it above the bar, cut where they do not suffice.
    fn rows_above(&self, text: &Safe, columns: usize) -> Vec<Safe> {
        let columns = columns.max(1);
        let measure = Measure { columns: u16::try_from(columns).unwrap_or(u16::MAX), ..self.measure() };
        let most = ROWS.min(usize::from(self.areas.bar.y));
        let mut rows = measure.lines(text.as_safe_str());
        if rows.len() > most {
            rows.truncate(most);
            // Only blanks are left out between rows.
            // Only blanks are left out between rows.
            let before = rows.iter().rev().skip(1).rev();
            let rest =
                before.fold(text.as_safe_str(), |rest, row| behind_blanks(rest.slice(row.len()..rest.len())));
            if let Some(last) = rows.last_mut() {
                *last = measure.shorten(rest, columns);
            }
        }
        rows
    }

    /// Keeps in mind which stretch of the line is seen.
    pub(super) fn settle_line(&mut self) {
        let Some(prompt) = self.prompt() else { return };
        if let Some(typed) = &mut self.bar.typed {
            typed.line.settle(prompt.columns, self.ambiguous);
        }
    }
}

fn behind_blanks(text: SafeStr<'_>) -> SafeStr<'_> {
    text.slice(text.len() - text.trim_start().len()..text.len())
}
