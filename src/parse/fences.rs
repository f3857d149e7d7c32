//! Finds the `---` lines around a note's properties (markdown.md section 6, step 2).

use crate::text::Span;

/// The block of properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fences {
    /// The YAML between the fences.
    pub inner: Span,
    /// Where the body starts.
    pub end: usize,
}

/// The block at the very start of a text; `None` where it does not open or never closes. A fence is three dashes at
/// the start of a line and blanks after them.
pub fn find(text: &str) -> Option<Fences> {
    let first = line_end(text, 0);
    if !is_fence(&text[..first]) || first == text.len() {
        return None;
    }
    let start = first + 1;
    let mut at = start;
    while at < text.len() {
        let end = line_end(text, at);
        if is_fence(&text[at..end]) {
            return Some(Fences { inner: Span::new(start, at), end: (end + 1).min(text.len()) });
        }
        at = end + 1;
    }
    None
}

/// True for a text that opens a block, closed or not.
pub fn opens(text: &str) -> bool {
    is_fence(&text[..line_end(text, 0)])
}

fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at)
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_opens_at_the_first_byte_and_closes_at_column_zero() {
        for (text, inner, body) in [
            ("---\na: 1\n---\nbody", Some("a: 1\n"), "body"),
            ("---\n---\nbody", Some(""), "body"),
            ("---\n\n---  \nbody", Some("\n"), "body"),
            ("---\na: 1\n---", Some("a: 1\n"), ""),
            ("---\nk: |\n  ---\n  x\n---\nb", Some("k: |\n  ---\n  x\n"), "b"),
            ("\n---\na: 1\n---\nb", None, ""),
            ("---\na: 1\nbody", None, ""),
            ("--- # c\na: 1\n---\nb", None, ""),
            ("----\na: 1\n----\nb", None, ""),
            ("---", None, ""),
        ] {
            let found = find(text);
            assert_eq!(found.map(|f| &text[f.inner.range()]), inner, "{text:?}");
            assert_eq!(found.map_or("", |f| &text[f.end..]), body, "{text:?}");
        }
    }
}
