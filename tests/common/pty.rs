//! A program in a pseudo-terminal: started, typed to, looked at, asked how it ended.
//!
//! A thread reads all that the program writes into a screen (vt100) and answers its questions as
//! a terminal would. Every wait is for something on the screen or for the end, with a limit;
//! nothing sleeps. The program sees a home of its own and no environment but what is given.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use vt100::{Callbacks, Parser, Screen};

/// How long anything may take before the test gives up.
pub const LIMIT: Duration = Duration::from_secs(10);

/// What kind of terminal answers the program's questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// One that draws ambiguous characters in one column, on a dark ground.
    Narrow,
    /// One that draws ambiguous characters in two columns, on a light ground.
    Wide,
    /// A narrow one that takes kitty's pictures, with cells of 8 by 16 dots.
    Kitty,
    /// A narrow one that knows sixels, with cells of 8 by 16 dots.
    Sixel,
    /// One that never answers.
    Never,
}

/// A program to be started in a terminal.
#[derive(Debug)]
pub struct Program {
    path: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    folder: Option<PathBuf>,
    columns: u16,
    rows: u16,
    answers: Answers,
    early: Vec<u8>,
}

impl Program {
    /// The reader itself.
    pub fn tsundoku() -> Self {
        Self::new(env!("CARGO_BIN_EXE_tsundoku"))
    }

    /// Any program, at 80 columns and 24 rows, in a narrow terminal.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            arguments: Vec::new(),
            environment: Vec::new(),
            folder: None,
            columns: 80,
            rows: 24,
            answers: Answers::Narrow,
            early: Vec::new(),
        }
    }

    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// The folder it starts in; else an empty one.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    pub fn answers(mut self, answers: Answers) -> Self {
        self.answers = answers;
        self
    }

    /// Keys typed before the program starts.
    pub fn typed_before(mut self, keys: &str) -> Self {
        self.early = bytes_of(keys);
        self
    }

    /// Starts it.
    pub fn start(self) -> Pty {
        let home = TempDir::new().unwrap();
        let size = PtySize { rows: self.rows, cols: self.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let before = termios(&*pair.master);
        let mut writer = pair.master.take_writer().unwrap();
        writer.write_all(&self.early).unwrap();
        let writer = Arc::new(Mutex::new(Some(writer)));
        let reader = pair.master.try_clone_reader().unwrap();
        let mut child = pair.slave.spawn_command(self.command(home.path())).unwrap();
        drop(pair.slave);

        let seen = Arc::new(Seen::new(self.columns, self.rows, self.answers));
        let process = child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).unwrap();
        let reading = {
            let (seen, writer) = (Arc::clone(&seen), Arc::clone(&writer));
            thread::spawn(move || read(reader, &seen, &writer))
        };
        let waiting = Arc::clone(&seen);
        thread::spawn(move || {
            let ended = child.wait();
            waiting.shown().ended = ended.ok();
            waiting.changed.notify_all();
        });
        Pty { home, master: Some(pair.master), writer, seen, reading: Some(reading), process, before }
    }

    fn command(&self, home: &Path) -> CommandBuilder {
        let mut command = CommandBuilder::new(&self.path);
        command.args(&self.arguments);
        command.env_clear();
        for (name, folder) in [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "home/config"),
            ("XDG_DATA_HOME", "home/data"),
            ("XDG_STATE_HOME", "home/state"),
            ("XDG_CACHE_HOME", "home/cache"),
            ("XDG_RUNTIME_DIR", "home/runtime"),
            ("TSUNDOKU_CONFIG_DIR", "home/config/tsundoku"),
            ("TSUNDOKU_STATE_DIR", "home/state/tsundoku"),
            ("TSUNDOKU_CACHE_DIR", "home/cache/tsundoku"),
        ] {
            command.env(name, home.join(folder));
        }
        let folder = self.folder.clone().unwrap_or_else(|| home.join("folder"));
        std::fs::create_dir_all(home.join("home")).unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        command.cwd(folder);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }
}

/// A program that runs in a terminal. Killed when dropped.
pub struct Pty {
    home: TempDir,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Writer,
    seen: Arc<Seen>,
    reading: Option<JoinHandle<()>>,
    process: Pid,
    before: String,
}

type Writer = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

/// How a program ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with a code.
    Code(u32),
    /// By a signal, with its name.
    Killed(String),
}

