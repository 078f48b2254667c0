//! Where lines of MDX import and export.
//!
//! A statement ends where its brackets are closed, or it is prose that begins like one.

/// The length of the statements with which `text` begins, one right below another; they end with
/// a line, without the line's end.
#[must_use]
pub fn statements(text: &str) -> Option<usize> {
    let mut end = statement(text)?;
    while let Some(next) = text[end..].trim_start_matches([' ', '\t', '\r']).strip_prefix('\n') {
        let Some(length) = statement(next) else { break };
        end = text.len() - next.len() + length;
    }
    Some(end)
}

/// Whether a line may begin a statement.
#[must_use]
pub fn begins(line: &str) -> bool {
    line.starts_with("import ") || line.starts_with("export ")
}

fn statement(text: &str) -> Option<usize> {
    let line = text.lines().next()?;
    let begins = line.strip_prefix("export ").map_or_else(|| line.starts_with("import "), is_export);
    let found = begins.then(|| end(text)).flatten()?;
    (line.starts_with("export ") || is_import(&text[..found])).then_some(found)
}

/// `import …` as modules write it: prose that begins so does not end in a quoted path.
fn is_import(statement: &str) -> bool {
    let what = statement.trim_start_matches("import ");
    statement.trim_end_matches(';').ends_with(['\'', '"'])
        && (statement.contains(" from ") || statement.contains("} from") || what.starts_with(['\'', '"']))
}

/// Whether a line goes on behind `export ` as a declaration does.
fn is_export(rest: &str) -> bool {
    let (word, after) = rest.split_once([' ', '{', '*']).unwrap_or((rest, ""));
    let after = after.trim();
    let named = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'));
    match word {
        "const" | "let" | "var" => {
            after.starts_with(['{', '[']) || named.trim_start().starts_with(['=', ':'])
        }
        "function" | "async" | "class" => after.contains(['(', '{']),
        "type" | "interface" => after.contains(['=', '{']),
        "default" => {
            after.starts_with(['(', '{', '[', '"', '\'', '<'])
                || ["function", "async ", "class "].iter().any(|sign| after.starts_with(sign))
                || named.starts_with(['(', '.']) && after.ends_with([';', ')', '(', '{'])
                || named.trim_end_matches(';').is_empty() && !after.is_empty()
        }
        "" => {
            rest.starts_with(['{', '*'])
                && (rest.contains(['}', ',']) || rest.contains(" from ") || rest == "{")
        }
        _ => false,
    }
}

/// Where the statement ends with which `text` begins: with the first line that leaves no bracket
/// open and nothing to be given.
fn end(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut last = b' ';
    let mut has_elements = false;
    let mut escaped = false;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if let Some(open) = quote.filter(|_| byte != b'\n') {
            let ends = open == byte && open != b'/' && !escaped;
            escaped = byte == b'\\' && !escaped;
            quote = quote.filter(|_| !ends);
            continue;
        }
        match quote {
            Some(b'`') => continue,
            Some(b'"' | b'\'') => return None,
            Some(_) => quote = None,
            None => {}
        }
        match byte {
            b'"' | b'\'' | b'`' if !(has_elements && byte == b'\'') => quote = Some(byte),
            b'/' if bytes.get(at + 1) == Some(&b'/') && last != b':' => quote = Some(b'/'),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b'\n' if depth == 0 => {
                let is_blank = text[at + 1..].lines().next().is_none_or(|line| line.trim().is_empty());
                if is_blank || !matches!(last, b'=' | b',' | b'+' | b'|' | b'&' | b'?' | b':') {
                    return Some(text[..at].trim_end().len());
                }
            }
            b'<' => has_elements = true,
            0x80.. if depth == 0 && !has_elements => return None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    (depth == 0 && !matches!(quote, Some(b'"' | b'\'' | b'`'))).then(|| text.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::statements;

    fn found(text: &str) -> Option<&str> {
        statements(text).map(|length| &text[..length])
    }

    #[test]
    fn statements_end_where_their_brackets_are_closed() {
        for (statement, after) in [
            ("import {a} from \"b\"", "\n猫"),
            ("import {\n  A,\n\n  B,\n} from './a';", "\n\n猫"),
            ("import './a.css'", ""),
            ("import Foo from \"./Foo\"\nexport const x = 1", "\n\n}\n"),
            ("export const a = [\n  1,\n];", "\nb"),
            ("export const a = '猫' // 犬", "\n고양이"),
            ("export const a = () => {\n  return `}\n`\n\n}", "\r\n中文"),
            ("export const a =\n  1", "\n\nx"),
            ("export const Hi = () => <b>「don't」</b>", "\n\nx"),
            ("export default function A({b}) {\n}", ""),
            ("export default Layout", "\n猫"),
            ("export {a} from './a'", "\n猫"),
        ] {
            assert_eq!(found(&format!("{statement}{after}")), Some(statement));
        }
    }

    #[test]
    fn prose_that_begins_like_a_statement_is_prose() {
        for text in [
            "import the data from here.",
            "import 文は便利です",
            "export const is a keyword",
            "export const x = 1 と書く",
            "export default is a word",
            "export 하는 방법",
            "export const x = {\n本文",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
