//! Bases: the notes of a view and the values of its cells.
//!
//! A base sees the published notes that lists may show, and nothing else of the vault. It may read any property of
//! theirs: its author names the columns, as the list of shown properties does for a note's own page.
//!
//! 1. `eval` computes the value of an expression for one note; `functions` and `text` are the functions it can call.
//! 2. `view` filters, sorts and groups the notes of a view.
//! 3. `article` writes the view.

mod compare;
mod eval;
mod file;
mod functions;
mod lists;
mod moment;
mod relative;
mod summary;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod view;

pub use eval::{Run, is_url};
pub use relative::RelativeLabels;
pub use value::{Link, To, Value};
pub use view::{Group, Shown};
