//! The states of a review note, and what its ladder is made of.

use chrono::NaiveDate;

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
