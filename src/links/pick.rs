//! The likeliest of several articles, or that there is none such.

use std::sync::Arc;

use crate::corpus::article::Article;

/// What a rule finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Pick {
    /// No article.
    #[default]
    None,
    /// One, likelier than any other.
    One(Arc<Article>),
    /// Several, none likelier than the others; in order of path.
    Several(Vec<Arc<Article>>),
}

impl Pick {
    /// Those of the least rank.
    pub fn of<'a, R: Ord>(ranked: impl IntoIterator<Item = (R, &'a Arc<Article>)>) -> Self {
        let mut least: Option<R> = None;
        let mut picked: Vec<&Arc<Article>> = Vec::new();
        for (rank, article) in ranked {
            if least.as_ref().is_none_or(|least| rank < *least) {
                picked.clear();
                least = Some(rank);
            } else if least.as_ref() != Some(&rank) {
                continue;
            }
            picked.push(article);
        }
        match picked[..] {
            [] => Self::None,
            [one] => Self::One(Arc::clone(one)),
            _ => {
                picked.sort_by(|a, b| a.path.cmp(&b.path));
                Self::Several(picked.into_iter().cloned().collect())
            }
        }
    }

    /// This, or where it is nothing what `other` finds.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::None => other(),
            Self::One(_) | Self::Several(_) => self,
        }
    }
}
