//! Marks in the first text of a list item: a task mark `[x]`, or the word of a Notion toggle.

use super::inline::{Chunk, Token, TokenKind};
use crate::text::Span;

/// Notion's export ends the title of a toggle with this word ("fold").
const TOGGLE: &str = "접기";

/// Removes `[c]` from the start: any one character makes a task (D-TASK).
pub(super) fn take_task(tokens: &mut Vec<Token>, source: &str) -> Option<char> {
    let first = tokens.first()?;
    let span = first.source_text().filter(|_| !first.escaped)?;
    let mut chars = source[span.range()].strip_prefix('[')?.chars();
    let mark = chars.next()?;
    let rest = chars.as_str().strip_prefix(']')?;
    let ends_line = tokens.get(1).is_none_or(Token::is_break);
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) || rest.is_empty() && !ends_line {
        return None;
    }
    let rest = rest.trim_start();
    let kept = Span::new(span.end as usize - rest.len(), span.end as usize);
    if kept.is_empty() {
        // The line end after the mark is removed too.
        tokens.drain(..1 + usize::from(tokens.get(1).is_some_and(Token::is_break)));
    } else {
        tokens[0] = Token::new(TokenKind::Text(Chunk::Source(kept)), kept);
    }
    Some(mark)
}

/// Whether the text ends in the word, bold or not.
pub(super) fn is_toggle(tokens: &[Token], source: &str) -> bool {
    let last = tokens.iter().rev().find(|token| !matches!(token.kind, TokenKind::Close));
    last.is_some_and(|token| match &token.kind {
        TokenKind::Text(chunk) => chunk.text(source).trim_end().ends_with(TOGGLE),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_one_character_in_brackets_is_a_task() {
        for (text, task, rest) in [
            ("[ ] a", Some(' '), "a"),
            ("[가] a", Some('가'), "a"),
            ("[]] a", Some(']'), "a"),
            ("[x]a", None, "[x]a"),
            ("[xy] a", None, "[xy] a"),
            ("[-]", Some('-'), ""),
        ] {
            let mut tokens = vec![Token::source(Span::new(0, text.len()))];
            assert_eq!(take_task(&mut tokens, text), task, "{text}");
            assert_eq!(tokens.first().map_or("", |token| &text[token.span.range()]), rest);
        }
    }
}
