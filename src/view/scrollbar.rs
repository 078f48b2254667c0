//! Draws the scrollbar beside the article: what is on the screen, and where hits lie.

use crate::app::app::App;
use crate::text::role::Role;
use crate::view::paint::{Canvas, Strip};

/// Draws the scrollbar, if there is one.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let area = app.areas.scrollbar;
    let (Some(scrollbar), Some(seen)) = (app.scrollbar(), app.reader.seen()) else { return };
    let glyph = app.measure().glyphs.glyph();
    let theme = app.theme();
    let (hits, here) = (&app.reader.hits, app.reader.hit.and_then(|hit| app.reader.hits.get(hit)));
    let thumb = scrollbar.rows_of(&seen);
    for row in 0..area.height {
        let strip = Strip::of(area, area.y + row);
        let stretch = scrollbar.stretch_of(row);
        let next = hits.partition_point(|hit| hit.start < stretch.start);
        let has_hit = hits.get(next).is_some_and(|hit| hit.start < stretch.end);
        if here.is_some_and(|hit| stretch.contains(&hit.start)) {
            canvas.fill(strip, " ", theme.style(Role::HitHere));
        } else if has_hit {
            canvas.fill(strip, " ", theme.style(Role::Hit));
        } else if thumb.contains(&row) {
            canvas.fill(strip, glyph.thumb, theme.style(Role::Divider));
        }
    }
}
