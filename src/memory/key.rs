//! The name of an article on disk.
//!
//! A root and a path below it, as bytes: two names are one only when every byte agrees. Whether
//! two roots are one folder (a symbolic link) is for `file::canonical` to say.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use crate::corpus::article::Article;

/// An article by where its file lies. Cheap to copy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The folder of the corpus: absolute, canonical where it can be.
    pub root: Arc<Path>,
    /// The file's path below it, bytes as the file system has them.
    pub path: Arc<Path>,
}

impl Key {
    /// The article at `path` below `root`.
    #[must_use]
    pub fn new(root: impl Into<Arc<Path>>, path: impl Into<Arc<Path>>) -> Self {
        Self { root: root.into(), path: path.into() }
    }

    /// The name under which `article` is remembered.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        Self::new(article.root.clone(), article.path.clone())
    }

    /// What names it, byte by byte, fit to be hashed into something kept on disk.
    #[must_use]
    pub fn bytes(&self) -> (&[u8], &[u8]) {
        (self.root.as_os_str().as_encoded_bytes(), self.path.as_os_str().as_encoded_bytes())
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        // `Path` compares component by component, which is many times slower; of two articles of
        // one corpus the roots are mostly one allocation.
        let roots = if Arc::ptr_eq(&self.root, &other.root) {
            Ordering::Equal
        } else {
            self.bytes().0.cmp(other.bytes().0)
        };
        roots.then_with(|| self.bytes().1.cmp(other.bytes().1))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A hash that is the same in every build and on every machine (FNV-1a, 64 bits), over parts that
/// are kept apart.
#[must_use]
pub fn lasting_hash(parts: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        part.iter().for_each(|&byte| take(byte));
        // No part holds this byte in UTF-8; in a path it may, which costs nothing but a collision.
        take(0xff);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::{Key, lasting_hash};
    use std::path::Path;

    #[test]
    fn order_and_equality_agree() {
        let keys: Vec<Key> = ["猫.md", "a/b.md", "a.md"]
            .iter()
            .map(|path| Key::new(Path::new("/r"), Path::new(*path)))
            .collect();
        for a in &keys {
            for b in &keys {
                assert_eq!(a == b, a.cmp(b).is_eq());
            }
        }
    }

    #[test]
    fn a_lasting_hash_is_known_and_keeps_parts_apart() {
        assert_eq!(lasting_hash(&[]), 0xcbf2_9ce4_8422_2325);
        assert_ne!(lasting_hash(&[b"a", b"bc"]), lasting_hash(&[b"ab", b"c"]));
    }
}
