//! Following a link: letters over links, where the chosen one leads, and a footnote over the page.

use std::sync::Arc;

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::app::hints::{Hints, Typed};
use crate::app::item::{Item, Kind, Pick};
use crate::app::panel::Panel;
use crate::app::peek::Peek;
use crate::app::reader::Over;
use crate::app::target::Target;
use crate::app::trail::Stop;
use crate::config::strings::Word;
use crate::corpus::article::Article;
use crate::input::action::{Action, Pane, PickerAction};
use crate::input::key;
use crate::input::keymap::Lookup;
use crate::links::destination::{Dead, Destination};
use crate::markdown::address::Address;
use crate::markdown::document::Anchor;
use crate::markdown::fragment::place;
use crate::markdown::written::{Lead, Written};
use crate::memory::key::Key;
use crate::memory::position::State;
use crate::message::{Effect, Goal};
use crate::page::measure::{Measure, Pan};
use crate::page::note;
use crate::text::safe::Safe;

impl App {
    /// `f`: letters over the links on the screen; a single one is followed at once.
    pub(super) fn follow_link(&mut self) -> Vec<Effect> {
        let places = self.reader.links();
        match places[..] {
            [] => self.tell_word(Word::NoLinks),
            [only] => return self.follow(only.link),
            _ => {
                let links: Vec<usize> = places.iter().map(|place| place.link).collect();
                self.reader.over = Over::Hints(Hints::new(&links));
            }
        }
        Vec::new()
    }

    /// A key while something lies over the page of the reader.
    pub(super) fn key_over_page(&mut self, key: key::Key) -> Vec<Effect> {
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
                        return self.follow(link);
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
    pub(super) fn follow(&mut self, link: usize) -> Vec<Effect> {
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        let document = shown.page.document();
        let Some(link_there) = document.links.get(link) else { return Vec::new() };
        match Target::of(document, link_there) {
            Ok(Target::Footnote(label)) => self.open_peek(link, &label),
            Ok(Target::Here(at)) => self.jump(at),
            Ok(Target::Elsewhere(target)) => {
                let is_outward = Written::of(link_there).is_some_and(|written| written.lead == Lead::Outward);
                if let Some(address) = Address::of(&target).filter(|_| is_outward) {
                    self.offer_to_leave(link, address);
                    return Vec::new();
                }
                let (from, link) = (shown.article.clone(), link_there.clone());
                let ticket = self.tickets.follow();
                return vec![Effect::Follow { ticket, from, link, corpus: self.stock.corpus.clone() }];
            }
            Err(word) => {
                let text = self.strings.fill(word, &[&link_there.target]);
                self.tell(text);
            }
        }
        Vec::new()
    }

    /// The link leads there.
    pub(super) fn led(&mut self, led: Destination, link: &Safe) -> Vec<Effect> {
        let why = match led {
            Destination::Article { article, fragment } => return self.go_to_article(article, fragment),
            Destination::Several { articles, fragment } => {
                self.offer_articles(&articles, fragment.as_ref());
                return Vec::new();
            }
            Destination::Here(name) => {
                let name = name.unwrap_or_default();
                let document = self.reader.shown().map(|shown| shown.page.document());
                match document.and_then(|document| place(document, &name)) {
                    Some(at) => {
                        self.jump(at);
                        return Vec::new();
                    }
                    None => self.strings.fill(Word::NoSuchHeading, &[&name]),
                }
            }
            Destination::Outward(target) => target,
            Destination::File(file) => self.strings.fill(Word::LinkToFile, &[&file]),
            Destination::Dead(dead) => {
                let word = match dead {
                    Dead::NoSuch => Word::DeadLink,
                    Dead::Outside => Word::LinkOutside,
                    Dead::Template => Word::LinkTemplate,
                };
                self.strings.fill(word, &[link])
            }
        };
        self.tell(why);
        Vec::new()
    }

    /// Leaves the place for another article, at a heading or block where one is named.
    pub(super) fn go_to_article(&mut self, article: Arc<Article>, fragment: Option<Safe>) -> Vec<Effect> {
        self.leave_place();
        let goal = match fragment {
            Some(name) => Goal::Heading(name),
            None if self.is_begun(&article) => Goal::Remembered,
            None => Goal::At(Anchor::default()),
        };
        self.open_article(article, goal)
    }

    /// A link calls several articles: one of them is picked.
    fn offer_articles(&mut self, articles: &[Arc<Article>], fragment: Option<&Safe>) {
        let item = |article: &Arc<Article>| Item {
            left: Safe::line(&article.path.to_string_lossy()),
            text: article.meta.title.clone(),
            role: None,
            parts: None,
            pick: Pick::Article(article.clone(), fragment.cloned()),
        };
        let items = articles.iter().map(item).collect();
        self.open_picker(Kind::Several, items, 0);
    }

    /// Whether an article was begun and not read to its end: a link to it leads to where it was left.
    fn is_begun(&self, article: &Article) -> bool {
        self.stock.memory.state(&Key::of(article)) == State::Reading
    }

    /// The place on the screen is left for another, not by scrolling.
    pub(super) fn leave_place(&mut self) {
        if let Some(here) = self.stop_here() {
            self.trail.leave(here);
        }
    }

    /// `H`: back to where one came from.
    pub(super) fn go_back(&mut self, steps: usize) -> Vec<Effect> {
        let stop = self.stop_here().and_then(|here| self.trail.back(steps, here));
        self.go_to_stop(stop, Word::NoWayBack)
    }

    /// `L`: forward again.
    pub(super) fn go_forward(&mut self, steps: usize) -> Vec<Effect> {
        let stop = self.stop_here().and_then(|here| self.trail.forward(steps, here));
        self.go_to_stop(stop, Word::NoWayForward)
    }

    fn stop_here(&self) -> Option<Stop> {
        if let Some(stop) = &self.tickets.bound {
            return Some(stop.clone());
        }
        let article = self.reader.article()?.clone();
        Some(Stop { article, spot: self.spot() })
    }

    fn go_to_stop(&mut self, stop: Option<Stop>, none: Word) -> Vec<Effect> {
        let Some(Stop { article, spot }) = stop else {
            self.tell_word(none);
            return Vec::new();
        };
        let is_there = self.tickets.opening.is_none();
        let shown = self.reader.shown().filter(|shown| is_there && shown.article.id == article.id);
        if let Some(at) = shown.map(|shown| spot.find(&shown.page.document().text)) {
            self.reader.go(at);
            self.read_on();
            return Vec::new();
        }
        let effects = self.open_article(article.clone(), Goal::Mark(spot.clone()));
        self.tickets.bound = Some(Stop { article, spot });
        effects
    }

    /// Opens an article at a place and gives the keys to the reader. The list's cursor goes with it
    /// where the list holds it.
    pub(super) fn open_article(&mut self, article: Arc<Article>, goal: Goal) -> Vec<Effect> {
        let article = self.stock.corpus.get(article.id).cloned().unwrap_or(article);
        self.list.go_to(article.id);
        if self.panes == Panes::List {
            self.panes = Panes::Reader;
            self.lay_out();
        }
        vec![Effect::Open { ticket: self.tickets.open(article.id), article, goal }]
    }

    pub(super) fn jump(&mut self, at: Anchor) {
        self.leave_place();
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
