//! Pictures that lie beside articles: found, decoded within bounds, made ready for a terminal.
//! None is ever fetched.

pub mod decode;
pub mod drawn;
pub mod easel;
pub mod find;
pub mod transmit;
