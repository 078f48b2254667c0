//! Where one came from: places left for others, to go back to and forward again.
//!
//! A place is left when a link, a heading, a mark or another article takes one away from it, not by
//! scrolling. Each place finds itself in a text that was edited meanwhile.

use std::sync::Arc;

use crate::corpus::article::{Article, ArticleId};
use crate::memory::spot::Spot;

/// Places kept behind one; the oldest are forgotten.
const KEPT: usize = 200;

/// A place that was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The article.
    pub article: Arc<Article>,
    /// Where in it.
    pub spot: Spot,
}

impl Stop {
    fn is_as(&self, other: &Self) -> bool {
        self.article.id == other.article.id && self.spot.at == other.spot.at
    }
}

/// The places behind one and before one, the nearest last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    behind: Vec<Stop>,
    ahead: Vec<Stop>,
}

impl Trail {
    /// One goes on from `here`; what lay ahead is forgotten.
    pub fn leave(&mut self, here: Stop) {
        self.ahead.clear();
        push(&mut self.behind, here);
    }

    /// An article has another name now.
    pub fn rename(&mut self, from: ArticleId, article: &Arc<Article>) {
        for stop in self.behind.iter_mut().chain(&mut self.ahead).filter(|stop| stop.article.id == from) {
            stop.article = article.clone();
        }
    }

    /// The place so many steps back from `here`, or the first of all; `None` where none is behind.
    pub fn back(&mut self, steps: usize, here: Stop) -> Option<Stop> {
        step(&mut self.behind, &mut self.ahead, steps, here)
    }

    /// The place so many steps forward from `here`, or the last of all; `None` where none is ahead.
    pub fn forward(&mut self, steps: usize, here: Stop) -> Option<Stop> {
        step(&mut self.ahead, &mut self.behind, steps, here)
    }
}

/// Puts a place on the pile, once where it lies there already.
fn push(pile: &mut Vec<Stop>, stop: Stop) {
    if pile.last().is_some_and(|last| last.is_as(&stop)) {
        pile.pop();
    }
    pile.push(stop);
    if pile.len() > KEPT {
        pile.remove(0);
    }
}

fn step(from: &mut Vec<Stop>, to: &mut Vec<Stop>, steps: usize, here: Stop) -> Option<Stop> {
    // A place that one stands on already is no way.
    while from.last().is_some_and(|last| last.is_as(&here)) {
        from.pop();
    }
    let mut at = here;
    let mut stepped = false;
    for _ in 0..steps.max(1) {
        let Some(next) = from.pop() else { break };
        push(to, std::mem::replace(&mut at, next));
        stepped = true;
    }
    stepped.then_some(at)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::{KEPT, Stop, Trail};
    use crate::corpus::digest::Listed;
    use crate::markdown::document::Anchor;
    use crate::memory::spot::Spot;

    fn stop(at: u32) -> Stop {
        let path = format!("{}.md", at % 3);
        let listed = Listed {
            root: Arc::from(Path::new("notes")),
            path: Arc::from(Path::new(&path)),
            modified: None,
            length: 0,
        };
        let spot = Spot { at: Anchor(at), ..Spot::default() };
        Stop { article: Arc::new(listed.digest("猫").article), spot }
    }

    fn at(stop: Option<Stop>) -> Option<u32> {
        stop.map(|stop| stop.spot.at.0)
    }

    #[test]
    fn back_and_forward_lead_through_the_same_places() {
        let mut trail = Trail::default();
        assert_eq!(at(trail.back(1, stop(0))), None);
        trail.leave(stop(0));
        trail.leave(stop(1));
        assert_eq!(at(trail.back(1, stop(2))), Some(1));
        assert_eq!(at(trail.back(1, stop(1))), Some(0));
        assert_eq!(at(trail.back(1, stop(0))), None);
        assert_eq!(at(trail.forward(9, stop(0))), Some(2));
        assert_eq!(at(trail.back(2, stop(2))), Some(0));
    }

    #[test]
    fn a_new_way_forgets_what_lay_ahead() {
        let mut trail = Trail::default();
        trail.leave(stop(0));
        assert_eq!(at(trail.back(1, stop(1))), Some(0));
        trail.leave(stop(0));
        assert_eq!(at(trail.forward(1, stop(2))), None);
        assert_eq!(at(trail.back(1, stop(2))), Some(0));
    }

    #[test]
    fn a_place_that_one_stands_on_is_no_way() {
        let mut trail = Trail::default();
        trail.leave(stop(0));
        trail.leave(stop(1));
        assert_eq!(at(trail.back(1, stop(1))), Some(0));
    }

    proptest! {
        #[test]
        fn going_back_and_as_far_forward_leads_home(places in prop::collection::vec(0_u32..9, 1..20), steps in 1_usize..20) {
            let mut trail = Trail::default();
            let mut here = 100;
            for place in places {
                trail.leave(stop(here));
                here = place;
            }
            let before = trail.clone();
            let Some(there) = trail.back(steps, stop(here)) else { return Ok(()) };
            let gone = before.behind.len() - trail.behind.len();
            let home = trail.forward(gone, there);
            prop_assert_eq!(at(home), Some(here));
        }

        #[test]
        fn the_pile_is_bounded(count in 0_u32..600) {
            let mut trail = Trail::default();
            (0..count).for_each(|place| trail.leave(stop(place)));
            prop_assert!(trail.behind.len() <= KEPT);
        }
    }
}
