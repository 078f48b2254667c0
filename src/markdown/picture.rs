//! What a picture without words for it is called: by the name of its file.

use crate::markdown::link::percent_read;
use crate::text::safe::Safe;

/// Characters of a kind of data (`data:image/png`) that are shown.
const KIND: usize = 40;

/// The name of the file at `target`, percent codes read; of a picture that is its own target only
/// the kind. Empty where there is none.
#[must_use]
pub fn name(target: &str) -> String {
    if target.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return target.split([';', ',']).next().unwrap_or_default().chars().take(KIND).collect();
    }
    // A template that is all of the target names the file in quotes, if anywhere.
    let path = if target.ends_with("}}") || target.ends_with("%}") {
        target.split(['"', '\'']).nth(1).unwrap_or(target)
    } else {
        target
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    spelled_out(name).map_or_else(|| name.to_owned(), |name| Safe::line(&name).to_string())
}

/// `name` with its percent codes read; `None` where what they say is no text.
#[must_use]
pub fn spelled_out(name: &str) -> Option<String> {
    String::from_utf8(percent_read(name)).ok()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_picture_is_called_like_its_file() {
        for (target, expected) in [
            ("dir/b.png", "b.png"),
            ("https://a.jp/%E7%94%BB%E5%83%8F.png?w=1#x", "画像.png"),
            ("%EC%82%AC%EC%A7%84 1.png", "사진 1.png"),
            ("100%.png", "100%.png"),
            ("a%zz%4", "a%zz%4"),
            ("%ff.png", "%ff.png"),
            ("a%0Ab%1B[2J.png", "a b^[[2J.png"),
            ("猫%E7", "猫%E7"),
            ("dir/", ""),
            ("{{ site.url }}/img/a.png", "a.png"),
            ("{{ \"/img/图.png\" | relative_url }}", "图.png"),
        ] {
            assert_eq!(name(target), expected);
        }
    }

    #[test]
    fn a_picture_that_is_its_own_target_is_called_by_its_kind() {
        assert_eq!(name("data:image/png;base64,iVBORw0KGgo/AA"), "data:image/png");
        assert_eq!(name("DATA:image/svg+xml,%3Csvg%3E"), "DATA:image/svg+xml");
        assert_eq!(name(&format!("data:{}", "A".repeat(1000))).len(), 40);
    }
}
