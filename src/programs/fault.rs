//! Why another program could not do what it was started for.

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
