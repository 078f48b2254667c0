//! What articles have in common: tags, categories, authors, years, languages, states, counted.
//!
//! Of each value the count is that of the articles which the query finds once the value's condition
//! is added to it. Values that fold alike are one, shown as most articles spell it. Values that no
//! query can ask for (blanks alone, years of other than four digits) are not counted. Which
//! articles are counted, and what to call groups and states, is left to the caller.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::corpus::article::Article;
use crate::search::entry::Fitness;
use crate::search::filter::{Facts, is_in};
use crate::search::names::folded_name;
use crate::search::query::{Field, Query, Shape, Sign, State, What};
use crate::search::term::{exactly, in_state, in_year};
use crate::search::when::When;
use crate::text::safe::Safe;

/// Articles between two questions whether the answer is still wanted.
const SLICE: usize = 512;

/// A value that articles have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What they have in common.
    pub value: Value,
    /// How many articles have it.
    pub count: usize,
    /// Whether the query asks for it already.
    pub taken: bool,
}

/// What articles can have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The whole of a tag, a category, an author or a language.
    In(Field, Safe),
    /// The year in which they were published, from 1 to 9999.
    Year(i16),
    /// How they were read, or what is the matter with them.
    Is(State),
}

/// The groups of values, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Group {
    Tags,
    Categories,
    Authors,
    Years,
    Languages,
    States,
}

/// The groups that hold anything, each with its values: years from the newest, states as one goes
/// through them, all others by count and then by name.
pub type Groups = Vec<(Group, Vec<Facet>)>;

impl Value {
    /// The condition of a query that means it.
    #[must_use]
    pub fn term(&self) -> String {
        match self {
            Self::In(field, name) => exactly(*field, name),
            Self::Year(year) => in_year(*year),
            Self::Is(state) => in_state(*state),
        }
    }

    /// Whether both are values of one group.
    #[must_use]
    pub fn is_kin(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::In(field, _), Self::In(other, _)) => field == other,
            (Self::Year(_), Self::Year(_)) | (Self::Is(_), Self::Is(_)) => true,
            (Self::In(..) | Self::Year(_) | Self::Is(_), _) => false,
        }
    }
}

/// Counts what `articles` have in common; `query` says what is asked for already. `None` when the
/// answer is no longer wanted.
#[must_use]
pub fn count<'a>(
    articles: impl Iterator<Item = &'a Article>,
    facts: &dyn Fn(&Article) -> Facts,
    query: &Query,
    stale: &dyn Fn() -> bool,
) -> Option<Groups> {
    let [mut tags, mut categories, mut authors, mut languages] =
        [Field::Tag, Field::Category, Field::Author, Field::Lang].map(Tally::of);
    let mut years: BTreeMap<Reverse<i16>, usize> = BTreeMap::new();
    let mut states = [0; State::ALL.len()];
    for (number, article) in articles.enumerate() {
        if number % SLICE == 0 && stale() {
            return None;
        }
        let meta = &article.meta;
        tags.add(&meta.tags, number);
        categories.add(&meta.categories, number);
        authors.add(&meta.author, number);
        languages.add(&meta.lang, number);
        if let Some(date) = &meta.date {
            *years.entry(Reverse(date.written.year())).or_default() += 1;
        }
        let (facts, fitness) = (facts(article), Fitness::of(article));
        for (count, (state, _)) in states.iter_mut().zip(State::ALL) {
            *count += usize::from(is_in(*state, fitness, || facts));
        }
    }
    let years = years
        .into_iter()
        .filter(|(Reverse(year), _)| (1..=9999).contains(year))
        .map(|(Reverse(year), count)| Facet::of(Value::Year(year), count, query));
    let states = State::ALL
        .iter()
        .zip(states)
        .filter(|(_, count)| *count > 0)
        .map(|(&(state, _), count)| Facet::of(Value::Is(state), count, query));
    let groups = [
        (Group::Tags, tags.facets(query)),
        (Group::Categories, categories.facets(query)),
        (Group::Authors, authors.facets(query)),
        (Group::Years, years.collect()),
        (Group::Languages, languages.facets(query)),
        (Group::States, states.collect()),
    ];
    Some(groups.into_iter().filter(|(_, facets)| !facets.is_empty()).collect())
}

impl Facet {
    /// A year or a state.
    fn of(value: Value, count: usize, query: &Query) -> Self {
        let wanted = match value {
            Value::Year(year) => When::parse(&format!("{year:04}")).ok().map(What::Date),
            Value::Is(state) => Some(What::Is(vec![state])),
            Value::In(..) => None,
        };
        let holds = query.terms.iter().filter(|term| term.sign == Sign::Holds);
        let taken = holds.map(|term| Some(&term.what)).any(|what| what == wanted.as_ref());
        Self { value, count, taken }
    }
}

