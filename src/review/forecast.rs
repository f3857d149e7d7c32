//! The days to come: what wants a review on each of them, as if nothing more were ticked. Pure.
//!
//! The calendar and the feed tell of each day what a build of that day would, so they stay right without a new build:
//! what is late moves on from day to day. The chart of the progress page counts each note once, on the day of
//! `review.json`.

use chrono::{Days, NaiveDate};
use rayon::prelude::*;

use super::{Entry, Schedule, State, Status, order};
use crate::index::NoteId;

/// What wants a review on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDay {
    pub date: NaiveDate,
    /// How many notes: due, overdue, or extra with a date that has come.
    pub total: u32,
    /// The most urgent of them, in the order of the due page.
    pub first: Vec<NoteId>,
}

/// The days from the schedule's own on, `days` of them, that have something due; each names up to `most` notes.
/// `extra`: days between extra reviews, as the config has them.
pub fn due_days(schedule: &Schedule, extra: Option<u32>, days: u32, most: usize) -> Vec<DueDay> {
    let ahead = (0..days).into_par_iter().filter_map(|ahead| later(schedule.today.date, ahead));
    ahead.map(|date| due_day(schedule, extra, date, most)).filter(|day| day.total > 0).collect()
}

/// The calendar ends where dates do.
fn later(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    date.checked_add_days(Days::new(days.into())).filter(|&later| later <= last)
}

fn due_day(schedule: &Schedule, extra: Option<u32>, date: NaiveDate, most: usize) -> DueDay {
    let mut due: Vec<(&Entry, Status)> =
        schedule.entries.iter().map(|entry| (entry, entry.plan.on(date, extra))).collect();
    due.retain(|(_, standing)| wants_review(standing, date));
    let total = due.len() as u32;
    let order = |a: &(&Entry, Status), b: &(&Entry, Status)| order::compare((a.0, &a.1), (b.0, &b.1), date);
    if due.len() > most && most > 0 {
        due.select_nth_unstable_by(most - 1, order);
    }
    due.truncate(most);
    due.sort_unstable_by(order);
    DueDay { date, total, first: due.into_iter().map(|(entry, _)| entry.note).collect() }
}

/// Whether a note asks for a review on this very day.
fn wants_review(standing: &Status, date: NaiveDate) -> bool {
    match standing.state {
        State::Due | State::Overdue => true,
        State::Extra => standing.due == Some(date),
        _ => false,
    }
}

/// Notes by the day of their next review, each counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub days: Vec<LoadDay>,
    /// Notes with a date past these days.
    pub beyond: u32,
}

/// The notes of one day, by what they wait for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadDay {
    pub date: NaiveDate,
    /// Late already; all of them stand on the first day.
    pub overdue: u32,
    /// A review of the ladder.
    pub review: u32,
    /// An extra review.
    pub extra: u32,
    /// To be studied for the first time.
    pub first: u32,
}

impl LoadDay {
    pub fn total(&self) -> u32 {
        self.overdue + self.review + self.extra + self.first
    }
}

/// The load of `days` days, the schedule's own first: every note of `review.json` that has a due date stands on that
/// day, or on the first where it is late.
pub fn load(schedule: &Schedule, days: u32) -> Load {
    let today = schedule.today.date;
    let dates = (0..days).filter_map(|ahead| later(today, ahead));
    let mut load = Load { days: dates.map(|date| LoadDay { date, ..LoadDay::default() }).collect(), beyond: 0 };
    for entry in &schedule.entries {
        let Some(due) = entry.due else { continue };
        let ahead = usize::try_from((due - today).num_days()).unwrap_or(0);
        match (load.days.get_mut(ahead), entry.state) {
            (None, _) => load.beyond += 1,
            (Some(day), State::Overdue) => day.overdue += 1,
            (Some(day), State::Extra) => day.extra += 1,
            (Some(day), State::NotStarted) => day.first += 1,
            (Some(day), _) => day.review += 1,
        }
    }
    load
}
