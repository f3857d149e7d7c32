//! Code blocks.

use crate::article::code::{Highlighted, Info, is_known};
use crate::diag::{Diagnostic, codes};
use crate::parse::base::QUERIES;
use crate::parse::tree::{Node, NodeIx};

use super::writer::Writer;
use crate::markup::escape;

impl Writer<'_, '_> {
    pub fn code_block(&mut self, ix: NodeIx, node: Node, index: u32) {
        let block = *self.tree.code(index);
        let info = Info::parse(self.str(block.info));
        let code = self.str(block.code);
        if info.language == "mermaid" {
            return self.mermaid(ix, node, code);
        }
        let note = self.note;
        if let Some((_, base)) = note.parsed.bases.iter().find(|(block, _)| *block == index) {
            return self.base_fence(base, node.span);
        }
        if let Some(title) = info.title {
            self.push("<div class=\"kb-wrap kb-code\"><div class=\"kb-code-title\">");
            self.text(title);
            self.push("</div>");
        }
        self.push("<pre tabindex=\"0\"");
        self.block_id(ix);
        self.push("><code");
        if !info.language.is_empty() {
            self.attribute("class", &format!("language-{}", info.language));
        }
        self.push(">");
        self.code(node, &info, code);
        self.push(if info.title.is_some() { "</code></pre></div>\n" } else { "</code></pre>\n" });
    }

    fn code(&mut self, node: Node, info: &Info<'_>, code: &str) {
        let highlight = self.page.context.code;
        let runs = match highlight.highlight(info.token(), code) {
            Highlighted::Coloured(runs) => Some(runs),
            Highlighted::Plain => {
                if !QUERIES.contains(&info.language) && !is_known(info.token()) {
                    self.report(|note| {
                        Diagnostic::new(codes::CODE_LANGUAGE, format!("the language “{}” is not known", info.token()))
                            .at(&note.parsed.source, node.span)
                            .help("the code is shown without colours; write `text` where none are wanted")
                    });
                }
                None
            }
            Highlighted::TooLarge => {
                self.report(|note| {
                    Diagnostic::new(codes::CODE_TOO_LARGE, "the code is too large to be highlighted")
                        .at(&note.parsed.source, node.span)
                        .help("it is shown plain; the limits are 64 KiB in all and 2 KiB a line")
                });
                None
            }
        };
        if info.lines.is_empty() {
            return match runs {
                Some(runs) => runs.write(self.out(), code),
                None => self.text(code),
            };
        }
        let mut html = String::with_capacity(code.len() * 2);
        match runs {
            Some(runs) => runs.write(&mut html, code),
            None => escape(&mut html, code),
        }
        self.marked_lines(info, &html);
    }

    /// Every line of highlighted code is well-formed by itself, so a line can be marked.
    fn marked_lines(&mut self, info: &Info<'_>, html: &str) {
        for (at, line) in html.split_inclusive('\n').enumerate() {
            if info.marks(at as u32 + 1) {
                let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
                self.push("<span class=\"kb-line\">");
                self.push(text);
                self.push("</span>");
                self.push(end);
            } else {
                self.push(line);
            }
        }
    }
}
