//! Keys and their names.
//!
//! A [`Key`] is one press as a person would name it, whatever the terminal sends for it: Shift is
//! part of the character (`G`), letters under Ctrl are small, Shift-Tab is a key of its own. So
//! two presses that no terminal tells apart are the same value. Names read back as the keys they
//! name. What a key means is the keymap's affair.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::nearest::nearest;

/// One press of a key, with what was held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl is held; a letter is then small.
    pub ctrl: bool,
    /// Alt (Meta, Option) is held.
    pub alt: bool,
    /// Shift is held; never with a character, which says so itself, nor with `BackTab`.
    pub shift: bool,
}

/// A key without what is held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the key it is called after")]
pub enum Code {
    /// A character as typed, upper case and signs included; the blank is one of them.
    Char(char),
    Enter,
    Esc,
    Tab,
    /// Shift and Tab.
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// The names of keys that are more than a character: the first of each is the one shown.
const NAMES: &[(Code, &[&str])] = &[
    (Code::Char(' '), &["Space", "spc", "blank"]),
    (Code::Char('<'), &["<", "lt", "less"]),
    (Code::Enter, &["Enter", "return", "ret", "cr"]),
    (Code::Esc, &["Esc", "escape"]),
    (Code::Tab, &["Tab"]),
    (Code::BackTab, &["S-Tab", "backtab", "back_tab"]),
    (Code::Backspace, &["Backspace", "bs"]),
    (Code::Delete, &["Del", "delete"]),
    (Code::Insert, &["Ins", "insert"]),
    (Code::Up, &["Up"]),
    (Code::Down, &["Down"]),
    (Code::Left, &["Left"]),
    (Code::Right, &["Right"]),
    (Code::Home, &["Home"]),
    (Code::End, &["End"]),
    (Code::PageUp, &["PgUp", "page_up", "pageup", "page-up"]),
    (Code::PageDown, &["PgDn", "page_down", "pagedown", "page-down", "pgdown"]),
];

/// What can be held down, as it may be written before `-` or `+`.
const HELD: &[(Held, &[&str])] = &[
    (Held::Ctrl, &["ctrl", "control", "c"]),
    (Held::Alt, &["alt", "meta", "option", "a", "m"]),
    (Held::Shift, &["shift", "s"]),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Ctrl,
    Alt,
    Shift,
}

/// The last function key that a name may have.
const LAST_F: u8 = 24;

impl Key {
    /// The key of `code` with nothing held.
    #[must_use]
    pub const fn of(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character with nothing held but what the character itself needs.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::of(Code::Char(c))
    }

    /// The character that this key puts into a line of text; none for a command.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key that a terminal reports; none for a release, for a lone modifier, and for what is
    /// meant for the window system.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let held = event.modifiers;
        if held.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META) {
            return None;
        }
        let code = match event.code {
            KeyCode::Char(c) if c.is_control() => return None,
            KeyCode::Char(c) => Code::Char(c),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab => Code::Tab,
            KeyCode::BackTab => Code::BackTab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Insert => Code::Insert,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            KeyCode::F(n) if (1..=LAST_F).contains(&n) => Code::F(n),
            _ => return None,
        };
        let key = Self {
            code,
            ctrl: held.contains(KeyModifiers::CONTROL),
            alt: held.contains(KeyModifiers::ALT),
            shift: held.contains(KeyModifiers::SHIFT),
        };
        Some(key.settled())
    }

    /// The key called `name`: a character (`j`, `G`, `?`), a word (`space`, `pgdn`, `f3`), either
    /// with what is held before it (`ctrl-d`, `C-d`, `alt+x`, `<c-d>`). The error is a sentence
    /// for the user.
    ///
    /// # Errors
    /// Where no key has that name.
    pub fn parse(name: &str) -> Result<Self, String> {
        let inner = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let mut rest = inner.filter(|inner| !inner.is_empty()).unwrap_or(name);
        let mut key = Self::char('\0');
        while let Some((held, after)) = split_held(rest) {
            match held {
                Held::Ctrl => key.ctrl = true,
                Held::Alt => key.alt = true,
                Held::Shift => key.shift = true,
            }
            rest = after;
        }
        let Some(code) = code_of(rest) else { return Err(not_a_key(name)) };
        key.code = code;
        if let Code::Char(c) = code
            && key.shift
        {
            if key.ctrl {
                return Err(format!("{name:?} is the same as without shift to most terminals; leave it out"));
            }
            if !c.is_ascii_alphabetic() {
                return Err(format!("{name:?} is not a key; write the character that shift makes of it"));
            }
        }
        Ok(key.settled())
    }

    /// Its name, short enough for help and status line; [`Key::parse`] reads it back.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = String::new();
        for (held, prefix) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if held {
                name.push_str(prefix);
            }
        }
        name + &self.code.name()
    }

    /// The half-width twin of a key typed with an input method on (ｊ as j, ／ as /, 「 as [,
    /// ㅓ as j on the Korean two-set layout); itself where it has none.
    #[must_use]
    pub fn narrowed(self) -> Self {
        let Code::Char(wide) = self.code else { return self };
        let key = Self { code: Code::Char(narrow(wide)), ..self };
        key.settled()
    }

    /// The one form that stands for all the ways a terminal may say this key.
    fn settled(mut self) -> Self {
        match self.code {
            Code::Char(c) => {
                let shifted = self.shift && c.is_ascii_lowercase();
                let c = if shifted { c.to_ascii_uppercase() } else { c };
                self.code = Code::Char(if self.ctrl { c.to_ascii_lowercase() } else { c });
                self.shift = false;
            }
            Code::Tab if self.shift => {
                self.code = Code::BackTab;
                self.shift = false;
            }
            Code::BackTab => self.shift = false,
            _ => {}
        }
        self
    }
}

