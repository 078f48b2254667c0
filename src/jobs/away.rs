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
use crate::programs::clipboard::Clipboard;
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
/// Where none has taken it and the terminal cannot have either, the text being too long for it.
pub fn copy(text: &str, variables: &Variables) -> Result<(), Fault> {
    let patience = Patience { most: FOR_CLIPBOARD, stale: &|| false };
    let start =
        |each: &Clipboard| start(&each.name(), &each.words, Some(each.bytes(text)), &patience, variables);
    let taken: Vec<_> = Clipboard::all(variables).iter().map(start).collect();
    if taken.iter().any(Result::is_ok) || text.len() <= COPY_BYTES {
        return Ok(());
    }
    Err(taken.into_iter().find_map(Result::err).unwrap_or(Fault::TooLong))
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
