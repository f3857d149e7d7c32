//! The outline of a YAML block: the bytes of its top-level keys, values and list items, and forbidden constructs in it.
//!
//! `serde_yaml` returns what a block means but not where, and needs seconds for a hostile block. The events of
//! `granit-parser` have byte offsets, and come one by one, so that reading stops where a block nests too deep. Meaning
//! is not decided here: the reader checks every key found against `serde_yaml`'s, so that a block that the two
//! read differently loses its exact locations, but never gets a wrong one.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span, StructureStyle, options};

/// The deepest nesting of collections, the block's own mapping included.
pub(super) const MAX_DEPTH: usize = 16;

/// The outline, in source order; ranges are bytes of the block.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub entries: Vec<OutlineEntry>,
    /// The byte at which collections nest deeper than [`MAX_DEPTH`]; reading stops there.
    pub too_deep: Option<usize>,
    /// The byte at which the block is not YAML; reading stops there.
    pub broken: Option<usize>,
    /// The first forbidden construct.
    pub forbidden: Option<(Forbidden, Range<usize>)>,
    /// The number of aliases (`*name`).
    pub aliases: usize,
}

/// A top-level key and its value.
#[derive(Debug)]
pub(super) struct OutlineEntry {
    /// Quotes included.
    pub key: Range<usize>,
    /// From the value's first to its last byte, brackets, quotes and dashes included.
    pub value: Option<Range<usize>>,
    /// The items of a list, empty ranges where an item is empty.
    pub items: Vec<Range<usize>>,
    /// A comment on the key's line in place of a value.
    pub comment: Option<Range<usize>>,
}

/// YAML that properties never need, and that can be used for attacks or to mislead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forbidden {
    Anchor,
    Alias,
    Tag,
    MergeKey,
    /// `{{title}}`: a template that was not filled in.
    Template,
}

impl Forbidden {
    pub fn name(self) -> &'static str {
        match self {
            Self::Anchor => "a YAML anchor (`&`)",
            Self::Alias => "a YAML alias (`*`)",
            Self::Tag => "a YAML tag (`!`)",
            Self::MergeKey => "a YAML merge key (`<<`)",
            Self::Template => "a template placeholder (`{{…}}`)",
        }
    }
}

pub(super) fn outline(text: &str) -> Outline {
    let options = options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: text.len(),
    };
    let mut reader = Reader { text, open: Vec::new(), seen: 0, out: Outline::default() };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => reader.event(&event, span),
            Err(error) => {
                let at = error.marker().byte_offset();
                match error.kind() {
                    ErrorKind::RecursionLimitExceeded => reader.out.too_deep = at,
                    _ => reader.out.broken = at,
                }
                break;
            }
        }
        if reader.out.too_deep.is_some() {
            break;
        }
    }
    for entry in &mut reader.out.entries {
        entry.value.take_if(|value| value.start == value.end);
    }
    reader.out
}

/// A collection that is open.
struct Open {
    list: bool,
    flow: bool,
    /// Whether the next node of a mapping is a key.
    at_key: bool,
}

