//! A list over the page, from which something is picked: keys, marks, headings, front matter.

use crate::app::line::Line;
use crate::input::action::Action;
use crate::markdown::document::Anchor;
use crate::memory::mark::MarkId;
use crate::text::fold::fold;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// A list over the page.
#[derive(Clone, Debug)]
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
}

/// What is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Keys and what they do.
    Keys,
    /// Marks.
    Marks,
    /// Headings of the article.
    Outline,
    /// The front matter, to look at.
    FrontMatter,
}

/// Whether the filter is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Typing {
    Yes,
    No,
}

/// Something that can be picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What stands at the left, in a column of its own.
    pub left: Safe,
    /// What it is.
    pub text: Safe,
    /// What it is like.
    pub role: Option<Role>,
    /// What picking it does.
    pub pick: Pick,
}

/// What picking an item does.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// Nothing: it is there to be looked at, or parts groups.
    Nothing,
    /// Does an action.
    Do(Action),
    /// Goes to a place of the article.
    Go(Anchor),
    /// Goes to a mark.
    Mark(MarkId),
}

impl Picker {
    /// A picker of `items`, the cursor on the one at `at`.
    #[must_use]
    pub fn new(kind: Kind, items: Vec<Item>, at: usize) -> Self {
        let shown: Vec<_> = (0..items.len()).collect();
        let mut picker =
            Self { kind, filter: Line::default(), typing: Typing::No, shown, top: 0, height: 0, items, at };
        picker.step(0);
        picker
    }

    /// The items on the screen, with whether the cursor is on them.
    pub fn visible(&self) -> impl Iterator<Item = (&Item, bool)> {
        self.shown
            .iter()
            .enumerate()
            .skip(self.top)
            .take(self.height)
            .map(|(place, &index)| (&self.items[index], place == self.at))
    }

    /// All items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
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
        self.items = items;
        self.refilter();
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, rows: isize) {
        self.go(self.at.saturating_add_signed(rows));
    }

    /// Puts the cursor on the row `at`, or on the last.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.shown.len().saturating_sub(1));
        let height = self.height.max(1);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(height));
        self.top = self.top.min(self.shown.len().saturating_sub(height));
    }

    /// The pane has this many rows.
    pub fn resize(&mut self, height: usize) {
        self.height = height;
        self.go(self.at);
    }

    /// Leaves the items in which every word of the filter stands.
    pub fn refilter(&mut self) {
        let words: Vec<String> = self.filter.text().split_whitespace().map(fold).collect();
        let items = &self.items;
        self.shown = (0..items.len())
            .filter(|&index| {
                let text = fold(&format!("{} {}", items[index].left, items[index].text));
                words.iter().all(|word| text.contains(word.as_str()))
            })
            .collect();
        self.go(self.at);
    }
}
