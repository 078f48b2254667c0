//! A picture alone: the rows it is drawn in, or its words where it is not; its caption below.

use crate::limits::PICTURE_CELLS;
use crate::markdown::document::Document;
use crate::page::block::{Text, set as set_text};
use crate::page::measure::Measure;
use crate::page::plate::{Found, Pictures, Room};
use crate::page::row::{Row, Span};
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};

/// The rows of the picture `image`, whose words are `text`. All of them show the place where its
/// words begin, but for the words themselves.
#[must_use]
pub fn set(document: &Document, image: u32, text: &Text, measure: &Measure, known: &[Found]) -> Vec<Row> {
    let found = known.get(image as usize).unwrap_or(&Found::Nothing);
    let columns = text.columns;
    let caption = document.images.get(image as usize).map(|image| &image.caption);
    let caption = caption.filter(|caption| !caption.is_empty()).map(Safe::as_safe_str);
    match (measure.pictures, found) {
        (Pictures::Drawn(room), Found::Plate(plate)) => {
            let room = Room { rows: room.rows.min(PICTURE_CELLS), ..room };
            let cells = plate.cells(columns.min(PICTURE_CELLS), room);
            let row = |row| {
                let span = Span::Picture { image, range: text.range.clone(), row, cells };
                Row { spans: vec![span], ..Row::blank(text.range.start) }
            };
            let below =
                caption.map(|caption| lines(caption, Role::Caption, text.range.start, 0, text, measure));
            (0..cells.1).map(row).chain(below.into_iter().flatten()).collect()
        }
        (Pictures::Drawn(_), Found::Broken(why)) => {
            let mut rows = words(document, text, measure);
            let at = rows.last().map_or(text.range.start, |row| row.at.0);
            let why = lines(why.as_safe_str(), Role::Faint, at, 2, text, measure);
            rows.extend(why);
            rows.extend(caption.into_iter().flat_map(|caption| under_words(caption, at, text, measure)));
            rows
        }
        (Pictures::Drawn(_), Found::Nothing) | (Pictures::Words, _) => {
            let mut rows = words(document, text, measure);
            let at = rows.last().map_or(text.range.start, |row| row.at.0);
            rows.extend(caption.into_iter().flat_map(|caption| under_words(caption, at, text, measure)));
            rows
        }
    }
}

/// Its words behind a sign.
fn words(document: &Document, text: &Text, measure: &Measure) -> Vec<Row> {
    let glyph = measure.glyphs.glyph();
    let columns = text.columns;
    // Beside the sign there must be room for a full-width character.
    let before = if columns > 3 { 2 } else { 0 };
    let narrower = Text { columns: columns - before, ..text.clone() };
    let mut rows = set_text(document, &narrower, measure);
    for (place, row) in rows.iter_mut().enumerate() {
        let sign = if place == 0 {
            vec![Span::fixed(glyph.folded, Role::Image), Span::Blank(1)]
        } else {
            vec![Span::Blank(2)]
        };
        if before > 0 {
            row.spans.splice(0..0, sign);
        }
    }
    rows
}

fn under_words(caption: SafeStr<'_>, at: u32, text: &Text, measure: &Measure) -> Vec<Row> {
    lines(caption, Role::Caption, at, 2, text, measure)
}

/// Something said of the picture, so far from the edge where a full-width character has room behind
/// it.
fn lines(said: SafeStr<'_>, role: Role, at: u32, indent: u16, text: &Text, measure: &Measure) -> Vec<Row> {
    let indent = if text.columns < indent + 2 { 0 } else { indent };
    let room = Measure { columns: text.columns.saturating_sub(indent).max(1), ..*measure };
    let row = |said| Row {
        spans: [Span::Blank(indent), Span::Decor { text: said, roles: role.into() }]
            .into_iter()
            .skip(usize::from(indent == 0))
            .collect(),
        ..Row::blank(at)
    };
    room.lines(said).into_iter().map(row).collect()
}
