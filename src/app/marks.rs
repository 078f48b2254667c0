//! The list of marks: by date, by article or by folder; gone to, noted on, deleted and brought back.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::app::App;
use crate::app::arrangement::Arrangement;
use crate::app::bar::{Noted, Purpose, Typed};
use crate::app::item::{Item, Kind, Parts, Pick};
use crate::app::line::Line;
use crate::app::picker::Picker;
use crate::config::strings::Word;
use crate::corpus::article::ArticleId;
use crate::input::action::{Action, PickerAction};
use crate::memory::mark::{Mark, MarkId};
use crate::text::role::Role;
use crate::text::safe::{Safe, SafeStr};

impl App {
    /// `'`: the marks, and what can be brought back of those that were deleted.
    pub(super) fn open_marks(&mut self) {
        let is_empty = self.stock.memory.count_all_marks() == 0 && self.deleted.is_empty();
        if is_empty && self.recalling.under_way {
            self.recalling.wanted = Some(Kind::Marks);
            return;
        }
        if is_empty {
            self.tell_word(Word::NoMarks);
            return;
        }
        let items = self.mark_items();
        self.open_picker(Kind::Marks, items, 0);
    }

    /// What the marks are arranged by, in a word for their title.
    #[must_use]
    pub fn marks_title(&self) -> Word {
        match self.arrangement {
            Arrangement::Date => Word::MarksByDate,
            Arrangement::Article => Word::MarksByArticle,
            Arrangement::Corpus => Word::MarksByCorpus,
        }
    }

    /// What can be done with the marks.
    #[must_use]
    pub fn marks_hint(&self) -> Safe {
        let mut parts = vec![
            (Action::Picker(PickerAction::Arrange), Word::HintArrange),
            (Action::Picker(PickerAction::EditNote), Word::NotePrompt),
            (Action::Picker(PickerAction::Delete), Word::HintDelete),
        ];
        if !self.deleted.is_empty() {
            parts.push((Action::Picker(PickerAction::Undo), Word::HintUndo));
        }
        self.keys_and_words(&parts)
    }

    /// The list of marks is made anew where it is open: the cursor stays with its mark.
    pub(super) fn renew_marks(&mut self) {
        if self.picker.as_ref().is_none_or(|picker| picker.kind != Kind::Marks) {
            return;
        }
        let items = self.mark_items();
        self.renew_picker(items);
    }

    fn chosen_mark(&self) -> Option<MarkId> {
        match self.picker.as_ref().and_then(Picker::item)?.pick {
            Pick::Mark(id) => Some(id),
            _ => None,
        }
    }

    /// Puts the cursor of the marks on one of them.
    fn seek_mark(&mut self, id: MarkId) {
        if let Some(picker) = &mut self.picker {
            picker.seek(|item| item.pick == Pick::Mark(id));
        }
    }

    /// Arranges the marks by the next thing they can be arranged by.
    pub(super) fn arrange_marks(&mut self) {
        self.arrangement = self.arrangement.next();
        self.renew_marks();
    }

    /// Deletes the mark under the cursor of the marks.
    pub(super) fn delete_mark(&mut self) {
        let Some(id) = self.chosen_mark() else { return };
        if let Some(mark) = self.stock.memory.remove_mark(id, self.now) {
            self.deleted.push(mark);
            self.save_soon();
            let undo = self.config.keymap.keys_of(Action::Picker(PickerAction::Undo)).into_iter().next();
            let text = match undo {
                Some(key) => self.strings.fill(Word::MarkDeletedUndo, &[&key]),
                None => self.strings.word(Word::MarkDeleted).to_safe(),
            };
            self.tell(text);
        }
        if self.stock.memory.count_all_marks() == 0 {
            self.renew_marks();
        } else if let Some(picker) = &mut self.picker {
            // The others are as they were.
            picker.take_out();
            self.lay_out();
        }
    }

    /// Brings the mark back that was deleted last.
    pub(super) fn undelete_mark(&mut self) {
        let Some(mark) = self.deleted.pop() else {
            self.tell_word(Word::NothingDeleted);
            return;
        };
        let id = mark.id;
        // Another instance may have changed it meanwhile, by which it lives.
        if self.stock.memory.mark(id).is_none() {
            self.stock.memory.restore_mark(mark, self.now);
            self.save_soon();
        }
        self.renew_marks();
        self.seek_mark(id);
        self.tell_word(Word::MarkIsBack);
    }

    /// The note of the mark under the cursor is typed anew.
    pub(super) fn renote_chosen(&mut self) {
        if let Some(id) = self.chosen_mark() {
            self.begin_renoting(id);
        }
    }

    /// The note of a mark is typed anew.
    pub(super) fn begin_renoting(&mut self, id: MarkId) {
        let Some(mark) = self.stock.memory.mark(id) else { return };
        let before = mark.note.clone();
        let mut line = Line::default();
        line.set(&in_one_line(before.as_deref().unwrap_or_default()));
        self.bar.typed = Some(Typed::new(Purpose::Renote(Noted { id, before }), line));
    }

