//! Out of the program and back: an address before it is opened, what can be copied, the editor; in
//! memory, and in a pseudo-terminal with programs that write down what they are started with.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread;

use common::pty::{LIMIT, Program, Pty, text_of};
use common::screen::{Reader, desk, reader};
use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::process::Signal;
use tempfile::TempDir;
use tsundoku::app::extract::Extract;
use tsundoku::app::reader::Over;
use tsundoku::config::config;
use tsundoku::corpus::source::Source;
use tsundoku::markdown::address::Address;
use tsundoku::message::{Effect, Event, Report};
use tsundoku::programs::fault::Fault;

/// Takes the screen after the keys and holds it against the snapshot of the test's name.
macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

const ARTICLE: &str = "---\ntitle: 外への扉\ndate: 2026-03-03\nauthor: 編集室\nurl: https://例え.jp/扉\n---\n\n\
    本文に[例えの記事](https://例え.jp/%E7%8C%AB?from=読書&page=2#章)や[https://bank.example.com/login](https://evil.example.org/)、\
    [銀行](https://bank.example.com@evil.example.org/)、[脚注](#甲)がある。\n\n\
    한국어 [링크](https://한국.kr/글)와 [전화](tel:+82-2-123)。中文[链接](https://中国.cn/图)，[信](mailto:猫@例え.jp?subject=題)。\n\n\
    ```rust\nlet 扉 = \"door\";\nprintln!(\"{扉}\");\n```\n\n\
    | 名 | 값 |\n|---|---|\n| 甲 | 일 |\n| 乙 | 二 |\n";

/// Somebody reading the article on a screen of that size.
fn reading(columns: u16, rows: u16) -> Reader {
    reading_of(ARTICLE, columns, rows)
}

fn reading_of(text: &str, columns: u16, rows: u16) -> Reader {
    let source = Source::Text { name: "扉.md".to_owned(), text: text.to_owned() };
    reader(vec![source], "外", config::load(None).config, (columns, rows)).types("<enter>")
}

/// The texts that were to be copied, each with what it is called.
fn copied(reader: &Reader) -> Vec<(String, String)> {
    let text = |effect: &Effect| match effect {
        Effect::Copy { text, what } => Some((what.to_string(), text.to_string())),
        _ => None,
    };
    reader.asked.iter().filter_map(text).collect()
}

#[test]
fn an_address_is_seen_whole_before_it_is_opened() {
    screen!("leave", reading(80, 24), "fa");
    screen!("leave_small", reading(40, 15), "fa");
    screen!("leave_japanese", reading(80, 24).speaking("ja"), "fa");
}

#[test]
fn what_may_mislead_about_an_address_is_told() {
    screen!("leave_text", reading(60, 14), "fs");
    screen!("leave_user", reading(60, 14), "fd");
    screen!("leave_phone", reading(60, 14), "fh");
    screen!("leave_letter", reading(60, 14), "fk");
}

#[test]
fn enter_opens_an_address_and_any_other_key_lets_it_be() {
    let opened = |reader: &Reader| -> Vec<String> {
        let address = |effect: &Effect| match effect {
            Effect::Browse(address) => address.opened().map(str::to_owned),
            _ => None,
        };
        reader.asked.iter().filter_map(address).collect()
    };
    let reader = reading(80, 24).types("fg<enter>");
    assert_eq!(opened(&reader), ["https://xn--3e0b707e.kr/%EA%B8%80"]);
    assert_eq!(reader.app().reader.over, Over::Nothing);
    let before = reading(80, 24).screen();
    for key in ["<esc>", "q", "x", "j"] {
        let mut reader = reading(80, 24).types("fg").types(key);
        assert_eq!(reader.screen(), before, "{key}");
        assert_eq!(opened(&reader), [""; 0], "{key}");
    }
}

#[test]
fn what_is_not_opened_stays_to_be_copied() {
    let reader = reading(80, 24).types("fh<enter>");
    assert!(matches!(reader.app().reader.over, Over::Leave(_)));
    let reader = reader.types("y");
    assert_eq!(copied(&reader), [("address".to_owned(), "tel:+82-2-123".to_owned())]);
}

