//! A base (a `.base` file, or a fence of that language in a note) becomes a [`Base`]: its views, with every filter and
//! formula as an expression that was checked.
//!
//! 1. `yaml` reads the file's own words: filters, formulas, properties, views.
//! 2. `lex` and `grammar` make an [`expr::Expr`] of each filter statement and formula, within limits.
//! 3. `known` lists the functions and fields that can be evaluated: what is not on it is named in a diagnostic here,
//!    where its place is known, and is nothing when it is evaluated.

pub mod expr;
mod grammar;
mod html;
mod known;
mod lex;
#[cfg(test)]
mod tests;
mod yaml;

use super::tree::{Kind, Tree, TreeBuilder};
use super::{Access, Form, Heading, ParsedNote, Properties, heading_ids};
use crate::diag::Outcome;
use crate::scan::SourceFile;
use crate::text::{Source, Span};

use expr::Expr;
pub use html::safe_html;

/// A base, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    pub filter: Filter,
    /// In the file's order.
    pub formulas: Vec<(Box<str>, Expr)>,
    /// Names shown for columns.
    pub names: Vec<(Column, Box<str>)>,
    pub views: Vec<View>,
    /// Summaries of its own, by name: expressions over `values`.
    pub summaries: Vec<(Box<str>, Expr)>,
    /// Whether it asks for the note that it stands in, and so differs from page to page.
    pub uses_this: bool,
}

/// Which notes are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Filter {
    #[default]
    Everything,
    Expr(Expr),
    And(Vec<Filter>),
    Or(Vec<Filter>),
    /// None of them.
    Not(Vec<Filter>),
}

/// One way to show a base.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub layout: Layout,
    /// Empty where the base gives none.
    pub name: Box<str>,
    pub filter: Filter,
    pub columns: Vec<Column>,
    pub sort: Vec<Order>,
    pub group: Option<Order>,
    pub limit: Option<usize>,
    /// Of cards: the property that holds the picture.
    pub image: Option<Column>,
    /// The name of a summary below a column.
    pub summaries: Vec<(Column, Summary)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Table,
    Cards,
    List,
}

/// What rows are sorted or grouped by.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub by: Column,
    pub descending: bool,
}

/// A property of a note, of its file, or of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    Note(Box<str>),
    File(Box<str>),
    Formula(Box<str>),
}

impl Column {
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        match text.split_once('.') {
            Some(("file", name)) => Self::File(name.into()),
            Some(("formula", name)) => Self::Formula(name.into()),
            Some(("note", name)) => Self::Note(name.into()),
            _ => Self::Note(text.into()),
        }
    }
}

/// What stands below a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    Average,
    Min,
    Max,
    Sum,
    Range,
    Median,
    Stddev,
    Earliest,
    Latest,
    Checked,
    Unchecked,
    Empty,
    Filled,
    Unique,
    /// One of the base's own, by its place.
    Custom(u16),
}

impl Summary {
    /// Those that every base knows.
    pub const ALL: [Self; 14] = [
        Self::Average,
        Self::Min,
        Self::Max,
        Self::Sum,
        Self::Range,
        Self::Median,
        Self::Stddev,
        Self::Earliest,
        Self::Latest,
        Self::Checked,
        Self::Unchecked,
        Self::Empty,
        Self::Filled,
        Self::Unique,
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|summary| summary.name().eq_ignore_ascii_case(word.trim()))
    }

    /// As Obsidian spells it, in lower case: the key of its word in a theme. Those of a base have names of their own.
    pub fn name(self) -> &'static str {
        match self {
            Self::Average => "average",
            Self::Min => "min",
            Self::Max => "max",
            Self::Sum => "sum",
            Self::Range => "range",
            Self::Median => "median",
            Self::Stddev => "stddev",
            Self::Earliest => "earliest",
            Self::Latest => "latest",
            Self::Checked => "checked",
            Self::Unchecked => "unchecked",
            Self::Empty => "empty",
            Self::Filled => "filled",
            Self::Unique => "unique",
            Self::Custom(_) => "",
        }
    }
}

/// Reads a `.base` file. It is always something: one that cannot be read shows nothing, with a warning. Its views are
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

/// What a note's fences ask the app to compute.
#[derive(Debug, Default)]
pub(super) struct Fences {
    /// Each with the index of its code block.
    pub bases: Vec<(u32, Base)>,
    /// The languages of plugins, each with its first block.
    pub queries: Vec<(&'static str, Span)>,
}

/// Reads the fences of a note that are more than code.
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
        // In a quote the code does not stand in the source as it is: then the block itself is the place.
        let base = match block.code.as_source() {
            Some(span) => yaml::read(source, span).take(&mut diagnostics),
            None => yaml::read_text(tree.text(block.code, &source.text), source, node.span).take(&mut diagnostics),
        };
        found.bases.push((ix, base));
    }
    Outcome::new(found, diagnostics)
}
