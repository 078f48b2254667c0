//! Files that were renamed or moved while nobody watched: what is remembered of them follows.
//!
//! Looked for once the folders are read. Of what is renamed while the program runs `reload` knows.

use crate::app::app::App;
use crate::app::reader::Over;
use crate::markdown::document::Anchor;
use crate::memory::key::Key;
use crate::message::Effect;

impl App {
    /// Has articles looked for whose files had other names when they were read: wherever all
    /// articles and all that is remembered of them have come to be known.
    pub(super) fn reunite(&self) -> Option<Effect> {
        let is_known = !self.scanning && !self.recalling.under_way;
        is_known.then(|| Effect::Reunite(self.stock.clone()))
    }

    /// All files were looked for: the names that some of them had, and those they have.
    pub(super) fn reunited(&mut self, renamed: &[(Key, Key)]) -> Vec<Effect> {
        if renamed.is_empty() {
            return self.settle_session();
        }
        let article = self.reader.article().map(|article| Key::of(article));
        let is_shown = renamed.iter().any(|(_, to)| Some(to) == article.as_ref());
        let is_at_top = is_shown
            && article.is_some_and(|key| self.stock.memory.position(&key).is_none())
            && self.reader.at() == Anchor::default()
            && self.reader.over == Over::Nothing
            && self.reader.word.is_empty();
        let mut effects = Vec::new();
        for (from, to) in renamed {
            self.rename_in_memory(from, to);
            effects.extend(self.left_at_renamed(from, to));
        }
        self.save_soon();
        if is_at_top {
            self.go_where_left();
        }
        if self.list_depends_on_memory() {
            self.coming.behind = true;
            if !self.coming.under_way {
                effects.extend(self.refresh_list());
            }
        }
        effects.extend(self.settle_session());
        effects
    }

    /// The article in the reader goes where it was left.
    fn go_where_left(&mut self) {
        let Some(shown) = self.reader.shown() else { return };
        let at = self.remembered(&shown.article, shown.page.document());
        if at != Anchor::default() {
            self.reader.go(at);
        }
    }
}
