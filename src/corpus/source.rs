//! The one door from files to articles.
//!
//! A source is a folder, one file, the built-in sample or a text from standard input. Scanning
//! hands out articles while the walk goes on; opening reads one anew. A file that cannot be read
//! is an article that says why; a folder that cannot is told beside them. Each file comes once,
//! whatever links lead to it. Order is left to the corpus, threads to the caller.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use ignore::{DirEntry, WalkBuilder};

use crate::corpus::article::{Article, is_article};
use crate::corpus::decode::{NotText, decode};
use crate::corpus::digest::{Digest, Listed};
use crate::corpus::regular::{Bounds, Identity, Regular, Unread, open, reason};
use crate::corpus::sample;
use crate::limits::ARTICLE_BYTES;
use crate::markdown::document::Document;
use crate::text::safe::Safe;

/// How many articles the first batch holds; each later one holds four times as many, up to
/// [`LARGEST_BATCH`].
const FIRST_BATCH: usize = 16;
const LARGEST_BATCH: usize = 256;

/// Where articles come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// All the articles below a folder.
    Folder(PathBuf),
    /// One file, whatever its ending; not a link.
    File(PathBuf),
    /// The articles in the program itself.
    Sample,
    /// A text that has no file.
    Text {
        /// What stands for its path.
        name: String,
        /// The text.
        text: String,
    },
}

/// Which files of a folder are articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Whether `.gitignore` and `.ignore` are respected.
    pub ignore_files: bool,
    /// Whether files are read whose name begins with a dot.
    pub hidden: bool,
    /// Whether links are followed to folders and out of the folder.
    pub follow: bool,
}

/// What a scan finds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Some more articles. Their `meta.extra` is left empty: it is for one opened article.
    Articles(Vec<Article>),
    /// A folder that could not be read, or the like.
    Trouble(Safe),
}

/// What lies at a path below a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lying {
    /// A file that is an article by its name.
    Article,
    /// Another file, or a folder.
    Other,
    /// Something outside the root, which a link leads to.
    Outside,
    /// Nothing, or nothing that may be read.
    Nothing,
}

/// An article, read whole.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The article as it is now.
    pub article: Article,
    /// Its body.
    pub document: Arc<Document>,
    /// The 1-based line of the file on which the body begins.
    pub line: u32,
}

impl Source {
    /// The folder or file at `path`. A link is resolved.
    ///
    /// # Errors
    /// Where there is nothing that can be read, in words for the user.
    pub fn of(path: &Path) -> anyhow::Result<Self> {
        let shown = Safe::line(&path.to_string_lossy());
        let metadata = match path.metadata() {
            Ok(metadata) => metadata,
            Err(error) => bail!("cannot read {shown}: {}", reason(&error)),
        };
        if metadata.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        if !path.is_symlink() {
            // Anything but a regular file is told once the door is tried.
            open(path, Bounds::Anywhere).map_err(|why| anyhow::anyhow!("cannot read {shown}: {why}"))?;
            return Ok(Self::File(path.to_owned()));
        }
        let real = path.canonicalize().with_context(|| format!("cannot read {shown}"))?;
        open(&real, Bounds::Anywhere).map_err(|why| anyhow::anyhow!("cannot read {shown}: {why}"))?;
        Ok(Self::File(real))
    }

    /// The root of its articles: every article of this source has it as `Article.root`.
    #[must_use]
    pub fn root(&self) -> &Path {
        match self {
            Self::Folder(path) => path,
            Self::File(path) => {
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
            }
            Self::Sample => Path::new(sample::ROOT),
            Self::Text { .. } => Path::new(""),
        }
    }

    /// Calls `found` with articles while they are read: few at first, then more at a time.
    /// Ends early where `found` breaks.
    pub fn scan(&self, walk: &Walk, found: &mut dyn FnMut(Found) -> ControlFlow<()>) {
        scan_all(std::slice::from_ref(self), walk, found);
    }

