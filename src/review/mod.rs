//! The due notes: a [`Site`] and a day become a [`Schedule`]. Pure.
//!
//! Ticks are the truth, the board is an opinion, doubt means review, frozen values are never read, a first day is
//! never invented (R-TRUTH; docs/design/review.md has every rule, docs/review.md explains them).
//!
//! Three steps for each note: `keys` finds its review properties, `reading` reads their values, `decide` turns them
//! into a [`Plan`], which does not depend on a day, and the plan into the [`Status`] on a day.

mod backlog;
mod board;
mod cards;
pub mod cue;
mod decide;
mod findings;
pub mod forecast;
pub mod frozen;
pub mod history;
mod json;
pub mod keys;
pub mod log;
mod memo;
mod order;
mod reading;
#[cfg(test)]
mod tests;

use chrono::{Duration, NaiveDate};

use crate::config::Config;
use crate::date::Today;
use crate::diag::Outcome;
use crate::index::{NoteId, Site};

pub use backlog::{PlannedDay, backlog};
pub use board::Board;
pub use decide::{Plan, Status, by_ticks};
pub use json::{Which, to_json, to_json_with_plan};
pub use keys::KeyMatcher;
pub use log::{LogFile, LogStep, Review, ReviewLog};
pub use memo::Memo;
pub use order::Group;
pub use reading::Tick;

/// The state of a review note on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Overdue,
    Due,
    Upcoming,
    NotStarted,
    Ahead,
    Extra,
    Retired,
    Unscheduled,
}

impl State {
    /// Every state, in the order in which counts are written.
    pub const ALL: [Self; 8] = [
        Self::Overdue,
        Self::Due,
        Self::Upcoming,
        Self::NotStarted,
        Self::Ahead,
        Self::Extra,
        Self::Retired,
        Self::Unscheduled,
    ];

    /// The state's name in `review.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Upcoming => "upcoming",
            Self::NotStarted => "not-started",
            Self::Ahead => "ahead",
            Self::Extra => "extra",
            Self::Retired => "retired",
            Self::Unscheduled => "unscheduled",
        }
    }
}

/// The author's rating of how well a note is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difficulty {
    Low,
    Medium,
    High,
}

impl Difficulty {
    /// The rating's name in `review.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// One box of a note's ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderStep {
    /// Days after the first study day.
    pub step: u32,
    pub done: bool,
    /// The day the step was done, where the box holds a date.
    pub done_on: Option<NaiveDate>,
    /// The box's property: an index into the note's properties; `None` where the step is from the config.
    pub property: Option<usize>,
}

/// One review note on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub note: NoteId,
    pub state: State,
    /// The reason for the state; it also gives the state of every other day.
    pub plan: Plan,
    pub first_studied: Option<NaiveDate>,
    /// The ladder day to do next.
    pub step: Option<u32>,
    pub due: Option<NaiveDate>,
    /// 0 unless overdue.
    pub days_late: u32,
    /// The day the ladder ended; only for [`State::Extra`].
    pub since: Option<NaiveDate>,
    /// Open steps whose day has been reached.
    pub missed: Vec<u32>,
    /// The ladder, ascending: the note's own boxes, else the config's steps. Empty for a note with its own due date
    /// instead of a ladder.
    pub ladder: Vec<LadderStep>,
    pub long_term: bool,
    /// The long-term box: an index into the note's properties.
    pub long_term_property: Option<usize>,
    pub difficulty: Option<Difficulty>,
}

impl Entry {
    /// The number of ticked boxes and of all boxes, including the long-term one.
    pub fn progress(&self) -> (u32, u32) {
        let done = self.ladder.iter().filter(|rung| rung.done).count() as u32 + u32::from(self.long_term);
        (done, self.ladder.len() as u32 + 1)
    }

    /// Whole days since the first study day, which is 0; `None` before it or without one.
    pub fn day_number(&self, today: NaiveDate) -> Option<u32> {
        u32::try_from((today - self.first_studied?).num_days()).ok()
    }

    /// The date of a step of the ladder.
    pub fn day_of(&self, step: u32) -> Option<NaiveDate> {
        Some(self.first_studied? + Duration::days(step.into()))
    }

    /// The box to tick next, as an index into the note's properties: that of the next step, or the long-term box after
    /// the ladder. `None` where there is no box to tick or the note has no such property yet.
    pub fn tick_property(&self) -> Option<usize> {
        match self.state {
            State::Overdue | State::Due | State::Upcoming => {
                self.ladder.iter().find(|rung| Some(rung.step) == self.step)?.property
            }
            State::Ahead | State::Extra => self.long_term_property,
            State::NotStarted | State::Retired | State::Unscheduled => None,
        }
    }

    /// The status on the schedule's day.
    pub fn status(&self) -> Status {
        let Self { state, step, due, days_late, since, .. } = *self;
        Status { state, step, due, days_late, since }
    }

    /// The note's group on the due page.
    pub fn group(&self, today: NaiveDate) -> Group {
        Group::of(self.state, self.due, today)
    }
}

