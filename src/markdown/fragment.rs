//! The place in an article that a link names behind `#`.
//!
//! A heading by its own name, or by what it reads, as wiki-links do; a name set by hand; a heading
//! under another (`a#b`); a block by the name at its end (`^b`), as Obsidian writes it. Site
//! generators make names of headings in many ways, which have letters and digits in common: these
//! are compared last, where they leave no doubt.

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::markdown::document::{Anchor, Document, Heading};
use crate::markdown::link::{decoded, slug};

/// The place that a link calls `name`, which is what stands behind its `#`, percent codes kept. No
/// name, or `top`, is the top, as in a browser.
#[must_use]
pub fn place(document: &Document, name: &str) -> Option<Anchor> {
    // What stands behind is for browsers, which look for words of the text.
    let name = name.split(":~:").next().unwrap_or_default();
    let read = decoded(name);
    if let Some(block) = read.rsplit('#').next().and_then(|last| last.strip_prefix('^')) {
        return ending_with(document, block);
    }
    let headings = &document.headings;
    let top = || (read.is_empty() || read == "top").then(Anchor::default);
    let under = || {
        let (mut found, mut rest) = (None, headings.as_slice());
        for part in name.split('#').filter(|part| !part.is_empty()) {
            let at = heading(document, rest, &decoded(part))?;
            found = Some(&rest[at]);
            rest = &rest[at + 1..];
        }
        found.map(start)
    };
    let found = heading(document, headings, &read).map(|at| start(&headings[at]));
    let found = found.or_else(|| by_hand(document, &read)).or_else(top).or_else(under);
    found.or_else(|| alike(document, &read))
}

/// What stands at the name `name` that is set by hand.
fn by_hand(document: &Document, name: &str) -> Option<Anchor> {
    let (_, at) = document.anchors.iter().find(|(own, _)| own.as_str() == name)?;
    let next = document.blocks.partition_point(|block| block.range.start < at.0);
    if document.blocks[..next].last().is_some_and(|block| at.0 < block.range.end) {
        // Within a table: behind the line feed after the cell before.
        let behind = document.text.get(at.0 as usize..).is_some_and(|text| text.starts_with('\n'));
        return Some(Anchor(at.0 + u32::from(behind)));
    }
    let named = document.blocks[next..].iter().find(|block| !block.range.is_empty());
    Some(named.map_or(*at, |block| Anchor(block.range.start)))
}

/// The one heading of which a name, or what it reads, has the letters and digits of `name`.
fn alike(document: &Document, name: &str) -> Option<Anchor> {
    let letters = letters(name);
    let is_alike = |heading: &&Heading| {
        let words = document.text.slice(heading.range.clone());
        [words.as_str(), heading.id.as_str()].iter().any(|own| self::letters(own) == letters)
    };
    let mut found = document.headings.iter().filter(|_| !letters.is_empty()).filter(is_alike);
    found.next().filter(|_| found.next().is_none()).map(start)
}

/// The letters and digits of `text`, without case and accents.
fn letters(text: &str) -> String {
    let plain = text.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).nfc();
    plain.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn start(heading: &Heading) -> Anchor {
    Anchor(heading.range.start)
}

/// Which of `headings` is called `name`.
fn heading(document: &Document, headings: &[Heading], name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    let called = |id: &str| headings.iter().position(|heading| heading.id.as_str() == id);
    let reads = |name: &str| {
        let words = |heading: &Heading| document.text.slice(heading.range.clone());
        headings.iter().position(|heading| words(heading).as_str() == name)
    };
    let found = called(name).or_else(|| called(&slug(name))).or_else(|| reads(name));
    if found.is_some() || is_nfc(name) {
        return found;
    }
    // A name copied from a file name of macOS holds its letters in parts.
    let name: String = name.nfc().collect();
    called(&slug(&name)).or_else(|| reads(&name))
}

