//! The variables of the environment that say which programs there are, as a plain value.

use std::collections::BTreeMap;
use std::env::split_paths;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// The variables that are looked at.
const NAMES: &[&str] = &[
    "BROWSER",
    "DISPLAY",
    "EDITOR",
    "PATH",
    "SSH_CONNECTION",
    "SSH_TTY",
    "TERM",
    "TMUX",
    "VISUAL",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
];

/// The variables that say which programs there are; none of them is empty or blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<&'static str, OsString>);

impl Variables {
    /// Those of `environment` that are looked at.
    #[must_use]
    pub fn of(environment: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let said = NAMES.iter().filter_map(|&name| Some((name, environment(name)?)));
        Self(said.filter(|(_, value)| !is_blank(value)).collect())
    }

    /// What `name` says; nothing where it is empty or blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(OsString::as_os_str)
    }

    /// Whether any of `names` says anything.
    #[must_use]
    pub fn any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.contains_key(name))
    }

    /// The file of the program `name`, looked for as a shell does but in absolute folders only: what
    /// lies in the folder one happens to be in is never taken for a program.
    #[must_use]
    pub fn find(&self, name: &OsStr) -> Option<PathBuf> {
        let named = PathBuf::from(name);
        if named.components().count() > 1 {
            return Some(named).filter(|path| path.is_absolute() && can_run(path));
        }
        let folders = split_paths(self.get("PATH")?).filter(|folder| folder.is_absolute());
        folders.map(|folder| folder.join(name)).find(|path| can_run(path))
    }
}

/// Whether nothing is named: to a shell such a command would be no more than its arguments.
fn is_blank(value: &OsStr) -> bool {
    value.as_bytes().iter().all(u8::is_ascii_whitespace)
}

fn can_run(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}
