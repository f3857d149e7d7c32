//! The tree builder: opens and closes blocks as pulldown-cmark's events arrive, and passes the tokens of each finished
//! paragraph, heading or cell through the inline passes.

use super::alias;
use super::inline::{Token, autolinks, block_id, cut::Cut, emit::Emit, html, images, marks};
use super::leaves::raw_heading;
use super::mask::MaskRules;
use super::offsets::Masked;
use crate::config::MarkdownSettings;
use crate::diag::Diagnostic;
use crate::parse::anchors::{BlockId, Heading, TagRef};
use crate::parse::limits::Budget;
use crate::parse::links::LinkRef;
use crate::parse::topic;
use crate::parse::tree::{Align, Kind, NodeIx, TreeBuilder};
use crate::text::{Source, Span};

/// Everything found in a note's body besides the tree.
#[derive(Debug, Default)]
pub(in crate::parse) struct Parts {
    pub links: Vec<LinkRef>,
    pub headings: Vec<Heading>,
    pub blocks: Vec<BlockId>,
    pub tags: Vec<TagRef>,
    pub html_ids: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The block that the current tokens are the content of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    None,
    Paragraph(Span),
    Heading(u8, Span),
    CalloutTitle(Span),
    Cell(Align, Span),
    /// An item of a tight list, or a part of it.
    Tight,
}

/// An open block.
#[derive(Debug)]
pub(super) struct Frame {
    pub kind: FrameKind,
    pub node: NodeIx,
    /// The child block opened last.
    pub last: Option<NodeIx>,
    /// Elements of raw HTML that are still open.
    pub html: Vec<String>,
}

