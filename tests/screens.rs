//! Whole screens: keys in, a screen out. Each snapshot is the feature it is named after.

mod common;

use common::screen::{Reader, desk, folder, reader};
use proptest::prelude::*;
use tsundoku::app::reader::Over;
use tsundoku::config::config;
use tsundoku::corpus::source::Source;
use tsundoku::input::key::{Key, keys};
use tsundoku::message::Event;

/// Takes the screen after the keys and holds it against the snapshot of the test's name.
macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

/// The fixtures of rows, by their paths: they have no dates, and files are as old as the checkout.
fn rows() -> Reader {
    let config = config::load(Some(("sort: path\n", "config.yaml".as_ref()))).config;
    let source = Source::of(&folder("rows")).expect("the fixtures are there");
    reader(vec![source], "rows", config, (80, 24))
}

#[test]
fn the_list_and_the_article_under_the_cursor_stand_side_by_side() {
    screen!("side_by_side", desk("desk").sized(120, 30), "");
}

#[test]
fn under_90_columns_one_pane_is_shown_at_a_time() {
    screen!("narrow_list", desk("desk"), "");
    screen!("narrow_reader", desk("desk"), "<enter>");
}

#[test]
fn a_small_screen_still_shows_the_titles_and_the_text() {
    screen!("small_list", desk("desk").sized(40, 15), "");
    screen!("small_reader", desk("desk").sized(40, 15), "<enter><space>");
}

#[test]
fn the_filter_leaves_what_matches_while_it_is_typed() {
    screen!("filter_typed", desk("desk").sized(100, 16), "/kinsoku");
    screen!("filter_kept", desk("desk").sized(100, 16), "/AI<enter>");
}

#[test]
fn a_match_at_the_end_of_a_long_title_is_seen() {
    for size in [(60, 9), (40, 15), (120, 12)] {
        let mut reader = rows().sized(size.0, size.1).types("/調達");
        assert!(reader.matched().contains(&"調達".to_owned()), "{}", reader.screen());
    }
    screen!("match_cut", rows().sized(60, 8), "/調達");
    screen!("match_cut_small", rows().sized(40, 15), "/調達");
}

#[test]
fn a_match_at_the_end_of_a_long_row_of_a_picker_is_seen() {
    screen!("picker_match_cut", desk("desk").sized(44, 10), "?/saved queries");
    screen!(
        "kept_query_cut",
        desk("desk").sized(60, 8),
        "/title:積ん読の山 !tag:AI date:2024..2027 is:unread<enter>"
    );
}

#[test]
fn what_matches_outside_the_title_is_shown_first_and_highlighted() {
    for (typed, expected) in [
        ("旅行", "旅行"),
        ("takahashi", "takahashi"),
        ("北京", "北京"),
        ("長い道", "長い道"),
        ("ㅅㅈ", "시장"),
    ] {
        let mut reader = rows().sized(80, 12).types("/").types(typed);
        let matched = reader.matched();
        assert!(matched.contains(&expected.to_owned()), "{typed} {matched:?}\n{}", reader.screen());
    }
    screen!("match_beside", rows().sized(60, 10), "/旅");
    screen!("match_beside_small", rows().sized(40, 15), "/takahashi");
}

#[test]
fn a_title_that_is_cut_leaves_no_room_to_tags() {
    screen!("rows_narrow", rows().sized(60, 12), "");
    screen!("rows_wide", rows().sized(160, 12), "/genai");
}

#[test]
fn a_blank_stands_between_the_glyphs_and_the_title() {
    screen!("glyphs", rows().sized(60, 12), "mGm/is:marked<enter>");
}

#[test]
fn escape_in_the_filter_brings_all_articles_back_and_stays_with_the_one_found() {
    let reader = desk("desk").types("/kinsoku<esc>");
    let app = reader.app();
    assert_eq!((app.list.shown().len(), app.list.query.as_str()), (app.stock.corpus.len(), ""));
    let found =
        app.list.cursor().and_then(|id| app.stock.corpus.get(id)).map(|article| article.meta.title.as_str());
    assert_eq!(found, Some("禁則処理のはなし"));
}

