//! A bookmark.
//!
//! A mark is known by its id, which is made of where and when it was set, so that the same mark
//! read on two machines is one. Everything else about it may change; `changed` says when it last did.

use jiff::Timestamp;

use crate::memory::key::{Key, lasting_hash};
use crate::memory::spot::Spot;

/// Names a mark for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MarkId(pub u64);

/// A place in an article that the reader wants to come back to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Its name.
    pub id: MarkId,
    /// The article.
    pub key: Key,
    /// The article's title when the mark was set.
    pub title: String,
    /// Where in the article.
    pub spot: Spot,
    /// What the reader wrote on it.
    pub note: Option<String>,
    /// When it was set.
    pub made: Timestamp,
    /// When it last changed; never before `made`.
    pub changed: Timestamp,
    /// Fields of its entry that this program does not know, as lines of YAML: kept as they are.
    pub extra: String,
}

impl Mark {
    /// A mark set now.
    #[must_use]
    pub fn new(key: Key, title: String, spot: Spot, note: Option<String>, now: Timestamp) -> Self {
        let id = MarkId::of(&key, &spot, now);
        Self { id, key, title, spot, note, made: now, changed: now, extra: String::new() }
    }

    /// Whether it says the same as `other`, whenever either was last changed.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let Self { id, key, title, spot, note, made, changed: _, extra } = self;
        *id == other.id
            && *key == other.key
            && *title == other.title
            && *spot == other.spot
            && *note == other.note
            && *made == other.made
            && *extra == other.extra
    }
}

impl MarkId {
    /// The id of a mark set at `spot` at the time `made`: an entry that bears no id has this one.
    #[must_use]
    pub fn of(key: &Key, spot: &Spot, made: Timestamp) -> Self {
        let (root, path) = key.bytes();
        Self(lasting_hash(&[
            root,
            path,
            &spot.at.0.to_le_bytes(),
            spot.near.as_bytes(),
            &made.as_nanosecond().to_le_bytes(),
        ]))
    }
}
