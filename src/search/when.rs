//! The days that `date:` asks for.
//!
//! A day is the one written in the article, whatever its zone: `date:2026-02-07` finds what
//! shows 2026-02-07. Only `30d` and its like count back from the moment, to the moment that
//! the article names.

use jiff::civil::{Date as Day, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use crate::markdown::date::Date;
use crate::text::fold::fold;

/// Days asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From the first to the last, both among them; `None` is open.
    Days {
        /// The first.
        from: Option<Day>,
        /// The last.
        to: Option<Day>,
    },
    /// As long ago as this, or less.
    Within(Ago),
}

/// A length of time back from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ago {
    /// Days of 24 hours; a week is seven.
    Days(i32),
    /// Months of the calendar; a year is twelve.
    Months(i32),
}

/// Why something typed is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// It is not written as one.
    Unknown,
    /// No calendar has it.
    NoDay(String),
    /// It ends before it begins.
    Backwards(String),
}

impl When {
    /// What `typed` asks for: `2026`, `2026-02`, `2026-02-07`, `a..b`, `..b`, `a..`, `>a`, `>=a`,
    /// `<a`, `<=a`, `30d`, `2w`, `6m`, `1y`; `/`, `年月日` and `년월일` may part a date, `~` a range, and what
    /// an input method writes for these signs is taken for them.
    ///
    /// # Errors
    /// Why it is no date.
    pub fn parse(typed: &str) -> Result<Self, NoDate> {
        let plain = typed.replace(['ー', '−', '–', '—'], "-").replace('。', ".");
        let plain = plain.replace(['〜', '～', '~'], "..");
        let dated = fold(&plain).replace(['/', '年', '月', '년', '월', '.'], "-").replace(['日', '일'], "");
        // The two dots of a range were dots, and now are dashes like those of `2026.02.07`.
        if let Some((from, to)) = dated.split_once("--") {
            let from = if from.is_empty() { None } else { Some(span(from)?.0) };
            let to = to.trim_start_matches('-');
            let to = if to.is_empty() { None } else { Some(span(to)?.1) };
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err(NoDate::Backwards(typed.to_owned()));
            }
            return if (from, to) == (None, None) {
                Err(NoDate::Unknown)
            } else {
                Ok(Self::Days { from, to })
            };
        }
        if let Some(day) = dated.strip_prefix(">=") {
            return Ok(Self::Days { from: Some(span(day)?.0), to: None });
        }
        if let Some(day) = dated.strip_prefix("<=") {
            return Ok(Self::Days { from: None, to: Some(span(day)?.1) });
        }
        if let Some(day) = dated.strip_prefix('>') {
            let after = span(day)?.1.tomorrow().map_err(|_| NoDate::Unknown)?;
            return Ok(Self::Days { from: Some(after), to: None });
        }
        if let Some(day) = dated.strip_prefix('<') {
            let before = span(day)?.0.yesterday().map_err(|_| NoDate::Unknown)?;
            return Ok(Self::Days { from: None, to: Some(before) });
        }
        if let Some(ago) = ago(&dated) {
            return Ok(Self::Within(ago));
        }
        let (from, to) = span(&dated)?;
        Ok(Self::Days { from: Some(from), to: Some(to) })
    }

    /// Whether an article of `date` is of these days, seen from `now`. What lies more than a day
    /// in the future is not of the last days.
    #[must_use]
    pub fn holds(self, date: &Date, now: Timestamp) -> bool {
        match self {
            Self::Days { from, to } => {
                let day = date.written.date();
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
            }
            Self::Within(ago) => {
                let today = now.to_zoned(TimeZone::UTC);
                let since = today.checked_sub(ago.span()).map_or(Timestamp::MIN, |since| since.timestamp());
                let until = today.checked_add(1.day()).map_or(Timestamp::MAX, |until| until.timestamp());
                since <= date.at && date.at <= until
            }
        }
    }
}

impl Ago {
    fn span(self) -> Span {
        match self {
            Self::Days(days) => days.days(),
            Self::Months(months) => months.months(),
        }
    }
}

fn ago(typed: &str) -> Option<Ago> {
    let number = typed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let count: i32 = number.parse().ok().filter(|count| (0..=9_999).contains(count))?;
    match &typed[number.len()..] {
        "d" => Some(Ago::Days(count)),
        "w" => Some(Ago::Days(count * 7)),
        "m" => Some(Ago::Months(count)),
        "y" => Some(Ago::Months(count.min(9_999 / 12) * 12)),
        _ => None,
    }
}

