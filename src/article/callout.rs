//! Callouts.

use crate::parse::tree::{Callout, Fold, Kind, Node, NodeIx};

use super::writer::{Close, Writer};

impl Writer<'_, '_> {
    pub fn callout(&mut self, ix: NodeIx, node: Node, index: u32) {
        let callout = *self.tree.callout(index);
        let folds = callout.fold != Fold::No;
        self.push(if folds { "<details class=\"callout is-collapsible\"" } else { "<div class=\"callout\"" });
        let kind = self.callout_kind(callout).split_whitespace().collect::<Vec<_>>().join("-");
        self.attribute("data-callout", &kind);
        self.attribute("data-callout-fold", callout.fold.mark());
        let metadata = self.str(callout.metadata);
        self.attribute("data-callout-metadata", metadata);
        self.block_id(ix);
        self.push(if callout.fold == Fold::Open { " open>\n" } else { ">\n" });
        self.open(node, Close::Block(if folds { "</details>\n" } else { "</div>\n" }));
    }

    pub fn callout_body(&mut self, node: Node) {
        self.push("<div class=\"callout-content\">\n");
        self.open(node, Close::Block("</div>\n"));
    }

    fn callout_kind(&self, callout: Callout) -> String {
        self.str(callout.kind).trim().to_lowercase()
    }

    /// The title's parent is the node before it. A callout without a title shows its type.
    pub fn callout_title(&mut self, ix: NodeIx, node: Node) {
        let Kind::Callout(index) = self.tree.node(ix - 1).kind else { return };
        let callout = *self.tree.callout(index);
        let folds = callout.fold != Fold::No;
        self.push(if folds { "<summary class=\"callout-title\">" } else { "<div class=\"callout-title\">" });
        self.push("<div class=\"callout-icon\"></div><div class=\"callout-title-inner\">");
        if node.end == ix + 1 {
            let title = capitalised(&self.callout_kind(callout).replace('-', " "));
            self.text(&title);
        }
        self.open(node, Close::Inline(if folds { "</div></summary>\n" } else { "</div></div>\n" }));
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
