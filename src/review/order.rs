//! The order and the groups of the due page.

use std::cmp::{Ordering, Reverse};

use chrono::{Duration, NaiveDate};

use super::decide::Status;
use super::entry::Entry;
use super::state::{Difficulty, State};

/// The groups of the due page, in page order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Overdue,
    Due,
    /// Upcoming, or not started, within the next seven days.
    Soon,
    Extra,
    Unscheduled,
    /// Upcoming or not started past the next seven days, or ahead.
    Later,
    Retired,
}

const SOON_DAYS: i64 = 7;

impl Group {
    pub fn of(state: State, due: Option<NaiveDate>, today: NaiveDate) -> Self {
        match state {
            State::Overdue => Self::Overdue,
            State::Due => Self::Due,
            State::Upcoming | State::NotStarted => {
                if due.is_some_and(|due| due - today <= Duration::days(SOON_DAYS)) {
                    Self::Soon
                } else {
                    Self::Later
                }
            }
            State::Ahead => Self::Later,
            State::Extra => Self::Extra,
            State::Retired => Self::Retired,
            State::Unscheduled => Self::Unscheduled,
        }
    }
}

/// Sorts by group; overdue notes by days late in proportion to their step, the most urgent first, the others by date
/// (those without one first); then the least known first, then by path.
pub(super) fn sort(entries: &mut [Entry], today: NaiveDate) {
    entries.sort_by(|a, b| compare((a, &a.status()), (b, &b.status()), today));
}

/// The order of two entries on a day, given their status on that day.
pub(super) fn compare(a: (&Entry, &Status), b: (&Entry, &Status), day: NaiveDate) -> Ordering {
    let group = |status: &Status| Group::of(status.state, status.due, day);
    let urgency = || match a.1.state {
        State::Overdue => late_per_step(a.1, b.1),
        _ => date(a.1).cmp(&date(b.1)),
    };
    group(a.1)
        .cmp(&group(b.1))
        .then_with(urgency)
        .then_with(|| level(a.0).cmp(&level(b.0)))
        .then_with(|| a.0.note.cmp(&b.0.note))
}

/// Days late ÷ step, descending, without division.
fn late_per_step(a: &Status, b: &Status) -> Ordering {
    let weigh = |late: &Status, step: &Status| u64::from(late.days_late) * u64::from(step.step.unwrap_or(1).max(1));
    Reverse(weigh(a, b)).cmp(&Reverse(weigh(b, a)))
}

/// The day that an entry is sorted by: its due date, or its `since` where it is extra.
fn date(status: &Status) -> Option<NaiveDate> {
    status.since.or(status.due)
}

fn level(entry: &Entry) -> u8 {
    match entry.difficulty {
        Some(Difficulty::Low) => 0,
        Some(Difficulty::Medium) => 1,
        None => 2,
        Some(Difficulty::High) => 3,
    }
}

impl Entry {
    /// The group of the due page that it stands in.
    pub fn group(&self, today: NaiveDate) -> Group {
        Group::of(self.state, self.due, today)
    }
}
