//! The terminal while it is ours: taken, drawn on, lent to an editor, and given back as it was.
//!
//! Given back on drop, on a panic in any thread (before the message), before a stop and before
//! an editor. A frame is one write, within a synchronized update. Nothing is drawn while the
//! terminal is not ours.

use std::cell::RefCell;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use rustix::event::{PollFd, PollFlags};
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcsetattr};

use crate::limits::COPY_BYTES;
use crate::pictures::drawn::Placed;
use crate::term::anew::Anew;
use crate::term::flow::Flow;
use crate::term::gallery::Gallery;
use crate::term::hyperlinks::{Hyperlink, Hyperlinks};
use crate::term::shift::Shift;
use crate::term::signals::{self, Hands, Signals};
use crate::term::tty::{self, Tty};

/// How long a terminal that takes nothing may hold up its own restoring.
const STUCK: Duration = Duration::from_millis(200);

/// Alternate screen, bracketed paste, cursor hidden, all clear.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J\x1b[H";
/// The reverse, and the end of a frame that was cut short.
const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// In the alternate screen the wheel sends arrow keys.
const SCROLL: &str = "\x1b[?1007h";
const UNSCROLL: &str = "\x1b[?1007l";
/// Buttons, dragging, the wheel; positions without a bound.
const MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const UNMOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
/// The same, for a terminal that forgets with the screen all pictures it was sent (Ghostty).
const CLEAR_CELLS: &[u8] = b"\x1b[0m\x1b[H\x1b[J";

/// What it takes to give the terminal back.
struct Taken {
    tty: Tty,
    before: Termios,
    leave: String,
    /// What has the terminal forget the pictures that it was sent.
    pictures: String,
}

/// Full while the terminal is ours. Held only for moments.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
/// Held during a write, so that no half frame lands on a terminal given back meanwhile.
static WRITING: Mutex<()> = Mutex::new(());
/// A panic has given the terminal back, and it is not to be taken again.
static FALLEN: AtomicBool = AtomicBool::new(false);
/// Its first end becomes readable when a panic has given the terminal back.
static FALL: OnceLock<(UnixStream, UnixStream)> = OnceLock::new();
/// We have stopped ourselves, so that the next SIGCONT is no news.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// How the terminal is taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether the mouse is ours.
    pub mouse: Mouse,
}

/// Whether the program hears the mouse; where it does, the terminal's own selection needs a modifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say all")]
pub enum Mouse {
    On,
    #[default]
    Off,
}

/// The terminal while it is ours. One at a time.
pub struct Session {
    terminal: Terminal<Flow<Page>>,
    page: Page,
    anew: Anew,
    hyperlinks: Hyperlinks,
    gallery: Gallery,
    shift: Shift,
    options: Options,
    tty: Tty,
    before: Termios,
    hold: Hold,
    scroll: Scroll,
    clear: Clear,
    /// Dots of a cell, as the system said last.
    cell: Option<(u16, u16)>,
}

/// Alternate scroll, by which the wheel sends arrow keys while the mouse is the terminal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scroll {
    /// To be asked for with the next frame.
    Wanted,
    /// Asked for; to be taken back.
    Asked,
    /// None of ours.
    Alone,
}

/// Whether the terminal is in our hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    Ours,
    /// A shell has it and we run in the background: it is taken when we are in front again.
    Away,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clear {
    /// Nothing is known of the terminal any more.
    Everything,
    /// The screen has another size.
    Screen,
    Done,
}

