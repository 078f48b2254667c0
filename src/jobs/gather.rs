//! Gathers what the system tells of changes into batches: once it has been quiet for a moment, or
//! after a while where it never is.
//!
//! Saving a file is many changes, and a program that saves one often saves others. Time is a value
//! here: who gathers is told the moment.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::corpus::changed::Changed;

/// So long nothing has to change before a batch is given.
const QUIET: Duration = Duration::from_millis(120);

/// So long the first change waits at most.
const AT_MOST: Duration = Duration::from_millis(400);

/// Something that was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// A file was written, came or went.
    File(PathBuf),
    /// A folder came, went, or may be read by others now.
    Folder(PathBuf),
    /// What is ignored is another matter now.
    Rules,
    /// Something was missed.
    Anything,
}

/// Which folders are to be watched anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Anew {
    /// None.
    #[default]
    None,
    /// Those that are new, or were ignored until now.
    New,
    /// These and all below them too: their names may be those of other folders now.
    Below(Vec<PathBuf>),
    /// All.
    All,
}

/// What was gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What may have changed.
    pub changed: Changed,
    /// Which folders are to be watched anew, before anybody looks at what changed.
    pub anew: Anew,
}

/// Gathers.
#[derive(Debug, Default)]
pub struct Gatherer {
    gathered: Option<Gathered>,
}

#[derive(Debug)]
struct Gathered {
    batch: Batch,
    first: Instant,
    last: Instant,
}

impl Gatherer {
    /// Takes in what was told at the time `now`.
    pub fn take(&mut self, noticed: Noticed, now: Instant) {
        let more = match noticed {
            Noticed::File(path) => Batch { changed: Changed::Files(vec![path]), anew: Anew::None },
            Noticed::Folder(path) => Batch { changed: Changed::Everything, anew: Anew::Below(vec![path]) },
            Noticed::Rules => Batch { changed: Changed::Everything, anew: Anew::New },
            Noticed::Anything => Batch { changed: Changed::Everything, anew: Anew::All },
        };
        self.gathered = Some(match self.gathered.take() {
            None => Gathered { batch: more, first: now, last: now },
            Some(Gathered { batch, first, .. }) => Gathered { batch: batch.and(more), first, last: now },
        });
    }

    /// When the batch is to be given; `None` while there is none.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        let Gathered { first, last, .. } = self.gathered.as_ref()?;
        Some((*last + QUIET).min(*first + AT_MOST))
    }

    /// The batch, where it is due by the time `now`.
    pub fn give(&mut self, now: Instant) -> Option<Batch> {
        let is_due = self.due().is_some_and(|due| due <= now);
        if is_due { self.gathered.take().map(|gathered| gathered.batch) } else { None }
    }
}

impl Batch {
    fn and(self, more: Self) -> Self {
        Self { changed: self.changed.and(more.changed), anew: self.anew.and(more.anew) }
    }
}

impl Anew {
    /// Folders that are named one by one; of more, all are watched anew.
    const NAMED: usize = 64;

    fn and(self, more: Self) -> Self {
        match (self, more) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Below(mut paths), Self::Below(more)) => {
                paths.extend(more.into_iter().filter(|path| !paths.contains(path)).collect::<Vec<_>>());
                if paths.len() > Self::NAMED { Self::All } else { Self::Below(paths) }
            }
            (Self::Below(paths), Self::New | Self::None) | (Self::New | Self::None, Self::Below(paths)) => {
                Self::Below(paths)
            }
            (Self::New, Self::New | Self::None) | (Self::None, Self::New) => Self::New,
            (Self::None, Self::None) => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::{AT_MOST, Anew, Batch, Gatherer, Noticed, QUIET};
    use crate::corpus::changed::Changed;

    fn file(name: &str) -> Noticed {
        Noticed::File(name.into())
    }

    fn files(names: &[&str]) -> Batch {
        let files = names.iter().map(PathBuf::from).collect();
        Batch { changed: Changed::Files(files), anew: Anew::None }
    }

    #[test]
    fn a_file_saved_in_many_steps_is_one_change() {
        let mut gatherer = Gatherer::default();
        let start = Instant::now();
        for step in 0..5 {
            gatherer.take(file("猫.md"), start + Duration::from_millis(step * 10));
        }
        let last = start + Duration::from_millis(40);
        assert_eq!(gatherer.give(last + QUIET / 2), None);
        assert_eq!(gatherer.give(last + QUIET), Some(files(&["猫.md"])));
        assert_eq!((gatherer.due(), gatherer.give(last + AT_MOST)), (None, None));
    }

    #[test]
    fn under_steady_change_a_batch_is_given_after_a_while() {
        let mut gatherer = Gatherer::default();
        let start = Instant::now();
        let mut given = Vec::new();
        for step in 0..200 {
            let now = start + Duration::from_millis(step * 10);
            given.extend(gatherer.give(now).map(|_| now - start));
            gatherer.take(file("a.md"), now);
        }
        let at: Vec<u128> = given.iter().map(Duration::as_millis).collect();
        assert_eq!(at, [400, 800, 1200, 1600]);
    }

    #[test]
    fn folders_are_watched_anew_and_then_everything_is_looked_at() {
        let mut gatherer = Gatherer::default();
        let now = Instant::now();
        gatherer.take(file("a.md"), now);
        gatherer.take(Noticed::Folder("記事".into()), now);
        gatherer.take(Noticed::Rules, now);
        gatherer.take(Noticed::Folder("글".into()), now);
        let anew = Anew::Below(vec!["記事".into(), "글".into()]);
        assert_eq!(gatherer.give(now + QUIET), Some(Batch { changed: Changed::Everything, anew }));
        gatherer.take(Noticed::Rules, now);
        assert_eq!(gatherer.give(now + QUIET), Some(Batch { changed: Changed::Everything, anew: Anew::New }));
        gatherer.take(Noticed::Folder("記事".into()), now);
        gatherer.take(Noticed::Anything, now);
        assert_eq!(gatherer.give(now + QUIET), Some(Batch { changed: Changed::Everything, anew: Anew::All }));
    }

    fn noticed() -> impl Strategy<Value = Noticed> {
        prop_oneof![
            8 => "[a猫글]{1,2}\\.md".prop_map(|name| Noticed::File(name.into())),
            1 => "[xy]".prop_map(|name| Noticed::Folder(name.into())),
            1 => Just(Noticed::Rules),
            1 => Just(Noticed::Anything),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_waits_longer_than_it_may(
            told in prop::collection::vec((noticed(), 0_u64..300), 1..40),
        ) {
            let mut gatherer = Gatherer::default();
            let mut now = Instant::now();
            let mut waiting: Vec<(Noticed, Instant)> = Vec::new();
            for (noticed, pause) in told {
                gatherer.take(noticed.clone(), now);
                waiting.push((noticed, now));
                now += Duration::from_millis(pause);
                // Whoever waits until it is due never comes late.
                while let Some(due) = gatherer.due().filter(|due| *due <= now) {
                    let batch = gatherer.give(due).unwrap();
                    for (noticed, at) in waiting.drain(..) {
                        prop_assert!(due - at <= AT_MOST);
                        let held = match (&noticed, &batch.changed) {
                            (_, Changed::Everything) => true,
                            (Noticed::File(path), Changed::Files(files)) => files.contains(path),
                            _ => false,
                        };
                        prop_assert!(held, "{noticed:?} {batch:?}");
                    }
                }
                prop_assert_eq!(waiting.is_empty(), gatherer.due().is_none());
            }
        }
    }
}
