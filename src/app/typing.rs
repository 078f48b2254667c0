//! What is typed into the bar, or into the filter of a list over the page.

use crate::app::app::App;
use crate::app::bar::Purpose;
use crate::app::coming::Aim;
use crate::app::item::Kind;
use crate::app::past::Past;
use crate::app::picker::Typing;
use crate::config::strings::Word;
use crate::input::action::{Action, BarAction, Pane, PickerAction};
use crate::input::key::Key;
use crate::input::keymap::Lookup;
use crate::message::Effect;
use crate::shelf::told::told;

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
        if let Some(picker) = &mut self.picker
            && picker.typing == Typing::Yes
        {
            picker.filter.insert(text);
            picker.refilter();
            return Vec::new();
        }
        self.insert(text)
    }

    pub(super) fn insert(&mut self, text: &str) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        (typed.past, typed.said) = (None, None);
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
                let from = from.clone();
                let word = typed.line.text().to_owned();
                self.find(word, from)
            }
            Purpose::Note | Purpose::Renote(_) => Vec::new(),
        }
    }

    pub(super) fn act_in_bar(&mut self, action: BarAction) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        typed.said = None;
        match action {
            BarAction::Keep => self.keep_typed(),
            BarAction::Clear => self.clear_typed(),
            BarAction::Up | BarAction::Down => {
                let step = if action == BarAction::Up { -1 } else { 1 };
                match typed.purpose {
                    Purpose::Filter(_) => {
                        self.coming.aim = None;
                        self.list.step(step);
                        self.preview()
                    }
                    Purpose::Find(_) => {
                        self.reader.step_hit(step);
                        Vec::new()
                    }
                    Purpose::Note | Purpose::Renote(_) => Vec::new(),
                }
            }
            BarAction::Past => self.offer_older(),
            BarAction::PastNewer => self.offer_newer(),
            BarAction::DeleteLeft if typed.line.text().is_empty() => self.clear_typed(),
            edit => {
                if typed.line.edit(edit) {
                    typed.past = None;
                    return self.typed_on();
                }
                Vec::new()
            }
        }
    }

    /// Offers the next older of the past queries that hold what was typed.
    fn offer_older(&mut self) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        let text = typed.line.text();
        let sought = match &typed.purpose {
            // A query that was kept is not what was typed now.
            Purpose::Filter(before) if before.query == text => "",
            Purpose::Filter(_) | Purpose::Find(_) => text,
            Purpose::Note | Purpose::Renote(_) => return Vec::new(),
        };
        let memory = &self.stock.memory;
        let past = typed.past.get_or_insert_with(|| Past::of(text, sought, &memory.queries()));
        let Some(query) = past.older() else {
            typed.said = Some(if past.is_empty() { Word::NoPast } else { Word::OldestPast });
            return Vec::new();
        };
        let query = query.to_owned();
        self.retype(&query)
    }

    /// Offers the next newer of them, or what was typed.
    fn offer_newer(&mut self) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        let Some(query) = typed.past.as_mut().and_then(Past::newer) else { return Vec::new() };
        let query = query.to_owned();
        self.retype(&query)
    }

    /// Puts `text` in the place of what was typed.
    pub(super) fn retype(&mut self, text: &str) -> Vec<Effect> {
        let Some(typed) = &mut self.bar.typed else { return Vec::new() };
        typed.line.set(text);
        self.typed_on()
    }

    pub(super) fn keep_typed(&mut self) -> Vec<Effect> {
        // What is broken cannot be kept: it stays to be mended.
        let Some(typed) = self.bar.typed.take_if(|typed| typed.fault.is_none()) else { return Vec::new() };
        let text = typed.line.text().trim().to_owned();
        match typed.purpose {
            Purpose::Filter(_) | Purpose::Find(_) => {
                if !text.is_empty() {
                    self.note_query(&text);
                }
            }
            Purpose::Note => self.mark((!text.is_empty()).then_some(text)),
            Purpose::Renote(noted) => self.renote(&noted, &text),
        }
        Vec::new()
    }

    pub(super) fn clear_typed(&mut self) -> Vec<Effect> {
        let Some(typed) = self.bar.typed.take() else { return Vec::new() };
        match typed.purpose {
            Purpose::Filter(before) => {
                self.list.query.clear();
                // It stays on what was found; where nothing was, it goes back.
                self.coming.aim = before.article.map(Aim::At).filter(|_| self.list.cursor().is_none());
                self.refresh_list()
            }
            Purpose::Find(from) => {
                self.reader.hits.clear();
                self.reader.hit = None;
                self.reader.hold(from);
                self.tickets.find();
                Vec::new()
            }
            Purpose::Note | Purpose::Renote(_) => Vec::new(),
        }
    }

    pub(super) fn type_in_picker(&mut self, key: Key) -> Vec<Effect> {
        let Some(picker) = &mut self.picker else { return Vec::new() };
        if let Lookup::Action(action) = self.config.keymap.lookup(Pane::Bar, &[key]) {
            match action {
                Action::Bar(BarAction::Clear) if picker.kind == Kind::Palette => self.close_picker(),
                Action::Bar(BarAction::DeleteLeft) if picker.filter.text().is_empty() => {
                    picker.typing = Typing::No;
                    if picker.kind == Kind::Palette {
                        self.close_picker();
                    }
                }
                Action::Bar(BarAction::Clear) => {
                    picker.typing = Typing::No;
                    picker.filter.clear();
                    picker.refilter();
                }
                Action::Bar(BarAction::Keep) => return self.act_in_picker(PickerAction::Choose, None),
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
