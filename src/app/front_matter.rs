//! The front matter, whole, and what is wrong with the article, in a list over the page.

use crate::app::app::App;
use crate::app::item::{Item, Kind, Pick};
use crate::config::strings::Word;
use crate::text::role::Role;
use crate::text::safe::Safe;
use crate::text::width;

impl App {
    /// `i`: the front matter, whole, and what is wrong with the article.
    pub(super) fn open_front_matter(&mut self) {
        // An article that was opened knows its whole head; one that was only listed does not.
        let opened = self.reader.article();
        let chosen = self.list.cursor().filter(|_| !self.reading());
        let article = match chosen {
            Some(id) => opened.filter(|article| article.id == id).or_else(|| self.stock.corpus.get(id)),
            None => opened,
        };
        let Some(article) = article.cloned() else { return };
        let file = Safe::line(&article.path.to_string_lossy());
        let root = Safe::line(&article.root.to_string_lossy());
        let mut rows = vec![(self.strings.word(Word::Path).to_safe(), file, None)];
        rows.extend(article.meta.extra.iter().map(|(name, value)| (name.clone(), value.clone(), None)));
        rows.extend(article.meta.trouble.iter().map(|trouble| {
            let bare = trouble
                .strip_prefix(root.as_str())
                .map_or(trouble.as_str(), |rest| rest.trim_start_matches('/'));
            (self.strings.word(Word::Trouble).to_safe(), Safe::line(bare), Some(Role::Trouble))
        }));
        let items = self.broken_to_the_page(rows);
        self.open_picker(Kind::FrontMatter, items, 0);
    }

    /// Rows of names and values, the values broken into as many rows as they need.
    fn broken_to_the_page(&self, rows: Vec<(Safe, Safe, Option<Role>)>) -> Vec<Item> {
        let names = rows.iter().map(|(name, ..)| width::of(name, self.ambiguous)).max().unwrap_or(0);
        let room = usize::from(self.areas.screen.width).min(100).saturating_sub(names + 10).clamp(8, 90);
        let measure = self.config.measure(u16::try_from(room).unwrap_or(80), self.ambiguous);
        let mut items = Vec::new();
        for (name, value, role) in rows {
            let lines = measure.lines(value.as_safe_str());
            for (place, text) in lines.into_iter().enumerate() {
                let left = if place == 0 { name.clone() } else { Safe::default() };
                items.push(Item { left, text, role, parts: None, pick: Pick::Nothing });
            }
        }
        items
    }
}
