//! What stands before the text of a block because of what it stands in: bars, bullets, numbers.
//!
//! A chain of containers is at most a third of the measure wide, of a narrow one half; when it would
//! be wider, blank indents of outer lists go first, then all of the outermost.

use crate::markdown::document::{Block, Callout, ContainerId, ContainerKind, Document, Marker};
use crate::page::measure::Measure;
use crate::page::row::Span;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// A chain of so many columns may take half of the measure: numbers of lists and notes are referred
/// to, so they go last.
const NARROW: u16 = 8;

/// What stands before the rows of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prefix {
    /// Before the first row.
    pub first: Vec<Span>,
    /// Before every other row.
    pub rest: Vec<Span>,
    /// Before the blank rows above the block.
    pub above: Vec<Span>,
    /// Columns of each; `above` may be shorter.
    pub columns: u16,
    /// Whether the block stands in a list item, a quote or the like.
    pub nested: bool,
}

/// The role that a callout's bar and label play.
#[must_use]
pub const fn callout_role(callout: Callout) -> Role {
    match callout {
        Callout::Note => Role::Note,
        Callout::Tip => Role::Tip,
        Callout::Important => Role::Important,
        Callout::Warning => Role::Warning,
        Callout::Caution => Role::Caution,
    }
}

/// The containers that `block` stands in, the outermost first.
#[must_use]
pub fn chain(document: &Document, block: &Block) -> Vec<ContainerId> {
    let mut chain = Vec::new();
    let mut next = block.within;
    while let Some(id) = next {
        chain.push(id);
        next = document.containers.get(id.0 as usize).and_then(|container| container.parent);
    }
    chain.reverse();
    chain
}

impl Prefix {
    /// The prefix of `block`, which follows `before`.
    #[must_use]
    pub fn of(document: &Document, block: &Block, before: Option<&Block>, measure: &Measure) -> Self {
        if block.within.is_none() {
            return Self::default();
        }
        let chain = chain(document, block);
        let last = before.map(|before| self::chain(document, before)).unwrap_or_default();
        let shared = chain.iter().zip(&last).take_while(|(a, b)| a == b).count();
        let mut parts: Vec<Part> = chain
            .iter()
            .enumerate()
            .filter_map(|(depth, id)| {
                let kind = &document.containers.get(id.0 as usize)?.kind;
                Some(Part::of(kind, Begins::from(depth >= shared), measure))
            })
            .collect();
        fit(&mut parts, (measure.columns / 3).max(NARROW.min(measure.columns / 2)));
        let mut prefix = Self { nested: true, ..Self::default() };
        for (depth, part) in parts.into_iter().enumerate() {
            prefix.columns += part.columns;
            if depth < shared {
                prefix.above.extend(part.rest.iter().cloned());
            }
            prefix.first.extend(part.first);
            prefix.rest.extend(part.rest);
        }
        prefix
    }
}

/// Whether a container begins with this block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Here,
    Before,
}

impl From<bool> for Begins {
    fn from(here: bool) -> Self {
        if here { Self::Here } else { Self::Before }
    }
}

/// What one container adds.
struct Part {
    first: Vec<Span>,
    rest: Vec<Span>,
    columns: u16,
}

impl Part {
    fn of(kind: &ContainerKind, begins: Begins, measure: &Measure) -> Self {
        let glyph = measure.glyphs.glyph();
        let boxed = |done| if done { glyph.done } else { glyph.open };
        match kind {
            ContainerKind::Quote => Self::bar(glyph.bar, Role::QuoteBar),
            ContainerKind::Callout(callout) => Self::bar(glyph.bar, callout_role(*callout)),
            ContainerKind::Details => Self::marked(Span::fixed(glyph.folded, Role::Marker), 2, begins),
            ContainerKind::Definition => {
                Self { first: vec![Span::Blank(4)], rest: vec![Span::Blank(4)], columns: 4 }
            }
            ContainerKind::Item(Marker::Bullet(depth)) => {
                let bullet = glyph.bullets[usize::from(*depth).min(2)];
                Self::marked(Span::fixed(bullet, Role::Marker), 2, begins)
            }
            ContainerKind::Item(Marker::Task(done)) => {
                Self::marked(Span::fixed(boxed(*done), Role::Marker), 2, begins)
            }
            ContainerKind::Item(Marker::Ordered(number)) => {
                let digits = usize::from(number.digits);
                let mut text = format!("{}{}", number.value, number.sign);
                let pad = u16::try_from((digits + 1).saturating_sub(text.len())).unwrap_or(0);
                let mut columns = u16::from(number.digits) + 2;
                if let Some(done) = number.task {
                    text.push(' ');
                    text.push_str(boxed(done));
                    columns += 2;
                }
                let text = Safe::line(&text);
                let mut part =
                    Self::marked(Span::Decor { text, roles: Role::Marker.into() }, columns, begins);
                if begins == Begins::Here && pad > 0 {
                    part.first.insert(0, Span::Blank(pad));
                }
                part
            }
            ContainerKind::Footnote(label) => {
                let text = Safe::line(&format!("[{label}]"));
                let columns = u16::try_from(text.len()).unwrap_or(u16::MAX).saturating_add(1);
                Self::marked(Span::Decor { text, roles: Role::Footnote.into() }, columns, begins)
            }
        }
    }

    fn bar(glyph: &'static str, role: Role) -> Self {
        let spans = vec![Span::fixed(glyph, role), Span::Blank(1)];
        Self { first: spans.clone(), rest: spans, columns: 2 }
    }

    fn marked(marker: Span, columns: u16, begins: Begins) -> Self {
        let rest = vec![Span::Blank(columns)];
        let first = if begins == Begins::Here { vec![marker, Span::Blank(1)] } else { rest.clone() };
        Self { first, rest, columns }
    }

    fn is_blank(&self) -> bool {
        matches!(self.first[..], [Span::Blank(_)])
    }

    fn drop(&mut self) {
        *self = Self { first: Vec::new(), rest: Vec::new(), columns: 0 };
    }
}

/// Drops parts until the rest is at most `columns` wide; the innermost goes last.
fn fit(parts: &mut [Part], columns: u16) {
    let wide = |parts: &[Part]| parts.iter().map(|part| part.columns).fold(0, u16::saturating_add) > columns;
    for only_blank in [true, false] {
        for at in 0..parts.len() {
            if !wide(parts) {
                return;
            }
            if !only_blank || parts[at].is_blank() {
                parts[at].drop();
            }
        }
    }
}
