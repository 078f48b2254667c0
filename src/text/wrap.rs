//! Which breaks are taken: a paragraph into rows.
//!
//! Rows are filled greedily, as a browser fills them: each takes what fits, blanks at its end hang
//! without width, and nothing is looked at twice but what is carried down. Where no break is
//! lawful within a row, the ranges to be kept whole are opened; then a row is cut between grapheme
//! clusters, if it can be where no mark of kinsoku comes to stand wrongly. How the spare columns
//! of a row are shared out is `spread`'s matter. `Line`s hold offsets; the text is never copied.

use std::ops::Range;

use crate::text::breaks::{Breaks, Straight, Strict, at_need, straight};
use crate::text::kinsoku::{is_blank, may_hang, never_begins, never_ends};
use crate::text::phrase::phrases;
use crate::text::spread::Row;
use crate::text::width::{Ambiguous, Step, fit, graphemes, of, steps};

/// How a paragraph is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<'a> {
    /// Columns of a row; none counts as one.
    pub columns: u16,
    /// Blank columns before the text of the first row, which are taken from it.
    pub first_indent: u16,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    /// How fine the breaks are.
    pub breaks: Breaks,
    /// Whether stops and commas may hang.
    pub hanging: Hanging,
    /// Whether CJK and Latin are set apart.
    pub autospace: Autospace,
    /// Whether rows are filled to their end.
    pub justify: Justify,
    /// Ranges of the text, ascending, in which no break is taken unless a row cannot hold them.
    pub whole: &'a [Range<u32>],
    /// Ranges of the text, ascending, that take no columns and offer no break.
    pub hidden: &'a [Range<u32>],
}

impl Default for Setting<'_> {
    fn default() -> Self {
        Self {
            columns: 80,
            first_indent: 0,
            ambiguous: Ambiguous::Narrow,
            breaks: Breaks::Strict,
            hanging: Hanging::No,
            autospace: Autospace::No,
            justify: Justify::No,
            whole: &[],
            hidden: &[],
        }
    }
}

/// Whether 、。，． may stand in the margin, two columns beyond the row at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the type says it")]
pub enum Hanging {
    #[default]
    No,
    Yes,
}

/// Whether one blank column parts Han and kana from Latin letters and digits, where the row has it
/// to spare. Nothing breaks elsewhere for its sake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the type says it")]
pub enum Autospace {
    #[default]
    No,
    Yes,
}

/// Whether the spare columns of a row are spread over it; never those of a paragraph's last row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the type says it")]
pub enum Justify {
    #[default]
    No,
    Yes,
}

/// One row of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its first byte in the text.
    pub start: u32,
    /// The end of what is seen of it: blanks and the line feed behind are cut.
    pub end: u32,
    /// Columns of what is seen, gaps counted, the indent of the first row not.
    pub columns: u16,
    /// So many blank columns are put in before this byte of the text; ascending.
    pub gaps: Vec<(u32, u16)>,
}

/// Lays one paragraph into rows. Line feeds in it are hard breaks; each row begins where the blanks
/// behind the one before end. What no row holds is blank, or hidden behind a blank. There is a row
/// for every text that is not empty.
#[must_use]
pub fn wrap(text: &str, setting: &Setting<'_>) -> Vec<Line> {
    if setting.hidden.is_empty() {
        return Fill::new(text, setting, setting.whole).rows();
    }
    let seen = Seen::new(text, setting.hidden);
    let inward = |range: &Range<u32>| seen.inward(range.start)..seen.inward(range.end);
    let whole: Vec<_> = setting.whole.iter().map(inward).collect();
    let mut lines = Fill::new(&seen.text, setting, &whole).rows();
    for line in &mut lines {
        line.start = if line.start == 0 { 0 } else { seen.outward(line.start) };
        line.end = seen.outward(line.end);
        for gap in &mut line.gaps {
            gap.0 = seen.outward(gap.0);
        }
    }
    if lines.is_empty() && !text.is_empty() {
        lines.push(Line { end: offset(text.len()), ..Line::default() });
    }
    lines
}

