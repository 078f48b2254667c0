//! Signs that one keyboard writes so and another otherwise.
//!
//! Dashes, wave dashes, middle dots and quotation marks are each one sign to a search. The
//! long-vowel mark ー is a letter and no dash.

/// The sign that stands for all that are written for it; `None` of anything else.
#[must_use]
pub const fn usual_sign(c: char) -> Option<char> {
    Some(match c {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '〜' | '∼' => '~',
        '·' | '‧' | '•' | '∙' | '⋅' | '･' | 'ㆍ' => '・',
        '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::usual_sign;

    #[test]
    fn a_usual_sign_has_no_other() {
        for c in '\0'..='\u{ffff}' {
            if let Some(sign) = usual_sign(c) {
                assert_eq!(usual_sign(sign), None, "{c}");
            }
        }
        for letter in ['ー', '一', '-', '・', '"', '\''] {
            assert_eq!(usual_sign(letter), None);
        }
    }
}
