//! Rows that moved up or down as they are, which the terminal can do by itself.
//!
//! A cell of a picture drawn in colours is ten times what a letter is, and a row scrolled would send
//! all of them again. Where the last frame held many such cells and most of them stand some rows
//! higher or lower in the next one, whole rows of the terminal are moved, and only what differs
//! then is written. Where that would cost more (beside them stands what did not move), nothing is.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

/// Coloured cells from which on a frame is kept to be compared.
const MANY: usize = 200;

/// Bytes, about, below which a frame is written as it is.
const CHEAP: usize = 4 * 1024;

/// Cells of a row of which one is looked at first.
const SAMPLED: usize = 8;

/// The last frame, where it held many colours.
#[derive(Debug, Default)]
pub struct Shift {
    last: Option<Buffer>,
}

/// Rows that moved: those from `top` up to but not including `bottom`, by so many rows, upwards
/// where that is more than 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The first row that changes.
    pub top: usize,
    /// The first row beyond.
    pub bottom: usize,
    /// How far.
    pub by: isize,
}

impl Shift {
    /// Nothing is known of the screen.
    pub fn forget(&mut self) {
        self.last = None;
    }

    /// Keeps a frame that was drawn, if it may be of use.
    pub fn keep(&mut self, frame: &Buffer) {
        let coloured = frame.content.iter().filter(|cell| is_coloured(cell)).count();
        self.last = (coloured >= MANY).then(|| frame.clone());
    }

    /// Whether the next frame is to be compared.
    #[must_use]
    pub fn is_worth_a_look(&self) -> bool {
        self.last.is_some()
    }

    /// The move that makes of the last frame what is nearest to `next`, and the screen after it.
    #[must_use]
    pub fn to(&self, next: &Buffer) -> Option<(Moved, Buffer)> {
        let last = self.last.as_ref().filter(|last| last.area == next.area)?;
        let width = usize::from(next.area.width).max(1);
        let (before, after): (Vec<_>, Vec<_>) =
            (last.content.chunks(width).collect(), next.content.chunks(width).collect());
        let costs: Vec<usize> =
            before.iter().zip(&after).map(|(before, after)| cost(before, after)).collect();
        let plain: usize = costs.iter().sum();
        if plain < CHEAP {
            return None;
        }
        let top = costs.iter().position(|cost| *cost > 0)?;
        let bottom = costs.iter().rposition(|cost| *cost > 0)? + 1;
        let blank = vec![Cell::EMPTY; width];
        let from = |moved: &Moved, row: usize| -> &[Cell] {
            let source =
                row.checked_add_signed(moved.by).filter(|row| (moved.top..moved.bottom).contains(row));
            source.map_or(&blank, |source| before[source])
        };
        let far = (bottom - top).cast_signed() - 1;
        let unlike = |moved: &Moved| -> usize {
            let pairs = (top..bottom).flat_map(|row| samples(from(moved, row)).zip(samples(after[row])));
            pairs.filter(|(before, after)| before != after).count()
        };
        let unlike_plain = unlike(&Moved { top, bottom, by: 0 });
        // Rows move by few more often than by many, and the best so far is a bound for the others, most
        // of which are given up after a row or two. Without one yet, a few cells tell what is hopeless.
        let ways = (1..=far).flat_map(|by| [by, -by]).map(|by| Moved { top, bottom, by });
        let (mut best, mut bound) = (None, plain / 4 * 3);
        for way in ways {
            if best.is_none() && unlike(&way) >= unlike_plain {
                continue;
            }
            let mut price = 0;
            let is_cheaper = (top..bottom).all(|row| {
                price += cost(from(&way, row), after[row]);
                price < bound
            });
            if is_cheaper {
                (best, bound) = (Some(way), price);
            }
        }
        let moved = best?;
        let mut screen = last.clone();
        for (row, cells) in screen.content.chunks_mut(width).enumerate().take(bottom).skip(top) {
            cells.clone_from_slice(from(&moved, row));
        }
        Some((moved, screen))
    }
}

impl Moved {
    /// Has the terminal move the rows; what comes in at the edge is blank.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, out: &mut impl Write) -> io::Result<()> {
        let Self { top, bottom, by } = self;
        let verb = if by > 0 { 'M' } else { 'L' };
        let far = by.unsigned_abs();
        write!(out, "\x1b[0m\x1b[{0};{bottom}r\x1b[{0};1H\x1b[{far}{verb}\x1b[r", top + 1)
    }
}

/// A few cells of a row.
fn samples(row: &[Cell]) -> impl Iterator<Item = &Cell> {
    row.iter().step_by(SAMPLED)
}

