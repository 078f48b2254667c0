//! The waist of the program: events go into the app, effects come out of it, reports come back.
//!
//! All of them are plain values. A [`Ticket`] is given out with every piece of work of which
//! only the newest counts; a report with an older one is dropped.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::corpus::changed::Changed;
use crate::corpus::corpus::Corpus;
use crate::input::key::Key;
use crate::links::backlink::Backlink;
use crate::links::destination::Destination;
use crate::markdown::address::Address;
use crate::markdown::document::{Anchor, Document, Link, Run};
use crate::memory::file::Lasting;
use crate::memory::memory::Memory;
use crate::memory::session::CorpusId;
use crate::page::plate::Found;
use crate::pictures::drawn::{Drawn, Wanted};
use crate::pictures::easel::Easel;
use crate::programs::fault::Fault;
use crate::search::entry::Entry;
use crate::search::expression::Wrong;
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
    /// The mouse is moved to a row while it is pressed.
    Drag {
        /// The row of the pointer.
        row: u16,
    },
    /// The mouse is let go.
    Release,
    /// The screen has this size.
    Resize {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// A cell of the screen has so many dots now, other than before.
    Cell {
        /// Across, at least 1.
        across: u16,
        /// Down, at least 1.
        down: u16,
    },
    /// Names of the pictures on the screen that the terminal has not got whole yet.
    UnderWay(Vec<u32>),
    /// Something that was waited for in vain: notices go, what is to be saved is saved,
    /// articles that were found are listed.
    Deadline,
    /// The program is asked to end, with this exit code.
    End(i32),
    /// Files of the folders given have changed, or may have.
    Changed(Changed),
    /// The files of what is remembered have changed, or may have.
    Others,
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
        corpus: Corpus,
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
    /// Look for an article's pictures.
    Pictures {
        /// Names the work: that of the article's opening.
        ticket: Ticket,
        /// The article.
        article: Arc<Article>,
        /// Its text.
        document: Arc<Document>,
    },
    /// Make pictures ready to be shown, the first first.
    Draw {
        /// The root of the article they belong to.
        root: Arc<Path>,
        /// Which.
        wanted: Vec<Wanted>,
        /// For what kind of terminal.
        easel: Easel,
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
    /// Find where a link leads.
    Follow {
        /// Names the work.
        ticket: Ticket,
        /// The article that the link stands in.
        from: Arc<Article>,
        /// The link.
        link: Link,
        /// All the articles that there are.
        corpus: Corpus,
    },
    /// Find the links that lead to an article.
    Backlinks {
        /// Names the work.
        ticket: Ticket,
        /// The article.
        article: Arc<Article>,
        /// All the articles that there are.
        corpus: Corpus,
    },
    /// Read what is remembered: at the start, and where others may have written it. What is known is
    /// said along.
    Recall(Memory),
    /// Find the articles whose files had other names when something was last remembered of them.
    Reunite(Stock),
    /// Write what is remembered.
    Save(Memory),
    /// Have a file edited at a line; needs the terminal.
    Edit {
        /// The article that it is.
        article: ArticleId,
        /// The file.
        file: PathBuf,
        /// The 1-based line.
        line: u32,
    },
    /// Have an address opened in a browser, which may need the terminal.
    Browse(Address),
    /// Put a text on the clipboard, through the terminal and by a program.
    Copy {
        /// The text.
        text: Arc<str>,
        /// What it is, for the reader to be told.
        what: Safe,
    },
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
        /// Of those that went, now or shortly before, which now has which new name.
        renamed: Vec<(Arc<Article>, ArticleId)>,
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
        /// The 1-based line of the file on which the text begins.
        line: u32,
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
    /// What is known of the article's pictures.
    Pictures {
        /// Names the work.
        ticket: Ticket,
        /// Each, as `Document.images` has them.
        found: Arc<[Found]>,
    },
    /// What became of a picture; it is never too late.
    Drawn {
        /// Which.
        wanted: Wanted,
        /// The picture, or why it cannot be shown.
        drawn: Result<Arc<Drawn>, Safe>,
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
        /// Ranges of the article's text, or why what was typed is no expression.
        hits: Result<Vec<Range<u32>>, Wrong>,
    },
    /// Where the link leads.
    Led {
        /// Names the work.
        ticket: Ticket,
        /// The link's target, as written.
        link: Safe,
        /// The answer.
        led: Destination,
    },
    /// Some more links that lead to the article, the newest articles first over all reports.
    Backlinked {
        /// Names the work.
        ticket: Ticket,
        /// The links that were found since the last report.
        more: Vec<Backlink>,
        /// Whether these are the last.
        done: bool,
    },
    /// What is remembered was read: for the first time, or what others wrote of it since.
    Recalled {
        /// All of it.
        memory: Memory,
        /// What the reader should know about it.
        notices: Vec<Safe>,
        /// What of it outlasts the program.
        lasting: Lasting,
    },
    /// Files that were renamed while nobody watched: the names they had and those they have, each
    /// once.
    Reunited(Vec<(crate::memory::key::Key, crate::memory::key::Key)>),
    /// What is remembered was written, merged with what others wrote.
    Saved {
        /// All of it.
        memory: Memory,
        /// What the reader should know about it.
        notices: Vec<Safe>,
        /// What of it outlasts the program.
        lasting: Lasting,
    },
    /// What is remembered could not be written; it will be tried again.
    NotSaved(Safe),
    /// The editor was left, or could not be started.
    Edited {
        /// The article that was edited.
        article: ArticleId,
        /// Its file.
        file: PathBuf,
        /// Why it failed, if it did.
        ended: Result<(), Fault>,
    },
    /// A browser has taken an address, or none could.
    Browsed {
        /// The address.
        address: Address,
        /// Why it failed, if it did.
        ended: Result<(), Fault>,
    },
    /// A text was put on the clipboard, as far as one can know.
    Copied {
        /// What it is, as it was asked for.
        what: Safe,
        /// How many characters it has.
        characters: usize,
        /// Why it failed, if it did.
        ended: Result<(), Fault>,
    },
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
    /// At a heading or block, as a link names it (what stands behind `#`); at the top where there
    /// is no such.
    Heading(Safe),
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
    /// Which corpus they make, where it can be known again.
    pub corpus: Option<CorpusId>,
}
