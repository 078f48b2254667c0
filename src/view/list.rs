//! Draws the list pane: its head, then a row for each article.
//!
//! A row holds state, date and title; tags and minutes stand behind the title where it leaves
//! them room whole. The title gives way only to what is needed: what tells it from its twin, and what
//! the query found where it did not find the title; at most a third of its room.

use std::ops::Range;

use ratatui::style::Style;

use crate::app::app::App;
use crate::corpus::article::Article;
use crate::memory::position::State;
use crate::page::measure::Glyphs;
use crate::search::query::Field;
use crate::search::why::Reason;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::shorten::{Part, cut_middle};
use crate::text::width;
use crate::view::paint::{Canvas, Ink, Strip};

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
    let key = app.stock.key(article.id);
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
    if glyph != " " {
        canvas.put(strip.after(x), SafeStr::fixed(glyph), with(theme.style(role)));
    }
    if marked {
        // In the place of the state where there is none to show; a blank stays behind both.
        let place = if glyph == " " { x } else { strip.from };
        let glyph = if ascii { "*" } else { "▪" };
        canvas.put(strip.after(place), SafeStr::fixed(glyph), with(theme.style(Role::Mark)));
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
    let why = app.list.asked.why(article, app.list.matched(place));
    let title = Title::of(app, article);
    let columns = usize::from(room.to.saturating_sub(room.from));
    let (details, left) = details(app, article, why.reasons, &title, columns);
    title.draw(canvas, app, &why.title, Strip { to: room.from + narrow(left), ..room }, with(style));
    let mut x = room.to;
    for detail in details.iter().rev() {
        x = x.saturating_sub(detail.columns);
        let strip = Strip { to: room.to, ..room }.after(x);
        let style = with(theme.style(Role::Detail));
        canvas.put_part(strip, detail.text.as_safe_str(), &detail.shown, &detail.hits, Ink::of(app, style));
        x = x.saturating_sub(1);
    }
}

/// A title with what stands before it.
struct Title<'a> {
    draft: Option<Safe>,
    text: SafeStr<'a>,
    columns: usize,
}

impl<'a> Title<'a> {
    fn of(app: &App, article: &'a Article) -> Self {
        let draft = article.meta.draft.then(|| Safe::text(&format!("[{}] ", app.draft_word())));
        let text = article.meta.title.as_safe_str();
        let before = draft.as_ref().map_or(0, |draft| width::of(draft, app.ambiguous));
        Self { columns: before + width::of(text.as_str(), app.ambiguous), draft, text }
    }

    /// Draws it with what the query matched of it; cut where it does not fit, so that the first
    /// match is seen.
    fn draw(&self, canvas: &mut Canvas<'_>, app: &App, matches: &[Range<u32>], strip: Strip, style: Style) {
        let mut x = strip.from;
        if let Some(draft) = &self.draft {
            let style = style.patch(app.theme().style(Role::Detail));
            x = canvas.put(strip, draft.as_safe_str(), style);
        }
        let room = usize::from(strip.to.saturating_sub(x));
        let seen = matches.first().map(|first| first.start as usize..first.end as usize);
        let shown = app.measure().part(self.text, room, seen);
        canvas.put_part(strip.after(x), self.text, &shown, matches, Ink::of(app, style));
    }
}

/// Something that stands behind the title.
struct Detail {
    text: Safe,
    hits: Vec<Range<u32>>,
    shown: Part,
    columns: u16,
}

impl Detail {
    fn of(app: &App, text: Safe, hits: Vec<Range<u32>>) -> Self {
        let columns = narrow(width::of(&text, app.ambiguous));
        let shown = Part { kept: 0..text.len(), dots_before: false, dots_after: false };
        Self { text, hits, shown, columns }
    }

    /// It in so many columns: around what matched, else both its ends; `None` where hardly
    /// anything of it would be seen.
    fn cut(self, app: &App, columns: usize) -> Option<Self> {
        /// Columns below which a piece tells nothing.
        const TELLING: usize = 4;
        if usize::from(self.columns) <= columns {
            return Some(self);
        }
        if columns < TELLING {
            return None;
        }
        let Some(first) = self.hits.first() else {
            let dots = app.measure().glyphs.glyph().goes_on;
            let text = cut_middle(self.text.as_safe_str(), columns, app.ambiguous, dots);
            return Some(Self::of(app, text, Vec::new()));
        };
        let seen = first.start as usize..first.end as usize;
        let shown = app.measure().part(self.text.as_safe_str(), columns, Some(seen));
        let dots = usize::from(shown.dots_before) + usize::from(shown.dots_after);
        let columns = narrow(width::of(&self.text.as_str()[shown.kept.clone()], app.ambiguous) + dots);
        Some(Self { shown, columns, ..self })
    }
}

/// What stands behind the title in a row with room for so many columns, and the columns that are
/// left to the title: what matched outside it, what tells the article from others of its title,
/// and where they leave the title whole its tags and its minutes, as many as fit.
fn details(
    app: &App,
    article: &Article,
    reasons: Vec<Reason>,
    title: &Title<'_>,
    columns: usize,
) -> (Vec<Detail>, usize) {
    let mut details: Vec<Detail> = Vec::new();
    let mut left = columns;
    let reasons = reasons.into_iter().map(|reason| (reason.text, reason.hits));
    let apart = app.stock.corpus.tell_apart(article.id).map(|apart| (apart, Vec::new()));
    let least = title.columns.min(columns - columns / 3);
    for (text, hits) in reasons.chain(apart) {
        if details.iter().any(|detail| detail.text == text) {
            continue;
        }
        let gap = if details.is_empty() { 2 } else { 1 };
        if let Some(detail) = Detail::of(app, text, hits).cut(app, left.saturating_sub(least + gap)) {
            left -= gap + usize::from(detail.columns);
            details.push(detail);
        }
    }
    if left < title.columns {
        return (details, left);
    }
    let minutes = Safe::line(&format!("{} min", article.minutes));
    let tags = article.meta.tags.iter().take(3);
    let tags = tags.map(|tag| (tag.clone(), app.list.asked.hits(article, Field::Tag, tag)));
    for (text, hits) in tags.chain([(minutes, Vec::new())]) {
        if details.iter().any(|detail| detail.text == text) {
            continue;
        }
        let detail = Detail::of(app, text, hits);
        let gap = if details.is_empty() { 2 } else { 1 };
        let taken = gap + usize::from(detail.columns);
        if title.columns + taken <= left {
            left -= taken;
            details.push(detail);
        }
    }
    (details, left)
}

fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
