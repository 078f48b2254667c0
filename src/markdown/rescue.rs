//! Front matter that no parser takes.
//!
//! [`repair`] mends what people commonly write: an unquoted colon, a tab, a key twice, a quote
//! that does not close, `title：` with a full-width colon. [`scan`] gives up on the language and
//! reads lines that look like a key with a value. Neither fails.

use std::collections::HashSet;

use crate::markdown::head_value::{Entries, Value};

/// Lines beyond which a head is scanned rather than mended: mending tries each line.
const LINES: usize = 1_000;

/// Bytes that a key may have.
const KEY_BYTES: usize = 64;

/// The key at the very beginning of `line`, and what follows its colon.
///
/// `key: value`, `key:value` where the key is a plain word, `key：value`, `"key": value`.
#[must_use]
pub fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '：'])?;
    let (key, rest) = line.split_at(at);
    let full_width = rest.starts_with('：');
    let value = &rest[if full_width { '：'.len_utf8() } else { 1 }..];
    let key = key.trim_end();
    let bare = key.trim_matches(['"', '\'']);
    let names = bare.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '@'))
        && key.len() <= KEY_BYTES;
    let word = bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let parted = value.is_empty() || value.starts_with([' ', '\t']);
    let glued = word && !value.starts_with(['/', ':', '\\']);
    let words = bare.split_whitespace().count();
    (names && words <= 3 && (parted || full_width || glued)).then(|| (bare, value.trim()))
}

/// `head` with what can be mended mended, for a second try; `None` where it is too long for that.
#[must_use]
pub fn repair(head: &str) -> Option<String> {
    let lines: Vec<String> = head.lines().map(plain_line).collect();
    if lines.len() > LINES {
        return None;
    }
    let mut mended = String::with_capacity(head.len() + 64);
    let mut keys = HashSet::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let indent = indent(line);
        let taken = if line.trim().is_empty() || line.trim_start().starts_with('#') {
            1
        } else if indent == 0 && key_and_value(line).is_some_and(|(key, _)| !keys.insert(key.to_owned())) {
            // A key written twice: the first one counts.
            at += 1 + continuation(&lines[at + 1..], 0);
            continue;
        } else {
            mend_entry(&lines[at..], &mut mended);
            at += entry_lines(&lines[at..]);
            continue;
        };
        for line in &lines[at..at + taken] {
            mended.push_str(line);
            mended.push('\n');
        }
        at += taken;
    }
    Some(mended)
}

/// The keys that stand at the beginning of a line, with what seems to be their values.
#[must_use]
pub fn scan(head: &str) -> Entries {
    let lines: Vec<&str> = head.lines().collect();
    let mut entries = Entries::new();
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim_start_matches(['{', ',']);
        let found = key_and_value(line)
            .or_else(|| key_and_value(line.trim_start()).filter(|_| line.trim_start().starts_with('"')));
        let Some((key, value)) = found else { continue };
        if entries.iter().any(|(known, _)| known == key) {
            continue;
        }
        let below = lines[at + 1..].iter().take_while(|line| line.starts_with([' ', '\t', '-']));
        entries.push((key.to_owned(), scanned(value, below.copied())));
    }
    entries
}

/// A value with the lines below it.
fn scanned<'a>(value: &str, below: impl Iterator<Item = &'a str>) -> Value {
    // JSON parts its keys by commas.
    let value = if value.starts_with('"') { value.trim_end_matches(',').trim_end() } else { value };
    if is_block(value) {
        return Value::Text(below.map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned());
    }
    if value.is_empty() {
        let items: Vec<_> = below
            .filter_map(|line| line.trim().strip_prefix('-'))
            .map(|item| Value::Text(bare(item).to_owned()))
            .collect();
        return if items.is_empty() { Value::Nothing } else { Value::List(items) };
    }
    match value.strip_prefix('[') {
        Some(list) if !value.starts_with("[[") => {
            let items = list.trim_end_matches(']').split([',', '、', '，']);
            Value::List(items.map(|item| Value::Text(bare(item).to_owned())).collect())
        }
        Some(_) | None => Value::Text(bare(value).to_owned()),
    }
}

/// `value` without the quotes around it, or without the one that does not close.
fn bare(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        let Some(inner) = value.strip_prefix(quote) else { continue };
        return match inner.strip_suffix(quote) {
            Some(inner) if !inner.contains(quote) => inner,
            Some(_) => value,
            None if inner.contains(quote) => value,
            None => inner,
        };
    }
    value
}

