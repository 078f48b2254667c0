//! What the articles of the list have in common, and the queries that are kept: over the page (`t`),
//! to narrow the list by.
//!
//! The counting is done by a worker. The picker opens when it has reported, unless something else
//! was opened meanwhile, and keeps up with the list for as long as it is open.

use crate::app::app::App;
use crate::app::areas::Panes;
use crate::app::coming::Aim;
use crate::app::item::{Item, Kind, Pick};
use crate::app::reader::Over;
use crate::config::strings::Word;
use crate::input::action::ListAction;
use crate::message::Effect;
use crate::search::facets::{Facet, Group, Groups, Value};
use crate::search::query::{Query, State};
use crate::search::term::{added, removed};
use crate::text::safe::{Safe, SafeStr};

impl App {
    /// `t`: has the articles of the list counted.
    pub(super) fn open_facets(&mut self) -> Vec<Effect> {
        if self.is_alone() {
            self.tell_word(Word::NothingToCount);
            return Vec::new();
        }
        self.counting.awaited = true;
        vec![self.count_facets()]
    }

    fn count_facets(&mut self) -> Effect {
        self.counting.counted = self.list.changes();
        self.tickets.count = self.tickets.count.next();
        Effect::Count {
            ticket: self.tickets.count,
            shown: self.list.shown().to_vec(),
            stock: self.stock.clone(),
            // Of a broken query nothing can be taken away.
            query: Query::parse(&self.list.query).unwrap_or_default(),
        }
    }

    /// Has the list counted anew where it has changed under the picker, or before it has opened.
    pub(super) fn recount_facets(&mut self) -> Option<Effect> {
        let open = self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::Facets);
        let changed = self.counting.counted != self.list.changes();
        ((open || self.counting.awaited) && changed).then(|| self.count_facets())
    }

    /// The list was counted.
    pub(super) fn facets_counted(&mut self, groups: Groups) {
        let items = self.facet_items(groups);
        if let Some(picker) = self.picker.as_mut().filter(|picker| picker.kind == Kind::Facets) {
            let chosen = picker.item().map(|item| item.pick.clone());
            picker.replace(items);
            picker.seek(|item| chosen.as_ref().is_some_and(|chosen| chosen.is_same(&item.pick)));
            return;
        }
        let busy = self.picker.is_some() || self.bar.typed.is_some() || self.reader.over != Over::Nothing;
        if !std::mem::take(&mut self.counting.awaited) || busy {
            return;
        }
        if items.is_empty() {
            self.tell_word(Word::NothingToCount);
            return;
        }
        self.open_picker(Kind::Facets, items, 0);
    }

    fn facet_items(&self, groups: Groups) -> Vec<Item> {
        let mut items = Vec::new();
        let kept = &self.config.queries;
        if !kept.is_empty() {
            items.push(Item::label(self.strings.word(Word::SavedQueries).to_safe()));
        }
        items.extend(kept.iter().map(|(name, query)| Item {
            left: name.clone(),
            text: Safe::line(query),
            role: None,
            parts: None,
            pick: Pick::Query(query.clone()),
        }));
        for (group, facets) in groups {
            items.push(Item::label(self.group_name(group).to_safe()));
            items.extend(facets.into_iter().map(|facet| Item {
                left: Safe::default(),
                text: self.value_name(&facet.value),
                role: None,
                parts: None,
                pick: Pick::Narrow(facet),
            }));
        }
        items
    }

    fn group_name(&self, group: Group) -> SafeStr<'_> {
        self.strings.word(match group {
            Group::Tags => Word::Tags,
            Group::Categories => Word::Categories,
            Group::Authors => Word::Authors,
            Group::Years => Word::Years,
            Group::Languages => Word::Languages,
            Group::States => Word::States,
        })
    }

    fn value_name(&self, value: &Value) -> Safe {
        let state = match value {
            Value::In(_, name) => return Safe::line(name),
            Value::Year(year) => return Safe::line(&format!("{year:04}")),
            Value::Is(state) => state,
        };
        let word = match state {
            State::Unread => Word::StateUnread,
            State::Reading => Word::StateReading,
            State::Done => Word::StateDone,
            State::Marked => Word::StateMarked,
            State::Draft => Word::Draft,
            State::Troubled => Word::StateTroubled,
        };
        self.strings.word(word).to_safe()
    }

    /// Adds what means the value to the query, or takes it away where it stands there.
    pub(super) fn narrow_list(&mut self, facet: &Facet) -> Vec<Effect> {
        let term = facet.value.term();
        if facet.taken {
            let query = removed(&self.list.query, &term);
            return self.query_list(query);
        }
        let Some(query) = added(&self.list.query, &term) else {
            self.tell_word(Word::QueryTooLong);
            return Vec::new();
        };
        self.query_list(query)
    }

    /// Closes the picker and shows in the list what `query` finds; a broken one comes into the bar,
    /// to be mended there.
    pub(super) fn query_list(&mut self, query: String) -> Vec<Effect> {
        self.close_picker();
        let mut effects = if self.reading() { self.focus(Panes::List) } else { Vec::new() };
        if Query::parse(&query).is_err() {
            effects.extend(self.act_in_list(ListAction::Filter, None));
            effects.extend(self.retype(&query));
            return effects;
        }
        self.note_query(&query);
        self.list.query = query;
        self.coming.aim = Some(Aim::First);
        effects.extend(self.refresh_list());
        effects
    }
}
