//! What HTML tags and directives mean, told to the builder.

use crate::markdown::blocks::{Builder, Element, callout};
use crate::markdown::directive::MARK;
use crate::markdown::document::{Align, ContainerKind};
use crate::markdown::html::{Tag, Token, decode, is_known, tokens};
use crate::text::role::Role;

/// Reads HTML into a builder.
#[derive(Debug, Default)]
pub struct Tags {
    /// Inside an element whose text is not shown.
    hidden: Option<String>,
    /// Inside `<pre>`: the code so far.
    code: Option<String>,
    /// Where the base of a ruby began, and its reading so far.
    ruby: Option<(usize, Option<String>)>,
}

impl Tags {
    /// A stretch of HTML, which begins on this line of the source.
    pub fn read(&mut self, html: &str, line: u32, builder: &mut Builder) {
        for token in tokens(html) {
            if let Some(name) = &self.hidden {
                if matches!(&token, Token::Close(closing) if closing == name.as_str()) {
                    self.hidden = None;
                }
                continue;
            }
            match token {
                Token::Text(text) => self.text(text, builder),
                Token::Comment(comment) => directive(comment, line, builder),
                Token::Open(tag) => self.open(&tag, builder),
                Token::Close(name) => self.close(&name, line, builder),
            }
        }
    }

    /// Text between inline tags, entities already read; `true` where a tag has taken it.
    pub fn takes(&mut self, text: &str) -> bool {
        if self.hidden.is_some() {
            return true;
        }
        if let Some((_, Some(reading))) = &mut self.ruby {
            reading.push_str(text);
            return true;
        }
        false
    }

    fn text(&mut self, text: &str, builder: &mut Builder) {
        let text = decode(text);
        if let Some(code) = &mut self.code {
            code.push_str(&text);
            return;
        }
        if self.takes(text.trim()) {
            return;
        }
        for (place, line) in text.split('\n').enumerate() {
            if place > 0 {
                builder.inline.soft_break();
            }
            let words = line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            let line = line.trim_end_matches('\r');
            if line.starts_with([' ', '\t']) && place == 0 && !builder.inline.is_empty() {
                builder.inline.push(" ");
            }
            builder.inline.push(&words);
            if line.ends_with([' ', '\t']) && !words.is_empty() {
                builder.inline.push(" ");
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, builder: &mut Builder) {
        let name = tag.name.as_ref();
        let element = || Element::Html(name.to_owned());
        match name {
            "br" => builder.inline.hard_break(),
            "hr" => builder.rule(),
            "img" | "embed" => {
                builder.inline.open_image(
                    tag.attribute("src").unwrap_or_default(),
                    tag.attribute("title").unwrap_or_default(),
                );
                builder.inline.push(tag.attribute("alt").unwrap_or_default().trim());
                builder.inline.close_image();
            }
            "a" => match tag.attribute("href") {
                Some(target) => builder.open_link(element(), target),
                None => builder.open_plain(element()),
            },
            "ruby" => self.ruby = Some((builder.inline.position(), None)),
            "rt" => {
                if let Some((_, reading)) = &mut self.ruby {
                    *reading = Some(String::new());
                }
            }
            "script" | "style" | "rp" | "template" | "noscript" | "head" | "svg"
                if !tag.source.ends_with("/>") =>
            {
                self.hidden = Some(name.to_owned());
            }
            "pre" => {
                builder.end_text();
                self.code = Some(String::new());
            }
            "code" | "span" if self.code.is_some() => {}
            "ul" => builder.open_list(element(), None),
            "ol" => builder
                .open_list(element(), Some(tag.attribute("start").and_then(|n| n.parse().ok()).unwrap_or(1))),
            "li" => {
                builder.close_matching(&element());
                builder.open_item(element());
            }
            "blockquote" => {
                builder.open_container(element(), ContainerKind::Quote);
            }
            "details" => {
                builder.open_container(element(), ContainerKind::Details);
            }
            "table" => builder.open_table(element(), Vec::new()),
            "tr" => builder.end_row(),
            "td" | "th" => {
                builder.close_matching(&Element::Html("td".to_owned()));
                builder.close_matching(&Element::Html("th".to_owned()));
                let align = match tag.attribute("align").as_deref() {
                    Some("center") => Some(Align::Center),
                    Some("right") => Some(Align::End),
                    _ => None,
                };
                if let Some(align) = align {
                    builder.align(builder.column(), align);
                }
                builder.open_cell(element());
            }
            "dd" => {
                builder.open_container(element(), ContainerKind::Definition);
            }
            _ if is_block(name) => {
                builder.end_text();
                builder.open_plain(element());
            }
            _ => match role_of(name) {
                Some(role) => builder.open_role(element(), role),
                None if is_known(name) => {}
                None => builder.inline.push_as(Role::Template, tag.source),
            },
        }
    }

    fn close(&mut self, name: &str, line: u32, builder: &mut Builder) {
        let element = Element::Html(name.to_owned());
        match name {
            "br" => builder.inline.hard_break(),
            "pre" => {
                if let Some(code) = self.code.take() {
                    builder.code("", code.trim_start_matches('\n'), line);
                }
            }
            "code" | "span" if self.code.is_some() => {}
            "ruby" => self.ruby = None,
            "rt" => {
                if let Some((base, Some(reading))) = self.ruby.take() {
                    builder.inline.ruby(base, &reading);
                    self.ruby = Some((builder.inline.position(), None));
                }
            }
            "tr" => {
                builder.close_matching(&Element::Html("td".to_owned()));
                builder.close_matching(&Element::Html("th".to_owned()));
                builder.end_row();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                builder.end_heading(name.as_bytes()[1] - b'0', None);
                builder.close_matching(&element);
            }
            "summary" => {
                builder.end_label();
                builder.close_matching(&element);
            }
            "dt" => {
                builder.end_term();
                builder.close_matching(&element);
            }
            "p" | "figcaption" | "caption" => {
                builder.end_paragraph();
                builder.close_matching(&element);
            }
            _ if is_block(name) => {
                builder.end_text();
                builder.close_matching(&element);
            }
            _ if is_known(name) => builder.close_matching(&element),
            _ => builder.inline.push_as(Role::Template, &format!("</{name}>")),
        }
    }
}

/// Tags that stand for a block but have no look of their own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "html"
            | "main"
            | "nav"
            | "p"
            | "picture"
            | "section"
            | "summary"
            | "tbody"
            | "tfoot"
            | "thead"
            | "ul"
            | "ol"
            | "li"
            | "table"
            | "blockquote"
            | "details"
            | "dd"
    )
}

fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "b" | "strong" => Role::Strong,
        "i" | "em" | "cite" | "dfn" | "var" => Role::Emphasis,
        "code" | "tt" | "samp" => Role::Code,
        "kbd" => Role::Keyboard,
        "del" | "s" | "strike" => Role::Strike,
        "ins" | "u" => Role::Insert,
        "mark" => Role::Highlight,
        "sub" | "sup" | "small" => Role::Small,
        _ => return None,
    })
}

/// A comment: one of ours is a directive, any other is not shown.
fn directive(comment: &str, line: u32, builder: &mut Builder) {
    let Some(words) = comment.strip_prefix(MARK) else { return };
    let words = words.trim();
    let (name, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    match name {
        "" => {
            builder.end_text();
            builder.close_matching(&Element::Directive);
        }
        "comment" => {}
        "jsx" => component(rest, line, builder),
        "details" => {
            builder.open_container(Element::Directive, ContainerKind::Details);
            builder.label(if rest.is_empty() { "Details" } else { rest });
        }
        name => {
            let (name, title) = match (name, rest) {
                ("message", "") | ("note", "info") => ("note", ""),
                ("message" | "note", kind @ ("alert" | "warn")) => (kind, ""),
                (name, rest) => (name.split(['{', '[']).next().unwrap_or(name), rest),
            };
            let (kind, default) = callout(name);
            builder.open_container(Element::Directive, ContainerKind::Callout(kind));
            if words != "message" && !words.starts_with("message ") {
                builder.label(if title.is_empty() { &default } else { title.trim_matches(['[', ']', '"']) });
            }
        }
    }
}

/// JSX: a bare tag that opens becomes a faint word, a bare tag that closes nothing, the rest code.
fn component(source: &str, line: u32, builder: &mut Builder) {
    let bare = source.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    match bare {
        Some(name) if name.starts_with('/') => builder.end_text(),
        Some(name) if name.chars().all(|c| c.is_ascii_alphanumeric()) => {
            builder.end_text();
            builder.inline.push_as(Role::Template, name);
            builder.end_paragraph();
        }
        _ => {
            builder.end_text();
            builder.code("jsx", source, line);
        }
    }
}
