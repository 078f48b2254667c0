//! What the app says in words about itself: counts, hints, why a list is empty.

use crate::app::app::App;
use crate::config::strings::Word;
use crate::input::action::{Action, AppAction, ListAction};
use crate::text::safe::Safe;

impl App {
    /// How many articles there are and how many of them were not begun; and without the latter.
    #[must_use]
    pub fn list_summary(&self) -> (Safe, Safe) {
        let all = self.stock.corpus.len();
        let articles = self.strings.counted(Word::Articles, all);
        let unread = self.strings.fill(Word::Unread, &[&self.unread()]);
        (self.strings.fill(Word::Summary, &[&articles, &unread]), articles)
    }

    /// How many articles the query leaves of how many.
    #[must_use]
    pub fn found_summary(&self) -> Safe {
        let (shown, all) = (self.list.shown().len(), self.stock.corpus.len());
        let more = if self.list.whole { "" } else { "+" };
        self.strings.fill(Word::Matches, &[&format_args!("{shown}{more}"), &all])
    }

    /// Which hit one is at, of how many.
    #[must_use]
    pub fn hits_summary(&self) -> Safe {
        if self.reader.word.is_empty() {
            return Safe::default();
        }
        let all = self.reader.hits.len();
        match self.reader.hit {
            Some(hit) if all > 0 => Safe::line(&format!("{}/{all}", hit + 1)),
            Some(_) | None => self.strings.fill(Word::NoHits, &[&self.reader.word]),
        }
    }

    /// The keys that a newcomer needs: help, filter, quit.
    #[must_use]
    pub fn hint(&self) -> Safe {
        self.keys_and_words(&[
            (Action::App(AppAction::Help), Word::HintKeys),
            (Action::List(ListAction::Filter), Word::HintFilter),
            (Action::App(AppAction::Back), Word::HintQuit),
        ])
    }

    /// The first key of each action, with a word for it; those without keys are left out.
    pub(super) fn keys_and_words(&self, parts: &[(Action, Word)]) -> Safe {
        let parts: Vec<_> = parts
            .iter()
            .filter_map(|&(action, word)| {
                let key = self.config.keymap.keys_of(action).into_iter().next()?;
                Some(format!("{key} {}", self.strings.get(word)))
            })
            .collect();
        Safe::line(&parts.join("   "))
    }

    /// Why nothing stands in the list.
    #[must_use]
    pub fn why_empty(&self) -> Safe {
        if self.scanning {
            return self.strings.fill(Word::Scanning, &[&self.stock.corpus.len()]);
        }
        if self.coming.under_way {
            return Safe::default();
        }
        let (word, hint) = if !self.list.query.is_empty() && !self.stock.corpus.is_empty() {
            (Word::NoMatches, Word::NoMatchesHint)
        } else if !self.stock.corpus.is_empty() {
            (Word::OnlyDrafts, Word::OnlyDraftsHint)
        } else {
            (Word::NoArticles, Word::NoArticlesHint)
        };
        Safe::text(&format!("{}\n{}", self.strings.get(word), self.strings.get(hint)))
    }

    /// What a draft is called.
    #[must_use]
    pub fn draft_word(&self) -> &str {
        self.strings.get(Word::Draft)
    }
}
