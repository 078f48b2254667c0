//! The articles, one a line: those of the reader's list, in its order.
//!
//! Plain, a line is `DATE  TITLE  (path)`, set in columns; as JSON, an object with every key.
//! What could not be read is said on standard error and does not stop the rest.

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
use crate::config::config::SortSetting;
use crate::config::strings::Strings;
use crate::corpus::article::Article;
use crate::corpus::corpus::Corpus;
use crate::corpus::source::{Found, Source, scan_all};
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::search::filter::Waiting;
use crate::search::query::{self, Query, Sort, SortKey};
use crate::shelf::lister::{Lister, Outside, Wish};
use crate::shelf::settings;
use crate::shelf::stock::Stock;
use crate::shelf::texts::Texts;
use crate::shelf::told::told;
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
        Ok(query) => query.read_in(settings::readings(&setup.config)),
        Err(fault) => bail!("cannot understand the query: {}", told(&fault, &Strings::of("en"))),
    };
    let by_read = arguments.sort.is_some_and(|sort| sort.key == SortKey::Read)
        || arguments.sort.is_none() && setup.config.sort == SortSetting::Read;
    // A plain list is the same whatever is remembered.
    let remembers = arguments.json || by_read || !query.is_empty();
    let Kept { memory, notices } = if remembers { setup.memory() } else { Kept::default() };
    say_all(&notices);
    let found = find(sources, setup);
    let stock = Stock::of(found.corpus.clone(), memory);
    let mut listed = chosen(query, &stock, sources, setup, arguments);
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
        listed.iter().try_for_each(|article| json::write_line(&object(article, &stock.memory), &mut out))
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

/// The articles that `query` means, in the order asked for.
fn chosen(
    query: Query,
    stock: &Stock,
    sources: &[Source],
    setup: &Setup,
    arguments: &ListArguments,
) -> Vec<Arc<Article>> {
    let config = &setup.config;
    let query = match arguments.sort {
        Some(sort) => query.or_by(wished(sort)),
        None => query,
    };
    let mut wish = Wish::of(query, settings::order(config), settings::drafts(config));
    if arguments.reverse {
        wish.direction = wish.direction.reversed();
    }
    let texts = Texts { sources, walk: &setup.walk };
    let outside = Outside {
        text: &|article, word| texts.hold(article, word),
        now: Timestamp::now(),
        waiting: &|| Waiting::Whole,
    };
    let listed = Lister::default().list(&wish, stock, &outside, &mut |_| ());
    let mut ids = listed.map(|listed| listed.matches.articles).unwrap_or_default();
    if arguments.reverse && wish.query.is_ranked() {
        ids.reverse();
    }
    ids.into_iter().filter_map(|id| stock.corpus.get(id).cloned()).collect()
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
    format!("nothing found for \"{}\" in {} articles", Safe::line(typed), corpus.len())
}

/// What is asked for on the command line: each order begins with what one looks for; a `-` is
/// that of a query.
fn wished(wish: SortWish) -> Sort {
    let direction = if wish.descending { query::Direction::Descending } else { wish.key.natural() };
    Sort { key: wish.key, direction }
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
