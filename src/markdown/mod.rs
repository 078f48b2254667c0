//! From the source of an article to its [`document::Document`] (plain text and ranges over
//! it) and its [`front_matter::Meta`].

pub mod date;
pub mod document;
pub mod emphasis;
pub mod fields;
pub mod front_matter;
pub mod head_value;
pub mod html;
pub mod link;
pub mod parse;
pub mod rescue;
