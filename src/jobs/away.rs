//! Other programs started away from the terminal: a browser, what keeps a clipboard.
//!
//! Each runs in a session of its own where the system can give it one, else in a group of its own,
//! and reads and writes nothing of ours. It is waited for only as long as it takes to see that it
//! could not do its work; afterwards it lives as long as it likes.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::limits::COPY_BYTES;
use crate::programs::browser::{Browser, Place};
use crate::programs::clipboard::{self, Clipboard, is_within_tmux};
use crate::programs::fault::Fault;
use crate::programs::variables::Variables;
use crate::text::safe::Safe;

/// How long a browser is waited for: what opens one mostly ends at once.
const FOR_BROWSER: Duration = Duration::from_secs(3);

/// How long what keeps a clipboard is waited for.
const FOR_CLIPBOARD: Duration = Duration::from_secs(1);

/// How often it is asked whether anybody still waits.
const LOOK: Duration = Duration::from_millis(20);

/// How long the end of a program is waited for.
struct Patience<'a> {
    most: Duration,
    stale: &'a dyn Fn() -> bool,
}

/// Has a browser open `address`: the first that does not fail. Where nobody waits any more
/// (`stale`), because another address is to be opened, it is left to itself.
///
/// # Errors
/// Where there is none, or what the last one failed with.
pub fn browse(address: &str, variables: &Variables, stale: &dyn Fn() -> bool) -> Result<(), Fault> {
    let mut last = Fault::NoProgram;
    // One that needs the terminal is started by who has it.
    for browser in Browser::all(variables)?.iter().filter(|browser| browser.place == Place::Window) {
        let patience = Patience { most: FOR_BROWSER, stale };
        match start(&browser.name(), &browser.words(address), None, &patience, variables) {
            Ok(()) => return Ok(()),
            Err(fault) => last = fault,
        }
    }
    Err(last)
}

/// Puts `text` on the clipboards that programs keep.
///
/// # Errors
/// Where none has taken it and the terminal cannot be counted on: it is too long for that, or tmux
/// lies before it.
pub fn copy(text: &str, variables: &Variables) -> Result<(), Fault> {
    let patience = Patience { most: FOR_CLIPBOARD, stale: &|| false };
    let hand = |each: &Clipboard, words: &[OsString]| {
        start(&clipboard::name(words), words, Some(each.bytes(text)), &patience, variables)
    };
    let hand = |each: &Clipboard| {
        let handed = hand(each, &each.words);
        each.otherwise.as_ref().filter(|_| handed.is_err()).map_or(handed, |words| hand(each, words))
    };
    let taken: Vec<_> = Clipboard::all(variables).iter().map(hand).collect();
    let is_long = text.len() > COPY_BYTES;
    if taken.iter().any(Result::is_ok) || !is_long && !is_within_tmux(variables) {
        return Ok(());
    }
    let untaken = if is_long { Fault::TooLong } else { Fault::NoClipboard };
    Err(taken.into_iter().find_map(Result::err).unwrap_or(untaken))
}

/// Starts a program and waits a while whether it fails. What it is to read is written for as long
/// as it takes it.
fn start(
    program: &Safe,
    words: &[OsString],
    input: Option<Vec<u8>>,
    patience: &Patience<'_>,
    variables: &Variables,
) -> Result<(), Fault> {
    let Some(name) = words.first() else { return Err(Fault::NoProgram) };
    let mut command = if let Some(setsid) = variables.find(OsStr::new("setsid")) {
        let mut command = Command::new(setsid);
        command.arg(name);
        command
    } else {
        let mut command = Command::new(name);
        command.process_group(0);
        command
    };
    command.args(&words[1..]).stdout(Stdio::null()).stderr(Stdio::null());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn().map_err(|error| Fault::not_started(program, &error))?;
    let (send, receive) = channel();
    // It is seen to its end, that no dead process is left while the reader lives.
    thread::spawn(move || {
        if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
            // Where it reads no more, its end tells why.
            let _ = pipe.write_all(&input);
        }
        // Nobody may wait any more.
        let _ = send.send(child.wait());
    });
    let deadline = Instant::now() + patience.most;
    loop {
        match receive.recv_timeout(LOOK) {
            Ok(Ok(status)) => return Fault::of_end(program, status),
            Ok(Err(error)) => return Err(Fault::not_started(program, &error)),
            Err(RecvTimeoutError::Timeout) if Instant::now() < deadline && !(patience.stale)() => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::copy;
    use crate::limits::COPY_BYTES;
    use crate::programs::fault::Fault;
    use crate::programs::variables::Variables;

    #[test]
    fn without_a_program_only_a_terminal_that_is_near_has_taken_a_text() {
        let copied = |text: &str, said: &str| {
            copy(text, &Variables::of(&|name| (name == said).then(|| OsString::from("/x"))))
        };
        let long = "猫글".repeat(COPY_BYTES / 6 + 1);
        for text in ["猫", "汉", "글", "cat"] {
            assert_eq!(copied(text, "TERM"), Ok(()), "{text}");
            assert_eq!(copied(text, "TMUX"), Err(Fault::NoClipboard), "{text}");
        }
        assert_eq!(copied(&long, "TERM"), Err(Fault::TooLong));
        assert_eq!(copied(&long, "TMUX"), Err(Fault::TooLong));
    }
}
