//! Where a link leads: the answer, as a value.

use std::sync::Arc;

use crate::corpus::article::Article;
use crate::text::safe::Safe;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// To another article, which need not be in the corpus: one that is not listed was found as
    /// a file below the same root.
    Article {
        /// The article.
        article: Arc<Article>,
        /// The heading or block as the link names it, percent codes kept; `None` where it names
        /// none.
        fragment: Option<Safe>,
    },
    /// To one of several articles, none of them likelier than the others.
    Several {
        /// The articles, in order of path.
        articles: Vec<Arc<Article>>,
        /// The heading or block, likewise.
        fragment: Option<Safe>,
    },
    /// To a place of the article that the link stands in, named likewise; its top where none is.
    Here(Option<Safe>),
    /// Out of the folders: an address with a scheme of any kind, or that of a host, as written.
    Outward(Safe),
    /// To a file or folder that is no article: its path below the root.
    File(Safe),
    /// Nowhere.
    Dead(Dead),
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dead {
    /// No article and no file is called so.
    NoSuch,
    /// It leads out of the folder.
    Outside,
    /// It is a template that only its site generator can fill in.
    Template,
}
