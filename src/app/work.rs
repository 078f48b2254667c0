//! Work given out and its reports taken back: opening, finding, saving. What becomes of the list
//! is in `listing`.

use std::sync::Arc;

use crate::app::app::App;
use crate::config::strings::Word;
use crate::markdown::document::{Anchor, Block, BlockKind, Document};
use crate::message::{Effect, Goal, Report};
use crate::search::names::Language;
use crate::shelf::settings;
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
                let is_shown = self.reader.article().is_some_and(|shown| shown.id == article.id);
                let at = match goal {
                    Goal::Here if is_shown => return self.reopened(article, &document),
                    Goal::Here | Goal::Remembered => self.remembered(&article, &document),
                    Goal::At(at) => at,
                    Goal::Mark(spot) => spot.find(&document.text),
                };
                let mut effects = self.colour(&document);
                self.reader.show(article, document, at, self.measure());
                if self.reading() {
                    self.opened_for_reading();
                }
                effects.extend(self.opened_another());
                effects
            }
            Report::Coloured { ticket, colours } if ticket == self.tickets.open => {
                self.reader.set_colours(colours);
                Vec::new()
            }
            Report::Unread { ticket, article, why } if ticket == self.tickets.open => {
                self.tickets.opening = None;
                if self.went_meanwhile(article) {
                    return Vec::new();
                }
                if self.reader.article().is_some_and(|shown| shown.id != article) {
                    self.reader.clear();
                    self.leave_lost();
                }
                self.bar.tell(why, Role::Trouble, self.now);
                Vec::new()
            }
            Report::Listed(ticket, listed) if ticket == self.tickets.list => self.listed(listed),
            Report::Counted { ticket, groups } if ticket == self.tickets.count => {
                self.facets_counted(groups);
                Vec::new()
            }
            Report::Hits { ticket, hits } if ticket == self.tickets.find && self.is_quiet(ticket) => {
                self.reader.found_anew(hits);
                Vec::new()
            }
            Report::Hits { ticket, hits } if ticket == self.tickets.find => {
                self.reader.go(self.tickets.from);
                self.reader.found(hits);
                Vec::new()
            }
            Report::Saved { memory, notices } => {
                self.stock.memory = self.stock.memory.merge(&memory);
                self.unread = None;
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
            Report::Refreshed { found, gone, renamed } => self.refreshed(found, &gone, &renamed),
            Report::Polling => {
                self.tell_word(Word::Polling);
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
            | Report::Listed(..)
            | Report::Counted { .. }
            | Report::Hits { .. } => Vec::new(),
        }
    }

    /// Has the code of an article coloured, where it has any.
    pub(super) fn colour(&self, document: &Arc<Document>) -> Vec<Effect> {
        let is_code = |block: &Block| matches!(block.kind, BlockKind::Code(Some(_)));
        let has_code = document.blocks.iter().any(is_code);
        let colour = || Effect::Colour { ticket: self.tickets.open, document: document.clone() };
        has_code.then(colour).into_iter().collect()
    }

    /// Shows the article under the cursor, where the reader is on the screen and shows another.
    pub(super) fn preview(&mut self) -> Vec<Effect> {
        if self.areas.reader.is_empty() || self.stands_in() {
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
        let Some(article) = self.stock.corpus.get(id).cloned() else { return Vec::new() };
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
        let readings = settings::readings(&self.config);
        let language = Language::of(&shown.article);
        vec![Effect::Find { ticket: self.tickets.find, word, readings, language, document }]
    }

    /// Tells a trouble, and keeps it.
    fn trouble(&mut self, text: Safe) {
        self.bar.tell(text.clone(), Role::Trouble, self.now);
        self.troubles.push(text);
    }
}