impl Code {
    fn name(self) -> String {
        match (NAMES.iter().find(|(code, _)| *code == self), self) {
            (Some((_, names)), _) => names[0].to_owned(),
            (None, Self::Char(c)) => c.to_string(),
            (None, Self::F(n)) => format!("F{n}"),
            (None, other) => format!("{other:?}"),
        }
    }
}

/// Keys in the shorthand of tests: characters, and names in angle brackets
/// (`/読書<enter>jj<c-d>`). A bracket that holds no name is itself.
#[must_use]
pub fn keys(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        let end = rest.find('>').filter(|_| c == '<');
        // `<>>` and `<C->>` name keys that end in the bracket itself.
        let end =
            end.map(|end| end + usize::from(rest[end..].starts_with(">>") && !rest[1..end].contains('<')));
        let name = end.map(|end| &rest[..=end]);
        let named = name.filter(|name| name.len() > 2).and_then(|name| Some((name, Key::parse(name).ok()?)));
        if let Some((name, key)) = named {
            keys.push(key);
            rest = &rest[name.len()..];
        } else {
            keys.push(Key::char(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    keys
}

/// What is held first in `name`, and the rest of it.
fn split_held(name: &str) -> Option<(Held, &str)> {
    let at = name.find(['-', '+'])?;
    let (prefix, after) = (&name[..at], &name[at + 1..]);
    if after.is_empty() {
        return None;
    }
    let (held, _) =
        HELD.iter().find(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(prefix)))?;
    Some((*held, after))
}

fn code_of(name: &str) -> Option<Code> {
    let mut letters = name.chars();
    if let (Some(c), None) = (letters.next(), letters.next()) {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    let called = |(_, names): &&(Code, &[&str])| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if let Some((code, _)) = NAMES.iter().find(called) {
        return Some(*code);
    }
    let number = name.strip_prefix(['f', 'F'])?;
    let plain = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
    let n = number.parse().ok().filter(|_| plain)?;
    (1..=LAST_F).contains(&n).then_some(Code::F(n))
}

/// The sentence for a name that no key has, with the one that was meant where it can be guessed.
fn not_a_key(name: &str) -> String {
    let shown: String = name.chars().take(40).collect();
    guess(name).map_or_else(
        || format!("{shown:?} is not a key"),
        |meant| format!("{shown:?} is not a key; did you mean {meant:?}?"),
    )
}

fn guess(name: &str) -> Option<String> {
    let (prefix, last) = match name.rfind(['-', '+']) {
        Some(at) if at + 1 < name.len() => (&name[..at], &name[at + 1..]),
        _ => ("", name),
    };
    let words = NAMES.iter().flat_map(|(_, names)| names.iter().copied());
    let last = match code_of(last) {
        Some(_) => last.to_owned(),
        None => nearest(last, words.filter(|word| word.len() > 1))?.to_lowercase(),
    };
    let mut meant = String::new();
    for held in prefix.split(['-', '+']).filter(|held| !held.is_empty()) {
        let known = HELD.iter().flat_map(|(_, names)| names.iter().copied());
        let exact = known.clone().find(|known| known.eq_ignore_ascii_case(held));
        meant.push_str(exact.or_else(|| nearest(held, known.filter(|known| known.len() > 1)))?);
        meant.push('-');
    }
    meant.push_str(&last);
    (meant != name && Key::parse(&meant).is_ok()).then_some(meant)
}

/// Keys of the Korean two-set layout (KS X 5002), in the order of [`LATIN`].
const JAMO: &str = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ";
const LATIN: &str = "qwertyuiopasdfghjklzxcvbnmQWERTOP";

fn narrow(wide: char) -> char {
    match wide {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(wide as u32 - 0xfee0).unwrap_or(wide),
        // What kana and Chinese punctuation modes make of the keys.
        '「' | '｢' | '【' => '[',
        '」' | '｣' | '】' => ']',
        '・' | '･' => '/',
        '、' | '､' => ',',
        '。' | '｡' => '.',
        'ー' | 'ｰ' => '-',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '〜' => '~',
        _ => JAMO.chars().zip(LATIN.chars()).find(|&(jamo, _)| jamo == wide).map_or(wide, |(_, latin)| latin),
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
    use proptest::prelude::*;

    use super::{Code, JAMO, Key, LATIN, NAMES, keys};

    fn ctrl(c: char) -> Key {
        Key { ctrl: true, ..Key::char(c) }
    }

    #[test]
    fn keys_are_called_by_character_word_and_what_is_held() {
        let alt_x = Key { alt: true, ..Key::char('x') };
        let shift_up = Key { shift: true, ..Key::of(Code::Up) };
        for (name, key) in [
            ("j", Key::char('j')),
            ("G", Key::char('G')),
            ("?", Key::char('?')),
            ("-", Key::char('-')),
            ("<", Key::char('<')),
            (" ", Key::char(' ')),
            ("space", Key::char(' ')),
            ("ENTER", Key::of(Code::Enter)),
            ("esc", Key::of(Code::Esc)),
            ("tab", Key::of(Code::Tab)),
            ("shift-tab", Key::of(Code::BackTab)),
            ("ctrl-d", ctrl('d')),
            ("C-d", ctrl('d')),
            ("C-D", ctrl('d')),
            ("ctrl+d", ctrl('d')),
            ("<c-d>", ctrl('d')),
            ("ctrl--", ctrl('-')),
            ("c-space", ctrl(' ')),
            ("alt-x", alt_x),
            ("M-x", alt_x),
            ("pgdn", Key::of(Code::PageDown)),
            ("page_down", Key::of(Code::PageDown)),
            ("f3", Key::of(Code::F(3))),
            ("F12", Key::of(Code::F(12))),
            ("left", Key::of(Code::Left)),
            ("shift-g", Key::char('G')),
            ("S-up", shift_up),
            ("読", Key::char('読')),
            ("读", Key::char('读')),
            ("ㅓ", Key::char('ㅓ')),
        ] {
            assert_eq!(Key::parse(name), Ok(key), "{name}");
        }
    }

    #[test]
    fn a_name_that_no_key_has_says_which_was_meant() {
        for (name, message) in [
            ("ctl-n", "\"ctl-n\" is not a key; did you mean \"ctrl-n\"?"),
            ("entr", "\"entr\" is not a key; did you mean \"enter\"?"),
            ("ctrl-spce", "\"ctrl-spce\" is not a key; did you mean \"ctrl-space\"?"),
            ("pagedwon", "\"pagedwon\" is not a key; did you mean \"pagedown\"?"),
            ("", "\"\" is not a key"),
            ("f99", "\"f99\" is not a key"),
            ("読書", "\"読書\" is not a key"),
        ] {
            assert_eq!(Key::parse(name), Err(message.to_owned()));
        }
    }

    #[test]
    fn what_no_terminal_tells_apart_is_refused() {
        assert!(Key::parse("ctrl-shift-x").is_err());
        assert!(Key::parse("shift-1").is_err());
    }

    #[test]
    fn names_are_short() {
        let names: Vec<String> = keys("<c-d><space><enter><pgdn><esc>G<f3><alt-b><shift-tab><up>")
            .into_iter()
            .map(Key::name)
            .collect();
        assert_eq!(names, ["C-d", "Space", "Enter", "PgDn", "Esc", "G", "F3", "A-b", "S-Tab", "Up"]);
    }

    #[test]
    fn shorthand_holds_characters_and_names() {
        let expected = [
            Key::char('/'),
            Key::char('読'),
            Key::char('書'),
            Key::of(Code::Enter),
            Key::char('j'),
            ctrl('d'),
        ];
        assert_eq!(keys("/読書<enter>j<c-d>"), expected);
        assert_eq!(keys("a<b"), [Key::char('a'), Key::char('<'), Key::char('b')]);
        assert_eq!(keys("<>"), [Key::char('<'), Key::char('>')]);
        assert_eq!(keys("<lt>"), [Key::char('<')]);
    }

    #[test]
    fn presses_and_repeats_are_keys_and_releases_are_not() {
        let press = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        assert_eq!(Key::from_event(&press), Some(Key::char('j')));
        let repeat = KeyEvent { kind: KeyEventKind::Repeat, ..press };
        assert_eq!(Key::from_event(&repeat), Some(Key::char('j')));
        let release = KeyEvent { kind: KeyEventKind::Release, ..press };
        assert_eq!(Key::from_event(&release), None);
    }

    #[test]
    fn the_ways_terminals_say_a_key_are_one_key() {
        for (code, held, key) in [
            (KeyCode::Char('G'), KeyModifiers::SHIFT, Key::char('G')),
            (KeyCode::Char('g'), KeyModifiers::SHIFT, Key::char('G')),
            (KeyCode::Char('?'), KeyModifiers::SHIFT, Key::char('?')),
            (KeyCode::Char('D'), KeyModifiers::CONTROL | KeyModifiers::SHIFT, ctrl('d')),
            (KeyCode::BackTab, KeyModifiers::SHIFT, Key::of(Code::BackTab)),
            (KeyCode::Tab, KeyModifiers::SHIFT, Key::of(Code::BackTab)),
        ] {
            assert_eq!(Key::from_event(&KeyEvent::new(code, held)), Some(key), "{code:?} {held:?}");
        }
    }

    #[test]
    fn what_belongs_to_the_window_system_is_no_key() {
        assert_eq!(Key::from_event(&KeyEvent::new(KeyCode::Char('q'), KeyModifiers::SUPER)), None);
        assert_eq!(Key::from_event(&KeyEvent::new(KeyCode::Null, KeyModifiers::NONE)), None);
        assert_eq!(Key::from_event(&KeyEvent::new(KeyCode::Char('\x1b'), KeyModifiers::NONE)), None);
    }

    #[test]
    fn keys_typed_with_an_input_method_on_have_half_width_twins() {
        for (wide, narrow) in [
            ("ｊｋＧ／？５", "jkG/?5"),
            ("\u{3000}", " "),
            ("「」・ー。", "[]/-."),
            ("【】‘", "[]'"),
            ("ㅓㅏㅂㅃ", "jkqQ"),
            ("jG?読读읽é", "jG?読读읽é"),
        ] {
            let narrowed: Vec<Key> = keys(wide).into_iter().map(Key::narrowed).collect();
            assert_eq!(narrowed, keys(narrow), "{wide}");
        }
        assert_eq!(JAMO.chars().count(), LATIN.chars().count());
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let named = proptest::sample::select(NAMES).prop_map(|(code, _)| code);
        let code = prop_oneof![any::<char>().prop_map(Code::Char), named, (1..=24u8).prop_map(Code::F)];
        let code = code.prop_filter("no control", |code| !matches!(code, Code::Char(c) if c.is_control()));
        (code, any::<[bool; 3]>())
            .prop_map(|(code, [ctrl, alt, shift])| Key { code, ctrl, alt, shift }.settled())
    }

    proptest! {
        #[test]
        fn every_name_reads_back_as_its_key(key in any_key()) {
            prop_assert_eq!(Key::parse(&key.name()), Ok(key));
            prop_assert_eq!(keys(&format!("<{}>", key.name())), vec![key]);
        }

        #[test]
        fn no_name_makes_parsing_panic(name in "(ctrl|C|alt|shift|f|<)?[-+]?.{0,8}>?") {
            let _ = Key::parse(&name);
            let _ = keys(&name);
        }

        #[test]
        fn narrowing_twice_changes_nothing(key in any_key()) {
            prop_assert_eq!(key.narrowed().narrowed(), key.narrowed());
        }
    }
}
