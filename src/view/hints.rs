//! Draws letters over the links on the screen. No text moves: a letter lies on what its link begins
//! with.

use crate::app::app::App;
use crate::app::reader::Over;
use crate::text::role::Role;
use crate::text::safe::Safe;
use crate::view::paint::{Canvas, Strip};

/// Draws the letters, if there are any.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let Over::Hints(hints) = &app.reader.over else { return };
    let theme = app.theme();
    let area = app.areas.text;
    let places = app.reader.links();
    for (link, typed, rest) in hints.left() {
        let Some(place) = places.iter().find(|place| place.link == link) else { continue };
        let y = area.y.saturating_add(u16::try_from(place.row).unwrap_or(u16::MAX));
        let x = area.x.saturating_add(u16::try_from(place.column).unwrap_or(u16::MAX));
        if y >= area.bottom() {
            continue;
        }
        let strip = Strip { y, from: x, to: app.areas.reader.right() };
        let x = canvas.stamp(strip, Safe::line(typed).as_safe_str(), theme.style(Role::HintTyped));
        canvas.stamp(strip.after(x), Safe::line(rest).as_safe_str(), theme.style(Role::Hint));
    }
}
