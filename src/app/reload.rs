//! What changes on disk while it is looked at: articles that came, went or were renamed are taken
//! into the list, and the one that is open is shown as it is now, under an eye that does not move.
//!
//! A file that has shrunk may still be being written: it is believed when it has stayed so for a
//! moment. The text of an article that is gone stays until one goes elsewhere.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::app::App;
use crate::app::bar::Purpose;
use crate::app::carry::Carry;
use crate::app::changes::{Doubt, Lies, Lost};
use crate::app::coming::Aim;
use crate::app::item::Kind;
use crate::app::picker::Picker;
use crate::app::reader::{Held, Over};
use crate::config::config::WatchSetting;
use crate::config::strings::Word;
use crate::corpus::article::{Article, ArticleId};
use crate::corpus::changed::Changed;
use crate::markdown::document::{Anchor, Document, Run};
use crate::memory::key::Key;
use crate::memory::spot::Spot;
use crate::message::{Effect, Goal, Ticket};
use crate::page::row::Span;
use crate::search::entry::Entry;
use crate::search::names::Language;
use crate::shelf::settings;
use crate::text::safe::SafeStr;

/// How long a file that has shrunk has to stay so, in milliseconds.
const STILL: i64 = 300;

/// How often it may have changed again meanwhile before it is believed all the same.
const DOUBTS: u8 = 5;

impl App {
    /// What has to be done once the folders are read for the first time, and whenever they are.
    pub(super) fn scanned_through(&mut self) -> Vec<Effect> {
        let mut effects = self.look_again();
        if self.config.watch != WatchSetting::Off && !std::mem::replace(&mut self.changes.watched, true) {
            effects.push(Effect::Watch);
        }
        effects
    }

    /// Something may have changed.
    pub(super) fn changed(&mut self, changed: Changed) -> Vec<Effect> {
        let waiting = self.changes.waiting.take();
        self.changes.waiting = Some(match waiting {
            Some(waiting) => waiting.and(changed),
            None => changed,
        });
        self.look_again()
    }

    /// Has what changed looked at, unless that is being done, or all folders are being read.
    fn look_again(&mut self) -> Vec<Effect> {
        if self.changes.under_way || self.scanning {
            return Vec::new();
        }
        let Some(changed) = self.changes.waiting.take() else { return Vec::new() };
        self.changes.under_way = true;
        vec![Effect::Refresh { changed, corpus: self.stock.corpus.clone() }]
    }

    /// When files that have shrunk are to be looked at again.
    pub(super) fn doubts_due(&self) -> Option<Timestamp> {
        let waits = !self.changes.under_way && !self.scanning && self.changes.waiting.is_none();
        self.changes.doubted.values().map(|doubt| doubt.until).min().filter(|_| waits)
    }

    /// Looks again at files that have shrunk, where it is time.
    pub(super) fn look_at_doubted(&mut self) -> Vec<Effect> {
        if self.doubts_due().is_none_or(|due| due > self.now) {
            return Vec::new();
        }
        self.changes.doubted.retain(|id, _| self.stock.corpus.get(*id).is_some());
        let doubted = self.changes.doubted.keys().filter_map(|id| self.stock.corpus.get(*id));
        let files = doubted.map(|article| article.file()).collect();
        self.changed(Changed::files(files))
    }

    /// What changed was looked at.
    pub(super) fn refreshed(
        &mut self,
        mut found: Vec<(Arc<Article>, Arc<Entry>)>,
        gone: &[ArticleId],
        renamed: &[(Arc<Article>, ArticleId)],
    ) -> Vec<Effect> {
        self.changes.under_way = false;
        found.retain(|(article, _)| !self.is_doubtful(article));
        let touched: HashSet<ArticleId> = found.iter().map(|(article, _)| article.id).collect();
        found.retain(|(article, _)| self.stock.corpus.get(article.id) != Some(article));
        let differs = !found.is_empty() || !gone.is_empty();
        if self.scanning && differs {
            // What is being read may have been read before it changed.
            self.changes.waiting = Some(Changed::Everything);
        }
        if differs {
            // Whatever comes above it now, the cursor stays with its article.
            self.touched = true;
            self.take_in(found);
            self.rename(renamed);
            self.let_go(gone);
        }
        let mut effects = self.look_at_open(&touched, renamed);
        if differs {
            self.coming.behind = true;
            if !self.coming.under_way {
                effects.extend(self.refresh_list());
            }
        }
        effects.extend(self.look_again());
        effects
    }

