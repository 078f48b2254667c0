//! Settings: the built-in file, `assets/config.yaml`, overlaid by the user's.
//!
//! Both are read by the same code, so the built-in file says what every setting is called, what
//! it may be and what it is by default. Reading never fails: each fault is named with its line
//! and with what was expected, and costs only its own key. Which file is the user's, and reading
//! it, is left to `paths` and to its caller.

use std::ops::RangeInclusive;
use std::path::Path;

use super::bindings;
use super::fault::{Fault, not_expected, singles, unknown};
use super::strings::LANGUAGES;
use super::yaml::{self, Lines, Node};
use crate::input::keymap::Keymap;
use crate::text::safe::Safe;

/// The built-in settings, with all that there is to say about each.
pub const BUILT_IN: &str = include_str!("../../assets/config.yaml");

/// Columns that a text may be given.
pub const WIDTHS: RangeInclusive<u16> = 20..=400;

/// Faults that are named one by one; of more only the number is told.
const FAULTS_NAMED: usize = 100;

/// Characters that are told of one fault.
const FAULT_CHARACTERS: usize = 400;

/// All settings, as they hold.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting that is on or off")]
pub struct Config {
    /// Which key means what.
    pub keymap: Keymap,
    /// The theme's name, or `auto`: whichever suits the terminal's background.
    pub theme: String,
    /// Columns of the text where the screen has room for them; within [`WIDTHS`].
    pub width: u16,
    /// Columns of the characters that terminals do not agree on.
    pub ambiguous: AmbiguousSetting,
    /// Where Japanese lines break.
    pub breaks: BreaksSetting,
    /// Whether Japanese headings and titles break at phrases whatever `breaks` says.
    pub headings_phrase: bool,
    /// Whether 、 and 。 may hang in the margin.
    pub hanging: bool,
    /// Whether a blank is shown between Han or kana and Latin letters.
    pub autospace: bool,
    /// Whether lines are spread to the full width.
    pub justify: bool,
    /// Whether CJK paragraphs begin with a full-width blank.
    pub indent: bool,
    /// How readings above characters are shown.
    pub ruby: RubySetting,
    /// How repeated paragraphs are shown.
    pub repeats: RepeatsSetting,
    /// Which signs the interface draws.
    pub glyphs: GlyphsSetting,
    /// Whether the terminal is told where links lead.
    pub hyperlinks: bool,
    /// How pictures are shown.
    pub images: ImagesSetting,
    /// Whether the terminal reports the mouse.
    pub mouse: bool,
    /// Order of the list.
    pub sort: SortSetting,
    /// Whether that order is turned round.
    pub reverse: bool,
    /// Whether drafts are listed.
    pub drafts: bool,
    /// Language of the interface: a code of [`LANGUAGES`], or `auto`.
    pub language: String,
    /// Whether letters also match by sound.
    pub readings: bool,
    /// Whether an article opens where it was left.
    pub resume: bool,
    /// Whether it is noted what was opened when and searched for.
    pub history: bool,
    /// Whether changed files show by themselves.
    pub watch: WatchSetting,
    /// Kept queries by name, in the order written; whether they are well formed is for `search`.
    pub queries: Vec<(Safe, String)>,
}

/// Columns of the characters that terminals do not agree on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmbiguousSetting {
    /// The terminal is asked.
    #[default]
    Auto,
    /// One.
    Narrow,
    /// Two.
    Wide,
}

/// Where Japanese lines break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BreaksSetting {
    /// Wherever it is not forbidden.
    #[default]
    Strict,
    /// At the ends of phrases.
    Phrase,
}

/// How readings above characters are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RubySetting {
    /// In brackets after them.
    #[default]
    Inline,
    /// Not at all.
    Hidden,
}

/// How repeated paragraphs are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RepeatsSetting {
    /// Dim.
    #[default]
    Dim,
    /// As a mark in their place.
    Hide,
    /// Like any other.
    Show,
}

/// Which signs the interface draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GlyphsSetting {
    /// Those of Unicode whose width is certain.
    #[default]
    Unicode,
    /// Those of ASCII.
    Ascii,
}

/// Whether changed files show by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WatchSetting {
    /// As they change, where the system tells of it.
    #[default]
    On,
    /// Not before the folders are read again.
    Off,
    /// When it is looked for them, now and then.
    Poll,
}

/// How pictures are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImagesSetting {
    /// As well as the terminal can.
    #[default]
    Auto,
    /// Not at all.
    Off,
    /// In coloured cells.
    Blocks,
    /// By kitty's protocol.
    Kitty,
    /// In sixels.
    Sixel,
    /// By iTerm2's protocol.
    Iterm,
}

