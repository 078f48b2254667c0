//! Front matter as keys with values, whichever language it is written in.
//!
//! YAML, TOML and JSON all become [`Entries`], in the order of the file and with every scalar
//! as text, so that one bad field costs one field. What would cost a parser too much is refused
//! before the parser sees it. What a parser refuses is a [`Fault`] with its line; mending it is
//! left to `rescue`.

use serde_yaml::{Mapping, Value as Yaml};
use toml::de::{DeTable, DeValue};

use crate::limits::{FRONT_MATTER_ALIASES, FRONT_MATTER_DEPTH};
use crate::markdown::as_written::written;

/// The keys of a head in their order.
pub type Entries = Vec<(String, Value)>;

/// What a key has beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing, or `null`.
    Nothing,
    /// A scalar, as text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys with values of their own.
    Map(Entries),
}

/// What was wrong, and on which line of the head (1-based).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the head.
    pub line: u32,
    /// What was wrong, as its parser says it; not yet safe to show.
    pub what: String,
}

impl Value {
    /// All of it on one line, as the whole card shows it.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.iter().map(Self::to_text).collect::<Vec<_>>().join(", "),
            Self::Map(entries) => {
                let pairs: Vec<_> =
                    entries.iter().map(|(key, value)| format!("{key}: {}", value.to_text())).collect();
                pairs.join("; ")
            }
        }
    }

    /// The scalar, if it is one that says something.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            Self::Text(_) | Self::Nothing | Self::List(_) | Self::Map(_) => None,
        }
    }
}

impl Fault {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line: u32::try_from(line).unwrap_or(u32::MAX), what: what.into() }
    }
}

/// The keys of a YAML head; none where it is empty.
///
/// # Errors
/// A head that is no YAML, holds anything but keys at its top, or would cost too much.
pub fn from_yaml(text: &str) -> Result<Entries, Fault> {
    within_limits(text)?;
    let value: Yaml = serde_yaml::from_str(text).map_err(|error| yaml_fault(&error))?;
    match value {
        Yaml::Null => Ok(Entries::new()),
        Yaml::Mapping(mapping) => Ok(top_entries(mapping, text)),
        Yaml::Bool(_) | Yaml::Number(_) | Yaml::String(_) | Yaml::Sequence(_) | Yaml::Tagged(_) => {
            Err(Fault::new(1, "expected keys with values"))
        }
    }
}

/// The keys of a JSON object.
///
/// # Errors
/// Whatever is no JSON object.
pub fn from_json(text: &str) -> Result<Entries, Fault> {
    let mapping: Mapping = serde_json::from_str(text).map_err(|error| {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        Fault::new(error.line().max(1), what)
    })?;
    Ok(top_entries(mapping, text))
}

/// The keys of a TOML head and what was wrong with the rest of it.
#[must_use]
pub fn from_toml(text: &str) -> (Entries, Vec<Fault>) {
    if let Err(fault) = within_limits(text) {
        return (Entries::new(), vec![fault]);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let faults = errors
        .iter()
        .map(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            Fault::new(before.matches('\n').count() + 1, error.message())
        })
        .collect();
    (toml_entries(table.into_inner()), faults)
}

/// Refuses what costs a parser more than its size: brackets in brackets, and aliases. Both
/// are counted at the least as high as a parser would.
fn within_limits(text: &str) -> Result<(), Fault> {
    let (mut depth, mut aliases) = (0_usize, 0_usize);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '*' if matches!(before, ' ' | '\t' | '\n' | '[' | '{' | ',' | ':' | '-') => {
                let names = text[at + 1..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
                aliases += usize::from(names);
            }
            _ => {}
        }
        before = c;
        let line = || text[..at].matches('\n').count() + 1;
        if depth > FRONT_MATTER_DEPTH {
            return Err(Fault::new(
                line(),
                format!("more than {FRONT_MATTER_DEPTH} brackets in one another"),
            ));
        }
        if aliases > FRONT_MATTER_ALIASES {
            return Err(Fault::new(line(), format!("more than {FRONT_MATTER_ALIASES} aliases")));
        }
    }
    Ok(())
}

/// What the parser says without its numbers, for the fault tells the line as one of the file:
/// `found x at line 4 column 1, while scanning a quoted scalar at line 2 column 8`.
fn yaml_fault(error: &serde_yaml::Error) -> Fault {
    let mut line = error.location().map_or(1, |location| location.line());
    let said = error.to_string();
    let parts = said.split(", while ").map(|part| part.split_once(" at line ").unwrap_or((part, "")));
    let (what, places): (Vec<_>, Vec<_>) = parts.unzip();
    // What does not end is to be mended where it begins.
    if what.last().is_some_and(|context| context.contains("scalar") || context.contains("flow")) {
        let begin = places.last().and_then(|place| place.split(' ').next()?.parse().ok());
        line = begin.unwrap_or(line);
    }
    Fault::new(line.max(1), what.join(", while "))
}

