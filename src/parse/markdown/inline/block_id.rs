//! Block ids: `^id` after a blank at the end of a block (D-BLOCKID): Latin letters, digits and `-`.

use super::{Chunk, Token, TokenKind};
use crate::text::Span;

/// Removes the id from the end of a block's tokens, with the line break before it.
pub(in crate::parse) fn take(tokens: &mut Vec<Token>, source: &str) -> Option<String> {
    let last = tokens.last()?;
    let span = last.source_text()?;
    let text = source[span.range()].trim_end();
    // Most blocks end in another letter, so the look back is short.
    let before = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let id = Some(&text[before.len()..]).filter(|id| !id.is_empty())?;
    let before = before.strip_suffix('^')?;
    let free = match before.chars().next_back() {
        Some(c) => c.is_whitespace(),
        None => !last.escaped && tokens.len().checked_sub(2).is_none_or(|i| tokens[i].is_break()),
    };
    if !free {
        return None;
    }
    let id = id.to_owned();
    let kept = Span::new(span.start as usize, span.start as usize + before.trim_end().len());
    tokens.pop();
    if !kept.is_empty() {
        tokens.push(Token::new(TokenKind::Text(Chunk::Source(kept)), kept));
    }
    while tokens.last().is_some_and(Token::is_break) {
        tokens.pop();
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stands_after_a_blank_at_the_end() {
        for (text, id, rest) in [
            ("para text ^37066d", Some("37066d"), "para text"),
            ("^a-b", Some("a-b"), ""),
            ("x^2", None, "x^2"),
            ("x ^a_b", None, "x ^a_b"),
            ("x ^", None, "x ^"),
            ("한글 ^id  ", Some("id"), "한글"),
        ] {
            let mut tokens = vec![Token::source(Span::new(0, text.len()))];
            assert_eq!(take(&mut tokens, text).as_deref(), id, "{text}");
            let left = tokens.first().map_or("", |token| &text[token.span.range()]);
            assert_eq!(left, rest);
        }
    }
}
