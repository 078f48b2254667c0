//! What the keys of a head mean.
//!
//! Keys count in any case and in the shapes of Jekyll, Hugo, Zola, Zenn, Qiita, Hexo,
//! Docusaurus and Obsidian. A field that holds something strange costs that field; a date that
//! cannot be read is said.

use crate::limits::{TAGS, TITLE_COLUMNS};
use crate::markdown::as_written::written;
use crate::markdown::date::Date;
use crate::markdown::head_value::{Entries, Fault, Value};
use crate::text::safe::Safe;

/// Keys that may hold the date, the best first.
const DATES: [&str; 12] = [
    "date",
    "published_at",
    "pubDatetime",
    "created",
    "created_at",
    "created-at",
    "updated",
    "updated_at",
    "lastmod",
    "last_modified_at",
    "modified",
    "ms.date",
];

/// Where in [`DATES`] the keys of the last change begin.
const CHANGES: usize = 6;

/// Keys that say where the page is, and what else it is called.
const CALLED: [&str; 9] =
    ["permalink", "url", "path", "slug", "id", "abbrlink", "aliases", "alias", "redirect_from"];

/// What else an article is called that is kept, and the bytes of each.
const ADDRESSES: usize = 32;
const ADDRESS_BYTES: usize = 400;

/// Bytes within which an entity ends, from its `&`.
const ENTITY: usize = 11;

/// Characters of a value that the whole card keeps.
const EXTRA_CHARACTERS: usize = 2_000;

/// The entries of a head, asked by meaning; names of keys count in any case.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(pub &'a Entries);

impl<'a> Fields<'a> {
    /// The title, cleaned; empty where there is none.
    #[must_use]
    pub fn title(self) -> Safe {
        self.text(&["title"]).map(|title| clean_title(&title)).unwrap_or_default()
    }

    /// The date and the last change: the first of the keys for each that can be read. What is
    /// there and cannot be read is added to `faults`, with its line in `head`.
    #[must_use]
    pub fn dates(self, head: &str, faults: &mut Vec<Fault>) -> (Option<Date>, Option<Date>) {
        let read = DATES.map(|key| self.date(key, head, faults));
        let date = read.iter().flatten().next().copied();
        let updated = read[CHANGES..].iter().flatten().next().copied();
        (date, updated)
    }

    /// Who wrote it; several names are parted by commas.
    #[must_use]
    pub fn author(self) -> Option<Safe> {
        let mut names = Vec::new();
        add_names(self.get("author").or_else(|| self.get("authors"))?, &mut names);
        (!names.is_empty()).then(|| capped(&names.join(", ")))
    }

    /// The tags; keywords where there are none.
    #[must_use]
    pub fn tags(self) -> Vec<Safe> {
        let tags = self.labels(&["tags", "tag", "topics"]);
        if tags.is_empty() { self.labels(&["keywords"]) } else { tags }
    }

    /// The categories.
    #[must_use]
    pub fn categories(self) -> Vec<Safe> {
        self.labels(&["categories", "category"])
    }

    /// The excerpt without its marks; empty where there is none.
    #[must_use]
    pub fn excerpt(self) -> Safe {
        let excerpt = self.text(&["excerpt", "description", "summary"]);
        excerpt.map(|excerpt| capped(&without_marks(&excerpt))).unwrap_or_default()
    }

    /// The language, as a tag of BCP 47.
    #[must_use]
    pub fn lang(self) -> Option<Safe> {
        language(&self.text(&["lang", "language", "locale"])?)
    }

    /// Whether it says that it is a draft.
    #[must_use]
    pub fn draft(self) -> bool {
        self.says("draft", Truth::Yes) || self.says("published", Truth::No)
    }

