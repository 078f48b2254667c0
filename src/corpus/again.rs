//! Looking again: what became of articles since they were read.
//!
//! What was named is read anew; of everything only what is not surely as it was. Files are listed
//! as a scan lists them: by the same rules, each once, whatever links lead to it. A name that went
//! and one that came are one article that was renamed where the file is the same, or else what is
//! in it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::corpus::article::{Article, ArticleId, is_article};
use crate::corpus::changed::Changed;
use crate::corpus::corpus::Corpus;
use crate::corpus::regular::{Bounds, Identity, Regular, Unread, names, open};
use crate::corpus::source::{Byways, Source, Walk, article};
use crate::corpus::stamp::{Stamp, is_before};

/// What became of articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Again {
    /// Those that are new or were read anew, `meta.extra` left empty.
    pub found: Vec<Article>,
    /// Those that are there no more.
    pub gone: Vec<ArticleId>,
    /// Of those that went, now or shortly before, which now has which new name.
    pub renamed: Vec<(Arc<Article>, ArticleId)>,
}

/// How long what went may take to come under another name: between them a program may be writing many
/// other files.
const AWAY: Duration = Duration::from_secs(10);

/// An article that went.
#[derive(Debug)]
struct Gone {
    article: Arc<Article>,
    stamp: Option<Stamp>,
    when: SystemTime,
}

/// What is known of files from looking at them.
#[derive(Debug)]
pub struct Looks {
    /// What was read before this was made is not known by stamps.
    since: SystemTime,
    stamps: HashMap<ArticleId, Stamp>,
    /// What went shortly before, and has not come under another name.
    gone: Vec<Gone>,
    /// Whether some article may have several names: where one of them goes, or is given to another
    /// file, the article is listed under the next.
    linked: bool,
}

impl Default for Looks {
    fn default() -> Self {
        Self { since: SystemTime::now(), stamps: HashMap::new(), gone: Vec::new(), linked: true }
    }
}

/// One look.
struct Look<'a> {
    known: &'a Corpus,
    walk: Walk,
    now: SystemTime,
    looks: &'a mut Looks,
    stale: &'a dyn Fn() -> bool,
    again: Again,
    there: HashSet<ArticleId>,
    files: HashSet<Identity>,
}

/// Why a look has to begin anew, over everything.
struct Linked;

impl Looks {
    /// What became of the articles of `sources` that are `known`. `None` once it is `stale`.
    pub fn look(
        &mut self,
        changed: &Changed,
        sources: &[Source],
        walk: &Walk,
        known: &Corpus,
        stale: &dyn Fn() -> bool,
    ) -> Option<Again> {
        if let (Changed::Files(paths), false) = (changed, walk.follow || self.linked)
            && let Ok(again) = self.begin(known, *walk, stale).named(paths, sources)
        {
            return (!stale()).then_some(again);
        }
        let again = self.begin(known, *walk, stale).all(sources);
        (!stale()).then_some(again)
    }

    fn begin<'a>(&'a mut self, known: &'a Corpus, walk: Walk, stale: &'a dyn Fn() -> bool) -> Look<'a> {
        Look {
            known,
            walk,
            now: SystemTime::now(),
            looks: self,
            stale,
            again: Again::default(),
            there: HashSet::new(),
            files: HashSet::new(),
        }
    }
}

