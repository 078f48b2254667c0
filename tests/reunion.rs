//! Files that were renamed while nobody watched: what is remembered of them follows.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::Path;

use common::pty::{Program, Pty};
use common::screen::{Reader, reader_reminded};
use tsundoku::config::config;
use tsundoku::corpus::changed::Changed;
use tsundoku::corpus::source::Source;
use tsundoku::markdown::document::Anchor;
use tsundoku::memory::file::Lasting;
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;
use tsundoku::memory::position::State;
use tsundoku::message::{Event, Report};

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

/// Somebody who opens `folder`, with the articles by path, for the first time.
fn opened(folder: &Path) -> Reader {
    again(folder, Memory::default())
}

/// Somebody who opens `folder` and remembers.
fn again(folder: &Path, memory: Memory) -> Reader {
    let config = config::load(Some(("sort: path\n", "config.yaml".as_ref()))).config;
    reader_reminded(memory, vec![Source::Folder(folder.to_owned())], "reunion", config, (100, 24))
}

fn rename(folder: &Path, from: &str, to: &str) {
    let to = folder.join(to);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(folder.join(from), to).unwrap();
}

fn remembered(reader: &Reader) -> Memory {
    reader.app().stock.memory.clone()
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

#[test]
fn a_file_renamed_meanwhile_keeps_its_place_its_state_and_its_marks() {
    for (title, from, to) in [
        ("猫の記事", "猫.md", "記事/犬.md"),
        ("猫的文章", "猫.md", "文章/狗.md"),
        ("고양이 글", "고양이.md", "글/개.md"),
        ("On cats", "cat.md", "posts/dog.md"),
    ] {
        let home = tempfile::tempdir().unwrap();
        write(home.path(), from, &long(title));
        write(home.path(), "other.md", "別の記事。短い文章がここに続く。");
        let before = opened(home.path()).types("j<home>");
        let at_first = before.app().list.cursor().and_then(|id| before.app().stock.key(id)).unwrap();
        let down = if at_first == key(home.path(), from) { "" } else { "j" };
        let mut before = before.types(&format!("{down}<enter><space><space>m"));
        let (memory, screen, at) = (remembered(&before), before.screen(), before.app().reader.at());
        assert!(at > Anchor::default() && memory.state(&key(home.path(), from)) == State::Reading);
        rename(home.path(), from, to);

        let after = again(home.path(), memory);
        let now = key(home.path(), to);
        let kept = remembered(&after);
        assert_eq!((kept.state(&now), kept.count_marks(&now)), (State::Reading, 1), "{title}");
        assert_eq!(kept.position(&now).map(|position| position.spot.at), Some(at));
        assert!(after.app().deadline().is_some(), "it is to be written");
        let at_first = after.app().list.cursor().and_then(|id| after.app().stock.key(id)).unwrap();
        let mut after = after.types(if at_first == now { "<enter>" } else { "j<enter>" });
        assert_eq!(after.app().reader.at(), at, "{screen}\n{}", after.screen());

        // What the list tells of it is true of its new name, and it is found by its mark.
        let after = after.types("q/is:reading<enter>");
        assert_eq!(after.app().list.shown().len(), 1);
        let after = after.types("<esc>'<enter>");
        assert_eq!(after.app().reader.article().map(|article| Key::of(article)), Some(now));
        // It stays where it is when the folder is opened once more.
        let memory = remembered(&after);
        assert_eq!(remembered(&again(home.path(), memory.clone())), memory);
    }
}

#[test]
fn a_file_moved_and_edited_meanwhile_keeps_its_place_its_state_and_its_marks() {
    for (title, from, by_name) in [
        ("猫の記事", "猫.md", "記事/猫.md"),
        ("猫的文章", "猫.md", "文章/猫.md"),
        ("고양이 글", "고양이.md", "글/고양이.md"),
        ("On cats", "cat.md", "posts/cat.md"),
    ] {
        // In another folder it is known by its name, under another name by its title.
        for to in [by_name, "new.md"] {
            let home = tempfile::tempdir().unwrap();
            write(home.path(), from, &long(title));
            let before = opened(home.path()).types("<enter><space><space>m");
            let memory = remembered(&before);
            let words = memory.marks()[0].spot.near.clone();
            fs::remove_file(home.path().join(from)).unwrap();
            // A stranger of the same name lies elsewhere.
            write(home.path(), &format!("other/{from}"), &"別の記事。短い文章がここに続く。\n\n".repeat(9));
            let edited = long(title).replacen("第1段落", "第1段落（改）\n\n第1の2段落", 1) + "X\n";
            write(home.path(), to, &edited);

            let after = again(home.path(), memory);
            let (old, now, kept) = (key(home.path(), from), key(home.path(), to), remembered(&after));
            assert_eq!((kept.state(&now), kept.count_marks(&now)), (State::Reading, 1), "{title} {to}");
            assert!(!kept.knows(&old) && !kept.knows(&key(home.path(), &format!("other/{from}"))), "{title}");
            // It opens at these words, from where they stand now.
            let after = after.types("'<enter>");
            let app = after.app();
            assert_eq!(app.reader.article().map(|article| Key::of(article)), Some(now));
            let text = &app.reader.shown().unwrap().page.document().text;
            assert!(text[app.reader.at().0 as usize..].starts_with(&words), "{title} {to}");
        }
    }
}

fn is_reunion(report: &Report) -> bool {
    matches!(report, Report::Reunited(_))
}

#[test]
fn an_article_that_lies_open_untouched_goes_to_its_place() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "a.md", &long("猫"));
    let before = opened(home.path()).types("<enter><space><space><space>");
    let (memory, at) = (remembered(&before), before.app().reader.at());
    rename(home.path(), "a.md", "b.md");
    assert_eq!(again(home.path(), memory.clone()).app().reader.at(), at);

    for (keys, stays) in [("", false), ("<enter>", false), ("<enter><space>", true)] {
        fs::rename(home.path().join("b.md"), home.path().join("b")).unwrap();
        let mut late = again(home.path(), memory.clone());
        fs::rename(home.path().join("b"), home.path().join("b.md")).unwrap();
        late.keep_back(is_reunion);
        let mut late = late.types("R").types(keys);
        let here = late.app().reader.at();
        assert_ne!(here, at);
        late.give_back();
        assert_eq!(late.app().reader.at(), if stays { here } else { at }, "{keys}");
        assert_eq!(late.app().stock.memory.state(&key(home.path(), "b.md")), State::Reading);
    }
}

