//! Out of the program: the editor, and the browser after the address was seen.

use std::path::Path;
use std::sync::Arc;

use crate::app::app::App;
use crate::app::extract::{has_file, source_line};
use crate::app::leave::Leave;
use crate::app::reader::Over;
use crate::cli::setup::Secure;
use crate::config::strings::Word;
use crate::corpus::article::{Article, ArticleId};
use crate::input::action::{Action, Pane, PickerAction, ReaderAction};
use crate::input::key::Key;
use crate::input::keymap::Lookup;
use crate::limits::COPY_BYTES;
use crate::markdown::address::Address;
use crate::markdown::meta::Meta;
use crate::message::{Effect, Goal};
use crate::page::measure::Measure;
use crate::programs::fault::Fault;
use crate::search::entry::Entry;
use crate::text::role::Role;
use crate::text::safe::Safe;

impl App {
    /// Shows the address that a link of the article leads to, to be opened or copied.
    pub(super) fn offer_to_leave(&mut self, link: usize, address: Address) {
        let Some(shown) = self.reader.shown() else { return };
        let document = shown.page.document();
        let text = document.links.get(link).map(|link| document.text.slice(link.range.clone()));
        let measure = Measure { columns: self.areas.peek_columns().max(1), ..*shown.page.measure() };
        let text = text.unwrap_or_default();
        let leave = Leave::new(address, text.as_str(), self.row_of_link(link), &measure, &self.strings);
        self.reader.over = Over::Leave(leave);
    }

    /// The row of the screen on which a link stands, or the first of the text.
    pub(super) fn row_of_link(&self, link: usize) -> u16 {
        let place = self.reader.links().into_iter().find(|place| place.link == link);
        let row = place.and_then(|place| u16::try_from(place.row).ok()).unwrap_or(0);
        self.areas.text.y.saturating_add(row)
    }

    /// A key while an address is shown: it is opened, copied, scrolled or let be.
    pub(super) fn key_over_address(&mut self, key: Key) -> Vec<Effect> {
        let Over::Leave(leave) = &mut self.reader.over else { return Vec::new() };
        let copies = Lookup::Action(Action::Reader(ReaderAction::Copy));
        if self.config.keymap.lookup(Pane::Reader, &[key]) == copies {
            let text = leave.address.written.as_str().to_owned();
            self.reader.over = Over::Nothing;
            return self.copy(text, Word::CopyAddress);
        }
        let Lookup::Action(Action::Picker(action)) = self.config.keymap.lookup(Pane::Picker, &[key]) else {
            self.reader.over = Over::Nothing;
            return Vec::new();
        };
        if action == PickerAction::Choose {
            // What cannot be opened stays to be read and copied.
            if leave.address.opened().is_none() {
                return Vec::new();
            }
            let address = leave.address.clone();
            self.reader.over = Over::Nothing;
            return self.browse(address);
        }
        let (_, seen) = self.areas.peek(leave.panel.link_row, leave.panel.rows.len());
        if !leave.panel.scroll(action, usize::from(seen.height)) {
            self.reader.over = Over::Nothing;
        }
        Vec::new()
    }

    /// What can be done with the address over the page.
    #[must_use]
    pub fn leave_hint(&self, leave: &Leave) -> Safe {
        let open = (Action::Picker(PickerAction::Choose), Word::HintOpen);
        let copy = (Action::Reader(ReaderAction::Copy), Word::HintCopy);
        let close = (Action::Picker(PickerAction::Close), Word::HintClose);
        let may_start = self.secure == Secure::No;
        let opens = leave.address.opened().is_some() && may_start;
        let parts = [opens.then_some(open), may_start.then_some(copy), Some(close)];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        self.keys_and_words(&parts)
    }

    /// Has an address opened.
    pub(super) fn browse(&mut self, address: Address) -> Vec<Effect> {
        if self.secure == Secure::Yes {
            self.tell_word(Word::SecureNoProgram);
            return Vec::new();
        }
        self.tell(self.strings.fill(Word::Opening, &[&address.name()]));
        // It may take the terminal for itself.
        self.save_now().into_iter().chain([Effect::Browse(address)]).collect()
    }

