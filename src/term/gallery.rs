//! The pictures that the terminal has been given to draw by itself, so that each is sent once and
//! none is left behind.
//!
//! Kitty keeps a picture under a name and shows it in the cells that bear it: here it is only sent
//! and at last deleted. Of other terminals the dots lie over the cells: whenever one of them
//! moves, comes or goes, the cells that were and will be beneath are written anew, and all rows
//! are drawn again. Their cells are blank in the frame.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;

use crate::pictures::drawn::{Ink, Placed};

/// Pictures that kitty may keep beside those on the screen.
const KEPT: usize = 48;

/// What the terminal has been given.
#[derive(Debug, Default)]
pub struct Gallery {
    /// Names of the pictures that kitty has, the oldest first.
    sent: Vec<u32>,
    /// The pictures that lie over cells.
    over: Vec<Placed>,
}

impl Gallery {
    /// Nothing is known of the screen, nor of what the terminal keeps.
    pub fn forget(&mut self) {
        self.sent.clear();
        self.over.clear();
    }

    /// Sends the pictures that are named on the screen and not yet known, and has those deleted that
    /// are too many. Gives the names of those that are new.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn send(&mut self, placed: &[Placed], out: &mut impl Write) -> io::Result<Vec<String>> {
        let mut leave = Vec::new();
        for each in placed {
            let Ink::Kitty { id, sent, .. } = &each.drawn.ink else { continue };
            if self.sent.contains(id) {
                continue;
            }
            out.write_all(sent.as_bytes())?;
            self.sent.push(*id);
            leave.push(deletion(*id, sent));
        }
        let is_shown = |id: u32| {
            placed.iter().any(|each| matches!(each.drawn.ink, Ink::Kitty { id: shown, .. } if shown == id))
        };
        while self.sent.len() > KEPT {
            let Some(at) = self.sent.iter().position(|id| !is_shown(*id)) else { break };
            let id = self.sent.remove(at);
            out.write_all(deletion(id, "").as_bytes())?;
        }
        Ok(leave)
    }

    /// Has the cells written anew beneath pictures that came, went or moved, and leaves those alone
    /// beneath pictures that stay.
    pub fn clear(&self, placed: &[Placed], frame: &mut Buffer) {
        if self.over.iter().eq(over(placed)) {
            over(placed).for_each(|each| treat(each, CellDiffOption::Skip, frame));
        } else {
            let areas = self.over.iter().chain(over(placed));
            areas.for_each(|each| treat(each, CellDiffOption::AlwaysUpdate, frame));
        }
    }

    /// Draws the pictures that lie over cells, where they are others than before or stand in the rows
    /// `written`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn draw(&mut self, placed: &[Placed], written: &[u16], out: &mut impl Write) -> io::Result<()> {
        let moved = !self.over.iter().eq(over(placed));
        let mut begun = false;
        for each in over(placed) {
            let Ink::Strips(strips) = &each.drawn.ink else { continue };
            for (y, row) in (each.row..).zip(each.rows.clone()) {
                let Some(strip) = strips.get(usize::from(row)) else { continue };
                if !moved && !written.contains(&y) {
                    continue;
                }
                if !begun {
                    out.write_all(b"\x1b7\x1b[0m")?;
                    begun = true;
                }
                write!(out, "\x1b[{};{}H{strip}", y + 1, each.column + 1)?;
            }
        }
        if moved {
            self.over = over(placed).cloned().collect();
        }
        if begun { out.write_all(b"\x1b8") } else { Ok(()) }
    }
}

/// Has the cells beneath a picture treated so, but for those that have a width of their own.
fn treat(placed: &Placed, option: CellDiffOption, frame: &mut Buffer) {
    let rows = placed.rows.end - placed.rows.start;
    let area = Rect::new(placed.column, placed.row, placed.drawn.cells.0, rows).intersection(frame.area);
    for y in area.y..area.bottom() {
        for x in area.x..area.right() {
            if let Some(cell) = frame.cell_mut((x, y))
                && cell.diff_option == CellDiffOption::None
            {
                cell.set_diff_option(option);
            }
        }
    }
}

fn over(placed: &[Placed]) -> impl Iterator<Item = &Placed> {
    placed.iter().filter(|each| matches!(each.drawn.ink, Ink::Strips(_)))
}

