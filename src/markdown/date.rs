//! Dates as people write them in front matter and in file names.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A day, or a moment of it, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The moment, for sorting. Without a zone the written time is taken as UTC.
    pub at: Timestamp,
    /// The day and time as written.
    pub written: DateTime,
    /// The zone as written, or UTC.
    pub offset: Offset,
    /// Whether a time of day was written.
    pub timed: bool,
}
