//! A query made ready to be asked of articles.
//!
//! How its words are read is laid out here, which takes longer than anything else done once for a
//! query. The filter that finds articles and `why`, which tells what they were found by, share it,
//! and so the rules by which a word is looked for.

use std::fmt;
use std::slice::from_ref;

use crate::search::needle::Needle;
use crate::search::query::{Field, Query, Shape, Sign, State, Term, What, Word};
use crate::search::readings::{Pattern, Readings};
use crate::search::when::When;

/// A query made ready. Two that were made of equal queries are equal.
#[derive(Default)]
pub struct Asked {
    query: Query,
    /// In the order in which they were typed.
    pub(super) terms: Vec<(Sign, Condition)>,
}

/// A term made ready.
#[expect(clippy::large_enum_variant, reason = "a query has a handful of them")]
pub(super) enum Condition {
    Word(Needle),
    /// One of these, there.
    In(Field, Vec<Needle>),
    Date(When),
    Is(Vec<State>),
    Text(Pattern),
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Asked").field(&self.query).finish()
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query
    }
}

impl Asked {
    /// `query` made ready.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let condition = |term: &Term| (term.sign, Condition::of(term, query.readings));
        Self { terms: query.terms.iter().map(condition).collect(), query: query.clone() }
    }

    /// What it was made of.
    #[must_use]
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// The words that must stand in an article's head, one of each group; with the only field that
    /// they may stand in.
    pub(super) fn wanted(&self) -> impl Iterator<Item = (Option<Field>, &[Needle])> {
        let holding = self.terms.iter().filter(|(sign, _)| *sign == Sign::Holds);
        holding.filter_map(|(_, condition)| match condition {
            Condition::Word(needle) => Some((None, from_ref(needle))),
            Condition::In(field, needles) => Some((Some(*field), &needles[..])),
            Condition::Date(_) | Condition::Is(_) | Condition::Text(_) => None,
        })
    }
}

impl Condition {
    fn of(term: &Term, languages: Readings) -> Self {
        match &term.what {
            What::Word(word) if term.sign == Sign::Holds => Self::Word(Needle::fuzzy(word, languages)),
            What::Word(word) => Self::Word(Needle::whole(word, languages)),
            What::In(field, words) => {
                let needle = |word: &Word| Needle::value(word, languages);
                Self::In(*field, words.iter().map(needle).collect())
            }
            What::Date(when) => Self::Date(*when),
            What::Is(states) => Self::Is(states.clone()),
            What::Text(word) => {
                let languages = if word.shape == Shape::Exact { Readings::NONE } else { languages };
                Self::Text(Pattern::of(&word.typed, languages))
            }
        }
    }

    /// Cheap ones are asked first.
    pub const fn cost(&self) -> u8 {
        match self {
            Self::Date(_) => 0,
            Self::In(..) => 1,
            Self::Word(_) => 2,
            Self::Is(_) => 3,
            Self::Text(_) => 4,
        }
    }
}
