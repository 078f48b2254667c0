//! The one event loop: effects out to the workers, a frame, the next event in.
//!
//! It sleeps until something happens: no tick, no render thread. A burst of events is one
//! frame. Whatever way it ends, the terminal is given back and what is remembered is written.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use jiff::Timestamp;

use crate::app::app::{App, Start};
use crate::cli::say;
use crate::config::theme::{Colours, Theme};
use crate::corpus::regular::reason;
use crate::jobs::keeping::Keeping;
use crate::jobs::others::Others;
use crate::jobs::perform::Desk;
use crate::jobs::pool::Pool;
use crate::jobs::watch::Watching;
use crate::limits::COPY_BYTES;
use crate::markdown::address::Address;
use crate::message::{Effect, Event, Report};
use crate::pictures::easel::{Easel, Within};
use crate::programs::browser::{Browser, Place};
use crate::programs::editor::Editor;
use crate::programs::fault::Fault;
use crate::programs::variables::Variables;
use crate::term::input::{Heard, Keys};
use crate::term::probe::{Answers, Background, Pictures, Scroll, probe};
use crate::term::session::{self, Mouse, Options, Session};
use crate::term::signals::Signal;
use crate::term::token::{Button, MouseDeed};
use crate::text::safe::Safe;
use crate::view::{frame, hyperlinks, picture};

/// How long the terminal may take to say what it is like.
const ASKING: Duration = Duration::from_millis(150);
/// Events that are taken in before the screen is drawn again.
const BURST: usize = 256;
/// Rows that one turn of the wheel scrolls.
const WHEEL: i32 = 3;
/// The exit code after the terminal has gone: 128 and the number of SIGHUP.
const GONE: u8 = 129;
/// The exit code after a panic, as Rust's own.
const FALLEN: u8 = 101;

/// What the reader starts from, but for what only the terminal can say.
#[derive(Debug)]
pub struct Reading {
    /// What the app starts from.
    pub start: Start,
    /// What the workers need to know.
    pub desk: Desk,
    /// The files of memory, not read yet; nowhere where nobody can say where they are.
    pub keeping: Keeping,
    /// The theme for each background, where the terminal's own decides.
    pub by_background: Option<(Theme, Theme)>,
    /// The colours that the terminal has.
    pub colours: Colours,
}

/// What comes to the loop: what the terminal says, and what the workers report.
enum Incoming {
    Heard(Heard),
    Event(Event),
}

/// Opens the reader, and stays until it is left.
///
/// # Errors
/// Where there is no terminal to read in, or it cannot be drawn on.
pub fn read(reading: Reading) -> anyhow::Result<ExitCode> {
    let Reading { mut start, desk, keeping, by_background, colours } = reading;
    let mouse = if start.config.mouse { Mouse::On } else { Mouse::Off };
    let programs = desk.programs.clone();
    let mut session = Session::enter(Options { mouse })?;
    let environment = |name: &str| std::env::var_os(name);
    let pictures = Pictures::of(start.config.images, Within::of(&environment));
    let answers = probe(ASKING, pictures);
    if answers.scroll == Some(Scroll::On) {
        session.leave_scroll_alone();
    }
    let (send, receive) = channel();
    heed(&answers, by_background, &mut start, &send);
    let (wanted, told) = (start.config.images, &answers.pictures);
    start.easel = Easel::choose(wanted, told, colours, start.ambiguous, &environment);
    let listener = send.clone();
    let keys = Keys::listen(move |heard| listener.send(Incoming::Heard(heard)).is_ok())?;
    let changes = send.clone();
    let others = send.clone();
    let others = Others::watch(keeping.files(), move |event| others.send(Incoming::Event(event)).is_ok());
    let pool =
        Pool::new(&desk, keeping, &move |report| send.send(Incoming::Event(Event::Report(report))).is_ok());
    let mut watching = Watching::new(&desk, start.config.watch);
    let watch = || {
        let changes = changes.clone();
        watching.begin(move |event| changes.send(Incoming::Event(event)).is_ok());
    };
    let mut app = App::new(start, Timestamp::now());
    let around = Around { keys: &keys, pool: &pool, programs, receive: &receive };
    let ended = turn(&mut app, &mut session, &around, watch);
    drop((watching, others));
    if let Some(save) = app.end(Timestamp::now()) {
        pool.submit(save);
    }
    pool.finish();
    drop(keys);
    drop(session);
    if let Some(why) = unsaved(&receive) {
        say::warn(&format_args!("what was marked and read last is not saved: {why}"));
    }
    match ended {
        Ok(()) => Ok(ExitCode::from(app.finished().and_then(|code| u8::try_from(code).ok()).unwrap_or(0))),
        // A frame that cannot be drawn is often the first sign that the terminal has gone.
        Err(_) if session::has_fallen() => Ok(ExitCode::from(FALLEN)),
        Err(_) => Ok(ExitCode::from(GONE)),
    }
}

