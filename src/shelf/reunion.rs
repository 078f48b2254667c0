//! Articles whose files were renamed or moved while nobody watched, by their texts.
//!
//! What is remembered of a file that is gone belongs to the article which reads the same, where
//! that has no marks of its own and is remembered by no other text. Each file goes to the article
//! of its own name; of the others only the latest goes on, to the one article that is left. Where
//! several may be meant, the title of a mark tells which, or nothing does: notes made from one
//! template read the same. What is remembered later of a marked article of that text, and bears
//! no mark, is of a copy: it goes nowhere.
//!
//! The pass over what is remembered and that over the articles are linear; the disk is only asked
//! about files whose text was found again.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::memory::key::Key;
use crate::memory::position::Position;
use crate::shelf::stock::Stock;

/// What has to be asked for outside.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// Whether something lies at a path.
    pub is_there: &'a dyn Fn(&Path) -> bool,
    /// Whether nobody waits any more.
    pub stale: &'a dyn Fn() -> bool,
}

/// Which file that is gone from below one of `folders` is now which article: the old name and the
/// new one, each name at most once, in the order of the new ones. `None` once nobody waits.
#[must_use]
pub fn reunion(stock: &Stock, folders: &[&Path], outside: &Outside<'_>) -> Option<Vec<(Key, Key)>> {
    let lost = lost(stock, folders);
    let new = new_ones(stock, &lost);
    let mut files = lost.chunk_by(|one, other| one.content == other.content);
    let mut pairs = Vec::new();
    for articles in new.chunk_by(|one, other| one.content == other.content) {
        if (outside.stale)() {
            return None;
        }
        let of_that_text = files.find(|files| files[0].content == articles[0].content);
        let is_gone = |lost: &&Lost<'_>| !(outside.is_there)(&lost.key.root.join(&lost.key.path));
        let mut files: Vec<&Lost<'_>> = of_that_text.into_iter().flatten().filter(is_gone).collect();
        match (&files[..], articles) {
            ([], _) => {}
            ([lost], [new]) => pairs.push((lost.key.clone(), new.key.clone())),
            _ => {
                // Equal times come of a renaming: what was marked is where the marks went.
                files.sort_by_cached_key(|lost| {
                    Reverse((lost.changed, stock.memory.count_marks(lost.key), lost.key))
                });
                pairs.extend(paired(stock, &files, articles));
            }
        }
    }
    pairs.sort_by(|one, other| one.1.cmp(&other.1));
    Some(pairs)
}

/// A file that is remembered and no article any more.
#[derive(Clone, Copy)]
struct Lost<'a> {
    /// The number of its text.
    content: u64,
    key: &'a Key,
    changed: Timestamp,
}

/// An article without marks, remembered by no other text than that it has: the one of a lost file.
struct New<'a> {
    /// The number of its text.
    content: u64,
    key: Key,
    article: &'a Article,
}

/// What is remembered of files below `folders` that are no articles now, by the number of their text.
fn lost<'a>(stock: &'a Stock, folders: &[&Path]) -> Vec<Lost<'a>> {
    let below = |key: &Key| folders.iter().any(|folder| key.joined().lies_below(folder));
    let is_article = |key: &Key| stock.corpus.get(ArticleId::of(&key.root, &key.path)).is_some();
    let with_content = |(key, position): (&'a Key, &Position)| {
        Some(Lost { content: position.content?, key, changed: position.changed })
    };
    let known = stock.memory.positions().filter_map(with_content).filter(|known| below(known.key));
    let (there, mut lost): (Vec<_>, Vec<_>) = known.partition(|known| is_article(known.key));
    if lost.is_empty() {
        return lost;
    }
    lost.sort_by_key(|lost| lost.content);
    // When reading of each text last stood somewhere in a marked article that is there.
    let contents: HashSet<u64> = lost.iter().map(|lost| lost.content).collect();
    let mut latest: HashMap<u64, Timestamp> = HashMap::new();
    let is_marked = |key: &Key| stock.memory.count_marks(key) > 0;
    let like = there.iter().filter(|known| contents.contains(&known.content) && is_marked(known.key));
    for known in like {
        let latest = latest.entry(known.content).or_insert(known.changed);
        *latest = known.changed.max(*latest);
    }
    lost.retain(|lost| {
        is_marked(lost.key) || latest.get(&lost.content).is_none_or(|latest| lost.changed > *latest)
    });
    lost
}

