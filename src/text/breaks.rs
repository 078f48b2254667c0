//! Where a line may break.
//!
//! Japanese and Chinese break between any two characters, save before a closing mark or after an
//! opening one (kinsoku); Korean breaks at blanks, Latin at blanks and hyphens. `uax14` knows the
//! standard's rules; this file takes away the breaks that an editor would not want, and adds the
//! one after `&` in a URL. It only says *where*; `wrap` decides *which*.
//!
//! Set greedily, paragraphs end their lines where a browser ends them with `line-break: strict`
//! (and `word-break: keep-all` for Korean), but for these pairs:
//!
//! - a blank before a stop, a closing bracket, small kana, … or `.md`, and a blank after an opening
//!   bracket: the browser parts them; JLREQ lets no line begin or end so, blank or not;
//! - `GPT-|3`, `35-|44`, ` -|x`, `--|sort`: the browser has a short way of its own for ASCII;
//!   UAX #14 keeps them (rules LB25 and 20a);
//! - `path/|to`: the browser breaks after no slash between Latin letters; we do in URLs and paths;
//! - `2|倍`, `第|1`, `億|円`: a number stays with its counter, which is taste, and JLREQ lets it;
//! - `０|０`: full-width numbers are numbers; `－|－`: a dash of several characters is one;
//! - `’|고`, `」|는`: a Korean particle stays with the quotation that it marks;
//! - `가|·나`, `第1章|～`: no line begins with a middle dot or a full-width tilde (CLREQ, JLREQ);
//! - `&|b` in a URL: a break more;
//! - where a row would be left more than a quarter empty, or a run wider than the row be cut, `wrap`
//!   takes a break of [`at_need`], and then a place at which kinsoku holds.

use std::cell::OnceCell;

use crate::text::bytes::{any_three, next_of};
use crate::text::kinsoku::{is_blank, never_begins, never_ends};
use crate::text::phrase::phrases;
use crate::text::uax14::{opportunities, opportunities_within};

/// How fine the breaks are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Breaks {
    /// Wherever the strict level of kinsoku lets a line break.
    #[default]
    Strict,
    /// Only between phrases (bunsetsu), where the text is Japanese.
    Phrase,
}

/// Byte offsets in `text` at which a line may begin: ascending, on grapheme borders, without its
/// two ends. After each line feed stands one, always.
#[must_use]
pub fn breaks(text: &str, kind: Breaks) -> Vec<u32> {
    let strict = Strict::new(text).find();
    match kind {
        Breaks::Strict => strict,
        Breaks::Phrase => phrases(text, &strict),
    }
}

/// The last place past `start` and not past `end` at which an editor breaks though the standard
/// does not: `说|“Hello”|的` before and behind a quotation in Latin letters, whose marks the standard
/// takes for Latin (rule `LB19a`), `¥1,000、|¥2,000` between prices, which it takes for one (rule
/// `LB25`), and `研究[1]|AI` behind the mark of a note. Both ends lie on borders of characters.
#[must_use]
pub fn at_need(text: &str, start: usize, end: usize) -> Option<usize> {
    let mut after = text[end..].chars().next();
    let mut at = end;
    for before in text[start..end].chars().rev() {
        if at > start && after.is_some_and(|after| parts_at_need(text, at, before, after)) {
            return Some(at);
        }
        at -= before.len_utf8();
        after = Some(before);
    }
    None
}

fn parts_at_need(text: &str, at: usize, before: char, after: char) -> bool {
    let is_wide = |c| matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}');
    match (before, after) {
        (_, '\u{2018}' | '\u{201c}') => is_wide(before) && !never_ends(before),
        (_, '"') => is_wide(before) && !never_ends(before) && straight(text, at) == Some(Straight::Opens),
        ('\u{2019}' | '\u{201d}', _) => is_wide(after) && !never_begins(after),
        ('"', _) => {
            is_wide(after) && !never_begins(after) && straight(text, at - 1) == Some(Straight::Closes)
        }
        (
            '、' | '，' | '。' | '；' | '：' | '」' | '）',
            '$' | '¥' | '£' | '€' | '₩' | '＄' | '￥' | '￡',
        ) => true,
        (']', _) => !is_blank(after) && after != '[' && !never_begins(after) && ends_in_note(&text[..at]),
        _ => false,
    }
}

/// Whether `head` ends in the mark of a note as pages show it: `[12]`.
fn ends_in_note(head: &str) -> bool {
    let digits = head.as_bytes().iter().rev().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    let opening = head.len().checked_sub(digits + 2).and_then(|at| head.as_bytes().get(at));
    digits > 0 && opening == Some(&b'[')
}

