//! The articles that are known, and their orders.
//!
//! A corpus is cheap to clone: a worker holds a snapshot while the owner goes on changing its
//! own. Every order is total and stable, so that the list never jumps by itself.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use crate::corpus::article::{Article, ArticleId};
use crate::text::forms::is_han;
use crate::text::kana::hiragana;
use crate::text::safe::Safe;

/// What the articles of a list are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// The newest first; the file's own time stands in for a date.
    #[default]
    Date,
    /// By title: signs, digits, Latin letters, kana, kanji, hangul; case, width and the two kinds of kana
    /// make no difference.
    Title,
    /// By folder and file.
    Path,
    /// The one read last first.
    Read,
    /// The longest first.
    Length,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 5] = [Self::Date, Self::Title, Self::Path, Self::Read, Self::Length];

    /// Its name on disk.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Path => "path",
            Self::Read => "read",
            Self::Length => "length",
        }
    }

    /// The order of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

/// Which way an order runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// As [`Order`] says.
    #[default]
    Forward,
    /// The other way round; what has no date or was never read stays last.
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

/// The articles that are known.
#[derive(Clone, Debug, Default)]
pub struct Corpus(Arc<Inner>);

#[derive(Clone, Debug, Default)]
struct Inner {
    articles: Vec<Arc<Article>>,
    places: HashMap<ArticleId, usize>,
    /// The articles of each title, by its hash: most titles are alone.
    titles: HashMap<u64, Titled>,
}

/// The articles of one title.
#[derive(Clone, Debug)]
enum Titled {
    One(ArticleId),
    Several(Vec<ArticleId>),
}

/// Articles of one title that are compared to find what tells them apart; among more each is
/// told by its path, which is its own but where several folders were given.
const COMPARED: usize = 32;

/// As [`Corpus::is`] has it.
impl PartialEq for Corpus {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl Corpus {
    /// Takes in articles; one that is known already is replaced at its place.
    pub fn add(&mut self, articles: impl IntoIterator<Item = impl Into<Arc<Article>>>) {
        let inner = Arc::make_mut(&mut self.0);
        for article in articles.into_iter().map(Into::into) {
            let (id, title) = (article.id, hash(&article.meta.title));
            if let Some(&place) = inner.places.get(&id) {
                let known = std::mem::replace(&mut inner.articles[place], article);
                let before = hash(&known.meta.title);
                if before == title {
                    continue;
                }
                inner.forget_title(before, id);
            } else {
                inner.places.insert(id, inner.articles.len());
                inner.articles.push(article);
            }
            inner.titles.entry(title).and_modify(|titled| titled.add(id)).or_insert(Titled::One(id));
        }
    }

    /// Lets go of an article; the last one takes its place.
    pub fn remove(&mut self, id: ArticleId) -> Option<Arc<Article>> {
        let &place = self.0.places.get(&id)?;
        let inner = Arc::make_mut(&mut self.0);
        inner.places.remove(&id);
        let article = inner.articles.swap_remove(place);
        if let Some(moved) = inner.articles.get(place) {
            inner.places.insert(moved.id, place);
        }
        inner.forget_title(hash(&article.meta.title), id);
        Some(article)
    }

    /// The article of that name.
    #[must_use]
    pub fn get(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.0.places.get(&id).map(|&place| &self.0.articles[place])
    }

    /// All articles, in no order that means anything.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Article>> {
        self.0.articles.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.articles.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.articles.is_empty()
    }

    /// All articles in order; `read` tells when one was last read. What has neither date nor
    /// file time, or was never read, comes last in both directions; equals stand by title, then
    /// by path.
    #[must_use]
    pub fn ordered(
        &self,
        order: Order,
        direction: Direction,
        read: &dyn Fn(ArticleId) -> Option<Timestamp>,
    ) -> Vec<ArticleId> {
        let mut keyed: Vec<_> = self.iter().map(|article| Keyed::new(article, order, read)).collect();
        keyed.sort_by(|a, b| a.compare(b, direction));
        keyed.into_iter().map(|keyed| keyed.article.id).collect()
    }

