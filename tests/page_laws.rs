//! Laws of the page, over random CJK Markdown and over articles that people wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use tsundoku::markdown::document::{Anchor, Document};
use tsundoku::markdown::meta::Meta;
use tsundoku::markdown::parse::parse;
use tsundoku::page::measure::{Measure, Pan, Repeats};
use tsundoku::page::page::{Card, Page};
use tsundoku::page::plate::{Found, Pictures, Plate, Room};
use tsundoku::page::row::{Row, Span};
use tsundoku::text::kinsoku::{never_begins, never_ends};
use tsundoku::text::safe::Safe;
use tsundoku::text::width::Ambiguous;

fn page(document: &Arc<Document>, columns: u16) -> Page {
    let measure = Measure { repeats: Repeats::Show, ..Measure::of(columns) };
    Page::new(document.clone(), &Meta::default(), 1, Card::Left, measure)
}

fn panned(document: &Arc<Document>, columns: u16, pan: Pan) -> Page {
    let measure = Measure { pan, ..Measure::of(columns) };
    Page::new(document.clone(), &Meta::default(), 1, Card::Left, measure)
}

/// Ranges of the text that a row shows.
fn shown(row: &Row) -> impl Iterator<Item = std::ops::Range<u32>> {
    row.spans.iter().filter_map(|span| match span {
        Span::Text { range, .. } => Some(range.clone()),
        Span::Decor { .. } | Span::Fill { .. } | Span::Blank(_) | Span::Picture { .. } => None,
    })
}

/// What may be known of a picture.
fn found() -> impl Strategy<Value = Found> {
    let plate = |(width, height, wish)| {
        let file = Arc::from(Path::new("図.png"));
        Found::Plate(Plate { file, stamp: 0, dots: (width, height), wish })
    };
    let broken = Safe::line("画像が壊れています、この文は長いので折り返される");
    prop_oneof![
        1 => Just(Found::Nothing),
        1 => Just(Found::Broken(broken)),
        4 => (1_u32..4000, 1_u32..4000, proptest::option::of(0_u32..500)).prop_map(plate),
    ]
}

/// An article with pictures in it, and what is known of them.
fn illustrated() -> impl Strategy<Value = (String, Vec<Found>)> {
    let picture = prop_oneof![
        Just("![猫の図](図.png)"),
        Just("- ![图](图.png \"说明文字，很长很长\")"),
        Just("> ![그림 하나](그림.png)"),
        Just("[![a long description of a cat](a.png)](b.md)"),
    ];
    (proptest::collection::vec((article(), picture), 1..4), proptest::collection::vec(found(), 0..5))
        .prop_map(|(parts, found)| {
            let source =
                parts.into_iter().flat_map(|(text, picture)| [text, format!("\n{picture}\n\n")]).collect();
            (source, found)
        })
}

fn drawn(document: &Arc<Document>, columns: u16, rows: u16, found: &[Found]) -> Page {
    let room = Pictures::Drawn(Room { cell: (8, 16), rows });
    let measure = Measure { pictures: room, repeats: Repeats::Show, ..Measure::of(columns) };
    let mut page = Page::new(document.clone(), &Meta::default(), 1, Card::Left, measure);
    page.set_pictures(found.to_vec().into());
    page
}

fn letters(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Pieces of Markdown in four scripts, glued into an article.
fn article() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        Just("行頭に来てはいけない文字「、。」がある。"),
        Just("调达资金，“引号”和《书名》。"),
        Just("한국어 문장은 띄어쓰기에서 나뉜다. "),
        Just("a wafer-scale engine (WSE) "),
        Just("**HBM（High-Bandwidth Memory）**や"),
        Just("`code` "),
        Just("[リンク](https://example.com/a)を"),
        Just("👨\u{200d}👩\u{200d}👧と🇯🇵、"),
        Just("か\u{3099}きょうっーー"),
        Just("｜調達《ちょうたつ》"),
        Just("46,225平方ミリメートル"),
        Just("==印=="),
    ];
    let paragraph = proptest::collection::vec(words, 1..12).prop_map(|words| words.concat());
    let lead = prop_oneof![
        Just(""),
        Just("# "),
        Just("### "),
        Just("- "),
        Just("  - "),
        Just("7. "),
        Just("> "),
        Just("> [!NOTE]\n> "),
        Just("| a | 表 |\n|---|--:|\n| x | "),
        Just("```rust\n"),
        Just("脚注[^1]\n\n[^1]: "),
    ];
    proptest::collection::vec((lead, paragraph), 1..8).prop_map(|blocks| {
        let mut out = String::new();
        for (lead, paragraph) in blocks {
            let tail = match lead {
                "```rust\n" => "\n```",
                lead if lead.starts_with('|') => " |",
                _ => "",
            };
            out.extend([lead, &paragraph, tail, "\n\n"]);
        }
        out
    })
}