#[test]
fn escape_goes_back_where_nothing_was_found() {
    let before = desk("desk").types("3j");
    let article = before.app().list.cursor();
    let after = before.types("/zzzz<esc>");
    assert!(article.is_some());
    assert_eq!(after.app().list.cursor(), article);
}

#[test]
fn a_broken_end_of_a_query_leaves_what_stands_before_it() {
    screen!("filter_broken", desk("desk").sized(100, 16), "/AI is:dra");
    let mut reader = desk("desk").types("/AI");
    let found = reader.app().list.shown().to_vec();
    for typed in [" is:", "x", "<bs><bs><bs><bs>date:2026-13"] {
        reader = reader.types(typed);
        assert_eq!(reader.app().list.shown(), found, "{typed}");
    }
}

#[test]
fn a_broken_query_cannot_be_kept() {
    let reader = desk("desk").types("/AI is:<enter>");
    assert!(reader.app().bar.typed.as_ref().is_some_and(|typed| typed.fault.is_some()));
    assert!(reader.app().stock.memory.queries().is_empty());
    let reader = reader.types("unread<enter>");
    assert!(reader.app().bar.typed.is_none());
    assert_eq!(reader.app().list.query, "AI is:unread");
}

#[test]
fn the_list_can_be_ordered_and_reversed() {
    screen!("order_title", desk("desk").sized(60, 14), "o");
    screen!("order_path_reversed", desk("desk").sized(60, 14), "ooO");
}

#[test]
fn drafts_can_be_hidden() {
    screen!("drafts_hidden", desk("desk").sized(60, 14), "D");
}

#[test]
fn counts_move_by_as_many() {
    let mut reader = desk("desk").types("3j");
    assert_eq!(reader.app().list.at(), 3);
    reader = reader.types("2G");
    assert_eq!(reader.app().list.at(), 1);
}

#[test]
fn full_width_keys_count_as_their_half_width_twins() {
    assert_eq!(desk("desk").types("ｊｊ").app().list.at(), 2);
}

#[test]
fn the_outline_shows_the_headings_and_jumps_to_them() {
    screen!("outline", desk("desk").sized(70, 16), "<enter>o");
    screen!("outline_jump", desk("desk").sized(70, 12), "<enter>oj<enter>");
}

#[test]
fn the_keys_can_be_listed_and_searched() {
    screen!("help", desk("desk").sized(80, 24), "?");
    screen!("help_searched", desk("desk").sized(80, 24), "?/mark");
}

#[test]
fn marks_are_set_listed_and_returned_to() {
    screen!("mark_set", desk("desk").sized(70, 12), "<enter>]m");
    screen!("marks", desk("desk").sized(70, 12), "<enter>]mqjMあとで<enter>'");
    screen!("mark_returned_to", desk("desk").sized(70, 12), "<enter>]mgq'<enter>");
    screen!("marks_none", desk("desk").sized(70, 8), "'");
}

#[test]
fn a_mark_is_deleted_from_the_marks() {
    let reader = desk("desk").types("mjm'd");
    assert_eq!(reader.app().stock.memory.marks().len(), 1);
}

#[test]
fn the_front_matter_can_be_seen_whole() {
    screen!("front_matter", desk("desk").sized(80, 20), "<enter>i");
}

#[test]
fn an_article_with_a_broken_head_says_so() {
    screen!("broken_head", desk("desk").sized(80, 20), "/story<enter>i");
}

#[test]
fn words_are_found_in_the_article() {
    screen!("find", desk("desk").sized(70, 14), "<enter>/行頭");
    screen!("find_next", desk("desk").sized(70, 14), "<enter>/行頭<enter>nn");
    screen!("find_read", desk("desk").sized(70, 14), "/kinsoku<enter><enter>/gyoutou");
    screen!("find_nothing", desk("desk").sized(70, 14), "<enter>/犬");
}

