//! What holds for every article, however it is written: the document is sound, nothing in it
//! steers a terminal, nothing that was written is lost, and no input is slow.

use std::fmt::Write;
use std::ops::Range;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tsundoku::limits::{MARKS_PER_CHARACTER, NESTING};
use tsundoku::markdown::document::{Block, BlockKind, ContainerKind, Document};
use tsundoku::markdown::parse::parse;

/// Markup of every kind, to be mixed.
const TOKENS: &[&str] = &[
    "猫",
    "한국",
    "中文",
    "abc ",
    "あ。",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "~~~\n",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "\t",
    "[",
    "](",
    ")",
    "![",
    "[[",
    "]]",
    "[^a]",
    "[^a]: ",
    "|",
    "|-|-|\n",
    "---\n",
    "---END---",
    "$",
    "$$",
    "$x_i$",
    "\\",
    "&lt;",
    "&#27;",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<ruby>",
    "<rt>",
    "</rt>",
    "</ruby>",
    "<pre>",
    "</pre>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<br>",
    "<img alt=絵>",
    "<a href=u>",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<T>",
    "<Foo a={1}>",
    "</Foo>",
    ":::note 題\n",
    ":::\n",
    "> [!NOTE] 題\n",
    "%%",
    "==",
    "{{",
    "}}",
    "{% x %}",
    "{漢|かん}",
    "｜",
    "《",
    "》",
    "#タグ",
    "https://a.b/",
    ": 定義",
    "\n:tada: ",
    "{#id}",
    "{/*",
    "*/}",
    "{: .note }",
    "\n{: .prompt-tip }\n",
    "\\%",
    "<T b={`c`} d={\"e\"} />",
    "\n{猫.map(x => (\n",
    "\n<Tabs>\n  <Tab label=\"甲\">\n    ",
    "\n  </Tab>\n</Tabs>\n",
    "\nexport const x = {\n",
    "\u{200d}",
    "\u{301}",
    "\u{202e}",
    "👩",
    "\u{fdd0}",
    "\u{fdd1}",
    "\u{10a7f}",
    "<figure>",
    "<figcaption>",
    "</figcaption>",
    "<h2>",
    "</h2>",
    "<dl>",
    "<dt>",
    "<dd>",
    "- [ ] ",
    "<hr>",
    "[](u)",
    "![](u)",
    "<iframe src=u>",
    "<sup>",
    "</sup>",
    "<sub>2</sub>",
    "<td rowspan=2 colspan=3>",
    "<th>",
    "![a]({{ b }}",
    "@[card](u)",
    " =1x2)",
];

/// Fails where a document breaks a promise of its types.
fn check(document: &Document) -> Result<(), TestCaseError> {
    let text = document.text.as_str();
    let is_range = |range: &Range<u32>| {
        range.start <= range.end && text.get(range.start as usize..range.end as usize).is_some()
    };
    let mut end = 0;
    for block in &document.blocks {
        prop_assert!(is_range(&block.range) && block.range.start >= end, "{:?} in {:?}", block, text);
        end = block.range.end;
        check_block(document, block)?;
    }
    end = 0;
    for run in &document.runs {
        prop_assert!(is_range(&run.range) && run.range.start >= end, "{:?}", run);
        prop_assert!(run.range.start < run.range.end && !run.roles.is_plain());
        end = run.range.end;
    }
    prop_assert!(document.headings.iter().all(|each| is_range(&each.range)));
    prop_assert!(document.headings.is_sorted_by_key(|each| each.range.start));
    prop_assert!(
        document.links.iter().all(|each| is_range(&each.range) && each.range.start < each.range.end)
    );
    prop_assert!(document.links.is_sorted_by_key(|each| each.range.start), "{:?}", document.links);
    prop_assert!(document.images.iter().all(|each| is_range(&each.range)));
    prop_assert!(document.images.is_sorted_by_key(|each| each.range.start), "{:?}", document.images);
    prop_assert!(document.ruby.iter().all(|each| is_range(&each.base) && is_range(&each.reading)));
    prop_assert!(document.ruby.iter().all(|each| each.base.end == each.reading.start), "{:?}", document.ruby);
    prop_assert!(document.lines.is_sorted_by_key(|&(at, _)| at), "{:?}", document.lines);
    for word in strings(document) {
        for c in word.chars() {
            let turns =
                matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}');
            prop_assert!(!turns && (!c.is_control() || c == '\n' && word == text), "{:?}", word);
        }
    }
    Ok(())
}

