//! The records of many articles, cheap to take a snapshot of.
//!
//! A hundred thousand records lie in shards of some hundreds, each shared until it is changed: a
//! snapshot copies pointers, and a change after it copies one shard. The order of `iter` is the
//! same in every run.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jiff::Timestamp;

use crate::memory::key::Key;
use crate::memory::position::Record;
use crate::text::lasting::Lasting;

const SHARDS: u16 = 256;

type Shard = BTreeMap<Key, Record>;

/// Records by article; an empty record is as good as none and is not kept.
#[derive(Clone, Debug)]
pub struct Positions {
    shards: Arc<[Arc<Shard>]>,
}

impl Default for Positions {
    fn default() -> Self {
        let empty = Arc::new(Shard::new());
        Self { shards: (0..SHARDS).map(|_| Arc::clone(&empty)).collect() }
    }
}

impl PartialEq for Positions {
    fn eq(&self, other: &Self) -> bool {
        if Arc::ptr_eq(&self.shards, &other.shards) {
            return true;
        }
        self.pairs(other).all(|(ours, theirs)| Arc::ptr_eq(ours, theirs) || ours == theirs)
    }
}

impl Positions {
    /// The record of an article.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Record> {
        self.shards[shard_of(key)].get(key)
    }

    /// Every record.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Record)> {
        self.shards.iter().flat_map(|shard| shard.iter())
    }

    /// Changes the record of an article, or begins one.
    pub fn change(&mut self, key: &Key, change: impl FnOnce(&mut Record)) {
        let mut record = self.get(key).cloned().unwrap_or_default();
        change(&mut record);
        if self.get(key).is_some_and(|known| *known == record) {
            return;
        }
        let shard = Arc::make_mut(&mut Arc::make_mut(&mut self.shards)[shard_of(key)]);
        if record.is_empty() {
            shard.remove(key);
        } else {
            shard.insert(key.clone(), record);
        }
    }

    /// What both know.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let shards = self.pairs(other).map(|(ours, theirs)| {
            if Arc::ptr_eq(ours, theirs) || theirs.is_empty() {
                return Arc::clone(ours);
            }
            if ours.is_empty() {
                return Arc::clone(theirs);
            }
            let mut merged = Shard::clone(ours);
            for (key, record) in theirs.iter() {
                merged.entry(key.clone()).or_default().merge(record);
            }
            // The same shard stays the same allocation, so that the next comparison is cheap.
            if merged == **ours { Arc::clone(ours) } else { Arc::new(merged) }
        });
        Self { shards: shards.collect() }
    }

    /// Without all that is not later than `time`.
    #[must_use]
    pub fn since(&self, time: Timestamp) -> Self {
        let shards = self.shards.iter().map(|shard| {
            let mut kept = Shard::clone(shard);
            kept.retain(|_, record| {
                record.forget(time);
                !record.is_empty()
            });
            if kept == **shard { Arc::clone(shard) } else { Arc::new(kept) }
        });
        Self { shards: shards.collect() }
    }

    fn pairs<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Arc<Shard>, &'a Arc<Shard>)> {
        self.shards.iter().zip(other.shards.iter())
    }
}

impl FromIterator<(Key, Record)> for Positions {
    /// Records that stand several times are merged.
    fn from_iter<I: IntoIterator<Item = (Key, Record)>>(records: I) -> Self {
        let mut shards: Vec<Shard> = vec![Shard::new(); usize::from(SHARDS)];
        for (key, record) in records {
            if record.is_empty() {
                continue;
            }
            match shards[shard_of(&key)].entry(key) {
                Entry::Vacant(free) => {
                    free.insert(record);
                }
                Entry::Occupied(mut known) => known.get_mut().merge(&record),
            }
        }
        Self { shards: shards.into_iter().map(Arc::new).collect() }
    }
}

fn shard_of(key: &Key) -> usize {
    // Of the whole path: the same file has one shard, whichever folder above it is its root.
    let mut lasting = Lasting::default();
    key.joined().words(|word| lasting.add(word));
    usize::try_from(lasting.number() % u64::from(SHARDS))
        .expect("a remainder below the number of shards fits")
}
