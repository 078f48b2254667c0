//! Rows on terminals that believe otherwise than we do how many cells a cluster takes.

use proptest::prelude::*;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use tsundoku::term::anew::Anew;
use tsundoku::text::safe::Safe;
use tsundoku::text::width::Ambiguous;
use tsundoku::view::paint::{Canvas, Strip};
use unicode_width::UnicodeWidthChar;

/// Columns and rows of the screens that are drawn one after the other.
const SCREEN: (u16, u16) = (40, 2);

/// A terminal that has its own belief about the columns of each character.
struct Believer {
    columns_of: fn(char) -> usize,
    cells: Vec<Vec<String>>,
    at: (usize, usize),
    kept: (usize, usize),
}

/// What terminals believe of the parts of clusters: as the standard has it, that emoji are narrow,
/// that every mark takes a column, that only the sound marks do, that all take two.
const BELIEFS: &[fn(char) -> usize] = &[
    |c| undoubted(c).or(c.width()).unwrap_or(0),
    |c| undoubted(c).unwrap_or_else(|| usize::from(c.width() != Some(0))),
    |c| undoubted(c).unwrap_or(1),
    |c| undoubted(c).or(c.width().filter(|_| !matches!(c, 'ﾞ' | 'ﾟ'))).unwrap_or(1),
    |c| undoubted(c).unwrap_or(2),
];

/// The columns of those of which all are of one mind.
fn undoubted(c: char) -> Option<usize> {
    match c {
        '\u{301}' | '\u{3099}' => Some(0),
        '\u{3000}'..='\u{9fff}' | '가'..='힣' => Some(2),
        ' '..='~' | 'é' | '“' | '…' | '①' | 'ｦ'..='ﾝ' => Some(1),
        _ => None,
    }
}

impl Believer {
    /// One that was shown these frames.
    fn after(frames: &[Vec<u8>], columns_of: fn(char) -> usize) -> Self {
        let blank = vec![" ".to_owned(); SCREEN.0.into()];
        let mut believer = Self { columns_of, cells: vec![blank; SCREEN.1.into()], at: (0, 0), kept: (0, 0) };
        for frame in frames {
            believer.take(frame);
        }
        believer
    }

    fn take(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("a frame is text");
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            match c {
                '\u{1b}' => match rest.next() {
                    Some('7') => self.kept = self.at,
                    Some('8') => self.at = self.kept,
                    _ => {
                        let end = rest.as_str().find(|c: char| c.is_ascii_alphabetic()).expect("an end");
                        let (numbers, after) = rest.as_str().split_at(end);
                        rest = after.chars();
                        self.obey(rest.next(), numbers);
                    }
                },
                c => self.print(c),
            }
        }
    }

    fn obey(&mut self, order: Option<char>, numbers: &str) {
        let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).unwrap_or(1_usize) - 1;
        let mut parts = numbers.split(';');
        let (x, y) = self.at;
        match order {
            Some('H') => {
                let y = number(parts.next());
                self.at = (number(parts.next()), y);
            }
            Some('G') => self.at.0 = number(parts.next()),
            Some('K') => {
                let from = if numbers == "2" { 0 } else { x };
                for x in from..SCREEN.0.into() {
                    self.blank(x, y);
                }
            }
            _ => {}
        }
    }

    fn print(&mut self, c: char) {
        let (x, y) = self.at;
        let columns = (self.columns_of)(c);
        let last = usize::from(SCREEN.0);
        match columns {
            0 if x > 0 => {
                let before = (0..x.min(last)).rev().find(|&x| !self.cells[y][x].is_empty());
                self.cells[y][before.expect("a row begins with no half")].push(c);
            }
            _ if x + columns <= last => {
                for x in x..x + columns {
                    self.blank(x, y);
                }
                self.cells[y][x] = c.to_string();
                for half in &mut self.cells[y][x + 1..x + columns] {
                    half.clear();
                }
                self.at.0 += columns;
            }
            _ => {}
        }
    }

    /// Blanks a cell, and the half that it would leave of a character.
    fn blank(&mut self, x: usize, y: usize) {
        let row = &mut self.cells[y];
        let mut start = x;
        while start > 0 && row[start].is_empty() {
            start -= 1;
        }
        " ".clone_into(&mut row[start]);
        let mut next = start + 1;
        while row.get(next).is_some_and(String::is_empty) {
            " ".clone_into(&mut row[next]);
            next += 1;
        }
    }

    fn row(&self, y: usize) -> String {
        self.cells[y].concat().trim_end().to_owned()
    }
}

/// A screen with these rows, from its second column on.
fn screen(rows: [&str; 2], ambiguous: Ambiguous, style: Style) -> Buffer {
    let area = Rect::new(0, 0, SCREEN.0, SCREEN.1);
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas::new(&mut buffer, ambiguous);
    for (row, y) in rows.iter().zip(0..) {
        canvas.put(Strip::of(area, y).after(1), Safe::line(row).as_safe_str(), style);
    }
    buffer
}

/// The bytes of each frame that shows the next of these screens.
fn frames(screens: &[Buffer]) -> Vec<Vec<u8>> {
    let mut anew = Anew::default();
    let mut before = Buffer::empty(screens[0].area);
    let frame = |screen: &Buffer| {
        let mut bytes = Vec::new();
        CrosstermBackend::new(&mut bytes).draw(before.diff_iter(screen)).expect("a write to memory");
        anew.write(screen, &mut bytes).expect("a write to memory");
        before = screen.clone();
        bytes
    };
    screens.iter().map(frame).collect()
}

