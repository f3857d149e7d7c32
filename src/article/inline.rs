//! What stands in a line: text, emphasis, tags, math, line ends.

use crate::parse::tree::{Kind, Node, NodeIx, TagId};

use super::writer::{Close, Writer};

impl Writer<'_, '_> {
    /// Writes or opens what stands in a line, and tells which node is next.
    pub fn inline(&mut self, ix: NodeIx, node: Node) -> NodeIx {
        match node.kind {
            Kind::Text(text) => {
                let text = self.str(text);
                self.run_of_text(text);
            }
            Kind::Code(text) => {
                self.begin();
                let text = self.str(text);
                self.push("<code>");
                self.text(text);
                self.push("</code>");
            }
            Kind::Emphasis => self.mark(node, "<em>", "</em>"),
            Kind::Strong => self.mark(node, "<strong>", "</strong>"),
            Kind::Strike => self.mark(node, "<del>", "</del>"),
            Kind::Highlight => self.mark(node, "<mark>", "</mark>"),
            Kind::HardBreak => self.line_break(true),
            Kind::SoftBreak => self.line_break(!self.page.context.config.markdown.strict_line_breaks),
            Kind::Link(link) => self.link(ix, node, link),
            Kind::Embed(link) => self.embed(link),
            Kind::Tag(tag) => self.tag(node, tag),
            Kind::InlineMath(tex) => {
                self.begin();
                self.push("<span class=\"math math-inline\">");
                self.math(node, tex, false);
                self.push("</span>");
            }
            Kind::DisplayMath(tex) => {
                self.begin();
                self.push("<span class=\"math math-block\">");
                self.math(node, tex, true);
                self.push("</span>");
            }
            Kind::FootnoteRef(label) => self.footnote_reference(node, label),
            Kind::InlineFootnote => {
                self.refer(ix);
                return node.end;
            }
            Kind::HtmlOpen(tag) => self.raw_open(tag),
            Kind::HtmlClose(name) => {
                let name = self.str(name);
                self.end_raw(name);
            }
            _ => {}
        }
        ix + 1
    }

    fn run_of_text(&mut self, text: &str) {
        let text = if self.at_paragraph_start() { text.trim_start_matches([' ', '\t', '\n']) } else { text };
        if !text.is_empty() {
            self.begin();
            self.text(text);
        }
    }

    fn mark(&mut self, node: Node, start: &str, end: &'static str) {
        self.begin();
        self.push(start);
        self.open(node, Close::Inline(end));
    }

    fn line_break(&mut self, shows: bool) {
        if !self.at_paragraph_start() {
            self.push(if shows { "<br>\n" } else { "\n" });
        }
    }

    fn tag(&mut self, node: Node, tag: TagId) {
        self.begin();
        let text = self.note.parsed.source.slice(node.span);
        if !self.may_link() {
            return self.text(text);
        }
        self.push("<a class=\"tag\"");
        // A tag that only notes outside the lists use has no page.
        if let Some(topic) = self.note.tag_topics[tag as usize] {
            self.push(" href=\"");
            let topic = self.page.context.site.topic(topic);
            self.site_url(&topic.url);
            self.push("\"");
        }
        self.push(">");
        self.text(text);
        self.push("</a>");
    }
}
