//! The text of `bookmarks.yaml`.
//!
//! The file belongs to the person: it is cut into what stands before the entries, the entries,
//! and what stands behind, and each part that need not change is written back letter for letter.
//! Lines end as most of the file's do (editors on Windows write CR LF); those it has stay.
//! Where the text cannot be cut so (flow style, anchors across entries) it is read by a YAML parser
//! as a whole, and `Written::loses` says that rewriting it loses something, so that a copy can be kept.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use crate::memory::amendment::amended;
use crate::memory::entry::{self, Reading};
use crate::memory::key::lasting_hash;
use crate::memory::mark::{Mark, MarkId};
use crate::memory::marks::{Marks, Slot};

/// The version of the format that is written.
pub const VERSION: u64 = 1;

const HEAD: &str = "\
# Bookmarks of tsundoku: made to be read, edited, kept and synced.
# Comments, unknown fields and the order of the entries are kept.
version: 1
";

/// The text of the file, cut into its parts.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What stands before the entries, without the line `marks:`.
    head: String,
    items: Vec<Item>,
    /// What stands behind them.
    tail: String,
    /// Columns before the dash of an entry.
    indent: usize,
    /// What ends a line that is written.
    ending: &'static str,
    /// What ends the line `marks:`.
    marks_ending: &'static str,
    /// The version of the format, where it says one.
    pub version: u64,
    /// Whether it could not be cut, so that rewriting it loses its form.
    recast: bool,
}

#[derive(Clone, Debug)]
struct Item {
    /// With the comments above it, and a line feed at the end.
    text: Arc<str>,
    mark: Option<Arc<Mark>>,
    /// The id that the text gives by itself: another one only for the copy of an entry.
    own: Option<MarkId>,
}

/// A text that could not be read whole.
#[derive(Debug)]
pub struct Broken {
    /// Where and why.
    pub why: String,
    /// What could be read.
    pub rescued: Sheet,
}

/// A text to be written.
#[derive(Debug)]
pub struct Written {
    /// What is in it.
    pub sheet: Sheet,
    /// The text.
    pub text: String,
    /// Whether something a person wrote is not in it any more.
    pub loses: bool,
}

/// The entries of the last reading, looked through in their order: what has not changed need not
/// be read again, and mostly stands where it stood.
struct Recall<'a> {
    items: &'a [Item],
    next: usize,
    by_text: Option<HashMap<&'a str, usize>>,
}

impl<'a> Recall<'a> {
    fn find(&mut self, text: &str) -> Option<&'a Item> {
        let items = self.items;
        let at = if items.get(self.next).is_some_and(|item| *item.text == *text) {
            self.next
        } else {
            let index = || items.iter().enumerate().map(|(at, item)| (&*item.text, at)).collect();
            *self.by_text.get_or_insert_with(index).get(text)?
        };
        self.next = at + 1;
        // The copy of an entry has an id that its text alone does not give.
        items.get(at).filter(|item| item.own == item.mark.as_ref().map(|mark| mark.id))
    }
}

impl Default for Sheet {
    /// A new file without marks.
    fn default() -> Self {
        Self {
            head: HEAD.to_owned(),
            items: Vec::new(),
            tail: String::new(),
            indent: 0,
            ending: "\n",
            marks_ending: "\n",
            version: VERSION,
            recast: false,
        }
    }
}

