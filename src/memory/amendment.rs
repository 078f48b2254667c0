//! An entry of `bookmarks.yaml` whose mark has changed.
//!
//! Where it stands in block style, a field a line, only the lines of the fields that differ are
//! written, and missing fields are added at its end: comments, unknown fields, the order and the
//! quotes of all else stay. A value that goes on over several lines, in quotes, as a block or
//! plain, is replaced whole. What was written is read again: where it does not say what it should
//! (flow style, anchors, tags), nothing was amended.

use std::sync::Arc;

use crate::memory::entry::{Reading, fields, is_remark, read};
use crate::memory::mark::Mark;

/// The text of an entry after its mark has changed from `old` to `new`, the lines that differ ended
/// by `ending`. None where that cannot be done without losing something a person wrote.
#[must_use]
pub fn amended(text: &str, old: &Mark, new: &Mark, ending: &str) -> Option<String> {
    let mut entry = Entry::of(text, ending)?;
    let (old_fields, new_fields) = (fields(old), fields(new));
    for (name, value) in &new_fields {
        if !old_fields.iter().any(|(each, known)| each == name && known == value) {
            entry.set(name, value)?;
        }
    }
    if entry.find("title").is_none() && old.key != new.key {
        // Its path stood for it, which is another now.
        let title = new_fields.iter().find(|(name, _)| *name == "title");
        entry.set("title", &title?.1)?;
    }
    for (name, _) in &old_fields {
        if !new_fields.iter().any(|(each, _)| each == name) {
            entry.take_off(name)?;
        }
    }
    let amended = entry.lines.concat();
    let reading = read(&amended).ok()?;
    (reading == Reading::Mark(Arc::new(new.clone()))).then_some(amended)
}

/// The lines of an entry, each with its end.
struct Entry<'a> {
    lines: Vec<String>,
    /// The line of its dash.
    first: usize,
    /// Where its fields begin.
    column: usize,
    ending: &'a str,
}

/// Where a value stands.
struct Place {
    /// The line behind the last one of the value.
    end: usize,
    /// The comment behind the value on its last line, or on the first one of a block, with the
    /// blanks before it.
    comment: String,
}

impl<'a> Entry<'a> {
    /// None where no dash with a field behind it is found.
    fn of(text: &str, ending: &'a str) -> Option<Self> {
        let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let first = lines.iter().position(|line| line.trim_start().starts_with('-'))?;
        let dash = lines[first].find('-')?;
        let column = dash + 1 + body(&lines[first])[dash + 1..].find(|c| c != ' ')?;
        Some(Self { lines, first, column, ending })
    }

