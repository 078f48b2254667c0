//! The pictures that the terminal has been given to draw by itself, so that each is sent once and
//! none is left behind.
//!
//! Kitty keeps a picture under a name and shows it in the cells that bear it: here it is only sent,
//! a large one over several frames, and at last deleted. Of other terminals the dots lie over the
//! cells: whenever one of them moves, comes or goes, the cells that were and will be beneath are
//! written anew, and all rows are drawn again. Their cells are blank in the frame.

use std::io::{self, Write};
use std::sync::Arc;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;

use crate::limits::{PICTURE_FRAME_BYTES, PICTURE_TERMINAL_BYTES};
use crate::pictures::drawn::{Drawn, Ink, Placed};

/// With what tmux is asked to hand something on.
const THROUGH_TMUX: &[u8] = b"\x1bPtmux;";

/// What the terminal has been given.
#[derive(Debug, Default)]
pub struct Gallery {
    /// What kitty has, the oldest first.
    sent: Vec<Sent>,
    /// The last of these, where kitty has not got it whole.
    under_way: Option<UnderWay>,
    /// What it takes to undo it is other than was told.
    is_news: bool,
    /// The pictures that lie over cells.
    over: Vec<Placed>,
}

/// A picture that kitty has.
#[derive(Debug)]
struct Sent {
    id: u32,
    bytes: usize,
    undo: String,
}

/// A picture that kitty has a part of; no other word about pictures may come between its parts.
#[derive(Debug)]
struct UnderWay {
    id: u32,
    drawn: Arc<Drawn>,
    /// Bytes of it that are written.
    written: usize,
}

impl Gallery {
    /// Nothing is known of the screen; what the terminal keeps it still has.
    pub fn forget_screen(&mut self) {
        self.over.clear();
    }

