//! What Zenn sets into a page from elsewhere: `@[card](https://…)`, `@[youtube](id)`.

/// What can be set in, by the word in the brackets.
const KINDS: &[&str] = &[
    "blueprintue",
    "card",
    "codepen",
    "codesandbox",
    "docswell",
    "figma",
    "gist",
    "github",
    "jsfiddle",
    "slideshare",
    "speakerdeck",
    "stackblitz",
    "tweet",
    "youtube",
];

/// The kind named by a link that is written so, if it is one.
#[must_use]
pub fn kind(link: &str) -> Option<&'static str> {
    let (name, _) = link.strip_prefix('[')?.split_once("](")?;
    KINDS.iter().copied().find(|&kind| kind == name)
}

/// Where what `target` names is to be found; `None` where only its kind knows.
#[must_use]
pub fn address(kind: &str, target: &str) -> Option<String> {
    match kind {
        _ if target.contains("://") => Some(target.to_owned()),
        "youtube" => Some(format!("https://www.youtube.com/watch?v={target}")),
        "speakerdeck" => Some(format!("https://speakerdeck.com/player/{target}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, address, kind};

    #[test]
    fn the_word_in_brackets_names_the_kind() {
        assert!(KINDS.is_sorted());
        assert_eq!(kind("[card](https://a.b)"), Some("card"));
        assert_eq!(kind("[猫](https://a.b)"), None);
        assert_eq!(kind("[card][a]"), None);
    }

    #[test]
    fn an_id_leads_to_the_place_that_knows_it() {
        assert_eq!(address("card", "https://a.b").as_deref(), Some("https://a.b"));
        assert_eq!(address("youtube", "abc").as_deref(), Some("https://www.youtube.com/watch?v=abc"));
        assert_eq!(address("slideshare", "abc"), None);
    }
}
