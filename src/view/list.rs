//! Draws the list pane: its head, then a row for each article.
//!
//! A row holds state, date and title; tags and minutes stand behind the title where it leaves
//! them room. The title never gives way to them.

use std::ops::Range;

use ratatui::style::Style;

use crate::app::app::App;
use crate::corpus::article::Article;
use crate::memory::position::State;
use crate::page::measure::Glyphs;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::width;
use crate::view::paint::{Canvas, Strip};

/// From this many columns on a row has room for the whole date.
const WITH_DATE: u16 = 34;

/// Draws the list pane.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    if app.areas.list.is_empty() {
        return;
    }
    head(canvas, app);
    let area = app.areas.list;
    let rows = app.list.shown().iter().enumerate().skip(app.list.top).take(usize::from(area.height));
    for ((place, id), y) in rows.zip(area.y..) {
        if let Some(article) = app.stock.corpus.get(*id) {
            row(canvas, app, article, Strip::of(area, y), place);
        }
    }
    if app.list.shown().is_empty() {
        empty(canvas, app);
    }
}

fn head(canvas: &mut Canvas<'_>, app: &App) {
    let area = app.areas.head;
    if area.is_empty() {
        return;
    }
    let theme = app.theme();
    let strip = Strip::of(area, area.y);
    let x = canvas.put(strip.after(area.x + 1), SafeStr::fixed("tsundoku"), theme.style(Role::Label));
    let dim = theme.style(Role::Detail);
    let x = canvas.put(strip.after(x + 2), app.given.name.as_safe_str(), Style::new());
    let (whole, short) = app.list_summary();
    let room = usize::from(strip.to.saturating_sub(x + 3));
    let summary = if width::of(&whole, canvas.ambiguous()) <= room { whole } else { short };
    canvas.put(strip.after(x + 2), summary.as_safe_str(), dim);
}

/// Says why there is nothing in the list.
fn empty(canvas: &mut Canvas<'_>, app: &App) {
    let area = app.areas.list;
    let text = app.why_empty();
    let style = app.theme().style(Role::Detail);
    for (line, y) in text.split('\n').zip(area.y..area.bottom()) {
        canvas.put(Strip::of(area, y).after(area.x + 3), Safe::line(line).as_safe_str(), style);
    }
}

/// Draws the row `place` of the list.
fn row(canvas: &mut Canvas<'_>, app: &App, article: &Article, strip: Strip, place: usize) {
    let theme = app.theme();
    let chosen = place == app.list.at();
    let ground = match (chosen, app.reading()) {
        (true, false) => theme.style(Role::Chosen),
        (true, true) => theme.style(Role::ChosenDim),
        (false, _) => Style::new(),
    };
    canvas.fill(strip, " ", ground);
    let key = app.key_of(article.id);
    let state = key.as_ref().map_or(State::Unread, |key| app.stock.memory.state(key));
    let marked = key.as_ref().is_some_and(|key| app.stock.memory.count_marks(key) > 0);
    let ascii = app.measure().glyphs == Glyphs::Ascii;
    let (glyph, role) = match state {
        _ if !article.meta.trouble.is_empty() => ("!", Role::Trouble),
        State::Done => (if ascii { "x" } else { "✓" }, Role::Detail),
        State::Reading => (if ascii { ">" } else { "▸" }, Role::Marker),
        State::Unread => (" ", Role::Detail),
    };
    let with = |style: Style| if chosen { style.patch(ground) } else { style };
    let mut x = strip.from + 1;
    canvas.put(strip.after(x), SafeStr::fixed(glyph), with(theme.style(role)));
    if marked {
        let glyph = if ascii { "*" } else { "▪" };
        canvas.put(strip.after(x + 1), SafeStr::fixed(glyph), with(theme.style(Role::Mark)));
    }
    x += 2;
    if strip.to - strip.from >= WITH_DATE && app.list.dated {
        if let Some(date) = &article.meta.date {
            canvas.put(strip.after(x), Safe::line(&date.day()).as_safe_str(), with(theme.style(Role::Date)));
        }
        x += 12;
    }
    let edge = strip.to - 1;
    let room = Strip { to: edge, ..strip }.after(x);
    let style = match state {
        State::Unread => theme.style(Role::Unread),
        State::Reading => Style::new(),
        State::Done => theme.style(Role::Detail),
    };
    let x = title(canvas, app, article, app.list.matched(place), room, with(style));
    details(canvas, app, article, room.after(x), with(theme.style(Role::Detail)));
}

/// The title with what the query matched of it; cut where it does not fit.
fn title(
    canvas: &mut Canvas<'_>,
    app: &App,
    article: &Article,
    matches: &[Range<u32>],
    strip: Strip,
    style: Style,
) -> u16 {
    let theme = app.theme();
    let title = article.meta.title.as_safe_str();
    let draft = article.meta.draft.then(|| Safe::text(&format!("[{}] ", app.draft_word())));
    let mut x = strip.from;
    if let Some(draft) = &draft {
        x = canvas.put(strip, draft.as_safe_str(), style.patch(theme.style(Role::Detail)));
    }
    let room = usize::from(strip.to.saturating_sub(x));
    let dots = app.measure().glyphs.glyph().goes_on;
    let shown = app.measure().shorten(title, room);
    let cut =
        if shown.as_str() == title.as_str() { shown.len() } else { shown.len().saturating_sub(dots.len()) };
    let styles = (style, style.patch(theme.style(Role::Match)));
    let x = canvas.put_matched(strip.after(x), shown.as_safe_str().slice(0..cut), matches, styles);
    canvas.put(strip.after(x), shown.as_safe_str().slice(cut..shown.len()), style)
}

/// What tells the article from others of its title, its tags, its minutes: as many as fit, at
/// the right.
fn details(canvas: &mut Canvas<'_>, app: &App, article: &Article, strip: Strip, style: Style) {
    let room = usize::from(strip.to.saturating_sub(strip.from));
    let minutes = Safe::line(&format!("{} min", article.minutes));
    let mut text = String::new();
    let apart = app.stock.corpus.tell_apart(article.id);
    let parts = apart.iter().chain(article.meta.tags.iter().take(3)).chain([&minutes]);
    let mut used = 0;
    for part in parts {
        let columns = width::of(part, canvas.ambiguous());
        let gap = if text.is_empty() { 2 } else { 1 };
        if used + gap + columns > room {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
        used += gap + columns;
    }
    if !text.is_empty() {
        let text = Safe::line(&text);
        let columns = u16::try_from(width::of(&text, canvas.ambiguous())).unwrap_or(0);
        canvas.put(strip.after(strip.to.saturating_sub(columns)), text.as_safe_str(), style);
    }
}
