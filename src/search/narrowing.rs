//! A filter that remembers its last answers.
//!
//! Most keystrokes add a letter to the query before, and a query that only grew can only lose
//! matches: the new one then looks at the survivors of the last. Where a letter is taken back, the
//! answer before that serves. The answers are those of [`filter`](crate::search::filter::filter),
//! always.

use std::sync::Arc;

use crate::search::asked::Asked;
use crate::search::entry::Entry;
use crate::search::filter::{World, sift};
use crate::search::matches::Matches;
use crate::search::query::Query;

/// Answers that are remembered: a word or two of letters.
const REMEMBERED: usize = 24;

/// The last queries and the entries they left, for the next one.
#[derive(Debug, Default)]
pub struct Narrowing {
    entries: Arc<Vec<Arc<Entry>>>,
    /// Each narrows the one before.
    answers: Vec<Answer>,
}

#[derive(Debug)]
struct Answer {
    query: Query,
    /// The numbers of the entries, ascending.
    survivors: Vec<u32>,
}

impl Narrowing {
    /// As [`filter`](crate::search::filter::filter) answers; `first` is given first rows when the
    /// world waits for them. The same `Arc` means the same entries in the same order. An answer
    /// that became stale leaves those before remembered.
    #[must_use]
    pub fn filter(
        &mut self,
        asked: &Asked,
        entries: &Arc<Vec<Arc<Entry>>>,
        world: &World<'_>,
        first: &mut dyn FnMut(Matches),
    ) -> Option<Matches> {
        let query = asked.query();
        if !Arc::ptr_eq(&self.entries, entries) {
            self.answers.clear();
            self.entries = Arc::clone(entries);
        }
        let wider = self.answers.iter().rposition(|answer| query.narrows(&answer.query));
        let sieve = match wider {
            Some(at) => {
                let among = self.answers[at].survivors.iter().map(|&number| number as usize);
                sift(asked, entries, among, world, first)?
            }
            None => sift(asked, entries, 0..entries.len(), world, first)?,
        };
        self.answers.truncate(wider.map_or(0, |at| at + 1));
        if self.answers.last().is_none_or(|last| last.query != *query) {
            self.answers.push(Answer { query: query.clone(), survivors: sieve.numbers().collect() });
        }
        if self.answers.len() > REMEMBERED {
            self.answers.remove(0);
        }
        Some(sieve.in_order(query))
    }
}
