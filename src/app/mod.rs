//! Thinks: events in, effects out.
