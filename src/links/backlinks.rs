//! The links that lead to an article.
//!
//! Articles of which a link calls a name of that article are opened, the newest first, and their
//! links are followed; no other article can have a link to it. What is found is handed on in
//! parts.

use std::ops::Range;
use std::sync::Arc;

use crate::corpus::article::Article;
use crate::corpus::corpus::{Corpus, Direction, Order};
use crate::links::atlas::Atlas;
use crate::links::backlink::Backlink;
use crate::links::named::{keys, steps_to, ways};
use crate::links::pick::Pick;
use crate::links::resolve::resolve;
use crate::markdown::document::{Anchor, BlockKind, Document};
use crate::markdown::written::Written;
use crate::search::filter::Waiting;
use crate::text::safe::Safe;

/// Characters that are kept of the words before a link and behind it.
const AROUND: usize = 120;

/// What finding links asks of the world.
pub struct Outside<'a> {
    /// Reads the text of an article anew; `None` where it cannot be read.
    pub open: &'a dyn Fn(&Article) -> Option<Arc<Document>>,
    /// Whether somebody waits, and for what.
    pub waiting: &'a dyn Fn() -> Waiting,
}

/// The links that lead to `article`, by their articles the newest first. Those that are there when
/// the first are waited for go to `some`; the rest are given. `None` once nobody waits.
pub fn backlinks(
    atlas: &Atlas,
    article: &Article,
    outside: &Outside<'_>,
    some: &mut dyn FnMut(Vec<Backlink>),
) -> Option<Vec<Backlink>> {
    let own = steps_to(article);
    let names = keys(article, &own, &ways(article, &own));
    let calls = |other: &&Arc<Article>| other.calls.iter().any(|key| names.binary_search(key).is_ok());
    let mut callers = Corpus::default();
    callers.add(atlas.corpus().iter().filter(|other| other.id != article.id).filter(calls).cloned());
    let mut found = Vec::new();
    for id in callers.ordered(Order::Date, Direction::Forward, &|_| None) {
        match (outside.waiting)() {
            Waiting::Nothing => return None,
            Waiting::First if !found.is_empty() => some(std::mem::take(&mut found)),
            Waiting::First | Waiting::Whole => {}
        }
        let Some(caller) = callers.get(id) else { continue };
        let Some(document) = (outside.open)(caller) else { continue };
        for link in &document.links {
            let Some(written) = Written::of(link) else { continue };
            if written.key().is_none_or(|key| names.binary_search(&key).is_err()) {
                continue;
            }
            // Where a name is that of many articles, each link takes its time.
            if (outside.waiting)() == Waiting::Nothing {
                return None;
            }
            let leads =
                matches!(resolve(atlas, caller, &written).pick, Pick::One(led) if led.id == article.id);
            if leads {
                let (words, link_in_words) = words(&document, &link.range);
                let (article, at) = (Arc::clone(caller), Anchor(link.range.start));
                found.push(Backlink { article, at, words, link: link_in_words });
            }
        }
    }
    Some(found)
}

/// The words around the link at `range`, as one line, and where the link stands in them.
fn words(document: &Document, range: &Range<u32>) -> (Safe, Range<u32>) {
    let around = sentence(document, range);
    let text = |range: Range<u32>| document.text.slice(range).as_str().replace('\n', " ");
    let before = text(around.start..range.start);
    let behind = text(range.end..around.end);
    let first = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let last = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
    let mut words = Safe::text(before[first..].trim_start());
    let start = words.len();
    words.push(text(range.clone()).trim_end());
    let end = words.len();
    words.push(behind[..last].trim_end());
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (words, narrow(start)..narrow(end))
}

