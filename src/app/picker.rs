//! A list over the page, from which something is picked: keys, marks, headings, front matter, values,
//! links.
//!
//! Its filter reads as the bar does: each word by its letters or by its reading, in the item's left
//! or in its text. A label parts the items into groups; the cursor never stands on one, and it is
//! shown for as long as an item of its group is.

use std::ops::Range;

use crate::app::item::{Item, Kind, Pick};
use crate::app::line::Line;
use crate::page::page::Page;
use crate::search::readings::{Pattern, Readings};
use crate::text::fold::Folded;
use crate::text::width::{self, Ambiguous};

/// A list over the page.
#[derive(Debug)]
pub struct Picker {
    /// What is picked.
    pub kind: Kind,
    /// The line that filters it.
    pub filter: Line,
    /// Whether that line is being typed.
    pub typing: Typing,
    /// The items that the filter leaves, as indexes.
    pub shown: Vec<usize>,
    /// The first on the screen, as an index of `shown`.
    pub top: usize,
    /// Rows of items on the screen.
    pub height: usize,
    items: Vec<Item>,
    at: usize,
    /// The languages in which a word of the filter may be read.
    readings: Readings,
    ambiguous: Ambiguous,
    /// Left and text of each item, folded when the first word is typed.
    folded: Vec<[Folded; 2]>,
    widths: Widths,
    /// The article beside the items, set for a glance at it.
    pub glance: Option<Page>,
    /// How deep each item stands in a tree; empty where they make none.
    depths: Vec<u8>,
    /// What the filter matches of each item that is shown, `None` for those that only tell where
    /// others stand; empty without a filter.
    matches: Vec<Option<Matched>>,
}

/// The columns that the widest of all items takes, filtered away or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    /// For its left.
    pub left: usize,
    /// For the title of an article, where words stand beside it; 0 where there is none.
    pub title: usize,
    /// For its text.
    pub text: usize,
    /// For its count; 0 where nothing is counted.
    pub count: usize,
}

/// What the filter matches of an item, in bytes, in order and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// In its left.
    pub left: Vec<Range<u32>>,
    /// In its text.
    pub text: Vec<Range<u32>>,
}

/// An item on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The item.
    pub item: &'a Item,
    /// What the filter matches of it, where there is a filter.
    pub matched: Option<&'a Matched>,
    /// Whether the cursor passes it by: a label, or what only tells where others stand.
    pub passed: bool,
    /// Whether the cursor is on it.
    pub chosen: bool,
}

/// Whether the filter is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Typing {
    Yes,
    No,
}

impl Picker {
    /// A picker of `items`, the cursor on the one at `at`; its filter reads in these languages.
    #[must_use]
    pub fn new(kind: Kind, items: Vec<Item>, at: usize, readings: Readings, ambiguous: Ambiguous) -> Self {
        let shown: Vec<_> = (0..items.len()).collect();
        let mut picker = Self {
            widths: Widths::of(&items, ambiguous),
            kind,
            filter: Line::default(),
            typing: Typing::No,
            shown,
            top: 0,
            height: 0,
            items,
            at,
            readings,
            ambiguous,
            folded: Vec::new(),
            glance: None,
            depths: Vec::new(),
            matches: Vec::new(),
        };
        picker.go(at);
        picker
    }

    /// The items make a tree, in which they stand so deep: what the filter leaves is shown with all
    /// that stands above it.
    pub fn set_depths(&mut self, depths: Vec<u8>) {
        self.depths = depths;
    }