    /// Where the page of the article is or was, and what else it is called: each an address without
    /// scheme and host, or a name.
    #[must_use]
    pub fn addresses(self) -> Box<[Box<str>]> {
        let mut addresses = Vec::new();
        for key in CALLED {
            let Some(value) = self.get(key) else { continue };
            match value {
                Value::Nothing | Value::Map(_) => {}
                Value::Text(text) if key.starts_with("alias") => {
                    addresses.extend(text.split(", ").filter_map(address));
                }
                // Docusaurus tells the folder too, Zola a path that begins at the root.
                Value::Text(text) if key == "id" => {
                    addresses.extend(address(text.trim_end_matches('/').rsplit('/').next().unwrap_or(text)));
                }
                Value::Text(text) if key == "path" && !text.trim().starts_with('/') => {
                    addresses.extend(address(text).map(|path| format!("/{path}").into_boxed_str()));
                }
                Value::Text(text) => addresses.extend(address(text)),
                Value::List(items) => {
                    addresses.extend(items.iter().filter_map(|item| address(item.as_text()?)));
                }
            }
        }
        addresses.truncate(ADDRESSES);
        addresses.into_boxed_slice()
    }

    /// Every key with its value as one line.
    #[must_use]
    pub fn extra(self) -> Vec<(Safe, Safe)> {
        self.0.iter().map(|(key, value)| (Safe::line(key), extra(value))).collect()
    }

    fn date(self, key: &str, head: &str, faults: &mut Vec<Fault>) -> Option<Date> {
        let text = match self.get(key)? {
            Value::Nothing => return None,
            Value::Text(text) => text.clone(),
            value @ (Value::List(_) | Value::Map(_)) => value.to_text(),
        };
        let date = Date::parse(&text);
        if date.is_none() && !is_blank_or_template(&text) {
            let (line, _) = written(head, key).unwrap_or((1, ""));
            let shown: String = text.chars().take(40).collect();
            faults.push(Fault { line, what: format!("{key}: \"{shown}\" is not a date") });
        }
        date
    }

    fn get(self, key: &str) -> Option<&'a Value> {
        self.0.iter().find(|(known, _)| known.trim().eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The first of `keys` that says something.
    fn text(self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| {
            let text = match self.get(key)? {
                Value::Nothing => return None,
                Value::Text(text) => text.trim().to_owned(),
                Value::List(items) => items.iter().find_map(|item| item.as_text())?.to_owned(),
                Value::Map(entries) => entries.iter().find_map(|(_, value)| value.as_text())?.to_owned(),
            };
            (!text.is_empty()).then_some(text)
        })
    }

    fn says(self, key: &str, truth: Truth) -> bool {
        let said = self.get(key).and_then(Value::as_text).map(str::to_ascii_lowercase);
        match said.as_deref() {
            Some("true" | "yes" | "on") => truth == Truth::Yes,
            Some("false" | "no" | "off") => truth == Truth::No,
            Some(_) | None => false,
        }
    }

    /// Names under any of `keys`, also where Zola keeps them.
    fn labels(self, keys: &[&str]) -> Vec<Safe> {
        let nested = match self.get("taxonomies") {
            Some(Value::Map(entries)) => Some(Fields(entries)),
            Some(Value::Nothing | Value::Text(_) | Value::List(_)) | None => None,
        };
        let mut labels = Labels::default();
        for fields in [Some(self), nested].into_iter().flatten() {
            for value in keys.iter().filter_map(|key| fields.get(key)) {
                labels.add(value);
            }
        }
        labels.0
    }
}

/// A title without the marks of a heading, of bold and of quotation around it, entities decoded.
#[must_use]
pub fn clean_title(title: &str) -> Safe {
    let mut title = title.trim();
    loop {
        let before = title;
        let heading = title.trim_start_matches('#');
        // `##見出し` is a heading, `#7` and `#rust` are not.
        if heading.len() < title.len() && !heading.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            title = heading.trim_start();
        }
        for around in ["**", "__", "\"", "'"] {
            let inner = title.strip_prefix(around).and_then(|rest| rest.strip_suffix(around));
            title = inner.filter(|inner| !inner.contains(around)).map_or(title, str::trim);
        }
        if let Some(rest) = title.strip_prefix("**").filter(|rest| !rest.contains("**")) {
            title = rest.trim();
        }
        if title == before {
            break;
        }
    }
    capped(&decode_entities(title))
}