    /// Gives a field another value, which stands on one line. None where it is not known how far the
    /// old one goes.
    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        if let Some((line, colon)) = self.find(name) {
            let place = self.place(line, colon)?;
            let amended = [&self.lines[line][..colon], " ", value, &place.comment, self.ending].concat();
            self.lines.splice(line..place.end, [amended]);
        } else {
            let last = self.lines.iter().rposition(|line| !line.trim().is_empty())?;
            let added = [&" ".repeat(self.column), name, ": ", value, self.ending].concat();
            self.lines.insert(last + 1, added);
        }
        Some(())
    }

    /// Takes a field off, if it is there; a comment behind its value stays.
    fn take_off(&mut self, name: &str) -> Option<()> {
        let Some((line, colon)) = self.find(name) else { return Some(()) };
        let Place { end, comment } = self.place(line, colon)?;
        let left = if line == self.first {
            // The dash stays where it is, before a field that says nothing.
            Some([&self.lines[line][..colon], &comment, self.ending].concat())
        } else {
            let comment = comment.trim_start();
            (!comment.is_empty()).then(|| [&" ".repeat(self.column), comment, self.ending].concat())
        };
        self.lines.splice(line..end, left);
        Some(())
    }

    /// The line of a field, and the bytes of it up to the colon.
    fn find(&self, name: &str) -> Option<(usize, usize)> {
        let colon = |line: usize| {
            let text = body(&self.lines[line]);
            let lead = text.get(..self.column)?;
            let is_field =
                if line == self.first { lead.trim_matches(' ') == "-" } else { lead.trim().is_empty() };
            let field = text.get(self.column..).filter(|_| is_field)?;
            let unquoted = field.strip_prefix(['"', '\'']).unwrap_or(field);
            let behind = unquoted.strip_prefix(name)?;
            let quote = &field[..field.len() - unquoted.len()];
            let value = behind.strip_prefix(quote)?.trim_start_matches(' ').strip_prefix(':')?;
            (value.is_empty() || value.starts_with([' ', '\t'])).then(|| text.len() - value.len())
        };
        (self.first..self.lines.len()).find_map(|line| Some((line, colon(line)?)))
    }

    /// Where the value behind `colon` stands; none where that cannot be told.
    fn place(&self, line: usize, colon: usize) -> Option<Place> {
        let behind = &body(&self.lines[line])[colon..];
        let value = behind.trim_start();
        let (last, comment) = match value.chars().next() {
            Some('|' | '>') => (self.block_end(line, value), comment_in(behind)),
            Some(quote @ ('"' | '\'')) => {
                self.quoted_end(line, body(&self.lines[line]).len() - value.len() + 1, quote)?
            }
            Some('[' | '{' | '&' | '*' | '!') => return None,
            Some(_) | None => self.plain_end(line, behind)?,
        };
        let comment = comment.trim_end().to_owned();
        let is_comment = comment.is_empty() || comment.trim_start().starts_with('#');
        is_comment.then(|| Place { end: last + 1, comment })
    }

    /// The last line of the block that `head` begins at `line`.
    fn block_end(&self, line: usize, head: &str) -> usize {
        let head = &head[..head.len() - comment_in(head).len()];
        let said = head.chars().find_map(|c| c.to_digit(10)).map(|digit| self.column + digit as usize);
        let mut indent = said;
        let mut last = line;
        for (at, text) in self.lines.iter().enumerate().skip(line + 1).filter(|(_, text)| !is_blank(text)) {
            // A line that stands less far in than the first one is none of the block.
            let margin = *indent.get_or_insert(indent_of(text).max(self.column + 1));
            if indent_of(text) < margin {
                break;
            }
            last = at;
        }
        last
    }

    /// The last line of the value whose words begin behind the `quote`, `from` bytes into `line`,
    /// and what follows it there.
    fn quoted_end(&self, line: usize, from: usize, quote: char) -> Option<(usize, &str)> {
        let mut from = from;
        for (at, text) in self.lines.iter().enumerate().skip(line) {
            let text = &body(text)[from..];
            if let Some(close) = closing(text, quote) {
                return Some((at, &text[close + 1..]));
            }
            from = 0;
        }
        None
    }

    /// The last line of a value without quotes, the first words of which are `written`, and the
    /// comment there; none where it begins below its name.
    fn plain_end<'b>(&'b self, line: usize, written: &'b str) -> Option<(usize, &'b str)> {
        let (mut last, mut comment) = (line, comment_in(written));
        let is_empty = written.len() == comment.len() || is_blank(written);
        for (at, text) in self.lines.iter().enumerate().skip(line + 1).filter(|(_, text)| !is_blank(text)) {
            if indent_of(text) <= self.column || is_remark(text) || !(is_empty || comment.is_empty()) {
                break;
            }
            if is_empty {
                return None;
            }
            (last, comment) = (at, comment_in(body(text)));
        }
        Some((last, comment))
    }
}