/// Why what is remembered could not be saved to the end, if it could not.
fn unsaved(receive: &Receiver<Incoming>) -> Option<Safe> {
    let mut why = None;
    for incoming in receive.try_iter() {
        match incoming {
            Incoming::Event(Event::Report(Report::NotSaved(fault))) => why = Some(fault),
            Incoming::Event(Event::Report(Report::Saved { .. })) => why = None,
            Incoming::Event(_) | Incoming::Heard(_) => {}
        }
    }
    why
}

/// Takes in what the terminal said of itself, and the keys that were typed before it was asked.
fn heed(
    answers: &Answers,
    by_background: Option<(Theme, Theme)>,
    start: &mut Start,
    send: &Sender<Incoming>,
) {
    start.ambiguous = start.config.ambiguous(answers.ambiguous);
    if let Some((dark, light)) = by_background {
        let theme = match answers.background {
            Some(Background::Light) => light,
            Some(Background::Dark) | None => dark,
        };
        start.themes.retain(|each| each.name != theme.name);
        start.themes.insert(0, theme);
    }
    for &key in &answers.early {
        // The receiver lives as long as the loop.
        let _ = send.send(Incoming::Heard(Heard::Key(key)));
    }
}

/// What the loop turns among.
struct Around<'a> {
    keys: &'a Keys,
    pool: &'a Pool,
    programs: Variables,
    receive: &'a Receiver<Incoming>,
}

/// Turns until the app has come to its end.
fn turn(
    app: &mut App,
    session: &mut Session,
    around: &Around<'_>,
    mut watch: impl FnMut(),
) -> anyhow::Result<()> {
    let Around { pool, receive, .. } = around;
    let (columns, rows) = Session::size();
    let mut under_way = Vec::new();
    let mut effects = app.start();
    effects.extend(app.update(Event::Resize { columns, rows }, Timestamp::now()));
    loop {
        let mut waiting = VecDeque::from(std::mem::take(&mut effects));
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Stop => {
                    session.stop()?;
                    session.redraw();
                }
                Effect::Redraw => session.redraw(),
                Effect::Edit { article, file, line } => {
                    let ended = edit(&file, line, session, around)?;
                    let report = Report::Edited { article, file, ended };
                    waiting.extend(app.update(Event::Report(report), Timestamp::now()));
                }
                Effect::Browse(address) => match in_terminal(&address, around) {
                    Some((browser, words)) => {
                        let ended = lend(&browser.name(), &words, session, around)?;
                        let report = Report::Browsed { address, ended };
                        waiting.extend(app.update(Event::Report(report), Timestamp::now()));
                    }
                    None => pool.submit(Effect::Browse(address)),
                },
                Effect::Copy { text, what } => {
                    if text.len() <= COPY_BYTES {
                        session.copy(&text)?;
                    }
                    pool.submit(Effect::Copy { text, what });
                }
                Effect::Watch => watch(),
                effect => pool.submit(effect),
            }
        }
        if app.finished().is_some() {
            return Ok(());
        }
        let placed = picture::placed(app);
        let names = session.begin(&placed)?;
        if names != under_way {
            under_way.clone_from(&names);
            effects.extend(app.update(Event::UnderWay(names), Timestamp::now()));
        }
        let links = hyperlinks::on_screen(app);
        session.draw(&placed, &links, |screen| frame::draw(screen, app))?;
        // What is left of a picture is sent with the next frame, whatever else happens.
        let is_waited_for = !under_way.is_empty() || !effects.is_empty();
        let deadline = if is_waited_for { Some(Timestamp::now()) } else { app.deadline() };
        let first = next(receive, deadline)?;
        effects.extend(take(app, session, first)?);
        for incoming in receive.try_iter().take(BURST) {
            effects.extend(take(app, session, incoming)?);
        }
    }
}

