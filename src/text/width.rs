//! How wide text is (stands in until widths are built).

/// How wide a terminal draws the characters that East Asian Width calls ambiguous.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One column.
    #[default]
    Narrow,
    /// Two columns.
    Wide,
}
