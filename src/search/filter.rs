//! Which articles a query means, best first.
//!
//! Several words that stand in a title side by side, as they were typed, put it above all others.
//! Then how a word is found decides: its letters side by side in the title; a whole tag or category;
//! then the midst of a Latin word of the title, a part of tags, categories, author or path; then what
//! is read so (`readings`); then letters scattered (`scatter`). The worst word of a query ranks the
//! article; within a rank a title that begins with the word stands above one that has it at the start
//! of a word, and `SkimMatcherV2` orders what is scattered. What is equal keeps the order of the
//! entries, so a filter over a list by date stays by date.
//!
//! Nothing here waits or does I/O. Every few hundred entries it is asked whether anybody still
//! waits, so that a worker drops a query as soon as another letter was typed, and whether the
//! first rows are wanted before the rest.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use jiff::Timestamp;

use crate::corpus::article::ArticleId;
use crate::search::asked::{Asked, Condition};
use crate::search::entry::{Entry, Fitness};
use crate::search::matches::Matches;
use crate::search::needle::{Found, Needle, Rank, head};
use crate::search::query::{Query, Sign, State, Term, What};
use crate::search::readings::Pattern;
use crate::search::scatter::Scratch;

/// Entries between two questions whether the query is stale.
const SLICE: usize = 512;

/// Rows that are given before the whole answer: more than any screen shows.
const FIRST: usize = 300;

/// Scattered matches that the fuzzy matcher scores; those with more gaps follow unscored.
const SCORED: usize = 2_000;

/// What a query may ask that the entries do not know.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// How an article was read.
    pub facts: &'a dyn Fn(ArticleId) -> Facts,
    /// Whether the text of an article holds a word or what is read so.
    pub text: &'a dyn Fn(ArticleId, &Pattern) -> bool,
    /// The moment that `date:30d` counts back from.
    pub now: Timestamp,
    /// Asked now and then: whether anybody waits for the answer.
    pub waiting: &'a dyn Fn() -> Waiting,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The whole answer.
    Whole,
    /// The first rows of it, at once, as far as they are known; then the whole.
    First,
    /// Nothing any more.
    Nothing,
}

/// How an article was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// How far.
    pub progress: Progress,
    /// Whether it holds a bookmark.
    pub marked: bool,
}

/// How far an article was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not begun.
    Unread,
    /// Begun.
    Reading,
    /// To its end.
    Done,
}

/// The articles that `query` means, in order: the best first where it is ranked
/// ([`Query::is_ranked`]), else in the order of `entries`, which the caller has put as the
/// query's `sort:` says. `None` when the answer is no longer wanted.
#[must_use]
pub fn filter(query: &Query, entries: &[Arc<Entry>], world: &World<'_>) -> Option<Matches> {
    let asked = Asked::of(query);
    let sieve = sift(&asked, entries, 0..entries.len(), world, &mut |_| ())?;
    Some(sieve.in_order(query))
}

/// Lets the entries numbered `among` through the sieve of `asked`. `first` is given the best of
/// those that were judged so far whenever first rows are waited for.
pub(super) fn sift<'a>(
    asked: &'a Asked,
    entries: &[Arc<Entry>],
    among: impl Iterator<Item = usize>,
    world: &World<'_>,
    first: &mut dyn FnMut(Matches),
) -> Option<Sieve<'a>> {
    let mut sieve = Sieve::of(asked);
    let slice = if asked.query().needs_text() { 1 } else { SLICE };
    for (judged, number) in among.enumerate() {
        if judged % slice == 0 {
            match (world.waiting)() {
                Waiting::Whole => {}
                Waiting::First => first(sieve.first(asked.query())),
                Waiting::Nothing => return None,
            }
        }
        if let Some(entry) = entries.get(number) {
            sieve.judge(number, entry, world);
        }
    }
    sieve.score_scattered(entries);
    Some(sieve)
}

/// A query made ready, and what it has found.
pub(super) struct Sieve<'a> {
    /// The cheap ones first.
    terms: Vec<&'a (Sign, Condition)>,
    /// The words side by side, without and with a blank, where there are several.
    phrase: Vec<String>,
    matcher: SkimMatcherV2,
    scratch: Scratch,
    /// Where the words stand in the folded title that is judged.
    places: Vec<Range<usize>>,
    kept: Vec<Kept>,
    /// What matched of the titles of those kept.
    shown: Vec<Range<u32>>,
}

