//! The summary below a column: those that Obsidian knows, and those that a base defines over `values`.

use std::collections::BTreeSet;

use super::eval::{ELEMENT, Run, Scope};
use super::value::{DAY, Duration, Value};
use crate::index::NoteId;
use crate::parse::base::{Column, Summary};

impl<'a> Run<'a> {
    /// The summary of a column over these rows.
    pub fn summary(&self, summary: Summary, column: &'a Column, rows: &[NoteId]) -> Value<'a> {
        let values: Vec<Value<'a>> = rows.iter().map(|&row| self.column(column, row)).collect();
        let count =
            |test: fn(&Value<'a>) -> bool| Value::Number(values.iter().filter(|value| test(value)).count() as f64);
        match summary {
            Summary::Checked => count(|value| *value == Value::Bool(true)),
            Summary::Unchecked => count(|value| *value == Value::Bool(false)),
            Summary::Empty => count(Value::is_empty),
            Summary::Filled => count(|value| !value.is_empty()),
            Summary::Unique => {
                let filled = values.iter().filter(|value| !value.is_empty());
                let unique: BTreeSet<String> = filled.map(|value| self.display(value)).collect();
                Value::Number(unique.len() as f64)
            }
            Summary::Custom(ix) => self.custom(ix, values),
            summary => self.extent(summary, &values),
        }
    }

    /// An expression of the base, for which `values` are those of the column.
    fn custom(&self, ix: u16, values: Vec<Value<'a>>) -> Value<'a> {
        let Some((_, expr)) = self.base.summaries.get(usize::from(ix)) else { return Value::Null };
        if !self.step(values.len() * ELEMENT) {
            return Value::Null;
        }
        let values = Value::List(values);
        self.eval(expr, Scope { row: self.this, item: None, values: Some(&values) })
    }

    /// A count, or the range of numbers or dates.
    fn extent(&self, summary: Summary, values: &[Value<'a>]) -> Value<'a> {
        let numbers = numbers(values);
        let of = |number: Option<f64>| number.map_or(Value::Null, Value::Number);
        let mut dates: Vec<&Value<'a>> = values.iter().filter(|value| matches!(value, Value::Date(..))).collect();
        dates.sort_by(|a, b| self.order(a, b, false));
        let date = |date: Option<&&Value<'a>>| date.map_or(Value::Null, |&date| date.clone());
        match summary {
            Summary::Sum => Value::Number(numbers.iter().sum()),
            Summary::Average => of(mean(&numbers)),
            Summary::Min => of(numbers.first().copied()),
            Summary::Max => of(numbers.last().copied()),
            Summary::Range if numbers.is_empty() => self.days_between(date(dates.first()), date(dates.last())),
            Summary::Range => of(numbers.first().zip(numbers.last()).map(|(first, last)| last - first)),
            Summary::Median => of(median(&numbers)),
            Summary::Stddev => of(deviation(&numbers)),
            Summary::Earliest => date(dates.first()),
            Summary::Latest => date(dates.last()),
            _ => Value::Null,
        }
    }

    fn days_between(&self, first: Value<'a>, last: Value<'a>) -> Value<'a> {
        let (Value::Date(first, _), Value::Date(last, _)) = (first, last) else { return Value::Null };
        let duration = Duration { months: 0, milliseconds: (last - first).num_milliseconds() as f64 };
        Value::text(self.labels.days(duration.milliseconds / DAY))
    }
}

/// The numbers among some values, ascending. A date does not count as a number here.
pub(super) fn numbers(values: &[Value<'_>]) -> Vec<f64> {
    let numeric = values.iter().filter(|value| !matches!(value, Value::Null | Value::Date(..)));
    let mut numbers: Vec<f64> = numeric.filter_map(Value::number).collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

pub(super) fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

/// The standard deviation of a population, not of a sample.
fn deviation(numbers: &[f64]) -> Option<f64> {
    let mean = mean(numbers)?;
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    Some((squares / numbers.len() as f64).sqrt())
}
