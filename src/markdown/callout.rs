//! What callouts are called, in each of the ways in which they are written.
//!
//! GitHub and Obsidian write `> [!NOTE] title`, Zenn `:::message alert`, Qiita `:::note warn`,
//! Docusaurus `:::tip[Title]`, Quarto `::: {.callout-tip title="Title"}`, and MDX `<Note>`.

use crate::markdown::document::Callout;

/// What the name of a callout calls; `None` for a name that is none.
#[must_use]
pub fn kind(name: &str) -> Option<Callout> {
    Some(match name.to_lowercase().as_str() {
        "note" | "info" | "message" | "abstract" | "summary" | "tldr" | "todo" | "example" | "quote"
        | "cite" | "seealso" | "callout" | "admonition" => Callout::Note,
        "tip" | "hint" | "success" | "check" | "done" => Callout::Tip,
        "important" => Callout::Important,
        "warning" | "warn" | "attention" | "question" | "help" | "faq" | "pitfall" => Callout::Warning,
        "caution" | "danger" | "error" | "alert" | "bug" | "failure" | "fail" | "missing" | "deprecated" => {
            Callout::Caution
        }
        _ => return None,
    })
}

/// What the component `name` calls, by the last part of it, as in `Docs.Note`.
#[must_use]
pub fn named(name: &str) -> Option<Callout> {
    let last = name.rsplit('.').next().unwrap_or(name);
    kind(last).or((last == "Aside").then_some(Callout::Note))
}

/// The title of a callout that is called `name` and has no other.
#[must_use]
pub fn title(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first line of a quote, where it names a callout: name and where the title begins.
#[must_use]
pub fn first_line(line: &str) -> Option<(&str, usize)> {
    let (name, after) = line.strip_prefix("[!")?.split_once(']')?;
    let name = name.split('|').next().unwrap_or_default().trim();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')) {
        return None;
    }
    Some((name, line.len() - after.trim_start_matches(['+', '-']).trim_start().len()))
}

/// What a `:::` line opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive<'a> {
    /// A callout, with its title where one is to be shown.
    Callout(Callout, Option<String>),
    /// Something that can be folded, with its title.
    Details(&'a str),
    /// Something that only groups what is in it, as `::: columns`.
    Group,
}

/// Reads what follows the colons of a `:::` line that opens something.
#[must_use]
pub fn directive(words: &str) -> Directive<'_> {
    let inner = words.trim_start_matches(['{', '.', ' ']);
    let length = inner.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(length);
    let name = name.strip_prefix("callout-").unwrap_or(name);
    let title_of = |rest| directive_title(rest);
    if name == "details" || name == "collapse" || name == "spoiler" {
        return Directive::Details(title_of(rest).unwrap_or("Details"));
    }
    match (name, rest.trim()) {
        ("message", "") => Directive::Callout(Callout::Note, None),
        ("message", word) => Directive::Callout(kind(word).unwrap_or(Callout::Note), None),
        ("note", word @ ("info" | "warn" | "alert")) => {
            Directive::Callout(kind(word).unwrap_or(Callout::Note), Some(title(word)))
        }
        (name, rest) => match (kind(name), title_of(rest)) {
            (Some(callout), own) => {
                Directive::Callout(callout, Some(own.map_or_else(|| title(name), str::to_owned)))
            }
            (None, Some(own)) if rest.starts_with('[') => {
                Directive::Callout(Callout::Note, Some(own.to_owned()))
            }
            (None, _) => Directive::Group,
        },
    }
}

/// The title in what follows a directive's name: `[Title]`, `{title="Title"}` or plain words.
fn directive_title(rest: &str) -> Option<&str> {
    let rest = rest.trim();
    let quoted =
        || rest.split_once("title=\"").and_then(|(_, after)| after.split_once('"')).map(|(own, _)| own);
    let own = if let Some(inner) = rest.strip_prefix('[') {
        inner.split_once(']').map_or(inner, |(own, _)| own)
    } else if let Some(own) = quoted() {
        own
    } else if rest.starts_with(['{', '}', '.', '#', ':']) {
        ""
    } else {
        rest.split('{').next().unwrap_or_default().trim_matches(['"', ' '])
    };
    (!own.trim().is_empty()).then_some(own.trim())
}

#[cfg(test)]
mod tests {
    use super::{Directive, directive, first_line, title};
    use crate::markdown::document::Callout;

    #[test]
    fn every_dialect_of_directives_is_read() {
        let own = |callout, title: &str| Directive::Callout(callout, Some(title.to_owned()));
        for (words, expected) in [
            ("message", Directive::Callout(Callout::Note, None)),
            ("message alert", Directive::Callout(Callout::Caution, None)),
            ("note warn", own(Callout::Warning, "Warn")),
            ("note 注意事項", own(Callout::Note, "注意事項")),
            ("tip[나의 제목]", own(Callout::Tip, "나의 제목")),
            ("warning{title=\"標題\"}", own(Callout::Warning, "標題")),
            ("{.callout-important}", own(Callout::Important, "Important")),
            ("{.callout-tip title=\"題\"}", own(Callout::Tip, "題")),
            ("danger STOP", own(Callout::Caution, "STOP")),
            ("details 詳しく", Directive::Details("詳しく")),
            ("details", Directive::Details("Details")),
            ("columns", Directive::Group),
            ("custom[題]", own(Callout::Note, "題")),
        ] {
            assert_eq!(directive(words), expected, "{words}");
        }
    }

    #[test]
    fn first_lines_of_quotes_name_callouts() {
        assert_eq!(first_line("[!NOTE]"), Some(("NOTE", 7)));
        assert_eq!(first_line("[!tip]- 題"), Some(("tip", 8)));
        assert_eq!(first_line("[!info|wide] x"), Some(("info", 13)));
        assert_eq!(first_line("[!]"), None);
        assert_eq!(first_line("[x] y"), None);
        assert_eq!(title("WARNING"), "Warning");
    }
}