impl Look<'_> {
    /// Looks at the files of these names.
    fn named(mut self, paths: &[PathBuf], sources: &[Source]) -> Result<Again, Linked> {
        for source in sources {
            let root: Arc<Path> = Arc::from(source.root());
            match source {
                Source::Folder(folder) => {
                    let wanted = paths.iter().filter(|path| path.starts_with(folder));
                    let wanted: BTreeSet<PathBuf> = wanted.cloned().collect();
                    if !wanted.is_empty() {
                        self.below(folder, &root, wanted)?;
                    }
                }
                Source::File(file) if paths.contains(file) => self.only(file, &root),
                Source::File(_) | Source::Sample | Source::Text { .. } => {}
            }
        }
        Ok(self.end())
    }

    /// Looks at the files of `wanted`, which lie below `folder`: the walk that a scan takes, but only
    /// along the way to them, so that the same rules hold.
    fn below(&mut self, folder: &Path, root: &Arc<Path>, wanted: BTreeSet<PathBuf>) -> Result<(), Linked> {
        let Ok(real) = folder.canonicalize() else {
            self.take_away(root, &wanted);
            return Ok(());
        };
        let bounds = self.walk.bounds(&real);
        let way: HashSet<PathBuf> = wanted
            .iter()
            .flat_map(|path| path.ancestors().skip(1).take_while(|above| *above != folder))
            .map(Path::to_owned)
            .collect();
        let wanted = Arc::new(wanted);
        let admitted = Arc::clone(&wanted);
        let admits =
            move |entry: &ignore::DirEntry| admitted.contains(entry.path()) || way.contains(entry.path());
        for entry in self.walk.entries(folder, &real, admits).flatten() {
            let path = entry.path();
            let is_file = entry.file_type().is_some_and(|kind| !kind.is_dir());
            if !is_file || !is_article(path) || !wanted.contains(path) {
                continue;
            }
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if metadata.is_symlink() || metadata.is_file() && names(&metadata) > 1 {
                self.looks.linked = true;
                return Err(Linked);
            }
            self.read(folder, root, path, &metadata, bounds);
        }
        self.take_away(root, &wanted);
        Ok(())
    }

    /// Looks at a file that was given by itself.
    fn only(&mut self, file: &Path, root: &Arc<Path>) {
        match file.symlink_metadata() {
            Ok(metadata) => self.read(root, root, file, &metadata, Bounds::Anywhere),
            Err(_) => self.take_away(root, &BTreeSet::from([file.to_owned()])),
        }
    }

    /// What is known of `paths` and was not met is gone.
    fn take_away(&mut self, root: &Arc<Path>, paths: &BTreeSet<PathBuf>) {
        let ids = paths.iter().map(|path| ArticleId::of(root, path.strip_prefix(root).unwrap_or(path)));
        let gone = ids.filter(|id| !self.there.contains(id) && self.known.get(*id).is_some());
        self.again.gone.extend(gone);
    }

    /// Looks at everything; reads what may have changed.
    fn all(mut self, sources: &[Source]) -> Again {
        self.looks.linked = false;
        let mut roots = HashSet::new();
        for source in sources {
            let root: Arc<Path> = Arc::from(source.root());
            match source {
                Source::Folder(folder) => self.whole(folder, &root),
                Source::File(file) => {
                    if let Ok(metadata) = file.symlink_metadata()
                        && self.files.insert(Identity::of(&metadata))
                    {
                        self.consider(&root, &root, file, &metadata, Bounds::Anywhere);
                    }
                }
                Source::Sample | Source::Text { .. } => continue,
            }
            roots.insert(root);
        }
        let missing =
            |article: &&Arc<Article>| roots.contains(&article.root) && !self.there.contains(&article.id);
        let gone: Vec<ArticleId> = self.known.iter().filter(missing).map(|article| article.id).collect();
        self.again.gone = gone;
        self.end()
    }

    fn whole(&mut self, folder: &Path, root: &Arc<Path>) {
        let Ok(real) = folder.canonicalize() else { return };
        let bounds = self.walk.bounds(&real);
        let mut byways = Byways::default();
        for entry in self.walk.entries(folder, &real, |_| true).flatten() {
            if (self.stale)() {
                return;
            }
            let is_linked = byways.is_linked(&entry);
            let path = entry.path();
            let is_file = entry.file_type().is_some_and(|kind| !kind.is_dir());
            if !is_file || !is_article(path) {
                continue;
            }
            if is_linked {
                byways.put_off(entry.into_path(), true);
                continue;
            }
            let Ok(metadata) = path.symlink_metadata() else { continue };
            if metadata.is_file() && names(&metadata) > 1 {
                byways.put_off(entry.into_path(), false);
            } else if !metadata.is_file() || self.files.insert(Identity::of(&metadata)) {
                self.consider(folder, root, path, &metadata, bounds);
            }
        }
        let later = byways.later();
        self.looks.linked |= later.len() > 0;
        for path in later {
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(metadata) => {
                    // Of what is no regular file each name is told.
                    if !metadata.is_file() || self.files.insert(Identity::of(&metadata)) {
                        self.consider(folder, root, &path, &metadata, bounds);
                    }
                }
                // A link that leads nowhere is an article that says so.
                Err(_) => self.take(folder, root, &path, open(&path, bounds)),
            }
        }
    }

    /// Reads a file, unless it is surely as it was.
    fn consider(
        &mut self,
        folder: &Path,
        root: &Arc<Path>,
        path: &Path,
        metadata: &Metadata,
        bounds: Bounds<'_>,
    ) {
        let id = ArticleId::of(root, path.strip_prefix(folder).unwrap_or(path));
        let stamp = Stamp::of(metadata, self.now);
        let same = self.known.get(id).is_some_and(|known| {
            let modified = metadata.modified().ok().and_then(|time| time.try_into().ok());
            known.modified.is_some() && known.modified == modified && known.length == metadata.len()
        });
        let unchanged = match self.looks.stamps.get(&id) {
            Some(before) => before.is_as(&stamp),
            None => is_before(metadata, self.looks.since),
        };
        if same && unchanged {
            self.there.insert(id);
            self.looks.stamps.insert(id, stamp);
        } else {
            self.read(folder, root, path, metadata, bounds);
        }
    }

    fn read(
        &mut self,
        folder: &Path,
        root: &Arc<Path>,
        path: &Path,
        metadata: &Metadata,
        bounds: Bounds<'_>,
    ) {
        let id = ArticleId::of(root, path.strip_prefix(folder).unwrap_or(path));
        let before = self.looks.stamps.insert(id, Stamp::of(metadata, self.now));
        let opened = open(path, bounds);
        if matches!(&opened, Err(Unread::Refused(error)) if error.kind() == ErrorKind::NotFound) {
            // It went just now; what it was tells where it went.
            if let Some(before) = before {
                self.looks.stamps.insert(id, before);
            }
            return;
        }
        self.take(folder, root, path, opened);
    }

    fn take(&mut self, folder: &Path, root: &Arc<Path>, path: &Path, opened: Result<Regular, Unread>) {
        if matches!(opened, Err(Unread::Outside)) || (self.stale)() {
            return;
        }
        let article = article(root, path.strip_prefix(folder).unwrap_or(path), opened);
        self.there.insert(article.id);
        self.again.found.push(article);
    }

    fn end(mut self) -> Again {
        self.forget();
        // Of folders that lie in one another, one may know what the other does not.
        let mut told = HashSet::new();
        self.again.gone.retain(|id| !self.there.contains(id) && told.insert(*id));
        for id in &self.again.gone {
            let stamp = self.looks.stamps.remove(id);
            if let Some(article) = self.known.get(*id).cloned() {
                self.looks.gone.push(Gone { article, stamp, when: self.now });
            }
        }
        self.again.renamed = self.renamed();
        let named: HashSet<ArticleId> = self.again.renamed.iter().map(|(before, _)| before.id).collect();
        self.looks.gone.retain(|gone| !named.contains(&gone.article.id));
        self.again
    }

    /// Forgets what went long ago, and what is back.
    fn forget(&mut self) {
        let found: HashSet<ArticleId> = self.again.found.iter().map(|article| article.id).collect();
        let (now, known) = (self.now, self.known);
        self.looks.gone.retain(|gone| {
            let id = gone.article.id;
            let is_recent = now.duration_since(gone.when).is_ok_and(|away| away <= AWAY);
            is_recent && !found.contains(&id) && known.get(id).is_none()
        });
    }

    /// Which of those that went came back under another name.
    fn renamed(&self) -> Vec<(Arc<Article>, ArticleId)> {
        let mut came: Vec<&Article> =
            self.again.found.iter().filter(|article| self.known.get(article.id).is_none()).collect();
        if came.is_empty() || self.looks.gone.is_empty() {
            return Vec::new();
        }
        let stamp = |id: ArticleId| self.looks.stamps.get(&id);
        let by_file: HashMap<u64, ArticleId> =
            came.iter().filter_map(|article| Some((stamp(article.id)?.file(), article.id))).collect();
        let mut pairs: Vec<(Arc<Article>, ArticleId)> = Vec::new();
        let mut went: Vec<&Arc<Article>> = Vec::new();
        for Gone { article, stamp, .. } in &self.looks.gone {
            match stamp.and_then(|stamp| by_file.get(&stamp.file())) {
                Some(&to) => pairs.push((article.clone(), to)),
                None => went.push(article),
            }
        }
        let taken: HashSet<ArticleId> = pairs.iter().map(|(_, to)| *to).collect();
        came.retain(|article| !taken.contains(&article.id));
        // The same words in another file, where there is no doubt which.
        let mut by_words: HashMap<Words<'_>, (Vec<&Arc<Article>>, Vec<ArticleId>)> = HashMap::new();
        for article in went.into_iter().filter(|article| article.characters > 0) {
            by_words.entry(words(article)).or_default().0.push(article);
        }
        for article in came {
            if let Some((_, to)) = by_words.get_mut(&words(article)) {
                to.push(article.id);
            }
        }
        pairs.extend(by_words.into_values().filter_map(|(from, to)| match (&from[..], &to[..]) {
            ([from], [to]) => Some((Arc::clone(from), *to)),
            _ => None,
        }));
        pairs.sort_unstable_by_key(|(before, to)| (before.id, *to));
        pairs
    }
}

