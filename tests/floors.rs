//! The house's own rules, held over `src/**`: which floor may import from which, that no two files
//! lean on each other, which foreign crate enters where, how long a file may be, how it begins.
//!
//! The order is that of ARCHITECTURE: a room imports from rooms of lower floors and from itself.
//! Sources are read as tokens, without comments, strings and tests; macros are read as written.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The floors from the lowest; rooms on one floor do not import from each other.
const FLOORS: &[&[&str]] = &[
    &["input", "limits"],
    &["text"],
    &["markdown"],
    &["corpus", "page"],
    &["search", "memory", "config", "programs"],
    &["shelf", "links", "pictures"],
    &["message", "cli"],
    &["app", "jobs", "term"],
    &["view"],
    &["run"],
    &["main"],
];

/// The doors that foreign crates come in by: a folder ends with a stroke.
const DOORS: &[(&str, &[&str])] = &[
    (
        "ratatui",
        &[
            "view/",
            "term/",
            "config/theme.rs",
            "app/areas.rs",
            "app/popup.rs",
            "cli/sgr.rs",
            "pictures/transmit.rs",
        ],
    ),
    ("ratatui_image", &["pictures/transmit.rs"]),
    ("image", &["pictures/"]),
    ("crossterm", &["term/", "input/key.rs"]),
    ("rustix", &["term/", "memory/", "corpus/", "config/trust.rs"]),
    ("signal_hook", &["term/"]),
    ("pulldown_cmark", &["markdown/"]),
    ("serde_yaml", &["markdown/", "config/", "memory/"]),
    ("unicode_width", &["text/width.rs"]),
    ("fuzzy_matcher", &["search/"]),
    ("notify", &["jobs/watch.rs", "jobs/others.rs"]),
    ("directories", &["config/paths.rs"]),
];

/// Lines of code that a file may have.
const LINES: usize = 500;

/// The one file that puts text on the screen, so that only safe text gets there.
const PAINT: &str = "view/paint.rs";

/// What puts text on the screen, by ratatui's types.
const PAINTING: &[(&str, &[&str])] = &[
    ("Span", &["raw", "styled", "from"]),
    ("Line", &["raw", "styled", "from"]),
    ("Text", &["raw", "styled", "from"]),
    ("Paragraph", &["new"]),
];

/// What puts text on the screen, by its methods.
const PAINTING_METHODS: &[&str] =
    &["set_string", "set_stringn", "set_symbol", "set_char", "set_line", "set_span", "append_symbol"];

/// What writes past the screen, and who may: those that run without one.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];
const PRINTERS: &[&str] = &["main.rs", "cli/"];

/// Who may start threads.
const SPAWNERS: &[&str] = &["jobs/", "term/"];

#[test]
fn imports_point_down_the_floors() {
    let house = House::read();
    let faults = house.imports().filter_map(|import| {
        let (from, to) = (room(&import.from.name)?, room(import.to)?);
        let allowed = from == to || floor(to)? < floor(from)?;
        (!allowed).then(|| import.from.fault(import.line, &format!("{from} may not import from {to}")))
    });
    none(faults);
}

#[test]
fn every_room_stands_on_a_floor() {
    let house = House::read();
    let faults = house.files.iter().filter_map(|file| {
        let room = room(&file.name)?;
        floor(room).is_none().then(|| file.fault(1, &format!("{room} stands on no floor; add it to FLOORS")))
    });
    none(faults);
}

#[test]
fn no_two_files_lean_on_each_other() {
    let house = House::read();
    let mut leans: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in house.imports().filter(|import| import.from.name != import.to) {
        leans.entry(&import.from.name).or_default().insert(import.to);
    }
    let mut circles = Vec::new();
    while let Some(names) = circle(&leans) {
        circles.push(format!("these import each other in a circle: {}", names.join(" > ")));
        // Without one of its arms the circle is open, and the next one can be seen.
        if let Some(arms) = leans.get_mut(names[0]) {
            arms.remove(names[1]);
        }
    }
    none(circles.into_iter());
}

