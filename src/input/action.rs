//! Every intention a user can have: its name in the settings, and its line in the help.
//!
//! To add one: a variant, its name, its line here; a key for it in `assets/config.yaml`. The
//! compiler names the match that lacks it.

/// An intention, by the pane that understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Understood anywhere.
    App(AppAction),
    /// Understood by the list.
    List(ListAction),
    /// Understood by the reader.
    Reader(ReaderAction),
    /// Understood by the bar being typed into.
    Bar(BarAction),
    /// Understood by a list over the page.
    Picker(PickerAction),
}

/// Where keys are looked up: the sections of `keys:` in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Keys that mean the same in the list and the reader.
    Anywhere,
    /// The list of articles.
    List,
    /// The article.
    Reader,
    /// The line being typed into.
    Bar,
    /// A list over the page.
    Picker,
}

impl Pane {
    /// Every pane with its name in the settings.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Anywhere, "anywhere"),
        (Self::List, "list"),
        (Self::Reader, "reader"),
        (Self::Bar, "bar"),
        (Self::Picker, "picker"),
    ];
}

impl Action {
    /// Every action of every pane, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        let app = AppAction::ALL.iter().map(|&(action, ..)| Self::App(action));
        let list = ListAction::ALL.iter().map(|&(action, ..)| Self::List(action));
        let reader = ReaderAction::ALL.iter().map(|&(action, ..)| Self::Reader(action));
        let bar = BarAction::ALL.iter().map(|&(action, ..)| Self::Bar(action));
        let picker = PickerAction::ALL.iter().map(|&(action, ..)| Self::Picker(action));
        app.chain(list).chain(reader).chain(bar).chain(picker)
    }

    /// The pane that understands it.
    #[must_use]
    pub const fn pane(self) -> Pane {
        match self {
            Self::App(_) => Pane::Anywhere,
            Self::List(_) => Pane::List,
            Self::Reader(_) => Pane::Reader,
            Self::Bar(_) => Pane::Bar,
            Self::Picker(_) => Pane::Picker,
        }
    }

    /// Its name in the settings, within its pane.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// What it does, for the help, in English.
    #[must_use]
    pub fn help(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::App(action) => words(AppAction::ALL, action),
            Self::List(action) => words(ListAction::ALL, action),
            Self::Reader(action) => words(ReaderAction::ALL, action),
            Self::Bar(action) => words(BarAction::ALL, action),
            Self::Picker(action) => words(PickerAction::ALL, action),
        }
    }
}

fn words<A: Copy + PartialEq>(
    all: &[(A, &'static str, &'static str)],
    action: A,
) -> (&'static str, &'static str) {
    all.iter()
        .find(|(each, ..)| *each == action)
        .map(|&(_, name, help)| (name, help))
        .expect("every action stands in its table, which a test asserts")
}

/// What can be intended anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table beside it says what each does")]
pub enum AppAction {
    Help,
    OtherPane,
    Back,
    Close,
    Quit,
    Redraw,
    Suspend,
    Mark,
    MarkWithNote,
    Marks,
    Facets,
    Palette,
    FrontMatter,
    Forget,
    Zen,
    Theme,
}

impl AppAction {
    /// Each with its name and its line in the help.
    pub const ALL: &[(Self, &'static str, &'static str)] = &[
        (Self::Help, "help", "keys, searchable"),
        (Self::OtherPane, "other_pane", "other pane"),
        (Self::Back, "back", "back out; from the list: quit"),
        (Self::Close, "close", "close, clear, back"),
        (Self::Quit, "quit", "quit at once"),
        (Self::Redraw, "redraw", "draw the screen anew"),
        (Self::Suspend, "suspend", "suspend"),
        (Self::Mark, "mark", "mark this place, or the article in the list"),
        (Self::MarkWithNote, "mark_with_note", "mark with a note"),
        (Self::Marks, "marks", "the marks: go there, note, delete"),
        (Self::Facets, "facets", "tags, authors, years with counts; saved queries"),
        (Self::Palette, "palette", "every action by its name"),
        (Self::FrontMatter, "front_matter", "the front matter, whole"),
        (Self::Forget, "forget", "forget all but the marks"),
        (Self::Zen, "zen", "only the text"),
        (Self::Theme, "theme", "next theme"),
    ];
}

/// What can be intended in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table beside it says what each does")]
pub enum ListAction {
    Down,
    Up,
    First,
    Last,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Open,
    PagePreview,
    Filter,
    Order,
    Reverse,
    ReadUnread,
    Rescan,
    Drafts,
    Continue,
}

impl ListAction {
    /// Each with its name and its line in the help.
    pub const ALL: &[(Self, &'static str, &'static str)] = &[
        (Self::Down, "down", "down"),
        (Self::Up, "up", "up"),
        (Self::First, "first", "first"),
        (Self::Last, "last", "last; with a count, that one"),
        (Self::HalfPageDown, "half_page_down", "half a page down"),
        (Self::HalfPageUp, "half_page_up", "half a page up"),
        (Self::PageDown, "page_down", "a page down"),
        (Self::PageUp, "page_up", "a page up"),
        (Self::Open, "open", "read"),
        (Self::PagePreview, "page_preview", "page the preview"),
        (Self::Filter, "filter", "fuzzy filter"),
        (Self::Order, "order", "order: date, title, path, recently read, length"),
        (Self::Reverse, "reverse", "reverse the order"),
        (Self::ReadUnread, "read_unread", "read or unread"),
        (Self::Rescan, "rescan", "read the folders again"),
        (Self::Drafts, "drafts", "show or hide drafts"),
        (Self::Continue, "continue", "go on with what was begun or read lately"),
    ];
}

