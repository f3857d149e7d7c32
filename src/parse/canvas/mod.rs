//! A `.canvas` file (JSON Canvas 1.0) becomes a [`ParsedNote`] whose tree contains the cards, one after another in
//! reading order, and a [`Canvas`] with the position of each.
//!
//! 1. `json` reads the file. An error in one node leaves out that node.
//! 2. `gather` collects the strings of the JSON into one text and remembers each one's offset, so that a link in a card
//!    is reported at its line and column in the file.
//! 3. The cards are Markdown like a note's body; a card that shows a file is an embed, one that shows a page is a link.
//! 4. `order` determines the reading order of cards: groups before the nodes in them, from the top, from the left.

mod gather;
mod json;
pub(super) mod model;
mod order;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::anchors::exact;
use super::heading_ids;
use super::links::{self, Dest, LinkRef, LinkSyntax};
use super::markdown::Body;
use super::note::{Form, ParseRules, ParsedNote};
use super::properties::{Access, Properties};
use super::tree::Kind;
use crate::config::MarkdownSettings;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::scan::SourceFile;
use crate::text::{Source, Span};

use gather::Gather;
use json::RawNode;
pub use model::{Canvas, CanvasNode, Color, Edge, End, Frame, MAX_EDGES, MAX_NODES, NodeKind, Side};

/// Reads a canvas. It never fails: an unreadable canvas is empty, with a warning.
pub fn parse(file: &SourceFile, rules: &ParseRules) -> Outcome<Option<ParsedNote>> {
    let json = json::read(&file.source);
    let mut diagnostics = json.diagnostics;
    let mut gather = Gather::new(&file.source.text);
    let cards: Vec<Card> = json.value.nodes.iter().map(|node| Card::gather(node, &mut gather)).collect();
    let labels: Vec<Span> = json.value.edges.iter().map(|edge| gather.optional(edge.label)).collect();
    let source = gather.finish(&file.source);

    let order = order::reading_order(&json.value.nodes);
    // A card may begin with links that are not topics: a canvas is not a note of the vault's kind.
    let markdown = MarkdownSettings { topic_line: false, ..*rules.markdown };
    let mut reader = CanvasReader { source: &source, body: Body::new(&source, &markdown), diagnostics: Vec::new() };
    let mut canvas = Canvas::default();
    let mut place = HashMap::new();
    for ix in order {
        let node = &json.value.nodes[ix];
        place.insert(&*node.id, canvas.nodes.len() as u32);
        canvas.nodes.push(reader.node(node, &cards[ix]));
    }
    for (edge, label) in json.value.edges.iter().zip(labels) {
        let end = |end: &json::RawEnd<'_>| {
            let node = *place.get(&*end.node)?;
            Some(End { node, side: end.side, arrow: end.arrow })
        };
        match (end(&edge.from), end(&edge.to)) {
            (Some(from), Some(to)) => canvas.edges.push(Edge { from, to, color: edge.color.clone(), label }),
            _ => diagnostics.push(
                Diagnostic::new(codes::CANVAS_NODE, "an edge of the canvas ends at a node that does not exist")
                    .at(&file.source, edge.span)
                    .unquoted()
                    .help("the edge is left out; draw it again in Obsidian"),
            ),
        }
    }
    let (tree, parts) = reader.body.finish();
    diagnostics.extend(reader.diagnostics);
    diagnostics.extend(parts.diagnostics);
    let mut headings = exact(parts.headings);
    heading_ids::set(&mut headings, &parts.html_ids);
    let note = ParsedNote {
        source: source.clone(),
        quiet: file.quiet,
        unlisted: false,
        properties: Properties::default(),
        access: Access::WhereLinked,
        form: Form::Canvas(Box::new(canvas)),
        body: tree,
        links: exact(parts.links),
        property_links: Box::default(),
        headings,
        blocks: exact(parts.blocks),
        tags: exact(parts.tags),
        html_ids: exact(parts.html_ids),
        bases: Vec::new(),
        queries: Vec::new(),
    };
    Outcome::new(Some(note), diagnostics)
}

/// A node's strings, as ranges of the gathered text.
enum Card {
    Text(Span),
    File(Span),
    Link(Span),
    Group { label: Span, background: Option<Span> },
}

impl Card {
    fn gather<'a>(node: &RawNode<'a>, gather: &mut Gather<'a>) -> Self {
        match node.kind {
            json::RawKind::Text(text) => Self::Text(gather.string(text)),
            json::RawKind::File { file, subpath } => {
                let path = gather.string(file);
                let end = subpath.map_or(path, |subpath| gather.join(subpath));
                Self::File(Span { start: path.start, end: end.end })
            }
            json::RawKind::Link(url) => Self::Link(gather.string(url)),
            json::RawKind::Group { label, background, .. } => Self::Group {
                label: gather.optional(label),
                background: background.map(|background| gather.string(background)),
            },
        }
    }
}

struct CanvasReader<'a> {
    source: &'a Source,
    body: Body<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl CanvasReader<'_> {
    fn node(&mut self, node: &RawNode<'_>, card: &Card) -> CanvasNode {
        let from = self.body.next_ix();
        let kind = match *card {
            Card::Text(text) => {
                if let Some(excess) = self.body.read(text.range()) {
                    let found = excess.diagnostic(self.source);
                    self.diagnostics.push(found.severity(crate::diag::Severity::Warning));
                }
                NodeKind::Text
            }
            Card::File(path) => {
                let dest = links::internal(self.source.slice(path).to_owned());
                let link = self.link(path, LinkSyntax::Wiki, true, dest);
                self.block(Kind::Embed(link), path);
                NodeKind::File(link)
            }
            Card::Link(url) => {
                let text = self.source.slice(url);
                let dest = match links::markdown(text, false) {
                    // A card of this kind shows the web, whatever its content.
                    Dest::Internal(_) | Dest::Refused => {
                        self.diagnostics.push(links::refused(self.source, text, url));
                        Dest::Refused
                    }
                    dest => dest,
                };
                let link = self.link(url, LinkSyntax::Auto, false, dest);
                self.block(Kind::Link(link), url);
                NodeKind::Link(link)
            }
            Card::Group { label, background } => {
                let covers = !matches!(node.kind, json::RawKind::Group { whole: true, .. });
                let background = background.map(|path| {
                    let dest = links::internal(self.source.slice(path).to_owned());
                    (self.link(path, LinkSyntax::Wiki, true, dest), covers)
                });
                NodeKind::Group { label, background }
            }
        };
        CanvasNode { kind, frame: node.frame, color: node.color.clone(), content: from..self.body.next_ix() }
    }

    fn link(&mut self, span: Span, syntax: LinkSyntax, embed: bool, dest: Dest) -> u32 {
        let links = &mut self.body.parts.links;
        links.push(LinkRef::new(span, syntax, embed, dest));
        links.len() as u32 - 1
    }

    /// A paragraph with one node.
    fn block(&mut self, kind: Kind, span: Span) {
        self.body.tree.open(Kind::Paragraph, span);
        self.body.tree.leaf(kind, span);
        self.body.tree.close();
    }
}
