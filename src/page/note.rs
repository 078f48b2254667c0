//! A footnote set by itself, as it stands at the end of the page.

use std::ops::Range;

use crate::markdown::document::{Anchor, Block, ContainerKind, Document, Run};
use crate::page::layout::{Known, layout};
use crate::page::measure::Measure;
use crate::page::row::Row;

/// Where the text of the footnote `label` begins; `None` where it has none.
#[must_use]
pub fn place(document: &Document, label: &str) -> Option<Anchor> {
    let first = blocks(document, label)?.start;
    document.blocks.get(first).map(|block| Anchor(block.range.start))
}

/// The rows of the footnote `label`, without blank rows above; none where it has no text.
/// `colours` are those of all code, ascending.
#[must_use]
pub fn rows(document: &Document, label: &str, measure: &Measure, colours: &[Run]) -> Vec<Row> {
    let Some(blocks) = blocks(document, label) else { return Vec::new() };
    let before = |index: usize| index.checked_sub(1).filter(|before| blocks.contains(before));
    let known = Known { colours, ..Known::default() };
    blocks.clone().flat_map(|index| layout(document, index, before(index), measure, known)).collect()
}

/// The blocks of a footnote, which follow one another at the end of the document.
fn blocks(document: &Document, label: &str) -> Option<Range<usize>> {
    let belongs = |block: &Block| is_of(document, block, label);
    let first = document.blocks.iter().position(belongs)?;
    let count = document.blocks[first..].iter().take_while(|block| belongs(block)).count();
    Some(first..first + count)
}

fn is_of(document: &Document, block: &Block, label: &str) -> bool {
    let mut next = block.within;
    while let Some(container) = next.and_then(|id| document.containers.get(id.0 as usize)) {
        if matches!(&container.kind, ContainerKind::Footnote(of) if of.as_str() == label) {
            return true;
        }
        next = container.parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{place, rows};
    use crate::markdown::parse::parse;
    use crate::page::measure::Measure;

    const SOURCE: &str = "猫[^猫]と犬[^inu]と글[^글]と無[^無]。\n\n\
                          [^猫]: 猫の注は、行の頭に句読点を置かない。\n\
                          [^inu]: 犬の注。\n\n    - 一\n    - 二\n\n\
                          [^글]: 한국어 각주.\n\
                          [^無]:\n";

    fn set(label: &str, columns: u16) -> Vec<String> {
        let document = parse(SOURCE);
        let rows = rows(&document, label, &Measure::of(columns), &[]);
        rows.iter().map(|row| row.plain(&document.text)).collect()
    }

    #[test]
    fn a_footnote_is_set_as_at_the_end_of_the_page() {
        assert_eq!(set("1", 18), ["[1] 猫の注は、行の", "    頭に句読点を置", "    かない。"]);
        assert_eq!(set("2", 30), ["[2] 犬の注。", "", "    ▪ 一", "    ▪ 二"]);
        assert_eq!(set("3", 30), ["[3] 한국어 각주."]);
    }

    #[test]
    fn its_place_is_that_of_its_text() {
        let document = parse(SOURCE);
        let at = place(&document, "2").expect("the second has a text");
        assert!(document.text[at.0 as usize..].starts_with("犬の注"));
    }

    #[test]
    fn a_footnote_without_a_text_has_neither_rows_nor_a_place() {
        assert_eq!(set("4", 30), [""; 0]);
        assert_eq!(place(&parse(SOURCE), "4"), None);
    }
}
