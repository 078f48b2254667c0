//! Links between articles: keys in, a screen out.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use common::screen::{Reader, desk};
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
