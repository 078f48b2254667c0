//! What a terminal sends, once its bytes are understood.
//!
//! Plain values, from which the key thread makes what the program hears and the probe learns
//! what the terminal is.

use crossterm::event::KeyEvent;

/// One thing that the terminal has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A key went down.
    Key(KeyEvent),
    /// Text was pasted; line ends are `\n`.
    Paste(String),
    /// The mouse did something; only where it was asked for.
    Mouse(Mouse),
    /// The terminal answered a question.
    Answer(Answer),
}

/// What the terminal says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Where the cursor stands, counted from 1 (CPR). Row 1 is not told: it reads like a function key.
    Cursor {
        /// The row, from 2.
        row: u16,
        /// The column, from 1.
        column: u16,
    },
    /// The state of a private mode (DECRPM): 1 and 3 are on, 2 and 4 off, 0 unknown.
    Mode {
        /// The mode's number.
        mode: u16,
        /// Its state.
        state: u16,
    },
    /// The background's colour (OSC 11), each part from 0 to 65535.
    Background {
        /// Red, green, blue.
        parts: [u16; 3],
    },
    /// Dots of a cell.
    Cell {
        /// Across.
        width: u16,
        /// Down.
        height: u16,
    },
    /// What it calls itself (XTVERSION).
    Name(String),
    /// Kitty's answer about the picture of this name: whether it was taken.
    Picture {
        /// The picture's name.
        id: u32,
        /// Whether it was taken.
        taken: bool,
    },
    /// Which kind of terminal it is (DA1); every terminal says so, hence it ends a round of questions.
    Attributes {
        /// Whether it knows sixels.
        sixel: bool,
    },
}

/// What the mouse did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub deed: MouseDeed,
    /// Columns from the left edge, from 0.
    pub column: u16,
    /// Rows from the upper edge, from 0.
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseDeed {
    /// A button went down.
    Down(Button),
    /// A button went up.
    Up(Button),
    /// It moved with a button down.
    Drag(Button),
    /// The wheel turned away from the hand.
    ScrollUp,
    /// The wheel turned towards the hand.
    ScrollDown,
    /// The wheel was pushed to the left.
    ScrollLeft,
    /// The wheel was pushed to the right.
    ScrollRight,
}

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Button {
    Left,
    Middle,
    Right,
}
