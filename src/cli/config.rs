//! The user's settings file: where it is, what holds, and an editor on it.

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
use crate::programs::editor::Editor;
use crate::programs::variables::Variables;
use crate::text::safe::Safe;

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
    let variables = Variables::of(around.environment);
    let Ok(editor) = Editor::of(&variables) else {
        bail!("cannot edit {}: a dumb terminal shows no editor; set EDITOR", path.display())
    };
    let words = editor.words(&path, None);
    let status = Command::new(&words[0])
        .args(&words[1..])
        .status()
        .with_context(|| format!("cannot edit {}", path.display()))?;
    if !status.success() {
        let editor = editor.name();
        bail!("cannot edit {}: {editor} ended with {status}; set VISUAL or EDITOR", path.display());
    }
    if let Some(text) = paths::read(&path)? {
        say_all(&load(Some((&text, &path))).faults);
    }
    Ok(())
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