/// What has kitty forget a picture that was sent so.
fn deletion(id: u32, sent: &str) -> String {
    if sent.starts_with("\x1bPtmux;") {
        return format!("\x1bPtmux;\x1b\x1b_Ga=d,d=I,i={id},q=2\x1b\x1b\\\x1b\\");
    }
    format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ratatui::buffer::{Buffer, CellDiffOption};
    use ratatui::layout::Rect;

    use super::Gallery;
    use crate::pictures::drawn::{Drawn, Ink, Placed};

    fn kitty(id: u32) -> Arc<Drawn> {
        let ink = Ink::Kitty { id, sent: format!("<{id}>").into(), marks: Arc::from(['\u{305}'; 2]) };
        Arc::new(Drawn { cells: (2, 2), ink })
    }

    fn at(drawn: &Arc<Drawn>, row: u16) -> Placed {
        Placed { drawn: drawn.clone(), column: 1, row, rows: 0..2 }
    }

    fn sent(gallery: &mut Gallery, placed: &[Placed]) -> String {
        let mut out = Vec::new();
        gallery.send(placed, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn kitty_is_sent_each_picture_once() {
        let (mut gallery, one, two) = (Gallery::default(), kitty(1), kitty(2));
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "<1>");
        assert_eq!(sent(&mut gallery, &[at(&one, 1), at(&two, 3)]), "<2>");
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "");
        gallery.forget();
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "<1>");
    }

    #[test]
    fn kitty_does_not_keep_pictures_without_end() {
        let mut gallery = Gallery::default();
        let said: Vec<_> = (1..100).map(|id| sent(&mut gallery, &[at(&kitty(id), 0)])).collect();
        assert!(said[47].ends_with("<48>"), "{}", said[47]);
        assert!(said[48].ends_with("i=1,q=2\u{1b}\\") && said[98].contains("i=51,"), "{}", said[98]);
    }

    #[test]
    fn cells_are_written_anew_where_a_picture_was_and_where_it_is() {
        let strips = Ink::Strips(Box::new(["one".into(), "two".into()]));
        let drawn = Arc::new(Drawn { cells: (2, 2), ink: strips });
        let mut gallery = Gallery::default();
        let drawn_again = |gallery: &mut Gallery, placed: &[Placed], written: &[u16]| {
            let mut frame = Buffer::empty(Rect::new(0, 0, 4, 5));
            gallery.clear(placed, &mut frame);
            let mut out = Vec::new();
            gallery.draw(placed, written, &mut out).unwrap();
            let rows = (0..5).filter(|&y| frame[(1, y)].diff_option == CellDiffOption::AlwaysUpdate);
            (rows.collect::<Vec<_>>(), String::from_utf8(out).unwrap())
        };
        let (rows, out) = drawn_again(&mut gallery, &[at(&drawn, 0)], &[]);
        assert_eq!((rows, out.as_str()), (vec![0, 1], "\u{1b}7\u{1b}[0m\u{1b}[1;2Hone\u{1b}[2;2Htwo\u{1b}8"));
        assert_eq!(drawn_again(&mut gallery, &[at(&drawn, 0)], &[]), (vec![], String::new()));
        assert_eq!(
            drawn_again(&mut gallery, &[at(&drawn, 0)], &[1]).1,
            "\u{1b}7\u{1b}[0m\u{1b}[2;2Htwo\u{1b}8"
        );
        let (rows, out) = drawn_again(&mut gallery, &[at(&drawn, 1)], &[]);
        assert_eq!((rows, out.matches('H').count()), (vec![0, 1, 2], 2));
        assert_eq!(drawn_again(&mut gallery, &[], &[]), (vec![1, 2], String::new()));
    }

    #[test]
    fn a_picture_that_stays_is_not_wiped_out_by_the_blanks_beneath_it() {
        let drawn =
            Arc::new(Drawn { cells: (2, 2), ink: Ink::Strips(Box::new(["one".into(), "two".into()])) });
        let mut gallery = Gallery::default();
        let mut before = Buffer::empty(Rect::new(0, 0, 4, 5));
        // In the end once more where it was.
        for (row, written) in [(0, 4), (0, 0), (0, 0), (1, 6), (1, 2), (1, 0)] {
            let mut frame = Buffer::empty(before.area);
            gallery.clear(&[at(&drawn, row)], &mut frame);
            assert_eq!(before.diff(&frame).len(), written);
            gallery.draw(&[at(&drawn, row)], &[], &mut Vec::new()).unwrap();
            before = frame;
        }
    }
}