/// Has a file edited, by its real name: whatever a link is called, the editor gets a whole path.
fn edit(
    file: &Path,
    line: u32,
    session: &mut Session,
    around: &Around<'_>,
) -> anyhow::Result<Result<(), Fault>> {
    let real = match file.canonicalize() {
        Ok(real) => real,
        Err(error) => return Ok(Err(Fault::NoFile(Safe::line(&reason(&error))))),
    };
    match Editor::of(&around.programs) {
        Ok(editor) => lend(&editor.name(), &editor.words(&real, Some(line)), session, around),
        Err(fault) => Ok(Err(fault)),
    }
}

/// The browser that an address is to be opened in, where it needs the terminal.
fn in_terminal(address: &Address, around: &Around<'_>) -> Option<(Browser, Vec<OsString>)> {
    let first = Browser::all(&around.programs).ok()?.into_iter().next()?;
    let browser = Some(first).filter(|browser| browser.place == Place::Terminal)?;
    let words = browser.words(address.opened()?);
    Some((browser, words))
}

/// Lends the terminal to a program until it ends.
fn lend(
    name: &Safe,
    words: &[OsString],
    session: &mut Session,
    around: &Around<'_>,
) -> anyhow::Result<Result<(), Fault>> {
    let Some((program, arguments)) = words.split_first() else { return Ok(Err(Fault::NoProgram)) };
    let mut command = Command::new(program);
    command.args(arguments);
    let keys = around.keys;
    let ended = keys.paused(|| session.suspended(|| keys.lend(&mut command)))?;
    Ok(match ended {
        Ok(status) => Fault::of_end(name, status),
        Err(error) => Err(Fault::not_started(name, &error)),
    })
}

/// The next thing that happens, or that nothing did until `deadline`.
fn next(receive: &Receiver<Incoming>, deadline: Option<Timestamp>) -> anyhow::Result<Incoming> {
    let Some(deadline) = deadline else { return Ok(receive.recv()?) };
    let left = deadline.as_millisecond().saturating_sub(Timestamp::now().as_millisecond()).max(0);
    match receive.recv_timeout(Duration::from_millis(u64::try_from(left).unwrap_or(0))) {
        Ok(incoming) => Ok(incoming),
        Err(RecvTimeoutError::Timeout) => Ok(Incoming::Event(Event::Deadline)),
        Err(gone @ RecvTimeoutError::Disconnected) => Err(gone.into()),
    }
}

/// Takes one thing in.
fn take(app: &mut App, session: &mut Session, incoming: Incoming) -> anyhow::Result<Vec<Effect>> {
    let event = match incoming {
        Incoming::Event(event) => event,
        Incoming::Heard(heard) => match heard {
            Heard::Key(key) => Event::Key(key),
            Heard::Paste(text) => Event::Paste(text),
            Heard::Resize { columns, rows } => {
                let mut effects = match session.new_cell() {
                    Some((across, down)) => app.update(Event::Cell { across, down }, Timestamp::now()),
                    None => Vec::new(),
                };
                effects.extend(app.update(Event::Resize { columns, rows }, Timestamp::now()));
                return Ok(effects);
            }
            Heard::Mouse(mouse) => match mouse.deed {
                MouseDeed::ScrollUp => Event::Wheel { rows: -WHEEL, column: mouse.column },
                MouseDeed::ScrollDown => Event::Wheel { rows: WHEEL, column: mouse.column },
                MouseDeed::Down(Button::Left) => Event::Click { column: mouse.column, row: mouse.row },
                MouseDeed::Drag(Button::Left) => Event::Drag { row: mouse.row },
                MouseDeed::Up(_) => Event::Release,
                MouseDeed::Down(_) | MouseDeed::Drag(_) | MouseDeed::ScrollLeft | MouseDeed::ScrollRight => {
                    return Ok(Vec::new());
                }
            },
            Heard::Signal(Signal::Terminate(number)) => Event::End(128 + number),
            Heard::Signal(Signal::Stop) => return Ok(vec![Effect::Stop]),
            Heard::Signal(Signal::Continue) => {
                session.resume()?;
                return Ok(vec![Effect::Redraw]);
            }
            Heard::Gone if session::has_fallen() => Event::End(i32::from(FALLEN)),
            Heard::Gone => Event::End(i32::from(GONE)),
        },
    };
    Ok(app.update(event, Timestamp::now()))
}
