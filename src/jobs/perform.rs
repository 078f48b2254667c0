//! Does one effect and reports what became of it.
//!
//! All of it is plain calls, so that a test can have an effect done in place. What is long asks
//! now and then whether anybody still waits.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::corpus::again::Looks;
use crate::corpus::article::Article;
use crate::corpus::changed::Changed;
use crate::corpus::corpus::Corpus;
use crate::corpus::source::{Found, Source, Walk, scan_all};
use crate::jobs::away::{browse, copy};
use crate::jobs::keeping::Keeping;
use crate::jobs::pictures::{self, Studio};
use crate::links::atlas::Atlas;
use crate::links::backlinks::{self, backlinks};
use crate::links::follow::Follower;
use crate::markdown::document::Document;
use crate::message::{Effect, Goal, Report, Ticket};
use crate::page::code::colours;
use crate::programs::fault::Fault;
use crate::programs::variables::Variables;
use crate::search::entry::Entry;
use crate::search::facets::count;
use crate::search::filter::Waiting;
use crate::search::within::find;
use crate::shelf::lister::{Lister, Outside};
use crate::shelf::reunion;
use crate::shelf::stock::Stock;
use crate::shelf::texts::Texts;
use crate::text::safe::Safe;

/// What work needs to know that the app does not.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The folders and files given.
    pub sources: Vec<Source>,
    /// How folders are walked.
    pub walk: Walk,
    /// Which other programs may be started; none where nothing is said.
    pub programs: Variables,
}

/// What one worker has at hand.
#[derive(Debug)]
pub struct Hands {
    /// What all workers know.
    pub desk: Desk,
    /// The files of memory; only the worker that reads and writes them has them.
    pub keeping: Keeping,
    lister: Lister,
    looks: Looks,
    /// Kept for as long as the articles stay the same.
    atlas: Option<Atlas>,
    studio: Studio,
}

impl Hands {
    /// Hands that have done nothing yet.
    #[must_use]
    pub fn new(desk: Desk, keeping: Keeping) -> Self {
        Self {
            desk,
            keeping,
            lister: Lister::default(),
            looks: Looks::default(),
            atlas: None,
            studio: Studio::default(),
        }
    }
}

/// How long somebody waits for a list before its first rows are wanted.
struct Patience<'a> {
    stale: &'a dyn Fn() -> bool,
    next: Cell<Instant>,
}

impl<'a> Patience<'a> {
    /// Less than a frame, with what it takes to draw one.
    const AT_FIRST: Duration = Duration::from_millis(10);
    /// Then at a pace that can be followed.
    const THEN: Duration = Duration::from_millis(100);

    fn new(stale: &'a dyn Fn() -> bool) -> Self {
        Self { stale, next: Cell::new(Instant::now() + Self::AT_FIRST) }
    }

    fn waiting(&self) -> Waiting {
        if (self.stale)() {
            return Waiting::Nothing;
        }
        let now = Instant::now();
        if now < self.next.get() {
            return Waiting::Whole;
        }
        self.next.set(now + Self::THEN);
        Waiting::First
    }
}

/// Does `effect`. `report` takes what becomes of it, and says whether to go on; `stale` says
/// whether nobody waits any more.
pub fn perform(
    effect: Effect,
    hands: &mut Hands,
    report: &mut dyn FnMut(Report) -> ControlFlow<()>,
    stale: &dyn Fn() -> bool,
) {
    let Hands { desk, keeping, lister, looks, atlas, studio } = hands;
    let answer = match effect {
        Effect::Scan(ticket) => return scan(ticket, desk, report, stale),
        Effect::Refresh { changed, corpus } => refresh(&changed, &corpus, desk, looks, stale),
        Effect::Open { ticket, article, goal } => open(ticket, &article, goal, desk),
        Effect::List { ticket, wish, stock, now } => {
            let texts = Texts { sources: &desk.sources, walk: &desk.walk };
            let patience = Patience::new(stale);
            let outside = Outside {
                text: &|article, word| texts.hold(article, word),
                now,
                waiting: &|| patience.waiting(),
            };
            let mut first = |rows| {
                let _ = report(Report::Listed(ticket, rows));
            };
            let listed = lister.list(&wish, &stock, &outside, &mut first);
            listed.map(|listed| Report::Listed(ticket, listed))
        }
        Effect::Count { ticket, shown, stock, query } => {
            let articles = shown.iter().filter_map(|id| stock.corpus.get(*id)).map(Arc::as_ref);
            let known = stock.known();
            let groups = count(articles, &|article| known.facts(article.id), &query, stale);
            groups.map(|groups| Report::Counted { ticket, groups })
        }
        Effect::Colour { ticket, document } => {
            let colours = colours(&document, || !stale());
            (!stale()).then(|| Report::Coloured { ticket, colours: colours.into() })
        }
        Effect::Pictures { ticket, article, document } => {
            let found = pictures::find(&article, &document, &desk.sources, desk.walk, stale);
            found.map(|found| Report::Pictures { ticket, found })
        }
        Effect::Draw { root, wanted, easel } => {
            return studio.draw(&root, wanted, easel, (&desk.sources, desk.walk), report, stale);
        }
        Effect::Find { ticket, word, readings, language, document } => {
            let hits = find(&word, readings, &language, &document, stale);
            hits.map(|hits| Report::Hits { ticket, hits })
        }
        Effect::Browse(address) => {
            let ended = address
                .opened()
                .map_or(Err(Fault::NoProgram), |opened| browse(opened, &desk.programs, stale));
            Some(Report::Browsed { address, ended })
        }
        Effect::Copy { text, what } => {
            let ended = copy(&text, &desk.programs);
            Some(Report::Copied { what, characters: text.chars().count(), ended })
        }
        Effect::Follow { ticket, from, link, corpus } => {
            let follower =
                Follower { atlas: atlas_of(atlas, &corpus), sources: &desk.sources, walk: &desk.walk, stale };
            let led = follower.follow(&from, &link);
            Some(Report::Led { ticket, link: link.target, led })
        }
        Effect::Backlinks { ticket, article, corpus } => {
            let patience = Patience::new(stale);
            let outside =
                backlinks::Outside { open: &|article| read(article, desk), waiting: &|| patience.waiting() };
            let mut some = |more| {
                let _ = report(Report::Backlinked { ticket, more, done: false });
            };
            let last = backlinks(atlas_of(atlas, &corpus), &article, &outside, &mut some);
            last.map(|more| Report::Backlinked { ticket, more, done: true })
        }
        Effect::Recall(memory) => keeping.recall(&memory),
        Effect::Save(memory) => keeping.save(&memory),
        Effect::Reunite(stock) => reunite(&stock, desk, stale),
        // The loop does these itself: they need the terminal, or go on for as long as it does.
        Effect::Edit { .. } | Effect::Watch | Effect::Stop | Effect::Redraw => None,
    };
    if let Some(answer) = answer {
        let _ = report(answer);
    }
}

