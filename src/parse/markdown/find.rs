//! Ends of constructs in one line: wikilinks, comments, destinations and tags. All functions are pure and total; each
//! visits a byte once.

use std::borrow::Cow;
use std::ops::Range;

/// The byte offsets of a wikilink's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Wikilink {
    /// The first `[`.
    pub open: usize,
    /// The first `|`.
    pub bar: Option<usize>,
    /// The first `]` of the closing brackets.
    pub close: usize,
}

/// The wikilink whose brackets open at `at`, or the innermost of those that open after it and before its end.
pub(in crate::parse) fn find_wikilink(source: &str, at: usize, end: usize) -> Option<Wikilink> {
    let bytes = source.as_bytes();
    let mut open = at;
    let mut bar = None;
    let mut i = at + 2;
    while i < end {
        match bytes[i] {
            b'\\' if i + 1 < end && matches!(bytes[i + 1], b'[' | b']') => i += 2,
            b'[' if i + 1 < end && bytes[i + 1] == b'[' => {
                open = i;
                bar = None;
                i += 2;
            }
            b'[' if i == open + 2 => {
                open = i - 1;
                i += 1;
            }
            b']' if i + 1 < end && bytes[i + 1] == b']' => return Some(Wikilink { open, bar, close: i }),
            b'|' if bar.is_none() => {
                bar = Some(i);
                i += 1;
            }
            _ => i += 1,
        }
    }
    None
}

/// The length of a destination with its title and closing bracket; 0 if it is invalid; `None` if nothing closes it.
pub(super) fn destination_end(rest: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for (i, &byte) in rest.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(i + 1),
            b')' => depth -= 1,
            b' ' | b'\t' if rest[0] != b'<' => {
                let title = rest[i..].trim_ascii_start();
                let quote = *title.first().unwrap_or(&b' ');
                if !matches!(quote, b'"' | b'\'') {
                    return Some(0);
                }
                let from = rest.len() - title.len() + 1;
                return memchr::memchr(quote, &rest[from..]).map(|end| from + end + 1);
            }
            _ => {}
        }
    }
    None
}

/// The end of a comment opened before `from`: after the next run of exactly two `%`.
pub(super) fn comment_end(line: &[u8], from: usize) -> Option<usize> {
    let mut i = from;
    while let Some(next) = line.get(i..).and_then(|rest| memchr::memchr(b'%', rest)) {
        let start = i + next;
        let len = line[start..].iter().take_while(|&&b| b == b'%').count();
        if len == 2 {
            return Some(start + 2);
        }
        i = start + len;
    }
    None
}

/// A text without its inline comments.
pub(in crate::parse) fn without_comments(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(open) = comment_end(text.as_bytes(), from) {
        let Some(end) = comment_end(text.as_bytes(), open) else { break };
        out.push_str(&text[done..open - 2]);
        (done, from) = (end, end);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The inline comments in raw HTML, which may contain tags but cannot be inside one.
pub(in crate::parse) fn comments_in_html(html: &str) -> Vec<Range<usize>> {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Searched for once, since each unclosed `<!--` would search again.
    let last_end = memchr::memmem::rfind(bytes, b"-->").unwrap_or(0);
    while let Some(next) = memchr::memchr2(b'<', b'%', &bytes[at..]) {
        at += next;
        if bytes[at] == b'<' {
            let endless = at > last_end && bytes[at..].starts_with(b"<!--");
            at += if endless { 1 } else { tag_end(&bytes[at..]).unwrap_or(1) };
            continue;
        }
        let run = bytes[at..].iter().take_while(|&&byte| byte == b'%').count();
        let end = if run == 2 { comment_end(bytes, at + 2) } else { None };
        found.extend(end.map(|end| at..end));
        at = end.unwrap_or(at + run);
    }
    found
}

/// The length of the tag, comment or autolink at the start of the text.
pub(super) fn tag_end(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"<!--") {
        return memchr::memmem::find(text, b"-->").map(|at| at + 3);
    }
    let mut quote = None;
    for (i, &byte) in text.iter().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'"' | b'\'') if text[..i].ends_with(b"=") => quote = Some(byte),
            (Some(q), _) if q == byte => quote = None,
            (None, b'>') => return Some(i + 1),
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

/// Whether the word that ends here begins like a URL.
pub(super) fn in_url(before: &[u8]) -> bool {
    let tail = &before[before.len().saturating_sub(512)..];
    let word = tail.iter().rposition(|b| b.is_ascii_whitespace()).map_or(tail, |at| &tail[at + 1..]);
    memchr::memmem::find(word, b"://").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_wikilink_is_found() {
        for (source, open, bar, close) in [
            ("[[a]]", 0, None, 3),
            ("[[a|b|c]]", 0, Some(3), 7),
            ("[[a [[b]]", 4, None, 7),
            ("[[[a]]]", 1, None, 4),
            ("[[Sq]uare]]", 0, None, 9),
        ] {
            assert_eq!(find_wikilink(source, 0, source.len()), Some(Wikilink { open, bar, close }), "{source}");
        }
        assert_eq!(find_wikilink("[[a\\]]", 0, 6), None);
    }

    #[test]
    fn comments_are_runs_of_exactly_two() {
        for (text, left) in [("a %%b%% c", "a  c"), ("%%a%%%%b%%", ""), ("%%%a%%", "%%%a%%"), ("a %% b", "a %% b")] {
            assert_eq!(without_comments(text), left, "{text}");
        }
    }

    #[test]
    fn destinations_end_at_their_own_bracket() {
        for (rest, len) in [("a(b)c) d", Some(6)), ("a \"t)\") x", Some(6)), ("My Note.md)", Some(0)), ("a", None)] {
            assert_eq!(destination_end(rest.as_bytes()), len, "{rest}");
        }
    }
}
