//! What is said beside the output, and the exit code.
//!
//! One line on standard error, made safe; 0 done, 1 nothing found, 2 could not. A pipe that
//! nobody reads any more is a quiet 0, on either stream.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

use crate::corpus::regular::reason;
use crate::text::safe::Safe;

/// How a command that could do its work has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It is done.
    Done,
    /// There was nothing of the kind; one line says of what.
    Nothing(String),
}

/// Done.
pub const DONE: u8 = 0;
/// Nothing found.
pub const NOTHING: u8 = 1;
/// Could not.
pub const FAILED: u8 = 2;

/// Says on standard error how it ended, where that is not plain, and gives the exit code.
#[must_use]
pub fn exit_code(ended: &anyhow::Result<Ended>) -> u8 {
    match ended {
        Ok(Ended::Done) => DONE,
        Ok(Ended::Nothing(what)) => {
            warn(what);
            NOTHING
        }
        Err(error) if is_closed_pipe(error) => DONE,
        Err(error) => {
            warn(&format_args!("{error:#}"));
            FAILED
        }
    }
}

/// Says one line on standard error; that nobody can hear it is no fault.
pub fn warn(what: &dyn Display) {
    let line = tidy(&Safe::line(&what.to_string()));
    let _ = writeln!(io::stderr().lock(), "tsundoku: {line}");
}

/// Says each of `notices`, a line each.
pub fn say_all(notices: &[Safe]) {
    for notice in notices {
        warn(notice);
    }
}

/// Writes all of `text` to standard output.
///
/// # Errors
/// Where it cannot be written.
pub fn write_all(text: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(|error| cannot_write(&error))
}

/// The error of a standard output that takes nothing; a closed pipe stays known as one.
#[must_use]
pub fn cannot_write(error: &io::Error) -> anyhow::Error {
    anyhow::Error::new(io::Error::new(
        error.kind(),
        format!("cannot write to standard output: {}", reason(error)),
    ))
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
    })
}

/// `message` without the numbers that the system gives its reasons, which begin small.
fn tidy(message: &str) -> String {
    let mut tidy = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(" (os error ") {
        let (before, number) = rest.split_at(at);
        let Some(end) = number.find(')') else { break };
        // The reason stands behind the last colon; only where it came from the system.
        let start = before.rfind(": ").map_or(0, |colon| colon + 2);
        let mut letters = before[start..].chars();
        tidy.push_str(&before[..start]);
        tidy.extend(letters.next().map(|first| first.to_ascii_lowercase()));
        tidy.push_str(letters.as_str());
        rest = &number[end + 1..];
    }
    tidy.push_str(rest);
    tidy
}

/// What clap says of a command line that it cannot read, as one line.
#[must_use]
pub fn usage_fault(said: &str) -> String {
    let flat = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = said.split("\n\n").map(flat).collect();
    let first = parts.first().map_or("", String::as_str);
    let mut line = first.strip_prefix("error: ").unwrap_or(first).to_owned();
    for tip in parts.iter().filter_map(|part| part.strip_prefix("tip: ")) {
        line.push_str("; ");
        line.push_str(tip);
    }
    line.push_str("; see tsundoku --help");
    line
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use anyhow::Context as _;
    use clap::Parser as _;

    use super::{DONE, Ended, cannot_write, exit_code, tidy, usage_fault};
    use crate::cli::args::Arguments;

    #[test]
    fn reasons_of_the_system_are_told_in_our_words() {
        assert_eq!(
            tidy("cannot read 記事/a.md: Permission denied (os error 13)"),
            "cannot read 記事/a.md: permission denied"
        );
        assert_eq!(tidy("Is a directory (os error 21); name a file"), "is a directory; name a file");
        assert_eq!(tidy("cannot read 글.md: Not text"), "cannot read 글.md: Not text");
    }

    #[test]
    fn a_closed_pipe_is_a_quiet_end_wherever_it_shows() {
        let closed = io::Error::from(ErrorKind::BrokenPipe);
        assert_eq!(exit_code(&Err(cannot_write(&closed))), DONE);
        assert_eq!(exit_code(&Err(closed).context("while listing")), DONE);
        assert_eq!(exit_code(&Ok(Ended::Done)), DONE);
    }

    #[test]
    fn what_clap_says_becomes_one_line() {
        let fault = |line: &[&str]| usage_fault(&Arguments::try_parse_from(line).unwrap_err().to_string());
        assert_eq!(
            fault(&["tsundoku", "list", "--jso"]),
            "unexpected argument '--jso' found; a similar argument exists: '--json'; see tsundoku --help"
        );
        assert_eq!(
            fault(&["tsundoku", "print"]),
            "the following required arguments were not provided: <FILE>; see tsundoku --help"
        );
    }
}
