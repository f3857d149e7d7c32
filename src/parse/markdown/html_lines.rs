//! The first and last line of an HTML block of CommonMark (spec 0.31, section 4.6): only the lines, not the HTML.

use super::cursor::is_white;
use crate::markup::elements::{BlockStart, element_in_any_case};

/// The end condition of an HTML block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlEnd {
    /// A line that contains this text.
    Mark(&'static str),
    /// A blank line.
    Blank,
}

impl HtmlEnd {
    /// Whether the block ends with this line.
    pub fn is_met(self, rest: &[u8]) -> bool {
        match self {
            Self::Blank => rest.iter().all(|&b| is_white(b)),
            Self::Mark(mark) => memchr::memmem::find(rest, mark.as_bytes()).is_some(),
        }
    }
}

/// The end condition of the block that this line starts; `None` if it does not start one.
pub(super) fn html_start(rest: &[u8], in_paragraph: bool) -> Option<HtmlEnd> {
    let after = rest.strip_prefix(b"<")?;
    match after {
        [b'!', b'-', b'-', ..] => return Some(HtmlEnd::Mark("-->")),
        [b'?', ..] => return Some(HtmlEnd::Mark("?>")),
        _ if after.starts_with(b"![CDATA[") => return Some(HtmlEnd::Mark("]]>")),
        [b'!', letter, ..] if letter.is_ascii_alphabetic() => return Some(HtmlEnd::Mark(">")),
        _ => {}
    }
    let closing = after.first() == Some(&b'/');
    let name = &after[usize::from(closing)..];
    let len = name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let next = name.get(len).copied();
    match element_in_any_case(&name[..len]).and_then(|element| element.starts) {
        // The end tag is that of the same element, in lower case: stricter than the specification, as pulldown-cmark is.
        Some(BlockStart::Verbatim(end)) if !closing && next.is_none_or(|b| is_white(b) || b == b'>') => {
            Some(HtmlEnd::Mark(end))
        }
        Some(BlockStart::Markup)
            if matches!(next, None | Some(b' ' | b'\t' | b'>')) || name[len..].starts_with(b"/>") =>
        {
            Some(HtmlEnd::Blank)
        }
        _ => (!in_paragraph && is_lone_tag(name, closing)).then_some(HtmlEnd::Blank),
    }
}

/// Whether the text, without `<` and `/`, is a whole tag with nothing after it on the line.
fn is_lone_tag(name: &[u8], closing: bool) -> bool {
    if !name.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let after = skip(name, |b| b.is_ascii_alphanumeric() || b == b'-');
    let Some(mut rest) = (if closing { Some(skip(after, is_white)) } else { attributes(after) }) else { return false };
    if !closing {
        rest = rest.strip_prefix(b"/").unwrap_or(rest);
    }
    rest.strip_prefix(b">").is_some_and(|after| skip(after, is_white).is_empty())
}

/// The text after a tag with attributes, which white space separates from the name and from each other.
fn attributes(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        let next = skip(text, is_white);
        match next.first()? {
            b'/' | b'>' => return Some(next),
            _ if next.len() < text.len() => text = attribute(next)?,
            _ => return None,
        }
    }
}

/// The text after an attribute; `None` if there is none.
fn attribute(text: &[u8]) -> Option<&[u8]> {
    text.first().filter(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b':'))?;
    let name = skip(text, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-'));
    let Some(value) = skip(name, is_white).strip_prefix(b"=") else { return Some(name) };
    let value = skip(value, is_white);
    match *value.first()? {
        quote @ (b'"' | b'\'') => memchr::memchr(quote, &value[1..]).map(|end| &value[end + 2..]),
        b' ' | b'=' | b'>' | b'<' | b'`' => None,
        _ => Some(skip(value, |b| !matches!(b, b'\'' | b'"' | b' ' | b'=' | b'>' | b'<' | b'`'))),
    }
}

/// The text without leading bytes of a class.
fn skip(text: &[u8], class: impl Fn(u8) -> bool) -> &[u8] {
    let len = text.iter().take_while(|&&b| class(b)).count();
    &text[len..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_start_as_the_spec_says() {
        for (line, in_paragraph, expected) in [
            ("<div>", true, Some(HtmlEnd::Blank)),
            ("<SCRIPT>", true, Some(HtmlEnd::Mark("</script>"))),
            ("<pre/>", false, Some(HtmlEnd::Blank)),
            ("<b a='x'b>", false, None),
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
