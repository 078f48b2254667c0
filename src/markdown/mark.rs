//! What is put into a source as a comment or a value in quotes, for the parser to pass on as it is,
//! and how it is told from what the writer put there.

use std::borrow::Cow;

use crate::text::bytes::any_three;

/// Marks a comment or value as ours: behind its opening and before its end.
pub const MARK: char = '\u{fdd1}';
/// What a comment of ours begins with.
pub const OPEN: &str = "<!--\u{fdd1}";
/// What a comment of ours ends with.
pub const CLOSE: &str = "\u{fdd1}-->";
/// Stands before the dollars that were put in for a bracket, once more than that has characters.
pub const MATH_OPEN: char = '\u{fdda}';
/// Stands behind them.
pub const MATH_CLOSE: char = '\u{fddb}';
/// Stands for a quotation mark within a value.
const QUOTE: &str = "\u{fdd5}";

/// Puts `text`, which stands in a line among other text, into a comment of ours.
pub fn comment_in_line(out: &mut String, text: &str) {
    out.push_str(OPEN);
    out.push(MARK);
    out.push_str(&close_within(text));
    out.push_str(CLOSE);
}

/// What a comment holds that is ours, and whether it stands in a line among other text.
#[must_use]
pub fn held(comment: &str) -> Option<(&str, Place)> {
    let inner = comment.strip_prefix(MARK)?;
    let place = if inner.starts_with(MARK) { Place::InLine } else { Place::Alone };
    Some((inner.trim_matches(MARK).trim(), place))
}

/// Where a comment of ours stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On lines of its own, or first or last in a line that is a block.
    Alone,
    /// In a line among other text.
    InLine,
}

/// Puts `text`, which has its lines for itself or begins or ends a block, into a comment of ours, in which no end of a comment can stand.
pub fn comment(out: &mut String, text: &str) {
    out.push_str(OPEN);
    out.push_str(&close_within(text));
    out.push_str(CLOSE);
}

/// `text` as it can stand within a comment.
#[must_use]
pub fn close_within(text: &str) -> String {
    text.replace("-->", "--\u{fdd1}>")
}

/// Puts a value in braces, as JSX has it, into quotes.
pub fn quote(out: &mut String, braces: &str) {
    out.push_str("\"\u{fdd1}");
    out.push_str(&braces.replace('"', QUOTE));
    out.push_str("\u{fdd1}\"");
}

/// `text` with what became a comment or a value in quotes as it was written.
#[must_use]
pub fn restore(text: &str) -> Cow<'_, str> {
    if !may_hold(text) {
        return Cow::Borrowed(text);
    }
    let text = brackets(text);
    if !text.contains(MARK) {
        return text;
    }
    let text = text.replace(OPEN, "").replace(CLOSE, "");
    let text = text.replace("\"\u{fdd1}{", "{").replace("}\u{fdd1}\"", "}");
    Cow::Owned(text.replace(QUOTE, "\"").replace(MARK, ""))
}

/// Whether `text` holds two bytes with which marks begin: U+FDC0 to U+FDFF, which are rare in text.
#[expect(clippy::needless_bitwise_bool, reason = "branches cannot be taken for many places at once")]
fn may_hold(text: &str) -> bool {
    any_three(text, |one, two, _| (one == 0xef) & (two == 0xb7))
}

/// The bracket for which `dollars` stand beside `count` marks; of an environment none.
fn sign(count: usize, dollars: usize, [round, square]: [char; 2]) -> String {
    if count < 2 || dollars == 0 {
        return String::new();
    }
    let mut sign = "\\".repeat(count - 2);
    sign.push(if dollars == 1 { round } else { square });
    sign
}

/// `text` with the brackets for which dollars were put in.
fn brackets(text: &str) -> Cow<'_, str> {
    if !text.contains([MATH_OPEN, MATH_CLOSE]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([MATH_OPEN, MATH_CLOSE]) {
        let (before, marks) = rest.split_at(at);
        let is_open = marks.starts_with(MATH_OPEN);
        let behind = marks.trim_start_matches(if is_open { MATH_OPEN } else { MATH_CLOSE });
        let count = (marks.len() - behind.len()) / MATH_OPEN.len_utf8();
        let (blank, dollar) = ([' ', '\t'], '$');
        if is_open {
            let text = behind.trim_start_matches(blank);
            let inner = text.trim_start_matches(dollar);
            let blanks = &behind[..behind.len() - text.len()];
            out.push_str(before);
            out.push_str(&sign(
                count,
                text.len() - inner.len(),
                if is_open { ['(', '['] } else { [')', ']'] },
            ));
            out.push_str(blanks);
            rest = inner;
        } else {
            let text = before.trim_end_matches(blank);
            let inner = text.trim_end_matches(dollar);
            out.push_str(inner);
            out.push_str(&before[text.len()..]);
            out.push_str(&sign(
                count,
                text.len() - inner.len(),
                if is_open { ['(', '['] } else { [')', ']'] },
            ));
            rest = behind;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{comment, comment_in_line, quote, restore};

    #[test]
    fn what_was_put_into_comments_and_quotes_is_given_back() {
        for text in ["{猫 --> \"犬\"}", "{`고양이`}"] {
            let mut out = String::from("a ");
            comment(&mut out, text);
            comment_in_line(&mut out, text);
            quote(&mut out, text);
            assert_eq!(restore(&out), format!("a {text}{text}{text}"));
        }
    }
}