#[test]
fn an_article_of_one_screen_that_is_opened_by_its_new_name_has_its_marks() {
    for text in [
        "猫の記事。一つの画面に収まる短い文章。",
        "猫的文章。在一个屏幕上就能全部显示的短文。",
        "고양이 글. 한 화면에 다 들어가는 짧은 글이다.",
        "On cats. A short text that lies on one screen, all of it, from its head to its end.",
    ] {
        let home = tempfile::tempdir().unwrap();
        write(home.path(), "a.md", text);
        let memory = remembered(&opened(home.path()).types("<enter>m"));
        rename(home.path(), "a.md", "b.md");
        let config = config::load(None).config;
        let alone = vec![Source::of(&home.path().join("b.md")).unwrap()];
        let after = reader_reminded(memory, alone, "reunion", config, (100, 24)).types("j");
        let (kept, old) = (remembered(&after), key(home.path(), "a.md"));
        let new = key(home.path(), "b.md");
        assert_eq!((kept.state(&new), kept.count_marks(&new)), (State::Done, 1), "{text}");
        assert!(!kept.knows(&old) && kept.last_opened(&old).is_none(), "{text}");
    }
}

#[test]
fn a_file_that_is_renamed_and_renamed_back_between_runs_is_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "a.md", &long("猫"));
    let before = opened(home.path()).types("<enter><space><space>m");
    let (mut memory, at) = (remembered(&before), before.app().reader.at());
    for (from, to) in [("a.md", "b.md"), ("b.md", "a.md"), ("a.md", "b.md")] {
        rename(home.path(), from, to);
        let reader = again(home.path(), memory);
        assert_eq!(reader.app().reader.at(), at);
        memory = remembered(&reader);
        assert_eq!(memory.count_marks(&key(home.path(), to)), 1);
    }
    // Another article by the old name begins at its head.
    write(home.path(), "a.md", &long("犬"));
    let memory = remembered(&again(home.path(), memory));
    let (old, new) = (key(home.path(), "a.md"), key(home.path(), "b.md"));
    assert_eq!((memory.state(&old), memory.state(&new)), (State::Unread, State::Reading));
    assert!(memory.position(&old).is_none());
}

#[test]
fn a_list_that_asks_what_was_read_is_brought_up_to_date() {
    let home = tempfile::tempdir().unwrap();
    for (path, title) in [("猫.md", "猫の記事"), ("b.md", "别的文章"), ("c.md", "다른 글")] {
        write(home.path(), path, &long(title));
    }
    let file = key(home.path(), "猫.md");
    let before = opened(home.path());
    let place =
        before.app().list.shown().iter().position(|id| before.app().stock.key(*id).as_ref() == Some(&file));
    let before = before.types(&"j".repeat(place.unwrap())).types("<enter><space>");
    let memory = remembered(&before);
    assert_eq!(memory.state(&file), State::Reading);
    rename(home.path(), "猫.md", "犬.txt");
    for (query, shown) in [("is:reading", 1), ("!is:unread", 1), ("is:unread", 2), ("sort:read", 3)] {
        let reader = again(home.path(), memory.clone()).types(&format!("/{query}<enter>"));
        rename(home.path(), "犬.txt", "犬.md");
        let reader = reader.types("R");
        assert_eq!(reader.app().list.shown().len(), shown, "{query}");
        let first = reader.app().list.shown().first().and_then(|id| reader.app().stock.key(*id));
        assert_eq!(first == Some(key(home.path(), "犬.md")), query != "is:unread", "{query}");
        rename(home.path(), "犬.md", "犬.txt");
    }
}

