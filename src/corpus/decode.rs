//! Bytes to text, whatever encoding they are in.
//!
//! UTF-8 comes first and is held on to: a file that is UTF-8 but for a cut character or a few
//! bad bytes stays UTF-8, with U+FFFD. A byte order mark is believed; only what is plainly
//! something else is given to the detector. Bytes with a NUL are no text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are shown to the detector.
const SAMPLE: usize = 256 * 1024;

/// A file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark; the bytes themselves where they are UTF-8.
    pub text: Cow<'a, str>,
    /// The name of the encoding, as the WHATWG Encoding Standard spells it.
    pub encoding: &'static str,
    /// What could not be read, and as what it was taken.
    pub trouble: Option<String>,
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// They hold a NUL (and are not UTF-16), or are mostly controls.
    Binary,
}

/// The text of `bytes`.
///
/// # Errors
/// Where they are no text at all.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return decode_utf16(&bytes[mark..], encoding);
        }
        return decode_marked_utf8(&bytes[mark..]);
    }
    if is_binary(bytes) {
        return Err(NotText::Binary);
    }
    if let Some(text) = iso_2022_jp(bytes) {
        return Ok(Decoded { text: text.into(), encoding: ISO_2022_JP.name(), trouble: None });
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Ok(Decoded { text: text.into(), encoding: UTF_8.name(), trouble: None });
    }
    if is_nearly_utf8(bytes) {
        return Ok(patched_utf8(bytes));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    match encoding.decode_without_bom_handling(bytes) {
        (text, false) => Ok(Decoded { text, encoding: encoding.name(), trouble: None }),
        (text, true) if is_mostly_right(&text) => Ok(Decoded {
            text,
            encoding: encoding.name(),
            trouble: Some(format!("some characters are not {}", encoding.name())),
        }),
        (_, true) => Ok(patched_utf8(bytes)),
    }
}

fn decode_utf16<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>, NotText> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    // A byte order mark of UTF-32 begins with that of UTF-16.
    if text.starts_with('\0') {
        return Err(NotText::Binary);
    }
    let trouble = broken.then(|| format!("some characters are not {}", encoding.name()));
    Ok(Decoded { text, encoding: encoding.name(), trouble })
}

fn decode_marked_utf8(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if is_binary(bytes) {
        return Err(NotText::Binary);
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.into(), encoding: UTF_8.name(), trouble: None }),
        Err(_) => Ok(patched_utf8(bytes)),
    }
}

fn patched_utf8(bytes: &[u8]) -> Decoded<'_> {
    let bad = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let what = if bad == 1 { "one character is".to_owned() } else { format!("{bad} characters are") };
    Decoded {
        text: String::from_utf8_lossy(bytes),
        encoding: UTF_8.name(),
        trouble: Some(format!("{what} not UTF-8")),
    }
}

/// A NUL, or controls in more than three bytes of ten; escapes and the like may be shown.
fn is_binary(bytes: &[u8]) -> bool {
    if bytes.contains(&0) {
        return true;
    }
    let is_control = |byte: u8| matches!(byte, 0x01..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let controls = bytes.iter().filter(|&&byte| is_control(byte)).count();
    controls > 8 && controls * 10 > bytes.len() * 3
}

/// The text of ISO-2022-JP, which is ASCII but for its escapes.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    if !bytes.contains(&0x1b) {
        return None;
    }
    let shifts = bytes.windows(3).any(|three| matches!(three, [0x1b, b'$', b'B' | b'@']));
    if !shifts || !bytes.is_ascii() {
        return None;
    }
    let (text, broken) = ISO_2022_JP.decode_without_bom_handling(bytes);
    (!broken).then(|| text.into_owned())
}

/// Whether bytes that are not UTF-8 are meant to be: good characters of several bytes far
/// outnumber the bad ones, or the only bad one is cut off by the end.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good >= bad * 4 {
        return true;
    }
    let cut = bytes.utf8_chunks().last().map_or(0, |chunk| chunk.invalid().len());
    bad == 1 && cut >= 2 && str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether at most one character in a hundred could not be decoded.
