//! A command as a variable names it, started as git does: the shell parts its words, and what it is
//! started on comes as words of its own, whatever they hold.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::programs::variables::Variables;

/// What becomes of the shell that starts a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// It becomes the program, so that a signal reaches that.
    Becomes,
    /// It waits for the program's end.
    Stays,
}

impl Shell {
    /// It becomes the program where the command is nothing but words of which the first names one.
    #[must_use]
    pub fn of(named: &OsStr, variables: &Variables) -> Self {
        let acts = |byte: &u8| b";&|<>()$`#\n".contains(byte);
        let is_words = !named.as_bytes().iter().any(acts);
        if is_words && variables.find(&first_word(named)).is_some() { Self::Becomes } else { Self::Stays }
    }
}

/// The words that start the command `named`, with `arguments` behind its own.
#[must_use]
pub fn words(named: &OsStr, arguments: &[OsString], shell: Shell) -> Vec<OsString> {
    let mut script = OsString::from(match shell {
        Shell::Becomes => "exec ",
        Shell::Stays => "",
    });
    script.push(named);
    script.push(" \"$@\"");
    scripted(script, named, arguments)
}

/// The words that have the shell do `script`, in which `$1` and on are `arguments`; `named` is what
/// the shell calls itself where it complains.
#[must_use]
pub fn scripted(script: OsString, named: &OsStr, arguments: &[OsString]) -> Vec<OsString> {
    let shell = ["sh".into(), "-c".into(), script, named.to_owned()];
    shell.into_iter().chain(arguments.iter().cloned()).collect()
}

/// The first word of a command, its quotes read: the program.
#[must_use]
pub fn first_word(named: &OsStr) -> OsString {
    let mut word = Vec::new();
    let mut quote = None;
    let mut bytes = named.as_bytes().iter().copied().skip_while(u8::is_ascii_whitespace);
    while let Some(byte) = bytes.next() {
        match (byte, quote) {
            (b'\\', None | Some(b'"')) => word.extend(bytes.next()),
            (byte, Some(open)) if byte == open => quote = None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, None) if byte.is_ascii_whitespace() => break,
            (byte, _) => word.push(byte),
        }
    }
    OsString::from_vec(word)
}

/// What the program of a command is called, without its folder.
#[must_use]
pub fn program(named: &OsStr) -> String {
    let word = first_word(named);
    let name = Path::new(&word).file_name().unwrap_or(&word);
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::ffi::{OsStr, OsString};

    use super::{Shell, first_word, program, words};
    use crate::programs::variables::Variables;

    #[test]
    fn the_program_is_the_first_word_whatever_quotes_it() {
        for (named, word, name) in [
            ("vim", "vim", "vim"),
            ("  code --wait", "code", "code"),
            ("/usr/bin/emacsclient -t", "/usr/bin/emacsclient", "emacsclient"),
            ("'/opt/my editor/nvim' -u NONE", "/opt/my editor/nvim", "nvim"),
            ("/opt/my\\ editor/猫 x", "/opt/my editor/猫", "猫"),
            ("\"/opt/편집기/hx\"", "/opt/편집기/hx", "hx"),
            ("", "", ""),
        ] {
            assert_eq!(first_word(OsStr::new(named)), word, "{named}");
            assert_eq!(program(OsStr::new(named)), name, "{named}");
        }
    }

    #[test]
    fn what_it_is_started_on_is_a_word_of_its_own() {
        for (shell, script) in [(Shell::Stays, "code -w \"$@\""), (Shell::Becomes, "exec code -w \"$@\"")] {
            let words = words(OsStr::new("code -w"), &["/a/$(touch pwned).md".into()], shell);
            assert_eq!(words, ["sh", "-c", script, "code -w", "/a/$(touch pwned).md"]);
        }
    }

    #[test]
    fn only_a_program_with_its_words_takes_the_place_of_the_shell() {
        let path = |name: &str| (name == "PATH").then(|| OsString::from("/bin:/usr/bin"));
        let variables = Variables::of(&path);
        for (named, expected) in [
            ("sh -x", Shell::Becomes),
            ("'sh' 'a b'", Shell::Becomes),
            ("X=1 sh", Shell::Stays),
            ("sh -c x; true", Shell::Stays),
            ("sh $X", Shell::Stays),
            (":", Shell::Stays),
            ("편집기", Shell::Stays),
        ] {
            assert_eq!(Shell::of(OsStr::new(named), &variables), expected, "{named}");
        }
    }
}
