//! A footnote over the page, beside the link that refers to it.
//!
//! Its rows are set as those at the end of the page, so that ranges, hits and colours are those of
//! the article.

use crate::app::panel::Panel;
use crate::markdown::document::Anchor;

/// A footnote over the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Peek {
    /// Where its text begins in the article.
    pub at: Anchor,
    /// Where it is seen.
    pub panel: Panel,
}
