//! Writes blocks into a document, or into the footnote that is being read.
//!
//! It knows where the next text stands, in which container, under which heading ids; what a
//! block is, and when it ends, is decided by [`crate::markdown::blocks`].

use std::ops::Range;

use crate::limits::NESTING;
use crate::markdown::document::{
    Anchor, Block, BlockKind, Container, ContainerId, ContainerKind, Document, Heading, LinkKind, Marker,
    end_of,
};
use crate::markdown::inline::{Flushed, Inline};
use crate::markdown::link::Slugs;
use crate::markdown::notes::Notes;
use crate::text::safe::Safe;

/// A document being written.
#[derive(Debug, Default)]
pub struct Writer {
    main: Document,
    notes: Notes,
    within: Vec<Option<ContainerId>>,
    slugs: Slugs,
    keep_close: bool,
}

impl Writer {
    /// What is written to now.
    pub fn document(&mut self) -> &mut Document {
        self.notes.current().unwrap_or(&mut self.main)
    }

    /// The container that the next block stands in.
    #[must_use]
    pub fn innermost(&self) -> Option<ContainerId> {
        self.within.last().copied().flatten()
    }

    /// Whether the next block stands in no container.
    #[must_use]
    pub fn is_outermost(&self) -> bool {
        self.within.is_empty()
    }

    /// How many blocks there are.
    pub fn blocks(&mut self) -> usize {
        self.document().blocks.len()
    }

    /// The next block stands close to the one before, however loose it is.
    pub fn keep_close(&mut self) {
        self.keep_close = true;
    }

    /// A block whose text is written.
    pub fn block(&mut self, kind: BlockKind, range: Range<u32>, loose: bool) {
        let within = self.innermost();
        let loose = !std::mem::take(&mut self.keep_close) && loose;
        self.document().blocks.push(Block { kind, range, within, loose });
    }

    /// A block without text.
    pub fn empty_block(&mut self, kind: BlockKind, loose: bool) {
        let at = end_of(self.document());
        self.block(kind, at..at, loose);
    }

    /// Parts what follows from the text before.
    fn part(&mut self) {
        let text = &mut self.document().text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push("\n");
        }
    }

    /// Writes what was gathered; it is no block yet.
    pub fn flush(&mut self, inline: &mut Inline) -> Option<Flushed> {
        if inline.is_empty() {
            return None;
        }
        self.part();
        inline.flush(self.document())
    }

    /// Writes what was gathered, and be it nothing, as a cell of a table.
    pub fn cell(&mut self, inline: &mut Inline) -> Range<u32> {
        self.part();
        let flushed = inline.flush(self.document());
        let at = end_of(self.document());
        flushed.map_or(at..at, |flushed| flushed.range)
    }

    /// Writes `text` line by line as it stands; `line` is where it begins in the source.
    pub fn literal(&mut self, kind: BlockKind, text: &str, line: u32) {
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

    /// Notes that what is written next stands on this line of the source.
    pub fn at_line(&mut self, line: u32) {
        let document = self.document();
        document.lines.push((end_of(document), line));
    }

    /// What is written at `range` is a heading, which may name itself. Footnotes that are referred
    /// to at its end are no part of it.
    pub fn heading(&mut self, level: u8, range: &Range<u32>, id: Option<&str>) {
        let range = range.start..without_notes(self.document(), range);
        let text = self.document().text.slice(range.clone()).to_safe();
        let id = if let Some(id) = id {
            self.slugs.take(id);
            Safe::line(id)
        } else {
            Safe::line(&self.slugs.next(&text))
        };
        self.document().headings.push(Heading { range, level, id });
    }

    /// What is written next is called `name`, too.
    pub fn anchor(&mut self, name: &str) {
        let document = self.document();
        document.anchors.push((Safe::line(name), Anchor(end_of(document))));
    }

    /// A container begins; beyond `limits::NESTING` what stands in it stands in the one around.
    pub fn open(&mut self, kind: ContainerKind) -> Option<ContainerId> {
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
        id
    }

    /// The container that began last ends.
    pub fn close(&mut self) {
        self.within.pop();
        self.keep_close = false;
    }

    /// What the container is.
    pub fn kind(&mut self, id: ContainerId) -> &mut ContainerKind {
        &mut self.document().containers[id.0 as usize].kind
    }

    /// The number of the footnote `label`, which is referred to here.
    pub fn refer(&mut self, label: &str) -> usize {
        self.notes.refer(label)
    }

    /// The text of a footnote begins: it is written apart until it ends.
    pub fn open_note(&mut self, label: &str) {
        let id = self.notes.open(label);
        self.within.push(Some(id));
    }

    /// The text of the footnote that began last ends.
    pub fn close_note(&mut self) {
        self.close();
        self.notes.close();
    }

    /// Gives all numbers of a list the room of the widest.
    pub fn align_numbers(&mut self, items: &[ContainerId]) {
        let containers = &mut self.document().containers;
        let digits = |id: &ContainerId| match containers[id.0 as usize].kind {
            ContainerKind::Item(Marker::Ordered(number)) => number.value.checked_ilog10().unwrap_or(0) + 1,
            _ => 1,
        };
        let widest = u8::try_from(items.iter().map(digits).max().unwrap_or(1)).unwrap_or(u8::MAX);
        for id in items {
            if let ContainerKind::Item(Marker::Ordered(number)) = &mut containers[id.0 as usize].kind {
                number.digits = widest;
            }
        }
    }

    /// The document, footnotes at its end.
    #[must_use]
    pub fn finish(self) -> Document {
        let mut document = self.main;
        self.notes.append_to(&mut document);
        document.shrink();
        document
    }
}

/// Where the text at `range` ends, the footnotes that are referred to at its end left out, unless
/// there is nothing else.
fn without_notes(document: &Document, range: &Range<u32>) -> u32 {
    let mut end = range.end;
    for note in document.links.iter().rev() {
        let before = document.text.slice(range.start..note.range.start.max(range.start));
        let before = before.trim_end().len();
        if note.kind != LinkKind::Footnote || note.range.end != end || before == 0 {
            break;
        }
        end = range.start + u32::try_from(before).unwrap_or(0);
    }
    end
}
