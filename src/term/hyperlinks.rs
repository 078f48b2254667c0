//! Links that the terminal itself knows (OSC 8), so that it can open them.
//!
//! They are laid over the rows of a frame after its own changes: a row is written again where
//! something in it, or an address, has changed. Only addresses that were made safe for it come here.
//! The cursor is left where it was.

use std::io::{self, Write};
use std::ops::Range;

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell, CellWidth};

use crate::limits::{HYPERLINK_BYTES, HYPERLINKS_BYTES};
use crate::term::anew::is_doubtful;
use crate::term::flow::Flow;

/// Bytes that a link takes beside its address and its text.
const AROUND: usize = 64;

/// Columns of the widest clusters.
const WIDEST: u16 = 6;

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// Its row.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Tells its parts on several rows from other links at the same address.
    pub id: usize,
    /// Where it leads: printable ASCII without blanks, at most `HYPERLINK_BYTES`; another is left out.
    pub address: String,
}

impl Hyperlink {
    fn is_fit(&self) -> bool {
        let is_plain = self.address.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain && self.address.len() <= HYPERLINK_BYTES && !self.columns.is_empty()
    }
}

/// The links of the last frame.
#[derive(Debug, Default)]
pub struct Hyperlinks {
    rows: Vec<Linked>,
}

/// A row with links, as it was written.
#[derive(Debug, PartialEq)]
struct Linked {
    row: u16,
    cells: Vec<Cell>,
    links: Vec<Hyperlink>,
}

impl Hyperlinks {
    /// No links are on the screen any more.
    pub fn forget(&mut self) {
        self.rows.clear();
    }

    /// Writes to `out` the links of a frame that are not on the screen yet, and takes away those that
    /// are no more. A row of which terminals may make different columns has none.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, frame: &Buffer, links: &[Hyperlink], out: &mut impl Write) -> io::Result<()> {
        let before = std::mem::take(&mut self.rows);
        self.rows = gathered(frame, links);
        let mut written = Vec::new();
        for old in before.iter().filter(|old| !self.rows.contains(old)) {
            for link in &old.links {
                let is_there = frame.area.height > old.row && frame.area.width >= link.columns.end;
                if is_there && !is_whole_row_anew(frame, old.row) {
                    write_cells(frame, old.row, link.columns.clone(), &mut written)?;
                }
            }
        }
        for new in self.rows.iter().filter(|new| !before.contains(new)) {
            for link in &new.links {
                write!(written, "\x1b]8;id={};{}\x1b\\", link.id, link.address)?;
                write_cells(frame, new.row, link.columns.clone(), &mut written)?;
                written.write_all(b"\x1b]8;;\x1b\\")?;
            }
        }
        if written.is_empty() {
            return Ok(());
        }
        out.write_all(b"\x1b7")?;
        out.write_all(&written)?;
        out.write_all(b"\x1b8")
    }
}

fn gathered(frame: &Buffer, links: &[Hyperlink]) -> Vec<Linked> {
    let mut rows: Vec<Linked> = Vec::new();
    let mut left = HYPERLINKS_BYTES;
    for link in links.iter().filter(|link| link.is_fit()) {
        let is_there = link.row < frame.area.height && link.columns.end <= frame.area.width;
        if !is_there || is_whole_row_anew(frame, link.row) {
            continue;
        }
        let Some(rest) = left.checked_sub(link.address.len() + AROUND) else { break };
        left = rest;
        match rows.iter_mut().find(|row| row.row == link.row) {
            Some(row) => row.links.push(link.clone()),
            None => rows.push(Linked {
                row: link.row,
                cells: cells(frame, link.row).to_vec(),
                links: vec![link.clone()],
            }),
        }
    }
    rows
}

/// Whether the row is written as a whole by `anew`, which leaves no link in it.
fn is_whole_row_anew(frame: &Buffer, row: u16) -> bool {
    cells(frame, row).iter().any(is_doubtful)
}

fn cells(frame: &Buffer, row: u16) -> &[Cell] {
    let columns = usize::from(frame.area.width);
    &frame.content[usize::from(row) * columns..][..columns]
}