impl Sheet {
    /// Reads a text; `last` is what was read or written last.
    ///
    /// # Errors
    /// With what could be read, where a part of it could not.
    pub fn read(text: &str, last: &Self) -> Result<Self, Box<Broken>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let (why, rescued) = match cut(text) {
            Err(why) => (why, Self::default()),
            Ok(cut) => match Self::of(&cut, most_endings(text), last) {
                (sheet, None) => return Ok(sheet),
                (sheet, Some(why)) => (why, sheet),
            },
        };
        Self::recast(text).ok_or_else(|| Box::new(Broken { why, rescued }))
    }

    /// The marks in it, in its order.
    pub fn marks(&self) -> impl Iterator<Item = &Arc<Mark>> {
        self.items.iter().filter_map(|item| item.mark.as_ref())
    }

    /// Whether it holds these marks and no others, so that nothing need be written.
    #[must_use]
    pub fn holds(&self, marks: &Marks) -> bool {
        let same = |old: &Arc<Mark>| {
            marks.get(old.id).is_some_and(|mark| Arc::ptr_eq(mark, old) || mark.says_the_same(old))
        };
        self.marks().all(same) && self.marks().count() == marks.kept().count()
    }

    /// How many entries are no marks.
    #[must_use]
    pub fn strangers(&self) -> usize {
        self.items.iter().filter(|item| item.mark.is_none()).count()
    }

    /// The text that holds `marks`: kept marks of this sheet where they stand, new ones at the end.
    /// None where it would say nothing else than this one.
    #[must_use]
    pub fn write(&self, marks: &Marks) -> Option<Written> {
        let mut sheet = Self { items: Vec::with_capacity(self.items.len()), recast: false, ..self.clone() };
        let mut loses = self.recast;
        let mut changed = false;
        let mut orphaned = String::new();
        for item in &self.items {
            let (text, mark, lost) = item.rewritten(marks, self.indent, self.ending);
            loses |= lost;
            changed |= !text.as_ref().is_some_and(|text| Arc::ptr_eq(text, &item.text));
            let Some(text) = text else {
                orphaned.push_str(item.remarks());
                continue;
            };
            let text =
                if orphaned.is_empty() { text } else { (std::mem::take(&mut orphaned) + &text).into() };
            let own = mark.as_ref().map(|mark| mark.id);
            sheet.items.push(Item { text, mark, own });
        }
        let written: HashSet<MarkId> = self.marks().map(|mark| mark.id).collect();
        let mut fresh: Vec<&Arc<Mark>> = marks.kept().filter(|mark| !written.contains(&mark.id)).collect();
        fresh.sort_by_key(|mark| (mark.made, mark.id));
        for mark in fresh {
            changed = true;
            let text = std::mem::take(&mut orphaned) + &entry::write(mark, self.indent, self.ending);
            sheet.items.push(Item { text: text.into(), mark: Some(Arc::clone(mark)), own: Some(mark.id) });
        }
        if !changed {
            return None;
        }
        sheet.tail.insert_str(0, &orphaned);
        let text = sheet.text();
        Some(Written { sheet, text, loses })
    }

    /// All of it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.head.clone();
        text.push_str(if self.items.is_empty() { "marks: []" } else { "marks:" });
        text.push_str(self.marks_ending);
        self.items.iter().for_each(|item| text.push_str(&item.text));
        text.push_str(&self.tail);
        text
    }

    /// A cut text with its entries read, and the first thing that was wrong.
    fn of(cut: &Cut<'_>, ending: &'static str, last: &Self) -> (Self, Option<String>) {
        let mut trouble = None;
        let (mut head, mut tail) = (cut.head.clone(), cut.tail.to_owned());
        if !head.is_empty() && !head.ends_with('\n') {
            head.push_str(ending);
        }
        let version = version(&head, &tail).unwrap_or_else(|why| {
            trouble = Some(why);
            head = HEAD.replace('\n', ending);
            tail.clear();
            VERSION
        });
        let mut recall = Recall { items: &last.items, next: 0, by_text: None };
        let mut items = Vec::with_capacity(cut.items.len());
        for &(line, text) in &cut.items {
            let item = recall.find(text).map_or_else(|| Item::read(text, ending), |item| Ok(item.clone()));
            match item {
                Ok(item) => items.push(item),
                Err(why) => {
                    trouble.get_or_insert_with(|| format!("the entry at line {line}: {why}"));
                }
            }
        }
        tell_copies_apart(&mut items);
        let marks_ending = cut.marks_ending.unwrap_or(ending);
        let indent = cut.indent;
        (Self { head, items, tail, indent, ending, marks_ending, version, recast: false }, trouble)
    }

    /// A text read as a whole and given our form, as far as YAML understands it.
    fn recast(text: &str) -> Option<Self> {
        entry::refuse_bombs(text).ok()?;
        let mut whole: Mapping = serde_yaml::from_str(text).ok()?;
        let entries = match whole.remove("marks") {
            Some(Value::Sequence(entries)) => entries,
            Some(Value::Null) | None => Vec::new(),
            Some(_) => return None,
        };
        let version = whole.get("version").map_or(Some(VERSION), Value::as_u64)?;
        let ending = most_endings(text);
        let mut head: String =
            text.lines().take_while(|line| entry::is_remark(line)).flat_map(|line| [line, ending]).collect();
        if !whole.is_empty() {
            head.push_str(&serde_yaml::to_string(&whole).ok()?.replace('\n', ending));
        }
        let mut items = Vec::with_capacity(entries.len());
        for value in &entries {
            let mark = match entry::read_value_of(value) {
                Reading::Mark(mark) => Some(mark),
                Reading::Stranger => None,
            };
            let text = match &mark {
                Some(mark) => entry::write(mark, 0, ending),
                None => serde_yaml::to_string(&[value]).ok()?.replace('\n', ending),
            };
            items.push(Item { text: text.into(), own: mark.as_ref().map(|mark| mark.id), mark });
        }
        tell_copies_apart(&mut items);
        let (tail, marks_ending) = (String::new(), ending);
        Some(Self { head, items, tail, indent: 0, ending, marks_ending, version, recast: true })
    }
}

