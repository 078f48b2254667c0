//! A line being typed: its text, the cursor, what was cut. Everything moves by grapheme.

use crate::input::action::BarAction;
use crate::text::width::{self, Ambiguous};

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// A byte offset, on a grapheme border.
    cursor: usize,
    cut: String,
}

impl Line {
    /// A line that holds `text`, the cursor at its end.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), cut: String::new() }
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

    /// Puts text in at the cursor; controls and line ends become blanks.
    pub fn insert(&mut self, text: &str) {
        let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.text.insert_str(self.cursor, &flat);
        self.cursor += flat.len();
        // A combining mark joins what stands before it; the cursor stays on a border.
        self.cursor = self.borders().into_iter().find(|&at| at >= self.cursor).unwrap_or(self.text.len());
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        self.cut_range(0, self.text.len());
    }

    /// Replaces all of it.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.cursor = self.text.len();
    }

    /// Does what `action` says to a line, if it says anything to one: `true` where the text changed.
    pub fn edit(&mut self, action: BarAction) -> bool {
        let before = self.text.len();
        match action {
            BarAction::Left => self.cursor = self.left(),
            BarAction::Right => self.cursor = self.right(),
            BarAction::WordLeft => self.cursor = self.word_left(),
            BarAction::WordRight => self.cursor = self.word_right(),
            BarAction::Start => self.cursor = 0,
            BarAction::End => self.cursor = self.text.len(),
            BarAction::DeleteLeft => self.remove(self.left(), self.cursor),
            BarAction::DeleteRight => self.remove(self.cursor, self.right()),
            BarAction::DeleteWord => self.cut_range(self.word_left(), self.cursor),
            BarAction::DeleteToStart => self.cut_range(0, self.cursor),
            BarAction::DeleteToEnd => self.cut_range(self.cursor, self.text.len()),
            BarAction::Yank => {
                let cut = std::mem::take(&mut self.cut);
                self.insert(&cut);
                self.cut = cut;
            }
            BarAction::Keep | BarAction::Clear | BarAction::Up | BarAction::Down | BarAction::Past => {}
        }
        self.text.len() != before
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

    fn word_left(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))
    }

    fn word_right(&self) -> usize {
        let after = &self.text[self.cursor..];
        let blank = after.len() - after.trim_start().len();
        after[blank..].find(char::is_whitespace).map_or(self.text.len(), |at| self.cursor + blank + at)
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn cut_range(&mut self, from: usize, to: usize) {
        if from < to {
            self.text[from..to].clone_into(&mut self.cut);
        }
        self.remove(from, to);
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::input::action::BarAction;

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
    fn pasted_line_ends_become_blanks() {
        let mut line = Line::default();
        line.insert("a\n猫\x1b");
        assert_eq!(line.text(), "a 猫 ");
    }
}