/// The first and the last day of a year, a month or a day.
fn span(typed: &str) -> Result<(Day, Day), NoDate> {
    let typed = typed.strip_suffix('-').unwrap_or(typed);
    let mut parts = typed.split('-');
    let mut part = |digits| match parts.next() {
        Some(part) => number(part, digits).map(Some).ok_or(NoDate::Unknown),
        None => Ok(None),
    };
    let (year, month, day) = (part(4..=4)?, part(1..=2)?, part(1..=2)?);
    let year = year.filter(|year| *year > 0).ok_or(NoDate::Unknown)?;
    if parts.next().is_some() {
        return Err(NoDate::Unknown);
    }
    let day_of = |month: i16, day: i16| {
        let short = |number: i16| i8::try_from(number).unwrap_or(i8::MAX);
        // A nought is the beginning of `05`.
        let wrong = || if month == 0 || day == 0 { NoDate::Unknown } else { NoDate::NoDay(typed.to_owned()) };
        Day::new(year, short(month), short(day)).map_err(|_| wrong())
    };
    match (month, day) {
        (Some(month), Some(day)) => day_of(month, day).map(|day| (day, day)),
        (Some(month), None) => day_of(month, 1).map(|first| (first, first.last_of_month())),
        (None, _) => Ok((date(year, 1, 1), date(year, 12, 31))),
    }
}

fn number(digits: &str, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let plain = length.contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use jiff::tz::Offset;

    use super::When;
    use crate::markdown::date::Date;

    fn on(year: i16, month: i8, day: i8) -> Date {
        let written = date(year, month, day).at(9, 0, 0, 0);
        let at = Offset::UTC.to_timestamp(written).unwrap();
        Date { at, written, offset: Offset::UTC, timed: true }
    }

    #[test]
    fn a_date_means_the_days_it_names() {
        let now: Timestamp = "2026-02-10T00:00:00Z".parse().unwrap();
        for (typed, inside, outside) in [
            ("2026", on(2026, 12, 31), on(2025, 12, 31)),
            ("2026-02", on(2026, 2, 28), on(2026, 3, 1)),
            ("2026-2", on(2026, 2, 1), on(2026, 1, 31)),
            ("2026-02-07", on(2026, 2, 7), on(2026, 2, 8)),
            ("２０２６／２", on(2026, 2, 1), on(2026, 3, 1)),
            ("2026年2月7日", on(2026, 2, 7), on(2026, 2, 6)),
            ("2026.2.7", on(2026, 2, 7), on(2026, 2, 6)),
            ("2025-09..2026-01", on(2026, 1, 31), on(2026, 2, 1)),
            ("2025-09..2026-01", on(2025, 9, 1), on(2025, 8, 31)),
            ("2025..", on(2026, 2, 1), on(2024, 12, 31)),
            ("..2025", on(2025, 12, 31), on(2026, 1, 1)),
            (">2025-12-24", on(2025, 12, 25), on(2025, 12, 24)),
            (">=2025-12-24", on(2025, 12, 24), on(2025, 12, 23)),
            (">2025-12", on(2026, 1, 1), on(2025, 12, 31)),
            ("<2025-12", on(2025, 11, 30), on(2025, 12, 1)),
            ("<=2025-12", on(2025, 12, 31), on(2026, 1, 1)),
            ("2025ー12", on(2025, 12, 1), on(2026, 1, 1)),
            ("2025。。2026", on(2025, 1, 1), on(2027, 1, 1)),
            ("2025-09〜2026-01", on(2026, 1, 31), on(2026, 2, 1)),
            ("2026年2月..2026年3月", on(2026, 2, 1), on(2026, 1, 31)),
            ("2026年〜", on(2030, 2, 1), on(2025, 12, 31)),
            ("2026年2月..", on(2026, 2, 1), on(2026, 1, 31)),
            ("〜2026年", on(2026, 2, 1), on(2027, 1, 1)),
            ("2026년", on(2026, 2, 1), on(2027, 1, 1)),
            ("2026년2월7일", on(2026, 2, 7), on(2026, 2, 6)),
            ("２０２５年９月～２０２６年１月", on(2025, 9, 1), on(2025, 8, 31)),
            ("2025~", on(2026, 1, 31), on(2024, 2, 1)),
            ("30d", on(2026, 1, 12), on(2026, 1, 10)),
            ("30d", on(2026, 2, 10), on(2026, 3, 10)),
            ("2w", on(2026, 1, 28), on(2026, 1, 20)),
            ("1m", on(2026, 1, 11), on(2026, 1, 9)),
            ("1y", on(2025, 3, 1), on(2025, 2, 1)),
        ] {
            let when = When::parse(typed).unwrap_or_else(|_| panic!("{typed}"));
            assert!(when.holds(&inside, now), "{typed} {inside:?}");
            assert!(!when.holds(&outside, now), "{typed} {outside:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for typed in [
            "",
            "soon",
            "26",
            "2026-13",
            "2026-02-30",
            "..",
            "2026-01..2025-01",
            ">",
            "d",
            "-3d",
            "2026-1-1-1",
            "20260207",
            "0000",
            "99999d",
            "2026-02-07T10:00",
        ] {
            assert!(When::parse(typed).is_err(), "{typed}");
        }
    }
}
