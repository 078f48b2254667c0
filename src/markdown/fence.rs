//! What the info string of a code fence says: the language, and the file that the code is.
//!
//! Writers use those of many programs: `js`, `rust:src/main.rs`, `js {1,3} title="a.js"`,
//! `{.python .numberLines}`, `{r setup}`. Other options are dropped.

/// What parts the words of an info string.
const PARTS: [char; 5] = [' ', '\t', ',', '{', '}'];

/// The language, the file or, parted by a colon, both; empty where neither is told.
#[must_use]
pub fn label(info: &str) -> String {
    let bare = info.trim().trim_start_matches(['{', ' ']);
    let first = bare.split(PARTS).next().unwrap_or_default();
    let language = first.trim_start_matches('.').trim_end_matches(':');
    let language = if is_option(language) { "" } else { language };
    match file(info) {
        Some(file) if language.is_empty() => file.to_owned(),
        Some(file) if !language.contains(':') => format!("{language}:{file}"),
        Some(_) | None => language.to_owned(),
    }
}

/// Whether a word is an option, as `title="a`, or an id.
fn is_option(word: &str) -> bool {
    let name = word.split_once('=').map(|(name, _)| name);
    word.starts_with('#') || name.is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

/// The name of the file, or the title, that an option gives.
fn file(info: &str) -> Option<&str> {
    ["title=", "filename=", "file="].into_iter().find_map(|name| {
        let at = info.match_indices(name).map(|(at, _)| at);
        let start = at.into_iter().find(|&at| at == 0 || info[..at].ends_with(PARTS))? + name.len();
        let value = &info[start..];
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => value[1..].split(quote).next(),
            None => value.split(PARTS).next(),
        };
        value.map(str::trim).filter(|value| !value.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn the_language_is_told_and_options_are_dropped() {
        for (info, expected) in [
            ("", ""),
            ("js", "js"),
            (" rust:src/main.rs ", "rust:src/main.rs"),
            ("js {1,3}", "js"),
            ("js{1,3}", "js"),
            ("{r setup, echo=FALSE}", "r"),
            ("{.python .numberLines}", "python"),
            ("diff js", "diff"),
            ("c++", "c++"),
            ("text:", "text"),
            ("linenos=true", ""),
        ] {
            assert_eq!(label(info), expected, "{info}");
        }
    }

    #[test]
    fn the_file_stands_behind_the_language() {
        for (info, expected) in [
            ("js title=\"a b.js\" {1}", "js:a b.js"),
            ("js title=猫.js", "js:猫.js"),
            ("title=\"foo.py\"", "foo.py"),
            ("{title=\"제목\"}", "제목"),
            ("py {title='中文.py'}", "py:中文.py"),
            ("{.python filename=\"a.py\"}", "python:a.py"),
            ("rust:b.rs title=\"c\"", "rust:b.rs"),
            ("js subtitle=\"a\" title=\"\"", "js"),
            ("js title=\"開いたまま", "js:開いたまま"),
        ] {
            assert_eq!(label(info), expected, "{info}");
        }
    }
}
