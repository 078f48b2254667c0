//! Whether settings are the reader's own: what anybody could have written there is not heeded.
//!
//! A folder that all may write to is no place for settings, unless only owners may replace what lies
//! in it (the sticky bit, as `/tmp` has it); nor is one of another user than the reader and root, nor
//! a file that is so. Where links lead, it is what they lead to that counts.

use std::fs;
use std::path::Path;

/// Why the settings in the file at `path` are not to be heeded, and what to do; none where they may
/// be, or where there are none.
#[must_use]
pub fn why_unheeded(path: &Path) -> Option<String> {
    fs::metadata(path).ok()?;
    let folder = path.parent().into_iter();
    let (place, doubt) = folder.chain([path]).find_map(|place| Some((place, doubt(place)?)))?;
    let (place, path) = (place.display(), path.display());
    Some(match doubt {
        Doubt::Writable => {
            format!("{path} is not heeded: everybody may write to {place}; say chmod o-w {place}")
        }
        Doubt::Foreign => {
            format!(
                "{path} is not heeded: {place} belongs to another user; say chown, or name it with --config"
            )
        }
    })
}

enum Doubt {
    Writable,
    Foreign,
}

#[cfg(unix)]
fn doubt(place: &Path) -> Option<Doubt> {
    use std::os::unix::fs::MetadataExt as _;
    const OTHERS_WRITE: u32 = 0o002;
    const STICKY: u32 = 0o1000;
    let about = fs::metadata(place).ok()?;
    // Devices are everybody's.
    if !about.is_dir() && !about.is_file() {
        return None;
    }
    let is_guarded = about.is_dir() && about.mode() & STICKY != 0;
    if about.mode() & OTHERS_WRITE != 0 && !is_guarded {
        return Some(Doubt::Writable);
    }
    let owner = about.uid();
    (owner != 0 && owner != rustix::process::geteuid().as_raw()).then_some(Doubt::Foreign)
}

#[cfg(not(unix))]
fn doubt(_: &Path) -> Option<Doubt> {
    None
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
    use std::path::{Path, PathBuf};

    use tempfile::TempDir;

    use super::why_unheeded;

    fn settings() -> (TempDir, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("設定")).unwrap();
        let file = home.path().join("設定/config.yaml");
        fs::write(&file, "width: 60\n").unwrap();
        (home, file)
    }

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn settings_that_everybody_may_write_are_not_heeded() {
        let (home, file) = settings();
        let folder = file.parent().unwrap();
        for (of_folder, of_file, heeded) in [
            (0o755, 0o644, true),
            (0o775, 0o664, true),
            (0o777, 0o644, false),
            (0o1777, 0o644, true),
            (0o755, 0o666, false),
        ] {
            allow(folder, of_folder);
            allow(&file, of_file);
            assert_eq!(why_unheeded(&file).is_none(), heeded, "{of_folder:o} {of_file:o}");
        }
        allow(folder, 0o777);
        let why = why_unheeded(&file).unwrap();
        assert!(why.ends_with(&format!("say chmod o-w {}", folder.display())), "{why}");
        // By a link, too.
        symlink(folder, home.path().join("link")).unwrap();
        assert!(why_unheeded(&home.path().join("link/config.yaml")).is_some());
    }

    #[test]
    fn settings_that_are_not_there_are_no_trouble() {
        let (_home, file) = settings();
        allow(file.parent().unwrap(), 0o777);
        fs::remove_file(&file).unwrap();
        assert_eq!(why_unheeded(&file), None);
        assert_eq!(why_unheeded(Path::new("/dev/null")), None);
    }

    #[test]
    fn settings_of_another_user_are_not_heeded() {
        let (_home, file) = settings();
        for place in [file.as_path(), file.parent().unwrap()] {
            // Only root may give a file away.
            if chown(place, Some(12_345), None).is_err() {
                return;
            }
            let why = why_unheeded(&file).unwrap();
            assert!(why.contains(&format!("{} belongs to another user", place.display())), "{why}");
            chown(place, Some(0), None).unwrap();
        }
        assert_eq!(why_unheeded(&file), None);
    }
}