/// A line without its end.
fn body(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The comment at the end of a line in which no quotes stand, with the blanks before it.
fn comment_in(text: &str) -> &str {
    let begins = |&(at, _): &(usize, &str)| text[..at].ends_with([' ', '\t']);
    text.match_indices('#').find(begins).map_or("", |(at, _)| &text[text[..at].trim_end().len()..])
}

/// Where the `quote` that ends a value stands in `text`.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c == '\\' && quote == '"' {
            characters.next();
        } else if c == quote {
            // In single quotes, one that is meant is written twice.
            let is_doubled = quote == '\'' && characters.next_if(|&(_, next)| next == quote).is_some();
            if !is_doubled {
                return Some(at);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::amended;
    use crate::memory::entry::{Reading, read};
    use crate::memory::key::Key;
    use crate::memory::mark::Mark;

    /// The mark of an entry.
    fn mark(text: &str) -> Arc<Mark> {
        match read(text) {
            Ok(Reading::Mark(mark)) => mark,
            other => panic!("{other:?}\n{text}"),
        }
    }

    /// An entry after its note has become `note`, without the line that says when.
    fn noted(text: &str, note: Option<&str>) -> Option<String> {
        let old = mark(text);
        let changed = "2033-05-18T03:33:20Z".parse::<Timestamp>().unwrap();
        let new = Mark { note: note.map(str::to_owned), changed, ..Mark::clone(&old) };
        let text = amended(text, &old, &new, "\n")?;
        Some(text.replacen("  changed: 2033-05-18T03:33:20Z\n", "", 1))
    }

    /// An entry as people write them, around the lines of its note.
    fn entry(note: &str) -> String {
        format!(
            "# 上の注\n- title: '「猫」: 題'   # 題\n  path: 글/a.md\n{note}  # 왜\n  root: \"/blog\"\n  stars: [4, 5] # of five\n\n  made: 2026-02-08 # 那天\n"
        )
    }

    #[test]
    fn a_note_in_whatever_quotes_is_changed_alone_and_its_comment_stays() {
        for (before, after) in [
            ("  note: 読み返す # 後で\n", "  note: 新しい # 後で\n"),
            ("  note:    再读一遍\t# 以后\n", "  note: 新しい\t# 以后\n"),
            ("  note: '다시: 읽기' # 나중에\n", "  note: 新しい # 나중에\n"),
            ("  note: 'it''s # here'   # later\n", "  note: 新しい   # later\n"),
            ("  note: \"a \\\" # b\" # later\n", "  note: 新しい # later\n"),
            ("  \"note\": a#b\n", "  \"note\": 新しい\n"),
            ("  note : a\n", "  note : 新しい\n"),
            ("  note:\n", "  note: 新しい\n"),
            ("  note: # 何か\n", "  note: 新しい # 何か\n"),
            ("  note: ~\n", "  note: 新しい\n"),
            ("  note: |\n    첫째 줄\n    # 둘째\n\n    셋째\n", "  note: 新しい\n"),
            ("  note: >- # 折\n      一行\n       二行\n    # 注\n", "  note: 新しい # 折\n    # 注\n"),
            ("  note: |2\n      一行\n    二行\n", "  note: 新しい\n"),
            ("  note: |\n", "  note: 新しい\n"),
            ("  note: \"一行 # 一\n\n    二行\" # 后\n", "  note: 新しい # 后\n"),
            ("  note: '한 줄\n    it''s'\n", "  note: 新しい\n"),
            ("  note: one line\n    another, # later\n", "  note: 新しい # later\n"),
        ] {
            assert_eq!(noted(&entry(before), Some("新しい")), Some(entry(after)), "{before}");
        }
        let added = entry("").replace("# 那天\n", "# 那天\n  note: 新しい\n");
        assert_eq!(noted(&entry(""), Some("新しい")), Some(added));
    }

    #[test]
    fn a_note_taken_off_leaves_every_comment() {
        for (before, after) in [
            ("  note: 読み返す\n", ""),
            ("  note: 再读 # 以后\n", "  # 以后\n"),
            ("  note: | # 나중에\n    첫째 줄\n\n    둘째\n", "  # 나중에\n"),
            ("  note: 'a\n    b'\n", ""),
        ] {
            assert_eq!(noted(&entry(before), None), Some(entry(after)), "{before}");
        }
        let first = "- note: 읽기 # 왜\n  path: a.md\n  root: /blog\n";
        let after = "- note: # 왜\n  path: a.md\n  root: /blog\n";
        assert_eq!(noted(first, None).as_deref(), Some(after));
        assert_eq!(noted(after, Some("읽기")).as_deref(), Some(first));
    }

    #[test]
    fn an_entry_without_a_title_is_amended_when_its_file_is_renamed() {
        let text = "- path: '旧.md' # 왜\n  root: /blog\n";
        let old = mark(text);
        let changed = "2033-05-18T03:33:20Z".parse::<Timestamp>().unwrap();
        let new =
            Mark { key: Key::new(Path::new("/blog"), Path::new("新.md")), changed, ..Mark::clone(&old) };
        let after = amended(text, &old, &new, "\n").unwrap();
        assert!(after.starts_with("- path: 新.md # 왜\n  root: /blog\n"), "{after}");
        assert_eq!(*mark(&after), new);
    }

    #[test]
    fn what_is_in_no_block_style_is_left_to_be_rewritten() {
        for text in [
            "- {path: 猫.md, root: /blog, note: 読む}\n",
            "- path: 猫.md\n  root: /blog\n  note: &a 再读\n  x: *a\n",
            "- path: 猫.md\n  root: /blog\n  note: !!str 읽기\n",
            "- path: 猫.md\n  root: /blog\n  note:\n    below its name\n",
        ] {
            assert_eq!(noted(text, Some("新しい")), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_amended_says_what_it_should_and_keeps_every_other_line(
            note in "  (note|'note'|note ):[ ]{0,2}[|>'\"]?[-+12]?[a猫글 #'\"\\\\:]{0,8}\r?\n([ ]{2,6}[a猫글 #'\"]{0,6}\r?\n){0,3}",
            new in proptest::option::of("[a猫글#:' \n\r\"]{0,8}"),
        ) {
            let text = entry(&note);
            let Ok(Reading::Mark(old)) = read(&text) else { return Ok(()) };
            let changed = "2033-05-18T03:33:20Z".parse().unwrap();
            let new = Mark { note: new, changed, ..Mark::clone(&old) };
            let Some(amended) = amended(&text, &old, &new, "\n") else { return Ok(()) };
            prop_assert_eq!(&*mark(&amended), &new);
            let kept = entry("");
            let (above, below) = kept.split_at(kept.find("  # 왜").unwrap());
            prop_assert!(amended.starts_with(above) && amended.contains(below), "{}", amended);
        }
    }
}
