//! Which columns of a table stand side by side, and how broad each is.
//!
//! Columns are as broad as what they hold. When they have no room the widest give way first, down
//! to the longest piece that cannot break; when even that is too wide, none can stand.
//!
//! On a page that is panned they need not give way: the first column stays at the left, within a
//! third of the room, and behind it stand as many whole columns as there is room for. A column of
//! sentences is broken, so that others can stand beside it, and takes what they leave. This is done
//! only where it shows something better than what it takes the place of: a table that fits, or
//! that can neither be moved nor was cards before, stays as it is.

use crate::markdown::document::{Anchor, Document, Table};
use crate::page::measure::{Measure, Pan};
use crate::text::breaks::{Breaks, breaks};
use crate::text::width;

/// Blank columns between the columns of a table.
const GAP: u16 = 2;
/// What stands where columns are left out: a sign with a blank at either side.
const CUT: u16 = 3;
/// A blank and the sign that more columns follow.
const MORE: u16 = 2;
/// A column is never made narrower than this, if it holds as much.
const LEAST: u16 = 8;
/// A column that is panned to is this broad, if it holds as much and others need the room.
const EASY: u16 = 40;

/// Columns that stand side by side, from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Those that are shown.
    pub shown: Vec<Column>,
    /// Whether there are more at the right.
    pub more: bool,
}

/// A column that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which of the table's.
    pub place: usize,
    /// How broad; at least 1.
    pub columns: u16,
    /// What parts it from the one before.
    pub before: Before,
}

/// What parts a column from the one shown before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It is the first.
    Edge,
    /// A gap.
    Gap,
    /// Columns that are left out.
    Cut,
}

impl Before {
    /// Columns it takes.
    #[must_use]
    pub const fn columns(self) -> u16 {
        match self {
            Self::Edge => 0,
            Self::Gap => GAP,
            Self::Cut => CUT,
        }
    }
}

/// The columns of `table` in `room` columns; `None` where they cannot stand side by side.
#[must_use]
pub fn columns(document: &Document, table: &Table, room: u16, measure: &Measure) -> Option<Columns> {
    let sizes = Sizes::of(document, table, room, measure);
    let from = match measure.pan {
        Pan::Fit => None,
        Pan::From(from) => Some(usize::from(from)),
    };
    if let (Some(from), Some(strip)) = (from, sizes.strip(room)) {
        return Some(strip.from(from));
    }
    match sizes.share(room) {
        Share::Whole(widths) | Share::Shrunk(widths) => Some(all(&widths)),
        Share::None => None,
    }
}

/// How many columns of `table` can be left out behind its first, so that the last is seen; `None`
/// where panning changes nothing.
#[must_use]
pub fn furthest_pan(document: &Document, table: &Table, room: u16, measure: &Measure) -> Option<u16> {
    let strip = Sizes::of(document, table, room, measure).strip(room)?;
    Some(u16::try_from(strip.furthest()).unwrap_or(u16::MAX))
}

/// How to pan so that the cell at `at` is seen; `None` where it is seen, or is no cell of `table`.
#[must_use]
pub fn pan_to(document: &Document, table: &Table, room: u16, measure: &Measure, at: Anchor) -> Option<Pan> {
    if measure.pan == Pan::Fit {
        return None;
    }
    let holds = |cells: &Vec<std::ops::Range<u32>>| cells.iter().position(|cell| cell.contains(&at.0));
    let place = table.rows.iter().find_map(holds)?;
    let columns = columns(document, table, room, measure)?;
    if columns.shown.iter().any(|column| column.place == place) {
        return None;
    }
    Some(Pan::From(u16::try_from(place.checked_sub(1)?).unwrap_or(u16::MAX)))
}

fn all(widths: &[u16]) -> Columns {
    let column = |(place, &columns): (usize, &u16)| Column {
        place,
        columns,
        before: if place == 0 { Before::Edge } else { Before::Gap },
    };
    Columns { shown: widths.iter().enumerate().map(column).collect(), more: false }
}

/// What the columns of a table would like to have.
struct Sizes {
    /// Columns of the longest line of each.
    widest: Vec<u16>,
    /// Columns of the longest piece of each that cannot break.
    least: Vec<u16>,
}

/// How a room is shared out.
enum Share {
    /// Each column has what it likes.
    Whole(Vec<u16>),
    /// Some had to give way.
    Shrunk(Vec<u16>),
    /// They cannot stand side by side.
    None,
}

