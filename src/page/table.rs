//! Sets a table: columns side by side, cells broken like paragraphs. How broad the columns are,
//! and which of them are seen, is `columns`' matter.
//!
//! Where the columns cannot stand side by side, each row becomes a card: the heads at the left, the
//! cells beside them, or below them where the heads are long.

use std::ops::Range;

use crate::markdown::document::{Align, Document, Table};
use crate::page::block::{self, Text};
use crate::page::columns::{self, Before, Columns};
use crate::page::measure::Measure;
use crate::page::row::{Row, Span};
use crate::text::role::{Role, Roles};
use crate::text::width;
use crate::text::wrap::{Hanging, Justify};

/// In a column no broader than this, lines end like those of headings: in so few columns a word torn
/// apart is seen more than a ragged edge.
const NARROW: u16 = 24;
/// Blank columns behind the heads of a card.
const GAP: u16 = 2;

/// The rows of `table`.
#[must_use]
pub fn set(document: &Document, table: &Table, columns: u16, measure: &Measure) -> Vec<Row> {
    // A mark in the margin would push the next column.
    let measure = Measure { justify: Justify::No, hanging: Hanging::No, ..*measure };
    match columns::columns(document, table, columns, &measure) {
        Some(columns) => grid(document, table, &columns, &measure),
        None => cards(document, table, columns, &measure),
    }
}

fn grid(document: &Document, table: &Table, columns: &Columns, measure: &Measure) -> Vec<Row> {
    let glyph = measure.glyphs.glyph();
    let mut out = Vec::new();
    let mut sets: Vec<Vec<Row>> = Vec::with_capacity(table.rows.len());
    // A head that holds nothing is not shown, nor the rule under it.
    let headless = table.rows.first().is_some_and(|head| head.iter().all(Range::is_empty));
    for (place, cells) in table.rows.iter().enumerate() {
        let part = match place {
            0 => Part::Head,
            1 if headless => Part::Top,
            _ => Part::Body,
        };
        sets.push(across(document, cells, part, &table.aligns, columns, measure));
    }
    let blurs = sets.iter().skip(1).any(|rows| rows.len() > 1);
    let count = sets.len();
    for (place, rows) in sets.into_iter().enumerate().skip(usize::from(headless)) {
        let at = rows.last().map_or(0, |row| row.at.0);
        out.extend(rows);
        if place == 0 {
            out.push(rule(at, columns, glyph.rule));
        } else if blurs && place + 1 < count {
            out.push(rule(at, columns, glyph.thin_rule));
        }
    }
    out
}

/// The part of a table that a row of it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    /// The first row below a head that is not shown.
    Top,
    Body,
}

/// The cells of one row side by side. Where columns are left out, the first row that is shown says so.
fn across(
    document: &Document,
    cells: &[Range<u32>],
    part: Part,
    aligns: &[Align],
    columns: &Columns,
    measure: &Measure,
) -> Vec<Row> {
    let roles = match part {
        Part::Head => Role::TableHead.into(),
        Part::Top | Part::Body => Roles::PLAIN,
    };
    let sets: Vec<Vec<Row>> = columns
        .shown
        .iter()
        .map(|column| {
            let Some(cell) = cells.get(column.place) else { return Vec::new() };
            let text = Text {
                range: cell.clone(),
                roles,
                columns: column.columns,
                first_indent: 0,
                breaks: if column.columns > NARROW { measure.breaks } else { measure.heading_breaks },
            };
            block::set(document, &text, measure)
        })
        .collect();
    let height = sets.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let start = cells.first().map_or(0, |cell| cell.start);
    let sign = || Span::fixed(measure.glyphs.glyph().goes_on, Role::Faint);
    (0..height)
        .map(|line| {
            let signed = part != Part::Body && line == 0;
            let mut row = Row::blank(start);
            let mut shown = None;
            let mut owed = 0;
            for (column, set) in columns.shown.iter().zip(&sets) {
                if signed && column.before == Before::Cut {
                    row.spans.extend([Span::Blank(owed + 1), sign()]);
                    owed = column.before.columns() - 2;
                } else {
                    owed += column.before.columns();
                }
                let Some(piece) = set.get(line) else {
                    owed += column.columns;
                    continue;
                };
                shown.get_or_insert(piece.at);
                let used =
                    u16::try_from(piece.columns(&document.text, measure.ambiguous)).unwrap_or(column.columns);
                let spare = column.columns.saturating_sub(used);
                let lead = match aligns.get(column.place).copied().unwrap_or_default() {
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
            if signed && columns.more {
                row.spans.extend([Span::Blank(owed + 1), sign()]);
            }
            row.at = shown.unwrap_or(row.at);
            row
        })
        .collect()
}

fn rule(at: u32, columns: &Columns, glyph: &'static str) -> Row {
    let mut row = Row::blank(at);
    for column in &columns.shown {
        let before = column.before.columns();
        if before > 0 {
            row.spans.push(Span::Blank(before));
        }
        row.spans.push(Span::Fill { glyph, columns: column.columns, roles: Role::Rule.into() });
    }
    row
}

/// How far cells are set in to stand beside their heads; `None` where there is no room for both.
fn beside(document: &Document, head: &[Range<u32>], columns: u16, measure: &Measure) -> Option<u16> {
    let wide = |range: &Range<u32>| width::of(document.text.slice(range.clone()).as_str(), measure.ambiguous);
    let is_one_line = |range: &Range<u32>| !document.text.slice(range.clone()).as_str().contains('\n');
    let longest = u16::try_from(head.iter().map(wide).max()?).ok()?;
    let fits = longest <= columns / 3 && columns - longest >= NARROW / 2 + GAP;
    (fits && head.iter().all(is_one_line)).then_some(longest + GAP)
}

/// Each row as a card: the heads of its columns, and beside or below each the cell.
fn cards(document: &Document, table: &Table, columns: u16, measure: &Measure) -> Vec<Row> {
    let glyph = measure.glyphs.glyph();
    let mut out = Vec::new();
    let Some((head, body)) = table.rows.split_first() else { return out };
    let beside = beside(document, head, columns, measure);
    let inset = beside.unwrap_or(if columns > 12 { 2 } else { 0 });
    for (number, cells) in body.iter().enumerate() {
        if number > 0 {
            let mut row = Row::blank(cells.first().map_or(0, |cell| cell.start));
            row.spans.push(Span::Fill { glyph: glyph.thin_rule, columns, roles: Role::Rule.into() });
            out.push(row);
        }
        for (place, (title, cell)) in head.iter().zip(cells).enumerate() {
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
            // The heads stand before all cells in the text, and are shown again on each card.
            if (number, place) != (0, 0) {
                for row in &mut titles {
                    row.at.0 = cell.start;
                }
            }
            let mut rows = block::set(document, &text(cell, Roles::PLAIN, columns - inset), measure);
            for row in &mut rows {
                if inset > 0 {
                    row.spans.insert(0, Span::Blank(inset));
                }
            }
            if let (Some(side), Some(first)) = (beside, rows.first_mut())
                && let Some(title) = titles.pop()
            {
                let used = u16::try_from(title.columns(&document.text, measure.ambiguous)).unwrap_or(side);
                first
                    .spans
                    .splice(0..1, title.spans.into_iter().chain([Span::Blank(side.saturating_sub(used))]));
                first.at = first.at.min(title.at);
            }
            out.extend(titles);
            out.extend(rows);
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
