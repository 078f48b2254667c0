//! The `keys:` section of the settings, laid over a keymap.
//!
//! What a file lists for an action replaces all keys that the action has in that pane; a key
//! that it gives to one action is taken from whichever had it before. Two actions of the same
//! file that want the same key are a fault of both. An action with a fault keeps its keys.

use super::fault::{Fault, not_expected, singles, unknown};
use super::yaml::Node;
use crate::input::action::{Action, Pane};
use crate::input::key::Key;
use crate::input::keymap::{Keymap, collide, parse_sequence, sequence_name};

/// One line of the section: the keys that an action shall have.
struct Wish {
    pane: Pane,
    section: &'static str,
    action: Action,
    keys: Vec<Vec<Key>>,
}

/// Lays the section over `keymap`; what is wrong with an action leaves its keys as they were.
pub fn overlay(keymap: &mut Keymap, section: &Node) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut wishes = Vec::new();
    let Some(panes) = section_pairs(&["keys"], section, &mut faults) else { return faults };
    for (name, node) in singles(&["keys"], panes, &mut faults) {
        let Some(&(pane, section)) = Pane::ALL.iter().find(|(_, section)| *section == name) else {
            let sections = Pane::ALL.iter().map(|(_, section)| *section);
            let what = format!(
                "{} (sections are anywhere, list, reader, bar and picker)",
                unknown("section", name, sections)
            );
            faults.push(Fault::at(&["keys", name], what));
            continue;
        };
        let Some(actions) = section_pairs(&["keys", section], node, &mut faults) else { continue };
        for (name, node) in singles(&["keys", section], actions, &mut faults) {
            match wish(pane, section, name, node) {
                Ok(wish) => wishes.push(wish),
                Err(whats) => {
                    faults.extend(whats.into_iter().map(|what| Fault::at(&["keys", section, name], what)));
                }
            }
        }
    }
    fulfil(keymap, without_rivals(wishes, &mut faults));
    faults
}

/// The pairs of a section; an empty one has none, and what is no section is a fault.
fn section_pairs<'a>(path: &[&str], node: &'a Node, faults: &mut Vec<Fault>) -> Option<&'a [(String, Node)]> {
    match node {
        Node::Map(pairs) => Some(pairs),
        Node::Null => Some(&[]),
        other => {
            faults.push(Fault::at(path, not_expected(other, "a section of settings")));
            None
        }
    }
}

fn wish(pane: Pane, section: &'static str, name: &str, node: &Node) -> Result<Wish, Vec<String>> {
    let Some(action) = action_of(pane, name) else { return Err(vec![no_such_action(pane, name)]) };
    let listed = match node {
        Node::List(items) => items.as_slice(),
        Node::Map(_) | Node::Null => {
            return Err(vec![not_expected(node, "a list of keys, such as [j, down]; [] unbinds")]);
        }
        single => std::slice::from_ref(single),
    };
    let (mut keys, mut whats) = (Vec::new(), Vec::new());
    for item in listed {
        match key_sequence(pane, item) {
            Ok(sequence) => keys.push(sequence),
            Err(what) => whats.push(what),
        }
    }
    if whats.is_empty() { Ok(Wish { pane, section, action, keys }) } else { Err(whats) }
}

/// The action called `name` that may have keys in `pane`: one of its own, or one of anywhere.
fn action_of(pane: Pane, name: &str) -> Option<Action> {
    let called = |of: Pane| Action::all().find(|action| action.pane() == of && action.name() == name);
    called(pane).or_else(|| called(Pane::Anywhere))
}

fn no_such_action(pane: Pane, name: &str) -> String {
    let elsewhere = Action::all().find(|action| action.name() == name).map(Action::pane);
    let section = elsewhere.and_then(|of| Pane::ALL.iter().find(|(each, _)| *each == of));
    if let Some((_, section)) = section {
        return format!("belongs under keys.{section}");
    }
    let known = Action::all().filter(|action| action.pane() == pane).map(Action::name);
    unknown("action", name, known)
}

fn key_sequence(pane: Pane, item: &Node) -> Result<Vec<Key>, String> {
    let Some(written) = item.text() else {
        return Err(not_expected(item, "the name of a key; signs want quotes"));
    };
    let keys: Vec<Key> = parse_sequence(&written)?.into_iter().map(Key::narrowed).collect();
    let text = keys.first().and_then(|key| key.typed());
    match (pane, text) {
        (Pane::Bar, Some(_)) => Err(format!("{written:?} is text in the bar; take a key with ctrl or alt")),
        (Pane::Anywhere | Pane::List | Pane::Reader | Pane::Picker, Some('1'..='9')) => {
            Err(format!("{written:?} begins with a digit, which is a count"))
        }
        (Pane::Anywhere | Pane::List | Pane::Reader | Pane::Bar | Pane::Picker, _) => Ok(keys),
    }
}

