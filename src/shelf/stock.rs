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
