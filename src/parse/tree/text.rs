//! The data in nodes: ranges of text, and indices into the lists of a note.

use crate::text::Span;

/// A node's index in its tree.
pub type NodeIx = u32;
/// An index into [`ParsedNote::links`](crate::parse::ParsedNote::links).
pub type LinkId = u32;
/// An index into [`ParsedNote::tags`](crate::parse::ParsedNote::tags).
pub type TagId = u32;

/// The text in a node: a range of the note's source or of the tree's side buffer, in eight bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Text {
    start: u32,
    /// The length; its top bit marks a range of the side buffer (a note is at most 8 MiB).
    len: u32,
}

impl Text {
    const SIDE: u32 = 1 << 31;

    /// A text in the source.
    pub fn source(span: Span) -> Self {
        Self { start: span.start, len: span.end - span.start }
    }

    pub(super) fn side(span: Span) -> Self {
        Self { start: span.start, len: (span.end - span.start) | Self::SIDE }
    }

    /// A text that is not in the source: it is appended to the side buffer.
    pub(in crate::parse) fn in_side(side: &mut String, text: &str) -> Self {
        let start = side.len();
        side.push_str(text);
        Self::side(Span::new(start, side.len()))
    }

    /// The text itself, in the two buffers that it was made for.
    pub(in crate::parse) fn of<'a>(self, source: &'a str, side: &'a str) -> &'a str {
        let start = self.start as usize;
        let end = start + (self.len & !Self::SIDE) as usize;
        if self.len & Self::SIDE == 0 { &source[start..end] } else { &side[start..end] }
    }

    pub fn is_empty(self) -> bool {
        self.len & !Self::SIDE == 0
    }

    /// The range in the source, if it is in there.
    pub fn as_source(self) -> Option<Span> {
        (self.len & Self::SIDE == 0).then_some(Span { start: self.start, end: self.start + self.len })
    }
}
