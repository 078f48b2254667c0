//! The completions for a shell, from the very definition that reads the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::args::Arguments;

/// The script that completes our command line in `shell`.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "tsundoku", &mut script);
    script
}
