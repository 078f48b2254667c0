//! Sets a table: columns sized by what they hold, cells broken like paragraphs.
//!
//! When the columns have no room the widest give way first, down to the longest piece that
//! cannot break. When even that is too wide, each row becomes a card: head and cell in turn.

use std::ops::Range;

use crate::markdown::document::{Align, Document, Table};
use crate::page::block::{self, Text};
use crate::page::measure::Measure;
use crate::page::row::{Row, Span};
use crate::text::breaks::{Breaks, breaks};
use crate::text::role::{Role, Roles};
use crate::text::width;
use crate::text::wrap::Justify;

/// Blank columns between the columns of a table.
const GAP: u16 = 2;
/// A column is never made narrower than this, if it holds as much.
const LEAST: u16 = 8;

/// The rows of `table`.
#[must_use]
pub fn set(document: &Document, table: &Table, columns: u16, measure: &Measure) -> Vec<Row> {
    let measure = Measure { justify: Justify::No, ..*measure };
    match share(document, table, columns, &measure) {
        Some(widths) => grid(document, table, &widths, &measure),
        None => cards(document, table, columns, &measure),
    }
}

/// Columns for each column, or `None` where they cannot stand side by side.
fn share(document: &Document, table: &Table, columns: u16, measure: &Measure) -> Option<Vec<u16>> {
    let count = table.aligns.len();
    let gaps = GAP.checked_mul(u16::try_from(count.checked_sub(1)?).ok()?)?;
    let room = columns.checked_sub(gaps)?;
    let mut widest = vec![1; count];
    let mut least = vec![1; count];
    for row in &table.rows {
        for (place, cell) in row.iter().enumerate() {
            let text = document.text.slice(cell.clone());
            let whole =
                text.as_str().split('\n').map(|line| width::of(line, measure.ambiguous)).max().unwrap_or(0);
            widest[place] = widest[place].max(u16::try_from(whole).unwrap_or(u16::MAX));
            least[place] = least[place].max(longest_piece(text.as_str(), measure));
        }
    }
    let sum = |widths: &[u16]| widths.iter().map(|&columns| u32::from(columns)).sum::<u32>();
    if sum(&widest) <= u32::from(room) {
        return Some(widest);
    }
    let floor: Vec<u16> =
        widest.iter().zip(&least).map(|(&wide, &piece)| wide.min(piece.clamp(LEAST, 2 * LEAST))).collect();
    if sum(&floor) > u32::from(room) {
        return None;
    }
    Some(shrink(&widest, &floor, room))
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
    let mut spare = u32::from(room).saturating_sub(widths.iter().map(|&columns| u32::from(columns)).sum());
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

fn grid(document: &Document, table: &Table, widths: &[u16], measure: &Measure) -> Vec<Row> {
    let glyph = measure.glyphs.glyph();
    let mut out = Vec::new();
    let mut sets: Vec<Vec<Row>> = Vec::with_capacity(table.rows.len());
    for (place, cells) in table.rows.iter().enumerate() {
        let roles = if place == 0 { Role::TableHead.into() } else { Roles::PLAIN };
        sets.push(across(document, cells, &table.aligns, widths, roles, measure));
    }
    let blurs = sets.iter().skip(1).any(|rows| rows.len() > 1);
    let count = sets.len();
    for (place, rows) in sets.into_iter().enumerate() {
        let at = rows.first().map_or(0, |row| row.at.0);
        out.extend(rows);
        if place == 0 {
            out.push(rule(at, widths, glyph.rule));
        } else if blurs && place + 1 < count {
            out.push(rule(at, widths, glyph.thin_rule));
        }
    }
    out
}

/// The cells of one row side by side.
fn across(
    document: &Document,
    cells: &[Range<u32>],
    aligns: &[Align],
    widths: &[u16],
    roles: Roles,
    measure: &Measure,
) -> Vec<Row> {
    let sets: Vec<Vec<Row>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, &columns)| {
            let text = Text { range: cell.clone(), roles, columns, first_indent: 0, breaks: measure.breaks };
            block::set(document, &text, measure)
        })
        .collect();
    let height = sets.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let start = cells.first().map_or(0, |cell| cell.start);
    (0..height)
        .map(|line| {
            let mut row = Row::blank(start);
            let mut shown = None;
            let mut owed = 0;
            for (place, &columns) in widths.iter().enumerate() {
                if place > 0 {
                    owed += GAP;
                }
                let Some(piece) = sets.get(place).and_then(|set| set.get(line)) else {
                    owed += columns;
                    continue;
                };
                shown.get_or_insert(piece.at);
                let used = u16::try_from(piece.columns(&document.text, measure.ambiguous)).unwrap_or(columns);
                let spare = columns.saturating_sub(used);
                let lead = match aligns.get(place).copied().unwrap_or_default() {
                    Align::Start => 0,
                    Align::Center => spare / 2,
                    Align::End => spare,
                };
                if owed + lead > 0 {
                    row.spans.push(Span::Blank(owed + lead));
                }
                row.spans.extend(piece.spans.iter().cloned());
                owed = spare - lead;
            }
            row.at = shown.unwrap_or(row.at);
            row
        })
        .collect()
}

fn rule(at: u32, widths: &[u16], glyph: &'static str) -> Row {
    let mut row = Row::blank(at);
    for (place, &columns) in widths.iter().enumerate() {
        if place > 0 {
            row.spans.push(Span::Blank(GAP));
        }
        row.spans.push(Span::Fill { glyph, columns, roles: Role::Rule.into() });
    }
    row
}

/// Each row as a card: the head of a column, and below it, set in, the cell.
fn cards(document: &Document, table: &Table, columns: u16, measure: &Measure) -> Vec<Row> {
    let glyph = measure.glyphs.glyph();
    let mut out = Vec::new();
    let Some((head, body)) = table.rows.split_first() else { return out };
    let inset = if columns > 12 { 2 } else { 0 };
    for (number, cells) in body.iter().enumerate() {
        if number > 0 {
            let mut row = Row::blank(cells.first().map_or(0, |cell| cell.start));
            row.spans.push(Span::Fill { glyph: glyph.thin_rule, columns, roles: Role::Rule.into() });
            out.push(row);
        }
        for (title, cell) in head.iter().zip(cells) {
            if title.is_empty() && cell.is_empty() {
                continue;
            }
            let text = |range: &Range<u32>, roles, columns: u16| Text {
                range: range.clone(),
                roles,
                columns: columns.max(1),
                first_indent: 0,
                breaks: measure.breaks,
            };
            let mut titles = block::set(document, &text(title, Role::TableHead.into(), columns), measure);
            if number > 0 {
                for row in &mut titles {
                    row.at.0 = cell.start;
                }
            }
            out.extend(titles);
            for mut row in block::set(document, &text(cell, Roles::PLAIN, columns - inset), measure) {
                if inset > 0 {
                    row.spans.insert(0, Span::Blank(inset));
                }
                out.push(row);
            }
        }
    }
    if body.is_empty() {
        for title in head {
            let text = Text {
                range: title.clone(),
                roles: Role::TableHead.into(),
                columns,
                first_indent: 0,
                breaks: measure.breaks,
            };
            out.extend(block::set(document, &text, measure));
        }
    }
    out
}
