//! What is remembered from one evening to the next: marks, positions, history, sessions.
//!
//! `memory` is the value, made of `marks` (each a `mark`), `positions` (each a `position`), past
//! queries and how each corpus was left (a `session`); `spot` finds a place again, `key` names an
//! article on disk. `sheet` (of `entry`s, each changed by an `amendment`) and `lines` are the texts of the two files, `scalar` their
//! strings. Only `file` and `disk` touch a file system, `file` by way of `kept_file`.

pub mod amendment;
pub mod disk;
pub mod entry;
pub mod file;
pub mod kept_file;
pub mod key;
pub mod lines;
pub mod mark;
pub mod marks;
#[expect(clippy::module_inception, reason = "memory is the folder's one thing")]
pub mod memory;
pub mod position;
pub mod positions;
pub mod scalar;
pub mod session;
pub mod sheet;
pub mod spot;
