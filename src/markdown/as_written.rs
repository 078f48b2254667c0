//! A head as its lines stand in the file, whatever its language.

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