#[test]
fn a_browser_that_fails_is_told_with_what_to_do() {
    let address = || Address::of("https://例え.jp/a").unwrap();
    let told = |ended| {
        let mut reader = reading(100, 16);
        reader.event(Event::Report(Report::Browsed { address: address(), ended }));
        reader.screen().lines().last().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        told(Err(Fault::FarAway)),
        "cannot open 例え.jp: over ssh there is no browser here; y copies the address"
    );
    assert_eq!(told(Err(Fault::NoProgram)), "cannot open 例え.jp: no browser is found; y copies the address");
}

#[test]
fn what_can_be_copied_is_offered_with_a_letter_for_each_kind() {
    screen!("copies", reading(80, 24), "y");
    screen!("copies_small", reading(40, 15), "y");
    screen!("copies_japanese", reading(80, 24).speaking("ja"), "y");
    screen!("copies_found", reading(80, 24), "y/door");
}

#[test]
fn a_letter_copies_and_the_same_key_again_takes_the_passage() {
    let first = |keys: &str| {
        let reader = reading(80, 24).types(keys);
        assert!(reader.app().picker.is_none(), "{keys}");
        copied(&reader).first().cloned().unwrap()
    };
    let (what, text) = first("yy");
    assert_eq!(what, "passage");
    assert!(text.starts_with("本文に例えの記事や") && text.ends_with("がある。"), "{text}");
    assert_eq!(first("y<enter>"), (what, text));
    assert_eq!(first("yc"), ("code".to_owned(), "let 扉 = \"door\";\nprintln!(\"{扉}\");".to_owned()));
    assert_eq!(first("yu").1, "https://例え.jp/%E7%8C%AB?from=読書&page=2#章");
    assert_eq!(first("y6j<enter>").1, "https://한국.kr/글");
    let (_, quote) = first("y>");
    assert!(quote.starts_with("> 本文に例えの記事や"), "{quote}");
    assert!(quote.ends_with("\n\n外への扉, 編集室, 2026-03-03, https://例え.jp/扉"), "{quote}");
    assert!(first("ya").1.contains("한국어 링크와 전화"));
    assert_eq!(first("ｙｙ").0, "passage");
}

#[test]
fn the_key_that_asks_for_copies_stands_beside_the_first_and_takes_no_key_away() {
    let bound = |settings: &str, keys: &str| {
        let loaded = config::load(Some((settings, Path::new("config.yaml"))));
        assert!(loaded.faults.is_empty(), "{settings}");
        let source = Source::Text { name: "扉.md".to_owned(), text: ARTICLE.to_owned() };
        reader(vec![source], "外", loaded.config, (80, 24)).types("<enter>").types(keys)
    };
    let first = |settings: &str, keys: &str| copied(&bound(settings, keys)).first().cloned();
    let what = |settings: &str, keys: &str| first(settings, keys).map(|(what, _)| what);
    let letters = |settings: &str, keys: &str| -> Vec<String> {
        let reader = bound(settings, keys);
        let items = reader.app().picker.as_ref().unwrap().items();
        let letter = |left: &str| left.split(' ').next().unwrap().to_owned();
        items.iter().map(|item| letter(&item.left)).filter(|letter| !letter.is_empty()).collect()
    };
    let c = "keys:\n  reader:\n    copy: [c]\n";
    assert_eq!(letters(c, "c"), ["c", "y", "u", ">", "a"]);
    assert_eq!(what(c, "cc").as_deref(), Some("passage"));
    assert_eq!(what(c, "cy").as_deref(), Some("code"));
    let both = "keys:\n  reader:\n    copy: [y, c]\n";
    assert_eq!(letters(both, "c"), ["y", "u", ">", "a"]);
    for keys in ["yc", "cy", "cc", "yy"] {
        assert_eq!(what(both, keys).as_deref(), Some("passage"), "{keys}");
    }
    let held = "keys:\n  reader:\n    copy: [ctrl-y]\n";
    assert_eq!(letters(held, "<c-y>"), ["C-y", "c", "u", ">", "a"]);
    assert_eq!(what(held, "<c-y><c-y>").as_deref(), Some("passage"));
    // No letter is shown for what is not there: it moves.
    let moving = "keys:\n  picker:\n    down: [n, c]\n";
    assert_eq!(what(moving, "yn<enter>").as_deref(), Some("code"));
    assert_eq!(what(moving, "yc").as_deref(), Some("code"));
}

