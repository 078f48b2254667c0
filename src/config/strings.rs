//! The interface's words, in the languages of `assets/strings`.
//!
//! Code names a [`Word`], never a text. To add a word: its variant here, and a line in each file
//! of `assets/strings`; a test asserts that the files hold the same keys as this list. To add a
//! language: its file, and a line in [`LANGUAGES`]. A word that a language lacks is English.
//!
//! Texts may hold places, `{0}` and `{1}`, that [`Strings::fill`] fills, and two forms parted by
//! `|`, of which [`Strings::counted`] takes the first for one and the second for any other number.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::{Display, Write as _};

use super::yaml::{self, Node};
use crate::input::action::{Action, Pane};
use crate::text::safe::{Safe, SafeStr};

/// Each language by its code, with its words; the first serves where a word is missing.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../assets/strings/en.yaml")),
    ("ja", include_str!("../../assets/strings/ja.yaml")),
];

/// The list and the enum in one, so that a word is written once.
macro_rules! words {
    ($($word:ident),* $(,)?) => {
        /// A word or sentence of the interface; the string files hold it in snake case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the English file says each")]
        pub enum Word {
            $($word),*
        }

        impl Word {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$word),*];
        }
    };
}

words! {
    // The list.
    Articles,
    Unread,
    Summary,
    Matches,
    Draft,
    NoArticles,
    NoArticlesHint,
    NoMatches,
    NoMatchesHint,
    Scanning,
    SortDate,
    SortTitle,
    SortPath,
    SortRead,
    SortLength,
    DraftsShown,
    DraftsHidden,
    MarkedRead,
    MarkedUnread,
    Polling,
    // The reader.
    Marked,
    MarkedForNow,
    NoHits,
    NoHeadings,
    NoLinks,
    NoNote,
    NoSuchHeading,
    DeadLink,
    LinkOutside,
    LinkToSeveral,
    LinkToFile,
    LinkTemplate,
    NoWayBack,
    NoWayForward,
    NoWideTable,
    PicturesShown,
    PicturesHidden,
    NoPictures,
    FirstArticle,
    LastArticle,
    ThemeIs,
    FileGone,
    // What is typed.
    NotePrompt,
    NoPast,
    OldestPast,
    // Lists over the page.
    KeysTitle,
    PaletteTitle,
    ForgetTitle,
    ForgetNothing,
    ForgetAll,
    Forgotten,
    ForgottenForNow,
    TriedAgain,
    ContinueTitle,
    ReadLately,
    NothingBegun,
    MarksByDate,
    MarksByArticle,
    MarksByCorpus,
    OutlineTitle,
    FrontMatterTitle,
    FacetsTitle,
    BacklinksTitle,
    LookingForLinks,
    MoreLinks,
    NoBacklinks,
    SavedQueries,
    Tags,
    Categories,
    Authors,
    Years,
    Languages,
    States,
    StateUnread,
    StateReading,
    StateDone,
    StateMarked,
    StateTroubled,
    NothingMatches,
    NothingToFind,
    ExpressionTooLong,
    ExpressionTooLarge,
    NothingToCount,
    QueryTooLong,
    NoMarks,
    MarkedBefore,
    NotInThisCorpus,
    OnlyDrafts,
    OnlyDraftsHint,
    Trouble,
    MarkDeleted,
    MarkDeletedUndo,
    NoteWritten,
    NotesJoined,
    MarkIsBack,
    MarkIsGone,
    NothingDeleted,
    // Sections of the help.
    PaneAnywhere,
    PaneList,
    PaneReader,
    PaneBar,
    PanePicker,
    // Keys named in the status line.
    HintKeys,
    HintFilter,
    HintQuit,
    HintToNote,
    HintClose,
    HintOpen,
    HintCopy,
    HintArrange,
    HintDelete,
    HintUndo,
    // Out of the program.
    LeaveHost,
    LeaveHostInAscii,
    LeaveUser,
    LeaveText,
    LeaveOnlyCopied,
    Opening,
    CannotOpen,
    CannotEdit,
    NoFile,
    CopyTitle,
    CopyPassage,
    CopyCode,
    CopyLink,
    CopyQuote,
    CopyPath,
    CopySource,
    CopyArticle,
    CopyAddress,
    Characters,
    Copied,
    CannotCopy,
    SecureNoProgram,
    SecureNoCopy,
    WhyNoProgram,
    WhyFarAway,
    WhyDumbTerminal,
    WhyTooLong,
    WhyNoClipboard,
    WhyNotStarted,
    WhyEnded,
    // The card.
    Path,
    // A query that cannot be understood.
    FaultAt,
    FaultTitle,
    FaultTag,
    FaultCategory,
    FaultAuthor,
    FaultPath,
    FaultLang,
    FaultText,
    FaultDate,
    FaultNoDay,
    FaultBackwards,
    FaultState,
    FaultOrder,
    FaultNotOrder,
    FaultName,
}

