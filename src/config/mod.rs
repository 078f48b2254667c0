//! Settings: the user's YAML over the built-in one, themes, the interface's words, the folders
//! where all of it lives.

pub mod bindings;
#[expect(clippy::module_inception, reason = "config is the folder's one thing")]
pub mod config;
pub mod fault;
pub mod paths;
pub mod setting;
pub mod show;
pub mod strings;
pub mod theme;
pub mod trust;
pub mod yaml;
