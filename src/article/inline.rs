//! Inlines: text, emphasis, tags, math, line ends.

use crate::parse::tree::{Node, TagId, Text};

use super::writer::{Close, Writer};

impl Writer<'_, '_> {
    pub fn code_span(&mut self, text: Text) {
        self.begin();
        let text = self.str(text);
        self.push("<code>");
        self.text(text);
        self.push("</code>");
    }

    pub fn math_in_line(&mut self, node: Node, tex: Text, display: bool) {
        self.begin();
        self.push(if display { "<span class=\"math math-block\">" } else { "<span class=\"math math-inline\">" });
        self.math(node, tex, display);
        self.push("</span>");
    }

    pub fn run_of_text(&mut self, text: Text) {
        let text = self.str(text);
        let text = if self.at_paragraph_start() { text.trim_start_matches([' ', '\t', '\n']) } else { text };
        if !text.is_empty() {
            self.begin();
            self.text(text);
        }
    }

    pub fn mark(&mut self, node: Node, start: &str, end: &'static str) {
        self.begin();
        self.push(start);
        self.open(node, Close::Inline(end));
    }

    pub fn line_break(&mut self, shows: bool) {
        if !self.at_paragraph_start() {
            self.push(if shows { "<br>\n" } else { "\n" });
        }
    }

    pub fn tag(&mut self, node: Node, tag: TagId) {
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
