//! What one whole sequence of a terminal means: which key, what the mouse did, which answer.
//!
//! After xterm's "Control Sequences", with the keys of the Linux console, rxvt and `CSI u`;
//! keys come out as crossterm names them. What has no meaning here is nothing.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::term::token::{Answer, Button, Mouse, MouseDeed, Token};

/// Numbers of a control sequence that are looked at.
const CONTROL_NUMBERS: usize = 32;

/// Characters of a terminal's name that are kept.
const NAME: usize = 100;

/// The key that a character typed stands for, control characters included.
pub(super) fn character(typed: char, modifiers: KeyModifiers) -> Token {
    let control = modifiers | KeyModifiers::CONTROL;
    match typed {
        '\r' => key(KeyCode::Enter, modifiers),
        '\t' => key(KeyCode::Tab, modifiers),
        '\x7f' => key(KeyCode::Backspace, modifiers),
        '\x1b' => key(KeyCode::Esc, modifiers),
        '\0' => key(KeyCode::Char(' '), control),
        '\x01'..='\x1a' => key(KeyCode::Char(from_control(typed, 'a', 1)), control),
        // What a terminal sends for C-4 to C-7, which it also sends for C-\ C-] C-^ C-_.
        '\x1c'..='\x1f' => key(KeyCode::Char(from_control(typed, '4', 0x1c)), control),
        _ if typed.is_uppercase() => key(KeyCode::Char(typed), modifiers | KeyModifiers::SHIFT),
        _ => key(KeyCode::Char(typed), modifiers),
    }
}

fn from_control(typed: char, first: char, code_of_first: u32) -> char {
    char::from_u32(typed as u32 - code_of_first + first as u32).unwrap_or(first)
}

/// A key as a token.
pub(super) const fn key(code: KeyCode, modifiers: KeyModifiers) -> Token {
    Token::Key(KeyEvent::new(code, modifiers))
}

/// The keys that are named by a letter behind `ESC [` or `ESC O`.
pub(super) fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

/// What `ESC [ body last` means.
pub(super) fn control(body: &[u8], last: u8) -> Option<Token> {
    match body.first() {
        Some(b'<') => mouse(&Numbers::of(&body[1..]), last),
        Some(b'?') => match last {
            b'c' => {
                let numbers = Numbers::of(&body[1..]);
                let sixel = (1..CONTROL_NUMBERS).map_while(|at| numbers.at(at)).any(|number| number == 4);
                Some(Token::Answer(Answer::Attributes { sixel }))
            }
            b'y' => {
                let numbers = Numbers::of(body[1..].strip_suffix(b"$")?);
                Some(Token::Answer(Answer::Mode { mode: numbers.at(0)?, state: numbers.at(1)? }))
            }
            _ => None,
        },
        Some(b'=' | b'>') => None,
        _ => control_key(&Numbers::of(body), last),
    }
}

/// What a terminal says of itself in strings: kitty's answers, and its name.
pub(super) fn told(held: &[u8]) -> Option<Token> {
    let text = std::str::from_utf8(held).ok()?;
    if let Some(name) = text.strip_prefix("\x1bP>|") {
        let name = name.chars().filter(|c| !c.is_control()).take(NAME).collect();
        return Some(Token::Answer(Answer::Name(name)));
    }
    let (keys, said) = text.strip_prefix("\x1b_G")?.split_once(';')?;
    let id = keys.split(',').find_map(|key| key.strip_prefix("i="))?.parse().ok()?;
    Some(Token::Answer(Answer::Picture { id, taken: said == "OK" }))
}

