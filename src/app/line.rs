//! A line being typed: its text, the cursor, what was cut, what can be undone, and where the stretch
//! of it that is seen begins. Everything moves by grapheme; words are those of `text/words`.
//!
//! The keys do what they do in Emacs and readline, but that words end where scripts change.

use crate::app::stretch::{Stretch, stretch};
use crate::input::action::BarAction;
use crate::limits::QUERY_BYTES;
use crate::text::pasted::pasted;
use crate::text::width::{self, Ambiguous};
use crate::text::words::{end_after, start_before};

/// Bytes of a line, as many as of a query are looked at; more is not taken in.
const LINE_BYTES: usize = QUERY_BYTES;

/// Bytes of what is pasted that are looked at: of them as many as a line takes may be text.
const PASTE_BYTES: usize = 16 * LINE_BYTES;

/// Cuts that can be put back, and edits that can be undone.
const KEPT: usize = 64;

/// Characters typed in a row that are undone at once, as in readline.
const TYPED_AT_ONCE: usize = 20;

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// A byte offset, on a grapheme border.
    cursor: usize,
    /// The byte where what is seen began when it was last settled.
    seen_from: usize,
    /// What was cut, the newest last.
    cuts: Vec<String>,
    /// The line before each edit that can be undone, the newest last, with its cursor.
    undone: Vec<(String, usize)>,
    deed: Deed,
}

/// What was done last, where it bears on what is done next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Deed {
    #[default]
    Other,
    /// So many characters were typed in a row.
    Typed(usize),
    /// Something was cut: the next cut joins it.
    Cut,
    /// A cut was put back from this byte on, the one so many places before the newest.
    Yanked { from: usize, older: usize },
}

impl Line {
    /// A line that holds `text`, the cursor at its end.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), ..Self::default() }
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the cursor is, in bytes.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The stretch of it that is seen in so many columns.
    #[must_use]
    pub fn stretch(&self, columns: usize, ambiguous: Ambiguous) -> Stretch {
        stretch(&self.text, self.cursor, self.seen_from, columns, ambiguous)
    }

    /// Keeps in mind what is seen in so many columns, so that it moves no more than it must.
    pub fn settle(&mut self, columns: usize, ambiguous: Ambiguous) {
        self.seen_from = self.stretch(columns, ambiguous).range.start;
    }

    /// Puts in at the cursor what can stand in a line of what was typed or pasted, up to the length
    /// of a line.
    pub fn insert(&mut self, raw: &str) {
        let text = pasted(&raw[..raw.floor_char_boundary(PASTE_BYTES)]);
        let text = self.fitting(&text);
        if text.is_empty() {
            return;
        }
        let before = (self.text.clone(), self.cursor);
        let typed_before = match self.deed {
            Deed::Typed(count) if count < TYPED_AT_ONCE => count,
            Deed::Typed(_) | Deed::Other | Deed::Cut | Deed::Yanked { .. } => 0,
        };
        let is_typed = text.chars().nth(1).is_none();
        self.put(text);
        self.deed = if is_typed { Deed::Typed(typed_before + 1) } else { Deed::Other };
        if !is_typed || typed_before == 0 {
            self.remember(before);
        }
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        self.set("");
    }

    /// Replaces all of it.
    pub fn set(&mut self, text: &str) {
        let before = (std::mem::replace(&mut self.text, text.to_owned()), self.cursor);
        self.cursor = self.text.len();
        self.deed = Deed::Other;
        self.remember(before);
    }

