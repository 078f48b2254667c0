//! Draws the list over the page.

use ratatui::layout::Rect;

use crate::app::app::App;
use crate::app::picker::{Item, Kind, Picker, Typing};
use crate::config::strings::Word;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::width;
use crate::view::field;
use crate::view::paint::{Canvas, Strip};

/// Draws the picker; gives the place of the cursor where its filter is being typed.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) -> Option<(u16, u16)> {
    let picker = app.picker.as_ref()?;
    let screen = app.areas.screen;
    let widest = |part: fn(&Item) -> &Safe| {
        picker.items().iter().map(|item| width::of(part(item), canvas.ambiguous())).max()
    };
    let room = usize::from(screen.width.saturating_sub(4).max(1));
    let left = widest(|item| &item.left).unwrap_or(0).min(room / 3);
    let gap = usize::from(left > 0) * 2;
    let wide = (left + gap + widest(|item| &item.text).unwrap_or(0) + 4)
        .clamp(30.min(room), room.min(100).max(30.min(room)));
    let high = picker.items().len().min(picker.height) + 2;
    let (wide, high) =
        (u16::try_from(wide).unwrap_or(30), u16::try_from(high).unwrap_or(3).min(screen.height));
    let area = Rect::new((screen.width - wide) / 2, (screen.height - high) / 3, wide, high);
    let style = app.theme().style(Role::Popup);
    canvas.clear(area, style);
    let cursor = title(canvas, app, picker, Strip { y: area.y, from: area.x + 2, to: area.right() - 1 });
    let lowest = area.bottom().saturating_sub(1);
    for ((item, chosen), y) in picker.visible().zip(area.y + 1..lowest.max(area.y + 1)) {
        row(canvas, app, item, Strip::of(area, y), u16::try_from(left + gap).unwrap_or(0), chosen);
    }
    cursor
}

/// The name of the picker, or the filter being typed.
fn title(canvas: &mut Canvas<'_>, app: &App, picker: &Picker, strip: Strip) -> Option<(u16, u16)> {
    let theme = app.theme();
    let style = theme.style(Role::Popup);
    if picker.typing == Typing::Yes || !picker.filter.text().is_empty() {
        let x = canvas.put(strip, SafeStr::fixed("/ "), style.patch(theme.style(Role::Prompt)));
        let cursor = field::draw(canvas, app, &picker.filter, strip.after(x), style);
        return (picker.typing == Typing::Yes).then_some(cursor);
    }
    let word = match picker.kind {
        Kind::Keys => Word::KeysTitle,
        Kind::Marks => Word::MarksTitle,
        Kind::Outline => Word::OutlineTitle,
        Kind::FrontMatter => Word::FrontMatterTitle,
    };
    canvas.put(strip, app.strings.word(word), style.patch(theme.style(Role::Label)));
    None
}

fn row(canvas: &mut Canvas<'_>, app: &App, item: &Item, strip: Strip, text_at: u16, chosen: bool) {
    let theme = app.theme();
    let mut style = theme.style(Role::Popup);
    if let Some(role) = item.role {
        style = style.patch(theme.style(role));
    }
    if chosen {
        style = style.patch(theme.style(Role::Chosen));
        canvas.fill(strip, " ", style);
    }
    let inner = Strip { to: strip.to.saturating_sub(2), ..strip }.after(strip.from + 2);
    let left = style.patch(theme.style(Role::Key));
    let left = if chosen { left.patch(theme.style(Role::Chosen)) } else { left };
    let from = if item.role == Some(Role::Label) { inner.from } else { inner.from + text_at };
    canvas.put(Strip { to: (inner.from + text_at).min(inner.to), ..inner }, item.left.as_safe_str(), left);
    let room = usize::from(inner.to.saturating_sub(from));
    canvas.put(inner.after(from), app.measure().shorten(item.text.as_safe_str(), room).as_safe_str(), style);
}
