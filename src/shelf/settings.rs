//! What the settings say of every list.

use crate::config::config::{Config, SortSetting};
use crate::corpus::corpus::{Direction, Order};
use crate::search::readings::Readings;
use crate::shelf::lister::Drafts;

/// The order of a list that no query orders.
#[must_use]
pub const fn order(config: &Config) -> (Order, Direction) {
    let order = match config.sort {
        SortSetting::Date => Order::Date,
        SortSetting::Title => Order::Title,
        SortSetting::Path => Order::Path,
        SortSetting::Read => Order::Read,
        SortSetting::Length => Order::Length,
    };
    (order, if config.reverse { Direction::Backward } else { Direction::Forward })
}

/// Whether drafts are listed.
#[must_use]
pub const fn drafts(config: &Config) -> Drafts {
    if config.drafts { Drafts::Shown } else { Drafts::Hidden }
}

/// The languages in which what is typed may be read.
#[must_use]
pub const fn readings(config: &Config) -> Readings {
    if config.readings { Readings::ALL } else { Readings::NONE }
}