#[test]
fn an_article_that_was_edited_is_known_by_the_text_it_has_now() {
    for title in ["猫の記事", "猫的文章", "고양이 글", "On cats"] {
        let home = tempfile::tempdir().unwrap();
        let text = long(title);
        write(home.path(), "a.md", &text);
        let mut before = opened(home.path()).types("<enter><space><space>").waits(2_000);
        let at = before.app().reader.at();
        // Edited while it lies open, and not scrolled since.
        write(home.path(), "a.md", &format!("{text}\n\n{title}\n"));
        before.event(Event::Changed(Changed::Everything));
        let memory = remembered(&before);
        rename(home.path(), "a.md", "b.md");
        let reader = again(home.path(), memory);
        assert_eq!(reader.app().reader.at(), at, "{title}");
        // Edited while nobody looked, then only opened, from the list.
        let memory = remembered(&reader);
        write(home.path(), "b.md", &format!("{text}\n\n{title} {title}\n"));
        let memory = remembered(&again(home.path(), memory).waits(4_000).types("q<enter>"));
        rename(home.path(), "b.md", "c.md");
        let reader = again(home.path(), memory);
        assert_eq!(reader.app().reader.at(), at, "{title}");
        assert_eq!(reader.app().stock.memory.state(&key(home.path(), "c.md")), State::Reading);
    }
}

#[test]
fn what_others_wrote_meanwhile_is_counted() {
    let home = tempfile::tempdir().unwrap();
    for path in ["猫.md", "b.md", "고양이.md"] {
        write(home.path(), path, &long(path));
    }
    let mut reader = opened(home.path());
    assert_eq!(reader.app().unread(), 3);
    let mut memory = remembered(&reader);
    memory.set_state(&key(home.path(), "고양이.md"), State::Done, "2026-01-01T00:00:00Z".parse().unwrap());
    reader.event(Event::Report(Report::Saved {
        memory,
        notices: Vec::new(),
        lasting: Lasting { marks: true, rest: true },
    }));
    assert_eq!(reader.app().unread(), 2);
    let reader = reader.types("rjrjrrkrR");
    assert_eq!(reader.app().unread(), reader.app().stock.unread());
}

/// The program on `given`, its files of memory in `kept`.
fn program(given: &Path, kept: &Path) -> Pty {
    Program::tsundoku()
        .arg(given)
        .env("TSUNDOKU_CONFIG_DIR", kept.join("config"))
        .env("TSUNDOKU_STATE_DIR", kept.join("state"))
        .env("TSUNDOKU_CACHE_DIR", kept.join("cache"))
        .size(100, 24)
        .start()
}

#[test]
fn between_two_runs_a_file_moves_into_a_folder_and_what_is_remembered_moves_along() {
    let home = tempfile::tempdir().unwrap();
    let kept = tempfile::tempdir().unwrap();
    write(home.path(), "猫.md", &long("猫の記事"));
    let mut first = program(home.path(), kept.path());
    first.wait_for("第1段落");
    first.keys("<enter><space><space>");
    first.wait_for("第20段落");
    first.keys("m");
    first.wait_for("marked");
    first.keys("<c-c>");
    assert_eq!(first.exit_code(), 0);
    rename(home.path(), "猫.md", "古い/2026-犬.md");

    // The whole folder, the folder it lies in now, the file alone: one article.
    let moved = home.path().join("古い");
    for given in [home.path().to_owned(), moved.clone(), moved.join("2026-犬.md")] {
        let mut again = program(&given, kept.path());
        again.wait_for("第20段落");
        again.keys("'");
        again.wait_for("猫の記事  Paragraph");
        again.keys("<enter>");
        again.wait_for("第20段落");
        again.keys("<c-c>");
        assert_eq!(again.exit_code(), 0);
    }
    let state = fs::read_to_string(kept.path().join("state/state.yaml")).unwrap();
    assert!(state.contains("古い/2026-犬.md") && state.contains("\"state\":\"reading\""), "{state}");
    let marks = fs::read_to_string(kept.path().join("config/bookmarks.yaml")).unwrap();
    assert!(marks.contains("2026-犬.md") && !marks.contains("path: 猫.md"), "{marks}");
}
