//! From the body of an article to its [`Document`].
//!
//! The source is prepared on its own lines ([`crate::markdown::directive`], then by sentinels
//! [`crate::markdown::unclosed`], [`crate::markdown::target`], [`crate::markdown::backslash`],
//! [`crate::markdown::dollar`], [`crate::markdown::link`], [`crate::markdown::emphasis`] and [`crate::markdown::colon`]), read by
//! pulldown-cmark, and each event is told to the builder. Parsing never fails and never recurses.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use crate::markdown::blocks::{Builder, Element};
use crate::markdown::document::{Align, ContainerKind, Document, LinkKind, Number};
use crate::markdown::lines::Lines;
use crate::markdown::mark::restore;
use crate::markdown::sentinel::Sentinels;
use crate::markdown::table::Cell;
use crate::markdown::tags::Tags;
use crate::markdown::{
    backslash, colon, directive, dollar, embed, emphasis, fence, link, math, target, unclosed,
};
use crate::text::role::Role;

/// Reads the body of an article: Markdown without its front matter.
#[must_use]
pub fn parse(body: &str) -> Document {
    let mut source = directive::prepare(body);
    let mut sentinels = None;
    if let Some(chosen) = Sentinels::choose(&source) {
        let passes = [
            unclosed::prepare,
            target::prepare,
            backslash::prepare,
            dollar::prepare,
            link::prepare,
            emphasis::prepare,
            colon::prepare,
        ];
        for prepare in passes {
            if let Some(prepared) = prepare(&source, chosen) {
                source = Cow::Owned(prepared);
                sentinels = Some(chosen);
            }
        }
    }
    let mut reader = Reader { lines: Lines::new(&source), sentinels, ..Reader::default() };
    reader.builder.reserve(source.len());
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.line = reader.lines.of(range.start);
        reader.event(event, &range);
    }
    reader.builder.finish()
}

#[derive(Default)]
struct Reader<'a> {
    builder: Builder,
    tags: Tags,
    lines: Lines<'a>,
    line: u32,
    sentinels: Option<Sentinels>,
    /// The label, the text and the line of the code being read.
    code: Option<(String, String, u32)>,
    /// The HTML block being read, and its line.
    html: Option<(String, u32)>,
    /// The columns of the table being read.
    columns: usize,
    /// The cells that are still to come in the row being read, and where it ends.
    row: (usize, usize),
    /// What stands behind the last cell of the row that has a column; the parser drops it.
    surplus: Range<usize>,
    /// The terms of a definition are being read.
    in_term: bool,
    /// The id that the heading being read gives itself.
    heading_id: Option<String>,
    /// Of each open picture, whether it is a link to be shown (`![[note]]`).
    embeds: Vec<bool>,
    /// What is set in by the link being read, whose label is not shown, and its target.
    embed: Option<(&'static str, String)>,
    /// The target of the wiki-link being read, which may be its label too.
    wiki: Option<String>,
}