#[test]
fn only_the_text_is_shown_in_zen() {
    screen!("zen", desk("desk").sized(120, 20), "<enter>z");
}

#[test]
fn the_next_article_of_the_list_is_read_without_leaving_the_reader() {
    screen!("next_article", desk("desk").sized(70, 12), "<enter>JJ");
    screen!("last_article", desk("desk").sized(70, 8), "<enter>99J");
}

#[test]
fn what_is_read_is_told_in_the_list() {
    screen!("states", desk("desk").sized(70, 12), "<enter>JJqjjr");
}

#[test]
fn a_resize_keeps_the_line_being_read() {
    let reader = desk("desk").sized(60, 10).types("<enter>8j");
    let at = reader.app().reader.at();
    let text = reader.app().reader.shown().expect("an article").page.document().text.clone();
    let words: String = text[at.0 as usize..].chars().take(6).collect();
    let screen = reader.sized(44, 10).screen();
    let top = screen.lines().find(|line| !line.is_empty()).expect("a row of text");
    assert!(top.contains(&words), "{words}\n{screen}");
}

#[test]
fn an_empty_folder_says_what_is_read() {
    let empty = tempfile::tempdir().unwrap();
    let source = Source::of(empty.path()).unwrap();
    let mut reader = reader(vec![source], "empty", config::load(None).config, (80, 10));
    insta::assert_snapshot!("empty_folder", reader.screen());
}

#[test]
fn notices_go_away_by_themselves() {
    let mut before = desk("desk");
    let before = before.screen();
    let mut told = desk("desk").types("oooooC");
    assert_ne!(told.screen(), before);
    assert_eq!(told.waits(20_000).screen(), before);
}

#[test]
fn letters_lie_over_the_links_on_the_screen() {
    screen!("hints", desk("notes"), "<enter>f");
    screen!("hints_small", desk("notes").sized(40, 15), "<enter>5jf");
}

#[test]
fn a_letter_that_no_link_has_and_every_other_key_take_the_letters_away() {
    let before = desk("notes").types("<enter>").screen();
    for key in ["x", "猫", "<esc>", "<enter>", "<down>", "5", "<c-d>"] {
        assert_eq!(desk("notes").types("<enter>f").types(key).screen(), before, "{key}");
    }
}

#[test]
fn scrolling_and_a_resize_take_away_what_lies_over_the_page() {
    for script in ["<enter>f", "<enter>fd"] {
        let over = |reader: &Reader| reader.app().reader.over != Over::Nothing;
        assert!(over(&desk("notes").types(script)), "{script}");
        assert!(!over(&desk("notes").types(script).sized(70, 24)), "{script}");
        let mut scrolled = desk("notes").types(script);
        scrolled.event(Event::Wheel { rows: 3, column: 40 });
        assert!(!over(&scrolled), "{script}");
    }
}

#[test]
fn what_must_always_work_works_over_letters_and_a_footnote() {
    for script in ["<enter>f<c-c>", "<enter>fd<c-c>"] {
        assert_eq!(desk("notes").types(script).app().finished(), Some(0), "{script}");
    }
}

#[test]
fn a_footnote_is_seen_beside_the_link_to_it() {
    screen!("peek", desk("notes"), "<enter>fd");
    screen!("peek_small", desk("notes").sized(40, 15), "<enter>4jfs");
    screen!("peek_beside_the_list", desk("notes").sized(120, 24), "<enter>fd");
}

#[test]
fn a_footnote_in_a_list_is_seen_with_all_its_blocks() {
    screen!("peek_list", desk("notes"), "<enter>fh");
}

#[test]
fn a_long_footnote_is_scrolled() {
    screen!("peek_long", desk("notes").sized(40, 15), "<enter>5jfj");
    screen!("peek_long_scrolled", desk("notes").sized(40, 15), "<enter>5jfjjjj");
    screen!("peek_long_end", desk("notes").sized(40, 15), "<enter>5jfjG");
}