fn control_key(numbers: &Numbers<'_>, last: u8) -> Option<Token> {
    if numbers.part(1, 1) == Some(3) {
        // A key that went up.
        return None;
    }
    let modifiers = modifiers(numbers.at(1));
    match last {
        b'Z' => Some(key(KeyCode::BackTab, modifiers | KeyModifiers::SHIFT)),
        b'R' => match (numbers.at(0), numbers.at(1)) {
            (Some(row @ 2..), Some(column)) => Some(Token::Answer(Answer::Cursor { row, column })),
            _ => Some(key(KeyCode::F(3), modifiers)),
        },
        b't' => match (numbers.at(0), numbers.at(1), numbers.at(2)) {
            (Some(6), Some(height @ 1..), Some(width @ 1..)) => {
                Some(Token::Answer(Answer::Cell { width, height }))
            }
            _ => None,
        },
        b'u' => coded(numbers.at(0)?, modifiers),
        b'~' if numbers.at(0) == Some(27) => coded(numbers.at(2)?, modifiers),
        b'~' => numbered(numbers.at(0)?).map(|code| key(code, modifiers)),
        _ => lettered(last).map(|code| key(code, modifiers)),
    }
}

fn numbered(number: u16) -> Option<KeyCode> {
    let function = |base: u16| u8::try_from(number - base).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=26 => function(12),
        28 | 29 => function(13),
        31..=34 => function(14),
        _ => None,
    }
}

/// A key named by its character's code (`CSI code ; modifiers u`, xterm's `modifyOtherKeys`).
fn coded(code: u16, modifiers: KeyModifiers) -> Option<Token> {
    let typed = char::from_u32(u32::from(code))?;
    match typed {
        '\t' if modifiers.contains(KeyModifiers::SHIFT) => Some(key(KeyCode::BackTab, modifiers)),
        '\t' | '\r' | '\x1b' | '\x7f' => Some(character(typed, modifiers)),
        // Kitty's own names for keys that have no character.
        '\u{e000}'..='\u{f8ff}' => None,
        _ if typed.is_control() => None,
        _ => Some(character(typed, modifiers)),
    }
}

fn modifiers(told: Option<u16>) -> KeyModifiers {
    let bits = told.unwrap_or(1).saturating_sub(1);
    let names = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    names.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| name).collect()
}

/// The mouse as it speaks in mode 1006.
fn mouse(numbers: &Numbers<'_>, last: u8) -> Option<Token> {
    let (code, column, row) = (numbers.at(0)?, numbers.at(1)?, numbers.at(2)?);
    let button = match code & 0b11 {
        0 => Some(Button::Left),
        1 => Some(Button::Middle),
        2 => Some(Button::Right),
        _ => None,
    };
    let deed = match (code & 0b1110_0000, last) {
        (0, b'M') => MouseDeed::Down(button?),
        (0, b'm') => MouseDeed::Up(button?),
        (0b10_0000, _) => MouseDeed::Drag(button?),
        (0b100_0000, b'M') => match code & 0b11 {
            0 => MouseDeed::ScrollUp,
            1 => MouseDeed::ScrollDown,
            2 => MouseDeed::ScrollLeft,
            _ => MouseDeed::ScrollRight,
        },
        _ => return None,
    };
    Some(Token::Mouse(Mouse { deed, column: column.saturating_sub(1), row: row.saturating_sub(1) }))
}

/// An X11 colour: `rgb:` and parts of one to four hexadecimal digits.
pub(super) fn background(body: &[u8]) -> Option<Token> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, text) = text.split_once(':').filter(|(space, _)| matches!(*space, "rgb" | "rgba"))?;
    let mut parts = text.split('/').map(|digits| {
        let part = u32::from(u16::from_str_radix(digits, 16).ok()?);
        let most = (1_u32 << (4 * digits.len().min(4))) - 1;
        u16::try_from(part * 0xffff / most).ok()
    });
    let parts = [parts.next()??, parts.next()??, parts.next()??];
    Some(Token::Answer(Answer::Background { parts }))
}

/// The numbers of a control sequence: `;` parts them, `:` parts the parts of one.
struct Numbers<'a>(&'a str);

impl<'a> Numbers<'a> {
    fn of(body: &'a [u8]) -> Self {
        Self(std::str::from_utf8(body).unwrap_or_default())
    }

    fn at(&self, index: usize) -> Option<u16> {
        self.part(index, 0)
    }

    fn part(&self, index: usize, part: usize) -> Option<u16> {
        self.0.split(';').nth(index)?.split(':').nth(part)?.parse().ok()
    }
}