fn check_block(document: &Document, block: &Block) -> Result<(), TestCaseError> {
    let mut depth = 0;
    let mut within = block.within;
    while let Some(id) = within {
        depth += 1;
        let parent = document.containers[id.0 as usize].parent;
        prop_assert!(parent.is_none_or(|parent| parent < id));
        within = parent;
    }
    prop_assert!(depth <= NESTING);
    match &block.kind {
        BlockKind::Table(table) => {
            let mut from = block.range.start;
            for row in &table.rows {
                prop_assert_eq!(row.len(), table.aligns.len());
                for cell in row {
                    let inside = cell.start >= from && cell.start <= cell.end && cell.end <= block.range.end;
                    prop_assert!(inside, "{:?}", table);
                    from = cell.end;
                }
            }
        }
        BlockKind::Picture(index) => prop_assert_eq!(&document.images[*index as usize].range, &block.range),
        BlockKind::Rule | BlockKind::Empty => prop_assert!(block.range.is_empty()),
        BlockKind::Code(_) | BlockKind::Math => {}
        _ => prop_assert!(!document.text.slice(block.range.clone()).trim().is_empty(), "{:?}", block),
    }
    Ok(())
}

/// Every string of a document.
fn strings(document: &Document) -> Vec<&str> {
    let mut all = vec![document.text.as_str()];
    all.extend(document.headings.iter().map(|each| each.id.as_str()));
    all.extend(document.links.iter().map(|each| each.target.as_str()));
    all.extend(document.images.iter().flat_map(|each| [each.target.as_str(), each.caption.as_str()]));
    all.extend(document.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Code(label) => label.as_deref(),
        _ => None,
    }));
    all.extend(document.containers.iter().filter_map(|container| match &container.kind {
        ContainerKind::Footnote(label) => Some(label.as_str()),
        _ => None,
    }));
    all
}

#[test]
fn controls_that_are_decoded_late_do_not_come_through() {
    for control in [
        "\x1b", "\u{9b}", "\u{202e}", "\x07", "&#27;", "&#x9b;", "&#8238;", "&#7;", "&#x2066;", "&#13;",
        "&#10;", "&#0;",
    ] {
        let c = control;
        let mut source = format!(
            "# 題{c}x {{#id{c}y}}\n\n[文{c}](<https://a/{c}> \"t{c}\")\n\n![a{c}](p{c} \"c{c}\")\n\n"
        );
        let _ = write!(source, "```ru{c}st\nlet {c}\n```\n\n<a href=\"x{c}\" title='{c}'>y{c}</a>\n\n");
        let _ =
            write!(source, "<img src=\"{c}\" title=\"{c}\" alt=\"{c}\">\n\n[^f{c}]\n\n[^f{c}]: 注{c}\n\n");
        let _ = write!(source, "[[w{c}|l{c}]] ![[w{c}.png]] &#2*7*; &#2<b>7</b>; &amp;#27; <b>&</b>#27;\n\n");
        let _ = write!(
            source,
            "> [!no{c}te] t{c}\n\n:::note t{c}\n:::\n\n:::details t{c}\n:::\n\n<pre>{c}</pre>\n\n"
        );
        let _ = write!(
            source,
            "$x^{c}$ `{c}`\n\n$$\n{c}\n$$\n\n|a{c}|\n|-|\n|{c}|\n\n<Foo a=\"{c}\" />\n\n<ruby>漢<rt>{c}</rt></ruby>\n"
        );
        assert!(check(&parse(&source)).is_ok(), "{control:?}: {:?}", check(&parse(&source)));
    }
}

#[test]
fn marks_heaped_on_one_character_are_cut_across_markup() {
    let heap = "*\u{301}\u{301}\u{301}\u{301}\u{301}*".repeat(50) + &"<b>\u{301}\u{301}</b>".repeat(50);
    let document = parse(&format!("a{heap}"));
    let longest = document.text.split(|c: char| c != '\u{301}').map(|marks| marks.chars().count()).max();
    assert!(longest <= Some(MARKS_PER_CHARACTER), "{longest:?}");
}

