//! The one place where text becomes cells.
//!
//! Only safe text is accepted. A grapheme whose width the screen library judges otherwise than
//! we do is told its width, so that the terminal's cursor is set anew behind it and no row can
//! shift; what a popup half covers is cleared.

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::app::app::App;
use crate::pictures::drawn::Dot;
use crate::pictures::easel::Halves;
use crate::pictures::transmit::PLACEHOLDER;
use crate::text::role::Role;
use crate::text::safe::SafeStr;
use crate::text::shorten::Part;
use crate::text::width::{self, Ambiguous};

/// Columns of the widest clusters, conjuncts of Indic scripts.
const WIDEST: u16 = 6;

/// Where text is put, and how wide the terminal draws it.
#[derive(Debug)]
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    ambiguous: Ambiguous,
}

/// A stretch of a row: from a column, up to but not including another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strip {
    /// The row.
    pub y: u16,
    /// The first column.
    pub from: u16,
    /// The first column beyond.
    pub to: u16,
}

impl Strip {
    /// The whole row `y` of `area`.
    #[must_use]
    pub fn of(area: Rect, y: u16) -> Self {
        Self { y, from: area.x, to: area.right() }
    }

    /// What is left from column `from` on.
    #[must_use]
    pub fn after(self, from: u16) -> Self {
        Self { from: from.min(self.to), ..self }
    }
}

/// How a text is written of which something matched.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    plain: Style,
    lit: Style,
    dots: SafeStr<'static>,
}

impl Ink {
    /// In `style`, what matched as the theme has it.
    #[must_use]
    pub fn of(app: &App, style: Style) -> Self {
        Self::lighting(app, style, Role::Match)
    }

    /// In `style`, what is lit as the theme has this role.
    #[must_use]
    pub fn lighting(app: &App, style: Style, role: Role) -> Self {
        let lit = style.patch(app.theme().style(role));
        Self { plain: style, lit, dots: SafeStr::fixed(app.measure().glyphs.glyph().goes_on) }
    }
}

impl<'a> Canvas<'a> {
    /// A canvas on `buffer`.
    pub fn new(buffer: &'a mut Buffer, ambiguous: Ambiguous) -> Self {
        Self { buffer, ambiguous }
    }

    /// How wide the terminal draws characters of ambiguous width.
    #[must_use]
    pub fn ambiguous(&self) -> Ambiguous {
        self.ambiguous
    }

    /// Puts `text` into `strip`, as far as it fits, and gives the column behind it.
    pub fn put(&mut self, strip: Strip, text: SafeStr<'_>, style: Style) -> u16 {
        let mut x = strip.from;
        for grapheme in width::graphemes(text.as_str(), self.ambiguous) {
            if grapheme.columns == 0 || grapheme.text.starts_with('\n') {
                continue;
            }
            if x + grapheme.columns > strip.to || !self.buffer.area.contains((x, strip.y).into()) {
                break;
            }
            self.set(x, strip.y, grapheme.text, grapheme.columns, style);
            x += grapheme.columns;
        }
        x
    }

    /// Puts what is shown of `text`, with dots where it is cut; its `hits`, in order, in a style of
    /// their own. Those of a text that stood there before may end within a character of this one.
    pub fn put_part(&mut self, strip: Strip, text: SafeStr<'_>, shown: &Part, hits: &[Range<u32>], ink: Ink) {
        let Range { start: mut from, end: last } = shown.kept;
        let before = if shown.dots_before { ink.dots } else { SafeStr::fixed("") };
        let mut x = self.put(strip, before, ink.plain);
        for hit in hits {
            let [start, end] = [hit.start, hit.end]
                .map(|at| text.as_str().floor_char_boundary(at as usize).clamp(from, last));
            x = self.put(strip.after(x), text.slice(from..start), ink.plain);
            x = self.put(strip.after(x), text.slice(start..end), ink.lit);
            from = end;
        }
        x = self.put(strip.after(x), text.slice(from..last), ink.plain);
        if shown.dots_after {
            self.put(strip.after(x), ink.dots, ink.plain);
        }
    }

    /// Puts a row of a picture's dots into `strip`, two into each cell. Colours that the terminal
    /// has already been told are kept where two ways look alike, for they are most of what is sent.
    pub fn dots(&mut self, strip: Strip, dots: &[(Dot, Dot)], halves: Halves) {
        let mut last = (Color::Reset, Color::Reset);
        for (x, &(letter, ground)) in (strip.from..strip.to).zip(dots) {
            let (letter, ground) = (colour(letter), colour(ground));
            let (symbol, fg, bg) = match halves {
                _ if letter == ground => (" ", last.0, ground),
                Halves::Rows if letter == last.1 || ground == last.0 => ("▄", ground, letter),
                Halves::Rows => ("▀", letter, ground),
                Halves::Columns => ("▐", letter, ground),
            };
            last = (fg, bg);
            if self.buffer.area.contains((x, strip.y).into()) {
                self.set(x, strip.y, symbol, 1, Style::new().fg(fg).bg(bg));
            }
        }
    }

