//! Which dollars stand around a formula.
//!
//! A dollar is a price or a shell variable more often than the edge of a formula, so the parser
//! is shown only those pairs whose content looks like TeX: a command, an index or exponent, or
//! a short expression with no words in it. `$5 and $10`, `100$から200$` and `$HOME/$USER` stay
//! text.

use std::borrow::Cow;

use crate::markdown::sentinel::Sentinels;
use crate::text::bytes::next_of;

/// Bytes that a formula within a line of text may have.
const LENGTH: usize = 1000;
/// Braces within one another that a formula may have.
const BRACES: usize = 20;

/// The source with every dollar that opens no formula made a sentinel; `None` where there is
/// nothing to do.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    if !source.contains('$') {
        return None;
    }
    let mut out = String::with_capacity(source.len() + 16);
    let mut copied = 0;
    let mut at = 0;
    let mut spans = Code::default();
    while let Some(start) = next_of(source, at, *b"$`\\") {
        let rest = &source[start..];
        at = start
            + match rest.as_bytes()[0] {
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'`' => spans.length(source, start),
                _ if rest.starts_with("$$") => display(rest),
                _ => inline(source, start).unwrap_or(0),
            };
        if at == start {
            let dollars = rest.bytes().take_while(|&b| b == b'$').count();
            out.push_str(&source[copied..start]);
            out.extend(std::iter::repeat_n(sentinels.dollar, dollars));
            at = start + dollars;
            copied = at;
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&source[copied..]);
    Some(out)
}

/// Code spans and fences, looked for from front to back.
#[derive(Debug, Default)]
pub struct Code {
    /// Where the paragraph looked at last ends.
    paragraph: usize,
    /// By number of backticks: up to where there is no end.
    vain: [usize; 8],
}

impl Code {
    /// The length of the code span or fence at `start`, or of its backticks where it does not end
    /// within its paragraph.
    pub fn length(&mut self, source: &str, start: usize) -> usize {
        let rest = &source[start..];
        let ticks = rest.bytes().take_while(|&b| b == b'`').count();
        let (open, inner) = rest.split_at(ticks);
        if self.paragraph < start + ticks {
            self.paragraph = start + ticks + paragraph_end(inner);
        }
        let until = if ticks >= 3 { source.len() } else { self.paragraph };
        let vain = &mut self.vain[ticks.min(7)];
        if *vain >= until {
            return ticks;
        }
        let Some(end) = source[start + ticks..until].find(open) else {
            *vain = until;
            return ticks;
        };
        ticks + end + inner[end..].bytes().take_while(|&b| b == b'`').count()
    }
}

/// Where the paragraph ends with which `text` begins.
fn paragraph_end(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && at > 0 {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// The length of the display formula with which `rest` begins; 0 where there is none.
fn display(rest: &str) -> usize {
    let inner = &rest[2..];
    if inner.starts_with('$') {
        return 0;
    }
    let within = &inner[..floor(inner, LENGTH * 8)];
    let Some(end) = within.find("$$") else { return 0 };
    let content = &within[..end];
    // Blanks before the dollars that close are no blank line.
    let lines = &content[..content.rfind('\n').map_or(content.len(), |end| end + 1)];
    let is_formula = !content.trim().is_empty() && paragraph_end(lines) == lines.len();
    if is_formula { end + 4 } else { 0 }
}

/// The length of the formula within a line whose first dollar stands at `start`.
fn inline(source: &str, start: usize) -> Option<usize> {
    let rest = &source[start + 1..];
    let inner = &rest[..floor(rest, LENGTH)];
    if inner.starts_with(|c: char| c.is_whitespace()) {
        return None;
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    let mut breaks = 0;
    for (end, byte) in inner.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'{' if depth == BRACES => return None,
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b'\n' if breaks == 2 => return None,
            b'\n' if inner[end + 1..].starts_with(['\n', '\r']) => return None,
            b'\n' => breaks += 1,
            b'$' if depth == 0 => {
                let content = &inner[..end];
                let after = inner[end + 1..].chars().next();
                let before = source[..start].chars().next_back();
                return is_formula(content, before, after).then_some(end + 2);
            }
            _ => {}
        }
    }
    None
}

/// Whether what stands between two dollars is a formula, with the characters around them.
fn is_formula(content: &str, before: Option<char>, after: Option<char>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '$');
    if content.ends_with(char::is_whitespace)
        || after.is_some_and(|c| c.is_ascii_digit() || c == '$')
        || !content.chars().any(char::is_alphanumeric)
    {
        return false;
    }
    let has_command = content.split('\\').skip(1).any(|after| {
        after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '{' | '|' | ',' | ';'))
    });
    if has_command {
        return true;
    }
    let Some(content) = without_escapes(content) else { return false };
    let content = content.as_ref();
    if touches(before) || content.starts_with('{') {
        return false;
    }
    let is_word_after = touches(after);
    let single = content.chars().count() == 1;
    if is_word_after && !single
        || content.contains(['\n', '"', '`', '、', '。', '；', '：', '「', '」', '#', '@', '%', '~'])
    {
        return false;
    }
    if content.contains(['^', '_']) && is_scripted(content) {
        return true;
    }
    let has_relation = content.contains(['=', '<', '>', '≤', '≥', '∈', '≈']);
    if !content.is_ascii() {
        return has_relation && !content.contains("  ");
    }
    let is_balanced = content.matches('(').count() == content.matches(')').count()
        && content.matches('[').count() == content.matches(']').count();
    let has_operator = has_relation || content.contains(['+', '-', '*', '/', '(', '!', '|']);
    let word = longest_word(content);
    is_balanced
        && !content.ends_with(['+', '-', '*', '/', '=', '<', '>', ',', ':', ';', '.', '?'])
        && !content.contains([':', ';', '?', '&'])
        && (word <= 1 || word <= 3 && has_operator || word == 2 && !content.contains(' '))
}

