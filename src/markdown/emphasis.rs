//! Emphasis beside Japanese, Chinese and Korean.
//!
//! `CommonMark` asks for a blank or punctuation around `**` in places where CJK text has neither,
//! so `**HBM（メモリ）**や` is not bold, or the wrong words become so. The amended rule is that of
//! the *markdown-cjk-friendly* specification: a CJK character beside a run of `*` or `~` counts
//! as if punctuation and letters stood apart. The parser is not changed; sentinels are put into
//! the source so that its own test gives the amended answer. `_` needs nothing.

use crate::markdown::sentinel::Sentinels;
use crate::text::bytes::next_of;

/// The source with sentinels beside the runs that need them; `None` where none does.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    let Sentinels { letter, punctuation, .. } = sentinels;
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut from = 0;
    let bytes = source.as_bytes();
    while let Some(found) = next_of(source, from, *b"*~") {
        let mut start = found;
        let mark = bytes[start];
        if is_escaped(&bytes[..start]) {
            start += 1;
            if bytes.get(start) != Some(&mark) {
                from = start;
                continue;
            }
        }
        let end = start + bytes[start..].iter().take_while(|&&b| b == mark).count();
        from = end;
        let before = character_before(source, start);
        let after = source[end..].chars().next();
        let insert = |beside: Option<char>, across: Option<char>| {
            beside
                .filter(|&c| is_cjk(c))
                .map(|_| if across.is_some_and(is_other_punctuation) { punctuation } else { letter })
        };
        let (left, right) = (insert(before, after), insert(after, before));
        if left.is_none() && right.is_none() {
            continue;
        }
        let out = out.get_or_insert_with(|| String::with_capacity(source.len() + source.len() / 16));
        out.push_str(&source[copied..start]);
        out.extend(left);
        out.push_str(&source[start..end]);
        out.extend(right);
        copied = end;
    }
    let mut out = out?;
    out.push_str(&source[copied..]);
    Some(out)
}

/// Whether a backslash before the next byte takes its meaning away.
fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

/// The character before `at`, looking through one variation selector.
fn character_before(source: &str, at: usize) -> Option<char> {
    let mut before = source[..at].chars().rev();
    match before.next() {
        Some('\u{fe00}'..='\u{fe0e}') => before.next(),
        other => other,
    }
}

/// Whether `c` is a CJK character in the sense of the specification: wide, full-width or
/// half-width by UAX #11 and no emoji, or Hangul, or a selector of ideographic variants.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{20a9}' | '\u{2329}' | '\u{232a}' | '\u{2630}'..='\u{2637}' | '\u{268a}'..='\u{268f}'
        | '\u{2e80}'..='\u{2e99}' | '\u{2e9b}'..='\u{2ef3}' | '\u{2f00}'..='\u{2fd5}' | '\u{2ff0}'..='\u{303e}'
        | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}'
        | '\u{3190}'..='\u{31e5}' | '\u{31ef}'..='\u{321e}' | '\u{3220}'..='\u{3247}' | '\u{3250}'..='\u{a48c}'
        | '\u{a490}'..='\u{a4c6}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7a3}' | '\u{d7b0}'..='\u{d7c6}'
        | '\u{d7cb}'..='\u{d7fb}' | '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe52}'
        | '\u{fe54}'..='\u{fe66}' | '\u{fe68}'..='\u{fe6b}' | '\u{ff01}'..='\u{ffbe}' | '\u{ffc2}'..='\u{ffc7}'
        | '\u{ffca}'..='\u{ffcf}' | '\u{ffd2}'..='\u{ffd7}' | '\u{ffda}'..='\u{ffdc}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{ffe8}'..='\u{ffee}' | '\u{16fe0}'..='\u{16fe4}' | '\u{16ff0}'..='\u{16ff6}' | '\u{17000}'..='\u{18cd5}'
        | '\u{18cff}'..='\u{18d1e}' | '\u{18d80}'..='\u{18df2}' | '\u{1aff0}'..='\u{1affe}' | '\u{1b000}'..='\u{1b2fb}'
        | '\u{1d300}'..='\u{1d356}' | '\u{1d360}'..='\u{1d376}' | '\u{1f200}' | '\u{1f202}' | '\u{1f210}'..='\u{1f219}'
        | '\u{1f21b}'..='\u{1f22e}' | '\u{1f230}'..='\u{1f231}' | '\u{1f237}' | '\u{1f23b}' | '\u{1f240}'..='\u{1f248}'
        | '\u{1f260}'..='\u{1f265}' | '\u{20000}'..='\u{3fffd}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether `c` is punctuation or a symbol as the parser sees it, but not CJK.
