//! Colours of code: which of it is a keyword, a string, a comment.
//!
//! The grammars are those of two-face, mended where they never end (`tools/grammars.rs`), and are read
//! by syntect when the first code is shown. What they
//! tell apart is reduced to the six syntax roles. Code in an unknown language, too long, or such
//! that its grammar stumbles, is plain from there on; it is never an error.
//!
//! It is slow: some 0.3 MB/s, and 30 to 250 ms when a language is first met. So it is work for a
//! worker ([`colours`]), not for a frame.

use std::ops::Range;
use std::sync::OnceLock;

use syntect::dumps::from_uncompressed_data;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::limits::{COLOURED_ARTICLE_BYTES, COLOURED_CODE_BYTES, COLOURED_LINE_BYTES};
use crate::markdown::document::{BlockKind, Document, Run};
use crate::text::role::{Role, Roles};

/// All grammars, as syntect writes them down.
const ALL: &[u8] = include_bytes!("../../assets/grammars/grammars.bin");

/// What the stretches of all code of `document` are, as runs over its text, ascending. It stops
/// early, with what it has, when `is_wanted` says no; that is asked before each block.
#[must_use]
pub fn colours(document: &Document, is_wanted: impl Fn() -> bool) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut bytes = 0;
    for block in &document.blocks {
        let BlockKind::Code(Some(label)) = &block.kind else { continue };
        let code = document.text.slice(block.range.clone());
        bytes += code.len();
        if bytes > COLOURED_ARTICLE_BYTES || !is_wanted() {
            break;
        }
        runs.extend(highlight(label, &code).into_iter().map(|(range, role)| Run {
            range: range.start + block.range.start..range.end + block.range.start,
            roles: Roles::of(role),
        }));
    }
    runs
}

/// What the stretches of `code` are, as bytes of it, ascending, none over the end of a line.
/// `label` is what the fence says: `rust`, `rust:src/main.rs`, `main.rs`, `js`.
#[must_use]
pub fn highlight(label: &str, code: &str) -> Vec<(Range<u32>, Role)> {
    if code.len() > COLOURED_CODE_BYTES {
        return Vec::new();
    }
    let grammars = Grammars::get();
    let Some(syntax) = grammars.of(label, code) else { return Vec::new() };
    let mut painter = Painter { grammars, code, ranges: Vec::new() };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        if line.len() > COLOURED_LINE_BYTES || painter.line(line, start, &mut state, &mut stack).is_none() {
            break;
        }
        start += line.len();
    }
    painter.ranges
}

/// All grammars, and what their scopes mean.
struct Grammars {
    set: SyntaxSet,
    meanings: Vec<(Scope, Meaning)>,
    keys: Vec<Scope>,
}

/// What a scope says of the text in it.
#[derive(Clone, Copy)]
enum Meaning {
    /// It plays this role.
    Is(Role),
    /// It plays this role where it is a word: operators that are signs stay plain.
    Word(Role),
    /// It is plain, whatever stands around it.
    Plain,
    /// The scope around it tells.
    Open,
}

impl Grammars {
    fn get() -> &'static Self {
        static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
        GRAMMARS.get_or_init(|| Self {
            set: from_uncompressed_data(ALL).expect("the tool that made them wrote them whole"),
            meanings: MEANINGS
                .iter()
                .filter_map(|(name, meaning)| Some((Scope::new(name).ok()?, *meaning)))
                .collect(),
            keys: KEYS.iter().filter_map(|name| Scope::new(name).ok()).collect(),
        })
    }

    /// The grammar that a fence's label names, by language or by file, for this code.
    fn of(&self, label: &str, code: &str) -> Option<&SyntaxReference> {
        let (language, file) = label.split_once(':').unwrap_or((label, label));
        let language = language.trim().trim_start_matches("language-").to_lowercase();
        if matches!(language.as_str(), "text" | "txt" | "plain" | "plaintext" | "none" | "no-highlight" | "")
        {
            return None;
        }
        let name = match alias(&language) {
            // The grammar of JavaScript alone takes the end of an element for a regular expression.
            "javascript" if code.contains("</") || code.contains("/>") => "tsx",
            name => name,
        };
        let ending = || file.rsplit_once('.').map(|(_, ending)| ending);
        self.set
            .find_syntax_by_token(name)
            .or_else(|| ending().and_then(|ending| self.set.find_syntax_by_extension(ending)))
    }

    fn is_key(&self, stack: &ScopeStack) -> bool {
        stack.as_slice().iter().any(|&scope| self.keys.iter().any(|key| key.is_prefix_of(scope)))
    }

    fn role(&self, stack: &ScopeStack, text: &str) -> Option<Role> {
        for &scope in stack.as_slice().iter().rev() {
            let found = self.meanings.iter().find(|(prefix, _)| prefix.is_prefix_of(scope));
            match found.map_or(Meaning::Open, |&(_, meaning)| meaning) {
                Meaning::Is(Role::SyntaxString) if self.is_key(stack) => return Some(Role::SyntaxType),
                Meaning::Is(role) => return Some(role),
                Meaning::Word(role) if text.trim().chars().all(char::is_alphabetic) => return Some(role),
                Meaning::Word(_) | Meaning::Plain => return None,
                Meaning::Open => {}
            }
        }
        None
    }
}

