//! The terminal as a user meets it: a real program in a pseudo-terminal.
//!
//! The session, the keys and the probe are shown by `examples/terminal_echo.rs`, which has no
//! reader around them.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod common;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::pty::{Answers, End, Program, Pty, text_of};
use rustix::process::Signal;

/// The program that writes down what it hears.
fn echo_path() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(std::path::Path::parent).unwrap();
    let path = folder.join("examples/terminal_echo");
    assert!(
        path.exists(),
        "{} is not built: run `cargo test`, or `cargo build --example terminal_echo`",
        path.display()
    );
    path
}

fn echo() -> Program {
    Program::new(echo_path())
}

fn ready() -> Pty {
    let pty = echo().start();
    pty.wait_for("ready 80x24");
    pty
}

/// The echo started from a shell with job control, as users start things.
fn ready_under_a_shell() -> Pty {
    let pty = Program::new("/bin/sh").arg("-i").env("PS1", "prompt ").env("ENV", "").start();
    pty.wait_for("prompt");
    pty.send(format!("{}\r", echo_path().display()).as_bytes());
    pty.wait_for("ready 80x24");
    pty
}

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_session_takes_the_terminal_and_quitting_gives_it_back() {
    let mut pty = ready();
    assert!(pty.is_raw());
    assert_eq!(
        pty.left_behind(),
        ["termios", "alternate screen", "cursor hidden", "bracketed paste", "mode 1007"]
    );
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), nothing());
    assert_eq!(pty.screen(), "");
}

#[test]
fn the_mouse_is_only_taken_when_asked_for() {
    let mut pty = echo().arg("--mouse").start();
    pty.wait_for("ready");
    pty.send(b"\x1b[<64;3;4M");
    pty.wait_for("mouse ScrollUp 2 3");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let mut pty = ready();
    pty.keys("P");
    assert_eq!(pty.exit_code(), 101);
    assert_eq!(pty.left_behind(), nothing());
    assert!(pty.screen().contains("the main thread panics"), "{}", pty.screen());
}

#[test]
fn a_panic_in_a_worker_gives_the_terminal_back_and_is_heard_of() {
    let mut pty = ready();
    pty.keys("W");
    assert_eq!(pty.exit_code(), 2);
    assert_eq!(pty.left_behind(), nothing());
    assert!(pty.screen().contains("a worker panics"), "{}", pty.screen());
    assert!(pty.screen().contains("the terminal has been given back"), "{}", pty.screen());
}

#[test]
fn every_signal_to_end_gives_the_terminal_back_and_tells_its_number() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129), (Signal::QUIT, 131)] {
        let mut pty = ready();
        pty.signal(signal);
        assert_eq!(pty.exit_code(), code, "{signal:?}");
        assert_eq!(pty.left_behind(), nothing(), "{signal:?}");
    }
}

