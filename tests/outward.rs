//! Out of the program and back: an address before it is opened, what can be copied, the editor; in
//! memory, and in a pseudo-terminal with programs that write down what they are started with.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use common::screen::{Reader, reader};
use tsundoku::app::reader::Over;
use tsundoku::config::config;
use tsundoku::corpus::source::Source;
use tsundoku::markdown::address::Address;
use tsundoku::message::{Effect, Event, Report};
use tsundoku::programs::fault::Fault;

/// Takes the screen after the keys and holds it against the snapshot of the test's name.
macro_rules! screen {
    ($name:literal, $reader:expr, $keys:expr) => {
        insta::assert_snapshot!($name, $reader.types($keys).screen())
    };
}

const ARTICLE: &str = "---\ntitle: 外への扉\ndate: 2026-03-03\nauthor: 編集室\nurl: https://例え.jp/扉\n---\n\n\
    本文に[例えの記事](https://例え.jp/%E7%8C%AB?from=読書&page=2#章)や[https://bank.example.com/login](https://evil.example.org/)、\
    [銀行](https://bank.example.com@evil.example.org/)、[脚注](#甲)がある。\n\n\
    한국어 [링크](https://한국.kr/글)와 [전화](tel:+82-2-123)。中文[链接](https://中国.cn/图)，[信](mailto:猫@例え.jp?subject=題)。\n\n\
    ```rust\nlet 扉 = \"door\";\nprintln!(\"{扉}\");\n```\n\n\
    | 名 | 값 |\n|---|---|\n| 甲 | 일 |\n| 乙 | 二 |\n";

/// Somebody reading the article on a screen of that size.
fn reading(columns: u16, rows: u16) -> Reader {
    reading_of(ARTICLE, columns, rows)
}

fn reading_of(text: &str, columns: u16, rows: u16) -> Reader {
    let source = Source::Text { name: "扉.md".to_owned(), text: text.to_owned() };
    reader(vec![source], "外", config::load(None).config, (columns, rows)).types("<enter>")
}

/// The texts that were to be copied, each with what it is called.
fn copied(reader: &Reader) -> Vec<(String, String)> {
    let text = |effect: &Effect| match effect {
        Effect::Copy { text, what } => Some((what.to_string(), text.to_string())),
        _ => None,
    };
    reader.asked.iter().filter_map(text).collect()
}

#[test]
fn an_address_is_seen_whole_before_it_is_opened() {
    screen!("leave", reading(80, 24), "fa");
    screen!("leave_small", reading(40, 15), "fa");
    screen!("leave_japanese", reading(80, 24).speaking("ja"), "fa");
}

#[test]
fn what_may_mislead_about_an_address_is_told() {
    screen!("leave_text", reading(60, 14), "fs");
    screen!("leave_user", reading(60, 14), "fd");
    screen!("leave_phone", reading(60, 14), "fh");
    screen!("leave_letter", reading(60, 14), "fk");
}

#[test]
fn enter_opens_an_address_and_any_other_key_lets_it_be() {
    let opened = |reader: &Reader| -> Vec<String> {
        let address = |effect: &Effect| match effect {
            Effect::Browse(address) => address.opened().map(str::to_owned),
            _ => None,
        };
        reader.asked.iter().filter_map(address).collect()
    };
    let reader = reading(80, 24).types("fg<enter>");
    assert_eq!(opened(&reader), ["https://xn--3e0b707e.kr/%EA%B8%80"]);
    assert_eq!(reader.app().reader.over, Over::Nothing);
    let before = reading(80, 24).screen();
    for key in ["<esc>", "q", "x", "j"] {
        let mut reader = reading(80, 24).types("fg").types(key);
        assert_eq!(reader.screen(), before, "{key}");
        assert_eq!(opened(&reader), [""; 0], "{key}");
    }
}

#[test]
fn what_is_not_opened_stays_to_be_copied() {
    let reader = reading(80, 24).types("fh<enter>");
    assert!(matches!(reader.app().reader.over, Over::Leave(_)));
    let reader = reader.types("y");
    assert_eq!(copied(&reader), [("address".to_owned(), "tel:+82-2-123".to_owned())]);
}

