//! The sample corpus: a tour of the reader in four languages, kept in the program itself.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::corpus::article::is_article;

/// What stands for the folder of the sample wherever a folder is told.
pub const ROOT: &str = "tsundoku-sample";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/sample");

/// The paths of the sample's articles below [`ROOT`], with their bytes, in order of path.
#[must_use]
pub fn articles() -> Vec<(&'static Path, &'static [u8])> {
    let mut articles = Vec::new();
    let mut folders = vec![&FILES];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        articles.extend(folder.files().map(|file| (file.path(), file.contents())));
    }
    articles.retain(|(path, _)| is_article(path));
    articles.sort();
    articles
}

#[cfg(test)]
mod tests {
    use super::articles;
    use crate::corpus::decode::decode;

    #[test]
    fn every_file_of_the_sample_is_sound_utf8() {
        for (path, bytes) in articles() {
            assert_eq!(decode(bytes).map(|decoded| decoded.trouble), Ok(None), "{}", path.display());
        }
    }
}
