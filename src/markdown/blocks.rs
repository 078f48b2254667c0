//! Puts a [`Document`] together from what is found in the source, block by block.
//!
//! Markdown, HTML and directives speak to the same builder, so that a list is a list whichever
//! way it was written. Open elements are kept on a stack; an end closes what was left open
//! inside, and never more than the Markdown element around it. Footnotes are gathered apart and
//! stand at the end. Nothing recurses, and depth is bounded by `limits::NESTING`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::limits::NESTING;
use crate::markdown::document::{
    Align, Block, BlockKind, Callout, Container, ContainerId, ContainerKind, Document, Heading, LinkKind,
    Marker, Table,
};
use crate::markdown::inline::{Flushed, Inline, end_of};
use crate::markdown::link::Slugs;
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
    /// A table and the row being gathered.
    Table(Table, Vec<Range<u32>>),
    /// A cell of a table.
    Cell,
    /// A footnote; text goes to the notes until it ends.
    Footnote,
    /// Roles that an HTML tag gave.
    Roles,
    /// A link that an HTML tag opened.
    Link,
    /// Nothing but a name that an end may match.
    Plain,
}

/// Builds a document.
#[derive(Debug, Default)]
pub struct Builder {
    /// The paragraph being gathered.
    pub inline: Inline,
    main: Document,
    notes: Document,
    in_notes: bool,
    open: Vec<(Element, Open)>,
    within: Vec<Option<ContainerId>>,
    slugs: Slugs,
    labels: HashMap<String, usize>,
    seen: HashSet<String>,
    in_cell: bool,
    tight_next: bool,
}

/// Characters from which on a paragraph that stands twice counts as repeated.
const REPEAT_FROM: usize = 40;

impl Builder {
    fn document(&mut self) -> &mut Document {
        if self.in_notes { &mut self.notes } else { &mut self.main }
    }

    fn innermost(&self) -> Option<ContainerId> {
        self.within.last().copied().flatten()
    }