/// The values of one field, counted.
struct Tally<'a> {
    field: Field,
    /// Each spelling by its letters.
    spellings: HashMap<&'a str, Spelling<'a>>,
    /// Each value by its letters as they are compared.
    values: HashMap<String, usize>,
    counts: Vec<Count>,
}

/// One way in which a value is spelled.
#[derive(Clone, Copy)]
struct Spelling<'a> {
    name: &'a Safe,
    /// The place of its value among the counts; `None` where nothing can be asked for.
    value: Option<usize>,
    count: usize,
}

/// How many articles have a value.
#[derive(Clone, Copy)]
struct Count {
    articles: usize,
    /// The last of them, which may spell the value in two ways.
    last: usize,
}

impl<'a> Tally<'a> {
    fn of(field: Field) -> Self {
        Self { field, spellings: HashMap::new(), values: HashMap::new(), counts: Vec::new() }
    }

    /// Takes in the names that an article bears. A spelling is folded when it is first met.
    fn add(&mut self, names: impl IntoIterator<Item = &'a Safe>, article: usize) {
        for name in names {
            let Self { field, spellings, values, counts } = self;
            let spelling = spellings.entry(name.as_str()).or_insert_with(|| {
                let folded = folded_name(name);
                let value = (!folded.trim().is_empty()).then(|| {
                    *values.entry(field.compared(&folded).into_owned()).or_insert_with(|| {
                        counts.push(Count { articles: 0, last: usize::MAX });
                        counts.len() - 1
                    })
                });
                Spelling { name, value, count: 0 }
            });
            spelling.count += 1;
            let Some(count) = spelling.value.and_then(|value| counts.get_mut(value)) else { continue };
            if count.last != article {
                *count = Count { articles: count.articles + 1, last: article };
            }
        }
    }

