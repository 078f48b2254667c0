//! Sets one block of a document: its rows at a measure, the blank rows above it included.
//!
//! Blocks are set one at a time and none needs another, but for the one before it, which tells
//! where a list item or a quote begins. So a page can begin anywhere, and a long article costs
//! what is seen of it.

use crate::markdown::document::{Anchor, Block, BlockKind, ContainerKind, Document, Run, Table};
use crate::page::block::{Text, set};
use crate::page::measure::{Indent, Measure, Repeats};
use crate::page::picture;
use crate::page::plate::Found;
use crate::page::prefix::{Prefix, callout_role};
use crate::page::row::{Ground, Row, Span};
use crate::page::table;
use crate::text::role::{Role, Roles};
use crate::text::safe::Safe;
use crate::text::width;

/// What code stands on.
const CODE: Option<Ground> = Some(Ground { role: Role::CodeBlock, from: 0 });

/// What was found out about a document since it was opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The colours of all code, ascending.
    pub colours: &'a [Run],
    /// Its pictures, as `Document.images` has them; what is missing at the end is not known.
    pub pictures: &'a [Found],
}

/// The rows of the block at `index`. `before` is the index of the block that is shown above it;
/// without one there are no blank rows above.
#[must_use]
pub fn layout(
    document: &Document,
    index: usize,
    before: Option<usize>,
    measure: &Measure,
    known: Known<'_>,
) -> Vec<Row> {
    let Some(block) = document.blocks.get(index) else { return Vec::new() };
    let above = before.and_then(|index| document.blocks.get(index));
    let prefix = Prefix::of(document, block, above, measure);
    let columns = room(&prefix, measure);
    let inner = rows(document, block, &prefix, columns, measure, known);
    let blanks = blanks(block, above);
    if blanks == 0 && prefix.first.is_empty() && prefix.rest.is_empty() {
        return inner;
    }
    let mut out = Vec::with_capacity(inner.len() + blanks);
    for _ in 0..blanks {
        let mut row = Row::blank(block.range.start);
        row.spans.clone_from(&prefix.above);
        out.push(row);
    }
    for (place, mut row) in inner.into_iter().enumerate() {
        let before = if place == 0 { &prefix.first } else { &prefix.rest };
        row.spans.splice(0..0, before.iter().cloned());
        if let Some(ground) = &mut row.ground {
            ground.from = prefix.columns;
        }
        out.push(row);
    }
    out
}

/// The table that the block at `index` is, with the columns there are for it; `before` as for
/// [`layout`].
#[must_use]
pub fn table_at<'a>(
    document: &'a Document,
    index: usize,
    before: Option<usize>,
    measure: &Measure,
) -> Option<(&'a Table, u16)> {
    let block = document.blocks.get(index)?;
    let BlockKind::Table(table) = &block.kind else { return None };
    let above = before.and_then(|index| document.blocks.get(index));
    Some((table, room(&Prefix::of(document, block, above, measure), measure)))
}

/// Columns that a prefix leaves.
fn room(prefix: &Prefix, measure: &Measure) -> u16 {
    measure.columns.saturating_sub(prefix.columns).max(1)
}

/// Blank rows above a block: none at the top or in a tight list, two before a heading of level
/// 1 or 2, else one.
fn blanks(block: &Block, above: Option<&Block>) -> usize {
    let Some(above) = above else { return 0 };
    match (&block.kind, &above.kind) {
        (BlockKind::Heading(1 | 2), BlockKind::Heading(_)) => 1,
        (BlockKind::Heading(1 | 2), _) => 2,
        _ => usize::from(block.loose),
    }
}

fn rows(
    document: &Document,
    block: &Block,
    prefix: &Prefix,
    columns: u16,
    measure: &Measure,
    known: Known<'_>,
) -> Vec<Row> {
    let text = |roles: Roles| Text {
        range: block.range.clone(),
        roles,
        columns,
        first_indent: 0,
        breaks: measure.breaks,
    };
    let glyph = measure.glyphs.glyph();
    match &block.kind {
        BlockKind::Paragraph => set(
            document,
            &Text { first_indent: indent(document, block, prefix, measure), ..text(quoted(document, block)) },
            measure,
        ),
        BlockKind::Heading(level) => heading(document, *level, text(Roles::PLAIN), measure),
        BlockKind::Code(label) => code(document, block, label.as_ref(), columns, measure, known.colours),
        BlockKind::Table(cells) => table::set(document, cells, columns, measure),
        BlockKind::Math => {
            let rows = set(
                document,
                &Text { columns: columns.saturating_sub(2).max(1), ..text(Role::Math.into()) },
                measure,
            );
            indented(rows, 2.min(columns - 1))
        }
        BlockKind::Picture(image) => {
            picture::set(document, *image, &text(Roles::PLAIN), measure, known.pictures)
        }
        BlockKind::Label => set(
            document,
            &Text { breaks: measure.heading_breaks, ..text(label_roles(document, block)) },
            measure,
        ),
        BlockKind::Term => set(document, &text(Role::Strong.into()), measure),
        BlockKind::Rule => vec![filled(block, glyph.rule, columns, Role::Rule)],
        BlockKind::Junk => junk(document, &text(Roles::PLAIN), measure),
        BlockKind::Repeated => repeated(document, block, text(Roles::PLAIN), measure),
        BlockKind::Empty => vec![Row::blank(block.range.start)],
    }
}

