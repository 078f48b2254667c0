//! Out of the program: the editor, the browser, the clipboard.

use std::path::Path;

use crate::app::app::App;
use crate::cli::setup::Secure;
use crate::corpus::article::ArticleId;
use crate::markdown::address::Address;
use crate::message::Effect;
use crate::programs::fault::Fault;
use crate::text::safe::Safe;

impl App {
    pub(super) fn open_copies(&mut self) {}

    pub(super) fn edit(&mut self) -> Vec<Effect> {
        if self.secure == Secure::Yes {
            return Vec::new();
        }
        Vec::new()
    }

    pub(super) fn edited(&mut self, _: ArticleId, _: &Path, _: Result<(), Fault>) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn browsed(&mut self, _: &Address, _: Result<(), Fault>) {}

    pub(super) fn copied(&mut self, _: &Safe, _: usize, _: Result<(), Fault>) {}
}
