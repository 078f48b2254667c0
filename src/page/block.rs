//! Sets running text: a range of the document as rows at a width.

use std::ops::Range;

use crate::markdown::document::Document;
use crate::page::measure::{Measure, RubyStyle};
use crate::page::row::{Row, Span};
use crate::text::breaks::Breaks;
use crate::text::role::{Role, Roles};
use crate::text::wrap::{Line, Setting, wrap};

/// Text to be set: which, as what, and how broad.
#[derive(Clone, Debug)]
pub struct Text {
    /// Bytes of the document's text.
    pub range: Range<u32>,
    /// What all of it is, besides what its runs say.
    pub roles: Roles,
    /// Columns of a row.
    pub columns: u16,
    /// Blank columns before the first row.
    pub first_indent: u16,
    /// Where it may break.
    pub breaks: Breaks,
}

/// The rows of `text`, without prefixes.
#[must_use]
pub fn set(document: &Document, text: &Text, measure: &Measure) -> Vec<Row> {
    lines(document, text, measure)
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let indent = if place == 0 { text.first_indent } else { 0 };
            row(document, text, line, indent, measure)
        })
        .collect()
}

/// How `text` is broken into lines; offsets are bytes from the start of its range.
#[must_use]
pub fn lines(document: &Document, text: &Text, measure: &Measure) -> Vec<Line> {
    let source = document.text.slice(text.range.clone());
    let within = |range: &Range<u32>| range.start - text.range.start..range.end - text.range.start;
    let hidden: Vec<_> = hidden(document, &text.range, measure).map(|range| within(&range)).collect();
    let whole: Vec<_> = runs(document, &text.range)
        .filter(|run| {
            run.roles.has(Role::Code) || run.roles.has(Role::Footnote) || run.roles.has(Role::Keyboard)
        })
        .map(|run| (clip(&run.range, &text.range), run.roles.has(Role::Footnote)))
        .filter(|(range, _)| range.end - range.start <= u32::from(text.columns) / 2)
        .map(|(range, is_note)| (within(&range), is_note))
        .map(|(range, is_note)| if is_note { with_word(source.as_str(), range, &hidden) } else { range })
        .collect();
    wrap(
        source.as_str(),
        &Setting {
            columns: text.columns.max(1),
            first_indent: text.first_indent,
            ambiguous: measure.ambiguous,
            breaks: text.breaks,
            hanging: measure.hanging,
            autospace: measure.autospace,
            justify: measure.justify,
            whole: &whole,
            hidden: &hidden,
        },
    )
}

/// The mark of a note with the character seen before it, from which no line parts it (JLREQ).
fn with_word(text: &str, mark: Range<u32>, hidden: &[Range<u32>]) -> Range<u32> {
    let last = hidden.partition_point(|range| range.end < mark.start);
    let behind = hidden.get(last).filter(|range| range.end == mark.start);
    let start = behind.map_or(mark.start, |range| range.start);
    let before = text.get(..start as usize).and_then(|before| before.chars().next_back());
    let taken = before.filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    start - u32::try_from(taken).expect("a character has four bytes at most")..mark.end
}

/// The row that shows `line`.
#[must_use]
pub fn row(document: &Document, text: &Text, line: &Line, indent: u16, measure: &Measure) -> Row {
    let range = text.range.start + line.start..text.range.start + line.end;
    let mut row = Row::blank(range.start);
    // Most rows are one piece, and there may be a hundred thousand of them.
    row.spans.reserve_exact(1 + usize::from(indent > 0));
    if indent > 0 {
        row.spans.push(Span::Blank(indent));
    }
    let mut gaps = line.gaps.iter().map(|&(at, columns)| (text.range.start + at, columns)).peekable();
    let mut push = |piece: Range<u32>, roles: Roles| {
        let mut from = piece.start;
        while let Some((at, columns)) = gaps.next_if(|(at, _)| *at < piece.end) {
            if from < at {
                row.spans.push(Span::Text { range: from..at, roles });
            }
            row.spans.push(Span::Blank(columns));
            from = at;
        }
        if from < piece.end {
            row.spans.push(Span::Text { range: from..piece.end, roles });
        }
    };
    let mut from = range.start;
    let mut hidden = hidden(document, &range, measure).peekable();
    for run in runs(document, &range) {
        let styled = clip(&run.range, &range);
        if from < styled.start {
            push(from..styled.start, text.roles);
        }
        from = styled.end;
        let is_hidden =
            hidden.peek().is_some_and(|reading| reading.start <= styled.start && styled.end <= reading.end);
        if hidden.peek().is_some_and(|reading| reading.end <= styled.end) {
            hidden.next();
        }
        if !is_hidden {
            push(styled, text.roles.and(run.roles));
        }
    }
    if from < range.end {
        push(from..range.end, text.roles);
    }
    row
}

/// The runs that meet `range`.
fn runs<'a>(
    document: &'a Document,
    range: &Range<u32>,
) -> impl Iterator<Item = &'a crate::markdown::document::Run> + use<'a> {
    let first = document.runs.partition_point(|run| run.range.end <= range.start);
    let end = range.end;
    document.runs[first..].iter().take_while(move |run| run.range.start < end)
}

/// Readings that are not to be shown.
fn hidden<'a>(
    document: &'a Document,
    range: &Range<u32>,
    measure: &Measure,
) -> impl Iterator<Item = Range<u32>> + use<'a> {
    let first = document.ruby.partition_point(|ruby| ruby.reading.end <= range.start);
    let (start, end) = (range.start, range.end);
    let shown = measure.ruby == RubyStyle::Inline;
    document.ruby[first..]
        .iter()
        .take_while(move |ruby| !shown && ruby.reading.start < end)
        .map(move |ruby| ruby.reading.start.max(start)..ruby.reading.end.min(end))
}

fn clip(range: &Range<u32>, to: &Range<u32>) -> Range<u32> {
    range.start.max(to.start)..range.end.min(to.end)
}