/// Writes the cells of a row as they stand; a character that reaches into them is written whole.
fn write_cells(frame: &Buffer, row: u16, columns: Range<u16>, out: &mut impl Write) -> io::Result<()> {
    let reaches_in = |before: &u16| {
        let cell = columns.start.checked_sub(*before).and_then(|x| cells(frame, row).get(usize::from(x)));
        cell.is_some_and(|cell| cell.cell_width() > *before)
    };
    let start = columns.start - (1..WIDEST).find(reaches_in).unwrap_or(0);
    let mut x = start;
    let mut written: Vec<(u16, u16, &Cell)> = Vec::new();
    while let Some(cell) = cells(frame, row).get(usize::from(x)).filter(|_| x < columns.end) {
        written.push((x, row, cell));
        x += cell.cell_width().max(1);
    }
    Flow::new(out).draw(written.into_iter())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::backend::{Backend, CrosstermBackend};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::{Hyperlink, Hyperlinks};
    use crate::limits::{HYPERLINK_BYTES, HYPERLINKS_BYTES};
    use crate::term::flow::tests::rows_of;

    fn frame(rows: &[&str]) -> Buffer {
        let height = u16::try_from(rows.len()).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, height));
        for (row, y) in rows.iter().zip(0..) {
            buffer.set_string(0, y, row, Style::new());
        }
        buffer
    }

    fn link(row: u16, columns: std::ops::Range<u16>, address: &str) -> Hyperlink {
        Hyperlink { row, columns, id: 3, address: address.to_owned() }
    }

    /// What is written of `rows` with `links`, escapes shown as `^`.
    fn written(links: &mut Hyperlinks, rows: &[&str], given: &[Hyperlink]) -> String {
        let mut out = Vec::new();
        links.write(&frame(rows), given, &mut out).unwrap();
        String::from_utf8(out).unwrap().replace('\u{1b}', "^")
    }

    #[test]
    fn a_link_is_written_once_while_its_row_stays() {
        let mut links = Hyperlinks::default();
        let one = [link(0, 2..6, "https://a.jp/")];
        let first = written(&mut links, &["猫と犬", "x"], &one);
        assert!(first.starts_with("^7^]8;id=3;https://a.jp/^\\"), "{first}");
        assert!(first.contains("と犬") && first.ends_with("^]8;;^\\^8"), "{first}");
        assert_eq!(written(&mut links, &["猫と犬", "y"], &one), "");
        assert!(written(&mut links, &["猫と犬", "y"], &[link(0, 2..6, "https://b.kr/")]).contains("b.kr"));
    }

    #[test]
    fn a_link_that_is_no_more_is_written_over() {
        let mut links = Hyperlinks::default();
        written(&mut links, &["고양이"], &[link(0, 0..6, "https://a.jp/")]);
        let after = written(&mut links, &["고양이"], &[]);
        assert!(after.contains("고양이") && !after.contains("]8;"), "{after}");
        assert_eq!(written(&mut links, &["고양이"], &[]), "");
    }

    #[test]
    fn after_a_clear_all_are_written_again() {
        let mut links = Hyperlinks::default();
        let one = [link(0, 0..2, "https://a.jp/")];
        let first = written(&mut links, &["图"], &one);
        links.forget();
        assert_eq!(written(&mut links, &["图"], &one), first);
    }

    #[test]
    fn what_could_steer_the_terminal_is_no_address() {
        let long = format!("https://a.jp/{}", "x".repeat(HYPERLINK_BYTES));
        for address in ["https://a.jp/\u{1b}\\", "https://a.jp/ b", "https://猫.jp/", "a\u{7}", long.as_str()]
        {
            assert_eq!(written(&mut Hyperlinks::default(), &["cat"], &[link(0, 0..3, address)]), "");
        }
    }

    #[test]
    fn links_take_no_more_bytes_of_a_frame_than_they_may() {
        let address = format!("https://a.jp/{}", "x".repeat(1_000));
        let many: Vec<Hyperlink> = (0..12).map(|column| link(0, column..column + 1, &address)).collect();
        let out = written(&mut Hyperlinks::default(), &["abcdefghijkl"], &many);
        assert_eq!(out.matches("a.jp").count(), 2);
        assert!(out.len() < 2 * HYPERLINKS_BYTES);
    }

    #[test]
    fn what_lies_beyond_the_screen_is_left_out() {
        for beyond in [link(1, 0..2, "https://a.jp/"), link(0, 10..13, "https://a.jp/")] {
            assert_eq!(written(&mut Hyperlinks::default(), &["cat"], &[beyond]), "");
        }
        // A row of which terminals make different columns.
        assert_eq!(written(&mut Hyperlinks::default(), &["ｶﾞ cat"], &[link(0, 3..6, "https://a.jp/")]), "");
    }

    /// A terminal on which two frames are shown one after the other, with their links.
    fn terminal(frames: &[(Vec<String>, Vec<Hyperlink>)]) -> (Vec<String>, Vec<String>) {
        let mut screen = vt100::Parser::new(3.try_into().unwrap(), 12.try_into().unwrap(), 0);
        let mut links = Hyperlinks::default();
        let mut before = frame(&["", "", ""]);
        for (rows, given) in frames {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let after = frame(&rows);
            let mut out = Vec::new();
            CrosstermBackend::new(&mut out).draw(before.diff(&after).into_iter()).unwrap();
            links.write(&after, given, &mut out).unwrap();
            screen.process(&out);
            before = after;
        }
        let shown = screen.screen().rows(0, 12).map(|row| row.trim_end().to_owned()).collect();
        (shown, rows_of(&before))
    }

    #[test]
    fn a_wide_character_over_the_edge_of_a_link_that_was_is_whole() {
        let first =
            (vec!["3月の猫".to_owned(), String::new(), String::new()], vec![link(0, 5..7, "https://a.jp/")]);
        let second = (vec!["九十一二三".to_owned(), String::new(), String::new()], Vec::new());
        let (shown, frame) = terminal(&[first, second]);
        assert_eq!(shown, frame);
    }

    proptest! {
        #[test]
        fn the_terminal_shows_the_frame_whatever_links_come_and_go(
            frames in prop::collection::vec(
                (
                    prop::collection::vec("[a猫가国b ]{0,6}", 3),
                    prop::collection::vec((0_u16..3, 0_u16..12, 1_u16..6), 0..4),
                ),
                1..4,
            ),
        ) {
            let frames: Vec<_> = frames.into_iter().map(|(rows, links)| {
                let links = links.into_iter().map(|(row, from, wide)| link(row, from..(from + wide).min(12), "https://a.jp/"));
                (rows, links.collect())
            }).collect();
            let (shown, frame) = terminal(&frames);
            prop_assert_eq!(shown, frame);
        }
    }
}
