//! What is remembered, as it is seen and handled: marks in their list, what was begun, how one left.

mod common;

use common::screen::{Reader, desk, folder, reader};
use tsundoku::config::config;
use tsundoku::corpus::source::Source;

/// Takes the screen after the keys and holds it against the snapshot of the test's name.
macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

/// Three marks in two articles, a minute apart; the list of marks is open.
fn marked() -> Reader {
    let reader = desk("desk").sized(80, 16).types("j<enter>]m");
    let reader = reader.waits(60_000).types("]]Mあとで比べる<enter>");
    reader.waits(60_000).types("qk<enter>m'")
}

fn notes(reader: &Reader) -> Vec<Option<String>> {
    reader.app().stock.memory.marks().iter().map(|mark| mark.note.clone()).collect()
}

#[test]
fn marks_are_arranged_by_date_by_article_and_by_folder() {
    screen!("marks_by_date", marked(), "");
    screen!("marks_by_article", marked(), "o");
    let sample = reader(vec![Source::Sample], "sample", config::load(None).config, (80, 12));
    screen!("marks_by_folder", sample, "mjm'oo");
    assert_eq!(marked().types("ooo").screen(), marked().screen());
    screen!("marks_filtered_by_article", marked(), "o/kuraberu");
}

#[test]
fn the_cursor_stays_with_its_mark_whatever_they_are_arranged_by() {
    let chosen = |keys: &str| {
        let mut reader = marked().types(keys).types("d");
        let left = notes(&reader);
        reader.screen();
        left
    };
    assert_eq!(chosen("j"), chosen("jo"));
    assert_eq!(chosen("jj"), chosen("jjooo"));
}

#[test]
fn a_deleted_mark_can_be_brought_back_even_where_it_was_the_last() {
    let reader = marked().types("ddd");
    assert!(notes(&reader).is_empty());
    let mut reader = reader.types("u");
    assert_eq!(notes(&reader).len(), 1);
    reader = reader.types("uu");
    assert_eq!(notes(&reader), notes(&marked()));
    // There is nothing more to bring back, which changes nothing.
    reader = reader.types("u");
    assert_eq!(notes(&reader).len(), 3);
    screen!("mark_deleted", marked(), "jd");
    screen!("marks_all_deleted", marked(), "ddd");
    screen!("marks_all_deleted_opened_anew", marked(), "dddq'");
}

#[test]
fn a_note_is_written_anew_in_the_list_of_marks() {
    screen!("note_being_edited", marked(), "je");
    let edited = marked().types("je、来週<enter>");
    assert_eq!(notes(&edited), [None, Some("あとで比べる、来週".to_owned()), None]);
    let taken_away = marked().types("je<ctrl-u><enter>");
    assert_eq!(notes(&taken_away), [None, None, None]);
    let let_be = marked().types("jeabc<esc>");
    assert_eq!(notes(&let_be), notes(&marked()));
    // The list of marks is still there, with the cursor where it was.
    assert_eq!(let_be.types("d").app().stock.memory.marks().len(), 2);
}

#[test]
fn what_was_begun_is_gone_on_with_and_what_was_read_lately_stands_below() {
    let read = || {
        let begun = desk("desk").sized(80, 14).types("<enter>jjjq").waits(60_000);
        let done = begun.types("j<enter>Gq").waits(60_000);
        done.types("jj<enter>jjq").waits(60_000)
    };
    screen!("continue", read(), "c");
    screen!("continue_chosen", read(), "cj<enter>");
    screen!("continue_glance", read().sized(110, 20), "cj");
    screen!("continue_nothing", desk("desk").sized(80, 8), "c");
}

#[test]
fn the_last_one_begun_comes_first_each_time() {
    let reader = desk("desk").sized(80, 14).types("<enter>jq").waits(1_000).types("jj<enter>jqc");
    let mut reader = reader.types("j<enter>").waits(60_000).types("jqc");
    let first = |reader: &mut Reader| {
        let screen = reader.screen();
        let at = screen.lines().position(|line| line.contains("Go on reading")).unwrap();
        screen.lines().nth(at + 1).unwrap().to_owned()
    };
    let chosen = first(&mut reader);
    let mut again = reader.types("qc");
    assert_eq!(first(&mut again), chosen);
    assert_eq!(again.types("<enter>").app().list.at(), 0);
}

/// What is told of the articles: how many were begun, opened, searched for.
fn told(reader: &Reader) -> (usize, usize, usize) {
    let memory = &reader.app().stock.memory;
    (memory.begun().count(), memory.history().count(), memory.queries().len())
}

#[test]
fn without_a_history_places_are_kept_and_nothing_is_told_of_when() {
    let folder = Source::of(&folder("desk")).unwrap();
    let config = config::load(Some(("history: false\n", "config.yaml".as_ref()))).config;
    let silent = reader(vec![folder], "desk", config, (80, 12));
    let keys = "/禁則<enter><enter>jjqt<enter>";
    assert_eq!(told(&silent.types(keys)), (1, 0, 0));
    assert_eq!(told(&desk("desk").sized(80, 12).types(keys)), (1, 1, 2));
}

#[test]
fn all_but_the_marks_is_forgotten_by_one_who_means_it() {
    let read = || desk("desk").sized(80, 12).types("/禁則<enter><enter>jjmq:forget<enter>");
    screen!("forget", read(), "");
    let kept = read().types("<enter>");
    assert_eq!(told(&kept), (1, 1, 1));
    assert!(kept.app().picker.is_none());
    let mut forgotten = read().types("j<enter>");
    assert_eq!(told(&forgotten), (0, 0, 0));
    assert_eq!(forgotten.app().stock.memory.marks().len(), 1);
    insta::assert_snapshot!("forgotten", forgotten.screen());
}
