//! Blocks: paragraphs, headings, quotes, lists.

use crate::parse::tree::{Kind, Node, NodeIx, Text};

use super::labels::fill;
use super::page::TocItem;
use super::writer::{Close, Writer};

const HEADING_ENDS: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];

impl Writer<'_, '_> {
    pub fn quote(&mut self, ix: NodeIx, node: Node) {
        self.push("<blockquote");
        self.block_id(ix);
        self.push(">\n");
        self.open(node, Close::Block("</blockquote>\n"));
    }

    pub fn math_block(&mut self, ix: NodeIx, node: Node, tex: Text) {
        self.push("<div class=\"math math-block\"");
        self.block_id(ix);
        self.push(">");
        self.math(node, tex, true);
        self.push("</div>\n");
    }

    pub fn heading(&mut self, ix: NodeIx, node: Node, index: u32) {
        let note = self.note;
        let heading = &note.parsed.headings[index as usize];
        let level = heading.level.clamp(1, 6);
        self.push("<h");
        self.push(&level.to_string());
        if !self.embedded {
            let id = &*note.parsed.headings[index as usize].id;
            self.attribute("id", id);
            let text = if heading.text().is_empty() { &heading.raw } else { heading.text() };
            self.page.article.toc.push(TocItem { level, id: id.to_owned(), text: text.to_owned() });
        }
        self.attribute("data-heading", &heading.raw);
        self.push(">");
        self.block_anchor(ix);
        self.open(node, Close::Heading(index));
    }

    /// Closes a heading, after the link to itself.
    pub fn close_heading(&mut self, index: u32) {
        let note = self.note;
        let heading = &note.parsed.headings[index as usize];
        if !self.embedded && !self.in_link() {
            let id = &*note.parsed.headings[index as usize].id;
            self.push("<a class=\"kb-anchor\" href=\"");
            crate::markup::fragment(self.out(), id);
            let label = fill(&self.page.context.words.heading_link, "{name}", heading.text());
            self.push("\"");
            self.attribute("aria-label", &label);
            self.push("></a>");
        }
        self.push(HEADING_ENDS[usize::from(heading.level.clamp(1, 6)) - 1]);
    }

    pub fn list(&mut self, ix: NodeIx, node: Node, start: Option<u32>, tasks: bool) {
        self.push(if start.is_some() { "<ol" } else { "<ul" });
        if tasks {
            self.push(" class=\"contains-task-list\"");
        }
        if let Some(start) = start.filter(|&start| start != 1) {
            self.attribute("start", &start.to_string());
        }
        self.block_id(ix);
        self.push(">\n");
        self.open(node, Close::Block(if start.is_some() { "</ol>\n" } else { "</ul>\n" }));
    }

    /// Opens an item; also its first paragraph where a task's box or a toggle's summary goes in front.
    pub fn item(&mut self, ix: NodeIx, node: Node, task: Option<char>, toggle: bool) -> NodeIx {
        self.push("<li");
        if let Some(mark) = task {
            self.push(if mark == ' ' { " class=\"task-list-item\"" } else { " class=\"task-list-item is-checked\"" });
            self.attribute("data-task", mark.encode_utf8(&mut [0; 4]));
        }
        self.block_id(ix);
        self.push(">");
        let first = ix + 1;
        let paragraph = first < node.end && self.tree.node(first).kind == Kind::Paragraph;
        if toggle {
            self.open(node, Close::Block("</details></li>\n"));
            self.push("<details><summary>");
            let end = if paragraph { self.tree.node(first).end } else { self.line_end(first, node.end) };
            self.open_to(end, Close::Inline("</summary>\n"));
            self.task_box(task);
            return if paragraph { first + 1 } else { first };
        }
        self.open(node, Close::Block("</li>\n"));
        if task.is_some() && paragraph {
            self.open_paragraph(first, self.tree.node(first).end);
            self.begin();
            self.task_box(task);
            return first + 1;
        }
        self.task_box(task);
        first
    }

    /// Where the inlines of a tight item end and its first block begins.
    fn line_end(&self, from: NodeIx, end: NodeIx) -> NodeIx {
        let mut ix = from;
        while ix < end && !self.tree.node(ix).kind.is_block() {
            ix = self.tree.node(ix).end;
        }
        ix
    }

    fn task_box(&mut self, task: Option<char>) {
        let Some(mark) = task else { return };
        let words = self.page.context.words;
        self.push("<input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled");
        if mark != ' ' {
            self.push(" checked");
        }
        self.attribute("aria-label", if mark == ' ' { &words.task_open } else { &words.task_done });
        self.push("> ");
    }
}
