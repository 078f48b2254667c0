//! Where settings, memory and caches live, and how a settings file is read.
//!
//! Each folder is that of its own variable (`TSUNDOKU_CONFIG_DIR`, `TSUNDOKU_STATE_DIR`,
//! `TSUNDOKU_CACHE_DIR`), else the XDG one, else what the platform has for it. Nothing is made
//! here; who writes makes the folder.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use directories::{BaseDirs, ProjectDirs};

use super::config::is_plain_name;
use crate::limits::SETTINGS_BYTES;

/// The three folders, all absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// What the user writes and keeps: settings, themes, bookmarks.
    pub config: PathBuf,
    /// What the program remembers: positions, history, past queries.
    pub state: PathBuf,
    /// What can be made anew.
    pub cache: PathBuf,
}

impl Paths {
    /// The folders that `environment` tells of.
    ///
    /// # Errors
    /// Where a variable of ours holds a relative path, or where there is no home to fall back on.
    pub fn of(environment: &dyn Fn(&str) -> Option<OsString>) -> anyhow::Result<Self> {
        // A home that is not there is none: it is nobody's to make.
        let is_home = BaseDirs::new().is_some_and(|dirs| dirs.home_dir().is_dir());
        let platform = ProjectDirs::from("", "", "tsundoku").filter(|_| is_home);
        let folder = |ours: &str, xdg: &str, platform: Option<PathBuf>| -> anyhow::Result<PathBuf> {
            if let Some(path) = environment(ours).filter(|path| !path.is_empty()).map(PathBuf::from) {
                if path.is_relative() {
                    bail!("cannot use {ours}: {} is not an absolute path; begin it with /", path.display());
                }
                return Ok(path);
            }
            let based = environment(xdg).map(PathBuf::from).filter(|path| path.is_absolute());
            based.map(|path| path.join("tsundoku")).or(platform).with_context(|| {
                format!(
                    "cannot tell where tsundoku's own files live: there is no home folder; set HOME or {ours}"
                )
            })
        };
        let of_platform = |of: fn(&ProjectDirs) -> &Path| platform.as_ref().map(|dirs| of(dirs).to_owned());
        Ok(Self {
            config: folder("TSUNDOKU_CONFIG_DIR", "XDG_CONFIG_HOME", of_platform(ProjectDirs::config_dir))?,
            state: folder(
                "TSUNDOKU_STATE_DIR",
                "XDG_STATE_HOME",
                of_platform(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir())),
            )?,
            cache: folder("TSUNDOKU_CACHE_DIR", "XDG_CACHE_HOME", of_platform(ProjectDirs::cache_dir))?,
        })
    }

    /// The user's settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.yaml")
    }

    /// The folder of the user's themes.
    #[must_use]
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The file of the user's theme `name`; none where that could not be the name of one.
    #[must_use]
    pub fn theme(&self, name: &str) -> Option<PathBuf> {
        is_plain_name(name).then(|| self.themes().join(format!("{name}.yaml")))
    }
}

/// The text of a settings or theme file; none where there is no such file, or where it is
/// `/dev/null`. Only a regular file of at most [`SETTINGS_BYTES`] is read.
///
/// # Errors
/// Where it is there and cannot be read as text.
pub fn read(path: &Path) -> anyhow::Result<Option<String>> {
    if path == Path::new("/dev/null") {
        return Ok(None);
    }
    let cannot = || format!("cannot read {}", path.display());
    match fs::metadata(path) {
        // Below a file there is none either.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error).with_context(cannot),
        Ok(found) if !found.is_file() => bail!("{}: not a regular file", cannot()),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(cannot)?;
    file.take(SETTINGS_BYTES + 1).read_to_end(&mut bytes).with_context(cannot)?;
    if bytes.len() as u64 > SETTINGS_BYTES {
        bail!("{}: larger than {} MB", cannot(), SETTINGS_BYTES / 1024 / 1024);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count();
            bail!("{}: line {line} is not UTF-8; save it in that encoding", cannot())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Paths, read};

    fn of(variables: &[(&str, &str)]) -> anyhow::Result<Paths> {
        Paths::of(&|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    const OURS: [(&str, &str); 3] =
        [("TSUNDOKU_CONFIG_DIR", "/c"), ("TSUNDOKU_STATE_DIR", "/s"), ("TSUNDOKU_CACHE_DIR", "/x")];

    #[test]
    fn our_own_variables_name_the_folders() {
        let paths = of(&OURS).unwrap();
        assert_eq!(paths.settings(), PathBuf::from("/c/config.yaml"));
        assert_eq!(paths.cache, PathBuf::from("/x"));
    }

    #[test]
    fn the_xdg_folders_serve_where_ours_are_not_set() {
        let xdg = [("XDG_CONFIG_HOME", "/xc"), ("XDG_STATE_HOME", "/xs"), ("XDG_CACHE_HOME", "/xx")];
        let paths = of(&xdg).unwrap();
        assert_eq!(paths.config, PathBuf::from("/xc/tsundoku"));
        assert_eq!(paths.state, PathBuf::from("/xs/tsundoku"));
        assert_eq!(paths.cache, PathBuf::from("/xx/tsundoku"));
    }

    #[test]
    fn a_relative_folder_of_ours_is_refused_with_a_reason() {
        let error = of(&[OURS[1], OURS[2], ("TSUNDOKU_CONFIG_DIR", "conf")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot use TSUNDOKU_CONFIG_DIR: conf is not an absolute path; begin it with /"
        );
    }

    #[test]
    fn themes_stay_in_their_folder() {
        let paths = of(&OURS).unwrap();
        assert_eq!(paths.theme("青"), Some(PathBuf::from("/c/themes/青.yaml")));
        assert_eq!(paths.theme("../config"), None);
    }

    #[test]
    fn a_file_that_is_not_there_is_none_and_one_that_cannot_be_read_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.yaml");
        assert_eq!(read(&path).unwrap(), None);
        assert_eq!(read(Path::new("/dev/null")).unwrap(), None);
        fs::write(&path, "theme: 猫\n").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("theme: 猫\n"));
        fs::write(&path, b"a: 1\n\x82\xa0: 2\n").unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.ends_with("line 2 is not UTF-8; save it in that encoding"), "{error}");
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.ends_with("not a regular file"), "{error}");
    }
}
