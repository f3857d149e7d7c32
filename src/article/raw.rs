//! Raw HTML. The parser has dropped what is not on the allow-list; here its addresses are resolved, and its elements
//! are closed at the end of their parent.

use crate::index::Target;
use crate::markup::elements::{Flow, Link, element};
use crate::parse::{Dest, LinkRef};

use super::video::origin;
use super::writer::Writer;

impl<'a> Writer<'_, 'a> {
    pub fn raw_open(&mut self, index: u32) {
        let tag = *self.tree.html_tag(index);
        let (name, attributes) = (self.str(tag.name), self.str(tag.attributes));
        // The parser keeps only elements.
        let Some(element) = element(name) else { return };
        if let Some(before) = self.raw_around().filter(|around| element.ends.contains(around)) {
            self.end_raw(before);
        }
        // A part of a list or a table has no meaning anywhere else.
        let part = matches!(element.flow, Flow::Item | Flow::TablePart);
        if part && !self.raw_around().is_some_and(|around| element.within.contains(&around)) {
            return;
        }
        let mut id = None;
        if element.is_block() {
            self.end_raw("p");
            id = self.split_paragraph();
            if self.in_phrase(holds_blocks) {
                return;
            }
        } else if !part {
            self.begin();
        }
        if name == "a" && !self.may_link() {
            return;
        }
        self.push("<");
        self.push(name);
        if let Some(ix) = id.filter(|_| !has(attributes, "id")) {
            self.block_id(ix);
        }
        if let Some(link) = tag.link {
            let (reference, target) = self.link_of(link);
            self.raw_address(name, element.link, reference, target);
            if name == "img" {
                self.raw_image(attributes, target);
            }
        }
        self.push(attributes);
        if name == "iframe" && !has(attributes, "title") {
            self.attribute("title", &self.page.context.words.video);
        }
        self.push(">");
        if !element.void {
            self.open_raw(tag.name);
        }
    }

    /// Whether a link may start here. An element `a` ends where another link starts, as browsers do it.
    pub fn may_link(&mut self) -> bool {
        if self.in_link() {
            self.end_raw("a");
        }
        !self.in_link()
    }

    /// Writes an address. Only the attribute of a refused or unresolved one is dropped; the element stays.
    fn raw_address(&mut self, name: &str, link: Option<Link>, reference: &'a LinkRef, target: &'a Target) {
        let Some(link) = link else { return };
        if let (Link::Loads, Dest::External(url)) = (link, &reference.dest) {
            if url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:")) {
                return;
            }
            if name == "iframe" {
                self.page.frame_src.extend(origin(url));
            }
        } else if name == "iframe" && matches!(target, Target::Note { .. } | Target::Asset(_)) {
            self.page.frame_src.insert("'self'".to_owned());
        }
        self.address(link.attribute(), target, reference);
    }

    /// Writes the width or height that the author left out.
    fn raw_image(&mut self, attributes: &str, target: &Target) {
        if !has(attributes, "loading") {
            self.push(" loading=\"lazy\" decoding=\"async\"");
        }
        let Target::Asset(asset) = target else { return };
        let Some((width, height)) = self.page.context.site.asset(*asset).size else { return };
        match (value(attributes, "width"), value(attributes, "height")) {
            (None, None) if !has(attributes, "style") => self.dimensions(None, Some((width, height))),
            (Some(wanted), None) => {
                if let Ok(wanted) = wanted.parse::<u32>() {
                    let scaled = u64::from(height) * u64::from(wanted) / u64::from(width.max(1));
                    self.attribute("height", &scaled.max(1).to_string());
                }
            }
            _ => {}
        }
    }
}

/// `None` where that depends on the element's parent.
fn holds_blocks(name: &str) -> Option<bool> {
    element(name).filter(|element| element.is_block()).map(|element| element.flow != Flow::TextBlock)
}

fn has(attributes: &str, name: &str) -> bool {
    value(attributes, name).is_some()
}

/// The value in a run of ` name="value"`.
fn value<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, next) = after.split_once('"')?;
        if key.trim() == name {
            return Some(value);
        }
        rest = next;
    }
    None
}
