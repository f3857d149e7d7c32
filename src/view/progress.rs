//! What templates see of the progress page: numbers, and the places of what its charts draw (R-PROGRESS).

use serde::Serialize;

use super::{CountsView, EntryView, LinkView, PageHead, ReviewState};

/// `/progress/`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProgressView {
    pub head: PageHead,
    pub counts: CountsView,
    /// Boxes ticked, of all boxes of all notes with the long-term ones.
    pub done: u32,
    pub total: u32,
    pub percent: u32,
    /// Days in a row with a review.
    pub streak: u32,
    pub forecast: ForecastView,
    pub heatmap: HeatmapView,
    /// Topics, then each taxonomy.
    pub shares: Vec<ShareGroup>,
    /// The first few notes that are hard to keep, and how many there are; empty where titles are not published.
    pub weak: Vec<EntryView>,
    pub weak_total: u32,
}

/// Bars of the days to come, in a drawing of `width` by `height`. They sum to the notes of `review.json` with a date
/// in these days.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ForecastView {
    pub width: u32,
    pub height: u32,
    /// Where the bars stand.
    pub floor: u32,
    pub bar_width: u32,
    pub total: u32,
    /// Notes with a date past these days.
    pub beyond: u32,
    pub bars: Vec<BarView>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct BarView {
    pub date: String,
    pub x: u32,
    /// The top of the whole bar.
    pub y: u32,
    pub total: u32,
    /// From the floor up, only those that are not empty.
    pub parts: Vec<BarPart>,
    /// Whether its date is written below it.
    pub labelled: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct BarPart {
    /// What the notes of this part wait for; also its colour.
    pub state: ReviewState,
    pub n: u32,
    pub y: u32,
    pub height: u32,
}

/// A square for each day of the last year and of some weeks ahead; a column is a week from Monday on.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HeatmapView {
    pub width: u32,
    pub height: u32,
    pub cell: u32,
    /// Reviews done in the days shown.
    pub done: u32,
    /// The `d` of a path with the squares of all days that have nothing.
    pub empty_path: String,
    /// Days that have something.
    pub cells: Vec<CellView>,
    /// Where a month begins.
    pub months: Vec<MonthView>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct CellView {
    pub date: String,
    pub x: u32,
    pub y: u32,
    /// Reviews done; of a day to come, reviews planned.
    pub n: u32,
    /// 1 to 4, by how many.
    pub level: u32,
    pub ahead: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct MonthView {
    /// Its first day.
    pub date: String,
    pub x: u32,
    /// Reviews done in it, as far as it is shown.
    pub n: u32,
}

/// The terms of one taxonomy, or the topics, with the most review notes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShareGroup {
    /// The page of all of them.
    pub all: LinkView,
    /// How many there are.
    pub total: u32,
    pub rows: Vec<ShareView>,
}

/// How far the notes of a topic or term are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShareView {
    pub label: String,
    pub href: String,
    /// Its review notes, and how many of them are due or overdue.
    pub notes: u32,
    pub due: u32,
    /// Boxes ticked, of a hundred.
    pub percent: u32,
    /// Notes by state, as pieces of a bar of [`ShareView::WIDTH`]; only those that are not empty.
    pub pieces: Vec<SharePiece>,
}

impl ShareView {
    pub const WIDTH: u32 = 1000;
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SharePiece {
    pub state: ReviewState,
    pub n: u32,
    pub x: u32,
    pub width: u32,
}
