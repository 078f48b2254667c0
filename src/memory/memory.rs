//! Everything remembered, as one value.
//!
//! No file, no clock: times come in. Two memories merge into one that knows what both know, the
//! same in any order and any number of times; what was removed stays removed. A clone is cheap
//! enough to be sent away at every change.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use jiff::Timestamp;

use crate::memory::key::Key;
use crate::memory::mark::{Mark, MarkId};
use crate::memory::marks::{Marks, just_after};
use crate::memory::position::{Position, Record, SetBy, State, Status};
use crate::memory::positions::Positions;
use crate::memory::session::{CorpusId, Session};
use crate::memory::spot::Spot;

/// Past queries that are kept.
pub const QUERIES: usize = 500;

/// Corpora of which it is kept how they were left.
pub const SESSIONS: usize = 100;

/// Marks, positions, states, history, past queries, sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    pub(super) marks: Marks,
    pub(super) positions: Positions,
    /// When each query was last asked.
    pub(super) queries: Arc<BTreeMap<String, Timestamp>>,
    /// How each corpus was left.
    pub(super) sessions: Arc<BTreeMap<CorpusId, Session>>,
    /// Positions, history, queries and sessions up to then are forgotten.
    pub(super) forgotten: Option<Timestamp>,
}

impl Memory {
    /// Every mark, in the order they were made; those of one moment by path and place.
    #[must_use]
    pub fn marks(&self) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.marks.kept().map(AsRef::as_ref).collect();
        let order = |mark: &Mark| (mark.made, mark.key.clone(), mark.spot.at, mark.id);
        marks.sort_by_cached_key(|mark| order(mark));
        marks
    }

    /// The marks of an article, in the order of its text.
    #[must_use]
    pub fn marks_of(&self, key: &Key) -> Vec<&Mark> {
        self.marks.of(key)
    }

    /// How many marks an article has.
    #[must_use]
    pub fn count_marks(&self, key: &Key) -> usize {
        self.marks.count(key)
    }

    /// How many marks there are.
    #[must_use]
    pub fn count_all_marks(&self) -> usize {
        self.marks.kept().count()
    }

    /// Articles that have marks.
    pub fn marked(&self) -> impl Iterator<Item = &Key> {
        self.marks.keys()
    }

    /// The mark of this id.
    #[must_use]
    pub fn mark(&self, id: MarkId) -> Option<&Mark> {
        self.marks.get(id).map(AsRef::as_ref)
    }

    /// Sets a mark. The same place marked at the same moment, by the same root, is one mark.
    pub fn add_mark(
        &mut self,
        key: Key,
        title: String,
        spot: Spot,
        note: Option<String>,
        now: Timestamp,
    ) -> MarkId {
        let mark = Mark::new(key, title, spot, note, now);
        let id = mark.id;
        self.marks.put(mark, now);
        id
    }

    /// Takes a mark away and returns it, so that it can be put back.
    pub fn remove_mark(&mut self, id: MarkId, now: Timestamp) -> Option<Mark> {
        self.marks.remove(id, now).map(Arc::unwrap_or_clone)
    }

    /// Puts back a mark that was taken away.
    pub fn restore_mark(&mut self, mark: Mark, now: Timestamp) {
        self.marks.put(mark, now);
    }

    /// Writes another note on a mark; none if there is no such mark any more.
    pub fn edit_note(&mut self, id: MarkId, note: Option<String>, now: Timestamp) -> Option<()> {
        let mark = self.marks.get(id)?;
        if mark.note != note {
            let mark = Mark { note, ..Mark::clone(mark) };
            self.marks.put(mark, now);
        }
        Some(())
    }

    /// Where reading stands in an article.
    #[must_use]
    pub fn position(&self, key: &Key) -> Option<&Position> {
        self.record(key)?.position.as_ref()
    }

    /// Every article in which reading stands somewhere, with where; in an order that is the same in
    /// every run.
    pub fn positions(&self) -> impl Iterator<Item = (&Key, &Position)> {
        self.positions.iter().filter_map(|(key, record)| Some((key, record.position.as_ref()?)))
    }

    /// Whether anything is remembered of an article but when it was opened: a mark, a text it is known
    /// by, how far reading came.
    #[must_use]
    pub fn knows(&self, key: &Key) -> bool {
        let is_read = |position: &Position| position.content.is_some() || position.progress > 0.0;
        self.count_marks(key) > 0
            || self.state(key) != State::Unread
            || self.position(key).is_some_and(is_read)
    }

    /// How far reading has come in an article, 0 to 1.
    #[must_use]
    pub fn progress(&self, key: &Key) -> f32 {
        self.position(key).map_or(0.0, |position| position.progress)
    }

    /// How much of an article was read.
    #[must_use]
    pub fn state(&self, key: &Key) -> State {
        self.record(key).and_then(|record| record.status).map_or(State::Unread, |status| status.state)
    }

    /// When an article was last opened.
    #[must_use]
    pub fn last_opened(&self, key: &Key) -> Option<Timestamp> {
        self.record(key)?.opened
    }

    /// Keeps where reading stands, and the state that reading gives the article: it only ever
    /// rises, and not while the reader's own word holds.
    pub fn remember(&mut self, key: &Key, position: Position, state: State) {
        let now = self.lasting_of(key, position.changed);
        let position = Position { changed: now, ..position };
        self.positions.change(key, |record| {
            let known = record.status.map_or(State::Unread, |status| status.state);
            let overruled = record.status.is_some_and(|status| status.by == SetBy::Reader);
            if state > known && !overruled {
                record.status = Some(Status { since: later(record.status, now), state, by: SetBy::Reading });
            }
            record.merge(&Record { position: Some(position), ..Record::default() });
        });
    }

    /// Sets the state by the reader's word, which holds until the article is opened anew.
    pub fn set_state(&mut self, key: &Key, state: State, now: Timestamp) {
        let now = self.lasting_of(key, now);
        self.positions.change(key, |record| {
            record.status = Some(Status { since: later(record.status, now), state, by: SetBy::Reader });
        });
    }

    /// Notes when an article was opened to be read.
    pub fn opened(&mut self, key: &Key, now: Timestamp) {
        let now = self.lasting_of(key, now);
        self.positions.change(key, |record| record.opened = record.opened.max(Some(now)));
    }

    /// An article is opened anew: from now on its state is again what reading gives it.
    pub fn read_anew(&mut self, key: &Key, now: Timestamp) {
        let now = self.lasting_of(key, now);
        self.positions.change(key, |record| {
            if let Some(status) = record.status.filter(|status| status.by == SetBy::Reader) {
                let since = later(record.status, now);
                record.status = Some(Status { since, by: SetBy::Reading, ..status });
            }
        });
    }

    /// Articles that were opened, the last one first, each with when that was. The first few cost
    /// little more than looking at all once.
    pub fn history(&self) -> impl Iterator<Item = (&Key, Timestamp)> {
        latest(self.positions.iter().filter_map(|(key, record)| Some((record.opened?, key))))
    }

    /// Articles that were begun and not finished, the last one first; as [`Self::history`].
    pub fn begun(&self) -> impl Iterator<Item = &Key> {
        let is_begun = |record: &Record| record.status.is_some_and(|status| status.state == State::Reading);
        let begun = self.positions.iter().filter(move |(_, record)| is_begun(record));
        latest(begun.map(|(key, record)| {
            (record.position.as_ref().map(|position| position.changed).max(record.opened), key)
        }))
        .map(|(key, _)| key)
    }

    /// Articles that were begun or read to their end, in no order that means anything.
    pub fn begun_or_done(&self) -> impl Iterator<Item = &Key> {
        let is_begun = |record: &Record| record.status.is_some_and(|status| status.state != State::Unread);
        self.positions.iter().filter(move |(_, record)| is_begun(record)).map(|(key, _)| key)
    }

    /// Carries all that is remembered of a file over to its new name. Under the old one nothing is
    /// left, so that another file there is new, and that it may be carried back; also in what others
    /// remember, once it is merged with this. Where both names are remembered, the later counts.
    pub fn rename(&mut self, from: &Key, to: &Key, now: Timestamp) {
        if from == to {
            return;
        }
        let moved: Vec<Mark> = self.marks.of(from).into_iter().cloned().collect();
        for mark in moved {
            self.marks.put(Mark { key: to.clone(), ..mark }, now);
        }
        let mut left = self.record(from).cloned().unwrap_or_default();
        if let Some(read) = left.leave() {
            self.positions.change(from, |record| *record = left);
            self.positions.change(to, |record| record.take_over(read));
        }
        if self.sessions.values().any(|session| session.article.as_ref() == Some(from)) {
            for session in Arc::make_mut(&mut self.sessions).values_mut() {
                if session.article.as_ref() == Some(from) {
                    session.article = Some(to.clone());
                    session.changed = just_after(session.changed);
                }
            }
        }
    }

    /// Whether the same is remembered of how articles were read; quick where one was made from the
    /// other. Marks and queries may differ.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        self.positions == other.positions
    }

    /// Notes a query that was asked.
    pub fn add_query(&mut self, query: &str, now: Timestamp) {
        if query.trim().is_empty() {
            return;
        }
        let now = self.lasting(now);
        let queries = Arc::make_mut(&mut self.queries);
        let asked = queries.entry(query.to_owned()).or_insert(now);
        *asked = now.max(*asked);
        keep_latest(queries, QUERIES, |&asked| asked);
    }

    /// Past queries, the last one first.
    #[must_use]
    pub fn queries(&self) -> Vec<&str> {
        let mut queries: Vec<(&String, &Timestamp)> = self.queries.iter().collect();
        queries.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        queries.into_iter().map(|(query, _)| query.as_str()).collect()
    }

    /// How a corpus was left.
    #[must_use]
    pub fn session(&self, corpus: CorpusId) -> Option<&Session> {
        self.sessions.get(&corpus)
    }

    /// Keeps how a corpus was left.
    pub fn set_session(&mut self, corpus: CorpusId, session: Session) {
        let known = self.sessions.get(&corpus).map(|known| just_after(known.changed));
        let changed = self.lasting(session.changed).max(known.unwrap_or(Timestamp::MIN));
        let sessions = Arc::make_mut(&mut self.sessions);
        sessions.insert(corpus, Session { changed, ..session });
        keep_latest(sessions, SESSIONS, |session| session.changed);
    }

    /// Forgets positions, states, history, queries and sessions up to now, here and in every memory that
    /// this one is merged with. Marks stay.
    pub fn forget(&mut self, now: Timestamp) {
        self.forgotten = self.forgotten.max(Some(now));
        self.drop_forgotten();
    }

    /// What both know: of each thing the later word.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let mut merged = Self {
            marks: self.marks.merge(&other.marks),
            positions: self.positions.merge(&other.positions),
            queries: merge_kept(&self.queries, &other.queries, QUERIES, |&asked| asked),
            sessions: merge_kept(&self.sessions, &other.sessions, SESSIONS, |session| session.changed),
            forgotten: self.forgotten.max(other.forgotten),
        };
        if self.forgotten != other.forgotten {
            merged.drop_forgotten();
        }
        merged
    }

    pub(super) fn drop_forgotten(&mut self) {
        let Some(time) = self.forgotten else { return };
        self.positions = self.positions.since(time);
        if self.queries.values().any(|asked| *asked <= time) {
            Arc::make_mut(&mut self.queries).retain(|_, asked| *asked > time);
        }
        if self.sessions.values().any(|session| session.changed <= time) {
            Arc::make_mut(&mut self.sessions).retain(|_, session| session.changed > time);
        }
    }

    /// `now`, or a moment after all was forgotten where clocks have gone backwards: what is
    /// forgotten by its time must be older than what came after.
    fn lasting(&self, now: Timestamp) -> Timestamp {
        self.forgotten.map_or(now, |time| now.max(just_after(time)))
    }

    /// The same, and a moment after what is remembered of the article was carried away.
    fn lasting_of(&self, key: &Key, now: Timestamp) -> Timestamp {
        let moved = self.record(key).and_then(|record| record.moved);
        moved.map_or(now, |time| now.max(just_after(time))).max(self.lasting(now))
    }

    fn record(&self, key: &Key) -> Option<&Record> {
        self.positions.get(key)
    }
}