impl Item {
    fn read(text: &str, ending: &str) -> Result<Self, String> {
        let text = if text.ends_with('\n') { Arc::from(text) } else { Arc::from([text, ending].concat()) };
        let mark = match entry::read(&text)? {
            Reading::Mark(mark) => Some(mark),
            Reading::Stranger => None,
        };
        Ok(Self { text, own: mark.as_ref().map(|mark| mark.id), mark })
    }

    /// Its text and mark after `marks` were changed (no text: it is gone), and whether something a
    /// person wrote is lost with that.
    fn rewritten(
        &self,
        marks: &Marks,
        indent: usize,
        ending: &str,
    ) -> (Option<Arc<str>>, Option<Arc<Mark>>, bool) {
        let same = || (Some(Arc::clone(&self.text)), self.mark.clone(), false);
        let Some(old) = &self.mark else { return same() };
        let new = match marks.slot(old.id) {
            None => old,
            Some(Slot::Removed(_)) => return (None, None, entry::holds_more(&self.text)),
            Some(Slot::Kept(new)) => new,
        };
        let copied = self.own != Some(old.id);
        if new.says_the_same(old) && !copied {
            return same();
        }
        let as_written = Mark { id: self.own.unwrap_or(old.id), ..Mark::clone(old) };
        let text = amended(&self.text, &as_written, new, ending);
        let lost = text.is_none() && entry::holds_more(&self.text);
        let text = text.unwrap_or_else(|| [self.remarks(), &entry::write(new, indent, ending)].concat());
        (Some(text.into()), Some(Arc::clone(new)), lost)
    }

    /// The comments above it.
    fn remarks(&self) -> &str {
        entry::remarks(&self.text)
    }
}

/// Gives a copied entry an id of its own, which is written with it next time.
fn tell_copies_apart(items: &mut [Item]) {
    let mut seen = HashSet::with_capacity(items.len());
    for item in items {
        let Some(mark) = &mut item.mark else { continue };
        let mut copy = 0_u64;
        let mut id = mark.id;
        while !seen.insert(id) {
            copy += 1;
            id = MarkId(lasting_hash(&[&mark.id.0.to_le_bytes(), &copy.to_le_bytes()]));
        }
        if id != mark.id {
            *mark = Arc::new(Mark { id, ..Mark::clone(mark) });
        }
    }
}

/// The version named before or behind the marks; ours where none is.
fn version(head: &str, tail: &str) -> Result<u64, String> {
    // Read with the line that will be written between them: flow style has no room for it.
    let around = [head, "marks: []\n", tail].concat();
    entry::refuse_bombs(&around)?;
    let around: Mapping = serde_yaml::from_str(&around).map_err(|error| error.to_string())?;
    let Some(version) = around.get("version") else { return Ok(VERSION) };
    version.as_u64().ok_or_else(|| "version: a whole number was expected".to_owned())
}

/// A text cut at its entries.
struct Cut<'a> {
    head: String,
    /// The 1-based line of each, and its text with the comments above.
    items: Vec<(usize, &'a str)>,
    tail: &'a str,
    indent: usize,
    /// What ends the line `marks:`, if it is there and ends.
    marks_ending: Option<&'static str>,
}

