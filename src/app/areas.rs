//! Where the panes are on a screen of a given size.

use ratatui::layout::Rect;

/// From this many columns on list and reader stand side by side.
pub const SIDE_BY_SIDE: u16 = 90;

/// Which panes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panes {
    /// The list, and the reader beside it where there is room.
    List,
    /// The reader, and the list beside it where there is room.
    Reader,
    /// Only the reader.
    Zen,
}

/// Where everything is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The whole screen.
    pub screen: Rect,
    /// The head of the list: one row, where there is room for it.
    pub head: Rect,
    /// The rows of the list; empty where it is not shown.
    pub list: Rect,
    /// The rule between the panes; empty where there is only one.
    pub divider: Rect,
    /// The reader with its margins; empty where it is not shown.
    pub reader: Rect,
    /// The column of text within the reader.
    pub text: Rect,
    /// The column of the scrollbar, in the right margin of the reader; empty where there is none.
    pub scrollbar: Rect,
    /// The last row: status, or what is being typed.
    pub bar: Rect,
}

impl Areas {
    /// The areas of a screen of this size for a text of at most `measure` columns.
    #[must_use]
    pub fn of(columns: u16, rows: u16, panes: Panes, measure: u16) -> Self {
        let screen = Rect::new(0, 0, columns, rows);
        let body = rows.saturating_sub(1);
        let bar = Rect::new(0, body, columns, rows.min(1));
        let mut areas = Self { screen, bar, ..Self::default() };
        let (list, reader) = match panes {
            Panes::List | Panes::Reader if columns >= SIDE_BY_SIDE => {
                let list = (columns / 5 * 2).clamp(34, 54);
                (list, columns - list - 1)
            }
            Panes::List => (columns, 0),
            Panes::Reader | Panes::Zen => (0, columns),
        };
        if list > 0 {
            let head = body.min(if body >= 10 { 2 } else { u16::from(body >= 4) });
            areas.head = Rect::new(0, 0, list, head.min(1));
            areas.list = Rect::new(0, head, list, body - head);
        }
        if list > 0 && reader > 0 {
            areas.divider = Rect::new(list, 0, 1, body);
        }
        if reader > 0 {
            areas.reader = Rect::new(columns - reader, 0, reader, body);
            areas.text = text(areas.reader, measure);
            let margin = areas.reader.right() - areas.text.right();
            areas.scrollbar =
                Rect { x: areas.reader.right() - margin.min(1), width: margin.min(1), ..areas.text };
        }
        areas
    }
}

/// Columns that a panel over the text leaves free before its own.
const INSET: u16 = 2;
/// Rows of the smallest panel that has edges.
const LEAST: u16 = 3;

impl Areas {
    /// Where a panel of so many rows of text lies: below `row` of the screen, or above it where only
    /// there is room, in at most three fifths of the reader; and its text within it. The rows above
    /// and below the text are its edges, which it lacks where there is no room for them.
    #[must_use]
    pub fn peek(&self, row: u16, rows: usize) -> (Rect, Rect) {
        let text = self.text;
        let most = text.height - text.height / 5 * 2;
        let wanted = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2).min(most.max(LEAST));
        let above = row.saturating_sub(text.y).min(text.height);
        let below = text.bottom().saturating_sub(row.saturating_add(1));
        let (y, height) = if wanted <= below {
            (row + 1, wanted)
        } else if wanted <= above {
            (row - wanted, wanted)
        } else if above.max(below) < LEAST {
            (text.y, wanted.min(text.height))
        } else if below >= above {
            (row + 1, below)
        } else {
            (text.y, above)
        };
        let edge = u16::from(height >= LEAST);
        let inset = text.width - self.peek_columns();
        let panel = Rect { y, height, ..text };
        let inner = Rect::new(text.x + inset, y + edge, text.width - inset, height - 2 * edge);
        (panel, inner)
    }

    /// Columns of the text of such a panel.
    #[must_use]
    pub fn peek_columns(&self) -> u16 {
        if self.text.width >= 15 * INSET { self.text.width - INSET } else { self.text.width }
    }
}

/// The column of text: centred, two columns of margin at either side where there is room, a
/// blank row above it.
fn text(reader: Rect, measure: u16) -> Rect {
    let margin = match reader.width {
        0..=11 => 0,
        12..=27 => 1,
        _ => 2,
    };
    let width = reader.width.saturating_sub(2 * margin).min(measure).max(u16::from(reader.width > 0));
    let above = u16::from(reader.height >= 10);
    Rect::new(reader.x + (reader.width - width) / 2, reader.y + above, width, reader.height - above)
}

#[cfg(test)]
mod tests {
    use super::{Areas, Panes};

    #[test]
    fn both_panes_stand_side_by_side_from_90_columns_on() {
        assert!(Areas::of(89, 24, Panes::List, 80).reader.is_empty());
        let areas = Areas::of(90, 24, Panes::List, 80);
        assert!(!areas.reader.is_empty() && !areas.list.is_empty());
    }

    #[test]
    fn the_text_is_centred_in_its_measure() {
        let areas = Areas::of(120, 40, Panes::Zen, 80);
        assert_eq!((areas.text.x, areas.text.width), (20, 80));
    }

    #[test]
    fn a_panel_lies_below_its_row_or_above_it_where_only_there_is_room() {
        let areas = Areas::of(80, 24, Panes::Reader, 80);
        let lies = |row, rows| {
            let (panel, text) = areas.peek(row, rows);
            (panel.y, panel.height, text.y, text.height)
        };
        assert_eq!((areas.text.y, areas.text.bottom()), (1, 23));
        assert_eq!(lies(5, 2), (6, 4, 7, 2));
        assert_eq!(lies(20, 2), (16, 4, 17, 2));
        assert_eq!(lies(5, 99), (6, 14, 7, 12));
        assert_eq!(lies(10, 99), (11, 12, 12, 10));
        assert_eq!(lies(13, 99), (1, 12, 2, 10));
    }

    #[test]
    fn a_panel_never_lies_over_its_row_nor_beyond_the_text_where_there_is_room() {
        for rows in 0..30 {
            let areas = Areas::of(40, rows, Panes::Reader, 80);
            for row in areas.text.y..areas.text.bottom() {
                for long in [0, 1, 3, 50] {
                    let (panel, text) = areas.peek(row, long);
                    assert_eq!(panel.intersection(areas.text), panel, "{rows} {row} {long}");
                    assert_eq!(text.intersection(panel), text, "{rows} {row} {long}");
                    let over = (panel.y..panel.bottom()).contains(&row);
                    assert!(!over || areas.text.height < 7, "{rows} {row} {long}");
                }
            }
        }
    }

    #[test]
    fn no_size_of_screen_breaks_anything() {
        for columns in 0..140 {
            for rows in 0..20 {
                for panes in [Panes::List, Panes::Reader, Panes::Zen] {
                    let areas = Areas::of(columns, rows, panes, 80);
                    let panes_areas =
                        [areas.head, areas.list, areas.divider, areas.reader, areas.text, areas.bar];
                    for area in panes_areas.into_iter().chain([areas.scrollbar]) {
                        assert!(
                            area.right() <= columns && area.bottom() <= rows,
                            "{columns}x{rows} {panes:?} {area:?}"
                        );
                    }
                }
            }
        }
    }
}
