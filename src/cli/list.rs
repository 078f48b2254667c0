//! The articles, one a line: those of the reader's list, in its order.
//!
//! Plain, a line is `DATE  TITLE  (path)`, set in columns; as JSON, an object with every key.
//! What could not be read is said on standard error and does not stop the rest.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::args::{ListArguments, SortWish};
use crate::cli::json;
use crate::cli::say::{Ended, cannot_write, say_all};
use crate::cli::setup::{Kept, Setup};
use crate::config::config::{Config, SortSetting};
use crate::corpus::article::{Article, ArticleId};
use crate::corpus::corpus::{Corpus, Direction, Order};
use crate::corpus::source::{Found, Source, scan_all};
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::memory::position::State;
use crate::search::entry::Entry;
use crate::search::filter::{Facts, Progress, World, filter};
use crate::search::query::{self, Query, Sort, SortKey};
use crate::search::readings::Readings;
use crate::search::within::holds;
use crate::text::breaks::Breaks;
use crate::text::safe::Safe;
use crate::text::shorten::shorten;
use crate::text::width::{self, Ambiguous};

/// Columns up to which titles are filled with blanks, so that the paths stand below each other.
const TITLE_COLUMNS: usize = 60;

/// Lists the articles of `sources`.
///
/// # Errors
/// Where the query cannot be understood, nothing could be read, or the list cannot be written.
pub fn list(
    arguments: &ListArguments,
    sources: &[Source],
    width: Option<u16>,
    setup: &Setup,
) -> anyhow::Result<Ended> {
    let typed = arguments.query.as_deref().unwrap_or_default();
    let query = match Query::parse(typed) {
        Ok(query) if setup.config.readings => query,
        Ok(query) => query.read_in(Readings::NONE),
        Err(fault) => bail!("cannot understand the query at column {}: {}", fault.column + 1, fault.what),
    };
    let by_read = arguments.sort.is_some_and(|sort| sort.key == SortKey::Read)
        || arguments.sort.is_none() && setup.config.sort == SortSetting::Read;
    // A plain list is the same whatever is remembered.
    let remembers = arguments.json || by_read || !query.is_empty();
    let Kept { memory, notices, .. } = if remembers { setup.memory() } else { Kept::default() };
    say_all(&notices);
    let found = find(sources, setup);
    let desk = Desk { corpus: &found.corpus, memory: &memory, sources, setup };
    let mut listed = desk.listed(&query, arguments);
    listed.truncate(arguments.limit.unwrap_or(usize::MAX));
    if listed.is_empty() && arguments.limit != Some(0) {
        return match found.troubles.first() {
            Some(trouble) if found.corpus.is_empty() => bail!("{trouble}"),
            _ => Ok(Ended::Nothing(nothing(&found.corpus, typed, sources))),
        };
    }
    say_all(&found.troubles);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = if arguments.json {
        listed.iter().try_for_each(|article| json::write_line(&object(article, &memory), &mut out))
    } else {
        let ambiguous = setup.config.ambiguous(None);
        plain(&listed, sources.len(), width, ambiguous, &mut out)
    };
    written.and_then(|()| out.flush()).map_err(|error| cannot_write(&error))?;
    Ok(Ended::Done)
}

/// What was read, and what could not be.
struct Everything {
    corpus: Corpus,
    troubles: Vec<Safe>,
}

fn find(sources: &[Source], setup: &Setup) -> Everything {
    let mut everything = Everything { corpus: Corpus::default(), troubles: Vec::new() };
    scan_all(sources, &setup.walk, &mut |found| {
        match found {
            Found::Articles(articles) => everything.corpus.add(articles),
            Found::Trouble(trouble) => everything.troubles.push(trouble),
        }
        ControlFlow::Continue(())
    });
    everything
}