impl Frame {
    fn new(kind: FrameKind, node: NodeIx) -> Self {
        Self { kind, node, last: None, html: Vec::new() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameKind {
    Root,
    Quote,
    /// `body` is true once the callout's body is open.
    Callout {
        body: bool,
    },
    List {
        start: Option<u32>,
        tasks: bool,
    },
    /// `named` is true once the item's own first text was read.
    Item {
        task: Option<char>,
        toggle: bool,
        named: bool,
    },
    Footnote,
    Table,
    Row,
}

/// The builder of a note's tree.
pub(super) struct Builder<'a> {
    pub source: &'a Source,
    pub text: &'a str,
    pub masked: &'a Masked<'a>,
    pub rules: &'a MarkdownSettings,
    pub tree: TreeBuilder,
    pub parts: Parts,
    pub frames: Vec<Frame>,
    pub leaf: Leaf,
    pub tokens: Vec<Token>,
    /// Links that the tokens refer to.
    pub pending: Vec<Option<LinkRef>>,
    /// The number of open containers, blocks and inlines.
    pub depth: usize,
    pub budget: Budget,
    /// The end of the leading topic lines.
    pub topics_end: u32,
    pub topics_open: bool,
}

impl<'a> Builder<'a> {
    /// `body` is the start of the body.
    pub fn new(source: &'a Source, body: usize, masked: &'a Masked<'a>, rules: &'a MarkdownSettings) -> Self {
        let topics_end = if rules.topic_line { topic::end(&source.text, body) } else { 0 };
        Self {
            source,
            text: &source.text,
            masked,
            rules,
            tree: TreeBuilder::new(),
            parts: Parts::default(),
            frames: vec![Frame::new(FrameKind::Root, 0)],
            leaf: Leaf::None,
            tokens: Vec::new(),
            pending: Vec::new(),
            depth: 0,
            budget: Budget::default(),
            topics_end: topics_end as u32,
            topics_open: false,
        }
    }

    pub fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the root frame is never closed")
    }

    /// Opens a block in the current block.
    pub fn open(&mut self, kind: Kind, span: Span) -> NodeIx {
        self.end_topics();
        let ix = self.tree.open(kind, span);
        self.frame().last = Some(ix);
        ix
    }

    /// A block that is not a paragraph and has no children.
    pub fn solid(&mut self, kind: Kind, span: Span) {
        self.flush();
        self.begin_body(span);
        self.block(kind, span);
    }

    /// A block without children.
    pub fn block(&mut self, kind: Kind, span: Span) {
        self.open(kind, span);
        self.tree.close();
    }

    /// Opens a block that holds blocks.
    pub fn enter(&mut self, frame: FrameKind, kind: Kind, span: Span) {
        self.flush();
        self.begin_body(span);
        let node = self.open(kind, span);
        self.frames.push(Frame::new(frame, node));
    }

    /// Closes the block opened by [`enter`](Self::enter).
    pub fn leave(&mut self) {
        self.flush();
        self.close_html(0, Span::default());
        if self.frames.len() > 1
            && let Some(frame) = self.frames.pop()
        {
            self.settle(&frame);
            if matches!(frame.kind, FrameKind::Callout { body: true }) {
                self.tree.close();
            }
            self.tree.close();
        }
    }

    /// Stores the facts found about a list or item while it was open.
    fn settle(&mut self, frame: &Frame) {
        match frame.kind {
            FrameKind::Item { task, toggle, .. } => {
                self.tree.set_kind(frame.node, Kind::Item { task, toggle });
                if task.is_some()
                    && let FrameKind::List { tasks, .. } = &mut self.frame().kind
                {
                    *tasks = true;
                }
            }
            FrameKind::List { start, tasks } => self.tree.set_kind(frame.node, Kind::List { start, tasks }),
            _ => {}
        }
    }

    /// The first block after a callout's title opens its body.
    pub fn begin_body(&mut self, span: Span) {
        if let FrameKind::Callout { body: body @ false } = &mut self.frame().kind {
            *body = true;
            self.tree.open(Kind::CalloutBody, span);
        }
    }

    /// Counts one more container, of blocks or inlines; records an excess of nesting.
    pub fn deeper(&mut self, at: usize) {
        self.depth += 1;
        self.budget.depth(self.depth, at);
    }

    /// Ends the current paragraph, heading or cell.
    pub fn flush(&mut self) {
        let leaf = std::mem::replace(&mut self.leaf, Leaf::None);
        if leaf == Leaf::None {
            return;
        }
        let raw = match leaf {
            Leaf::Heading(..) => raw_heading(self.text, &self.tokens, self.masked),
            _ => String::new(),
        };
        let mut tokens = self.passes(leaf);
        let id = match leaf {
            Leaf::Cell(..) | Leaf::CalloutTitle(_) => None,
            _ => block_id::take(&mut tokens, self.text),
        };
        match leaf {
            Leaf::None => {}
            Leaf::Paragraph(span) => self.paragraph(tokens, span, id),
            Leaf::Tight => self.tight(tokens, id),
            Leaf::Heading(level, span) => self.heading(tokens, level, span, raw, id),
            Leaf::CalloutTitle(span) => {
                self.tree.open(Kind::CalloutTitle, span);
                self.emit(&tokens);
                self.tree.close();
            }
            Leaf::Cell(align, span) => {
                self.tree.open(Kind::TableCell { align }, span);
                self.emit(&tokens);
                self.tree.close();
            }
        }
        self.pending.clear();
    }

    /// The inline passes, in order.
    fn passes(&mut self, leaf: Leaf) -> Vec<Token> {
        let tokens = std::mem::take(&mut self.tokens);
        let (text, rules) = (self.text, self.rules);
        let mut links = std::mem::take(&mut self.pending);
        let mask_rules = MaskRules { cjk_emphasis: rules.cjk_emphasis, wikilinks: false };
        let cut = Cut {
            source: text,
            regions: &self.masked.regions,
            links: &mut links,
            in_cell: matches!(leaf, Leaf::Cell(..)),
            alias: &mut |span| alias::read(text, span, mask_rules),
        };
        let tokens = images::fold(cut.run(tokens), text, &mut links);
        let tokens = html::sanitise(tokens, self.source, self.depth, &mut self.budget, &mut self.parts.diagnostics);
        let tokens = marks::footnotes(tokens, text);
        let tokens = marks::highlights(tokens, text);
        let tokens = autolinks::find(tokens, text, &mut links);
        self.pending = links;
        tokens
    }

    pub fn emit(&mut self, tokens: &[Token]) {
        let emit = Emit {
            source: self.text,
            tree: &mut self.tree,
            pending: &mut self.pending,
            links: &mut self.parts.links,
            tags: &mut self.parts.tags,
            html_ids: &mut self.parts.html_ids,
        };
        emit.run(tokens);
    }

    fn end_topics(&mut self) {
        if std::mem::take(&mut self.topics_open) {
            self.tree.close();
        }
    }
}
