//! A panel over the page, beside the link that it tells of: rows that can be scrolled.
//!
//! It goes when the rows under it move.

use crate::input::action::PickerAction;
use crate::page::row::Row;

/// A panel over the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The row of the screen on which the link stands.
    pub link_row: u16,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The first row that is seen.
    pub top: usize,
}

impl Panel {
    /// A panel seen from its first row on.
    #[must_use]
    pub const fn new(link_row: u16, rows: Vec<Row>) -> Self {
        Self { link_row, rows, top: 0 }
    }

    /// Scrolls as `action` says, `height` rows being seen; whether that is something to be done.
    pub fn scroll(&mut self, action: PickerAction, height: usize) -> bool {
        let page = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
        let rows = match action {
            PickerAction::Down => 1,
            PickerAction::Up => -1,
            PickerAction::PageDown => page,
            PickerAction::PageUp => -page,
            PickerAction::First => isize::MIN,
            PickerAction::Last => isize::MAX,
            PickerAction::Close
            | PickerAction::Choose
            | PickerAction::Filter
            | PickerAction::Arrange
            | PickerAction::EditNote
            | PickerAction::Delete
            | PickerAction::Undo => 0,
        };
        if rows == 0 || self.rows.len() <= height {
            return false;
        }
        let lowest = self.rows.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(rows).min(lowest);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Panel;
    use crate::input::action::PickerAction;
    use crate::page::row::Row;

    #[test]
    fn it_scrolls_to_its_last_row_and_no_further() {
        let mut panel = Panel::new(0, vec![Row::blank(0); 5]);
        let mut after = |action| {
            assert!(panel.scroll(action, 3));
            panel.top
        };
        assert_eq!(after(PickerAction::Down), 1);
        assert_eq!(after(PickerAction::Last), 2);
        assert_eq!(after(PickerAction::Up), 1);
        assert_eq!(after(PickerAction::PageDown), 2);
        assert_eq!(after(PickerAction::First), 0);
    }

    #[test]
    fn one_that_is_seen_whole_is_not_scrolled() {
        let mut panel = Panel::new(0, vec![Row::blank(0); 3]);
        assert!(!panel.scroll(PickerAction::Down, 3));
        assert!(!panel.scroll(PickerAction::Close, 1));
    }
}
