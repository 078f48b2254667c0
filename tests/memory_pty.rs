//! What is remembered, kept by the real program in a real terminal, however it ends.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::pty::{LIMIT, Program, Pty};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustix::process::Signal;
use tempfile::TempDir;
use tsundoku::memory::file::{Folders, canonical, load_sealed};
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;

/// Articles, and the folders of memory.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::create_dir(place.path("articles")).unwrap();
        let rows = [("a-ja", "調達の真意"), ("b-zh", "市场的惊讶"), ("c-ko", "시장의 놀라움")];
        for (day, (name, words)) in (1..).zip(rows) {
            let text = (1..60).map(|n| format!("{words} {n}.")).collect::<Vec<_>>().join("\n\n");
            let text = format!("---\ndate: 2026-01-{:02}\n---\n{text}", 10 - day);
            fs::write(place.path("articles").join(format!("{name}.md")), text).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn bookmarks(&self) -> PathBuf {
        self.path("config/bookmarks.yaml")
    }

    fn program(&self) -> Program {
        Program::tsundoku()
            .arg(self.path("articles"))
            .env("TSUNDOKU_CONFIG_DIR", self.path("config"))
            .env("TZ", "UTC")
            .env("TSUNDOKU_STATE_DIR", self.path("state"))
    }

    fn start(&self) -> Pty {
        let pty = self.program().start();
        pty.wait_for("c-ko");
        pty
    }

    /// What is on disk; nothing is written by looking.
    fn kept(&self) -> Memory {
        let folders = Folders { config: self.path("config"), state: self.path("state") };
        load_sealed(&folders, Timestamp::UNIX_EPOCH).memory
    }

    /// Waits until what is on disk is as asked.
    #[track_caller]
    fn wait_until_kept(&self, is_so: impl Fn(&Memory) -> bool) {
        let begun = Instant::now();
        while !is_so(&self.kept()) {
            assert!(begun.elapsed() < LIMIT, "waited in vain for {}", self.bookmarks().display());
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }

    /// The article that stands first in the list.
    fn first(&self) -> Key {
        Key::new(canonical(&self.path("articles")), PathBuf::from("a-ja.md"))
    }

    /// Names in the config folder that begin so.
    fn beside(&self, start: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path("config")).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(start)).collect()
    }
}

#[test]
fn a_mark_appears_in_the_open_list_of_another_program() {
    let place = Place::new();
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date().to_string();
    let (ours, theirs) = (place.start(), place.start());
    ours.keys("m");
    ours.wait_for("marked");
    ours.keys("'");
    ours.wait_for("Marks");
    theirs.keys("jjm");
    theirs.wait_for("marked");
    // The days of articles are others.
    let marks = |screen: &str| screen.lines().filter(|line| line.contains(&today)).count();
    ours.wait_until(|screen| marks(&screen.contents()) == 2);
}

/// Pages once through the first article, and marks the place.
fn read_and_mark(pty: &Pty) {
    pty.keys("<enter>");
    pty.wait_for("調達の真意 5.");
    pty.keys("<space>");
    pty.wait_until_gone("調達の真意 5.");
    pty.keys("m");
    pty.wait_for("marked");
}

