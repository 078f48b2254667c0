//! Takes apart what was typed as a query.
//!
//! Signs stand for themselves where they mean nothing: a `|` outside a field's value, a `^` or `$`
//! in `text:`. A fault names the first thing that cannot be understood; what stands before it can
//! still be asked.

use crate::limits::QUERY_BYTES;
use crate::search::fault::{Fault, Wrong};
use crate::search::query::{Direction, Field, Query, Shape, Sign, Sort, SortKey, State, Term, What, Word};
use crate::search::when::When;
use crate::text::fold::{fold, fold_word};

impl Query {
    /// What `typed` means. What lies past [`QUERY_BYTES`] is not looked at.
    ///
    /// # Errors
    /// The first fault in it.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let mut query = Self::default();
        let mut rest = Typed::of(typed);
        while rest.skip_blanks() {
            let term = rest.at;
            rest.term(&mut query).map_err(|(column, wrong)| Fault { column, term, wrong })?;
        }
        Ok(query)
    }
}

/// The character at which it is broken, and how.
type Broken = (usize, Wrong);

/// What may stand before a colon.
#[derive(Clone, Copy)]
enum Name {
    Field(Field),
    Date,
    Is,
    Text,
    Sort,
}

impl Name {
    /// The names of those that are no fields.
    const OTHERS: [(Self, &str); 4] =
        [(Self::Date, "date"), (Self::Is, "is"), (Self::Text, "text"), (Self::Sort, "sort")];

    /// Other spellings of fields.
    const SPELLINGS: [(Self, &str); 7] = [
        (Self::Field(Field::Tag), "tags"),
        (Self::Field(Field::Tag), "topic"),
        (Self::Field(Field::Tag), "topics"),
        (Self::Field(Field::Category), "categories"),
        (Self::Field(Field::Author), "authors"),
        (Self::Field(Field::Path), "file"),
        (Self::Field(Field::Lang), "language"),
    ];

    /// Each as it is called.
    fn all() -> impl Iterator<Item = (Self, &'static str)> {
        let fields = Field::ALL.iter().map(|&(field, name)| (Self::Field(field), name));
        fields.chain(Self::OTHERS)
    }

    fn of(typed: &str) -> Option<Self> {
        Self::all().chain(Self::SPELLINGS).find(|(_, name)| *name == typed).map(|(name, _)| name)
    }
}

/// What remains of a typed query.
pub(super) struct Typed {
    chars: Vec<char>,
    at: usize,
}

impl Typed {
    /// All of it, up to [`QUERY_BYTES`].
    pub fn of(typed: &str) -> Self {
        let end = typed.floor_char_boundary(QUERY_BYTES);
        Self { chars: typed[..end].chars().collect(), at: 0 }
    }

    /// The conditions one by one, each as it was typed and as it is meant: `None` where it is
    /// broken, which ends them, or no condition.
    pub fn terms(&mut self) -> Vec<(String, Option<Term>)> {
        let mut terms = Vec::new();
        while self.skip_blanks() {
            let start = self.at;
            let mut alone = Query::default();
            if self.term(&mut alone).is_err() {
                self.at = self.chars.len();
            }
            terms.push((self.chars[start..self.at].iter().collect(), alone.terms.pop()));
        }
        terms
    }

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

    fn term(&mut self, query: &mut Query) -> Result<(), Broken> {
        let start = self.at;
        let mut not = self.take('!');
        let sign = |not: bool| if not { Sign::HoldsNot } else { Sign::Holds };
        let Some(name) = self.name()? else {
            if let Some(word) = self.word(char::is_whitespace) {
                query.terms.push(Term { sign: sign(not), what: What::Word(word) });
            }
            return Ok(());
        };
        // `tag:!ai` is `!tag:ai`.
        not ^= !matches!(name, Name::Sort) && self.take('!');
        let column = self.at;
        let what = match name {
            Name::Field(field) => {
                let words = self.alternatives();
                if words.is_empty() {
                    return Err((column, Wrong::NoValue(field)));
                }
                What::In(field, words)
            }
            Name::Date => What::Date(When::parse(&self.plain()).map_err(|why| (column, Wrong::Date(why)))?),
            Name::Is => What::Is(states(&self.plain(), column)?),
            Name::Text => What::Text(self.text().ok_or((column, Wrong::NoText))?),
            Name::Sort if not => return Err((start, Wrong::NotOrder)),
            Name::Sort => {
                query.sort = Some(sort(&self.plain(), column)?);
                return Ok(());
            }
        };
        query.terms.push(Term { sign: sign(not), what });
        Ok(())
    }

    /// What is named next, before a colon, taken; `None` where a plain word stands there.
    fn name(&mut self) -> Result<Option<Name>, Broken> {
        let rest = &self.chars[self.at..];
        let letters = rest.iter().take_while(|&&c| half(c).is_ascii_alphabetic()).count();
        if rest.get(letters).is_none_or(|&c| half(c) != ':') {
            return Ok(None);
        }
        let typed: String = rest[..letters].iter().map(|&c| half(c).to_ascii_lowercase()).collect();
        let known = Name::of(&typed);
        if known.is_some() {
            self.at += letters + 1;
            return Ok(known);
        }
        match Name::all().map(|(_, name)| name).find(|name| is_slip(&typed, name)) {
            Some(meant) => Err((self.at, Wrong::Name { typed, meant })),
            None => Ok(None),
        }
    }

