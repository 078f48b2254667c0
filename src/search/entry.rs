//! What is matched of an article, folded once when the article is found.
//!
//! The title keeps its way back for the highlights. Tags, categories, author and path are lines
//! of one string, in that order of worth: the first place where a word stands in it is the best.
//! A `Signature` says of most words at a glance that they are not there.

use std::ops::Range;

use crate::corpus::article::{Article, ArticleId};
use crate::markdown::date::Date;
use crate::search::names::{Language, folded_name};
use crate::search::query::Field;
use crate::search::readings::Readings;
use crate::text::fold::Folded;

/// What is matched of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The article.
    pub article: ArticleId,
    pub(super) title: Folded,
    pub(super) in_title: Signature,
    /// The lines of tags, categories, author and path, each with its line feed.
    pub(super) rest: Box<str>,
    pub(super) in_rest: Signature,
    /// Where in `rest` the categories, the author and the path begin.
    begins: [u32; 3],
    pub(super) language: Language,
    /// The languages that its words can be read in.
    pub(super) readings: Readings,
    pub(super) date: Option<Date>,
    pub(super) fitness: Fitness,
}

/// Whether an article is finished, and its file in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fitness {
    pub draft: bool,
    pub troubled: bool,
}

impl Fitness {
    pub fn of(article: &Article) -> Self {
        Self { draft: article.meta.draft, troubled: !article.meta.trouble.is_empty() }
    }
}

impl Entry {
    /// What is matched of `article`.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let meta = &article.meta;
        let mut rest = String::new();
        for tag in &meta.tags {
            push_line(&mut rest, tag);
        }
        let categories = rest.len();
        for category in &meta.categories {
            push_line(&mut rest, category);
        }
        let author = rest.len();
        if let Some(name) = &meta.author {
            push_line(&mut rest, name);
        }
        let path = rest.len();
        push_line(&mut rest, &article.path.to_string_lossy());
        let title = Folded::of(&meta.title);
        let language = Language::of(article);
        let begin = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            article: article.id,
            in_title: Signature::of(&title.text),
            readings: Readings::of(&language, &title.text),
            title,
            in_rest: Signature::of(&rest),
            rest: rest.into_boxed_str(),
            begins: [begin(categories), begin(author), begin(path)],
            language,
            date: meta.date,
            fitness: Fitness::of(article),
        }
    }

    /// The part of `rest` that `field` takes; empty for what does not stand there.
    pub(super) fn lines(&self, field: Field) -> Range<usize> {
        let [categories, author, path] = self.begins.map(|at| at as usize);
        match field {
            Field::Tag => 0..categories,
            Field::Category => categories..author,
            Field::Author => author..path,
            Field::Path => path..self.rest.len(),
            Field::Title | Field::Lang => 0..0,
        }
    }

    /// The field that the byte `at` of `rest` belongs to.
    pub(super) fn field_at(&self, at: usize) -> Field {
        let fields = [Field::Tag, Field::Category, Field::Author];
        fields.into_iter().find(|&field| self.lines(field).contains(&at)).unwrap_or(Field::Path)
    }
}

fn push_line(rest: &mut String, text: &str) {
    rest.push_str(&folded_name(text));
    rest.push('\n');
}

/// Which letters a folded text holds: a bit for each of a-z and 0-9, a bit for all others that
/// share a remainder, and one for any that is not ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signature(u128);

impl Signature {
    pub fn of(folded: &str) -> Self {
        let mut bits = 0;
        for c in folded.chars() {
            bits |= match c {
                ' ' | '\n' => 0,
                'a'..='z' => 1 << (c as u32 - 'a' as u32),
                '0'..='9' => 1 << (c as u32 - '0' as u32 + 26),
                // Neighbours in Unicode are often neighbours in a text: part them.
                c => 1_u128 << (36 + (c as u32).wrapping_mul(0x9e37_79b1) % 91) | Self::wide(c),
            };
        }
        Self(bits)
    }

    const fn wide(c: char) -> u128 {
        if c.is_ascii() { 0 } else { 1 << 127 }
    }

    /// Whether the text holds more than ASCII.
    pub const fn is_wide(self) -> bool {
        self.0 >> 127 == 1
    }

    /// Whether a text with this signature may hold all letters of a text with that one.
    pub const fn may_hold(self, letters: Self) -> bool {
        self.0 & letters.0 == letters.0
    }
}

#[cfg(test)]
mod tests {
    use super::Signature;

    #[test]
    fn a_text_may_hold_each_of_its_parts() {
        for text in ["cerebrasの巨額調達", "반도체 시장", "量子计算 2.0"] {
            for part in text.split(' ').chain(text.split('の')) {
                assert!(Signature::of(text).may_hold(Signature::of(part)));
            }
        }
        assert!(!Signature::of("調査の達人").may_hold(Signature::of("投資")));
        assert!(!Signature::of("ai").may_hold(Signature::of("aib")));
    }
}
