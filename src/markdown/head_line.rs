//! A line of a head, looked at by itself: whether it begins with a key, and what stands beside it.

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

/// What is written beside `key` in `head`, and on which of its lines (1-based): its raw text,
/// whatever the language. Only a key that begins its line is found.
#[must_use]
pub fn written<'a>(head: &'a str, key: &str) -> Option<(u32, &'a str)> {
    (1..).zip(head.lines()).find_map(|(number, line)| {
        let line = line.trim_start_matches(['{', ' ', '\t']);
        let bare = line.trim_start_matches(['"', '\'']);
        let named = bare.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key));
        let rest = named.then(|| bare[key.len()..].trim_start_matches(['"', '\'', ' ', '\t']))?;
        let value = rest.strip_prefix([':', '=', '：'])?;
        Some((number, value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::{key_and_value, written};

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
}