#[test]
fn any_other_key_closes_a_footnote_and_the_page_is_as_it_was() {
    let before = desk("notes").types("<enter>").screen();
    for key in ["<esc>", "q", "x", "j", "5"] {
        assert_eq!(desk("notes").types("<enter>fd").types(key).screen(), before, "{key}");
    }
}

#[test]
fn enter_goes_from_a_footnote_to_the_end_of_the_article() {
    screen!("peek_entered", desk("notes").sized(60, 12), "<enter>fd<enter>");
}

#[test]
fn full_width_letters_choose_links_as_their_half_width_twins() {
    let half = desk("notes").types("<enter>fd").screen();
    assert_eq!(desk("notes").types("<enter>ｆｄ").screen(), half);
    assert_eq!(desk("notes").types("<enter>ㄹㅇ").screen(), half);
}

#[test]
fn a_link_to_a_heading_leads_there() {
    screen!("link_to_heading", desk("notes").sized(60, 12), "<enter>fs");
}

#[test]
fn a_link_that_leads_out_of_the_article_is_told_whole_or_cut_in_its_middle() {
    screen!("link_elsewhere", desk("notes").sized(60, 12), "<enter>fg");
    screen!("link_nowhere", desk("notes").sized(60, 12), "<enter>]fa");
    screen!("note_without_text", desk("notes").sized(60, 12), "<enter>4jfl");
    screen!("links_none", desk("desk").sized(60, 12), "<enter>f");
}

#[test]
fn no_size_of_screen_breaks_anything() {
    for (columns, rows) in
        [(1, 1), (1, 30), (300, 1), (2, 2), (5, 3), (12, 4), (20, 6), (89, 9), (90, 9), (300, 60)]
    {
        for script in ["", "<enter>", "?", "<enter>o", "/あ", "<enter>z", "m'"] {
            let _ = desk("desk").sized(columns, rows).types(script).screen();
        }
        for script in ["<enter>f", "<enter>fd", "<enter>fdj", "<enter>Gfa", "<enter>5jfaG"] {
            let _ = desk("notes").sized(columns, rows).types(script).screen();
        }
    }
}

#[test]
fn the_query_can_name_the_order_and_the_text() {
    let titles = |script: &str| {
        let reader = desk("desk").types(script);
        let app = reader.app();
        let title = |id| app.stock.corpus.get(id).map(|article| article.meta.title.as_str().to_owned());
        app.list.shown().iter().filter_map(|id| title(*id)).collect::<Vec<_>>()
    };
    assert_eq!(titles("/sort:date date:2024..2025-05")[..], ["A pile of one's own", "띄어쓰기의 역사"]);
    assert_eq!(titles("/text:待って"), ["積ん読の山"]);
    assert_eq!(titles("/is:draft"), ["下書き：調達の話"]);
}

#[test]
fn a_query_that_cannot_be_understood_says_where_and_leaves_the_list() {
    screen!("filter_faulty", desk("desk").sized(100, 14), "/titel:a");
}

#[test]
fn a_wide_table_is_panned_column_by_column() {
    screen!("pan_fit", desk("tables").sized(60, 20), "l");
    screen!("pan_first", desk("tables").sized(60, 20), "l>");
    screen!("pan_count", desk("tables").sized(60, 20), "l3>");
    screen!("pan_chinese", desk("tables").sized(84, 14), "lJ>>");
    screen!("pan_korean", desk("tables").sized(44, 14), "lJJ>>");
    screen!("pan_english", desk("tables").sized(84, 14), "lJJJ>>");
}

#[test]
fn panning_ends_with_the_last_column_and_goes_back_from_there() {
    let panned = |keys: &str| desk("tables").sized(60, 20).types("l").types(keys).screen();
    assert_eq!(panned("20>"), panned(&">".repeat(20)));
    assert_eq!(panned("20>5<lt>"), panned(">"));
    assert_eq!(panned("20>6<lt>"), panned(""));
    assert_eq!(panned("20>99<lt>"), panned(""));
    assert_eq!(panned("<lt>"), panned(""));
}

