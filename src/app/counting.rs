//! The counting of what articles have in common, under way or done.

/// What is known of the values between two looks at them.
#[derive(Debug, Default)]
pub struct Counting {
    /// Whether the picker is to open when the count comes.
    pub(super) awaited: bool,
    /// How often the list had changed when its articles were given out to be counted.
    pub(super) counted: u64,
}
