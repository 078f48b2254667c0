//! Out of the program: the editor, the browser, the clipboard.

use crate::app::app::App;
use crate::message::Effect;

impl App {
    pub(super) fn open_copies(&mut self) {}

    pub(super) fn edit(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