/// A table of up to nine columns, its rows as long as they come, sometimes in a quotation.
fn table() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        Just(""),
        Just("表"),
        Just("46,225"),
        Just("웨이퍼 한 장을 그대로 쓴다"),
        Just("整片晶圆不切割，“良率”靠冗余。"),
        Just("「歩留まり」を、**予備の**回路で救う（一部）。"),
        Just("Longunbreakablewordthatgoesonandon"),
        Just("two lines<br>in `one cell`"),
        Just("[リンク](https://example.com/a)と👨\u{200d}👩\u{200d}👧"),
    ];
    let rows = proptest::collection::vec(proptest::collection::vec(cell, 1..10), 1..5);
    (rows, prop_oneof![Just(""), Just("> ")], 1_usize..10).prop_map(|(rows, lead, columns)| {
        let line = |cells: &[&str]| format!("{lead}| {} |\n", cells.join(" | "));
        let mut out =
            line(&(0..columns).map(|place| rows[0].get(place).copied().unwrap_or("列")).collect::<Vec<_>>());
        out.push_str(&line(&[":-:", "---", "--:"].into_iter().cycle().take(columns).collect::<Vec<_>>()));
        out.extend(rows[1..].iter().map(|cells| line(cells)));
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_row_is_wider_than_the_measure(source in article(), columns in 2_u16..200) {
        let document = Arc::new(parse(&source));
        for row in page(&document, columns).rows() {
            prop_assert!(row.columns(&document.text, Ambiguous::Narrow) <= usize::from(columns).max(3), "{row:?}");
        }
    }

    #[test]
    fn letters_in_are_letters_out(source in article(), columns in 4_u16..200) {
        let document = Arc::new(parse(&source));
        // A table set as cards says its head again for each row; one row is all there is here.
        let out: String = page(&document, columns)
            .rows()
            .flat_map(|row| shown(row).map(|range| document.text.slice(range).as_str().to_owned()).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(letters(&out), letters(&document.text));
    }

    #[test]
    fn the_same_text_is_the_same_page(source in article(), columns in 1_u16..120) {
        let (one, other) = (Arc::new(parse(&source)), Arc::new(parse(&source)));
        prop_assert_eq!(&one, &other);
        let rows: Vec<_> = page(&one, columns).rows().cloned().collect();
        let again: Vec<_> = page(&other, columns).rows().cloned().collect();
        prop_assert_eq!(rows, again);
    }

    #[test]
    fn a_row_with_text_is_found_by_its_place(source in article(), columns in 2_u16..120) {
        let document = Arc::new(parse(&source));
        let page = page(&document, columns);
        for (id, row) in page.rows_from(page.first()) {
            if row.shows(row.at) && row.at.0 > 0 {
                let found = page.row_of(page.anchor_of(id));
                prop_assert!(found <= id && page.row(found).is_some_and(|row| row.shows(page.anchor_of(id))));
            }
        }
    }

    #[test]
    fn no_row_of_a_panned_table_is_wider_than_the_measure(source in table(), columns in 1_u16..200, from in 0_u16..12) {
        let document = Arc::new(parse(&source));
        for row in panned(&document, columns, Pan::From(from)).rows() {
            prop_assert!(row.columns(&document.text, Ambiguous::Narrow) <= usize::from(columns).max(3), "{row:?}");
        }
    }

    #[test]
    fn every_letter_of_a_table_is_shown_somewhere_as_it_is_panned(source in table(), columns in 4_u16..200) {
        let document = Arc::new(parse(&source));
        let mut seen = vec![false; document.text.len()];
        for from in 0..12 {
            let page = panned(&document, columns, Pan::From(from));
            for range in page.rows().flat_map(shown) {
                seen[range.start as usize..range.end as usize].fill(true);
            }
        }
        for (at, c) in document.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            prop_assert!(seen[at], "{c} at {at} of {:?}", document.text);
        }
    }

    #[test]
    fn the_rows_of_a_panned_table_ascend(source in table(), columns in 24_u16..120, from in 0_u16..12) {
        let document = Arc::new(parse(&source));
        let page = panned(&document, columns, Pan::From(from));
        if page.furthest_pan(page.first(), usize::MAX).is_some() {
            let places: Vec<_> = page.rows().map(|row| row.at).collect();
            prop_assert!(places.is_sorted(), "{places:?}");
        }
    }

    #[test]
    fn any_cell_can_be_panned_to(source in table(), columns in 4_u16..120, from in 0_u16..12) {
        // The first place of a text is the top of its page, whatever stands there.
        let document = Arc::new(parse(&format!("表。\n\n{source}")));
        let page = panned(&document, columns, Pan::From(from));
        for (at, _) in document.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let at = Anchor(u32::try_from(at).expect("a small text"));
            let pan = page.pan_to(at);
            prop_assert_eq!(pan.is_none(), page.row(page.row_of(at)).is_some_and(|row| row.shows(at)));
            if let Some(pan) = pan {
                let there = panned(&document, columns, pan);
                prop_assert!(there.row(there.row_of(at)).is_some_and(|row| row.shows(at)), "{at:?} {pan:?}");
            }
        }
    }

    #[test]
    fn no_row_of_a_picture_leaves_the_measure_and_all_show_one_place(
        (source, found) in illustrated(), columns in 2_u16..120, rows in 1_u16..40,
    ) {
        let document = Arc::new(parse(&source));
        let page = drawn(&document, columns, rows, &found);
        for (id, row) in page.rows_from(page.first()) {
            prop_assert!(row.columns(&document.text, Ambiguous::Narrow) <= usize::from(columns).max(3), "{row:?}");
            let Some((place, of)) = page.within_picture(id) else { continue };
            let block = &document.blocks[page.block_of(id).expect("a picture is a block")];
            prop_assert!(place < of && of <= rows && row.at.0 == block.range.start);
            if row.at.0 > 0 {
                prop_assert_eq!(page.within_picture(page.row_of(row.at)), Some((0, of)));
            }
        }
    }

    #[test]
    fn every_place_of_an_article_is_on_its_page_whatever_its_pictures(
        (source, found) in illustrated(), columns in 4_u16..120, rows in 1_u16..40,
    ) {
        let document = Arc::new(parse(&source));
        let page = drawn(&document, columns, rows, &found);
        let places: Vec<_> = page.rows().map(|row| row.at).collect();
        let words = drawn(&document, columns, rows, &[]);
        for place in words.rows().map(|row| row.at) {
            let block = |page: &Page| page.block_of(page.row_of(place));
            prop_assert_eq!(block(&page), block(&words), "{:?} of {:?}", place, places);
        }
    }

    #[test]
    fn a_page_with_pictures_can_be_begun_anywhere(
        (source, found) in illustrated(), columns in 2_u16..120, rows in 1_u16..40,
    ) {
        let document = Arc::new(parse(&source));
        let forward: Vec<_> = drawn(&document, columns, rows, &found).rows().cloned().collect();
        let page = drawn(&document, columns, rows, &found);
        let mut backward = Vec::new();
        let mut next = page.row(page.last()).map(|_| page.last());
        while let Some(id) = next {
            backward.push(page.row(id).cloned().expect("a row that was named"));
            next = page.previous(id);
        }
        backward.reverse();
        prop_assert_eq!(forward, backward);
    }

    #[test]
    fn a_page_can_be_begun_anywhere(source in article(), columns in 2_u16..120) {
        let document = Arc::new(parse(&source));
        let forward: Vec<_> = page(&document, columns).rows().cloned().collect();
        let page = page(&document, columns);
        let mut backward = Vec::new();
        let mut next = page.row(page.last()).map(|_| page.last());
        while let Some(id) = next {
            backward.push(page.row(id).cloned().expect("a row that was named"));
            next = page.previous(id);
        }
        backward.reverse();
        prop_assert_eq!(forward, backward);
    }
}