impl Pty {
    /// Waits until the text stands on the screen.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait(&format!("{text:?} to appear"), |shown| text_of(shown.screen()).contains(text));
    }

    /// Waits until the text stands no more on the screen.
    #[track_caller]
    pub fn wait_until_gone(&self, text: &str) {
        self.wait(&format!("{text:?} to go"), |shown| !text_of(shown.screen()).contains(text));
    }

    /// Waits until the screen is as asked.
    #[track_caller]
    pub fn wait_until(&self, is_so: impl Fn(&Screen) -> bool) {
        self.wait("the screen to be as asked", |shown| is_so(shown.screen()));
    }

    /// Waits until the bytes written so far are as asked.
    #[track_caller]
    pub fn wait_until_raw(&self, is_so: impl Fn(&[u8]) -> bool) {
        self.wait("the bytes to be as asked", |shown| is_so(&shown.raw));
    }

    /// Types: text as it is, and keys in angle brackets (`<enter> <esc> <c-d> <up> <pgdn>` …).
    pub fn keys(&self, keys: &str) {
        self.send(&bytes_of(keys));
    }

    /// Sends bytes as they are.
    pub fn send(&self, bytes: &[u8]) {
        let mut writer = self.writer.lock().unwrap();
        writer.as_mut().expect("the terminal is there").write_all(bytes).unwrap();
    }

    /// Pastes, as a terminal does where bracketed paste is on.
    pub fn paste(&self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let (shown_columns, shown_rows) = positive(columns, rows);
        self.seen.shown().parser.set_size(shown_rows, shown_columns);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("the terminal is there").resize(size).unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.process, signal).unwrap();
    }

    /// Sends a signal to the job in the foreground, where a shell was started.
    pub fn signal_foreground(&self, signal: Signal) {
        let leader = self.master.as_ref().and_then(|master| master.process_group_leader());
        let leader = leader.and_then(Pid::from_raw).expect("a job is in the foreground");
        kill_process(leader, signal).unwrap();
    }

    /// The program's process.
    pub fn process(&self) -> Pid {
        self.process
    }

    /// Has the terminal take nothing more, until [`Self::read_on`], as behind a line that hangs.
    pub fn hold_reading(&self) {
        self.seen.shown().reads = Reads::Held;
    }

    /// Has the terminal read again.
    pub fn read_on(&self) {
        self.seen.shown().reads = Reads::On;
        self.seen.changed.notify_all();
    }

    /// The home that the program sees; its parent is thrown away with this.
    pub fn home(&self) -> PathBuf {
        self.home.path().join("home")
    }

    /// The screen's text, without blanks at the ends of rows.
    pub fn screen(&self) -> String {
        text_of(self.seen.shown().screen())
    }

    /// All bytes that the program has written so far.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.shown().raw.clone()
    }

    /// What was last put on the clipboard, in base64.
    pub fn clipboard(&self) -> Option<String> {
        self.seen.shown().parser.callbacks().clipboard.clone()
    }

    /// What is not as it was before the program: modes still on, a cursor hidden, termios changed.
    pub fn left_behind(&self) -> Vec<String> {
        let mut left = Vec::new();
        if self.master.as_ref().is_some_and(|master| termios(&**master) != self.before) {
            left.push("termios".to_owned());
        }
        let shown = self.seen.shown();
        let screen = shown.screen();
        for (name, is_so) in [
            ("alternate screen", screen.alternate_screen()),
            ("cursor hidden", screen.hide_cursor()),
            ("bracketed paste", screen.bracketed_paste()),
            ("mouse", screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None),
            ("mouse encoding", screen.mouse_protocol_encoding() != vt100::MouseProtocolEncoding::Default),
            ("application cursor", screen.application_cursor()),
            ("application keypad", screen.application_keypad()),
            (
                "colour",
                screen.fgcolor() != vt100::Color::Default || screen.bgcolor() != vt100::Color::Default,
            ),
            (
                "attribute",
                screen.bold() || screen.dim() || screen.italic() || screen.underline() || screen.inverse(),
            ),
        ] {
            if is_so {
                left.push(name.to_owned());
            }
        }
        let modes = shown.parser.callbacks().modes.iter();
        left.extend(modes.filter(|(_, on)| **on).map(|(mode, _)| format!("mode {mode}")));
        left
    }

    /// Whether the program has the terminal in raw mode.
    pub fn is_raw(&self) -> bool {
        self.master.as_ref().is_some_and(|master| termios(&**master) != self.before)
    }

    /// Waits for the end, whether or not all that was written has been read.
    #[track_caller]
    pub fn wait_until_ended(&self) {
        self.wait("the program to end", |shown| shown.ended.is_some());
    }

    /// Waits for the end.
    #[track_caller]
    pub fn end(&mut self) -> End {
        self.wait_until_ended();
        // What it wrote last is read before anybody looks.
        self.read_on();
        if let Some(reading) = self.reading.take() {
            reading.join().unwrap();
        }
        let shown = self.seen.shown();
        let ended = shown.ended.as_ref().expect("the wait was for it");
        match ended.signal() {
            Some(signal) => End::Killed(signal.to_owned()),
            None => End::Code(ended.exit_code()),
        }
    }

    /// Waits for the end and gives the exit code.
    #[track_caller]
    pub fn exit_code(&mut self) -> u32 {
        match self.end() {
            End::Code(code) => code,
            End::Killed(signal) => panic!("killed by {signal}\n{}", self.screen()),
        }
    }

    /// Takes the terminal away, as a closed window or a broken line does.
    pub fn hang_up(&mut self) {
        let Some(master) = self.master.take() else { return };
        self.seen.shown().reads = Reads::NoMore;
        self.seen.changed.notify_all();
        // The reader sleeps in a read, and its end would keep the terminal alive: something to read wakes it.
        let name = master.tty_name().expect("a pty has a name");
        let mut terminal = File::options().write(true).open(name).unwrap();
        // A line broken off types nothing: the end of a file, which would come last, is no key now.
        let mut settings = rustix::termios::tcgetattr(&terminal).unwrap();
        settings.special_codes[rustix::termios::SpecialCodeIndex::VEOF] = 0;
        rustix::termios::tcsetattr(&terminal, rustix::termios::OptionalActions::Now, &settings).unwrap();
        terminal.write_all(b"\0").unwrap();
        drop(terminal);
        if let Some(reading) = self.reading.take() {
            reading.join().unwrap();
        }
        drop(self.writer.lock().unwrap().take());
        drop(master);
    }

    #[track_caller]
    fn wait(&self, what: &str, is_so: impl Fn(&Shown) -> bool) {
        let deadline = Instant::now() + LIMIT;
        let mut shown = self.seen.shown();
        while !is_so(&shown) {
            let left = deadline.saturating_duration_since(Instant::now());
            let (ended, screen) = (&shown.ended, shown.screen());
            assert!(
                !left.is_zero(),
                "waited for {what} in vain; ended: {ended:?}; the screen:\n{}",
                text_of(screen)
            );
            shown = self.seen.changed.wait_timeout(shown, left).unwrap().0;
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.seen.shown().ended.is_none() {
            let _ = kill_process(self.process, Signal::KILL);
        }
    }
}