/// What stands in an article again and again, to find out what grows faster than it does.
const HEAPS: &[&str] = &[
    "> ",
    "- ",
    "* ",
    "1. ",
    "*",
    "**a",
    "_",
    "[",
    "![",
    "[[",
    "[a](",
    "<",
    "<b>",
    "<div>",
    "</div>",
    "<p>",
    "<ul><li>",
    "<table><tr><td>",
    "<a href=u>",
    "`",
    "`a``",
    "$",
    "$a",
    "${",
    "$a{",
    "$\\a",
    "$x$",
    "==",
    "==a ",
    "==a==",
    "{{",
    "{%",
    "{{<",
    "{漢",
    "{漢|",
    "｜漢",
    "｜漢《",
    "{漢|か}",
    "%%",
    "%% ",
    "%%\n",
    "#a ",
    "#",
    "https://a.b/ ",
    "https://",
    "http://a.b/))))",
    ")",
    "|",
    "|a",
    "a|b\n-|-\n",
    "[^a]",
    "[^a]: x\n",
    "- a\n",
    "  - a\n",
    "<!--",
    "<!-- ",
    "<script>",
    "\n\n<script>",
    "<script ",
    "<div><style>",
    "a<svg>`",
    "<T ",
    "<T a={",
    "\n<T a={",
    "\n<T\n",
    "={",
    "<a b={",
    "<a b={}",
    "{/*",
    "{:",
    "{: .a ",
    "{:a=\"",
    "> a\n{: .tip }\n",
    "<T a={`b`} />",
    "\n{a => (\n",
    "\n<T>\n",
    "\n<T>\n  <T a=\"b\">\n",
    "import a from 'b'\n",
    "import {\n",
    "\n:::note\n",
    "\n:::\n",
    "\n{% highlight x %}\n",
    "\n```\n",
    "\n> ```\n",
    "export const a = {\n",
    "<pre>",
    "\\",
    "&",
    "&#",
    "&lt;",
    "\t",
    "猫",
    "\u{301}",
    "a\u{301}",
    "\u{200d}",
    "**猫**\n",
    "**猫。**\n",
    "**猫**\n\n",
    "---END---\n",
    "![a](b)\n",
    "<ruby>漢<rt>か</rt></ruby>",
    "<br>",
    "x\n: y\n\n",
    "# a\n",
    "# 猫\n\n",
    "a\n\n",
    "> [!NOTE]\n",
    "\r",
    "\r\n",
    "~",
    "~~a",
    "- [ ] a\n",
    "<details><summary>",
    "<h2>",
    "<dl><dt>a<dd>",
    "</b>",
    "$$",
    "$$a\n",
    "$$x$$",
    "\n:a\n",
    "\n: a\n",
    "<iframe src=u>",
    "[](u)",
    "}\n",
    "#}\n",
    "x<sup>2</sup>",
    "<sup>",
    "<sup><a href=u>1</a></sup>",
    "x\n<sup>1</sup>",
    "[a]({{ b }})",
    "[a]({{ ",
    "[a]:{{ ",
    "](",
    "]({{",
    "![](a =1x)",
    "![](%e7",
    "$a_{b}",
    "$a_{",
    "@[card](u)\n",
    "<table><tr><td rowspan=9 colspan=9>a<table>",
    "<tr><td rowspan=99999 colspan=99999>",
    "**a[^1]**\n\n",
    "1) [ ] a\n",
];

