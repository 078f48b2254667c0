//! What can be picked from a list over the page: the kinds of such lists, their items, and what picking
//! one does.

use std::ops::Range;
use std::sync::Arc;

use crate::app::extract::Extract;
use crate::corpus::article::{Article, ArticleId};
use crate::input::action::Action;
use crate::markdown::document::Anchor;
use crate::memory::mark::MarkId;
use crate::search::facets::Facet;
use crate::text::role::Role;
use crate::text::safe::Safe;

/// What is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Keys and what they do.
    Keys,
    /// What can be done, to be run.
    Palette,
    /// Marks.
    Marks,
    /// What was begun, and what was read lately.
    Continue,
    /// Whether all but the marks is to be forgotten.
    Forget,
    /// Headings of the article.
    Outline,
    /// The front matter, to look at.
    FrontMatter,
    /// What articles have in common, and the queries that are kept.
    Facets,
    /// What of the page can be copied.
    Copy,
    /// Links that lead to the article.
    Backlinks,
    /// The articles that a link may mean.
    Several,
}

impl Kind {
    /// Whether its items are of the article that is read, and of no other: it opens where the eye is, and
    /// not where it was left.
    #[must_use]
    pub const fn is_of_the_article(self) -> bool {
        matches!(self, Self::Outline | Self::Copy | Self::Backlinks | Self::Several)
    }

    /// Whether its items lead to places that a glance can be had at.
    #[must_use]
    pub const fn has_glance(self) -> bool {
        match self {
            Self::Marks | Self::Continue | Self::Outline | Self::Copy => true,
            Self::Keys
            | Self::Palette
            | Self::FrontMatter
            | Self::Facets
            | Self::Forget
            | Self::Backlinks
            | Self::Several => false,
        }
    }
}

/// Something that can be picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What stands at the left, in a column of its own.
    pub left: Safe,
    /// What it is.
    pub text: Safe,
    /// What it is like.
    pub role: Option<Role>,
    /// Where its text is of two parts, each in a column of its own: which.
    pub parts: Option<Parts>,
    /// What picking it does.
    pub pick: Pick,
}

/// The two parts of an item's text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Where the title of an article ends, which begins the text.
    pub title: u32,
    /// Where the words begin that stand beside it, to the end.
    pub words: u32,
    /// What of the words is lit while nothing is filtered; empty where nothing is.
    pub lit: Range<u32>,
}

/// What picking an item does.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// Nothing: it is there to be looked at, or parts groups.
    Nothing,
    /// Does an action.
    Do(Action),
    /// Goes to a place of the article.
    Go(Anchor),
    /// Goes to a mark.
    Mark(MarkId),
    /// Goes to where an article was left.
    Continue(ArticleId),
    /// Forgets all but the marks.
    Forget,
    /// Asks the list for a value, or no longer.
    Narrow(Facet),
    /// Asks the list for this and nothing else.
    Query(String),
    /// Copies a part of the article.
    Copy(Extract),
    /// Goes to an article, at a heading or block of this name.
    Article(Arc<Article>, Option<Safe>),
    /// Goes to a link in another article.
    Backlink {
        /// That article.
        article: ArticleId,
        /// Where the link stands in it.
        at: Anchor,
    },
}

impl Pick {
    /// Whether picking both does the same, whatever was counted.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Narrow(one), Self::Narrow(other)) => one.value == other.value,
            (Self::Nothing, _) => false,
            (one, other) => one == other,
        }
    }

    /// Whether both stand in one group.
    #[must_use]
    pub fn is_kin(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Narrow(one), Self::Narrow(other)) => one.value.is_kin(&other.value),
            (Self::Query(_), Self::Query(_)) => true,
            _ => false,
        }
    }
}

impl Item {
    /// The name of the group that follows.
    #[must_use]
    pub fn label(text: Safe) -> Self {
        Self { left: Safe::default(), text, role: Some(Role::Label), parts: None, pick: Pick::Nothing }
    }

    /// Whether it is the name of a group.
    #[must_use]
    pub fn is_label(&self) -> bool {
        self.role == Some(Role::Label) && self.pick == Pick::Nothing
    }
}

/// Where a picker was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// What was picked from.
    pub kind: Kind,
    /// Its row, as an index of the items.
    pub row: usize,
    /// What it does.
    pub pick: Pick,
}
