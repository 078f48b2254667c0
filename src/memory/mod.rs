//! What is remembered from one evening to the next: marks, positions, history.

pub mod file;
pub mod key;
pub mod mark;
pub mod marks;
#[expect(clippy::module_inception, reason = "memory is the folder's one thing")]
pub mod memory;
pub mod position;
pub mod positions;
pub mod spot;
