//! Which key means which intention, pane by pane.
//!
//! A binding is a pane, a sequence of keys and an action. The pane in focus is asked first, then
//! [`Pane::Anywhere`]; while text is typed (bar) and in a list over the page (picker) only what
//! must always work is asked for there: quit, redraw, suspend, and only under keys that are not
//! text. Reading bindings from settings is `config`'s affair.

use super::action::{Action, AppAction, Pane};
use super::key::Key;

/// Keys that a sequence may hold.
const LONGEST_SEQUENCE: usize = 4;

/// The bindings of all panes, in the order bound.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Clone, Debug, PartialEq)]
struct Binding {
    pane: Pane,
    keys: Vec<Key>,
    action: Action,
}

/// What the keys typed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This; the next key starts anew.
    Action(Action),
    /// Nothing yet: a longer sequence begins with them.
    Pending,
    /// Nothing, whatever follows.
    Unknown,
}

impl Keymap {
    /// What `keys`, all typed since the last action, mean in `pane`. Full-width keys count as
    /// their half-width twins, but for the bar, where they are text.
    #[must_use]
    pub fn lookup(&self, pane: Pane, keys: &[Key]) -> Lookup {
        let keys: Vec<Key> = match pane {
            Pane::Bar => keys.to_vec(),
            Pane::Anywhere | Pane::List | Pane::Reader | Pane::Picker => {
                keys.iter().map(|key| key.narrowed()).collect()
            }
        };
        match self.lookup_in(pane, &keys) {
            Lookup::Unknown => {}
            found => return found,
        }
        let found = self.lookup_in(Pane::Anywhere, &keys);
        match (pane, found) {
            (Pane::Anywhere | Pane::List | Pane::Reader, found) => found,
            (Pane::Bar | Pane::Picker, Lookup::Action(Action::App(action)))
                if works_everywhere(action) && keys.iter().all(|key| key.typed().is_none()) =>
            {
                found
            }
            (Pane::Bar | Pane::Picker, _) => Lookup::Unknown,
        }
    }

    fn lookup_in(&self, pane: Pane, keys: &[Key]) -> Lookup {
        if keys.is_empty() {
            return Lookup::Unknown;
        }
        let here = || self.bindings.iter().filter(|binding| binding.pane == pane);
        if let Some(binding) = here().find(|binding| binding.keys == keys) {
            return Lookup::Action(binding.action);
        }
        if here().any(|binding| binding.keys.starts_with(keys)) { Lookup::Pending } else { Lookup::Unknown }
    }