#[test]
fn a_browser_that_fails_is_told_with_what_to_do() {
    let address = || Address::of("https://例え.jp/a").unwrap();
    let told = |ended| {
        let mut reader = reading(100, 16);
        reader.event(Event::Report(Report::Browsed { address: address(), ended }));
        reader.screen().lines().last().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        told(Err(Fault::FarAway)),
        "cannot open 例え.jp: over ssh there is no browser here; y copies the address"
    );
    assert_eq!(told(Err(Fault::NoProgram)), "cannot open 例え.jp: no browser is found; y copies the address");
}

#[test]
fn what_can_be_copied_is_offered_with_a_letter_for_each_kind() {
    screen!("copies", reading(80, 24), "y");
    screen!("copies_small", reading(40, 15), "y");
    screen!("copies_japanese", reading(80, 24).speaking("ja"), "y");
    screen!("copies_found", reading(80, 24), "y/door");
}

#[test]
fn a_letter_copies_and_the_same_key_again_takes_the_passage() {
    let first = |keys: &str| {
        let reader = reading(80, 24).types(keys);
        assert!(reader.app().picker.is_none(), "{keys}");
        copied(&reader).first().cloned().unwrap()
    };
    let (what, text) = first("yy");
    assert_eq!(what, "passage");
    assert!(text.starts_with("本文に例えの記事や") && text.ends_with("がある。"), "{text}");
    assert_eq!(first("y<enter>"), (what, text));
    assert_eq!(first("yc"), ("code".to_owned(), "let 扉 = \"door\";\nprintln!(\"{扉}\");".to_owned()));
    assert_eq!(first("yu").1, "https://例え.jp/%E7%8C%AB?from=読書&page=2#章");
    assert_eq!(first("y2jjj<enter>").1, "https://한국.kr/글");
    let (_, quote) = first("y>");
    assert!(quote.starts_with("> 本文に例えの記事や"), "{quote}");
    assert!(quote.ends_with("\n\n外への扉, 編集室, 2026-03-03, https://例え.jp/扉"), "{quote}");
    assert!(first("ya").1.contains("한국어 링크와 전화"));
    assert_eq!(first("ｙｙ").0, "passage");
}

#[test]
fn the_passage_is_that_under_the_eye_or_that_of_the_hit() {
    let passage = |keys: &str| {
        let reader = reading(40, 8).types(keys).types("yy");
        copied(&reader).first().cloned().unwrap().1
    };
    assert!(passage("").starts_with("本文に"));
    assert!(passage("8j").starts_with("한국어 링크"), "{}", passage("8j"));
    assert_eq!(passage("/door<enter>"), "let 扉 = \"door\";\nprintln!(\"{扉}\");");
    assert_eq!(passage("/乙<enter>"), "名\t값\n甲\t일\n乙\t二");
}

#[test]
fn what_was_copied_is_told_with_its_length() {
    let told = |reader: Reader, characters, ended| {
        let mut reader = reader;
        let what = tsundoku::text::safe::Safe::line("passage");
        reader.event(Event::Report(Report::Copied { what, characters, ended }));
        reader.screen().lines().last().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(told(reading(80, 24), 312, Ok(())), "copied: passage, 312 characters");
    assert_eq!(told(reading(80, 24), 1, Ok(())), "copied: passage, 1 character");
    assert_eq!(told(reading(80, 24).speaking("ja"), 312, Ok(())), "コピーしました：passage、312文字");
    assert_eq!(
        told(reading(100, 24), 90_000, Err(Fault::TooLong)),
        "cannot copy passage (90000 characters): the terminal takes at most 74994 bytes"
    );
}

#[test]
fn a_text_without_a_file_cannot_be_edited() {
    let mut reader = reading(80, 24).types("e");
    assert_eq!(reader.asked, []);
    assert!(reader.screen().ends_with(" this text has no file to edit"), "{}", reader.screen());
}
