//! Browsers: those that `BROWSER` names, else what opens addresses on this system.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::PathBuf;

use crate::programs::fault::Fault;
use crate::programs::shell::{Shell, first_word, program, scripted, words};
use crate::programs::variables::Variables;
use crate::text::safe::Safe;

/// Browsers that show pages in the terminal.
const IN_TERMINAL: &[&str] =
    &["w3m", "lynx", "links", "links2", "elinks", "cha", "chawan", "browsh", "carbonyl", "www-browser"];

/// A browser, or what opens one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// Where it shows its pages.
    pub place: Place,
    named: Named,
}

/// Where a browser shows its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a window of its own.
    Window,
    /// In the terminal, which it must be lent.
    Terminal,
}

/// How it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    /// By the user, as a command.
    Command(OsString, Shell),
    /// By the system, as a file.
    File(PathBuf),
}

impl Browser {
    /// The browsers that are there, the one to be tried first at the beginning; at least one.
    ///
    /// # Errors
    /// Where there is none. Over ssh only `BROWSER` and a display that is handed on count: what
    /// the other machine would open is not seen here.
    pub fn all(variables: &Variables) -> Result<Vec<Self>, Fault> {
        let named = variables.get("BROWSER").unwrap_or_default();
        let commands = named.as_bytes().split(|&byte| byte == b':').map(OsStr::from_bytes);
        let is_there = |command: &&OsStr| variables.find(&first_word(command)).is_some();
        let mut all: Vec<Self> =
            commands.filter(is_there).map(|command| Self::of_command(command, variables)).collect();
        let is_far =
            variables.any(&["SSH_CONNECTION", "SSH_TTY"]) && !variables.any(&["DISPLAY", "WAYLAND_DISPLAY"]);
        if all.is_empty() && is_far {
            return Err(Fault::FarAway);
        }
        let files = openers(variables).into_iter().filter_map(|name| variables.find(OsStr::new(name)));
        all.extend(files.map(|file| Self { place: Place::Window, named: Named::File(file) }));
        if all.is_empty() { Err(Fault::NoProgram) } else { Ok(all) }
    }

    fn of_command(command: &OsStr, variables: &Variables) -> Self {
        let in_terminal = IN_TERMINAL.contains(&program(command).as_str());
        let place = if in_terminal { Place::Terminal } else { Place::Window };
        Self { place, named: Named::Command(command.to_owned(), Shell::of(command, variables)) }
    }

    /// As it is named.
    #[must_use]
    pub fn name(&self) -> Safe {
        match &self.named {
            Named::Command(command, _) => Safe::line(&command.to_string_lossy()),
            Named::File(file) => Safe::line(&file.to_string_lossy()),
        }
    }

    /// The words that start it on an address, which is one of them.
    #[must_use]
    pub fn words(&self, address: &str) -> Vec<OsString> {
        match &self.named {
            Named::File(file) => vec![file.into(), address.into()],
            Named::Command(command, shell) => match with_place(command) {
                Some(script) => scripted(script, command, &[address.into()]),
                None => words(command, &[address.into()], *shell),
            },
        }
    }
}

/// The command as a script whose `%s`, quoted or not, is the first argument; `None` without one.
fn with_place(command: &OsStr) -> Option<OsString> {
    let mut rest = command.as_bytes();
    let (mut script, mut found) = (Vec::new(), false);
    while let Some(&first) = rest.first() {
        let place = [&b"\"%s\""[..], b"'%s'", b"%s"].into_iter().find(|place| rest.starts_with(place));
        if let Some(place) = place {
            script.extend(b"\"$1\"");
            rest = &rest[place.len()..];
            found = true;
        } else {
            script.push(first);
            rest = &rest[if rest.starts_with(b"%%") { 2 } else { 1 }..];
        }
    }
    found.then(|| OsString::from_vec(script))
}

/// What opens addresses on systems of this kind. Elsewhere `open` is something else.
fn openers(variables: &Variables) -> Vec<&'static str> {
    let windows = variables.any(&["WSL_DISTRO_NAME", "WSL_INTEROP"]).then_some("wslview");
    let apple = cfg!(target_os = "macos").then_some("open");
    windows.into_iter().chain(["termux-open-url"]).chain(apple).chain(["xdg-open"]).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::{Browser, Place};
    use crate::programs::fault::Fault;
    use crate::programs::variables::Variables;

    /// A folder of programs.
    fn folder(programs: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for program in programs {
            let path = folder.path().join(program);
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    fn browsers(path: &Path, said: &[(&str, &str)]) -> Result<Vec<Browser>, Fault> {
        let find = |name: &str| match name {
            "PATH" => Some(OsString::from(path)),
            name => said.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value)),
        };
        Browser::all(&Variables::of(&find))
    }

    fn names(path: &Path, said: &[(&str, &str)]) -> Result<Vec<String>, Fault> {
        let name = |browser: &Browser| {
            let name = browser.name();
            name.rsplit('/').next().unwrap_or_default().to_owned()
        };
        Ok(browsers(path, said)?.iter().map(name).collect())
    }

    #[test]
    fn those_that_are_there_are_tried_in_order() {
        let folder = folder(&["firefox", "w3m", "xdg-open"]);
        let path = folder.path();
        assert_eq!(names(path, &[]).unwrap(), ["xdg-open"]);
        let named = [("BROWSER", "chromium:firefox --new-tab:w3m")];
        assert_eq!(names(path, &named).unwrap(), ["firefox --new-tab", "w3m", "xdg-open"]);
        let places: Vec<Place> =
            browsers(path, &named).unwrap().iter().map(|browser| browser.place).collect();
        assert_eq!(places, [Place::Window, Place::Terminal, Place::Window]);
        for (named, expected) in [
            ("./firefox", &["xdg-open"][..]),
            (" ", &["xdg-open"]),
            (" : :\t", &["xdg-open"]),
            (": :firefox:", &["firefox", "xdg-open"]),
        ] {
            assert_eq!(names(path, &[("BROWSER", named)]).unwrap(), expected, "{named:?}");
        }
    }

    #[test]
    fn over_ssh_only_what_is_named_or_shown_here_counts() {
        let folder = folder(&["w3m", "xdg-open"]);
        let path = folder.path();
        assert_eq!(names(path, &[("SSH_TTY", "/dev/pts/1")]), Err(Fault::FarAway));
        assert_eq!(names(path, &[("SSH_TTY", "/dev/pts/1"), ("DISPLAY", ":10")]).unwrap(), ["xdg-open"]);
        assert_eq!(names(path, &[("SSH_CONNECTION", "x"), ("BROWSER", "w3m")]).unwrap()[0], "w3m");
        assert_eq!(names(&path.join("none"), &[]), Err(Fault::NoProgram));
    }

    #[test]
    fn the_address_is_one_word_wherever_it_stands() {
        let folder = folder(&["firefox"]);
        let words = |named: &str| {
            browsers(folder.path(), &[("BROWSER", named)]).unwrap()[0].words("https://e.com/a?b&c")
        };
        for (named, script) in [
            ("firefox", "exec firefox \"$@\""),
            ("firefox -new-tab %s x", "firefox -new-tab \"$1\" x"),
            ("firefox '%s' \"%s\" 100%%", "firefox \"$1\" \"$1\" 100%"),
        ] {
            assert_eq!(words(named), ["sh", "-c", script, named, "https://e.com/a?b&c"], "{named}");
        }
    }
}
