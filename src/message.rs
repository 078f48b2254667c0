//! The waist of the program: events go into the app, effects come out of it, reports come back.
//!
//! All of them are plain values. A [`Ticket`] is given out with every piece of work of which
//! only the newest counts; a report with an older one is dropped.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::corpus::changed::Changed;
use crate::input::key::Key;
use crate::markdown::document::{Anchor, Document, Run};
use crate::memory::memory::Memory;
use crate::search::entry::Entry;
use crate::search::facets::Groups;
use crate::search::names::Language;
use crate::search::query::Query;
use crate::search::readings::Readings;
use crate::shelf::lister::{Listed, Wish};
use crate::shelf::stock::Stock;
use crate::text::safe::Safe;

/// What happens to the app.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key is pressed.
    Key(Key),
    /// Text is pasted.
    Paste(String),
    /// The mouse wheel turns, so many rows down (up where negative), with the pointer at a column.
    Wheel {
        /// Rows.
        rows: i32,
        /// The column of the pointer.
        column: u16,
    },
    /// The mouse is pressed.
    Click {
        /// The column of the pointer.
        column: u16,
        /// The row of the pointer.
        row: u16,
    },
    /// The screen has this size.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// Something that was waited for in vain: notices go, what is to be saved is saved,
    /// articles that were found are listed.
    Deadline,
    /// The program is asked to end, with this exit code.
    End(i32),
    /// Files of the folders given have changed, or may have.
    Changed(Changed),
    /// Work was done.
    Report(Report),
}

/// What the app asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read all folders.
    Scan(Ticket),
    /// Look again at what may have changed.
    Refresh {
        /// What that is.
        changed: Changed,
        /// All articles that there are.
        stock: Stock,
    },
    /// Tell of changes from now on.
    Watch,
    /// Read an article, to be shown at a place.
    Open {
        /// Names the work.
        ticket: Ticket,
        /// The article.
        article: Arc<Article>,
        /// Where it is to be shown.
        goal: Goal,
    },
    /// Find the articles that are wished for.
    List {
        /// Names the work.
        ticket: Ticket,
        /// Which articles, in what order.
        wish: Wish,
        /// All that there are.
        stock: Stock,
        /// The present moment, for ages.
        now: Timestamp,
    },
    /// Count what articles have in common.
    Count {
        /// Names the work.
        ticket: Ticket,
        /// The articles of the list.
        shown: Vec<ArticleId>,
        /// All that there are.
        stock: Stock,
        /// What the list is asked for already.
        query: Query,
    },
    /// Find the colours of an article's code.
    Colour {
        /// Names the work: that of the article's opening.
        ticket: Ticket,
        /// The article's text.
        document: Arc<Document>,
    },
    /// Find a word in the article.
    Find {
        /// Names the work.
        ticket: Ticket,
        /// What was typed.
        word: String,
        /// The languages in which it may be read.
        readings: Readings,
        /// The language of the article.
        language: Language,
        /// The article's text.
        document: Arc<Document>,
    },
    /// Write what is remembered.
    Save(Memory),
    /// Give the terminal back and stop until continued.
    Stop,
    /// Paint the screen anew.
    Redraw,
}

/// What became of an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// Articles were found.
    Found(Ticket, Vec<(Arc<Article>, Arc<Entry>)>),
    /// The folders are read.
    Scanned(Ticket),
    /// What may have changed was looked at.
    Refreshed {
        /// The articles that are new or were read anew.
        found: Vec<(Arc<Article>, Arc<Entry>)>,
        /// Those that are there no more.
        gone: Vec<ArticleId>,
        /// Of those that went, which now has which new name.
        renamed: Vec<(ArticleId, ArticleId)>,
    },
    /// Changes cannot be told of everywhere as they happen: it is looked for them now and then.
    Polling,
    /// An article was read.
    Opened {
        /// Names the work.
        ticket: Ticket,
        /// The article as it is now.
        article: Arc<Article>,
        /// Its text.
        document: Arc<Document>,
        /// Where it is to be shown.
        goal: Goal,
    },
    /// The colours of the article's code.
    Coloured {
        /// Names the work.
        ticket: Ticket,
        /// Which stretches of the text are what.
        colours: Arc<[Run]>,
    },
    /// An article could not be read.
    Unread {
        /// Names the work.
        ticket: Ticket,
        /// The article.
        article: ArticleId,
        /// Why.
        why: Safe,
    },
    /// The articles that were wished for, or the first of them.
    Listed(Ticket, Listed),
    /// What the articles of the list have in common.
    Counted {
        /// Names the work.
        ticket: Ticket,
        /// Groups of values, each with its count.
        groups: Groups,
    },
    /// Where the word stands in the article.
    Hits {
        /// Names the work.
        ticket: Ticket,
        /// Ranges of the article's text.
        hits: Vec<Range<u32>>,
    },
    /// What is remembered was written, merged with what others wrote.
    Saved {
        /// All of it.
        memory: Memory,
        /// What the reader should know about it.
        notices: Vec<Safe>,
    },
    /// What is remembered could not be written; it will be tried again.
    NotSaved(Safe),
    /// Something went wrong that the reader should know of.
    Trouble(Safe),
}

/// Where an article that is opened is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Where it was left.
    Remembered,
    /// Where it is shown already, whatever has changed; where it was left if another is shown.
    Here,
    /// At an offset of its text.
    At(Anchor),
    /// At a mark, which finds itself.
    Mark(crate::memory::spot::Spot),
}

/// Names a piece of work of which only the newest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

impl Ticket {
    /// The ticket after this one, which makes this one stale.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The folders and files given, as the command line names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// What to call them in the head of the list.
    pub name: Safe,
    /// An article to open at once, where a single file was given.
    pub open: Option<PathBuf>,
}
