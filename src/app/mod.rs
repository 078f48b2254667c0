//! Thinks: events in, effects out. No file, no clock, no thread, no screen.

#[expect(clippy::module_inception, reason = "the app is the folder's one thing")]
pub mod app;
pub mod areas;
pub mod bar;
pub mod line;
pub mod list;
pub mod panes;
pub mod picker;
pub mod reader;
pub mod recall;
pub mod says;
pub mod tickets;
pub mod typing;
pub mod work;
