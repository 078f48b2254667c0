//! Files that change under a program in a pseudo-terminal: what is written shows by itself.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::pty::{Program, Pty, text_of};
use rustix::process::Signal;
use tempfile::TempDir;

/// How changes are heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Told,
    Looked,
    Never,
}

const BOTH: [How; 2] = [How::Told, How::Looked];

/// A folder and the program that reads it.
struct Desk {
    folder: TempDir,
    pty: Pty,
}

fn dated(day: u32, title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-01-{day:02}\n---\n\n{title}の本文。\n")
}

fn long(paragraphs: usize) -> String {
    let mut text = "# 長い記事\n\n".to_owned();
    for number in 0..paragraphs {
        let _ = writeln!(text, "第{number}段落。Paragraph {number}.\n");
    }
    text
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

impl Desk {
    fn of(how: How, files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        for (path, text) in files {
            write(folder.path(), path, text);
        }
        let settings = folder.path().join(".settings");
        let said = match how {
            How::Told => "watch: true\n",
            How::Looked => "watch: poll\n",
            How::Never => "watch: false\n",
        };
        fs::write(&settings, said).unwrap();
        let pty = Program::tsundoku().arg("--config").arg(&settings).arg(folder.path()).size(110, 20).start();
        pty.wait_for(&format!("{} article", files.len()));
        Self { folder, pty }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    #[track_caller]
    fn quit(mut self) {
        self.pty.keys("<c-c>");
        assert_eq!(self.pty.exit_code(), 0);
        assert_eq!(self.pty.left_behind(), [""; 0]);
    }
}

#[test]
fn a_new_file_shows_and_a_changed_title() {
    for how in BOTH {
        let desk = Desk::of(how, &[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "고양이"))]);
        desk.write("new/記事.md", &dated(5, "新しい記事"));
        desk.pty.wait_for("新しい記事");
        desk.pty.wait_for("3 articles");
        desk.write("b.md", &dated(2, "검은 고양이"));
        desk.pty.wait_for("검은 고양이");
        // The cursor has not moved.
        desk.pty.wait_for("猫の本文");
        desk.quit();
    }
}

#[test]
fn the_open_article_changes_under_the_eye() {
    for how in BOTH {
        let desk = Desk::of(how, &[("a.md", &long(60)), ("b.md", "# 犬")]);
        desk.pty.keys("/長い<enter>");
        desk.pty.wait_for("第0段落");
        desk.pty.keys("<enter><space><space>");
        desk.pty.wait_for("第20段落");
        let top = |screen: &str| screen.lines().next().unwrap().to_owned();
        let before = top(&desk.pty.screen());
        desk.write(
            "a.md",
            &long(60).replace("# 長い記事\n", "# 長い記事\n\n前置き。\n").replace("第20段落", "新20段落"),
        );
        desk.pty.wait_for("新20段落");
        assert_eq!(top(&desk.pty.screen()), before);
        desk.quit();
    }
}

