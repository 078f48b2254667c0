//! What several tests share.
#![allow(dead_code, reason = "each test program uses its own part of it")]
#![allow(clippy::unwrap_used, reason = "a test ends where what it needs is not there")]

pub mod pty;
pub mod screen;
