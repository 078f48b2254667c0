//! Where a link leads that leaves the articles: as it is written, and as it is opened.
//!
//! Only `http`, `https` and `mailto` are opened, and only where it is sure which host is meant.
//! What is opened is written anew from its parts: one word of ASCII that begins with the scheme,
//! all else in percent codes, so that no program takes it for an option, a script or something
//! else than was shown. What a reader should know before is told as [`Doubt`]s.

use std::ops::Range;

use crate::limits::ADDRESS_BYTES;
use crate::markdown::host::Host;
use crate::markdown::link::decoded;
use crate::text::safe::Safe;

/// Where a link leads that leaves the articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// As it is written.
    pub written: Safe,
    /// The host that one goes to, where there is one.
    pub host: Option<Host>,
    /// What stands in `written` for the host, in bytes; empty without one.
    pub host_range: Range<usize>,
    /// What stands before the host of a web address, up to `@`.
    user: Option<Safe>,
    opened: Option<String>,
}

/// What a reader should know of an address before going there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A name, or a name and a password, stand before the host: they may look like one.
    User(Safe),
    /// The text of the link looks like an address at this other host.
    Text(Safe),
}

/// Letters of a web address that are left as they are, beside letters and digits; the percent sign
/// where a code follows. What shells and their like would act on is not among them, nor the dollar
/// sign, brackets and apostrophe that the standard would leave.
const PLAIN: &[u8] = b"-._~!*+,;=:@/?&#";

/// The fields of a letter that an address may fill in: others may attach files.
const FIELDS: [&str; 5] = ["to", "cc", "bcc", "subject", "body"];

impl Address {
    /// The address that `target` is; `None` where it names no scheme, being a path.
    #[must_use]
    pub fn of(target: &str) -> Option<Self> {
        let written = Safe::line(target);
        let (scheme, rest) = if let Some(rest) = written.strip_prefix("//") {
            ("https".to_owned(), rest)
        } else {
            let (scheme, rest) = written.split_once(':')?;
            (is_scheme(scheme).then(|| scheme.to_ascii_lowercase())?, rest)
        };
        let start = written.len() - rest.len();
        match scheme.as_str() {
            "http" | "https" => Some(Self::web(&scheme, start, &written)),
            "mailto" => Some(Self::mail(start, &written)),
            _ => Some(Self { written, host: None, host_range: 0..0, user: None, opened: None }),
        }
    }

    /// The address as it is handed to a browser; `None` where it is not opened.
    #[must_use]
    pub fn opened(&self) -> Option<&str> {
        self.opened.as_deref()
    }

    /// What it is called in short: its host as one reads it, else all of it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.host.as_ref().map_or(self.written.as_str(), |host| host.shown.as_str())
    }

    /// What should be known before following a link that reads `text`.
    #[must_use]
    pub fn doubts(&self, text: &str) -> Vec<Doubt> {
        let user = self.user.clone().map(Doubt::User);
        let is_meant = |host: &Host| self.host.as_ref().is_some_and(|real| real.is_of_house(host));
        let other = hosts_in(text).into_iter().find(|readings| !readings.iter().any(is_meant));
        let other = other.and_then(|readings| readings.into_iter().next());
        let other = other.map(|host| Doubt::Text(host.shown));
        user.into_iter().chain(other).collect()
    }

    /// A web address; what stands behind the scheme begins at `start`.
    fn web(scheme: &str, start: usize, written: &Safe) -> Self {
        // Browsers take any number of strokes of either kind.
        let strokes = |c: char| matches!(c, '/' | '\\');
        let start = written.len() - written[start..].trim_start_matches(strokes).len();
        let end = written[start..].find(['/', '\\', '?', '#']).map_or(written.len(), |at| start + at);
        let (whole, tail) = (&written[start..end], &written[end..]);
        let (user, place) = whole.rsplit_once('@').map_or((None, whole), |(user, place)| (Some(user), place));
        let host_start = end - place.len();
        let (name, port) = match place.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, Some(port)),
            Some(_) | None => (place, None),
        };
        let port = match port {
            None | Some("") => Some(String::new()),
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse::<u16>().ok().map(|port| format!(":{port}"))
            }
            Some(_) => None,
        };
        let host = Host::of(name);
        let opened = host.as_ref().zip(port).map(|(host, port)| {
            let before = user.filter(|user| !user.is_empty());
            let user = before.map(|user| encoded(user, b"-._~!*+,;=:&") + "@").unwrap_or_default();
            let (path, rest) = tail.split_at(tail.find(['?', '#']).unwrap_or(tail.len()));
            let path = path.replace('\\', "/");
            let path = if path.is_empty() { "/" } else { &path };
            format!("{scheme}://{user}{}{port}{}{}", host.ascii, encoded(path, PLAIN), encoded(rest, PLAIN))
        });
        Self {
            user: user.map(Safe::line),
            host,
            host_range: host_start..host_start + name.len(),
            opened: opened.filter(|opened| opened.len() <= ADDRESS_BYTES),
            written: written.clone(),
        }
    }

    /// A letter to somebody; what stands behind the scheme begins at `start`.
    fn mail(start: usize, written: &Safe) -> Self {
        let rest = &written[start..];
        let (rest, _) = rest.split_once('#').unwrap_or((rest, ""));
        let (people, fields) = rest.split_once('?').unwrap_or((rest, ""));
        let first = people.split(',').next().unwrap_or_default();
        let name = first.rsplit_once('@').map_or("", |(_, name)| name);
        let name_start = start + first.len() - name.len();
        // A line end in a code would begin a field of its own.
        let is_one_line = |part: &str| !decoded(part).contains(char::is_control);
        let is_kept = |field: &&str| {
            let (key, value) = field.split_once('=').unwrap_or((field, ""));
            let key = key.to_ascii_lowercase();
            FIELDS.contains(&key.as_str()) && (key == "body" || is_one_line(value))
        };
        let fields: Vec<String> =
            fields.split('&').filter(is_kept).map(|field| encoded(field, PLAIN)).collect();
        let fields = if fields.is_empty() { String::new() } else { format!("?{}", fields.join("&")) };
        let people =
            (is_one_line(people) && !people.starts_with('-')).then(|| encoded(people, b"-._~!*+,=:@"));
        let opened = people.map(|people| format!("mailto:{people}{fields}"));
        Self {
            user: None,
            host: Host::of(name),
            host_range: name_start..name_start + name.len(),
            opened: opened.filter(|opened| opened.len() <= ADDRESS_BYTES),
            written: written.clone(),
        }
    }
}

