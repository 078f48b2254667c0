//! Pictures on the screen: in coloured cells, scrolled row by row, covered, switched off, broken.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use common::pty::{Answers, Program, Pty, text_of};
use common::screen::{Reader, reader_on};
use image::{Rgba, RgbaImage};
use proptest::prelude::*;
use ratatui::style::Color;
use tsundoku::app::reader::Reader as Pane;
use tsundoku::config::config;
use tsundoku::corpus::changed::Changed;
use tsundoku::corpus::source::{Source, Walk};
use tsundoku::markdown::document::Anchor;
use tsundoku::message::{Event, Report};
use tsundoku::page::measure::Measure;
use tsundoku::page::plate::{Found, Pictures, Plate, Room};
use tsundoku::pictures::drawn::Ink;
use tsundoku::pictures::easel::{Easel, Halves, Manner, Packing, Palette, Way};
use tsundoku::view::picture;

const BLOCKS: Manner = Manner::Blocks { palette: Palette::True, halves: Halves::Rows };
const RED: Color = Color::Rgb(255, 0, 0);
const GREEN: Color = Color::Rgb(0, 255, 0);
const BLUE: Color = Color::Rgb(0, 0, 255);
const YELLOW: Color = Color::Rgb(255, 255, 0);

/// A picture of four squares: red and green above, blue and yellow below.
fn squares(path: &Path, width: u32, height: u32) {
    let image = RgbaImage::from_fn(width, height, |x, y| {
        Rgba(match (x < width / 2, y < height / 2) {
            (true, true) => [255, 0, 0, 255],
            (false, true) => [0, 255, 0, 255],
            (true, false) => [0, 0, 255, 255],
            (false, false) => [255, 255, 0, 255],
        })
    });
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    image.save(path).unwrap();
}

/// An article with a picture of 20 columns and 6 rows amid text.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    squares(&folder.path().join("images/図.png"), 160, 96);
    let lines = |word: &str| (1..=12).map(|n| format!("{word}{n}の段落。")).collect::<Vec<_>>().join("\n\n");
    let text = format!(
        "---\ndate: 2026-01-01\n---\n\n# 絵のある記事\n\n{}\n\n![四つの色](/images/図.png \"説明\")\n\n{}\n",
        lines("前"),
        lines("後")
    );
    fs::write(folder.path().join("a.md"), text).unwrap();
    folder
}

fn reader(folder: &Path, manner: Manner, size: (u16, u16)) -> Reader {
    let easel = Easel { manner, cell: (8, 16) };
    let source = Source::of(folder).unwrap();
    reader_on(Some(easel), vec![source], "絵", config::load(None).config, size)
}

/// The rows of the screen on which cells of the picture are, with the colours at its edges.
fn rows(reader: &mut Reader, column: u16, height: u16) -> Vec<(u16, Color, Color)> {
    reader.screen();
    let cell = |row| (row, reader.colours(column, row).1, reader.colours(column + 19, row).1);
    (0..height)
        .map(cell)
        .filter(|(_, left, _)| matches!(left, Color::Rgb(255, 0, 0) | Color::Rgb(0, 0, 255)))
        .collect()
}

#[test]
fn a_picture_stands_in_coloured_cells_amid_its_text() {
    let folder = folder();
    let mut reader = reader(folder.path(), BLOCKS, (80, 24)).types("<enter>");
    let screen = reader.screen();
    assert!(screen.contains("前1の段落"), "{screen}");
    let mut reader = reader.types("20j");
    let screen = reader.screen();
    assert!(
        screen.contains("説明") && screen.contains("後1の段落") && !screen.contains("四つの色"),
        "{screen}"
    );
    let seen = rows(&mut reader, 2, 24);
    let first = seen[0].0;
    let expected: Vec<_> = (0..6)
        .map(|row| if row < 3 { (first + row, RED, GREEN) } else { (first + row, BLUE, YELLOW) })
        .collect();
    assert_eq!(seen, expected, "{screen}");
}

