//! Does what the app asks for: reads, filters, finds, writes; and reports.

pub mod perform;
pub mod pictures;
pub mod pool;
