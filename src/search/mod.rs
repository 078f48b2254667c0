//! Finding: what was typed, which articles it means, and where in their text.

pub mod entry;
pub mod filter;
pub mod narrowing;
mod needle;
pub mod query;
pub mod readings;
mod scatter;
pub mod when;
