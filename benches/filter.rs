//! What a keystroke in the filter bar costs, at 10,000, 100,000 and 1,000,000 titles.
//!
//! Every prefix of eight queries is filtered as typing it would, narrowing from one to the next,
//! and each first letter anew; `nucleo` scores and sorts the same titles for comparison (one
//! thread, without tags, paths, readings and highlights).
//!
//!     cargo bench --bench filter            the figures, printed as a table
//!     cargo bench --bench filter -- 100000  only this many titles

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use tsundoku::corpus::article::{Article, ArticleId};
use tsundoku::markdown::front_matter::Meta;
use tsundoku::search::entry::Entry;
use tsundoku::search::filter::{Facts, Progress, World, filter};
use tsundoku::search::narrowing::Narrowing;
use tsundoku::search::query::Query;
use tsundoku::text::safe::Safe;

const QUERIES: [&str; 8] =
    ["ai", "cerebras", "nvidia gpu", "調達", "チップ性能", "投資分析", "choutatsu", "handoutai"];

const RUNS: usize = 5;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![10_000, 100_000, 1_000_000] } else { asked };
    for size in sizes {
        let titles = titles(size);
        let start = Instant::now();
        let entries: Arc<Vec<Arc<Entry>>> = Arc::new(
            titles.iter().enumerate().map(|(number, title)| Arc::new(entry(number, title))).collect(),
        );
        println!("\n{size} titles, made ready in {:.0?}; ms a keystroke, best of {RUNS}", start.elapsed());
        for query in QUERIES {
            println!("{query:>12}  alone     {}", row(query, |typed| alone(typed, &entries)));
            println!("{:>12}  as typed  {}", "", typing(query, &entries));
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let wide: Vec<Utf32String> = titles.iter().map(|title| Utf32String::from(title.as_str())).collect();
        for query in QUERIES {
            println!("{query:>12}  nucleo    {}", row(query, |typed| nucleo(typed, &wide, &mut matcher)));
        }
    }
}

/// `prefix ms (matches)` for every prefix of `query`.
fn row(query: &str, mut run: impl FnMut(&str) -> usize) -> String {
    let mut row = String::new();
    for typed in prefixes(query) {
        let (spent, found) = best(|| run(typed));
        cell(&mut row, typed, spent, found);
    }
    row
}

/// The same with each answer narrowing the one before.
fn typing(query: &str, entries: &Arc<Vec<Arc<Entry>>>) -> String {
    let mut times = vec![(Duration::MAX, 0); prefixes(query).count()];
    for _ in 0..RUNS {
        let mut narrowing = Narrowing::default();
        for (typed, time) in prefixes(query).zip(&mut times) {
            let Ok(parsed) = Query::parse(typed) else { continue };
            let start = Instant::now();
            let found = narrowing.filter(&parsed, entries, &world()).map_or(0, |found| found.len());
            *time = (*time).min((start.elapsed(), found));
        }
    }
    let mut row = String::new();
    for (typed, (spent, found)) in prefixes(query).zip(times) {
        cell(&mut row, typed, spent, found);
    }
    row
}

fn cell(row: &mut String, typed: &str, spent: Duration, found: usize) {
    let last = typed.chars().next_back().unwrap_or(' ');
    let _ = write!(row, "{last} {:.1} ({found})  ", spent.as_secs_f64() * 1e3);
}

fn prefixes(query: &str) -> impl Iterator<Item = &str> {
    query.char_indices().map(|(at, c)| &query[..at + c.len_utf8()])
}

fn best(mut run: impl FnMut() -> usize) -> (Duration, usize) {
    let once = |run: &mut dyn FnMut() -> usize| {
        let start = Instant::now();
        let found = black_box(run());
        (start.elapsed(), found)
    };
    (0..RUNS).map(|_| once(&mut run)).min().unwrap_or_default()
}

fn alone(typed: &str, entries: &Arc<Vec<Arc<Entry>>>) -> usize {
    Query::parse(typed)
        .ok()
        .and_then(|query| filter(&query, entries, &world()))
        .map_or(0, |found| found.len())
}

fn nucleo(typed: &str, titles: &[Utf32String], matcher: &mut Matcher) -> usize {
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut found: Vec<(u32, usize)> = titles
        .iter()
        .enumerate()
        .filter_map(|(number, title)| {
            pattern.score(title.slice(..), matcher).map(|score| (u32::MAX - score, number))
        })
        .collect();
    found.sort_unstable();
    found.len()
}

fn world() -> World<'static> {
    World {
        facts: &|_| Facts { progress: Progress::Unread, marked: false },
        text: &|_, _| false,
        now: Timestamp::UNIX_EPOCH,
        stale: &|| false,
    }
}

fn entry(number: usize, title: &str) -> Entry {
    let path = format!("blog/2026/{:02}/article-{number}.md", number % 12 + 1);
    Entry::of(&Article {
        id: ArticleId(number as u64),
        root: Path::new("/articles").into(),
        path: Path::new(&path).into(),
        meta: Meta {
            title: Safe::line(title),
            tags: vec![Safe::fixed("AI"), Safe::fixed("半導体")],
            ..Meta::default()
        },
        modified: None,
        length: 0,
        characters: 0,
        minutes: 1,
    })
}

/// Titles of three to six parts, two in three of them Japanese, the same for every run.
fn titles(count: usize) -> Vec<String> {
    const JAPANESE: &[&str] = &[
        "AIチップ",
        "性能2倍は",
        "本当に",
        "世界を変えるのか",
        "巨額",
        "資金調達",
        "その真意",
        "一強時代を",
        "終わらせる",
        "投資家が",
        "市場",
        "分析",
        "半導体",
        "サーバー",
        "クラウド",
        "データセンターの",
        "戦略",
        "シリコン",
        "推論",
        "学習",
        "技術",
        "企業",
        "エネルギー",
        "開発者",
        "モデル",
        "創薬",
        "Cerebrasの",
        "NVIDIA",
        "ファーウェイ",
        "Amazonが示す",
        "進化",
        "時代",
        "調査",
        "東京",
        "投資分析",
        "メモリー",
        "新しい",
        "仕組み",
        "理由",
        "入門",
        "速報",
        "「選択」",
        "と",
        "の",
        "から",
    ];
    const LATIN: &[&str] = &[
        "Cerebras ",
        "NVIDIA ",
        "GPU ",
        "the ",
        "of ",
        "wafer ",
        "scale ",
        "engine ",
        "inference ",
        "training ",
        "data ",
        "center ",
        "market ",
        "analysis ",
        "memory ",
        "cloud ",
        "rust ",
        "react ",
        "hooks ",
        "guide ",
        "release ",
        "notes ",
        "how ",
        "why ",
        "AI ",
        "chips ",
        "open ",
        "source ",
        "model ",
        "agents ",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut roll = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or(0) % sides
    };
    (0..count)
        .map(|_| {
            let words = if roll(3) < 2 { JAPANESE } else { LATIN };
            let parts = 3 + roll(4);
            (0..parts).map(|_| words[roll(words.len())]).collect()
        })
        .collect()
}
