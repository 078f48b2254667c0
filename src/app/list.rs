//! The list pane: which articles stand in it, in what order, and which is under the cursor.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::corpus::article::ArticleId;
use crate::corpus::corpus::{Direction, Order};
use crate::search::asked::Asked;
use crate::search::matches::Matches;
use crate::shelf::lister::{Drafts, Listed};

/// The list pane.
#[derive(Clone, Debug)]
pub struct List {
    /// Whether what is shown is the whole list, or the first rows of what is being looked for.
    pub whole: bool,
    /// The index of the first row on the screen.
    pub top: usize,
    /// Rows on the screen.
    pub height: usize,
    /// What the list is ordered by.
    pub order: Order,
    /// Which way.
    pub direction: Direction,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// The query that is kept; empty where none is.
    pub query: String,
    /// Whether any article of the list bears a date: without one no room is kept for it.
    pub dated: bool,
    /// The query that the articles shown were found by, for telling why.
    pub asked: Arc<Asked>,
    matches: Matches,
    at: usize,
    changes: u64,
}

impl List {
    /// An empty list in this order.
    #[must_use]
    pub fn new(order: Order, direction: Direction, drafts: Drafts) -> Self {
        Self {
            whole: true,
            asked: Arc::default(),
            matches: Matches::default(),
            top: 0,
            height: 0,
            order,
            direction,
            drafts,
            query: String::new(),
            dated: true,
            at: 0,
            changes: 0,
        }
    }

    /// The articles shown, in order.
    #[must_use]
    pub fn shown(&self) -> &[ArticleId] {
        &self.matches.articles
    }

    /// What of the title on that row the query matched, in bytes.
    #[must_use]
    pub fn matched(&self, row: usize) -> &[Range<u32>] {
        self.matches.title(row)
    }

    /// The article under the cursor.
    #[must_use]
    pub fn cursor(&self) -> Option<ArticleId> {
        self.shown().get(self.at).copied()
    }

    /// The row of the cursor, counted in the whole list.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// How often other articles were shown, or the same ones anew.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Shows these articles. The cursor stays on its row of the screen, with the article `cursor`;
    /// where that is gone it goes to the one that took its place.
    pub fn show(&mut self, listed: Listed, cursor: Option<ArticleId>) {
        let Listed { matches, dated, whole, asked } = listed;
        let kept = cursor.and_then(|id| matches.articles.iter().position(|each| *each == id));
        let row = self.at.saturating_sub(self.top);
        // Without any article no date is known, and the room for it stays.
        (self.dated, self.whole) = (dated || matches.articles.is_empty(), whole);
        self.matches = matches;
        self.changes += 1;
        self.asked = asked;
        self.at = kept.unwrap_or(self.at).min(self.shown().len().saturating_sub(1));
        self.top = self.at.saturating_sub(row);
        self.settle();
    }

    /// Lets go of articles until the list is made anew; the others stay on their rows of the screen as
    /// far as can be.
    pub fn let_go(&mut self, gone: &HashSet<ArticleId>) {
        if gone.is_empty() || !self.shown().iter().any(|id| gone.contains(id)) {
            return;
        }
        let above = self.shown()[..self.at].iter().filter(|id| gone.contains(id)).count();
        self.matches = self.matches.without(&|id| gone.contains(&id));
        self.changes += 1;
        let row = self.at.saturating_sub(self.top);
        self.at = (self.at - above).min(self.shown().len().saturating_sub(1));
        self.top = self.at.saturating_sub(row);
        self.settle();
    }

    /// Articles have other names now, on the rows where they stand.
    pub fn rename(&mut self, names: &HashMap<ArticleId, ArticleId>) {
        for id in &mut self.matches.articles {
            if let Some(name) = names.get(id) {
                *id = *name;
            }
        }
    }

    /// Puts the cursor on the best match: the first row.
    pub fn first(&mut self) {
        self.go(0);
    }

    /// Puts the cursor on the row `at`, or on the last.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.shown().len().saturating_sub(1));
        self.settle();
    }

    /// Puts the cursor on an article: `false` where the list does not hold it.
    pub fn go_to(&mut self, id: ArticleId) -> bool {
        let found = self.shown().iter().position(|each| *each == id);
        if let Some(at) = found {
            self.go(at);
        }
        found.is_some()
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, rows: isize) {
        self.go(self.at.saturating_add_signed(rows));
    }

    /// The pane has this many rows.
    pub fn resize(&mut self, height: usize) {
        self.height = height;
        self.settle();
    }

    /// Keeps the cursor on the screen, and the screen full.
    fn settle(&mut self) {
        let height = self.height.max(1);
        let margin = usize::from(height > 6);
        self.top = self.top.min((self.at).saturating_sub(margin).min(self.at));
        let lowest = (self.at + 1 + margin).min(self.shown().len().max(1));
        self.top = self.top.max(lowest.saturating_sub(height));
        self.top = self.top.min(self.shown().len().saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Drafts, List};
    use crate::corpus::article::ArticleId;
    use crate::corpus::corpus::{Direction, Order};
    use crate::search::matches::Matches;
    use crate::shelf::lister::Listed;

    fn listed(articles: std::ops::Range<u64>) -> Listed {
        Listed {
            matches: Matches::plain(articles.map(ArticleId).collect()),
            dated: true,
            whole: true,
            asked: Arc::default(),
        }
    }

    fn list(count: u64, height: usize) -> List {
        let mut list = List::new(Order::Date, Direction::Forward, Drafts::Shown);
        list.resize(height);
        list.show(listed(0..count), None);
        list
    }

    #[test]
    fn the_cursor_stays_with_its_article() {
        let mut list = list(10, 5);
        list.go(7);
        list.show(listed(5..10), list.cursor());
        assert_eq!(list.cursor(), Some(ArticleId(7)));
        list.show(listed(8..10), list.cursor());
        assert_eq!(list.cursor(), Some(ArticleId(9)));
    }

    #[test]
    fn the_cursor_stays_on_its_row_when_others_come_and_go() {
        let mut list = list(30, 10);
        list.go(15);
        let row = list.at() - list.top;
        list.let_go(&[ArticleId(3), ArticleId(15), ArticleId(20)].into());
        assert_eq!((list.cursor(), list.at() - list.top), (Some(ArticleId(16)), row));
        list.show(listed(0..30), list.cursor());
        assert_eq!((list.cursor(), list.at() - list.top), (Some(ArticleId(16)), row));
        list.let_go(&[ArticleId(16)].into());
        list.show(listed(0..30), Some(ArticleId(16)));
        assert_eq!((list.cursor(), list.at() - list.top), (Some(ArticleId(16)), row));
        list.rename(&[(ArticleId(16), ArticleId(99))].into());
        assert_eq!((list.cursor(), list.at() - list.top), (Some(ArticleId(99)), row));
        list.let_go(&(0..100).map(ArticleId).collect());
        assert_eq!((list.cursor(), list.at()), (None, 0));
    }

    #[test]
    fn the_cursor_is_always_on_the_screen() {
        for height in 1..12 {
            let mut list = list(30, height);
            for step in [1, 5, -3, 20, 40, -7, -50] {
                list.step(step);
                assert!(list.top <= list.at() && list.at() < list.top + height, "{height} {step}");
            }
        }
    }
}
