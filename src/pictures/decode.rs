//! A picture's file to its dots, within bounds that are checked before anything is allocated.
//!
//! Of a moving picture the first frame counts. What is see-through lies on white or black,
//! whichever its ink stands out from.

use std::io::Cursor;
use std::path::Path;

use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgba, RgbaImage};

use crate::corpus::regular::{Bounds, open};
use crate::limits::{PICTURE_BYTES, PICTURE_DOTS, PICTURE_MEMORY, PICTURE_SIDE};
use crate::pictures::find::fault;

/// Dots along a side that become one at once.
const STEP: u32 = 256;

/// The picture in `file`, stretched to so many dots.
///
/// # Errors
/// Why it cannot be shown, in few words.
pub fn stretched(file: &Path, bounds: Bounds<'_>, dots: (u32, u32)) -> Result<RgbaImage, String> {
    Ok(scaled(&decoded(file, bounds)?, dots))
}

/// The picture in `file` within so many dots, its form kept; what is left at the right and below is
/// see-through.
///
/// # Errors
/// Why it cannot be shown, in few words.
pub fn fitted(file: &Path, bounds: Bounds<'_>, dots: (u32, u32)) -> Result<RgbaImage, String> {
    let image = decoded(file, bounds)?;
    let (width, height) = (u64::from(image.width()), u64::from(image.height()));
    let (wide, high) = (u64::from(dots.0), u64::from(dots.1));
    let across = wide.min(high * width / height).max(1);
    let down = (across * height / width).clamp(1, high);
    let [across, down] = [across, down].map(|dots| u32::try_from(dots).unwrap_or(u32::MAX));
    let scaled = scaled(&image, (across, down));
    if (across, down) == dots {
        return Ok(scaled);
    }
    let mut out = RgbaImage::from_pixel(dots.0, dots.1, Rgba([0, 0, 0, 0]));
    imageops::replace(&mut out, &scaled, 0, 0);
    Ok(out)
}

fn decoded(file: &Path, bounds: Bounds<'_>) -> Result<RgbaImage, String> {
    let mut opened = open(file, bounds).map_err(|why| why.to_string())?;
    if opened.length > PICTURE_BYTES {
        return Err(format!("larger than {} MB", PICTURE_BYTES >> 20));
    }
    let bytes = opened.next_bytes(PICTURE_BYTES).map_err(|error| error.to_string())?;
    let image = of_bytes(&bytes).map_err(|error| fault(&error, file))?;
    Ok(on_paper(image.into_rgba8()))
}

fn of_bytes(bytes: &[u8]) -> Result<DynamicImage, image::ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(PICTURE_SIDE);
    limits.max_image_height = Some(PICTURE_SIDE);
    limits.max_alloc = Some(PICTURE_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PICTURE_DOTS {
        let kind = image::error::LimitErrorKind::DimensionError;
        return Err(image::ImageError::Limits(image::error::LimitError::from_kind(kind)));
    }
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn scaled(image: &RgbaImage, (width, height): (u32, u32)) -> RgbaImage {
    let (width, height) = (width.max(1), height.max(1));
    if image.dimensions() == (width, height) {
        image.clone()
    } else if width <= image.width() && height <= image.height() {
        // A mean of very many dots would not fit into its sum.
        let step = (width.max(image.width() / STEP), height.max(image.height() / STEP));
        let nearer = imageops::thumbnail(image, step.0, step.1);
        if step == (width, height) { nearer } else { scaled(&nearer, (width, height)) }
    } else {
        imageops::resize(image, width, height, FilterType::Triangle)
    }
}

/// Lays what is see-through on white, or on black where the ink is light.
fn on_paper(mut image: RgbaImage) -> RgbaImage {
    let (mut light, mut ink) = (0_u64, 0_u64);
    let mut clear = false;
    for &Rgba([red, green, blue, alpha]) in image.pixels() {
        clear |= alpha < u8::MAX;
        // BT.601, in thousandths.
        let luma = 299 * u64::from(red) + 587 * u64::from(green) + 114 * u64::from(blue);
        light += luma * u64::from(alpha) / 1000;
        ink += u64::from(alpha);
    }
    if !clear {
        return image;
    }
    let paper = if light > ink * 150 { 0_u32 } else { 255 };
    for Rgba([red, green, blue, alpha]) in image.pixels_mut() {
        let share = u32::from(*alpha);
        for part in [red, green, blue] {
            let mixed = (u32::from(*part) * share + paper * (255 - share)) / 255;
            *part = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        *alpha = u8::MAX;
    }
    image
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::{of_bytes, on_paper, scaled};
    use crate::pictures::find::measured;

    #[test]
    fn very_many_dots_become_one() {
        let image = RgbaImage::from_pixel(4200, 4200, Rgba([255, 255, 255, 255]));
        assert_eq!(scaled(&image, (1, 1)).into_raw(), [255; 4]);
        let image = RgbaImage::from_pixel(60_000, 1, Rgba([9, 9, 9, 255]));
        assert_eq!(scaled(&image, (3, 2)).dimensions(), (3, 2));
    }

    #[test]
    fn ink_stands_out_from_the_paper_it_is_laid_on() {
        let drawing = |ink: u8| {
            let mut image = RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0]));
            image.put_pixel(1, 1, Rgba([ink, ink, ink, 255]));
            on_paper(image).get_pixel(0, 0).0
        };
        assert_eq!(drawing(0), [255; 4]);
        assert_eq!(drawing(255), [0, 0, 0, 255]);
    }

    /// A small picture as a file of that kind.
    fn file(kind: ImageFormat) -> Vec<u8> {
        let image = RgbaImage::from_fn(9, 7, |x, y| {
            let part = |n: u32| u8::try_from(n % 256).unwrap();
            Rgba([part(x * 28), part(y * 36), part(x * y), if x == y { 90 } else { 255 }])
        });
        let image = DynamicImage::ImageRgba8(image);
        let image = if kind == ImageFormat::Jpeg { DynamicImage::ImageRgb8(image.to_rgb8()) } else { image };
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), kind).unwrap();
        bytes
    }

    proptest! {
        #[test]
        fn no_broken_file_brings_the_program_down(
            kind in 0_usize..4,
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            cut in any::<Option<prop::sample::Index>>(),
        ) {
            let kinds = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP];
            let mut bytes = file(kinds[kind]);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            if let (Ok(dots), Ok(image)) = (measured(&bytes), of_bytes(&bytes)) {
                prop_assert_eq!(dots, (image.width(), image.height()));
            }
        }
    }
}