#[test]
fn a_picture_is_scrolled_row_by_row_and_leaves_nothing_behind() {
    for (columns, height) in [(80, 24), (40, 15)] {
        let folder = folder();
        let mut reader = reader(folder.path(), BLOCKS, (columns, height)).types("<enter>");
        let mut tops = Vec::new();
        for _ in 0..34 {
            let seen = rows(&mut reader, 2, height);
            assert!(seen.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1), "{seen:?}");
            tops.push((seen.first().map(|row| row.0), seen.len()));
            reader = reader.types("j");
        }
        assert!(tops.iter().any(|(_, count)| *count == 6), "{tops:?}");
        assert!(tops.contains(&(Some(1), 1)), "the last row alone at the top: {tops:?}");
        assert!(tops.last() == Some(&(None, 0)), "{tops:?}");
    }
}

#[test]
fn a_popup_over_a_picture_can_be_read_and_the_picture_is_back() {
    let folder = folder();
    let mut reader = reader(folder.path(), BLOCKS, (80, 24)).types("<enter>20j");
    let before = rows(&mut reader, 2, 24);
    let mut reader = reader.types("?");
    let screen = reader.screen();
    assert!(screen.contains("Keys") && screen.contains("a line down"), "{screen}");
    assert!((3..20).all(|row| !matches!(reader.colours(10, row).1, Color::Rgb(_, 0, _))), "{screen}");
    let mut reader = reader.types("<esc>");
    assert_eq!(rows(&mut reader, 2, 24), before);
}

#[test]
fn pictures_are_switched_off_and_on_and_the_row_at_the_top_stays() {
    let folder = folder();
    let mut reader = reader(folder.path(), BLOCKS, (80, 24)).types("<enter>20j");
    let top = |reader: &mut Reader| reader.screen().lines().nth(1).unwrap_or_default().to_owned();
    let before = (top(&mut reader), rows(&mut reader, 2, 24).len());
    assert_eq!(before.1, 6);
    let mut reader = reader.types("I");
    let screen = reader.screen();
    assert!(screen.contains("▸ 四つの色") && screen.contains("pictures are hidden"), "{screen}");
    assert_eq!((top(&mut reader), rows(&mut reader, 2, 24).len()), (before.0.clone(), 0));
    let mut reader = reader.types("I");
    assert_eq!((top(&mut reader), rows(&mut reader, 2, 24).len()), before);
}

#[test]
fn pictures_stay_when_another_is_written_and_when_nothing_is() {
    let folder = folder();
    let mut reader = reader(folder.path(), BLOCKS, (80, 24)).types("<enter>20j");
    let before = rows(&mut reader, 2, 24);
    assert_eq!(before.len(), 6);
    let file = folder.path().join("a.md");
    let text = fs::read_to_string(&file).unwrap();
    let changed = Event::Changed(Changed::Files(vec![file.clone()]));
    fs::write(&file, format!("{text}\n![色](/images/図.png)\n")).unwrap();
    reader.event(changed.clone());
    assert_eq!(rows(&mut reader, 2, 24), before, "{}", reader.screen());
    // What is looked for once more finds them, though nothing else has changed since.
    reader.keep_back(|report| matches!(report, Report::Pictures { .. }));
    for _ in 0..2 {
        fs::write(&file, format!("{text}\n![色](/images/図.png)\n\n![色](/images/図.png)\n")).unwrap();
        reader.event(changed.clone());
    }
    reader.give_back();
    assert_eq!(rows(&mut reader, 2, 24), before, "{}", reader.screen());
}

#[test]
fn a_theme_without_colours_and_a_terminal_without_pictures_show_their_words() {
    let folder = folder();
    let mut reader = reader(folder.path(), BLOCKS, (80, 24)).types("<enter>20jT");
    assert!(reader.screen().contains("▸ 四つの色"));
    let mut reader = reader.types("T");
    assert_eq!(rows(&mut reader, 2, 24).len(), 6);
    // Opened where no picture is looked for.
    let mut reader = self::reader(folder.path(), BLOCKS, (80, 24)).types("T<enter>20j");
    assert!(reader.screen().contains("▸ 四つの色"));
    let mut reader = reader.types("T");
    assert_eq!(rows(&mut reader, 2, 24).len(), 6, "{}", reader.screen());
    let source = Source::of(folder.path()).unwrap();
    let plain = reader_on(None, vec![source], "絵", config::load(None).config, (80, 24)).types("<enter>20jI");
    let mut plain = plain;
    let screen = plain.screen();
    assert!(screen.contains("▸ 四つの色") && screen.contains("no pictures"), "{screen}");
}

