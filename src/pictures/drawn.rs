//! A picture made ready for a terminal, and where on the screen it goes.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use image::{Rgba, RgbaImage};

use crate::corpus::regular::Bounds;
use crate::page::plate::Plate;
use crate::pictures::decode::{fitted, stretched};
use crate::pictures::easel::{Easel, Halves, Manner, Palette};
use crate::pictures::transmit::{kitty, marks, strip};

/// Which picture, at which size. Two pictures that agree in it are drawn alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The file.
    pub file: Arc<Path>,
    /// Tells the file from what it is after a change.
    pub stamp: u64,
    /// Columns and rows.
    pub cells: (u16, u16),
    /// Dots of a cell across and down; never 0.
    pub cell: (u16, u16),
}

impl Wanted {
    /// `plate` on so many cells of so many dots.
    #[must_use]
    pub fn of(plate: &Plate, cells: (u16, u16), cell: (u16, u16)) -> Self {
        Self { file: plate.file.clone(), stamp: plate.stamp, cells, cell }
    }
}

/// A picture ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Columns and rows.
    pub cells: (u16, u16),
    /// What is shown.
    pub ink: Ink,
}

/// What is shown of a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// Two dots for each cell, row by row.
    Blocks {
        /// The upper, or the right one; the lower, or the left one.
        dots: Box<[(Dot, Dot)]>,
        /// Which.
        halves: Halves,
    },
    /// It is sent once, and then named in the cells it takes.
    Kitty {
        /// Its name; below 2^24.
        id: u32,
        /// What sends it.
        sent: Box<str>,
        /// Bytes that the terminal keeps of it.
        kept: usize,
        /// What a row and a column are called, by number.
        marks: Arc<[char]>,
    },
    /// What draws each row, with the cursor at its first cell.
    Strips(Box<[Box<str>]>),
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// Red, green, blue.
    True(u8, u8, u8),
    /// One of xterm's 256.
    Fixed(u8),
}

/// Rows of a picture on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The picture.
    pub drawn: Arc<Drawn>,
    /// The column of the screen at which it begins.
    pub column: u16,
    /// The row of the screen on which the first of these rows stands.
    pub row: u16,
    /// Which of its rows are seen.
    pub rows: Range<u16>,
}

impl Drawn {
    /// Bytes that it takes, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.ink {
            Ink::Blocks { dots, .. } => std::mem::size_of_val::<[(Dot, Dot)]>(dots),
            Ink::Kitty { sent, .. } => sent.len(),
            Ink::Strips(strips) => strips.iter().map(|strip| strip.len()).sum(),
        }
    }
}

/// Draws a picture; `id` is its name where the terminal is to know it by one.
///
/// # Errors
/// Why it cannot be shown, in few words.
pub fn draw(wanted: &Wanted, bounds: Bounds<'_>, easel: Easel, id: u32) -> Result<Drawn, String> {
    let (columns, rows) = wanted.cells;
    let dots = (u32::from(columns) * u32::from(wanted.cell.0), u32::from(rows) * u32::from(wanted.cell.1));
    let ink = match easel.manner {
        Manner::Blocks { palette, halves } => {
            let dots = match halves {
                Halves::Rows => (u32::from(columns), 2 * u32::from(rows)),
                Halves::Columns => (2 * u32::from(columns), u32::from(rows)),
            };
            let image = stretched(&wanted.file, bounds, dots)?;
            Ink::Blocks { dots: blocks(&image, wanted.cells, palette, halves), halves }
        }
        Manner::Kitty { packing, way } => {
            let image = fitted(&wanted.file, bounds, dots)?;
            let kept = image.as_raw().len();
            let sent = kitty(image, id, packing, way)?;
            Ink::Kitty { id, sent, kept, marks: marks(columns.max(rows)) }
        }
        Manner::Sixel | Manner::Iterm(_) => {
            let image = fitted(&wanted.file, bounds, dots)?;
            let high = u32::from(wanted.cell.1);
            let piece = |row: u16| {
                image::imageops::crop_imm(&image, 0, u32::from(row) * high, dots.0, high).to_image()
            };
            let strips: Result<Box<[_]>, _> =
                (0..rows).map(|row| strip(piece(row), columns, easel.manner)).collect();
            Ink::Strips(strips?)
        }
    };
    Ok(Drawn { cells: wanted.cells, ink })
}

fn blocks(
    image: &RgbaImage,
    (columns, rows): (u16, u16),
    palette: Palette,
    halves: Halves,
) -> Box<[(Dot, Dot)]> {
    let dot = |x: u32, y: u32| {
        let Rgba([red, green, blue, _]) = *image.get_pixel(x, y);
        match palette {
            Palette::True => Dot::True(red, green, blue),
            Palette::Fixed => Dot::Fixed(nearest(red, green, blue)),
        }
    };
    let cell = |column: u32, row: u32| match halves {
        Halves::Rows => (dot(column, 2 * row), dot(column, 2 * row + 1)),
        Halves::Columns => (dot(2 * column + 1, row), dot(2 * column, row)),
    };
    (0..u32::from(rows))
        .flat_map(|row| (0..u32::from(columns)).map(move |column| cell(column, row)))
        .collect()
}

/// The one of xterm's fixed colours that is nearest, in the cube or among the greys.
fn nearest(red: u8, green: u8, blue: u8) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |part: u8| (0_u8..6).min_by_key(|&n| LEVELS[usize::from(n)].abs_diff(part)).unwrap_or(0);
    let far = |other: [u8; 3]| -> u32 {
        [red, green, blue].iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let cube = [level(red), level(green), level(blue)];
    let mean = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
    let grey = u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    if far([8 + 10 * grey; 3]) < far(cube.map(|n| LEVELS[usize::from(n)])) {
        232 + grey
    } else {
        16 + 36 * cube[0] + 6 * cube[1] + cube[2]
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::{Dot, blocks, nearest};
    use crate::pictures::easel::{Halves, Palette};

    #[test]
    fn the_nearest_fixed_colour_is_found() {
        for ((red, green, blue), expected) in [
            ((255, 0, 0), 196),
            ((0, 0, 0), 16),
            ((255, 255, 255), 231),
            ((40, 40, 40), 235),
            ((8, 8, 8), 232),
        ] {
            assert_eq!(nearest(red, green, blue), expected);
        }
    }

    #[test]
    fn a_cell_holds_two_dots() {
        let mut image = RgbaImage::new(1, 2);
        image.put_pixel(0, 0, Rgba([255, 0, 0, 255]));
        image.put_pixel(0, 1, Rgba([0, 0, 255, 255]));
        let (upper, lower) = (Dot::True(255, 0, 0), Dot::True(0, 0, 255));
        assert_eq!(*blocks(&image, (1, 1), Palette::True, Halves::Rows), [(upper, lower)]);
        let image = image::imageops::rotate270(&image);
        // Turned to the left, what was above is at the left.
        assert_eq!(*blocks(&image, (1, 1), Palette::True, Halves::Columns), [(lower, upper)]);
    }
}
