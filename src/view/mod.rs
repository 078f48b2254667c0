//! Draws what the app thinks.
