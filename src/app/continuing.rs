//! Going on reading: what was begun, and what was read lately.

use jiff::tz::TimeZone;

use crate::app::app::App;
use crate::app::item::{Item, Kind, Pick};
use crate::config::strings::Word;
use crate::corpus::article::{Article, ArticleId};
use crate::memory::key::Key;
use crate::memory::position::State;
use crate::message::{Effect, Goal};
use crate::text::safe::Safe;

/// Articles that were begun, and that were read lately, in the list of either.
const LISTED: usize = 200;

impl App {
    /// `c`: what was begun, the last first; then what else was read.
    pub(super) fn open_continue(&mut self) {
        let items = self.continue_items();
        let is_to_come = self.scanning || self.recalling.under_way;
        if items.is_empty() && is_to_come {
            self.recalling.wanted = Some(Kind::Continue);
        } else if items.is_empty() {
            self.tell_word(Word::NothingBegun);
        } else {
            self.open_picker(Kind::Continue, items, 0);
        }
    }

    /// The list of what was begun is made anew where it is open, as more articles are known.
    pub(super) fn renew_continue(&mut self) {
        if self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::Continue) {
            let items = self.continue_items();
            self.renew_picker(items);
        }
    }

    fn continue_items(&self) -> Vec<Item> {
        let memory = &self.stock.memory;
        let there = |key: &Key| self.stock.corpus.get(ArticleId::of(&key.root, &key.path));
        let begun = memory.begun().filter_map(there).take(LISTED);
        let mut items: Vec<Item> = begun.map(|article| self.begun_item(article)).collect();
        let lately = memory.history().filter(|(key, _)| memory.state(key) != State::Reading);
        let mut lately =
            lately.filter_map(|(key, opened)| Some((there(key)?, opened))).take(LISTED).peekable();
        if lately.peek().is_some() {
            items.push(Item::label(self.strings.word(Word::ReadLately).to_safe()));
        }
        items.extend(lately.map(|(article, opened)| Item {
            left: Safe::line(&opened.to_zoned(TimeZone::system()).date().to_string()),
            text: article.meta.title.clone(),
            role: None,
            parts: None,
            pick: Pick::Continue(article.id),
        }));
        items
    }

    /// How far one has come, in which article, under which heading.
    fn begun_item(&self, article: &Article) -> Item {
        let position = self.stock.memory.position(&Key::of(article));
        let heading = position.and_then(|position| position.spot.heading.as_deref());
        let title = article.meta.title.as_str();
        let text = match heading.filter(|heading| *heading != title) {
            Some(heading) => Safe::line(&format!("{title} ❯ {heading}")),
            None => article.meta.title.clone(),
        };
        let progress = position.map_or(0.0, |position| position.progress);
        let left = Safe::text(&format!("{:>3.0} %", (progress * 100.0).floor()));
        Item { left, text, role: None, parts: None, pick: Pick::Continue(article.id) }
    }

    /// Opens an article where it was left.
    pub(super) fn continue_reading(&mut self, article: ArticleId) -> Vec<Effect> {
        let Some(article) = self.stock.corpus.get(article).cloned() else { return Vec::new() };
        self.close_picker();
        if self.reading() {
            self.leave_place();
        }
        self.open_article(article, Goal::Remembered)
    }
}
