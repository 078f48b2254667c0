//! What is remembered, as it is seen and handled: marks in their list, what was begun, how one left.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::path::Path;

use common::screen::{Reader, desk, desk_waiting, folder, reader, reader_reminded};
use jiff::Timestamp;
use tsundoku::app::areas::Panes;
use tsundoku::config::config;
use tsundoku::corpus::corpus::Order;
use tsundoku::corpus::source::Source;
use tsundoku::memory::file::Lasting;
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;
use tsundoku::memory::session::{At, CorpusId, Session};
use tsundoku::memory::spot::Spot;
use tsundoku::message::{Event, Report};

/// Takes the screen after the keys and holds it against the snapshot of the test's name.
macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

/// Three marks in two articles, a minute apart; the list of marks is open.
fn marked() -> Reader {
    let reader = desk("desk").sized(80, 16).types("<enter>m").waits(60_000);
    reader.types("]Mあとで比べる<enter>").waits(60_000).types("qj<enter>m'").waits(60_000)
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

/// The fixtures opened again by one who left them so.
fn again(left: Reader, config: &str, size: (u16, u16)) -> Reader {
    let memory = left.leaves();
    let config = config::load(Some((config, "config.yaml".as_ref()))).config;
    reader_reminded(memory, vec![Source::of(&folder("desk")).unwrap()], "desk", config, size)
}

fn left(keys: &str) -> Reader {
    desk("desk").sized(80, 9).types(keys)
}

fn title_under_cursor(reader: &Reader) -> String {
    let app = reader.app();
    let article = app.list.cursor().and_then(|id| app.stock.corpus.get(id));
    article.map(|article| article.meta.title.to_string()).unwrap_or_default()
}

/// Where one is: what is read, at what place, in which pane, in what list.
fn standing(reader: &Reader) -> (String, u32, Panes, String, Order) {
    let app = reader.app();
    let read = app.reader.article().map(|article| article.meta.title.to_string()).unwrap_or_default();
    (read, app.reader.at().0, app.panes, app.list.query.clone(), app.list.order)
}

#[test]
fn what_was_being_read_is_there_again_with_its_list() {
    for keys in ["jj<enter>jj", "/a<enter><enter>j", "oj<enter>j", "<enter>zjjj"] {
        let before = left(keys);
        let after = again(left(keys), "", (80, 9));
        assert_eq!(standing(&after), standing(&before), "{keys}");
        assert_eq!(title_under_cursor(&after), title_under_cursor(&before), "{keys}");
        // The list that was being read through goes on.
        assert_eq!(standing(&after.types("J")).0, standing(&before.types("J")).0, "{keys}");
    }
}

#[test]
fn the_cursor_stands_where_it_stood_but_at_the_head_of_the_list() {
    let before = left("jj");
    let title = title_under_cursor(&before);
    let mut after = again(before, "", (110, 20));
    assert_eq!(title_under_cursor(&after), title);
    // And the article under it is set beside it, as the first frame shows it.
    assert_eq!(standing(&after).0, title);
    assert!(after.screen().contains(&title));
    // Also on the first row, where that was only the first of those a filter left.
    let first = left("/标点<enter>");
    assert_eq!(title_under_cursor(&again(left("/标点<enter>"), "", (80, 9))), title_under_cursor(&first));
    // A filter that was not being read through is gone.
    let filtered = again(left("/a<enter>j"), "", (80, 9));
    assert_eq!((filtered.app().list.query.as_str(), filtered.app().reading()), ("", false));
    // What one left from the first row begins at the first row, whatever that is by then.
    let reversed = again(left("jk"), "reverse: true\n", (80, 9));
    assert_ne!(title_under_cursor(&reversed), title_under_cursor(&left("")));
    assert_eq!(reversed.app().list.at(), 0);
}

#[test]
fn nothing_is_brought_back_where_the_settings_say_so_or_the_corpus_is_another() {
    let keys = "jj<enter>j";
    let memory = left(keys).leaves();
    let source = || vec![Source::of(&folder("desk")).unwrap()];
    let other = reader_reminded(memory, source(), "elsewhere", config::load(None).config, (80, 9));
    let unasked = again(left(keys), "resume: false\n", (80, 9));
    for reader in [other, unasked] {
        assert_eq!((reader.app().reading(), reader.app().list.at()), (false, 0));
    }
}

#[test]
fn what_was_being_read_is_found_under_its_new_name_and_not_missed_where_it_is_gone() {
    let home = tempfile::tempdir().unwrap();
    let articles = home.path().join("articles");
    fs::create_dir_all(articles.join("旧")).unwrap();
    for n in 0..3 {
        let text = format!("{n}の記事の段落。\n\n").repeat(40);
        fs::write(articles.join(format!("旧/{n}.md")), text).unwrap();
    }
    let config = || config::load(Some(("sort: path\n", "config.yaml".as_ref()))).config;
    let open = |memory: Memory| {
        reader_reminded(memory, vec![Source::of(&articles).unwrap()], "articles", config(), (100, 14))
    };
    let before = open(Memory::default()).types("jj<enter>  j");
    let text = |reader: &mut Reader| reader.screen().lines().nth(4).unwrap().to_owned();
    let read = text(&mut open(Memory::default()).types("jj<enter>  j"));
    let memory = before.leaves();
    fs::rename(articles.join("旧"), articles.join("新")).unwrap();
    let mut after = open(memory.clone());
    assert_eq!(text(&mut after), read);
    let path = after.app().reader.article().unwrap().path.clone();
    assert_eq!(path.to_str(), Some("新/2.md"));
    assert!(after.app().reading());
    // It stands under the cursor.
    assert_eq!(after.app().list.cursor(), after.app().reader.article().map(|article| article.id));
    fs::remove_file(articles.join("新/2.md")).unwrap();
    let without = open(memory);
    assert!(!without.app().reading());
    assert_eq!((without.app().list.at(), without.app().bar.notice.is_none()), (0, true));
    assert_eq!(without.app().reader.article().map(|article| article.id), without.app().list.cursor());
}

#[test]
fn a_key_pressed_before_the_list_is_there_leaves_what_is_read() {
    let keys = "jj<enter>j";
    let memory = left(keys).leaves();
    let is_list = |report: &Report| matches!(report, Report::Listed(..));
    for (key, steps) in [("j", 1), ("m", 0), ("k", 0), ("<ctrl-l>", 0)] {
        let mut reader = desk_waiting("desk", memory.clone(), (100, 9), is_list).types(key);
        let read = standing(&reader).0;
        reader.give_back();
        assert_eq!(standing(&reader).0, read, "{key}");
        assert_eq!(title_under_cursor(&reader), read, "{key}");
        assert_eq!(standing(&reader).0, standing(&left(keys)).0, "{key} {steps}");
    }
}

#[test]
fn a_session_that_was_not_seen_again_is_not_written_over() {
    for keys in ["jj<enter>j", "jjj", "/2026<enter><enter>"] {
        let memory = left(keys).leaves();
        let corpus = CorpusId::of(["desk".as_ref()]);
        let session = memory.session(corpus).cloned();
        assert!(session.is_some(), "{keys}");
        let nothing: [fn(&Report) -> bool; 3] = [
            |report| matches!(report, Report::Listed(..)),
            |report| matches!(report, Report::Found(..) | Report::Scanned(_)),
            |report| matches!(report, Report::Opened { .. } | Report::Listed(..)),
        ];
        for keeps in nothing {
            // A key that does nothing, and the end.
            let after = desk_waiting("desk", memory.clone(), (80, 9), keeps).types("<ctrl-l>").leaves();
            let left = after.session(corpus).cloned();
            let said =
                |session: &Option<Session>| session.as_ref().map(|each| (each.article.clone(), each.at));
            assert_eq!(said(&left), said(&session), "{keys}");
        }
    }
}

#[test]
fn what_one_left_outside_the_list_is_not_taken_for_the_row_under_the_cursor() {
    // Read to its end, it is no longer among the unread.
    let keys = "/is:unread<enter>jj<enter>G";
    let after = again(left(keys), "", (110, 9));
    assert_eq!(standing(&after).0, standing(&left(keys)).0);
}

#[test]
fn no_word_that_was_searched_for_is_kept_without_a_history() {
    let folder = Source::of(&folder("desk")).unwrap();
    let config = config::load(Some(("history: false\n", "config.yaml".as_ref()))).config;
    let silent = reader(vec![folder], "desk", config, (80, 12)).types("/2026<enter><enter>j");
    let memory = silent.leaves();
    let session = memory.session(CorpusId::of(["desk".as_ref()])).unwrap();
    assert_eq!((session.query.as_str(), session.at), ("", At::Reader));
    let forgotten = desk("desk").types("/2026<enter><enter>j:forget<enter>j<enter>");
    assert_eq!(forgotten.app().list.query, "");
}

#[test]
fn what_was_begun_can_be_asked_for_before_anything_is_found() {
    let memory = desk("desk").sized(80, 9).types("<enter>jq").leaves();
    let is_found = |report: &Report| matches!(report, Report::Found(..) | Report::Scanned(_));
    let mut reader = desk_waiting("desk", memory.clone(), (80, 9), is_found).types("c");
    assert!(reader.app().picker.is_none() && reader.app().bar.notice.is_none());
    reader.give_back();
    assert!(reader.app().picker.is_some());
    // Who has gone on to something else is not disturbed.
    let mut reader = desk_waiting("desk", memory, (80, 9), is_found).types("cj");
    reader.give_back();
    assert!(reader.app().picker.is_none());
}

#[test]
fn a_mark_stands_under_the_heading_above_it() {
    let reader = desk("desk").sized(80, 7).types("<enter>]kkkm");
    let marks = reader.app().stock.memory.marks();
    assert_eq!(marks.first().and_then(|mark| mark.spot.heading.as_deref()), Some("禁則処理のはなし"));
}

#[test]
fn a_note_is_written_on_the_mark_that_stands_there() {
    let reader = desk("desk").sized(80, 9).types("<enter>jmMあとで<enter>");
    assert_eq!(notes(&reader), [Some("あとで".to_owned())]);
    let reader = reader.types("M、나중에<enter>");
    assert_eq!(notes(&reader), [Some("あとで、나중에".to_owned())]);
    // A place that bears a note is marked already.
    let reader = reader.types("m");
    assert_eq!(notes(&reader), [Some("あとで、나중에".to_owned())]);
    assert_eq!(notes(&reader.types("5jMx<enter>")).len(), 2);
}

#[test]
fn bringing_a_mark_back_takes_nothing_from_what_it_says_by_now() {
    let mut reader = marked().types("jd");
    // Another instance has written a note on it meanwhile, by which it lives.
    let mut theirs = marked().app().stock.memory.clone();
    let id = theirs.marks().into_iter().find(|mark| mark.note.is_some()).unwrap().id;
    let later = Timestamp::from_second(1_800_000_000).unwrap();
    theirs.edit_note(id, Some("大事".to_owned()), later).unwrap();
    reader.event(Event::Report(Report::Saved {
        memory: theirs,
        notices: Vec::new(),
        lasting: Lasting { marks: true, rest: true },
    }));
    assert_eq!(notes(&reader.types("u")).into_iter().flatten().collect::<Vec<_>>(), ["大事"]);
}

#[test]
fn a_note_that_another_instance_wrote_meanwhile_stays_beside_the_one_typed() {
    let mut reader = marked().types("je、来週");
    let mut theirs = marked().app().stock.memory.clone();
    let id = theirs.marks().into_iter().find(|mark| mark.note.is_some()).unwrap().id;
    let later = Timestamp::from_second(1_800_000_000).unwrap();
    theirs.edit_note(id, Some("中요".to_owned()), later).unwrap();
    let lasting = Lasting { marks: true, rest: true };
    reader.event(Event::Report(Report::Saved { memory: theirs, notices: Vec::new(), lasting }));
    let reader = reader.types("<enter>");
    assert_eq!(notes(&reader).into_iter().flatten().collect::<Vec<_>>(), ["中요\nあとで比べる、来週"]);
}

#[test]
fn a_note_of_several_lines_that_is_left_as_it_is_keeps_them() {
    let mut memory = Memory::default();
    let source = Source::of(&folder("desk")).unwrap();
    let key = Key::new(source.root(), Path::new("zh/biaodian.md"));
    let made = Timestamp::from_second(1_700_000_000).unwrap();
    memory.add_mark(key, "标点的位置".to_owned(), Spot::default(), Some("一\n二".to_owned()), made);
    let open =
        || reader_reminded(memory.clone(), vec![source.clone()], "desk", config::load(None).config, (80, 9));
    assert_eq!(notes(&open().types("'e<enter>")), [Some("一\n二".to_owned())]);
    assert_eq!(notes(&open().types("'e三<enter>")), [Some("一\n二三".to_owned())]);
}

#[test]
fn a_mark_leads_to_the_same_file_below_another_root() {
    let mut memory = Memory::default();
    let made = Timestamp::from_second(1_700_000_000).unwrap();
    let mut mark = |root: &str, title: &str| {
        let key = Key::new(Path::new(root), Path::new("zh/biaodian.md"));
        memory.add_mark(key, title.to_owned(), Spot::default(), None, made);
    };
    mark("/Users/other/desk", "标点的位置");
    let source = Source::of(&folder("desk")).unwrap();
    let open = |memory: Memory| {
        reader_reminded(memory, vec![source.clone()], "desk", config::load(None).config, (80, 9))
    };
    let there = open(memory.clone()).types("'<enter>");
    assert_eq!(standing(&there).0, "标点的位置");
    // Another article that only happens to lie so is not taken for it.
    for (root, title) in [("/elsewhere/desk", "别的文章"), ("/docs/other", "标点的位置")] {
        let mut memory = Memory::default();
        let key = Key::new(Path::new(root), Path::new("zh/biaodian.md"));
        memory.add_mark(key, title.to_owned(), Spot::default(), None, made);
        let elsewhere = open(memory).types("'<enter>");
        assert!(elsewhere.app().picker.is_some() && !elsewhere.app().reading(), "{root}");
    }
}

#[test]
fn nothing_is_kept_of_what_was_left_once_all_is_forgotten() {
    let corpus = CorpusId::of(["desk".as_ref()]);
    let forgotten = || desk("desk").sized(80, 9).types("jj<enter>jq:forget<enter>j<enter>");
    assert_eq!(forgotten().leaves().session(corpus), None);
    assert!(forgotten().types("<enter>").leaves().session(corpus).is_some());
}
