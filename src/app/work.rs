//! Work given out and its reports taken back: scanning, opening, filtering, finding.

use std::ops::Range;
use std::sync::Arc;

use crate::app::app::App;
use crate::app::bar::Purpose;
use crate::app::list::Drafts;
use crate::corpus::article::{Article, ArticleId};
use crate::markdown::document::{Anchor, BlockKind};
use crate::memory::position::State;
use crate::message::{Effect, Goal, Report};
use crate::search::entry::Entry;
use crate::search::filter::{Facts, Progress};
use crate::search::query::{Query, Sort};
use crate::search::readings::Readings;
use crate::text::role::Role;
use crate::text::safe::Safe;

impl App {
    /// Takes a report in.
    pub(super) fn report(&mut self, report: Report) -> Vec<Effect> {
        match report {
            Report::Found(ticket, found) if ticket == self.tickets.scan => self.found(found),
            Report::Scanned(ticket) if ticket == self.tickets.scan => self.scanned(),
            Report::Opened { ticket, article, document, goal } if ticket == self.tickets.open => {
                self.tickets.opening = None;
                let at = match goal {
                    Goal::Remembered => self.remembered(&article, &document),
                    Goal::At(at) => at,
                    Goal::Mark(spot) => spot.find(&document.text),
                };
                let has_code =
                    document.blocks.iter().any(|block| matches!(block.kind, BlockKind::Code(Some(_))));
                let colour = has_code.then(|| Effect::Colour { ticket, document: document.clone() });
                self.reader.show(article, document, at, self.measure());
                if self.reading() {
                    self.opened_for_reading();
                }
                colour.into_iter().collect()
            }
            Report::Coloured { ticket, colours } if ticket == self.tickets.open => {
                self.reader.set_colours(colours);
                Vec::new()
            }
            Report::Unread { ticket, article, why } if ticket == self.tickets.open => {
                self.tickets.opening = None;
                if self.reader.article().is_some_and(|shown| shown.id != article) {
                    self.reader.clear();
                }
                self.bar.tell(why, Role::Trouble, self.now);
                Vec::new()
            }
            Report::Filtered { ticket, matches } if ticket == self.tickets.filter => self.filtered(matches),
            Report::Counted { ticket, groups } if ticket == self.tickets.count => {
                self.facets_counted(groups);
                Vec::new()
            }
            Report::Hits { ticket, hits } if ticket == self.tickets.find => {
                self.reader.go(self.tickets.from);
                self.reader.found(hits);
                Vec::new()
            }
            Report::Saved { memory, notices } => {
                self.memory = self.memory.merge(&memory);
                for notice in notices {
                    self.trouble(notice);
                }
                Vec::new()
            }
            Report::NotSaved(why) => {
                self.try_again();
                if !self.troubles.contains(&why) {
                    self.trouble(why);
                }
                Vec::new()
            }
            Report::Trouble(text) => {
                self.trouble(text);
                Vec::new()
            }
            // Work that something newer has overtaken.
            Report::Found(..)
            | Report::Scanned(_)
            | Report::Opened { .. }
            | Report::Coloured { .. }
            | Report::Unread { .. }
            | Report::Filtered { .. }
            | Report::Counted { .. }
            | Report::Hits { .. } => Vec::new(),
        }
    }

    fn found(&mut self, found: Vec<(Arc<Article>, Arc<Entry>)>) -> Vec<Effect> {
        let mut articles = Vec::with_capacity(found.len());
        for (article, entry) in found {
            self.entries.insert(article.id, entry);
            articles.push(article);
        }
        if let Some(expected) = &mut self.expected {
            for article in &articles {
                expected.remove(&article.id);
            }
        }
        self.corpus.add(articles);
        let effects = self.refresh_list();
        if !self.touched {
            self.list.first();
        }
        let preview = self.preview();
        effects.into_iter().chain(preview).collect()
    }

    fn scanned(&mut self) -> Vec<Effect> {
        self.scanning = false;
        let gone = self.expected.take().unwrap_or_default();
        for id in &gone {
            self.corpus.remove(*id);
            self.entries.remove(id);
        }
        let mut effects = if gone.is_empty() { Vec::new() } else { self.refresh_list() };
        effects.extend(self.preview());
        effects
    }

    /// Reads the folders again; articles that are not found again go when it is done.
    pub(super) fn rescan(&mut self) -> Vec<Effect> {
        self.expected = Some(self.corpus.iter().map(|article| article.id).collect());
        self.scanning = true;
        let mut effects = vec![Effect::Scan(self.tickets.scan())];
        if let Some(article) = self.reader.article().cloned() {
            let goal = Goal::Mark(self.spot());
            effects.push(Effect::Open { ticket: self.tickets.open(article.id), article, goal });
        }
        effects
    }

    /// The articles of the list, in its order or in that which the query asks for.
    fn ordered(&self, query: &Query) -> Vec<ArticleId> {
        let read = |id: ArticleId| self.key_of(id).and_then(|key| self.memory.last_opened(&key));
        let own = query.sort().and_then(Sort::order);
        let (order, direction) = own.unwrap_or((self.list.order, self.list.direction));
        let mut ids = self.corpus.ordered(order, direction, &read);
        if self.list.drafts == Drafts::Hidden {
            ids.retain(|id| self.corpus.get(*id).is_some_and(|article| !article.meta.draft));
        }
        ids
    }

