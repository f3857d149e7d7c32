//! A canvas: cards, and the arrows between them.

use std::ops::Range;

use crate::parse::tree::NodeIx;
use crate::text::Span;

/// The most nodes and edges that are drawn: more would be unreadable, and each of them costs.
pub const MAX_NODES: usize = 2_000;
pub const MAX_EDGES: usize = 4_000;

/// Cards and the arrows between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canvas {
    /// In reading order.
    pub nodes: Vec<CanvasNode>,
    pub edges: Vec<Edge>,
}

/// A card or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanvasNode {
    pub kind: NodeKind,
    pub frame: Frame,
    pub color: Option<Color>,
    /// Its content: a run of the tree's top-level blocks.
    pub content: Range<NodeIx>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Text,
    /// A file of the vault; an index into [`ParsedNote::links`](crate::parse::ParsedNote::links).
    File(u32),
    /// A page of the web; an index into [`ParsedNote::links`](crate::parse::ParsedNote::links).
    Link(u32),
    /// `label` is in the source. The background is a picture: an index into
    /// [`ParsedNote::links`](crate::parse::ParsedNote::links), and whether it covers the group or is shown whole.
    Group {
        label: Span,
        background: Option<(u32, bool)>,
    },
}

/// A rectangle in pixels; clamped, so that sums of them cannot overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Color {
    /// 1 to 6: red, orange, yellow, green, cyan, purple.
    Preset(u8),
    /// `#` and 3, 6 or 8 hexadecimal digits.
    Hex(Box<str>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

/// A line between two nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: End,
    pub to: End,
    pub color: Option<Color>,
    /// In the source; empty if there is none.
    pub label: Span,
}

/// One end of an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// An index into [`Canvas::nodes`].
    pub node: u32,
    /// `None`: the side that faces the other node.
    pub side: Option<Side>,
    pub arrow: bool,
}
