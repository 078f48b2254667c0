//! Following a link: letters over links, where the chosen one leads, and a footnote over the page.

use crate::app::app::App;
use crate::app::hints::{Hints, Typed};
use crate::app::panel::Panel;
use crate::app::peek::Peek;
use crate::app::reader::Over;
use crate::app::target::Target;
use crate::config::strings::Word;
use crate::input::action::{Action, Pane, PickerAction};
use crate::input::key::Key;
use crate::input::keymap::Lookup;
use crate::markdown::address::Address;
use crate::markdown::document::Anchor;
use crate::message::Effect;
use crate::page::measure::{Measure, Pan};
use crate::page::note;
use crate::text::safe::Safe;

impl App {
    /// `f`: letters over the links on the screen; a single one is followed at once.
    pub(super) fn follow_link(&mut self) {
        let places = self.reader.links();
        match places[..] {
            [] => self.tell_word(Word::NoLinks),
            [only] => self.follow(only.link),
            _ => {
                let links: Vec<usize> = places.iter().map(|place| place.link).collect();
                self.reader.over = Over::Hints(Hints::new(&links));
            }
        }
    }

    /// A key while something lies over the page of the reader.
    pub(super) fn key_over_page(&mut self, key: Key) -> Vec<Effect> {
        // What must always work does; here as in the bar, under keys that are not text.
        if let Lookup::Action(action @ Action::App(_)) = self.config.keymap.lookup(Pane::Bar, &[key]) {
            return self.act(action);
        }
        match &mut self.reader.over {
            Over::Nothing => {}
            Over::Hints(hints) => {
                let typed = key.narrowed().typed().map_or(Typed::Away, |letter| hints.take(letter));
                match typed {
                    Typed::On => {}
                    Typed::Away => self.reader.over = Over::Nothing,
                    Typed::Chosen(link) => {
                        self.reader.over = Over::Nothing;
                        self.follow(link);
                    }
                }
            }
            Over::Leave(_) => return self.key_over_address(key),
            Over::Peek(_) => match self.config.keymap.lookup(Pane::Picker, &[key]) {
                Lookup::Action(Action::Picker(action)) => self.act_in_peek(action),
                Lookup::Action(_) | Lookup::Pending | Lookup::Unknown => self.reader.over = Over::Nothing,
            },
        }
        Vec::new()
    }

    /// Goes where a link leads, or says where that is.
    fn follow(&mut self, link: usize) {
        let Some(shown) = self.reader.shown() else { return };
        let document = shown.page.document();
        let Some(link_there) = document.links.get(link) else { return };
        match Target::of(document, link_there) {
            Ok(Target::Footnote(label)) => self.open_peek(link, &label),
            Ok(Target::Here(at)) => self.jump(at),
            Ok(Target::Elsewhere(target)) => match Address::of(&target) {
                Some(address) => self.offer_to_leave(link, address),
                None => self.tell(target),
            },
            Err(word) => {
                let text = self.strings.fill(word, &[&link_there.target]);
                self.tell(text);
            }
        }
    }

    fn jump(&mut self, at: Anchor) {
        self.reader.go(at);
        self.read_on();
    }

    fn open_peek(&mut self, link: usize, label: &Safe) {
        let Some(shown) = self.reader.shown() else { return };
        let document = shown.page.document();
        let Some(at) = note::place(document, label) else { return };
        let columns = self.areas.peek_columns().max(1);
        let measure = Measure { columns, pan: Pan::Fit, ..*shown.page.measure() };
        let rows = note::rows(document, label, &measure, shown.page.colours());
        let panel = Panel::new(self.row_of_link(link), rows);
        self.reader.over = Over::Peek(Peek { at, panel });
    }

    /// The footnote is scrolled where not all of it is seen, gone to, or closed.
    fn act_in_peek(&mut self, action: PickerAction) {
        let Over::Peek(peek) = &mut self.reader.over else { return };
        if action == PickerAction::Choose {
            let at = peek.at;
            self.reader.over = Over::Nothing;
            return self.jump(at);
        }
        let (_, seen) = self.areas.peek(peek.panel.link_row, peek.panel.rows.len());
        if !peek.panel.scroll(action, usize::from(seen.height)) {
            self.reader.over = Over::Nothing;
        }
    }

    /// What can be done with the footnote over the page.
    #[must_use]
    pub fn peek_hint(&self) -> Safe {
        self.keys_and_words(&[
            (Action::Picker(PickerAction::Choose), Word::HintToNote),
            (Action::Picker(PickerAction::Close), Word::HintClose),
        ])
    }
}