/// Why a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// The paragraph or a line of it ends here.
    Hard,
    /// The next row goes on.
    Soft,
}

/// A place at which a row may end.
#[derive(Clone, Copy, Debug)]
struct Stop {
    /// Where the next row begins.
    next: usize,
    /// The end of what is seen of this one.
    end: usize,
    /// Its columns.
    columns: usize,
}

/// A paragraph being filled into rows.
struct Fill<'a> {
    text: &'a str,
    setting: &'a Setting<'a>,
    whole: &'a [Range<u32>],
    /// Those of the ranges to be kept whole that a row can hold.
    held: Vec<Range<u32>>,
    strict: Strict<'a>,
    /// Phrase breaks, where they are asked for.
    phrases: Option<Vec<u32>>,
    lines: Vec<Line>,
}

impl<'a> Fill<'a> {
    fn new(text: &'a str, setting: &'a Setting<'a>, whole: &'a [Range<u32>]) -> Self {
        let strict = Strict::new(text);
        let phrases = match setting.breaks {
            Breaks::Strict => None,
            Breaks::Phrase => Some(phrases(text, strict.all())),
        };
        let columns = usize::from(setting.columns.max(1));
        let is_held = |range: &&Range<u32>| {
            text.get(range.start as usize..range.end as usize)
                .is_some_and(|text| fit(text, columns, setting.ambiguous).0 == text.len())
        };
        let held = whole.iter().filter(is_held).cloned().collect();
        let lines = Vec::with_capacity(text.len() / columns + 1);
        Self { text, setting, whole, held, strict, phrases, lines }
    }

    fn rows(mut self) -> Vec<Line> {
        let mut start = 0;
        while start < self.text.len() {
            start = self.row(start);
        }
        self.lines
    }

    /// Columns of the row that comes next.
    fn room(&self) -> usize {
        let indent = if self.lines.is_empty() { self.setting.first_indent } else { 0 };
        usize::from(self.setting.columns.saturating_sub(indent).max(1))
    }

    /// Fills one row from `start`; returns where the next one begins.
    fn row(&mut self, start: usize) -> usize {
        let room = self.room();
        let ambiguous = self.setting.ambiguous;
        let mut here = Stop { next: start, end: start, columns: 0 };
        // Columns up to here, with the blanks that `here.columns` leaves out.
        let mut columns = 0;
        for Step { first, is_bare, end, columns: taken } in steps(self.text, start, ambiguous) {
            if first == '\n' {
                return self.end_row(start, Stop { next: end, ..here }, Ending::Hard);
            }
            let wider = columns + usize::from(taken);
            if !is_blank(first) || !is_bare {
                if wider > room && columns > 0 && !(wider <= room + 2 && is_bare && self.hangs(first, end)) {
                    let stop = self.best(start, here.next, columns);
                    return self.end_row(start, stop.unwrap_or(here), Ending::Soft);
                }
                here.end = end;
                here.columns = wider;
            }
            columns = wider;
            here.next = end;
        }
        self.end_row(start, here, Ending::Hard)
    }

    /// Whether `c`, which ends at `end`, may hang: only where a row may end behind it.
    fn hangs(&self, c: char, end: usize) -> bool {
        self.setting.hanging == Hanging::Yes
            && may_hang(c)
            && (self.strict.last(end - c.len_utf8(), end, |_| true).is_some()
                || self.text[end..].chars().next().is_none_or(is_blank))
    }

