//! How the marks are arranged in their list.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::memory::mark::Mark;

/// What the marks are arranged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// When they were made, the newest first.
    #[default]
    Date,
    /// Their articles, that with the newest mark first; in each as its text goes.
    Article,
    /// The folders that were opened, that with the newest mark first; in each the newest first.
    Corpus,
}

impl Arrangement {
    /// The one that comes after it, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Date => Self::Article,
            Self::Article => Self::Corpus,
            Self::Corpus => Self::Date,
        }
    }

    /// The marks in groups, none of which is empty; they come in as `Memory::marks` orders them.
    #[must_use]
    pub fn groups(self, mut marks: Vec<&Mark>) -> Vec<Vec<&Mark>> {
        marks.sort_by_key(|mark| Reverse(mark.made));
        match self {
            Self::Date if marks.is_empty() => Vec::new(),
            Self::Date => vec![marks],
            Self::Article => {
                let mut groups = grouped(marks, |mark| mark.key.clone());
                for group in &mut groups {
                    group.sort_by_key(|mark| (mark.spot.at, mark.made));
                }
                groups
            }
            Self::Corpus => grouped(marks, |mark| mark.key.root.clone()),
        }
    }
}

/// Groups of what has the same name, in the order in which the names come.
fn grouped<N: Ord>(marks: Vec<&Mark>, name: impl Fn(&Mark) -> N) -> Vec<Vec<&Mark>> {
    let mut places: BTreeMap<N, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Mark>> = Vec::new();
    for mark in marks {
        let place = *places.entry(name(mark)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::Arrangement;
    use crate::markdown::document::Anchor;
    use crate::memory::key::Key;
    use crate::memory::mark::Mark;
    use crate::memory::spot::Spot;

    fn mark(root: &str, path: &str, at: u32, second: i64) -> Mark {
        let spot = Spot { at: Anchor(at), ..Spot::default() };
        let made = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second);
        Mark::new(Key::new(Path::new(root), Path::new(path)), path.to_owned(), spot, None, made)
    }

    fn arranged(by: Arrangement, marks: &[Mark]) -> Vec<Vec<(&str, u32)>> {
        let groups = by.groups(marks.iter().collect());
        let told = |mark: &Mark| (mark.spot.at.0, mark.title.clone());
        groups
            .iter()
            .map(|group| group.iter().map(|mark| (mark.title.as_str(), told(mark).0)).collect())
            .collect()
    }

    #[test]
    fn marks_stand_by_date_by_article_or_by_folder() {
        let marks = [
            mark("/ブログ", "猫.md", 90, 1),
            mark("/docs", "cat.md", 5, 2),
            mark("/ブログ", "개.md", 7, 3),
            mark("/ブログ", "猫.md", 20, 4),
        ];
        assert_eq!(
            arranged(Arrangement::Date, &marks),
            [[("猫.md", 20), ("개.md", 7), ("cat.md", 5), ("猫.md", 90)]]
        );
        assert_eq!(
            arranged(Arrangement::Article, &marks),
            [vec![("猫.md", 20), ("猫.md", 90)], vec![("개.md", 7)], vec![("cat.md", 5)]]
        );
        assert_eq!(
            arranged(Arrangement::Corpus, &marks),
            [vec![("猫.md", 20), ("개.md", 7), ("猫.md", 90)], vec![("cat.md", 5)]]
        );
    }

    proptest! {
        #[test]
        fn whatever_they_are_arranged_by_each_mark_stands_once(
            made in prop::collection::vec((0_u8..3, 0_u8..3, 0_u32..4, 0_i64..4), 0..12),
        ) {
            let roots = ["/ブログ", "/docs", "/글"];
            let paths = ["猫.md", "cat.md", "고양이.md"];
            let of = |&(root, path, at, second): &(u8, u8, u32, i64)| {
                mark(roots[usize::from(root)], paths[usize::from(path)], at, second)
            };
            let marks: Vec<Mark> = made.iter().map(of).collect();
            let sorted = |mut marks: Vec<Mark>| {
                marks.sort();
                marks
            };
            for by in [Arrangement::Date, Arrangement::Article, Arrangement::Corpus] {
                let groups = by.groups(marks.iter().collect());
                prop_assert!(groups.iter().all(|group| !group.is_empty()));
                let all: Vec<Mark> = groups.concat().into_iter().cloned().collect();
                prop_assert_eq!(sorted(all), sorted(marks.clone()));
                prop_assert_eq!(by.next().next().next(), by);
            }
        }
    }
}
