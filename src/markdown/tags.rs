//! What HTML tags and directives mean, told to the builder.

use crate::markdown::blocks::{Builder, Element};
use crate::markdown::callout::{self, Directive};
use crate::markdown::document::{Align, Callout, ContainerKind, LinkKind, Number};
use crate::markdown::html::{Tag, Token, decode, is_known, tokens};
use crate::markdown::mark::{self, Place, restore};
use crate::markdown::raise::Shift;
use crate::markdown::table::Cell;
use crate::markdown::{jsx, kramdown, unclosed};
use crate::text::role::Role;

/// Reads HTML into a builder.
#[derive(Debug, Default)]
pub struct Tags {
    /// Inside an element whose text is not shown.
    hidden: Option<String>,
    /// Inside `<pre>`: the code so far, and the line on which it begins.
    code: Option<(String, u32)>,
    /// The language of that code, where it is told.
    language: String,
    /// What of a ruby is open.
    ruby: Ruby,
}

#[derive(Debug, Default)]
enum Ruby {
    #[default]
    None,
    Base,
    /// What was read of it.
    Reading(String),
}

impl Tags {
    /// A whole block of HTML: nothing is hidden that does not end in it.
    pub fn read_block(&mut self, html: &str, line: u32, builder: &mut Builder) {
        self.read(&unclosed::as_text(html), line, builder);
        self.end(builder);
    }

    /// A stretch of HTML within a line or a tag of it, which begins on this line of the source.
    pub fn read(&mut self, html: &str, line: u32, builder: &mut Builder) {
        let mut line = line;
        for (token, source) in tokens(html) {
            let here = line;
            let breaks = source.bytes().filter(|&byte| byte == b'\n').count();
            line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            if let Some(name) = &self.hidden {
                if matches!(&token, Token::Close(closing) if closing == name.as_str()) {
                    self.hidden = None;
                }
                continue;
            }
            if let (Some((code, _)), Token::Comment(_)) = (&mut self.code, &token) {
                code.push_str(&restore(source));
                continue;
            }
            builder.inline.at_line(here);
            match token {
                Token::Text(text) => self.text(text, here, builder),
                Token::Comment(comment) => directive(comment, here, builder),
                Token::Open(tag) => self.open(&tag, here, builder),
                Token::Close(name) => self.close(&name, builder),
            }
        }
    }

    /// The paragraph or block ends: nothing stays hidden beyond it.
    pub fn end(&mut self, builder: &mut Builder) {
        self.hidden = None;
        self.ruby = Ruby::None;
        self.end_code(builder);
    }

    fn end_code(&mut self, builder: &mut Builder) {
        let Some((code, line)) = self.code.take() else { return };
        let (code, line) = match code.strip_prefix("\r\n").or(code.strip_prefix('\n')) {
            Some(code) => (code, line + 1),
            None => (code.as_str(), line),
        };
        builder.code(&std::mem::take(&mut self.language), code, line);
    }

    /// Text between inline tags, entities already read; `true` where a tag has taken it.
    pub fn takes(&mut self, text: &str) -> bool {
        if self.hidden.is_some() {
            return true;
        }
        if let Ruby::Reading(reading) = &mut self.ruby {
            reading.push_str(text.trim());
            return true;
        }
        if let Some((code, _)) = &mut self.code {
            code.push_str(text);
            return true;
        }
        false
    }

