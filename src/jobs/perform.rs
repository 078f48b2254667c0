//! Does one effect and reports what became of it.
//!
//! All of it is plain calls, so that a test can have an effect done in place. What is long asks
//! now and then whether anybody still waits.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::corpus::article::{Article, ArticleId};
use crate::corpus::source::{Found, Source, Walk, scan_all};
use crate::memory::file::Store;
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::memory::position::State;
use crate::message::{Effect, Goal, Report, Ticket};
use crate::page::code::colours;
use crate::search::entry::Entry;
use crate::search::facets::count;
use crate::search::filter::{Facts, Progress, World, filter};
use crate::search::within::{find, holds};
use crate::text::safe::Safe;

/// What work needs to know that the app does not.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The folders and files given.
    pub sources: Vec<Source>,
    /// How folders are walked.
    pub walk: Walk,
}

/// What one worker has at hand.
#[derive(Debug)]
pub struct Hands {
    /// What all workers know.
    pub desk: Desk,
    /// The files of memory; only the worker that saves has them, and none where nothing is to be
    /// written.
    pub store: Option<Store>,
}

/// Does `effect`. `report` takes what becomes of it, and says whether to go on; `stale` says
/// whether nobody waits any more.
pub fn perform(
    effect: Effect,
    hands: &mut Hands,
    report: &mut dyn FnMut(Report) -> ControlFlow<()>,
    stale: &dyn Fn() -> bool,
) {
    let Hands { desk, store } = hands;
    let answer = match effect {
        Effect::Scan(ticket) => return scan(ticket, desk, report, stale),
        Effect::Open { ticket, article, goal } => open(ticket, &article, goal, desk),
        Effect::Filter { ticket, query, entries, articles, facts, now } => {
            let facts: HashMap<_, _> = entries.iter().map(|entry| entry.article).zip(facts).collect();
            let unknown = Facts { progress: Progress::Unread, marked: false };
            let world = World {
                facts: &|id| facts.get(&id).copied().unwrap_or(unknown),
                text: &|id, word| !stale() && text_holds(id, word, &articles, desk),
                now,
                stale,
            };
            filter(&query, &entries, &world).map(|matches| Report::Filtered {
                ticket,
                matches: matches.into_iter().map(|found| (found.article, found.title)).collect(),
            })
        }
        Effect::Count { ticket, shown, corpus, memory, query } => {
            let articles = shown.iter().filter_map(|id| corpus.get(*id)).map(Arc::as_ref);
            let any_marks = memory.marked().next().is_some();
            let facts = |article: &Article| {
                let key = Key::of(article);
                let marked = any_marks && memory.count_marks(&key) > 0;
                Facts { progress: progress_of(&key, &memory), marked }
            };
            let groups = count(articles, &facts, &query, stale);
            groups.map(|groups| Report::Counted { ticket, groups })
        }
        Effect::Colour { ticket, document } => {
            let colours = colours(&document, || !stale());
            (!stale()).then(|| Report::Coloured { ticket, colours: colours.into() })
        }
        Effect::Find { ticket, word, readings, document } => {
            Some(Report::Hits { ticket, hits: find(&word, readings, &document) })
        }
        Effect::Save(memory) => save(&memory, store.as_mut()),
        // These need the terminal; the loop does them itself.
        Effect::Stop | Effect::Redraw => None,
    };
    if let Some(answer) = answer {
        let _ = report(answer);
    }
}

fn scan(
    ticket: Ticket,
    desk: &Desk,
    report: &mut dyn FnMut(Report) -> ControlFlow<()>,
    stale: &dyn Fn() -> bool,
) {
    let mut ended = false;
    scan_all(&desk.sources, &desk.walk, &mut |found| {
        let sent = match found {
            Found::Articles(articles) => {
                let with_entries = articles.into_iter().map(|article| {
                    let entry = Arc::new(Entry::of(&article));
                    (Arc::new(article), entry)
                });
                report(Report::Found(ticket, with_entries.collect()))
            }
            Found::Trouble(text) => report(Report::Trouble(text)),
        };
        ended = sent.is_break() || stale();
        if ended { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if ended {
        return;
    }
    let _ = report(Report::Scanned(ticket));
}

fn open(ticket: Ticket, article: &Arc<Article>, goal: Goal, desk: &Desk) -> Option<Report> {
    let source = desk.sources.iter().find(|source| source.root() == &*article.root)?;
    Some(match source.open(&article.path, &desk.walk) {
        Ok(opened) => {
            Report::Opened { ticket, article: Arc::new(opened.article), document: opened.document, goal }
        }
        Err(why) => Report::Unread { ticket, article: article.id, why: Safe::line(&format!("{why:#}")) },
    })
}

/// How far an article was read, as `is:` asks for it.
fn progress_of(key: &Key, memory: &Memory) -> Progress {
    match memory.state(key) {
        State::Unread => Progress::Unread,
        State::Reading => Progress::Reading,
        State::Done => Progress::Done,
    }
}

/// Whether the text of an article holds a folded word; not where it cannot be read.
fn text_holds(id: ArticleId, word: &str, articles: &[Arc<Article>], desk: &Desk) -> bool {
    let Some(article) = articles.iter().find(|article| article.id == id) else { return false };
    let source = desk.sources.iter().find(|source| source.root() == &*article.root);
    let opened = source.and_then(|source| source.open(&article.path, &desk.walk).ok());
    opened.is_some_and(|opened| holds(&opened.document, word))
}

fn save(memory: &Memory, store: Option<&mut Store>) -> Option<Report> {
    Some(match store?.save(memory, Timestamp::now()) {
        Ok(saved) => Report::Saved {
            memory: saved.memory,
            notices: saved.notices.iter().map(|each| Safe::line(each)).collect(),
        },
        Err(why) => Report::NotSaved(Safe::line(&format!("{why:#}"))),
    })
}
