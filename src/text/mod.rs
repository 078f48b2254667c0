//! What is known about text alone: which of it is safe to show, how wide it is, where it may
//! break, how it is laid into rows, and what counts as the same letter.

pub mod ambiguous;
pub mod breaks;
pub mod bytes;
pub mod fold;
pub mod forms;
pub mod kana;
pub mod kinsoku;
pub mod lasting;
pub mod pasted;
pub mod phrase;
pub mod phrase_model;
pub mod role;
pub mod safe;
pub mod shorten;
pub mod signs;
pub mod spread;
pub mod uax14;
pub mod width;
pub mod words;
pub mod wrap;