    /// Nothing is known of what the terminal keeps: it is to forget it, if it has it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn forget(&mut self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(self.all_undone().as_bytes())?;
        self.is_news |= !self.sent.is_empty();
        self.sent.clear();
        self.under_way = None;
        Ok(())
    }

    /// Whether kitty has nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// What has kitty forget all it was sent, where that is other than when it was asked for last.
    pub fn undo(&mut self) -> Option<String> {
        std::mem::take(&mut self.is_news).then(|| self.all_undone())
    }

    fn all_undone(&self) -> String {
        let cut_short = self.under_way.as_ref().map(|under_way| said("q=2,m=0;", &under_way.drawn));
        cut_short.into_iter().chain(self.sent.iter().map(|sent| sent.undo.clone())).collect()
    }

    /// Sends the pictures that are named on the screen and not yet known, as many bytes as a frame may
    /// take, and has those deleted that are too many. Gives the names of those on the screen that are
    /// not whole yet.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn send(&mut self, placed: &[Placed], out: &mut impl Write) -> io::Result<Vec<u32>> {
        let mut room = PICTURE_FRAME_BYTES;
        while room > 0 {
            if self.under_way.is_none() && !self.begin_next(placed, out)? {
                break;
            }
            room = self.go_on(room, out)?;
            if self.under_way.is_some() {
                break;
            }
        }
        let unsent = |id: u32| {
            self.under_way.as_ref().is_some_and(|under_way| under_way.id == id)
                || !self.sent.iter().any(|sent| sent.id == id)
        };
        Ok(named(placed).map(|(id, ..)| id).filter(|id| unsent(*id)).collect())
    }

    /// Takes up a picture that kitty has not got, and makes room for it; whether there is one.
    fn begin_next(&mut self, placed: &[Placed], out: &mut impl Write) -> io::Result<bool> {
        let next = named(placed).find(|(id, ..)| !self.sent.iter().any(|sent| sent.id == *id));
        let Some((id, bytes, drawn)) = next else { return Ok(false) };
        let mut all = bytes + self.sent.iter().map(|sent| sent.bytes).sum::<usize>();
        while all > PICTURE_TERMINAL_BYTES {
            let is_shown = |id: u32| named(placed).any(|(shown, ..)| shown == id);
            let Some(at) = self.sent.iter().position(|sent| !is_shown(sent.id)) else { break };
            let oldest = self.sent.remove(at);
            out.write_all(oldest.undo.as_bytes())?;
            all -= oldest.bytes;
        }
        self.sent.push(Sent { id, bytes, undo: said(&format!("a=d,d=I,i={id},q=2"), drawn) });
        self.under_way = Some(UnderWay { id, drawn: drawn.clone(), written: 0 });
        self.is_news = true;
        Ok(true)
    }

    /// Writes the next bytes of the picture that is under way; how much room is left.
    fn go_on(&mut self, room: usize, out: &mut impl Write) -> io::Result<usize> {
        let Some(under_way) = &mut self.under_way else { return Ok(room) };
        let bytes = words(&under_way.drawn).as_bytes();
        let end = border(bytes, under_way.written, room);
        out.write_all(&bytes[under_way.written..end])?;
        let left = room.saturating_sub(end - under_way.written);
        under_way.written = end;
        if end == bytes.len() {
            self.under_way = None;
            self.is_news = true;
        }
        Ok(left)
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

/// The pictures that kitty shows: their names, and the bytes that it keeps of them.
fn named(placed: &[Placed]) -> impl Iterator<Item = (u32, usize, &Arc<Drawn>)> {
    placed.iter().filter_map(|each| match each.drawn.ink {
        Ink::Kitty { id, kept, .. } => Some((id, kept, &each.drawn)),
        Ink::Blocks { .. } | Ink::Strips(_) => None,
    })
}

/// What sends a picture to kitty.
fn words(drawn: &Drawn) -> &str {
    match &drawn.ink {
        Ink::Kitty { sent, .. } => sent,
        Ink::Blocks { .. } | Ink::Strips(_) => "",
    }
}

/// The end of the last whole command that ends within `room` bytes of `from`, or of the first.
fn border(bytes: &[u8], from: usize, room: usize) -> usize {
    let rest = &bytes[from..];
    if rest.len() <= room {
        return bytes.len();
    }
    let start: &[u8] = if rest.starts_with(THROUGH_TMUX) { THROUGH_TMUX } else { b"\x1b_G" };
    let begins = |at: &usize| rest[*at..].starts_with(start);
    let last = (1..=room).rev().find(begins).or_else(|| (room..rest.len()).find(begins));
    from + last.unwrap_or(rest.len())
}

/// A word to kitty, on the way that `drawn` takes.
fn said(word: &str, drawn: &Drawn) -> String {
    if words(drawn).as_bytes().starts_with(THROUGH_TMUX) {
        format!("\x1bPtmux;\x1b\x1b_G{word}\x1b\x1b\\\x1b\\")
    } else {
        format!("\x1b_G{word}\x1b\\")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ratatui::buffer::{Buffer, CellDiffOption};
    use ratatui::layout::Rect;

    use super::Gallery;
    use crate::pictures::drawn::{Drawn, Ink, Placed};

    use crate::limits::{PICTURE_FRAME_BYTES, PICTURE_TERMINAL_BYTES};

    fn kitty_of(id: u32, sent: &str, kept: usize) -> Arc<Drawn> {
        let ink = Ink::Kitty { id, sent: sent.into(), kept, marks: Arc::from(['\u{305}'; 2]) };
        Arc::new(Drawn { cells: (2, 2), ink })
    }

    fn kitty(id: u32) -> Arc<Drawn> {
        kitty_of(id, &format!("<{id}>"), 1)
    }

    fn at(drawn: &Arc<Drawn>, row: u16) -> Placed {
        Placed { drawn: drawn.clone(), column: 1, row, rows: 0..2 }
    }

    fn sent(gallery: &mut Gallery, placed: &[Placed]) -> String {
        let mut out = Vec::new();
        gallery.send(placed, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn forgotten(gallery: &mut Gallery) -> String {
        let mut out = Vec::new();
        gallery.forget(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn kitty_is_sent_each_picture_once() {
        let (mut gallery, one, two) = (Gallery::default(), kitty(1), kitty(2));
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "<1>");
        assert_eq!(sent(&mut gallery, &[at(&one, 1), at(&two, 3)]), "<2>");
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "");
        gallery.forget_screen();
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "", "a resize takes no picture from it");
        let undo = gallery.undo().unwrap();
        assert_eq!((undo.matches("a=d,d=I,i=").count(), gallery.undo()), (2, None));
        assert_eq!(forgotten(&mut gallery), undo);
        assert_eq!(gallery.undo().as_deref(), Some(""));
        assert_eq!(sent(&mut gallery, &[at(&one, 0)]), "<1>");
    }

    #[test]
    fn kitty_does_not_keep_pictures_without_end() {
        let mut gallery = Gallery::default();
        let fifth = PICTURE_TERMINAL_BYTES / 5;
        let first = at(&kitty_of(1, "<1>", fifth), 0);
        let said: Vec<_> = (1..9)
            .map(|id| sent(&mut gallery, &[first.clone(), at(&kitty_of(id, &format!("<{id}>"), fifth), 0)]))
            .collect();
        assert_eq!(said[4], "<5>");
        // The first is seen all the while.
        assert_eq!(said[5], "\u{1b}_Ga=d,d=I,i=2,q=2\u{1b}\\<6>");
        assert!(said[7].contains("i=4,"), "{}", said[7]);
        let tmux = kitty_of(9, "\u{1b}Ptmux;", PICTURE_TERMINAL_BYTES);
        sent(&mut gallery, &[at(&tmux, 0)]);
        let undo = gallery.undo().unwrap();
        assert_eq!(undo, "\u{1b}Ptmux;\u{1b}\u{1b}_Ga=d,d=I,i=9,q=2\u{1b}\u{1b}\\\u{1b}\\");
    }

    #[test]
    fn a_large_picture_is_sent_over_several_frames_in_whole_commands() {
        for (start, end) in
            [("\u{1b}_G", "\u{1b}\\"), ("\u{1b}Ptmux;\u{1b}\u{1b}_G", "\u{1b}\u{1b}\\\u{1b}\\")]
        {
            let large = format!("{start}q=2,m=1;{}{end}", "A".repeat(4096)).repeat(150);
            let (large, small) = (kitty_of(1, &large, 1), kitty(2));
            let mut gallery = Gallery::default();
            let mut all = String::new();
            let mut names = vec![1, 2];
            while !names.is_empty() {
                let mut out = Vec::new();
                names = gallery.send(&[at(&large, 0), at(&small, 4)], &mut out).unwrap();
                let out = String::from_utf8(out).unwrap();
                assert!(out.len() <= PICTURE_FRAME_BYTES, "{}", out.len());
                assert!(out.starts_with(start) && (out.ends_with(end) || out.ends_with("<2>")));
                all.push_str(&out);
                // Cut short where the terminal is given back meanwhile.
                let cut_short = gallery.undo().is_some_and(|undo| undo.contains("m=0"));
                assert!(all.len() > out.len() || cut_short);
                assert!(names.is_empty() || names == [1, 2], "{names:?}");
            }
            let Ink::Kitty { sent, .. } = &large.ink else { panic!() };
            assert_eq!(all, format!("{sent}<2>"));
        }
    }

    #[test]
    fn a_picture_that_is_cut_short_is_ended_before_it_is_forgotten() {
        let long = "\u{1b}_Gq=2,m=1;AAAA\u{1b}\\".repeat(PICTURE_FRAME_BYTES);
        let mut gallery = Gallery::default();
        sent(&mut gallery, &[at(&kitty_of(1, &long, 1), 0)]);
        let words = forgotten(&mut gallery);
        assert_eq!(words, "\u{1b}_Gq=2,m=0;\u{1b}\\\u{1b}_Ga=d,d=I,i=1,q=2\u{1b}\\");
        assert_eq!(sent(&mut gallery, &[at(&kitty(2), 0)]), "<2>");
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