    /// What was typed is the note of a mark now; nothing takes it away. What another instance wrote
    /// meanwhile stays beside it.
    pub(super) fn renote(&mut self, Noted { id, before }: &Noted, typed: &str) {
        if typed == in_one_line(before.as_deref().unwrap_or_default()) {
            return;
        }
        let Some(known) = self.stock.memory.mark(*id).map(|mark| mark.note.clone()) else {
            // It was deleted meanwhile, elsewhere.
            self.tell_word(Word::MarkIsGone);
            return;
        };
        let theirs = known.filter(|known| Some(known) != before.as_ref());
        let word = if theirs.is_some() { Word::NotesJoined } else { Word::NoteWritten };
        let typed = Some(in_lines(typed)).filter(|typed| !typed.is_empty());
        let lines: Vec<String> = theirs.into_iter().chain(typed).collect();
        let note = Some(lines.join("\n")).filter(|note| !note.is_empty());
        if self.stock.memory.edit_note(*id, note, self.now).is_some() {
            self.save_soon();
        }
        self.renew_marks();
        self.seek_mark(*id);
        self.tell_word(if self.marks_last() { word } else { Word::MarkedForNow });
    }

    fn mark_items(&self) -> Vec<Item> {
        let groups = self.arrangement.groups(self.stock.memory.marks());
        if groups.is_empty() {
            return vec![Item::label(self.strings.word(Word::NoMarks).to_safe())];
        }
        let mut called: HashMap<&str, usize> = HashMap::new();
        for mark in groups.iter().filter_map(|group| group.first()) {
            *called.entry(mark.title.as_str()).or_default() += 1;
        }
        let mut items = Vec::new();
        for group in &groups {
            let Some(first) = group.first() else { continue };
            match self.arrangement {
                Arrangement::Date => {}
                Arrangement::Article if called.get(first.title.as_str()) > Some(&1) => {
                    let path = first.key.path.to_string_lossy();
                    items.push(Item::label(Safe::line(&format!("{}  ({path})", first.title))));
                }
                Arrangement::Article => items.push(Item::label(Safe::line(&first.title))),
                Arrangement::Corpus => items.push(Item::label(Safe::line(&first.key.root.to_string_lossy()))),
            }
            items.extend(group.iter().map(|mark| self.mark_item(mark)));
        }
        items
    }

    /// The day of a mark, its article's title where no label tells it, and what it says: its note, or
    /// the heading it stands under and the words that stand there.
    fn mark_item(&self, mark: &Mark) -> Item {
        let heading = mark.spot.heading.as_deref().filter(|heading| *heading != mark.title);
        let words = mark.spot.near.lines().next().unwrap_or_default();
        let says_more =
            mark.spot.at.0 > 0 && heading.is_none_or(|heading| !heading.starts_with(words.trim_end()));
        let words = Some(words).filter(|words| says_more && !words.is_empty());
        let said = match (&mark.note, heading, words) {
            (Some(note), ..) => note.clone(),
            (None, Some(heading), Some(words)) => format!("{heading}: {words}"),
            (None, heading, words) => heading.or(words).unwrap_or_default().to_owned(),
        };
        let (title, said) = (Safe::line(&mark.title), Safe::line(&said));
        let is_told = self.arrangement == Arrangement::Article && !said.is_empty();
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut text = if is_told { Safe::default() } else { title };
        let end = text.len();
        if !said.is_empty() && !is_told {
            text.push_safe(SafeStr::fixed("  "));
        }
        let begin = text.len();
        text.push_safe(said.as_safe_str());
        let parts = Parts { title: narrow(end), words: narrow(begin), lit: 0..0 };
        let id = ArticleId::of(&mark.key.root, &mark.key.path);
        let is_elsewhere = !self.scanning && self.stock.corpus.get(id).is_none();
        // Who writes an entry by hand may leave the time out.
        let day = (mark.made > Timestamp::UNIX_EPOCH).then(|| mark.made.to_zoned(TimeZone::system()).date());
        Item {
            left: day.map_or_else(Safe::default, |day| Safe::line(&day.to_string())),
            text,
            role: is_elsewhere.then_some(Role::PopupDim),
            parts: (!is_told).then_some(parts),
            pick: Pick::Mark(mark.id),
        }
    }
}

/// What stands for a line feed while a note is typed.
const FEED: char = '⏎';

/// A note as it is typed: in one line, its line feeds shown.
fn in_one_line(note: &str) -> String {
    let lines: Vec<&str> = note.lines().map(str::trim).collect();
    lines.join(&format!(" {FEED} ")).trim().to_owned()
}

/// A note from what was typed.
fn in_lines(typed: &str) -> String {
    let lines: Vec<&str> = typed.split(FEED).map(str::trim).collect();
    lines.join("\n")
}
