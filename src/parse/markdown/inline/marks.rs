//! Highlights `==…==` and inline footnotes `^[…]`: both ends must have the same parent.

use super::{Token, TokenKind, Wrap};
use crate::text::Span;

/// A mark among the tokens.
#[derive(Clone, Copy, Debug)]
struct Delimiter {
    token: usize,
    /// Its span in the source.
    start: u32,
    end: u32,
    role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open(Wrap),
    Close,
}

/// Pairs runs of exactly two `=` with no white space inside them.
pub(in crate::parse) fn highlights(tokens: Vec<Token>, source: &str) -> Vec<Token> {
    if !holds(&tokens, source, b"==") {
        return tokens;
    }
    let mut found = Vec::new();
    // The current opener, per level of nesting.
    let mut open: Vec<Option<Delimiter>> = vec![None];
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(_) => open.push(None),
            TokenKind::Close if open.len() > 1 => {
                open.pop();
            }
            _ => {}
        }
        let Some(span) = token.source_text() else { continue };
        let text = &source[span.range()];
        for at in runs_of_two(text).filter(|&at| at > 0 || !token.escaped) {
            let start = span.start + at as u32;
            let mark = Delimiter { token: i, start, end: start + 2, role: Role::Open(Wrap::Highlight) };
            let level = open.last_mut().expect("the outermost level is never closed");
            let closes = !blank_before(&tokens, i, &text[..at]);
            match level.take() {
                Some(opener) if closes => {
                    found.push(opener);
                    found.push(Delimiter { role: Role::Close, ..mark });
                }
                before if blank_after(&tokens, i, &text[at + 2..]) => *level = before,
                _ => *level = Some(mark),
            }
        }
    }
    apply(tokens, found)
}

/// Pairs `^[` with the bracket that closes it, by depth.
pub(in crate::parse) fn footnotes(tokens: Vec<Token>, source: &str) -> Vec<Token> {
    if !holds(&tokens, source, b"^[") {
        return tokens;
    }
    let mut found = Vec::new();
    let mut levels: Vec<Vec<Option<Delimiter>>> = vec![Vec::new()];
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(_) => levels.push(Vec::new()),
            TokenKind::Close if levels.len() > 1 => {
                levels.pop();
            }
            _ => {}
        }
        let Some(span) = token.source_text() else { continue };
        let bytes = &source.as_bytes()[span.range()];
        let brackets = levels.last_mut().expect("the outermost level is never closed");
        for at in memchr::memchr2_iter(b'[', b']', bytes).filter(|&at| at > 0 || !token.escaped) {
            let start = span.start + at as u32;
            if bytes[at] == b'[' {
                let note = at > 0 && bytes[at - 1] == b'^' && !(at == 1 && token.escaped);
                let role = Role::Open(Wrap::InlineFootnote);
                brackets.push(note.then_some(Delimiter {
                    token: i,
                    start: start.saturating_sub(1),
                    end: start + 1,
                    role,
                }));
            } else if let Some(Some(opener)) = brackets.pop()
                && (opener.end < start)
                && !brackets.iter().any(Option::is_some)
            {
                found.push(opener);
                found.push(Delimiter { token: i, start, end: start + 1, role: Role::Close });
            }
        }
    }
    apply(tokens, found)
}

/// Whether the tokens may contain a mark: most blocks do not, and are skipped after one look.
fn holds(tokens: &[Token], source: &str, mark: &[u8; 2]) -> bool {
    tokens.iter().filter_map(Token::source_text).any(|span| {
        let bytes = &source.as_bytes()[span.range()];
        memchr::memchr_iter(mark[0], bytes).any(|at| bytes.get(at + 1) == Some(&mark[1]))
    })
}

/// Cuts the tokens at the marks and inserts `Open` and `Close` there.
fn apply(tokens: Vec<Token>, mut found: Vec<Delimiter>) -> Vec<Token> {
    if found.is_empty() {
        return tokens;
    }
    found.sort_unstable_by_key(|mark| mark.start);
    let spans = whole_spans(&found);
    let mut out = Vec::with_capacity(tokens.len() + 2 * found.len());
    let mut marks = found.iter().zip(spans).peekable();
    for (i, token) in tokens.into_iter().enumerate() {
        let Some(span) = token.source_text().filter(|_| marks.peek().is_some_and(|(mark, _)| mark.token == i)) else {
            out.push(token);
            continue;
        };
        let mut at = span.start;
        while let Some((mark, whole)) = marks.next_if(|(mark, _)| mark.token == i) {
            push_text(&mut out, at, mark.start, &token);
            let kind = match mark.role {
                Role::Open(wrap) => TokenKind::Open(wrap),
                Role::Close => TokenKind::Close,
            };
            out.push(Token::new(kind, whole));
            at = mark.end;
        }
        push_text(&mut out, at, span.end, &token);
    }
    out
}

/// The span of the whole construct, for each of its two marks.
fn whole_spans(found: &[Delimiter]) -> Vec<Span> {
    let mut spans = vec![Span::default(); found.len()];
    let mut open = Vec::new();
    for (i, mark) in found.iter().enumerate() {
        match mark.role {
            Role::Open(_) => open.push(i),
            Role::Close => {
                if let Some(opener) = open.pop() {
                    let span = Span { start: found[opener].start, end: mark.end };
                    spans[opener] = span;
                    spans[i] = span;
                }
            }
        }
    }
    spans
}

fn push_text(out: &mut Vec<Token>, start: u32, end: u32, token: &Token) {
    if start < end {
        let escaped = token.escaped && start == token.span.start;
        out.push(Token { escaped, ..Token::source(Span { start, end }) });
    }
}

/// The offsets of runs of exactly two `=`.
fn runs_of_two(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'=', bytes).filter(|&at| {
        let alone = at == 0 || bytes[at - 1] != b'=';
        alone && bytes.get(at + 1) == Some(&b'=') && bytes.get(at + 2) != Some(&b'=')
    })
}

/// Whether white space, a line's end or the parent's edge comes before.
fn blank_before(tokens: &[Token], i: usize, text: &str) -> bool {
    match text.chars().next_back() {
        Some(c) => c.is_whitespace(),
        None => match i.checked_sub(1).map(|i| &tokens[i]) {
            None => true,
            Some(before) => before.is_break() || matches!(before.kind, TokenKind::Open(_)),
        },
    }
}

fn blank_after(tokens: &[Token], i: usize, text: &str) -> bool {
    match text.chars().next() {
        Some(c) => c.is_whitespace(),
        None => match tokens.get(i + 1) {
            None => true,
            Some(after) => after.is_break() || after.kind == TokenKind::Close,
        },
    }
}
