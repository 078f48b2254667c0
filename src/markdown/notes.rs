//! The footnotes of an article: each gathered apart, all put behind the text.
//!
//! A footnote is numbered when it is first referred to, and footnotes stand in that order;
//! those that nothing refers to come last.

use std::collections::HashMap;
use std::ops::Range;

use crate::markdown::document::{
    Anchor, Block, BlockKind, Container, ContainerId, ContainerKind, Document, Heading, Image, Link, Ruby,
    Run, end_of,
};
use crate::text::safe::Safe;

/// Footnotes while an article is read.
#[derive(Debug, Default)]
pub struct Notes {
    labels: HashMap<String, usize>,
    all: Vec<Note>,
    referred: usize,
    /// The footnotes being read, one in another.
    open: Vec<usize>,
}

#[derive(Debug, Default)]
struct Note {
    number: Option<usize>,
    document: Document,
}

impl Notes {
    fn index(&mut self, label: &str) -> usize {
        if let Some(&index) = self.labels.get(label) {
            return index;
        }
        self.labels.insert(label.to_owned(), self.all.len());
        self.all.push(Note::default());
        self.all.len() - 1
    }

    /// The number of the footnote `label`, from 1, which is referred to here.
    pub fn refer(&mut self, label: &str) -> usize {
        let index = self.index(label);
        let note = &mut self.all[index];
        *note.number.get_or_insert_with(|| {
            self.referred += 1;
            self.referred
        })
    }

    /// The text of a footnote begins; gives the container it stands in.
    pub fn open(&mut self, label: &str) -> ContainerId {
        let index = self.index(label);
        self.open.push(index);
        let containers = &mut self.all[index].document.containers;
        let id = ContainerId(u32::try_from(containers.len()).unwrap_or(u32::MAX));
        containers.push(Container { parent: None, kind: ContainerKind::Footnote(Safe::default()) });
        id
    }

    /// The text of the footnote that began last ends.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// What the footnote being read goes to.
    pub fn current(&mut self) -> Option<&mut Document> {
        let index = *self.open.last()?;
        Some(&mut self.all[index].document)
    }

    /// Puts the footnotes behind the text.
    pub fn append_to(self, document: &mut Document) {
        let mut notes = self.all;
        notes.sort_by_key(|note| note.number.unwrap_or(usize::MAX));
        let mut unreferred = self.referred;
        for note in notes {
            let number = note.number.unwrap_or_else(|| {
                unreferred += 1;
                unreferred
            });
            append(document, note.document, &Safe::line(&number.to_string()));
        }
    }
}

/// Puts one footnote behind what is there.
fn append(document: &mut Document, note: Document, label: &Safe) {
    if note.blocks.is_empty() {
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
    document.text.push_safe(note.text.as_safe_str());
    document.containers.extend(note.containers.into_iter().map(|container| {
        let kind = match container.kind {
            ContainerKind::Footnote(_) => ContainerKind::Footnote(label.clone()),
            kind => kind,
        };
        Container { parent: container.parent.map(renumber), kind }
    }));
    document.blocks.extend(note.blocks.into_iter().map(|block| {
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
        Block { kind, range: shift(block.range), within: block.within.map(renumber), ..block }
    }));
    document.runs.extend(note.runs.into_iter().map(|run| Run { range: shift(run.range), ..run }));
    let headings = note.headings.into_iter();
    document.headings.extend(headings.map(|each| Heading { range: shift(each.range), ..each }));
    let anchors = note.anchors.into_iter();
    document.anchors.extend(anchors.map(|(name, Anchor(at))| (name, Anchor(at + by))));
    document.links.extend(note.links.into_iter().map(|link| Link { range: shift(link.range), ..link }));
    document.images.extend(note.images.into_iter().map(|each| Image { range: shift(each.range), ..each }));
    let ruby = note.ruby.into_iter();
    document.ruby.extend(ruby.map(|each| Ruby { base: shift(each.base), reading: shift(each.reading) }));
    document.lines.extend(note.lines.into_iter().map(|(at, line)| (at + by, line)));
}
