//! Links between articles that people wrote, followed where such articles are at hand:
//! `TSUNDOKU_CORPORA` names a folder of folders of articles. Skips without it. What leads nowhere is
//! told with `--nocapture`.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use tsundoku::corpus::corpus::Corpus;
use tsundoku::corpus::source::{Found, Source, Walk};
use tsundoku::links::atlas::Atlas;
use tsundoku::links::backlinks::{Outside, backlinks};
use tsundoku::links::destination::{Dead, Destination};
use tsundoku::links::follow::Follower;
use tsundoku::markdown::document::LinkKind;
use tsundoku::markdown::fragment::place;
use tsundoku::search::filter::Waiting;

/// What became of the links of one folder, and how often.
type Told = BTreeMap<String, usize>;

fn corpus(source: &Source, walk: Walk) -> Corpus {
    let mut corpus = Corpus::default();
    source.scan(&walk, &mut |found| {
        if let Found::Articles(articles) = found {
            corpus.add(articles);
        }
        ControlFlow::Continue(())
    });
    corpus
}

fn follow_all(folder: &Path) -> (Told, Told) {
    let (source, walk) = (Source::of(folder).unwrap(), Walk::default());
    let corpus = corpus(&source, walk);
    let atlas = Atlas::of(&corpus);
    let follower =
        Follower { atlas: &atlas, sources: std::slice::from_ref(&source), walk: &walk, stale: &|| false };
    let (mut kinds, mut dead) = (Told::new(), Told::new());
    let mut links_to: BTreeMap<_, usize> = BTreeMap::new();
    for article in corpus.iter() {
        let Ok(opened) = source.open(&article.path, &walk) else { continue };
        for link in opened.document.links.iter().filter(|link| link.kind != LinkKind::Footnote) {
            let mut tell = |why: &str| {
                *dead.entry(format!("{why}: {} in {}", link.target, article.path.display())).or_default() +=
                    1;
            };
            let is_there = |document, name: &Option<_>| {
                name.as_ref().is_none_or(|name: &tsundoku::text::safe::Safe| place(document, name).is_some())
            };
            let kind = match follower.follow(article, link) {
                Destination::Outward(_) => "out",
                Destination::File(_) => "file",
                Destination::Here(name) if is_there(&opened.document, &name) => "here",
                Destination::Here(_) => {
                    tell("no heading here");
                    "no heading here"
                }
                Destination::Article { article: led, fragment } => {
                    if corpus.get(led.id).is_some() {
                        *links_to.entry(led.id).or_default() += 1;
                    }
                    let there = source.open(&led.path, &walk).unwrap();
                    if is_there(&there.document, &fragment) {
                        "article"
                    } else {
                        tell("no heading there");
                        "article, no heading there"
                    }
                }
                Destination::Several { .. } => {
                    tell("several");
                    "several"
                }
                Destination::Dead(why) => {
                    let why = match why {
                        Dead::NoSuch => "no such",
                        Dead::Outside => "outside",
                        Dead::Template => "template",
                    };
                    tell(why);
                    why
                }
            };
            *kinds.entry(kind.to_owned()).or_default() += 1;
        }
    }
    let open = |article: &tsundoku::corpus::article::Article| {
        source.open(&article.path, &walk).ok().map(|opened| opened.document)
    };
    let outside = Outside { open: &open, waiting: &|| Waiting::Whole };
    // Those with the most links suffice: each of them is looked for in every article that may have one.
    let mut most: Vec<_> = links_to.into_iter().collect();
    most.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    for (id, count) in most.into_iter().take(5) {
        let found = backlinks(&atlas, corpus.get(id).unwrap(), &outside, &mut |_| {}).unwrap();
        assert_eq!(found.len(), count, "{}", corpus.get(id).unwrap().path.display());
    }
    (kinds, dead)
}

#[test]
fn links_of_real_articles_lead_somewhere_or_are_told() {
    let Some(folder) = std::env::var_os("TSUNDOKU_CORPORA") else { return };
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    for folder in folders {
        let (kinds, dead) = follow_all(&folder);
        println!("{}: {kinds:?}", folder.display());
        for (what, count) in dead {
            println!("  {count} {what}");
        }
    }
}