/// Order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortSetting {
    /// Newest first.
    #[default]
    Date,
    /// By title.
    Title,
    /// By path.
    Path,
    /// Read last first.
    Read,
    /// Longest first.
    Length,
}

impl AmbiguousSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] =
        &[("auto", Self::Auto), ("narrow", Self::Narrow), ("wide", Self::Wide)];
}

impl BreaksSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[("strict", Self::Strict), ("phrase", Self::Phrase)];
}

impl RubySetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[("inline", Self::Inline), ("hidden", Self::Hidden)];
}

impl RepeatsSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[("dim", Self::Dim), ("hide", Self::Hide), ("show", Self::Show)];
}

impl GlyphsSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[("unicode", Self::Unicode), ("ascii", Self::Ascii)];
}

impl WatchSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[("true", Self::On), ("false", Self::Off), ("poll", Self::Poll)];
}

impl ImagesSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[
        ("auto", Self::Auto),
        ("off", Self::Off),
        ("blocks", Self::Blocks),
        ("kitty", Self::Kitty),
        ("sixel", Self::Sixel),
        ("iterm", Self::Iterm),
    ];
}

impl SortSetting {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] = &[
        ("date", Self::Date),
        ("title", Self::Title),
        ("path", Self::Path),
        ("read", Self::Read),
        ("length", Self::Length),
    ];
}

/// The settings that hold, and what was wrong with the user's.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// Whole, whatever was wrong.
    pub config: Config,
    /// One line each, `path:line: key: what`, in the order of the file as far as can be told.
    pub faults: Vec<Safe>,
}

/// The built-in settings overlaid by `user`: its text, and the path that messages name.
#[must_use]
pub fn load(user: Option<(&str, &Path)>) -> Loaded {
    let mut config = Config::default();
    let (built_in, _) = yaml::pairs(BUILT_IN);
    overlay(&mut config, &built_in);
    let Some((text, path)) = user else { return Loaded { config, faults: Vec::new() } };
    let (pairs, slips) = yaml::pairs(text);
    let faults = overlay(&mut config, &pairs);
    let lines = Lines::of(text);
    let mut told: Vec<(usize, String)> = Vec::new();
    for slip in slips {
        told.push((slip.line.unwrap_or(0), slip.what));
    }
    let unnamed = faults.len().saturating_sub(FAULTS_NAMED);
    for fault in faults.into_iter().take(FAULTS_NAMED) {
        let keys: Vec<&str> = fault.path.iter().map(String::as_str).collect();
        let line = lines.find(&keys, fault.nth).unwrap_or(0);
        told.push((line, format!("{}: {}", keys.join("."), fault.what)));
    }
    told.sort_by_key(|&(line, _)| line);
    for (_, what) in &mut told {
        if let Some((end, _)) = what.char_indices().nth(FAULT_CHARACTERS) {
            what.truncate(end);
        }
    }
    let path = path.display();
    let more = told.len().saturating_sub(FAULTS_NAMED) + unnamed;
    let mut faults: Vec<Safe> = told
        .into_iter()
        .take(FAULTS_NAMED)
        .map(|(line, what)| match line {
            0 => Safe::line(&format!("{path}: {what}")),
            line => Safe::line(&format!("{path}:{line}: {what}")),
        })
        .collect();
    if more > 0 {
        faults.push(Safe::line(&format!("{path}: and {more} faults more")));
    }
    Loaded { config, faults }
}

/// Lays `pairs` over `config`; what is wrong with a pair leaves its setting as it was.
fn overlay(config: &mut Config, pairs: &[(String, Node)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, node) in singles(&[], pairs, &mut faults) {
        match name {
            "keys" => faults.extend(bindings::overlay(&mut config.keymap, node)),
            "queries" => faults.extend(set_queries(config, node)),
            _ => {
                if let Err(what) = set(config, name, node) {
                    faults.push(Fault::at(&[name], what));
                }
            }
        }
    }
    faults
}

/// The names that [`set`] knows, and the two sections.
const NAMES: &[&str] = &[
    "theme",
    "width",
    "ambiguous",
    "breaks",
    "headings_phrase",
    "hanging",
    "autospace",
    "justify",
    "indent",
    "ruby",
    "repeats",
    "glyphs",
    "hyperlinks",
    "images",
    "mouse",
    "sort",
    "reverse",
    "drafts",
    "language",
    "readings",
    "resume",
    "history",
    "watch",
    "queries",
    "keys",
];