impl Session {
    /// Takes the terminal.
    ///
    /// # Errors
    /// With the terminal untouched, where standard output is none or its modes cannot be set.
    pub fn enter(options: Options) -> anyhow::Result<Self> {
        anyhow::ensure!(isatty(rustix::stdio::stdout()), "standard output is not a terminal");
        let tty = Tty::open().context("cannot open the terminal for keys")?;
        let before = tcgetattr(&tty).context("cannot read the terminal's modes")?;
        restore_on_panic()?;
        let page = Page::default();
        let terminal = terminal(&page, tty::size())?;
        take(&tty, &before, options).context("cannot take the terminal")?;
        let scroll = match options.mouse {
            Mouse::On => Scroll::Alone,
            Mouse::Off => Scroll::Wanted,
        };
        let (hold, clear) = (Hold::Ours, Clear::Done);
        let (anew, hyperlinks) = (Anew::default(), Hyperlinks::default());
        let (gallery, shift) = (Gallery::default(), Shift::default());
        Ok(Self {
            terminal,
            page,
            anew,
            hyperlinks,
            gallery,
            shift,
            options,
            tty,
            before,
            hold,
            scroll,
            clear,
            cell: tty::cell(),
        })
    }

    /// Leaves alternate scroll as the terminal has it: for one that has it on always, and would
    /// keep it off after we took it back. Called before the first frame.
    pub fn leave_scroll_alone(&mut self) {
        self.scroll = Scroll::Alone;
    }

    /// Begins a frame at the terminal's present size, in which these pictures are to be, and sends with
    /// it what the terminal has not got of them, within a bound: gives the names of those that it has
    /// not got whole yet.
    ///
    /// # Errors
    /// Where the terminal has gone, or a panic has given it back: then nothing can be shown any more.
    pub fn begin(&mut self, pictures: &[Placed]) -> io::Result<Vec<u32>> {
        if self.hold == Hold::Away {
            self.take_again()?;
        }
        if self.hold == Hold::Away {
            return Ok(Vec::new());
        }
        let (columns, rows) = tty::size();
        let is_resized = self.terminal.get_frame().area() != Rect::new(0, 0, columns, rows);
        if is_resized && self.clear == Clear::Done {
            self.clear = Clear::Screen;
        }
        self.page.clear();
        self.page.write_all(BEGIN_FRAME)?;
        if self.clear != Clear::Done {
            self.terminal = terminal(&self.page, (columns, rows))?;
            self.anew.forget();
            self.hyperlinks.forget();
            self.gallery.forget_screen();
            self.shift.forget();
            if self.clear == Clear::Everything {
                self.gallery.forget(&mut self.page)?;
            }
            self.page.write_all(if self.gallery.is_empty() { CLEAR } else { CLEAR_CELLS })?;
            self.clear = Clear::Done;
        }
        let under_way = self.gallery.send(pictures, &mut self.page)?;
        if let (Some(undo), Some(taken)) = (self.gallery.undo(), taken().as_mut()) {
            taken.pictures = undo;
        }
        Ok(under_way)
    }

    /// Draws the frame that was begun, with the pictures in it that the terminal draws itself and the
    /// links that it is told of; a frame in the background is skipped.
    ///
    /// # Errors
    /// Where the terminal has gone, or a panic has given it back: then nothing can be shown any more.
    pub fn draw(
        &mut self,
        pictures: &[Placed],
        links: &[Hyperlink],
        render: impl Fn(&mut Frame<'_>),
    ) -> io::Result<()> {
        if self.hold == Hold::Away {
            return Ok(());
        }
        if self.scroll == Scroll::Wanted {
            self.page.write_all(SCROLL.as_bytes())?;
            also_leave(UNSCROLL);
            self.scroll = Scroll::Asked;
        }
        if self.shift.is_worth_a_look() {
            self.shift_rows(&render)?;
        }
        let gallery = &self.gallery;
        let drawn = self.terminal.draw(|frame| {
            render(frame);
            gallery.clear(pictures, frame.buffer_mut());
        })?;
        self.shift.keep(drawn.buffer);
        let written = self.anew.write(drawn.buffer, &mut self.page)?;
        self.gallery.draw(pictures, &written, &mut self.page)?;
        self.hyperlinks.write(drawn.buffer, links, &mut self.page)?;
        self.page.write_all(END_FRAME)?;
        self.page.send()
    }

    /// Has the terminal move what the next frame only moves.
    fn shift_rows(&mut self, render: &impl Fn(&mut Frame<'_>)) -> io::Result<()> {
        render(&mut self.terminal.get_frame());
        let found = self.shift.to(self.terminal.current_buffer_mut());
        self.terminal.current_buffer_mut().reset();
        if let Some((moved, screen)) = found {
            moved.write(&mut self.page)?;
            self.anew.shift(moved);
            // What is compared with the frame is what the terminal shows now.
            *self.terminal.current_buffer_mut() = screen;
            self.terminal.swap_buffers();
        }
        Ok(())
    }

    /// Has the next frame painted whole, over whatever stands there.
    pub fn redraw(&mut self) {
        self.clear = Clear::Everything;
    }

    /// Gives the terminal back, does the work, takes it again; the next frame is painted whole.
    ///
    /// The keys must be paused around it, or they eat what is typed into the editor.
    ///
    /// # Errors
    /// Where the terminal cannot be taken again; the work is done then.
    pub fn suspended<T>(&mut self, work: impl FnOnce() -> T) -> anyhow::Result<T> {
        restore();
        let done = work();
        self.hold = Hold::Away;
        self.take_again().context("cannot take the terminal again")?;
        Ok(done)
    }

    /// Gives the terminal back and stops the process group, as C-z does elsewhere; returns when it goes on.
    ///
    /// The whole group, so that it works beneath another program (`git commit`). Where nobody could
    /// make it go on (a terminal that runs only us), it does not stop. Called in the main thread.
    ///
    /// # Errors
    /// Where it may not stop, or the terminal cannot be taken again.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        if can_be_continued() {
            restore();
            self.hold = Hold::Away;
            stop_group().context("cannot stop")?;
        }
        self.redraw();
        self.take_again().context("cannot take the terminal again")
    }

