//! What changes on disk while it is looked at: files are changed between keys, and the screen is
//! looked at. What tells of the changes is in `tests/watch.rs`.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use common::screen::{Reader, reader};
use tsundoku::config::config;
use tsundoku::corpus::changed::Changed;
use tsundoku::corpus::source::Source;
use tsundoku::message::{Event, Report};
use tsundoku::search::matches::Matches;
use tsundoku::shelf::lister::Listed;
use tsundoku::text::safe::Safe;

/// A folder that is read and changed.
struct Desk {
    folder: tempfile::TempDir,
    reader: Option<Reader>,
}

impl Desk {
    fn of(files: &[(&str, &str)]) -> Self {
        Self::sized(files, (100, 16))
    }

    fn sized(files: &[(&str, &str)], size: (u16, u16)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Self { folder, reader: None };
        for (path, text) in files {
            desk.write(path, text);
        }
        let sources = vec![Source::Folder(desk.folder.path().to_owned())];
        desk.reader = Some(reader(sources, "desk", config::load(None).config, size));
        desk.told(Changed::Everything);
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    fn told(&mut self, changed: Changed) {
        self.reader().event(Event::Changed(changed));
    }

    fn changed(&mut self, paths: &[&str]) {
        let files = paths.iter().map(|path| self.path(path)).collect();
        self.told(Changed::Files(files));
    }

    fn reader(&mut self) -> &mut Reader {
        self.reader.as_mut().unwrap()
    }

    fn types(&mut self, keys: &str) {
        self.reader = self.reader.take().map(|reader| reader.types(keys));
    }

    fn waits(&mut self, milliseconds: i64) {
        self.reader = self.reader.take().map(|reader| reader.waits(milliseconds));
    }

    fn screen(&mut self) -> String {
        self.reader().screen()
    }

    /// The row of the screen that holds `words`, counted from the top.
    #[track_caller]
    fn row_of(&mut self, words: &str) -> usize {
        let screen = self.screen();
        let row = screen.lines().position(|line| line.contains(words));
        row.unwrap_or_else(|| panic!("{words} is not on the screen:\n{screen}"))
    }

    fn shows(&mut self, words: &str) -> bool {
        self.screen().contains(words)
    }

    /// The title of the article under the cursor.
    fn cursor(&mut self) -> String {
        let app = self.reader().app();
        let id = app.list.cursor().unwrap();
        app.stock.corpus.get(id).unwrap().meta.title.as_str().to_owned()
    }
}

fn dated(day: u8, title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-01-{day:02}\n---\n\n{title}の本文。\n")
}

/// An article of so many paragraphs, each of which says which it is.
fn long(paragraphs: std::ops::Range<usize>) -> String {
    let mut text = "# 長い記事\n\n".to_owned();
    for number in paragraphs {
        let _ = writeln!(text, "第{number}段落。これはその本文である。문단 {number}. Paragraph {number}.\n");
    }
    text
}

#[test]
fn a_new_article_shows_and_the_cursor_stays() {
    let mut desk =
        Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "고양이")), ("c.md", &dated(1, "cats"))]);
    assert_eq!(desk.cursor(), "猫");
    desk.write("new.md", &dated(9, "新しい記事"));
    desk.changed(&["new.md"]);
    assert!(desk.shows("新しい記事") && desk.shows("4 articles"));
    assert_eq!(desk.cursor(), "猫");
    assert!(desk.shows("猫の本文"));
}

#[test]
fn what_changes_above_the_cursor_leaves_it_on_its_row() {
    let files: Vec<(String, String)> =
        (1..=28).map(|day| (format!("{day:02}.md"), dated(day, &format!("記事{day:02}")))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut desk = Desk::sized(&files, (60, 12));
    desk.types("14j");
    let row = desk.row_of("記事14");
    desk.write("new.md", &dated(30, "新"));
    desk.write("neu.md", &dated(31, "最新"));
    desk.changed(&["new.md", "neu.md"]);
    assert_eq!((desk.row_of("記事14"), desk.cursor()), (row, "記事14".to_owned()));
    desk.remove("20.md");
    desk.remove("new.md");
    desk.changed(&["20.md", "new.md"]);
    assert_eq!((desk.row_of("記事14"), desk.cursor()), (row, "記事14".to_owned()));
    assert!(desk.shows("28 articles"));
}

#[test]
fn a_changed_title_shows_in_the_list_and_above_the_text() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
    desk.write("a.md", &dated(3, "三毛猫"));
    desk.changed(&["a.md"]);
    assert_eq!(desk.screen().matches("三毛猫").count(), 3, "{}", desk.screen());
}

