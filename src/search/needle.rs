//! One word of a query, looked for in one article.
//!
//! [`Needle::find`] says how well the word is found and where in the title. Its letters side by
//! side are looked for everywhere before its reading is, and that before anything looser; a
//! [`Signature`] spares most titles the look.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::limits::FUZZY_CHARACTERS;
use crate::search::entry::{Entry, Signature};
use crate::search::query::{Field, Shape, Word};
use crate::search::readings::{Pattern, Readings};
use crate::search::scatter::{Gaps, Scratch, by_words, tightly};

/// Places in one text that are weighed against each other.
const PLACES: usize = 8;

/// How a word was found, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Scattered in a tag, a category, the author or the path.
    RestScattered,
    /// Scattered in the title.
    TitleScattered,
    /// Read so in a tag, a category, the author or the path.
    RestReading,
    /// Read so in the title.
    TitleReading,
    /// In a tag, a category, the author or the path.
    Rest,
    /// In the title, but in the midst of a Latin word: `ai` in Mail.
    TitleInside,
    /// A whole tag or category.
    RestWhole,
    /// In the title.
    Title,
}

/// How well a word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How.
    pub rank: Rank,
    /// Better places within a rank, below 16.
    pub fine: u32,
    /// Gaps between its letters.
    pub gaps: u32,
}

impl Found {
    /// For what holds or does not, without a better or worse.
    pub fn when(holds: bool) -> Option<Self> {
        holds.then_some(Self { rank: Rank::Title, fine: 0, gaps: 0 })
    }

    /// What it adds to the worth of an article among those of one rank.
    pub const fn worth(self) -> u32 {
        self.rank as u32 * 16 + self.fine
    }
}

/// How a word may be found, the best first.
#[derive(Clone, Copy)]
pub enum Way {
    Letters,
    Reading,
    Scattered,
}

/// A word made ready to be looked for.
pub struct Needle {
    folded: String,
    shape: Shape,
    finder: Finder<'static>,
    letters: Signature,
    looseness: Looseness,
    /// How it is read, where it can be.
    pattern: Option<Pattern>,
}

/// How else than side by side the letters may stand.
enum Looseness {
    Literal,
    ByWords,
    Tight(Vec<char>),
}

impl Needle {
    /// `word`, loosely where it asks for nothing else.
    pub fn fuzzy(word: &Word, languages: Readings) -> Self {
        let looseness = match word.shape {
            Shape::Fuzzy if word.folded.is_ascii() => Looseness::ByWords,
            Shape::Fuzzy => Looseness::Tight(word.folded.chars().collect()),
            Shape::Exact | Shape::Prefix | Shape::Suffix | Shape::Whole => Looseness::Literal,
        };
        Self { looseness, ..Self::whole(word, languages) }
    }

    /// `word`, its letters side by side or, unless it is to stand exactly so, read so.
    pub fn whole(word: &Word, languages: Readings) -> Self {
        let languages = if word.shape == Shape::Exact { Readings::NONE } else { languages };
        let pattern = Pattern::of(&word.typed, languages);
        Self {
            folded: word.folded.clone(),
            shape: word.shape,
            finder: Finder::new(&word.folded).into_owned(),
            letters: Signature::of(&word.folded),
            looseness: Looseness::Literal,
            pattern: (!pattern.is_literal()).then_some(pattern),
        }
    }

    /// `word` as what a field holds: as `whole`, but all of a value is only what its letters are.
    pub fn value(word: &Word, languages: Readings) -> Self {
        if word.shape == Shape::Whole {
            return Self { pattern: None, ..Self::whole(word, Readings::NONE) };
        }
        Self::whole(word, languages)
    }

    /// The word as it is looked for.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether it is worth being scored by the fuzzy matcher.
    pub fn is_long(&self) -> bool {
        self.folded.chars().nth(2).is_some()
    }

    /// Where the word stands in a folded title, tag or the like, found that way.
    pub fn places(
        &self,
        way: Way,
        left_out: Gaps,
        text: &str,
        languages: Readings,
    ) -> Option<Vec<Range<usize>>> {
        let mut places = Vec::new();
        match way {
            Way::Letters => {
                let (_, start) = self.best_place(text)?;
                places.push(start..start + self.folded.len());
            }
            Way::Reading => places.push(self.read_so(text, languages)?),
            Way::Scattered => {
                self.find_scattered(head(text), left_out, &mut Scratch::default(), &mut places)?;
            }
        }
        Some(places)
    }

