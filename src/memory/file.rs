//! The two memory files: `bookmarks.yaml` (marks, the person's own file) and `state.yaml` (all else).
//!
//! Loading never fails: what is missing is empty, what is broken is set aside under another name,
//! what a newer program wrote is read and left alone. Saving takes a lock, reads what others wrote
//! meanwhile, merges, and replaces the file whole or not at all; nothing is written where nothing
//! changed. A mark that stood in the bookmarks file when it was last seen and is gone now was taken
//! away by another instance or by hand; one that differs without a later time was edited by hand.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use jiff::Timestamp;

use crate::limits::SETTINGS_BYTES;
use crate::memory::disk::Disk;
use crate::memory::kept_file::{KeptFile, Looked, Parsed, Trouble};
use crate::memory::lines;
use crate::memory::mark::{Mark, MarkId};
use crate::memory::marks::{Marks, Slot, just_after};
use crate::memory::memory::Memory;
use crate::memory::sheet::{self, Sheet};

/// The name of the file of marks, in the config folder.
pub const BOOKMARKS: &str = "bookmarks.yaml";

/// The name of the file of all else, in the state folder.
pub const STATE: &str = "state.yaml";

/// Bytes of the bookmarks file: some hundred thousand marks.
const BOOKMARKS_BYTES: u64 = 4 * SETTINGS_BYTES;

/// Bytes of the state file: some five hundred thousand articles.
const STATE_BYTES: u64 = 16 * SETTINGS_BYTES;

/// Where the files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The folder of the settings.
    pub config: PathBuf,
    /// The folder of what the program notes for itself.
    pub state: PathBuf,
}

impl Folders {
    /// The file of marks and that of all else.
    #[must_use]
    pub fn files(&self) -> [PathBuf; 2] {
        [self.config.join(BOOKMARKS), self.state.join(STATE)]
    }
}

/// What is written to the files, and so outlasts the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// The marks.
    pub marks: bool,
    /// All else.
    pub rest: bool,
}

/// What was found at the start.
#[derive(Debug)]
pub struct Loaded {
    /// All that could be read.
    pub memory: Memory,
    /// What the reader should know about it, a line each.
    pub notices: Vec<String>,
    /// Saves from now on.
    pub store: Store,
}

/// What stands on disk now.
#[derive(Debug)]
pub struct Saved {
    /// What was given, merged with what others wrote: to be merged into the running memory.
    pub memory: Memory,
    /// What the reader should know, a line each.
    pub notices: Vec<String>,
}

/// The files as last seen. It belongs to the one thread that saves.
#[derive(Debug)]
pub struct Store {
    disk: Disk,
    /// Everything that was ever given or read, removals included.
    memory: Memory,
    bookmarks: Bookmarks,
    state: State,
}

#[derive(Debug)]
struct Bookmarks {
    file: KeptFile,
    /// What the file holds.
    sheet: Sheet,
}

#[derive(Debug)]
struct State {
    file: KeptFile,
    /// What the file holds.
    memory: Memory,
}

/// Reads the files. It never fails; whatever was odd is among the notices.
#[must_use]
pub fn load(folders: &Folders, now: Timestamp) -> Loaded {
    let (bookmarks, state) = files(folders);
    load_from(Disk::default(), bookmarks, state, now)
}

/// The same, writing nothing, now or when it is saved: what is broken is only told.
#[must_use]
pub fn load_sealed(folders: &Folders, now: Timestamp) -> Loaded {
    let (bookmarks, state) = files(folders);
    load_from(Disk::default(), bookmarks.sealed(), state.sealed(), now)
}

fn files(folders: &Folders) -> (KeptFile, KeptFile) {
    let [bookmarks, state] = folders.files();
    let bookmarks = KeptFile::new(bookmarks, BOOKMARKS_BYTES, sheet::VERSION);
    (bookmarks, KeptFile::new(state, STATE_BYTES, lines::VERSION))
}

fn load_from(disk: Disk, bookmarks: KeptFile, state: KeptFile, now: Timestamp) -> Loaded {
    let mut notices: Vec<String> = bookmarks.why_closed().into_iter().chain(state.why_closed()).collect();
    let mut store = Store {
        disk,
        memory: Memory::default(),
        bookmarks: Bookmarks { file: bookmarks, sheet: Sheet::default() },
        state: State { file: state, memory: Memory::default() },
    };
    if let Err(error) = store.take_in(now, &mut notices) {
        notices.push(format!("{error:#}"));
    }
    Loaded { memory: store.memory.clone(), notices, store }
}

/// The one name of a corpus folder, however it was reached; as given where the system cannot say.
#[must_use]
pub fn canonical(root: &Path) -> PathBuf {
    root.canonicalize().or_else(|_| std::path::absolute(root)).unwrap_or_else(|_| root.to_owned())
}

impl Store {
    /// What of it is written: what stands in a file that is only read is not.
    #[must_use]
    pub fn lasting(&self) -> Lasting {
        let is_open = |file: &KeptFile| file.why_closed().is_none();
        Lasting { marks: is_open(&self.bookmarks.file), rest: is_open(&self.state.file) }
    }

    /// All that was ever given or read.
    #[must_use]
    pub const fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Saves `memory` merged with what others wrote since; each file is tried.
    ///
    /// # Errors
    /// Where a file could not be saved: what, which path, why, and what else the reader should know.
    /// Nothing is lost by that: it is saved by the next call that succeeds.
    pub fn save(&mut self, memory: &Memory, now: Timestamp) -> anyhow::Result<Saved> {
        self.memory = self.memory.merge(memory);
        let mut notices = Vec::new();
        let marks = self.bookmarks.save(&self.disk, &mut self.memory.marks, now, &mut notices);
        let state = self.state.save(&self.disk, &mut self.memory, now, &mut notices);
        // A file set aside is under its new name from now on: nobody could say that later.
        both(marks, state).map_err(|error| anyhow!(with_notices(&error, &notices)))?;
        Ok(Saved { memory: self.memory.clone(), notices })
    }