/// An entry that matches.
struct Kept {
    number: u32,
    /// Whether the words stand in the title as they were typed; the worst rank among them.
    rank: (Phrase, Rank),
    fine: u32,
    gaps: u32,
    skim: u32,
    article: ArticleId,
    /// Where in `shown` what matched of its title ends; it begins where the one before ends.
    shown: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phrase {
    Apart,
    Together,
}

impl<'a> Sieve<'a> {
    fn of(asked: &'a Asked) -> Self {
        let mut terms: Vec<_> = asked.terms.iter().collect();
        terms.sort_by_key(|(_, condition)| condition.cost());
        let query = asked.query();
        let words: Vec<&str> = query.terms.iter().filter(|term| term.is_ranking()).filter_map(word).collect();
        let phrase = if words.len() > 1 { vec![words.concat(), words.join(" ")] } else { Vec::new() };
        Self {
            terms,
            phrase,
            matcher: SkimMatcherV2::default().ignore_case(),
            scratch: Scratch::default(),
            places: Vec::new(),
            kept: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// Keeps `entry` where every term holds.
    fn judge(&mut self, number: usize, entry: &Entry, world: &World<'_>) {
        self.places.clear();
        let mut worst = Rank::Title;
        let (mut fine, mut gaps) = (0, 0);
        for (sign, condition) in self.terms.iter().copied() {
            let places = self.places.len();
            let found = match condition {
                Condition::Word(needle) => needle.find(entry, &mut self.scratch, &mut self.places),
                Condition::In(field, needles) => {
                    needles.iter().find_map(|needle| needle.find_in(*field, entry, &mut self.places))
                }
                Condition::Date(when) => {
                    Found::when(entry.date.is_some_and(|date| when.holds(&date, world.now)))
                }
                Condition::Is(states) => {
                    let facts = || (world.facts)(entry.article);
                    Found::when(states.iter().any(|&state| is_in(state, entry.fitness, facts)))
                }
                Condition::Text(wanted) => Found::when((world.text)(entry.article, wanted)),
            };
            if *sign == Sign::HoldsNot {
                self.places.truncate(places);
            }
            match (sign, found) {
                (Sign::Holds, Some(found)) => {
                    if matches!(condition, Condition::Word(_)) {
                        worst = worst.min(found.rank);
                        fine += found.worth();
                        gaps += found.gaps;
                    }
                }
                (Sign::HoldsNot, None) => {}
                (Sign::Holds, None) | (Sign::HoldsNot, Some(_)) => {
                    return;
                }
            }
        }
        let together = worst >= Rank::TitleInside
            && self.phrase.iter().any(|phrase| entry.title.text.contains(phrase.as_str()));
        let phrase = if together { Phrase::Together } else { Phrase::Apart };
        // Mapped back now, while the entry is at hand: in the order of the answer it no longer is.
        highlight(entry, &mut self.places, &mut self.shown);
        self.kept.push(Kept {
            number: small(number),
            article: entry.article,
            rank: (phrase, worst),
            fine,
            gaps,
            skim: 0,
            shown: small(self.shown.len()),
        });
    }

    /// Lets the fuzzy matcher order the best of what is scattered in titles.
    fn score_scattered(&mut self, entries: &[Arc<Entry>]) {
        let needles: Vec<&Needle> = self
            .terms
            .iter()
            .filter_map(|(sign, condition)| match condition {
                Condition::Word(needle) if *sign == Sign::Holds && needle.is_long() => Some(needle),
                _ => None,
            })
            .collect();
        let mut scattered: Vec<&mut Kept> =
            self.kept.iter_mut().filter(|kept| kept.rank.1 == Rank::TitleScattered).collect();
        if needles.is_empty() || scattered.is_empty() {
            return;
        }
        if scattered.len() > SCORED {
            scattered.select_nth_unstable_by_key(SCORED, |kept| (kept.gaps, Reverse(kept.fine), kept.number));
            scattered.truncate(SCORED);
        }
        for kept in scattered {
            let title = head(&entries[kept.number as usize].title.text);
            let scores = needles.iter().filter_map(|needle| self.matcher.fuzzy_match(title, needle.folded()));
            kept.skim = u32::try_from(scores.sum::<i64>().clamp(0, 0xffff)).unwrap_or(0);
        }
    }

    /// The numbers of the entries that are kept, ascending.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.kept.iter().map(|kept| kept.number)
    }

    /// All that are kept.
    pub fn in_order(&self, query: &Query) -> Matches {
        self.best(query, self.kept.len())
    }

    /// The best of those kept so far, as many as any screen has rows.
    fn first(&self, query: &Query) -> Matches {
        self.best(query, FIRST)
    }

    fn best(&self, query: &Query, most: usize) -> Matches {
        let mut order: Vec<(Reverse<i64>, usize)> = Vec::new();
        if query.is_ranked() {
            order.extend(self.kept.iter().enumerate().map(|(at, kept)| (Reverse(kept.score()), at)));
            if most < order.len() {
                order.select_nth_unstable(most);
                order.truncate(most);
            }
            // By place where the score is equal: equals keep the order of the entries.
            order.sort_unstable();
        } else {
            order.extend((0..self.kept.len().min(most)).map(|at| (Reverse(0), at)));
        }
        let mut matches = Matches::default();
        matches.articles.reserve_exact(order.len());
        for (_, at) in order {
            let from = at.checked_sub(1).map_or(0, |before| self.kept[before].shown as usize);
            let kept = &self.kept[at];
            matches.push(kept.article, &self.shown[from..kept.shown as usize]);
        }
        matches
    }
}

impl Kept {
    /// One number whose order is that of phrase, rank, fine worth, fuzzy score, gaps.
    fn score(&self) -> i64 {
        let (phrase, rank) = self.rank;
        let fine = i64::from(self.fine.min(0xffff));
        let gaps = 0xff - i64::from(self.gaps.min(0xff));
        (phrase as i64) << 48 | (rank as i64) << 40 | fine << 24 | i64::from(self.skim) << 8 | gaps
    }
}

fn word(term: &Term) -> Option<&str> {
    match &term.what {
        What::Word(word) => Some(&word.folded),
        What::In(..) | What::Date(_) | What::Is(_) | What::Text(_) => None,
    }
}

/// Whether an article is in a state; how it was read is asked only where it matters.
pub(super) fn is_in(state: State, fitness: Fitness, facts: impl FnOnce() -> Facts) -> bool {
    match state {
        State::Unread => facts().progress == Progress::Unread,
        State::Reading => facts().progress == Progress::Reading,
        State::Done => facts().progress == Progress::Done,
        State::Marked => facts().marked,
        State::Draft => fitness.draft,
        State::Troubled => fitness.troubled,
    }
}

/// Appends the places of the folded title to `shown` as ranges of the title itself, in order and
/// apart.
fn highlight(entry: &Entry, places: &mut [Range<usize>], shown: &mut Vec<Range<u32>>) {
    places.sort_unstable_by_key(|place| place.start);
    let first = shown.len();
    for place in places {
        let original = entry.title.original(place.clone());
        let (start, end) = (small(original.start), small(original.end));
        match shown[first..].last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => shown.push(start..end),
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::Path;
    use std::sync::Arc;

    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::Offset;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Facts, Progress, Waiting, World, filter};
    use crate::corpus::article::{Article, ArticleId};
    use crate::markdown::date::Date;
    use crate::markdown::meta::Meta;
    use crate::search::asked::Asked;
    use crate::search::entry::Entry;
    use crate::search::matches::Matches;
    use crate::search::narrowing::Narrowing;
    use crate::search::query::Query;
    use crate::search::readings::Pattern;
    use crate::text::fold::fold;
    use crate::text::safe::Safe;

    fn article(number: u64, title: &str) -> Article {
        Article {
            id: ArticleId(number),
            root: Path::new("/").into(),
            path: Path::new("x.md").into(),
            meta: Meta { title: Safe::line(title), ..Meta::default() },
            modified: None,
            length: 0,
            characters: 0,
            minutes: 1,
            content: None,
            calls: Box::default(),
        }
    }

    fn entries(titles: &[&str]) -> Arc<Vec<Arc<Entry>>> {
        let entry = |(number, title): (usize, &&str)| Arc::new(Entry::of(&article(number as u64, title)));
        Arc::new(titles.iter().enumerate().map(entry).collect())
    }

    fn world() -> World<'static> {
        World {
            facts: &|_| Facts { progress: Progress::Unread, marked: false },
            text: &|_, _| false,
            now: Timestamp::UNIX_EPOCH,
            waiting: &|| Waiting::Whole,
        }
    }

