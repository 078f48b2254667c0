//! Draws the list over the page.
//!
//! Of values that the list can be narrowed by each has its row to itself, a sign before it where the
//! query asks for it, its count at the right.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::app::App;
use crate::app::item::{Item, Kind, Parts, Pick};
use crate::app::picker::{Picker, Shown, Typing};
use crate::app::popup::{Columns, GAP, Popup};
use crate::config::strings::Word;
use crate::page::measure::Measure;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::view::paint::{Canvas, Ink, Strip};
use crate::view::{line, reader};

/// Draws the picker; gives the place of the cursor where its filter is being typed.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) -> Option<(u16, u16)> {
    let (picker, popup) = (app.picker.as_ref()?, app.popup()?);
    let Popup { area, items, glance: beside, columns } = popup;
    canvas.clear(area, app.theme().style(Role::Popup));
    let cursor = title(canvas, app, picker, Strip { y: area.y, from: area.x + 2, to: area.right() - 1 });
    for (shown, y) in picker.visible().zip(items.y..items.bottom()) {
        row(canvas, app, shown, Strip::of(items, y), columns);
    }
    if picker.shown.is_empty() && !items.is_empty() {
        let strip = Strip::of(items, items.y).after(items.x + 2);
        let style = app.theme().style(Role::Popup).patch(app.theme().style(Role::PopupDim));
        canvas.put(strip, app.strings.word(Word::NothingMatches), style);
    }
    if !beside.is_empty() {
        glance(canvas, app, picker, beside);
    }
    cursor
}

/// What the item under the cursor leads to.
fn glance(canvas: &mut Canvas<'_>, app: &App, picker: &Picker, area: Rect) {
    let theme = app.theme();
    if let (Some(at), Some(page)) = (app.glanced_at(), &picker.glance) {
        for ((_, each), y) in page.rows_from(page.row_of(at)).zip(area.y..area.bottom()) {
            let strip = Strip { to: area.right() + 1, ..Strip::of(area, y) };
            reader::row(canvas, app, page.document(), each, strip, area.right());
        }
        return;
    }
    let measure = Measure { columns: area.width.max(1), ..app.measure() };
    let paragraphs = app.glanced_words();
    let lines = paragraphs.iter().flat_map(|words| {
        let mut lines = measure.lines(words.as_safe_str());
        lines.push(Safe::default());
        lines
    });
    for (line, y) in lines.zip(area.y..area.bottom()) {
        canvas.put(Strip::of(area, y), line.as_safe_str(), theme.style(Role::Detail));
    }
}

/// The name of the picker, or the filter being typed.
fn title(canvas: &mut Canvas<'_>, app: &App, picker: &Picker, strip: Strip) -> Option<(u16, u16)> {
    let theme = app.theme();
    let style = theme.style(Role::Popup);
    if picker.typing == Typing::Yes || !picker.filter.text().is_empty() {
        let x = canvas.put(strip, SafeStr::fixed("/ "), style.patch(theme.style(Role::Prompt)));
        let cursor = line::draw(canvas, app, &picker.filter, strip.after(x), style);
        return (picker.typing == Typing::Yes).then_some(cursor);
    }
    let word = match picker.kind {
        Kind::Keys => Word::KeysTitle,
        Kind::Palette => Word::PaletteTitle,
        Kind::Marks => app.marks_title(),
        Kind::Continue => Word::ContinueTitle,
        Kind::Forget => Word::ForgetTitle,
        Kind::Outline => Word::OutlineTitle,
        Kind::FrontMatter => Word::FrontMatterTitle,
        Kind::Facets => Word::FacetsTitle,
        Kind::Copy => Word::CopyTitle,
        Kind::Backlinks => Word::BacklinksTitle,
        Kind::Several => Word::LinkToSeveral,
    };
    canvas.put(strip, app.strings.word(word), style.patch(theme.style(Role::Label)));
    None
}

