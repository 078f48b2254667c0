//! Where a link leads that leaves the articles: an address, as it is shown and as it is opened.

use crate::text::safe::Safe;

/// Where a link leads that leaves the articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// As it is written, safe to show.
    pub written: Safe,
}

impl Address {
    /// The address that `target` is; `None` where it names no scheme, being a path.
    #[must_use]
    pub fn of(target: &str) -> Option<Self> {
        let (scheme, _) = target.split_once(':')?;
        let named = scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        named.then(|| Self { written: Safe::line(target) })
    }
}
