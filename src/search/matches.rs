//! The articles that a query means, in order, with what of their titles it matched.
//!
//! A hundred thousand of them are three allocations: an answer is made, sent and let go of at
//! every key.

use std::ops::Range;

use crate::corpus::article::ArticleId;

/// Articles in order, with what of their titles is to be highlighted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// The articles.
    pub articles: Vec<ArticleId>,
    /// Where in `ranges` those of each article end; empty where no title has any.
    ends: Vec<u32>,
    ranges: Vec<Range<u32>>,
}

impl Matches {
    /// These articles, nothing of their titles matched.
    #[must_use]
    pub const fn plain(articles: Vec<ArticleId>) -> Self {
        Self { articles, ends: Vec::new(), ranges: Vec::new() }
    }

    /// The bytes of the title on that row, as it is shown, that matched: on grapheme borders, in
    /// order and apart. None where there is no such row.
    #[must_use]
    pub fn title(&self, row: usize) -> &[Range<u32>] {
        let Some(&end) = self.ends.get(row) else { return &[] };
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ranges[start as usize..end as usize]
    }

    /// Without the articles that are `gone`.
    #[must_use]
    pub fn without(&self, gone: &dyn Fn(ArticleId) -> bool) -> Self {
        let mut left = Self::default();
        for (row, &article) in self.articles.iter().enumerate().filter(|(_, article)| !gone(**article)) {
            left.push(article, self.title(row));
        }
        left
    }

    /// Appends a row.
    pub(super) fn push(&mut self, article: ArticleId, title: &[Range<u32>]) {
        if self.ends.is_empty() && !title.is_empty() {
            self.ends.resize(self.articles.len(), 0);
        }
        self.articles.push(article);
        self.ranges.extend_from_slice(title);
        if !self.ranges.is_empty() {
            self.ends.push(u32::try_from(self.ranges.len()).unwrap_or(u32::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Matches;
    use crate::corpus::article::ArticleId;

    #[test]
    fn every_row_has_its_own_ranges() {
        let mut matches = Matches::default();
        let rows: [&[std::ops::Range<u32>]; 5] = [&[], &[0..3, 6..9], &[], &[3..6, 7..8], &[]];
        for (number, row) in (0..).zip(rows) {
            matches.push(ArticleId(number), row);
        }
        for (number, row) in rows.iter().enumerate() {
            assert_eq!(matches.title(number), *row);
        }
        assert!(matches.title(5).is_empty());
        let left = matches.without(&|article| article.0 % 2 == 0);
        assert_eq!(left.articles, [ArticleId(1), ArticleId(3)]);
        assert_eq!((left.title(0), left.title(1)), (rows[1], rows[3]));
        assert!(Matches::plain(vec![ArticleId(1)]).title(0).is_empty());
    }
}
