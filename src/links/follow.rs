//! Where a link leads, the files below the root included.
//!
//! What the corpus does not have may still lie on the disk, left out by a `.gitignore` or because
//! a single file was opened. Such a file is looked at through the door of its source alone, so
//! that nothing outside the root is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use crate::corpus::article::Article;
use crate::corpus::place::{Places, places};
use crate::corpus::source::{Lying, Source, Walk};
use crate::corpus::whereabouts::{compared, whereabouts};
use crate::links::atlas::Atlas;
use crate::links::destination::{Dead, Destination};
use crate::links::pick::Pick;
use crate::links::resolve::resolve;
use crate::links::seeker::{Seeker, form};
use crate::links::steps::{Form, Steps};
use crate::markdown::document::Link;
use crate::markdown::name::{ENDINGS, bare};
use crate::markdown::written::{Lead, Written};
use crate::text::safe::Safe;

/// What a page may be made of, behind its name.
const MADE_OF: [&str; 6] = [".md", ".mdx", ".markdown", "/index.md", "/_index.md", "/README.md"];

/// Where links lead.
#[derive(Clone, Copy)]
pub struct Follower<'a> {
    /// The articles that are known.
    pub atlas: &'a Atlas,
    /// The folders and files given.
    pub sources: &'a [Source],
    /// How folders are walked.
    pub walk: &'a Walk,
    /// Whether nobody waits any more.
    pub stale: &'a dyn Fn() -> bool,
}

/// What lies on the disk.
enum Unlisted {
    Found(Destination),
    Nothing,
    Outside,
}

impl Follower<'_> {
    /// Where `link`, which stands in `from`, leads.
    #[must_use]
    pub fn follow(&self, from: &Article, link: &Link) -> Destination {
        let Some(written) = Written::of(link) else { return Destination::Here(None) };
        let fragment = written.fragment.as_deref().map(Safe::line);
        match &written.lead {
            Lead::Outward => return Destination::Outward(link.target.clone()),
            Lead::Here => return Destination::Here(fragment),
            Lead::Template => return Destination::Dead(Dead::Template),
            Lead::Path(_) | Lead::File(_) | Lead::Wiki(_) | Lead::Post(_) | Lead::Page { .. } => {}
        }
        let found = resolve(self.atlas, from, &written);
        let unlisted = match (&found.pick, &written.lead) {
            (Pick::None, lead) => self.unlisted(from, lead, fragment.as_ref()),
            // A file that lies where the path says comes before an article that may be meant.
            (_, lead @ Lead::Path(_)) if !found.exact => self.unlisted(from, lead, fragment.as_ref()),
            _ => Unlisted::Nothing,
        };
        match (unlisted, found.pick) {
            (Unlisted::Found(destination), _) => destination,
            (_, Pick::One(article)) if article.id == from.id => Destination::Here(fragment),
            (_, Pick::One(article)) => Destination::Article { article, fragment },
            (_, Pick::Several(articles)) => Destination::Several { articles, fragment },
            (Unlisted::Nothing, Pick::None) => {
                let other = self.other(from, link, &written.lead);
                other.map_or(Destination::Dead(Dead::NoSuch), Destination::File)
            }
            (Unlisted::Outside, Pick::None) => Destination::Dead(Dead::Outside),
        }
    }

    fn unlisted(&self, from: &Article, lead: &Lead, fragment: Option<&Safe>) -> Unlisted {
        let Some(source) = self.sources.iter().find(|source| source.root() == &*from.root) else {
            return Unlisted::Nothing;
        };
        let (path, places) = self.places(from, lead);
        if places.is_empty() {
            return Unlisted::Outside;
        }
        let mut outside = self.leaves(from, lead);
        for place in places.iter().filter(|place| !place.all().is_empty()) {
            for candidate in candidates(&place.path(), form(path)) {
                let below = Path::new(&candidate);
                match source.lies(below, self.walk) {
                    Lying::Article => {
                        let Ok(opened) = source.open(below, self.walk) else { continue };
                        let (article, fragment) = (Arc::new(opened.article), fragment.cloned());
                        let is_itself = article.id == from.id;
                        return Unlisted::Found(if is_itself {
                            Destination::Here(fragment)
                        } else {
                            Destination::Article { article, fragment }
                        });
                    }
                    Lying::Other => return Unlisted::Found(Destination::File(Safe::line(&candidate))),
                    Lying::Outside => outside = true,
                    Lying::Nothing => {}
                }
            }
        }
        if outside { Unlisted::Outside } else { Unlisted::Nothing }
    }

    /// The file that `link` calls as an article calls its pictures: where sites and notes keep such, or
    /// by its name alone.
    fn other(&self, from: &Article, link: &Link, lead: &Lead) -> Option<Safe> {
        let (Lead::Path(_) | Lead::File(_) | Lead::Wiki(_)) = lead else { return None };
        let source = self.sources.iter().find(|source| source.root() == &*from.root)?;
        let (Source::Folder(_) | Source::File(_)) = source else { return None };
        let Places { paths, name } = places(&link.target, link.kind, &from.path);
        let lies = |path: &PathBuf| has_ending(path) && source.lies(path, self.walk) == Lying::Other;
        let by_name = || {
            let name = name.filter(|name| has_ending(Path::new(name)))?;
            let found = whereabouts(source.root(), [compared(&name)].into(), self.stale);
            found.into_iter().map(|(_, path)| path).find(lies)
        };
        let found = paths.into_iter().take_while(|_| !(self.stale)()).find(lies).or_else(by_name)?;
        Some(Safe::line(&found.to_string_lossy()))
    }

    /// Whether the path that is written leads out of the folder, as files lie.
    fn leaves(&self, from: &Article, lead: &Lead) -> bool {
        let folder = Seeker::new(self.atlas, from, 0).here.folder();
        matches!(lead, Lead::Path(path) if !path.starts_with('/') && folder.join(path).is_none())
    }

    /// What is written, and the places below the root where that may be a file.
    fn places<'l>(&self, from: &Article, lead: &'l Lead) -> (&'l str, Vec<Steps>) {
        let seeker = Seeker::new(self.atlas, from, 0);
        let root = Steps::default();
        match lead {
            Lead::Path(path) if path.starts_with('/') => (path, root.join(path).into_iter().collect()),
            Lead::Path(path) => (path, seeker.places(path)),
            Lead::Wiki(path) | Lead::Page { path, .. } => {
                (path, seeker.places(path).into_iter().chain(root.join(path)).collect())
            }
            Lead::File(path) => (path, root.join(path).into_iter().collect()),
            Lead::Post(name) => (name, Steps::of("_posts").join(name).into_iter().collect()),
            Lead::Outward | Lead::Here | Lead::Template => ("", Vec::new()),
        }
    }
}

