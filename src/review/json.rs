//! `review.json` and `kbgen due --format json`: the contract C-JSON.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Entry, PlannedDay, Schedule, State};
use crate::index::Site;

/// The notes that are written. The counts are always of all notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    /// Due, overdue and extra.
    Due,
    /// None: `[review] publish = "counts"`.
    CountsOnly,
}

#[derive(Serialize)]
struct Note<'a> {
    path: &'a str,
    title: &'a str,
    url: &'a str,
    state: &'static str,
    first_studied: Option<String>,
    step: Option<u32>,
    due: Option<String>,
    days_late: u32,
    since: Option<String>,
    missed: &'a [u32],
    done: Vec<u32>,
    steps: Vec<u32>,
    long_term: bool,
    difficulty: Option<&'static str>,
    progress: Progress,
    topics: Vec<&'a str>,
}

#[derive(Serialize)]
struct Progress {
    done: u32,
    total: u32,
}

/// The text of `review.json`: keys in a fixed order, one note to a line, notes in the order of the due page, listed
/// notes only.
pub fn to_json(site: &Site, schedule: &Schedule, which: Which) -> String {
    text(site, schedule, which, None)
}

/// The text of [`to_json`] with a catch-up plan at its end: the days, each with the paths of its notes.
pub fn to_json_with_plan(site: &Site, schedule: &Schedule, which: Which, plan: &[PlannedDay<'_>]) -> String {
    text(site, schedule, which, Some(plan))
}

fn text(site: &Site, schedule: &Schedule, which: Which, plan: Option<&[PlannedDay<'_>]>) -> String {
    let today = &schedule.today;
    let counts: Vec<String> =
        State::ALL.iter().map(|state| format!("\"{}\": {}", state.name(), schedule.count(*state))).collect();
    let wanted = |entry: &&Entry| match which {
        Which::All => true,
        Which::Due => matches!(entry.state, State::Overdue | State::Due | State::Extra),
        Which::CountsOnly => false,
    };
    let mut out = format!(
        "{{\n  \"date\": \"{}\",\n  \"timezone\": \"{}\",\n  \"day_start\": \"{}\",\n  \"counts\": {{{}}},\n  \"notes\": [",
        today.date,
        today.zone.name(),
        today.day_start.format("%H:%M"),
        counts.join(", "),
    );
    // Notes are written one by one: together they would be a large part of a build's memory.
    for entry in schedule.entries.iter().filter(wanted) {
        out.push_str(if out.ends_with('[') { "\n    " } else { ",\n    " });
        out.push_str(&note(site, entry));
    }
    out.push_str(if out.ends_with('[') { "]" } else { "\n  ]" });
    out.push_str(&plan.map_or_else(String::new, |plan| plan_text(site, plan)));
    out.push_str("\n}\n");
    out
}

fn plan_text(site: &Site, plan: &[PlannedDay<'_>]) -> String {
    let day = |day: &PlannedDay<'_>| {
        let paths: Vec<&str> = day.entries.iter().map(|entry| site.note(entry.note).path().as_str()).collect();
        format!("\n    {}", serde_json::json!({ "date": day.date.to_string(), "notes": paths }))
    };
    let days: Vec<String> = plan.iter().map(day).collect();
    format!(",\n  \"plan\": [{}{}]", days.join(","), if days.is_empty() { "" } else { "\n  " })
}

fn note(site: &Site, entry: &Entry) -> String {
    let note = site.note(entry.note);
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let (done, total) = entry.progress();
    let note = Note {
        path: note.path().as_str(),
        title: &note.title,
        url: note.url.as_str(),
        state: entry.state.name(),
        first_studied: day(entry.first_studied),
        step: entry.step,
        due: day(entry.due),
        days_late: entry.days_late,
        since: day(entry.since),
        missed: &entry.missed,
        done: entry.ladder.iter().filter(|rung| rung.done).map(|rung| rung.step).collect(),
        steps: entry.ladder.iter().map(|rung| rung.step).collect(),
        long_term: entry.long_term,
        difficulty: entry.difficulty.map(|level| level.name()),
        progress: Progress { done, total },
        topics: note.topics.iter().map(|id| site.topic(*id).name.as_str()).collect(),
    };
    serde_json::to_string(&note).expect("texts, numbers and lists of them are always JSON")
}
