//! Makes `assets/grammars/grammars.bin` of the grammars of two-face, mended where they never end.
//!
//!     cargo run --release --example grammars -- make OUT
//!     cargo run --release --example grammars -- try SECONDS
//!
//! Two rules that consume nothing and `set` each other's contexts keep syntect's parser at one place
//! for ever; it watches only a push before a pop (syntect, issue 460). JavaScript's did so at a
//! comment that ends a line, Scala's at `@` before an operator. `try` holds all grammars against
//! random code, a batch a thread, and tells what does not come to an end.

use std::env;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use syntect::dumps::dump_to_uncompressed_file;
use syntect::parsing::syntax_definition::Pattern;
use syntect::parsing::{ParseState, Regex, SyntaxSet, SyntaxSetBuilder};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let set = mended();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", out] => dump_to_uncompressed_file(&set, out).with_context(|| format!("cannot write {out}")),
        ["try", seconds] => {
            attempt(set, Duration::from_secs(seconds.parse().context("SECONDS is a number")?));
            Ok(())
        }
        _ => bail!("say: make OUT, or: try SECONDS"),
    }
}

/// The grammars, with rules that can only match where they get on.
fn mended() -> SyntaxSet {
    /// Blanks and comments up to the end of the line.
    const LINE_ENDS: &str =
        r"(?x:(?:\s+|(?:/\*(?:(?:[^*]|\*(?!/))*)\*/))*)(?:/\*(?:(?:[^*]|\*(?!/))*))?(?m:$)";

    let mut mended = SyntaxSetBuilder::new();
    for grammar in two_face::syntax::extra_newlines().into_builder().syntaxes() {
        let mut grammar = grammar.clone();
        for context in grammar.contexts.values_mut() {
            for pattern in &mut context.patterns {
                let Pattern::Match(rule) = pattern else { continue };
                let regex = rule.regex.regex_str();
                if regex.contains(LINE_ENDS) {
                    rule.regex = Regex::new(regex.replace(LINE_ENDS, r"\s*(?m:$)"));
                } else if grammar.name == "Scala" && regex.starts_with("(?=@(?:") {
                    rule.regex = Regex::new(r"(?=@[\p{L}_$`])".to_owned());
                }
            }
        }
        mended.add(grammar);
    }
    mended.build()
}

/// What random code is made of.
const PIECES: &[&str] = &[
    "a",
    "x1",
    "Foo",
    "0",
    "1.5",
    "\"s\"",
    "'c'",
    "`t`",
    "\"",
    "'",
    "`",
    "${",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "</a>",
    "<a>",
    "/>",
    "=",
    "==",
    "=>",
    "->",
    "<-",
    "::",
    ":",
    ";",
    ",",
    ".",
    "..",
    "...",
    "+",
    "-",
    "*",
    "/",
    "%",
    "&",
    "|",
    "!",
    "?",
    "@",
    "#",
    "$",
    "^",
    "~",
    "\\",
    "/*",
    "*/",
    "/* c */",
    "// c",
    "--",
    "<!--",
    "-->",
    "\"\"\"",
    "'''",
    " ",
    " ",
    "\t",
    "\n",
    "\n",
    "\n  ",
    "if",
    "else",
    "for",
    "while",
    "fn",
    "func",
    "function",
    "def",
    "class",
    "return",
    "import",
    "export",
    "const",
    "let",
    "var",
    "new",
    "async",
    "await",
    "struct",
    "enum",
    "type",
    "interface",
    "impl",
    "pub",
    "static",
    "public",
    "void",
    "int",
    "template",
    "typename",
    "namespace",
    "using",
    "operator",
    "case",
    "switch",
    "begin",
    "end",
    "do",
    "then",
    "select",
    "from",
    "where",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<?php",
    "?>",
    "{{",
    "}}",
    "{%",
    "%}",
    "|>",
    "=~",
    "/re/",
    "日本",
    "한글",
    "=begin",
    "=end",
    "EOF",
    "<<EOF",
    "%{",
    "r#\"",
    "\"#",
    "b'",
    "@a",
    "#[a]",
    "#include",
    "#define",
    "extends",
    "implements",
    "()=>",
    "of",
    "in",
    "is",
    "as",
    "get",
    "set",
    "yield",
    "label:",
    "default",
    "try",
    "catch",
    "\u{fe0f}",
];

/// Holds every grammar in turn against random code, until `time` is over.
fn attempt(set: SyntaxSet, time: Duration) {
    /// Texts a thread reads.
    const BATCH: usize = 60;
    /// Longer than any of them takes.
    const LONG: Duration = Duration::from_secs(10);

    let set = Arc::new(set);
    let began = Instant::now();
    let mut seed = 88_172_645_463_325_252_u64;
    let mut draw = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    let mut texts = 0;
    for number in (0..set.syntaxes().len()).cycle() {
        if began.elapsed() > time {
            break;
        }
        let mut text = || {
            let count = 2 + draw(9);
            let gap = ["", " "][draw(2)];
            (0..count).map(|_| PIECES[draw(PIECES.len())]).collect::<Vec<_>>().join(gap) + "\n"
        };
        let batch: Vec<String> = (0..BATCH).map(|_| text()).collect();
        let (done, told) = channel();
        let set = set.clone();
        thread::spawn(move || {
            for text in batch {
                // It is told before it is read, so that the last one told is the one that hangs.
                if done.send(text.clone()).is_err() {
                    return;
                }
                let mut state = ParseState::new(&set.syntaxes()[number]);
                let stumbles = |line| state.parse_line(line, &set).is_err();
                let _ = text.split_inclusive('\n').any(stumbles);
            }
        });
        let mut last = String::new();
        loop {
            match told.recv_timeout(LONG) {
                Ok(text) => last = text,
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                    println!("grammar {number} does not end: {last:?}");
                    break;
                }
            }
        }
        texts += BATCH;
    }
    println!("{texts} texts read");
}
