//! How far lines are indented because they stand within components.
//!
//! MDX knows no indented code: what stands between the tags of a component is indented as its
//! writer likes. That indentation is taken away, up to that of the first line within.

/// Components that may be open within one another.
const DEPTH: usize = 32;
/// Bytes in which the end of a component is looked for, in each case and in one article.
const REACH: usize = 64 * 1024;
const PATIENCE: usize = 2 * 1024 * 1024;

/// The components that are open.
#[derive(Debug, Default)]
pub struct Nesting {
    open: Vec<Open>,
    searched: usize,
}

#[derive(Debug)]
struct Open {
    name: String,
    /// How far its tag stands to the right, when all is taken away.
    indent: usize,
    /// How much is taken from the lines within; not known before the first.
    within: Option<usize>,
}

impl Nesting {
    /// How many bytes of the indentation of `line` the components around it account for.
    #[must_use]
    pub fn indent(&mut self, line: &str) -> usize {
        let text = line.trim_start_matches([' ', '\t']);
        if self.open.is_empty() || text.trim().is_empty() {
            return 0;
        }
        let leading = line.len() - text.len();
        let level = self.open.len() - usize::from(text.starts_with("</"));
        let Some(open) = level.checked_sub(1).and_then(|last| self.open.get_mut(last)) else { return 0 };
        let within = *open.within.get_or_insert(leading.saturating_sub(open.indent));
        within.min(leading)
    }

    /// Notes a tag that stands alone on its lines and `indent` bytes to the right, and what follows.
    pub fn tag(&mut self, tag: &str, indent: usize, rest: &str) {
        let inner = tag.trim_start_matches(['<', '/']);
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').next().unwrap_or_default();
        if tag.starts_with("</") {
            if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
                self.open.truncate(at);
            }
        } else if !tag.ends_with("/>") && self.open.len() < DEPTH && self.searched < PATIENCE {
            let end = format!("</{name}>");
            let mut reach = rest.len().min(REACH);
            while !rest.is_char_boundary(reach) {
                reach -= 1;
            }
            let found = rest[..reach].find(&end);
            self.searched += found.unwrap_or(reach);
            if found.is_some() {
                self.open.push(Open { name: name.to_owned(), indent, within: None });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Nesting;

    #[test]
    fn lines_within_components_lose_the_indentation_of_the_first() {
        let mut nesting = Nesting::default();
        nesting.tag("<Tabs>", 0, "</Tab></Tabs>");
        assert_eq!(nesting.indent("  <Tab label=\"猫\">"), 2);
        nesting.tag("<Tab label=\"猫\">", 0, "</Tab></Tabs>");
        assert_eq!(nesting.indent("    - 한국어"), 4);
        assert_eq!(nesting.indent("      - 深い"), 4);
        assert_eq!(nesting.indent("  浅い"), 2);
        assert_eq!(nesting.indent("  </Tab>"), 2);
        nesting.tag("</Tab>", 0, "");
        assert_eq!(nesting.indent("</Tabs>"), 0);
        nesting.tag("</Tabs>", 0, "");
        assert_eq!(nesting.indent("    code"), 0);
    }

    #[test]
    fn a_tag_that_nothing_closes_holds_no_lines() {
        let mut nesting = Nesting::default();
        nesting.tag("<T>", 0, "文");
        nesting.tag("<T/>", 0, "</T>");
        assert_eq!(nesting.indent("    code"), 0);
    }
}
