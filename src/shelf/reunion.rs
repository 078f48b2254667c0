//! Articles whose files were renamed or moved while nobody watched, by their texts.
//!
//! What is remembered of a file that is gone belongs to the article which reads the same, where
//! that has no marks of its own and is remembered by no other text. Each file goes to the article
//! of its own name; of the others only the latest goes on, to the one article that is left. Where
//! several may be meant, the title of a mark tells which, or nothing does: notes made from one
//! template read the same. What is remembered later of a marked article of that text, and bears
//! no mark, is of a copy: it goes to no article that reads so.
//!
//! A file whose name another has taken meanwhile is gone, too: the text at its name is not the one
//! that was read and holds none of the words kept of it, and an article reads as it did.
//!
//! A file that was edited too is looked for among articles of which nothing is remembered: those
//! that are called as it was, by file or by a title it was marked under, and hold the words that
//! were kept of it. Of these there must be exactly one, and no other file that may be meant by it.
//!
//! The passes over what is remembered and over the articles are linear; the disk is only asked
//! about files for which an article was found, and few texts are read.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::markdown::document::Document;
use crate::markdown::name::{is_index, without_ending};
use crate::memory::key::Key;
use crate::memory::position::Position;
use crate::shelf::stock::Stock;
use crate::shelf::witness::Witness;

/// Articles whose texts are read in one go, at most.
const TEXTS: usize = 64;

/// What has to be asked for outside.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// Whether something lies at a path.
    pub is_there: &'a dyn Fn(&Path) -> bool,
    /// The text of an article, read anew; none where it cannot be read.
    pub read: &'a dyn Fn(&Article) -> Option<Arc<Document>>,
    /// Whether nobody waits any more.
    pub stale: &'a dyn Fn() -> bool,
}

/// Which file that is gone from below one of `folders` is now which article: the old name and the
/// new one, each name at most once, in the order of the new ones. `None` once nobody waits.
#[must_use]
pub fn reunion(stock: &Stock, folders: &[&Path], outside: &Outside<'_>) -> Option<Vec<(Key, Key)>> {
    let mut pairs = by_text(stock, folders, outside)?;
    pairs.extend(by_words(stock, folders, &pairs, outside)?);
    pairs.sort_by(|one, other| one.1.cmp(&other.1));
    Some(pairs)
}