    /// What lies at `path` below the root, whether the walk comes by it or not.
    #[must_use]
    pub fn lies(&self, path: &Path, walk: &Walk) -> Lying {
        let (Self::Folder(_) | Self::File(_)) = self else { return Lying::Nothing };
        let Ok(real) = self.root().canonicalize() else { return Lying::Nothing };
        let place = self.root().join(path);
        match open(&place, walk.bounds(&real)) {
            Ok(_) if is_article(path) => Lying::Article,
            Ok(_) => Lying::Other,
            Err(Unread::Outside) => Lying::Outside,
            Err(Unread::NotRegular(_)) => match place.canonicalize() {
                Ok(place) if walk.follow || place.starts_with(&real) => Lying::Other,
                Ok(_) => Lying::Outside,
                Err(_) => Lying::Nothing,
            },
            Err(Unread::Refused(_)) => Lying::Nothing,
        }
    }

    /// Reads the article at `path` below the root of this source anew, whole.
    ///
    /// # Errors
    /// Where it cannot be read or is no text, in words for the user.
    pub fn open(&self, path: &Path, walk: &Walk) -> anyhow::Result<Opened> {
        let listed = listed(&Arc::from(self.root()), path);
        let shown = listed.name();
        let digest = match self {
            Self::Folder(_) | Self::File(_) => {
                let real = self.root().canonicalize().with_context(|| format!("cannot read {shown}"))?;
                read(listed, open(&self.root().join(path), walk.bounds(&real)))
            }
            Self::Sample => {
                let Some((_, bytes)) = sample::articles().into_iter().find(|(known, _)| *known == path)
                else {
                    bail!("cannot read {shown}: it is not in the sample");
                };
                digest(listed, bytes)
            }
            Self::Text { text, .. } => Ok(whole(listed, text)),
        };
        match digest {
            Ok(Digest { article, document, line }) => {
                Ok(Opened { article, document: Arc::new(document), line })
            }
            Err(Unlisted::Unread(_, why)) => bail!("cannot read {shown}: {why}"),
            Err(Unlisted::NotText(_)) => bail!("cannot read {shown}: not text"),
        }
    }
}

/// Scans several sources as one: a file that lies under two of them comes once.
pub fn scan_all(sources: &[Source], walk: &Walk, found: &mut dyn FnMut(Found) -> ControlFlow<()>) {
    let mut scan = Scan { walk, found, batch: Vec::new(), room: FIRST_BATCH, seen: HashSet::new() };
    for source in sources {
        if scan.source(source).is_break() {
            return;
        }
    }
    // Nothing is left to stop.
    let _ = scan.flush();
}

impl Default for Walk {
    fn default() -> Self {
        Self { ignore_files: true, hidden: false, follow: false }
    }
}

impl Walk {
    pub(super) fn bounds(self, real: &Path) -> Bounds<'_> {
        if self.follow { Bounds::Anywhere } else { Bounds::Within(real) }
    }

    /// What stands below `root`, whose real path is `real`; of what `admits` refuses, nothing, and
    /// nothing below it.
    pub(super) fn entries(
        self,
        root: &Path,
        real: &Path,
        admits: impl Fn(&DirEntry) -> bool + Send + Sync + 'static,
    ) -> ignore::Walk {
        // What stands above the folder counts within a repository only: elsewhere it was
        // written for something else, such as a home folder kept in git.
        let repository = self.ignore_files && real.ancestors().any(|folder| folder.join(".git").exists());
        WalkBuilder::new(root)
            .standard_filters(false)
            .hidden(!self.hidden)
            .ignore(self.ignore_files)
            .git_ignore(self.ignore_files)
            .git_exclude(self.ignore_files)
            .parents(repository)
            .require_git(false)
            .follow_links(self.follow)
            .filter_entry(move |entry| entry.depth() == 0 || entry.file_name() != ".git" && admits(entry))
            .build()
    }
}

/// Which names of a walk may be another's of a file that has one already: they are taken last and in
/// order, so that the same name wins each time.
#[derive(Debug, Default)]
pub(super) struct Byways {
    /// Folders that were come to by a link.
    linked: HashSet<PathBuf>,
    later: Vec<(bool, PathBuf)>,
}

impl Byways {
    /// Whether a link leads to the entry: itself, or a folder above it. Each entry is to be asked of, in
    /// the order of the walk.
    pub(super) fn is_linked(&mut self, entry: &DirEntry) -> bool {
        let above = entry.path().parent();
        let is_linked = entry.depth() > 0
            && (entry.path_is_symlink() || above.is_some_and(|above| self.linked.contains(above)));
        if is_linked && entry.file_type().is_some_and(|kind| kind.is_dir()) {
            self.linked.insert(entry.path().to_owned());
        }
        is_linked
    }

