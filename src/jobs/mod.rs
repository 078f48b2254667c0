//! Does what an effect asks.