#[test]
fn a_resize_in_the_middle_of_a_picture_stays_in_it() {
    let folder = folder();
    let mut reader = reader(folder.path(), BLOCKS, (80, 24)).types("<enter>20j");
    while rows(&mut reader, 2, 24).first().is_none_or(|row| row.0 > 1) {
        reader = reader.types("j");
    }
    let mut reader = reader.types("3j").sized(40, 15);
    let seen = rows(&mut reader, 2, 15);
    assert_eq!(seen.first().map(|row| (row.0, row.1)), Some((1, BLUE)), "{seen:?}");
}

#[test]
fn pictures_keep_their_form_and_are_drawn_anew_when_cells_have_another_size() {
    let folder = folder();
    let strips = |reader: &Reader| {
        let placed = picture::placed(reader.app());
        let [only] = &placed[..] else { panic!("{}", placed.len()) };
        let Ink::Strips(strips) = &only.drawn.ink else { panic!("{:?}", only.drawn.ink) };
        (only.drawn.cells, strips.clone())
    };
    let mut reader = reader(folder.path(), Manner::Sixel, (80, 24)).types("<enter>20j");
    let before = strips(&reader);
    assert_eq!(before.0, (20, 6));
    reader.event(Event::Cell { across: 16, down: 32 });
    assert_eq!(strips(&reader).0, (10, 3));
    reader.event(Event::Cell { across: 8, down: 16 });
    assert_eq!(strips(&reader), before);
}

#[test]
fn what_cannot_be_drawn_says_why_and_what_is_not_here_is_words() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("home").join(name);
    squares(&at("good.png"), 16, 16);
    let bytes = fs::read(at("good.png")).unwrap();
    fs::write(at("cut.png"), &bytes[..bytes.len() / 2]).unwrap();
    fs::write(at("text.png"), "no picture").unwrap();
    fs::write(at("empty.jpg"), "").unwrap();
    // A head that claims more dots than any memory has.
    let mut bomb = bytes.clone();
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    fs::write(at("bomb.png"), bomb).unwrap();
    let mut nothing = bytes.clone();
    nothing[16..24].copy_from_slice(&[0; 8]);
    let crc = crc32(&nothing[12..29]).to_be_bytes();
    nothing[29..33].copy_from_slice(&crc);
    fs::write(at("nothing.png"), nothing).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, at("pipe.png"), rustix::fs::FileType::Fifo, 0o600.into(), 0)
        .unwrap();
    squares(&folder.path().join("secret.png"), 16, 16);
    std::os::unix::fs::symlink("../secret.png", at("out.png")).unwrap();
    fs::copy(at("good.png"), at("wrong.jpg")).unwrap();
    let names = [
        "cut.png",
        "text.png",
        "empty.jpg",
        "bomb.png",
        "nothing.png",
        "pipe.png",
        "out.png",
        "gone.png",
        "draw.svg",
    ];
    fs::write(at("draw.svg"), "<svg/>").unwrap();
    let text = names.map(|name| format!("![{name}]({name})")).join("\n\n");
    fs::write(at("a.md"), format!("{text}\n\n![net](https://example.com/a.png)\n\n![wrong](wrong.jpg)\n"))
        .unwrap();
    let mut reader = reader(&folder.path().join("home"), BLOCKS, (80, 40)).types("<enter>");
    let screen = reader.screen();
    for (name, why) in [
        ("cut.png", "  the file is broken"),
        ("text.png", "  not a picture that can be drawn"),
        ("empty.jpg", "  not a picture that can be drawn"),
        ("bomb.png", "  65536 x 65536 dots are too many"),
        ("nothing.png", "  the file is broken"),
        ("pipe.png", "  it is a pipe"),
        ("out.png", "  it leads out of the folder; --follow reads it"),
        ("gone.png", ""),
        ("draw.svg", ""),
        ("net", ""),
    ] {
        let mut lines =
            screen.lines().map(str::trim_end).skip_while(|line| !line.ends_with(&format!("▸ {name}")));
        let below = lines.nth(1).unwrap_or_else(|| panic!("{name}\n{screen}"));
        assert_eq!(below.trim_start(), why.trim_start(), "{name}\n{screen}");
    }
    assert!(!screen.contains("▸ wrong"), "what the file holds counts, not its ending\n{screen}");
}

