//! Threads that do the work, one for each kind, so that none waits for another.
//!
//! Of work of one kind only the newest counts: what waits behind it is dropped, and what is
//! being done is told that it is stale. What is remembered is read and written in the order asked for;
//! it is written before the pool ends, and what was copied handed on.

use std::mem::discriminant;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::jobs::keeping::Keeping;
use crate::jobs::perform::{Desk, Hands, perform};
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
const KEEPING: usize = LANES - 1;

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
        Effect::Recall(_)
        | Effect::Save(_)
        | Effect::Edit { .. }
        | Effect::Watch
        | Effect::Stop
        | Effect::Redraw => KEEPING,
    }
}

impl Pool {
    /// Threads that wait for work; reports go to `report`, which says whether anybody takes them.
    #[must_use]
    pub fn new(
        desk: &Desk,
        mut keeping: Keeping,
        report: &(impl Fn(Report) -> bool + Clone + Send + 'static),
    ) -> Self {
        let lanes = (0..LANES)
            .map(|place| {
                let (send, receive) = channel();
                let newest = Arc::new(AtomicU64::new(0));
                let keeping = if place == KEEPING { std::mem::take(&mut keeping) } else { Keeping::Nowhere };
                let mut hands = Hands::new(desk.clone(), keeping);
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
        let mut waiting = vec![first];
        waiting.extend(receive.try_iter());
        for (number, effect) in newest_of(waiting) {
            let stale = || newest.load(Ordering::Relaxed) > number;
            let mut tell =
                |said: Report| if report(said) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
            perform(effect, hands, &mut tell, &stale);
        }
    }
}

/// Of work that waits, in order, what still counts: the newest; of what is remembered the newest of
/// each sort.
fn newest_of(mut waiting: Vec<(u64, Effect)>) -> Vec<(u64, Effect)> {
    let mut left: Vec<(u64, Effect)> = Vec::new();
    while let Some(earlier) = waiting.pop() {
        let is_overtaken = left
            .iter()
            .any(|(_, later)| lane(&earlier.1) != KEEPING || discriminant(later) == discriminant(&earlier.1));
        if !is_overtaken {
            left.push(earlier);
        }
    }
    left.reverse();
    left
}

#[cfg(test)]
mod tests {
    use super::newest_of;
    use crate::memory::memory::Memory;
    use crate::message::{Effect, Ticket};

    #[test]
    fn neither_reading_nor_writing_what_is_remembered_overtakes_the_other() {
        let (recall, save) = (|| Effect::Recall(Memory::default()), || Effect::Save(Memory::default()));
        let names = |effects: Vec<Effect>| {
            let waiting = (0..).zip(effects).collect();
            newest_of(waiting).into_iter().map(|(number, _)| number).collect::<Vec<u64>>()
        };
        assert_eq!(names(vec![recall(), save()]), [0, 1]);
        assert_eq!(names(vec![save(), recall()]), [0, 1]);
        assert_eq!(names(vec![recall(), save(), save(), recall(), save()]), [3, 4]);
        assert_eq!(names(vec![save(), save(), recall(), recall()]), [1, 3]);
        assert_eq!(names(vec![Effect::Scan(Ticket(0)), Effect::Scan(Ticket(1))]), [1]);
    }
}
