//! Links that the terminal itself knows (OSC 8), so that it can open them.
//!
//! They are laid over the rows of a frame after its own changes: a row is written again where
//! something in it, or an address, has changed. Only addresses that were made safe for it come here.
//! The cursor is left where it was.

use std::io::{self, Write};
use std::ops::Range;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellWidth};

use crate::term::anew::is_doubtful;

/// Bytes of the longest address that terminals take.
pub const LONGEST: usize = 2083;

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// Its row.
    pub row: u16,
    /// Its columns.
    pub columns: Range<u16>,
    /// Tells its parts on several rows from other links at the same address.
    pub id: usize,
    /// Where it leads: printable ASCII without blanks, at most [`LONGEST`] bytes; another is left out.
    pub address: String,
}

impl Hyperlink {
    fn is_fit(&self) -> bool {
        let is_plain = self.address.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain && self.address.len() <= LONGEST && !self.columns.is_empty()
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
    for link in links.iter().filter(|link| link.is_fit()) {
        let is_there = link.row < frame.area.height && link.columns.end <= frame.area.width;
        if !is_there || is_whole_row_anew(frame, link.row) {
            continue;
        }
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

/// Writes the cells of a row as they stand.
fn write_cells(frame: &Buffer, row: u16, columns: Range<u16>, out: &mut impl Write) -> io::Result<()> {
    let mut x = columns.start;
    let mut written: Vec<(u16, u16, &Cell)> = Vec::new();
    // Columns are counted as if all letters took one: so the terminal's cursor is never moved by
    // hand, and is where it has to be after each letter.
    for column in columns.clone() {
        let Some(cell) = cells(frame, row).get(usize::from(x)).filter(|_| x < columns.end) else { break };
        written.push((column, row, cell));
        x += cell.cell_width().max(1);
    }
    CrosstermBackend::new(out).draw(written.into_iter())
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::{Hyperlink, Hyperlinks, LONGEST};

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
        let long = format!("https://a.jp/{}", "x".repeat(LONGEST));
        for address in ["https://a.jp/\u{1b}\\", "https://a.jp/ b", "https://猫.jp/", "a\u{7}", long.as_str()]
        {
            assert_eq!(written(&mut Hyperlinks::default(), &["cat"], &[link(0, 0..3, address)]), "");
        }
    }

    #[test]
    fn what_lies_beyond_the_screen_is_left_out() {
        for beyond in [link(1, 0..2, "https://a.jp/"), link(0, 10..13, "https://a.jp/")] {
            assert_eq!(written(&mut Hyperlinks::default(), &["cat"], &[beyond]), "");
        }
        // A row of which terminals make different columns.
        assert_eq!(written(&mut Hyperlinks::default(), &["ｶﾞ cat"], &[link(0, 3..6, "https://a.jp/")]), "");
    }
}
