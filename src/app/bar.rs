//! The last row: the status, or the line being typed into it.

use jiff::Timestamp;

use crate::app::line::Line;
use crate::app::past::Past;
use crate::app::reader::Held;
use crate::config::strings::Word;
use crate::corpus::article::ArticleId;
use crate::memory::mark::MarkId;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// The last row.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// What is being typed, if anything is.
    pub typed: Option<Typed>,
    /// What the reader is told, if anything.
    pub notice: Option<Notice>,
}

/// What is being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// What for.
    pub purpose: Purpose,
    /// The line.
    pub line: Line,
    /// What is wrong with it, if anything is.
    pub fault: Option<Safe>,
    /// The past queries that are being gone through, until something else is typed.
    pub past: Option<Past>,
    /// What is to be said of them, until the next key.
    pub said: Option<Word>,
}

impl Typed {
    /// A line to be typed on, of which nothing is known yet.
    #[must_use]
    pub fn new(purpose: Purpose, line: Line) -> Self {
        Self { purpose, line, fault: None, past: None, said: None }
    }
}

/// How the list was when its filter was begun.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// The query that was kept.
    pub query: String,
    /// The article under the cursor, to come back to where nothing is found.
    pub article: Option<ArticleId>,
}

/// A mark whose note is being written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Which.
    pub id: MarkId,
    /// Its note when that was begun.
    pub before: Option<String>,
}

/// What a line is typed for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To filter the list; how it was.
    Filter(Before),
    /// To find a word in the article; what was before the eye.
    Find(Held),
    /// To write a note to a new mark.
    Note,
    /// To write another note to a mark.
    Renote(Noted),
}

/// What the reader is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The words.
    pub text: Safe,
    /// Said plainly, or as a trouble.
    pub role: Role,
    /// When it goes away.
    pub until: Timestamp,
}

/// How long a notice stays, in milliseconds, at the least.
const STAYS: i64 = 4_000;

impl Bar {
    /// Tells the reader something from `now` on.
    pub fn tell(&mut self, text: Safe, role: Role, now: Timestamp) {
        let stays = if role == Role::Trouble { 2 * STAYS } else { STAYS };
        let until = Timestamp::from_millisecond(now.as_millisecond().saturating_add(stays)).unwrap_or(now);
        self.notice = Some(Notice { text, role, until });
    }

    /// Whether what is typed belongs to the list over the page, which waits for it.
    #[must_use]
    pub fn is_over_picker(&self) -> bool {
        self.typed.as_ref().is_some_and(|typed| matches!(typed.purpose, Purpose::Renote(_)))
    }

    /// Takes away what was told long enough ago.
    pub fn settle(&mut self, now: Timestamp) {
        if self.notice.as_ref().is_some_and(|notice| notice.until <= now) {
            self.notice = None;
        }
    }
}
