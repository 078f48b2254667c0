//! What can be copied of an article: a passage, a block of code, where a link leads, a quotation
//! with its source, the file.

use crate::app::reader::Shown;
use crate::corpus::article::Article;
use crate::markdown::address::Address;
use crate::markdown::date::Date;
use crate::markdown::document::{BlockKind, Document};
use crate::text::safe::Safe;

/// What can be copied of an article. Blocks and links are indexes into its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extract {
    /// A block in plain text.
    Passage(usize),
    /// A block of code.
    Code(usize),
    /// Where a link leads, as it is written.
    Link(usize),
    /// A block as a quotation, with where it is from.
    Quote(usize),
    /// The path of the file.
    File,
    /// The path of the file with a line of it.
    Source(u32),
    /// The whole text.
    Whole,
}

impl Extract {
    /// The text that is copied.
    #[must_use]
    pub fn text(self, shown: &Shown) -> String {
        self.within(shown, usize::MAX)
    }

    /// The beginning of that text, at most so many bytes of it; costs no more than it is long.
    #[must_use]
    pub fn beginning(self, shown: &Shown, most: usize) -> String {
        let mut text = self.within(shown, most);
        text.truncate(text.floor_char_boundary(most));
        text
    }

    /// The text, of which what stands behind the first `most` bytes may be left out.
    fn within(self, shown: &Shown, most: usize) -> String {
        let document = shown.page.document();
        match self {
            Self::Passage(block) | Self::Code(block) => plain(document, block, most),
            Self::Link(link) => {
                document.links.get(link).map_or("", |link| cut(&link.target, most)).to_owned()
            }
            // So much more that where it was cut nothing shows of what is said below it.
            Self::Quote(block) => {
                quotation(&plain(document, block, most.saturating_add(char::MAX.len_utf8())), &shown.article)
            }
            Self::File => file(&shown.article),
            Self::Source(line) => format!("{}:{line}", file(&shown.article)),
            Self::Whole => cut(document.text.as_str(), most).to_owned(),
        }
    }
}

fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// A block in plain text, at most so many bytes of it; the cells of a table parted by tabs.
fn plain(document: &Document, block: usize, most: usize) -> String {
    let Some(block) = document.blocks.get(block) else { return String::new() };
    let slice = |range: &std::ops::Range<u32>| document.text.slice(range.clone()).as_str();
    let BlockKind::Table(table) = &block.kind else {
        return cut(slice(&block.range).trim_end_matches('\n'), most).to_owned();
    };
    let says = |row: &&Vec<std::ops::Range<u32>>| row.iter().any(|cell| !slice(cell).trim().is_empty());
    let mut out = String::new();
    for (number, row) in table.rows.iter().filter(says).enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let before = match (number, column) {
                (0, 0) => "",
                (_, 0) => "\n",
                (_, _) => "\t",
            };
            for part in [before, slice(cell)] {
                let left = most - out.len();
                out.push_str(cut(part, left));
                if part.len() > left {
                    return out;
                }
            }
        }
    }
    out
}

/// `words` as a quotation in Markdown, below it title, author, day, and where it can be read.
fn quotation(words: &str, article: &Article) -> String {
    let mut out = String::new();
    for line in words.lines() {
        out.push_str(if line.is_empty() { ">" } else { "> " });
        out.push_str(line);
        out.push('\n');
    }
    let meta = &article.meta;
    let date = meta.date.as_ref().map(Date::day);
    let parts = [
        Some(meta.title.as_str().to_owned()),
        meta.author.as_ref().map(|author| author.as_str().to_owned()),
        date,
        home(article).or_else(|| has_file(article).then(|| file(article))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    out.push('\n');
    out.push_str(&parts.join(", "));
    out
}

/// Keys of front matter that tell where an article is to be read on the web.
const HOMES: [&str; 8] =
    ["canonical", "canonical_url", "canonicalurl", "url", "link", "permalink", "original_url", "source"];

/// Where an article is to be read on the web, as its head says.
fn home(article: &Article) -> Option<String> {
    let named = article.meta.extra.iter().filter(|(key, _)| HOMES.contains(&key.to_lowercase().as_str()));
    let web = |value: &Safe| value.starts_with("http").then(|| Address::of(value)).flatten();
    named
        .filter_map(|(_, value)| web(value))
        .find(|address| address.opened().is_some())
        .map(|address| address.written.into_string())
}

/// Whether an article is a file: the sample and standard input are none.
#[must_use]
pub fn has_file(article: &Article) -> bool {
    article.root.is_absolute()
}

/// The path of the file, safe to paste: what would steer a terminal is shown in its stead.
fn file(article: &Article) -> String {
    Safe::line(&article.file().to_string_lossy()).into_string()
}

/// The 1-based line of the source that stands for the text at `at`, the text beginning on line
/// `first` of it.
#[must_use]
pub fn source_line(document: &Document, at: u32, first: u32) -> u32 {
    let place = document.lines.partition_point(|(offset, _)| *offset <= at);
    let line = place.checked_sub(1).and_then(|place| document.lines.get(place)).map_or(1, |(_, line)| *line);
    first.saturating_add(line.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::{plain, source_line};
    use crate::markdown::parse::parse;

    #[test]
    fn the_line_of_a_place_is_that_of_the_file() {
        let source =
            "# 題\n\n一行目の文\n二行目の文\n\n- 中文\n- 한국어 글\n\n```rust\nlet a;\nlet b;\n```\n";
        let document = parse(source);
        for (words, line) in [
            ("題", 1),
            ("一行目", 3),
            ("二行目", 4),
            ("中文", 6),
            ("한국어", 7),
            ("let a", 10),
            ("let b", 11),
        ] {
            let at = u32::try_from(document.text.find(words).unwrap()).unwrap();
            assert_eq!(source_line(&document, at, 1), line, "{words}");
            assert_eq!(source_line(&document, at, 6), line + 5, "{words}");
        }
        assert_eq!(source_line(&parse(""), 0, 4), 4);
    }

    #[test]
    fn blocks_are_copied_without_markup() {
        let document =
            parse("**太字**の[文](a)\n\n| 名 | 값 |\n|---|---|\n| 甲 | `일` |\n\n```\n猫\n\n犬\n```\n");
        let blocks: Vec<String> = (0..4).map(|block| plain(&document, block, usize::MAX)).collect();
        assert_eq!(blocks, ["太字の文", "名\t값\n甲\t일", "猫\n\n犬", ""]);
    }
}
