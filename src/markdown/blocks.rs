//! Puts a [`Document`] together from what is found in the source, block by block.
//!
//! Markdown, HTML and directives speak to the same builder, so that a list is a list whichever
//! way it was written. Open elements are kept on a stack; an end closes what was left open
//! inside, and never more than the Markdown element around it. Footnotes are gathered apart and
//! stand at the end. Nothing recurses, and depth is bounded by `limits::NESTING`.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use crate::markdown::callout;
use crate::markdown::document::{
    Align, Block, BlockKind, Callout, ContainerId, ContainerKind, Document, LinkKind, Marker, Number,
};
use crate::markdown::inline::{Flushed, Inline};
use crate::markdown::lone_line::{ENDS_SENTENCE, is_heading, is_junk};
use crate::markdown::math::to_unicode;
use crate::markdown::raise::Shift;
use crate::markdown::table::{Cell, Draft, Head};
use crate::markdown::writer::Writer;
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
    List(Option<Number>, Vec<ContainerId>),
    /// A table.
    Table(Draft),
    /// A cell of a table.
    Cell,
    /// A footnote, with the lists around it; text goes to the notes until it ends.
    Footnote(Lists, usize),
    /// Roles that an HTML tag gave.
    Roles,
    /// Raised or lowered text.
    Shift,
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
    out: Writer,
    open: Vec<(Element, Open)>,
    lists: Lists,
    /// Tables open, and those of them that have cells.
    tables: usize,
    begun: usize,
    /// Elements open that Markdown has not opened.
    foreign: usize,
    /// Of each paragraph so far, and whether it was bold, a number instead of a copy. That two of a
    /// million come to the same number is less likely than one in thirty million, and nobody can
    /// write two that do: how it is drawn is new each time.
    seen: HashSet<u64>,
    drawn: RandomState,
    in_cell: bool,
}

/// Characters from which on a paragraph that stands twice counts as repeated.
const REPEAT_FROM: usize = 40;
/// Elements of HTML and directives that may be open at once; others are passed over.
const FOREIGN: usize = 256;

impl Builder {
    /// Makes room for a source of so many bytes.
    pub fn reserve(&mut self, bytes: usize) {
        self.out.document().text.reserve(bytes);
    }

