//! The articles of a corpus by what links call them.
//!
//! Made whole from a snapshot and kept while that is the newest: a sorted list of numbers, each
//! the key of a name and the article of that name. Every rule looks up by the key of what is
//! written, so that an article whose links call no key of another's has no link to it.

use std::path::Path;
use std::sync::Arc;

use crate::corpus::article::Article;
use crate::corpus::corpus::Corpus;
use crate::links::named::{keys, steps_to, ways};
use crate::markdown::name::hash;

/// What of a pair is the index.
const INDEX: u64 = 0xffff_ffff;

/// The articles of a corpus by what links call them.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    corpus: Corpus,
    articles: Vec<Arc<Article>>,
    /// A key and the index of an article in one, ascending.
    names: Vec<u64>,
    /// The same for the number of a whole path.
    paths: Vec<u64>,
    /// The same for the number of the end of a path: its last two names.
    ends: Vec<u64>,
}

impl Atlas {
    /// The articles of `corpus`.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let articles: Vec<Arc<Article>> = corpus.iter().cloned().collect();
        let mut names = Vec::with_capacity(articles.len() * 2);
        let mut paths = Vec::with_capacity(articles.len());
        let mut ends = Vec::with_capacity(articles.len());
        for (index, article) in articles.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let steps = steps_to(article);
            let ways = ways(article, &steps);
            paths.extend(ways.iter().map(|named| both(hash(&named.path), index)));
            ends.extend(ways.iter().filter_map(|named| Some(both(hash(end(&named.path)?), index))));
            names.extend(keys(article, &steps, &ways).into_iter().map(|key| both(key, index)));
        }
        names.sort_unstable();
        paths.sort_unstable();
        ends.sort_unstable();
        ends.dedup();
        Self { corpus: corpus.clone(), articles, names, paths, ends }
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
        self.below(root, span(&self.names, key).iter().copied())
    }

    /// The articles below `root` that may be reached by `path`, as names are compared, and of which
    /// a name has this key.
    pub fn at<'a>(&'a self, root: &'a Path, path: &str, key: u32) -> impl Iterator<Item = &'a Arc<Article>> {
        self.below(root, self.also(span(&self.paths, hash(path)), key))
    }

    /// The articles below `root` that may be reached by a path that ends with `path`, as names are
    /// compared, and of which a name has this key.
    pub fn ending<'a>(
        &'a self,
        root: &'a Path,
        path: &str,
        key: u32,
    ) -> impl Iterator<Item = &'a Arc<Article>> {
        let found = end(path).map_or_else(
            || span(&self.names, key).to_vec(),
            |end| self.also(span(&self.ends, hash(end)), key),
        );
        self.below(root, found)
    }

    /// Those of `pairs` of whose article a name has this key.
    fn also(&self, pairs: &[u64], key: u32) -> Vec<u64> {
        let is_called = |pair: &u64| self.names.binary_search(&(u64::from(key) << 32 | pair & INDEX)).is_ok();
        pairs.iter().copied().filter(is_called).collect()
    }

    fn below<'a>(
        &'a self,
        root: &'a Path,
        pairs: impl IntoIterator<Item = u64> + 'a,
    ) -> impl Iterator<Item = &'a Arc<Article>> {
        let article = |pair: u64| self.articles.get(usize::try_from(pair & INDEX).ok()?);
        pairs.into_iter().filter_map(article).filter(move |article| *article.root == *root)
    }
}

/// The last two names of `path`; `None` where there are fewer.
fn end(path: &str) -> Option<&str> {
    let last = path.rfind('/')?;
    Some(&path[path[..last].rfind('/').map_or(0, |at| at + 1)..])
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