impl Sizes {
    fn of(document: &Document, table: &Table, room: u16, measure: &Measure) -> Self {
        let count = table.aligns.len();
        let mut widest = vec![1; count];
        for row in &table.rows {
            for (cell, widest) in row.iter().zip(&mut widest) {
                let text = document.text.slice(cell.clone());
                let whole = text.as_str().split('\n').map(|line| width::of(line, measure.ambiguous)).max();
                *widest = (*widest).max(u16::try_from(whole.unwrap_or(0)).unwrap_or(u16::MAX));
            }
        }
        let mut sizes = Self { least: widest.clone(), widest };
        // Where nothing has to give way, nobody asks how far it could.
        if matches!(sizes.share(room), Share::Whole(_)) {
            return sizes;
        }
        sizes.least.fill(1);
        for row in &table.rows {
            for (cell, least) in row.iter().zip(&mut sizes.least) {
                *least = (*least).max(longest_piece(document.text.slice(cell.clone()).as_str(), measure));
            }
        }
        sizes
    }

    fn share(&self, room: u16) -> Share {
        let gaps = u16::try_from(self.widest.len().saturating_sub(1)).ok().and_then(|n| n.checked_mul(GAP));
        let Some(room) = gaps.and_then(|gaps| room.checked_sub(gaps)) else { return Share::None };
        if sum(&self.widest) <= u32::from(room) {
            return Share::Whole(self.widest.clone());
        }
        let floor: Vec<u16> = self
            .widest
            .iter()
            .zip(&self.least)
            .map(|(&wide, &piece)| wide.min(piece.clamp(LEAST, 2 * LEAST)))
            .collect();
        if sum(&floor) > u32::from(room) {
            return Share::None;
        }
        Share::Shrunk(shrink(&self.widest, &floor, room))
    }

    /// The columns as a strip to be panned over, where that is of use.
    fn strip(&self, room: u16) -> Option<Strip> {
        let (&first, rest) = self.widest.split_first()?;
        if rest.is_empty() || room < 3 * LEAST {
            return None;
        }
        let frozen = first.min(room / 3);
        let most = room - frozen - CUT - MORE;
        let wishes: Vec<u16> = rest.iter().map(|&columns| columns.min(most)).collect();
        let rest = wishes.iter().map(|&columns| columns.min(EASY)).collect();
        let strip = Strip { frozen, rest, wishes, room: room - frozen };
        match self.share(room) {
            Share::Whole(_) => None,
            Share::Shrunk(_) => (strip.furthest() > 0).then_some(strip),
            Share::None => Some(strip),
        }
    }
}

/// The columns of a table that is panned.
struct Strip {
    /// Columns of the first, which stays.
    frozen: u16,
    /// Columns of the others, of which each fits alone.
    rest: Vec<u16>,
    /// Columns that they would take, were there nothing beside them.
    wishes: Vec<u16>,
    /// Columns for the others, and for what parts and marks them.
    room: u16,
}

impl Strip {
    /// The end of those that fit when so many are left out, and the columns that they leave.
    fn fit(&self, from: usize) -> (usize, u16) {
        let mut used = before(from).columns();
        let (mut end, mut spare) = (from, 0);
        for (place, &columns) in self.rest.iter().enumerate().skip(from) {
            let gap = if place > from { GAP } else { 0 };
            let more = if place + 1 < self.rest.len() { MORE } else { 0 };
            used += gap + columns;
            let Some(left) = self.room.checked_sub(used + more) else { break };
            (end, spare) = (place + 1, left);
        }
        (end, spare)
    }

    /// How many may be left out at most: from there on the last one is seen.
    fn furthest(&self) -> usize {
        (0..self.rest.len()).find(|&from| self.fit(from).0 == self.rest.len()).unwrap_or(0)
    }

    fn from(&self, from: usize) -> Columns {
        let from = from.min(self.furthest());
        let (end, mut spare) = self.fit(from);
        let mut shown = vec![Column { place: 0, columns: self.frozen, before: Before::Edge }];
        for place in from..end {
            let more = spare.min(self.wishes[place] - self.rest[place]);
            spare -= more;
            shown.push(Column {
                place: place + 1,
                columns: self.rest[place] + more,
                before: if place == from { before(from) } else { Before::Gap },
            });
        }
        Columns { shown, more: end < self.rest.len() }
    }
}

/// What parts the first column from the others when so many are left out.
const fn before(from: usize) -> Before {
    if from == 0 { Before::Gap } else { Before::Cut }
}