/// The content with its escaped per cents gone and its ties (`=1,~2`) made blanks; `None` where a
/// tilde is no tie, as between two prices.
fn without_escapes(content: &str) -> Option<Cow<'_, str>> {
    if !content.contains(['~', '%']) {
        return Some(Cow::Borrowed(content));
    }
    let content = content.replace("\\%", "");
    let bytes = content.as_bytes();
    let is_tie = |(at, _): (usize, &str)| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let (Some(before), Some(after)) = (before, bytes.get(at + 1)) else { return false };
        let is_part = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'~' | b'/' | b':');
        is_part(before) && is_part(after) && !(before.is_ascii_digit() && after.is_ascii_digit())
    };
    content.match_indices('~').all(is_tie).then(|| Cow::Owned(content.replace('~', " ")))
}

/// Whether a formula with indices or exponents holds no words but in their braces and right before
/// these: `T_{max}`, `loss_{total}^2`.
fn is_scripted(content: &str) -> bool {
    let mut rest = content;
    while let Some(at) = rest.find(['^', '_']) {
        let (before, script) = rest.split_at(at);
        let script = &script[1..];
        let named = if script.starts_with('{') {
            before.trim_end_matches(|c: char| c.is_ascii_alphabetic())
        } else {
            before
        };
        if longest_word(named) > 2 {
            return false;
        }
        rest = &script[script.strip_prefix('{').map_or(0, group)..];
    }
    longest_word(rest) <= 2
}

/// The length of a group in braces, of which `inner` is what stands behind the first.
fn group(inner: &str) -> usize {
    let mut depth = 1_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 2,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    inner.len() + 1
}

/// Letters of the longest run of ASCII letters.
fn longest_word(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_alphabetic()).map(str::len).max().unwrap_or(0)
}

/// The largest boundary of a character in `text` up to `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::prepare;
    use crate::markdown::sentinel::Sentinels;

    /// The source with the dollars that open nothing shown as `＄`.
    fn shown(source: &str) -> String {
        let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
        prepare(source, sentinels).unwrap_or_else(|| source.to_owned()).replace(sentinels.dollar, "＄")
    }

    #[test]
    fn prices_and_variables_are_text() {
        for source in [
            "$5 and $10",
            "100$から200$まで",
            "単価は$5から$10に",
            "US$3 (A$) と US$5とCA$",
            "$HOME/$USER と $PATH:$HOME",
            "${HOME}/x ${USER}/y",
            "価格$1,000、$2,000。",
            "从$5到$10，5元",
            "가격은 $5에서 $10까지",
            "awk '{print $1,$2}'",
            "$",
            "$$ $$$ 5",
            "it cost $20 million and I paid 20$ for it",
            "foo$bar$baz",
            "$AWS_{REGION}/$AWS_{ZONE}と$A_{B}",
            "$user_name$と$1_{max} and $2",
            "$A_{猫} や $B_{犬}は変数",
            "$5~$10、$5~10$、약 $5~から$8",
            "~$5~と~$6~は",
            "$5は10\\%引き、$6は20\\%引き",
            "$100의 10\\% 할인$",
            "$HOME~/$USER~x$ ~/$A:~$",
            "95%$から$5%",
        ] {
            assert_eq!(shown(source), source.replace('$', "＄"), "{source}");
        }
    }

    #[test]
    fn formulas_stay() {
        for source in [
            "$x$と$y$の和$x+y$は$O(n \\log n)$",
            "the $n$th and $a_i^2$, $E = mc^2$.",
            "$\\text{가격} = 5$입니다",
            "関数$f(x) = 2x$。",
            "$速度 = 距離/時間$",
            "$10$個",
            "$$\nx\n$$ と $$y$$",
            "- 式\n\n  $$\n  x\n  $$",
            "$a\\$b^2$",
            "最大値$x_{max}$と$a^{max}$、온도 $T_{max}$는",
            "$L_{total} = L_{cls} + \\lambda L_{reg}$、$d_{model}$维",
            "$loss_{total}^{2}$ $x_{foo}$ $x_{i, train}^{max}$ $T_{최대}$",
            "$x_{a_{max}}$",
            "信頼度$95\\%$、置信度$p=95\\%$、신뢰도 $x\\%$입니다",
            "$i=1,~2$と$x~(y)$、$\\mathbf{x}~\\in~X$",
            "$準確率=95\\%$",
        ] {
            assert_eq!(shown(source), source);
        }
    }

    #[test]
    fn a_price_does_not_take_the_dollar_of_a_formula() {
        assert_eq!(shown("costs $5 and $x^2$"), "costs ＄5 and $x^2$");
        assert_eq!(shown("100$で$x$を"), "100＄で$x$を");
    }

    #[test]
    fn code_is_passed_over() {
        assert_eq!(shown("`$HOME` と $x$"), "`$HOME` と $x$");
        assert_eq!(shown("```\n$a$ $5\n```\n$5"), "```\n$a$ $5\n```\n＄5");
        assert_eq!(shown("`未完 $5\n\n`$"), "`未完 ＄5\n\n`＄");
    }
}
