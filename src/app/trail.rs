//! Where one came from: places left for others, to go back to and forward again.

use crate::app::app::App;
use crate::message::Effect;

impl App {
    pub(super) fn go_back(&mut self, _steps: usize) -> Vec<Effect> {
        Vec::new()
    }

    pub(super) fn go_forward(&mut self, _steps: usize) -> Vec<Effect> {
        Vec::new()
    }
}
