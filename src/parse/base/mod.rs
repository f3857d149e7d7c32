//! A base (a `.base` file, or a fence of that language in a note) becomes a [`Base`]: its views, with every filter and
//! formula as a checked expression.
//!
//! 1. `yaml` reads the file's structure: filters, formulas, properties, views.
//! 2. `lex` and `grammar` make an [`expr::Expr`] of each filter statement and formula, within limits.
//! 3. `known` lists the functions and fields that can be evaluated: any other is reported in a diagnostic here,
//!    where its location is known, and evaluates to nothing.

pub mod expr;
mod grammar;
mod html;
mod known;
mod lex;
pub(super) mod model;
#[cfg(test)]
mod tests;
mod yaml;

use super::anchors::Heading;
use super::heading_ids;
use super::note::{Form, ParsedNote};
use super::properties::{Access, Properties};
use super::tree::{Kind, Tree, TreeBuilder};
use crate::diag::Outcome;
use crate::scan::SourceFile;
use crate::text::{Source, Span};

pub use html::safe_html;
pub use model::{Base, Column, Filter, Layout, Order, Summary, View};

/// Reads a `.base` file. It never fails: an unreadable base shows nothing, with a warning. Its views are
/// its headings, so that links can name them.
pub fn parse(file: &SourceFile) -> Outcome<Option<ParsedNote>> {
    let source = &file.source;
    yaml::read(source, Span::new(0, source.text.len())).map(|base| {
        let (body, headings) = headings(&base, source);
        Some(ParsedNote {
            source: source.clone(),
            quiet: file.quiet,
            unlisted: false,
            properties: Properties::default(),
            access: Access::WhereLinked,
            form: Form::Base(Box::new(base)),
            body,
            links: Vec::new(),
            property_links: Box::default(),
            headings,
            blocks: Vec::new(),
            tags: Vec::new(),
            html_ids: Vec::new(),
            bases: Vec::new(),
            queries: Vec::new(),
        })
    })
}

fn headings(base: &Base, source: &Source) -> (Tree, Vec<Heading>) {
    let mut tree = TreeBuilder::new();
    let mut headings = Vec::new();
    for (ix, view) in base.views.iter().enumerate() {
        let at = source.text.find(&*view.name).unwrap_or(0);
        let span = Span::new(at, at + if at == 0 { 0 } else { view.name.len() });
        let node = tree.open(Kind::Heading(ix as u32), span);
        let text = tree.side(&view.name);
        tree.leaf(Kind::Text(text), span);
        tree.close();
        let name = view.name.to_string();
        headings.push(Heading { level: 2, raw: name.into(), shown: None, id: Default::default(), node, span });
    }
    heading_ids::set(&mut headings, &[]);
    (tree.finish(), headings)
}

/// Languages of blocks that the app computes or draws; a static page can only show the source.
pub const QUERIES: [&str; 5] = ["dataview", "dataviewjs", "mermaid", "query", "tasks"];

/// The fences of a note that the app computes or draws.
#[derive(Debug, Default)]
pub(super) struct Fences {
    /// Each with the index of its code block.
    pub bases: Vec<(u32, Base)>,
    /// The languages of plugins, each with its first block.
    pub queries: Vec<(&'static str, Span)>,
}

/// Reads the fences of a note that are not plain code.
pub(super) fn fences(tree: &Tree, source: &Source) -> Outcome<Fences> {
    let mut diagnostics = Vec::new();
    let mut found = Fences::default();
    for (node, ix) in tree.code_blocks() {
        let block = tree.code(ix);
        let language = tree.text(block.info, &source.text).split_whitespace().next().unwrap_or_default();
        if let Some(query) = QUERIES.iter().find(|query| **query == language)
            && !found.queries.iter().any(|(known, _)| known == query)
        {
            found.queries.push((query, node.span));
        }
        if !language.eq_ignore_ascii_case("base") {
            continue;
        }
        // The code in a quote is not a slice of the source: the location is then the block itself.
        let base = match block.code.as_source() {
            Some(span) => yaml::read(source, span).take(&mut diagnostics),
            None => yaml::read_text(tree.text(block.code, &source.text), source, node.span).take(&mut diagnostics),
        };
        found.bases.push((ix, base));
    }
    Outcome::new(found, diagnostics)
}
