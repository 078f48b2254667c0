//! What articles are called by the links that lead to them, as such names are compared.
//!
//! A name is the last part of a path, of a title or of an address, without the ending of its
//! file; that of a folder's own page is the folder's. Two names that a link may mean the same by
//! fold to the same; the key of a name is a number by which articles are looked up before what
//! they are called is compared.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Endings of the files that are articles, in any case.
pub const ENDINGS: [&str; 8] = ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd", "txt"];

/// Names of the file that is its folder's own page, in any case, the likeliest first.
const INDEX: [&str; 3] = ["index", "_index", "readme"];

/// Codes by which sites name their languages, in folders and before endings.
const LANGUAGES: &[&str] = &[
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cn", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "jp", "ka",
    "kk", "km", "kn", "ko", "kr", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb",
    "ne", "nl", "nn", "no", "pa", "pl", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "tw", "ug", "uk", "ur", "uz", "vi", "zh",
];

/// `name` without the ending of an article's file, and that ending.
#[must_use]
pub fn without_ending(name: &str) -> (&str, Option<&str>) {
    let Some((stem, ending)) = name.rsplit_once('.') else { return (name, None) };
    let is_known = !stem.is_empty() && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    if is_known { (stem, Some(ending)) } else { (name, None) }
}

/// `name` without the ending of an article's file or of the page made of it.
#[must_use]
pub fn bare(name: &str) -> &str {
    let page = name.rsplit_once('.').filter(|(stem, ending)| {
        !stem.is_empty() && ["html", "htm"].iter().any(|known| known.eq_ignore_ascii_case(ending))
    });
    page.map_or_else(|| without_ending(name).0, |(stem, _)| stem)
}

/// `stem` without the language at its end (`cat.ja`, `README_zh`), and that language.
#[must_use]
pub fn without_language(stem: &str) -> (&str, Option<&str>) {
    let marks = |c| c == '.' || c == '_' || c == '-';
    for (at, mark) in stem.rmatch_indices(marks).take(2) {
        let (before, code) = (&stem[..at], &stem[at + 1..]);
        // A name may well end in two letters behind a hyphen.
        let sure = mark == "." || is_index(before);
        if sure && !before.is_empty() && is_language(code) {
            return (before, Some(code));
        }
    }
    (stem, None)
}

/// Whether `code` names a language, with a region (`zh-cn`, `pt_BR`) or without.
#[must_use]
pub fn is_language(code: &str) -> bool {
    let (language, region) = code.split_once(['-', '_']).map_or((code, None), |(a, b)| (a, Some(b)));
    let is_region =
        |region: &str| matches!(region.len(), 2..=4) && region.bytes().all(|c| c.is_ascii_alphabetic());
    LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(language)) && region.is_none_or(is_region)
}

/// How likely a file whose name without its ending is `stem` is its folder's own page: 0 for the
/// likeliest. `None` where it is another page.
#[must_use]
pub fn index_rank(stem: &str) -> Option<usize> {
    INDEX.iter().position(|own| own.eq_ignore_ascii_case(stem))
}

/// Whether a file whose name without its ending is `stem` is its folder's own page, in whatever
/// language.
#[must_use]
pub fn is_index(stem: &str) -> bool {
    // Every name of the kind is short; none other is to be taken apart.
    let may_be = stem.len() <= 16 && stem.as_bytes().first().is_some_and(|c| b"iI_rR".contains(c));
    may_be && (index_rank(stem).is_some() || index_rank(plain(stem)).is_some())
}

fn plain(stem: &str) -> &str {
    let end = stem.find(['.', '-']).or_else(|| stem[1..].find('_').map(|at| at + 1));
    match end {
        Some(at) if is_language(&stem[at + 1..]) => &stem[..at],
        Some(_) | None => stem,
    }
}

/// `name` without the number before it by which files are ordered (`01-intro`).
#[must_use]
pub fn without_number(name: &str) -> &str {
    let behind = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - behind.len();
    let rest = behind.trim_start_matches(' ').strip_prefix(['-', '_', '.']).map(str::trim_start);
    match rest {
        // A day is no number, and what ends with the number is called so.
        Some(rest) if (1..=3).contains(&digits) && !rest.is_empty() => rest,
        Some(_) | None => name,
    }
}

/// The last name on the path `path`; empty where that is a folder's own page and the folder is not
/// named, as in `../`.
#[must_use]
pub fn last_name(path: &str) -> &str {
    let last = |path: &str| {
        let path = path.trim_end_matches('/');
        path.rfind('/').map_or(0, |at| at + 1)..path.len()
    };
    let path = path.trim();
    let range = last(path);
    let name = bare(&path[range.clone()]);
    let name = if is_index(name) { &path[last(&path[..range.start])] } else { name };
    if matches!(name, "." | "..") { "" } else { name }
}

/// `text` as names are compared: letters as Unicode composes them, without case, hyphens for
/// blanks.
#[must_use]
pub fn folded(text: &str) -> Cow<'_, str> {
    let same = |c: char| is_composed(c) && small(c) == c && c != ' ';
    let text = text.trim();
    if text.chars().all(same) { Cow::Borrowed(text) } else { Cow::Owned(letters(text).collect()) }
}

