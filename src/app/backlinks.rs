//! `B`: the links that lead to the article that is read, over the page.
//!
//! The list opens at once and fills as a worker finds them; a label at its end says that there may
//! be more.

use crate::app::app::App;
use crate::app::item::{Item, Kind, Parts, Pick};
use crate::config::strings::Word;
use crate::limits::BACKLINKS;
use crate::links::backlink::Backlink;
use crate::message::Effect;
use crate::text::safe::{Safe, SafeStr};

/// Between the title of an article and the words around a link in it, so that a filter finds no word
/// across both.
const BETWEEN: SafeStr<'_> = SafeStr::fixed("  ");

impl App {
    pub(super) fn ask_backlinks(&mut self) -> Vec<Effect> {
        let Some(article) = self.reader.article().cloned() else { return Vec::new() };
        let looking = self.looking();
        self.open_picker(Kind::Backlinks, vec![looking], 0);
        self.tickets.backlinks = self.tickets.backlinks.next();
        vec![Effect::Backlinks { ticket: self.tickets.backlinks, article, corpus: self.stock.corpus.clone() }]
    }

    /// Some more links were found; all of them, where that is `done`.
    pub(super) fn backlinked(&mut self, more: &[Backlink], done: bool) {
        let known = self.picker.as_ref().filter(|picker| picker.kind == Kind::Backlinks);
        let Some(known) = known.map(|picker| picker.items().iter().filter(|item| !item.is_label()).count())
        else {
            return;
        };
        let fits = BACKLINKS.saturating_sub(known);
        let label = if more.len() > fits {
            // Nobody goes through so many: what else is found is not waited for.
            self.tickets.backlinks = self.tickets.backlinks.next();
            Some(Item::label(self.strings.fill(Word::MoreLinks, &[&BACKLINKS])))
        } else {
            (!done).then(|| self.looking())
        };
        if let Some(picker) = &mut self.picker {
            picker.extend(more.iter().take(fits).map(item).collect(), label);
            if picker.items().is_empty() {
                self.close_picker();
                self.tell_word(Word::NoBacklinks);
            }
        }
    }

    fn looking(&self) -> Item {
        Item::label(self.strings.word(Word::LookingForLinks).to_safe())
    }
}

/// A link as it is picked: the day of its article, its title, the words around the link.
fn item(found: &Backlink) -> Item {
    let meta = &found.article.meta;
    let day = meta.date.map(|date| date.day()).unwrap_or_default();
    let mut text = meta.title.clone();
    let title = text.len();
    text.push_safe(BETWEEN);
    let words = text.len();
    text.push_safe(found.words.as_safe_str());
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let behind = |at: u32| narrow(words).saturating_add(at);
    Item {
        left: Safe::line(&day),
        role: None,
        parts: Some(Parts {
            title: narrow(title),
            words: narrow(words),
            lit: behind(found.link.start)..behind(found.link.end),
        }),
        pick: Pick::Backlink { article: found.article.id, at: found.at },
        text,
    }
}
