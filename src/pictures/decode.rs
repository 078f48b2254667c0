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
        imageops::thumbnail(image, width, height)
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