    /// The best place to end a row that begins at `start` and is full at `full`, `columns` columns
    /// on; nothing where any border between graphemes there breaks kinsoku.
    fn best(&self, start: usize, full: usize, columns: usize) -> Option<Stop> {
        let stop = |next: usize| {
            let end = start + self.text[start..next].trim_end_matches(is_blank).len();
            Stop { next, end, columns: columns - of(&self.text[end..full], self.setting.ambiguous) }
        };
        // A phrase is not worth a row that is left more than a quarter empty.
        let phrase =
            self.phrases.iter().find_map(|phrases| back(phrases, start, full).find(|&at| !self.is_held(at)));
        if let Some(stop) = phrase.map(stop)
            && stop.columns * 4 >= self.room() * 3
        {
            return Some(stop);
        }
        let strict = self.strict.last(start, full, |at| !self.is_held(at)).map(stop);
        if let Some(strict) = strict
            && strict.columns * 4 >= self.room() * 3
        {
            return Some(strict);
        }
        let least = strict.map_or(start, |strict| strict.next);
        at_need(self.text, least, full)
            .filter(|&at| !self.is_held(at))
            .map(stop)
            .or(strict)
            .or_else(|| self.strict.last(start, full, |_| true).map(stop))
            .or_else(|| self.before_held(start, full).or_else(|| self.border(start, full)).map(stop))
    }

    /// Whether `at` lies inside a range to be kept whole.
    fn is_held(&self, at: usize) -> bool {
        let next = self.held.partition_point(|range| range.end as usize <= at);
        self.held.get(next).is_some_and(|range| (range.start as usize) < at)
    }

    /// The beginning of what is to be kept whole and does not fit into a row from `start`.
    fn before_held(&self, start: usize, full: usize) -> Option<usize> {
        let next = self.held.partition_point(|range| range.end as usize <= full);
        let at = self.held.get(next)?.start as usize;
        let (before, after) = (self.text[..at].chars().next_back()?, self.text[at..].chars().next()?);
        (start < at && at <= full && !never_ends(before) && !never_begins(after)).then_some(at)
    }

    /// The last border between graphemes past `start` and up to `full` at which kinsoku holds; in a
    /// URL, none within an escape (`%E3`) if there is another.
    fn border(&self, start: usize, full: usize) -> Option<usize> {
        let mut seen = None;
        let mut border = None;
        // Whether what was seen last opens a quotation.
        let mut opened = false;
        for grapheme in graphemes(&self.text[start..], self.setting.ambiguous) {
            let first = grapheme.text.chars().next().unwrap_or('\n');
            if !is_blank(first) {
                let at = start + grapheme.start;
                let mark = if first == '"' { straight(self.text, at) } else { None };
                let closes = closes_quotation(first, seen) || mark == Some(Straight::Closes);
                let begins = !never_begins(first) && !closes || is_escape(&self.text[at..]);
                let parts = border.is_some() && is_within_escape(&self.text[..at], first);
                if begins && !parts && seen.is_some_and(|seen| !never_ends(seen)) && !opened {
                    border = Some(at);
                }
                opened = mark == Some(Straight::Opens);
                seen = Some(first);
            }
            if start + grapheme.start >= full {
                break;
            }
        }
        border
    }

    /// Writes down the row from `start` to `stop`; returns where the next one begins.
    fn end_row(&mut self, start: usize, stop: Stop, ending: Ending) -> usize {
        let room = self.room();
        let gaps = if stop.columns < room {
            let autospace = self.setting.autospace == Autospace::Yes;
            let justify = self.setting.justify == Justify::Yes && ending == Ending::Soft;
            let row = Row {
                text: self.text,
                start,
                end: stop.end,
                columns: stop.columns,
                room,
                autospace,
                justify,
            };
            row.gaps(self.whole)
        } else {
            Vec::new()
        };
        let added: usize = gaps.iter().map(|&(_, columns)| usize::from(columns)).sum();
        let columns = u16::try_from(stop.columns + added).unwrap_or(u16::MAX);
        self.lines.push(Line { start: offset(start), end: offset(stop.end), columns, gaps });
        let rest = &self.text[stop.next..];
        match ending {
            Ending::Hard => stop.next,
            Ending::Soft => self.text.len() - rest.trim_start_matches([' ', '\u{3000}']).len(),
        }
    }
}

/// Whether `c`, behind `before`, closes a quotation.
fn closes_quotation(c: char, before: Option<char>) -> bool {
    matches!(c, '\u{2019}' | '\u{201d}') && before.is_some_and(|before| !is_blank(before))
}

