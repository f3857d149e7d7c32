//! The SVG of a diagram as a tree: the output for an element may depend on its content.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The most elements, and their deepest nesting.
const ELEMENTS: usize = 20_000;
const DEPTH: usize = 200;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// The name without a prefix.
    pub name: String,
    /// Names without a prefix; values decoded.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// Whether this is among its classes.
    pub fn is(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// All text in it, with a line end after each of `lines`.
    pub fn text(&self, lines: &[&str]) -> String {
        let mut out = String::new();
        self.add_text(lines, &mut out);
        out
    }

    fn add_text(&self, lines: &[&str], out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => element.add_text(lines, out),
            }
        }
        if lines.contains(&&*self.name) {
            out.push('\n');
        }
    }
}

/// Reads a document; `None` where it is not well-formed or too large.
pub(super) fn read(xml: &str) -> Option<Element> {
    let mut reader = Reader::from_str(xml);
    // The first represents the document.
    let mut open = vec![Element::default()];
    let mut elements = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => open.last_mut()?.children.push(Child::Element(element(&start)?)),
            Event::End(_) => {
                let done = open.pop()?;
                open.last_mut()?.children.push(Child::Element(done));
            }
            Event::Text(text) => open.last_mut()?.children.push(Child::Text(text.to_string())),
            Event::CData(text) => open.last_mut()?.children.push(Child::Text(text.to_string())),
            Event::GeneralRef(entity) => {
                let decoded = quick_xml::escape::unescape(&format!("&{};", &*entity)).ok()?.into_owned();
                open.last_mut()?.children.push(Child::Text(decoded));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
        }
        elements += 1;
        if elements > 2 * ELEMENTS || open.len() > DEPTH {
            return None;
        }
    }
    let document = open.pop()?;
    let mut roots = document.children.into_iter().filter_map(|child| match child {
        Child::Element(element) => Some(element),
        Child::Text(_) => None,
    });
    let root = roots.next().filter(|root| root.name == "svg")?;
    (open.is_empty() && roots.next().is_none()).then_some(root)
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.ok()?;
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        Some((attribute.key.local_name().as_ref().to_owned(), value))
    });
    Some(Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes.collect::<Option<_>>()?,
        children: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_whole_or_not_at_all() {
        let root = read("<svg a:b=\"1 &amp; 2\"><g>x<br/>&#54620;&lt;</g><!-- no --></svg>").expect("well-formed");
        assert_eq!(root.get("b"), Some("1 & 2"));
        assert_eq!(root.text(&["br"]), "x\n한<");
        for broken in ["", "<svg>", "<svg></g>", "<g/>", "<svg/><svg/>", "<svg a=1/>", "<svg>&nosuch;</svg>", "text"] {
            assert_eq!(read(broken), None, "{broken}");
        }
        assert_eq!(read(&format!("<svg>{}", "<g>".repeat(500))), None);
        assert!(read(&format!("<svg>{}{}</svg>", "<g>".repeat(100), "</g>".repeat(100))).is_some());
    }
}
