//! Formulas between backslashes and brackets, as browsers are made to read them, made formulas between
//! dollars: `\(a_1\)`, `\\(a_1\\)`, `\[ b \]`, `\begin{equation}`.
//!
//! Brackets are escaped for other reasons as well. So what stands in them must read as a formula
//! does between dollars, and an article without one that is sure to be TeX has none at all.

use crate::markdown::dollar::{self, Code};
use crate::markdown::mark::{MATH_CLOSE, MATH_OPEN};
use crate::markdown::sentinel::Sentinels;
use crate::text::bytes::next_of;

/// Bytes that a formula may have.
const LENGTH: usize = 2000;
/// Environments that are formulas without anything around them.
const ENVIRONMENTS: [&str; 7] = ["equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign"];

/// The source with such formulas between dollars; `None` where there is none.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    if !["\\(", "\\[", "\\begin{"].iter().any(|sign| source.contains(sign)) {
        return None;
    }
    let found = formulas(source, sentinels);
    if !found.iter().any(|formula| formula.is_sure) {
        return None;
    }
    let mut out = String::with_capacity(source.len() + found.len() * 8);
    let mut copied = 0;
    for Formula { start, end, signs, dollars, .. } in found {
        let inner = &source[start + signs..end - signs];
        // Beside one dollar no blank may stand; beside two it may be what an item is indented by.
        let blank = |c: char| dollars == "$" && matches!(c, ' ' | '\t');
        let content = inner.trim_matches(blank);
        let before = inner.len() - inner.trim_start_matches(blank).len();
        let behind = &inner[before + content.len()..];
        out.push_str(&source[copied..start]);
        // How often it stands says what it stands for.
        out.extend(std::iter::repeat_n(MATH_OPEN, signs + 1));
        out.push_str(&inner[..before]);
        out.push_str(dollars);
        out.push_str(content);
        out.push_str(dollars);
        out.push_str(behind);
        out.extend(std::iter::repeat_n(MATH_CLOSE, signs + 1));
        copied = end;
    }
    out.push_str(&source[copied..]);
    Some(out)
}

struct Formula {
    start: usize,
    end: usize,
    /// Bytes of its brackets on either side.
    signs: usize,
    dollars: &'static str,
    /// Whether nothing else would be written so.
    is_sure: bool,
}

fn formulas(source: &str, sentinels: Sentinels) -> Vec<Formula> {
    let mut found = Vec::new();
    let mut spans = Code::default();
    let mut at = 0;
    while let Some(start) = next_of(source, at, *b"$`\\") {
        let rest = &source[start..];
        at = start
            + match rest.as_bytes()[0] {
                b'`' => spans.length(source, start),
                b'$' if rest.starts_with("$$") => {
                    within(&rest[2..]).find("$$").map_or(2, |length| length + 4)
                }
                b'$' => 1,
                _ => {
                    let formula = environment(source, start).or_else(|| brackets(source, start, sentinels));
                    let length = formula.as_ref().map(|formula| formula.end - start);
                    found.extend(formula);
                    length.unwrap_or_else(|| backslashes(rest))
                }
            };
    }
    found
}

fn backslashes(text: &str) -> usize {
    text.bytes().take_while(|&byte| byte == b'\\').count()
}

/// What of `text` a formula may take.
fn within(text: &str) -> &str {
    &text[..text.floor_char_boundary(LENGTH)]
}

fn is_one_paragraph(content: &str) -> bool {
    let content = content.trim_matches([' ', '\t', '\r', '\n', '>']);
    content.lines().all(|line| !line.trim_matches([' ', '\t', '\r', '>']).is_empty())
}

/// The environment that begins at `start`, first on its line.
fn environment(source: &str, start: usize) -> Option<Formula> {
    let name = source[start..].strip_prefix("\\begin{")?.split('}').next()?;
    if !ENVIRONMENTS.contains(&name.trim_end_matches('*')) || !is_first(source, start) {
        return None;
    }
    let text = within(&source[start..]);
    let close = format!("\\end{{{name}}}");
    let length = text.find(&close)? + close.len();
    is_one_paragraph(&text[..length]).then_some(Formula {
        start,
        end: start + length,
        signs: 0,
        dollars: "$$",
        is_sure: true,
    })
}

