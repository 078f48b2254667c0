//! The reader pane: the article being read, the row at the top, what was found in it.

use std::ops::Range;
use std::sync::Arc;

use crate::app::hints::Hints;
use crate::app::leave::Leave;
use crate::app::peek::Peek;
use crate::corpus::article::{Article, ArticleId};
use crate::markdown::document::{Anchor, Document, Run};
use crate::page::measure::{Measure, Pan};
use crate::page::page::{Card, Page, RowId};
use crate::page::plate::Found;
use crate::pictures::drawn::Wanted;
use crate::text::safe::Safe;

/// The reader pane.
#[derive(Debug, Default)]
pub struct Reader {
    shown: Option<Shown>,
    /// The row at the top of the pane.
    top: RowId,
    /// Rows of the pane.
    height: usize,
    /// What was found, in order.
    pub hits: Vec<Range<u32>>,
    /// The hit one is at.
    pub hit: Option<usize>,
    /// The word being looked for.
    pub word: String,
    /// What lies over the page; it goes when the page moves under it.
    pub over: Over,
}

/// What may lie over the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Over {
    /// Nothing.
    #[default]
    Nothing,
    /// Letters over links.
    Hints(Hints),
    /// A footnote.
    Peek(Peek),
    /// An address, before it is opened.
    Leave(Leave),
}

/// What is before the eye, to be found again on a page set anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// This row of the card is at the top.
    Card(RowId),
    /// A stretch of text stands so many rows below the top.
    Text {
        /// Bytes of the text.
        range: Range<u32>,
        /// Rows.
        below: usize,
    },
}

impl Default for Held {
    fn default() -> Self {
        Self::Card(RowId::default())
    }
}

/// The article shown.
#[derive(Debug)]
pub struct Shown {
    /// Which.
    pub article: Arc<Article>,
    /// Its text, set.
    pub page: Page,
    /// The 1-based line of the file on which the text begins.
    pub line: u32,
}

impl Reader {
    /// The article shown, if there is one.
    #[must_use]
    pub fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    /// The article shown, if there is one.
    #[must_use]
    pub fn article(&self) -> Option<&Arc<Article>> {
        self.shown.as_ref().map(|shown| &shown.article)
    }

    /// The row at the top of the pane.
    #[must_use]
    pub fn top(&self) -> RowId {
        self.top
    }

    /// Rows of the pane.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Shows an article, whose text begins on a line of its file, at a place of it. One that was
    /// shown before stays panned.
    pub fn show(
        &mut self,
        article: Arc<Article>,
        document: Arc<Document>,
        line: u32,
        at: Anchor,
        measure: Measure,
    ) {
        let before = self.shown.as_ref().filter(|shown| shown.article.id == article.id);
        let pan = before.map_or(Pan::Fit, |shown| shown.page.measure().pan);
        let measure = Measure { pan, ..measure };
        let targets = |document: &Document| -> Vec<Safe> {
            document.images.iter().map(|image| image.target.clone()).collect()
        };
        // An article that is read again keeps the room of its pictures until they are looked at anew.
        let known = before
            .map(|shown| &shown.page)
            .filter(|page| !page.pictures().is_empty() && targets(page.document()) == targets(&document));
        let known = known.map(|page| page.pictures().clone());
        let mut page = Page::new(document, &article.meta, article.minutes, Card::Shown, measure);
        page.set_pictures(known.unwrap_or_default());
        self.shown = Some(Shown { article, page, line });
        self.hits.clear();
        self.hit = None;
        self.word.clear();
        self.go(at);
    }

    /// What is before the eye.
    #[must_use]
    pub fn held(&self) -> Held {
        let Some(Shown { page, .. }) = &self.shown else { return Held::Card(self.top) };
        if page.block_of(self.top).is_none() {
            return Held::Card(self.top);
        }
        let rows = page.rows_from(self.top).take(self.height.max(1)).enumerate();
        let mut texts = rows.filter_map(|(below, (_, row))| Some(Held::Text { range: row.text()?, below }));
        let at = self.at().0;
        texts.next().unwrap_or(Held::Text { range: at..at, below: 0 })
    }

    /// Brings what was before the eye back there, on a page set anew.
    pub fn hold(&mut self, held: Held) {
        if let Some(Shown { page, .. }) = &self.shown {
            self.top = match held {
                Held::Card(top) => top,
                Held::Text { range, below } => page.up(page.text_row_of(Anchor(range.start)), below),
            };
        }
        self.settle();
    }

    /// The article shown has another name now.
    pub fn rename(&mut self, from: ArticleId, article: &Arc<Article>) {
        if let Some(shown) = self.shown.as_mut().filter(|shown| shown.article.id == from) {
            shown.article = article.clone();
        }
    }

