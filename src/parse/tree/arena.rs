//! The finished tree: nodes that are read, never changed.

use std::ops::Range;

use super::kind::{Kind, TextRole};
use super::node::{Callout, CodeBlock, HtmlTag, Node};
use super::packed::Nodes;
use super::text::{NodeIx, Text};

/// The tree of a note.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) nodes: Nodes,
    pub(super) extras: Extras,
}

/// Data that is too big for the node itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Extras {
    pub callouts: Vec<Callout>,
    pub codes: Vec<CodeBlock>,
    pub tags: Vec<HtmlTag>,
    pub side: String,
}

impl Tree {
    /// Every node, in document order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + Clone + '_ {
        self.run(0..self.len())
    }

    /// The nodes of a run, in order.
    pub fn run(&self, run: Range<NodeIx>) -> impl DoubleEndedIterator<Item = Node> + ExactSizeIterator + Clone + '_ {
        run.map(|ix| self.nodes.get(ix))
    }

    /// Every code block and its index for [`Tree::code`]. Most notes have none, and their nodes are not looked at.
    pub fn code_blocks(&self) -> impl Iterator<Item = (Node, u32)> + '_ {
        let nodes = if self.extras.codes.is_empty() { 0 } else { self.len() };
        self.run(0..nodes).filter_map(|node| if let Kind::CodeBlock(ix) = node.kind { Some((node, ix)) } else { None })
    }

    /// How many nodes there are: the index after the last one.
    pub fn len(&self) -> NodeIx {
        self.nodes.len() as NodeIx
    }

    pub fn node(&self, ix: NodeIx) -> Node {
        self.nodes.get(ix)
    }

    /// The end of a node's subtree: the index after its last node.
    pub fn end(&self, ix: NodeIx) -> NodeIx {
        self.nodes.end(ix)
    }

    /// The first node that begins at or after a byte of the source, if the nodes are in source order; most
    /// are.
    pub fn first_from(&self, start: u32) -> NodeIx {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.nodes.start(middle) < start { low = middle + 1 } else { high = middle }
        }
        low
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text itself; `source` must be the source that the tree was made from.
    pub fn text<'a>(&'a self, text: Text, source: &'a str) -> &'a str {
        text.of(source, &self.extras.side)
    }

    pub fn callout(&self, ix: u32) -> &Callout {
        &self.extras.callouts[ix as usize]
    }

    pub fn code(&self, ix: u32) -> &CodeBlock {
        &self.extras.codes[ix as usize]
    }

    pub fn html_tag(&self, ix: u32) -> &HtmlTag {
        &self.extras.tags[ix as usize]
    }

    /// The children of a node, in order.
    pub fn children(&self, ix: NodeIx) -> Siblings<'_> {
        Siblings { tree: self, next: ix + 1, end: self.nodes.end(ix) }
    }

    /// The top-level blocks, in order.
    pub fn roots(&self) -> Siblings<'_> {
        Siblings { tree: self, next: 0, end: self.len() }
    }

    /// The visible text of nodes `from..to`, as plain text: blocks and line breaks are separated by a blank.
    pub fn plain(&self, from: NodeIx, to: NodeIx, source: &str) -> String {
        let mut out = String::new();
        for node in self.run(from..to) {
            match node.kind.text_role() {
                TextRole::Text(text) | TextRole::Code(text) | TextRole::Math(text) => {
                    out.push_str(self.text(text, source));
                }
                TextRole::Tag => out.push_str(&source[node.span.range()]),
                TextRole::Through | TextRole::Object => {}
                TextRole::Break | TextRole::Aside => part(&mut out),
                TextRole::Block { code } => {
                    part(&mut out);
                    out.push_str(code.map_or("", |ix| self.text(self.code(ix).code, source)));
                }
            }
        }
        out.truncate(out.trim_end().len());
        out
    }
}

fn part(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}

/// An iterator over siblings.
#[derive(Clone, Debug)]
pub struct Siblings<'a> {
    tree: &'a Tree,
    next: NodeIx,
    end: NodeIx,
}

impl Iterator for Siblings<'_> {
    type Item = NodeIx;

    fn next(&mut self) -> Option<NodeIx> {
        if self.next >= self.end {
            return None;
        }
        let here = self.next;
        self.next = self.tree.nodes.end(here);
        Some(here)
    }
}

#[cfg(test)]
mod tests {
    use super::super::TreeBuilder;
    use super::*;
    use crate::text::Span;

    #[test]
    fn children_are_the_runs_inside_a_node() {
        let source = "ab";
        let mut builder = TreeBuilder::new();
        let whole = Span::new(0, 2);
        let first = builder.open(Kind::Paragraph, whole);
        builder.open(Kind::Strong, whole);
        builder.leaf(Kind::Text(Text::source(Span::new(0, 1))), whole);
        builder.close();
        let side = builder.side("가");
        builder.leaf(Kind::Text(side), whole);
        builder.close();
        builder.leaf(Kind::Rule, whole);
        let tree = builder.finish();
        assert_eq!(tree.roots().collect::<Vec<_>>(), [0, 4]);
        assert_eq!(tree.children(first).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(tree.plain(0, 4, source), "a가");
    }
}
