//! A look over the folders given without reading anything: which folders there are, and what the
//! files of articles are like. What is ignored is left out as a scan leaves it out.

use std::fs::Metadata;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::corpus::article::is_article;
use crate::corpus::source::{Source, Walk};

/// Calls `found` with every folder that a scan looks into, and with the folder of each file given,
/// until it breaks. A folder that is not there is left out.
pub fn folders(sources: &[Source], walk: &Walk, found: &mut dyn FnMut(PathBuf) -> ControlFlow<()>) {
    for source in sources {
        let ended = match source {
            Source::Folder(root) => {
                let Ok(real) = root.canonicalize() else { continue };
                // Only what is a folder, or a link that leads to one, is looked into.
                let admits = |entry: &ignore::DirEntry| entry.file_type().is_none_or(|kind| !kind.is_file());
                let entries = walk.entries(root, &real, admits).flatten();
                let is_folder =
                    |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_dir());
                entries.filter(is_folder).try_for_each(|entry| found(entry.into_path()))
            }
            Source::File(_) if source.root().is_dir() => found(source.root().to_owned()),
            Source::File(_) | Source::Sample | Source::Text { .. } => ControlFlow::Continue(()),
        };
        if ended.is_break() {
            return;
        }
    }
}

/// Calls `found` with the file of every article, until it breaks: links as what they lead to.
pub fn files(sources: &[Source], walk: &Walk, found: &mut dyn FnMut(&Path, &Metadata) -> ControlFlow<()>) {
    for source in sources {
        let ended = match source {
            Source::Folder(root) => {
                let Ok(real) = root.canonicalize() else { continue };
                let entries = walk.entries(root, &real, |_| true).flatten();
                let is_file = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| !kind.is_dir());
                let articles = entries.filter(|entry| is_file(entry) && is_article(entry.path()));
                articles.into_iter().try_for_each(|entry| match entry.path().metadata() {
                    Ok(metadata) => found(entry.path(), &metadata),
                    Err(_) => ControlFlow::Continue(()),
                })
            }
            Source::File(file) => match file.metadata() {
                Ok(metadata) => found(file, &metadata),
                Err(_) => ControlFlow::Continue(()),
            },
            Source::Sample | Source::Text { .. } => ControlFlow::Continue(()),
        };
        if ended.is_break() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::ops::ControlFlow;

    use super::{files, folders};
    use crate::corpus::source::{Source, Walk};

    #[test]
    fn what_is_ignored_is_not_looked_into() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (path, text) in [
            ("a.md", ""),
            ("記事/猫.md", ""),
            ("記事/深い/글.txt", ""),
            ("記事/image.png", ""),
            ("target/deep/x.md", ""),
            (".git/objects/x.md", ""),
            (".obsidian/x.md", ""),
            (".gitignore", "target\n"),
        ] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        let sources = [Source::of(root).unwrap()];
        let below = |path: &std::path::Path| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let mut found = Vec::new();
        folders(&sources, &Walk::default(), &mut |path| {
            found.push(below(&path));
            ControlFlow::Continue(())
        });
        found.sort();
        assert_eq!(found, ["", "記事", "記事/深い"]);
        found.clear();
        files(&sources, &Walk::default(), &mut |path, _| {
            found.push(below(path));
            ControlFlow::Continue(())
        });
        found.sort();
        assert_eq!(found, ["a.md", "記事/深い/글.txt", "記事/猫.md"]);
    }
}