/// The ideographic blank before a Chinese or Japanese paragraph that stands in nothing else and
/// does not begin with one of its own.
fn indent(document: &Document, block: &Block, prefix: &Prefix, measure: &Measure) -> u16 {
    let text = document.text.slice(block.range.clone());
    match measure.indent {
        Indent::Yes if !prefix.nested && measure.columns >= 20 && is_chinese_or_japanese(text.as_str()) => 2,
        Indent::Yes | Indent::No => 0,
    }
}

/// Whether ideographs or kana are among the first letters, Hangul not, and no blank comes first.
fn is_chinese_or_japanese(text: &str) -> bool {
    /// So many characters tell.
    const BEGINNING: usize = 40;
    let is_hangul = |c| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let is_ours =
        |c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3fffd}');
    let beginning = || text.chars().take(BEGINNING);
    !text.starts_with('\u{3000}') && beginning().any(is_ours) && !beginning().any(is_hangul)
}

/// What a paragraph is because it stands in a quotation.
fn quoted(document: &Document, block: &Block) -> Roles {
    let kind =
        block.within.and_then(|id| document.containers.get(id.0 as usize)).map(|container| &container.kind);
    if matches!(kind, Some(ContainerKind::Quote)) { Role::Quote.into() } else { Roles::PLAIN }
}

fn label_roles(document: &Document, block: &Block) -> Roles {
    let kind =
        block.within.and_then(|id| document.containers.get(id.0 as usize)).map(|container| &container.kind);
    match kind {
        Some(ContainerKind::Callout(callout)) => Roles::of(callout_role(*callout)).with(Role::Strong),
        _ => Role::Strong.into(),
    }
}

/// A heading. Level 1 has a rule under it, levels 4 to 6 are told apart by signs before them.
fn heading(document: &Document, level: u8, text: Text, measure: &Measure) -> Vec<Row> {
    let role = match level {
        1 => Role::Heading1,
        2 => Role::Heading2,
        3 => Role::Heading3,
        _ => Role::Heading4,
    };
    let signs = u16::from(level.saturating_sub(3));
    let before = if signs > 0 && text.columns > 20 { signs + 1 } else { 0 };
    let (start, columns) = (text.range.start, text.columns);
    let text = Text { roles: role.into(), columns: columns - before, breaks: measure.heading_breaks, ..text };
    let mut rows = set(document, &text, measure);
    let glyph = measure.glyphs.glyph();
    if before > 0 {
        for (place, row) in rows.iter_mut().enumerate() {
            if place == 0 {
                let sign = Span::Fill { glyph: glyph.deeper, columns: signs, roles: role.into() };
                row.spans.splice(0..0, [sign, Span::Blank(1)]);
            } else {
                row.spans.insert(0, Span::Blank(before));
            }
        }
    }
    if level == 1 {
        let line = Span::Fill { glyph: glyph.rule, columns, roles: Role::Rule.into() };
        rows.push(Row { spans: vec![line], ..Row::blank(start) });
    }
    rows
}

/// Code on its ground: a column of ground at either side, the label at the right of the first
/// row, and a mark before what goes on from the row above.
fn code(
    document: &Document,
    block: &Block,
    label: Option<&Safe>,
    columns: u16,
    measure: &Measure,
    colours: &[Run],
) -> Vec<Row> {
    let source = document.text.slice(block.range.clone());
    let edge = u16::from(columns > 8);
    let room = usize::from(columns - 2 * edge).max(1);
    let glyph = measure.glyphs.glyph();
    let mut rows = Vec::new();
    let mut at = block.range.start;
    for line in source.as_str().split('\n') {
        let end = at + u32::try_from(line.len()).unwrap_or(u32::MAX);
        let mut from = at;
        loop {
            let goes_on = from > at;
            let mark = usize::from(goes_on && room > 8) * 2;
            let rest = document.text.slice(from..end);
            let (bytes, _) = width::fit(rest.as_str(), room - mark, measure.ambiguous);
            let first = rest.as_str().chars().next().map_or(0, char::len_utf8);
            let taken = u32::try_from(bytes.max(first)).unwrap_or(u32::MAX);
            let mut row = Row { at: Anchor(from), spans: Vec::new(), ground: CODE };
            if edge > 0 {
                row.spans.push(Span::Blank(edge));
            }
            if mark > 0 {
                row.spans.extend([Span::fixed(glyph.goes_on, Role::CodeLabel), Span::Blank(1)]);
            }
            coloured(&mut row, from..from + taken, colours);
            rows.push(row);
            from += taken;
            if from >= end {
                break;
            }
        }
        at = end + 1;
    }
    if let Some(label) = label {
        label_code(document, &mut rows, label, columns, measure);
    }
    rows
}