/// `text` without marks of emphasis, code and links, and its entities decoded: what is left of
/// Markdown in an excerpt.
fn without_marks(text: &str) -> String {
    let mut plain = decode_entities(text);
    for mark in ["**", "__", "`"] {
        if plain.matches(mark).count() >= 2 {
            plain = plain.replace(mark, "");
        }
    }
    plain.trim_start_matches(['#', '>']).trim_start().to_owned()
}

/// `text` as one safe line of at most [`TITLE_COLUMNS`] columns.
#[must_use]
pub fn capped(text: &str) -> Safe {
    let mut line = Safe::line(text);
    let mut columns = 0;
    // Two columns for every character that might be wide: never too few.
    let end = line.char_indices().find_map(|(at, c)| {
        columns += if c < '\u{1100}' { 1 } else { 2 };
        (columns > TITLE_COLUMNS).then_some(at)
    });
    if let Some(end) = end {
        line.truncate(end);
    }
    line
}

/// HTML's entities of everyday use and numeric ones, decoded once.
fn decode_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(ENTITY).position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((entity(&rest[1..end])?, end + 1)));
        let (c, taken) = decoded.unwrap_or(('&', 1));
        plain.push(c);
        rest = &rest[taken..];
    }
    plain + rest
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "middot" => '·',
        "times" => '×',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}

/// A tag of BCP 47 from what people write: `ja_JP.UTF-8`, `Japanese`.
fn language(written: &str) -> Option<Safe> {
    let tag = written.split(['.', ',', ' ']).next().unwrap_or_default().replace('_', "-");
    let tag = match tag.to_lowercase().as_str() {
        "" => return None,
        "japanese" | "日本語" => "ja".to_owned(),
        "chinese" | "中文" => "zh".to_owned(),
        "korean" | "한국어" => "ko".to_owned(),
        "english" => "en".to_owned(),
        _ => tag,
    };
    Some(capped(&tag))
}

fn extra(value: &Value) -> Safe {
    let text = value.to_text();
    let end = text.char_indices().nth(EXTRA_CHARACTERS).map_or(text.len(), |(at, _)| at);
    Safe::line(&text[..end])
}

/// An address or a name as it is kept; `None` for a pattern that the site generator fills in, and for
/// words that stand for one.
fn address(written: &str) -> Option<Box<str>> {
    let written = written.trim();
    let path = match written.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|c| c.is_ascii_alphabetic()) => &rest[rest.find('/')?..],
        Some(_) | None => written,
    };
    let is_pattern = path.starts_with(':') || path.contains("/:") || path.contains(['{', '<']);
    let is_word = ["pretty", "date", "none", "ordinal", "weekdate", "true", "false"].contains(&path);
    let fits = !path.is_empty() && path.len() <= ADDRESS_BYTES;
    (fits && !is_pattern && !is_word).then(|| path.into())
}

/// Whether a value was left for a template to fill in.
fn is_blank_or_template(text: &str) -> bool {
    text.trim_matches(['"', '\'', ' ']).is_empty()
        || ["{{", "{%", "<%", "${", "$("].iter().any(|sign| text.contains(sign))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
}

fn add_names(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Nothing => {}
        Value::Text(name) => names.extend(Some(name.trim().to_owned()).filter(|name| !name.is_empty())),
        Value::List(items) => items.iter().for_each(|item| add_names(item, names)),
        Value::Map(entries) => names.extend(name_of(entries)),
    }
}

/// What a map is called: its name, else its first key.
fn name_of(entries: &Entries) -> Option<String> {
    let named = ["name", "title", "label", "slug"].iter().find_map(|key| Fields(entries).get(key)?.as_text());
    named.or_else(|| entries.first().map(|(key, _)| key.as_str())).map(str::to_owned)
}

/// Labels without blanks, signs and doubles.
#[derive(Default)]
struct Labels(Vec<Safe>);