/// A row without what the scrollbar shows beside it.
fn bare(row: &str) -> String {
    row.trim_end_matches(['▐', '▪']).trim_end().to_owned()
}

#[test]
fn the_row_at_the_top_stays_whatever_is_written_above_and_below() {
    let mut desk = Desk::sized(&[("a.md", &long(0..60))], (70, 12));
    desk.types("<enter><space><space><space>");
    let before = desk.screen();
    let top = |screen: &str| screen.lines().take(10).map(bare).collect::<Vec<_>>();
    for (from, to) in [
        (
            "# 長い記事\n",
            "# 長い記事\n\n前に置かれた、とても長い段落。この段落は二行より長くなるように書かれている。\n\nもう一つ。\n",
        ),
        ("第59段落", "付け足し。\n\n第59段落"),
        ("第2段落。", "第2段落、書き直された。\n\n- 一\n- 二\n\n"),
        ("第50段落。", ""),
        ("もう一つ。\n", ""),
    ] {
        let text = fs::read_to_string(desk.path("a.md")).unwrap();
        assert!(text.contains(from));
        desk.write("a.md", &text.replace(from, to));
        desk.changed(&["a.md"]);
        desk.waits(300);
        assert_eq!(top(&desk.screen()), top(&before), "{from} {to}");
    }
}

#[test]
fn every_row_stays_at_the_top_when_text_comes_above_it() {
    let mut desk = Desk::sized(&[("a.md", &long(0..12))], (60, 8));
    desk.types("<enter>");
    for step in 0..20 {
        let before: Vec<String> = desk.screen().lines().take(6).map(str::to_owned).collect();
        let text = fs::read_to_string(desk.path("a.md")).unwrap();
        let at = text.find("第0段落").unwrap();
        desk.write("a.md", &format!("{}挿入{step}。\n\n{}", &text[..at], &text[at..]));
        desk.changed(&["a.md"]);
        let after: Vec<String> = desk.screen().lines().take(6).map(str::to_owned).collect();
        // While the card is on the screen it stays, and what comes is seen to come.
        if step > 3 {
            assert_eq!(after, before, "{step}");
        }
        assert_eq!(after[0], before[0], "{step}");
        desk.types("j");
    }
}

#[test]
fn hits_stay_where_they_are_and_new_ones_are_found() {
    let mut desk = Desk::sized(&[("a.md", &long(0..30))], (70, 12));
    desk.types("<enter>/第2<enter>nn");
    let (before, hits) = (desk.screen(), desk.reader().app().reader.hits.len());
    let here = desk.reader().app().reader.hit;
    let text = fs::read_to_string(desk.path("a.md")).unwrap();
    desk.write("a.md", &format!("{text}\n\n第2の付け足し。\n"));
    desk.changed(&["a.md"]);
    let top = |screen: &str| screen.lines().take(10).collect::<Vec<_>>().join("\n");
    assert_eq!(top(&desk.screen()), top(&before));
    let app = desk.reader().app();
    assert_eq!((app.reader.hits.len(), app.reader.hit), (hits + 1, here));
    let text = fs::read_to_string(desk.path("a.md")).unwrap();
    desk.write("a.md", &text.replace("# 長い記事\n", "# 長い記事\n\n第2の前置き。\n"));
    desk.changed(&["a.md"]);
    assert_eq!(top(&desk.screen()), top(&before));
    let app = desk.reader().app();
    assert_eq!((app.reader.hits.len(), app.reader.hit), (hits + 2, here.map(|hit| hit + 1)));
}