/// Why the list is empty.
fn nothing(corpus: &Corpus, typed: &str, sources: &[Source]) -> String {
    if corpus.is_empty() {
        let roots: Vec<String> = sources.iter().map(|source| source.root().display().to_string()).collect();
        return format!("nothing to list: there is no article in {}", roots.join(", "));
    }
    if typed.trim().is_empty() {
        return format!(
            "nothing to list: all that is there are drafts ({}), which the settings hide",
            corpus.len()
        );
    }
    format!("nothing found for {typed:?} in {} articles", corpus.len())
}

/// What it takes to choose and to order.
struct Desk<'a> {
    corpus: &'a Corpus,
    memory: &'a Memory,
    sources: &'a [Source],
    setup: &'a Setup,
}

impl Desk<'_> {
    /// The articles that `query` means, in the order asked for.
    fn listed(&self, query: &Query, arguments: &ListArguments) -> Vec<Arc<Article>> {
        let config = &self.setup.config;
        let own = query.sort().map(Sort::order);
        let wish = arguments.sort.map(wished);
        let (order, direction) = own.or(wish).flatten().unwrap_or_else(|| settings_order(config));
        let direction = if arguments.reverse { direction.reversed() } else { direction };
        let read = |id| self.key(id).and_then(|key| self.memory.last_opened(&key));
        let mut ids = self.corpus.ordered(order, direction, &read);
        if !config.drafts {
            ids.retain(|&id| self.corpus.get(id).is_some_and(|article| !article.meta.draft));
        }
        if !query.is_empty() {
            let by_score = query.is_ranked() && (own.is_some() || !matches!(wish, Some(Some(_))));
            ids = self.matches(query, &ids, by_score, arguments);
        }
        ids.into_iter().filter_map(|id| self.corpus.get(id).cloned()).collect()
    }

    /// Those of `ids` that `query` means: the best first, or as they stand.
    fn matches(
        &self,
        query: &Query,
        ids: &[ArticleId],
        by_score: bool,
        arguments: &ListArguments,
    ) -> Vec<ArticleId> {
        let entries: Vec<Arc<Entry>> = ids
            .iter()
            .filter_map(|&id| self.corpus.get(id))
            .map(|article| Arc::new(Entry::of(article)))
            .collect();
        let world = World {
            facts: &|id| self.facts(id),
            text: &|id, word| self.text_holds(id, word),
            now: Timestamp::now(),
            stale: &|| false,
        };
        let found = filter(query, &entries, &world).unwrap_or_default();
        let mut matches: Vec<ArticleId> = found.into_iter().map(|found| found.article).collect();
        if !by_score {
            let places: HashMap<ArticleId, usize> =
                ids.iter().enumerate().map(|(place, &id)| (id, place)).collect();
            matches.sort_by_key(|id| places.get(id).copied());
        } else if arguments.reverse {
            matches.reverse();
        }
        matches
    }

    fn key(&self, id: ArticleId) -> Option<Key> {
        self.corpus.get(id).map(|article| Key::of(article))
    }

    fn facts(&self, id: ArticleId) -> Facts {
        let Some(key) = self.key(id) else { return Facts { progress: Progress::Unread, marked: false } };
        let progress = match self.memory.state(&key) {
            State::Unread => Progress::Unread,
            State::Reading => Progress::Reading,
            State::Done => Progress::Done,
        };
        Facts { progress, marked: self.memory.count_marks(&key) > 0 }
    }

    /// Whether the text of an article holds a folded word; not where it cannot be read.
    fn text_holds(&self, id: ArticleId, word: &str) -> bool {
        let Some(article) = self.corpus.get(id) else { return false };
        let source = self.sources.iter().find(|source| source.root() == &*article.root);
        let opened = source.and_then(|source| source.open(&article.path, &self.setup.walk).ok());
        opened.is_some_and(|opened| holds(&opened.document, word))
    }
}

/// `None` for the order of the score.
type Ordering = Option<(Order, Direction)>;

fn settings_order(config: &Config) -> (Order, Direction) {
    let order = match config.sort {
        SortSetting::Date => Order::Date,
        SortSetting::Title => Order::Title,
        SortSetting::Path => Order::Path,
        SortSetting::Read => Order::Read,
        SortSetting::Length => Order::Length,
    };
    (order, if config.reverse { Direction::Backward } else { Direction::Forward })
}

