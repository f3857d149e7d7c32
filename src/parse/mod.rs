//! The parser: one [`SourceFile`] becomes one [`ParsedNote`]: properties, a Markdown tree, and unresolved links.
//! Total, per file, parallel.
//!
//! 1. [`properties`] reads the block between the fences and returns where the body starts.
//! 2. `prepass` and `mask` walk the body's lines and cover, with filler of the same length, text that pulldown-cmark
//!    must not interpret: wikilinks, math, comments, callout headers. `offsets` maps offsets back to the source.
//! 3. `events` turns pulldown-cmark's events into blocks (`build`, `leaves`, `html_block`) and lists of tokens.
//! 4. The passes of `inline` uncover the regions in one block's tokens and find Obsidian's own syntax.
//! 5. The tokens go into the [`Tree`], every span in bytes of the source.

pub mod base;
pub mod canvas;
mod diagram;
mod heading_ids;
mod html;
mod limits;
mod links;
mod markdown;
pub mod properties;
pub mod property_links;
mod topic;
pub mod tree;

use crate::config::MarkdownSettings;
use crate::diag::Outcome;
use crate::path::VaultPath;
use crate::scan::SourceFile;
use crate::text::{Source, Span};

use properties::Read;
pub use properties::{Properties, Property, Scalar};
pub use property_links::PropertyLink;
pub use tree::Tree;

/// The settings of the parser.
#[derive(Clone, Copy, Debug)]
pub struct ParseRules<'a> {
    pub markdown: &'a MarkdownSettings,
    /// The names (folded) of the properties shown on pages.
    pub shown_properties: &'a [String],
}

/// Parses a note, a canvas or a base. `None` if it is left out: a limit is exceeded or a privacy flag unreadable. The
/// diagnostics report which.
pub fn parse(file: &SourceFile, rules: &ParseRules) -> Outcome<Option<ParsedNote>> {
    match file.source.path.extension().as_str() {
        "canvas" => return canvas::parse(file, rules),
        "base" => return base::parse(file),
        _ => {}
    }
    let source = &file.source;
    let mut diagnostics = Vec::new();
    let Read { properties, access, body_start, refused } =
        properties::read(source, rules.markdown.legacy_singular_keys).take(&mut diagnostics);
    if refused {
        return Outcome::new(None, diagnostics);
    }
    let mut body = markdown::Body::new(source, rules.markdown);
    let excess = body.read(body_start..source.text.len());
    let (tree, mut parts) = body.finish();
    diagnostics.extend(parts.diagnostics);
    if let Some(excess) = excess {
        if access == Access::Private {
            // Warnings quote lines; for a private note only the error itself is reported.
            diagnostics.clear();
        }
        diagnostics.push(excess.diagnostic(source));
        return Outcome::new(None, diagnostics);
    }
    let mut headings = exact(parts.headings);
    heading_ids::set(&mut headings, &parts.html_ids);
    let shown = rules.shown_properties;
    let property_links = property_links::find(&properties, shown, source, &mut parts.links, &mut diagnostics);
    let fences = base::fences(&tree, source).take(&mut diagnostics);
    let mut links = parts.links;
    if fences.queries.iter().any(|(language, _)| *language == "mermaid") {
        links.extend(diagram::links_of(&tree, source));
    }
    let note = ParsedNote {
        source: source.clone(),
        quiet: file.quiet,
        unlisted: properties.flag("unlisted") == Some(true),
        properties,
        access,
        form: Form::Note,
        body: tree,
        links: exact(links),
        property_links,
        headings,
        blocks: exact(parts.blocks),
        tags: exact(parts.tags),
        html_ids: exact(parts.html_ids),
        bases: fences.bases,
        queries: fences.queries,
    };
    Outcome::new(Some(note), diagnostics)
}

/// Releases spare capacity: all notes of a vault are in memory together.
fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    // Moved, not shrunk: an allocator may keep a shrunk block at its old size.
    let mut exact = Vec::with_capacity(list.len());
    exact.append(&mut list);
    exact
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
    pub bases: Vec<(u32, base::Base)>,
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
    Canvas(Box<canvas::Canvas>),
    /// Its views are its headings.
    Base(Box<base::Base>),
}