/// The articles that the project was made for, where they are at hand.
fn seeds() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = ["../shared/corpora/seeds", "../../shared/corpora/seeds"].map(|path| root.join(path));
    let found = folder.iter().find_map(|folder| fs::read_dir(folder).ok());
    found.into_iter().flatten().map(|entry| entry.expect("a file").path()).collect()
}

#[test]
fn the_seeds_are_set_without_a_fault_at_every_width() {
    for path in seeds() {
        let source = fs::read_to_string(&path).expect("UTF-8");
        let body = source.splitn(3, "---\n").nth(2).unwrap_or(&source);
        let document = Arc::new(parse(body));
        for columns in 20..=120 {
            for row in page(&document, columns).rows() {
                let place = format!("{} at {columns}: {}", path.display(), row.plain(&document.text));
                assert!(row.columns(&document.text, Ambiguous::Narrow) <= usize::from(columns), "{place}");
                // Cells stand side by side: what begins and ends a row of a table is not a line's.
                let cells = row.spans.iter().filter(|span| matches!(span, Span::Blank(2..))).count() > 1;
                let (Some(first), Some(last)) = (shown(row).next(), shown(row).last()) else { continue };
                let first = document.text.slice(first).chars().next();
                let last = document.text.slice(last).chars().next_back();
                if !cells && row.ground.is_none() {
                    assert!(!first.is_some_and(never_begins), "begins badly: {place}");
                    assert!(!last.is_some_and(never_ends), "ends badly: {place}");
                }
            }
        }
    }
}
