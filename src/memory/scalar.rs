//! The strings of the memory files: written so that every YAML reader and every eye gets them
//! right, and paths so that no byte is lost.
//!
//! A string is written bare where that is plainly safe, else in double quotes with the escapes
//! that YAML 1.2 (5.7) and JSON share. Control characters, characters that turn the direction of
//! text and others that cannot be seen are always escaped: the file may be shown by any program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `text` as a YAML value on one line.
#[must_use]
pub fn value(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { quoted(text) }
}

/// `text` in double quotes, a string in YAML and in JSON alike.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

/// Appends `text` in double quotes.
pub fn push_quoted(to: &mut String, text: &str) {
    to.push('"');
    // Nearly all of it needs no escape and is taken over in one piece.
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, '"' | '\\') && !is_unseen(c) {
            continue;
        }
        to.push_str(&text[from..at]);
        from = at + c.len_utf8();
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            // All that is escaped lies in the first plane, where four digits do, in YAML and JSON.
            c => {
                let _ = write!(to, "\\u{:04x}", u32::from(c));
            }
        }
    }
    to.push_str(&text[from..]);
    to.push('"');
}

/// Reads what `value` has written; none for anything else, which a YAML parser is then asked about.
#[must_use]
pub fn read_value(text: &str) -> Option<String> {
    if is_bare(text) {
        return Some(text.to_owned());
    }
    if !text.starts_with('"') {
        return None;
    }
    // JSON strings are YAML strings, save that YAML folds no line feeds here: there are none.
    serde_json::from_str(text).ok()
}

/// A path as a string, or as base64 of its bytes where it is none.
pub enum Written<'a> {
    /// It is UTF-8.
    Text(&'a str),
    /// It is not.
    Base64(String),
}

/// How `path` is written.
#[must_use]
pub fn written(path: &Path) -> Written<'_> {
    path.to_str()
        .map_or_else(|| Written::Base64(STANDARD.encode(path.as_os_str().as_encoded_bytes())), Written::Text)
}

/// The path whose bytes are written as base64.
#[must_use]
pub fn read_base64(text: &str) -> Option<PathBuf> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        Some(std::ffi::OsString::from_vec(bytes).into())
    }
    #[cfg(not(unix))]
    {
        String::from_utf8(bytes).ok().map(PathBuf::from)
    }
}

/// Whether YAML reads `text`, written as it is behind `key: `, as this very string.
fn is_bare(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let begins = first == '/' || (first.is_alphabetic() && first != '\u{feff}');
    begins
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| is_unseen(c) || matches!(c, '\n' | '\r' | '\t' | '\\' | '"'))
        && !is_word_of_yaml(text)
}

/// Words that some YAML readers take for a truth value, a number or nothing.
fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Characters of the first plane that are escaped: those that YAML does not allow as they are, and
/// those that an eye cannot see.
fn is_unseen(c: char) -> bool {
    // What most text is made of first.
    if matches!(c, ' '..='~' | '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{d7ff}') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' | '\u{3164}' | '\u{ffa0}'
            | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{quoted, read_value, value};

    #[test]
    fn plain_words_of_every_script_are_written_bare() {
        for text in ["調達の真意", "融资（二）", "조달, 그 뜻", "a/b-c.md", "/home/a/ブログ", "It's 5 #tags"]
        {
            if text.contains(" #") {
                assert_eq!(value(text), format!("{text:?}"));
            } else {
                assert_eq!(value(text), text);
            }
        }
    }

    #[test]
    fn what_yaml_would_read_otherwise_is_quoted() {
        for text in [
            "",
            "no",
            "Null",
            "12",
            "2026-02-07",
            "- a",
            "a: b",
            "a:",
            "「猫」",
            " a",
            "a ",
            "[x]",
            "~",
            "\\",
        ] {
            assert!(value(text).starts_with('"'), "{text}");
        }
    }

    #[test]
    fn no_control_or_direction_mark_stands_in_the_file() {
        assert_eq!(quoted("a\x1b]0;x\x07\u{9b}\u{202e}\u{feff}"), r#""a\u001b]0;x\u0007\u009b\u202e\ufeff""#);
    }

    proptest! {
        #[test]
        fn every_string_is_read_as_it_was_written(text in "[a-c:# \\-\\[\\]{}'\"\\\\\n\r\t~0-9猫。\u{0}-\u{1f}\u{7f}-\u{a0}\u{2028}👨]{0,12}|\\PC{0,20}") {
            prop_assert_eq!(read_value(&value(&text)), Some(text.clone()));
            let line = format!("key: {}\n", value(&text));
            let yaml: std::collections::BTreeMap<String, serde_yaml::Value> = serde_yaml::from_str(&line).unwrap();
            prop_assert_eq!(yaml["key"].as_str(), Some(text.as_str()), "{}", line);
        }

        #[test]
        fn any_character_survives(c in any::<char>()) {
            let text = format!("a{c}b");
            let line = format!("key: {}\n", value(&text));
            let yaml: std::collections::BTreeMap<String, String> = serde_yaml::from_str(&line).unwrap();
            prop_assert_eq!(&yaml["key"], &text, "{}", line);
        }
    }
}
