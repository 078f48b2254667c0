//! Does what the app asks for: reads, filters, finds, writes; and reports. Tells of files that
//! change.

pub mod gather;
pub mod perform;
pub mod poll;
pub mod pool;
pub mod watch;
