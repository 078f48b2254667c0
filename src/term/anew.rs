//! Rows that are written anew as a whole when anything in them changes.
//!
//! Of some clusters (`ｶﾞ`, a conjunct, an emoji of several characters) terminals disagree how many
//! cells they take: one leaves a mark in a cell that we believe covered, another reaches into the
//! next. Cell by cell such a row is never known to be clean. So a row that holds one, or held one
//! in the last frame, is cleared and written from its start, the cursor set where words end. It
//! comes after the frame's own changes and leaves the cursor where they left it.

use std::io::{self, Write};

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::pictures::transmit::PLACEHOLDER;
use crate::term::shift::Moved;

/// What is seen of a style where no letter stands.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// The rows of the last frame of which a terminal may have made something else.
#[derive(Debug, Default)]
pub struct Anew {
    /// Each row as it was; empty where every terminal shows it alike.
    rows: Vec<Vec<Cell>>,
}

impl Anew {
    /// Nothing is known of the screen: the next frame writes all such rows.
    pub fn forget(&mut self) {
        self.rows.clear();
    }

    /// The terminal has moved rows.
    pub fn shift(&mut self, moved: Moved) {
        let Moved { top, bottom, by } = moved;
        let Some(rows) = self.rows.get_mut(top..bottom) else { return };
        let far = by.unsigned_abs().min(rows.len());
        if by > 0 {
            rows.rotate_left(far);
            let left = rows.len() - far;
            rows[left..].iter_mut().for_each(Vec::clear);
        } else {
            rows.rotate_right(far);
            rows[..far].iter_mut().for_each(Vec::clear);
        }
    }

    /// Writes to `out` the rows of a frame that have changed and are or were doubtful; which they are.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, frame: &Buffer, out: &mut impl Write) -> io::Result<Vec<u16>> {
        self.rows.resize(usize::from(frame.area.height), Vec::new());
        let columns = usize::from(frame.area.width).max(1);
        let mut written = Vec::new();
        for ((row, before), y) in frame.content.chunks(columns).zip(&mut self.rows).zip(frame.area.y..) {
            let is_doubtful = row.iter().any(is_doubtful);
            if !is_doubtful && before.is_empty() || before == row {
                continue;
            }
            if written.is_empty() {
                // No row that a terminal takes for a longer one runs on into the next.
                out.write_all(b"\x1b7\x1b[?7l")?;
            }
            written.push(y);
            write_row(row, y, out)?;
            before.clear();
            if is_doubtful {
                before.extend_from_slice(row);
            }
        }
        if !written.is_empty() {
            out.write_all(b"\x1b[?7h\x1b8")?;
        }
        Ok(written)
    }
}

fn write_row(row: &[Cell], y: u16, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\x1b[{};1H\x1b[2K", y + 1)?;
    let end = row.iter().rposition(|cell| !is_plain(cell)).map_or(0, |last| last + 1);
    let mut backend = CrosstermBackend::new(&mut *out);
    let mut cells: Vec<(u16, u16, &Cell)> = Vec::new();
    let mut x = 0;
    let mut doubted = false;
    while let Some(cell) = row[..end].get(usize::from(x)) {
        let columns = cell.cell_width().max(1);
        doubted |= is_doubtful(cell);
        let covered = &row[usize::from(x)..row.len().min(usize::from(x + columns))];
        if is_doubtful(cell) && !has_plain_ground(cell) {
            // Its ground first, wherever the letters will stand.
            let ground = covered.iter().skip(1).chain(covered.last()).zip(x..);
            cells.extend(ground.filter(|_| columns > 1).map(|(cell, x)| (x, y, cell)));
        }
        cells.push((x, y, cell));
        x += columns;
        // Words flow as the terminal has it, or it would lose vowel signs that it gives a cell; what
        // stands apart from them has its place.
        let is_gap = row.iter().skip(x.into()).take(2).filter(|cell| cell.symbol() == " ").count() == 2;
        if doubted && is_gap && columns == 1 {
            backend.draw(cells.drain(..))?;
            doubted = false;
        }
    }
    backend.draw(cells.drain(..))?;
    // What the last one may have put beyond its cells goes too.
    if usize::from(x) < row.len() { write!(out, "\x1b[{}G\x1b[K", x + 1) } else { Ok(()) }
}

/// Whether terminals may disagree about the columns of what stands in the cell: of all clusters
/// of several characters, but for letters with the marks that every terminal lays over them.
#[must_use]
pub fn is_doubtful(cell: &Cell) -> bool {
    if matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)) {
        return true;
    }
    let mut chars = cell.symbol().chars();
    let first = chars.next();
    if first == Some(PLACEHOLDER) {
        // Only a terminal that knows what it stands for is given one.
        return false;
    }
    let is_flag = matches!(first, Some('\u{1f1e6}'..='\u{1f1ff}'));
    is_flag
        || chars
            .any(|c| !matches!(c, '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{3099}' | '\u{309a}'))
}

fn is_plain(cell: &Cell) -> bool {
    cell.symbol() == " " && has_plain_ground(cell)
}

fn has_plain_ground(cell: &Cell) -> bool {
    cell.bg == Color::Reset && !cell.modifier.intersects(SEEN_ON_BLANKS)
}
