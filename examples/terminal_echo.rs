//! A terminal session that writes down what it hears, for `tests/pty.rs`: it shows that the
//! terminal is restored however the program ends, without a reader around it.

use std::io::Write;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use tsundoku::input::key::{Code, Key};
use tsundoku::term::input::{Heard, Keys};
use tsundoku::term::probe::{Pictures, probe};
use tsundoku::term::session::{self, Mouse, Options, Session};
use tsundoku::term::signals::Signal;

fn main() -> ExitCode {
    match echo() {
        Ok(code) => ExitCode::from(code),
        // A frame that cannot be written is often the first sign that the terminal has gone.
        Err(error) if error.is::<std::io::Error>() && !session::has_fallen() => ExitCode::from(129),
        Err(error) => {
            // Where the terminal has gone, so has standard error, and `eprintln!` would panic.
            let _ = writeln!(std::io::stderr(), "terminal_echo: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn echo() -> anyhow::Result<u8> {
    let mouse = if std::env::args().any(|argument| argument == "--mouse") { Mouse::On } else { Mouse::Off };
    let mut session = Session::enter(Options { mouse })?;
    let answers = probe(Duration::from_millis(150), Pictures::Asked);
    let (sender, receive) = mpsc::channel();
    for &key in &answers.early {
        let _ = sender.send(Heard::Key(key));
    }
    let keys = Keys::listen(move |heard| sender.send(heard).is_ok())?;
    let (columns, rows) = Session::size();
    let mut lines = vec![format!("ready {columns}x{rows} {:?} {:?}", answers.ambiguous, answers.background)];
    loop {
        draw(&mut session, &lines)?;
        let heard = receive.recv()?;
        match heard {
            Heard::Key(Key { code: Code::Char('q'), .. }) => return Ok(0),
            Heard::Key(Key { code: Code::Char('P'), .. }) => panic!("the main thread panics"),
            Heard::Key(Key { code: Code::Char('W'), .. }) => {
                let _ = std::thread::spawn(|| panic!("a worker panics")).join();
            }
            Heard::Key(Key { code: Code::Char('E'), .. }) => {
                let edited = keys.paused(|| session.suspended(edit))?;
                lines.push(format!("edited {edited}"));
            }
            // A signal to end comes when the terminal is as good as lent.
            Heard::Key(Key { code: Code::Char('L'), .. }) => {
                lines.push("about to lend".to_owned());
                draw(&mut session, &lines)?;
                while !matches!(receive.recv()?, Heard::Signal(Signal::Terminate(_))) {}
                let mut command = std::process::Command::new("sleep");
                keys.paused(|| session.suspended(|| keys.lend(command.arg("1000"))))??;
                return Ok(0);
            }
            Heard::Key(Key { code: Code::Char('C'), .. }) => session.copy("写し 사본")?,
            Heard::Key(Key { code: Code::Char('F'), .. }) => loop {
                session.redraw();
                draw(&mut session, &lines)?;
            },
            Heard::Key(Key { code: Code::Char('X'), .. }) => loop {
                std::thread::park();
            },
            Heard::Key(Key { code: Code::Char('z'), ctrl: true, .. }) | Heard::Signal(Signal::Stop) => {
                session.stop()?;
                lines.push("continued".to_owned());
            }
            Heard::Signal(Signal::Continue) => {
                session.resume()?;
                lines.push("woken".to_owned());
            }
            Heard::Signal(Signal::Terminate(number)) => return Ok(u8::try_from(128 + number)?),
            Heard::Gone if session::has_fallen() => return Ok(101),
            Heard::Gone => return Ok(129),
            Heard::Resize { columns, rows } => lines.push(format!("resize {columns}x{rows}")),
            Heard::Key(key) => lines.push(format!("key {:?}", key.code)),
            Heard::Paste(text) => lines.push(format!("paste {text:?}")),
            Heard::Mouse(mouse) => {
                lines.push(format!("mouse {:?} {} {}", mouse.deed, mouse.column, mouse.row));
            }
        }
    }
}

fn edit() -> String {
    let editor = std::env::var_os("EDITOR").unwrap_or_else(|| "true".into());
    match std::process::Command::new("sh").arg("-c").arg(editor).status() {
        Ok(status) => status.code().map_or_else(|| "killed".to_owned(), |code| code.to_string()),
        Err(error) => error.to_string(),
    }
}

fn draw(session: &mut Session, lines: &[String]) -> std::io::Result<()> {
    session.begin(&[])?;
    session.draw(&[], &[], |frame| {
        let area = frame.area();
        let shown = lines.len().saturating_sub(usize::from(area.height));
        let lines: Vec<Line<'_>> = lines[shown..].iter().map(|line| Line::from(line.as_str())).collect();
        frame.render_widget(Paragraph::new(lines), area);
    })
}
