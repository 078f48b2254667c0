//! The articles of the folders given: what they are, in what order, and how they are read.

pub mod again;
pub mod article;
pub mod changed;
#[expect(clippy::module_inception, reason = "the corpus is the folder's one thing")]
pub mod corpus;
pub mod decode;
pub mod digest;
pub mod joined;
pub mod place;
pub mod regular;
pub mod sample;
pub mod source;
pub mod stamp;
pub mod survey;
pub mod volume;
pub mod whereabouts;