    /// Takes what was found in a text that has changed, where one is.
    pub fn found_anew(&mut self, hits: Vec<Range<u32>>) {
        let here = self.hit.and_then(|hit| self.hits.get(hit)).map(|hit| hit.start);
        self.hits = hits;
        self.hit = here.and_then(|here| self.hits.iter().position(|hit| hit.start >= here));
    }

    /// Takes in the colours of the article's code.
    pub fn set_colours(&mut self, colours: Arc<[Run]>) {
        if let Some(shown) = &mut self.shown {
            shown.page.set_colours(colours);
        }
    }

    /// Takes in what is known of the article's pictures. The row at the top stays there.
    pub fn set_pictures(&mut self, pictures: Arc<[Found]>) {
        let place = self.place();
        if let Some(shown) = &mut self.shown {
            shown.page.set_pictures(pictures);
        }
        self.seat_at(place);
    }

    /// A picture turned out not to be one; why.
    pub fn break_picture(&mut self, broken: &Wanted, why: &Safe) {
        let Some(shown) = &self.shown else { return };
        let is_it = |found: &Found| match found {
            Found::Plate(plate) => plate.file == broken.file && plate.stamp == broken.stamp,
            Found::Nothing | Found::Broken(_) => false,
        };
        let known = shown.page.pictures();
        if known.iter().any(is_it) {
            let found = known
                .iter()
                .map(|found| if is_it(found) { Found::Broken(why.clone()) } else { found.clone() });
            self.set_pictures(found.collect());
        }
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        *self = Self { height: self.height, ..Self::default() };
    }

    /// The pane has this many rows and the text this measure. What stood at the top stays there,
    /// and a page that is panned stays so.
    pub fn resize(&mut self, height: usize, measure: Measure) {
        self.height = height;
        let place = self.place();
        if let Some(shown) = &self.shown
            && self.set_anew(Measure { pan: shown.page.measure().pan, ..measure })
        {
            self.seat_at(place);
        }
        self.settle();
    }

    /// The place at the top, and how far into a picture it is: which of its rows, of how many.
    fn place(&self) -> (Anchor, RowId, Option<(u16, u16)>) {
        let within = self.shown.as_ref().and_then(|shown| shown.page.within_picture(self.top));
        (self.at(), self.top, within)
    }

    /// Puts such a place at the top again, after the page was set anew.
    fn seat_at(&mut self, (at, top, within): (Anchor, RowId, Option<(u16, u16)>)) {
        let Some(Shown { page, .. }) = &self.shown else { return };
        // What shows the same place as before, be it a blank row, is where it was.
        if within.is_none() && page.row(top).is_some() && page.anchor_of(top) == at {
            return self.settle();
        }
        self.seat(at);
        let Some(Shown { page, .. }) = &self.shown else { return };
        if let (Some((row, of)), Some((_, now))) = (within, page.within_picture(self.top)) {
            let deep = usize::from(row) * usize::from(now) / usize::from(of.max(1));
            self.top = page.down(self.top, deep);
            self.settle();
        }
    }

    /// Pans the wide tables on the screen by so many columns, to the left where negative; left of
    /// the first column all columns are shown as they fit. Gives whether there is such a table.
    pub fn pan(&mut self, columns: isize) -> bool {
        let Some(Shown { page, .. }) = &self.shown else { return false };
        let Some(furthest) = page.furthest_pan(self.top, self.height) else { return false };
        let before = match page.measure().pan {
            Pan::Fit => -1,
            Pan::From(from) => isize::try_from(from.min(furthest)).unwrap_or(0),
        };
        let furthest = isize::try_from(furthest).unwrap_or(0);
        let after = before.saturating_add(columns).clamp(-1, furthest);
        self.set_pan(u16::try_from(after).map_or(Pan::Fit, Pan::From));
        true
    }

    /// Sets the page panned so. The row of the table at the top stays there.
    fn set_pan(&mut self, pan: Pan) {
        let at = self.at();
        let Some(shown) = &self.shown else { return };
        let is_moved = shown.page.furthest_pan(self.top, 1).is_some();
        if !self.set_anew(Measure { pan, ..*shown.page.measure() }) {
            return;
        }
        self.seat(at);
        if let Some(Shown { page, .. }) = &self.shown
            && is_moved
        {
            self.top = page.table_row_of(at).unwrap_or(self.top);
            self.settle();
        }
    }

    /// Sets the page by another measure; whether it is another.
    fn set_anew(&mut self, measure: Measure) -> bool {
        let Some(Shown { article, page, .. }) = &mut self.shown else { return false };
        if *page.measure() == measure {
            return false;
        }
        let document = page.document().clone();
        let mut anew = Page::new(document, &article.meta, article.minutes, Card::Shown, measure);
        anew.set_colours(page.colours().clone());
        anew.set_pictures(page.pictures().clone());
        *page = anew;
        true
    }

