//! Which breaks are also breaks between phrases.
//!
//! A Japanese phrase (bunsetsu) is a word with the particles behind it; a title that breaks between
//! phrases reads better. Where they end is told by `phrase_model`; what that says is taken only
//! where a line may break by the strict rules too, because the model knows no kinsoku. Blanks, and
//! hyphens and slashes of Latin words, part phrases as well. Text without kana is not Japanese:
//! its strict breaks stay as they are.

use crate::text::kinsoku::is_blank;
use crate::text::phrase_model::{Known, Model};

/// Which of the strict breaks of `text` are also phrase breaks.
#[must_use]
pub fn phrases(text: &str, strict: &[u32]) -> Vec<u32> {
    if !text.chars().any(|c| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}')) {
        return strict.to_vec();
    }
    let mut kept = Vec::with_capacity(strict.len() / 2);
    let mut strict = strict.iter().copied().peekable();
    weigh(text, |Border { at, before, after }, is_phrase| {
        while strict.next_if(|&each| (each as usize) < at).is_some() {}
        if let Some(each) = strict.next_if(|&each| each as usize == at)
            && (is_phrase || is_blank(before) || before.is_ascii() && after.is_ascii())
        {
            kept.push(each);
        }
    });
    kept
}

/// A border between two characters.
#[derive(Clone, Copy)]
struct Border {
    at: usize,
    before: char,
    after: char,
}

/// Tells of each border in order whether the model breaks there.
fn weigh(text: &str, mut tell: impl FnMut(Border, bool)) {
    // A character bears on the three borders before it and the three behind, so that no more than
    // six sums are open at a time; they and their borders stand by number, modulo this.
    const OPEN: usize = 8;
    let model = Model::japanese();
    let mut sums = [0; OPEN];
    let mut borders = [Border { at: 0, before: '\n', after: '\n' }; OPEN];
    let mut known: [Option<Known>; 3] = [None; 3];
    let mut before = '\n';
    let mut count = 0;
    for (at, after) in text.char_indices() {
        let (this, weights) = model.know(after);
        known = [known[1], known[2], this];
        borders[count % OPEN] = Border { at, before, after };
        sums[(count + 3) % OPEN] = 0;
        for (place, weight) in weights.into_iter().enumerate() {
            sums[(count + OPEN + 3 - place) % OPEN] += weight;
        }
        if let [_, Some(one), Some(two)] = known {
            for (place, weight) in model.weigh_pair(one, two).into_iter().enumerate() {
                sums[(count + OPEN + 1 - place) % OPEN] += weight;
            }
        }
        if let [Some(one), Some(two), Some(three)] = known {
            for (place, weight) in model.weigh_triple(one, two, three).into_iter().enumerate() {
                sums[(count + OPEN + 1 - place) % OPEN] += weight;
            }
        }
        if count > 2 {
            let complete = (count - 2) % OPEN;
            tell(borders[complete], model.breaks_at(sums[complete]));
        }
        before = after;
        count += 1;
    }
    for number in count.saturating_sub(2).max(1)..count {
        tell(borders[number % OPEN], model.breaks_at(sums[number % OPEN]));
    }
}

#[cfg(test)]
mod tests {
    use super::phrases;
    use crate::text::breaks::{Breaks, breaks};

    /// `text` with `|` at each phrase break.
    fn shown(text: &str) -> String {
        let mut shown = String::new();
        let mut start = 0;
        for at in breaks(text, Breaks::Phrase) {
            shown.push_str(&text[start..at as usize]);
            shown.push('|');
            start = at as usize;
        }
        shown + &text[start..]
    }

    #[test]
    fn japanese_parts_into_phrases() {
        for marked in ["今日は|天気です。", "彼らは|新しい|本を|読んでいました。"] {
            assert_eq!(shown(&marked.replace('|', "")), marked);
        }
    }

    #[test]
    fn the_model_never_overrules_kinsoku() {
        for text in ["本当に世界を変えるのか？", "「またか！」と、少しばかり", "そうだ……と思う"]
        {
            let strict = breaks(text, Breaks::Strict);
            assert!(phrases(text, &strict).iter().all(|at| strict.contains(at)), "{text}");
        }
    }

    #[test]
    fn other_languages_keep_their_strict_breaks() {
        for text in ["中文的文章", "한국어 글", "an English text"] {
            assert_eq!(breaks(text, Breaks::Phrase), breaks(text, Breaks::Strict));
        }
    }

    #[test]
    fn latin_words_in_japanese_part_at_their_blanks_and_hyphens() {
        assert_eq!(shown("Wafer-Scale Engineの"), "Wafer-|Scale |Engineの");
    }

    #[test]
    fn hard_breaks_stay() {
        assert_eq!(shown("猫が\nいる"), "猫が\n|いる");
    }
}
