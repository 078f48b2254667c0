//! What is to be read: the paths named, standard input, the current folder, or the sample.
//!
//! A path that is not there, or may not be read, is refused here, before anything is shown. A
//! path inside another one is read once only.

use std::fs;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use ignore::WalkBuilder;

use crate::cli::setup::Input;
use crate::corpus::article::is_article;
use crate::corpus::decode::{NotText, decode};
use crate::corpus::regular::reason;
use crate::corpus::source::{Opened, Source, Walk};
use crate::limits::ARTICLE_BYTES;
use crate::memory::file::canonical;
use crate::memory::session::CorpusId;

/// What standard input is called where an article has a name.
const STDIN: &str = "stdin";

/// Files and folders of the current folder that are looked at for Markdown. A folder with more of
/// them is taken to hold some.
const LOOKED_AT: usize = 50_000;

/// What is read where no path is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unnamed {
    /// Standard input where it holds text, else the current folder if it holds articles, else the
    /// sample.
    Anything(Input),
    /// The current folder.
    Here,
}

/// The sources that `paths` name.
///
/// # Errors
/// Where one of them is not there or cannot be read.
pub fn sources(paths: &[PathBuf], unnamed: Unnamed, walk: &Walk) -> anyhow::Result<Vec<Source>> {
    if !paths.is_empty() {
        let sources = paths.iter().map(|path| source(path)).collect::<anyhow::Result<Vec<_>>>()?;
        return Ok(once_each(&sources));
    }
    if unnamed == Unnamed::Anything(Input::Text) {
        let piped = stdin()?;
        // A pipe without a byte in it was not meant for us: programs are often started with one.
        if !matches!(&piped, Source::Text { text, .. } if text.is_empty()) {
            return Ok(vec![piped]);
        }
    }
    let here = Path::new(".");
    Ok(vec![match unnamed {
        Unnamed::Anything(_) if !holds_articles(here, walk) => Source::Sample,
        Unnamed::Anything(_) | Unnamed::Here => source(here)?,
    }])
}

/// The source that a path names; `-` is standard input. It has one name however it was reached,
/// because that is what it is remembered by.
///
/// # Errors
/// Where it is not there or cannot be read.
pub fn source(path: &Path) -> anyhow::Result<Source> {
    if path == Path::new("-") {
        return stdin();
    }
    let looked = fs::metadata(path)
        .and_then(|found| if found.is_dir() { fs::read_dir(path).map(drop) } else { Ok(()) });
    if let Err(error) = looked {
        let hint = match error.kind() {
            ErrorKind::NotFound => "; check the name",
            ErrorKind::PermissionDenied => "; check who may read it",
            _ => "",
        };
        bail!("cannot read {}: {}{hint}", path.display(), reason(&error));
    }
    Source::of(path)?;
    Source::of(&canonical(path))
}

/// Standard input, whole, as one article.
fn stdin() -> anyhow::Result<Source> {
    let mut bytes = Vec::new();
    let stdin = io::stdin().lock().take(ARTICLE_BYTES);
    { stdin }.read_to_end(&mut bytes).context("cannot read standard input")?;
    match decode(&bytes) {
        Ok(decoded) => Ok(Source::Text { name: STDIN.to_owned(), text: decoded.text.into_owned() }),
        Err(NotText::Binary) => bail!("cannot read standard input: not text"),
    }
}

/// The corpus that several articles make, to be known by when they are opened again; none for a text
/// that has no file, and for a single one.
#[must_use]
pub fn corpus(sources: &[Source]) -> Option<CorpusId> {
    let paths: Option<Vec<&Path>> = sources
        .iter()
        .map(|source| match source {
            Source::Folder(path) | Source::File(path) => Some(path.as_path()),
            Source::Sample => Some(source.root()),
            Source::Text { .. } => None,
        })
        .collect();
    let paths = paths.filter(|_| !matches!(sources, [only] if only_article(only).is_some()))?;
    Some(CorpusId::of(paths))
}

/// The sources without those that lie inside another one.
fn once_each(sources: &[Source]) -> Vec<Source> {
    let mut kept: Vec<Source> = Vec::with_capacity(sources.len());
    for (index, source) in sources.iter().enumerate() {
        let inside = sources.iter().enumerate().any(|(other, outer)| {
            // Of two that are the same, the first stays.
            holds(outer, source) && (other < index || !holds(source, outer))
        });
        if !inside {
            kept.push(source.clone());
        }
    }
    kept
}

