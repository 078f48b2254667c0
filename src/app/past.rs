//! Past queries, offered one by one to a line that is being typed, as shells do it.

use crate::text::fold::fold;

/// The past queries that hold what was typed, and the one that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What comes back past the newest.
    typed: String,
    /// The newest first.
    offers: Vec<String>,
    /// The one that is offered; nothing yet, or no longer.
    at: Option<usize>,
}

impl Past {
    /// Those of `queries`, the newest first, that hold `sought`, folded; not `typed` itself.
    #[must_use]
    pub fn of(typed: &str, sought: &str, queries: &[&str]) -> Self {
        let sought = fold(sought.trim());
        let offers = queries.iter().filter(|query| **query != typed && fold(query).contains(&sought));
        Self { typed: typed.to_owned(), offers: offers.map(|&query| query.to_owned()).collect(), at: None }
    }

    /// Whether there are none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.offers.is_empty()
    }

    /// The next older one; nothing at the oldest, which stays.
    pub fn older(&mut self) -> Option<&str> {
        let next = self.at.map_or(0, |at| at + 1);
        let offer = self.offers.get(next)?;
        self.at = Some(next);
        Some(offer)
    }

    /// The next newer one; past the newest, what was typed; nothing where that stands already.
    pub fn newer(&mut self) -> Option<&str> {
        let at = self.at?;
        self.at = at.checked_sub(1);
        Some(self.at.map_or(self.typed.as_str(), |at| &self.offers[at]))
    }
}

#[cfg(test)]
mod tests {
    use super::Past;

    const QUERIES: [&str; 8] = [
        "tag:AI",
        "サーバー 調達",
        "半导体 tag:芯片",
        "반도체 is:unread",
        "TAG:組版",
        "ちょうたつ",
        "芯片",
        "調達",
    ];

    #[test]
    fn the_queries_that_hold_what_was_typed_are_offered_the_newest_first() {
        for (typed, offered) in [
            ("tag", &["tag:AI", "半导体 tag:芯片", "TAG:組版"][..]),
            ("ｔａｇ：", &["tag:AI", "半导体 tag:芯片", "TAG:組版"]),
            ("調達", &["サーバー 調達"]),
            ("チョウ", &["ちょうたつ"]),
            ("芯片 ", &["半导体 tag:芯片", "芯片"]),
            ("반도체", &["반도체 is:unread"]),
            ("犬", &[]),
        ] {
            let mut past = Past::of(typed, typed, &QUERIES);
            let mut found = Vec::new();
            while let Some(offer) = past.older() {
                found.push(offer.to_owned());
            }
            assert_eq!(found, offered, "{typed}");
            assert_eq!(past.is_empty(), offered.is_empty());
        }
    }

    #[test]
    fn past_the_newest_comes_what_was_typed() {
        let mut past = Past::of("tag", "tag", &QUERIES);
        assert_eq!(past.newer(), None);
        for offer in ["tag:AI", "半导体 tag:芯片"] {
            assert_eq!(past.older(), Some(offer));
        }
        for offer in ["tag:AI", "tag"] {
            assert_eq!(past.newer(), Some(offer));
        }
        assert_eq!(past.newer(), None);
        assert_eq!(past.older(), Some("tag:AI"));
    }

    #[test]
    fn the_oldest_stays() {
        let mut past = Past::of("", "", &["猫"]);
        assert_eq!(past.older(), Some("猫"));
        assert_eq!(past.older(), None);
        assert_eq!(past.newer(), Some(""));
    }
}