    /// Reads what others wrote since the files were last seen and merges it with `memory`; none
    /// where nobody wrote. Nothing is written, set aside or made: what is broken may be being
    /// written, and is told of.
    pub fn refresh(&mut self, memory: &Memory, now: Timestamp) -> Option<Saved> {
        if !self.bookmarks.file.has_news(&self.disk) && !self.state.file.has_news(&self.disk) {
            return None;
        }
        self.memory = self.memory.merge(memory);
        let mut notices = Vec::new();
        let marks = self.bookmarks.peek(&self.disk, &mut self.memory.marks, now, &mut notices);
        let state = self.state.peek(&self.disk, &mut notices);
        self.memory = self.memory.merge(&self.state.memory);
        if let Err(error) = both(marks, state) {
            notices.push(format!("{error:#}"));
        }
        Some(Saved { memory: self.memory.clone(), notices })
    }

    /// Reads both files; what could be read of a file that can be neither set aside nor read
    /// whole is taken all the same.
    fn take_in(&mut self, now: Timestamp, notices: &mut Vec<String>) -> anyhow::Result<()> {
        let marks = self.bookmarks.look(&self.disk, &mut self.memory.marks, now, notices);
        let state = self.state.look(&self.disk, now, notices);
        self.memory = self.memory.merge(&self.state.memory);
        both(marks, state)
    }
}

impl Bookmarks {
    fn look(
        &mut self,
        disk: &Disk,
        marks: &mut Marks,
        now: Timestamp,
        notices: &mut Vec<String>,
    ) -> anyhow::Result<()> {
        let last = &self.sheet;
        let looked = self.file.look(disk, None, now, notices, &|text| parse_bookmarks(text, last))?;
        self.take(looked, marks, now, notices)
    }

    fn peek(
        &mut self,
        disk: &Disk,
        marks: &mut Marks,
        now: Timestamp,
        notices: &mut Vec<String>,
    ) -> anyhow::Result<()> {
        let last = &self.sheet;
        let peeked = self.file.peek(disk, notices, &|text| parse_bookmarks(text, last))?;
        peeked.map_or(Ok(()), |looked| self.take(looked, marks, now, notices))
    }

    fn take(
        &mut self,
        looked: Looked<Sheet>,
        marks: &mut Marks,
        now: Timestamp,
        notices: &mut Vec<String>,
    ) -> anyhow::Result<()> {
        if looked.value.strangers() > self.sheet.strangers() {
            let (count, path) = (looked.value.strangers(), self.file.path().display());
            notices.push(format!(
                "{path}: {count} entries are no marks (a mark has path and root); they are left as they are"
            ));
        }
        self.reconcile(&looked, marks, now);
        self.file.see(looked.stamp);
        self.sheet = looked.value;
        looked.stuck.map_or(Ok(()), Err)
    }

    fn save(
        &mut self,
        disk: &Disk,
        marks: &mut Marks,
        now: Timestamp,
        notices: &mut Vec<String>,
    ) -> anyhow::Result<()> {
        if self.file.is_closed() || self.sheet.holds(marks) {
            // Nothing to write: others are only listened to.
            if self.file.is_gone(disk) {
                return self.look(disk, marks, now, notices);
            }
            let peeked = self.peek(disk, marks, now, notices);
            notices.extend(peeked.err().map(|error| format!("{error:#}")));
            return Ok(());
        }
        let held = self.file.lock(disk)?;
        let last = &self.sheet;
        let looked = self.file.look(disk, Some(&held), now, notices, &|text| parse_bookmarks(text, last))?;
        if let Some(error) = looked.stuck {
            return Err(error);
        }
        let mut merged = marks.clone();
        self.reconcile(&looked, &mut merged, now);
        self.file.see(looked.stamp);
        let written = if self.file.is_closed() { None } else { looked.value.write(&merged) };
        match written {
            None => self.sheet = looked.value,
            Some(written) => {
                self.file.admit(&written.text)?;
                let (lock, path) = (&held.0, held.1.as_path());
                let copy = written.loses.then(|| self.file.keep_copy(disk, (lock, path), now)).transpose()?;
                self.file.replace(disk, &held, &written.text)?;
                self.sheet = written.sheet;
                if let Some(copy) = copy {
                    let path = self.file.path().display();
                    notices.push(format!(
                        "{path} was rewritten and lost some of its form; as it was it is kept as {}",
                        copy.display()
                    ));
                }
            }
        }
        *marks = merged;
        Ok(())
    }

    /// Takes over what happened to the file between two looks at it. It knows no removals and a
    /// person's edit bears no time, so that both are told by comparing the looks; what was
    /// meanwhile changed here is not taken back. That a mark is missing from a file which could
    /// not be read whole, or is not there, says nothing.
    fn reconcile(&self, looked: &Looked<Sheet>, marks: &mut Marks, now: Timestamp) {
        let by_id = |sheet: &Sheet| -> HashMap<MarkId, Arc<Mark>> {
            sheet.marks().map(|mark| (mark.id, Arc::clone(mark))).collect()
        };
        let (was, is) = (by_id(&self.sheet), by_id(&looked.value));
        for (&id, mark) in &is {
            let known = marks.slot(id);
            let is_news = match was.get(&id) {
                // Edited by hand, unless it was edited here too.
                Some(old) => {
                    !mark.says_the_same(old)
                        && mark.changed <= old.changed
                        && matches!(known, Some(Slot::Kept(ours)) if ours.says_the_same(old))
                }
                // Put back by hand after we had seen it gone.
                None => matches!(known, Some(Slot::Removed(_))),
            };
            let mut mark = Arc::clone(mark);
            if let Some(known) = known.filter(|_| is_news) {
                Arc::make_mut(&mut mark).changed = now.max(just_after(known.time()));
            }
            marks.learn(id, Slot::Kept(mark));
        }
        let gone = was.iter().filter(|(id, _)| looked.is_whole && !is.contains_key(id));
        for (&id, old) in gone {
            if marks.get(id).is_some_and(|ours| ours.says_the_same(old)) {
                marks.remove(id, now);
            }
        }
    }
}

impl State {
    fn look(&mut self, disk: &Disk, now: Timestamp, notices: &mut Vec<String>) -> anyhow::Result<()> {
        let looked = self.file.look(disk, None, now, notices, &parse_state)?;
        self.file.see(looked.stamp);
        self.memory = looked.value;
        looked.stuck.map_or(Ok(()), Err)
    }

    fn peek(&mut self, disk: &Disk, notices: &mut Vec<String>) -> anyhow::Result<()> {
        if let Some(looked) = self.file.peek(disk, notices, &parse_state)? {
            self.file.see(looked.stamp);
            self.memory = looked.value;
        }
        Ok(())
    }

