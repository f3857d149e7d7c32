//! The view of a schedule's entry.

use chrono::NaiveDate;

use crate::index::Note;
use crate::pages::context::Pages;
use crate::pages::scope::Scope;
use crate::review::{self, Entry, LadderStep, Plan, State};
use crate::view::{CountsView, Difficulty, DotState, DotView, PlanKind, PlanView, ReviewState, ReviewView, TickView};

/// Whether pages show review states.
pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.shows_reviews()
}

impl Pages {
    /// The state of one note on the build's day.
    pub(super) fn review_view(&self, entry: &Entry) -> ReviewView {
        let today = self.schedule.today.date;
        let (done, total) = entry.progress();
        ReviewView {
            state: state_view(entry.state),
            step: entry.step,
            due: entry.due.map(iso),
            days_late: entry.days_late,
            since: entry.since.map(iso),
            first_studied: entry.first_studied.map(iso),
            day_number: entry.day_number(today),
            dots: dots(entry),
            done,
            total,
            difficulty: entry.difficulty.map(difficulty_view),
            plan: plan_view(entry),
        }
    }

    /// The number of notes in each state.
    pub(super) fn counts_view(&self) -> CountsView {
        let count = |state| self.schedule.count(state) as u32;
        CountsView {
            overdue: count(State::Overdue),
            due: count(State::Due),
            upcoming: count(State::Upcoming),
            not_started: count(State::NotStarted),
            ahead: count(State::Ahead),
            extra: count(State::Extra),
            retired: count(State::Retired),
            unscheduled: count(State::Unscheduled),
        }
    }
}

/// The ways to tick the next review of a note; `None` where there is nothing to tick.
pub(super) fn tick_view(note: &Note, entry: &Entry) -> Option<TickView> {
    let ticks = match entry.state {
        // Coming reviews are included: a reader may open the page on a later day than the build's.
        State::Overdue | State::Due | State::Extra | State::Upcoming | State::Ahead => !entry.ladder.is_empty(),
        State::NotStarted | State::Retired | State::Unscheduled => false,
    };
    let property = entry.tick_property().map(|at| note.parsed.properties.key(at).to_owned());
    ticks.then(|| TickView { property, command: format!("kbgen done {}", quoted(note.path().as_str())) })
}

/// A text quoted for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `2024-10-27`.
pub fn iso(day: NaiveDate) -> String {
    day.to_string()
}

pub(super) fn state_view(state: State) -> ReviewState {
    match state {
        State::Overdue => ReviewState::Overdue,
        State::Due => ReviewState::Due,
        State::Upcoming => ReviewState::Upcoming,
        State::NotStarted => ReviewState::NotStarted,
        State::Ahead => ReviewState::Ahead,
        State::Extra => ReviewState::Extra,
        State::Retired => ReviewState::Retired,
        State::Unscheduled => ReviewState::Unscheduled,
    }
}

fn difficulty_view(difficulty: review::Difficulty) -> Difficulty {
    match difficulty {
        review::Difficulty::Low => Difficulty::Low,
        review::Difficulty::Medium => Difficulty::Medium,
        review::Difficulty::High => Difficulty::High,
    }
}

/// One dot for each box, the last for long-term memory.
fn dots(entry: &Entry) -> Vec<DotView> {
    if entry.ladder.is_empty() {
        return Vec::new();
    }
    let dot = |rung: &LadderStep| DotView {
        step: Some(rung.step),
        // A postponed step has the day to which it was postponed.
        date: entry.due.filter(|_| entry.step == Some(rung.step)).or_else(|| entry.day_of(rung.step)).map(iso),
        state: match rung {
            rung if rung.done => DotState::Done,
            rung if entry.step == Some(rung.step) => DotState::Next,
            rung if entry.missed.contains(&rung.step) => DotState::Missed,
            _ => DotState::Open,
        },
    };
    let long_term =
        DotView { step: None, date: None, state: if entry.long_term { DotState::Done } else { DotState::Open } };
    entry.ladder.iter().map(dot).chain([long_term]).collect()
}

/// The reason for the note's state, without the day.
fn plan_view(entry: &Entry) -> PlanView {
    let (kind, at) = match entry.plan {
        Plan::Unscheduled => (PlanKind::None, None),
        Plan::Fixed { due } => (PlanKind::Fixed, Some(due)),
        Plan::New => (PlanKind::New, None),
        Plan::Retired { .. } => (PlanKind::Retired, None),
        Plan::Step { due, .. } => (PlanKind::Step, Some(due)),
        Plan::Extra { since, .. } => (PlanKind::Extra, Some(since)),
    };
    let step = match entry.plan {
        Plan::Step { step, .. } => Some(step),
        _ => None,
    };
    PlanView { kind, first: entry.first_studied.map(iso), at: at.map(iso), step }
}
