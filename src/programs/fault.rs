//! Why another program could not do what it was started for.

use std::io;
use std::process::ExitStatus;

use crate::corpus::regular::reason;
use crate::text::safe::Safe;

/// Why another program could not do what it was started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No program that could do it is found.
    NoProgram,
    /// There is none on this side of a line to another machine.
    FarAway,
    /// The terminal can show no editor, and none is named that could do without one.
    DumbTerminal,
    /// The text is longer than the terminal takes, and nothing else takes it.
    TooLong,
    /// No program that keeps a clipboard is found, and the terminal may never get the text.
    NoClipboard,
    /// What it is to be started on cannot be had.
    NoFile(Safe),
    /// It could not be started.
    NotStarted {
        /// The program.
        program: Safe,
        /// Why.
        why: Safe,
    },
    /// It ended with a failure.
    Ended {
        /// The program.
        program: Safe,
        /// Its exit code, or the signal that ended it.
        how: Safe,
    },
}

impl Fault {
    /// What kept `program` from being started, or from being seen to its end.
    #[must_use]
    pub fn not_started(program: &Safe, why: &io::Error) -> Self {
        Self::NotStarted { program: program.clone(), why: Safe::line(&reason(why)) }
    }

    /// What the end of `program` means.
    ///
    /// # Errors
    /// Where it is a failure.
    pub fn of_end(program: &Safe, status: ExitStatus) -> Result<(), Self> {
        if status.success() {
            return Ok(());
        }
        Err(Self::Ended { program: program.clone(), how: Safe::line(&status.to_string()) })
    }
}