    fn save(
        &mut self,
        disk: &Disk,
        memory: &mut Memory,
        now: Timestamp,
        notices: &mut Vec<String>,
    ) -> anyhow::Result<()> {
        if self.file.is_closed() || without_marks(memory) == self.memory {
            if self.file.is_gone(disk) {
                self.look(disk, now, notices)?;
            } else if self.file.has_news(disk) {
                let peeked = self.peek(disk, notices);
                notices.extend(peeked.err().map(|error| format!("{error:#}")));
            } else {
                return Ok(());
            }
            *memory = memory.merge(&self.memory);
            return Ok(());
        }
        let held = self.file.lock(disk)?;
        if self.file.is_changed(disk) {
            let looked = self.file.look(disk, Some(&held), now, notices, &parse_state)?;
            if let Some(error) = looked.stuck {
                return Err(error);
            }
            self.file.see(looked.stamp);
            self.memory = looked.value;
            *memory = memory.merge(&self.memory);
        }
        let wanted = without_marks(memory);
        if !self.file.is_closed() && wanted != self.memory {
            self.file.replace(disk, &held, &lines::write(&wanted))?;
            self.memory = wanted;
        }
        Ok(())
    }
}

fn parse_bookmarks(text: &str, last: &Sheet) -> Parsed<Sheet> {
    match Sheet::read(text, last) {
        Ok(sheet) => Parsed { version: sheet.version, value: sheet, trouble: None },
        Err(broken) => {
            let sheet = broken.rescued;
            let is_some = sheet.marks().next().is_some() || sheet.strangers() > 0;
            let trouble = Trouble { why: broken.why, rescued: is_some.then(|| sheet.text()) };
            Parsed { version: sheet.version, value: sheet, trouble: Some(trouble) }
        }
    }
}

fn parse_state(text: &str) -> Parsed<Memory> {
    let lines::Read { memory, version, trouble } = lines::read(text);
    let rescued = || (memory != Memory::default()).then(|| lines::write(&memory));
    Parsed { trouble: trouble.map(|why| Trouble { why, rescued: rescued() }), value: memory, version }
}

fn without_marks(memory: &Memory) -> Memory {
    Memory { marks: Marks::default(), ..memory.clone() }
}

fn both(marks: anyhow::Result<()>, state: anyhow::Result<()>) -> anyhow::Result<()> {
    match (marks, state) {
        (Err(marks), Err(state)) => Err(anyhow!("{marks:#}; {state:#}")),
        (Err(error), Ok(())) | (Ok(()), Err(error)) => Err(error),
        (Ok(()), Ok(())) => Ok(()),
    }
}

