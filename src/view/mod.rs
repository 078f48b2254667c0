//! Draws what the app thinks. Nothing is changed here, and nothing but `paint` touches a cell.

pub mod bar;
pub mod frame;
pub mod hints;
pub mod hyperlinks;
pub mod line;
pub mod list;
pub mod paint;
pub mod peek;
pub mod picker;
pub mod picture;
pub mod reader;
pub mod scrollbar;
