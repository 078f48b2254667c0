//! Styled text for a terminal that is only written to: SGR sequences (ECMA-48) and nothing else.
//!
//! A style is written where it changes, and every row ends in the terminal's own.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::style::{Color, Modifier, Style};

use crate::text::safe::SafeStr;

/// Writes rows of styled text.
pub struct Painter<'a> {
    out: &'a mut dyn Write,
    /// The codes in force; empty for the terminal's own look.
    codes: String,
    /// Blanks that are written when something that shows follows them.
    waiting: Vec<(usize, Style)>,
}

impl<'a> Painter<'a> {
    /// Writes to `out`, which is in the terminal's own look.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out, codes: String::new(), waiting: Vec::new() }
    }

    /// Writes `text`, which holds no line feed, as `style` shows it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&mut self, text: SafeStr<'_>, style: Style) -> io::Result<()> {
        let shown = text.trim_end_matches(' ').len();
        if shown > 0 {
            self.write_blanks()?;
            self.take(codes(style))?;
            self.out.write_all(&text.as_bytes()[..shown])?;
        }
        self.blanks(text.len() - shown, style);
        Ok(())
    }

    /// Takes so many blanks, to be written if they show or something that shows follows them.
    pub fn blanks(&mut self, columns: usize, style: Style) {
        if columns > 0 {
            self.waiting.push((columns, style));
        }
    }

    /// Ends the row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end_row(&mut self) -> io::Result<()> {
        while self.waiting.pop_if(|(_, style)| !shows_blanks(*style)).is_some() {}
        self.write_blanks()?;
        self.take(String::new())?;
        self.out.write_all(b"\n")
    }

    fn write_blanks(&mut self) -> io::Result<()> {
        for (columns, style) in std::mem::take(&mut self.waiting) {
            self.take(codes(style))?;
            write!(self.out, "{:columns$}", "")?;
        }
        Ok(())
    }

    fn take(&mut self, codes: String) -> io::Result<()> {
        if codes == self.codes {
            return Ok(());
        }
        // A reset first: what the last style had and this one lacks must go.
        let reset = if self.codes.is_empty() { "" } else { "0" };
        let parting = if reset.is_empty() || codes.is_empty() { "" } else { ";" };
        write!(self.out, "\x1b[{reset}{parting}{codes}m")?;
        self.codes = codes;
        Ok(())
    }
}

/// Whether blanks in this style can be seen.
fn shows_blanks(style: Style) -> bool {
    let marked = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    style.bg.is_some_and(|bg| bg != Color::Reset) || style.add_modifier.intersects(marked)
}

const ATTRIBUTES: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// The parameters that give `style` from the terminal's own look.
fn codes(style: Style) -> String {
    let mut codes = String::new();
    for (modifier, code) in ATTRIBUTES {
        if style.add_modifier.contains(modifier) {
            add(&mut codes, &code.to_string());
        }
    }
    for (colour, ground) in [(style.fg, 30), (style.bg, 40)] {
        if let Some(colour) = colour.and_then(|colour| parameter(colour, ground)) {
            add(&mut codes, &colour);
        }
    }
    codes
}

fn add(codes: &mut String, code: &str) {
    if !codes.is_empty() {
        codes.push(';');
    }
    codes.push_str(code);
}

/// The parameter for `colour`; `base` is 30 for letters, 40 for the ground.
fn parameter(colour: Color, base: u8) -> Option<String> {
    let bright = base + 60;
    let number = match colour {
        Color::Reset => return None,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => bright,
        Color::LightRed => bright + 1,
        Color::LightGreen => bright + 2,
        Color::LightYellow => bright + 3,
        Color::LightBlue => bright + 4,
        Color::LightMagenta => bright + 5,
        Color::LightCyan => bright + 6,
        Color::White => bright + 7,
        Color::Indexed(index) => return Some(format!("{};5;{index}", base + 8)),
        Color::Rgb(red, green, blue) => {
            let mut code = format!("{};2", base + 8);
            for part in [red, green, blue] {
                write!(code, ";{part}").expect("a string takes all that is written to it");
            }
            return Some(code);
        }
    };
    Some(number.to_string())
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::Painter;
    use crate::text::safe::Safe;

    fn painted(pieces: &[(&str, Style)]) -> String {
        let mut out = Vec::new();
        let mut painter = Painter::new(&mut out);
        for (text, style) in pieces {
            painter.put(Safe::text(text).as_safe_str(), *style).unwrap();
        }
        painter.end_row().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn plain_text_has_no_sequences() {
        assert_eq!(painted(&[("猫と", Style::new()), ("犬", Style::new().fg(Color::Reset))]), "猫と犬\n");
    }

    #[test]
    fn a_style_is_written_where_it_changes_and_ends_with_the_row() {
        let bold = Style::new().bold();
        assert_eq!(painted(&[("중", bold), ("요", bold), (" a", Style::new())]), "\x1b[1m중요\x1b[0m a\n");
        assert_eq!(painted(&[("題", bold.fg(Color::Blue))]), "\x1b[1;34m題\x1b[0m\n");
        assert_eq!(painted(&[("a", bold), ("b", Style::new().italic())]), "\x1b[1ma\x1b[0;3mb\x1b[0m\n");
    }

    #[test]
    fn blanks_at_the_end_of_a_row_are_cut_unless_they_show() {
        let ground = Style::new().bg(Color::Blue);
        assert_eq!(painted(&[("猫  ", Style::new()), ("  ", Style::new().bold())]), "猫\n");
        assert_eq!(painted(&[("字", ground), ("  ", ground)]), "\x1b[44m字  \x1b[0m\n");
        assert_eq!(painted(&[("a ", Style::new()), (" b", ground)]), "a \x1b[44m b\x1b[0m\n");
    }

    #[test]
    fn every_kind_of_colour_has_its_parameter() {
        let style = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(238));
        assert_eq!(painted(&[("码", style)]), "\x1b[38;2;1;2;3;48;5;238m码\x1b[0m\n");
        assert_eq!(painted(&[("x", Style::new().fg(Color::White))]), "\x1b[97mx\x1b[0m\n");
        assert_eq!(painted(&[("x", Style::new().bg(Color::DarkGray))]), "\x1b[100mx\x1b[0m\n");
    }
}
