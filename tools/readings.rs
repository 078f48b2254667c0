//! Boils dictionaries down to `assets/readings/*.bin`.
//!
//!     cargo run --example readings -- IPADIC UNIHAN OUT
//!
//! `IPADIC` is the folder of the IPADIC dictionary's CSV files (EUC-JP), `UNIHAN` that of
//! Unihan's text files, unpacked. `search/lexicon.rs` says what the files hold. Given names of one
//! character and words without kanji are left out; of verbs and adjectives only the stem is kept,
//! whose kana the text itself has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use encoding_rs::EUC_JP;
use tsundoku::search::kana::{Pressed, spelled};
use tsundoku::search::lexicon::{BLOCK, FIRST, GEMINATE, Kind, MANY_LONGS, letter_bit};
use tsundoku::text::fold::fold;

/// The last character that Mandarin syllables are kept of.
const LAST: u32 = 0x9fff;

/// Characters of the longest word.
const LONGEST: usize = 12;

/// Files whose words are kept whole.
const WHOLE: &[&str] = &[
    "Noun.csv",
    "Noun.verbal.csv",
    "Noun.adjv.csv",
    "Noun.adverbal.csv",
    "Noun.proper.csv",
    "Noun.place.csv",
    "Noun.org.csv",
    "Noun.demonst.csv",
    "Noun.number.csv",
    "Noun.others.csv",
    "Noun.nai.csv",
    "Adverb.csv",
    "Adnominal.csv",
    "Conjunction.csv",
];

/// Files whose words change.
const CHANGING: &[&str] = &["Verb.csv", "Adj.csv"];

/// Files whose words stand beside others.
const BESIDE: &[&str] = &["Prefix.csv", "Suffix.csv"];

/// Words that the dictionary does not know, with their readings.
const MISSING: &[(&str, &str)] = &[
    ("円安", "えんやす"),
    ("円高", "えんだか"),
    ("株高", "かぶだか"),
    ("株安", "かぶやす"),
    ("積読", "つんどく"),
    ("積ん読", "つんどく"),
    ("推し活", "おしかつ"),
    ("既読", "きどく"),
    ("未読", "みどく"),
    ("下書き", "したがき"),
    ("書き言葉", "かきことば"),
    ("人手不足", "ひとでぶそく"),
    ("円相場", "えんそうば"),
    ("受託", "じゅたく"),
    ("型", "がた"),
];

/// Pressed letters, and the words read so with their long vowels.
type Words = BTreeMap<String, BTreeSet<(String, Kind, u64)>>;

/// Readings, pressed and with their long vowels, and the characters read so.
type Kanji = BTreeMap<(String, u64), BTreeSet<u16>>;

fn main() -> Result<()> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let [ipadic, unihan, out] = folders.as_slice() else {
        anyhow::bail!("expected three folders: IPADIC, UNIHAN, OUT");
    };
    let (ipadic, unihan, out) = (Path::new(ipadic), Path::new(unihan), Path::new(out));
    let mut words = words(ipadic)?;
    let kanji = heard(&kanji(unihan)?, &words);
    let pairs = pairs(&words);
    add_names(&mut words, ipadic)?;
    write(out, "words.bin", &packed_words(&words))?;
    write(out, "kanji.bin", &packed_kanji(&kanji, &pairs))?;
    write(out, "begins.bin", &packed_begins(&words, &kanji))?;
    write(out, "pinyin.bin", &packed_pinyin(&pinyin(unihan)?))
}

fn write(out: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = out.join(name);
    println!("{}: {} bytes", path.display(), bytes.len());
    fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(name);
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

fn words(ipadic: &Path) -> Result<Words> {
    let mut words = Words::new();
    for name in WHOLE {
        each_row(&read(ipadic, name)?, |row| {
            keep(&mut words, row.surface, row.reading, Kind::Word);
            if row.is_common && is_one(row.surface) {
                keep(&mut words, row.surface, row.reading, Kind::Part);
            }
        });
    }
    for name in BESIDE {
        each_row(&read(ipadic, name)?, |row| keep(&mut words, row.surface, row.reading, Kind::Part));
    }
    for (surface, reading) in MISSING {
        keep(&mut words, surface, reading, Kind::Word);
    }
    for name in CHANGING {
        each_row(&read(ipadic, name)?, |row| {
            if row.surface == row.base
                && let Some((stem, reading)) = stem(row.surface, row.reading)
            {
                keep(&mut words, stem, reading, Kind::Stem);
            }
        });
    }
    Ok(words)
}

/// Names, given names as what stands beside others. A name is no sign that its characters belong
/// together.
fn add_names(words: &mut Words, ipadic: &Path) -> Result<()> {
    each_row(&read(ipadic, "Noun.name.csv")?, |row| {
        let stands_alone = row.is_family_name && !is_one(row.surface);
        // A given name of one character may be read in too many ways.
        if row.is_family_name || !is_one(row.surface) {
            keep(words, row.surface, row.reading, if stands_alone { Kind::Word } else { Kind::Part });
        }
    });
    Ok(())
}

/// A row of the dictionary.
struct Entry<'a> {
    surface: &'a str,
    base: &'a str,
    reading: &'a str,
    is_common: bool,
    is_family_name: bool,
}