/// The latest first; what is of one moment by its key.
fn latest<'a, T: Ord>(entries: impl Iterator<Item = (T, &'a Key)>) -> impl Iterator<Item = (&'a Key, T)> {
    let mut heap: BinaryHeap<_> = entries.map(|(time, key)| (time, Reverse(key))).collect();
    std::iter::from_fn(move || heap.pop().map(|(time, Reverse(key))| (key, time)))
}

fn later(status: Option<Status>, now: Timestamp) -> Timestamp {
    status.map_or(now, |status| now.max(just_after(status.since)))
}

/// Of each name the greater value, of all the latest so many.
fn merge_kept<K: Ord + Clone, V: Ord + Clone>(
    ours: &Arc<BTreeMap<K, V>>,
    theirs: &Arc<BTreeMap<K, V>>,
    most: usize,
    time: impl Fn(&V) -> Timestamp,
) -> Arc<BTreeMap<K, V>> {
    if Arc::ptr_eq(ours, theirs) || theirs.is_empty() {
        return Arc::clone(ours);
    }
    let mut merged = BTreeMap::clone(ours);
    for (name, value) in theirs.iter() {
        match merged.get_mut(name) {
            Some(known) if *known >= *value => {}
            Some(known) => known.clone_from(value),
            None => {
                merged.insert(name.clone(), value.clone());
            }
        }
    }
    keep_latest(&mut merged, most, time);
    Arc::new(merged)
}

