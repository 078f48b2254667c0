//! The editor that the user has named, and how it is told of a line.
//!
//! How, is known by the name of the program; one that is not known gets the file alone. A file is
//! named by its whole path, so that no editor takes it for an option or a command.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::programs::fault::Fault;
use crate::programs::shell::{Shell, program, words};
use crate::programs::variables::Variables;
use crate::text::safe::Safe;

/// The editor where none is named.
const USUAL: &str = "vi";

/// Editors that take `+12` before the file.
const PLUS: &[&str] = &[
    "vi",
    "vim",
    "nvim",
    "gvim",
    "elvis",
    "vis",
    "nano",
    "pico",
    "emacs",
    "emacsclient",
    "mg",
    "jed",
    "zile",
    "micro",
    "kak",
    "joe",
    "jmacs",
    "jstar",
    "ne",
    "dte",
    "mcedit",
    "gedit",
];

/// Editors that take `--goto file:12`.
const GOTO: &[&str] = &["code", "code-insiders", "code-oss", "codium", "vscodium", "cursor"];

/// Editors that take `file:12`.
const BEHIND: &[&str] = &["hx", "helix", "subl", "zed", "zeditor", "lapce", "pulsar"];

/// The editor that the user has named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    named: OsString,
    shell: Shell,
}

impl Editor {
    /// `VISUAL`, else `EDITOR`, else `vi`. A terminal that can show no editor takes only `EDITOR`.
    ///
    /// # Errors
    /// Where the terminal is such a one and no `EDITOR` is named.
    pub fn of(variables: &Variables) -> Result<Self, Fault> {
        let is_dumb = variables.get("TERM").is_some_and(|term| term == "dumb");
        let visual = variables.get("VISUAL").filter(|_| !is_dumb);
        match visual.or_else(|| variables.get("EDITOR")) {
            Some(named) => Ok(Self::named(named, variables)),
            None if is_dumb => Err(Fault::DumbTerminal),
            None => Ok(Self::named(OsStr::new(USUAL), variables)),
        }
    }

    fn named(named: &OsStr, variables: &Variables) -> Self {
        Self { named: named.to_owned(), shell: Shell::of(named, variables) }
    }

    /// As it is named.
    #[must_use]
    pub fn name(&self) -> Safe {
        Safe::line(&self.named.to_string_lossy())
    }

    /// The words that start it on the file, a whole path, at a 1-based line where it can be told.
    #[must_use]
    pub fn words(&self, file: &Path, line: Option<u32>) -> Vec<OsString> {
        words(&self.named, &arguments(&program(&self.named), file.as_os_str(), line), self.shell)
    }
}

fn arguments(program: &str, file: &OsStr, line: Option<u32>) -> Vec<OsString> {
    let Some(line) = line else { return vec![file.to_owned()] };
    let with_line = || {
        let mut place = file.to_owned();
        place.push(format!(":{line}"));
        place
    };
    if PLUS.contains(&program) {
        vec![format!("+{line}").into(), file.to_owned()]
    } else if GOTO.contains(&program) {
        vec!["--goto".into(), with_line()]
    } else if BEHIND.contains(&program) {
        vec![with_line()]
    } else {
        vec![file.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::Editor;
    use crate::programs::fault::Fault;
    use crate::programs::variables::Variables;

    fn variables(said: &[(&str, &str)]) -> Variables {
        let find = |name: &str| {
            said.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        Variables::of(&find)
    }

    #[test]
    fn each_editor_is_told_of_the_line_in_its_own_way() {
        let file = Path::new("/記事/글 $(x).md");
        for (named, expected) in [
            ("vi", &["+12", "/記事/글 $(x).md"][..]),
            ("/usr/bin/nvim -u NONE", &["+12", "/記事/글 $(x).md"]),
            ("emacsclient -t", &["+12", "/記事/글 $(x).md"]),
            ("nano", &["+12", "/記事/글 $(x).md"]),
            ("kak", &["+12", "/記事/글 $(x).md"]),
            ("code --wait", &["--goto", "/記事/글 $(x).md:12"]),
            ("hx", &["/記事/글 $(x).md:12"]),
            ("subl -w", &["/記事/글 $(x).md:12"]),
            ("ed", &["/記事/글 $(x).md"]),
            ("env X=1 vim", &["/記事/글 $(x).md"]),
        ] {
            let editor = Editor::of(&variables(&[("EDITOR", named)])).unwrap();
            let words = editor.words(file, Some(12));
            assert_eq!(words[..4], ["sh", "-c", &format!("{named} \"$@\""), named], "{named}");
            assert_eq!(words[4..], *expected, "{named}");
            assert_eq!(editor.words(file, None)[4..], ["/記事/글 $(x).md"], "{named}");
        }
    }

    #[test]
    fn the_first_variable_that_says_anything_names_the_editor() {
        for (said, expected) in [
            (&[][..], Ok("vi")),
            (&[("EDITOR", "nano")], Ok("nano")),
            (&[("EDITOR", "nano"), ("VISUAL", "hx")], Ok("hx")),
            (&[("EDITOR", "nano"), ("VISUAL", "")], Ok("nano")),
            (&[("EDITOR", "nano"), ("VISUAL", " ")], Ok("nano")),
            (&[("EDITOR", " ")], Ok("vi")),
            (&[("EDITOR", "\t\n"), ("VISUAL", " ")], Ok("vi")),
            (&[("EDITOR", " "), ("TERM", "dumb")], Err(Fault::DumbTerminal)),
            (&[("EDITOR", "ed"), ("VISUAL", "hx"), ("TERM", "dumb")], Ok("ed")),
            (&[("VISUAL", "hx"), ("TERM", "dumb")], Err(Fault::DumbTerminal)),
            (&[("TERM", "dumb")], Err(Fault::DumbTerminal)),
        ] {
            let found = Editor::of(&variables(said)).map(|editor| editor.name().into_string());
            assert_eq!(found, expected.map(str::to_owned), "{said:?}");
        }
    }
}
