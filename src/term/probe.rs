//! What the terminal says of itself, asked in one round trip before the keys are listened to.
//!
//! How wide it draws ambiguous characters is measured: print one, ask where the cursor stands.
//! The last question is one that every terminal answers (DA1), so that silence about the others
//! costs no time. A terminal that answers nothing costs the limit, once. Answers that come later
//! are dropped by the key thread; what was typed meanwhile is handed on.

use std::fmt::Write;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};

use crate::config::config::ImagesSetting;
use crate::input::key::Key;
use crate::pictures::easel::{Told, Within};
use crate::term::sequence::Decoder;
use crate::term::token::{Answer, Token};
use crate::term::tty::{self, Tty};
use crate::text::width::Ambiguous;

/// Ambiguous characters that are common in text and in rules: most of them decide.
const SAMPLES: [&str; 3] = ["…", "①", "─"];

/// The row they are printed in, from 1. Not the first: its reports read like a function key's.
const ROW: u16 = 2;

/// How much longer to wait for the rest of an answer that has begun.
const REST: Duration = Duration::from_millis(50);

const SYNCHRONIZED: u16 = 2026;
const GRAPHEMES: u16 = 2027;
const ALTERNATE_SCROLL: u16 = 1007;

/// Names of the pictures that kitty is asked about, one dot each: plain, and deflated.
const PLAIN: u32 = 31;
const DEFLATED: u32 = 32;
/// A black dot, deflated.
const DEFLATED_DOT: &str = "eJxjYGAAAAADAAE=";

/// What the terminal said, where it said anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// How wide it draws ambiguous characters.
    pub ambiguous: Option<Ambiguous>,
    /// Whether its background is dark.
    pub background: Option<Background>,
    /// Whether it knows synchronized updates (mode 2026).
    pub synchronized: Option<Support>,
    /// Whether it knows grapheme clusters (mode 2027).
    pub graphemes: Option<Support>,
    /// Whether alternate scroll (mode 1007) was on before anybody asked for it.
    pub scroll: Option<Scroll>,
    /// What it said of pictures.
    pub pictures: Told,
    /// Keys typed while it was asked, in order; to be taken before those of the key thread.
    pub early: Vec<Key>,
}

impl Answers {
    fn note_mode(&mut self, mode: u16, state: u16) {
        match mode {
            SYNCHRONIZED => self.synchronized = Some(support(state)),
            GRAPHEMES => self.graphemes = Some(support(state)),
            ALTERNATE_SCROLL => self.scroll = scroll(state),
            _ => {}
        }
    }
}

/// Whether the terminal is asked for kitty's pictures, in words (APC) that some take for a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Pictures {
    Asked,
    NotAsked,
}

impl Pictures {
    /// They are asked for where the answer counts, and reaches us.
    #[must_use]
    pub fn of(wanted: ImagesSetting, within: Option<Within>) -> Self {
        match (wanted, within) {
            (ImagesSetting::Auto | ImagesSetting::Kitty, None) => Self::Asked,
            (
                ImagesSetting::Auto
                | ImagesSetting::Kitty
                | ImagesSetting::Off
                | ImagesSetting::Blocks
                | ImagesSetting::Sixel
                | ImagesSetting::Iterm,
                _,
            ) => Self::NotAsked,
        }
    }
}

/// What lies behind the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Background {
    Dark,
    Light,
}

/// Whether the wheel sends arrow keys to any program in the alternate screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Scroll {
    On,
    Off,
}

/// Whether a terminal knows a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Support {
    Known,
    Unknown,
}

/// Asks the terminal, for at most about `limit`. After a session has begun, before the keys are
/// listened to and before the first frame, which must be painted whole.
#[must_use]
pub fn probe(limit: Duration, pictures: Pictures) -> Answers {
    let Ok(tty) = Tty::open() else { return Answers::default() };
    if std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") || !tty.is_foreground() {
        return Answers::default();
    }
    let deadline = Instant::now() + limit;
    tty::expect_answer();
    if tty::write_within(questions(pictures).as_bytes(), limit).is_err() {
        return Answers::default();
    }
    let heard = listen(&tty, deadline);
    if has_ended(&heard) {
        tty::answered();
    }
    let _ = tty::write_within(b"\x1b[0m\x1b[2J\x1b[H", limit);
    let mut answers = understand(heard);
    answers.pictures.cell = answers.pictures.cell.or_else(tty::cell);
    answers
}

