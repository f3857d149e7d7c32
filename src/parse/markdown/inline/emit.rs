//! Writes a block's tokens into the tree.

use super::{Chunk, Token, TokenKind, Wrap, close_of, plain};
use crate::parse::anchors::TagRef;
use crate::parse::html::OpenTag;
use crate::parse::links::{LinkRef, LinkSyntax};
use crate::parse::tree::{HtmlTag, Kind, Text, TreeBuilder};
use crate::text::Span;

/// The destination of the tokens.
pub(in crate::parse) struct Emit<'a> {
    pub source: &'a str,
    pub tree: &'a mut TreeBuilder,
    /// Links collected by the block.
    pub pending: &'a mut [Option<LinkRef>],
    /// The links of the note.
    pub links: &'a mut Vec<LinkRef>,
    pub tags: &'a mut Vec<TagRef>,
    pub html_ids: &'a mut Vec<String>,
}

impl Emit<'_> {
    pub fn run(mut self, tokens: &[Token]) {
        let mut open: Vec<(Wrap, Span)> = Vec::new();
        let mut last_end = 0;
        for (i, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Open(wrap) => {
                    open.push((wrap, token.span));
                    self.open(tokens, i, wrap);
                }
                TokenKind::Close => {
                    let (wrap, span) = open.pop().unwrap_or((Wrap::Undone, token.span));
                    self.close(wrap, Span { start: last_end, end: span.end });
                }
                _ => {
                    let in_link = open.iter().any(|(wrap, _)| matches!(wrap, Wrap::Link(_)));
                    self.leaf(token, in_link);
                }
            }
            last_end = match token.kind {
                TokenKind::Open(_) => token.span.start + 1,
                _ => token.span.end,
            };
        }
        for (wrap, _) in open.into_iter().rev() {
            self.close(wrap, Span::default());
        }
    }

    fn open(&mut self, tokens: &[Token], at: usize, wrap: Wrap) {
        let span = tokens[at].span;
        let kind = match wrap {
            Wrap::Emphasis => Kind::Emphasis,
            Wrap::Strong => Kind::Strong,
            Wrap::Strike => Kind::Strike,
            Wrap::Highlight => Kind::Highlight,
            Wrap::InlineFootnote => Kind::InlineFootnote,
            Wrap::Link(pending) => {
                if let Some(link) = &self.pending[pending]
                    && link.syntax != LinkSyntax::Wiki
                {
                    let label = plain(&tokens[at..close_of(tokens, at)], self.source, self.pending);
                    if let Some(link) = &mut self.pending[pending] {
                        link.set_label(&label);
                    }
                }
                Kind::Link(self.link(pending))
            }
            Wrap::Undone | Wrap::Image(_) => {
                self.text(Span { start: span.start, end: span.start + 1 });
                return;
            }
        };
        self.tree.open(kind, span);
    }

    fn close(&mut self, wrap: Wrap, rest: Span) {
        match wrap {
            Wrap::Undone | Wrap::Image(_) if rest.start < rest.end => self.text(rest),
            Wrap::Undone | Wrap::Image(_) => {}
            _ => self.tree.close(),
        }
    }

    /// Moves a link to the note's list.
    fn link(&mut self, pending: usize) -> u32 {
        if let Some(link) = self.pending[pending].take() {
            self.links.push(link);
        }
        self.links.len() as u32 - 1
    }

    fn text(&mut self, span: Span) {
        self.tree.leaf(Kind::Text(Text::source(span)), span);
    }

    fn chunk(&mut self, chunk: &Chunk) -> Text {
        match chunk {
            Chunk::Source(span) => Text::source(*span),
            Chunk::Owned(text) => self.tree.side(text),
        }
    }

    fn leaf(&mut self, token: &Token, in_link: bool) {
        let kind = match &token.kind {
            TokenKind::Text(chunk) => Kind::Text(self.chunk(chunk)),
            TokenKind::Code(chunk) => Kind::Code(self.chunk(chunk)),
            TokenKind::Math { display: true, tex } => Kind::DisplayMath(self.chunk(tex)),
            TokenKind::Math { display: false, tex } => Kind::InlineMath(self.chunk(tex)),
            TokenKind::SoftBreak => Kind::SoftBreak,
            TokenKind::HardBreak => Kind::HardBreak,
            TokenKind::Embed(pending) => Kind::Embed(self.link(*pending)),
            TokenKind::Tag(name) => {
                self.tags.push(TagRef { name: name.clone(), span: token.span });
                match in_link {
                    true => Kind::Text(Text::source(token.span)),
                    false => Kind::Tag(self.tags.len() as u32 - 1),
                }
            }
            TokenKind::FootnoteRef(label) => Kind::FootnoteRef(self.tree.side(label)),
            TokenKind::HtmlOpen(tag) => self.html_open(tag),
            TokenKind::HtmlClose(name) => Kind::HtmlClose(self.tree.side(name)),
            TokenKind::Html | TokenKind::Open(_) | TokenKind::Close => return,
        };
        self.tree.leaf(kind, token.span);
    }

    fn html_open(&mut self, tag: &OpenTag) -> Kind {
        let link = tag.link.clone().map(|link| {
            self.links.push(link);
            self.links.len() as u32 - 1
        });
        self.html_ids.extend(tag.ids.iter().cloned());
        let (name, attributes) = (self.tree.side(&tag.name), self.tree.side(&tag.attributes));
        self.tree.html_tag(HtmlTag { name, attributes, link })
    }
}
