//! The values of a note's review properties, with a diagnostic for each value that cannot be read.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::board::Board;
use super::decide::{Facts, OwnDue};
use super::keys::{MAX_STEP, MatchedKeys};
use super::state::{Difficulty, LadderStep};
use crate::config::{Config, bare_key};
use crate::date::parse_date;
use crate::diag::{Code, Diagnostic, Outcome, codes};
use crate::parse::properties::{Properties, Property, Scalar, Value};
use crate::text::Source;

/// The value of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    Open,
    /// With the day where the box holds one.
    Done(Option<NaiveDate>),
}

impl Tick {
    /// Reads a boolean, bare or quoted, `yes`/`no`, `0`/`1`, a date, or an empty value; `None` for anything else.
    pub fn read(value: &Value, zone: Tz) -> Option<Self> {
        match value {
            Value::Scalar(Scalar::Null) => Some(Self::Open),
            Value::Scalar(Scalar::Bool(done)) => Some(if *done { Self::Done(None) } else { Self::Open }),
            Value::Scalar(Scalar::Number(text) | Scalar::Text(text)) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" | "1" => Some(Self::Done(None)),
                "false" | "no" | "0" | "" => Some(Self::Open),
                text => parse_date(text, zone).map(|date| Self::Done(Some(date))),
            },
            Value::List(_) | Value::Map => None,
        }
    }
}

/// The values of a note's review properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Absent too where it cannot be read.
    pub first: Option<NaiveDate>,
    pub ladder: Vec<LadderStep>,
    /// Whether the ladder is the note's own.
    pub own_ladder: bool,
    pub long_term: bool,
    pub board: Option<Board>,
    pub due: Option<OwnDue>,
    pub difficulty: Option<Difficulty>,
    /// The first day or the due date is present, but is not a date.
    pub bad_date: bool,
}

impl Reading {
    pub fn facts(&self, last_review: Option<NaiveDate>) -> Facts<'_> {
        let Self { first, ref ladder, long_term, board, due, .. } = *self;
        Facts { first, ladder, long_term, board, due, last_review }
    }
}

/// The values of the review properties. `cards`: the due date of the note's flashcards, which counts where the note
/// has none of its own.
pub(super) fn read(
    source: &Source,
    properties: &Properties,
    found: &MatchedKeys,
    cards: Option<OwnDue>,
    config: &Config,
) -> Outcome<Reading> {
    let mut reader =
        PropertyReader { source, properties, zone: config.today.zone, diagnostics: Vec::new(), bad_date: false };
    let first = found.first.and_then(|at| reader.date(at));
    let due = found.due.and_then(|at| reader.date(at)).map(OwnDue::of).or(cards);
    let own_ladder = !found.steps.is_empty();
    let ladder = if own_ladder {
        reader.ladder(&found.steps)
    } else if found.due.is_some() || cards.is_some() {
        Vec::new()
    } else {
        let rung = |&step: &u32| LadderStep { step, done: false, done_on: None, property: None };
        config.review.steps.iter().map(rung).collect()
    };
    reader.bad_steps(&found.bad_steps);
    let ticks: Vec<Tick> = found.long_term.iter().map(|&at| reader.tick(at)).collect();
    let long_term = !ticks.is_empty() && ticks.iter().all(|tick| *tick != Tick::Open);
    let reading = Reading {
        first,
        ladder,
        own_ladder,
        long_term,
        board: found.board.and_then(|at| board(&properties.entry(at).value)),
        due,
        difficulty: found.difficulty.and_then(|at| difficulty(one_text(&properties.entry(at))?)),
        bad_date: reader.bad_date,
    };
    Outcome::new(reading, reader.diagnostics)
}

/// The text of a property that holds one text, or a list of one.
fn one_text<'a>(property: &'a Property<'_>) -> Option<&'a str> {
    match property.value.scalars() {
        [one] => one.as_text(),
        _ => None,
    }
}

/// The step that the board names. A list of several names is unknown, but not absent.
fn board(value: &Value) -> Option<Board> {
    match value.scalars() {
        [Scalar::Null] => None,
        [one] => match one.as_text() {
            Some(name) => Some(Board::read(name)),
            None => matches!(one, Scalar::Bool(_)).then_some(Board::Other),
        },
        [] if *value != Value::Map => None,
        _ => Some(Board::Other),
    }
}

fn difficulty(word: &str) -> Option<Difficulty> {
    match bare_key(word).as_str() {
        "하" | "low" => Some(Difficulty::Low),
        "중" | "medium" | "mid" => Some(Difficulty::Medium),
        "상" | "high" => Some(Difficulty::High),
        _ => None,
    }
}

struct PropertyReader<'a> {
    source: &'a Source,
    properties: &'a Properties,
    zone: Tz,
    diagnostics: Vec<Diagnostic>,
    bad_date: bool,
}

impl PropertyReader<'_> {
    fn date(&mut self, at: usize) -> Option<NaiveDate> {
        let property = &self.properties.entry(at);
        if matches!(property.value, Value::Scalar(Scalar::Null)) {
            return None;
        }
        let date = one_text(property).and_then(|text| parse_date(text, self.zone));
        if date.is_none() {
            self.bad_date = true;
            let message = format!("`{}` is not a date", property.key);
            self.report(codes::REVIEW_BAD_DATE, property, message, "write it as `2024-10-01`");
        }
        date
    }

    fn tick(&mut self, at: usize) -> Tick {
        let property = &self.properties.entry(at);
        Tick::read(&property.value, self.zone).unwrap_or_else(|| {
            let message = format!("`{}` is neither ticked nor open, so it counts as open", property.key);
            self.report(codes::REVIEW_BAD_VALUE, property, message, "write `true`, `false` or the day it was done");
            Tick::Open
        })
    }

    /// The note's own ladder, ascending. A step with several boxes is done when all of them are.
    fn ladder(&mut self, steps: &[(u32, usize)]) -> Vec<LadderStep> {
        let mut ladder: Vec<LadderStep> = Vec::new();
        for &(step, at) in steps {
            let (done, done_on) = match self.tick(at) {
                Tick::Open => (false, None),
                Tick::Done(day) => (true, day),
            };
            let rung = LadderStep { step, done, done_on, property: Some(at) };
            match ladder.iter_mut().find(|other| other.step == step) {
                Some(other) if other.done && !done => *other = rung,
                Some(_) => {}
                None => ladder.push(rung),
            }
        }
        ladder.sort_by_key(|rung| rung.step);
        ladder
    }

    /// Reports keys that look like boxes of impossible steps.
    fn bad_steps(&mut self, keys: &[usize]) {
        for property in keys.iter().map(|&at| self.properties.entry(at)) {
            let message =
                format!("`{}` is not a step: steps are 0 to {MAX_STEP} days after the first day", property.key);
            let finding = Diagnostic::new(codes::REVIEW_BAD_VALUE, message).at(self.source, property.key_span);
            self.diagnostics.push(finding.help("correct the number in the key; the box does not count"));
        }
    }

    fn report(&mut self, code: Code, property: &Property, message: String, help: &'static str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(self.source, property.value_span).help(help));
    }
}