#[test]
fn an_open_outline_shows_the_headings_that_there_are() {
    let mut desk = Desk::of(&[("a.md", "# 記事\n\n## 一\n\n文\n\n## 二\n\n文\n")]);
    desk.types("<enter>oG");
    desk.write("a.md", "# 記事\n\n## 一\n\n文\n\n## 一半\n\n文\n\n## 二\n\n文\n");
    desk.changed(&["a.md"]);
    assert!(desk.shows("一半"));
    desk.types("<enter>");
    assert!(!desk.shows("Outline"));
    desk.types("o");
    desk.write("a.md", "見出しのない、少しだけ長い本文がここにあるだけの記事になりました。");
    desk.changed(&["a.md"]);
    assert!(!desk.shows("Outline"));
}

#[test]
fn letters_over_links_stay_while_their_links_do() {
    let mut desk = Desk::of(&[("a.md", "# 記事\n\n[一](x.md) と [二](y.md)\n\n終わり\n")]);
    desk.types("<enter>f");
    let before = desk.screen();
    desk.write("a.md", "# 記事\n\n[一](x.md) と [二](y.md)\n\n終わりより後\n");
    desk.changed(&["a.md"]);
    assert_eq!(desk.screen(), before.replace("終わり", "終わりより後"));
    desk.write("a.md", "# 記事\n\n新しい段落\n\n[一](x.md) と [二](y.md)\n\n終わりより後\n");
    desk.changed(&["a.md"]);
    assert!(desk.shows("一 と 二"), "{}", desk.screen());
}

#[test]
fn a_file_cut_short_keeps_its_text_until_it_has_stayed_so() {
    let mut desk = Desk::of(&[("a.md", &long(0..3))]);
    desk.types("<enter>");
    let before = desk.screen();
    desk.write("a.md", "");
    desk.changed(&["a.md"]);
    assert_eq!(desk.screen(), before);
    desk.waits(299);
    assert_eq!(desk.screen(), before);
    // What was being written is there.
    desk.write("a.md", &long(0..3).replace("第0", "新0"));
    desk.changed(&["a.md"]);
    assert_eq!(desk.screen(), before.replace("第0", "新0"));
    desk.write("a.md", "# 短い");
    desk.changed(&["a.md"]);
    desk.waits(150);
    desk.write("a.md", "");
    desk.changed(&["a.md"]);
    desk.waits(299);
    assert!(desk.shows("新0段落"));
    desk.waits(1);
    assert!(!desk.shows("新0段落"));
    assert!(!desk.shows("長い記事"));
}

#[test]
fn a_file_that_is_cut_short_again_and_again_is_believed_in_the_end() {
    let mut desk = Desk::of(&[("a.md", &long(0..3))]);
    desk.types("<enter>");
    for step in 0..8 {
        desk.write("a.md", &"短".repeat(step + 1));
        desk.changed(&["a.md"]);
        desk.waits(100);
    }
    assert!(desk.shows("短短短短短"));
}

#[test]
fn an_article_that_is_gone_keeps_its_text_says_so_and_comes_back() {
    for reading in ["", "<enter>"] {
        let mut desk =
            Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬")), ("c.md", &dated(1, "鳥"))]);
        desk.types("j");
        desk.types(reading);
        let before = desk.screen();
        desk.remove("b.md");
        desk.changed(&["b.md"]);
        assert!(
            desk.shows("犬の本文") && desk.shows("file gone") && desk.shows("2 articles"),
            "{}",
            desk.screen()
        );
        // Whatever else happens, the text stays.
        desk.write("d.md", &dated(5, "魚"));
        desk.changed(&["d.md"]);
        desk.remove("c.md");
        desk.changed(&["c.md"]);
        let (columns, rows) = (101, 16);
        desk.reader().event(Event::Resize { columns, rows });
        assert!(desk.shows("犬の本文") && desk.shows("file gone"));
        desk.write("c.md", &dated(1, "鳥"));
        desk.write("b.md", &dated(2, "犬"));
        desk.remove("d.md");
        desk.changed(&["b.md", "c.md", "d.md"]);
        desk.reader().event(Event::Resize { columns: 100, rows });
        assert_eq!(desk.screen(), before);
        assert_eq!(desk.cursor(), "犬");
    }
}