/// A line without a tab before its text and without controls.
fn plain_line(line: &str) -> String {
    let text = line.trim_start_matches([' ', '\t']);
    let mut plain = String::with_capacity(line.len() + 8);
    for c in line[..line.len() - text.len()].chars() {
        plain.push_str(if c == '\t' { "  " } else { " " });
    }
    plain.extend(text.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }));
    plain
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// How many of `lines` belong to an entry whose first line stands `indent` deep, before them.
fn continuation(lines: &[String], indent_of_key: usize) -> usize {
    let deeper = |line: &&String| {
        line.trim().is_empty()
            || indent(line) > indent_of_key
            || line.starts_with("- ")
            || line.as_str() == "-"
            || line.starts_with([']', '}'])
    };
    lines.iter().take_while(deeper).count()
}

/// How many lines the entry at the head of `lines` takes, as [`mend_entry`] writes it.
fn entry_lines(lines: &[String]) -> usize {
    let value = value_of(&lines[0]).1;
    let below = text_below(lines);
    if is_block(value) || (opens(value) && below > 0 && parses(lines, below)) { 1 + below } else { 1 }
}

/// Lines under the first one that are deeper than it, or that close a bracket.
fn text_below(lines: &[String]) -> usize {
    let depth = indent(&lines[0]);
    let below =
        |line: &&String| line.trim().is_empty() || indent(line) > depth || line.starts_with([']', '}']);
    lines[1..].iter().take_while(below).count()
}

/// Writes the entry at the head of `lines`: as it is where it parses by itself, else its value
/// in quotes, else as a comment.
fn mend_entry(lines: &[String], mended: &mut String) {
    let line = &lines[0];
    let (lead, value) = value_of(line);
    let taken = entry_lines(lines);
    if taken > 1 || is_block(value) {
        for line in &lines[..taken] {
            mended.push_str(line);
            mended.push('\n');
        }
        return;
    }
    if lead.is_empty() {
        // Neither a key nor an item: in the top row it can only be a slip.
        let slip = indent(line) == 0 && !line.starts_with([']', '}']);
        mended.push_str(if slip { "# " } else { "" });
        mended.push_str(line);
    } else if value.is_empty() || serde_yaml::from_str::<serde_yaml::Value>(&format!("k: {value}")).is_ok() {
        mended.push_str(&lead);
        mended.push_str(value);
    } else {
        mended.push_str(&lead);
        mended.push('\'');
        mended.push_str(&inner(value).replace('\'', "''"));
        mended.push('\'');
    }
    mended.push('\n');
}

/// What leads to the value (indentation, `- `, `key: `; empty where there is neither), and it.
fn value_of(line: &str) -> (String, &str) {
    let depth = indent(line);
    let mut rest = &line[depth..];
    let mut lead = " ".repeat(depth);
    let mut item = false;
    while let Some(next) = rest.strip_prefix("- ") {
        lead.push_str("- ");
        rest = next.trim_start();
        item = true;
    }
    match key_and_value(rest) {
        Some((_, value)) => {
            let written = rest.split([':', '：']).next().unwrap_or_default().trim_end();
            lead.push_str(written);
            lead.push_str(": ");
            (lead, value)
        }
        None if item => (lead, rest.trim_end()),
        None => (String::new(), rest.trim_end()),
    }
}

/// The text of a value that is to be quoted anew.
fn inner(value: &str) -> &str {
    let inner = bare(value);
    // `"C:\new"`: a quote that is only badly escaped inside.
    if inner.len() == value.len() {
        value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .filter(|rest| !rest.contains("\" "))
            .unwrap_or(value)
    } else {
        inner
    }
}

/// Whether `value` is the sign of a block of text below it.
fn is_block(value: &str) -> bool {
    let sign = value.split(" #").next().unwrap_or_default().trim_end();
    sign.strip_prefix(['|', '>'])
        .is_some_and(|rest| rest.len() <= 2 && rest.chars().all(|c| matches!(c, '+' | '-' | '1'..='9')))
}

/// Whether `value` may go on in the lines below.
fn opens(value: &str) -> bool {
    value.is_empty() || value.starts_with(['"', '\'', '[', '{'])
}