    /// Whether what comes now is part of a table, in which no other block can stand.
    fn is_in_table(&self) -> bool {
        self.in_cell || self.begun > 0
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

    fn flush(&mut self) -> Option<Flushed> {
        if self.is_in_table() {
            if !self.inline.is_empty() && !self.inline.text().ends_with('\n') {
                self.inline.hard_break();
            }
            return None;
        }
        self.out.flush(&mut self.inline)
    }

    /// Ends a paragraph that the source marks as one.
    pub fn end_paragraph(&mut self) {
        self.end_line();
        self.flush_paragraph(true);
    }

    /// Ends text that stands without a paragraph around it, as in a tight list, before another
    /// block begins.
    pub fn end_text(&mut self) {
        self.end_line();
        let loose = !self.is_tight();
        self.flush_paragraph(loose);
    }

    fn flush_paragraph(&mut self, loose: bool) {
        let repeated = !self.is_in_table() && self.repeats();
        let Some(flushed) = self.flush() else { return };
        let kind = match flushed.picture {
            Some(picture) => BlockKind::Picture(picture),
            None if repeated => BlockKind::Repeated,
            None => BlockKind::Paragraph,
        };
        if flushed.bold && self.out.innermost().is_none() && kind == BlockKind::Paragraph {
            let text = self.out.document().text.slice(flushed.range.clone());
            if !text.contains('\n') && is_heading(text.as_str()) {
                self.out.heading(7, &flushed.range, None);
            }
        }
        self.out.block(kind, flushed.range, loose);
    }

    /// Whether text without a paragraph around it belongs to a list and follows the row before
    /// closely; the first item of the outermost list stands apart, and so do definitions.
    fn is_tight(&mut self) -> bool {
        if self.out.innermost().is_some_and(|id| *self.out.kind(id) == ContainerKind::Definition) {
            return false;
        }
        let blocks = self.out.blocks();
        self.lists.all > 1 || self.lists.all == 1 && self.lists.first_item != Some(blocks)
    }

    /// Whether the paragraph says letter for letter what an earlier one said, and as loudly.
    fn repeats(&mut self) -> bool {
        let text = self.inline.text().trim();
        self.out.is_outermost()
            && text.chars().nth(REPEAT_FROM).is_some()
            && !self.seen.insert(self.drawn.hash_one((text, self.inline.is_bold())))
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
        if self.is_in_table() {
            return false;
        }
        self.end_line();
        let whole = self.inline.line().len() == self.inline.text().len();
        let bold = whole && self.inline.is_bold_line() && is_heading(self.inline.line());
        if bold || self.inline.is_picture() {
            let in_paragraph = matches!(self.open.last(), Some((Element::Markdown, Open::Plain)));
            let loose = in_paragraph || !self.is_tight();
            self.flush_paragraph(loose);
            if bold {
                self.out.keep_close();
            }
        }
        self.inline.is_empty()
    }

    /// Looks at the line that ends: marks of harvesting stand apart, `[!NOTE]` names a callout, a
    /// bold line behind a whole sentence is a heading that was glued to it.
    fn end_line(&mut self) {
        if self.is_in_table() {
            return;
        }
        let (line, text) = (self.inline.line(), self.inline.text());
        let before = &text[..text.len() - line.len()];
        if is_junk(line.trim()) && !self.inline.is_open() {
            let junk = line.trim().to_owned();
            self.inline.cut_line();
            self.flush_paragraph(true);
            self.inline.push(&junk);
            if let Some(flushed) = self.flush() {
                self.out.block(BlockKind::Junk, flushed.range, true);
            }
        } else if before.is_empty() && line.starts_with("[!") {
            self.name_callout();
        } else if before.trim_end().ends_with(ENDS_SENTENCE) && is_heading(line) && self.inline.is_bold_line()
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
        let Some(id) = self.out.innermost().filter(|_| self.out.blocks() == before) else { return };
        let Some((name, title)) = callout::first_line(self.inline.text()) else { return };
        let (kind, default) = (callout::kind(name).unwrap_or(Callout::Note), callout::title(name));
        let container = self.out.kind(id);
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

    /// The quote that ended just before is a callout of this kind.
    pub fn name_quote(&mut self, kind: Callout) {
        let around = self.out.innermost();
        let mut within = self.out.document().blocks.last().and_then(|block| block.within);
        while let Some(id) = within {
            let container = &mut self.out.document().containers[id.0 as usize];
            if container.parent == around && container.kind == ContainerKind::Quote {
                container.kind = ContainerKind::Callout(kind);
            }
            within = container.parent.filter(|_| container.parent != around);
        }
    }

    /// The title of a callout or of details; what follows stands close to it.
    pub fn label(&mut self, title: &str) {
        self.inline.push(title);
        self.end_label();
    }

    /// Makes what was gathered the title of the details around it.
    pub fn end_label(&mut self) {
        if let Some(flushed) = self.flush() {
            self.out.block(BlockKind::Label, flushed.range, true);
            self.out.keep_close();
        }
    }

    /// Ends a heading of this level, which may name itself.
    pub fn end_heading(&mut self, level: u8, id: Option<&str>) {
        let Some(flushed) = self.flush() else { return };
        self.out.heading(level, &flushed.range, id);
        self.out.block(BlockKind::Heading(level), flushed.range, true);
    }

    /// Code as it stands, with what its fence says; `line` is where it begins in the source.
    pub fn code(&mut self, label: &str, code: &str, line: u32) {
        self.end_text();
        if self.is_in_table() {
            for line in code.lines() {
                self.inline.push_as(Role::Code, line);
                self.inline.hard_break();
            }
            return;
        }
        self.out.literal(BlockKind::Code((!label.is_empty()).then(|| Safe::line(label))), code, line);
    }

    /// Mathematics on lines of its own, in Unicode where one line can hold it.
    pub fn math(&mut self, source: &str, line: u32) {
        self.end_text();
        let read = to_unicode(source);
        if self.is_in_table() {
            self.inline.push_as(Role::Math, read.as_deref().unwrap_or(source.trim()));
            return;
        }
        let text = source.trim_start_matches(['\n', '\r']);
        let skipped = source[..source.len() - text.len()].matches('\n').count();
        let line = line.saturating_add(u32::try_from(skipped).unwrap_or(0));
        let text = read.as_deref().unwrap_or(text.trim_end_matches(['\n', '\r']));
        self.out.literal(BlockKind::Math, text, line);
    }

    /// What comes next is called `name`, too.
    pub fn anchor(&mut self, name: &str) {
        self.out.anchor(name);
    }

    /// A thematic break, on this line of the source.
    pub fn rule(&mut self, line: u32) {
        self.end_text();
        if self.is_in_table() {
            return;
        }
        self.out.at_line(line);
        self.out.empty_block(BlockKind::Rule, true);
    }

    /// A term of a definition list ends.
    pub fn end_term(&mut self) {
        if let Some(flushed) = self.flush() {
            self.out.block(BlockKind::Term, flushed.range, true);
            self.out.keep_close();
        }
    }

    /// A definition begins; it stands close to its term, but apart from another definition.
    pub fn open_definition(&mut self, element: Element) {
        self.open_container(element, ContainerKind::Definition);
        if matches!(self.out.document().blocks.last(), Some(Block { kind: BlockKind::Term, .. })) {
            self.out.keep_close();
        }
    }

    /// A container begins.
    pub fn open_container(&mut self, element: Element, kind: ContainerKind) -> Option<ContainerId> {
        self.end_text();
        if !self.admits(&element) {
            return None;
        }
        let blocks = self.out.blocks();
        let id = self.out.open(kind);
        self.push(element, Open::Container(blocks));
        id
    }

    /// A list begins, numbered from `start` where it has numbers.
    pub fn open_list(&mut self, element: Element, start: Option<Number>) {
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
                marker = Marker::Ordered(*next);
                next.value = next.value.saturating_add(1);
            }
        }
        if self.lists.all == 1 {
            self.lists.first_item = is_first.then_some(self.out.blocks());
        }
        let list = self.open.len();
        let id = self.open_container(element, ContainerKind::Item(marker));
        if let (Some((_, Open::List(_, items))), Some(id)) = (self.open.get_mut(list.wrapping_sub(1)), id) {
            items.push(id);
        }
    }

