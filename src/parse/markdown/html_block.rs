//! Raw HTML blocks: adds them to the tree and keeps their elements balanced within each container.

use super::build::Builder;
use crate::parse::html::{self, Piece, RawHtml};
use crate::parse::tree::{HtmlTag, Kind, Text};
use crate::text::Span;

impl Builder<'_> {
    /// Writes the HTML block of these lines.
    pub(super) fn html_block(&mut self, lines: &[Span], span: Span) {
        let raw = RawHtml::new(self.text, lines);
        let pieces = html::without_removed(raw.pieces(self.source, &mut self.parts.diagnostics));
        if pieces.iter().all(|piece| piece.is_blank(self.text)) {
            return;
        }
        self.begin_body(span);
        self.open(Kind::HtmlBlock, span);
        let before = self.frame().html.len();
        for piece in pieces {
            self.html_piece(piece);
        }
        let html = &self.frame().html;
        let keep = html.iter().skip(before).position(|name| html::closes_with_block(name));
        if let Some(keep) = keep {
            self.close_html(before + keep, Span { start: span.end, end: span.end });
        }
        self.tree.close();
    }

    fn html_piece(&mut self, piece: Piece) {
        match piece {
            Piece::Open(tag) => {
                let link = tag.link.map(|link| {
                    self.parts.links.push(link);
                    self.parts.links.len() as u32 - 1
                });
                self.parts.html_ids.extend(tag.ids);
                self.html_open(&tag.name, &tag.attributes, link, tag.span);
                if !html::is_void(&tag.name) {
                    self.deeper(tag.span.start as usize);
                    self.frame().html.push(tag.name);
                }
            }
            Piece::Close { name, span } => {
                if let Some(at) = self.frame().html.iter().rposition(|open| *open == name) {
                    self.close_html(at, span);
                }
            }
            Piece::Text { text, span } => {
                let text = text.map_or(Text::source(span), |text| self.tree.side(&text));
                self.tree.leaf(Kind::Text(text), span);
            }
            Piece::Break(span) => {
                self.tree.leaf(Kind::HardBreak, span);
            }
            Piece::Remove { .. } => {}
        }
    }

    /// Opens the element of a tag.
    pub(super) fn html_open(&mut self, name: &str, attributes: &str, link: Option<u32>, span: Span) {
        let (name, attributes) = (self.tree.side(name), self.tree.side(attributes));
        let kind = self.tree.html_tag(HtmlTag { name, attributes, link });
        self.tree.leaf(kind, span);
    }

    /// Closes the elements of the current block down to this one.
    pub(super) fn close_html(&mut self, down_to: usize, span: Span) {
        while self.frame().html.len() > down_to {
            let name = self.frame().html.pop().unwrap_or_default();
            self.depth = self.depth.saturating_sub(1);
            let name = self.tree.side(&name);
            self.tree.leaf(Kind::HtmlClose(name), span);
        }
    }
}