impl Labels {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Nothing => {}
            Value::Text(text) => self.split(text),
            Value::List(items) => {
                for item in items {
                    match item {
                        Value::Nothing => {}
                        Value::Text(text) => self.push(text),
                        Value::List(_) => self.add(item),
                        Value::Map(entries) => self.add_name(entries),
                    }
                }
            }
            Value::Map(entries) if Fields(entries).get("name").is_some() => {
                self.add_name(entries);
            }
            Value::Map(entries) => entries.iter().for_each(|(key, _)| self.push(key)),
        }
    }

    fn add_name(&mut self, entries: &Entries) {
        if let Some(name) = name_of(entries) {
            self.push(&name);
        }
    }

    /// One scalar holds several: parted by commas, else by blanks.
    fn split(&mut self, text: &str) {
        let text = text.trim().trim_start_matches('[').trim_end_matches(']');
        let commas = [',', '、', '，'];
        if text.contains(commas) {
            text.split(commas).for_each(|label| self.push(label));
        } else {
            text.split_whitespace().for_each(|label| self.push(label));
        }
    }

    fn push(&mut self, label: &str) {
        let bare = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let label = capped(label.trim_matches(bare).trim_start_matches('#').trim_matches(bare));
        if !label.is_empty() && self.0.len() < TAGS && !self.0.contains(&label) {
            self.0.push(label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, capped, clean_title};
    use crate::limits::{TAGS, TITLE_COLUMNS};
    use crate::markdown::head_value::{Entries, Fault, from_yaml};
    use crate::text::safe::Safe;

    fn entries(head: &str) -> Entries {
        from_yaml(head).unwrap()
    }

    fn tags(head: &str) -> Vec<String> {
        Fields(&entries(head)).tags().into_iter().map(Safe::into_string).collect()
    }

    #[test]
    fn titles_lose_the_marks_around_them() {
        for (title, expected) in [
            ("# Amazonが示す進化", "Amazonが示す進化"),
            ("##見出し", "見出し"),
            ("**深层学习**", "深层学习"),
            ("# **제목**", "제목"),
            ("\"quoted\"", "quoted"),
            ("Vec&lt;T&gt; &amp; 猫 &#x732b;", "Vec<T> & 猫 猫"),
            ("&amp;lt;", "&lt;"),
            ("#7 猫", "#7 猫"),
            ("#rust", "#rust"),
            ("a **b** c", "a **b** c"),
            ("_leading", "_leading"),
            ("std::vec", "std::vec"),
            ("AT&T; x", "AT&T; x"),
            ("**open", "open"),
            ("ESC &#27;[31m", "ESC ^[[31m"),
            ("\"A\" and \"B\"", "\"A\" and \"B\""),
        ] {
            assert_eq!(clean_title(title).as_str(), expected, "{title}");
        }
    }

    #[test]
    fn no_title_is_wider_than_the_limit() {
        assert_eq!(capped(&"猫".repeat(2000)).chars().count(), TITLE_COLUMNS / 2);
        assert_eq!(capped(&"a".repeat(2000)).len(), TITLE_COLUMNS);
    }

    #[test]
    fn labels_come_in_many_shapes() {
        for (head, expected) in [
            ("tags: [AI, チップ]", vec!["AI", "チップ"]),
            ("tags:\n  - 深度学习\n  - AI 芯片\n", vec!["深度学习", "AI 芯片"]),
            ("tags: [반도체, \"\", '']", vec!["반도체"]),
            ("tags: core", vec!["core"]),
            ("tags: a b c", vec!["a", "b", "c"]),
            ("tags: \"a b c\"", vec!["a", "b", "c"]),
            ("tags: a, b c", vec!["a", "b c"]),
            ("tags: 猫、犬，鳥", vec!["猫", "犬", "鳥"]),
            ("tags: '#MOC'", vec!["MOC"]),
            ("tags: \"#a #b\"", vec!["a", "b"]),
            ("tags:\n  - name: Rust\n    versions: ['1']\n  - name: Go\n", vec!["Rust", "Go"]),
            ("tags:\n  - Rust: 1\n", vec!["Rust"]),
            ("tags: {a: 1, b: 2}", vec!["a", "b"]),
            ("tags: [a, [b, c], a]", vec!["a", "b", "c"]),
            ("tags: [2024, true]", vec!["2024", "true"]),
            ("Tags: [a]\ntopics: [b]\ntag: c", vec!["a", "c", "b"]),
            ("keywords: a, b", vec!["a", "b"]),
            ("tags: [a]\nkeywords: [b]", vec!["a"]),
            ("tags: \"[a, b\"", vec!["a", "b"]),
            ("taxonomies:\n  tags: [a, b]", vec!["a", "b"]),
            ("tags:", vec![]),
            ("tags: ''", vec![]),
        ] {
            assert_eq!(tags(head), expected, "{head}");
        }
    }

    #[test]
    fn the_number_of_labels_is_bounded() {
        let many: Vec<String> = (0..TAGS + 50).map(|n| n.to_string()).collect();
        assert_eq!(tags(&format!("tags: [{}]", many.join(", "))).len(), TAGS);
    }

    #[test]
    fn authors_are_names_lists_or_maps() {
        for (head, expected) in [
            ("author: 編集部", Some("編集部")),
            ("author: [張三, 李四]", Some("張三, 李四")),
            ("author:\n  name: 홍길동\n  url: x", Some("홍길동")),
            ("authors:\n  - name: A\n  - B", Some("A, B")),
            ("author:", None),
            ("author: ''", None),
        ] {
            assert_eq!(Fields(&entries(head)).author().as_deref(), expected, "{head}");
        }
    }

    #[test]
    fn drafts_say_so() {
        for (head, draft) in [
            ("draft: true", true),
            ("Draft: 'true'", true),
            ("published: false", true),
            ("draft: false", false),
            ("published: true", false),
            ("private: true", false),
            ("published: 2026-02-04", false),
        ] {
            assert_eq!(Fields(&entries(head)).draft(), draft, "{head}");
        }
    }

    #[test]
    fn the_first_date_that_can_be_read_counts() {
        let head = "updated: 2026-03-01\nlastmod: 2026-04-01\ndate: '{{ date }}'\n\
                    created: 2026-02-30\npublished_at: 2026-01-01 10:00\n";
        let mut faults = Vec::new();
        let (date, updated) = Fields(&entries(head)).dates(head, &mut faults);
        assert_eq!(date.map(|date| date.day()).as_deref(), Some("2026-01-01"));
        assert_eq!(updated.map(|date| date.day()).as_deref(), Some("2026-03-01"));
        assert_eq!(faults, [Fault { line: 4, what: "created: \"2026-02-30\" is not a date".into() }]);
    }

    #[test]
    fn excerpts_lose_their_marks() {
        assert_eq!(Fields(&entries("excerpt: \"**猫**と`犬`\"")).excerpt().as_str(), "猫と犬");
        assert_eq!(
            Fields(&entries("description: |\n  一行目\n  二行目\n")).excerpt().as_str(),
            "一行目 二行目"
        );
        assert_eq!(Fields(&entries("excerpt: ''\nsummary: x")).excerpt().as_str(), "x");
    }

    #[test]
    fn what_an_article_is_called_beside_its_name_is_kept() {
        for (head, expected) in [
            ("permalink: /猫/\nredirect_from:\n  - /old/a\n  - /旧/b/\n", "/猫/ /old/a /旧/b/"),
            ("aliases: [고양이, Cat]\nslug: neko", "neko 고양이 Cat"),
            ("alias: 图, 画", "图 画"),
            ("url: https://例え.jp/2026/猫.html", "/2026/猫.html"),
            ("url: https://例え.jp\npermalink: /:year/:title/\nslug:", ""),
            ("permalink: pretty\naliases:\n", ""),
            ("slug: 404", "404"),
            ("abbrlink: 4a17b156", "4a17b156"),
            ("id: 導入/설치", "설치"),
            ("path: 关于/我", "/关于/我"),
            ("path: /소개/", "/소개/"),
        ] {
            assert_eq!(Fields(&entries(head)).addresses().join(" "), expected, "{head}");
        }
    }

    #[test]
    fn languages_become_tags() {
        for (head, expected) in [
            ("lang: ja", "ja"),
            ("locale: ja_JP.UTF-8", "ja-JP"),
            ("language: Korean", "ko"),
            ("lang: zh-Hans", "zh-Hans"),
        ] {
            assert_eq!(Fields(&entries(head)).lang().as_deref(), Some(expected));
        }
    }
}
