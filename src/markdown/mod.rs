//! From the source of an article to its [`document::Document`] (plain text and ranges over
//! it) and its [`meta::Meta`].

pub mod as_written;
pub mod blocks;
pub mod callout;
pub mod date;
pub mod directive;
pub mod document;
pub mod dollar;
pub mod embed;
pub mod emphasis;
pub mod extras;
pub mod fence;
pub mod fields;
pub mod front_matter;
pub mod head_value;
pub mod html;
pub mod inline;
pub mod jsx;
pub mod link;
pub mod math;
pub mod meta;
pub mod notes;
pub mod parse;
pub mod picture;
pub mod raise;
pub mod rescue;
pub mod sentinel;
pub mod table;
pub mod tags;
pub mod target;
pub mod writer;
