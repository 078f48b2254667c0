//! Draws a panel over the page, between two thin rules: a footnote, or an address.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::app::App;
use crate::app::reader::Over;
use crate::page::row::Span;
use crate::text::role::Role;
use crate::text::safe::SafeStr;
use crate::view::paint::{Canvas, Strip};
use crate::view::reader;

/// Columns beside the text in which a hanging mark may stand.
const HANGING: u16 = 2;

/// Draws the panel, if there is one.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let Some(shown) = app.reader.shown() else { return };
    let seen = match &app.reader.over {
        Over::Nothing | Over::Hints(_) => return,
        Over::Peek(peek) => &peek.panel,
        Over::Leave(leave) => &leave.panel,
    };
    let (panel, text) = app.areas.peek(seen.link_row, seen.rows.len());
    if panel.is_empty() {
        return;
    }
    let reach = |right: u16| (right + HANGING).min(app.areas.reader.right());
    canvas.clear(Rect { width: reach(panel.right()) - panel.x, ..panel }, Style::new());
    if text.height < panel.height {
        let (above, below) = (Strip::of(panel, panel.y), Strip::of(panel, panel.bottom() - 1));
        edge(canvas, app, above);
        edge(canvas, app, below);
        if seen.top > 0 {
            more(canvas, app, above);
        }
        if seen.top + usize::from(text.height) < seen.rows.len() {
            more(canvas, app, below);
        }
    }
    for (row, y) in seen.rows.iter().skip(seen.top).zip(text.y..text.bottom()) {
        let strip = Strip { y, from: text.x, to: reach(text.right()) };
        reader::row(canvas, app, shown.page.document(), row, strip, text.right());
    }
    // The number stays at the top however far one has scrolled: it is the title.
    let title = seen.rows.first().and_then(|row| row.spans.first());
    if let Some(Span::Decor { text: title, roles }) = title
        && roles.has(Role::Footnote)
        && !text.is_empty()
    {
        canvas.put(Strip::of(text, text.y), title.as_safe_str(), app.theme().of(*roles));
    }
}

/// A thin rule.
fn edge(canvas: &mut Canvas<'_>, app: &App, strip: Strip) {
    canvas.fill(strip, app.measure().glyphs.glyph().rule, app.theme().style(Role::DividerFocus));
}

/// A sign at the end of a rule: more of the panel lies beyond it.
fn more(canvas: &mut Canvas<'_>, app: &App, strip: Strip) {
    let Some(from) = strip.to.checked_sub(4).filter(|&from| from >= strip.from) else { return };
    let style = app.theme().style(Role::DividerFocus);
    let strip = strip.after(from);
    canvas.fill(strip, " ", style);
    canvas.put(strip.after(from + 1), SafeStr::fixed(app.measure().glyphs.glyph().goes_on), style);
}