/// Whether all that `inner` gives lies in `outer`.
fn holds(outer: &Source, inner: &Source) -> bool {
    match (outer, inner) {
        (Source::Folder(outer), Source::Folder(inner) | Source::File(inner)) => inner.starts_with(outer),
        (outer, inner) => outer == inner,
    }
}

/// Whether an article lies anywhere below `folder`, as far as a quick look can tell.
#[must_use]
pub fn holds_articles(folder: &Path, walk: &Walk) -> bool {
    let all = WalkBuilder::new(folder)
        .hidden(!walk.hidden)
        .parents(walk.ignore_files)
        .ignore(walk.ignore_files)
        .git_ignore(walk.ignore_files)
        .git_global(false)
        .git_exclude(walk.ignore_files)
        .require_git(false)
        .follow_links(walk.follow)
        .build();
    let mut looked_at = 0;
    for entry in all.flatten() {
        looked_at += 1;
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if looked_at > LOOKED_AT || is_file && is_article(entry.path()) {
            return true;
        }
    }
    false
}

/// The path of the one article that `source` is; `None` where it may hold several.
#[must_use]
pub fn only_article(source: &Source) -> Option<PathBuf> {
    match source {
        Source::File(path) => path.file_name().map(PathBuf::from),
        Source::Text { name, .. } => Some(PathBuf::from(name)),
        Source::Folder(_) | Source::Sample => None,
    }
}

/// What a source is called in the head of the list.
#[must_use]
pub fn name(source: &Source) -> String {
    match source {
        Source::Folder(path) | Source::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
        Source::Sample => "sample".to_owned(),
        Source::Text { name, .. } => name.clone(),
    }
}

/// Reads the one article that `source` is.
///
/// # Errors
/// Where it cannot be read, or where `source` may hold several.
pub fn open_only(source: &Source, walk: &Walk) -> anyhow::Result<Opened> {
    let path = only_article(source).context("cannot read it as one article: it is a folder")?;
    source.open(&path, walk)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Unnamed, holds_articles, once_each, only_article, sources};
    use crate::cli::setup::Input;
    use crate::corpus::source::{Source, Walk};

    const WALK: Walk = Walk { ignore_files: true, hidden: false, follow: false };

    fn folder(path: &str) -> Source {
        Source::Folder(path.into())
    }

    fn file(path: &str) -> Source {
        Source::File(path.into())
    }

    #[test]
    fn what_lies_inside_another_path_is_read_once() {
        let given =
            vec![file("/記事/a.md"), folder("/記事"), folder("/記事/月"), folder("/記事2"), folder("/記事")];
        assert_eq!(once_each(&given), [folder("/記事"), folder("/記事2")]);
        assert_eq!(once_each(&[file("/a.md"), file("/b.md")]), [file("/a.md"), file("/b.md")]);
    }

    #[test]
    fn a_path_that_is_not_there_is_refused_by_name() {
        let error = sources(&["/無い/글.md".into()], Unnamed::Here, &WALK).unwrap_err();
        assert_eq!(error.to_string(), "cannot read /無い/글.md: no such file or folder; check the name");
    }

    #[test]
    fn one_file_is_one_article_and_a_folder_is_not() {
        assert_eq!(only_article(&file("/文/猫.md")).as_deref(), Some(Path::new("猫.md")));
        assert_eq!(only_article(&folder("/文")), None);
        assert_eq!(only_article(&Source::Sample), None);
    }

    #[test]
    fn a_quick_look_finds_articles_anywhere_below() {
        let root = tempfile::tempdir().unwrap();
        assert!(!holds_articles(root.path(), &WALK));
        fs::create_dir_all(root.path().join("深/い/所")).unwrap();
        fs::write(root.path().join("深/い/notes.rs"), "").unwrap();
        assert!(!holds_articles(root.path(), &WALK));
        fs::write(root.path().join("深/い/所/文.MD"), "").unwrap();
        assert!(holds_articles(root.path(), &WALK));
        fs::write(root.path().join(".gitignore"), "深\n").unwrap();
        assert!(!holds_articles(root.path(), &WALK));
        assert!(holds_articles(root.path(), &Walk { ignore_files: false, ..WALK }));
    }

    #[test]
    fn standard_input_is_not_touched_where_it_holds_nothing() {
        let here = sources(&[], Unnamed::Anything(Input::Nothing), &WALK).unwrap();
        assert_eq!(here.len(), 1);
        assert!(!matches!(here[0], Source::Text { .. }));
    }
}