#[test]
fn the_beginning_of_what_can_be_copied_is_how_it_begins() {
    let reader = reading(80, 24);
    let shown = reader.app().reader.shown().unwrap();
    let blocks = 0..shown.page.document().blocks.len();
    let of_blocks = blocks.flat_map(|block| [Extract::Passage(block), Extract::Quote(block)]);
    for extract in of_blocks.chain([Extract::Link(0), Extract::Whole]) {
        let text = extract.text(shown);
        for most in 0..text.len() + 2 {
            let beginning = extract.beginning(shown, most);
            assert!(text.starts_with(&beginning), "{extract:?} {most} {beginning}");
            assert!((most.saturating_sub(3)..=most).contains(&beginning.len()) || beginning == text);
        }
    }
}

#[test]
fn the_passage_is_that_under_the_eye_or_that_of_the_hit() {
    let passage = |keys: &str| {
        let reader = reading(40, 8).types(keys).types("yy");
        copied(&reader).first().cloned().unwrap().1
    };
    assert!(passage("").starts_with("本文に"));
    assert!(passage("6j").starts_with("한국어 링크"), "{}", passage("6j"));
    assert_eq!(passage("/door<enter>"), "let 扉 = \"door\";\nprintln!(\"{扉}\");");
    assert_eq!(passage("/乙<enter>"), "名\t값\n甲\t일\n乙\t二");
}

#[test]
fn what_was_copied_is_told_with_its_length() {
    let told = |reader: Reader, characters, ended| {
        let mut reader = reader;
        let what = tsundoku::text::safe::Safe::line("passage");
        reader.event(Event::Report(Report::Copied { what, characters, ended }));
        reader.screen().lines().last().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(told(reading(80, 24), 312, Ok(())), "copied: passage, 312 characters");
    assert_eq!(told(reading(80, 24), 1, Ok(())), "copied: passage, 1 character");
    assert_eq!(told(reading(80, 24).speaking("ja"), 312, Ok(())), "コピーしました：passage、312文字");
    assert_eq!(
        told(reading(100, 24), 90_000, Err(Fault::TooLong)),
        "cannot copy passage (90000 characters): the terminal takes at most 74994 bytes"
    );
}

#[test]
fn an_article_that_is_as_it_was_listed_has_no_list_made_anew() {
    let mut reader = desk("desk").sized(120, 30);
    reader.kept_back = Some(Vec::new());
    let reader = reader.types("jjjjjjjj<enter>KKKK");
    assert_eq!(reader.kept_back.as_ref().map(Vec::len), Some(0));
}

#[test]
fn a_text_without_a_file_cannot_be_edited() {
    let mut reader = reading(80, 24).types("e");
    assert!(!reader.asked.iter().any(|effect| matches!(effect, Effect::Edit { .. })), "{:?}", reader.asked);
    assert!(reader.screen().ends_with(" this text has no file to edit"), "{}", reader.screen());
}

/// A folder with an article, and one with programs that stand in for others.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bin", "posts"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let room = Self { folder };
        room.article("記事.md", &long());
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn article(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path("posts").join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// A program that does what the script says.
    fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// A pipe that a stand-in writes to, and that is read when it has.
    fn pipe(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).unwrap();
        path
    }

    /// A program that writes down how many words it is started with, and each on a line.
    fn recorder(&self, name: &str) -> PathBuf {
        let pipe = self.pipe(&format!("{name}.pipe"));
        self.program(name, &format!("printf '%s\\n' \"$#\" \"$@\" > '{}'", pipe.display()));
        pipe
    }

    /// The reader on a file of the room, its own folder first in the path.
    fn reader(&self, given: &Path) -> Program {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders = vec![self.path("bin")];
        folders.extend(std::env::split_paths(&path));
        Program::tsundoku().arg("--").arg(given).env("PATH", std::env::join_paths(folders).unwrap())
    }

    fn opened(&self, with: impl FnOnce(Program) -> Program) -> Pty {
        let pty = with(self.reader(&self.path("posts/記事.md"))).start();
        pty.wait_for("第一段落");
        pty
    }
}

/// An article of forty paragraphs, with a link in the first.
fn long() -> String {
    let paragraphs: Vec<String> = (2..=40).map(|number| format!("本文 글 正文 {number}。\n")).collect();
    format!(
        "---\ntitle: 長い記事\n---\n\n第一段落の[扉](https://例え.jp/猫?a=1&b=$(touch%20pwned);'x').\n\n{}",
        paragraphs.join("\n")
    )
}