/// The block that the link at `range` stands in; of a table its cell.
fn sentence(document: &Document, range: &Range<u32>) -> Range<u32> {
    let holds = |outer: &&Range<u32>| outer.start <= range.start && range.end <= outer.end;
    let at = document.blocks.partition_point(|block| block.range.end < range.end);
    let Some(block) = document.blocks.get(at).filter(|block| holds(&&block.range)) else {
        return range.clone();
    };
    let cell = match &block.kind {
        BlockKind::Table(table) => table.rows.iter().flatten().find(holds),
        _ => None,
    };
    cell.unwrap_or(&block.range).clone()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{Outside, backlinks};
    use crate::corpus::article::{Article, ArticleId};
    use crate::corpus::corpus::Corpus;
    use crate::corpus::digest::Listed;
    use crate::links::atlas::Atlas;
    use crate::links::backlink::Backlink;
    use crate::links::pick::Pick;
    use crate::links::resolve::resolve;
    use crate::markdown::document::{Anchor, Document};
    use crate::markdown::parse::parse;
    use crate::markdown::written::Written;
    use crate::search::filter::Waiting;

    struct Shelf {
        atlas: Atlas,
        texts: BTreeMap<ArticleId, Arc<Document>>,
    }

    fn shelf(files: &[(String, String)]) -> Shelf {
        let (mut corpus, mut texts) = (Corpus::default(), BTreeMap::new());
        for (path, source) in files {
            let listed = Listed {
                root: Path::new("root").into(),
                path: Path::new(path).into(),
                modified: None,
                length: 0,
            };
            let digest = listed.digest(source);
            texts.insert(digest.article.id, Arc::new(digest.document));
            corpus.add([digest.article]);
        }
        Shelf { atlas: Atlas::of(&corpus), texts }
    }

    fn fixed(files: &[(&str, &str)]) -> Shelf {
        let owned: Vec<_> = files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect();
        shelf(&owned)
    }

    impl Shelf {
        fn article(&self, path: &str) -> Arc<Article> {
            self.atlas.corpus().get(ArticleId::of(Path::new("root"), Path::new(path))).unwrap().clone()
        }

        fn to(&self, article: &Article) -> Vec<Backlink> {
            let open = |article: &Article| self.texts.get(&article.id).cloned();
            let outside = Outside { open: &open, waiting: &|| Waiting::First };
            let mut found = Vec::new();
            let last = backlinks(&self.atlas, article, &outside, &mut |more| found.extend(more)).unwrap();
            found.extend(last);
            found
        }

        /// Path of the article, and the words around with the link in brackets.
        fn told(&self, path: &str) -> Vec<String> {
            let tell = |link: Backlink| {
                let (start, end) = (link.link.start as usize, link.link.end as usize);
                let words = &link.words;
                let path = link.article.path.display();
                format!("{path}: {}[{}]{}", &words[..start], &words[start..end], &words[end..])
            };
            self.to(&self.article(path)).into_iter().map(tell).collect()
        }
    }

    #[test]
    fn links_come_with_the_words_around_them_the_newest_first() {
        let shelf = fixed(&[
            ("2026-01-01-猫.md", "文"),
            (
                "a.md",
                "---\ndate: 2026-01-02\n---\n前の文。\n\n吾輩は[猫](2026-01-01-猫.md#章)である。\n名前は無い。",
            ),
            (
                "b.md",
                "---\ndate: 2026-03-02\n---\n# 見出し\n\n- 고양이는 [[2026-01-01-猫|여기]]에 있다\n- 다른 줄\n",
            ),
            ("c.md", "---\ndate: 2026-02-02\n---\n| 图 | 表 |\n|---|---|\n| 一 | 见 [猫](2026-01-01-猫) |\n"),
            ("d.md", "[犬](犬.md) [猫](https://猫.jp/2026-01-01-猫.md)"),
            (
                "e.md",
                "---\ndate: 2020-01-01\n---\n> quoted [the cat](./2026-01-01-猫.md) and [[2026-01-01-猫]] again",
            ),
        ]);
        assert_eq!(
            shelf.told("2026-01-01-猫.md"),
            [
                "b.md: 고양이는 [여기]에 있다",
                "c.md: 见 [猫]",
                "a.md: 吾輩は[猫]である。名前は無い。",
                "e.md: quoted [the cat] and 2026-01-01-猫 again",
                "e.md: quoted the cat and [2026-01-01-猫] again",
            ]
        );
        assert!(shelf.told("a.md").is_empty());
    }

    #[test]
    fn a_link_of_an_article_to_itself_is_none_from_another() {
        assert!(fixed(&[("猫.md", "[x](猫.md) [[猫]] [y](./)"), ("index.md", "")]).told("猫.md").is_empty());
    }

    #[test]
    fn the_home_of_another_folder_is_not_that_of_a_language() {
        let shelf = fixed(&[("ja/_posts/index.md", ""), ("a.md", "[x](/ja/index)")]);
        assert!(shelf.told("ja/_posts/index.md").is_empty());
    }

    #[test]
    fn long_words_around_a_link_are_cut() {
        let long = format!("{}[x](猫.md){}", "前".repeat(500), "後".repeat(500));
        let shelf = fixed(&[("猫.md", ""), ("a.md", &long)]);
        assert_eq!(shelf.told("猫.md"), [format!("a.md: {}[x]{}", "前".repeat(120), "後".repeat(120))]);
    }

    #[test]
    fn finding_ends_where_nobody_waits() {
        let shelf = fixed(&[("猫.md", ""), ("a.md", "[[猫]]"), ("b.md", "[[猫]]")]);
        let opened = Cell::new(0);
        let open = |article: &Article| {
            opened.set(opened.get() + 1);
            shelf.texts.get(&article.id).cloned()
        };
        let waiting = || if opened.get() == 0 { Waiting::Whole } else { Waiting::Nothing };
        let outside = Outside { open: &open, waiting: &waiting };
        assert_eq!(backlinks(&shelf.atlas, &shelf.article("猫.md"), &outside, &mut |_| {}), None);
        assert_eq!(opened.get(), 1);
    }

    /// A file of one of a few names with a few links.
    fn file() -> impl Strategy<Value = (String, String)> {
        let path =
            "(a/|猫/|ja/|_posts/|content/){0,2}(a|A|index|README|猫|2020-01-02-猫|01-b|글\\.ko)\\.(md|mdx)";
        let target = "(/|\\./|\\.\\./)?(a/|猫/|ja/|blog/|2020/01/02/){0,2}(a|A|index|猫|2020-01-02-猫|b|글|別名|\\.\\.)?(/|\\.md|\\.html|#章)?";
        let head = prop::sample::select(vec![
            "",
            "title: 猫",
            "aliases: [別名, /blog/a/]",
            "permalink: /猫/",
            "slug: b",
            "permalink: /",
        ]);
        let links = prop::collection::vec((target, 0_u8..4), 0..5);
        (path, head, links).prop_map(|(path, head, links)| {
            let link = |(target, kind): (String, u8)| match kind {
                0 => format!("[[{target}]]"),
                1 => format!("[x]({{{{< ref \"{target}\" >}}}})"),
                2 => format!("[x]({{% post_url {target} %}})"),
                _ => format!("[x]({target})"),
            };
            let body: Vec<String> = links.into_iter().map(link).collect();
            (path, format!("---\n{head}\n---\n{}\n", body.join(" 文 ")))
        })
    }

    proptest! {
        #[test]
        fn backlinks_are_all_links_that_lead_there(files in prop::collection::vec(file(), 1..10)) {
            let shelf = shelf(&files);
            for article in shelf.atlas.corpus().iter() {
                let mut naive = Vec::new();
                for caller in shelf.atlas.corpus().iter().filter(|caller| caller.id != article.id) {
                    for link in &shelf.texts[&caller.id].links {
                        let found = Written::of(link).map(|written| resolve(&shelf.atlas, caller, &written).pick);
                        if matches!(found, Some(Pick::One(led)) if led.id == article.id) {
                            naive.push((caller.id, Anchor(link.range.start)));
                        }
                    }
                }
                naive.sort();
                let mut found: Vec<_> =
                    shelf.to(article).iter().map(|link| (link.article.id, link.at)).collect();
                found.sort();
                prop_assert_eq!(found, naive, "{}", article.path.display());
            }
        }

        #[test]
        fn the_words_hold_the_link(source in "([a猫 \n|#>-]|\\[a\\]\\(b\\.md\\)|\\[\\[b\\]\\]){0,30}") {
            let document = parse(&source);
            for link in &document.links {
                let (words, range) = super::words(&document, &link.range);
                let text = document.text.slice(link.range.clone()).as_str().replace('\n', " ");
                prop_assert_eq!(words.slice(range).as_str(), text.trim_end());
            }
        }
    }
}
