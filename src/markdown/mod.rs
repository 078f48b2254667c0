//! From the source of an article to its [`document::Document`] (plain text and ranges over
//! it) and its [`meta::Meta`].

pub mod as_written;
pub mod blocks;
pub mod callout;
pub mod code_tag;
pub mod colon;
pub mod date;
pub mod directive;
pub mod document;
pub mod dollar;
pub mod emphasis;
pub mod extras;
pub mod fields;
pub mod front_matter;
pub mod head_value;
pub mod html;
pub mod inline;
pub mod jsx;
pub mod kramdown;
pub mod link;
pub mod mark;
pub mod math;
pub mod meta;
pub mod module;
pub mod nesting;
pub mod notes;
pub mod parse;
pub mod rescue;
pub mod sentinel;
pub mod table;
pub mod tags;
pub mod unclosed;
pub mod writer;