/// The wishes that no other one stands against; each pair of rivals is one fault that names both.
fn without_rivals(wishes: Vec<Wish>, faults: &mut Vec<Fault>) -> Vec<Wish> {
    let mut granted = vec![true; wishes.len()];
    for (later, wish) in wishes.iter().enumerate() {
        for (earlier, rival) in wishes[..later].iter().enumerate() {
            if rival.pane != wish.pane || rival.action == wish.action {
                continue;
            }
            let Some((key, other)) = first_collision(&wish.keys, &rival.keys) else { continue };
            let path = ["keys", wish.section, wish.action.name()];
            let rival = format!("keys.{}.{}", rival.section, rival.action.name());
            let key = sequence_name(key);
            let what = if key == sequence_name(other) {
                format!("{key:?} is given to {rival}, too; both keep their defaults")
            } else {
                let other = sequence_name(other);
                format!(
                    "{key:?} and {other:?} of {rival} begin alike, so one cannot be typed; both keep their defaults"
                )
            };
            faults.push(Fault::at(&path, what));
            (granted[earlier], granted[later]) = (false, false);
        }
    }
    wishes.into_iter().zip(granted).filter_map(|(wish, granted)| granted.then_some(wish)).collect()
}

fn first_collision<'a>(one: &'a [Vec<Key>], other: &'a [Vec<Key>]) -> Option<(&'a [Key], &'a [Key])> {
    one.iter().find_map(|a| other.iter().find(|b| collide(a, b)).map(|b| (a.as_slice(), b.as_slice())))
}

