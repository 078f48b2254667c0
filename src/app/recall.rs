//! What the app remembers and recalls: marks, positions, what was read and searched for.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::app::App;
use crate::app::bar::{Purpose, Typed};
use crate::app::item::{Item, Kind, Pick};
use crate::app::line::Line;
use crate::cli::setup::Secure;
use crate::config::strings::Word;
use crate::corpus::article::Article;
use crate::input::action::{Action, PickerAction};
use crate::markdown::document::{Anchor, Document};
use crate::memory::key::Key;
use crate::memory::mark::Mark;
use crate::memory::position::{Position, State};
use crate::memory::spot::Spot;
use crate::message::Effect;
use crate::text::safe::Safe;

/// How long what is remembered may wait to be written, in milliseconds.
const SAVE_WITHIN: i64 = 1_500;

/// After how long writing is tried again where it failed, in milliseconds.
const TRY_AGAIN: i64 = 5_000;

impl App {
    /// What is remembered has changed and has to be written soon.
    pub(super) fn save_soon(&mut self) {
        let by = Timestamp::from_millisecond(self.now.as_millisecond().saturating_add(SAVE_WITHIN))
            .unwrap_or(self.now);
        self.save_by.get_or_insert(by);
    }

    /// What is remembered could not be written: it is tried again later.
    pub(super) fn try_again(&mut self) {
        let by = Timestamp::from_millisecond(self.now.as_millisecond().saturating_add(TRY_AGAIN))
            .unwrap_or(self.now);
        self.save_by = Some(by);
    }

    /// What is remembered is written now, if there is anything new in it.
    pub(super) fn save_now(&mut self) -> Option<Effect> {
        self.save_by.take()?;
        self.note_session();
        Some(Effect::Save(self.stock.memory.clone()))
    }

    /// Whether the marks outlast this session.
    pub(super) fn marks_last(&self) -> bool {
        self.recalling.lasting.marks && self.secure == Secure::No
    }

    /// The place at the top of the reader, with what finds it again.
    pub(super) fn spot(&self) -> Spot {
        let at = self.reader.at();
        let Some(shown) = self.reader.shown() else { return Spot::of("", at, None) };
        let document = shown.page.document();
        // That of the status line may begin on the row below.
        let heading = document.headings.iter().rfind(|heading| heading.range.start <= at.0);
        let heading = heading.map(|heading| document.text.slice(heading.range.clone()));
        Spot::of(&document.text, at, heading.as_ref().map(|heading| heading.as_str()))
    }

    /// Where an article was left.
    pub(super) fn remembered(&self, article: &Article, document: &Document) -> Anchor {
        if !self.config.resume {
            return Anchor::default();
        }
        self.stock
            .memory
            .position(&Key::of(article))
            .map_or(Anchor::default(), |position| position.spot.find(&document.text))
    }

    /// The keys are with the reader: the article counts as opened, and as done where all of it is
    /// on the screen.
    pub(super) fn opened_for_reading(&mut self) {
        let Some(key) = self.reader.article().map(|article| Key::of(article)) else { return };
        self.recalling.forgot = false;
        self.stock.memory.read_anew(&key, self.now);
        if self.config.history {
            self.stock.memory.opened(&key, self.now);
        }
        self.know_text_again();
        self.save_soon();
        if self.reader.is_at_end() {
            self.read_on();
        }
    }

    /// A query was kept: it can be asked again.
    pub(super) fn note_query(&mut self, query: &str) {
        if self.config.history {
            self.stock.memory.add_query(query, self.now);
            self.save_soon();
        }
    }

    /// Forgets all but the marks: places, what was read, what was searched for.
    pub(super) fn forget(&mut self) -> Vec<Effect> {
        self.close_picker();
        self.stock.memory.forget(self.now);
        self.recalling.forgot = true;
        // The filter was searched for, too.
        self.list.query.clear();
        self.unread = None;
        self.save_soon();
        let lasts = self.recalling.lasting.rest && self.secure == Secure::No;
        self.tell_word(if lasts { Word::Forgotten } else { Word::ForgottenForNow });
        self.refresh_list()
    }