/// What ends most lines of a text.
fn most_endings(text: &str) -> &'static str {
    let feeds = text.bytes().filter(|&c| c == b'\n').count();
    if text.matches("\r\n").count() * 2 > feeds { "\r\n" } else { "\n" }
}

/// What ends a line, if anything does.
fn ending_of(line: &str) -> Option<&'static str> {
    line.ends_with('\n').then(|| most_endings(line))
}

/// Cuts a text at its entries by the columns at which its lines begin, which in block style is how
/// YAML does it; whatever does not look like that is an error.
fn cut(text: &str) -> Result<Cut<'_>, String> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    let is_marks = |line: &str| {
        line.strip_prefix("marks:").is_some_and(|rest| !rest.starts_with(|c: char| !c.is_whitespace()))
    };
    let Some(marks) = lines.iter().position(|(_, line)| is_marks(line)) else {
        return Ok(Cut { head: text.to_owned(), items: Vec::new(), tail: "", indent: 0, marks_ending: None });
    };
    let inline = lines[marks].1["marks:".len()..].trim();
    let none = matches!(inline, "[]" | "null" | "~");
    if !none && !inline.is_empty() && !inline.starts_with('#') {
        return Err(format!("line {}: a list of entries was expected", marks + 1));
    }
    let marks_ending = ending_of(lines[marks].1);
    let mut head = text[..lines[marks].0].to_owned();
    if inline.starts_with('#') {
        // The line itself is written anew; its comment moves above it.
        let _ = write!(head, "{inline}{}", marks_ending.unwrap_or("\n"));
    }
    let body = &lines[marks + 1..];
    let indent_of = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let indent = body.iter().find(|(_, line)| !entry::is_remark(line)).map_or(0, |(_, line)| indent_of(line));
    let is_item = |line: &str| {
        indent_of(line) == indent
            && line[indent..].starts_with('-')
            && matches!(line.as_bytes().get(indent + 1), Some(b' '))
    };
    let mut starts: Vec<usize> = Vec::new();
    let mut end = body.len();
    for (number, &(_, line)) in body.iter().enumerate() {
        if entry::is_remark(line) || indent_of(line) > indent {
            continue;
        }
        if line.starts_with('\t') || line.starts_with("---") || line.starts_with("...") {
            return Err(format!("line {}: an entry was expected", marks + 2 + number));
        }
        if is_item(line) && !none {
            starts.push(number);
        } else if indent_of(line) == 0 && !line.starts_with('-') {
            end = number;
            break;
        } else {
            return Err(format!("line {}: an entry was expected", marks + 2 + number));
        }
    }
    // A comment as far out as the dashes belongs to the entry below it.
    let with_remarks = |start: usize, floor: usize| {
        let mut from = start;
        for number in (floor..start).rev() {
            let line = body[number].1;
            if !entry::is_remark(line) || (!line.trim().is_empty() && indent_of(line) > indent) {
                break;
            }
            if !line.trim().is_empty() {
                from = number;
            }
        }
        from
    };
    let offset = |number: usize| body.get(number).map_or(text.len(), |&(at, _)| at);
    let mut borders: Vec<usize> = Vec::with_capacity(starts.len() + 1);
    for (nth, &start) in starts.iter().enumerate() {
        let floor = if nth == 0 { 0 } else { starts[nth - 1] + 1 };
        borders.push(if nth == 0 { 0 } else { with_remarks(start, floor) });
    }
    let tail = with_remarks(end, starts.last().map_or(0, |last| last + 1));
    let items = borders
        .iter()
        .enumerate()
        .map(|(nth, &from)| {
            let to = borders.get(nth + 1).copied().unwrap_or(tail);
            (marks + 2 + starts[nth], &text[offset(from)..offset(to)])
        })
        .collect();
    let indent = if starts.is_empty() { 0 } else { indent };
    Ok(Cut { head, items, tail: &text[offset(tail)..], indent, marks_ending })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::Sheet;
    use crate::markdown::document::Anchor;
    use crate::memory::key::Key;
    use crate::memory::mark::Mark;
    use crate::memory::marks::{Marks, Slot};
    use crate::memory::spot::Spot;

    const BY_HAND: &str = "\
# 私のしおり
version: 1 # 形式
mood: calm
marks:
# --- AI chips ---
- path: a.md   # 一つ目
  root: /blog
  title: 調達の真意
  offset: 12
  # なぜ印を付けたか
  note: 読み返す # later
  made: 2026-02-07T09:30:00Z
  stars: 5

