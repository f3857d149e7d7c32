//! Inline tokens from pulldown-cmark's events.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::{Chunk, Token, TokenKind, Wrap};
use crate::parse::markdown::offsets::Masked;
use crate::text::Span;

/// The token of an inline event; `None` for any other event.
pub(in crate::parse::markdown) fn inline_token(
    source: &str,
    masked: &Masked,
    event: Event,
    range: Range<usize>,
    tokens: &mut Vec<Token>,
) -> Option<()> {
    let span = Span::new(masked.original(range.start), masked.original(range.end));
    let kind = match event {
        Event::Text(text) => {
            text_token(source, masked, &text, range, span, tokens);
            return Some(());
        }
        Event::Code(code) => TokenKind::Code(code_chunk(source, masked, &code, &range, span)),
        Event::SoftBreak => TokenKind::SoftBreak,
        Event::HardBreak => TokenKind::HardBreak,
        Event::InlineHtml(_) => TokenKind::Html,
        Event::FootnoteReference(label) => TokenKind::FootnoteRef(crate::path::fold(&label)),
        _ => return None,
    };
    tokens.push(Token::new(kind, span));
    Some(())
}

/// Text, merged with the text before it if both are adjacent in the source.
fn text_token(source: &str, masked: &Masked, text: &str, range: Range<usize>, span: Span, tokens: &mut Vec<Token>) {
    let same = masked.text[range] == *text;
    if same && span.is_empty() {
        return;
    }
    let last_end = tokens.last().map_or(0, |token| token.span.end);
    let escaped = span.start > last_end && source.as_bytes()[span.start as usize - 1] == b'\\';
    if !same {
        tokens.push(Token { kind: TokenKind::Text(Chunk::Owned(text.to_owned())), span, escaped });
        return;
    }
    if !escaped
        && let Some(Token { kind: TokenKind::Text(Chunk::Source(before)), span: whole, .. }) = tokens.last_mut()
        && before.end == span.start
    {
        before.end = span.end;
        whole.end = span.end;
        return;
    }
    tokens.push(Token { escaped, ..Token::source(span) });
}

/// The text of a code span, from the source: the mask may have covered text that is code.
fn code_chunk(source: &str, masked: &Masked, code: &str, range: &Range<usize>, span: Span) -> Chunk {
    let ticks = source[span.range()].bytes().take_while(|&b| b == b'`').count();
    let inner = Span {
        start: span.start + ticks as u32,
        end: span.end.saturating_sub(ticks as u32).max(span.start + ticks as u32),
    };
    let whole = &masked.text[range.clone()];
    match whole.find(code).filter(|_| inner.len() >= code.len() && whole.len() == span.len()) {
        Some(at) if !code.is_empty() => {
            let start = span.start as usize + at;
            Chunk::Source(Span::new(start, start + code.len()))
        }
        _ => Chunk::Owned(code.to_owned()),
    }
}

/// The inline element of a tag that is not a link.
pub(in crate::parse::markdown) fn wrap_of(tag: &Tag) -> Option<Wrap> {
    match tag {
        Tag::Emphasis => Some(Wrap::Emphasis),
        Tag::Strong => Some(Wrap::Strong),
        Tag::Strikethrough => Some(Wrap::Strike),
        _ => None,
    }
}
