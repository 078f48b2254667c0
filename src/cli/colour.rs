//! Which colours the output may have.
//!
//! What the command line says counts most, then `NO_COLOR`, then `CLICOLOR_FORCE`
//! (<https://no-color.org>, <https://bixense.com/clicolors>), then whether a terminal is there.
//! How many there are is told by `COLORTERM` and `TERM`.

use std::ffi::OsString;

use crate::cli::args::ColourWish;
use crate::cli::setup::{Output, Surroundings};
use crate::config::theme::Colours;

/// The colours of plain output, or `None` where no escape sequence at all may be written.
#[must_use]
pub fn of_output(wish: ColourWish, around: &Surroundings<'_>) -> Option<Colours> {
    let says = |name: &str| said(around.environment, name);
    let force = says("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    let shows = matches!(around.output, Output::Terminal { .. }) && !is_dumb(around.environment);
    let wanted = match wish {
        ColourWish::Always => true,
        ColourWish::Never => false,
        ColourWish::Auto => says("NO_COLOR").is_none() && (force || shows),
    };
    wanted.then(|| known(around.environment))
}

/// The colours of the screen: none where they are not wanted, which leaves its attributes.
#[must_use]
pub fn of_screen(environment: &dyn Fn(&str) -> Option<OsString>) -> Colours {
    match said(environment, "NO_COLOR") {
        Some(_) => Colours::None,
        None => known(environment),
    }
}

/// Whether the terminal can only be written to line by line.
#[must_use]
pub fn is_dumb(environment: &dyn Fn(&str) -> Option<OsString>) -> bool {
    said(environment, "TERM").is_some_and(|term| term == "dumb")
}

/// Terminals that have all colours though their names do not say so.
const TRUE_COLOURS: [&str; 7] = ["alacritty", "foot", "ghostty", "kitty", "wezterm", "contour", "iterm"];

fn known(environment: &dyn Fn(&str) -> Option<OsString>) -> Colours {
    let colours = said(environment, "COLORTERM").unwrap_or_default();
    let term = said(environment, "TERM").unwrap_or_default();
    if matches!(colours.as_str(), "truecolor" | "24bit")
        || term.ends_with("-direct")
        || term.ends_with("-truecolor")
        || TRUE_COLOURS.iter().any(|name| term.contains(name))
    {
        return Colours::True;
    }
    if term.contains("256color") { Colours::Ansi256 } else { Colours::Ansi16 }
}

/// The value of a variable that is set and not empty.
fn said(environment: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Option<String> {
    environment(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{of_output, of_screen};
    use crate::cli::args::ColourWish;
    use crate::cli::setup::{Input, Output, Surroundings};
    use crate::config::theme::Colours;

    const TERMINAL: Output = Output::Terminal { columns: 80 };

    fn output(wish: ColourWish, output: Output, variables: &[(&str, &str)]) -> Option<Colours> {
        let environment = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        of_output(wish, &Surroundings { environment: &environment, input: Input::Terminal, output })
    }

    #[test]
    fn colours_come_where_a_terminal_is_or_where_they_are_forced() {
        let xterm = ("TERM", "xterm-256color");
        assert_eq!(output(ColourWish::Auto, TERMINAL, &[xterm]), Some(Colours::Ansi256));
        assert_eq!(output(ColourWish::Auto, Output::Elsewhere, &[xterm]), None);
        assert_eq!(output(ColourWish::Always, Output::Elsewhere, &[]), Some(Colours::Ansi16));
        assert_eq!(output(ColourWish::Never, TERMINAL, &[xterm]), None);
        let force = ("CLICOLOR_FORCE", "1");
        assert_eq!(output(ColourWish::Auto, Output::Elsewhere, &[force]), Some(Colours::Ansi16));
        assert_eq!(output(ColourWish::Auto, Output::Elsewhere, &[("CLICOLOR_FORCE", "0")]), None);
    }

    #[test]
    fn no_color_counts_more_than_the_terminal_and_less_than_the_command_line() {
        let no = ("NO_COLOR", "1");
        assert_eq!(output(ColourWish::Auto, TERMINAL, &[no, ("CLICOLOR_FORCE", "1")]), None);
        assert_eq!(output(ColourWish::Auto, TERMINAL, &[("NO_COLOR", "")]), Some(Colours::Ansi16));
        assert_eq!(output(ColourWish::Always, TERMINAL, &[no]), Some(Colours::Ansi16));
        assert_eq!(of_screen(&|name| (name == "NO_COLOR").then(|| "1".into())), Colours::None);
    }

    #[test]
    fn a_terminal_tells_how_many_colours_it_has() {
        for (name, value, colours) in [
            ("COLORTERM", "truecolor", Colours::True),
            ("COLORTERM", "24bit", Colours::True),
            ("TERM", "xterm-kitty", Colours::True),
            ("TERM", "tmux-256color", Colours::Ansi256),
            ("TERM", "linux", Colours::Ansi16),
        ] {
            assert_eq!(output(ColourWish::Auto, TERMINAL, &[(name, value)]), Some(colours), "{value}");
        }
        assert_eq!(output(ColourWish::Auto, TERMINAL, &[("TERM", "dumb")]), None);
    }
}
