//! How a corpus was left: what was being read, in which list.

use std::path::Path;

use jiff::Timestamp;

use crate::corpus::corpus::{Direction, Order};
use crate::memory::key::{Key, lasting_hash};

/// Names a corpus by the folders that make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CorpusId(pub u64);

impl CorpusId {
    /// The corpus of these folders, in whatever order they were given.
    #[must_use]
    pub fn of<'a>(roots: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut roots: Vec<&[u8]> =
            roots.into_iter().map(|root| root.as_os_str().as_encoded_bytes()).collect();
        roots.sort_unstable();
        roots.dedup();
        Self(lasting_hash(&roots))
    }
}

/// How a corpus was left. Of two the later is right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Session {
    /// When.
    pub changed: Timestamp,
    /// The article that was read, or under the cursor.
    pub article: Option<Key>,
    /// Where the keys were.
    pub at: At,
    /// The filter of the list, where one was reading through it; else empty.
    pub query: String,
    /// The order of the list, where it is another than the settings say.
    pub order: Option<(Order, Direction)>,
}

/// Where the keys were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// In the list.
    #[default]
    List,
    /// In the article, the list perhaps beside it.
    Reader,
    /// In the article, which had the screen for itself.
    Zen,
}

impl At {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::List, Self::Reader, Self::Zen];

    /// Its name on disk.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Reader => "reader",
            Self::Zen => "zen",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|at| at.name() == name)
    }
}

impl Session {
    /// Whether both say the same of how it was left, whenever that was.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let Self { changed: _, article, at, query, order } = self;
        (article, at, query, order) == (&other.article, &other.at, &other.query, &other.order)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::CorpusId;

    #[test]
    fn a_corpus_is_its_folders_in_whatever_order() {
        let of = |roots: &[&str]| CorpusId::of(roots.iter().map(Path::new));
        assert_eq!(of(&["/ブログ", "/docs"]), of(&["/docs", "/ブログ", "/docs"]));
        assert_ne!(of(&["/ブログ", "/docs"]), of(&["/ブログ"]));
        assert_ne!(of(&["/a", "b"]), of(&["/ab"]));
    }
}