/// The articles that may be one of `lost`, by the number of their text, then by path.
fn new_ones<'a>(stock: &'a Stock, lost: &[Lost<'_>]) -> Vec<New<'a>> {
    if lost.is_empty() {
        return Vec::new();
    }
    let contents: HashSet<u64> = lost.iter().map(|lost| lost.content).collect();
    let may_be = |article: &'a Arc<Article>| {
        let content = article.content.filter(|content| contents.contains(content))?;
        let key = Key::of(article);
        let known = stock.memory.position(&key).and_then(|position| position.content);
        let is_free = stock.memory.count_marks(&key) == 0 && known.is_none_or(|known| known == content);
        is_free.then_some(New { content, key, article })
    };
    let mut new: Vec<New<'_>> = stock.corpus.iter().filter_map(may_be).collect();
    new.sort_unstable_by(|one, other| one.content.cmp(&other.content).then_with(|| one.key.cmp(&other.key)));
    new
}

/// Which of `files`, the latest first, is now which of `articles`, which stand by path; all of them
/// read the same.
fn paired(stock: &Stock, files: &[&Lost<'_>], articles: &[New<'_>]) -> Vec<(Key, Key)> {
    let name = |path: &'_ Path| path.file_name().unwrap_or_default().to_owned();
    let mut named: HashMap<OsString, Vec<&New<'_>>> = HashMap::new();
    for new in articles {
        named.entry(name(&new.key.path)).or_default().push(new);
    }
    let mut pairs = Vec::new();
    let mut left = None;
    for lost in files {
        let free = named.get_mut(&name(&lost.key.path));
        match free.and_then(|free| Some(free.remove(told(stock, lost, free)?))) {
            Some(to) => pairs.push((lost.key.clone(), to.key.clone())),
            None => left = left.or(Some(lost)),
        }
    }
    if let Some(lost) = left {
        let free: Vec<&New<'_>> = named.into_values().flatten().collect();
        pairs.extend(told(stock, lost, &free).map(|to| (lost.key.clone(), free[to].key.clone())));
    }
    pairs
}

