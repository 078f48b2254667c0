//! One memory file: read, set aside when broken, left alone when it is not ours to write.
//!
//! What its text means is the caller's matter; what may be done with the file is settled here.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;

use crate::memory::disk::{Disk, Found, Lock, Stamp};

/// A memory file as it was last seen.
#[derive(Debug)]
pub struct KeptFile {
    path: PathBuf,
    /// Bytes that are read and written at most.
    limit: u64,
    /// The highest version of the format that we write.
    version: u64,
    /// The file as it was last read or written.
    stamp: Option<Stamp>,
    /// The file as it was found in no state to be taken in.
    doubted: Option<Stamp>,
    /// A copy that was kept, and of which file.
    copied: Option<(Stamp, PathBuf)>,
    closed: Option<Closed>,
}

/// Why a file is only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    /// A newer program wrote it.
    Newer,
    /// We run as root in somebody else's folder.
    Foreign,
    /// Nothing is to be written by this run.
    Sealed,
}

/// What a text turned out to hold.
#[derive(Debug)]
pub struct Parsed<T> {
    /// All that could be read.
    pub value: T,
    /// The version of the format.
    pub version: u64,
    /// Where and why a part could not be read.
    pub trouble: Option<Trouble>,
}

/// A text that could not be read whole.
#[derive(Debug)]
pub struct Trouble {
    /// Where and why.
    pub why: String,
    /// What could be read, as a text to go on with; none where that is nothing.
    pub rescued: Option<String>,
}

/// What was found in a file.
#[derive(Debug)]
pub struct Looked<T> {
    /// All that could be read.
    pub value: T,
    /// Whether that is all that stood there: what is missing from it was taken away.
    pub is_whole: bool,
    /// The file it was read from.
    pub stamp: Option<Stamp>,
    /// Why a broken file could not be set aside: it must not be written.
    pub stuck: Option<anyhow::Error>,
}

impl KeptFile {
    /// The file at `path`, of at most `limit` bytes and our `version`.
    #[must_use]
    pub fn new(path: PathBuf, limit: u64, version: u64) -> Self {
        let closed = is_foreign(&path).then_some(Closed::Foreign);
        Self { path, limit, version, stamp: None, doubted: None, copied: None, closed }
    }

    /// The same, of which nothing is ever written, renamed or made.
    #[must_use]
    pub fn sealed(self) -> Self {
        Self { closed: Some(Closed::Sealed), ..self }
    }

