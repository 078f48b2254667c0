//! Puts a [`Document`] together from what is found in the source, block by block.
//!
//! Markdown, HTML and directives speak to the same builder, so that a list is a list whichever
//! way it was written. Open elements are kept on a stack; an end closes what was left open
//! inside, and never more than the Markdown element around it. Footnotes are gathered apart and
//! stand at the end. Nothing recurses, and depth is bounded by `limits::NESTING`.

use std::collections::HashSet;
use std::ops::Range;

use crate::limits::NESTING;
use crate::markdown::callout;
use crate::markdown::document::{
    Align, Block, BlockKind, Callout, Container, ContainerId, ContainerKind, Document, Heading, LinkKind,
    Marker,
};
use crate::markdown::inline::{Flushed, Inline, end_of};
use crate::markdown::link::Slugs;
use crate::markdown::notes::Notes;
use crate::markdown::table::Draft;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// Who opened an element, for its end to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// The Markdown parser, whose elements are well nested.
    Markdown,
    /// An HTML tag of this name.
    Html(String),
    /// A `:::` line.
    Directive,
}

/// What is open.
#[derive(Debug)]
enum Open {
    /// Blocks stand in a container; how many blocks there were before it.
    Container(usize),
    /// A list: the next number, where it has numbers, and its items so far.
    List(Option<u64>, Vec<ContainerId>),
    /// A table.
    Table(Draft),
    /// A cell of a table.
    Cell,
    /// A footnote, with the lists around it; text goes to the notes until it ends.
    Footnote(Lists),
    /// Roles that an HTML tag gave.
    Roles,
    /// A link that an HTML tag opened.
    Link,
    /// Nothing but a name that an end may match.
    Plain,
}

/// The lists that are open, counted.
#[derive(Clone, Copy, Debug, Default)]
struct Lists {
    all: usize,
    bullets: usize,
    /// In the first item of the outermost list: how many blocks stood before it.
    first_item: Option<usize>,
}

/// Builds a document.
#[derive(Debug, Default)]
pub struct Builder {
    /// The paragraph being gathered.
    pub inline: Inline,
    main: Document,
    notes: Notes,
    open: Vec<(Element, Open)>,
    within: Vec<Option<ContainerId>>,
    lists: Lists,
    tables: usize,
    /// Elements open that Markdown has not opened.
    foreign: usize,
    slugs: Slugs,
    seen: HashSet<String>,
    in_cell: bool,
    tight_next: bool,
}

/// Characters from which on a paragraph that stands twice counts as repeated.
const REPEAT_FROM: usize = 40;
/// Characters up to which a bold line alone counts as a heading, and one within a paragraph.
const HEADING_UP_TO: usize = 120;
const BOLD_UP_TO: usize = 60;
/// Elements of HTML and directives that may be open at once; others are passed over.
const FOREIGN: usize = 256;

impl Builder {
    fn document(&mut self) -> &mut Document {
        self.notes.current().unwrap_or(&mut self.main)
    }

    fn innermost(&self) -> Option<ContainerId> {
        self.within.last().copied().flatten()
    }

    fn block(&mut self, kind: BlockKind, range: Range<u32>, loose: bool) {
        let within = self.innermost();
        let loose = !std::mem::take(&mut self.tight_next) && loose;
        self.document().blocks.push(Block { kind, range, within, loose });
    }

    /// Opens something; what is not Markdown only as far as `FOREIGN` allows.
    fn push(&mut self, element: Element, open: Open) {
        self.foreign += usize::from(element != Element::Markdown);
        self.open.push((element, open));
    }

    /// Whether an element may still be opened.
    fn admits(&self, element: &Element) -> bool {
        *element == Element::Markdown || self.foreign < FOREIGN
    }

