//! Raised and lowered text (`<sup>`, `<sub>`) in characters that say so.
//!
//! `m<sup>2</sup>` reads `m²` and `H<sub>2</sub>O` reads `H₂O`, as in formulas; without the shift
//! they would say something else. What has no such characters is put in brackets where it looks
//! like an exponent or index; notes and sentences are left as they are.

use crate::markdown::emphasis::is_cjk;
use crate::markdown::math::{lowered, raised};

/// Which way text is shifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// `<sup>`.
    Up,
    /// `<sub>`.
    Down,
}

/// Characters up to which shifted text is an exponent, an index or the ending of a number.
const SHORT: usize = 12;

/// `text` as it reads shifted behind `before`; `None` where it is better left as it is.
#[must_use]
pub fn shifted(shift: Shift, text: &str, before: Option<char>) -> Option<String> {
    if text.is_empty() || text.chars().nth(SHORT).is_some() || text.contains(char::is_whitespace) {
        return None;
    }
    let plain: String = text.chars().map(plain).collect();
    let stands_behind = before.is_some_and(|c| !c.is_whitespace());
    let signs = match shift {
        Shift::Up if stands_behind && plain == "TM" => Some("™".to_owned()),
        Shift::Up if stands_behind && plain == "SM" => Some("℠".to_owned()),
        // As in a formula, `*` would be raised to a character as wide as two.
        Shift::Up if plain.contains('*') => return None,
        Shift::Up => raised(&plain),
        Shift::Down => lowered(&plain),
    };
    // A word that stands by itself is small print.
    if let Some(signs) = signs.filter(|_| stands_behind || !plain.contains(char::is_alphabetic)) {
        return Some(signs);
    }
    let is_index = |c: char| c.is_alphanumeric() && !is_cjk(c) || "+-/=.,'".contains(c);
    let inner = plain.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(&plain);
    let belongs = before.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    let mark = match shift {
        Shift::Up => '^',
        Shift::Down => '_',
    };
    (belongs && !inner.is_empty() && inner.chars().all(is_index)).then(|| format!("{mark}({inner})"))
}

/// Full-width characters as their narrow twins, and every minus as the one on the keyboard.
fn plain(c: char) -> char {
    match c {
        '\u{2212}' | '\u{2013}' | '\u{2010}' => '-',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Shift, shifted};

    #[test]
    fn exponents_and_indices_have_characters_of_their_own() {
        for (before, shift, text, expected) in [
            ('2', Shift::Up, "10", "¹⁰"),
            ('0', Shift::Up, "−6", "⁻⁶"),
            ('0', Shift::Up, "１２", "¹²"),
            ('猫', Shift::Up, "1)", "¹⁾"),
            ('1', Shift::Up, "st", "ˢᵗ"),
            ('곳', Shift::Up, "2", "²"),
            ('d', Shift::Up, "TM", "™"),
            ('H', Shift::Down, "2", "₂"),
            ('T', Shift::Down, "max", "ₘₐₓ"),
            (' ', Shift::Up, "1", "¹"),
        ] {
            assert_eq!(shifted(shift, text, Some(before)).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_has_none_is_put_in_brackets_behind_a_letter() {
        assert_eq!(shifted(Shift::Up, "q/2", Some('e')).as_deref(), Some("^(q/2)"));
        assert_eq!(shifted(Shift::Up, "iπ", Some('e')).as_deref(), Some("^(iπ)"));
        assert_eq!(shifted(Shift::Up, "(q)", Some('f')).as_deref(), Some("^(q)"));
        assert_eq!(shifted(Shift::Down, "DD", Some('V')).as_deref(), Some("_(DD)"));
    }

    #[test]
    fn notes_and_small_print_are_left_as_they_are() {
        for (before, text) in [
            ('京', "注1"),
            ('a', "[1]"),
            ('글', "주1"),
            ('a', "*"),
            ('文', "new?"),
            ('文', "qq"),
            (' ', "st"),
            ('a', "citation needed"),
            ('a', "internationalisation"),
            ('a', ""),
        ] {
            assert_eq!(shifted(Shift::Up, text, Some(before)), None, "{text}");
        }
        assert_eq!(shifted(Shift::Down, "hello", None), None);
    }
}
