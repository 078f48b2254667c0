//! The key thread: keys, pastes, the mouse, sizes, signals and the end of the terminal, as they come.
//!
//! It sleeps in one `poll` over the terminal, the signals and a wake-up line; idle, it costs
//! nothing. It knows of a hang-up from the terminal itself, even where SIGHUP is ignored. It can
//! be paused around an editor and ends when [`Keys`] is dropped. Where the program does not
//! obey a signal to end, because it hangs in a terminal that takes nothing, it ends it.

use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::process::{Command, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Context;
use rustix::event::{PollFd, PollFlags};
use rustix::process::{Pid, getpid, kill_process};
use signal_hook::consts::signal::{SIGHUP, SIGINT, SIGQUIT};

use crate::input::key::Key;
use crate::term::sequence::Decoder;
use crate::term::session;
use crate::term::signals::{Arrival, Signal, Signals};
use crate::term::token::{Answer, Mouse, Token};
use crate::term::tty::{self, Tty};

/// How long the program may take to end after it was told to; then it is ended.
const GRACE: Duration = Duration::from_secs(3);

/// How long a pause waits for the thread to let go of the terminal.
const LETTING_GO: Duration = Duration::from_secs(1);

/// Something that the key thread heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key went down.
    Key(Key),
    /// Text was pasted; raw, with `\n` for line ends, and to be made safe like any stranger's text.
    Paste(String),
    /// The mouse did something; only where the session asked for it.
    Mouse(Mouse),
    /// The terminal may have another size; the same size may come twice.
    Resize {
        /// Its columns, at least 1.
        columns: u16,
        /// Its rows, at least 1.
        rows: u16,
    },
    /// A signal arrived.
    Signal(Signal),
    /// Nothing can be shown any more: the terminal has gone, or a panic gave it back. Comes once.
    Gone,
}

/// The key thread; dropping it ends the thread.
#[derive(Debug)]
pub struct Keys {
    wake: UnixStream,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread is asked to do, and whether it has let go of the terminal.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    wish: Wish,
    grip: Grip,
    /// The program that has the terminal.
    lent: Option<Pid>,
    /// The signal that is to end us.
    ending: Option<rustix::process::Signal>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wish {
    #[default]
    Listen,
    Pause,
    End,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Grip {
    #[default]
    Held,
    Open,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn grip(&self, grip: Grip) {
        self.state().grip = grip;
        self.changed.notify_all();
    }
}

impl Keys {
    /// Starts the thread, which hands what it hears to `send` until that says that nobody listens.
    ///
    /// `send` must not wait for the thread that pauses or drops this: an unbounded channel serves.
    ///
    /// # Errors
    /// Where there is no terminal to hear keys from, or the system grants no thread.
    pub fn listen(send: impl Fn(Heard) -> bool + Send + 'static) -> anyhow::Result<Self> {
        let tty = Tty::open().context("cannot open the terminal for keys")?;
        let signals = Signals::catch().context("cannot listen for signals")?;
        let (wake, woken) = UnixStream::pair().context("cannot make a wake-up line")?;
        woken.set_nonblocking(true).context("cannot make a wake-up line")?;
        let shared = Arc::new(Shared::default());
        let mut listener = Listener {
            tty,
            signals,
            woken,
            shared: Arc::clone(&shared),
            send,
            decoder: Decoder::default(),
            ear: Ear::Open,
            fall: session::fall(),
            last: None,
        };
        let thread = thread::Builder::new()
            .name("keys".to_owned())
            .spawn(move || {
                listener.run();
                // Even where nobody waits for the end, a pause must not wait for ever.
                listener.shared.grip(Grip::Open);
            })
            .context("cannot start the key thread")?;
        Ok(Self { wake, shared, thread: Some(thread) })
    }

    /// Leaves the terminal to the work (an editor); signals go on being heard.
    ///
    /// Meanwhile SIGINT and SIGQUIT are the editor's own affair and not told, and SIGTSTP stops us
    /// with it.
    pub fn paused<T>(&self, work: impl FnOnce() -> T) -> T {
        let _resumed = Resumed(self);
        self.wish(Wish::Pause);
        let (state, _) = self
            .shared
            .changed
            .wait_timeout_while(self.shared.state(), LETTING_GO, |state| state.grip == Grip::Held)
            .unwrap_or_else(PoisonError::into_inner);
        drop(state);
        work()
    }

    /// Has a program use the terminal, within a pause, and waits for its end. A signal that is to end
    /// us is passed on to it; where it stays all the same, we go without it.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn lend(&self, command: &mut Command) -> io::Result<ExitStatus> {
        let mut child = command.spawn()?;
        let borrower = Pid::from_child(&child);
        let mut state = self.shared.state();
        state.lent = Some(borrower);
        let come_before = state.ending;
        drop(state);
        if let Some(signal) = come_before {
            let _ = kill_process(borrower, signal);
        }
        let ended = child.wait();
        self.shared.state().lent = None;
        ended
    }

    fn wish(&self, wish: Wish) {
        self.shared.state().wish = wish;
        let _ = (&self.wake).write(b"!");
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.wish(Wish::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Has the thread listen again, even when the work panicked.
struct Resumed<'a>(&'a Keys);

impl Drop for Resumed<'_> {
    fn drop(&mut self) {
        self.0.wish(Wish::Listen);
    }
}

/// The thread's own side.
struct Listener<F> {
    tty: Tty,
    signals: Signals,
    woken: UnixStream,
    shared: Arc<Shared>,
    send: F,
    decoder: Decoder,
    ear: Ear,
    fall: Option<BorrowedFd<'static>>,
    last: Option<Last>,
}

/// How the terminal is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ear {
    Open,
    /// It is another's for now, who will hand it back by SIGCONT; only its end is noticed.
    Background,
    /// It has gone.
    Closed,
}

/// The program has been told to end: by when, and with which exit code it is made to.
#[derive(Clone, Copy, Debug)]
struct Last {
    deadline: Instant,
    code: i32,
}

/// Nobody listens any more.
struct Unheard;

/// What one sleep ended with.
struct Woken {
    tty: PollFlags,
    fallen: PollFlags,
}

impl<F: Fn(Heard) -> bool> Listener<F> {
    fn run(&mut self) {
        loop {
            let wish = self.shared.state().wish;
            let done = match wish {
                Wish::End => return,
                Wish::Pause => self.idle(),
                Wish::Listen => self.listen(),
            };
            if done.is_err() {
                return;
            }
        }
    }