    /// Whether the file has shrunk and may be on its way to something else.
    fn is_doubtful(&mut self, article: &Article) -> bool {
        let is_shorter = self.stock.corpus.get(article.id).is_some_and(|known| article.length < known.length);
        if !is_shorter {
            self.changes.doubted.remove(&article.id);
            return false;
        }
        let later = self.now.as_millisecond().saturating_add(STILL);
        let until = Timestamp::from_millisecond(later).unwrap_or(self.now);
        let anew = Doubt { length: article.length, modified: article.modified, until, times: 1 };
        let doubt = self.changes.doubted.entry(article.id).or_insert(anew);
        let is_still = (doubt.length, doubt.modified) == (anew.length, anew.modified);
        if !is_still {
            *doubt = Doubt { times: doubt.times + 1, ..anew };
        }
        let is_believed = is_still && doubt.until <= self.now || doubt.times > DOUBTS;
        if is_believed {
            self.changes.doubted.remove(&article.id);
        }
        !is_believed
    }

    /// What was renamed keeps what is remembered of it, the cursor and the reader; so does what was
    /// told of as gone before.
    fn rename(&mut self, renamed: &[(Arc<Article>, ArticleId)]) {
        for (before, to) in renamed {
            let (from, to) = (before.id, *to);
            let Some(article) = self.stock.corpus.get(to).cloned() else { continue };
            self.rename_in_memory(&Key::of(before), &Key::of(&article));
            self.save_soon();
            if self.coming.aim == Some(Aim::At(from)) {
                self.coming.aim = Some(Aim::At(to));
            }
            if let Some(Purpose::Filter(before)) = self.bar.typed.as_mut().map(|typed| &mut typed.purpose)
                && before.article == Some(from)
            {
                before.article = Some(to);
            }
            if let Some(lost) = &mut self.changes.lost
                && lost.stand_in == Some(from)
            {
                lost.stand_in = Some(to);
            }
            self.reader.rename(from, &article);
            self.trail.rename(from, &article);
            if let Some(stop) = self.tickets.bound.as_mut().filter(|stop| stop.article.id == from) {
                stop.article = article.clone();
            }
        }
        if !renamed.is_empty() {
            let names: HashMap<ArticleId, ArticleId> =
                renamed.iter().map(|(before, to)| (before.id, *to)).collect();
            self.list.rename(&names);
        }
    }

    /// Lets go of articles. The one in the reader stays there.
    pub(super) fn let_go(&mut self, gone: &[ArticleId]) {
        for id in gone {
            self.take_out(*id);
            self.changes.doubted.remove(id);
        }
        let shown = self.reader.article().map(|article| article.id);
        let is_lost = shown.is_some_and(|id| gone.contains(&id));
        let stood_in = self.stands_in();
        let gone: HashSet<ArticleId> = gone.iter().copied().collect();
        let was_chosen = shown == self.list.cursor();
        let from_cursor = self.list.shown().get(self.list.at()..).unwrap_or_default();
        let was_last = from_cursor.iter().all(|id| gone.contains(id));
        self.list.let_go(&gone);
        if is_lost {
            let lies = match (was_chosen, was_last) {
                (true, false) => Lies::Below,
                (true, true) => Lies::Above,
                (false, _) => Lies::Elsewhere,
            };
            self.changes.lost = Some(Lost { stand_in: self.list.cursor(), lies });
        } else if stood_in {
            self.stand_in();
            if let Some(lost) = self.changes.lost.as_mut().filter(|lost| was_last && lost.lies == Lies::Below)
            {
                lost.lies = Lies::Above;
            }
        }
    }

    /// Reads the article in the reader anew where its file was touched or is back.
    fn look_at_open(
        &mut self,
        touched: &HashSet<ArticleId>,
        renamed: &[(Arc<Article>, ArticleId)],
    ) -> Vec<Effect> {
        let opening = self.tickets.opening;
        if let Some((_, to)) = renamed.iter().find(|(before, _)| Some(before.id) == opening) {
            let to = *to;
            let Some(article) = self.stock.corpus.get(to).cloned() else { return Vec::new() };
            return vec![Effect::Open { ticket: self.tickets.open(to), article, goal: Goal::Remembered }];
        }
        if let Some(opening) = opening {
            // It may have been read before it changed.
            self.changes.again = self.changes.again.or(touched.contains(&opening).then_some(opening));
            return Vec::new();
        }
        let Some(shown) = self.reader.article().map(|article| article.id) else { return Vec::new() };
        if !touched.contains(&shown) {
            return Vec::new();
        }
        if self.changes.lost.take().is_some_and(|lost| lost.stand_in == self.list.cursor()) {
            self.coming.aim = Some(Aim::Back(shown));
        }
        self.read_anew(shown)
    }

    fn read_anew(&mut self, id: ArticleId) -> Vec<Effect> {
        let Some(article) = self.stock.corpus.get(id).cloned() else { return Vec::new() };
        vec![Effect::Open { ticket: self.tickets.read_anew(id), article, goal: Goal::Here }]
    }

