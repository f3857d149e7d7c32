//! A plan to catch up: what is overdue and due, spread over days, as if nothing else came up than what the ladder says.

use std::collections::VecDeque;

use chrono::{Duration, NaiveDate};

use super::{Entry, Schedule, State};

/// Plans end here; a longer one is no plan.
const MOST_DAYS: u32 = 366;

/// One day of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDay<'a> {
    pub date: NaiveDate,
    pub entries: Vec<&'a Entry>,
}

/// At most `max` notes a day, in the order of the due page. What becomes due meanwhile queues up behind; the plan ends with
/// the first day on which nothing waits.
pub fn backlog(schedule: &Schedule, max: usize) -> Vec<PlannedDay<'_>> {
    let today = schedule.today.date;
    let waiting = |entry: &&Entry| matches!(entry.state, State::Overdue | State::Due);
    let mut queue: VecDeque<&Entry> = schedule.entries.iter().filter(waiting).collect();
    let mut coming: Vec<&Entry> = schedule.entries.iter().filter(|entry| entry.state == State::Upcoming).collect();
    coming.sort_by_key(|entry| std::cmp::Reverse(entry.due));
    let mut days = Vec::new();
    for ahead in 0..MOST_DAYS {
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
