//! A property and its value.

use std::borrow::Cow;

use crate::text::Span;

/// One property.
#[derive(Clone, Debug, PartialEq)]
pub struct Property<'a> {
    /// As written, without quotes.
    pub key: Cow<'a, str>,
    pub value: Value<'a>,
    pub key_span: Span,
    /// The value in the source, quotes included; the key's own span if the value is empty, and the whole block's
    /// if the locations of its properties are unknown.
    pub value_span: Span,
    /// The locations of a list's items, parallel to [`Value::scalars`]; empty if they are unknown.
    pub item_spans: Vec<Span>,
}

impl Property<'_> {
    /// The location of one of its scalars, by index: the value's own unless it is a list.
    pub fn scalar_span(&self, ix: usize) -> Span {
        self.item_spans.get(ix).copied().unwrap_or(self.value_span)
    }
}

/// The value of a property. Nested mappings are kept as their text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Scalar(Scalar<'a>),
    /// Nested lists are flattened; an unquoted `[[Note]]`, a list in a list to YAML, is turned back into that text.
    List(Vec<Scalar<'a>>),
    /// A mapping, which is not an Obsidian type.
    Map,
}

/// A single value.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'a> {
    Null,
    Bool(bool),
    /// A number as written: `1`, `0.80`.
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// Its only text or number, trimmed; `None` if empty or anything else.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Scalar(scalar) => scalar.as_text(),
            _ => None,
        }
    }

    /// Its scalars: one, or those of the list.
    pub fn scalars(&self) -> &[Scalar<'a>] {
        match self {
            Self::Scalar(scalar) => std::slice::from_ref(scalar),
            Self::List(list) => list,
            Self::Map => &[],
        }
    }
}

impl Scalar<'_> {
    /// The text or number, trimmed; `None` if empty, null or a boolean.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::Null | Self::Bool(_) => None,
        }
    }
}
