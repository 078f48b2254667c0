//! Pictures in the words of terminals that take dots, as `ratatui-image` says them.
//!
//! Only what sends a picture is taken from it: which cells show it is decided by whoever draws the
//! screen. Every byte is ours; of the file there is nothing but dots.

use std::sync::{Arc, OnceLock};

use image::{DynamicImage, RgbaImage};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget as _;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use crate::limits::PICTURE_CELLS;
use crate::pictures::easel::{Manner, Packing, Way};

/// What stands in a cell that shows a part of a picture of kitty's.
pub const PLACEHOLDER: char = '\u{10eeee}';

/// What sends `image` to kitty under the name `id`.
///
/// # Errors
/// Why it cannot be said.
pub fn kitty(image: RgbaImage, id: u32, packing: Packing, way: Way) -> Result<Box<str>, String> {
    let one = Size::new(1, 1);
    let said = Kitty::new(
        DynamicImage::ImageRgba8(image),
        one,
        id,
        way == Way::ThroughTmux,
        packing == Packing::Deflated,
    );
    let cell = shown(&Protocol::Kitty(said.map_err(|error| error.to_string())?), one);
    cell.first()
        .and_then(|cell| cell.split(PLACEHOLDER).next())
        .map(Box::from)
        .ok_or_else(|| "it was not said".to_owned())
}

/// What the first so many rows and columns are called in such cells.
#[must_use]
pub fn marks(count: u16) -> Arc<[char]> {
    static MARKS: OnceLock<Vec<char>> = OnceLock::new();
    let all = MARKS.get_or_init(|| {
        let size = Size::new(1, PICTURE_CELLS);
        let Ok(said) = Kitty::new(DynamicImage::new_rgba8(1, 1), size, 1, false, false) else {
            return Vec::new();
        };
        let column = shown(&Protocol::Kitty(said), size);
        column
            .iter()
            .filter_map(|cell| cell.split(PLACEHOLDER).nth(1).and_then(|marks| marks.chars().next()))
            .collect()
    });
    all.iter().take(count.into()).copied().collect()
}

/// What draws one row of a picture, so many columns wide.
///
/// # Errors
/// Why it cannot be said.
pub fn strip(image: RgbaImage, columns: u16, manner: Manner) -> Result<Box<str>, String> {
    let (image, size) = (DynamicImage::ImageRgba8(image), Size::new(columns, 1));
    let said = match manner {
        // tmux knows sixels itself, where it knows them.
        Manner::Sixel | Manner::Blocks { .. } | Manner::Kitty { .. } => {
            Sixel::new(image, size, false).map(|said| said.data)
        }
        Manner::Iterm(way) => Iterm2::new(image, size, way == Way::ThroughTmux).map(|said| said.data),
    };
    said.map(String::into_boxed_str).map_err(|error| error.to_string())
}

/// The cells that show a picture.
fn shown(picture: &Protocol, size: Size) -> Vec<String> {
    let area = Rect::new(0, 0, size.width, size.height);
    let mut buffer = Buffer::empty(area);
    Image::new(picture).render(area, &mut buffer);
    buffer.content.iter().map(|cell| cell.symbol().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use image::RgbaImage;

    use super::{kitty, marks, strip};
    use crate::pictures::easel::{Manner, Packing, Way};

    #[test]
    fn kitty_is_sent_a_picture_that_is_shown_by_its_name() {
        let said = kitty(RgbaImage::new(2, 2), 7, Packing::Plain, Way::Straight).unwrap();
        assert!(said.starts_with("\u{1b}_Gq=2,i=7,a=T,U=1,f=32,t=d,s=2,v=2,m=0;"), "{said}");
        assert!(said.ends_with("\u{1b}\\"), "{said}");
        let said = kitty(RgbaImage::new(200, 200), 7, Packing::Deflated, Way::ThroughTmux).unwrap();
        assert!(said.starts_with("\u{1b}Ptmux;\u{1b}\u{1b}_G") && said.contains("o=z"), "{said}");
        assert!(said.len() < 2000);
    }

    #[test]
    fn rows_and_columns_have_names() {
        let marks = marks(256);
        assert_eq!(marks.len(), 256);
        assert_eq!(marks[..3], ['\u{305}', '\u{30d}', '\u{30e}']);
    }

    #[test]
    fn a_strip_is_one_picture() {
        let sixel = strip(RgbaImage::new(16, 16), 2, Manner::Sixel).unwrap();
        assert_eq!(sixel.matches("\u{1b}P").count(), 1, "{sixel}");
        let inline = strip(RgbaImage::new(16, 16), 2, Manner::Iterm(Way::Straight)).unwrap();
        assert_eq!(inline.matches("\u{1b}]1337;File=").count(), 1, "{inline}");
    }
}
