//! Where what a terminal sends begins and ends: characters, sequences, pastes, out of bytes in
//! pieces of any size.
//!
//! After ECMA-48. It is done here and not by crossterm's own reader, because that one blocks
//! within half a sequence, spins on a terminal that has gone, and leaves the end of a long burst
//! unread. An answer is never taken for a key, however late it comes. What is not understood is
//! dropped, and what never ends has a bound.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyModifiers};

use crate::term::control::{background, character, control, key, lettered, told};
use crate::term::token::Token;

/// Bytes of a paste that are kept; the rest of it is dropped.
pub const PASTE_BYTES: usize = 1024 * 1024;

/// Bytes of an answer that are kept; a longer one is dropped whole.
const STRING_BYTES: usize = 4096;

/// Bytes of a control sequence; a longer one is dropped.
const CONTROL_BYTES: usize = 128;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Takes bytes as they come, in pieces of any size, and gives what they mean.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    paste: Option<Paste>,
    overlong: Overlong,
}

/// Whether the bytes that come belong to an answer that has become too long to keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Overlong {
    #[default]
    No,
    Yes,
    /// The last byte was an ESC, which may begin the end.
    Ending,
}

#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// How much of `PASTE_END` has just been seen.
    ending: usize,
}

/// What the bytes held amount to.
enum Step {
    /// They are the start of something.
    More,
    /// The first so many are something, or nothing that we know.
    Done(usize, Option<Token>),
    /// A paste begins behind them.
    Paste,
}

impl Decoder {
    /// Takes some bytes and appends what they complete.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Token>) {
        for &byte in bytes {
            if let Some(paste) = &mut self.paste {
                if paste.is_ended_by(byte) {
                    self.end_paste(out);
                }
            } else if self.overlong != Overlong::No {
                self.overlong = self.overlong.after(byte);
            } else {
                self.held.push(byte);
                self.settle(byte, out);
            }
        }
    }

    /// How long to wait for the rest of what was begun, or nothing where nothing was.
    ///
    /// An ESC may be the key or the start of a sequence that a slow line tore apart. The wait
    /// is short, for the key should show at once; a sequence well begun may take longer.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() || self.overlong != Overlong::No {
            return Some(Duration::from_secs(1));
        }
        match self.held.as_slice() {
            [] => None,
            [0x1b] => Some(Duration::from_millis(5)),
            [0x1b, _] => Some(Duration::from_millis(50)),
            _ => Some(Duration::from_secs(1)),
        }
    }

    /// Gives up waiting: what was begun is a key typed by hand, or nothing.
    pub fn give_up(&mut self, out: &mut Vec<Token>) {
        if self.paste.is_some() {
            self.end_paste(out);
        }
        self.overlong = Overlong::No;
        match self.held.as_slice() {
            [0x1b] => out.push(key(KeyCode::Esc, KeyModifiers::NONE)),
            &[0x1b, letter] if letter.is_ascii() => {
                out.push(character(char::from(letter), KeyModifiers::ALT));
            }
            _ => {}
        }
        self.held.clear();
    }

    fn settle(&mut self, last: u8, out: &mut Vec<Token>) {
        if is_string(&self.held) {
            // Of a long answer only its end needs a look.
            if self.held.len() > STRING_BYTES {
                self.held.clear();
                self.overlong = Overlong::Yes.after(last);
                return;
            }
            if self.held.len() > 2 && !matches!(last, 0x07 | b'\\') {
                return;
            }
        }
        while !self.held.is_empty() {
            match step(&self.held) {
                Step::More => return,
                Step::Paste => {
                    self.held.clear();
                    self.paste = Some(Paste::default());
                }
                Step::Done(length, token) => {
                    self.held.drain(..length);
                    out.extend(token);
                }
            }
        }
    }

    fn end_paste(&mut self, out: &mut Vec<Token>) {
        let Some(paste) = self.paste.take() else { return };
        let text = String::from_utf8_lossy(&paste.text);
        out.push(Token::Paste(text.replace("\r\n", "\n").replace('\r', "\n")));
    }
}

impl Overlong {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (_, 0x07) | (Self::Ending, b'\\') => Self::No,
            (_, 0x1b) => Self::Ending,
            _ => Self::Yes,
        }
    }
}

impl Paste {
    fn is_ended_by(&mut self, byte: u8) -> bool {
        if PASTE_END[self.ending] != byte {
            self.keep(self.ending);
            self.ending = 0;
        }
        if PASTE_END[self.ending] == byte {
            self.ending += 1;
        } else if self.text.len() < PASTE_BYTES {
            self.text.push(byte);
        }
        self.ending == PASTE_END.len()
    }