fn is_first(source: &str, start: usize) -> bool {
    let line = source[source.floor_char_boundary(start.saturating_sub(80))..start].rsplit('\n').next();
    line.is_some_and(|line| line.chars().all(|c| " \t>-*+.)".contains(c) || c.is_ascii_digit()))
}

/// The formula between brackets that begins at `start`.
fn brackets(source: &str, start: usize, sentinels: Sentinels) -> Option<Formula> {
    let rest = &source[start..];
    let count = backslashes(rest);
    let (open, close, dollars) = match rest.as_bytes().get(count)? {
        b'(' => ("\\(", "\\)", "$"),
        b'[' => ("\\[", "\\]", "$$"),
        _ => return None,
    };
    let signs = count + 1;
    let text = within(rest);
    let behind = text.get(signs..)?;
    let length = behind.find(close)? + 1;
    let length = length.checked_sub(count)?;
    let content = &behind[..length];
    let is_closed = behind[length..].bytes().take(count).all(|byte| byte == b'\\');
    let before = source[..start].chars().next_back();
    let is_word = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '/'));
    if count > 2 || !is_closed || content.ends_with('\\') || content.contains(['$', '`']) || is_word {
        return None;
    }
    if content.contains(open) || !is_one_paragraph(content) {
        return None;
    }
    let has_command =
        content.split('\\').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_sure = has_command || content.contains(['^', '_', '=']);
    let end = start + signs + length + signs;
    let is_alone =
        is_first(source, start) && source[end..].lines().next().is_none_or(|after| after.trim().is_empty());
    let lines = content.lines().map(|line| line.trim_matches([' ', '\t', '\r', '>']));
    let words = lines.collect::<Vec<_>>().join(" ");
    // As dollars are read, so are these; lines of their own hold no price.
    let is_formula = content.contains(|c: char| c.is_ascii_alphabetic())
        && dollar::prepare(&format!("${}$", words.trim()), sentinels).is_none();
    let is_read = if dollars == "$$" { is_alone && is_sure } else { true };
    (is_formula && is_read).then_some(Formula { start, end, signs, dollars, is_sure })
}

#[cfg(test)]
mod tests {
    use super::prepare;
    use crate::markdown::mark::{MATH_CLOSE, MATH_OPEN, restore};
    use crate::markdown::sentinel::Sentinels;

    fn prepared(source: &str) -> String {
        let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
        prepare(source, sentinels).unwrap_or_else(|| source.to_owned())
    }

    #[test]
    fn formulas_come_between_dollars_and_are_given_back_to_code() {
        for (source, expected) in [
            ("値\\(a_1\\)と\\( x \\)", "値$a_1$と $x$ "),
            ("값 \\\\(a_1 = \\alpha\\\\)2", "값 $a_1 = \\alpha$2"),
            ("\\[ b = c \\]\n中", "$$ b = c $$\n中"),
            ("> \\\\[\n> b^2\n> \\\\]", "> $$\n> b^2\n> $$"),
            ("\\begin{align*}\nx\n\\end{align*}", "$$\\begin{align*}\nx\n\\end{align*}$$"),
        ] {
            let prepared = prepared(source);
            assert_eq!(prepared.replace([MATH_OPEN, MATH_CLOSE], ""), expected);
            assert_eq!(restore(&prepared), source);
        }
    }

    #[test]
    fn brackets_that_are_escaped_are_text() {
        for source in [
            "\\(a\\) 一、\\(b\\) 二",
            "f\\(x_1\\)",
            "\\[x\\] 完了 \\[1\\]",
            "文 \\[a = b\\] 文",
            "\\(주의\\) \\(see below = here\\)",
            "`\\(a_1\\)` と ```\n\\(a_1\\)\n```",
            "$$\n\\(a_1\\)\n$$",
            "\\(a_1\n\nb\\)",
            "\\begin{equation}\nx\n\n文\n\\end{equation}",
            "\\begin{tabular}x\\end{tabular}",
            "\\(",
            "\\\\\\(a_1\\\\\\)",
        ] {
            assert_eq!(prepared(source), source);
        }
    }
}