fn set(config: &mut Config, name: &str, node: &Node) -> Result<(), String> {
    match name {
        "theme" => config.theme = theme_name(node)?,
        "width" => config.width = whole(node, WIDTHS)?,
        "ambiguous" => config.ambiguous = word(node, AmbiguousSetting::WORDS)?,
        "breaks" => config.breaks = word(node, BreaksSetting::WORDS)?,
        "headings_phrase" => config.headings_phrase = flag(node)?,
        "hanging" => config.hanging = flag(node)?,
        "autospace" => config.autospace = flag(node)?,
        "justify" => config.justify = flag(node)?,
        "indent" => config.indent = flag(node)?,
        "ruby" => config.ruby = word(node, RubySetting::WORDS)?,
        "repeats" => config.repeats = word(node, RepeatsSetting::WORDS)?,
        "glyphs" => config.glyphs = word(node, GlyphsSetting::WORDS)?,
        "hyperlinks" => config.hyperlinks = flag(node)?,
        "images" => config.images = word(node, ImagesSetting::WORDS)?,
        "mouse" => config.mouse = flag(node)?,
        "sort" => config.sort = word(node, SortSetting::WORDS)?,
        "reverse" => config.reverse = flag(node)?,
        "drafts" => config.drafts = flag(node)?,
        "language" => config.language = language(node)?,
        "readings" => config.readings = flag(node)?,
        "resume" => config.resume = flag(node)?,
        "history" => config.history = flag(node)?,
        "watch" => config.watch = word(node, WatchSetting::WORDS)?,
        _ => return Err(unknown("setting", name, NAMES.iter().copied())),
    }
    Ok(())
}

fn flag(node: &Node) -> Result<bool, String> {
    let Node::Flag(flag) = node else { return Err(not_expected(node, "true or false")) };
    Ok(*flag)
}

fn whole(node: &Node, range: RangeInclusive<u16>) -> Result<u16, String> {
    let number = match node {
        Node::Whole(number) => u16::try_from(*number).ok().filter(|number| range.contains(number)),
        _ => None,
    };
    number.ok_or_else(|| {
        not_expected(node, &format!("a whole number from {} to {}", range.start(), range.end()))
    })
}

fn word<T: Copy>(node: &Node, words: &[(&str, T)]) -> Result<T, String> {
    let written = node.text();
    let found = words.iter().find(|(word, _)| written.as_deref() == Some(*word));
    found.map(|&(_, value)| value).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        not_expected(node, &one_of(&words))
    })
}

/// `auto, narrow or wide`.
fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn theme_name(node: &Node) -> Result<String, String> {
    let name = node.text().filter(|name| is_plain_name(name));
    name.ok_or_else(|| not_expected(node, "the name of a theme (letters, digits, - and _)"))
}

/// Whether `name` may name a theme: it then stays within the folder of themes when it becomes a
/// file name.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

fn language(node: &Node) -> Result<String, String> {
    let known: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).chain(["auto"]).collect();
    let code = node.text().filter(|code| known.contains(&code.as_str()));
    code.ok_or_else(|| not_expected(node, &one_of(&known)))
}