    /// Brings the list up to date with corpus, order and query. Where the query cannot be
    /// understood the list stays, and the bar says why.
    pub(super) fn refresh_list(&mut self) -> Vec<Effect> {
        let query = match Query::parse(&self.list.query) {
            Ok(query) if self.config.readings => query,
            Ok(query) => query.read_in(Readings::NONE),
            Err(fault) => {
                let why = Safe::line(&format!("{}: {}", fault.column + 1, fault.what));
                match &mut self.bar.typed {
                    Some(typed) => typed.fault = Some(why),
                    None => self.bar.tell(why, Role::Trouble, self.now),
                }
                return Vec::new();
            }
        };
        let ids = self.ordered(&query);
        self.tickets.filter = self.tickets.filter.next();
        if query.is_empty() {
            self.list.matches.clear();
            self.note_dates(&ids);
            self.list.show(ids);
            if std::mem::take(&mut self.tickets.to_first) || !self.touched {
                self.list.first();
            }
            return self.preview();
        }
        let entries: Vec<_> = ids.iter().filter_map(|id| self.entries.get(id).cloned()).collect();
        let facts = entries.iter().map(|entry| self.facts(entry.article)).collect();
        let wanted = if query.needs_text() { ids.as_slice() } else { &[] };
        let articles = wanted.iter().filter_map(|id| self.corpus.get(*id).cloned()).collect();
        vec![Effect::Filter { ticket: self.tickets.filter, query, entries, articles, facts, now: self.now }]
    }

    /// Whether any of these articles bears a date.
    fn note_dates(&mut self, ids: &[ArticleId]) {
        let dated = |id: &ArticleId| self.corpus.get(*id).is_some_and(|article| article.meta.date.is_some());
        self.list.dated = ids.is_empty() || ids.iter().any(dated);
    }

    /// What is remembered of an article, for `is:` terms.
    fn facts(&self, id: ArticleId) -> Facts {
        let Some(key) = self.key_of(id) else { return Facts { progress: Progress::Unread, marked: false } };
        let progress = match self.memory.state(&key) {
            State::Unread => Progress::Unread,
            State::Reading => Progress::Reading,
            State::Done => Progress::Done,
        };
        Facts { progress, marked: self.memory.count_marks(&key) > 0 }
    }

    fn filtered(&mut self, matches: Vec<(ArticleId, Vec<Range<u32>>)>) -> Vec<Effect> {
        let shown: Vec<_> = matches.iter().map(|(id, _)| *id).collect();
        self.note_dates(&shown);
        self.list.matches = matches.into_iter().filter(|(_, title)| !title.is_empty()).collect();
        self.list.show(shown);
        if std::mem::take(&mut self.tickets.to_first) {
            self.list.first();
        }
        self.preview()
    }

    /// Shows the article under the cursor, where the reader is on the screen and shows another.
    pub(super) fn preview(&mut self) -> Vec<Effect> {
        if self.areas.reader.is_empty() {
            return Vec::new();
        }
        let Some(id) = self.list.cursor() else {
            if !self.reading() && !self.scanning {
                self.reader.clear();
            }
            return Vec::new();
        };
        let shown = self.reader.article().map(|article| article.id);
        if self.tickets.opening == Some(id) || (shown == Some(id) && self.tickets.opening.is_none()) {
            return Vec::new();
        }
        let Some(article) = self.corpus.get(id).cloned() else { return Vec::new() };
        vec![Effect::Open { ticket: self.tickets.open(id), article, goal: Goal::Remembered }]
    }

    /// Finds `word` in the article; the first hit below `from` is shown.
    pub(super) fn find(&mut self, word: String, from: Anchor) -> Vec<Effect> {
        self.tickets.find = self.tickets.find.next();
        self.tickets.from = from;
        self.reader.word.clone_from(&word);
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        if word.trim().is_empty() {
            self.reader.hits.clear();
            self.reader.hit = None;
            self.reader.go(from);
            return Vec::new();
        }
        let document = shown.page.document().clone();
        vec![Effect::Find { ticket: self.tickets.find, word, readings: self.readings(), document }]
    }

    /// The languages in which what is typed may be read.
    pub(super) fn readings(&self) -> Readings {
        if self.config.readings { Readings::ALL } else { Readings::NONE }
    }

    /// A line about the list: what is in it.
    #[must_use]
    pub fn list_count(&self) -> (usize, usize) {
        (self.list.shown.len(), self.corpus.len())
    }

    /// What the line being typed is for, if one is.
    #[must_use]
    pub fn purpose(&self) -> Option<&Purpose> {
        self.bar.typed.as_ref().map(|typed| &typed.purpose)
    }

    /// Tells a trouble, and keeps it.
    fn trouble(&mut self, text: Safe) {
        self.bar.tell(text.clone(), Role::Trouble, self.now);
        self.troubles.push(text);
    }
}
