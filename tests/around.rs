//! Reading around: outline, find, palette, the mouse, and what lies beside the text.

mod common;

use std::fs;

use common::screen::{Reader, desk, reader};
use tsundoku::app::item::Kind;
use tsundoku::config::config;
use tsundoku::corpus::source::Source;
use tsundoku::message::Event;
use tsundoku::text::role::Role;
use tsundoku::view::hyperlinks;

/// Takes the screen after the keys and holds it against the snapshot of the test's name.
macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

/// The first row of the text that is not blank.
fn top(reader: &mut Reader) -> String {
    let screen = reader.screen();
    let row = screen.lines().find(|row| !row.trim().is_empty()).unwrap_or_default();
    row.trim().trim_end_matches(['▐', '▪']).trim_end().to_owned()
}

#[test]
fn the_palette_runs_an_action_by_its_name() {
    screen!("palette", desk("desk").sized(80, 16), "<enter>:narr");
    assert!(desk("desk").types(":quit at once<enter>").app().finished().is_some());
    // An action of the other pane is done there.
    let mut there = desk("desk").types(":next heading<enter>");
    assert!(there.app().reading());
    assert_eq!(top(&mut there), top(&mut desk("desk").types("<enter>]")));
    // Not in the article that was read before.
    let mut there = desk("desk").types("<enter>qj:next heading<enter>");
    assert_eq!(top(&mut there), top(&mut desk("desk").types("j<enter>]")));
    assert!(!desk("desk").types("<enter>:drafts<enter>").app().reading());
}

#[test]
fn the_palette_is_opened_again_on_what_was_run_last() {
    let reader = desk("desk").sized(80, 24).types("<enter>:next heading<enter>");
    let again = reader.types(":<enter>");
    let headings = |script: &str| top(&mut desk("desk").sized(80, 24).types(script));
    assert_eq!(top(&mut { again }), headings("<enter>]]"));
}

#[test]
fn a_picker_opens_where_it_was_left() {
    let left = |script: &str| {
        let reader = desk("desk").types(script);
        reader.app().picker.as_ref().and_then(|picker| picker.item()).map(|item| item.text.to_string())
    };
    assert_eq!(left("?jjj<esc>?"), left("?jjj"));
    assert_eq!(left("tj<esc>t"), left("tj"));
    assert_eq!(left("<enter>ij<esc>i"), left("<enter>ij"));
    assert_ne!(left("?jjj"), left("?"));
}

#[test]
fn the_outline_is_a_tree_with_the_place_beside_it() {
    screen!("outline_glance", desk("notes").sized(110, 24), "<enter>o");
    screen!("outline_filtered", desk("tree").sized(80, 20), "<enter>o/電力");
    screen!("outline_filtered_glance", desk("tree").sized(120, 20), "<enter>o/전력");
}

#[test]
fn marks_show_what_was_marked_beside_them() {
    screen!("marks_glance", desk("desk").sized(110, 20), "<enter>jjjm<esc>jj<enter>m'");
    screen!("marks_glance_elsewhere", desk("desk").sized(110, 20), "<enter>jjjm<esc>jj<enter>m'j");
}

#[test]
fn an_expression_is_found_between_strokes() {
    screen!("find_expression", desk("desk").sized(70, 14), "<enter>//行[頭末]/");
    screen!("find_expression_broken", desk("desk").sized(70, 14), "<enter>//行[頭/");
    // A broken one stays to be mended.
    let reader = desk("desk").types("<enter>//行[頭/<enter>");
    assert!(reader.app().bar.typed.is_some());
}

#[test]
fn the_scrollbar_shows_where_one_is_and_where_hits_are() {
    screen!("scrollbar_end", desk("tree").sized(60, 14), "<enter>G");
    screen!("scrollbar_hits", desk("tree").sized(60, 14), "<enter>/電力<enter>");
    let short = desk("desk").sized(80, 60).types("<enter>").screen();
    assert!(!short.contains('▐'), "{short}");
    assert!(!desk("tree").sized(60, 14).types("<enter>z").screen().contains('▐'));
}

