//! The Markdown tree of a note: a flat arena in document order.
//!
//! A node's subtree is the run of nodes after it, so a walk is a loop over an array, dropping a deep tree cannot
//! overflow the stack, and 10,000 notes fit in little memory. Text is a range of the note's source wherever it stands
//! there unchanged, else a range of the tree's own side buffer.

mod builder;
mod packed;

use std::ops::Range;

use crate::text::Span;
pub use builder::TreeBuilder;
use packed::Nodes;

/// A node's index in its tree.
pub type NodeIx = u32;
/// An index into [`super::ParsedNote::links`].
pub type LinkId = u32;
/// An index into [`super::ParsedNote::tags`].
pub type TagId = u32;

/// The tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Nodes,
    extras: Extras,
}

/// What is too big to stand in every node.
#[derive(Clone, Debug, Default)]
struct Extras {
    callouts: Vec<Callout>,
    codes: Vec<CodeBlock>,
    tags: Vec<HtmlTag>,
    side: String,
}

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
    /// A run of ` name="value"`, escaped and ready to be written, without the attribute that `link` stands for.
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

/// Text that a node holds: a range of the note's source or of the tree's side buffer, in eight bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Text {
    start: u32,
    /// The length; its top bit says that the range is one of the side buffer (a note is at most 8 MiB).
    len: u32,
}

impl Text {
    const SIDE: u32 = 1 << 31;
    const EMPTY: Self = Self { start: 0, len: 0 };

    /// The text stands in the source.
    pub fn source(span: Span) -> Self {
        Self { start: span.start, len: span.end - span.start }
    }

    fn side(span: Span) -> Self {
        Self { start: span.start, len: (span.end - span.start) | Self::SIDE }
    }

    /// The text does not stand in the source: it goes to the end of the side buffer.
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

    /// The range in the source, if it stands there.
    pub fn as_source(self) -> Option<Span> {
        (self.len & Self::SIDE == 0).then_some(Span { start: self.start, end: self.start + self.len })
    }
}

/// How a table's column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    None,
    Left,
    Center,
    Right,
}

/// What a node is. Blocks first, then what stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The leading lines that only name topics; holds paragraphs, one a run of lines. At most one, and the first block.
    /// Not part of the article.
    TopicLines,
    Paragraph,
    /// An index into [`super::ParsedNote::headings`].
    Heading(u32),
    Quote,
    /// Holds a `CalloutTitle` and, where there is one, a `CalloutBody`.
    /// An index for [`Tree::callout`].
    Callout(u32),
    CalloutTitle,
    CalloutBody,
    /// `start` is `None` for bullets. A tight list's items hold inlines without paragraphs.
    List {
        start: Option<u32>,
        tasks: bool,
    },
    /// `task`: the character between the brackets. `toggle`: a Notion toggle, `접기` at the end of its first text.
    Item {
        task: Option<char>,
        toggle: bool,
    },
    /// An index for [`Tree::code`].
    CodeBlock(u32),
    /// TeX.
    MathBlock(Text),
    Table,
    /// Holds one `TableRow`.
    TableHead,
    /// There even where it has no rows.
    TableBody,
    TableRow,
    TableCell {
        align: Align,
    },
    Rule,
    /// Shown only where it is referred to; its children are blocks. Holds the folded label.
    FootnoteDefinition(Text),
    /// A raw HTML block: its children are `HtmlOpen`, `HtmlClose`, `Text` and `HardBreak`. Ordinary blocks may stand between
    /// two of them, within the element that the first one opens. Every element is closed in the container that it was
    /// opened in, at the latest by an `HtmlClose` right before the container's end.
    HtmlBlock,

    Text(Text),
    Code(Text),
    Emphasis,
    Strong,
    Strike,
    Highlight,
    /// A line end that shows: always `<br>`.
    HardBreak,
    /// A line end that is a blank in strict mode and `<br>` otherwise.
    SoftBreak,
    /// Children are what is shown. A link without an alias holds its display text.
    Link(LinkId),
    /// An image, a note, or any other file embedded. No children; the label stands in the link.
    Embed(LinkId),
    Tag(TagId),
    /// TeX between single dollars.
    InlineMath(Text),
    /// TeX between double dollars within a line of text.
    DisplayMath(Text),
    /// Holds the folded label.
    FootnoteRef(Text),
    /// `^[…]`: children are the note's inlines.
    InlineFootnote,
    /// An index for [`Tree::html_tag`].
    HtmlOpen(u32),
    /// The lower-cased name.
    HtmlClose(Text),
}

/// Whether a callout folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    No,
    /// `+`
    Open,
    /// `-`
    Closed,
}

impl Fold {
    /// What `data-callout-fold` shows.
    pub fn mark(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Open => "+",
            Self::Closed => "-",
        }
    }
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
        self.run(0..nodes).filter_map(|node| match node.kind {
            Kind::CodeBlock(ix) => Some((node, ix)),
            _ => None,
        })
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

    /// The first node that begins at or behind a byte of the source, if the nodes lie in the order of the source; most
    /// do.
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

    /// The text itself; `source` must be the text of the note that the tree was made from.
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

    /// What a reader sees of nodes `from..to`, as plain text: words of blocks and breaks are parted by a blank.
    pub fn plain(&self, from: NodeIx, to: NodeIx, source: &str) -> String {
        let mut out = String::new();
        for node in self.run(from..to) {
            match node.kind {
                Kind::Text(text) | Kind::Code(text) | Kind::InlineMath(text) | Kind::DisplayMath(text) => {
                    out.push_str(self.text(text, source));
                }
                Kind::Tag(_) => out.push_str(&source[node.span.range()]),
                Kind::CodeBlock(ix) => {
                    part(&mut out);
                    out.push_str(self.text(self.code(ix).code, source));
                }
                Kind::Emphasis | Kind::Strong | Kind::Strike | Kind::Highlight | Kind::Link(_) => {}
                Kind::HtmlOpen(_) | Kind::HtmlClose(_) | Kind::Embed(_) | Kind::FootnoteRef(_) => {}
                _ => part(&mut out),
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
    use super::*;

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
