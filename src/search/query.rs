//! What was typed to find articles, understood.
//!
//! A query is words and terms parted by white space (U+3000 too), all of which must hold:
//!
//! | typed | means |
//! |---|---|
//! | `word` | fuzzy, by its letters or by reading, in title, tags, categories, author, path |
//! | `'word` `"two words"` | exactly this |
//! | `^word` `word$` `^word$` | at the start, at the end, the whole of a title, tag …; `tag:^word$` never by reading |
//! | `!…` | not |
//! | `title:` `tag:` `category:` `author:` `path:` `lang:` | this, there; `tag:ai\|chip` one of both |
//! | `date:2026-02` `date:2025-09..2026-01` `date:>2025-12-24` `date:30d` | published then |
//! | `is:unread` `is:unread\|reading` | in this state |
//! | `text:word` | in the article's text |
//! | `sort:title` `sort:-date` | in this order |
//!
//! In quotes blanks and signs are letters, and a quote typed twice is one: `"say ""hi"""`.
//! What an input method writes for the signs (`！ ＇ ＂ ： ＞`) counts as the signs. A name before
//! a colon that is no field and looks like none is part of a word (`Re:ゼロ`, `10:30`). What was
//! typed so far is never a fault while it can still become right, save where a field lacks its
//! value: there the fault says what is expected. Taking apart what was typed is left to `typed`,
//! finding to `filter`, writing to `term`.

use std::borrow::Cow;

use crate::corpus::corpus::{self, Order};
use crate::search::names::usual_code;
use crate::search::readings::{self, Readings};
use crate::search::when::When;

/// What was typed, understood. An empty one means every article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    pub(super) readings: Readings,
    pub(super) sort: Option<Sort>,
}

/// One condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub sign: Sign,
    pub what: What,
}

/// Whether a condition must hold or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Holds,
    HoldsNot,
}

/// What a condition asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Word(Word),
    /// One of the words, there.
    In(Field, Vec<Word>),
    Date(When),
    Is(Vec<State>),
    Text(Word),
}

/// Letters to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As typed, without signs.
    pub typed: String,
    /// Folded; never empty.
    pub folded: String,
    pub shape: Shape,
}

/// How a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Fuzzy,
    Exact,
    Prefix,
    Suffix,
    Whole,
}

/// A part of an article's head that can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// One of the tags.
    Tag,
    /// One of the categories.
    Category,
    /// The author.
    Author,
    /// The path below the folder given.
    Path,
    /// The language; `zh` stands for `zh-Hant` too.
    Lang,
}

/// What `is:` can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not begun.
    Unread,
    /// Begun.
    Reading,
    /// Read to its end.
    Done,
    /// With a bookmark.
    Marked,
    /// A draft.
    Draft,
    /// With something wrong in its file.
    Troubled,
}

impl State {
    /// Each with its name in a query.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Unread, "unread"),
        (Self::Reading, "reading"),
        (Self::Done, "done"),
        (Self::Marked, "marked"),
        (Self::Draft, "draft"),
        (Self::Troubled, "troubled"),
    ];

    /// Its name in a query.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(each, _)| *each == self).map_or("", |(_, name)| name)
    }
}

/// An order asked for in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Which end comes first.
    pub direction: Direction,
}

impl Sort {
    /// The order of a list that it asks for: from the least to the greatest, or the other way.
    /// `None` for the order of the score.
    #[must_use]
    pub fn order(self) -> Option<(Order, corpus::Direction)> {
        let order = self.key.order()?;
        let forward = self.direction == self.key.natural();
        Some((order, if forward { corpus::Direction::Forward } else { corpus::Direction::Backward }))
    }
}

/// What articles are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// The date, else the file's own time.
    Date,
    /// The title.
    Title,
    /// The path.
    Path,
    /// The characters of the text.
    Length,
    /// When it was last read.
    Read,
    /// How well it matches; always the best first.
    Score,
}

impl SortKey {
    /// The order of a list by it; `None` for the score.
    #[must_use]
    pub const fn order(self) -> Option<Order> {
        match self {
            Self::Date => Some(Order::Date),
            Self::Title => Some(Order::Title),
            Self::Path => Some(Order::Path),
            Self::Read => Some(Order::Read),
            Self::Length => Some(Order::Length),
            Self::Score => None,
        }
    }

    /// The end that one looks for first: the newest, the longest, the best; あ.
    #[must_use]
    pub const fn natural(self) -> Direction {
        match self {
            Self::Title | Self::Path => Direction::Ascending,
            Self::Date | Self::Read | Self::Length | Self::Score => Direction::Descending,
        }
    }