    /// Whether it is only read.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.is_some()
    }

    /// The name it is spoken of by.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why it is only read, if it is, in words for the reader; none where that was asked for.
    #[must_use]
    pub fn why_closed(&self) -> Option<String> {
        let path = self.path.display();
        self.closed.and_then(|closed| match closed {
            Closed::Newer => Some(format!(
                "{path} was written by a newer tsundoku; it is read, but nothing is saved there"
            )),
            Closed::Foreign => {
                Some(format!("{path} lies in another user's folder; as root nothing is saved there"))
            }
            Closed::Sealed => None,
        })
    }

    /// Whether the file is another one than was last seen.
    #[must_use]
    pub fn is_changed(&self, disk: &Disk) -> bool {
        disk.stamp(&self.path) != self.stamp
    }

    /// Whether there was a file when last seen, and is none now.
    #[must_use]
    pub fn is_gone(&self, disk: &Disk) -> bool {
        self.stamp.is_some() && disk.stamp(&self.path).is_none()
    }

    /// Whether it is another file than was last seen, read or left: one that is not there is no news.
    #[must_use]
    pub fn has_news(&self, disk: &Disk) -> bool {
        let stamp = disk.stamp(&self.path);
        stamp.is_some() && stamp != self.stamp && stamp != self.doubted
    }

    /// Notes that this is the file as last seen.
    pub fn see(&mut self, stamp: Option<Stamp>) {
        self.stamp = stamp;
    }

    /// The right to replace the file, and the path to replace: where its links lead.
    ///
    /// # Errors
    /// As `Disk::lock` and `Disk::resolve`.
    pub fn lock(&self, disk: &Disk) -> anyhow::Result<(Lock, PathBuf)> {
        let unlocked = || format!("cannot save {}", self.path.display());
        let path = disk.resolve(&self.path).with_context(unlocked)?;
        Ok((disk.lock(&path).with_context(unlocked)?, path))
    }

    /// Reads the file. A broken one is set aside, with a notice, and what could be rescued is
    /// written in its place; a newer one is closed, with a notice the first time.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn look<T: Default>(
        &mut self,
        disk: &Disk,
        held: Option<&(Lock, PathBuf)>,
        now: Timestamp,
        notices: &mut Vec<String>,
        parse: &dyn Fn(&str) -> Parsed<T>,
    ) -> anyhow::Result<Looked<T>> {
        let found = disk.read(&self.path, self.limit).inspect_err(|_| self.doubted = disk.stamp(&self.path));
        let (value, stamp, trouble) = match found? {
            Found::Missing => {
                return Ok(Looked { value: T::default(), is_whole: false, stamp: None, stuck: None });
            }
            Found::TooLarge => {
                (T::default(), None, Trouble::whole(format!("it is larger than {} bytes", self.limit)))
            }
            Found::Bytes(bytes, stamp) => match String::from_utf8(bytes) {
                Err(_) => (T::default(), None, Trouble::whole("it is not UTF-8".to_owned())),
                Ok(text) => {
                    let parsed = parse(&text);
                    let newer = self.is_newer(parsed.version, notices);
                    let Some(trouble) = parsed.trouble.filter(|_| !newer) else {
                        // An empty file is one that somebody is about to write, or never did.
                        let is_whole = !text.trim().is_empty() && !newer;
                        return Ok(Looked { value: parsed.value, is_whole, stamp: Some(stamp), stuck: None });
                    };
                    (parsed.value, Some(stamp), trouble)
                }
            },
        };
        if self.closed.is_some() {
            notices.push(format!("{} could not be read whole: {}", self.path.display(), trouble.why));
            // It is told of once, whatever it was that could not be read.
            let stamp = stamp.or_else(|| disk.stamp(&self.path));
            return Ok(Looked { value, is_whole: false, stamp, stuck: None });
        }
        let Some((lock, path)) = held else {
            return match self.lock(disk) {
                // Another instance may have set it aside meanwhile.
                Ok(held) => self.look(disk, Some(&held), now, notices, parse),
                Err(error) => Ok(self.stuck(disk, value, &trouble, error)),
            };
        };
        match self.set_aside(disk, (lock, path), now, &trouble) {
            Ok((aside, stamp)) => {
                let left = if trouble.rescued.is_some() { "; what could be read was kept" } else { "" };
                notices.push(format!(
                    "{} could not be read and was set aside as {}{left}: {}",
                    self.path.display(),
                    aside.display(),
                    trouble.why,
                ));
                Ok(Looked { value, is_whole: false, stamp, stuck: None })
            }
            Err(error) => Ok(self.stuck(disk, value, &trouble, error)),
        }
    }

    /// Reads a file that has news, and writes nothing. One that is empty, cut short or broken may be
    /// being written by its owner: it is not taken in, which is said once.
    ///
    /// # Errors
    /// Where the file cannot be read, or not whole.
    pub fn peek<T>(
        &mut self,
        disk: &Disk,
        notices: &mut Vec<String>,
        parse: &dyn Fn(&str) -> Parsed<T>,
    ) -> anyhow::Result<Option<Looked<T>>> {
        if !self.has_news(disk) {
            return Ok(None);
        }
        self.doubted = disk.stamp(&self.path);
        let (bytes, stamp) = match disk.read(&self.path, self.limit)? {
            Found::Missing => return Ok(None),
            Found::TooLarge => {
                return Err(self.unread(&format!("it is larger than {} bytes", self.limit)));
            }
            Found::Bytes(bytes, stamp) => (bytes, stamp),
        };
        self.doubted = Some(stamp);
        let Ok(text) = String::from_utf8(bytes) else { return Err(self.unread("it is not UTF-8")) };
        if text.trim().is_empty() {
            return Ok(None);
        }
        let parsed = parse(&text);
        let newer = self.is_newer(parsed.version, notices);
        match parsed.trouble.filter(|_| !newer) {
            Some(trouble) => Err(self.unread(&trouble.why)),
            None => {
                Ok(Some(Looked { value: parsed.value, is_whole: !newer, stamp: Some(stamp), stuck: None }))
            }
        }
    }

    fn unread(&self, why: &str) -> anyhow::Error {
        let after = if self.is_closed() { "" } else { "; mend it, or the next save sets it aside" };
        anyhow!("{} could not be read whole: {why}{after}", self.path.display())
    }

    /// Whether a newer program wrote it. It is closed then, with a notice the first time.
    fn is_newer(&mut self, version: u64, notices: &mut Vec<String>) -> bool {
        let newer = version > self.version;
        if newer && self.closed.is_none() {
            self.closed = Some(Closed::Newer);
            notices.extend(self.why_closed());
        } else if !newer && self.closed == Some(Closed::Newer) {
            self.closed = None;
        }
        newer
    }

    /// Replaces the file, unless it has grown beyond what would be read again.
    ///
    /// # Errors
    /// Where it is too large, or as `Disk::replace`.
    pub fn replace(&mut self, disk: &Disk, held: &(Lock, PathBuf), text: &str) -> anyhow::Result<()> {
        self.admit(text)?;
        disk.replace(&held.1, text.as_bytes(), &held.0)?;
        self.stamp = disk.stamp(&held.1);
        Ok(())
    }

    /// Whether the file may become this text.
    ///
    /// # Errors
    /// Where it is too large to be read again.
    pub fn admit(&self, text: &str) -> anyhow::Result<()> {
        if text.len() as u64 > self.limit {
            bail!("cannot save {}: it would be larger than {} bytes", self.path.display(), self.limit);
        }
        Ok(())
    }

    /// Writes the present text of the file beside it, under the name `NAME.kept-TIME`.
    ///
    /// # Errors
    /// As `Disk::replace`.
    pub fn keep_copy(
        &mut self,
        disk: &Disk,
        (lock, path): (&Lock, &Path),
        now: Timestamp,
    ) -> anyhow::Result<PathBuf> {
        self.copy(disk, (lock, path), &dated(path, "kept", now))
    }

    /// Writes a copy of the file beside it, unless one of this very file was written before: where
    /// the file itself cannot be written, there is one copy, and not one for each time it is tried.
    fn copy(&mut self, disk: &Disk, (lock, path): (&Lock, &Path), stem: &str) -> anyhow::Result<PathBuf> {
        let known =
            self.copied.as_ref().filter(|(stamp, copy)| disk.stamp(path) == Some(*stamp) && copy.exists());
        if let Some((_, copy)) = known {
            return Ok(copy.clone());
        }
        let Found::Bytes(bytes, stamp) = disk.read(path, self.limit)? else {
            bail!("cannot copy {}: it was there a moment ago", self.path.display());
        };
        let copy = disk.keep_copy(path, &bytes, stem, lock)?;
        self.copied = Some((stamp, copy.clone()));
        Ok(copy)
    }

    fn set_aside(
        &mut self,
        disk: &Disk,
        (lock, path): (&Lock, &Path),
        now: Timestamp,
        trouble: &Trouble,
    ) -> anyhow::Result<(PathBuf, Option<Stamp>)> {
        // A copy first where something goes on in its place: at no moment is there no file.
        let stem = dated(path, "broken", now);
        let Some(rescued) = &trouble.rescued else {
            return Ok((disk.set_aside(path, &stem, lock)?, None));
        };
        let aside = self.copy(disk, (lock, path), &stem)?;
        disk.replace(path, rescued.as_bytes(), lock)?;
        Ok((aside, disk.stamp(path)))
    }

    /// A broken file stays where it is. It is not the file as last seen: whoever is to write it later
    /// has to look again.
    fn stuck<T>(&mut self, disk: &Disk, value: T, trouble: &Trouble, error: anyhow::Error) -> Looked<T> {
        self.doubted = disk.stamp(&self.path);
        let path = self.path.display();
        let error = error.context(format!(
            "{path} could not be read ({}) nor set aside; it is left as it is",
            trouble.why
        ));
        Looked { value, is_whole: false, stamp: None, stuck: Some(error) }
    }
}

impl Trouble {
    fn whole(why: String) -> Self {
        Self { why, rescued: None }
    }
}

/// `NAME.what-TIME`, to the second.
fn dated(path: &Path, what: &str, now: Timestamp) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{name}.{what}-{}", now.strftime("%Y%m%dT%H%M%SZ"))
}

/// Whether we are root and the folder is not root's: what we wrote there its owner could not read.
#[cfg(unix)]
fn is_foreign(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let nearest = path.ancestors().skip(1).find_map(|folder| std::fs::metadata(folder).ok());
    rustix::process::geteuid().is_root() && nearest.is_some_and(|folder| folder.uid() != 0)
}

#[cfg(not(unix))]
fn is_foreign(_: &Path) -> bool {
    false
}