    /// Does what `action` says to a line, if it says anything to one: `true` where the text changed.
    pub fn edit(&mut self, action: BarAction) -> bool {
        let before = (self.text.clone(), self.cursor);
        let deed = std::mem::take(&mut self.deed);
        match action {
            BarAction::Left => self.cursor = self.left(),
            BarAction::Right => self.cursor = self.right(),
            BarAction::WordLeft => self.cursor = start_before(&self.text, self.cursor),
            BarAction::WordRight => self.cursor = end_after(&self.text, self.cursor),
            BarAction::Start => self.cursor = 0,
            BarAction::End => self.cursor = self.text.len(),
            BarAction::DeleteLeft => self.remove(self.left(), self.cursor),
            BarAction::DeleteRight => self.remove(self.cursor, self.right()),
            BarAction::DeleteWord => self.cut_before(start_before(&self.text, self.cursor), deed),
            BarAction::DeleteWordRight => self.cut_behind(end_after(&self.text, self.cursor), deed),
            BarAction::DeleteToStart => self.cut_before(0, deed),
            BarAction::DeleteToEnd => self.cut_behind(self.text.len(), deed),
            BarAction::Transpose => self.transpose(),
            BarAction::Yank => self.yank(self.cursor, 0),
            BarAction::YankOlder => {
                if let Deed::Yanked { from, older } = deed {
                    self.yank(from, older + 1);
                }
            }
            BarAction::Undo => {
                if let Some((text, cursor)) = self.undone.pop() {
                    (self.text, self.cursor) = (text, cursor);
                }
                return self.text != before.0;
            }
            BarAction::Keep
            | BarAction::Clear
            | BarAction::Up
            | BarAction::Down
            | BarAction::Past
            | BarAction::PastNewer => {}
        }
        let is_changed = self.text != before.0;
        self.remember(before);
        is_changed
    }

    /// Keeps what stood before an edit, to come back to, if it was one.
    fn remember(&mut self, before: (String, usize)) {
        if before.0 == self.text {
            return;
        }
        if self.undone.len() == KEPT {
            self.undone.remove(0);
        }
        self.undone.push(before);
    }

    fn borders(&self) -> Vec<usize> {
        width::graphemes(&self.text, Ambiguous::Narrow)
            .map(|each| each.start)
            .chain([self.text.len()])
            .collect()
    }

    fn left(&self) -> usize {
        self.borders().into_iter().rev().find(|&at| at < self.cursor).unwrap_or(0)
    }

    fn right(&self) -> usize {
        self.borders().into_iter().find(|&at| at > self.cursor).unwrap_or(self.text.len())
    }

    /// Puts the cursor at `at`, or behind the character that `at` lies in: what is put side by side
    /// may join, as a combining mark does with what stands before it.
    fn go(&mut self, at: usize) {
        self.cursor = self.borders().into_iter().find(|&border| border >= at).unwrap_or(self.text.len());
    }

