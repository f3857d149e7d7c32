//! Mermaid diagrams: the drawing with the source below, where this build of kbgen can draw it; else the source.

use crate::parse::tree::{Node, NodeIx};

use super::writer::Writer;

impl Writer<'_, '_> {
    pub fn mermaid(&mut self, ix: NodeIx, node: Node, code: &str) {
        self.push("<pre class=\"mermaid\"");
        self.block_id(ix);
        let drawn = self.drawn(ix, node, code);
        match &drawn {
            // It may be wider than the page, and then it must be reachable by keyboard.
            Some(svg) => {
                self.push(" tabindex=\"0\">");
                self.push(svg);
            }
            None => {
                self.push(">");
                self.text(code);
            }
        }
        self.push("</pre>\n");
        if drawn.is_some() {
            self.page.article.mermaid = true;
            let words = self.page.context.words;
            self.push("<details class=\"kb-diagram-source\"><summary>");
            self.text(&words.diagram_source);
            self.push("</summary><pre tabindex=\"0\"><code class=\"language-mermaid\">");
            self.text(code);
            self.push("</code></pre></details>\n");
        }
    }

    /// This kbgen was built without the drawing library; the index reports that once for a vault.
    #[cfg(not(feature = "mermaid"))]
    fn drawn(&self, _: NodeIx, _: Node, _: &str) -> Option<String> {
        None
    }

    /// The SVG of a diagram, or a finding about why there is none.
    #[cfg(feature = "mermaid")]
    fn drawn(&mut self, ix: NodeIx, node: Node, code: &str) -> Option<String> {
        use crate::article::diagram::{DiagramContext, draw};
        use crate::diag::{Diagnostic, codes};

        let drawing = match draw(code) {
            Ok(drawing) => drawing,
            Err(reason) => {
                self.report(|note| {
                    Diagnostic::new(codes::MERMAID_FAILED, format!("this diagram is shown as its source: {reason}"))
                        .at(&note.parsed.source, node.span)
                        .help("see docs/diagrams.md for the kinds of diagrams that kbgen draws")
                });
                return None;
            }
        };
        let words = self.page.context.words;
        let label = drawing.title().unwrap_or_else(|| words.diagram(drawing.kind()).to_owned());
        let links = self.diagram_links(node);
        let link =
            |text: &str| links.iter().find(|(name, _)| *name == without_blanks(text)).map(|(_, tag)| tag.clone());
        let ids = self.diagram_ids(ix);
        Some(drawing.html(&DiagramContext { ids: &ids, label: &label, link: &link }))
    }

    /// The notes that a diagram names, each with the start tag of its link.
    #[cfg(feature = "mermaid")]
    fn diagram_links(&mut self, node: Node) -> Vec<(String, String)> {
        use crate::index::Target;
        use crate::parse::Dest;

        let note = self.note;
        let mut links = Vec::new();
        for (reference, target) in note.parsed.links.iter().zip(&note.targets) {
            let Dest::Internal(text) = &reference.dest else { continue };
            let inside = node.span.start <= reference.span.start && reference.span.end <= node.span.end;
            if !inside || matches!(target, Target::Missing | Target::Refused) {
                continue;
            }
            // Addresses are written to the page, so the tag is taken from there.
            let start = self.page.out.len();
            self.push("<a class=\"internal-link\"");
            self.attribute("data-href", text.as_str());
            self.address("href", target, reference);
            self.push(">");
            links.push((without_blanks(text.as_str()), self.page.out.split_off(start)));
        }
        links
    }

    /// The prefix of a diagram's ids: unique for each place, also where parts of several notes make a page.
    #[cfg(feature = "mermaid")]
    fn diagram_ids(&mut self, ix: NodeIx) -> String {
        let place = format!("{}\n{ix}\n{}", self.note.path().as_str(), self.page.diagrams);
        self.page.diagrams += 1;
        let hash = blake3::hash(place.as_bytes());
        format!("m{}", &hash.to_hex()[..8])
    }
}

/// The text without blanks, since a label that is broken into lines has lost its own.
#[cfg(feature = "mermaid")]
fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}
