//! Where a picture or another file that is no article may lie, by what an article calls it: paths
//! below the root, the likeliest first.
//!
//! Site generators and notes agree on little: a target may be taken from the article, from the
//! root, from a folder of the root that is no part of its address (`static`, `public`), from a
//! folder named like the article, or be a name alone. No path leads out of the root, and nothing
//! is looked at here; what has a scheme or a host is nowhere on the disk.

use std::path::{Component, Path, PathBuf};

use crate::markdown::document::LinkKind;
use crate::markdown::picture::spelled_out;

/// Folders whose contents stand at the root of a site.
const SITE_FOLDERS: [&str; 8] = ["static", "public", "assets", "source", "src", "content", "docs", "images"];

/// Folders in which notes keep pictures.
const NOTE_FOLDERS: [&str; 5] = ["attachments", "assets", "images", "_resources", "files"];

/// Folders above an article that are looked into.
const ANCESTORS: usize = 24;

/// Where a file may lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Paths below the root, the likeliest first, each once.
    pub paths: Vec<PathBuf>,
    /// A name by which it may be found anywhere below the root.
    pub name: Option<String>,
}

/// Where the file `target` of the article at `article`, a path below the root, may lie; nowhere
/// where it is on another machine or its own target.
#[must_use]
pub fn places(target: &str, kind: LinkKind, article: &Path) -> Places {
    let Some(target) = local(target) else { return Places::default() };
    let plain = target.split(['?', '#']).next().unwrap_or_default();
    let mut spellings = vec![target.clone(), plain.to_owned()];
    spellings.extend(spelled_out(&target));
    spellings.extend(spelled_out(plain));
    let mut paths = Paths::default();
    let folder = article.parent().unwrap_or(Path::new(""));
    for spelling in spellings.iter().filter(|spelling| !spelling.is_empty()) {
        match site_path(spelling) {
            Some(below) => from_root(&mut paths, folder, below),
            None => from_article(&mut paths, article, folder, spelling),
        }
    }
    let name = || {
        let last = spelled_out(plain).unwrap_or_else(|| plain.to_owned());
        last.rsplit('/').next().map(str::to_owned).filter(|name| !name.is_empty())
    };
    Places { paths: paths.0, name: if kind == LinkKind::Wiki { name() } else { None } }
}

/// What a target says of a path: templates of site generators taken away, strokes as everywhere.
fn local(target: &str) -> Option<String> {
    let target = without_templates(target.trim())?.replace('\\', "/");
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    let is_elsewhere = target.starts_with("//") || scheme.contains(':');
    (!is_elsewhere && !target.is_empty()).then_some(target)
}

/// `{{ site.baseurl }}/a.png` is `/a.png`, `{{ "/a.png" | relative_url }}` too; `None` where a
/// template does not end.
fn without_templates(target: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = target;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        out.push_str(&rest[..start]);
        let end = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let length = rest[start..].find(end)?;
        // What is named in quotes is the file.
        out.push_str(rest[start..start + length].split(['"', '\'']).nth(1).unwrap_or_default());
        rest = &rest[start + length + end.len()..];
    }
    out.push_str(rest);
    Some(out)
}

/// What stands behind the sign of the root: `/`, or what builders write for it.
fn site_path(target: &str) -> Option<&str> {
    ["/", "@site/", "~@/", "@/", "~/"].iter().find_map(|sign| target.strip_prefix(sign))
}

fn from_root(paths: &mut Paths, folder: &Path, below: &str) {
    let below = below.trim_start_matches('/');
    paths.add(Path::new(""), below);
    for ancestor in folder.ancestors().take(ANCESTORS).collect::<Vec<_>>().into_iter().rev() {
        paths.add(ancestor, below);
        for site in SITE_FOLDERS {
            paths.add(&ancestor.join(site), below);
        }
    }
}

fn from_article(paths: &mut Paths, article: &Path, folder: &Path, target: &str) {
    paths.add(folder, target);
    // The folder of an article that is one file, as Hexo and Hugo have it; its address, too.
    if let Some(stem) = article.file_stem() {
        paths.add(&folder.join(stem), target);
    }
    for base in [folder, Path::new("")] {
        for notes in NOTE_FOLDERS {
            paths.add(&base.join(notes), target);
        }
    }
    for ancestor in folder.ancestors().skip(1).take(ANCESTORS) {
        paths.add(ancestor, target);
    }
    for site in SITE_FOLDERS {
        paths.add(Path::new(site), target);
    }
}

#[derive(Default)]
struct Paths(Vec<PathBuf>);

