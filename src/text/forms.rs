//! Ideographs that are one letter in several shapes.
//!
//! Old and new forms of Japan (國 国), simplified and traditional Chinese (线 綫 線), what family and
//! place names keep (髙 濵), radicals by themselves (⼾ ⻘). `assets/forms/han.txt` holds the classes,
//! `tools/forms.rs` made it. A simplified character stands with one of those that it simplifies where
//! Japan uses them side by side (历 歷 and not 曆); what schools there teach as two stays two (机 機).

use std::sync::LazyLock;

/// A class on each line, the form that folded texts have first.
const HAN: &str = include_str!("../../assets/forms/han.txt");

/// The ideographs of the plane where most forms lie.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

static FORMS: LazyLock<Forms> = LazyLock::new(Forms::read);

struct Forms {
    /// For each ideograph from `FIRST` on, its form, or zero.
    plane: Box<[u16]>,
    /// Radicals and rare characters with their forms, in order.
    others: Box<[(char, char)]>,
}

impl Forms {
    fn read() -> Self {
        let mut plane = vec![0; (LAST - FIRST + 1) as usize].into_boxed_slice();
        let mut others = Vec::new();
        for (variant, form) in pairs() {
            let at = (variant as u32).checked_sub(FIRST).map(|at| at as usize);
            match (at.and_then(|at| plane.get_mut(at)), u16::try_from(form as u32)) {
                (Some(slot), Ok(form)) => *slot = form,
                _ => others.push((variant, form)),
            }
        }
        others.sort_unstable();
        Self { plane, others: others.into_boxed_slice() }
    }
}

/// The form of `c` that folded texts have, or `c` itself.
#[must_use]
pub fn usual_form(c: char) -> char {
    match c as u32 {
        code @ FIRST..=LAST => match FORMS.plane[(code - FIRST) as usize] {
            0 => c,
            form => char::from_u32(u32::from(form)).unwrap_or(c),
        },
        0x2e80..=0x2eff | 0xf900..=0xfaff | 0x20000..=0x3fffd => {
            let others = &FORMS.others;
            others.binary_search_by_key(&c, |&(variant, _)| variant).map_or(c, |at| others[at].1)
        }
        _ => c,
    }
}

/// Whether `c` is an ideograph, a radical by itself included.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fd5}' | '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Every variant with its form.
fn pairs() -> impl Iterator<Item = (char, char)> {
    HAN.lines().flat_map(|line| {
        let mut class = line.chars();
        let form = class.next();
        class.filter_map(move |variant| Some((variant, form?)))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{HAN, is_han, pairs, usual_form};

    #[test]
    fn every_shape_of_a_letter_has_one_form() {
        for shapes in [
            "国國",
            "高髙",
            "崎﨑",
            "吉𠮷",
            "竜龍龙",
            "戸戶户",
            "青靑⻘",
            "線线綫",
            "発發发",
            "髮髪",
            "裏裡",
            "軟软",
            "標标",
            "対對对",
            "鉄鐵铁",
            "台臺",
            "歩步",
            "歳歲岁",
            "闘鬪鬥",
            "氷冰",
            "猫貓",
            "渋澀涩",
        ] {
            let forms: Vec<char> = shapes.chars().map(usual_form).collect();
            assert!(forms.iter().all(|&form| form == forms[0]), "{shapes} {forms:?}");
        }
        assert_eq!(usual_form('犬'), '犬');
        assert_eq!(usual_form('가'), '가');
    }

    #[test]
    fn other_letters_keep_apart() {
        for (one, other) in [
            ('着', '箸'),
            ('東', '束'),
            ('未', '末'),
            ('土', '士'),
            ('日', '曰'),
            ('己', '已'),
            ('周', '週'),
            ('昇', '升'),
            ('予', '預'),
            ('嬢', '娘'),
            ('汎', '氾'),
            ('個', '箇'),
        ] {
            assert_ne!(usual_form(one), usual_form(other), "{one} {other}");
        }
    }

    #[test]
    fn a_form_is_never_a_variant() {
        for (variant, form) in pairs() {
            assert_eq!(usual_form(form), form, "{variant} -> {form}");
            assert_eq!(usual_form(variant), form, "{variant} -> {form}");
            assert!(is_han(variant) && is_han(form), "{variant} -> {form}");
        }
    }

    #[test]
    fn no_letter_is_in_two_classes_and_no_class_is_large() {
        let mut seen: BTreeMap<char, &str> = BTreeMap::new();
        for class in HAN.lines() {
            let radicals = class.chars().filter(|c| ('\u{2e80}'..='\u{2eff}').contains(c)).count();
            assert!(class.chars().count() - radicals <= 6, "{class}");
            for c in class.chars() {
                assert_eq!(seen.insert(c, class), None, "{c}");
            }
        }
    }
}
