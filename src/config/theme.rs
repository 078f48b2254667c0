//! Themes: the look of every role.
//!
//! A theme file gives roles colours and attributes, and may name colours of its own in
//! `palette`. A file of the user's lies over a built-in one (`base`, else the one of its own
//! name, else dark), colours before roles, so that one line recolours a whole theme. What a
//! terminal cannot show is taken from the theme made for such terminals. The text itself has no
//! role: it stands in the terminal's own colours.

use std::collections::HashMap;
use std::path::Path;

use ratatui::style::{Color, Modifier, Style};

use super::fault::unknown;
use super::yaml::{self, Lines, Node};
use crate::input::nearest::nearest;
use crate::text::role::{Role, Roles};
use crate::text::safe::Safe;

/// The built-in themes by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    (DARK, include_str!("../../assets/themes/dark.yaml")),
    ("light", include_str!("../../assets/themes/light.yaml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.yaml")),
    (ANSI16, include_str!("../../assets/themes/ansi16.yaml")),
    (MONO, include_str!("../../assets/themes/mono.yaml")),
];

/// What serves where nothing else is asked for.
const DARK: &str = "dark";
/// The theme for terminals of sixteen colours.
const ANSI16: &str = "ansi16";
/// The theme for terminals without colours.
const MONO: &str = "mono";

const ROLES: usize = Role::ALL.len();

/// How a theme shows each role.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// What the settings call it.
    pub name: String,
    styles: [Style; ROLES],
}

/// The colours that a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None, or none are wanted (`NO_COLOR`): attributes only.
    None,
    /// The sixteen that its user has chosen.
    Ansi16,
    /// Those and a cube of fixed ones.
    Ansi256,
    /// All.
    True,
}

impl Theme {
    /// The look of `role`, to be laid over what is around it.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The look of all `roles`, later ones in painting order over earlier ones.
    #[must_use]
    pub fn of(&self, roles: Roles) -> Style {
        roles.iter().fold(Style::new(), |style, role| style.patch(self.style(role)))
    }

    /// This theme with only such colours as a terminal has. With 256 colours, the nearest; with
    /// fewer, a role whose colours are not among them looks as the theme `ansi16` or `mono` has
    /// it.
    #[must_use]
    pub fn colours(mut self, colours: Colours) -> Self {
        match colours {
            Colours::True => self,
            Colours::Ansi256 => {
                for style in &mut self.styles {
                    style.fg = style.fg.map(nearest_indexed);
                    style.bg = style.bg.map(nearest_indexed);
                }
                self
            }
            Colours::Ansi16 => self.with_fallback(ANSI16, is_one_of_sixteen),
            Colours::None => self.with_fallback(MONO, |_| false),
        }
    }

    fn with_fallback(mut self, name: &str, can_show: impl Fn(Color) -> bool) -> Self {
        let (fallback, _) = load(name, None);
        for (style, simple) in self.styles.iter_mut().zip(fallback.styles) {
            if !style.fg.into_iter().chain(style.bg).all(&can_show) {
                *style = simple;
            }
        }
        self
    }
}

