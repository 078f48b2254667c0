//! Where a path from the root of a site leads.
//!
//! The address of a page is said by the head of its article, or follows from the day and the name
//! of a post, or is the end of the path of its file: what stands before that are folders of the
//! site generator, and a language.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::corpus::article::Article;
use crate::links::named::{Named, Way, holds_pages, is_own_page, language, root_name, steps_to, ways};
use crate::links::pick::Pick;
use crate::links::seeker::{Seeker, before, form};
use crate::links::steps::{Form, Steps};
use crate::markdown::date::dated_name;
use crate::markdown::name::{bare, folded, is_language};

/// Folders under which sites show posts that are kept elsewhere.
const SHOWN_UNDER: [&str; 11] =
    ["archives", "article", "articles", "blog", "diary", "entry", "news", "notes", "p", "post", "posts"];

impl Seeker<'_> {
    /// The article whose page `path` from the root means.
    #[must_use]
    pub fn site(&self, path: &str) -> Pick {
        let Some(target) = Steps::default().join(path) else { return Pick::None };
        let form = form(path);
        self.page_of_site(&target, form)
            .or_else(|| self.without_base(&target, form, &|rest| self.page_of_site(rest, form)))
    }

    /// The article whose file is `path` from a root that holds that of the article.
    #[must_use]
    pub fn file(&self, path: &str) -> Pick {
        let target = Steps::of(path);
        let form = if form(path) == Form::Folder { Form::Page } else { form(path) };
        let find = |target: &Steps| self.at(target, form).or_else(|| self.ending(target, form, None));
        find(&target).or_else(|| self.without_base(&target, form, &find))
    }

    /// What `find` makes of `target` without its first step: the folder that is the root itself, or
    /// a base that no file says (of a project, of a writer), where what is left leaves no doubt.
    fn without_base(&self, target: &Steps, form: Form, find: &dyn Fn(&Steps) -> Pick) -> Pick {
        let Some((first, rest)) = target.all().split_first() else { return Pick::None };
        let rest = Steps::of(&rest.join("/"));
        let page = rest.page();
        let is_root = root_name(self.root).is_some_and(|name| folded(name) == folded(first));
        match page.split('/').filter(|step| !step.is_empty()).count() {
            0 if is_root => self.at(&rest, form),
            _ if is_root => find(&rest),
            0 | 1 => Pick::None,
            _ if is_language(first) => Pick::None,
            _ => match find(&rest) {
                Pick::Several(_) => Pick::None,
                found => found,
            },
        }
    }

    fn page_of_site(&self, target: &Steps, form: Form) -> Pick {
        let at_root = if target.all().is_empty() { Pick::None } else { self.at(target, form) };
        at_root
            .or_else(|| self.dated(target))
            .or_else(|| self.ending(target, form, None))
            .or_else(|| self.in_language(target, form))
            .or_else(|| self.undated(target))
    }

    /// The article the path of which ends with `target`, in `wanted` where that is a language; what
    /// stands before is short, is where site generators keep pages, or where the link stands, too.
    #[must_use]
    pub fn ending(&self, target: &Steps, form: Form, wanted: Option<&str>) -> Pick {
        let page = target.page();
        let few = target.all().len() < 2;
        let here = self.here.folder();
        let here: Vec<_> = here.all().iter().map(|step| folded(step)).collect();
        let mut ranked = Vec::new();
        for (article, steps, ways) in self.ending_with(&page) {
            let own = language(&steps);
            if wanted.is_some_and(|wanted| own.as_deref() != Some(wanted)) || self.is_foreign(own, target) {
                continue;
            }
            let fitting = ways.iter().filter_map(|Named { way, path }| {
                let before = before(path, &page)?;
                let rest: Vec<&str> = before.split('/').filter(|step| !step.is_empty()).collect();
                let shared = here.iter().zip(&rest).take_while(|(here, rest)| here == rest).count();
                let is_likely = rest[shared..].iter().all(|step| holds_pages(step));
                let fit = self.fit(*way, &steps, target, form)?;
                let is_own = !page.is_empty() || *way == Way::Address || is_own_page(&steps);
                let strange = self.strangeness(&steps);
                // What introduces a repository is hardly the home of a site.
                let is_introduction = page.is_empty() && fit.4 > 1;
                let rank = (is_introduction, !is_likely, rest.len(), strange, Reverse(shared), fit);
                ((is_likely || !few) && is_own).then_some(rank)
            });
            ranked.extend(fitting.min().map(|rank| (rank, article)));
        }
        in_english(Pick::of(ranked))
    }

    /// Whether an article of the language `own` can hardly be meant: a path without a language is that
    /// of the language of the link, or of that of the site, which may be English.
    fn is_foreign(&self, own: Option<String>, target: &Steps) -> bool {
        let Some(own) = own.filter(|own| own != "en" && self.language.is_some()) else { return false };
        self.language.as_ref() != Some(&own)
            && !target.all().iter().any(|step| step.eq_ignore_ascii_case(&own))
    }

    /// The same where `target` begins with a language, which is the end of the name of the file.
    fn in_language(&self, target: &Steps, form: Form) -> Pick {
        let Some((first, rest)) = target.all().split_first().filter(|(first, _)| is_language(first)) else {
            return Pick::None;
        };
        let rest = Steps::of(&rest.join("/"));
        // The home in that language is called by it, and was looked for.
        if rest.page().is_empty() {
            return Pick::None;
        }
        self.ending(&rest, form, Some(&first.to_lowercase()))
    }

    /// The post of the day that stands in `target`, in whatever order of folders.
    fn dated(&self, target: &Steps) -> Pick {
        let Some((before, when)) = When::of(target.all()) else { return Pick::None };
        let page = target.page();
        let name = page.rsplit('/').next().unwrap_or_default();
        // What each is called is asked of few: those of that day.
        Pick::of(self.known().filter_map(|article| {
            let steps = steps_to(article);
            let off = days(article, &steps).into_iter().flatten().filter_map(|date| when.off(date)).min()?;
            let way = way_called(article, &steps, name)?;
            let rank = (off, !is_in_categories(article, before), way, self.strangeness(&steps));
            Some(((rank, Reverse(self.shared(&steps))), article))
        }))
    }

    /// The post of that name, shown under its categories or where sites show posts.
    fn undated(&self, target: &Steps) -> Pick {
        let Some((_, before)) = target.all().split_last() else { return Pick::None };
        let page = target.page();
        let name = page.rsplit('/').next().unwrap_or_default();
        let under: Vec<_> = before.iter().filter(|step| !is_language(step)).collect();
        let is_shown = match under[..] {
            [] => true,
            [one] => SHOWN_UNDER.contains(&one.as_str()),
            _ => false,
        };
        Pick::of(self.known().filter_map(|article| {
            let in_categories = is_in_categories(article, before);
            let is_likely = is_shown || in_categories && !before.is_empty();
            if !is_likely || article.path.iter().all(|step| step != "_posts") {
                return None;
            }
            let steps = steps_to(article);
            let way = way_called(article, &steps, name)?;
            Some(((!in_categories, way, self.strangeness(&steps)), article))
        }))
    }
}