    /// Takes the terminal anew after a stop that came from outside ([`signals::Signal::Continue`]).
    ///
    /// # Errors
    /// Where the terminal has gone, or a panic has given it back.
    pub fn resume(&mut self) -> io::Result<()> {
        self.hold = Hold::Away;
        self.take_again()
    }

    /// Asks the terminal to put text on the clipboard (OSC 52); whether it does, it never says.
    ///
    /// # Errors
    /// Where the text is longer than [`COPY_BYTES`], or the terminal has gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        if text.len() > COPY_BYTES {
            let words = format!("cannot copy {} bytes: a terminal takes at most {COPY_BYTES}", text.len());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
        }
        send(format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(text)).as_bytes())
    }

    /// Columns and rows of the terminal now: 80 by 24 where it cannot say, or says nought.
    #[must_use]
    pub fn size() -> (u16, u16) {
        tty::size()
    }

    /// Dots of a cell across and down, where the system says other than when it was asked last: the
    /// letters have another size, or the window has come to another screen. A dot more or less is none.
    #[must_use]
    pub fn new_cell(&mut self) -> Option<(u16, u16)> {
        let now = tty::cell()?;
        // A rest of the window is shared out among the cells: by it they differ while it is dragged.
        let is_as = |(across, down): (u16, u16)| now.0.abs_diff(across) <= 1 && now.1.abs_diff(down) <= 1;
        if self.cell.is_some_and(is_as) {
            return None;
        }
        self.cell = Some(now);
        self.cell
    }

    fn take_again(&mut self) -> io::Result<()> {
        if has_fallen() {
            return Err(fallen());
        }
        if self.tty.is_foreground() {
            take(&self.tty, &self.before, self.options)?;
            self.hold = Hold::Ours;
            if self.scroll == Scroll::Asked {
                self.scroll = Scroll::Wanted;
            }
            self.redraw();
        }
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was. Does nothing where it is not ours; never waits long.
pub fn restore() {
    let writing = writing_within(STUCK);
    let Some(taken) = taken().take() else { return };
    // The modes first: they can be set even on a terminal that is stuck.
    taken.tty.forget_answers();
    let _ = tcsetattr(&taken.tty, OptionalActions::Now, &taken.before);
    let _ = tty::write_within(taken.pictures.as_bytes(), STUCK);
    let _ = tty::write_within(taken.leave.as_bytes(), STUCK);
    signals::terminal_is(Hands::Theirs);
    drop(writing);
}

/// Whether a panic, in whatever thread, has given the terminal back.
#[must_use]
pub fn has_fallen() -> bool {
    FALLEN.load(Ordering::SeqCst)
}

/// Readable from the moment that a panic has given the terminal back.
pub(super) fn fall() -> Option<BorrowedFd<'static>> {
    FALL.get().map(|(read, _)| read.as_fd())
}