#[test]
fn a_signal_to_end_that_comes_before_the_terminal_is_lent_ends_the_borrower() {
    let mut pty = ready();
    pty.keys("L");
    pty.wait_for("about to lend");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_code(), 0, "the borrower was ended, and we went our way");
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn a_program_that_hangs_is_ended_by_the_signal_all_the_same() {
    let mut pty = ready();
    pty.keys("aX");
    pty.wait_for("key Char('a')");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit_code(), 143);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn a_resize_is_heard_and_drawn_at_the_new_size() {
    let mut pty = ready();
    pty.resize(40, 10);
    pty.wait_for("resize 40x10");
    pty.resize(1, 1);
    pty.wait_until(|screen| screen.contents() == "r");
    pty.resize(0, 0);
    pty.wait_for("resize 80x24");
    pty.resize(300, 1);
    pty.wait_for("resize 300x1");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn after_a_storm_of_sizes_the_last_one_is_drawn() {
    let mut pty = ready();
    for step in 1..400_u16 {
        pty.resize(1 + step * 37 % 300, 1 + step * 13 % 100);
    }
    pty.resize(61, 17);
    pty.wait_for("resize 61x17");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_terminal_of_any_size_can_be_started_in() {
    for (columns, rows) in [(1, 1), (1, 300), (300, 1), (0, 0)] {
        let mut pty = echo().size(columns, rows).start();
        pty.wait_until(|screen| screen.contents().starts_with('r'));
        pty.keys("q");
        assert_eq!(pty.exit_code(), 0, "{columns}x{rows}");
        assert_eq!(pty.left_behind(), nothing(), "{columns}x{rows}");
    }
}

#[test]
fn suspending_stops_the_job_and_going_on_takes_the_terminal_again() {
    let mut pty = ready_under_a_shell();
    pty.keys("a<c-z>");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    assert_eq!(pty.left_behind(), nothing());
    pty.resize(50, 12);
    pty.keys("fg\r");
    pty.wait_for("continued");
    pty.wait_for("key Char('a')");
    assert!(pty.is_raw());
    pty.keys("q");
    pty.wait_until(|screen| !screen.alternate_screen());
    pty.keys("echo code=$?\r");
    pty.wait_for("code=0");
    assert_eq!(pty.left_behind(), nothing());
    pty.keys("exit\r");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_stopped_job_in_the_background_leaves_the_terminal_alone_and_can_be_ended() {
    let pty = ready_under_a_shell();
    pty.keys("<c-z>");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    pty.keys("bg; echo still $((20+1))\r");
    pty.wait_for("still 21");
    assert_eq!(pty.left_behind(), nothing());
    pty.keys("kill %1; wait; echo over $((40+2))\r");
    pty.wait_for("over 42");
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn a_stop_from_outside_is_a_suspension_too() {
    let pty = ready_under_a_shell();
    pty.signal_foreground(Signal::TSTP);
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    assert_eq!(pty.left_behind(), nothing());
    pty.keys("fg\r");
    pty.wait_for("continued");
    pty.keys("q");
    pty.wait_until(|screen| !screen.alternate_screen());
}

#[test]
fn after_a_stop_that_cannot_be_caught_the_terminal_is_taken_anew() {
    let pty = ready_under_a_shell();
    pty.signal_foreground(Signal::STOP);
    pty.wait_until(|screen| text_of(screen).ends_with("prompt"));
    // The shell has got the terminal in raw mode, where a line ends with C-j.
    pty.keys("fg<c-j>");
    pty.wait_for("woken");
    pty.wait_until(|screen| !text_of(screen).contains("prompt"));
    pty.keys("q");
    pty.wait_until(|screen| !screen.alternate_screen());
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn an_editor_that_is_suspended_stops_the_whole_job() {
    let pty = Program::new("/bin/sh")
        .arg("-i")
        .env("PS1", "prompt ")
        .env("EDITOR", "kill -TSTP 0; echo back again; read line")
        .start();
    pty.wait_for("prompt");
    pty.send(format!("{}\r", echo_path().display()).as_bytes());
    pty.wait_for("ready 80x24");
    pty.keys("E");
    pty.wait_until(|screen| !screen.alternate_screen() && text_of(screen).ends_with("prompt"));
    assert_eq!(pty.left_behind(), nothing());
    pty.keys("fg\r");
    pty.wait_for("back again");
    pty.keys("\r");
    pty.wait_for("edited 0");
    pty.keys("q");
    pty.wait_until(|screen| !screen.alternate_screen());
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn where_nobody_could_continue_it_a_suspended_program_goes_on() {
    let mut pty = ready();
    pty.keys("<c-z>");
    pty.wait_for("continued");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn an_editor_gets_the_terminal_as_it_was_and_all_that_is_typed() {
    let mut pty = echo().env("EDITOR", "echo editing; read line; echo got $line; read rest").start();
    pty.wait_for("ready");
    pty.keys("E");
    pty.wait_for("editing");
    assert_eq!(pty.left_behind(), nothing());
    pty.keys("quick\r");
    pty.wait_for("got quick");
    pty.keys("\r");
    pty.wait_for("edited 0");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn an_interrupt_belongs_to_the_editor_and_an_order_to_end_is_obeyed_after_it() {
    let mut pty =
        echo().env("EDITOR", "trap 'echo interrupted' INT; echo editing; read line; read rest").start();
    pty.wait_for("ready");
    pty.keys("E");
    pty.wait_for("editing");
    pty.keys("<c-c>");
    pty.wait_for("interrupted");
    pty.signal(Signal::TERM);
    pty.keys("\r\r");
    assert_eq!(pty.exit_code(), 143);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn a_hang_up_ends_the_program_at_once_even_without_a_signal() {
    let folder = tempfile::TempDir::new().unwrap();
    let report = folder.path().join("report");
    // In a session of its own the program gets no SIGHUP: it can only see that the terminal has gone.
    let script = format!("trap '' HUP; setsid -w {}; echo $? >{}", echo_path().display(), report.display());
    let mut pty = Program::new("/bin/sh").arg("-c").arg(script).start();
    pty.wait_for("ready");
    let start = Instant::now();
    pty.hang_up();
    pty.end();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    assert_eq!(std::fs::read_to_string(report).unwrap(), "129\n");
}

#[test]
fn a_hang_up_does_not_make_the_key_thread_spin_while_the_program_hangs() {
    let folder = tempfile::TempDir::new().unwrap();
    let report = folder.path().join("report");
    let script = format!(
        "trap '' HUP; setsid -w {}; echo $? >{1}; times >>{1}",
        echo_path().display(),
        report.display()
    );
    let mut pty = Program::new("/bin/sh").arg("-c").arg(script).start();
    pty.wait_for("ready");
    pty.keys("aX");
    pty.wait_for("key Char('a')");
    pty.hang_up();
    pty.end();
    let report = std::fs::read_to_string(report).unwrap();
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines[0], "129");
    // "0m0.010000s 0m0.000000s": user and system time of the children.
    let spent: f64 =
        lines[2].split_whitespace().map(|time| time[2..time.len() - 1].parse::<f64>().unwrap()).sum();
    assert!(lines[2].starts_with("0m") && spent < 0.5, "{report}");
}

#[test]
fn a_hang_up_while_drawing_ends_the_program_at_once() {
    let mut pty = ready();
    pty.keys("F");
    pty.wait_until_raw(|raw| raw.len() > 20_000);
    let start = Instant::now();
    pty.hang_up();
    assert_eq!(pty.end(), End::Code(129));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn a_terminal_that_takes_nothing_more_does_not_keep_the_program_alive() {
    let mut pty = ready();
    pty.keys("F");
    pty.wait_until_raw(|raw| raw.len() > 20_000);
    pty.hold_reading();
    pty.signal(Signal::TERM);
    pty.wait_until_ended();
    assert!(!pty.is_raw());
    assert_eq!(pty.exit_code(), 143);
}

#[test]
fn a_paste_is_one_piece_of_text() {
    let mut pty = ready();
    pty.paste("調達\r反도체 q");
    pty.wait_for(r#"paste "調達\n反도체 q""#);
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_burst_of_keys_arrives_whole_and_in_order() {
    let mut pty = echo().size(40, 10).start();
    pty.wait_for("ready");
    pty.keys(&"abcdefghij".repeat(350));
    pty.keys("z");
    pty.wait_for("key Char('z')");
    let expected: Vec<String> = "bcdefghijz".chars().map(|letter| format!("key Char('{letter}')")).collect();
    assert_eq!(pty.screen().lines().collect::<Vec<_>>(), expected);
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_paste_longer_than_a_read_arrives_without_a_further_key() {
    let pty = ready();
    pty.paste(&"あ".repeat(1200));
    pty.wait_until(|screen| screen.contents().contains("paste \"あああ"));
}

#[test]
fn an_escape_alone_is_a_key_and_an_arrow_is_not_torn() {
    let pty = ready();
    pty.keys("<esc>");
    pty.wait_for("key Esc");
    pty.keys("<up>");
    pty.wait_for("key Up");
}

#[test]
fn keys_typed_before_the_program_listens_are_not_lost() {
    for answers in [Answers::Narrow, Answers::Never] {
        let pty = echo().answers(answers).typed_before("読ab").start();
        pty.wait_for("key Char('読')\nkey Char('a')\nkey Char('b')");
    }
}

#[test]
fn the_probe_learns_how_wide_and_how_dark_the_terminal_is() {
    let pty = echo().start();
    pty.wait_for("ready 80x24 Some(Narrow) Some(Dark)");
    let pty = echo().answers(Answers::Wide).start();
    pty.wait_for("ready 80x24 Some(Wide) Some(Light)");
}

#[test]
fn a_terminal_that_never_answers_is_started_in_all_the_same() {
    let mut pty = echo().answers(Answers::Never).start();
    pty.wait_for("ready 80x24 None None");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn answers_that_come_too_late_are_no_keys() {
    let pty = echo().answers(Answers::Never).start();
    pty.wait_for("ready");
    pty.send(b"\x1b[2;3R\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?2026;2$y\x1b[?62ca");
    pty.wait_for("key Char('a')");
    assert_eq!(pty.screen().lines().count(), 2, "{}", pty.screen());
}

#[test]
fn keys_come_from_the_terminal_when_standard_input_is_a_pipe() {
    let script = format!("echo text | {}", echo_path().display());
    let mut pty = Program::new("/bin/sh").arg("-c").arg(script).start();
    pty.wait_for("ready 80x24 Some(Narrow)");
    pty.keys("a");
    pty.wait_for("key Char('a')");
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn without_a_terminal_on_standard_output_nothing_is_taken() {
    let script = format!("{} >/dev/null; echo code=$?", echo_path().display());
    let mut pty = Program::new("/bin/sh").arg("-c").arg(script).start();
    assert_eq!(pty.end(), End::Code(0));
    assert_eq!(pty.screen(), "terminal_echo: standard output is not a terminal\ncode=2");
    assert_eq!(pty.left_behind(), nothing());
}

#[test]
fn a_copy_is_handed_to_the_terminal_in_base64() {
    let mut pty = ready();
    pty.keys("Ca");
    pty.wait_for("key Char('a')");
    assert_eq!(pty.clipboard().as_deref(), Some("5YaZ44GXIOyCrOuzuA=="));
    pty.keys("q");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn every_frame_is_one_synchronized_update() {
    let mut pty = ready();
    pty.keys("abc");
    pty.wait_for("key Char('c')");
    pty.keys("q");
    pty.exit_code();
    let raw = String::from_utf8(pty.raw()).unwrap();
    let (frames, _) = raw.rsplit_once("\x1b[?2026h").unwrap();
    for frame in frames.split("\x1b[?2026h").skip(1) {
        assert!(frame.ends_with("\x1b[?2026l"), "{frame:?}");
    }
}
