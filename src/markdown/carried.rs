//! Text carried into a document, with what became of its offsets.

use std::ops::Range;

use crate::markdown::document::{Document, end_of};

/// Offsets of a paragraph's raw text and of the document's text that are the same place.
#[derive(Debug)]
pub struct Carried {
    visible: Range<usize>,
    points: Vec<(usize, u32)>,
}

impl Carried {
    /// Puts what is visible of `text` at the end of `document`, piece by piece, with the stretches that
    /// are edited replaced; `offsets` of it, in any order, are then known in both. All are on the
    /// borders of characters.
    pub fn into(
        document: &mut Document,
        text: &str,
        visible: &Range<usize>,
        edits: &[(Range<usize>, &'static str)],
        offsets: impl Iterator<Item = usize>,
    ) -> Self {
        // Few paragraphs have more.
        let mut cuts = Vec::with_capacity(16);
        cuts.extend([visible.start, visible.end]);
        cuts.extend(edits.iter().flat_map(|(range, _)| [range.start, range.end]));
        cuts.extend(offsets);
        for at in &mut cuts {
            *at = (*at).clamp(visible.start, visible.end);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let mut points = Vec::with_capacity(cuts.len());
        let mut edits = edits.iter().peekable();
        for (index, &at) in cuts.iter().enumerate() {
            points.push((at, end_of(document)));
            let Some(&next) = cuts.get(index + 1) else { break };
            while edits.next_if(|(range, _)| range.end <= at && !range.is_empty()).is_some() {}
            match edits.peek() {
                Some((range, with)) if range.start <= at && next <= range.end => {
                    if range.start == at {
                        document.text.push(with);
                    }
                }
                _ => document.text.push(&text[at..next]),
            }
        }
        Self { visible: visible.clone(), points }
    }

    /// Where an offset of the raw text is in the document's; one that was not given is the next that was.
    #[must_use]
    pub fn at(&self, raw: usize) -> u32 {
        let raw = raw.clamp(self.visible.start, self.visible.end);
        let found = self.points.partition_point(|&(at, _)| at < raw);
        self.points.get(found).or(self.points.last()).map_or(0, |&(_, at)| at)
    }
}
