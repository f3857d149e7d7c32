//! Uncovers the masked regions: text tokens are cut at them, and the covered constructs take their place.

use super::{Chunk, Pending, Token, TokenKind, Wrap};
use crate::parse::links::{self, LinkRef};
use crate::parse::markdown::offsets::{Mark, Region};
use crate::text::Span;

/// The inputs of the pass.
pub(in crate::parse) struct Cut<'a> {
    pub source: &'a str,
    /// All regions of the note.
    pub regions: &'a [Region],
    pub links: &'a mut Vec<Option<LinkRef>>,
    /// Whether the tokens are in a table's cell: `\|` in math is a bar there.
    pub in_cell: bool,
    /// Reads the alias of a wikilink that contains marks of Markdown.
    pub alias: &'a mut dyn FnMut(Span) -> Option<Vec<Token>>,
}

impl Cut<'_> {
    /// The tokens with every region in them uncovered.
    pub fn run(mut self, tokens: Vec<Token>) -> Vec<Token> {
        let Some(first) = tokens.iter().map(|token| token.span.start).min() else { return tokens };
        let last = tokens.iter().map(|token| token.span.end).max().unwrap_or(first);
        let from = self.regions.partition_point(|region| region.span.end <= first);
        let to = self.regions.partition_point(|region| region.span.start < last);
        if from >= to {
            return tokens;
        }
        self.regions = &self.regions[from..to];
        let mut out = Vec::with_capacity(tokens.len() + 2 * self.regions.len());
        let mut hidden = false;
        let mut open: Vec<usize> = Vec::new();
        for token in tokens {
            match token.kind {
                TokenKind::Open(_) => open.push(out.len()),
                TokenKind::Close => {
                    open.pop();
                }
                _ => {}
            }
            if let Some(span) = token.source_text() {
                let before = out.len();
                hidden |= self.text(token, span, &mut out);
                unnest(&mut out, &open, before);
            } else {
                out.push(token);
            }
        }
        if hidden { tidy(out, self.source) } else { out }
    }

    /// Cuts one text token; returns whether a comment was dropped.
    fn text(&mut self, token: Token, span: Span, out: &mut Vec<Token>) -> bool {
        let skip = self.regions.partition_point(|region| region.span.start < span.start);
        let mut at = span.start;
        let mut hidden = false;
        for region in &self.regions[skip..] {
            if region.span.end > span.end {
                break;
            }
            if region.span.start > at {
                out.push(piece(Span { start: at, end: region.span.start }, &token));
            }
            hidden |= region.mark == Mark::Hidden;
            self.uncover(region, out);
            at = region.span.end;
        }
        if at < span.end {
            out.push(piece(Span { start: at, end: span.end }, &token));
        }
        hidden
    }

    fn uncover(&mut self, region: &Region, out: &mut Vec<Token>) {
        let span = region.span;
        match &region.mark {
            Mark::Hidden => {}
            Mark::Literal => {
                let escaped = !self.source[span.range()].starts_with('[');
                out.push(Token { escaped, ..Token::source(span) });
            }
            Mark::Math { display, tex } => {
                let tex = self.tex(span, *display, tex.as_deref());
                out.push(Token::new(TokenKind::Math { display: *display, tex }, span));
            }
            Mark::Wiki { embed, target, alias } => self.wiki(span, *embed, *target, *alias, out),
        }
    }

    fn tex(&self, span: Span, display: bool, tex: Option<&str>) -> Chunk {
        if let Some(tex) = tex {
            return Chunk::Owned(tex.to_owned());
        }
        let marks = if display { 2 } else { 1 };
        let mut inner = Span { start: span.start + marks, end: span.end - marks };
        let text = &self.source[inner.range()];
        if self.in_cell && text.contains("\\|") {
            return Chunk::Owned(text.replace("\\|", "|"));
        }
        inner.start += (text.len() - text.trim_start().len()) as u32;
        inner.end = inner.start + text.trim().len() as u32;
        Chunk::Source(inner)
    }

    fn wiki(&mut self, span: Span, embed: bool, target: Span, alias: Option<Span>, out: &mut Vec<Token>) {
        let source = self.source;
        let raw = &source[target.range()];
        let Some(link) = links::wiki(span, embed, raw, alias.map(|alias| &source[alias.range()])) else {
            out.push(Token { escaped: true, ..Token::source(span) });
            return;
        };
        let label = link.label().map(str::to_owned);
        let pending: Pending = self.links.len();
        self.links.push(Some(link));
        if embed {
            out.push(Token::new(TokenKind::Embed(pending), span));
            return;
        }
        out.push(Token::new(TokenKind::Open(Wrap::Link(pending)), span));
        match (label, alias) {
            (Some(label), Some(alias)) => self.alias(label, alias, out),
            _ => out.push(shown_target(raw, target)),
        }
        out.push(Token::new(TokenKind::Close, span));
    }

    /// The alias, read as Markdown if it contains marks.
    fn alias(&mut self, label: String, alias: Span, out: &mut Vec<Token>) {
        let raw = &self.source[alias.range()];
        let lead = raw.len() - raw.trim_start().len();
        let start = alias.start as usize + lead;
        let inner = Span::new(start, start + raw.trim().len());
        if raw.contains(['*', '_', '`', '~', '=', '$', '&', '\\', '<', '%'])
            && let Some(tokens) = (self.alias)(inner)
        {
            out.extend(tokens);
        } else if raw.contains('\\') {
            out.push(Token::new(TokenKind::Text(Chunk::Owned(label)), inner));
        } else {
            out.push(Token { escaped: true, ..Token::source(inner) });
        }
    }
}

/// The display text of a link without an alias.
fn shown_target(raw: &str, target: Span) -> Token {
    let raw = raw.strip_suffix('\\').unwrap_or(raw);
    let shown = links::display(raw);
    let lead = raw.len() - raw.trim_start().len();
    if *shown == *raw.trim() {
        let start = target.start as usize + lead;
        let span = Span::new(start, start + shown.len());
        return Token { escaped: true, ..Token::source(span) };
    }
    Token::new(TokenKind::Text(Chunk::Owned(shown.into_owned())), target)
}

/// A part of a text token; only its first part can begin with an escaped character.
fn piece(span: Span, token: &Token) -> Token {
    Token { escaped: token.escaped && span.start == token.span.start, ..Token::source(span) }
}

/// A link within the text of a Markdown link: the inner one wins, as for two Markdown links, and the outer one is text.
fn unnest(out: &mut [Token], open: &[usize], before: usize) {
    let inner = out[before..].iter().any(|token| matches!(token.kind, TokenKind::Open(Wrap::Link(_))));
    if !inner {
        return;
    }
    let outer = open.iter().rposition(|&at| matches!(out[at].kind, TokenKind::Open(Wrap::Link(_))));
    if let Some(i) = outer {
        let at = open[i];
        out[at].kind = TokenKind::Open(Wrap::Undone);
    }
}

/// Removes the remains of a dropped comment: line breaks at the ends and that of its own line.
fn tidy(tokens: Vec<Token>, source: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let at_start = out.last().is_none_or(|last| last.is_break());
        if at_start && (token.is_break() || token.is_blank(source)) {
            continue;
        }
        if token.is_break() && out.last().is_some_and(|last| last.is_blank(source)) {
            out.pop();
            if out.last().is_none_or(|last| last.is_break()) {
                continue;
            }
        }
        out.push(token);
    }
    while out.last().is_some_and(|last| last.is_break() || last.is_blank(source)) {
        out.pop();
    }
    out
}
