//! What can be told of an article once it is read.
//!
//! Its head says some; the rest comes from its text and its name: a title, the first words, the
//! language, how long it takes to read. An article that could not be read is told by its name.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::corpus::article::Article;
use crate::markdown::date::{Date, dated_name};
use crate::markdown::document::{BlockKind, Document};
use crate::markdown::fields::{capped, clean_title};
use crate::markdown::front_matter::{read, split};
use crate::markdown::meta::Meta;
use crate::markdown::name::index_rank;
use crate::markdown::parse::parse;
use crate::markdown::written::Written;
use crate::text::lasting::lasting;
use crate::text::safe::Safe;

/// Characters of the first words of an article.
const EXCERPT: usize = 120;

/// Characters of the text that are looked at for its language.
const SAMPLE: usize = 4_000;

/// Characters of Chinese, Japanese and Korean, and words of other scripts, read in a minute.
const CHARACTERS_A_MINUTE: u32 = 500;
const WORDS_A_MINUTE: u32 = 220;

/// From which weight on a text is known again by its number: sixteen characters of Chinese, Japanese
/// or Korean, sixty-four letters of other scripts. Shorter ones say the same too often.
const TELLING: u32 = 64;

/// What a character of Chinese, Japanese and Korean weighs; any other that is not blank weighs one.
const FULL: u32 = 4;

/// A file as its folder lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The folder, as given.
    pub root: Arc<Path>,
    /// The file below it.
    pub path: Arc<Path>,
    /// The file's own time.
    pub modified: Option<Timestamp>,
    /// Bytes of the file.
    pub length: u64,
}

/// An article with its text.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The article.
    pub article: Article,
    /// Its body.
    pub document: Document,
    /// The 1-based line of the file on which the body begins.
    pub line: u32,
}

impl Listed {
    /// The article whose source is `source`.
    #[must_use]
    pub fn digest(self, source: &str) -> Digest {
        let split = split(source);
        let mut meta = read(split.head.as_ref(), &self.name());
        let document = parse(split.body);
        if meta.title.is_empty() {
            meta.title = title(&document).unwrap_or_else(|| self.title());
        }
        if meta.excerpt.is_empty() {
            meta.excerpt = excerpt(&document, &meta.title);
        }
        if meta.lang.is_none() {
            meta.lang = language(&document).map(Safe::fixed);
        }
        let Measure { characters, full, minutes } = measure(&document.text);
        let line = split.line;
        let mut article = self.article(meta, characters, minutes);
        let weight = u64::from(characters) + u64::from(full) * u64::from(FULL - 1);
        article.content = (weight >= u64::from(TELLING)).then(|| lasting(&document.text));
        article.calls = calls(&document);
        Digest { article, document, line }
    }

    /// The article told by its name alone, for `why`.
    #[must_use]
    pub fn unread(self, why: &str) -> Article {
        let trouble = Safe::line(&format!("{}: {why}", self.name()));
        let meta = Meta { title: self.title(), trouble: vec![trouble], ..Meta::default() };
        self.article(meta, 0, 1)
    }

    /// The path as it is told to people.
    #[must_use]
    pub fn name(&self) -> Safe {
        Safe::line(&self.root.join(&self.path).to_string_lossy())
    }

    fn article(self, mut meta: Meta, characters: u32, minutes: u32) -> Article {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        meta.date = meta.date.or_else(|| dated_name(&stem).map(|(date, _): (Date, &str)| date));
        let here = self.root.file_name().map(Path::new);
        let folders = self.path.parent().into_iter().chain(here).flat_map(Path::iter);
        meta.draft |= folders.into_iter().any(|folder| folder == "_drafts");
        let Self { root, path, modified, length } = self;
        Article { meta, modified, length, characters, minutes, ..Article::unknown(root, path) }
    }

