//! Thinks: events in, effects out. No file, no clock, no thread, no screen.

#[expect(clippy::module_inception, reason = "the app is the folder's one thing")]
pub mod app;
pub mod areas;
pub mod backlinks;
pub mod bar;
pub mod carry;
pub mod changes;
pub mod coming;
pub mod commands;
pub mod counting;
pub mod facets;
pub mod follow;
pub mod hints;
pub mod line;
pub mod list;
pub mod listing;
pub mod outward;
pub mod panes;
pub mod past;
pub mod peek;
pub mod picker;
pub mod prompt;
pub mod reader;
pub mod recall;
pub mod reload;
pub mod says;
pub mod stretch;
pub mod target;
pub mod tickets;
pub mod trail;
pub mod typing;
pub mod work;