fn sum(widths: &[u16]) -> u32 {
    widths.iter().map(|&columns| u32::from(columns)).sum()
}

/// Takes from the widest until all fit into `room`.
fn shrink(widest: &[u16], floor: &[u16], room: u16) -> Vec<u16> {
    let fits = |cap: u16| {
        widest.iter().zip(floor).map(|(&wide, &least)| u32::from(wide.min(cap).max(least))).sum::<u32>()
            <= u32::from(room)
    };
    let (mut low, mut high) = (0, room);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let mut widths: Vec<u16> =
        widest.iter().zip(floor).map(|(&wide, &least)| wide.min(low).max(least)).collect();
    let mut spare = u32::from(room).saturating_sub(sum(&widths));
    for (columns, &wide) in widths.iter_mut().zip(widest) {
        if spare > 0 && *columns < wide {
            *columns += 1;
            spare -= 1;
        }
    }
    widths
}

/// Columns of the longest piece of `text` that offers no break.
fn longest_piece(text: &str, measure: &Measure) -> u16 {
    let mut from = 0;
    let mut longest = 0;
    for at in breaks(text, Breaks::Strict).into_iter().map(|at| at as usize).chain([text.len()]) {
        longest =
            longest.max(width::of(text.get(from..at).unwrap_or_default().trim_end(), measure.ambiguous));
        from = at;
    }
    u16::try_from(longest).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Columns, Share, Sizes, Strip};

    fn sizes(widest: &[u16]) -> Sizes {
        Sizes { widest: widest.to_vec(), least: widest.iter().map(|&columns| columns.min(12)).collect() }
    }

    fn strip(widest: &[u16], room: u16) -> Strip {
        sizes(widest).strip(room).expect("a table that can be panned")
    }

    fn places(columns: &Columns) -> Vec<usize> {
        columns.shown.iter().map(|column| column.place).collect()
    }

    fn broad(columns: &Columns) -> u16 {
        let sum: u16 = columns.shown.iter().map(|column| column.before.columns() + column.columns).sum();
        sum + if columns.more { 2 } else { 0 }
    }

    #[test]
    fn the_first_column_stays_while_the_others_move() {
        let strip = strip(&[10, 10, 10, 10, 10], 40);
        assert_eq!(places(&strip.from(0)), [0, 1, 2]);
        assert_eq!(places(&strip.from(1)), [0, 2, 3]);
        assert_eq!(places(&strip.from(2)), [0, 3, 4]);
    }

    #[test]
    fn panning_ends_where_the_last_column_is_seen() {
        let strip = strip(&[10, 10, 10, 10, 10], 40);
        assert_eq!(strip.furthest(), 2);
        assert_eq!(strip.from(60_000), strip.from(2));
        assert!(!strip.from(2).more && strip.from(1).more);
    }

    #[test]
    fn the_first_column_keeps_within_a_third() {
        assert_eq!(strip(&[70, 30, 30], 60).from(0).shown[0].columns, 20);
    }

    #[test]
    fn a_column_of_sentences_stands_beside_another_or_takes_what_is_left() {
        let strip = strip(&[10, 8, 20, 300], 80);
        let last = strip.from(9);
        assert_eq!(places(&last), [0, 2, 3]);
        assert_eq!(last.shown.iter().map(|column| column.columns).collect::<Vec<_>>(), [10, 20, 45]);
    }

    #[test]
    fn a_table_that_fits_or_has_nowhere_to_move_is_not_panned() {
        assert!(sizes(&[10, 20, 30]).strip(64).is_none());
        assert!(sizes(&[10, 200]).strip(60).is_none());
        assert!(sizes(&[200]).strip(60).is_none());
    }

    proptest! {
        #[test]
        fn every_column_of_a_panned_table_can_be_seen_within_its_room(
            widest in proptest::collection::vec(1_u16..300, 0..14),
            room in 1_u16..200,
        ) {
            let sizes = sizes(&widest);
            let Some(strip) = sizes.strip(room) else {
                return Ok(());
            };
            prop_assert!(!matches!(sizes.share(room), Share::Whole(_)));
            let mut seen = vec![false; widest.len()];
            for from in 0..=strip.furthest() {
                let columns = strip.from(from);
                prop_assert!(broad(&columns) <= room, "{columns:?}");
                prop_assert!(columns.shown.len() > 1);
                prop_assert_eq!(columns.more, from < strip.furthest());
                columns.shown.iter().for_each(|column| seen[column.place] = true);
            }
            prop_assert!(seen.iter().all(|&seen| seen));
        }
    }
}