    /// Whether this is the same corpus, unchanged: of two that know the same articles it may still
    /// say no.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// What tells this article from the others of the same title: its folder, else its day,
    /// else its file; its path where there are very many. `None` where its title is its own.
    #[must_use]
    pub fn tell_apart(&self, id: ArticleId) -> Option<Safe> {
        let article = self.get(id)?;
        let Titled::Several(titled) = self.0.titles.get(&hash(&article.meta.title))? else { return None };
        if titled.len() > COMPARED {
            return Some(Safe::line(&article.path.to_string_lossy()));
        }
        let others = titled.iter().filter(|&&other| other != id).filter_map(|&other| self.get(other));
        let twins: Vec<_> = others.filter(|other| other.meta.title == article.meta.title).collect();
        if twins.is_empty() {
            return None;
        }
        let tells: [fn(&Article) -> Option<String>; 3] = [folder, day, file];
        let telling = tells.into_iter().find_map(|tell| {
            let own = tell(article)?;
            twins.iter().all(|twin| tell(twin).as_ref() != Some(&own)).then_some(own)
        });
        Some(Safe::line(&telling.unwrap_or_else(|| article.file().to_string_lossy().into_owned())))
    }
}

impl Inner {
    /// The article `id` is not called so any more.
    fn forget_title(&mut self, title: u64, id: ArticleId) {
        match self.titles.get_mut(&title) {
            Some(Titled::Several(titled)) => {
                titled.retain(|&other| other != id);
                if let [last] = titled[..] {
                    self.titles.insert(title, Titled::One(last));
                }
            }
            Some(Titled::One(_)) => {
                self.titles.remove(&title);
            }
            None => {}
        }
    }
}

impl Titled {
    fn add(&mut self, id: ArticleId) {
        match self {
            Self::One(first) => *self = Self::Several(vec![*first, id]),
            Self::Several(titled) => titled.push(id),
        }
    }
}

/// An article with what it is ordered by.
struct Keyed<'a> {
    article: &'a Article,
    /// Larger comes first; `None` comes last.
    first: Option<i128>,
    title: Box<[u32]>,
    by: By,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    First,
    Title,
    Path,
}

impl<'a> Keyed<'a> {
    fn new(article: &'a Article, order: Order, read: &dyn Fn(ArticleId) -> Option<Timestamp>) -> Self {
        let moment = |time: Option<Timestamp>| time.map(Timestamp::as_nanosecond);
        let (by, first) = match order {
            Order::Date => (By::First, moment(article.meta.date.map(|date| date.at).or(article.modified))),
            Order::Read => (By::First, moment(read(article.id))),
            Order::Length => (By::First, Some(i128::from(article.characters))),
            Order::Title => (By::Title, None),
            Order::Path => (By::Path, None),
        };
        // The path settles its order alone.
        let title = if by == By::Path { Box::default() } else { sort_key(&article.meta.title) };
        Self { article, first, title, by }
    }

    fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let turned = |ordering: Ordering| match direction {
            Direction::Forward => ordering,
            Direction::Backward => ordering.reverse(),
        };
        let chief = match (self.by, self.first, other.first) {
            (By::First, Some(own), Some(others)) => turned(Reverse(own).cmp(&Reverse(others))),
            (By::First, own, others) => own.is_none().cmp(&others.is_none()),
            (By::Title, ..) => turned(self.title.cmp(&other.title)),
            (By::Path, ..) => turned(self.path().cmp(&other.path())),
        };
        chief.then_with(|| self.title.cmp(&other.title)).then_with(|| self.path().cmp(&other.path()))
    }

    fn path(&self) -> (&Path, &Path, ArticleId) {
        (&self.article.root, &self.article.path, self.article.id)
    }
}

/// What a title is ordered by: its characters without case, width and the two kinds of kana, signs
/// before digits before Latin and its like, then kana, kanji, hangul. Among their kind they stand as
/// Unicode has them, which is no dictionary's order for kanji.
fn sort_key(title: &str) -> Box<[u32]> {
    let mut key = Vec::with_capacity(title.len());
    // Half-width and decomposed letters, as file names hold them.
    let is_apart = |c| matches!(c, '\u{300}'..='\u{36f}' | '\u{1100}'..='\u{11ff}' | '\u{3099}' | '\u{309a}' | '\u{ff61}'..='\u{ffdc}');
    if title.contains(is_apart) {
        title.nfkc().for_each(|c| push_key(&mut key, c));
    } else {
        title.chars().for_each(|c| push_key(&mut key, c));
    }
    key.into_boxed_slice()
}

/// One character of a sort key: its kind, then itself.
fn push_key(key: &mut Vec<u32>, c: char) {
    let c = match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => hiragana(c),
    };
    let kind = match c {
        '0'..='9' => 1,
        'a'..='z' | 'A'..='Z' => 2,
        '\0'..='\x7f' => 0,
        '\u{3041}'..='\u{309f}' | 'ー' | '\u{30fd}'..='\u{30ff}' => 3,
        '々' => 4,
        'ㄱ'..='ㆎ' | '가'..='힣' | '\u{1100}'..='\u{11ff}' => 5,
        c if is_han(c) => 4,
        c if c.is_numeric() => 1,
        c if c.is_alphabetic() => 2,
        _ => 0,
    };
    let numbered = |c: char| kind << 24 | c as u32;
    match kind {
        2 if !c.is_ascii() => key.extend(c.to_lowercase().map(numbered)),
        _ => key.push(numbered(c.to_ascii_lowercase())),
    }
}

