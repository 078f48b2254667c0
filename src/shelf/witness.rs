//! What was kept of the words of a file, and whether a text holds enough of them.
//!
//! The place where reading stands and each mark keep the words around them. A text that was edited
//! still holds most of these; another of the same name holds none. Words that are few prove
//! nothing, nor do those of a title, by which the text may have been found: no place is told by
//! them.

use std::collections::BTreeSet;

use crate::markdown::emphasis::is_cjk;
use crate::memory::key::Key;
use crate::memory::memory::Memory;
use crate::memory::spot::Spot;

/// Characters of any script from which on words tell which text they are of.
const TELLING: usize = 12;

/// The same, of Japanese, Chinese or Korean.
const TELLING_CJK: usize = 6;

/// The words kept of one file.
pub struct Witness<'a> {
    /// Each place once: the words before it with those from it on, and the latter alone.
    places: BTreeSet<(String, &'a str)>,
    /// What the file was called when it was marked.
    titles: BTreeSet<&'a str>,
}

impl<'a> Witness<'a> {
    /// What is kept of the file `key`; none where that tells nothing.
    #[must_use]
    pub fn of(memory: &'a Memory, key: &Key) -> Option<Self> {
        let marks = memory.marks_of(key);
        let titles: BTreeSet<&str> = marks.iter().map(|mark| mark.title.as_str()).collect();
        // Where nothing was read yet, reading stands at the head of every text.
        let position = memory.position(key).filter(|position| position.progress > 0.0);
        let spots = marks.iter().map(|mark| &mark.spot).chain(position.map(|position| &position.spot));
        let place = |spot: &'a Spot| ([spot.before.as_str(), &spot.near].concat(), spot.near.as_str());
        let tells = |(_, near): &(String, &str)| {
            tells(near, |words| titles.iter().any(|title| title.contains(words)))
        };
        let places: BTreeSet<_> = spots.map(place).filter(tells).collect();
        (!places.is_empty()).then_some(Self { places, titles })
    }

    /// What the file was called when it was marked, each title once.
    pub fn titles(&self) -> impl Iterator<Item = &'a str> {
        self.titles.iter().copied()
    }

    /// Whether `text` is that of the file, edited: it holds the words of at least half of the
    /// places that tell it from others called `title`, and of one at least.
    #[must_use]
    pub fn knows(&self, text: &str, title: &str) -> bool {
        let tell = self.places.iter().filter(|(_, near)| tells(near, |words| title.contains(words)));
        let (found, lost): (Vec<_>, Vec<_>) = tell.partition(|(words, _)| text.contains(words.as_str()));
        !found.is_empty() && found.len() >= lost.len()
    }
}

