//! The order of the due page, and its groups.

use std::cmp::{Ordering, Reverse};

use chrono::{Duration, NaiveDate};

use super::{Difficulty, Entry, State};

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

/// By group; overdue notes by days late in proportion to their step, the most urgent first, the others by date
/// (those without one first); then the least known first, then by path.
pub(super) fn sort(entries: &mut [Entry], today: NaiveDate) {
    entries.sort_by(|a, b| compare(a, b, today));
}

fn compare(a: &Entry, b: &Entry, today: NaiveDate) -> Ordering {
    let group = a.group(today).cmp(&b.group(today));
    let urgency = || match a.state {
        State::Overdue => late_per_step(a, b),
        _ => date(a).cmp(&date(b)),
    };
    group.then_with(urgency).then_with(|| level(a).cmp(&level(b))).then_with(|| a.note.cmp(&b.note))
}

/// Days late ÷ step, descending, without division.
fn late_per_step(a: &Entry, b: &Entry) -> Ordering {
    let weigh = |late: &Entry, step: &Entry| u64::from(late.days_late) * u64::from(step.step.unwrap_or(1).max(1));
    Reverse(weigh(a, b)).cmp(&Reverse(weigh(b, a)))
}

/// The day that an entry is sorted by: its due date, or since when it is extra.
fn date(entry: &Entry) -> Option<NaiveDate> {
    entry.since.or(entry.due)
}

fn level(entry: &Entry) -> u8 {
    match entry.difficulty {
        Some(Difficulty::Low) => 0,
        Some(Difficulty::Medium) => 1,
        None => 2,
        Some(Difficulty::High) => 3,
    }
}
