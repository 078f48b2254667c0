//! Which characters may not begin or end a line, whatever stands beside them.
//!
//! The very strict level of JLREQ (line-start and line-end prohibition, with small kana, `ー` and
//! the iteration marks among those that never begin a line), and CLREQ and KLREQ where they add to
//! it. `uax14` knows the same from the line-breaking classes; this table serves where those let a
//! break pass (after a blank) or are not asked (a run cut because it is wider than the row).

/// Whether `c` never begins a line: closing marks, stops, small kana, iteration marks, dots.
#[must_use]
#[inline]
#[rustfmt::skip]
pub fn never_begins(c: char) -> bool {
    matches!(c,
        ',' | '.' | '!' | '?' | ':' | ';' | ')' | ']' | '}' | '%'
        | '‰' | '℃' | '℉' | '…' | '‥' | '⋯' | '‼' | '⁇' | '⁈' | '⁉'
        | '、' | '。' | '々' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛'
        | '·' | '‧' | '～' | '〜' | '\u{301e}' | '\u{301f}' | '〻' | '゠' | '・' | 'ー'
        | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ'
        | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ'
        | '\u{309b}'..='\u{309e}' | 'ヽ' | 'ヾ' | '\u{31f0}'..='\u{31ff}'
        | '！' | '％' | '）' | '，' | '．' | '：' | '；' | '？' | '］' | '｝' | '｠'
        | '｡' | '｣' | '､' | '･' | '\u{ff67}'..='\u{ff70}' | '\u{ff9e}' | '\u{ff9f}' | '￠')
}

/// Whether `c` never ends a line: opening marks, and signs that stand before a number.
#[must_use]
#[inline]
#[rustfmt::skip]
pub fn never_ends(c: char) -> bool {
    matches!(c,
        '(' | '[' | '{' | '$' | '£' | '¥' | '€' | '₩' | '«' | '‹' | '\u{2018}' | '\u{201c}'
        | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '〝'
        | '＄' | '（' | '［' | '｛' | '｟' | '｢' | '￡' | '￥')
}

/// Whether `c` may hang in the margin: the stops and commas of JIS X 4051.
#[must_use]
pub fn may_hang(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '､' | '｡')
}

/// Whether `c` is a blank that the end of a row swallows.
#[must_use]
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\n')
}

#[cfg(test)]
mod tests {
    use super::{may_hang, never_begins, never_ends};

    #[test]
    fn what_never_begins_a_line_never_opens() {
        for c in ('\0'..='\u{ffff}').filter(|&c| never_ends(c)) {
            assert!(!never_begins(c), "{c}");
        }
    }

    #[test]
    fn what_hangs_never_begins_a_line() {
        for c in ('\0'..='\u{ffff}').filter(|&c| may_hang(c)) {
            assert!(never_begins(c), "{c}");
        }
    }
}
