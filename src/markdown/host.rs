//! The host of an address, as browsers find it: what one really goes to.
//!
//! A name in other letters is known in both its forms. Where it is not sure which host a browser
//! would find (letters that Unicode's own tables would have to be asked of, joiners, signs), there
//! is none, and the address is not opened.

use std::net::{Ipv4Addr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::markdown::link::decoded;
use crate::markdown::punycode;
use crate::text::safe::Safe;

/// Bytes of a label, and of a whole name (RFC 1035).
const LABEL: usize = 63;
const NAME: usize = 253;

/// A host that one can go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// In ASCII: what is opened.
    pub ascii: String,
    /// As it reads; the same for a name in ASCII.
    pub shown: Safe,
}

impl Host {
    /// The host that `raw` means; `None` where no browser would go there, or it is not sure where.
    #[must_use]
    pub fn of(raw: &str) -> Option<Self> {
        if let Some(inner) = raw.strip_prefix('[') {
            let address: Ipv6Addr = inner.strip_suffix(']')?.parse().ok()?;
            return Some(Self::plain(format!("[{address}]")));
        }
        let name = decoded(raw);
        if name.contains(is_unsure) {
            return None;
        }
        let name = mapped(&name);
        let bare = name.strip_suffix('.').unwrap_or(&name);
        if bare.rsplit('.').next().is_some_and(is_number) {
            return Some(Self::plain(number(bare)?.to_string()));
        }
        let labels: Vec<(String, String)> = bare.split('.').map(label).collect::<Option<_>>()?;
        let (codes, names): (Vec<_>, Vec<_>) = labels.into_iter().unzip();
        let (ascii, shown) = (codes.join("."), names.join("."));
        // What cannot be shown as it is, is shown in ASCII.
        let safe = Some(Safe::line(&shown)).filter(|safe| safe.as_str() == shown);
        let shown = safe.unwrap_or_else(|| Safe::line(&ascii));
        (ascii.len() <= NAME).then_some(Self { ascii, shown })
    }

    fn plain(ascii: String) -> Self {
        Self { shown: Safe::line(&ascii), ascii }
    }

    /// Whether it reads otherwise than it is opened.
    #[must_use]
    pub fn is_international(&self) -> bool {
        self.ascii != self.shown.as_str()
    }

    /// Whether `other` is the same host or one of the same house: `www.` before it makes no
    /// difference, nor do names before a whole one.
    #[must_use]
    pub fn is_of_house(&self, other: &Self) -> bool {
        let [one, two] = [self, other].map(|host| host.ascii.strip_prefix("www.").unwrap_or(&host.ascii));
        let within = |inner: &str, outer: &str| {
            outer.contains('.') && inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'))
        };
        one == two || within(one, two) || within(two, one)
    }
}

/// Letters that browsers (UTS #46) compare in another way than by their small and composed forms:
/// Cherokee, Greek with an iota below, old shapes, letters of formulas; and what they pass over.
fn is_unsure(c: char) -> bool {
    matches!(c,
        '\u{345}' | '\u{34f}' | '\u{3f2}' | '\u{3f9}' | '\u{115f}' | '\u{1160}' | '\u{13a0}'..='\u{13ff}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{1c80}'..='\u{1c8f}' | '\u{1f80}'..='\u{1fff}'
        | '\u{3164}' | '\u{ab70}'..='\u{abbf}' | '\u{fe00}'..='\u{fe0e}' | '\u{ffa0}' | '\u{1d400}'..='\u{1d7ff}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// A name in the letters by which hosts are compared: small, of usual width, composed, its dots
/// full stops.
fn mapped(name: &str) -> String {
    let small: String = name.nfkc().flat_map(char::to_lowercase).filter(|c| *c != '\u{fe0f}').collect();
    small.nfkc().map(|c| if c == '\u{3002}' { '.' } else { c }).collect()
}

/// A label in ASCII, and as it reads.
fn label(label: &str) -> Option<(String, String)> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    let (code, name) = if let Some(code) = label.strip_prefix("xn--") {
        let name = punycode::decode(code)?;
        // A code that its own name does not have hides something.
        let same = punycode::encode(&name).is_some_and(|again| again == code);
        let honest = same && !name.is_ascii() && name == mapped(&name) && is_name(&name);
        (label.to_owned(), honest.then_some(name)?)
    } else if label.is_ascii() {
        (label.bytes().all(is_plain).then(|| label.to_owned())?, label.to_owned())
    } else {
        let code = is_name(label).then(|| punycode::encode(label))??;
        (format!("xn--{code}"), label.to_owned())
    };
    (!code.is_empty() && code.len() <= LABEL).then_some((code, name))
}

/// Whether a label holds nothing but letters, digits, marks upon them, pictures, and what parts
/// words of kana.
fn is_name(label: &str) -> bool {
    let is_picture = |c: char| matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}');
    let may_stand = |c: char| {
        c.is_alphanumeric() || is_combining_mark(c) || is_picture(c) || matches!(c, '-' | '_' | '・')
    };
    !label.starts_with(is_combining_mark) && label.chars().all(may_stand)
}

