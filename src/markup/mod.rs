//! HTML: its elements, and the only place where text is escaped: no other code of the renderer writes a byte of a note
//! unescaped.

pub mod elements;

use memchr::memchr3;

/// Appends `text`, escaped for an element's content or a double-quoted attribute.
pub fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = memchr3(b'&', b'<', b'"', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Appends ` name="value"`.
pub fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Appends `#` and an HTML id as the fragment of a link in an attribute. Hangul and `^` stay as they are: browsers
/// compare the raw fragment with the id first; only characters not allowed in a fragment are percent-encoded.
pub fn fragment(out: &mut String, id: &str) {
    push_fragment(out, id, "&amp;");
}

/// The same as a text, not yet escaped: for templates, which escape what they are given.
pub fn fragment_text(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 1);
    push_fragment(&mut out, id, "&");
    out
}

fn push_fragment(out: &mut String, id: &str, ampersand: &str) {
    out.push('#');
    for c in id.chars() {
        match c {
            '&' => out.push_str(ampersand),
            ' ' | '"' | '<' | '>' | '`' | '%' | '\0'..='\x1f' | '\x7f' => push_percent(out, c as u8),
            c => out.push(c),
        }
    }
}

fn push_percent(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(DIGITS[usize::from(byte >> 4)] as char);
    out.push(DIGITS[usize::from(byte & 15)] as char);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        let mut out = String::new();
        attribute(&mut out, "alt", "\"><img onerror=1> A & B");
        assert_eq!(out, " alt=\"&quot;>&lt;img onerror=1> A &amp; B\"");
    }

    #[test]
    fn a_fragment_keeps_hangul_and_encodes_what_would_end_it() {
        for (id, expected) in [("단서-질문", "#단서-질문"), ("^37066d", "#^37066d"), ("a b\"%", "#a%20b%22%25")]
        {
            let mut out = String::new();
            fragment(&mut out, id);
            assert_eq!(out, expected);
            assert_eq!(fragment_text(id), expected);
        }
        let mut out = String::new();
        fragment(&mut out, "a&b");
        assert_eq!((&*out, &*fragment_text("a&b")), ("#a&amp;b", "#a&b"));
    }
}