#[test]
fn where_no_table_is_wide_panning_says_so() {
    screen!("pan_nothing", desk("tables").sized(60, 8), "lG>");
}

#[test]
fn another_article_is_not_panned() {
    let screen = |keys: &str| desk("tables").sized(60, 20).types(keys).screen();
    assert_eq!(screen("l>>J"), screen("lJ"));
    assert_ne!(screen("lJ"), screen("lJ>>"));
}

#[test]
fn a_hit_in_a_column_out_of_sight_is_panned_to() {
    screen!("pan_find_right", desk("tables").sized(60, 16), "l>/予備<enter>");
    screen!("pan_find_left", desk("tables").sized(60, 16), "l20>/GB<enter>n");
}

#[test]
fn the_row_of_the_table_that_is_read_stays_at_the_top_as_it_is_panned() {
    let top = |keys: &str| {
        let reader = desk("tables").sized(50, 8).types("l").types(keys);
        let page = &reader.app().reader.shown().expect("an article").page;
        let row = page.row(reader.app().reader.top()).expect("a row");
        row.plain(&page.document().text).trim().to_owned()
    };
    // The wattage of the second card; its row; the cards of both again.
    assert!(top("18j").starts_with("消費電力"), "{}", top("18j"));
    assert!(top("18j>").starts_with("小片の連結"), "{}", top("18j>"));
    assert!(top("18j>>>").starts_with("小片の連結"), "{}", top("18j>>>"));
    assert!(top("18j>>><<<").starts_with("製品         小片の連結"), "{}", top("18j>>><<<"));
}

/// What somebody may do in a hurry: every key that means something in the reader or the list, and
/// some that do not; turns of the wheel, clicks and other sizes of the screen.
fn anything() -> impl Strategy<Value = Event> {
    let named = [
        "<enter>", "<esc>", "<tab>", "<space>", "<bs>", "<up>", "<down>", "<pgdn>", "<c-d>", "<c-l>", "<c-r>",
    ];
    let signs = "fffasdghjklGuJKoOnN/[]mM'izTwWrRD?q59<>HLBye:ｆｄ猫글".chars().map(|sign| sign.to_string());
    let keys: Vec<Key> =
        named.into_iter().map(String::from).chain(signs).flat_map(|name| keys(&name)).collect();
    prop_oneof![
        20 => proptest::sample::select(keys).prop_map(Event::Key),
        1 => (-3..4_i32, 0..120_u16).prop_map(|(rows, column)| Event::Wheel { rows, column }),
        1 => (0..120_u16, 0..40_u16).prop_map(|(column, row)| Event::Click { column, row }),
        1 => (0..40_u16).prop_map(|row| Event::Drag { row }),
        1 => Just(Event::Release),
        1 => (1..130_u16, 1..40_u16).prop_map(|(columns, rows)| Event::Resize { columns, rows }),
        1 => "[a猫]{0,3}".prop_map(Event::Paste),
        1 => Just(Event::Deadline),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_that_somebody_does_in_a_hurry_breaks_anything(
        folder in proptest::sample::select(vec!["notes", "desk", "tables"]),
        events in proptest::collection::vec(anything(), 1..60),
    ) {
        let mut reader = desk(folder).types("<enter>");
        for event in events {
            reader = match event {
                Event::Resize { columns, rows } => reader.sized(columns, rows),
                other => {
                    reader.event(other);
                    reader
                }
            };
            let _ = reader.screen();
        }
    }

    #[test]
    fn the_page_is_as_it_was_when_what_lay_over_it_goes(down in 0_usize..30, letter in "[asdfghjklqw]") {
        let at = |script: &str| desk("notes").sized(60, 16).types(&format!("<enter>{down}j{script}"));
        let before = at("").screen();
        let mut looked = at("f").types(&letter);
        if matches!(looked.app().reader.over, Over::Peek(_)) {
            let _ = looked.screen();
            prop_assert_eq!(looked.types("<esc>").screen(), before);
        }
    }
}
