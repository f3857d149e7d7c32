//! Tables.

use crate::parse::tree::{Align, Kind, Node, NodeIx};

use super::writer::{Close, Writer};

impl Writer<'_, '_> {
    /// A wide table scrolls in a box of its own, which must be reachable by keyboard.
    pub fn table(&mut self, ix: NodeIx, node: Node) {
        self.push("<div class=\"kb-wrap\" tabindex=\"0\"><table");
        self.block_id(ix);
        self.push(">\n");
        self.open(node, Close::Block("</table></div>\n"));
    }

    pub fn table_head(&mut self, ix: NodeIx, node: Node) {
        self.head_end = node.end;
        let bare = self.tree.children(ix).any(|cell| matches!(self.tree.node(cell).kind, Kind::TableCell { .. }));
        self.push(if bare { "<thead><tr>" } else { "<thead>" });
        self.open(node, Close::Block(if bare { "</tr></thead>\n" } else { "</thead>\n" }));
    }

    pub fn table_body(&mut self, node: Node) {
        self.push("<tbody>\n");
        self.open(node, Close::Block("</tbody>\n"));
    }

    pub fn table_row(&mut self, node: Node) {
        self.push("<tr>");
        self.open(node, Close::Block("</tr>\n"));
    }

    pub fn table_cell(&mut self, ix: NodeIx, node: Node, align: Align) {
        let head = ix < self.head_end;
        self.push(if head { "<th" } else { "<td" });
        self.push(match align {
            Align::None => "",
            Align::Left => " style=\"text-align:left\"",
            Align::Center => " style=\"text-align:center\"",
            Align::Right => " style=\"text-align:right\"",
        });
        self.push(">");
        self.open(node, Close::Block(if head { "</th>" } else { "</td>" }));
    }
}