/// What two articles share that are of the same words, and hardly any others do.
type Words<'a> = (u64, u32, &'a str);

fn words(article: &Article) -> Words<'_> {
    (article.length, article.characters, article.meta.excerpt.as_str())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;

    use super::{AWAY, Again, Looks};
    use crate::corpus::article::{Article, ArticleId};
    use crate::corpus::changed::Changed;
    use crate::corpus::corpus::Corpus;
    use crate::corpus::source::{Found, Source, Walk, scan_all};

    /// A folder that is looked at again and again.
    struct Desk {
        folder: tempfile::TempDir,
        sources: Vec<Source>,
        known: Corpus,
        looks: Looks,
        walk: Walk,
    }

    impl Desk {
        fn of(files: &[(&str, &str)]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let sources = vec![Source::Folder(folder.path().to_owned())];
            let mut desk = Self {
                folder,
                sources,
                known: Corpus::default(),
                looks: Looks::default(),
                walk: Walk::default(),
            };
            for (path, text) in files {
                desk.write(path, text);
            }
            desk.known.add(desk.scanned());
            desk
        }

        fn path(&self, path: &str) -> PathBuf {
            self.folder.path().join(path)
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn scanned(&self) -> Vec<Article> {
            let mut all = Vec::new();
            scan_all(&self.sources, &self.walk, &mut |found| {
                if let Found::Articles(articles) = found {
                    all.extend(articles);
                }
                std::ops::ControlFlow::Continue(())
            });
            all
        }

        fn look(&mut self, changed: &Changed) -> Again {
            let again = self.looks.look(changed, &self.sources, &self.walk, &self.known, &|| false);
            let again = again.unwrap();
            self.known.add(again.found.clone());
            for &id in &again.gone {
                self.known.remove(id);
            }
            again
        }

        fn named(&mut self, paths: &[&str]) -> Again {
            let paths = paths.iter().map(|path| self.path(path)).collect();
            self.look(&Changed::Files(paths))
        }

        fn titles(&self) -> Vec<String> {
            let mut titles: Vec<String> = self
                .known
                .iter()
                .map(|article| format!("{} {}", article.path.display(), article.meta.title))
                .collect();
            titles.sort();
            titles
        }

        /// Holds that what is known is what a scan finds.
        fn assert_as_scanned(&self) {
            let mut scanned = self.scanned();
            scanned.sort_by_key(|article| article.id);
            let mut known: Vec<Article> = self.known.iter().map(|article| article.as_ref().clone()).collect();
            known.sort_by_key(|article| article.id);
            assert_eq!(known, scanned);
        }
    }

    fn renamed(again: &Again) -> Vec<(ArticleId, ArticleId)> {
        again.renamed.iter().map(|(before, to)| (before.id, *to)).collect()
    }

    fn found(again: &Again) -> Vec<&Path> {
        again.found.iter().map(|article| article.path.as_ref()).collect()
    }

    #[test]
    fn what_was_named_is_read_anew_and_what_is_ignored_is_not() {
        let mut desk = Desk::of(&[
            ("a.md", "# a"),
            ("記事/猫.md", "# 猫"),
            ("x/개.md", "# 개"),
            (".gitignore", "target\n*.tmp.md\n"),
        ]);
        desk.look(&Changed::Everything);
        desk.write("記事/猫.md", "# 三毛猫");
        desk.write("記事/new.md", "# 新しい");
        desk.write("記事/a.tmp.md", "");
        desk.write("target/b.md", "");
        desk.write(".hidden.md", "");
        desk.write("記事/x.png", "");
        fs::remove_file(desk.path("x/개.md")).unwrap();
        desk.named(&[
            "記事/猫.md",
            "記事/new.md",
            "記事/a.tmp.md",
            "target/b.md",
            ".hidden.md",
            "記事/x.png",
            "x/개.md",
            "none.md",
        ]);
        assert_eq!(desk.titles(), ["a.md a", "記事/new.md 新しい", "記事/猫.md 三毛猫"]);
        desk.assert_as_scanned();
    }

    #[test]
    fn of_everything_only_what_changed_is_read() {
        let mut desk = Desk::of(&[("a.md", "# a"), ("猫.md", "# 猫")]);
        // As if all of it had been there for long.
        let long_ago = std::time::SystemTime::now() + std::time::Duration::from_mins(1);
        desk.looks.since = long_ago;
        assert_eq!(desk.look(&Changed::Everything), Again::default());
        desk.write("猫.md", "# 三毛猫");
        desk.write("new/글.md", "# 글");
        let again = desk.look(&Changed::Everything);
        assert!(found(&again).contains(&Path::new("猫.md")));
        desk.assert_as_scanned();
    }

    #[test]
    fn a_file_that_cannot_be_read_any_more_is_found_though_its_time_is_as_it_was() {
        let mut desk = Desk::of(&[("a.md", "# a")]);
        fs::set_permissions(desk.path("a.md"), fs::Permissions::from_mode(0o000)).unwrap();
        desk.look(&Changed::Everything);
        desk.assert_as_scanned();
        fs::set_permissions(desk.path("a.md"), fs::Permissions::from_mode(0o600)).unwrap();
        desk.look(&Changed::Everything);
        desk.assert_as_scanned();
    }

    #[test]
    fn a_renamed_file_is_known_by_itself_or_by_what_is_in_it() {
        let mut desk =
            Desk::of(&[("a.md", "# 猫\n\n本文"), ("folder/b.md", "# 犬\n\n本文"), ("c.md", "# 개\n\n글")]);
        desk.look(&Changed::Everything);
        let id = |desk: &Desk, path: &str| {
            desk.known.iter().find(|article| *article.path == *Path::new(path)).unwrap().id
        };
        let (a, b, c) = (id(&desk, "a.md"), id(&desk, "folder/b.md"), id(&desk, "c.md"));
        fs::rename(desk.path("a.md"), desk.path("猫.md")).unwrap();
        desk.write("猫.md", "# 猫\n\n別の本文");
        let again = desk.named(&["a.md", "猫.md"]);
        assert_eq!(renamed(&again), [(a, id(&desk, "猫.md"))]);
        fs::rename(desk.path("folder"), desk.path("別")).unwrap();
        let again = desk.look(&Changed::Everything);
        assert_eq!(renamed(&again), [(b, id(&desk, "別/b.md"))]);
        desk.write("새.md", "# 개\n\n글");
        fs::remove_file(desk.path("c.md")).unwrap();
        let again = desk.named(&["c.md", "새.md"]);
        assert_eq!(renamed(&again), [(c, id(&desk, "새.md"))]);
        desk.assert_as_scanned();
    }

    #[test]
    fn what_went_a_moment_before_it_came_under_another_name_was_renamed() {
        for words in ["# 猫\n\n本文", "# 고양이\n\n본문", "# cat\n\nwords"] {
            let mut desk = Desk::of(&[("a.md", words), ("b.md", "# b")]);
            let id = |desk: &Desk, path: &str| {
                desk.known.iter().find(|article| *article.path == *Path::new(path)).unwrap().id
            };
            desk.look(&Changed::Everything);
            let a = id(&desk, "a.md");
            fs::remove_file(desk.path("a.md")).unwrap();
            assert_eq!(desk.named(&["a.md"]).gone, [a]);
            desk.write("other.md", "# 別\n\n何か別のこと");
            assert_eq!(desk.named(&["other.md"]).renamed, []);
            desk.write("猫.md", words);
            assert_eq!(renamed(&desk.named(&["猫.md"])), [(a, id(&desk, "猫.md"))]);
            // Once told it is not told again.
            desk.write("copy.md", words);
            assert_eq!(desk.named(&["copy.md"]).renamed, []);
        }
    }

    #[test]
    fn what_is_back_or_went_long_ago_was_not_renamed() {
        let mut desk = Desk::of(&[("a.md", "# 猫\n\n本文")]);
        desk.look(&Changed::Everything);
        fs::remove_file(desk.path("a.md")).unwrap();
        desk.named(&["a.md"]);
        desk.write("a.md", "# 猫\n\n本文");
        desk.named(&["a.md"]);
        desk.write("b.md", "# 猫\n\n本文");
        assert_eq!(desk.named(&["b.md"]).renamed, []);
        fs::remove_file(desk.path("a.md")).unwrap();
        fs::remove_file(desk.path("b.md")).unwrap();
        desk.named(&["a.md", "b.md"]);
        for gone in &mut desk.looks.gone {
            gone.when -= AWAY * 2;
        }
        desk.write("c.md", "# 猫\n\n本文");
        assert_eq!(desk.named(&["c.md"]).renamed, []);
        assert_eq!(desk.looks.gone.len(), 0);
    }

    #[test]
    fn where_links_are_followed_a_file_has_the_name_that_a_scan_gives_it() {
        let mut desk = Desk::of(&[("z/猫.md", "# 猫"), ("m.md", "# 犬")]);
        desk.walk.follow = true;
        symlink("z", desk.path("a")).unwrap();
        symlink("m.md", desk.path("b.md")).unwrap();
        desk.look(&Changed::Everything);
        assert_eq!(desk.titles(), ["m.md 犬", "z/猫.md 猫"]);
        desk.assert_as_scanned();
    }

    #[test]
    fn another_file_under_a_new_name_is_no_rename() {
        let mut desk = Desk::of(&[("a.md", "# 猫\n\n本文")]);
        desk.look(&Changed::Everything);
        fs::remove_file(desk.path("a.md")).unwrap();
        desk.write("b.md", "# 犬\n\n何か別のこと");
        let again = desk.named(&["a.md", "b.md"]);
        assert_eq!((again.found.len(), again.gone.len(), again.renamed.len()), (1, 1, 0));
    }

    #[test]
    fn a_file_with_several_names_is_listed_once_whichever_of_them_goes() {
        let mut desk = Desk::of(&[("a.md", "# 猫")]);
        desk.look(&Changed::Everything);
        fs::hard_link(desk.path("a.md"), desk.path("b.md")).unwrap();
        symlink("a.md", desk.path("link.md")).unwrap();
        desk.named(&["b.md", "link.md"]);
        assert_eq!(desk.titles(), ["a.md 猫"]);
        fs::remove_file(desk.path("a.md")).unwrap();
        desk.named(&["a.md"]);
        desk.assert_as_scanned();
        fs::remove_file(desk.path("link.md")).unwrap();
        fs::remove_file(desk.path("b.md")).unwrap();
        desk.named(&["b.md", "link.md"]);
        assert_eq!(desk.titles(), [""; 0]);
    }

    #[test]
    fn a_single_file_goes_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("猫.md");
        fs::write(&path, "# 猫").unwrap();
        let mut desk = Desk::of(&[]);
        desk.sources = vec![Source::File(path.clone())];
        desk.known.add(desk.scanned());
        fs::write(&path, "# 犬").unwrap();
        let changed = Changed::Files(vec![path.clone()]);
        desk.look(&changed);
        assert_eq!(desk.titles(), ["猫.md 犬"]);
        fs::remove_file(&path).unwrap();
        desk.look(&changed);
        assert_eq!(desk.titles(), [""; 0]);
        fs::write(&path, "# 鳥").unwrap();
        desk.look(&Changed::Everything);
        assert_eq!(desk.titles(), ["猫.md 鳥"]);
    }

    #[derive(Clone, Debug)]
    enum Deed {
        Write(usize, String),
        Remove(usize),
        Rename(usize, usize),
        Link(usize, usize),
        Symlink(usize, usize),
        FolderLink(bool),
        Pipe(usize),
        MakeFolder(usize),
        RenameFolder(bool),
        Ignore(usize),
        Shut(usize),
    }

    const NAMES: [&str; 6] = ["a.md", "猫.md", "x/b.md", "x/글.md", "x/deep/c.txt", "y.md"];

    fn deed() -> impl Strategy<Value = Deed> {
        let name = 0..NAMES.len();
        prop_oneof![
            4 => (name.clone(), "(# [猫犬글a]{1,3}\n)?[本문b]{0,4}").prop_map(|(name, text)| Deed::Write(name, text)),
            2 => name.clone().prop_map(Deed::Remove),
            2 => (name.clone(), name.clone()).prop_map(|(from, to)| Deed::Rename(from, to)),
            1 => (name.clone(), name.clone()).prop_map(|(from, to)| Deed::Link(from, to)),
            1 => (name.clone(), name.clone()).prop_map(|(from, to)| Deed::Symlink(from, to)),
            1 => any::<bool>().prop_map(Deed::FolderLink),
            1 => name.clone().prop_map(Deed::Pipe),
            1 => name.clone().prop_map(Deed::MakeFolder),
            1 => any::<bool>().prop_map(Deed::RenameFolder),
            1 => name.clone().prop_map(Deed::Ignore),
            1 => name.prop_map(Deed::Shut),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn whatever_happened_what_is_known_is_what_a_scan_finds(
            batches in prop::collection::vec(prop::collection::vec(deed(), 1..4), 1..5),
            follow in any::<bool>(),
        ) {
            let mut desk = Desk::of(&[("a.md", "# a"), ("猫.md", "# 猫"), ("x/글.md", "# 글")]);
            desk.walk.follow = follow;
            desk.look(&Changed::Everything);
            for batch in batches {
                let mut changed = Changed::Files(Vec::new());
                for deed in batch {
                    let path = |name: usize| desk.path(NAMES[name]);
                    let told = match deed {
                        Deed::Write(name, text) => {
                            let _ = fs::create_dir_all(path(name).parent().unwrap());
                            if path(name).symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
                                let _ = fs::remove_file(path(name));
                            }
                            let _ = fs::write(path(name), text);
                            vec![path(name)]
                        }
                        Deed::Remove(name) => {
                            let _ = fs::remove_file(path(name));
                            vec![path(name)]
                        }
                        Deed::Rename(from, to) => {
                            let _ = fs::rename(path(from), path(to));
                            vec![path(from), path(to)]
                        }
                        Deed::Link(from, to) => {
                            let _ = fs::hard_link(path(from), path(to));
                            vec![path(from), path(to)]
                        }
                        Deed::Symlink(from, to) => {
                            let _ = symlink(path(from), path(to));
                            vec![path(to)]
                        }
                        Deed::FolderLink(before) => {
                            let _ = symlink("x", desk.path(if before { "l" } else { "zl" }));
                            changed = Changed::Everything;
                            vec![]
                        }
                        Deed::Pipe(name) => {
                            let _ = fs::remove_file(path(name));
                            let pipe = rustix::fs::FileType::Fifo;
                            let _ = rustix::fs::mknodat(rustix::fs::CWD, path(name), pipe, 0o600.into(), 0);
                            vec![path(name)]
                        }
                        Deed::MakeFolder(name) => {
                            let _ = fs::remove_file(path(name));
                            let _ = fs::create_dir_all(path(name));
                            changed = Changed::Everything;
                            vec![]
                        }
                        Deed::RenameFolder(back) => {
                            let (from, to) = if back { ("z", "x") } else { ("x", "z") };
                            let _ = fs::rename(desk.path(from), desk.path(to));
                            changed = Changed::Everything;
                            vec![]
                        }
                        Deed::Ignore(name) => {
                            desk.write(".ignore", NAMES[name]);
                            changed = Changed::Everything;
                            vec![]
                        }
                        Deed::Shut(name) => {
                            let _ = fs::set_permissions(path(name), fs::Permissions::from_mode(0o700));
                            vec![path(name)]
                        }
                    };
                    changed = changed.and(Changed::Files(told));
                }
                desk.look(&changed);
                desk.assert_as_scanned();
            }
        }
    }
}