#[test]
fn where_an_article_is_gone_the_keys_lead_elsewhere() {
    let mut desk =
        Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬")), ("c.md", &dated(1, "鳥"))]);
    desk.remove("a.md");
    desk.changed(&["a.md"]);
    assert!(desk.shows("猫の本文") && desk.shows("file gone"));
    desk.types("<enter>");
    assert!(desk.shows("犬の本文") && !desk.shows("file gone"));
    desk.remove("b.md");
    desk.changed(&["b.md"]);
    assert!(desk.shows("犬の本文") && desk.shows("file gone"));
    desk.types("q");
    assert!(desk.shows("犬の本文"));
    desk.remove("c.md");
    desk.changed(&["c.md"]);
    assert!(desk.shows("犬の本文") && desk.shows("0 articles"));
}

#[test]
fn a_renamed_article_keeps_cursor_text_place_and_marks() {
    let mut desk =
        Desk::of(&[("a.md", &dated(9, "猫")), ("x/b.md", &long(0..40)), ("c.md", &dated(1, "鳥"))]);
    desk.types("/長い<enter><enter><space><space>m");
    desk.waits(10_000);
    let before = desk.screen();
    desk.rename("x/b.md", "別名.md");
    desk.changed(&["x/b.md", "別名.md"]);
    assert_eq!(desk.screen(), before);
    assert!(desk.shows("▪ 1"));
    desk.rename("別名.md", "x/c.md");
    desk.rename("x", "y");
    desk.told(Changed::Everything);
    assert_eq!(desk.screen(), before);
    desk.write("y/c.md", &long(0..41));
    desk.changed(&["y/c.md"]);
    assert!(!desk.shows("file gone"));
    desk.types("q<esc>");
    assert!(desk.shows("3 articles, 2 unread"), "{}", desk.screen());
}

#[test]
fn a_file_replaced_by_another_is_a_change() {
    let mut desk = Desk::of(&[("a.md", &long(0..40))]);
    desk.types("<enter><space>");
    let before = desk.screen();
    desk.write("a.md.tmp", &long(0..41));
    desk.rename("a.md.tmp", "a.md");
    desk.changed(&["a.md"]);
    let top = |screen: &str| screen.lines().take(14).collect::<Vec<_>>().join("\n");
    assert_eq!(top(&desk.screen()), top(&before));
    assert!(!desk.shows("file gone"));
    desk.types("G");
    assert!(desk.shows("第40段落"));
}

#[test]
fn an_article_that_becomes_a_folder_is_gone() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
    desk.remove("a.md");
    fs::create_dir(desk.path("a.md")).unwrap();
    desk.told(Changed::Everything);
    assert!(desk.shows("猫の本文") && desk.shows("file gone") && desk.shows("1 article"));
}

#[test]
fn an_article_that_becomes_a_pipe_keeps_its_text_and_says_why() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
    desk.types("<enter>");
    desk.remove("a.md");
    let pipe = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, desk.path("a.md"), pipe, 0o600.into(), 0).unwrap();
    desk.changed(&["a.md"]);
    desk.waits(300);
    assert!(desk.shows("猫の本文") && desk.shows("it is a pipe"), "{}", desk.screen());
}

#[test]
fn what_is_no_article_and_what_did_not_change_changes_nothing() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
    let before = desk.screen();
    for path in [".a.md.swp", "4913", "a.md~", "#a.md#", ".#a.md", "bookmarks.yaml"] {
        desk.write(path, "x");
        desk.changed(&[path]);
    }
    desk.changed(&["a.md", "b.md", "none.md"]);
    desk.told(Changed::Everything);
    assert_eq!(desk.screen(), before);
}

