//! Makes the list: the articles that are wished for, in the order that is wished for.
//!
//! A lister remembers its last shelf (all articles in order) and the last answers, so that a
//! letter more costs what it changes. What it answers never depends on what it remembers.

use std::cell::OnceCell;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::corpus::corpus::{Corpus, Direction, Order};
use crate::memory::memory::Memory;
use crate::search::asked::Asked;
use crate::search::entry::Entry;
use crate::search::filter::{Waiting, World};
use crate::search::matches::Matches;
use crate::search::narrowing::Narrowing;
use crate::search::query::{Query, Sort};
use crate::search::readings::Pattern;
use crate::shelf::stock::Stock;

/// Whether drafts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Drafts {
    Shown,
    Hidden,
}

/// Which articles are wished for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// What they are asked for by.
    pub query: Query,
    /// What they are ordered by, but where the query ranks them.
    pub order: Order,
    /// Which way.
    pub direction: Direction,
    /// Whether drafts are among them.
    pub drafts: Drafts,
}

impl Wish {
    /// What `query` means, in the order that it names or else in that one.
    #[must_use]
    pub fn of(query: Query, (order, direction): (Order, Direction), drafts: Drafts) -> Self {
        let (order, direction) = query.sort().and_then(Sort::order).unwrap_or((order, direction));
        Self { query, order, direction, drafts }
    }
}

/// What stands in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The articles, in order.
    pub matches: Matches,
    /// Whether any of them bears a date.
    pub dated: bool,
    /// Whether this is all of it, and not only the first rows.
    pub whole: bool,
    /// The query made ready, for telling why an article is among them.
    pub asked: Arc<Asked>,
}

/// What has to be asked for outside.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// Whether the text of an article holds a word or what is read so.
    pub text: &'a dyn Fn(&Article, &Pattern) -> bool,
    /// The moment that `date:30d` counts back from.
    pub now: Timestamp,
    /// Asked now and then: whether anybody waits for the list.
    pub waiting: &'a dyn Fn() -> Waiting,
}

/// Makes lists, one after the other.
#[derive(Debug, Default)]
pub struct Lister {
    shelf: Option<Shelf>,
    narrowing: Narrowing,
}

/// All articles in an order.
#[derive(Debug)]
struct Shelf {
    corpus: Corpus,
    /// What was remembered, where the order depends on it.
    memory: Option<Memory>,
    order: Order,
    direction: Direction,
    drafts: Drafts,
    articles: Vec<ArticleId>,
    entries: OnceCell<Arc<Vec<Arc<Entry>>>>,
}

impl Lister {
    /// The articles of `stock` that `wish` means; `first` is given the first rows whenever they
    /// are waited for before the rest is known. `None` when nobody waits any more.
    pub fn list(
        &mut self,
        wish: &Wish,
        stock: &Stock,
        outside: &Outside<'_>,
        first: &mut dyn FnMut(Listed),
    ) -> Option<Listed> {
        if (outside.waiting)() == Waiting::Nothing {
            return None;
        }
        let kept = self.shelf.take().filter(|kept| kept.serves(wish, stock));
        let all = self.shelf.insert(kept.unwrap_or_else(|| Shelf::of(wish, stock)));
        let asked = Arc::new(Asked::of(&wish.query));
        let listed = |matches: Matches, whole| {
            let date =
                |id: &ArticleId| stock.corpus.get(*id).is_some_and(|article| article.meta.date.is_some());
            Listed { dated: matches.articles.iter().any(date), matches, whole, asked: Arc::clone(&asked) }
        };
        if wish.query.is_wide() {
            return Some(listed(Matches::plain(all.articles.clone()), true));
        }
        let known = OnceCell::new();
        let world = World {
            facts: &|id| known.get_or_init(|| stock.known()).facts(id),
            text: &|id, word| stock.corpus.get(id).is_some_and(|article| (outside.text)(article, word)),
            now: outside.now,
            waiting: outside.waiting,
        };
        let entries = all.entries(stock);
        let matches =
            self.narrowing.filter(&asked, entries, &world, &mut |rows| first(listed(rows, false)))?;
        Some(listed(matches, true))
    }
}

