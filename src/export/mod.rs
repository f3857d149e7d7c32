//! The vault's questions in the formats of other programs.

mod anki;
mod field;

pub use anki::{Anki, Media, anki};
