//! The newest ticket of each kind of work, and what belongs to work under way.

use jiff::Timestamp;

use crate::corpus::article::ArticleId;
use crate::markdown::document::Anchor;
use crate::message::Ticket;

/// How long articles that were found may wait to be listed, in milliseconds.
const LIST_WITHIN: i64 = 200;

/// A row of a list that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The first: the best match.
    First,
    /// That of an article.
    Of(ArticleId),
}

/// How the list stands to what was found.
#[derive(Debug, Default)]
pub struct Listing {
    /// Whether the list was asked for and has not come.
    pub under_way: bool,
    /// Where the cursor is to go when it comes; else it stays with its article.
    pub to: Option<Row>,
    /// Whether articles came since it was asked for.
    pub behind: bool,
    /// How many articles there were then.
    of: usize,
    /// When that was.
    asked: Option<Timestamp>,
}

impl Listing {
    /// Whether to ask for the list anew, of `articles`, at the time `now`: some of them are not in
    /// it, and it is that time or they are many beside those that are.
    #[must_use]
    pub fn is_due(&self, articles: usize, now: Timestamp) -> bool {
        let grown = articles > self.of + self.of / 8;
        self.behind && !self.under_way && (grown || self.due().is_some_and(|due| due <= now))
    }

    /// When the list has to be asked for anew, if articles wait to be listed.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        let asked = self.asked.filter(|_| self.behind && !self.under_way)?;
        Timestamp::from_millisecond(asked.as_millisecond().saturating_add(LIST_WITHIN)).ok()
    }
}

/// The newest ticket of each kind of work.
#[derive(Debug, Default)]
pub struct Tickets {
    pub(super) scan: Ticket,
    pub(super) open: Ticket,
    pub(super) list: Ticket,
    pub(super) listing: Listing,
    pub(super) find: Ticket,
    pub(super) count: Ticket,
    /// The article that is being opened.
    pub(super) opening: Option<ArticleId>,
    /// Where the article was when the word being found was begun.
    pub(super) from: Anchor,
}

impl Tickets {
    /// For a scan.
    pub fn scan(&mut self) -> Ticket {
        self.scan = self.scan.next();
        self.scan
    }

    /// For a list of so many articles, asked for at the time `now`.
    pub fn list(&mut self, articles: usize, now: Timestamp) -> Ticket {
        self.listing.behind = false;
        self.listing.under_way = true;
        self.listing.of = articles;
        self.listing.asked = Some(now);
        self.list = self.list.next();
        self.list
    }

    /// For opening an article.
    pub fn open(&mut self, id: ArticleId) -> Ticket {
        self.opening = Some(id);
        self.open = self.open.next();
        self.open
    }
}
