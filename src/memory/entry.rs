//! One mark as an entry of `bookmarks.yaml`.
//!
//! Entries are written in one plain form, a field a line, which is read back without a YAML
//! parser; whatever else a person writes goes through one. How a changed mark changes its entry,
//! `amendment` knows.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_yaml::{Mapping, Value};

use crate::limits::{FRONT_MATTER_ALIASES, FRONT_MATTER_DEPTH};
use crate::markdown::document::Anchor;
use crate::memory::key::Key;
use crate::memory::mark::{Mark, MarkId};
use crate::memory::scalar::{Written, quoted, read_base64, read_value, value, written};
use crate::memory::spot::Spot;

/// The names of the fields that are ours.
const OURS: [&str; 13] = [
    "path",
    "path_bytes",
    "root",
    "root_bytes",
    "title",
    "heading",
    "near",
    "before",
    "offset",
    "note",
    "made",
    "changed",
    "id",
];

/// What an entry turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A mark.
    Mark(Arc<Mark>),
    /// Sound YAML, but not a mark: it is left as it is.
    Stranger,
}

/// The text of a mark's entry, its dash `indent` columns in, each of its lines ended by `ending`.
#[must_use]
pub fn write(mark: &Mark, indent: usize, ending: &str) -> String {
    let margin = " ".repeat(indent);
    let mut text = String::new();
    for (name, value) in fields(mark) {
        let lead = if text.is_empty() { "- " } else { "  " };
        text.extend([&margin, lead, name, ": ", &value, ending]);
    }
    for line in mark.extra.lines() {
        if !line.is_empty() {
            text.extend([&margin, "  ", line]);
        }
        text.push_str(ending);
    }
    text
}

/// What the text of one entry says; its error is YAML's.
///
/// # Errors
/// Where the text is no YAML, or too deep or too repetitive to be given to a parser.
pub fn read(text: &str) -> Result<Reading, String> {
    let fields = if let Some(fields) = read_plain(text) {
        fields
    } else {
        refuse_bombs(text)?;
        let entries: Vec<Value> = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let [entry] = entries.as_slice() else { return Err("an entry was expected".to_owned()) };
        let Some(fields) = read_yaml(entry) else { return Ok(Reading::Stranger) };
        fields
    };
    Ok(fields.into_mark().map_or(Reading::Stranger, |mark| Reading::Mark(Arc::new(mark))))
}

/// What a parsed entry says.
#[must_use]
pub fn read_value_of(entry: &Value) -> Reading {
    let mark = read_yaml(entry).and_then(Fields::into_mark);
    mark.map_or(Reading::Stranger, |mark| Reading::Mark(Arc::new(mark)))
}

/// Refuses what would cost a YAML parser too much: deep brackets (its scanner is quadratic in
/// them) and many aliases.
///
/// # Errors
/// With what there is too much of.
pub fn refuse_bombs(text: &str) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut aliases = 0_usize;
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '*' if matches!(before, ' ' | '[' | '{' | ',' | '\n' | '\t') => aliases += 1,
            _ => {}
        }
        if depth > FRONT_MATTER_DEPTH {
            return Err(format!("more than {FRONT_MATTER_DEPTH} brackets inside one another"));
        }
        if aliases > FRONT_MATTER_ALIASES {
            return Err(format!("more than {FRONT_MATTER_ALIASES} aliases"));
        }
        before = c;
    }
    Ok(())
}

/// Whether the text holds something beside the fields of its mark: a comment, or a field that is
/// not ours.
#[must_use]
pub fn holds_more(text: &str) -> bool {
    let body = &text[remarks(text).len()..];
    body.lines().any(|line| line.trim_start().starts_with('#')) || read_plain(body).is_none()
}

/// The comments and blank lines that stand first in a text.
#[must_use]
pub fn remarks(text: &str) -> &str {
    let bytes = text.split_inclusive('\n').take_while(|line| is_remark(line)).map(str::len).sum();
    &text[..bytes]
}

