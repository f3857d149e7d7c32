//! What was reviewed on which day, as far as the vault tells: boxes that hold the day they were ticked. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};

use super::{Difficulty, Entry, Schedule};
use crate::index::NoteId;

/// Reviews done, by day, up to the schedule's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: BTreeMap<NaiveDate, u32>,
}

/// One review: a note and a step of its ladder.
type Review = (NoteId, u32);

impl History {
    pub fn of(schedule: &Schedule) -> Self {
        let mut days: BTreeMap<NaiveDate, BTreeSet<Review>> = BTreeMap::new();
        for entry in &schedule.entries {
            for rung in &entry.ladder {
                if let Some(day) = rung.done_on.filter(|day| *day <= schedule.today.date) {
                    days.entry(day).or_default().insert((entry.note, rung.step));
                }
            }
        }
        Self { done: days.into_iter().map(|(day, reviews)| (day, reviews.len() as u32)).collect() }
    }

    /// Reviews done on a day.
    pub fn on(&self, day: NaiveDate) -> u32 {
        self.done.get(&day).copied().unwrap_or(0)
    }

    /// Reviews done from a day on.
    pub fn since(&self, day: NaiveDate) -> u32 {
        self.done.range(day..).map(|(_, n)| n).sum()
    }

    /// Days in a row with a review, up to today. A day with nothing due does not break the row, and today may still
    /// have its review before it.
    pub fn streak(&self, schedule: &Schedule) -> u32 {
        let today = schedule.today.date;
        let Some((&first, _)) = self.done.first_key_value() else { return 0 };
        let busy = busy_days(schedule, first);
        let mut streak = 0;
        for (ahead, busy) in busy.iter().enumerate().rev() {
            let day = first + Duration::days(ahead as i64);
            if self.on(day) > 0 {
                streak += 1;
            } else if *busy && day < today {
                break;
            }
        }
        streak
    }
}

/// For each day from `first` to today, whether a review waited on it at its end. What was ticked without a day is
/// taken to have been ticked in time.
fn busy_days(schedule: &Schedule, first: NaiveDate) -> Vec<bool> {
    let today = schedule.today.date;
    let days = (today - first).num_days() as usize + 1;
    let mut changes = vec![0i64; days + 1];
    let mut waits = |from: NaiveDate, until: NaiveDate| {
        let place = |day: NaiveDate| (day - first).num_days().clamp(0, days as i64) as usize;
        if from < until {
            changes[place(from)] += 1;
            changes[place(until)] -= 1;
        }
    };
    for entry in &schedule.entries {
        for rung in &entry.ladder {
            if let (Some(due), Some(done)) = (entry.day_of(rung.step), rung.done_on) {
                waits(due, done);
            }
        }
        if let (Some(_), Some(due)) = (entry.step, entry.due) {
            waits(due, today + Duration::days(1));
        }
    }
    let waiting = changes.iter().scan(0, |waiting, change| {
        *waiting += change;
        Some(*waiting > 0)
    });
    waiting.take(days).collect()
}

/// Whether a note is hard to keep: its author says so.
pub fn is_weak(entry: &Entry) -> bool {
    entry.difficulty == Some(Difficulty::Low)
}
