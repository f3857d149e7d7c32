//! The tree builder: nodes are opened, filled and closed in document order.

use super::arena::{Extras, Tree};
use super::kind::{Content, Kind};
use super::node::{Callout, CodeBlock, HtmlTag, Node};
use super::packed::Nodes;
use super::text::{NodeIx, Text};
use crate::text::Span;

/// Builds a tree in document order.
#[derive(Debug, Default)]
pub struct TreeBuilder {
    nodes: Vec<Node>,
    extras: Extras,
    open: Vec<NodeIx>,
}

impl TreeBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    /// The index that the next node will have.
    pub fn next_ix(&self) -> NodeIx {
        self.nodes.len() as NodeIx
    }

    /// The number of open nodes.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Opens a node; the nodes added after it are inside it until [`close`](Self::close).
    pub fn open(&mut self, kind: Kind, span: Span) -> NodeIx {
        let ix = self.leaf(kind, span);
        self.open.push(ix);
        ix
    }

    /// Closes the node opened last. Does nothing if none is open.
    pub fn close(&mut self) {
        if let Some(ix) = self.open.pop() {
            self.nodes[ix as usize].end = self.next_ix();
        }
    }

    /// A node without children.
    pub fn leaf(&mut self, kind: Kind, span: Span) -> NodeIx {
        debug_assert!(self.may_hold(kind), "{kind:?} in {:?}", self.open.last().map(|ix| self.nodes[*ix as usize]));
        let ix = self.next_ix();
        self.nodes.push(Node { kind, span, end: ix + 1 });
        ix
    }

    /// Whether the open node may contain a node of this kind. The end tags of raw HTML close it in any container.
    fn may_hold(&self, kind: Kind) -> bool {
        let content = self.open.last().map_or(Content::Blocks, |ix| self.nodes[*ix as usize].kind.content());
        match content {
            Content::Blocks => kind.is_block() || matches!(kind, Kind::HtmlClose(_)),
            Content::Inlines => !kind.is_block(),
            Content::InlinesAndBlocks => true,
            Content::Nothing => false,
        }
    }

    /// Text that is not a slice of the source.
    pub fn side(&mut self, text: &str) -> Text {
        Text::in_side(&mut self.extras.side, text)
    }

    pub fn callout(&mut self, callout: Callout) -> Kind {
        self.extras.callouts.push(callout);
        Kind::Callout(self.extras.callouts.len() as u32 - 1)
    }

    pub fn code(&mut self, code: CodeBlock) -> Kind {
        self.extras.codes.push(code);
        Kind::CodeBlock(self.extras.codes.len() as u32 - 1)
    }

    pub fn html_tag(&mut self, tag: HtmlTag) -> Kind {
        self.extras.tags.push(tag);
        Kind::HtmlOpen(self.extras.tags.len() as u32 - 1)
    }

    /// Changes the kind of an earlier node (an item that turns out to be a task).
    pub fn set_kind(&mut self, ix: NodeIx, kind: Kind) {
        self.nodes[ix as usize].kind = kind;
    }

    /// The finished tree; nodes still open are closed.
    pub fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.close();
        }
        // Copied, to drop the spare capacity.
        Tree { nodes: Nodes::new(&self.nodes), extras: self.extras.clone() }
    }
}
