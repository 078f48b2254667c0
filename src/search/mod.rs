//! Finding: what was typed, which articles it means, and where in their text.

pub mod filter;
pub mod query;
pub mod readings;
