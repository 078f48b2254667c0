//! A filter that remembers its last answer.
//!
//! Most keystrokes add a letter to the query before, and a query that only grew can only lose
//! matches: the new one then looks at the survivors of the last. The answers are those of
//! [`filter`](crate::search::filter::filter), always.

use std::sync::Arc;

use crate::search::entry::Entry;
use crate::search::filter::{Match, World, sift};
use crate::search::query::Query;

/// The last query and the entries it left, for the next one.
#[derive(Default)]
pub struct Narrowing {
    last: Option<Last>,
}

struct Last {
    query: Query,
    entries: Arc<Vec<Arc<Entry>>>,
    survivors: Vec<usize>,
}

impl Narrowing {
    /// As [`filter`](crate::search::filter::filter) answers. The same `Arc` means the same
    /// entries in the same order. An answer that became stale leaves the last one remembered.
    #[must_use]
    pub fn filter(
        &mut self,
        query: &Query,
        entries: &Arc<Vec<Arc<Entry>>>,
        world: &World<'_>,
    ) -> Option<Vec<Match>> {
        let last = self.last.as_ref().filter(|last| Arc::ptr_eq(&last.entries, entries));
        let found = match last.filter(|last| query.narrows(&last.query)) {
            Some(last) => sift(query, entries, last.survivors.iter().copied(), world)?,
            None => sift(query, entries, 0..entries.len(), world)?,
        };
        let mut survivors: Vec<usize> = found.iter().map(|&(number, _)| number).collect();
        survivors.sort_unstable();
        self.last = Some(Last { query: query.clone(), entries: Arc::clone(entries), survivors });
        Some(found.into_iter().map(|(_, found)| found).collect())
    }
}