/// Scopes of names in data: strings there are told from those that are values.
const KEYS: [&str; 2] = ["meta.mapping.key.json", "meta.mapping.key.yaml"];

/// What grammars call a language that people call so.
fn alias(language: &str) -> &str {
    match language {
        "sh" | "shell" | "zsh" | "console" | "shellsession" | "shell-session" | "terminal" => "bash",
        "js" | "mjs" | "cjs" | "node" => "javascript",
        "jsx" | "typescriptreact" => "tsx",
        "py" | "python3" | "py3" => "python",
        "c++" | "cxx" => "cpp",
        "golang" => "go",
        "docker" => "dockerfile",
        "jsonc" | "json5" | "jsonl" => "json",
        "csharp" | "c#" => "cs",
        "kt" | "kts" => "kotlin",
        "patch" => "diff",
        "md" | "mdx" => "markdown",
        "mysql" | "postgresql" | "plpgsql" | "sqlite" => "sql",
        "elisp" | "emacs-lisp" | "scheme" => "lisp",
        "fsharp" => "fs",
        "asm" | "nasm" => "yasm",
        "fortran" => "f90",
        "objc" => "objective-c",
        "make" => "makefile",
        "hcl" | "tf" => "terraform",
        "vimscript" | "viml" => "vim",
        "rs" => "rust",
        other => other,
    }
}

/// Scopes by the names that `TextMate` grammars agreed on; the first that is a prefix counts.
const MEANINGS: &[(&str, Meaning)] = &[
    ("comment", Meaning::Is(Role::SyntaxComment)),
    ("string", Meaning::Is(Role::SyntaxString)),
    ("constant.numeric", Meaning::Is(Role::SyntaxNumber)),
    ("constant.language", Meaning::Is(Role::SyntaxNumber)),
    ("keyword.operator", Meaning::Word(Role::SyntaxKeyword)),
    ("keyword", Meaning::Is(Role::SyntaxKeyword)),
    ("storage.type.string", Meaning::Is(Role::SyntaxString)),
    ("storage", Meaning::Is(Role::SyntaxKeyword)),
    ("variable.language", Meaning::Is(Role::SyntaxKeyword)),
    ("entity.name.function", Meaning::Is(Role::SyntaxFunction)),
    ("variable.function", Meaning::Is(Role::SyntaxFunction)),
    ("support.function", Meaning::Is(Role::SyntaxFunction)),
    ("support.macro", Meaning::Is(Role::SyntaxFunction)),
    ("entity.name.macro", Meaning::Is(Role::SyntaxFunction)),
    ("entity.name.tag.yaml", Meaning::Is(Role::SyntaxType)),
    ("entity.name.tag.toml", Meaning::Is(Role::SyntaxType)),
    ("entity.name.tag", Meaning::Is(Role::SyntaxKeyword)),
    ("entity.other.attribute-name", Meaning::Is(Role::SyntaxFunction)),
    ("entity.name", Meaning::Is(Role::SyntaxType)),
    ("entity.other.inherited-class", Meaning::Is(Role::SyntaxType)),
    ("support.type", Meaning::Is(Role::SyntaxType)),
    ("support.class", Meaning::Is(Role::SyntaxType)),
    ("markup.inserted", Meaning::Is(Role::SyntaxString)),
    ("markup.deleted", Meaning::Is(Role::SyntaxKeyword)),
    ("meta.diff.header", Meaning::Is(Role::SyntaxFunction)),
    ("meta.diff.range", Meaning::Is(Role::SyntaxType)),
    ("markup.heading", Meaning::Is(Role::SyntaxKeyword)),
    ("markup.raw", Meaning::Is(Role::SyntaxString)),
    ("meta.interpolation", Meaning::Plain),
    ("meta.string.interpolated", Meaning::Open),
    ("source.regexp", Meaning::Open),
    ("source", Meaning::Plain),
];

