//! The manual page, from the very definition that reads the command line.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::args::Arguments;

/// What the definition does not say.
const MORE: &str = r#".SH FILES
.TP
.B config.yaml
Your settings; \fBtsundoku config path\fR says where, \fBtsundoku config edit\fR opens it.
.TP
.B bookmarks.yaml
Your bookmarks, beside it; meant to be read, edited and kept.
.TP
.B themes/*.yaml
Your own themes, beside it.
.SH ENVIRONMENT
.TP
.B TSUNDOKU_CONFIG_DIR, TSUNDOKU_STATE_DIR, TSUNDOKU_CACHE_DIR
Where the settings, what is remembered, and what can be made anew are kept; else below the XDG
folders.
.TP
.B TSUNDOKU_SECURE
Any value but 0: as \fB\-\-secure\fR.
.TP
.B NO_COLOR, CLICOLOR_FORCE, COLORTERM, TERM
Whether there are colours, and how many.
.TP
.B VISUAL, EDITOR
The editor; else vi. The words are parted as a shell does.
.TP
.B BROWSER
What opens addresses: commands parted by colons, of which the first that is there is tried first;
%s in one stands for the address, which else comes last. Without it wslview, termux-open-url, open or
xdg-open is used.
.TP
.B WAYLAND_DISPLAY, DISPLAY, WSL_DISTRO_NAME, TMUX
Which program is given what is copied, beside the terminal: wl-copy, xclip or xsel, clip.exe, tmux.
.TP
.B SSH_CONNECTION, SSH_TTY
That no browser is started where nobody would see it.
.TP
.B LC_ALL, LC_MESSAGES, LANG
The language of the interface.
.SH "EXIT STATUS"
0: done. 1: nothing found. 2: could not; one line on standard error says why.
"#;

/// The manual page as roff: the program, then its commands.
///
/// # Errors
/// Never in memory; the writer's kind asks for it.
pub fn man() -> io::Result<Vec<u8>> {
    let mut command = Arguments::command();
    command.build();
    let page = Man::new(command.clone());
    let mut roff = Vec::new();
    page.render_title(&mut roff)?;
    page.render_name_section(&mut roff)?;
    page.render_synopsis_section(&mut roff)?;
    page.render_description_section(&mut roff)?;
    page.render_options_section(&mut roff)?;
    roff.extend_from_slice(b".SH COMMANDS\n");
    for sub in command.get_subcommands() {
        sub_command(sub, &mut roff)?;
    }
    roff.extend_from_slice(MORE.as_bytes());
    page.render_version_section(&mut roff)?;
    Ok(roff)
}

/// A command with those of its options that are not everyone's.
fn sub_command(command: &Command, roff: &mut Vec<u8>) -> io::Result<()> {
    use std::io::Write as _;
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    writeln!(roff, ".SS \"{}\"", escaped(&usage))?;
    writeln!(roff, "{}", escaped(&command.get_about().map(ToString::to_string).unwrap_or_default()))?;
    for argument in command.get_arguments().filter(|each| !each.is_global_set() && each.get_id() != "help") {
        let about = argument.get_help().map(ToString::to_string).unwrap_or_default();
        writeln!(roff, ".TP\n\\fB{}\\fR\n{}", escaped(&argument.to_string()), escaped(&about))?;
    }
    for inner in command.get_subcommands() {
        let about = inner.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(roff, ".TP\n\\fB{}\\fR\n{}", escaped(inner.get_name()), escaped(&about))?;
    }
    Ok(())
}

/// `text` with what roff would take for its own.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-").replace('"', "\\(dq");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
