//! The steps by which a memory file is read and replaced.
//!
//! A replacement is written beside the file (never over anything, readable by the owner alone),
//! synced, renamed over it, and the folder synced: whatever happens, the file is the old one or
//! the new one, whole. A symbolic link stays and what it points to is replaced; mode and owner
//! are kept. Who may write is settled by a lock that ends with its process, however that ends.
//!
//! Every call to the system is a step; in tests a given step can be made to fail.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};

/// How long another instance may hold the lock before we give up for now.
const PATIENCE: Duration = Duration::from_secs(10);

/// Links in a chain that are followed to a file.
const LINKS: usize = 40;

/// The file system, as the memory files need it.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    #[cfg(test)]
    pub(super) fault: Option<std::sync::Arc<tests::Fault>>,
}

/// What was found at a path.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Missing,
    /// A file with these bytes.
    Bytes(Vec<u8>, Stamp),
    /// A file of more bytes than may be read.
    TooLarge,
}

/// By what a file that was replaced or changed is told from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

/// The right to replace a file; it ends when this is dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it holds the lock as long as it lives")] File);

impl Disk {
    /// Reads a file of at most `limit` bytes. Anything but a regular file is an error, and opening
    /// it does not block.
    ///
    /// # Errors
    /// Where the system says so, with what and why.
    pub fn read(&self, path: &Path, limit: u64) -> anyhow::Result<Found> {
        let opened = retry(|| {
            self.step()?;
            open_to_read(path)
        });
        let file = match opened {
            Ok(file) => file,
            // Below a file there is none either.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Found::Missing);
            }
            Err(error) => return Err(refused("cannot read", path, &error)),
        };
        self.read_open(file, limit).map_err(|error| refused("cannot read", path, &error))
    }

    fn read_open(&self, file: File, limit: u64) -> io::Result<Found> {
        let about = retry(|| {
            self.step()?;
            file.metadata()
        })?;
        if !about.is_file() {
            return Err(io::Error::other("it is not a regular file; move it away"));
        }
        if about.len() > limit {
            return Ok(Found::TooLarge);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default() + 1);
        self.step().or_else(ignore_interruption)?;
        let read = file.take(limit + 1).read_to_end(&mut bytes)?;
        if read as u64 > limit {
            return Ok(Found::TooLarge);
        }
        Ok(Found::Bytes(bytes, Stamp::of(&about)))
    }

    /// The stamp of the file at `path`; none where there is none or it cannot be asked.
    #[must_use]
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.step().ok()?;
        fs::metadata(path).ok().map(|about| Stamp::of(&about))
    }

    /// The file that `path` stands for: itself, or where its symbolic links lead, there or not.
    ///
    /// # Errors
    /// Where a link cannot be read or the links do not end.
    pub fn resolve(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            let target = retry(|| {
                self.step()?;
                fs::read_link(&path)
            });
            match target {
                Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
                Err(error) => match error.kind() {
                    // Not a link, or nothing there yet.
                    ErrorKind::InvalidInput | ErrorKind::NotFound | ErrorKind::NotADirectory => {
                        return Ok(path);
                    }
                    _ => return Err(refused("cannot read the link", &path, &error)),
                },
            }
        }
        Err(anyhow!("cannot follow {}: its links do not end", path.display()))
    }

    /// Waits for the right to replace `path`, whose folder is made (for the owner alone) if need be.
    ///
    /// # Errors
    /// Where the folder or the lock's file cannot be made, or another instance does not let go.
    pub fn lock(&self, path: &Path) -> anyhow::Result<Lock> {
        let folder = folder_of(path);
        retry(|| {
            self.step()?;
            make_folder(folder)
        })
        .map_err(|error| refused("cannot make the folder", folder, &error))?;
        let beside = sibling(path, "lock");
        let file = retry(|| {
            self.step()?;
            without_waiting(owners_alone(OpenOptions::new().write(true).create(true).truncate(false)))
                .open(&beside)
        })
        .map_err(|error| refused("cannot open the lock", &beside, &error))?;
        let begun = Instant::now();
        let mut pause = Duration::from_micros(200);
        loop {
            match self.try_lock(&file) {
                Ok(()) => return Ok(Lock(file)),
                // A file system without locks (some network ones): the temporary file, which is
                // never written over, still keeps two writers apart.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(Lock(file));
                }
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {}
                Err(TryLockError::Error(error)) => {
                    return Err(refused("cannot lock", &beside, &error));
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() > PATIENCE => {
                    bail!("cannot lock {}: another instance has held it for long", beside.display());
                }
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(5));
                }
            }
        }
    }

    fn try_lock(&self, file: &File) -> Result<(), TryLockError> {
        self.step().map_err(TryLockError::Error)?;
        file.try_lock()
    }

    /// Replaces the file at `path`, no link, by one of these bytes. The lock must be held.
    ///
    /// # Errors
    /// Where a step fails; the file is then the old one, or the new one if only the folder could
    /// not be synced.
    pub fn replace(&self, path: &Path, bytes: &[u8], held: &Lock) -> anyhow::Result<()> {
        self.put(path, bytes, held, ("cannot save", path))
    }

    /// Puts a file of these bytes at `path`; where that fails, that it `cannot` is said of the file `named`.
    fn put(
        &self,
        path: &Path,
        bytes: &[u8],
        _held: &Lock,
        (cannot, named): (&str, &Path),
    ) -> anyhow::Result<()> {
        let beside = sibling(path, "tmp");
        let written = self.write_beside(path, &beside, bytes).and_then(|()| {
            retry(|| {
                self.step()?;
                fs::rename(&beside, path)
            })
        });
        if let Err(error) = written {
            // What cannot be removed now is removed before the next attempt.
            let _ = retry(|| {
                self.step()?;
                fs::remove_file(&beside)
            });
            let advice = match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "; make room on the disk",
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "; make its folder writable",
                _ => "",
            };
            return Err(anyhow!("{cannot} {}: {}{advice}", named.display(), plain(&error)));
        }
        self.sync_folder(folder_of(path))
            .map_err(|error| refused("saved, but cannot sync the folder of", named, &error))
    }

    fn write_beside(&self, path: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
        let new = || {
            self.step()?;
            owners_alone(OpenOptions::new().write(true).create_new(true)).open(beside)
        };
        let mut file = match retry(new) {
            // Left by an instance that was killed: the lock is ours, so nobody is writing it.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                retry(|| {
                    self.step()?;
                    fs::remove_file(beside)
                })?;
                retry(new)?
            }
            opened => opened?,
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = retry(|| self.write(&mut file, rest))?;
            if written == 0 {
                return Err(ErrorKind::WriteZero.into());
            }
            rest = &rest[written..];
        }
        self.keep_owner(path, &file);
        retry(|| {
            self.step()?;
            file.sync_all()
        })
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.step() {
            // Only in tests: a disk that fills up has taken a part before it says so.
            if error.kind() != ErrorKind::Interrupted {
                file.write_all(&bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        file.write(bytes)
    }

    /// Gives the new file the mode and the owner of the old one, where that is allowed; where it
    /// is not, the new file is the owner's alone.
    fn keep_owner(&self, path: &Path, file: &File) {
        let about = retry(|| {
            self.step()?;
            fs::metadata(path)
        });
        let Ok(about) = about else { return };
        if self.step().is_err() {
            return;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            let ours = file.metadata().ok().map(|new| (new.uid(), new.gid()));
            if ours != Some((about.uid(), about.gid()))
                && fchown(file, Some(about.uid()), Some(about.gid())).is_err()
            {
                return;
            }
        }
        let _ = file.set_permissions(about.permissions());
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(not(unix)) {
            return Ok(());
        }
        let synced = retry(|| {
            self.step()?;
            File::open(folder)?.sync_all()
        });
        match synced {
            // Some file systems do not sync folders and say so.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            synced => synced,
        }
    }

    /// Gives a file another name in its folder, `stem` or `stem-2` and so on, that nothing has yet.
    ///
    /// # Errors
    /// Where it cannot be renamed.
    pub fn set_aside(&self, path: &Path, stem: &str, _held: &Lock) -> anyhow::Result<PathBuf> {
        let aside = free_name(path, stem);
        retry(|| {
            self.step()?;
            fs::rename(path, &aside)
        })
        .map_err(|error| refused("cannot rename", path, &error))?;
        Ok(aside)
    }

    /// Writes a copy beside a file, `stem` or `stem-2` and so on.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep_copy(&self, path: &Path, bytes: &[u8], stem: &str, held: &Lock) -> anyhow::Result<PathBuf> {
        let copy = free_name(path, stem);
        // Named by the file: the name of the copy is another each time it is tried.
        let kept = self.put(&copy, bytes, held, ("cannot keep a copy of", path));
        if kept.is_err() {
            // It may be there, but not for sure: the next attempt writes its own.
            let _ = retry(|| {
                self.step()?;
                fs::remove_file(&copy)
            });
        }
        kept.map(|()| copy)
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "in tests a step may fail")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        self.fault.as_ref().map_or(Ok(()), |fault| fault.step())
    }
}

