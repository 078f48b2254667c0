//! Articles that people wrote, read where they are at hand: no article is lost, and each has
//! what its head says. Skips what is absent.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use tsundoku::corpus::article::Article;
use tsundoku::corpus::article::is_article;
use tsundoku::corpus::source::{Found, Source, Walk};

/// The folder of that name, if it is at hand.
fn corpus(name: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = ["../shared/corpora", "../../shared/corpora"].map(|path| here.join(path).join(name));
    shared.into_iter().find(|path| path.is_dir())
}

fn scan(folder: &Path) -> Vec<Article> {
    let mut articles = Vec::new();
    Source::of(folder).expect("the folder is there").scan(&Walk::default(), &mut |found| {
        match found {
            Found::Articles(more) => articles.extend(more),
            Found::Trouble(what) => panic!("{what}"),
        }
        ControlFlow::Continue(())
    });
    articles
}

fn files(folder: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            count += files(&path);
        } else if is_article(&path) {
            count += 1;
        }
    }
    count
}

/// The value of `key` at the beginning of a line of the head in `source`.
fn written<'a>(source: &'a str, key: &str) -> Option<&'a str> {
    let head = source.strip_prefix("---")?.split("\n---").next()?;
    let value = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

#[test]
fn no_article_is_lost_and_each_has_a_title() {
    for name in ["seeds", "react-ja", "cncf-glossary", "book-ja"] {
        let Some(folder) = corpus(name) else { continue };
        let articles = scan(&folder);
        assert_eq!(articles.len(), files(&folder), "{name}");
        for article in &articles {
            assert!(!article.meta.title.is_empty(), "{}", article.path.display());
            assert!(article.minutes >= 1);
        }
    }
}

#[test]
fn what_a_head_says_is_found() {
    for name in ["seeds", "react-ja", "cncf-glossary", "book-ja"] {
        let Some(folder) = corpus(name) else { continue };
        for article in scan(&folder) {
            let source = fs::read_to_string(article.file()).unwrap_or_default();
            let path = article.path.display();
            if let Some(date) = written(&source, "date") {
                let found = article.meta.date.map(|date| date.day()).unwrap_or_default();
                assert_eq!(found, date.replace('/', "-").trim_matches('"')[..10], "{path}");
            }
            if let Some(title) = written(&source, "title").filter(|title| !title.contains(['#', '&', '*'])) {
                assert_eq!(article.meta.title.as_str(), title.trim_matches(['"', '\'']), "{path}");
            }
        }
    }
}

#[test]
fn the_seeds_have_their_titles_tags_and_languages() {
    let Some(folder) = corpus("seeds") else { return };
    let mut articles = scan(&folder);
    articles.sort_by(|a, b| a.path.cmp(&b.path));
    let days: Vec<_> = articles.iter().map(|article| article.meta.date.unwrap().day()).collect();
    assert_eq!(days, ["2026-02-04", "2025-09-30", "2026-02-07", "2025-12-30", "2025-09-18"]);
    assert_eq!(articles[3].meta.title.as_str(), "Amazonが示すAIチップ進化の新");
    for article in &articles {
        assert_eq!(article.meta.lang.as_deref(), Some("ja"));
        assert!(article.meta.tags.len() >= 3);
        assert!(article.meta.excerpt.chars().count() >= 30);
        assert!(!article.meta.excerpt.contains("**"));
        assert_eq!(article.meta.trouble, []);
    }
}

#[test]
fn the_glossary_is_told_in_its_languages() {
    let Some(folder) = corpus("cncf-glossary") else { return };
    let articles = scan(&folder);
    let (mut right, mut all) = (0, 0);
    for article in &articles {
        let path = article.path.to_string_lossy();
        let Some(lang) = ["ja", "ko", "zh-cn", "zh-tw", "en"].iter().find(|lang| path.starts_with(**lang))
        else {
            continue;
        };
        all += 1;
        right += usize::from(article.meta.lang.as_deref() == lang.split('-').next());
        assert!(article.meta.tags.iter().all(|tag| !tag.is_empty() && !tag.starts_with('#')), "{path}");
    }
    assert!(right * 100 >= all * 95, "{right} of {all}");
}
