//! Copies MathML through an allow-list: anything but an element or attribute of the list is text, and is escaped.

use memchr::memchr3;

use crate::markup::attribute;

/// MathML Core, as far as the library writes it. No element here runs, loads or links anything.
const ELEMENTS: [&str; 19] = [
    "math",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Their attributes; the values of `style` are lengths and colours that the library writes from numbers.
const ATTRIBUTES: [&str; 16] = [
    "class",
    "depth",
    "display",
    "displaystyle",
    "height",
    "largeop",
    "linethickness",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "scriptlevel",
    "stretchy",
    "style",
    "symmetric",
    "width",
];

/// A copy that is well-formed; `None` where tags don't match or more than `depth` elements are open.
pub(super) fn checked(written: &str, depth: usize) -> Option<String> {
    let mut out = String::with_capacity(written.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = written;
    while let Some(at) = memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'<' => match Tag::read(rest) {
                Some(tag) => {
                    tag.write(&mut out);
                    match tag.kind {
                        TagKind::Start => open.push(tag.name),
                        TagKind::Empty => {}
                        TagKind::End if open.pop() == Some(tag.name) => {}
                        TagKind::End => return None,
                    }
                    if open.len() > depth {
                        return None;
                    }
                    tag.length
                }
                None => text(&mut out, "&lt;"),
            },
            b'>' => text(&mut out, "&gt;"),
            _ => entity(&mut out, rest),
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    open.is_empty().then_some(out)
}

/// Writes one character of text, escaped; its length in the input.
fn text(out: &mut String, escaped: &str) -> usize {
    out.push_str(escaped);
    1
}

/// Writes the entity at the start, or `&` as text.
fn entity(out: &mut String, rest: &str) -> usize {
    for (entity, written) in
        [("&nbsp;", "\u{a0}"), ("&amp;", "&amp;"), ("&lt;", "&lt;"), ("&gt;", "&gt;"), ("&quot;", "&quot;")]
    {
        if rest.starts_with(entity) {
            out.push_str(written);
            return entity.len();
        }
    }
    text(out, "&amp;")
}

/// A tag of the list.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    kind: TagKind,
    /// Bytes, with the brackets.
    length: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum TagKind {
    Start,
    Empty,
    End,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let end = text.find('>')?;
        let inside = &text[1..end];
        let (inside, kind) = match (inside.strip_prefix('/'), inside.strip_suffix('/')) {
            (Some(inside), _) => (inside, TagKind::End),
            (_, Some(inside)) => (inside, TagKind::Empty),
            _ => (inside, TagKind::Start),
        };
        let (name, rest) = inside.split_at(inside.find(' ').unwrap_or(inside.len()));
        let attributes = if rest.is_empty() { Vec::new() } else { attributes(rest)? };
        ELEMENTS.contains(&name).then_some(Self { name, attributes, kind, length: end + 1 })
    }

    /// Writes the tag from its parts: the library sometimes omits a blank between attributes.
    fn write(&self, out: &mut String) {
        out.push_str(if self.kind == TagKind::End { "</" } else { "<" });
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            attribute(out, name, value);
        }
        out.push_str(if self.kind == TagKind::Empty { "/>" } else { ">" });
    }
}

/// Attributes of the list, each once; `None` where there is anything else.
fn attributes(mut text: &str) -> Option<Vec<(&str, &str)>> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    loop {
        text = text.trim_start_matches(' ');
        if text.is_empty() {
            return Some(found);
        }
        let (name, rest) = text.split_once("=\"")?;
        let (value, rest) = rest.split_once('"')?;
        if !ATTRIBUTES.contains(&name) {
            return None;
        }
        if found.iter().all(|(known, _)| *known != name) {
            found.push((name, value));
        }
        text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_elements_stay_and_all_else_is_text() {
        for (written, expected) in [
            ("<math><mo><</mo></math>", Some("<math><mo>&lt;</mo></math>")),
            (
                "<math><mi>&</mi><mtext>&nbsp;a&amp;</mtext></math>",
                Some("<math><mi>&amp;</mi><mtext>\u{a0}a&amp;</mtext></math>"),
            ),
            ("<math><b></math>", Some("<math>&lt;b&gt;</math>")),
            ("<math><mi onclick=\"a\"></math>", Some("<math>&lt;mi onclick=\"a\"&gt;</math>")),
            ("<math><mspace width=\"1em\" /></math>", Some("<math><mspace width=\"1em\"/></math>")),
            ("<math><mrow></math>", None),
            ("<math>", None),
            ("</math>", None),
        ] {
            assert_eq!(checked(written, 9).as_deref(), expected, "{written}");
        }
        assert_eq!(checked(&"<mrow>".repeat(10), 9), None);
    }
}
