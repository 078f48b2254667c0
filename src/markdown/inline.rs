//! One paragraph while it is read: its text as it comes, and what its stretches are.
//!
//! Text is gathered raw; [`Inline::flush`] makes it safe, applies [`crate::markdown::extras`]
//! and appends it to a document with all ranges carried over. A line feed in the gathered text
//! is a hard break; a soft one becomes a blank, or nothing where two CJK characters meet.

use std::ops::Range;

use crate::markdown::carried::Carried;
use crate::markdown::document::{Document, Image, Link, LinkKind, Ruby, Run};
use crate::markdown::extras::{self, Extras};
use crate::markdown::joint::is_blank_between;
use crate::markdown::picture;
use crate::markdown::raise::{Shift, shifted};
use crate::text::role::{Role, Roles};
use crate::text::safe::Safe;

/// A paragraph being gathered.
#[derive(Debug, Default)]
pub struct Inline {
    text: String,
    runs: Vec<(Range<usize>, Roles)>,
    links: Vec<(Range<usize>, String, LinkKind)>,
    images: Vec<(Range<usize>, Image)>,
    ruby: Vec<(Range<usize>, Range<usize>)>,
    lines: Vec<(usize, u32)>,
    /// Roles in force, each entry all of them up to there.
    roles: Vec<Roles>,
    open_links: Vec<OpenLink>,
    open_images: Vec<(usize, Image)>,
    /// Where the raised and lowered text began that is being read.
    shifts: Vec<(usize, Shift)>,
    /// Where the base of a ruby begins whose reading comes.
    ruby_base: usize,
    soft: bool,
    line_start: usize,
}

/// A link whose end was not met yet.
#[derive(Clone, Debug)]
struct OpenLink {
    start: usize,
    target: String,
    kind: LinkKind,
    /// Text of it went into an earlier paragraph.
    shown: bool,
}

/// What was appended to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flushed {
    /// Bytes of the document's text.
    pub range: Range<u32>,
    /// The index of the picture that is all there is, if so.
    pub picture: Option<u32>,
    /// Whether all of it is bold.
    pub bold: bool,
}

/// Roles whose text is taken as it stands.
const LITERAL: Roles = Roles::of(Role::Code).with(Role::Math).with(Role::Keyboard);

