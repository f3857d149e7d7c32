//! What is due: a [`Site`](crate::index::Site) and a day become a [`Schedule`]. Pure.
//!
//! Ticks are the truth, the board is an opinion, doubt means review, frozen values are never read, a first day is
//! never invented (review.md section 3 is the source of every rule here; see docs/review.md).

use chrono::NaiveDate;

use crate::date::Today;
use crate::index::NoteId;

/// The state of a review note on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Overdue,
    Due,
    Upcoming,
    NotStarted,
    Ahead,
    Extra,
    Retired,
    Unscheduled,
}

/// How well a note is known, by its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difficulty {
    Low,
    Medium,
    High,
}

/// One box of a note's ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Days after the first study day.
    pub step: u32,
    pub done: bool,
    /// The day it was done, where the box holds a date.
    pub done_on: Option<NaiveDate>,
}

/// One review note on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub note: NoteId,
    pub state: State,
    pub first_studied: Option<NaiveDate>,
    /// The ladder day to do next.
    pub step: Option<u32>,
    pub due: Option<NaiveDate>,
    /// 0 unless overdue.
    pub days_late: u32,
    /// Only for [`State::Extra`]: the day the ladder ended.
    pub since: Option<NaiveDate>,
    /// Open steps whose day has come.
    pub missed: Vec<u32>,
    /// The ladder, ascending.
    pub ladder: Vec<Rung>,
    pub long_term: bool,
    pub difficulty: Option<Difficulty>,
}

impl Entry {
    /// Boxes ticked and boxes in all, long-term included.
    pub fn progress(&self) -> (u32, u32) {
        let done = self.ladder.iter().filter(|rung| rung.done).count() as u32 + u32::from(self.long_term);
        (done, self.ladder.len() as u32 + 1)
    }
}

/// What is due on one day.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub today: Today,
    /// In the order of the due page.
    pub entries: Vec<Entry>,
    /// By note: an index into `entries`; `None` for a note that is no review note.
    pub by_note: Vec<Option<u32>>,
}

impl Schedule {
    /// The entry of a note.
    pub fn of(&self, note: NoteId) -> Option<&Entry> {
        let ix = (*self.by_note.get(note.0 as usize)?)?;
        self.entries.get(ix as usize)
    }

    /// How many entries are in a state.
    pub fn count(&self, state: State) -> usize {
        self.entries.iter().filter(|entry| entry.state == state).count()
    }
}
