//! The list that is to come: when it is asked for, and where the cursor goes in it.

use jiff::Timestamp;

use crate::corpus::article::ArticleId;

/// How long articles that were found may wait to be listed, in milliseconds.
const LIST_WITHIN: i64 = 200;

/// Where the cursor is to stand in a list that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// On its first row: the best match.
    First,
    /// On an article.
    At(ArticleId),
    /// On an article that is back, on the row of the screen where the cursor stands.
    Back(ArticleId),
}

/// How the list stands to what was found.
#[derive(Debug, Default)]
pub struct Coming {
    /// Whether the list was asked for and has not come.
    pub under_way: bool,
    /// Where the cursor is to go when it comes; else it stays with its article.
    pub aim: Option<Aim>,
    /// Whether articles came since it was asked for.
    pub behind: bool,
    /// How many articles there were then.
    of: usize,
    /// When that was.
    asked: Option<Timestamp>,
}

impl Coming {
    /// Whether to ask for the list anew, of `articles`, at the time `now`: some of them are not in
    /// it, and it is that time or they are many beside those that are.
    #[must_use]
    pub fn is_due(&self, articles: usize, now: Timestamp) -> bool {
        let grown = articles > self.of + self.of / 8;
        self.behind && !self.under_way && (grown || self.due().is_some_and(|due| due <= now))
    }

    /// A list of so many articles was asked for at the time `now`.
    pub fn begin(&mut self, articles: usize, now: Timestamp) {
        (self.behind, self.under_way) = (false, true);
        (self.of, self.asked) = (articles, Some(now));
    }

    /// When the list has to be asked for anew, if articles wait to be listed.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let asked = self.asked.filter(|_| self.behind && !self.under_way)?;
        Timestamp::from_millisecond(asked.as_millisecond().saturating_add(LIST_WITHIN)).ok()
    }
}