fn questions(pictures: Pictures) -> String {
    // In a single row the reports could not be told from keys.
    let samples = if tty::size().1 < ROW { &[] } else { &SAMPLES[..] };
    let mut questions = String::new();
    for sample in samples {
        let _ = write!(questions, "\x1b[{ROW};1H{sample}\x1b[6n");
    }
    questions += "\x1b]11;?\x1b\\";
    for mode in [SYNCHRONIZED, GRAPHEMES, ALTERNATE_SCROLL] {
        let _ = write!(questions, "\x1b[?{mode}$p");
    }
    let dots = [(PLAIN, "", "AAAA"), (DEFLATED, "o=z,", DEFLATED_DOT)];
    for (id, packing, dot) in dots.into_iter().filter(|_| pictures == Pictures::Asked) {
        let _ = write!(questions, "\x1b_Gi={id},s=1,v=1,a=q,t=d,f=24,{packing}q=0;{dot}\x1b\\");
    }
    questions + "\x1b[16t\x1b[>q\x1b[c"
}

/// What the terminal sends until its last answer, or until the deadline.
fn listen(tty: &Tty, deadline: Instant) -> Vec<Token> {
    let (mut decoder, mut heard) = (Decoder::default(), Vec::new());
    while let Some(until) = patience(&decoder, &heard, deadline) {
        let mut polled = [PollFd::new(tty, PollFlags::IN)];
        let ready = tty::wait(&mut polled, Some(until));
        if !ready.is_ok_and(|count| count > 0) || !polled[0].revents().contains(PollFlags::IN) {
            break;
        }
        let mut bytes = [0; 1024];
        match tty.read(&mut bytes) {
            Ok(count) if count > 0 => decoder.feed(&bytes[..count], &mut heard),
            _ => break,
        }
    }
    decoder.give_up(&mut heard);
    heard
}

/// Until when to listen, or nothing where all is said or the time is over.
fn patience(decoder: &Decoder, heard: &[Token], deadline: Instant) -> Option<Instant> {
    let now = Instant::now();
    let answered = has_ended(heard);
    match (answered, decoder.patience()) {
        (true, None) => None,
        (true, Some(rest)) => Some(now + rest.min(REST)),
        _ if deadline + REST <= now => None,
        (false, None) => (now < deadline).then_some(deadline),
        (false, Some(_)) => Some(deadline + REST),
    }
}

/// Whether the answer to the last question has come.
fn has_ended(heard: &[Token]) -> bool {
    heard.iter().any(|token| matches!(token, Token::Answer(Answer::Attributes { .. })))
}

fn understand(heard: Vec<Token>) -> Answers {
    let (mut answers, mut wide, mut narrow) = (Answers::default(), 0, 0);
    for token in heard {
        match token {
            Token::Answer(Answer::Cursor { row: ROW, column: 3 }) => wide += 1,
            Token::Answer(Answer::Cursor { row: ROW, column: 2 }) => narrow += 1,
            Token::Answer(Answer::Background { parts }) => answers.background = Some(background(parts)),
            Token::Answer(Answer::Mode { mode, state }) => answers.note_mode(mode, state),
            Token::Key(event) => answers.early.extend(Key::from_event(&event)),
            Token::Answer(Answer::Cell { width, height }) => answers.pictures.cell = Some((width, height)),
            Token::Answer(Answer::Name(name)) => answers.pictures.name = name,
            Token::Answer(Answer::Picture { id: PLAIN, taken }) => answers.pictures.kitty = taken,
            Token::Answer(Answer::Picture { id: DEFLATED, taken }) => answers.pictures.deflated = taken,
            Token::Answer(Answer::Attributes { sixel }) => answers.pictures.sixel = sixel,
            Token::Answer(Answer::Cursor { .. } | Answer::Picture { .. })
            | Token::Paste(_)
            | Token::Mouse(_) => {}
        }
    }
    answers.ambiguous = match (wide, narrow) {
        (0, 0) => None,
        (wide, narrow) if wide > narrow => Some(Ambiguous::Wide),
        _ => Some(Ambiguous::Narrow),
    };
    answers
}

