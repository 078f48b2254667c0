//! One article: which file it is and what its head says.

use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::joined::Joined;
use crate::markdown::document::Anchor;
use crate::markdown::meta::Meta;
use crate::markdown::name::ENDINGS;

/// Whether the name of `path` is that of an article. What begins with `.#` is the lock of an editor.
#[must_use]
pub fn is_article(path: &Path) -> bool {
    let is_lock = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".#"));
    !is_lock
        && path
            .extension()
            .is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Names an article for as long as its file keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u64);

impl ArticleId {
    /// The name of the article at `path` below `root`: the same whichever folder above the file is
    /// the root.
    #[must_use]
    pub fn of(root: &Path, path: &Path) -> Self {
        let mut hasher = DefaultHasher::new();
        Joined::of(root, path).words(|word| hasher.write_u64(word));
        Self(hasher.finish())
    }
}

/// A place: an article and an offset in its plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// Where in it.
    pub at: Anchor,
}

/// One article of a corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Its name within the program.
    pub id: ArticleId,
    /// The folder it was found under, as given.
    pub root: Arc<Path>,
    /// Its path below `root`, bytes as the file system has them.
    pub path: Arc<Path>,
    /// What its head says.
    pub meta: Meta,
    /// The file's own time.
    pub modified: Option<Timestamp>,
    /// Bytes of the file.
    pub length: u64,
    /// Characters of the plain text that are not blank.
    pub characters: u32,
    /// Minutes that reading it takes; at least one.
    pub minutes: u32,
    /// A number of the plain text, by which the article is known again under another name; `None`
    /// where it could not be read, or where the text is too short to be known by. Other versions of
    /// this program may read another text out of the same file.
    pub content: Option<u64>,
    /// What its links call articles: the keys of their names, ascending, each once.
    pub calls: Box<[u32]>,
}

impl Article {
    /// An article of which nothing is known but where it lies.
    #[must_use]
    pub fn unknown(root: Arc<Path>, path: Arc<Path>) -> Self {
        Self {
            id: ArticleId::of(&root, &path),
            root,
            path,
            meta: Meta::default(),
            modified: None,
            length: 0,
            characters: 0,
            minutes: 1,
            calls: Box::default(),
            content: None,
        }
    }

    /// Where the file is.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.root.join(&self.path)
    }
}
