//! What is remembered, as it shows on the screen: while it is still to come, and when others write it.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::Path;

use common::screen::{Reader, reader_recalling};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tsundoku::cli::setup::Secure;
use tsundoku::config::config::{self, Config};
use tsundoku::corpus::source::Source;
use tsundoku::jobs::keeping::Keeping;
use tsundoku::markdown::document::Anchor;
use tsundoku::memory::file::{Folders, canonical, load};
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;
use tsundoku::memory::position::{Position, State};
use tsundoku::memory::spot::Spot;
use tsundoku::message::Event;

/// Articles in four languages, each longer than a screen, the first in the list first; and the
/// folders of memory.
struct Place {
    home: TempDir,
}

const ARTICLES: [(&str, &str); 4] = [
    ("a-ja.md", "資金調達の真意は{n}番目の段落にあります。"),
    ("b-zh.md", "市场对第{n}段的消息感到惊讶。"),
    ("c-ko.md", "시장은 {n}번째 문단에 놀랐다."),
    ("d-en.md", "The market met paragraph {n} with surprise."),
];

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("articles")).unwrap();
        for (name, words) in ARTICLES {
            let text = (1..60).map(|n| words.replace("{n}", &n.to_string()) + "\n\n").collect::<String>();
            fs::write(home.path().join("articles").join(name), text).unwrap();
        }
        Self { home }
    }

    fn folders(&self) -> Folders {
        Folders { config: self.home.path().join("config"), state: self.home.path().join("state") }
    }

    fn keeping(&self) -> Keeping {
        Keeping::Unread(self.folders(), Secure::No)
    }

    fn key(&self, name: &str) -> Key {
        Key::new(canonical(&self.home.path().join("articles")), Path::new(name))
    }

    fn source(&self) -> Source {
        Source::of(&self.home.path().join("articles")).unwrap()
    }

    /// What was remembered before: each article was left at its 30th paragraph, and marked there.
    fn remember(&self) {
        let mut memory = Memory::default();
        for (n, (name, words)) in (0..).zip(ARTICLES) {
            let time = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(n);
            let before: String = (1..30).map(|n| words.replace("{n}", &n.to_string()) + "\n").collect();
            let text = format!("{before}{}\n", words.replace("{n}", "30"));
            let spot = Spot::of(&text, Anchor(u32::try_from(before.len()).unwrap()), None);
            memory.remember(&self.key(name), Position::new(spot.clone(), 0.5, None, time), State::Reading);
            memory.opened(&self.key(name), time);
            memory.add_mark(self.key(name), format!("mark of {name}"), spot, None, time);
        }
        load(&self.folders(), Timestamp::UNIX_EPOCH).store.save(&memory, Timestamp::UNIX_EPOCH).unwrap();
    }

    /// What is on disk.
    fn kept(&self) -> Memory {
        load(&self.folders(), Timestamp::UNIX_EPOCH).memory
    }

    fn reader(&self, config: Config) -> Reader {
        reader_recalling(self.keeping(), vec![self.source()], config)
    }
}

fn by_path() -> Config {
    let text = "sort: path\n";
    config::load(Some((text, Path::new("config.yaml")))).config
}

/// The 30th paragraph in the language of each article.
fn left(at: usize) -> String {
    ARTICLES[at].1.replace("{n}", "30")
}

fn first(at: usize) -> String {
    ARTICLES[at].1.replace("{n}", "1")
}

#[test]
fn rows_are_listed_before_memory_is_there_and_no_article_jumps_to_its_place() {
    let place = Place::new();
    place.remember();
    let mut reader = place.reader(by_path()).sized(160, 24);
    let before = reader.screen();
    assert!(before.contains("a-ja") && before.contains("d-en"), "{before}");
    assert!(ARTICLES.iter().enumerate().all(|(at, _)| !before.contains(&first(at))), "{before}");
    reader.give_back();
    let after = reader.screen();
    assert!(after.contains(&left(0)), "{after}");
}

#[test]
fn an_article_opened_before_memory_is_there_goes_to_its_place() {
    let place = Place::new();
    place.remember();
    for at in 0..ARTICLES.len() {
        let mut reader = place.reader(by_path()).types(&format!("{}<enter>", "j".repeat(at)));
        assert!(reader.screen().contains(&first(at)), "{}", reader.screen());
        reader.give_back();
        assert!(reader.screen().contains(&left(at)), "{}", reader.screen());
    }
}

