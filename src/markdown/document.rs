//! An article as one plain text and the ranges over it.
//!
//! `Document.text` holds what a reader reads: markup gone, formulas in Unicode where that can be,
//! blocks parted by line feeds, safe to show. Everything else is a range or an offset into it, in bytes, so that a hit, a mark, a
//! heading and the place where one stopped reading are the same kind of thing. Blocks stand in
//! reading order and do not overlap; what they stand in (quotes, list items, callouts) is a
//! chain of containers, never a tree to walk down, and never deeper than `limits::NESTING`.

use std::ops::Range;

use crate::text::role::Roles;
use crate::text::safe::Safe;

/// A place in an article: a byte offset in its plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Anchor(pub u32);

/// The index of a container in `Document.containers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContainerId(pub u32);

/// An article's body, ready to be set, searched and pointed into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The plain text.
    pub text: Safe,
    /// Leaf blocks in reading order.
    pub blocks: Vec<Block>,
    /// What blocks stand in; a container's parent has a lower index.
    pub containers: Vec<Container>,
    /// Styled stretches, in order, without overlap; what lies between them is plain.
    pub runs: Vec<Run>,
    /// Headings, and lines that are one bold run alone, in order.
    pub headings: Vec<Heading>,
    /// Names that are set by hand (`<a id="x">`), in order: each names what stands there or behind it.
    pub anchors: Vec<(Safe, Anchor)>,
    /// Links in order; the text of each is its range.
    pub links: Vec<Link>,
    /// Pictures in order; the range holds the alternative text.
    pub images: Vec<Image>,
    /// Base and reading of each ruby, in order. The reading stands in brackets behind the base.
    pub ruby: Vec<Ruby>,
    /// Offsets of the text with the 1-based line of the body they came from, offsets ascending.
    /// Lines ascend too, up to the footnotes, which stand at the end wherever they were written.
    pub lines: Vec<(u32, u32)>,
}

impl Document {
    /// Gives back the room that nothing was written to: a document is kept as long as it is read.
    pub fn shrink(&mut self) {
        let Self { text, blocks, containers, runs, headings, anchors, links, images, ruby, lines } = self;
        text.shrink();
        blocks.shrink_to_fit();
        containers.shrink_to_fit();
        runs.shrink_to_fit();
        headings.shrink_to_fit();
        anchors.shrink_to_fit();
        links.shrink_to_fit();
        images.shrink_to_fit();
        ruby.shrink_to_fit();
        lines.shrink_to_fit();
    }
}

/// A stretch of text that plays some roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Bytes of the text.
    pub range: Range<u32>,
    /// What it is; never plain.
    pub roles: Roles,
}

/// A leaf block: something that is laid into rows by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of the text.
    pub range: Range<u32>,
    /// The innermost container it stands in.
    pub within: Option<ContainerId>,
    /// Whether a blank row parts it from the block before (false inside tight lists).
    pub loose: bool,
}

/// The kinds of leaf blocks.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// Code, with the language named on its fence.
    Code(Option<Safe>),
    /// A table; boxed, being large and rare.
    Table(Box<Table>),
    /// Mathematics on lines of its own.
    Math,
    /// A picture alone on its line: an index into `Document.images`.
    Picture(u32),
    /// The title of a callout or of details.
    Label,
    /// A term of a definition list.
    Term,
    /// A thematic break. Its range is empty.
    Rule,
    /// A mark left by harvesting, such as `---END---`; set as a faint rule.
    Junk,
    /// A paragraph that says again, letter for letter, what an earlier one said.
    Repeated,
    /// A list item or the like without text. Its range is empty.
    Empty,
}

/// What a block may stand in.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    /// The container around this one.
    pub parent: Option<ContainerId>,
    /// What it is.
    pub kind: ContainerKind,
}

/// The kinds of containers.
#[derive(Clone, Debug, PartialEq)]
pub enum ContainerKind {
    /// A quotation.
    Quote,
    /// A callout (`> [!NOTE]`, `:::message`).
    Callout(Callout),
    /// Something that can be folded (`<details>`, `:::details`).
    Details,
    /// An item of a list.
    Item(Marker),
    /// The definition of a term.
    Definition,
    /// The text of a footnote, with its label as shown.
    Footnote(Safe),
}

/// What a callout calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Callout {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// What stands before a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet; how many lists of bullets lie around it tells which.
    Bullet(u8),
    /// A number.
    Ordered(Number),
    /// A task, done or not.
    Task(bool),
}

/// The number of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number itself.
    pub value: u64,
    /// How many digits the widest number of its list has.
    pub digits: u8,
    /// What the writer set behind it: `.` or `)`.
    pub sign: char,
    /// Whether the item is done, where it is a task.
    pub task: Option<bool>,
}

impl Number {
    /// `value` with a full stop.
    #[must_use]
    pub const fn of(value: u64) -> Self {
        Self { value, digits: 1, sign: '.', task: None }
    }
}

/// A table by its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// How each column is set.
    pub aligns: Vec<Align>,
    /// Rows of cells, each a range of the text; the first row is the head, its cells all empty
    /// where the table has none.
    pub rows: Vec<Vec<Range<u32>>>,
}

/// How the cells of a column are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Align {
    #[default]
    Start,
    Center,
    End,
}

/// A heading, or a line that serves as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub range: Range<u32>,
    /// 1 to 6; 7 for a bold line alone.
    pub level: u8,
    /// The name by which links reach it.
    pub id: Safe,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its text.
    pub range: Range<u32>,
    /// Where it leads, as written; made safe, percent codes kept. For a footnote its label as
    /// shown, as the container of its text has it.
    pub target: Safe,
    /// What kind of link it is.
    pub kind: LinkKind,
}

/// The kinds of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](target)`, `<https://…>`, `<a href>`.
    Plain,
    /// `[[target]]`.
    Wiki,
    /// `[^label]`: to a footnote.
    Footnote,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The alternative text, or the file name where there is none.
    pub range: Range<u32>,
    /// Where it lies, as written.
    pub target: Safe,
    /// The caption (the title in Markdown's words); empty where there is none.
    pub caption: Safe,
    /// The dots that the writer wants it to be wide, where that is said.
    pub width: Option<u32>,
    /// How it is named: by where it lies, or as notes name each other, by its name.
    pub kind: LinkKind,
}

/// Characters with their reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruby {
    /// The characters.
    pub base: Range<u32>,
    /// The reading in its brackets, behind them.
    pub reading: Range<u32>,
}

/// Where the next text of `document` will stand.
#[must_use]
pub fn end_of(document: &Document) -> u32 {
    // `limits::ARTICLE_BYTES` is far below four gigabytes.
    u32::try_from(document.text.len()).unwrap_or(u32::MAX)
}