    /// Puts into `strip` the cells in which kitty shows row `row` of the picture `id`.
    pub fn placeholders(&mut self, strip: Strip, id: u32, row: u16, marks: &[char]) {
        let Some(row) = marks.get(usize::from(row)) else { return };
        let mut symbol = String::from(PLACEHOLDER);
        for (x, column) in (strip.from..strip.to).zip(marks) {
            symbol.truncate(PLACEHOLDER.len_utf8());
            if x == strip.from {
                symbol.extend([row, column]);
            }
            if self.buffer.area.contains((x, strip.y).into()) {
                self.set(x, strip.y, &symbol, 1, named(id));
            }
        }
    }

    /// Has each of those cells that nothing tells which it is say so: the terminal takes it from the
    /// cell before it, and something may have been put over that one.
    pub fn mend_placeholders(&mut self, strip: Strip, row: u16, marks: &[char]) {
        let Some(row) = marks.get(usize::from(row)) else { return };
        let mut is_told = true;
        for (x, column) in (strip.from..strip.to).zip(marks) {
            let Some(cell) = self.buffer.cell_mut((x, strip.y)) else { return };
            let is_part = cell.symbol().starts_with(PLACEHOLDER);
            if is_part && !is_told {
                cell.set_symbol(&String::from_iter([&PLACEHOLDER, row, column]));
            }
            is_told = is_part;
        }
    }

