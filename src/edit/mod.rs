//! Ticks boxes in the vault: the only writer of notes (review.md section 6).
//!
//! An edit changes the bytes of single values, or adds one line; every other byte stays. It is planned from what the
//! vault held when it was read, checked by reading the result, and refused where anything is not as it was.
//!
//! 1. [`find()`]: a name as a person gives it becomes a note.
//! 2. [`Desk::done`] and [`Desk::start`] plan a [`Change`]: which properties get which values (`wish`), spelt as the note
//!    and the vault spell them (`value`, `habits`), as bytes (`patch`).
//! 3. [`Desk::write`] puts it on disk with its line in the log (`file`, `journal`); [`Desk::undo`] takes the last one back.

mod desk;
mod file;
mod find;
mod habits;
mod journal;
mod patch;
mod refusal;
#[cfg(test)]
mod tests;
mod undo;
mod value;
mod wish;

pub use desk::{Change, Desk, Done, Ticked, Vault, next_tick};
pub use find::find;
pub use refusal::{Reason, Refusal};
pub use undo::Undone;
