//! Which colons at the start of a line begin a definition.
//!
//! The parser takes any: `:tada: リリース` below a paragraph would be the definition of that
//! paragraph, less its colon. As Pandoc and PHP Markdown Extra say, a blank must follow the colon,
//! and the term stands on the line above or with one blank line between. Beyond what they say,
//! what stands behind a blank line and ends as a sentence does is no term.

use crate::markdown::sentinel::Sentinels;

/// The source with a sentinel before every colon that begins a line and no definition; `None`
/// where there is none.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    if !source.match_indices(':').any(|(at, _)| begins_line(&source[..at])) {
        return None;
    }
    let mut out = String::with_capacity(source.len() + 16);
    let mut lines = Lines::default();
    for line in source.split_inclusive('\n') {
        let text = line.trim_start_matches(MARGIN);
        let (prefix, text) = line.split_at(line.len() - text.len());
        out.push_str(prefix);
        if lines.hides(prefix, text.trim_end()) {
            out.push(sentinels.letter);
        }
        out.push_str(text);
    }
    (out.len() > source.len()).then_some(out)
}

/// What may stand before the text of a line.
const MARGIN: [char; 3] = [' ', '\t', '>'];

fn begins_line(before: &str) -> bool {
    let before = before.trim_end_matches(MARGIN);
    before.is_empty() || before.ends_with('\n')
}

/// What the lines so far were.
#[derive(Default)]
struct Lines<'a> {
    /// The last that was not blank, without its margin.
    above: &'a str,
    /// How many blank ones follow it.
    blanks: usize,
    /// Whether it is part of a definition.
    defines: bool,
}

impl<'a> Lines<'a> {
    /// Whether the next line begins with a colon that is to be hidden.
    fn hides(&mut self, prefix: &str, text: &'a str) -> bool {
        if text.is_empty() {
            self.blanks += 1;
            return false;
        }
        let begins = text.strip_prefix(':').is_some_and(|rest| self.is_definition(rest));
        let hides = text.starts_with(':') && !begins && !(self.blanks == 0 && is_delimiters(text));
        let goes_on = self.blanks == 0 || prefix.ends_with("  ") || prefix.ends_with('\t');
        self.defines = begins || self.defines && goes_on;
        self.above = text;
        self.blanks = 0;
        hides
    }

    /// Whether a line that goes on with `rest` behind its colon is a definition.
    fn is_definition(&self, rest: &str) -> bool {
        let is_apart = rest.starts_with([' ', '\t', '\u{3000}']) && !self.above.is_empty();
        is_apart && (self.defines || self.blanks == 0 || self.blanks == 1 && !is_sentence(self.above))
    }
}

/// Whether a line is the row of a table that says how its columns stand.
fn is_delimiters(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| matches!(c, ':' | '-' | '|' | ' ' | '\t'))
}

/// Whether a line ends as a sentence does, or leads to what follows.
fn is_sentence(line: &str) -> bool {
    let closing = ['"', '\'', '”', '’', '」', '』', '）', ')', ']', '*', '_', '~', '`', ' '];
    line.trim_end_matches(closing)
        .ends_with(['。', '．', '｡', '.', '！', '!', '？', '?', '…', '：', ':', '；', ';', '，', '、', ','])
}

#[cfg(test)]
mod tests {
    use super::prepare;
    use crate::markdown::sentinel::Sentinels;

    /// The source with hidden colons shown as `；`.
    fn shown(source: &str) -> String {
        let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
        let prepared = prepare(source, sentinels).unwrap_or_else(|| source.to_owned());
        prepared.replace(&format!("{}:", sentinels.letter), "；")
    }

    #[test]
    fn colons_without_a_blank_behind_them_begin_no_definition() {
        for source in [
            "本文\n\n:tada: リリース",
            "주의\n:warning: 주의",
            "> 前\n>\n> :-) 笑",
            "段落\n\n:ref:`x`",
            "词\n:",
        ] {
            let hidden = source.replacen("\n:", "\n；", 1).replacen("> :", "> ；", 1);
            let hidden = hidden.replace("\n\n:", "\n\n；");
            assert_eq!(shown(source), hidden);
        }
        assert_eq!(shown("時刻: 10:30 : 11:00"), "時刻: 10:30 : 11:00");
    }

    #[test]
    fn a_term_stands_on_the_line_above_or_one_above_that() {
        for source in [
            "語\n: 意味\n: 別",
            "词\n\n: 意思",
            "용어\n\n:\t뜻이다.\n\n    계속.\n\n: 다른 뜻",
            "語\n:　意味",
        ] {
            assert_eq!(shown(source), source);
        }
        assert_eq!(shown(": 先頭"), "； 先頭");
        assert_eq!(shown("語\n\n\n: 遠い"), "語\n\n\n； 遠い");
        assert_eq!(shown("語\n: 意味\n\n別の段落だ。\n\n: 文"), "語\n: 意味\n\n別の段落だ。\n\n； 文");
    }

    #[test]
    fn behind_a_blank_line_a_sentence_is_no_term() {
        for above in ["文です。", "「文です。」", "끝났다.", "次のとおり：", "**What?**"] {
            assert_eq!(shown(&format!("{above}\n\n: x")), format!("{above}\n\n； x"));
            assert_eq!(shown(&format!("{above}\n: x")), format!("{above}\n: x"));
        }
    }

    #[test]
    fn rows_of_tables_that_say_how_columns_stand_are_left_alone() {
        assert_eq!(shown("a|b\n:-|-:\n猫|犬"), "a|b\n:-|-:\n猫|犬");
    }
}
