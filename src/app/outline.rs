//! The outline: the headings of the article in a list over the page.

use crate::app::app::App;
use crate::app::item::{Item, Kind, Pick};
use crate::config::strings::Word;
use crate::markdown::document::Anchor;
use crate::text::safe::Safe;

impl App {
    /// `o`: the headings of the article, the one under the eye chosen.
    pub(super) fn open_outline(&mut self) {
        let (items, depths, at) = self.outline_items();
        if items.is_empty() {
            self.tell_word(Word::NoHeadings);
            return;
        }
        self.open_picker(Kind::Outline, items, at);
        if let Some(picker) = &mut self.picker {
            picker.set_depths(depths);
        }
    }

    /// The headings, how deep each stands, and which of them is under the eye.
    pub(super) fn outline_items(&self) -> (Vec<Item>, Vec<u8>, usize) {
        let Some(shown) = self.reader.shown() else { return (Vec::new(), Vec::new(), 0) };
        let document = shown.page.document();
        let here = self.reader.heading().map(|heading| heading.range.start);
        let top = document
            .headings
            .iter()
            .map(|heading| heading.level)
            .filter(|level| *level < 7)
            .min()
            .unwrap_or(1);
        let mut level = top;
        let mut at = 0;
        let mut items = Vec::with_capacity(document.headings.len());
        let mut depths = Vec::with_capacity(document.headings.len());
        for heading in &document.headings {
            // A bold line stands one step below the heading it is under.
            let depth = if heading.level == 7 {
                level.saturating_sub(top) + u8::from(!items.is_empty())
            } else {
                heading.level - top
            };
            if heading.level < 7 {
                level = heading.level;
            }
            if here == Some(heading.range.start) {
                at = items.len();
            }
            let words = document.text.slice(heading.range.clone());
            let line = Safe::line(words.as_str());
            let text = Safe::text(&format!("{}{line}", "  ".repeat(usize::from(depth))));
            items.push(Item {
                left: Safe::default(),
                text,
                role: None,
                parts: None,
                pick: Pick::Go(Anchor(heading.range.start)),
            });
            depths.push(depth);
        }
        (items, depths, at)
    }
}
