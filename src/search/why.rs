//! Why an article was found: what outside its title holds the words of a query.
//!
//! The filter keeps what matched of titles only. For the few rows on a screen the rest is asked
//! for again, by the same needles and in the same order: letters side by side, a reading, letters
//! scattered; the title first, then tags, categories, author, path.

use std::ops::Range;

use crate::corpus::article::Article;
use crate::search::asked::Asked;
use crate::search::names::Language;
use crate::search::needle::{Needle, Way};
use crate::search::query::Field;
use crate::search::readings::Readings;
use crate::search::scatter::Gaps;
use crate::text::fold::Folded;
use crate::text::safe::Safe;

/// Why an article was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// The bytes of the title that matched: on grapheme borders, in order and apart.
    pub title: Vec<Range<u32>>,
    /// What holds the words that the title does not, each part once, in the order of the words.
    pub reasons: Vec<Reason>,
}

/// A part of an article's head that holds words of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which: a tag, a category, the author or the path.
    pub field: Field,
    /// It, as shown; of the path its end, from the folder or file on that holds the first word.
    pub text: Safe,
    /// The bytes of `text` that matched: on grapheme borders, in order and apart.
    pub hits: Vec<Range<u32>>,
}

impl Asked {
    /// Where in `text`, a value of `field` of `article`, the words stand: in order and apart.
    #[must_use]
    pub fn hits(&self, article: &Article, field: Field, text: &Safe) -> Vec<Range<u32>> {
        if self.wanted().next().is_none() {
            return Vec::new();
        }
        let (_, readings) = title_of(article);
        let folded = Folded::of(text);
        let mut hits = Vec::new();
        for (_, needles) in self.wanted().filter(|(only, _)| only.is_none_or(|only| only == field)) {
            let ways = [Way::Letters, Way::Reading];
            let found = ways.into_iter().find_map(|way| first(needles, way, Gaps::Vowels, &folded, readings));
            hits.extend(found.into_iter().flatten().map(|place| folded.original(place)));
        }
        in_order(hits)
    }

    /// Why `article` was found, `matched` being what the filter says of its title. A word that a
    /// tag or the path holds by its letters and the title by its reading is seen in the title.
    #[must_use]
    pub fn why(&self, article: &Article, matched: &[Range<u32>]) -> Why {
        if self.wanted().next().is_none() {
            return Why { title: matched.to_vec(), reasons: Vec::new() };
        }
        let (title, readings) = title_of(article);
        let mut in_title: Vec<Range<usize>> =
            matched.iter().map(|hit| hit.start as usize..hit.end as usize).collect();
        let mut parts: Option<Vec<(Field, Safe, Folded)>> = None;
        let mut found: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
        let beside = |only: &Option<Field>| !matches!(only, Some(Field::Title | Field::Lang));
        for (only, needles) in self.wanted().filter(|(only, _)| beside(only)) {
            for way in [Way::Letters, Way::Reading, Way::Scattered] {
                if only.is_none() && first(needles, way, Gaps::Any, &title, readings).is_some() {
                    break;
                }
                let parts = parts.get_or_insert_with(|| parts_of(article));
                let holding = parts.iter().enumerate().find_map(|(number, (field, _, folded))| {
                    let asked = only.is_none_or(|only| only == *field);
                    let places = asked.then(|| first(needles, way, Gaps::Vowels, folded, readings))??;
                    Some((number, places.into_iter().map(|place| folded.original(place)).collect::<Vec<_>>()))
                });
                if let Some((number, places)) = holding {
                    let read = || first(needles, Way::Reading, Gaps::Any, &title, readings);
                    if only.is_none()
                        && let Some(read) = read()
                    {
                        in_title.extend(read.into_iter().map(|place| title.original(place)));
                        break;
                    }
                    match found.iter_mut().find(|(each, _)| *each == number) {
                        Some((_, before)) => before.extend(places),
                        None => found.push((number, places)),
                    }
                    break;
                }
            }
        }
        let parts = parts.unwrap_or_default();
        let reasons = found.into_iter().filter_map(|(number, places)| reason(parts.get(number)?, places));
        Why { title: in_order(in_title), reasons: reasons.collect() }
    }
}

