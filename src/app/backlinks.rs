//! `B`: the articles that link to the one that is read.

use crate::app::app::App;
use crate::message::Effect;

impl App {
    pub(super) fn ask_backlinks(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