#[test]
fn the_mouse_moves_by_the_scrollbar() {
    let clicked = |row: u16| {
        let mut reader = desk("tree").sized(60, 24).types("<enter>");
        let column = reader.app().areas.scrollbar.x;
        reader.event(Event::Click { column, row });
        reader
    };
    assert_eq!(clicked(1).screen(), desk("tree").sized(60, 24).types("<enter>").screen());
    assert_eq!(clicked(22).screen(), desk("tree").sized(60, 24).types("<enter>G").screen());
    let mut dragged = clicked(3);
    dragged.event(Event::Drag { row: 22 });
    assert_eq!(dragged.screen(), clicked(22).screen());
    dragged.event(Event::Release);
    dragged.event(Event::Drag { row: 3 });
    assert_eq!(dragged.screen(), clicked(22).screen());
}

#[test]
fn the_mouse_picks_from_a_picker_and_closes_it_beside() {
    let mut reader = desk("desk").sized(80, 24).types("<enter>o");
    let popup = reader.app().popup().expect("the outline is open");
    let (column, row) = (popup.items.x + 4, popup.items.y + 1);
    reader.event(Event::Click { column, row });
    assert_eq!(reader.screen(), desk("desk").sized(80, 24).types("<enter>oj<enter>").screen());
    let mut reader = desk("desk").sized(80, 24).types("<enter>?");
    reader.event(Event::Click { column: 0, row: 0 });
    assert!(reader.app().picker.is_none());
}

#[test]
fn a_click_in_the_other_pane_gives_it_the_keys() {
    let mut reader = desk("desk").sized(120, 30);
    let (text, list) = (reader.app().areas.text, reader.app().areas.list);
    reader.event(Event::Click { column: text.x + 1, row: text.bottom() - 1 });
    assert!(reader.app().reading());
    reader.event(Event::Click { column: list.x + 3, row: list.y + 2 });
    assert!(!reader.app().reading());
    assert_eq!(reader.app().list.at(), 2);
}

#[test]
fn a_click_on_a_link_follows_it() {
    let mut reader = desk("notes").sized(80, 24).types("<enter>");
    let place = reader.app().reader.links()[1];
    let text = reader.app().areas.text;
    let [column, row] = [place.column, place.row].map(|at| u16::try_from(at).expect("on the screen"));
    reader.event(Event::Click { column: text.x + column, row: text.y + row });
    assert_eq!(reader.screen(), desk("notes").sized(80, 24).types("<enter>fs").screen());
}

#[test]
fn the_outline_forgets_where_it_was_left() {
    let reader = desk("tree").sized(80, 24).types("<enter>oGq");
    let again = reader.types("o");
    let picker = again.app().picker.as_ref().expect("the outline is open");
    assert_eq!((picker.kind, picker.at()), (Kind::Outline, 0));
}

#[test]
fn one_key_closes_the_palette_and_a_last_blank_leaves_a_filter() {
    assert!(desk("desk").types(":mark<esc>").app().picker.is_none());
    assert!(desk("desk").types(":<bs>").app().picker.is_none());
    assert!(desk("desk").types("?/a<bs>").app().picker.is_some());
    assert!(desk("desk").types("?/a<bs><bs>q").app().picker.is_none());
}

#[test]
fn what_was_found_is_found_again_after_it_was_let_go() {
    let reader = desk("tree").sized(60, 14).types("<enter>/電力<enter><esc>");
    assert!(reader.app().reader.hits.is_empty());
    let mut again = reader.types("n");
    assert_eq!(again.app().reader.hits.len(), 5, "{}", again.screen());
    let hit = |script: &str| {
        let reader = desk("tree").sized(60, 14).types(&format!("<enter>/電力<enter><esc>{script}"));
        reader.app().reader.hit
    };
    assert_eq!([hit("n"), hit("3n"), hit("N"), hit("2N")], [Some(0), Some(2), Some(4), Some(3)]);
    screen!("nothing_to_find", desk("tree").sized(60, 14), "<enter>n");
    screen!("found_no_more", desk("tree").sized(60, 14), "<enter>/猫<enter>n");
}