fn is_other_punctuation(c: char) -> bool {
    !is_cjk(c) && (c.is_ascii_punctuation() || (!c.is_ascii() && !c.is_alphanumeric() && is_symbol(c)))
}

/// Categories P* and S* outside ASCII, by what they are not: no letter, number, mark, blank,
/// control, format or unassigned character.
fn is_symbol(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !unicode_normalization::char::is_combining_mark(c)
        && !matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use comrak::{Options, markdown_to_html};
    use pulldown_cmark::{Event, Options as Parse, Parser, Tag, TagEnd};

    use super::prepare;
    use crate::markdown::sentinel::Sentinels;

    /// What is emphasised, told by brackets: `[bold]`, `<emphasis>`, `{struck}`.
    fn told(source: &str) -> String {
        let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
        let prepared = prepare(source, sentinels);
        let text = prepared.as_deref().unwrap_or(source);
        let mut out = String::new();
        for event in Parser::new_ext(text, Parse::ENABLE_STRIKETHROUGH | Parse::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Strong) => out.push('['),
                Event::End(TagEnd::Strong) => out.push(']'),
                Event::Start(Tag::Emphasis) => out.push('<'),
                Event::End(TagEnd::Emphasis) => out.push('>'),
                Event::Start(Tag::Strikethrough) => out.push('{'),
                Event::End(TagEnd::Strikethrough) => out.push('}'),
                Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => {
                    out.push_str(&sentinels.strip(&t));
                }
                Event::SoftBreak | Event::HardBreak => out.push('\n'),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn the_words_meant_are_bold_and_no_others() {
        for (source, expected) in [
            ("**HBM（x）**や", "[HBM（x）]や"),
            ("**「引用」**は", "[「引用」]は"),
            ("これは**「引用」**です", "これは[「引用」]です"),
            ("**重要。**次", "[重要。]次"),
            ("**A（x）**や、**B（y）**は", "[A（x）]や、[B（y）]は"),
            ("**[リンク](u)**を", "[リンク]を"),
            ("**`code`**を", "[code]を"),
            ("**20%**です", "[20%]です"),
            ("**$100**から", "[$100]から"),
            ("**\"引用\"**という", "[\"引用\"]という"),
            ("中文**“引号”**测试", "中文[“引号”]测试"),
            ("한국어**(괄호)**입니다", "한국어[(괄호)]입니다"),
            ("*「斜体」*の", "<「斜体」>の"),
            ("***「両方」***の", "<[「両方」]>の"),
            ("~~（削除）~~した", "{（削除）}した"),
            ("2*3*4", "2<3>4"),
            ("** 空白**は", "** 空白**は"),
            ("`**（x）**`は", "**（x）**は"),
            (r"\**（x）**は", "**（x）**は"),
            ("foo__（x）__は", "foo__（x）__は"),
            ("__（x）__は", "__（x）__は"),
            ("a**（x）**b", "a[（x）]b"),
            ("**😀！**は", "[😀！]は"),
            ("葛\u{e0100}**（異体字）**", "葛\u{e0100}[（異体字）]"),
            ("**（外**「内」**外）**は", "[（外]「内」[外）]は"),
        ] {
            assert_eq!(told(source), expected, "{source}");
        }
    }

    #[test]
    fn all_short_strings_agree_with_the_specification() {
        let tokens = ["a", "é", "あ", "「", "）", "\"", "(", "“", "_", " ", "*", "**"];
        let mut options = Options::default();
        options.extension.strikethrough = true;
        options.extension.cjk_friendly_emphasis = true;
        let strip = |html: &str| {
            html.replace("<p>", "")
                .replace("</p>", "")
                .replace("&quot;", "\"")
                .trim()
                .to_owned()
                .replace("<strong>", "[")
                .replace("</strong>", "]")
                .replace("<em>", "<")
                .replace("</em>", ">")
        };
        let mut compared = 0;
        for length in 1..=4_u32 {
            for number in 0..tokens.len().pow(length) {
                let source: String = (0..length)
                    .map(|place| tokens[number / tokens.len().pow(place) % tokens.len()])
                    .collect();
                if !source.contains('*') || source.starts_with([' ', '*']) && source.contains("* ") {
                    continue;
                }
                let html = markdown_to_html(&source, &options);
                if html.contains("<li>") || html.contains("<hr") || html.contains("<ul>") {
                    continue;
                }
                assert_eq!(told(&source).trim(), strip(&html), "{source:?}");
                compared += 1;
            }
        }
        assert!(compared > 5_000, "{compared}");
    }
}