#[test]
fn things_are_imported_by_name_from_the_file_they_live_in() {
    let house = House::read();
    let mut faults = Vec::new();
    for file in &house.files {
        for path in &file.paths {
            let ours = matches!(path.parts[0].as_str(), "crate" | "self" | "super" | "tsundoku");
            if path.kind == Kind::PublicUse {
                faults
                    .push(file.fault(path.line, "`pub use`: a thing has one name, in the file it lives in"));
            }
            if ours && path.parts.last().is_some_and(|last| last == "*") {
                faults.push(file.fault(path.line, "a glob import of ours: name what is used"));
            }
        }
    }
    none(faults.into_iter());
}

#[test]
fn no_file_is_too_long_to_read() {
    let house = House::read();
    let faults = house.files.iter().filter_map(|file| {
        let length = file.code_lines;
        (length > LINES)
            .then(|| file.fault(1, &format!("{length} lines of code, of at most {LINES}: look for the seam")))
    });
    none(faults);
}

#[test]
fn foreign_crates_enter_by_their_doors() {
    let house = House::read();
    let mut faults = Vec::new();
    for file in &house.files {
        for path in &file.paths {
            let door = DOORS.iter().find(|(name, _)| *name == path.parts[0]);
            if let Some((name, doors)) = door
                && !is_in(&file.name, doors)
            {
                faults.push(file.fault(path.line, &format!("{name} enters only in {}", doors.join(", "))));
            }
        }
    }
    none(faults.into_iter());
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    let house = House::read();
    let faults = house.files.iter().filter(|file| !file.source.starts_with("//! "));
    none(faults.map(|file| file.fault(1, "the file does not open with `//!`")));
}

#[test]
fn text_reaches_the_screen_only_through_paint() {
    let house = House::read();
    let mut faults = Vec::new();
    for file in house.files.iter().filter(|file| file.name != PAINT) {
        let draws = file.paths.iter().any(|path| path.parts[0] == "ratatui");
        for path in file.paths.iter().filter(|_| draws) {
            if let [.., kind, function] = path.parts.as_slice()
                && PAINTING
                    .iter()
                    .any(|(name, functions)| name == kind && functions.contains(&function.as_str()))
            {
                faults.push(file.fault(path.line, &format!("`{kind}::{function}` stands only in {PAINT}")));
            }
        }
        for (line, method) in &file.methods {
            if PAINTING_METHODS.contains(&method.as_str()) {
                faults.push(file.fault(*line, &format!("`{method}` stands only in {PAINT}")));
            }
        }
    }
    none(faults.into_iter());
}

#[test]
fn nothing_is_printed_past_the_screen() {
    let house = House::read();
    let mut faults = Vec::new();
    for file in house.files.iter().filter(|file| !is_in(&file.name, PRINTERS)) {
        for (line, called) in &file.macros {
            if PRINTING.contains(&called.as_str()) {
                faults
                    .push(file.fault(*line, &format!("`{called}!` stands only in {}", PRINTERS.join(", "))));
            }
        }
    }
    none(faults.into_iter());
}

#[test]
fn threads_are_started_only_where_work_is_done() {
    let house = House::read();
    let mut faults = Vec::new();
    for file in house.files.iter().filter(|file| !is_in(&file.name, SPAWNERS)) {
        for path in &file.paths {
            let starts = path
                .parts
                .windows(2)
                .any(|pair| pair[0] == "thread" && matches!(pair[1].as_str(), "spawn" | "Builder" | "scope"));
            if starts {
                faults.push(
                    file.fault(path.line, &format!("threads are started only in {}", SPAWNERS.join(", "))),
                );
            }
        }
    }
    none(faults.into_iter());
}

#[track_caller]
fn none(faults: impl Iterator<Item = String>) {
    let mut told = String::new();
    for fault in faults {
        let _ = writeln!(told, "{fault}");
    }
    assert!(told.is_empty(), "\n{told}");
}

/// The room that a file belongs to: its folder, or itself; the list of rooms is in none.
fn room(name: &str) -> Option<&str> {
    let room = name.split_once('/').map_or(name, |(folder, _)| folder);
    let room = room.strip_suffix(".rs").unwrap_or(room);
    (room != "lib").then_some(room)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn is_in(name: &str, places: &[&str]) -> bool {
    places.iter().any(|place| if place.ends_with('/') { name.starts_with(place) } else { name == *place })
}

/// The names along a circle, the first again at the end.
fn circle<'a>(leans: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    let mut clear = BTreeSet::new();
    leans.keys().find_map(|start| walk(start, leans, &mut Vec::new(), &mut clear))
}

