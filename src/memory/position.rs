//! What is remembered of one article: where reading stands, how far it has come, when it was opened.
//!
//! The three parts have times of their own and are merged one by one, so that a state set here
//! and a place reached there both stay. What was carried over to another file leaves the time of
//! that: whoever still remembers it here forgets it when they merge.

use std::cmp::Ordering;

use jiff::Timestamp;

use crate::memory::marks::just_after;
use crate::memory::spot::Spot;

/// How much of an article was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not begun.
    #[default]
    Unread,
    /// Paged through in part.
    Reading,
    /// Its end was shown.
    Done,
}

impl State {
    /// Every state with its name on disk, in queries and in JSON.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Unread, "unread"), (Self::Reading, "reading"), (Self::Done, "done")];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Reading => "reading",
            Self::Done => "done",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, each)| *each == name).map(|&(state, _)| state)
    }
}

/// Where reading stands in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The first line shown.
    pub spot: Spot,
    /// How far down that is, 0 to 1.
    pub progress: f32,
    /// A hash of the article's text, by which a renamed file is known again.
    pub content: Option<u64>,
    /// When it was reached.
    pub changed: Timestamp,
}

impl Position {
    /// A position; a progress that is no number between 0 and 1 becomes the nearest one.
    #[must_use]
    pub fn new(spot: Spot, progress: f32, content: Option<u64>, changed: Timestamp) -> Self {
        // A minus before the zero would make two positions that are equal and differ on disk.
        let progress = if progress > 0.0 { progress.min(1.0) } else { 0.0 };
        Self { spot, progress, content, changed }
    }

    fn rank(&self, other: &Self) -> Ordering {
        let rest = |position: &Self| (position.changed, position.content);
        rest(self)
            .cmp(&rest(other))
            .then_with(|| self.progress.total_cmp(&other.progress))
            .then_with(|| self.spot.cmp(&other.spot))
    }
}

/// A state and who set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Status {
    /// Since when.
    pub since: Timestamp,
    /// Which.
    pub state: State,
    /// Who set it.
    pub by: SetBy,
}

/// What set a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetBy {
    /// Reading itself.
    Reading,
    /// The reader's word, which holds until the article is opened anew.
    Reader,
}

/// All that is remembered of an article but its marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Where reading stands.
    pub position: Option<Position>,
    /// The state, if it was ever other than unread.
    pub status: Option<Status>,
    /// When it was last opened.
    pub opened: Option<Timestamp>,
    /// Up to when all of this was carried over to another file, if it ever was.
    pub moved: Option<Timestamp>,
}

impl Record {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes over each part of `other` that is later.
    pub fn merge(&mut self, other: &Self) {
        match (&self.position, &other.position) {
            (_, None) => {}
            (Some(ours), Some(theirs)) if ours.rank(theirs).is_ge() => {}
            (_, theirs) => self.position.clone_from(theirs),
        }
        self.status = self.status.max(other.status);
        self.opened = self.opened.max(other.opened);
        self.moved = self.moved.max(other.moved);
        if let Some(moved) = self.moved {
            self.drop_read(moved);
        }
    }

    /// Drops each part that is not later than `time`.
    pub fn forget(&mut self, time: Timestamp) {
        self.drop_read(time);
        self.moved = self.moved.filter(|&moved| moved > time);
    }

    /// Moves all that is known of reading out of here; none where nothing is.
    pub fn leave(&mut self) -> Option<Self> {
        let left = Self { moved: None, ..self.clone() };
        let last = left.last()?;
        // Later than whatever was ever carried away from here: of that nothing is left.
        *self = Self { moved: Some(just_after(last)), ..Self::default() };
        Some(left)
    }

    /// Takes over what was known of the same text under another name: of each part the later, but
    /// that reading never takes a state back.
    pub fn take_over(&mut self, other: Self) {
        // The way back: what was once carried away from here is older than what returns.
        let past = self.moved.map_or(Timestamp::MIN, just_after);
        let other = Self {
            position: other
                .position
                .map(|position| Position { changed: position.changed.max(past), ..position }),
            status: other.status.map(|status| Status { since: status.since.max(past), ..status }),
            opened: other.opened.map(|opened| opened.max(past)),
            moved: None,
        };
        let reached = self.status.max(other.status).filter(|status| status.by == SetBy::Reading);
        let most = self.status.into_iter().chain(other.status).map(|status| status.state).max();
        self.merge(&other);
        if let (Some(reached), Some(state)) = (reached, most) {
            self.status = Some(Status { state, ..reached });
        }
    }

    /// The last moment at which any part changed.
    fn last(&self) -> Option<Timestamp> {
        let position = self.position.as_ref().map(|position| position.changed);
        position.max(self.status.map(|status| status.since)).max(self.opened)
    }

    fn drop_read(&mut self, time: Timestamp) {
        self.position = self.position.take().filter(|position| position.changed > time);
        self.status = self.status.filter(|status| status.since > time);
        self.opened = self.opened.filter(|&opened| opened > time);
    }
}