struct Painter<'a> {
    grammars: &'static Grammars,
    code: &'a str,
    ranges: Vec<(Range<u32>, Role)>,
}

impl Painter<'_> {
    /// Paints one line, which begins at `start`; `None` where its grammar stumbles.
    fn line(
        &mut self,
        line: &str,
        start: usize,
        state: &mut ParseState,
        stack: &mut ScopeStack,
    ) -> Option<()> {
        let shown = line.trim_end_matches(['\n', '\r']).len();
        let mut from = 0;
        for (at, op) in state.parse_line(line, &self.grammars.set).ok()? {
            self.paint(start + from.min(shown)..start + at.min(shown), stack);
            from = at;
            stack.apply(&op).ok()?;
        }
        self.paint(start + from.min(shown)..start + shown, stack);
        Some(())
    }

    fn paint(&mut self, range: Range<usize>, stack: &ScopeStack) {
        let Some(text) = self.code.get(range.clone()).filter(|text| !text.trim().is_empty()) else { return };
        let Some(role) = self.grammars.role(stack, text) else { return };
        let (Ok(start), Ok(end)) = (u32::try_from(range.start), u32::try_from(range.end)) else { return };
        match self.ranges.last_mut() {
            Some((last, same)) if *same == role && last.end == start => last.end = end,
            _ => self.ranges.push((start..end, role)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Grammars, colours, highlight};
    use crate::markdown::parse::parse;
    use crate::text::role::Role;

    #[test]
    fn elements_in_javascript_are_elements() {
        let told = told("js", "return <h1>猫</h1>;\nlet x;");
        assert_eq!(told, ["keyword return", "keyword h1", "keyword h1", "keyword let"]);
    }

    // syntect, issue 460.
    #[test]
    fn a_comment_that_ends_a_line_of_javascript_is_read_to_its_end() {
        assert_eq!(told("js", "a\n /* b */"), ["comment /* b */"]);
        assert_eq!(told("js", "x /*\n c */ y"), ["comment /*", "comment  c */"]);
        assert_eq!(told("scala", "x:z@%"), ["type z@%"]);
    }

    #[test]
    fn every_grammar_that_asks_for_it_is_acknowledged() {
        let notice = include_str!("../../assets/grammars/NOTICE");
        let listing = two_face::acknowledgement::listing();
        for licence in listing.for_syntaxes().iter().filter(|each| each.needs_acknowledgement()) {
            let path = licence.rel_path.display().to_string();
            let lines: Vec<_> = licence.text.trim().lines().map(str::trim_end).collect();
            assert!(notice.contains(&path) && notice.contains(&lines.join("\n")), "{path}");
        }
    }

    /// The coloured stretches: `keyword fn`.
    fn told(label: &str, code: &str) -> Vec<String> {
        highlight(label, code)
            .into_iter()
            .map(|(range, role)| {
                let name = match role {
                    Role::SyntaxKeyword => "keyword",
                    Role::SyntaxString => "string",
                    Role::SyntaxComment => "comment",
                    Role::SyntaxNumber => "number",
                    Role::SyntaxFunction => "function",
                    Role::SyntaxType => "type",
                    other => panic!("{other:?} is no role of code"),
                };
                format!("{name} {}", &code[range.start as usize..range.end as usize])
            })
            .collect()
    }

    #[test]
    fn rust_is_coloured() {
        assert_eq!(
            told("rust", "// 日本語の注釈\nfn main() -> u32 { let 値 = \"文\\n\"; 42 }\n"),
            [
                "comment // 日本語の注釈",
                "keyword fn",
                "function main",
                "keyword u32",
                "keyword let",
                "string \"文\\n\"",
                "number 42"
            ]
        );
    }

    #[test]
    fn python_is_coloured() {
        assert_eq!(
            told("py", "def 함수(a):\n    return not a is None  # 주석\nx = f\"값 {a + 1}\"\n"),
            [
                "keyword def",
                "function 함수",
                "keyword return",
                "keyword not",
                "keyword is",
                "number None",
                "comment # 주석",
                "string f\"값 ",
                "number 1",
                "string \""
            ]
        );
    }

    #[test]
    fn json_and_shell_are_coloured() {
        assert_eq!(
            told("json", "{\"键\": [1, true, \"值\"]}"),
            ["type \"键\"", "number 1", "number true", "string \"值\""]
        );
        assert_eq!(
            told("sh", "if true; then echo \"$HOME 猫\"; fi # 註\n"),
            [
                "keyword if",
                "function true",
                "keyword then",
                "function echo",
                "string \"$HOME 猫\"",
                "keyword fi",
                "comment # 註"
            ]
        );
    }

    #[test]
    fn a_block_comment_goes_on_over_lines() {
        assert_eq!(told("c", "/* 一\n\n二 */ int a;"), ["comment /* 一", "comment 二 */", "keyword int"]);
    }

    #[test]
    fn languages_are_known_by_the_names_that_people_use() {
        for label in [
            "rust",
            "rs",
            "rust:src/main.rs",
            "main.rs",
            "js",
            "jsx",
            "ts",
            "tsx",
            "py",
            "python",
            "c",
            "c++",
            "cpp",
            "go",
            "golang",
            "java",
            "kotlin",
            "kt",
            "swift",
            "rb",
            "ruby",
            "php",
            "sh",
            "bash",
            "zsh",
            "shell",
            "console",
            "fish",
            "yaml",
            "yml",
            "toml",
            "json",
            "jsonc",
            "html",
            "css",
            "scss",
            "xml",
            "sql",
            "docker",
            "dockerfile",
            "Dockerfile",
            "makefile",
            "make",
            "diff",
            "lua",
            "perl",
            "r",
            "scala",
            "haskell",
            "hs",
            "elixir",
            "clojure",
            "vue",
            "svelte",
            "graphql",
            "terraform",
            "hcl",
            "nix",
            "zig",
            "markdown",
            "md",
            "ini",
            "vim",
            "tex",
            "latex",
            "cs",
            "csharp",
            "language-js",
            "typescript",
            "javascript",
            "proto",
            "cmake",
            "nginx",
            "dart",
            "julia",
            "ocaml",
            "erlang",
        ] {
            assert!(Grammars::get().of(label, "").is_some(), "{label}");
        }
        for label in ["", "text", "txt", "plaintext", "nosuch", "mermaid"] {
            assert!(Grammars::get().of(label, "").is_none(), "{label}");
        }
    }

    #[test]
    fn the_code_of_an_article_is_coloured_where_it_stands() {
        let document =
            parse("文\n\n```rust\n// 猫\n```\n\n- 한국\n\n  ```sh\n  # 犬\n  ```\n\n```\n# 無\n```\n");
        let told: Vec<_> = colours(&document, || true)
            .into_iter()
            .map(|run| document.text.slice(run.range).as_str().to_owned())
            .collect();
        assert_eq!(told, ["// 猫", "# 犬"]);
        assert_eq!(colours(&document, || false), []);
    }

    #[test]
    fn code_beyond_the_bound_is_plain() {
        assert!(highlight("rust", &"fn a() {}\n".repeat(100_000)).is_empty());
        assert_eq!(highlight("rust", &format!("fn a() {{}}\n// {}\nfn", "x".repeat(10_000))).len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn ranges_ascend_within_their_lines(
            label in proptest::sample::select(vec!["rust", "py", "js", "tsx", "sh", "yaml", "html", "md", "c", "json"]),
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "fn ", "猫", "\"", "'", "`", "/*", "*/", "//", "#", "\n", "\r\n", "{", "}", "(", ")", "<", ">", "1", " ", "${", "---",
                "def", "한국", "\\", ":", "- ", "=", "\u{0}",
            ]), 0..30),
        ) {
            let code = parts.concat();
            let mut end = 0;
            for (range, _) in highlight(label, &code) {
                prop_assert!(range.start >= end && range.start < range.end);
                let text = code.get(range.start as usize..range.end as usize);
                prop_assert!(text.is_some_and(|text| !text.contains('\n')));
                end = range.end;
            }
        }
    }
}
