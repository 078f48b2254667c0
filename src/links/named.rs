//! Every way in which an article may be called.

use std::path::Path;

use crate::corpus::article::Article;
use crate::links::steps::{Steps, together};
use crate::markdown::date::dated_name;
use crate::markdown::name::{bare, folded, is_index, is_language, key, without_language, without_number};

/// By what an article is called so, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By its file.
    File,
    /// By its file, without the language that its name ends with.
    Language,
    /// By its file, without what stands before names for the site generator alone: numbers for
    /// order, the stroke of a collection.
    Numbered,
    /// By its file, without the day before its name, and not as one among posts.
    Dated,
    /// By a name that its head gives it in its folder.
    Slug,
    /// By an address that its head says.
    Address,
}

/// The path of an article's page, as names are compared, and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// By what it is called so.
    pub way: Way,
    /// The path from the root; empty for the page of the root itself.
    pub path: String,
}

/// The folders that hold nothing but posts.
const POSTS: [&str; 2] = ["_posts", "_drafts"];

/// Folders in which site generators keep what they make pages of.
const KEPT_IN: [&str; 22] = [
    "app",
    "book",
    "content",
    "contents",
    "current",
    "doc",
    "docs",
    "documentation",
    "i18n",
    "markdown",
    "pages",
    "public",
    "site",
    "source",
    "src",
    "static",
    "versioned_docs",
    "web",
    "website",
    "wiki",
    "www",
    "docusaurus-plugin-content-docs",
];

/// The steps to an article's file.
#[must_use]
pub fn steps_to(article: &Article) -> Steps {
    Steps::of(&article.path.to_string_lossy())
}

/// The name of the folder `root`, where its path ends with one.
#[must_use]
pub fn root_name(root: &Path) -> Option<&str> {
    root.file_name()?.to_str()
}

/// Whether an article is its folder's own page.
#[must_use]
pub fn is_own_page(steps: &Steps) -> bool {
    is_index(bare(steps.last()))
}

/// Every path by which an article may be reached: the first is that of its file.
#[must_use]
pub fn ways(article: &Article, steps: &Steps) -> Vec<Named> {
    let folders = &steps.all()[..steps.all().len().saturating_sub(1)];
    let folders = || folders.iter().map(String::as_str);
    let stem = bare(steps.last());
    let is_own = is_index(stem);
    // Folded once, as most ways have them in common.
    let same: Vec<_> = folders().map(folded).collect();
    let within = |name: Option<&str>| joined(same.iter().map(AsRef::as_ref), name);
    let mut ways = vec![Named { way: Way::File, path: within((!is_own).then_some(stem)) }];
    let mut add = |way, path: String| {
        if ways.iter().all(|known| known.path != path) {
            ways.push(Named { way, path });
        }
    };
    let own = (!is_own).then_some(stem);
    if let Some((shown, from)) = translated(steps) {
        let rest = same.iter().skip(from).map(AsRef::as_ref);
        add(Way::File, joined(shown.into_iter().chain(rest), own));
    }
    let (plain, language) = without_language(stem);
    if language.is_some() && !is_own {
        add(Way::Language, within(Some(plain)));
    }
    let is_marked = |step: &str| step.as_bytes().first().is_some_and(|c| c.is_ascii_digit() || *c == b'_');
    if folders().chain(own).any(is_marked) {
        let of_posts = |step: &&str| POSTS.contains(step);
        let bare = folders().map(|step| if of_posts(&step) { step } else { step.trim_start_matches('_') });
        add(Way::Numbered, together(bare.chain(own).map(without_number)));
    }
    // Of a folder's own page it is the folder that has the day.
    let (around, dated) =
        if is_own { (same.len().saturating_sub(1), folders().next_back()) } else { (same.len(), own) };
    if let Some((_, name)) = dated.and_then(dated_name).filter(|(_, name)| !name.is_empty()) {
        let folders = folders().take(around).filter(|folder| !POSTS.contains(folder));
        add(Way::Dated, together(folders.chain([name])));
    }
    for address in &article.meta.addresses {
        if address.contains('/') {
            let page = Steps::of(address).page();
            // Docusaurus takes an address from where it shows the folder.
            let shown = folders().find(|folder| matches!(*folder, "docs" | "blog"));
            let below = shown.filter(|_| address.starts_with('/')).map(|folder| beneath(folder, &page));
            add(Way::Address, page);
            if let Some(below) = below {
                add(Way::Address, below);
            }
        } else {
            // A folder's own page takes the name of the folder.
            let kept = same.len() - usize::from(is_own && !same.is_empty());
            add(Way::Slug, joined(same.iter().take(kept).map(AsRef::as_ref), Some(bare(address))));
        }
    }
    ways
}

