//! Where links between articles lead, and which articles lead to one.
//!
//! Articles are found by what a link calls them, as the site generators and note programs that
//! the articles were written for would; where it could be two, none is guessed.

pub mod atlas;
pub mod backlink;
pub mod backlinks;
pub mod called;
pub mod destination;
pub mod follow;
pub mod named;
pub mod pick;
pub mod relative;
pub mod resolve;
pub mod seeker;
pub mod site;
pub mod steps;
