//! Tells that the files of what is remembered may have been written: by another instance, or by hand.
//!
//! The system tells it of their folders, of those that their links lead to, and of the nearest that
//! there is where one was not made yet. Where it cannot tell, nobody looks: the files are read anew
//! when something is saved and when the marks are opened.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::jobs::watch::is_reading;
use crate::message::Event;

/// So long the files have to be left alone before it is told: an editor writes more than once.
const QUIET: Duration = Duration::from_millis(100);

/// So long the first change waits at most.
const AT_MOST: Duration = Duration::from_millis(500);

/// The thread that watches. It ends when this is dropped.
#[derive(Debug)]
pub struct Others(Sender<Told>);

#[derive(Debug)]
enum Told {
    /// Names were told of; none where something was missed.
    Changed(Vec<OsString>),
    End,
}

impl Others {
    /// From now on it is told to `tell`, which says whether anybody listens, when one of `files` may
    /// have changed; first that they may have until now. Of no files nothing is told.
    pub fn watch(files: Vec<PathBuf>, tell: impl Fn(Event) -> bool + Send + 'static) -> Self {
        let (send, receive) = channel();
        let noticed = send.clone();
        if !files.is_empty() {
            std::thread::spawn(move || run(&files, noticed, &receive, &tell));
        }
        Self(send)
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        // Nobody hears it where the thread has ended by itself.
        let _ = self.0.send(Told::End);
    }
}

fn run(files: &[PathBuf], send: Sender<Told>, receive: &Receiver<Told>, tell: &dyn Fn(Event) -> bool) {
    let handler = move |noticed: notify::Result<notify::Event>| {
        let names = match noticed {
            Ok(event) if is_reading(&event) => return,
            Ok(event) if !event.need_rescan() => {
                event.paths.iter().filter_map(|path| path.file_name().map(OsString::from)).collect()
            }
            Ok(_) | Err(_) => Vec::new(),
        };
        // Nobody hears it once the thread has ended.
        let _ = send.send(Told::Changed(names));
    };
    let Ok(mut watcher) = notify::recommended_watcher(handler) else { return };
    let mut folders = BTreeSet::new();
    loop {
        let found = watch_anew(&mut watcher, files, &mut folders);
        if !tell(Event::Others) {
            return;
        }
        loop {
            match receive.recv() {
                Ok(Told::Changed(names)) if names.is_empty() => break,
                Ok(Told::Changed(names)) if names.iter().any(|name| found.contains(name)) => break,
                Ok(Told::Changed(_)) => {}
                Ok(Told::End) | Err(_) => return,
            }
        }
        let until = Instant::now() + AT_MOST;
        loop {
            match receive.recv_timeout(QUIET.min(until.saturating_duration_since(Instant::now()))) {
                Ok(Told::Changed(_)) if Instant::now() < until => {}
                Ok(Told::Changed(_)) | Err(RecvTimeoutError::Timeout) => break,
                Ok(Told::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

/// Watches the folders that tell of `files` now, and no others any more. The names that they tell of
/// them by: of the files, and of the folders above, which may come and go.
fn watch_anew(
    watcher: &mut RecommendedWatcher,
    files: &[PathBuf],
    folders: &mut BTreeSet<PathBuf>,
) -> BTreeSet<OsString> {
    let all: BTreeSet<PathBuf> =
        files.iter().cloned().chain(files.iter().filter_map(|file| target(file))).collect();
    let there = all.iter().filter_map(|file| file.ancestors().skip(1).find(|folder| folder.is_dir()));
    // A link on the way may lead elsewhere by and by.
    let links = all.iter().flat_map(|file| file.ancestors()).filter(|path| path.is_symlink());
    let there: BTreeSet<PathBuf> = there.chain(links.filter_map(Path::parent)).map(Path::to_owned).collect();
    for folder in folders.iter() {
        // What went is not watched any more anyway; one that came back is another one.
        let _ = watcher.unwatch(folder);
    }
    folders.clear();
    for folder in there {
        // Where the system tells nothing, what is saved here and what is looked at tells enough.
        if watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
            folders.insert(folder);
        }
    }
    let names = all.iter().flat_map(|file| file.ancestors().filter_map(Path::file_name));
    names.map(OsString::from).collect()
}

/// Where links lead from `file`, also where nothing lies there yet.
fn target(file: &Path) -> Option<PathBuf> {
    let dangling = || Some(file.parent()?.join(file.read_link().ok()?));
    file.canonicalize().ok().or_else(dangling)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::time::Duration;

    use super::Others;
    use crate::message::Event;

    const LIMIT: Duration = Duration::from_secs(10);

    fn watched(files: Vec<PathBuf>) -> (Others, Receiver<Event>) {
        let (send, receive) = channel();
        let others = Others::watch(files, move |event| send.send(event).is_ok());
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
        (others, receive)
    }

    #[test]
    fn a_file_that_is_written_replaced_or_linked_to_is_told_of() {
        let home = tempfile::tempdir().unwrap();
        let (config, elsewhere) = (home.path().join("設定"), home.path().join("다른 곳"));
        fs::create_dir_all(&config).unwrap();
        fs::create_dir_all(&elsewhere).unwrap();
        fs::write(elsewhere.join("书签.yaml"), "").unwrap();
        symlink(elsewhere.join("书签.yaml"), config.join("bookmarks.yaml")).unwrap();
        let files = vec![config.join("bookmarks.yaml"), config.join("state.yaml")];
        let (_others, receive) = watched(files);
        fs::write(config.join("state.yaml"), "a").unwrap();
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
        fs::write(config.join("new"), "b").unwrap();
        fs::rename(config.join("new"), config.join("state.yaml")).unwrap();
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
        fs::write(elsewhere.join("书签.yaml"), "c").unwrap();
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
    }

    #[test]
    fn links_that_are_led_elsewhere_and_targets_that_come_later_are_told_of() {
        let home = tempfile::tempdir().unwrap();
        let place = |name: &str| home.path().join(name);
        for folder in ["一", "둘", "three", "config"] {
            fs::create_dir(place(folder)).unwrap();
        }
        symlink("一", place("linked")).unwrap();
        symlink("../three/marks.yaml", place("config/bookmarks.yaml")).unwrap();
        let files = vec![place("config/bookmarks.yaml"), place("linked/state.yaml")];
        let (_others, receive) = watched(files);
        fs::write(place("three/marks.yaml"), "a").unwrap();
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
        symlink("둘", place("other")).unwrap();
        fs::rename(place("other"), place("linked")).unwrap();
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
        fs::write(place("둘/state.yaml"), "b").unwrap();
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
    }

    #[test]
    fn folders_that_come_later_and_go_are_watched() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a/b/state.yaml");
        let (_others, receive) = watched(vec![file.clone()]);
        for _ in 0..2 {
            fs::create_dir_all(home.path().join("a/b")).unwrap();
            assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
            fs::write(&file, "a").unwrap();
            assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
            fs::remove_dir_all(home.path().join("a")).unwrap();
            assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Others));
            // All that is still told of it is taken out of the way.
            while receive.recv_timeout(Duration::from_millis(300)).is_ok() {}
        }
    }

    #[test]
    fn the_thread_ends_when_nobody_watches_any_more() {
        let home = tempfile::tempdir().unwrap();
        let (others, receive) = watched(vec![home.path().join("state.yaml")]);
        drop(others);
        assert_eq!(receive.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
        let (send, receive) = channel();
        let _others = Others::watch(Vec::new(), move |event| send.send(event).is_ok());
        assert_eq!(receive.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
    }
}