#[test]
fn an_article_scrolled_before_memory_is_there_stays_where_it_is() {
    let place = Place::new();
    place.remember();
    let mut reader = place.reader(by_path()).types("<enter><space>");
    let page = |reader: &mut Reader| reader.screen().lines().take(20).collect::<Vec<_>>().join("\n");
    let before = page(&mut reader);
    reader.give_back();
    assert_eq!(page(&mut reader), before);
    drop(reader.waits(2_000));
    let kept = place.kept();
    let at = |name: &str| kept.position(&place.key(name)).unwrap().progress;
    assert!(at("a-ja.md") < 0.4);
    assert!(at("b-zh.md") > 0.4);
}

#[test]
fn a_mark_set_before_memory_is_there_stands_with_those_of_before() {
    let place = Place::new();
    place.remember();
    let mut reader = place.reader(by_path()).types("m<enter><space>m");
    reader.give_back();
    let mut reader = reader.types("'");
    let screen = reader.screen();
    assert_eq!(screen.matches("mark of ").count(), 4, "{screen}");
    assert_eq!(screen.matches("2026-09-21  a-ja").count(), 2, "{screen}");
    drop(reader.waits(2_000));
    assert_eq!(place.kept().marks().len(), 6);
}

#[test]
fn what_is_saved_before_memory_is_there_loses_nothing() {
    let place = Place::new();
    place.remember();
    drop(place.reader(by_path()).types("m").waits(2_000));
    assert_eq!(place.kept().marks().len(), 5);
    assert_eq!(place.kept().history().count(), 4);
}

#[test]
fn the_marks_asked_for_before_memory_is_there_open_when_it_comes() {
    let place = Place::new();
    place.remember();
    let mut reader = place.reader(by_path()).types("'");
    assert!(!reader.screen().contains("mark of"), "{}", reader.screen());
    assert!(!reader.screen().contains("no marks"), "{}", reader.screen());
    reader.give_back();
    assert_eq!(reader.screen().matches("mark of").count(), 4, "{}", reader.screen());
}

#[test]
fn a_list_by_what_is_remembered_is_made_anew_when_it_comes() {
    let place = Place::new();
    place.remember();
    for (query, before, after) in [("is:reading", 0, 4), ("is:unread", 4, 0), ("is:marked", 0, 4)] {
        let mut reader = place.reader(by_path()).types(&format!("/{query}<enter>"));
        let rows = |reader: &mut Reader| {
            ARTICLES.iter().filter(|(name, _)| reader.screen().contains(name.trim_end_matches(".md"))).count()
        };
        assert_eq!(rows(&mut reader), before, "{query}\n{}", reader.screen());
        reader.give_back();
        assert_eq!(rows(&mut reader), after, "{query}\n{}", reader.screen());
    }
    let by_read = config::load(Some(("sort: read\n", Path::new("config.yaml")))).config;
    let mut reader = place.reader(by_read);
    reader.give_back();
    let screen = reader.screen();
    assert!(screen.find("d-en") < screen.find("a-ja"), "{screen}");
}

#[test]
fn what_another_instance_marks_appears_in_the_open_list_of_marks() {
    let place = Place::new();
    let mut ours = place.reader(by_path()).types("m");
    ours.give_back();
    let mut theirs = place.reader(by_path()).types("jj");
    theirs.give_back();
    let mut ours = ours.waits(2_000).types("'");
    assert!(ours.screen().contains("2026-09-21  a-ja"), "{}", ours.screen());
    let theirs = theirs.types("m").waits(2_000);
    ours.event(Event::Others);
    assert!(ours.screen().contains("2026-09-21  c-ko"), "{}", ours.screen());
    // The cursor stays with its mark, and what is opened is that.
    let mut ours = ours.types("<enter>");
    assert!(ours.screen().contains(&first(0)), "{}", ours.screen());
    // And back.
    let mut theirs = theirs.types("'");
    assert!(theirs.screen().contains("2026-09-21  a-ja"), "{}", theirs.screen());
}

#[test]
fn what_is_written_by_hand_is_taken_in_and_nothing_is_written_for_it() {
    let place = Place::new();
    place.remember();
    let mut reader = place.reader(by_path());
    reader.give_back();
    reader.asked.clear();
    let bookmarks = place.folders().config.join("bookmarks.yaml");
    let text = fs::read_to_string(&bookmarks).unwrap().replace("mark of a-ja.md", "手で直した");
    fs::write(&bookmarks, &text).unwrap();
    reader.event(Event::Others);
    let mut reader = reader.types("'");
    assert!(reader.screen().contains("手で直した"), "{}", reader.screen());
    reader.event(Event::Others);
    let reader = reader.waits(60_000);
    assert!(reader.asked.is_empty(), "{:?}", reader.asked);
    assert_eq!(fs::read_to_string(&bookmarks).unwrap(), text);
}
