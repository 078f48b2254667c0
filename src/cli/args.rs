//! The command line as clap reads it.
//!
//! Common options may stand before or behind a command. A folder that is called like a command
//! is named with its path (`./list`) or behind `--`. What an option does is left to others.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::config::config::{AmbiguousSetting, BreaksSetting, Config, RepeatsSetting, RubySetting};
use crate::search::query::SortKey;

/// Read folders of Markdown articles in the terminal.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "tsundoku",
    version,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Keys: press ? in the reader. Settings: tsundoku config edit."
)]
pub struct Arguments {
    /// Folders and files to read; none: the current folder if it holds Markdown, else the sample;
    /// - is standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read the built-in sample articles
    #[arg(long)]
    pub sample: bool,
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
    /// What to do; none: read.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do without a screen.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// List articles, one a line
    List(ListArguments),
    /// Write one article as the reader shows it
    Print(PrintArguments),
    /// List the bookmarks
    #[command(args_conflicts_with_subcommands = true)]
    Marks(MarksArguments),
    /// Show the settings that hold, or edit your own
    Config(ConfigArguments),
    /// Write the completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page
    Man,
}

/// What `list` takes.
#[derive(Clone, Debug, Default, Args)]
pub struct ListArguments {
    /// Folders and files; none: the current folder
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// List the built-in sample articles
    #[arg(long)]
    pub sample: bool,
    /// Only what this query finds: words, tag:AI, date:2026, is:unread, sort:title …
    #[arg(short, long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Order: the newest, the longest, the last read first, or by title or path
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = sort())]
    pub sort: Option<SortWish>,
    /// Turn the order round
    #[arg(long)]
    pub reverse: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// What `print` takes.
#[derive(Clone, Debug, Args)]
pub struct PrintArguments {
    /// The article; - is standard input
    pub file: PathBuf,
    /// Leave out the card of title, date and tags
    #[arg(long)]
    pub no_card: bool,
    /// Colours
    #[arg(long, visible_alias = "colour", value_name = "WHEN", default_value = "auto", value_parser = one_of(ColourWish::WORDS))]
    pub color: ColourWish,
}

/// What `marks` takes.
#[derive(Clone, Debug, Args)]
pub struct MarksArguments {
    /// What to do with them; none: list them.
    #[command(subcommand)]
    pub action: Option<MarksAction>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// What can be done with the bookmarks.
#[derive(Clone, Debug, Subcommand)]
pub enum MarksAction {
    /// Write them as Markdown, with quotations and links back
    Export,
}

/// What `config` takes.
#[derive(Clone, Debug, Args)]
pub struct ConfigArguments {
    /// What to do; none: show.
    #[command(subcommand)]
    pub action: Option<ConfigAction>,
}

/// What can be done with the settings.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigAction {
    /// Write the path of your settings file
    Path,
    /// Write the settings that hold
    Show,
    /// Open your settings file in $VISUAL or $EDITOR; it is made where it is not there
    Edit,
}

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Common options")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is given or not")]
pub struct Common {
    /// The settings file to use
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The look: auto, dark, light, high-contrast, ansi16, mono, or one of your own
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Columns of the text
    #[arg(short, long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(1..))]
    pub width: Option<u16>,
    /// Width of characters that terminals do not agree on
    #[arg(long, global = true, value_name = "WIDTH", value_parser = one_of(AmbiguousSetting::WORDS))]
    pub ambiguous: Option<AmbiguousSetting>,
    /// Read what .gitignore and .ignore leave out, too
    #[arg(long, global = true)]
    pub no_ignore: bool,
    /// Read hidden files and folders, too
    #[arg(long, global = true)]
    pub hidden: bool,
    /// Follow symbolic links out of the folders given
    #[arg(long, global = true)]
    pub follow: bool,
    /// Write nothing and start no other program (as `TSUNDOKU_SECURE=1` does)
    #[arg(long, global = true)]
    pub secure: bool,
    /// How the text is set.
    #[command(flatten)]
    pub setting: Setting,
}

/// How the text is set, where it is to differ from the settings.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Typesetting")]
pub struct Setting {
    /// Where Japanese lines break
    #[arg(long, global = true, value_name = "HOW", value_parser = one_of(BreaksSetting::WORDS))]
    pub breaks: Option<BreaksSetting>,
    /// Let 、 and 。 hang in the margin
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, hide_possible_values = true, default_missing_value = "true")]
    pub hanging: Option<bool>,
    /// A blank between CJK and Latin letters
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, hide_possible_values = true, default_missing_value = "true")]
    pub autospace: Option<bool>,
    /// Spread lines to the full width
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, hide_possible_values = true, default_missing_value = "true")]
    pub justify: Option<bool>,
    /// Begin CJK paragraphs with a full-width blank
    #[arg(long, global = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, hide_possible_values = true, default_missing_value = "true")]
    pub indent: Option<bool>,
    /// Readings above characters
    #[arg(long, global = true, value_name = "HOW", value_parser = one_of(RubySetting::WORDS))]
    pub ruby: Option<RubySetting>,
    /// Paragraphs that repeat an earlier one
    #[arg(long, global = true, value_name = "HOW", value_parser = one_of(RepeatsSetting::WORDS))]
    pub repeats: Option<RepeatsSetting>,
}

/// Whether colours are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourWish {
    /// Where a terminal shows them and nobody has said otherwise.
    #[default]
    Auto,
    /// Whatever the output is.
    Always,
    /// Not at all.
    Never,
}

impl ColourWish {
    /// Each as it is written.
    pub const WORDS: &[(&str, Self)] =
        &[("auto", Self::Auto), ("always", Self::Always), ("never", Self::Never)];
}

