//! Which articles a list shows and in what order: what was found of them, what is remembered of
//! them and what their texts say, put together.
//!
//! One answer for the list pane, `list` and `list -q`.

pub mod lister;
pub mod reunion;
pub mod settings;
pub mod stock;
pub mod texts;
pub mod told;
pub mod witness;
