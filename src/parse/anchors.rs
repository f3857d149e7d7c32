//! Link targets within a body (headings, block ids), and its tags.

use crate::text::Span;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The raw source of the heading without its marks: what links and `data-heading` compare with.
    pub raw: Box<str>,
    /// The visible text, if it differs.
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
    /// The node with this id: the block that an embed of it shows and that gets the HTML id.
    pub node: u32,
}

/// An inline tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRef {
    /// Without the `#`, empty segments dropped: `a/b`.
    pub name: String,
    pub span: Span,
}

/// Releases spare capacity: all notes of a vault are in memory together.
pub(super) fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    // Moved, not shrunk: an allocator may keep a shrunk block at its old size.
    let mut exact = Vec::with_capacity(list.len());
    exact.append(&mut list);
    exact
}