/// The number by which a path, a title or an address is looked up: that of its last name. The root
/// of a site has one of its own.
#[must_use]
pub fn key(path: &str) -> u32 {
    let is_root = path.starts_with('/') && path.bytes().all(|c| c == b'/');
    hash(if is_root { "/" } else { last_name(path) })
}

/// A number that is the same for all texts that fold to the same.
#[must_use]
pub fn hash(text: &str) -> u32 {
    // FNV-1a, which is short and as good as any for names.
    let mut hash = 0x811c_9dc5_u32;
    let mut add = |c: char| {
        for byte in u32::from(c).to_le_bytes().into_iter().take(3) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    let text = text.trim();
    if text.is_ascii() {
        text.bytes().for_each(|c| add(char::from(if c == b' ' { b'-' } else { c.to_ascii_lowercase() })));
    } else {
        letters(text).for_each(add);
    }
    hash
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    let plain = text.chars().all(is_composed);
    let (as_it_is, apart) = if plain { (text, "") } else { ("", text) };
    // In small letters only once they are apart, so that folding twice changes nothing.
    let composed = as_it_is.chars().map(small).chain(apart.nfd().map(small).nfc());
    composed.map(|c| if c == ' ' { '-' } else { c })
}

/// `c` in lower case; of the one that has two letters there, the first.
fn small(c: char) -> char {
    // Most characters that are no ASCII, none of which has a case.
    if matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}') {
        return c;
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether `c` is composed whatever stands beside it: most characters there are.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{3000}'..='\u{3098}' | '\u{309b}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}')
        && !matches!(c, '\u{302a}'..='\u{302f}' | 'İ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    use super::{folded, hash, is_index, is_language, last_name, without_language, without_number};

    #[test]
    fn the_last_name_is_that_of_the_page() {
        for (path, name) in [
            ("a/猫.md", "猫"),
            ("a/猫/", "猫"),
            ("/2026/02/04/고양이.html", "고양이"),
            ("猫/index.md", "猫"),
            ("猫/_index.zh-cn.md", "猫"),
            ("README_ja.md", ""),
            ("v1.2", "v1.2"),
            ("a.tar.md", "a.tar"),
            ("../", ""),
            ("../index.html", ""),
            ("/", ""),
            ("", ""),
            (".md", ".md"),
        ] {
            assert_eq!(last_name(path), name, "{path}");
        }
    }

    #[test]
    fn pages_of_folders_are_known_in_every_language() {
        for name in ["index", "README", "_index", "index.ja", "README-zh_CN", "readme_ko", "_index.pt-br"] {
            assert!(is_index(name), "{name}");
        }
        for name in ["indexes", "index.rs", "reading", "_indexes", "_", "i", "索引", "INDEX-2", ""] {
            assert!(!is_index(name), "{name}");
        }
    }

    #[test]
    fn languages_stand_behind_a_point() {
        assert_eq!(without_language("猫.ja"), ("猫", Some("ja")));
        assert_eq!(without_language("x.zh-CN"), ("x", Some("zh-CN")));
        assert_eq!(without_language("README_ko"), ("README", Some("ko")));
        for same in ["how-to-make-it", "main.rs", "猫", "ja", ".ja", "a_no"] {
            assert_eq!(without_language(same), (same, None));
        }
        assert!(is_language("pt-br") && is_language("zh_Hant") && !is_language("blog"));
    }

    #[test]
    fn numbers_before_names_are_for_order() {
        for (name, expected) in [
            ("01-導入", "導入"),
            ("1. 소개", "소개"),
            ("02_图", "图"),
            ("2026-02-04-a", "2026-02-04-a"),
            ("404", "404"),
            ("3d", "3d"),
            ("10 - x", "x"),
        ] {
            assert_eq!(without_number(name), expected);
        }
    }

    #[test]
    fn names_are_one_in_any_case_and_in_either_form() {
        for (one, other) in [
            ("My Page", "my-page"),
            ("ガイド", "カ\u{3099}イト\u{3099}"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            ("Café", "cafe\u{301}"),
            ("图", "图"),
        ] {
            assert_eq!(folded(one), folded(other));
            assert_eq!(hash(one), hash(other));
        }
        assert_ne!(folded("はは"), folded("ばば"));
    }

    proptest! {
        #[test]
        fn what_folds_to_the_same_has_the_same_number(
            text in "[ aAéÉﾊバがｶ猫한İß\\u{1112}\\u{1161}\\u{3099}\\u{301}-]{0,8}|.{0,12}",
        ) {
            let again = folded(&text).into_owned();
            prop_assert_eq!(hash(&text), hash(&again));
            prop_assert_eq!(folded(&again), again.as_str());
            let apart: String = text.nfd().collect();
            prop_assert_eq!(folded(&apart), folded(&text));
            prop_assert_eq!(hash(&apart), hash(&text));
        }

        #[test]
        fn nothing_makes_it_panic(path in "[a./_猫 -]{0,12}|.{0,20}") {
            let _ = (last_name(&path), without_number(&path), without_language(&path));
        }
    }
}
