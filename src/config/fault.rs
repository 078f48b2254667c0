//! What is wrong with a key of the settings, and how it is told.

use std::collections::HashMap;

use super::yaml::Node;
use crate::input::nearest::nearest;

/// What is wrong with one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The key, from the top.
    pub path: Vec<String>,
    /// Which of several keys of that name, from 0.
    pub nth: usize,
    /// What is wrong, and what was expected.
    pub what: String,
}

impl Fault {
    /// A fault of the first key at `path`.
    #[must_use]
    pub fn at(path: &[&str], what: String) -> Self {
        Self { path: path.iter().map(|key| (*key).to_owned()).collect(), nth: 0, what }
    }
}

/// What to say of a value that is not what was expected.
pub(super) fn not_expected(node: &Node, expected: &str) -> String {
    format!("{} is not {expected}", node.shown())
}

/// The pairs whose key stands once; the others are faults.
pub(super) fn singles<'a>(
    above: &[&str],
    pairs: &'a [(String, Node)],
    faults: &mut Vec<Fault>,
) -> Vec<(&'a str, &'a Node)> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (key, _) in pairs {
        *times.entry(key).or_default() += 1;
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut once = Vec::new();
    for (key, node) in pairs {
        if times[key.as_str()] == 1 {
            once.push((key.as_str(), node));
            continue;
        }
        let nth = seen.entry(key).or_default();
        if *nth > 0 {
            let path: Vec<&str> = above.iter().copied().chain([key.as_str()]).collect();
            let what = "stands more than once; its default serves until it stands once".to_owned();
            faults.push(Fault { nth: *nth, ..Fault::at(&path, what) });
        }
        *nth += 1;
    }
    once
}

/// What to say of a name that is not one of `known`.
pub(super) fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(name, known)
        .map_or_else(|| format!("no such {kind}"), |meant| format!("no such {kind}; did you mean {meant:?}?"))
}
