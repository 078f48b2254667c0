//! The path of a file, in the two pieces that name it: a folder and what stands below.
//!
//! The same file has as many such names as there are folders above it. Here they are one: two are
//! compared and hashed as the whole that the pieces make, byte by byte, and nothing is put
//! together for it. Links are not resolved, and no part of a path is understood.

use std::cmp::Ordering;
use std::path::Path;

/// A folder's path and a path below it, as the one that they make.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a> {
    root: &'a [u8],
    /// What parts the two; nothing where the folder ends so, or is none.
    stroke: &'a [u8],
    path: &'a [u8],
}

impl<'a> Joined<'a> {
    /// `path` below `root`; where `root` is empty, `path` alone.
    #[must_use]
    pub fn of(root: &'a Path, path: &'a Path) -> Self {
        let root = root.as_os_str().as_encoded_bytes();
        let stroke: &[u8] = if root.is_empty() || root.ends_with(b"/") { b"" } else { b"/" };
        Self { root, stroke, path: path.as_os_str().as_encoded_bytes() }
    }

    /// Bytes of the whole.
    #[must_use]
    pub fn len(self) -> usize {
        self.pieces().iter().map(|piece| piece.len()).sum()
    }

    /// Whether the whole has no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the file lies below `folder`, however deep. Below a folder without a name lies what
    /// does not begin at the root of the file system.
    #[must_use]
    pub fn lies_below(self, folder: &Path) -> bool {
        let above = Joined::of(folder, Path::new(""));
        if above.is_empty() {
            let first = self.pieces().into_iter().find(|piece| !piece.is_empty());
            return first.is_some_and(|first| !first.starts_with(b"/"));
        }
        matches!(self.meet(above), Ok((Left::Some, Left::None)))
    }

    /// Gives the whole in words of eight bytes, the last one filled up with zeros, then its length:
    /// the same for the same whole, wherever it is cut.
    pub fn words(self, mut each: impl FnMut(u64)) {
        let (mut word, mut held) = ([0; 8], 0);
        for mut piece in self.pieces() {
            if held > 0 {
                let (first, rest) = piece.split_at(piece.len().min(word.len() - held));
                word[held..held + first.len()].copy_from_slice(first);
                (held, piece) = (held + first.len(), rest);
                if held < word.len() {
                    continue;
                }
                each(u64::from_le_bytes(word));
            }
            let (whole, rest) = piece.as_chunks();
            for word in whole {
                each(u64::from_le_bytes(*word));
            }
            word[..rest.len()].copy_from_slice(rest);
            held = rest.len();
        }
        word[held..].fill(0);
        each(u64::from_le_bytes(word));
        each(self.len() as u64);
    }

    fn pieces(self) -> [&'a [u8]; 3] {
        [self.root, self.stroke, self.path]
    }

    /// How the two differ at the first byte where they do, else which of them goes on.
    fn meet(self, other: Self) -> Result<(Left, Left), Ordering> {
        let (mut ours, mut theirs) = (self.pieces().into_iter(), other.pieces().into_iter());
        let (mut own, mut its): (&[u8], &[u8]) = (b"", b"");
        loop {
            while own.is_empty()
                && let Some(next) = ours.next()
            {
                own = next;
            }
            while its.is_empty()
                && let Some(next) = theirs.next()
            {
                its = next;
            }
            if own.is_empty() || its.is_empty() {
                return Ok((Left::of(own), Left::of(its)));
            }
            let both = own.len().min(its.len());
            let order = own[..both].cmp(&its[..both]);
            if order.is_ne() {
                return Err(order);
            }
            (own, its) = (&own[both..], &its[both..]);
        }
    }
}

impl Ord for Joined<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.meet(*other) {
            Ok((own, its)) => own.cmp(&its),
            Err(order) => order,
        }
    }
}

impl PartialOrd for Joined<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Joined<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Joined<'_> {}

/// Whether anything is left of a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    None,
    Some,
}

impl Left {
    fn of(bytes: &[u8]) -> Self {
        if bytes.is_empty() { Self::None } else { Self::Some }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::Joined;

    fn joined<'a>(root: &'a str, path: &'a str) -> Joined<'a> {
        Joined::of(Path::new(root), Path::new(path))
    }

    fn words(joined: Joined<'_>) -> Vec<u64> {
        let mut words = Vec::new();
        joined.words(|word| words.push(word));
        words
    }

    #[test]
    fn a_file_lies_below_every_folder_above_it_and_no_other() {
        for (path, folder) in
            [("記事/猫.md", "記事"), ("文章/猫.md", "文章"), ("글/고양이.md", "글"), ("posts/a.md", "posts")]
        {
            let file = joined("/blog", path);
            for above in ["/", "/blog", "/blog/", &format!("/blog/{folder}")] {
                assert!(file.lies_below(Path::new(above)), "{path} {above}");
            }
            for elsewhere in ["", "/b", "/blo", "/blog/p", "/other", &format!("/blog/{path}")] {
                assert!(!file.lies_below(Path::new(elsewhere)), "{path} {elsewhere}");
            }
        }
        assert!(joined("", "stdin").lies_below(Path::new("")));
        assert!(!joined("", "").lies_below(Path::new("")));
    }

    proptest! {
        #[test]
        fn two_names_are_compared_as_the_wholes_they_make(
            (root, path, other_root, other_path) in ("(/?[a猫글]{0,3}){0,4}/?", "([a猫글]{1,9}/?){0,3}", "(/?[a猫글]{0,3}){0,4}/?", "([a猫글]{1,9}/?){0,3}"),
        ) {
            let whole = |root: &str, path: &str| {
                let stroke = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
                format!("{root}{stroke}{path}")
            };
            let (one, other) = (joined(&root, &path), joined(&other_root, &other_path));
            let (bytes, others) = (whole(&root, &path), whole(&other_root, &other_path));
            prop_assert_eq!(one.cmp(&other), bytes.as_bytes().cmp(others.as_bytes()));
            prop_assert_eq!(one == other, bytes == others);
            prop_assert_eq!(words(one) == words(other), bytes == others);
            prop_assert_eq!(one.len(), bytes.len());
        }

        #[test]
        fn a_whole_cut_anywhere_is_the_same(parts in prop::collection::vec("[a猫글]{1,12}", 2..6), cut in 0_usize..9) {
            let whole = format!("/{}", parts.join("/"));
            let strokes: Vec<usize> = whole.match_indices('/').map(|(at, _)| at).collect();
            let at = strokes[cut % strokes.len()];
            let (root, path) = (&whole[..at.max(1)], &whole[at + 1..]);
            prop_assert_eq!(joined(root, path), joined("", &whole));
            prop_assert_eq!(words(joined(root, path)), words(joined("", &whole)));
        }
    }
}
