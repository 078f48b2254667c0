//! What was typed to find articles, understood.
//!
//! A query is words and terms parted by white space (U+3000 too), all of which must hold:
//!
//! | typed | means |
//! |---|---|
//! | `word` | fuzzy, by its letters or by reading, in title, tags, categories, author, path |
//! | `'word` `"two words"` | exactly this |
//! | `^word` `word$` `^word$` | at the start, at the end, the whole of a title, tag … |
//! | `!…` | not |
//! | `title:` `tag:` `category:` `author:` `path:` `lang:` | this, there |
//! | `date:2026-02` `date:2025-09..2026-01` `date:>2025-12-24` `date:30d` | published then |
//! | `is:unread` `is:unread\|reading` | in this state |
//! | `text:word` | in the article's text |
//! | `sort:title` `sort:-date` | in this order |
//!
//! What an input method writes for the signs (`！ ＇ ＂ ： ＞`) counts as the signs. A name before
//! a colon that is no field and looks like none is part of a word (`Re:ゼロ`, `10:30`). What was
//! typed so far is never a fault while it can still become right, save where a field lacks its
//! value: there the fault says what is expected. Finding is left to `filter`.

use crate::corpus::corpus::{self, Order};
use crate::limits::QUERY_BYTES;
use crate::search::readings::{self, Readings};
use crate::search::when::When;
use crate::text::fold::fold;

/// What was typed, understood. An empty one means every article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    pub(super) readings: Readings,
    sort: Option<Sort>,
}

/// Where a query is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The character, counted from 0.
    pub column: usize,
    /// What is wrong and what is expected, as one line.
    pub what: String,
}

/// One condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub sign: Sign,
    pub what: What,
}

/// Whether a condition must hold or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Holds,
    HoldsNot,
}

/// What a condition asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Word(Word),
    In(Field, Word),
    Date(When),
    Is(Vec<State>),
    Text(Word),
}

/// Letters to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As typed, without signs.
    pub typed: String,
    /// Folded; never empty.
    pub folded: String,
    pub shape: Shape,
}

/// How a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Fuzzy,
    Exact,
    Prefix,
    Suffix,
    Whole,
}

/// A part of an article's head that can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// One of the tags.
    Tag,
    /// One of the categories.
    Category,
    /// The author.
    Author,
    /// The path below the folder given.
    Path,
    /// The language; `zh` stands for `zh-Hant` too.
    Lang,
}

/// What `is:` can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not begun.
    Unread,
    /// Begun.
    Reading,
    /// Read to its end.
    Done,
    /// With a bookmark.
    Marked,
    /// A draft.
    Draft,
    /// With something wrong in its file.
    Troubled,
}

impl State {
    /// Each with its name in a query.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Unread, "unread"),
        (Self::Reading, "reading"),
        (Self::Done, "done"),
        (Self::Marked, "marked"),
        (Self::Draft, "draft"),
        (Self::Troubled, "troubled"),
    ];
}

/// An order asked for in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Which end comes first.
    pub direction: Direction,
}

impl Sort {
    /// The order of a list that it asks for: from the least to the greatest, or the other way.
    /// `None` for the order of the score.
    #[must_use]
    pub fn order(self) -> Option<(Order, corpus::Direction)> {
        let order = self.key.order()?;
        let forward = self.direction == self.key.natural();
        Some((order, if forward { corpus::Direction::Forward } else { corpus::Direction::Backward }))
    }
}

/// What articles are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// The date, else the file's own time.
    Date,
    /// The title.
    Title,
    /// The path.
    Path,
    /// The characters of the text.
    Length,
    /// When it was last read.
    Read,
    /// How well it matches; always the best first.
    Score,
}

impl SortKey {
    /// The order of a list by it; `None` for the score.
    #[must_use]
    pub const fn order(self) -> Option<Order> {
        match self {
            Self::Date => Some(Order::Date),
            Self::Title => Some(Order::Title),
            Self::Path => Some(Order::Path),
            Self::Read => Some(Order::Read),
            Self::Length => Some(Order::Length),
            Self::Score => None,
        }
    }

