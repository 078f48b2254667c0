//! Names by which headings are reached.

use std::collections::HashMap;

/// Gives headings their names, as GitHub, Zenn and Hugo do: lower case, blanks as hyphens,
/// punctuation dropped; a name that was given before gets a number.
#[derive(Clone, Debug, Default)]
pub struct Slugs {
    given: HashMap<String, u32>,
}

impl Slugs {
    /// The name of the next heading, which reads `text`.
    pub fn next(&mut self, text: &str) -> String {
        let slug = slug(text);
        let count = self.given.entry(slug.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    }

    /// Notes a name that the heading gives itself.
    pub fn take(&mut self, id: &str) {
        *self.given.entry(id.to_owned()).or_insert(0) += 1;
    }
}

/// The name of a heading that reads `text`, before doubles are told apart.
#[must_use]
pub fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' | '\u{3000}' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Slugs, slug};

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slug("What's New: C++"), "whats-new-c");
        assert_eq!(slug("20%の真意：数字の裏"), "20の真意数字の裏");
        assert_eq!(slug("한국어 제목"), "한국어-제목");
    }

    #[test]
    fn equal_headings_get_numbers() {
        let mut slugs = Slugs::default();
        slugs.take("b");
        assert_eq!([slugs.next("猫"), slugs.next("猫"), slugs.next("b")], ["猫", "猫-1", "b-1"]);
    }
}