/// Bytes, about, that it takes to make one row of another.
fn cost(before: &[Cell], after: &[Cell]) -> usize {
    let mut colours = (Color::Reset, Color::Reset);
    let mut bytes = 0;
    let mut is_next = false;
    for (before, after) in before.iter().zip(after) {
        if before == after {
            is_next = false;
            continue;
        }
        let price = |told: Color, wanted: Color| match wanted {
            _ if told == wanted => 0,
            Color::Rgb(..) => 18,
            Color::Indexed(_) => 11,
            _ => 5,
        };
        bytes += after.symbol().len() + price(colours.0, after.fg) + price(colours.1, after.bg);
        bytes += if is_next { 0 } else { 7 };
        colours = (after.fg, after.bg);
        is_next = true;
    }
    bytes
}

/// Whether two colours are told for the cell.
fn is_coloured(cell: &Cell) -> bool {
    let is_dot = |colour: Color| matches!(colour, Color::Rgb(..) | Color::Indexed(_));
    is_dot(cell.fg) && is_dot(cell.bg)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Color;

    use super::{Moved, Shift};

    const AREA: Rect = Rect::new(0, 0, 40, 20);

    /// A screen with a head and a foot, text at the left, and at the right a picture that begins
    /// at row `top`.
    fn screen(top: i32, words: &str) -> Buffer {
        let mut buffer = Buffer::empty(AREA);
        for y in 1..19_u16 {
            for (x, letter) in words.chars().enumerate() {
                let x = u16::try_from(x).unwrap();
                buffer[(x, y)].set_char(letter);
            }
            let row = i32::from(y) - top;
            for x in 10..40_u16 {
                if let Ok(row @ 0..12) = u8::try_from(row) {
                    let colour = |n: u8| Color::Rgb(row * 20 + n, u8::try_from(x * 6).unwrap(), row);
                    buffer[(x, y)].set_char('▀').set_fg(colour(0)).set_bg(colour(9));
                }
            }
        }
        buffer
    }

    fn moved(before: &Buffer, after: &Buffer) -> Option<(Moved, Buffer)> {
        let mut shift = Shift::default();
        shift.keep(before);
        shift.to(after)
    }

    #[test]
    fn rows_of_a_picture_that_moved_are_moved_by_the_terminal() {
        for (from, to, by) in [(4, 3, 1), (3, 4, -1), (6, 1, 5), (0, -1, 1)] {
            let (found, _) = moved(&screen(from, "猫の話"), &screen(to, "猫の話")).unwrap();
            assert_eq!(found.by, by);
        }
    }

    #[test]
    fn text_that_moved_is_written_as_it_is() {
        let (mut before, mut after) = (screen(30, "a"), screen(30, "b"));
        assert_eq!(moved(&before, &after), None);
        before.content.iter_mut().for_each(|cell| {
            cell.set_fg(Color::Rgb(1, 1, 1)).set_bg(Color::Rgb(2, 2, 2));
        });
        after.content.iter_mut().for_each(|cell| {
            cell.set_fg(Color::Rgb(1, 1, 1)).set_bg(Color::Rgb(2, 2, 2));
        });
        assert_eq!(moved(&before, &after), None, "of few bytes");
        assert_eq!(moved(&before, &before), None, "nothing changed");
    }

    #[test]
    fn a_photograph_over_the_whole_screen_is_moved_as_far_as_it_went() {
        let area = Rect::new(0, 0, 200, 60);
        let photo = |by: u16| {
            let mut buffer = Buffer::empty(area);
            for (n, cell) in (0..).zip(&mut buffer.content) {
                let part = |n: u32| u8::try_from(n % 251).unwrap();
                let n: u32 = n + 200 * u32::from(by);
                cell.set_char('▀').set_fg(Color::Rgb(part(n), part(n / 7), part(n / 200)));
                cell.set_bg(Color::Rgb(part(n / 3), part(n / 11), 9));
            }
            buffer
        };
        for by in [1, 5] {
            let (found, _) = moved(&photo(0), &photo(by)).unwrap();
            assert_eq!(found, Moved { top: 0, bottom: 60, by: by.cast_signed().into() });
        }
        assert_eq!(moved(&photo(0), &photo(90)), None);
    }

    proptest! {
        #[test]
        fn the_terminal_shows_what_is_believed_to_be_there(
            from in -10..20_i32, to in -10..20_i32, before in "[a-d]{0,9}", after in "[a-d]{0,9}",
        ) {
            if let Some((moved, believed)) = moved(&screen(from, &before), &screen(to, &after)) {
                let before = screen(from, &before);
                let mut terminal = vt100::Parser::new(20.try_into().unwrap(), 40.try_into().unwrap(), 0);
                let text = |buffer: &Buffer| -> Vec<String> {
                    let row = |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
                    buffer.content.chunks(40).map(|cells| row(cells).trim_end().to_owned()).collect()
                };
                for (y, row) in text(&before).iter().enumerate() {
                    terminal.process(format!("\x1b[{};1H{row}", y + 1).as_bytes());
                }
                let mut out = Vec::new();
                moved.write(&mut out).unwrap();
                terminal.process(&out);
                let shown: Vec<_> = terminal.screen().rows(0, 40).map(|row| row.trim_end().to_owned()).collect();
                prop_assert_eq!(shown, text(&believed));
            }
        }
    }
}
