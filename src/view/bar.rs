//! Draws the last row: what is being typed, what the reader is told, or where one is.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::app::App;
use crate::app::item::Kind;
use crate::app::line::Line;
use crate::app::picker::{Picker, Typing};
use crate::app::prompt::Prompt;
use crate::app::reader::Over;
use crate::page::measure::Glyphs;
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::shorten::cut_middle;
use crate::text::width;
use crate::view::line;
use crate::view::paint::{Canvas, Strip};

/// Draws the bar; gives the place of the cursor where something is being typed.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) -> Option<(u16, u16)> {
    let area = app.areas.bar;
    if area.is_empty() {
        return None;
    }
    let theme = app.theme();
    let ground = theme.style(Role::Bar);
    // The last column stays free: some terminals scroll when it is written.
    let strip = Strip { to: area.right() - 1, ..Strip::of(area, area.y) };
    canvas.fill(Strip::of(area, area.y), " ", ground);
    if let (Some(typed), Some(prompt)) = (&app.bar.typed, app.prompt()) {
        return Some(typing(canvas, app, &typed.line, &prompt, strip));
    }
    if let Some(notice) = &app.bar.notice {
        let strip = strip.after(area.x + 1);
        let room = usize::from(strip.to - strip.from);
        let text = cut_middle(
            notice.text.as_safe_str(),
            room,
            canvas.ambiguous(),
            app.measure().glyphs.glyph().goes_on,
        );
        canvas.put(strip, text.as_safe_str(), ground.patch(theme.style(notice.role)));
        return None;
    }
    status(canvas, app, strip, ground);
    None
}

/// The line being typed, with what it finds at the right, or what is wrong with it above.
fn typing(canvas: &mut Canvas<'_>, app: &App, line: &Line, prompt: &Prompt, strip: Strip) -> (u16, u16) {
    let theme = app.theme();
    let ground = theme.style(Role::Bar);
    let style = ground.patch(theme.style(prompt.role));
    let column = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX).saturating_add(strip.from);
    let rows = u16::try_from(prompt.above.len()).unwrap_or(0).min(strip.y);
    for (text, y) in prompt.above.iter().zip(strip.y - rows..) {
        canvas.clear(Rect::new(strip.from, y, app.areas.bar.width, 1), ground);
        canvas.put(Strip { y, ..strip }.after(column(1)), text.as_safe_str(), style);
    }
    let beside = width::of(&prompt.beside, canvas.ambiguous());
    let edge = strip.to.saturating_sub(u16::try_from(beside).unwrap_or(0));
    canvas.put(strip.after(edge), prompt.beside.as_safe_str(), style);
    let start = column(prompt.start).min(strip.to);
    let sign = Strip { to: start, ..strip }.after(column(1));
    canvas.put(sign, prompt.sign.as_safe_str(), ground.patch(theme.style(Role::Prompt)));
    let end = column(prompt.start + prompt.columns).min(strip.to);
    line::draw(canvas, app, line, Strip { to: end, ..strip }.after(start), ground)
}

/// Where one is: the kept query at the left, then how far one has read and under which heading.
fn status(canvas: &mut Canvas<'_>, app: &App, strip: Strip, ground: Style) {
    let theme = app.theme();
    let dim = ground.patch(theme.style(Role::BarDim));
    let mut x = strip.from + 1;
    if !app.list.query.is_empty() && (!app.reading() || !app.areas.list.is_empty()) {
        x = canvas.put(strip.after(x), SafeStr::fixed("/ "), ground.patch(theme.style(Role::Prompt)));
        let query = Safe::line(&app.list.query);
        let room = usize::from(strip.to.saturating_sub(x)) / 2;
        let query = app.measure().shorten(query.as_safe_str(), room);
        x = canvas.put(strip.after(x), query.as_safe_str(), ground);
        x = canvas.put(strip.after(x + 2), app.found_summary().as_safe_str(), dim) + 3;
    }
    if let Some(count) = app.count {
        x = canvas.put(strip.after(x), Safe::line(&count.to_string()).as_safe_str(), ground) + 2;
    }
    let is_of_marks = |picker: &Picker| picker.kind == Kind::Marks && picker.typing == Typing::No;
    if app.picker.as_ref().is_some_and(is_of_marks) {
        canvas.put(strip.after(x), app.marks_hint().as_safe_str(), dim);
        return;
    }
    let hint = match &app.reader.over {
        Over::Nothing | Over::Hints(_) => None,
        Over::Peek(_) => Some(app.peek_hint()),
        Over::Leave(leave) => Some(app.leave_hint(leave)),
    };
    if let Some(hint) = hint {
        canvas.put(strip.after(x), hint.as_safe_str(), dim);
        return;
    }
    if app.areas.reader.is_empty() || app.reader.shown().is_none() {
        canvas.put(strip.after(x), app.hint().as_safe_str(), dim);
        return;
    }
    if app.areas.list.is_empty() || !app.list.query.is_empty() {
        place(canvas, app, strip.after(x), ground);
    } else {
        let hint = app.hint();
        canvas.put(Strip { to: app.areas.divider.x, ..strip }.after(x), hint.as_safe_str(), dim);
        place(canvas, app, strip.after(app.areas.text.x.max(x)), ground);
    }
}

/// How far one has read, the marks of the article, the hit one is at, the heading one is under.
fn place(canvas: &mut Canvas<'_>, app: &App, strip: Strip, ground: Style) {
    let theme = app.theme();
    let dim = ground.patch(theme.style(Role::BarDim));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share between 0 and 1")]
    let percent = (app.reader.progress() * 100.0) as u8;
    let mut x = canvas.put(strip, Safe::text(&format!("{percent:>3} %")).as_safe_str(), ground) + 2;
    if app.is_lost() {
        x = canvas.put(strip.after(x), app.lost_word(), ground.patch(theme.style(Role::Trouble))) + 2;
    }
    let marks = app
        .reader
        .article()
        .and_then(|article| app.stock.key(article.id))
        .map_or(0, |key| app.stock.memory.count_marks(&key));
    if marks > 0 {
        let glyph = if app.measure().glyphs == Glyphs::Ascii { "*" } else { "▪" };
        x = canvas.put(strip.after(x), SafeStr::fixed(glyph), ground.patch(theme.style(Role::Mark)));
        x = canvas.put(strip.after(x + 1), Safe::line(&marks.to_string()).as_safe_str(), dim) + 2;
    }
    if !app.reader.hits.is_empty() {
        x = canvas.put(strip.after(x), app.hits_summary().as_safe_str(), dim) + 2;
    }
    let document = app.reader.shown().map(|shown| shown.page.document());
    if let (Some(heading), Some(document)) = (app.reader.heading(), document) {
        let text = Safe::line(document.text.slice(heading.range.clone()).as_str());
        let room = usize::from(strip.to.saturating_sub(x));
        if room > 4 {
            canvas.put(strip.after(x), app.measure().shorten(text.as_safe_str(), room).as_safe_str(), dim);
        }
    }
}
