//! The links of the article on the screen that the terminal is told of.

use crate::app::app::App;
use crate::app::reader::Over;
use crate::cli::setup::Secure;
use crate::limits::HYPERLINK_BYTES;
use crate::markdown::address::Address;
use crate::markdown::document::{Document, LinkKind};
use crate::page::links::stretches;
use crate::page::row::Span;
use crate::term::hyperlinks::Hyperlink;

/// The web links that are seen, but for those of which one should know something before; none while
/// something lies over the page.
#[must_use]
pub fn on_screen(app: &App) -> Vec<Hyperlink> {
    let (area, over) = (app.areas.text, app.picker.is_some() || app.reader.over != Over::Nothing);
    let may = app.config.hyperlinks && app.secure == Secure::No && !over;
    let Some(shown) = app.reader.shown().filter(|_| may) else { return Vec::new() };
    let document = shown.page.document();
    // A fault above the bar covers what lies under it.
    let covered = app.prompt().map_or(0, |prompt| prompt.above.len());
    let rows = usize::from(area.height).saturating_sub(covered);
    let mut found = Vec::new();
    let mut last: Option<(usize, Option<String>)> = None;
    for ((_, row), y) in shown.page.rows_from(app.reader.top()).take(rows).zip(area.y..) {
        if row.spans.iter().any(|span| matches!(span, Span::Picture { .. })) {
            continue;
        }
        for stretch in stretches(document, row, app.ambiguous) {
            // A link over many rows is looked at once.
            if last.as_ref().is_none_or(|(link, _)| *link != stretch.link) {
                last = Some((stretch.link, address(document, stretch.link)));
            }
            let Some(address) = last.as_ref().and_then(|(_, address)| address.clone()) else { continue };
            let column = |column: usize| area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
            let columns = column(stretch.columns.start)..column(stretch.columns.end).min(area.right());
            found.push(Hyperlink { row: y, columns, id: stretch.link, address });
        }
    }
    found
}

/// Where a link to the web leads, as it is opened; `None` where it is none, or should be seen first.
fn address(document: &Document, link: usize) -> Option<String> {
    let link = document.links.get(link).filter(|link| link.kind == LinkKind::Plain)?;
    if !link.target.contains("//") || link.target.len() > HYPERLINK_BYTES {
        return None;
    }
    let text = document.text.slice(link.range.clone());
    let address = Address::of(&link.target).filter(|address| address.doubts(text.as_str()).is_empty())?;
    address.opened().map(str::to_owned)
}