/// The review notes on one day.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub today: Today,
    /// In the order of the due page. Listed notes only, so every shared output may show them.
    pub entries: Vec<Entry>,
    /// Entries of unlisted notes, for their own pages alone. In path order.
    pub unlisted: Vec<Entry>,
    /// By note: an index into `entries` and, past its end, into `unlisted`; `None` for a note that is not a review
    /// note.
    pub by_note: Vec<Option<u32>>,
    /// The reviews that are in the log.
    pub log: ReviewLog,
}

impl Schedule {
    /// The entry of a note, listed or not.
    pub fn of(&self, note: NoteId) -> Option<&Entry> {
        let ix = (*self.by_note.get(note.0 as usize)?)? as usize;
        self.entries.get(ix).or_else(|| self.unlisted.get(ix - self.entries.len()))
    }

    /// The schedule of some of the notes, as if there were no others.
    pub fn only(&self, keep: impl Fn(NoteId) -> bool) -> Self {
        let entries = self.entries.iter().filter(|entry| keep(entry.note)).cloned().collect::<Vec<_>>();
        let mut by_note = vec![None; self.by_note.len()];
        for (ix, entry) in entries.iter().enumerate() {
            by_note[entry.note.0 as usize] = Some(ix as u32);
        }
        Self { today: self.today, entries, unlisted: Vec::new(), by_note, log: ReviewLog::default() }
    }

    /// The number of entries in a state.
    pub fn count(&self, state: State) -> usize {
        self.entries.iter().filter(|entry| entry.state == state).count()
    }
}

/// The schedule of the config's day. Diagnostics never change a state.
pub fn schedule(site: &Site, log: Option<LogFile<'_>>, config: &Config) -> Outcome<Schedule> {
    let mut all = Vec::new();
    let log = read_log(site, log, config).take(&mut all);
    let entries = Memo::next(None, site, &log, config).into_entries(&mut all).collect();
    Outcome::new(in_order(entries, log, site, config), all)
}

/// The schedule of the config's day, which reuses from `last` the entries of unchanged notes, for the same day and
/// config.
pub fn schedule_after(
    last: Option<&Memo>,
    site: &Site,
    log: Option<LogFile<'_>>,
    config: &Config,
) -> Outcome<(Schedule, Memo)> {
    let mut all = Vec::new();
    let log = read_log(site, log, config).take(&mut all);
    let memo = Memo::next(last, site, &log, config);
    let entries = memo.entries(&mut all).collect();
    Outcome::new((in_order(entries, log, site, config), memo), all)
}

fn read_log(site: &Site, log: Option<LogFile<'_>>, config: &Config) -> Outcome<ReviewLog> {
    log.map_or_else(|| Outcome::clean(ReviewLog::default()), |log| log::read(site, log, &config.today))
}

/// The schedule of all entries, given in the order of the notes.
fn in_order(mut entries: Vec<Entry>, log: ReviewLog, site: &Site, config: &Config) -> Schedule {
    let unlisted = entries.extract_if(.., |entry| !site.note(entry.note).listed()).collect::<Vec<_>>();
    order::sort(&mut entries, config.today.date);
    let mut by_note = vec![None; site.notes.len()];
    for (ix, entry) in entries.iter().chain(&unlisted).enumerate() {
        by_note[entry.note.0 as usize] = Some(ix as u32);
    }
    Schedule { today: config.today, entries, unlisted, by_note, log }
}

/// The entry of one note; `last_review` is its last review in the log. `None` (row R0) where it is not a review note.
fn entry(
    site: &Site,
    id: NoteId,
    last_review: Option<NaiveDate>,
    config: &Config,
    matcher: &KeyMatcher,
) -> Outcome<Option<Entry>> {
    let note = site.note(id);
    let properties = &note.parsed.properties;
    let Some(found) = keys::find(properties, matcher) else { return Outcome::clean(None) };
    let mut diagnostics = Vec::new();
    let cards = || cards::due(&note.parsed, config.today.zone).take(&mut diagnostics);
    let cards = found.has_no_day().then(cards).flatten();
    if !found.counts() && cards.is_none() {
        return Outcome::new(None, diagnostics);
    }
    let source = &note.parsed.source;
    let reading = reading::read(source, properties, &found, cards, config).take(&mut diagnostics);
    let plan = decide::plan(&reading.facts(last_review), config.review.trust);
    let today = config.today.date;
    let status = plan.on(today, config.review.extra);
    let missed = |rung: &&LadderStep| {
        !rung.done && reading.first.is_some_and(|first| first + Duration::days(rung.step.into()) <= today)
    };
    let missed = reading.ladder.iter().filter(missed).map(|rung| rung.step).collect();
    let about = findings::About { source, properties, found: &found, reading: &reading, plan };
    diagnostics.extend(findings::findings(&about, today));
    let entry = Entry {
        note: id,
        state: status.state,
        plan,
        first_studied: reading.first,
        step: status.step,
        due: status.due,
        days_late: status.days_late,
        since: status.since,
        missed,
        ladder: reading.ladder,
        long_term: reading.long_term,
        long_term_property: found.long_term.first().copied(),
        difficulty: reading.difficulty,
    };
    diagnostics.extend(frozen::check(source, found.frozen.iter().map(|&at| properties.entry(at)), &entry, today));
    Outcome::new(Some(entry), diagnostics)
}
