//! The inline content of one block, as a flat list of tokens, and the passes over it.
//!
//! pulldown-cmark's events of one paragraph, heading or cell become [`Token`]s; each pass is a function from list to
//! list, for Obsidian's own syntax: covered regions, highlights, inline footnotes, tags, bare URLs, block ids.

pub(in crate::parse) mod autolinks;
pub(super) mod block_id;
pub(super) mod cut;
pub(super) mod emit;
pub(super) mod html;
pub(super) mod images;
pub(super) mod marks;
pub(super) mod read;

use crate::parse::html::OpenTag;
use crate::parse::links::LinkRef;
use crate::text::Span;

/// One token. Containers are an `Open` and a `Close`, always nested.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// The source range; for an `Open` and its `Close` that of the whole construct.
    pub span: Span,
    /// Whether a backslash makes the first character plain.
    pub escaped: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Text(Chunk),
    Code(Chunk),
    Math {
        display: bool,
        tex: Chunk,
    },
    SoftBreak,
    HardBreak,
    Open(Wrap),
    Close,
    Embed(Pending),
    Tag(String),
    /// The label, folded.
    FootnoteRef(String),
    /// One raw tag or comment.
    Html,
    /// A sanitised tag.
    HtmlOpen(Box<OpenTag>),
    HtmlClose(String),
}

/// An index into the links collected by the block.
pub(super) type Pending = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    Emphasis,
    Strong,
    Strike,
    Highlight,
    Link(Pending),
    /// Becomes an `Embed`.
    Image(Pending),
    /// A link that is plain text after all: its brackets are shown.
    Undone,
    InlineFootnote,
}

/// The text of a token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Chunk {
    Source(Span),
    Owned(String),
}

impl Chunk {
    pub fn text<'a>(&'a self, source: &'a str) -> &'a str {
        match self {
            Self::Source(span) => &source[span.range()],
            Self::Owned(text) => text,
        }
    }
}

impl Token {
    pub fn new(kind: TokenKind, span: Span) -> Self {
        Self { kind, span, escaped: false }
    }

    pub fn source(span: Span) -> Self {
        Self::new(TokenKind::Text(Chunk::Source(span)), span)
    }

    /// A slice of the source.
    pub fn source_text(&self) -> Option<Span> {
        match self.kind {
            TokenKind::Text(Chunk::Source(span)) => Some(span),
            _ => None,
        }
    }

    pub fn is_break(&self) -> bool {
        matches!(self.kind, TokenKind::SoftBreak | TokenKind::HardBreak)
    }

    /// Whether the text has only blanks.
    pub fn is_blank(&self, source: &str) -> bool {
        matches!(&self.kind, TokenKind::Text(chunk) if chunk.text(source).trim().is_empty())
    }
}

/// The visible text of the tokens, as plain text.
pub(super) fn plain(tokens: &[Token], source: &str, links: &[Option<LinkRef>]) -> String {
    let mut out = String::new();
    for token in tokens {
        match &token.kind {
            TokenKind::Text(chunk) | TokenKind::Code(chunk) | TokenKind::Math { tex: chunk, .. } => {
                out.push_str(chunk.text(source));
            }
            TokenKind::SoftBreak | TokenKind::HardBreak => out.push(' '),
            TokenKind::Tag(_) => out.push_str(&source[token.span.range()]),
            TokenKind::Embed(pending) => {
                let label = links[*pending].as_ref().and_then(LinkRef::label);
                out.push_str(label.unwrap_or_default());
            }
            TokenKind::Open(_) | TokenKind::Close | TokenKind::FootnoteRef(_) => {}
            TokenKind::Html | TokenKind::HtmlOpen(_) | TokenKind::HtmlClose(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The index of the `Close` that matches the `Open` at `open`.
pub(super) fn close_of(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (i, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i;
                }
            }
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}