    /// A title from the name: without its date and ending, or that of the folder where the file
    /// is the folder's own page.
    fn title(&self) -> Safe {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        if index_rank(&stem).is_some() {
            let folder = self.path.parent().and_then(Path::file_name).map(ToOwned::to_owned);
            let folder = folder.or_else(|| self.root.canonicalize().ok()?.file_name().map(ToOwned::to_owned));
            if let Some(folder) = folder {
                return capped(&folder.to_string_lossy());
            }
        }
        let name = dated_name(&stem).map(|(_, name)| name).filter(|name| !name.trim().is_empty());
        let title = capped(name.unwrap_or(&stem));
        if title.is_empty() { capped(&self.path.to_string_lossy()) } else { title }
    }
}

/// The keys of the names by which its links call articles.
fn calls(document: &Document) -> Box<[u32]> {
    let keys = document.links.iter().filter_map(|link| Written::of(link)?.key());
    let mut keys: Vec<u32> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_boxed_slice()
}

/// The first heading of the first level, else the heading that opens the text.
fn title(document: &Document) -> Option<Safe> {
    let text = |range: &Range<u32>| clean_title(document.text.slice(range.clone()).as_str());
    let first =
        document.headings.iter().filter(|heading| heading.level == 1).map(|heading| text(&heading.range));
    let opening = document.blocks.first().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
    let opening = opening.map(|block| text(&block.range));
    first.chain(opening).find(|title| !title.is_empty())
}

/// The first words of the paragraphs, the title said again left out.
fn excerpt(document: &Document, title: &Safe) -> Safe {
    let mut words = String::new();
    let mut left = EXCERPT;
    for (place, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let text = document.text.slice(block.range.clone());
        let text = text.as_str().trim();
        if text.is_empty() || (place == 0 && repeats(text, title)) {
            continue;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        let mut taken = 0;
        for cluster in text.graphemes(true).take(left) {
            words.push_str(if cluster == "\n" { " " } else { cluster });
            taken += 1;
        }
        left -= taken;
        if left == 0 {
            break;
        }
    }
    if left == 0 && words.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        // A word cut in two says nothing; Japanese and Chinese have no blank to go back to.
        let end = words.rfind(' ').filter(|&end| end + 20 > words.len());
        words.truncate(end.unwrap_or(words.len()));
    }
    Safe::line(&words)
}

/// Whether the first paragraph says the title again, which may have been cut.
fn repeats(text: &str, title: &Safe) -> bool {
    let title = title.trim_end_matches(['\u{fffd}', '…', '.', '⋯']).trim();
    text == title
        || (title.chars().count() >= 8 && text.starts_with(title) && text.chars().count() <= EXCERPT)
}

/// How much a text is.
#[derive(Debug, PartialEq, Eq)]
struct Measure {
    /// Characters that are not blank.
    characters: u32,
    /// Those of Chinese, Japanese and Korean among them.
    full: u32,
    /// Minutes that reading takes; at least one.
    minutes: u32,
}

fn measure(text: &str) -> Measure {
    let (mut characters, mut full, mut words) = (0_u32, 0_u32, 0_u32);
    let mut in_word = false;
    for c in text.chars() {
        // Most of a text that has any: told without asking which of them it is.
        if matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
        {
            characters = characters.saturating_add(1);
            full = full.saturating_add(1);
            in_word = false;
            continue;
        }
        if c.is_whitespace() {
            in_word = false;
            continue;
        }
        characters = characters.saturating_add(1);
        match Script::of(c) {
            Script::Kana | Script::Han | Script::Hangul => {
                full = full.saturating_add(1);
                in_word = false;
            }
            Script::Latin => {
                words += u32::from(!in_word);
                in_word = true;
            }
            Script::Other => {}
        }
    }
    // Both paces at once: minutes = full / a + words / b, rounded up only at the end.
    let parts =
        u64::from(full) * u64::from(WORDS_A_MINUTE) + u64::from(words) * u64::from(CHARACTERS_A_MINUTE);
    let minutes = parts.div_ceil(u64::from(CHARACTERS_A_MINUTE * WORDS_A_MINUTE));
    let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
    Measure { characters, full, minutes: minutes.max(1) }
}

