//! The reader itself in a pseudo-terminal: opened, read in, marked in, and left in every way.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::pty::{Program, Pty, text_of};
use rustix::process::Signal;

fn desk() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/desk")
}

/// The reader on the desk, its files of memory in `kept`.
fn reader(kept: &Path) -> Program {
    reader_of(desk(), kept)
}

fn reader_of(given: PathBuf, kept: &Path) -> Program {
    Program::tsundoku()
        .arg(given)
        .env("TSUNDOKU_CONFIG_DIR", kept.join("config"))
        .env("TSUNDOKU_STATE_DIR", kept.join("state"))
        .env("TSUNDOKU_CACHE_DIR", kept.join("cache"))
        .size(120, 30)
}

fn opened(kept: &Path) -> Pty {
    let pty = reader(kept).start();
    pty.wait_for("禁則処理のはなし");
    pty.wait_for("行の頭に来てはいけない");
    pty
}

fn bookmarks(kept: &Path) -> String {
    fs::read_to_string(kept.join("config/bookmarks.yaml")).unwrap_or_default()
}

#[test]
fn a_mark_is_written_where_the_reader_can_find_it() {
    let kept = tempfile::tempdir().unwrap();
    let mut pty = opened(kept.path());
    pty.keys("<enter>]M");
    pty.wait_for("note");
    pty.keys("あとで読む<enter>");
    pty.wait_for("marked");
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), Vec::<String>::new());
    let written = bookmarks(kept.path());
    assert!(written.contains("禁則処理のはなし") && written.contains("あとで読む"), "{written}");

    let mut again = reader(kept.path()).start();
    again.wait_for("7 articles");
    again.keys("'");
    again.wait_for("あとで読む");
    again.keys("<enter>");
    again.wait_for("なぜ守るのか");
    again.keys("<c-c>");
    assert_eq!(again.exit_code(), 0);
}

#[test]
fn a_file_alone_has_the_screen_for_itself_and_is_left_at_once() {
    let kept = tempfile::tempdir().unwrap();
    let mut pty = reader_of(desk().join("ja/kinsoku.md"), kept.path()).start();
    pty.wait_for("行の頭に来てはいけない");
    assert!(!pty.screen().contains('╎'), "{}", pty.screen());
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn every_signal_that_ends_it_gives_the_terminal_back_and_keeps_the_marks() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let kept = tempfile::tempdir().unwrap();
        let mut pty = opened(kept.path());
        pty.keys("<enter>m");
        pty.wait_for("marked");
        pty.signal(signal);
        assert_eq!(pty.exit_code(), code, "{signal:?}");
        assert_eq!(pty.left_behind(), Vec::<String>::new(), "{signal:?}");
        assert!(bookmarks(kept.path()).contains("禁則処理のはなし"), "{signal:?}");
    }
}

#[test]
fn a_resize_shows_the_panes_that_fit() {
    let kept = tempfile::tempdir().unwrap();
    let mut pty = opened(kept.path());
    pty.resize(60, 20);
    pty.wait_until_gone("╎");
    pty.keys("<enter>");
    pty.wait_for("行の頭に来てはいけない");
    pty.resize(120, 30);
    pty.wait_for("7 articles");
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn stopped_and_continued_it_is_as_it_was() {
    let kept = tempfile::tempdir().unwrap();
    let mut pty =
        Program::new("/bin/sh").arg("-i").env("PS1", "prompt ").env("ENV", "").size(120, 30).start();
    pty.wait_for("prompt");
    let folder = |name: &str| format!("TSUNDOKU_{}_DIR={}", name, kept.path().join(name).display());
    let command = format!(
        "{} {} {} {} {}\r",
        folder("CONFIG"),
        folder("STATE"),
        folder("CACHE"),
        env!("CARGO_BIN_EXE_tsundoku"),
        desk().display()
    );
    pty.send(command.as_bytes());
    pty.wait_for("行の頭に来てはいけない");
    pty.keys("<c-z>");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    pty.send(b"fg\r");
    pty.wait_for("行の頭に来てはいけない");
    pty.keys("<c-c>");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    pty.send(b"exit\r");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn nothing_that_an_article_holds_steers_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\u{1b}]0;PWN\u{7}\u{9b}31mC1\u{202e}RLO";
    let text = format!(
        "---\ntitle: \"猫\\e]0;PWN\\a\"\ntags: [\"\\u009b31m\", b]\nauthor: \"\\x1b[77z\"\n---\n\n# 見{evil}出し\n\n\
         本文&#27;]0;PWN&#7;と{evil}、`{evil}`、[{evil}](http://x/{evil})と![{evil}](a.png)。\n\n```rust\n{evil}\n```\n"
    );
    fs::write(folder.path().join("悪\u{1b}]0;PWN\u{7}.md"), text).unwrap();
    fs::write(folder.path().join("b\u{9b}2J.md"), "本文").unwrap();
    let mut pty = Program::tsundoku().arg(folder.path()).size(120, 30).start();
    pty.wait_for("2 articles");
    pty.keys("/PWN<enter>");
    pty.wait_for("1 of 2");
    pty.keys("i");
    pty.wait_for("Front matter");
    pty.keys("<esc>");
    pty.wait_until_gone("Front matter");
    pty.keys("<enter>o");
    pty.wait_for("Outline");
    pty.keys("<esc>");
    pty.wait_until_gone("Outline");
    pty.keys("m");
    pty.wait_for("marked");
    pty.keys("'");
    pty.wait_for("Marks");
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
    let raw = pty.raw();
    let holds = |bytes: &[u8]| raw.windows(bytes.len()).any(|window| window == bytes);
    for bad in [&b"\x1b]0;"[..], b"\x07", "\u{9b}".as_bytes(), "\u{202e}".as_bytes(), b"\x1b[77z"] {
        assert!(!holds(bad), "{bad:?}");
    }
}

#[test]
fn the_terminal_knows_where_links_lead_unless_it_is_not_to() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "# 題\n\n本文から[猫の話](https://例え.jp/猫)へ。\n").unwrap();
    let settings = folder.path().join("config.yaml");
    fs::write(&settings, "hyperlinks: false\n").unwrap();
    let link = b"\x1b]8;id=0;https://xn--r8jz45g.jp/%E7%8C%AB\x1b\\";
    let holds = |raw: &[u8]| raw.windows(link.len()).any(|window| window == link);
    for (arguments, expected) in [(vec![], true), (vec!["--config".into(), settings.into_os_string()], false)]
    {
        let mut program = Program::tsundoku().arg(folder.path().join("a.md"));
        for argument in arguments {
            program = program.arg(argument);
        }
        let mut pty = program.start();
        pty.wait_for("猫の話");
        pty.keys("q");
        assert_eq!(pty.exit_code(), 0);
        assert_eq!(holds(&pty.raw()), expected);
    }
}
