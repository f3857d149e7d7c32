//! The loop over a tree, and the stack of what is open.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::index::{Note, NoteId, block_anchor};
use crate::parse::tree::{Kind, Node, NodeIx, Text, Tree};

use super::footnote::Footnotes;
use super::page::{Insert, Page};
use crate::markup::{attribute, escape};

/// The writer of one note's nodes: the page's own note, or an embedded one.
pub(super) struct Writer<'p, 'a> {
    pub page: &'p mut Page<'a>,
    pub note: &'a Note,
    pub tree: &'a Tree,
    pub source: &'a str,
    /// Whether this is an embed: there nothing has an id, since the page's own ids must stay unique.
    pub embedded: bool,
    pub footnotes: Footnotes<'a>,
    open: Vec<Open>,
    /// Block ids by the node that they name.
    block_ids: BTreeMap<NodeIx, String>,
    /// The number of open links: a link may not hold another.
    links: u32,
    /// HTML to add before a paragraph ends: the back link of a footnote.
    pub tail: Option<(NodeIx, String)>,
    /// Cells of nodes before this one are header cells.
    pub head_end: NodeIx,
}

/// An open element, which closes before node `end`.
struct Open {
    end: NodeIx,
    close: Close,
}

/// How it closes, and so the content it may hold.
pub(super) enum Close {
    /// May hold blocks.
    Block(&'static str),
    /// May only hold inlines.
    Inline(&'static str),
    Link,
    Heading(u32),
    Paragraph(Paragraph),
    /// An element of raw HTML; its name.
    Raw(Text),
}

/// A paragraph: its first content opens it, and it splits around embeds that are blocks.
pub(super) struct Paragraph {
    ix: NodeIx,
    /// Where its text begins in the output; `None` while it is closed.
    start: Option<usize>,
    /// Whether its id is still to be written.
    needs_id: bool,
}

impl<'p, 'a> Writer<'p, 'a> {
    pub fn new(page: &'p mut Page<'a>, id: NoteId, embedded: bool) -> Self {
        let note = page.context.site.note(id);
        Self {
            page,
            note,
            tree: &note.parsed.body,
            source: &note.parsed.source.text,
            embedded,
            footnotes: Footnotes::default(),
            open: Vec::new(),
            block_ids: if embedded { BTreeMap::new() } else { block_ids(note) },
            links: 0,
            tail: None,
            head_end: 0,
        }
    }

    /// Writes nodes `from..to`, a run of siblings with all they hold.
    pub fn run(&mut self, from: NodeIx, to: NodeIx) {
        self.run_with(from, to, None);
    }

    /// The same, with an insert in its place: after what is open there, such as an element of raw HTML.
    pub fn run_with(&mut self, from: NodeIx, to: NodeIx, mut insert: Option<Insert<'_>>) {
        let mut ix = from;
        while ix < to && !self.page.is_full() {
            self.close_before(ix);
            if let Some(insert) = insert.take_if(|insert| insert.before <= ix && self.open.is_empty()) {
                self.push(insert.html);
            }
            ix = self.node(ix);
        }
        self.close_before(NodeIx::MAX);
        if let Some(insert) = insert {
            self.push(insert.html);
        }
    }

    /// Writes a node, or opens it, and returns the next node.
    fn node(&mut self, ix: NodeIx) -> NodeIx {
        let node = self.tree.node(ix);
        match node.kind {
            Kind::Paragraph => self.open_paragraph(ix, node.end),
            Kind::Heading(heading) => self.heading(ix, node, heading),
            Kind::Quote => self.quote(ix, node),
            Kind::Callout(callout) => self.callout(ix, node, callout),
            Kind::CalloutTitle => self.callout_title(ix, node),
            Kind::CalloutBody => self.callout_body(node),
            Kind::List { start, tasks } => self.list(ix, node, start, tasks),
            Kind::Item { task, toggle } => return self.item(ix, node, task, toggle),
            Kind::CodeBlock(code) => self.code_block(ix, node, code),
            Kind::MathBlock(tex) => self.math_block(ix, node, tex),
            Kind::Table => self.table(ix, node),
            Kind::TableHead => self.table_head(ix, node),
            Kind::TableBody => self.table_body(node),
            Kind::TableRow => self.table_row(node),
            Kind::TableCell { align } => self.table_cell(ix, node, align),
            Kind::Rule => self.push("<hr>\n"),
            // Its elements may end in a later block, so it is not opened or closed itself.
            Kind::HtmlBlock => {}
            Kind::TopicLines | Kind::FootnoteDefinition(_) => return node.end,

            Kind::Text(text) => self.run_of_text(text),
            Kind::Code(text) => self.code_span(text),
            Kind::Emphasis => self.mark(node, "<em>", "</em>"),
            Kind::Strong => self.mark(node, "<strong>", "</strong>"),
            Kind::Strike => self.mark(node, "<del>", "</del>"),
            Kind::Highlight => self.mark(node, "<mark>", "</mark>"),
            Kind::HardBreak => self.line_break(true),
            Kind::SoftBreak => self.line_break(!self.page.context.config.markdown.strict_line_breaks),
            Kind::Link(link) => self.link(ix, node, link),
            Kind::Embed(link) => self.embed(link),
            Kind::Tag(tag) => self.tag(node, tag),
            Kind::InlineMath(tex) => self.math_in_line(node, tex, false),
            Kind::DisplayMath(tex) => self.math_in_line(node, tex, true),
            Kind::FootnoteRef(label) => self.footnote_reference(node, label),
            Kind::InlineFootnote => {
                self.refer(ix);
                return node.end;
            }
            Kind::HtmlOpen(tag) => self.raw_open(tag),
            Kind::HtmlClose(name) => self.end_raw(self.str(name)),
        }
        ix + 1
    }

    pub fn out(&mut self) -> &mut String {
        &mut self.page.out
    }

    pub fn push(&mut self, html: &str) {
        self.page.out.push_str(html);
    }

    /// Writes text, escaped.
    pub fn text(&mut self, text: &str) {
        escape(&mut self.page.out, text);
    }

    pub fn attribute(&mut self, name: &str, value: &str) {
        attribute(&mut self.page.out, name, value);
    }

    pub fn str(&self, text: Text) -> &'a str {
        self.tree.text(text, self.source)
    }

    /// A diagnostic about the page's own note; those of embedded notes are found on their own pages.
    pub fn report(&mut self, diagnostic: impl FnOnce(&'a Note) -> Diagnostic) {
        if !self.embedded {
            self.page.diagnostics.push(diagnostic(self.note));
        }
    }

    /// Writes the block id of a node as its HTML id.
    pub fn block_id(&mut self, ix: NodeIx) {
        if let Some(id) = self.block_ids.get(&ix) {
            attribute(&mut self.page.out, "id", id);
        }
    }

    /// The block id of a node that has another HTML id: an anchor of its own.
    pub fn block_anchor(&mut self, ix: NodeIx) {
        if self.block_ids.contains_key(&ix) {
            self.push("<a class=\"kb-block\"");
            self.block_id(ix);
            self.push("></a>");
        }
    }

    /// Keeps an element open up to the end of `node`.
    pub fn open(&mut self, node: Node, close: Close) {
        self.open_to(node.end, close);
    }

    pub fn open_to(&mut self, end: NodeIx, close: Close) {
        self.links += u32::from(self.is_link(&close));
        self.open.push(Open { end, close });
    }

    /// Keeps an element of raw HTML open up to its end tag or to the end of its parent.
    pub fn open_raw(&mut self, name: Text) {
        let end = self.open.last().map_or(NodeIx::MAX, |open| open.end);
        self.open_to(end, Close::Raw(name));
    }

    pub fn open_paragraph(&mut self, ix: NodeIx, end: NodeIx) {
        self.open_to(end, Close::Paragraph(Paragraph { ix, start: None, needs_id: true }));
    }

    /// Closes the elements that end before node `ix`.
    fn close_before(&mut self, ix: NodeIx) {
        while self.open.last().is_some_and(|open| open.end <= ix) {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        let Some(Open { close, end }) = self.open.pop() else { return };
        self.links -= u32::from(self.is_link(&close));
        match close {
            Close::Block(html) | Close::Inline(html) => self.push(html),
            Close::Link => self.push("</a>"),
            Close::Heading(heading) => self.close_heading(heading),
            Close::Paragraph(paragraph) => self.close_paragraph(paragraph, end),
            Close::Raw(name) => self.close_raw(name),
        }
    }

    fn close_raw(&mut self, name: Text) {
        let name = self.str(name);
        self.push("</");
        self.push(name);
        self.push(">");
    }

    /// Ends the innermost open raw element of this name, and those left open in it. An end tag without a start in
    /// the same place is dropped, so raw HTML cannot end an element that is not its own.
    pub fn end_raw(&mut self, name: &str) {
        let depth = self.open.iter().rev().take_while(|open| matches!(open.close, Close::Raw(_))).position(|open| {
            let Close::Raw(open) = open.close else { return false };
            self.str(open) == name
        });
        for _ in 0..depth.map_or(0, |depth| depth + 1) {
            self.close_top();
        }
    }

    /// Whether only inlines may be written here.
    pub fn in_line(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open { close: Close::Inline(_) | Close::Link | Close::Heading(_) | Close::Raw(_), .. })
        )
    }

    /// Whether the open elements allow no block: `holds_blocks` answers for an element of raw HTML, `None` for one that
    /// may be inline.
    pub fn in_phrase(&self, holds_blocks: impl Fn(&str) -> Option<bool>) -> bool {
        let held = self.open.iter().rev().find_map(|open| match &open.close {
            Close::Inline(_) | Close::Link | Close::Heading(_) => Some(false),
            Close::Paragraph(paragraph) => Some(paragraph.start.is_none()),
            Close::Raw(name) => holds_blocks(self.str(*name)),
            Close::Block(_) => Some(true),
        });
        held == Some(false)
    }

    /// The element of raw HTML around the next node.
    pub fn raw_around(&self) -> Option<&'a str> {
        match self.open.last()?.close {
            Close::Raw(name) => Some(self.str(name)),
            _ => None,
        }
    }

