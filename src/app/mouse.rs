//! The mouse, where it is ours: the wheel, clicks on rows and links, the scrollbar.

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::app::bar::Purpose;
use crate::app::reader::Over;
use crate::input::action::ListAction;
use crate::message::Effect;

impl App {
    /// The wheel turns what lies under the pointer.
    pub(super) fn wheel(&mut self, rows: i32, column: u16) -> Vec<Effect> {
        let rows = rows as isize;
        self.recalling.wanted = None;
        if let Some(picker) = &mut self.picker {
            picker.step(rows);
            return Vec::new();
        }
        if !self.areas.reader.is_empty() && column >= self.areas.reader.x {
            self.reader.step(rows);
            self.read_on();
            return Vec::new();
        }
        self.touched = true;
        self.coming.aim = None;
        self.list.step(rows);
        self.preview()
    }

    /// The mouse is pressed: on what lies over the page first, then on the pane under it.
    pub(super) fn click(&mut self, column: u16, row: u16) -> Vec<Effect> {
        self.touched = true;
        self.recalling.wanted = None;
        let at = (column, row).into();
        if self.picker.is_some() {
            return self.click_in_picker(column, row);
        }
        // What is being typed is of where one is: it is kept or let be before one goes elsewhere.
        if let Some(typed) = &self.bar.typed {
            return match typed.purpose {
                Purpose::Note | Purpose::Renote(_) => self.clear_typed(),
                Purpose::Filter(_) | Purpose::Find(_) => self.keep_typed(),
            };
        }
        if self.areas.scrollbar.contains(at) && self.scrollbar().is_some() {
            self.dragging = true;
            self.go_to_share(row);
            return Vec::new();
        }
        if self.areas.reader.contains(at) {
            return self.click_in_reader(column, row);
        }
        if self.areas.list.contains(at) {
            return self.click_in_list(usize::from(row - self.areas.list.y));
        }
        Vec::new()
    }

    /// The pointer moves while the mouse is pressed: the scrollbar follows it.
    pub(super) fn drag(&mut self, row: u16) -> Vec<Effect> {
        if self.dragging {
            self.go_to_share(
                row.clamp(self.areas.scrollbar.y, self.areas.scrollbar.bottom().saturating_sub(1)),
            );
        }
        Vec::new()
    }

    /// A row of the picker is picked; beside it, the picker closes.
    fn click_in_picker(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let (Some(popup), Some(picker)) = (self.popup(), &mut self.picker) else { return Vec::new() };
        let at = (column, row).into();
        if !popup.area.contains(at) {
            self.close_picker();
            return Vec::new();
        }
        let place = picker.top + usize::from(row.saturating_sub(popup.items.y));
        if !popup.items.contains(at) || place >= picker.shown.len() {
            return Vec::new();
        }
        picker.go(place);
        if picker.at() == place { self.pick() } else { Vec::new() }
    }

    /// A link is followed; elsewhere the keys go to the reader. What lies over the page goes.
    fn click_in_reader(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let was_over = std::mem::take(&mut self.reader.over) != Over::Nothing;
        let mut effects = if self.reading() { Vec::new() } else { self.focus(Panes::Reader) };
        let text = self.areas.text;
        if was_over || !text.contains((column, row).into()) {
            return effects;
        }
        if let Some(link) = self.reader.link_at(usize::from(row - text.y), usize::from(column - text.x)) {
            effects.extend(self.follow(link));
        }
        effects
    }

    /// A row of the list is chosen, and opened where it is chosen already.
    fn click_in_list(&mut self, row: usize) -> Vec<Effect> {
        let at = self.list.top + row;
        if at >= self.list.shown().len() {
            return Vec::new();
        }
        let was_reading = self.reading();
        let mut effects = if was_reading { self.focus(Panes::List) } else { Vec::new() };
        self.coming.aim = None;
        if at == self.list.at() && !was_reading {
            return self.act_in_list(ListAction::Open, None);
        }
        self.list.go(at);
        effects.extend(self.preview());
        effects
    }
}
