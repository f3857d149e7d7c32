//! Markdown becomes a tree: the pre-pass, then the events, within the limits. A note's body is read at once; the cards
//! of a canvas are read one after another, each for itself, into one tree.

mod alias;
mod build;
mod cjk;
mod cursor;
mod events;
pub(super) mod find;
mod html_block;
mod html_lines;
pub(super) mod inline;
mod items;
mod leaves;
pub(super) mod lines;
mod mask;
mod offsets;
mod prepass;
mod table;

use std::ops::Range;

use super::limits::{Budget, Excess};
use super::tree::{NodeIx, Tree, TreeBuilder};
use crate::config::MarkdownSettings;
use crate::diag::{Diagnostic, codes};
use crate::text::Source;
use build::{Builder, Parts};
use mask::MaskRules;

/// The parts read so far.
pub(super) struct Body<'a> {
    source: &'a Source,
    rules: &'a MarkdownSettings,
    pub tree: TreeBuilder,
    pub parts: Parts,
    budget: Budget,
}

impl<'a> Body<'a> {
    pub fn new(source: &'a Source, rules: &'a MarkdownSettings) -> Self {
        Self { source, rules, tree: TreeBuilder::new(), parts: Parts::default(), budget: Budget::default() }
    }

    /// The index of the next node.
    pub fn next_ix(&self) -> NodeIx {
        self.tree.next_ix()
    }

    /// Reads a range of the source as a Markdown document. Returns the limit that it exceeded, if any.
    pub fn read(&mut self, range: Range<usize>) -> Option<Excess> {
        let mask_rules = MaskRules { cjk_emphasis: self.rules.cjk_emphasis, wikilinks: true };
        let prepared = prepass::prepare(&self.source.text[..range.end], range.start, mask_rules);
        if let Some(opener) = prepared.unclosed {
            let message = "this comment is never closed, so the rest of the note is hidden";
            self.parts.diagnostics.push(
                Diagnostic::new(codes::COMMENT_UNCLOSED, message)
                    .help("close it with %% on a line below")
                    .at(self.source, opener)
                    // The text after the opener is hidden too.
                    .unquoted(),
            );
        }
        if let Some(at) = prepared.too_deep {
            return Some(Excess::Nesting(at));
        }
        let mut builder = Builder::new(self.source, range.start, &prepared.masked, self.rules);
        builder.tree = std::mem::take(&mut self.tree);
        builder.parts = std::mem::take(&mut self.parts);
        builder.budget = self.budget;
        events::read(&mut builder);
        (self.tree, self.parts, self.budget) = (builder.tree, builder.parts, builder.budget);
        while self.tree.depth() > 0 {
            self.tree.close();
        }
        self.budget.excess
    }

    pub fn finish(self) -> (Tree, Parts) {
        (self.tree.finish(), self.parts)
    }
}
