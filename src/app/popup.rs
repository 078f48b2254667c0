//! Where a list over the page lies, and beside it a glance at the place that it leads to, where the
//! screen is broad enough.

use ratatui::layout::Rect;

use crate::app::item::Kind;
use crate::app::picker::Picker;

/// Columns between what stands side by side.
pub const GAP: usize = 2;
/// Columns of the screen from which on there is a glance, and rows.
const BROAD: (u16, u16) = (90, 12);
/// Rows of a glance, where the items take no more.
const GLANCE: usize = 18;
/// Columns of the broadest popup, without a glance and with one.
const BROADEST: [usize; 2] = [100, 130];

/// Where a picker lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Popup {
    /// All of it; its first row is the title.
    pub area: Rect,
    /// The rows of its items.
    pub items: Rect,
    /// The glance beside them; empty where there is none.
    pub glance: Rect,
    /// The columns that the parts of an item begin in.
    pub columns: Columns,
}

/// The columns that the parts of an item begin in, behind the margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The left; before it is room for a sign.
    pub left: usize,
    /// The text, behind the left.
    pub text: usize,
    /// The words around a link, behind the title of their article.
    pub words: usize,
}

impl Columns {
    /// Those of `picker` in so much room: the left takes a third of it at most, a title two fifths
    /// of the rest.
    fn of(picker: &Picker, room: usize) -> Self {
        let (widths, room) = (picker.widths(), room.min(BROADEST[0]));
        let behind = |column: usize, wide: usize| column + wide + if wide > 0 { GAP } else { 0 };
        let left = if picker.kind == Kind::Facets { GAP } else { 0 };
        let text = behind(left, widths.left.min(room / 3));
        let rest = room.saturating_sub(text);
        Self { left, text, words: behind(text, widths.title.min(rest * 2 / 5)) }
    }
}

impl Popup {
    /// Where `picker` lies on a screen.
    #[must_use]
    pub fn of(picker: &Picker, screen: Rect) -> Self {
        let glances = picker.kind.has_glance() && screen.width >= BROAD.0 && screen.height >= BROAD.1;
        let widths = picker.widths();
        let room = usize::from(screen.width.saturating_sub(4).max(1));
        let broadest = room.min(BROADEST[usize::from(glances)]);
        // Beside a glance the items have half of it.
        let columns = Columns::of(picker, if glances { (broadest / 2).saturating_sub(4) } else { room });
        let counts = if widths.count > 0 { widths.count + GAP } else { 0 };
        let own = columns.words + widths.text + counts + 4;
        let (wide, own) = if glances {
            (broadest, own.clamp(30.min(broadest), broadest / 2))
        } else {
            let wide = own.clamp(30.min(room), broadest.max(30.min(room)));
            (wide, wide)
        };
        let rows = picker.items().len().min(picker.height);
        let rows = if glances { rows.max(GLANCE.min(picker.height)) } else { rows };
        let small = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        let high = small(rows + 2).min(screen.height);
        let (wide, own) = (small(wide), small(own));
        let area = Rect::new((screen.width - wide) / 2, (screen.height - high) / 3, wide, high);
        let inner = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(2), ..area };
        let items = Rect { width: own, ..inner };
        // A blank column at either side.
        let glance = Rect { x: items.right() + 1, width: (wide - own).saturating_sub(3), ..inner };
        let glance = if glances { glance } else { Rect::default() };
        Self { area, items, glance, columns }
    }
}