/// What stands at the top. Numbers stay as they were written there (`1.10`, `0x10`), a comment
/// where a title should be is the title, and a template is text.
fn top_entries(mapping: Mapping, text: &str) -> Entries {
    mapping
        .into_iter()
        .map(|(key, value)| {
            let key = yaml_value(key).to_text();
            let plain = matches!(value, Yaml::Number(_) | Yaml::Null | Yaml::Mapping(_));
            let raw = plain.then(|| written(text, &key)).flatten().map(|(_, raw)| raw);
            let value = match (value, raw) {
                (Yaml::Number(_), Some(raw)) if raw.starts_with(|c: char| c.is_ascii_digit()) => {
                    let number = raw.split([' ', '\t', ',']).next().unwrap_or(raw);
                    Value::Text(number.to_owned())
                }
                (Yaml::Null, Some(raw)) if raw.starts_with('#') && key.eq_ignore_ascii_case("title") => {
                    Value::Text(raw.to_owned())
                }
                (Yaml::Mapping(_), Some(raw)) if raw.starts_with("{{") => Value::Text(raw.to_owned()),
                (value, _) => yaml_value(value),
            };
            (key, value)
        })
        .collect()
}

fn yaml_value(value: Yaml) -> Value {
    match value {
        Yaml::Null => Value::Nothing,
        Yaml::Bool(truth) => Value::Text(truth.to_string()),
        Yaml::Number(number) => Value::Text(number.to_string()),
        Yaml::String(text) => Value::Text(text),
        Yaml::Sequence(items) => Value::List(items.into_iter().map(yaml_value).collect()),
        Yaml::Mapping(mapping) => Value::Map(
            mapping.into_iter().map(|(key, value)| (yaml_value(key).to_text(), yaml_value(value))).collect(),
        ),
        Yaml::Tagged(tagged) => yaml_value(tagged.value),
    }
}

fn toml_entries(table: DeTable<'_>) -> Entries {
    // The table is sorted by name; its spans tell the order of the file.
    let mut entries: Vec<_> = table.into_iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
        .into_iter()
        .map(|(key, value)| (key.into_inner().into_owned(), toml_value(value.into_inner())))
        .collect()
}

fn toml_value(value: DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Text(number.to_string()),
        DeValue::Float(number) => Value::Text(number.to_string()),
        DeValue::Boolean(truth) => Value::Text(truth.to_string()),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| toml_value(item.into_inner())).collect())
        }
        DeValue::Table(table) => Value::Map(toml_entries(table)),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{Value, from_json, from_toml, from_yaml};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn the_three_languages_say_the_same_in_the_order_of_the_file() {
        let yaml = from_yaml("title: 猫\ndate: 2026-02-04\ntags: [b, a]\n").unwrap();
        let json =
            from_json("{\"title\": \"猫\",\n\t\"date\": \"2026-02-04\", \"tags\": [\"b\", \"a\"]}").unwrap();
        let (toml, faults) = from_toml("title = '猫'\ndate = 2026-02-04\ntags = ['b', 'a']\n");
        assert_eq!(yaml, json);
        assert_eq!(yaml, toml);
        assert_eq!(yaml[2], ("tags".into(), Value::List(vec![text("b"), text("a")])));
        assert!(faults.is_empty());
    }

    #[test]
    fn numbers_stay_as_they_were_written() {
        let entries = from_yaml("title: 1.10\nversion: 0x10 # hex\n").unwrap();
        assert_eq!(entries, [("title".into(), text("1.10")), ("version".into(), text("0x10"))]);
    }

    #[test]
    fn a_comment_where_the_title_should_be_is_the_title() {
        let entries = from_yaml("title: # 猫\nother: # x\n").unwrap();
        assert_eq!(entries, [("title".into(), text("# 猫")), ("other".into(), Value::Nothing)]);
    }

    #[test]
    fn what_is_no_keys_is_a_fault() {
        for head in ["- a\n- b", "just words", "a: [", "\"a"] {
            assert!(from_yaml(head).is_err(), "{head}");
        }
        assert_eq!(from_yaml("# only a comment\n").unwrap(), []);
    }

    #[test]
    fn brackets_and_aliases_are_refused_before_the_parser_sees_them() {
        for head in ["[".repeat(5000), format!("a: &x 1\nb: [{}]", "*x, ".repeat(101)), "{".repeat(65)] {
            let fault = from_yaml(&head).unwrap_err();
            assert!(fault.what.starts_with("more than"), "{}", fault.what);
        }
        assert!(from_yaml(&format!("a: {}{}", "[".repeat(60), "]".repeat(60))).is_ok());
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(from_yaml("a: 1\nb: c: d\n").unwrap_err().line, 2);
        assert_eq!(from_json("{\n\"a\": }").unwrap_err().line, 2);
        let (entries, faults) = from_toml("title = 'a'\nbroken = \ndate = 2026-02-04\n");
        assert_eq!(faults[0].line, 2);
        assert!(entries.contains(&("title".into(), text("a"))));
        assert!(entries.contains(&("date".into(), text("2026-02-04"))));
    }

    #[test]
    fn a_bomb_of_aliases_is_refused_in_no_time() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let name = level - 1;
            let _ = writeln!(bomb, "a{level}: &a{level} [{}]", format!("*a{name}, ").repeat(9));
        }
        assert!(from_yaml(&bomb).is_err());
    }
}
