//! What is remembered, as it is kept on disk.
//!
//! The one worker that reads and writes it has this. It is read by whoever asks first, to be shown
//! or to be saved.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::cli::setup::Secure;
use crate::memory::file::{Folders, Lasting, Store, with_notices};
use crate::memory::memory::Memory;
use crate::message::Report;
use crate::text::safe::Safe;

/// The memory files.
#[derive(Debug, Default)]
pub enum Keeping {
    /// There are none; or another worker has them.
    #[default]
    Nowhere,
    /// They were not read yet.
    Unread(Folders, Secure),
    /// As they were last seen.
    Read(Box<Store>),
}

impl Keeping {
    /// The files, where there are any and they were not read yet.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Unread(folders, _) => folders.files().to_vec(),
            Self::Nowhere | Self::Read(_) => Vec::new(),
        }
    }

    /// What stands in the files; `None` where they were read before and nobody else has written since.
    /// `memory` is what is known already.
    pub fn recall(&mut self, memory: &Memory) -> Option<Report> {
        let mut notices = Vec::new();
        let is_first = !matches!(self, Self::Read(_));
        let Some(store) = self.store(&mut notices) else {
            let (memory, lasting) = (Memory::default(), Lasting { marks: false, rest: false });
            return Some(Report::Recalled { memory, notices: Vec::new(), lasting });
        };
        if is_first {
            let (memory, notices, lasting) = (store.memory().clone(), safe(&notices), store.lasting());
            return Some(Report::Recalled { memory, notices, lasting });
        }
        let read = store.refresh(memory, Timestamp::now())?;
        let (notices, lasting) = (safe(&read.notices), store.lasting());
        Some(Report::Recalled { memory: read.memory, notices, lasting })
    }

    /// Saves `memory`, merged with what others wrote; `None` where there is nothing to save it in.
    pub fn save(&mut self, memory: &Memory) -> Option<Report> {
        let mut notices = Vec::new();
        let store = self.store(&mut notices)?;
        Some(match store.save(memory, Timestamp::now()) {
            Ok(saved) => {
                notices.extend(saved.notices);
                let (notices, lasting) = (safe(&notices), store.lasting());
                Report::Saved { memory: saved.memory, notices, lasting }
            }
            Err(why) => Report::NotSaved(Safe::line(&with_notices(&why, &notices))),
        })
    }

    /// The store, read now where it was not; what was odd about it is noted.
    fn store(&mut self, notices: &mut Vec<String>) -> Option<&mut Store> {
        if let Self::Unread(folders, secure) = self {
            let loaded = secure.load(folders);
            notices.extend(loaded.notices);
            *self = Self::Read(Box::new(loaded.store));
        }
        match self {
            Self::Read(store) => Some(store),
            Self::Nowhere | Self::Unread(..) => None,
        }
    }
}

fn safe(notices: &[String]) -> Vec<Safe> {
    notices.iter().map(|notice| Safe::line(notice)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use jiff::Timestamp;

    use super::Keeping;
    use crate::cli::setup::Secure;
    use crate::markdown::document::Anchor;
    use crate::memory::file::Folders;
    use crate::memory::key::Key;
    use crate::memory::memory::Memory;
    use crate::memory::spot::Spot;
    use crate::message::Report;

    fn keeping(home: &Path, secure: Secure) -> Keeping {
        Keeping::Unread(Folders { config: home.join("config"), state: home.join("state") }, secure)
    }

    fn marked(paths: &[&str]) -> Memory {
        let mut memory = Memory::default();
        for path in paths {
            let key = Key::new(Path::new("/本"), Path::new(path));
            memory.add_mark(
                key,
                (*path).to_owned(),
                Spot::of("", Anchor(0), None),
                None,
                Timestamp::UNIX_EPOCH,
            );
        }
        memory
    }

    fn titles(report: Option<Report>) -> Option<Vec<String>> {
        match report? {
            Report::Recalled { memory, .. } | Report::Saved { memory, .. } => {
                Some(memory.marks().iter().map(|mark| mark.title.clone()).collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_saved_before_anything_was_read_takes_nothing_away() {
        let home = tempfile::tempdir().unwrap();
        let _ = keeping(home.path(), Secure::No).save(&marked(&["猫.md", "글.md"]));
        let mut late = keeping(home.path(), Secure::No);
        let saved = late.save(&marked(&["文章.md", "a.md"]));
        assert_eq!(titles(saved).unwrap(), ["a.md", "文章.md", "猫.md", "글.md"]);
        let recalled = keeping(home.path(), Secure::No).recall(&Memory::default());
        assert_eq!(titles(recalled).unwrap().len(), 4);
    }

    #[test]
    fn only_what_others_wrote_is_recalled_again() {
        let home = tempfile::tempdir().unwrap();
        let (mut ours, mut theirs) = (keeping(home.path(), Secure::No), keeping(home.path(), Secure::No));
        assert_eq!(titles(ours.recall(&Memory::default())), Some(Vec::new()));
        assert_eq!(titles(ours.recall(&Memory::default())), None);
        let _ = ours.save(&marked(&["猫.md"]));
        assert_eq!(titles(ours.recall(&Memory::default())), None);
        let _ = theirs.save(&marked(&["글.md"]));
        assert_eq!(titles(ours.recall(&marked(&["a.md"]))).unwrap(), ["a.md", "猫.md", "글.md"]);
        assert_eq!(titles(ours.recall(&Memory::default())), None);
    }

    #[test]
    fn what_was_set_aside_is_told_though_nothing_could_be_saved() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("config")).unwrap();
        fs::create_dir_all(home.path().join("state")).unwrap();
        fs::write(home.path().join("state/state.yaml"), "猫").unwrap();
        // What lies there cannot be replaced.
        fs::create_dir(home.path().join("config/bookmarks.yaml")).unwrap();
        let mut keeping = keeping(home.path(), Secure::No);
        let Some(Report::NotSaved(why)) = keeping.save(&marked(&["글.md"])) else { panic!() };
        assert!(why.contains("bookmarks.yaml") && why.contains("state.yaml.broken-"), "{why:?}");
        let Some(Report::NotSaved(why)) = keeping.save(&marked(&["글.md"])) else { panic!() };
        assert!(!why.contains("state.yaml.broken-"), "{why:?}");
    }

    #[test]
    fn nothing_is_written_in_a_secure_run() {
        let home = tempfile::tempdir().unwrap();
        let mut secure = keeping(home.path(), Secure::Yes);
        let _ = secure.recall(&Memory::default());
        assert_eq!(titles(secure.save(&marked(&["猫.md"]))).unwrap(), ["猫.md"]);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn who_waits_for_what_is_kept_nowhere_is_answered() {
        assert_eq!(titles(Keeping::Nowhere.recall(&Memory::default())), Some(Vec::new()));
        assert_eq!(titles(Keeping::Nowhere.save(&Memory::default())), None);
    }
}
