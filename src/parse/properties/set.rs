//! The properties of one note, and the lookup of one by name.

use super::store::Store;
use super::value::Property;
use crate::path::{is_past_latin, same_name};
use crate::text::{Source, Span};

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

impl Properties {
    /// The properties from `entries` of the block at `block`.
    pub(super) fn new(source: &Source, entries: &[Property<'_>], block: Span, legacy_singular_keys: bool) -> Self {
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
