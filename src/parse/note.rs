//! A parsed note.

use super::anchors::{BlockId, Heading, TagRef};
use super::base::model::Base;
use super::canvas::model::Canvas;
use super::links::LinkRef;
use super::properties::{Access, Properties, Property};
use super::property_links::PropertyLink;
use super::tree::Tree;
use crate::config::MarkdownSettings;
use crate::path::VaultPath;
use crate::text::{Source, Span};

/// The settings of the parser.
#[derive(Clone, Copy, Debug)]
pub struct ParseRules<'a> {
    pub markdown: &'a MarkdownSettings,
    /// The names (folded) of the properties shown on pages.
    pub shown_properties: &'a [String],
}

/// A parsed note, with nothing resolved. Immutable.
#[derive(Clone, Debug)]
pub struct ParsedNote {
    pub source: Source,
    /// See [`crate::scan::SourceFile::quiet`].
    pub quiet: bool,
    pub properties: Properties,
    pub access: Access,
    /// `unlisted: true`, whatever the other flags are.
    pub unlisted: bool,
    pub form: Form,
    pub body: Tree,
    /// Every link and embed of the body, in document order, then those of the shown properties, then those of diagrams,
    /// which are not in the tree. `LinkId`s of the tree are indices into it.
    pub links: Vec<LinkRef>,
    /// The positions of the links in the shown properties, in order.
    pub property_links: Box<[PropertyLink]>,
    /// Headings in document order.
    pub headings: Vec<Heading>,
    /// Block ids (`^id`) in document order.
    pub blocks: Vec<BlockId>,
    /// Inline tags in document order. `TagId`s of the tree are indices into it.
    pub tags: Vec<TagRef>,
    /// `id` and `name` attributes of raw HTML elements, as written.
    pub html_ids: Vec<String>,
    /// Bases in fences, by the index of their code block.
    pub bases: Vec<(u32, Base)>,
    /// Languages of plugins whose blocks only the app can run, each with its first block.
    pub queries: Vec<(&'static str, Span)>,
}

impl ParsedNote {
    pub fn path(&self) -> &VaultPath {
        &self.source.path
    }

    /// The shown property that contains the link; `None` for a link of the body.
    pub fn property_of(&self, link: u32) -> Option<Property<'_>> {
        let at = self.property_links.binary_search_by_key(&link, |place| place.link).ok()?;
        Some(self.properties.entry(usize::from(self.property_links[at].property)))
    }
}

/// The type of the file, with the data that only this type has.
#[derive(Clone, Debug)]
pub enum Form {
    Note,
    /// Its cards are parts of the tree.
    Canvas(Box<Canvas>),
    /// Its views are its headings.
    Base(Box<Base>),
}

impl Form {
    pub fn is_base(&self) -> bool {
        matches!(self, Self::Base(_))
    }
}
