//! Signals as something to wait for beside the keys.
//!
//! A handler only writes a byte to a socket (signal-hook), so that the rest of the program runs
//! as ordinary code in ordinary threads.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::flag::register_conditional_shutdown;
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// A signal as the program hears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Asked to end: SIGTERM, SIGINT, SIGHUP or SIGQUIT, by number; the exit code is 128 and that.
    Terminate(i32),
    /// Asked to stop, from outside: give the terminal back, then stop.
    Stop,
    /// Goes on after a stop that was none of our own: the terminal must be taken anew.
    Continue,
}

/// A signal or a new size, as it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// A signal that the program should know of.
    Signal(Signal),
    /// The terminal may have another size.
    WindowChanged,
}

/// The signals of a program in a terminal, told as long as this lives.
///
/// Afterwards those that end a program end it at once, with 128 and their number.
#[derive(Debug)]
pub(super) struct Signals {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
    ears: Ears,
}

/// Which signals are listened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ears {
    All,
    Continue,
}

impl Signals {
    /// Catches them from now on.
    pub(super) fn catch() -> io::Result<Self> {
        end_when_unheard()?;
        UNHEARD.listened.store(true, Ordering::SeqCst);
        UNHEARD.weigh();
        Self::with(Ears::All, &[SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
    }

    /// Catches only the one that tells of going on after a stop.
    pub(super) fn catch_continue() -> io::Result<Self> {
        Self::with(Ears::Continue, &[SIGCONT])
    }

    fn with(ears: Ears, numbers: &[i32]) -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        read.set_nonblocking(true)?;
        write.set_nonblocking(true)?;
        Ok(Self { delivery: SignalDelivery::with_pipe(read, write, SignalOnly, numbers)?, ears })
    }

    /// What has arrived since the last call; never waits.
    pub(super) fn take(&mut self) -> Vec<Arrival> {
        self.delivery.pending().map(arrival).collect()
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.delivery.get_read().as_fd()
    }
}

fn arrival(number: i32) -> Arrival {
    match number {
        SIGWINCH => Arrival::WindowChanged,
        SIGTSTP => Arrival::Signal(Signal::Stop),
        SIGCONT => Arrival::Signal(Signal::Continue),
        number => Arrival::Signal(Signal::Terminate(number)),
    }
}

/// The signals that end a program.
const ENDING: [i32; 4] = [SIGTERM, SIGINT, SIGHUP, SIGQUIT];

/// While somebody listens, an ending signal is told; without a listener it ends the process at
/// once, but not before the terminal is clean.
#[derive(Debug, Default)]
struct Unheard {
    listened: AtomicBool,
    taken: AtomicBool,
    fatal: Arc<AtomicBool>,
}

static UNHEARD: LazyLock<Unheard> = LazyLock::new(Unheard::default);

impl Unheard {
    fn weigh(&self) {
        let safe = !self.listened.load(Ordering::SeqCst) && !self.taken.load(Ordering::SeqCst);
        self.fatal.store(safe, Ordering::SeqCst);
    }
}

/// Notes whether the terminal is in our hands, in which case no signal may end the process at once.
pub(super) fn terminal_is(hands: Hands) {
    UNHEARD.taken.store(hands == Hands::Ours, Ordering::SeqCst);
    UNHEARD.weigh();
}

/// In whose hands the terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hands {
    /// In ours.
    Ours,
    /// In those of whoever started us, or of an editor.
    Theirs,
}

fn end_when_unheard() -> io::Result<()> {
    static ONCE: OnceLock<()> = OnceLock::new();
    if ONCE.set(()).is_ok() {
        for number in ENDING {
            register_conditional_shutdown(number, 128 + number, Arc::clone(&UNHEARD.fatal))?;
        }
    }
    Ok(())
}

impl Drop for Signals {
    fn drop(&mut self) {
        if self.ears == Ears::All {
            UNHEARD.listened.store(false, Ordering::SeqCst);
            UNHEARD.weigh();
        }
    }
}
