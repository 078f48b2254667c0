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
                let list = (columns * 2 / 5).clamp(34, 54);
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
        }
        areas
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
    fn no_size_of_screen_breaks_anything() {
        for columns in 0..140 {
            for rows in 0..20 {
                for panes in [Panes::List, Panes::Reader, Panes::Zen] {
                    let areas = Areas::of(columns, rows, panes, 80);
                    for area in [areas.head, areas.list, areas.divider, areas.reader, areas.text, areas.bar] {
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