/// Whether `tail` begins with an escape of a URL.
fn is_escape(tail: &str) -> bool {
    matches!(tail.as_bytes(), [b'%', one, two, ..] if one.is_ascii_hexdigit() && two.is_ascii_hexdigit())
}

/// Whether the character behind `head` is one of the two digits of an escape.
fn is_within_escape(head: &str, digit: char) -> bool {
    digit.is_ascii_hexdigit()
        && match head.as_bytes() {
            [.., b'%'] => true,
            [.., b'%', first] => first.is_ascii_hexdigit(),
            _ => false,
        }
}

/// Those of the ascending offsets that lie past `start` and not past `end`, the last one first.
fn back(offsets: &[u32], start: usize, end: usize) -> impl Iterator<Item = usize> {
    offsets[..offsets.partition_point(|&at| at as usize <= end)]
        .iter()
        .rev()
        .map(|&at| at as usize)
        .take_while(move |&at| at > start)
}

/// A text without what is hidden in it, with the way there and back.
struct Seen {
    text: String,
    /// What is hidden, ascending, each with its place in what is left.
    hidden: Vec<(u32, Range<u32>)>,
}

impl Seen {
    fn new(text: &str, ranges: &[Range<u32>]) -> Self {
        let mut seen =
            Self { text: String::with_capacity(text.len()), hidden: Vec::with_capacity(ranges.len()) };
        let mut end = 0;
        for range in ranges {
            let after = range.end as usize;
            let Some(between) = text.get(end..range.start as usize) else { continue };
            if range.start > range.end || !text.is_char_boundary(after) {
                continue;
            }
            seen.text.push_str(between);
            seen.hidden.push((offset(seen.text.len()), range.clone()));
            end = after;
        }
        seen.text.push_str(&text[end..]);
        seen
    }

    /// The place in the whole text of `at`; past what is hidden there.
    fn outward(&self, at: u32) -> u32 {
        let before = self.hidden.partition_point(|&(place, _)| place <= at);
        self.hidden[..before].last().map_or(at, |(place, range)| at - place + range.end)
    }

    /// The place in what is left of `at` in the whole text.
    fn inward(&self, at: u32) -> u32 {
        let before = self.hidden.partition_point(|(_, range)| range.start < at);
        self.hidden[..before].last().map_or(at, |(place, range)| place + at.saturating_sub(range.end))
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("an article is cut at 64 MB")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::ops::Range;
    use std::path::Path;
    use std::slice::from_ref;

    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Autospace, Hanging, Justify, Line, Setting, is_escape, wrap};
    use crate::text::breaks::{Breaks, at_need, breaks};
    use crate::text::kinsoku::{is_blank, may_hang, never_begins, never_ends};
    use crate::text::width::{Ambiguous, of};