#[test]
fn an_article_goes_and_comes_back() {
    for how in BOTH {
        let desk = Desk::of(how, &[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
        desk.pty.wait_for("猫の本文");
        desk.pty.keys("<enter>");
        desk.pty.wait_for("1 unread");
        fs::remove_file(desk.path("a.md")).unwrap();
        desk.pty.wait_for("file gone");
        desk.pty.wait_for("1 article,");
        assert!(desk.pty.screen().contains("猫の本文"));
        desk.write("a.md", &dated(3, "猫").replace("本文", "新しい本文"));
        desk.pty.wait_until_gone("file gone");
        desk.pty.wait_for("猫の新しい本文");
        desk.pty.wait_for("2 articles");
        desk.quit();
    }
}

#[test]
fn a_renamed_article_and_a_renamed_folder_are_gone_on_reading() {
    for how in BOTH {
        let desk = Desk::of(how, &[("記事/a.md", &long(60)), ("b.md", "# 犬")]);
        desk.pty.keys("/長い<enter>");
        desk.pty.wait_for("第0段落");
        desk.pty.keys("<enter><space><space>");
        desk.pty.wait_for("第20段落");
        desk.rename("記事/a.md", "記事/b.md");
        desk.write("c.md", "# 鳥");
        // Two of them are not begun: what was read is known under its new name.
        desk.pty.wait_for("3 articles, 2 unread");
        desk.rename("記事", "글");
        desk.write("d.md", "# 魚");
        desk.pty.wait_for("4 articles, 3 unread");
        assert!(desk.pty.screen().contains("第20段落") && !desk.pty.screen().contains("file gone"));
        desk.write("글/b.md", &long(60).replace("第20段落", "新20段落"));
        desk.pty.wait_for("新20段落");
        desk.quit();
    }
}

#[test]
fn a_file_replaced_at_once_is_a_change() {
    for how in BOTH {
        let desk = Desk::of(how, &[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
        desk.write("a.md.tmp", &dated(3, "三毛猫"));
        desk.rename("a.md.tmp", "a.md");
        desk.pty.wait_for("三毛猫の本文");
        let raw = String::from_utf8_lossy(&desk.pty.raw()).into_owned();
        assert!(!raw.contains("file gone"));
        desk.quit();
    }
}

#[test]
fn the_folder_itself_goes_and_comes_back() {
    let home = TempDir::new().unwrap();
    let folder = home.path().join("記事");
    write(&folder, "a.md", &dated(3, "猫"));
    let mut pty = Program::tsundoku().arg(&folder).size(110, 20).start();
    pty.wait_for("猫の本文");
    fs::rename(&folder, home.path().join("away")).unwrap();
    pty.wait_for("file gone");
    write(&home.path().join("away"), "b.md", &dated(4, "犬"));
    fs::rename(home.path().join("away"), &folder).unwrap();
    pty.wait_until_gone("file gone");
    pty.wait_for("2 articles");
    write(&folder, "c.md", &dated(5, "鳥"));
    pty.wait_for("3 articles");
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_single_file_changes_goes_and_comes_back() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), "a.md", &dated(3, "猫"));
    let mut pty = Program::tsundoku().arg(folder.path().join("a.md")).start();
    pty.wait_for("猫の本文");
    write(folder.path(), "a.md", &dated(3, "三毛猫"));
    pty.wait_for("三毛猫の本文");
    fs::remove_file(folder.path().join("a.md")).unwrap();
    pty.wait_for("file gone");
    write(folder.path(), "a.md", &dated(3, "黒猫の"));
    pty.wait_for("黒猫のの本文");
    pty.wait_until_gone("file gone");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn where_nothing_is_to_be_watched_only_a_key_reads_again() {
    let desk = Desk::of(How::Never, &[("a.md", &dated(3, "猫"))]);
    desk.write("b.md", &dated(2, "犬"));
    desk.pty.keys("R");
    desk.pty.wait_for("2 articles");
    desk.quit();
}

#[test]
fn what_changes_while_it_is_suspended_shows_afterwards() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), "a.md", &dated(3, "猫"));
    let pty = Program::new("/bin/sh").arg("-i").env("PS1", "prompt ").env("ENV", "").size(110, 20).start();
    pty.wait_for("prompt");
    let program = env!("CARGO_BIN_EXE_tsundoku");
    pty.send(format!("{program} {}\r", folder.path().display()).as_bytes());
    pty.wait_for("猫の本文");
    pty.keys("<c-z>");
    // The prompt of before is back on the screen sooner than it stands still.
    pty.wait_for("Stopped");
    for day in 1..=20 {
        write(folder.path(), &format!("new/{day}.md"), &dated(day, &format!("記事{day:02}")));
    }
    fs::remove_file(folder.path().join("a.md")).unwrap();
    pty.send(b"fg\r");
    pty.wait_for("20 articles");
    pty.wait_for("file gone");
    pty.signal_foreground(Signal::TERM);
    pty.wait_for("prompt");
    pty.send(b"exit\r");
}

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// Opens a file to write, and not a pipe, which would wait for a reader.
fn opened(path: &Path) -> std::io::Result<fs::File> {
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    fs::File::options().write(true).create(true).custom_flags(flags).open(path)
}