/// Where the first of the needles that stands in `text` stands there, found that way.
fn first(
    needles: &[Needle],
    way: Way,
    left_out: Gaps,
    text: &Folded,
    readings: Readings,
) -> Option<Vec<Range<usize>>> {
    needles.iter().find_map(|needle| needle.places(way, left_out, &text.text, readings))
}

/// The folded title, and the languages that the article's words can be read in.
fn title_of(article: &Article) -> (Folded, Readings) {
    let title = Folded::of(&article.meta.title);
    let readings = Readings::of(&Language::of(article), &title.text);
    (title, readings)
}

fn parts_of(article: &Article) -> Vec<(Field, Safe, Folded)> {
    let meta = &article.meta;
    let path = Safe::line(&article.path.to_string_lossy());
    let tags = meta.tags.iter().map(|tag| (Field::Tag, tag.clone()));
    let categories = meta.categories.iter().map(|category| (Field::Category, category.clone()));
    let author = meta.author.iter().map(|author| (Field::Author, author.clone()));
    let parts = tags.chain(categories).chain(author).chain([(Field::Path, path)]);
    parts.map(|(field, text)| (field, text.clone(), Folded::of(&text))).collect()
}

fn reason((field, text, _): &(Field, Safe, Folded), places: Vec<Range<usize>>) -> Option<Reason> {
    let mut hits = in_order(places);
    let mut text = text.clone();
    if *field == Field::Path {
        let first = hits.first()?.start;
        let from = text.as_str()[..first as usize].rfind('/').map_or(0, |stroke| stroke + 1);
        text = text.as_safe_str().slice(from..text.len()).to_safe();
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        hits = hits.into_iter().map(|hit| hit.start - from..hit.end - from).collect();
    }
    Some(Reason { field: *field, text, hits })
}

