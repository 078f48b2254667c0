//! One JSON object a line, of which no byte steers a terminal.
//!
//! JSON escapes only the controls below U+0020; here whatever a terminal obeys or an eye cannot
//! see is escaped, too, so that a name comes through byte for byte and shows harmless.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

/// Writes `value` as one line.
///
/// # Errors
/// Where `out` takes nothing.
pub fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string(value).map_err(io::Error::other)?;
    let mut line = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if steers(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(line, "\\u{unit:04x}").expect("a string takes all that is written to it");
            }
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}

/// Whether `c` is a control, turns the direction of writing, or cannot be seen. Joiners and
/// selectors belong to what they join.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{steers, write_line};

    fn line(text: &str) -> String {
        let mut out = Vec::new();
        write_line(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_a_terminal_is_escaped_and_letters_are_not() {
        assert_eq!(line("猫\u{1b}[31m"), "\"猫\\u001b[31m\"\n");
        assert_eq!(line("\u{9b}1m한\u{202e}글\u{7f}"), "\"\\u009b1m한\\u202e글\\u007f\"\n");
        assert_eq!(line("中\u{e0041}"), "\"中\\udb40\\udc41\"\n");
    }

    proptest! {
        #[test]
        fn it_reads_back_and_shows_nothing_that_steers(raw in proptest::collection::vec(any::<char>(), 0..40)) {
            let raw: String = raw.into_iter().collect();
            let written = line(&raw);
            let read: String = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read, raw);
            prop_assert!(!written.trim_end_matches('\n').chars().any(steers));
        }
    }
}