/// Whether a name ends as those of files do, and not of articles: `.2` of a version is no ending.
fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_article = ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    !is_article && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The paths of files that may be meant by `path`, the likeliest first: articles before what is none,
/// in both forms in which letters are written.
fn candidates(path: &str, form: Form) -> Vec<String> {
    let mut candidates = Vec::new();
    if form != Form::File {
        let made_of = |path: &str| MADE_OF.map(|end| format!("{path}{end}"));
        candidates.extend(made_of(path));
        if bare(path) != path {
            candidates.extend(made_of(bare(path)));
        }
    }
    candidates.push(path.to_owned());
    let composed: String = path.nfc().collect();
    let apart: String = path.nfd().collect();
    candidates.extend([composed, apart].into_iter().filter(|other| other != path));
    candidates
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::ops::ControlFlow;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::Follower;
    use crate::corpus::corpus::Corpus;
    use crate::corpus::source::{Found, Source, Walk};
    use crate::links::atlas::Atlas;
    use crate::links::destination::{Dead, Destination};
    use crate::markdown::parse::parse;

    /// Where links of the file `from` lead, given as they are written, in few words.
    fn led(given: &Path, walk: Walk, from: &str, links: &[&str]) -> Vec<String> {
        let source = Source::of(given).unwrap();
        let mut corpus = Corpus::default();
        source.scan(&walk, &mut |found| {
            if let Found::Articles(articles) = found {
                corpus.add(articles);
            }
            ControlFlow::Continue(())
        });
        let atlas = Atlas::of(&corpus);
        let from = source.open(Path::new(from), &walk).unwrap().article;
        let follower =
            Follower { atlas: &atlas, sources: std::slice::from_ref(&source), walk: &walk, stale: &|| false };
        let lead = |written: &&str| match follower.follow(&from, &parse(written).links[0]) {
            Destination::Article { article, fragment } => {
                let listed = if corpus.get(article.id).is_some() { "" } else { "unlisted " };
                let fragment = fragment.map(|name| format!(" # {name}")).unwrap_or_default();
                format!("{listed}{}{fragment}", article.path.display())
            }
            Destination::Here(fragment) => {
                format!("here{}", fragment.map(|name| format!(" # {name}")).unwrap_or_default())
            }
            Destination::Outward(target) => format!("out {target}"),
            Destination::File(path) => format!("file {path}"),
            Destination::Dead(Dead::NoSuch) => "no such".to_owned(),
            Destination::Dead(Dead::Outside) => "outside".to_owned(),
            Destination::Several { articles, fragment } => {
                let place = fragment.map_or_else(String::new, |name| format!(" # {name}"));
                format!("{} alike{place}", articles.len())
            }
            Destination::Dead(Dead::Template) => "template".to_owned(),
        };
        links.iter().map(lead).collect()
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "文").unwrap();
        }
        folder
    }

    #[test]
    fn links_lead_to_articles_places_files_and_addresses() {
        let folder = folder(&[
            "a/猫.md",
            "a/한글.md",
            "a/図.png",
            "x/1.md",
            "y/1.md",
            "x/첨부/그림.svg",
            "static/資料.pdf",
            "public/图/表.xlsx",
        ]);
        let links = [
            ("[x](한글.md#절)", "a/한글.md # 절"),
            ("[x](猫.md#章)", "here # 章"),
            ("[x](#)", "here"),
            ("[[猫#^b]]", "here # ^b"),
            ("[x](図.png)", "file a/図.png"),
            ("[x](%E5%9B%B3.png)", "file a/図.png"),
            ("[x](../x/)", "file x"),
            ("[x](/資料.pdf)", "file static/資料.pdf"),
            ("[[図.png]]", "file a/図.png"),
            ("[[資料.pdf#page=3|資料]]", "file static/資料.pdf"),
            ("[[그림.SVG]]", "file x/첨부/그림.svg"),
            ("[x](/图/表.xlsx)", "file public/图/表.xlsx"),
            ("[x]({{ site.baseurl }}/图/表.xlsx)", "file public/图/表.xlsx"),
            ("[[無い.pdf]]", "no such"),
            ("[[첨부]]", "no such"),
            ("[x](/첨부/)", "no such"),
            ("[x](https://例え.jp/)", "out https://例え.jp/"),
            ("[x](../../etc/passwd)", "outside"),
            ("[x](無い.md)", "no such"),
            ("[[1]]", "2 alike"),
            ("[[1#節|猫]]", "2 alike # 節"),
            ("[x](1.md#절)", "2 alike # 절"),
            ("[x]({{ page.url }})", "template"),
        ];
        let (written, expected): (Vec<&str>, Vec<&str>) = links.into_iter().unzip();
        assert_eq!(led(folder.path(), Walk::default(), "a/猫.md", &written), expected);
    }

    #[test]
    fn an_article_that_is_not_listed_is_found_below_the_root() {
        let folder = folder(&["猫.md", "out/犬.md", "out/index.md", "out/鳥.md", "b/鳥.md", "カ\u{3099}.md"]);
        fs::write(folder.path().join(".gitignore"), "out/\n").unwrap();
        let links = [
            "[x](out/犬.md#h)",
            "[x](out/犬)",
            "[x](/out/犬.html)",
            "[x](out/)",
            "[x](out/なし.md)",
            "[x](b/鳥.md)",
        ];
        let expected = [
            "unlisted out/犬.md # h",
            "unlisted out/犬.md",
            "unlisted out/犬.md",
            "unlisted out/index.md",
            "no such",
            "b/鳥.md",
        ];
        assert_eq!(led(folder.path(), Walk::default(), "猫.md", &links), expected);
        // The file that lies there comes before a note of that name elsewhere.
        assert_eq!(led(folder.path(), Walk::default(), "out/犬.md", &["[x](鳥.md)"]), ["unlisted out/鳥.md"]);
        let alone =
            led(&folder.path().join("猫.md"), Walk::default(), "猫.md", &["[x](b/鳥.md)", "[x](ガ.md)"]);
        assert_eq!(alone, ["unlisted b/鳥.md", "unlisted カ\u{3099}.md"]);
    }

    #[test]
    fn nothing_outside_the_root_is_reached_by_a_link() {
        let outer = folder(&["in/a.md", "secret.md", "far/b.md"]);
        symlink("../secret.md", outer.path().join("in/s.md")).unwrap();
        symlink("../far", outer.path().join("in/far")).unwrap();
        let links = ["[x](s.md)", "[x](../secret.md)", "[x](far/b.md)", "[x](/../secret.md)", "[x](far/)"];
        let inner = outer.path().join("in");
        let expected = ["outside", "outside", "outside", "outside", "outside"];
        // The link is listed among the articles as one that cannot be read, if at all.
        assert_eq!(led(&inner, Walk::default(), "a.md", &links), expected);
        let walk = Walk { follow: true, ..Walk::default() };
        assert_eq!(led(&inner, walk, "a.md", &links[..3]), ["s.md", "outside", "far/b.md"]);
    }
}