fn folder(article: &Article) -> Option<String> {
    let folder = article.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.or(Some(&article.root)).map(|folder| folder.to_string_lossy().into_owned())
}

fn day(article: &Article) -> Option<String> {
    article.meta.date.map(|date| date.day())
}

fn file(article: &Article) -> Option<String> {
    article.path.file_name().map(|name| name.to_string_lossy().into_owned())
}

fn hash(title: &Safe) -> u64 {
    let mut hasher = DefaultHasher::new();
    title.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

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
        corpus.add(articles.iter().map(|(path, head)| article(path, head)));
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
        corpus.add(vec![undated]);
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
    fn titles_are_ordered_by_kind_of_letter_then_without_width_and_kind_of_kana() {
        let ordered = [
            "「引用」から",
            "【速報】",
            "〜から〜へ",
            "2026年",
            "３つの話",
            "AI",
            "ＡＩと猫",
            "zoo",
            "Élan",
            "дом",
            "アイ",
            "あき",
            "ｶﾅ",
            "がく",
            "ガッコウ",
            "さあ",
            "サーバ",
            "ｻｰﾊﾞｰ",
            "一つ",
            "日々",
            "日本",
            "猫",
            "가방",
            "한글",
        ];
        let files: Vec<String> = (0..ordered.len()).map(|number| format!("{number:02}.md")).collect();
        let articles: Vec<_> = files.iter().zip(ordered).collect();
        let mut corpus = Corpus::default();
        corpus.add(articles.iter().rev().map(|(file, title)| article(file, &format!("title: \"{title}\""))));
        assert_eq!(paths(&corpus, Order::Title, Direction::Forward), files);

        // File names of some systems are decomposed.
        for (file, title) in files.iter().zip(ordered) {
            let title: String = title.nfd().collect();
            corpus.add([article(file, &format!("title: \"{title}\""))]);
        }
        assert_eq!(paths(&corpus, Order::Title, Direction::Forward), files);
    }

    #[test]
    fn the_longest_and_the_last_read_come_first() {
        let mut corpus = Corpus::default();
        for (path, characters) in [("a.md", 5), ("b.md", 9), ("c.md", 7)] {
            let mut article = article(path, "");
            article.characters = characters;
            corpus.add(vec![article]);
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
    fn among_very_many_of_one_title_each_is_told_by_its_path() {
        let files: Vec<String> = (0..40).map(|number| format!("zh/{number}.md")).collect();
        let mut corpus = Corpus::default();
        corpus.add(files.iter().map(|file| article(file, "title: 目录")));
        let id = |file: &str| ArticleId::of(Path::new("notes"), Path::new(file));
        assert_eq!(corpus.tell_apart(id("zh/7.md")).map(Safe::into_string).as_deref(), Some("zh/7.md"));
        for file in &files[2..] {
            corpus.remove(id(file));
        }
        assert_eq!(corpus.tell_apart(id("zh/1.md")).map(Safe::into_string).as_deref(), Some("1.md"));
        corpus.remove(id("zh/0.md"));
        assert_eq!(corpus.tell_apart(id("zh/1.md")), None);
    }

    #[test]
    fn an_article_read_anew_takes_the_place_of_the_old_one() {
        let mut corpus = corpus(&[("a.md", "title: 猫"), ("b.md", "title: 猫")]);
        let snapshot = corpus.clone();
        corpus.add(vec![article("a.md", "title: 犬")]);
        assert_eq!(corpus.len(), 2);
        let id = ArticleId::of(Path::new("notes"), Path::new("b.md"));
        assert_eq!(corpus.tell_apart(id), None);
        assert!(snapshot.tell_apart(id).is_some());
        assert!(corpus.remove(id).is_some());
        assert!(corpus.get(id).is_none());
        assert_eq!((corpus.len(), snapshot.len()), (1, 2));
    }

    proptest! {
        #[test]
        fn every_order_holds_every_article_once(
            heads in proptest::collection::vec("(title: [ab猫가中]{1,2})?\n(date: 202[0-3]-01-01)?", 0..20),
            removed in proptest::collection::vec(0_usize..20, 0..5),
        ) {
            let mut corpus = Corpus::default();
            corpus.add(heads.iter().enumerate().map(|(n, head)| article(&format!("{n}.md"), head)));
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
