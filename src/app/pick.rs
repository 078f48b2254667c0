//! A list over the page: opened where it was left, closed, and what picking from it does.

use std::sync::Arc;

use crate::app::app::App;
use crate::app::bar::Purpose;
use crate::app::item::{Item, Kind, Left, Pick};
use crate::app::picker::{Picker, Typing};
use crate::app::popup::Popup;
use crate::config::strings::Word;
use crate::corpus::article::{Article, ArticleId};
use crate::input::action::PickerAction;
use crate::markdown::document::Anchor;
use crate::memory::key::Key;
use crate::memory::mark::Mark;
use crate::message::{Effect, Goal};
use crate::page::measure::{Measure, Pan};
use crate::page::page::{Card, Page};
use crate::shelf::settings;
use crate::text::kinsoku::never_begins;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// Bytes of a text to be copied that a glance shows at most.
const GLANCED: usize = 8 * 1024;

impl App {
    /// Lays a picker of these items over the page, the cursor where it was when one of its kind was
    /// left, else on the item at `at`.
    pub(super) fn open_picker(&mut self, kind: Kind, items: Vec<Item>, at: usize) {
        let picker = Picker::new(kind, items, at, settings::readings(&self.config), self.ambiguous);
        self.picker = Some(picker);
        self.lay_out();
        let Some(picker) = &mut self.picker else { return };
        picker.go(at);
        if let Some(left) = self.left.iter().find(|left| left.kind == kind) {
            picker.seek(|item| left.pick.is_kin(&item.pick));
            if left.pick == Pick::Nothing {
                picker.go(left.row);
            }
            picker.seek(|item| left.pick.is_same(&item.pick));
        }
    }

    /// Puts other items into the picker that is open; the cursor stays with its item, or on its row.
    pub(super) fn renew_picker(&mut self, items: Vec<Item>) {
        let Some(picker) = &mut self.picker else { return };
        let chosen = picker.item().map(|item| item.pick.clone());
        picker.replace(items);
        if let Some(chosen) = chosen {
            picker.seek(|item| item.pick.is_same(&chosen));
        }
        self.lay_out();
    }

    /// Takes the picker away, and keeps where it was left.
    pub(super) fn close_picker(&mut self) {
        let Some(picker) = self.picker.take() else { return };
        self.bar.typed.take_if(|typed| matches!(typed.purpose, Purpose::Renote(_)));
        self.left.retain(|left| left.kind != picker.kind);
        if picker.kind.is_of_the_article() || matches!(picker.kind, Kind::Continue | Kind::Forget) {
            return;
        }
        if let Some(item) = picker.item() {
            let row = picker.shown.get(picker.at()).copied().unwrap_or(0);
            self.left.push(Left { kind: picker.kind, row, pick: item.pick.clone() });
        }
    }

    /// Where the picker lies, if there is one.
    #[must_use]
    pub fn popup(&self) -> Option<Popup> {
        Some(Popup::of(self.picker.as_ref()?, self.areas.screen))
    }

    /// Sets the page of the glance, where it is not set so yet.
    pub(super) fn set_glance(&mut self) {
        let columns = self.popup().map_or(0, |popup| popup.glance.width);
        let Some(picker) = &mut self.picker else { return };
        let set = picker.glance.as_ref().map_or(0, |page| page.measure().columns);
        if set == columns {
            return;
        }
        picker.glance = None;
        if let Some(shown) = self.reader.shown().filter(|_| columns > 0) {
            let measure = Measure { columns, pan: Pan::Fit, ..*shown.page.measure() };
            let document = shown.page.document().clone();
            let article = &shown.article;
            let mut page = Page::new(document, &article.meta, article.minutes, Card::Left, measure);
            page.set_colours(shown.page.colours().clone());
            picker.glance = Some(page);
        }
    }

    /// The place of the open article that the item under the cursor leads to.
    #[must_use]
    pub fn glanced_at(&self) -> Option<Anchor> {
        let shown = self.reader.shown()?;
        match &self.picker.as_ref()?.item()?.pick {
            Pick::Go(at) => Some(*at),
            Pick::Continue(id) => {
                let position = self.stock.memory.position(&Key::of(&shown.article))?;
                (*id == shown.article.id).then(|| position.spot.find(&shown.page.document().text))
            }
            Pick::Mark(id) => {
                let mark = self.stock.memory.mark(*id)?;
                let is_here = mark.key == Key::of(&shown.article);
                is_here.then(|| mark.spot.find(&shown.page.document().text))
            }
            Pick::Nothing
            | Pick::Do(_)
            | Pick::Narrow(_)
            | Pick::Query(_)
            | Pick::Forget
            | Pick::Article(..)
            | Pick::Copy(_)
            | Pick::Backlink { .. } => None,
        }
    }

