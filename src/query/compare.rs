//! The comparison of values: dates with dates, numbers with numbers, texts in natural order, links by their targets.

use std::cmp::Ordering;

use super::eval::Run;
use super::value::{Link, To, Value};
use crate::index::NoteId;
use crate::index::order::natural_key;
use crate::path::fold;

impl<'a> Run<'a> {
    pub fn equal(&self, a: &Value<'a>, b: &Value<'a>) -> bool {
        match (a, b) {
            (Value::Link(_) | Value::File(_), _) | (_, Value::Link(_) | Value::File(_)) => self.same_target(a, b),
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.equal(a, b)),
            (Value::Date(date, _), Value::Text(text)) | (Value::Text(text), Value::Date(date, _)) => {
                super::value::parse_date(text).is_some_and(|(other, _)| other == *date)
            }
            (Value::Date(a, _), Value::Date(b, _)) => a == b,
            (Value::Number(_), Value::Duration(_)) | (Value::Duration(_), Value::Number(_)) => a.number() == b.number(),
            (a, b) => a == b,
        }
    }

    /// Whether two links are equal: they lead to the same file, or, without one, have the same text.
    fn same_target(&self, a: &Value<'a>, b: &Value<'a>) -> bool {
        match (self.note_of(a), self.note_of(b)) {
            (Some(a), Some(b)) => a == b,
            (None, None) => match (a, b) {
                (Value::Link(Link { target: a, .. }), Value::Link(Link { target: b, .. }) | Value::Text(b))
                | (Value::Text(a), Value::Link(Link { target: b, .. })) => fold(a) == fold(b),
                _ => false,
            },
            _ => false,
        }
    }

    /// The note that a file, a link or a link's text refers to.
    pub fn note_of(&self, value: &Value<'a>) -> Option<NoteId> {
        match value {
            Value::File(note) => Some(*note),
            Value::Link(link) => match link.to {
                Some(To::Note(note)) => Some(note),
                _ => None,
            },
            Value::Text(text) => match self.link(text.to_string().into(), None).to {
                Some(To::Note(note)) => Some(note),
                _ => None,
            },
            _ => None,
        }
    }

    /// The order of two values; `None` where they cannot be compared.
    pub fn compare(&self, a: &Value<'a>, b: &Value<'a>) -> Option<Ordering> {
        match (a, b) {
            (Value::Null, _) | (_, Value::Null) => None,
            (Value::Date(a, _), Value::Date(b, _)) => Some(a.cmp(b)),
            (Value::Date(date, _), Value::Text(text)) => Some(date.cmp(&super::value::parse_date(text)?.0)),
            (Value::Text(text), Value::Date(date, _)) => Some(super::value::parse_date(text)?.0.cmp(date)),
            (Value::Text(a), Value::Text(b)) => Some(self.natural(a).cmp(&self.natural(b))),
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a.partial_cmp(&b),
                _ => Some(self.natural(&self.display(a)).cmp(&self.natural(&self.display(b)))),
            },
        }
    }

    /// A total order for sorting; empty values are last.
    pub fn order(&self, a: &Value<'a>, b: &Value<'a>, descending: bool) -> Ordering {
        match (a.is_empty(), b.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let order = self.compare(a, b).unwrap_or(Ordering::Equal);
                if descending { order.reverse() } else { order }
            }
        }
    }

    fn natural(&self, text: &str) -> Vec<u64> {
        natural_key(text, self.config.site.language)
    }

    pub fn display(&self, value: &Value<'a>) -> String {
        value.display(&|note| self.site.note(note).path().stem().to_owned())
    }
}
