//! What is typed at the bottom: keys in, the last rows out.

mod common;

use common::screen::{Reader, desk, reader};
use tsundoku::config::config::{self, GlyphsSetting};
use tsundoku::corpus::source::Source;
use tsundoku::input::key::keys;
use tsundoku::memory::memory::Memory;
use tsundoku::message::{Effect, Event, Report};
use tsundoku::shelf::lister::Listed;

/// The last `rows` rows of the screen.
fn bottom(reader: &mut Reader, rows: usize) -> String {
    let screen = reader.screen();
    let lines: Vec<_> = screen.lines().collect();
    lines[lines.len() - rows..].join("\n")
}

/// What stands in the bar before the count.
fn line(reader: &mut Reader) -> String {
    let row = bottom(reader, 1);
    row.split("  0 of").next().unwrap_or_default().trim_end().to_owned()
}

fn typed(reader: &Reader) -> &str {
    reader.app().bar.typed.as_ref().map_or("", |typed| typed.line.text())
}

#[test]
fn what_stands_right_of_the_cursor_is_seen_in_a_line_longer_than_the_bar() {
    let digits = "0123456789".repeat(8);
    for (text, at_end, deleted, at_start) in [
        (
            digits.as_str(),
            " / ⋯4567890123456789012345678901234567890123456789",
            " / ⋯3456789012345678901234567890123456789012346789",
            " / 01234567890123456789012345678901234567890123456⋯",
        ),
        (
            "日本語の文章を編集するときに右側が見えないのは困ることです。",
            " / ⋯編集するときに右側が見えないのは困ることです。",
            " / ⋯を編集するときに右側が見えないのは困るとです。",
            " / 日本語の文章を編集するときに右側が見えないのは ⋯",
        ),
        (
            "人工智能芯片的发展与半导体产业的未来在哪里是一个好问题",
            " / ⋯芯片的发展与半导体产业的未来在哪里是一个好问题",
            " / ⋯能芯片的发展与半导体产业的未来在哪里是个好问题",
            " / 人工智能芯片的发展与半导体产业的未来在哪里是个 ⋯",
        ),
        (
            "반도체 산업의 미래는 어디에 있는가 하는 것은 좋은 물음이다",
            " / ⋯ 미래는 어디에 있는가 하는 것은 좋은 물음이다",
            " / ⋯의 미래는 어디에 있는가 하는 것은 좋은물음이다",
            " / 반도체 산업의 미래는 어디에 있는가 하는 것은 좋⋯",
        ),
    ] {
        let mut reader = desk("desk").sized(60, 8).types("/").types(text);
        assert_eq!(line(&mut reader), at_end);
        let mut reader = reader.types("<left><left><left><left><left>");
        assert_eq!(line(&mut reader), at_end, "it stays where it is");
        let mut reader = reader.types("<c-d>");
        assert_eq!(line(&mut reader), deleted);
        let mut reader = reader.types("<c-a>");
        assert_eq!(line(&mut reader), at_start);
    }
}

#[test]
fn the_line_moves_no_more_than_the_cursor_needs() {
    let text = "日本語 text 한국어 中文 ".repeat(5);
    let mut reader = desk("desk").sized(60, 8).types("/").types(&text).types("<c-a>");
    let mut seen = vec![line(&mut reader)];
    for _ in 0..24 {
        reader = reader.types("<right>");
        seen.push(line(&mut reader));
    }
    assert!(seen.iter().all(|row| *row == seen[0]), "{seen:#?}");
}

#[test]
fn where_a_line_is_cut_ascii_glyphs_say_so() {
    let mut config = config::load(None).config;
    config.glyphs = GlyphsSetting::Ascii;
    let source = Source::of(&common::screen::folder("desk")).expect("the fixtures are there");
    let mut reader = reader(vec![source], "desk", config, (20, 6)).types("/abcdefghijklmnopqrstuvwxyz");
    assert_eq!(bottom(&mut reader, 1), " / ~mnopqrstuvwxyz");
    assert_eq!(bottom(&mut reader.types("<home>"), 1), " / abcdefghijklmno~");
}