fn each_row(csv: &[u8], mut each: impl FnMut(&Entry<'_>)) {
    let (text, _, _) = EUC_JP.decode(csv);
    for row in text.lines() {
        let cells: Vec<&str> = row.split(',').collect();
        if let [surface, _, _, _, _, kind, _, of, _, _, base, reading, ..] = *cells.as_slice() {
            let (is_common, is_family_name) = (matches!(kind, "一般" | "副詞可能") || of == "国", of == "姓");
            each(&Entry { surface, base, reading, is_common, is_family_name });
        }
    }
}

fn is_one(surface: &str) -> bool {
    surface.chars().nth(1).is_none()
}

/// What stands before the kana that surface and reading end with in common.
fn stem<'a>(surface: &'a str, reading: &'a str) -> Option<(&'a str, &'a str)> {
    let same = |(one, other): &(char, char)| fold(&one.to_string()) == fold(&other.to_string());
    let kana = surface.chars().rev().zip(reading.chars().rev()).take_while(same).count();
    let cut = |text: &'a str| text.char_indices().rev().nth(kana.checked_sub(1)?).map(|(at, _)| &text[..at]);
    Some((cut(surface)?, cut(reading)?)).filter(|(_, reading)| !reading.is_empty())
}

fn keep(words: &mut Words, surface: &str, reading: &str, kind: Kind) {
    let surface = fold(surface);
    let fits = surface.chars().all(|c| u16::try_from(c as u32).is_ok() && !c.is_ascii());
    if !fits || !surface.chars().any(is_kanji) || surface.chars().count() > LONGEST {
        return;
    }
    // ぢ is typed `zi` and `di`, of which `Pressed::of_kana` knows the first.
    for reading in [reading.to_owned(), reading.replace('ヂ', "ディ")] {
        if let Some(key) = Pressed::of_kana(&fold(&reading)).filter(|key| !key.letters.is_empty()) {
            words.entry(key.letters).or_default().insert((surface.clone(), kind, key.longs));
        }
    }
}

fn is_kanji(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9fff) || c == '々'
}

fn packed_words(words: &Words) -> Vec<u8> {
    let mut body = Vec::new();
    let mut blocks = Vec::new();
    let mut before = "";
    for (number, (key, surfaces)) in words.iter().enumerate() {
        if number % BLOCK == 0 {
            blocks.push(body.len());
            before = "";
        }
        let shared = before.bytes().zip(key.bytes()).take_while(|(one, other)| one == other).count();
        body.push(byte(shared));
        body.push(byte(key.len() - shared));
        body.extend_from_slice(&key.as_bytes()[shared..]);
        let surfaces: Vec<_> = surfaces.iter().take(255).collect();
        body.push(byte(surfaces.len()));
        for (surface, kind, longs) in surfaces {
            let units: Vec<u16> = surface.encode_utf16().collect();
            let longs: Vec<usize> = (0..64).filter(|at| longs >> at & 1 == 1).collect();
            body.push((*kind as u8) << 6 | byte(longs.len().min(MANY_LONGS)) << 4 | byte(units.len()));
            if longs.len() < MANY_LONGS {
                body.extend(longs.into_iter().map(byte));
            }
            for unit in units {
                body.extend_from_slice(&unit.to_be_bytes());
            }
        }
        before = key;
    }
    let head = 4 + 4 * blocks.len();
    let mut out = number(blocks.len()).to_vec();
    for at in blocks {
        out.extend_from_slice(&number(head + at));
    }
    out.extend_from_slice(&body);
    out
}

/// Every word of two kanji.
fn pairs(words: &Words) -> BTreeMap<u16, BTreeSet<u16>> {
    let mut pairs: BTreeMap<u16, BTreeSet<u16>> = BTreeMap::new();
    for (surface, kind, _) in words.values().flatten() {
        if let [first, second] = surface.encode_utf16().collect::<Vec<_>>().as_slice()
            && *kind == Kind::Word
        {
            pairs.entry(*first).or_default().insert(*second);
        }
    }
    pairs
}

