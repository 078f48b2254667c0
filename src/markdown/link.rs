//! Names by which headings are reached, how links write them, and which brackets and braces are
//! meant as names.

use std::collections::HashMap;

use crate::markdown::sentinel::Sentinels;
use crate::text::bytes::next_of;

/// Gives headings their names, as GitHub, Zenn and Hugo do: lower case, blanks as hyphens,
/// punctuation dropped; a name that was given before gets a number.
#[derive(Clone, Debug, Default)]
pub struct Slugs {
    given: HashMap<String, u32>,
}

impl Slugs {
    /// The name of the next heading, which reads `text`.
    pub fn next(&mut self, text: &str) -> String {
        let slug = slug(text);
        let count = self.given.entry(slug.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    }

    /// Notes a name that the heading gives itself.
    pub fn take(&mut self, id: &str) {
        *self.given.entry(id.to_owned()).or_insert(0) += 1;
    }
}

/// The name of a heading that reads `text`, before doubles are told apart.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' | '\u{3000}' => slug.push('-'),
            // As they are; the letters are those that know no case.
            '-'
            | '_'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}' => slug.push(c),
            _ => {
                let is_part =
                    |c: &char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(*c);
                slug.extend(c.to_lowercase().filter(is_part));
            }
        }
    }
    slug
}

/// What a target says once its percent codes are read; what is no UTF-8 then is shown as `\u{fffd}`.
#[must_use]
pub fn decoded(target: &str) -> String {
    String::from_utf8_lossy(&percent_read(target)).into_owned()
}

/// The bytes of a target once its percent codes are read, text or not.
#[must_use]
pub fn percent_read(target: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let code =
            rest.get(at + 1..at + 3).filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = &rest[at + if byte.is_some() { 3 } else { 1 }..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// The source with a sentinel in double brackets that are no wiki-link, as `[[1]](address)`, which
/// is a link that reads `[1]`, and `[[ -f x ]]`; and behind braces that end a heading without
/// naming it. `None` where there are none.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    let mut at: Vec<usize> = no_wiki_links(source);
    at.extend(no_names(source));
    if at.is_empty() {
        return None;
    }
    at.sort_unstable();
    let mut out = String::with_capacity(source.len() + at.len() * 4);
    let mut copied = 0;
    for at in at {
        out.push_str(&source[copied..at]);
        out.push(sentinels.letter);
        copied = at;
    }
    out.push_str(&source[copied..]);
    Some(out)
}

/// Where double brackets that are no wiki-link are to be parted.
fn no_wiki_links(source: &str) -> Vec<usize> {
    let (mut at, mut closed) = (0, 0);
    let mut parted = Vec::new();
    while let Some(start) = next_of(source, at, *b"[") {
        at = start + 1;
        if !source[at..].starts_with('[') {
            continue;
        }
        at += 1;
        if start >= closed {
            closed = source[start..].find("]]").map_or(source.len(), |end| start + end);
        }
        let is_wiki = !source[start + 2..].starts_with([' ', ']', '\n', '"', '\''])
            && !source.get(closed + 2..).is_some_and(|after| after.starts_with('('));
        if !is_wiki {
            parted.push(start + 1);
        }
    }
    parted
}

/// Where headings end with braces that hold no id, class or attribute.
fn no_names(source: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    while let Some(brace) = next_of(source, from, *b"}") {
        let start = source[from..brace].rfind('\n').map_or(from, |end| from + end + 1);
        let end = next_of(source, brace, *b"\n").unwrap_or(source.len());
        let text = source[start..end].trim_end();
        if text.ends_with('}') && (may_begin_heading(text) || is_underline(&source[end..])) {
            let inner = text.rfind('{').map_or("", |open| &text[open + 1..text.len() - 1]);
            let names = |word: &str| word.starts_with(['#', '.', ':']) || word.contains('=');
            let is_name =
                inner.split_whitespace().all(names) && !inner.trim().is_empty() && !text.ends_with("}}");
            if !is_name {
                ends.push(start + text.len());
            }
        }
        from = end;
    }
    ends
}

/// Whether `line` may begin a heading, in quotes and lists too.
fn may_begin_heading(line: &str) -> bool {
    let marks =
        |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')' | ':') || c.is_ascii_digit();
    line.trim_start_matches(marks).starts_with('#')
}

/// Whether what follows the end of a line makes a heading of it.
fn is_underline(behind: &str) -> bool {
    let mut rows = behind.lines().skip(1);
    let signs = rows.next().unwrap_or_default().trim_matches([' ', '\t', '>']);
    !signs.is_empty() && (signs.bytes().all(|sign| sign == b'=') || signs.bytes().all(|sign| sign == b'-'))
}

/// What a wiki-link without a label reads: `note#heading` as `note > heading`, names of blocks
/// (`#^id`) left out.
#[must_use]
pub fn wiki_label(target: &str) -> String {
    let parts = target.split('#').map(str::trim).filter(|part| !part.is_empty() && !part.starts_with('^'));
    let label = parts.collect::<Vec<_>>().join(" > ");
    if label.is_empty() { target.to_owned() } else { label }
}

#[cfg(test)]
mod tests {
    use super::{Slugs, decoded, prepare, slug, wiki_label};
    use crate::markdown::sentinel::Sentinels;

    #[test]
    fn double_brackets_that_are_no_wiki_links_are_parted() {
        let shown = |source: &str| {
            let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
            prepare(source, sentinels).unwrap_or_else(|| source.to_owned()).replace(sentinels.letter, "|")
        };
        assert_eq!(shown("猫[[1]](https://a.b)と[[犬]]"), "猫[|[1]](https://a.b)と[[犬]]");
        assert_eq!(shown("[[ -f x ]] [[]] [["), "[|[ -f x ]] [|[]] [[");
    }

    #[test]
    fn wiki_links_read_as_note_and_heading() {
        assert_eq!(wiki_label("犬#品種"), "犬 > 品種");
        assert_eq!(wiki_label("#見出し"), "見出し");
        assert_eq!(wiki_label("노트#^a1"), "노트");
    }

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("What's New: C++"), "whats-new-c");
        assert_eq!(slug("20%の真意：数字の裏"), "20の真意数字の裏");
        assert_eq!(slug("한국어 제목"), "한국어-제목");
    }

    #[test]
    fn percent_codes_are_read_and_other_signs_stay() {
        assert_eq!(decoded("%E7%8C%ABと%ea%b8%80"), "猫と글");
        assert_eq!(decoded("100%の%zz%4%"), "100%の%zz%4%");
        assert_eq!(decoded("%E7%8Cx"), "\u{fffd}x");
    }

    #[test]
    fn equal_headings_get_numbers() {
        let mut slugs = Slugs::default();
        slugs.take("b");
        assert_eq!([slugs.next("猫"), slugs.next("猫"), slugs.next("b")], ["猫", "猫-1", "b-1"]);
    }
}