/// The check sum of a chunk of PNG.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

#[test]
fn notes_find_pictures_by_name_in_any_script_however_it_is_composed() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["がぞう.png", "图片 1.png", "그림.png", "Picture.PNG"];
    squares(&folder.path().join("deep/er/か\u{3099}ぞう.png"), 16, 16);
    squares(&folder.path().join("資料/图片 1.png"), 16, 16);
    squares(&folder.path().join("資料/\u{1100}\u{1173}\u{1105}\u{1175}\u{11b7}.png"), 16, 16);
    squares(&folder.path().join("x/picture.png"), 16, 16);
    let text = names.map(|name| format!("![[{name}]]")).join("\n\n");
    fs::create_dir_all(folder.path().join("ノート")).unwrap();
    fs::write(folder.path().join("ノート/a.md"), format!("{text}\n\n![[none.png]]\n")).unwrap();
    let mut reader = reader(folder.path(), BLOCKS, (80, 40)).types("<enter>");
    let screen = reader.screen();
    assert_eq!(screen.matches('▸').count(), 1, "{screen}");
    assert!(screen.contains("▸ none.png"), "{screen}");
}

#[test]
fn a_picture_that_is_embedded_twice_by_its_name_is_drawn_twice() {
    for name in ["図.png", "图.png", "그림.png", "drawing.png"] {
        let folder = tempfile::tempdir().unwrap();
        squares(&folder.path().join("deep/er").join(name), 16, 16);
        let text =
            format!("![words]({name})\n\n![[{name}]]\n\n![[{name}]]\n\n![[{name}|8]]\n\n![words]({name})\n");
        fs::write(folder.path().join("a.md"), text).unwrap();
        let mut reader = reader(folder.path(), BLOCKS, (80, 40)).types("<enter>");
        let screen = reader.screen();
        assert_eq!(screen.matches('▸').count(), 2, "{screen}");
        assert_eq!(screen.matches("▸ words").count(), 2, "{screen}");
    }
}

#[test]
fn a_picture_that_may_not_be_read_says_so_and_no_other_of_its_name_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let names = ["図.png", "图.png", "그림.png", "drawing.png"];
    for name in names {
        squares(&at("a").join(name), 16, 16);
        squares(&at("images").join(name), 16, 16);
        fs::set_permissions(at("a").join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::read(at("a/図.png")).is_ok() {
        // Whoever may read all is refused nothing.
        return;
    }
    fs::write(at("a/a.md"), names.map(|name| format!("![]({name})")).join("\n\n")).unwrap();
    let mut reader = reader(folder.path(), BLOCKS, (80, 40)).types("<enter>");
    let screen = reader.screen();
    assert_eq!(screen.matches("permission denied").count(), names.len(), "{screen}");
}

#[test]
fn pictures_are_looked_for_again_when_their_article_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("a.md");
    squares(&folder.path().join("図.png"), 16, 16);
    fs::write(&article, "猫の段落。\n").unwrap();
    let mut reader = reader(folder.path(), BLOCKS, (80, 40)).types("<enter>");
    reader.event(Event::Changed(Changed::Everything));
    fs::write(&article, "猫の段落。\n\n![四つの色](図.png)\n").unwrap();
    reader.event(Event::Changed(Changed::Files(vec![article])));
    let screen = reader.screen();
    assert!(screen.contains('▀') && !screen.contains("四つの色"), "{screen}");
}

#[test]
fn kitty_cells_name_their_picture_and_tell_their_place_beside_what_covers_them() {
    let folder = folder();
    let kitty = Manner::Kitty { packing: Packing::Plain, way: Way::Straight };
    let mut reader = reader(folder.path(), kitty, (80, 24)).types("<enter>20j");
    let screen = reader.screen();
    let held: Vec<&str> = screen.lines().filter(|line| line.contains('\u{10eeee}')).collect();
    assert_eq!(held.len(), 6, "{screen}");
    assert!(held.iter().all(|line| line.matches('\u{10eeee}').count() == 20));
    assert!(
        held[1].trim_start().starts_with("\u{10eeee}\u{30d}\u{305}\u{10eeee}\u{10eeee}"),
        "{}",
        held[1].escape_unicode()
    );
    let placed = picture::placed(reader.app());
    let [only] = &placed[..] else { panic!("{}", placed.len()) };
    assert!(matches!(only.drawn.ink, Ink::Kitty { .. }) && only.rows == (0..6));
}