impl Stamp {
    #[cfg(unix)]
    fn of(about: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            inode: about.ino(),
            length: about.len(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(about: &fs::Metadata) -> Self {
        let modified = about.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified =
            modified.map_or((0, 0), |time| (time.as_secs().cast_signed(), i64::from(time.subsec_nanos())));
        Self { inode: 0, length: about.len(), modified, changed: (0, 0) }
    }
}

/// Does a step again as long as a signal interrupts it.
fn retry<T>(mut step: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match step() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

fn ignore_interruption(error: io::Error) -> io::Result<()> {
    if error.kind() == ErrorKind::Interrupted { Ok(()) } else { Err(error) }
}

fn refused(what: &str, path: &Path, error: &io::Error) -> anyhow::Error {
    anyhow!("{what} {}: {}", path.display(), plain(error))
}

/// What the system says, without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The hidden file beside `path` that serves it as `what`.
fn sibling(path: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".");
    name.push(what);
    path.with_file_name(name)
}

fn free_name(path: &Path, stem: &str) -> PathBuf {
    let named = |suffix: &str| path.with_file_name(format!("{stem}{suffix}"));
    let taken = |path: &Path| fs::symlink_metadata(path).is_ok();
    let first = named("");
    if !taken(&first) {
        return first;
    }
    (2..u32::MAX).map(|n| named(&format!("-{n}"))).find(|path| !taken(path)).unwrap_or(first)
}

#[cfg(unix)]
fn open_to_read(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open_to_read(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Opens nothing that another would have to open first, such as a pipe.
#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed())
}

#[cfg(not(unix))]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn owners_alone(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn owners_alone(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Makes one step fail: the one after `countdown` others.
    #[derive(Debug)]
    pub struct Fault {
        countdown: AtomicUsize,
        error: i32,
    }

    impl Fault {
        pub fn new(after: usize, error: i32) -> Self {
            Self { countdown: AtomicUsize::new(after), error }
        }

        pub fn step(&self) -> io::Result<()> {
            let left = self.countdown.load(Ordering::Relaxed);
            self.countdown.store(left.wrapping_sub(1), Ordering::Relaxed);
            if left == 0 { Err(io::Error::from_raw_os_error(self.error)) } else { Ok(()) }
        }

        /// Whether the step has come and failed.
        pub fn happened(&self) -> bool {
            self.countdown.load(Ordering::Relaxed) > usize::MAX / 2
        }
    }
}
