//! How the terminal shows pictures: chosen once, from what it said of itself and what the user wants.
//!
//! Cells can always be coloured where there are colours enough; dots need a terminal that knows a
//! protocol and says how large its cells are. Inside tmux and screen only cells are safe, so
//! anything else there has to be asked for in the settings.

use std::ffi::OsString;

use crate::config::config::ImagesSetting;
use crate::config::theme::Colours;
use crate::text::width::Ambiguous;

/// Dots of a cell where the terminal does not say.
const USUAL_CELL: (u16, u16) = (8, 16);

/// Terminals that answer to kitty's questions but do not know its pictures among text, and know
/// those of iTerm2.
const INLINE: [&str; 7] = ["iterm", "wezterm", "konsole", "rio", "warp", "mintty", "bobcat"];

/// How pictures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Easel {
    /// In what way.
    pub manner: Manner,
    /// Dots of a cell across and down; never 0.
    pub cell: (u16, u16),
}

/// A way to show pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Two dots in each cell, in colours of text.
    Blocks {
        /// Of how many.
        palette: Palette,
        /// Which two.
        halves: Halves,
    },
    /// Kitty's pictures among text.
    Kitty {
        /// How they are sent.
        packing: Packing,
        /// By which way.
        way: Way,
    },
    /// Sixels.
    Sixel,
    /// iTerm2's inline pictures.
    Iterm(Way),
}

/// The colours of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// All.
    True,
    /// The fixed 240 of xterm.
    Fixed,
}

/// The two dots of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halves {
    /// One above the other.
    Rows,
    /// Side by side: the block for it has one column in every terminal, where the other is ambiguous.
    Columns,
}

/// How dots are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Packing {
    Plain,
    Deflated,
}

/// What stands between us and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Way {
    Straight,
    ThroughTmux,
}

/// A terminal within the terminal, which keeps to itself what it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Within {
    Tmux,
    Screen,
}

impl Within {
    /// The one that the variables tell of, here or at the other end of a line to another machine.
    #[must_use]
    pub fn of(environment: &dyn Fn(&str) -> Option<OsString>) -> Option<Self> {
        let says = |name: &str| environment(name).filter(|value| !value.is_empty());
        let term = says("TERM").unwrap_or_default().to_string_lossy().to_lowercase();
        if says("TMUX").is_some() || term.starts_with("tmux") {
            Some(Self::Tmux)
        } else {
            (says("STY").is_some() || term.starts_with("screen")).then_some(Self::Screen)
        }
    }
}

/// What the terminal said of pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Whether it takes kitty's pictures.
    pub kitty: bool,
    /// Whether it takes them deflated.
    pub deflated: bool,
    /// Whether it knows sixels.
    pub sixel: bool,
    /// What it calls itself (XTVERSION).
    pub name: String,
    /// Dots of a cell.
    pub cell: Option<(u16, u16)>,
}

