//! The app: which pane has the keys, what a key means there, what a report changes.
//!
//! `update` takes an event and gives effects back. What belongs to one pane is done in that
//! pane's file; this one routes.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::app::areas::{Areas, Panes};
use crate::app::arrangement::Arrangement;
use crate::app::bar::Bar;
use crate::app::changes::Changes;
use crate::app::coming::Coming;
use crate::app::counting::Counting;
use crate::app::item::Left;
use crate::app::list::List;
use crate::app::picker::{Picker, Typing};
use crate::app::pictures::Pictures;
use crate::app::reader::{Over, Reader};
use crate::app::recalling::{Recalling, Remembered};
use crate::app::tickets::Tickets;
use crate::app::trail::Trail;
use crate::cli::setup::Secure;
use crate::config::config::Config;
use crate::config::strings::{Strings, Word};
use crate::config::theme::Theme;
use crate::corpus::article::ArticleId;
use crate::corpus::corpus::Corpus;
use crate::input::action::{Action, AppAction, Pane};
use crate::input::key::Key;
use crate::input::keymap::Lookup;
use crate::memory::mark::Mark;
use crate::memory::memory::Memory;
use crate::message::{Effect, Event, Given};
use crate::page::measure::Measure;
use crate::pictures::easel::Easel;
use crate::shelf::settings;
use crate::shelf::stock::Stock;
use crate::text::role::Role;
use crate::text::safe::Safe;
use crate::text::width::Ambiguous;

/// What the app starts from.
#[derive(Clone, Debug)]
pub struct Start {
    /// The settings.
    pub config: Config,
    /// The themes, the one in force first.
    pub themes: Vec<Theme>,
    /// The interface's words.
    pub strings: Strings,
    /// What is remembered.
    pub memory: Remembered,
    /// What was given on the command line.
    pub given: Given,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// How pictures are shown, where they are.
    pub easel: Option<Easel>,
    /// What the reader should be told at once.
    pub notices: Vec<Safe>,
    /// Whether anything may be written or started.
    pub secure: Secure,
}

/// The app.
#[derive(Debug)]
pub struct App {
    /// The settings.
    pub config: Config,
    /// The themes, the one in force first.
    pub themes: Vec<Theme>,
    /// The interface's words.
    pub strings: Strings,
    /// What was given on the command line.
    pub given: Given,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// The articles found so far, and what is remembered.
    pub stock: Stock,
    /// The list pane.
    pub list: List,
    /// The reader pane.
    pub reader: Reader,
    /// The last row.
    pub bar: Bar,
    /// The list over the page, if there is one.
    pub picker: Option<Picker>,
    /// Which panes are shown; the reader has the keys unless it is [`Panes::List`].
    pub panes: Panes,
    /// Where everything is.
    pub areas: Areas,
    /// Whether the folders are still being read.
    pub scanning: bool,
    /// The number typed before an action.
    pub count: Option<usize>,
    /// What could not be read, beside articles that say so themselves.
    pub troubles: Vec<Safe>,
    /// While the folders are read anew: the articles that were not found again yet.
    pub(super) expected: Option<HashSet<ArticleId>>,
    pub(super) tickets: Tickets,
    pub(super) coming: Coming,
    /// How many articles were not begun, as `unread` counts along; `None` where they have to be counted.
    pub(super) unread: Option<usize>,
    pub(super) counting: Counting,
    /// Where pickers were left, each kind once.
    pub(super) left: Vec<Left>,
    pub(super) trail: Trail,
    /// How the marks are arranged.
    pub(super) arrangement: Arrangement,
    /// Marks that were deleted, the last one last.
    pub(super) deleted: Vec<Mark>,
    /// Whether the scrollbar is held with the mouse.
    pub(super) dragging: bool,
    pub(super) changes: Changes,
    pub(super) pictures: Pictures,
    pub(super) recalling: Recalling,
    pub(super) now: Timestamp,
    /// When what is remembered has to be written.
    pub(super) save_by: Option<Timestamp>,
    pub(super) width: u16,
    /// Whether other programs may be started.
    pub secure: Secure,
    /// Whether a key or the mouse was pressed yet, or articles changed: until then the cursor stays on
    /// the first row.
    pub(super) touched: bool,
    size: (u16, u16),
    pending: Vec<Key>,
    ending: Option<i32>,
}

impl App {
    /// An app that has found nothing yet.
    #[must_use]
    pub fn new(start: Start, now: Timestamp) -> Self {
        let (order, direction) = settings::order(&start.config);
        let drafts = settings::drafts(&start.config);
        let (recalling, memory) = Recalling::of(start.memory);
        let panes = if start.given.open.is_some() { Panes::Reader } else { Panes::List };
        let mut app = Self {
            width: start.config.width,
            config: start.config,
            themes: start.themes,
            strings: start.strings,
            secure: start.secure,
            stock: Stock::of(Corpus::default(), memory),
            given: start.given,
            ambiguous: start.ambiguous,
            list: List::new(order, direction, drafts),
            reader: Reader::default(),
            bar: Bar::default(),
            picker: None,
            panes,
            areas: Areas::default(),
            scanning: true,
            count: None,
            troubles: Vec::new(),
            expected: None,
            tickets: Tickets::default(),
            coming: Coming::default(),
            unread: Some(0),
            counting: Counting::default(),
            left: Vec::new(),
            trail: Trail::default(),
            arrangement: Arrangement::default(),
            deleted: Vec::new(),
            dragging: false,
            changes: Changes::default(),
            pictures: Pictures::on(start.easel),
            recalling,
            now,
            save_by: None,
            touched: false,
            size: (80, 24),
            pending: Vec::new(),
            ending: None,
        };
        if let Some(notice) = start.notices.first() {
            app.bar.tell(notice.clone(), Role::Trouble, now);
        }
        app.troubles = start.notices;
        app.lay_out();
        app
    }

