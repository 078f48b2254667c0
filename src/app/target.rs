//! Where a link leads.

use crate::config::strings::Word;
use crate::markdown::document::{Anchor, Document, Link, LinkKind};
use crate::markdown::fragment::place;
use crate::page::note;
use crate::text::safe::Safe;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To the footnote of this label, which has a text.
    Footnote(Safe),
    /// To a place of the same article.
    Here(Anchor),
    /// Out of the article, as written.
    Elsewhere(Safe),
}

impl Target {
    /// Where `link` of `document` leads.
    ///
    /// # Errors
    /// What to say where it leads to nothing that the article has.
    pub fn of(document: &Document, link: &Link) -> Result<Self, Word> {
        if link.kind == LinkKind::Footnote {
            return match note::place(document, &link.target) {
                Some(_) => Ok(Self::Footnote(link.target.clone())),
                None => Err(Word::NoNote),
            };
        }
        match link.target.strip_prefix('#') {
            Some(name) => place(document, name).map(Self::Here).ok_or(Word::NoSuchHeading),
            None => Ok(Self::Elsewhere(link.target.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Target;
    use crate::config::strings::Word;
    use crate::markdown::document::Anchor;
    use crate::markdown::parse::parse;

    const REST: &str = "\n\n## 猫の章\n\n## Second Part\n\n## 끝 {#end}\n\n[^甲]: 注。\n\n[^乙]:\n";

    /// Where the first link of `source` leads; a place as the text that stands there.
    fn lead(source: &str) -> Result<String, Word> {
        let document = parse(&format!("{source}{REST}"));
        Target::of(&document, &document.links[0]).map(|target| match target {
            Target::Footnote(label) => format!("note {label}"),
            Target::Here(Anchor(at)) => {
                document.text[at as usize..].split('\n').next().unwrap_or_default().to_owned()
            }
            Target::Elsewhere(target) => target.into_string(),
        })
    }

    #[test]
    fn footnotes_with_a_text_are_found() {
        assert_eq!(lead("文[^甲]"), Ok("note 1".to_owned()));
        assert_eq!(lead("文[^乙]"), Err(Word::NoNote));
    }

    #[test]
    fn headings_are_found_by_name_with_percent_codes_and_by_what_they_read() {
        for (target, expected) in [
            ("#猫の章", "猫の章"),
            ("#%E7%8C%AB%E3%81%AE%E7%AB%A0", "猫の章"),
            ("#second-part", "Second Part"),
            ("#Second-Part", "Second Part"),
            ("#end", "끝"),
            ("#", "文x"),
            ("#top", "文x"),
        ] {
            assert_eq!(lead(&format!("文[x]({target})")).as_deref(), Ok(expected), "{target}");
        }
        assert_eq!(lead("[[#Second Part]]").as_deref(), Ok("Second Part"));
        assert_eq!(lead("[x](#犬の章)"), Err(Word::NoSuchHeading));
    }

    #[test]
    fn what_leads_out_of_the_article_is_given_as_written() {
        for target in ["https://例え.jp/%E7%8C%AB", "../zh/图.md#章", "#"] {
            if target != "#" {
                assert_eq!(lead(&format!("[x]({target})")).as_deref(), Ok(target));
            }
        }
        assert_eq!(lead("[[노트#절]]").as_deref(), Ok("노트#절"));
    }
}
