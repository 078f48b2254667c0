//! A place that finds itself again in a text that was edited.
//!
//! A spot keeps its offset, the words before it, the words from it on and the heading above. To
//! find it, the surest evidence is asked first: the same words at the same offset; both sides of
//! the spot elsewhere; one side; a piece of one side; the heading; the bare offset. Where words
//! stand several times, more of the other side decides, then nearness to the old offset. The
//! answer is always on a character border.

use crate::markdown::document::Anchor;

/// Characters kept from the spot on.
const NEAR: usize = 32;

/// Characters kept before it: they only tell equal words apart.
const BEFORE: usize = 16;

/// The lengths, in characters, of the pieces that are looked for when a whole side is gone.
const PIECES: [usize; 3] = [16, 8, SHORTEST];

/// Characters below which words prove nothing by themselves.
const SHORTEST: usize = 4;

/// Characters of a heading that are kept.
pub const HEADING: usize = 200;

/// A place in an article's plain text, with what it takes to find it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Where it was when it was taken.
    pub at: Anchor,
    /// The characters just before it, some sixteen.
    pub before: String,
    /// The characters from it on, some thirty.
    pub near: String,
    /// The heading above it.
    pub heading: Option<String>,
}

impl Spot {
    /// The spot at `at` in `text`, under `heading`; moved to the character border at or before.
    #[must_use]
    pub fn of(text: &str, at: Anchor, heading: Option<&str>) -> Self {
        let at = text.floor_char_boundary(at.0 as usize);
        Self {
            at: anchor(at),
            before: last_characters(&text[..at], BEFORE).to_owned(),
            near: first_characters(&text[at..], NEAR).to_owned(),
            heading: heading.map(|heading| first_characters(heading, HEADING).to_owned()),
        }
    }

    /// Where the spot is in `text` by now.
    #[must_use]
    pub fn find(&self, text: &str) -> Anchor {
        let old = text.floor_char_boundary(self.at.0 as usize);
        if text[old..].starts_with(&self.near) && text[..old].ends_with(&self.before) {
            return anchor(old);
        }
        let found = self
            .whole(text, old)
            .or_else(|| self.side_after(text, old))
            .or_else(|| self.side_before(text, old))
            .or_else(|| self.piece(text, old))
            .or_else(|| self.under_heading(text, old));
        anchor(found.unwrap_or(old))
    }

    /// Both sides together.
    fn whole(&self, text: &str, old: usize) -> Option<usize> {
        if self.near.is_empty() && self.before.is_empty() {
            return None;
        }
        let both = [self.before.as_str(), self.near.as_str()].concat();
        nearest(text, &both, old.saturating_sub(self.before.len())).map(|start| start + self.before.len())
    }

    /// The words from the spot on; of several, the one with most of `before` before it.
    fn side_after(&self, text: &str, old: usize) -> Option<usize> {
        if !tells(&self.near) {
            return None;
        }
        text.match_indices(self.near.as_str())
            .map(|(start, _)| start)
            .max_by_key(|&start| (common_end(&text[..start], &self.before), near_to(start, old)))
    }

    /// The words before the spot; of several, the one with most of `near` behind it.
    fn side_before(&self, text: &str, old: usize) -> Option<usize> {
        if !tells(&self.before) {
            return None;
        }
        text.match_indices(self.before.as_str())
            .map(|(start, words)| start + words.len())
            .max_by_key(|&end| (common_start(&text[end..], &self.near), near_to(end, old)))
    }

    /// A piece of a side, the longer first, the nearer to the spot first.
    fn piece(&self, text: &str, old: usize) -> Option<usize> {
        // What was kept is short; what someone wrote into the file may not be.
        let near = first_characters(&self.near, 2 * NEAR);
        for length in PIECES {
            let mut from = 0;
            while let Some(piece) = exactly_first(&near[from..], length) {
                if piece.trim().len() == piece.len()
                    && let Some(start) = nearest(text, piece, old + from)
                {
                    return Some(step_back(text, start, from));
                }
                from += first_characters(&near[from..], length / 2).len();
            }
            let piece = last_characters(&self.before, length);
            if piece.chars().count() == length
                && !piece.trim().is_empty()
                && let Some(start) = nearest(text, piece, old.saturating_sub(piece.len()))
            {
                return Some(start + piece.len());
            }
        }
        None
    }

