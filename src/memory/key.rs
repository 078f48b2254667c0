//! The name of an article on disk.
//!
//! A root and a path below it, as bytes. A file is the same whichever folder above it was given as
//! the root: two names are one when every byte of the whole path agrees. Whether two folders are one
//! (a symbolic link) is for `file::canonical` to say.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use crate::corpus::article::Article;
use crate::corpus::joined::Joined;

/// An article by where its file lies. Cheap to copy. What it is compared and hashed by is the whole
/// path of the file; root and path are as they were given.
#[derive(Clone, Debug)]
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

    /// The whole path of the file.
    #[must_use]
    pub fn joined(&self) -> Joined<'_> {
        Joined::of(&self.root, &self.path)
    }

    /// Whether both have the same root, byte by byte.
    fn shares_root(&self, other: &Self) -> bool {
        // Of two articles of one corpus the roots are mostly one allocation.
        Arc::ptr_eq(&self.root, &other.root) || self.bytes().0 == other.bytes().0
    }

    /// What names it, byte by byte, fit to be hashed into something kept on disk.
    #[must_use]
    pub fn bytes(&self) -> (&[u8], &[u8]) {
        (self.root.as_os_str().as_encoded_bytes(), self.path.as_os_str().as_encoded_bytes())
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        // `Path` compares component by component, which is many times slower.
        if self.shares_root(other) {
            self.bytes().1.cmp(other.bytes().1)
        } else {
            self.joined().cmp(&other.joined())
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.joined().words(|word| state.write_u64(word));
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
    use std::hash::{BuildHasher as _, RandomState};
    use std::path::Path;

    use proptest::prelude::*;

    use super::{Key, lasting_hash};

    fn key(root: &str, path: &str) -> Key {
        Key::new(Path::new(root), Path::new(path))
    }

    #[test]
    fn a_file_is_one_whichever_folder_above_it_is_the_root() {
        for (folder, file) in [("記事", "猫.md"), ("文章", "猫.md"), ("글", "고양이.md"), ("posts", "a.md")]
        {
            let below = key("/blog", &format!("{folder}/{file}"));
            let hasher = RandomState::new();
            for root in [format!("/blog/{folder}"), format!("/blog/{folder}/")] {
                let here = key(&root, file);
                assert_eq!(here, below);
                assert_eq!(hasher.hash_one(&here), hasher.hash_one(&below));
            }
            assert_eq!(key("/", &format!("blog/{folder}/{file}")), below);
            assert_ne!(key("/other", &format!("{folder}/{file}")), below);
        }
        assert_ne!(key("/a", "bc.md"), key("/ab", "c.md"));
    }

    proptest! {
        #[test]
        fn order_equality_and_hash_are_those_of_the_whole_path(
            keys in prop::collection::vec(("(/?[a猫]{0,2}){0,3}/?", "([a猫글]{1,3}/?){0,2}"), 2..6),
        ) {
            let hasher = RandomState::new();
            let whole = |(root, path): &(String, String)| {
                let stroke = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
                format!("{root}{stroke}{path}").into_bytes()
            };
            for one in &keys {
                for other in &keys {
                    let (a, b) = (key(&one.0, &one.1), key(&other.0, &other.1));
                    let order = whole(one).cmp(&whole(other));
                    prop_assert_eq!(a.cmp(&b), order);
                    prop_assert_eq!(a == b, order.is_eq());
                    prop_assert_eq!(hasher.hash_one(&a) == hasher.hash_one(&b), order.is_eq());
                }
            }
        }
    }

    #[test]
    fn a_lasting_hash_is_known_and_keeps_parts_apart() {
        assert_eq!(lasting_hash(&[]), 0xcbf2_9ce4_8422_2325);
        assert_ne!(lasting_hash(&[b"a", b"bc"]), lasting_hash(&[b"ab", b"c"]));
    }
}
