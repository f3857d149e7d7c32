//! Inline raw HTML: tags are sanitised and balanced among the siblings of one parent.

use super::{Chunk, Token, TokenKind};
use crate::diag::Diagnostic;
use crate::parse::html::{self, Piece, RawHtml};
use crate::parse::limits::Budget;
use crate::text::{Source, Span};

/// Replaces raw tags with sanitised ones.
///
/// `depth` is the nesting of the block; elements nested too deep exceed the budget.
pub(in crate::parse) fn sanitise(
    tokens: Vec<Token>,
    source: &Source,
    depth: usize,
    budget: &mut Budget,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Token> {
    if !tokens.iter().any(|token| token.kind == TokenKind::Html) {
        return tokens;
    }
    let mut pass =
        Pass { out: Vec::with_capacity(tokens.len()), open: vec![Vec::new()], removing: None, depth, budget };
    for token in tokens {
        if token.kind == TokenKind::Html {
            let raw = RawHtml::new(&source.text, &[token.span]);
            for piece in raw.pieces(source, diagnostics) {
                pass.piece(piece);
            }
        } else {
            pass.token(token);
        }
    }
    let end = pass.out.last().map_or(0, |token| token.span.end);
    pass.close_all(Span { start: end, end });
    pass.out
}

struct Pass<'a> {
    out: Vec<Token>,
    /// Names of the open elements, for each parent around.
    open: Vec<Vec<String>>,
    /// An open element that is removed with its content: its name, and the wraps opened in it.
    removing: Option<(String, usize)>,
    /// The number of open containers and elements.
    depth: usize,
    budget: &'a mut Budget,
}

impl Pass<'_> {
    fn token(&mut self, token: Token) {
        let opens = matches!(token.kind, TokenKind::Open(_));
        let closes = token.kind == TokenKind::Close;
        if let Some((_, inside)) = &mut self.removing {
            match (opens, closes) {
                (true, _) => *inside += 1,
                (_, true) if *inside > 0 => *inside -= 1,
                (_, true) => self.close_wrap(token),
                _ => {}
            }
            return;
        }
        if closes {
            self.close_wrap(token);
            return;
        }
        if opens {
            self.open.push(Vec::new());
        }
        self.out.push(token);
    }

    fn close_wrap(&mut self, token: Token) {
        self.close_all(Span { start: token.span.end, end: token.span.end });
        if self.open.len() > 1 {
            self.open.pop();
        }
        self.out.push(token);
    }

    fn piece(&mut self, piece: Piece) {
        if let Some((name, _)) = &self.removing {
            if matches!(&piece, Piece::Close { name: closed, .. } if closed == name) {
                self.removing = None;
            }
            return;
        }
        match piece {
            Piece::Open(tag) => {
                if !html::is_void(&tag.name) {
                    self.level().push(tag.name.clone());
                    self.depth += 1;
                    self.budget.depth(self.depth, tag.span.start as usize);
                }
                let span = tag.span;
                self.out.push(Token::new(TokenKind::HtmlOpen(tag), span));
            }
            Piece::Close { name, span } => {
                if let Some(at) = self.level().iter().rposition(|open| *open == name) {
                    self.close_down_to(at, span);
                }
            }
            Piece::Text { text, span } => {
                let chunk = text.map_or(Chunk::Source(span), Chunk::Owned);
                self.out.push(Token { escaped: true, ..Token::new(TokenKind::Text(chunk), span) });
            }
            Piece::Break(span) => self.out.push(Token::new(TokenKind::HardBreak, span)),
            Piece::Remove { name } => self.removing = Some((name, 0)),
        }
    }

    fn level(&mut self) -> &mut Vec<String> {
        self.open.last_mut().expect("the outermost level is never closed")
    }

    fn close_all(&mut self, span: Span) {
        self.close_down_to(0, span);
    }

    fn close_down_to(&mut self, at: usize, span: Span) {
        while self.level().len() > at {
            if let Some(name) = self.level().pop() {
                self.depth -= 1;
                self.out.push(Token::new(TokenKind::HtmlClose(name), span));
            }
        }
    }
}
