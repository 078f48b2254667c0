//! The newest ticket of each kind of work, and what belongs to work under way.

use crate::app::reader::Held;
use crate::app::trail::Stop;
use crate::corpus::article::ArticleId;
use crate::input::action::Action;
use crate::message::Ticket;

/// The newest ticket of each kind of work.
#[derive(Debug, Default)]
pub struct Tickets {
    pub(super) scan: Ticket,
    pub(super) open: Ticket,
    pub(super) list: Ticket,
    pub(super) find: Ticket,
    pub(super) count: Ticket,
    pub(super) follow: Ticket,
    pub(super) backlinks: Ticket,
    /// The article that is being opened.
    pub(super) opening: Option<ArticleId>,
    /// The place of it that one goes back or forward to: until it is there, one counts as being at it.
    pub(super) bound: Option<Stop>,
    /// What is to be done with it once it is there.
    pub(super) then: Option<Action>,
    /// Whether a word is being found.
    pub(super) finding: bool,
    /// What was before the eye when the word being found was begun.
    pub(super) from: Held,
    /// Which hit is to be gone to, counted from there; back where negative.
    pub(super) steps: isize,
}

impl Tickets {
    /// For a scan.
    pub fn scan(&mut self) -> Ticket {
        self.scan = self.scan.next();
        self.scan
    }

    /// For a list.
    pub fn list(&mut self) -> Ticket {
        self.list = self.list.next();
        self.list
    }

    /// For finding a word.
    pub fn find(&mut self) -> Ticket {
        (self.finding, self.steps) = (false, 0);
        self.find = self.find.next();
        self.find
    }

    /// For a link.
    pub fn follow(&mut self) -> Ticket {
        self.follow = self.follow.next();
        self.follow
    }

    /// For opening an article. Nobody waits any more for where a link leads.
    pub fn open(&mut self, id: ArticleId) -> Ticket {
        self.follow();
        (self.then, self.bound) = (None, None);
        self.read_anew(id)
    }

    /// What was being opened is there, or will not come.
    pub fn arrived(&mut self) {
        (self.opening, self.bound) = (None, None);
    }

    /// For reading the article that is open once more: what one was about to do with it stands.
    pub fn read_anew(&mut self, id: ArticleId) -> Ticket {
        self.opening = Some(id);
        self.open = self.open.next();
        self.open
    }
}