    /// How well `entry` holds the word anywhere; its places in the folded title are appended to
    /// `places`.
    pub fn find(
        &self,
        entry: &Entry,
        scratch: &mut Scratch,
        places: &mut Vec<Range<usize>>,
    ) -> Option<Found> {
        let in_title = entry.in_title.may_hold(self.letters);
        let in_rest = entry.in_rest.may_hold(self.letters);
        let in_lines = || in_rest.then(|| self.find_in_lines(entry, 0..entry.rest.len())).flatten();
        if in_title && let Some(found) = self.find_in_title(entry, places) {
            let better = if found.rank == Rank::Title { None } else { in_lines() };
            return better.filter(|better| better.rank > found.rank).or(Some(found));
        }
        if let Some(found) = in_lines() {
            return Some(found);
        }
        if let Some(found) = self.find_reading(entry, places) {
            return Some(found);
        }
        if in_title
            && let Some(gaps) = self.find_scattered(head(&entry.title.text), Gaps::Any, scratch, places)
        {
            return Some(Found { rank: Rank::TitleScattered, fine: 0, gaps });
        }
        if !in_rest {
            return None;
        }
        let kept = places.len();
        let gaps = entry
            .rest
            .lines()
            .find_map(|line| self.find_scattered(head(line), Gaps::Vowels, scratch, places));
        places.truncate(kept);
        gaps.map(|gaps| Found { rank: Rank::RestScattered, fine: 0, gaps })
    }

    fn find_reading(&self, entry: &Entry, places: &mut Vec<Range<usize>>) -> Option<Found> {
        self.pattern.as_ref()?;
        let in_title = self.find_reading_in_title(entry, places);
        in_title.or_else(|| self.find_reading_in_lines(entry, 0..entry.rest.len()))
    }

    fn find_reading_in_title(&self, entry: &Entry, places: &mut Vec<Range<usize>>) -> Option<Found> {
        let title = entry.title.text.as_str();
        if !entry.in_title.is_wide() {
            return None;
        }
        let place = self.read_so(title, entry.readings)?;
        let begins = if place.start == 0 { 4 } else { 2 * u32::from(is_border(title, place.start)) };
        let fine = begins + u32::from(is_border(title, place.end));
        places.push(place);
        Some(Found { rank: Rank::TitleReading, fine, gaps: 0 })
    }

    fn find_reading_in_lines(&self, entry: &Entry, range: Range<usize>) -> Option<Found> {
        if !entry.in_rest.is_wide() {
            return None;
        }
        let mut lines = entry.rest[range].lines();
        self.pattern.as_ref()?;
        lines.find_map(|line| self.read_so(line, entry.readings))?;
        Some(Found { rank: Rank::RestReading, fine: 0, gaps: 0 })
    }

    /// How well `field` of `entry` holds the word, its letters side by side.
    pub fn find_in(&self, field: Field, entry: &Entry, places: &mut Vec<Range<usize>>) -> Option<Found> {
        match field {
            Field::Title => {
                self.find_in_title(entry, places).or_else(|| self.find_reading_in_title(entry, places))
            }
            Field::Lang => {
                let rest = entry.language.behind(&field.compared(self.folded()))?;
                let exact = matches!(self.shape, Shape::Suffix | Shape::Whole);
                Found::when(rest.is_empty() || !exact)
            }
            Field::Tag | Field::Category | Field::Author | Field::Path => {
                let lines = entry.lines(field);
                self.find_in_lines(entry, lines.clone()).or_else(|| self.find_reading_in_lines(entry, lines))
            }
        }
    }

    fn find_in_title(&self, entry: &Entry, places: &mut Vec<Range<usize>>) -> Option<Found> {
        let title = entry.title.text.as_str();
        let (fine, start) = self.best_place(title)?;
        let place = start..start + self.folded().len();
        let rank = if is_inside(title, &place) { Rank::TitleInside } else { Rank::Title };
        places.push(place);
        Some(Found { rank, fine, gaps: 0 })
    }

    /// The best of the first places in `text` and how good it is: the whole 9, its start 4, the
    /// start of a word 2, the end of one 1.
    fn best_place(&self, text: &str) -> Option<(u32, usize)> {
        let length = self.folded().len();
        if text.len() < length {
            return None;
        }
        let weigh = |start: usize| {
            let end = start + length;
            let begins = if start == 0 { 4 } else { 2 * u32::from(is_border(text, start)) };
            let whole = if length == text.len() { 4 } else { 0 };
            begins + u32::from(is_border(text, end)) + whole
        };
        let last = text.len() - length;
        match self.shape {
            Shape::Fuzzy | Shape::Exact => {
                let mut best: Option<(u32, usize)> = None;
                for start in self.finder.find_iter(text.as_bytes()).take(PLACES) {
                    let fine = weigh(start);
                    if best.is_none_or(|(before, _)| before < fine) {
                        best = Some((fine, start));
                    }
                    // Only the first place can be better than a whole word.
                    if fine >= 3 {
                        break;
                    }
                }
                best
            }
            Shape::Prefix => text.starts_with(self.folded()).then(|| (weigh(0), 0)),
            Shape::Suffix => text.ends_with(self.folded()).then(|| (weigh(last), last)),
            Shape::Whole => (text == self.folded()).then(|| (weigh(0), 0)),
        }
    }

