//! Does what the app asks for: reads, filters, finds, writes; and reports. Tells of files that
//! change.

pub mod away;
pub mod gather;
pub mod keeping;
pub mod others;
pub mod perform;
pub mod pictures;
pub mod poll;
pub mod pool;
pub mod watch;
