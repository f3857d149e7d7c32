//! XML documents, Atom's parts among them: only characters that XML 1.0 allows are written.

use chrono::NaiveDate;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

/// An absolute id, even where the site's address is not known.
pub(super) fn id_of(href: &str, host: &str) -> String {
    if href.starts_with('/') { format!("https://{host}{href}") } else { href.to_owned() }
}

pub(super) fn instant(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

pub(super) type Xml = Writer<Vec<u8>>;

pub(super) fn xml_document() -> Xml {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    finish(xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))));
    xml
}

pub(super) fn element(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    let legal: String = text.chars().filter(|&c| is_xml_char(c)).collect();
    xml.create_element(name).write_text_content(BytesText::new(&legal)).map(drop)
}

pub(super) fn link(xml: &mut Xml, href: &str, rel: Option<&str>) -> std::io::Result<()> {
    let element = xml.create_element("link").with_attribute(("href", href));
    match rel {
        Some(rel) => element.with_attribute(("rel", rel)).write_empty().map(drop),
        None => element.write_empty().map(drop),
    }
}

/// Whether XML 1.0 allows a character in text.
pub(super) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

pub(super) fn finish<T>(written: std::io::Result<T>) {
    written.map(drop).expect("writing to a buffer cannot fail");
}

pub(super) fn into_text(xml: Xml) -> String {
    let mut text = String::from_utf8(xml.into_inner()).expect("only text was written");
    text.push('\n');
    text
}
