//! The known name nearest to a mistyped one, for "did you mean".

/// Characters beyond which a word is not worth comparing.
const LONGEST: usize = 64;

/// The one of `known` that `typed` most likely means; none where all are too far from it.
///
/// Near means: at most a third of the letters dropped, added, changed or swapped with their
/// neighbour. Case does not count.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    if typed.len() > LONGEST {
        return None;
    }
    known
        .into_iter()
        .filter_map(|name| {
            let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
            let far = distance(&typed, &letters);
            (far <= typed.len().max(letters.len()).div_ceil(3)).then_some((far, name))
        })
        .filter(|&(far, name)| far < name.chars().count())
        .min_by_key(|&(far, _)| far)
        .map(|(_, name)| name)
}

/// Letters to drop, add, change or swap until `a` is `b`.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = above[j] + usize::from(x != y);
            let mut least = changed.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = above;
        above = row;
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KNOWN: [&str; 4] = ["theme", "width", "ambiguous", "mouse"];

    #[test]
    fn a_slip_of_the_finger_finds_its_name() {
        for (typed, meant) in [
            ("thme", "theme"),
            ("widht", "width"),
            ("Width", "width"),
            ("ambigous", "ambiguous"),
            ("mousee", "mouse"),
        ] {
            assert_eq!(nearest(typed, KNOWN), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_word_of_its_own_finds_nothing() {
        for typed in ["", "x", "colour", "幅", "너비", &"theme".repeat(100)] {
            assert_eq!(nearest(typed, KNOWN), None, "{typed}");
        }
    }
}