    fn block(&mut self, kind: BlockKind, range: Range<u32>, loose: bool) {
        let within = self.innermost();
        let loose = !std::mem::take(&mut self.tight_next) && loose;
        self.document().blocks.push(Block { kind, range, within, loose });
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
        let document = if self.in_notes { &mut self.notes } else { &mut self.main };
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
        self.flush_paragraph(!self.is_tight());
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
            self.heading(7, &flushed.range, None);
        }
        self.block(kind, flushed.range, loose);
    }

    /// Whether text without a paragraph around it belongs to a list and follows the row before
    /// closely; the first item of the outermost list stands apart.
    fn is_tight(&self) -> bool {
        let mut lists = 0;
        let mut first = false;
        for (place, (_, open)) in self.open.iter().enumerate() {
            if let Open::List(_, items) = open {
                lists += 1;
                let blocks = if self.in_notes { self.notes.blocks.len() } else { self.main.blocks.len() };
                first = items.len() == 1
                    && matches!(self.open.get(place + 1), Some((_, Open::Container(before))) if *before == blocks);
            }
        }
        lists > 1 || lists == 1 && !first
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
        if !self.in_cell {
            self.end_line();
            if self.inline.is_bold_line() {
                self.flush_paragraph(true);
                self.tight_next = true;
            }
        }
        self.inline.soft_break();
    }

    /// Looks at the line that ends: marks of harvesting stand apart, `[!NOTE]` names a callout.
    fn end_line(&mut self) {
        let line = self.inline.line().trim();
        if is_junk(line) && !self.inline.is_open() {
            let junk = line.to_owned();
            self.inline.cut_line();
            self.flush_paragraph(true);
            self.inline.push(&junk);
            if let Some(flushed) = self.flush() {
                self.block(BlockKind::Junk, flushed.range, true);
            }
        } else if self.inline.text().starts_with("[!") && self.inline.line().len() == self.inline.text().len()
        {
            self.name_callout();
        }
    }

    /// Turns the quote around into a callout where its first line says so.
    fn name_callout(&mut self) {
        let around = self.open.iter().rev().map(|(_, open)| open).find(|open| !matches!(open, Open::Plain));
        let Some(&Open::Container(before)) = around else { return };
        let Some(id) = self.innermost().filter(|_| self.document().blocks.len() == before) else { return };
        let line = self.inline.text().to_owned();
        let Some((name, title)) = line[2..].split_once(']') else { return };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '|'))
        {
            return;
        }
        let container = &mut self.document().containers[id.0 as usize].kind;
        if *container != ContainerKind::Quote {
            return;
        }
        let (callout, default) = callout(name);
        *container = ContainerKind::Callout(callout);
        let title = title.trim_start_matches(['+', '-']).trim();
        self.inline.cut_line();
        self.inline.leave_all();
        self.label(if title.is_empty() { &default } else { title });
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

    /// A thematic break.
    pub fn rule(&mut self) {
        self.end_text();
        let at = end_of(self.document());
        self.block(BlockKind::Rule, at..at, true);
    }

    /// A term of a definition list ends.
    pub fn end_term(&mut self) {
        if let Some(flushed) = self.flush() {
            self.block(BlockKind::Term, flushed.range, true);
            self.tight_next = true;
        }
    }

    /// A container begins.
    pub fn open_container(&mut self, element: Element, kind: ContainerKind) -> Option<ContainerId> {
        self.end_text();
        let parent = self.innermost();
        let id = if self.within.len() >= NESTING {
            parent
        } else {
            let containers = &mut self.document().containers;
            let id = ContainerId(u32::try_from(containers.len()).unwrap_or(u32::MAX));
            containers.push(Container { parent, kind });
            Some(id)
        };
        self.within.push(id);
        let blocks = self.document().blocks.len();
        self.open.push((element, Open::Container(blocks)));
        id
    }

    /// A list begins, numbered from `start` where it has numbers.
    pub fn open_list(&mut self, element: Element, start: Option<u64>) {
        self.end_text();
        self.open.push((element, Open::List(start, Vec::new())));
    }

    /// An item of the innermost list begins.
    pub fn open_item(&mut self, element: Element) {
        self.end_text();
        let bullets = self.open.iter().filter(|(_, open)| matches!(open, Open::List(None, _))).count();
        let list = self.open.iter_mut().rev().find_map(|(_, open)| match open {
            Open::List(next, items) => Some((next, items)),
            _ => None,
        });
        let marker = match list {
            Some((Some(next), _)) => {
                *next = next.saturating_add(1);
                Marker::Ordered(*next - 1, 1)
            }
            _ => Marker::Bullet(u8::try_from(bullets.saturating_sub(1)).unwrap_or(u8::MAX)),
        };
        let id = self.open_container(element, ContainerKind::Item(marker));
        let list = self.open.iter_mut().rev().find_map(|(_, open)| match open {
            Open::List(_, items) => Some(items),
            _ => None,
        });
        if let (Some(items), Some(id)) = (list, id) {
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
        let open = if self.in_cell {
            Open::Plain
        } else {
            Open::Table(Table { aligns, rows: Vec::new() }, Vec::new())
        };
        self.open.push((element, open));
    }

    /// A row of the innermost table ends.
    pub fn end_row(&mut self) {
        if let Some(Open::Table(table, row)) =
            self.open.iter_mut().rev().map(|(_, open)| open).find(|open| matches!(open, Open::Table(..)))
            && !row.is_empty()
        {
            table.rows.push(std::mem::take(row));
        }
    }

    /// A cell begins. Outside a table it is nothing.
    pub fn open_cell(&mut self, element: Element) {
        let in_table = self.open.iter().any(|(_, open)| matches!(open, Open::Table(..)));
        if !in_table || self.in_cell {
            self.open.push((element, Open::Plain));
            return;
        }
        self.inline.flush(&mut Document::default());
        self.in_cell = true;
        self.open.push((element, Open::Cell));
    }

    /// How many cells the row being gathered holds: where the next one stands.
    #[must_use]
    pub fn column(&self) -> usize {
        self.open
            .iter()
            .rev()
            .find_map(|(_, open)| if let Open::Table(_, row) = open { Some(row.len()) } else { None })
            .unwrap_or(0)
    }

    /// Sets the column at `place` so, where the table does not say already.
    pub fn align(&mut self, place: usize, align: Align) {
        for (_, open) in self.open.iter_mut().rev() {
            if let Open::Table(table, _) = open {
                if table.aligns.len() <= place {
                    table.aligns.resize(place + 1, Align::Start);
                }
                table.aligns[place] = align;
                return;
            }
        }
    }

    /// A link that an HTML tag opens.
    pub fn open_link(&mut self, element: Element, target: String) {
        self.inline.open_link(target, LinkKind::Plain);
        self.open.push((element, Open::Link));
    }

    /// A role that an HTML tag gives.
    pub fn open_role(&mut self, element: Element, role: Role) {
        self.inline.enter(role);
        self.open.push((element, Open::Roles));
    }

    /// An element that means nothing but whose end is awaited.
    pub fn open_plain(&mut self, element: Element) {
        self.open.push((element, Open::Plain));
    }

    /// The number by which the footnote `label` is shown, from 1.
    pub fn footnote_number(&mut self, label: &str) -> usize {
        let next = self.labels.len() + 1;
        *self.labels.entry(label.to_owned()).or_insert(next)
    }

    /// The text of a footnote begins.
    pub fn open_footnote(&mut self, label: &str) {
        self.end_text();
        let number = self.footnote_number(label).to_string();
        self.in_notes = true;
        let id = ContainerId(u32::try_from(self.notes.containers.len()).unwrap_or(u32::MAX));
        self.notes
            .containers
            .push(Container { parent: None, kind: ContainerKind::Footnote(Safe::line(&number)) });
        self.within.push(Some(id));
        self.open.push((Element::Markdown, Open::Footnote));
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
    /// around.
    pub fn close_matching(&mut self, element: &Element) {
        let found = self
            .open
            .iter()
            .rposition(|(each, _)| each == element || *each == Element::Markdown)
            .filter(|&at| self.open[at].0 == *element);
        let Some(at) = found else { return };
        while self.open.len() > at {
            self.close_last();
        }
    }

    fn close_last(&mut self) -> Option<Element> {
        if let Some((_, Open::Container(_) | Open::List(..) | Open::Footnote)) = self.open.last() {
            self.end_text();
        }
        let (element, open) = self.open.pop()?;
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
            Open::List(_, items) => self.close_list(&items),
            Open::Table(table, row) => self.close_table(table, row),
            Open::Cell => self.close_cell(),
            Open::Footnote => {
                self.within.pop();
                self.in_notes = false;
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
        let document = if self.in_notes { &mut self.notes } else { &mut self.main };
        let flushed = self.inline.flush(document);
        let at = end_of(document);
        let range = flushed.map_or(at..at, |flushed| flushed.range);
        self.in_cell = false;
        for (_, open) in self.open.iter_mut().rev() {
            if let Open::Table(_, row) = open {
                row.push(range);
                return;
            }
        }
    }

    fn close_table(&mut self, mut table: Table, row: Vec<Range<u32>>) {
        if !row.is_empty() {
            table.rows.push(row);
        }
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let at = end_of(self.document());
        for row in &mut table.rows {
            let end = row.last().map_or(at, |cell| cell.end);
            row.resize(columns, end..end);
        }
        table.aligns.resize(columns, Align::Start);
        let start = table.rows.first().and_then(|row| row.first()).map_or(at, |cell| cell.start);
        if columns > 0 {
            self.block(BlockKind::Table(Box::new(table)), start..at, true);
        }
    }

    /// The document, footnotes at its end.
    #[must_use]
    pub fn finish(mut self) -> Document {
        while self.close_last().is_some() {}
        self.end_paragraph();
        let mut document = self.main;
        append(&mut document, self.notes);
        document
    }
}

/// Puts the notes behind the text.
fn append(document: &mut Document, notes: Document) {
    if notes.blocks.is_empty() {
        return;
    }
    if !document.text.is_empty() && !document.text.ends_with('\n') {
        document.text.push("\n");
    }
    let by = end_of(document);
    let shift = |range: Range<u32>| range.start + by..range.end + by;
    let containers = u32::try_from(document.containers.len()).unwrap_or(u32::MAX);
    let renumber = |id: ContainerId| ContainerId(id.0 + containers);
    let images = u32::try_from(document.images.len()).unwrap_or(u32::MAX);
    document.text.push_safe(notes.text.as_safe_str());
    for container in notes.containers {
        document.containers.push(Container { parent: container.parent.map(renumber), ..container });
    }
    for block in notes.blocks {
        let kind = match block.kind {
            BlockKind::Picture(index) => BlockKind::Picture(index + images),
            BlockKind::Table(mut table) => {
                for cell in table.rows.iter_mut().flatten() {
                    *cell = shift(cell.clone());
                }
                BlockKind::Table(table)
            }
            kind => kind,
        };
        document.blocks.push(Block {
            kind,
            range: shift(block.range),
            within: block.within.map(renumber),
            ..block
        });
    }
    document.runs.extend(notes.runs.into_iter().map(|mut run| {
        run.range = shift(run.range);
        run
    }));
    document.headings.extend(notes.headings.into_iter().map(|mut heading| {
        heading.range = shift(heading.range);
        heading
    }));
    document.links.extend(notes.links.into_iter().map(|mut link| {
        link.range = shift(link.range);
        link
    }));
    document.images.extend(notes.images.into_iter().map(|mut image| {
        image.range = shift(image.range);
        image
    }));
    document.ruby.extend(notes.ruby.into_iter().map(|mut ruby| {
        ruby.base = shift(ruby.base);
        ruby.reading = shift(ruby.reading);
        ruby
    }));
    document.lines.extend(notes.lines.into_iter().map(|(at, line)| (at + by, line)));
}

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

/// What the name of a callout calls, and its title where it has no other.
#[must_use]
pub fn callout(name: &str) -> (Callout, String) {
    let name = name.split('|').next().unwrap_or_default().trim();
    let lower = name.to_lowercase();
    let callout = match lower.as_str() {
        "tip" | "hint" | "success" | "check" | "done" => Callout::Tip,
        "important" => Callout::Important,
        "warning" | "warn" | "attention" | "question" | "help" | "faq" => Callout::Warning,
        "caution" | "danger" | "error" | "alert" | "bug" | "failure" | "fail" | "missing" => Callout::Caution,
        _ => Callout::Note,
    };
    let mut letters = lower.chars();
    let title =
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    (callout, title)
}
