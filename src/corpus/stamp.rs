//! What a file was like when it was looked at, in few bytes: whether it is the same file, and
//! whether it has changed since.
//!
//! File times are as coarse as the file system has them. What was changed only just before it was
//! looked at may change again without a trace; such a stamp is like no other.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, SystemTime};

use crate::corpus::regular::Identity;

/// The coarsest of the file times that are met: those of FAT.
const COARSE: Duration = Duration::from_secs(2);

/// What a file was like.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    file: u64,
    state: Option<u64>,
}

impl Stamp {
    /// What the file of `metadata` is like at the time `now`, just before it is read.
    #[must_use]
    pub fn of(metadata: &Metadata, now: SystemTime) -> Self {
        let (born, modified) = (metadata.created().ok(), metadata.modified().ok());
        // Numbers of files are soon given to others, which were born later.
        let file = match born {
            Some(born) => hash(&(Identity::of(metadata), born)),
            None => hash(&(Identity::of(metadata), modified, metadata.len())),
        };
        let state =
            hash(&(Identity::of(metadata), modified, changed(metadata), metadata.len(), mode(metadata)));
        Self { file, state: is_before(metadata, now).then_some(state) }
    }

    /// Whether both are surely of the same file in the same state.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        self.state.is_some() && self.state == other.state
    }

    /// Which file it is, changed or not.
    #[must_use]
    pub fn file(&self) -> u64 {
        self.file
    }
}

/// Whether the file of `metadata` was surely changed last before `time`.
#[must_use]
pub fn is_before(metadata: &Metadata, time: SystemTime) -> bool {
    let last = changed(metadata).or_else(|| metadata.modified().ok());
    last.and_then(|last| last.checked_add(COARSE)).is_some_and(|last| last < time)
}

/// When anything about the file was changed last: no program can set that back.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<SystemTime> {
    None
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(metadata)
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> u32 {
    0
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::Stamp;

    #[test]
    fn a_renamed_file_is_the_same_file_and_a_new_one_under_its_name_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let later = SystemTime::now() + Duration::from_mins(1);
        let stamp = |name: &str| Stamp::of(&fs::metadata(path(name)).unwrap(), later);
        fs::write(path("猫.md"), "一").unwrap();
        let before = stamp("猫.md");
        assert!(stamp("猫.md").is_as(&before));
        fs::rename(path("猫.md"), path("犬.md")).unwrap();
        assert_eq!(stamp("犬.md").file(), before.file());
        fs::write(path("猫.md"), "一").unwrap();
        assert_ne!(stamp("猫.md").file(), before.file());
        fs::write(path("犬.md"), "二三").unwrap();
        assert_eq!(stamp("犬.md").file(), before.file());
        assert!(!stamp("犬.md").is_as(&before));
    }

    #[test]
    fn what_changed_a_moment_ago_is_like_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "").unwrap();
        let stamp = Stamp::of(&fs::metadata(&path).unwrap(), SystemTime::now());
        assert!(!stamp.is_as(&stamp));
    }
}
