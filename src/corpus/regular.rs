//! Opening a stranger's file.
//!
//! Only a regular file is ever opened, and without waiting: a pipe, a device or a socket under
//! the name of an article is told by what it is. Where a folder bounds the reading, neither a
//! link nor a folder swapped at the wrong moment leads out of it: it is the opened file that is
//! asked where it lies. Nothing is mapped into memory, for files change while they are read.

use std::fmt;
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::limits::ARTICLE_BYTES;

/// How far reading may go.
#[derive(Clone, Copy, Debug)]
pub enum Bounds<'a> {
    /// Files in this folder only, whose path has no link in it.
    Within(&'a Path),
    /// Any file.
    Anywhere,
}

/// Tells whether two names are one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Identity(u64, u64);

/// An open regular file.
#[derive(Debug)]
pub struct Regular {
    file: File,
    /// Its bytes.
    pub length: u64,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// Which file it is.
    pub identity: Identity,
    /// How many names it has.
    pub names: u64,
}

/// Why a file was not opened.
#[derive(Debug)]
pub enum Unread {
    /// It lies outside the folder.
    Outside,
    /// It is something else; what, in words.
    NotRegular(&'static str),
    /// The system says no.
    Refused(io::Error),
}

/// Opens `path` if it is a regular file within `bounds`, or a link to one.
///
/// # Errors
/// Whatever it is otherwise.
pub fn open(path: &Path, bounds: Bounds<'_>) -> Result<Regular, Unread> {
    // Looked at before it is opened: a pipe's writer would notice the opening.
    let mut kind = fs::symlink_metadata(path)?.file_type();
    let mut real: Option<PathBuf> = None;
    if kind.is_symlink() {
        let target = path.canonicalize()?;
        if !bounds.hold(&target) {
            return Err(Unread::Outside);
        }
        kind = fs::symlink_metadata(&target)?.file_type();
        real = Some(target);
    }
    if !kind.is_file() {
        return Err(Unread::NotRegular(name_of(kind)));
    }
    let file = open_at_once(real.as_deref().unwrap_or(path))?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Unread::NotRegular(name_of(metadata.file_type())));
    }
    if let Bounds::Within(_) = bounds
        && where_it_lies(&file).is_some_and(|place| !bounds.hold(&place))
    {
        return Err(Unread::Outside);
    }
    let (identity, names) = identity(&metadata);
    let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    Ok(Regular { file, length: metadata.len(), modified, identity, names })
}

impl Regular {
    /// Its bytes, at most [`ARTICLE_BYTES`]. Reading ends early where a NUL is met near the
    /// beginning: what follows is no text, and may be a terabyte of nothing.
    ///
    /// # Errors
    /// As the system says.
    pub fn read(self) -> io::Result<Vec<u8>> {
        const FIRST: u64 = 64 * 1024;
        let expected = usize::try_from(self.length.min(ARTICLE_BYTES)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(expected.min(1 << 20) + 1);
        let mut file = self.file;
        (&mut file).take(FIRST).read_to_end(&mut bytes)?;
        let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        if bytes.len() as u64 == FIRST && (marked || !bytes.contains(&0)) {
            file.take(ARTICLE_BYTES - FIRST).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }
}

impl Bounds<'_> {
    fn hold(self, place: &Path) -> bool {
        match self {
            Self::Within(folder) => place.starts_with(folder),
            Self::Anywhere => true,
        }
    }
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside => f.write_str("it leads out of the folder; --follow reads it"),
            Self::NotRegular(kind) => write!(f, "it is {kind}"),
            Self::Refused(error) => f.write_str(&reason(error)),
        }
    }
}

/// `error` in few words.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let said = error.to_string();
            said.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

fn name_of(kind: FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    "not a regular file"
}

#[cfg(unix)]
fn open_at_once(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NOCTTY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open_at_once(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The path of an open file; `None` where the system does not tell.
#[cfg(target_os = "linux")]
fn where_it_lies(file: &File) -> Option<PathBuf> {
    use std::os::fd::AsRawFd as _;
    fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())).ok()
}

#[cfg(target_vendor = "apple")]
fn where_it_lies(file: &File) -> Option<PathBuf> {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;
    let path = rustix::fs::getpath(file).ok()?;
    Some(PathBuf::from(OsString::from_vec(path.into_bytes())))
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn where_it_lies(_: &File) -> Option<PathBuf> {
    None
}

impl Identity {
    /// Which file `metadata` is of.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        identity(metadata).0
    }
}

/// How many names the file of `metadata` has.
#[must_use]
pub fn names(metadata: &Metadata) -> u64 {
    identity(metadata).1
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (Identity, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (Identity(metadata.dev(), metadata.ino()), metadata.nlink())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (Identity, u64) {
    use std::sync::atomic::{AtomicU64, Ordering};
    // No two files are known to be one here.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    (Identity(0, NEXT.fetch_add(1, Ordering::Relaxed)), 1)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::{Bounds, open};
    use crate::limits::ARTICLE_BYTES;

    #[test]
    fn only_regular_files_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.md");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        assert_eq!(open(&pipe, Bounds::Anywhere).unwrap_err().to_string(), "it is a pipe");
        assert_eq!(open(folder.path(), Bounds::Anywhere).unwrap_err().to_string(), "it is a folder");
        let gone = open(&folder.path().join("none.md"), Bounds::Anywhere).unwrap_err();
        assert_eq!(gone.to_string(), "no such file or folder");
        let zero = folder.path().join("zero.md");
        symlink("/dev/zero", &zero).unwrap();
        assert_eq!(open(&zero, Bounds::Anywhere).unwrap_err().to_string(), "it is a device");
    }

    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path().canonicalize().unwrap();
        let folder = home.join("folder");
        fs::create_dir(&folder).unwrap();
        fs::write(home.join("secret.md"), "x").unwrap();
        fs::write(folder.join("a.md"), "x").unwrap();
        symlink("../secret.md", folder.join("out.md")).unwrap();
        symlink("a.md", folder.join("in.md")).unwrap();
        symlink(&home, folder.join("up")).unwrap();
        let within = Bounds::Within(&folder);
        assert!(open(&folder.join("out.md"), within).unwrap_err().to_string().starts_with("it leads out"));
        assert!(open(&folder.join("up/secret.md"), within).is_err());
        assert!(open(&folder.join("out.md"), Bounds::Anywhere).is_ok());
        let link = open(&folder.join("in.md"), within).unwrap();
        assert_eq!(link.identity, open(&folder.join("a.md"), within).unwrap().identity);
    }

    #[test]
    fn no_more_than_the_limit_is_read_and_nothing_of_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.md");
        fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(open(&path, Bounds::Anywhere).unwrap().read().unwrap().len(), 64 * 1024);
        let mut text = vec![b'a'; usize::try_from(ARTICLE_BYTES).unwrap()];
        text.extend_from_slice(b"beyond");
        fs::write(&path, text).unwrap();
        assert_eq!(open(&path, Bounds::Anywhere).unwrap().read().unwrap().len() as u64, ARTICLE_BYTES);
    }
}