    fn text(&mut self, text: &str, line: u32, builder: &mut Builder) {
        let text = restore(text);
        let text = decode(&text);
        if self.takes(&text) {
            return;
        }
        for ((place, text), number) in text.split('\n').enumerate().zip(line..) {
            if place > 0 {
                builder.soft_break();
            }
            builder.inline.at_line(number);
            let line = text;
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

    fn open(&mut self, tag: &Tag<'_>, line: u32, builder: &mut Builder) {
        let name = tag.name.as_ref();
        let element = || Element::Html(name.to_owned());
        if is_block(name) || matches!(name, "hr" | "pre" | "tr" | "td" | "th") {
            close_implied(name, builder);
        }
        let named = tag.attribute("name").filter(|_| name == "a");
        for id in tag.attribute("id").into_iter().chain(named).filter(|id| !id.is_empty() && is_known(name)) {
            builder.anchor(&id);
        }
        match name {
            "br" => builder.hard_break(),
            "hr" => builder.rule(line),
            "img" => image(tag, builder),
            "a" => match tag.attribute("href") {
                Some(target) => builder.open_link(element(), target),
                None => builder.open_plain(element()),
            },
            "iframe" | "video" | "audio" | "embed" => {
                if let Some(source) = tag.attribute("src").filter(|source| !source.is_empty()) {
                    // The address is parted from what stands beside it.
                    builder.inline.soft_break();
                    builder.inline.link(Role::Template, &source, source.clone(), LinkKind::Plain);
                    builder.inline.soft_break();
                }
            }
            "ruby" => {
                builder.inline.open_ruby();
                self.ruby = Ruby::Base;
            }
            "rt" => {
                if !matches!(self.ruby, Ruby::None) {
                    self.ruby = Ruby::Reading(String::new());
                }
            }
            "script" | "style" | "rp" | "template" | "noscript" | "head" | "svg"
                if !tag.source.ends_with("/>") =>
            {
                self.hidden = Some(name.to_owned());
            }
            "pre" => {
                builder.end_text();
                self.code = Some((String::new(), line));
                self.language = tag.attribute("lang").or_else(|| language(tag)).unwrap_or_default();
            }
            "code" | "span" if self.code.is_some() => {
                if let Some(language) = language(tag).filter(|_| self.language.is_empty()) {
                    self.language = language;
                }
            }
            "ul" => builder.open_list(element(), None),
            "ol" => {
                let start = tag.attribute("start").and_then(|n| n.parse().ok()).unwrap_or(1);
                builder.open_list(element(), Some(Number::of(start)));
            }
            "li" => builder.open_item(element()),
            "blockquote" => {
                builder.open_container(element(), ContainerKind::Quote);
            }
            "details" => {
                builder.open_container(element(), ContainerKind::Details);
            }
            "table" => builder.open_table(element(), Vec::new()),
            "tr" => builder.end_row(),
            "td" | "th" => {
                let align = match tag.attribute("align").as_deref() {
                    Some("center") => Some(Align::Center),
                    Some("right") => Some(Align::End),
                    _ => None,
                };
                let number = |name| tag.attribute(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1);
                let (columns, rows) = (number("colspan"), number("rowspan"));
                builder.open_cell(element(), Cell { align, is_head: name == "th", columns, rows });
            }
            "figcaption" | "caption" => {
                builder.caption();
                builder.open_role(element(), Role::Caption);
            }
            "dd" => {
                builder.open_definition(element());
            }
            "sup" => builder.open_shift(element(), Shift::Up),
            "sub" => builder.open_shift(element(), Shift::Down),
            _ if is_block(name) => {
                builder.end_text();
                builder.open_plain(element());
            }
            _ => match role_of(name) {
                Some(role) => builder.open_role(element(), role),
                None if is_known(name) => {}
                // Around words of a sentence: they read better without it.
                None if name.starts_with(|c: char| c.is_ascii_uppercase())
                    && tag.source.contains('=')
                    && !tag.source.ends_with("/>") =>
                {
                    builder.open_plain(element());
                }
                None => builder.inline.push_as(Role::Template, &restore(tag.source)),
            },
        }
    }

    fn close(&mut self, name: &str, builder: &mut Builder) {
        let element = Element::Html(name.to_owned());
        match name {
            "br" => builder.hard_break(),
            "pre" => self.end_code(builder),
            "code" | "span" if self.code.is_some() => {}
            "ruby" => self.ruby = Ruby::None,
            "rt" => {
                if let Ruby::Reading(reading) = &self.ruby {
                    builder.inline.ruby(reading);
                    self.ruby = Ruby::Base;
                }
            }
            "tr" => {
                close_implied(name, builder);
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
            _ if is_known(name) => {
                builder.close_matching(&element);
            }
            _ => {
                if !builder.close_matching(&element) {
                    builder.inline.push_as(Role::Template, &format!("</{name}>"));
                }
            }
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

/// The language of code, where a class tells it (`language-js`).
fn language(tag: &Tag<'_>) -> Option<String> {
    let class = tag.attribute("class")?;
    let prefixed =
        |word: &str| word.strip_prefix("language-").or(word.strip_prefix("lang-")).map(str::to_owned);
    class.split_ascii_whitespace().find_map(prefixed)
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
        "small" => Role::Small,
        _ => return None,
    })
}

/// Ends the elements that HTML lets end by themselves when a block called `name` begins.
fn close_implied(name: &str, builder: &mut Builder) {
    let (meant, bound): (&[&str], &str) = match name {
        "li" => (&["li"], "list"),
        "dd" | "dt" => (&["dd", "dt"], "dl"),
        "td" | "th" | "tr" => (&["td", "th"], "table"),
        _ => (&["p"], ""),
    };
    if bound == "dl" && builder.is_in_term() {
        builder.end_term();
    }
    let is = |element: &Element, names: &[&str]| matches!(element, Element::Html(name) if names.contains(&name.as_str()));
    builder.close_before(
        |element| is(element, meant),
        |element| match bound {
            "list" => is(element, &["ul", "ol"]),
            "" => matches!(element, Element::Html(_) | Element::Directive),
            bound => is(element, &[bound]),
        },
    );
}

/// A comment: one of ours is a directive, attributes or JSX, any other is not shown.
fn directive(comment: &str, line: u32, builder: &mut Builder) {
    let Some((source, place)) = mark::held(comment) else { return };
    if let Some(words) = source.strip_prefix(":::") {
        fenced(words.trim_start_matches(':').trim(), builder);
    } else if source.starts_with("{:") {
        if let Some(kind) = kramdown::callout(source).filter(|_| place == Place::Alone) {
            builder.name_quote(kind);
        }
    } else if !source.starts_with("%%") && !source.starts_with("{/*") {
        match place {
            Place::Alone => component(source, line, builder),
            Place::InLine => builder.inline.push_as(Role::Template, source),
        }
    }
}

/// A `:::` line: one without words ends what was opened last.
fn fenced(words: &str, builder: &mut Builder) {
    if words.is_empty() {
        builder.end_text();
        builder.close_matching(&Element::Directive);
        return;
    }
    match callout::directive(words) {
        Directive::Callout(kind, title) => {
            builder.open_container(Element::Directive, ContainerKind::Callout(kind));
            if let Some(title) = title {
                builder.label(&title);
            }
        }
        Directive::Details(title) => {
            builder.open_container(Element::Directive, ContainerKind::Details);
            builder.label(title);
        }
        Directive::Group => {
            builder.end_text();
            builder.open_plain(Element::Directive);
        }
    }
}

/// JSX on lines of its own: a tag opens a callout if it is called like one, and what has a title
/// or label may be folded; another tag that opens is a faint word; a tag that closes is not shown;
/// one that closes itself is faint on one line; the rest is code.
fn component(source: &str, line: u32, builder: &mut Builder) {
    builder.end_text();
    builder.inline.at_line(line);
    let pieces = jsx::pieces(source).unwrap_or_default();
    let parts: Option<Vec<_>> = pieces.iter().map(|piece| part(piece)).collect();
    if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
        for part in parts {
            open_part(part, builder);
        }
        return;
    }
    match pieces.as_slice() {
        [piece] if piece.ends_with("/>") && !piece.contains('\n') => template(piece, builder),
        _ => builder.code("jsx", source, line),
    }
}

/// What the tag of a component means to the page.
enum Part<'a> {
    Close(&'a str),
    Callout(&'a str, Callout, String),
    /// Its label, where the label leads, and what else its attributes say.
    Fold(&'a str, String, Option<String>, Vec<String>),
    /// Its content says what there is to say.
    Group(&'a str),
    /// Its name, and what it shows in words.
    Name(&'a str, Option<String>),
}

fn part(source: &str) -> Option<Part<'_>> {
    let inner = source.strip_prefix('<')?.strip_suffix('>')?.trim_end();
    if let Some(name) = inner.strip_prefix('/') {
        return Some(Part::Close(name));
    }
    let name = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(inner.len())];
    let Some((Token::Open(tag), all)) = tokens(source).next() else { return None };
    if inner.ends_with('/') || all != source {
        return None;
    }
    let first = |names: &[&str]| {
        let found = names.iter().find_map(|name| tag.attribute(name))?;
        let value = found.trim_matches(['{', '}', '"', '\'', '`', ' ']);
        (!value.is_empty()).then(|| value.to_owned())
    };
    let title = first(&["title", "titleText", "label", "header", "heading", "summary"]);
    let last = name.rsplit('.').next().unwrap_or(name);
    if let Some(kind) = callout::named(name) {
        let own = first(&["type", "kind", "variant", "severity", "intent"]);
        let (kind, called) = own
            .and_then(|own| callout::kind(&own).map(|kind| (kind, own)))
            .unwrap_or_else(|| (kind, last.to_owned()));
        return Some(Part::Callout(name, kind, title.unwrap_or_else(|| callout::title(&called))));
    }
    if matches!(last, "Tabs" | "CodeTabs" | "CodeGroup" | "Steps" | "Cards" | "CardGroup") {
        return Some(Part::Group(name));
    }
    let tab = || first(&["value"]).filter(|_| last.starts_with("Tab"));
    let Some(title) = title.or_else(tab) else { return Some(Part::Name(name, first(&["alt", "caption"]))) };
    let (label, mut said) = match first(&["name"]) {
        Some(name) => (name, vec![title]),
        None => (title, Vec::new()),
    };
    said.extend(["subtitle", "description", "author", "date"].iter().filter_map(|name| first(&[name])));
    Some(Part::Fold(name, label, first(&["href", "url", "to", "link"]), said))
}

fn open_part(part: Part<'_>, builder: &mut Builder) {
    let element = |name: &str| Element::Html(name.to_owned());
    match part {
        Part::Close(name) => {
            builder.close_matching(&element(name));
        }
        Part::Callout(name, kind, title) => {
            builder.open_container(element(name), ContainerKind::Callout(kind));
            builder.label(&title);
        }
        Part::Fold(name, label, target, said) => {
            builder.open_container(element(name), ContainerKind::Details);
            builder.inline.open_link(target.unwrap_or_default(), LinkKind::Plain);
            builder.inline.push(&label);
            builder.inline.close_link();
            builder.end_label();
            for said in said {
                template(&said, builder);
            }
        }
        Part::Group(name) => builder.open_plain(element(name)),
        Part::Name(name, words) => {
            template(name, builder);
            if let Some(words) = words {
                template(&words, builder);
            }
        }
    }
}

fn template(text: &str, builder: &mut Builder) {
    builder.inline.push_as(Role::Template, text);
    builder.end_paragraph();
}

/// A picture, its size in dots where that is said.
fn image(tag: &Tag<'_>, builder: &mut Builder) {
    let [source, title] = ["src", "title"].map(|name| tag.attribute(name).unwrap_or_default());
    builder.inline.open_image(&source, &title, LinkKind::Plain);
    let width = tag.attribute("width").and_then(|width| width.trim_end_matches("px").parse().ok());
    builder.inline.set_image_width(width);
    builder.inline.push(tag.attribute("alt").unwrap_or_default().trim());
    builder.inline.close_image();
}
