//! The commands that need no screen, and what the reader itself starts from.
//!
//! Data in, text out: what the surroundings are (terminal or not, environment) comes in as a
//! value, what is written goes to a writer, and how it ended comes back. Only `say` knows of exit
//! codes and of standard error.

pub mod args;
pub mod colour;
pub mod completions;
pub mod config;
pub mod json;
pub mod list;
pub mod man;
pub mod marks;
pub mod print;
pub mod say;
pub mod setup;
pub mod sgr;
pub mod sources;
