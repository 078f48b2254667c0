//! What is wrong with a query, in the words of the interface.

use crate::config::strings::{Strings, Word};
use crate::search::fault::{Fault, Wrong};
use crate::search::query::{Field, SortKey, State};
use crate::search::when::NoDate;
use crate::text::safe::Safe;

/// Where a query is broken, counted from 1, and what is expected there.
#[must_use]
pub fn told(fault: &Fault, strings: &Strings) -> Safe {
    let what = match &fault.wrong {
        Wrong::NoValue(field) => strings.fill(missing(*field), &[&format_args!("{}:", field.name())]),
        Wrong::NoText => strings.fill(Word::FaultText, &[&"text:"]),
        Wrong::Date(NoDate::Unknown) => strings.fill(Word::FaultDate, &[]),
        Wrong::Date(NoDate::NoDay(typed)) => strings.fill(Word::FaultNoDay, &[typed]),
        Wrong::Date(NoDate::Backwards(typed)) => strings.fill(Word::FaultBackwards, &[typed]),
        Wrong::State => strings.fill(Word::FaultState, &[&listed(State::ALL)]),
        Wrong::Order => strings.fill(Word::FaultOrder, &[&listed(SortKey::ALL)]),
        Wrong::NotOrder => strings.fill(Word::FaultNotOrder, &[]),
        Wrong::Name { typed, meant } => strings.fill(Word::FaultName, &[typed, meant]),
    };
    strings.fill(Word::FaultAt, &[&(fault.column + 1), &what])
}

const fn missing(field: Field) -> Word {
    match field {
        Field::Title => Word::FaultTitle,
        Field::Tag => Word::FaultTag,
        Field::Category => Word::FaultCategory,
        Field::Author => Word::FaultAuthor,
        Field::Path => Word::FaultPath,
        Field::Lang => Word::FaultLang,
    }
}

fn listed<T>(names: &[(T, &'static str)]) -> String {
    let names: Vec<&str> = names.iter().map(|&(_, name)| name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::config::strings::Strings;
    use crate::search::query::Query;

    #[test]
    fn a_fault_is_told_in_the_language_of_the_interface() {
        for (typed, english, japanese) in [
            (
                "調達 is:x",
                "column 7: is: expects one of unread, reading, done, marked, draft, troubled",
                "7字目：is: には unread, reading, done, marked, draft, troubled のどれかを書きます",
            ),
            (
                "date:2026-13",
                "column 6: there is no 2026-13 in the calendar",
                "6字目：2026-13 は暦にありません",
            ),
            ("tag:", "column 5: tag: expects a tag", "5字目：tag: のあとにタグを書きます"),
        ] {
            let fault = Query::parse(typed).unwrap_err();
            assert_eq!(told(&fault, &Strings::of("en")).as_str(), english);
            assert_eq!(told(&fault, &Strings::of("ja")).as_str(), japanese);
        }
    }
}
