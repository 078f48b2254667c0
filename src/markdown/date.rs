//! Dates as people write them in front matter and in file names.
//!
//! RFC 3339 and its loose relatives, `2026/02/07`, US `1/31/2020`, `2026年2月7日`,
//! `2026. 2. 7.`, English month names. A day that no calendar has is no date; neither is a
//! template (`{{ date }}`). Without a zone the written time is taken as UTC.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{self, DateTime, Time};
use jiff::tz::Offset;

/// Bytes that a written date may have; whatever is longer is something else.
const LONGEST: usize = 80;

/// A day, or a moment of it, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The moment, for sorting. Without a zone the written time is taken as UTC.
    pub at: Timestamp,
    /// The day and time as written.
    pub written: DateTime,
    /// The zone as written, or UTC.
    pub offset: Offset,
    /// Whether a time of day was written.
    pub timed: bool,
}

impl Date {
    /// The date in `written`, quotes and blanks around it aside; `None` if it is anything else,
    /// or if anything else stands beside it.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        if written.len() > LONGEST {
            return None;
        }
        let plain: String = written.chars().map(narrow).collect();
        let plain = plain.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”'));
        let mut rest = Rest(plain);
        let day = rest.day()?;
        rest.blanks();
        rest.brackets();
        let time = rest.time()?;
        let offset = rest.zone()?;
        rest.brackets();
        if !rest.0.is_empty() {
            return None;
        }
        Self::new(day.to_datetime(time.unwrap_or(Time::midnight())), offset, time.is_some())
    }

    /// The day that the name of a file begins with: `2026-02-04-name.md`, `2026-02-04.md`,
    /// `20260204-name.md`.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        dated_name(stem).map(|(date, _)| date)
    }

    /// The day as written, `2026-02-04`.
    #[must_use]
    pub fn day(&self) -> String {
        self.written.date().to_string()
    }

    /// RFC 3339 with the zone as written; `Z` for UTC and where no zone was written.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let mut text = self.written.to_string();
        let minutes = self.offset.seconds() / 60;
        if minutes == 0 {
            text.push('Z');
        } else {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.abs();
            // Writing to a string cannot fail.
            let _ = write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
        text
    }

    fn new(written: DateTime, offset: Offset, timed: bool) -> Option<Self> {
        let at = offset.to_timestamp(written).ok()?;
        Some(Self { at, written, offset, timed })
    }
}

/// The day that `stem` (a file name without its ending) begins with, and what follows the mark
/// behind it.
#[must_use]
pub fn dated_name(stem: &str) -> Option<(Date, &str)> {
    let mut rest = Rest(stem);
    let (year, digits) = rest.number()?;
    let day = if digits == 8 {
        let day = compact(year)?;
        // Longer or stranger numbers are ids; years beyond these are, too.
        if !(1900..2100).contains(&day.year()) {
            return None;
        }
        day
    } else {
        let mark = rest.0.chars().next().filter(|c| digits == 4 && matches!(c, '-' | '_' | '.'))?;
        rest.eat(mark);
        let month = rest.two_digits()?;
        if !rest.eat(mark) {
            return None;
        }
        civil::Date::new(i16::try_from(year).ok()?, month, rest.two_digits()?).ok()?
    };
    let name = match rest.0.chars().next() {
        Some('0'..='9') => return None,
        Some(mark @ ('-' | '_' | '.' | ' ' | '\u{3000}')) => &rest.0[mark.len_utf8()..],
        Some(_) | None => rest.0,
    };
    let date = Date::new(day.to_datetime(Time::midnight()), Offset::UTC, false)?;
    Some((date, name))
}

