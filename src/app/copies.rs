//! `y`: what of the page can be copied, chosen from a list or by a letter.

use crate::app::app::App;
use crate::app::extract::{Extract, has_file, source_line};
use crate::app::item::{Item, Kind, Pick};
use crate::cli::setup::Secure;
use crate::config::strings::Word;
use crate::input::action::{Action, Pane, ReaderAction};
use crate::input::key::Key;
use crate::input::keymap::Lookup;
use crate::markdown::document::{BlockKind, LinkKind};
use crate::message::Effect;
use crate::programs::fault::Fault;
use crate::text::safe::Safe;
use crate::text::width;

/// Characters of what would be copied that are shown of it.
const SHOWN: usize = 200;

/// The letter that chooses each kind of extract, where the key that asked does not.
const LETTERS: [(Word, char); 7] = [
    (Word::CopyPassage, 'y'),
    (Word::CopyCode, 'c'),
    (Word::CopyLink, 'u'),
    (Word::CopyQuote, '>'),
    (Word::CopyPath, 'p'),
    (Word::CopySource, 'n'),
    (Word::CopyArticle, 'a'),
];

impl App {
    /// `y`: what of the page can be copied.
    pub(super) fn open_copies(&mut self) {
        if self.secure == Secure::Yes {
            return self.tell_word(Word::SecureNoCopy);
        }
        let items = self.copy_items();
        if !items.is_empty() {
            self.open_picker(Kind::Copy, items, 0);
        }
    }

    fn copy_items(&self) -> Vec<Item> {
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        let document = shown.page.document();
        let eye = self.reader.eye();
        let block = eye.map(|(block, _)| block);
        let is_code = |block: &usize| matches!(document.blocks[*block].kind, BlockKind::Code(_));
        let code = self.reader.blocks().into_iter().filter(is_code);
        let leads = |link: &usize| document.links[*link].kind != LinkKind::Footnote;
        let links = self.reader.links().into_iter().map(|place| place.link).filter(leads);
        let line = source_line(document, eye.map_or(0, |(_, at)| at.0), shown.line);
        let file = has_file(&shown.article);
        let extracts = block
            .map(Extract::Passage)
            .into_iter()
            .chain(code.map(Extract::Code))
            .chain(links.map(Extract::Link))
            .chain(block.map(Extract::Quote))
            .chain(file.then_some(Extract::File))
            .chain(file.then_some(Extract::Source(line)))
            .chain([Extract::Whole]);
        let mut last = None;
        let named: Vec<(String, Extract)> = extracts
            .enumerate()
            .map(|(place, extract)| {
                let word = word_of(extract);
                let key = self.copy_key(place, word).filter(|_| last != Some(word));
                last = Some(word);
                (key.map(Key::name).unwrap_or_default(), extract)
            })
            .collect();
        let wide = |name: &str| width::of(name, self.ambiguous);
        let widest = named.iter().map(|(name, _)| wide(name)).max().unwrap_or(0);
        let item = |(name, extract): (String, Extract)| {
            let blank = " ".repeat(widest - wide(&name));
            let text: String =
                extract.beginning(shown, SHOWN * char::MAX.len_utf8()).chars().take(SHOWN).collect();
            Item {
                left: Safe::text(&format!("{name}{blank}  {}", self.strings.get(word_of(extract)))),
                text: Safe::line(&text),
                role: None,
                parts: None,
                pick: Pick::Copy(extract),
            }
        };
        named.into_iter().map(item).collect()
    }

    /// Whether a key alone asks what can be copied.
    fn asks_to_copy(&self, key: Key) -> bool {
        let copy = Lookup::Action(Action::Reader(ReaderAction::Copy));
        self.config.keymap.lookup(Pane::Reader, &[key]) == copy
    }

    /// The key that chooses what stands at `place`, where it is the first of its kind: the one that
    /// asked chooses the first of all. The kind whose letter asks gets the one that is left over.
    fn copy_key(&self, place: usize, word: Word) -> Option<Key> {
        let copy = Action::Reader(ReaderAction::Copy);
        let asking = self.config.keymap.keys_in(Pane::Reader, copy);
        let asking = asking.iter().filter_map(|name| Key::parse(name).ok());
        let asked = asking.filter(|_| place == 0).find(|key| self.asks_to_copy(*key));
        let asks = |letter: char| self.asks_to_copy(Key::char(letter));
        let own = LETTERS.iter().find(|(known, _)| *known == word).map(|(_, letter)| *letter);
        let left_over = || {
            let [(_, first), others @ ..] = LETTERS;
            let taken = others.into_iter().find(|(_, letter)| asks(*letter));
            taken.filter(|(known, _)| *known == word && !asks(first)).map(|_| first)
        };
        asked.or_else(|| own.filter(|letter| !asks(*letter)).or_else(left_over).map(Key::char))
    }

    /// What a key chooses of what can be copied: its letter, or the key that asked for the first.
    pub(super) fn copy_by_key(&mut self, key: Key) -> Option<Vec<Effect>> {
        let picker = self.picker.as_ref().filter(|picker| picker.kind == Kind::Copy)?;
        let extract = |item: &Item| if let Pick::Copy(extract) = item.pick { Some(extract) } else { None };
        let mut extracts = picker.items().iter().filter_map(extract).enumerate();
        let is_meant = |place: usize, extract: Extract| {
            self.copy_key(place, word_of(extract)) == Some(key.narrowed())
                || (place == 0 && self.asks_to_copy(key))
        };
        let (_, chosen) = extracts.find(|(place, extract)| is_meant(*place, *extract))?;
        Some(self.copy_extract(chosen))
    }

    /// Copies what was chosen of the article.
    pub(super) fn copy_extract(&mut self, extract: Extract) -> Vec<Effect> {
        self.picker = None;
        let Some(text) = self.reader.shown().map(|shown| extract.text(shown)) else { return Vec::new() };
        self.copy(text, word_of(extract))
    }

    /// Puts a text on the clipboard.
    pub(super) fn copy(&mut self, text: String, what: Word) -> Vec<Effect> {
        if self.secure == Secure::Yes {
            self.tell_word(Word::SecureNoCopy);
            return Vec::new();
        }
        let what = self.strings.word(what).to_safe();
        vec![Effect::Copy { text: text.into(), what }]
    }

    /// Tells what was copied and how much of it there is.
    pub(super) fn copied(&mut self, what: &Safe, characters: usize, ended: Result<(), Fault>) {
        match ended {
            Ok(()) => {
                let much = self.strings.counted(Word::Characters, characters);
                self.tell(self.strings.fill(Word::Copied, &[what, &much]));
            }
            Err(fault) => {
                let much = self.strings.counted(Word::Characters, characters);
                let what = format!("{what} ({much})");
                self.tell_fault(Word::CannotCopy, &what, &fault);
            }
        }
    }
}

/// What an extract is called.
fn word_of(extract: Extract) -> Word {
    match extract {
        Extract::Passage(_) => Word::CopyPassage,
        Extract::Code(_) => Word::CopyCode,
        Extract::Link(_) => Word::CopyLink,
        Extract::Quote(_) => Word::CopyQuote,
        Extract::File => Word::CopyPath,
        Extract::Source(_) => Word::CopySource,
        Extract::Whole => Word::CopyArticle,
    }
}
