//! What links can name in a body besides the note itself, and its tags.

use crate::text::Span;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The raw source of the heading without its marks: what links and `data-heading` compare with.
    pub raw: Box<str>,
    /// The visible text where it is another.
    pub shown: Option<Box<str>>,
    /// The HTML id.
    pub id: Box<str>,
    /// Its node in the tree.
    pub node: u32,
    pub span: Span,
}

impl Heading {
    /// The visible text.
    pub fn text(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }
}

/// A block id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockId {
    /// Without the `^`, as written; compared without case.
    pub id: String,
    /// The node it names: the block that an embed of it shows and that gets the HTML id.
    pub node: u32,
}

/// An inline tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRef {
    /// Without the `#`, empty segments dropped: `a/b`.
    pub name: String,
    pub span: Span,
}

/// Gives back the room that growing took: all notes of a vault are in memory together.
pub(super) fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    // Moved, not shrunk: an allocator may leave a block that shrinks as large as it was.
    let mut exact = Vec::with_capacity(list.len());
    exact.append(&mut list);
    exact
}
