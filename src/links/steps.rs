//! Paths below a root, step by step, without asking the disk.
//!
//! Only a path that stays below the root comes out of here, whatever a link says.

use crate::markdown::name::{bare, folded, is_index};

/// A path below a root: folders and a last name, none of them empty, `.` or `..`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps(Vec<String>);

/// What the last step of a written path is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A file, with its ending.
    File,
    /// The page made of a file (`x.html`), or a name without an ending.
    Page,
    /// A folder (`x/`, `..`).
    Folder,
}

impl Steps {
    /// The steps of a path below its root.
    #[must_use]
    pub fn of(path: &str) -> Self {
        Self(
            path.split('/').filter(|step| !matches!(*step, "" | "." | "..")).map(ToOwned::to_owned).collect(),
        )
    }

    /// Where `path`, as a link has it, leads from here; `None` where that is above the root.
    #[must_use]
    pub fn join(&self, path: &str) -> Option<Self> {
        let mut steps = self.0.clone();
        for step in path.split('/') {
            match step {
                "" | "." => {}
                ".." => {
                    steps.pop()?;
                }
                step => steps.push(step.to_owned()),
            }
        }
        Some(Self(steps))
    }

    /// The folder that the last step stands in.
    #[must_use]
    pub fn folder(&self) -> Self {
        Self(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// The last step; empty for the root.
    #[must_use]
    pub fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// All steps.
    #[must_use]
    pub fn all(&self) -> &[String] {
        &self.0
    }

    /// The path, as written.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.join("/")
    }

    /// The path of the page: without ending, that of a folder's own page being the folder's; as
    /// names are compared.
    #[must_use]
    pub fn page(&self) -> String {
        let Some((last, folders)) = self.0.split_last() else { return String::new() };
        let last = bare(last);
        let last = (!is_index(last)).then_some(last);
        together(folders.iter().map(String::as_str).chain(last))
    }
}

/// Steps as one path, as names are compared.
pub fn together<'a>(steps: impl Iterator<Item = &'a str>) -> String {
    let mut path = String::new();
    for step in steps {
        path.push_str(if path.is_empty() { "" } else { "/" });
        path.push_str(&folded(step));
    }
    path
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Steps;

    #[test]
    fn a_path_is_walked_from_its_folder() {
        let from = Steps::of("a/猫");
        for (path, expected) in [
            ("b.md", Some("a/猫/b.md")),
            ("./../犬/", Some("a/犬")),
            ("../..", Some("")),
            ("../../..", None),
            ("../../../a/猫/b.md", None),
            ("x//y/.", Some("a/猫/x/y")),
        ] {
            assert_eq!(from.join(path).map(|steps| steps.path()).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn pages_go_by_the_name_of_their_folder() {
        for (path, page) in [
            ("A/猫.md", "a/猫"),
            ("a/猫/index.md", "a/猫"),
            ("a/My Note.html", "a/my-note"),
            ("README.md", ""),
            ("한글/_index.ko.md", "한글"),
        ] {
            assert_eq!(Steps::of(path).page(), page);
        }
    }

    proptest! {
        #[test]
        fn no_path_leads_above_the_root(from in "([a猫]/){0,3}", path in "(\\.\\.|\\.|[a猫]|/){0,12}") {
            if let Some(steps) = Steps::of(&from).join(&path) {
                prop_assert!(steps.all().iter().all(|step| !matches!(step.as_str(), "" | "." | "..")));
            }
        }
    }
}
