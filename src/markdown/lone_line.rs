//! What a line that stands alone is besides text: a heading in bold, a mark left by harvesting.

use crate::text::width::{self, Ambiguous};

/// Columns up to which a bold line alone counts as a heading.
const HEADING_UP_TO: usize = 60;

/// What a sentence ends with, in any of the languages.
pub const ENDS_SENTENCE: [char; 12] = ['。', '！', '？', '．', '.', '!', '?', '：', ':', '」', '）', ')'];

/// Whether a bold line is short enough for a heading, and no sentence. A full stop of Latin script
/// and Korean ends a heading too, behind a number or two words.
#[must_use]
pub fn is_heading(line: &str) -> bool {
    let line = without_notes(line.trim());
    let bare = line.trim_end_matches(['」', '』', '”', '"', '）', ')']);
    let is_sentence = bare.ends_with('。') || bare.ends_with('.') && bare.split_whitespace().count() > 2;
    !is_sentence && width::of(line, Ambiguous::Narrow) <= HEADING_UP_TO
}

/// A line without the marks of footnotes at its end.
fn without_notes(line: &str) -> &str {
    let mut line = line;
    while let Some((before, label)) = line.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        if label.is_empty() || !label.bytes().all(|b| b.is_ascii_digit()) {
            break;
        }
        line = before.trim_end();
    }
    line
}

/// Whether a line is a mark that harvesting left, such as `---END---`.
#[must_use]
pub fn is_junk(line: &str) -> bool {
    if !line.starts_with("--") || !line.ends_with("--") {
        return false;
    }
    let inner = line.trim_matches('-');
    let dashes = line.len() - inner.len();
    dashes >= 4
        && !inner.is_empty()
        && inner.chars().all(|c| c.is_ascii_uppercase() || matches!(c, ' ' | '_'))
}