    /// The end that one looks for first: the newest, the longest, the best; あ.
    #[must_use]
    pub const fn natural(self) -> Direction {
        match self {
            Self::Title | Self::Path => Direction::Ascending,
            Self::Date | Self::Read | Self::Length | Self::Score => Direction::Descending,
        }
    }

    /// Each with its name in a query.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Date, "date"),
        (Self::Title, "title"),
        (Self::Path, "path"),
        (Self::Length, "length"),
        (Self::Read, "read"),
        (Self::Score, "score"),
    ];
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest, the oldest, あ.
    Ascending,
    /// The greatest, the newest: `sort:-date`.
    Descending,
}

impl Query {
    /// What `typed` means. What lies past [`QUERY_BYTES`] is not looked at.
    ///
    /// # Errors
    /// The first fault in it.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let mut end = typed.len().min(QUERY_BYTES);
        while !typed.is_char_boundary(end) {
            end -= 1;
        }
        let mut query = Self::default();
        let mut rest = Typed { chars: typed[..end].chars().collect(), at: 0 };
        while rest.skip_blanks() {
            rest.term(&mut query)?;
        }
        Ok(query)
    }

    /// This query with its words read in `languages` only; in all of them where it is not said.
    #[must_use]
    pub const fn read_in(mut self, languages: Readings) -> Self {
        self.readings = languages;
        self
    }

    /// This query in that order, where it names none itself.
    #[must_use]
    pub fn or_by(self, sort: Sort) -> Self {
        Self { sort: self.sort.or(Some(sort)), ..self }
    }

    /// Whether it asks for nothing: every article matches, in the order of the list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.sort.is_none()
    }

    /// Whether every article matches, whatever the order.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.terms.is_empty()
    }

    /// The order it asks for; the last one where it names several.
    #[must_use]
    pub const fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// Whether it asks about the articles' text.
    #[must_use]
    pub fn needs_text(&self) -> bool {
        self.text_terms().next().is_some()
    }

    /// The folded words that it asks about in the articles' text.
    pub fn text_terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|term| match &term.what {
            What::Text(word) => Some(word.folded.as_str()),
            What::Word(_) | What::In(..) | What::Date(_) | What::Is(_) => None,
        })
    }

    /// Whether the matches are to come best first, rather than in the order of the list.
    #[must_use]
    pub fn is_ranked(&self) -> bool {
        match self.sort {
            Some(sort) => sort.key == SortKey::Score,
            None => self.terms.iter().any(Term::is_ranking),
        }
    }
}

impl Query {
    /// Whether every article that this means is among those that `wider` meant: each term of
    /// `wider` still stands, or has grown by letters at its end. What may change meanwhile (`is:`,
    /// `text:`) is never relied upon.
    pub(super) fn narrows(&self, wider: &Self) -> bool {
        wider.readings == self.readings
            && wider.terms.len() <= self.terms.len()
            && wider.terms.iter().zip(&self.terms).all(|(wider, term)| term.narrows(wider))
    }
}

impl Term {
    fn narrows(&self, wider: &Self) -> bool {
        match (&self.what, &wider.what) {
            (What::Word(word), What::Word(before)) => {
                self == wider || self.sign == Sign::Holds && wider.sign == Sign::Holds && word.narrows(before)
            }
            (What::In(..), What::In(..)) | (What::Date(When::Days { .. }), What::Date(_)) => self == wider,
            (What::Word(_) | What::In(..) | What::Date(_) | What::Is(_) | What::Text(_), _) => false,
        }
    }

    /// Whether some articles hold it better than others.
    pub fn is_ranking(&self) -> bool {
        self.sign == Sign::Holds && matches!(self.what, What::Word(_))
    }
}

impl Word {
    fn narrows(&self, before: &Self) -> bool {
        self.shape == before.shape
            && matches!(self.shape, Shape::Fuzzy | Shape::Exact | Shape::Prefix)
            && self.folded.starts_with(&before.folded)
            && (self.shape != Shape::Fuzzy || readings::narrows(&self.typed, &before.typed))
    }
}