    /// The editor has the terminal.
    fn idle(&mut self) -> Result<(), Unheard> {
        self.decoder = Decoder::default();
        self.shared.grip(Grip::Open);
        let woken = self.sleep(None, self.last.map(|last| last.deadline));
        self.hear_fall(&woken)?;
        for arrival in self.signals.take() {
            match arrival {
                Arrival::Signal(Signal::Terminate(SIGINT | SIGQUIT)) => {}
                Arrival::Signal(Signal::Continue) => {
                    session::knows_of_stop();
                }
                // The shell goes on only when each of its processes has stopped.
                Arrival::Signal(Signal::Stop) => {
                    let _ = kill_process(getpid(), rustix::process::Signal::STOP);
                }
                Arrival::Signal(Signal::Terminate(number)) => self.terminate(number)?,
                Arrival::WindowChanged => self.tell(resize())?,
            }
        }
        self.end_if_due();
        Ok(())
    }

    fn listen(&mut self) -> Result<(), Unheard> {
        self.shared.grip(Grip::Held);
        let patience = self.decoder.patience().map(|patience| Instant::now() + patience);
        let deadline = [patience, self.last.map(|last| last.deadline)].into_iter().flatten().min();
        let watched = match self.ear {
            Ear::Open => Some(PollFlags::IN),
            // The end is reported unasked.
            Ear::Background => Some(PollFlags::empty()),
            Ear::Closed => None,
        };
        let woken = self.sleep(watched, deadline);
        self.hear_signals()?;
        if self.shared.state().wish == Wish::Listen {
            self.hear_tty(&woken, patience)?;
        }
        self.hear_fall(&woken)?;
        self.end_if_due();
        Ok(())
    }

    fn hear_fall(&mut self, woken: &Woken) -> Result<(), Unheard> {
        if woken.fallen.is_empty() {
            return Ok(());
        }
        self.fall = None;
        self.gone()
    }

