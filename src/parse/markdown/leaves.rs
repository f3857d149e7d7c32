//! Finished paragraphs, headings and tight items: writes their final tokens, and records facts about the blocks around
//! them (tasks, toggles, block ids, topic lines).

use super::build::{Builder, FrameKind};
use super::inline::{Chunk, Token, TokenKind, plain};
use super::items;
use super::offsets::Masked;
use crate::parse::anchors::{BlockId, Heading};
use crate::parse::tree::{Kind, Text};
use crate::text::Span;

impl Builder<'_> {
    pub(super) fn paragraph(&mut self, mut tokens: Vec<Token>, span: Span, id: Option<String>) {
        self.name_item(&mut tokens);
        let mut span = span;
        if span.start < self.topics_end && self.frames.len() == 1 {
            span = self.topics(&mut tokens, span);
        }
        if tokens.is_empty() {
            self.name_previous(id);
            return;
        }
        self.begin_body(span);
        let first_in_item = matches!(self.frame().kind, FrameKind::Item { .. }) && self.frame().last.is_none();
        let node = match lone_math(&tokens, self.text) {
            Some(chunk) => {
                let tex = self.chunk(chunk);
                self.block(Kind::MathBlock(tex), span);
                self.tree.next_ix() - 1
            }
            None => {
                let node = self.open(Kind::Paragraph, span);
                self.emit(&tokens);
                self.tree.close();
                node
            }
        };
        let node = if first_in_item { self.frame().node } else { node };
        self.parts.blocks.extend(id.map(|id| BlockId { id, node }));
    }

    fn chunk(&mut self, chunk: &Chunk) -> Text {
        match chunk {
            Chunk::Source(span) => Text::source(*span),
            Chunk::Owned(text) => self.tree.side(text),
        }
    }

    /// An id that is alone in its paragraph names the block before it.
    fn name_previous(&mut self, id: Option<String>) {
        let Some(id) = id else { return };
        let frame = self.frame();
        let node = match (frame.last, frame.kind) {
            (Some(node), _) => node,
            (None, FrameKind::Item { .. }) => frame.node,
            _ => return,
        };
        self.parts.blocks.push(BlockId { id, node });
    }

    pub(super) fn tight(&mut self, mut tokens: Vec<Token>, id: Option<String>) {
        self.name_item(&mut tokens);
        match lone_math(&tokens, self.text) {
            Some(chunk) => {
                let tex = self.chunk(chunk);
                self.tree.leaf(Kind::MathBlock(tex), tokens[0].span);
            }
            None => self.emit(&tokens),
        }
        let node = self.frame().node;
        self.parts.blocks.extend(id.map(|id| BlockId { id, node }));
    }

    /// Reads the task mark and the toggle word of an item's own first text.
    fn name_item(&mut self, tokens: &mut Vec<Token>) {
        let FrameKind::Item { named: false, .. } = self.frame().kind else { return };
        let task = items::take_task(tokens, self.text);
        let toggle = self.rules.toggles && items::is_toggle(tokens, self.text);
        self.frame().kind = FrameKind::Item { task, toggle, named: true };
    }

    pub(super) fn heading(&mut self, tokens: Vec<Token>, level: u8, span: Span, raw: String, id: Option<String>) {
        if tokens.is_empty() && id.is_none() && !self.text[span.range()].starts_with('#') {
            // Only a comment was above the line.
            self.solid(Kind::Rule, span);
            return;
        }
        self.begin_body(span);
        let number = self.parts.headings.len() as u32;
        let node = self.open(Kind::Heading(number), span);
        let text = plain(&tokens, self.text, &self.pending);
        self.emit(&tokens);
        self.tree.close();
        let shown = (text != raw).then(|| text.into());
        self.parts.headings.push(Heading { level, raw: raw.into(), shown, id: Box::default(), node, span });
        self.parts.blocks.extend(id.map(|id| BlockId { id, node }));
    }

    /// Separates the topic lines from a paragraph's tokens; returns the remaining span.
    fn topics(&mut self, tokens: &mut Vec<Token>, span: Span) -> Span {
        let cut = tokens.iter().position(|token| token.span.start >= self.topics_end).unwrap_or(tokens.len());
        let mut rest = tokens.split_off(cut);
        while tokens.last().is_some_and(Token::is_break) {
            tokens.pop();
        }
        let end = tokens.last().map_or(span.start, |token| token.span.end);
        let lines = Span { start: span.start, end };
        if !std::mem::replace(&mut self.topics_open, true) {
            let node = self.tree.open(Kind::TopicLines, lines);
            self.frame().last = Some(node);
        }
        self.tree.open(Kind::Paragraph, lines);
        self.emit(tokens);
        self.tree.close();
        let shown = rest.iter().position(|token| !token.is_break()).unwrap_or(rest.len());
        *tokens = rest.split_off(shown);
        Span { start: tokens.first().map_or(span.end, |token| token.span.start), end: span.end }
    }
}

/// The source of a heading without its marks and the comments in it.
pub(super) fn raw_heading(source: &str, tokens: &[Token], masked: &Masked) -> String {
    let Some(first) = tokens.first() else { return String::new() };
    let mut at = first.span.start - u32::from(first.escaped);
    let end = tokens.iter().map(|token| token.span.end).max().unwrap_or(at);
    let comment = |token: &&Token| token.kind == TokenKind::Html && source[token.span.range()].starts_with("<!--");
    let mut hidden: Vec<Span> = masked.hidden(Span { start: at, end });
    hidden.extend(tokens.iter().filter(comment).map(|token| token.span));
    hidden.sort_unstable();
    let mut out = String::new();
    for span in hidden {
        if span.start >= at {
            out.push_str(&source[at as usize..span.start as usize]);
            at = span.end;
        }
    }
    out.push_str(&source[at as usize..end as usize]);
    out.trim().to_owned()
}

/// The TeX of a block that contains only display math.
fn lone_math<'t>(tokens: &'t [Token], source: &str) -> Option<&'t Chunk> {
    let mut shown = tokens.iter().filter(|token| !token.is_blank(source));
    match (shown.next().map(|token| &token.kind), shown.next()) {
        (Some(TokenKind::Math { display: true, tex }), None) => Some(tex),
        _ => None,
    }
}

impl From<pulldown_cmark::Alignment> for crate::parse::tree::Align {
    fn from(align: pulldown_cmark::Alignment) -> Self {
        match align {
            pulldown_cmark::Alignment::None => Self::None,
            pulldown_cmark::Alignment::Left => Self::Left,
            pulldown_cmark::Alignment::Center => Self::Center,
            pulldown_cmark::Alignment::Right => Self::Right,
        }
    }
}
