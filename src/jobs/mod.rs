//! Does what the app asks for: reads, filters, finds, writes; and reports.

pub mod away;
pub mod perform;
pub mod pool;
