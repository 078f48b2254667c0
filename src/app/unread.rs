//! How many articles were not begun: counted along as articles come and go and are read.
//!
//! Counting all of them anew takes longer than a frame where very many are remembered. It is done
//! only where nobody can say what has changed: `unread` is `None` until then.

use std::sync::Arc;

use crate::app::app::App;
use crate::corpus::article::{Article, ArticleId};
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::memory::position::State;
use crate::search::entry::Entry;

impl App {
    /// How many articles were not begun.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread.unwrap_or_else(|| self.stock.unread())
    }

    /// Takes in articles that were found.
    pub(super) fn take_in(&mut self, found: Vec<(Arc<Article>, Arc<Entry>)>) {
        let before = self.stock.corpus.len();
        let state = |article: &Article| self.stock.memory.state(&Key::of(article));
        let new = |article: &Article| self.stock.corpus.get(article.id).is_none();
        let begun =
            |(article, _): &&(Arc<Article>, Arc<Entry>)| new(article) && state(article) != State::Unread;
        let mut begun: Vec<ArticleId> = found.iter().filter(begun).map(|(article, _)| article.id).collect();
        // One may have been found twice.
        begun.sort_unstable();
        begun.dedup();
        self.stock.add(found);
        let come = self.stock.corpus.len() - before;
        self.unread = self.unread.map(|unread| unread + come - begun.len());
    }

    /// Lets go of an article in the list of all.
    pub(super) fn take_out(&mut self, id: ArticleId) {
        let Some(key) = self.stock.key(id) else { return };
        self.stock.remove(id);
        if self.stock.memory.state(&key) == State::Unread {
            self.unread = self.unread.map(|unread| unread.saturating_sub(1));
        }
    }

    /// Changes what is remembered of an article.
    pub(super) fn change_memory(&mut self, key: &Key, change: impl FnOnce(&mut Memory)) {
        let was = self.stock.memory.state(key) == State::Unread;
        change(&mut self.stock.memory);
        let is = self.stock.memory.state(key) == State::Unread;
        let counts = was != is && self.stock.corpus.get(ArticleId::of(&key.root, &key.path)).is_some();
        self.unread = match self.unread {
            Some(unread) if counts && is => Some(unread + 1),
            Some(unread) if counts => Some(unread.saturating_sub(1)),
            unread => unread,
        };
    }

    /// Carries what is remembered of a file over to its new name.
    pub(super) fn rename_in_memory(&mut self, from: &Key, to: &Key) {
        let now = self.now;
        let was = self.stock.memory.state(from) == State::Unread;
        self.change_memory(to, |memory| memory.rename(from, to, now));
        // The old name may stand in the list for a moment yet, and is unread now.
        let counts = self.stock.corpus.get(ArticleId::of(&from.root, &from.path)).is_some();
        if !was && counts && self.stock.memory.state(from) == State::Unread {
            self.unread = self.unread.map(|unread| unread + 1);
        }
    }
}