/// The condition `field:value`, written so that it means exactly `value`, for adding to a query.
#[must_use]
pub fn exactly(field: Field, value: &str) -> String {
    format!("{}:^\"{}\"$", field.name(), value.replace('"', ""))
}

impl Field {
    /// Each with its name in a query.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Title, "title"),
        (Self::Tag, "tag"),
        (Self::Category, "category"),
        (Self::Author, "author"),
        (Self::Path, "path"),
        (Self::Lang, "lang"),
    ];

    /// Its name in a query.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(each, _)| *each == self).map_or("", |(_, name)| name)
    }
}

/// Every name before a colon that a query knows, with other spellings of it.
const NAMES: &[&str] = &["title", "tag", "category", "author", "path", "lang", "date", "is", "text", "sort"];
const OTHER_NAMES: &[(&str, &str)] = &[
    ("tags", "tag"),
    ("topic", "tag"),
    ("topics", "tag"),
    ("categories", "category"),
    ("authors", "author"),
    ("file", "path"),
    ("language", "lang"),
];

/// What remains of a typed query.
struct Typed {
    chars: Vec<char>,
    at: usize,
}

impl Typed {
    /// Whether anything is left behind the blanks.
    fn skip_blanks(&mut self) -> bool {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.at < self.chars.len()
    }

    /// Takes `sign` where it stands next, in half or full width.
    fn take(&mut self, sign: char) -> bool {
        let found = self.chars.get(self.at).is_some_and(|&c| half(c) == sign);
        self.at += usize::from(found);
        found
    }

    fn term(&mut self, query: &mut Query) -> Result<(), Fault> {
        let start = self.at;
        let sign = if self.take('!') { Sign::HoldsNot } else { Sign::Holds };
        let Some(name) = self.name(start)? else {
            if let Some(word) = self.word() {
                query.terms.push(Term { sign, what: What::Word(word) });
            }
            return Ok(());
        };
        let column = self.at;
        if name == "sort" {
            query.sort = Some(sort(&self.bare(), column)?);
            return Ok(());
        }
        let what = match name {
            "date" => What::Date(
                When::parse(&self.bare()).ok_or_else(|| Fault { column, what: DATE_EXPECTS.to_owned() })?,
            ),
            "is" => What::Is(states(&self.bare(), column)?),
            "text" => What::Text(self.value("text", "a word of the text", column)?),
            name => {
                let field = Field::ALL.iter().find(|(_, each)| *each == name).map(|&(field, _)| field);
                let field = field.expect("every other name is a field's");
                What::In(field, self.value(name, field.expects(), column)?)
            }
        };
        query.terms.push(Term { sign, what });
        Ok(())
    }

