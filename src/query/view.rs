//! The notes of a view: filtered, sorted and grouped.

use super::eval::Run;
use super::value::Value;
use crate::index::NoteId;
use crate::parse::Form;
use crate::parse::base::{Column, View};

/// The most rows of a view on one page, whatever its own limit is: it bounds the page's size.
const MAX_ROWS: usize = 1_000;

/// The content of a view.
pub struct Shown<'a> {
    pub groups: Vec<Group<'a>>,
    /// The number of rows left out by [`MAX_ROWS`].
    pub cut: usize,
}

/// Rows with one value of the grouping property.
pub struct Group<'a> {
    /// `None` in a view without groups.
    pub value: Option<Value<'a>>,
    pub rows: Vec<NoteId>,
}

impl<'a> Run<'a> {
    /// The rows of a view. Without a sort order they are in path order.
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
}
