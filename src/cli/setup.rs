//! What every command starts from: settings, themes, memory, how folders are walked.
//!
//! Nothing here stops the program but what was asked for by name and is not there. All else that
//! is wrong becomes a notice, and defaults serve. Only what is asked for is read.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use jiff::Timestamp;

use crate::cli::args::Common;
use crate::config::config::{self, Config, is_plain_name};
use crate::config::paths::{self, Paths};
use crate::config::theme::{self, Colours, Theme};
use crate::config::trust::why_unheeded;
use crate::corpus::source::Walk;
use crate::memory::file::{self, Folders, Loaded};
use crate::memory::memory::Memory;
use crate::text::safe::Safe;

/// What the program finds itself in.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The variables of the environment.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// What standard input is.
    pub input: Input,
    /// What standard output is.
    pub output: Output,
}

/// What standard input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A terminal.
    Terminal,
    /// Something that holds text: a pipe, a file.
    Text,
    /// Nothing (`/dev/null`).
    Nothing,
}

/// What standard output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// A terminal of so many columns.
    Terminal {
        /// Its columns.
        columns: u16,
    },
    /// Anything else.
    Elsewhere,
}

/// What every command starts from.
#[derive(Debug)]
pub struct Setup {
    /// The settings that hold, the command line's own laid over them.
    pub config: Config,
    /// How folders are walked.
    pub walk: Walk,
    /// Where our own files live; `None` where nobody can say.
    pub paths: Option<Paths>,
    /// What is wrong and did not stop us, a line each.
    pub notices: Vec<Safe>,
    /// Whether anything may be written or started.
    pub secure: Secure,
}

/// Whether anything may be written or started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Secure {
    Yes,
    No,
}

impl Secure {
    /// As the command line and the environment say.
    #[must_use]
    pub fn of(common: &Common, environment: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let said = environment("TSUNDOKU_SECURE").is_some_and(|value| !value.is_empty() && value != "0");
        if common.secure || said { Self::Yes } else { Self::No }
    }

    /// Reads the memory files. In a secure run nothing is written by that, nor by what saves them.
    #[must_use]
    pub fn load(self, folders: &Folders) -> Loaded {
        match self {
            Self::Yes => file::load_sealed(folders, Timestamp::now()),
            Self::No => file::load(folders, Timestamp::now()),
        }
    }
}

/// The themes of the reader.
#[derive(Clone, Debug)]
pub struct Themes {
    /// All of them, the one in force first.
    pub all: Vec<Theme>,
    /// The dark and the light one, where the terminal's background is to choose.
    pub by_background: Option<(Theme, Theme)>,
}

impl Setup {
    /// Reads the settings.
    ///
    /// # Errors
    /// Where a settings file that was named cannot be read, or a theme that was named is unknown.
    pub fn of(common: &Common, around: &Surroundings<'_>) -> anyhow::Result<Self> {
        let mut notices = Vec::new();
        let paths = match Paths::of(around.environment) {
            Ok(paths) => Some(paths),
            Err(error) => {
                notices.push(Safe::line(&format!("{error:#}; nothing will be remembered")));
                None
            }
        };
        let mut config = settings(common, paths.as_ref(), &mut notices)?;
        common.overlay(&mut config);
        let secure = Secure::of(common, around.environment);
        let follow = common.follow && secure == Secure::No;
        let walk = Walk { ignore_files: !common.no_ignore, hidden: common.hidden, follow };
        let mut setup = Self { config, walk, paths, notices, secure };
        if let Some(name) = &common.theme {
            if let Some(fault) = setup.unknown_theme(name) {
                bail!("cannot use --theme {name}: {fault}");
            }
            setup.config.theme.clone_from(name);
        } else if let Some(fault) = setup.unknown_theme(&setup.config.theme) {
            setup.notices.push(Safe::line(&format!("theme: {fault}; the built-in one serves")));
            "auto".clone_into(&mut setup.config.theme);
        }
        Ok(setup)
    }

    /// Why there is no theme `name`, where there is none.
    fn unknown_theme(&self, name: &str) -> Option<String> {
        let known = name == "auto" || theme::BUILT_IN.iter().any(|(each, _)| *each == name);
        if known || self.theme_file(name).is_some_and(|path| path.is_file()) {
            return None;
        }
        let (_, faults) = theme::load(name, None);
        let fault = faults.first()?.to_string();
        Some(fault.strip_prefix("theme: ").unwrap_or(&fault).to_owned())
    }

    fn theme_file(&self, name: &str) -> Option<PathBuf> {
        self.paths.as_ref()?.theme(name)
    }

