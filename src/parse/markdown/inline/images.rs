//! `![label](destination)` becomes one token; its label contains the alt text and the size.

use super::{Token, TokenKind, Wrap, close_of, plain};
use crate::parse::links::{self, LinkRef, LinkWords};

/// Replaces every image and its content with an `Embed`.
pub(in crate::parse) fn fold(tokens: Vec<Token>, source: &str, pending: &mut [Option<LinkRef>]) -> Vec<Token> {
    if !tokens.iter().any(|token| matches!(token.kind, TokenKind::Open(Wrap::Image(_)))) {
        return tokens;
    }
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let TokenKind::Open(Wrap::Image(image)) = tokens[at].kind else {
            out.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let close = close_of(&tokens, at);
        let label = plain(&tokens[at + 1..close], source, pending);
        if let Some(link) = pending[image].take() {
            let (label, size) = links::sized(&label);
            let (title, label) = (link.title().map(Into::into), label.map(Into::into));
            pending[image] = Some(link.with(LinkWords { title, label, size }));
        }
        out.push(Token::new(TokenKind::Embed(image), tokens[at].span));
        at = close + 1;
    }
    out
}