/// What the program has written, and whether it has ended.
struct Seen {
    shown: Mutex<Shown>,
    changed: Condvar,
}

struct Shown {
    parser: Parser<Terminal>,
    raw: Vec<u8>,
    ended: Option<ExitStatus>,
    reads: Reads,
    pictures: Asked,
}

/// Whether the program has asked for kitty's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    NotYet,
    Once,
}

/// Whether the reader goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    On,
    Held,
    NoMore,
}

impl Shown {
    /// Whether the question has just been asked, which the screen does not hear.
    fn asks_for_pictures(&mut self) -> bool {
        let terminal = self.parser.callbacks();
        let asks = terminal.answers == Answers::Kitty
            && self.pictures == Asked::NotYet
            && self.raw.windows(8).any(|window| window == b"\x1b_Gi=31,");
        if asks {
            self.pictures = Asked::Once;
        }
        asks
    }

    fn screen(&self) -> &Screen {
        self.parser.screen()
    }
}

impl Seen {
    fn new(columns: u16, rows: u16, answers: Answers) -> Self {
        let (columns, rows) = positive(columns, rows);
        let terminal = Terminal { answers, said: Vec::new(), modes: BTreeMap::new(), clipboard: None };
        let parser = Parser::new_with_callbacks(rows, columns, 0, terminal);
        let shown = Shown { parser, raw: Vec::new(), ended: None, reads: Reads::On, pictures: Asked::NotYet };
        Self { shown: Mutex::new(shown), changed: Condvar::new() }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A terminal of no size is 80 by 24 to the programs of this house.
fn positive(columns: u16, rows: u16) -> (NonZeroU16, NonZeroU16) {
    let or =
        |told, usual| NonZeroU16::new(told).or(NonZeroU16::new(usual)).expect("the usual size is not nought");
    (or(columns, 80), or(rows, 24))
}

fn read(mut reader: Box<dyn Read + Send>, seen: &Seen, writer: &Writer) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count) = reader.read(&mut bytes) {
        if count == 0 {
            return;
        }
        let mut shown = seen.shown();
        while shown.reads == Reads::Held {
            shown = seen.changed.wait(shown).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        if shown.reads == Reads::NoMore {
            return;
        }
        shown.raw.extend_from_slice(&bytes[..count]);
        shown.parser.process(&bytes[..count]);
        let mut said = std::mem::take(&mut shown.parser.callbacks_mut().said);
        if shown.asks_for_pictures() {
            said.splice(0..0, *b"\x1b_Gi=31;OK\x1b\\");
        }
        drop(shown);
        seen.changed.notify_all();
        if let Some(writer) = writer.lock().unwrap().as_mut() {
            let _ = writer.write_all(&said);
        }
    }
}

/// The part of the terminal that answers and remembers.
struct Terminal {
    answers: Answers,
    said: Vec<u8>,
    modes: BTreeMap<u16, bool>,
    clipboard: Option<String>,
}

impl Callbacks for Terminal {
    fn unhandled_csi(
        &mut self,
        screen: &mut Screen,
        first: Option<u8>,
        second: Option<u8>,
        numbers: &[&[u16]],
        last: char,
    ) {
        let number = numbers.first().and_then(|number| number.first()).copied().unwrap_or(0);
        match (first, second, last) {
            (Some(b'?'), None, 'h' | 'l') => {
                self.modes
                    .extend(numbers.iter().flat_map(|number| number.iter()).map(|&mode| (mode, last == 'h')));
            }
            _ if self.answers == Answers::Never => {}
            (None, None, 'n') if number == 6 => {
                let (row, column) = screen.cursor_position();
                // One sample at the start of a row: a wide terminal has gone a column further.
                let wider = u16::from(self.answers == Answers::Wide && column == 1);
                self.said.extend(format!("\x1b[{};{}R", row + 1, column + 1 + wider).bytes());
            }
            (None, None, 'c') if self.answers == Answers::Sixel => self.said.extend(b"\x1b[?62;4;22c"),
            (None, None, 'c') => self.said.extend(b"\x1b[?62;22c"),
            (None, None, 't') if number == 16 && matches!(self.answers, Answers::Kitty | Answers::Sixel) => {
                self.said.extend(b"\x1b[6;16;8t");
            }
            (Some(b'?'), Some(b'$'), 'p') => {
                let state = u16::from(number == 2026) * 2;
                self.said.extend(format!("\x1b[?{number};{state}$y").bytes());
            }
            _ => {}
        }
    }

