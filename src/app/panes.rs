//! What the actions of the list and of the reader do.

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::app::bar::{Before, Purpose, Typed};
use crate::app::line::Line;
use crate::config::strings::Word;
use crate::corpus::corpus::{Direction, Order};
use crate::input::action::{ListAction, ReaderAction};
use crate::message::Effect;
use crate::shelf::lister::Drafts;

impl App {
    pub(super) fn act_in_list(&mut self, action: ListAction, count: Option<usize>) -> Vec<Effect> {
        let many = isize::try_from(count.unwrap_or(1)).unwrap_or(1);
        let page = isize::try_from(self.list.height.max(1)).unwrap_or(1);
        self.coming.aim = None;
        match action {
            ListAction::Down => self.list.step(many),
            ListAction::Up => self.list.step(-many),
            ListAction::First => self.list.go(count.map_or(0, |n| n - 1)),
            ListAction::Last => self.list.go(count.map_or(usize::MAX, |n| n - 1)),
            ListAction::HalfPageDown => self.list.step(many * (page / 2).max(1)),
            ListAction::HalfPageUp => self.list.step(-many * (page / 2).max(1)),
            ListAction::PageDown => self.list.step(many * page),
            ListAction::PageUp => self.list.step(-many * page),
            ListAction::Open => {
                if self.list.cursor().is_some() {
                    return self.focus(Panes::Reader);
                }
            }
            ListAction::PagePreview => {
                if self.areas.reader.is_empty() {
                    return self.act_in_list(ListAction::PageDown, count);
                }
                self.reader.step(self.reader.page_rows());
                self.read_on();
            }
            ListAction::Filter => {
                let line = Line::of(&self.list.query);
                let before = Before { query: self.list.query.clone(), article: self.list.cursor() };
                let purpose = Purpose::Filter(before);
                self.bar.typed = Some(Typed::new(purpose, line));
            }
            ListAction::Order => return self.next_order(),
            ListAction::Reverse => {
                self.list.direction = self.list.direction.reversed();
                return self.refresh_list();
            }
            ListAction::ReadUnread => self.toggle_read(),
            ListAction::Continue => {
                self.open_continue();
                return Vec::new();
            }
            ListAction::Rescan => return self.rescan(),
            ListAction::Drafts => {
                self.list.drafts = match self.list.drafts {
                    Drafts::Shown => Drafts::Hidden,
                    Drafts::Hidden => Drafts::Shown,
                };
                let word =
                    if self.list.drafts == Drafts::Shown { Word::DraftsShown } else { Word::DraftsHidden };
                self.tell_word(word);
                return self.refresh_list();
            }
        }
        self.preview()
    }

    fn next_order(&mut self) -> Vec<Effect> {
        let (order, word) = match self.list.order {
            Order::Date => (Order::Title, Word::SortTitle),
            Order::Title => (Order::Path, Word::SortPath),
            Order::Path => (Order::Read, Word::SortRead),
            Order::Read => (Order::Length, Word::SortLength),
            Order::Length => (Order::Date, Word::SortDate),
        };
        self.list.order = order;
        self.list.direction = Direction::Forward;
        self.tell_word(word);
        self.refresh_list()
    }

    pub(super) fn act_in_reader(&mut self, action: ReaderAction, count: Option<usize>) -> Vec<Effect> {
        let many = isize::try_from(count.unwrap_or(1)).unwrap_or(1);
        match action {
            ReaderAction::Down => self.reader.step(many),
            ReaderAction::Up => self.reader.step(-many),
            ReaderAction::HalfPageDown => self.reader.step(many * self.reader.half_rows()),
            ReaderAction::HalfPageUp => self.reader.step(-many * self.reader.half_rows()),
            ReaderAction::PageDown => self.reader.step(many * self.reader.page_rows()),
            ReaderAction::PageUp => self.reader.step(-many * self.reader.page_rows()),
            ReaderAction::Top => self.reader.to_top(),
            ReaderAction::End => match count {
                Some(row) => {
                    self.reader.to_top();
                    self.reader.step(isize::try_from(row - 1).unwrap_or(0));
                }
                None => self.reader.to_end(),
            },
            ReaderAction::Find => {
                let line = Line::default();
                self.bar.typed = Some(Typed::new(Purpose::Find(self.reader.held()), line));
                return Vec::new();
            }
            ReaderAction::NextHit => return self.step_hit(many),
            ReaderAction::PreviousHit => return self.step_hit(-many),
            ReaderAction::Outline => {
                self.open_outline();
                return Vec::new();
            }
            ReaderAction::PreviousHeading => self.reader.step_heading(-many),
            ReaderAction::NextHeading => self.reader.step_heading(many),
            ReaderAction::FollowLink => return self.follow_link(),
            ReaderAction::Backward => return self.go_back(count.unwrap_or(1)),
            ReaderAction::Forward => return self.go_forward(count.unwrap_or(1)),
            ReaderAction::Backlinks => return self.ask_backlinks(),
            ReaderAction::Copy => {
                self.open_copies();
                return Vec::new();
            }
            ReaderAction::Edit => return self.edit(),
            ReaderAction::NextArticle => return self.step_article(many),
            ReaderAction::PreviousArticle => return self.step_article(-many),
            ReaderAction::List => return self.focus(Panes::List),
            ReaderAction::Narrower => self.set_width(-4 * many),
            ReaderAction::Wider => self.set_width(4 * many),
            ReaderAction::PanLeft => self.pan(-many),
            ReaderAction::PanRight => self.pan(many),
            ReaderAction::Pictures => return self.switch_pictures(),
        }
        self.read_on();
        Vec::new()
    }

    /// Goes to another hit; what was let go of is found again.
    fn step_hit(&mut self, steps: isize) -> Vec<Effect> {
        if !self.reader.hits.is_empty() {
            self.reader.step_hit(steps);
            self.read_on();
            return Vec::new();
        }
        let word = self.reader.word.clone();
        if word.trim().is_empty() {
            self.tell_word(Word::NothingToFind);
            return Vec::new();
        }
        let effects = self.find(word, self.reader.held());
        self.tickets.steps = steps;
        effects
    }

    fn pan(&mut self, columns: isize) {
        if !self.reader.pan(columns) {
            self.tell_word(Word::NoWideTable);
        }
    }

    fn set_width(&mut self, by: isize) {
        let shown = isize::try_from(self.areas.text.width).unwrap_or(80);
        let width = (shown + by).clamp(20, 240);
        self.width = u16::try_from(width).unwrap_or(80);
        self.lay_out();
    }

    fn step_article(&mut self, steps: isize) -> Vec<Effect> {
        let before = self.list.at();
        let way = self.steps_from_lost(steps);
        self.coming.aim = None;
        self.list.step(way);
        if self.list.at() == before && way == steps {
            self.tell_word(if steps > 0 { Word::LastArticle } else { Word::FirstArticle });
            return Vec::new();
        }
        self.leave_place();
        self.leave_lost();
        self.show_cursor()
    }
}