#[test]
fn what_is_typed_stays_while_articles_come_and_go() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫の話")), ("b.md", &dated(2, "犬の話"))]);
    desk.types("/話");
    desk.write("c.md", &dated(5, "鳥の話"));
    desk.changed(&["c.md"]);
    assert!(desk.shows("3 of 3") && desk.shows("鳥の話"), "{}", desk.screen());
    desk.remove("c.md");
    desk.changed(&["c.md"]);
    assert!(desk.shows("2 of 2"));
    desk.types("t<esc>");
    assert!(desk.shows("猫の話"));
}

#[test]
fn values_being_counted_keep_up() {
    let mut desk = Desk::of(&[("a.md", "---\ntitle: 猫\ntags: [動物]\n---\n")]);
    desk.types("t");
    desk.write("b.md", "---\ntitle: 犬\ntags: [동물]\n---\n");
    desk.changed(&["b.md"]);
    assert!(desk.shows("동물"), "{}", desk.screen());
}

#[test]
fn where_changes_are_looked_for_now_and_then_it_is_said() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫"))]);
    desk.reader().event(Event::Report(Report::Polling));
    assert!(desk.shows("changed files show after a while"));
}

#[test]
fn what_changes_while_the_folders_are_read_shows_afterwards() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫"))]);
    desk.write("b.md", &dated(2, "犬"));
    desk.reader().keep_back(|report| matches!(report, Report::Scanned(_) | Report::Opened { .. }));
    desk.types("R");
    assert!(desk.reader().app().scanning);
    desk.remove("a.md");
    desk.changed(&["a.md"]);
    assert!(desk.shows("2 articles,") && !desk.shows("file gone"), "{}", desk.screen());
    desk.reader().give_back();
    assert!(desk.shows("1 article,") && desk.shows("file gone") && desk.shows("犬"), "{}", desk.screen());
}

#[test]
fn a_title_replaced_before_the_list_comes_is_drawn_as_it_is() {
    for (before, word, after) in [
        ("長い題名とても長くて画面の端で切れてしまうのに最後に調達がある", "調達", "猫"),
        (
            "很长的标题一直写到屏幕之外，最后才是推理芯片的故事还没有完",
            "推理",
            "a猫的标题，字节都不在原来的地方，而且写到屏幕之外",
        ),
        (
            "아주 긴 제목이라서 화면 끝에서 잘리고 마는데 반도체 이야기",
            "반도체",
            "a고양이의 제목도 아주 길어서 화면 끝에서 잘리고 마는데",
        ),
        (
            "A very long title that goes on and on until the wafer is told",
            "wafer",
            "猫、그리고 a 고양이、また題名も長くて画面の端で切れる",
        ),
        ("ab調達", "調達", "日本語"),
        ("ab반도체", "반도체", "고양이"),
        ("a wafer", "wafer", "猫と犬"),
    ] {
        let mut desk = Desk::sized(&[("a.md", &dated(3, before)), ("b.md", &dated(2, "犬"))], (40, 12));
        desk.types(&format!("/{word}<enter>"));
        assert_eq!(desk.cursor(), before);
        desk.reader().keep_back(|report| matches!(report, Report::Listed(..)));
        desk.write("a.md", &dated(3, after));
        desk.changed(&["a.md"]);
        desk.waits(300);
        let begin: String = after.chars().take(1).collect();
        assert!(desk.shows(&begin), "{}", desk.screen());
        desk.reader().give_back();
        assert!(desk.shows("no article") || !desk.shows(before));
    }
}

#[test]
fn a_link_just_followed_is_not_dropped_by_a_change() {
    let text = "# 記事\n\n[一](x.md)へ\n";
    let mut desk = Desk::of(&[("a.md", text), ("x.md", "# 先\n\n先の本文\n")]);
    desk.types("/記事<enter><enter>");
    desk.reader().keep_back(|report| matches!(report, Report::Led { .. }));
    desk.types("f");
    desk.types("a");
    desk.write("a.md", &format!("{text}\n後\n"));
    desk.changed(&["a.md"]);
    desk.reader().give_back();
    assert!(desk.shows("先の本文"), "{}", desk.screen());
}

