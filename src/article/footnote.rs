//! Footnotes: numbered by their first reference, in one section at the end of the article or embed.

use std::collections::BTreeMap;

use crate::parse::tree::{Kind, Node, NodeIx, Text, Tree};

use super::labels::fill;
use super::writer::Writer;

/// The footnotes that were referred to so far.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// Definitions by folded label; found when the first reference is met.
    definitions: Option<BTreeMap<&'a str, NodeIx>>,
    list: Vec<Footnote>,
    /// Indices into the list, by node.
    numbers: BTreeMap<NodeIx, usize>,
    /// All references to each, those in footnotes too: counted before the first is written, for the back links.
    totals: BTreeMap<NodeIx, usize>,
}

struct Footnote {
    /// A definition or an inline footnote.
    node: NodeIx,
    references: usize,
}

impl<'a> Writer<'_, 'a> {
    pub fn footnote_reference(&mut self, node: Node, label: Text) {
        let (tree, source) = (self.tree, self.source);
        let definitions = self.footnotes.definitions.get_or_insert_with(|| definitions(tree, source));
        match definitions.get(tree.text(label, source)).copied() {
            Some(definition) => self.refer(definition),
            None => {
                self.begin();
                let text = self.note.parsed.source.slice(node.span);
                self.text(text);
            }
        }
    }

    /// Writes the reference to a definition or an inline footnote.
    pub fn refer(&mut self, node: NodeIx) {
        self.begin();
        let footnotes = &mut self.footnotes;
        let index = *footnotes.numbers.entry(node).or_insert_with(|| {
            footnotes.list.push(Footnote { node, references: 0 });
            footnotes.list.len() - 1
        });
        footnotes.list[index].references += 1;
        let (number, reference) = (index + 1, footnotes.list[index].references);
        let may_link = self.may_link();
        self.push("<sup class=\"footnote-ref\"");
        if !self.embedded {
            self.attribute("id", &reference_id(number, reference));
        }
        self.push(">");
        let text = format!("[{number}]");
        if !may_link {
            self.push(&text);
        } else {
            self.push("<a class=\"footnote-link\"");
            if !self.embedded {
                self.attribute("href", &format!("#fn-{number}"));
            }
            self.push(">");
            self.push(&text);
            self.push("</a>");
        }
        self.push("</sup>");
    }

    /// Writes the footnotes that were referred to. One may refer to another, which then joins the list.
    pub fn footnotes_section(&mut self) {
        if self.footnotes.list.is_empty() {
            return;
        }
        self.push("<section class=\"footnotes\"");
        self.attribute("aria-label", &self.page.context.words.footnotes);
        self.push("><hr>\n<ol>\n");
        self.count_references();
        let mut index = 0;
        while index < self.footnotes.list.len() && !self.page.is_full() {
            self.footnote(index);
            index += 1;
        }
        self.push("</ol></section>\n");
    }

    /// Follows the references from footnote to footnote, in the order in which they will be written.
    fn count_references(&mut self) {
        let (tree, source) = (self.tree, self.source);
        let footnotes = &mut self.footnotes;
        let definitions = footnotes.definitions.get_or_insert_with(|| definitions(tree, source));
        let mut queue: Vec<NodeIx> = footnotes.list.iter().map(|footnote| footnote.node).collect();
        footnotes.totals = footnotes.list.iter().map(|footnote| (footnote.node, footnote.references)).collect();
        let mut next = 0;
        while let Some(&footnote) = queue.get(next) {
            next += 1;
            let mut ix = footnote + 1;
            while ix < tree.node(footnote).end {
                let node = tree.node(ix);
                let inline = node.kind == Kind::InlineFootnote;
                let target = if let Kind::FootnoteRef(label) = node.kind {
                    definitions.get(tree.text(label, source)).copied()
                } else {
                    inline.then_some(ix)
                };
                if let Some(target) = target {
                    let total = footnotes.totals.entry(target).or_insert_with(|| {
                        queue.push(target);
                        0
                    });
                    *total += 1;
                }
                ix = if inline { node.end } else { ix + 1 };
            }
        }
    }

    fn footnote(&mut self, index: usize) {
        let Footnote { node, references } = self.footnotes.list[index];
        let references = self.footnotes.totals.get(&node).copied().unwrap_or(references);
        self.push("<li");
        if !self.embedded {
            self.attribute("id", &format!("fn-{}", index + 1));
        }
        self.push(">");
        let end = self.tree.node(node).end;
        let inline = self.tree.node(node).kind == Kind::InlineFootnote;
        let last = if inline { Some(node) } else { self.tree.children(node).last() };
        let back = if self.embedded { String::new() } else { self.back_links(index + 1, references) };
        self.tail = Some((last.unwrap_or(node), back));
        if inline {
            self.open_paragraph(node, end);
        }
        self.run(node + 1, end);
        if let Some((_, back)) = self.tail.take().filter(|(_, back)| !back.is_empty()) {
            self.push("<p>");
            self.push(back.trim_start());
            self.push("</p>\n");
        }
        self.push("</li>\n");
    }

    fn back_links(&self, number: usize, references: usize) -> String {
        let mut out = String::new();
        for reference in 1..=references {
            out.push_str(" <a class=\"footnote-backref\"");
            crate::markup::attribute(&mut out, "href", &format!("#{}", reference_id(number, reference)));
            let label = fill(&self.page.context.words.footnote_back, "{n}", &number.to_string());
            crate::markup::attribute(&mut out, "aria-label", &label);
            out.push_str(">↩\u{fe0e}</a>");
        }
        out
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{reference}") }
}

/// The first definition of each label.
fn definitions<'a>(tree: &'a Tree, source: &'a str) -> BTreeMap<&'a str, NodeIx> {
    let mut found = BTreeMap::new();
    for (ix, node) in tree.nodes().enumerate() {
        if let Kind::FootnoteDefinition(label) = node.kind {
            found.entry(tree.text(label, source)).or_insert(ix as NodeIx);
        }
    }
    found
}
