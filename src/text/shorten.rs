//! One line of a text that has no room for all of it.
//!
//! What is kept ends where a line of it might end, so that no bracket opens before the dots and no
//! small kana is torn from its word; between phrases where the text is Japanese and little is lost
//! by it. Titles in the list, headings in the status line and labels are shortened so.

use crate::text::breaks::{Breaks, at_need, breaks};
use crate::text::kinsoku::{is_blank, never_ends};
use crate::text::safe::{Safe, SafeStr};
use crate::text::width::{Ambiguous, fit, graphemes, of};

/// At most so many columns are given up for an end between phrases, or words.
const GIVEN_UP: usize = 6;

/// So many bytes behind the cut are looked at: enough to know whether a word or phrase goes on.
const AHEAD: usize = 48;

/// `text` where it fits into `columns`; otherwise a beginning of it with `dots` behind it, no wider
/// than `columns`; it ends between phrases where `kind` asks for them. Empty when there is no room for the dots. `dots` takes one column.
#[must_use]
pub fn shorten(
    text: SafeStr<'_>,
    columns: usize,
    ambiguous: Ambiguous,
    kind: Breaks,
    dots: &'static str,
) -> Safe {
    if fit(text.as_str(), columns, ambiguous).0 == text.len() {
        return text.to_safe();
    }
    let Some(room) = columns.checked_sub(1) else { return Safe::default() };
    let (full, wide) = fit(text.as_str(), room, ambiguous);
    let least = fit(text.as_str(), wide.saturating_sub(GIVEN_UP.min(wide / 4)), ambiguous).0;
    let seen = text.as_str().floor_char_boundary(full + AHEAD);
    let seen = &text.as_str()[..seen];
    let end = |kind| {
        let found = breaks(seen, kind).into_iter().map(|at| at as usize);
        found.rev().find(|at| (least..=full).contains(at))
    };
    let needed = || at_need(seen, least, full);
    let kept = end(kind).or_else(|| end(Breaks::Strict)).or_else(needed).unwrap_or_else(|| {
        let lawful = before_number(seen, full).trim_end_matches(|c| never_ends(c) || is_blank(c)).len();
        if lawful == 0 { full } else { lawful }
    });
    let kept = text.as_str()[..kept].trim_end().len();
    let mut cut = text.slice(0..kept).to_safe();
    cut.push_safe(SafeStr::fixed(dots));
    cut
}

/// The beginning of `text` up to `at`, or up to the number that `at` lies in: half of it would be
/// another.
fn before_number(text: &str, at: usize) -> &str {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let goes_on = text[at..].starts_with(is_part);
    if goes_on { text[..at].trim_end_matches(is_part) } else { &text[..at] }
}

/// As much of the start and of the end of `text` as fits, with `dots` for what lies between: for
/// paths and addresses, whose ends tell most. Empty when there is no room for the dots.
#[must_use]
pub fn cut_middle(text: SafeStr<'_>, columns: usize, ambiguous: Ambiguous, dots: &'static str) -> Safe {
    if fit(text.as_str(), columns, ambiguous).0 == text.len() {
        return text.to_safe();
    }
    let Some(room) = columns.checked_sub(1) else { return Safe::default() };
    let (head, used) = fit(text.as_str(), room.div_ceil(2), ambiguous);
    let mut left = of(text.as_str(), ambiguous);
    let mut tail = text.len();
    for grapheme in graphemes(text.as_str(), ambiguous) {
        if left <= room - used {
            tail = grapheme.start;
            break;
        }
        left -= usize::from(grapheme.columns);
    }
    let mut cut = text.slice(0..head).to_safe();
    cut.push_safe(SafeStr::fixed(dots));
    cut.push_safe(text.slice(tail..text.len()));
    cut
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{cut_middle, shorten};
    use crate::text::breaks::Breaks;
    use crate::text::kinsoku::{is_blank, never_ends};
    use crate::text::safe::Safe;
    use crate::text::width::{self, Ambiguous};

    fn cut(text: &str, columns: usize) -> String {
        shorten(Safe::text(text).as_safe_str(), columns, Ambiguous::Narrow, Breaks::Phrase, "⋯").into_string()
    }

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(cut("猫と犬", 6), "猫と犬");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn what_does_not_fit_ends_in_dots() {
        assert_eq!(cut("人工智能芯片", 9), "人工智能⋯");
        assert_eq!(cut("人工智能芯片", 8), "人工智⋯");
        assert_eq!(cut("반도체", 1), "⋯");
        assert_eq!(cut("cat", 0), "");
    }

    #[test]
    fn a_japanese_title_ends_between_phrases() {
        assert_eq!(
            cut("Cerebras、AIチップ性能2倍は、本当に世界を変えるのか？", 42),
            "Cerebras、AIチップ性能2倍は、本当に世界を⋯"
        );
        assert_eq!(
            cut("Cerebras、AIチップ性能2倍は、本当に世界を変えるのか？", 38),
            "Cerebras、AIチップ性能2倍は、本当に⋯"
        );
    }

    #[test]
    fn a_latin_title_ends_between_words() {
        assert_eq!(cut("The memory wall and what lies behind it", 20), "The memory wall⋯");
        assert_eq!(cut("메모리 장벽과 그 너머의 이야기", 20), "메모리 장벽과 그⋯");
    }

    #[test]
    fn no_bracket_opens_before_the_dots() {
        assert_eq!(cut("読書「積ん読」", 8), "読書⋯");
        assert_eq!(cut("「「「「", 5), "「「⋯");
    }

    #[test]
    fn no_number_is_cut_into_another() {
        assert_eq!(cut("価格は¥1,000、¥2,000、¥3,000です", 19), "価格は¥1,000、⋯");
        assert_eq!(cut("总共$7,000,000的故事", 12), "总共⋯");
    }

    #[test]
    fn a_long_word_is_cut_rather_than_left_out() {
        assert_eq!(cut("Donaudampfschifffahrt", 12), "Donaudampfs⋯");
    }

    #[test]
    fn what_is_cut_in_the_middle_keeps_both_its_ends() {
        let cut = |text: &str, columns| {
            cut_middle(Safe::text(text).as_safe_str(), columns, Ambiguous::Narrow, "⋯").into_string()
        };
        assert_eq!(cut("https://a.b/c.md", 16), "https://a.b/c.md");
        assert_eq!(cut("https://a.b/c.md", 9), "http⋯c.md");
        assert_eq!(cut("../猫/猫と犬.md", 10), "../猫⋯.md");
        assert_eq!(cut("글/고양이", 5), "글⋯이");
        assert_eq!([cut("芯片", 1), cut("芯片", 0), cut("", 0)], ["⋯", "", ""]);
    }

    proptest! {
        #[test]
        fn the_line_fits_and_begins_like_the_text(text in "[「」。、ぁあアー漢字가나a-c \u{301}👍]{0,24}", columns in 0_usize..30) {
            let text = Safe::line(&text);
            let short = cut(text.as_str(), columns);
            prop_assert!(width::of(&short, Ambiguous::Narrow) <= columns);
            if short != text.as_str() && let Some(head) = short.strip_suffix('⋯') {
                prop_assert!(text.as_str().starts_with(head));
                let only_opens = head.chars().all(|c| never_ends(c) || is_blank(c));
                prop_assert!(!head.ends_with(never_ends) || only_opens, "{head:?}");
            }
        }
    }
}