    /// Asks whether all but the marks is to be forgotten; the answer that stands first changes nothing.
    pub(super) fn ask_to_forget(&mut self) {
        let item = |word: Word, pick| Item {
            left: Safe::default(),
            text: self.strings.word(word).to_safe(),
            role: None,
            parts: None,
            pick,
        };
        let keep = Pick::Do(Action::Picker(PickerAction::Close));
        let items = vec![item(Word::ForgetNothing, keep), item(Word::ForgetAll, Pick::Forget)];
        self.open_picker(Kind::Forget, items, 0);
    }

    /// The reader has scrolled: how far one has come is remembered.
    pub(super) fn read_on(&mut self) {
        let Some((key, content)) = self.reader.article().map(|article| (Key::of(article), article.content))
        else {
            return;
        };
        let state = if self.reader.is_at_end() { State::Done } else { State::Reading };
        let position = Position::new(self.spot(), self.reader.progress(), content, self.now);
        self.change_memory(&key, |memory| memory.remember(&key, position, state));
        self.save_soon();
    }

    /// `r`: an article that was read is unread again, any other is done.
    pub(super) fn toggle_read(&mut self) {
        let Some(article) = self.list.cursor().and_then(|id| self.stock.corpus.get(id)).cloned() else {
            return;
        };
        let key = Key::of(&article);
        self.know_again(&article);
        let state = if self.stock.memory.state(&key) == State::Done { State::Unread } else { State::Done };
        let now = self.now;
        self.change_memory(&key, |memory| memory.set_state(&key, state, now));
        self.save_soon();
        self.tell_word(if state == State::Done { Word::MarkedRead } else { Word::MarkedUnread });
    }

    /// Something is remembered of an article, which may never have been read: with it, what its text
    /// is known by now, so that it follows when the file is renamed.
    fn know_again(&mut self, article: &Article) {
        let key = Key::of(article);
        let known = self.stock.memory.position(&key);
        if article.content.is_none() || known.is_some_and(|known| known.content == article.content) {
            return;
        }
        let top = || Position::new(Spot::default(), 0.0, None, self.now);
        let position = known.cloned().unwrap_or_else(top);
        let position = Position { content: article.content, changed: self.now, ..position };
        self.stock.memory.remember(&key, position, State::Unread);
        self.save_soon();
    }

    /// The article in the reader, where anything is remembered of it, is known by the text that it
    /// has now.
    pub(super) fn know_text_again(&mut self) {
        let Some(article) = self.reader.article().cloned() else { return };
        if self.stock.memory.knows(&Key::of(&article)) {
            self.know_again(&article);
        }
    }

    /// The article that a mark would be set in, the one read or the one under the cursor, and where.
    fn to_be_marked(&self) -> Option<(Arc<Article>, Spot)> {
        if self.reading() {
            return Some((self.reader.article()?.clone(), self.spot()));
        }
        let article = self.stock.corpus.get(self.list.cursor()?)?;
        let shown = self.reader.shown().filter(|shown| shown.article.id == article.id);
        let text = shown.map_or("", |shown| shown.page.document().text.as_str());
        Some((article.clone(), Spot::of(text, Anchor::default(), None)))
    }

    /// `m`: marks the place, unless a mark without another note stands there.
    pub(super) fn mark(&mut self, note: Option<String>) {
        let Some((article, spot)) = self.to_be_marked() else { return };
        let (key, title) = (Key::of(&article), article.meta.title.as_str().to_owned());
        let says = |mark: &&Mark| note.is_none() || mark.note == note;
        let marks = self.stock.memory.marks_of(&key);
        let stands = marks.into_iter().filter(says).any(|mark| mark.spot.at == spot.at);
        if stands {
            self.tell_word(Word::MarkedBefore);
            return;
        }
        self.know_again(&article);
        self.stock.memory.add_mark(key, title, spot, note, self.now);
        self.save_soon();
        self.tell_word(if self.marks_last() { Word::Marked } else { Word::MarkedForNow });
    }

    /// `M`: the note is typed first. Where a mark stands already, the note is written on that.
    pub(super) fn begin_note(&mut self) {
        let Some((article, spot)) = self.to_be_marked() else { return };
        let marks = self.stock.memory.marks_of(&Key::of(&article));
        let standing = marks.into_iter().rfind(|mark| mark.spot.at == spot.at).map(|mark| mark.id);
        match standing {
            Some(id) => self.begin_renoting(id),
            None => self.bar.typed = Some(Typed::new(Purpose::Note, Line::default())),
        }
    }
}
