//! The standard's own test of line breaking (`LineBreakTest.txt`, Unicode 15.0) against the stage
//! of the breaks that follows the standard, before anything of ours is added or taken away.
//!
//! Breaks inside a grapheme cluster are left out on both sides, because rows are made of whole
//! clusters. What then differs must belong to one of the named classes, all of them rules that the
//! standard has changed since (UAX #14 of Unicode 15.1 to 17), and to each just so many cases.

use tsundoku::text::uax14::opportunities;
use unicode_segmentation::UnicodeSegmentation;

/// A class of cases that may differ, and why.
struct Excuse {
    reason: &'static str,
    covers: fn(&str) -> bool,
    cases: usize,
}

const EXCUSES: &[Excuse] = &[
    Excuse {
        reason: "LB15c (15.1): a line may begin before a decimal point that stands behind a blank",
        covers: |text| text.contains(" .3"),
        cases: 1,
    },
    Excuse {
        reason: "LB25 (16.0): a point or comma is not parted from a digit behind it, whatever stands before",
        covers: |text| ["a.", "A.", ",0", ",\u{308}0"].iter().any(|number| text.contains(number)),
        cases: 13,
    },
    Excuse {
        reason: "LB15a, LB15b (15.1): « keeps what follows its blanks only where it opens, » only where it closes",
        covers: |text| text.contains('«'),
        cases: 4,
    },
    Excuse {
        reason: "LB15 (dropped in 15.1): a quotation mark of no direction keeps no bracket behind a blank",
        covers: |text| text.starts_with('"') && text.ends_with(['(', '\u{2329}']),
        cases: 4,
    },
    Excuse {
        reason: "LB20a (15.1, 16.0): a hyphen that begins a word is not parted from it",
        covers: |text| text.starts_with('-'),
        cases: 10,
    },
    Excuse {
        reason: "LB21a (15.1): a hyphen after a Hebrew letter keeps only what is not Hebrew",
        covers: |text| text == "א-א",
        cases: 1,
    },
];

/// One line of the file: its text, and the breaks inside it that part grapheme clusters.
fn parse(line: &str) -> (String, Vec<u32>) {
    let mut text = String::new();
    let mut breaks = Vec::new();
    for token in line.split_whitespace() {
        match token {
            "×" => {}
            "÷" => breaks.push(text.len()),
            hex => {
                let number = u32::from_str_radix(hex, 16).expect("the file holds numbers");
                text.push(char::from_u32(number).expect("the file holds characters"));
            }
        }
    }
    let borders: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).skip(1).collect();
    let breaks = breaks.into_iter().filter(|at| borders.contains(at));
    let breaks = breaks.map(|at| u32::try_from(at).expect("the texts are short")).collect();
    (text, breaks)
}

#[test]
fn lines_break_as_the_standard_says_but_for_its_newer_rules() {
    let file = include_str!("data/LineBreakTest-15.0.0.txt");
    let mut cases = 0;
    let mut excused = vec![0; EXCUSES.len()];
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        cases += 1;
        let (text, breaks) = parse(line);
        let ours = opportunities(&text);
        if ours == breaks {
            continue;
        }
        let excuse = EXCUSES.iter().position(|excuse| (excuse.covers)(&text));
        let excuse = excuse.unwrap_or_else(|| panic!("{text:?} breaks at {ours:?}, not at {breaks:?}"));
        excused[excuse] += 1;
    }
    assert_eq!(cases, 7654);
    for (excuse, count) in EXCUSES.iter().zip(excused) {
        assert_eq!(count, excuse.cases, "{}", excuse.reason);
    }
}
