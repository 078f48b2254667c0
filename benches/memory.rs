//! Loading and saving ten thousand marks and a hundred thousand positions.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::{SignedDuration, Timestamp};
use tsundoku::markdown::document::Anchor;
use tsundoku::memory::file::{Folders, load};
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;
use tsundoku::memory::position::{Position, State};
use tsundoku::memory::spot::Spot;

const MARKS: i64 = 10_000;
const POSITIONS: i64 = 100_000;

const TEXT: &str = "いやはや、またしてもAI業界から驚くようなニュースが飛び込んできましたね。\
    Cerebrasが11億ドルもの巨額資金を調達し、評価額が81億ドルに達したという話、あなたも耳にしたかもしれません。";

fn time(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_millis(1_770_000_000_123 + second * 1_000)
}

fn key(n: i64) -> Key {
    let path = format!("posts/2026-02-07-Cerebrasの巨額調達-{n:06}.md");
    Key::new(Path::new("/home/reader/blog"), Path::new(&path))
}

fn large() -> Memory {
    let mut memory = Memory::default();
    let heading = Some("Cerebrasが乗り越えるべき、幾つものハードル");
    let spot = Spot::of(TEXT, Anchor(120), heading);
    for n in 0..MARKS {
        let title = format!("Cerebrasの巨額調達、その真意はどこにあるのか？ {n}");
        memory.add_mark(key(n), title, spot.clone(), Some("読み返す".to_owned()), time(n));
    }
    for n in 0..POSITIONS {
        memory.remember(&key(n), Position::new(spot.clone(), 0.38, Some(77), time(n)), State::Reading);
        memory.opened(&key(n), time(n));
    }
    memory
}

fn memory(criterion: &mut Criterion) {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let folders = Folders { config: home.path().join("config"), state: home.path().join("state") };
    let mut loaded = load(&folders, time(0));
    loaded.store.save(&large(), time(0)).expect("a temporary folder can be written");
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len() / 1_000);
    let (marks, state) =
        (size(&folders.config.join("bookmarks.yaml")), size(&folders.state.join("state.yaml")));
    println!("bookmarks.yaml {marks} kB, state.yaml {state} kB");

    let mut group = criterion.benchmark_group("10,000 marks, 100,000 positions");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.bench_function("load", |bencher| bencher.iter(|| load(&folders, time(0))));
    let mut loaded = load(&folders, time(0));
    let mut n = 0;
    group.bench_function("one position changed, snapshot taken (the app's part)", |bencher| {
        bencher.iter(|| {
            n += 1;
            let spot = Spot::of(TEXT, Anchor(3), None);
            loaded.memory.remember(
                &key(n % POSITIONS),
                Position::new(spot, 0.5, None, time(n)),
                State::Reading,
            );
            black_box(loaded.memory.clone())
        });
    });
    group.bench_function("one mark added, snapshot taken (the app's part)", |bencher| {
        bencher.iter_custom(|rounds| {
            let begun = Instant::now();
            let mut memory = loaded.memory.clone();
            for _ in 0..rounds {
                n += 1;
                memory.add_mark(key(n), "題".to_owned(), Spot::of(TEXT, Anchor(3), None), None, time(n));
                black_box(memory.clone());
            }
            begun.elapsed()
        });
    });
    group.bench_function("save after one position", |bencher| {
        bencher.iter(|| {
            n += 1;
            loaded.memory.opened(&key(n % POSITIONS), time(n + 1_000_000));
            loaded.memory = loaded.store.save(&loaded.memory, time(n)).expect("it can be saved").memory;
        });
    });
    group.bench_function("save after one mark", |bencher| {
        bencher.iter(|| {
            n += 1;
            let id = loaded.memory.add_mark(key(1), "題".to_owned(), Spot::default(), None, time(n));
            loaded.store.save(&loaded.memory, time(n)).expect("it can be saved");
            loaded.memory.remove_mark(id, time(n));
        });
    });
    group.bench_function("save after nothing", |bencher| {
        bencher.iter(|| loaded.store.save(&loaded.memory, time(n)).expect("it can be saved"));
    });
    group.finish();
}

criterion_group!(benches, memory);
criterion_main!(benches);
