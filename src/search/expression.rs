//! A regular expression written between strokes, `/cerebras|groq/`, to find in an article.
//!
//! It looks at the text as it stands: nothing is folded or read, but capitals count only where it
//! has one. `^` and `$` are the ends of a line. What it may cost is bounded; time grows with the
//! text only (the engine never goes back).

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::limits::{EXPRESSION_BYTES, QUERY_BYTES};
use crate::text::safe::Safe;

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Expression(Regex);

/// Why something is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is longer than `QUERY_BYTES`.
    TooLong,
    /// Made ready it would take more than `EXPRESSION_BYTES`.
    TooLarge,
    /// The engine says so; English in every language.
    Said(Safe),
}

impl Expression {
    /// What stands between the strokes of `typed`; `None` where it is a word and no expression.
    #[must_use]
    pub fn written(typed: &str) -> Option<&str> {
        typed.trim().strip_prefix('/')?.strip_suffix('/').filter(|inner| !inner.is_empty())
    }

    /// The expression that reads `inner`.
    ///
    /// # Errors
    /// Why it is none.
    pub fn of(inner: &str) -> Result<Self, Wrong> {
        if inner.len() > QUERY_BYTES {
            return Err(Wrong::TooLong);
        }
        RegexBuilder::new(inner)
            .case_insensitive(!has_capital(inner))
            .multi_line(true)
            .size_limit(EXPRESSION_BYTES)
            .dfa_size_limit(EXPRESSION_BYTES)
            .build()
            .map(Self)
            .map_err(|error| said(&error))
    }

    /// Where it stands in `text`, ascending and apart; some of them may be empty.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.0.find_iter(text).map(|found| found.range())
    }
}

/// Whether a letter that stands for itself is a capital: `\S` and `\p{Lu}` are none.
fn has_capital(inner: &str) -> bool {
    let mut letters = inner.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => {
                if let Some('p' | 'P') = letters.next() {
                    let is_long = letters.as_str().starts_with('{');
                    let _ = letters.by_ref().find(|c| !is_long || *c == '}');
                }
            }
            c if c.is_uppercase() => return true,
            _ => {}
        }
    }
    false
}

/// What is wrong, without the drawing of where that the engine makes over several lines.
fn said(error: &regex::Error) -> Wrong {
    match error {
        regex::Error::CompiledTooBig(_) => Wrong::TooLarge,
        other => {
            let said = other.to_string();
            let last = said.lines().last().unwrap_or_default();
            Wrong::Said(Safe::line(last.trim_start_matches("error:").trim()))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Expression, Wrong};
    use crate::text::safe::Safe;

    fn found<'a>(inner: &str, text: &'a str) -> Vec<&'a str> {
        let expression = Expression::of(inner).unwrap();
        expression.find_all(text).filter(|range| !range.is_empty()).map(|range| &text[range]).collect()
    }

    #[test]
    fn an_expression_stands_between_strokes() {
        assert_eq!(Expression::written("/猫|犬/"), Some("猫|犬"));
        assert_eq!(Expression::written(" /a b/ "), Some("a b"));
        assert_eq!(Expression::written("///"), Some("/"));
        for word in ["猫", "/猫", "猫/", "/", "//", ""] {
            assert_eq!(Expression::written(word), None, "{word}");
        }
    }

    #[test]
    fn it_finds_in_every_script() {
        assert_eq!(found("猫|犬", "黒猫と白い犬"), ["猫", "犬"]);
        assert_eq!(found("[0-9０-９]+億", "11億と３億"), ["11億", "３億"]);
        assert_eq!(found(r"\p{Hangul}+체", "차세대 반도체 시장"), ["반도체"]);
        assert_eq!(found("推.芯", "大模型推理芯片"), ["推理芯"]);
        assert_eq!(found("^第.章$", "第一章\n第二章の話\n第三章"), ["第一章", "第三章"]);
        assert_eq!(found("x*", "猫"), [""; 0]);
    }

    #[test]
    fn capitals_count_where_one_is_typed() {
        assert_eq!(found("cerebras", "Cerebras CEREBRAS"), ["Cerebras", "CEREBRAS"]);
        assert_eq!(found("Cerebras", "Cerebras CEREBRAS"), ["Cerebras"]);
        assert_eq!(found(r"\Sb\p{Lu}?\pL", "ABC"), ["ABC"]);
    }

    #[test]
    fn what_is_no_expression_is_told_on_one_line() {
        assert_eq!(Expression::of("(猫").unwrap_err(), Wrong::Said(Safe::line("unclosed group")));
        assert_eq!(Expression::of(r"\w{500}\w{500}").unwrap_err(), Wrong::TooLarge);
        assert_eq!(Expression::of(&"a".repeat(5_000)).unwrap_err(), Wrong::TooLong);
    }

    proptest! {
        #[test]
        fn hits_are_ascending_apart_and_of_the_text(inner in "[a猫.*+?|()가]{1,6}", text in "[a猫가\n ]{0,30}") {
            if let Ok(expression) = Expression::of(&inner) {
                let mut end = 0;
                for hit in expression.find_all(&text) {
                    prop_assert!(hit.start >= end && hit.end >= hit.start);
                    prop_assert!(text.get(hit.clone()).is_some());
                    end = hit.end;
                }
            }
        }
    }
}