/// What comes through a pipe.
#[track_caller]
fn told(pipe: &Path) -> Vec<String> {
    let (send, receive) = channel();
    let pipe = pipe.to_owned();
    thread::spawn(move || {
        let mut text = String::new();
        File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
        send.send(text).unwrap();
    });
    receive.recv_timeout(LIMIT).unwrap().lines().map(str::to_owned).collect()
}

fn left(pty: &Pty) -> String {
    pty.left_behind().join(", ")
}

#[track_caller]
fn leave(mut pty: Pty) {
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(left(&pty), "");
}

#[test]
fn the_editor_gets_the_line_and_one_comes_back_to_the_same_place() {
    let room = Room::new();
    let seen = room.path("seen");
    let script = format!(
        "printf '%s\\n' \"$@\" > '{}'; sed -i -e 's/正文 20/新しい文 20/' -e 's/^第一/加えた行\\n\\n第一/' \"$2\"",
        seen.display()
    );
    room.program("vim", &script);
    let pty = room.opened(|program| program.env("EDITOR", "vim"));
    pty.keys("/文 20<enter>");
    pty.wait_for("1/1");
    pty.wait_for("本文 글 正文 20。");
    let row = |pty: &Pty| pty.screen().lines().position(|row| row.contains("20。")).unwrap();
    let before = row(&pty);
    pty.keys("e");
    pty.wait_for("本文 글 新しい文 20。");
    let file = room.path("posts/記事.md");
    // Three lines of front matter, a blank one, then a paragraph on every other line.
    assert_eq!(fs::read_to_string(&seen).unwrap(), format!("+43\n{}\n", file.display()));
    assert_eq!(row(&pty), before);
    assert!(!pty.screen().contains("加えた行"), "{}", pty.screen());
    pty.keys("g");
    pty.wait_for("加えた行");
    leave(pty);
}

#[test]
fn the_row_of_an_article_in_the_list_is_renewed_after_editing() {
    let room = Room::new();
    room.program("vim", "sed -i 's/長い記事/改めた題 새 제목/' \"$2\"");
    let pty = room.reader(&room.path("posts")).env("EDITOR", "vim").size(120, 20).start();
    pty.wait_for("第一段落");
    pty.keys("<enter>e");
    pty.wait_until(|screen| text_of(screen).matches("改めた題 새 제목").count() == 2);
    leave(pty);
}

#[test]
fn no_name_of_a_file_is_an_option_or_a_command() {
    for name in
        ["-rf.md", "$(touch pwned).md", "+!touch pwned.md", "`touch pwned`; touch pwned #.md", "글 猫.md"]
    {
        let room = Room::new();
        let file = room.article(name, "第一段落\n");
        let pipe = room.recorder("vim");
        let pty = room.reader(&file).env("EDITOR", "vim -n").folder(room.path("posts")).start();
        pty.wait_for("第一段落");
        pty.keys("e");
        assert_eq!(told(&pipe), ["3", "-n", "+1", file.to_str().unwrap()], "{name}");
        // The terminal was taken, lent and taken again.
        pty.wait_until_raw(|raw| raw.windows(8).filter(|bytes| *bytes == b"\x1b[?1049h").count() == 2);
        leave(pty);
        for folder in ["posts", "bin", ""] {
            assert!(!room.path(folder).join("pwned").exists(), "{name}");
        }
    }
}

#[test]
fn an_editor_that_fails_or_is_interrupted_is_told_and_the_reader_goes_on() {
    let room = Room::new();
    room.program("failing", "exit 3");
    let pty = room.opened(|program| program.env("EDITOR", "failing").size(120, 20));
    pty.keys("e");
    pty.wait_for("failing ended with exit status: 3");
    leave(pty);
    let pty = room.opened(|program| program.env("EDITOR", "echo editing; read line #").size(120, 20));
    pty.keys("e");
    pty.wait_for("editing");
    assert_eq!(left(&pty), "");
    pty.keys("<c-c>");
    pty.wait_for("signal: 2");
    leave(pty);
}

#[test]
fn a_signal_to_end_ends_the_editor_too_and_leaves_the_terminal_as_before() {
    let room = Room::new();
    for (script, signal, code) in [
        ("trap 'echo ended; exit' TERM; echo editing; read line", Signal::TERM, 143),
        ("echo editing; exec sleep 1000", Signal::HUP, 129),
        ("trap '' TERM; echo editing; read line", Signal::TERM, 143),
    ] {
        room.program("vim", script);
        let mut pty = room.opened(|program| program.env("EDITOR", "vim"));
        pty.keys("e");
        pty.wait_for("editing");
        pty.signal(signal);
        assert_eq!(pty.exit_code(), code, "{script}");
        assert_eq!(left(&pty), "", "{script}");
        assert_eq!(pty.screen().contains("ended"), script.contains("ended"), "{}", pty.screen());
    }
}

