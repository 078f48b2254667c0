//! Finding: what was typed, which articles it means, and where in their text.

pub mod asked;
mod choseong;
pub mod entry;
pub mod expression;
pub mod facets;
pub mod fault;
pub mod filter;
pub mod inside;
pub mod kana;
pub mod lexicon;
pub mod matches;
pub mod mixed;
pub mod names;
pub mod narrowing;
mod needle;
mod pinyin;
pub mod query;
pub mod readings;
mod romaji;
mod scatter;
pub mod term;
pub mod typed;
pub mod when;
pub mod why;
pub mod within;
