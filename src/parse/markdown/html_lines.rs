//! Where an HTML block of CommonMark starts and ends (spec 0.31, section 4.6): only the lines, not the HTML.

use crate::markup::elements::{BlockStart, element_in_any_case};

/// What ends the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlEnd {
    /// `</script>`, `</pre>`, `</style>` or `</textarea>` on the line.
    Closer,
    /// This text on the line.
    Mark(&'static str),
    /// A blank line.
    Blank,
}

impl HtmlEnd {
    /// True if the block ends with this line.
    pub fn is_met(self, rest: &[u8]) -> bool {
        match self {
            Self::Blank => rest.iter().all(|b| matches!(b, b' ' | b'\t')),
            Self::Mark(mark) => memchr::memmem::find(rest, mark.as_bytes()).is_some(),
            Self::Closer => memchr::memmem::find_iter(rest, b"</").any(|at| {
                let name = &rest[at + 2..];
                let len = name_len(name);
                name.get(len) == Some(&b'>') && block_start(&name[..len]) == Some(BlockStart::Verbatim)
            }),
        }
    }
}

/// The end condition of the block that this line starts, if it starts one.
pub(super) fn html_start(rest: &[u8], in_paragraph: bool) -> Option<HtmlEnd> {
    if rest.first() != Some(&b'<') {
        return None;
    }
    let after = &rest[1..];
    if after.starts_with(b"!--") {
        return Some(HtmlEnd::Mark("-->"));
    }
    match after.first()? {
        b'?' => return Some(HtmlEnd::Mark("?>")),
        b'!' if after.starts_with(b"![CDATA[") => return Some(HtmlEnd::Mark("]]>")),
        b'!' if after.get(1).is_some_and(u8::is_ascii_alphabetic) => return Some(HtmlEnd::Mark(">")),
        _ => {}
    }
    let closing = after.first() == Some(&b'/');
    let name = &after[usize::from(closing)..];
    let len = name_len(name);
    if len == 0 || !name[0].is_ascii_alphabetic() {
        return None;
    }
    let ends = matches!(name.get(len), None | Some(b' ' | b'\t' | b'>')) || name[len..].starts_with(b"/>");
    match block_start(&name[..len]).filter(|_| ends) {
        Some(BlockStart::Verbatim) if !closing => Some(HtmlEnd::Closer),
        Some(BlockStart::Markup) => Some(HtmlEnd::Blank),
        Some(BlockStart::Verbatim) | None => (!in_paragraph && is_lone_tag(&name[len..])).then_some(HtmlEnd::Blank),
    }
}

/// The rest of a tag, and nothing after it on the line.
fn is_lone_tag(rest: &[u8]) -> bool {
    let mut quote = None;
    for (i, &byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(q), _) if q == byte => quote = None,
            (None, b'>') => {
                let spaced = i == 0 || matches!(rest[0], b' ' | b'\t' | b'/');
                return spaced && rest[i + 1..].iter().all(|b| matches!(b, b' ' | b'\t'));
            }
            (None, b'<') => return false,
            _ => {}
        }
    }
    false
}

fn name_len(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count()
}

fn block_start(name: &[u8]) -> Option<BlockStart> {
    element_in_any_case(name)?.starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_start_as_the_spec_says() {
        for (line, in_paragraph, expected) in [
            ("<div>", true, Some(HtmlEnd::Blank)),
            ("<SCRIPT>", true, Some(HtmlEnd::Closer)),
            ("<!-- x", true, Some(HtmlEnd::Mark("-->"))),
            ("<span class=\"a\">", false, Some(HtmlEnd::Blank)),
            ("<span class=\"a\">", true, None),
            ("<span>x", false, None),
            ("<한글>", false, None),
            ("<https://a.b>", false, None),
            ("< div>", false, None),
        ] {
            assert_eq!(html_start(line.as_bytes(), in_paragraph), expected, "{line}");
        }
    }
}
