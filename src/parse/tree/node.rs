//! A node of the tree, and the data that a node refers to by an index or a range.

use super::kind::Kind;
use super::text::{LinkId, NodeIx, Text};
use crate::text::Span;

/// The header of a callout: `[!kind|metadata]-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callout {
    /// As typed: `직접 만든 종류`.
    pub kind: Text,
    pub metadata: Text,
    pub fold: Fold,
}

/// A code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// The whole info string, empty for indented code.
    pub info: Text,
    /// With its last line end.
    pub code: Text,
}

/// A sanitised opening (or void) tag of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlTag {
    /// Lower-cased.
    pub name: Text,
    /// A run of ` name="value"`, already escaped, without the attribute that `link` replaces.
    pub attributes: Text,
    /// Its `href` or `src`, to be resolved.
    pub link: Option<LinkId>,
}

/// One node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub kind: Kind,
    /// The bytes of the source that the node was made from.
    pub span: Span,
    /// The index after its subtree.
    pub end: NodeIx,
}

/// The fold mark of a callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    No,
    /// `+`
    Open,
    /// `-`
    Closed,
}

impl Fold {
    /// The value of `data-callout-fold`.
    pub fn mark(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Open => "+",
            Self::Closed => "-",
        }
    }
}
