//! tsundoku: a terminal reader for folders of Markdown articles.
//!
//! The house has floors, and a file imports only from lower ones (`tests/floors.rs` holds it):
//!
//! | floor | what it is for |
//! |---|---|
//! | [`input`], [`limits`] | names of keys and actions; what a stranger's file may cost |
//! | [`text`] | safe text, widths, line breaks, rows, folding |
//! | [`markdown`] | an article's source to its plain text and the ranges over it |
//! | [`corpus`], [`page`] | the articles of the folders given; a document set at a width |
//! | [`search`], [`memory`], [`config`], [`programs`] | finding, remembering, settings, other programs |
//! | [`shelf`], [`links`], [`pictures`] | which articles a list shows, in what order; where links lead; pictures found, decoded, made ready |
//! | [`message`], [`cli`] | the waist of the program; the commands without a screen |
//! | [`app`], [`jobs`], [`term`] | thinks; does; speaks to the terminal |
//! | [`view`] | draws what `app` thinks |
//! | [`run`] | the one event loop |

pub mod app;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod input;
pub mod jobs;
pub mod limits;
pub mod links;
pub mod markdown;
pub mod memory;
pub mod message;
pub mod page;
pub mod pictures;
pub mod programs;
pub mod run;
pub mod search;
pub mod shelf;
pub mod term;
pub mod text;
pub mod view;
