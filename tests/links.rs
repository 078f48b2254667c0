//! Links between articles: keys in, a screen out.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::ops::{Deref, DerefMut};

use common::screen::{Reader, desk, reader};
use tempfile::TempDir;
use tsundoku::config::config;
use tsundoku::corpus::source::Source;
use tsundoku::markdown::document::Anchor;
use tsundoku::message::{Event, Report, Ticket};

macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

/// Articles that link to each other, that of the money opened.
fn linked() -> Reader {
    desk("linked").types("/巨額<enter><enter>")
}

fn title(reader: &Reader) -> &str {
    reader.app().reader.article().unwrap().meta.title.as_str()
}

/// Where the text stands that is read, as its words from there on.
fn words(reader: &Reader) -> String {
    let app = reader.app();
    let at = app.reader.at().0 as usize;
    app.reader.shown().unwrap().page.document().text[at..].chars().take(8).collect()
}

#[test]
fn the_links_to_an_article_are_listed_over_the_page() {
    screen!("backlinks", linked(), "B");
    screen!("backlinks_wide", linked().sized(120, 24), "BG");
    screen!("backlinks_small", linked().sized(40, 12), "B");
    screen!("backlinks_japanese", linked().speaking("ja"), "B");
}

#[test]
fn links_are_found_by_words_and_readings_in_titles_and_around_them() {
    screen!("backlinks_filtered", linked(), "B/hankyou");
    for (typed, expected) in [
        ("반도체", "반도체 시장"),
        ("ㅅㅈ", "반도체 시장"),
        ("tuili", "推理芯片"),
        ("日文", "推理芯片"),
        ("mitorizu", "続報、その後の三週間に起きたことのすべてと、これから起きるであろうことの見取り図"),
        ("2025-12", "用語集"),
    ] {
        let reader = linked().types(&format!("B/{typed}<enter>"));
        assert_eq!(title(&reader), expected, "{typed}");
    }
}

#[test]
fn a_link_opens_its_article_where_it_stands() {
    let reader = linked().sized(80, 6).types("Bj<enter>");
    assert_eq!(title(&reader).chars().take(2).collect::<String>(), "続報");
    assert_eq!(words(&reader), "最初の記事はこち");
    assert!(reader.app().picker.is_none());
    assert!(reader.app().reading());
}

#[test]
fn where_no_article_links_here_the_bar_says_so() {
    screen!("no_backlinks", desk("linked").sized(60, 8), "/nobody<enter><enter>B");
}

#[test]
fn the_list_says_that_it_is_still_looking() {
    let mut reader = linked().types("B");
    let more = || Event::Report(Report::Backlinked { ticket: Ticket(1), more: Vec::new(), done: false });
    reader.event(more());
    screen!("backlinks_looking", reader, "");
    // What an older question finds is not shown.
    let mut reader = linked().types("B<esc>B");
    let before = reader.screen();
    reader.event(more());
    assert_eq!(reader.screen(), before);
    // Nor is it once the list is closed.
    let mut reader = linked().types("B<esc>");
    reader.event(more());
    assert!(reader.app().picker.is_none());
}

#[test]
fn no_size_of_screen_breaks_the_links() {
    for (columns, rows) in [(1, 1), (1, 30), (300, 1), (2, 2), (5, 3), (12, 4), (20, 6), (89, 9), (300, 60)] {
        for script in ["B", "BG", "B/o", "Bj<enter>"] {
            let _ = linked().sized(columns, rows).types(script).screen();
        }
    }
}

/// Somebody reading articles of a folder that stays as long as it is read.
struct Shelf {
    reader: Reader,
    _folder: TempDir,
}

impl Deref for Shelf {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl DerefMut for Shelf {
    fn deref_mut(&mut self) -> &mut Reader {
        &mut self.reader
    }
}

impl Shelf {
    fn types(self, script: &str) -> Self {
        Self { reader: self.reader.types(script), ..self }
    }

    fn sized(self, columns: u16, rows: u16) -> Self {
        Self { reader: self.reader.sized(columns, rows), ..self }
    }
}

/// Articles in folders: path and text.
fn shelf(files: &[(&str, &str)]) -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let source = Source::of(folder.path()).unwrap();
    let config = config::load(Some(("sort: path\n", "config.yaml".as_ref()))).config;
    Shelf { reader: reader(vec![source], "shelf", config, (60, 14)), _folder: folder }
}

const TWO: [(&str, &str); 3] = [
    (
        "a.md",
        "# 一つ目\n\n[二つ目の節](b.md#三節)へ。\n\n[ない記事](c.md)と[[猫]]と[節がない](b.md#九節)。\n",
    ),
    (
        "b.md",
        "# 二つ目\n\n## 一節\n\n文。\n\n## 二節\n\n文。\n\n## 三節\n\n三節の文。\n\n[戻る](a.md)\n\n文\n\n文\n\n文\n\n文\n\n文\n",
    ),
    ("z.md", "# 最後\n\n文。\n"),
];