fn scan(
    ticket: Ticket,
    desk: &Desk,
    report: &mut dyn FnMut(Report) -> ControlFlow<()>,
    stale: &dyn Fn() -> bool,
) {
    let mut ended = false;
    scan_all(&desk.sources, &desk.walk, &mut |found| {
        let sent = match found {
            Found::Articles(articles) => report(Report::Found(ticket, with_entries(articles))),
            Found::Trouble(text) => report(Report::Trouble(text)),
        };
        ended = sent.is_break() || stale();
        if ended { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if ended {
        return;
    }
    let _ = report(Report::Scanned(ticket));
}

/// The atlas of `corpus`: the one that is `kept`, if it is of that.
fn atlas_of<'a>(kept: &'a mut Option<Atlas>, corpus: &Corpus) -> &'a Atlas {
    if kept.as_ref().is_some_and(|atlas| !atlas.is_of(corpus)) {
        *kept = None;
    }
    kept.get_or_insert_with(|| Atlas::of(corpus))
}

/// The text of an article, read anew.
fn read(article: &Article, desk: &Desk) -> Option<Arc<Document>> {
    let source = desk.sources.iter().find(|source| source.root() == &*article.root)?;
    source.open(&article.path, &desk.walk).ok().map(|opened| opened.document)
}

fn with_entries(articles: Vec<Article>) -> Vec<(Arc<Article>, Arc<Entry>)> {
    let with_entry = |article| {
        let entry = Arc::new(Entry::of(&article));
        (Arc::new(article), entry)
    };
    articles.into_iter().map(with_entry).collect()
}

fn refresh(
    changed: &Changed,
    corpus: &Corpus,
    desk: &Desk,
    looks: &mut Looks,
    stale: &dyn Fn() -> bool,
) -> Option<Report> {
    let again = looks.look(changed, &desk.sources, &desk.walk, corpus, stale)?;
    let found = with_entries(again.found);
    Some(Report::Refreshed { found, gone: again.gone, renamed: again.renamed })
}

fn open(ticket: Ticket, article: &Arc<Article>, goal: Goal, desk: &Desk) -> Option<Report> {
    let source = desk.sources.iter().find(|source| source.root() == &*article.root)?;
    Some(match source.open(&article.path, &desk.walk) {
        Ok(opened) => {
            let (article, line) = (Arc::new(opened.article), opened.line);
            Report::Opened { ticket, article, document: opened.document, line, goal }
        }
        Err(why) => Report::Unread { ticket, article: article.id, why: Safe::line(&format!("{why:#}")) },
    })
}

fn reunite(stock: &Stock, desk: &Desk, stale: &dyn Fn() -> bool) -> Option<Report> {
    let folder = |source: &'_ Source| match source {
        Source::Folder(_) | Source::File(_) => Some(source.root().to_owned()),
        Source::Sample | Source::Text { .. } => None,
    };
    let folders: Vec<PathBuf> = desk.sources.iter().filter_map(folder).collect();
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    let outside = reunion::Outside { is_there: &is_there, read: &|article| read(article, desk), stale };
    let renamed = reunion::reunion(stock, &folders, &outside)?;
    Some(Report::Reunited(renamed))
}

/// Whether something lies at `path`; what cannot be looked at may be there.
fn is_there(path: &Path) -> bool {
    let gone = |error: &io::Error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
    path.symlink_metadata().map_or_else(|error| !gone(&error), |_| true)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Arc;

    use super::{Desk, Hands, perform};
    use crate::corpus::source::Walk;
    use crate::jobs::keeping::Keeping;
    use crate::markdown::parse::parse;
    use crate::message::{Effect, Ticket};
    use crate::programs::variables::Variables;
    use crate::search::names::Language;
    use crate::search::readings::Readings;

    #[test]
    fn a_word_that_nobody_waits_for_is_not_reported() {
        let desk = Desk { sources: Vec::new(), walk: Walk::default(), programs: Variables::default() };
        let mut hands = Hands::new(desk, Keeping::Nowhere);
        for (stale, expected) in [(true, 0), (false, 1)] {
            let find = Effect::Find {
                ticket: Ticket::default(),
                word: "choutatsu".to_owned(),
                readings: Readings::ALL,
                language: Language::default(),
                document: Arc::new(parse("資金調達")),
            };
            let mut reports = 0;
            let mut report = |_| {
                reports += 1;
                ControlFlow::Continue(())
            };
            perform(find, &mut hands, &mut report, &|| stale);
            assert_eq!(reports, expected, "{stale}");
        }
    }
}
