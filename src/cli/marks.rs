//! The bookmarks: one a line, as JSON, or as Markdown with quotations and links back.
//!
//! A mark is listed whether or not its file is still there; where it is, the export quotes the
//! text as it is now and leads to the heading above, by the name that this has there; else it has
//! the words that the mark has kept. Days are those of the system's time zone, as in the reader.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::cli::args::{MarksAction, MarksArguments};
use crate::cli::json;
use crate::cli::list::bytes_of;
use crate::cli::say::{Ended, cannot_write, say_all};
use crate::cli::setup::Setup;
use crate::cli::sources;
use crate::corpus::source::Source;
use crate::markdown::document::{Document, Heading};
use crate::markdown::link::slug;
use crate::memory::key::Key;
use crate::memory::mark::Mark;
use crate::memory::spot;
use crate::text::breaks::Breaks;
use crate::text::safe::Safe;
use crate::text::shorten::shorten;
use crate::text::width::Ambiguous;

/// Columns of a quotation in the list.
const QUOTED: usize = 40;

/// Characters of a quotation in the export.
const QUOTED_WHOLE: usize = 400;

/// Lists or exports the bookmarks.
///
/// # Errors
/// Where they cannot be written.
pub fn marks(arguments: &MarksArguments, setup: &Setup) -> anyhow::Result<Ended> {
    let kept = setup.memory();
    say_all(&kept.notices);
    let marks = kept.memory.marks();
    if marks.is_empty() {
        return Ok(Ended::Nothing("there are no bookmarks yet; m sets one in the reader".to_owned()));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let zone = TimeZone::system();
    let written = match &arguments.action {
        Some(MarksAction::Export) => export(&marks, setup, &zone, &mut out),
        None if arguments.json => marks.iter().try_for_each(|mark| json::write_line(&object(mark), &mut out)),
        None => plain(&marks, setup.config.ambiguous(None), &zone, &mut out),
    };
    written.and_then(|()| out.flush()).map_err(|error| cannot_write(&error))?;
    Ok(Ended::Done)
}

fn file(mark: &Mark) -> PathBuf {
    mark.key.root.join(&mark.key.path)
}

/// `DATE  TITLE  words  (file)`; the words are the note, or else those at the place.
fn plain(marks: &[&Mark], ambiguous: Ambiguous, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    for mark in marks {
        let words = Safe::line(mark.note.as_deref().unwrap_or(&mark.spot.near));
        let words = shorten(words.as_safe_str(), QUOTED, ambiguous, Breaks::Phrase, "⋯");
        let parts = [
            day(mark, zone),
            Safe::line(&mark.title).into_string(),
            words.into_string(),
            format!("({})", Safe::line(&file(mark).to_string_lossy())),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        writeln!(out, "{}", parts.join("  "))?;
    }
    Ok(())
}

/// The day a mark was made, there; empty where its entry does not say.
fn day(mark: &Mark, zone: &TimeZone) -> String {
    if mark.made <= Timestamp::UNIX_EPOCH {
        return String::new();
    }
    mark.made.to_zoned(zone.clone()).date().to_string()
}

/// A bookmark as JSON; the order of the fields is that of the line.
#[derive(Serialize)]
struct Object<'a> {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    root: String,
    title: &'a str,
    offset: u32,
    heading: Option<&'a str>,
    before: &'a str,
    near: &'a str,
    note: Option<&'a str>,
    made: Option<String>,
    changed: String,
}

fn object(mark: &Mark) -> Object<'_> {
    Object {
        path: mark.key.path.to_string_lossy().into_owned(),
        path_bytes: bytes_of(&mark.key.path),
        root: mark.key.root.to_string_lossy().into_owned(),
        title: &mark.title,
        offset: mark.spot.at.0,
        heading: mark.spot.heading.as_deref(),
        before: &mark.spot.before,
        near: &mark.spot.near,
        note: mark.note.as_deref(),
        made: (mark.made > Timestamp::UNIX_EPOCH).then(|| mark.made.to_string()),
        changed: mark.changed.to_string(),
    }
}