/// By luma (ITU-R BT.601), which is enough to tell paper from night.
fn background([red, green, blue]: [u16; 3]) -> Background {
    let luma = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    if luma < 500 * u32::from(u16::MAX) { Background::Dark } else { Background::Light }
}

/// DECRPM: 0 is a mode that the terminal does not know, 4 one that it knows and never turns on.
const fn support(state: u16) -> Support {
    if matches!(state, 1..=3) { Support::Known } else { Support::Unknown }
}

/// DECRPM: 1 is on, 3 on for ever.
const fn scroll(state: u16) -> Option<Scroll> {
    match state {
        1 | 3 => Some(Scroll::On),
        2 | 4 => Some(Scroll::Off),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, Background, Scroll, Support, understand};
    use crate::input::key::Key;
    use crate::term::sequence::Decoder;
    use crate::term::token::Token;
    use crate::text::width::Ambiguous;

    fn understood(bytes: &[u8]) -> Answers {
        let (mut decoder, mut heard) = (Decoder::default(), Vec::new());
        decoder.feed(bytes, &mut heard);
        understand(heard)
    }

    #[test]
    fn a_terminal_that_says_nothing_is_not_guessed_at() {
        assert_eq!(understood(b"\x1b[?62c"), Answers::default());
    }

    #[test]
    fn what_a_terminal_says_of_pictures_is_understood() {
        let told = understood(
            b"\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;EINVAL:o\x1b\\\x1b[6;20;10t\x1bP>|kitty(0.40.1)\x1b\\\x1b[?62;4;22c",
        )
        .pictures;
        assert!(told.kitty && !told.deflated && told.sixel);
        assert_eq!((told.cell, told.name.as_str()), (Some((10, 20)), "kitty(0.40.1)"));
        assert!(!understood(b"\x1b[?4;6c").pictures.sixel, "the first number is the kind of terminal");
    }

    #[test]
    fn most_of_the_samples_decide_how_wide_ambiguous_characters_are() {
        let ambiguous = |bytes: &[u8]| understood(bytes).ambiguous;
        assert_eq!(ambiguous(b"\x1b[2;2R\x1b[2;2R\x1b[2;2R"), Some(Ambiguous::Narrow));
        assert_eq!(ambiguous(b"\x1b[2;3R\x1b[2;3R\x1b[2;2R"), Some(Ambiguous::Wide));
        assert_eq!(ambiguous(b"\x1b[2;2R\x1b[2;3R\x1b[2;2R"), Some(Ambiguous::Narrow));
    }

    #[test]
    fn dark_and_light_are_told_apart() {
        let background = |bytes: &[u8]| understood(bytes).background;
        assert_eq!(background(b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07"), Some(Background::Dark));
        assert_eq!(background(b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\"), Some(Background::Light));
        assert_eq!(background(b"\x1b]11;rgb:00/00/ff\x07"), Some(Background::Dark));
    }

    #[test]
    fn modes_are_known_unknown_or_not_told() {
        let answers = understood(b"\x1b[?2026;2$y\x1b[?2027;0$y\x1b[?1007;1$y");
        assert_eq!(answers.synchronized, Some(Support::Known));
        assert_eq!(answers.graphemes, Some(Support::Unknown));
        assert_eq!(answers.scroll, Some(Scroll::On));
    }

    #[test]
    fn keys_typed_between_the_answers_are_kept_in_order() {
        let answers = understood("j\x1b[2;2R読\x1b]11;rgb:0/0/0\x07k\x1b[?1c".as_bytes());
        let mut keys = Vec::new();
        Decoder::default().feed("j読k".as_bytes(), &mut keys);
        let keys: Vec<Key> = keys
            .iter()
            .filter_map(|token| if let Token::Key(event) = token { Key::from_event(event) } else { None })
            .collect();
        assert_eq!(answers.early, keys);
        assert_eq!(answers.early.len(), 3);
    }
}
