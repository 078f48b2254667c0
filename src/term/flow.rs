//! Cells written one after the other, the cursor moved only where it has to be.
//!
//! The screen library moves the cursor behind every character of two columns, eight bytes each. All
//! terminals agree on the columns of Chinese, Japanese and Korean characters, so that it is left to
//! them to go on from there; behind what they may give other columns the cursor is still moved.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};

use crate::term::anew::is_doubtful;

/// A backend that lets text flow.
#[derive(Debug)]
pub struct Flow<W: Write>(CrosstermBackend<W>);

impl<W: Write> Flow<W> {
    /// A backend that writes to `out`.
    pub fn new(out: W) -> Self {
        Self(CrosstermBackend::new(out))
    }
}

impl<W: Write> Backend for Flow<W> {
    type Error = io::Error;

    /// Draws cells, which come row by row and from left to right.
    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Where the terminal's cursor is, and the column that is told for it: told columns count every
        // character as one, so that the next one seems to follow. They never run ahead of the true
        // ones, so that no gap is taken for none.
        let mut cursor: Option<(u16, u16)> = None;
        let mut told = 0;
        self.0.draw(content.map(|(x, y, cell)| {
            told = if cursor == Some((x, y)) { told + 1 } else { x };
            cursor = is_sure(cell).then(|| (x.saturating_add(cell.cell_width()), y));
            (told, y, cell)
        }))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.0.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.0.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

/// Whether every terminal gives what stands in the cell the same columns: not signs of which they
/// differ (① …), nor emoji, hexagrams and their like, of which each Unicode has more.
fn is_sure(cell: &Cell) -> bool {
    let is_sure_wide = |c: char| {
        matches!(c,
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{2ffb}'
            | '\u{3000}'..='\u{31e3}'
            | '\u{31f0}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{a4cf}'
            | '\u{a960}'..='\u{a97c}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff01}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}')
    };
    let is_sure_narrow = |c: char| c.is_ascii() || matches!(c, '\u{ff61}'..='\u{ffdc}');
    let Some(first) = cell.symbol().chars().next().filter(|_| !is_doubtful(cell)) else { return false };
    match cell.cell_width() {
        1 => is_sure_narrow(first),
        2 => is_sure_wide(first),
        _ => false,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use ratatui::backend::{Backend, CrosstermBackend};
    use ratatui::buffer::{Buffer, Cell, CellWidth};
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    use super::{Flow, is_sure};

    /// Bytes of the longest move on the frames of these tests.
    const LONGEST_MOVE: usize = "\u{1b}[3;14H".len();

    fn frame(rows: &[(String, bool)]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 14, 3));
        for ((row, red), y) in rows.iter().zip(0..) {
            let style = if *red { Style::new().fg(Color::Red) } else { Style::new() };
            buffer.set_string(0, y, row, style);
        }
        buffer
    }

    /// What stands in the rows of a buffer.
    pub fn rows_of(buffer: &Buffer) -> Vec<String> {
        let row = |cells: &[Cell]| {
            let mut row = String::new();
            let mut x = 0;
            while let Some(cell) = cells.get(x) {
                row.push_str(cell.symbol());
                x += usize::from(cell.cell_width().max(1));
            }
            row.trim_end().to_owned()
        };
        buffer.content.chunks(buffer.area.width.into()).map(row).collect()
    }

    #[test]
    fn a_line_of_full_width_characters_is_moved_to_once() {
        let line = frame(&[("日本語の文章だ".to_owned(), false)]);
        let nothing = frame(&[]);
        let mut out = Vec::new();
        Flow::new(&mut out).draw(nothing.diff(&line).into_iter()).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.matches('H').count(), 1, "{out:?}");
        assert!(out.contains("日本語の文章だ"), "{out:?}");
    }

    #[test]
    fn behind_what_terminals_may_measure_otherwise_the_cursor_is_moved() {
        for (text, column) in [("猫🫨犬", 5), ("猫䷀犬", 5), ("猫①犬", 4), ("고…犬", 4)] {
            let line = frame(&[(text.to_owned(), false)]);
            let mut out = Vec::new();
            Flow::new(&mut out).draw(frame(&[]).diff(&line).into_iter()).unwrap();
            assert!(String::from_utf8(out).unwrap().contains(&format!("\u{1b}[1;{column}H犬")), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_it_would_with_every_move(
            frames in prop::collection::vec(prop::collection::vec(("[a猫가国b①é が]{0,8}", any::<bool>()), 3), 1..5),
        ) {
            let new = || vt100::Parser::new(3.try_into().unwrap(), 14.try_into().unwrap(), 0);
            let (mut flowing, mut moved) = (new(), new());
            let mut before = frame(&[]);
            for rows in frames {
                let after = frame(&rows);
                let (mut flow, mut all) = (Vec::new(), Vec::new());
                Flow::new(&mut flow).draw(before.diff(&after).into_iter()).unwrap();
                CrosstermBackend::new(&mut all).draw(before.diff(&after).into_iter()).unwrap();
                // Behind a doubtful cell the cursor is moved where the library would go on.
                let doubtful = before.diff(&after).iter().filter(|(_, _, cell)| !is_sure(cell)).count();
                prop_assert!(flow.len() <= all.len() + doubtful * LONGEST_MOVE);
                flowing.process(&flow);
                moved.process(&all);
                prop_assert_eq!(flowing.screen().contents_formatted(), moved.screen().contents_formatted());
                before = after;
            }
            let shown: Vec<String> = flowing.screen().rows(0, 14).map(|row| row.trim_end().to_owned()).collect();
            prop_assert_eq!(shown, rows_of(&before));
        }
    }
}