    /// Another article was opened, or the same for another reason than that it changed.
    pub(super) fn opened_another(&mut self) -> Vec<Effect> {
        self.changes.lost = None;
        self.read_again()
    }

    /// What was to be done once the article was read: the same again, where it changed meanwhile.
    pub(super) fn read_again(&mut self) -> Vec<Effect> {
        if self.tickets.opening.is_some() {
            return Vec::new();
        }
        let shown = self.reader.article().map(|article| article.id);
        match self.changes.again.take() {
            Some(again) if Some(again) == shown => self.read_anew(again),
            _ => Vec::new(),
        }
    }

    /// Whether an article that could not be opened was only being read anew, and went meanwhile: of
    /// that it will be told. The text stays.
    pub(super) fn went_meanwhile(&self, article: ArticleId) -> bool {
        let is_shown = self.reader.article().is_some_and(|shown| shown.id == article);
        let known = self.stock.corpus.get(article);
        is_shown && self.changes.watched && known.is_none_or(|known| known.meta.trouble.is_empty())
    }

    /// Whether the file of the article in the reader is gone.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.changes.lost.is_some()
    }

    /// What is said of an article whose file is gone.
    #[must_use]
    pub fn lost_word(&self) -> SafeStr<'_> {
        self.strings.word(Word::FileGone)
    }

    /// Whether the reader shows an article that is gone, and nobody has gone elsewhere in the list.
    pub(super) fn stands_in(&self) -> bool {
        self.changes.lost.is_some_and(|lost| lost.stand_in == self.list.cursor())
    }

    /// How far the cursor has to go for the article so many `steps` from the one in the reader: where
    /// that is gone, the cursor is there already for the first of them.
    pub(super) fn steps_from_lost(&self, steps: isize) -> isize {
        let lies = self.changes.lost.filter(|_| self.stands_in() && self.list.cursor().is_some());
        match lies.map(|lost| lost.lies) {
            Some(Lies::Below) if steps > 0 => steps - 1,
            Some(Lies::Above) if steps < 0 => steps + 1,
            Some(Lies::Below | Lies::Above | Lies::Elsewhere) | None => steps,
        }
    }

    /// What is under the cursor now stands there for the article that is gone.
    pub(super) fn stand_in(&mut self) {
        if let Some(lost) = &mut self.changes.lost {
            lost.stand_in = self.list.cursor();
        }
    }

    /// The article under the cursor is to be read, whatever it stands for.
    pub(super) fn leave_lost(&mut self) {
        self.changes.lost = None;
    }

    /// Whether a finding is one that moves nothing.
    pub(super) fn is_quiet(&self, ticket: Ticket) -> bool {
        self.changes.quiet == Some(ticket)
    }

    /// Shows the article in the reader as it is now: what is at the top stays there.
    pub(super) fn reopened(
        &mut self,
        article: Arc<Article>,
        document: &Arc<Document>,
        line: u32,
    ) -> Vec<Effect> {
        let mut effects = self.show_anew(article, document, line);
        if let Some(action) = self.tickets.then.take() {
            effects.extend(self.act(action));
        }
        effects.extend(self.read_again());
        effects
    }

    fn show_anew(&mut self, article: Arc<Article>, document: &Arc<Document>, line: u32) -> Vec<Effect> {
        let mut effects = Vec::new();
        let known = self.stock.corpus.get(article.id);
        let is_shorter = known.is_some_and(|known| article.length < known.length);
        // Cut short since it was looked at, of which there will be word.
        let is_doubtful =
            is_shorter && self.changes.watched && self.changes.edited != Some(self.tickets.open);
        if !is_doubtful {
            effects.extend(self.renew_row(&article));
        }
        let Some(shown) = self.reader.shown() else { return effects };
        let old = shown.page.document().clone();
        if is_doubtful || old == *document && shown.article.meta == article.meta {
            // What was being found of it before is dropped.
            effects.extend(self.colour(&old));
            effects.extend(self.look_for_pictures());
            return effects;
        }
        let carry = Carry::of(&old.text, &document.text);
        let held = self.carried(self.reader.held(), &carry, &old, document);
        let begun = match self.bar.typed.as_ref().map(|typed| &typed.purpose) {
            Some(Purpose::Find(from)) => Some(self.carried(from.clone(), &carry, &old, document)),
            Some(Purpose::Filter(_) | Purpose::Note | Purpose::Renote(_)) | None => None,
        };
        // What is being found is found in the former text.
        let from = self.tickets.finding.then(|| self.tickets.from.clone());
        let finding = from.map(|from| self.carried(from, &carry, &old, document));
        let colours = shown.page.colours().clone();
        let (word, hits, hit) =
            (self.reader.word.clone(), std::mem::take(&mut self.reader.hits), self.reader.hit);
        let over = std::mem::take(&mut self.reader.over);
        let links = self.seen_links();
        let at = match &held {
            Held::Card(_) => Anchor::default(),
            Held::Text { range, .. } => Anchor(range.start),
        };
        self.reader.show(article, document.clone(), line, at, self.measure());
        self.reader.hold(held);
        self.know_text_again();
        self.reader.set_colours(colours.iter().filter_map(|run| carried_run(&carry, run)).collect());
        if links == self.seen_links() && is_unmoved(&carry, &over) {
            self.reader.over = over;
        }
        self.refresh_picker();
        effects.extend(self.colour(document));
        effects.extend(self.look_for_pictures());
        if let (Some(from), Some(typed)) = (&begun, &mut self.bar.typed) {
            typed.purpose = Purpose::Find(from.clone());
        }
        match begun.or(finding) {
            Some(from) => effects.extend(self.find(word, from)),
            None => effects.extend(self.find_anew(&carry, word, &hits, hit)),
        }
        effects
    }

    /// What was before the eye, in the new text.
    fn carried(&self, held: Held, carry: &Carry, old: &Document, new: &Document) -> Held {
        let Held::Text { range, below } = held else { return held };
        let range = carry.range(&range).unwrap_or_else(|| {
            let heading = self.spot().heading;
            let at = Spot::of(&old.text, Anchor(range.start), heading.as_deref()).find(&new.text);
            at.0..at.0
        });
        Held::Text { range, below }
    }

    /// The links on the screen, with what they lead to.
    fn seen_links(&self) -> Vec<(crate::page::links::Place, String)> {
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        let links = &shown.page.document().links;
        let target = |link: usize| links.get(link).map(|link| link.target.as_str().to_owned());
        let places = self.reader.links().into_iter();
        places.map(|place| (place, target(place.link).unwrap_or_default())).collect()
    }

    /// An outline that is open shows the headings that there are now; what was offered to be copied
    /// goes.
    fn refresh_picker(&mut self) {
        match self.picker.as_mut().map(|picker| (picker.kind, picker)) {
            None => return,
            Some((Kind::Copy, _)) => return self.close_picker(),
            Some((Kind::Outline, _)) => {}
            Some((_, picker)) => {
                picker.glance = None;
                return self.set_glance();
            }
        }
        let (items, depths, _) = self.outline_items();
        if items.is_empty() {
            self.close_picker();
            return;
        }
        if let Some(picker) = &mut self.picker {
            let chosen = Picker::item(picker).map(|item| item.text.clone());
            picker.glance = None;
            picker.set_depths(depths);
            picker.replace(items);
            picker.seek(|item| Some(&item.text) == chosen.as_ref());
        }
        self.set_glance();
    }

    /// What was found stays to be seen where it stands still, and is found anew.
    fn find_anew(
        &mut self,
        carry: &Carry,
        word: String,
        hits: &[std::ops::Range<u32>],
        hit: Option<usize>,
    ) -> Vec<Effect> {
        self.reader.word.clone_from(&word);
        // What was still being found quietly is of the former text, too.
        let ticket = self.tickets.find();
        if hits.is_empty() {
            return Vec::new();
        }
        let here = hit.and_then(|hit| hits.get(hit)).and_then(|hit| carry.range(hit));
        self.reader.hits = hits.iter().filter_map(|hit| carry.range(hit)).collect();
        self.reader.hit = here.and_then(|here| self.reader.hits.iter().position(|hit| *hit == here));
        let Some(shown) = self.reader.shown() else { return Vec::new() };
        let (document, language) = (shown.page.document().clone(), Language::of(&shown.article));
        self.changes.quiet = Some(ticket);
        let readings = settings::readings(&self.config);
        vec![Effect::Find { ticket, word, readings, language, document }]
    }
}

fn carried_run(carry: &Carry, run: &Run) -> Option<Run> {
    Some(Run { range: carry.range(&run.range)?, ..run.clone() })
}

/// Whether what lies over the page is still true of it.
fn is_unmoved(carry: &Carry, over: &Over) -> bool {
    let Over::Peek(peek) = over else { return true };
    let mut ranges = peek.panel.rows.iter().flat_map(|row| &row.spans).filter_map(|span| match span {
        Span::Text { range, .. } => Some(range),
        Span::Decor { .. } | Span::Fill { .. } | Span::Blank(_) | Span::Picture { .. } => None,
    });
    ranges.all(|range| carry.range(range).as_ref() == Some(range))
}
