//! The storage of properties in memory: keys and values as ranges of the note's own text. Thirty properties a note take
//! as much as its tree if each string is allocated, and nearly all of them are in the note unchanged.

use std::borrow::Cow;
use std::sync::Arc;

use super::value::{Property, Scalar, Value};
use crate::parse::tree::Text;
use crate::text::{Source, Span};

/// The properties of one note, in source order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Store {
    /// The source of the note.
    source: Arc<str>,
    /// Texts that are not in it: escaped ones.
    side: Box<str>,
    entries: Box<[Entry]>,
    /// The items of all lists.
    items: Box<[Item]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    key: Text,
    key_span: Span,
    value_span: Span,
    value: Held,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Item {
    value: Held,
    /// Empty at 0 if the locations of the items are unknown.
    span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Held {
    Null,
    Bool(bool),
    Number(Text),
    Text(Text),
    /// A run of the items.
    List {
        from: u32,
        to: u32,
    },
    Map,
}

impl Store {
    pub fn new(source: &Source, properties: &[Property<'_>]) -> Self {
        let mut shelf = StoreBuilder { source: &source.text, side: String::new(), items: Vec::new() };
        let entries = properties.iter().map(|property| shelf.entry(property)).collect();
        // Copied, to drop the spare capacity.
        let (side, items) = (shelf.side.as_str().into(), shelf.items.as_slice().into());
        Self { source: source.text.clone(), side, entries, items }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn key(&self, at: usize) -> &str {
        self.str(self.entries[at].key)
    }

    /// The only text or number of a property.
    pub fn text(&self, at: usize) -> Option<&str> {
        match self.entries[at].value {
            Held::Number(text) | Held::Text(text) => Some(self.str(text)),
            _ => None,
        }
    }

    pub fn property(&self, at: usize) -> Property<'_> {
        let Entry { key, key_span, value_span, value } = self.entries[at];
        let (value, item_spans) = match value {
            Held::List { from, to } => {
                let items = &self.items[from as usize..to as usize];
                let spans = items.iter().map(|item| item.span).filter(|span| *span != Span::default());
                (Value::List(items.iter().map(|item| self.scalar(item.value)).collect()), spans.collect())
            }
            Held::Map => (Value::Map, Vec::new()),
            one => (Value::Scalar(self.scalar(one)), Vec::new()),
        };
        Property { key: Cow::Borrowed(self.str(key)), value, key_span, value_span, item_spans }
    }

    fn scalar(&self, held: Held) -> Scalar<'_> {
        match held {
            Held::Bool(flag) => Scalar::Bool(flag),
            Held::Number(text) => Scalar::Number(Cow::Borrowed(self.str(text))),
            Held::Text(text) => Scalar::Text(Cow::Borrowed(self.str(text))),
            Held::Null | Held::List { .. } | Held::Map => Scalar::Null,
        }
    }

    fn str(&self, text: Text) -> &str {
        text.of(&self.source, &self.side)
    }
}

/// The builder of a [`Store`].
struct StoreBuilder<'a> {
    source: &'a str,
    side: String,
    items: Vec<Item>,
}

impl StoreBuilder<'_> {
    fn entry(&mut self, property: &Property<'_>) -> Entry {
        let Property { key, value, key_span, value_span, .. } = property;
        let value = match value {
            Value::Scalar(scalar) => self.held(scalar, *value_span),
            Value::List(list) => {
                let from = self.items.len() as u32;
                for (ix, scalar) in list.iter().enumerate() {
                    let span = property.item_spans.get(ix).copied();
                    let value = self.held(scalar, span.unwrap_or(*value_span));
                    self.items.push(Item { value, span: span.unwrap_or_default() });
                }
                Held::List { from, to: self.items.len() as u32 }
            }
            Value::Map => Held::Map,
        };
        Entry { key: self.text(key, *key_span), key_span: *key_span, value_span: *value_span, value }
    }

    fn held(&mut self, scalar: &Scalar<'_>, place: Span) -> Held {
        match scalar {
            Scalar::Null => Held::Null,
            Scalar::Bool(flag) => Held::Bool(*flag),
            Scalar::Number(text) => Held::Number(self.text(text, place)),
            Scalar::Text(text) => Held::Text(self.text(text, place)),
        }
    }

    /// A range of the source if the text is at its location, after a quote or not; else a range of the side buffer.
    fn text(&mut self, text: &str, place: Span) -> Text {
        let (start, written) = (place.start as usize, &self.source[place.range()]);
        let quote = usize::from(written.starts_with(['"', '\'']));
        match [0, quote].into_iter().find(|&skip| written[skip..].starts_with(text)) {
            Some(skip) => Text::source(Span::new(start + skip, start + skip + text.len())),
            None => Text::in_side(&mut self.side, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::VaultPath;

    #[test]
    fn what_stands_in_the_note_is_not_kept_twice() {
        let text = "a: word\n\"b\": 'two words'\nc: \"esc\\taped\"\nd: [x, \"y\", 3]\n";
        let source = Source::new(VaultPath::new("a.md"), text);
        let at = |part: &str| Span::new(text.find(part).unwrap(), text.find(part).unwrap() + part.len());
        let one = |key, value, key_span: &str, value_span: &str| Property {
            key: Cow::Borrowed(key),
            value: Value::Scalar(Scalar::Text(Cow::Borrowed(value))),
            key_span: at(key_span),
            value_span: at(value_span),
            item_spans: Vec::new(),
        };
        let list = ["x", "y"].map(|word| Scalar::Text(Cow::Borrowed(word)));
        let properties = [
            one("a", "word", "a:", "word"),
            one("b", "two words", "\"b\"", "'two words'"),
            one("c", "esc\taped", "c:", "\"esc\\taped\""),
            Property {
                key: Cow::Borrowed("d"),
                value: Value::List(list.into_iter().chain([Scalar::Number(Cow::Borrowed("3"))]).collect()),
                key_span: at("d:"),
                value_span: at("[x, \"y\", 3]"),
                item_spans: vec![at("x"), at("\"y\""), at("3")],
            },
        ];
        let store = Store::new(&source, &properties);
        assert_eq!(&*store.side, "esc\taped");
        assert_eq!((0..store.len()).map(|at| store.property(at)).collect::<Vec<_>>(), properties);
        assert_eq!((store.key(1), store.text(1), store.text(3)), ("b", Some("two words"), None));
        assert_eq!(size_of::<Entry>(), 36);
    }
}
