//! The card above an article: its title, then date, author, categories, tags and minutes.

use crate::markdown::front_matter::Meta;
use crate::page::measure::Measure;
use crate::page::row::{Row, Span};
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};
use crate::text::width;
use crate::text::wrap::{Autospace, Hanging, Justify, Setting, wrap};

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
    let setting = Setting {
        columns: measure.columns,
        first_indent: 0,
        ambiguous: measure.ambiguous,
        breaks: measure.heading_breaks,
        hanging: Hanging::No,
        autospace: Autospace::No,
        justify: Justify::No,
        whole: &[],
        hidden: &[],
    };
    wrap(text.as_str(), &setting)
        .into_iter()
        .map(|line| {
            let mut row = Row::blank(0);
            let text = text.slice(line.start as usize..line.end as usize).to_safe();
            row.spans.push(Span::Decor { text, roles: role.into() });
            row
        })
        .collect()
}

/// Details side by side, two blanks between them, as many in a row as fit.
fn flow(details: &[(Safe, Role)], measure: &Measure) -> Vec<Row> {
    let room = usize::from(measure.columns);
    let mut rows = vec![Row::blank(0)];
    let mut used = 0;
    for (text, role) in details {
        let text = width::truncate(text.as_safe_str(), room, measure.ambiguous);
        let wide = width::of(&text, measure.ambiguous);
        if used > 0 && used + 2 + wide > room {
            rows.push(Row::blank(0));
            used = 0;
        }
        let row = rows.last_mut().expect("there is a row from the start");
        if used > 0 {
            row.spans.push(Span::Blank(2));
            used += 2;
        }
        used += wide;
        row.spans.push(Span::Decor { text, roles: (*role).into() });
    }
    rows
}