    /// The words kept of the place that the item under the cursor leads to, in another article, or
    /// what it would copy: one paragraph each.
    #[must_use]
    pub fn glanced_words(&self) -> Vec<Safe> {
        let Some(item) = self.picker.as_ref().and_then(Picker::item) else { return Vec::new() };
        if let (Pick::Copy(extract), Some(shown)) = (&item.pick, self.reader.shown()) {
            return vec![Safe::text(&extract.beginning(shown, GLANCED))];
        }
        let memory = &self.stock.memory;
        let (title, spot, note) = match &item.pick {
            Pick::Mark(id) => {
                let Some(mark) = memory.mark(*id) else { return Vec::new() };
                (mark.title.as_str(), Some(&mark.spot), mark.note.as_deref())
            }
            Pick::Continue(id) => {
                let Some(article) = self.stock.corpus.get(*id) else { return Vec::new() };
                let position = memory.position(&Key::of(article));
                (article.meta.title.as_str(), position.map(|position| &position.spot), None)
            }
            _ => return Vec::new(),
        };
        let words = spot.map(|spot| {
            let before = spot.before.rsplit('\n').next().unwrap_or_default();
            let before = before.trim_start_matches(|c: char| never_begins(c) || c.is_whitespace());
            format!("{before}{}", spot.near)
        });
        let near = words.as_deref().filter(|words| !words.is_empty());
        let heading = spot.and_then(|spot| spot.heading.as_deref()).filter(|heading| *heading != title);
        [Some(title), heading, near, note].into_iter().flatten().map(Safe::text).collect()
    }

    /// The article of a mark: where its file is not open, that which lies at the same path below another
    /// root of the same name, under the same title, as it does in folders synced to another machine; if it
    /// is the only one.
    pub(super) fn marked_article(&self, mark: &Mark) -> Option<Arc<Article>> {
        let id = ArticleId::of(&mark.key.root, &mark.key.path);
        if let Some(article) = self.stock.corpus.get(id) {
            return Some(article.clone());
        }
        let is_alike = |article: &&Arc<Article>| {
            article.path == mark.key.path
                && article.root.file_name() == mark.key.root.file_name()
                && article.meta.title.as_str() == mark.title
        };
        let mut alike = self.stock.corpus.iter().filter(is_alike);
        alike.next().filter(|_| alike.next().is_none()).cloned()
    }

    /// Does what `action` means in the picker that is open.
    pub(super) fn act_in_picker(&mut self, action: PickerAction, count: Option<usize>) -> Vec<Effect> {
        let many = isize::try_from(count.unwrap_or(1)).unwrap_or(1);
        let Some(picker) = &mut self.picker else { return Vec::new() };
        let page = isize::try_from(picker.height.max(1)).unwrap_or(1);
        match action {
            PickerAction::Close => self.close_picker(),
            PickerAction::Down => picker.step(many),
            PickerAction::Up => picker.step(-many),
            PickerAction::First => picker.go(0),
            PickerAction::Last => picker.go(count.map_or(usize::MAX, |n| n - 1)),
            PickerAction::PageDown => picker.step(page),
            PickerAction::PageUp => picker.step(-page),
            PickerAction::Filter => picker.typing = Typing::Yes,
            PickerAction::Delete if picker.kind == Kind::Marks => self.delete_mark(),
            PickerAction::Arrange if picker.kind == Kind::Marks => self.arrange_marks(),
            PickerAction::EditNote if picker.kind == Kind::Marks => self.renote_chosen(),
            PickerAction::Undo if picker.kind == Kind::Marks => self.undelete_mark(),
            PickerAction::Delete | PickerAction::Arrange | PickerAction::EditNote | PickerAction::Undo => {}
            PickerAction::Choose => return self.pick(),
        }
        Vec::new()
    }

    /// Does what the item under the cursor means.
    pub(super) fn pick(&mut self) -> Vec<Effect> {
        let Some(pick) = self.picker.as_ref().and_then(Picker::item).map(|item| item.pick.clone()) else {
            return Vec::new();
        };
        match pick {
            Pick::Nothing => Vec::new(),
            Pick::Do(action) => self.run(action),
            Pick::Go(at) => {
                self.close_picker();
                self.jump(at);
                Vec::new()
            }
            Pick::Copy(extract) => self.copy_extract(extract),
            Pick::Continue(article) => self.continue_reading(article),
            Pick::Forget => self.forget(),
            Pick::Narrow(facet) => self.narrow_list(&facet),
            Pick::Query(query) => self.query_list(query),
            Pick::Article(article, fragment) => {
                self.close_picker();
                self.go_to_article(article, fragment)
            }
            Pick::Backlink { article, at, .. } => {
                self.close_picker();
                let Some(article) = self.stock.corpus.get(article).cloned() else { return Vec::new() };
                self.leave_place();
                self.open_article(article, Goal::At(at))
            }
            Pick::Mark(id) => {
                let Some(mark) = self.stock.memory.mark(id).cloned() else { return Vec::new() };
                let Some(article) = self.marked_article(&mark) else {
                    let file = mark.key.root.join(&mark.key.path);
                    let text = format!("{}: {}", self.strings.get(Word::NotInThisCorpus), file.display());
                    self.bar.tell(Safe::line(&text), Role::Trouble, self.now);
                    return Vec::new();
                };
                self.close_picker();
                if self.reading() {
                    self.leave_place();
                }
                self.open_article(article, Goal::Mark(mark.spot))
            }
        }
    }
}