    /// The word that stands next, up to where it stops unless it stands in quotes, with the signs
    /// around it; `None` where only signs stand there.
    fn word(&mut self, stops: impl Fn(char) -> bool) -> Option<Word> {
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
            let quoted = self.quoted();
            ends = self.take('"') && self.take('$');
            quoted
        } else {
            let mut bare = self.until(stops);
            if bare.ends_with(['$', '＄']) && bare.chars().nth(1).is_some() {
                bare.pop();
                ends = true;
            }
            bare
        };
        if ends {
            shape = if shape == Shape::Prefix { Shape::Whole } else { Shape::Suffix };
        }
        let folded = fold_word(&typed);
        (!folded.trim().is_empty()).then_some(Word { typed, folded, shape })
    }

    /// The words behind a field's colon, parted by `|`.
    fn alternatives(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            words.extend(self.word(|c| c.is_whitespace() || half(c) == '|'));
            if !self.take('|') {
                return words;
            }
        }
    }

    /// The word behind `text:`, in which signs are letters as in any text.
    fn text(&mut self) -> Option<Word> {
        let exact = self.take('\'');
        let (typed, shape) = match self.chars.get(self.at) {
            Some(&c) if half(c) == '"' => (self.plain(), Shape::Exact),
            _ => (self.plain(), if exact { Shape::Exact } else { Shape::Fuzzy }),
        };
        let folded = fold_word(&typed);
        (!folded.trim().is_empty()).then_some(Word { typed, folded, shape })
    }

    /// What stands next, up to a blank, or in quotes.
    fn plain(&mut self) -> String {
        if self.take('"') {
            let quoted = self.quoted();
            self.take('"');
            return quoted;
        }
        self.until(char::is_whitespace)
    }

    /// What stands next in quotes, up to the one that closes; a quote typed twice is a letter.
    fn quoted(&mut self) -> String {
        let mut quoted = String::new();
        while let Some(&c) = self.chars.get(self.at) {
            if half(c) == '"' {
                if self.chars.get(self.at + 1) != Some(&c) {
                    break;
                }
                self.at += 1;
            }
            quoted.push(c);
            self.at += 1;
        }
        quoted
    }

    fn until(&mut self, stop: impl Fn(char) -> bool) -> String {
        let rest = &self.chars[self.at..];
        let length = rest.iter().position(|&c| stop(c)).unwrap_or(rest.len());
        self.at += length;
        rest[..length].iter().collect()
    }
}

fn sort(typed: &str, column: usize) -> Result<Sort, Broken> {
    // What an input method writes for the minus.
    let typed = fold(&typed.replace(['ー', '−', '–', '—'], "-"));
    let (direction, name) = match typed.strip_prefix('-') {
        Some(name) => (Direction::Descending, name),
        None => (Direction::Ascending, typed.strip_prefix('+').unwrap_or(&typed)),
    };
    let key = SortKey::ALL.iter().find(|(_, each)| *each == name).map(|&(key, _)| key);
    key.map(|key| Sort { key, direction }).ok_or((column, Wrong::Order))
}

fn states(typed: &str, column: usize) -> Result<Vec<State>, Broken> {
    let typed = fold(typed);
    let mut states = Vec::new();
    let mut at = column;
    for name in typed.split(['|', ',']) {
        let known = State::ALL.iter().find(|(_, each)| *each == name);
        states.push(known.map(|&(state, _)| state).ok_or((at, Wrong::State))?);
        at += name.chars().count() + 1;
    }
    Ok(states)
}

