//! Which file each picture of an article is, and how large it is: its head is read, no more.
//!
//! A file is opened through the one door, inside the root only. What is nowhere, or of a kind
//! that is never drawn, is left to its words; a file that is there and cannot be drawn says why.

use std::collections::HashMap;
use std::fs;
use std::io::{Cursor, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{ImageDecoder as _, ImageError, ImageReader};
use unicode_normalization::UnicodeNormalization as _;

use crate::corpus::place::{Places, places};
use crate::corpus::regular::{Bounds, Regular, Unread, open};
use crate::corpus::whereabouts::{compared, whereabouts};
use crate::limits::{PICTURE_BYTES, PICTURE_DOTS, PICTURE_HEAD_BYTES, PICTURE_SIDE, PICTURES, SEARCH_NAMES};
use crate::markdown::document::{BlockKind, Document};
use crate::page::plate::{Found, Plate};
use crate::text::safe::Safe;

/// Kinds of pictures that are drawn, by the endings of their names.
const DRAWN: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "jfif"];

/// What is known of each picture of `document`, the article at `article` below `root`; `None` where
/// it was stale before it was known. Only pictures that stand alone are looked for.
#[must_use]
pub fn find(
    document: &Document,
    article: &Path,
    root: &Path,
    bounds: Bounds<'_>,
    stale: &dyn Fn() -> bool,
) -> Option<Vec<Found>> {
    let mut found = vec![Found::Nothing; document.images.len()];
    let mut unmet: HashMap<String, Vec<usize>> = HashMap::new();
    // A target and its kind, with the picture that had them first.
    let mut met = HashMap::new();
    let mut again = Vec::new();
    let mut folders = Folders::default();
    let alone = document.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Picture(image) => Some(image as usize),
        _ => None,
    });
    for index in alone.take(PICTURES) {
        if stale() {
            return None;
        }
        let Some(image) = document.images.get(index) else { continue };
        let first = *met.entry((image.target.as_str(), image.kind)).or_insert(index);
        if first != index {
            again.push((index, first));
            continue;
        }
        let Places { paths, name } = places(&image.target, image.kind, article);
        let here = paths.iter().find_map(|path| look(root, path, bounds, &mut folders));
        match (here, name) {
            (Some(here), _) => found[index] = wished(here, image.width),
            (None, Some(name)) if is_drawn(Path::new(&name)) => {
                unmet.entry(compared(&name)).or_default().push(index);
            }
            (None, _) => {}
        }
    }
    if !unmet.is_empty() {
        for (name, path) in whereabouts(root, unmet.keys().cloned().collect(), stale) {
            let here = look(root, &path, bounds, &mut folders).unwrap_or_default();
            for &index in unmet.get(&name).into_iter().flatten() {
                found[index] = wished(here.clone(), document.images[index].width);
            }
        }
    }
    for (index, first) in again {
        found[index] = wished(found[first].clone(), document.images[index].width);
    }
    (!stale()).then_some(found)
}

fn wished(found: Found, wish: Option<u32>) -> Found {
    match found {
        Found::Plate(plate) => Found::Plate(Plate { wish, ..plate }),
        Found::Nothing | Found::Broken(_) => found,
    }
}

/// What lies at `path` below `root`; `None` where nothing does.
fn look(root: &Path, path: &Path, bounds: Bounds<'_>, folders: &mut Folders) -> Option<Found> {
    let file = root.join(path);
    let opened = match open(&file, bounds) {
        Err(Unread::Refused(error)) if error.kind() != ErrorKind::PermissionDenied || !is_there(&file) => {
            let twin = folders.twin(&file)?;
            return Some(look_at(&twin, open(&twin, bounds).ok()?));
        }
        Err(Unread::NotRegular("a folder")) => return None,
        Err(why) => return is_drawn(path).then(|| Found::Broken(Safe::line(&why.to_string()))),
        Ok(regular) => regular,
    };
    Some(look_at(&file, opened))
}

