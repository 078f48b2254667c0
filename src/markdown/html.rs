//! The HTML that people write in Markdown, as tokens.
//!
//! This is no HTML parser: it tells tags, comments and text apart, as far as articles use them,
//! and never fails. What the tags mean is decided in [`crate::markdown::blocks`].

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::markdown::mark::MARK;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name …>`, the name in lower case where it is a name of HTML.
    Open(Tag<'a>),
    /// `</name>`.
    Close(Cow<'a, str>),
    /// What stands between `<!--` and `-->`.
    Comment(&'a str),
    /// Text, entities not yet read.
    Text(&'a str),
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name; as written where HTML does not know it.
    pub name: Cow<'a, str>,
    /// All of it, as written.
    pub source: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, entities read.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len()).max(1);
            let end = (end..=rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
            let (found, after) = rest.split_at(end);
            rest = after.trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                (value, rest) = read_value(after.trim_start());
            }
            if found.eq_ignore_ascii_case(name) {
                // What an expression gives is not known.
                let value = if value.starts_with(MARK) { "" } else { value };
                return Some(decode(value).into_owned());
            }
        }
    }
}

fn read_value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

/// Names of HTML whose tags are understood, or dropped while their text is kept.
const NAMES: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Whether HTML, as articles use it, knows the name.
#[must_use]
pub fn is_known(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// The tokens of `html`, in order, each with what it was read from; together they are all of it.
pub fn tokens(html: &str) -> impl Iterator<Item = (Token<'_>, &str)> {
    let mut rest = html;
    // Behind the last of these no tag ends, and none need be looked for.
    let behind = html.rfind('>').map_or(html.len(), |last| html.len() - last - 1);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let may_end = rest.len() > behind || rest.starts_with("<!--");
        if let Some((token, after)) = may_end.then(|| markup(rest)).flatten() {
            let source = &rest[..rest.len() - after.len()];
            rest = after;
            return Some((token, source));
        }
        let skipped = usize::from(rest.starts_with('<'));
        let end = rest[skipped..].find('<').map_or(rest.len(), |at| at + skipped);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some((Token::Text(text), text))
    })
}

/// A tag or comment at the start of `rest`, and what follows it.
fn markup(rest: &str) -> Option<(Token<'_>, &str)> {
    if let Some(after) = rest.strip_prefix("<!--") {
        let (inner, after) = after.split_once("-->").unwrap_or((after, ""));
        return Some((Token::Comment(inner), after));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let (inner, after) = rest.split_once('>')?;
        return Some((Token::Comment(inner), after));
    }
    let inner = rest.strip_prefix('<')?;
    let closing = inner.strip_prefix('/');
    let named = closing.unwrap_or(inner);
    let length = named
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | ':'))
        .unwrap_or(named.len());
    let name = &named[..length];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = tag_end(&named[length..])?;
    let attributes = &named[length..length + end];
    let after = &named[length + end + 1..];
    let lower = name.to_ascii_lowercase();
    let name = if is_known(&lower) && lower != name { Cow::Owned(lower) } else { Cow::Borrowed(name) };
    let source = &rest[..rest.len() - after.len()];
    Some((
        if closing.is_some() { Token::Close(name) } else { Token::Open(Tag { name, source, attributes }) },
        after,
    ))
}

/// Where the `>` is that ends a tag; quotes may hold others.
fn tag_end(attributes: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            (Some(_) | None, _) => {}
        }
    }
    attributes.find('>')
}

/// `text` with its entities read. The Markdown parser knows them all, so it is asked.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::from(&text[..first]);
    let mut rest = &text[first..];
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = rest.bytes().take(34).position(|b| b == b';').map_or(0, |at| at + 1);
        let is_entity =
            length > 2 && rest[1..length - 1].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
        let taken = if is_entity { length } else { 1 };
        if is_entity {
            for event in Parser::new(&rest[..taken]) {
                if let Event::Text(read) = event {
                    out.push_str(&read);
                }
            }
        } else {
            out.push('&');
        }
        rest = &rest[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NAMES, Token, decode, tokens};

    #[test]
    fn names_are_sorted_for_the_search() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn tags_comments_and_text_are_told_apart() {
        let html = "a<B x='>'>太字</b><!-- 秘密 --><Foo/>1 < 2";
        let (found, sources): (Vec<_>, Vec<_>) = tokens(html).unzip();
        assert_eq!(sources.concat(), html);
        assert_eq!(found[0], Token::Text("a"));
        assert!(
            matches!(&found[1], Token::Open(tag) if tag.name == "b" && tag.attribute("x").as_deref() == Some(">"))
        );
        assert_eq!(found[2..5], [Token::Text("太字"), Token::Close("b".into()), Token::Comment(" 秘密 ")]);
        assert!(matches!(&found[5], Token::Open(tag) if tag.name == "Foo" && tag.source == "<Foo/>"));
        assert_eq!(found[6..], [Token::Text("1 "), Token::Text("< 2")]);
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let html = "<a href=https://例.jp/?a=1&amp;b title = \"二 つ\" hidden>";
        let Some((Token::Open(tag), _)) = tokens(html).next() else { panic!("a tag") };
        assert_eq!(tag.attribute("href").as_deref(), Some("https://例.jp/?a=1&b"));
        assert_eq!(tag.attribute("title").as_deref(), Some("二 つ"));
        assert_eq!(tag.attribute("hidden").as_deref(), Some(""));
        assert_eq!(tag.attribute("src"), None);
    }

    #[test]
    fn entities_are_read_and_ampersands_stay() {
        assert_eq!(decode("&copy; &#x3042;&amp; A&B &nosuch; &"), "© あ& A&B &nosuch; &");
    }

    proptest! {
        #[test]
        fn tokens_never_panic_and_end(html in "[<>/!\\-a-c='\" &;猫]{0,40}") {
            let count = tokens(&html).count();
            prop_assert!(count <= html.len());
            for (token, _) in tokens(&html) {
                if let Token::Open(tag) = token {
                    let _ = tag.attribute("c");
                }
            }
            let _ = decode(&html);
        }
    }
}
