//! The weights by which phrase breaks are told.
//!
//! The Japanese model of `BudouX` (`assets/phrase`, with its notice): weights for one, two or three
//! characters at a place near a border. There is a break where the weights that apply sum to more
//! than half of all weights. The file is read once, at first use, into sorted tables that are
//! asked once for each character, pair and triple of a text, whatever the border.

use std::sync::OnceLock;

/// The model, as it is asked.
#[derive(Debug, Default)]
pub struct Model {
    /// The sum of all weights.
    total: i32,
    /// Characters in order; a number is given to each by its place.
    characters: Vec<(char, [i32; 6])>,
    pairs: Vec<(u32, [i32; 3])>,
    triples: Vec<(u32, [i32; 4])>,
}

/// A character that the model knows, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known(u32);

impl Model {
    /// The model for Japanese.
    pub fn japanese() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::read(include_str!("../../assets/phrase/ja.tsv")))
    }

    /// A line is the kind of a feature (`UW` one character, `BW` two, `TW` three, and the place of
    /// the first of them), its characters, its weight.
    fn read(file: &str) -> Self {
        let features: Vec<(&str, &str, i32)> = file.lines().filter_map(feature).collect();
        let mut model = Self { total: features.iter().map(|feature| feature.2).sum(), ..Self::default() };
        let mut characters: Vec<char> = features.iter().flat_map(|feature| feature.1.chars()).collect();
        characters.sort_unstable();
        characters.dedup();
        model.characters = characters.into_iter().map(|c| (c, [0; 6])).collect();
        for (kind, gram, weight) in features {
            let place = usize::from(kind.as_bytes()[2] - b'1');
            let known: Vec<Known> = gram.chars().filter_map(|c| model.know(c).0).collect();
            match known[..] {
                [one] => model.characters[one.0 as usize].1[place] = weight,
                [one, two] => enter(&mut model.pairs, pair(one, two), place, weight),
                [one, two, three] => enter(&mut model.triples, triple(one, two, three), place, weight),
                _ => {}
            }
        }
        model
    }

    /// Whether weights of this sum make a break.
    #[must_use]
    pub fn breaks_at(&self, weights: i32) -> bool {
        2 * weights > self.total
    }

    /// The number of a character, and what it weighs from the third place before a border to the
    /// third behind.
    #[must_use]
    pub fn know(&self, c: char) -> (Option<Known>, [i32; 6]) {
        match self.characters.binary_search_by_key(&c, |&(each, _)| each) {
            Ok(at) => (u32::try_from(at).ok().map(Known), self.characters[at].1),
            Err(_) => (None, [0; 6]),
        }
    }

    /// What two neighbours weigh: both before a border, around it, both behind it.
    #[must_use]
    pub fn weigh_pair(&self, one: Known, two: Known) -> [i32; 3] {
        look_up(&self.pairs, pair(one, two))
    }

    /// What three neighbours weigh: all before a border, one behind, two behind, all behind.
    #[must_use]
    pub fn weigh_triple(&self, one: Known, two: Known, three: Known) -> [i32; 4] {
        look_up(&self.triples, triple(one, two, three))
    }
}

fn feature(line: &str) -> Option<(&str, &str, i32)> {
    let mut fields = line.split('\t');
    Some((fields.next()?, fields.next()?, fields.next()?.parse().ok()?))
}

fn pair(one: Known, two: Known) -> u32 {
    one.0 << 10 | two.0
}

fn triple(one: Known, two: Known, three: Known) -> u32 {
    pair(one, two) << 10 | three.0
}

fn look_up<const N: usize>(table: &[(u32, [i32; N])], key: u32) -> [i32; N] {
    table.binary_search_by_key(&key, |&(each, _)| each).map_or([0; N], |at| table[at].1)
}

fn enter<const N: usize>(table: &mut Vec<(u32, [i32; N])>, key: u32, place: usize, weight: i32) {
    match table.binary_search_by_key(&key, |&(each, _)| each) {
        Ok(at) => table[at].1[place] = weight,
        Err(at) => {
            let mut weights = [0; N];
            weights[place] = weight;
            table.insert(at, (key, weights));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn every_feature_of_the_file_weighs() {
        let model = Model::japanese();
        let characters: i32 = model.characters.iter().flat_map(|each| each.1).sum();
        let pairs: i32 = model.pairs.iter().flat_map(|each| each.1).sum();
        let triples: i32 = model.triples.iter().flat_map(|each| each.1).sum();
        assert_eq!(characters + pairs + triples, model.total);
        assert_eq!(include_str!("../../assets/phrase/ja.tsv").lines().count(), 1630);
        assert!(model.characters.len() < 1024, "numbers have ten bits");
    }
}
