//! The user's settings file: where it is, what holds, and an editor on it.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::cli::args::{Common, ConfigAction};
use crate::cli::say::{Ended, say_all, write_all};
use crate::cli::setup::{Secure, Setup, Surroundings, settings_file};
use crate::config::config::{BUILT_IN, load};
use crate::config::paths;
use crate::config::show::show;
use crate::corpus::regular::reason;
use crate::text::safe::Safe;

/// The editor where none is named.
const EDITOR: &str = "vi";

/// Does what was asked for; nothing asked for is `show`.
///
/// # Errors
/// Where a file cannot be read or written, or the editor fails.
pub fn config(
    action: Option<&ConfigAction>,
    common: &Common,
    around: &Surroundings<'_>,
) -> anyhow::Result<Ended> {
    match action {
        Some(ConfigAction::Path) => {
            let path = settings_file(common, around)?;
            write_all(format!("{}\n", Safe::line(&path.to_string_lossy())).as_bytes())?;
        }
        None | Some(ConfigAction::Show) => {
            let setup = Setup::of(common, around)?;
            say_all(&setup.notices);
            write_all(show(&setup.config).as_bytes())?;
        }
        Some(ConfigAction::Edit) => edit(common, around)?,
    }
    Ok(Ended::Done)
}

fn edit(common: &Common, around: &Surroundings<'_>) -> anyhow::Result<()> {
    let path = settings_file(common, around)?;
    if Secure::of(common, around.environment) == Secure::Yes {
        bail!("cannot edit {}: --secure starts no other program", path.display());
    }
    make(&path)?;
    let editor = editor(around.environment);
    // As git does it: the shell parts the words of the variable, and the path is one argument
    // whatever it holds. It begins with a stroke, so that no editor takes it for an option.
    let script = format!("{} \"$@\"", editor.to_string_lossy());
    let status = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg(&editor)
        .arg(&path)
        .status()
        .with_context(|| format!("cannot edit {}", path.display()))?;
    if !status.success() {
        let editor = editor.to_string_lossy();
        bail!("cannot edit {}: {editor} ended with {status}; set VISUAL or EDITOR", path.display());
    }
    if let Some(text) = paths::read(&path)? {
        say_all(&load(Some((&text, &path))).faults);
    }
    Ok(())
}

/// `VISUAL`, else `EDITOR`, else one that is always there.
fn editor(environment: &dyn Fn(&str) -> Option<OsString>) -> OsString {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(environment);
    named.into_iter().find(|editor| !editor.is_empty()).unwrap_or_else(|| EDITOR.into())
}

/// Makes the file from the built-in one, where it is not there.
fn make(path: &Path) -> anyhow::Result<()> {
    let cannot = |error: std::io::Error| {
        anyhow::anyhow!("cannot make {}: {}; name another with --config", path.display(), reason(&error))
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => file.write_all(BUILT_IN.as_bytes()).map_err(cannot),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(cannot(error)),
    }
}