fn row(canvas: &mut Canvas<'_>, app: &App, shown: Shown<'_>, strip: Strip, columns: Columns) {
    let (theme, item) = (app.theme(), shown.item);
    let mut style = theme.style(Role::Popup);
    if shown.passed {
        style = style.patch(theme.style(Role::PopupDim));
    }
    if let Some(role) = item.role {
        style = style.patch(theme.style(role));
    }
    if shown.chosen {
        style = style.patch(theme.style(Role::Chosen));
        canvas.fill(strip, " ", style);
    }
    let inner = Strip { to: strip.to.saturating_sub(2), ..strip }.after(strip.from + 2);
    let with = |role: Role| {
        let style = style.patch(theme.style(role));
        if shown.chosen { style.patch(theme.style(Role::Chosen)) } else { style }
    };
    let small = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
    let at = |column: usize| inner.from.saturating_add(small(column)).min(inner.to);
    let mut text = inner.after(at(text_of(columns, item)));
    if let Pick::Narrow(facet) = &item.pick {
        if facet.taken {
            let sign = SafeStr::fixed(app.measure().glyphs.glyph().done);
            canvas.put(inner, sign, with(Role::Marker));
        }
        let count = Safe::text(&facet.count.to_string());
        let from = inner.to.saturating_sub(small(count.len()));
        canvas.put(inner.after(from), count.as_safe_str(), with(Role::Detail));
        text.to = from.saturating_sub(small(GAP)).max(text.from);
    }
    let left = Strip { to: at(columns.text.saturating_sub(GAP)), ..inner }.after(at(columns.left));
    let (in_left, in_text) =
        shown.matched.map_or((&[][..], &[][..]), |matched| (&matched.left, &matched.text));
    part(canvas, app, left, &item.left, in_left, with(Role::Key));
    if let Some(parts) = &item.parts {
        let title = Strip { to: at(columns.words.saturating_sub(GAP)), ..text };
        let strips = (title, text.after(at(columns.words)));
        two_parts(canvas, app, strips, item, parts, (in_text, style));
        return;
    }
    part(canvas, app, text, &item.text, in_text, style);
}

/// The column in which the text of `item` begins.
fn text_of(columns: Columns, item: &Item) -> usize {
    match item.pick {
        _ if item.is_label() => 0,
        Pick::Narrow(_) => columns.left,
        Pick::Nothing
        | Pick::Do(_)
        | Pick::Go(_)
        | Pick::Mark(_)
        | Pick::Continue(_)
        | Pick::Forget
        | Pick::Query(_)
        | Pick::Article(..)
        | Pick::Copy(_)
        | Pick::Backlink { .. } => columns.text,
    }
}

/// The title of an article and the words beside it, each in its strip; a part of the words is lit, or
/// what the filter matches of them. Without words the title has the row.
fn two_parts(
    canvas: &mut Canvas<'_>,
    app: &App,
    (title_strip, words_strip): (Strip, Strip),
    item: &Item,
    parts: &Parts,
    (matched, style): (&[Range<u32>], Style),
) {
    let Parts { title, words, lit: lighted } = parts;
    let end = u32::try_from(item.text.len()).unwrap_or(u32::MAX);
    let within = |from: u32, to: u32| -> Vec<Range<u32>> {
        let hits = matched.iter().filter(|hit| from <= hit.start && hit.end <= to);
        hits.map(|hit| hit.start - from..hit.end - from).collect()
    };
    let of = |range: Range<u32>| item.text.slice(range).to_safe();
    let strip = if *words == end { Strip { to: words_strip.to, ..title_strip } } else { title_strip };
    part(canvas, app, strip, &of(0..*title), &within(0, *title), style);
    let mut hits = within(*words, end);
    let mut ink = Ink::of(app, style);
    if hits.is_empty() && !lighted.is_empty() {
        hits.push(lighted.start.saturating_sub(*words)..lighted.end.saturating_sub(*words));
        ink = Ink::lighting(app, style, Role::Link);
    }
    lit(canvas, app, words_strip, &of(*words..end), &hits, ink);
}

/// A text in a row, with what the filter matches of it seen and lit.
fn part(canvas: &mut Canvas<'_>, app: &App, strip: Strip, text: &Safe, matched: &[Range<u32>], style: Style) {
    lit(canvas, app, strip, text, matched, Ink::of(app, style));
}

/// A text in a row, with `ranges` of it lit, the first of which is seen.
fn lit(canvas: &mut Canvas<'_>, app: &App, strip: Strip, text: &Safe, ranges: &[Range<u32>], ink: Ink) {
    let room = usize::from(strip.to.saturating_sub(strip.from));
    let seen = ranges.first().map(|hit| hit.start as usize..hit.end as usize);
    let shown = app.measure().part(text.as_safe_str(), room, seen);
    canvas.put_part(strip, text.as_safe_str(), &shown, ranges, ink);
}
