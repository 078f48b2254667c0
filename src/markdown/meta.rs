//! What the head of an article says, once it is read.

use crate::markdown::date::Date;
use crate::text::safe::Safe;

/// What the head of an article says, made safe to show. Nothing here is ever a reason not to
/// show the article: what could not be read is in `trouble`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// The title as shown; never empty once the article is in a corpus.
    pub title: Safe,
    /// When it was published, from the front matter or the file name.
    pub date: Option<Date>,
    /// When it was last changed, as the front matter says.
    pub updated: Option<Date>,
    /// Who wrote it.
    pub author: Option<Safe>,
    /// Tags (`tag`, `topics`, `keywords`) in their order, without `#`.
    pub tags: Vec<Safe>,
    /// Categories in their order.
    pub categories: Vec<Safe>,
    /// The excerpt, or the first words of the body.
    pub excerpt: Safe,
    /// BCP 47 language, written or detected.
    pub lang: Option<Safe>,
    /// Whether it is a draft.
    pub draft: bool,
    /// What else the article is called: addresses of its page (`permalink`, `url`, `aliases`, `slug`)
    /// and names that wiki-links may call it by.
    pub addresses: Box<[Box<str>]>,
    /// Every key of the front matter with its value as text, in order, for the whole card (`i`).
    pub extra: Vec<(Safe, Safe)>,
    /// What was wrong: one line each, `path:line: what`.
    pub trouble: Vec<Safe>,
}
