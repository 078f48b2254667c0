//! What of typed or pasted text goes into a line.
//!
//! Whole control sequences are dropped, not shown: somebody who copies from a terminal does not
//! mean its colours. So are other controls and what no eye can see. Line feeds and tabs in a row
//! become one blank, or none at an end. All other text stays as it is.

use std::iter::Peekable;
use std::str::Chars;

use crate::text::safe::Safe;

/// `raw` as it goes into a line.
#[must_use]
pub fn pasted(raw: &str) -> String {
    let mut line = String::with_capacity(raw.len());
    let mut blank_due = false;
    let mut ends = true;
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => blank_due = !line.is_empty(),
            '\x1b' => skip_escape(&mut rest, &mut ends),
            '\u{9b}' => skip_control(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_string(&mut rest, &mut ends),
            c if is_seen(c) => {
                if std::mem::take(&mut blank_due) {
                    line.push(' ');
                }
                line.push(c);
            }
            _ => {}
        }
    }
    line
}

/// Whether `c` can be seen, alone or as a part of a cluster.
fn is_seen(c: char) -> bool {
    match c {
        ' '..='~'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0020}'..='\u{e007f}'
        | '\u{e0100}'..='\u{e01ef}' => true,
        c => !c.is_control() && !Safe::text(c.encode_utf8(&mut [0; 4])).is_empty(),
    }
}

/// What follows ESC, after ECMA-35: intermediates and an end, or what introduces more.
fn skip_escape(rest: &mut Peekable<Chars<'_>>, ends: &mut bool) {
    if rest.next_if_eq(&'[').is_some() {
        return skip_control(rest);
    }
    if rest.next_if(|c| matches!(c, ']' | 'P' | 'X' | '^' | '_')).is_some() {
        return skip_string(rest, ends);
    }
    // SS2 and SS3 shift the one character behind them.
    if rest.next_if(|c| matches!(c, 'N' | 'O')).is_some() {
        rest.next_if(|c| matches!(c, ' '..='~'));
        return;
    }
    while rest.next_if(|c| matches!(c, ' '..='/')).is_some() {}
    rest.next_if(|c| matches!(c, '0'..='~'));
}

/// CSI: parameters, and one character that ends it; torn by any other.
fn skip_control(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    rest.next_if(|c| matches!(c, '@'..='~'));
}

/// OSC, DCS, APC, PM and SOS up to their end. Where none comes, what seemed to be within is text;
/// `ends` keeps that in mind, for then none comes further on either.
fn skip_string(rest: &mut Peekable<Chars<'_>>, ends: &mut bool) {
    if !*ends {
        return;
    }
    let mut ahead = rest.clone();
    while let Some(c) = ahead.next() {
        if matches!(c, '\x07' | '\u{9c}') || c == '\x1b' && ahead.next_if_eq(&'\\').is_some() {
            *rest = ahead;
            return;
        }
    }
    *ends = false;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::pasted;

    #[test]
    fn control_sequences_are_dropped_whole() {
        for (raw, line) in [
            ("調達 \x1b[0m", "調達 "),
            ("\x1b[1;38;5;12m半导体\x1b[m", "半导体"),
            ("\x1b]0;title\x07반도체\x1b]8;;https://a.b\x1b\\", "반도체"),
            ("\x1bP1+r544e=78\x1b\\tag\x1b_Gi=1;OK\x1b\\:AI", "tag:AI"),
            ("\u{9b}31m猫\u{9d}0;x\u{9c}", "猫"),
            ("a\x1b(Bb\x1bOAc\x1b=d\x1b", "abcd"),
            ("a\x1b[1;猫", "a猫"),
            ("a\x1b猫", "a猫"),
            ("a\x08\x7f\0b\x07", "ab"),
        ] {
            assert_eq!(pasted(raw), line, "{}", raw.escape_debug());
        }
    }

    #[test]
    fn a_string_that_never_ends_takes_no_text_with_it() {
        assert_eq!(pasted("a\x1b]猫と犬"), "a猫と犬");
        assert_eq!(pasted(&"\x1b]猫".repeat(200_000)).chars().count(), 200_000);
    }

    #[test]
    fn line_feeds_and_tabs_become_one_blank() {
        assert_eq!(pasted("投資\r\n\t分析\n"), "投資 分析");
        assert_eq!(pasted("\n芯片\t半导体"), "芯片 半导体");
        assert_eq!(pasted("한국어\u{2028}글"), "한국어 글");
    }

    #[test]
    fn all_other_text_stays_as_it_is() {
        for text in [
            " 調達  と ",
            "か\u{3099}「ＡＩ」",
            "“芯片”…",
            "반도체 글",
            "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 葛\u{e0100}",
            "Añb \u{301}",
        ] {
            assert_eq!(pasted(text), text);
        }
    }

    #[test]
    fn what_no_eye_can_see_is_dropped() {
        assert_eq!(pasted("a\u{200b}猫\u{202e}b\u{ad}\u{feff}"), "a猫b");
    }

    proptest! {
        #[test]
        fn no_control_is_left_and_what_is_done_twice_is_done_once(raw in "[a猫한\\[\\]0;mP\\\\ \\x00-\\x1f\u{80}-\u{9f}\u{200b}\u{2028}]{0,40}") {
            let line = pasted(&raw);
            prop_assert!(!line.contains(char::is_control));
            prop_assert_eq!(pasted(&line), line);
        }
    }
}