/// Sino-Japanese readings of the characters of JIS X 0208, pressed.
fn kanji(unihan: &Path) -> Result<Kanji> {
    let mappings = String::from_utf8(read(unihan, "Unihan_OtherMappings.txt")?)?;
    let common: BTreeSet<u32> = fields(&mappings, "kJis0").map(|(code, _)| code).collect();
    let readings = String::from_utf8(read(unihan, "Unihan_Readings.txt")?)?;
    let mut kanji = Kanji::new();
    for (code, value) in fields(&readings, "kJapaneseOn").filter(|(code, _)| common.contains(code)) {
        let Some(unit) = folded_unit(code) else { continue };
        for reading in value.split_whitespace() {
            let Some(letters) = spelled(&reading.to_ascii_lowercase()).into_iter().next() else { continue };
            // 一 (iti), 学 (gaku): っ before the next consonant.
            let ends = ["ku", "tu", "ti", "ki"].iter().any(|end| letters.ends_with(end) && letters.len() > 2);
            if ends {
                let pressed = Pressed::of(&letters[..letters.len() - 2]);
                kanji.entry((pressed.letters + GEMINATE, pressed.longs)).or_default().insert(unit);
            }
            let pressed = Pressed::of(&letters);
            kanji.entry((pressed.letters, pressed.longs)).or_default().insert(unit);
        }
    }
    Ok(kanji)
}

/// The readings that at least two words of two characters have, and all of a character that no
/// such word holds: 大 is `ta` in so few that 大規 would be an odd `tagi`.
fn heard(kanji: &Kanji, words: &Words) -> Kanji {
    let mut of: BTreeMap<u16, Vec<(&str, u64)>> = BTreeMap::new();
    for ((reading, longs), units) in kanji {
        for &unit in units {
            of.entry(unit).or_default().push((reading, *longs));
        }
    }
    let mut times: BTreeMap<(u16, &str), usize> = BTreeMap::new();
    for (letters, surfaces) in words {
        for (surface, _, longs) in surfaces {
            let [first, second] = *surface.encode_utf16().collect::<Vec<_>>().as_slice() else { continue };
            for &one in of.get(&first).into_iter().flatten() {
                for &other in of.get(&second).into_iter().flatten() {
                    if is_read((letters, *longs), one, other) {
                        *times.entry((first, one.0)).or_default() += 1;
                        *times.entry((second, other.0)).or_default() += 1;
                    }
                }
            }
        }
    }
    let known: BTreeSet<u16> =
        times.iter().filter(|(_, times)| **times > 1).map(|((unit, _), _)| *unit).collect();
    let keep = |reading: &str, unit: u16| {
        // A reading that ends with っ goes with the one that it is made of.
        let whole = reading.strip_suffix(GEMINATE);
        let ends = ["ku", "tu", "ti", "ki"].map(|end| format!("{}{end}", whole.unwrap_or_default()));
        let is_often = |reading: &str| times.get(&(unit, reading)).is_some_and(|&times| times > 1);
        !known.contains(&unit) || is_often(reading) || whole.is_some() && ends.iter().any(|end| is_often(end))
    };
    let kept = kanji.iter().map(|((reading, longs), units)| {
        let units: BTreeSet<u16> = units.iter().copied().filter(|&unit| keep(reading, unit)).collect();
        ((reading.clone(), *longs), units)
    });
    kept.filter(|(_, units)| !units.is_empty()).collect()
}

/// Whether a word is read as the one and the other, which the one may voice.
fn is_read(word: (&str, u64), one: (&str, u64), other: (&str, u64)) -> bool {
    let voiced: &[&str] = match other.0.as_bytes().first() {
        Some(b'k') => &["g"],
        Some(b's') => &["z"],
        Some(b't') => &["d", "z"],
        Some(b'h') => &["b", "p"],
        _ => &[],
    };
    let (one, other) = (spoken(one), spoken(other));
    let one = one.strip_suffix(GEMINATE).map_or_else(|| one.clone(), |open| format!("{open}{}", &other[..1]));
    let begun = voiced.iter().map(|letter| format!("{letter}{}", &other[1..]));
    std::iter::once(other.clone()).chain(begun).any(|other| {
        let pressed = Pressed::of(&format!("{one}{other}"));
        (pressed.letters.as_str(), pressed.longs) == word
    })
}

/// Pressed letters with their long vowels.
fn spoken((letters, longs): (&str, u64)) -> String {
    let long = |at: usize| longs >> at & 1 == 1;
    letters
        .char_indices()
        .flat_map(|(at, letter)| [letter].into_iter().chain(long(at).then_some(letter)))
        .collect()
}

/// The character of `code` as folded texts have it.
fn folded_unit(code: u32) -> Option<u16> {
    let mut folded = fold(&char::from_u32(code)?.to_string()).chars().collect::<Vec<_>>().into_iter();
    let unit = u16::try_from(folded.next()? as u32).ok()?;
    folded.next().is_none().then_some(unit)
}