/// What a straight quotation mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Straight {
    /// It opens a quotation.
    Opens,
    /// It closes one.
    Closes,
}

/// What the `"` at `at` does; `None` where nothing near tells.
#[must_use]
pub fn straight(text: &str, at: usize) -> Option<Straight> {
    /// Bytes before it in which those of its line are counted.
    const REACH: usize = 2000;
    let before = text[..at].chars().next_back();
    let after = text[at + 1..].chars().next();
    let is_apart = before.is_none_or(|c| is_blank(c) || never_ends(c));
    let is_done = after.is_none_or(|c| is_blank(c) || never_begins(c));
    if is_apart != is_done {
        return Some(if is_apart { Straight::Opens } else { Straight::Closes });
    }
    let reach = &text.as_bytes()[at.saturating_sub(REACH)..at];
    let line = match reach.iter().rposition(|&byte| byte == b'\n') {
        Some(end) => &reach[end + 1..],
        None if at <= REACH => reach,
        None => return None,
    };
    let is_open = line.iter().fold(false, |is_open, &byte| is_open ^ (byte == b'"'));
    Some(if is_open { Straight::Closes } else { Straight::Opens })
}

/// The strict breaks of a text, of which no more are found than are asked for: a row needs the
/// last one that it can hold.
#[derive(Debug)]
pub struct Strict<'a> {
    text: &'a str,
    is_korean: bool,
    /// Whether there may be a URL with a query in it.
    has_queries: bool,
    all: OnceCell<Vec<u32>>,
}

impl<'a> Strict<'a> {
    /// Those of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let has_queries = next_of(text, 0, *b"&").is_some();
        Self { text, is_korean: is_korean(text), has_queries, all: OnceCell::new() }
    }

    /// All of them, as [`breaks`] gives them.
    #[must_use]
    pub fn all(&self) -> &[u32] {
        self.all.get_or_init(|| self.find())
    }

    /// The last one past `start` and not past `end` that `is_fit`. No line feed may stand between
    /// the two.
    #[must_use]
    pub fn last(&self, start: usize, end: usize, is_fit: impl Fn(usize) -> bool) -> Option<usize> {
        /// Bytes before the end in which there mostly is one.
        const NEAR: usize = 24;
        let near = self.text.floor_char_boundary(end.saturating_sub(NEAR)).max(start);
        let find = |from| self.within(from, end).into_iter().map(|at| at as usize).rfind(|&at| is_fit(at));
        find(near).or_else(|| if near > start { find(start) } else { None })
    }

    /// Those past `from` and not past `to`.
    fn within(&self, from: usize, to: usize) -> Vec<u32> {
        let near = || opportunities_within(self.text, from, to);
        if !self.has_queries
            && self.all.get().is_none()
            && let Some(mut found) = near()
        {
            found.retain(|&at| self.is_kept(at as usize));
            return found;
        }
        let reached = |end: usize| self.all().partition_point(|&at| at as usize <= end);
        self.all()[reached(from)..reached(to)].to_vec()
    }

    fn find(&self) -> Vec<u32> {
        let mut found = opportunities(self.text);
        found.retain(|&at| self.is_kept(at as usize));
        if self.has_queries {
            add_queries(self.text, &mut found);
        }
        found
    }

    /// Whether an editor lets the standard's break at `at` stand.
    #[inline]
    fn is_kept(&self, at: usize) -> bool {
        if is_plainly_free(self.text.as_bytes(), at) && !self.is_korean {
            return true;
        }
        let (head, tail) = self.text.split_at(at);
        let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) else {
            return false;
        };
        let glued = is_glued(head, before, after, tail) || self.is_korean && is_within_word(before, after);
        before == '\n' || !glued
    }
}

/// Whether kana, ideographs or their punctuation stand on both sides of `at`, of which `is_glued`
/// says nothing. Kana and ideographs take turns as they like, so there is no branch between them.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch that cannot be foreseen costs more than all of it"
)]
fn is_plainly_free(text: &[u8], at: usize) -> bool {
    const MYRIADS: [u32; 4] = [
        number(*b"\xe4\xb8\x87"),
        number(*b"\xe5\x84\x84"),
        number(*b"\xe4\xba\xbf"),
        number(*b"\xe5\x85\x86"),
    ];
    const fn number([one, two, three]: [u8; 3]) -> u32 {
        (one as u32) << 16 | (two as u32) << 8 | three as u32
    }
    let (Some(&before), Some(&after)) = (text[..at].last_chunk(), text[at..].first_chunk()) else {
        return false;
    };
    let (before, after) = (number(before), number(after));
    // U+3001 to U+30FF and U+4000 to U+9FFF, in UTF-8.
    let is_plain = |c: u32| (0xe3_8081..=0xe3_83bf).contains(&c) | (0xe4_8080..=0xe9_bfbf).contains(&c);
    // What stands behind 万 億 亿 兆 may be their unit.
    let is_myriad = MYRIADS.iter().fold(false, |is, &myriad| is | (before == myriad));
    is_plain(before) & is_plain(after) & !is_myriad
}

