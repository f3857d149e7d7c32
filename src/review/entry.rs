//! A review note on a day.

use chrono::{Duration, NaiveDate};

use super::decide::{Plan, Status};
use super::state::{Difficulty, LadderStep, State};
use crate::index::NoteId;

/// One review note on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub note: NoteId,
    pub state: State,
    /// The reason for the state; it also gives the state of every other day.
    pub plan: Plan,
    pub first_studied: Option<NaiveDate>,
    /// The ladder day to do next.
    pub step: Option<u32>,
    pub due: Option<NaiveDate>,
    /// 0 unless overdue.
    pub days_late: u32,
    /// The day the ladder ended; only for [`State::Extra`].
    pub since: Option<NaiveDate>,
    /// Open steps whose day has been reached.
    pub missed: Vec<u32>,
    /// The ladder, ascending: the note's own boxes, else the config's steps. Empty for a note with its own due date
    /// instead of a ladder.
    pub ladder: Vec<LadderStep>,
    pub long_term: bool,
    /// The long-term box: an index into the note's properties.
    pub long_term_property: Option<usize>,
    pub difficulty: Option<Difficulty>,
}

impl Entry {
    /// The number of ticked boxes and of all boxes, including the long-term one.
    pub fn progress(&self) -> (u32, u32) {
        let done = self.ladder.iter().filter(|rung| rung.done).count() as u32 + u32::from(self.long_term);
        (done, self.ladder.len() as u32 + 1)
    }

    /// Whole days since the first study day, which is 0; `None` before it or without one.
    pub fn day_number(&self, today: NaiveDate) -> Option<u32> {
        u32::try_from((today - self.first_studied?).num_days()).ok()
    }

    /// The date of a step of the ladder.
    pub fn day_of(&self, step: u32) -> Option<NaiveDate> {
        Some(self.first_studied? + Duration::days(step.into()))
    }

    /// The box to tick next, as an index into the note's properties: that of the next step, or the long-term box after
    /// the ladder. `None` where there is no box to tick or the note has no such property yet.
    pub fn tick_property(&self) -> Option<usize> {
        match self.state {
            State::Overdue | State::Due | State::Upcoming => {
                self.ladder.iter().find(|rung| Some(rung.step) == self.step)?.property
            }
            State::Ahead | State::Extra => self.long_term_property,
            State::NotStarted | State::Retired | State::Unscheduled => None,
        }
    }

    /// The status on the schedule's day.
    pub fn status(&self) -> Status {
        let Self { state, step, due, days_late, since, .. } = *self;
        Status { state, step, due, days_late, since }
    }
}