    fn narrow(columns: u16) -> Setting<'static> {
        Setting { columns, ..Setting::default() }
    }

    /// The rows as they are seen, gaps as `_`.
    fn rows(text: &str, setting: &Setting<'_>) -> Vec<String> {
        let row = |line: &Line| {
            let mut row = text[line.start as usize..line.end as usize].to_owned();
            for &(at, columns) in line.gaps.iter().rev() {
                row.insert_str((at - line.start) as usize, &"_".repeat(columns.into()));
            }
            row
        };
        wrap(text, setting).iter().map(row).collect()
    }

    #[test]
    fn closing_marks_stay_with_what_they_close() {
        assert_eq!(rows("「猫」と犬。", &narrow(4)), ["「猫", "」と", "犬。"]);
        assert_eq!(rows("「猫」と犬。", &narrow(6)), ["「猫」", "と犬。"]);
        assert_eq!(rows("他说“好”。", &narrow(7)), ["他说", "“好”。"]);
        assert_eq!(rows("좋은 글(책).", &narrow(8)), ["좋은 글", "(책)."]);
        assert_eq!(rows("the (cat).", &narrow(8)), ["the", "(cat)."]);
    }

    #[test]
    fn what_is_to_be_kept_whole_is_not_cut_for_want_of_a_break_before_it() {
        let text = "「a」。--flag、";
        let whole = vec![10..16; 1];
        assert_eq!(rows(text, &Setting { whole: &whole, ..narrow(12) }), ["「a」。", "--flag、"]);
    }

    #[test]
    fn a_quotation_in_latin_letters_and_a_list_of_prices_are_parted_where_the_row_needs_it() {
        assert_eq!(rows("他说：“Hello”，我说。", &narrow(12)), ["他说：", "“Hello”，我", "说。"]);
        assert_eq!(rows("所谓的“microservices”架构", &narrow(16)), ["所谓的", "“microservices”", "架构"]);
        assert_eq!(rows("価格は¥1,000、¥2,000です。", &narrow(14)), ["価格は¥1,000、", "¥2,000です。"]);
        assert_eq!(rows("他说：“Hello”，我说。", &narrow(17)), ["他说：“Hello”，我", "说。"]);
    }

    #[test]
    fn blanks_at_the_end_of_a_row_are_cut() {
        let lines = wrap("ab  cd　猫", &narrow(2));
        let ends: Vec<_> = lines.iter().map(|line| (line.start, line.end, line.columns)).collect();
        assert_eq!(ends, [(0, 2, 2), (4, 6, 2), (9, 12, 2)]);
    }

    #[test]
    fn a_blank_with_a_mark_on_it_is_seen() {
        assert_eq!(rows("\u{3000}\u{3099}", &narrow(1)), ["\u{3000}\u{3099}"]);
    }

    #[test]
    fn blanks_at_the_start_of_a_paragraph_stay() {
        assert_eq!(rows("　猫と犬", &narrow(6)), ["　猫と", "犬"]);
        assert_eq!(rows("a\n　猫", &narrow(6)), ["a", "　猫"]);
    }

    #[test]
    fn line_feeds_end_rows() {
        assert_eq!(rows("猫\n\n犬\n", &narrow(9)), ["猫", "", "犬"]);
        assert_eq!(rows("\n", &narrow(9)), [""]);
        assert_eq!(wrap("", &narrow(9)), []);
    }

    #[test]
    fn a_run_wider_than_the_row_is_cut_between_graphemes() {
        assert_eq!(rows("abcdefg", &narrow(3)), ["abc", "def", "g"]);
        assert_eq!(rows("한국어문장", &narrow(5)), ["한국", "어문", "장"]);
        assert_eq!(rows("e\u{301}e\u{301}e\u{301}", &narrow(2)), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(rows("…………", &narrow(2)), ["……", "……"]);
        assert_eq!(rows("%E3%83%84x", &narrow(4)), ["%E3", "%83", "%84x"]);
    }

    #[test]
    fn a_run_that_must_be_cut_is_cut_where_kinsoku_holds() {
        assert_eq!(rows("abcd、", &narrow(4)), ["abc", "d、"]);
        assert_eq!(rows("1,000,000", &narrow(5)), ["1,00", "0,000"]);
    }

    #[test]
    fn a_wide_character_in_one_column_has_a_row_of_its_own() {
        assert_eq!(rows("猫犬", &narrow(1)), ["猫", "犬"]);
        assert_eq!(rows("a👨\u{200d}👩b", &narrow(1)), ["a", "👨\u{200d}👩", "b"]);
        assert_eq!(rows("猫", &narrow(0)), ["猫"]);
    }

    #[test]
    fn the_first_row_leaves_room_for_its_indent() {
        let setting = Setting { first_indent: 2, ..narrow(6) };
        assert_eq!(rows("猫と犬と鳥", &setting), ["猫と", "犬と鳥"]);
    }

    #[test]
    fn stops_hang_in_the_margin_where_asked() {
        let setting = Setting { hanging: Hanging::Yes, ..narrow(4) };
        assert_eq!(rows("猫犬、鳥", &setting), ["猫犬、", "鳥"]);
        assert_eq!(rows("猫犬。", &setting), ["猫犬。"]);
        assert_eq!(rows("猫犬，鸟", &setting), ["猫犬，", "鸟"]);
        assert_eq!(rows("鳥猫犬。」", &Setting { columns: 6, ..setting.clone() }), ["鳥猫", "犬。」"]);
        assert_eq!(wrap("猫犬、鳥", &setting)[0].columns, 6);
    }

    #[test]
    fn ranges_to_be_kept_whole_are_parted_only_where_no_row_holds_them() {
        let text = "見よ a b c と";
        let code = 7..12;
        let setting = Setting { whole: from_ref(&code), ..narrow(8) };
        assert_eq!(rows(text, &setting), ["見よ", "a b c と"]);
        let setting = Setting { whole: from_ref(&code), ..narrow(4) };
        assert_eq!(rows(text, &setting), ["見よ", "a b", "c と"]);
    }

    #[test]
    fn what_is_hidden_takes_no_room_and_no_part_in_breaking() {
        let text = "漢字（かんじ）、犬";
        let reading = 6..21;
        let setting = Setting { hidden: from_ref(&reading), ..narrow(6) };
        let lines = wrap(text, &setting);
        assert_eq!(
            lines.iter().map(|l| (l.start, l.end, l.columns)).collect::<Vec<_>>(),
            [(0, 24, 6), (24, 27, 2)]
        );
        let reading = 0..27;
        let setting = Setting { hidden: from_ref(&reading), ..narrow(6) };
        assert_eq!(wrap(text, &setting), [Line { end: 27, ..Line::default() }]);
        let wrong = [Range { start: 9, end: 6 }, 6..6, 7..8, 6..99];
        assert_eq!(wrap(text, &Setting { hidden: &wrong, ..narrow(40) }), wrap(text, &narrow(40)));
    }

    #[test]
    fn phrases_stay_whole_unless_too_much_of_the_row_were_left() {
        let phrase = |columns| Setting { breaks: Breaks::Phrase, ..narrow(columns) };
        assert_eq!(
            rows("彼らは新しい本を読んでいました。", &phrase(14)),
            ["彼らは新しい", "本を読んでいま", "した。"]
        );
        assert_eq!(
            rows("彼らは新しい本を読んでいました。", &phrase(18)),
            ["彼らは新しい本を", "読んでいました。"]
        );
        assert_eq!(
            rows("彼らは新しい本を読んでいました。", &narrow(14)),
            ["彼らは新しい本", "を読んでいまし", "た。"]
        );
        assert_eq!(rows("中文的文章很长很长", &phrase(8)), ["中文的文", "章很长很", "长"]);
    }

    #[test]
    fn korean_breaks_inside_a_word_only_where_it_alone_is_too_wide() {
        assert_eq!(rows("한국어는 띄어쓰기에서 바꾼다", &narrow(12)), ["한국어는", "띄어쓰기에서", "바꾼다"]);
        assert_eq!(
            rows("한국어는 띄어쓰기에서 바꾼다", &narrow(8)),
            ["한국어는", "띄어쓰기", "에서", "바꾼다"]
        );
    }

    #[test]
    fn autospace_parts_scripts_where_there_is_room() {
        let setting = Setting { autospace: Autospace::Yes, ..narrow(20) };
        assert_eq!(rows("新しいAIの話", &setting), ["新しい_AI_の話"]);
        assert_eq!(rows("用AI写", &setting), ["用_AI_写"]);
        let setting = Setting { autospace: Autospace::Yes, ..narrow(7) };
        assert_eq!(rows("新AIの", &setting), ["新AIの"]);
        assert_eq!(rows("新、AI", &setting), ["新、AI"]);
        assert_eq!(rows("『AI』の", &setting).len(), 2);
    }

    #[test]
    fn justified_rows_are_full_but_for_the_last() {
        let setting = Setting { justify: Justify::Yes, ..narrow(9) };
        assert_eq!(rows("猫、犬と鳥と魚", &setting), ["猫、_犬と", "鳥と魚"]);
        let setting = Setting { justify: Justify::Yes, ..narrow(11) };
        assert_eq!(rows("the cat is on", &setting), ["the cat _is", "on"]);
    }

    /// The bodies of the articles that the program was made for, where they lie beside the sources.
    fn seeds() -> Vec<String> {
        let beside =
            [concat!(env!("CARGO_MANIFEST_DIR"), "/.."), concat!(env!("CARGO_MANIFEST_DIR"), "/../..")];
        let folder = beside.iter().map(|root| Path::new(root).join("shared/corpora/seeds"));
        let Some(Ok(entries)) = folder.map(fs::read_dir).find(Result::is_ok) else { return Vec::new() };
        let texts = entries.filter_map(|entry| fs::read(entry.ok()?.path()).ok());
        let body = |text: Vec<u8>| {
            let text = String::from_utf8_lossy(&text).into_owned();
            text.splitn(3, "---\n").nth(2).map(String::from)
        };
        texts.filter_map(body).collect()
    }

    #[test]
    fn the_seeds_are_set_without_a_fault_at_every_width() {
        for body in seeds() {
            for paragraph in body.lines().filter(|line| !line.trim().is_empty()) {
                for columns in 20..=120 {
                    let lines = wrap(paragraph, &narrow(columns));
                    for (nth, line) in lines.iter().enumerate() {
                        let row = &paragraph[line.start as usize..line.end as usize];
                        assert!(line.columns <= columns, "{columns}: {row}");
                        let begins_badly = row.starts_with(never_begins) && !is_escape(row);
                        assert!(nth == 0 || !begins_badly, "{columns}: {row}");
                        assert!(nth + 1 == lines.len() || !row.ends_with(never_ends), "{columns}: {row}");
                    }
                }
            }
        }
    }

    /// Paragraphs of all kinds.
    fn paragraphs() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[あ-おかっょー一二三猫犬、。「」（）！？…・々]{1,8}",
            "[中文价格“”，。《》——……¥$]{1,8}",
            "[가나다라 ]{1,8}",
            "[a-eA-C0-3 ./+&:,%()-]{1,8}",
            "[ｱ-ｳﾞ👩🏽❤\u{200d}\u{fe0f}\u{301}\u{3099}🇯🇵\u{3000} \n]{1,4}",
        ];
        proptest::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    fn settings() -> impl Strategy<Value = Setting<'static>> {
        let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        let columns = prop_oneof![1_u16..24, 1_u16..200];
        (columns, 0_u16..4, flags).prop_map(|(columns, indent, (wide, phrase, hang, space, justify))| {
            Setting {
                columns,
                first_indent: indent.min(columns - 1),
                ambiguous: if wide { Ambiguous::Wide } else { Ambiguous::Narrow },
                breaks: if phrase { Breaks::Phrase } else { Breaks::Strict },
                hanging: if hang { Hanging::Yes } else { Hanging::No },
                autospace: if space { Autospace::Yes } else { Autospace::No },
                justify: if justify { Justify::Yes } else { Justify::No },
                ..Setting::default()
            }
        })
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_asked(text in paragraphs(), setting in settings()) {
            for (nth, line) in wrap(&text, &setting).iter().enumerate() {
                let row = &text[line.start as usize..line.end as usize];
                let gaps: usize = line.gaps.iter().map(|gap| usize::from(gap.1)).sum();
                prop_assert_eq!(of(row, setting.ambiguous) + gaps, usize::from(line.columns));
                let room = setting.columns - if nth == 0 { setting.first_indent } else { 0 };
                let hung = setting.hanging == Hanging::Yes && row.ends_with(may_hang);
                let alone = row.graphemes(true).filter(|g| of(g, setting.ambiguous) > 0).count() == 1;
                prop_assert!(line.columns <= room + if hung { 2 } else { 0 } || alone, "{row:?}");
            }
        }

        #[test]
        fn rows_cover_the_text_but_for_blanks(text in paragraphs(), setting in settings()) {
            let lines = wrap(&text, &setting);
            prop_assert_eq!(lines.is_empty(), text.is_empty());
            let mut end = 0;
            for line in &lines {
                let (start, after) = (line.start as usize, line.end as usize);
                prop_assert!(start >= end && after >= start);
                prop_assert!(text[end..start].chars().all(is_blank), "{:?}", &text[end..start]);
                prop_assert!(line.gaps.iter().all(|gap| line.start < gap.0 && gap.0 < line.end));
                prop_assert!(line.gaps.is_sorted_by(|a, b| a.0 < b.0));
                end = after;
            }
            prop_assert!(text[end..].chars().all(is_blank));
            prop_assert_eq!(lines, wrap(&text, &setting));
        }

        #[test]
        fn kinsoku_holds_wherever_a_break_is_lawful(text in paragraphs(), setting in settings()) {
            let lawful = breaks(&text, Breaks::Strict);
            let lines = wrap(&text, &setting);
            for pair in lines.windows(2) {
                let at = pair[1].start as usize;
                let before = text[..at].chars().next_back().map_or(0, char::len_utf8);
                if lawful.contains(&pair[1].start) || at_need(&text, at - before, at).is_some() {
                    continue;
                }
                // A row is cut elsewhere only if no lawful break lies in its reach.
                let reach = lawful.iter().any(|&at| pair[0].start < at && at <= pair[1].start && !text[pair[0].start as usize..at as usize].chars().all(is_blank));
                prop_assert!(!reach, "{:?}", &text[pair[0].start as usize..pair[1].end as usize]);
            }
        }

        #[test]
        fn any_ranges_may_be_whole_or_hidden(
            text in paragraphs(), setting in settings(), cuts in proptest::collection::vec(0_usize..200, 8)
        ) {
            let borders: Vec<u32> = text.grapheme_indices(true).map(|(at, _)| super::offset(at)).collect();
            prop_assume!(!borders.is_empty());
            let mut ends: Vec<u32> = cuts.iter().map(|cut| borders[cut % borders.len()]).collect();
            ends.sort_unstable();
            let whole = [ends[0]..ends[1], ends[4]..ends[5]];
            let hidden = [ends[2]..ends[3], ends[6]..ends[7]];
            let lines = wrap(&text, &Setting { whole: &whole, hidden: &hidden, ..setting.clone() });
            let seen = |start: u32, end: u32| {
                let hidden = |at: u32| hidden.iter().any(|range| range.contains(&at));
                text[start as usize..end as usize].char_indices().any(|(at, c)| !is_blank(c) && !hidden(start + super::offset(at)))
            };
            let mut end = 0;
            for line in &lines {
                prop_assert!(line.start >= end && line.end >= line.start);
                prop_assert!(!seen(end, line.start), "{:?}", &text[end as usize..line.start as usize]);
                end = line.end;
            }
            prop_assert!(!seen(end, super::offset(text.len())));
            let whole_only = Setting { whole: &whole, ..setting.clone() };
            for pair in wrap(&text, &whole_only).windows(2) {
                let at = pair[1].start;
                let parted = whole.iter().find(|range| range.start < at && at < range.end);
                let Some(range) = parted else { continue };
                // Nothing before it in the row could have been a break, or no row holds it.
                let room = usize::from(setting.columns);
                let is_too_wide = of(&text[range.start as usize..range.end as usize], setting.ambiguous) > room;
                let free = breaks(&text, Breaks::Strict).into_iter().filter(|&at| !whole.iter().any(|r| r.start < at && at < r.end));
                let earlier = free.into_iter().any(|each| pair[0].start < each && each <= range.start);
                prop_assert!(is_too_wide || !earlier || text[..at as usize].ends_with('\n'));
            }
        }

        #[test]
        fn hidden_ranges_leave_the_rows_of_the_rest(text in paragraphs(), columns in 1_u16..40) {
            let whole = format!("猫（かんじ）{text}");
            let reading = 3..18;
            let with: Vec<u16> = wrap(&whole, &Setting { hidden: from_ref(&reading), ..narrow(columns) }).iter().map(|l| l.columns).collect();
            let without: Vec<u16> = wrap(&format!("猫{text}"), &narrow(columns)).iter().map(|l| l.columns).collect();
            prop_assert_eq!(with, without);
        }
    }
}