/// Puts the colours over a piece of code.
fn coloured(row: &mut Row, piece: std::ops::Range<u32>, colours: &[Run]) {
    let ground = Roles::of(Role::CodeBlock);
    let mut from = piece.start;
    let first = colours.partition_point(|run| run.range.end <= piece.start);
    for Run { range, roles } in &colours[first..] {
        let (open, close) = (range.start.max(piece.start), range.end.min(piece.end));
        if open >= piece.end {
            break;
        }
        if from < open {
            row.spans.push(Span::Text { range: from..open, roles: ground });
        }
        if open < close {
            row.spans.push(Span::Text { range: open..close, roles: ground.and(*roles) });
        }
        from = from.max(close);
    }
    if from < piece.end {
        row.spans.push(Span::Text { range: from..piece.end, roles: ground });
    }
}

/// The label at the right of the first row, or in a row of its own where that has no room.
fn label_code(document: &Document, rows: &mut Vec<Row>, label: &Safe, columns: u16, measure: &Measure) {
    let label = measure.shorten(label.as_safe_str(), usize::from(columns.saturating_sub(2)));
    let wide = width::of(&label, measure.ambiguous);
    let Some(first) = rows.first_mut() else { return };
    let used = first.columns(&document.text, measure.ambiguous);
    let room = usize::from(columns).saturating_sub(used + wide + 1);
    let span = Span::Decor { text: label, roles: Roles::of(Role::CodeBlock).with(Role::CodeLabel) };
    if room >= 2 {
        first.spans.extend([Span::Blank(u16::try_from(room).unwrap_or(0)), span]);
        return;
    }
    let pad = u16::try_from(usize::from(columns).saturating_sub(wide + 1)).unwrap_or(0);
    let row = Row { at: first.at, spans: vec![Span::Blank(pad), span], ground: CODE };
    rows.insert(0, row);
}

/// A mark of harvesting, as a short faint rule around its word.
fn junk(document: &Document, text: &Text, measure: &Measure) -> Vec<Row> {
    let source = document.text.slice(text.range.clone());
    let inner = source.as_str().trim_matches('-');
    let lead = source.as_str().len() - source.as_str().trim_start_matches('-').len();
    let start = text.range.start + u32::try_from(lead).unwrap_or(0);
    let range = start..start + u32::try_from(inner.len()).unwrap_or(0);
    let mut rows = set(document, &Text { range, roles: Role::Faint.into(), ..text.clone() }, measure);
    if let [row] = &mut rows[..] {
        let wide = u16::try_from(width::of(inner, measure.ambiguous)).unwrap_or(u16::MAX);
        let dashes = text.columns.saturating_sub(wide).saturating_sub(2).min(8) / 2;
        let glyph = measure.glyphs.glyph().thin_rule;
        let rule = Span::Fill { glyph, columns: dashes, roles: Role::Faint.into() };
        row.spans.insert(0, rule.clone());
        row.spans.push(rule);
    }
    rows
}

/// A paragraph that stands twice.
fn repeated(document: &Document, block: &Block, text: Text, measure: &Measure) -> Vec<Row> {
    let glyph = measure.glyphs.glyph();
    let columns = text.columns;
    match measure.repeats {
        Repeats::Show => set(document, &text, measure),
        Repeats::Hide => {
            let mut row = Row::blank(block.range.start);
            let first = document.text.slice(block.range.clone()).as_str().lines().next().unwrap_or_default();
            let words = Safe::line(&format!("{} {first}", glyph.again));
            let cut = measure.shorten(words.as_safe_str(), usize::from(columns));
            row.spans.push(Span::Decor { text: cut, roles: Role::Faint.into() });
            vec![row]
        }
        Repeats::Dim => {
            let text =
                Text { roles: Role::Repeated.into(), columns: columns.saturating_sub(2).max(1), ..text };
            let mut rows = set(document, &text, measure);
            if columns > 2 {
                for row in &mut rows {
                    row.spans.splice(0..0, [Span::fixed(glyph.again, Role::Faint), Span::Blank(1)]);
                }
            }
            rows
        }
    }
}

fn filled(block: &Block, glyph: &'static str, columns: u16, role: Role) -> Row {
    let mut row = Row::blank(block.range.start);
    row.spans.push(Span::Fill { glyph, columns, roles: role.into() });
    row
}

fn indented(mut rows: Vec<Row>, by: u16) -> Vec<Row> {
    if by > 0 {
        for row in &mut rows {
            row.spans.insert(0, Span::Blank(by));
        }
    }
    rows
}
