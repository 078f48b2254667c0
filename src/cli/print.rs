//! One article as the reader pane shows it, row by row.
//!
//! The rows are those of `page`; here they only become text. They are written as they are set,
//! so that the first ones are out before the last are known. No outer margin, no blanks at the
//! end of a row.

use std::io::{self, BufWriter, Write};

use anyhow::bail;

use crate::cli::args::{ColourWish, PrintArguments};
use crate::cli::colour;
use crate::cli::say::{Ended, cannot_write};
use crate::cli::setup::{Output, Setup, Surroundings};
use crate::cli::sgr::Painter;
use crate::cli::sources;
use crate::config::theme::Theme;
use crate::corpus::source::{Opened, Source};
use crate::page::code::colours;
use crate::page::measure::Measure;
use crate::page::page::{Card, Page};
use crate::page::row::{Row, Span};
use crate::text::role::Roles;
use crate::text::safe::Safe;

/// Columns where no terminal says how many it has.
const COLUMNS: u16 = 80;

/// Columns that a hanging mark may take beyond the text.
const HANGING: u16 = 2;

/// How a page is written.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns that no row passes.
    pub columns: u16,
    /// Whether the card stands above the text.
    pub card: Card,
    /// The theme; `None` where no escape sequence may be written.
    pub theme: Option<Theme>,
}

/// Writes the article that `arguments` name.
///
/// # Errors
/// Where it cannot be read or written.
pub fn print(
    arguments: &PrintArguments,
    width: Option<u16>,
    setup: &Setup,
    around: &Surroundings<'_>,
) -> anyhow::Result<Ended> {
    let source = sources::source(&arguments.file)?;
    if let Source::Folder(_) = source {
        let path = arguments.file.display();
        bail!("cannot print {path}: it is a folder; tsundoku list {path} lists it");
    }
    let card = if arguments.no_card { Card::Left } else { Card::Shown };
    write(&source, card, arguments.color, width, setup, around)
}

/// Writes the one article that `source` is.
///
/// # Errors
/// Where it cannot be read or written.
pub fn write(
    source: &Source,
    card: Card,
    colours: ColourWish,
    width: Option<u16>,
    setup: &Setup,
    around: &Surroundings<'_>,
) -> anyhow::Result<Ended> {
    let opened = sources::open_only(source, &setup.walk)?;
    let columns = match (width, around.output) {
        (Some(columns), _) | (None, Output::Terminal { columns }) => columns,
        (None, Output::Elsewhere) => COLUMNS,
    };
    let theme = colour::of_output(colours, around)
        .map(|colours| setup.theme(&setup.config.theme, colours, &mut Vec::new()));
    let look = Look { columns, card, theme };
    let mut out = BufWriter::new(io::stdout().lock());
    rows(opened, &look, setup, &mut out).and_then(|()| out.flush()).map_err(|error| cannot_write(&error))?;
    Ok(Ended::Done)
}

/// Writes the rows of an article.
///
/// # Errors
/// Where `out` takes nothing.
pub fn rows(opened: Opened, look: &Look, setup: &Setup, out: &mut dyn Write) -> io::Result<()> {
    let config = &setup.config;
    // The reader lets marks hang beyond the text; here nothing may pass its edge.
    let columns = if config.hanging { look.columns.saturating_sub(HANGING) } else { look.columns };
    let measure = config.measure(columns, config.ambiguous(None));
    let article = opened.article;
    let mut page = Page::new(opened.document, &article.meta, article.minutes, look.card, measure);
    if look.theme.is_some() {
        let colours = colours(page.document(), || true);
        page.set_colours(colours.into());
    }
    let text = &page.document().text;
    let Some(theme) = &look.theme else {
        for row in page.rows() {
            out.write_all(row.plain(text).as_bytes())?;
            out.write_all(b"\n")?;
        }
        return Ok(());
    };
    let mut painter = Painter::new(out);
    for row in page.rows() {
        paint(row, text, theme, &measure, &mut painter)?;
    }
    Ok(())
}

/// Writes a row in colours, its ground to the edge of the text.
fn paint(
    row: &Row,
    text: &Safe,
    theme: &Theme,
    measure: &Measure,
    painter: &mut Painter<'_>,
) -> io::Result<()> {
    let plain = theme.of(Roles::PLAIN);
    let ground = row.ground.map_or(plain, |ground| theme.style(ground.role));
    let bare = row.ground.map_or(0, |ground| usize::from(ground.from));
    let mut used = 0;
    for span in &row.spans {
        let under = if used < bare { plain } else { ground };
        used += span.columns(text, measure.ambiguous);
        match span {
            Span::Text { range, roles } => {
                painter.put(text.slice(range.clone()), under.patch(theme.of(*roles)))?;
            }
            Span::Decor { text, roles } => {
                painter.put(text.as_safe_str(), under.patch(theme.of(*roles)))?;
            }
            Span::Fill { glyph, columns, roles } => {
                let glyphs = Safe::line(&glyph.repeat(usize::from(*columns)));
                painter.put(glyphs.as_safe_str(), under.patch(theme.of(*roles)))?;
            }
            // A page of words has no such row.
            Span::Picture { .. } => {}
            Span::Blank(columns) => painter.blanks(usize::from(*columns), under),
        }
    }
    painter.blanks(usize::from(measure.columns).saturating_sub(used), ground);
    painter.end_row()
}