    fn unhandled_osc(&mut self, _: &mut Screen, parts: &[&[u8]]) {
        if let ([b"11", b"?"], Answers::Narrow | Answers::Wide | Answers::Kitty | Answers::Sixel) =
            (parts, self.answers)
        {
            let ground = if self.answers == Answers::Wide { "ffff/ffff/f0f0" } else { "1010/1010/1818" };
            self.said.extend(format!("\x1b]11;rgb:{ground}\x1b\\").bytes());
        }
    }

    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], encoded: &[u8]) {
        self.clipboard = Some(String::from_utf8_lossy(encoded).into_owned());
    }
}

/// A screen's text, without blanks at the ends of rows.
pub fn text_of(screen: &Screen) -> String {
    let contents = screen.contents();
    let rows: Vec<&str> = contents.lines().map(str::trim_end).collect();
    rows.join("\n")
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// The bytes that a terminal sends for text with keys in angle brackets.
fn bytes_of(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(typed) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
        if let Some((code, after)) = named.and_then(|(name, after)| Some((code_of(name)?, after))) {
            bytes.extend(code);
            rest = after;
        } else {
            let length = typed.len_utf8();
            bytes.extend(&rest.as_bytes()[..length]);
            rest = &rest[length..];
        }
    }
    bytes
}

fn code_of(name: &str) -> Option<Vec<u8>> {
    let code: &[u8] = match name {
        "enter" => b"\r",
        "esc" => b"\x1b",
        "tab" => b"\t",
        "s-tab" => b"\x1b[Z",
        "backspace" => b"\x7f",
        "space" => b" ",
        "lt" => b"<",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "pgup" => b"\x1b[5~",
        "pgdn" => b"\x1b[6~",
        "delete" => b"\x1b[3~",
        _ => {
            let (modifier, letter) = name.split_once('-')?;
            let &[letter] = letter.as_bytes() else { return None };
            return match modifier {
                "c" => Some(vec![letter & 0x1f]),
                "m" => Some(vec![0x1b, letter]),
                _ => None,
            };
        }
    };
    Some(code.to_vec())
}