    /// Puts a name off; whether a link leads to it.
    pub(super) fn put_off(&mut self, path: PathBuf, is_linked: bool) {
        self.later.push((is_linked, path));
    }

    /// What was put off: links behind the files they lead to.
    pub(super) fn later(mut self) -> impl ExactSizeIterator<Item = PathBuf> {
        self.later.sort();
        self.later.into_iter().map(|(_, path)| path)
    }
}

/// A scan under way.
struct Scan<'a> {
    walk: &'a Walk,
    found: &'a mut dyn FnMut(Found) -> ControlFlow<()>,
    batch: Vec<Article>,
    room: usize,
    seen: HashSet<Identity>,
}

impl Scan<'_> {
    fn source(&mut self, source: &Source) -> ControlFlow<()> {
        let root = Arc::from(source.root());
        match source {
            Source::Folder(folder) => self.folder(folder, &root),
            Source::File(file) => {
                let name = file.file_name().map_or(Path::new(""), Path::new);
                match open(file, Bounds::Anywhere) {
                    Ok(regular) if !self.seen.insert(regular.identity) => ControlFlow::Continue(()),
                    opened => self.add(read(listed(&root, name), opened)),
                }
            }
            Source::Sample => {
                for (path, bytes) in sample::articles() {
                    self.add(digest(listed(&root, path), bytes))?;
                }
                ControlFlow::Continue(())
            }
            Source::Text { name, text } => self.add(Ok(whole(listed(&root, Path::new(name)), text))),
        }
    }

    fn folder(&mut self, folder: &Path, root: &Arc<Path>) -> ControlFlow<()> {
        let real = match folder.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                return self.trouble(&format!("cannot read {}: {}", folder.display(), reason(&error)));
            }
        };
        let bounds = self.walk.bounds(&real);
        let mut byways = Byways::default();
        for entry in self.walk.entries(folder, &real, |_| true) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    if let Some(what) = said(&error) {
                        self.trouble(&what)?;
                    }
                    continue;
                }
            };
            if let Some(what) = entry.error().and_then(said) {
                self.trouble(&what)?;
            }
            let is_linked = byways.is_linked(&entry);
            let is_file = entry.file_type().is_some_and(|kind| !kind.is_dir());
            if !is_file || !is_article(entry.path()) {
                continue;
            }
            if is_linked {
                byways.put_off(entry.into_path(), true);
                continue;
            }
            match open(entry.path(), bounds) {
                Ok(regular) if regular.names > 1 => byways.put_off(entry.into_path(), false),
                opened => self.file(folder, root, entry.path(), opened)?,
            }
        }
        for path in byways.later() {
            if !path.is_dir() {
                let opened = open(&path, bounds);
                self.file(folder, root, &path, opened)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn file(
        &mut self,
        folder: &Path,
        root: &Arc<Path>,
        path: &Path,
        opened: Result<Regular, Unread>,
    ) -> ControlFlow<()> {
        match &opened {
            Ok(regular) if !self.seen.insert(regular.identity) => return ControlFlow::Continue(()),
            Err(why @ Unread::Outside) => {
                let what = format!("cannot read {}: {why}", path.display());
                return self.trouble(&what);
            }
            Ok(_) | Err(Unread::NotRegular(_) | Unread::Refused(_)) => {}
        }
        let below = path.strip_prefix(folder).unwrap_or(path);
        self.add(read(listed(root, below), opened))
    }

    fn add(&mut self, digest: Result<Digest, Unlisted>) -> ControlFlow<()> {
        self.batch.push(as_listed(digest));
        if self.batch.len() < self.room {
            return ControlFlow::Continue(());
        }
        self.room = (self.room * 4).min(LARGEST_BATCH);
        self.flush()
    }

    fn trouble(&mut self, what: &str) -> ControlFlow<()> {
        (self.found)(Found::Trouble(Safe::line(what)))
    }

    fn flush(&mut self) -> ControlFlow<()> {
        if self.batch.is_empty() {
            return ControlFlow::Continue(());
        }
        (self.found)(Found::Articles(std::mem::take(&mut self.batch)))
    }
}

/// Why a listed file has no digest.
enum Unlisted {
    Unread(Listed, Unread),
    NotText(Listed),
}

/// An article as it stands in a list, whatever became of reading it.
fn as_listed(digest: Result<Digest, Unlisted>) -> Article {
    let mut article = match digest {
        Ok(digest) => digest.article,
        Err(Unlisted::Unread(listed, why)) => listed.unread(&format!("cannot be read: {why}")),
        Err(Unlisted::NotText(listed)) => listed.unread("not text"),
    };
    article.meta.extra = Vec::new();
    article
}

/// The article at `path` below `root` as a scan would list it, from its opened file.
pub(super) fn article(root: &Arc<Path>, path: &Path, opened: Result<Regular, Unread>) -> Article {
    as_listed(read(listed(root, path), opened))
}

fn listed(root: &Arc<Path>, path: &Path) -> Listed {
    Listed { root: Arc::clone(root), path: Arc::from(path), modified: None, length: 0 }
}

fn read(mut listed: Listed, opened: Result<Regular, Unread>) -> Result<Digest, Unlisted> {
    let regular = match opened {
        Ok(regular) => regular,
        Err(why) => return Err(Unlisted::Unread(listed, why)),
    };
    listed.modified = regular.modified;
    listed.length = regular.length;
    match regular.read() {
        Ok(bytes) => digest(listed, &bytes),
        Err(error) => Err(Unlisted::Unread(listed, error.into())),
    }
}

/// The digest of `bytes`, with what was wrong with them.
fn digest(mut listed: Listed, bytes: &[u8]) -> Result<Digest, Unlisted> {
    let read = bytes.len() as u64;
    listed.length = listed.length.max(read);
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(NotText::Binary) => return Err(Unlisted::NotText(listed)),
    };
    let cut = (read == ARTICLE_BYTES && listed.length > read)
        .then(|| format!("larger than {} MB; only its beginning is read", ARTICLE_BYTES >> 20));
    let name = listed.name();
    let mut digest = listed.digest(&decoded.text);
    for what in [decoded.trouble, cut].into_iter().flatten() {
        digest.article.meta.trouble.push(Safe::line(&format!("{name}: {what}")));
    }
    Ok(digest)
}

