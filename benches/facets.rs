//! What `t` costs: counting what 100,000 articles have in common, over few tags and over many.
//!
//!     cargo bench --bench facets

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use tsundoku::corpus::article::{Article, ArticleId};
use tsundoku::corpus::corpus::Corpus;
use tsundoku::corpus::source::Walk;
use tsundoku::jobs::keeping::Keeping;
use tsundoku::jobs::perform::{Desk, Hands, perform};
use tsundoku::markdown::date::Date;
use tsundoku::markdown::meta::Meta;
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;
use tsundoku::memory::position::State;
use tsundoku::message::{Effect, Ticket};
use tsundoku::programs::variables::Variables;
use tsundoku::search::facets::count;
use tsundoku::search::filter::{Facts, Progress};
use tsundoku::search::query::Query;
use tsundoku::shelf::stock::Stock;
use tsundoku::text::safe::Safe;

const ARTICLES: u64 = 100_000;

fn counting(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("facets");
    group.sample_size(10);
    let query = Query::parse("tag:^AI$ is:unread").unwrap_or_default();
    for tags in [40, 20_000] {
        let articles: Vec<Arc<Article>> =
            (0..ARTICLES).map(|number| Arc::new(article(number, tags))).collect();
        let facts = |_: &Article| Facts { progress: Progress::Unread, marked: false };
        group.bench_function(format!("{tags} tags/counted"), |bencher| {
            bencher.iter(|| {
                black_box(count(articles.iter().map(Arc::as_ref), &facts, &query, &|| false));
            });
        });
        let mut memory = Memory::default();
        for article in articles.iter().step_by(5) {
            memory.set_state(&Key::of(article), State::Done, Timestamp::UNIX_EPOCH);
        }
        let mut corpus = Corpus::default();
        corpus.add(articles.iter().cloned());
        let shown: Vec<ArticleId> = articles.iter().map(|article| article.id).collect();
        let walk = Walk { ignore_files: true, hidden: false, follow: false };
        let stock = Stock::of(corpus, memory);
        let mut hands =
            Hands::new(Desk { sources: Vec::new(), walk, programs: Variables::default() }, Keeping::Nowhere);
        group.bench_function(format!("{tags} tags/as the worker does it"), |bencher| {
            bencher.iter(|| {
                let effect = Effect::Count {
                    ticket: Ticket::default(),
                    shown: shown.clone(),
                    stock: stock.clone(),
                    query: query.clone(),
                };
                let mut report = |report| {
                    black_box(report);
                    std::ops::ControlFlow::Continue(())
                };
                perform(effect, &mut hands, &mut report, &|| false);
            });
        });
    }
    group.finish();
}

/// An article with four tags of so many, one of ten authors, a year of twelve.
fn article(number: u64, tags: u64) -> Article {
    let tag = |place: u64| {
        let tag = number.wrapping_mul(0x9e37_79b9).wrapping_add(place * 7919) % tags;
        let word = ["半導体", "AI", "Cerebras", "반도체", "市场"][usize::try_from(tag % 5).unwrap_or(0)];
        Safe::line(&format!("{word} {tag}"))
    };
    let root: Arc<Path> = Path::new("/articles").into();
    let path: Arc<Path> = Path::new(&format!("{}/{number}.md", number % 100)).into();
    Article {
        id: ArticleId::of(&root, &path),
        root,
        path,
        meta: Meta {
            title: Safe::line("調達の話"),
            date: Date::parse(&format!("{}-02-03", 2014 + number % 12)),
            author: Some(Safe::line(&format!("山本 {}", number % 10))),
            tags: (0..4).map(tag).collect(),
            lang: Some(Safe::line("ja")),
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

criterion_group!(benches, counting);
criterion_main!(benches);
