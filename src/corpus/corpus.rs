//! The articles found, and the orders they can be listed in.
//!
//! A corpus is cheap to clone: a worker holds one while the app goes on with its own. Every
//! order is total, so that the list never jumps by itself.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
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
    /// Read last first.
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

    /// All articles in order. `read` says when an article was last read. What has no time comes
    /// last in both directions. Equals stand by title, then by path, so that the order is always
    /// the same.
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
            one.cmp(other, direction)
                .then_with(|| a.meta.title.cmp(&b.meta.title))
                .then_with(|| (&a.root, &a.path).cmp(&(&b.root, &b.path)))
        });
        keyed.into_iter().map(|(_, article)| article.id).collect()
    }

    /// What tells this article from the others of its title: its folder, else its day, else its
    /// file's name, else its path. `None` where the title is its own.
    #[must_use]
    pub fn tell_apart(&self, id: ArticleId) -> Option<Safe> {
        let article = self.get(id)?;
        if self.titles.get(&article.meta.title).is_none_or(|count| *count < 2) {
            return None;
        }
        let same_title = |other: &&Arc<Article>| other.id != id && other.meta.title == article.meta.title;
        let twins: Vec<_> = self.iter().filter(same_title).collect();
        let tells: [fn(&Article) -> Option<String>; 3] = [folder, day, file];
        let telling = tells.into_iter().find_map(|tell| {
            let own = tell(article)?;
            twins.iter().all(|twin| tell(twin).as_ref() != Some(&own)).then_some(own)
        });
        Some(Safe::line(&telling.unwrap_or_else(|| article.file().to_string_lossy().into_owned())))
    }
}

fn folder(article: &Article) -> Option<String> {
    let folder = article.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map(|folder| folder.to_string_lossy().into_owned())
}

fn day(article: &Article) -> Option<String> {
    article.meta.date.map(|date| date.day())
}

