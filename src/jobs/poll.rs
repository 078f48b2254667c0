//! Looks for changes now and then, where nothing tells of them: what each file was like is compared
//! with what it is like now.
//!
//! Of each file a few bytes are kept. What came or changed is told by name; where something went,
//! everything may have changed, for its name was not kept.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::corpus::changed::{Changed, FILES};
use crate::corpus::stamp::Stamp;

/// The pause after a look is so many times what the look took, within bounds.
const SHARE: u32 = 20;
const SHORTEST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30);

/// How long to wait after a look that took `cost`.
#[must_use]
pub fn pause(cost: Duration) -> Duration {
    (cost * SHARE).clamp(SHORTEST, LONGEST)
}

/// What the files were like when they were looked at last.
#[derive(Debug, Default)]
pub struct Poll {
    before: HashMap<u64, Stamp>,
    now: HashMap<u64, Stamp>,
    changed: Vec<PathBuf>,
    gone: usize,
}

impl Poll {
    /// A look begins.
    pub fn begin(&mut self) {
        self.now = HashMap::with_capacity(self.before.len());
        self.changed.clear();
        self.gone = self.before.len();
    }

    /// The file at `path` is like this.
    pub fn meet(&mut self, path: &Path, stamp: Stamp) {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        let name = hasher.finish();
        let before = self.before.get(&name);
        if before.is_some() && !self.now.contains_key(&name) {
            self.gone -= 1;
        }
        if !before.is_some_and(|before| before.is_as(&stamp)) && self.changed.len() <= FILES {
            self.changed.push(path.to_owned());
        }
        self.now.insert(name, stamp);
    }

    /// All files were met: what has changed since the look before, if anything has.
    pub fn end(&mut self) -> Option<Changed> {
        self.before = std::mem::take(&mut self.now);
        let changed = std::mem::take(&mut self.changed);
        if self.gone > 0 || changed.len() > FILES {
            return Some(Changed::Everything);
        }
        (!changed.is_empty()).then_some(Changed::Files(changed))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::ops::ControlFlow;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::{LONGEST, Poll, SHORTEST, pause};
    use crate::corpus::changed::Changed;
    use crate::corpus::source::{Source, Walk};
    use crate::corpus::stamp::Stamp;
    use crate::corpus::survey::files;

    fn look(poll: &mut Poll, folder: &Path) -> Option<Changed> {
        // So late that every file has lain still for long.
        let late = SystemTime::now() + Duration::from_mins(1);
        poll.begin();
        files(&[Source::Folder(folder.to_owned())], &Walk::default(), &mut |path, metadata| {
            poll.meet(path, Stamp::of(metadata, late));
            ControlFlow::Continue(())
        });
        poll.end()
    }

    #[test]
    fn what_came_or_changed_is_told_by_name_and_what_went_as_everything() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut poll = Poll::default();
        fs::write(path("猫.md"), "一").unwrap();
        assert_eq!(look(&mut poll, folder.path()), Some(Changed::Files(vec![path("猫.md")])));
        assert_eq!(look(&mut poll, folder.path()), None);
        fs::write(path("글.md"), "").unwrap();
        fs::write(path("x.png"), "").unwrap();
        assert_eq!(look(&mut poll, folder.path()), Some(Changed::Files(vec![path("글.md")])));
        fs::write(path("猫.md"), "二三").unwrap();
        assert_eq!(look(&mut poll, folder.path()), Some(Changed::Files(vec![path("猫.md")])));
        fs::rename(path("猫.md"), path("犬.md")).unwrap();
        assert_eq!(look(&mut poll, folder.path()), Some(Changed::Everything));
        assert_eq!(look(&mut poll, folder.path()), None);
    }

    #[test]
    fn a_look_that_costs_much_is_taken_seldom() {
        assert_eq!(pause(Duration::ZERO), SHORTEST);
        assert_eq!(pause(Duration::from_millis(100)), Duration::from_secs(2));
        assert_eq!(pause(Duration::from_mins(1)), LONGEST);
    }
}