    /// The start of the line that is the heading.
    fn under_heading(&self, text: &str, old: usize) -> Option<usize> {
        let heading = self.heading.as_deref().filter(|heading| !heading.is_empty())?;
        text.match_indices(heading)
            .map(|(start, _)| start)
            .filter(|&start| {
                let end = start + heading.len();
                (start == 0 || text[..start].ends_with('\n'))
                    && (end == text.len() || text[end..].starts_with('\n'))
            })
            .max_by_key(|&start| near_to(start, old))
    }
}

/// Whether words are long enough to be believed without their neighbours.
fn tells(words: &str) -> bool {
    words.trim().chars().nth(SHORTEST - 1).is_some()
}

fn anchor(at: usize) -> Anchor {
    Anchor(u32::try_from(at).unwrap_or(u32::MAX))
}

fn first_characters(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

fn last_characters(text: &str, count: usize) -> &str {
    let start = count.checked_sub(1).and_then(|last| text.char_indices().rev().nth(last));
    start.map_or(if count == 0 { "" } else { text }, |(start, _)| &text[start..])
}

/// The first `count` characters, if there are so many.
fn exactly_first(text: &str, count: usize) -> Option<&str> {
    let piece = first_characters(text, count);
    (piece.chars().count() == count).then_some(piece)
}

/// The occurrence of `words` that starts nearest to `old`.
fn nearest(text: &str, words: &str, old: usize) -> Option<usize> {
    text.match_indices(words).map(|(start, _)| start).max_by_key(|&start| near_to(start, old))
}

/// Greater the nearer `start` lies to `old`.
fn near_to(start: usize, old: usize) -> std::cmp::Reverse<usize> {
    std::cmp::Reverse(start.abs_diff(old))
}

/// Bytes that `text` and `words` share at their ends.
fn common_end(text: &str, words: &str) -> usize {
    text.bytes().rev().zip(words.bytes().rev()).take_while(|(a, b)| a == b).count()
}

/// Bytes that `text` and `words` share at their starts.
fn common_start(text: &str, words: &str) -> usize {
    text.bytes().zip(words.bytes()).take_while(|(a, b)| a == b).count()
}

/// `bytes` before `start`, but no further than the start of its line: what stood there was edited.
fn step_back(text: &str, start: usize, bytes: usize) -> usize {
    let line = text[..start].rfind('\n').map_or(0, |feed| feed + 1);
    text.floor_char_boundary(start.saturating_sub(bytes)).max(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Anchor, Spot, anchor};

    const TEXTS: [&str; 4] = [
        "はじめに\n\n調達額は11億ドルに達した。\n市場は驚いた。\n\nまとめ\n\n調達の真意を考える。",
        "引言\n\n融资金额达到十一亿美元。\n市场感到惊讶。\n\n结语\n\n思考融资的真正意图。",
        "머리말\n\n조달액은 11억 달러에 달했다.\n시장은 놀랐다.\n\n맺음말\n\n조달의 참뜻을 생각한다.",
        "Opening\n\nThe round reached 1.1 billion dollars.\nMarkets wondered.\n\nClosing\n\nWhat the round is for.",
    ];

    /// The start of the line that holds the middle of `text`.
    fn middle(text: &str) -> usize {
        text[..text.floor_char_boundary(text.len() / 2)].rfind('\n').map_or(0, |feed| feed + 1)
    }

    #[test]
    fn in_the_same_text_every_spot_is_where_it_was() {
        for text in TEXTS {
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(Spot::of(text, anchor(at), None).find(text), anchor(at), "{text:?} at {at}");
            }
        }
    }

    #[test]
    fn words_put_before_push_the_spot_along() {
        for text in TEXTS {
            let at = middle(text);
            let spot = Spot::of(text, anchor(at), None);
            assert_eq!(spot.find(&format!("序文です。\n\n{text}")), anchor(at + "序文です。\n\n".len()));
        }
    }

    #[test]
    fn of_two_equal_paragraphs_the_neighbours_tell_which() {
        let text = "前の段落。\n\n同じ段落。\n\n中の段落。\n\n同じ段落。\n\n後の段落。";
        let second = text.rfind("同じ").unwrap();
        let spot = Spot::of(text, anchor(second), None);
        let edited = text.replace("前の段落。", "前の段落はとても長くなって、ほかの話も増えました。");
        assert_eq!(spot.find(&edited), anchor(edited.rfind("同じ").unwrap()));
    }

    #[test]
    fn when_the_first_words_were_edited_the_rest_of_the_line_tells() {
        for text in TEXTS {
            let at = middle(text);
            let first = text[at..].chars().next().unwrap();
            let edited = format!("{}＊{}", &text[..at], &text[at + first.len_utf8()..]);
            let spot = Spot { before: String::new(), ..Spot::of(text, anchor(at), None) };
            assert_eq!(spot.find(&edited), anchor(at), "{edited}");
        }
    }

    #[test]
    fn when_the_words_are_gone_the_heading_serves_then_the_offset() {
        let text = "序\n\n章の題\n\nここにはまず長い前置きの段落があって、三十字より多くの文字を費やしてから終わる。\n\n消える段落である。";
        let spot = Spot::of(text, anchor(text.find("消える").unwrap()), Some("章の題"));
        let edited = "まったく別の書き出し\n\n章の題\n\nXYZ";
        assert_eq!(spot.find(edited), anchor(edited.find("章の題").unwrap()));
        assert_eq!(spot.find("ab猫"), Anchor(5));
        assert_eq!(spot.find(""), Anchor(0));
    }

    #[test]
    fn a_spot_at_the_end_stays_behind_its_last_words() {
        let text = "最後の文はこれである。";
        let spot = Spot::of(text, anchor(text.len()), None);
        assert_eq!(spot.find(&format!("新しい行\n{text}")), anchor("新しい行\n".len() + text.len()));
    }

    proptest! {
        #[test]
        fn edits_elsewhere_never_lose_a_spot(
            lines in proptest::collection::vec("[a-e猫犬조달调。 ]{0,40}", 3..12),
            which in any::<prop::sample::Index>(),
            start in "[a-e猫犬。\n]{0,80}",
            end in "[a-e猫犬。\n]{0,80}",
        ) {
            let text = lines.iter().enumerate().map(|(n, line)| format!("〈{n}〉{line}〈/{n}〉第{n}の段落の終わり"))
                .collect::<Vec<_>>().join("\n");
            let n = which.index(lines.len());
            let at = text.find(&format!("〈{n}〉")).unwrap();
            let spot = Spot::of(&text, anchor(at), None);
            let kept = at - spot.before.len()..at + spot.near.len();
            let edited = format!("{start}{}{end}", &text[kept.clone()]);
            prop_assert_eq!(spot.find(&edited), anchor(start.len() + spot.before.len()));
        }

        #[test]
        fn finding_never_panics_and_ends_on_a_character(
            text in "[a猫\n é👨\u{200d}]{0,60}",
            other in "[a猫\n é👨\u{200d}]{0,60}",
            at in 0_u32..200,
            heading in proptest::option::of("[a猫]{0,3}"),
        ) {
            let spot = Spot::of(&text, Anchor(at), heading.as_deref());
            prop_assert!(text.is_char_boundary(spot.at.0 as usize));
            let found = spot.find(&other);
            prop_assert!(other.is_char_boundary(found.0 as usize));
            // What stands in a file may never have been taken from a text.
            let forged = Spot { at: Anchor(u32::MAX), ..spot };
            prop_assert!(other.is_char_boundary(forged.find(&other).0 as usize));
        }
    }
}