    /// The theme `name` with only such colours as there are. What is wrong with it is noted.
    #[must_use]
    pub fn theme(&self, name: &str, colours: Colours, notices: &mut Vec<Safe>) -> Theme {
        let file = self.theme_file(name);
        let text = file.as_ref().and_then(|path| match paths::read(path) {
            Ok(text) => text,
            Err(error) => {
                notices.push(Safe::line(&format!("{error:#}")));
                None
            }
        });
        let user = text.as_deref().zip(file.as_deref());
        let (theme, faults) = theme::load(name, user);
        notices.extend(faults);
        theme.colours(colours)
    }

    /// Every theme there is, that of the settings first. What is wrong with them is noted.
    #[must_use]
    pub fn themes(&self, colours: Colours, notices: &mut Vec<Safe>) -> Themes {
        let mut names: Vec<String> = theme::BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        for name in self.own_themes() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let chosen = self.config.theme.as_str();
        // A stable sort by what is not chosen puts the chosen one first and leaves the others be.
        names.sort_by_key(|name| name != chosen);
        let all: Vec<Theme> = names.iter().map(|name| self.theme(name, colours, notices)).collect();
        let of_name = |name: &str| all.iter().find(|theme| theme.name == name).cloned();
        let by_background = if chosen == "auto" { of_name("dark").zip(of_name("light")) } else { None };
        Themes { all, by_background }
    }

    /// The names of the user's own themes, in order.
    fn own_themes(&self) -> Vec<String> {
        let folder = self.paths.as_ref().and_then(|paths| fs::read_dir(paths.themes()).ok());
        let files = folder.into_iter().flatten().flatten().map(|entry| PathBuf::from(entry.file_name()));
        let yaml = files.filter(|file| file.extension().is_some_and(|ending| ending == "yaml"));
        let mut names: Vec<String> =
            yaml.filter_map(|file| file.file_stem()?.to_str().map(str::to_owned)).collect();
        names.retain(|name| is_plain_name(name) && name != "auto");
        names.sort_unstable();
        names
    }

    /// What is remembered.
    #[must_use]
    pub fn memory(&self) -> Kept {
        let Some(folders) = self.folders() else { return Kept::default() };
        let loaded = self.secure.load(&folders);
        let notices = loaded.notices.iter().map(|notice| Safe::line(notice)).collect();
        Kept { memory: loaded.memory, notices }
    }

    /// Where the memory files are; `None` where nobody can say.
    #[must_use]
    pub fn folders(&self) -> Option<Folders> {
        let paths = self.paths.as_ref()?;
        Some(Folders { config: paths.config.clone(), state: paths.state.clone() })
    }
}

/// What is remembered, as it was found.
#[derive(Debug, Default)]
pub struct Kept {
    /// All that could be read.
    pub memory: Memory,
    /// What was odd about it, a line each.
    pub notices: Vec<Safe>,
}

/// The settings of the file named on the command line, or of the user's own, over the built-in.
fn settings(common: &Common, paths: Option<&Paths>, notices: &mut Vec<Safe>) -> anyhow::Result<Config> {
    let path = common.config.clone().or_else(|| paths.map(Paths::settings));
    let Some(path) = path else { return Ok(config::load(None).config) };
    // What was named on the command line was chosen.
    if let Some(why) = why_unheeded(&path).filter(|_| common.config.is_none()) {
        notices.push(Safe::line(&format!("{why}; the built-in settings serve")));
        return Ok(config::load(None).config);
    }
    let text = match paths::read(&path) {
        Err(error) if common.config.is_some() => return Err(error),
        Err(error) => {
            notices.push(Safe::line(&format!("{error:#}; the built-in settings serve")));
            None
        }
        Ok(None) if common.config.is_some() && path != *"/dev/null" => {
            bail!("cannot read {}: no such file or folder; check the name after --config", path.display())
        }
        Ok(text) => text,
    };
    let loaded = config::load(text.as_deref().map(|text| (text, path.as_path())));
    notices.extend(loaded.faults);
    Ok(loaded.config)
}