    fn is_link(&self, close: &Close) -> bool {
        match close {
            Close::Link => true,
            Close::Raw(name) => self.str(*name) == "a",
            _ => false,
        }
    }

    pub fn in_link(&self) -> bool {
        self.links > 0
    }

    /// Opens the paragraph around the next inline; called before any inline is written.
    pub fn begin(&mut self) {
        let Some(Open { close: Close::Paragraph(paragraph), .. }) = self.open.last_mut() else { return };
        if paragraph.start.is_some() {
            return;
        }
        paragraph.start = Some(self.page.out.len() + "<p>".len());
        let (ix, needs_id) = (paragraph.ix, std::mem::take(&mut paragraph.needs_id));
        self.push("<p");
        if needs_id {
            self.block_id(ix);
        }
        self.push(">");
    }

    /// Whether the next text is the first of a paragraph, or of a part of one.
    pub fn at_paragraph_start(&self) -> bool {
        matches!(self.open.last(), Some(Open { close: Close::Paragraph(Paragraph { start: None, .. }), .. }))
    }

    /// Ends the part of the paragraph before a block. The next element may take the paragraph's id, if that is
    /// still to be given.
    pub fn split_paragraph(&mut self) -> Option<NodeIx> {
        let Some(Open { close: Close::Paragraph(paragraph), .. }) = self.open.last_mut() else { return None };
        let id = std::mem::take(&mut paragraph.needs_id).then_some(paragraph.ix);
        if let Some(start) = paragraph.start.take() {
            self.end_paragraph(start);
        }
        id
    }