    /// Each with its name in a query.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Date, "date"),
        (Self::Title, "title"),
        (Self::Path, "path"),
        (Self::Length, "length"),
        (Self::Read, "read"),
        (Self::Score, "score"),
    ];
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest, the oldest, あ.
    Ascending,
    /// The greatest, the newest: `sort:-date`.
    Descending,
}

impl Query {
    /// This query with its words read in `languages` only; in all of them where it is not said.
    #[must_use]
    pub const fn read_in(mut self, languages: Readings) -> Self {
        self.readings = languages;
        self
    }

    /// This query in that order, where it names none itself.
    #[must_use]
    pub fn or_by(self, sort: Sort) -> Self {
        Self { sort: self.sort.or(Some(sort)), ..self }
    }

    /// Whether it asks for nothing: every article matches, in the order of the list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.sort.is_none()
    }

    /// Whether every article matches, whatever the order.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.terms.is_empty()
    }

    /// The order it asks for; the last one where it names several.
    #[must_use]
    pub const fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// Whether it asks about the articles' text.
    #[must_use]
    pub fn needs_text(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.what, What::Text(_)))
    }

    /// Whether it asks how articles were read or whether they are marked.
    #[must_use]
    pub fn needs_memory(&self) -> bool {
        let is_remembered = |state: &State| match state {
            State::Unread | State::Reading | State::Done | State::Marked => true,
            State::Draft | State::Troubled => false,
        };
        self.terms
            .iter()
            .any(|term| matches!(&term.what, What::Is(states) if states.iter().any(is_remembered)))
    }

    /// Whether the matches are to come best first, rather than in the order of the list.
    #[must_use]
    pub fn is_ranked(&self) -> bool {
        match self.sort {
            Some(sort) => sort.key == SortKey::Score,
            None => self.terms.iter().any(Term::is_ranking),
        }
    }
}

impl Query {
    /// Whether every article that this means is among those that `wider` meant: each term of
    /// `wider` still stands, or has grown by letters at its end. What may change meanwhile (`is:`,
    /// `text:`) is never relied upon.
    pub(super) fn narrows(&self, wider: &Self) -> bool {
        wider.readings == self.readings
            && wider.terms.len() <= self.terms.len()
            && wider.terms.iter().zip(&self.terms).all(|(wider, term)| term.narrows(wider))
    }
}

impl Term {
    fn narrows(&self, wider: &Self) -> bool {
        match (&self.what, &wider.what) {
            (What::Word(word), What::Word(before)) => {
                self == wider || self.sign == Sign::Holds && wider.sign == Sign::Holds && word.narrows(before)
            }
            (What::In(..), What::In(..)) | (What::Date(When::Days { .. }), What::Date(_)) => self == wider,
            (What::Word(_) | What::In(..) | What::Date(_) | What::Is(_) | What::Text(_), _) => false,
        }
    }

    /// Whether it asks for the same, however it was typed.
    pub fn is_as(&self, other: &Self) -> bool {
        self.sign == other.sign
            && match (&self.what, &other.what) {
                (What::In(field, words), What::In(other_field, others)) => {
                    let alike = |(word, other): (&Word, &Word)| {
                        word.shape == other.shape
                            && field.compared(&word.folded) == field.compared(&other.folded)
                    };
                    field == other_field && words.len() == others.len() && words.iter().zip(others).all(alike)
                }
                (what, other) => what == other,
            }
    }

    /// Whether some articles hold it better than others.
    pub fn is_ranking(&self) -> bool {
        self.sign == Sign::Holds && matches!(self.what, What::Word(_))
    }
}

impl Word {
    fn narrows(&self, before: &Self) -> bool {
        self.shape == before.shape
            && matches!(self.shape, Shape::Fuzzy | Shape::Exact | Shape::Prefix)
            && self.folded.starts_with(&before.folded)
            && (self.shape != Shape::Fuzzy || readings::narrows(&self.typed, &before.typed))
    }
}

impl Field {
    /// Each with its name in a query.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Title, "title"),
        (Self::Tag, "tag"),
        (Self::Category, "category"),
        (Self::Author, "author"),
        (Self::Path, "path"),
        (Self::Lang, "lang"),
    ];

    /// Its name in a query.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(each, _)| *each == self).map_or("", |(_, name)| name)
    }

    /// A folded value as it is compared with others of this field.
    pub(super) fn compared(self, folded: &str) -> Cow<'_, str> {
        match self {
            Self::Lang => usual_code(folded),
            Self::Title | Self::Tag | Self::Category | Self::Author | Self::Path => Cow::Borrowed(folded),
        }
    }
}
