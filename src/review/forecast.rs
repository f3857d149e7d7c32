//! The coming days: the notes to review on each of them, as if nothing more were ticked. Pure.
//!
//! For each day, the calendar and the feed list what a build of that day would, so they stay right without a new
//! build: overdue notes move on from day to day. The chart of the progress page counts each note once, on its day in
//! `review.json`.

use chrono::{Days, NaiveDate};
use rayon::prelude::*;

use super::{Entry, Schedule, State, Status, order};
use crate::index::NoteId;

/// The notes to review on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDay {
    pub date: NaiveDate,
    /// The number of notes: due, overdue, or extra with a date that has been reached.
    pub total: u32,
    /// The most urgent notes, in the order of the due page.
    pub first: Vec<NoteId>,
}

/// The days with a due note among the next `days` days, the schedule's own included; each names up to `most` notes.
/// `extra`: days between extra reviews, from the config.
pub fn due_days(schedule: &Schedule, extra: Option<u32>, days: u32, most: usize) -> Vec<DueDay> {
    let ahead = (0..days).into_par_iter().filter_map(|ahead| later(schedule.today.date, ahead));
    ahead.map(|date| due_day(schedule, extra, date, most)).filter(|day| day.total > 0).collect()
}

/// The date `days` days later; `None` past the end of the calendar.
fn later(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(9999, 12, 31)?;
    date.checked_add_days(Days::new(days.into())).filter(|&later| later <= last)
}

fn due_day(schedule: &Schedule, extra: Option<u32>, date: NaiveDate, most: usize) -> DueDay {
    let mut due: Vec<(&Entry, Status)> =
        schedule.entries.iter().map(|entry| (entry, entry.plan.on(date, extra))).collect();
    due.retain(|(_, status)| is_review_day(status, date));
    let total = due.len() as u32;
    let order = |a: &(&Entry, Status), b: &(&Entry, Status)| order::compare((a.0, &a.1), (b.0, &b.1), date);
    if due.len() > most && most > 0 {
        due.select_nth_unstable_by(most - 1, order);
    }
    due.truncate(most);
    due.sort_unstable_by(order);
    DueDay { date, total, first: due.into_iter().map(|(entry, _)| entry.note).collect() }
}

/// Whether a note is to be reviewed on exactly this day.
fn is_review_day(status: &Status, date: NaiveDate) -> bool {
    match status.state {
        State::Due | State::Overdue => true,
        State::Extra => status.due == Some(date),
        _ => false,
    }
}

/// The number of notes by the day of their next review; each note is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub days: Vec<LoadDay>,
    /// Notes whose next review is after these days.
    pub beyond: u32,
}

/// The notes of one day, by the kind of review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadDay {
    pub date: NaiveDate,
    /// Overdue already; all of them are counted on the first day.
    pub overdue: u32,
    /// Reviews of the ladder.
    pub review: u32,
    /// Extra reviews.
    pub extra: u32,
    /// First study days.
    pub first: u32,
}

impl LoadDay {
    pub fn total(&self) -> u32 {
        self.overdue + self.review + self.extra + self.first
    }
}

/// The load of `days` days, the schedule's own first. Every note of `review.json` that has a due date is counted on
/// that day, or on the first day where it is overdue.
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
