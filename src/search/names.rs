//! The names that an article's head gives, as they are compared: folded, and one line.
//!
//! Those of languages are codes. People write the country's for the language's (`jp`, `cn`, `kr`);
//! what an article is asked for by, what it is counted as and what it is read in all take them for
//! the same.

use std::borrow::Cow;

use crate::corpus::article::Article;
use crate::text::fold::fold_word;

/// A tag, a category, an author, a language or a path, folded; one line.
pub(super) fn folded_name(name: &str) -> String {
    if name.contains('\n') { fold_word(&name.replace('\n', " ")) } else { fold_word(name) }
}

/// The folded code of a language, where that of a country was written for it.
pub(super) fn usual_code(folded: &str) -> Cow<'_, str> {
    let (code, rest) = folded.split_at(folded.find(['-', '_']).unwrap_or(folded.len()));
    match code {
        "jp" => Cow::Owned(format!("ja{rest}")),
        "cn" => Cow::Owned(format!("zh{rest}")),
        "kr" => Cow::Owned(format!("ko{rest}")),
        _ => Cow::Borrowed(folded),
    }
}

/// The language of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language(Box<str>);

impl Language {
    /// The one that the head of `article` names; unknown where it names none.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        article.meta.lang.as_deref().map(Self::named).unwrap_or_default()
    }

    /// The one that is called so in an article's head.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(usual_code(&folded_name(name)).into())
    }

    /// Its code without script and country: `zh` of `zh-Hant`; empty where it is unknown.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.split(['-', '_']).next().unwrap_or_default()
    }

    /// What it says behind `code`, which begins it: `-hant` of `zh-hant` behind `zh`.
    pub(super) fn behind(&self, code: &str) -> Option<&str> {
        self.0.strip_prefix(code).filter(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_country_stands_for_its_language() {
        for (name, code) in [
            ("JP", "ja"),
            ("ｊａ", "ja"),
            ("cn-TW", "zh"),
            ("zh_Hant", "zh"),
            ("kr", "ko"),
            ("en-JP", "en"),
            ("", ""),
        ] {
            assert_eq!(Language::named(name).code(), code, "{name}");
        }
        assert_eq!(Language::named("cn-TW"), Language::named("zh-tw"));
        assert_eq!(Language::named("zh-Hant").behind("zh"), Some("-hant"));
        assert_eq!(Language::named("zha").behind("zh"), None);
    }
}
