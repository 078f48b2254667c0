//! What a list is made from, as one snapshot that is cheap to send away.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::corpus::corpus::Corpus;
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::memory::position::State;
use crate::search::entry::Entry;
use crate::search::filter::{Facts, Progress};

/// The articles, what is matched of them and what is remembered of them. A clone shares all.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    /// The articles.
    pub corpus: Corpus,
    /// What is remembered.
    pub memory: Memory,
    entries: Arc<HashMap<ArticleId, Arc<Entry>>>,
}

/// How articles were read that anything is remembered of.
#[derive(Debug)]
pub struct Known(HashMap<ArticleId, Facts>);

/// How an article was read that nothing is remembered of.
const UNKNOWN: Facts = Facts { progress: Progress::Unread, marked: false };

impl Known {
    /// How an article was read.
    #[must_use]
    pub fn facts(&self, id: ArticleId) -> Facts {
        self.0.get(&id).copied().unwrap_or(UNKNOWN)
    }
}

impl PartialEq for Stock {
    fn eq(&self, other: &Self) -> bool {
        self.corpus.is(&other.corpus) && self.memory == other.memory
    }
}

impl Stock {
    /// These articles; what is matched of them is made when it is asked for.
    #[must_use]
    pub fn of(corpus: Corpus, memory: Memory) -> Self {
        Self { corpus, memory, entries: Arc::default() }
    }

    /// Takes in articles with what is matched of them; one that is known already is replaced.
    pub fn add(&mut self, found: Vec<(Arc<Article>, Arc<Entry>)>) {
        let entries = Arc::make_mut(&mut self.entries);
        let articles = found.into_iter().map(|(article, entry)| {
            entries.insert(article.id, entry);
            article
        });
        self.corpus.add(articles);
    }

    /// Lets go of an article.
    pub fn remove(&mut self, id: ArticleId) {
        self.corpus.remove(id);
        Arc::make_mut(&mut self.entries).remove(&id);
    }

    /// What is matched of an article.
    #[must_use]
    pub fn entry(&self, id: ArticleId) -> Option<Arc<Entry>> {
        let made = || self.corpus.get(id).map(|article| Arc::new(Entry::of(article)));
        self.entries.get(&id).cloned().or_else(made)
    }

    /// The name on disk of an article.
    #[must_use]
    pub fn key(&self, id: ArticleId) -> Option<Key> {
        self.corpus.get(id).map(|article| Key::of(article))
    }

    /// When an article was last opened.
    #[must_use]
    pub fn last_opened(&self, id: ArticleId) -> Option<Timestamp> {
        self.memory.last_opened(&self.key(id)?)
    }

    /// How articles were read, for many to be asked about: it is gathered from what is remembered,
    /// which is mostly little beside the articles.
    #[must_use]
    pub fn known(&self) -> Known {
        let mut known: HashMap<ArticleId, Facts> = HashMap::new();
        let id = |key: &Key| ArticleId::of(&key.root, &key.path);
        for key in self.memory.begun_or_done() {
            let progress = match self.memory.state(key) {
                State::Unread => Progress::Unread,
                State::Reading => Progress::Reading,
                State::Done => Progress::Done,
            };
            known.insert(id(key), Facts { progress, ..UNKNOWN });
        }
        for key in self.memory.marked() {
            known.entry(id(key)).or_insert(UNKNOWN).marked = true;
        }
        Known(known)
    }

    /// How many articles were not begun.
    #[must_use]
    pub fn unread(&self) -> usize {
        let begun = self.memory.begun_or_done().map(|key| ArticleId::of(&key.root, &key.path));
        self.corpus.len() - begun.filter(|&id| self.corpus.get(id).is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;

    use super::Stock;
    use crate::corpus::corpus::Corpus;
    use crate::corpus::digest::Listed;
    use crate::memory::key::Key;
    use crate::memory::memory::Memory;
    use crate::memory::position::{Position, State};
    use crate::memory::spot::Spot;
    use crate::search::filter::Progress;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn key(root: &str, path: &str) -> Key {
        Key::new(Path::new(root), Path::new(path))
    }

    fn stock(root: &str, path: &str, memory: &Memory) -> Stock {
        let listed =
            Listed { root: Path::new(root).into(), path: Path::new(path).into(), modified: None, length: 0 };
        let mut corpus = Corpus::default();
        corpus.add([listed.digest("文。\n").article]);
        Stock::of(corpus, memory.clone())
    }

    #[test]
    fn what_was_read_in_a_folder_is_known_in_the_folders_above_and_below_it() {
        for (folder, file) in [("記事", "猫.md"), ("文章", "猫.md"), ("글", "고양이.md"), ("posts", "a.md")]
        {
            let mut memory = Memory::default();
            let (whole, part) = (format!("/blog/{folder}"), format!("{folder}/{file}"));
            let there = key(&whole, file);
            memory.remember(&there, Position::new(Spot::default(), 0.5, None, NOW), State::Reading);
            memory.opened(&there, NOW);
            memory.add_mark(there, "題".to_owned(), Spot::default(), None, NOW);
            for (root, path) in [("/blog", part.as_str()), (&whole, file), ("/", &format!("blog/{part}"))] {
                let stock = stock(root, path, &memory);
                let article = stock.corpus.iter().next().unwrap().clone();
                let key = Key::of(&article);
                let facts = stock.known().facts(article.id);
                assert_eq!((facts.progress, facts.marked), (Progress::Reading, true), "{root} {path}");
                assert_eq!((stock.unread(), stock.last_opened(article.id)), (0, Some(NOW)));
                assert!(stock.memory.progress(&key) > 0.4);
                assert_eq!((stock.memory.count_marks(&key), stock.memory.marks_of(&key).len()), (1, 1));
            }
            for (root, path) in [("/other", part.as_str()), ("/blog", file), ("/blo", &format!("g/{part}"))] {
                let stock = stock(root, path, &memory);
                let article = stock.corpus.iter().next().unwrap().clone();
                assert!(!stock.known().facts(article.id).marked, "{root} {path}");
                assert_eq!(stock.unread(), 1, "{root} {path}");
            }
        }
    }

    #[test]
    fn what_is_done_by_one_root_is_found_by_another_once_both_are_merged() {
        let (above, below) = (key("/blog", "글/고양이.md"), key("/blog/글", "고양이.md"));
        let (mut here, mut there) = (Memory::default(), Memory::default());
        let id = here.add_mark(above.clone(), "고양이".to_owned(), Spot::default(), None, NOW);
        here.opened(&above, NOW);
        there.set_state(&below, State::Done, NOW);
        let both = here.merge(&there);
        assert_eq!(both, there.merge(&here));
        for key in [&above, &below] {
            assert_eq!((both.state(key), both.last_opened(key)), (State::Done, Some(NOW)));
        }
        assert_eq!((both.history().count(), both.marked().count()), (1, 1));
        let mut both = both;
        both.remove_mark(id, NOW).unwrap();
        assert_eq!(both.count_marks(&below), 0);
    }
}