/// Whether the standard's break between `before`, which ends `head`, and `after`, which begins
/// `tail`, is one that an editor would close.
fn is_glued(head: &str, before: char, after: char, tail: &str) -> bool {
    match (before, after) {
        // Not even a blank makes it lawful to begin a line with a stop, a bracket or dots; a blank
        // that begins a line would be swallowed by the end of the one before.
        (_, '\u{80}'..) if never_begins(after) || after == '\u{3000}' => true,
        ('0'..='9' | '０'..='９' | '第', '0'..='9' | '０'..='９') => true,
        ('0'..='9' | '０'..='９', _) => is_counter(after),
        ('，' | '．', '０'..='９') => before_last(head).is_some_and(|c| matches!(c, '０'..='９')),
        ('万' | '億' | '亿' | '兆', '円' | '元' | '人' | '件' | '台' | '個' | '个') => {
            before_last(head).is_some_and(|c| matches!(c, '0'..='9' | '０'..='９'))
        }
        // C++, and a dash of several characters.
        ('+' | '－' | '～' | '―' | '─', _) => before == after,
        ('/', _) => is_between_short_words(head, tail),
        // Names and code: Yahoo!JAPAN, a!==b, a|b.
        ('!' | '|' | '}', '!'..='~') => !matches!(after, '(' | '[' | '{'),
        // An option of a command: the hyphens belong to the word behind them.
        ('-', 'a'..='z' | 'A'..='Z') => is_option(head),
        // A Korean particle stays with the quotation that it marks.
        ('\u{2019}' | '\u{201d}' | '」' | '』' | '\'' | '"' | '〉' | '》', '\u{ac00}'..='\u{d7a3}') => {
            before_last(head).is_some_and(|c| !is_blank(c))
        }
        _ => false,
    }
}

fn before_last(head: &str) -> Option<char> {
    head.chars().rev().nth(1)
}

/// Whether `c` is a unit or counter of one character, which stays with its number.
#[must_use]
pub fn is_counter(c: char) -> bool {
    const COUNTERS: &str = "倍億亿万千百兆円元年月日時分秒人社個件本枚回台章節項条話号版位名歳才階度点割番冊匹頭羽杯軒校\
                            代世期週種行列桁字語歩段巻つカヶヵか個块个张张条页岁篇款项层次秒吨米家种";
    !c.is_ascii() && COUNTERS.contains(c)
}

/// Whether the slash that ends `head` stands between short words (CI/CD, I/O, km/h), and not in a
/// path or a URL.
fn is_between_short_words(head: &str, tail: &str) -> bool {
    /// Letters of the longest word that counts as short.
    const SHORT: usize = 5;
    /// Bytes that are looked at on either side.
    const REACH: usize = 3 * (SHORT + 1);

    let of_run = |byte: &u8| byte.is_ascii_graphic() && !b"()[]{}<>\"',;".contains(byte);
    let left = head.bytes().rev().take(REACH).take_while(of_run).count();
    let right = tail.bytes().take(REACH).take_while(of_run).count();
    let words = head[head.len() - left..].split('/').rev().skip(1).chain(tail[..right].split('/'));
    let mut count = 0;
    for word in words {
        count += 1;
        let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#%".contains(&byte));
        if word.is_empty() || word.len() > SHORT || !plain {
            return false;
        }
    }
    count <= 3
}

/// Whether the hyphens that end `head` begin a word.
fn is_option(head: &str) -> bool {
    let hyphens = head.bytes().rev().take(3).take_while(|&byte| byte == b'-').count();
    let before = head[..head.len() - hyphens].chars().next_back();
    hyphens == 2 && before.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether `text` is Korean: it holds more Hangul than kana and ideographs together. Latin letters
/// say nothing, because a Korean paragraph may name so many things in them that they are the most.
fn is_korean(text: &str) -> bool {
    // The lead bytes of the syllables U+AC00 to U+D7A3; no other place of UTF-8 has these.
    if !any_three(text, |lead, _, _| (0xea..=0xed).contains(&lead)) {
        return false;
    }
    let (mut hangul, mut others) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' => hangul += 1,
            '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3fffd}' => others += 1,
            _ => {}
        }
    }
    hangul > others
}