/// What can be intended in the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table beside it says what each does")]
pub enum ReaderAction {
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    End,
    Find,
    NextHit,
    PreviousHit,
    Outline,
    PreviousHeading,
    NextHeading,
    FollowLink,
    Backward,
    Forward,
    Backlinks,
    Copy,
    Edit,
    NextArticle,
    PreviousArticle,
    List,
    Narrower,
    Wider,
    PanLeft,
    PanRight,
    Pictures,
}

impl ReaderAction {
    /// Each with its name and its line in the help.
    pub const ALL: &[(Self, &'static str, &'static str)] = &[
        (Self::Down, "down", "a line down"),
        (Self::Up, "up", "a line up"),
        (Self::HalfPageDown, "half_page_down", "half a page down"),
        (Self::HalfPageUp, "half_page_up", "half a page up"),
        (Self::PageDown, "page_down", "a page down"),
        (Self::PageUp, "page_up", "a page up"),
        (Self::Top, "top", "top"),
        (Self::End, "end", "end; with a count, that line"),
        (Self::Find, "find", "find here; between strokes (/a|b/) an expression"),
        (Self::NextHit, "next_hit", "next hit"),
        (Self::PreviousHit, "previous_hit", "previous hit"),
        (Self::Outline, "outline", "outline"),
        (Self::PreviousHeading, "previous_heading", "previous heading"),
        (Self::NextHeading, "next_heading", "next heading"),
        (Self::FollowLink, "follow_link", "follow a link; a footnote opens beside it"),
        (Self::Backward, "backward", "back to where one came from"),
        (Self::Forward, "forward", "forward again"),
        (Self::Backlinks, "backlinks", "articles that link here"),
        (Self::Copy, "copy", "copy: passage, code, link, quote, path"),
        (Self::Edit, "edit", "open in the editor at this place"),
        (Self::NextArticle, "next_article", "next article of the list"),
        (Self::PreviousArticle, "previous_article", "previous article of the list"),
        (Self::List, "list", "back to the list"),
        (Self::Narrower, "narrower", "text narrower"),
        (Self::Wider, "wider", "text wider"),
        (Self::PanLeft, "pan_left", "wide tables: a column left, then as they fit"),
        (Self::PanRight, "pan_right", "wide tables: a column right"),
        (Self::Pictures, "pictures", "show or hide pictures"),
    ];
}

/// What can be intended in the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table beside it says what each does")]
pub enum BarAction {
    Keep,
    Clear,
    Up,
    Down,
    Left,
    Right,
    WordLeft,
    WordRight,
    Start,
    End,
    DeleteLeft,
    DeleteRight,
    DeleteWord,
    DeleteWordRight,
    DeleteToStart,
    DeleteToEnd,
    Yank,
    YankOlder,
    Transpose,
    Undo,
    Past,
    PastNewer,
}

impl BarAction {
    /// Each with its name and its line in the help.
    pub const ALL: &[(Self, &'static str, &'static str)] = &[
        (Self::Keep, "keep", "keep what was typed and leave"),
        (Self::Clear, "clear", "clear and leave"),
        (Self::Up, "up", "up in the results"),
        (Self::Down, "down", "down in the results"),
        (Self::Left, "left", "a character to the left"),
        (Self::Right, "right", "a character to the right"),
        (Self::WordLeft, "word_left", "a word to the left"),
        (Self::WordRight, "word_right", "a word to the right"),
        (Self::Start, "start", "start of the line"),
        (Self::End, "end", "end of the line"),
        (Self::DeleteLeft, "delete_left", "delete the character before"),
        (Self::DeleteRight, "delete_right", "delete the character under"),
        (Self::DeleteWord, "delete_word", "cut the word before"),
        (Self::DeleteWordRight, "delete_word_right", "cut the word behind"),
        (Self::DeleteToStart, "delete_to_start", "cut to the start"),
        (Self::DeleteToEnd, "delete_to_end", "cut to the end"),
        (Self::Yank, "yank", "put back what was cut"),
        (Self::YankOlder, "yank_older", "put back an older cut instead"),
        (Self::Transpose, "transpose", "swap two characters"),
        (Self::Undo, "undo", "undo"),
        (Self::Past, "past", "a past query that holds what was typed"),
        (Self::PastNewer, "past_newer", "a newer one; past the newest, what was typed"),
    ];
}

/// What can be intended in a list over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table beside it says what each does")]
pub enum PickerAction {
    Close,
    Choose,
    Down,
    Up,
    First,
    Last,
    PageDown,
    PageUp,
    Filter,
    Arrange,
    EditNote,
    Delete,
    Undo,
}

impl PickerAction {
    /// Each with its name and its line in the help.
    pub const ALL: &[(Self, &'static str, &'static str)] = &[
        (Self::Close, "close", "close"),
        (Self::Choose, "choose", "go there"),
        (Self::Down, "down", "down"),
        (Self::Up, "up", "up"),
        (Self::First, "first", "first"),
        (Self::Last, "last", "last"),
        (Self::PageDown, "page_down", "a page down"),
        (Self::PageUp, "page_up", "a page up"),
        (Self::Filter, "filter", "filter"),
        (Self::Arrange, "arrange", "marks: by date, by article, by folder"),
        (Self::EditNote, "edit_note", "marks: write the note"),
        (Self::Delete, "delete", "marks: delete"),
        (Self::Undo, "undo", "marks: bring back what was deleted"),
    ];
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Action;

    #[test]
    fn every_action_has_a_name_of_its_own_and_a_line_of_help() {
        let mut seen = HashSet::new();
        for action in Action::all() {
            assert!(seen.insert((action.pane(), action.name())), "{action:?}");
            assert!(!action.help().is_empty(), "{action:?}");
        }
    }
}
