//! The settings that hold, written as a settings file that would give them.
//!
//! For `tsundoku config show`: what the built-in file and the user's come to together, without
//! the comments of the one and the faults of the other.

use std::fmt::Write as _;

use super::config::{
    AmbiguousSetting, BreaksSetting, Config, GlyphsSetting, RepeatsSetting, RubySetting, SortSetting,
    WatchSetting,
};
use crate::input::action::{Action, Pane};

/// `config` as YAML; read as settings, it gives the same again.
#[must_use]
pub fn show(config: &Config) -> String {
    let settings = [
        ("theme", quoted(&config.theme)),
        ("width", config.width.to_string()),
        ("ambiguous", word(config.ambiguous, AmbiguousSetting::WORDS)),
        ("breaks", word(config.breaks, BreaksSetting::WORDS)),
        ("headings_phrase", config.headings_phrase.to_string()),
        ("hanging", config.hanging.to_string()),
        ("autospace", config.autospace.to_string()),
        ("justify", config.justify.to_string()),
        ("indent", config.indent.to_string()),
        ("ruby", word(config.ruby, RubySetting::WORDS)),
        ("repeats", word(config.repeats, RepeatsSetting::WORDS)),
        ("glyphs", word(config.glyphs, GlyphsSetting::WORDS)),
        ("hyperlinks", config.hyperlinks.to_string()),
        ("mouse", config.mouse.to_string()),
        ("sort", word(config.sort, SortSetting::WORDS)),
        ("reverse", config.reverse.to_string()),
        ("drafts", config.drafts.to_string()),
        ("language", quoted(&config.language)),
        ("readings", config.readings.to_string()),
        ("resume", config.resume.to_string()),
        ("history", config.history.to_string()),
        ("watch", word(config.watch, WatchSetting::WORDS)),
    ];
    let mut whole = String::new();
    for (name, value) in settings {
        line(&mut whole, format_args!("{name}: {value}"));
    }
    if config.queries.is_empty() {
        line(&mut whole, format_args!("queries: {{}}"));
    } else {
        line(&mut whole, format_args!("queries:"));
        for (name, query) in &config.queries {
            line(&mut whole, format_args!("  {}: {}", quoted(name), quoted(query)));
        }
    }
    line(&mut whole, format_args!("keys:"));
    for &(pane, section) in Pane::ALL {
        line(&mut whole, format_args!("  {section}:"));
        for action in Action::all() {
            let keys: Vec<String> =
                config.keymap.keys_in(pane, action).iter().map(|key| quoted(key)).collect();
            if action.pane() == pane || !keys.is_empty() {
                line(&mut whole, format_args!("    {}: [{}]", action.name(), keys.join(", ")));
            }
        }
    }
    whole
}

fn line(whole: &mut String, what: std::fmt::Arguments<'_>) {
    writeln!(whole, "{what}").expect("a string takes all that is written to it");
}

fn word<T: Copy + PartialEq>(value: T, words: &[(&'static str, T)]) -> String {
    words.iter().find(|(_, each)| *each == value).map_or("", |(word, _)| word).to_owned()
}

/// `text` in double quotes, so that YAML reads it back whatever it holds.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                write!(quoted, "\\U{:08x}", u32::from(c)).expect("a string takes all that is written to it");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::{quoted, show};
    use crate::config::config::{Config, load};
    use crate::config::yaml::{self, Node};
    use crate::input::action::{Action, Pane};
    use crate::input::keymap::Keymap;

    fn shown_and_loaded(text: &str) -> (Config, Config) {
        let first = load(Some((text, Path::new("first"))));
        assert_eq!(first.faults, []);
        let shown = show(&first.config);
        let second = load(Some((&shown, Path::new("second"))));
        assert_eq!(second.faults, [], "{shown}");
        (first.config, second.config)
    }

    #[test]
    fn what_is_shown_gives_the_same_settings_again() {
        for text in [
            "",
            "theme: 青\nwidth: 60\nsort: read\nmouse: true\nqueries:\n  \"調\\\"達\": \"'a b\\\\\"\n",
            "keys:\n  reader:\n    next_hit: [N, \"ctrl-x s\"]\n    previous_hit: n\n    top: []\n  bar: {help: f2}\n",
        ] {
            let (first, second) = shown_and_loaded(text);
            for action in Action::all() {
                for (pane, _) in Pane::ALL {
                    let keys = |config: &Config| config.keymap.keys_in(*pane, action);
                    assert_eq!(keys(&first), keys(&second), "{action:?}");
                }
            }
            let without_keys = |config| Config { keymap: Keymap::default(), ..config };
            assert_eq!(without_keys(first), without_keys(second));
        }
    }

    proptest! {
        #[test]
        fn quoted_text_reads_back(text in "(\\PC|[\"\\\\\n\t\u{feff}\u{85}\u{2028}]){0,20}") {
            let (pairs, slips) = yaml::pairs(&format!("a: {}\n", quoted(&text)));
            prop_assert_eq!(slips, vec![]);
            prop_assert_eq!(pairs, vec![("a".to_owned(), Node::Text(text))]);
        }
    }
}