    /// What is to be done first.
    #[must_use]
    pub fn start(&mut self) -> Vec<Effect> {
        let recall = self.recalling.under_way.then(|| Effect::Recall(Memory::default()));
        let mut effects = self.restore();
        effects.extend(recall);
        effects.push(Effect::Scan(self.tickets.scan()));
        effects
    }

    /// The theme in force.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        self.themes.first().expect("the app was given a theme")
    }

    /// The exit code, once the app has come to its end.
    #[must_use]
    pub fn finished(&self) -> Option<i32> {
        self.ending
    }

    /// Whether the reader has the keys.
    #[must_use]
    pub fn reading(&self) -> bool {
        self.panes != Panes::List
    }

    /// When an [`Event::Deadline`] is wanted, if nothing happens before.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        let notice = self.bar.notice.as_ref().map(|notice| notice.until);
        [notice, self.save_by, self.coming.due(), self.doubts_due()].into_iter().flatten().min()
    }

    /// What the app asks for as it ends: what is remembered is written.
    pub fn end(&mut self, now: Timestamp) -> Option<Effect> {
        self.now = now;
        let is_left_anew = self.note_session();
        let is_due = self.save_by.take().is_some() || is_left_anew;
        is_due.then(|| Effect::Save(self.stock.memory.clone()))
    }

    /// Takes an event in at the time `now`.
    #[must_use]
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        self.now = now;
        let mut effects = self.take(event);
        effects.extend(self.draw_pictures());
        if self.unread.is_none() {
            self.unread = Some(self.stock.unread());
        }
        self.settle_line();
        effects
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Wheel { rows, column } => self.wheel(rows, column),
            Event::Click { column, row } => self.click(column, row),
            Event::Drag { row } => self.drag(row),
            Event::Release => {
                self.dragging = false;
                Vec::new()
            }
            Event::Resize { columns, rows } => {
                self.size = (columns, rows);
                self.lay_out();
                self.preview()
            }
            Event::Cell { across, down } => {
                self.pictures.set_cell((across, down));
                self.lay_out();
                Vec::new()
            }
            Event::UnderWay(names) => {
                self.pictures.under_way = names;
                Vec::new()
            }
            Event::Deadline => self.deadline_passed(),
            Event::End(code) => {
                self.ending = Some(code);
                Vec::new()
            }
            Event::Changed(changed) => self.changed(changed),
            Event::Others => vec![self.recall()],
            Event::Report(report) => {
                let mut effects = self.report(report);
                effects.extend(self.recount_facets());
                effects
            }
        }
    }

    fn deadline_passed(&mut self) -> Vec<Effect> {
        self.bar.settle(self.now);
        if self.save_by.is_some_and(|by| by <= self.now) {
            return self.save_now().into_iter().collect();
        }
        let mut effects = self.catch_up();
        effects.extend(self.look_at_doubted());
        effects
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.touched = true;
        self.recalling.wanted = None;
        self.bar.settle(self.now);
        if self.bar.is_over_picker() {
            return self.type_in_bar(key);
        }
        if let Some(picker) = &self.picker {
            return match picker.typing {
                Typing::Yes => self.type_in_picker(key),
                Typing::No => match self.copy_by_key(key) {
                    Some(effects) => effects,
                    None => self.command(Pane::Picker, key),
                },
            };
        }
        if self.bar.typed.is_some() {
            return self.type_in_bar(key);
        }
        if self.reading() && self.reader.over != Over::Nothing {
            return self.key_over_page(key);
        }
        let pane = if self.reading() { Pane::Reader } else { Pane::List };
        self.command(pane, key)
    }

    /// A key that is no text: with those before it, it may mean something in the pane.
    fn command(&mut self, pane: Pane, key: Key) -> Vec<Effect> {
        let digit = key
            .narrowed()
            .typed()
            .and_then(|c| c.to_digit(10))
            .filter(|digit| *digit > 0 || self.count.is_some());
        if let (Some(digit), true) = (digit, self.pending.is_empty()) {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize);
            self.count = Some(count.min(1_000_000));
            return Vec::new();
        }
        self.pending.push(key);
        match self.config.keymap.lookup(pane, &self.pending) {
            Lookup::Pending => Vec::new(),
            Lookup::Unknown => {
                let began = self.pending.len() > 1;
                self.pending.clear();
                if began {
                    return self.command(pane, key);
                }
                self.count = None;
                Vec::new()
            }
            Lookup::Action(action) => {
                self.pending.clear();
                self.act(action)
            }
        }
    }

    /// Does what `action` means.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        let count = self.count.take();
        match action {
            Action::App(action) => self.act_anywhere(action),
            Action::List(action) => self.act_in_list(action, count),
            Action::Reader(action) => self.act_in_reader(action, count),
            Action::Bar(action) => self.act_in_bar(action),
            Action::Picker(action) => self.act_in_picker(action, count),
        }
    }

    fn act_anywhere(&mut self, action: AppAction) -> Vec<Effect> {
        match action {
            AppAction::Help => self.open_keys(),
            AppAction::OtherPane => {
                return self.focus(if self.reading() { Panes::List } else { Panes::Reader });
            }
            AppAction::Back => return self.back(),
            AppAction::Close => return self.close(),
            AppAction::Quit => self.ending = Some(0),
            AppAction::Redraw => return vec![Effect::Redraw],
            AppAction::Suspend => return vec![Effect::Stop],
            AppAction::Mark => self.mark(None),
            AppAction::MarkWithNote => self.begin_note(),
            AppAction::Marks => {
                self.open_marks();
                // Some file systems tell nothing of what others write.
                return vec![self.recall()];
            }
            AppAction::Facets => return self.open_facets(),
            AppAction::Palette => self.open_palette(),
            AppAction::FrontMatter => self.open_front_matter(),
            AppAction::Forget => self.ask_to_forget(),
            AppAction::Zen => {
                let panes = if self.panes == Panes::Zen { Panes::Reader } else { Panes::Zen };
                return self.focus(panes);
            }
            AppAction::Theme => return self.next_theme(),
        }
        Vec::new()
    }

    fn next_theme(&mut self) -> Vec<Effect> {
        self.themes.rotate_left(1);
        self.lay_out();
        let text = self.strings.fill(Word::ThemeIs, &[&self.theme().name]);
        self.tell(text);
        // One without colours may have been in force when the article was opened.
        self.look_for_pictures().into_iter().collect()
    }

    /// Whether a single file was given, beside which no list is of use.
    pub(super) fn is_alone(&self) -> bool {
        self.given.open.is_some()
    }

    /// `q`: out of what is open, from the list, or a file that is alone, out of the program.
    fn back(&mut self) -> Vec<Effect> {
        if self.panes == Panes::List || self.panes == Panes::Reader && self.is_alone() {
            self.ending = Some(0);
            return Vec::new();
        }
        if self.panes == Panes::Zen {
            return self.focus(Panes::Reader);
        }
        self.focus(Panes::List)
    }

    /// `Esc`: closes, clears or goes back, whatever there is to be.
    fn close(&mut self) -> Vec<Effect> {
        self.bar.notice = None;
        if self.reading() {
            if !self.reader.hits.is_empty() {
                self.reader.hits.clear();
                self.reader.hit = None;
                return Vec::new();
            }
            return if self.is_alone() { Vec::new() } else { self.back() };
        }
        if self.list.query.is_empty() {
            return Vec::new();
        }
        self.list.query.clear();
        self.refresh_list()
    }

    /// Gives the keys to a pane.
    pub(super) fn focus(&mut self, panes: Panes) -> Vec<Effect> {
        let was_reading = self.reading();
        self.panes = panes;
        self.lay_out();
        if was_reading || !self.reading() {
            return self.preview();
        }
        // What is read stays under the eye, whatever list is still to come.
        self.coming.aim = None;
        self.leave_lost();
        let effects = self.show_cursor();
        // One that is still being opened counts as read when it is there.
        let shown = self.reader.article().map(|article| article.id);
        if self.tickets.opening.is_none() || self.tickets.opening == shown {
            self.opened_for_reading();
        }
        effects
    }

    /// Puts everything where the size of the screen and the panes shown ask for it.
    pub(super) fn lay_out(&mut self) {
        let (columns, rows) = self.size;
        let panes = if self.is_alone() && self.panes == Panes::Reader { Panes::Zen } else { self.panes };
        self.areas = Areas::of(columns, rows, panes, self.width);
        self.list.resize(usize::from(self.areas.list.height));
        self.reader.resize(usize::from(self.areas.text.height), self.measure());
        let rows = usize::from(rows.saturating_sub(4));
        if let Some(picker) = &mut self.picker {
            picker.resize(rows);
        }
        self.set_glance();
    }

    /// How articles are to be set on the present screen.
    #[must_use]
    pub fn measure(&self) -> Measure {
        let columns = if self.areas.text.is_empty() { self.width } else { self.areas.text.width };
        Measure { pictures: self.picture_room(), ..self.config.measure(columns, self.ambiguous) }
    }

    /// Tells the reader a word of the interface.
    pub(super) fn tell_word(&mut self, word: Word) {
        let text = self.strings.word(word).to_safe();
        self.tell(text);
    }

    /// Tells the reader something.
    pub(super) fn tell(&mut self, text: Safe) {
        self.bar.tell(text, Role::Notice, self.now);
    }
}
