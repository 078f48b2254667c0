//! The terminal as a device: which file it is, how large, read and written without a buffer.
//!
//! Keys come from standard input where that is a terminal, else (`command | tsundoku`) from the
//! terminal that standard output goes to. Its modes are never set to non-blocking, because the
//! shell shares them: a read follows a poll, and where a write must not hang it has a limit.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, isatty, tcflush, tcgetpgrp, tcgetwinsize, ttyname};

/// Columns and rows where the terminal does not say.
pub(super) const USUAL_SIZE: (u16, u16) = (80, 24);

/// Cells of the largest screen that is drawn; of a larger one the lower part stays empty.
const MOST_CELLS: u32 = 1_000_000;

/// Whether an answer of the terminal may still be under way, which must not reach the shell.
static OWED: AtomicBool = AtomicBool::new(false);

/// The terminal that keys come from.
#[derive(Debug)]
pub(super) struct Tty(OwnedFd);

impl Tty {
    /// Opens the terminal that keys come from, whatever standard input is.
    ///
    /// The device is opened by its own name, because macOS cannot poll `/dev/tty`.
    pub(super) fn open() -> io::Result<Self> {
        let stdin = rustix::stdio::stdin();
        if isatty(stdin) {
            return Ok(Self(stdin.try_clone_to_owned()?));
        }
        let named = ttyname(rustix::stdio::stdout(), Vec::new())
            .ok()
            .and_then(|name| name.into_string().ok())
            .and_then(|path| File::options().read(true).write(true).open(path).ok());
        let device = match named {
            Some(device) => device,
            None => File::options().read(true).write(true).open("/dev/tty")?,
        };
        Ok(Self(device.into()))
    }

    /// Whether the terminal is ours to read, or a shell has put us in the background.
    #[must_use]
    pub(super) fn is_foreground(&self) -> bool {
        tcgetpgrp(&self.0).map_or(true, |group| group == rustix::process::getpgrp())
    }

    /// Reads what has arrived. Blocks unless a poll has just said that something has; `Ok(0)` is the end.
    pub(super) fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match rustix::io::read(&self.0, &mut *into) {
                Err(Errno::INTR) => {}
                result => return Ok(result?),
            }
        }
    }

    /// Throws away answers of the terminal that nobody will read, so that a shell does not take them for typing.
    pub(super) fn forget_answers(&self) {
        if OWED.swap(false, Ordering::Relaxed) {
            let _ = tcflush(&self.0, QueueSelector::IFlush);
        }
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Notes that the terminal has been asked and has not answered yet.
pub(super) fn expect_answer() {
    OWED.store(true, Ordering::Relaxed);
}

/// Notes that the terminal has answered the last question.
pub(super) fn answered() {
    OWED.store(false, Ordering::Relaxed);
}

/// Columns and rows of the terminal now: 80 by 24 where it cannot say, or says nought.
#[must_use]
pub(super) fn size() -> (u16, u16) {
    let asked = [rustix::stdio::stdout(), rustix::stdio::stdin(), rustix::stdio::stderr()];
    let told = asked.into_iter().find_map(|fd| tcgetwinsize(fd).ok());
    told.map_or(USUAL_SIZE, |told| usable_size(told.ws_col, told.ws_row))
}

/// Dots of a cell across and down, where the system knows.
#[must_use]
pub(super) fn cell() -> Option<(u16, u16)> {
    let told = tcgetwinsize(rustix::stdio::stdout()).ok()?;
    let across = told.ws_xpixel.checked_div(told.ws_col)?;
    let down = told.ws_ypixel.checked_div(told.ws_row)?;
    (across > 0 && down > 0).then_some((across, down))
}

fn usable_size(columns: u16, rows: u16) -> (u16, u16) {
    if columns == 0 || rows == 0 {
        return USUAL_SIZE;
    }
    let most_rows = u16::try_from(MOST_CELLS / u32::from(columns)).unwrap_or(u16::MAX);
    (columns, rows.min(most_rows))
}

/// Writes all of it to standard output, however long the terminal takes.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    write_before(bytes, None)
}

/// Writes it to standard output, or gives up when the terminal has taken nothing for `limit`.
///
/// In small pieces, because a write larger than the room in a stuck terminal's queue blocks
/// even after a poll has said that there is room.
pub(super) fn write_within(bytes: &[u8], limit: Duration) -> io::Result<()> {
    bytes.chunks(8).try_for_each(|piece| write_before(piece, Some(Instant::now() + limit)))
}

fn write_before(mut bytes: &[u8], deadline: Option<Instant>) -> io::Result<()> {
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        if deadline.is_some() {
            wait_for_room(out, deadline)?;
        }
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            // Whoever else shares the terminal may have made it non-blocking.
            Err(Errno::AGAIN) => wait_for_room(out, deadline)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn wait_for_room(out: BorrowedFd<'_>, deadline: Option<Instant>) -> io::Result<()> {
    let mut polled = [PollFd::new(&out, PollFlags::OUT)];
    match wait(&mut polled, deadline)? {
        0 => Err(io::ErrorKind::TimedOut.into()),
        _ => Ok(()),
    }
}

/// Polls until something is ready or the deadline has passed; how many are ready.
pub(super) fn wait(polled: &mut [PollFd<'_>], deadline: Option<Instant>) -> io::Result<usize> {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let limit = left.and_then(|left| Timespec::try_from(left).ok());
        match rustix::event::poll(polled, limit.as_ref()) {
            Err(Errno::INTR) => {}
            result => return Ok(result?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{USUAL_SIZE, usable_size};

    #[test]
    fn a_terminal_of_no_size_is_taken_for_the_usual_one() {
        assert_eq!(usable_size(0, 0), USUAL_SIZE);
        assert_eq!(usable_size(0, 40), USUAL_SIZE);
        assert_eq!(usable_size(100, 0), USUAL_SIZE);
    }

    #[test]
    fn the_smallest_terminals_are_taken_at_their_word() {
        assert_eq!(usable_size(1, 1), (1, 1));
        assert_eq!(usable_size(300, 1), (300, 1));
    }

    #[test]
    fn a_screen_that_would_eat_the_memory_loses_rows() {
        let (columns, rows) = usable_size(u16::MAX, u16::MAX);
        assert_eq!(columns, u16::MAX);
        assert!(u32::from(columns) * u32::from(rows) <= 1_000_000);
        assert!(rows >= 1);
    }
}