/// Whether the program has just stopped itself and knows that it goes on; asks once.
pub(super) fn knows_of_stop() -> bool {
    STOPPING.swap(false, Ordering::SeqCst)
}

/// A frame's bytes, gathered until they are sent at once.
#[derive(Clone, Debug, Default)]
struct Page(Rc<RefCell<Vec<u8>>>);

impl Page {
    fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    fn send(&self) -> io::Result<()> {
        send(&self.0.borrow())
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Nothing: ratatui flushes several times a frame.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn terminal(page: &Page, (columns, rows): (u16, u16)) -> io::Result<Terminal<Flow<Page>>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    Terminal::with_options(Flow::new(page.clone()), TerminalOptions { viewport })
}

fn take(tty: &Tty, before: &Termios, options: Options) -> io::Result<()> {
    let (enter, leave) = match options.mouse {
        Mouse::On => (format!("{ENTER}{MOUSE}"), format!("{UNMOUSE}{LEAVE}")),
        Mouse::Off => (ENTER.to_owned(), LEAVE.to_owned()),
    };
    let mut raw = before.clone();
    raw.make_raw();
    let mine = Tty::open()?;
    signals::terminal_is(Hands::Ours);
    *taken() = Some(Taken { tty: mine, before: before.clone(), leave, pictures: String::new() });
    let took = tcsetattr(tty, OptionalActions::Now, &raw)
        .map_err(io::Error::from)
        .and_then(|()| send(enter.as_bytes()));
    if took.is_err() {
        restore();
    }
    took
}

/// Has something more taken back when the terminal is given back.
fn also_leave(undo: &str) {
    if let Some(taken) = taken().as_mut() {
        taken.leave.insert_str(0, undo);
    }
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if taken().is_none() {
        return Err(fallen());
    }
    tty::write(bytes)
}

fn fallen() -> io::Error {
    io::Error::other("the terminal has been given back")
}

fn taken() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right to write, or nothing where a write hangs for so long.
fn writing_within(limit: Duration) -> Option<MutexGuard<'static, ()>> {
    let deadline = Instant::now() + limit;
    loop {
        match WRITING.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(1));
            }
            Err(TryLockError::WouldBlock) => return None,
        }
    }
}

/// Once and for all: a panic gives the terminal back before its message is printed.
fn restore_on_panic() -> io::Result<()> {
    static ONCE: Once = Once::new();
    if FALL.get().is_none() {
        let _ = FALL.set(UnixStream::pair()?);
    }
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if taken().is_some() {
                FALLEN.store(true, Ordering::SeqCst);
                restore();
                if let Some((_, write)) = FALL.get() {
                    let _ = (&*write).write(b"!");
                }
            }
            before(panic);
        }));
    });
    Ok(())
}

/// Whether there is a shell that can make us go on after a stop.
///
/// A process group is orphaned, and a stop would be for ever, when no parent in the same session
/// stands outside it (POSIX, "Orphaned Process Group"). Of the group's parents only our own can
/// be asked: where it belongs to our group, it is taken to have been started by a shell.
fn can_be_continued() -> bool {
    let Some(parent) = rustix::process::getppid() else { return false };
    let session = |of| rustix::process::getsid(of).ok();
    let leads = session(None) == Some(rustix::process::getpid());
    !leads && session(None) == session(Some(parent))
}

fn stop_group() -> anyhow::Result<()> {
    // The stop may take hold a moment after the call: what tells that it is over is the signal.
    let going_on = Signals::catch_continue()?;
    STOPPING.store(true, Ordering::SeqCst);
    rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
    let mut polled = [PollFd::new(&going_on, PollFlags::IN)];
    tty::wait(&mut polled, Some(Instant::now() + Duration::from_secs(1)))?;
    Ok(())
}
