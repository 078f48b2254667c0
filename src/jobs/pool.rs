//! Threads that do the work, one for each kind, so that none waits for another.
//!
//! Of work of one kind only the newest counts: what waits behind it is dropped, and what is
//! being done is told that it is stale. What is remembered is written before the pool ends, and what was copied handed on.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::jobs::perform::{Desk, Hands, perform};
use crate::memory::file::Store;
use crate::message::{Effect, Report};

/// The threads.
#[derive(Debug)]
pub struct Pool {
    lanes: Vec<Lane>,
}

#[derive(Debug)]
struct Lane {
    send: Option<Sender<(u64, Effect)>>,
    newest: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

/// The kinds of work.
const LANES: usize = 14;
/// The lanes from this one on are waited for at the end.
const BROWSING: usize = LANES - 3;
const COPYING: usize = LANES - 2;

fn lane(effect: &Effect) -> usize {
    match effect {
        Effect::Scan(_) => 0,
        Effect::Open { .. } => 1,
        Effect::List { .. } => 2,
        Effect::Find { .. } => 3,
        Effect::Colour { .. } => 4,
        Effect::Count { .. } => 5,
        // Both know where links lead, and nobody waits for both.
        Effect::Follow { .. } | Effect::Backlinks { .. } => 6,
        Effect::Browse(_) => BROWSING,
        Effect::Copy { .. } => COPYING,
        Effect::Refresh { .. } => 7,
        Effect::Pictures { .. } => 8,
        Effect::Draw { .. } => 9,
        Effect::Reunite(_) => 10,
        Effect::Save(_) | Effect::Edit { .. } | Effect::Watch | Effect::Stop | Effect::Redraw => LANES - 1,
    }
}

impl Pool {
    /// Threads that wait for work; reports go to `report`, which says whether anybody takes them.
    #[must_use]
    pub fn new(
        desk: &Desk,
        mut store: Option<Store>,
        report: &(impl Fn(Report) -> bool + Clone + Send + 'static),
    ) -> Self {
        let lanes = (0..LANES)
            .map(|place| {
                let (send, receive) = channel();
                let newest = Arc::new(AtomicU64::new(0));
                let store = if place == LANES - 1 { store.take() } else { None };
                let mut hands = Hands::new(desk.clone(), store);
                let (report, seen) = (report.clone(), newest.clone());
                let thread = std::thread::spawn(move || work(&receive, &mut hands, &report, &seen));
                Lane { send: Some(send), newest, thread: Some(thread) }
            })
            .collect();
        Self { lanes }
    }

    /// Gives work out.
    pub fn submit(&self, effect: Effect) {
        let lane = &self.lanes[lane(&effect)];
        let number = lane.newest.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(send) = &lane.send {
            // A lane that is gone has panicked; the session is being given back already.
            let _ = send.send((number, effect));
        }
    }

    /// Waits until what is remembered is written, what was copied handed on and what was to be opened
    /// opened; all other work is dropped.
    pub fn finish(mut self) {
        for (place, lane) in self.lanes.iter_mut().enumerate() {
            if place < COPYING {
                // A browser is left to itself, once it is started.
                lane.newest.fetch_add(1, Ordering::Relaxed);
            }
            lane.send = None;
        }
        for lane in self.lanes.iter_mut().skip(BROWSING) {
            if let Some(thread) = lane.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

fn work(
    receive: &Receiver<(u64, Effect)>,
    hands: &mut Hands,
    report: &dyn Fn(Report) -> bool,
    newest: &AtomicU64,
) {
    while let Ok(first) = receive.recv() {
        let (number, effect) = receive.try_iter().last().unwrap_or(first);
        let stale = || newest.load(Ordering::Relaxed) > number;
        let mut tell =
            |said: Report| if report(said) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        perform(effect, hands, &mut tell, &stale);
    }
}
