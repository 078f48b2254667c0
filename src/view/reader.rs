//! Draws the reader pane: the rows of the page that are on the screen, hits laid over them.

use std::ops::Range;

use ratatui::style::Style;

use crate::app::app::App;
use crate::markdown::document::Document;
use crate::page::row::{Row, Span};
use crate::text::role::Role;
use crate::view::paint::{Canvas, Strip};
use crate::view::picture::{self, Place};

/// Draws the reader pane.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let area = app.areas.text;
    let Some(shown) = app.reader.shown() else { return };
    let rows = shown.page.rows_from(app.reader.top()).take(usize::from(area.height));
    for ((_, each), y) in rows.zip(area.y..) {
        // A hanging mark may stand in the margin.
        let to = (area.right() + 2).min(app.areas.reader.right());
        row(canvas, app, shown.page.document(), each, Strip { y, from: area.x, to }, area.right());
    }
}

/// Draws a row of an article, whose text ends before the column `edge`; a mark may hang in what is
/// left of the strip behind it.
pub fn row(canvas: &mut Canvas<'_>, app: &App, document: &Document, row: &Row, strip: Strip, edge: u16) {
    let theme = app.theme();
    if let Some(ground) = row.ground {
        let strip = Strip { to: edge, ..strip }.after(strip.from + ground.from);
        canvas.fill(strip, " ", theme.style(ground.role));
    }
    let mut x = strip.from;
    for span in &row.spans {
        match span {
            Span::Text { range, roles } => {
                x = text(canvas, app, document, range, theme.of(*roles), strip.after(x));
            }
            Span::Decor { text, roles } => {
                x = canvas.put(strip.after(x), text.as_safe_str(), theme.of(*roles));
            }
            Span::Fill { glyph, columns, roles } => {
                let to = (x + columns).min(strip.to);
                canvas.fill(Strip { to, ..strip }.after(x), glyph, theme.of(*roles));
                x = to;
            }
            Span::Blank(columns) => x = (x + columns).min(strip.to),
            Span::Picture { image, range, row, cells } => {
                let to = (x + cells.0).min(strip.to);
                let place = Place { image: *image, row: *row, cells: *cells };
                picture::row(canvas, app, document, range, place, Strip { to, ..strip }.after(x));
                x = to;
            }
        }
    }
}

/// A range of the text with the hits that lie in it.
fn text(
    canvas: &mut Canvas<'_>,
    app: &App,
    document: &Document,
    range: &Range<u32>,
    style: Style,
    strip: Strip,
) -> u16 {
    let source = &document.text;
    let hits = &app.reader.hits;
    let mut x = strip.from;
    let mut from = range.start;
    let first = hits.partition_point(|hit| hit.end <= range.start);
    for (place, hit) in hits.iter().enumerate().skip(first).take_while(|(_, hit)| hit.start < range.end) {
        let (start, end) = (hit.start.max(range.start), hit.end.min(range.end));
        let role = if app.reader.hit == Some(place) { Role::HitHere } else { Role::Hit };
        x = canvas.put(strip.after(x), source.slice(from..start), style);
        x = canvas.put(strip.after(x), source.slice(start..end), style.patch(app.theme().style(role)));
        from = end;
    }
    canvas.put(strip.after(x), source.slice(from..range.end), style)
}