impl Shelf {
    fn of(wish: &Wish, stock: &Stock) -> Self {
        let by_memory = wish.order == Order::Read;
        let mut articles = stock.corpus.ordered(wish.order, wish.direction, &|id| stock.last_opened(id));
        if wish.drafts == Drafts::Hidden {
            articles.retain(|id| stock.corpus.get(*id).is_some_and(|article| !article.meta.draft));
        }
        Self {
            corpus: stock.corpus.clone(),
            memory: by_memory.then(|| stock.memory.clone()),
            order: wish.order,
            direction: wish.direction,
            drafts: wish.drafts,
            articles,
            entries: OnceCell::new(),
        }
    }

    fn serves(&self, wish: &Wish, stock: &Stock) -> bool {
        self.corpus.is(&stock.corpus)
            && (self.order, self.direction, self.drafts) == (wish.order, wish.direction, wish.drafts)
            && self.memory.as_ref().is_none_or(|memory| *memory == stock.memory)
    }

    /// What is matched of the articles, in their order.
    fn entries(&self, stock: &Stock) -> &Arc<Vec<Arc<Entry>>> {
        self.entries.get_or_init(|| {
            let entries = self.articles.iter().filter_map(|&id| stock.entry(id));
            Arc::new(entries.collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{Drafts, Listed, Lister, Outside, Wish};
    use crate::corpus::corpus::{Corpus, Direction, Order};
    use crate::corpus::digest::Listed as File;
    use crate::memory::key::Key;
    use crate::memory::memory::Memory;
    use crate::memory::position::State;
    use crate::search::filter::Waiting;
    use crate::search::query::Query;
    use crate::shelf::stock::Stock;
    use crate::text::fold::fold;

    /// Six articles, one a draft, one read, one opened.
    fn stock() -> Stock {
        let heads = [
            ("a.md", "title: 巨額調達\ndate: 2026-01-03"),
            ("b.md", "title: 調査の達人\ndate: 2026-01-02\ntags: [AI]"),
            ("c.md", "title: AIチップ\ndraft: true"),
            ("d.md", "title: 量子计算\nlang: zh\ndate: 2026-01-09"),
            ("e.md", "title: 반도체 시장\ntags: [AI, chip]"),
            ("f.md", "title: The chip race\ndate: 2025-12-31"),
        ];
        let mut corpus = Corpus::default();
        for (path, head) in heads {
            let file = File {
                root: Path::new("notes").into(),
                path: Path::new(path).into(),
                modified: None,
                length: 0,
            };
            corpus.add([file.digest(&format!("---\n{head}\n---\n")).article]);
        }
        let mut memory = Memory::default();
        let key = |path: &str| Key::new(Path::new("notes"), Path::new(path));
        memory.set_state(&key("f.md"), State::Done, Timestamp::UNIX_EPOCH);
        memory.opened(&key("b.md"), Timestamp::UNIX_EPOCH);
        Stock::of(corpus, memory)
    }

    fn outside() -> Outside<'static> {
        Outside {
            text: &|article, word| article.meta.title.contains('量') && word.find(&fold("晶圆")).is_some(),
            now: Timestamp::UNIX_EPOCH,
            waiting: &|| Waiting::Whole,
        }
    }

    fn wish(typed: &str, order: (Order, Direction), drafts: Drafts) -> Option<Wish> {
        Some(Wish::of(Query::parse(typed).ok()?, order, drafts))
    }

    fn paths(listed: &Listed, stock: &Stock) -> String {
        let path =
            |id| stock.corpus.get(id).unwrap().path.file_stem().unwrap().to_string_lossy().into_owned();
        listed.matches.articles.iter().map(|&id| path(id)).collect()
    }

    #[test]
    fn a_wish_is_listed_in_its_order() {
        let stock = stock();
        let by_date = (Order::Date, Direction::Forward);
        for (typed, order, drafts, expected) in [
            ("", by_date, Drafts::Hidden, "dabfe"),
            ("", by_date, Drafts::Shown, "dabfce"),
            ("", (Order::Date, Direction::Backward), Drafts::Hidden, "fbade"),
            ("", (Order::Read, Direction::Forward), Drafts::Hidden, "bfade"),
            ("ai", by_date, Drafts::Shown, "cbe"),
            ("調達", by_date, Drafts::Shown, "ab"),
            ("choutatsu", by_date, Drafts::Shown, "a"),
            ("tag:ai", by_date, Drafts::Shown, "be"),
            ("ai sort:title", by_date, Drafts::Shown, "cbe"),
            ("sort:-title", by_date, Drafts::Hidden, "edbaf"),
            ("is:done", by_date, Drafts::Hidden, "f"),
            ("is:unread", by_date, Drafts::Hidden, "dabe"),
            ("text:晶圆", by_date, Drafts::Hidden, "d"),
            ("ㅅㅈ", by_date, Drafts::Hidden, "e"),
        ] {
            let wish = wish(typed, order, drafts).unwrap();
            let listed = Lister::default().list(&wish, &stock, &outside(), &mut |_| ()).unwrap();
            // What has one score stands by date, what has none by title.
            assert_eq!(paths(&listed, &stock), expected, "{typed} {order:?} {drafts:?}");
            assert!(listed.whole);
            assert_eq!(listed.dated, expected.contains(['a', 'b', 'd', 'f']), "{typed}");
        }
    }

    #[test]
    fn what_is_not_begun_is_counted() {
        let mut stock = stock();
        assert_eq!(stock.unread(), 5);
        stock.memory.set_state(
            &Key::new(Path::new("other"), Path::new("a.md")),
            State::Done,
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(stock.unread(), 5);
        stock.memory.set_state(
            &Key::new(Path::new("notes"), Path::new("e.md")),
            State::Reading,
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(stock.unread(), 4);
    }

    #[test]
    fn what_nobody_waits_for_is_not_listed() {
        let wish = wish("ai", (Order::Date, Direction::Forward), Drafts::Shown).unwrap();
        let outside = Outside { waiting: &|| Waiting::Nothing, ..outside() };
        assert_eq!(Lister::default().list(&wish, &stock(), &outside, &mut |_| ()), None);
    }

    proptest! {
        #[test]
        fn what_was_listed_before_never_shows(
            steps in prop::collection::vec(
                ("(a|ai|ai |調|調達|is:done|tag:ai|sort:title|sort:read|チ|choutatsu|text:晶圆|!ai){0,2}", 0..5_usize, any::<bool>(), 0..4_usize),
                1..12,
            ),
        ) {
            let mut stock = stock();
            let mut lister = Lister::default();
            for (typed, order, backward, change) in steps {
                match change {
                    0 => stock.memory.opened(&Key::new(Path::new("notes"), Path::new("d.md")), Timestamp::from_second(7).unwrap()),
                    1 => stock.memory.set_state(&Key::new(Path::new("notes"), Path::new("a.md")), State::Done, Timestamp::from_second(9).unwrap()),
                    2 => {
                        let first = stock.corpus.iter().next().map(|article| article.id);
                        if let Some(id) = first { stock.remove(id) }
                    }
                    _ => {}
                }
                let order = [Order::Date, Order::Title, Order::Path, Order::Read, Order::Length][order];
                let direction = if backward { Direction::Backward } else { Direction::Forward };
                let Some(wish) = wish(&typed, (order, direction), Drafts::Shown) else { continue };
                let fresh = Lister::default().list(&wish, &stock, &outside(), &mut |_| ());
                prop_assert_eq!(lister.list(&wish, &stock, &outside(), &mut |_| ()), fresh, "{}", typed);
            }
        }
    }
}
