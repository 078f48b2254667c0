//! The articles found, and the orders they can be listed in.
//!
//! A corpus is cheap to clone: a worker holds one while the app goes on with its own.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::text::fold::fold;
use crate::text::safe::Safe;

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest first; articles without a date by their file's own time.
    Date,
    /// By title.
    Title,
    /// By path.
    Path,
    /// Read last first, then the newest.
    Read,
    /// The longest first.
    Length,
}

/// Which way an order runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Direction {
    #[default]
    Forward,
    Backward,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }
}

/// The articles found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus {
    articles: Arc<HashMap<ArticleId, Arc<Article>>>,
    /// How many articles bear each title.
    titles: Arc<HashMap<Safe, u32>>,
    /// While the folders are read anew: articles that were not found again yet.
    expected: Option<HashSet<ArticleId>>,
}

impl Corpus {
    /// Takes articles in; one that is there already is replaced.
    pub fn add(&mut self, found: impl IntoIterator<Item = Arc<Article>>) {
        for article in found {
            if let Some(expected) = &mut self.expected {
                expected.remove(&article.id);
            }
            let title = article.meta.title.clone();
            if let Some(before) = Arc::make_mut(&mut self.articles).insert(article.id, article) {
                self.untitle(&before.meta.title);
            }
            *Arc::make_mut(&mut self.titles).entry(title).or_insert(0) += 1;
        }
    }

    /// Forgets an article.
    pub fn remove(&mut self, id: ArticleId) {
        if let Some(article) = Arc::make_mut(&mut self.articles).remove(&id) {
            self.untitle(&article.meta.title);
        }
    }

    fn untitle(&mut self, title: &Safe) {
        let titles = Arc::make_mut(&mut self.titles);
        if let Some(count) = titles.get_mut(title) {
            *count -= 1;
            if *count == 0 {
                titles.remove(title);
            }
        }
    }

    /// The folders are read anew: [`Corpus::sweep`] will forget what is not found again.
    pub fn expect_all(&mut self) {
        self.expected = Some(self.articles.keys().copied().collect());
    }

    /// Forgets the articles that were expected and not found, and says which.
    pub fn sweep(&mut self) -> Vec<ArticleId> {
        let gone: Vec<_> = self.expected.take().unwrap_or_default().into_iter().collect();
        for id in &gone {
            self.remove(*id);
        }
        gone
    }

    /// The article of that name.
    #[must_use]
    pub fn get(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.articles.get(&id)
    }

    /// All articles, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.articles.values()
    }

    /// How many articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// All articles in order. `read` says when an article was last read. Equals stand by title, then
    /// by path, so that the order is always the same.
    #[must_use]
    pub fn ordered(
        &self,
        order: Order,
        direction: Direction,
        read: &dyn Fn(ArticleId) -> Option<Timestamp>,
    ) -> Vec<ArticleId> {
        let mut keyed: Vec<_> =
            self.articles.values().map(|article| (Key::of(article, order, read), article)).collect();
        keyed.sort_unstable_by(|(one, a), (other, b)| {
            let by_key = one.cmp(other);
            let by_key = if direction == Direction::Backward { by_key.reverse() } else { by_key };
            by_key
                .then_with(|| a.meta.title.cmp(&b.meta.title))
                .then_with(|| (&a.root, &a.path).cmp(&(&b.root, &b.path)))
        });
        keyed.into_iter().map(|(_, article)| article.id).collect()
    }

    /// What tells this article from the others of its title: its folder, or else its file's name.
    /// `None` where the title is its own.
    #[must_use]
    pub fn tell_apart(&self, id: ArticleId) -> Option<Safe> {
        let article = self.get(id)?;
        if self.titles.get(&article.meta.title).is_none_or(|count| *count < 2) {
            return None;
        }
        let folder = article.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let same_title = |other: &&Arc<Article>| other.id != id && other.meta.title == article.meta.title;
        let unique = self.iter().filter(same_title).all(|other| other.path.parent() != article.path.parent());
        let name = match folder {
            Some(folder) if unique => folder,
            _ => Path::new(article.path.file_name()?),
        };
        Some(Safe::line(&name.to_string_lossy()))
    }
}

/// What an article is sorted by; the first of the list is the least.
#[derive(PartialEq, Eq)]
enum Key {
    /// The later, the earlier in the list; nothing comes last.
    Time(Option<Timestamp>),
    /// As written, letters of all cases and widths alike.
    Name(String),
    /// The larger, the earlier in the list.
    Size(u32),
}

impl Key {
    fn of(article: &Article, order: Order, read: &dyn Fn(ArticleId) -> Option<Timestamp>) -> Self {
        match order {
            Order::Date => Self::Time(article.meta.date.map(|date| date.at).or(article.modified)),
            Order::Read => Self::Time(read(article.id)),
            Order::Title => Self::Name(fold(&article.meta.title)),
            Order::Path => Self::Name(article.path.to_string_lossy().into_owned()),
            Order::Length => Self::Size(article.characters),
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Time(one), Self::Time(other)) => other.cmp(one),
            (Self::Size(one), Self::Size(other)) => other.cmp(one),
            (Self::Name(one), Self::Name(other)) => one.cmp(other),
            (Self::Time(_) | Self::Name(_) | Self::Size(_), _) => Ordering::Equal,
        }
    }
}