/// A sign as typed without an input method.
pub(super) fn half(c: char) -> char {
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

    use crate::search::fault::{Fault, Wrong};
    use crate::search::query::{
        Direction, Field, Query, Shape, Sign, Sort, SortKey, State, Term, What, Word,
    };
    use crate::search::when::NoDate;

    /// The words of a query as `sign shape folded`.
    fn words(typed: &str) -> Vec<String> {
        let query = Query::parse(typed).unwrap_or_else(|fault| panic!("{typed}: {fault:?}"));
        let one = |word: &Word| format!("{:?} {}", word.shape, word.folded);
        let show = |term: &Term| {
            let not = if term.sign == Sign::HoldsNot { "not " } else { "" };
            match &term.what {
                What::Word(word) => format!("{not}{}", one(word)),
                What::In(field, words) => {
                    let words: Vec<String> = words.iter().map(one).collect();
                    format!("{not}{} {}", field.name(), words.join(" | "))
                }
                What::Date(when) => format!("{not}{when:?}"),
                What::Is(states) => format!("{not}{states:?}"),
                What::Text(word) => format!("{not}text {}", one(word)),
            }
        };
        query.terms.iter().map(show).collect()
    }

    #[test]
    fn words_are_parted_by_any_white_space() {
        assert_eq!(words("AI　チップ\t性能  推理"), ["Fuzzy ai", "Fuzzy ちっぷ", "Fuzzy 性能", "Fuzzy 推理"]);
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
            words("！株 ＇調達 ＾ＡＩ ＂半導体　市場＂ ｔａｇ：チップ “推 理”"),
            [
                "not Fuzzy 株",
                "Exact 調達",
                "Prefix ai",
                "Exact 半導体 市場",
                "tag Fuzzy ちっぷ",
                "Exact 推 理"
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
    fn a_quote_typed_twice_within_quotes_is_a_letter() {
        assert_eq!(
            words(r#""say ""hi""" tag:^"的""名"$ '""""#),
            ["Exact say \"hi\"", "tag Whole 的\"名", "Exact \""]
        );
        assert_eq!(words("“推““理” “a”“b”"), ["Exact 推\"理", "Exact a", "Exact b"]);
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
    fn signs_are_letters_in_a_text() {
        assert_eq!(
            words("text:ＧＰＵ text:$HOME$ !text:^調達|推理 text:'경제 text:\"巨額 調達\""),
            [
                "text Fuzzy gpu",
                "text Fuzzy $home$",
                "not text Fuzzy ^調達|推理",
                "text Exact 경제",
                "text Exact 巨額 調達"
            ]
        );
        assert!(Query::parse("text:猫").unwrap().needs_text());
        assert!(!Query::parse("調達").unwrap().needs_text());
        for (typed, needs) in
            [("猫 is:unread", true), ("!is:marked", true), ("is:draft", false), ("글", false)]
        {
            assert_eq!(Query::parse(typed).unwrap().needs_memory(), needs, "{typed}");
        }
    }

    #[test]
    fn values_of_a_field_may_be_alternatives() {
        assert_eq!(
            words("tag:AI|投資 title:^推理$｜'경제|\"a | b\" lang:ja| a|b tag:|x"),
            [
                "tag Fuzzy ai | Fuzzy 投資",
                "title Whole 推理 | Exact 경제 | Exact a | b",
                "lang Fuzzy ja",
                "Fuzzy a|b",
                "tag Fuzzy x"
            ]
        );
    }

    #[test]
    fn not_stands_before_a_field_or_behind_its_colon() {
        assert_eq!(
            words("!tag:猫 tag:!猫 !tag:!猫 is:!done ｔｉｔｌｅ：！推 path:!책"),
            [
                "not tag Fuzzy 猫",
                "not tag Fuzzy 猫",
                "tag Fuzzy 猫",
                "not [Done]",
                "not title Fuzzy 推",
                "not path Fuzzy 책"
            ]
        );
    }

    #[test]
    fn every_value_may_stand_in_quotes() {
        for (quoted, bare) in [
            ("is:\"draft\"", "is:draft"),
            ("date:\"2025-09\"", "date:2025-09"),
            ("sort:“title”", "sort:title"),
            ("lang:\"ja\"", "lang:'ja"),
        ] {
            assert_eq!(words(quoted), words(bare), "{quoted}");
        }
    }

    #[test]
    fn a_fault_says_where_and_what_is_wrong() {
        for (typed, column, term, wrong) in [
            ("調達 date:soon", 8, 3, Wrong::Date(NoDate::Unknown)),
            ("date:", 5, 0, Wrong::Date(NoDate::Unknown)),
            ("date:2026-13", 5, 0, Wrong::Date(NoDate::NoDay("2026-13".to_owned()))),
            ("조달  date:2025-02-30", 9, 4, Wrong::Date(NoDate::NoDay("2025-02-30".to_owned()))),
            ("date:2026..2025", 5, 0, Wrong::Date(NoDate::Backwards("2026..2025".to_owned()))),
            ("is:read", 3, 0, Wrong::State),
            ("is:unread|x", 10, 0, Wrong::State),
            ("sort:size", 5, 0, Wrong::Order),
            ("推理 !sort:date", 3, 3, Wrong::NotOrder),
            ("猫 tag:", 6, 2, Wrong::NoValue(Field::Tag)),
            ("!lang:\"\"", 6, 0, Wrong::NoValue(Field::Lang)),
            ("text:", 5, 0, Wrong::NoText),
            ("猫 titel:x", 2, 2, Wrong::Name { typed: "titel".to_owned(), meant: "title" }),
            ("data:x", 0, 0, Wrong::Name { typed: "data".to_owned(), meant: "date" }),
        ] {
            assert_eq!(Query::parse(typed), Err(Fault { column, term, wrong }), "{typed}");
        }
    }

    #[test]
    fn what_stands_before_a_broken_end_can_still_be_asked() {
        for (typed, before) in [
            ("調達 is:", Some("調達 ")),
            ("date:", Some("")),
            ("is:x 調達", None),
            ("推理  date:2025-13 ", Some("推理  ")),
        ] {
            assert_eq!(Query::parse(typed).unwrap_err().before(typed), before, "{typed}");
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
                prop_assert!(fault.term <= fault.column);
                if let Some(before) = fault.before(&typed) {
                    prop_assert!(Query::parse(before).is_ok());
                }
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