/// An order asked for with `--sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortWish {
    /// What is compared.
    pub key: SortKey,
    /// Whether a `-` stood before it, as in a query: the greatest, the newest first.
    pub descending: bool,
}

impl Common {
    /// Lays what was asked for over the settings. The width is left to who sets the text.
    pub fn overlay(&self, config: &mut Config) {
        let Self { ambiguous, setting, .. } = self;
        let Setting { breaks, hanging, autospace, justify, indent, ruby, repeats } = setting;
        put(&mut config.ambiguous, *ambiguous);
        put(&mut config.breaks, *breaks);
        put(&mut config.hanging, *hanging);
        put(&mut config.autospace, *autospace);
        put(&mut config.justify, *justify);
        put(&mut config.indent, *indent);
        put(&mut config.ruby, *ruby);
        put(&mut config.repeats, *repeats);
    }
}

fn put<T>(setting: &mut T, wanted: Option<T>) {
    if let Some(wanted) = wanted {
        *setting = wanted;
    }
}

/// Takes one of `words` for what it means.
fn one_of<T>(words: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).map(move |typed| {
        let found = words.iter().find(|(word, _)| *word == typed);
        found.expect("the parser lets only these words through").1
    })
}

/// The orders as a query turns them round; the list knows them without saying so.
const DESCENDING: [&str; 6] = ["-date", "-title", "-path", "-length", "-read", "-score"];

fn sort() -> impl TypedValueParser<Value = SortWish> {
    let names = SortKey::ALL.iter().map(|&(_, name)| PossibleValue::new(name));
    let descending = DESCENDING.iter().map(|name| PossibleValue::new(*name).hide(true));
    PossibleValuesParser::new(names.chain(descending)).map(|typed| {
        let name = typed.strip_prefix('-');
        let found = SortKey::ALL.iter().find(|(_, known)| *known == name.unwrap_or(&typed));
        let (key, _) = found.expect("the parser lets only these words through");
        SortWish { key: *key, descending: name.is_some() }
    })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use clap::{CommandFactory as _, Parser as _};

    use super::{Arguments, ColourWish, Command, ConfigAction, SortWish};
    use crate::config::config::{AmbiguousSetting, BreaksSetting, Config};
    use crate::search::query::SortKey;

    fn parsed(line: &[&str]) -> Arguments {
        Arguments::try_parse_from([&["tsundoku"], line].concat()).unwrap()
    }

    fn paths(line: &[&str]) -> Vec<PathBuf> {
        let parsed = parsed(line);
        assert!(parsed.command.is_none(), "{line:?}");
        parsed.paths
    }

    #[test]
    fn the_definition_is_without_fault() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_path_like_a_command_is_a_path_when_it_cannot_be_a_command() {
        assert_eq!(paths(&["./list"]), [PathBuf::from("./list")]);
        assert_eq!(paths(&["--", "list"]), [PathBuf::from("list")]);
        assert_eq!(paths(&["記事", "list"]), [PathBuf::from("記事"), PathBuf::from("list")]);
        assert_eq!(paths(&["--", "-x.md"]), [PathBuf::from("-x.md")]);
        assert_eq!(paths(&["-"]), [PathBuf::from("-")]);
    }

    #[test]
    fn common_options_stand_before_or_behind_a_command() {
        for line in [["--ambiguous", "wide", "list"], ["list", "--ambiguous", "wide"]] {
            let parsed = parsed(&line);
            assert!(matches!(parsed.command, Some(Command::List(_))));
            assert_eq!(parsed.common.ambiguous, Some(AmbiguousSetting::Wide));
        }
        assert_eq!(parsed(&["print", "a.md", "-w", "60"]).common.width, Some(60));
    }

    #[test]
    fn print_takes_a_file_and_how_it_is_to_look() {
        let Some(Command::Print(print)) = parsed(&["print", "-", "--no-card", "--colour", "always"]).command
        else {
            panic!("not print")
        };
        assert_eq!((print.file.as_path(), print.no_card), (Path::new("-"), true));
        assert_eq!(print.color, ColourWish::Always);
        assert!(Arguments::try_parse_from(["tsundoku", "print"]).is_err());
        assert!(Arguments::try_parse_from(["tsundoku", "print", "a.md", "-w", "0"]).is_err());
    }

    #[test]
    fn an_order_is_named_as_in_a_query() {
        let sort = |word: &str| match parsed(&["list", "--sort", word]).command {
            Some(Command::List(list)) => list.sort,
            _ => None,
        };
        assert_eq!(sort("title"), Some(SortWish { key: SortKey::Title, descending: false }));
        for (key, name) in SortKey::ALL {
            assert_eq!(sort(&format!("-{name}")), Some(SortWish { key: *key, descending: true }));
        }
        assert_eq!(sort("-date"), Some(SortWish { key: SortKey::Date, descending: true }));
        assert!(Arguments::try_parse_from(["tsundoku", "list", "--sort", "size"]).is_err());
    }

    #[test]
    fn what_is_asked_for_is_laid_over_the_settings() {
        let mut config = Config { justify: true, ..Config::default() };
        parsed(&["--breaks", "phrase", "--hanging", "--justify=false", "a"]).common.overlay(&mut config);
        assert_eq!(
            (config.breaks, config.hanging, config.justify, config.indent),
            (BreaksSetting::Phrase, true, false, false)
        );
    }

    #[test]
    fn config_does_one_of_three_things() {
        let Some(Command::Config(config)) = parsed(&["config", "edit"]).command else { panic!("not config") };
        assert!(matches!(config.action, Some(ConfigAction::Edit)));
    }
}
