//! Conditions of a query, written as somebody would type them, put into a query and taken out of
//! it again.
//!
//! What is written here reads back as exactly what it was written for, whatever the value holds and
//! whatever the query that it is put into.

use crate::limits::QUERY_BYTES;
use crate::search::query::{Field, Query, State, Term};
use crate::search::typed::{Typed, half};

/// The condition `field:value`, written so that it means the whole of `value`, in quotes only where
/// it must be. A line feed in it is a blank.
#[must_use]
pub fn exactly(field: Field, value: &str) -> String {
    let is_quote = |c: char| half(c) == '"';
    let begins = value.starts_with(|c| matches!(half(c), '\'' | '^' | '!'));
    let ends = value.ends_with(|c| half(c) == '$');
    if !begins && !ends && !value.contains(|c: char| c.is_whitespace() || is_quote(c) || half(c) == '|') {
        return format!("{}:^{value}$", field.name());
    }
    let mut term = format!("{}:^\"", field.name());
    for c in value.chars() {
        if is_quote(c) {
            term.push(c);
        }
        term.push(if c == '\n' { ' ' } else { c });
    }
    term.push_str("\"$");
    term
}

/// The condition that an article was published in `year`, of four digits.
#[must_use]
pub fn in_year(year: i16) -> String {
    format!("date:{year:04}")
}

/// The condition that an article is in this state.
#[must_use]
pub fn in_state(state: State) -> String {
    format!("is:{}", state.name())
}

/// `query` with the condition `term` behind it, or before it where it ends in an open quote. `None`
/// where that is longer than a query is looked at.
#[must_use]
pub fn added(query: &str, term: &str) -> Option<String> {
    let wanted = meant(term);
    let behind = format!("{} {term}", query.trim_end());
    let mut terms = Typed::of(&behind).terms();
    let stands = wanted.is_some() && terms.pop().is_some_and(|(_, last)| last == wanted);
    // A blank at its end may stand in the open quote.
    let query = match query.trim_start() {
        "" => term.to_owned(),
        _ if stands => behind,
        query => format!("{term} {query}"),
    };
    (query.len() <= QUERY_BYTES).then_some(query)
}

/// `query` without the conditions that ask for the same as `term`.
#[must_use]
pub fn removed(query: &str, term: &str) -> String {
    let Some(wanted) = meant(term) else { return query.to_owned() };
    let terms = Typed::of(query).terms();
    let kept: Vec<String> = terms
        .into_iter()
        .filter(|(_, each)| !each.as_ref().is_some_and(|each| each.is_as(&wanted)))
        .map(|(typed, _)| typed)
        .collect();
    kept.join(" ")
}

/// The one condition that `term` is.
fn meant(term: &str) -> Option<Term> {
    Query::parse(term).ok()?.terms.pop()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{added, exactly, in_state, in_year, removed};
    use crate::search::names::folded_name;
    use crate::search::query::{Field, Query, Shape, State, What};

    #[test]
    fn a_value_stands_in_quotes_only_where_it_must() {
        for (value, written) in [
            ("AI", "tag:^AI$"),
            ("半導体", "tag:^半導体$"),
            ("市场", "tag:^市场$"),
            ("반도체", "tag:^반도체$"),
            ("C++", "tag:^C++$"),
            ("a:b", "tag:^a:b$"),
            ("b|c", "tag:^\"b|c\"$"),
            ("AI チップ", "tag:^\"AI チップ\"$"),
            ("AI　チップ", "tag:^\"AI　チップ\"$"),
            ("인공 지능", "tag:^\"인공 지능\"$"),
            ("a\nb", "tag:^\"a b\"$"),
            ("US$", "tag:^\"US$\"$"),
            ("！重要", "tag:^\"！重要\"$"),
            ("say \"hi\"", "tag:^\"say \"\"hi\"\"\"$"),
            ("“引号”", "tag:^\"““引号””\"$"),
        ] {
            assert_eq!(exactly(Field::Tag, value), written);
        }
        assert_eq!((in_year(987), in_state(State::Done)), ("date:0987".to_owned(), "is:done".to_owned()));
    }

    #[test]
    fn a_condition_goes_behind_the_query_but_never_into_an_open_quote() {
        for (query, expected) in [
            ("", "tag:^AI$"),
            ("  ", "tag:^AI$"),
            ("調達 ", "調達 tag:^AI$"),
            ("\"two ", "tag:^AI$ \"two "),
            ("\"two words\"", "\"two words\" tag:^AI$"),
            ("a sort:title", "a sort:title tag:^AI$"),
            ("!", "! tag:^AI$"),
        ] {
            assert_eq!(added(query, "tag:^AI$").as_deref(), Some(expected), "{query}");
        }
        assert_eq!(added(&"猫".repeat(1365), "tag:^AI$"), None);
    }

    #[test]
    fn a_condition_is_taken_out_however_it_was_typed() {
        for (query, expected) in [
            ("tag:^AI$", ""),
            ("調達 ｔａｇ：＾ＡＩ＄ 市场", "調達 市场"),
            ("topic:^\"ai\"$ 한국", "한국"),
            ("tag:AI !tag:^AI$", "tag:AI !tag:^AI$"),
            ("tag:^AI$ titel:x tag:^AI$", "titel:x tag:^AI$"),
        ] {
            assert_eq!(removed(query, "tag:^AI$"), expected, "{query}");
        }
        assert_eq!(removed("x date:2025- is:unread", "date:2025"), "x is:unread");
        assert_eq!(removed("x is:unread is:unread|done", "is:unread"), "x is:unread|done");
    }

    /// Values as nobody should write them, but somebody will.
    fn value() -> impl Strategy<Value = String> {
        "[aA!'^$\":|,. 　\n“”＂！＄＾’サさばーー市한-]{1,12}"
    }

    proptest! {
        #[test]
        fn every_value_reads_back_as_itself(value in value()) {
            let folded = folded_name(&value);
            prop_assume!(!folded.trim().is_empty());
            let query = Query::parse(&exactly(Field::Author, &value)).unwrap();
            prop_assert_eq!(query.terms.len(), 1);
            let What::In(Field::Author, words) = &query.terms[0].what else { panic!("{query:?}") };
            prop_assert_eq!(words.len(), 1);
            prop_assert_eq!((&words[0].folded, words[0].shape), (&folded, Shape::Whole));
        }

        #[test]
        fn a_query_means_the_same_once_a_condition_was_put_in_and_taken_out(
            value in value(),
            query in "([aA!'^$\":|,. 　“”サー市한]|tag:|is:done |sort:title ){0,8}",
        ) {
            prop_assume!(!folded_name(&value).trim().is_empty());
            let term = exactly(Field::Tag, &value);
            let Ok(before) = Query::parse(&query) else { return Ok(()) };
            let with = added(&query, &term).unwrap();
            let mut after = Query::parse(&with).unwrap();
            prop_assert_eq!(after.terms.len(), before.terms.len() + 1, "{}", with);
            prop_assert_eq!(after.sort(), before.sort());
            let wanted = Query::parse(&term).unwrap().terms;
            prop_assert!(after.terms.first() == wanted.first() || after.terms.last() == wanted.last());
            after = Query::parse(&removed(&with, &term)).unwrap();
            let mut without = before.terms;
            without.retain(|each| !each.is_as(&wanted[0]));
            prop_assert_eq!(after.terms, without);
        }
    }
}
