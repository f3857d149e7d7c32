//! A note's properties: the YAML between the first two `---` lines, with the location of every key and value.

mod access;
mod known;
mod nested;
mod number;
mod outline;
mod read;
mod store;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::path::{is_past_latin, same_name};
use crate::text::{Source, Span};
use store::Store;

pub(super) use read::mapping;
pub use read::{Read, read};

/// The properties of a note, in source order. Empty if the note has none or they are unreadable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Properties {
    store: Store,
    /// The whole block with both fences, `None` if there is none.
    pub block: Option<Span>,
    /// `tag`, `alias` and `cssclass` count like their plurals.
    pub legacy_singular_keys: bool,
    known: KnownIndex,
}

/// The names that the program itself looks up, repeatedly for every note.
const KNOWN: [&str; 16] = [
    "title",
    "aliases",
    "alias",
    "tags",
    "tag",
    "cssclasses",
    "cssclass",
    "image",
    "cover",
    "created",
    "updated",
    "date",
    "permalink",
    "description",
    "lang",
    "excalidraw-plugin",
];

/// Parallel to [`KNOWN`]: the property of that name, as its number plus 1; 0 if there is none. A block has at most
/// 64 KiB, so fewer properties than a `u16` can count.
type KnownIndex = [u16; KNOWN.len()];

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

impl Properties {
    /// The properties from `entries` of the block at `block`.
    fn new(source: &Source, entries: &[Property<'_>], block: Span, legacy_singular_keys: bool) -> Self {
        let mut known = KnownIndex::default();
        for (at, property) in entries.iter().enumerate().filter(|(_, property)| !property.key.contains(is_past_latin)) {
            let name = KNOWN.iter().position(|name| same_name(&property.key, name));
            if let Some(place) = name.map(|name| &mut known[name]).filter(|place| **place == 0) {
                *place = at as u16 + 1;
            }
        }
        Self { store: Store::new(source, entries), block: Some(block), legacy_singular_keys, known }
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        self.store.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A property by its number.
    pub fn entry(&self, at: usize) -> Property<'_> {
        self.store.property(at)
    }

    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Property<'_>> + ExactSizeIterator {
        (0..self.len()).map(|at| self.entry(at))
    }

    /// The key of a property by its number, as written, without quotes.
    pub fn key(&self, at: usize) -> &str {
        self.store.key(at)
    }

    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        (0..self.len()).map(|at| self.key(at))
    }

    /// The property of this name, compared without case and in NFC.
    pub fn get(&self, key: &str) -> Option<Property<'_>> {
        self.find(key).map(|at| self.entry(at))
    }

    fn find(&self, key: &str) -> Option<usize> {
        match KNOWN.iter().position(|name| *name == key) {
            Some(name) => usize::from(self.known[name]).checked_sub(1),
            None => self.keys().position(|written| same_name(written, key)),
        }
    }

    /// The text of a property with one non-empty text or number, trimmed.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.text_at(self.find(key)?)
    }

    /// The same by a property's number.
    pub fn text_at(&self, at: usize) -> Option<&str> {
        self.store.text(at).map(str::trim).filter(|text| !text.is_empty())
    }
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