fn walk<'a>(
    at: &'a str,
    leans: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    way: &mut Vec<&'a str>,
    clear: &mut BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    if let Some(first) = way.iter().position(|name| *name == at) {
        return Some(way[first..].iter().copied().chain([at]).collect());
    }
    if clear.contains(at) {
        return None;
    }
    way.push(at);
    let found = leans.get(at).into_iter().flatten().find_map(|next| walk(next, leans, way, clear));
    way.pop();
    clear.insert(at);
    found
}

/// All sources.
struct House {
    files: Vec<File>,
    /// The file of each module, by its path within the crate.
    modules: BTreeMap<Vec<String>, String>,
}

/// One source, as far as the rules look at it.
struct File {
    /// Its path below `src`.
    name: String,
    source: String,
    module: Vec<String>,
    paths: Vec<PathSeen>,
    methods: Vec<(usize, String)>,
    macros: Vec<(usize, String)>,
    code_lines: usize,
}

/// A path that stands in the code, `*` for a glob.
#[derive(Debug, PartialEq, Eq)]
struct PathSeen {
    line: usize,
    parts: Vec<String>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    InCode,
    Use,
    PublicUse,
}

struct Import<'a> {
    from: &'a File,
    line: usize,
    to: &'a str,
}

impl House {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut names = Vec::new();
        collect(&root, "", &mut names);
        assert!(names.contains(&"lib.rs".to_owned()), "there is no src/lib.rs");
        Self::of(names.into_iter().map(|name| {
            let source = fs::read_to_string(root.join(&name)).unwrap();
            (name, source)
        }))
    }

    fn of(sources: impl Iterator<Item = (String, String)>) -> Self {
        let files: Vec<File> = sources.map(|(name, source)| File::of(name, source)).collect();
        let modules = files.iter().filter(|file| file.name != "main.rs");
        let modules = modules.map(|file| (file.module.clone(), file.name.clone())).collect();
        Self { files, modules }
    }

    fn imports(&self) -> impl Iterator<Item = Import<'_>> {
        self.files.iter().filter(|file| file.name != "lib.rs").flat_map(move |file| {
            file.paths.iter().filter_map(move |path| {
                let to = self.file_of(&file.resolve(path, &self.modules)?)?;
                Some(Import { from: file, line: path.line, to })
            })
        })
    }

    /// The file of the longest module that a path begins with; the crate's root is nobody's import.
    fn file_of(&self, path: &[String]) -> Option<&str> {
        (1..=path.len()).rev().find_map(|length| self.modules.get(&path[..length])).map(String::as_str)
    }
}

impl File {
    fn of(name: String, source: String) -> Self {
        let code = blank_out(&source);
        let tokens = without_tests(&tokens_of(&code));
        let code_lines = tokens.iter().map(|(line, _)| line).collect::<BTreeSet<_>>().len();
        let module = module_of(&name);
        let (paths, methods, macros) = (paths_in(&tokens), methods_in(&tokens), macros_in(&tokens));
        Self { name, source, module, paths, methods, macros, code_lines }
    }

    fn fault(&self, line: usize, what: &str) -> String {
        format!("src/{}:{line}: {what}", self.name)
    }

    /// The path from the crate's root, where it is one of ours.
    fn resolve(&self, path: &PathSeen, modules: &BTreeMap<Vec<String>, String>) -> Option<Vec<String>> {
        let (first, rest) = path.parts.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "tsundoku" if self.name == "main.rs" => Vec::new(),
            "self" => self.module.clone(),
            "super" => self.module[..self.module.len().checked_sub(1)?].to_vec(),
            child => {
                let mut named = self.module.clone();
                named.push(child.to_owned());
                return modules.contains_key(&named).then(|| [&named, rest].concat());
            }
        };
        let mut rest = rest;
        while rest.first().is_some_and(|part| part == "super") {
            base.pop()?;
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }
}

fn collect(folder: &Path, below: &str, names: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{below}{name}/"), names);
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "rs") {
            names.push(format!("{below}{name}"));
        }
    }
}

