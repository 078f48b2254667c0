//! A link that leads to an article, seen from there.

use std::ops::Range;
use std::sync::Arc;

use crate::corpus::article::Article;
use crate::markdown::document::Anchor;
use crate::text::safe::Safe;

/// A link that leads to an article, with the words it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlink {
    /// The article that it stands in.
    pub article: Arc<Article>,
    /// Where in it.
    pub at: Anchor,
    /// The words around it, as one line.
    pub words: Safe,
    /// The text of the link in `words`, in bytes.
    pub link: Range<u32>,
}
