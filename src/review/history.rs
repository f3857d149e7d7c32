//! The reviews of each day, as far as the vault records them: boxes that hold the day they were ticked, and the log.
//! Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};

use super::{Difficulty, Entry, LogStep, Schedule, State};
use crate::index::NoteId;

/// A note that was declared to be in long-term memory this often and is in extra reviews again counts as weak.
const WEAK_FROM: u32 = 3;

/// Reviews done up to the schedule's day, of listed notes. A review that is both in a box and in the log is counted
/// once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    reviews: BTreeSet<(NaiveDate, NoteId, LogStep)>,
    done: BTreeMap<NaiveDate, u32>,
    /// How often a note was declared to be in long-term memory.
    declared: BTreeMap<NoteId, u32>,
}

impl History {
    pub fn of(schedule: &Schedule) -> Self {
        let boxes = schedule.entries.iter().flat_map(|entry| {
            entry.ladder.iter().filter_map(|rung| Some((rung.done_on?, entry.note, LogStep::Step(rung.step))))
        });
        let boxes = boxes.filter(|(day, ..)| *day <= schedule.today.date);
        let logged = schedule.log.done().map(|review| (review.date, review.note, review.step));
        let reviews: BTreeSet<_> = boxes.chain(logged).collect();
        let mut done = BTreeMap::new();
        let mut declared = BTreeMap::new();
        for &(day, note, step) in &reviews {
            *done.entry(day).or_default() += 1;
            if step == LogStep::LongTerm {
                *declared.entry(note).or_default() += 1;
            }
        }
        Self { reviews, done, declared }
    }

    /// The number of reviews done on a day.
    pub fn on(&self, day: NaiveDate) -> u32 {
        self.done.get(&day).copied().unwrap_or(0)
    }

    /// The number of reviews done from a day on.
    pub fn since(&self, day: NaiveDate) -> u32 {
        self.done.range(day..).map(|(_, n)| n).sum()
    }

    /// The number of successive days with a review, up to today. A day with nothing due does not break the streak, nor
    /// does today, which may still have its review.
    pub fn streak(&self, schedule: &Schedule) -> u32 {
        let today = schedule.today.date;
        let Some((&first, _)) = self.done.first_key_value() else { return 0 };
        let pending = self.pending_days(schedule, first);
        let mut streak = 0;
        for (ahead, pending) in pending.iter().enumerate().rev() {
            let day = first + Duration::days(ahead as i64);
            if self.on(day) > 0 {
                streak += 1;
            } else if *pending && day < today {
                break;
            }
        }
        streak
    }

    /// Whether a review was pending at the end of each day, from `first` to today. A box that was ticked without a day
    /// counts as ticked in time.
    fn pending_days(&self, schedule: &Schedule, first: NaiveDate) -> Vec<bool> {
        let today = schedule.today.date;
        let days = (today - first).num_days() as usize + 1;
        let mut changes = vec![0i64; days + 1];
        let mut add_pending = |from: NaiveDate, until: NaiveDate| {
            let index = |day: NaiveDate| (day - first).num_days().clamp(0, days as i64) as usize;
            if from < until {
                changes[index(from)] += 1;
                changes[index(until)] -= 1;
            }
        };
        for &(done, note, step) in &self.reviews {
            if let (LogStep::Step(step), Some(entry)) = (step, schedule.of(note))
                && let Some(due) = entry.day_of(step)
            {
                add_pending(due, done);
            }
        }
        for entry in &schedule.entries {
            if let (Some(_), Some(due)) = (entry.step, entry.due) {
                add_pending(due, today + Duration::days(1));
            }
        }
        let waiting = changes.iter().scan(0, |waiting, change| {
            *waiting += change;
            Some(*waiting > 0)
        });
        waiting.take(days).collect()
    }

    /// Whether a note is hard to remember: its author rated it so, or it is in extra reviews although it was declared
    /// to be in long-term memory three times.
    pub fn is_weak(&self, entry: &Entry) -> bool {
        let declared = self.declared.get(&entry.note).copied().unwrap_or(0);
        entry.difficulty == Some(Difficulty::Low) || entry.state == State::Extra && declared >= WEAK_FROM
    }
}