fn is_mostly_right(text: &str) -> bool {
    let bad = text.matches('\u{fffd}').count();
    bad * 100 <= text.chars().count()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};
    use proptest::prelude::*;

    use super::{Decoded, NotText, decode};

    const JA: &str = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。";
    const ZH: &str = "我们的目标是让每个人都能读懂这篇文章。今天的天气很好，我们去公园散步。";
    const ZH_TW: &str = "我們的目標是讓每個人都能讀懂這篇文章。今天的天氣很好，我們去公園散步。";
    const KO: &str = "오늘은 날씨가 좋아서 공원에 산책하러 갔습니다. 고양이는 집에서 자고 있습니다.";

    fn utf8(bytes: &[u8]) -> Decoded<'_> {
        let decoded = decode(bytes).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        decoded
    }

    #[test]
    fn utf8_is_read_with_and_without_a_mark() {
        for text in ["", "a", JA, ZH, KO, "👨\u{200d}👩\u{200d}👧"] {
            let marked = format!("\u{feff}{text}");
            assert_eq!(utf8(text.as_bytes()), utf8(marked.as_bytes()));
            assert_eq!(utf8(text.as_bytes()).text, text);
        }
    }

    #[test]
    fn utf16_is_read_where_a_mark_says_so() {
        for text in [JA, ZH, KO, "abc"] {
            let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&little).unwrap().text, text);
            assert_eq!(decode(&big).unwrap().text, text);
        }
    }

    #[test]
    fn older_encodings_are_told_apart() {
        let rows: [(&str, &'static Encoding); 5] =
            [(JA, SHIFT_JIS), (JA, EUC_JP), (ZH, GB18030), (ZH_TW, BIG5), (KO, EUC_KR)];
        for (text, encoding) in rows {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, text, "{}", encoding.name());
            assert_eq!(decoded.trouble, None);
        }
        let (bytes, _, _) = WINDOWS_1252.encode("Déjà vu à la carte, naïve façade: où est l’été?");
        assert_eq!(decode(&bytes).unwrap().text, "Déjà vu à la carte, naïve façade: où est l’été?");
    }

    #[test]
    fn iso_2022_jp_is_not_taken_for_ascii() {
        let bytes = b"a \x1b$B$3$s\x1b(B b";
        assert_eq!(decode(bytes).unwrap().text, "a こん b");
        assert_eq!(decode(b"a \x1b$Bx").unwrap().encoding, "UTF-8");
    }

    #[test]
    fn a_few_bad_bytes_do_not_change_the_encoding() {
        for text in [JA, ZH, KO] {
            let cut = utf8(&text.as_bytes()[..text.len() - 2]);
            assert!(cut.text.ends_with('\u{fffd}'));
            assert_eq!(cut.trouble.as_deref(), Some("one character is not UTF-8"));
            let mut bytes = text.as_bytes().to_vec();
            bytes.splice(3..3, [0xff]);
            assert!(utf8(&bytes).text.contains('\u{fffd}'));
        }
        assert_eq!(utf8(b"plain text cut here: \xe7\x8c").text, "plain text cut here: \u{fffd}");
    }

    #[test]
    fn a_nul_or_many_controls_are_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(NotText::Binary));
        assert_eq!(decode(b"text\0"), Err(NotText::Binary));
        assert_eq!(decode(&[1; 100]), Err(NotText::Binary));
        assert_eq!(decode(b"\xff\xfe\0\0a\0\0\0"), Err(NotText::Binary));
        assert!(decode(b"\x1b[31mred\x07").is_ok());
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn all_utf8_comes_out_as_it_went_in(text in "[^\0-\u{8}\u{b}-\u{1f}\u{7f}\u{feff}]{0,60}") {
            prop_assert_eq!(&decode(text.as_bytes()).unwrap().text, &text);
        }
    }
}
