//! How one left: where the same corpus is opened again, what was being read is there again.
//!
//! The article comes at once, before the folders are read; the cursor goes to it when the list has
//! it. Whatever is done in the list first, all of that is over.

use std::sync::Arc;

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::app::coming::Aim;
use crate::corpus::article::{Article, ArticleId};
use crate::memory::key::Key;
use crate::memory::session::{At, Session};
use crate::message::{Effect, Goal};
use crate::shelf::settings;

impl App {
    /// Keeps how things stand, to be found so again; whether anything is new in that.
    pub(super) fn note_session(&mut self) -> bool {
        // What is still to come must not be written over by what was not seen yet.
        let is_known =
            self.touched && !self.recalling.under_way && !self.recalling.forgot && self.config.resume;
        let Some(corpus) = self.given.corpus.filter(|_| is_known) else { return false };
        let at = match self.panes {
            Panes::List => At::List,
            Panes::Reader => At::Reader,
            Panes::Zen => At::Zen,
        };
        // From the head of the whole list one begins there, whatever has come in meanwhile.
        let is_head = self.list.at() == 0 && self.list.query.is_empty();
        let chosen = || self.list.cursor().filter(|_| !is_head);
        let article = match at {
            At::List => chosen().and_then(|id| self.stock.key(id)),
            At::Reader | At::Zen => self.reader.article().map(|article| Key::of(article)),
        };
        let is_to_come = self.recalling.left_at.is_some() || self.coming.aim.is_some();
        if article.is_none() && (is_to_come || at != At::List) {
            return false;
        }
        let is_read_through = at != At::List && self.config.history;
        let query = if is_read_through { self.list.query.clone() } else { String::new() };
        let order = (self.list.order, self.list.direction);
        let order = Some(order).filter(|&order| order != settings::order(&self.config));
        let session = Session { changed: self.now, article, at, query, order };
        if self.stock.memory.session(corpus).is_some_and(|known| known.says_the_same(&session)) {
            return false;
        }
        self.stock.memory.set_session(corpus, session);
        true
    }

    /// Brings back how the corpus was left, unless somebody has begun to do something else.
    pub(super) fn restore(&mut self) -> Vec<Effect> {
        let corpus = self.given.corpus.filter(|_| self.config.resume && !self.touched);
        let Some(session) = corpus.and_then(|corpus| self.stock.memory.session(corpus)).cloned() else {
            return Vec::new();
        };
        let differs = session.order.is_some() || !session.query.is_empty();
        if let Some(order) = session.order {
            (self.list.order, self.list.direction) = order;
        }
        self.list.query = session.query;
        let mut effects = if differs { self.refresh_list() } else { Vec::new() };
        let Some(Key { root, path }) = session.article else { return effects };
        let id = ArticleId::of(&root, &path);
        let known = self.stock.corpus.get(id).cloned();
        self.recalling.left_at = Some(id);
        self.list.go_to(id);
        self.panes = match session.at {
            At::List => Panes::List,
            At::Reader => Panes::Reader,
            At::Zen => Panes::Zen,
        };
        self.lay_out();
        let article = known.unwrap_or_else(|| Arc::new(Article::unknown(root, path)));
        if !self.areas.reader.is_empty() {
            effects.push(Effect::Open { ticket: self.tickets.open(id), article, goal: Goal::Remembered });
        }
        effects
    }

    /// The article that one left at, where the cursor is still to be put on it: until a key is pressed,
    /// or for as long as it is read.
    pub(super) fn left_at(&self) -> Option<ArticleId> {
        let read = self.being_read();
        let holds = |id: &ArticleId| !self.touched || self.reading() && read.is_none_or(|read| read == *id);
        self.recalling.left_at.filter(holds)
    }

    /// The article in the reader, or the one that is being opened for it.
    pub(super) fn being_read(&self) -> Option<ArticleId> {
        self.tickets.opening.or_else(|| self.reader.article().map(|article| article.id))
    }

    /// All that there is has come to be known: the cursor goes to the article that one left at, or
    /// nobody waits for it any longer.
    pub(super) fn settle_session(&mut self) -> Vec<Effect> {
        let left_at = self.left_at();
        self.recalling.left_at = None;
        let Some(id) = left_at else { return Vec::new() };
        if self.stock.corpus.get(id).is_some() {
            if !self.list.go_to(id) && self.coming.under_way {
                self.coming.aim = Some(Aim::At(id));
                return Vec::new();
            }
        } else if self.reading() && self.reader.article().is_none() {
            self.panes = Panes::List;
            self.lay_out();
        }
        self.preview()
    }

    /// The article that one left at has another name now.
    pub(super) fn left_at_renamed(&mut self, from: &Key, to: &Key) -> Vec<Effect> {
        let id = |key: &Key| ArticleId::of(&key.root, &key.path);
        if self.left_at() != Some(id(from)) {
            return Vec::new();
        }
        self.recalling.left_at = Some(id(to));
        let article = self.stock.corpus.get(id(to)).cloned().filter(|_| !self.areas.reader.is_empty());
        let open = |article: Arc<Article>| Effect::Open {
            ticket: self.tickets.open(article.id),
            article,
            goal: Goal::Remembered,
        };
        article.map(open).into_iter().collect()
    }
}