impl Inline {
    /// Whether nothing was gathered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.images.is_empty()
    }

    /// What was gathered.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was gathered since the last break.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.text[self.line_start..]
    }

    /// Whether the line that ends here is bold from end to end and no more than that.
    #[must_use]
    pub fn is_bold_line(&self) -> bool {
        !self.line().trim().is_empty()
            && !self.is_open()
            && !self.roles().has(Role::Strong)
            && self.images.last().is_none_or(|(range, ..)| range.end <= self.line_start)
            && self.is_bold_from(self.line_start)
    }

    /// Whether what was gathered is one picture.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        let visible = self.visible();
        !self.is_open() && matches!(&self.images[..], [(range, ..)] if *range == visible)
    }

    /// Whether all that was gathered is bold.
    #[must_use]
    pub fn is_bold(&self) -> bool {
        self.is_bold_from(0)
    }

    /// Whether everything from `start` on is bold.
    fn is_bold_from(&self, start: usize) -> bool {
        let first = self.runs.partition_point(|(range, _)| range.end <= start);
        let mut from = start;
        for (range, roles) in &self.runs[first..] {
            if !self.text[from..range.start.max(from)].trim().is_empty() || !roles.has(Role::Strong) {
                return false;
            }
            from = range.end;
        }
        from > start && self.text[from..].trim().is_empty()
    }

    /// What was gathered without the blanks at its ends.
    fn visible(&self) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        start..self.text.trim_end().len().max(start)
    }

    /// Whether a link or picture is being read.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.open_links.is_empty() || !self.open_images.is_empty()
    }

    /// The roles in force.
    #[must_use]
    pub fn roles(&self) -> Roles {
        self.roles.last().copied().unwrap_or_default()
    }

    /// What follows plays `role` too, until the matching [`Inline::leave`].
    pub fn enter(&mut self, role: Role) {
        self.roles.push(self.roles().with(role));
    }

    /// Ends what was entered last.
    pub fn leave(&mut self) {
        self.roles.pop();
    }

    /// Forgets roles, links and pictures that were never ended.
    pub fn leave_all(&mut self) {
        self.roles.clear();
        self.open_links.clear();
        self.open_images.clear();
        self.shifts.clear();
    }

    /// Notes that what follows stands on this 1-based line.
    pub fn at_line(&mut self, line: u32) {
        if self.lines.last().is_none_or(|&(_, last)| last != line) {
            self.lines.push((self.text.len(), line));
        }
    }

    /// Appends text of the article.
    pub fn push(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if std::mem::take(&mut self.soft) {
            self.join(first);
        }
        let start = self.text.len();
        self.text.push_str(text);
        let roles = self.roles();
        if roles.is_plain() {
            return;
        }
        match self.runs.last_mut() {
            Some((range, last)) if range.end == start && *last == roles => range.end = self.text.len(),
            _ => self.runs.push((start..self.text.len(), roles)),
        }
    }

    /// The character that comes next is no markup to [`crate::markdown::extras`].
    pub fn push_escape(&mut self) {
        self.push(extras::ESCAPE.encode_utf8(&mut [0; 4]));
    }

    /// Appends text that plays `role` besides the roles in force.
    pub fn push_as(&mut self, role: Role, text: &str) {
        self.enter(role);
        self.push(text);
        self.leave();
    }

    /// A soft break: a line of the source ends within the paragraph.
    pub fn soft_break(&mut self) {
        self.soft = !self.text.is_empty() && !self.text.ends_with('\n');
        self.line_start = self.text.len();
    }

    /// A hard break.
    pub fn hard_break(&mut self) {
        self.soft = false;
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.clip();
        self.text.push('\n');
        self.line_start = self.text.len();
    }

    /// What a soft break becomes before `next`.
    fn join(&mut self, next: char) {
        if self.text.chars().next_back().is_some_and(|last| is_blank_between(last, next)) {
            self.text.push(' ');
        }
    }

    /// Takes the last line away, which must hold no link or picture.
    pub fn cut_line(&mut self) {
        self.text.truncate(self.line_start);
        self.clip();
    }

    /// Takes the last line away, to be put back when what stands before it has been flushed.
    #[must_use]
    pub fn take_line(&mut self) -> Self {
        let start = self.line_start;
        let mut line = Self { text: self.text.split_off(start), ..Self::default() };
        let back = |range: &Range<usize>| range.start.saturating_sub(start)..range.end.saturating_sub(start);
        for (range, roles) in &self.runs {
            if range.end > start {
                line.runs.push((back(range), *roles));
            }
        }
        line.lines = self.lines.iter().map(|&(at, number)| (at.saturating_sub(start), number)).collect();
        line.lines.drain(..line.lines.len().saturating_sub(1));
        while self.links.last().is_some_and(|(range, ..)| range.end > start) {
            line.links.extend(self.links.pop().map(|(range, to, kind)| (back(&range), to, kind)));
        }
        line.links.reverse();
        self.clip();
        line
    }

    /// Puts back what [`Inline::take_line`] took, where nothing else was gathered since.
    pub fn put_line(&mut self, line: Self) {
        let roles = std::mem::take(&mut self.roles);
        *self = Self { roles, ..line };
    }

    /// Takes the first `length` bytes of the first line away, which must hold no link or picture.
    pub fn cut_front(&mut self, length: usize) {
        self.text.drain(..length);
        let back = |at: usize| at.saturating_sub(length);
        self.runs.retain(|(range, _)| range.end > length);
        let links = self.links.iter_mut().map(|(range, ..)| range);
        let images = self.images.iter_mut().map(|(range, ..)| range);
        let ruby = self.ruby.iter_mut().flat_map(|(base, reading)| [base, reading]);
        for range in self.runs.iter_mut().map(|(range, _)| range).chain(links).chain(images).chain(ruby) {
            *range = back(range.start)..back(range.end);
        }
        self.lines.iter_mut().for_each(|(at, _)| *at = back(*at));
        self.shifts.iter_mut().for_each(|(at, _)| *at = back(*at));
        self.ruby_base = back(self.ruby_base);
        self.line_start = back(self.line_start);
    }

    /// Lets nothing lie beyond the end of the text, some of which was just taken away.
    fn clip(&mut self) {
        let end = self.text.len();
        while self.runs.last().is_some_and(|(range, _)| range.start >= end) {
            self.runs.pop();
        }
        let runs = self.runs.last_mut().map(|(range, _)| range);
        let links = self.links.iter_mut().map(|(range, ..)| range);
        let images = self.images.iter_mut().map(|(range, ..)| range);
        let ruby = self.ruby.iter_mut().flat_map(|(base, reading)| [base, reading]);
        for range in runs.into_iter().chain(links).chain(images).chain(ruby) {
            *range = range.start.min(end)..range.end.min(end);
        }
        let begun = self.open_links.iter_mut().map(|link| &mut link.start);
        let begun = begun.chain(self.open_images.iter_mut().map(|(at, _)| at));
        let begun = begun.chain(self.shifts.iter_mut().map(|(at, _)| at));
        let alone = [&mut self.ruby_base, &mut self.line_start];
        for at in self.lines.iter_mut().map(|(at, _)| at).chain(begun).chain(alone) {
            *at = end.min(*at);
        }
    }

    /// A link begins.
    pub fn open_link(&mut self, target: String, kind: LinkKind) {
        if std::mem::take(&mut self.soft) {
            self.join('a');
        }
        if target.is_empty() {
            self.roles.push(self.roles());
        } else {
            self.enter(Role::Link);
        }
        self.open_links.push(OpenLink { start: self.text.len(), target, kind, shown: false });
    }

    /// The link that began last ends. One without text is shown by its target, if that leads out
    /// of the article; one without target is text.
    pub fn close_link(&mut self) {
        if let Some(OpenLink { start, target, kind, shown }) = self.open_links.pop() {
            let is_empty = self.text.get(start..).is_none_or(|text| text.trim().is_empty());
            if is_empty && !shown && !target.starts_with('#') {
                self.push(&target);
            }
            if start < self.text.len() && !target.is_empty() {
                self.links.push((start..self.text.len(), target, kind));
            }
        }
        self.leave();
    }

    /// A whole link.
    pub fn link(&mut self, role: Role, text: &str, target: String, kind: LinkKind) {
        self.enter(role);
        self.open_link(target, kind);
        self.push(text);
        self.close_link();
        self.leave();
    }

    /// A picture begins; its alternative text follows.
    pub fn open_image(&mut self, target: &str, caption: &str, kind: LinkKind) {
        if std::mem::take(&mut self.soft) {
            self.join('a');
        }
        let (target, caption) = (Safe::line(target), Safe::line(caption));
        self.open_images.push((self.text.len(), Image { range: 0..0, target, caption, width: None, kind }));
        self.enter(Role::Image);
    }

    /// The picture that is open is to be so many dots wide.
    pub fn set_image_width(&mut self, dots: Option<u32>) {
        if let Some((_, image)) = self.open_images.last_mut() {
            image.width = dots.or(image.width);
        }
    }

    /// The picture ends; one without text is shown by its file name. One within the words of another
    /// is words, too.
    pub fn close_image(&mut self) {
        if let Some((start, image)) = self.open_images.pop() {
            if Safe::line(&self.text[start..]).is_empty() {
                self.text.truncate(start);
                self.clip();
                let name = picture::name(&image.target);
                self.push(if name.is_empty() { "image" } else { &name });
            }
            if self.open_images.is_empty() {
                self.images.push((start..self.text.len(), image));
            }
        }
        self.leave();
    }

    /// Raised or lowered text begins.
    pub fn open_shift(&mut self, shift: Shift) {
        self.shifts.push((self.text.len(), shift));
        self.enter(Role::Small);
    }

    /// The raised or lowered text that began last ends. Where it is one piece, it is written in
    /// characters that say so; else it is only small.
    pub fn close_shift(&mut self) {
        self.leave();
        let Some((start, shift)) = self.shifts.pop() else { return };
        let Some(content) = self.text.get(start..) else { return };
        let start = self.text.len() - content.trim_start().len();
        let (before, content) = self.text.split_at(start);
        let blanks = &content[content.trim_end().len()..];
        let Some(mut signs) = shifted(shift, content.trim_end(), before.chars().next_back()) else { return };
        signs.push_str(blanks);
        let whole = start..self.text.len();
        let Some((run, roles)) = self.runs.last().cloned() else { return };
        let parted = self.images.last().is_some_and(|(range, ..)| range.end > start)
            || self.ruby.last().is_some_and(|(_, reading)| reading.end > start)
            || self.open_links.last().is_some_and(|link| link.start > start)
            || self.links_from(start).any(|(range, ..)| *range != whole);
        if parted || run.start > start || self.line_start > start {
            return;
        }
        let roles = if self.roles().has(Role::Small) { roles } else { roles.without(Role::Small) };
        let linked = self.links_from(start).count();
        self.text.truncate(start);
        self.clip();
        self.roles.push(roles);
        self.push(&signs);
        self.leave();
        // These were all of it, and are again.
        let end = self.text.len();
        self.links.iter_mut().rev().take(linked).for_each(|(range, ..)| *range = start..end);
    }

    /// The links that reach beyond `start`; those that ended last come first.
    fn links_from(&self, start: usize) -> impl Iterator<Item = &(Range<usize>, String, LinkKind)> {
        self.links.iter().rev().take_while(move |(range, ..)| range.end > start)
    }

    /// The base of a ruby begins with the next text, or with the next paragraph.
    pub fn open_ruby(&mut self) {
        self.ruby_base = self.text.len();
    }

    /// A reading in brackets, which belongs to what was gathered since the base began; behind it
    /// the next base begins.
    pub fn ruby(&mut self, reading: &str) {
        let (base, start) = (self.ruby_base, self.text.len());
        if base < start && !reading.trim().is_empty() {
            self.push_as(Role::Ruby, &format!("（{}）", reading.trim()));
            self.ruby.push((base..start, start..self.text.len()));
        }
        self.open_ruby();
    }

    /// Appends all that was gathered to `document`, behind what stands there, and begins anew with
    /// the roles still in force. `None` where only blanks were gathered.
    pub fn flush(&mut self, document: &mut Document) -> Option<Flushed> {
        for link in &mut self.open_links {
            if link.start < self.text.len() && !link.target.is_empty() {
                self.links.push((link.start..self.text.len(), link.target.clone(), link.kind));
                link.shown = true;
            }
            link.start = 0;
        }
        let flushed = self.append(document);
        self.begin_anew();
        flushed
    }

    /// Forgets what was gathered, but for the roles and links still in force, and keeps the room.
    fn begin_anew(&mut self) {
        let Self { text, runs, links, images, ruby, lines, roles: _, open_links: _, open_images, .. } = self;
        text.clear();
        runs.clear();
        links.clear();
        images.clear();
        ruby.clear();
        lines.clear();
        open_images.clear();
        self.shifts.iter_mut().for_each(|(at, _)| *at = 0);
        self.ruby_base = 0;
        self.soft = false;
        self.line_start = 0;
    }

    /// What the article's text holds besides its markup.
    fn extras(&self) -> Extras {
        let literal: Vec<_> = self.runs.iter().filter(|(_, roles)| roles.meets(LITERAL)).collect();
        extras::find(&self.text, &|at| {
            let next = literal.partition_point(|(range, _)| range.end <= at);
            literal.get(next).is_some_and(|(range, _)| range.contains(&at))
        })
    }

    fn append(&mut self, document: &mut Document) -> Option<Flushed> {
        if self.is_empty() {
            return None;
        }
        let bold = self.is_bold_from(0);
        let visible = self.visible();
        self.links.sort_by_key(|(range, ..)| range.start);
        let mut extras = self.extras();
        self.ruby.append(&mut extras.ruby);
        self.ruby.sort_by_key(|(base, _)| base.start);
        let taken =
            merged(self.links.iter().map(|(range, ..)| range), self.images.iter().map(|(range, ..)| range));
        for address in extras.addresses {
            let next = taken.partition_point(|range| range.end <= address.start);
            if taken.get(next).is_none_or(|range| address.end <= range.start) {
                extras.roles.push((address.clone(), Role::Link));
                self.links.push((address.clone(), self.text[address].to_owned(), LinkKind::Plain));
            }
        }
        self.add_roles(extras.roles);
        let carried = self.carry(document, &visible, &extras.edits);
        let to = |at: usize| carried.at(at);
        let map = |range: &Range<usize>| to(range.start)..to(range.end);
        let range = to(visible.start)..to(visible.end);
        // What was written may not be there to be seen.
        if self.images.is_empty() && document.text.slice(range.clone()).trim().is_empty() {
            document.text.truncate(range.start as usize);
            return None;
        }
        for (raw, roles) in &self.runs {
            let range = map(raw);
            if range.start < range.end {
                document.runs.push(Run { range, roles: *roles });
            }
        }
        let first_link = document.links.len();
        for (raw, target, kind) in &self.links {
            let range = map(raw);
            if range.start < range.end {
                document.links.push(Link { range, target: Safe::line(target), kind: *kind });
            }
        }
        let first_image = document.images.len();
        for (raw, image) in &self.images {
            document.images.push(Image { range: map(raw), ..image.clone() });
        }
        for (base, reading) in &self.ruby {
            document.ruby.push(Ruby { base: map(base), reading: map(reading) });
        }
        for &(at, line) in &self.lines {
            document.lines.push((to(at).max(range.start), line));
        }
        document.links[first_link..].sort_by_key(|link| link.range.start);
        let alone = matches!(&self.images[..], [(raw, ..)] if map(raw) == range);
        let picture = alone.then(|| u32::try_from(first_image).unwrap_or(u32::MAX));
        (range.start < range.end).then_some(Flushed { range, picture, bold })
    }

    /// Puts the text into the document, so that every offset that matters is known in both.
    fn carry(
        &self,
        document: &mut Document,
        visible: &Range<usize>,
        edits: &[(Range<usize>, &'static str)],
    ) -> Carried {
        let runs = self.runs.iter().map(|(range, _)| range);
        let links = self.links.iter().map(|(range, ..)| range);
        let images = self.images.iter().map(|(range, ..)| range);
        let ruby = self.ruby.iter().flat_map(|(base, reading)| [base, reading]);
        let ranges = runs.chain(links).chain(images).chain(ruby).flat_map(|range| [range.start, range.end]);
        let offsets = ranges.chain(self.lines.iter().map(|&(at, _)| at));
        Carried::into(document, &self.text, visible, edits, offsets)
    }

    /// Lets stretches play roles too; no two of them overlap.
    fn add_roles(&mut self, mut added: Vec<(Range<usize>, Role)>) {
        if added.is_empty() {
            return;
        }
        added.sort_by_key(|(range, _)| range.start);
        let runs = std::mem::take(&mut self.runs);
        let mut edges: Vec<usize> = runs.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
        edges.extend(added.iter().flat_map(|(range, _)| [range.start, range.end]));
        edges.sort_unstable();
        edges.dedup();
        let (mut runs, mut added) = (runs.into_iter().peekable(), added.into_iter().peekable());
        for (start, end) in edges.iter().copied().zip(edges.iter().copied().skip(1)) {
            while runs.next_if(|(range, _)| range.end <= start).is_some() {}
            while added.next_if(|(range, _)| range.end <= start).is_some() {}
            let mut roles =
                runs.peek().filter(|(range, _)| range.start <= start).map_or(Roles::PLAIN, |r| r.1);
            if let Some((_, role)) = added.peek().filter(|(range, _)| range.start <= start) {
                roles = roles.with(*role);
            }
            match self.runs.last_mut() {
                _ if roles.is_plain() => {}
                Some((range, last)) if range.end == start && *last == roles => range.end = end,
                _ => self.runs.push((start..end, roles)),
            }
        }
    }
}

/// The ranges of both, in order, those that overlap made one.
fn merged<'a>(
    some: impl Iterator<Item = &'a Range<usize>>,
    others: impl Iterator<Item = &'a Range<usize>>,
) -> Vec<Range<usize>> {
    let mut all: Vec<_> = some.chain(others).cloned().collect();
    all.sort_by_key(|range| range.start);
    all.dedup_by(|next, range| {
        let overlap = next.start < range.end;
        if overlap {
            range.end = range.end.max(next.end);
        }
        overlap
    });
    all
}
