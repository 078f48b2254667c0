//! The memory files under several processes, and under processes killed at any moment.
//!
//! A child is this very program, told by the environment what to do; without that, the test that
//! is the child does nothing.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tsundoku::markdown::document::Anchor;
use tsundoku::memory::file::{Folders, Loaded, load};
use tsundoku::memory::key::Key;
use tsundoku::memory::memory::Memory;
use tsundoku::memory::position::{Position, State};
use tsundoku::memory::spot::Spot;

const CHILD: &str = "TSUNDOKU_TEST_MEMORY_CHILD";
const HOME: &str = "TSUNDOKU_TEST_MEMORY_HOME";

const TEXT: &str = "はじめに\n\n調達額は11億ドルに達した。市场感到惊讶。시장은 놀랐다。\n\nまとめ";

fn folders(home: &Path) -> Folders {
    Folders { config: home.join("config"), state: home.join("state") }
}

fn time(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
}

fn key(name: &str) -> Key {
    Key::new(Path::new("/home/読者/blog"), Path::new(name))
}

/// The nth change: by turns an article is marked and one is read in, each in a file of its own.
fn change(memory: &mut Memory, name: &str, n: i64) {
    let spot = Spot::of(TEXT, Anchor(14), Some("はじめに"));
    let key = key(&format!("{name}-{n}"));
    if n % 2 == 0 {
        memory.add_mark(key, format!("題 {name}"), spot, Some("注: 後で".to_owned()), time(n));
    } else {
        memory.remember(&key, Position::new(spot, 0.5, None, time(n)), State::Reading);
    }
}

/// The articles of all changes that were kept.
fn changed(memory: &Memory) -> BTreeSet<String> {
    let keys = memory.marked().chain(memory.begun());
    keys.map(|key| key.path.to_str().expect("our names are UTF-8").to_owned()).collect()
}

fn spawn(home: &Path, name: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, name)
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What a child does: as many changes as its name says, `a:250` say, each saved and then told.
#[test]
fn child() {
    let (Ok(name), Ok(home)) = (env::var(CHILD), env::var(HOME)) else { return };
    let (name, count) = name.split_once(':').unwrap();
    let Loaded { mut memory, mut store, notices } = load(&folders(Path::new(&home)), time(0));
    assert_eq!(notices, Vec::<String>::new());
    println!("\nready");
    // All begin at once: when the other end says so.
    std::io::stdin().read_exact(&mut [0]).unwrap();
    for n in 0..count.parse::<i64>().unwrap() {
        change(&mut memory, name, n);
        let saved = store.save(&memory, time(n)).unwrap();
        // Every other child never takes over what the others wrote.
        if name.ends_with(['a', 'c']) {
            memory = memory.merge(&saved.memory);
        }
        println!("saved {name}-{n}");
        std::io::stdout().flush().unwrap();
    }
}

fn wait_until_ready(child: &mut Child) -> BufReader<std::process::ChildStdout> {
    let mut told = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while line != "ready\n" {
        line.clear();
        assert_ne!(told.read_line(&mut line).unwrap(), 0, "the child is gone");
    }
    told
}

fn begin(child: &mut Child) {
    child.stdin.take().unwrap().write_all(b"!").unwrap();
}

#[test]
fn four_processes_lose_nothing_of_a_thousand_changes() {
    let home = tempfile::tempdir().unwrap();
    let mut children: Vec<Child> =
        ["a", "b", "c", "d"].map(|name| spawn(home.path(), &format!("{name}:250"))).into();
    let told: Vec<_> = children.iter_mut().map(wait_until_ready).collect();
    children.iter_mut().for_each(begin);
    for (mut child, mut told) in children.into_iter().zip(told) {
        told.read_to_string(&mut String::new()).unwrap();
        assert!(child.wait().unwrap().success());
    }
    let loaded = load(&folders(home.path()), time(0));
    assert_eq!(loaded.notices, Vec::<String>::new());
    let all: BTreeSet<String> =
        ["a", "b", "c", "d"].iter().flat_map(|name| (0..250).map(move |n| format!("{name}-{n}"))).collect();
    assert_eq!((loaded.memory.marks().len(), loaded.memory.begun().count()), (500, 500));
    assert_eq!(changed(&loaded.memory), all);
}

#[test]
fn killed_at_any_moment_the_files_are_whole_and_as_before_or_as_after() {
    const ROUNDS: u64 = 240;
    let mut home = tempfile::tempdir().unwrap();
    let mut known = BTreeSet::new();
    // A row of numbers without order, the same in every run; the moments differ all the same.
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let (mut before, mut after) = (0, 0);
    for round in 0..ROUNDS {
        if round % 30 == 0 {
            home = tempfile::tempdir().unwrap();
            known.clear();
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let name = format!("{round}");
        let mut child = spawn(home.path(), &format!("{name}:1000"));
        let mut told = wait_until_ready(&mut child);
        begin(&mut child);
        let mut saved = String::new();
        // The beginning, the first save or a later one, and some moment in it.
        for _ in 0..(random >> 60) % 3 {
            told.read_line(&mut saved).unwrap();
        }
        let moment = Instant::now() + Duration::from_micros((random >> 32) % 9_000);
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        told.read_to_string(&mut saved).unwrap();
        let count = saved.matches("\nsaved").count() + usize::from(saved.starts_with("saved"));

        let loaded = load(&folders(home.path()), time(0));
        assert_eq!(loaded.notices, Vec::<String>::new());
        known.extend((0..count).map(|n| format!("{name}-{n}")));
        let next = format!("{name}-{count}");
        let changed = changed(&loaded.memory);
        if changed.contains(&next) {
            after += 1;
        } else {
            before += 1;
        }
        known.extend(changed.contains(&next).then_some(next));
        assert_eq!(changed, known, "round {round}");
    }
    println!("{before} times as before, {after} times as after");
}