/// The theme `name`, and what was wrong. `user` is the text of the user's file of that name and
/// its path, where there is one. `auto` is dark; whoever knows the background asks by name.
#[must_use]
pub fn load(name: &str, user: Option<(&str, &Path)>) -> (Theme, Vec<Safe>) {
    let mut sheet = Sheet::default();
    let Some((text, path)) = user else {
        let mut faults = Vec::new();
        let known = built_in(name);
        if known.is_none() && name != "auto" {
            let names = BUILT_IN.iter().map(|(name, _)| *name);
            let meant =
                nearest(name, names).map_or_else(String::new, |meant| format!("; did you mean {meant:?}?"));
            faults.push(Safe::line(&format!("theme: there is no theme {name:?}{meant}")));
        }
        sheet.overlay_built_in(if known.is_some() { name } else { DARK });
        let name = if known.is_some() { name } else { DARK }.to_owned();
        return (Theme { name, styles: sheet.styles().0 }, faults);
    };
    let (pairs, slips) = yaml::pairs(text);
    let mut faults: Vec<(Vec<String>, String)> = Vec::new();
    let base = pairs.iter().find(|(key, _)| key == "base").map(|(_, node)| node);
    let own = if built_in(name).is_some() { name } else { DARK };
    match base.map(|node| (node, node.text().filter(|base| built_in(base).is_some()))) {
        None => sheet.overlay_built_in(own),
        Some((_, Some(base))) => sheet.overlay_built_in(&base),
        Some((node, None)) => {
            let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            faults.push((
                vec!["base".to_owned()],
                format!("{} is not one of {}", node.shown(), names.join(", ")),
            ));
            sheet.overlay_built_in(own);
        }
    }
    faults.extend(sheet.overlay(&pairs));
    let (styles, wrong) = sheet.styles();
    faults.extend(wrong);
    let lines = Lines::of(text);
    let path = path.display();
    let mut told: Vec<(usize, String)> =
        slips.into_iter().map(|slip| (slip.line.unwrap_or(0), slip.what)).collect();
    for (keys, what) in faults {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        told.push((lines.find(&keys, 0).unwrap_or(0), format!("{}: {what}", keys.join("."))));
    }
    told.sort_by_key(|&(line, _)| line);
    let faults = told.into_iter().map(|(line, what)| match line {
        0 => Safe::line(&format!("{path}: {what}")),
        line => Safe::line(&format!("{path}:{line}: {what}")),
    });
    (Theme { name: name.to_owned(), styles }, faults.collect())
}

fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// What theme files say, before names of colours are looked up.
#[derive(Default)]
struct Sheet {
    palette: HashMap<String, Node>,
    roles: HashMap<&'static str, Node>,
}

/// A key and what is wrong with it.
type Fault = (Vec<String>, String);

impl Sheet {
    fn overlay_built_in(&mut self, name: &str) {
        let (pairs, _) = yaml::pairs(built_in(name).unwrap_or_default());
        self.overlay(&pairs);
    }

    fn overlay(&mut self, pairs: &[(String, Node)]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (key, node) in pairs {
            match (key.as_str(), node) {
                ("base", _) => {}
                ("palette", Node::Map(colours)) => self.palette.extend(colours.iter().cloned()),
                ("palette", other) => {
                    faults.push((
                        vec![key.clone()],
                        format!("{} is not a section of names and colours", other.shown()),
                    ));
                }
                (name, node) => {
                    let known = Role::ALL.iter().map(|(_, role)| *role);
                    if let Some(role) = known.clone().find(|role| *role == name) {
                        self.roles.insert(role, node.clone());
                    } else {
                        let what = unknown("role", name, known.chain(["palette", "base"]));
                        faults.push((vec![key.clone()], what));
                    }
                }
            }
        }
        faults
    }

    fn styles(&self) -> ([Style; ROLES], Vec<Fault>) {
        let mut styles = [Style::new(); ROLES];
        let mut faults = Vec::new();
        for &(role, name) in Role::ALL {
            let Some(node) = self.roles.get(name) else { continue };
            let fields = match node {
                Node::Map(fields) => fields.as_slice(),
                Node::Null => &[],
                other => {
                    let what = format!("{} is not a look, such as {{ fg: red, bold: true }}", other.shown());
                    faults.push((vec![name.to_owned()], what));
                    continue;
                }
            };
            let mut style = Style::new();
            for (field, value) in fields {
                match self.applied(style, field, value) {
                    Ok(better) => style = better,
                    Err(what) => faults.push((vec![name.to_owned(), field.clone()], what)),
                }
            }
            styles[role as usize] = style;
        }
        (styles, faults)
    }