fn packed_kanji(kanji: &Kanji, pairs: &BTreeMap<u16, BTreeSet<u16>>) -> Vec<u8> {
    let mut readings = Vec::new();
    for ((reading, longs), units) in kanji {
        readings.push(byte(reading.len()));
        readings.extend_from_slice(reading.as_bytes());
        readings.push(u8::try_from(*longs).expect("a reading of one character is short"));
        readings.extend_from_slice(&short(units.len()));
        for unit in units {
            readings.extend_from_slice(&unit.to_be_bytes());
        }
    }
    let mut out = number(4 + readings.len()).to_vec();
    out.extend_from_slice(&readings);
    out.extend_from_slice(&short(pairs.len()));
    let mut begin = 2 + 6 * (pairs.len() + 1);
    for (first, seconds) in pairs {
        out.extend_from_slice(&first.to_be_bytes());
        out.extend_from_slice(&number(begin));
        begin += 2 * seconds.len();
    }
    // One more head, for where the last one's partners end.
    out.extend_from_slice(&short(0));
    out.extend_from_slice(&number(begin));
    pairs.values().flatten().for_each(|second| out.extend_from_slice(&second.to_be_bytes()));
    out
}

/// The letters that words and readings begin with, by their first character.
fn packed_begins(words: &Words, kanji: &Kanji) -> Vec<u8> {
    let mut begins: BTreeMap<u16, u32> = BTreeMap::new();
    let mut add = |unit: u16, reading: &str| {
        *begins.entry(unit).or_default() |= reading.bytes().next().map_or(0, letter_bit);
    };
    for (reading, surfaces) in words {
        for (surface, _, _) in surfaces {
            surface.encode_utf16().take(1).for_each(|unit| add(unit, reading));
        }
    }
    for ((reading, _), units) in kanji {
        for &unit in units {
            add(unit, reading);
        }
    }
    let bytes = |(unit, letters): (u16, u32)| unit.to_be_bytes().into_iter().chain(letters.to_be_bytes());
    begins.into_iter().flat_map(bytes).collect()
}

/// The syllables of each character, the usual one first.
fn pinyin(unihan: &Path) -> Result<BTreeMap<u16, Vec<String>>> {
    let readings = String::from_utf8(read(unihan, "Unihan_Readings.txt")?)?;
    let mut pinyin: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for field in ["kMandarin", "kHanyuPinlu", "kTGHZ2013"] {
        for (code, value) in fields(&readings, field).filter(|(code, _)| (FIRST..=LAST).contains(code)) {
            let Some(unit) = folded_unit(code) else { continue };
            let known = pinyin.entry(unit).or_default();
            let value = value.replace(',', " ");
            for reading in value.split_whitespace() {
                let reading = reading.rsplit(':').next().unwrap_or(reading);
                let syllable = plain(reading.split('(').next().unwrap_or(reading));
                if !syllable.is_empty() && !known.contains(&syllable) {
                    known.push(syllable);
                }
            }
        }
    }
    Ok(pinyin)
}

/// A syllable without its tone, `v` for ü.
fn plain(syllable: &str) -> String {
    let marked = syllable.replace(['ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ'], "v");
    fold(&marked).chars().filter(char::is_ascii_lowercase).collect()
}

fn packed_pinyin(pinyin: &BTreeMap<u16, Vec<String>>) -> Vec<u8> {
    // The first line is empty: a character without syllables.
    let mut lines = vec![b'\n'];
    let mut known: BTreeMap<String, u16> = BTreeMap::new();
    let mut table = Vec::new();
    for code in FIRST..=LAST {
        let unit = u16::try_from(code).unwrap_or(0);
        let at = pinyin.get(&unit).map_or(0, |syllables| {
            *known.entry(syllables.join(" ")).or_insert_with_key(|line| {
                let at = u16::try_from(lines.len()).unwrap_or(0);
                lines.extend_from_slice(line.as_bytes());
                lines.push(b'\n');
                at
            })
        });
        table.extend_from_slice(&at.to_be_bytes());
    }
    let mut out = number(4 + table.len()).to_vec();
    out.extend_from_slice(&table);
    out.extend_from_slice(&lines);
    out
}

/// The values of one field with their code points.
fn fields<'a>(unihan: &'a str, field: &'a str) -> impl Iterator<Item = (u32, &'a str)> {
    unihan.lines().filter_map(move |line| {
        let mut cells = line.split('\t');
        let code = u32::from_str_radix(cells.next()?.strip_prefix("U+")?, 16).ok()?;
        (cells.next()? == field).then(|| cells.next()).flatten().map(|value| (code, value))
    })
}

fn byte(number: usize) -> u8 {
    u8::try_from(number).expect("keys, words and their numbers are short")
}

fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).expect("there are fewer characters than that").to_be_bytes()
}

fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).expect("the files are small").to_be_bytes()
}