#[test]
fn a_browser_gets_the_address_as_its_only_word() {
    let address = "https://xn--r8jz45g.jp/%E7%8C%AB?a=1&b=%24%28touch%20pwned%29;%27x%27";
    for (program, named) in [("xdg-open", ""), ("firefox", "nothing:firefox"), ("firefox", "firefox %s")] {
        let room = Room::new();
        let pipe = room.recorder(program);
        let pty = room.opened(|reader| reader.env("BROWSER", named).folder(room.path("posts")));
        pty.keys("f");
        pty.wait_for("xn--r8jz45g.jp");
        pty.keys("<enter>");
        assert_eq!(told(&pipe), ["1", address], "{named}");
        pty.wait_for("opening 例え.jp");
        leave(pty);
        assert!(!room.path("posts/pwned").exists());
    }
}

#[test]
fn a_browser_has_nothing_of_the_terminal_and_lives_on_after_the_reader() {
    let room = Room::new();
    let (pipe, later) = (room.pipe("pipe"), room.pipe("later"));
    // Without `setsid` it keeps the terminal, in a group of its own.
    let script = format!(
        "echo noise; echo noise >&2; command -v setsid > /dev/null && echo noise > /dev/tty\n\
         cat; echo \"$1\" > '{}'; echo late > '{}'",
        pipe.display(),
        later.display()
    );
    room.program("firefox", &script);
    let mut pty = room.opened(|program| program.env("BROWSER", "firefox"));
    pty.keys("f<enter><c-c>");
    assert_eq!(pty.exit_code(), 0);
    assert!(told(&pipe)[0].starts_with("https://xn--r8jz45g.jp/"));
    assert_eq!(told(&later), ["late"]);
    assert!(!pty.raw().windows(5).any(|bytes| bytes == b"noise"));
}

#[test]
fn two_addresses_in_haste_are_both_opened() {
    let room = Room::new();
    let pipe = room.pipe("pipe");
    // As one that shows the first page itself.
    room.program("firefox", &format!("echo \"$1\" > '{}'; exec sleep 20", pipe.display()));
    let pty = room.opened(|program| program.env("BROWSER", "firefox"));
    for _ in 0..2 {
        pty.keys("f<enter>");
        assert!(told(&pipe)[0].starts_with("https://xn--r8jz45g.jp/"));
    }
    leave(pty);
}

#[test]
fn a_browser_of_the_terminal_is_lent_it() {
    let room = Room::new();
    room.program("w3m", "echo \"page of $1\"; read line");
    let pty = room.opened(|program| program.env("BROWSER", "w3m").size(100, 20));
    pty.keys("f<enter>");
    pty.wait_for("page of https://xn--r8jz45g.jp/");
    assert_eq!(left(&pty), "");
    pty.keys("<enter>");
    pty.wait_for("第一段落");
    leave(pty);
}

#[test]
fn what_could_not_be_opened_is_told() {
    let room = Room::new();
    room.program("firefox", "exit 4");
    room.program("xdg-open", "exit 3");
    let pty = room.opened(|program| program.env("BROWSER", "firefox").size(120, 20));
    pty.keys("f<enter>");
    pty.wait_for("ended with exit status: 3");
    leave(pty);
    let pty = room.opened(|program| program.env("SSH_TTY", "/dev/pts/9").size(120, 20));
    pty.keys("f<enter>");
    pty.wait_for("over ssh there is no browser here; y copies the address");
    leave(pty);
}

#[test]
fn what_is_copied_reaches_the_terminal_and_the_program_that_keeps_the_clipboard() {
    let room = Room::new();
    let pipe = room.pipe("xclip.pipe");
    // It goes on for long, as one that keeps a selection does.
    room.program(
        "xclip",
        &format!("printf '%s\\n' \"$@\" > '{0}.words'; cat > '{0}'; exec sleep 20", pipe.display()),
    );
    let pty = room.opened(|program| program.env("DISPLAY", ":0"));
    pty.keys("4jyy");
    assert_eq!(told(&pipe), ["本文 글 正文 2。"]);
    pty.wait_for("copied: passage, 10 characters");
    assert_eq!(pty.clipboard().as_deref(), Some("5pys5paHIOq4gCDmraPmlocgMuOAgg=="));
    let words = fs::read_to_string(room.path("xclip.pipe.words")).unwrap();
    assert_eq!(words, "-selection\nclipboard\n");
    leave(pty);
}