#[test]
fn pictures_over_cells_make_room_for_what_comes_over_the_page() {
    let folder = folder();
    let mut reader = reader(folder.path(), Manner::Sixel, (80, 24)).types("<enter>20j");
    let whole = picture::placed(reader.app());
    assert!(whole.len() == 1 && whole[0].rows == (0..6), "{}", whole.len());
    assert!(!reader.screen().contains("四つの色"));
    let mut reader = reader.types("?");
    assert!(picture::placed(reader.app()).is_empty());
    reader.screen();
    let mut reader = reader.types("<esc>");
    assert_eq!(picture::placed(reader.app()), whole);
    while picture::placed(reader.app()).first().is_some_and(|placed| placed.rows.start < 4) {
        reader = reader.types("j");
    }
    assert_eq!(
        picture::placed(reader.app()).first().map(|placed| (placed.row, placed.rows.clone())),
        Some((1, 4..6))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_row_at_the_top_stays_when_pictures_are_known_or_their_sizes_change(
        sizes in proptest::collection::vec((1_u32..900, 1_u32..900), 4), other in (1_u32..900, 1_u32..900),
        steps in 0_isize..120, columns in 12_u16..90, height in 4_usize..40,
    ) {
        let words = ["猫の段落。", "文章的段落。", "한국어 문단.", "A paragraph."];
        let text = words.map(|words| format!("{}![図](a.png)\n\n", format!("{words}\n\n").repeat(9))).concat();
        let source = Source::Text { name: "a.md".to_owned(), text: format!("{text}{}", "終。\n\n".repeat(60)) };
        let opened = source.open(Path::new("a.md"), &Walk::default()).unwrap();
        let room = Room { cell: (8, 16), rows: u16::try_from(height).unwrap() };
        let measure = Measure { pictures: Pictures::Drawn(room), ..Measure::of(columns) };
        let plate = |dots| Found::Plate(Plate { file: Arc::from(Path::new("a.png")), stamp: 0, dots, wish: None });
        let mut pane = Pane::default();
        pane.resize(height, measure);
        pane.show(Arc::new(opened.article), opened.document, opened.line, Anchor(0), measure);
        pane.step(steps);
        let before = pane.at();
        pane.set_pictures(sizes.into_iter().map(plate).collect());
        prop_assert_eq!(pane.at(), before);
        pane.step(steps / 2);
        let before = pane.at();
        pane.set_pictures((0..4).map(|_| plate(other)).collect());
        prop_assert_eq!(pane.at(), before);
        pane.resize(height, Measure { pictures: Pictures::Words, ..measure });
        prop_assert_eq!(pane.at(), before);
    }
}

/// The reader on such a folder in a pseudo-terminal of 100 by 30, alone with its text.
fn opened(folder: &Path, answers: Answers) -> Pty {
    opened_at(&folder.join("a.md"), answers)
}

fn opened_at(given: &Path, answers: Answers) -> Pty {
    let pty =
        Program::tsundoku().arg(given).env("COLORTERM", "truecolor").answers(answers).size(100, 30).start();
    pty.wait_for("前12の段落");
    pty
}

fn count(bytes: &[u8], of: &str) -> usize {
    bytes.windows(of.len()).filter(|window| *window == of.as_bytes()).count()
}

/// What ends a frame.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// Bytes written for one key, once the screen has become another one and shows what it should. It
/// must stand still before.
fn written(pty: &Pty, keys: &str, shows: &str) -> Vec<u8> {
    pty.wait_until_raw(|raw| raw.ends_with(END_OF_FRAME));
    let (before, screen) = (pty.raw().len(), pty.screen());
    pty.keys(keys);
    pty.wait_until(|shown| text_of(shown).contains(shows) && text_of(shown) != screen);
    pty.wait_until_raw(|raw| raw[before..].ends_with(END_OF_FRAME));
    pty.raw()[before..].to_vec()
}

#[test]
fn a_terminal_that_would_take_the_question_for_a_title_is_not_asked_for_pictures() {
    let folder = folder();
    let config = folder.path().join("off.yaml");
    fs::write(&config, "images: off\n").unwrap();
    let config = ["--config", config.to_str().unwrap()];
    for (variable, arguments, asked) in [
        (("COLORTERM", ""), &[][..], 2),
        (("COLORTERM", ""), &config, 0),
        (("TMUX", "/tmp/tmux-0/default,1,0"), &[], 0),
        (("TERM", "tmux-256color"), &[], 0),
        (("STY", "1.pts-0"), &[], 0),
        (("TERM", "screen-256color"), &[], 0),
    ] {
        let program = arguments.iter().fold(Program::tsundoku(), Program::arg);
        let mut pty = program.arg(folder.path()).env(variable.0, variable.1).size(100, 30).start();
        pty.wait_for("前12の段落");
        assert_eq!(count(&pty.raw(), "\x1b_G"), asked, "{variable:?} {arguments:?}");
        pty.keys("<c-c>");
        assert_eq!(pty.exit_code(), 0);
    }
}

#[test]
fn kitty_is_sent_a_picture_once_and_forgets_it_at_the_end() {
    let folder = folder();
    let mut pty = opened(folder.path(), Answers::Kitty);
    pty.keys("10j");
    pty.wait_until_raw(|raw| count(raw, "a=T,U=1") > 0);
    pty.wait_until(|screen| screen.contents().matches('\u{10eeee}').count() == 120);
    let mut scrolled = Vec::new();
    for (keys, shows) in [("j", "後1の段落"), ("k", "前12の段落"), ("?", "Keys"), ("q", "後1の段落")]
    {
        scrolled.extend(written(&pty, keys, shows));
    }
    assert!(count(&scrolled, "\x1b_G") == 0 && scrolled.len() < 16 * 1024, "{}", scrolled.len());
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), Vec::<String>::new());
    let raw = pty.raw();
    assert_eq!((count(&raw, "a=T,U=1"), count(&raw, "a=d,d=I,i=")), (1, 1));
}

