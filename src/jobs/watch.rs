//! Tells of changes in the folders given, while they are open.
//!
//! A thread has the system tell of each folder that a scan looks into, and of no other: what is
//! ignored costs no watch. It gathers what it is told. Where the system cannot tell, or may not
//! hear of all changes, it looks for them now and then.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::config::config::WatchSetting;
use crate::corpus::article::is_article;
use crate::corpus::changed::Changed;
use crate::corpus::source::{Source, Walk};
use crate::corpus::stamp::Stamp;
use crate::corpus::survey::{files, folders};
use crate::corpus::volume::is_remote;
use crate::jobs::gather::{Anew, Gatherer, Noticed};
use crate::jobs::perform::Desk;
use crate::jobs::poll::{Poll, pause};
use crate::message::{Event, Report};

/// How often it is looked whether a folder given is there again.
const BACK: Duration = Duration::from_secs(1);

/// The thread that watches. It ends when this is dropped, as soon as it notices.
#[derive(Debug)]
pub struct Watching {
    desk: Desk,
    how: WatchSetting,
    send: Option<Sender<Told>>,
    ended: Arc<AtomicBool>,
}

/// What the thread is told.
enum Told {
    Noticed(notify::Result<notify::Event>),
    End,
}

impl Watching {
    /// Nothing is watched yet.
    #[must_use]
    pub fn new(desk: &Desk, how: WatchSetting) -> Self {
        Self { desk: desk.clone(), how, send: None, ended: Arc::default() }
    }

    /// From now on changes go to `tell`, which says whether anybody takes them; the first is that
    /// everything may have changed until now. Where there is nothing to watch, nothing happens.
    pub fn begin(&mut self, tell: impl Fn(Event) -> bool + Send + 'static) {
        let is_on_disk = |source: &Source| matches!(source, Source::Folder(_) | Source::File(_));
        if self.send.is_some() || self.how == WatchSetting::Off || !self.desk.sources.iter().any(is_on_disk) {
            return;
        }
        let (send, receive) = channel();
        self.send = Some(send.clone());
        let watch = Watch {
            sources: self.desk.sources.clone(),
            walk: self.desk.walk,
            ended: Arc::clone(&self.ended),
            tell: Box::new(tell),
            watcher: None,
            folders: HashSet::new(),
            gatherer: Gatherer::default(),
            looking: None,
            missing: HashSet::new(),
            look_back: None,
        };
        let how = self.how;
        std::thread::spawn(move || watch.run(how, send, &receive));
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(send) = self.send.take() {
            // Nobody hears it where the thread has ended by itself.
            let _ = send.send(Told::End);
        }
    }
}

struct Watch {
    sources: Vec<Source>,
    walk: Walk,
    ended: Arc<AtomicBool>,
    tell: Box<dyn Fn(Event) -> bool + Send>,
    watcher: Option<RecommendedWatcher>,
    /// The folders that are watched.
    folders: HashSet<PathBuf>,
    gatherer: Gatherer,
    /// What is compared, and when it is looked next, where changes are looked for.
    looking: Option<(Poll, Instant)>,
    /// The folders given that are not there.
    missing: HashSet<PathBuf>,
    look_back: Option<Instant>,
}