/// The words of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Strings {
    words: HashMap<Word, Safe>,
    actions: HashMap<Action, Safe>,
}

impl Strings {
    /// Those of `language`, a code of [`LANGUAGES`]; English for any other.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let mut strings = Self { words: HashMap::new(), actions: HashMap::new() };
        for action in Action::all() {
            strings.actions.insert(action, Safe::fixed(action.help()));
        }
        for (index, (code, file)) in LANGUAGES.iter().enumerate() {
            if index == 0 || *code == language {
                strings.overlay(file);
            }
        }
        strings
    }

    fn overlay(&mut self, file: &str) {
        let entries: HashMap<String, String> = entries(file).into_iter().collect();
        for &word in Word::ALL {
            if let Some(text) = entries.get(&word.key()) {
                self.words.insert(word, Safe::line(text));
            }
        }
        for action in Action::all() {
            if let Some(text) = entries.get(&action_key(action)) {
                self.actions.insert(action, Safe::line(text));
            }
        }
    }

    /// The text of `word`, its places unfilled.
    #[must_use]
    pub fn get(&self, word: Word) -> &str {
        self.words.get(&word).map_or("", Safe::as_str)
    }

    /// The text of `word`, ready for the screen.
    #[must_use]
    pub fn word(&self, word: Word) -> SafeStr<'_> {
        self.words.get(&word).map(Safe::as_safe_str).unwrap_or_default()
    }

    /// What `action` does, for the help.
    #[must_use]
    pub fn help(&self, action: Action) -> SafeStr<'_> {
        self.actions.get(&action).map(Safe::as_safe_str).unwrap_or_default()
    }

    /// What `pane` is called, as a heading of the help.
    #[must_use]
    pub fn pane(&self, pane: Pane) -> SafeStr<'_> {
        self.word(match pane {
            Pane::Anywhere => Word::PaneAnywhere,
            Pane::List => Word::PaneList,
            Pane::Reader => Word::PaneReader,
            Pane::Bar => Word::PaneBar,
            Pane::Picker => Word::PanePicker,
        })
    }

    /// The text of `word` with `values` in its places, made safe.
    #[must_use]
    pub fn fill(&self, word: Word, values: &[&dyn Display]) -> Safe {
        Safe::line(&filled(self.get(word), values))
    }

    /// The text of `word` for `number`, which also fills its place.
    #[must_use]
    pub fn counted(&self, word: Word, number: usize) -> Safe {
        let (one, many) = self.get(word).split_once('|').unwrap_or((self.get(word), self.get(word)));
        Safe::line(&filled(if number == 1 { one } else { many }, &[&number]))
    }
}

impl Word {
    /// Its key in the string files: `NoMatches` is `no_matches`.
    #[must_use]
    pub fn key(self) -> String {
        let mut key = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !key.is_empty() {
                key.push('_');
            }
            key.push(c.to_ascii_lowercase());
        }
        key
    }
}

/// The language that `setting` asks for: a code of [`LANGUAGES`], or `auto`, which the first of
/// `LC_ALL`, `LC_MESSAGES` and `LANG` that says anything decides. English where none fits.
#[must_use]
pub fn language(setting: &str, environment: &dyn Fn(&str) -> Option<OsString>) -> &'static str {
    let said = || {
        let values = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(environment);
        values.map(|value| value.to_string_lossy().into_owned()).find(|value| !value.is_empty())
    };
    let wanted = if setting == "auto" { said().unwrap_or_default() } else { setting.to_owned() };
    let code = wanted.split(['_', '.', '@', '-']).next().unwrap_or_default().to_ascii_lowercase();
    LANGUAGES.iter().find(|(known, _)| *known == code).unwrap_or(&LANGUAGES[0]).0
}

/// The key of an action's line of help: `action.reader.next_heading`.
fn action_key(action: Action) -> String {
    let pane = Pane::ALL.iter().find(|(pane, _)| *pane == action.pane()).map_or("", |(_, name)| name);
    format!("action.{pane}.{}", action.name())
}

/// The texts of a string file by their keys from the top, parted by dots.
fn entries(file: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let (pairs, _) = yaml::pairs(file);
    let mut waiting: Vec<(String, Node)> = pairs;
    while let Some((key, node)) = waiting.pop() {
        match node {
            Node::Map(pairs) => {
                waiting.extend(pairs.into_iter().map(|(inner, node)| (format!("{key}.{inner}"), node)));
            }
            other => all.extend(other.text().map(|text| (key, text))),
        }
    }
    all
}