    /// What looked like the end was text.
    fn keep(&mut self, length: usize) {
        let room = PASTE_BYTES.saturating_sub(self.text.len());
        self.text.extend_from_slice(&PASTE_END[..length.min(room)]);
    }
}

fn is_string(held: &[u8]) -> bool {
    matches!(held, [0x1b, b']' | b'P' | b'_' | b'^' | b'X', ..])
}

fn step(held: &[u8]) -> Step {
    match held {
        [0x1b] => Step::More,
        [0x1b, 0x1b, ..] => Step::Done(1, Some(key(KeyCode::Esc, KeyModifiers::NONE))),
        [0x1b, b'[', rest @ ..] => introduced(rest),
        [0x1b, b'O', rest @ ..] => single_shift(rest),
        _ if is_string(held) => string(held),
        [0x1b, rest @ ..] => typed(rest, KeyModifiers::ALT, 1),
        rest => typed(rest, KeyModifiers::NONE, 0),
    }
}

/// A character typed, `before` bytes behind the start of what is held.
fn typed(bytes: &[u8], modifiers: KeyModifiers, before: usize) -> Step {
    let length = match bytes[0] {
        0..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Step::Done(before + 1, None),
    };
    let whole = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(whole) {
        Ok(text) => Step::Done(before + length, text.chars().next().map(|typed| character(typed, modifiers))),
        Err(fault) if fault.error_len().is_none() => Step::More,
        Err(_) => Step::Done(before + 1, None),
    }
}

/// SS3: what follows `ESC O`.
fn single_shift(rest: &[u8]) -> Step {
    let Some(&letter) = rest.first() else { return Step::More };
    let code = match letter {
        b'M' => Some(KeyCode::Enter),
        b'I' => Some(KeyCode::Tab),
        b'j'..=b'y' => Some(KeyCode::Char(char::from(letter - b'j' + b'*'))),
        b'X' => Some(KeyCode::Char('=')),
        b'R' => Some(KeyCode::F(3)),
        0x1b => return Step::Done(2, Some(character('O', KeyModifiers::ALT))),
        _ => lettered(letter),
    };
    Step::Done(3, code.map(|code| key(code, KeyModifiers::NONE)))
}

/// CSI: what follows `ESC [`.
fn introduced(rest: &[u8]) -> Step {
    match rest {
        // The Linux console's F1 to F5.
        [b'[', letter, ..] => {
            let code = matches!(letter, b'A'..=b'E').then(|| KeyCode::F(letter - b'A' + 1));
            return Step::Done(4, code.map(|code| key(code, KeyModifiers::NONE)));
        }
        [b'['] => return Step::More,
        // The mouse as it spoke before mode 1006; never asked for, so only passed over.
        [b'M', ..] => return if rest.len() < 4 { Step::More } else { Step::Done(6, None) },
        _ => {}
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return if rest.len() < CONTROL_BYTES { Step::More } else { Step::Done(2 + rest.len(), None) };
    };
    if !(0x40..0x7f).contains(&rest[end]) {
        // Torn: what ends it begins something else.
        return Step::Done(2 + end, None);
    }
    let (body, last) = (&rest[..end], rest[end]);
    if body == b"200" && last == b'~' {
        return Step::Paste;
    }
    Step::Done(2 + end + 1, control(body, last))
}

