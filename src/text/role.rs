//! The part that a piece of text plays, on the page or around it.
//!
//! A theme gives every [`Role`] a look; nothing else in the program names a colour. A piece of
//! text may play several roles at once (a bold link in a heading): that is a [`Roles`].

/// The part that a piece of text plays; themes name it in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is what it is called; the theme files describe them")]
pub enum Role {
    // Blocks, first: what stands inside them is painted over them.
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Quote,
    CodeBlock,
    TableHead,
    Caption,
    Faint,
    Repeated,
    // Inline.
    Strong,
    Emphasis,
    Strike,
    Insert,
    Highlight,
    Code,
    Keyboard,
    Small,
    Math,
    Ruby,
    Image,
    Footnote,
    Tag,
    Template,
    Link,
    // Code.
    SyntaxKeyword,
    SyntaxString,
    SyntaxComment,
    SyntaxNumber,
    SyntaxFunction,
    SyntaxType,
    // What layout adds.
    Marker,
    QuoteBar,
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    Rule,
    CodeLabel,
    // The card.
    Title,
    Detail,
    Label,
    // The rest of the screen.
    Date,
    Bar,
    BarDim,
    Prompt,
    Notice,
    Trouble,
    Divider,
    DividerFocus,
    Popup,
    PopupDim,
    Key,
    Chosen,
    ChosenDim,
    Unread,
    Mark,
    Hint,
    HintTyped,
    Match,
    Hit,
    HitHere,
}

impl Role {
    /// Every role with its name in a theme file, in painting order.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Heading1, "heading1"),
        (Self::Heading2, "heading2"),
        (Self::Heading3, "heading3"),
        (Self::Heading4, "heading4"),
        (Self::Quote, "quote"),
        (Self::CodeBlock, "code_block"),
        (Self::TableHead, "table_head"),
        (Self::Caption, "caption"),
        (Self::Faint, "faint"),
        (Self::Repeated, "repeated"),
        (Self::Strong, "strong"),
        (Self::Emphasis, "emphasis"),
        (Self::Strike, "strike"),
        (Self::Insert, "insert"),
        (Self::Highlight, "highlight"),
        (Self::Code, "code"),
        (Self::Keyboard, "keyboard"),
        (Self::Small, "small"),
        (Self::Math, "math"),
        (Self::Ruby, "ruby"),
        (Self::Image, "image"),
        (Self::Footnote, "footnote"),
        (Self::Tag, "tag"),
        (Self::Template, "template"),
        (Self::Link, "link"),
        (Self::SyntaxKeyword, "syntax_keyword"),
        (Self::SyntaxString, "syntax_string"),
        (Self::SyntaxComment, "syntax_comment"),
        (Self::SyntaxNumber, "syntax_number"),
        (Self::SyntaxFunction, "syntax_function"),
        (Self::SyntaxType, "syntax_type"),
        (Self::Marker, "marker"),
        (Self::QuoteBar, "quote_bar"),
        (Self::Note, "note"),
        (Self::Tip, "tip"),
        (Self::Important, "important"),
        (Self::Warning, "warning"),
        (Self::Caution, "caution"),
        (Self::Rule, "rule"),
        (Self::CodeLabel, "code_label"),
        (Self::Title, "title"),
        (Self::Detail, "detail"),
        (Self::Label, "label"),
        (Self::Date, "date"),
        (Self::Bar, "bar"),
        (Self::BarDim, "bar_dim"),
        (Self::Prompt, "prompt"),
        (Self::Notice, "notice"),
        (Self::Trouble, "trouble"),
        (Self::Divider, "divider"),
        (Self::DividerFocus, "divider_focus"),
        (Self::Popup, "popup"),
        (Self::PopupDim, "popup_dim"),
        (Self::Key, "key"),
        (Self::Chosen, "chosen"),
        (Self::ChosenDim, "chosen_dim"),
        (Self::Unread, "unread"),
        (Self::Mark, "mark"),
        (Self::Hint, "hint"),
        (Self::HintTyped, "hint_typed"),
        (Self::Match, "match"),
        (Self::Hit, "hit"),
        (Self::HitHere, "hit_here"),
    ];
}

/// A set of roles played at once. The empty set is plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Roles(u64);

impl Roles {
    /// Plain text.
    pub const PLAIN: Self = Self(0);

    /// Only `role`.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self(1 << role as u8)
    }

    /// This set and `role`.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u8)
    }

    /// This set without `role`.
    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role as u8))
    }

    /// All that is in this set or in `other`.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `role` is one of them.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Whether any role is in both.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is plain text.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// The roles, in painting order: later ones are painted over earlier ones.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().map(|&(role, _)| role).filter(move |&role| self.has(role))
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Self {
        Self::of(role)
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, Roles};

    #[test]
    fn every_role_fits_the_set_and_stands_in_the_table_at_its_place() {
        for (place, &(role, _)) in Role::ALL.iter().enumerate() {
            assert_eq!(role as usize, place);
            assert!(place < 64);
        }
        assert_eq!(Role::HitHere as usize + 1, Role::ALL.len());
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let roles = Roles::of(Role::Strong).with(Role::Link);
        assert_eq!(roles.iter().collect::<Vec<_>>(), [Role::Strong, Role::Link]);
        assert!(!roles.without(Role::Link).has(Role::Link));
    }
}