#[test]
fn no_input_of_100_kilobytes_takes_seconds() {
    let mut slow = Vec::new();
    for heap in HEAPS {
        let source = heap.repeat(100_000 / heap.len());
        let start = Instant::now();
        let document = parse(&source);
        let took = start.elapsed();
        assert!(check(&document).is_ok(), "{heap:?}: {:?}", check(&document));
        // Half a second is usual for the slowest, unoptimised; what grows faster takes minutes.
        if took > Duration::from_secs(3) {
            slow.push((heap, took));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn a_table_that_is_open_around_a_footnote_takes_no_cell_of_it() {
    for source in
        ["<div><table>\n猫\n[^a]: <td>註", "[^a]\n\n- <table><tr><td>一\n\n  [^a]: <td>註\n\n  <td>二"]
    {
        assert!(check(&parse(source)).is_ok(), "{source}");
    }
}

#[test]
fn a_ruby_whose_base_began_in_another_paragraph_reads_this_one() {
    let document = parse("{/*<ruby><div>*猫<rt>*</rt>");
    assert!(check(&document).is_ok(), "{:?}", check(&document));
    assert!(document.text.contains("猫（*）"));
}

#[test]
fn a_cell_that_is_open_when_a_footnote_begins_stays_in_its_table() {
    let document = parse("<table>\n<td>猫<td>犬\n\n[^a]: 鳥\n\n本文[^a]\n");
    assert!(check(&document).is_ok(), "{:?}", check(&document));
    let BlockKind::Table(table) = &document.blocks[0].kind else { panic!("{:?}", document.blocks) };
    let cells: Vec<&str> =
        table.rows.concat().into_iter().map(|cell| document.text.slice(cell).as_str()).collect();
    assert_eq!(cells, ["", "", "猫", "犬"], "{:?}", document.text);
}

#[test]
fn nothing_reaches_over_a_break_that_took_blanks_away() {
    for source in [
        "[`a  `](u)<br>猫",
        "- `~~~\n猫    `<br>\n{猫.map(x => (\n",
        "<b>`a  `</b><br>猫",
        "<kbd>a  </kbd><br>猫",
        "<ruby>`a  `<rt>`い  `<br>猫</rt></ruby>",
        "<sup>`2  `<br>猫</sup>",
        "[`a  `<br>猫](u)",
        "![`a  `<br>猫](a.png)",
        "![<br>](猫.png)",
    ] {
        let document = parse(source);
        assert!(check(&document).is_ok(), "{source}: {:?}", check(&document));
        assert!(document.text.contains('猫'), "{source}: {:?}", document.text);
    }
    let document = parse("[`a  `](u)<br>猫");
    let [link] = &document.links[..] else { panic!("{:?}", document.links) };
    assert_eq!(document.text.slice(link.range.clone()).as_str(), "a");
}

#[test]
fn a_picture_within_the_words_of_another_is_words() {
    for source in ["![猫<img alt=絵 src=b.png>](a.png)", "![猫![絵](b.png)](a.png)"] {
        let document = parse(source);
        assert!(check(&document).is_ok(), "{:?}", check(&document));
        let images: Vec<&str> = document.images.iter().map(|image| image.target.as_str()).collect();
        assert_eq!((document.text.as_str(), &images[..]), ("猫絵", &["a.png"][..]), "{source}");
    }
}

#[test]
fn depth_without_end_is_cut_at_the_bound() {
    for token in ["> ", "- ", "<blockquote>", "<ul><li>", ":::note\n", "- > "] {
        let document = parse(&(token.repeat(100_000) + "底"));
        assert!(document.text.contains('底'), "{token}");
        assert!(check(&document).is_ok(), "{token}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, ..ProptestConfig::default() })]

    #[test]
    fn any_mix_of_markup_gives_a_sound_document(
        parts in proptest::collection::vec(proptest::sample::select(TOKENS), 0..40),
    ) {
        check(&parse(&parts.concat()))?;
    }

    #[test]
    fn any_string_gives_a_sound_document(source in any::<String>()) {
        check(&parse(&source))?;
    }

    #[test]
    fn letters_of_plain_text_come_out_in_order(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "猫", "犬が", "한국어", " 글", "中文", "word ", "é", "。", "、", "「", "」", "（", "）", "…", ", ", "! ", "* ", "- ",
            "\n", "  \n", "\n\n", "**", "*", "~~", "`", "==", "# ", "> ", "$5", "100$", "%", "A&B", "&amp;", "(", ")",
            " < ", "|", "https://a.b/c", "#", "{", "}", "::: ", "[", "![", "]",
        ]), 0..30),
    ) {
        let source = parts.concat();
        // These are directives, references, footnotes and comments: not text.
        prop_assume!(source.matches("%%").count() < 2);
        prop_assume!(!source.lines().any(|line| line.trim_start_matches([' ', '>']).starts_with(":::")));
        prop_assume!(!source.contains("](") && !source.contains("]:"));
        prop_assume!(!source.contains("~~~") && !source.contains("```"));
        let letters = |text: &str| -> String {
            text.replace("&amp;", "").chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let document = parse(&source);
        let shown: String =
            document.blocks.iter().map(|block| document.text.slice(block.range.clone()).as_str().to_owned()).collect();
        prop_assert_eq!(letters(&shown), letters(&source));
    }

    #[test]
    fn every_paragraph_stands_on_its_line(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "猫が\n", "# 題\n", "- 項\n", "> 引\n", "```\n符\n```\n", ":::note\n", ":::\n", "<!-- 註\n註 -->\n", "{/* 註 */}\n",
            "\n", "| 表 |\n|---|\n| 値 |\n", "<p>段\n</p>\n\n", "%%\n秘\n%%\n", "$$\n式\n$$\n", "**太**\n", "---END---\n",
        ]), 0..20),
        crlf in any::<bool>(),
    ) {
        // Every line gets a number of its own, so that what is shown says where it was.
        let mut source = String::new();
        for (number, line) in words.concat().lines().enumerate() {
            let marked = ["猫", "題", "項", "引", "符", "値", "段", "式", "太"];
            let line = marked.iter().fold(line.to_owned(), |line, word| {
                line.replace(word, &format!("{word}x{}x", number + 1))
            });
            source.push_str(&line);
            source.push_str(if crlf { "\r\n" } else { "\n" });
        }
        let document = parse(&source);
        for block in &document.blocks {
            let text = document.text.slice(block.range.clone());
            let mut at = block.range.start;
            for piece in text.split_inclusive(['猫', '題', '項', '引', '符', '値', '段', '式', '太']) {
                at += u32::try_from(piece.len()).unwrap_or(0);
                let rest = document.text.slice(at..block.range.end);
                let Some(number) = rest.strip_prefix('x').and_then(|rest| rest.split('x').next()) else { continue };
                let next = document.lines.partition_point(|&(offset, _)| offset < at);
                let line = next.checked_sub(1).map(|last| document.lines[last].1.to_string());
                prop_assert_eq!(line.as_deref(), Some(number), "{:?} {:?}", source, document.lines);
            }
        }
    }
}
