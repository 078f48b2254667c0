//! The program without a screen: what it writes, where, and with which exit code.
//!
//! Every run has an environment of its own: folders for settings, state and caches that do not
//! exist yet, no home, no terminal. Fixtures are `tests/corpora/shelf` and what a test writes.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A place to run the program in.
struct Place {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run left behind.
#[derive(Debug, PartialEq)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("here")).unwrap();
        Self { folder, variables: Vec::new() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// The current folder of the runs.
    fn here(&self) -> PathBuf {
        self.folder.path().join("here").canonicalize().unwrap()
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    /// Writes a file below the current folder and gives its path.
    fn file(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.here().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes the user's settings.
    fn settings(&self, text: &str) {
        fs::create_dir_all(self.config()).unwrap();
        fs::write(self.config().join("config.yaml"), text).unwrap();
    }

    fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tsundoku"));
        command.args(arguments).env_clear().current_dir(self.here()).stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, folder) in [("CONFIG", "config"), ("STATE", "state"), ("CACHE", "cache")] {
            command.env(format!("TSUNDOKU_{name}_DIR"), self.folder.path().join(folder));
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ran {
        ran(&self.command(arguments).output().unwrap())
    }

    /// Runs with `text` on standard input.
    fn piped<S: AsRef<OsStr>>(&self, arguments: &[S], text: impl Into<Vec<u8>>) -> Ran {
        let mut command = assert_cmd::Command::from_std(self.command(arguments));
        ran(&command.write_stdin(text).output().unwrap())
    }
}

fn ran(output: &std::process::Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Ran {
    Place::new().run(arguments)
}

fn shelf() -> String {
    format!("{}/tests/corpora/shelf", env!("CARGO_MANIFEST_DIR"))
}

fn done(out: &str) -> Ran {
    Ran { code: 0, out: out.to_owned(), err: String::new() }
}

/// One line on standard error, nothing on standard output.
fn said(code: i32, line: &str) -> Ran {
    Ran { code, out: String::new(), err: format!("tsundoku: {line}\n") }
}

fn objects(ran: &Ran) -> Vec<Value> {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn titles(ran: &Ran) -> Vec<String> {
    objects(ran).iter().map(|object| object["title"].as_str().unwrap().to_owned()).collect()
}

/// The titles of the shelf in the order that these arguments ask for.
fn listed(arguments: &[&str]) -> Vec<String> {
    let shelf = shelf();
    titles(&run(&[&["list", "--json", &shelf], arguments].concat()))
}

const CHOUSA: &str = "半導体の調達を調べる";
const GUIHUA: &str = "芯片产业的规划";
const BANDOCHE: &str = "반도체 시장의 봄";
const HARBOUR: &str = "The harbour at noon";
const PLAN: &str = "来年の計画";

mod list {
    use super::*;

    #[test]
    fn a_line_tells_date_title_and_path_in_columns() {
        let place = Place::new();
        place.file("ja.md", "---\ntitle: 猫と犬\ndate: 2026-02-07\n---\n文\n");
        place.file("記事/ko.md", "---\ntitle: 고양이 글\ndate: 2026-01-01T09:00:00+09:00\n---\n글\n");
        place.file("2025-12-31-zh.md", "# 中文\n");
        assert_eq!(
            place.run(&["list"]),
            done(
                "2026-02-07  猫と犬     (ja.md)\n\
                 2026-01-01  고양이 글  (記事/ko.md)\n\
                 2025-12-31  中文       (2025-12-31-zh.md)\n"
            )
        );
    }

    #[test]
    fn an_article_as_json_has_every_key_in_order() {
        let place = Place::new();
        let shelf = Path::new(&shelf()).canonicalize().unwrap();
        let ran = place.run(&["list", "--json", "-q", "chousa", shelf.to_str().unwrap()]);
        let mut object = objects(&ran).remove(0);
        let modified = object["modified"].take();
        assert!(modified.as_str().unwrap().ends_with('Z'), "{modified}");
        assert_eq!(
            object,
            json!({
                "path": "ja/2026-02-04-chousa.md",
                "root": shelf.to_str().unwrap(),
                "title": CHOUSA,
                "date": "2026-02-07T09:30:00+09:00",
                "updated": "2026-02-08T00:00:00Z",
                "modified": null,
                "author": "山田花子",
                "tags": ["AI", "半導体"],
                "categories": ["調査"],
                "excerpt": "調達の数字を読む。",
                "lang": "ja",
                "characters": object["characters"],
                "minutes": 1,
                "draft": false,
                "state": "unread",
                "progress": 0.0,
                "marks": 0,
                "trouble": [],
            })
        );
        let keys = [
            "path",
            "root",
            "title",
            "date",
            "updated",
            "modified",
            "author",
            "tags",
            "categories",
            "excerpt",
            "lang",
            "characters",
            "minutes",
            "draft",
            "state",
            "progress",
            "marks",
            "trouble",
        ];
        let places: Vec<usize> =
            keys.iter().map(|key| ran.out.find(&format!("\"{key}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{}", ran.out);
        assert!(ran.out.contains("\"progress\":0.0,"), "{}", ran.out);
    }

    #[test]
    fn nothing_is_left_out_of_an_article_that_says_nothing() {
        let place = Place::new();
        place.file("猫.md", "にゃあ。\n");
        let object = objects(&place.run(&["list", "--json"])).remove(0);
        for key in ["date", "updated", "author"] {
            assert_eq!(object[key], Value::Null, "{key}");
        }
        for key in ["tags", "categories", "trouble"] {
            assert_eq!(object[key], json!([]), "{key}");
        }
        assert_eq!(object["title"], "猫");
        assert_eq!(object["excerpt"], "にゃあ。");
        assert_eq!(object["characters"], 4);
        assert_eq!(object.as_object().unwrap().len(), 18);
    }

    #[test]
    fn the_newest_come_first_and_every_order_can_be_turned_round() {
        let dated =
            |all: Vec<String>| -> Vec<String> { all.into_iter().filter(|each| each != "note").collect() };
        let by_date = [CHOUSA, GUIHUA, BANDOCHE, HARBOUR, PLAN];
        assert_eq!(dated(listed(&[])), by_date);
        assert_eq!(dated(listed(&["--sort", "date"])), by_date);
        assert_eq!(dated(listed(&["--sort=-date"])), by_date);
        let reversed: Vec<&str> = by_date.into_iter().rev().collect();
        assert_eq!(dated(listed(&["--reverse"])), reversed);
        assert_eq!(dated(listed(&["-q", "sort:date"])), reversed);
        assert_eq!(dated(listed(&["-q", "sort:-date"])), by_date);
        let by_path = [PLAN, HARBOUR, "note", CHOUSA, BANDOCHE, GUIHUA];
        assert_eq!(listed(&["--sort", "path"]), by_path);
        assert_eq!(listed(&["--sort", "title"])[..2], ["note".to_owned(), HARBOUR.to_owned()]);
        assert_eq!(listed(&["--sort", "length"])[0], CHOUSA);
    }

    #[test]
    fn a_query_asks_by_field_date_state_and_text() {
        assert_eq!(listed(&["-q", "調達"]), [CHOUSA]);
        assert_eq!(listed(&["-q", "tag:AI"]), [CHOUSA, GUIHUA, BANDOCHE]);
        assert_eq!(listed(&["-q", "tag:AI", "--sort", "title", "--reverse"]).len(), 3);
        assert_eq!(listed(&["-q", "date:2025-11..2025-12"]), [GUIHUA, BANDOCHE]);
        assert_eq!(listed(&["-q", "is:draft"]), [PLAN]);
        assert_eq!(listed(&["-q", "is:unread path:en"]).len(), 2);
        assert_eq!(listed(&["-q", "text:急がば回れ"]), [CHOUSA]);
        assert_eq!(listed(&["-q", "text:人才和电力"]), [GUIHUA]);
        assert_eq!(listed(&["-q", "text:봄이"]), [BANDOCHE]);
        assert_eq!(listed(&["-q", "반도체"]), [BANDOCHE]);
        assert_eq!(listed(&["-q", "!tag:AI", "--sort", "path"]), [PLAN, HARBOUR, "note"]);
    }

    #[test]
    fn letters_are_readings_where_the_settings_let_them_be() {
        let place = Place::new();
        let shelf = shelf();
        assert_eq!(titles(&place.run(&["list", "--json", "-q", "choutatsu", &shelf])), [CHOUSA]);
        place.settings("readings: false\n");
        assert_eq!(place.run(&["list", "-q", "choutatsu", &shelf]).code, 1);
    }

    #[test]
    fn at_most_so_many_are_listed() {
        assert_eq!(listed(&["--limit", "2", "-q", "tag:AI"]), [CHOUSA, GUIHUA]);
        assert_eq!(listed(&["--limit", "99"]).len(), 6);
    }

    #[test]
    fn ignored_and_hidden_files_come_when_asked_for() {
        assert_eq!(listed(&[]).len(), 6);
        assert!(listed(&["--no-ignore"]).contains(&"Left out".to_owned()));
        assert!(listed(&["--hidden"]).contains(&"Hidden".to_owned()));
    }

    #[test]
    fn drafts_say_so_and_are_listed_as_the_settings_say() {
        let place = Place::new();
        let shelf = shelf();
        let drafts = |place: &Place| -> Vec<bool> {
            let all = objects(&place.run(&["list", "--json", &shelf]));
            all.iter().map(|object| object["draft"].as_bool().unwrap()).collect()
        };
        assert_eq!(drafts(&place).iter().filter(|draft| **draft).count(), 1);
        place.settings("drafts: false\n");
        assert_eq!(drafts(&place), [false; 5]);
        place.file("d.md", "---\ndraft: true\n---\n下書き\n");
        assert_eq!(
            place.run(&["list"]),
            said(1, "nothing to list: all that is there are drafts (1), which the settings hide")
        );
    }

    #[test]
    fn nothing_found_is_exit_code_1_and_says_so() {
        let shelf = shelf();
        let ran = run(&["list", "-q", "存在しない言葉", &shelf]);
        assert_eq!(ran, said(1, "nothing found for \"存在しない言葉\" in 6 articles"));
        assert_eq!(run(&["list", "--json", "-q", "없는말", &shelf]).code, 1);
        let place = Place::new();
        let here = place.here();
        let line = format!("nothing to list: there is no article in {}", here.display());
        assert_eq!(place.run(&["list"]), said(1, &line));
        fs::write(here.join("program.rs"), "fn main() {}\n").unwrap();
        assert_eq!(place.run(&["list", "."]), said(1, &line));
    }

    #[test]
    fn a_broken_query_is_exit_code_2_and_says_where_and_what_is_expected() {
        let ran = run(&["list", "-q", "調達 date:昨日", &shelf()]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        let begin = "tsundoku: cannot understand the query: column 9: ";
        assert!(ran.err.starts_with(begin), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1);
    }

    #[test]
    fn a_path_that_is_not_there_is_exit_code_2_before_anything_is_listed() {
        assert_eq!(
            run(&["list", &shelf(), "無い/글.md"]),
            said(2, "cannot read 無い/글.md: no such file or folder; check the name")
        );
    }

    #[test]
    fn several_paths_are_one_list_and_no_article_comes_twice() {
        let place = Place::new();
        let one = place.file("a/1.md", "---\ntitle: 一\ndate: 2026-01-02\n---\n");
        place.file("a/b/2.md", "---\ntitle: 二\ndate: 2026-01-01\n---\n");
        place.file("c/3.md", "---\ntitle: 三\ndate: 2025-01-01\n---\n");
        for paths in [["a", "a/b", "c"], ["a/1.md", "a", "./c"], ["c", "a", "a"]] {
            let ran = place.run(&[&["list", "--json"][..], &paths].concat());
            assert_eq!(titles(&ran), ["一", "二", "三"], "{paths:?}");
        }
        let plain = place.run(&["list", "a", "c"]).out;
        assert!(plain.starts_with(&format!("2026-01-02  一  ({})\n", one.display())), "{plain}");
    }

    #[test]
    fn a_file_alone_is_a_list_of_one() {
        let place = Place::new();
        place.file("글.md", "---\ntitle: 한 편\ndate: 2026-01-02\n---\n");
        assert_eq!(place.run(&["list", "글.md"]), done("2026-01-02  한 편  (글.md)\n"));
    }

    #[test]
    fn the_sample_can_be_listed_anywhere() {
        let ran = run(&["list", "--sample", "--json"]);
        assert!(objects(&ran).len() >= 12);
        assert_eq!(run(&["--sample", "list", "--json"]), ran);
    }
}

mod names {
    use super::*;

    #[test]
    fn a_name_that_is_not_utf8_comes_with_its_bytes() {
        let place = Place::new();
        // 記 in Shift_JIS.
        place.file(OsStr::from_bytes(b"\x8bL.md"), "# 題\n");
        let object = objects(&place.run(&["list", "--json"])).remove(0);
        assert_eq!(object["path"], "\u{fffd}L.md");
        assert_eq!(object["path_bytes"], "i0wubWQ=");
        assert_eq!(place.run(&["list"]).out, "            題  (\u{fffd}L.md)\n");
        let printed = place.run(&[OsStr::new("print"), OsStr::from_bytes(b"\x8bL.md")]);
        assert_eq!(printed, done("題\n1 min\n\n"));
    }

    #[test]
    fn no_name_and_no_title_steers_the_terminal() {
        let place = Place::new();
        place.file(
            "a\u{1b}]0;x\u{7}\n\u{9b}31m\u{202e}b.md",
            "---\ntitle: \"猫\\e[31m\\u202e犬\\x9b1m\"\n---\n\u{1b}[2J文&#27;[1m\n",
        );
        let plain = place.run(&["list"]);
        let whole = place.run(&["list", "--json"]);
        let page = place.run(&["print", "a\u{1b}]0;x\u{7}\n\u{9b}31m\u{202e}b.md"]);
        for ran in [&plain, &whole, &page] {
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
            let steers = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
            assert!(!ran.out.contains(steers), "{:?}", ran.out);
        }
        assert_eq!(plain.out.lines().count(), 1);
        assert_eq!(objects(&whole)[0]["path"], "a\u{1b}]0;x\u{7}\n\u{9b}31m\u{202e}b.md");
    }

    #[test]
    fn no_error_steers_the_terminal() {
        let ran = run(&["print", "\u{1b}[31m\u{202e}\n猫.md"]);
        assert_eq!(ran, said(2, "cannot read ^[[31m 猫.md: no such file or folder; check the name"));
        let ran = run(&["--\u{1b}[31m"]);
        assert_eq!(ran.code, 2);
        assert!(!ran.err.contains('\u{1b}'));
    }

    #[test]
    fn a_name_like_a_command_or_an_option_is_a_name() {
        let place = Place::new();
        place.file("list/-x.md", "---\ntitle: 猫\ndate: 2026-01-02\n---\n文\n");
        place.file("-y.md", "犬\n");
        let line = done("2026-01-02  猫  (-x.md)\n");
        assert_eq!(place.run(&["./list"]), line);
        assert_eq!(place.run(&["--", "list"]), line);
        assert_eq!(place.run(&["print", "--no-card", "--", "-y.md"]), done("犬\n"));
        assert_eq!(place.run(&["--", "-y.md"]).code, 0);
    }
}

mod print {
    use super::*;

    fn page(text: &str, options: &[&str]) -> Ran {
        Place::new().piped(&[&["print", "-"], options].concat(), text)
    }

    #[test]
    fn an_article_is_written_as_the_reader_shows_it() {
        let file = format!("{}/ja/2026-02-04-chousa.md", shelf());
        assert_eq!(
            run(&["print", &file, "-w", "40"]),
            done(
                "半導体の調達を調べる\n\
                 2026-02-07  山田花子  調査  AI  半導体\n\
                 1 min\n\
                 \n\
                 工場が動き出すまでに、部品の調達は何度も\n\
                 見直される。数字だけを追うと、現場の声が\n\
                 聞こえなくなる。\n\
                 \n\
                 \n\
                 三つの問い\n\
                 \n\
                 1. 誰が買うのか\n\
                 2. いつ届くのか\n\
                 \n\
                 ⏐ 「急がば回れ」という言葉を、私たちは忘\n\
                 ⏐ れがちだ。\n"
            )
        );
    }

    #[test]
    fn without_the_card_the_title_of_the_text_stays() {
        assert_eq!(page("# 題\n\n文。\n", &["--no-card", "-w", "6"]), done("題\n⎯⎯⎯⎯⎯⎯\n\n文。\n"));
        assert_eq!(page("# 題\n\n文。\n", &[]), done("題\n1 min\n\n文。\n"));
    }

    #[test]
    fn the_width_is_that_of_the_text_and_80_without_a_terminal() {
        let text = "あ".repeat(100);
        let rows = |options: &[&str]| -> Vec<usize> {
            page(&text, &[options, &["--no-card"]].concat())
                .out
                .lines()
                .map(|row| row.chars().count())
                .collect()
        };
        assert_eq!(rows(&[]), [40, 40, 20]);
        assert_eq!(rows(&["-w", "100"]), [50, 50]);
        assert_eq!(rows(&["--width=7"])[..2], [3, 3]);
        assert_eq!(page("あ", &["-w", "0"]).code, 2);
    }

    #[test]
    fn no_row_is_wider_than_asked_even_where_marks_hang() {
        let file = format!("{}/ja/2026-02-04-chousa.md", shelf());
        for width in 2..60_usize {
            for hanging in ["--hanging=false", "--hanging"] {
                let ran = run(&["print", &file, "-w", &width.to_string(), hanging]);
                for row in ran.out.lines() {
                    let columns: usize = row
                        .chars()
                        .map(|c| {
                            if matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}') { 2 } else { 1 }
                        })
                        .sum();
                    assert!(columns <= width, "{width}: {row}");
                    assert_eq!(row.trim_end_matches(' '), row);
                }
            }
        }
    }

    #[test]
    fn characters_of_ambiguous_width_take_what_they_are_said_to() {
        let text = "①".repeat(20);
        let first = |ambiguous: &str| {
            let ran = page(&text, &["--no-card", "-w", "20", "--ambiguous", ambiguous]);
            ran.out.lines().next().unwrap().chars().count()
        };
        assert_eq!((first("narrow"), first("wide"), first("auto")), (20, 10, 20));
    }

    #[test]
    fn how_it_is_set_can_be_asked_for() {
        let ruby = "<ruby>漢字<rt>かんじ</rt></ruby>を読む。\n";
        assert_eq!(page(ruby, &["--no-card"]).out, "漢字（かんじ）を読む。\n");
        assert_eq!(page(ruby, &["--no-card", "--ruby", "hidden"]).out, "漢字を読む。\n");
        assert_eq!(page("猫は鳴く。\n", &["--no-card", "--indent"]).out, "  猫は鳴く。\n");
        assert_eq!(page("AIの話\n", &["--no-card", "--autospace"]).out, "AI の話\n");
    }

    #[test]
    fn colours_come_when_asked_for_and_every_row_ends_plain() {
        let text = "# 題\n\n**强调** and `code`\n\n```rust\nlet 猫 = 1;\n```\n";
        assert!(!page(text, &[]).out.contains('\u{1b}'));
        assert!(!page(text, &["--color", "never"]).out.contains('\u{1b}'));
        let painted = page(text, &["--color", "always", "-w", "30"]).out;
        assert!(painted.contains("\u{1b}["));
        for row in painted.lines().filter(|row| row.contains('\u{1b}')) {
            assert!(row.ends_with("\u{1b}[0m") || row.rfind("\u{1b}[0m") == row.rfind("\u{1b}["), "{row:?}");
        }
        let plain = page(text, &["-w", "30"]).out;
        let stripped: Vec<String> = painted
            .lines()
            .map(|row| {
                let mut out = String::new();
                for (index, part) in row.split('\u{1b}').enumerate() {
                    out.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
                }
                out.trim_end().to_owned()
            })
            .collect();
        assert_eq!(stripped, plain.lines().collect::<Vec<_>>());
    }

    #[test]
    fn the_environment_says_whether_and_which_colours() {
        let text = "# 題\n\n[link](https://example.org)\n";
        let page = |variables: &[(&str, &str)], options: &[&str]| {
            let place = variables.iter().fold(Place::new(), |place, (name, value)| place.with(name, *value));
            place.piped(&[&["print", "-", "--theme", "dark"], options].concat(), text).out
        };
        assert!(page(&[("CLICOLOR_FORCE", "1")], &[]).contains('\u{1b}'));
        assert!(!page(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]).contains('\u{1b}'));
        assert!(page(&[("NO_COLOR", "1")], &["--color=always"]).contains('\u{1b}'));
        assert!(page(&[("COLORTERM", "truecolor")], &["--color=always"]).contains(";2;"));
        let few = page(&[("TERM", "xterm-256color")], &["--color=always"]);
        assert!(few.contains(";5;") && !few.contains(";2;"), "{few:?}");
        let sixteen = page(&[("TERM", "linux")], &["--color=always"]);
        assert!(!sixteen.contains(";5;") && !sixteen.contains(";2;"), "{sixteen:?}");
    }

    #[test]
    fn what_cannot_be_printed_says_why() {
        let place = Place::new();
        place.file("bin.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        let ran = place.run(&["print", "bin.md"]);
        let here = place.here();
        assert_eq!(ran, said(2, &format!("cannot read {}/bin.md: not text", here.display())));
        assert_eq!(
            place.run(&["print", "."]),
            said(2, "cannot print .: it is a folder; tsundoku list . lists it")
        );
        assert_eq!(place.piped(&["print", "-"], b"a\0b"), said(2, "cannot read standard input: not text"));
        let ran = place.run(&["print", "a.md", "--theme", "drak"]);
        assert_eq!(
            ran,
            said(2, "cannot use --theme drak: there is no theme \"drak\"; did you mean \"dark\"?")
        );
    }

    #[test]
    fn an_older_encoding_is_read_from_a_pipe_too() {
        let text = b"\x8c\xe1\x94y\x82\xcd\x94L\x82\xc5\x82\xa0\x82\xe9\x81B\x96\xbc\x91O\x82\xcd\x82\xdc\x82\xbe\x96\xb3\x82\xa2\x81B\n";
        assert_eq!(
            Place::new().piped(&["print", "--no-card", "-"], text).out,
            "吾輩は猫である。名前はまだ無い。\n"
        );
    }
}

mod without_a_terminal {
    use super::*;

    #[test]
    fn a_folder_is_listed_and_a_file_is_printed() {
        let place = Place::new();
        let file = place.file("글.md", "---\ntitle: 글\ndate: 2026-01-02\n---\n가나다.\n");
        assert_eq!(place.run(&["."]), done("2026-01-02  글  (글.md)\n"));
        assert_eq!(place.run(&[file]), done("글\n2026-01-02  1 min\n\n가나다.\n"));
    }

    #[test]
    fn standard_input_is_printed() {
        assert_eq!(Place::new().piped(&[] as &[&str], "中文。\n"), done("stdin\n1 min\n\n中文。\n"));
        assert_eq!(Place::new().piped(&["-"], "# 題\n"), done("題\n1 min\n\n"));
    }

    #[test]
    fn no_path_is_the_current_folder_if_it_holds_markdown_and_else_the_sample() {
        let place = Place::new();
        let sample = place.run(&[] as &[&str]);
        assert!(sample.out.lines().count() >= 12, "{}", sample.out);
        assert_eq!(place.piped(&[] as &[&str], ""), sample);
        place.file("深/い/所/文.md", "---\ntitle: 文\ndate: 2026-01-02\n---\n");
        assert_eq!(place.run(&[] as &[&str]), done("2026-01-02  文  (深/い/所/文.md)\n"));
        assert_eq!(place.run(&["--sample"]), sample);
    }

    #[test]
    fn a_folder_without_articles_is_never_the_sample() {
        let place = Place::new();
        let line = format!("nothing to list: there is no article in {}", place.here().display());
        assert_eq!(place.run(&["."]), said(1, &line));
    }

    #[test]
    fn a_closed_pipe_ends_quietly() {
        let place = Place::new();
        let file = place.file("long.md", "長い文。".repeat(200_000));
        let file = file.to_str().unwrap();
        for arguments in [&["print", file][..], &["--help"], &["man"], &["completions", "bash"], &["config"]]
        {
            let mut command = place.command(arguments);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            drop(child.stdout.take());
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{arguments:?}");
        }
    }

    #[test]
    fn errors_that_nobody_hears_are_errors_all_the_same() {
        let place = Place::new();
        let mut child = place.command(&["print", "無い.md"]).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(2));
    }

    #[test]
    fn a_full_disk_is_told() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        let place = Place::new();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = place.command(&["list", "--sample"]).stdout(full).output().unwrap();
        let ran = ran(&output);
        assert_eq!(ran, said(2, "cannot write to standard output: no space left on device"));
    }
}

mod bad_input {
    use super::*;

    #[test]
    fn a_binary_is_listed_with_what_is_wrong_and_hides_no_other() {
        let place = Place::new();
        place.file("bin.md", b"\0\x01\x02");
        place.file("文.md", "---\ntitle: 文\ndate: 2026-01-02\n---\n");
        let all = objects(&place.run(&["list", "--json", "--sort", "path"]));
        assert_eq!(all.len(), 2);
        assert_eq!(all[0]["title"], "bin");
        assert_eq!(all[0]["trouble"].as_array().unwrap().len(), 1);
        assert!(place.run(&["list"]).out.contains("not text"));
    }

    #[test]
    fn a_folder_or_file_without_permission_is_told() {
        let place = Place::new();
        let file = place.file("shut/文.md", "文\n");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(&file).is_ok() {
            // The superuser may read anything.
            return;
        }
        assert_eq!(place.run(&["print", "shut/文.md"]).code, 2);
        assert_eq!(place.run(&["list", "shut"]).code, 0);
        let folder = place.here().join("shut");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
        let ran = place.run(&["list", "shut"]);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(ran, said(2, "cannot read shut: permission denied; check who may read it"));
    }

    #[test]
    fn what_is_neither_file_nor_folder_is_refused_at_once() {
        let place = Place::new();
        let pipe = place.here().join("管.md");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let ran = place.run(&["print", "管.md"]);
        assert_eq!(ran, said(2, "cannot read 管.md: it is a pipe"));
        symlink("無い.md", place.here().join("link.md")).unwrap();
        assert_eq!(place.run(&["list", "link.md"]).code, 2);
    }

    #[test]
    fn a_broken_setting_is_named_with_its_line_and_stops_nothing() {
        let place = Place::new();
        place.settings("width: 60\nthemes: dark\nsort: datum\n");
        place.file("文.md", "---\ntitle: 文\ndate: 2026-01-02\n---\n");
        let ran = place.run(&["list"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, "2026-01-02  文  (文.md)\n"));
        let path = place.config().join("config.yaml");
        let lines: Vec<&str> = ran.err.lines().collect();
        let begins = |line: usize, what: &str| format!("tsundoku: {}:{line}: {what}", path.display());
        assert!(lines[0].starts_with(&begins(2, "themes: no such setting")), "{}", ran.err);
        assert!(lines[1].starts_with(&begins(3, "sort: ")), "{}", ran.err);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn settings_named_and_not_there_stop_it() {
        assert_eq!(
            run(&["list", "--config", "無い.yaml", "--sample"]),
            said(2, "cannot read 無い.yaml: no such file or folder; check the name after --config")
        );
        assert_eq!(run(&["list", "--config", "/dev/null", "--sample"]).code, 0);
    }

    #[test]
    fn a_wrong_word_on_the_command_line_is_one_line_and_exit_code_2() {
        for (arguments, part) in [
            (&["list", "--sort", "size"][..], "invalid value 'size' for '--sort <KEY>'"),
            (&["print"], "the following required arguments were not provided: <FILE>"),
            (&["--ambiguous", "thick"], "[possible values: auto, narrow, wide]"),
            (&["completions", "rc"], "invalid value 'rc'"),
            (&["--wat"], "unexpected argument '--wat'"),
            (&["--sample", "a.md"], "cannot read a.md and the sample at once"),
        ] {
            let ran = run(arguments);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
            assert!(ran.err.starts_with("tsundoku: ") && ran.err.contains(part), "{}", ran.err);
            assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        }
    }

    #[test]
    fn folders_of_ours_that_cannot_be_used_are_told_once_and_stop_nothing() {
        let place = Place::new().with("TSUNDOKU_STATE_DIR", "relative");
        place.file("文.md", "---\ntitle: 文\ndate: 2026-01-02\n---\n");
        let ran = place.run(&["list", "--json"]);
        assert_eq!(ran.code, 0);
        assert_eq!(ran.err.lines().count(), 1);
        assert!(ran.err.contains("TSUNDOKU_STATE_DIR: relative is not an absolute path"), "{}", ran.err);
        assert!(ran.out.contains("\"title\":\"文\""));
    }
}

mod marks {
    use super::*;

    fn marked() -> Place {
        marked_in("UTC0")
    }

    fn marked_in(zone: &str) -> Place {
        let place = Place::new().with("TZ", zone);
        let here = place.here();
        place.file("猫.md", "---\ntitle: 猫\n---\n# 一\n\n前の文。\n\n吾輩は*猫*である。名前はまだ無い。\n");
        fs::create_dir_all(place.config()).unwrap();
        let text = format!(
            "version: 1\nmarks:\n- path: 猫.md\n  root: {}\n  title: 猫\n  at: 21\n  near: 吾輩は猫である。\n  heading: 一\n  note: 書き出し\n  made: 2026-02-07T10:00:00Z\n",
            here.display()
        );
        fs::write(place.config().join("bookmarks.yaml"), text).unwrap();
        place
    }

    #[test]
    fn without_bookmarks_there_is_nothing_to_list() {
        for arguments in [&["marks"][..], &["marks", "--json"], &["marks", "export"]] {
            assert_eq!(run(arguments), said(1, "there are no bookmarks yet; m sets one in the reader"));
        }
    }

    #[test]
    fn a_bookmark_is_a_line() {
        let place = marked();
        let file = place.here().join("猫.md");
        assert_eq!(place.run(&["marks"]), done(&format!("2026-02-07  猫  書き出し  ({})\n", file.display())));
    }

    #[test]
    fn its_day_is_that_of_the_readers_clock() {
        for (zone, day) in [("LINT-14", "2026-02-08"), ("SST11", "2026-02-06")] {
            let place = marked_in(zone);
            assert!(place.run(&["marks"]).out.starts_with(day), "{zone}");
            assert!(place.run(&["marks", "export"]).out.contains(&format!(", {day}*\n")), "{zone}");
        }
    }

    #[test]
    fn a_bookmark_as_json_tells_its_place() {
        let place = marked();
        let object = objects(&place.run(&["marks", "--json"])).remove(0);
        assert_eq!(object["path"], "猫.md");
        assert_eq!(object["root"], place.here().to_str().unwrap());
        assert_eq!(object["note"], "書き出し");
        assert_eq!(object["heading"], "一");
        assert_eq!(object["made"], "2026-02-07T10:00:00Z");
    }

    #[test]
    fn the_export_quotes_the_text_and_leads_back_to_it() {
        let place = marked();
        let file = place.here().join("猫.md");
        assert_eq!(
            place.run(&["marks", "export"]),
            done(&format!(
                "# Bookmarks\n\n## [猫](<{}>)\n\n> 吾輩は猫である。名前はまだ無い。\n\n書き出し\n\n*[一](<{}#一>), 2026-02-07*\n",
                file.display(),
                file.display()
            ))
        );
        fs::remove_file(file).unwrap();
        assert!(place.run(&["marks", "export"]).out.contains("> 吾輩は猫である。\n"));
    }

    #[test]
    fn the_list_counts_bookmarks() {
        let object = objects(&marked().run(&["list", "--json", "-q", "is:marked"])).remove(0);
        assert_eq!(object["marks"], 1);
    }
}

mod config {
    use super::*;

    #[test]
    fn the_path_is_where_the_settings_are() {
        let place = Place::new();
        let path = place.config().join("config.yaml");
        assert_eq!(place.run(&["config", "path"]), done(&format!("{}\n", path.display())));
        assert_eq!(place.run(&["config", "path", "--config", "/c.yaml"]), done("/c.yaml\n"));
        assert!(!path.exists());
    }

    #[test]
    fn the_settings_that_hold_are_shown_as_settings() {
        let place = Place::new();
        place.settings("width: 60\n");
        let shown = place.run(&["config", "show"]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        assert!(shown.out.contains("\nwidth: 60\n") && shown.out.contains("\nhanging: false\n"));
        assert_eq!(place.run(&["config"]), shown);
        place.settings(&shown.out);
        assert_eq!(place.run(&["config"]), shown);
        assert!(place.run(&["config", "--hanging"]).out.contains("\nhanging: true\n"));
    }

    #[test]
    fn the_editor_gets_the_file_which_is_made_from_the_default() {
        let place = Place::new().with("EDITOR", "wc -l <");
        let place =
            place.with("VISUAL", "sh -c 'printf \"%s|\" \"$@\"; printf \"width: 50\\n\" > \"$1\"' mine");
        let path = place.config().join("config.yaml");
        assert_eq!(place.run(&["config", "edit"]), done(&format!("{}|", path.display())));
        assert!(place.run(&["config"]).out.contains("\nwidth: 50\n"));
    }

    #[test]
    fn a_file_that_is_there_is_left_as_it_is() {
        let place = Place::new().with("EDITOR", "true");
        assert_eq!(place.run(&["config", "edit"]).code, 0);
        let made = fs::read_to_string(place.config().join("config.yaml")).unwrap();
        let shipped = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/config.yaml")).unwrap();
        assert_eq!(made, shipped);
        place.settings("width: 70\nwidht: 1\n");
        let ran = place.run(&["config", "edit"]);
        assert!(ran.err.contains("config.yaml:2: widht: no such setting; did you mean \"width\"?"));
        assert_eq!(fs::read_to_string(place.config().join("config.yaml")).unwrap(), "width: 70\nwidht: 1\n");
    }

    #[test]
    fn an_editor_that_fails_is_told_and_a_secure_run_starts_none() {
        let place = Place::new().with("EDITOR", "false");
        let path = place.config().join("config.yaml").display().to_string();
        let ran = place.run(&["config", "edit"]);
        let line = format!("cannot edit {path}: false ended with exit status: 1; set VISUAL or EDITOR");
        assert_eq!(ran, said(2, &line));
        let secure = said(2, &format!("cannot edit {path}: --secure starts no other program"));
        assert_eq!(place.run(&["config", "edit", "--secure"]), secure);
        assert_eq!(Place::new().with("TSUNDOKU_SECURE", "1").run(&["config", "edit"]).code, 2);
    }
}

mod itself {
    use super::*;

    #[test]
    fn help_and_version_are_output() {
        assert_eq!(run(&["-V"]), done(concat!("tsundoku ", env!("CARGO_PKG_VERSION"), "\n")));
        assert_eq!(run(&["--version"]), run(&["-V"]));
        for arguments in [&["-h"][..], &["--help"], &["list", "--help"], &["print", "-h"]] {
            let ran = run(arguments);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
            assert!(ran.out.contains("Usage: tsundoku"), "{}", ran.out);
        }
    }

    #[test]
    fn every_shell_gets_completions_that_know_the_commands() {
        for (shell, sign) in
            [("bash", "complete -F"), ("zsh", "#compdef tsundoku"), ("fish", "complete -c tsundoku")]
        {
            let ran = run(&["completions", shell]);
            assert_eq!((ran.code, ran.err.as_str()), (0, ""));
            for part in [sign, "print", "no-card", "ambiguous"] {
                assert!(ran.out.contains(part), "{shell}: {part}");
            }
        }
    }

    #[test]
    fn completions_are_understood_by_their_shells() {
        for shell in ["bash", "zsh", "fish"] {
            let Ok(found) = Command::new(shell).arg("--version").output() else { continue };
            assert!(found.status.success());
            let place = Place::new();
            let script = place.file("script", place.run(&["completions", shell]).out);
            let output = Command::new(shell).arg("-n").arg(script).output().unwrap();
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }

    #[test]
    fn the_manual_page_is_one() {
        let ran = run(&["man"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for part in [
            ".TH tsundoku 1",
            ".SH NAME",
            ".SH COMMANDS",
            ".SS \"tsundoku list",
            ".SH \"EXIT STATUS\"",
            "\\-\\-no\\-card",
        ] {
            assert!(ran.out.contains(part), "{part}\n{}", ran.out);
        }
        let place = Place::new();
        let page = place.file("tsundoku.1", &ran.out);
        let Ok(set) =
            Command::new("man").args(["--warnings", "-l"]).arg(&page).env("MANPAGER", "cat").output()
        else {
            return;
        };
        if set.status.success() {
            assert_eq!(String::from_utf8_lossy(&set.stderr), "");
        }
    }

    #[test]
    fn nothing_is_written_where_nothing_was_asked_for() {
        let place = Place::new();
        place.file("文.md", "文\n");
        for arguments in [&["list"][..], &["print", "文.md"], &["config", "show"], &["list", "--json"]] {
            assert_eq!(place.run(arguments).code, 0);
        }
        let mut left: Vec<_> =
            fs::read_dir(place.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["here"]);
    }
}

mod with_a_terminal {
    use super::common::pty::Program;
    use super::*;

    fn file() -> String {
        format!("{}/ja/2026-02-04-chousa.md", shelf())
    }

    #[test]
    fn a_file_given_alone_is_opened_at_once() {
        let mut pty = Program::tsundoku().arg(file()).start();
        pty.wait_for("三つの問い");
        pty.keys("<c-c>");
        assert_eq!(pty.exit_code(), 0);
    }

    #[test]
    fn a_folder_is_opened_as_a_list() {
        let mut pty = Program::tsundoku().arg(shelf()).size(120, 30).start();
        pty.wait_for(BANDOCHE);
        pty.wait_for("shelf");
        pty.keys("q");
        assert_eq!(pty.exit_code(), 0);
    }

    #[test]
    fn what_a_pipe_holds_is_read_with_keys_from_the_terminal() {
        let script = format!("printf '# 파이프\\n\\n줄 하나.\\n' | {}", env!("CARGO_BIN_EXE_tsundoku"));
        let mut pty = Program::new("/bin/sh").arg("-c").arg(script).start();
        pty.wait_for("줄 하나.");
        pty.keys("<c-c>");
        assert_eq!(pty.exit_code(), 0);
    }

    #[test]
    fn a_faulty_setting_is_a_notice_and_the_reader_opens() {
        let place = Place::new();
        place.settings("widht: 60\n");
        let config = place.config().join("config.yaml");
        let mut pty = Program::tsundoku().arg("--config").arg(config).arg(shelf()).size(160, 30).start();
        pty.wait_for("widht");
        pty.keys("<c-c>");
        assert_eq!(pty.exit_code(), 0);
    }

    #[test]
    fn an_error_comes_before_the_screen_is_taken() {
        let mut pty = Program::tsundoku().arg("無い").start();
        assert_eq!(pty.exit_code(), 2);
        assert!(pty.screen().starts_with("tsundoku: cannot read 無い: no such file or folder"));
    }

    #[test]
    fn print_fills_the_terminal_and_colours_only_where_they_are_wanted() {
        let coloured = |name: &str, value: &str| {
            let mut pty = Program::tsundoku().arg("print").arg(file()).env(name, value).size(30, 40).start();
            assert_eq!(pty.exit_code(), 0);
            let screen = pty.screen();
            assert!(screen.contains("工場が動き出すまでに、部品の調\n"), "{screen}");
            pty.raw().contains(&0x1b)
        };
        assert!(coloured("LANG", "C"));
        assert!(!coloured("NO_COLOR", "1"));
        assert!(!coloured("TERM", "dumb"));
    }

    #[test]
    fn a_terminal_that_cannot_be_drawn_on_is_written_to() {
        let mut pty = Program::tsundoku().arg(shelf()).env("TERM", "dumb").start();
        assert_eq!(pty.exit_code(), 0);
        assert!(pty.screen().contains(GUIHUA), "{}", pty.screen());
    }
}