fn module_of(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// The source with comments and the insides of strings and characters blank, lines kept.
fn blank_out(source: &str) -> String {
    let characters: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < characters.len() {
        let end = literal_end(&characters, at);
        if end > at {
            out.extend(characters[at..end].iter().map(|&inside| if inside == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(characters[at]);
            at += 1;
        }
    }
    out
}

/// The end of the comment, string or character that begins here; here itself where none does.
fn literal_end(text: &[char], at: usize) -> usize {
    let starts = |at: usize, with: &str| {
        with.chars().enumerate().all(|(step, each)| text.get(at + step) == Some(&each))
    };
    let until = |from: usize, ends: &dyn Fn(usize) -> bool| {
        (from..text.len()).find(|&at| ends(at)).unwrap_or(text.len())
    };
    let in_word = at > 0 && (text[at - 1].is_alphanumeric() || text[at - 1] == '_');
    if starts(at, "//") {
        return until(at, &|at| text[at] == '\n');
    }
    if starts(at, "/*") {
        return block_comment_end(text, at);
    }
    if !in_word {
        let prefix = ["br", "cr", "r"].into_iter().find(|prefix| starts(at, prefix)).map_or(0, str::len);
        let hashes = text[at + prefix..].iter().take_while(|&&each| each == '#').count();
        if prefix > 0 && text.get(at + prefix + hashes) == Some(&'"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let from = at + prefix + hashes + 1;
            return (until(from, &|at| starts(at, &close)) + close.len()).min(text.len());
        }
    }
    match text[at] {
        '"' => quoted_end(text, at, '"'),
        '\'' if text.get(at + 1) == Some(&'\\') || text.get(at + 2) == Some(&'\'') => {
            quoted_end(text, at, '\'')
        }
        _ => at,
    }
}

fn block_comment_end(text: &[char], at: usize) -> usize {
    let (mut at, mut depth) = (at, 0_usize);
    while at + 1 < text.len() {
        match (text[at], text[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn quoted_end(text: &[char], at: usize, quote: char) -> usize {
    let mut at = at + 1;
    while at < text.len() {
        match text[at] {
            '\\' => at += 2,
            each if each == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// A word, `::`, or a single sign, with its line.
type Token = (usize, String);

fn tokens_of(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |each: char| each.is_alphanumeric() || each == '_';
            let length = if is_word(first) {
                rest.find(|each| !is_word(each)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push((index + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// The tokens without the items under `#[cfg(test)]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    const HEAD: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_test =
            tokens.len() >= at + HEAD.len() && (0..HEAD.len()).all(|step| tokens[at + step].1 == HEAD[step]);
        if is_test {
            at = item_end(tokens, at + HEAD.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Behind the item's `;`, or behind its braces.
fn item_end(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, (_, token)) in tokens.iter().enumerate().skip(from) {
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && token == "}" {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn paths_in(tokens: &[Token]) -> Vec<PathSeen> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (line, token) = &tokens[at];
        let before = at.checked_sub(1).map_or("", |before| tokens[before].1.as_str());
        // `impl Trait + use<'a>` names what it holds; it imports nothing.
        let imports = token == "use" && tokens.get(at + 1).is_some_and(|(_, next)| next != "<");
        if imports {
            let kind = if matches!(before, "pub" | ")") { Kind::PublicUse } else { Kind::Use };
            at = use_tree(tokens, at + 1, &[], kind, &mut paths);
        } else if is_name(token) && before != "::" && before != "." {
            let mut parts = vec![token.clone()];
            at += 1;
            while at + 1 < tokens.len() && tokens[at].1 == "::" && is_name(&tokens[at + 1].1) {
                parts.push(tokens[at + 1].1.clone());
                at += 2;
            }
            if parts.len() > 1 {
                paths.push(PathSeen { line: *line, parts, kind: Kind::InCode });
            }
        } else {
            at += 1;
        }
    }
    paths
}

/// Reads one tree of a `use` and gives where it ends.
fn use_tree(tokens: &[Token], from: usize, stem: &[String], kind: Kind, paths: &mut Vec<PathSeen>) -> usize {
    let mut parts = stem.to_vec();
    let mut line = tokens.get(from).map_or(0, |(line, _)| *line);
    let mut at = from;
    while let Some((here, token)) = tokens.get(at) {
        match token.as_str() {
            "::" => at += 1,
            "as" => at += 2,
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|(_, token)| token != "}") {
                    at = use_tree(tokens, at, &parts, kind, paths);
                    at += usize::from(tokens.get(at).is_some_and(|(_, token)| token == ","));
                }
                return at + 1;
            }
            "," | "}" | ";" => break,
            // `{self}` is the stem itself.
            "self" if !parts.is_empty() => at += 1,
            name => {
                parts.push(name.to_owned());
                line = *here;
                at += 1;
            }
        }
    }
    if !parts.is_empty() {
        paths.push(PathSeen { line, parts, kind });
    }
    at
}

fn methods_in(tokens: &[Token]) -> Vec<(usize, String)> {
    let called = tokens.windows(3).filter(|three| three[0].1 == "." && three[2].1 == "(");
    called.map(|three| three[1].clone()).collect()
}

fn macros_in(tokens: &[Token]) -> Vec<(usize, String)> {
    let called =
        tokens.windows(3).filter(|three| three[1].1 == "!" && matches!(three[2].1.as_str(), "(" | "[" | "{"));
    called.map(|three| three[0].clone()).filter(|(_, name)| is_name(name)).collect()
}

mod the_reader_of_sources {
    use super::{House, blank_out, circle, methods_in, room, tokens_of, without_tests};

    fn house(sources: &[(&str, &str)]) -> House {
        House::of(sources.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())))
    }

    fn imports(house: &House) -> Vec<(&str, usize, &str)> {
        house.imports().map(|import| (import.from.name.as_str(), import.line, import.to)).collect()
    }

    #[test]
    fn comments_strings_and_characters_are_blank_and_lines_stay() {
        let source = "a /* x /* y */ z */ \"q\\\"\ncrate::b\" 'c' '\\'' r#\"d\"e\"# b\"f\" 'static // g\nh";
        let kept: Vec<String> = tokens_of(&blank_out(source)).into_iter().map(|(_, token)| token).collect();
        assert_eq!(kept, ["a", "b", "'", "static", "h"]);
        assert_eq!(blank_out(source).lines().count(), source.lines().count());
    }

    #[test]
    fn imports_are_found_in_groups_in_code_and_by_relation() {
        let house = house(&[
            ("text/mod.rs", "pub mod wrap; pub mod width;"),
            ("text/width.rs", ""),
            (
                "text/wrap.rs",
                "use super::width::{self, Width as W};\nfn f() { crate::limits::MOST; self::g(); }",
            ),
            ("limits.rs", "use std::{fmt, crate_like::x};"),
            ("main.rs", "fn main() { tsundoku::limits::run() }"),
        ]);
        assert_eq!(
            imports(&house),
            [
                ("text/wrap.rs", 1, "text/width.rs"),
                ("text/wrap.rs", 1, "text/width.rs"),
                ("text/wrap.rs", 2, "limits.rs"),
                ("text/wrap.rs", 2, "text/wrap.rs"),
                ("main.rs", 1, "limits.rs"),
            ]
        );
    }

    #[test]
    fn tests_may_import_what_they_like() {
        let house = house(&[
            (
                "limits.rs",
                "#[cfg(test)]\nmod tests { use crate::view::f; fn g() { {} } }\n#[cfg(test)] use crate::view::h;\nuse crate::view::k;",
            ),
            ("view/mod.rs", ""),
        ]);
        assert_eq!(imports(&house), [("limits.rs", 4, "view/mod.rs")]);
    }

    #[test]
    fn a_circle_is_found_whatever_leads_to_it() {
        let house = house(&[
            ("a.rs", "use crate::b::x;"),
            ("b.rs", "use crate::c::x;"),
            ("c.rs", "use crate::b::x;"),
        ]);
        let mut leans: std::collections::BTreeMap<&str, std::collections::BTreeSet<&str>> =
            std::collections::BTreeMap::new();
        for (from, _, to) in imports(&house) {
            leans.entry(from).or_default().insert(to);
        }
        assert_eq!(circle(&leans), Some(vec!["b.rs", "c.rs", "b.rs"]));
        leans.remove("c.rs");
        assert_eq!(circle(&leans), None);
    }

    #[test]
    fn rooms_are_folders_or_files() {
        assert_eq!(room("text/wrap.rs"), Some("text"));
        assert_eq!(room("run.rs"), Some("run"));
        assert_eq!(room("lib.rs"), None);
    }

    #[test]
    fn methods_are_found_by_their_call() {
        let tokens = without_tests(&tokens_of("cell.set_symbol(x); let set_symbol = 1;"));
        assert_eq!(methods_in(&tokens), [(1, "set_symbol".to_owned())]);
    }
}