    /// The values, those of most articles first, then by name.
    fn facets(self, query: &Query) -> Vec<Facet> {
        let field = self.field;
        let mut best: Vec<Option<Spelling<'a>>> = vec![None; self.counts.len()];
        for spelling in self.spellings.into_values() {
            let Some(best) = spelling.value.and_then(|value| best.get_mut(value)) else { continue };
            let rank = |spelling: &Spelling<'a>| (spelling.count, Reverse(spelling.name));
            if best.as_ref().is_none_or(|before| rank(before) < rank(&spelling)) {
                *best = Some(spelling);
            }
        }
        let asked: Vec<Cow<'_, str>> = query
            .terms
            .iter()
            .filter_map(|term| match &term.what {
                What::In(of, words) if *of == field && term.sign == Sign::Holds => match &words[..] {
                    [word] if word.shape == Shape::Whole => Some(field.compared(&word.folded)),
                    _ => None,
                },
                What::In(..) | What::Word(_) | What::Date(_) | What::Is(_) | What::Text(_) => None,
            })
            .collect();
        let mut values: Vec<(usize, String, &Safe)> = self
            .values
            .into_iter()
            .filter_map(|(folded, value)| Some((self.counts[value].articles, folded, best[value]?.name)))
            .collect();
        values.sort_unstable_by(|one, other| (other.0, &one.1).cmp(&(one.0, &other.1)));
        values
            .into_iter()
            .map(|(count, folded, name)| Facet {
                value: Value::In(field, name.clone()),
                count,
                taken: asked.contains(&Cow::Borrowed(&*folded)),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::Offset;
    use proptest::prelude::*;

    use super::{Facet, Group, Groups, count};
    use crate::corpus::article::{Article, ArticleId};
    use crate::markdown::date::Date;
    use crate::markdown::meta::Meta;
    use crate::search::entry::Entry;
    use crate::search::filter::{Facts, Progress, Waiting, World, filter};
    use crate::search::query::Query;
    use crate::search::term::{added, removed};
    use crate::text::safe::Safe;

    fn article(number: u64, tags: &[&str]) -> Article {
        Article {
            id: ArticleId(number),
            root: Path::new("/").into(),
            path: Path::new("x.md").into(),
            meta: Meta {
                title: Safe::line("猫"),
                tags: tags.iter().map(|tag| Safe::text(tag)).collect(),
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

    fn new_years_eve(year: i16) -> Date {
        let written = date(year, 12, 31).at(23, 0, 0, 0);
        let at = Offset::UTC.to_timestamp(written).unwrap();
        Date { at, written, offset: Offset::UTC, timed: true }
    }

    /// A third of the articles each unread, begun and read; every fourth with a mark.
    fn facts(id: ArticleId) -> Facts {
        let progress = match id.0 % 3 {
            0 => Progress::Unread,
            1 => Progress::Reading,
            _ => Progress::Done,
        };
        Facts { progress, marked: id.0.is_multiple_of(4) }
    }

    fn counted(articles: &[Article], query: &str) -> Groups {
        let query = Query::parse(query).unwrap();
        count(articles.iter(), &|article| facts(article.id), &query, &|| false).unwrap()
    }

    /// The values of a group as `term count`, `+` before those that are taken.
    fn group(groups: &Groups, wanted: Group) -> Vec<String> {
        let show = |facet: &Facet| {
            let sign = if facet.taken { "+" } else { "" };
            format!("{sign}{} {}", facet.value.term(), facet.count)
        };
        let facets = groups.iter().find(|(group, _)| *group == wanted);
        facets.map(|(_, facets)| facets.iter().map(show).collect()).unwrap_or_default()
    }

    fn found<'a>(articles: &'a [Article], query: &str) -> Vec<&'a Article> {
        let entries: Vec<_> = articles.iter().map(|article| Arc::new(Entry::of(article))).collect();
        let world = World {
            facts: &facts,
            text: &|_, _| false,
            now: Timestamp::UNIX_EPOCH,
            waiting: &|| Waiting::Whole,
        };
        let matches = filter(&Query::parse(query).unwrap(), &entries, &world).unwrap();
        let ids: Vec<ArticleId> = matches.articles;
        articles.iter().filter(|article| ids.contains(&article.id)).collect()
    }

    #[test]
    fn values_that_fold_alike_are_one_in_their_most_frequent_spelling() {
        let articles = [
            article(0, &["AI", "サーバー", "반도체"]),
            article(1, &["ＡＩ", "ai", "サーバ", "市场"]),
            article(2, &["AI", "さーばー", "市場"]),
            article(3, &["ai", "サーバー"]),
            article(4, &["ai", "市场"]),
        ];
        assert_eq!(
            group(&counted(&articles, ""), Group::Tags),
            ["tag:^ai$ 5", "tag:^サーバー$ 4", "tag:^市场$ 3", "tag:^반도체$ 1"]
        );
    }

    #[test]
    fn a_language_is_one_by_its_code_and_by_its_country() {
        let mut articles: Vec<Article> = (0..5).map(|number| article(number, &[])).collect();
        for (article, lang) in articles.iter_mut().zip(["jp", "ja", "JP", "kr", "zh"]) {
            article.meta.lang = Some(Safe::line(lang));
        }
        for (query, term) in
            [("", "lang:^JP$ 3"), ("lang:^ja$", "+lang:^JP$ 3"), ("lang:^ｊｐ$", "+lang:^JP$ 3")]
        {
            assert_eq!(group(&counted(&articles, query), Group::Languages)[0], term, "{query}");
        }
        assert_eq!(found(&articles, "lang:^JP$").len(), 3);
        assert_eq!(removed("lang:^ja$ 猫", "lang:^JP$"), "猫");
    }

    #[test]
    fn the_greatest_count_comes_first_but_years_run_back_and_states_as_one_goes() {
        let mut articles: Vec<Article> = (0..4).map(|number| article(number, &[])).collect();
        for (article, year) in articles.iter_mut().zip([2024, 2024, 2026, 0]) {
            article.meta.date = Some(new_years_eve(year));
        }
        articles[1].meta.draft = true;
        articles[2].meta.lang = Some(Safe::line("zh-Hant"));
        articles[3].meta.lang = Some(Safe::line("ko"));
        let groups = counted(&articles, "");
        assert_eq!(group(&groups, Group::Years), ["date:2026 1", "date:2024 2"]);
        assert_eq!(group(&groups, Group::Languages), ["lang:^ko$ 1", "lang:^zh-Hant$ 1"]);
        assert_eq!(
            group(&groups, Group::States),
            ["is:unread 2", "is:reading 1", "is:done 1", "is:marked 1", "is:draft 1"]
        );
        let groups: Vec<Group> = groups.iter().map(|(group, _)| *group).collect();
        assert_eq!(groups, [Group::Years, Group::Languages, Group::States]);
    }

    #[test]
    fn what_the_query_asks_for_is_taken() {
        let articles = [article(0, &["AI", "US$", "猫"])];
        assert_eq!(
            group(&counted(&articles, "ｔａｇ：^ai$ !tag:^猫$ tag:US$ is:unread"), Group::Tags),
            ["+tag:^AI$ 1", "tag:^\"US$\"$ 1", "tag:^猫$ 1"]
        );
        assert_eq!(group(&counted(&articles, "is:unread"), Group::States)[0], "+is:unread 1");
        assert_eq!(group(&counted(&articles, "is:unread|done"), Group::States)[0], "is:unread 1");
    }

    #[test]
    fn a_short_tag_is_found_behind_long_ones_that_hold_it_often() {
        let articles = [article(0, &["日日日日日日日日日日", "日"]), article(1, &["日日"])];
        assert_eq!(found(&articles, "tag:^日$").len(), 1);
        assert_eq!(found(&articles, "tag:日$").len(), 2);
        // Three side by side end with two of them.
        let articles = [article(0, &["ハハハ"]), article(1, &["ハハ猫"])];
        assert_eq!(found(&articles, "tag:ハハ$").len(), 1);
    }

    #[test]
    fn nothing_is_counted_for_nobody() {
        let articles = [article(0, &["AI"])];
        assert_eq!(count(articles.iter(), &|each| facts(each.id), &Query::default(), &|| true), None);
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => prop::sample::select(vec![
                "AI", "ＡＩ", "ai", "サーバー", "さーばー", "サーバ", "半導体", "市场", "반도체", "zh-Hant", "zh",
                "ja", "jp", "JP-x", "kr", "ko", "ヶ丘", "が丘", "々木", "memo", "メモ", "kanji", "漢字", "つんどく", "積読", "bdt", "ㅂㄷㅊ",
            ]).prop_map(str::to_owned),
            2 => "[aA!'^$\\\\\":|,. 　\\n“”＂！＄＾サさばーー市한\u{301}-]{0,6}",
        ]
    }

    fn any_article() -> impl Strategy<Value = Article> {
        let names = || prop::collection::vec(name(), 0..4);
        let heads = (names(), names(), prop::option::of(name()), prop::option::of(name()));
        let rest = (prop::option::of(-3_i16..2040), any::<bool>(), any::<bool>());
        (heads, rest).prop_map(|((tags, categories, author, lang), (year, draft, troubled))| {
            let safe = |names: Vec<String>| names.iter().map(|name| Safe::text(name)).collect::<Vec<_>>();
            let mut made = article(0, &[]);
            made.meta.tags = safe(tags);
            made.meta.categories = safe(categories);
            made.meta.author = author.map(|name| Safe::text(&name));
            made.meta.lang = lang.map(|name| Safe::text(&name));
            made.meta.date = year.map(new_years_eve);
            made.meta.draft = draft;
            made.meta.trouble = if troubled { vec![Safe::line("x")] } else { Vec::new() };
            made
        })
    }

    proptest! {
        #[test]
        fn a_count_is_that_of_the_articles_found_once_the_value_is_asked_for(
            mut articles in prop::collection::vec(any_article(), 1..8),
            words in prop::collection::vec(prop_oneof![
                4 => prop::sample::select(vec![
                    "", "猫", "ai", "'a", "!tag:AI", "tag:a", "is:unread|reading", "date:2000..", "\"", "lang:zh",
                    "sort:title", "is:draft", "“a", "author:サ", "date:30d",
                ]).prop_map(str::to_owned),
                1 => "[aA!'^$\":|,. 　“”サー市한]{0,5}",
            ], 0..4),
        ) {
            for (article, number) in articles.iter_mut().zip(0..) {
                article.id = ArticleId(number);
            }
            let query = words.join(" ");
            let Ok(parsed) = Query::parse(&query) else { return Ok(()) };
            let shown: Vec<Article> = found(&articles, &query).into_iter().cloned().collect();
            let groups = count(shown.iter(), &|article| facts(article.id), &parsed, &|| false).unwrap();
            for facet in groups.iter().flat_map(|(_, facets)| facets) {
                let term = facet.value.term();
                let narrowed = added(&query, &term).unwrap();
                prop_assert_eq!(facet.count, found(&articles, &narrowed).len(), "{}", narrowed);
                prop_assert!(facet.count > 0);
                // What is taken can be taken away, and nothing else can.
                let without = Query::parse(&removed(&query, &term)).unwrap();
                prop_assert_eq!(facet.taken, without.terms.len() < parsed.terms.len(), "{}", term);
                let again = Query::parse(&narrowed).unwrap();
                let after = count(shown.iter(), &|article| facts(article.id), &again, &|| false).unwrap();
                let same = after.iter().flat_map(|(_, facets)| facets).find(|each| each.value == facet.value);
                prop_assert!(same.is_some_and(|same| same.taken), "{}", narrowed);
            }
        }
    }
}
