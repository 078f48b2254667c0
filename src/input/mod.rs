//! Names: of keys, of everything a user can intend, and which key means which intention.

pub mod action;
pub mod key;
pub mod keymap;
pub mod nearest;
