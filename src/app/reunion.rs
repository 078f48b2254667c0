//! Files that were renamed or moved while nobody watched: what is remembered of them follows.
//!
//! Looked for once the folders are read. Of what is renamed while the program runs `reload` knows.

use crate::app::app::App;
use crate::app::reader::Over;
use crate::corpus::corpus::Order;
use crate::markdown::document::Anchor;
use crate::memory::key::Key;
use crate::message::Effect;
use crate::search::query::{Query, Sort};

impl App {
    /// Has articles looked for whose files had other names when they were read. It is to be asked for
    /// when all articles are known, and all that is remembered of them.
    pub(super) fn reunite(&self) -> Effect {
        Effect::Reunite(self.stock.clone())
    }

    /// Files were found again: the names they had, and those they have.
    pub(super) fn reunited(&mut self, renamed: &[(Key, Key)]) -> Vec<Effect> {
        let article = self.reader.article().map(|article| Key::of(article));
        let is_shown = renamed.iter().any(|(_, to)| Some(to) == article.as_ref());
        let is_at_top = is_shown
            && article.is_some_and(|key| self.stock.memory.position(&key).is_none())
            && self.reader.at() == Anchor::default()
            && self.reader.over == Over::Nothing
            && self.reader.word.is_empty();
        for (from, to) in renamed {
            self.rename_in_memory(from, to);
        }
        self.save_soon();
        if is_at_top {
            self.resume();
        }
        if self.lists_what_is_remembered() {
            self.coming.behind = true;
            if !self.coming.under_way {
                return self.refresh_list();
            }
        }
        Vec::new()
    }

    /// The article in the reader goes where it was left.
    fn resume(&mut self) {
        let Some(shown) = self.reader.shown() else { return };
        let at = self.remembered(&shown.article, shown.page.document());
        if at != Anchor::default() {
            self.reader.go(at);
        }
    }

    /// Whether the list depends on what is remembered.
    fn lists_what_is_remembered(&self) -> bool {
        let Ok(query) = Query::parse(&self.list.query) else { return false };
        let order = query.sort().and_then(Sort::order).map_or(self.list.order, |(order, _)| order);
        order == Order::Read || query.needs_memory()
    }
}
