//! The whole screen: panes, the rule between them, the bar, and what lies over them.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::app::app::App;
use crate::text::role::Role;
use crate::view::paint::{Canvas, Strip};
use crate::view::{bar, hints, list, peek, picker, picture, reader, scrollbar};

/// From this size on there is room for anything at all.
const LEAST: (u16, u16) = (4, 2);

/// Draws the app.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let area = frame.area();
    let mut cursor = None;
    if area.width >= LEAST.0 && area.height >= LEAST.1 {
        let mut canvas = Canvas::new(frame.buffer_mut(), app.ambiguous);
        list::draw(&mut canvas, app);
        divide(&mut canvas, app);
        // Beneath the text, a mark of which may hang in the margin.
        scrollbar::draw(&mut canvas, app);
        reader::draw(&mut canvas, app);
        hints::draw(&mut canvas, app);
        peek::draw(&mut canvas, app);
        cursor = bar::draw(&mut canvas, app);
        if app.picker.is_some() {
            cursor = picker::draw(&mut canvas, app);
        }
        picture::mend(&mut canvas, app);
    }
    if let Some((x, y)) = cursor
        && area.contains(Position { x, y })
    {
        frame.set_cursor_position((x, y));
    }
}

/// The thin rule between the panes.
fn divide(canvas: &mut Canvas<'_>, app: &App) {
    let Rect { x, y, width, height } = app.areas.divider;
    if width == 0 {
        return;
    }
    let style = app.theme().style(Role::Divider);
    let glyph = if app.measure().glyphs == crate::page::measure::Glyphs::Ascii { "|" } else { "╎" };
    for y in y..y + height {
        canvas.fill(Strip { y, from: x, to: x + 1 }, glyph, style);
    }
}