    /// Waits for the terminal, as far as it is watched, for a signal, or for a wish.
    fn sleep(&mut self, watched: Option<PollFlags>, deadline: Option<Instant>) -> Woken {
        let fall = self.fall.unwrap_or(self.woken.as_fd());
        let mut polled = [
            PollFd::new(&self.woken, PollFlags::IN),
            PollFd::new(&self.signals, PollFlags::IN),
            PollFd::from_borrowed_fd(fall, PollFlags::IN),
            PollFd::new(&self.tty, watched.unwrap_or(PollFlags::empty())),
        ];
        let count = if watched.is_some() { 4 } else { 3 };
        if tty::wait(&mut polled[..count], deadline).is_err() {
            return Woken { tty: PollFlags::ERR, fallen: PollFlags::empty() };
        }
        let (rung, fallen, tty) = (polled[0].revents(), polled[2].revents(), polled[3].revents());
        if !rung.is_empty() {
            let mut rings = [0; 64];
            while rustix::io::read(&self.woken, &mut rings).is_ok_and(|count| count == rings.len()) {}
        }
        Woken { tty, fallen: if self.fall.is_some() { fallen } else { PollFlags::empty() } }
    }

    fn hear_signals(&mut self) -> Result<(), Unheard> {
        for arrival in self.signals.take() {
            match arrival {
                Arrival::WindowChanged => self.tell(resize())?,
                Arrival::Signal(Signal::Continue) => {
                    if self.ear == Ear::Background {
                        self.ear = Ear::Open;
                    }
                    if !session::knows_of_stop() {
                        self.tell(Heard::Signal(Signal::Continue))?;
                    }
                }
                Arrival::Signal(Signal::Stop) => self.tell(Heard::Signal(Signal::Stop))?,
                Arrival::Signal(Signal::Terminate(number)) => self.terminate(number)?,
            }
        }
        Ok(())
    }

    /// A signal is to end us, and the program that has the terminal or is about to.
    fn terminate(&mut self, number: i32) -> Result<(), Unheard> {
        let mut state = self.shared.state();
        state.ending = rustix::process::Signal::from_named_raw(number);
        let (lent, signal) = (state.lent, state.ending);
        drop(state);
        if let (Some(lent), Some(signal)) = (lent, signal) {
            let _ = kill_process(lent, signal);
        }
        self.expect_end(128 + number);
        self.tell(Heard::Signal(Signal::Terminate(number)))
    }

    fn hear_tty(&mut self, woken: &Woken, patience: Option<Instant>) -> Result<(), Unheard> {
        let mut tokens = Vec::new();
        if woken.tty.contains(PollFlags::IN) && self.ear == Ear::Open {
            if !self.tty.is_foreground() {
                // To read now would stop the process.
                self.ear = Ear::Background;
                return Ok(());
            }
            let mut bytes = [0; 4096];
            match self.tty.read(&mut bytes) {
                Ok(0) => return self.gone(),
                Ok(count) => self.decoder.feed(&bytes[..count], &mut tokens),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return self.gone(),
            }
        } else if woken.tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return self.gone();
        } else if patience.is_some_and(|patience| patience <= Instant::now()) {
            self.decoder.give_up(&mut tokens);
        }
        tokens.into_iter().try_for_each(|token| self.tell_token(token))
    }

    fn tell_token(&self, token: Token) -> Result<(), Unheard> {
        match token {
            Token::Key(event) => Key::from_event(&event).map_or(Ok(()), |key| self.tell(Heard::Key(key))),
            Token::Paste(text) => self.tell(Heard::Paste(text)),
            Token::Mouse(mouse) => self.tell(Heard::Mouse(mouse)),
            // It comes too late to be of use.
            Token::Answer(Answer::Attributes { .. }) => {
                tty::answered();
                Ok(())
            }
            Token::Answer(_) => Ok(()),
        }
    }

    fn gone(&mut self) -> Result<(), Unheard> {
        if self.ear == Ear::Closed {
            return Ok(());
        }
        self.ear = Ear::Closed;
        self.expect_end(128 + SIGHUP);
        self.tell(Heard::Gone)
    }

    fn tell(&self, heard: Heard) -> Result<(), Unheard> {
        if (self.send)(heard) { Ok(()) } else { Err(Unheard) }
    }

    fn expect_end(&mut self, code: i32) {
        if self.last.is_none() {
            self.last = Some(Last { deadline: Instant::now() + GRACE, code });
        }
    }

    fn end_if_due(&self) {
        if let Some(last) = self.last
            && last.deadline <= Instant::now()
        {
            session::restore();
            std::process::exit(last.code);
        }
    }
}

fn resize() -> Heard {
    let (columns, rows) = tty::size();
    Heard::Resize { columns, rows }
}