#[test]
fn a_find_that_is_let_go_leaves_the_page_as_it_was() {
    for down in 0..20 {
        let at = |script: &str| desk("tree").sized(60, 10).types(&format!("<enter>{down}j{script}"));
        for script in ["/水<esc>", "/電力<esc>", "/ない<esc>", "/<esc>", "/電<bs>力<c-u><esc>"] {
            assert_eq!(at(script).screen(), at("").screen(), "{down} {script}");
        }
    }
}

#[test]
fn hits_are_lit_in_the_scrollbar() {
    let mut reader = desk("tree").sized(60, 14).types("<enter>/電力<enter>");
    let bar = reader.app().areas.scrollbar;
    let role = |reader: &Reader, role| reader.app().theme().style(role).bg;
    let (hit, here) = (role(&reader, Role::Hit), role(&reader, Role::HitHere));
    let grounds = reader.grounds(bar.x, bar.y..bar.bottom());
    assert_eq!(grounds.iter().filter(|ground| **ground == here).count(), 1, "{grounds:?}");
    assert!(grounds.iter().filter(|ground| **ground == hit).count() >= 2, "{grounds:?}");
}

#[test]
fn a_click_lets_what_is_typed_be_and_goes_nowhere() {
    let mut reader = desk("desk").sized(120, 30).types("M");
    let list = reader.app().areas.list;
    reader.event(Event::Click { column: list.x + 3, row: list.y + 3 });
    assert!(reader.app().bar.typed.is_none() && reader.app().list.at() == 0);
    reader.event(Event::Click { column: list.x + 3, row: list.bottom() - 1 });
    assert_eq!(reader.app().list.at(), 0);
}

/// A reader of one article that reads so.
fn reading(text: &str, settings: &str) -> Reader {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    fs::write(&path, text).expect("a file");
    let source = Source::of(folder.path()).expect("the folder is there");
    let config = config::load(Some((settings, "config.yaml".as_ref()))).config;
    reader(vec![source], "a", config, (60, 16)).types("<enter>")
}

#[test]
fn the_terminal_is_told_of_links_to_the_web_only() {
    let text = "# 題\n\n[猫](https://例え.jp/猫?a=b c) [犬](b.md) [鳥](javascript:alert(1)) <https://a.kr/> [글](mailto:a@b.kr)\n";
    let seen = |reader: &Reader| -> Vec<(u16, u16, u16, String)> {
        let on_screen = hyperlinks::on_screen(reader.app());
        on_screen
            .into_iter()
            .map(|link| (link.row, link.columns.start, link.columns.end, link.address))
            .collect()
    };
    let expected = "https://xn--r8jz45g.jp/";
    let found = seen(&reading(text, ""));
    assert!(found.iter().any(|link| link.3 == "https://a.kr/"), "{found:?}");
    assert!(found.iter().all(|link| link.3.starts_with("https://")), "{found:?}");
    let text = "# 題\n\n文と[猫](https://例え.jp/)の[글](http://b.kr/글)。\n";
    let found = seen(&reading(text, ""));
    let row = found[0].0;
    assert_eq!(found, [(row, 6, 8, expected.to_owned()), (row, 10, 12, "http://b.kr/%EA%B8%80".to_owned()),]);
    assert_eq!(seen(&reading(text, "hyperlinks: false\n")), []);
    // Of these one should know something before.
    let text = "# 題\n\n[https://bank.example.com/](https://evil.example.org/)と<https://bank.jp@evil.example.org/>。\n";
    assert_eq!(seen(&reading(text, "")), []);
    // What lies over the page would be taken for the link.
    assert_eq!(seen(&reading("文と[猫](https://a.jp/)。\n", "").types("?")), []);
}