/// By what an article is called `name`, whatever its folders.
fn way_called(article: &Article, steps: &Steps, name: &str) -> Option<Way> {
    let mut ways = ways(article, steps).into_iter();
    Some(ways.find(|named| named.path.rsplit('/').next() == Some(name))?.way)
}

/// One article in several languages, none of which is that of the link: in English, if it is.
fn in_english(pick: Pick) -> Pick {
    let Pick::Several(articles) = &pick else { return pick };
    let languages: Vec<_> = articles.iter().map(|article| language(&steps_to(article))).collect();
    let apart = (1..languages.len()).all(|at| !languages[..at].contains(&languages[at]));
    if !apart || languages.contains(&None) {
        return pick;
    }
    let english = languages.iter().position(|language| language.as_deref() == Some("en"));
    english.and_then(|at| articles.get(at)).cloned().map_or(pick, Pick::One)
}

/// Whether `folders` are the categories of an article, all of them and in order.
fn is_in_categories(article: &Article, folders: &[String]) -> bool {
    let categories = &article.meta.categories;
    categories.len() == folders.len()
        && categories.iter().zip(folders).all(|(own, folder)| folded(own) == folded(folder))
}

/// The days that an article may be shown under.
fn days(article: &Article, steps: &Steps) -> [Option<Date>; 2] {
    let folder = steps.folder();
    let name = if is_own_page(steps) { folder.last() } else { bare(steps.last()) };
    let by_name = dated_name(name).map(|(date, _)| date);
    [article.meta.date, by_name].map(|date| date.map(|date| date.written.date()))
}

/// A day, a month or a year in an address.
struct When {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl When {
    /// The first day in the folders of `steps`, and what stands before it.
    fn of(steps: &[String]) -> Option<(&[String], Self)> {
        let (_, folders) = steps.split_last()?;
        let number = |at: usize, digits: std::ops::RangeInclusive<usize>| {
            let step = folders.get(at)?;
            let is_number = digits.contains(&step.len()) && step.bytes().all(|c| c.is_ascii_digit());
            if is_number { step.parse::<i16>().ok() } else { None }
        };
        let at = (0..folders.len())
            .find(|&at| number(at, 4..=4).is_some_and(|year| (1900..2100).contains(&year)))?;
        let month = number(at + 1, 1..=2).and_then(|month| i8::try_from(month).ok());
        let day = month.and_then(|_| number(at + 2, 1..=2)).and_then(|day| i8::try_from(day).ok());
        Some((&folders[..at], Self { year: number(at, 4..=4)?, month, day }))
    }

    /// How many days `date` is off: none, or one, as it may be elsewhere on the globe. `None` where
    /// it is another day.
    fn off(&self, date: Date) -> Option<u8> {
        let is_near = |date: Date| {
            date.year() == self.year
                && self.month.is_none_or(|month| date.month() == month)
                && self.day.is_none_or(|day| date.day() == day)
        };
        if is_near(date) {
            return Some(0);
        }
        [date.tomorrow(), date.yesterday()].into_iter().flatten().any(is_near).then_some(1)
    }
}