/// One change of some file or folder; what cannot be done is left.
fn change(folder: &Path, chance: &mut Chance, step: usize) {
    let name = format!("{}/{}.md", ["x", "記事", "글"][chance.below(3)], chance.below(8));
    let path = folder.join(&name);
    let _ = match chance.below(14) {
        0 => fs::remove_file(&path),
        1 => opened(&path).and_then(|file| file.set_len(0)),
        2 => opened(&path).and_then(|file| file.set_len(30)),
        3 => {
            let temporary = folder.join(format!("x/.{step}.tmp"));
            fs::write(&temporary, dated(7, &format!("置換{step}")))
                .and_then(|()| fs::rename(&temporary, &path))
        }
        4 => fs::set_permissions(&path, fs::Permissions::from_mode([0o000, 0o644][chance.below(2)])),
        5 => fs::rename(&path, folder.join(format!("x/{}.md", chance.below(8)))),
        6 => fs::remove_file(&path).and_then(|()| fs::create_dir(&path)),
        7 => fs::remove_dir(&path),
        8 => fs::remove_file(&path).and_then(|()| std::os::unix::fs::symlink("1.md", &path)),
        9 => fs::rename(folder.join("記事"), folder.join("記録"))
            .and_then(|()| fs::rename(folder.join("記録"), folder.join("記事"))),
        10 => fs::remove_file(&path).and_then(|()| {
            let pipe = rustix::fs::FileType::Fifo;
            Ok(rustix::fs::mknodat(rustix::fs::CWD, &path, pipe, 0o600.into(), 0)?)
        }),
        11 => fs::remove_file(&path).and_then(|()| fs::hard_link(folder.join("x/1.md"), &path)),
        _ => opened(&path).and_then(|mut file| {
            file.set_len(0)?;
            file.write_all(dated(u32::try_from(step % 28).unwrap() + 1, &format!("記事{step}")).as_bytes())
        }),
    };
}

/// Calls `deed` about a hundred times a second, for so many seconds; gives how often.
fn storm(seconds: u64, mut deed: impl FnMut(usize)) -> usize {
    let (begun, mut step) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(seconds) {
        deed(step);
        step += 1;
        // The pace is what is tested: not all at once, and never quiet.
        std::thread::park_timeout(Duration::from_millis(9));
    }
    step
}

/// The titles that a list without a screen gives.
fn titles(folder: &Path) -> Vec<String> {
    let list = std::process::Command::new(env!("CARGO_BIN_EXE_tsundoku"))
        .args(["list", "--json"])
        .arg(folder)
        .output()
        .unwrap();
    let lines = String::from_utf8(list.stdout).unwrap();
    let title =
        |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].as_str().unwrap().to_owned();
    lines.lines().map(title).collect()
}

#[test]
fn a_storm_of_changes_ends_with_what_is_on_disk() {
    for how in BOTH {
        let folders = ["x/0.md", "記事/0.md", "글/0.md"].map(|path| (path, dated(1, "初め")));
        let files: Vec<(&str, &str)> = folders.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let desk = Desk::of(how, &files);
        let mut chance = Chance(7);
        let keys = ["j", "k", "<enter>", "h", "<space>", "/記<enter>", "<esc>", "o", "J", "G", "g", "<tab>"];
        storm(3, |step| {
            change(desk.folder.path(), &mut chance, step);
            if step % 7 == 0 {
                desk.pty.keys(keys[chance.below(keys.len())]);
            }
        });
        desk.write("x/last.md", &dated(31, "最後の記事"));
        let titles = titles(desk.folder.path());
        desk.pty.resize(110, 40);
        desk.pty.keys("<enter>h/<c-u><enter>g");
        desk.pty.wait_until(|screen| {
            let text = text_of(screen);
            let list: Vec<&str> = text.lines().map(|row| row.split('╎').next().unwrap()).collect();
            let stands = |title: &String| list.iter().any(|row| row.contains(title.as_str()));
            list[0].contains(&format!("{} article", titles.len())) && titles.iter().all(stands)
        });
        desk.quit();
    }
}

#[test]
fn an_open_article_in_a_storm_ends_as_it_is_on_disk() {
    for how in BOTH {
        let desk = Desk::of(how, &[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
        desk.pty.wait_for("猫の本文");
        desk.pty.keys("<enter>");
        let (path, mut chance) = (desk.path("a.md"), Chance(11));
        let steps = storm(2, |step| {
            let _ = match chance.below(6) {
                0 => fs::remove_file(&path),
                1 => fs::File::create(&path).map(drop),
                2 => fs::rename(&path, desk.path("c.md")),
                3 => fs::rename(desk.path("c.md"), &path),
                4 => fs::write(&path, "---\ntitle: 途中"),
                _ => fs::write(&path, dated(3, &format!("猫{step}"))),
            };
            desk.pty.keys(["j", "k"][step % 2]);
        });
        let _ = fs::remove_file(desk.path("c.md"));
        desk.write("a.md", &dated(3, &format!("三毛猫{steps}")));
        desk.pty.wait_for(&format!("三毛猫{steps}の本文"));
        desk.pty.wait_until_gone("file gone");
        desk.pty.wait_for("2 articles");
        desk.quit();
    }
}
