//! Draws a line that is being typed, with a dim sign at an end where more of it stands.

use ratatui::style::Style;

use crate::app::app::App;
use crate::app::line::Line;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::view::paint::{Canvas, Strip};

/// Draws what is seen of `line` in `strip`, on a ground of that style; gives the place of the cursor.
pub fn draw(canvas: &mut Canvas<'_>, app: &App, line: &Line, strip: Strip, style: Style) -> (u16, u16) {
    let seen = line.stretch(usize::from(strip.to.saturating_sub(strip.from)), canvas.ambiguous());
    let column = |columns: usize| strip.from + u16::try_from(columns).unwrap_or(0);
    let sign = SafeStr::fixed(app.measure().glyphs.glyph().goes_on);
    let dim = style.patch(app.theme().style(Role::BarDim));
    if seen.column > 0 {
        canvas.put(strip, sign, dim);
    }
    let mut inner = strip.after(column(seen.column));
    if seen.goes_on {
        inner.to -= 1;
        canvas.put(strip.after(inner.to), sign, dim);
    }
    let text = Safe::text(line.text().get(seen.range).unwrap_or_default());
    canvas.put(inner, text.as_safe_str(), style);
    (column(seen.cursor), strip.y)
}