/// Those ranges in order, and one where they touch.
fn in_order(mut places: Vec<Range<usize>>) -> Vec<Range<u32>> {
    places.sort_unstable_by_key(|place| place.start);
    let mut hits: Vec<Range<u32>> = Vec::new();
    for place in places {
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let hit = small(place.start)..small(place.end);
        match hits.last_mut() {
            Some(last) if hit.start <= last.end => last.end = last.end.max(hit.end),
            _ => hits.push(hit),
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use std::ops::Range;
    use std::path::Path;
    use std::slice::from_ref;
    use std::sync::Arc;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::Reason;
    use crate::corpus::article::{Article, ArticleId};
    use crate::markdown::meta::Meta;
    use crate::search::asked::Asked;
    use crate::search::entry::Entry;
    use crate::search::filter::{Facts, Progress, Waiting, World, filter};
    use crate::search::query::{Field, Query};
    use crate::text::safe::Safe;

    fn article(title: &str, tags: &[&str], author: &str, path: &str) -> Article {
        Article {
            id: ArticleId(1),
            root: Path::new("/").into(),
            path: Path::new(path).into(),
            meta: Meta {
                title: Safe::line(title),
                tags: tags.iter().map(|tag| Safe::line(tag)).collect(),
                author: (!author.is_empty()).then(|| Safe::line(author)),
                ..Meta::default()
            },
            modified: None,
            length: 0,
            characters: 0,
            minutes: 1,
            content: None,
            calls: Box::default(),
        }
    }

    fn seen<'a>(text: &'a Safe, hits: &[Range<u32>]) -> Vec<&'a str> {
        hits.iter().map(|hit| text.slice(hit.clone()).as_str()).collect()
    }

    /// The reasons as text, what matched in brackets.
    fn reasons(typed: &str, article: &Article) -> Vec<String> {
        let shown = |Reason { text, hits, .. }: Reason| {
            let mut shown = text.as_str().to_owned();
            for hit in hits.iter().rev() {
                shown.insert(hit.end as usize, ']');
                shown.insert(hit.start as usize, '[');
            }
            shown
        };
        Asked::of(&Query::parse(typed).unwrap()).why(article, &[]).reasons.into_iter().map(shown).collect()
    }

    #[test]
    fn what_the_title_does_not_hold_is_found_beside_it() {
        let article = article("长城游记", &["旅行", "사진 여행"], "takahashi 花子", "blog/2026/ﾊﾟﾘの猫.md");
        for (typed, expected) in [
            ("旅行", vec!["[旅行]"]),
            ("여행", vec!["사진 [여행]"]),
            ("ㅅㅈ", vec!["[사진] 여행"]),
            ("Takahashi", vec!["[takahashi] 花子"]),
            ("takahashi 花子 旅", vec!["[takahashi] [花子]", "[旅]行"]),
            ("パリ", vec!["[ﾊﾟﾘ]の猫.md"]),
            ("2026", vec!["[2026]/ﾊﾟﾘの猫.md"]),
            ("author:花子", vec!["takahashi [花子]"]),
            ("tag:旅行 !猫 date:2026", vec!["[旅行]"]),
            ("长城", vec![]),
            ("长城 旅行", vec!["[旅行]"]),
            ("title:长", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(reasons(typed, &article), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_scattered_or_read_so_is_shown_as_it_was_found() {
        let article = article("無題", &["調査の達人", "Machine Learning"], "", "x.md");
        assert_eq!(reasons("調達", &article), ["[調]査の[達]人"]);
        assert_eq!(reasons("machlearn", &article), ["[Mach]ine [Learn]ing"]);
        assert_eq!(reasons("tatsujin", &article), ["調査の[達人]"]);
    }

    #[test]
    fn what_the_path_spells_and_the_title_reads_is_seen_in_the_title() {
        let asked = |typed: &str| Asked::of(&Query::parse(typed).unwrap());
        let article = article("禁則処理のはなし", &[], "", "kinsoku.md");
        let why = asked("kinsoku のは").why(&article, from_ref(&(12..18)));
        assert_eq!((why.title, why.reasons.len()), (vec![0..6, 12..18], 0));
        let article = self::article("推理的故事", &[], "", "tuili.md");
        assert_eq!(seen(&article.meta.title, &asked("tuili").why(&article, &[]).title), ["推理"]);
        let article = self::article("반도체 시장", &["ㅂㄷㅊ"], "", "x.md");
        assert_eq!(seen(&article.meta.title, &asked("ㅂㄷㅊ").why(&article, &[]).title), ["반도체"]);
    }

    #[test]
    fn the_tags_that_are_shown_have_their_hits() {
        let article = article("AIの話", &["AI", "投資"], "", "x.md");
        let asked = Asked::of(&Query::parse("ai").unwrap());
        let tag = Safe::line("生成AI");
        assert_eq!(seen(&tag, &asked.hits(&article, Field::Tag, &tag)), ["AI"]);
        assert!(asked.hits(&article, Field::Tag, &Safe::line("投資")).is_empty());
        assert!(asked.why(&article, &[]).reasons.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_found_by_no_title_has_a_reason(
            title in "[猫調達の가나ab ]{0,6}",
            tag in "[猫調達人の가나ab]{1,5}",
            author in "[猫調ab]{0,3}",
            path in "[猫達ab]{1,3}",
            typed in "[猫調達가ab]{1,2}( (tag:)?['^]?[猫調達가ab]{1,2})?",
        ) {
            let article = article(&title, &[&tag], &author, &path);
            let world = World {
                facts: &|_| Facts { progress: Progress::Unread, marked: false },
                text: &|_, _| false,
                now: Timestamp::UNIX_EPOCH,
                waiting: &|| Waiting::Whole,
            };
            let query = Query::parse(&typed).unwrap();
            let matches = filter(&query, &[Arc::new(Entry::of(&article))], &world).unwrap();
            let why = Asked::of(&query).why(&article, matches.title(0));
            if !matches.articles.is_empty() && !query.terms.is_empty() {
                prop_assert!(!why.title.is_empty() || !why.reasons.is_empty());
            }
            for reason in &why.reasons {
                prop_assert!(!reason.hits.is_empty());
                for hit in &reason.hits {
                    prop_assert!(hit.start < hit.end && reason.text.as_str().get(hit.start as usize..hit.end as usize).is_some());
                }
            }
        }
    }
}