#[test]
fn sixels_are_drawn_again_where_they_have_moved_and_are_gone_with_the_picture() {
    let folder = folder();
    let mut pty = opened(folder.path(), Answers::Sixel);
    pty.keys("10j");
    pty.wait_until(|screen| {
        let shown = screen.contents();
        shown.contains("後1の段落") && !shown.contains("前3の段落")
    });
    pty.wait_until_raw(|raw| count(raw, "\x1bP") >= 6 && raw.ends_with(END_OF_FRAME));
    let (before, screen) = (pty.raw().len(), pty.screen());
    pty.keys("j");
    pty.wait_until(|shown| text_of(shown) != screen);
    // Each row is drawn again.
    pty.wait_until_raw(|raw| count(&raw[before..], "\x1bP") >= 6 && raw.ends_with(END_OF_FRAME));
    let hidden = written(&pty, "I", "四つの色");
    assert_eq!(count(&hidden, "\x1bP"), 0);
    pty.keys("<c-c>");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_row_scrolled_over_a_picture_of_many_colours_costs_little() {
    let folder = folder();
    let photo = RgbaImage::from_fn(640, 480, |x, y| {
        let wave = |n: u32| u8::try_from((x * n / 3 + y * (n + 2) / 5 + x * y / 97) % 256).unwrap();
        Rgba([wave(1), wave(2), wave(3), 255])
    });
    photo.save(folder.path().join("images/図.png")).unwrap();
    for n in 0..30 {
        let text = format!("---\ndate: 2020-01-01\n---\n\n# 隣の記事{n}、長い題のある\n");
        fs::write(folder.path().join(format!("{n}.md")), text).unwrap();
    }
    for given in [folder.path().join("a.md"), folder.path().to_owned()] {
        let mut pty = opened_at(&given, Answers::Narrow);
        pty.keys("<enter>10j");
        pty.wait_until(|screen| {
            let shown = screen.contents();
            shown.contains("▀▀▀") && !shown.contains("前4の段落")
        });
        for (keys, shows) in [("j", "前12の段落"), ("j", "前12の段落"), ("k", "前12の段落")] {
            let scrolled = written(&pty, keys, shows);
            assert!(scrolled.len() < 16 * 1024, "{keys}: {} bytes", scrolled.len());
        }
        pty.keys("<c-c>");
        assert_eq!(pty.exit_code(), 0);
    }
}
