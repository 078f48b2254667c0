//! tsundoku: arguments in, exit code out.
//!
//! Here it is decided whether there is a screen to read on; what is shown on it is left to
//! `run`, what is written without one to `cli`.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::FileTypeExt as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use tsundoku::app::app::Start;
use tsundoku::app::recalling::Remembered;
use tsundoku::cli::args::{Arguments, ColourWish, Command, Common, ListArguments};
use tsundoku::cli::say::{self, Ended};
use tsundoku::cli::setup::{Input, Output, Secure, Setup, Surroundings};
use tsundoku::cli::sources::{self, Unnamed};
use tsundoku::cli::{colour, completions, config, list, man, marks, print};
use tsundoku::config::config::WIDTHS;
use tsundoku::config::strings::{Strings, language};
use tsundoku::corpus::source::Source;
use tsundoku::jobs::keeping::Keeping;
use tsundoku::jobs::perform::Desk;
use tsundoku::message::Given;
use tsundoku::page::page::Card;
use tsundoku::programs::variables::Variables;
use tsundoku::run::{self, Reading};
use tsundoku::term::session::Session;
use tsundoku::text::safe::Safe;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(said) => return answer(&said),
    };
    let environment = |name: &str| std::env::var_os(name);
    let around = Surroundings { environment: &environment, input: input(), output: output() };
    match act(arguments, &around) {
        Ok(After::Left(code)) => code,
        Ok(After::Ended(ended)) => ExitCode::from(say::exit_code(&Ok(ended))),
        Err(error) => ExitCode::from(say::exit_code(&Err(error))),
    }
}

/// What clap answers itself: help and version, or what it cannot read.
fn answer(said: &clap::Error) -> ExitCode {
    match said.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let styled = said.render();
            let shown = if io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
                styled.ansi().to_string()
            } else {
                styled.to_string()
            };
            let written = say::write_all(shown.as_bytes());
            ExitCode::from(say::exit_code(&written.map(|()| Ended::Done)))
        }
        _ => {
            say::warn(&say::usage_fault(&said.to_string()));
            ExitCode::from(say::FAILED)
        }
    }
}

/// What became of it: a command ended, or the reader was left.
enum After {
    Ended(Ended),
    Left(ExitCode),
}

fn act(arguments: Arguments, around: &Surroundings<'_>) -> anyhow::Result<After> {
    let Arguments { paths, sample, common, command } = arguments;
    let width = common.width;
    let ended = match command {
        None => return read(&paths, sample, &common, around),
        Some(_) if !paths.is_empty() => {
            anyhow::bail!("cannot tell what {} is: a path stands behind its command", paths[0].display())
        }
        Some(Command::List(list)) => {
            let setup = told(&common, around)?;
            let sources = given(&list.paths, list.sample || sample, Unnamed::Here, &setup)?;
            list::list(&list, &sources, width, &setup)?
        }
        Some(Command::Print(print)) => print::print(&print, width, &told(&common, around)?, around)?,
        Some(Command::Marks(marks)) => marks::marks(&marks, &told(&common, around)?)?,
        Some(Command::Config(asked)) => config::config(asked.action.as_ref(), &common, around)?,
        Some(Command::Completions { shell }) => {
            say::write_all(&completions::completions(shell))?;
            Ended::Done
        }
        Some(Command::Man) => {
            say::write_all(&man::man()?)?;
            Ended::Done
        }
    };
    Ok(After::Ended(ended))
}

/// The setup of a command without a screen: what is wrong with it is said at once.
fn told(common: &Common, around: &Surroundings<'_>) -> anyhow::Result<Setup> {
    let setup = Setup::of(common, around)?;
    say::say_all(&setup.notices);
    Ok(setup)
}

fn given(paths: &[PathBuf], sample: bool, unnamed: Unnamed, setup: &Setup) -> anyhow::Result<Vec<Source>> {
    match (sample, paths) {
        (true, []) => Ok(vec![Source::Sample]),
        (true, [path, ..]) => {
            anyhow::bail!("cannot read {} and the sample at once; leave out one", path.display())
        }
        (false, paths) => sources::sources(paths, unnamed, &setup.walk),
    }
}

/// Opens the reader; without a screen, what it would show is written.
fn read(
    paths: &[PathBuf],
    sample: bool,
    common: &Common,
    around: &Surroundings<'_>,
) -> anyhow::Result<After> {
    let unnamed = Unnamed::Anything(around.input);
    let screen = matches!(around.output, Output::Terminal { .. }) && !colour::is_dumb(around.environment);
    if !screen {
        let setup = told(common, around)?;
        let sources = given(paths, sample, unnamed, &setup)?;
        let ended = match sources.as_slice() {
            [only] if sources::only_article(only).is_some() => {
                print::write(only, Card::Shown, ColourWish::Auto, common.width, &setup, around)?
            }
            sources => list::list(&ListArguments::default(), sources, common.width, &setup)?,
        };
        return Ok(After::Ended(ended));
    }
    let setup = Setup::of(common, around)?;
    let sources = given(paths, sample, unnamed, &setup)?;
    run::read(reading(sources, setup, common, around)).map(After::Left)
}

/// What the reader starts from.
fn reading(sources: Vec<Source>, setup: Setup, common: &Common, around: &Surroundings<'_>) -> Reading {
    let mut notices = setup.notices.clone();
    let themes = setup.themes(colour::of_screen(around.environment), &mut notices);
    let (memory, keeping) = match setup.folders() {
        Some(folders) => (Remembered::ToCome, Keeping::Unread(folders, setup.secure)),
        None => (Remembered::Nowhere, Keeping::Nowhere),
    };
    let strings = Strings::of(language(&setup.config.language, around.environment));
    let open = match sources.as_slice() {
        [only] => sources::only_article(only),
        _ => None,
    };
    let programs = match setup.secure {
        Secure::Yes => Variables::default(),
        Secure::No => Variables::of(around.environment),
    };
    let desk = Desk { walk: setup.walk, sources, programs };
    let mut config = setup.config;
    if let Some(width) = common.width {
        config.width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    }
    Reading {
        start: Start {
            ambiguous: config.ambiguous(None),
            config,
            themes: themes.all,
            strings,
            memory,
            given: Given { name: name(&desk.sources), corpus: sources::corpus(&desk.sources), open },
            easel: None,
            notices,
            secure: setup.secure,
        },
        desk,
        keeping,
        by_background: themes.by_background,
        colours: colour::of_screen(around.environment),
    }
}

/// What the sources are called together.
fn name(sources: &[Source]) -> Safe {
    let names: Vec<String> = sources.iter().map(sources::name).collect();
    Safe::line(&names.join(", "))
}

fn input() -> Input {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Input::Terminal;
    }
    // A device that is no terminal (`/dev/null`) holds nothing to read.
    let file = stdin.as_fd().try_clone_to_owned().map(File::from);
    match file.and_then(|file| file.metadata()) {
        Ok(found) if !found.file_type().is_char_device() => Input::Text,
        Ok(_) | Err(_) => Input::Nothing,
    }
}

fn output() -> Output {
    if !io::stdout().is_terminal() {
        return Output::Elsewhere;
    }
    Output::Terminal { columns: Session::size().0 }
}