/// What `word-break: keep-all` of CSS Text keeps: letters and digits on both sides.
fn is_within_word(before: char, after: char) -> bool {
    before.is_alphanumeric() && after.is_alphanumeric()
}

/// Adds the places after each `&` in the query of a URL.
#[expect(clippy::stable_sort_primitive, reason = "it merges two ascending runs, which is what there is")]
fn add_queries(text: &str, found: &mut Vec<u32>) {
    let mut rest = 0;
    while let Some(scheme) = text[rest..].find("://") {
        let start = rest + scheme;
        let of_url = |byte: &u8| byte.is_ascii_graphic() && !b"\"<>`".contains(byte);
        let end = start + text.as_bytes()[start..].iter().take_while(|byte| of_url(byte)).count();
        for (at, _) in text[start..end].match_indices('&') {
            let after = start + at + 1;
            if text.as_bytes().get(after).is_some_and(u8::is_ascii_alphanumeric) {
                found.push(u32::try_from(after).expect("an article is cut at 64 MB"));
            }
        }
        rest = end;
    }
    found.sort();
    found.dedup();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Breaks, Strict, at_need, breaks};

    /// `text` with `|` at each break.
    fn shown(text: &str) -> String {
        let mut shown = String::new();
        let mut start = 0;
        for at in breaks(text, Breaks::Strict) {
            shown.push_str(&text[start..at as usize]);
            shown.push('|');
            start = at as usize;
        }
        shown + &text[start..]
    }

    /// Asserts that the breaks of the text are where the `|` stand.
    fn assert_breaks(marked: &str) {
        assert_eq!(shown(&marked.replace('|', "")), marked);
    }

    #[test]
    fn closing_marks_small_kana_and_iteration_marks_never_begin_a_line() {
        for c in "、。，．）」』】！？：；ー・々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥〉》〕］｝％℃〜゛゜,.)!?".chars()
        {
            for text in [format!("猫{c}"), format!("猫 {c}"), format!("猫\u{3000}{c}"), format!("A{c}"), format!("」{c}")] {
                let at = text.len() - c.len_utf8();
                assert!(!breaks(&text, Breaks::Strict).iter().any(|&each| each as usize == at), "{text}");
            }
        }
    }

    #[test]
    fn opening_marks_never_end_a_line() {
        for c in "（「『【《〈〔［｛“‘(〝¥$＄￥".chars() {
            for next in ["猫", "x", "1"] {
                let text = format!("犬{c}{next}");
                let at = "犬".len() + c.len_utf8();
                assert!(!breaks(&text, Breaks::Strict).iter().any(|&each| each as usize == at), "{text}");
            }
        }
    }

    #[test]
    fn japanese_breaks_between_characters() {
        assert_breaks("「猫」|と|犬。|鳥");
        assert_breaks("キャッ|ト");
        assert_breaks("チッ|プ|の|話");
    }

    #[test]
    fn chinese_breaks_before_and_after_its_quotation_marks() {
        assert_breaks("中|“引|号”|的|文");
        assert_breaks("他|说：|“好。”|我|说，|“不”");
        assert_breaks("价|格|是|¥1,000，|共|$5");
    }

    #[test]
    fn korean_breaks_at_blanks_and_after_hyphens() {
        assert_breaks("한국어는 |띄어쓰기에서 |줄을 |바꾼다.");
        assert_breaks("게시-|구독 |모델은 |top-|level |이다");
        assert_breaks("‘된다’고 |말했다 |“한다”고 |했다 |\"한다\"고");
        assert_breaks("서버는 |3개의 |CPU를 |쓴다");
        assert_breaks("영·|미·|불·|독 |배포·|확장을");
        assert_breaks("느슨한 |결합|(loosely |coupled |architecture |of |services)");
    }

    #[test]
    fn korean_words_in_a_japanese_text_break_as_its_letters_do() {
        assert_breaks("こ|の|한|국|어|は");
    }

    #[test]
    fn latin_compounds_break_at_their_hyphens_only() {
        assert_breaks("the |Wafer-|Scale |Engine");
        assert_breaks("「Wafer-|Scale |Engine」|の");
        assert_breaks("well-|known |e.g. |foo_bar |x=1 |C++ |C#");
    }

    #[test]
    fn numbers_stay_whole_with_their_signs_and_counters() {
        assert_breaks("約|35-44%|の");
        assert_breaks("2026-07-15|に |GPT-3|が");
        assert_breaks("２０２６年|に|１，０００円|で|１．５倍");
        assert_breaks("性|能|2倍、|340億円|の|第1章");
        assert_breaks("20%|と|25℃|と|1,000.5|と");
        assert_breaks("增|长|2.4亿元|和|3吨|、|5家".replace("|、", "、").as_str());
    }

    #[test]
    fn a_slash_keeps_short_words_together_and_parts_paths() {
        assert_breaks("CI/CD|と|I/O|を |km/h |100GB/s |TCP/IP |and/or");
        assert_breaks("src/|text/|wrap.rs|や/|usr/|local/|share");
        assert_breaks("client/|server");
    }

    #[test]
    fn urls_break_after_their_marks() {
        assert_breaks("https://|example.com/|a/|b-|c?|q=x&|y=1#frag |A&B");
        assert_breaks("見|よ|https://|example.jp/|a。");
    }

    #[test]
    fn an_editor_parts_quotations_in_latin_letters_and_prices_from_each_other() {
        for marked in [
            "他说：|“Hello”，我",
            "所谓的“microservices”|架构",
            "いわゆる|\"Serverless\"",
            "\"Serverless\"|を",
            "价格是$100，|$200",
            "価格は¥1,000。|¥2,000",
        ] {
            let text = marked.replace('|', "");
            assert_eq!(at_need(&text, 0, text.len()), marked.find('|'), "{marked}");
        }
        assert_eq!(at_need("终わり。[1]Inter", 0, 17), Some("终わり。[1]".len()));
        for text in ["绿\"。", "は、 \"ブルー", "猫\"", "[1]。", "[1][2]", "a]b"] {
            assert_eq!(at_need(text, 0, text.len()), None, "{text}");
        }
        for text in ["한국“Hello”는", "he said “Hello” to", "「“好”」", "it’s", "¥1,000"]
        {
            assert_eq!(at_need(text, 0, text.len()), None, "{text}");
        }
    }

    #[test]
    fn options_of_commands_stay_whole() {
        assert_breaks("use |--sort |and |-w |80");
    }

    #[test]
    fn dots_and_dashes_are_never_parted() {
        assert_breaks("は……|と|技|術|——|そ|し|て");
        assert_breaks("猫|――|犬");
        assert_breaks("第3章～|第5章");
        assert_breaks("中|文……|与|中|文");
    }

    #[test]
    fn clusters_are_never_parted() {
        assert_breaks("👨\u{200d}👩\u{200d}👧|🇯🇵|🇰🇷|1\u{fe0f}\u{20e3}|👍🏽|か\u{3099}|ｶﾞ|ｷ");
    }

    #[test]
    fn a_hard_break_is_always_one() {
        assert_breaks("猫\n|。|犬\n|\n|한");
    }

    proptest! {
        #[test]
        fn the_last_break_is_the_same_whether_all_are_found_or_not(
            text in "[a-cA-C0-2/+&:\\-あっー猫猫猫、。」「 \u{3000}“”’$…—가나\u{3099}👩\u{200d}🏽\n万円（）!？é]{0,60}|[ -~猫]{0,99}|[а-яёЁ, ]{0,120}",
            start in 0..120_usize, length in 0..80_usize, every in 1..4_usize,
        ) {
            let start = text.floor_char_boundary(start.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            let end = text[start..end].find('\n').map_or(end, |feed| start + feed);
            let is_fit = |at: usize| at.is_multiple_of(every);
            let mut all = breaks(&text, Breaks::Strict).into_iter().map(|at| at as usize);
            let last = all.rfind(|&at| start < at && at <= end && is_fit(at));
            prop_assert_eq!(Strict::new(&text).last(start, end, is_fit), last);
        }

        #[test]
        fn breaks_ascend_on_grapheme_borders_inside_the_text(
            text in "[a-cA-C0-2/+&:\\-あっー猫、。」「 \u{3000}“”’$…—가나\u{3099}👩\u{200d}🏽\n&]{0,24}"
        ) {
            let found = breaks(&text, Breaks::Strict);
            prop_assert!(found.is_sorted_by(|a, b| a < b));
            for &at in &found {
                prop_assert!(at > 0 && (at as usize) < text.len());
                prop_assert!(text.grapheme_indices(true).any(|(border, _)| border == at as usize));
            }
            for (at, _) in text.match_indices('\n').filter(|(at, _)| at + 1 < text.len()) {
                prop_assert!(found.iter().any(|&each| each as usize == at + 1));
            }
            for kind in [Breaks::Strict, Breaks::Phrase] {
                prop_assert_eq!(breaks(&text, kind), breaks(&text, kind));
            }
        }
    }
}
