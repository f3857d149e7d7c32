//! The due notes: a [`Site`](crate::index::Site) and a day become a [`Schedule`]. Pure.
//!
//! Ticks are the truth, the board is an opinion, doubt means review, frozen values are never read, a first day is
//! never invented (R-TRUTH; docs/design/review.md has every rule, docs/review.md explains them).
//!
//! Three steps for each note: `keys` finds its review properties, `reading` reads their values, `decide` turns them
//! into a [`Plan`], which does not depend on a day, and the plan into the [`Status`] on a day.

mod backlog;
mod board;
mod cards;
pub mod cue;
mod decide;
mod entry;
mod findings;
pub mod forecast;
pub mod frozen;
pub mod history;
mod json;
pub mod keys;
pub mod log;
mod memo;
mod note;
mod order;
mod reading;
mod schedule;
mod state;
#[cfg(test)]
mod tests;

pub use backlog::{PlannedDay, backlog};
pub use board::Board;
pub use decide::{Plan, Status, by_ticks};
pub use entry::Entry;
pub use json::{Which, to_json, to_json_with_plan};
pub use keys::KeyMatcher;
pub use log::{LogFile, LogStep, Review, ReviewLog};
pub use memo::Memo;
pub use order::Group;
pub use reading::Tick;
pub use schedule::{Schedule, schedule, schedule_after};
pub use state::{Difficulty, LadderStep, State};
