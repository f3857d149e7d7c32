//! Contradictions between the review properties of a note. Findings never change a state.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::board::Board;
use super::decide::{Plan, by_ticks};
use super::keys::MatchedKeys;
use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Severity, codes};
use crate::parse::properties::{Properties, Property};
use crate::text::{Source, Span};

/// A note, its review properties and its plan.
pub(super) struct About<'a> {
    pub source: &'a Source,
    pub properties: &'a Properties,
    pub found: &'a MatchedKeys,
    pub reading: &'a Reading,
    pub plan: Plan,
}

pub(super) fn findings(about: &About<'_>, today: NaiveDate) -> Vec<Diagnostic> {
    let all = match about.plan {
        Plan::Fixed { .. } | Plan::New => return Vec::new(),
        Plan::Unscheduled => vec![about.no_first_day()],
        Plan::Retired { first } | Plan::Step { first, .. } | Plan::Extra { first, .. } => vec![
            about.future_first_day(first, today),
            about.open_boxes(),
            about.gap(),
            about.no_board(today),
            about.board_disagrees(),
            about.long_term_disagrees(),
        ],
    };
    all.into_iter().flatten().collect()
}

impl About<'_> {
    fn property(&self, at: usize) -> Property<'_> {
        self.properties.entry(at)
    }

    /// The key that findings about an absent property point at: the note's first review key.
    fn anchor(&self) -> Span {
        let found = self.found;
        let steps = found.steps.first().map(|(_, at)| *at);
        let at = found.first.or(steps).or(found.long_term.first().copied()).or(found.board).or(found.due);
        at.map_or(Span::default(), |at| self.property(at).key_span)
    }

    fn finding(
        &self,
        code: Code,
        message: impl Into<Cow<'static, str>>,
        span: Span,
        help: impl Into<Cow<'static, str>>,
    ) -> Diagnostic {
        Diagnostic::new(code, message).at(self.source, span).help(help)
    }

    fn no_first_day(&self) -> Option<Diagnostic> {
        if self.reading.bad_date {
            return None;
        }
        let ticked = self.reading.long_term || self.reading.ladder.iter().any(|rung| rung.done);
        let (severity, message) = match ticked {
            true => (Severity::Warning, "boxes are ticked, but the note has no first study day"),
            false => (Severity::Info, "the note has no first study day, so nothing is scheduled"),
        };
        let help = "write the day as `2024-10-01`";
        Some(self.finding(codes::REVIEW_NO_FIRST_DAY, message, self.anchor(), help).severity(severity))
    }

    fn future_first_day(&self, first: NaiveDate, today: NaiveDate) -> Option<Diagnostic> {
        let at = self.found.first.filter(|_| today < first)?;
        let message = format!("the first study day, {first}, is in the future");
        let help = "nothing is due before it; correct it if the note was studied already";
        Some(self.finding(codes::REVIEW_FUTURE_FIRST_DAY, message, self.property(at).value_span, help))
    }

    fn open_boxes(&self) -> Option<Diagnostic> {
        let open = self.reading.own_ladder && self.reading.ladder.iter().any(|rung| !rung.done);
        let at = self.found.long_term.first().filter(|_| self.reading.long_term && open)?;
        let message = "the note is in long-term memory, but boxes of its ladder are open";
        let help = "tick the boxes, or clear this one";
        Some(self.finding(codes::REVIEW_OPEN_BOXES, message, self.property(*at).value_span, help))
    }

    fn gap(&self) -> Option<Diagnostic> {
        let ladder = &self.reading.ladder;
        let highest = ladder.iter().rposition(|rung| rung.done)?;
        let open = ladder[..highest].iter().find(|rung| !rung.done)?;
        let message = format!("step {} is ticked, but step {} before it is open", ladder[highest].step, open.step);
        let help = "reviews go on after the highest ticked step; tick this one if it was done";
        Some(self.finding(codes::REVIEW_GAP, message, self.property(open.property?).value_span, help))
    }

    fn no_board(&self, today: NaiveDate) -> Option<Diagnostic> {
        let silent = matches!(self.plan, Plan::Retired { .. }) || self.plan.first().is_some_and(|first| today < first);
        if self.reading.board.is_some() || silent {
            return None;
        }
        let message = "the note is not on a board";
        let help = "no action needed: the ticks alone decide the due date";
        let span = self.found.board.map_or_else(|| self.anchor(), |at| self.property(at).key_span);
        Some(self.finding(codes::REVIEW_NO_BOARD, message, span, help))
    }

    fn board_disagrees(&self) -> Option<Diagnostic> {
        let board = self.reading.board?;
        let next = by_ticks(&self.reading.ladder).map_or(Board::Extra, Board::Step);
        if board == next || board == Board::LongTerm {
            return None;
        }
        let property = self.property(self.found.board?);
        let next = match next {
            Board::Step(step) => format!("the review of day {step}"),
            _ => "an extra review".to_owned(),
        };
        let column = self.source.slice(property.value_span);
        let message = format!("the board says {column}, but by the ticks {next} is next");
        let help = "move the note on the board, or correct the ticks; `[review] trust` decides which of them counts";
        Some(self.finding(codes::REVIEW_BOARD_DISAGREES, message, property.value_span, help))
    }

    fn long_term_disagrees(&self) -> Option<Diagnostic> {
        let board = self.reading.board?;
        let on_board = board == Board::LongTerm;
        if on_board == self.reading.long_term {
            return None;
        }
        let message = match on_board {
            true => "the board says long-term memory, but its box is not ticked",
            false => "the long-term box is ticked, but the board says otherwise, so the note is not retired",
        };
        let help = "tick or clear the long-term box, or move the note on the board";
        let span = self.property(self.found.board?).value_span;
        Some(self.finding(codes::REVIEW_LONG_TERM_DISAGREES, message, span, help))
    }
}