    /// What of `text` a line still has room for.
    fn fitting<'t>(&self, text: &'t str) -> &'t str {
        &text[..text.floor_char_boundary(LINE_BYTES.saturating_sub(self.text.len()))]
    }

    fn put(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.go(self.cursor + text.len());
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.go(from);
    }

    fn cut_before(&mut self, from: usize, deed: Deed) {
        let cut = self.text[from..self.cursor].to_owned();
        self.keep(&cut, deed, |older, cut| older.insert_str(0, cut));
        self.remove(from, self.cursor);
    }

    fn cut_behind(&mut self, to: usize, deed: Deed) {
        let cut = self.text[self.cursor..to].to_owned();
        self.keep(&cut, deed, String::push_str);
        self.remove(self.cursor, to);
    }

    /// Keeps what was cut; cuts in a row are one, as they stood in the line.
    fn keep(&mut self, cut: &str, deed: Deed, join: impl FnOnce(&mut String, &str)) {
        self.deed = if cut.is_empty() { deed } else { Deed::Cut };
        match self.cuts.last_mut() {
            _ if cut.is_empty() => {}
            Some(last) if deed == Deed::Cut => join(last, cut),
            _ => {
                if self.cuts.len() == KEPT {
                    self.cuts.remove(0);
                }
                self.cuts.push(cut.to_owned());
            }
        }
    }

    /// Puts a cut between `from` and the cursor: the newest, or one so many before it.
    fn yank(&mut self, from: usize, older: usize) {
        let Some(newest) = self.cuts.len().checked_sub(1) else { return };
        let older = older % self.cuts.len();
        let cut = self.cuts[newest - older].clone();
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        let cut = self.fitting(&cut);
        self.put(cut);
        self.deed = Deed::Yanked { from, older };
    }

    /// Swaps the characters before and under the cursor, which moves on; at the end, the last two.
    fn transpose(&mut self) {
        let borders = self.borders();
        let last = borders.len() - 1;
        let at = borders.partition_point(|&border| border < self.cursor).min(last.saturating_sub(1));
        let Some(before) = at.checked_sub(1) else { return };
        let (start, middle, end) = (borders[before], borders[at], borders[at + 1]);
        let swapped = format!("{}{}", &self.text[middle..end], &self.text[start..middle]);
        self.text.replace_range(start..end, &swapped);
        self.go(end);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LINE_BYTES, Line};
    use crate::input::action::BarAction;
    use crate::text::width::{Ambiguous, graphemes};

    /// The line after `actions`, with `|` at the cursor.
    fn after(text: &str, actions: &[BarAction]) -> String {
        let mut line = Line::of(text);
        for &action in actions {
            line.edit(action);
        }
        shown(&line)
    }

    fn shown(line: &Line) -> String {
        let (before, behind) = line.text().split_at(line.cursor());
        format!("{before}|{behind}")
    }

    #[test]
    fn the_cursor_moves_by_grapheme() {
        let mut line = Line::of("か\u{3099}👨\u{200d}👩\u{200d}👧한");
        line.edit(BarAction::Left);
        line.edit(BarAction::Left);
        assert_eq!(line.cursor(), "か\u{3099}".len());
        line.edit(BarAction::DeleteRight);
        assert_eq!(line.text(), "か\u{3099}한");
        line.edit(BarAction::DeleteLeft);
        assert_eq!(line.text(), "한");
    }

    #[test]
    fn what_was_cut_can_be_put_back() {
        let mut line = Line::of("投資 分析");
        line.edit(BarAction::DeleteWord);
        assert_eq!(line.text(), "投資 ");
        line.edit(BarAction::Start);
        line.edit(BarAction::Yank);
        assert_eq!(line.text(), "分析投資 ");
    }

    #[test]
    fn a_word_is_cut_where_the_script_changes() {
        for (text, left, right) in [
            ("日本語の文章を編集する", "日本語の文章を編集|", "|の文章を編集する"),
            ("AIチップの性能", "AIチップの|", "|チップの性能"),
            ("人工智能芯片的发展", "人工智能芯片的|", "|的发展"),
            ("반도체 투자 분석", "반도체 투자 |", "| 투자 분석"),
            ("tag:chips the pile", "tag:chips the |", "|:chips the pile"),
        ] {
            assert_eq!(after(text, &[BarAction::DeleteWord]), left);
            assert_eq!(after(text, &[BarAction::Start, BarAction::DeleteWordRight]), right);
        }
    }

    #[test]
    fn cuts_in_a_row_are_put_back_as_one() {
        use BarAction::{DeleteToEnd, DeleteToStart, DeleteWord, DeleteWordRight, Right, Start, Yank};
        for (text, actions) in [
            ("調達と投資", &[DeleteWord, DeleteWord, DeleteWord, Yank][..]),
            ("芯片 投资", &[Start, DeleteWordRight, DeleteWordRight, Yank]),
            ("반도체 투자", &[Start, Right, DeleteToEnd, DeleteToStart, Yank]),
            ("tag:AI chips", &[DeleteWord, DeleteWord, DeleteToStart, Yank]),
        ] {
            assert_eq!(after(text, actions), format!("{text}|"));
        }
        let apart = [DeleteWord, Start, DeleteToEnd, Yank];
        assert_eq!(after("調達 投資", &apart), "調達 |");
    }

    #[test]
    fn an_older_cut_takes_the_place_of_the_one_put_back() {
        use BarAction::{DeleteWord, End, Left, Yank, YankOlder};
        let cut = [DeleteWord, End, DeleteWord, End, DeleteWord, End];
        let then = |more: &[BarAction]| after("投資 芯片 반도체", &[&cut[..], more].concat());
        assert_eq!(then(&[Yank]), "投資 |");
        assert_eq!(then(&[Yank, YankOlder]), "芯片 |");
        assert_eq!(then(&[Yank, YankOlder, YankOlder]), "반도체|");
        assert_eq!(then(&[Yank, YankOlder, YankOlder, YankOlder]), "投資 |");
        assert_eq!(then(&[Yank, Left, YankOlder]), "投資| ");
        assert_eq!(then(&[YankOlder]), "|");
    }

    #[test]
    fn two_characters_change_places() {
        use BarAction::{Left, Start, Transpose};
        for (text, end, middle) in [
            ("達調", "調達|", "調達|"),
            ("か\u{3099}👍🏽한", "か\u{3099}한👍🏽|", "か\u{3099}한👍🏽|"),
            ("芯半片", "芯片半|", "芯片半|"),
            ("tga", "tag|", "tag|"),
            ("a", "a|", "|a"),
            ("", "|", "|"),
        ] {
            assert_eq!(after(text, &[Transpose]), end);
            assert_eq!(after(text, &[Left, Transpose]), middle);
            assert_eq!(after(text, &[Start, Transpose]), format!("|{text}"));
        }
    }

    #[test]
    fn edits_are_undone_one_after_the_other() {
        use BarAction::{DeleteLeft, DeleteWord, Undo};
        let mut line = Line::of("調達 ");
        for c in "반도체".chars() {
            line.insert(&c.to_string());
        }
        line.edit(DeleteLeft);
        line.insert("半导体 tag");
        line.edit(DeleteWord);
        for left in ["調達 반도半导体 tag|", "調達 반도|", "調達 반도체|", "調達 |", "調達 |"]
        {
            line.edit(Undo);
            assert_eq!(shown(&line), left);
        }
    }

    #[test]
    fn control_sequences_do_not_come_into_a_line_by_a_paste() {
        for (pasted, text) in [
            ("調達 \x1b[0m", "調達 "),
            ("a\n猫\x1b", "a 猫"),
            ("\x1b]0;x\x07半导体\t芯片\n", "半导体 芯片"),
            ("한국어\r\n\x1bP+q\x1b\\글\u{9b}1m", "한국어 글"),
        ] {
            let mut line = Line::default();
            line.insert(pasted);
            assert_eq!(line.text(), text);
        }
    }

    #[test]
    fn a_paste_without_measure_is_cut() {
        let mut line = Line::default();
        line.insert(&"猫".repeat(1_000_000));
        assert!((LINE_BYTES - 3..=LINE_BYTES).contains(&line.text().len()));
        line.insert("犬");
        assert!(line.text().len() <= LINE_BYTES);
        line.edit(BarAction::DeleteToStart);
        for _ in 0..3 {
            line.edit(BarAction::Yank);
        }
        assert!((LINE_BYTES - 3..=LINE_BYTES).contains(&line.text().len()));
    }

    #[test]
    fn a_cluster_typed_piece_by_piece_is_one_character() {
        for cluster in ["👨\u{200d}👩\u{200d}👧", "👍🏽", "か\u{3099}", "각", "葛\u{e0100}"] {
            let mut line = Line::of("한");
            for c in cluster.chars() {
                line.insert(&c.to_string());
            }
            assert_eq!(line.text(), format!("한{cluster}"));
            line.edit(BarAction::DeleteLeft);
            assert_eq!(line.text(), "한");
        }
    }

    proptest! {
        #[test]
        fn the_cursor_stands_between_characters_and_all_can_be_undone(
            text in "[a1: 日本のをアー한か\u{3099}\u{301}🇯🇵👍🏽\u{200d}]{0,16}",
            deeds in proptest::collection::vec((0..BarAction::ALL.len(), "[a猫\u{3099}🇰🇷\u{1100}\u{1161}\x1b]{0,3}"), 0..24),
        ) {
            let mut line = Line::of(&text);
            let mut before = line.text().to_owned();
            for (action, typed) in deeds {
                let (action, ..) = BarAction::ALL[action];
                let changed = line.edit(action);
                prop_assert_eq!(changed, line.text() != before);
                line.insert(&typed);
                line.settle(12, Ambiguous::Narrow);
                before = line.text().to_owned();
                let at = line.cursor();
                prop_assert!(at == before.len() || graphemes(&before, Ambiguous::Narrow).any(|each| each.start == at));
            }
            for _ in 0..100 {
                line.edit(BarAction::Undo);
            }
            prop_assert_eq!(line.text(), text);
        }
    }
}
