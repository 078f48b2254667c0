//! Attribute lists of kramdown: `{: .note #id key="value" }` behind text or on a line of their own.
//!
//! They say how something looks and are not text. Only what is one to the letter is taken for one.

use std::borrow::Cow;

use crate::markdown::document::Callout;
use crate::markdown::{callout, jsx};

/// The length of the attribute list with which `text` begins.
#[must_use]
pub fn attributes(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix("{:")?;
    let mut words = 0;
    loop {
        let after = rest.trim_start_matches([' ', '\t']);
        if let Some(end) = after.strip_prefix('}') {
            return (words > 0).then_some(text.len() - end.len());
        }
        if words > 0 && after.len() == rest.len() && !after.starts_with(['.', '#']) {
            return None;
        }
        rest = attribute(after)?;
        words += 1;
    }
}

/// What follows the class, id or value with which `text` begins. Of bare words only those are
/// known that stand for a list: others are symbols of programming languages as like as not.
fn attribute(text: &str) -> Option<&str> {
    if let Some(name) = text.strip_prefix(['.', '#']) {
        return word(name);
    }
    for known in ["toc", "footnotes"] {
        if let Some(rest) = text.strip_prefix(known).filter(|rest| rest.starts_with([' ', '}'])) {
            return Some(rest);
        }
    }
    let value = word(text)?.strip_prefix('=')?;
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote) {
            return inner.split_once(quote).filter(|(inner, _)| !inner.contains('\n')).map(|(_, rest)| rest);
        }
    }
    word(value)
}

/// What follows the word with which `text` begins.
fn word(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '%'));
    (rest.len() < text.len()).then_some(rest)
}

/// A line of text with its attribute lists as comments, made by `comment`; those in code stay.
#[must_use]
pub fn inline(line: &str, comment: impl Fn(&mut String, &str)) -> Cow<'_, str> {
    if !line.contains("{:") {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 16);
    let mut rest = line;
    while let Some(at) = rest.find(['{', '`', '\\']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let found = attributes(after);
        let length = found.unwrap_or_else(|| match after.as_bytes()[0] {
            b'`' => jsx::code(after),
            b'\\' => 1 + after[1..].chars().next().map_or(0, char::len_utf8),
            _ => 1,
        });
        let (text, after) = after.split_at(length);
        if found.is_some() {
            comment(&mut out, text);
        } else {
            out.push_str(text);
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What the quote is of which a line of attributes says how it looks: `{: .prompt-tip }` (Chirpy),
/// `{: .notice--info }` (Minimal Mistakes), `{: .note }` (Just the Docs).
#[must_use]
pub fn callout(attributes: &str) -> Option<Callout> {
    let classes = attributes.split(['{', '}', ':', ' ', '\t']).filter_map(|word| word.strip_prefix('.'));
    classes
        .map(|class| class.trim_start_matches("prompt-").trim_start_matches("notice--"))
        .find_map(callout::kind)
}

#[cfg(test)]
mod tests {
    use super::{attributes, callout, inline};
    use crate::markdown::document::Callout;

    #[test]
    fn only_attributes_to_the_letter_are_attributes() {
        for list in [
            "{: .note }",
            "{:.a.b #c}",
            "{:target=\"_blank\"}",
            "{:toc}",
            "{: width='90%' .見出し}",
            "{: w=\"300\" h=\"2 3\" }",
        ] {
            assert_eq!(attributes(&format!("{list}文")), Some(list.len()), "{list}");
        }
        for text in [
            "{:}",
            "{: }",
            "{:ok, 값}",
            "{:key => 1}",
            "{:a 1}",
            "{: 文 }",
            "{: .a b }",
            "{:a=}",
            "{: .note",
            "{x}",
            "{:tocs}",
        ] {
            assert_eq!(attributes(text), None, "{text}");
        }
    }

    #[test]
    fn attributes_in_code_stay() {
        let shown = |line| inline(line, |out, text| out.push_str(&text.replace(':', "："))).into_owned();
        assert_eq!(shown("[猫](x){:a=\"b\"}と`{:.c}`"), "[猫](x){：a=\"b\"}と`{:.c}`");
        assert_eq!(shown("\\{: .c } 글 {: .d }"), "\\{: .c } 글 {： .d }");
    }

    #[test]
    fn quotes_are_named_by_their_class() {
        assert_eq!(callout("{: .prompt-warning }"), Some(Callout::Warning));
        assert_eq!(callout("{:.x .prompt-danger}"), Some(Callout::Caution));
        assert_eq!(callout("{: .notice--info}"), Some(Callout::Note));
        assert_eq!(callout("{: .shadow }"), None);
    }
}
