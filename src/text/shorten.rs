//! One line of a text that has no room for all of it.
//!
//! What is kept ends where a line of it might end, so that no bracket opens before the dots and no
//! small kana is torn from its word; between phrases where the text is Japanese and little is lost
//! by it. Titles in the list, headings in the status line and labels are shortened so. Where
//! something in the text is to be seen, it begins where a line of it might begin, too.

use std::ops::Range;

use crate::text::breaks::{Breaks, at_need, breaks};
use crate::text::kinsoku::{is_blank, never_ends};
use crate::text::safe::{Safe, SafeStr};
use crate::text::width::{Ambiguous, fit, graphemes, of};

/// At most so many columns are given up for an end between phrases, or words.
const GIVEN_UP: usize = 6;

/// So many bytes behind the cut are looked at: enough to know whether a word or phrase goes on.
const AHEAD: usize = 48;

/// Columns before what is to be seen that are shown where the start of a text is cut away.
const BEFORE: usize = 12;

/// So many bytes before what is to be seen the start is looked for.
const BEHIND: usize = 240;

/// Which part of a text stands on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The bytes of the text that are shown, on grapheme borders.
    pub kept: Range<usize>,
    /// Whether dots stand before them.
    pub dots_before: bool,
    /// Whether dots stand behind them.
    pub dots_after: bool,
}

/// `text` where it fits into `columns`; otherwise a beginning of it with `dots` behind it, no wider
/// than `columns`; it ends between phrases where `kind` asks for them. Empty when there is no room
/// for the dots. `dots` takes one column.
#[must_use]
pub fn shorten(
    text: SafeStr<'_>,
    columns: usize,
    ambiguous: Ambiguous,
    kind: Breaks,
    dots: &'static str,
) -> Safe {
    let Part { kept, dots_after, .. } = part(text, columns, ambiguous, kind, None);
    let mut cut = text.slice(kept).to_safe();
    if dots_after {
        cut.push_safe(SafeStr::fixed(dots));
    }
    cut
}

/// What of `text` stands on a line of `columns`: its beginning, unless `seen`, which lies in it on
/// grapheme borders, would be cut away; then a part that holds as much of `seen` as has room, from
/// a little before it on. Where `seen` was of another text and does not lie in this one, it is
/// nothing. Dots take one column; without room for them nothing is kept.
#[must_use]
pub fn part(
    text: SafeStr<'_>,
    columns: usize,
    ambiguous: Ambiguous,
    kind: Breaks,
    seen: Option<Range<usize>>,
) -> Part {
    let text = text.as_str();
    if fit(text, columns, ambiguous).0 == text.len() {
        return Part { kept: 0..text.len(), dots_before: false, dots_after: false };
    }
    let Some(room) = columns.checked_sub(1) else {
        return Part { kept: 0..0, dots_before: false, dots_after: false };
    };
    let end = last_end(text, room, ambiguous, kind);
    let head = Part { kept: 0..end, dots_before: false, dots_after: true };
    let is_cut = |seen: &Range<usize>| seen.end > end && seen.start < seen.end;
    let Some(seen) = seen.filter(|seen| is_cut(seen) && text.get(seen.clone()).is_some()) else {
        return head;
    };
    if seen.end <= fit(text, room, ambiguous).0 {
        // The end between phrases alone would have cut it away.
        return Part { kept: 0..seen.end, ..head };
    }
    let start = first_start(text, room, ambiguous, kind, &seen);
    let tail = &text[start..];
    if fit(tail, room, ambiguous).0 == tail.len() {
        return Part { kept: start..text.len(), dots_before: start > 0, dots_after: false };
    }
    let room = room.saturating_sub(1);
    let wanted = seen.end.min(start + fit(tail, room, ambiguous).0);
    let end = (start + last_end(tail, room, ambiguous, kind)).max(wanted);
    if start == end {
        return head;
    }
    Part { kept: start..end, dots_before: start > 0, dots_after: true }
}

/// Where the beginning of `text` that has room ends.
fn last_end(text: &str, room: usize, ambiguous: Ambiguous, kind: Breaks) -> usize {
    let (full, wide) = fit(text, room, ambiguous);
    let least = fit(text, wide.saturating_sub(GIVEN_UP.min(wide / 4)), ambiguous).0;
    let seen = &text[..text.floor_char_boundary(full + AHEAD)];
    let end = |kind| {
        let found = breaks(seen, kind).into_iter().map(|at| at as usize);
        found.rev().find(|at| (least..=full).contains(at))
    };
    let needed = || at_need(seen, least, full);
    let kept = end(kind).or_else(|| end(Breaks::Strict)).or_else(needed).unwrap_or_else(|| {
        let lawful = before_number(seen, full).trim_end_matches(|c| never_ends(c) || is_blank(c)).len();
        if lawful == 0 { full } else { lawful }
    });
    text[..kept].trim_end().len()
}