    /// The items on the screen.
    pub fn visible(&self) -> impl Iterator<Item = Shown<'_>> {
        self.shown.iter().enumerate().skip(self.top).take(self.height).map(|(place, &index)| Shown {
            item: &self.items[index],
            matched: self.matches.get(place).and_then(Option::as_ref),
            passed: self.is_passed(place),
            chosen: place == self.at,
        })
    }

    /// All items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// How wide the items are.
    #[must_use]
    pub fn widths(&self) -> Widths {
        self.widths
    }

    /// The item under the cursor.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        self.shown.get(self.at).map(|&index| &self.items[index])
    }

    /// The row of the cursor among those shown.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Replaces the items; the cursor stays on its row, the filter in force.
    pub fn replace(&mut self, items: Vec<Item>) {
        self.widths = Widths::of(&items, self.ambiguous);
        self.items = items;
        self.folded.clear();
        self.sift();
        self.go(self.at);
    }

    /// Takes out the item under the cursor, and the label above it where that has no other; the cursor
    /// stays on its row, the filter in force. Of a tree nothing is taken out.
    pub fn take_out(&mut self) {
        let Some(&place) = self.shown.get(self.at).filter(|_| self.depths.is_empty()) else { return };
        let is_label = |place: usize| self.items.get(place).is_none_or(Item::is_label);
        let bare = place > 0 && is_label(place - 1) && is_label(place + 1);
        let gone = place - usize::from(bare)..=place;
        self.items.drain(gone.clone());
        if !self.folded.is_empty() {
            self.folded.drain(gone);
        }
        self.sift();
        self.at = self.at.saturating_sub(usize::from(bare));
        self.go(self.at);
    }

    /// Adds items behind those that there are, and a label behind all where more may come; the label
    /// that stood there goes. The cursor stays on its row, the filter in force.
    pub fn extend(&mut self, more: Vec<Item>, label: Option<Item>) {
        if self.items.last().is_some_and(Item::is_label) {
            self.items.pop();
        }
        self.widths = self.widths.joined(Widths::of(&more, self.ambiguous));
        self.folded.truncate(self.items.len());
        let more = more.into_iter().chain(label);
        if self.folded.is_empty() {
            self.items.extend(more);
        } else {
            for item in more {
                self.folded.push(folded(&item));
                self.items.push(item);
            }
        }
        self.sift();
        self.go(self.at);
    }

    /// Moves the cursor by so many rows, over labels.
    pub fn step(&mut self, rows: isize) {
        self.go(self.at.saturating_add_signed(rows));
    }

    /// Puts the cursor on the row `at`, or on the last; from a label on to the item behind it, or
    /// before it where the cursor comes from below.
    pub fn go(&mut self, at: usize) {
        let at = at.min(self.shown.len().saturating_sub(1));
        let before = || (0..at).rev().find(|&at| !self.is_passed(at));
        let behind = || (at..self.shown.len()).find(|&at| !self.is_passed(at));
        let beside = if at < self.at { before().or_else(behind) } else { behind().or_else(before) };
        self.at = if self.is_passed(at) { beside.unwrap_or(at) } else { at };
        let height = self.height.max(1);
        // The first item of a group shows the label above it, where there is room for both.
        let labelled = height > 1 && self.at > 0 && self.is_passed(self.at - 1);
        let highest = self.at - usize::from(labelled);
        self.top = self.top.min(highest).max((self.at + 1).saturating_sub(height));
        self.top = self.top.min(self.shown.len().saturating_sub(height));
    }

    /// Puts the cursor on the first item shown that is `wanted`; leaves it where none is.
    pub fn seek(&mut self, wanted: impl Fn(&Item) -> bool) {
        if let Some(at) = self.shown.iter().position(|&index| wanted(&self.items[index])) {
            self.go(at);
        }
    }

    fn is_passed(&self, at: usize) -> bool {
        let is_label = self.shown.get(at).is_some_and(|&index| self.items[index].is_label());
        is_label || self.matches.get(at).is_some_and(Option::is_none)
    }

    /// The pane has this many rows.
    pub fn resize(&mut self, height: usize) {
        self.height = height;
        self.go(self.at);
    }

    /// Leaves the items in which every word of the filter stands, the cursor on the first; without
    /// a word it stays with its item.
    pub fn refilter(&mut self) {
        let kept = self.shown.get(self.at).copied();
        self.sift();
        let filtered = !self.matches.is_empty() || self.shown.is_empty();
        let at = if filtered { None } else { kept };
        self.top = if filtered { 0 } else { self.top };
        self.go(at.unwrap_or(0));
    }

    /// Finds the items that the filter leaves.
    fn sift(&mut self) {
        let words = self.filter.text().split_whitespace();
        let patterns: Vec<Pattern> = words.map(|word| Pattern::of(word, self.readings)).collect();
        self.shown.clear();
        self.matches.clear();
        if patterns.is_empty() {
            self.shown.extend(0..self.items.len());
            return;
        }
        if self.folded.is_empty() {
            self.folded = self.items.iter().map(folded).collect();
        }
        // Those above the item that are not shown yet: a label, or what stands above it in a tree.
        let mut above: Vec<usize> = Vec::new();
        for (index, (item, folded)) in self.items.iter().zip(&self.folded).enumerate() {
            let depth = self.depths.get(index).copied();
            if item.is_label() {
                above.clear();
            } else if let Some(depth) = depth {
                above.retain(|&other| self.depths.get(other).is_some_and(|&other| other < depth));
            }
            if let Some(matched) = Matched::of(&patterns, folded).filter(|_| !item.is_label()) {
                self.matches.extend(above.iter().map(|_| None));
                self.shown.append(&mut above);
                self.shown.push(index);
                self.matches.push(Some(matched));
            } else if item.is_label() || depth.is_some() {
                above.push(index);
            }
        }
    }
}