/// Whether something has that name, readable or not; what lies in a closed folder is not known.
fn is_there(file: &Path) -> bool {
    fs::symlink_metadata(file).is_ok()
}

fn look_at(file: &Path, opened: Regular) -> Found {
    if !is_drawn(file) {
        return Found::Nothing;
    }
    let stamp = stamp(&opened);
    match size(file, opened) {
        Ok(dots) => Found::Plate(Plate { file: Arc::from(file), stamp, dots, wish: None }),
        Err(why) => Found::Broken(Safe::line(&why)),
    }
}

/// Tells a file from what it was before a change.
fn stamp(opened: &Regular) -> u64 {
    let time = opened.modified.map_or(0, jiff::Timestamp::as_microsecond);
    opened.length.rotate_left(48) ^ time.cast_unsigned()
}

/// What lies in folders that were looked into: names as they are compared, with those they have.
#[derive(Default)]
struct Folders(HashMap<PathBuf, HashMap<String, String>>);

impl Folders {
    /// The file whose name is written with the same letters otherwise composed: `が` may be one
    /// character or two, and systems differ.
    fn twin(&mut self, file: &Path) -> Option<PathBuf> {
        let name = file.file_name()?.to_str().filter(|name| !name.is_ascii())?;
        let folder = file.parent()?;
        if !self.0.contains_key(folder) {
            self.0.insert(folder.to_owned(), names(folder));
        }
        let same = self.0.get(folder)?.get(&name.nfc().collect::<String>())?;
        Some(file.with_file_name(same))
    }
}

/// The names in a folder that are no plain ASCII, by what they are composed; none where it cannot be
/// read.
fn names(folder: &Path) -> HashMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(SEARCH_NAMES).flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| !name.is_ascii()).map(|name| (name.nfc().collect(), name)).collect()
}

fn is_drawn(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    DRAWN.iter().any(|drawn| ending.eq_ignore_ascii_case(drawn))
}

/// Dots across and down, as the picture is to be seen.
fn size(file: &Path, opened: Regular) -> Result<(u32, u32), String> {
    if opened.length > PICTURE_BYTES {
        return Err(format!("larger than {} MB", PICTURE_BYTES >> 20));
    }
    let length = opened.length;
    let mut opened = opened;
    let head = opened.next_bytes(PICTURE_HEAD_BYTES).map_err(|error| error.to_string())?;
    let dots = match measured(&head) {
        // What tells the size may stand behind much else.
        Err(_) if length > PICTURE_HEAD_BYTES => {
            let rest = opened.next_bytes(PICTURE_BYTES).map_err(|error| error.to_string())?;
            measured(&[head, rest].concat())
        }
        measured => measured,
    };
    let (width, height) = dots.map_err(|error| fault(&error, file))?;
    if width == 0 || height == 0 {
        return Err("it has no dots".to_owned());
    }
    if width.max(height) > PICTURE_SIDE || u64::from(width) * u64::from(height) > PICTURE_DOTS {
        return Err(format!("{width} x {height} dots are too many"));
    }
    Ok((width, height))
}

/// Dots across and down of the picture that begins with `bytes`, as it is to be seen.
pub(super) fn measured(bytes: &[u8]) -> Result<(u32, u32), ImageError> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let turned = decoder.orientation().is_ok_and(|orientation| {
        use image::metadata::Orientation as To;
        matches!(orientation, To::Rotate90 | To::Rotate270 | To::Rotate90FlipH | To::Rotate270FlipH)
    });
    Ok(if turned { (height, width) } else { (width, height) })
}

/// Why a picture cannot be drawn, in few words.
#[must_use]
pub fn fault(error: &ImageError, file: &Path) -> String {
    match error {
        ImageError::Unsupported(_) if !is_drawn(file) => "not a kind of picture that is drawn".to_owned(),
        ImageError::Unsupported(_) => "not a picture that can be drawn".to_owned(),
        ImageError::Limits(_) => "too large".to_owned(),
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::IoError(_) => "the file is broken".to_owned(),
    }
}
