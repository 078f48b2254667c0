//! Kana as folded texts have them: hiragana, and what changes one into another.

use crate::text::forms::is_han;

/// The hiragana of a katakana letter; anything else stays.
#[must_use]
pub fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    }
}

/// Whether `c` is a letter of hiragana.
#[must_use]
pub const fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// The voiced kana of an unvoiced one: が of か. What cannot be voiced stays.
#[must_use]
pub fn voiced(kana: char) -> char {
    match kana {
        'か' | 'き' | 'く' | 'け' | 'こ' | 'さ' | 'し' | 'す' | 'せ' | 'そ' | 'た' | 'ち' | 'つ' | 'て'
        | 'と' | 'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' => neighbour(kana, 1),
        kana => kana,
    }
}

/// The unvoiced kana of a voiced one: か of が. Anything else stays.
#[must_use]
pub fn unvoiced(kana: char) -> char {
    match kana {
        'が' | 'ぎ' | 'ぐ' | 'げ' | 'ご' | 'ざ' | 'じ' | 'ず' | 'ぜ' | 'ぞ' | 'だ' | 'ぢ' | 'づ' | 'で'
        | 'ど' | 'ば' | 'び' | 'ぶ' | 'べ' | 'ぼ' => neighbour(kana, -1),
        kana => kana,
    }
}

fn neighbour(kana: char, by: i32) -> char {
    (kana as u32).checked_add_signed(by).and_then(char::from_u32).unwrap_or(kana)
}

/// The large kana that people write as well for a small vowel behind `before`: ソフトウェア and
/// ソフトウエア, フィルム and フイルム. Behind others the small one is another sound (ティ, チェ).
#[must_use]
pub const fn large_vowel(before: char, small: char) -> Option<char> {
    Some(match (before, small) {
        ('ふ' | 'く' | 'ぐ', 'ぁ') => 'あ',
        ('ふ' | 'く' | 'う', 'ぃ') => 'い',
        ('ふ' | 'く' | 'う', 'ぇ') => 'え',
        ('ふ' | 'く', 'ぉ') => 'お',
        _ => return None,
    })
}

/// The kana that people write as well for ヴ and a small vowel: バ for ヴァ.
#[must_use]
pub const fn plain_v(small: char) -> Option<char> {
    Some(match small {
        'ぁ' => 'ば',
        'ぃ' => 'び',
        'ぇ' => 'べ',
        'ぉ' => 'ぼ',
        _ => return None,
    })
}

/// What ヶ, ヵ and 箇 stand for behind `before`: か behind a number (三ヶ月), が between the kanji of
/// a name (霞ヶ関).
#[must_use]
pub fn counter(before: Option<char>) -> char {
    match before {
        Some(before) if !counts(before) && is_han(before) => 'が',
        _ => 'か',
    }
}

/// Whether things are counted by what follows `c`.
#[must_use]
pub const fn counts(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '〇'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '億'
            | '兆'
            | '数'
            | '何'
            | '幾'
            | '半'
            | '各'
            | '余'
            | '毎'
    )
}

#[cfg(test)]
mod tests {
    use super::{counts, hiragana, is_hiragana, unvoiced, voiced};
    use crate::text::forms::usual_form;

    #[test]
    fn voicing_and_unvoicing_undo_each_other() {
        for kana in 'ぁ'..='ん' {
            if voiced(kana) != kana {
                assert_eq!(unvoiced(voiced(kana)), kana);
            }
            assert!(is_hiragana(voiced(kana)) && is_hiragana(unvoiced(kana)));
        }
        assert_eq!((voiced('す'), unvoiced('づ'), voiced('な')), ('ず', 'つ', 'な'));
        assert_eq!((hiragana('ヴ'), hiragana('ー')), ('ゔ', 'ー'));
    }

    #[test]
    fn numbers_are_written_in_the_usual_form() {
        for number in ('〇'..='鿿').filter(|&c| counts(c)) {
            assert_eq!(usual_form(number), number);
        }
    }
}