fn folded(item: &Item) -> [Folded; 2] {
    [Folded::of(&item.left), Folded::of(&item.text)]
}

impl Widths {
    /// What is wide enough for both.
    fn joined(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            title: self.title.max(other.title),
            text: self.text.max(other.text),
            count: self.count.max(other.count),
        }
    }

    fn of(items: &[Item], ambiguous: Ambiguous) -> Self {
        items.iter().fold(Self::default(), |widest, item| {
            let wide = |text: &str| width::of(text, ambiguous);
            let (mut text, mut title) = (item.text.as_str(), "");
            if let Some(parts) = &item.parts {
                title = text.get(..parts.title as usize).unwrap_or_default();
                text = text.get(parts.words as usize..).unwrap_or_default();
            }
            let count = match &item.pick {
                Pick::Narrow(facet) => facet.count.to_string().len(),
                Pick::Backlink { .. }
                | Pick::Nothing
                | Pick::Do(_)
                | Pick::Go(_)
                | Pick::Mark(_)
                | Pick::Continue(_)
                | Pick::Forget
                | Pick::Query(_)
                | Pick::Article(..)
                | Pick::Copy(_) => 0,
            };
            Self {
                left: widest.left.max(wide(&item.left)),
                title: widest.title.max(wide(title)),
                text: widest.text.max(wide(text)),
                count: widest.count.max(count),
            }
        })
    }
}

impl Matched {
    /// Where the words stand in left and text; `None` where one of them does not.
    fn of(patterns: &[Pattern], folded: &[Folded; 2]) -> Option<Self> {
        let holds = |word: &Pattern| folded.iter().any(|part| word.find(&part.text).is_some());
        if !patterns.iter().all(holds) {
            return None;
        }
        let [left, text] = folded.each_ref().map(|part| {
            let found = patterns.iter().flat_map(|word| word.find_all(&part.text));
            joined(found.map(|range| part.original(range)).collect())
        });
        Some(Self { left, text })
    }
}

