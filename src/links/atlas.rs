//! The articles of a corpus by what links call them.
//!
//! Made whole from a snapshot and kept while that is the newest: a sorted list of numbers, each
//! the key of a name and the article of that name. Every rule looks up by the key of what is
//! written, so that an article whose links call no key of another's has no link to it.

use std::path::Path;
use std::sync::Arc;

use crate::corpus::article::Article;
use crate::corpus::corpus::Corpus;
use crate::links::named::{keys, steps, ways};
use crate::markdown::name::hash;

/// The articles of a corpus by what links call them.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    corpus: Corpus,
    articles: Vec<Arc<Article>>,
    /// A key and the index of an article in one, ascending.
    names: Vec<u64>,
    /// The same for the number of a whole path.
    paths: Vec<u64>,
}

impl Atlas {
    /// The articles of `corpus`.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let articles: Vec<Arc<Article>> = corpus.iter().cloned().collect();
        let mut names = Vec::with_capacity(articles.len() * 2);
        let mut paths = Vec::with_capacity(articles.len());
        for (index, article) in articles.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let steps = steps(article);
            let ways = ways(article, &steps);
            paths.extend(ways.iter().map(|named| both(hash(&named.path), index)));
            names.extend(keys(article, &steps, &ways).into_iter().map(|key| both(key, index)));
        }
        names.sort_unstable();
        paths.sort_unstable();
        Self { corpus: corpus.clone(), articles, names, paths }
    }

    /// Whether it was made from this corpus, unchanged.
    #[must_use]
    pub fn is_of(&self, corpus: &Corpus) -> bool {
        self.corpus.is(corpus)
    }

    /// The corpus it was made from.
    #[must_use]
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// The articles below `root` of which a name has this key.
    pub fn called<'a>(&'a self, root: &'a Path, key: u32) -> impl Iterator<Item = &'a Arc<Article>> {
        self.below(root, span(&self.names, key))
    }

    /// The articles below `root` that may be reached by `path`, as names are compared, and of which
    /// a name has this key.
    pub fn at<'a>(&'a self, root: &'a Path, path: &str, key: u32) -> impl Iterator<Item = &'a Arc<Article>> {
        let found = span(&self.paths, hash(path));
        let is_called =
            move |&pair: &u64| self.names.binary_search(&(u64::from(key) << 32 | pair & 0xffff_ffff)).is_ok();
        self.below(root, found.iter().copied().filter(is_called).collect::<Vec<_>>())
    }

    fn below<'a>(
        &'a self,
        root: &'a Path,
        pairs: impl IntoIterator<Item = impl std::borrow::Borrow<u64>> + 'a,
    ) -> impl Iterator<Item = &'a Arc<Article>> {
        let index = |pair: u64| usize::try_from(pair & 0xffff_ffff).unwrap_or(usize::MAX);
        let articles = pairs.into_iter().filter_map(move |pair| self.articles.get(index(*pair.borrow())));
        articles.filter(move |article| *article.root == *root)
    }
}

fn both(key: u32, index: u32) -> u64 {
    u64::from(key) << 32 | u64::from(index)
}

/// The pairs of that key.
fn span(pairs: &[u64], key: u32) -> &[u64] {
    let start = pairs.partition_point(|pair| pair >> 32 < u64::from(key));
    let length = pairs[start..].partition_point(|pair| pair >> 32 == u64::from(key));
    &pairs[start..start + length]
}