/// Whether `name`, which stands before a colon, is that of a scheme of any kind. One letter is a drive.
#[must_use]
pub fn is_scheme(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// `part` in ASCII: letters, digits, what is `plain` and percent codes stay.
fn encoded(part: &str, plain: &[u8]) -> String {
    let bytes = part.as_bytes();
    let mut out = String::with_capacity(part.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let is_code = || {
            let digits = bytes.get(at + 1..at + 3);
            byte == b'%' && digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) || is_code() {
            out.push(char::from(byte));
        } else {
            let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// Endings by which a word is taken for a host though it names no scheme.
const ENDINGS: [&str; 24] = [
    "com", "org", "net", "edu", "gov", "info", "biz", "io", "dev", "app", "co", "me", "jp", "cn", "tw", "hk",
    "kr", "us", "uk", "eu", "de", "fr", "ru", "in",
];

/// The hosts that a text seems to name, each in the ways in which it may be read, the likeliest first.
fn hosts_in(text: &str) -> Vec<Vec<Host>> {
    let signs = "「」『』（）()<>〈〉《》【】、，。；：！？～〜・\"'“”‘’|";
    let ends = |c: char| c.is_whitespace() || signs.contains(c);
    let words = text.split(ends).flat_map(parts);
    words.map(readings).filter(|readings| !readings.is_empty()).collect()
}

/// A word in parts, each of which may be an address: one begins with the letters of its scheme, where
/// no blank need stand before it.
fn parts(word: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (sign, _) in word.match_indices("://") {
        let letters = word[..sign].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let before = &word[..sign - letters];
        let is_within = starts.len() > 1 || before.contains('/');
        if letters > 0 && (!is_within || before.ends_with(|c: char| !c.is_ascii())) {
            starts.push(before.len());
        }
    }
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &word[start..end]).collect()
}

fn readings(word: &str) -> Vec<Host> {
    let word = word.trim_end_matches(['.', ',', ':', ';', '!', '?']);
    let is_web = |(scheme, _): (&str, &str)| is_scheme(scheme);
    if word.starts_with("//") || word.split_once("://").is_some_and(is_web) {
        let Some(address) = Address::of(word) else { return Vec::new() };
        let name = &address.written[address.host_range];
        return hosts([sentence_cut(name), name]);
    }
    let place = word.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if let Some((_, place)) = place.rsplit_once('@') {
        return hosts([sentence_cut(place), place].into_iter().filter(|name| name.contains('.')));
    }
    let place = sentence_cut(place.split(':').next().unwrap_or_default());
    let is_ideographic = |c: char| c >= '\u{2e80}';
    let within = place.rfind(is_ideographic).map_or(place, |at| {
        let behind = &place[at..];
        behind.trim_start_matches(is_ideographic)
    });
    hosts([within, place].into_iter().filter(|name| seems_host(name)))
}

fn hosts<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<Host> {
    names.into_iter().filter_map(Host::of).collect()
}

/// Whether a name without a scheme is taken for a host.
fn seems_host(name: &str) -> bool {
    let is_small = !name.contains(|c: char| c.is_ascii_uppercase());
    let known = name.rsplit_once('.').is_some_and(|(rest, ending)| {
        !rest.is_empty() && !rest.starts_with('.') && ENDINGS.contains(&ending)
    });
    name.starts_with("www.") && name.len() > 4 || is_small && known
}

/// `name` up to where a sentence in other letters goes on behind a known ending.
fn sentence_cut(name: &str) -> &str {
    for (dot, _) in name.match_indices('.').filter(|(dot, _)| *dot > 0) {
        let rest = &name[dot + 1..];
        let (ending, behind) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphabetic).count());
        let is_known = ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
        if is_known && behind.starts_with(|c: char| !c.is_ascii()) {
            return &name[..dot + 1 + ending.len()];
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Address, Doubt};

    fn opened(target: &str) -> Option<String> {
        Address::of(target)?.opened().map(str::to_owned)
    }

    #[test]
    fn addresses_are_opened_as_one_word_of_ascii() {
        for (target, expected) in [
            ("https://example.com", "https://example.com/"),
            ("HTTP://Example.com:8080/a?b=c#d", "http://example.com:8080/a?b=c#d"),
            ("https://例え.jp/%E7%8C%AB", "https://xn--r8jz45g.jp/%E7%8C%AB"),
            ("https://例え.jp/猫?犬=鳥#魚", "https://xn--r8jz45g.jp/%E7%8C%AB?%E7%8A%AC=%E9%B3%A5#%E9%AD%9A"),
            ("https://中国.cn/图", "https://xn--fiqs8s.cn/%E5%9B%BE"),
            ("https://한국.kr/글?힘", "https://xn--3e0b707e.kr/%EA%B8%80?%ED%9E%98"),
            ("https://e.com/100%の%zz%4", "https://e.com/100%25%E3%81%AE%25zz%254"),
            ("https://e.com/a b\"c'd`e<f>{g}|h^i", "https://e.com/a%20b%22c%27d%60e%3Cf%3E%7Bg%7D%7Ch%5Ei"),
            ("https://e.com/$(touch pwned)", "https://e.com/%24%28touch%20pwned%29"),
            ("https://e.com/\x1b]0;x\x07", "https://e.com/%5E%5B%5D0;x%5EG"),
            ("https:e.com", "https://e.com/"),
            ("https:\\\\e.com\\a\\b?c\\d", "https://e.com/a/b?c%5Cd"),
            ("https:////e.com//a", "https://e.com//a"),
            ("//e.com/a", "https://e.com/a"),
            ("http://[::1]:80/", "http://[::1]:80/"),
            ("http://2130706433", "http://127.0.0.1/"),
            ("https://e.com:/", "https://e.com/"),
            (
                "mailto:a@例え.jp?subject=猫 と&attach=/etc/passwd",
                "mailto:a@%E4%BE%8B%E3%81%88.jp?subject=%E7%8C%AB%20%E3%81%A8",
            ),
            ("mailto:a@b.kr,c@d.kr?body=%0D%0A글&cc=x%0ABcc:y", "mailto:a@b.kr,c@d.kr?body=%0D%0A%EA%B8%80"),
            ("MAILTO:a@b.com", "mailto:a@b.com"),
        ] {
            assert_eq!(opened(target).as_deref(), Some(expected), "{target}");
        }
    }

    #[test]
    fn other_schemes_are_known_and_not_opened() {
        for target in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,猫",
            "tel:+81-3-1234",
            "ftp://e.com/",
            "vscode://x",
            "x-apple:y",
            "https://",
            "https://a b/",
            "https://e.com:99999/",
            "https://e.com:8a/",
            "https://\x1b[2J/",
            "mailto:a%0A@b.com",
            "mailto:-x@b.com",
            "view-source:https://e.com",
        ] {
            let address = Address::of(target).unwrap();
            assert_eq!(address.opened(), None, "{target:?}");
            assert!(!address.written.contains('\x1b'), "{target:?}");
        }
        let endless = format!("https://e.com/{}", "猫".repeat(20_000));
        assert_eq!(opened(&endless), None);
    }

    #[test]
    fn paths_are_no_addresses() {
        for target in
            ["-x", "a/b.md", "../zh/图.md#章", "#a", "", "C:\\a", "?a:b", "猫:犬", "노트#절:1", "1a:b"]
        {
            assert_eq!(Address::of(target), None, "{target}");
        }
    }

    #[test]
    fn the_real_host_is_found_in_what_is_written() {
        for (target, expected) in [
            ("https://例え.jp/a", "例え.jp"),
            ("https://bank.com@evil.org/x", "evil.org"),
            ("https://bank.com\\@evil.org/x", "bank.com"),
            ("https://a:b@evil.org:8080/?x@y", "evil.org"),
            ("https://evil.org#@bank.com", "evil.org"),
            ("mailto:猫@고양이.kr?subject=a@b", "고양이.kr"),
            ("tel:1", ""),
        ] {
            let address = Address::of(target).unwrap();
            assert_eq!(&address.written[address.host_range.clone()], expected, "{target}");
        }
    }

    #[test]
    fn names_before_the_host_and_texts_that_lie_are_told() {
        let doubts = |target: &str, text: &str| -> Vec<String> {
            let told = |doubt: &Doubt| match doubt {
                Doubt::User(user) => format!("user {user}"),
                Doubt::Text(host) => format!("text {host}"),
            };
            Address::of(target).unwrap().doubts(text).iter().map(told).collect()
        };
        for (target, text, expected) in [
            ("https://bank.com@evil.org/", "銀行", &["user bank.com"][..]),
            ("https://evil.org/", "https://bank.com/login", &["text bank.com"]),
            ("https://evil.org/", "銀行（bank.co.jp）へ", &["text bank.co.jp"]),
            ("https://evil.org/", "www.銀行.jp", &["text www.銀行.jp"]),
            ("https://evil.org/", "请访问 https://中国.cn。", &["text 中国.cn"]),
            ("https://evil.org/", "문의: help@bank.kr", &["text bank.kr"]),
            ("https://evil.org", "公式：https://bank.com", &["text bank.com"]),
            ("https://evil.org", "詳細はhttps://bank.com/", &["text bank.com"]),
            ("https://evil.org", "公式はbank.comです", &["text bank.com"]),
            ("https://evil.org", "공식은bank.co.kr에서", &["text bank.co.kr"]),
            ("https://evil.org", "官网・bank.cn！", &["text bank.cn"]),
            ("https://evil.org", "見よhttps://evil.orgとhttps://bank.comを", &["text bank.com"]),
            ("https://evil.org", "문의help@bank.kr로", &["text bank.kr"]),
            ("https://example.com", "https://example.comはこちら", &[]),
            ("https://example.com", "详见HTTPS://Example.com。", &[]),
            ("https://example.com", "공식 https://example.com입니다", &[]),
            ("https://公式はbank.com", "公式はbank.com", &[]),
            ("https://web.e.org/2020/https://bank.com", "https://web.e.org/2020/https://bank.com", &[]),
            ("https://web.e.org/2020/https://bank.com", "web.e.org/2020/https://bank.com", &[]),
            ("https://evil.org", "bank.com/?to=https://evil.org", &["text bank.com"]),
            ("https://xn--r8jz45g.jp/", "例え.jpはこちら", &[]),
            ("https://xn--r8jz45g.jp/", "https://例え.jp/", &[]),
            ("https://www.bank.com/a", "bank.com", &[]),
            ("https://github.com/x", "README.md", &[]),
            ("https://dotnet.microsoft.com/", "ASP.NET 와 Node.js", &[]),
            ("https://example.com/", "例えばこれ。", &[]),
            ("javascript:alert(1)", "https://bank.com", &["text bank.com"]),
            ("mailto:help@bank.kr", "help@bank.kr", &[]),
        ] {
            assert_eq!(doubts(target, text), expected, "{target} {text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_opened_is_one_harmless_word(
            scheme in prop::sample::select(vec!["https:", "http://", "HTTPS:\\", "mailto:", "//", "-", "file:"]),
            rest in "([a-z.@:/\\\\?#%&$`'\"|; -]|猫|글|图|\\PC){0,40}",
        ) {
            let target = format!("{scheme}{rest}");
            let Some(address) = Address::of(&target) else { return Ok(()) };
            prop_assert!(address.written.get(address.host_range.clone()).is_some());
            if let Some(opened) = address.opened() {
                prop_assert!(["https://", "http://", "mailto:"].iter().any(|known| opened.starts_with(known)));
                let harmless = |b: u8| b.is_ascii_graphic() && !b"\"'`<>\\{}|^$()".contains(&b);
                prop_assert!(opened.bytes().all(harmless), "{opened}");
                let again = Address::of(opened).unwrap();
                prop_assert_eq!(again.opened(), Some(opened));
                prop_assert_eq!(again.host.map(|host| host.ascii), address.host.clone().map(|host| host.ascii));
            }
            let _ = address.doubts(&rest);
        }
    }
}