impl Paths {
    /// The path of `target` from `base`, if it stays below the root.
    fn add(&mut self, base: &Path, target: &str) {
        if Path::new(target).file_name().is_none() || target.contains('\0') {
            return;
        }
        let mut path = PathBuf::new();
        for component in base.components().chain(Path::new(target).components()) {
            match component {
                Component::Normal(name) => path.push(name),
                Component::ParentDir => {
                    if !path.pop() {
                        return;
                    }
                }
                Component::CurDir => {}
                Component::RootDir | Component::Prefix(_) => return,
            }
        }
        if !self.0.contains(&path) {
            self.0.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::places;
    use crate::markdown::document::LinkKind;

    #[track_caller]
    fn finds(target: &str, article: &str, expected: &str) {
        let places = places(target, LinkKind::Plain, Path::new(article));
        assert!(places.paths.iter().any(|path| path == Path::new(expected)), "{target}: {places:?}");
        assert_eq!(places.name, None);
    }

    #[test]
    fn a_target_is_taken_from_the_article_first() {
        for (target, article, expected) in [
            ("図.png", "記事/a.md", "記事/図.png"),
            ("./图片/图.png", "文章/a.md", "文章/图片/图.png"),
            ("../그림/사진.png", "글/a.md", "그림/사진.png"),
            ("img/a.png", "posts/a.md", "posts/img/a.png"),
            ("img\\a.png", "a.md", "img/a.png"),
            ("a.png?w=100#x", "a.md", "a.png?w=100#x"),
        ] {
            let places = places(target, LinkKind::Plain, Path::new(article));
            assert_eq!(places.paths.first().map(AsRef::as_ref), Some(Path::new(expected)), "{target}");
        }
    }

    #[test]
    fn sites_and_notes_keep_pictures_where_they_like() {
        for (target, article, expected) in [
            ("/images/図.png", "articles/a.md", "images/図.png"),
            ("/images/x.png", "content/posts/a.md", "static/images/x.png"),
            ("/img/图.png", "site/content/posts/a.md", "site/static/img/图.png"),
            ("/사진.png", "docs/a.md", "public/사진.png"),
            ("/2020/a.png", "source/_posts/b.md", "source/2020/a.png"),
            ("x.png", "posts/犬.md", "posts/犬/x.png"),
            ("../図.png", "犬.md", "図.png"),
            ("x.png", "notes/日記/a.md", "attachments/x.png"),
            ("assets/x.png", "notes/日記/a.md", "assets/x.png"),
            ("%E7%94%BB%E5%83%8F%201.png", "a.md", "画像 1.png"),
            ("100%.png", "a.md", "100%.png"),
            ("a.png?raw=true", "a.md", "a.png"),
            ("{{ site.baseurl }}/img/a.png", "_posts/a.md", "img/a.png"),
            ("{{ site.url }}{{ site.baseurl }}/img/a.png", "_posts/a.md", "img/a.png"),
            ("{{ \"/img/图.png\" | relative_url }}", "_posts/a.md", "img/图.png"),
            ("{% link img/a.png %}/b.png", "a.md", "b.png"),
            ("@site/static/img/a.png", "docs/a.md", "static/img/a.png"),
        ] {
            finds(target, article, expected);
        }
    }

    #[test]
    fn what_is_elsewhere_is_nowhere_here() {
        for target in [
            "https://a.jp/図.png",
            "HTTP://a/b.png",
            "//a.jp/b.png",
            "data:image/png;base64,AAAA",
            "file:///etc/passwd",
            "C:\\a.png",
            "javascript:x",
            "",
            "{{ x",
            "../../../../etc/passwd",
            "/..",
            ".",
            "a\0.png",
        ] {
            let found = places(target, LinkKind::Plain, Path::new("a.md"));
            assert_eq!(found.paths, [""; 0].map(std::path::PathBuf::from), "{target}");
        }
    }

    #[test]
    fn a_note_knows_a_picture_by_its_name() {
        for (target, name) in
            [("図 1.png", "図 1.png"), ("folder/图.png", "图.png"), ("%EC%82%AC.png", "사.png")]
        {
            let found = places(target, LinkKind::Wiki, Path::new("a.md"));
            assert_eq!(found.name.as_deref(), Some(name));
        }
    }

    proptest! {
        #[test]
        fn no_path_leads_out_of_the_root(
            target in "(\\.\\./|\\./|/|a|猫|%2e%2e%2f|%2F|\\{\\{ x \\}\\}|\"|b\\.png|\\\\|:|\\?|#){0,9}",
            article in "([a-c猫]/){0,4}[a-c]\\.md",
        ) {
            for path in places(&target, LinkKind::Wiki, Path::new(&article)).paths {
                prop_assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))), "{path:?}");
            }
        }
    }
}