    /// Parts what follows from the text before.
    fn part(&mut self) {
        let text = &mut self.document().text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push("\n");
        }
    }

    fn flush(&mut self) -> Option<Flushed> {
        if self.inline.is_empty() {
            return None;
        }
        self.part();
        let document = self.notes.current().unwrap_or(&mut self.main);
        self.inline.flush(document)
    }

    /// Ends a paragraph that the source marks as one.
    pub fn end_paragraph(&mut self) {
        if self.in_cell {
            return self.break_cell();
        }
        self.end_line();
        self.flush_paragraph(true);
    }

    /// Ends text that stands without a paragraph around it, as in a tight list, before another
    /// block begins.
    pub fn end_text(&mut self) {
        if self.in_cell {
            return self.break_cell();
        }
        self.end_line();
        let loose = !self.is_tight();
        self.flush_paragraph(loose);
    }

    fn break_cell(&mut self) {
        if !self.inline.is_empty() && !self.inline.text().ends_with('\n') {
            self.inline.hard_break();
        }
    }

    fn flush_paragraph(&mut self, loose: bool) {
        let repeated = self.repeats();
        let Some(flushed) = self.flush() else { return };
        let kind = match flushed.picture {
            Some(picture) => BlockKind::Picture(picture),
            None if repeated => BlockKind::Repeated,
            None => BlockKind::Paragraph,
        };
        if flushed.bold && self.innermost().is_none() && kind == BlockKind::Paragraph {
            let text = self.document().text.slice(flushed.range.clone());
            if text.chars().nth(HEADING_UP_TO).is_none() && !text.contains('\n') {
                self.heading(7, &flushed.range, None);
            }
        }
        self.block(kind, flushed.range, loose);
    }

    /// Whether text without a paragraph around it belongs to a list and follows the row before
    /// closely; the first item of the outermost list stands apart.
    fn is_tight(&mut self) -> bool {
        let blocks = self.document().blocks.len();
        self.lists.all > 1 || self.lists.all == 1 && self.lists.first_item != Some(blocks)
    }

    /// Whether the paragraph says letter for letter what an earlier one said.
    fn repeats(&mut self) -> bool {
        let text = self.inline.text().trim();
        self.within.is_empty()
            && text.chars().nth(REPEAT_FROM).is_some()
            && !self.seen.insert(text.to_owned())
    }

    /// A line of the source ends within the paragraph.
    pub fn soft_break(&mut self) {
        if !self.ends_block() {
            self.inline.soft_break();
        }
    }

    /// The writer ends a line within the paragraph.
    pub fn hard_break(&mut self) {
        if !self.ends_block() {
            self.inline.hard_break();
        }
    }

    /// Whether the line that ends is a block of its own: a bold line, a picture, a callout's name.
    fn ends_block(&mut self) -> bool {
        if self.in_cell {
            return false;
        }
        self.end_line();
        let whole = self.inline.line().len() == self.inline.text().len();
        let bold = self.lists.all == 0 && whole && self.inline.is_bold_line();
        if bold || self.inline.is_picture() {
            let in_paragraph = matches!(self.open.last(), Some((Element::Markdown, Open::Plain)));
            let loose = in_paragraph || !self.is_tight();
            self.flush_paragraph(loose);
            self.tight_next = bold;
        }
        self.inline.is_empty()
    }

    /// Looks at the line that ends: marks of harvesting stand apart, `[!NOTE]` names a callout, a
    /// bold line behind a whole sentence is a heading that was glued to it.
    fn end_line(&mut self) {
        let (line, text) = (self.inline.line(), self.inline.text());
        let before = &text[..text.len() - line.len()];
        if is_junk(line.trim()) && !self.inline.is_open() {
            let junk = line.trim().to_owned();
            self.inline.cut_line();
            self.flush_paragraph(true);
            self.inline.push(&junk);
            if let Some(flushed) = self.flush() {
                self.block(BlockKind::Junk, flushed.range, true);
            }
        } else if before.is_empty() && line.starts_with("[!") {
            self.name_callout();
        } else if self.lists.all == 0
            && before.trim_end().ends_with(ENDS_SENTENCE)
            && line.chars().nth(BOLD_UP_TO).is_none()
            && self.inline.is_bold_line()
        {
            let line = self.inline.take_line();
            self.flush_paragraph(true);
            self.inline.put_line(line);
        }
    }

    /// Turns the quote around into a callout where its first line says so.
    fn name_callout(&mut self) {
        let around = self.open.iter().rev().map(|(_, open)| open).find(|open| !matches!(open, Open::Plain));
        let Some(&Open::Container(before)) = around else { return };
        let Some(id) = self.innermost().filter(|_| self.document().blocks.len() == before) else { return };
        let Some((name, title)) = callout::first_line(self.inline.text()) else { return };
        let (kind, default) = (callout::kind(name).unwrap_or(Callout::Note), callout::title(name));
        let container = &mut self.document().containers[id.0 as usize].kind;
        if *container != ContainerKind::Quote {
            return;
        }
        *container = ContainerKind::Callout(kind);
        self.inline.cut_front(title);
        if self.inline.is_empty() {
            self.inline.push(&default);
        }
        self.end_label();
    }

    /// The title of a callout or of details; what follows stands close to it.
    pub fn label(&mut self, title: &str) {
        self.inline.push(title);
        self.end_label();
    }

    /// Makes what was gathered the title of the details around it.
    pub fn end_label(&mut self) {
        if let Some(flushed) = self.flush() {
            self.block(BlockKind::Label, flushed.range, true);
            self.tight_next = true;
        }
    }

    /// Ends a heading of this level, which may name itself.
    pub fn end_heading(&mut self, level: u8, id: Option<&str>) {
        if self.in_cell {
            return self.break_cell();
        }
        let Some(flushed) = self.flush() else { return };
        self.heading(level, &flushed.range, id);
        self.block(BlockKind::Heading(level), flushed.range, true);
    }

    fn heading(&mut self, level: u8, range: &Range<u32>, id: Option<&str>) {
        let text = self.document().text.slice(range.clone()).to_safe();
        let id = if let Some(id) = id {
            self.slugs.take(id);
            Safe::line(id)
        } else {
            Safe::line(&self.slugs.next(&text))
        };
        self.document().headings.push(Heading { range: range.clone(), level, id });
    }

    /// Code as it stands, with what its fence says; `line` is where it begins in the source.
    pub fn code(&mut self, label: &str, code: &str, line: u32) {
        self.literal(BlockKind::Code((!label.is_empty()).then(|| Safe::line(label))), code, line);
    }

    /// Mathematics on lines of its own.
    pub fn math(&mut self, source: &str, line: u32) {
        if self.in_cell {
            self.inline.push_as(Role::Math, source.trim());
            return;
        }
        self.end_text();
        self.literal(BlockKind::Math, source.trim_matches(['\n', '\r']), line);
    }

    fn literal(&mut self, kind: BlockKind, text: &str, line: u32) {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        self.part();
        let document = self.document();
        let start = end_of(document);
        for (number, source) in (line..).zip(text.split('\n')) {
            if number > line {
                document.text.push("\n");
            }
            document.lines.push((end_of(document), number));
            document.text.push(source.strip_suffix('\r').unwrap_or(source));
        }
        let end = end_of(document);
        self.block(kind, start..end, true);
    }

    /// A thematic break, on this line of the source.
    pub fn rule(&mut self, line: u32) {
        self.end_text();
        let document = self.document();
        let at = end_of(document);
        document.lines.push((at, line));
        self.block(BlockKind::Rule, at..at, true);
    }

    /// A term of a definition list ends.
    pub fn end_term(&mut self) {
        if let Some(flushed) = self.flush() {
            self.block(BlockKind::Term, flushed.range, true);
            self.tight_next = true;
        }
    }

    /// A definition begins; it stands close to its term, or to the definition before it.
    pub fn open_definition(&mut self, element: Element) {
        self.open_container(element, ContainerKind::Definition);
        self.tight_next = true;
    }

    /// A container begins.
    pub fn open_container(&mut self, element: Element, kind: ContainerKind) -> Option<ContainerId> {
        self.end_text();
        let parent = self.innermost();
        let id = if self.within.len() >= NESTING || !self.admits(&element) {
            parent
        } else {
            let containers = &mut self.document().containers;
            let id = ContainerId(u32::try_from(containers.len()).unwrap_or(u32::MAX));
            containers.push(Container { parent, kind });
            Some(id)
        };
        if self.admits(&element) {
            self.within.push(id);
            let blocks = self.document().blocks.len();
            self.push(element, Open::Container(blocks));
        }
        id
    }

    /// A list begins, numbered from `start` where it has numbers.
    pub fn open_list(&mut self, element: Element, start: Option<u64>) {
        self.end_text();
        if self.admits(&element) {
            self.lists.all += 1;
            self.lists.bullets += usize::from(start.is_none());
            self.push(element, Open::List(start, Vec::new()));
        }
    }

    /// An item of the innermost list begins.
    pub fn open_item(&mut self, element: Element) {
        self.end_text();
        let depth = self.lists.bullets.saturating_sub(1);
        let mut marker = Marker::Bullet(u8::try_from(depth).unwrap_or(u8::MAX));
        let mut is_first = false;
        if let Some((_, Open::List(next, items))) = self.open.last_mut() {
            is_first = items.is_empty();
            if let Some(next) = next {
                marker = Marker::Ordered(*next, 1);
                *next = next.saturating_add(1);
            }
        }
        if self.lists.all == 1 {
            self.lists.first_item = is_first.then_some(self.document().blocks.len());
        }
        let list = self.open.len();
        let id = self.open_container(element, ContainerKind::Item(marker));
        if let (Some((_, Open::List(_, items))), Some(id)) = (self.open.get_mut(list.wrapping_sub(1)), id) {
            items.push(id);
        }
    }

    /// The item being read is a task, done or not.
    pub fn task(&mut self, done: bool) {
        if let Some(id) = self.innermost()
            && let ContainerKind::Item(marker) = &mut self.document().containers[id.0 as usize].kind
        {
            *marker = Marker::Task(done);
        }
    }

    /// A table begins. Within a cell it is read as text.
    pub fn open_table(&mut self, element: Element, aligns: Vec<Align>) {
        self.end_text();
        if self.in_cell {
            self.open_plain(element);
        } else if self.admits(&element) {
            self.tables += 1;
            self.push(element, Open::Table(Draft::new(aligns)));
        }
    }

    fn table(&mut self) -> Option<&mut Draft> {
        if self.tables == 0 {
            return None;
        }
        self.open.iter_mut().rev().find_map(|(_, open)| match open {
            Open::Table(draft) => Some(draft),
            _ => None,
        })
    }

    /// A row of the innermost table ends.
    pub fn end_row(&mut self) {
        if let Some(table) = self.table() {
            table.end_row();
        }
    }

    /// A cell begins. Outside a table it is nothing.
    pub fn open_cell(&mut self, element: Element, align: Option<Align>) {
        if self.tables == 0 || self.in_cell || !self.admits(&element) {
            return self.open_plain(element);
        }
        // Text between cells belongs to none: it is set before the table.
        self.flush_paragraph(true);
        if let (Some(align), Some(table)) = (align, self.table()) {
            table.align(align);
        }
        self.in_cell = true;
        self.push(element, Open::Cell);
    }

    /// A link that an HTML tag opens.
    pub fn open_link(&mut self, element: Element, target: String) {
        if self.admits(&element) {
            self.inline.open_link(target, LinkKind::Plain);
            self.push(element, Open::Link);
        }
    }

    /// A role that an HTML tag gives.
    pub fn open_role(&mut self, element: Element, role: Role) {
        if self.admits(&element) {
            self.inline.enter(role);
            self.push(element, Open::Roles);
        }
    }

    /// An element that means nothing but whose end is awaited.
    pub fn open_plain(&mut self, element: Element) {
        if self.admits(&element) {
            self.push(element, Open::Plain);
        }
    }

    /// A reference to the footnote `label`.
    pub fn footnote(&mut self, label: &str) {
        let number = self.notes.refer(label).to_string();
        self.inline.link(Role::Footnote, &format!("[{number}]"), number, LinkKind::Footnote);
    }

    /// The text of a footnote begins.
    pub fn open_footnote(&mut self, label: &str) {
        self.end_text();
        let id = self.notes.open(label);
        self.within.push(Some(id));
        let around = std::mem::take(&mut self.lists);
        self.push(Element::Markdown, Open::Footnote(around));
    }

    /// The Markdown element that was opened last ends, and all that was left open in it.
    pub fn close_markdown(&mut self) {
        while let Some(element) = self.close_last() {
            if element == Element::Markdown {
                return;
            }
        }
    }

    /// An element that HTML or a directive opened ends, if it is open within the Markdown element
    /// around; says whether it was.
    pub fn close_matching(&mut self, element: &Element) -> bool {
        self.close_before(|each| each == element, |_| false)
    }

    /// Ends the innermost element that `is_meant`, if it is open within the Markdown element around
    /// and within the innermost that is a `bound`.
    pub fn close_before(
        &mut self,
        is_meant: impl Fn(&Element) -> bool,
        bound: impl Fn(&Element) -> bool,
    ) -> bool {
        let found = self
            .open
            .iter()
            .rposition(|(each, _)| is_meant(each) || *each == Element::Markdown || bound(each));
        let Some(at) = found.filter(|&at| is_meant(&self.open[at].0)) else { return false };
        while self.open.len() > at {
            self.close_last();
        }
        true
    }

    fn close_last(&mut self) -> Option<Element> {
        if let Some((_, Open::Container(_) | Open::List(..) | Open::Table(_) | Open::Footnote(_))) =
            self.open.last()
        {
            self.end_text();
        }
        let (element, open) = self.open.pop()?;
        self.foreign -= usize::from(element != Element::Markdown);
        self.close(open);
        Some(element)
    }

    fn close(&mut self, open: Open) {
        match open {
            Open::Container(before) => {
                if self.document().blocks.len() == before {
                    let at = end_of(self.document());
                    let loose = !self.is_tight();
                    self.block(BlockKind::Empty, at..at, loose);
                }
                self.within.pop();
                self.tight_next = false;
            }
            Open::List(start, items) => {
                self.lists.all -= 1;
                self.lists.bullets -= usize::from(start.is_none());
                self.close_list(&items);
            }
            Open::Table(draft) => {
                self.tables -= 1;
                if let Some((table, range)) = draft.finish() {
                    self.block(BlockKind::Table(Box::new(table)), range, true);
                }
            }
            Open::Cell => self.close_cell(),
            Open::Footnote(around) => {
                self.within.pop();
                self.notes.close();
                self.lists = around;
            }
            Open::Roles => self.inline.leave(),
            Open::Link => self.inline.close_link(),
            Open::Plain => {}
        }
    }

    /// Gives all numbers of a list the room of the widest.
    fn close_list(&mut self, items: &[ContainerId]) {
        let containers = &mut self.document().containers;
        let digits = |id: &ContainerId| match containers[id.0 as usize].kind {
            ContainerKind::Item(Marker::Ordered(number, _)) => number.to_string().len(),
            _ => 1,
        };
        let widest = u8::try_from(items.iter().map(digits).max().unwrap_or(1)).unwrap_or(u8::MAX);
        for id in items {
            if let ContainerKind::Item(Marker::Ordered(_, digits)) = &mut containers[id.0 as usize].kind {
                *digits = widest;
            }
        }
    }

    fn close_cell(&mut self) {
        self.part();
        let document = self.notes.current().unwrap_or(&mut self.main);
        let flushed = self.inline.flush(document);
        let at = end_of(document);
        let range = flushed.map_or(at..at, |flushed| flushed.range);
        self.in_cell = false;
        if let Some(table) = self.table() {
            table.cell(range);
        }
    }

    /// The document, footnotes at its end.
    #[must_use]
    pub fn finish(mut self) -> Document {
        while self.close_last().is_some() {}
        self.end_paragraph();
        let mut document = self.main;
        self.notes.append_to(&mut document);
        document
    }
}

/// What a sentence ends with, in any of the languages.
const ENDS_SENTENCE: [char; 12] = ['。', '！', '？', '．', '.', '!', '?', '：', ':', '」', '）', ')'];

/// Whether a line is a mark that harvesting left, such as `---END---`.
fn is_junk(line: &str) -> bool {
    let inner = line.trim_matches('-');
    let dashes = line.len() - inner.len();
    dashes >= 4
        && line.starts_with("--")
        && line.ends_with("--")
        && !inner.is_empty()
        && inner.chars().all(|c| c.is_ascii_uppercase() || matches!(c, ' ' | '_'))
}
