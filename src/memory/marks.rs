//! All marks, those taken away included.
//!
//! Each id has one slot: a mark, or the time of its removal. Of two slots the later one counts,
//! and at one time the removal, then the greater content, so that merging is the same in any
//! order and any number of times. Removals live as long as the program runs; on disk a mark that
//! is gone is simply not there (see `file`).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::memory::key::Key;
use crate::memory::mark::{Mark, MarkId};

/// What is known of an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A mark.
    Kept(Arc<Mark>),
    /// None any more, since then.
    Removed(Timestamp),
}

/// Marks by id and by article. A clone shares everything until it is changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    slots: Arc<BTreeMap<MarkId, Slot>>,
    /// Ids of the kept ones, by article: computed from `slots`.
    by_key: Arc<BTreeMap<Key, BTreeSet<MarkId>>>,
}

impl Marks {
    /// The mark of this id, if it is kept.
    #[must_use]
    pub fn get(&self, id: MarkId) -> Option<&Arc<Mark>> {
        match self.slots.get(&id)? {
            Slot::Kept(mark) => Some(mark),
            Slot::Removed(_) => None,
        }
    }

    /// What is known of the id.
    #[must_use]
    pub fn slot(&self, id: MarkId) -> Option<&Slot> {
        self.slots.get(&id)
    }

    /// Every mark kept, by id.
    pub fn kept(&self) -> impl Iterator<Item = &Arc<Mark>> {
        self.slots.values().filter_map(|slot| match slot {
            Slot::Kept(mark) => Some(mark),
            Slot::Removed(_) => None,
        })
    }

    /// Every mark of an article, in the order of the text.
    #[must_use]
    pub fn of(&self, key: &Key) -> Vec<&Mark> {
        let ids = self.by_key.get(key).into_iter().flatten();
        let mut marks: Vec<&Mark> = ids.filter_map(|&id| self.get(id)).map(AsRef::as_ref).collect();
        marks.sort_by_key(|mark| (mark.spot.at, mark.made, mark.id));
        marks
    }

    /// How many marks an article has.
    #[must_use]
    pub fn count(&self, key: &Key) -> usize {
        self.by_key.get(key).map_or(0, BTreeSet::len)
    }

    /// Articles with marks.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.by_key.keys()
    }

    /// Takes in what is known of an id, if it counts for more than what is known already.
    pub fn learn(&mut self, id: MarkId, slot: Slot) {
        if self.slots.get(&id).is_some_and(|known| known.rank(&slot).is_ge()) {
            return;
        }
        if let Some(mark) = self.get(id).cloned() {
            let by_key = Arc::make_mut(&mut self.by_key);
            if let Some(ids) = by_key.get_mut(&mark.key) {
                ids.remove(&id);
                if ids.is_empty() {
                    by_key.remove(&mark.key);
                }
            }
        }
        if let Slot::Kept(mark) = &slot {
            Arc::make_mut(&mut self.by_key).entry(mark.key.clone()).or_default().insert(id);
        }
        Arc::make_mut(&mut self.slots).insert(id, slot);
    }

    /// Takes in a mark that was just set or changed: whatever was known of its id, this is later.
    pub fn put(&mut self, mut mark: Mark, now: Timestamp) {
        mark.changed = self.later(mark.id, now);
        self.learn(mark.id, Slot::Kept(Arc::new(mark)));
    }

    /// Takes a mark away and returns it.
    pub fn remove(&mut self, id: MarkId, now: Timestamp) -> Option<Arc<Mark>> {
        let mark = self.get(id).cloned()?;
        self.learn(id, Slot::Removed(self.later(id, now)));
        Some(mark)
    }

    /// What both know.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        if Arc::ptr_eq(&self.slots, &other.slots) || other.slots.is_empty() {
            return self.clone();
        }
        if self.slots.is_empty() {
            return other.clone();
        }
        let mut merged = self.clone();
        for (&id, slot) in other.slots.iter() {
            merged.learn(id, slot.clone());
        }
        merged
    }

    /// `now`, or a moment after the last change of the id where clocks have gone backwards.
    fn later(&self, id: MarkId, now: Timestamp) -> Timestamp {
        let known = self.slots.get(&id).map(Slot::time);
        known.map_or(now, |known| now.max(just_after(known)))
    }
}

impl Slot {
    /// When it came to be.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        match self {
            Self::Kept(mark) => mark.changed,
            Self::Removed(at) => *at,
        }
    }

    fn rank(&self, other: &Self) -> Ordering {
        self.time().cmp(&other.time()).then_with(|| match (self, other) {
            (Self::Removed(_), Self::Removed(_)) => Ordering::Equal,
            (Self::Removed(_), Self::Kept(_)) => Ordering::Greater,
            (Self::Kept(_), Self::Removed(_)) => Ordering::Less,
            (Self::Kept(mark), Self::Kept(other)) if Arc::ptr_eq(mark, other) => Ordering::Equal,
            (Self::Kept(mark), Self::Kept(other)) => mark.cmp(other),
        })
    }
}

/// The next moment that can be told apart from `time`.
#[must_use]
pub fn just_after(time: Timestamp) -> Timestamp {
    time.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(Timestamp::MAX)
}
