//! Where files lie that are known by their names alone, as notes name pictures.
//!
//! Folders are looked through from the root down, within a bound, so that the nearest to the root
//! is found. Whether what is found may be read is asked elsewhere.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use crate::limits::SEARCH_NAMES;

/// Where below `root` files of these `names` lie, written as they are [`compared`]: each name that is
/// found, with the path. What was found is given once it is `stale`, too.
#[must_use]
pub fn whereabouts(
    root: &Path,
    mut names: BTreeSet<String>,
    stale: &dyn Fn() -> bool,
) -> Vec<(String, PathBuf)> {
    let mut met = Vec::new();
    let mut folders = VecDeque::from([PathBuf::new()]);
    let mut left = SEARCH_NAMES;
    while let Some(folder) = folders.pop_front() {
        if names.is_empty() || stale() {
            break;
        }
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        let mut entries: Vec<_> = entries.take(left).flatten().collect();
        left -= entries.len();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let Some(text) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            if kind.is_dir() && text != "node_modules" {
                folders.push_back(folder.join(text));
            } else if !kind.is_dir()
                && let Some(name) = names.take(&compared(text))
            {
                met.push((name, folder.join(text)));
            }
        }
    }
    met
}

/// A name as notes compare it.
#[must_use]
pub fn compared(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}
