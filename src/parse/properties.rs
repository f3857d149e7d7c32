//! A note's properties: the YAML between the first two `---` lines, with the place of every key and value.

mod access;
mod known;
mod nested;
mod outline;
mod read;
#[cfg(test)]
mod tests;

use compact_str::CompactString;

use crate::path::{begins_past_latin, same_name};
use crate::text::Span;

pub(super) use read::mapping;
pub use read::{Read, read};

/// The properties of a note, in source order. Empty where the note has none or they cannot be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Properties {
    pub entries: Vec<Property>,
    /// The whole block with both fences, `None` where there is none.
    pub block: Option<Span>,
    /// `tag`, `alias` and `cssclass` count like their plurals.
    pub legacy_singular_keys: bool,
    known: Known,
}

/// The names by which the program itself asks, again and again for every note.
const KNOWN: [&str; 15] = [
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
];

/// Parallel to [`KNOWN`]: the property of that name, as its number plus 1; 0 where there is none. A block holds at most
/// 64 KiB, so fewer properties than a `u16` can count.
type Known = [u16; KNOWN.len()];

/// One property.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// As written, without quotes.
    pub key: CompactString,
    pub value: Value,
    pub key_span: Span,
    /// The value in the source, quotes included; the key's own span where the value is empty, and the whole block's
    /// where the places of its properties cannot be told apart.
    pub value_span: Span,
    /// The places of a list's items, parallel to [`Value::scalars`]; empty where they cannot be told apart.
    pub item_spans: Box<[Span]>,
}

impl Property {
    /// The place of one of its scalars, by index: the value's own where it is no list.
    pub fn scalar_span(&self, ix: usize) -> Span {
        self.item_spans.get(ix).copied().unwrap_or(self.value_span)
    }
}

/// What a property holds. Nested mappings are kept as their text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Scalar(Scalar),
    /// Nested lists are flattened; an unquoted `[[Note]]`, a list in a list to YAML, is mended to the text it looks like.
    List(Vec<Scalar>),
    /// A mapping: no type of Obsidian's.
    Map,
}

/// A single value.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Null,
    Bool(bool),
    /// A number as written: `1`, `0.80`.
    Number(CompactString),
    Text(CompactString),
}

impl Properties {
    /// The properties `entries` of the block at `block`.
    fn new(entries: Vec<Property>, block: Span, legacy_singular_keys: bool) -> Self {
        let mut known = Known::default();
        for (at, property) in entries.iter().enumerate().filter(|(_, property)| !begins_past_latin(&property.key)) {
            let name = KNOWN.iter().position(|name| same_name(&property.key, name));
            if let Some(place) = name.map(|name| &mut known[name]).filter(|place| **place == 0) {
                *place = at as u16 + 1;
            }
        }
        Self { entries, block: Some(block), legacy_singular_keys, known }
    }

    /// The property of this name, compared without case and in NFC.
    pub fn get(&self, key: &str) -> Option<&Property> {
        match KNOWN.iter().position(|name| *name == key) {
            Some(name) => usize::from(self.known[name]).checked_sub(1).map(|at| &self.entries[at]),
            None => self.entries.iter().find(|property| same_name(&property.key, key)),
        }
    }

    /// The text of a property that holds one non-empty text or number.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.value.as_text()
    }
}

impl Value {
    /// The one text or number it holds, trimmed; `None` if empty or anything else.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Scalar(scalar) => scalar.as_text(),
            _ => None,
        }
    }

    /// Its scalars: one, or those of the list.
    pub fn scalars(&self) -> &[Scalar] {
        match self {
            Self::Scalar(scalar) => std::slice::from_ref(scalar),
            Self::List(list) => list,
            Self::Map => &[],
        }
    }
}

impl Scalar {
    /// The text or number, trimmed; `None` if empty, null or a boolean.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Self::Null | Self::Bool(_) => None,
        }
    }
}