/// Writes the marks as Markdown, article by article.
fn export(marks: &[&Mark], setup: &Setup, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    let mut first: HashMap<&Key, Timestamp> = HashMap::new();
    for mark in marks {
        let first = first.entry(&mark.key).or_insert(mark.made);
        *first = mark.made.min(*first);
    }
    // By article in the order of their first marks, then by place.
    let mut marks = marks.to_vec();
    marks.sort_by_cached_key(|mark| (first[&mark.key], mark.key.clone(), mark.spot.at));
    writeln!(out, "# Bookmarks")?;
    for of_article in marks.chunk_by(|one, other| one.key == other.key) {
        let Some(last) = of_article.last() else { continue };
        let path = file(last);
        writeln!(out, "\n## [{}]({})", escaped(&last.title), target(&path, None))?;
        let document = document(&path, setup);
        for mark in of_article {
            passage(mark, &path, document.as_deref(), zone, out)?;
        }
    }
    Ok(())
}

/// A quotation, the note on it, and where and when it was marked.
fn passage(
    mark: &Mark,
    path: &Path,
    document: Option<&Document>,
    zone: &TimeZone,
    out: &mut dyn Write,
) -> io::Result<()> {
    let quotation =
        document.map_or_else(|| mark.spot.near.clone(), |document| quotation(mark, &document.text));
    writeln!(out)?;
    for line in Safe::text(quotation.trim()).lines() {
        writeln!(out, "> {}", escaped_line(line))?;
    }
    if let Some(note) = &mark.note {
        writeln!(out)?;
        for line in Safe::text(note).lines() {
            writeln!(out, "{}", escaped_line(line))?;
        }
    }
    let link = |heading: &str| {
        format!("[{}]({})", escaped(heading), target(path, Some(&name(mark, heading, document))))
    };
    let heading = mark.spot.heading.as_deref().map(link);
    let parts: Vec<String> =
        heading.into_iter().chain([day(mark, zone)]).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n*{}*", parts.join(", "))
}

/// The article as it is now.
fn document(path: &Path, setup: &Setup) -> Option<Arc<Document>> {
    let source = Source::of(path).ok()?;
    let opened = sources::open_only(&source, &setup.walk).ok()?;
    Some(opened.document)
}

/// The name by which links reach the heading above a mark: of several that read the same, of the one
/// that the mark stands under; where there is none any more, as it would be named.
fn name(mark: &Mark, heading: &str, document: Option<&Document>) -> String {
    let found = document.and_then(|document| {
        let at = mark.spot.find(&document.text).0;
        // A long heading is kept in part.
        let is_part = heading.chars().count() >= spot::HEADING;
        let reads = |each: &&Heading| {
            let text = document.text.slice(each.range.clone());
            text.as_str() == heading || is_part && text.as_str().starts_with(heading)
        };
        let mut alike = document.headings.iter().filter(reads);
        let first = alike.clone().next();
        alike.rfind(|each| each.range.start <= at).or(first).map(|each| each.id.as_str().to_owned())
    });
    found.unwrap_or_else(|| slug(heading))
}

/// The rest of the paragraph from the sentence on that the mark stands in, as far as it is short enough.
fn quotation(mark: &Mark, text: &str) -> String {
    let at = sentence(text, mark.spot.find(text).0 as usize);
    let rest = text.get(at..).unwrap_or_default().trim_start_matches('\n');
    let paragraph = rest.split('\n').next().unwrap_or_default();
    match paragraph.char_indices().nth(QUOTED_WHOLE) {
        None => paragraph.to_owned(),
        Some((end, _)) => format!("{}⋯", &paragraph[..end]),
    }
}

