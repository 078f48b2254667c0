//! What is known of files that change: what has to be looked at, what is doubted, what is gone.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::corpus::article::ArticleId;
use crate::corpus::changed::Changed;
use crate::message::Ticket;

/// What is known of changes.
#[derive(Debug, Default)]
pub struct Changes {
    /// Whether changes are told of.
    pub(super) watched: bool,
    /// Whether somebody is looking at what changed.
    pub(super) under_way: bool,
    /// What has changed since.
    pub(super) waiting: Option<Changed>,
    /// The articles whose files have shrunk and are not believed yet.
    pub(super) doubted: HashMap<ArticleId, Doubt>,
    /// The article in the reader, where its file is gone.
    pub(super) lost: Option<Lost>,
    /// The article that has to be read again once what is being opened is there.
    pub(super) again: Option<ArticleId>,
    /// The reading of what an editor left: that is believed.
    pub(super) edited: Option<Ticket>,
    /// The finding that moves nothing.
    pub(super) quiet: Option<Ticket>,
}

/// An article whose file has shrunk.
#[derive(Clone, Copy, Debug)]
pub struct Doubt {
    pub(super) length: u64,
    pub(super) modified: Option<Timestamp>,
    pub(super) until: Timestamp,
    pub(super) times: u8,
}

/// An article that is shown though its file is gone.
#[derive(Clone, Copy, Debug)]
pub struct Lost {
    /// What is under the cursor of the list in its place. While it is, nobody has gone elsewhere.
    pub(super) stand_in: Option<ArticleId>,
    /// Where that stood beside it.
    pub(super) lies: Lies,
}

/// Where the cursor of the list is, seen from the row of an article that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// On the article that came next.
    Below,
    /// On the one before: none came next.
    Above,
    /// Where it was: not on the article that went.
    Elsewhere,
}