#[test]
fn a_finding_under_way_is_of_the_text_as_it_is() {
    let mut desk = Desk::sized(&[("a.md", &long(0..30))], (70, 12));
    desk.types("<enter>");
    desk.reader().keep_back(|report| matches!(report, Report::Hits { .. }));
    desk.types("/第2<enter>");
    desk.write("a.md", &long(0..30).replace("# 長い記事\n", "# 長い記事\n\na 前置き。\n"));
    desk.changed(&["a.md"]);
    desk.reader().give_back();
    let app = desk.reader().app();
    let text = &app.reader.shown().unwrap().page.document().text;
    let hits = app.reader.hits.iter().map(|hit| text.as_str().get(hit.start as usize..hit.end as usize));
    assert_eq!(hits.collect::<Vec<_>>(), vec![Some("第2"); 11]);
}

#[test]
fn a_link_list_or_an_editor_that_reads_again_leaves_hits_and_word() {
    for edited in [true, false] {
        let mut desk = Desk::sized(&[("a.md", &long(0..30))], (90, 12));
        desk.types("<enter>/第2<enter>nn");
        let before = desk.screen();
        let app = desk.reader().app();
        let (id, hits, hit) = (app.reader.article().unwrap().id, app.reader.hits.clone(), app.reader.hit);
        if edited {
            let file = desk.path("a.md");
            desk.reader().event(Event::Report(Report::Edited { article: id, file, ended: Ok(()) }));
        } else {
            desk.types("<tab>R<tab>");
        }
        let app = desk.reader().app();
        assert_eq!((&app.reader.hits, app.reader.hit), (&hits, hit), "{edited}");
        assert_eq!(app.reader.word, "第2");
        assert_eq!(desk.screen(), before);
    }
}

#[test]
fn what_an_editor_left_shows_at_once_in_the_list_too() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "長い名の猫")), ("b.md", &dated(2, "犬"))]);
    desk.types("<enter>");
    desk.write("a.md", &dated(3, "虎"));
    let (article, file) = (desk.reader().app().reader.article().unwrap().id, desk.path("a.md"));
    desk.reader().event(Event::Report(Report::Edited { article, file, ended: Ok(()) }));
    assert_eq!(desk.cursor(), "虎");
    assert!(desk.shows("虎の本文") && !desk.shows("長い名"), "{}", desk.screen());
}

#[test]
fn the_next_article_after_one_that_is_gone_is_the_one_that_stood_below_it() {
    let files = [("a.md", &*dated(3, "猫")), ("b.md", &*dated(2, "犬")), ("c.md", &*dated(1, "鳥"))];
    for (opens, gone, key, shows) in [
        ("<enter>", "a.md", "J", "犬の本文"),
        ("<enter>", "a.md", "2J", "鳥の本文"),
        ("<enter>", "a.md", "K", "猫の本文"),
        ("j<enter>", "b.md", "J", "鳥の本文"),
        ("j<enter>", "b.md", "K", "猫の本文"),
        ("jj<enter>", "c.md", "K", "犬の本文"),
        ("jj<enter>", "c.md", "2K", "猫の本文"),
        ("jj<enter>", "c.md", "J", "鳥の本文"),
    ] {
        let mut desk = Desk::of(&files);
        desk.types(opens);
        desk.remove(gone);
        desk.changed(&[gone]);
        desk.types(key);
        assert!(desk.shows(shows), "{gone} {key}: {}", desk.screen());
        let stays = matches!((gone, key), ("a.md", "K") | ("c.md", "J"));
        assert_eq!(desk.reader().app().is_lost(), stays, "{gone} {key}: {}", desk.screen());
    }
}

#[test]
fn what_changes_while_it_is_read_again_is_read_once_more() {
    for is_read in [true, false] {
        let mut desk = Desk::of(&[("a.md", &dated(3, "猫"))]);
        desk.types("<enter>");
        desk.reader().keep_back(|report| matches!(report, Report::Opened { .. }));
        desk.write("a.md", &dated(3, "三毛猫"));
        desk.changed(&["a.md"]);
        desk.write("a.md", &dated(3, "黒い三毛猫"));
        desk.changed(&["a.md"]);
        let kept = desk.reader().kept_back.take().unwrap();
        let [Report::Opened { ticket, article, .. }] = &kept[..] else { panic!("it was not read once") };
        let failed = Report::Unread { ticket: *ticket, article: article.id, why: Safe::line("") };
        let report = if is_read { kept[0].clone() } else { failed };
        desk.reader().event(Event::Report(report));
        assert!(desk.shows("黒い三毛猫の本文"), "{}", desk.screen());
    }
}

