//! Settings as the floors below say them.

use crate::config::config::{
    AmbiguousSetting, BreaksSetting, Config, GlyphsSetting, RepeatsSetting, RubySetting,
};
use crate::page::measure::{Glyphs, Indent, Measure, Pan, Repeats, RubyStyle};
use crate::page::plate::Pictures;
use crate::text::breaks::Breaks;
use crate::text::width::Ambiguous;
use crate::text::wrap::{Autospace, Hanging, Justify};

impl Config {
    /// How articles are to be set in `columns` columns, on a terminal that draws characters of
    /// ambiguous width so.
    #[must_use]
    pub fn measure(&self, columns: u16, ambiguous: Ambiguous) -> Measure {
        let breaks = match self.breaks {
            BreaksSetting::Strict => Breaks::Strict,
            BreaksSetting::Phrase => Breaks::Phrase,
        };
        Measure {
            columns: columns.max(1),
            ambiguous,
            breaks,
            heading_breaks: if self.headings_phrase { Breaks::Phrase } else { breaks },
            hanging: if self.hanging { Hanging::Yes } else { Hanging::No },
            autospace: if self.autospace { Autospace::Yes } else { Autospace::No },
            justify: if self.justify { Justify::Yes } else { Justify::No },
            indent: if self.indent { Indent::Yes } else { Indent::No },
            ruby: match self.ruby {
                RubySetting::Inline => RubyStyle::Inline,
                RubySetting::Hidden => RubyStyle::Hidden,
            },
            repeats: match self.repeats {
                RepeatsSetting::Dim => Repeats::Dim,
                RepeatsSetting::Hide => Repeats::Hide,
                RepeatsSetting::Show => Repeats::Show,
            },
            glyphs: match self.glyphs {
                GlyphsSetting::Unicode => Glyphs::Unicode,
                GlyphsSetting::Ascii => Glyphs::Ascii,
            },
            pan: Pan::Fit,
            pictures: Pictures::Words,
        }
    }

    /// How wide characters of ambiguous width are, where the terminal says `asked`.
    #[must_use]
    pub fn ambiguous(&self, asked: Option<Ambiguous>) -> Ambiguous {
        match self.ambiguous {
            AmbiguousSetting::Narrow => Ambiguous::Narrow,
            AmbiguousSetting::Wide => Ambiguous::Wide,
            AmbiguousSetting::Auto => asked.unwrap_or_default(),
        }
    }
}