    /// The place at the top of the pane.
    #[must_use]
    pub fn at(&self) -> Anchor {
        self.shown.as_ref().map_or(Anchor::default(), |shown| shown.page.anchor_of(self.top))
    }

    /// Puts the row that shows `at` at the top; a cell that is out of sight is panned to.
    pub fn go(&mut self, at: Anchor) {
        self.pan_to(at);
        self.seat(at);
    }

    fn pan_to(&mut self, at: Anchor) {
        if let Some(pan) = self.shown.as_ref().and_then(|shown| shown.page.pan_to(at)) {
            self.set_pan(pan);
        }
    }

    fn seat(&mut self, at: Anchor) {
        if let Some(shown) = &self.shown {
            self.top = shown.page.row_of(at);
        }
        self.settle();
    }

    /// Scrolls by so many rows.
    pub fn step(&mut self, rows: isize) {
        let Some(shown) = &self.shown else { return };
        self.top = if rows < 0 {
            shown.page.up(self.top, rows.unsigned_abs())
        } else {
            shown.page.down(self.top, rows.unsigned_abs())
        };
        self.settle();
    }

    /// The top of the article.
    pub fn to_top(&mut self) {
        if let Some(shown) = &self.shown {
            self.top = shown.page.first();
        }
        self.settle();
    }

    /// The end of the article.
    pub fn to_end(&mut self) {
        if let Some(shown) = &self.shown {
            self.top = shown.page.last();
        }
        self.settle();
    }

    /// Rows of a page turned: all but two, so that the eye finds its line again.
    #[must_use]
    pub fn page_rows(&self) -> isize {
        isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1)
    }

    /// Rows of half a page.
    #[must_use]
    pub fn half_rows(&self) -> isize {
        isize::try_from((self.height / 2).max(1)).unwrap_or(1)
    }

    /// The heading after, or before, the row at the top.
    pub fn step_heading(&mut self, steps: isize) {
        let Some(shown) = &self.shown else { return };
        let headings = &shown.page.document().headings;
        let rows = headings.iter().map(|heading| (shown.page.row_of(Anchor(heading.range.start)), heading));
        let found = if steps > 0 {
            rows.filter(|(row, _)| *row > self.top).nth(steps.unsigned_abs() - 1)
        } else {
            let before: Vec<_> = rows.filter(|(row, _)| *row < self.top).collect();
            before.len().checked_sub(steps.unsigned_abs().max(1)).map(|at| before[at])
        };
        match found {
            Some((row, _)) => self.top = row,
            None if steps < 0 => self.to_top(),
            None => {}
        }
        self.settle();
    }

    /// Goes to the hit `steps` after (before where negative) the one one is at, around the end.
    pub fn step_hit(&mut self, steps: isize) {
        if self.hits.is_empty() {
            return;
        }
        let count = isize::try_from(self.hits.len()).unwrap_or(isize::MAX);
        let from = match self.hit {
            Some(hit) => isize::try_from(hit).unwrap_or(0),
            None if steps > 0 => {
                self.first_hit_below().map_or(-1, |hit| isize::try_from(hit).unwrap_or(0) - 1)
            }
            None => self.first_hit_below().map_or(count, |hit| isize::try_from(hit).unwrap_or(0)),
        };
        let next = (from + steps).rem_euclid(count);
        self.hit = usize::try_from(next).ok();
        self.show_hit();
    }

    /// Takes what was found and goes to the first of it below the top.
    pub fn found(&mut self, hits: Vec<Range<u32>>) {
        self.hits = hits;
        self.hit = self.first_hit_below().or(if self.hits.is_empty() { None } else { Some(0) });
        self.show_hit();
    }

    fn first_hit_below(&self) -> Option<usize> {
        let at = self.at();
        self.hits.iter().position(|hit| hit.start >= at.0)
    }

    /// Brings the hit onto the screen: where it is not, a third of the pane below the top.
    fn show_hit(&mut self) {
        let Some(at) = self.hit.and_then(|hit| self.hits.get(hit)).map(|hit| Anchor(hit.start)) else {
            return;
        };
        self.pan_to(at);
        let Some(shown) = &self.shown else { return };
        let row = shown.page.row_of(at);
        let bottom = shown.page.down(self.top, self.height.saturating_sub(1));
        if row < self.top || row > bottom {
            self.top = shown.page.up(row, self.height / 3);
        }
        self.settle();
    }

    /// Keeps the end of the text from rising above the bottom of the pane. What lay over the rows
    /// that were shown goes.
    fn settle(&mut self) {
        self.over = Over::Nothing;
        let Some(shown) = &self.shown else { return };
        let lowest = shown.page.up(shown.page.last(), self.height.saturating_sub(1));
        self.top = self.top.min(lowest);
        if shown.page.row(self.top).is_none() {
            self.top = shown.page.first();
        }
    }
}