    fn matches(query: &str, titles: &[&str]) -> Matches {
        let query = Query::parse(query).unwrap_or_else(|fault| panic!("{query}: {fault:?}"));
        filter(&query, &entries(titles), &world()).unwrap()
    }

    fn order<'a>(query: &str, titles: &[&'a str]) -> Vec<&'a str> {
        let number = |article: &ArticleId| usize::try_from(article.0).unwrap();
        matches(query, titles).articles.iter().map(|article| titles[number(article)]).collect()
    }

    /// The title with its highlights in brackets.
    fn shown(query: &str, title: &str) -> String {
        let mut shown = title.to_owned();
        for range in matches(query, &[title]).title(0).iter().rev() {
            shown.insert(range.end as usize, ']');
            shown.insert(range.start as usize, '[');
        }
        shown
    }

    #[test]
    fn the_best_stand_first_and_equals_keep_their_order() {
        let table: &[(&str, &[&str], &[&str])] = &[
            // Side by side above scattered, in every language.
            (
                "調達",
                &["調査の達人", "Cerebrasの巨額調達、その真意"],
                &["Cerebrasの巨額調達、その真意", "調査の達人"],
            ),
            ("チップ", &["チタン製のヒップ", "AIチップ性能2倍"], &["AIチップ性能2倍"]),
            ("半体", &["次世代半導体", "過半体制"], &["過半体制", "次世代半導体"]),
            ("量子", &["量产电子", "中国量子计算"], &["中国量子计算", "量产电子"]),
            ("반체", &["반도체 시장", "위반체계"], &["위반체계", "반도체 시장"]),
            ("gpu", &["Get a pull up", "NVIDIA GPU"], &["NVIDIA GPU", "Get a pull up"]),
            (
                "react",
                &["Rewriting the actor", "Why react hooks"],
                &["Why react hooks", "Rewriting the actor"],
            ),
            // The start of a title, of a word, the inside of one.
            ("ai", &["Mail", "OpenAI", "The AI era", "AI era"], &["AI era", "The AI era", "OpenAI", "Mail"]),
            ("ai", &["新しいAIの時代", "Mailの時代"], &["新しいAIの時代", "Mailの時代"]),
            ("調", &["再調達", "調達"], &["調達", "再調達"]),
            ("시장", &["새시장", "반도체 시장", "시장"], &["시장", "반도체 시장", "새시장"]),
            ("rust", &["Rust", "Rust book", "Trust"], &["Rust", "Rust book", "Trust"]),
            // Equals keep the order of the list.
            ("調達", &["二月の調達", "一月の調達"], &["二月の調達", "一月の調達"]),
            ("투자", &["큰 투자", "새 투자"], &["큰 투자", "새 투자"]),
            // All words, in any order; together above apart.
            ("ai チップ", &["チップとAI", "AIチップ", "AI"], &["AIチップ", "チップとAI"]),
            ("半导体　市场", &["市场半导体", "半导体市场"], &["半导体市场", "市场半导体"]),
            (
                "machine learning",
                &["Learning a machine", "Machine learning"],
                &["Machine learning", "Learning a machine"],
            ),
            ("반도체 시장", &["시장과 반도체", "반도체 시장"], &["반도체 시장", "시장과 반도체"]),
            // Scattered by words.
            ("crbrs", &["Cerebrasの真意", "Celebrities"], &["Cerebrasの真意"]),
            ("nvgp", &["NVIDIA GPU"], &["NVIDIA GPU"]),
            ("tsnd", &["The sand", "Tsundoku"], &["Tsundoku", "The sand"]),
            // By reading, below the letters themselves and above scattered ones.
            ("choutatsu", &["調査の達人", "巨額調達"], &["巨額調達"]),
            ("chotatsu", &["資金調達", "Chotatsu blog"], &["Chotatsu blog", "資金調達"]),
            ("tyoutatu", &["調達", "超大手"], &["調達"]),
            ("tokyo", &["東京と大阪", "Tokyo", "と協力"], &["Tokyo", "東京と大阪"]),
            ("saba", &["サーバー入門", "鯖の味噌煮"], &["サーバー入門", "鯖の味噌煮"]),
            ("fa-wei", &["ファーウェイのAI"], &["ファーウェイのAI"]),
            ("nvidia ikkyou", &["一強時代", "NVIDIA一強時代"], &["NVIDIA一強時代"]),
            ("souyaku", &["AI創薬の今", "総額"], &["AI創薬の今"]),
            ("chip", &["チップの話", "Chip talk"], &["Chip talk", "チップの話"]),
            ("seinou", &["性能2倍", "Seine ouest"], &["性能2倍", "Seine ouest"]),
            ("Choutatsu", &["調達"], &[]),
            ("'choutatsu", &["調達"], &[]),
            ("\"choutatsu\"", &["調達"], &[]),
            ("ch", &["調達"], &[]),
            ("ai", &["愛の話", "AIの話"], &["AIの話"]),
            ("!choutatsu", &["調達", "調査"], &["調査"]),
            ("^choutatsu", &["資金調達", "調達の手引き", "Choutatsu"], &["Choutatsu", "調達の手引き"]),
            ("choutatsu$", &["調達の手引き", "調達と資金調達"], &["調達と資金調達"]),
            ("^nikki$", &["日記", "日記帳"], &["日記"]),
            ("^tuili$", &["推理", "大模型推理"], &["推理"]),
            ("^ㅂㄷㅊ", &["반도체 시장", "한국 반도체"], &["반도체 시장"]),
            ("tuili", &["大模型推理", "Tuili notes"], &["Tuili notes", "大模型推理"]),
            ("tl", &["推理加速", "TL;DR"], &["TL;DR", "推理加速"]),
            ("bandaoti", &["半导体市场", "半島"], &["半导体市场"]),
            ("ㅂㄷㅊ", &["반도체 시장", "비디오"], &["반도체 시장"]),
            ("ㅂㄷ", &["한국 반도체", "반드시"], &["반드시", "한국 반도체"]),
            ("반ㄷㅊ", &["반도체", "반대"], &["반도체"]),
            // Signs.
            ("'調達", &["調査の達人", "資金調達"], &["資金調達"]),
            ("^調", &["再調達", "調達"], &["調達"]),
            ("達$", &["達人", "調達"], &["調達"]),
            ("^ai$", &["AI chip", "AI"], &["AI"]),
            ("調達 !巨額", &["巨額調達", "資金調達"], &["資金調達"]),
            ("\"two words\"", &["two big words", "in two words"], &["in two words"]),
            ("!调达", &["调达", "调查"], &["调查"]),
        ];
        for (query, titles, expected) in table {
            assert_eq!(order(query, titles), *expected, "{query}");
        }
    }

    #[test]
    fn a_title_is_found_however_it_is_written() {
        let table: &[(&str, &[&str], &[&str])] = &[
            ("ＡＩ", &["AIチップ"], &["AIチップ"]),
            ("ai", &["ＡＩチップ"], &["ＡＩチップ"]),
            ("ちっぷ", &["チップ", "ﾁｯﾌﾟ"], &["チップ", "ﾁｯﾌﾟ"]),
            ("ﾁｯﾌﾟ", &["チップ"], &["チップ"]),
            ("サーバー", &["サーバの話", "サーバーの話"], &["サーバの話", "サーバーの話"]),
            ("さーばー", &["サーバの話"], &["サーバの話"]),
            ("ぱふぉ", &["パフォーマンス改善"], &["パフォーマンス改善"]),
            ("cafe", &["Café au lait"], &["Café au lait"]),
            ("国会", &["國會圖書館", "国会図書館"], &["國會圖書館", "国会図書館"]),
            ("高島", &["髙島屋"], &["髙島屋"]),
            ("дом", &["ДОМ"], &["ДОМ"]),
            ("株", &["㈱日立"], &["㈱日立"]),
            ("佐佐木", &["佐々木"], &["佐々木"]),
            ("学問のすすめ", &["学問のすゝめ"], &["学問のすゝめ"]),
            ("いすず", &["いすゞ自動車"], &["いすゞ自動車"]),
            ("東京～大阪", &["東京〜大阪"], &["東京〜大阪"]),
            ("'don't", &["Don’t panic"], &["Don’t panic"]),
            ("서울·부산", &["서울ㆍ부산"], &["서울ㆍ부산"]),
            ("标点", &["標點符號", "标点符号"], &["標點符號", "标点符号"]),
            ("軟体", &["软体工程", "軟體工程"], &["软体工程", "軟體工程"]),
            ("软件测试", &["軟件測試"], &["軟件測試"]),
            // In Japan a desk is no machine.
            ("机", &["機械", "机の上"], &["机の上"]),
            ("髪", &["発表", "髪型"], &["髪型"]),
            ("青空", &["⻘空文庫"], &["⻘空文庫"]),
            ("ソフトウエア", &["ソフトウェア開発"], &["ソフトウェア開発"]),
            ("フィルム", &["写真フイルム"], &["写真フイルム"]),
            ("バイオリン", &["ヴァイオリン協奏曲"], &["ヴァイオリン協奏曲"]),
            ("3か月", &["3ヶ月で学ぶ", "3箇月で学ぶ"], &["3ヶ月で学ぶ", "3箇月で学ぶ"]),
            ("びよういん", &["びょういん"], &[]),
            ("σισυφος", &["Ο ΣΊΣΥΦΟΣ"], &["Ο ΣΊΣΥΦΟΣ"]),
            ("igdir", &["Iğdır"], &["Iğdır"]),
            // By reading.
            ("sofutowea", &["ソフトウエア", "ソフトウェア"], &["ソフトウエア", "ソフトウェア"]),
            ("firumu", &["フィルム", "フイルム"], &["フィルム", "フイルム"]),
            ("vaiorin", &["ヴァイオリン", "バイオリン"], &["ヴァイオリン", "バイオリン"]),
            ("sutaffu", &["スタッフ募集"], &["スタッフ募集"]),
            ("sasaki", &["佐々木小次郎"], &["佐々木小次郎"]),
            ("hitobito", &["人々の声"], &["人々の声"]),
            ("kasumigaseki", &["霞ヶ関", "霞が関"], &["霞ヶ関", "霞が関"]),
        ];
        for (query, titles, expected) in table {
            assert_eq!(order(query, titles), *expected, "{query}");
        }
    }

    #[test]
    fn an_empty_query_keeps_all_in_their_order() {
        assert_eq!(order(" 　", &["b", "a", "猫"]), ["b", "a", "猫"]);
    }

    #[test]
    fn what_matched_is_highlighted_in_the_title_as_written() {
        for (query, title, expected) in [
            ("調達", "Cerebrasの巨額調達、その真意", "Cerebrasの巨額[調達]、その真意"),
            ("ai", "新しいＡＩの話", "新しい[ＡＩ]の話"),
            ("さーば", "社内ｻｰﾊﾞｰ", "社内[ｻｰﾊﾞｰ]"),
            ("crbrs", "Cerebras", "[C]e[r]e[br]a[s]"),
            ("チップ ai", "AIチップ", "[AIチップ]"),
            ("ai 性能", "AIチップ性能2倍", "[AI]チップ[性能]2倍"),
            ("調達", "調査の達人", "[調]査の[達]人"),
            ("cafe", "Un cafe\u{301}!", "Un [cafe\u{301}]!"),
            ("佐佐木", "佐々木さん", "[佐々木]さん"),
            ("ばいお", "ヴァイオリン", "[ヴァイオ]リン"),
            ("標點", "中文标点", "中文[标点]"),
            ("인용'", "‘인용’", "‘[인용’]"),
            ("시장", "반도체 시장", "반도체 [시장]"),
            ("测试 !y", "软件测试", "软件[测试]"),
            ("title:チップ", "AIチップ", "AI[チップ]"),
            ("株", "㈱日立", "[㈱]日立"),
            ("choutatsu", "Cerebrasの巨額調達", "Cerebrasの巨額[調達]"),
            ("saba", "社内サーバー室", "社内[サーバー]室"),
            ("tuil", "大模型推理", "大模型[推理]"),
            ("ㅂㄷㅊ", "한국 반도체", "한국 [반도체]"),
        ] {
            assert_eq!(shown(query, title), expected, "{query}");
        }
    }

    fn tagged() -> Arc<Vec<Arc<Entry>>> {
        let on = |day| {
            let written = date(2026, 2, day).at(0, 0, 0, 0);
            Some(Date {
                at: Offset::UTC.to_timestamp(written).unwrap(),
                written,
                offset: Offset::UTC,
                timed: false,
            })
        };
        let line = |text: &str| Safe::line(text);
        let mut one = article(1, "一強時代");
        one.path = Path::new("blog/2026/nvidia.md").into();
        one.meta.tags = vec![line("OpenAI"), line("AI チップ")];
        one.meta.author = Some(line("李明"));
        one.meta.lang = Some(line("ja"));
        one.meta.date = on(7);
        let mut two = article(2, "半导体");
        two.path = Path::new("zh/AI.md").into();
        two.meta.categories = vec![line("AI")];
        two.meta.lang = Some(line("zh-Hant"));
        two.meta.date = on(1);
        two.meta.draft = true;
        let mut three = article(3, "AI 반도체");
        three.meta.trouble = vec![line("x.md:1: broken")];
        Arc::new([one, two, three].iter().map(|article| Arc::new(Entry::of(article))).collect())
    }

    fn numbers(query: &str, world: &World<'_>) -> Vec<u64> {
        let query = Query::parse(query).unwrap_or_else(|fault| panic!("{query}: {fault:?}"));
        filter(&query, &tagged(), world).unwrap().articles.iter().map(|article| article.0).collect()
    }

    #[test]
    fn terms_look_where_they_say() {
        let now = "2026-02-10T00:00:00Z".parse().unwrap();
        let marked = |article: ArticleId| Facts {
            progress: if article.0 == 1 { Progress::Done } else { Progress::Unread },
            marked: article.0 == 3,
        };
        let text = |article: ArticleId, word: &Pattern| article.0 == 2 && word.find(&fold("晶圆")).is_some();
        let world = World { facts: &marked, text: &text, now, waiting: &|| Waiting::Whole };
        for (query, expected) in [
            ("ai", vec![3, 2, 1]),
            ("tag:^toushi$", vec![]),
            ("tag:^chippu", vec![]),
            ("tag:chippu$", vec![1]),
            ("tag:ai", vec![1]),
            ("tag:^ai$", vec![]),
            ("tag:^\"AI チップ\"$", vec![1]),
            ("category:ai", vec![2]),
            ("category:^ai$", vec![2]),
            ("author:李", vec![1]),
            ("李", vec![1]),
            ("path:blog/", vec![1]),
            ("path:.md$", vec![1, 2, 3]),
            ("nvidia", vec![1]),
            ("title:ai", vec![3]),
            ("lang:zh", vec![2]),
            ("lang:cn", vec![2]),
            ("lang:^jp$", vec![1]),
            ("lang:zh-hant", vec![2]),
            ("lang:z", vec![]),
            ("!lang:ja", vec![2, 3]),
            ("date:2026-02", vec![1, 2]),
            ("date:>2026-02-01", vec![1]),
            ("date:5d", vec![1]),
            ("!date:2026", vec![3]),
            ("is:done", vec![1]),
            ("is:unread", vec![2, 3]),
            ("is:done|marked", vec![1, 3]),
            ("is:draft", vec![2]),
            ("is:troubled", vec![3]),
            ("!is:draft", vec![1, 3]),
            ("text:晶圆", vec![2]),
            ("!text:晶圆", vec![1, 3]),
            ("text:jingyuan", vec![2]),
            ("text:'jingyuan", vec![]),
            ("tag:ai|x lang:ja|zh", vec![1]),
            ("tag:x|y", vec![]),
            ("lang:ja|zh", vec![1, 2]),
            ("sort:title", vec![1, 2, 3]),
            ("ai sort:title", vec![1, 2, 3]),
            ("ai sort:score", vec![3, 2, 1]),
        ] {
            assert_eq!(numbers(query, &world), expected, "{query}");
        }
    }

    #[test]
    fn a_whole_value_is_its_letters_and_no_reading() {
        let mut one = article(1, "漢字");
        one.meta.tags = ["メモ", "積読", "半导体"].map(Safe::line).to_vec();
        one.meta.categories = vec![Safe::line("が丘")];
        one.meta.author = Some(Safe::line("반도체"));
        let entries = [Arc::new(Entry::of(&one))];
        for (typed, expected) in [
            ("tag:^memo$", 0),
            ("tag:^めも$", 1),
            ("tag:^つんどく$", 0),
            ("tag:^tsundoku$", 0),
            ("tag:^bandaoti$", 0),
            ("author:^ㅂㄷㅊ$", 0),
            ("author:^반도체$", 1),
            ("title:^kanji$", 0),
            ("title:^漢字$", 1),
            ("!tag:^memo$", 1),
            ("category:^ヶ丘$", 0),
            ("category:^が丘$", 1),
            // Short of the whole it may be read.
            ("tag:^tsundoku", 1),
            ("tag:memo", 1),
            ("category:^ヶ丘", 1),
            ("tag:bandaoti$", 1),
            ("author:ㅂㄷㅊ", 1),
            ("^kanji$", 1),
        ] {
            let query = Query::parse(typed).unwrap();
            let found = filter(&query, &entries, &world()).unwrap();
            assert_eq!(found.articles.len(), expected, "{typed}");
            let why = Asked::of(&query).why(&one, found.title(0));
            let seen = why.title.len() + why.reasons.len();
            assert!(found.articles.is_empty() || typed.starts_with('!') || seen > 0, "{typed}");
        }
    }

    #[test]
    fn a_whole_tag_stands_above_the_midst_of_a_word() {
        let mut tagged = article(1, "巨額調達");
        tagged.meta.tags = vec![Safe::line("AI")];
        let mut other = article(2, "量子计算");
        other.meta.tags = vec![Safe::line("OpenAI")];
        let articles =
            [article(0, "Café au lait"), other, tagged, article(3, "OpenAIの今"), article(4, "AI")];
        let entries: Vec<_> = articles.iter().map(|article| Arc::new(Entry::of(article))).collect();
        let found = filter(&Query::parse("ai").unwrap(), &entries, &world()).unwrap();
        assert_eq!(found.articles.iter().map(|id| id.0).collect::<Vec<_>>(), [4, 3, 1, 0, 2]);
    }

    #[test]
    fn letters_strewn_over_a_word_of_a_path_are_no_match() {
        let mut deployment = article(1, "Canary Deployment");
        deployment.path = Path::new("content/application/canary.md").into();
        let mut cluster = article(2, "部署");
        cluster.path = Path::new("zh/kubernetes.md").into();
        let entries: Vec<_> =
            [deployment, cluster].iter().map(|article| Arc::new(Entry::of(article))).collect();
        for (typed, expected) in
            [("api", vec![]), ("kbrnts", vec![2]), ("appcan", vec![1]), ("zhkub", vec![2])]
        {
            let found = filter(&Query::parse(typed).unwrap(), &entries, &world()).unwrap();
            assert_eq!(found.articles.iter().map(|id| id.0).collect::<Vec<_>>(), expected, "{typed}");
        }
    }

    #[test]
    fn a_stale_query_has_no_answer() {
        let asked = Cell::new(0);
        let waiting = || {
            asked.set(asked.get() + 1);
            if asked.get() > 2 { Waiting::Nothing } else { Waiting::Whole }
        };
        let titles = vec!["猫"; 5_000];
        let query = Query::parse("猫").unwrap();
        assert_eq!(filter(&query, &entries(&titles), &World { waiting: &waiting, ..world() }), None);
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn first_rows_are_the_best_of_what_was_judged_so_far() {
        let titles: Vec<String> = (0..2_000)
            .map(|number| format!("{}調達{number}", if number % 2 == 0 { "再" } else { "" }))
            .collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let entries = entries(&titles);
        let asked = Cell::new(0);
        let waiting = || {
            asked.set(asked.get() + 1);
            if asked.get() == 3 { Waiting::First } else { Waiting::Whole }
        };
        for (typed, expected) in [("調達", 1), ("tag:x", 0), ("!tag:x", 0)] {
            asked.set(0);
            let query = Query::parse(typed).unwrap();
            let mut first = Vec::new();
            let whole = Narrowing::default()
                .filter(&Asked::of(&query), &entries, &World { waiting: &waiting, ..world() }, &mut |rows| {
                    first.push(rows);
                })
                .unwrap();
            assert_eq!(first.len(), 1);
            assert!(first[0].articles.len() <= 300);
            if !whole.articles.is_empty() {
                assert_eq!(whole.articles[..first[0].articles.len()], first[0].articles, "{typed}");
                assert_eq!(whole.articles[0].0, expected);
                assert_eq!(whole.title(7), first[0].title(7));
            }
        }
    }

    #[test]
    fn a_query_that_grows_answers_as_if_asked_alone() {
        let titles =
            ["AIチップ性能", "調査の達人", "巨額調達", "NVIDIA GPU", "反 AI", "量子计算", "반도체 시장"];
        let entries = entries(&titles);
        let mut narrowing = Narrowing::default();
        for typed in [
            "a",
            "ai",
            "ai ",
            "ai ち",
            "ai チッ",
            "ai !x",
            "調",
            "調達",
            "調達 !巨",
            "調達 !巨額",
            "量$",
            "量",
            "반",
            "반도체",
            "is:unread ai",
            "n",
            "nv",
            "nvg",
            "'",
            "'a",
            "'ai",
            "'a",
            "a",
            "ai ちっ",
            "ai ち",
            "ai",
            "",
            "量子",
        ] {
            let query = Query::parse(typed).unwrap();
            let alone = filter(&query, &entries, &world());
            assert_eq!(
                narrowing.filter(&Asked::of(&query), &entries, &world(), &mut |_| ()),
                alone,
                "{typed}"
            );
        }
    }

    #[test]
    fn a_title_past_its_bound_is_still_found_side_by_side() {
        let long = format!("{}調達", "猫".repeat(100_000));
        assert_eq!(matches("調達", &[&long]).title(0)[0], 300_000..300_006);
        assert_eq!(order("ai", &[&"a ".repeat(100_000)]).len(), 0);
    }

    fn title() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "AI",
            "ai",
            "チップ",
            "ﾁｯﾌﾟ",
            "調達",
            "調",
            "査の",
            "達",
            "サーバー",
            "가",
            "반도체",
            " ",
            "　",
            "-",
            "量子",
            "计算",
            "Café",
            "e\u{301}",
            "か\u{3099}",
            "👨\u{200d}👩",
            "㈱",
            "x",
            "nv",
            "gpu",
            "國",
            "佐々",
            "すゞ",
            "ヴァ",
            "…",
        ]);
        prop::collection::vec(parts, 0..7).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn a_prefix_of_a_match_matches(title in title(), word in "[aicnvgpu]{1,6}|[調達査半量子ちっぷ가반도]{1,4}") {
            // Two letters, or kana, are too few to be a scattered reading of kanji.
            let is_read = word.is_ascii() || word.chars().all(|c| "ちっぷ".contains(c));
            let least = if is_read && !fold(&title).contains(&fold(&word)) { 3 } else { 1 };
            let mut cut = word.clone();
            let found = order(&word, &[title.as_str()]).len();
            while found > 0 && cut.pop().is_some() && cut.chars().count() >= least {
                prop_assert_eq!(order(&cut, &[title.as_str()]).len(), 1, "{} of {}", &cut, &word);
            }
        }

        #[test]
        fn highlights_lie_on_grapheme_borders_in_order_and_apart(title in title(), word in title()) {
            let Ok(query) = Query::parse(&word) else { return Ok(()) };
            let title = Safe::line(&title).into_string();
            let borders: Vec<usize> = title.grapheme_indices(true).map(|(at, _)| at).chain([title.len()]).collect();
            let found = filter(&query, &entries(&[&title]), &world()).unwrap();
            let mut before = 0;
            for (number, range) in found.title(0).iter().enumerate() {
                prop_assert!(borders.contains(&(range.start as usize)) && borders.contains(&(range.end as usize)));
                prop_assert!(range.start < range.end && (number == 0 || before < range.start));
                before = range.end;
            }
        }

        #[test]
        fn narrowing_answers_as_filtering_does(
            titles in prop::collection::vec(title(), 1..6),
            typed in prop::collection::vec("[ai調達チップ !'^$x　<-]", 1..16),
        ) {
            let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
            let entries = entries(&titles);
            let mut narrowing = Narrowing::default();
            let mut line = String::new();
            for letter in typed {
                // Taken back as often as typed.
                if letter == "<" { line.pop(); } else { line.push_str(&letter); }
                let Ok(query) = Query::parse(&line) else { continue };
                prop_assert_eq!(narrowing.filter(&Asked::of(&query), &entries, &world(), &mut |_| ()), filter(&query, &entries, &world()));
            }
        }
    }
}