/// The language that the text is written in, where its letters or its commonest words tell.
fn language(document: &Document) -> Option<&'static str> {
    let prose = || {
        let blocks = document.blocks.iter();
        blocks
            .filter(|block| !matches!(block.kind, BlockKind::Code(_) | BlockKind::Math))
            .map(|block| document.text.slice(block.range.clone()).as_str())
    };
    let (mut kana, mut han, mut hangul, mut latin) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in prose().flat_map(str::chars).take(SAMPLE) {
        match Script::of(c) {
            Script::Kana => kana += 1,
            Script::Han => han += 1,
            Script::Hangul => hangul += 1,
            Script::Latin => latin += 1,
            Script::Other => {}
        }
    }
    let wide = kana + han + hangul;
    // A character says as much as several letters.
    if wide == 0 || wide * 8 < latin {
        return is_english(prose()).then_some("en");
    }
    Some(if hangul * 2 > wide {
        "ko"
    } else if kana * 12 >= han {
        "ja"
    } else {
        "zh"
    })
}

/// Whether one word in twelve is among the commonest of English.
fn is_english<'a>(prose: impl Iterator<Item = &'a str>) -> bool {
    const COMMON: [&str; 14] =
        ["the", "and", "of", "to", "is", "that", "for", "with", "this", "you", "are", "it", "be", "by"];
    let words =
        prose.flat_map(|text| text.split(|c: char| !c.is_alphabetic())).filter(|word| !word.is_empty());
    let (mut all, mut common) = (0, 0);
    for word in words.take(SAMPLE / 5) {
        all += 1;
        common += usize::from(COMMON.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    common >= 2 && common * 12 >= all
}

/// What a character counts as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kana,
    Han,
    Hangul,
    Latin,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Self::Latin,
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '\u{ff66}'..='\u{ff9f}' => Self::Kana,
            '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3fffd}'
            | '々' => Self::Han,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            c if c.is_alphanumeric() => Self::Latin,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Listed;
    use crate::corpus::article::Article;

    fn article(path: &str, source: &str) -> Article {
        listed(path).digest(source).article
    }

    fn listed(path: &str) -> Listed {
        Listed { root: Path::new("notes").into(), path: Path::new(path).into(), modified: None, length: 0 }
    }

    #[test]
    fn the_title_is_the_best_that_there_is() {
        for (path, source, title) in [
            ("a.md", "---\ntitle: 猫\n---\n# 犬\n", "猫"),
            ("a.md", "文\n\n## 小\n\n# 大\n", "大"),
            ("a.md", "## 打开\n\n文\n", "打开"),
            ("a.md", "글\n\n## 뒤\n", "a"),
            ("2026-02-04-고양이.md", "글", "고양이"),
            ("2026-02-04.md", "文", "2026-02-04"),
            ("x/猫/index.md", "文", "猫"),
            ("x/猫/_index.md", "文", "猫"),
            ("猫/README.md", "文", "猫"),
            ("a.b.md", "", "a.b"),
            ("a.md", "# **太字** \n", "太字"),
        ] {
            let article = article(path, source);
            assert_eq!(article.meta.title.as_str(), title, "{path} {source}");
        }
    }

    #[test]
    fn the_date_comes_from_the_head_then_from_the_name() {
        let day = |path, source| article(path, source).meta.date.map(|date| date.day());
        assert_eq!(day("2026-02-04-a.md", "---\ndate: 2025-01-01\n---\n").as_deref(), Some("2025-01-01"));
        assert_eq!(day("2026-02-04-a.md", "---\ndate: {{ date }}\n---\n").as_deref(), Some("2026-02-04"));
        assert_eq!(day("a.md", "文"), None);
    }

    #[test]
    fn a_text_is_known_again_whatever_its_file_is_called_and_its_head_says() {
        for text in [
            "調達額は11億ドルに達した。市場は驚いた。",
            "融资金额达到十一亿美元。市场感到惊讶。",
            "조달액은 11억 달러에 달했다. 시장은 놀랐다.",
            "The round reached 1.1 billion dollars, which nobody in the market had expected to see.",
        ] {
            let content = |path, source: &str| article(path, source).content;
            let known = content("a.md", text);
            assert!(known.is_some());
            assert_eq!(content("猫/b.md", &format!("---\ntitle: 題\ndraft: true\n---\n\n{text}\n")), known);
            assert_ne!(content("a.md", &format!("{text}。")), known);
        }
        assert_eq!(listed("a.md").unread("not text").content, None);
    }

    #[test]
    fn a_text_too_short_to_be_told_from_others_is_not_known_again() {
        for (one, enough) in [
            ("猫の", 8),
            ("猫在", 8),
            ("고양이가", 4),
            ("ㄱㄴ", 8),
            ("cats", 16),
            ("кошк", 16),
            ("猫 cats\n", 8),
        ] {
            let content =
                |times: usize, more: &str| article("a.md", &format!("{}{more}", one.repeat(times))).content;
            assert!(content(enough, "").is_some(), "{one}");
            assert_eq!(content(enough - 1, ""), None, "{one}");
            // Blanks tell nothing.
            assert_eq!(content(enough - 1, &format!("\n{}\n", " 　\n".repeat(80))), None, "{one}");
        }
        // Three words that many notes have.
        assert_eq!(article("a.md", "Nothing to report\n").content, None);
        assert_eq!(article("a.md", "").content, None);
    }

    #[test]
    fn a_folder_of_drafts_holds_drafts() {
        assert!(article("_drafts/a.md", "文").meta.draft);
        assert!(article("x/_drafts/y/a.md", "文").meta.draft);
        assert!(!article("x/_drafts.md", "文").meta.draft);
    }

    #[test]
    fn the_excerpt_is_the_first_words_without_the_title() {
        let excerpt = |source: &str| article("a.md", source).meta.excerpt.into_string();
        assert_eq!(
            excerpt("---\ntitle: 猫が寝る\n---\n猫が寝る\n\n## 節\n\n犬が走る。\n\n鳥が飛ぶ。"),
            "犬が走る。 鳥が飛ぶ。"
        );
        assert_eq!(excerpt("---\ntitle: x\nexcerpt: 要約\n---\n本文"), "要約");
        assert_eq!(excerpt(&"猫".repeat(500)).chars().count(), 120);
        assert!(excerpt(&"kitten ".repeat(50)).ends_with("kitten"));
    }

    #[test]
    fn the_language_shows_in_the_letters() {
        for (source, lang) in [
            ("吾輩は猫である。名前はまだ無い。", Some("ja")),
            ("我们今天去公园散步。", Some("zh")),
            ("오늘은 공원에 갔습니다. 漢字", Some("ko")),
            ("The cat is on the mat, and it is asleep.", Some("en")),
            ("El gato duerme en la casa de mi madre.", None),
            ("", None),
            ("---\nlang: fr\n---\n猫", Some("fr")),
        ] {
            assert_eq!(article("a.md", source).meta.lang.as_deref(), lang, "{source}");
        }
    }

    #[test]
    fn reading_takes_a_minute_at_least() {
        let article = article("a.md", "猫 と\n犬");
        assert_eq!((article.characters, article.minutes), (3, 1));
        let long = super::measure(&"猫".repeat(1001));
        assert_eq!((long.characters, long.full, long.minutes), (1001, 1001, 3));
        assert_eq!(super::measure(&"cat ".repeat(441)).minutes, 3);
        let korean = super::measure(&"고양이 ".repeat(200));
        assert_eq!((korean.characters, korean.full, korean.minutes), (600, 600, 2));
    }

    #[test]
    fn what_links_call_articles_is_known_by_keys() {
        use crate::markdown::name::key;
        let source = "[a](x/猫.md#章) [[고양이|글]] [[猫]] [b](https://c.jp) [d](#e) [f](../图/) [g](../)";
        let mut expected = ["猫", "고양이", "图", ""].map(key);
        expected.sort_unstable();
        assert_eq!(*article("a.md", source).calls, expected);
        assert!(article("a.md", "文[^1]\n\n[^1]: 注").calls.is_empty());
    }

    #[test]
    fn what_could_not_be_read_has_its_name_and_the_reason() {
        let article = listed("x/\u{1b}猫.md").unread("permission denied");
        assert_eq!(article.meta.title.as_str(), "^[猫");
        assert_eq!(article.meta.trouble[0].as_str(), "notes/x/^[猫.md: permission denied");
    }
}