#[test]
fn a_link_leads_to_its_heading_and_back_again() {
    let there = shelf(&TWO).types("<enter>fa");
    assert_eq!((title(&there), words(&there).as_str()), ("二つ目", "三節\n三節の文。"));
    let back = there.types("H");
    assert_eq!((title(&back), back.app().list.at()), ("一つ目", 0));
    let forward = back.types("L");
    assert_eq!((title(&forward), words(&forward).as_str()), ("二つ目", "三節\n三節の文。"));
    let back = forward.types("<bs>");
    assert_eq!(title(&back), "一つ目");
    screen!("no_way_back", back, "H");
}

#[test]
fn a_name_with_a_colon_is_no_address() {
    let files = [
        ("a.md", "# 一つ目\n\n[[AI: 入門]]と[[Re: 제목]]と[[CSS: 布局]]と[x](q:質問.md)。\n"),
        ("b.md", "# AI: 入門\n"),
        ("c.md", "# Re: 제목\n"),
        ("d.md", "# CSS: 布局\n"),
        ("q:質問.md", "# 質問\n"),
    ];
    for (keys, expected) in [("fa", "AI: 入門"), ("fs", "Re: 제목"), ("fd", "CSS: 布局"), ("ff", "質問")]
    {
        assert_eq!(title(&shelf(&files).types("<enter>").types(keys)), expected, "{keys}");
    }
}

#[test]
fn the_trail_holds_where_one_was_on_each_page() {
    let reader = shelf(&TWO).types("<enter>fajjogj<enter>");
    assert!(words(&reader).starts_with("一節"));
    let back = reader.types("H");
    assert!(!words(&back).starts_with("一節"));
    assert_eq!(title(&back), "二つ目");
    assert_eq!(title(&back.types("H")), "一つ目");
}

#[test]
fn keys_that_come_before_an_article_is_there_lose_no_place() {
    let mut reader = shelf(&TWO).types("<enter>JJ");
    reader.keep_back(|report| matches!(report, Report::Opened { .. }));
    let mut reader = reader.types("HH");
    reader.give_back();
    assert_eq!(title(&reader), "一つ目");
    let reader = reader.types("L");
    assert_eq!(title(&reader), "二つ目");
    assert_eq!(title(&reader.types("L")), "最後");
}

#[test]
fn what_is_typed_while_another_article_comes_is_of_that_one() {
    let mut reader = shelf(&TWO).types("<enter>");
    reader.keep_back(|report| matches!(report, Report::Opened { .. }));
    let mut reader = reader.types("J/三節");
    reader.give_back();
    assert_eq!((title(&reader), reader.app().reader.hits.len()), ("二つ目", 2));
    let reader = reader.types("<esc>");
    assert_eq!(reader.app().reader.at(), Anchor(0));
    // A note was to the article that has gone.
    let mut reader = shelf(&TWO).types("<enter>");
    reader.keep_back(|report| matches!(report, Report::Opened { .. }));
    let mut reader = reader.types("JM言葉");
    reader.give_back();
    assert!(reader.app().bar.typed.is_none());
}

#[test]
fn another_article_of_the_list_is_a_step_on_the_trail() {
    let reader = shelf(&TWO).types("<enter>JJ");
    assert_eq!(title(&reader), "最後");
    let reader = reader.types("2H");
    assert_eq!(title(&reader), "一つ目");
    assert_eq!(title(&reader.types("9L")), "最後");
}

#[test]
fn what_a_link_led_to_stays_whatever_the_list_holds() {
    let reader = shelf(&TWO).types("/一つ<enter><enter>fa");
    assert_eq!(title(&reader), "二つ目");
    let reader = reader.sized(100, 20).sized(60, 14);
    assert_eq!(title(&reader), "二つ目");
    assert_eq!(title(&reader.types("H")), "一つ目");
}

#[test]
fn dead_links_say_so_and_leave_the_page() {
    screen!("link_dead", shelf(&TWO), "<enter>fs");
    screen!("link_dead_wiki", shelf(&TWO), "<enter>fd");
    screen!("link_without_its_heading", shelf(&TWO), "<enter>ff");
}

#[test]
fn of_several_articles_one_is_picked() {
    let files = [("a/x.md", "# 入口\n\n[[猫]]\n"), ("b/猫.md", "# 白い猫\n"), ("c/猫.md", "# 黒い猫\n")];
    screen!("link_to_several", shelf(&files), "<enter>f");
    let reader = shelf(&files).types("<enter>fj<enter>");
    assert_eq!(title(&reader), "黒い猫");
    assert_eq!(title(&reader.types("H")), "入口");
}