impl Watch {
    fn run(mut self, how: WatchSetting, send: Sender<Told>, receive: &Receiver<Told>) {
        if how == WatchSetting::Poll {
            self.looking = Some((Poll::default(), Instant::now()));
        } else {
            let handler = move |noticed: notify::Result<notify::Event>| {
                if !noticed.as_ref().is_ok_and(is_reading) {
                    // Nobody hears it once the thread has ended.
                    let _ = send.send(Told::Noticed(noticed));
                }
            };
            match notify::recommended_watcher(handler) {
                Ok(watcher) => self.watcher = Some(watcher),
                Err(_) => self.look_beside(),
            }
        }
        self.watch_anew(&Anew::All);
        if self.sources.iter().any(|source| is_remote(source.root())) {
            self.look_beside();
        }
        self.look();
        if !self.tell(Event::Changed(Changed::Everything)) {
            return;
        }
        while let Some(told) = self.next(receive) {
            match told {
                Ok(Told::Noticed(noticed)) => self.notice(noticed),
                Ok(Told::End) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.catch_up().is_break() {
                return;
            }
        }
    }

    /// Waits for what is told next, until something is due. `None` once it is the end.
    fn next(&self, receive: &Receiver<Told>) -> Option<Result<Told, RecvTimeoutError>> {
        if self.ended.load(Ordering::Relaxed) {
            return None;
        }
        let looking = self.looking.as_ref().map(|(_, due)| *due);
        let due = [self.gatherer.due(), looking, self.look_back].into_iter().flatten().min();
        let Some(due) = due else { return Some(receive.recv().map_err(|_| RecvTimeoutError::Disconnected)) };
        Some(receive.recv_timeout(due.saturating_duration_since(Instant::now())))
    }

    /// Does all that is due.
    fn catch_up(&mut self) -> ControlFlow<()> {
        let now = Instant::now();
        if let Some(batch) = self.gatherer.give(now) {
            // Watched first: what changes after that is told of.
            self.watch_anew(&batch.anew);
            if !self.tell(Event::Changed(batch.changed)) {
                return ControlFlow::Break(());
            }
        }
        if self.look_back.is_some_and(|due| due <= now) {
            self.look_back = Some(Instant::now() + BACK);
            if self.missing.iter().any(|root| root.is_dir()) {
                self.gatherer.take(Noticed::Anything, now);
            }
        }
        if self.looking.as_ref().is_some_and(|(_, due)| *due <= now)
            && let Some(changed) = self.look()
            && !self.tell(Event::Changed(changed))
        {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn tell(&self, event: Event) -> bool {
        !self.ended.load(Ordering::Relaxed) && (self.tell)(event)
    }

    /// Changes are looked for from now on, whatever else tells of them.
    fn look_beside(&mut self) {
        if self.looking.is_none() {
            self.looking = Some((Poll::default(), Instant::now()));
            self.tell(Event::Report(Report::Polling));
        }
    }

    /// Looks for changes, where that is done at all.
    fn look(&mut self) -> Option<Changed> {
        let (poll, due) = self.looking.as_mut()?;
        let (begun, now) = (Instant::now(), SystemTime::now());
        poll.begin();
        files(&self.sources, &self.walk, &mut |path, metadata| {
            poll.meet(path, Stamp::of(metadata, now));
            if self.ended.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let changed = poll.end();
        *due = Instant::now() + pause(begun.elapsed());
        changed
    }

    /// Has the system tell of the folders that a scan looks into now, and of no others any more.
    fn watch_anew(&mut self, anew: &Anew) {
        if *anew == Anew::None {
            return;
        }
        // A folder given that goes while it is being watched anew is told of by nobody: it is looked
        // for where it is missing either before or after that.
        let mut missing = self.missing_now();
        if self.watcher.is_some() {
            self.watch_there(anew);
            missing.extend(self.missing_now());
        }
        self.missing = missing;
        self.look_back = (!self.missing.is_empty()).then(|| Instant::now() + BACK);
    }

    /// The folders given that are not there.
    fn missing_now(&self) -> HashSet<PathBuf> {
        let roots =
            self.sources.iter().filter(|source| matches!(source, Source::Folder(_) | Source::File(_)));
        roots.map(Source::root).filter(|root| !root.is_dir()).map(Path::to_owned).collect()
    }

    fn watch_there(&mut self, anew: &Anew) {
        let mut there = HashSet::new();
        folders(&self.sources, &self.walk, &mut |folder| {
            there.insert(folder);
            if self.ended.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let is_anew = |folder: &Path| match anew {
            Anew::None | Anew::New => false,
            Anew::Below(paths) => paths.iter().any(|path| folder.starts_with(path)),
            Anew::All => true,
        };
        let known = std::mem::take(&mut self.folders);
        let fails = watch_all(
            self.watcher.as_mut(),
            there.iter().filter(|folder| is_anew(folder) || !known.contains(*folder)),
            known.iter().filter(|folder| !there.contains(*folder)),
            &self.sources,
        );
        self.folders = there;
        if fails == Fails::Yes {
            self.look_beside();
        }
    }

    fn notice(&mut self, noticed: notify::Result<notify::Event>) {
        let now = Instant::now();
        let event = match noticed {
            Ok(event) if !event.need_rescan() => event,
            Ok(_) | Err(_) => return self.gatherer.take(Noticed::Anything, now),
        };
        for path in event.paths {
            if let Some(noticed) = self.told_of(event.kind, path) {
                self.gatherer.take(noticed, now);
            }
        }
    }

    /// What a change of `path` means here, if anything.
    fn told_of(&self, kind: EventKind, path: PathBuf) -> Option<Noticed> {
        let name = path.file_name()?;
        if self.walk.ignore_files && (name == ".gitignore" || name == ".ignore") {
            return Some(Noticed::Rules);
        }
        if self.folders.contains(&path) {
            // That something in it changed is told of what it is.
            let is_own = !matches!(kind, EventKind::Modify(ModifyKind::Data(_)) | EventKind::Access(_));
            return is_own.then_some(Noticed::Folder(path));
        }
        let may_come =
            matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any);
        let is_hidden = name.as_encoded_bytes().starts_with(b".") && !self.walk.hidden;
        if may_come && !is_hidden && self.is_folder(&path) {
            return Some(Noticed::Folder(path));
        }
        let is_given =
            self.sources.iter().any(|source| matches!(source, Source::File(file) if *file == path));
        (is_given || is_article(&path) && !is_hidden).then_some(Noticed::File(path))
    }

    fn is_folder(&self, path: &Path) -> bool {
        let metadata = if self.walk.follow { path.metadata() } else { path.symlink_metadata() };
        metadata.is_ok_and(|metadata| metadata.is_dir())
    }
}

/// Whether somebody only reads a file, as this program does itself.
pub(super) fn is_reading(event: &notify::Event) -> bool {
    let is_written = AccessKind::Close(AccessMode::Write);
    matches!(event.kind, EventKind::Access(kind) if kind != is_written) && !event.need_rescan()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fails {
    Yes,
    No,
}

/// Watches each of `more` and none of `less` any more. Folder by folder: to watch all that lies below
/// one would cost a watch for each folder that is ignored, too.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn watch_all<'a>(
    watcher: Option<&mut RecommendedWatcher>,
    more: impl Iterator<Item = &'a PathBuf>,
    less: impl Iterator<Item = &'a PathBuf>,
    _: &[Source],
) -> Fails {
    let Some(watcher) = watcher else { return Fails::No };
    for folder in less {
        // What went is not watched any more anyway.
        let _ = watcher.unwatch(folder);
    }
    let mut fails = Fails::No;
    for folder in more {
        match watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => {}
            // One that has gone meanwhile is told of by the folder it was in.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
            Err(_) if !folder.is_dir() => {}
            Err(error) => {
                fails = Fails::Yes;
                if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) {
                    break;
                }
            }
        }
    }
    fails
}

/// Watches the folders given, with all that lies below: elsewhere than on Linux that is one watch.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn watch_all<'a>(
    watcher: Option<&mut RecommendedWatcher>,
    more: impl Iterator<Item = &'a PathBuf>,
    _: impl Iterator<Item = &'a PathBuf>,
    sources: &[Source],
) -> Fails {
    let Some(watcher) = watcher else { return Fails::No };
    let more: HashSet<&PathBuf> = more.collect();
    let mut fails = Fails::No;
    for source in sources {
        let mode = match source {
            Source::Folder(_) => RecursiveMode::Recursive,
            Source::File(_) => RecursiveMode::NonRecursive,
            Source::Sample | Source::Text { .. } => continue,
        };
        if more.contains(&source.root().to_owned()) && watcher.watch(source.root(), mode).is_err() {
            fails = Fails::Yes;
        }
    }
    fails
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
    use std::time::Duration;

    use super::Watching;
    use crate::config::config::WatchSetting;
    use crate::corpus::changed::Changed;
    use crate::corpus::source::{Source, Walk};
    use crate::jobs::perform::Desk;
    use crate::message::{Event, Report};
    use crate::programs::variables::Variables;

    const LIMIT: Duration = Duration::from_secs(10);

    fn desk(source: Source) -> Desk {
        Desk { sources: vec![source], walk: Walk::default(), programs: Variables::default() }
    }

    fn watched(folder: &Path, how: WatchSetting) -> (Watching, Receiver<Event>) {
        let desk = desk(Source::Folder(folder.to_owned()));
        let mut watching = Watching::new(&desk, how);
        let (send, receive) = channel();
        watching.begin(move |event| send.send(event).is_ok());
        assert_eq!(receive.recv_timeout(LIMIT), Ok(Event::Changed(Changed::Everything)));
        (watching, receive)
    }

    /// Waits until a change of `path`, or of everything, is told of; all that was told until then.
    fn told(receive: &Receiver<Event>, path: &Path) -> Vec<PathBuf> {
        let mut all = Vec::new();
        loop {
            match receive.recv_timeout(LIMIT).unwrap() {
                Event::Changed(Changed::Files(files)) => all.extend(files),
                Event::Changed(Changed::Everything) => return vec![path.to_owned()],
                Event::Report(Report::Polling) => {}
                other => panic!("{other:?}"),
            }
            if all.iter().any(|file| file == path) {
                return all;
            }
        }
    }

    #[test]
    fn changes_are_told_of_in_folders_old_and_new() {
        for how in [WatchSetting::On, WatchSetting::Poll] {
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name);
            let (_watching, receive) = watched(folder.path(), how);
            fs::write(path("猫.md"), "").unwrap();
            told(&receive, &path("猫.md"));
            fs::create_dir_all(path("新しい/記事")).unwrap();
            fs::write(path("新しい/記事/글.md"), "").unwrap();
            told(&receive, &path("新しい/記事/글.md"));
            fs::write(path("新しい/記事/글.md"), "more").unwrap();
            told(&receive, &path("新しい/記事/글.md"));
            fs::rename(path("新しい"), path("古い")).unwrap();
            told(&receive, &path("古い/記事/글.md"));
            fs::remove_file(path("古い/記事/글.md")).unwrap();
            told(&receive, &path("古い/記事/글.md"));
        }
    }

    #[test]
    fn what_is_no_article_and_what_is_ignored_is_not_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("target/deep")).unwrap();
        fs::create_dir_all(path(".git")).unwrap();
        fs::write(path(".gitignore"), "target\n").unwrap();
        let (_watching, receive) = watched(folder.path(), WatchSetting::On);
        for name in [
            "target/deep/a.md",
            ".git/b.md",
            ".a.md.swp",
            "4913",
            "a.md~",
            "#a.md#",
            ".#a.md",
            "bookmarks.yaml",
            ".hidden.md",
        ] {
            fs::write(path(name), "").unwrap();
        }
        fs::read(path("4913")).unwrap();
        fs::write(path("last.md"), "").unwrap();
        assert_eq!(told(&receive, &path("last.md")), [path("last.md")]);
    }