/// Those that read the same.
fn by_text(stock: &Stock, folders: &[&Path], outside: &Outside<'_>) -> Option<Vec<(Key, Key)>> {
    let mut lost = lost(stock, folders);
    lost.extend(displaced(stock, folders, outside)?);
    lost.sort_by_key(|lost| lost.content);
    let new = new_ones(stock, &lost);
    let mut files = lost.chunk_by(|one, other| one.content == other.content);
    let mut pairs = Vec::new();
    for articles in new.chunk_by(|one, other| one.content == other.content) {
        if (outside.stale)() {
            return None;
        }
        let of_that_text = files.find(|files| files[0].content == articles[0].content);
        let is_gone =
            |lost: &&Lost<'_>| lost.is_displaced || !(outside.is_there)(&lost.key.root.join(&lost.key.path));
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
    Some(pairs)
}

/// A file that is remembered and no article any more.
#[derive(Clone, Copy)]
struct Lost<'a> {
    /// The number of its text.
    content: u64,
    key: &'a Key,
    changed: Timestamp,
    /// Whether another file bears its name.
    is_displaced: bool,
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
    let with_content = |(key, position): (&'a Key, &Position)| {
        Some(Lost { content: position.content?, key, changed: position.changed, is_displaced: false })
    };
    let known = stock.memory.positions().filter_map(with_content);
    let known = known.filter(|known| lies_below(known.key, folders));
    let (there, mut lost): (Vec<_>, Vec<_>) = known.partition(|known| is_article(stock, known.key));
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

/// What is remembered under the names of articles that are other texts now, where an article reads as
/// the former did. `None` once nobody waits.
fn displaced<'a>(stock: &'a Stock, folders: &[&Path], outside: &Outside<'_>) -> Option<Vec<Lost<'a>>> {
    let other = |(key, position): (&'a Key, &Position)| {
        let content = position.content?;
        let article = stock.corpus.get(ArticleId::of(&key.root, &key.path))?;
        let is_other = article.content != Some(content) && lies_below(key, folders);
        let lost = Lost { content, key, changed: position.changed, is_displaced: true };
        is_other.then_some((lost, article))
    };
    let others: Vec<(Lost<'a>, &Arc<Article>)> = stock.memory.positions().filter_map(other).collect();
    let lost: Vec<Lost<'_>> = others.iter().map(|(lost, _)| *lost).collect();
    let read_so: HashSet<u64> = new_ones(stock, &lost).iter().map(|new| new.content).collect();
    let mut displaced = Vec::new();
    for (lost, article) in others.into_iter().filter(|(lost, _)| read_so.contains(&lost.content)).take(TEXTS)
    {
        if (outside.stale)() {
            return None;
        }
        // A text that was only edited, and of which a copy was kept, holds its words.
        let Some(witness) = Witness::of(&stock.memory, lost.key) else { continue };
        let text = (outside.read)(article);
        if text.is_some_and(|document| !witness.knows(&document.text, "")) {
            displaced.push(lost);
        }
    }
    Some(displaced)
}

fn lies_below(key: &Key, folders: &[&Path]) -> bool {
    folders.iter().any(|folder| key.joined().lies_below(folder))
}

fn is_article(stock: &Stock, key: &Key) -> bool {
    stock.corpus.get(ArticleId::of(&key.root, &key.path)).is_some()
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

/// A file that is gone, of which words were kept.
struct Kept<'a> {
    key: &'a Key,
    /// When anything of that last changed.
    changed: Timestamp,
    witness: Witness<'a>,
}

/// Those of which none is `paired` and that hold the words which were kept of them.
fn by_words(
    stock: &Stock,
    folders: &[&Path],
    paired: &[(Key, Key)],
    outside: &Outside<'_>,
) -> Option<Vec<(Key, Key)>> {
    let (from, to): (HashSet<&Key>, HashSet<&Key>) = paired.iter().map(|(from, to)| (from, to)).unzip();
    let kept = kept(stock, folders, &from);
    if kept.is_empty() {
        return Some(Vec::new());
    }
    let called = Called::as_one_of(&kept, stock, |key| lies_below(key, folders) && !to.contains(key));
    let asked = asked(&kept, &called, outside)?;
    let mut known: Vec<Vec<ArticleId>> = vec![Vec::new(); kept.len()];
    let mut knowing: HashMap<ArticleId, usize> = HashMap::new();
    for article in asked.articles {
        if (outside.stale)() {
            return None;
        }
        let Some(document) = (outside.read)(article) else { continue };
        for &file in &asked.gone {
            let Kept { key, witness, .. } = &kept[file];
            if is_called_as(key, witness, article) && witness.knows(&document.text, &article.meta.title) {
                known[file].push(article.id);
                *knowing.entry(article.id).or_default() += 1;
            }
        }
    }
    let pair = |file: usize| {
        let [id] = known[file][..] else { return None };
        let to = stock.corpus.get(id).filter(|_| knowing[&id] == 1).map(|article| Key::of(article))?;
        (!stock.memory.knows(&to)).then(|| (kept[file].key.clone(), to))
    };
    Some(asked.whole.into_iter().filter_map(pair).collect())
}

/// The files below `folders` that are no articles now and not among `paired`, of which words were
/// kept; the latest first.
fn kept<'a>(stock: &'a Stock, folders: &[&Path], paired: &HashSet<&Key>) -> Vec<Kept<'a>> {
    let memory = &stock.memory;
    let is_read = |(key, position): (&'a Key, &Position)| (position.progress > 0.0).then_some(key);
    let is_lost = |key: &&Key| lies_below(key, folders) && !is_article(stock, key) && !paired.contains(key);
    let known = memory.positions().filter_map(is_read).chain(memory.marked());
    let lost: BTreeSet<&Key> = known.filter(is_lost).collect();
    let mut kept: Vec<Kept<'_>> = lost
        .into_iter()
        .filter_map(|key| {
            let witness = Witness::of(memory, key)?;
            let marked = memory.marks_of(key).into_iter().map(|mark| mark.changed).max();
            let changed = memory.position(key).map(|position| position.changed).max(marked)?;
            Some(Kept { key, changed, witness })
        })
        .collect();
    kept.sort_unstable_by_key(|kept| (Reverse(kept.changed), kept.key));
    kept
}

/// Articles by what they are called. Also those of which something is remembered: words that stand in
/// them, too, tell nothing.
struct Called<'a> {
    files: HashMap<&'a OsStr, Vec<&'a Arc<Article>>>,
    titles: HashMap<&'a str, Vec<&'a Arc<Article>>>,
}