/// Where the sentence begins that stands at `at` (UAX #29); no further back than the paragraph.
fn sentence(text: &str, at: usize) -> usize {
    let paragraph = text[..at].rfind('\n').map_or(0, |feed| feed + 1);
    let end = text[at..].find('\n').map_or(text.len(), |feed| at + feed);
    let starts = text[paragraph..end].split_sentence_bound_indices().map(|(start, _)| paragraph + start);
    let start = starts.take_while(|&start| start <= at).last().unwrap_or(at);
    // One without end would leave no room for what stands at the mark.
    if text[start..at].chars().nth(QUOTED_WHOLE / 2).is_none() { start } else { at }
}

/// A link's target that every Markdown reads whole: in angle brackets, with what would end it or
/// the path in it, and what is not UTF-8, in percent codes; at the heading of that name.
fn target(path: &Path, heading: Option<&str>) -> String {
    let mut target = String::from("<");
    push_part(&mut target, path.as_os_str().as_encoded_bytes());
    if let Some(heading) = heading {
        target.push('#');
        push_part(&mut target, heading.as_bytes());
    }
    target.push('>');
    target
}

fn push_part(target: &mut String, part: &[u8]) {
    for chunk in part.utf8_chunks() {
        for c in chunk.valid().chars() {
            let steers = c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if steers || matches!(c, '<' | '>' | '\\' | '%' | '#' | '?' | '&') {
                push_percent(target, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                target.push(c);
            }
        }
        push_percent(target, chunk.invalid());
    }
}

fn push_percent(target: &mut String, bytes: &[u8]) {
    for byte in bytes {
        write!(target, "%{byte:02X}").expect("a string takes all that is written to it");
    }
}

/// `text` as one line of Markdown that says just that.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in Safe::line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// As [`escaped`], for what stands at the start of a line, where more signs mean something.
fn escaped_line(text: &str) -> String {
    let line = escaped(text);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('#' | '+' | '-' | '=' | ':') if digits == 0 => format!("\\{line}"),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;
    use jiff::tz::{TimeZone, offset};

    use super::{escaped, escaped_line, name, plain, quotation, target};
    use crate::markdown::document::Anchor;
    use crate::markdown::fragment::place;
    use crate::markdown::parse::parse;
    use crate::memory::key::Key;
    use crate::memory::mark::Mark;
    use crate::memory::spot::Spot;
    use crate::text::width::Ambiguous;

    const TEXT: &str = "前の段落。\n調達の額は11億ドル。次は何か。\n한국어 문단.";

    fn mark(at: usize, note: Option<&str>) -> Mark {
        let spot = Spot::of(TEXT, Anchor(u32::try_from(at).unwrap()), Some("調達"));
        let key = Key::new(Path::new("/記事"), Path::new("猫 <1>.md"));
        Mark::new(
            key,
            "題\u{1b}名".to_owned(),
            spot,
            note.map(str::to_owned),
            Timestamp::from_second(60).unwrap(),
        )
    }

    #[test]
    fn a_line_tells_day_title_words_and_file_and_steers_nothing() {
        let at = TEXT.find("調達").unwrap();
        let (bare, noted) = (mark(at, None), mark(at, Some("後で読む")));
        let mut out = Vec::new();
        plain(&[&bare, &noted], Ambiguous::Narrow, &TimeZone::UTC, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "1970-01-01  題^[名  調達の額は11億ドル。次は何か。 한국어⋯  (/記事/猫 <1>.md)\n\
             1970-01-01  題^[名  後で読む  (/記事/猫 <1>.md)\n"
        );
    }

    #[test]
    fn a_quotation_is_the_rest_of_the_paragraph_as_it_is_now() {
        let at = TEXT.find("調達").unwrap();
        assert_eq!(quotation(&mark(at, None), TEXT), "調達の額は11億ドル。次は何か。");
        let edited = format!("新しい段落。\n{TEXT}");
        assert_eq!(quotation(&mark(at, None), &edited), "調達の額は11億ドル。次は何か。");
        assert_eq!(quotation(&mark(at, None), &"猫".repeat(500)).chars().count(), 401);
        assert_eq!(quotation(&mark(at, None), ""), "");
    }

    #[test]
    fn a_quotation_begins_with_the_sentence_that_was_at_the_top() {
        for (text, at, expected) in [
            ("前の文。次の文は「長い」のだ！三つ目。", "のだ", "次の文は「長い」のだ！三つ目。"),
            ("一段。\n前句。后一句很长。", "很长", "后一句很长。"),
            ("첫 문장이다. 둘째 문장은 길다.", "길다", "둘째 문장은 길다."),
            ("The first. The second one, 3.5 nm wide.", "wide", "The second one, 3.5 nm wide."),
            ("前の文。次の文。", "次の", "次の文。"),
            (&["猫".repeat(900), "犬。".to_owned()].concat(), "犬", "犬。"),
        ] {
            let at = Anchor(u32::try_from(text.find(at).unwrap()).unwrap());
            let key = Key::new(Path::new("/記事"), Path::new("a.md"));
            let mark = Mark::new(
                key,
                String::new(),
                Spot::of(text, at, None),
                None,
                Timestamp::from_second(60).unwrap(),
            );
            assert_eq!(quotation(&mark, text), expected);
        }
    }

    #[test]
    fn a_mark_leads_to_the_heading_it_stands_under_by_its_name() {
        let source = "# 調達 2\n\n一\n\n## まとめ\n\n二\n\n# 结语\n\n三\n\n## まとめ\n\n四\n\n# 끝 {#end}\n\n五\n\n# A, B\n\n六\n";
        let document = parse(source);
        for (words, heading, expected) in [
            ("一", "調達 2", "調達-2"),
            ("二", "まとめ", "まとめ"),
            ("三", "结语", "结语"),
            ("四", "まとめ", "まとめ-1"),
            ("五", "끝", "end"),
            ("六", "A, B", "a-b"),
            ("六", "옛 제목", "옛-제목"),
        ] {
            let at = Anchor(u32::try_from(document.text.rfind(words).unwrap()).unwrap());
            let spot = Spot::of(&document.text, at, Some(heading));
            let mark = Mark { spot, ..mark(0, None) };
            assert_eq!(name(&mark, heading, Some(&document)), expected, "{words}");
            let alone = name(&mark, heading, None);
            assert!(alone == expected || ["まとめ-1", "end"].contains(&expected), "{alone}");
            // The article finds its place by that name.
            let found =
                place(&document, expected).map(|at| document.text[at.0 as usize..].starts_with(heading));
            assert_eq!(found, (heading != "옛 제목").then_some(true), "{expected}");
        }
    }

    #[test]
    fn the_day_of_a_mark_is_that_of_the_zone() {
        for (hours, day) in [(9, "1970-01-01"), (-1, "1969-12-31"), (0, "1970-01-01")] {
            assert_eq!(super::day(&mark(0, None), &TimeZone::fixed(offset(hours))), day);
        }
    }

    #[test]
    fn targets_and_text_say_just_what_they_are() {
        assert_eq!(target(Path::new("/a b/글 (1).md"), None), "</a b/글 (1).md>");
        assert_eq!(target(Path::new("/a/<x>%\n.md"), None), "</a/%3Cx%3E%25%0A.md>");
        assert_eq!(target(Path::new("/C#/何?.md"), Some("一-a#b")), "</C%23/何%3F.md#一-a%23b>");
        assert_eq!(escaped("[a]*b* C_1 <br>"), "\\[a\\]\\*b\\* C\\_1 \\<br\\>");
        assert_eq!(escaped_line("1. 一"), "1\\. 一");
        assert_eq!(escaped_line("# 題"), "\\# 題");
        assert_eq!(escaped_line("中文"), "中文");
    }
}
