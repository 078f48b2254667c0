//! Programs that put what they read on the system's clipboard.

use std::ffi::{OsStr, OsString};

use crate::programs::variables::Variables;
use crate::text::safe::Safe;

/// A program that puts what it reads on a clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clipboard {
    /// The words that start it.
    pub words: Vec<OsString>,
    /// The words that start it where it is too old for those.
    pub otherwise: Option<Vec<OsString>>,
    letters: Letters,
}

/// How a program reads letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    /// As everywhere.
    Utf8,
    /// As Windows writes them.
    Utf16,
}

/// Programs, the variables without which they have no clipboard, and how they read letters.
const KNOWN: &[(&[&str], &[&str], Letters)] = &[
    (&["wl-copy"], &["WAYLAND_DISPLAY"], Letters::Utf8),
    (&["xclip", "-selection", "clipboard"], &["DISPLAY"], Letters::Utf8),
    (&["xsel", "-b", "-i"], &["DISPLAY"], Letters::Utf8),
    (&["clip.exe"], &["WSL_DISTRO_NAME", "WSL_INTEROP"], Letters::Utf16),
    (&["termux-clipboard-set"], &[], Letters::Utf8),
    // Of itself it reads letters as an old locale would.
    (&["env", "LC_ALL=en_US.UTF-8", "pbcopy"], &[], Letters::Utf8),
];

/// What hands a text on to the terminal around tmux, and keeps it for itself.
const TMUX: &[&str] = &["tmux", "load-buffer", "-w", "-"];

/// What only keeps it, as tmux does before 3.2.
const OLD_TMUX: &[&str] = &["tmux", "load-buffer", "-"];

impl Clipboard {
    /// Those that are there: that of the system, and tmux's within it.
    #[must_use]
    pub fn all(variables: &Variables) -> Vec<Self> {
        let system = KNOWN.iter().find_map(|(words, needed, letters)| {
            let has_clipboard = needed.is_empty() || variables.any(needed);
            Self::of(words, *letters, variables).filter(|_| has_clipboard)
        });
        let old = Self::of(OLD_TMUX, Letters::Utf8, variables).map(|old| old.words);
        let tmux = Self::of(TMUX, Letters::Utf8, variables).filter(|_| is_within_tmux(variables));
        let tmux = tmux.map(|tmux| Self { otherwise: old, ..tmux });
        system.into_iter().chain(tmux).collect()
    }

    /// The program of these words, where it is there; before it may stand what it needs set.
    fn of(words: &[&str], letters: Letters, variables: &Variables) -> Option<Self> {
        let program = words.iter().position(|word| *word != "env" && !word.contains('='))?;
        let file = variables.find(OsStr::new(words[program]))?;
        let mut words: Vec<OsString> = words.iter().map(OsString::from).collect();
        words[program] = file.into_os_string();
        Some(Self { words, otherwise: None, letters })
    }

    /// `text` as the program reads it.
    #[must_use]
    pub fn bytes(&self, text: &str) -> Vec<u8> {
        match self.letters {
            Letters::Utf8 => text.as_bytes().to_vec(),
            Letters::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }
}

/// The command that these words are.
#[must_use]
pub fn name(words: &[OsString]) -> Safe {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    Safe::line(&words.join(" "))
}

/// Whether tmux lies before the terminal: what a program has the terminal copy, it hands on only
/// where it is set to.
#[must_use]
pub fn is_within_tmux(variables: &Variables) -> bool {
    variables.any(&["TMUX"])
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::{Clipboard, name};
    use crate::programs::variables::Variables;

    const ALL: [&str; 7] = ["wl-copy", "xclip", "xsel", "clip.exe", "tmux", "pbcopy", "wl-paste"];

    /// The programs, and what they get of a text, where all but `lacking` are there.
    fn found(lacking: &[&str], said: &[&str]) -> Vec<(String, Vec<u8>)> {
        let folder = tempfile::tempdir().unwrap();
        for program in ALL.iter().filter(|program| !lacking.contains(program)) {
            let path = folder.path().join(program);
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let find = |name: &str| match name {
            "PATH" => Some(OsString::from(folder.path())),
            name => said.contains(&name).then(|| OsString::from("x")),
        };
        let named = |clipboard: &Clipboard| {
            name(&clipboard.words).replace(&format!("{}/", folder.path().display()), "")
        };
        let all = Clipboard::all(&Variables::of(&find));
        all.iter().map(|clipboard| (named(clipboard), clipboard.bytes("猫"))).collect()
    }

    #[test]
    fn the_system_s_own_is_taken_where_it_has_one() {
        for (lacking, said, expected) in [
            (&[][..], &["WAYLAND_DISPLAY", "DISPLAY"][..], &["wl-copy"][..]),
            (&[], &["DISPLAY"], &["xclip -selection clipboard"]),
            (&["xclip"], &["DISPLAY"], &["xsel -b -i"]),
            (
                &["wl-copy"],
                &["WAYLAND_DISPLAY", "DISPLAY", "TMUX"],
                &["xclip -selection clipboard", "tmux load-buffer -w -"],
            ),
            (&["pbcopy"], &["TMUX"], &["tmux load-buffer -w -"]),
            (&[], &[], &["env LC_ALL=en_US.UTF-8 pbcopy"]),
            (&["pbcopy"], &[], &[]),
        ] {
            let names: Vec<String> = found(lacking, said).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, expected, "{lacking:?} {said:?}");
        }
    }

    #[test]
    fn a_tmux_that_is_too_old_to_hand_on_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let tmux = folder.path().join("tmux");
        fs::write(&tmux, "").unwrap();
        fs::set_permissions(&tmux, fs::Permissions::from_mode(0o755)).unwrap();
        let find = |name: &str| match name {
            "PATH" => Some(OsString::from(folder.path())),
            name => (name == "TMUX").then(|| OsString::from("x")),
        };
        let all = Clipboard::all(&Variables::of(&find));
        let old = [tmux.as_os_str(), "load-buffer".as_ref(), "-".as_ref()];
        assert_eq!(all[0].otherwise.as_deref().unwrap(), old);
    }

    #[test]
    fn windows_gets_its_own_letters() {
        assert_eq!(found(&[], &["WSL_INTEROP"]), [("clip.exe".to_owned(), vec![0x2b, 0x73])]);
    }
}