/// As the settings mean it: each order begins with what one looks for; a `-` is that of a query.
fn wished(wish: SortWish) -> Ordering {
    if wish.descending {
        return Sort { key: wish.key, direction: query::Direction::Descending }.order();
    }
    Some((wish.key.order()?, Direction::Forward))
}

/// Writes `DATE  TITLE  (path)`, and behind it what is wrong with the file; the path is below its
/// folder where there is one folder only.
fn plain(
    articles: &[Arc<Article>],
    sources: usize,
    width: Option<u16>,
    ambiguous: Ambiguous,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = |article: &Arc<Article>| width::of(&article.meta.title, ambiguous);
    let widest = articles.iter().map(columns).filter(|&columns| columns <= TITLE_COLUMNS).max().unwrap_or(0);
    for article in articles {
        let path = if sources > 1 { article.file() } else { article.path.to_path_buf() };
        let day = article.meta.date.map(|date| date.day()).unwrap_or_default();
        let fill = widest.saturating_sub(columns(article));
        let path = Safe::line(&path.to_string_lossy());
        let mut line = format!("{day:<10}  {}{:fill$}  ({path})", article.meta.title, "");
        if let Some(trouble) = article.meta.trouble.first() {
            line.push_str("  ! ");
            line.push_str(trouble);
        }
        let line = Safe::text(&line);
        match width {
            None => writeln!(out, "{line}")?,
            Some(width) => {
                writeln!(
                    out,
                    "{}",
                    shorten(line.as_safe_str(), usize::from(width), ambiguous, Breaks::Phrase, "⋯")
                )?;
            }
        }
    }
    Ok(())
}

/// An article as JSON; the order of the fields is that of the line.
#[derive(Serialize)]
struct Object<'a> {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    root: String,
    title: &'a str,
    date: Option<String>,
    updated: Option<String>,
    modified: Option<String>,
    author: Option<&'a str>,
    tags: Vec<&'a str>,
    categories: Vec<&'a str>,
    excerpt: &'a str,
    lang: Option<&'a str>,
    characters: u32,
    minutes: u32,
    draft: bool,
    state: &'static str,
    progress: f64,
    marks: usize,
    trouble: Vec<&'a str>,
}

fn object<'a>(article: &'a Article, memory: &Memory) -> Object<'a> {
    let meta = &article.meta;
    let key = Key::of(article);
    let strings = |texts: &'a [Safe]| texts.iter().map(Safe::as_str).collect();
    Object {
        path: article.path.to_string_lossy().into_owned(),
        path_bytes: bytes_of(&article.path),
        root: article.root.to_string_lossy().into_owned(),
        title: &meta.title,
        date: meta.date.map(|date| date.rfc3339()),
        updated: meta.updated.map(|date| date.rfc3339()),
        modified: article.modified.and_then(to_the_second),
        author: meta.author.as_deref(),
        tags: strings(&meta.tags),
        categories: strings(&meta.categories),
        excerpt: &meta.excerpt,
        lang: meta.lang.as_deref(),
        characters: article.characters,
        minutes: article.minutes,
        draft: meta.draft,
        state: memory.state(&key).name(),
        progress: (f64::from(memory.progress(&key)) * 1000.0).round() / 1000.0,
        marks: memory.count_marks(&key),
        trouble: strings(&meta.trouble),
    }
}

/// The bytes of a name that is not UTF-8, in base64.
#[must_use]
pub fn bytes_of(path: &Path) -> Option<String> {
    let name: &OsStr = path.as_os_str();
    name.to_str().is_none().then(|| BASE64.encode(name.as_encoded_bytes()))
}

/// RFC 3339 without parts of a second, which many readers of it do not take.
fn to_the_second(time: Timestamp) -> Option<String> {
    Timestamp::from_second(time.as_second()).ok().map(|time| time.to_string())
}