    /// Tells why an address could not be opened, and shows it again, to be copied.
    pub(super) fn browsed(&mut self, address: &Address, ended: Result<(), Fault>) {
        if let Err(fault) = ended {
            let links = self.reader.shown().map(|shown| shown.page.document().links.iter());
            let link = links.and_then(|mut links| {
                links.position(|link| Address::of(&link.target).as_ref() == Some(address))
            });
            let is_bare = self.picker.is_none() && self.reading() && self.reader.over == Over::Nothing;
            if let Some(link) = link.filter(|_| is_bare && self.bar.typed.is_none()) {
                self.offer_to_leave(link, address.clone());
            }
            self.tell_fault(Word::CannotOpen, address.name(), &fault);
        }
    }

    /// `e`: has the file edited at what is under the eye.
    pub(super) fn edit(&mut self) -> Vec<Effect> {
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        if self.secure == Secure::Yes {
            self.tell_word(Word::SecureNoProgram);
            return Vec::new();
        }
        if !has_file(&shown.article) {
            self.tell_word(Word::NoFile);
            return Vec::new();
        }
        let at = self.reader.eye().map_or(0, |(_, at)| at.0);
        let line = source_line(shown.page.document(), at, shown.line);
        let (article, file) = (shown.article.id, shown.article.file());
        // Whatever happens meanwhile, what was read so far is kept.
        self.save_now().into_iter().chain([Effect::Edit { article, file, line }]).collect()
    }

    /// The editor was left: the article is read anew, where it was.
    pub(super) fn edited(
        &mut self,
        article: ArticleId,
        file: &Path,
        ended: Result<(), Fault>,
    ) -> Vec<Effect> {
        if let Err(fault) = ended {
            self.tell_fault(Word::CannotEdit, &file.display().to_string(), &fault);
        }
        let Some(article) = self.reader.article().filter(|shown| shown.id == article).cloned() else {
            return Vec::new();
        };
        let ticket = self.tickets.read_anew(article.id);
        self.changes.edited = Some(ticket);
        vec![Effect::Open { ticket, article, goal: Goal::Here }]
    }

    /// Brings the list up to date with an article that is not as it was when it was listed.
    pub(super) fn renew_row(&mut self, article: &Article) -> Vec<Effect> {
        let Some(known) = self.stock.corpus.get(article.id) else { return Vec::new() };
        let meta = Meta { extra: Vec::new(), ..article.meta.clone() };
        let listed = Article { meta, ..article.clone() };
        if **known == listed {
            return Vec::new();
        }
        let entry = Arc::new(Entry::of(&listed));
        self.take_in(vec![(Arc::new(listed), entry)]);
        self.refresh_list()
    }

    /// Tells what another program could not do, to what, and why.
    pub(super) fn tell_fault(&mut self, word: Word, what: &str, fault: &Fault) {
        let strings = &self.strings;
        let why = match fault {
            Fault::NoProgram => strings.word(Word::WhyNoProgram).to_safe(),
            Fault::FarAway => strings.word(Word::WhyFarAway).to_safe(),
            Fault::DumbTerminal => strings.word(Word::WhyDumbTerminal).to_safe(),
            Fault::TooLong => strings.fill(Word::WhyTooLong, &[&COPY_BYTES]),
            Fault::NoClipboard => strings.word(Word::WhyNoClipboard).to_safe(),
            Fault::NoFile(why) => why.clone(),
            Fault::NotStarted { program, why } => strings.fill(Word::WhyNotStarted, &[program, why]),
            Fault::Ended { program, how } => strings.fill(Word::WhyEnded, &[program, how]),
        };
        let copy = self.config.keymap.keys_of(Action::Reader(ReaderAction::Copy)).join(" ");
        let text = strings.fill(word, &[&what, &why, &copy]);
        self.bar.tell(text, Role::Trouble, self.now);
    }
}