/// OSC, DCS, APC, PM and SOS: an introducer, text, and an end that is BEL or `ESC \`.
fn string(held: &[u8]) -> Step {
    let ended =
        if held.len() > 2 { held.strip_suffix(b"\x07").or(held.strip_suffix(b"\x1b\\")) } else { None };
    let Some(body) = ended else { return Step::More };
    Step::Done(held.len(), body.strip_prefix(b"\x1b]11;").map_or_else(|| told(body), background))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::{Decoder, PASTE_BYTES};
    use crate::term::token::{Answer, Button, Mouse, MouseDeed, Token};

    fn decode(bytes: &[u8]) -> Vec<Token> {
        let mut out = Vec::new();
        Decoder::default().feed(bytes, &mut out);
        out
    }

    fn decode_and_give_up(bytes: &[u8]) -> Vec<Token> {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(bytes, &mut out);
        decoder.give_up(&mut out);
        out
    }

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Token {
        Token::Key(KeyEvent::new(code, modifiers))
    }

    fn plain(typed: char) -> Token {
        key(KeyCode::Char(typed), KeyModifiers::NONE)
    }

    #[test]
    fn typed_characters_are_keys_in_every_script() {
        let expected: Vec<Token> = "j読书한 é".chars().map(plain).collect();
        assert_eq!(decode("j読书한 é".as_bytes()), expected);
    }

    #[test]
    fn keys_are_named_as_terminals_send_them() {
        let (none, shift) = (KeyModifiers::NONE, KeyModifiers::SHIFT);
        let (alt, ctrl) = (KeyModifiers::ALT, KeyModifiers::CONTROL);
        let table: &[(&[u8], KeyCode, KeyModifiers)] = &[
            (b"\r", KeyCode::Enter, none),
            (b"\t", KeyCode::Tab, none),
            (b"\x7f", KeyCode::Backspace, none),
            (b"\x08", KeyCode::Char('h'), ctrl),
            (b"\n", KeyCode::Char('j'), ctrl),
            (b"\x03", KeyCode::Char('c'), ctrl),
            (b"\x1a", KeyCode::Char('z'), ctrl),
            (b"\0", KeyCode::Char(' '), ctrl),
            (b"G", KeyCode::Char('G'), shift),
            (b"\x1bb", KeyCode::Char('b'), alt),
            (b"\x1b\x7f", KeyCode::Backspace, alt),
            (b"\x1b[A", KeyCode::Up, none),
            (b"\x1bOB", KeyCode::Down, none),
            (b"\x1b[1;5C", KeyCode::Right, ctrl),
            (b"\x1b[1;2D", KeyCode::Left, shift),
            (b"\x1b[H", KeyCode::Home, none),
            (b"\x1bOF", KeyCode::End, none),
            (b"\x1b[1~", KeyCode::Home, none),
            (b"\x1b[3~", KeyCode::Delete, none),
            (b"\x1b[5~", KeyCode::PageUp, none),
            (b"\x1b[6;3~", KeyCode::PageDown, alt),
            (b"\x1b[Z", KeyCode::BackTab, shift),
            (b"\x1bOP", KeyCode::F(1), none),
            (b"\x1b[1;5R", KeyCode::F(3), ctrl),
            (b"\x1b[15~", KeyCode::F(5), none),
            (b"\x1b[24~", KeyCode::F(12), none),
            (b"\x1b[[C", KeyCode::F(3), none),
            (b"\x1bOM", KeyCode::Enter, none),
            (b"\x1b[27;5;13~", KeyCode::Enter, ctrl),
            (b"\x1b[122;5u", KeyCode::Char('z'), ctrl),
            (b"\x1b[9;2u", KeyCode::BackTab, shift),
        ];
        for &(bytes, code, modifiers) in table {
            assert_eq!(decode(bytes), [key(code, modifiers)], "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn an_escape_is_the_key_when_nothing_follows() {
        assert_eq!(decode(b"\x1b"), []);
        assert_eq!(decode_and_give_up(b"\x1b"), [key(KeyCode::Esc, KeyModifiers::NONE)]);
        let escape = key(KeyCode::Esc, KeyModifiers::NONE);
        assert_eq!(decode_and_give_up(b"\x1b\x1b"), [escape.clone(), escape]);
        assert_eq!(decode_and_give_up(b"\x1b["), [key(KeyCode::Char('['), KeyModifiers::ALT)]);
    }

    #[test]
    fn a_sequence_torn_apart_is_still_one_key() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for byte in b"\x1b[1;5A" {
            assert_eq!(out, []);
            decoder.feed(&[*byte], &mut out);
        }
        assert_eq!(out, [key(KeyCode::Up, KeyModifiers::CONTROL)]);
        assert_eq!(decoder.patience(), None);
    }

    #[test]
    fn answers_are_never_keys() {
        assert_eq!(decode(b"\x1b[2;3R"), [Token::Answer(Answer::Cursor { row: 2, column: 3 })]);
        assert_eq!(decode(b"\x1b[?2026;2$y"), [Token::Answer(Answer::Mode { mode: 2026, state: 2 })]);
        assert_eq!(decode(b"\x1b[?65;1;9c"), [Token::Answer(Answer::Attributes { sixel: false })]);
        assert_eq!(decode(b"\x1b[>41;330;0c\x1b[?1u\x1b[I\x1b[O"), []);
        assert_eq!(decode(b"\x1bP1+r544e=78\x1b\\"), []);
        let picture = |id, taken| [Token::Answer(Answer::Picture { id, taken })];
        assert_eq!(decode(b"\x1b_Gi=1;OK\x1b\\"), picture(1, true));
        assert_eq!(decode(b"\x1b_Ga=q,i=2;ENOENT:x\x1b\\"), picture(2, false));
        let name = |said: &str| [Token::Answer(Answer::Name(said.to_owned()))];
        assert_eq!(decode(b"\x1bP>|foot(1.2)\x1b\\"), name("foot(1.2)"));
        assert_eq!(decode(b"\x1b[6;20;10t"), [Token::Answer(Answer::Cell { width: 10, height: 20 })]);
        assert_eq!(decode(b"\x1b[6;0;10t\x1b[4;1;1t"), []);
    }

    #[test]
    fn the_background_is_read_with_either_end_and_any_number_of_digits() {
        let white = Token::Answer(Answer::Background { parts: [0xffff; 3] });
        for bytes in [
            b"\x1b]11;rgb:ffff/ffff/ffff\x07".as_slice(),
            b"\x1b]11;rgb:ff/ff/ff\x1b\\",
            b"\x1b]11;rgba:f/f/f/f\x1b\\",
        ] {
            assert_eq!(decode(bytes), std::slice::from_ref(&white), "{}", bytes.escape_ascii());
        }
        assert_eq!(decode(b"\x1b]11;?\x07\x1b]11;rgb://\x07\x1b]11;rgb:fffff/0/0\x07"), []);
    }

    #[test]
    fn a_paste_is_text_whatever_is_in_it() {
        let pasted = decode("\x1b[200~一\r\n二\rq\x1b[A\x1b[20한\x1b[201~j".as_bytes());
        assert_eq!(pasted, [Token::Paste("一\n二\nq\x1b[A\x1b[20한".to_owned()), plain('j')]);
    }

    #[test]
    fn a_paste_that_never_ends_is_given_after_a_while() {
        assert_eq!(decode_and_give_up(b"\x1b[200~abc"), [Token::Paste("abc".to_owned())]);
    }

    #[test]
    fn a_paste_without_measure_is_cut() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.resize(PASTE_BYTES + 5000, b'a');
        bytes.extend_from_slice(b"\x1b[201~j");
        let tokens = decode(&bytes);
        assert!(matches!(&tokens[0], Token::Paste(text) if text.len() == PASTE_BYTES));
        assert_eq!(tokens[1..], [plain('j')]);
    }

    #[test]
    fn an_answer_without_measure_is_dropped_and_what_follows_is_heard() {
        let mut bytes = b"\x1b]11;".to_vec();
        bytes.resize(10_000, b'a');
        bytes.extend_from_slice(b"\x1b\\j");
        assert_eq!(decode(&bytes), [plain('j')]);
    }

    #[test]
    fn the_mouse_tells_what_and_where_from_nought() {
        let at = |deed| Token::Mouse(Mouse { deed, column: 4, row: 9 });
        assert_eq!(decode(b"\x1b[<0;5;10M"), [at(MouseDeed::Down(Button::Left))]);
        assert_eq!(decode(b"\x1b[<2;5;10m"), [at(MouseDeed::Up(Button::Right))]);
        assert_eq!(decode(b"\x1b[<32;5;10M"), [at(MouseDeed::Drag(Button::Left))]);
        assert_eq!(decode(b"\x1b[<64;5;10M"), [at(MouseDeed::ScrollUp)]);
        assert_eq!(decode(b"\x1b[<65;5;10M"), [at(MouseDeed::ScrollDown)]);
        assert_eq!(decode(b"\x1b[<35;5;10M\x1b[M !!"), []);
    }

    #[test]
    fn bytes_that_are_no_character_are_dropped_alone() {
        assert_eq!(decode(b"\xff\xc0j\xe3\x81k"), [plain('j'), plain('k')]);
    }

    #[test]
    fn a_sequence_cut_by_another_gives_the_other() {
        assert_eq!(decode(b"\x1b[1;\x1b[Bj"), [key(KeyCode::Down, KeyModifiers::NONE), plain('j')]);
    }

    proptest! {
        #[test]
        fn the_pieces_that_bytes_come_in_do_not_matter(
            parts in prop::collection::vec(prop::sample::select(vec![
                &b"j"[..], b"\x1b[A", b"\x1bOP", "読".as_bytes(), b"\x1b[200~x\x1b[201~", b"\x1b[2;3R",
                b"\x1b]11;rgb:ff/ff/ff\x07", b"\x1b[<0;5;10M", b"\xff", b"\x1b", b"[", b";", b"\x1bP",
            ]), 0..12),
            piece in 1..7_usize,
        ) {
            let bytes = parts.concat();
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            for part in bytes.chunks(piece) {
                decoder.feed(part, &mut out);
            }
            prop_assert_eq!(out, decode(&bytes));
        }

        #[test]
        fn no_bytes_can_make_it_panic_or_stay_deaf(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (mut decoder, mut out) = (Decoder::default(), Vec::new());
            decoder.feed(&bytes, &mut out);
            decoder.give_up(&mut out);
            prop_assert!(decoder.patience().is_none());
            out.clear();
            decoder.feed(b"j", &mut out);
            prop_assert_eq!(out, [plain('j')]);
        }
    }
}
