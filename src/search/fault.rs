//! What cannot be understood of a query.
//!
//! Only what is wrong; the words for it are the interface's (`shelf::told`).

use crate::search::query::Field;
use crate::search::when::NoDate;

/// Where a query is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The character, counted from 0.
    pub column: usize,
    /// The character at which the term begins that is broken.
    pub term: usize,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong, and so what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A field has no value.
    NoValue(Field),
    /// `text:` has no word.
    NoText,
    /// No date.
    Date(NoDate),
    /// No state.
    State,
    /// No order.
    Order,
    /// An order that is to be not.
    NotOrder,
    /// Almost the name of a field.
    Name {
        /// As typed.
        typed: String,
        /// The field's.
        meant: &'static str,
    },
}

impl Fault {
    /// What stands in `typed` before the broken term, if nothing stands behind it: what could be
    /// understood while the end is still being typed.
    #[must_use]
    pub fn before<'a>(&self, typed: &'a str) -> Option<&'a str> {
        let at = typed.char_indices().nth(self.term).map_or(typed.len(), |(at, _)| at);
        let (before, term) = typed.split_at(at);
        (!term.trim_end().contains(char::is_whitespace)).then_some(before)
    }
}
