//! An address over the page, beside the link that leads there, before it is opened.
//!
//! All of it is shown, its host apart; whatever may mislead about where it leads is told below.

use crate::app::panel::Panel;
use crate::config::strings::{Strings, Word};
use crate::markdown::address::{Address, Doubt};
use crate::page::measure::Measure;
use crate::page::row::{Row, Span};
use crate::text::role::{Role, Roles};
use crate::text::safe::{Safe, SafeStr};
use crate::text::width;

/// An address over the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    /// The address.
    pub address: Address,
    /// Where it is seen.
    pub panel: Panel,
}

impl Leave {
    /// The address that a link leads to which reads `text` and stands on a row of the screen.
    #[must_use]
    pub fn new(address: Address, text: &str, link_row: u16, measure: &Measure, strings: &Strings) -> Self {
        let panel = Panel::new(link_row, rows(&address, text, measure, strings));
        Self { address, panel }
    }
}

/// The address over as many rows as it needs, then what should be known of it.
fn rows(address: &Address, text: &str, measure: &Measure, strings: &Strings) -> Vec<Row> {
    let mut rows = written(address, measure);
    let mut tell = |text: &Safe, role: Role| {
        let row = |text| Row { spans: vec![Span::Decor { text, roles: role.into() }], ..Row::blank(0) };
        rows.extend(measure.lines(text.as_safe_str()).into_iter().map(row));
    };
    let doubts = address.doubts(text);
    if let Some(host) = &address.host {
        let real = &address.written[address.host_range.clone()];
        if host.is_international() {
            tell(&strings.fill(Word::LeaveHostInAscii, &[&host.shown, &host.ascii]), Role::Detail);
        } else if !doubts.is_empty() || !real.eq_ignore_ascii_case(&host.ascii) {
            tell(&strings.fill(Word::LeaveHost, &[&host.shown]), Role::Detail);
        }
    }
    for doubt in &doubts {
        let told = match doubt {
            Doubt::User(user) => strings.fill(Word::LeaveUser, &[user]),
            Doubt::Text(host) => strings.fill(Word::LeaveText, &[host]),
        };
        tell(&told, Role::Warning);
    }
    if address.opened().is_none() {
        tell(&strings.word(Word::LeaveOnlyCopied).to_safe(), Role::Warning);
    }
    rows
}

/// The address as it is written, broken wherever a row ends, its host set apart.
fn written(address: &Address, measure: &Measure) -> Vec<Row> {
    let host = &address.host_range;
    let around: Roles = Role::Detail.into();
    let within = Roles::of(Role::Link).with(Role::Strong);
    let parts = [(0..host.start, around), (host.clone(), within), (host.end..address.written.len(), around)];
    let (mut rows, mut left) = (vec![Row::blank(0)], usize::from(measure.columns));
    for (range, roles) in parts {
        let mut rest: SafeStr<'_> = address.written.as_safe_str().slice(range);
        while !rest.is_empty() {
            let (bytes, columns) = width::fit(&rest, left, measure.ambiguous);
            if bytes == 0 && left < usize::from(measure.columns) {
                rows.push(Row::blank(0));
                left = usize::from(measure.columns);
                continue;
            }
            // A character that is wider than a row stands in one all the same.
            let bytes = if bytes == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { bytes };
            let span = Span::Decor { text: rest.slice(0..bytes).to_safe(), roles };
            if let Some(row) = rows.last_mut() {
                row.spans.push(span);
            }
            left = left.saturating_sub(columns.max(1));
            rest = rest.slice(bytes..rest.len());
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::rows;
    use crate::config::strings::Strings;
    use crate::markdown::address::Address;
    use crate::page::measure::Measure;
    use crate::text::safe::Safe;
    use crate::text::width::{self, Ambiguous};

    fn shown(target: &str, text: &str, columns: u16) -> Vec<String> {
        let address = Address::of(target).unwrap();
        let rows = rows(&address, text, &Measure::of(columns), &Strings::of("en"));
        rows.iter().map(|row| row.plain(&Safe::default())).collect()
    }

    #[test]
    fn a_plain_address_is_all_there_is_to_see() {
        assert_eq!(shown("https://example.com/a", "猫", 40), ["https://example.com/a"]);
    }

    #[test]
    fn what_may_mislead_is_told_below() {
        for (target, text, expected) in [
            ("https://例え.jp/a", "猫", &["https://例え.jp/a", "host: 例え.jp, in ASCII xn--r8jz45g.jp"][..]),
            (
                "https://중국.kr@evil.org",
                "은행",
                &["https://중국.kr@evil.org", "host: evil.org", "a name stands before the host: 중국.kr"],
            ),
            (
                "https://evil.org/",
                "请访问 bank.cn",
                &["https://evil.org/", "host: evil.org", "the text of the link names another host: bank.cn"],
            ),
            ("http://0x7f.1/", "x", &["http://0x7f.1/", "host: 127.0.0.1"]),
            ("javascript:x", "猫", &["javascript:x", "not opened, only copied"]),
        ] {
            assert_eq!(shown(target, text, 60), expected, "{target}");
        }
    }

    proptest! {
        #[test]
        fn all_of_an_address_is_seen_in_rows_that_fit(
            rest in "([a-z/.@:]|猫|글|图|e\u{301}){0,60}", columns in 2_u16..30,
        ) {
            let target = format!("https://{rest}");
            let address = Address::of(&target).unwrap();
            let rows = super::written(&address, &Measure::of(columns));
            let rows: Vec<String> = rows.iter().map(|row| row.plain(&Safe::default())).collect();
            prop_assert_eq!(rows.concat(), address.written.as_str());
            prop_assert!(rows.iter().all(|row| width::of(row, Ambiguous::Narrow) <= usize::from(columns)));
        }
    }
}
