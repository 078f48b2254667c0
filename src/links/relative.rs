//! Where a path that does not begin with a stroke leads.
//!
//! From the folder of the article, as files lie; where pages have the addresses of folders, from
//! the folder that the article's own page is. What is found in neither is looked for from the
//! root, and as a page of the site or a note whose file is alone of its name.

use crate::links::named::{Way, is_own_page, steps_to};
use crate::links::pick::Pick;
use crate::links::seeker::{Seeker, before, form};
use crate::links::steps::{Form, Steps};
use crate::markdown::name::{bare, is_index};

/// What is found for a relative path.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The article.
    pub pick: Pick,
    /// Whether it lies where the path says, so that no file can be meant in its place.
    pub exact: bool,
}

impl Seeker<'_> {
    /// The article that `path` from where the link stands means.
    #[must_use]
    pub fn relative(&self, path: &str) -> Found {
        let form = form(path);
        let exact = self.beside(path, form);
        if exact != Pick::None {
            return Found { pick: exact, exact: true };
        }
        let has_dots = path.split('/').any(|step| matches!(step, "." | ".."));
        let pick = if has_dots { Pick::None } else { self.elsewhere(path, form) };
        Found { pick, exact: false }
    }

    /// The places below the root that `path` may mean, the likeliest first.
    #[must_use]
    pub fn places(&self, path: &str) -> Vec<Steps> {
        let folder = self.here.folder();
        let as_page = folder.join(bare(self.here.last()));
        let as_page = as_page.filter(|_| !is_own_page(&self.here) && form(path) != Form::File);
        let from = [Some(folder), as_page].into_iter().flatten();
        from.filter_map(|folder| folder.join(path)).collect()
    }

    fn beside(&self, path: &str, form: Form) -> Pick {
        let mut places = self.places(path).into_iter();
        let folder = self.here.folder().join(path);
        let first = folder.and_then(|_| places.next()).map_or(Pick::None, |place| self.at(&place, form));
        let Some(place) = places.next() else { return first };
        // A single page found as if it were a folder has the address of one, as this page has.
        let is_sure = match &first {
            Pick::None => false,
            Pick::One(article) => form != Form::Folder || is_own_page(&steps_to(article)),
            Pick::Several(_) => true,
        };
        if is_sure {
            return first;
        }
        self.at(&place, form).or_else(|| first)
    }

    fn elsewhere(&self, path: &str, form: Form) -> Pick {
        let target = Steps::of(path);
        self.at(&target, form).or_else(|| {
            // The stroke that begins the address of a page is easily forgotten.
            if form != Form::File && target.all().len() > 1 {
                return self.ending(&target, form, None);
            }
            // Every folder has such a page.
            if form != Form::File || is_index(bare(target.last())) {
                return Pick::None;
            }
            let page = target.page();
            Pick::of(self.known().filter_map(|article| {
                let steps = steps_to(article);
                before(&steps.page(), &page)?;
                let (shape, ..) = self.fit(Way::File, &steps, &target, form)?;
                Some((shape, article))
            }))
        })
    }
}
