//! What is remembered comes: at the start, while articles are listed already, and whenever another
//! instance or a person has written it.
//!
//! Until it is there no article opens by itself, so that none jumps to its place under the eye.
//! What a key opens or marks meanwhile is merged with what comes.

use crate::app::app::App;
use crate::app::item::Kind;
use crate::corpus::corpus::Order;
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::message::Effect;
use crate::search::query::{Query, Sort};
use crate::text::safe::Safe;

impl App {
    /// What is remembered was read for the first time.
    pub(super) fn recalled(&mut self, memory: &Memory, notices: Vec<Safe>) -> Vec<Effect> {
        if !std::mem::take(&mut self.recalling.under_way) {
            self.learn(memory, notices);
            return Vec::new();
        }
        let shown = self.reader.shown().filter(|shown| self.recalling.unplaced == Some(shown.article.id));
        let unmoved = shown
            .filter(|shown| self.stock.memory.position(&Key::of(&shown.article)).is_none())
            .map(|shown| (shown.article.clone(), shown.page.document().clone()));
        self.learn(memory, notices);
        if let Some((article, document)) = unmoved {
            self.reader.go(self.remembered(&article, &document));
        }
        if self.reading() && self.tickets.opening.is_none() {
            // The reader's own word on it holds only until it is opened.
            self.opened_for_reading();
        }
        self.open_wanted();
        let mut effects = self.restore();
        let is_asked_for = effects.iter().any(|effect| matches!(effect, Effect::List { .. }));
        if !is_asked_for && self.list_depends_on_memory() {
            effects.extend(self.refresh_list());
        }
        if effects.is_empty() {
            // Else it is that of the list to come.
            effects = self.preview();
        }
        effects.extend(self.reunite());
        effects
    }

    /// Looks whether others have written what is remembered.
    pub(super) fn recall(&self) -> Effect {
        Effect::Recall(self.stock.memory.clone())
    }

    /// Opens the list that was asked for before anything of it was known, if nothing was done since.
    pub(super) fn open_wanted(&mut self) {
        match self.recalling.wanted.take() {
            Some(Kind::Marks) => self.open_marks(),
            Some(Kind::Continue) => self.open_continue(),
            _ => {}
        }
    }

    /// Takes in what is remembered elsewhere.
    pub(super) fn learn(&mut self, memory: &Memory, notices: Vec<Safe>) {
        let merged = self.stock.memory.merge(memory);
        for notice in notices {
            self.trouble(notice);
        }
        if merged == self.stock.memory {
            return;
        }
        if !merged.reads_as(&self.stock.memory) {
            self.unread = None;
        }
        self.stock.memory = merged;
        self.renew_marks();
    }

    /// Whether what is remembered decides which articles the list shows, or in what order.
    pub(super) fn list_depends_on_memory(&self) -> bool {
        let Ok(query) = Query::parse(&self.list.query) else { return false };
        let order = query.sort().and_then(Sort::order).map_or(self.list.order, |(order, _)| order);
        order == Order::Read || query.needs_memory()
    }
}
