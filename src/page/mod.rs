//! A document set at a width: rows of spans, each of which is a range of the document's text.

pub mod block;
pub mod card;
pub mod code;
pub mod columns;
pub mod layout;
pub mod links;
pub mod measure;
pub mod note;
#[expect(clippy::module_inception, reason = "a page is the folder's one thing")]
pub mod page;
pub mod picture;
pub mod plate;
pub mod prefix;
pub mod row;
pub mod table;