impl Form {
    pub fn is_base(&self) -> bool {
        matches!(self, Self::Base(_))
    }
}

/// Who may see a note, read fail-closed: only these values exist. An unreadable flag is an error that
/// makes the note [`Access::Private`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// `publish: true`.
    Declared,
    /// No flag is set.
    Unsaid,
    /// `unlisted: true`: a page that is not in any index.
    Unlisted,
    /// `draft: true`, without `publish: false`.
    Draft,
    /// `publish: false`, or an unreadable flag.
    Private,
    /// A canvas or a base, which has no flags: published if a published note refers to it, as an attachment is.
    WhereLinked,
}

/// A link or an embed as the note spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRef {
    /// The whole construct, from the opening bracket (or `!`) to the closing one.
    pub span: Span,
    pub syntax: LinkSyntax,
    /// `![[…]]`, `![…](…)`, or an `<img>`, `<audio>`, `<video>`, `<iframe>` element.
    pub embed: bool,
    pub dest: Dest,
    /// `None` if all fields are empty, as in most links; links are the most numerous items of a vault after nodes.
    words: Option<Box<LinkWords>>,
}

/// The optional parts of a link: everything but its destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkWords {
    /// The title in `[x](y "title")`.
    pub title: Option<Box<str>>,
    /// Text of an alias or of Markdown brackets, plain, without a size; the alt text of an image. `None` for `[[Note]]`.
    pub label: Option<Box<str>>,
    /// `|300` or `|300x200`, pixels.
    pub size: Option<(u32, Option<u32>)>,
}

impl LinkRef {
    pub fn new(span: Span, syntax: LinkSyntax, embed: bool, dest: Dest) -> Self {
        Self { span, syntax, embed, dest, words: None }
    }

    /// The same link with these details added.
    pub fn with(mut self, words: LinkWords) -> Self {
        self.words = Some(words).filter(|words| *words != LinkWords::default()).map(Box::new);
        self
    }

    pub fn title(&self) -> Option<&str> {
        self.words.as_ref()?.title.as_deref()
    }

    pub fn label(&self) -> Option<&str> {
        self.words.as_ref()?.label.as_deref()
    }

    pub fn size(&self) -> Option<(u32, Option<u32>)> {
        self.words.as_ref()?.size
    }

    pub fn set_label(&mut self, label: &str) {
        self.words.get_or_insert_default().label = Some(label.into());
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkSyntax {
    Wiki,
    Markdown,
    /// `<https://…>` or a bare URL.
    Auto,
    Html,
}

/// The destination of a link, split and decoded, not resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dest {
    /// A file or heading of the vault.
    Internal(LinkText),
    /// A URL with an allowed scheme, valid in `href` (not yet HTML-escaped).
    External(Box<str>),
    /// A URL that must not be linked; a diagnostic was reported.
    Refused,
}

/// A link's text as typed (a Markdown destination percent-decoded): the value of `data-href`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkText(Box<str>);

impl LinkText {
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the first `#`, trimmed; empty means this note.
    pub fn path(&self) -> &str {
        self.0.split_once('#').map_or(&*self.0, |(path, _)| path).trim()
    }

    /// The part after the first `#`, trimmed; `None` without a `#`.
    pub fn subpath(&self) -> Option<&str> {
        self.0.split_once('#').map(|(_, subpath)| subpath.trim())
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The raw source of the heading without its marks: what links and `data-heading` compare with.
    pub raw: Box<str>,
    /// The visible text, if it differs.
    pub shown: Option<Box<str>>,
    /// The HTML id.
    pub id: Box<str>,
    /// Its node in the tree.
    pub node: u32,
    pub span: Span,
}

impl Heading {
    /// The visible text.
    pub fn text(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }
}

/// A block id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockId {
    /// Without the `^`, as written; compared without case.
    pub id: String,
    /// The node with this id: the block that an embed of it shows and that gets the HTML id.
    pub node: u32,
}

/// An inline tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRef {
    /// Without the `#`, empty segments dropped: `a/b`.
    pub name: String,
    pub span: Span,
}

#[cfg(test)]
mod tests;