# --- 한국어 ---
- title: 'single: quoted'
  path: b.md
  root: /blog
  made: 2026-02-08
  note: |
    첫째 줄
    # not a comment
- only: a stranger
# the end
colour: blue
";

    fn time(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn read(text: &str) -> Sheet {
        Sheet::read(text, &Sheet::default()).unwrap_or_else(|broken| panic!("{}", broken.why))
    }

    fn marks_of(sheet: &Sheet) -> Marks {
        let mut marks = Marks::default();
        for mark in sheet.marks() {
            marks.learn(mark.id, Slot::Kept(mark.clone()));
        }
        marks
    }

    fn new_mark(path: &str) -> Mark {
        let key = Key::new(Path::new("/blog"), Path::new(path));
        let spot = Spot::of("引言。融资金额达到十一亿美元。", Anchor(9), Some("引言"));
        Mark::new(key, "融资".to_owned(), spot, Some("想一想".to_owned()), time(100))
    }

    #[test]
    fn a_new_file_is_for_people_to_read() {
        let mut marks = Marks::default();
        marks.put(new_mark("投资/融资.md"), time(100));
        let text = Sheet::default().write(&marks).unwrap().text;
        assert_eq!(
            text,
            "\
# Bookmarks of tsundoku: made to be read, edited, kept and synced.
# Comments, unknown fields and the order of the entries are kept.
version: 1
marks:
- path: 投资/融资.md
  root: /blog
  title: 融资
  heading: 引言
  near: 融资金额达到十一亿美元。
  before: 引言。
  offset: 9
  note: 想一想
  made: 1970-01-01T00:01:40Z
"
        );
        assert_eq!(marks_of(&read(&text)), marks);
    }

    #[test]
    fn what_was_written_by_hand_is_understood() {
        let sheet = read(BY_HAND);
        let marks: Vec<_> = sheet.marks().collect();
        assert_eq!((marks.len(), sheet.strangers(), sheet.version), (2, 1, 1));
        assert_eq!((marks[0].note.as_deref(), marks[0].extra.as_str()), (Some("読み返す"), "stars: 5\n"));
        assert_eq!(marks[1].note.as_deref(), Some("첫째 줄\n# not a comment\n"));
        assert_eq!(marks[1].made.to_string(), "2026-02-08T00:00:00Z");
    }

    #[test]
    fn nothing_changes_where_no_mark_changed() {
        let sheet = read(BY_HAND);
        assert!(sheet.write(&marks_of(&sheet)).is_none());
    }

    #[test]
    fn a_new_mark_leaves_every_line_where_it_was() {
        let sheet = read(BY_HAND);
        let mut marks = marks_of(&sheet);
        marks.put(new_mark("c.md"), time(100));
        let written = sheet.write(&marks).unwrap();
        let added: Vec<&str> = written.text.lines().filter(|line| !BY_HAND.contains(line)).collect();
        assert_eq!(added.len(), 8, "{added:?}");
        assert!(written.text.starts_with(&BY_HAND[..BY_HAND.find("# the end").unwrap()]));
        assert!(written.text.ends_with("# the end\ncolour: blue\n"));
        assert!(!written.loses);
        assert_eq!(marks_of(&read(&written.text)), marks);
    }

    #[test]
    fn an_edited_note_changes_its_own_line_alone() {
        let sheet = read(BY_HAND);
        let mut marks = marks_of(&sheet);
        let first = sheet.marks().next().unwrap();
        marks.put(
            Mark { note: Some("もう読んだ: 良い".to_owned()), ..Mark::clone(first) },
            time(2_000_000_000),
        );
        let written = sheet.write(&marks).unwrap();
        let expected = BY_HAND
            .replace("note: 読み返す # later", "note: \"もう読んだ: 良い\" # later")
            .replace("  stars: 5\n", "  stars: 5\n  changed: 2033-05-18T03:33:20Z\n");
        assert_eq!(written.text, expected);
        assert!(!written.loses);
    }

    #[test]
    fn a_note_taken_off_takes_its_lines_along_and_no_comment() {
        let sheet = read(BY_HAND);
        let mut marks = marks_of(&sheet);
        for mark in sheet.marks() {
            marks.put(Mark { note: None, ..Mark::clone(mark) }, time(2_000_000_000));
        }
        let written = sheet.write(&marks).unwrap();
        assert!(
            !written.text.contains("読み返す") && written.text.contains("# なぜ印を付けたか\n  # later\n")
        );
        assert!(!written.text.contains("첫째") && written.text.contains("  made: 2026-02-08\n  changed: "));
        assert!(!written.loses);
        assert_eq!(marks_of(&read(&written.text)), marks);
    }

    #[test]
    fn a_comment_that_has_no_place_any_more_is_told_as_lost() {
        let text = "marks:\n- {path: a, root: /r, note: x} # 메모\n";
        let sheet = read(text);
        let mut marks = marks_of(&sheet);
        let first = sheet.marks().next().unwrap();
        marks.put(Mark { note: None, ..Mark::clone(first) }, time(1));
        assert!(sheet.write(&marks).unwrap().loses);
    }

    #[test]
    fn a_file_whose_lines_end_as_on_windows_stays_so() {
        for text in [
            BY_HAND,
            "# 私の",
            "# 私の\nmarks: []",
            "x: 1\nmarks: # 標\n",
            "marks: [{path: 猫.md, root: /r}]\n",
        ] {
            let text = text.replace('\n', "\r\n") + if text.ends_with('\n') { "" } else { "\r\n" };
            let sheet = read(&text);
            let mut marks = marks_of(&sheet);
            assert!(sheet.write(&marks).is_none());
            marks.put(Mark { note: Some("첫째\n둘째\r\n셋째".to_owned()), ..new_mark("c.md") }, time(100));
            for old in sheet.marks() {
                marks.put(Mark { note: Some("新\n旧".to_owned()), ..Mark::clone(old) }, time(2_000_000_000));
            }
            let written = sheet.write(&marks).unwrap();
            assert!(!written.text.replace("\r\n", "").contains(['\r', '\n']), "{:?}", written.text);
            assert_eq!(marks_of(&read(&written.text)), marks, "{}", written.text);
            assert_eq!(written.loses, text.contains('{'), "{text}");
            assert!(read(&written.text).write(&marks).is_none());
        }
    }

    #[test]
    fn a_field_that_made_no_sense_is_not_written_beside_the_one_that_does() {
        for text in [
            "marks:\n- path: 猫.md\n  root: /r\n  note: [x]\n",
            "marks:\n- {path: 글.md, root: /r, offset: -1, made: [soon], stars: 5}\n",
        ] {
            let sheet = read(text);
            let mut marks = marks_of(&sheet);
            let first = sheet.marks().next().unwrap();
            marks.put(Mark { note: Some("再读".to_owned()), ..Mark::clone(first) }, time(1));
            let written = sheet.write(&marks).unwrap();
            assert_eq!(marks_of(&read(&written.text)), marks, "{}", written.text);
            assert!(written.loses);
        }
    }

    #[test]
    fn comments_above_a_removed_mark_stay() {
        let sheet = read(BY_HAND);
        let mut marks = marks_of(&sheet);
        let id = sheet.marks().nth(1).unwrap().id;
        marks.remove(id, time(2_000_000_000));
        let written = sheet.write(&marks).unwrap();
        assert!(written.text.contains("# --- 한국어 ---\n- only: a stranger\n"), "{}", written.text);
        assert!(written.loses, "its note was not in the plain form");
        assert_eq!(read(&written.text).marks().count(), 1);
    }

    #[test]
    fn a_copied_entry_is_a_mark_of_its_own() {
        let text = "marks:\n- path: a\n  root: /r\n  note: x\n- path: a\n  root: /r\n  note: y\n";
        let sheet = read(text);
        let mut marks = marks_of(&sheet);
        assert_eq!(marks.kept().count(), 2);
        let first = sheet.marks().next().unwrap().id;
        marks.remove(first, time(1));
        let again = read(&sheet.write(&marks).unwrap().text);
        let left: Vec<_> = again.marks().collect();
        assert_eq!((left.len(), left[0].note.as_deref()), (1, Some("y")));
        assert_ne!(left[0].id, first);
    }

    #[test]
    fn flow_style_and_anchors_are_read_whole_and_rewritten_with_a_warning() {
        for text in [
            "{marks: [{path: 猫.md, root: /r}]}",
            "# kept\nmarks: [{path: 猫.md, root: /r}]",
            "# kept\nmarks:\n- &a {path: 猫.md, root: /r}\n- {<<: *a, path: 犬.md, root: /r, x: *a}\n",
        ] {
            let sheet = read(text);
            let mut marks = marks_of(&sheet);
            assert!(marks.kept().any(|mark| mark.key.path.to_str() == Some("猫.md")), "{text}");
            marks.put(new_mark("c.md"), time(100));
            let written = sheet.write(&marks).unwrap();
            assert!(written.loses, "{text}");
            assert_eq!(marks_of(&read(&written.text)), marks, "{}", written.text);
        }
    }

    #[test]
    fn one_broken_entry_does_not_take_the_others_along() {
        let text = "version: 1\nmarks:\n- path: a\n  root: /r\n- path: b\n  root: /r\n  note: \"cut of";
        let broken = Sheet::read(text, &Sheet::default()).unwrap_err();
        assert!(broken.why.starts_with("the entry at line 5: "), "{}", broken.why);
        assert_eq!(broken.rescued.marks().count(), 1);
    }

    #[test]
    fn what_is_no_bookmarks_file_is_broken() {
        let nested = format!("marks:\n- path: {}\n", "[".repeat(10_000));
        for text in
            ["\0\0\0", "hello", "- a\n- b\n", "version: one\n", "marks: 5\n", "marks:\n  a: b\n", &nested]
        {
            assert!(Sheet::read(text, &Sheet::default()).is_err(), "{text:?}");
        }
        for text in
            ["", "\n", "# only a comment\n", "marks:", "marks: []\n", "\u{feff}version: 1\r\nmarks:\r\n"]
        {
            assert_eq!(read(text).marks().count(), 0, "{text:?}");
        }
    }

    #[test]
    fn the_first_mark_goes_into_a_file_without_any() {
        for text in ["", "# mine\n", "# mine\nmarks: []\n# end", "x: 1\nmarks:\n", "marks:\r\n# c\r\n"] {
            let sheet = read(text);
            let mut marks = Marks::default();
            marks.put(new_mark("c.md"), time(100));
            let written = sheet.write(&marks).unwrap();
            let again = read(&written.text);
            assert_eq!(marks_of(&again), marks, "{}", written.text);
            for comment in text.lines().filter(|line| line.starts_with('#')) {
                assert!(written.text.contains(comment), "{}", written.text);
            }
            marks.remove(again.marks().next().unwrap().id, time(101));
            assert_eq!(read(&again.write(&marks).unwrap().text).marks().count(), 0);
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-c猫조融:#'\"\\\\ \\-\\[\\]{}|>*&!%@~0-9]{0,16}",
            "[\u{0}-\u{20}\u{7f}-\u{a0}\u{2028}\u{feff}\u{202e}a\n]{0,8}",
            "\\PC{0,20}",
        ]
    }

    fn any_mark() -> impl Strategy<Value = Mark> {
        let path = prop_oneof![
            any_text().prop_map(String::into_bytes),
            proptest::collection::vec(any::<u8>(), 1..12),
        ];
        let words = (
            any_text(),
            any_text(),
            any_text(),
            proptest::option::of(any_text()),
            proptest::option::of(any_text()),
        );
        (path, words, any::<u32>(), 0..5_i64, 0..3_i64).prop_map(|(path, words, at, made, later)| {
            let (title, near, before, heading, note) = words;
            let key = Key::new(Path::new("/b/ブログ"), Path::new(OsStr::from_bytes(&path)));
            let spot = Spot { at: Anchor(at), before, near, heading };
            let mark = Mark::new(key, title, spot, note, time(made));
            Mark { changed: time(made + later), ..mark }
        })
    }

    proptest! {
        #[test]
        fn marks_are_read_as_they_were_written(all in proptest::collection::vec(any_mark(), 0..6)) {
            let mut marks = Marks::default();
            for mark in all {
                marks.learn(mark.id, Slot::Kept(mark.into()));
            }
            if let Some(written) = Sheet::default().write(&marks) {
                prop_assert_eq!(&marks_of(&read(&written.text)), &marks, "{}", written.text);
                prop_assert_eq!(&marks_of(&written.sheet), &marks);
                // Any other YAML parser reads the same.
                let recast = Sheet::recast(&written.text).unwrap();
                prop_assert_eq!(&marks_of(&recast), &marks, "{}", written.text);
                let again = read(&written.text);
                prop_assert!(again.write(&marks).is_none());
            }
        }

        #[test]
        fn changing_marks_in_a_file_made_by_hand_keeps_them_and_its_comments(
            notes in proptest::collection::vec(proptest::option::of(any_text()), 2),
            titles in proptest::collection::vec(any_text(), 2),
            remove in proptest::option::of(0..2_usize),
        ) {
            let sheet = read(BY_HAND);
            let mut marks = marks_of(&sheet);
            let olds: Vec<Mark> = sheet.marks().map(|mark| Mark::clone(mark)).collect();
            for (n, old) in olds.into_iter().enumerate() {
                if remove == Some(n) {
                    marks.remove(old.id, time(2_000_000_000));
                } else {
                    let mark = Mark { note: notes[n].clone(), title: titles[n].clone(), ..old };
                    marks.put(mark, time(2_000_000_000));
                }
            }
            let written = sheet.write(&marks).unwrap();
            let again = read(&written.text);
            prop_assert_eq!(
                again.marks().map(|mark| (mark.id, mark.clone())).collect::<std::collections::BTreeMap<_, _>>(),
                marks.kept().map(|mark| (mark.id, mark.clone())).collect(), "{}", written.text);
            for comment in ["# 私のしおり", "# 形式", "mood: calm", "# --- AI chips ---", "# --- 한국어 ---", "# the end", "colour: blue"] {
                prop_assert!(written.text.contains(comment), "{}", written.text);
            }
            prop_assert!(written.loses || written.text.contains("# なぜ印を付けたか"));
        }

        #[test]
        fn lines_end_as_most_do_and_those_that_stay_as_they_did(
            endings in proptest::collection::vec(any::<bool>(), 32),
            note in proptest::option::of(any_text()),
        ) {
            let end = |(line, is_windows): (&str, &bool)| [line, if *is_windows { "\r\n" } else { "\n" }].concat();
            let text: String = BY_HAND.lines().zip(&endings).map(end).collect();
            let lines = BY_HAND.lines().count();
            let is_windows = endings[..lines].iter().filter(|windows| **windows).count() * 2 > lines;
            let sheet = read(&text);
            let mut marks = marks_of(&sheet);
            marks.put(new_mark("c.md"), time(100));
            let first = sheet.marks().next().unwrap();
            marks.put(Mark { note: note.clone(), ..Mark::clone(first) }, time(2_000_000_000));
            let written = sheet.write(&marks).unwrap();
            prop_assert_eq!(&marks_of(&read(&written.text)), &marks, "{}", &written.text);
            prop_assert!(!written.loses);
            let olds: Vec<&str> = text.split_inclusive('\n').collect();
            for line in written.text.split_inclusive('\n').filter(|line| !olds.contains(line)) {
                prop_assert_eq!(line.ends_with("\r\n"), is_windows, "{:?}", line);
            }
            for line in olds.into_iter().filter(|line| !line.starts_with("  note: 読")) {
                prop_assert!(written.text.contains(line), "{:?}\n{:?}", line, &written.text);
            }
        }

        #[test]
        fn reading_never_panics(text in "[a-b:#\\- \n\r\t\\[\\]{}|'\"0-9猫]{0,60}|(version: [0-9]\n)?marks:\n([ -]{0,4}(path|root|note|#)?:? ?[a猫|'\"]{0,3}\n){0,8}") {
            let sheet = match Sheet::read(&text, &Sheet::default()) {
                Ok(sheet) => sheet,
                Err(broken) => broken.rescued,
            };
            let mut marks = marks_of(&sheet);
            let known: Vec<_> = marks.kept().cloned().collect();
            marks.put(new_mark("c.md"), time(100));
            let written = sheet.write(&marks).unwrap();
            let again = Sheet::read(&written.text, &sheet);
            prop_assert!(again.is_ok(), "{:?}\n{}", again.unwrap_err().why, written.text);
            for mark in known {
                prop_assert!(again.as_ref().unwrap().marks().any(|each| each.says_the_same(&mark)), "{}", written.text);
            }
        }
    }
}
