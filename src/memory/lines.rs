//! The text of `state.yaml`: positions, states, history, past queries, sessions.
//!
//! Sound YAML, but of one narrow form: under each heading a list whose every entry is a JSON
//! object on a line of its own. So a hundred thousand of them are read in a blink, where a YAML
//! parser takes seconds, and a line that is broken costs that line alone. The program alone
//! writes this file; it is not made to be edited.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;

use crate::corpus::corpus::{Direction, Order};
use crate::markdown::document::Anchor;
use crate::memory::key::Key;
use crate::memory::memory::{Memory, QUERIES, SESSIONS, keep_latest};
use crate::memory::position::{Position, Record, SetBy, State, Status};
use crate::memory::positions::Positions;
use crate::memory::scalar::{Written, push_quoted, read_base64, written};
use crate::memory::session::{At, CorpusId, Session};
use crate::memory::spot::Spot;

/// The version of the format that is written. A new heading is a new version: who does not know it
/// takes the file for a broken one. A new name within an entry is not; it is passed over.
pub const VERSION: u64 = 1;

const HEAD: &str = "# What tsundoku remembers of reading. It is written by the program alone.\n";

/// A text read.
#[derive(Debug)]
pub struct Read {
    /// What it holds; no marks.
    pub memory: Memory,
    /// The version of the format.
    pub version: u64,
    /// Where and why a part of it could not be read, if one could not.
    pub trouble: Option<String>,
}

/// The text that holds all of `memory` but its marks.
#[must_use]
pub fn write(memory: &Memory) -> String {
    let mut text = format!("{HEAD}version: {VERSION}\n");
    if let Some(forgotten) = memory.forgotten {
        put(&mut text, format_args!("forgotten: \"{forgotten}\"\n"));
    }
    // By its bytes: a path is hashed part by part, which takes longer.
    let mut roots: HashMap<&OsStr, usize> = HashMap::new();
    for (key, _) in memory.positions.iter() {
        if roots.contains_key(key.root.as_os_str()) {
            continue;
        }
        if roots.is_empty() {
            text.push_str("roots:\n");
        }
        roots.insert(key.root.as_os_str(), roots.len());
        text.push_str("- {");
        put_path(&mut text, "root", &key.root);
        text.push_str("}\n");
    }
    if !roots.is_empty() {
        text.push_str("articles:\n");
    }
    for (key, record) in memory.positions.iter() {
        put(&mut text, format_args!("- {{\"in\":{},", roots[key.root.as_os_str()]));
        put_path(&mut text, "path", &key.path);
        put_record(&mut text, record);
        text.push_str("}\n");
    }
    if !memory.queries.is_empty() {
        text.push_str("queries:\n");
    }
    for (query, asked) in memory.queries.iter() {
        text.push_str("- {\"query\":");
        push_quoted(&mut text, query);
        put(&mut text, format_args!(",\"asked\":\"{asked}\"}}\n"));
    }
    if !memory.sessions.is_empty() {
        text.push_str("sessions:\n");
    }
    for (corpus, session) in memory.sessions.iter() {
        put_session(&mut text, *corpus, session);
    }
    text
}

fn put_session(text: &mut String, corpus: CorpusId, session: &Session) {
    let Session { changed, article, at, query, order } = session;
    let at = at.name();
    put(text, format_args!("- {{\"corpus\":{},\"left\":\"{changed}\",\"at\":\"{at}\"", corpus.0));
    if let Some(Key { root, path }) = article {
        text.push(',');
        put_path(text, "root", root);
        text.push(',');
        put_path(text, "path", path);
    }
    if !query.is_empty() {
        text.push_str(",\"query\":");
        push_quoted(text, query);
    }
    if let Some((order, direction)) = order {
        let reverse = *direction == Direction::Backward;
        put(text, format_args!(",\"sort\":\"{}\",\"reverse\":{reverse}", order.name()));
    }
    text.push_str("}\n");
}