    fn set(&mut self, x: u16, y: u16, symbol: &str, columns: u16, style: Style) {
        self.part_before(x, y);
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return };
        cell.set_symbol(symbol).set_style(style).set_diff_option(CellDiffOption::None);
        if cell.cell_width() != columns
            && let Some(forced) = NonZeroU16::new(columns)
        {
            cell.set_diff_option(CellDiffOption::ForcedWidth(forced));
        }
        for covered in x + 1..x + columns {
            self.part_after(covered, y);
            if let Some(cell) = self.buffer.cell_mut((covered, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Clears the character that reaches into column `x` from the left.
    fn part_before(&mut self, x: u16, y: u16) {
        for columns in 1..WIDEST.min(x + 1) {
            if let Some(cell) = self.buffer.cell_mut((x - columns, y))
                && cell.cell_width() > columns
            {
                let style = cell.style();
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Clears what stood in column `x` and reached beyond it.
    fn part_after(&mut self, x: u16, y: u16) {
        let wide = self.buffer.cell((x, y)).is_some_and(|cell| cell.cell_width() > 1);
        if wide && let Some(cell) = self.buffer.cell_mut((x + 1, y)) {
            let style = cell.style();
            cell.reset();
            cell.set_style(style);
        }
    }

    /// Puts `text` over what stands in `strip`, on a ground of its own; a character of which it would
    /// leave a half is covered wholly. Gives the column behind the text.
    pub fn stamp(&mut self, strip: Strip, text: SafeStr<'_>, style: Style) -> u16 {
        let columns = u16::try_from(width::of(text.as_str(), self.ambiguous)).unwrap_or(u16::MAX);
        let end = strip.from.saturating_add(columns).min(strip.to);
        let mut covered = strip.from;
        while covered < end {
            let cell = self.buffer.cell((covered, strip.y));
            covered += cell.map_or(1, |cell| cell.cell_width().max(1));
        }
        let covered = Strip { to: covered, ..strip };
        self.clear(Rect::new(covered.from, covered.y, covered.to - covered.from, 1), style);
        self.put(Strip { to: end, ..strip }, text, style)
    }

    /// Fills `strip` with `glyph`, which is one column wide.
    pub fn fill(&mut self, strip: Strip, glyph: &'static str, style: Style) {
        for x in strip.from..strip.to {
            if self.buffer.area.contains((x, strip.y).into()) {
                self.set(x, strip.y, glyph, 1, style);
            }
        }
    }

    /// Lays `style` over what stands in `strip`.
    pub fn tint(&mut self, strip: Strip, style: Style) {
        for x in strip.from..strip.to {
            if let Some(cell) = self.buffer.cell_mut((x, strip.y)) {
                cell.set_style(style);
            }
        }
    }

    /// Clears `area`, and the halves of characters that reach into it.
    pub fn clear(&mut self, area: Rect, style: Style) {
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    let wide = cell.cell_width() > 1;
                    cell.reset();
                    cell.set_style(style);
                    if x == area.x {
                        self.part_before(x, y);
                    }
                    if wide
                        && x + 1 == area.right()
                        && let Some(cell) = self.buffer.cell_mut((x + 1, y))
                    {
                        cell.reset();
                    }
                }
            }
        }
    }
}

fn colour(dot: Dot) -> Color {
    match dot {
        Dot::True(red, green, blue) => Color::Rgb(red, green, blue),
        Dot::Fixed(index) => Color::Indexed(index),
    }
}

/// The colour by which kitty knows the picture `id`.
fn named(id: u32) -> Style {
    let [_, red, green, blue] = id.to_be_bytes();
    Style::new().fg(Color::Rgb(red, green, blue))
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::{Canvas, Strip};
    use crate::text::safe::{Safe, SafeStr};
    use crate::text::width::Ambiguous;

    fn drawn(width: u16, draw: impl FnOnce(&mut Canvas<'_>)) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        draw(&mut Canvas::new(&mut buffer, Ambiguous::Narrow));
        buffer
    }

    #[test]
    fn a_part_of_a_picture_beside_what_covers_it_tells_its_place() {
        let marks = ['\u{305}', '\u{30d}', '\u{30e}', '\u{310}', '\u{312}', '\u{33d}'];
        let whole = Strip { y: 0, from: 0, to: 6 };
        let buffer = drawn(6, |canvas| {
            canvas.placeholders(whole, 7, 1, &marks);
            canvas.put(Strip { y: 0, from: 2, to: 4 }, Safe::text("猫").as_safe_str(), Style::new());
            canvas.mend_placeholders(whole, 1, &marks);
        });
        let symbols: Vec<_> = (0..6).map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
        let (bare, first, mended) = ("\u{10eeee}", "\u{10eeee}\u{30d}\u{305}", "\u{10eeee}\u{30d}\u{312}");
        assert_eq!(symbols, [first, bare, "猫", " ", mended, bare]);
    }

    #[test]
    fn no_half_of_a_character_is_drawn_at_the_edge() {
        let buffer = drawn(4, |canvas| {
            let end =
                canvas.put(Strip { y: 0, from: 0, to: 4 }, Safe::text("a日本").as_safe_str(), Style::new());
            assert_eq!(end, 3);
        });
        assert_eq!(buffer[(1, 0)].symbol(), "日");
        assert_eq!(buffer[(3, 0)].symbol(), " ");
    }

    #[test]
    fn a_stamp_covers_whole_characters_and_moves_none() {
        let bold = Style::new().bold();
        for (label, symbols, stamped) in [
            ("a", ["a", " ", "本", " ", "語", " "], 2),
            ("as", ["a", "s", "本", " ", "語", " "], 2),
            ("asd", ["a", "s", "d", " ", "語", " "], 4),
        ] {
            let buffer = drawn(6, |canvas| {
                let strip = Strip { y: 0, from: 0, to: 6 };
                canvas.put(strip, Safe::text("日本語").as_safe_str(), Style::new());
                let end = canvas.stamp(strip, Safe::text(label).as_safe_str(), bold);
                assert_eq!(usize::from(end), label.len());
            });
            let found: Vec<_> = (0..6).map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
            assert_eq!(found, symbols, "{label}");
            let styled = (0..6).filter(|&x| buffer[(x, 0)].modifier == bold.add_modifier).count();
            assert_eq!(styled, stamped, "{label}");
        }
    }

    #[test]
    fn a_conjunct_of_three_columns_that_is_half_covered_is_cleared() {
        let buffer = drawn(6, |canvas| {
            canvas.put(Strip { y: 0, from: 0, to: 6 }, Safe::text("क्षिक्षि").as_safe_str(), Style::new());
            canvas.put(Strip { y: 0, from: 2, to: 3 }, SafeStr::fixed("x"), Style::new());
        });
        let symbols: Vec<_> = (0..6).map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
        assert_eq!(symbols, [" ", " ", "x", "क्षि", " ", " "]);
    }

    #[test]
    fn what_a_popup_half_covers_is_cleared() {
        let buffer = drawn(6, |canvas| {
            canvas.put(Strip { y: 0, from: 0, to: 6 }, Safe::text("日本語").as_safe_str(), Style::new());
            canvas.clear(Rect::new(1, 0, 2, 1), Style::new());
            canvas.put(Strip { y: 0, from: 1, to: 3 }, SafeStr::fixed("xy"), Style::new());
        });
        let symbols: Vec<_> = (0..6).map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
        assert_eq!(symbols, [" ", "x", "y", " ", "語", " "]);
    }
}