impl Reader<'_> {
    fn strip<'t>(&self, text: &'t CowStr<'_>) -> Cow<'t, str> {
        match self.sentinels {
            Some(sentinels) => sentinels.strip(text),
            None => Cow::Borrowed(text),
        }
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range.start),
            Event::Code(text) => self.inline(Role::Code, &text),
            Event::InlineMath(text) => self.math(&text),
            Event::DisplayMath(text) => {
                if self.lines.holds_only(range) {
                    let text = self.strip(&text);
                    let text = restore(&text);
                    self.builder.math(&text, self.line);
                } else {
                    self.math(&text);
                }
            }
            Event::Html(text) => {
                let text = self.strip(&text);
                match &mut self.html {
                    Some((html, _)) => html.push_str(&text),
                    None => self.tags.read(&text, self.line, &mut self.builder),
                }
            }
            Event::InlineHtml(text) => {
                let text = self.strip(&text);
                self.tags.read(&text, self.line, &mut self.builder);
            }
            Event::FootnoteReference(label) => {
                let label = self.strip(&label);
                self.builder.inline.at_line(self.line);
                self.builder.footnote(&label);
            }
            // Each line is a term of its own.
            Event::SoftBreak if self.in_term && !self.builder.inline.is_open() => self.builder.end_term(),
            Event::SoftBreak => {
                if !self.tags.takes("\n") {
                    self.builder.soft_break();
                }
            }
            Event::HardBreak => self.builder.hard_break(),
            Event::Rule => self.builder.rule(self.line),
            Event::TaskListMarker(done) => self.builder.task(done),
        }
    }

    fn text(&mut self, text: &CowStr<'_>, start: usize) {
        let text = self.strip(text);
        let text = if self.code.is_some() { text } else { restored(text) };
        if let Some((_, code, _)) = &mut self.code {
            code.push_str(&text);
        } else if self.embed.is_none() && !self.tags.takes(&text) {
            self.builder.inline.at_line(self.line);
            if text.starts_with(['%', '=', '{', '#']) && self.lines.is_escaped(start) {
                self.builder.inline.push_escape();
            }
            match self.wiki.take() {
                // A picture's name stands for it without being said; its size is no text.
                Some(target) if is_picture(&target) && target == text => {}
                Some(target) if is_picture(&target) && is_size(&text) => {
                    self.builder.inline.set_image_width(width_of(&text));
                }
                Some(target) if is_picture(&target) => self.image_words(&text),
                None if self.embeds.last() == Some(&false) => self.image_words(&text),
                Some(target) if target == text => self.builder.inline.push(&link::wiki_label(&target)),
                _ => self.builder.inline.push(&text),
            }
        }
    }

    /// The words for a picture, without the width that Obsidian writes behind them.
    fn image_words(&mut self, text: &str) {
        match text.rsplit_once('|') {
            Some((words, size)) if is_size(size) => {
                self.builder.inline.push(words);
                self.builder.inline.set_image_width(width_of(size));
            }
            Some(_) | None => self.builder.inline.push(text),
        }
    }

    fn inline(&mut self, role: Role, text: &CowStr<'_>) {
        let text = self.strip(text);
        let text = restore(&text);
        if self.tags.takes(&text) {
            return;
        }
        self.builder.inline.at_line(self.line);
        self.builder.inline.push_as(role, &text);
    }

    /// A formula within a line, in Unicode where that can be.
    fn math(&mut self, text: &CowStr<'_>) {
        let text = self.strip(text);
        match math::to_unicode(&restore(&text)) {
            Some(read) => self.inline(Role::Math, &read.into()),
            None => self.inline(Role::Math, &text.into_owned().into()),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let builder = &mut self.builder;
        match tag {
            Tag::Paragraph | Tag::DefinitionList | Tag::DefinitionListTitle => {
                self.in_term = tag == Tag::DefinitionListTitle;
                builder.end_text();
                builder.open_plain(Element::Markdown);
            }
            Tag::Heading { id, .. } => {
                builder.close_tables();
                builder.end_text();
                builder.open_plain(Element::Markdown);
                self.heading_id = id.map(|id| self.strip(&id).into_owned());
            }
            Tag::BlockQuote(_) => {
                builder.open_container(Element::Markdown, ContainerKind::Quote);
            }
            Tag::CodeBlock(kind) => {
                builder.end_text();
                let (label, line) = match kind {
                    CodeBlockKind::Fenced(info) => (self.strip(&info).into_owned(), self.line + 1),
                    CodeBlockKind::Indented => (String::new(), self.line),
                };
                self.code = Some((fence::label(&label), String::new(), line));
            }
            Tag::HtmlBlock => self.html = Some((String::new(), self.line)),
            Tag::List(start) => {
                let number = |value| Number {
                    sign: list_sign(&self.lines.source[range.start..]),
                    ..Number::of(value)
                };
                builder.open_list(Element::Markdown, start.map(number));
            }
            Tag::Item => builder.open_item(Element::Markdown),
            Tag::FootnoteDefinition(label) => {
                let label = self.strip(&label).into_owned();
                self.builder.open_footnote(&label);
            }
            Tag::DefinitionListDefinition => {
                builder.open_definition(Element::Markdown);
            }
            Tag::Table(aligns) => {
                builder.close_tables();
                self.columns = aligns.len();
                builder.open_table(Element::Markdown, aligns.into_iter().map(align).collect());
            }
            Tag::TableHead | Tag::TableRow => self.row = (self.columns, range.end),
            Tag::MetadataBlock(_) => {}
            Tag::TableCell => {
                let (left, end) = &mut self.row;
                *left = left.saturating_sub(1);
                if *left == 0 {
                    self.surplus = range.end..*end;
                }
                builder.open_cell(Element::Markdown, Cell::PLAIN);
            }
            Tag::Emphasis => builder.inline.enter(Role::Emphasis),
            Tag::Strong => builder.inline.enter(Role::Strong),
            Tag::Strikethrough => builder.inline.enter(Role::Strike),
            Tag::Superscript | Tag::Subscript => builder.inline.enter(Role::Small),
            Tag::Link { link_type, dest_url, .. } => {
                let target = target::without_size(&self.strip(&dest_url)).to_owned();
                self.builder.inline.at_line(self.line);
                if let Some(kind) = embed::kind(&self.lines.source[range.clone()])
                    && self.builder.inline.line().trim() == "@"
                {
                    self.builder.inline.cut_line();
                    self.builder.hard_break();
                    self.embed = Some((kind, target));
                    return;
                }
                let target = if link_type == LinkType::Email { format!("mailto:{target}") } else { target };
                self.wiki = matches!(link_type, LinkType::WikiLink { .. }).then(|| target.clone());
                self.builder.inline.open_link(target, link_kind(link_type));
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let sized = self.strip(&dest_url);
                let (target, width) = (target::without_size(&sized).to_owned(), target::width(&sized));
                let caption = self.strip(&title).into_owned();
                self.builder.inline.at_line(self.line);
                let is_wiki = link_kind(link_type) == LinkKind::Wiki;
                let embed = is_wiki && !is_picture(&target);
                self.wiki = is_wiki.then(|| target.clone());
                self.embeds.push(embed);
                if embed {
                    self.builder.inline.open_link(target, LinkKind::Wiki);
                } else {
                    self.builder.inline.open_image(&target, &caption, link_kind(link_type));
                    self.builder.inline.set_image_width(width);
                }
            }
        }
    }

    /// Something set in from elsewhere: its address, or its kind and what names it there.
    fn embed(&mut self, kind: &str, target: &str) {
        let inline = &mut self.builder.inline;
        let address = embed::address(kind, target);
        if address.as_deref() != Some(target) {
            inline.push_as(Role::Template, kind);
            inline.push(" ");
        }
        match address {
            Some(address) => {
                inline.open_link(address, LinkKind::Plain);
                inline.push(target);
                inline.close_link();
            }
            None => inline.push(target),
        }
    }

    /// Cells for which the table has no column go into the last that has one, as they are written
    /// but for HTML.
    fn surplus(&mut self) {
        let range = std::mem::take(&mut self.surplus);
        let rest = self.lines.source.get(range).unwrap_or_default().trim();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        let mut last = '|';
        let mut cells: Vec<_> =
            rest.split(|c| std::mem::replace(&mut last, c) != '\\' && c == '|').map(str::trim).collect();
        while cells.pop_if(|cell| cell.is_empty()).is_some() {}
        if cells.is_empty() {
            return;
        }
        let parted = if self.builder.inline.is_empty() { "" } else { " | " };
        let text = format!("{parted}{}", cells.join(" | ")).replace("\\|", "|");
        let text = self.strip(&text.into()).into_owned();
        self.tags.read_block(&text, self.line, &mut self.builder);
    }

    fn end(&mut self, tag: TagEnd) {
        let builder = &mut self.builder;
        match tag {
            TagEnd::Paragraph => {
                self.tags.end(builder);
                builder.end_paragraph();
                builder.close_markdown();
                builder.inline.leave_all();
            }
            TagEnd::Heading(level) => {
                self.tags.end(builder);
                builder.end_heading(number(level), self.heading_id.take().as_deref());
                builder.close_markdown();
                builder.inline.leave_all();
            }
            TagEnd::DefinitionListTitle => {
                self.in_term = false;
                builder.end_term();
                builder.close_markdown();
            }
            TagEnd::CodeBlock => {
                let Some((label, code, line)) = self.code.take() else { return };
                let code = restore(&code);
                if label == "math" {
                    builder.math(&code, line);
                } else {
                    builder.code(&label, &code, line);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((html, line)) = self.html.take() {
                    self.tags.read_block(&html, line, builder);
                    builder.end_text();
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => builder.end_row(),
            TagEnd::TableCell => {
                self.tags.end(builder);
                self.surplus();
                self.builder.close_markdown();
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table => {
                self.tags.end(builder);
                builder.close_markdown();
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                builder.inline.leave();
            }
            TagEnd::Link => match self.embed.take() {
                Some((kind, target)) => self.embed(kind, &target),
                None => builder.inline.close_link(),
            },
            TagEnd::Image => match self.embeds.pop() {
                Some(true) => builder.inline.close_link(),
                Some(false) | None => builder.inline.close_image(),
            },
            TagEnd::MetadataBlock(_) => {}
        }
    }
}

/// Text without what was put into it beforehand.
fn restored(text: Cow<'_, str>) -> Cow<'_, str> {
    match restore(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(restored) => Cow::Owned(restored),
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

/// What stands behind the first number of a list.
fn list_sign(list: &str) -> char {
    let behind = list.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.starts_with(')') { ')' } else { '.' }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn link_kind(link: LinkType) -> LinkKind {
    match link {
        LinkType::WikiLink { .. } => LinkKind::Wiki,
        LinkType::Inline
        | LinkType::Reference
        | LinkType::ReferenceUnknown
        | LinkType::Collapsed
        | LinkType::CollapsedUnknown
        | LinkType::Shortcut
        | LinkType::ShortcutUnknown
        | LinkType::Autolink
        | LinkType::Email => LinkKind::Plain,
    }
}

/// Whether an embedded file is a picture, by its name.
fn is_picture(target: &str) -> bool {
    let ending = target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "bmp" | "tiff")
}

/// The dots across of such a size.
fn width_of(size: &str) -> Option<u32> {
    size.split('x').next()?.parse().ok()
}

/// Whether a label gives the size of a picture, as `300` or `300x200`.
fn is_size(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_digit()) && label.chars().all(|c| c.is_ascii_digit() || c == 'x')
}
