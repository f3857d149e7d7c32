//! The tokens of an expression.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// A pattern and its flags.
    Regex(String, String),
    Name(String),
    /// An operator, a bracket, a comma or a dot.
    Sign(&'static str),
}

/// The operators, the longest first.
const SIGNS: [&str; 23] = [
    "==", "!=", "<=", ">=", "&&", "||", "(", ")", "[", "]", "{", "}", ",", ".", "+", "-", "*", "/", "%", "<", ">", "!",
    ":",
];

/// The tokens with their offsets; as an error the offset of an invalid token.
pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, usize> {
    let mut tokens: Vec<(Token, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, length) = if c.is_ascii_digit() {
            number(rest).ok_or(at)?
        } else if c == '"' || c == '\'' {
            quoted(rest, c).map(|(text, length)| (Token::Text(text), length)).ok_or(at)?
        } else if c == '/' && !ends_operand(tokens.last()) {
            regex(rest).ok_or(at)?
        } else if is_name(c) {
            let length = rest.find(|c: char| !is_name(c) && !c.is_ascii_digit()).unwrap_or(rest.len());
            (Token::Name(rest[..length].to_owned()), length)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign)).ok_or(at)?;
            (Token::Sign(sign), sign.len())
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

/// Names of properties may be in any script, and may contain emoji.
fn is_name(c: char) -> bool {
    c == '_' || c == '$' || c.is_alphabetic() || !c.is_ascii() && !c.is_whitespace()
}

/// Whether a `/` after this token divides.
fn ends_operand(last: Option<&(Token, Range<usize>)>) -> bool {
    match last {
        Some((Token::Sign(sign), _)) => matches!(*sign, ")" | "]" | "}"),
        Some(_) => true,
        None => false,
    }
}

/// `5.isEmpty()` is a method of 5.
fn number(rest: &str) -> Option<(Token, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    let fraction = rest[whole..].strip_prefix('.').map_or(0, digits);
    let length = if fraction > 0 { whole + 1 + fraction } else { whole };
    Some((Token::Number(rest[..length].parse().ok()?), length))
}

/// The text between two quotes, and its length in bytes with them.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return Some((text, at + 1)),
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                c => text.push(c),
            },
            c => text.push(c),
        }
    }
    None
}

fn regex(rest: &str) -> Option<(Token, usize)> {
    let mut escaped = false;
    let mut class = false;
    let end = rest.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '/' && !escaped && !class;
        match c {
            '[' if !escaped => class = true,
            ']' if !escaped => class = false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let flags: String = rest[end.0 + 1..].chars().take_while(char::is_ascii_alphabetic).collect();
    let length = end.0 + 1 + flags.len();
    Some((Token::Regex(rest[1..end.0].to_owned(), flags), length))
}