    /// The best of the first places in these lines of tags, categories, author and path.
    fn find_in_lines(&self, entry: &Entry, range: Range<usize>) -> Option<Found> {
        let lines = &entry.rest[range.clone()];
        let bytes = lines.as_bytes();
        let mut best: Option<u32> = None;
        let begins = |start: usize| start == 0 || bytes[start - 1] == b'\n';
        let ends = |start: usize| bytes.get(start + self.folded().len()) == Some(&b'\n');
        let fits = |start: &usize| match self.shape {
            Shape::Fuzzy | Shape::Exact => true,
            Shape::Prefix => begins(*start),
            Shape::Suffix => ends(*start),
            Shape::Whole => begins(*start) && ends(*start),
        };
        let mut from = 0;
        // Places may overlap: ハハハ ends with ハハ.
        let places = std::iter::from_fn(|| {
            let start = from + self.finder.find(&bytes[from..])?;
            from = start + 1;
            Some(start)
        });
        for start in places.filter(fits).take(PLACES) {
            let (begins, ends) = (begins(start), ends(start));
            let fine = match entry.field_at(range.start + start) {
                Field::Tag | Field::Category => 4 + u32::from(begins) + 3 * u32::from(begins && ends),
                Field::Author => 2,
                Field::Path | Field::Title | Field::Lang => 0,
            };
            best = best.max(Some(fine));
            // What follows stands in fields of less worth.
            if fine == 8 || fine < 4 {
                break;
            }
        }
        let rank = if best == Some(8) { Rank::RestWhole } else { Rank::Rest };
        best.map(|fine| Found { rank, fine, gaps: 0 })
    }

    /// The first place in folded `text` that is read so and stands where a word of this shape stands.
    fn read_so(&self, text: &str, languages: Readings) -> Option<Range<usize>> {
        let pattern = self.pattern.as_ref()?;
        let first = pattern.find_reading(text, 0, languages)?;
        let (begins, ends) = (first.start == 0, first.end == text.len());
        match self.shape {
            Shape::Fuzzy | Shape::Exact => Some(first),
            Shape::Prefix => begins.then_some(first),
            Shape::Whole => (begins && ends).then_some(first),
            Shape::Suffix => {
                let mut places = pattern.places_read(text, languages);
                let mut place = first;
                while place.end < text.len() {
                    let next = place.start + text[place.start..].chars().next().map_or(1, char::len_utf8);
                    place = places.first(next)?;
                }
                Some(place)
            }
        }
    }

    fn find_scattered(
        &self,
        text: &str,
        left_out: Gaps,
        scratch: &mut Scratch,
        places: &mut Vec<Range<usize>>,
    ) -> Option<u32> {
        match &self.looseness {
            Looseness::Literal => None,
            Looseness::ByWords => by_words(self.folded(), text, left_out, scratch, places),
            Looseness::Tight(chars) => tightly(chars, text, places),
        }
    }
}

/// The part of a title that is scored.
pub fn head(title: &str) -> &str {
    if title.len() <= FUZZY_CHARACTERS {
        return title;
    }
    title.char_indices().nth(FUZZY_CHARACTERS).map_or(title, |(end, _)| &title[..end])
}

/// Whether a word may begin or end at the byte `at` of `text`: between scripts, at a blank or a
/// mark, but not inside a run of one script, which Japanese and Chinese do not part into words.
fn is_border(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().map(kind);
    let after = text[at..].chars().next().map(kind);
    before != after || before == Some(Kind::Mark)
}

/// Whether a place lies in the midst of a word of Latin letters or digits.
fn is_inside(text: &str, place: &Range<usize>) -> bool {
    text[place.clone()].bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !is_border(text, place.start)
        && !is_border(text, place.end)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mark,
    Letter,
    Kana,
    Han,
    Hangul,
}

fn kind(c: char) -> Kind {
    match c {
        'ぁ'..='ゖ' | 'ー' | 'ゝ' | 'ゞ' => Kind::Kana,
        '\u{3400}'..='\u{9fff}' | '々' | '\u{20000}'..='\u{3fffd}' => Kind::Han,
        '가'..='힣' | 'ㄱ'..='ㆎ' => Kind::Hangul,
        c if c.is_alphanumeric() => Kind::Letter,
        _ => Kind::Mark,
    }
}