    /// The names of the keys of `action`, in the order bound; empty where it has none.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut names = Vec::new();
        for binding in self.bindings.iter().filter(|binding| binding.action == action) {
            let name = sequence_name(&binding.keys);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The names of the keys that `action` has in `pane` alone, in the order bound.
    #[must_use]
    pub fn keys_in(&self, pane: Pane, action: Action) -> Vec<String> {
        let here = |binding: &&Binding| binding.pane == pane && binding.action == action;
        self.bindings.iter().filter(here).map(|binding| sequence_name(&binding.keys)).collect()
    }

    /// Binds `keys` to `action` in `pane`, after the keys that it has there. They are taken from
    /// every other action of that pane, and so is what could no longer be typed, or would keep
    /// them from being typed: a sequence that begins with `keys`, or the beginning of `keys`.
    pub fn bind(&mut self, pane: Pane, keys: &[Key], action: Action) {
        let keys: Vec<Key> = keys.iter().map(|key| key.narrowed()).collect();
        self.bindings.retain(|binding| {
            binding.pane != pane
                || (binding.action == action && binding.keys != keys)
                || !collide(&binding.keys, &keys)
        });
        self.bindings.push(Binding { pane, keys, action });
    }

    /// Takes `keys`, and what collides with them, from every action of `pane`.
    pub fn free(&mut self, pane: Pane, keys: &[Key]) {
        let keys: Vec<Key> = keys.iter().map(|key| key.narrowed()).collect();
        self.bindings.retain(|binding| binding.pane != pane || !collide(&binding.keys, &keys));
    }

    /// Takes from `action` all keys that it has in `pane`.
    pub fn unbind(&mut self, pane: Pane, action: Action) {
        self.bindings.retain(|binding| binding.pane != pane || binding.action != action);
    }
}

/// Whether one of the two sequences begins with the other, so that both cannot be typed.
#[must_use]
pub fn collide(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// What works while text is typed and in a list over the page, as long as its key is no text.
const fn works_everywhere(action: AppAction) -> bool {
    match action {
        AppAction::Quit | AppAction::Redraw | AppAction::Suspend => true,
        AppAction::Help
        | AppAction::OtherPane
        | AppAction::Back
        | AppAction::Close
        | AppAction::Mark
        | AppAction::MarkWithNote
        | AppAction::Marks
        | AppAction::Facets
        | AppAction::Palette
        | AppAction::FrontMatter
        | AppAction::Forget
        | AppAction::Zen
        | AppAction::Theme => false,
    }
}

/// The keys that `written` names: one key (`ctrl-d`), two characters (`gg`), or up to four keys
/// parted by blanks (`ctrl-x s`). The error is a sentence for the user.
///
/// # Errors
/// Where a part of it names no key.
pub fn parse_sequence(written: &str) -> Result<Vec<Key>, String> {
    let whole = match Key::parse(written) {
        Ok(key) => return Ok(vec![key]),
        Err(error) => error,
    };
    let letters: Vec<char> = written.chars().collect();
    if let [first, second] = letters[..]
        && !written.contains(['-', '+', ' '])
        && !letters.iter().any(|c| c.is_control())
    {
        return Ok(vec![Key::char(first), Key::char(second)]);
    }
    let parts: Vec<&str> = written.split(' ').filter(|part| !part.is_empty()).collect();
    match parts.len() {
        0 | 1 => Err(whole),
        2..=LONGEST_SEQUENCE => parts.into_iter().map(Key::parse).collect(),
        _ => Err(format!("{written:?} is too long: a sequence has at most {LONGEST_SEQUENCE} keys")),
    }
}

/// The name of a sequence, which [`parse_sequence`] reads back.
#[must_use]
pub fn sequence_name(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| key.name()).collect();
    let joined = names.concat();
    if parse_sequence(&joined).is_ok_and(|read| read == keys) { joined } else { names.join(" ") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Keymap, Lookup, parse_sequence, sequence_name};
    use crate::input::action::{Action, AppAction, BarAction, ListAction, Pane, ReaderAction};
    use crate::input::key::{Key, keys};

    const QUIT: Action = Action::App(AppAction::Quit);
    const HELP: Action = Action::App(AppAction::Help);
    const FIRST: Action = Action::List(ListAction::First);
    const DOWN: Action = Action::List(ListAction::Down);
    const TOP: Action = Action::Reader(ReaderAction::Top);

    fn keymap(bindings: &[(Pane, &str, Action)]) -> Keymap {
        let mut keymap = Keymap::default();
        for (pane, written, action) in bindings {
            keymap.bind(*pane, &keys(written), *action);
        }
        keymap
    }

    #[test]
    fn the_pane_is_asked_before_anywhere() {
        let keymap = keymap(&[(Pane::Anywhere, "x", HELP), (Pane::List, "x", DOWN)]);
        assert_eq!(keymap.lookup(Pane::List, &keys("x")), Lookup::Action(DOWN));
        assert_eq!(keymap.lookup(Pane::Reader, &keys("x")), Lookup::Action(HELP));
        assert_eq!(keymap.lookup(Pane::Reader, &keys("y")), Lookup::Unknown);
        assert_eq!(keymap.lookup(Pane::Reader, &[]), Lookup::Unknown);
    }

    #[test]
    fn a_sequence_is_pending_until_it_is_whole() {
        let keymap = keymap(&[(Pane::List, "gg", FIRST)]);
        assert_eq!(keymap.lookup(Pane::List, &keys("g")), Lookup::Pending);
        assert_eq!(keymap.lookup(Pane::List, &keys("gg")), Lookup::Action(FIRST));
        assert_eq!(keymap.lookup(Pane::List, &keys("gx")), Lookup::Unknown);
        assert_eq!(keymap.lookup(Pane::List, &keys("ggg")), Lookup::Unknown);
    }

    #[test]
    fn full_width_keys_count_as_half_width_ones_outside_the_bar() {
        let clear = Action::Bar(BarAction::Clear);
        let keymap = keymap(&[(Pane::List, "j", DOWN), (Pane::Bar, "<esc>", clear)]);
        assert_eq!(keymap.lookup(Pane::List, &keys("ｊ")), Lookup::Action(DOWN));
        assert_eq!(keymap.lookup(Pane::List, &keys("ㅓ")), Lookup::Action(DOWN));
        assert_eq!(keymap.lookup(Pane::Bar, &keys("ｊ")), Lookup::Unknown);
    }

    #[test]
    fn only_what_must_always_work_reaches_bar_and_picker_from_anywhere() {
        let keymap = keymap(&[
            (Pane::Anywhere, "<c-c>", QUIT),
            (Pane::Anywhere, "Q", QUIT),
            (Pane::Anywhere, "<f1>", HELP),
            (Pane::Bar, "<f2>", HELP),
        ]);
        for pane in [Pane::Bar, Pane::Picker] {
            assert_eq!(keymap.lookup(pane, &keys("<c-c>")), Lookup::Action(QUIT));
            assert_eq!(keymap.lookup(pane, &keys("Q")), Lookup::Unknown);
            assert_eq!(keymap.lookup(pane, &keys("<f1>")), Lookup::Unknown);
        }
        assert_eq!(keymap.lookup(Pane::Bar, &keys("<f2>")), Lookup::Action(HELP));
    }

    #[test]
    fn binding_a_key_takes_it_from_the_action_that_had_it_in_that_pane() {
        let mut keymap = keymap(&[(Pane::List, "j", DOWN), (Pane::Reader, "j", TOP)]);
        keymap.bind(Pane::List, &keys("j"), FIRST);
        assert_eq!(keymap.lookup(Pane::List, &keys("j")), Lookup::Action(FIRST));
        assert_eq!(keymap.lookup(Pane::Reader, &keys("j")), Lookup::Action(TOP));
        assert!(keymap.keys_of(DOWN).is_empty());
    }

    #[test]
    fn binding_a_sequence_takes_its_beginning_from_other_actions_only() {
        let mut keymap = keymap(&[(Pane::List, "g", FIRST), (Pane::List, "gg", FIRST)]);
        assert_eq!(keymap.keys_of(FIRST), ["g", "gg"]);
        keymap.bind(Pane::List, &keys("gd"), DOWN);
        assert_eq!(keymap.keys_of(FIRST), ["gg"]);
        assert_eq!(keymap.lookup(Pane::List, &keys("gd")), Lookup::Action(DOWN));
    }

    #[test]
    fn keys_are_named_in_the_order_bound() {
        let keymap =
            keymap(&[(Pane::List, "j", DOWN), (Pane::List, "<down>", DOWN), (Pane::List, "<c-n>", DOWN)]);
        assert_eq!(keymap.keys_of(DOWN), ["j", "Down", "C-n"]);
    }

    #[test]
    fn sequences_are_written_close_or_with_blanks() {
        for (written, script) in [
            ("gg", "gg"),
            ("up", "<up>"),
            ("u p", "up"),
            ("ctrl-x s", "<c-x>s"),
            ("]]", "]]"),
            ("ctrl-d", "<c-d>"),
        ] {
            assert_eq!(parse_sequence(written), Ok(keys(script)), "{written}");
        }
        let error = parse_sequence("ctl-n").unwrap_err();
        assert_eq!(error, "\"ctl-n\" is not a key; did you mean \"ctrl-n\"?");
        assert!(parse_sequence("a b c d e").is_err());
    }

    proptest! {
        #[test]
        fn every_sequence_reads_back_from_its_name(
            script in proptest::collection::vec(
                proptest::sample::select(vec!["g", "u", "p", "f", "1", " ", "-", "<c-x>", "<esc>", "読", "<f3>", "<lt>"]),
                1..=4,
            )
        ) {
            let sequence: Vec<Key> = keys(&script.concat());
            prop_assert_eq!(parse_sequence(&sequence_name(&sequence)), Ok(sequence));
        }
    }
}
