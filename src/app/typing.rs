//! What is typed into the bar, or into the filter of a list over the page.

use crate::app::app::App;
use crate::app::bar::Purpose;
use crate::app::picker::Typing;
use crate::app::tickets::Row;
use crate::input::action::{Action, BarAction, Pane, PickerAction};
use crate::input::key::{Code, Key};
use crate::input::keymap::Lookup;
use crate::message::Effect;
use crate::shelf::told::told;
use crate::text::safe::Safe;

impl App {
    pub(super) fn type_in_bar(&mut self, key: Key) -> Vec<Effect> {
        if let Lookup::Action(action) = self.config.keymap.lookup(Pane::Bar, &[key]) {
            return self.act(action);
        }
        let Some(c) = key.typed() else { return Vec::new() };
        self.insert(&c.to_string())
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.touched = true;
        let text = Safe::line(text);
        if let Some(picker) = &mut self.picker
            && picker.typing == Typing::Yes
        {
            picker.filter.insert(&text);
            picker.refilter();
            return Vec::new();
        }
        if self.bar.typed.is_some() { self.insert(&text) } else { Vec::new() }
    }

    pub(super) fn insert(&mut self, text: &str) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        typed.line.insert(text);
        self.typed_on()
    }

    /// What was typed has changed.
    fn typed_on(&mut self) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        typed.fault = None;
        match &typed.purpose {
            Purpose::Filter(_) => {
                let text = typed.line.text().to_owned();
                let (effects, fault) = self.ask(&text);
                if let (Some(typed), Some(fault)) = (&mut self.bar.typed, fault) {
                    typed.fault = Some(told(&fault, &self.strings));
                }
                effects
            }
            Purpose::Find(from) => {
                let from = *from;
                let word = typed.line.text().to_owned();
                self.find(word, from)
            }
            Purpose::Note => Vec::new(),
        }
    }

    pub(super) fn act_in_bar(&mut self, action: BarAction) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        match action {
            BarAction::Keep => self.keep_typed(),
            BarAction::Clear => self.clear_typed(),
            BarAction::Up | BarAction::Down => {
                let step = if action == BarAction::Up { -1 } else { 1 };
                match typed.purpose {
                    Purpose::Filter(_) => {
                        self.tickets.listing.to = None;
                        self.list.step(step);
                        self.preview()
                    }
                    Purpose::Find(_) => {
                        self.reader.step_hit(step);
                        Vec::new()
                    }
                    Purpose::Note => Vec::new(),
                }
            }
            BarAction::Past => {
                let past = self.stock.memory.queries();
                let next = past.iter().position(|query| *query == typed.line.text()).map_or(0, |at| at + 1);
                let Some(query) = past.get(next).map(|&query| query.to_owned()) else { return Vec::new() };
                typed.line.set(&query);
                self.typed_on()
            }
            BarAction::DeleteLeft if typed.line.text().is_empty() => self.clear_typed(),
            edit => {
                if typed.line.edit(edit) {
                    return self.typed_on();
                }
                Vec::new()
            }
        }
    }

    fn keep_typed(&mut self) -> Vec<Effect> {
        // What is broken cannot be kept: it stays to be mended.
        let Some(typed) = self.bar.typed.take_if(|typed| typed.fault.is_none()) else { return Vec::new() };
        let text = typed.line.text().trim().to_owned();
        match typed.purpose {
            Purpose::Filter(_) | Purpose::Find(_) => {
                if !text.is_empty() {
                    self.stock.memory.add_query(&text, self.now);
                    self.save_soon();
                }
            }
            Purpose::Note => self.mark((!text.is_empty()).then_some(text)),
        }
        Vec::new()
    }

    fn clear_typed(&mut self) -> Vec<Effect> {
        let Some(typed) = self.bar.typed.take() else { return Vec::new() };
        match typed.purpose {
            Purpose::Filter(began) => {
                self.list.query.clear();
                // It stays on what was found; where nothing was, it goes back.
                self.tickets.listing.to = began.map(Row::Of).filter(|_| self.list.cursor().is_none());
                self.refresh_list()
            }
            Purpose::Find(from) => {
                self.reader.hits.clear();
                self.reader.hit = None;
                self.reader.go(from);
                Vec::new()
            }
            Purpose::Note => Vec::new(),
        }
    }

    pub(super) fn type_in_picker(&mut self, key: Key) -> Vec<Effect> {
        let Some(picker) = &mut self.picker else { return Vec::new() };
        if key.code == Code::Esc {
            picker.typing = Typing::No;
            picker.filter.clear();
            picker.refilter();
            return Vec::new();
        }
        if key.code == Code::Enter {
            return self.act_in_picker(PickerAction::Choose, None);
        }
        if let Lookup::Action(action) = self.config.keymap.lookup(Pane::Bar, &[key]) {
            match action {
                Action::Bar(BarAction::Up) => picker.step(-1),
                Action::Bar(BarAction::Down) => picker.step(1),
                Action::Bar(edit) => {
                    if picker.filter.edit(edit) {
                        picker.refilter();
                    }
                }
                other => return self.act(other),
            }
        } else if let Some(c) = key.typed() {
            picker.filter.insert(&c.to_string());
            picker.refilter();
        }
        Vec::new()
    }
}