    /// The field whose name and colon stand next, taken; `None` where a plain word stands there.
    fn name(&mut self, start: usize) -> Result<Option<&'static str>, Fault> {
        let rest = &self.chars[self.at..];
        let letters = rest.iter().take_while(|&&c| half(c).is_ascii_alphabetic()).count();
        if rest.get(letters).is_none_or(|&c| half(c) != ':') {
            return Ok(None);
        }
        let typed: String = rest[..letters].iter().map(|&c| half(c).to_ascii_lowercase()).collect();
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == typed).map(|&(_, name)| name);
        let known = other.or_else(|| NAMES.iter().copied().find(|name| *name == typed));
        if known.is_some() {
            self.at += letters + 1;
            return Ok(known);
        }
        match NAMES.iter().find(|name| is_slip(&typed, name)) {
            Some(meant) => Err(Fault {
                column: start,
                what: format!(
                    "{typed}: is not a field; did you mean {meant}:? In quotes it is looked for as it stands"
                ),
            }),
            None => Ok(None),
        }
    }

    /// The word that stands next with the signs around it; `None` where only signs stand there.
    fn word(&mut self) -> Option<Word> {
        let mut shape = Shape::Fuzzy;
        if self.take('\'') {
            shape = Shape::Exact;
        } else if self.take('^') {
            shape = Shape::Prefix;
        }
        let mut ends = false;
        let typed = if self.take('"') {
            if shape == Shape::Fuzzy {
                shape = Shape::Exact;
            }
            let quoted = self.until(|c| half(c) == '"');
            ends = self.take('"') && self.take('$');
            quoted
        } else {
            let mut bare = self.bare();
            if bare.ends_with(['$', '＄']) && bare.chars().nth(1).is_some() {
                bare.pop();
                ends = true;
            }
            bare
        };
        if ends {
            shape = if shape == Shape::Prefix { Shape::Whole } else { Shape::Suffix };
        }
        let folded = folded_word(&typed);
        (!folded.trim().is_empty()).then_some(Word { typed, folded, shape })
    }

    /// The word behind a field's colon.
    fn value(&mut self, name: &str, expects: &str, column: usize) -> Result<Word, Fault> {
        self.word().ok_or_else(|| Fault { column, what: format!("{name}: expects {expects}") })
    }

    /// What stands next, up to a blank.
    fn bare(&mut self) -> String {
        self.until(char::is_whitespace)
    }

    fn until(&mut self, stop: impl Fn(char) -> bool) -> String {
        let rest = &self.chars[self.at..];
        let length = rest.iter().position(|&c| stop(c)).unwrap_or(rest.len());
        self.at += length;
        rest[..length].iter().collect()
    }
}

/// A word folded as the texts are. A long-vowel mark that ends a word of kana is dropped here
/// too where the word was typed in hiragana, which `fold` leaves alone.
fn folded_word(typed: &str) -> String {
    let mut folded = fold(typed);
    while folded.ends_with('ー')
        && folded.chars().count() > 3
        && folded.chars().all(|c| c == 'ー' || ('ぁ'..='ゖ').contains(&c))
    {
        folded.pop();
    }
    folded
}

const DATE_EXPECTS: &str = "date: expects 2026, 2026-02, 2025-09..2026-01, >2025-12-24 or 30d";

fn sort(typed: &str, column: usize) -> Result<Sort, Fault> {
    let typed = fold(typed);
    let (direction, name) = match typed.strip_prefix('-') {
        Some(name) => (Direction::Descending, name),
        None => (Direction::Ascending, typed.strip_prefix('+').unwrap_or(&typed)),
    };
    let key = SortKey::ALL.iter().find(|(_, each)| *each == name).map(|&(key, _)| key);
    let what = || format!("sort: expects {}, with - for the other way round", listed(SortKey::ALL));
    key.map(|key| Sort { key, direction }).ok_or_else(|| Fault { column, what: what() })
}

fn states(typed: &str, column: usize) -> Result<Vec<State>, Fault> {
    let typed = fold(typed);
    let mut states = Vec::new();
    let mut at = column;
    for name in typed.split(['|', ',']) {
        let Some(&(state, _)) = State::ALL.iter().find(|(_, each)| *each == name) else {
            return Err(Fault { column: at, what: format!("is: expects {}", listed(State::ALL)) });
        };
        at += name.chars().count() + 1;
        states.push(state);
    }
    Ok(states)
}

/// `a, b or c`.
fn listed<T>(names: &[(T, &'static str)]) -> String {
    let names: Vec<&str> = names.iter().map(|&(_, name)| name).collect();
    match names.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

impl Field {
    const fn expects(self) -> &'static str {
        match self {
            Self::Title => "a word of the title",
            Self::Tag => "a tag",
            Self::Category => "a category",
            Self::Author => "an author",
            Self::Path => "a part of the path",
            Self::Lang => "a language, as ja, zh, ko or en",
        }
    }
}

/// A sign as typed without an input method.
fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c => c,
    }
}

