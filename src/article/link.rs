//! Links and addresses.

use crate::index::{NoteId, Section, Target};
use crate::parse::tree::{LinkId, Node, NodeIx};
use crate::parse::{Dest, LinkRef};
use crate::path::UrlPath;

use super::writer::{Close, Writer};
use crate::markup::{escape, fragment};

impl<'a> Writer<'_, 'a> {
    /// Opens a link; its children are its text. One without children shows its target.
    pub fn link(&mut self, ix: NodeIx, node: Node, link: LinkId) {
        self.begin();
        let (reference, target) = self.link_of(link);
        if *target == Target::Refused || !self.may_link() {
            return;
        }
        match &reference.dest {
            Dest::Internal(text) => {
                self.push(if *target == Target::Missing {
                    "<a class=\"internal-link is-unresolved\""
                } else {
                    "<a class=\"internal-link\""
                });
                self.attribute("data-href", text.as_str());
            }
            Dest::External(_) => self.push("<a class=\"external-link\""),
            Dest::Refused => return,
        }
        if let Some(title) = reference.title() {
            self.attribute("title", title);
        }
        self.address("href", target, reference);
        self.push(">");
        if node.end == ix + 1 {
            self.text(shown(&reference.dest).as_str());
        }
        self.open(node, Close::Link);
    }

    pub fn link_of(&self, link: LinkId) -> (&'a LinkRef, &'a Target) {
        let note = self.note;
        (&note.parsed.links[link as usize], &note.targets[link as usize])
    }

    /// Writes ` name="…"` with the address of a link's target; nothing where no address may be shown.
    pub fn address(&mut self, name: &str, target: &Target, reference: &LinkRef) {
        match target {
            Target::Note { note, section } => {
                self.start_attribute(name);
                self.note_url(*note, section);
            }
            Target::Asset(asset) => {
                self.start_attribute(name);
                let asset = self.page.context.site.asset(*asset);
                self.site_url(&asset.url);
                if let Dest::Internal(text) = &reference.dest
                    && let Some(subpath) = text.subpath()
                {
                    fragment(self.out(), subpath);
                }
            }
            Target::Topic(topic) => {
                self.start_attribute(name);
                let topic = self.page.context.site.topic(*topic);
                self.site_url(&topic.url);
            }
            Target::External => {
                let Dest::External(url) = &reference.dest else { return };
                self.start_attribute(name);
                self.text(url);
            }
            Target::Refused | Target::Missing => return,
        }
        self.push("\"");
    }

    fn start_attribute(&mut self, name: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
    }

    /// The address of a note or of a part of it. It has a path even on the note's own page, since the note's text is
    /// shown on other pages too.
    pub fn note_url(&mut self, note: NoteId, section: &Section) {
        let site = self.page.context.site;
        self.site_url(&site.note(note).url);
        if let Some(anchor) = site.anchor(note, section) {
            fragment(self.out(), &anchor);
        }
    }

    /// The link to a page or file of the site, with the base path.
    pub fn site_url(&mut self, url: &UrlPath) {
        let prefix = &self.page.context.config.site.base.prefix;
        escape(&mut self.page.out, prefix);
        escape(&mut self.page.out, url.as_str());
    }
}

/// The text of a link without one of its own: `Note > A` for `Note#A`.
pub fn shown(dest: &Dest) -> String {
    match dest {
        Dest::Internal(text) => {
            let parts: Vec<&str> = text.as_str().split('#').map(str::trim).filter(|part| !part.is_empty()).collect();
            parts.join(" > ")
        }
        Dest::External(url) => url.to_string(),
        Dest::Refused => String::new(),
    }
}
