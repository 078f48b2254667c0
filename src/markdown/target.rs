//! Targets of links and pictures that the parser would not take for such.
//!
//! A target holds no blank, so a template in it (`[x]({% post_url a %})`) or the size that Zenn
//! writes behind it (`![](a.png =250x)`) or a drawing (`![](data:image/svg+xml,<svg …>)`) makes text
//! of the whole link. Here their blanks become sentinels; the target then comes back as it was
//! written.

use crate::markdown::sentinel::Sentinels;
use crate::text::bytes::next_of;

/// Bytes of a line that are looked through for the end of a target.
const LENGTH: usize = 1000;
/// The same of a drawing that is its own target.
const DRAWING: usize = 16 * 1024;

/// The source with the blanks in such targets made sentinels; `None` where there are none.
#[must_use]
pub fn prepare(source: &str, sentinels: Sentinels) -> Option<String> {
    if !["{{", "{%", " =", "](data:"].iter().any(|sign| source.contains(sign)) {
        return None;
    }
    let mut out = String::new();
    let mut copied = 0;
    let mut start = 0;
    while let Some(at) = next_of(source, start, *b"(:") {
        start = at + 1;
        let is_behind_label = at > 0 && source.as_bytes()[at - 1] == b']';
        if !is_behind_label || source.as_bytes()[at] == b':' && !is_definition(&source[..at]) {
            continue;
        }
        let held = match drawing(&source[start..]) {
            0 => length(line(&source[start..])),
            held => held,
        };
        if held == 0 {
            continue;
        }
        out.push_str(&source[copied..start]);
        out.extend(source[start..start + held].chars().map(|c| if c == ' ' { sentinels.blank } else { c }));
        copied = start + held;
        start = copied;
    }
    if !out.contains(sentinels.blank) {
        return None;
    }
    out.push_str(&source[copied..]);
    Some(out)
}

/// The beginning of the line with which `text` begins.
fn line(text: &str) -> &str {
    let line = &text[..text.floor_char_boundary(LENGTH)];
    line.split('\n').next().unwrap_or(line)
}

/// Whether the last line of `before` names a target for links elsewhere, as `[name]` does before a
/// colon.
fn is_definition(before: &str) -> bool {
    let line = &before[before.floor_char_boundary(before.len().saturating_sub(LENGTH))..];
    let line = line.rsplit('\n').next().unwrap_or(line).trim_start_matches([' ', '>']);
    line.starts_with('[') && !line.starts_with("[^") && line.find(']').is_some_and(|at| at + 1 == line.len())
}

/// Bytes of the drawing with which `text` begins, up to the bracket behind it; 0 where there is none.
fn drawing(text: &str) -> usize {
    if !text.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("data:image/svg")) {
        return 0;
    }
    let line = &text[..text.floor_char_boundary(DRAWING)];
    let line = line.split('\n').next().unwrap_or(line);
    line.find("</svg>)").map_or(0, |at| at + "</svg>".len())
}

/// Bytes up to the last in which a blank does not end the target; 0 where none holds one.
fn length(line: &str) -> usize {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let mut at = blanks;
    let mut held = 0;
    if line[at..].starts_with('<') {
        return 0;
    }
    while let Some(c) = line[at..].chars().next() {
        if line[at..].starts_with("{{") || line[at..].starts_with("{%") {
            let Some(length) = template(&line[at..]) else { return held };
            at += length;
            held = at;
        } else if c == ' ' {
            return size(&line[at..]).map_or(held, |length| at + length) * usize::from(at > blanks);
        } else if c == ')' {
            return held;
        } else {
            at += c.len_utf8();
        }
    }
    held
}

/// The length of the template with which `text` begins; `None` where it does not end.
fn template(text: &str) -> Option<usize> {
    let end = if text.starts_with("{{") { "}}" } else { "%}" };
    text.find(end).map(|at| at + end.len())
}

