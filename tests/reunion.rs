//! Files that were renamed while nobody watched: what is remembered of them follows.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::Path;

use common::screen::{Reader, reader};
use tsundoku::config::config;
use tsundoku::corpus::source::Source;
use tsundoku::memory::key::Key;
use tsundoku::memory::position::State;

/// An article of so many paragraphs, in each of the languages.
fn long(title: &str) -> String {
    let paragraph = |n: usize| format!("第{n}段落、{title}。第{n}段，{title}。문단 {n}. Paragraph {n}.\n\n");
    format!("# {title}\n\n{}", (1..80).map(paragraph).collect::<String>())
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Somebody who opens `folder` with the articles by path.
fn opened(folder: &Path) -> Reader {
    let config = config::load(Some(("sort: path\n", "config.yaml".as_ref()))).config;
    reader(vec![Source::Folder(folder.to_owned())], "reunion", config, (100, 24))
}

fn key(root: &Path, path: &str) -> Key {
    Key::new(root, Path::new(path))
}

#[test]
fn what_is_read_marked_or_called_read_keeps_what_its_text_is_known_by() {
    for title in ["猫の記事", "猫的文章", "고양이 글", "On cats"] {
        let home = tempfile::tempdir().unwrap();
        write(home.path(), "a.md", &long(title));
        let content = |keys: &str| {
            let reader = opened(home.path()).types(keys);
            let app = reader.app();
            let article = app.stock.corpus.iter().next().unwrap();
            let key = key(home.path(), "a.md");
            let position = app.stock.memory.position(&key).cloned();
            assert!(article.content.is_some());
            position.map(|position| {
                assert_eq!(position.content, article.content, "{keys}");
                (position.progress > 0.0, app.stock.memory.state(&key), app.stock.memory.count_marks(&key))
            })
        };
        assert_eq!(content(""), None);
        assert_eq!(content("<enter><space>"), Some((true, State::Reading, 0)));
        assert_eq!(content("m"), Some((false, State::Unread, 1)));
        assert_eq!(content("<enter>m"), Some((false, State::Unread, 1)));
        assert_eq!(content("r"), Some((false, State::Done, 0)));
        assert_eq!(content("<enter><space>m"), Some((true, State::Reading, 1)));
    }
}
