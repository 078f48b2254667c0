//! Letters over the links on the screen, one of which is typed to follow its link.

/// The letters of labels, those that lie best under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// Letters over links, and how much of one was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    labels: Vec<(String, usize)>,
    typed: String,
}

/// What a letter has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// It belongs to several labels, or is not the last of one.
    On,
    /// It ends the label of this link.
    Chosen(usize),
    /// No label goes on with it.
    Away,
}

impl Hints {
    /// A label for each of `links`, the shortest for the first.
    #[must_use]
    pub fn new(links: &[usize]) -> Self {
        let labels = labels(links.len()).into_iter().zip(links.iter().copied()).collect();
        Self { labels, typed: String::new() }
    }

    /// The links whose labels go on from what was typed, each with its label's typed part and the
    /// rest of it.
    pub fn left(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        self.labels.iter().filter_map(|(label, link)| {
            let rest = label.strip_prefix(&self.typed)?;
            Some((*link, self.typed.as_str(), rest))
        })
    }

    /// Takes a letter in, large or small.
    pub fn take(&mut self, letter: char) -> Typed {
        self.typed.push(letter.to_ascii_lowercase());
        match self.left().next() {
            Some((link, _, "")) => Typed::Chosen(link),
            Some(_) => Typed::On,
            None => Typed::Away,
        }
    }
}

/// So many labels, of which none begins with another, the shortest first. Where there are more
/// than letters, the last letters give way to pairs.
fn labels(count: usize) -> Vec<String> {
    let mut labels: Vec<String> = LETTERS.chars().map(String::from).collect();
    while labels.len() < count {
        let shortest = labels[0].len();
        let last = labels.partition_point(|label| label.len() == shortest) - 1;
        let stem = labels.remove(last);
        labels.extend(LETTERS.chars().map(|letter| format!("{stem}{letter}")));
    }
    labels.truncate(count);
    labels
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Hints, LETTERS, Typed, labels};

    #[test]
    fn the_first_links_get_the_letters_under_the_fingers() {
        assert_eq!(labels(3), ["a", "s", "d"]);
        assert_eq!(labels(0), [""; 0]);
        assert_eq!(labels(26).concat(), LETTERS);
    }

    #[test]
    fn where_letters_run_out_the_last_give_way_to_pairs() {
        let labels = labels(28);
        assert_eq!(labels[..2], ["a", "s"]);
        assert_eq!(labels[24..], ["n", "ma", "ms", "md"]);
    }

    #[test]
    fn a_label_typed_to_its_end_chooses_its_link() {
        let mut hints = Hints::new(&[7, 9]);
        assert_eq!(hints.take('s'), Typed::Chosen(9));
        let mut hints = Hints::new(&(0..28).collect::<Vec<_>>());
        assert_eq!(hints.take('M'), Typed::On);
        assert_eq!(hints.left().collect::<Vec<_>>(), [(25, "m", "a"), (26, "m", "s"), (27, "m", "d")]);
        assert_eq!(hints.take('s'), Typed::Chosen(26));
    }

    #[test]
    fn a_letter_that_no_label_has_leads_away() {
        assert_eq!(Hints::new(&[0, 1]).take('d'), Typed::Away);
        assert_eq!(Hints::new(&[0, 1]).take('猫'), Typed::Away);
    }

    proptest! {
        #[test]
        fn no_label_begins_with_another_and_none_is_longer_than_need_be(count in 0_usize..900) {
            let labels = labels(count);
            prop_assert_eq!(labels.len(), count);
            prop_assert!(labels.is_sorted_by_key(String::len));
            let mut sorted = labels.clone();
            sorted.sort();
            prop_assert!(sorted.windows(2).all(|pair| !pair[1].starts_with(&pair[0])));
            let longest = labels.last().map_or(0, String::len);
            prop_assert!(longest <= 1 || LETTERS.len().pow(u32::try_from(longest - 1).unwrap()) < count);
        }

        #[test]
        fn each_label_leads_to_its_own_link_in_the_order_of_the_links(count in 1_usize..900) {
            let links: Vec<usize> = (10..10 + count).collect();
            for (place, label) in labels(count).into_iter().enumerate() {
                let mut hints = Hints::new(&links);
                let last = label.chars().map(|letter| hints.take(letter)).last();
                prop_assert_eq!(last, Some(Typed::Chosen(links[place])));
            }
        }
    }
}