fn whole(mut listed: Listed, text: &str) -> Digest {
    listed.length = text.len() as u64;
    listed.digest(text)
}

/// A fault of the walk in words; none for a link that leads back, where nothing is lost.
fn said(error: &ignore::Error) -> Option<String> {
    match error {
        ignore::Error::Partial(errors) => errors.iter().find_map(said),
        ignore::Error::WithLineNumber { line, err } => Some(format!("line {line}: {}", said(err)?)),
        ignore::Error::WithDepth { err, .. } => said(err),
        ignore::Error::WithPath { path, err } => {
            Some(format!("cannot read {}: {}", path.display(), said(err)?))
        }
        ignore::Error::Loop { .. } => None,
        ignore::Error::Io(error) => Some(reason(error)),
        ignore::Error::Glob { .. }
        | ignore::Error::UnrecognizedFileType(_)
        | ignore::Error::InvalidDefinition => Some(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::ops::ControlFlow;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;

    use super::{Found, Source, Walk, scan_all};
    use crate::corpus::article::Article;

    /// A folder with these files in it.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn scan(sources: &[Source], walk: Walk) -> (Vec<Article>, Vec<String>) {
        let (mut articles, mut trouble) = (Vec::new(), Vec::new());
        scan_all(sources, &walk, &mut |found| {
            match found {
                Found::Articles(more) => articles.extend(more),
                Found::Trouble(what) => trouble.push(what.into_string()),
            }
            ControlFlow::Continue(())
        });
        articles.sort_by(|a, b| a.path.cmp(&b.path));
        (articles, trouble)
    }

    fn paths(root: &Path, walk: Walk) -> Vec<String> {
        let (articles, _) = scan(&[Source::of(root).unwrap()], walk);
        articles.iter().map(|article| article.path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn files_are_known_by_their_endings() {
        let files =
            ["a.md", "b.MARKDOWN", "c.mdown", "d.mkd", "e.mdx", "f.qmd", "g.Rmd", "h.txt", "日本語/猫.md"];
        let others = ["i.html", "j.mdc", "md", "k", ".l.md", ".m/n.md"];
        let folder = folder(&files.iter().chain(&others).map(|&path| (path, "x")).collect::<Vec<_>>());
        assert_eq!(paths(folder.path(), Walk::default()), files);
    }

    #[test]
    fn ignored_and_hidden_files_are_passed_over_unless_asked_for() {
        let folder = folder(&[
            (".gitignore", "out/\n"),
            (".ignore", "b.md\n"),
            ("a.md", ""),
            ("b.md", ""),
            ("out/c.md", ""),
            (".h/d.md", ""),
            (".git/e.md", ""),
        ]);
        assert_eq!(paths(folder.path(), Walk::default()), ["a.md"]);
        let walk = Walk { ignore_files: false, ..Walk::default() };
        assert_eq!(paths(folder.path(), walk), ["a.md", "b.md", "out/c.md"]);
        let walk = Walk { hidden: true, ..Walk::default() };
        assert_eq!(paths(folder.path(), walk), [".h/d.md", "a.md"]);
    }

    #[test]
    fn what_stands_above_the_folder_counts_within_a_repository_only() {
        let folder = folder(&[(".gitignore", "*\n"), ("notes/a.md", "")]);
        assert_eq!(paths(&folder.path().join("notes"), Walk::default()), ["a.md"]);
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert!(paths(&folder.path().join("notes"), Walk::default()).is_empty());
    }

    #[test]
    fn each_file_comes_once_whatever_leads_to_it() {
        let folder = folder(&[("a.md", "x"), ("sub/b.md", "x")]);
        let at = |path: &str| folder.path().join(path);
        symlink("a.md", at("0.md")).unwrap();
        symlink("..", at("sub/up")).unwrap();
        symlink("loop.md", at("loop.md")).unwrap();
        fs::hard_link(at("a.md"), at("hard.md")).unwrap();
        for walk in [Walk::default(), Walk { follow: true, ..Walk::default() }] {
            let found = paths(folder.path(), walk);
            assert_eq!(
                found.iter().filter(|path| *path != "loop.md").collect::<Vec<_>>(),
                ["a.md", "sub/b.md"]
            );
        }
        let twice = [Source::of(folder.path()).unwrap(), Source::of(&at("sub/b.md")).unwrap()];
        assert_eq!(
            scan(&twice, Walk::default()).0.iter().filter(|article| article.path.ends_with("b.md")).count(),
            1
        );
    }

    #[test]
    fn links_out_of_the_folder_are_told_and_not_read() {
        let folder = folder(&[("in/a.md", "x"), ("secret.md", "SECRET")]);
        symlink("../secret.md", folder.path().join("in/out.md")).unwrap();
        let source = Source::of(&folder.path().join("in")).unwrap();
        let (articles, trouble) = scan(std::slice::from_ref(&source), Walk::default());
        assert_eq!(articles.len(), 1);
        assert!(trouble[0].ends_with("out.md: it leads out of the folder; --follow reads it"), "{trouble:?}");
        assert!(source.open(Path::new("out.md"), &Walk::default()).is_err());
        assert!(source.open(Path::new("../secret.md"), &Walk::default()).is_err());
        let walk = Walk { follow: true, ..Walk::default() };
        assert_eq!(scan(std::slice::from_ref(&source), walk).0.len(), 2);
        assert!(source.open(Path::new("out.md"), &walk).is_ok());
    }

    #[test]
    fn a_bad_file_never_hides_the_others() {
        let folder =
            folder(&[("good.md", "# 猫\n"), ("binary.md", "a\0b"), ("yaml.md", "---\ntitle: a: b\n---\n")]);
        let pipe = folder.path().join("pipe.md");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        let (articles, trouble) = scan(&[Source::of(folder.path()).unwrap()], Walk::default());
        let told: Vec<_> = articles
            .iter()
            .map(|article| {
                let trouble =
                    article.meta.trouble.first().map(|what| what.rsplit('/').next().unwrap_or_default());
                (article.meta.title.as_str(), trouble.unwrap_or_default())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("binary", "binary.md: not text"),
                ("猫", ""),
                ("pipe", "pipe.md: cannot be read: it is a pipe"),
                ("a: b", "yaml.md:2: front matter: mapping values are not allowed in this context"),
            ]
        );
        assert_eq!(trouble, [""; 0]);
    }

    #[test]
    fn a_folder_without_permission_is_told() {
        let folder = folder(&[("a.md", ""), ("shut/b.md", ""), ("c.md", "")]);
        let shut = folder.path().join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
        fs::set_permissions(folder.path().join("c.md"), fs::Permissions::from_mode(0o000)).unwrap();
        let may_all = fs::read_dir(&shut).is_ok();
        let (articles, trouble) = scan(&[Source::of(folder.path()).unwrap()], Walk::default());
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
        if may_all {
            return; // The superuser is refused nothing.
        }
        assert_eq!(articles.len(), 2);
        assert!(articles[1].meta.trouble[0].ends_with("c.md: cannot be read: permission denied"));
        assert!(trouble[0].ends_with("shut: permission denied"), "{trouble:?}");
    }

    #[test]
    fn names_are_bytes() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        for name in [&b"\x94L.md"[..], b"new\nline.md", b"\x1b[31m.md", b"-rf.md", b"$(x).md"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), "x").unwrap();
        }
        let source = Source::of(folder.path()).unwrap();
        let (articles, _) = scan(std::slice::from_ref(&source), Walk::default());
        assert_eq!(articles.len(), 5);
        for article in articles {
            assert!(!article.meta.title.contains(['\n', '\u{1b}']));
            let opened = source.open(&article.path, &Walk::default());
            assert_eq!(opened.unwrap().article.id, article.id);
        }
    }

    #[test]
    fn a_named_file_is_read_whatever_its_ending_and_a_link_is_resolved() {
        let folder = folder(&[("猫.rst", "# 猫"), ("other.md", "")]);
        symlink("猫.rst", folder.path().join("link")).unwrap();
        let (articles, _) = scan(&[Source::of(&folder.path().join("link")).unwrap()], Walk::default());
        assert_eq!(articles[0].path.as_ref(), Path::new("猫.rst"));
        assert_eq!(articles[0].meta.title.as_str(), "猫");
        let gone = Source::of(Path::new("/none/such")).unwrap_err();
        assert_eq!(gone.to_string(), "cannot read /none/such: no such file or folder");
        assert_eq!(
            Source::of(Path::new("/dev/null")).unwrap_err().to_string(),
            "cannot read /dev/null: it is a device"
        );
    }

    #[test]
    fn standard_input_and_the_sample_open_too() {
        let text = Source::Text { name: "-".into(), text: "---\ntitle: 猫\n---\n文".into() };
        let sources = [text, Source::Sample];
        let (articles, _) = scan(&sources, Walk::default());
        assert_eq!(articles[0].meta.title.as_str(), "猫");
        for article in articles {
            let source = sources.iter().find(|source| *source.root() == *article.root).unwrap();
            let opened = source.open(&article.path, &Walk::default()).unwrap();
            assert_eq!(opened.article.meta.title, article.meta.title);
        }
    }

    #[test]
    fn batches_grow_and_a_scan_can_be_stopped() {
        let names: Vec<String> = (0..100).map(|number| format!("{number}.md")).collect();
        let folder = folder(&names.iter().map(|name| (name.as_str(), "x")).collect::<Vec<_>>());
        let source = Source::of(folder.path()).unwrap();
        let mut sizes = Vec::new();
        source.scan(&Walk::default(), &mut |found| {
            if let Found::Articles(articles) = found {
                sizes.push(articles.len());
            }
            ControlFlow::Continue(())
        });
        assert_eq!(sizes, [16, 64, 20]);
        let mut batches = 0;
        source.scan(&Walk::default(), &mut |_| {
            batches += 1;
            ControlFlow::Break(())
        });
        assert_eq!(batches, 1);
    }

    #[test]
    fn the_line_of_the_body_is_told() {
        let folder = folder(&[("a.md", "---\ntitle: x\n---\n\n文")]);
        let opened = Source::of(folder.path()).unwrap().open(Path::new("a.md"), &Walk::default()).unwrap();
        assert_eq!(opened.line, 4);
        assert_eq!(opened.article.meta.extra.len(), 1);
    }
}
