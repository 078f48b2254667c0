//! What becomes of a line feed within a paragraph.

use crate::markdown::emphasis::is_cjk;

/// Whether a blank stands for the line feed between two characters: none between CJK characters,
/// which know no blanks between words (CSS Text 3, segment breaks). Hangul keeps its blank.
#[must_use]
pub fn is_blank_between(last: char, next: char) -> bool {
    let tight = |c: char| is_cjk(c) && !is_hangul(c);
    // As wide as what stands beside them.
    let either = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '※');
    !(last == ' '
        || next == ' '
        || tight(last) && (tight(next) || either(next))
        || either(last) && tight(next)
        || is_wide_punctuation(last)
        || is_wide_punctuation(next))
}

/// Whether `c` is Hangul.
#[must_use]
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}')
}

fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '？' | '！' | '「'..='】' | '〔'..='〟' | '（' | '）' | '［' | '］' | '｛' | '｝')
}
