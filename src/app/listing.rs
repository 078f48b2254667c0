//! What stands in the list: articles taken in as they are found, the list asked for and shown.
//!
//! A worker makes the list. While the folders are read it is asked for as articles come, but not
//! for each of them: once it has grown by a part, or some time has passed.

use std::sync::Arc;

use crate::app::app::App;
use crate::app::coming::Aim;
use crate::corpus::article::Article;
use crate::message::{Effect, Goal};
use crate::search::entry::Entry;
use crate::search::fault::Fault;
use crate::search::query::Query;
use crate::shelf::lister::{Listed, Wish};
use crate::shelf::settings;
use crate::shelf::told::told;
use crate::text::role::Role;

impl App {
    pub(super) fn found(&mut self, found: Vec<(Arc<Article>, Arc<Entry>)>) -> Vec<Effect> {
        if let Some(expected) = &mut self.expected {
            for (article, _) in &found {
                expected.remove(&article.id);
            }
        }
        self.take_in(found);
        self.coming.behind = true;
        self.catch_up()
    }

    pub(super) fn scanned(&mut self) -> Vec<Effect> {
        self.scanning = false;
        let gone = self.expected.take().unwrap_or_default();
        let gone: Vec<_> = gone.into_iter().collect();
        self.let_go(&gone);
        let mut effects = Vec::new();
        if self.coming.behind || !gone.is_empty() {
            effects = self.refresh_list();
        }
        self.renew_continue();
        self.open_wanted();
        effects.extend(self.preview());
        effects.extend(self.scanned_through());
        effects.extend(self.reunite());
        effects
    }

    /// Asks for the list where enough articles came since it was asked for last.
    pub(super) fn catch_up(&mut self) -> Vec<Effect> {
        let is_due = self.coming.is_due(self.stock.corpus.len(), self.now);
        if is_due { self.refresh_list() } else { Vec::new() }
    }

    /// Reads the folders again; articles that are not found again go when it is done.
    pub(super) fn rescan(&mut self) -> Vec<Effect> {
        self.expected = Some(self.stock.corpus.iter().map(|article| article.id).collect());
        self.scanning = true;
        let mut effects = vec![Effect::Scan(self.tickets.scan())];
        if let Some(article) = self.reader.article().cloned() {
            let ticket = self.tickets.read_anew(article.id);
            effects.push(Effect::Open { ticket, article, goal: Goal::Here });
        }
        effects
    }

    /// Lists what `typed` means from its first row on. Where its end cannot be understood, what
    /// stands before is listed; where more of it cannot, the list stays.
    pub(super) fn ask(&mut self, typed: &str) -> (Vec<Effect>, Option<Fault>) {
        let fault = Query::parse(typed).err();
        let understood = fault.as_ref().map_or(Some(typed), |fault| fault.before(typed));
        let Some(query) = understood else { return (Vec::new(), fault) };
        if fault.is_some() && query.trim() == self.list.query.trim() {
            return (Vec::new(), fault);
        }
        query.clone_into(&mut self.list.query);
        self.coming.aim = Some(Aim::First);
        (self.refresh_list(), fault)
    }

    /// Brings the list up to date with corpus, order and query.
    pub(super) fn refresh_list(&mut self) -> Vec<Effect> {
        self.coming.behind = false;
        let query = match Query::parse(&self.list.query) {
            Ok(query) => query.read_in(settings::readings(&self.config)),
            Err(fault) => {
                self.bar.tell(told(&fault, &self.strings), Role::Trouble, self.now);
                return Vec::new();
            }
        };
        let wish = Wish::of(query, (self.list.order, self.list.direction), self.list.drafts);
        self.coming.begin(self.stock.corpus.len(), self.now);
        let ticket = self.tickets.list();
        vec![Effect::List { ticket, wish, stock: self.stock.clone(), now: self.now }]
    }

    /// Whether the first rows of a list lack the article that the cursor is to stand on: it would be
    /// taken elsewhere, and what is read with it.
    fn lacks_the_cursor(&self, listed: &Listed) -> bool {
        let wanted = match self.coming.aim {
            Some(Aim::First) => None,
            Some(Aim::At(article) | Aim::Back(article)) => Some(article),
            None => self.list.cursor().filter(|_| self.touched),
        };
        let is_there = |id| self.stock.corpus.get(id).is_some();
        !listed.whole && wanted.is_some_and(|id| is_there(id) && !listed.matches.articles.contains(&id))
    }

    pub(super) fn listed(&mut self, listed: Listed) -> Vec<Effect> {
        if self.lacks_the_cursor(&listed) {
            return Vec::new();
        }
        let stood_in = self.stands_in();
        let cursor = match self.coming.aim {
            Some(Aim::Back(article)) => Some(article),
            Some(Aim::First | Aim::At(_)) | None => self.list.cursor(),
        };
        self.list.show(listed, cursor);
        if stood_in {
            self.stand_in();
        }
        match self.coming.aim {
            Some(Aim::First) => self.list.first(),
            Some(Aim::At(article)) => {
                self.list.go_to(article);
            }
            None => {
                if !self.left_at().is_some_and(|id| self.list.go_to(id)) && !self.touched {
                    self.list.first();
                }
            }
            Some(Aim::Back(_)) => {}
        }
        if self.list.whole {
            self.coming.under_way = false;
            self.coming.aim = None;
        }
        let mut effects = self.preview();
        effects.extend(self.catch_up());
        effects
    }
}
