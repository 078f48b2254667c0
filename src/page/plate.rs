//! The room that a picture takes on a page.
//!
//! A picture is never larger than its dots ask for, nor wider than the text, nor higher than its
//! share of the pane; its form is kept as far as whole cells can. What is found out about it
//! comes from above; its words stand for it until then, and where it cannot be shown.

use std::path::Path;
use std::sync::Arc;

use crate::text::safe::Safe;

/// What is known of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Found {
    /// Nothing, or that it is not at hand.
    #[default]
    Nothing,
    /// It can be drawn.
    Plate(Plate),
    /// It is at hand and cannot be drawn; why.
    Broken(Safe),
}

/// A picture that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    /// The file it is in.
    pub file: Arc<Path>,
    /// Tells the file from what it is after a change.
    pub stamp: u64,
    /// Its dots across and down; never 0.
    pub dots: (u32, u32),
    /// The dots across that the writer wants.
    pub wish: Option<u32>,
}

/// How large pictures may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Dots of a cell across and down; never 0.
    pub cell: (u16, u16),
    /// Rows of the highest picture; at least 1.
    pub rows: u16,
}

/// Whether pictures are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// Their words stand for them.
    #[default]
    Words,
    /// They are drawn, where they are at hand.
    Drawn(Room),
}

impl Plate {
    /// Columns and rows that it takes of at most so many columns; at least one of each.
    #[must_use]
    pub fn cells(&self, columns: u16, room: Room) -> (u16, u16) {
        let (width, height) = (u64::from(self.dots.0.max(1)), u64::from(self.dots.1.max(1)));
        let (cell_width, cell_height) = (u64::from(room.cell.0.max(1)), u64::from(room.cell.1.max(1)));
        // The dots it is to have across, as a share of those it has.
        let wish = self.wish.filter(|wish| *wish > 0).map_or(width, u64::from);
        let widest = u64::from(columns.max(1)) * cell_width;
        let highest = u64::from(room.rows.max(1)) * cell_height;
        let across = wish.min(widest).min((highest * width / height).max(1));
        let down = across * height / width;
        let round = |dots: u64, cell: u64, most: u16| {
            u16::try_from((dots + cell / 2) / cell).unwrap_or(u16::MAX).clamp(1, most.max(1))
        };
        (round(across, cell_width, columns), round(down, cell_height, room.rows))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{Plate, Room};

    const ROOM: Room = Room { cell: (8, 16), rows: 12 };

    fn plate(width: u32, height: u32, wish: Option<u32>) -> Plate {
        Plate { file: Arc::from(Path::new("a.png")), stamp: 0, dots: (width, height), wish }
    }

    #[test]
    fn a_picture_is_as_large_as_its_dots_and_no_larger_than_its_room() {
        for (width, height, wish, expected) in [
            (16, 16, None, (2, 1)),
            (8, 8, None, (1, 1)),
            (1, 1, None, (1, 1)),
            (160, 160, None, (20, 10)),
            (1600, 900, None, (40, 11)),
            (900, 1600, None, (14, 12)),
            (100_000, 1, None, (40, 1)),
            (1, 100_000, None, (1, 12)),
            (1600, 900, Some(80), (10, 3)),
            (16, 16, Some(160), (20, 10)),
            (u32::MAX, u32::MAX, Some(u32::MAX), (24, 12)),
        ] {
            assert_eq!(plate(width, height, wish).cells(40, ROOM), expected, "{width}x{height} {wish:?}");
        }
    }

    proptest! {
        #[test]
        fn no_picture_leaves_its_room(
            width in any::<u32>(), height in any::<u32>(), wish in any::<Option<u32>>(), columns in any::<u16>(),
            across in any::<u16>(), down in any::<u16>(), rows in any::<u16>(),
        ) {
            let room = Room { cell: (across, down), rows };
            let (wide, high) = plate(width, height, wish).cells(columns, room);
            prop_assert!(wide >= 1 && high >= 1 && wide <= columns.max(1) && high <= rows.max(1));
        }
    }
}
