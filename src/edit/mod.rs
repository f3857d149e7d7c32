//! The editor of notes, which ticks boxes in the vault: the only writer of notes (R-EDIT).
//!
//! An edit changes the bytes of single values, or adds one line; every other byte stays. It is planned from the vault
//! as it was read, checked by reading the result, and refused where the note has changed.
//!
//! 1. [`find()`]: a name as a person types it becomes a note.
//! 2. [`Editor::done`] and [`Editor::start`] plan a [`Change`]: the properties and their new values (`property_edit`),
//!    spelt as in the note and the vault (`value`, `spelling_style`), as bytes (`patch`).
//! 3. [`Editor::write`] writes it to disk with its line in the log (`file`, `log_writer`); [`Editor::undo`] undoes the
//!    last one.

mod editor;
mod file;
mod find;
mod log_writer;
mod patch;
mod property_edit;
mod refusal;
mod spelling_style;
#[cfg(test)]
mod tests;
mod undo;
mod value;

pub use editor::{Change, Done, EditContext, Editor, Ticked, next_tick};
pub use find::find;
pub use refusal::{Reason, Refusal};
pub use undo::Undone;
