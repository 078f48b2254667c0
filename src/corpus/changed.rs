//! What may have changed in the folders given.

use std::path::PathBuf;

/// More files than these are told as everything: looking at all of them costs no more then.
pub const FILES: usize = 400;

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Files of these names: written, new or gone.
    Files(Vec<PathBuf>),
    /// Anything: folders came or went, rules of what is ignored changed, or too much happened.
    Everything,
}

impl Changed {
    /// Files of these names, each once; very many are everything.
    #[must_use]
    pub fn files(names: Vec<PathBuf>) -> Self {
        Self::Files(Vec::new()).and(Self::Files(names))
    }

    /// Both together, each file once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (Self::Files(mut files), Self::Files(more)) = (self, other) else { return Self::Everything };
        files.extend(more);
        files.sort_unstable();
        files.dedup();
        if files.len() > FILES { Self::Everything } else { Self::Files(files) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Changed, FILES};

    fn files(names: &[&str]) -> Changed {
        Changed::Files(names.iter().map(Into::into).collect())
    }

    #[test]
    fn each_file_is_told_once_and_everything_holds_them_all() {
        assert_eq!(
            files(&["猫.md", "a.md"]).and(files(&["a.md", "개.md"])),
            files(&["a.md", "猫.md", "개.md"])
        );
        assert_eq!(files(&["a.md"]).and(Changed::Everything), Changed::Everything);
        assert_eq!(Changed::Everything.and(files(&["a.md"])), Changed::Everything);
    }

    #[test]
    fn very_many_files_are_everything() {
        let many = (0..=FILES).map(|number| format!("{number}.md").into()).collect();
        assert_eq!(Changed::files(many), Changed::Everything);
    }
}
