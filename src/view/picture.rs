//! Draws pictures: their dots in cells, or the cells beneath them where the terminal draws them; and
//! says where on the screen those are.
//!
//! Until a picture is ready and the terminal has it, its words stand on a faint ground of its size.
//! What lies over cells covers them like any text. A picture whose rows the terminal draws over the
//! cells makes room for whatever comes over the page, and is back when that goes.

use std::ops::Range;

use crate::app::app::App;
use crate::app::reader::Over;
use crate::markdown::document::Document;
use crate::page::row::Span;
use crate::pictures::drawn::{Drawn, Ink, Placed};
use crate::text::role::{Role, Roles};
use crate::view::paint::{Canvas, Strip};

/// A row of a picture of the article shown.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Which picture: an index into `Document.images`.
    pub image: u32,
    /// Which of its rows.
    pub row: u16,
    /// Columns and rows of the whole.
    pub cells: (u16, u16),
}

/// Draws a row of a picture into `strip`; `words` are those for it.
pub fn row(
    canvas: &mut Canvas<'_>,
    app: &App,
    document: &Document,
    words: &Range<u32>,
    place: Place,
    strip: Strip,
) {
    match app.picture(place.image, place.cells).map(|drawn| &drawn.ink) {
        Some(Ink::Blocks { dots, halves }) => {
            let from = usize::from(place.row) * usize::from(place.cells.0);
            let dots = dots.get(from..from + usize::from(place.cells.0)).unwrap_or_default();
            canvas.dots(strip, dots, *halves);
        }
        Some(Ink::Kitty { id, marks, .. }) if app.is_sent(*id) => {
            canvas.placeholders(strip, *id, place.row, marks);
        }
        Some(Ink::Strips(_)) if !is_covered(app) => {}
        Some(Ink::Kitty { .. } | Ink::Strips(_)) | None => {
            let style = app.theme().of(Roles::of(Role::CodeBlock).with(Role::Image));
            canvas.fill(strip, " ", style);
            let (from, to) = (strip.from + 1, strip.to.max(1) - 1);
            if place.row == 0 && from < to {
                let words = document.text.slice(words.clone());
                let words = app.measure().shorten(words, usize::from(to - from));
                canvas.put(Strip { from, to, ..strip }, words.as_safe_str(), style);
            }
        }
    }
}

/// Makes whole what lies beside whatever was drawn over pictures.
pub fn mend(canvas: &mut Canvas<'_>, app: &App) {
    for placed in pictures(app) {
        if let Ink::Kitty { marks, .. } = &placed.drawn.ink {
            let to = (placed.column + placed.drawn.cells.0).min(app.areas.text.right());
            for (y, row) in (placed.row..).zip(placed.rows) {
                canvas.mend_placeholders(Strip { y, from: placed.column, to }, row, marks);
            }
        }
    }
}

/// The pictures on the screen that the terminal draws, with where they are.
#[must_use]
pub fn placed(app: &App) -> Vec<Placed> {
    let is_drawn = |drawn: &Drawn| match drawn.ink {
        Ink::Blocks { .. } => false,
        Ink::Kitty { .. } => true,
        Ink::Strips(_) => !is_covered(app),
    };
    pictures(app).into_iter().filter(|placed| is_drawn(&placed.drawn)).collect()
}

/// All the pictures on the screen that are ready.
fn pictures(app: &App) -> Vec<Placed> {
    let area = app.areas.text;
    let Some(shown) = app.reader.shown().filter(|shown| !shown.page.pictures().is_empty()) else {
        return Vec::new();
    };
    let mut placed: Vec<Placed> = Vec::new();
    let rows = shown.page.rows_from(app.reader.top()).take(usize::from(area.height));
    for ((_, each), y) in rows.zip(area.y..) {
        let mut column = area.x;
        for span in &each.spans {
            if let Span::Picture { image, row, cells, .. } = span
                && let Some(drawn) = app.picture(*image, *cells)
            {
                match placed.last_mut() {
                    Some(above) if *row > 0 && above.rows.end == *row && above.column == column => {
                        above.rows.end += 1;
                    }
                    _ => {
                        placed.push(Placed { drawn: drawn.clone(), column, row: y, rows: *row..row + 1 });
                    }
                }
            }
            let columns = span.columns(&shown.page.document().text, app.ambiguous);
            column = column.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX));
        }
    }
    placed
}

/// Whether something lies over the page.
fn is_covered(app: &App) -> bool {
    app.picker.is_some() || app.reader.over != Over::Nothing
}
