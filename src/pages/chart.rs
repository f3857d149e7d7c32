//! The coordinates of the progress page's charts. Whole numbers, so that every machine draws the same.

use chrono::{Datelike, Duration, NaiveDate};

use crate::pages::review::iso;
use crate::review::forecast::{Load, LoadDay};
use crate::review::history::History;
use crate::view::{
    BarPart, BarView, CellView, ForecastView, HeatmapView, MonthView, ReviewState, SharePiece, ShareView,
};

/// The distance between bars.
const BAR_STEP: u32 = 24;
const BAR_WIDTH: u32 = 18;
/// The height of the highest bar, and the room above and below for labels.
const BAR_HEIGHT: u32 = 130;
const ABOVE: u32 = 18;
const BELOW: u32 = 22;

pub fn forecast(load: &Load) -> ForecastView {
    let most = load.days.iter().map(LoadDay::total).max().unwrap_or(0).max(1);
    let floor = ABOVE + BAR_HEIGHT;
    let height = |n: u32| if n == 0 { 0 } else { (n * BAR_HEIGHT / most).max(2) };
    let bar = |(ix, day): (usize, &LoadDay)| {
        let mut top = floor;
        let kinds = [
            (ReviewState::Overdue, day.overdue),
            (if ix == 0 { ReviewState::Due } else { ReviewState::Upcoming }, day.review),
            (ReviewState::Extra, day.extra),
            (ReviewState::NotStarted, day.first),
        ];
        let parts = kinds.into_iter().filter(|(_, n)| *n > 0).map(|(state, n)| {
            top = top.saturating_sub(height(n));
            BarPart { state, n, y: top, height: height(n) }
        });
        let parts: Vec<BarPart> = parts.collect();
        // One label a week, where there is room for it.
        let labelled = ix % 7 == 0 && (ix == 0 || ix + 3 < load.days.len());
        BarView { date: iso(day.date), x: ix as u32 * BAR_STEP + 3, y: top, total: day.total(), parts, labelled }
    };
    ForecastView {
        width: load.days.len() as u32 * BAR_STEP,
        height: floor + BELOW,
        floor,
        bar_width: BAR_WIDTH,
        total: load.days.iter().map(LoadDay::total).sum(),
        beyond: load.beyond,
        bars: load.days.iter().enumerate().map(bar).collect(),
    }
}

/// Weeks shown before and after the current one.
const WEEKS_BEFORE: i64 = 52;
const WEEKS_AHEAD: i64 = 4;
const CELL: u32 = 11;
const CELL_STEP: u32 = 14;
/// The room for the months' names.
const MONTHS: u32 = 18;

pub fn heatmap(today: NaiveDate, history: &History, load: &Load) -> HeatmapView {
    let monday = today - Duration::days(today.weekday().num_days_from_monday().into());
    let (first, weeks) = (monday - Duration::weeks(WEEKS_BEFORE), WEEKS_BEFORE + WEEKS_AHEAD + 1);
    let planned = |day: NaiveDate| {
        let ahead = usize::try_from((day - today).num_days()).unwrap_or(usize::MAX);
        load.days.get(ahead).map_or(0, LoadDay::total)
    };
    let days: Vec<NaiveDate> = (0..weeks * 7).map(|ix| first + Duration::days(ix)).collect();
    let count = |day: NaiveDate| if day > today { planned(day) } else { history.on(day) };
    let most = days.iter().map(|&day| count(day)).max().unwrap_or(0).max(1);
    let mut view = HeatmapView {
        width: weeks as u32 * CELL_STEP,
        height: MONTHS + 7 * CELL_STEP,
        cell: CELL,
        done: history.since(first),
        ..HeatmapView::default()
    };
    for (ix, &day) in days.iter().enumerate() {
        let (x, y) = (ix as u32 / 7 * CELL_STEP, MONTHS + ix as u32 % 7 * CELL_STEP);
        if day.day() == 1 || ix == 0 {
            view.months.push(MonthView { date: iso(day), x, n: 0 });
        }
        let n = count(day);
        if n == 0 {
            view.empty_path.push_str(&format!("M{x} {y}h{CELL}v{CELL}h-{CELL}z"));
            continue;
        }
        if let Some(month) = view.months.last_mut().filter(|_| day <= today) {
            month.n += n;
        }
        let level = (n * 4).div_ceil(most);
        view.cells.push(CellView { date: iso(day), x, y, n, level, ahead: day > today });
    }
    // The name of a month that is almost over would overlap the next one's.
    if view.months.get(1).is_some_and(|second| second.x < 2 * CELL_STEP) {
        view.months.remove(0);
    }
    view
}

/// A bar of pieces, one for each state that has notes, in this order.
pub fn pieces(counts: &[(ReviewState, u32)]) -> Vec<SharePiece> {
    let total: u32 = counts.iter().map(|(_, n)| n).sum::<u32>().max(1);
    let mut before = 0;
    let place = |n: u32| (u64::from(n) * u64::from(ShareView::WIDTH) / u64::from(total)) as u32;
    let piece = |&(state, n): &(ReviewState, u32)| {
        let x = place(before);
        before += n;
        SharePiece { state, n, x, width: place(before) - x }
    };
    counts.iter().filter(|(_, n)| *n > 0).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_ends_where_the_next_begins_and_all_fill_the_width() {
        let counts = [(ReviewState::Overdue, 1), (ReviewState::Due, 0), (ReviewState::Retired, 2)];
        let drawn: Vec<_> = pieces(&counts).iter().map(|piece| (piece.n, piece.x, piece.width)).collect();
        assert_eq!(drawn, [(1, 0, 333), (2, 333, 667)]);
        assert!(pieces(&[]).is_empty());
    }

    #[test]
    fn the_highest_day_is_as_high_as_the_drawing_and_small_ones_are_seen() {
        let day = |ahead, overdue, review| LoadDay {
            date: NaiveDate::from_ymd_opt(2024, 10, 27).unwrap() + Duration::days(ahead),
            overdue,
            review,
            ..LoadDay::default()
        };
        let view = forecast(&Load { days: vec![day(0, 150, 50), day(1, 0, 1), day(2, 0, 0)], beyond: 7 });
        assert_eq!((view.total, view.beyond, view.width), (201, 7, 72));
        let heights: Vec<Vec<u32>> =
            view.bars.iter().map(|bar| bar.parts.iter().map(|part| part.height).collect()).collect();
        assert_eq!(heights, [vec![97, 32], vec![2], vec![]]);
        assert_eq!(view.bars[0].y, view.floor - 129);
    }

    #[test]
    fn the_map_has_a_square_for_each_day_of_57_weeks() {
        let today = NaiveDate::from_ymd_opt(2024, 10, 27).unwrap();
        let load = Load { days: vec![LoadDay { date: today, review: 3, ..LoadDay::default() }; 3], beyond: 0 };
        let view = heatmap(today, &History::default(), &load);
        assert_eq!(view.empty_path.matches('M').count() + view.cells.len(), 57 * 7);
        let ahead: Vec<_> = view.cells.iter().map(|cell| (cell.date.as_str(), cell.level, cell.ahead)).collect();
        assert_eq!(ahead, [("2024-10-28", 4, true), ("2024-10-29", 4, true)]);
    }
}