/// The block whose text ends with `^name`; where that stands alone, the block before.
fn ending_with(document: &Document, name: &str) -> Option<Anchor> {
    let mut before = None;
    for block in document.blocks.iter().filter(|block| !block.range.is_empty()) {
        let text = document.text.slice(block.range.clone());
        let ending = text.as_str().trim_end().strip_suffix(name).and_then(|text| text.strip_suffix('^'));
        match ending {
            Some("") => return before.or(Some(Anchor(block.range.start))),
            Some(rest) if !name.is_empty() && rest.ends_with([' ', '\n', '\u{3000}']) => {
                return Some(Anchor(block.range.start));
            }
            Some(_) | None => before = Some(Anchor(block.range.start)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::place;
    use crate::markdown::document::Anchor;
    use crate::markdown::parse::parse;

    const SOURCE: &str = "文。\n\n# 猫の章\n\n## 概要\n\n一。\n\n# Second Part\n\n## 概要\n\n二つ目の段落。 ^b1\n\n- 목록\n\n^목록-1\n\n## ガイド\n\n## 끝 {#end}\n";

    /// The line that stands at the place.
    fn found(name: &str) -> Option<String> {
        let document = parse(SOURCE);
        let Anchor(at) = place(&document, name)?;
        document.text[at as usize..].split('\n').next().map(ToOwned::to_owned)
    }

    #[test]
    fn headings_are_found_by_name_with_percent_codes_and_by_what_they_read() {
        for (name, expected) in [
            ("猫の章", "猫の章"),
            ("%E7%8C%AB%E3%81%AE%E7%AB%A0", "猫の章"),
            ("second-part", "Second Part"),
            ("Second-Part", "Second Part"),
            ("Second Part", "Second Part"),
            ("end", "끝"),
            ("끝", "끝"),
            ("カ\u{3099}イト\u{3099}", "ガイド"),
            ("", "文。"),
            ("top", "文。"),
            (":~:text=二", "文。"),
        ] {
            assert_eq!(found(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(found("犬の章"), None);
    }

    /// The line that stands at the place that `source` calls `name`.
    fn found_in(source: &str, name: &str) -> Option<String> {
        let document = parse(source);
        let Anchor(at) = place(&document, name)?;
        document.text[at as usize..].split('\n').next().map(ToOwned::to_owned)
    }

    #[test]
    fn headings_are_found_by_the_names_that_other_generators_give() {
        let source = "# What's New?\n\n文\n\n# 1. 概要\n\n## 가격 (2026/03)\n\n## 什么是：推理\n\n## Café & Bar\n\n# C\n\n# C++\n\n# !!\n";
        for (name, expected) in [
            ("what-s-new", Some("What's New?")),
            ("_1-概要", Some("1. 概要")),
            ("가격-2026-03", Some("가격 (2026/03)")),
            ("什么是-推理", Some("什么是：推理")),
            ("cafe-bar", Some("Café & Bar")),
            ("概要", None),
            // Two headings have no other letters.
            ("_c_", None),
            ("-", None),
        ] {
            assert_eq!(found_in(source, name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn names_set_by_hand_are_found() {
        let source = "文。\n\n<a id=\"章\"></a>\n\n## 一節\n\n一つ目の<a name='중간'></a>段落。\n\n<a name=\"代码\"></a>\n\n```\nlet x\n```\n\n\
                      <h2 id=\"own\">題</h2>\n\n注[^1]。\n\n[^1]: <span id=\"note\">脚注</span>\n\n<a id=\"end\"></a>\n";
        for (name, expected) in [
            ("章", "一節"),
            ("%E7%AB%A0", "一節"),
            ("중간", "一つ目の段落。"),
            ("代码", "let x"),
            ("own", "題"),
            ("note", "脚注"),
        ] {
            assert_eq!(found_in(source, name).as_deref(), Some(expected), "{name}");
        }
        assert!(found_in(source, "end").is_some());
        assert_eq!(found_in(source, "なし"), None);
    }

    #[test]
    fn names_set_by_hand_in_a_table_lead_to_their_cells() {
        let source = "| 甲 | 乙 |\n|---|---|\n| <a id=\"猫\"></a>猫 | 값 |\n| <a id=\"개\"></a>개 | 值 |\n\n後の段落。\n";
        assert_eq!(found_in(source, "猫").as_deref(), Some("猫"));
        assert_eq!(found_in(source, "개").as_deref(), Some("개"));
    }

    #[test]
    fn a_heading_is_found_under_another() {
        let document = parse(SOURCE);
        let at = |name: &str| place(&document, name);
        assert_eq!(at("猫の章#概要"), at("概要"));
        assert!(at("Second Part#概要") > at("Second Part"));
        assert_eq!(at("概要#猫の章"), None);
    }

    #[test]
    fn a_block_is_found_by_the_name_at_its_end() {
        assert_eq!(found("^b1").as_deref(), Some("二つ目の段落。 ^b1"));
        assert_eq!(found("猫の章#^b1").as_deref(), Some("二つ目の段落。 ^b1"));
        assert_eq!(found("^목록-1").as_deref(), Some("목록"));
        assert_eq!(found("^b"), None);
        assert_eq!(found("^"), None);
    }
}