    fn applied(&self, style: Style, field: &str, value: &Node) -> Result<Style, String> {
        match field {
            "fg" => return Ok(style.fg(self.colour(value)?)),
            "bg" => return Ok(style.bg(self.colour(value)?)),
            _ => {}
        }
        let Some((_, modifier)) = ATTRIBUTES.iter().find(|(name, _)| *name == field) else {
            let known = ATTRIBUTES.iter().map(|(name, _)| *name).chain(["fg", "bg"]);
            return Err(unknown("attribute", field, known));
        };
        match value {
            Node::Flag(true) => Ok(style.add_modifier(*modifier)),
            Node::Flag(false) => Ok(style.remove_modifier(*modifier)),
            other => Err(format!("{} is not true or false", other.shown())),
        }
    }

    /// A name of the palette, or a colour.
    fn colour(&self, node: &Node) -> Result<Color, String> {
        let own = node.text().and_then(|name| self.palette.get(&name));
        let colour = own.unwrap_or(node);
        colour_of(colour).ok_or_else(|| {
            let expected =
                "a colour: \"#rrggbb\", 0 to 255, default, red, bright_red, or a name of the palette";
            format!("{} is not {expected}", colour.shown())
        })
    }
}

const ATTRIBUTES: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

const NAMED: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright_black", Color::DarkGray),
    ("bright_red", Color::LightRed),
    ("bright_green", Color::LightGreen),
    ("bright_yellow", Color::LightYellow),
    ("bright_blue", Color::LightBlue),
    ("bright_magenta", Color::LightMagenta),
    ("bright_cyan", Color::LightCyan),
    ("bright_white", Color::White),
];

fn colour_of(node: &Node) -> Option<Color> {
    if let Node::Whole(number) = node {
        return u8::try_from(*number).ok().map(Color::Indexed);
    }
    let Node::Text(text) = node else { return None };
    if let Some((_, colour)) = NAMED.iter().find(|(name, _)| name == text) {
        return Some(*colour);
    }
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number =
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())??;
    let [_, red, green, blue] = number.to_be_bytes();
    Some(Color::Rgb(red, green, blue))
}

/// Whether a terminal of sixteen colours has it.
fn is_one_of_sixteen(colour: Color) -> bool {
    match colour {
        Color::Rgb(..) => false,
        Color::Indexed(index) => index < 16,
        Color::Reset
        | Color::Black
        | Color::Red
        | Color::Green
        | Color::Yellow
        | Color::Blue
        | Color::Magenta
        | Color::Cyan
        | Color::Gray
        | Color::DarkGray
        | Color::LightRed
        | Color::LightGreen
        | Color::LightYellow
        | Color::LightBlue
        | Color::LightMagenta
        | Color::LightCyan
        | Color::White => true,
    }
}