    fn close_paragraph(&mut self, mut paragraph: Paragraph, end: NodeIx) {
        if let Some((_, tail)) = self.tail.take_if(|(ix, _)| *ix == paragraph.ix) {
            if paragraph.start.is_none() {
                self.open.push(Open { end, close: Close::Paragraph(paragraph) });
                self.begin();
                self.push(&tail);
                return self.close_top();
            }
            self.push(&tail);
        }
        if let Some(start) = paragraph.start.take() {
            self.end_paragraph(start);
        }
    }

    /// Drops blanks and line breaks at the end, which show nothing.
    fn end_paragraph(&mut self, start: usize) {
        let out = &mut self.page.out;
        loop {
            let length = out.trim_end_matches([' ', '\t', '\n']).len();
            let length = if out[..length].ends_with("<br>") { length - "<br>".len() } else { length };
            if length < start || length == out.len() {
                break;
            }
            out.truncate(length);
        }
        out.push_str("</p>\n");
    }
}

/// The first block id of each spelling, by the node that it names.
fn block_ids(note: &Note) -> BTreeMap<NodeIx, String> {
    let mut seen = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for block in &note.parsed.blocks {
        let id = block_anchor(&block.id);
        if seen.insert(id.clone()) {
            ids.entry(block.node).or_insert(id);
        }
    }
    ids
}
