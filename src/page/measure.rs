//! How a page is to be set. Two equal measures set a document alike.

use std::ops::Range;

use crate::page::plate::Pictures;
use crate::text::breaks::Breaks;
use crate::text::safe::{Safe, SafeStr};
use crate::text::shorten::{Part, part, shorten};
use crate::text::width::Ambiguous;
use crate::text::wrap::{Autospace, Hanging, Justify, Setting, wrap};

/// How a page is to be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Columns of the text, all prefixes included; at least 1.
    pub columns: u16,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Where paragraphs may break.
    pub breaks: Breaks,
    /// Where headings and titles may break.
    pub heading_breaks: Breaks,
    /// Whether 、。 may stand in the margin.
    pub hanging: Hanging,
    /// Whether a blank parts CJK and Latin where there is room.
    pub autospace: Autospace,
    /// Whether rows are filled to the edge.
    pub justify: Justify,
    /// Whether paragraphs begin with an ideographic blank.
    pub indent: Indent,
    /// What becomes of readings.
    pub ruby: RubyStyle,
    /// What becomes of paragraphs that stand twice.
    pub repeats: Repeats,
    /// What bullets, bars and rules are drawn with.
    pub glyphs: Glyphs,
    /// Which columns of wide tables are shown.
    pub pan: Pan,
    /// Whether pictures are drawn, and how large.
    pub pictures: Pictures,
}

impl Measure {
    /// The default measure at this many columns.
    #[must_use]
    pub fn of(columns: u16) -> Self {
        Self {
            columns: columns.max(1),
            ambiguous: Ambiguous::Narrow,
            breaks: Breaks::Strict,
            heading_breaks: Breaks::Phrase,
            hanging: Hanging::No,
            autospace: Autospace::No,
            justify: Justify::No,
            indent: Indent::No,
            ruby: RubyStyle::Inline,
            repeats: Repeats::Dim,
            glyphs: Glyphs::Unicode,
            pan: Pan::Fit,
            pictures: Pictures::Words,
        }
    }
}

impl Measure {
    /// A text of our own, or one that is no paragraph of an article, broken into lines; at least
    /// one.
    #[must_use]
    pub fn lines(&self, text: SafeStr<'_>) -> Vec<Safe> {
        let setting = Setting {
            columns: self.columns,
            first_indent: 0,
            ambiguous: self.ambiguous,
            breaks: self.heading_breaks,
            hanging: Hanging::No,
            autospace: Autospace::No,
            justify: Justify::No,
            whole: &[],
            hidden: &[],
        };
        let lines = wrap(text.as_str(), &setting);
        let lines: Vec<_> =
            lines.iter().map(|line| text.slice(line.start as usize..line.end as usize).to_safe()).collect();
        if lines.is_empty() { vec![Safe::default()] } else { lines }
    }

    /// A title or a label on one line of at most so many columns, with dots where it is cut.
    #[must_use]
    pub fn shorten(&self, text: SafeStr<'_>, columns: usize) -> Safe {
        shorten(text, columns, self.ambiguous, self.heading_breaks, self.glyphs.glyph().goes_on)
    }

    /// What of a title or a label stands on one line of at most so many columns, so that `seen` of
    /// it is seen.
    #[must_use]
    pub fn part(&self, text: SafeStr<'_>, columns: usize, seen: Option<Range<usize>>) -> Part {
        part(text, columns, self.ambiguous, self.heading_breaks, seen)
    }
}

/// Whether paragraphs begin with an ideographic blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Indent {
    #[default]
    No,
    Yes,
}

/// What becomes of readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RubyStyle {
    /// They stand in brackets behind the characters.
    #[default]
    Inline,
    /// They are not shown; they are still found.
    Hidden,
}

/// What becomes of paragraphs that stand twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeats {
    /// Shown dim, with a mark.
    #[default]
    Dim,
    /// One faint row with its first words tells of it.
    Hide,
    /// Shown as any other.
    Show,
}

/// Which columns are shown of tables that have no room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pan {
    /// All: they give way to each other, or each row becomes a card.
    #[default]
    Fit,
    /// As broad as they like to be: the first, then those that are left when so many behind it are
    /// left out. Each table stops where its last column is seen.
    From(u16),
}

/// What the interface draws with. No glyph of either set is of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Glyphs {
    #[default]
    Unicode,
    Ascii,
}

/// The glyphs of a set.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct Glyph {
    pub bar: &'static str,
    pub rule: &'static str,
    pub thin_rule: &'static str,
    pub bullets: [&'static str; 3],
    pub done: &'static str,
    pub open: &'static str,
    pub folded: &'static str,
    pub deeper: &'static str,
    pub goes_on: &'static str,
    pub again: &'static str,
    pub tip: &'static str,
    pub thumb: &'static str,
}

impl Glyphs {
    /// The glyphs of this set; each is one column wide in every terminal.
    #[must_use]
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Unicode => Glyph {
                bar: "⏐",
                rule: "⎯",
                thin_rule: "╌",
                bullets: ["▪", "‣", "-"],
                done: "✓",
                open: "◌",
                folded: "▸",
                deeper: "‣",
                goes_on: "⋯",
                again: "⋮",
                tip: "✱",
                thumb: "▐",
            },
            Self::Ascii => Glyph {
                bar: "|",
                rule: "-",
                thin_rule: ".",
                bullets: ["*", "+", "-"],
                done: "x",
                open: "_",
                folded: ">",
                deeper: "#",
                goes_on: "~",
                again: "=",
                tip: "*",
                thumb: "|",
            },
        }
    }
}