/// Whether the last label of a host makes an IPv4 address of it.
fn is_number(label: &str) -> bool {
    let hex = label.strip_prefix("0x");
    !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit())
        || hex.is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// An IPv4 address however it is written: with fewer parts, in hexadecimal or octal.
fn number(name: &str) -> Option<Ipv4Addr> {
    let read = |part: &str| {
        let (digits, base) = match (part.strip_prefix("0x"), part.strip_prefix('0')) {
            (Some(hex), _) => (hex, 16),
            (None, Some(octal)) if !octal.is_empty() => (octal, 8),
            (None, _) => (part, 10),
        };
        if digits.is_empty() && base == 16 { Some(0) } else { u64::from_str_radix(digits, base).ok() }
    };
    let parts: Vec<u64> = name.split('.').map(read).collect::<Option<_>>()?;
    let (last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 8 * (4 - first.len());
    let front: u64 = first.iter().zip([24, 16, 8]).map(|(part, place)| part << place).sum();
    let whole = (*last < 1 << room).then_some(front + last)?;
    u32::try_from(whole).ok().map(Ipv4Addr::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Host;

    fn forms(raw: &str) -> Option<(String, String)> {
        Host::of(raw).map(|host| (host.ascii, host.shown.into_string()))
    }

    #[test]
    fn a_name_in_other_letters_has_two_forms() {
        for (raw, ascii, shown) in [
            ("例え.jp", "xn--r8jz45g.jp", "例え.jp"),
            ("日本語。ＪＰ", "xn--wgv71a119e.jp", "日本語.jp"),
            ("中国.cn", "xn--fiqs8s.cn", "中国.cn"),
            ("한국.kr", "xn--3e0b707e.kr", "한국.kr"),
            ("Bücher.example", "xn--bcher-kva.example", "bücher.example"),
            ("xn--r8jz45g.jp", "xn--r8jz45g.jp", "例え.jp"),
            ("%E4%BE%8B%E3%81%88.jp", "xn--r8jz45g.jp", "例え.jp"),
            ("раypal.com", "xn--ypal-43d9g.com", "раypal.com"),
            ("WWW.Example.COM.", "www.example.com", "www.example.com"),
            ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com", "example.com"),
            ("か\u{3099}.jp", "xn--v8j.jp", "が.jp"),
        ] {
            let expected = (ascii.to_owned(), shown.to_owned());
            assert_eq!(forms(raw), Some(expected), "{raw}");
        }
    }

    #[test]
    fn numbers_are_the_addresses_that_browsers_make_of_them() {
        for (raw, expected) in [
            ("127.0.0.1", "127.0.0.1"),
            ("2130706433", "127.0.0.1"),
            ("0x7f.1", "127.0.0.1"),
            ("0177.0.0.01", "127.0.0.1"),
            ("１９２.168.257", "192.168.1.1"),
            ("[::1]", "[::1]"),
            ("[2001:DB8::1]", "[2001:db8::1]"),
        ] {
            assert_eq!(forms(raw).map(|(ascii, _)| ascii).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_is_no_host_is_none() {
        for raw in [
            "",
            ".",
            "a..b",
            "a b",
            "a<b",
            "-\x1b",
            "a%00b",
            "a%2fb",
            "猫\u{200d}.jp",
            "猫\u{202e}.jp",
            "xn--.jp",
            "xn--abc.jp",
            "[::1",
            "[x]",
            "1.2.3.4.5",
            "256.1.1.1",
            "\u{301}a.jp",
            "a\u{ad}.jp",
            "Ꭰ.com",
            "ᾎ.com",
            "aㅤ.com",
            "𝐠𝐨𝐨𝐠𝐥𝐞.com",
            &"a".repeat(64),
            &"a.".repeat(140),
        ] {
            let found = forms(raw);
            assert!(found.is_none(), "{raw:?} {found:?}");
        }
    }

    #[test]
    fn hosts_of_one_house_are_told_from_strangers() {
        let of = |raw: &str| Host::of(raw).unwrap();
        for (one, two, expected) in [
            ("www.example.com", "example.com", true),
            ("docs.example.com", "example.com", true),
            ("例え.jp", "xn--r8jz45g.jp", true),
            ("example.com.evil.org", "example.com", false),
            ("badexample.com", "example.com", false),
            ("example.com", "com", false),
        ] {
            assert_eq!(of(one).is_of_house(&of(two)), expected, "{one} {two}");
            assert_eq!(of(two).is_of_house(&of(one)), expected, "{two} {one}");
        }
    }

    proptest! {
        #[test]
        fn a_host_is_ascii_and_means_itself(raw in "[a-zA-Z0-9.猫犬例え한국가пあ・%_-]{0,24}") {
            if let Some(host) = Host::of(&raw) {
                prop_assert!(host.ascii.bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(Host::of(&host.ascii), Some(host.clone()));
                prop_assert_eq!(Host::of(&host.shown).map(|again| again.ascii), Some(host.ascii));
            }
        }

        #[test]
        fn no_text_makes_it_panic(raw in "\\PC{0,40}") {
            let _ = Host::of(&raw);
        }
    }
}