impl Easel {
    /// The way that suits the terminal, or none.
    #[must_use]
    pub fn choose(
        wanted: ImagesSetting,
        told: &Told,
        colours: Colours,
        ambiguous: Ambiguous,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Option<Self> {
        let says = |name: &str| {
            let value = environment(name)?.to_string_lossy().to_lowercase();
            (!value.is_empty()).then_some(value)
        };
        let within = Within::of(environment);
        let way = if within == Some(Within::Tmux) { Way::ThroughTmux } else { Way::Straight };
        let cell = told.cell.unwrap_or(USUAL_CELL);
        let easel = |manner| Some(Self { manner, cell });
        let packing = if told.deflated { Packing::Deflated } else { Packing::Plain };
        let blocks = || {
            let palette = match colours {
                Colours::True => Palette::True,
                Colours::Ansi256 => Palette::Fixed,
                Colours::Ansi16 | Colours::None => return None,
            };
            let halves = if ambiguous == Ambiguous::Wide { Halves::Columns } else { Halves::Rows };
            easel(Manner::Blocks { palette, halves })
        };
        // Its cells name a picture by their colour, which is never sent where none is wanted.
        let kitty = |way| easel(Manner::Kitty { packing, way }).filter(|_| colours != Colours::None);
        match wanted {
            ImagesSetting::Off => None,
            ImagesSetting::Blocks => blocks(),
            ImagesSetting::Kitty => kitty(way),
            ImagesSetting::Sixel => easel(Manner::Sixel),
            ImagesSetting::Iterm => easel(Manner::Iterm(way)),
            ImagesSetting::Auto if within.is_some() || told.cell.is_none() => blocks(),
            ImagesSetting::Auto => {
                let names = [
                    told.name.to_lowercase(),
                    says("TERM_PROGRAM").unwrap_or_default(),
                    says("LC_TERMINAL").unwrap_or_default(),
                    says("KONSOLE_VERSION").map(|_| "konsole".to_owned()).unwrap_or_default(),
                ];
                if INLINE.iter().any(|known| names.iter().any(|name| name.contains(known))) {
                    easel(Manner::Iterm(Way::Straight))
                } else if let Some(kitty) = kitty(Way::Straight).filter(|_| told.kitty) {
                    Some(kitty)
                } else if told.sixel {
                    easel(Manner::Sixel)
                } else {
                    blocks()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{Easel, Halves, Manner, Packing, Palette, Told, Way};
    use crate::config::config::ImagesSetting;
    use crate::config::theme::Colours;
    use crate::text::width::Ambiguous;

    const TRUE: Manner = Manner::Blocks { palette: Palette::True, halves: Halves::Rows };
    const KITTY: Manner = Manner::Kitty { packing: Packing::Plain, way: Way::Straight };

    fn told(kitty: bool, sixel: bool, name: &str) -> Told {
        Told { kitty, sixel, name: name.to_owned(), cell: Some((10, 20)), deflated: false }
    }

    fn chosen(wanted: ImagesSetting, told: &Told, variables: &[(&str, &str)]) -> Option<Manner> {
        let environment = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        Easel::choose(wanted, told, Colours::True, Ambiguous::Narrow, &environment).map(|easel| easel.manner)
    }

    #[test]
    fn the_best_that_the_terminal_knows_is_chosen() {
        let auto = |told: &Told, variables: &[(&str, &str)]| chosen(ImagesSetting::Auto, told, variables);
        assert_eq!(auto(&told(true, true, "kitty(0.40)"), &[]), Some(KITTY));
        assert_eq!(auto(&told(false, true, "foot(1.20)"), &[]), Some(Manner::Sixel));
        assert_eq!(auto(&told(false, false, ""), &[]), Some(TRUE));
        assert_eq!(auto(&told(true, true, "WezTerm 2024"), &[]), Some(Manner::Iterm(Way::Straight)));
        let iterm = [("TERM_PROGRAM", "iTerm.app")];
        assert_eq!(auto(&told(false, true, ""), &iterm), Some(Manner::Iterm(Way::Straight)));
        let konsole = [("KONSOLE_VERSION", "230804")];
        assert_eq!(auto(&told(true, true, ""), &konsole), Some(Manner::Iterm(Way::Straight)));
    }

    #[test]
    fn inside_another_terminal_only_cells_are_coloured_unless_more_is_asked_for() {
        for inside in [("TMUX", "/tmp/x,1,0"), ("STY", "1.x"), ("TERM", "screen-256color")] {
            assert_eq!(chosen(ImagesSetting::Auto, &told(true, true, "tmux 3.5"), &[inside]), Some(TRUE));
        }
        let tmux = [("TMUX", "/tmp/x,1,0")];
        let through = Manner::Kitty { packing: Packing::Plain, way: Way::ThroughTmux };
        assert_eq!(chosen(ImagesSetting::Kitty, &Told::default(), &tmux), Some(through));
        assert_eq!(chosen(ImagesSetting::Sixel, &Told::default(), &tmux), Some(Manner::Sixel));
    }

    #[test]
    fn dots_need_cells_of_a_known_size() {
        let told = Told { cell: None, ..told(true, true, "kitty") };
        assert_eq!(chosen(ImagesSetting::Auto, &told, &[]), Some(TRUE));
    }

    #[test]
    fn few_colours_or_none_show_no_picture_in_cells_and_none_that_colours_name() {
        let choose = |colours, ambiguous| {
            Easel::choose(ImagesSetting::Auto, &Told::default(), colours, ambiguous, &|_| None)
                .map(|easel| easel.manner)
        };
        assert_eq!(choose(Colours::None, Ambiguous::Narrow), None);
        assert_eq!(choose(Colours::Ansi16, Ambiguous::Narrow), None);
        let kitty_and_sixel = told(true, true, "kitty(0.40)");
        let mono = |wanted, told: &Told| {
            Easel::choose(wanted, told, Colours::None, Ambiguous::Narrow, &|_| None).map(|easel| easel.manner)
        };
        assert_eq!(mono(ImagesSetting::Auto, &told(true, false, "kitty(0.40)")), None);
        assert_eq!(mono(ImagesSetting::Kitty, &kitty_and_sixel), None);
        assert_eq!(mono(ImagesSetting::Auto, &kitty_and_sixel), Some(Manner::Sixel));
        let fixed = Manner::Blocks { palette: Palette::Fixed, halves: Halves::Columns };
        assert_eq!(choose(Colours::Ansi256, Ambiguous::Wide), Some(fixed));
        assert_eq!(chosen(ImagesSetting::Off, &told(true, true, "kitty"), &[]), None);
    }
}
