//! What waits for what is remembered, from the start until it is there.

use crate::app::item::Kind;
use crate::corpus::article::ArticleId;
use crate::memory::file::Lasting;
use crate::memory::memory::Memory;
use crate::message::Goal;

/// What is remembered when the app begins.
#[derive(Clone, Debug)]
pub enum Remembered {
    /// All of it.
    Known(Memory),
    /// It has to be read.
    ToCome,
    /// Nothing: there is no place where it could be kept.
    Nowhere,
}

/// What waits for what is remembered.
#[derive(Debug)]
pub struct Recalling {
    /// What of it outlasts the program, as far as is known.
    pub(super) lasting: Lasting,
    /// Whether it is still to come.
    pub(super) under_way: bool,
    /// The article that was opened meanwhile where it was left, as far as anybody knew.
    pub(super) unplaced: Option<ArticleId>,
    /// Whether all was forgotten, and nothing read since.
    pub(super) forgot: bool,
    /// The list that was asked for by the last key, and of which nothing is known yet.
    pub(super) wanted: Option<Kind>,
    /// The article that was being read when the corpus was left: it is opened again, and the cursor
    /// waits to be put on it.
    pub(super) left_at: Option<ArticleId>,
}

impl Recalling {
    /// Of what is `remembered`, with what of it is known already.
    #[must_use]
    pub fn of(remembered: Remembered) -> (Self, Memory) {
        let under_way = matches!(remembered, Remembered::ToCome);
        let lasts = !matches!(remembered, Remembered::Nowhere);
        let memory = match remembered {
            Remembered::Known(memory) => memory,
            Remembered::ToCome | Remembered::Nowhere => Memory::default(),
        };
        let lasting = Lasting { marks: lasts, rest: lasts };
        (Self { lasting, under_way, unplaced: None, forgot: false, wanted: None, left_at: None }, memory)
    }

    /// An article is shown, opened for that.
    pub(super) fn opened(&mut self, article: ArticleId, goal: &Goal) {
        self.unplaced = match goal {
            Goal::Remembered | Goal::Here if self.under_way => Some(article),
            Goal::Remembered | Goal::Here | Goal::At(_) | Goal::Heading(_) | Goal::Mark(_) => None,
        };
    }
}
