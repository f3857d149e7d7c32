//! The notes of a view: filtered, sorted, grouped, and counted below.

use super::eval::Run;
use super::value::Value;
use crate::index::NoteId;
use crate::parse::Form;
use crate::parse::base::{Column, Summary, View};

/// Rows of a view on one page, whatever its own limit is: a page has a size.
const MAX_ROWS: usize = 1_000;

/// What a view shows.
pub struct Shown<'a> {
    pub groups: Vec<Group<'a>>,
    /// How many rows were left out by [`MAX_ROWS`].
    pub cut: usize,
}

/// Rows with one value of the property that groups them.
pub struct Group<'a> {
    /// `None` in a view without groups.
    pub value: Option<Value<'a>>,
    pub rows: Vec<NoteId>,
}

impl<'a> Run<'a> {
    /// The rows of a view. Where nothing else sorts them they are in path order.
    pub fn rows(&self, view: &'a View) -> Shown<'a> {
        let notes = self.site.ids().filter(|(_, note)| note.listed() && matches!(note.parsed.form, Form::Note));
        let rows = notes.map(|(id, _)| id).filter(|&id| self.passes(&self.base.filter, id));
        let mut rows: Vec<NoteId> = rows.filter(|&id| self.passes(&view.filter, id)).collect();
        for order in view.group.iter().chain(&view.sort).rev() {
            self.sort(&mut rows, &order.by, order.descending);
        }
        let limit = view.limit.unwrap_or(usize::MAX);
        rows.truncate(limit);
        let cut = rows.len().saturating_sub(MAX_ROWS);
        rows.truncate(MAX_ROWS);
        let groups = match &view.group {
            None => vec![Group { value: None, rows }],
            Some(order) => self.grouped(rows, &order.by),
        };
        Shown { groups, cut }
    }

    fn sort(&self, rows: &mut [NoteId], by: &'a Column, descending: bool) {
        let mut keyed: Vec<(Value<'a>, NoteId)> = rows.iter().map(|&row| (self.column(by, row), row)).collect();
        keyed.sort_by(|(a, _), (b, _)| self.order(a, b, descending));
        for (place, (_, row)) in rows.iter_mut().zip(keyed) {
            *place = row;
        }
    }

    fn grouped(&self, rows: Vec<NoteId>, by: &'a Column) -> Vec<Group<'a>> {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for row in rows {
            let value = self.column(by, row);
            match groups.last_mut() {
                Some(group) if group.value.as_ref().is_some_and(|known| self.equal(known, &value)) => {
                    group.rows.push(row);
                }
                _ => groups.push(Group { value: Some(value), rows: vec![row] }),
            }
        }
        groups
    }

    /// What stands below a column.
    pub fn summary(&self, summary: Summary, column: &'a Column, rows: &[NoteId]) -> Value<'a> {
        let values: Vec<Value<'a>> = rows.iter().map(|&row| self.column(column, row)).collect();
        let count =
            |test: fn(&Value<'a>) -> bool| Value::Number(values.iter().filter(|value| test(value)).count() as f64);
        let mut numbers: Vec<f64> = values
            .iter()
            .filter(|value| !matches!(value, Value::Null | Value::Date(..)))
            .filter_map(Value::number)
            .collect();
        numbers.sort_by(f64::total_cmp);
        let sum: f64 = numbers.iter().sum();
        let of = |number: Option<f64>| number.map_or(Value::Null, Value::Number);
        let mut dates: Vec<&Value<'a>> = values.iter().filter(|value| matches!(value, Value::Date(..))).collect();
        dates.sort_by(|a, b| self.order(a, b, false));
        match summary {
            Summary::Sum => Value::Number(sum),
            Summary::Average => of((!numbers.is_empty()).then(|| sum / numbers.len() as f64)),
            Summary::Min => of(numbers.first().copied()),
            Summary::Max => of(numbers.last().copied()),
            Summary::Range => of(numbers.first().zip(numbers.last()).map(|(first, last)| last - first)),
            Summary::Median => of(median(&numbers)),
            Summary::Earliest => dates.first().map_or(Value::Null, |date| (*date).clone()),
            Summary::Latest => dates.last().map_or(Value::Null, |date| (*date).clone()),
            Summary::Checked => count(|value| *value == Value::Bool(true)),
            Summary::Unchecked => count(|value| *value == Value::Bool(false)),
            Summary::Empty => count(Value::is_empty),
            Summary::Filled => count(|value| !value.is_empty()),
            Summary::Unique => {
                let filled = values.iter().filter(|value| !value.is_empty());
                let unique: std::collections::BTreeSet<String> = filled.map(|value| self.display(value)).collect();
                Value::Number(unique.len() as f64)
            }
        }
    }
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}
