//! What it costs to set an article: its source parsed, its breaks found, its lines laid, and the
//! whole of it, on a megabyte of Japanese made of the sample's own articles.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tsundoku::markdown::document::BlockKind;
use tsundoku::markdown::meta::Meta;
use tsundoku::markdown::parse::parse;
use tsundoku::page::measure::Measure;
use tsundoku::page::page::{Card, Page};
use tsundoku::text::breaks::{Breaks, breaks};
use tsundoku::text::wrap::{Setting, wrap};

/// A megabyte of Japanese Markdown. Each copy is numbered, so that no paragraph stands twice.
fn megabyte() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/ja");
    let mut bodies: Vec<_> = fs::read_dir(folder)
        .expect("the sample is there")
        .map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("UTF-8"))
        .map(|text| text.splitn(3, "---\n").nth(2).unwrap_or_default().to_owned())
        .collect();
    bodies.sort();
    let mut out = String::new();
    for (number, body) in (0..).zip(bodies.iter().cycle()) {
        if out.len() >= 1_000_000 {
            break;
        }
        out.push_str(&body.replace("。\n", &format!("（第{number}章）。\n")));
        out.push('\n');
    }
    out
}

fn layout(criterion: &mut Criterion) {
    let source = megabyte();
    let document = Arc::new(parse(&source));
    let paragraphs: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .map(|block| document.text.slice(block.range.clone()).as_str())
        .collect();
    let bytes: u64 = paragraphs.iter().map(|paragraph| paragraph.len() as u64).sum();
    let mut group = criterion.benchmark_group("layout");
    group.throughput(Throughput::Bytes(source.len() as u64));
    group.bench_function("parse", |bencher| bencher.iter(|| parse(black_box(&source))));
    group.bench_function("whole", |bencher| {
        bencher.iter(|| {
            let document = Arc::new(parse(black_box(&source)));
            Page::new(document, &Meta::default(), 1, Card::Left, Measure::of(80)).rows().count()
        });
    });
    group.bench_function("first screen", |bencher| {
        bencher.iter(|| {
            let page = Page::new(document.clone(), &Meta::default(), 1, Card::Left, Measure::of(80));
            page.rows_from(page.first()).take(50).count()
        });
    });
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("breaks", |bencher| {
        bencher.iter(|| {
            paragraphs.iter().map(|text| breaks(black_box(text), Breaks::Strict).len()).sum::<usize>()
        });
    });
    let setting = Setting::default();
    group.bench_function("breaks and wrap", |bencher| {
        bencher.iter(|| paragraphs.iter().map(|text| wrap(black_box(text), &setting).len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, layout);
criterion_main!(benches);
