//! A plan to catch up: the overdue and due notes, spread over days, as if only the ladder's own reviews were added.

use std::collections::VecDeque;

use chrono::{Duration, NaiveDate};

use super::{Entry, Schedule, State};

/// The longest plan, in days.
const MAX_DAYS: u32 = 366;

/// One day of a catch-up plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDay<'a> {
    pub date: NaiveDate,
    pub entries: Vec<&'a Entry>,
}

/// A catch-up plan of at most `max` notes a day, in the order of the due page. A note that becomes due meanwhile joins
/// the end of the queue. The plan ends with the first day on which the queue is empty.
pub fn backlog(schedule: &Schedule, max: usize) -> Vec<PlannedDay<'_>> {
    let today = schedule.today.date;
    let waiting = |entry: &&Entry| matches!(entry.state, State::Overdue | State::Due);
    let mut queue: VecDeque<&Entry> = schedule.entries.iter().filter(waiting).collect();
    let mut coming: Vec<&Entry> = schedule.entries.iter().filter(|entry| entry.state == State::Upcoming).collect();
    coming.sort_by_key(|entry| std::cmp::Reverse(entry.due));
    let mut days = Vec::new();
    for ahead in 0..MAX_DAYS {
        let date = today + Duration::days(ahead.into());
        while let Some(next) = coming.pop_if(|next| next.due.is_some_and(|due| due <= date)) {
            queue.push_back(next);
        }
        if queue.is_empty() {
            break;
        }
        let entries = queue.drain(..max.min(queue.len())).collect();
        days.push(PlannedDay { date, entries });
    }
    days
}
