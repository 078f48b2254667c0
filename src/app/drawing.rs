//! The pictures of the article shown: how large they may be, which are to be looked for and drawn,
//! what becomes of them.

use std::sync::Arc;

use crate::app::app::App;
use crate::app::pictures::Shown;
use crate::config::strings::Word;
use crate::markdown::document::BlockKind;
use crate::message::Effect;
use crate::page::plate::{self, Found, Room};
use crate::page::row::Span;
use crate::pictures::drawn::{Drawn, Wanted};
use crate::pictures::easel::{Easel, Manner};
use crate::text::safe::Safe;

impl App {
    /// How pictures are shown on the present screen in the present theme, where they are.
    fn easel(&self) -> Option<Easel> {
        let plain = self.theme().name == "mono";
        let easel = self.pictures.easel.filter(|_| self.pictures.shown == Shown::Yes)?;
        let needs_colours = matches!(easel.manner, Manner::Blocks { .. });
        (!needs_colours || !plain).then_some(easel)
    }

    /// How large pictures may be on a page: at most three fifths of the pane.
    pub(super) fn picture_room(&self) -> plate::Pictures {
        match self.easel() {
            Some(easel) => {
                let rows = (self.areas.text.height - self.areas.text.height / 5 * 2).max(1);
                plate::Pictures::Drawn(Room { cell: easel.cell, rows })
            }
            None => plate::Pictures::Words,
        }
    }

    /// The picture `image` of the article shown, if it is ready for so many cells.
    #[must_use]
    pub fn picture(&self, image: u32, cells: (u16, u16)) -> Option<&Arc<Drawn>> {
        let Some(Found::Plate(plate)) = self.reader.shown()?.page.pictures().get(image as usize) else {
            return None;
        };
        self.pictures.get(&Wanted::of(plate, cells, self.pictures.easel?.cell))
    }

    /// Whether the terminal can be told to show the picture of that name.
    #[must_use]
    pub fn is_sent(&self, name: u32) -> bool {
        !self.pictures.under_way.contains(&name)
    }

    /// Has the pictures of the article looked for, where it has any and they are shown.
    pub(super) fn look_for_pictures(&self) -> Option<Effect> {
        let shown = self.reader.shown().filter(|_| self.easel().is_some())?;
        let document = shown.page.document();
        let has_pictures = document.blocks.iter().any(|block| matches!(block.kind, BlockKind::Picture(_)));
        has_pictures.then(|| Effect::Pictures {
            ticket: self.tickets.open,
            article: shown.article.clone(),
            document: document.clone(),
        })
    }

    /// Asks for the pictures on the screen and near it, unless they are ready or on their way.
    pub(super) fn draw_pictures(&mut self) -> Option<Effect> {
        let easel = self.easel()?;
        let mut wanted = self.wanted(easel.cell);
        self.pictures.near.clone_from(&wanted);
        wanted.retain(|wanted| !self.pictures.use_now(wanted));
        if wanted.iter().all(|wanted| self.pictures.coming.contains(wanted)) {
            return None;
        }
        self.pictures.coming.clone_from(&wanted);
        let root = self.reader.article()?.root.clone();
        Some(Effect::Draw { root, wanted, easel })
    }

    /// The pictures on the screen, then those within half a pane above and below.
    fn wanted(&self, cell: (u16, u16)) -> Vec<Wanted> {
        let Some(shown) = self.reader.shown().filter(|_| !self.areas.reader.is_empty()) else {
            return Vec::new();
        };
        let (page, height) = (&shown.page, usize::from(self.areas.text.height));
        if page.pictures().is_empty() {
            return Vec::new();
        }
        let top = self.reader.top();
        let below = page.rows_from(top).take(height + height / 2);
        let above = page.rows_from(page.up(top, height / 2)).take_while(|(id, _)| *id < top);
        let mut wanted = Vec::new();
        for span in below.chain(above).flat_map(|(_, row)| &row.spans) {
            let Span::Picture { image, cells, .. } = span else { continue };
            if let Some(Found::Plate(plate)) = page.pictures().get(*image as usize) {
                let picture = Wanted::of(plate, *cells, cell);
                if !wanted.contains(&picture) {
                    wanted.push(picture);
                }
            }
        }
        wanted
    }

    /// Takes in what became of a picture.
    pub(super) fn picture_drawn(&mut self, wanted: Wanted, drawn: Result<Arc<Drawn>, Safe>) {
        self.pictures.coming.retain(|other| *other != wanted);
        match drawn {
            Ok(drawn) => self.pictures.take(wanted, drawn),
            Err(why) => self.reader.break_picture(&wanted, &why),
        }
    }

    /// Shows pictures, or their words.
    pub(super) fn switch_pictures(&mut self) -> Vec<Effect> {
        if self.pictures.easel.is_none() {
            self.tell_word(Word::NoPictures);
            return Vec::new();
        }
        let (shown, word) = match self.pictures.shown {
            Shown::Yes => (Shown::No, Word::PicturesHidden),
            Shown::No => (Shown::Yes, Word::PicturesShown),
        };
        self.pictures.shown = shown;
        self.tell_word(word);
        self.lay_out();
        self.look_for_pictures().into_iter().collect()
    }
}
