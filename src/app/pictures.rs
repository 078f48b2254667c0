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

    /// Takes in a picture; those that were not used for longest go.
    pub fn take(&mut self, wanted: Wanted, drawn: Arc<Drawn>) {
        self.ready.retain(|(other, _)| *other != wanted);
        self.ready.push((wanted, drawn));
        let mut bytes: usize = self.ready.iter().map(|(_, drawn)| drawn.bytes()).sum();
        while bytes > PICTURE_CACHE_BYTES && self.ready.len() > 1 {
            bytes -= self.ready.remove(0).1.bytes();
        }
    }

    /// Notes that a picture is in use; whether it is ready.
    pub fn use_now(&mut self, wanted: &Wanted) -> bool {
        let Some(at) = self.ready.iter().position(|(other, _)| other == wanted) else { return false };
        let used = self.ready.remove(at);
        self.ready.push(used);
        true
    }

    /// A picture that is ready.
    #[must_use]
    pub fn get(&self, wanted: &Wanted) -> Option<&Arc<Drawn>> {
        self.ready.iter().find(|(other, _)| other == wanted).map(|(_, drawn)| drawn)
    }
}
