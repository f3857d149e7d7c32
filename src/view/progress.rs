//! The data of the progress page: numbers, and the coordinates of its charts (R-PROGRESS).

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
    /// Successive days with a review.
    pub streak: u32,
    pub forecast: ForecastView,
    pub heatmap: HeatmapView,
    /// Topics, then each taxonomy.
    pub shares: Vec<ShareGroup>,
    /// The first few notes that are hard to remember, and the number of all; empty where titles are not published.
    pub weak: Vec<EntryView>,
    pub weak_total: u32,
}

/// Bars of the coming days, in a drawing of `width` by `height`. They sum to the notes of `review.json` with a date in
/// these days.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ForecastView {
    pub width: u32,
    pub height: u32,
    /// The base line of the bars.
    pub floor: u32,
    pub bar_width: u32,
    pub total: u32,
    /// Notes with a date after these days.
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
    /// From the base line up, only those that are not empty.
    pub parts: Vec<BarPart>,
    /// Whether its date is below it.
    pub labelled: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct BarPart {
    /// The state of this part's notes; also its colour.
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
    /// Reviews done in the shown days.
    pub done: u32,
    /// The `d` of a path with the squares of all days without reviews.
    pub empty_path: String,
    /// Days with reviews.
    pub cells: Vec<CellView>,
    /// The beginnings of months.
    pub months: Vec<MonthView>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct CellView {
    pub date: String,
    pub x: u32,
    pub y: u32,
    /// Reviews done; of a coming day, reviews planned.
    pub n: u32,
    /// 1 to 4, by how many.
    pub level: u32,
    pub ahead: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct MonthView {
    /// The month's first day.
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
    /// The number of all terms.
    pub total: u32,
    pub rows: Vec<ShareView>,
}

/// The progress of the notes of a topic or term.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShareView {
    pub label: String,
    pub href: String,
    /// Its review notes, and the number of due or overdue ones.
    pub notes: u32,
    pub due: u32,
    /// Percentage of boxes ticked.
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