/// Whether a line is a comment or blank.
#[must_use]
pub fn is_remark(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// The fields of an entry in their order, each with its value as written.
pub(super) fn fields(mark: &Mark) -> Vec<(&'static str, String)> {
    let mut fields = Vec::with_capacity(11);
    match written(&mark.key.path) {
        Written::Text(path) => fields.push(("path", value(path))),
        Written::Base64(bytes) => fields.push(("path_bytes", quoted(&bytes))),
    }
    match written(&mark.key.root) {
        Written::Text(root) => fields.push(("root", value(root))),
        Written::Base64(bytes) => fields.push(("root_bytes", quoted(&bytes))),
    }
    fields.push(("title", value(&mark.title)));
    if let Some(heading) = &mark.spot.heading {
        fields.push(("heading", value(heading)));
    }
    if !mark.spot.near.is_empty() {
        fields.push(("near", value(&mark.spot.near)));
    }
    if !mark.spot.before.is_empty() {
        fields.push(("before", value(&mark.spot.before)));
    }
    fields.push(("offset", mark.spot.at.0.to_string()));
    if let Some(note) = &mark.note {
        fields.push(("note", value(note)));
    }
    // Who wrote the entry by hand may have left it out.
    if mark.made > Timestamp::UNIX_EPOCH {
        fields.push(("made", mark.made.to_string()));
    }
    if mark.changed != mark.made {
        fields.push(("changed", mark.changed.to_string()));
    }
    if mark.id != MarkId::of(&mark.key, &mark.spot, mark.made) {
        fields.push(("id", quoted(&format!("{:016x}", mark.id.0))));
    }
    fields
}

/// An entry while it is being read.
#[derive(Default)]
struct Fields {
    path: Option<PathBuf>,
    root: Option<PathBuf>,
    title: Option<String>,
    spot: Spot,
    note: Option<String>,
    made: Option<Timestamp>,
    changed: Option<Timestamp>,
    id: Option<MarkId>,
    extra: String,
}

impl Fields {
    /// Takes a field; none where its name is not ours or its value makes no sense.
    fn take(&mut self, name: &str, value: String) -> Option<()> {
        match name {
            "path" => self.path = Some(value.into()),
            "path_bytes" => self.path = Some(read_base64(&value)?),
            "root" => self.root = Some(value.into()),
            "root_bytes" => self.root = Some(read_base64(&value)?),
            "title" => self.title = Some(value),
            "heading" => self.spot.heading = Some(value),
            "near" => self.spot.near = value,
            "before" => self.spot.before = value,
            "offset" => self.spot.at = Anchor(value.parse().ok()?),
            "note" => self.note = Some(value),
            "made" => self.made = Some(time(&value)?),
            "changed" => self.changed = Some(time(&value)?),
            "id" => self.id = Some(MarkId(u64::from_str_radix(&value, 16).ok()?)),
            _ => return None,
        }
        Some(())
    }

    fn into_mark(self) -> Option<Mark> {
        let key = Key::new(self.root?, self.path?);
        let made = self.made.unwrap_or(Timestamp::UNIX_EPOCH);
        let title = self.title.unwrap_or_else(|| key.path.to_string_lossy().into_owned());
        Some(Mark {
            id: self.id.unwrap_or_else(|| MarkId::of(&key, &self.spot, made)),
            title,
            spot: self.spot,
            note: self.note,
            made,
            changed: self.changed.map_or(made, |changed| changed.max(made)),
            extra: self.extra,
            key,
        })
    }
}

/// Reads the plain form, whatever comments and blank lines stand between; none for anything else.
fn read_plain(text: &str) -> Option<Fields> {
    let mut fields = Fields::default();
    let mut column = None;
    let mut seen: Vec<&str> = Vec::with_capacity(12);
    for line in text.lines().filter(|line| !is_remark(line)) {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        let body = match column {
            None => {
                column = Some(indent + 2);
                body.strip_prefix("- ")?
            }
            Some(column) => (indent == column).then_some(body)?,
        };
        let (name, written) = body.split_once(": ")?;
        if seen.contains(&name) {
            return None;
        }
        seen.push(name);
        let bare =
            matches!(name, "offset" | "made" | "changed") && written.bytes().all(|b| b.is_ascii_graphic());
        let value = if bare { written.to_owned() } else { read_value(written)? };
        fields.take(name, value)?;
    }
    Some(fields)
}

/// Reads what a YAML parser made of an entry; none where it is no mark.
fn read_yaml(entry: &Value) -> Option<Fields> {
    let mut fields = Fields::default();
    let mut extra = Mapping::new();
    for (name, value) in entry.as_mapping()? {
        let text = match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null => continue,
            Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => None,
        };
        let taken = name.as_str().zip(text).and_then(|(name, text)| fields.take(name, text));
        // One of ours that makes no sense would be written twice.
        if taken.is_none() && !name.as_str().is_some_and(|name| OURS.contains(&name)) {
            extra.insert(name.clone(), value.clone());
        }
    }
    if !extra.is_empty() {
        fields.extra = serde_yaml::to_string(&extra).ok()?;
    }
    Some(fields)
}

/// A time as we write it, or a date as a person may; a time without a zone is taken as UTC.
fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let civil: DateTime = text.parse().ok()?;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}
