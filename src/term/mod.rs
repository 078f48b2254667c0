//! The terminal: taken, asked, listened to, and always given back as it was.

pub mod anew;
pub mod control;
pub mod flow;
pub mod gallery;
pub mod hyperlinks;
pub mod input;
pub mod probe;
pub mod sequence;
pub mod session;
pub mod shift;
pub mod signals;
pub mod token;
pub mod tty;