#[test]
fn the_filter_of_a_long_list_scrolls_with_its_cursor() {
    let mut reader = desk("desk").sized(30, 12).types("?/").types(&"日本語".repeat(9));
    let screen = reader.screen();
    assert!(screen.contains("/ ⋯") && screen.contains("本語日本語\n"), "{screen}");
}

#[test]
fn the_keys_of_a_shell_edit_the_line() {
    for (keys, text) in [
        ("tag:調達<a-b>投資<a-d>", "tag:投資"),
        ("投資 芯片<c-w><c-w><c-y><c-y>", "投資 芯片投資 芯片"),
        ("tga<c-t>:半導体<home><c-right><del>", "tag半導体"),
        ("반도체 투자<a-b><c-k>x<c-7>", "반도체 "),
        ("the pile<c-w><c-u><c-y><c-/>", ""),
        ("読書<c-b>の<c-_>", "読書"),
        ("人工 智能<c-w><c-a><c-k><c-y><a-y>", "智能"),
    ] {
        assert_eq!(typed(&desk("desk").types("/").types(keys)), text, "{keys}");
    }
}

/// Somebody who has asked these queries before, one after the other.
fn with_past(queries: &[&str]) -> Reader {
    let mut reader = desk("desk");
    for query in queries {
        reader = reader.waits(10_000).types("/<c-u>").types(query).types("<enter>");
    }
    reader.types("/<c-u>")
}

#[test]
fn what_was_typed_is_not_lost_to_past_queries() {
    let past = ["tag:AI", "text:調達", "半导体", "tag:組版", "반도체 is:unread", "カナ"];
    for (keys, text) in [
        ("tag<c-r>", "tag:組版"),
        ("ＴＡＧ<c-r><c-r>", "tag:AI"),
        ("tag<c-r><c-r><c-r>", "tag:AI"),
        ("tag<c-r><c-r><c-s>", "tag:組版"),
        ("tag<c-r><c-r><c-s><c-s>", "tag"),
        ("tag<c-r><c-s><c-s>", "tag"),
        ("調<c-r>", "text:調達"),
        ("导<c-r>", "半导体"),
        ("반도<c-r>", "반도체 is:unread"),
        ("かな<c-r>", "カナ"),
        ("犬<c-r>", "犬"),
        ("<c-r><c-r>", "반도체 is:unread"),
        ("tag<c-r>x<c-s>", "tag:組版x"),
        ("tag<c-r><c-7>", "tag"),
        ("tag<c-r><esc>", ""),
        ("tag<c-r><c-g>", ""),
    ] {
        assert_eq!(typed(&with_past(&past).types(keys)), text, "{keys}");
    }
}

#[test]
fn a_kept_query_gives_way_to_the_ones_before_it() {
    let reader = with_past(&["tag:AI", "調達"]).types("<esc>/調達<enter>/<c-r>");
    assert_eq!(typed(&reader), "tag:AI");
}

#[test]
fn the_end_of_past_queries_is_said() {
    let said = |keys: &str| bottom(&mut with_past(&["tag:AI", "tag:組版"]).types(keys), 1);
    assert!(said("tag<c-r><c-r><c-r>").ends_with("the oldest"));
    assert!(said("猫<c-r>").ends_with("no past query holds this"));
    assert!(said("猫<c-r><left>").ends_with("0 of 7"));
}

#[test]
fn past_queries_are_kept_with_what_is_remembered() {
    let reader = with_past(&["text:調達", "半导体", "반도체"]).waits(60_000);
    let saved = reader.asked.iter().rev().find_map(|effect| match effect {
        Effect::Save(memory) => Some(memory.clone()),
        _ => None,
    });
    assert_eq!(saved.as_ref().map(Memory::queries), Some(vec!["반도체", "半导体", "text:調達"]));
}