fn put_record(text: &mut String, record: &Record) {
    if let Some(Position { spot, progress, content, changed }) = &record.position {
        put(text, format_args!(",\"at\":{},\"progress\":{progress},\"changed\":\"{changed}\"", spot.at.0));
        for (name, words) in
            [("near", Some(&spot.near)), ("before", Some(&spot.before)), ("heading", spot.heading.as_ref())]
        {
            if let Some(words) = words {
                text.extend([",\"", name, "\":"]);
                push_quoted(text, words);
            }
        }
        if let Some(content) = content {
            put(text, format_args!(",\"content\":{content}"));
        }
    }
    if let Some(Status { since, state, by }) = record.status {
        let by = if by == SetBy::Reader { ",\"by\":\"reader\"" } else { "" };
        put(text, format_args!(",\"state\":\"{}\"{by},\"since\":\"{since}\"", state.name()));
    }
    if let Some(opened) = record.opened {
        put(text, format_args!(",\"opened\":\"{opened}\""));
    }
    if let Some(moved) = record.moved {
        put(text, format_args!(",\"moved\":\"{moved}\""));
    }
}

fn put(text: &mut String, part: fmt::Arguments<'_>) {
    // A string takes whatever is written.
    let _ = text.write_fmt(part);
}

fn put_path(text: &mut String, name: &str, path: &Path) {
    match written(path) {
        Written::Text(path) => {
            text.extend(["\"", name, "\":"]);
            push_quoted(text, path);
        }
        Written::Base64(bytes) => text.extend(["\"", name, "_bytes\":\"", &bytes, "\""]),
    }
}

