//! What the info string of a code fence says: the language, and the file that the code is.
//!
//! Writers use those of many programs: `js`, `rust:src/main.rs`, `js {1,3} title="a.js"`,
//! `{.python .numberLines}`, `{r setup}`, `js src/App.js active`. Other options are dropped.

/// What parts the words of an info string.
const PARTS: [char; 5] = [' ', '\t', ',', '{', '}'];
/// Letters that the ending of a file may have.
const ENDING: usize = 10;
/// Blanks that the name of a file may have.
const BLANKS: usize = 8;

/// The language, the file or, parted by a colon, both; empty where neither is told.
#[must_use]
pub fn label(info: &str) -> String {
    let bare = info.trim().trim_start_matches(['{', ' ']);
    let first = bare.split(PARTS).next().unwrap_or_default();
    let language = first.trim_start_matches('.').trim_end_matches(':');
    let language = if is_option(language) { "" } else { language };
    if language.contains(':') {
        return whole(bare).unwrap_or(language).to_owned();
    }
    match file(info).or_else(|| bare_file(info.trim())) {
        Some(file) if language.is_empty() => file.to_owned(),
        Some(file) => format!("{language}:{file}"),
        None => language.to_owned(),
    }
}

/// The language and the file with which an info string begins, where the name of the file has
/// blanks in it.
fn whole(info: &str) -> Option<&str> {
    let ends = info.match_indices(' ').map(|(at, _)| at).chain([info.len()]).take(BLANKS);
    let named =
        ends.map(|end| &info[..end]).take_while(|named| !named.contains(['=', '{', '[', '"', '\'', ',']));
    named.map(str::trim_end).find(|named| has_ending(named))
}

/// The first word behind the language that is a file by its looks, neither in braces nor in quotes.
fn bare_file(info: &str) -> Option<&str> {
    let mut until = None;
    let parts = info.split(move |c| match (until, c) {
        (Some(end), _) => {
            until = until.filter(|_| c != end);
            false
        }
        (None, '{') => {
            until = Some('}');
            false
        }
        (None, '"' | '\'') => {
            until = Some(c);
            false
        }
        (None, _) => PARTS.contains(&c),
    });
    parts.skip(1).map(|word| word.trim_matches(['[', ']'])).find(|word| is_file(word))
}

/// Whether a word looks like the name of a file: it has an ending, or folders. What stands between
/// two slashes is a pattern whose finds are to be marked.
fn is_file(word: &str) -> bool {
    if word.contains(['=', '{', '}', '"', '\'', '[', ']', '(', ')', '#', '*', '|', '\\']) {
        return false;
    }
    let has_folder = word.contains('/') && !word.starts_with('/') && !word.ends_with('/');
    has_ending(word) || has_folder
}

/// Whether a word ends as the names of files do: in a dot and a few letters.
fn has_ending(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.contains(char::is_alphanumeric)
            && (1..=ENDING).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_alphanumeric())
            && ending.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

/// Whether a word is an option, as `title="a`, or an id.
fn is_option(word: &str) -> bool {
    let name = word.split_once('=').map(|(name, _)| name);
    word.starts_with('#') || name.is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

/// The name of the file, or the title, that an option gives.
fn file(info: &str) -> Option<&str> {
    ["title=", "filename=", "file=", "name="].into_iter().find_map(|name| {
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
            ("js active", "js"),
            ("js {1,3} hidden", "js"),
            ("js /useState/ \"App.js\" caption='a b.js'", "js"),
            ("js {.a.b} 1.5 ... .line", "js"),
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
            ("rust,name=b.rs", "rust:b.rs"),
        ] {
            assert_eq!(label(info), expected, "{info}");
        }
    }

    #[test]
    fn a_bare_word_that_looks_like_a_file_is_one() {
        for (info, expected) in [
            ("js src/App.js active", "js:src/App.js"),
            ("js {1,3} 猫.js hidden", "js:猫.js"),
            ("js [z.js]", "js:z.js"),
            ("c++ a.cpp", "c++:a.cpp"),
            ("rust,src/lib.rs", "rust:src/lib.rs"),
            ("sh bin/실행", "sh:bin/실행"),
            ("src/App.js", "src/App.js"),
            ("{.python} a.py", "python:a.py"),
            ("js title=\"题\" a.js", "js:题"),
        ] {
            assert_eq!(label(info), expected, "{info}");
        }
    }

    #[test]
    fn a_file_behind_a_colon_may_have_blanks() {
        for (info, expected) in [
            ("js:title with space.js", "js:title with space.js"),
            ("js:src/내 파일.tsx", "js:src/내 파일.tsx"),
            ("js:a.js b.js", "js:a.js"),
            ("dockerfile:bin/run active", "dockerfile:bin/run"),
            ("js:a b=c.js", "js:a"),
            ("js:題 文", "js:題"),
        ] {
            assert_eq!(label(info), expected, "{info}");
        }
    }
}
