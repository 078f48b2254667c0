//! A stub: paragraphs and headings only.

use crate::markdown::document::{Block, BlockKind, Document, Heading};
use crate::text::safe::Safe;

/// Paragraphs parted by blank lines, and `#` headings.
#[must_use]
pub fn parse(body: &str) -> Document {
    let mut document = Document::default();
    let mut text = Safe::default();
    for part in body.replace('\r', "").split("\n\n").flat_map(|part| part.split_inclusive('\n')) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let level = part.bytes().take_while(|&b| b == b'#').count();
        let start = u32::try_from(text.len()).unwrap_or(0);
        text.push(part.trim_start_matches('#').trim());
        let range = start..u32::try_from(text.len()).unwrap_or(0);
        text.push("\n");
        let kind = if level > 0 && level < 7 {
            let level = u8::try_from(level).unwrap_or(6);
            document.headings.push(Heading { range: range.clone(), level, id: Safe::default() });
            BlockKind::Heading(level)
        } else {
            BlockKind::Paragraph
        };
        document.blocks.push(Block { kind, range, within: None, loose: true });
    }
    document.text = text;
    document
}
