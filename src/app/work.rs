//! Work given out and its reports taken back: opening, finding, saving. What becomes of the list
//! is in `listing`.

use std::sync::Arc;

use crate::app::app::App;
use crate::app::bar::Purpose;
use crate::app::reader::Held;
use crate::config::strings::Word;
use crate::corpus::article::{Article, ArticleId};
use crate::limits::{EXPRESSION_BYTES, QUERY_BYTES};
use crate::markdown::document::{Anchor, Block, BlockKind, Document};
use crate::markdown::fragment::place;
use crate::message::{Effect, Goal, Report};
use crate::search::expression::Wrong;
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
            Report::Opened { ticket, article, document, line, goal } if ticket == self.tickets.open => {
                self.opened(article, document, line, goal)
            }
            Report::Coloured { ticket, colours } if ticket == self.tickets.open => {
                self.reader.set_colours(colours);
                Vec::new()
            }
            Report::Pictures { ticket, found } if ticket == self.tickets.open => {
                self.reader.set_pictures(found);
                Vec::new()
            }
            Report::Drawn { wanted, drawn } => {
                self.picture_drawn(wanted, drawn);
                Vec::new()
            }
            Report::Unread { ticket, article, why } if ticket == self.tickets.open => {
                self.not_opened(article, why)
            }
            Report::Listed(ticket, listed) if ticket == self.tickets.list => self.listed(listed),
            Report::Counted { ticket, groups } if ticket == self.tickets.count => {
                self.facets_counted(groups);
                Vec::new()
            }
            Report::Led { ticket, link, led } if ticket == self.tickets.follow => self.led(led, &link),
            Report::Backlinked { ticket, more, done } if ticket == self.tickets.backlinks => {
                self.backlinked(&more, done);
                Vec::new()
            }
            Report::Hits { ticket, hits } if ticket == self.tickets.find && self.is_quiet(ticket) => {
                self.reader.found_anew(hits.unwrap_or_default());
                Vec::new()
            }
            Report::Hits { ticket, hits } if ticket == self.tickets.find => {
                self.tickets.finding = false;
                self.reader.hold(self.tickets.from.clone());
                let is_at_fault = hits.is_err();
                self.find_is_at_fault(hits.as_ref().err());
                self.reader.found(hits.unwrap_or_default());
                // The first of them is one step forward, and none back.
                let steps = std::mem::take(&mut self.tickets.steps);
                self.reader.step_hit(steps - isize::from(steps > 0));
                if self.reader.hits.is_empty() && self.bar.typed.is_none() && !is_at_fault {
                    self.tell(self.hits_summary());
                }
                Vec::new()
            }
            Report::Reunited(renamed) => self.reunited(&renamed),
            Report::Saved { memory, notices, lasting } => {
                self.recalling.lasting = lasting;
                self.learn(&memory, notices);
                Vec::new()
            }
            Report::Recalled { memory, notices, lasting } => {
                self.recalling.lasting = lasting;
                self.recalled(&memory, notices)
            }
            Report::NotSaved(why) => {
                self.try_again();
                let told = self.strings.fill(Word::TriedAgain, &[&why]);
                if !self.troubles.contains(&told) {
                    self.trouble(told);
                }
                Vec::new()
            }
            Report::Edited { article, file, ended } => self.edited(article, &file, ended),
            Report::Browsed { address, ended } => {
                self.browsed(&address, ended);
                Vec::new()
            }
            Report::Copied { what, characters, ended } => {
                self.copied(&what, characters, ended);
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
            | Report::Pictures { .. }
            | Report::Unread { .. }
            | Report::Listed(..)
            | Report::Counted { .. }
            | Report::Led { .. }
            | Report::Backlinked { .. }
            | Report::Hits { .. } => Vec::new(),
        }
    }

    /// Shows an article that was opened, where it was to be shown.
    fn opened(
        &mut self,
        article: Arc<Article>,
        document: Arc<Document>,
        line: u32,
        goal: Goal,
    ) -> Vec<Effect> {
        self.tickets.arrived();
        let is_shown = self.reader.article().is_some_and(|shown| shown.id == article.id);
        if !is_shown || goal != Goal::Here {
            self.recalling.opened(article.id, &goal);
        }
        let at = match goal {
            Goal::Here if is_shown => return self.reopened(article, &document, line),
            Goal::Here | Goal::Remembered => self.remembered(&article, &document),
            Goal::At(at) => at,
            Goal::Heading(name) => place(&document, &name).unwrap_or_else(|| {
                let text = self.strings.fill(Word::NoSuchHeading, &[&name]);
                self.tell(text);
                Anchor::default()
            }),
            Goal::Mark(spot) => spot.find(&document.text),
        };
        let mut effects = self.colour(&document);
        let renewed = self.renew_row(&article);
        self.reader.show(article, document, line, at, self.measure());
        effects.extend(self.leave_former());
        if self.reading() {
            self.opened_for_reading();
        }
        if let Some(action) = self.tickets.then.take() {
            effects.extend(self.act(action));
        }
        effects.extend(renewed);
        effects.extend(self.opened_another());
        effects.extend(self.look_for_pictures());
        effects
    }

    /// Tells why an article could not be opened, unless it is gone or is read once more.
    fn not_opened(&mut self, article: ArticleId, why: Safe) -> Vec<Effect> {
        self.tickets.arrived();
        if self.left_at() == Some(article) && self.stock.corpus.get(article).is_none() {
            // It may be there under another name.
            return Vec::new();
        }
        let again = self.read_again();
        if again.is_empty() {
            // It was to be done with the article that cannot be read.
            self.tickets.then = None;
        }
        if self.went_meanwhile(article) || !again.is_empty() {
            return again;
        }
        match self.reader.article().map(|shown| shown.id) {
            // One that a link led to cannot be read: what was read stays.
            Some(shown) if self.reading() => {
                self.list.go_to(shown);
            }
            Some(shown) if shown != article => {
                self.reader.clear();
                self.leave_lost();
            }
            Some(_) | None => {}
        }
        self.bar.tell(why, Role::Trouble, self.now);
        Vec::new()
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
        // What is read may stand in no list: a link led there.
        let read = self.being_read().filter(|_| self.reading());
        let stands_apart = read.is_some_and(|id| !self.list.shown().contains(&id));
        // Nothing opens by itself before it is known where it was left.
        let waits = self.recalling.under_way && (!self.reading() || self.reader.article().is_none());
        // Nor before the cursor stands where one left.
        let waits = waits || self.left_at().is_some_and(|id| self.list.cursor() != Some(id));
        if waits || stands_apart {
            return Vec::new();
        }
        self.show_cursor()
    }

    /// Shows the article under the cursor.
    pub(super) fn show_cursor(&mut self) -> Vec<Effect> {
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
    pub(super) fn find(&mut self, word: String, from: Held) -> Vec<Effect> {
        let ticket = self.tickets.find();
        self.reader.word.clone_from(&word);
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        if word.trim().is_empty() {
            self.reader.hits.clear();
            self.reader.hit = None;
            self.reader.hold(from);
            return Vec::new();
        }
        self.tickets.from = from;
        self.tickets.finding = true;
        let document = shown.page.document().clone();
        let readings = settings::readings(&self.config);
        let language = Language::of(&shown.article);
        vec![Effect::Find { ticket, word, readings, language, document }]
    }

    /// Another article is shown: what was made from the former one goes. A word that is being typed is
    /// looked for here, a note was to the other.
    fn leave_former(&mut self) -> Vec<Effect> {
        self.tickets.find();
        if self.picker.as_ref().is_some_and(|picker| picker.kind.is_of_the_article()) {
            self.close_picker();
        }
        if let Some(picker) = &mut self.picker {
            picker.glance = None;
        }
        self.set_glance();
        let here = self.reader.held();
        match self.bar.typed.as_mut().map(|typed| (&mut typed.purpose, typed.line.text())) {
            Some((Purpose::Find(from), word)) => {
                *from = here.clone();
                let word = word.to_owned();
                self.find(word, here)
            }
            Some((Purpose::Note, _)) => {
                self.bar.typed = None;
                Vec::new()
            }
            Some((Purpose::Filter(_) | Purpose::Renote(_), _)) | None => Vec::new(),
        }
    }

    /// Tells why what was typed is no expression, where it is typed or else as a notice.
    fn find_is_at_fault(&mut self, fault: Option<&Wrong>) {
        let why = fault.map(|wrong| match wrong {
            Wrong::TooLong => self.strings.fill(Word::ExpressionTooLong, &[&QUERY_BYTES]),
            Wrong::TooLarge => self.strings.fill(Word::ExpressionTooLarge, &[&(EXPRESSION_BYTES >> 10)]),
            Wrong::Said(said) => said.clone(),
        });
        match (&mut self.bar.typed, why) {
            (Some(typed), why) if matches!(typed.purpose, Purpose::Find(_)) => typed.fault = why,
            (_, Some(why)) => self.bar.tell(why, Role::Trouble, self.now),
            (_, None) => {}
        }
    }

    /// Tells a trouble, and keeps it where it is not known.
    pub(super) fn trouble(&mut self, text: Safe) {
        self.bar.tell(text.clone(), Role::Trouble, self.now);
        if !self.troubles.contains(&text) {
            self.troubles.push(text);
        }
    }
}