/// What is left to read of a written date.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn eat(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn eat_any(&mut self, marks: &[char]) -> bool {
        marks.iter().any(|&mark| self.eat(mark))
    }

    fn blanks(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Skips a day of the week or the name of a zone in brackets.
    fn brackets(&mut self) {
        for (open, close) in [('(', ')'), ('[', ']')] {
            if let Some((_, rest)) = self.0.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
                self.0 = rest.trim_start();
            }
        }
    }

    /// The digits that come next as a number, and how many they are; at most nine.
    fn number(&mut self) -> Option<(i32, usize)> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 9 {
            return None;
        }
        let number = self.0[..digits].parse().ok()?;
        self.0 = &self.0[digits..];
        Some((number, digits))
    }

    /// A number of one or two digits.
    fn small(&mut self) -> Option<i8> {
        let (number, digits) = self.number()?;
        if digits > 2 { None } else { i8::try_from(number).ok() }
    }

    fn two_digits(&mut self) -> Option<i8> {
        let (number, digits) = self.number()?;
        if digits == 2 { i8::try_from(number).ok() } else { None }
    }

    fn year(&mut self) -> Option<i16> {
        let (number, digits) = self.number()?;
        if digits == 4 { i16::try_from(number).ok() } else { None }
    }

    /// The ASCII letters that come next, in lower case.
    fn word(&mut self) -> String {
        let letters = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = self.0[..letters].to_ascii_lowercase();
        self.0 = &self.0[letters..];
        word
    }

    fn day(&mut self) -> Option<civil::Date> {
        if self.0.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.day_in_words();
        }
        let (first, digits) = self.number()?;
        match digits {
            8 => compact(first),
            4 => {
                self.blanks();
                if !self.eat_any(&['-', '/', '.', '年', '년']) {
                    return None;
                }
                self.blanks();
                let month = self.small()?;
                self.blanks();
                if !self.eat_any(&['-', '/', '.', '月', '월']) {
                    return None;
                }
                self.blanks();
                let day = self.small()?;
                self.eat_any(&['日', '일', '.']);
                civil::Date::new(i16::try_from(first).ok()?, month, day).ok()
            }
            1 | 2 if self.eat('/') => {
                let day = self.small()?;
                if !self.eat('/') {
                    return None;
                }
                civil::Date::new(self.year()?, i8::try_from(first).ok()?, day).ok()
            }
            1 | 2 => {
                let word = self.after_marks(Self::word);
                let month = month(&word)?;
                let year = self.after_marks(Self::year)?;
                civil::Date::new(year, month, i8::try_from(first).ok()?).ok()
            }
            _ => None,
        }
    }

    /// `Feb 4, 2026`, `Wed, 4 Feb 2026`, `Wed Feb 04 2026`.
    fn day_in_words(&mut self) -> Option<civil::Date> {
        let word = self.word();
        let Some(month) = month(&word) else {
            let weekday =
                ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|&day| word.starts_with(day));
            self.after_marks(|_| ());
            return if weekday && self.0.starts_with(|c: char| c.is_ascii_digit()) {
                self.day()
            } else if weekday && month(&Rest(self.0).word()).is_some() {
                self.day_in_words()
            } else {
                None
            };
        };
        let day = self.after_marks(Self::small)?;
        for ending in ["st", "nd", "rd", "th"] {
            self.0 = self.0.strip_prefix(ending).unwrap_or(self.0);
        }
        let year = self.after_marks(Self::year)?;
        civil::Date::new(year, month, day).ok()
    }

    fn after_marks<T>(&mut self, then: impl FnOnce(&mut Self) -> T) -> T {
        self.0 = self.0.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-'));
        then(self)
    }

    /// The time of day; `Some(None)` where none is written, `None` where it is none.
    #[expect(clippy::option_option, reason = "no time and a wrong time are different things")]
    fn time(&mut self) -> Option<Option<Time>> {
        self.eat(',');
        self.blanks();
        if matches!(self.0.as_bytes(), [b'T' | b't', b'0'..=b'9', ..]) {
            self.0 = &self.0[1..];
        }
        let half = self.half();
        self.blanks();
        if !self.0.starts_with(|c: char| c.is_ascii_digit()) {
            return if half.is_some() { None } else { Some(None) };
        }
        let (first, digits) = self.number()?;
        let (hour, minute, second) = match digits {
            6 => (first / 10_000, first / 100 % 100, first % 100),
            4 => (first / 100, first % 100, 0),
            1 | 2 => {
                let (minute, second) = self.minute_and_second()?;
                (first, i32::from(minute), i32::from(second))
            }
            _ => return None,
        };
        let nanosecond = self.fraction()?;
        self.blanks();
        let half = half.or_else(|| self.half());
        let hour = match half {
            Some(Half::First) if hour == 12 => 0,
            Some(Half::Second) if hour < 12 => hour + 12,
            Some(Half::First | Half::Second) | None => hour,
        };
        // RFC 3339 knows leap seconds; a calendar does not.
        let second = if second == 60 { 59 } else { second };
        let narrow = |number: i32| i8::try_from(number).ok();
        Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, nanosecond).ok().map(Some)
    }

    fn minute_and_second(&mut self) -> Option<(i8, i8)> {
        if self.eat_any(&['時', '시', '点']) {
            self.blanks();
            if !self.0.starts_with(|c: char| c.is_ascii_digit()) {
                return Some((0, 0));
            }
            let minute = self.small()?;
            if !self.eat_any(&['分', '분']) {
                return None;
            }
            self.blanks();
            if !self.0.starts_with(|c: char| c.is_ascii_digit()) {
                return Some((minute, 0));
            }
            let second = self.small()?;
            return self.eat_any(&['秒', '초']).then_some((minute, second));
        }
        if !self.eat(':') {
            return None;
        }
        let minute = self.two_digits()?;
        let second = if self.eat(':') { self.two_digits()? } else { 0 };
        Some((minute, second))
    }

    fn fraction(&mut self) -> Option<i32> {
        let written = matches!(self.0.as_bytes(), [b'.' | b',', b'0'..=b'9', ..]);
        if !written {
            return Some(0);
        }
        self.0 = &self.0[1..];
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let nanoseconds = format!("{:0<9.9}", &self.0[..digits]).parse().ok();
        self.0 = &self.0[digits..];
        nanoseconds
    }

    fn half(&mut self) -> Option<Half> {
        let halves = [
            ("午前", Half::First),
            ("上午", Half::First),
            ("오전", Half::First),
            ("午後", Half::Second),
            ("下午", Half::Second),
            ("오후", Half::Second),
        ];
        for (name, half) in halves {
            if let Some(rest) = self.0.strip_prefix(name) {
                self.0 = rest;
                return Some(half);
            }
        }
        let mut after = Rest(self.0);
        let half = match after.word().as_str() {
            "am" => Half::First,
            "pm" => Half::Second,
            _ => return None,
        };
        self.0 = after.0;
        Some(half)
    }

    /// The zone; UTC where none is written.
    fn zone(&mut self) -> Option<Offset> {
        self.blanks();
        let mut after = Rest(self.0);
        let named = match after.word().as_str() {
            "z" | "utc" | "gmt" => Offset::UTC,
            "jst" | "kst" => Offset::from_hours(9).ok()?,
            _ => {
                after = Rest(self.0);
                Offset::UTC
            }
        };
        self.0 = after.0;
        let sign = match self.0.chars().next() {
            Some('+') => 1,
            Some('-' | '\u{2212}') => -1,
            Some(_) | None => {
                self.blanks();
                return Some(named);
            }
        };
        self.0 = self.0.trim_start_matches(['+', '-', '\u{2212}']);
        let (first, digits) = self.number()?;
        let (hours, minutes) = match digits {
            4 => (first / 100, first % 100),
            1 | 2 if self.eat(':') => (first, i32::from(self.two_digits()?)),
            1 | 2 => (first, 0),
            _ => return None,
        };
        self.blanks();
        if minutes > 59 {
            return None;
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    First,
    Second,
}

/// `20260204`.
fn compact(number: i32) -> Option<civil::Date> {
    let part = |number: i32| i8::try_from(number % 100).ok();
    civil::Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}

fn month(word: &str) -> Option<i8> {
    let names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = names.iter().position(|name| {
        word.len() >= 3 && name.starts_with(word) || word == "sept" && *name == "september"
    })?;
    i8::try_from(at + 1).ok()
}

/// Full-width digits and marks as ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Date, dated_name};

    fn rfc(written: &str) -> Option<String> {
        Date::parse(written).map(|date| date.rfc3339())
    }

    #[test]
    fn every_shape_in_use_is_read() {
        for (written, expected) in [
            ("2026-02-07T00:00:00+09:00", "2026-02-07T00:00:00+09:00"),
            ("2026-02-04 09:01:17 +0000", "2026-02-04T09:01:17Z"),
            ("2021-01-02 03:04:05 +0900", "2021-01-02T03:04:05+09:00"),
            ("2021-01-02 03:04:05 -0330", "2021-01-02T03:04:05-03:30"),
            ("2021-01-02 03:04:05", "2021-01-02T03:04:05Z"),
            ("2014-05-06T07:08", "2014-05-06T07:08:00Z"),
            ("2021-01-02 3:04", "2021-01-02T03:04:00Z"),
            ("2021-01-02t03:04:05z", "2021-01-02T03:04:05Z"),
            ("2021-01-02T03:04:05.678Z", "2021-01-02T03:04:05.678Z"),
            ("2021-01-02T03:04:05,5+09", "2021-01-02T03:04:05.5+09:00"),
            ("2021-01-02 03:04:05 UTC", "2021-01-02T03:04:05Z"),
            ("2021-01-02 03:04:05 JST", "2021-01-02T03:04:05+09:00"),
            ("2021-01-02T03:04:05+09:00[Asia/Tokyo]", "2021-01-02T03:04:05+09:00"),
            ("2021-01-02", "2021-01-02T00:00:00Z"),
            ("2021/01/02", "2021-01-02T00:00:00Z"),
            ("2025/02/14", "2025-02-14T00:00:00Z"),
            ("2021/1/2 3:04:05", "2021-01-02T03:04:05Z"),
            ("2021.01.02", "2021-01-02T00:00:00Z"),
            ("20210102", "2021-01-02T00:00:00Z"),
            ("20210102T030405Z", "2021-01-02T03:04:05Z"),
            ("01/31/2020", "2020-01-31T00:00:00Z"),
            ("1/5/2020", "2020-01-05T00:00:00Z"),
            ("1/5/2020 1:02 PM", "2020-01-05T13:02:00Z"),
            ("2026年2月7日", "2026-02-07T00:00:00Z"),
            ("2026年02月07日（土）", "2026-02-07T00:00:00Z"),
            ("2026年2月7日 午後3時4分", "2026-02-07T15:04:00Z"),
            ("２０２６年２月７日", "2026-02-07T00:00:00Z"),
            ("2026. 2. 7.", "2026-02-07T00:00:00Z"),
            ("2026년 2월 7일", "2026-02-07T00:00:00Z"),
            ("2026년 2월 7일 오후 3:04", "2026-02-07T15:04:00Z"),
            ("\"2021-01-02\"", "2021-01-02T00:00:00Z"),
            (" '2021-01-02 03:04' ", "2021-01-02T03:04:00Z"),
            ("Feb 4, 2026", "2026-02-04T00:00:00Z"),
            ("4 February 2026", "2026-02-04T00:00:00Z"),
            ("Wed, 04 Feb 2026 09:01:17 +0000", "2026-02-04T09:01:17Z"),
            ("Wed Feb 04 2026 09:01:17 GMT+0900 (JST)", "2026-02-04T09:01:17+09:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in [
            "",
            " ",
            "\"\"",
            "{{ date }}",
            "{{date:YYYY-MM-DD}}",
            "<% tp.date.now() %>",
            "YYYY-MM-DD",
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "13/45/2020",
            "31/01/2020",
            "0000-00-00",
            "2026-02-04T25:00:00Z",
            "2026-02-04 09:61",
            "2026-02-04 and more",
            "2026-02",
            "2026",
            "now",
            "Wed",
            "Wed Wed 4",
            "true",
            "1700000000",
            "99999999999999999999",
            "2026-02-04 +99:99",
            "-",
            "年月日",
        ] {
            assert_eq!(rfc(written), None, "{written}");
        }
    }

    #[test]
    fn the_moment_counts_the_zone_and_the_day_does_not() {
        let tokyo = Date::parse("2026-02-07T00:00:00+09:00").unwrap();
        assert_eq!(tokyo.at.to_string(), "2026-02-06T15:00:00Z");
        assert_eq!(tokyo.day(), "2026-02-07");
        assert!(tokyo.timed);
        assert!(!Date::parse("2026-02-07").unwrap().timed);
    }

    #[test]
    fn a_file_name_may_begin_with_a_day() {
        for (name, day) in [
            ("2026-02-04-name.md", "2026-02-04"),
            ("2026-02-04.md", "2026-02-04"),
            ("2026-02-04 会議.md", "2026-02-04"),
            ("2026_02_04_회의.md", "2026-02-04"),
            ("20260204-name.md", "2026-02-04"),
            ("20260204.txt", "2026-02-04"),
            ("20260204会议.md", "2026-02-04"),
        ] {
            assert_eq!(Date::from_file_name(name).map(|date| date.day()).as_deref(), Some(day), "{name}");
        }
        for name in
            ["name.md", "2026-02-31-x.md", "202602041234-x.md", "12345678.md", "2026-2-4.md", "000_437.md"]
        {
            assert_eq!(Date::from_file_name(name), None, "{name}");
        }
    }

    #[test]
    fn the_name_behind_the_day_stands_alone() {
        for (stem, name) in [
            ("2026-02-04-猫", "猫"),
            ("20260204 고양이", "고양이"),
            ("20260204会议", "会议"),
            ("2026-02-04", ""),
        ] {
            assert_eq!(dated_name(stem).map(|(_, name)| name), Some(name), "{stem}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(written in "[0-9TZ:+./ 年月日-]{0,30}|.{0,40}") {
            let _ = Date::parse(&written);
            let _ = Date::from_file_name(&written);
        }

        #[test]
        fn what_it_writes_it_reads_again(y in 1i16..9999, m in 1i8..13, d in 1i8..29, h in 0i8..24, s in 0i8..60, zone in -14i32..15) {
            let sign = if zone < 0 { '-' } else { '+' };
            let written = format!("{y:04}-{m:02}-{d:02} {h:02}:00:{s:02} {sign}{:02}00", zone.abs());
            let date = Date::parse(&written).unwrap();
            prop_assert_eq!(Date::parse(&date.rfc3339()), Some(date));
        }
    }
}