/// Whether `typed` is `name` with one letter wrong, missing, too many or two of them swapped.
fn is_slip(typed: &str, name: &str) -> bool {
    let (typed, name) = (typed.as_bytes(), name.as_bytes());
    if typed.len() < 3 || name.len() < 3 {
        return false;
    }
    let same = typed.iter().zip(name).take_while(|(one, other)| one == other).count();
    match (&typed[same..], &name[same..]) {
        ([_, typed @ ..], [_, name @ ..]) if typed == name => true,
        ([one, two, typed @ ..], [first, second, name @ ..])
            if (one, two) == (second, first) && typed == name =>
        {
            true
        }
        ([_, typed @ ..], name) if typed == name => true,
        (typed, [_, name @ ..]) => typed == name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Direction, Field, Query, Shape, Sign, Sort, SortKey, State, What, exactly};

    /// The words of a query as `sign shape folded`.
    fn words(typed: &str) -> Vec<String> {
        let query = Query::parse(typed).unwrap_or_else(|fault| panic!("{typed}: {fault:?}"));
        let show = |term: &super::Term| {
            let not = if term.sign == Sign::HoldsNot { "not " } else { "" };
            match &term.what {
                What::Word(word) => format!("{not}{:?} {}", word.shape, word.folded),
                What::In(field, word) => format!("{not}{} {:?} {}", field.name(), word.shape, word.folded),
                What::Date(when) => format!("{not}{when:?}"),
                What::Is(states) => format!("{not}{states:?}"),
                What::Text(word) => format!("{not}text {}", word.folded),
            }
        };
        query.terms.iter().map(show).collect()
    }

    #[test]
    fn words_are_parted_by_any_white_space() {
        assert_eq!(words("AI　チップ\t性能  市场"), ["Fuzzy ai", "Fuzzy ちっぷ", "Fuzzy 性能", "Fuzzy 市場"]);
    }

    #[test]
    fn signs_shape_a_word() {
        assert_eq!(
            words("'調達 ^Cere 의$ ^AI$ !株 !'x \"two words\" !\"a b\""),
            [
                "Exact 調達",
                "Prefix cere",
                "Suffix 의",
                "Whole ai",
                "not Fuzzy 株",
                "not Exact x",
                "Exact two words",
                "not Exact a b"
            ]
        );
    }

    #[test]
    fn what_an_input_method_writes_for_a_sign_is_the_sign() {
        assert_eq!(
            words("！株 ＇調達 ＾ＡＩ ＂半導体　市場＂ ｔａｇ：チップ “市 场”"),
            [
                "not Fuzzy 株",
                "Exact 調達",
                "Prefix ai",
                "Exact 半導体 市場",
                "tag Fuzzy ちっぷ",
                "Exact 市 場"
            ]
        );
    }

    #[test]
    fn fields_take_every_shape_of_word() {
        assert_eq!(
            words(
                "title:調達 tag:^\"machine learning\"$ !author:李 path:blog/ lang:ja 'title:x category:'경제"
            ),
            [
                "title Fuzzy 調達",
                "tag Whole machine learning",
                "not author Fuzzy 李",
                "path Fuzzy blog/",
                "lang Fuzzy ja",
                "Exact title:x",
                "category Exact 경제"
            ]
        );
        assert_eq!(words(&exactly(Field::Tag, "AI チップ")), ["tag Whole ai ちっぷ"]);
    }

    #[test]
    fn a_name_that_is_no_field_is_part_of_the_word() {
        assert_eq!(
            words("Re:ゼロ 10:30 http://a.b node:fs"),
            ["Fuzzy re:ぜろ", "Fuzzy 10:30", "Fuzzy http://a.b", "Fuzzy node:fs"]
        );
    }

    #[test]
    fn a_sign_without_a_word_asks_for_nothing() {
        for typed in ["", " 　", "!", "'", "^", "\"", "\"\"", "!'", "! ' ^"] {
            assert!(Query::parse(typed).unwrap().is_empty(), "{typed}");
        }
        assert_eq!(words("$"), ["Fuzzy $"]);
    }

    #[test]
    fn a_quote_not_yet_closed_reaches_to_the_end() {
        assert_eq!(words("\"two wo"), ["Exact two wo"]);
    }

    #[test]
    fn states_may_be_alternatives() {
        let query = Query::parse("is:unread|reading").unwrap();
        assert_eq!(query.terms[0].what, What::Is(vec![State::Unread, State::Reading]));
    }

    #[test]
    fn a_minus_turns_the_order_round() {
        for (typed, key, direction) in [
            ("sort:-date", SortKey::Date, Direction::Descending),
            ("a sort:title", SortKey::Title, Direction::Ascending),
            ("sort:date ｓｏｒｔ：－ｌｅｎｇｔｈ", SortKey::Length, Direction::Descending),
        ] {
            assert_eq!(Query::parse(typed).unwrap().sort(), Some(Sort { key, direction }), "{typed}");
        }
    }

    #[test]
    fn only_words_are_ranked() {
        for (typed, ranked) in [
            ("調達", true),
            ("tag:AI", false),
            ("tag:AI chip", true),
            ("!chip", false),
            ("chip sort:date", false),
            ("tag:AI sort:score", true),
        ] {
            assert_eq!(Query::parse(typed).unwrap().is_ranked(), ranked, "{typed}");
        }
    }

    #[test]
    fn text_terms_are_folded() {
        let query = Query::parse("text:ＧＰＵ tag:x text:\"巨額 調達\"").unwrap();
        assert!(query.needs_text());
        assert_eq!(query.text_terms().collect::<Vec<_>>(), ["gpu", "巨額 調達"]);
        assert!(!Query::parse("調達").unwrap().needs_text());
    }

    #[test]
    fn a_fault_says_where_and_what_is_expected() {
        for (typed, column, what) in [
            ("調達 date:soon", 8, "date: expects 2026, 2026-02, 2025-09..2026-01, >2025-12-24 or 30d"),
            ("date:", 5, "date: expects 2026, 2026-02, 2025-09..2026-01, >2025-12-24 or 30d"),
            ("date:2026-13", 5, "date: expects 2026, 2026-02, 2025-09..2026-01, >2025-12-24 or 30d"),
            ("is:read", 3, "is: expects unread, reading, done, marked, draft or troubled"),
            ("is:unread|x", 10, "is: expects unread, reading, done, marked, draft or troubled"),
            (
                "sort:size",
                5,
                "sort: expects date, title, path, length, read or score, with - for the other way round",
            ),
            ("猫 tag:", 6, "tag: expects a tag"),
            ("!lang:\"\"", 6, "lang: expects a language, as ja, zh, ko or en"),
            (
                "猫 titel:x",
                2,
                "titel: is not a field; did you mean title:? In quotes it is looked for as it stands",
            ),
            (
                "data:x",
                0,
                "data: is not a field; did you mean date:? In quotes it is looked for as it stands",
            ),
        ] {
            let fault = Query::parse(typed).unwrap_err();
            assert_eq!((fault.column, fault.what.as_str()), (column, what), "{typed}");
        }
    }

    #[test]
    fn a_word_typed_in_hiragana_drops_its_last_long_vowel_mark_too() {
        assert_eq!(words("さーばー らーめん きー"), ["Fuzzy さーば", "Fuzzy らーめん", "Fuzzy きー"]);
    }

    #[test]
    fn a_query_is_looked_at_up_to_its_bound() {
        let long = "猫".repeat(10_000);
        let query = Query::parse(&long).unwrap();
        let What::Word(word) = &query.terms[0].what else { panic!("{query:?}") };
        assert_eq!(word.folded.len(), 4095);
        assert_eq!(word.shape, Shape::Fuzzy);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(typed in "[!'^$\":|,. 　a-zA-Z0-9<>=＞！：猫サー한-]{0,40}") {
            if let Err(fault) = Query::parse(&typed) {
                prop_assert!(fault.column <= typed.chars().count());
                prop_assert!(!fault.what.is_empty());
            }
        }

        #[test]
        fn parsing_fields_never_panics(
            name in prop::sample::select(vec!["title", "tag", "lang", "date", "is", "text", "sort"]),
            value in "[!'^$\":0-9dwmy.年月日/>=<-]{0,16}",
        ) {
            let _ = Query::parse(&format!("{name}:{value}"));
        }
    }
}