struct Reader<'a> {
    text: &'a str,
    open: Vec<Open>,
    /// The end of the last token.
    seen: usize,
    out: Outline,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        let range = span.byte_range().unwrap_or_default();
        if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
            self.forbid(Forbidden::Tag, tag);
        }
        match event {
            Event::Scalar(text, style, ..) => {
                if self.at_key() && *style == ScalarStyle::Plain && text == "<<" {
                    self.forbid(Forbidden::MergeKey, range.clone());
                }
                self.scalar(self.written(range.clone(), *style));
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.out.aliases += 1;
                self.forbid(Forbidden::Alias, range.clone());
                self.scalar(range.clone());
            }
            Event::Anchor(..) => self.forbid(Forbidden::Anchor, range.clone()),
            Event::SequenceStart(style, ..) => self.start(true, *style == StructureStyle::Flow, range.clone()),
            Event::MappingStart(style, ..) => self.start(false, *style == StructureStyle::Flow, range.clone()),
            Event::SequenceEnd | Event::MappingEnd => self.end(range.clone()),
            Event::Comment(..) => self.comment(range.clone()),
            _ => {}
        }
        self.seen = self.seen.max(range.end);
    }

    fn start(&mut self, list: bool, flow: bool, at: Range<usize>) {
        if flow && self.text[at.start..].starts_with("{{") {
            let line = self.text[at.start..].find('\n').map_or(self.text.len(), |end| at.start + end);
            self.forbid(Forbidden::Template, at.start..line);
        }
        let start = if list && !flow && self.open.len() == 1 { self.first_dash(at.start) } else { at.start };
        self.touch(start..at.end, true);
        self.open.push(Open { list, flow, at_key: true });
        if self.open.len() > MAX_DEPTH {
            self.out.too_deep = Some(at.start);
        }
    }

    fn end(&mut self, at: Range<usize>) {
        let flow = self.open.pop().is_some_and(|open| open.flow);
        if flow && !self.open.is_empty() {
            self.touch(at, false);
        }
        self.node_ends();
    }

    fn scalar(&mut self, at: Range<usize>) {
        if self.open.len() == 1 && self.at_key() {
            self.out.entries.push(OutlineEntry { key: at, value: None, items: Vec::new(), comment: None });
        } else if at.is_empty() {
            self.empty(at.start);
        } else {
            self.touch(at, true);
        }
        self.node_ends();
    }

    /// A missing value. The item of a block list ends with its dash.
    fn empty(&mut self, at: usize) {
        if let [_, Open { list: true, .. }] = self.open.as_slice() {
            let at = self.text[..at].trim_end().len();
            self.touch(at..at, true);
        }
    }

    /// Adds a token to the current value, and to the current item if the value is a list; a token that begins a
    /// node may begin an item.
    fn touch(&mut self, token: Range<usize>, begins: bool) {
        let Some(entry) = self.out.entries.last_mut() else { return };
        if self.open.get(1).is_some_and(|open| open.list) {
            match entry.items.last_mut() {
                Some(item) if !begins || self.open.len() > 2 => item.end = token.end,
                _ => entry.items.push(token.clone()),
            }
        }
        match &mut entry.value {
            Some(value) => value.end = token.end,
            None => entry.value = Some(token),
        }
    }

    fn comment(&mut self, at: Range<usize>) {
        if let (1, Some(entry)) = (self.open.len(), self.out.entries.last_mut())
            && entry.value.is_none()
            && self.text.get(entry.key.end..at.start).is_some_and(|between| !between.contains('\n'))
        {
            entry.comment = Some(at);
        }
    }

    fn forbid(&mut self, what: Forbidden, at: Range<usize>) {
        if self.out.forbidden.as_ref().is_none_or(|(_, first)| at.start < first.start) {
            self.out.forbidden = Some((what, at));
        }
    }

    fn at_key(&self) -> bool {
        self.open.last().is_some_and(|open| !open.list && open.at_key)
    }

    fn node_ends(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.at_key = !open.at_key;
        }
    }

    /// A scalar with all its parts: the span of a block scalar lacks its header and ends with blank lines.
    fn written(&self, at: Range<usize>, style: ScalarStyle) -> Range<usize> {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return at;
        }
        let header = self.text.get(self.seen..at.start).and_then(|before| before.find(['|', '>']));
        let start = header.map_or(at.start, |header| self.seen + header);
        start..start + self.text[start..at.end].trim_ascii_end().len()
    }

    /// The dash of a block list's first item: the span of a list that is not indented begins after it.
    fn first_dash(&self, at: usize) -> usize {
        let before = self.text.get(self.seen..at).unwrap_or_default().trim_end();
        if before.ends_with('-') { self.seen + before.len() - 1 } else { at }
    }
}