/// Reads a text, as much of it as can be read.
#[must_use]
pub fn read(text: &str) -> Read {
    let mut reader = Reader { version: VERSION, ..Reader::default() };
    let mut trouble = None;
    let mut has_version = false;
    for (number, line) in text.lines().enumerate() {
        has_version |= line.starts_with("version:");
        if let Err(why) = reader.take(line) {
            trouble.get_or_insert_with(|| format!("line {}: {why}", number + 1));
        }
    }
    if !has_version && reader.heading != Heading::Top {
        trouble.get_or_insert_with(|| "it names no version".to_owned());
    }
    keep_latest(&mut reader.queries, QUERIES, |&asked| asked);
    keep_latest(&mut reader.sessions, SESSIONS, |session| session.changed);
    let mut memory = Memory {
        positions: Positions::from_iter(reader.records),
        queries: Arc::new(reader.queries),
        sessions: Arc::new(reader.sessions),
        forgotten: reader.forgotten,
        ..Memory::default()
    };
    memory.drop_forgotten();
    Read { memory, version: reader.version, trouble }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Heading {
    #[default]
    Top,
    Roots,
    Articles,
    Queries,
    Sessions,
}

#[derive(Default)]
struct Reader {
    heading: Heading,
    version: u64,
    forgotten: Option<Timestamp>,
    roots: Vec<Arc<Path>>,
    records: Vec<(Key, Record)>,
    queries: BTreeMap<String, Timestamp>,
    sessions: BTreeMap<CorpusId, Session>,
}

impl Reader {
    fn take(&mut self, line: &str) -> Result<(), String> {
        let Some(entry) = line.strip_prefix("- ") else { return self.take_heading(line) };
        match self.heading {
            Heading::Top => Err("an entry stands under no heading".to_owned()),
            Heading::Roots => {
                let line: RootLine<'_> = parse(entry)?;
                self.roots.push(path(line.root, line.root_bytes.as_deref())?.into());
                Ok(())
            }
            Heading::Articles => {
                let line: ArticleLine<'_> = parse(entry)?;
                self.records.push(line.into_record(&self.roots)?);
                Ok(())
            }
            Heading::Queries => {
                let line: QueryLine = parse(entry)?;
                self.queries.insert(line.query, time(&line.asked)?);
                Ok(())
            }
            Heading::Sessions => {
                let line: SessionLine = parse(entry)?;
                self.sessions.insert(CorpusId(line.corpus), line.into_session()?);
                Ok(())
            }
        }
    }

    fn take_heading(&mut self, line: &str) -> Result<(), String> {
        match line {
            "roots:" => self.heading = Heading::Roots,
            "articles:" => self.heading = Heading::Articles,
            "queries:" => self.heading = Heading::Queries,
            "sessions:" => self.heading = Heading::Sessions,
            _ if line.trim().is_empty() || line.starts_with('#') => {}
            _ => {
                let (name, value) = line.split_once(": ").unwrap_or((line, ""));
                match name {
                    "version" => {
                        self.version =
                            value.trim().parse().map_err(|_| "a version is a whole number".to_owned())?;
                    }
                    "forgotten" => self.forgotten = Some(time(value.trim().trim_matches('"'))?),
                    _ => return Err("neither a heading nor an entry".to_owned()),
                }
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct RootLine<'a> {
    #[serde(borrow)]
    root: Option<Cow<'a, str>>,
    root_bytes: Option<String>,
}

#[derive(Deserialize)]
struct QueryLine {
    query: String,
    asked: String,
}

#[derive(Deserialize)]
struct ArticleLine<'a> {
    #[serde(rename = "in")]
    root: usize,
    #[serde(borrow)]
    path: Option<Cow<'a, str>>,
    path_bytes: Option<String>,
    #[serde(default)]
    at: u32,
    #[serde(default)]
    near: String,
    #[serde(default)]
    before: String,
    heading: Option<String>,
    #[serde(default)]
    progress: f32,
    content: Option<u64>,
    #[serde(borrow)]
    changed: Option<Cow<'a, str>>,
    #[serde(borrow)]
    state: Option<Cow<'a, str>>,
    #[serde(borrow)]
    by: Option<Cow<'a, str>>,
    #[serde(borrow)]
    since: Option<Cow<'a, str>>,
    #[serde(borrow)]
    opened: Option<Cow<'a, str>>,
    #[serde(borrow)]
    moved: Option<Cow<'a, str>>,
}

impl ArticleLine<'_> {
    fn into_record(self, roots: &[Arc<Path>]) -> Result<(Key, Record), String> {
        let root = roots.get(self.root).ok_or("there is no such root")?;
        let key = Key { root: Arc::clone(root), path: path(self.path, self.path_bytes.as_deref())?.into() };
        let position = match &self.changed {
            None => None,
            Some(changed) => {
                let spot =
                    Spot { at: Anchor(self.at), before: self.before, near: self.near, heading: self.heading };
                Some(Position::new(spot, self.progress, self.content, time(changed)?))
            }
        };
        let status = match (self.state, self.since) {
            (Some(state), Some(since)) => Some(Status {
                since: time(&since)?,
                state: State::named(&state).ok_or("there is no such state")?,
                by: if self.by.as_deref() == Some("reader") { SetBy::Reader } else { SetBy::Reading },
            }),
            (None, _) => None,
            (Some(_), None) => return Err("a state without its time".to_owned()),
        };
        let opened = match (self.opened, &position) {
            // Mostly the very moment the position was reached, and a time takes long to read.
            (Some(opened), Some(position)) if Some(&opened) == self.changed.as_ref() => {
                Some(position.changed)
            }
            (opened, _) => opened.map(|opened| time(&opened)).transpose()?,
        };
        let moved = self.moved.map(|moved| time(&moved)).transpose()?;
        Ok((key, Record { position, status, opened, moved }))
    }
}

#[derive(Deserialize)]
struct SessionLine {
    corpus: u64,
    left: String,
    at: String,
    root: Option<String>,
    root_bytes: Option<String>,
    path: Option<String>,
    path_bytes: Option<String>,
    #[serde(default)]
    query: String,
    sort: Option<String>,
    #[serde(default)]
    reverse: bool,
}

impl SessionLine {
    fn into_session(self) -> Result<Session, String> {
        let names_article = self.path.is_some() || self.path_bytes.is_some();
        let article = names_article.then(|| -> Result<Key, String> {
            let root = path(self.root.map(Cow::Owned), self.root_bytes.as_deref())?;
            Ok(Key::new(root, path(self.path.map(Cow::Owned), self.path_bytes.as_deref())?))
        });
        // One that is not known is not worth setting the file aside for: the settings say another.
        let order = self.sort.and_then(|sort| Order::named(&sort));
        let direction = if self.reverse { Direction::Backward } else { Direction::Forward };
        Ok(Session {
            changed: time(&self.left)?,
            article: article.transpose()?,
            at: At::named(&self.at).unwrap_or_default(),
            query: self.query,
            order: order.map(|order| (order, direction)),
        })
    }
}

fn parse<'a, T: Deserialize<'a>>(entry: &'a str) -> Result<T, String> {
    serde_json::from_str(entry).map_err(|error| error.to_string())
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| format!("{text:?} is not a time"))
}

fn path(text: Option<Cow<'_, str>>, bytes: Option<&str>) -> Result<PathBuf, String> {
    match (text, bytes) {
        (Some(text), _) => Ok(text.into_owned().into()),
        (None, Some(bytes)) => read_base64(bytes).ok_or_else(|| "a path is not base64".to_owned()),
        (None, None) => Err("an entry without a path".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::{Read, VERSION, read, write};
    use crate::corpus::corpus::{Direction, Order};
    use crate::markdown::document::Anchor;
    use crate::memory::key::Key;
    use crate::memory::memory::Memory;
    use crate::memory::position::{Position, State};
    use crate::memory::session::{At, CorpusId, Session};
    use crate::memory::spot::Spot;

    fn time(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn small() -> Memory {
        let mut memory = Memory::default();
        let key = Key::new(Path::new("/blog"), Path::new("조달.md"));
        let spot = Spot::of("머리말\n조달의 뜻", Anchor(10), Some("머리말"));
        memory.remember(&key, Position::new(spot, 0.25, Some(7), time(5)), State::Reading);
        memory.opened(&key, time(4));
        memory.add_query("tag:반도체", time(6));
        let article = Some(Key::new(Path::new("/blog"), Path::new("조달.md")));
        let order = Some((Order::Title, Direction::Backward));
        let left = Session { changed: time(7), article, at: At::Reader, query: "tag:AI".to_owned(), order };
        memory.set_session(CorpusId(9), left);
        memory
    }

    #[test]
    fn the_text_is_yaml_with_a_line_for_each_article() {
        let text = write(&small());
        assert_eq!(
            text,
            r#"# What tsundoku remembers of reading. It is written by the program alone.
version: 1
roots:
- {"root":"/blog"}
articles:
- {"in":0,"path":"조달.md","at":10,"progress":0.25,"changed":"1970-01-01T00:00:05Z","near":"조달의 뜻","before":"머리말\n","heading":"머리말","content":7,"state":"reading","since":"1970-01-01T00:00:05Z","opened":"1970-01-01T00:00:04Z"}
queries:
- {"query":"tag:반도체","asked":"1970-01-01T00:00:06Z"}
sessions:
- {"corpus":9,"left":"1970-01-01T00:00:07Z","at":"reader","root":"/blog","path":"조달.md","query":"tag:AI","sort":"title","reverse":true}
"#
        );
        let yaml: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(yaml["articles"][0]["before"].as_str(), Some("머리말\n"));
    }

    #[test]
    fn a_broken_line_costs_itself_alone() {
        let text = write(&small()).replace("queries:\n", "- {\"in\":9,\"path\":\"x\"}\nqueries:\n- {\"que\n");
        let read = read(&text);
        assert_eq!((read.memory, read.trouble.as_deref()), (small(), Some("line 7: there is no such root")));
    }

    #[test]
    fn what_is_not_this_file_is_told_from_an_empty_one() {
        for text in ["\0\0\0", "hello", "articles:\n", "version: x\n", "- {}\n", "version: 1\nmarks:\n"] {
            assert!(read(text).trouble.is_some(), "{text:?}");
        }
        for text in ["", "\n", "version: 1\n"] {
            let read = read(text);
            assert_eq!(
                (read.memory, read.version, read.trouble),
                (Memory::default(), VERSION, None),
                "{text:?}"
            );
        }
        assert_eq!(read("version: 2\nnews:\n").version, 2);
    }

    #[test]
    fn an_order_or_a_pane_that_is_not_known_costs_nothing_else() {
        let text = write(&small()).replace("\"sort\":\"title\"", "\"sort\":\"色\"");
        let text = text.replace("\"at\":\"reader\"", "\"at\":\"어디\"");
        let Read { memory, trouble, .. } = read(&text);
        let known = small().sessions;
        let expected =
            known.iter().map(|(id, left)| (*id, Session { order: None, at: At::List, ..left.clone() }));
        assert_eq!((&*memory.sessions, trouble), (&expected.collect(), None), "{text}");
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,12}", "[\u{0}-\u{20}\u{7f}-\u{a0}\u{2028}\u{feff}\"\\\\猫]{0,8}"]
    }

    fn any_memory() -> impl Strategy<Value = Memory> {
        let path = prop_oneof![
            any_text().prop_map(String::into_bytes),
            proptest::collection::vec(any::<u8>(), 1..9)
        ];
        let article = (
            path,
            any_text(),
            any_text(),
            proptest::option::of(any_text()),
            any::<(u32, f32, Option<u64>, u8)>(),
            any::<(i32, u32)>(),
        );
        let articles = proptest::collection::vec(article, 0..6);
        let queries = proptest::collection::vec((any_text(), 0..9_i64), 0..4);
        (articles, queries, proptest::option::of(-9..9_i64)).prop_map(|(articles, queries, forgotten)| {
            let mut memory = Memory::default();
            if let Some(second) = forgotten {
                memory.forget(time(second));
            }
            for (path, before, near, heading, (at, progress, content, deeds), (second, nanos)) in articles {
                let root = if deeds & 8 == 0 { "/b".as_bytes() } else { b"/\xff" };
                let key = Key::new(Path::new(OsStr::from_bytes(root)), Path::new(OsStr::from_bytes(&path)));
                let now = time(second.into()) + SignedDuration::from_nanos(nanos.into());
                if deeds & 1 != 0 {
                    let spot = Spot { at: Anchor(at), before, near, heading };
                    memory.remember(&key, Position::new(spot, progress, content, now), State::Reading);
                }
                if deeds & 2 != 0 {
                    memory.set_state(&key, State::Done, now);
                }
                if deeds & 4 != 0 {
                    memory.opened(&key, now);
                }
                if deeds & 16 != 0 {
                    memory.rename(&key, &Key::new(Path::new("/b"), Path::new("新.md")), now);
                }
            }
            for (query, second) in queries {
                memory.add_query(&query, time(second));
                let corpus = CorpusId(query.len() as u64);
                let article = memory.positions.iter().next().map(|(key, _)| key.clone());
                let nth = usize::try_from(second).unwrap();
                let at = At::ALL[nth % At::ALL.len()];
                let order = (second > 2).then(|| (Order::ALL[nth % Order::ALL.len()], Direction::Forward));
                memory.set_session(corpus, Session { changed: time(second), article, at, query, order });
            }
            memory
        })
    }

    proptest! {
        #[test]
        fn everything_is_read_as_it_was_written(memory in any_memory()) {
            let text = write(&memory);
            let read = read(&text);
            prop_assert_eq!((&read.memory, read.trouble), (&memory, None), "{}", text);
            prop_assert!(serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok(), "{}", text);
        }

        #[test]
        fn reading_never_panics(text in "(version: [0-9]{1,3}\n)?((roots|articles|queries|sessions|forgotten|x): ?[a\"0-9]{0,3}\n|- [{}\":,a-z0-9猫]{0,20}\n){0,6}") {
            let _ = read(&text);
        }
    }
}
