//! Where a name leads that is no path: a wiki-link, a post or a page named for a site generator.

use std::cmp::Reverse;

use crate::links::named::{Way, is_own_page, language, steps_to};
use crate::links::pick::Pick;
use crate::links::seeker::{Seeker, before, form};
use crate::links::steps::{Form, Steps};
use crate::markdown::name::{bare, folded};

impl Seeker<'_> {
    /// The article of that name, its folders before it or not; else that of that title, or that is
    /// called so by its head. Of several the nearest: in the same folder, then on the shortest path.
    #[must_use]
    pub fn wiki(&self, name: &str) -> Pick {
        let target = Steps::of(name);
        let page = target.page();
        let whole = folded(name);
        let here = self.here.folder();
        Pick::of(self.called().filter_map(|(article, steps, ways)| {
            let stem = folded(bare(steps.last()));
            let own = page.is_empty() && is_own_page(&steps) && stem == folded(bare(target.last()));
            let mut found = ways.iter().filter(|_| !page.is_empty());
            let way = found.find(|named| before(&named.path, &page).is_some()).map(|named| named.way);
            let is_called = || {
                let called = article.meta.addresses.iter().map(AsRef::as_ref);
                called.chain([article.meta.title.as_str()]).any(|name| folded(name) == whole)
            };
            let class = match way {
                _ if own => 0,
                Some(Way::File | Way::Language | Way::Numbered) => 0,
                Some(Way::Dated | Way::Slug | Way::Address) => 1,
                None if is_called() => 1,
                None => return None,
            };
            let is_same = bare(steps.last()) == bare(target.last());
            let near = (steps.folder() != here, steps.all().len(), Reverse(self.shared(&steps)));
            Some(((class, near, self.strangeness(&steps), !is_same), article))
        }))
    }

    /// The post whose file is called `name`, its folders before it or not.
    #[must_use]
    pub fn post(&self, name: &str) -> Pick {
        let target = Steps::of(name);
        let folders = target.folder();
        let folders: Vec<_> = folders.all().iter().map(|step| folded(step)).collect();
        let name = folded(bare(target.last()));
        Pick::of(self.called().filter_map(|(article, steps, ways)| {
            let is_whole = folded(bare(steps.last())) == name;
            let is_dated = || {
                let dated = ways.iter().find(|named| named.way == Way::Dated);
                dated.is_some_and(|named| named.path.rsplit('/').next() == Some(&name))
            };
            if !is_whole && !is_dated() {
                return None;
            }
            let own = steps.folder();
            let own: Vec<_> = own.all().iter().map(|step| folded(step)).collect();
            let is_post = steps.all().iter().any(|step| step == "_posts");
            own.ends_with(&folders).then_some(((!is_whole, !is_post, self.strangeness(&steps)), article))
        }))
    }

    /// The page of Hugo at `path`, or of that name if it is alone in its language.
    #[must_use]
    pub fn page(&self, path: &str, wanted: Option<&str>) -> Pick {
        let form = if form(path) == Form::File { Form::File } else { Form::Page };
        let wanted = wanted.map(str::to_lowercase);
        let is_wanted =
            |steps: &Steps| wanted.is_none() || language(steps).is_none_or(|own| Some(own) == wanted);
        let fitting = |pick: Pick| match pick {
            Pick::One(article) if !is_wanted(&steps_to(&article)) => Pick::None,
            pick => pick,
        };
        if path.starts_with('/') {
            let target = Steps::of(path);
            return fitting(self.at(&target, form)).or_else(|| self.ending(&target, form, wanted.as_deref()));
        }
        let Some(target) = self.here.folder().join(path) else { return Pick::None };
        fitting(self.at(&target, form)).or_else(|| {
            let target = Steps::of(path);
            let page = target.page();
            Pick::of(self.called().filter_map(|(article, steps, ways)| {
                let named = ways.iter().find(|named| before(&named.path, &page).is_some())?;
                let fit = self.fit(named.way, &steps, &target, form)?;
                let strange = if wanted.is_some() { 0 } else { self.strangeness(&steps) };
                (is_wanted(&steps) && !page.is_empty()).then_some(((strange, fit.0), article))
            }))
        })
    }
}