/// The user's settings file: the one named, else the one of the user's folder.
///
/// # Errors
/// Where there is no home to look in.
pub fn settings_file(common: &Common, around: &Surroundings<'_>) -> anyhow::Result<PathBuf> {
    match &common.config {
        Some(path) => std::path::absolute(path).with_context(|| format!("cannot find {}", path.display())),
        None => Ok(Paths::of(around.environment)?.settings()),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::{Input, Output, Setup, Surroundings};
    use crate::cli::args::Common;
    use crate::config::theme::Colours;

    /// The setup of a user whose own files are below `folder`.
    fn setup(folder: &Path, common: &Common) -> anyhow::Result<Setup> {
        let environment = |name: &str| {
            let below = name.strip_prefix("TSUNDOKU_")?.strip_suffix("_DIR")?;
            Some(OsString::from(folder.join(below)))
        };
        let around =
            Surroundings { environment: &environment, input: Input::Terminal, output: Output::Elsewhere };
        Setup::of(common, &around)
    }

    fn names(setup: &Setup) -> Vec<String> {
        let themes = setup.themes(Colours::True, &mut Vec::new());
        themes.all.into_iter().map(|theme| theme.name).collect()
    }

    #[test]
    fn the_theme_in_force_comes_first_and_the_users_own_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let themes = folder.path().join("CONFIG/themes");
        fs::create_dir_all(&themes).unwrap();
        fs::write(themes.join("青.yaml"), "link: { fg: blue }\n").unwrap();
        fs::write(themes.join("auto.yaml"), "").unwrap();
        fs::write(themes.join("notes.txt"), "").unwrap();
        let shipped = ["dark", "light", "high-contrast", "ansi16", "mono", "青"];
        assert_eq!(names(&setup(folder.path(), &Common::default()).unwrap()), shipped);
        let mine = Common { theme: Some("青".to_owned()), ..Common::default() };
        let mine = setup(folder.path(), &mine).unwrap();
        assert_eq!(names(&mine)[..2], ["青", "dark"]);
        assert!(mine.themes(Colours::True, &mut Vec::new()).by_background.is_none());
    }

    #[test]
    fn the_background_chooses_where_nobody_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let themes = setup(folder.path(), &Common::default()).unwrap().themes(Colours::True, &mut Vec::new());
        let (dark, light) = themes.by_background.unwrap();
        assert_eq!((dark.name.as_str(), light.name.as_str()), ("dark", "light"));
    }

    #[test]
    fn a_theme_that_is_not_there_is_noted_in_the_settings_and_refused_on_the_command_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("CONFIG")).unwrap();
        fs::write(folder.path().join("CONFIG/config.yaml"), "theme: lihgt\n").unwrap();
        let noted = setup(folder.path(), &Common::default()).unwrap();
        assert_eq!(noted.notices.len(), 1);
        assert_eq!(noted.config.theme, "auto");
        let asked = Common { theme: Some("lihgt".to_owned()), ..Common::default() };
        let error = setup(folder.path(), &asked).unwrap_err().to_string();
        assert_eq!(error, "cannot use --theme lihgt: there is no theme \"lihgt\"; did you mean \"light\"?");
    }

    #[test]
    fn settings_that_everybody_may_write_are_not_heeded_and_bookmarks_beside_them_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("CONFIG");
        fs::create_dir_all(&config).unwrap();
        fs::write(config.join("config.yaml"), "width: 60\n").unwrap();
        fs::write(config.join("bookmarks.yaml"), "marks:\n- path: 猫.md\n  root: /本\n").unwrap();
        fs::set_permissions(&config, fs::Permissions::from_mode(0o777)).unwrap();
        let doubted = setup(folder.path(), &Common::default()).unwrap();
        assert_eq!(doubted.notices.len(), 1);
        let notice = doubted.notices[0].as_str();
        assert!(notice.contains(&format!("chmod o-w {}", config.display())), "{notice}");
        assert_ne!(doubted.config.width, 60);
        assert_eq!(doubted.memory().memory.marks().len(), 1);
        // What is named is what was meant.
        let named = Common { config: Some(config.join("config.yaml")), ..Common::default() };
        let named = setup(folder.path(), &named).unwrap();
        assert_eq!((named.config.width, named.notices.len()), (60, 0));
        fs::set_permissions(&config, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(setup(folder.path(), &Common::default()).unwrap().config.width, 60);
    }

    #[test]
    fn nothing_is_written_and_no_link_followed_in_a_secure_run() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("CONFIG")).unwrap();
        fs::write(folder.path().join("CONFIG/bookmarks.yaml"), "{{{").unwrap();
        let names = || fs::read_dir(folder.path().join("CONFIG")).unwrap().count();
        let secure = Common { secure: true, follow: true, ..Common::default() };
        let secure = setup(folder.path(), &secure).unwrap();
        assert_eq!((secure.memory().notices.len(), names()), (1, 1));
        assert!(!secure.walk.follow);
        let other = setup(folder.path(), &Common::default()).unwrap();
        assert_eq!(other.memory().notices.len(), 1);
        assert!(!folder.path().join("CONFIG/bookmarks.yaml").exists());
    }
}
