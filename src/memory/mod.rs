//! What is remembered from one evening to the next: marks, positions, history.

pub mod file;
#[expect(clippy::module_inception, reason = "memory is the folder's one thing")]
pub mod memory;