#[test]
fn within_tmux_nothing_is_told_to_be_copied_that_no_program_took() {
    let room = Room::new();
    let within = || room.opened(|program| program.env("TMUX", "/tmp/x,1,0").size(120, 20));
    room.program("tmux", "exit 1");
    let pty = within();
    pty.keys("yy");
    pty.wait_for("load-buffer - ended with exit status: 1");
    assert!(!pty.screen().contains("copied"), "{}", pty.screen());
    leave(pty);
    // As one that does not know the newer option.
    let pipe = room.pipe("tmux.pipe");
    room.program("tmux", &format!("[ \"$*\" = 'load-buffer -' ] || exit 1; cat > '{}'", pipe.display()));
    let pty = within();
    pty.keys("4jyy");
    assert_eq!(told(&pipe), ["本文 글 正文 2。"]);
    pty.wait_for("copied: passage, 10 characters");
    leave(pty);
}

#[test]
fn what_was_copied_last_is_handed_on_before_the_end() {
    let room = Room::new();
    let pipe = room.pipe("wl-copy.pipe");
    room.program("wl-copy", &format!("cat > '{}'", pipe.display()));
    let mut pty = room.opened(|program| program.env("WAYLAND_DISPLAY", "wayland-0"));
    pty.keys("yp<c-c>");
    assert_eq!(told(&pipe), [room.path("posts/記事.md").to_str().unwrap()]);
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_text_too_long_for_the_terminal_is_told_unless_a_program_takes_it() {
    let room = Room::new();
    room.article("記事.md", &format!("第一段落\n\n{}", "猫と글 word ".repeat(9_000)));
    let pty = room.opened(|program| program.size(120, 20));
    pty.keys("ya");
    pty.wait_for("the terminal takes at most 74994 bytes");
    assert_eq!(pty.clipboard(), None);
    leave(pty);
    let pipe = room.pipe("xsel.pipe");
    room.program("xsel", &format!("cat > '{}'", pipe.display()));
    let pty = room.opened(|program| program.env("DISPLAY", ":0").size(120, 20));
    pty.keys("ya");
    assert_eq!(told(&pipe).concat().matches("猫と글").count(), 9_000);
    pty.wait_for("copied: article");
    leave(pty);
}

#[test]
fn a_secure_run_starts_nothing_and_says_so() {
    let room = Room::new();
    let seen = room.path("seen");
    for name in ["vim", "firefox", "xclip", "xdg-open"] {
        room.program(name, &format!("touch '{}'", seen.display()));
    }
    let with = |name: &str, value: &str| {
        let all = [("EDITOR", "vim"), ("BROWSER", "firefox"), ("DISPLAY", ":0"), (name, value)];
        room.opened(|program| {
            all.into_iter().fold(program, |program, (name, value)| program.env(name, value))
        })
    };
    let pty = with("TSUNDOKU_SECURE", "1");
    pty.keys("e");
    pty.wait_for("with --secure no other program is started");
    pty.keys("y");
    pty.wait_for("with --secure nothing is copied");
    pty.keys("f");
    pty.wait_for("xn--r8jz45g.jp");
    pty.keys("<enter>");
    pty.wait_for("with --secure no other program is started");
    assert_eq!(pty.clipboard(), None);
    leave(pty);
    assert!(!seen.exists());
}

#[test]
fn stopped_and_continued_an_address_is_still_shown() {
    let room = Room::new();
    let pty = Program::new("/bin/sh").arg("-i").env("PS1", "prompt ").env("ENV", "").size(100, 20).start();
    pty.wait_for("prompt");
    let command = format!("{} '{}'\r", env!("CARGO_BIN_EXE_tsundoku"), room.path("posts/記事.md").display());
    pty.send(command.as_bytes());
    pty.wait_for("第一段落");
    pty.keys("f");
    pty.wait_for("xn--r8jz45g.jp");
    pty.keys("<c-z>");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    pty.send(b"fg\r");
    pty.wait_for("xn--r8jz45g.jp");
    pty.keys("<esc>");
    pty.wait_until_gone("xn--r8jz45g.jp");
    pty.keys("<c-c>");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    assert_eq!(left(&pty), "");
}
