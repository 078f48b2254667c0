//! The texts of articles, asked whether they hold a word.

use crate::corpus::article::Article;
use crate::corpus::source::{Source, Walk};
use crate::search::names::Language;
use crate::search::readings::Pattern;
use crate::search::within::holds;

/// Where texts are read.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The folders and files given.
    pub sources: &'a [Source],
    /// How folders are walked.
    pub walk: &'a Walk,
}

impl Texts<'_> {
    /// Whether the text of an article, read anew, holds a word or what is read so; not where it
    /// cannot be read.
    #[must_use]
    pub fn hold(&self, article: &Article, word: &Pattern) -> bool {
        let source = self.sources.iter().find(|source| source.root() == &*article.root);
        let opened = source.and_then(|source| source.open(&article.path, self.walk).ok());
        opened.is_some_and(|opened| holds(&opened.document, &Language::of(article), word))
    }
}