fn filled(text: &str, values: &[&dyn Display]) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, place) = rest.split_at(at);
        whole.push_str(before);
        let index = place.get(1..2).and_then(|digit| digit.parse::<usize>().ok());
        let value = index.filter(|_| place.get(2..3) == Some("}")).and_then(|index| values.get(index));
        if let Some(value) = value {
            write!(whole, "{value}").expect("a string takes all that is written to it");
            rest = &place[3..];
        } else {
            whole.push('{');
            rest = &place[1..];
        }
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsString;

    use proptest::prelude::*;

    use super::{LANGUAGES, Strings, Word, action_key, entries, filled, language};
    use crate::config::yaml;
    use crate::input::action::{Action, ReaderAction};

    #[test]
    fn every_language_says_every_word_and_nothing_else() {
        let words = Word::ALL.iter().map(|word| word.key());
        let known: BTreeSet<String> = words.chain(Action::all().map(action_key)).collect();
        for (code, file) in LANGUAGES {
            assert!(yaml::pairs(file).1.is_empty(), "{code}");
            let entries = entries(file);
            let written: BTreeSet<String> = entries.iter().map(|(key, _)| key.clone()).collect();
            assert_eq!(entries.len(), written.len(), "{code}: a key stands twice");
            assert_eq!(written.difference(&known).collect::<Vec<_>>(), [""; 0], "{code}: unknown");
            assert_eq!(known.difference(&written).collect::<Vec<_>>(), [""; 0], "{code}: missing");
            assert!(entries.iter().all(|(_, text)| !text.trim().is_empty()), "{code}");
        }
    }

    #[test]
    fn every_language_has_the_same_places() {
        let places = |text: &str| -> BTreeSet<char> {
            ['0', '1', '2'].into_iter().filter(|n| text.contains(&format!("{{{n}}}"))).collect()
        };
        let english = Strings::of("en");
        for (code, _) in LANGUAGES {
            let strings = Strings::of(code);
            for &word in Word::ALL {
                assert_eq!(places(strings.get(word)), places(english.get(word)), "{code}: {word:?}");
            }
        }
    }

    #[test]
    fn the_english_help_is_that_of_the_actions() {
        let strings = Strings::of("en");
        for action in Action::all() {
            assert_eq!(strings.help(action).as_str(), action.help(), "{action:?}");
        }
    }

    #[test]
    fn words_are_of_the_language_asked_for() {
        let next = Action::Reader(ReaderAction::NextHeading);
        assert_eq!(Strings::of("ja").help(next).as_str(), "次の見出し");
        assert_eq!(Strings::of("en").help(next).as_str(), "next heading");
        assert_eq!(Strings::of("tlh"), Strings::of("en"));
    }

    #[test]
    fn words_of_the_interface_are_as_wide_on_every_terminal() {
        // East Asian ambiguous characters that one might want in such words.
        let ambiguous = |c: char| "…—―–·×÷±°※→←↑↓○●◎■□★☆“”‘’".contains(c);
        for (code, file) in LANGUAGES {
            for (key, text) in entries(file) {
                assert!(!text.contains(ambiguous), "{code}: {key}: {text}");
            }
        }
    }

    #[test]
    fn numbers_take_their_form() {
        let strings = Strings::of("en");
        assert_eq!(strings.counted(Word::Articles, 1).as_str(), "1 article");
        assert_eq!(strings.counted(Word::Articles, 5).as_str(), "5 articles");
        assert_eq!(Strings::of("ja").counted(Word::Articles, 1).as_str(), "1件");
    }

    #[test]
    fn places_are_filled_and_what_fills_them_is_made_safe() {
        assert_eq!(filled("{1} of {0}, {2} {x {", &[&"猫", &3]), "3 of 猫, {2} {x {");
        let safe = Strings::of("en").fill(Word::ThemeIs, &[&"\x1b[2J"]);
        assert!(!safe.contains('\x1b'), "{safe}");
    }

    #[test]
    fn the_first_variable_that_says_anything_decides_the_language() {
        for (setting, variables, expected) in [
            ("auto", &[("LANG", "ja_JP.UTF-8")][..], "ja"),
            ("auto", &[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")], "en"),
            ("auto", &[("LANG", "C"), ("LC_ALL", ""), ("LC_MESSAGES", "ja")], "ja"),
            ("auto", &[("LANG", "ko_KR.UTF-8")], "en"),
            ("auto", &[], "en"),
            ("ja", &[("LANG", "C")], "ja"),
            ("en", &[("LANG", "ja_JP")], "en"),
        ] {
            let environment = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
            };
            assert_eq!(language(setting, &environment), expected, "{setting} {variables:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_filling_panic(text in "[{}0-3猫a|]{0,12}") {
            let _ = filled(&text, &[&1, &"二"]);
        }
    }
}
