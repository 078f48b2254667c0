//! Somebody who looks for an article from where a link stands.
//!
//! What the rules have in common: which articles a path may mean, and which of them is likelier.

use std::path::Path;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use crate::corpus::article::Article;
use crate::links::atlas::Atlas;
use crate::links::named::{Named, Way, is_own_page, language, steps_to, ways};
use crate::links::pick::Pick;
use crate::links::steps::{Form, Steps};
use crate::markdown::name::{
    ENDINGS, bare, folded, index_rank, is_index, key, without_ending, without_language,
};

/// Somebody who looks for an article.
#[derive(Debug)]
pub struct Seeker<'a> {
    /// Where it is looked for.
    pub atlas: &'a Atlas,
    /// The root that it has to lie below.
    pub root: &'a Path,
    /// The article that the link stands in.
    pub here: Steps,
    /// The language of that article, as its path says.
    pub language: Option<String>,
    /// The key of the name that is written.
    pub key: u32,
}

/// How well an article fits what is written, the least fitting it best.
pub type Fit = (u8, Way, u8, u8, usize, usize);

impl<'a> Seeker<'a> {
    /// Looks from `from` for an article whose name has that key.
    #[must_use]
    pub fn new(atlas: &'a Atlas, from: &'a Article, key: u32) -> Self {
        let here = steps_to(from);
        Self { atlas, root: &from.root, language: language(&here), here, key }
    }

    /// The article that the path `target` from the root means exactly.
    #[must_use]
    pub fn at(&self, target: &Steps, form: Form) -> Pick {
        let page = target.page();
        Pick::of(self.atlas.at(self.root, &page, self.key).filter_map(|article| {
            let steps = steps_to(article);
            let ways = ways(article, &steps);
            let named = ways.iter().find(|named| named.path == page)?;
            let path = steps.path();
            let is_same = form == Form::File && path == target.path();
            Some(((!is_same, self.fit(named.way, &steps, target, form)?), article))
        }))
    }

    /// The articles whose name has the key.
    pub fn known(&self) -> impl Iterator<Item = &'a Arc<Article>> {
        self.atlas.called(self.root, self.key)
    }

    /// The same with the paths by which they are reached, which take longer to make.
    pub fn called(&self) -> impl Iterator<Item = (&'a Arc<Article>, Steps, Vec<Named>)> {
        self.known().map(|article| {
            let steps = steps_to(article);
            let ways = ways(article, &steps);
            (article, steps, ways)
        })
    }

    /// Those of them that are reached by a path that ends with `page`; where that is empty, those that
    /// may be the home of a site.
    pub fn ending_with(&self, page: &str) -> impl Iterator<Item = (&'a Arc<Article>, Steps, Vec<Named>)> {
        let key = if page.is_empty() { key("/") } else { self.key };
        self.atlas.ending(self.root, page, key).map(|article| {
            let steps = steps_to(article);
            let ways = ways(article, &steps);
            (article, steps, ways)
        })
    }

    /// How well the article at `steps`, reached by `way`, fits `target`; `None` where it does not:
    /// a file that is named with its ending is that file.
    #[must_use]
    pub fn fit(&self, way: Way, steps: &Steps, target: &Steps, form: Form) -> Option<Fit> {
        let is_own = is_own_page(steps);
        let own_is_meant = form == Form::Folder || is_index(bare(target.last()));
        let shape = match (form, way) {
            (Form::File, Way::File) if folded(steps.last()) == folded(target.last()) => 0,
            (Form::File, Way::File) if folded(bare(steps.last())) == folded(bare(target.last())) => 1,
            (Form::File, _) => return None,
            (Form::Page | Form::Folder, Way::Slug | Way::Address) => 0,
            (Form::Page | Form::Folder, _) => u8::from(is_own != own_is_meant),
        };
        let (path, written) = (steps.path(), target.path());
        let case = match () {
            () if composed(&path).starts_with(&composed(bare(&written))) => 0,
            () => 1,
        };
        let (stem, ending) = without_ending(steps.last());
        let ending =
            ENDINGS.iter().position(|known| ending.is_some_and(|own| known.eq_ignore_ascii_case(own)));
        let own = index_rank(without_language(stem).0).unwrap_or(0);
        Some((shape, way, self.strangeness(steps), case, own, ending.unwrap_or(ENDINGS.len())))
    }

    /// How far the language of the article at `steps` is from that of the link.
    #[must_use]
    pub fn strangeness(&self, steps: &Steps) -> u8 {
        match language(steps) {
            own if own == self.language => 0,
            None => 1,
            Some(_) => 2,
        }
    }

    /// How many folders from the root on an article has in common with the link.
    #[must_use]
    pub fn shared(&self, steps: &Steps) -> usize {
        let (own, others) = (self.here.folder(), steps.folder());
        own.all().iter().zip(others.all()).take_while(|(own, other)| own == other).count()
    }
}

/// What the last step of `path`, as a link has it, is meant to be.
#[must_use]
pub fn form(path: &str) -> Form {
    let last = path.rsplit('/').next().unwrap_or_default();
    match last {
        "" | "." | ".." => Form::Folder,
        last if without_ending(last).1.is_some() => Form::File,
        _ => Form::Page,
    }
}

/// Whether `path` ends with the whole steps of `end`; what stands before.
#[must_use]
pub fn before<'p>(path: &'p str, end: &str) -> Option<&'p str> {
    let before = path.strip_suffix(end)?;
    if before.is_empty() || end.is_empty() { Some(before) } else { before.strip_suffix('/') }
}

fn composed(text: &str) -> String {
    text.nfc().collect()
}
