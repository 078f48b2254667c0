//! What several tests share.
#![allow(dead_code, reason = "each test program uses its own part of it")]

pub mod pty;
pub mod screen;
