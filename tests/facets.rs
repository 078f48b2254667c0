//! What articles have in common, over the page: keys in, a screen out.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use common::screen::{Reader, desk, folder, reader};
use proptest::prelude::*;
use tsundoku::config::config;
use tsundoku::corpus::source::Source;

macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

/// The desk with queries of these settings.
fn with(settings: &str, folders: &[&str]) -> Reader {
    let loaded = config::load(Some((settings, std::path::Path::new("config.yaml"))));
    assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    let sources = folders.iter().map(|name| Source::of(&folder(name)).unwrap()).collect();
    reader(sources, "desk", loaded.config, (80, 24))
}

const QUERIES: &str = "queries:\n  積読: 'is:unread 積ん読'\n  chips of this year and the last: tag:AI date:2025..\n  고장: 'titel:x'\n";

fn titles(reader: &Reader) -> Vec<&str> {
    let app = reader.app();
    app.list
        .shown()
        .iter()
        .filter_map(|id| app.stock.corpus.get(*id))
        .map(|article| article.meta.title.as_str())
        .collect()
}

fn query(reader: &Reader) -> &str {
    &reader.app().list.query
}

#[test]
fn what_articles_have_in_common_is_counted_over_the_page() {
    screen!("values", desk("desk"), "t");
    screen!("values_small", desk("desk").sized(40, 15), "t");
    screen!("values_wide", desk("desk").sized(120, 24), "tG");
    screen!("values_japanese", desk("desk").speaking("ja"), "t");
}

#[test]
fn saved_queries_stand_first() {
    screen!("saved", with(QUERIES, &["desk"]), "t");
    screen!("saved_small", with(QUERIES, &["desk"]).sized(40, 15), "t");
    screen!("saved_ascii", with(&format!("{QUERIES}glyphs: ascii\n"), &["desk"]), "tjjjj<enter>t");
}

#[test]
fn a_value_narrows_the_list_and_is_taken_away_again() {
    let reader = desk("desk").types("tgj<enter>");
    assert_eq!((query(&reader), titles(&reader).len()), ("tag:^AI$", 1));
    screen!("taken", reader, "t");
    let reader = desk("desk").types("tgj<enter>t<enter>");
    assert_eq!((query(&reader), titles(&reader).len()), ("", 7));
}

#[test]
fn values_are_added_to_one_another() {
    let reader = desk("desk").types("t/unread<enter>t/ja<enter>");
    assert_eq!(query(&reader), "is:unread lang:^ja$");
    screen!("added", reader, "");
}

#[test]
fn only_what_the_list_shows_is_counted() {
    screen!("counted_found", desk("desk"), "/is:draft<enter>t");
    screen!("counted_without_drafts", desk("desk").sized(80, 30), "Dt");
}

#[test]
fn values_are_found_by_their_letters_and_by_their_readings() {
    screen!("found_read", desk("desk"), "t/kumihan");
    screen!("found_initials", desk("desk"), "t/ㅂㄷㅊ");
    for (typed, expected) in
        [("toushi", "tag:^投資$"), ("zw", "tag:^中文$"), ("ㅎㄱ", "tag:^한글$"), ("ＡＩ", "tag:^AI$")]
    {
        let reader = desk("desk").types(&format!("t/{typed}<enter>"));
        assert_eq!(query(&reader), expected, "{typed}");
    }
    let silent = with("readings: false\n", &["desk"]).types("t/kumihan<enter>");
    assert_eq!(query(&silent), "");
}

#[test]
fn a_saved_query_takes_the_place_of_the_query() {
    let reader = with(QUERIES, &["desk"]).types("/tag:組版<enter>tg<enter>");
    assert_eq!((query(&reader), titles(&reader)), ("is:unread 積ん読", vec!["積ん読の山"]));
    screen!("saved_broken", with(QUERIES, &["desk"]), "tgjj<enter>");
    // It stays in the bar until it is mended, and is not what the list is narrowed by.
    let reader = with(QUERIES, &["desk"]).types("tgjj<enter><enter>");
    assert!(reader.app().bar.typed.is_some());
    assert_eq!((query(&reader), titles(&reader).len()), ("", 7));
    assert_eq!(query(&reader.types("<ctrl-u>title:積<enter>")), "title:積");
}

#[test]
fn the_reader_returns_to_the_list_with_a_value_and_stays_without() {
    let reader = desk("desk").types("<enter>t");
    assert!(reader.app().reading());
    assert!(reader.types("<esc>").app().reading());
    let reader = desk("desk").types("<enter>zt/AI<enter>");
    assert!(!reader.app().reading());
    assert_eq!(query(&reader), "tag:^AI$");
}

#[test]
fn values_open_where_they_were_left() {
    let place = |reader: &Reader| {
        reader.app().picker.as_ref().and_then(|picker| picker.item()).map(|item| item.text.to_string())
    };
    let left = desk("desk").types("t/draft");
    let before = place(&left);
    assert_eq!(before.as_deref(), Some("draft"));
    assert_eq!(place(&left.types("<esc><esc>t")), before);
    // The value is gone: another of its group.
    let reader = desk("desk").types("t/draft<esc><esc>Dt");
    assert_eq!(place(&reader).as_deref(), Some("unread"));
}

#[test]
fn where_nothing_is_to_count_the_bar_says_so() {
    screen!("nothing_to_count", desk("desk").sized(60, 8), "/nothing of the kind<enter>t");
    assert!(with(QUERIES, &["desk"]).types("/nothing of the kind<enter>t").app().picker.is_some());
}

#[test]
fn a_query_without_room_takes_no_more() {
    let long = "'a ".repeat(1364);
    let mut reader = desk("desk").types("/");
    reader.event(tsundoku::message::Event::Paste(long.clone()));
    let reader = reader.types("<enter>t/AI<enter>");
    assert_eq!(query(&reader).trim_end(), long.trim_end());
    screen!("too_long", reader.sized(60, 8), "<esc><esc>");
}

#[test]
fn no_size_of_screen_breaks_the_values() {
    for (columns, rows) in [(1, 1), (1, 30), (300, 1), (2, 2), (5, 3), (12, 4), (20, 6), (89, 9), (300, 60)] {
        for script in ["t", "tG", "t/a", "tjjjj<enter>t"] {
            let _ = with(QUERIES, &["desk"]).sized(columns, rows).types(script).screen();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_count_beside_a_value_is_that_of_the_list_it_leaves(
        typed in prop::sample::select(vec!["", "AI", "is:unread", "\"積", "!tag:^AI$", "の", "sort:title", "lang:ko"]),
        down in 0_usize..24,
        drafts in any::<bool>(),
    ) {
        let drafts = if drafts { "D" } else { "" };
        let reader = desk("desk").types(&format!("{drafts}/{typed}<enter>t{}", "j".repeat(down)));
        let picked = reader.app().picker.as_ref().and_then(|picker| picker.item()).map(|item| item.pick.clone());
        let Some(tsundoku::app::item::Pick::Narrow(facet)) = picked else { return Ok(()) };
        let reader = reader.types("<enter>");
        if !facet.taken {
            prop_assert_eq!(titles(&reader).len(), facet.count, "{}", query(&reader));
        }
    }
}