fn set_queries(config: &mut Config, node: &Node) -> Vec<Fault> {
    let pairs = match node {
        Node::Map(pairs) => pairs.as_slice(),
        Node::Null => &[],
        other => {
            return vec![Fault::at(&["queries"], not_expected(other, "a section of names and queries"))];
        }
    };
    let mut faults = Vec::new();
    let mut queries = Vec::new();
    for (name, query) in singles(&["queries"], pairs, &mut faults) {
        match query.text() {
            Some(query) => queries.push((Safe::line(name), query)),
            None => faults.push(Fault::at(&["queries", name], not_expected(query, "a query"))),
        }
    }
    config.queries = queries;
    faults
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::{
        AmbiguousSetting, BUILT_IN, Config, NAMES, RepeatsSetting, SortSetting, is_plain_name, load, overlay,
        set,
    };
    use crate::config::yaml::{self, Node};

    fn loaded(text: &str) -> (Config, Vec<String>) {
        let loaded = load(Some((text, Path::new("/c/config.yaml"))));
        (loaded.config, loaded.faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_built_in_file_is_without_fault_and_holds_every_setting() {
        let (pairs, slips) = yaml::pairs(BUILT_IN);
        assert!(slips.is_empty(), "{slips:?}");
        assert_eq!(overlay(&mut Config::default(), &pairs), []);
        let mut written: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        let mut known = NAMES.to_vec();
        written.sort_unstable();
        known.sort_unstable();
        assert_eq!(written, known);
        for name in NAMES.iter().filter(|name| !matches!(**name, "keys" | "queries")) {
            let error = set(&mut Config::default(), name, &Node::Map(vec![])).unwrap_err();
            assert!(error.starts_with("a section is not "), "{name}: {error}");
        }
    }

    #[test]
    fn the_built_in_settings_serve_where_the_user_says_nothing() {
        let config = load(None).config;
        assert_eq!((config.theme.as_str(), config.width), ("auto", 80));
        assert!(
            config.headings_phrase && config.readings && config.resume && config.history && config.drafts
        );
        for text in ["", "# 猫\n", "theme: auto\n"] {
            assert_eq!(loaded(text), (config.clone(), vec![]));
        }
    }

    #[test]
    fn what_the_user_says_counts() {
        let (config, faults) = loaded(
            "theme: 青\nwidth: 60\nambiguous: wide\nrepeats: hide\nsort: title\nmouse: true\nlanguage: ja\nqueries:\n  調達: text:調達\n  year: 2026\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!((config.theme.as_str(), config.width, config.mouse), ("青", 60, true));
        assert_eq!(config.ambiguous, AmbiguousSetting::Wide);
        assert_eq!(config.repeats, RepeatsSetting::Hide);
        assert_eq!(config.sort, SortSetting::Title);
        assert_eq!(config.language, "ja");
        let queries: Vec<(&str, &str)> =
            config.queries.iter().map(|(n, q)| (n.as_str(), q.as_str())).collect();
        assert_eq!(queries, [("調達", "text:調達"), ("year", "2026")]);
    }

    #[test]
    fn every_fault_is_named_with_its_line_and_costs_only_its_own_key() {
        let (config, faults) = loaded(
            "# mine\nthme: dark\nwidth: wide\nmouse: 1\n\nambiguous: narow\nsort: [date]\nreverse: true\nwidht: 3\ntheme: ../x\n幅: 3\n",
        );
        assert_eq!(
            faults,
            [
                "/c/config.yaml:2: thme: no such setting; did you mean \"theme\"?",
                "/c/config.yaml:3: width: \"wide\" is not a whole number from 20 to 400",
                "/c/config.yaml:4: mouse: 1 is not true or false",
                "/c/config.yaml:6: ambiguous: \"narow\" is not auto, narrow or wide",
                "/c/config.yaml:7: sort: a list is not date, title, path, read or length",
                "/c/config.yaml:9: widht: no such setting; did you mean \"width\"?",
                "/c/config.yaml:10: theme: \"../x\" is not the name of a theme (letters, digits, - and _)",
                "/c/config.yaml:11: 幅: no such setting",
            ]
        );
        assert_eq!(config, Config { reverse: true, ..load(None).config });
    }

    #[test]
    fn a_key_that_stands_twice_keeps_its_default() {
        let (config, faults) = loaded("width: 40\nmouse: true\nwidth: 60\n");
        assert_eq!(
            faults,
            ["/c/config.yaml:3: width: stands more than once; its default serves until it stands once"]
        );
        assert_eq!((config.width, config.mouse), (80, true));
    }

    #[test]
    fn what_is_not_yaml_is_named_and_the_rest_still_counts() {
        let (config, faults) = loaded("width: 60\ntheme: [dark\nmouse: true\n");
        assert_eq!((config.width, config.mouse), (60, true));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("/c/config.yaml:"), "{faults:?}");
        let (config, faults) = loaded("just words\n");
        assert_eq!(config, load(None).config);
        assert_eq!(faults, ["/c/config.yaml: \"just words\" where settings are expected"]);
    }

    #[test]
    fn faults_without_end_are_counted_not_listed() {
        let text = (0..300).map(|n| format!("x{n}: 1")).collect::<Vec<_>>().join("\n");
        let (_, faults) = loaded(&text);
        assert_eq!(faults.len(), 101);
        assert_eq!(faults[100], "/c/config.yaml: and 200 faults more");
    }

    #[test]
    fn faults_cannot_steer_the_terminal() {
        let (_, faults) = loaded("\"a\\e]0;x\\a\": 1\nwidth: \"\\e[2J\"\n");
        assert_eq!(faults.len(), 2);
        assert!(faults.iter().all(|fault| !fault.contains(char::is_control)), "{faults:?}");
    }

    #[test]
    fn theme_names_stay_in_their_folder() {
        assert!(["mine", "青い夜", "my-theme_2"].into_iter().all(is_plain_name));
        assert!(!["", ".", "..", "a/b", "a\\b", "a.yaml", "a b", "\0"].into_iter().any(is_plain_name));
    }

    proptest! {
        #[test]
        fn no_text_makes_loading_panic(
            raw in "((theme|width|keys|queries|sort|keys: \\{list|  down|x):? ?(\\PC|[\\n\\t \\-\\[\\]{}&*!|>'\"%@`#?,]){0,12}\n){0,6}"
        ) {
            let _ = load(Some((&raw, Path::new("c"))));
        }
    }
}