/// What went wrong and all that is to be told beside it, in one line.
#[must_use]
pub fn with_notices(error: &anyhow::Error, notices: &[String]) -> String {
    notices.iter().fold(format!("{error:#}"), |line, notice| line + "; " + notice)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use jiff::{SignedDuration, Timestamp};
    use rustix::fs::{CWD, Mode, mkfifoat};
    use tempfile::TempDir;

    use super::{Folders, Loaded, Saved, canonical, files, load, load_from, load_sealed};
    use crate::markdown::document::Anchor;
    use crate::memory::disk::Disk;
    use crate::memory::disk::tests::Fault;
    use crate::memory::key::Key;
    use crate::memory::mark::MarkId;
    use crate::memory::memory::Memory;
    use crate::memory::position::{Position, State};
    use crate::memory::spot::Spot;

    const EINTR: i32 = 4;
    const EIO: i32 = 5;
    const EACCES: i32 = 13;
    const ENOSPC: i32 = 28;
    const EROFS: i32 = 30;
    const EDQUOT: i32 = 122;

    struct Desk {
        home: TempDir,
        folders: Folders,
    }

    impl Desk {
        fn new() -> Self {
            let home = tempfile::tempdir().unwrap();
            let folders =
                Folders { config: home.path().join("config/tsundoku"), state: home.path().join("state") };
            Self { home, folders }
        }

        fn with(bookmarks: &str) -> Self {
            let desk = Self::new();
            fs::create_dir_all(&desk.folders.config).unwrap();
            fs::write(desk.bookmarks(), bookmarks).unwrap();
            desk
        }

        fn bookmarks(&self) -> PathBuf {
            self.folders.config.join("bookmarks.yaml")
        }

        fn state(&self) -> PathBuf {
            self.folders.state.join("state.yaml")
        }

        fn load(&self) -> Loaded {
            load(&self.folders, time(1_000))
        }

        /// Names in the config folder that begin so.
        fn beside(&self, start: &str) -> Vec<PathBuf> {
            let mut names: Vec<PathBuf> = fs::read_dir(&self.folders.config)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(start))
                .collect();
            names.sort();
            names
        }
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn key(path: &str) -> Key {
        Key::new(Path::new("/blog"), Path::new(path))
    }

    fn mark(memory: &mut Memory, path: &str, second: i64) -> MarkId {
        let spot = Spot::of("前の文。調達の真意。", Anchor(12), Some("前"));
        memory.add_mark(key(path), "調達".to_owned(), spot, None, time(second))
    }

    fn read_on(memory: &mut Memory, path: &str, second: i64) {
        let spot = Spot::of("前の文。調達の真意。", Anchor(12), None);
        memory.remember(&key(path), Position::new(spot, 0.5, Some(1), time(second)), State::Reading);
    }

    fn paths(memory: &Memory) -> Vec<&str> {
        memory.marks().iter().map(|mark| mark.key.path.to_str().unwrap()).collect()
    }

    #[test]
    fn what_was_saved_is_loaded() {
        let desk = Desk::new();
        let mut loaded = desk.load();
        assert!(loaded.notices.is_empty() && loaded.memory == Memory::default());
        let mut memory = loaded.memory;
        mark(&mut memory, "猫.md", 1);
        read_on(&mut memory, "犬.md", 2);
        memory.add_query("tag:猫", time(3));
        let saved = loaded.store.save(&memory, time(4)).unwrap();
        assert_eq!((&saved.memory, saved.notices.len()), (&memory, 0));
        assert_eq!(desk.load().memory, memory);
    }

    #[test]
    fn folders_and_files_are_the_owners_alone() {
        let desk = Desk::new();
        let mut loaded = desk.load();
        mark(&mut loaded.memory, "a", 1);
        read_on(&mut loaded.memory, "a", 1);
        loaded.store.save(&loaded.memory, time(2)).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o7777;
        for path in [desk.bookmarks(), desk.state()] {
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }

    #[test]
    fn where_nothing_changed_nothing_is_written() {
        let desk = Desk::new();
        let mut loaded = desk.load();
        loaded.store.save(&loaded.memory, time(1)).unwrap();
        assert!(!desk.folders.config.exists() && !desk.folders.state.exists());
        mark(&mut loaded.memory, "a", 1);
        loaded.store.save(&loaded.memory, time(2)).unwrap();
        assert!(!desk.state().exists(), "no position has changed");
        let before = fs::metadata(desk.bookmarks()).unwrap();
        read_on(&mut loaded.memory, "a", 3);
        loaded.store.save(&loaded.memory, time(4)).unwrap();
        let mut again = desk.load();
        again.store.save(&again.memory, time(5)).unwrap();
        assert_eq!(fs::metadata(desk.bookmarks()).unwrap().ino(), before.ino());
    }

    #[test]
    fn two_instances_keep_each_others_changes_and_see_them() {
        let desk = Desk::new();
        let (mut a, mut b) = (desk.load(), desk.load());
        mark(&mut a.memory, "a", 1);
        read_on(&mut a.memory, "a", 1);
        a.store.save(&a.memory, time(2)).unwrap();
        mark(&mut b.memory, "b", 3);
        read_on(&mut b.memory, "b", 3);
        let b_memory = b.store.save(&b.memory, time(4)).unwrap().memory;
        assert_eq!(paths(&b_memory), ["a", "b"]);
        let seen = a.store.refresh(&a.memory, time(5)).unwrap().memory;
        assert_eq!((paths(&seen), seen.begun().count()), (vec!["a", "b"], 2));
        assert!(a.store.refresh(&seen, time(6)).is_none());
        assert_eq!(desk.load().memory, b_memory);
    }

    #[test]
    fn a_mark_removed_by_one_instance_does_not_come_back_from_another() {
        let desk = Desk::new();
        let mut a = desk.load();
        let id = mark(&mut a.memory, "a", 1);
        mark(&mut a.memory, "b", 2);
        a.store.save(&a.memory, time(3)).unwrap();
        let mut b = desk.load();
        a.memory.remove_mark(id, time(4));
        a.store.save(&a.memory, time(5)).unwrap();
        mark(&mut b.memory, "c", 6);
        let saved = b.store.save(&b.memory, time(7)).unwrap();
        assert_eq!(paths(&saved.memory), ["b", "c"]);
        // Even where the running memory has not heard of it yet.
        mark(&mut b.memory, "d", 8);
        b.store.save(&b.memory, time(9)).unwrap();
        assert_eq!(paths(&desk.load().memory), ["b", "c", "d"]);
    }

    #[test]
    fn a_note_written_by_one_survives_the_removal_by_another() {
        let desk = Desk::new();
        let mut a = desk.load();
        let id = mark(&mut a.memory, "a", 1);
        a.store.save(&a.memory, time(3)).unwrap();
        let mut b = desk.load();
        b.memory.edit_note(id, Some("大事".to_owned()), time(4));
        a.memory.remove_mark(id, time(5));
        a.store.save(&a.memory, time(6)).unwrap();
        b.store.save(&b.memory, time(7)).unwrap();
        let saved = a.store.save(&a.memory, time(8)).unwrap();
        assert_eq!(saved.memory.mark(id).unwrap().note.as_deref(), Some("大事"));
    }

    #[test]
    fn what_is_done_to_the_file_by_hand_while_we_run_counts() {
        let desk = Desk::new();
        let mut loaded = desk.load();
        for (path, second) in [("a", 1), ("b", 2), ("c", 3)] {
            mark(&mut loaded.memory, path, second);
        }
        loaded.store.save(&loaded.memory, time(4)).unwrap();
        let text = fs::read_to_string(desk.bookmarks()).unwrap();
        let without_a =
            text.replace(&text[text.find("- path: a").unwrap()..text.find("- path: b").unwrap()], "");
        let edited = without_a.replace("- path: b\n", "# 注\n- path: b\n  note: 手で\n");
        fs::write(desk.bookmarks(), &edited).unwrap();
        mark(&mut loaded.memory, "d", 5);
        let saved = loaded.store.save(&loaded.memory, time(6)).unwrap();
        assert_eq!(paths(&saved.memory), ["b", "c", "d"]);
        assert_eq!(saved.memory.marks()[0].note.as_deref(), Some("手で"));
        assert!(fs::read_to_string(desk.bookmarks()).unwrap().starts_with(&edited));
        // Put back from a backup.
        fs::write(desk.bookmarks(), &text).unwrap();
        let seen = loaded.store.refresh(&loaded.memory, time(7)).unwrap();
        assert!(paths(&seen.memory).contains(&"a"));
    }

    #[test]
    fn a_file_that_is_being_written_is_neither_moved_nor_believed_by_looking() {
        let desk = Desk::new();
        let mut loaded = desk.load();
        for (path, second) in [("猫.md", 1), ("글.md", 2), ("文章.md", 3)] {
            mark(&mut loaded.memory, path, second);
        }
        loaded.store.save(&loaded.memory, time(4)).unwrap();
        let whole = fs::read_to_string(desk.bookmarks()).unwrap();
        let mut memory = loaded.memory.clone();
        for (text, notices) in [("", 0), ("marks:\n- path: a\n  root: [", 1), ("\0\0", 1)] {
            fs::write(desk.bookmarks(), text).unwrap();
            let told = |seen: Option<Saved>| seen.map_or(0, |seen| seen.notices.len());
            assert_eq!(told(loaded.store.refresh(&memory, time(5))), notices, "{text:?}");
            assert!(loaded.store.refresh(&memory, time(6)).is_none(), "{text:?}");
            assert_eq!(fs::read_to_string(desk.bookmarks()).unwrap(), text);
        }
        fs::remove_file(desk.bookmarks()).unwrap();
        assert!(loaded.store.refresh(&memory, time(7)).is_none());
        // Its owner has written it to the end, one mark less.
        let gone = &whole[whole.find("- path: 글.md").unwrap()..whole.find("- path: 文章.md").unwrap()];
        fs::write(desk.bookmarks(), whole.replace(gone, "")).unwrap();
        memory = loaded.store.refresh(&memory, time(8)).unwrap().memory;
        assert_eq!(paths(&memory), ["猫.md", "文章.md"]);
        assert_eq!(desk.beside("bookmarks.yaml.broken").len(), 0);
    }

    #[test]
    fn a_file_that_vanishes_or_breaks_while_we_run_takes_no_mark_along() {
        for text in [None, Some(""), Some("\0\0\0"), Some("marks:\n- path: a\n  root: /blog\n  note: \"cut")]
        {
            let desk = Desk::new();
            let mut loaded = desk.load();
            mark(&mut loaded.memory, "a", 1);
            mark(&mut loaded.memory, "b", 2);
            loaded.store.save(&loaded.memory, time(3)).unwrap();
            match text {
                None => fs::remove_file(desk.bookmarks()).unwrap(),
                Some(text) => fs::write(desk.bookmarks(), text).unwrap(),
            }
            mark(&mut loaded.memory, "c", 4);
            loaded.store.save(&loaded.memory, time(5)).unwrap();
            let again = desk.load();
            assert_eq!((paths(&again.memory), again.notices.len()), (vec!["a", "b", "c"], 0), "{text:?}");
            let broken = text.is_some_and(|text| !text.is_empty());
            assert_eq!(desk.beside("bookmarks.yaml.broken").len(), usize::from(broken), "{text:?}");
        }
    }

    #[test]
    fn a_broken_file_is_set_aside_and_never_overwritten() {
        let nested = "[".repeat(100_000);
        let texts: [&[u8]; 6] =
            [b"\0\0\0\0", b"marks: {{{", b"\xff\xfe", b"hello", nested.as_bytes(), b"version: -1\n"];
        for text in texts {
            let desk = Desk::new();
            fs::create_dir_all(&desk.folders.config).unwrap();
            fs::create_dir_all(&desk.folders.state).unwrap();
            fs::write(desk.bookmarks(), text).unwrap();
            fs::write(desk.state(), text).unwrap();
            let mut loaded = desk.load();
            assert_eq!(
                (loaded.notices.len(), &loaded.memory),
                (2, &Memory::default()),
                "{:?}",
                loaded.notices
            );
            assert!(loaded.notices[0].contains("was set aside as"));
            let aside = desk.folders.config.join("bookmarks.yaml.broken-19700101T001640Z");
            assert_eq!(fs::read(&aside).unwrap(), text);
            mark(&mut loaded.memory, "a", 1);
            loaded.store.save(&loaded.memory, time(2)).unwrap();
            assert_eq!(desk.load().notices, Vec::<String>::new());
            // A second one at the same second.
            fs::write(desk.bookmarks(), "hello again").unwrap();
            desk.load();
            assert_eq!(fs::read(&aside).unwrap(), text);
            assert_eq!(desk.beside("bookmarks.yaml.broken").len(), 2);
        }
    }

    #[test]
    fn a_sealed_memory_reads_what_it_can_and_writes_nothing() {
        let rescued = "marks:\n- path: 猫.md\n  root: /blog\n- path: b\n  root: [\n";
        for text in ["marks: {{{", rescued, "version: 9\nmarks:\n- path: 글.md\n  root: /blog\n"] {
            let desk = Desk::with(text);
            fs::create_dir_all(&desk.folders.state).unwrap();
            fs::write(desk.state(), "\0\0").unwrap();
            let mut loaded = load_sealed(&desk.folders, time(1_000));
            assert!(loaded.notices.iter().all(|notice| notice.contains("could not be read whole")));
            mark(&mut loaded.memory, "文章.md", 1);
            let saved = loaded.store.save(&loaded.memory, time(2)).unwrap();
            assert_eq!((saved.memory, saved.notices), (loaded.memory, Vec::new()));
            assert_eq!(fs::read_to_string(desk.bookmarks()).unwrap(), text);
            assert_eq!(desk.beside("").len(), 1, "{text}");
            assert_eq!(fs::read_dir(&desk.folders.state).unwrap().count(), 1);
        }
    }

    #[test]
    fn a_save_that_has_nothing_to_write_neither_moves_nor_rewrites_a_broken_file() {
        let rescued = "marks:\n- path: 猫.md\n  root: /blog\n- path: b\n  root: [\n";
        for text in ["hello", "\0\0", rescued, "version: 1\nqueries:\n- {\"query\":\"글\"\n"] {
            let desk = Desk::new();
            let mut loaded = desk.load();
            mark(&mut loaded.memory, "文章.md", 1);
            read_on(&mut loaded.memory, "文章.md", 1);
            loaded.store.save(&loaded.memory, time(2)).unwrap();
            fs::write(desk.bookmarks(), text).unwrap();
            fs::write(desk.state(), text).unwrap();
            let saved = loaded.store.save(&loaded.memory, time(3)).unwrap();
            assert_eq!((&saved.memory, saved.notices.len()), (&loaded.memory, 2), "{:?}", saved.notices);
            assert!(saved.notices.iter().all(|notice| notice.contains("could not be read whole")));
            assert_eq!(loaded.store.save(&loaded.memory, time(4)).unwrap().notices, Vec::<String>::new());
            // What is to be written into the one file leaves the other alone.
            read_on(&mut loaded.memory, "글.md", 5);
            let saved = loaded.store.save(&loaded.memory, time(6)).unwrap();
            assert_eq!(saved.notices.len(), 1, "{:?}", saved.notices);
            assert!(saved.notices[0].contains("state.yaml") && saved.notices[0].contains("was set aside as"));
            assert_eq!(fs::read_to_string(desk.bookmarks()).unwrap(), text);
            assert_eq!(desk.beside("bookmarks.yaml.broken").len(), 0);
            mark(&mut loaded.memory, "글.md", 7);
            assert_eq!(loaded.store.save(&loaded.memory, time(8)).unwrap().notices.len(), 1);
            assert_eq!(fs::read_to_string(&desk.beside("bookmarks.yaml.broken")[0]).unwrap(), text);
            let kept = desk.load().memory;
            assert!(["文章.md", "글.md"].iter().all(|path| paths(&kept).contains(path)));
        }
    }

    #[test]
    fn a_file_that_is_gone_is_written_again() {
        let desk = Desk::new();
        let mut loaded = desk.load();
        mark(&mut loaded.memory, "猫.md", 1);
        read_on(&mut loaded.memory, "猫.md", 1);
        loaded.store.save(&loaded.memory, time(2)).unwrap();
        fs::remove_file(desk.bookmarks()).unwrap();
        fs::remove_file(desk.state()).unwrap();
        loaded.store.save(&loaded.memory, time(3)).unwrap();
        loaded.store.save(&loaded.memory, time(4)).unwrap();
        assert_eq!(desk.load().memory, loaded.memory);
    }

    #[test]
    fn what_one_file_has_to_tell_is_told_though_the_other_cannot_be_saved() {
        let desk = Desk::with("marks:\n");
        let mut loaded = desk.load();
        fs::write(desk.bookmarks(), "hello").unwrap();
        fs::create_dir_all(desk.state()).unwrap();
        mark(&mut loaded.memory, "猫.md", 1);
        read_on(&mut loaded.memory, "猫.md", 1);
        let error = format!("{:#}", loaded.store.save(&loaded.memory, time(2)).unwrap_err());
        assert!(error.contains("state.yaml") && error.contains("bookmarks.yaml.broken-"), "{error}");
        let error = format!("{:#}", loaded.store.save(&loaded.memory, time(3)).unwrap_err());
        assert!(error.contains("state.yaml") && !error.contains("bookmarks.yaml.broken-"), "{error}");
    }

    #[test]
    fn a_file_that_is_only_read_and_cannot_be_is_told_of_once() {
        let giant = |path: &Path| {
            fs::OpenOptions::new().write(true).open(path).unwrap().set_len(1 << 40).unwrap();
        };
        for text in [Some(b"\xff"), None] {
            let desk = Desk::with("");
            match text {
                Some(text) => fs::write(desk.bookmarks(), text).unwrap(),
                None => giant(&desk.bookmarks()),
            }
            let mut loaded = load_sealed(&desk.folders, time(1_000));
            assert_eq!(loaded.notices.len(), 1, "{:?}", loaded.notices);
            mark(&mut loaded.memory, "猫.md", 1);
            for second in [2, 3] {
                let saved = loaded.store.save(&loaded.memory, time(second)).unwrap();
                assert_eq!(saved.notices, Vec::<String>::new());
                assert!(loaded.store.refresh(&loaded.memory, time(second)).is_none());
            }
        }
    }

    #[test]
    fn a_broken_file_that_could_not_be_set_aside_is_not_written_over_later() {
        let text = "version: 1\nqueries:\n- {\"query\":\"글\",\"asked\":\"1970-01-01T00:00:01Z\"}\n- {\n";
        for after in 0.. {
            let desk = Desk::new();
            fs::create_dir_all(&desk.folders.state).unwrap();
            fs::write(desk.state(), text).unwrap();
            let fault = Arc::new(Fault::new(after, EACCES));
            let (bookmarks, state) = files(&desk.folders);
            let mut loaded =
                load_from(Disk { fault: Some(Arc::clone(&fault)) }, bookmarks, state, time(1_000));
            if !fault.happened() {
                assert!(after > 5);
                break;
            }
            loaded.store.disk.fault = None;
            read_on(&mut loaded.memory, "猫.md", 1);
            loaded.store.save(&loaded.memory, time(1_001)).unwrap();
            let files = fs::read_dir(&desk.folders.state).unwrap().map(|entry| entry.unwrap().path());
            let mut texts = files.filter_map(|path| fs::read_to_string(path).ok());
            assert!(texts.any(|kept| kept == text), "{after}");
            assert_eq!(desk.load().memory.queries(), ["글"], "{after}");
        }
    }

    #[test]
    fn of_a_broken_file_what_could_be_read_goes_on() {
        let text = "# 私の\nversion: 1\nmarks:\n- path: a\n  root: /blog\n- path: b\n  root: [\n- path: c\n  root: /blog\n";
        let desk = Desk::with(text);
        let loaded = desk.load();
        assert_eq!(paths(&loaded.memory).len(), 2);
        assert!(
            loaded.notices[0].contains("what could be read was kept: the entry at line 6"),
            "{:?}",
            loaded.notices
        );
        assert_eq!(fs::read_to_string(&desk.beside("bookmarks.yaml.broken")[0]).unwrap(), text);
        let again = desk.load();
        assert_eq!((again.memory, again.notices.len()), (loaded.memory, 0));
        assert!(fs::read_to_string(desk.bookmarks()).unwrap().starts_with("# 私の\nversion: 1\n"));
    }

    #[test]
    fn a_newer_file_is_read_told_once_and_left_alone() {
        let text = "version: 2\nmarks:\n- path: a\n  root: /blog\nnews: {x: [1]}\n";
        let desk = Desk::with(text);
        fs::create_dir_all(&desk.folders.state).unwrap();
        let state = "version: 2\nnews:\n- [1]\n";
        fs::write(desk.state(), state).unwrap();
        let mut loaded = desk.load();
        assert_eq!((paths(&loaded.memory), loaded.notices.len()), (vec!["a"], 2), "{:?}", loaded.notices);
        assert!(loaded.notices[0].contains("newer"));
        mark(&mut loaded.memory, "b", 1);
        read_on(&mut loaded.memory, "b", 1);
        let saved = loaded.store.save(&loaded.memory, time(2)).unwrap();
        assert_eq!((saved.notices.len(), saved.memory.marks().len()), (0, 2));
        assert_eq!(fs::read_to_string(desk.bookmarks()).unwrap(), text);
        assert_eq!(fs::read_to_string(desk.state()).unwrap(), state);
    }

    #[test]
    fn what_is_no_file_is_left_alone_and_does_not_block() {
        for make in [
            (|path: &Path| fs::create_dir(path).unwrap()) as fn(&Path),
            |path| {
                rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, 0o600.into(), 0)
                    .unwrap();
            },
            |path| symlink("/dev/zero", path).unwrap(),
            |path| symlink(path, path).unwrap(),
        ] {
            let desk = Desk::new();
            fs::create_dir_all(&desk.folders.config).unwrap();
            make(&desk.bookmarks());
            let before = fs::symlink_metadata(desk.bookmarks()).unwrap().ino();
            let mut loaded = desk.load();
            assert_eq!(loaded.notices.len(), 1);
            assert!(loaded.store.refresh(&loaded.memory, time(1)).is_none(), "told again");
            mark(&mut loaded.memory, "a", 1);
            let error = loaded.store.save(&loaded.memory, time(2)).unwrap_err();
            assert!(format!("{error:#}").contains("bookmarks.yaml"), "{error:#}");
            assert_eq!(fs::symlink_metadata(desk.bookmarks()).unwrap().ino(), before);
        }
    }

    #[test]
    fn a_sparse_giant_is_set_aside_unread() {
        let desk = Desk::with("");
        fs::OpenOptions::new().write(true).open(desk.bookmarks()).unwrap().set_len(1 << 40).unwrap();
        let loaded = desk.load();
        assert!(loaded.notices[0].contains("larger"), "{:?}", loaded.notices);
        assert_eq!(desk.beside("bookmarks.yaml.broken").len(), 1);
    }

    #[test]
    fn a_link_stays_and_its_target_is_replaced_with_its_mode_kept() {
        let desk = Desk::new();
        let dotfiles = desk.home.path().join("dotfiles");
        for target in ["there.yaml", "not-yet.yaml"] {
            fs::create_dir_all(&dotfiles).unwrap();
            fs::create_dir_all(&desk.folders.config).unwrap();
            let target = dotfiles.join(target);
            if target.ends_with("there.yaml") {
                fs::write(&target, "# mine\n").unwrap();
                fs::set_permissions(&target, fs::Permissions::from_mode(0o644)).unwrap();
            }
            let _ = fs::remove_file(desk.bookmarks());
            symlink("middle", desk.bookmarks()).unwrap();
            let _ = fs::remove_file(desk.folders.config.join("middle"));
            symlink(&target, desk.folders.config.join("middle")).unwrap();
            let mut loaded = desk.load();
            mark(&mut loaded.memory, "a", 1);
            loaded.store.save(&loaded.memory, time(2)).unwrap();
            assert!(fs::symlink_metadata(desk.bookmarks()).unwrap().is_symlink());
            let mode = fs::metadata(&target).unwrap().mode() & 0o777;
            assert_eq!(mode, if target.ends_with("there.yaml") { 0o644 } else { 0o600 });
            assert_eq!(paths(&desk.load().memory), ["a"]);
        }
    }

    #[test]
    fn a_temporary_file_left_by_a_killed_instance_is_no_obstacle() {
        let desk = Desk::with("marks:\n");
        let left = desk.folders.config.join(".bookmarks.yaml.tmp");
        let victim = desk.home.path().join("victim");
        fs::write(&victim, "untouched").unwrap();
        symlink(&victim, &left).unwrap();
        let mut loaded = desk.load();
        mark(&mut loaded.memory, "a", 1);
        loaded.store.save(&loaded.memory, time(2)).unwrap();
        assert_eq!((paths(&desk.load().memory), left.exists()), (vec!["a"], false));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
    }

    #[test]
    fn what_a_rewrite_loses_is_kept_as_it_was() {
        let text = "# mine\nmarks: [{path: a, root: /blog}] # inline\n";
        let desk = Desk::with(text);
        let mut loaded = desk.load();
        mark(&mut loaded.memory, "b", 1);
        let saved = loaded.store.save(&loaded.memory, time(1_000)).unwrap();
        assert!(saved.notices[0].contains("is kept as"), "{:?}", saved.notices);
        let kept = desk.folders.config.join("bookmarks.yaml.kept-19700101T001640Z");
        assert_eq!(fs::read_to_string(kept).unwrap(), text);
        mark(&mut loaded.memory, "c", 2);
        assert!(loaded.store.save(&loaded.memory, time(1_001)).unwrap().notices.is_empty());
    }

    #[test]
    fn a_file_that_cannot_be_replaced_is_copied_once_however_often_it_is_tried() {
        // `moved: [` cannot be read, the rest can: the file is set aside; inline it is rewritten.
        for text in [
            "# mine\nmarks: [{path: a, root: /blog}] # inline\n",
            "marks:\n- path: a\n  root: /blog\n- moved: [\n",
        ] {
            for after in 0..60 {
                let desk = Desk::with(text);
                let mut loaded = desk.load();
                if !desk.beside("bookmarks.yaml.").is_empty() {
                    // Set aside at the start: again with what is broken later.
                    fs::write(desk.bookmarks(), text).unwrap();
                }
                let before = desk.beside("bookmarks.yaml.").len();
                mark(&mut loaded.memory, "b", 1);
                let mut whys = BTreeSet::new();
                for second in 0..4 {
                    loaded.store.disk.fault = Some(Arc::new(Fault::new(after, ENOSPC)));
                    if let Err(why) = loaded.store.save(&loaded.memory, time(2_000 + second)) {
                        whys.insert(format!("{why:#}"));
                    }
                }
                let copies = desk.beside("bookmarks.yaml.").len() - before;
                assert!(copies <= 1, "step {after} of {text:?}: {copies}");
                assert!(whys.len() <= 2, "step {after} of {text:?}: {whys:?}");
            }
        }
    }

    #[test]
    fn a_pipe_in_the_place_of_the_lock_is_told_of_and_not_waited_for() {
        let desk = Desk::with("");
        mkfifoat(CWD, desk.folders.config.join(".bookmarks.yaml.lock"), Mode::RWXU).unwrap();
        let mut loaded = desk.load();
        mark(&mut loaded.memory, "a", 1);
        let why = loaded.store.save(&loaded.memory, time(2)).unwrap_err().to_string();
        assert!(why.contains("cannot open the lock"), "{why}");
    }

    #[test]
    fn an_entry_that_does_not_say_when_it_was_made_never_says_1970() {
        let desk = Desk::with("marks:\n- path: a.md\n  root: /blog\n");
        let mut loaded = desk.load();
        let id = loaded.memory.marks()[0].id;
        let gone = loaded.memory.remove_mark(id, time(1)).unwrap();
        loaded.memory = loaded.store.save(&loaded.memory, time(2)).unwrap().memory;
        loaded.memory.restore_mark(gone, time(3));
        loaded.store.save(&loaded.memory, time(4)).unwrap();
        let text = fs::read_to_string(desk.bookmarks()).unwrap();
        assert!(text.contains("path: a.md") && !text.contains("made:"), "{text}");
        assert_eq!(desk.load().memory.marks()[0].id, id);
    }

    #[test]
    fn a_note_edited_in_a_file_written_by_hand_leaves_no_copy_and_every_other_line() {
        for end in ["\n", "\r\n"] {
            let entry = |note: &str, changed: &str| {
                let lines = [
                    "# 私の",
                    "marks:",
                    "- root: '/blog' # 根",
                    "  path: 글/a.md",
                    note,
                    "  stars: 5",
                    changed,
                ];
                lines.iter().filter(|line| !line.is_empty()).flat_map(|line| [*line, end]).collect::<String>()
            };
            let desk = Desk::with(&entry("  note: '再读' # 以后", ""));
            for (second, note, line) in [(1_000, "하나", "하나"), (1_001, "一\n二", "\"一\\n二\"")] {
                let mut loaded = desk.load();
                let id = loaded.memory.marks()[0].id;
                loaded.memory.edit_note(id, Some(note.to_owned()), time(second)).unwrap();
                assert_eq!(
                    loaded.store.save(&loaded.memory, time(second)).unwrap().notices,
                    Vec::<String>::new()
                );
                let changed = format!("  changed: {}", time(second));
                let expected = entry(&format!("  note: {line} # 以后"), &changed);
                assert_eq!(fs::read_to_string(desk.bookmarks()).unwrap(), expected);
                assert_eq!(desk.load().memory, loaded.memory);
            }
            assert_eq!(desk.beside("bookmarks.yaml.kept").len(), 0);
        }
    }

    #[test]
    fn entries_that_are_no_marks_are_told_of_and_stay() {
        let desk = Desk::with("marks:\n- path: only/a/path.md\n- {a: [1, 2]}\n");
        let mut loaded = desk.load();
        assert!(loaded.notices[0].contains("2 entries are no marks"), "{:?}", loaded.notices);
        mark(&mut loaded.memory, "b", 1);
        loaded.store.save(&loaded.memory, time(2)).unwrap();
        let text = fs::read_to_string(desk.bookmarks()).unwrap();
        assert!(text.starts_with("marks:\n- path: only/a/path.md\n- {a: [1, 2]}\n- path: b\n"), "{text}");
    }

    #[test]
    fn a_root_reached_by_a_link_is_the_same_root() {
        let desk = Desk::new();
        let real = canonical(desk.home.path()).join("blog");
        fs::create_dir(&real).unwrap();
        symlink(&real, desk.home.path().join("link")).unwrap();
        assert_eq!(canonical(&desk.home.path().join("link")), real);
        assert!(canonical(Path::new("not/there")).is_absolute());
    }

    /// Saves with the `after`th step failing so; whether a step failed at all.
    fn save_with_a_fault(after: usize, error: i32, before: &str, is_lossy: bool) -> bool {
        let desk = Desk::with(before);
        let mut loaded = desk.load();
        mark(&mut loaded.memory, "後", 1);
        read_on(&mut loaded.memory, "後", 1);
        let fault = Arc::new(Fault::new(after, error));
        loaded.store.disk.fault = Some(Arc::clone(&fault));
        let saved = loaded.store.save(&loaded.memory, time(2));
        loaded.store.disk.fault = None;

        let what = format!("step {after} fails with {error}: {saved:?}");
        let now = desk.load();
        assert!(now.notices.is_empty(), "{what}: {:?}", now.notices);
        let text = fs::read_to_string(desk.bookmarks()).unwrap();
        let is_after = paths(&now.memory).contains(&"後");
        assert!(is_after || text == before, "{what}: {text}");
        assert!(!is_after || is_lossy || text.starts_with(before), "{what}: {text}");
        if saved.is_ok() {
            assert!(is_after && now.memory.begun().count() == 1, "{what}");
        }
        if error == EINTR {
            assert!(saved.is_ok(), "{what}");
        }
        if let Err(error) = &saved {
            let error = format!("{error:#}");
            assert!(error.contains(".yaml") && !error.contains("os error"), "{error}");
        }
        for folder in [&desk.folders.config, &desk.folders.state] {
            let left = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().file_name());
            // The step that fails may be the removal itself, but one fault at a time is made here.
            assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".tmp")), "{what}");
        }
        // Once the trouble is over, what could not be saved is saved.
        let again = loaded.store.save(&loaded.memory, time(3)).unwrap();
        assert_eq!(desk.load().memory, again.memory, "{what}");
        assert!(paths(&again.memory).contains(&"後"));
        fault.happened()
    }

    #[test]
    fn whatever_step_of_a_save_fails_the_files_are_as_before_or_as_after() {
        let plain = "# mine\nmarks:\n- path: a\n  root: /blog\n";
        let flow = "# mine\nmarks: [{path: a, root: /blog}]\n";
        for (before, is_lossy) in [(plain, false), (flow, true)] {
            for error in [ENOSPC, EIO, EROFS, EDQUOT, EACCES, EINTR] {
                let steps =
                    (0..1_000).take_while(|&after| save_with_a_fault(after, error, before, is_lossy)).count();
                assert!(steps > 20, "{steps} steps are few");
            }
        }
    }

    #[test]
    fn whatever_step_of_loading_fails_nothing_is_lost() {
        let sound = "marks:\n- path: a\n  root: /blog\n";
        let broken = "marks:\n- path: a\n  root: /blog\n- path: [\n";
        for before in [sound, broken, "hello"] {
            for error in [ENOSPC, EIO, EROFS, EACCES, EINTR] {
                for after in 0.. {
                    let desk = Desk::with(before);
                    let fault = Arc::new(Fault::new(after, error));
                    let failing = Disk { fault: Some(Arc::clone(&fault)) };
                    let (bookmarks, state) = files(&desk.folders);
                    let loaded = load_from(failing, bookmarks, state, time(1_000));
                    if !fault.happened() {
                        break;
                    }
                    let texts = desk
                        .beside("bookmarks.yaml")
                        .iter()
                        .map(|path| fs::read_to_string(path).unwrap())
                        .collect::<Vec<_>>();
                    assert!(texts.iter().any(|text| text == before), "{after} {error} {texts:?}");
                    if error == EINTR {
                        assert_eq!(loaded.memory, desk.load().memory);
                    }
                    let again = desk.load();
                    assert_eq!(paths(&again.memory).len(), usize::from(before != "hello"));
                }
            }
        }
    }
}