impl<'a> Called<'a> {
    /// Those called as one of `kept` was, if they `may_be` meant.
    fn as_one_of(kept: &[Kept<'a>], stock: &'a Stock, may_be: impl Fn(&Key) -> bool) -> Self {
        let files = kept.iter().filter_map(|kept| Some((own_name(&kept.key.path)?, Vec::new()))).collect();
        let titles = kept.iter().flat_map(|kept| kept.witness.titles()).map(|title| (title, Vec::new()));
        let mut called = Self { files, titles: titles.collect() };
        for article in stock.corpus.iter() {
            let title = called.titles.get_mut(article.meta.title.as_str());
            let file = article.path.file_name().and_then(|name| called.files.get_mut(name));
            if title.is_none() && file.is_none() {
                continue;
            }
            let key = Key::of(article);
            if may_be(&key) {
                file.into_iter().chain(title).for_each(|articles| articles.push(article));
            }
        }
        called
    }

    /// Those called as `kept` was, each once; not all of them where they are more than may be read.
    fn as_was(&self, kept: &Kept<'_>) -> Vec<&'a Arc<Article>> {
        let by_file = own_name(&kept.key.path).and_then(|name| self.files.get(name));
        let by_title = kept.witness.titles().filter_map(|title| self.titles.get(title));
        let mut articles = Vec::new();
        for some in by_file.into_iter().chain(by_title) {
            articles.extend(some.iter().copied().take(TEXTS + 1));
        }
        articles.sort_unstable_by_key(|article| article.id);
        articles.dedup_by_key(|article| article.id);
        articles
    }
}

/// The name of a file, where it says what is in it.
fn own_name(path: &Path) -> Option<&OsStr> {
    let is_own = |name: &&OsStr| name.to_str().is_none_or(|name| !is_index(without_ending(name).0));
    path.file_name().filter(is_own)
}

/// Whether `article` is called as the file `key` was.
fn is_called_as(key: &Key, witness: &Witness<'_>, article: &Article) -> bool {
    let by_file = own_name(&key.path).is_some_and(|name| article.path.file_name() == Some(name));
    by_file || witness.titles().any(|title| title == article.meta.title.as_str())
}

/// What is to be read, and for which files; these by their places in `kept`.
struct Asked<'a> {
    articles: Vec<&'a Arc<Article>>,
    /// Files that may be meant by one of them, or by others.
    gone: Vec<usize>,
    /// Those of them all of whose articles are read.
    whole: Vec<usize>,
}

/// The articles that may be one of `kept`, as many as may be read: those of the latest files.
/// `None` once nobody waits.
fn asked<'a>(kept: &[Kept<'_>], called: &Called<'a>, outside: &Outside<'_>) -> Option<Asked<'a>> {
    let mut asked = Asked { articles: Vec::new(), gone: Vec::new(), whole: Vec::new() };
    let mut seen: HashSet<ArticleId> = HashSet::new();
    for (file, lost) in kept.iter().enumerate() {
        if (outside.stale)() {
            return None;
        }
        let mut articles = called.as_was(lost);
        if articles.is_empty() || (outside.is_there)(&lost.key.root.join(&lost.key.path)) {
            continue;
        }
        asked.gone.push(file);
        let are_all = articles.len() <= TEXTS;
        articles.retain(|article| !seen.contains(&article.id));
        if are_all && seen.len() + articles.len() <= TEXTS {
            asked.whole.push(file);
            seen.extend(articles.iter().map(|article| article.id));
            asked.articles.extend(articles);
        }
    }
    Some(asked)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;
    use std::sync::Arc;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{Outside, TEXTS, reunion};
    use crate::corpus::article::Article;
    use crate::corpus::corpus::Corpus;
    use crate::corpus::digest::Listed;
    use crate::markdown::document::Anchor;
    use crate::markdown::parse::parse;
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
        let outside = Outside { is_there: &is_there, read: &|_| None, stale: &|| false };
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
        let outside = Outside { is_there: &|_| false, read: &|_| None, stale: &|| true };
        assert_eq!(reunion(&stock, &[Path::new("/blog")], &outside), None);

        // Nor while texts are read.
        let words = body(&WORDS[2]);
        let mut memory = Memory::default();
        stop(&mut memory, "글.md", &words, WORDS[2][1]);
        let stock = Stock::of(corpus(&[("a/글.md", "題", 1), ("b/글.md", "題", 2)]), memory);
        let count = Cell::new(0);
        let read = |_: &Article| {
            count.set(count.get() + 1);
            None
        };
        let outside = Outside { is_there: &|_| false, read: &read, stale: &|| count.get() > 0 };
        assert_eq!((reunion(&stock, &[Path::new("/blog")], &outside), count.get()), (None, 1));
    }

    /// Two paragraphs that are marked and one that is not, in each of the languages.
    const WORDS: [[&str; 3]; 4] = [
        ["調達額は十一億ドルに達したという。", "市場はこの知らせに驚いた。", "調達の真意をここで考える。"],
        ["融资金额达到了十一亿美元之多。", "市场对这个消息感到惊讶。", "在这里思考融资的真正意图。"],
        [
            "조달액은 십일억 달러에 달했다고 한다.",
            "시장은 이 소식에 놀랐다.",
            "조달의 참뜻을 여기서 생각한다.",
        ],
        [
            "The round reached more than a billion dollars.",
            "Markets wondered at the news of it all.",
            "What the round may be for, in a few words.",
        ],
    ];

    fn body(paragraphs: &[&str]) -> String {
        paragraphs.join("\n\n")
    }

    /// Articles below `/blog`, by path, title and body.
    type Written = BTreeMap<&'static str, (&'static str, String)>;

    /// The pairs among such articles, and how many texts were read for them.
    fn pairs_of(articles: &Written, memory: &Memory, there: &[&str]) -> (Vec<(String, String)>, usize) {
        let mut corpus = Corpus::default();
        for (path, (title, body)) in articles {
            let (root, path) = (Path::new("/blog").into(), Path::new(path).into());
            let listed = Listed { root, path, modified: None, length: 0 };
            corpus.add([listed.digest(&format!("---\ntitle: {title}\n---\n{body}\n")).article]);
        }
        let stock = Stock::of(corpus, memory.clone());
        let count = Cell::new(0);
        let is_there = |path: &Path| there.iter().any(|each| Path::new("/blog").join(each) == path);
        let read = |article: &Article| {
            count.set(count.get() + 1);
            Some(Arc::new(parse(&articles[article.path.to_str()?].1)))
        };
        let outside = Outside { is_there: &is_there, read: &read, stale: &|| false };
        let name = |key: Key| key.path.to_string_lossy().into_owned();
        let found = reunion(&stock, &[Path::new("/blog")], &outside).unwrap();
        (found.into_iter().map(|(from, to)| (name(from), name(to))).collect(), count.get())
    }

    /// Notes a mark at each of `places` in a file of this title and body.
    fn mark(memory: &mut Memory, path: &str, title: &str, body: &str, places: &[&str]) {
        let text = &parse(body).text;
        for place in places {
            let at = u32::try_from(text.find(place).unwrap()).unwrap();
            memory.add_mark(key(path), title.to_owned(), Spot::of(text, Anchor(at), None), None, time(1));
        }
    }

    /// Notes that reading stands at `place`.
    fn stop(memory: &mut Memory, path: &str, body: &str, place: &str) {
        let text = &parse(body).text;
        let spot = Spot::of(text, Anchor(u32::try_from(text.find(place).unwrap()).unwrap()), None);
        let position = Position::new(spot, 0.5, Some(lasting(text)), time(1));
        memory.remember(&key(path), position, State::Reading);
    }

    #[test]
    fn a_file_that_was_renamed_and_edited_is_the_article_that_holds_its_words() {
        for words in WORDS {
            let old = body(&words);
            let edited = body(&["X。", words[0], words[1], words[2], "Y."]);
            for (from, to) in
                [("猫.md", "記事/猫.md"), ("고양이.md", "글/고양이.md"), ("cat.md", "posts/cat.md")]
            {
                let articles =
                    Written::from([(to, ("別の題", edited.clone())), ("z.md", ("題", old.clone() + "!"))]);
                let mut memory = Memory::default();
                stop(&mut memory, from, &old, words[1]);
                assert_eq!(pairs_of(&articles, &memory, &[]), (vec![pair(from, to)], 1));
                // It has only left the list.
                assert_eq!(pairs_of(&articles, &memory, &[from]), (vec![], 0));
                // Opened meanwhile; but what was read is an article of its own.
                memory.opened(&key(to), time(2));
                assert_eq!(pairs_of(&articles, &memory, &[]).0, [pair(from, to)]);
                memory.set_state(&key(to), State::Done, time(2));
                assert_eq!(pairs_of(&articles, &memory, &[]), (vec![], 1));
            }
            // Under another name it is known by the title that it was marked under.
            let articles = Written::from([("new.md", ("題", edited.clone()))]);
            let mut memory = Memory::default();
            stop(&mut memory, "old.md", &old, words[1]);
            assert_eq!(pairs_of(&articles, &memory, &[]), (vec![], 0));
            mark(&mut memory, "old.md", "題", &old, &[words[0]]);
            assert_eq!(pairs_of(&articles, &memory, &[]), (vec![pair("old.md", "new.md")], 1));
        }
    }

    #[test]
    fn where_the_marked_words_were_edited_other_places_must_tell() {
        for words in WORDS {
            let old = body(&words);
            let changed = format!("＊{}", words[1].chars().skip(1).collect::<String>());
            let articles = Written::from([("b/a.md", ("題", body(&[words[0], &changed, words[2]])))]);
            let mut memory = Memory::default();
            mark(&mut memory, "a.md", "題", &old, &[words[1]]);
            stop(&mut memory, "a.md", &old, words[1]);
            assert_eq!(pairs_of(&articles, &memory, &[]), (vec![], 1));
            let far = body(&[words[0], "……"]);
            mark(&mut memory, "a.md", "題", &far, &[words[0]]);
            let articles = Written::from([("b/a.md", ("題", body(&[words[0], "……", &changed])))]);
            assert_eq!(pairs_of(&articles, &memory, &[]).0, [pair("a.md", "b/a.md")]);
        }
    }

    #[test]
    fn a_file_whose_name_another_has_taken_is_the_article_that_reads_as_it_did() {
        for (nth, words) in WORDS.iter().enumerate() {
            let old = body(words);
            let other = body(&WORDS[(nth + 1) % WORDS.len()]);
            let mut memory = Memory::default();
            stop(&mut memory, "a.md", &old, words[1]);
            mark(&mut memory, "a.md", "題", &old, &[words[0]]);
            let moved = Written::from([("a.md", ("別", other.clone())), ("b.md", ("題", old.clone()))]);
            assert_eq!(pairs_of(&moved, &memory, &["a.md", "b.md"]).0, [pair("a.md", "b.md")]);
            // One that was edited stays, though a copy of the former text was kept.
            let edited = body(&["X。", words[0], words[1], words[2]]);
            let copied = Written::from([("a.md", ("題", edited)), ("b.md", ("題", old.clone()))]);
            assert_eq!(pairs_of(&copied, &memory, &["a.md", "b.md"]).0, []);
            // One that was written anew, and nowhere reads as it did, stays as well.
            let anew = Written::from([("a.md", ("題", other.clone()))]);
            assert_eq!(pairs_of(&anew, &memory, &["a.md"]), (vec![], 0));
            // Two that took each other's names are left as they are: both are remembered.
            stop(&mut memory, "b.md", &other, WORDS[(nth + 1) % WORDS.len()][1]);
            assert_eq!(pairs_of(&moved, &memory, &["a.md", "b.md"]).0, []);
        }
    }

    #[test]
    fn of_two_articles_or_two_files_that_may_be_meant_none_is() {
        for words in WORDS {
            let (old, edited) = (body(&words), body(&[words[0], words[1], words[2], "X"]));
            let mut memory = Memory::default();
            stop(&mut memory, "a.md", &old, words[1]);
            let one = Written::from([("x/a.md", ("題", edited.clone()))]);
            assert_eq!(pairs_of(&one, &memory, &[]).0, [pair("a.md", "x/a.md")]);
            let mut two = one.clone();
            two.insert("y/a.md", ("題", edited.clone() + "Y"));
            assert_eq!(pairs_of(&two, &memory, &[]), (vec![], 2));
            // Words that stand in an article already read are those of a template.
            let mut known = memory.clone();
            known.set_state(&key("y/a.md"), State::Done, time(2));
            assert_eq!(pairs_of(&two, &known, &[]), (vec![], 2));
            stop(&mut memory, "b/a.md", &old, words[1]);
            assert_eq!(pairs_of(&one, &memory, &[]), (vec![], 1));
            assert_eq!(pairs_of(&one, &memory, &["b/a.md"]).0, [pair("a.md", "x/a.md")]);
        }
    }

    #[test]
    fn a_stranger_of_the_same_name_and_pages_of_folders_are_left_alone() {
        for (nth, words) in WORDS.iter().enumerate() {
            let (old, edited) = (body(words), body(&[words[0], words[1], words[2], "X"]));
            let other = body(&WORDS[(nth + 1) % WORDS.len()]);
            let mut memory = Memory::default();
            mark(&mut memory, "a.md", "題", &old, &[words[0], words[1]]);
            let articles = Written::from([("b/a.md", ("題", other))]);
            assert_eq!(pairs_of(&articles, &memory, &[]), (vec![], 1));
            for (from, to) in
                [("README.md", "b/README.md"), ("index.ja.md", "b/index.ja.md"), ("_index.md", "b/_index.md")]
            {
                let mut memory = Memory::default();
                stop(&mut memory, from, &old, words[1]);
                let articles = Written::from([(to, ("題", edited.clone()))]);
                assert_eq!(pairs_of(&articles, &memory, &[]), (vec![], 0));
                mark(&mut memory, from, "題", &old, &[words[1]]);
                assert_eq!(pairs_of(&articles, &memory, &[]).0, [pair(from, to)]);
            }
        }
    }

    #[test]
    fn what_reads_the_same_goes_first_and_is_not_asked_about_again() {
        let words = WORDS[0];
        let (old, edited) = (body(&words), body(&[words[0], words[1], words[2], "X"]));
        let mut memory = Memory::default();
        stop(&mut memory, "a.md", &old, words[1]);
        let articles = Written::from([("b/a.md", ("題", edited)), ("c.md", ("題", old))]);
        assert_eq!(pairs_of(&articles, &memory, &[]), (vec![pair("a.md", "c.md")], 0));
        assert_eq!(pairs_of(&articles, &Memory::default(), &[]), (vec![], 0));
    }

    #[test]
    fn no_more_texts_are_read_than_may_be_and_what_was_not_read_may_be_meant() {
        let words = WORDS[1];
        let (old, edited) = (body(&words), body(&[words[0], words[1], words[2], "X"]));
        for (others, found) in [(TEXTS - 1, true), (TEXTS, false)] {
            let mut articles = Written::from([("zz/a.md", ("題", edited.clone()))]);
            for n in 0..others {
                articles.insert(format!("{n}/a.md").leak(), ("題", WORDS[2].join("\n")));
            }
            let mut memory = Memory::default();
            stop(&mut memory, "a.md", &old, words[1]);
            let expected = if found { vec![pair("a.md", "zz/a.md")] } else { vec![] };
            assert_eq!(pairs_of(&articles, &memory, &[]), (expected, if found { TEXTS } else { 0 }));
            // Another file, which is asked about first.
            let more = Position { changed: time(2), ..memory.position(&key("a.md")).unwrap().clone() };
            memory.remember(&key("b.md"), more, State::Reading);
            articles.insert("y/b.md", ("題", edited.clone()));
            assert_eq!(pairs_of(&articles, &memory, &[]), (vec![pair("b.md", "y/b.md")], 1));
        }
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