/// The length of blanks and a size (`=250x`) with which `text` begins.
fn size(text: &str) -> Option<usize> {
    let behind = text.trim_start_matches(' ').strip_prefix('=')?;
    let length = behind.find([' ', ')']).unwrap_or(behind.len());
    let is_part = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '%');
    let (width, height) = behind[..length].split_once('x')?;
    let is_size = is_part(width) && is_part(height) && width.len() + height.len() > 0;
    is_size.then(|| text.len() - behind.len() + length)
}

/// A target without the size behind it.
#[must_use]
pub fn without_size(target: &str) -> &str {
    match target.rfind(" =") {
        Some(at) if size(&target[at..]) == Some(target.len() - at) => target[..at].trim_end(),
        Some(_) | None => target,
    }
}

/// The dots across that the size behind a target asks for.
#[must_use]
pub fn width(target: &str) -> Option<u32> {
    let behind = target.get(without_size(target).len()..)?;
    behind.trim_start_matches([' ', '=']).split('x').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{prepare, width, without_size};
    use crate::markdown::sentinel::Sentinels;

    /// The source with the blanks that end no target shown as `_`.
    fn shown(source: &str) -> String {
        let Some(sentinels) = Sentinels::choose(source) else { panic!("no sentinels") };
        prepare(source, sentinels).unwrap_or_else(|| source.to_owned()).replace(sentinels.blank, "_")
    }

    #[test]
    fn blanks_of_templates_in_targets_end_them_not() {
        for (source, expected) in [
            ("[リンク]({{ site.url }}/a)と 文", "[リンク]({{_site.url_}}/a)と 文"),
            (
                "[글]({% post_url 2020-01-01-a %} \"제목 하나\")",
                "[글]({%_post_url_2020-01-01-a_%} \"제목 하나\")",
            ),
            ("[文]({{< ref \"a b.md\" >}}#节)", "[文]({{<_ref_\"a_b.md\"_>}}#节)"),
            ("![図]({{ \"/a.png\" | relative_url }})", "![図]({{_\"/a.png\"_|_relative_url_}})"),
            ("[r]: {{ site.url }}/a b", "[r]:_{{_site.url_}}/a b"),
        ] {
            assert_eq!(shown(source), expected);
        }
    }

    #[test]
    fn a_size_stays_with_its_target() {
        assert_eq!(shown("![](https://x.png =250x)"), "![](https://x.png_=250x)");
        assert_eq!(shown("![図](a.png =50%x20 \"題\")"), "![図](a.png_=50%x20 \"題\")");
        assert_eq!(without_size("https://x.png =250x"), "https://x.png");
        assert_eq!(without_size("猫 =x100"), "猫");
        for same in ["a =b", "a =x", "=1x", "猫", "{{ a =1x }}"] {
            assert_eq!(without_size(same), same);
        }
    }

    #[test]
    fn a_drawing_is_a_target() {
        assert_eq!(
            shown("![図](data:image/svg+xml;utf8,<svg a=\"b\"><rect c=\"d e\"/></svg>)後 と"),
            "![図](data:image/svg+xml;utf8,<svg_a=\"b\"><rect_c=\"d_e\"/></svg>)後 と"
        );
        assert_eq!(shown("![그림](data:image/svg+xml,<svg a>"), "![그림](data:image/svg+xml,<svg a>");
    }

    #[test]
    fn other_text_is_left_alone() {
        for source in [
            "[a](b c) {{ x }}",
            "[a]( =1x)",
            "[a](<b {{ c }}>)",
            "f[i]({{ a\n}})",
            "文: {{ a }} [b] : {{ c }}",
            "[a][b]: {{ c }}",
            "[^1]: {{ c }}",
        ] {
            assert_eq!(shown(source), source);
        }
    }

    #[test]
    fn the_size_behind_a_target_says_how_wide_it_is() {
        for (target, expected) in [
            ("/images/図.png =250x", Some(250)),
            ("图.png =300x200", Some(300)),
            ("그림.png =x200", None),
            ("a.png =50%x", None),
            ("a.png", None),
            ("a=250x.png", None),
        ] {
            assert_eq!(width(target), expected, "{target}");
        }
    }
}