    /// The item being read is a task, done or not.
    pub fn task(&mut self, done: bool) {
        if let Some(id) = self.out.innermost()
            && let ContainerKind::Item(marker) = self.out.kind(id)
        {
            match marker {
                Marker::Ordered(number) => number.task = Some(done),
                Marker::Bullet(_) | Marker::Task(_) => *marker = Marker::Task(done),
            }
        }
    }

    /// A table begins. Within a cell it is read as text.
    pub fn open_table(&mut self, element: Element, aligns: Vec<Align>) {
        self.end_text();
        if self.is_in_table() {
            self.open_plain(element);
        } else if self.admits(&element) {
            self.tables += 1;
            let head = if element == Element::Markdown { Head::First } else { Head::Marked };
            self.push(element, Open::Table(Draft::new(aligns, head)));
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

    /// A row of the innermost table ends; one of a table in a cell is a line of that cell.
    pub fn end_row(&mut self) {
        if self.in_cell {
            self.end_text();
        } else if let Some(table) = self.table() {
            table.end_row();
        }
    }

    /// A cell begins. Outside a table it is nothing, and in a cell a word.
    pub fn open_cell(&mut self, element: Element, cell: Cell) {
        if self.in_cell && !self.inline.is_empty() && !self.inline.text().ends_with([' ', '\n']) {
            self.inline.push(" ");
        }
        if self.tables == 0 || self.in_cell || !self.admits(&element) {
            return self.open_plain(element);
        }
        // Text before the first cell is set before the table, other text goes into the next cell.
        self.flush_paragraph(true);
        let is_head = cell.is_head || self.is_in_head();
        if let Some(table) = self.table() {
            table.open(Cell { is_head, ..cell });
        }
        self.in_cell = true;
        self.push(element, Open::Cell);
    }

    /// Whether the head of the innermost table of HTML is being read.
    fn is_in_head(&self) -> bool {
        let is = |element: &Element, name: &str| matches!(element, Element::Html(each) if each == name);
        self.find(|element| is(element, "thead"), |element| is(element, "table")).is_some()
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

    /// Raised or lowered text begins.
    pub fn open_shift(&mut self, element: Element, shift: Shift) {
        if self.admits(&element) {
            self.inline.open_shift(shift);
            self.push(element, Open::Shift);
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
        let number = self.out.refer(label).to_string();
        self.inline.link(Role::Footnote, &format!("[{number}]"), number, LinkKind::Footnote);
    }

    /// The text of a footnote begins.
    pub fn open_footnote(&mut self, label: &str) {
        self.end_text();
        // Before the note is opened: what stands in the table does not belong to it.
        self.close_tables();
        self.out.open_note(label);
        // A table that is still open around it goes on behind it: its text stands elsewhere.
        let (lists, tables) = (std::mem::take(&mut self.lists), std::mem::take(&mut self.tables));
        self.push(Element::Markdown, Open::Footnote(lists, tables));
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

    /// What follows is the caption of the block before, and stands close to it.
    pub fn caption(&mut self) {
        self.end_text();
        let last = self.out.document().blocks.last().map(|block| &block.kind);
        if matches!(last, Some(BlockKind::Picture(_) | BlockKind::Table(_) | BlockKind::Code(_))) {
            self.out.keep_close();
        }
    }

    /// Ends the innermost element that `is_meant`, if it is open within the Markdown element around
    /// and within the innermost that is a `bound`.
    pub fn close_before(
        &mut self,
        is_meant: impl Fn(&Element) -> bool,
        bound: impl Fn(&Element) -> bool,
    ) -> bool {
        let Some(at) = self.find(is_meant, bound) else { return false };
        while self.open.len() > at {
            self.close_last();
        }
        true
    }

    /// Ends tables of HTML that were left open: what comes now stands in no cell.
    pub fn close_tables(&mut self) {
        while self.tables > 0 && self.close_matching(&Element::Html("table".to_owned())) {}
    }

    /// Where the innermost element stands that `is_meant`, within the same bounds.
    fn find(&self, is_meant: impl Fn(&Element) -> bool, bound: impl Fn(&Element) -> bool) -> Option<usize> {
        let ends = |each: &Element| is_meant(each) || *each == Element::Markdown || bound(each);
        let found = self.open.iter().rposition(|(each, _)| ends(each));
        found.filter(|&at| is_meant(&self.open[at].0))
    }

    /// Whether a term of the innermost definition list of HTML is being read.
    #[must_use]
    pub fn is_in_term(&self) -> bool {
        let is = |element: &Element, name: &str| matches!(element, Element::Html(each) if each == name);
        self.find(|element| is(element, "dt"), |element| is(element, "dl")).is_some()
    }

    fn close_last(&mut self) -> Option<Element> {
        if let Some((_, Open::Container(_) | Open::List(..) | Open::Footnote(..))) = self.open.last() {
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
                if self.out.blocks() == before && !self.is_in_table() {
                    let loose = !self.is_tight();
                    self.out.empty_block(BlockKind::Empty, loose);
                }
                self.out.close();
            }
            Open::List(start, items) => {
                self.lists.all -= 1;
                self.lists.bullets -= usize::from(start.is_none());
                self.out.align_numbers(&items);
            }
            Open::Table(draft) => {
                self.tables -= 1;
                self.begun -= usize::from(!draft.is_empty());
                if let Some((table, range)) = draft.finish() {
                    self.out.block(BlockKind::Table(Box::new(table)), range, true);
                }
                self.end_text();
            }
            Open::Cell => self.close_cell(),
            Open::Footnote(lists, tables) => {
                self.out.close_note();
                (self.lists, self.tables) = (lists, tables);
            }
            Open::Roles => self.inline.leave(),
            Open::Shift => self.inline.close_shift(),
            Open::Link => self.inline.close_link(),
            Open::Plain => {}
        }
    }

    fn close_cell(&mut self) {
        let range = self.out.cell(&mut self.inline);
        self.in_cell = false;
        let Some(table) = self.table() else { return };
        let is_first = table.is_empty();
        table.cell(range);
        self.begun += usize::from(is_first);
    }

    /// The document, footnotes at its end.
    #[must_use]
    pub fn finish(mut self) -> Document {
        while self.close_last().is_some() {}
        self.end_paragraph();
        self.out.finish()
    }
}