/// Where Docusaurus shows a translated file: the folder of the site, if it is one, and at which step
/// what stands below that begins (`i18n/ja/docusaurus-plugin-content-docs/current/…`).
fn translated(steps: &Steps) -> Option<(Option<&'static str>, usize)> {
    let steps = steps.all();
    let at = steps.iter().position(|step| step == "i18n")?;
    match steps.get(at + 2)?.strip_prefix("docusaurus-plugin-content-")? {
        "docs" if steps.get(at + 3)? == "current" => Some((Some("docs"), at + 4)),
        "blog" => Some((Some("blog"), at + 3)),
        "pages" => Some((None, at + 3)),
        _ => None,
    }
}

/// The path `page` below `folder`; both as names are compared.
fn beneath(folder: &str, page: &str) -> String {
    if page.is_empty() { folder.to_owned() } else { format!("{folder}/{page}") }
}

/// Folders that are folded, and a name that is not, as one path.
fn joined<'a>(folders: impl Iterator<Item = &'a str>, name: Option<&str>) -> String {
    let mut path = String::with_capacity(64);
    let mut add = |step: &str| {
        path.push_str(if path.is_empty() { "" } else { "/" });
        path.push_str(step);
    };
    folders.for_each(&mut add);
    if let Some(name) = name {
        add(&folded(name));
    }
    path
}

/// The keys of all names by which links may call an article, given its ways.
#[must_use]
pub fn keys(article: &Article, steps: &Steps, ways: &[Named]) -> Vec<u32> {
    let path = steps.path();
    let called = [path.as_str(), article.meta.title.as_str()].into_iter();
    let called = called.chain(ways.iter().map(|named| named.path.as_str()));
    let called = called.chain(article.meta.addresses.iter().map(AsRef::as_ref));
    let mut keys: Vec<u32> = called.map(key).collect();
    if is_own_page(steps) {
        keys.push(key(""));
        keys.extend(may_be_home(steps).then(|| key("/")));
        let is_of_root = steps.folder().all().is_empty();
        keys.extend(root_name(&article.root).filter(|_| is_of_root).map(key));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether the own page of a folder may be the home of a site: that of the root, or of a folder that
/// is not seen in addresses.
#[must_use]
pub fn may_be_home(steps: &Steps) -> bool {
    let folder = steps.folder();
    folder.all().is_empty() || holds_pages(folder.last())
}

/// Whether the folder `step` holds pages without being seen in their addresses.
#[must_use]
pub fn holds_pages(step: &str) -> bool {
    KEPT_IN.contains(&step) || is_language(step) || step.starts_with(['_', '('])
}

/// The language that the path of an article says, in small letters.
#[must_use]
pub fn language(steps: &Steps) -> Option<String> {
    let stem = bare(steps.last());
    let folders = &steps.all()[..steps.all().len().saturating_sub(1)];
    let by_folder = || folders.iter().map(String::as_str).find(|folder| is_language(folder));
    without_language(stem).1.or_else(by_folder).map(str::to_lowercase)
}
