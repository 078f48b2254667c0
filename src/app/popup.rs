//! What lies over the page as a list: opened, closed, where it lies, what picking does.
//!
//! A picker that is opened again stands where it was left. Beside one that leads to places of the
//! article stands a glance at the place, where the screen is broad enough.

use ratatui::layout::Rect;

use crate::app::app::App;
use crate::app::picker::{Item, Kind, Pick, Picker};
use crate::config::strings::Word;
use crate::markdown::document::Anchor;
use crate::memory::key::Key;
use crate::message::{Effect, Goal};
use crate::page::measure::{Measure, Pan};
use crate::page::page::{Card, Page};
use crate::shelf::settings;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// Columns between what stands side by side.
pub const GAP: usize = 2;
/// Columns of the screen from which on there is a glance, and rows.
const BROAD: (u16, u16) = (90, 12);
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
}

impl Columns {
    /// Those of `picker`, the left being at most so wide.
    fn of(picker: &Picker, most: usize) -> Self {
        let left = if picker.kind == Kind::Facets { GAP } else { 0 };
        let wide = picker.widths().left.min(most);
        Self { left, text: left + wide + if wide > 0 { GAP } else { 0 } }
    }
}

/// Where a picker was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    kind: Kind,
    row: usize,
    pick: Pick,
}

impl App {
    /// Lays a picker of these items over the page, the cursor where it was when one of its kind was
    /// left, else on the item at `at`.
    pub(super) fn open_picker(&mut self, kind: Kind, items: Vec<Item>, at: usize) {
        let picker = Picker::new(kind, items, at, settings::readings(&self.config), self.ambiguous);
        self.picker = Some(picker);
        self.lay_out();
        let Some(picker) = &mut self.picker else { return };
        picker.go(at);
        if let Some(left) = self.left.iter().find(|left| left.kind == kind) {
            picker.seek(|item| left.pick.is_kin(&item.pick));
            if left.pick == Pick::Nothing {
                picker.go(left.row);
            }
            picker.seek(|item| left.pick.is_same(&item.pick));
        }
    }

    /// Takes the picker away, and keeps where it was left. Headings are forgotten: one is under one
    /// of them.
    pub(super) fn close_picker(&mut self) {
        let Some(picker) = self.picker.take() else { return };
        self.left.retain(|left| left.kind != picker.kind);
        if picker.kind == Kind::Outline {
            return;
        }
        if let Some(item) = picker.item() {
            let row = picker.shown.get(picker.at()).copied().unwrap_or(0);
            self.left.push(Left { kind: picker.kind, row, pick: item.pick.clone() });
        }
    }

    /// Where the picker lies, if there is one.
    #[must_use]
    pub fn popup(&self) -> Option<Popup> {
        let picker = self.picker.as_ref()?;
        let screen = self.areas.screen;
        let glances = picker.kind.has_glance() && screen.width >= BROAD.0 && screen.height >= BROAD.1;
        let widths = picker.widths();
        let room = usize::from(screen.width.saturating_sub(4).max(1));
        let broadest = room.min(BROADEST[usize::from(glances)]);
        let columns = Columns::of(picker, room / 3);
        let counts = if widths.count > 0 { widths.count + GAP } else { 0 };
        let own = columns.text + widths.text + counts + 4;
        let (wide, own) = if glances {
            (broadest, own.clamp(30.min(broadest), broadest / 2))
        } else {
            let wide = own.clamp(30.min(room), broadest.max(30.min(room)));
            (wide, wide)
        };
        let rows = picker.items().len().min(picker.height);
        let rows = if glances { picker.height } else { rows };
        let small = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        let high = small(rows + 2).min(screen.height);
        let (wide, own) = (small(wide), small(own));
        let area = Rect::new((screen.width - wide) / 2, (screen.height - high) / 3, wide, high);
        let inner = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(2), ..area };
        let items = Rect { width: own, ..inner };
        // A blank column at either side.
        let glance = Rect { x: items.right() + 1, width: (wide - own).saturating_sub(3), ..inner };
        let glance = if glances { glance } else { Rect::default() };
        Some(Popup { area, items, glance, columns })
    }

    /// Sets the page of the glance, where it is not set so yet.
    pub(super) fn set_glance(&mut self) {
        let columns = self.popup().map_or(0, |popup| popup.glance.width);
        let Some(picker) = &mut self.picker else { return };
        let set = picker.glance.as_ref().map_or(0, |page| page.measure().columns);
        if set == columns {
            return;
        }
        picker.glance = None;
        if let Some(shown) = self.reader.shown().filter(|_| columns > 0) {
            let measure = Measure { columns, pan: Pan::Fit, ..*shown.page.measure() };
            let document = shown.page.document().clone();
            let article = &shown.article;
            let mut page = Page::new(document, &article.meta, article.minutes, Card::Left, measure);
            page.set_colours(shown.page.colours().clone());
            picker.glance = Some(page);
        }
    }

    /// The place of the open article that the item under the cursor leads to.
    #[must_use]
    pub fn glanced_at(&self) -> Option<Anchor> {
        let shown = self.reader.shown()?;
        match &self.picker.as_ref()?.item()?.pick {
            Pick::Go(at) => Some(*at),
            Pick::Mark(id) => {
                let mark = self.stock.memory.mark(*id)?;
                let is_here = mark.key == Key::of(&shown.article);
                is_here.then(|| mark.spot.find(&shown.page.document().text))
            }
            Pick::Nothing | Pick::Do(_) | Pick::Narrow(_) | Pick::Query(_) => None,
        }
    }

    /// The words kept of the place that the item under the cursor leads to, in another article: one
    /// paragraph each.
    #[must_use]
    pub fn glanced_words(&self) -> Vec<Safe> {
        let item = self.picker.as_ref().and_then(Picker::item);
        let Some(Pick::Mark(id)) = item.map(|item| &item.pick) else { return Vec::new() };
        let Some(mark) = self.stock.memory.mark(*id) else { return Vec::new() };
        let near = Some(&mark.spot.near).filter(|near| !near.is_empty());
        let heading = mark.spot.heading.as_ref().filter(|heading| **heading != mark.title);
        let parts = [Some(&mark.title), heading, near, mark.note.as_ref()];
        parts.into_iter().flatten().map(|part| Safe::text(part)).collect()
    }

    /// Does what the item under the cursor means.
    pub(super) fn pick(&mut self) -> Vec<Effect> {
        let Some(pick) = self.picker.as_ref().and_then(Picker::item).map(|item| item.pick.clone()) else {
            return Vec::new();
        };
        match pick {
            Pick::Nothing => Vec::new(),
            Pick::Do(action) => self.run(action),
            Pick::Go(at) => {
                self.close_picker();
                self.jump(at);
                Vec::new()
            }
            Pick::Narrow(facet) => self.narrow_list(&facet),
            Pick::Query(query) => self.query_list(query),
            Pick::Mark(id) => {
                let Some(mark) = self.stock.memory.mark(id).cloned() else { return Vec::new() };
                let found = self.stock.corpus.iter().find(|article| Key::of(article) == mark.key).cloned();
                let Some(article) = found else {
                    let file = mark.key.root.join(&mark.key.path);
                    let text = format!("{}: {}", self.strings.get(Word::NotInThisCorpus), file.display());
                    self.bar.tell(Safe::line(&text), Role::Trouble, self.now);
                    return Vec::new();
                };
                self.close_picker();
                if self.reading() {
                    self.leave_place();
                }
                self.open_article(article, Goal::Mark(mark.spot))
            }
        }
    }
}
