//! The decision table: rows R1 to R7, first match wins.
//!
//! A note's properties make its [`Plan`]; the plan and a day make its [`Status`]. Nothing else has an influence: not
//! the difficulty, not the path, not the frozen values.

use chrono::{Duration, NaiveDate};

use super::board::Board;
use super::state::{LadderStep, State};
use crate::config::Trust;

/// All inputs of a plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    pub first: Option<NaiveDate>,
    /// Ascending.
    pub ladder: &'a [LadderStep],
    pub long_term: bool,
    pub board: Option<Board>,
    pub due: Option<OwnDue>,
    /// The last review of the note in the log.
    pub last_review: Option<NaiveDate>,
}

/// A due date that another plugin stores in the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnDue {
    On(NaiveDate),
    /// A card that was never shown.
    New,
}

impl OwnDue {
    /// Reads a stored date. The Spaced Repetition plugin marks a card that was never shown with the first day of 2000.
    pub fn of(date: NaiveDate) -> Self {
        if Some(date) == NaiveDate::from_ymd_opt(2000, 1, 1) { Self::New } else { Self::On(date) }
    }
}

/// The reason for a note's state. It holds on every day, until a box is ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// R1: a due date of its own and no ladder.
    Fixed { due: NaiveDate },
    /// R1, never shown: due on every day.
    New,
    /// R2: no first study day.
    Unscheduled,
    /// R4: in long-term memory, from the first study day on.
    Retired { first: NaiveDate },
    /// R5: this step is next.
    Step { first: NaiveDate, step: u32, due: NaiveDate },
    /// R6 before `since`, R7 from then on: the ladder is complete, long-term memory is not declared.
    Extra { first: NaiveDate, since: NaiveDate },
}

/// A note's state on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    pub state: State,
    /// The ladder day to do next.
    pub step: Option<u32>,
    pub due: Option<NaiveDate>,
    /// 0 unless overdue.
    pub days_late: u32,
    /// The day the ladder ended; only for [`State::Extra`].
    pub since: Option<NaiveDate>,
}

/// The plan by rows R1, R2 and R4 to R7. R3, the days before the first study day, is in [`Plan::on`].
pub(super) fn plan(facts: &Facts<'_>, trust: Trust) -> Plan {
    match facts.due {
        Some(OwnDue::New) => return Plan::New,
        Some(OwnDue::On(due)) => return Plan::Fixed { due },
        None => {}
    }
    let Some(first) = facts.first else { return Plan::Unscheduled };
    let retired = match trust {
        Trust::Board if facts.board == Some(Board::LongTerm) => true,
        _ => facts.long_term && matches!(facts.board, None | Some(Board::LongTerm)),
    };
    if retired {
        return Plan::Retired { first };
    }
    match next_step(facts, trust) {
        Some(step) => Plan::Step { first, step, due: due_of(step, first, facts) },
        None => {
            let last = facts.ladder.last().map_or(0, |rung| rung.step);
            Plan::Extra { first, since: first + Duration::days(last.into()) }
        }
    }
}

/// The due day of a step: F + s, but not before the last review plus the ladder's own interval before that step, so
/// that missed steps do not all fall on one day.
fn due_of(step: u32, first: NaiveDate, facts: &Facts<'_>) -> NaiveDate {
    let due = first + Duration::days(step.into());
    let before = facts.ladder.iter().rev().find(|rung| rung.step < step).map_or(0, |rung| rung.step);
    let caught_up = facts.last_review.map(|day| day + Duration::days((step - before).into()));
    caught_up.map_or(due, |caught_up| caught_up.max(due))
}

/// The step to do next: the first open box after the highest ticked one. A trusted board moves on to a later open one.
fn next_step(facts: &Facts<'_>, trust: Trust) -> Option<u32> {
    let step = by_ticks(facts.ladder)?;
    match facts.board {
        Some(Board::Step(named)) if trust == Trust::Board && named > step => {
            let is_open = facts.ladder.iter().any(|rung| rung.step == named && !rung.done);
            Some(if is_open { named } else { step })
        }
        _ => Some(step),
    }
}

/// The next step by the ticks alone.
pub fn by_ticks(ladder: &[LadderStep]) -> Option<u32> {
    let after = ladder.iter().rposition(|rung| rung.done).map_or(0, |highest| highest + 1);
    ladder.get(after).map(|rung| rung.step)
}

impl Plan {
    /// The first study day that the plan counts from.
    pub fn first(&self) -> Option<NaiveDate> {
        match *self {
            Self::Retired { first } | Self::Step { first, .. } | Self::Extra { first, .. } => Some(first),
            Self::Fixed { .. } | Self::New | Self::Unscheduled => None,
        }
    }

    /// The state on a day, as if nothing more were ticked until then. `extra`: days between extra reviews.
    pub fn on(&self, day: NaiveDate, extra: Option<u32>) -> Status {
        let none = Status { state: State::Unscheduled, step: None, due: None, days_late: 0, since: None };
        if let Some(first) = self.first().filter(|first| day < *first) {
            return Status { state: State::NotStarted, due: Some(first), ..none };
        }
        match *self {
            Self::Fixed { due } => by_date(due, day, None),
            Self::New => by_date(day, day, None),
            Self::Unscheduled => none,
            Self::Retired { .. } => Status { state: State::Retired, ..none },
            Self::Step { step, due, .. } => by_date(due, day, Some(step)),
            Self::Extra { since, .. } if day < since => Status { state: State::Ahead, ..none },
            Self::Extra { since, .. } => {
                let due = extra.map(|every| next_extra(since, every, day));
                Status { state: State::Extra, due, since: Some(since), ..none }
            }
        }
    }
}

fn by_date(due: NaiveDate, day: NaiveDate, step: Option<u32>) -> Status {
    let late = (day - due).num_days();
    let state = match late {
        1.. => State::Overdue,
        0 => State::Due,
        _ => State::Upcoming,
    };
    Status { state, step, due: Some(due), days_late: u32::try_from(late).unwrap_or(0), since: None }
}

/// The first of since + every, since + 2·every, … that is not before `day`.
fn next_extra(since: NaiveDate, every: u32, day: NaiveDate) -> NaiveDate {
    let every = i64::from(every.max(1));
    let rounds = ((day - since).num_days() + every - 1) / every;
    since + Duration::days(rounds.max(1) * every)
}
