//! The card above an article: its title, then date, author, categories, tags and minutes.

use crate::markdown::meta::Meta;
use crate::page::measure::Measure;
use crate::page::row::{Row, Span};
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::width;

/// The rows of the card, a blank row at the end; all belong to the start of the text.
#[must_use]
pub fn card(meta: &Meta, minutes: u32, measure: &Measure) -> Vec<Row> {
    let mut rows = words(meta.title.as_safe_str(), Role::Title, measure);
    let mut details = Vec::new();
    if let Some(date) = &meta.date {
        details.push((Safe::line(&date.day()), Role::Date));
    }
    details.extend(meta.author.iter().map(|author| (author.clone(), Role::Detail)));
    details.extend(meta.categories.iter().map(|name| (name.clone(), Role::Detail)));
    details.extend(meta.tags.iter().map(|name| (name.clone(), Role::Tag)));
    details.push((Safe::line(&format!("{minutes} min")), Role::Detail));
    rows.extend(flow(&details, measure));
    rows.push(Row::blank(0));
    rows
}

/// Words of the card broken into rows.
fn words(text: SafeStr<'_>, role: Role, measure: &Measure) -> Vec<Row> {
    let row = |text| Row { spans: vec![Span::Decor { text, roles: role.into() }], ..Row::blank(0) };
    measure.lines(text).into_iter().map(row).collect()
}

/// Details side by side, two blanks between them, as many in a row as fit; one that fits in no row
/// is broken like a title.
fn flow(details: &[(Safe, Role)], measure: &Measure) -> Vec<Row> {
    let room = usize::from(measure.columns);
    let mut rows = vec![Row::blank(0)];
    let mut used = 0;
    for (text, role) in details {
        let wide = width::of(text, measure.ambiguous);
        if used > 0 && used + 2 + wide > room {
            rows.push(Row::blank(0));
            used = 0;
        }
        if wide > room {
            rows.pop();
            rows.extend(words(text.as_safe_str(), *role, measure));
            used = room;
            continue;
        }
        let row = rows.last_mut().expect("there is a row from the start");
        if used > 0 {
            row.spans.push(Span::Blank(2));
            used += 2;
        }
        used += wide;
        row.spans.push(Span::Decor { text: text.clone(), roles: (*role).into() });
    }
    rows
}