fn file(article: &Article) -> Option<String> {
    article.path.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// What an article is sorted by; the first of the list is the least.
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

    fn cmp(&self, other: &Self, direction: Direction) -> Ordering {
        let turned = |ordering: Ordering| match direction {
            Direction::Forward => ordering,
            Direction::Backward => ordering.reverse(),
        };
        match (self, other) {
            (Self::Time(Some(one)), Self::Time(Some(other))) => turned(other.cmp(one)),
            (Self::Time(one), Self::Time(other)) => one.is_none().cmp(&other.is_none()),
            (Self::Size(one), Self::Size(other)) => turned(other.cmp(one)),
            (Self::Name(one), Self::Name(other)) => turned(one.cmp(other)),
            (Self::Time(_) | Self::Name(_) | Self::Size(_), _) => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{Corpus, Direction, Order};
    use crate::corpus::article::{Article, ArticleId};
    use crate::corpus::digest::Listed;
    use crate::text::safe::Safe;

    fn article(path: &str, head: &str) -> Article {
        let listed = Listed {
            root: Path::new("notes").into(),
            path: Path::new(path).into(),
            modified: None,
            length: 0,
        };
        listed.digest(&format!("---\n{head}\n---\n")).article
    }

    fn corpus(articles: &[(&str, &str)]) -> Corpus {
        let mut corpus = Corpus::default();
        corpus.add(articles.iter().map(|(path, head)| article(path, head).into()));
        corpus
    }

    fn paths(corpus: &Corpus, order: Order, direction: Direction) -> Vec<String> {
        let ids = corpus.ordered(order, direction, &|_| None);
        ids.iter().map(|&id| corpus.get(id).unwrap().path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_newest_comes_first_and_the_undated_last() {
        let corpus = corpus(&[
            ("a.md", "date: 2025-01-01"),
            ("b.md", "title: 猫"),
            ("c.md", "date: 2026-01-01"),
            ("d.md", "date: broken"),
        ]);
        assert_eq!(paths(&corpus, Order::Date, Direction::Forward), ["c.md", "a.md", "d.md", "b.md"]);
        assert_eq!(paths(&corpus, Order::Date, Direction::Backward), ["a.md", "c.md", "d.md", "b.md"]);
    }

    #[test]
    fn the_file_time_stands_in_for_a_date() {
        let mut corpus = corpus(&[("old.md", "date: 2025-01-01"), ("new.md", "date: 2026-06-01")]);
        let mut undated = article("undated.md", "");
        undated.modified = Some("2026-01-01T00:00:00Z".parse().unwrap());
        corpus.add([undated.into()]);
        assert_eq!(paths(&corpus, Order::Date, Direction::Forward), ["new.md", "undated.md", "old.md"]);
    }

    #[test]
    fn titles_are_ordered_without_case_and_width() {
        let corpus = corpus(&[
            ("1.md", "title: banana"),
            ("2.md", "title: Apple"),
            ("3.md", "title: ＡＰＰＬＥ２"),
            ("4.md", "title: 猫"),
            ("5.md", "title: かな"),
            ("6.md", "title: 한글"),
        ]);
        let ordered = ["2.md", "3.md", "1.md", "5.md", "4.md", "6.md"];
        assert_eq!(paths(&corpus, Order::Title, Direction::Forward), ordered);
    }

    #[test]
    fn the_longest_and_the_last_read_come_first() {
        let mut corpus = Corpus::default();
        for (path, characters) in [("a.md", 5), ("b.md", 9), ("c.md", 7)] {
            let mut article = article(path, "");
            article.characters = characters;
            corpus.add([article.into()]);
        }
        assert_eq!(paths(&corpus, Order::Length, Direction::Forward), ["b.md", "c.md", "a.md"]);
        let last = ArticleId::of(Path::new("notes"), Path::new("c.md"));
        let read = |id| (id == last).then_some(Timestamp::UNIX_EPOCH);
        assert_eq!(corpus.ordered(Order::Read, Direction::Forward, &read)[0], last);
        assert_eq!(corpus.ordered(Order::Read, Direction::Backward, &read)[0], last);
    }

    #[test]
    fn equal_titles_are_told_apart_by_what_differs() {
        let corpus = corpus(&[
            ("a/x.md", "title: 猫"),
            ("b/x.md", "title: 猫"),
            ("c/1.md", "title: 犬\ndate: 2025-01-01"),
            ("c/2.md", "title: 犬\ndate: 2026-01-01"),
            ("c/3.md", "title: 鳥"),
            ("d/1.md", "title: 虎"),
            ("d/2.md", "title: 虎"),
        ]);
        let tell = |path: &str| {
            let id = ArticleId::of(Path::new("notes"), Path::new(path));
            corpus.tell_apart(id).map(Safe::into_string)
        };
        assert_eq!(tell("a/x.md").as_deref(), Some("a"));
        assert_eq!(tell("c/2.md").as_deref(), Some("2026-01-01"));
        assert_eq!(tell("c/3.md"), None);
        assert_eq!(tell("d/2.md").as_deref(), Some("2.md"));
    }

    #[test]
    fn an_article_read_anew_takes_the_place_of_the_old_one() {
        let mut corpus = corpus(&[("a.md", "title: 猫"), ("b.md", "title: 猫")]);
        let snapshot = corpus.clone();
        corpus.add([article("a.md", "title: 犬").into()]);
        assert_eq!(corpus.len(), 2);
        let id = ArticleId::of(Path::new("notes"), Path::new("b.md"));
        assert_eq!(corpus.tell_apart(id), None);
        assert!(snapshot.tell_apart(id).is_some());
        corpus.remove(id);
        assert!(corpus.get(id).is_none());
        assert_eq!((corpus.len(), snapshot.len()), (1, 2));
    }

    #[test]
    fn what_is_not_found_again_is_forgotten() {
        let mut corpus = corpus(&[("a.md", ""), ("b.md", "")]);
        corpus.expect_all();
        corpus.add([article("a.md", "").into(), article("c.md", "").into()]);
        assert_eq!(corpus.sweep(), [ArticleId::of(Path::new("notes"), Path::new("b.md"))]);
        assert_eq!(paths(&corpus, Order::Path, Direction::Forward), ["a.md", "c.md"]);
        assert_eq!(corpus.sweep(), []);
    }

    proptest! {
        #[test]
        fn every_order_holds_every_article_once(
            heads in proptest::collection::vec("(title: [ab猫가中]{1,2})?\n(date: 202[0-3]-01-01)?", 0..20),
            removed in proptest::collection::vec(0_usize..20, 0..5),
        ) {
            let mut corpus = Corpus::default();
            corpus.add(heads.iter().enumerate().map(|(n, head)| article(&format!("{n}.md"), head).into()));
            for n in removed {
                corpus.remove(ArticleId::of(Path::new("notes"), Path::new(&format!("{n}.md"))));
            }
            for order in [Order::Date, Order::Title, Order::Path, Order::Read, Order::Length] {
                for direction in [Direction::Forward, Direction::Backward] {
                    let mut ids = corpus.ordered(order, direction, &|_| None);
                    prop_assert_eq!(&corpus.clone().ordered(order, direction, &|_| None), &ids);
                    ids.sort();
                    ids.dedup();
                    prop_assert_eq!(ids.len(), corpus.len());
                    prop_assert!(ids.iter().all(|&id| corpus.get(id).is_some_and(|article| article.id == id)));
                }
            }
        }
    }
}
