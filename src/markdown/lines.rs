//! The lines of a source: which one an offset lies on, and what stands beside a range on its own.

use std::ops::Range;

use crate::markdown::mark::{MATH_CLOSE, MATH_OPEN};
use crate::text::bytes::next_of;

/// Bytes of a line that are looked at before a formula on lines of its own.
const MARGIN: usize = 256;

/// The lines of a source, asked for by offsets that mostly grow.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    /// The whole of it.
    pub source: &'a str,
    /// The line being read, and where it ends.
    line: u32,
    end: usize,
}

impl<'a> Lines<'a> {
    /// Those of `source`.
    #[must_use]
    pub fn new(source: &'a str) -> Self {
        Self { source, line: 1, end: source.find('\n').unwrap_or(source.len()) }
    }

    /// Whether nothing stands beside `range` on its lines but blanks and what opens quotes, items
    /// of lists, definitions and footnotes.
    #[must_use]
    pub fn holds_only(&self, range: &Range<usize>) -> bool {
        let mut from = range.start.saturating_sub(MARGIN);
        while !self.source.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.source[from..range.start];
        let before = match before.rfind('\n') {
            Some(end) => &before[end + 1..],
            None if from == 0 => before,
            None => return false,
        };
        let after = &self.source[range.end..];
        let after = after.trim_start_matches([' ', '\t', '\r', '>', MATH_CLOSE]);
        let is_marker = |word: &str| {
            let number = word.strip_suffix(['.', ')']).filter(|number| !number.is_empty()).unwrap_or("-");
            matches!(word, "-" | "*" | "+" | ":" | "[" | "]" | "[x]" | "[X]")
                || number.bytes().all(|b| b.is_ascii_digit())
                || word.starts_with("[^") && word.ends_with("]:")
        };
        before.split([' ', '\t', '>', MATH_OPEN]).all(|word| word.is_empty() || is_marker(word))
            && (after.is_empty() || after.starts_with('\n'))
    }

    /// Whether a backslash before `at` takes the meaning of what stands there away.
    #[must_use]
    pub fn is_escaped(&self, at: usize) -> bool {
        self.source[..at].bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1
    }

    /// The 1-based line of `offset`, or that of the greatest offset asked for before.
    pub fn of(&mut self, offset: usize) -> u32 {
        while self.end < offset {
            self.line = self.line.saturating_add(1);
            let next = self.end + 1;
            self.end = next_of(self.source, next, *b"\n").unwrap_or(self.source.len());
        }
        self.line
    }
}
