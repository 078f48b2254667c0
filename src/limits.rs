//! Every bound on what a stranger's file may cost, in one place.
//!
//! A file that crosses a bound is cut or passed over with a word about it; it never
//! stops the other files.

/// Bytes of one article that are read; what lies beyond is left out with a notice.
pub const ARTICLE_BYTES: u64 = 64 * 1024 * 1024;

/// Bytes within which front matter must close; a longer head is body text.
pub const FRONT_MATTER_BYTES: usize = 64 * 1024;

/// Brackets that may stand open at once in front matter before it is refused.
pub const FRONT_MATTER_DEPTH: usize = 64;

/// Aliases (`*name`) that front matter may hold before it is refused.
pub const FRONT_MATTER_ALIASES: usize = 100;

/// Tags of one article that are kept.
pub const TAGS: usize = 1_000;

/// Columns of a title that are kept.
pub const TITLE_COLUMNS: usize = 1_000;

/// Combining marks that one base character keeps.
pub const MARKS_PER_CHARACTER: usize = 8;

/// Quotes and lists inside one another that are still drawn as such; deeper text stays at this depth.
pub const NESTING: usize = 24;

/// Bytes of a block of code that is coloured; a longer one is plain.
pub const COLOURED_CODE_BYTES: usize = 64 * 1024;

/// Bytes of all code of one article that is coloured; what comes later is plain.
pub const COLOURED_ARTICLE_BYTES: usize = 1024 * 1024;

/// Bytes of a line of code that is coloured; from a longer one on the block is plain.
pub const COLOURED_LINE_BYTES: usize = 4 * 1024;

/// Graphemes of a title that the fuzzy matcher scores.
pub const FUZZY_CHARACTERS: usize = 512;

/// Bytes of a typed query that are looked at.
pub const QUERY_BYTES: usize = 4 * 1024;

/// Bytes of the longest address that terminals take for a link of their own.
pub const HYPERLINK_BYTES: usize = 2_083;

/// Bytes that telling the terminal of links may take in a frame; those further down are left out.
pub const HYPERLINKS_BYTES: usize = 3 * 1024;

/// Links to one article that are listed.
pub const BACKLINKS: usize = 5_000;

/// Bytes of memory that a regular expression may take once it is made ready.
pub const EXPRESSION_BYTES: usize = 1024 * 1024;

/// Bytes of a settings, theme or memory file that are read.
pub const SETTINGS_BYTES: u64 = 16 * 1024 * 1024;

/// Bytes of an address that is opened; a longer one can only be copied.
pub const ADDRESS_BYTES: usize = 32 * 1024;

/// Bytes of text that a terminal is asked to put on the clipboard; terminals cut or drop more.
pub const COPY_BYTES: usize = 74_994;

/// Bytes of a picture's file; a larger one is not opened.
pub const PICTURE_BYTES: u64 = 32 * 1024 * 1024;

/// Bytes at the beginning of a picture's file in which its size is looked for first.
pub const PICTURE_HEAD_BYTES: u64 = 256 * 1024;

/// Dots of a picture; a larger one is not decoded.
pub const PICTURE_DOTS: u64 = 50_000_000;

/// Dots along one side of a picture.
pub const PICTURE_SIDE: u32 = 65_535;

/// Bytes that the decoding of a picture may take.
pub const PICTURE_MEMORY: u64 = 256 * 1024 * 1024;

/// Columns and rows of the largest picture drawn.
pub const PICTURE_CELLS: u16 = 256;

/// Pictures of one article that are looked for.
pub const PICTURES: usize = 2_000;

/// Bytes of the pictures that are kept ready to be shown.
pub const PICTURE_CACHE_BYTES: usize = 24 * 1024 * 1024;

/// Bytes of the pictures that a terminal is asked to keep beside those on the screen; kitty throws
/// away the oldest above 320 MB, seen or not.
pub const PICTURE_TERMINAL_BYTES: usize = 200 * 1024 * 1024;

/// Bytes of pictures that are sent to the terminal with one frame, about.
pub const PICTURE_FRAME_BYTES: usize = 256 * 1024;

/// Names below a root that are looked through for files known by their name alone.
pub const SEARCH_NAMES: usize = 50_000;
