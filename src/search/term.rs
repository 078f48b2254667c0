//! Conditions of a query, written as somebody would type them.

use crate::search::query::Field;

/// The condition `field:value`, written so that it means exactly `value`, for adding to a query.
#[must_use]
pub fn exactly(field: Field, value: &str) -> String {
    format!("{}:^\"{}\"$", field.name(), value.replace('"', ""))
}

#[cfg(test)]
mod tests {
    use super::exactly;
    use crate::search::query::{Field, Query};

    #[test]
    fn a_value_is_written_so_that_it_is_meant_whole() {
        assert_eq!(Query::parse(&exactly(Field::Tag, "AI チップ")), Query::parse("tag:^\"AI チップ\"$"));
    }
}