/// Which of `articles` is meant: the only one, else the only one with the title of a mark in `lost`.
fn told(stock: &Stock, lost: &Lost<'_>, articles: &[&New<'_>]) -> Option<usize> {
    if articles.len() < 2 {
        return (!articles.is_empty()).then_some(0);
    }
    let marks = stock.memory.marks_of(lost.key);
    let titles: HashSet<&str> = marks.iter().map(|mark| mark.title.as_str()).collect();
    if titles.is_empty() {
        return None;
    }
    let bears_one = |place: &usize| titles.contains(articles[*place].article.meta.title.as_str());
    let mut bearing = (0..articles.len()).filter(bears_one);
    bearing.next().filter(|_| bearing.next().is_none())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{Outside, reunion};
    use crate::corpus::corpus::Corpus;
    use crate::corpus::digest::Listed;
    use crate::memory::key::Key;
    use crate::memory::memory::Memory;
    use crate::memory::position::{Position, State};
    use crate::memory::spot::Spot;
    use crate::shelf::stock::Stock;
    use crate::text::lasting::lasting;

    /// A text of its own for each number, long enough to be known by.
    fn text(number: usize) -> String {
        let words = [
            "記事の本文がここに続く",
            "文章的正文从这里继续",
            "글의 본문이 여기서 이어진다",
            "the body of the article goes on from here,",
        ];
        format!("{number} {} {number}", words[number % words.len()].repeat(2))
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn key(path: &str) -> Key {
        Key::new(Path::new("/blog"), Path::new(path))
    }

    /// Articles below `/blog`, by path, title and the number of their text.
    fn corpus(articles: &[(&str, &str, usize)]) -> Corpus {
        let mut corpus = Corpus::default();
        for (path, title, number) in articles {
            let (root, path) = (Path::new("/blog").into(), Path::new(path).into());
            let listed = Listed { root, path, modified: None, length: 0 };
            corpus.add([listed.digest(&format!("---\ntitle: {title}\n---\n{}\n", text(*number))).article]);
        }
        corpus
    }

    fn read(memory: &mut Memory, path: &str, number: usize, second: i64) {
        let content = Some(lasting(&text(number)));
        memory.remember(
            &key(path),
            Position::new(Spot::default(), 0.5, content, time(second)),
            State::Reading,
        );
    }

    /// The pairs, where nothing lies on the disk but `there`.
    fn pairs(corpus: &Corpus, memory: &Memory, there: &[&str]) -> Vec<(String, String)> {
        let stock = Stock::of(corpus.clone(), memory.clone());
        let is_there = |path: &Path| there.iter().any(|each| Path::new("/blog").join(each) == path);
        let outside = Outside { is_there: &is_there, stale: &|| false };
        let name = |key: Key| key.path.to_string_lossy().into_owned();
        let found = reunion(&stock, &[Path::new("/blog")], &outside).unwrap();
        found.into_iter().map(|(from, to)| (name(from), name(to))).collect()
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_file_that_is_gone_is_the_article_that_reads_the_same() {
        for (number, (from, to)) in [
            ("猫.md", "記事/犬.md"),
            ("猫.md", "文章/狗.md"),
            ("고양이.md", "글/개.md"),
            ("cat.md", "posts/dog.md"),
        ]
        .into_iter()
        .enumerate()
        {
            let corpus = corpus(&[(to, "題", number), ("other.md", "題", 9)]);
            let mut memory = Memory::default();
            read(&mut memory, from, number, 1);
            assert_eq!(pairs(&corpus, &memory, &[]), [pair(from, to)]);
            // What is still on the disk has only left the list.
            assert_eq!(pairs(&corpus, &memory, &[from]), []);
            // It may have been opened and begun before it was known again.
            memory.opened(&key(to), time(2));
            assert_eq!(pairs(&corpus, &memory, &[]), [pair(from, to)]);
            read(&mut memory, to, number, 2);
            assert_eq!(pairs(&corpus, &memory, &[]), [pair(from, to)]);
            // What has marks, or was read as another text, is an article of its own.
            let mut other = memory.clone();
            read(&mut other, to, number + 1, 3);
            assert_eq!(pairs(&corpus, &other, &[]), []);
            memory.add_mark(key(to), "題".to_owned(), Spot::default(), None, time(2));
            assert_eq!(pairs(&corpus, &memory, &[]), []);
        }
    }

    #[test]
    fn files_of_other_folders_and_articles_that_are_there_stay_what_they_are() {
        let corpus = corpus(&[("a.md", "題", 1), ("b.md", "題", 1)]);
        let mut memory = Memory::default();
        read(&mut memory, "a.md", 1, 1);
        let content = Some(lasting(&text(1)));
        let position = Position::new(Spot::default(), 0.5, content, time(3));
        memory.remember(&Key::new(Path::new("/blogs"), Path::new("c.md")), position, State::Reading);
        assert_eq!(pairs(&corpus, &memory, &[]), []);
    }

    #[test]
    fn of_several_articles_the_name_tells_then_the_title_of_a_mark_or_nothing() {
        for (name, title) in
            [("猫.md", "猫の題"), ("猫.md", "猫的题"), ("고양이.md", "고양이"), ("cat.md", "Cat")]
        {
            let (from, moved) = (format!("old/{name}"), format!("z/{name}"));
            let mut memory = Memory::default();
            read(&mut memory, &from, 1, 1);
            let three = [("x/a.md", "題", 1), ("y/b.md", title, 1), (moved.as_str(), "題", 1)];
            assert_eq!(pairs(&corpus(&three), &memory, &[]), [pair(&from, &moved)]);
            assert_eq!(pairs(&corpus(&three[..2]), &memory, &[]), []);
            memory.add_mark(key(&from), title.to_owned(), Spot::default(), None, time(1));
            assert_eq!(pairs(&corpus(&three[..2]), &memory, &[]), [pair(&from, "y/b.md")]);
            assert_eq!(pairs(&corpus(&three), &memory, &[]), [pair(&from, &moved)]);
            // A title or a name that several have tells nothing.
            let same = [("x/a.md", title, 1), ("y/b.md", title, 1)];
            assert_eq!(pairs(&corpus(&same), &memory, &[]), []);
            let both = format!("y/{name}");
            let same = [(both.as_str(), title, 1), (moved.as_str(), title, 1)];
            assert_eq!(pairs(&corpus(&same), &memory, &[]), []);
        }
    }

    #[test]
    fn of_several_files_each_goes_to_its_name_and_the_latest_of_the_others_to_what_is_left() {
        let mut memory = Memory::default();
        read(&mut memory, "old/a.md", 1, 1);
        read(&mut memory, "old/b.md", 1, 2);
        read(&mut memory, "old/c.md", 1, 3);
        let articles = [("new/a.md", "題", 1), ("new/d.md", "題", 1), ("new/e.md", "題", 1)];
        let both = [pair("old/a.md", "new/a.md"), pair("old/c.md", "new/d.md")];
        assert_eq!(pairs(&corpus(&articles), &memory, &[]), both[..1]);
        assert_eq!(pairs(&corpus(&articles[..2]), &memory, &[]), both);
        assert_eq!(pairs(&corpus(&articles[..1]), &memory, &[]), both[..1]);
        assert_eq!(pairs(&corpus(&articles[1..2]), &memory, &[]), [pair("old/c.md", "new/d.md")]);
        let moved = [("new/a.md", "題", 1), ("new/b.md", "題", 1), ("new/c.md", "題", 1)];
        let all = ["a", "b", "c"].map(|name| pair(&format!("old/{name}.md"), &format!("new/{name}.md")));
        assert_eq!(pairs(&corpus(&moved), &memory, &[]), all);
    }

    #[test]
    fn notes_made_from_a_template_stay_untouched() {
        let mut memory = Memory::default();
        read(&mut memory, "日記/1.md", 0, 1);
        let corpus = corpus(&[("日記/2.md", "日記", 0), ("日記/3.md", "日記", 0)]);
        assert_eq!(pairs(&corpus, &memory, &[]), []);
    }

    #[test]
    fn a_marked_file_goes_to_an_article_that_was_read_later_an_unmarked_one_not_to_a_marked_copy() {
        let corpus = corpus(&[("new.md", "題", 1), ("copy.md", "題", 1)]);
        let mut memory = Memory::default();
        read(&mut memory, "old.md", 1, 1);
        read(&mut memory, "copy.md", 1, 5);
        memory.add_mark(key("copy.md"), "題".to_owned(), Spot::default(), None, time(5));
        assert_eq!(pairs(&corpus, &memory, &[]), []);
        memory.add_mark(key("old.md"), "題".to_owned(), Spot::default(), None, time(1));
        assert_eq!(pairs(&corpus, &memory, &[]), [pair("old.md", "new.md")]);
    }

    #[test]
    fn what_went_back_to_its_old_name_is_there_again() {
        let mut memory = Memory::default();
        read(&mut memory, "a.md", 1, 1);
        for (from, to) in [("a.md", "b.md"), ("b.md", "a.md"), ("a.md", "b.md")] {
            let corpus = corpus(&[(to, "題", 1)]);
            assert_eq!(pairs(&corpus, &memory, &[]), [pair(from, to)]);
            memory.rename(&key(from), &key(to), time(2));
            assert_eq!(pairs(&corpus, &memory, &[]), []);
            assert!(memory.progress(&key(to)) > 0.4);
        }
    }

    #[test]
    fn what_went_to_its_article_once_does_not_go_to_a_copy_of_it() {
        let mut memory = Memory::default();
        read(&mut memory, "old.md", 1, 1);
        memory.rename(&key("old.md"), &key("new.md"), time(2));
        let corpus = corpus(&[("new.md", "題", 1), ("copy.md", "題", 1)]);
        assert_eq!(pairs(&corpus, &memory, &[]), []);
    }

    #[test]
    fn nobody_waits_for_what_is_stale() {
        let mut memory = Memory::default();
        read(&mut memory, "old.md", 1, 1);
        let stock = Stock::of(corpus(&[("new.md", "題", 1)]), memory);
        let outside = Outside { is_there: &|_| false, stale: &|| true };
        assert_eq!(reunion(&stock, &[Path::new("/blog")], &outside), None);
    }

    proptest! {
        #[test]
        fn each_name_is_paired_once_and_what_was_paired_stays_so(
            articles in prop::collection::btree_map("[ab]/[cd猫]\\.md", (0..3_usize, "[xy題]"), 0..8),
            files in prop::collection::btree_map("[abz]/[cd猫]\\.md", (0..3_usize, 1..4_i64, any::<bool>()), 0..10),
            there in prop::collection::btree_set("[abz]/[cd猫]\\.md", 0..3),
        ) {
            let listed: Vec<(&str, &str, usize)> =
                articles.iter().map(|(path, (number, title))| (path.as_str(), title.as_str(), *number)).collect();
            let backwards: Vec<(&str, &str, usize)> = listed.iter().rev().copied().collect();
            let there: Vec<&str> = there.iter().map(String::as_str).collect();
            let mut memory = Memory::default();
            for (path, (number, second, marked)) in &files {
                read(&mut memory, path, *number, *second);
                if *marked {
                    memory.add_mark(key(path), "題".to_owned(), Spot::default(), None, time(*second));
                }
            }
            let found = pairs(&corpus(&listed), &memory, &there);
            prop_assert_eq!(&pairs(&corpus(&backwards), &memory, &there), &found);
            let (from, to): (BTreeSet<&String>, BTreeSet<&String>) =
                found.iter().map(|(from, to)| (from, to)).unzip();
            prop_assert_eq!((from.len(), to.len()), (found.len(), found.len()));
            for (from, to) in &found {
                prop_assert!(!articles.contains_key(from) && !there.contains(&from.as_str()));
                prop_assert!(files.get(to).is_none_or(|(number, _, marked)| !marked && *number == articles[to].0));
                prop_assert_eq!(files[from].0, articles[to].0);
            }
            for (from, to) in &found {
                memory.rename(&key(from), &key(to), time(9));
            }
            for (from, to) in &found {
                prop_assert_eq!(memory.count_marks(&key(to)), usize::from(files[from].2));
                prop_assert!(memory.progress(&key(to)) > 0.4);
                prop_assert!(!memory.knows(&key(from)));
            }
        }
    }
}