/// A way in which the program comes to its end, with its name.
type Ending = (&'static str, fn(&mut Pty));

#[test]
fn a_mark_and_a_place_are_kept_however_the_program_ends() {
    let ends: [Ending; 6] = [
        ("q", |pty| pty.keys("qq")),
        ("ctrl-c", |pty| pty.keys("<c-c>")),
        ("SIGTERM", |pty| pty.signal(Signal::TERM)),
        ("SIGHUP", |pty| pty.signal(Signal::HUP)),
        ("SIGINT", |pty| pty.signal(Signal::INT)),
        ("the terminal goes", Pty::hang_up),
    ];
    for (how, end) in ends {
        let place = Place::new();
        let mut pty = place.start();
        read_and_mark(&pty);
        end(&mut pty);
        pty.wait_until_ended();
        let kept = place.kept();
        let marks = kept.marks_of(&place.first());
        let position = kept.position(&place.first());
        assert_eq!(marks.len(), 1, "{how}");
        assert!(marks[0].spot.at.0 > 0, "{how}");
        assert_eq!(position.map(|position| position.spot.at), Some(marks[0].spot.at), "{how}");
    }
}

#[test]
fn a_file_that_is_alone_opens_where_it_was_left() {
    let place = Place::new();
    let file = || {
        Program::tsundoku()
            .arg(place.path("articles/b-zh.md"))
            .env("TSUNDOKU_CONFIG_DIR", place.path("config"))
            .env("TSUNDOKU_STATE_DIR", place.path("state"))
    };
    let mut pty = file().start();
    pty.wait_for("市场的惊讶 5.");
    pty.keys("<space>");
    pty.wait_until_gone("市场的惊讶 5.");
    pty.wait_for("市场的惊讶 15.");
    assert!(!pty.screen().contains("市场的惊讶 9."), "{}", pty.screen());
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    let again = file().start();
    again.wait_for("市场的惊讶 15.");
    assert!(!again.screen().contains("市场的惊讶 9."), "{}", again.screen());
    // Nor did it begin above and jump.
    assert!(!String::from_utf8_lossy(&again.raw()).contains("市场的惊讶 2."));
}

#[test]
fn a_mark_and_a_place_are_kept_while_the_program_runs() {
    let place = Place::new();
    let pty = place.start();
    read_and_mark(&pty);
    place.wait_until_kept(|kept| {
        kept.marks().len() == 1
            && kept.position(&place.first()).is_some_and(|position| position.spot.at.0 > 0)
    });
}

#[test]
fn where_nothing_can_be_written_one_reads_and_what_is_marked_is_kept_at_the_end_if_it_can_be() {
    for removed in [true, false] {
        let place = Place::new();
        // A folder below a file can be made by nobody, be it root.
        fs::write(place.path("obstacle"), "").unwrap();
        let mut pty = place
            .program()
            .env("TSUNDOKU_CONFIG_DIR", place.path("obstacle/config"))
            .env("TSUNDOKU_STATE_DIR", place.path("obstacle/state"))
            .size(200, 24)
            .start();
        pty.wait_for("c-ko");
        pty.keys("<enter>");
        pty.wait_for("調達の真意 5.");
        pty.keys("<space>m");
        pty.wait_for("cannot save");
        assert!(!String::from_utf8_lossy(&pty.raw()).contains("cannot read"));
        pty.keys("<space>");
        pty.wait_for("調達の真意 20.");
        if removed {
            fs::remove_file(place.path("obstacle")).unwrap();
        }
        pty.keys("qq");
        assert_eq!(pty.exit_code(), 0);
        let said = pty.screen();
        assert_eq!(said.contains("is not saved"), !removed, "{said}");
        assert_eq!(said.contains(&format!("{}", place.path("obstacle").display())), !removed, "{said}");
        let folders = Folders { config: place.path("obstacle/config"), state: place.path("obstacle/state") };
        let kept = load_sealed(&folders, Timestamp::UNIX_EPOCH).memory;
        assert_eq!(kept.marks().len(), usize::from(removed));
    }
}

#[test]
fn bookmarks_of_a_newer_program_are_left_as_they_are() {
    let place = Place::new();
    let text = "version: 99\nmarks:\n- path: 猫.md\n  root: /本\n  title: 新しい版の印\nnew: yes\n";
    fs::create_dir(place.path("config")).unwrap();
    fs::write(place.bookmarks(), text).unwrap();
    let mut pty = place.program().size(160, 24).start();
    pty.wait_for("newer tsundoku");
    pty.wait_for("c-ko");
    pty.keys("m");
    pty.wait_for("marked for this session only");
    pty.keys("'");
    pty.wait_for("新しい版の印");
    pty.keys("<esc>");
    pty.wait_until_gone("Marks");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.screen(), "");
    assert_eq!(fs::read_to_string(place.bookmarks()).unwrap(), text);
    assert_eq!(String::from_utf8_lossy(&pty.raw()).matches("newer tsundoku").count(), 1);
}

#[test]
fn broken_bookmarks_are_set_aside_and_new_marks_are_kept() {
    let place = Place::new();
    fs::create_dir(place.path("config")).unwrap();
    fs::write(place.bookmarks(), "marks: {{{").unwrap();
    let mut pty = place.program().size(200, 24).start();
    pty.wait_for("set aside");
    pty.wait_for("c-ko");
    pty.keys("m");
    pty.wait_for("marked");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(place.kept().marks().len(), 1);
    let aside = place.beside("bookmarks.yaml.broken-");
    assert_eq!(aside.len(), 1);
    assert_eq!(fs::read_to_string(&aside[0]).unwrap(), "marks: {{{");
}

#[test]
fn where_nothing_is_kept_it_is_said_once_and_a_mark_is_for_the_session() {
    let place = Place::new();
    let mut pty = place.program().env("TSUNDOKU_STATE_DIR", "relative").size(160, 24).start();
    pty.wait_for("begin it with /; nothing will be remembered");
    pty.wait_for("c-ko");
    pty.keys("m");
    pty.wait_for("marked for this session only");
    pty.keys("'");
    pty.wait_for("Marks");
    pty.keys("<esc>");
    pty.wait_until_gone("Marks");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(String::from_utf8_lossy(&pty.raw()).matches("nothing will be remembered").count(), 1);
    assert!(!place.path("config").exists());
}

#[test]
fn a_secure_run_writes_nothing_and_says_so_of_a_mark() {
    let place = Place::new();
    fs::create_dir(place.path("config")).unwrap();
    fs::write(place.bookmarks(), "marks: {{{").unwrap();
    let mut pty = place.program().arg("--secure").size(200, 24).start();
    pty.wait_for("could not be read whole");
    pty.wait_for("c-ko");
    pty.keys("m");
    pty.wait_for("marked for this session only");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(fs::read_to_string(place.bookmarks()).unwrap(), "marks: {{{");
    assert_eq!(place.beside("").len(), 1);
    assert!(!place.path("state").exists());
}