/// The one of xterm's fixed 240 that is nearest to a true colour; any other colour as it is.
fn nearest_indexed(colour: Color) -> Color {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let Color::Rgb(red, green, blue) = colour else { return colour };
    let far = |(r, g, b): (u8, u8, u8)| -> u32 {
        [(r, red), (g, green), (b, blue)].into_iter().map(|(x, y)| u32::from(x.abs_diff(y)).pow(2)).sum()
    };
    let cube = (0..216_u8).map(|n| {
        let level = |of: u8| LEVELS[usize::from(of % 6)];
        (16 + n, (level(n / 36), level(n / 6), level(n)))
    });
    let greys = (0..24_u8).map(|n| (232 + n, (8 + 10 * n, 8 + 10 * n, 8 + 10 * n)));
    cube.chain(greys).min_by_key(|&(_, rgb)| far(rgb)).map_or(colour, |(index, _)| Color::Indexed(index))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    use super::{BUILT_IN, Colours, Theme, load, nearest_indexed};
    use crate::config::yaml;
    use crate::text::role::{Role, Roles};

    fn theme(name: &str) -> Theme {
        let (theme, faults) = load(name, None);
        assert_eq!(faults, []);
        theme
    }

    fn mine(text: &str) -> (Theme, Vec<String>) {
        let (theme, faults) = load("mine", Some((text, Path::new("mine.yaml"))));
        (theme, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_built_in_theme_gives_every_role_a_look_and_no_other() {
        let roles: BTreeSet<&str> = Role::ALL.iter().map(|(_, name)| *name).collect();
        for (name, text) in BUILT_IN {
            let (pairs, slips) = yaml::pairs(text);
            assert!(slips.is_empty(), "{name}: {slips:?}");
            let written: Vec<&str> =
                pairs.iter().map(|(key, _)| key.as_str()).filter(|key| *key != "palette").collect();
            assert_eq!(written.len(), roles.len(), "{name}");
            assert_eq!(written.into_iter().collect::<BTreeSet<_>>(), roles, "{name}");
            let (_, faults) = load(name, Some((text, Path::new(name))));
            assert_eq!(faults, [], "{name}");
        }
    }

    /// Relative luminance as WCAG 2 defines it.
    fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
        let channel = |value: u8| {
            let part = f64::from(value) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
    }

    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn rgb(colour: Option<Color>) -> Option<(u8, u8, u8)> {
        match colour {
            Some(Color::Rgb(red, green, blue)) => Some((red, green, blue)),
            _ => None,
        }
    }

    /// The contrast that what `role` shows needs: thin rules, then what is secondary, then text.
    fn needed(role: Role) -> f64 {
        match role {
            Role::Rule | Role::QuoteBar | Role::Divider => 1.4,
            Role::Faint | Role::Repeated | Role::Template | Role::Label => 3.0,
            _ => 4.5,
        }
    }

    /// The roles whose ground others are painted on, and those painted on it.
    const GROUNDS: &[(Role, &[Role])] = &[
        (
            Role::CodeBlock,
            &[
                Role::SyntaxKeyword,
                Role::SyntaxString,
                Role::SyntaxComment,
                Role::SyntaxNumber,
                Role::SyntaxFunction,
                Role::SyntaxType,
                Role::CodeLabel,
            ],
        ),
        (Role::Chosen, &[Role::Date, Role::Match, Role::Mark, Role::Tag, Role::Unread, Role::PopupDim]),
        (Role::ChosenDim, &[Role::Date, Role::Match, Role::Mark, Role::Tag, Role::Unread, Role::PopupDim]),
        (Role::Bar, &[Role::BarDim, Role::Prompt, Role::Notice, Role::Trouble, Role::Mark, Role::Key]),
        (Role::Popup, &[Role::PopupDim, Role::Key, Role::Match, Role::Prompt, Role::Mark, Role::Date]),
        (Role::Code, &[Role::Link, Role::Emphasis]),
        (Role::Highlight, &[Role::Link, Role::Emphasis]),
    ];

    const DARK: [(u8, u8, u8); 2] = [(0, 0, 0), (0x1e, 0x1e, 0x1e)];
    const LIGHT: [(u8, u8, u8); 2] = [(0xff, 0xff, 0xff), (0xfd, 0xf6, 0xe3)];

    #[test]
    fn text_is_legible_on_the_backgrounds_that_terminals_have() {
        let mut weak = Vec::new();
        for (name, backgrounds) in [("dark", DARK), ("light", LIGHT)] {
            let theme = theme(name);
            for &(role, called) in Role::ALL {
                let style = theme.style(role);
                let Some(fg) = rgb(style.fg) else { continue };
                let grounds = rgb(style.bg).map_or(backgrounds.to_vec(), |bg| vec![bg]);
                for ground in grounds {
                    let found = contrast(fg, ground);
                    if found < needed(role) {
                        weak.push(format!("{name} {called} on {ground:?}: {found:.2}"));
                    }
                }
            }
            // Plain text there is the terminal's own; assume a middling one.
            let plain = if name == "dark" { (0xc8, 0xc8, 0xc8) } else { (0x33, 0x33, 0x33) };
            for (ground, over) in GROUNDS {
                let bg = rgb(theme.style(*ground).bg).unwrap();
                let found = contrast(plain, bg);
                if found < 4.5 {
                    weak.push(format!("{name} plain on {ground:?}: {found:.2}"));
                }
                for role in *over {
                    let Some(fg) = rgb(theme.style(*role).fg) else { continue };
                    let found = contrast(fg, bg);
                    if found < needed(*role).min(4.5) {
                        weak.push(format!("{name} {role:?} on {ground:?}: {found:.2}"));
                    }
                }
            }
        }
        assert_eq!(weak, [""; 0]);
    }

    #[test]
    fn grounds_are_seen_on_the_backgrounds_that_terminals_have() {
        let mut weak = Vec::new();
        for (name, backgrounds) in [("dark", DARK), ("light", LIGHT)] {
            for (role, least) in
                [(Role::CodeBlock, 1.08), (Role::Bar, 1.08), (Role::Chosen, 1.25), (Role::ChosenDim, 1.12)]
            {
                let bg = rgb(theme(name).style(role).bg).unwrap();
                for background in backgrounds {
                    let found = contrast(bg, background);
                    if found < least {
                        weak.push(format!("{name} {role:?} on {background:?}: {found:.2}"));
                    }
                }
            }
        }
        assert_eq!(weak, [""; 0]);
    }

    #[test]
    fn the_high_contrast_theme_sets_no_colour_on_a_ground_it_does_not_know() {
        let theme = theme("high-contrast");
        for &(role, name) in Role::ALL {
            let style = theme.style(role);
            assert!(!style.add_modifier.contains(Modifier::DIM), "{name}");
            assert_eq!(style.fg.is_some(), style.bg.is_some(), "{name}");
            if let (Some(fg), Some(bg)) = (rgb(style.fg), rgb(style.bg)) {
                assert!(contrast(fg, bg) >= 7.0, "{name}");
            }
        }
    }

    #[test]
    fn the_mono_theme_has_no_colour_and_ansi16_only_the_users_sixteen() {
        for &(role, name) in Role::ALL {
            let style = theme("mono").style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{name}");
            let style = theme("ansi16").style(role);
            for colour in style.fg.into_iter().chain(style.bg) {
                assert!(super::is_one_of_sixteen(colour), "{name}");
            }
        }
    }

    #[test]
    fn what_must_be_told_apart_differs_in_every_theme_and_on_every_terminal() {
        let plain = Style::new();
        for (name, _) in BUILT_IN {
            for colours in [Colours::None, Colours::Ansi16, Colours::Ansi256, Colours::True] {
                let theme = theme(name).colours(colours);
                let look = |role| theme.style(role);
                for (one, other) in [
                    (look(Role::Chosen), plain),
                    (look(Role::ChosenDim), plain),
                    (look(Role::Chosen), look(Role::ChosenDim)),
                    (look(Role::Divider), look(Role::DividerFocus)),
                    (look(Role::Hit), plain),
                    (look(Role::Hit), look(Role::HitHere)),
                    (look(Role::Hit), look(Role::Highlight)),
                    (look(Role::Hint), plain),
                    (look(Role::Hint), look(Role::Link)),
                    (look(Role::Hint), look(Role::HintTyped)),
                    (look(Role::Match), plain),
                    (look(Role::Match), look(Role::Unread)),
                    (look(Role::Link), plain),
                    (look(Role::Link), look(Role::Emphasis)),
                    (look(Role::Strong), look(Role::Emphasis)),
                    (look(Role::Strong), plain),
                    (look(Role::Emphasis), plain),
                    (look(Role::Code), plain),
                    (look(Role::Keyboard), look(Role::Code)),
                    (look(Role::Insert), look(Role::Strike)),
                    (look(Role::Heading1), plain),
                    (look(Role::Heading2), look(Role::Heading3)),
                    (look(Role::Heading3), look(Role::Heading4)),
                    (look(Role::Trouble), look(Role::Notice)),
                ] {
                    assert_ne!(one, other, "{name} {colours:?}");
                }
            }
        }
    }

    #[test]
    fn dark_and_light_never_slant_text() {
        for name in ["dark", "light"] {
            for &(role, called) in Role::ALL {
                assert!(!theme(name).style(role).add_modifier.contains(Modifier::ITALIC), "{name} {called}");
            }
        }
    }

    #[test]
    fn later_roles_are_painted_over_earlier_ones() {
        let theme = theme("dark");
        let link = theme.of(Roles::of(Role::Heading2).with(Role::Link));
        assert!(link.add_modifier.contains(Modifier::BOLD | Modifier::UNDERLINED));
        assert_eq!(link.fg, theme.style(Role::Link).fg);
        assert_eq!(theme.of(Roles::PLAIN), Style::new());
    }

    #[test]
    fn a_theme_of_ones_own_lies_over_a_built_in_one() {
        let (found, faults) = mine(
            "base: light\npalette:\n  accent: \"#112233\"\nquote: { fg: 213, dim: true }\nstrong: { bold: false, bg: default }\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!(found.name, "mine");
        assert_eq!(found.style(Role::Heading2).fg, Some(Color::Rgb(0x11, 0x22, 0x33)));
        assert_eq!(
            found.style(Role::Quote),
            Style::new().fg(Color::Indexed(213)).add_modifier(Modifier::DIM)
        );
        assert_eq!(found.style(Role::Strong), Style::new().bg(Color::Reset).remove_modifier(Modifier::BOLD));
        assert_eq!(found.style(Role::Chosen), theme("light").style(Role::Chosen));
    }

    #[test]
    fn faults_of_a_theme_are_named_with_their_lines_and_cost_only_themselves() {
        let (found, faults) = mine(
            "base: drak\nheadin1: {}\nquote: { fg: \"#12345\", bold: true }\nlink: red\ncode: { blod: true, dim: 1 }\npalette: 3\n",
        );
        assert_eq!(
            faults,
            [
                "mine.yaml:1: base: \"drak\" is not one of dark, light, high-contrast, ansi16, mono",
                "mine.yaml:2: headin1: no such role; did you mean \"heading1\"?",
                "mine.yaml:3: quote.fg: \"#12345\" is not a colour: \"#rrggbb\", 0 to 255, default, red, bright_red, or a name of the palette",
                "mine.yaml:4: link: \"red\" is not a look, such as { fg: red, bold: true }",
                "mine.yaml:5: code.blod: no such attribute; did you mean \"bold\"?",
                "mine.yaml:5: code.dim: 1 is not true or false",
                "mine.yaml:6: palette: 3 is not a section of names and colours",
            ]
        );
        assert_eq!(found.style(Role::Quote), Style::new().add_modifier(Modifier::BOLD));
        assert_eq!(found.style(Role::Title), theme("dark").style(Role::Title));
    }

    #[test]
    fn a_theme_that_is_not_there_is_named_and_dark_serves() {
        let (found, faults) = load("lihgt", None);
        assert_eq!(found, theme("dark"));
        assert_eq!(faults[0].as_str(), "theme: there is no theme \"lihgt\"; did you mean \"light\"?");
        assert_eq!(load("auto", None), (theme("dark"), vec![]));
    }

    #[test]
    fn fewer_colours_are_the_nearest_or_those_of_the_simpler_theme() {
        assert_eq!(nearest_indexed(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(nearest_indexed(Color::Rgb(40, 40, 40)), Color::Indexed(235));
        assert_eq!(nearest_indexed(Color::Red), Color::Red);
        let (found, _) = mine("quote: { fg: red }\nlink: { fg: \"#ff0000\" }\n");
        let sixteen = found.clone().colours(Colours::Ansi16);
        assert_eq!(sixteen.style(Role::Quote).fg, Some(Color::Red));
        assert_eq!(sixteen.style(Role::Link), theme("ansi16").style(Role::Link));
        let none = found.colours(Colours::None);
        assert_eq!(none.style(Role::Quote), theme("mono").style(Role::Quote));
    }

    proptest! {
        #[test]
        fn no_text_makes_loading_panic(
            raw in "((base|palette|quote|link|x): (\\{ ?(fg|bg|bold|x): \\PC{0,8} ?\\}|\\PC{0,8})\n){0,5}"
        ) {
            let _ = load("mine", Some((&raw, Path::new("t"))));
        }
    }
}
