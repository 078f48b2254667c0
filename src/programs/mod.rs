//! Other programs that the reader starts: the editor, the browser, those that keep a clipboard.
//!
//! Which one it is, and with which words, is decided here, from the variables of the environment
//! as plain values; `cli`, `jobs` and `run` start it. No text of an article ever becomes part of a
//! script: it is a word of its own, and one that no program takes for an option.

pub mod browser;
pub mod clipboard;
pub mod editor;
pub mod fault;
pub mod shell;
pub mod variables;