/// What terminals of every belief show in the end.
fn shown(screens: &[Buffer]) -> Vec<[String; 2]> {
    let frames = frames(screens);
    let each = BELIEFS.iter().map(|&columns_of| {
        let believer = Believer::after(&frames, columns_of);
        [believer.row(0), believer.row(1)]
    });
    each.collect()
}

/// Clusters about which terminals disagree, and some about which they do not.
const CLUSTERS: &[&str] = &[
    "ｻｰﾊﾞｰ",
    "ﾊﾟﾋﾟﾌﾟ",
    "ｶﾞ",
    "👍🏽",
    "👨\u{200d}👩\u{200d}👧",
    "🇯🇵",
    "❤\u{fe0f}",
    "1\u{fe0f}\u{20e3}",
    "\u{1112}\u{1161}\u{11ab}",
    "\u{1100}\u{1161}",
    "কি",
    "কা",
    "ক্ষ",
    "हिन्दी",
    "क्षि",
    "é",
    "か\u{3099}",
    "葛\u{e0100}",
    "“",
    "…",
    "①",
    "猫",
    "가",
    "a",
];

#[test]
fn what_half_width_sound_marks_covered_is_clean_when_the_row_is_emptied() {
    for title in ["ｻｰﾊﾞｰ移行の記録", "ﾊﾟﾋﾟﾌﾟ", "ক্ষমা কি", "हिन्दी", "👍🏽👨\u{200d}👩\u{200d}👧", "🇰🇷 한국"]
    {
        let plain = Style::new();
        let screens = [["猫", title], [title, "foo"], ["", ""], ["日本語 글", "中文"]];
        let screens = screens.map(|rows| screen(rows, Ambiguous::Narrow, plain));
        assert!(
            shown(&screens[..3]).iter().all(|rows| *rows == ["", ""]),
            "{title} {:?}",
            shown(&screens[..3])
        );
        assert!(shown(&screens).iter().all(|rows| *rows == [" 日本語 글", " 中文"]), "{title}");
    }
}

#[test]
fn rows_that_every_terminal_shows_alike_cost_nothing_more() {
    let rows = [["日本語と한국어と中文", "cafe\u{301} が ｶﾅ"], ["読書", "x"]];
    let screens = rows.map(|rows| screen(rows, Ambiguous::Narrow, Style::new()));
    let mut anew = Anew::default();
    for screen in &screens {
        let mut bytes = Vec::new();
        anew.write(screen, &mut bytes).unwrap();
        assert!(bytes.is_empty());
    }
}

#[test]
fn a_screen_that_shrinks_under_its_last_character_is_written() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SCREEN.0, SCREEN.1));
    let mut wide = Buffer::empty(Rect::new(0, 0, SCREEN.0 + 1, 1));
    wide.set_string(0, 0, format!("ｶﾞa{}", "猫".repeat(usize::from(SCREEN.0) / 2)), Style::new());
    for x in 0..SCREEN.0 {
        buffer[(x, 0)] = wide[(x, 0)].clone();
    }
    assert!(frames(&[buffer]).concat().ends_with(b"\x1b8"));
}

#[test]
fn a_row_that_did_not_change_is_not_written_again() {
    let same = screen(["ｻﾞｰ", "কি"], Ambiguous::Narrow, Style::new());
    let frames = frames(&[same.clone(), same]);
    assert!(frames[1].len() < 24, "{:?}", String::from_utf8_lossy(&frames[1]));
}

fn row() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(CLUSTERS), 0..9).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn what_was_painted_over_leaves_no_cell_behind(
        rows in proptest::collection::vec((row(), row(), any::<bool>(), any::<bool>()), 1..5),
        end in "([a-c日中가나、][a-c日中가나、 ]{0,17})?",
    ) {
        let mut screens: Vec<Buffer> = Vec::new();
        let wide = rows.iter().any(|(.., wide)| *wide);
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        for (first, second, chosen, _) in &rows {
            let style = if *chosen { Style::new().bg(Color::Blue) } else { Style::new() };
            screens.push(screen([first, second], ambiguous, style));
        }
        screens.push(screen([&end, ""], ambiguous, Style::new()));
        let expected = if end.trim().is_empty() { String::new() } else { format!(" {}", end.trim_end()) };
        for rows in shown(&screens) {
            prop_assert_eq!(rows, [expected.clone(), String::new()]);
        }
    }

    #[test]
    fn what_stands_behind_a_doubtful_cluster_stands_where_it_is_laid_out(before in row(), after in row()) {
        let screens = [before, after].map(|text| {
            let mut buffer = screen([&text, &text], Ambiguous::Narrow, Style::new());
            let strip = Strip { y: 0, from: 30, to: 40 };
            // Two blanks part them: words flow as each terminal has it.
            Canvas::new(&mut buffer, Ambiguous::Narrow).fill(Strip { from: 28, ..strip }, " ", Style::new());
            Canvas::new(&mut buffer, Ambiguous::Narrow).put(strip, Safe::line("猫と犬abc").as_safe_str(), Style::new());
            buffer
        });
        let frames = frames(&screens);
        for &columns_of in BELIEFS {
            let believer = Believer::after(&frames, columns_of);
            prop_assert_eq!(believer.cells[0][30..].concat(), "猫と犬abc ");
        }
    }
}
