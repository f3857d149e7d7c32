//! The data of reviews: a note's state, the summary, the due page (R0 to R7, R-DUE).

use serde::Serialize;

use super::{EntryView, LinkView, PageHead, PaginationView};

/// A note's review state on the stamp's day (R0 to R7).
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReviewView {
    pub state: ReviewState,
    /// The ladder's day to review next, in days after the first study day.
    pub step: Option<u32>,
    /// The day of that review; the first study day of a note that is not started.
    pub due: Option<String>,
    /// Whole days; 0 unless overdue.
    pub days_late: u32,
    /// Only in the state `extra`: its first day.
    pub since: Option<String>,
    pub first_studied: Option<String>,
    /// Whole days since the first study day, which is 0; `None` before it, or without one.
    pub day_number: Option<u32>,
    /// One for each step of the ladder, the last for long-term memory.
    pub dots: Vec<DotView>,
    /// Boxes ticked, of all boxes with the long-term one.
    pub done: u32,
    pub total: u32,
    pub difficulty: Option<Difficulty>,
    pub plan: PlanView,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    #[default]
    Unscheduled,
    NotStarted,
    Upcoming,
    Due,
    Overdue,
    Ahead,
    Extra,
    Retired,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    Low,
    Medium,
    High,
}

/// A box of the ladder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DotView {
    /// Days after the first study day; `None` for long-term memory.
    pub step: Option<u32>,
    /// The due day of the step; `None` for long-term memory or without a first day.
    pub date: Option<String>,
    pub state: DotState,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DotState {
    Done,
    /// Open although its day has been reached.
    Missed,
    #[default]
    Open,
    /// The step to do next, whether its day has been reached or not.
    Next,
}

/// The reason for a note's state, without the day. From it the due page's script recomputes the state for the reader's
/// today, by the rows R1 to R7. Before `first` the plans `retired`, `step` and `extra` mean `not-started`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlanView {
    pub kind: PlanKind,
    pub first: Option<String>,
    /// `step` and `fixed`: the due day. `extra`: its first day.
    pub at: Option<String>,
    /// `step`: the ladder's day to review next, from `first` on.
    pub step: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanKind {
    /// R2: no first day.
    #[default]
    None,
    /// R1: a due date of its own, without a ladder.
    Fixed,
    /// R1: never shown yet, so due on every day.
    New,
    /// R4.
    Retired,
    /// R5.
    Step,
    /// R6 before `at`, R7 from it on.
    Extra,
}

/// The ways to tick a review.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TickView {
    /// The property that holds the box, as the note spells it; `None` where the note has none yet.
    pub property: Option<String>,
    /// `kbgen done 'path/of/the note'`, quoted for a shell.
    pub command: String,
}

/// A short summary of the review.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SummaryView {
    pub counts: CountsView,
    pub due_href: String,
    /// The first few notes that are overdue or due.
    pub entries: Vec<EntryView>,
}

/// Notes in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CountsView {
    pub overdue: u32,
    pub due: u32,
    pub upcoming: u32,
    pub not_started: u32,
    pub ahead: u32,
    pub extra: u32,
    pub retired: u32,
    pub unscheduled: u32,
}

/// `/due/`: every review note once, in its group on the stamp's day.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DueView {
    pub head: PageHead,
    pub counts: CountsView,
    /// In the order of [`DueGroup`]'s keys; empty groups may be left out.
    pub groups: Vec<DueGroup>,
    /// The rows that the page has no room for, for scripts; `None` where every group shows all its notes.
    pub rest_href: Option<String>,
    /// The filters of the rows.
    pub topics: Vec<String>,
    pub subjects: Vec<String>,
    /// The quiz, which begins with the due notes.
    pub quiz_href: String,
    /// The calendar to subscribe to.
    pub calendar_href: Option<String>,
    /// Instructions to subscribe: a complete `div.kb-subscribe`.
    pub subscribe_html: String,
}

/// `/quiz/` and its further pages: the cue questions of some notes, the most urgent notes first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuizView {
    pub head: PageHead,
    /// Whether the notes of this page have their review state; else they are in path order.
    pub by_urgency: bool,
    pub notes: Vec<QuizNote>,
    pub pagination: Option<PaginationView>,
    /// The list of topics with the pages that have their questions, for scripts.
    pub topics_href: String,
    /// The first page.
    pub first_href: String,
}

/// A note with its questions.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuizNote {
    pub title: String,
    pub href: String,
    pub topics: Vec<LinkView>,
    pub review: Option<ReviewView>,
    pub tick: Option<TickView>,
    pub questions: Vec<QuizQuestion>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct QuizQuestion {
    /// Stays the same when the answer is edited; also an HTML id.
    pub id: String,
    /// Inline content.
    pub prompt_html: String,
    /// Blocks; `None` where the note leaves the answer to the reader.
    pub answer_html: Option<String>,
}

/// `parts/subscribe.html`: instructions for reminders. It is in articles, and on the due page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SubscribeView {
    /// The calendar: absolute where the site's address is known.
    pub calendar_href: String,
    /// The same as `webcal://…`, which a calendar opens as a subscription; `None` where the site's address is not
    /// known.
    pub webcal_href: Option<String>,
    /// That address as a QR code.
    pub qr: Option<QrView>,
}

/// A QR code (ISO/IEC 18004) as the path of an SVG.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QrView {
    /// Modules in a row, with a quiet zone of four on both sides.
    pub size: u32,
    /// The `d` of a `path` whose stroke is one module wide.
    pub path: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct DueGroup {
    pub key: DueKey,
    /// Notes of the whole group.
    pub total: u32,
    /// The first of them.
    pub entries: Vec<EntryView>,
}

/// The due page's groups, in page order; also the columns of its board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueKey {
    #[default]
    Overdue,
    Due,
    /// Upcoming, or not started, within the next seven days.
    Soon,
    Extra,
    Unscheduled,
    /// Upcoming, not started or ahead, past the next seven days.
    Later,
    Retired,
}