fn fulfil(keymap: &mut Keymap, wishes: Vec<Wish>) {
    for wish in &wishes {
        keymap.unbind(wish.pane, wish.action);
        if wish.pane == Pane::Anywhere {
            // A default of the list or the reader would otherwise hide what the user has asked
            // for everywhere.
            for keys in &wish.keys {
                keymap.free(Pane::List, keys);
                keymap.free(Pane::Reader, keys);
            }
        }
    }
    for wish in wishes {
        for keys in wish.keys {
            keymap.bind(wish.pane, &keys, wish.action);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::config::load;
    use crate::input::action::{Action, AppAction, BarAction, ListAction, Pane, PickerAction, ReaderAction};
    use crate::input::key::keys;
    use crate::input::keymap::{Keymap, Lookup};

    fn keymap(text: &str) -> (Keymap, Vec<String>) {
        let loaded = load(Some((text, Path::new("c.yaml"))));
        (loaded.config.keymap, loaded.faults.iter().map(ToString::to_string).collect())
    }

    fn reader(action: ReaderAction) -> Lookup {
        Lookup::Action(Action::Reader(action))
    }

    #[test]
    fn every_action_has_a_key_by_default_but_the_one_that_nothing_brings_back() {
        let keymap = load(None).config.keymap;
        for action in Action::all() {
            let is_bare = action == Action::App(AppAction::Forget);
            assert_eq!(keymap.keys_of(action).is_empty(), is_bare, "{action:?}");
        }
    }

    #[test]
    fn the_defaults_are_those_of_the_table_of_keys() {
        let keymap = load(None).config.keymap;
        let list = |action| Action::List(action);
        let app = |action| Action::App(action);
        for (pane, typed, action) in [
            (Pane::List, "?", app(AppAction::Help)),
            (Pane::Reader, "'", app(AppAction::Marks)),
            (Pane::List, "c", list(ListAction::Continue)),
            (Pane::List, "gg", list(ListAction::First)),
            (Pane::List, "<pgdn>", list(ListAction::PageDown)),
            (Pane::List, "<space>", list(ListAction::PagePreview)),
            (Pane::List, "／", list(ListAction::Filter)),
            (Pane::Reader, "]", Action::Reader(ReaderAction::NextHeading)),
            (Pane::Reader, "<left>", Action::Reader(ReaderAction::List)),
            (Pane::Bar, "<c-r>", Action::Bar(BarAction::Past)),
            (Pane::Bar, "<alt-b>", Action::Bar(BarAction::WordLeft)),
            (Pane::Bar, "<c-c>", app(AppAction::Quit)),
            (Pane::Picker, "<c-l>", app(AppAction::Redraw)),
            (Pane::Picker, "q", Action::Picker(PickerAction::Close)),
        ] {
            let typed = keys(typed);
            let found = (1..=typed.len()).map(|n| keymap.lookup(pane, &typed[..n])).next_back();
            assert_eq!(found, Some(Lookup::Action(action)), "{pane:?} {typed:?}");
        }
        assert_eq!(keymap.lookup(Pane::Bar, &keys("q")), Lookup::Unknown);
    }

    #[test]
    fn the_users_keys_replace_those_of_the_action_and_are_taken_from_others() {
        let (keymap, faults) = keymap("keys:\n  reader:\n    next_heading: [\"n\"]\n");
        assert_eq!(faults, [""; 0]);
        assert_eq!(keymap.lookup(Pane::Reader, &keys("n")), reader(ReaderAction::NextHeading));
        assert_eq!(keymap.lookup(Pane::Reader, &keys("]")), Lookup::Unknown);
        assert!(keymap.keys_of(Action::Reader(ReaderAction::NextHit)).is_empty());
        assert_eq!(keymap.keys_of(Action::Reader(ReaderAction::NextHeading)), ["n"]);
    }

    #[test]
    fn two_actions_can_change_places() {
        let (keymap, faults) = keymap("keys: {reader: {next_hit: N, previous_hit: n}}\n");
        assert_eq!(faults, [""; 0]);
        assert_eq!(keymap.lookup(Pane::Reader, &keys("n")), reader(ReaderAction::PreviousHit));
        assert_eq!(keymap.lookup(Pane::Reader, &keys("N")), reader(ReaderAction::NextHit));
    }

    #[test]
    fn an_empty_list_unbinds() {
        let (keymap, faults) = keymap("keys:\n  list:\n    drafts: []\n");
        assert_eq!(faults, [""; 0]);
        assert_eq!(keymap.lookup(Pane::List, &keys("D")), Lookup::Unknown);
    }

    #[test]
    fn a_key_wanted_everywhere_is_not_hidden_by_a_default() {
        let (keymap, _) = keymap("keys:\n  anywhere:\n    marks: [n]\n");
        assert_eq!(keymap.lookup(Pane::Reader, &keys("n")), Lookup::Action(Action::App(AppAction::Marks)));
    }

    #[test]
    fn an_action_of_anywhere_may_have_a_key_in_one_pane_alone() {
        let (keymap, faults) = keymap("keys:\n  picker:\n    help: [\"?\"]\n  bar:\n    help: [f2]\n");
        assert_eq!(faults, [""; 0]);
        let help = Lookup::Action(Action::App(AppAction::Help));
        assert_eq!(keymap.lookup(Pane::Picker, &keys("?")), help);
        assert_eq!(keymap.lookup(Pane::Bar, &keys("<f2>")), help);
        assert_eq!(keymap.lookup(Pane::List, &keys("?")), help);
    }

    #[test]
    fn faults_name_key_line_and_what_was_meant() {
        let (found, faults) = keymap(
            "keys:\n  reader:\n    next_heading: [\"ctl-n\", x]\n    next_headin: [x]\n    drafts: [x]\n    top: ~\n    outline: [5]\n  raeder: {}\n  list: [j]\n  bar:\n    keep: [j]\n",
        );
        assert_eq!(
            faults,
            [
                "c.yaml:3: keys.reader.next_heading: \"ctl-n\" is not a key; did you mean \"ctrl-n\"?",
                "c.yaml:4: keys.reader.next_headin: no such action; did you mean \"next_heading\"?",
                "c.yaml:5: keys.reader.drafts: belongs under keys.list",
                "c.yaml:6: keys.reader.top: nothing is not a list of keys, such as [j, down]; [] unbinds",
                "c.yaml:7: keys.reader.outline: \"5\" begins with a digit, which is a count",
                "c.yaml:8: keys.raeder: no such section; did you mean \"reader\"? (sections are anywhere, list, reader, bar and picker)",
                "c.yaml:9: keys.list: a list is not a section of settings",
                "c.yaml:11: keys.bar.keep: \"j\" is text in the bar; take a key with ctrl or alt",
            ]
        );
        assert_eq!(found, load(None).config.keymap);
    }

    #[test]
    fn two_actions_on_one_key_are_a_fault_that_names_both() {
        let (found, faults) = keymap(
            "keys:\n  reader:\n    outline: [x]\n    top: [ｘ]\n    end: [e]\n    find: [ef]\n  list:\n    order: [x]\n",
        );
        assert_eq!(
            faults,
            [
                "c.yaml:4: keys.reader.top: \"x\" is given to keys.reader.outline, too; both keep their defaults",
                "c.yaml:6: keys.reader.find: \"ef\" and \"e\" of keys.reader.end begin alike, so one cannot be typed; both keep their defaults",
            ]
        );
        assert_eq!(found.lookup(Pane::Reader, &keys("o")), reader(ReaderAction::Outline));
        assert_eq!(found.lookup(Pane::Reader, &keys("g")), reader(ReaderAction::Top));
        assert_eq!(found.lookup(Pane::List, &keys("x")), Lookup::Action(Action::List(ListAction::Order)));
    }
}
