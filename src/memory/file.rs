//! Stand-in.
use crate::memory::memory::Memory;
use std::path::PathBuf;
#[derive(Clone, Debug, PartialEq)]
pub struct Folders {
    pub config: PathBuf,
    pub state: PathBuf,
}
pub struct Saved {
    pub memory: Memory,
}
pub fn save(memory: &Memory, _folders: &Folders) -> anyhow::Result<Saved> {
    Ok(Saved { memory: memory.clone() })
}
