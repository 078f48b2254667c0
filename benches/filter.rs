//! What a keystroke in the filter bar costs, at 10,000, 100,000 and 1,000,000 titles.
//!
//! Every prefix of eight queries is asked alone and as the next letter after the last, which
//! narrows its answer; `nucleo` and `frizbee` score and sort the same titles for comparison (without
//! tags, paths, readings and highlights). One thread each. The last group is what a word's readings
//! cost to lay out, once a keystroke.
//!
//!     cargo bench --bench filter                      all of it
//!     cargo bench --bench filter -- '100000/.*調達'    a part

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use frizbee::{Matcher as Frizbee, Pattern as Pieces};
use jiff::Timestamp;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use tsundoku::corpus::article::{Article, ArticleId};
use tsundoku::markdown::meta::Meta;
use tsundoku::search::asked::Asked;
use tsundoku::search::entry::Entry;
use tsundoku::search::filter::{Facts, Progress, Waiting, World, filter};
use tsundoku::search::narrowing::Narrowing;
use tsundoku::search::query::Query;
use tsundoku::search::readings::{self, Readings};
use tsundoku::text::safe::Safe;

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

const QUERIES: [&str; 8] =
    ["ai", "cerebras", "nvidia gpu", "調達", "チップ性能", "投資分析", "choutatsu", "handoutai"];

const TAGS: [&str; 10] =
    ["AI", "半導体", "投資", "クラウド", "rust", "memo", "研究", "daily", "セキュリティ", "設計"];

type Entries = Arc<Vec<Arc<Entry>>>;

fn keystrokes(criterion: &mut Criterion) {
    for size in SIZES {
        let titles = titles(size);
        let entries: Entries = Arc::new(
            titles.iter().enumerate().map(|(number, title)| Arc::new(entry(number, title))).collect(),
        );
        let wide: Vec<Utf32String> = titles.iter().map(|title| Utf32String::from(title.as_str())).collect();
        let mut group = criterion.benchmark_group(size.to_string());
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(100))
            .measurement_time(Duration::from_millis(500));
        for query in QUERIES {
            let mut before = "";
            for typed in prefixes(query) {
                group.bench_function(format!("{query}/{typed}/alone"), |bencher| {
                    bencher.iter(|| alone(typed, &entries));
                });
                group.bench_function(format!("{query}/{typed}/next"), |bencher| {
                    bencher.iter_custom(|times| (0..times).map(|_| next(before, typed, &entries)).sum());
                });
                group.bench_function(format!("{query}/{typed}/nucleo"), |bencher| {
                    bencher.iter(|| nucleo(typed, &wide));
                });
                group.bench_function(format!("{query}/{typed}/frizbee"), |bencher| {
                    bencher.iter(|| frizbee(typed, &titles));
                });
                before = typed;
            }
        }
        group.finish();
    }
}

fn readings_of_a_word(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("readings");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500));
    for word in ["shi", "kou", "cho", "choutatsu", "jinkouchinou", "tuili", "ㅂㄷㅊ"] {
        group.bench_function(word, |bencher| bencher.iter(|| readings::Pattern::of(word, Readings::ALL)));
    }
    group.finish();
}

fn prefixes(query: &str) -> impl Iterator<Item = &str> {
    query.char_indices().map(|(at, c)| &query[..at + c.len_utf8()])
}

fn parsed(typed: &str) -> Query {
    Query::parse(typed).expect("the queries above are whole at every letter")
}

fn alone(typed: &str, entries: &Entries) -> usize {
    filter(&parsed(typed), entries, &world()).map_or(0, |found| found.articles.len())
}

/// The time of `typed` after `before` was answered.
fn next(before: &str, typed: &str, entries: &Entries) -> Duration {
    let mut narrowing = Narrowing::default();
    if !before.is_empty() {
        black_box(narrowing.filter(&Asked::of(&parsed(before)), entries, &world(), &mut |_| ()));
    }
    let start = Instant::now();
    black_box(narrowing.filter(&Asked::of(&parsed(typed)), entries, &world(), &mut |_| ()));
    start.elapsed()
}

fn nucleo(typed: &str, titles: &[Utf32String]) -> usize {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let score = |(number, title): (usize, &Utf32String)| {
        pattern.score(title.slice(..), &mut matcher).map(|score| (u32::MAX - score, number))
    };
    let mut found: Vec<(u32, usize)> = titles.iter().enumerate().filter_map(score).collect();
    found.sort_unstable();
    found.len()
}

fn frizbee(typed: &str, titles: &[String]) -> usize {
    let config = frizbee::Config::default();
    Frizbee::from_patterns(&Pieces::parse_query(typed), &config).match_list(titles).len()
}

fn world() -> World<'static> {
    World {
        facts: &|_| Facts { progress: Progress::Unread, marked: false },
        text: &|_, _| false,
        now: Timestamp::UNIX_EPOCH,
        waiting: &|| Waiting::Whole,
    }
}

fn entry(number: usize, title: &str) -> Entry {
    let path = format!("blog/2026/{:02}/{number}.md", number % 12 + 1);
    Entry::of(&Article {
        id: ArticleId(number as u64),
        root: Path::new("/articles").into(),
        path: Path::new(&path).into(),
        meta: Meta {
            title: Safe::line(title),
            tags: vec![Safe::fixed(TAGS[number % TAGS.len()]), Safe::fixed(TAGS[number / 7 % TAGS.len()])],
            ..Meta::default()
        },
        modified: None,
        length: 0,
        characters: 0,
        minutes: 1,
        content: None,
        calls: Box::default(),
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

criterion_group!(benches, keystrokes, readings_of_a_word);
criterion_main!(benches);