/// Drops the oldest beyond the number kept, so that the same ones go whatever the order of merging.
pub(super) fn keep_latest<K: Ord + Clone, V>(
    kept: &mut BTreeMap<K, V>,
    most: usize,
    time: impl Fn(&V) -> Timestamp,
) {
    let Some(excess) = kept.len().checked_sub(most).filter(|&excess| excess > 0) else { return };
    let mut by_age: Vec<(Timestamp, K)> =
        kept.iter().map(|(name, value)| (time(value), name.clone())).collect();
    by_age.sort();
    for (_, name) in by_age.into_iter().take(excess) {
        kept.remove(&name);
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::{Memory, QUERIES, SESSIONS};
    use crate::markdown::document::Anchor;
    use crate::memory::key::Key;
    use crate::memory::position::{Position, State};
    use crate::memory::session::{At, CorpusId, Session};
    use crate::memory::spot::Spot;

    fn key(path: &str) -> Key {
        Key::new(Path::new("/blog"), Path::new(path))
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn position(at: u32, progress: f32, second: i64) -> Position {
        Position::new(Spot { at: Anchor(at), ..Spot::default() }, progress, Some(7), time(second))
    }

    fn marked(memory: &mut Memory, path: &str, at: u32, second: i64) -> super::MarkId {
        let spot = Spot { at: Anchor(at), ..Spot::default() };
        memory.add_mark(key(path), "題".to_owned(), spot, None, time(second))
    }

    #[test]
    fn marks_of_an_article_stand_in_the_order_of_its_text() {
        let mut memory = Memory::default();
        marked(&mut memory, "猫.md", 9, 1);
        marked(&mut memory, "猫.md", 3, 2);
        marked(&mut memory, "犬.md", 1, 3);
        let places: Vec<u32> = memory.marks_of(&key("猫.md")).iter().map(|mark| mark.spot.at.0).collect();
        assert_eq!(places, [3, 9]);
        assert_eq!(
            (memory.count_marks(&key("犬.md")), memory.marks().len(), memory.marked().count()),
            (1, 3, 2)
        );
    }

    #[test]
    fn a_removed_mark_stays_removed_until_it_is_put_back() {
        let mut memory = Memory::default();
        let id = marked(&mut memory, "猫.md", 3, 1);
        let before = memory.clone();
        let mark = memory.remove_mark(id, time(2)).unwrap();
        assert!(memory.merge(&before).marks().is_empty());
        assert_eq!(memory.remove_mark(id, time(3)), None);
        memory.restore_mark(mark, time(4));
        assert_eq!(memory.merge(&before).marks().len(), 1);
    }

    #[test]
    fn a_clock_that_goes_backwards_does_not_undo_what_came_last() {
        let mut memory = Memory::default();
        let id = marked(&mut memory, "猫.md", 3, 100);
        let before = memory.clone();
        memory.edit_note(id, Some("注".to_owned()), time(1)).unwrap();
        assert_eq!(memory.merge(&before).mark(id).unwrap().note.as_deref(), Some("注"));
        memory.remove_mark(id, time(1)).unwrap();
        assert_eq!(memory.merge(&before).mark(id), None);
        memory.forget(time(100));
        memory.opened(&key("猫.md"), time(1));
        assert!(memory.merge(&memory.clone()).last_opened(&key("猫.md")).is_some());
    }

    #[test]
    fn reading_only_raises_the_state() {
        let mut memory = Memory::default();
        memory.remember(&key("a"), position(0, 0.0, 1), State::Unread);
        assert_eq!(memory.state(&key("a")), State::Unread);
        memory.remember(&key("a"), position(50, 0.5, 2), State::Reading);
        memory.remember(&key("a"), position(99, 1.0, 3), State::Done);
        memory.remember(&key("a"), position(10, 0.1, 4), State::Reading);
        assert_eq!(memory.state(&key("a")), State::Done);
        assert_eq!(memory.position(&key("a")).unwrap().spot.at, Anchor(10));
    }

    #[test]
    fn the_readers_word_holds_until_the_article_is_opened_anew() {
        let mut memory = Memory::default();
        memory.remember(&key("a"), position(99, 1.0, 1), State::Done);
        memory.set_state(&key("a"), State::Unread, time(2));
        memory.remember(&key("a"), position(99, 1.0, 3), State::Done);
        assert_eq!(memory.state(&key("a")), State::Unread);
        memory.read_anew(&key("a"), time(4));
        memory.remember(&key("a"), position(20, 0.2, 5), State::Reading);
        assert_eq!(memory.state(&key("a")), State::Reading);
    }

    #[test]
    fn a_state_set_here_and_a_place_reached_there_both_stay() {
        let mut here = Memory::default();
        here.remember(&key("a"), position(5, 0.1, 1), State::Reading);
        let mut there = here.clone();
        here.set_state(&key("a"), State::Done, time(2));
        there.remember(&key("a"), position(9, 0.2, 3), State::Reading);
        let both = here.merge(&there);
        assert_eq!((both.state(&key("a")), both.progress(&key("a"))), (State::Done, 0.2));
    }

    #[test]
    fn what_was_begun_and_what_was_opened_come_latest_first() {
        let mut memory = Memory::default();
        for (path, second) in [("甲", 1), ("乙", 3), ("丙", 2)] {
            memory.opened(&key(path), time(second));
            memory.remember(&key(path), position(1, 0.1, second), State::Reading);
        }
        memory.set_state(&key("丙"), State::Done, time(4));
        assert_eq!(memory.begun().collect::<Vec<_>>(), [&key("乙"), &key("甲")]);
        let history: Vec<Key> = memory.history().map(|(key, _)| key.clone()).collect();
        assert_eq!(history, [key("乙"), key("丙"), key("甲")]);
    }

    #[test]
    fn queries_come_latest_first_once_each_and_not_without_end() {
        let mut memory = Memory::default();
        for second in 0..i64::try_from(QUERIES).unwrap() + 5 {
            memory.add_query(&format!("tag:{second}"), time(second));
        }
        memory.add_query("調達", time(1));
        memory.add_query("tag:20", time(9_000));
        memory.add_query("  ", time(9_001));
        assert_eq!((memory.queries().len(), memory.queries()[0]), (QUERIES, "tag:20"));
    }

    #[test]
    fn a_renamed_file_keeps_its_marks_and_its_place() {
        let mut memory = Memory::default();
        let id = marked(&mut memory, "旧.md", 3, 1);
        memory.remember(&key("旧.md"), position(5, 0.5, 2), State::Reading);
        let before = memory.clone();
        memory.rename(&key("旧.md"), &key("新.md"), time(3));
        assert_eq!(memory.marks_of(&key("新.md")).len(), 1);
        assert_eq!(memory.merge(&before).mark(id).unwrap().key, key("新.md"));
        assert_eq!(memory.marks_of(&key("旧.md")).len(), 0);
        assert_eq!((memory.state(&key("新.md")), memory.progress(&key("新.md"))), (State::Reading, 0.5));
    }

    /// What is remembered under a name, but its marks.
    fn told(memory: &Memory, path: &str) -> (State, f32, bool) {
        let key = key(path);
        (memory.state(&key), memory.progress(&key), memory.last_opened(&key).is_some())
    }

    #[test]
    fn a_new_file_at_the_old_name_is_unread() {
        for (old, new) in [("猫.md", "犬.md"), ("文章.md", "狗.md"), ("고양이.md", "개.md"), ("a.md", "b.md")]
        {
            let mut memory = Memory::default();
            memory.opened(&key(old), time(1));
            memory.remember(&key(old), position(9, 1.0, 2), State::Done);
            marked(&mut memory, old, 3, 2);
            let before = memory.clone();
            memory.rename(&key(old), &key(new), time(3));
            for memory in [memory.clone(), before.merge(&memory), memory.merge(&before)] {
                assert_eq!(told(&memory, old), (State::Unread, 0.0, false));
                assert!(!memory.knows(&key(old)) && memory.position(&key(old)).is_none());
                assert_eq!(told(&memory, new), (State::Done, 1.0, true));
                assert_eq!(memory.history().map(|(key, _)| key).collect::<Vec<_>>(), [&key(new)]);
                assert_eq!(memory.begun_or_done().collect::<Vec<_>>(), [&key(new)]);
            }
            // It is read like any other, and a clock that goes backwards loses nothing of that.
            memory.opened(&key(old), time(1));
            memory.remember(&key(old), position(2, 0.2, 1), State::Reading);
            memory.set_state(&key(old), State::Done, time(1));
            assert_eq!(told(&memory.merge(&before), old), (State::Done, 0.2, true));
        }
    }

    #[test]
    fn what_is_renamed_and_renamed_back_is_all_there() {
        let (a, b) = (key("a.md"), key("b.md"));
        for is_read_between in [false, true] {
            let mut memory = Memory::default();
            memory.opened(&a, time(1));
            memory.remember(&a, position(5, 0.5, 2), State::Reading);
            marked(&mut memory, "a.md", 3, 2);
            let first = memory.clone();
            memory.rename(&a, &b, time(3));
            if is_read_between {
                memory.opened(&b, time(4));
                memory.remember(&b, position(8, 0.8, 4), State::Done);
            }
            let second = memory.clone();
            memory.rename(&b, &a, time(5));
            let third = memory.clone();
            memory.rename(&a, &b, time(6));
            memory.rename(&b, &a, time(7));
            let expected =
                if is_read_between { (State::Done, 0.8, true) } else { (State::Reading, 0.5, true) };
            for memory in
                [&memory, &third, &third.merge(&first), &second.merge(&third), &first.merge(&memory)]
            {
                assert_eq!(told(memory, "a.md"), expected);
                assert_eq!(told(memory, "b.md"), (State::Unread, 0.0, false));
                assert_eq!((memory.count_marks(&a), memory.count_marks(&b)), (1, 0));
            }
        }
    }

    #[test]
    fn of_what_both_names_remember_the_later_counts_and_no_state_is_taken_back() {
        let (a, b) = (key("a.md"), key("b.md"));
        let mut memory = Memory::default();
        memory.remember(&a, position(99, 1.0, 2), State::Done);
        memory.remember(&b, position(1, 0.1, 5), State::Reading);
        memory.rename(&a, &b, time(9));
        assert_eq!(told(&memory, "b.md"), (State::Done, 0.1, false));
        // But by the reader's word.
        memory.remember(&a, position(99, 1.0, 20), State::Done);
        memory.set_state(&b, State::Unread, time(30));
        memory.rename(&a, &b, time(40));
        assert_eq!(told(&memory, "b.md"), (State::Unread, 1.0, false));
    }

    #[test]
    fn what_others_read_on_after_it_was_renamed_is_not_lost() {
        let mut memory = Memory::default();
        memory.remember(&key("a.md"), position(5, 0.5, 2), State::Reading);
        let mut other = memory.clone();
        memory.rename(&key("a.md"), &key("b.md"), time(9));
        other.remember(&key("a.md"), position(8, 0.8, 4), State::Reading);
        let mut both = memory.merge(&other);
        assert!(both.progress(&key("a.md")) > 0.7);
        both.rename(&key("a.md"), &key("b.md"), time(9));
        assert_eq!(told(&both, "a.md"), (State::Unread, 0.0, false));
        assert_eq!(told(&both, "b.md"), (State::Reading, 0.8, false));
    }

    #[test]
    fn one_who_left_at_a_file_comes_back_to_it_under_its_new_name() {
        let mut memory = Memory::default();
        memory.set_session(CorpusId(1), left(&key("旧.md"), 1));
        memory.set_session(CorpusId(2), left(&key("글.md"), 1));
        let before = memory.clone();
        memory.rename(&key("旧.md"), &key("新.md"), time(2));
        let memory = before.merge(&memory);
        let article = |corpus| memory.session(CorpusId(corpus)).and_then(|left| left.article.clone());
        assert_eq!((article(1), article(2)), (Some(key("新.md")), Some(key("글.md"))));
    }

    #[test]
    fn what_is_forgotten_does_not_come_back_from_another() {
        let mut memory = Memory::default();
        marked(&mut memory, "a", 3, 1);
        memory.remember(&key("a"), position(5, 0.5, 2), State::Reading);
        memory.add_query("調達", time(2));
        let other = memory.clone();
        memory.forget(time(3));
        let merged = other.merge(&memory);
        assert_eq!(merged, memory);
        assert_eq!(
            (merged.marks().len(), merged.queries().len(), merged.state(&key("a"))),
            (1, 0, State::Unread)
        );
    }

    fn left(article: &Key, second: i64) -> Session {
        let article = Some(article.clone());
        Session { changed: time(second), article, at: At::Reader, query: String::new(), order: None }
    }

    #[test]
    fn of_how_a_corpus_was_left_the_last_holds_and_old_corpora_go() {
        let mut memory = Memory::default();
        for n in 0..SESSIONS as u64 + 9 {
            memory.set_session(CorpusId(n), left(&key("猫.md"), n.cast_signed()));
        }
        assert_eq!((memory.session(CorpusId(8)), memory.sessions.len()), (None, SESSIONS));
        let before = memory.clone();
        // A clock that goes backwards does not undo what came last.
        memory.set_session(CorpusId(9), left(&key("글.md"), 1));
        let article = |memory: &Memory| memory.session(CorpusId(9)).and_then(|left| left.article.clone());
        assert_eq!(article(&before.merge(&memory)), Some(key("글.md")));
        memory.forget(time(10_000));
        assert_eq!(article(&before.merge(&memory)), None);
    }

    /// What may be done to a memory, on few articles at few moments, so that much collides.
    #[derive(Clone, Debug)]
    enum Deed {
        Mark(u8, u32),
        Remove(usize),
        Note(usize, String),
        Remember(u8, f32),
        State(u8, u8),
        Open(u8),
        Query(u8),
        Leave(u8, u8),
        Rename(u8, u8),
        Forget,
    }

    fn deeds() -> impl Strategy<Value = Vec<(Deed, i64)>> {
        let deed = prop_oneof![
            4 => (0..3_u8, 0..3_u32).prop_map(|(path, at)| Deed::Mark(path, at)),
            2 => (0..4_usize).prop_map(Deed::Remove),
            2 => (0..4_usize, "[ab猫]{0,2}").prop_map(|(which, note)| Deed::Note(which, note)),
            4 => (0..3_u8, 0.0..1.0_f32).prop_map(|(path, progress)| Deed::Remember(path, progress)),
            2 => (0..3_u8, 0..3_u8).prop_map(|(path, state)| Deed::State(path, state)),
            2 => (0..3_u8).prop_map(Deed::Open),
            2 => (0..3_u8).prop_map(Deed::Query),
            2 => (0..3_u8, 0..3_u8).prop_map(|(corpus, path)| Deed::Leave(corpus, path)),
            1 => (0..3_u8, 0..3_u8).prop_map(|(from, to)| Deed::Rename(from, to)),
            1 => Just(Deed::Forget),
        ];
        proptest::collection::vec((deed, 0..6_i64), 0..12)
    }

    fn perform(memory: &mut Memory, deeds: &[(Deed, i64)]) {
        for (deed, second) in deeds {
            // The same files, by one root and by another.
            let name = |path: &u8| match second % 2 {
                0 => key(&format!("{path}.md")),
                _ => Key::new(Path::new("/"), PathBuf::from(format!("blog/{path}.md"))),
            };
            let now = time(*second);
            let nth = |which: &usize| memory.marks().get(*which).map(|mark| mark.id);
            match deed {
                Deed::Mark(path, at) => {
                    marked(memory, &format!("{path}.md"), *at, *second);
                }
                Deed::Remove(which) => {
                    if let Some(id) = nth(which) {
                        memory.remove_mark(id, now);
                    }
                }
                Deed::Note(which, note) => {
                    if let Some(id) = nth(which) {
                        memory.edit_note(id, Some(note.clone()), now);
                    }
                }
                Deed::Remember(path, progress) => {
                    let state = if *progress > 0.9 { State::Done } else { State::Reading };
                    memory.remember(&name(path), position(5, *progress, *second), state);
                }
                Deed::State(path, state) => {
                    memory.set_state(&name(path), State::ALL[usize::from(*state)].0, now);
                }
                Deed::Open(path) => {
                    memory.opened(&name(path), now);
                    memory.read_anew(&name(path), now);
                }
                Deed::Query(query) => memory.add_query(&query.to_string(), now),
                Deed::Leave(corpus, path) => {
                    memory.set_session(CorpusId((*corpus).into()), left(&name(path), *second));
                }
                Deed::Rename(from, to) => memory.rename(&name(from), &name(to), now),
                Deed::Forget => memory.forget(now),
            }
        }
    }

    proptest! {
        #[test]
        fn merging_is_commutative_associative_and_idempotent(
            shared in deeds(), a in deeds(), b in deeds(), c in deeds(),
        ) {
            let grown = |deeds: &[(Deed, i64)]| {
                let mut memory = Memory::default();
                perform(&mut memory, &shared);
                perform(&mut memory, deeds);
                memory
            };
            let (a, b, c) = (grown(&a), grown(&b), grown(&c));
            prop_assert_eq!(&a.merge(&a), &a);
            prop_assert_eq!(&a.merge(&Memory::default()), &a);
            prop_assert_eq!(a.merge(&b), b.merge(&a));
            prop_assert_eq!(a.merge(&b).merge(&c), a.merge(&b.merge(&c)));
            prop_assert_eq!(a.merge(&b).merge(&a), a.merge(&b));
        }

        #[test]
        fn what_is_renamed_stays_so_whoever_still_knows_the_old_name(
            deeds in deeds(), from in 0..3_u8, to in 0..3_u8,
        ) {
            let mut before = Memory::default();
            perform(&mut before, &deeds);
            let (from, to) = (key(&format!("{from}.md")), key(&format!("{to}.md")));
            let mut memory = before.clone();
            memory.rename(&from, &to, time(3));
            prop_assert_eq!(&before.merge(&memory), &memory);
            if from != to {
                prop_assert!(!memory.knows(&from) && memory.last_opened(&from).is_none());
                prop_assert!(memory.sessions.values().all(|left| left.article.as_ref() != Some(&from)));
                prop_assert!(!memory.knows(&to) || before.knows(&from) || before.knows(&to));
                let marks = before.count_marks(&from) + before.count_marks(&to);
                prop_assert_eq!(memory.count_marks(&to), marks);
            }
            // And all the way back.
            let (progress, opened) = (memory.progress(&to), memory.last_opened(&to).is_some());
            memory.rename(&to, &from, time(1));
            prop_assert_eq!((memory.progress(&from), memory.last_opened(&from).is_some()), (progress, opened));
            prop_assert_eq!(&before.merge(&memory), &memory);
        }

        #[test]
        fn a_snapshot_does_not_feel_what_is_done_after(shared in deeds(), after in deeds()) {
            let mut memory = Memory::default();
            perform(&mut memory, &shared);
            let snapshot = memory.clone();
            perform(&mut memory, &after);
            let mut again = Memory::default();
            perform(&mut again, &shared);
            prop_assert_eq!(snapshot, again);
        }
    }
}
