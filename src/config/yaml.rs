//! YAML as settings need it: every pair in its order, also where a key stands twice, and the line
//! that a key stands on.
//!
//! The parser gives values without positions, so lines are found by a scan of the text that
//! follows indentation. It knows blocks, quoted keys and block scalars; for a key within braces
//! it answers with the line of the nearest key around it. Where a text is not YAML as a whole,
//! its top-level keys are read one by one, so that one slip does not cost the others.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use crate::limits::{FRONT_MATTER_ALIASES, FRONT_MATTER_DEPTH};

/// Top-level keys beyond which a text that is not YAML is not read key by key.
const KEYS_READ_ONE_BY_ONE: usize = 500;

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`, `~`, nothing.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number without a fraction.
    Whole(i64),
    /// Any other number.
    Fraction(f64),
    /// Text, quoted or plain.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Pairs in their order; a key may stand twice.
    Map(Pairs),
}

/// Keys and values in their order; a key may stand twice.
pub type Pairs = Vec<(String, Node)>;

/// Where a text stops being YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The line, from 1; none where the parser does not say.
    pub line: Option<usize>,
    /// What is wrong there.
    pub what: String,
}

impl Node {
    /// It as a person would name it in a message: the value itself where it is short.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Flag(flag) => flag.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Fraction(number) => number.to_string(),
            Self::Text(text) if text.chars().count() <= 40 => format!("{text:?}"),
            Self::Text(_) => "a long text".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "a section".to_owned(),
        }
    }

    /// It as text, where it is one plain value other than nothing: what was written, unquoted.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Flag(flag) => Some(flag.to_string()),
            Self::Whole(number) => Some(number.to_string()),
            Self::Fraction(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.clone()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// The pairs at the top of `text`, and every slip in it. Nothing at all is no pairs.
#[must_use]
pub fn pairs(text: &str) -> (Pairs, Vec<Slip>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(slip) = too_much(text) {
        return (Vec::new(), vec![slip]);
    }
    let slip = match parse(text) {
        Ok(Node::Map(pairs)) => return (pairs, Vec::new()),
        Ok(Node::Null) => return (Vec::new(), Vec::new()),
        Ok(other) => Slip { line: None, what: format!("{} where settings are expected", other.shown()) },
        Err(slip) => slip,
    };
    one_by_one(text).unwrap_or_else(|| (Vec::new(), vec![slip]))
}

/// The pairs of each top-level key that is YAML by itself, and the slips of the others; none
/// where none is.
fn one_by_one(text: &str) -> Option<(Pairs, Vec<Slip>)> {
    let mut chunks: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '#' | '-' | '}' | ']')) {
            chunks.push((at, number));
        }
        at += line.len();
    }
    if chunks.len() > KEYS_READ_ONE_BY_ONE {
        return None;
    }
    let (mut all, mut slips) = (Vec::new(), Vec::new());
    for (index, &(start, number)) in chunks.iter().enumerate() {
        let end = chunks.get(index + 1).map_or(text.len(), |&(next, _)| next);
        match parse(&text[start..end]) {
            Ok(Node::Map(pairs)) => all.extend(pairs),
            Ok(other) => {
                slips.push(Slip {
                    line: Some(number + 1),
                    what: format!("{} is not a setting", other.shown()),
                });
            }
            Err(slip) => slips.push(Slip { line: Some(number + slip.line.unwrap_or(1)), ..slip }),
        }
    }
    (!all.is_empty()).then_some((all, slips))
}

fn parse(text: &str) -> Result<Node, Slip> {
    serde_yaml::from_str(text).map_err(|error| {
        let line = error.location().map(|location| location.line());
        let full = error.to_string();
        let what = full.split(" at line ").next().unwrap_or(&full);
        Slip { line, what: format!("not YAML: {what}") }
    })
}

/// What the parser would pay too dearly for: brackets too deep, aliases too many.
fn too_much(text: &str) -> Option<Slip> {
    let (mut depth, mut aliases) = (0_usize, 0_usize);
    for (number, line) in text.lines().enumerate() {
        let mut quote = None;
        let mut before = ' ';
        for c in line.chars() {
            match (quote, c) {
                (Some(open), _) if c == open => quote = None,
                (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',' | ':') => quote = Some(c),
                (None, '#') if before == ' ' => break,
                (None, '[' | '{') => depth += 1,
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                (None, '*') => aliases += 1,
                _ => {}
            }
            before = c;
        }
        let what = match (depth > FRONT_MATTER_DEPTH, aliases > FRONT_MATTER_ALIASES) {
            (true, _) => format!("brackets more than {FRONT_MATTER_DEPTH} deep"),
            (false, true) => format!("more than {FRONT_MATTER_ALIASES} aliases"),
            (false, false) => continue,
        };
        return Some(Slip { line: Some(number + 1), what });
    }
    None
}

/// The lines of a text that keys stand on.
#[derive(Debug)]
pub struct Lines(Vec<(Vec<String>, usize)>);

impl Lines {
    /// Those of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut above: Vec<(usize, String)> = Vec::new();
        let mut scalar: Option<usize> = None;
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let rest = line.trim_start_matches(' ');
            let indent = line.len() - rest.len();
            if rest.trim().is_empty() || rest.starts_with('#') {
                continue;
            }
            if scalar.is_some_and(|over| indent > over) {
                continue;
            }
            scalar = None;
            let Some((key, value)) = key_of(rest) else { continue };
            above.retain(|(of, _)| *of < indent);
            if above.len() >= FRONT_MATTER_DEPTH {
                continue;
            }
            above.push((indent, key));
            all.push((above.iter().map(|(_, key)| key.clone()).collect(), number + 1));
            scalar = value.starts_with(['|', '>']).then_some(indent);
        }
        Self(all)
    }

    /// The line of the key at `path`, the `nth` (from 0) where it stands more than once; for a
    /// key that has no line of its own, that of the nearest key around it.
    #[must_use]
    pub fn find(&self, path: &[&str], nth: usize) -> Option<usize> {
        let lines = |path: &[&str]| -> Vec<usize> {
            self.0.iter().filter(|(each, _)| each == path).map(|&(_, line)| line).collect()
        };
        let own = lines(path);
        if let Some(line) = own.get(nth).or(own.last()) {
            return Some(*line);
        }
        let (_, around) = path.split_last()?;
        self.find(around, 0)
    }
}

/// The key that a line opens with, and what follows its colon.
fn key_of(rest: &str) -> Option<(String, &str)> {
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = &rest[1..];
        let end = inner.find(quote)?;
        let value = inner[end + 1..].trim_start().strip_prefix(':')?;
        return Some((inner[..end].to_owned(), value.trim()));
    }
    let at = rest.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = &rest[at + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    })?;
    Some((rest[..at].trim_end().to_owned(), rest[at + 1..].trim()))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number).map_or_else(|_| Node::Text(number.to_string()), Node::Whole))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Fraction(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Node, Node>()? {
            pairs.push((key.text().unwrap_or_else(|| key.shown()), value));
        }
        Ok(Node::Map(pairs))
    }

    /// A tag of the user's own (`!name value`) says nothing here; its value counts.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (_, value) = tagged.variant::<String>()?;
        value.newtype_variant()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lines, Node, Slip, pairs};

    fn text(text: &str) -> Node {
        Node::Text(text.to_owned())
    }

    #[test]
    fn pairs_keep_their_order_and_their_doubles() {
        let (pairs, slips) = pairs("b: 1\na: [x, 2.5, true, ~]\nb: \"2\"\nc: !mine d\n");
        let list = Node::List(vec![text("x"), Node::Fraction(2.5), Node::Flag(true), Node::Null]);
        let expected = [("b", Node::Whole(1)), ("a", list), ("b", text("2")), ("c", text("d"))];
        assert_eq!(pairs, expected.map(|(key, node)| (key.to_owned(), node)));
        assert!(slips.is_empty());
    }

    #[test]
    fn nothing_at_all_is_no_pairs() {
        for nothing in ["", "\n", "# 猫\n", "---\n", "\u{feff}"] {
            assert_eq!(pairs(nothing), (vec![], vec![]), "{nothing:?}");
        }
    }

    #[test]
    fn one_slip_does_not_cost_the_other_keys() {
        let (pairs, slips) = pairs("theme: \"dark\n\nwidth: 60\nmouse: true\n");
        assert_eq!(pairs, [("width".to_owned(), Node::Whole(60)), ("mouse".to_owned(), Node::Flag(true))]);
        assert_eq!(slips.len(), 1);
        assert!(slips[0].what.starts_with("not YAML: "), "{slips:?}");
    }

    #[test]
    fn a_slip_names_its_line() {
        let (_, slips) = pairs("width: 60\nkeys:\n  list:\n\tdown: [j]\n");
        assert_eq!(slips[0].line, Some(4), "{slips:?}");
        let (_, slips) = pairs("- a\n- b\n");
        let what = "a list where settings are expected".to_owned();
        assert_eq!(slips, [Slip { line: None, what }]);
    }

    #[test]
    fn brackets_too_deep_and_aliases_too_many_are_refused_before_parsing() {
        let deep = format!("a: {}", "[".repeat(100_000));
        assert_eq!(pairs(&deep).1[0].what, "brackets more than 64 deep");
        let many = format!("a: &a x\nb: [{}]", "*a, ".repeat(200));
        assert_eq!(pairs(&many).1[0].what, "more than 100 aliases");
        let quoted = "a: [\"[\", '{', \"*\"] # [[[\n".repeat(100);
        assert!(pairs(&quoted).1.is_empty());
    }

    #[test]
    fn the_line_of_a_key_is_found_by_its_path() {
        let lines = Lines::of(
            "# top\ntheme: dark\nkeys:\n  list:\n    down: [j]\n    \"up\": [k]\n  reader: {down: [j]}\nnote: |\n  theme: no\ntheme: 猫\n",
        );
        for (path, nth, line) in [
            (&["theme"][..], 0, Some(2)),
            (&["theme"], 1, Some(10)),
            (&["keys", "list", "down"], 0, Some(5)),
            (&["keys", "list", "up"], 0, Some(6)),
            (&["keys", "reader", "down"], 0, Some(7)),
            (&["note", "theme"], 0, Some(8)),
            (&["width"], 0, None),
        ] {
            assert_eq!(lines.find(path, nth), line, "{path:?} {nth}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_panic(raw in "(\\PC|[\\n\\t :\\-\\[\\]{}&*!|>'\"%@`#?,]){0,80}") {
            let (pairs, _) = pairs(&raw);
            let lines = Lines::of(&raw);
            for (key, _) in &pairs {
                let _ = lines.find(&[key], 0);
            }
        }
    }
}
