//! The pictures that are ready to be shown, and those that were asked for.

use std::sync::Arc;

use crate::limits::PICTURE_CACHE_BYTES;
use crate::pictures::drawn::{Drawn, Wanted};
use crate::pictures::easel::Easel;

/// Pictures, as far as the app knows them.
#[derive(Debug, Default)]
pub struct Pictures {
    /// How they are shown; none where the terminal cannot, or they are not wanted.
    pub(super) easel: Option<Easel>,
    pub(super) shown: Shown,
    /// Those that are ready, the one used last at the end.
    ready: Vec<(Wanted, Arc<Drawn>)>,
    /// Those that were asked for last and have not come.
    pub(super) coming: Vec<Wanted>,
    /// Names of those that the terminal has not got whole yet.
    pub(super) under_way: Vec<u32>,
    /// Those on the screen or near it, ready or not.
    pub(super) near: Vec<Wanted>,
}

/// Whether pictures are shown for now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// They are.
    #[default]
    Yes,
    /// Their words are.
    No,
}

impl Pictures {
    /// Pictures that are shown so.
    #[must_use]
    pub fn on(easel: Option<Easel>) -> Self {
        Self { easel, ..Self::default() }
    }

    /// A cell has so many dots now: what was drawn for others is of no use.
    pub fn set_cell(&mut self, cell: (u16, u16)) {
        let Some(easel) = self.easel.as_mut().filter(|easel| easel.cell != cell) else { return };
        easel.cell = cell;
        self.ready.clear();
        self.coming.clear();
    }

    /// Takes in a picture; those that were not used for longest go, but for those that are near.
    pub fn take(&mut self, wanted: Wanted, drawn: Arc<Drawn>) {
        self.ready.retain(|(other, _)| *other != wanted);
        self.ready.push((wanted, drawn));
        let mut bytes: usize = self.ready.iter().map(|(_, drawn)| drawn.bytes()).sum();
        let near = &self.near;
        self.ready.retain(|(wanted, drawn)| {
            let goes = bytes > PICTURE_CACHE_BYTES && !near.contains(wanted);
            bytes -= if goes { drawn.bytes() } else { 0 };
            !goes
        });
    }

    /// Notes that a picture is in use; whether it is ready.
    pub fn use_now(&mut self, wanted: &Wanted) -> bool {
        let Some(at) = self.ready.iter().rposition(|(other, _)| other == wanted) else { return false };
        let used = self.ready.remove(at);
        self.ready.push(used);
        true
    }

    /// A picture that is ready.
    #[must_use]
    pub fn get(&self, wanted: &Wanted) -> Option<&Arc<Drawn>> {
        self.ready.iter().rev().find(|(other, _)| other == wanted).map(|(_, drawn)| drawn)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::Pictures;
    use crate::pictures::drawn::{Drawn, Ink, Wanted};

    /// A picture of eight million bytes.
    fn large(n: u64) -> (Wanted, Arc<Drawn>) {
        let ink = Ink::Kitty { id: 1, sent: "x".repeat(8_000_000).into(), kept: 0, marks: Arc::from([]) };
        let wanted = Wanted { file: Arc::from(Path::new("図.png")), stamp: n, cells: (1, 1), cell: (8, 16) };
        (wanted, Arc::new(Drawn { cells: (1, 1), ink }))
    }

    #[test]
    fn pictures_are_not_kept_without_end() {
        let mut pictures = Pictures::default();
        for n in 0..10 {
            let (wanted, drawn) = large(n);
            pictures.take(wanted, drawn);
        }
        let kept: Vec<_> = (0..10).filter(|n| pictures.get(&large(*n).0).is_some()).collect();
        assert_eq!(kept, [7, 8, 9]);
    }

    #[test]
    fn what_is_on_the_screen_is_never_thrown_away_and_asked_for_again() {
        let mut pictures = Pictures { near: (0..6).map(|n| large(n).0).collect(), ..Pictures::default() };
        for n in 0..6 {
            let (wanted, drawn) = large(n);
            pictures.take(wanted, drawn);
        }
        assert!((0..6).all(|n| pictures.get(&large(n).0).is_some()));
    }
}
