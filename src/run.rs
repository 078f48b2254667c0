//! The single event loop.
