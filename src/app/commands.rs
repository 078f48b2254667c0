//! Every action with its keys: the help, and the palette that runs them.

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::app::item::{Item, Kind, Pick};
use crate::app::picker::Typing;
use crate::input::action::{Action, AppAction, Pane};
use crate::message::Effect;
use crate::text::safe::Safe;

impl App {
    /// `?`: every action of the panes with its keys.
    pub(super) fn open_keys(&mut self) {
        let mut items = Vec::new();
        let [here, there] = self.panes_by_nearness();
        for pane in [here, Pane::Anywhere, there, Pane::Bar, Pane::Picker] {
            items.push(Item::label(self.strings.pane(pane).to_safe()));
            for action in Action::all().filter(|action| action.pane() == pane) {
                items.push(self.command_item(action));
            }
        }
        self.open_picker(Kind::Keys, items, 1);
    }

    /// `:`: every action that can be done now or in the other pane, its filter being typed.
    pub(super) fn open_palette(&mut self) {
        let [here, there] = self.panes_by_nearness();
        let panes = [here, Pane::Anywhere, there];
        let actions =
            panes.into_iter().flat_map(|pane| Action::all().filter(move |action| action.pane() == pane));
        let is_itself = |action: &Action| *action == Action::App(AppAction::Palette);
        let items =
            actions.filter(|action| !is_itself(action)).map(|action| self.command_item(action)).collect();
        self.open_picker(Kind::Palette, items, 0);
        if let Some(picker) = &mut self.picker {
            picker.typing = Typing::Yes;
        }
    }

    /// Does what was picked, in the pane that understands it.
    pub(super) fn run(&mut self, action: Action) -> Vec<Effect> {
        self.close_picker();
        let mut effects = match action.pane() {
            Pane::List if self.reading() => self.focus(Panes::List),
            Pane::Reader if !self.reading() => self.focus(Panes::Reader),
            Pane::List | Pane::Reader | Pane::Anywhere | Pane::Bar | Pane::Picker => Vec::new(),
        };
        if action.pane() == Pane::Reader && self.tickets.opening.is_some() {
            // What it is to be done with is not there yet.
            self.tickets.then = Some(action);
        } else {
            effects.extend(self.act(action));
        }
        effects
    }

    fn panes_by_nearness(&self) -> [Pane; 2] {
        if self.reading() { [Pane::Reader, Pane::List] } else { [Pane::List, Pane::Reader] }
    }

    fn command_item(&self, action: Action) -> Item {
        let keys = self.config.keymap.keys_of(action).join(" ");
        let pick = match action.pane() {
            Pane::List | Pane::Reader | Pane::Anywhere => Pick::Do(action),
            Pane::Bar | Pane::Picker => Pick::Nothing,
        };
        Item {
            left: Safe::line(&keys),
            text: self.strings.help(action).to_safe(),
            role: None,
            parts: None,
            pick,
        }
    }
}