/// The ranges in order, those that touch as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<u32>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let (start, end) = (small(range.start), small(range.end));
        match joined.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => joined.push(start..end),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Picker;
    use crate::app::item::{Item, Kind, Pick};
    use crate::markdown::document::Anchor;
    use crate::search::readings::Readings;
    use crate::text::safe::Safe;
    use crate::text::width::Ambiguous;

    fn item(left: &str, text: &str) -> Item {
        Item {
            left: Safe::line(left),
            text: Safe::line(text),
            role: None,
            parts: None,
            pick: Pick::Go(Anchor(0)),
        }
    }

    /// A picker of texts; those that begin with `#` are labels.
    fn picker(texts: &[&str], readings: Readings) -> Picker {
        let made = |text: &&str| match text.strip_prefix('#') {
            Some(label) => Item::label(Safe::line(label)),
            None => item("", text),
        };
        let mut picker =
            Picker::new(Kind::Keys, texts.iter().map(made).collect(), 0, readings, Ambiguous::Narrow);
        picker.resize(10);
        picker
    }

    fn filtered(filter: &str, texts: &[&str], readings: Readings) -> Vec<String> {
        let mut picker = picker(texts, readings);
        picker.filter.insert(filter);
        picker.refilter();
        picker.visible().map(|shown| shown.item.text.to_string()).collect()
    }

    #[test]
    fn each_word_is_found_by_its_letters_or_by_its_reading() {
        let texts = ["資金調達", "推理芯片", "반도체 시장", "サーバー AI", "serve"];
        for (filter, expected) in [
            ("調達", "資金調達"),
            ("choutatsu", "資金調達"),
            ("芯片 tuili", "推理芯片"),
            ("tl", "推理芯片"),
            ("ㅂㄷㅊ", "반도체 시장"),
            ("시장 반도체", "반도체 시장"),
            ("さーばー ＡＩ", "サーバー AI"),
            ("SERVE", "serve"),
        ] {
            assert_eq!(filtered(filter, &texts, Readings::ALL), [expected], "{filter}");
        }
        assert_eq!(filtered("choutatsu", &texts, Readings::NONE), [""; 0]);
        assert_eq!(filtered("ㅂㄷㅊ", &texts, Readings::NONE), [""; 0]);
    }

    #[test]
    fn a_label_stays_for_as_long_as_one_of_its_items_does() {
        let texts = ["#猫", "黒猫", "白猫", "#고양이", "검은 고양이", "#cat", "a black cat"];
        assert_eq!(filtered("黒", &texts, Readings::ALL), ["猫", "黒猫"]);
        assert_eq!(filtered("a", &texts, Readings::NONE), ["cat", "a black cat"]);
        assert_eq!(filtered("犬", &texts, Readings::ALL), [""; 0]);
    }

    #[test]
    fn items_come_in_behind_those_there_are_and_before_a_label() {
        let mut picker = picker(&["#まだ探している"], Readings::ALL);
        let more = |texts: &[&str]| texts.iter().map(|text| item("", text)).collect::<Vec<_>>();
        let label = || Some(Item::label(Safe::line("まだ探している")));
        picker.extend(more(&["黒猫", "犬"]), label());
        picker.go(1);
        picker.filter.insert("猫");
        picker.refilter();
        picker.extend(more(&["白猫"]), label());
        let seen = |picker: &Picker| -> Vec<String> {
            picker.visible().map(|shown| shown.item.text.to_string()).collect()
        };
        assert_eq!(seen(&picker), ["黒猫", "白猫"]);
        picker.extend(more(&["고양이 猫"]), None);
        assert_eq!(seen(&picker), ["黒猫", "白猫", "고양이 猫"]);
        picker.filter.clear();
        picker.refilter();
        assert_eq!(seen(&picker), ["黒猫", "犬", "白猫", "고양이 猫"]);
        assert_eq!(picker.widths().text, 14);
    }

    #[test]
    fn what_is_left_of_a_tree_stands_under_all_that_is_above_it() {
        let mut picker = picker(&["猫", "黒猫", "黒", "犬", "白い犬", "猫と犬"], Readings::ALL);
        picker.set_depths(vec![0, 1, 2, 0, 1, 1]);
        let mut left = |filter: &str| -> Vec<(String, bool)> {
            picker.filter.clear();
            picker.filter.insert(filter);
            picker.refilter();
            assert!(picker.visible().all(|shown| !(shown.passed && shown.chosen)), "{filter}");
            picker.visible().map(|shown| (shown.item.text.to_string(), shown.passed)).collect()
        };
        let owned = |rows: &[(&str, bool)]| -> Vec<(String, bool)> {
            rows.iter().map(|&(text, passed)| (text.to_owned(), passed)).collect()
        };
        assert_eq!(left("黒"), owned(&[("猫", true), ("黒猫", false), ("黒", false)]));
        assert_eq!(left("白"), owned(&[("犬", true), ("白い犬", false)]));
        assert_eq!(left("猫と"), owned(&[("犬", true), ("猫と犬", false)]));
    }

    #[test]
    fn what_is_taken_out_leaves_no_label_without_items() {
        let texts = ["#猫", "黒猫", "白猫", "#개", "검은 개", "#cat", "a black cat"];
        let taken = |filter: &str, at: usize| -> (Vec<String>, Option<String>) {
            let mut picker = picker(&texts, Readings::ALL);
            picker.filter.insert(filter);
            picker.refilter();
            picker.go(at);
            picker.take_out();
            picker.filter.clear();
            let chosen = picker.item().map(|item| item.text.to_string());
            picker.sift();
            (picker.visible().map(|shown| shown.item.text.to_string()).collect(), chosen)
        };
        let owned = |texts: &[&str], chosen: &str| {
            (texts.iter().map(|&text| text.to_owned()).collect(), Some(chosen.to_owned()))
        };
        assert_eq!(
            taken("", 1),
            owned(
                &["#猫", "白猫", "#개", "검은 개", "#cat", "a black cat"].map(|t| t.trim_start_matches('#')),
                "白猫"
            )
        );
        assert_eq!(taken("", 4), owned(&["猫", "黒猫", "白猫", "cat", "a black cat"], "a black cat"));
        assert_eq!(taken("", 6), owned(&["猫", "黒猫", "白猫", "개", "검은 개"], "검은 개"));
        assert_eq!(taken("猫", 2), owned(&["猫", "黒猫", "개", "검은 개", "cat", "a black cat"], "黒猫"));
    }

    #[test]
    fn the_cursor_never_stands_on_a_label() {
        let mut picker = picker(&["#a", "1", "#b", "2", "3"], Readings::ALL);
        let steps = [(0, 1), (-1, 1), (1, 3), (-1, 1), (9, 4), (-1, 3), (-1, 1), (-9, 1)];
        for (step, expected) in steps {
            picker.step(step);
            assert_eq!(picker.at(), expected, "{step}");
            assert_eq!(picker.top, 0);
        }
        picker.resize(2);
        picker.go(9);
        assert_eq!((picker.top, picker.at()), (3, 4));
        picker.go(3);
        assert_eq!((picker.top, picker.at()), (2, 3));
        picker.go(0);
        assert_eq!((picker.top, picker.at()), (0, 1));
    }

    #[test]
    fn what_matches_is_known_in_left_and_text() {
        let mut picker = Picker::new(
            Kind::Marks,
            vec![item("2026-02-07", "資金調達と２月")],
            0,
            Readings::ALL,
            Ambiguous::Narrow,
        );
        picker.resize(5);
        picker.filter.insert("02 choutatsu 2");
        picker.refilter();
        let shown = picker.visible().next().unwrap();
        let matched = shown.matched.unwrap();
        let parts = |text: &str, ranges: &[std::ops::Range<u32>]| -> Vec<String> {
            ranges.iter().map(|range| text[range.start as usize..range.end as usize].to_owned()).collect()
        };
        assert_eq!(parts(&shown.item.left, &matched.left), ["202", "02"]);
        assert_eq!(parts(&shown.item.text, &matched.text), ["調達", "２"]);
    }

    #[test]
    fn the_cursor_goes_to_the_first_match_and_stays_with_it_when_the_filter_is_cleared() {
        let mut picker = picker(&["#a", "猫", "犬", "#b", "고양이", "猫と犬"], Readings::ALL);
        picker.go(4);
        picker.filter.insert("犬");
        picker.refilter();
        assert_eq!(picker.item().map(|item| item.text.as_str()), Some("犬"));
        picker.step(1);
        picker.filter.clear();
        picker.refilter();
        assert_eq!(picker.item().map(|item| item.text.as_str()), Some("猫と犬"));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_cursor_is_on_the_screen(
            texts in prop::collection::vec("#?[aA調達サーバ推반도체 ]{0,5}", 0..12),
            height in 0_usize..6,
            moves in prop::collection::vec((-4_isize..5, "[a猫tㅂ調 ]{0,2}", any::<bool>()), 0..8),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut picker = picker(&texts, Readings::ALL);
            picker.resize(height);
            for (step, typed, clear) in moves {
                picker.step(step);
                if clear {
                    picker.filter.clear();
                }
                picker.filter.insert(&typed);
                picker.refilter();
                let seen = picker.visible().filter(|shown| shown.chosen).count();
                prop_assert_eq!(seen, usize::from(height > 0 && !picker.shown.is_empty()));
                let items = picker.shown.iter().any(|&index| !picker.items()[index].is_label());
                prop_assert!(!items || picker.item().is_some_and(|item| !item.is_label()));
            }
        }
    }
}