/// Whether `near`, without the lines that are `titles`, is long enough to tell one text from others.
fn tells(near: &str, titles: impl Fn(&str) -> bool) -> bool {
    let lines = near.lines().map(str::trim).filter(|line| !titles(line));
    let characters = || lines.clone().flat_map(str::chars).filter(|c| !c.is_whitespace());
    characters().count() >= TELLING || characters().filter(|&c| is_cjk(c)).count() >= TELLING_CJK
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::Witness;
    use crate::markdown::document::Anchor;
    use crate::memory::key::Key;
    use crate::memory::memory::Memory;
    use crate::memory::position::{Position, State};
    use crate::memory::spot::Spot;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn key() -> Key {
        Key::new(Path::new("/blog"), Path::new("a.md"))
    }

    fn spot(near: &str) -> Spot {
        Spot { near: near.to_owned(), ..Spot::default() }
    }

    /// An article of this title with marks at these words.
    fn marked(title: &str, words: &[&str]) -> Memory {
        let mut memory = Memory::default();
        for near in words {
            memory.add_mark(key(), title.to_owned(), spot(near), None, NOW);
        }
        memory
    }

    #[test]
    fn few_words_and_those_of_the_title_tell_nothing() {
        for (title, few, enough) in [
            ("猫の記事について", "短い文章だ", "少し長い文章"),
            ("关于猫的文章", "短的句子", "稍长一些的句子"),
            ("고양이에 대한 글", "짧은 글이", "조금 더 긴 글이다"),
            ("On cats and other animals", "a short line", "one longer line"),
        ] {
            assert!(Witness::of(&marked(title, &[few]), &key()).is_none(), "{few}");
            assert!(Witness::of(&marked(title, &[title]), &key()).is_none(), "{title}");
            let both = format!("{title}\n\n{few}");
            assert!(Witness::of(&marked(title, &[&both]), &key()).is_none(), "{both}");
            let memory = marked(title, &[enough]);
            let witness = Witness::of(&memory, &key()).unwrap();
            assert!(witness.knows(&format!("{few}\n\n{enough}."), "") && !witness.knows(few, ""));
            // The article that was found may be called by these words.
            assert!(!witness.knows(&format!("{few}\n\n{enough}."), enough));
        }
    }

    #[test]
    fn half_of_the_places_must_be_found_each_with_the_words_before_it() {
        let text = "引言写在前面。\n\n融资金额达到十一亿美元。\n\n市场感到非常惊讶。\n\n思考融资的真正意图。";
        let mut memory =
            marked("题", &["融资金额达到十一亿美元。", "市场感到非常惊讶。", "被删掉的一个段落。"]);
        assert!(Witness::of(&memory, &key()).unwrap().knows(text, "题"));
        memory.add_mark(key(), "题".to_owned(), spot("另一个被删掉的段落。"), None, NOW);
        assert!(Witness::of(&memory, &key()).unwrap().knows(text, "题"));
        memory.add_mark(key(), "题".to_owned(), spot("第三个被删掉的段落。"), None, NOW);
        assert!(!Witness::of(&memory, &key()).unwrap().knows(text, "题"));

        let mut memory = Memory::default();
        let other = Spot { before: "别的话。".to_owned(), ..spot("市场感到非常惊讶。") };
        memory.add_mark(key(), "题".to_owned(), other, None, NOW);
        assert!(!Witness::of(&memory, &key()).unwrap().knows(text, "题"));
    }

    #[test]
    fn a_place_marked_and_read_counts_once_and_the_head_not_at_all() {
        let reading = |progress| Position::new(spot("市场感到非常惊讶。"), progress, None, NOW);
        let mut memory = Memory::default();
        memory.remember(&key(), reading(0.0), State::Reading);
        assert!(Witness::of(&memory, &key()).is_none());
        memory.remember(&key(), reading(0.5), State::Reading);
        memory.add_mark(key(), "题".to_owned(), spot("市场感到非常惊讶。"), None, NOW);
        memory.add_mark(key(), "题".to_owned(), spot("融资金额达到十一亿美元。"), None, NOW);
        let witness = Witness::of(&memory, &key()).unwrap();
        assert!(witness.knows("融资金额达到十一亿美元。", "题"));
        assert_eq!(witness.titles().collect::<Vec<_>>(), ["题"]);
    }

    proptest! {
        #[test]
        fn a_text_that_was_only_added_to_is_known(
            lines in proptest::collection::vec("[a-e猫犬조달调。 ]{0,40}", 3..12),
            which in proptest::collection::vec(any::<prop::sample::Index>(), 1..5),
            start in "[a-e猫犬。\n]{0,80}",
            end in "[a-e猫犬。\n]{0,80}",
        ) {
            let text = lines.iter().enumerate().map(|(n, line)| format!("〈{n}〉{line}〈/{n}〉第{n}の段落の終わり"))
                .collect::<Vec<_>>().join("\n");
            let mut memory = Memory::default();
            for which in which {
                let n = which.index(lines.len());
                let spot = Spot::of(&text, Anchor(u32::try_from(text.find(&format!("〈{n}〉")).unwrap()).unwrap()), None);
                memory.add_mark(key(), "題".to_owned(), spot, None, NOW);
            }
            let witness = Witness::of(&memory, &key()).unwrap();
            let edited = format!("{start}{text}{end}");
            prop_assert!(witness.knows(&edited, "題"));
            prop_assert!(!witness.knows(&start, "題") && !witness.knows("", "題"));
        }
    }
}