    #[test]
    fn a_folder_that_went_is_told_of_when_it_is_back() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("記事");
        fs::create_dir(&folder).unwrap();
        let (_watching, receive) = watched(&folder, WatchSetting::On);
        fs::rename(&folder, home.path().join("away")).unwrap();
        told(&receive, &folder);
        fs::rename(home.path().join("away"), &folder).unwrap();
        told(&receive, &folder);
        fs::write(folder.join("a.md"), "").unwrap();
        told(&receive, &folder.join("a.md"));
    }

    #[test]
    fn the_thread_ends_when_nobody_watches_any_more() {
        let folder = tempfile::tempdir().unwrap();
        for how in [WatchSetting::On, WatchSetting::Poll] {
            let (watching, receive) = watched(folder.path(), how);
            drop(watching);
            assert_eq!(receive.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
        }
    }

    #[test]
    fn nothing_is_watched_where_there_is_no_folder_or_it_is_not_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let here = Source::Folder(folder.path().to_owned());
        for (source, how) in [(Source::Sample, WatchSetting::On), (here, WatchSetting::Off)] {
            let mut watching = Watching::new(&desk(source), how);
            let (send, receive) = channel();
            watching.begin(move |event| send.send(event).is_ok());
            assert_eq!(receive.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
        }
    }
}