#[test]
fn an_article_that_stands_for_one_that_is_gone_may_be_renamed() {
    let mut desk =
        Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬")), ("c.md", &dated(1, "鳥"))]);
    desk.remove("a.md");
    desk.changed(&["a.md"]);
    desk.rename("b.md", "z.md");
    desk.changed(&["b.md", "z.md"]);
    assert_eq!(desk.cursor(), "犬");
    assert!(desk.shows("猫の本文") && desk.shows("file gone"), "{}", desk.screen());
}

#[test]
fn an_article_that_went_first_and_came_under_another_name_later_was_renamed() {
    for by_words in [true, false] {
        let mut desk =
            Desk::of(&[("a.md", &dated(9, "猫")), ("x/b.md", &long(0..40)), ("c.md", &dated(1, "鳥"))]);
        let away = tempfile::tempdir_in(desk.folder.path().parent().unwrap()).unwrap();
        desk.types("/長い<enter><enter><space><space>m");
        desk.waits(10_000);
        let before = desk.screen();
        if by_words {
            desk.remove("x/b.md");
        } else {
            fs::rename(desk.path("x/b.md"), away.path().join("b.md")).unwrap();
        }
        desk.changed(&["x/b.md"]);
        assert!(desk.shows("file gone"));
        if by_words {
            desk.write("別名.md", &long(0..40));
        } else {
            fs::rename(away.path().join("b.md"), desk.path("別名.md")).unwrap();
        }
        desk.changed(&["別名.md"]);
        assert_eq!(desk.screen(), before);
        assert!(desk.shows("▪ 1"));
        desk.write("別名.md", &long(0..41));
        desk.changed(&["別名.md"]);
        desk.types("G");
        assert!(desk.shows("第40段落"));
        desk.types("q<esc>");
        assert!(desk.shows("3 articles, 2 unread"), "{}", desk.screen());
    }
}

#[test]
fn where_nothing_is_to_be_watched_no_change_is_told_of() {
    for (said, watches) in [("watch: true\n", true), ("watch: poll\n", true), ("watch: false\n", false)] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("猫.md"), dated(3, "猫")).unwrap();
        let sources = vec![Source::Folder(folder.path().to_owned())];
        let reader =
            reader(sources, "desk", config::load(Some((said, Path::new("config.yaml")))).config, (80, 24));
        assert_eq!(reader.types("R").watches, watches, "{said}");
    }
}

#[test]
fn the_first_rows_of_a_list_to_come_take_no_cursor_from_its_article() {
    let mut desk = Desk::of(&[("a.md", &dated(3, "猫")), ("b.md", &dated(2, "犬"))]);
    desk.types("j");
    desk.reader().keep_back(|report| matches!(report, Report::Listed(..)));
    desk.write("c.md", &dated(5, "새 글"));
    desk.changed(&["c.md"]);
    let kept = desk.reader().kept_back.take().unwrap();
    let Some(Report::Listed(ticket, whole)) = kept.last().cloned() else { panic!("no list was made") };
    for rows in [0, 1] {
        let matches = Matches::plain(whole.matches.articles.iter().copied().take(rows).collect());
        let first = Listed { matches, whole: false, ..whole.clone() };
        desk.reader().event(Event::Report(Report::Listed(ticket, first)));
        assert!(desk.cursor() == "犬" && desk.shows("犬の本文"), "{}", desk.screen());
    }
    desk.reader().event(Event::Report(Report::Listed(ticket, whole)));
    assert!(desk.cursor() == "犬" && desk.shows("犬の本文") && desk.shows("새 글"), "{}", desk.screen());
}
