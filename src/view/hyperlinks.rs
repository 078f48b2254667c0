//! The links of the article on the screen that the terminal is told of.

use crate::app::app::App;
use crate::app::reader::Over;
use crate::markdown::address::Address;
use crate::markdown::document::LinkKind;
use crate::page::links::stretches;
use crate::page::row::Span;
use crate::term::hyperlinks::Hyperlink;

/// The web links that are seen; none while something lies over the page.
#[must_use]
pub fn on_screen(app: &App) -> Vec<Hyperlink> {
    let (area, over) = (app.areas.text, app.picker.is_some() || app.reader.over != Over::Nothing);
    let Some(shown) = app.reader.shown().filter(|_| app.config.hyperlinks && !over) else {
        return Vec::new();
    };
    let document = shown.page.document();
    // A fault above the bar covers what lies under it.
    let covered = app.prompt().map_or(0, |prompt| prompt.above.len());
    let rows = usize::from(area.height).saturating_sub(covered);
    let mut found = Vec::new();
    for ((_, row), y) in shown.page.rows_from(app.reader.top()).take(rows).zip(area.y..) {
        if row.spans.iter().any(|span| matches!(span, Span::Picture { .. })) {
            continue;
        }
        for stretch in stretches(document, row, app.ambiguous) {
            let link = &document.links[stretch.link];
            let is_web = link.kind == LinkKind::Plain && link.target.contains("//");
            let address = Address::of(&link.target).filter(|_| is_web);
            let Some(opened) = address.as_ref().and_then(Address::opened) else { continue };
            let column = |column: usize| area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
            let columns = column(stretch.columns.start)..column(stretch.columns.end).min(area.right());
            found.push(Hyperlink { row: y, columns, id: stretch.link, address: opened.to_owned() });
        }
    }
    found
}