#[test]
fn control_sequences_do_not_come_into_the_bar_by_a_paste() {
    for (open, pasted, text) in [
        ("/", "調達 \x1b[0m", "調達 "),
        ("/", "\x1b[31m半导体\x1b[m\n芯片\t\n", "半导体 芯片"),
        ("M", "\x1b]0;x\x07반도체\r\n글", "반도체 글"),
        ("<enter>/", "\u{9b}1mthe pile\x07", "the pile"),
    ] {
        let mut reader = desk("desk").types(open);
        reader.event(Event::Paste(pasted.to_owned()));
        assert_eq!(typed(&reader), text);
    }
    let mut reader = desk("desk").types("?/");
    reader.event(Event::Paste("ma\x1b[0mrk".to_owned()));
    assert_eq!(reader.app().picker.as_ref().map(|picker| picker.filter.text()), Some("mark"));
}

#[test]
fn what_is_typed_has_room_before_the_count() {
    for (text, row) in
        [("abc", " / abc"), ("調達", " / 調達"), ("半导体芯片", " / ⋯体芯片"), ("반도", " / 반도")]
    {
        assert_eq!(bottom(&mut desk("desk").sized(12, 4).types("/").types(text), 1), row);
    }
    let mut reader = desk("desk").sized(40, 15).types("/調達の日本語の文章を編集する");
    assert_eq!(bottom(&mut reader, 1), " / ⋯達の日本語の文章を編集する   0 of 7");
}

#[test]
fn what_is_wrong_with_a_query_can_be_read_beside_or_above_it() {
    let mut beside = desk("desk").sized(100, 8).types("/調達 date:20");
    insta::assert_snapshot!("fault_beside", bottom(&mut beside, 2));
    for (name, size, keys) in [
        ("fault_above_ja", (40, 15), "/調達 date:20"),
        ("fault_above_zh", (40, 15), "/半导体 titel:芯片"),
        ("fault_above_ko", (60, 15), "/반도체 titel:투자"),
        ("fault_above_small", (12, 4), "/tag:x date:20"),
        ("fault_above_least", (12, 2), "/tag:x date:20"),
    ] {
        insta::assert_snapshot!(
            name,
            bottom(&mut desk("desk").sized(size.0, size.1).types(keys), 4.min(size.1.into()))
        );
    }
}

#[test]
fn the_panes_are_whole_again_when_the_query_is_mended() {
    let mended = desk("desk").sized(40, 15).types("/date:20<bs><bs><c-u>").screen();
    assert_eq!(mended, desk("desk").sized(40, 15).types("/").screen());
}

#[test]
fn keys_that_clear_and_keep_the_bar_do_so_in_the_filter_of_a_picker() {
    let reader = desk("desk").types("t/draft");
    assert!(reader.app().picker.as_ref().is_some_and(|picker| picker.filter.text() == "draft"));
    let reader = reader.types("<ctrl-g>");
    assert!(reader.app().picker.as_ref().is_some_and(|picker| picker.filter.text().is_empty()));
    assert!(desk("desk").types("t/draft<enter>").app().picker.is_none());
}

#[test]
fn a_list_that_is_still_coming_leaves_the_cursor_where_it_was_put() {
    let wheel = Event::Wheel { rows: 2, column: 3 };
    for goes in [vec![wheel], vec![Event::Click { column: 3, row: 4 }], vec![Event::Key(keys("j")[0]); 2]] {
        let mut reader = desk("desk").types("/");
        reader.kept_back = Some(Vec::new());
        reader = reader.types("a<enter>");
        let reports = reader.kept_back.take().expect("they were kept back");
        let Some(Report::Listed(ticket, whole)) = reports.last().cloned() else { panic!("no list was made") };
        assert!(whole.matches.articles.len() > 2, "the first query finds enough");
        let first = Listed { whole: false, ..whole.clone() };
        reader.event(Event::Report(Report::Listed(ticket, first)));
        assert_eq!(reader.app().list.at(), 0);
        for event in &goes {
            reader.event(event.clone());
        }
        assert_eq!(reader.app().list.at(), 2, "{goes:?}");
        reader.event(Event::Report(Report::Listed(ticket, whole)));
        assert_eq!(reader.app().list.at(), 2, "{goes:?}");
    }
}
