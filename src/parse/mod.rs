//! The parser: one [`SourceFile`] becomes one [`ParsedNote`]: properties, a Markdown tree, and unresolved links.
//! Total, per file, parallel.
//!
//! 1. [`properties`] reads the block between the fences and returns where the body starts.
//! 2. `prepass` and `mask` walk the body's lines and cover, with filler of the same length, text that pulldown-cmark
//!    must not interpret: wikilinks, math, comments, callout headers. `offsets` maps offsets back to the source.
//! 3. `events` turns pulldown-cmark's events into blocks (`build`, `leaves`, `html_block`) and lists of tokens.
//! 4. The passes of `inline` uncover the regions in one block's tokens and find Obsidian's own syntax.
//! 5. The tokens go into the [`Tree`], every span in bytes of the source.
//!
//! `note`, `links` and `anchors` define the parsed data. The readers use them; they use only other definitions.

mod anchors;
pub mod base;
pub mod canvas;
mod diagram;
mod heading_ids;
mod html;
mod limits;
mod links;
mod markdown;
mod note;
pub mod properties;
pub mod property_links;
mod topic;
pub mod tree;

use crate::diag::Outcome;
use crate::scan::SourceFile;

use anchors::exact;
pub use anchors::{BlockId, Heading, TagRef};
pub use links::{Dest, LinkRef, LinkSyntax, LinkText, LinkWords};
pub use note::{Form, ParseRules, ParsedNote};
use properties::Read;
pub use properties::{Access, Properties, Property, Scalar};
pub use property_links::PropertyLink;
pub use tree::Tree;

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

#[cfg(test)]
mod tests;