/// Whether the first line with `below` more is YAML by itself, and a bracket or quote at that.
fn parses(lines: &[String], below: usize) -> bool {
    let (_, value) = value_of(&lines[0]);
    if value.is_empty() {
        return false;
    }
    let mut text = format!("k: {value}\n");
    for line in &lines[1..=below] {
        text.push(' ');
        text.push_str(line);
        text.push('\n');
    }
    serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{key_and_value, repair, scan};
    use crate::markdown::as_written::written;
    use crate::markdown::head_value::{Value, from_yaml};

    fn mended(head: &str) -> Vec<(String, String)> {
        let entries = from_yaml(&repair(head).unwrap()).unwrap();
        entries.into_iter().map(|(key, value)| (key, value.to_text())).collect()
    }

    #[test]
    fn a_key_begins_its_line_and_is_a_name() {
        assert_eq!(key_and_value("title: 猫"), Some(("title", "猫")));
        assert_eq!(key_and_value("title：猫"), Some(("title", "猫")));
        assert_eq!(key_and_value("title:猫"), Some(("title", "猫")));
        assert_eq!(key_and_value("\"title\": x"), Some(("title", "x")));
        assert_eq!(key_and_value("タイトル: 猫"), Some(("タイトル", "猫")));
        assert_eq!(key_and_value("ms.date: 1"), Some(("ms.date", "1")));
        for line in [
            "https://example.com",
            "std::vec",
            " title: x",
            "- title: x",
            "words",
            "a b c d: x",
            "12:30 start",
        ] {
            assert_eq!(key_and_value(line), None, "{line}");
        }
    }

    #[test]
    fn what_is_written_is_found_in_every_language() {
        assert_eq!(written("a: 1\nDate: x # y\n", "date"), Some((2, "x # y")));
        assert_eq!(written("{\n  \"date\": \"x\",\n}", "date"), Some((2, "\"x\",")));
        assert_eq!(written("date = 1\n", "date"), Some((1, "1")));
        assert_eq!(written("dates: 1\nupdate: 2\n", "date"), None);
    }

    #[test]
    fn common_slips_are_mended() {
        for (head, expected) in [
            ("title: Rust: the book", "Rust: the book"),
            ("title: @猫", "@猫"),
            ("title: `x` y", "`x` y"),
            ("title: %x", "%x"),
            ("title: **太字** の話", "**太字** の話"),
            ("title: [unclosed", "[unclosed"),
            ("title: \"abc", "abc"),
            ("title: \"A\" and B", "\"A\" and B"),
            ("title: 'it's'", "'it's'"),
            ("title: \"C:\\web\"", "C:\\web"),
            ("title: {{ x }} y", "{{ x }} y"),
            ("title：深層：学習", "深層：学習"),
            ("title: 中文: 说明", "中文: 说明"),
            ("title: 한국어: 설명", "한국어: 설명"),
            ("title: a\ntitle: b", "a"),
            ("stray words\ntitle: a", "a"),
            ("title: a\u{7}b: c", "a\u{fffd}b: c"),
        ] {
            let text = repair(head).unwrap();
            let entries = from_yaml(&text).unwrap();
            let title = entries.iter().find(|(key, _)| key == "title").map(|(_, value)| value.to_text());
            assert_eq!(title.as_deref(), Some(expected), "{head}\n{text}");
        }
    }

    #[test]
    fn what_was_right_stays_as_it_is() {
        let head = "a: |\n  x: y: z\n  @w\nb: [1,\n  2]\nc:\n- d: 1\n- e\nf: \"g\n  h\"\ni: J: k\n";
        let entries = mended(head);
        assert_eq!(entries[0], ("a".into(), "x: y: z\n@w\n".into()));
        assert_eq!(entries[1], ("b".into(), "1, 2".into()));
        assert_eq!(entries[2], ("c".into(), "d: 1, e".into()));
        assert_eq!(entries[3], ("f".into(), "g h".into()));
        assert_eq!(entries[4], ("i".into(), "J: k".into()));
    }

    #[test]
    fn a_tab_is_two_blanks() {
        assert_eq!(mended("tags:\n\t- a\n\t- b\n"), [("tags".to_owned(), "a, b".to_owned())]);
    }

    #[test]
    fn lines_are_scanned_where_nothing_else_helps() {
        let entries = scan(
            "title: \"猫: 犬\ndate: 2026-02-04\ntags:\n  - a\n  - \"b\"\nnote: |\n  x\n  y\nlist: [a, 'b']\n@@@\n",
        );
        let texts: Vec<_> = entries.iter().map(|(key, value)| (key.as_str(), value.to_text())).collect();
        assert_eq!(
            texts,
            [
                ("title", "猫: 犬".to_owned()),
                ("date", "2026-02-04".to_owned()),
                ("tags", "a, b".to_owned()),
                ("note", "x y".to_owned()),
                ("list", "a, b".to_owned()),
            ]
        );
    }

    #[test]
    fn broken_json_is_scanned_too() {
        let entries = scan("{\n  \"title\": \"猫\",\n  \"date\": \"2026-02-04\"\n  \"x\": }\n}");
        assert_eq!(entries[0], ("title".into(), Value::Text("猫".into())));
        assert_eq!(entries[1], ("date".into(), Value::Text("2026-02-04".into())));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(head in "([a-c\"'\\[\\]{}:#|>@*&! \t\r\n：猫-]{0,20}\n){0,8}") {
            if let Some(text) = repair(&head) {
                let _ = from_yaml(&text);
            }
            let _ = scan(&head);
        }
    }
}