/// Where the part of `text` that shows `seen` begins: the first place that a line could begin at
/// from which all the rest has room, or from which `seen` has room behind a few words.
fn first_start(text: &str, room: usize, ambiguous: Ambiguous, kind: Breaks, seen: &Range<usize>) -> usize {
    let near = text.floor_char_boundary(seen.start.saturating_sub(BEHIND));
    let spare = room.saturating_sub(1 + of(&text[seen.clone()], ambiguous));
    let rest = of(&text[seen.start..], ambiguous);
    let most = BEFORE.min(spare / 2).max(room.saturating_sub(rest));
    let around = &text[near..text.floor_char_boundary(seen.end + AHEAD)];
    let start = |kind, least| {
        let found = breaks(around, kind).into_iter().map(|at| near + at as usize);
        found
            .take_while(|&at| at <= seen.start)
            .find(|&at| (least..=most).contains(&of(&text[at..seen.start], ambiguous)))
    };
    let least = most / 4;
    start(kind, least).or_else(|| start(Breaks::Strict, 0)).unwrap_or(seen.start)
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

    use super::{cut_middle, part, shorten};
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

    /// What is shown of `text` so that `seen` is.
    fn around(text: &str, columns: usize, seen: &str) -> String {
        let at = text.find(seen).unwrap();
        let safe = Safe::text(text);
        let seen = Some(at..at + seen.len());
        let found = part(safe.as_safe_str(), columns, Ambiguous::Narrow, Breaks::Phrase, seen);
        let dots = |shown: bool| if shown { "⋯" } else { "" };
        format!("{}{}{}", dots(found.dots_before), &text[found.kept], dots(found.dots_after))
    }

    #[test]
    fn what_is_to_be_seen_is_not_cut_away() {
        let long = "長い題名とても長くて画面の端で切れてしまうのに最後に調達がある";
        assert_eq!(around(long, 30, "調達"), "⋯最後に調達がある");
        assert_eq!(
            around("很长的标题一直写到屏幕之外，最后才是推理芯片的故事还没有完", 24, "推理"),
            "⋯最后才是推理芯片的故事⋯"
        );
        assert_eq!(
            around("아주 긴 제목이라서 화면 끝에서 잘리고 마는데 반도체 이야기가 나온다", 26, "반도체"),
            "⋯마는데 반도체 이야기가⋯"
        );
        assert_eq!(
            around("A very long title that goes on and on until the wafer is told of at last", 30, "wafer"),
            "⋯until the wafer is told of⋯"
        );
    }

    #[test]
    fn what_is_seen_anyway_moves_nothing() {
        let long = "長い題名とても長くて画面の端で切れてしまう";
        assert_eq!(around(long, 20, "長い"), cut(long, 20));
        assert_eq!(around("短い題名の調達", 20, "調達"), "短い題名の調達");
        // Cut between phrases the hit would go, though it has room.
        assert_eq!(around("本当に世界を変えるのか？", 19, "変える"), "本当に世界を変える⋯");
    }

    #[test]
    fn what_is_to_be_seen_and_too_wide_begins_the_line() {
        assert_eq!(around("あいうえおかきくけこ", 8, "かきくけこ"), "⋯かきく⋯");
        assert_eq!(around("あいうえおかきくけこ", 3, "か"), "あ⋯");
        assert_eq!(around("あいうえおかきくけこ", 1, "か"), "⋯");
        assert_eq!(around("あいうえおかきくけこ", 0, "か"), "");
    }

    #[test]
    fn what_is_to_be_seen_of_another_text_moves_nothing() {
        for text in [
            "長い題名とても長くて切れてしまう",
            "很长的标题一直写到屏幕之外",
            "아주 긴 제목이라서 끝에서 잘린다",
        ] {
            let safe = Safe::text(text);
            let seen = |seen| part(safe.as_safe_str(), 12, Ambiguous::Narrow, Breaks::Phrase, seen);
            for start in 0..text.len() + 3 {
                let of_another = start..start + 4;
                if text.get(of_another.clone()).is_none() {
                    assert_eq!(seen(Some(of_another)), seen(None), "{text} {start}");
                }
            }
        }
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

        #[test]
        fn a_part_fits_and_shows_what_is_to_be_seen(
            before in "[「」。、ぁあアー漢字가나a-c \u{301}👍]{0,24}",
            seen in "[あ漢가a]{1,3}",
            after in "[「」。、ぁあアー漢字가나a-c 👍]{0,24}",
            columns in 0_usize..40,
        ) {
            let text = Safe::line(&format!("{before}字{seen}漢{after}"));
            let at = text.as_str().find(&format!("字{seen}漢")).unwrap() + "字".len();
            let seen = at..at + seen.len();
            let found =
                part(text.as_safe_str(), columns, Ambiguous::Narrow, Breaks::Phrase, Some(seen.clone()));
            let wide = width::of(&text.as_str()[found.kept.clone()], Ambiguous::Narrow);
            prop_assert!(wide + usize::from(found.dots_before) + usize::from(found.dots_after) <= columns.max(1));
            prop_assert!(columns > 0 || found.kept.is_empty());
            prop_assert_eq!(found.dots_before, found.kept.start > 0);
            prop_assert!(found.dots_after == (found.kept.end < text.len()) || columns == 0 || found.kept.end == text.as_str().trim_end().len());
            if width::of(&text.as_str()[seen.clone()], Ambiguous::Narrow) + 2 <= columns {
                prop_assert!(found.kept.start <= seen.start && seen.end <= found.kept.end, "{found:?} {seen:?}");
            }
        }
    }
}
