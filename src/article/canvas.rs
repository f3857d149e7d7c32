//! A canvas: its cards as boxes on a plane that scrolls, in reading order, and its arrows as one picture behind them.
//!
//! The boxes are placed by `style` attributes, so a small screen, a printer and a reader of the bare text get the cards
//! one below another. A screen reader gets nothing from the picture, so the arrows are also a list below the canvas.

use std::fmt::Write;

use crate::parse::canvas::{Canvas, CanvasNode, Color, Edge, Frame, NodeKind, Side};

use super::labels::fill;
use super::writer::Writer;

/// Room around the outermost cards, and for the names above them, in pixels.
const MARGIN: i32 = 40;
/// The arrow head.
const HEAD: f64 = 12.0;
/// The most characters of a card's text that serve as its name in the list of arrows.
const NAME: usize = 40;

/// A point or a direction on the plane.
type Point = (f64, f64);

/// The origin and size of the plane.
#[derive(Clone, Copy, Default)]
struct Plane {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

impl<'a> Writer<'_, 'a> {
    pub fn canvas(&mut self, canvas: &'a Canvas) {
        if canvas.nodes.is_empty() {
            return;
        }
        let plane = Plane::of(&canvas.nodes);
        let label = fill(&self.page.context.words.canvas, "{name}", &self.note.title);
        self.push("<div class=\"canvas-wrapper\" role=\"region\" tabindex=\"0\"");
        self.attribute("aria-label", &label);
        self.push("><div class=\"canvas\"");
        let style = format!("width:{}px;height:{}px", plane.width, plane.height);
        self.attribute("style", &style);
        self.push(">\n");
        self.edges(canvas, plane);
        for node in &canvas.nodes {
            if self.page.is_full() {
                return;
            }
            self.canvas_node(node, plane);
        }
        self.push("</div></div>\n");
        self.connections(canvas);
    }

    fn canvas_node(&mut self, node: &'a CanvasNode, plane: Plane) {
        self.push("<div class=\"canvas-node");
        self.push(match node.kind {
            NodeKind::Text => " canvas-text",
            NodeKind::File(_) => " canvas-file",
            NodeKind::Link(_) => " canvas-link",
            NodeKind::Group { .. } => " canvas-node-group",
        });
        let mut style = place(node.frame, plane);
        self.color(node.color.as_ref(), &mut style);
        self.attribute("style", &style);
        self.push(">");
        if let NodeKind::Group { label, background } = &node.kind {
            if let Some((link, covers)) = background {
                self.push(if *covers {
                    "<div class=\"canvas-cover\">"
                } else {
                    "<div class=\"canvas-cover mod-ratio\">"
                });
                self.embed(*link);
                self.push("</div>");
            }
            if !label.is_empty() {
                self.push("<div class=\"canvas-group-label\">");
                let label = self.note.parsed.source.slice(*label);
                self.text(label);
                self.push("</div>");
            }
        } else {
            self.push("<div class=\"canvas-node-content\" tabindex=\"0\">\n");
            self.run(node.content.start, node.content.end);
            self.push("</div>");
        }
        self.push("</div>\n");
    }

    /// Ends the `class` attribute with the colour's class, or sets the colour in the style.
    fn color(&mut self, color: Option<&Color>, style: &mut String) {
        match color {
            Some(Color::Preset(number)) => {
                let class = format!(" mod-canvas-color-{number}");
                self.push(&class);
            }
            Some(Color::Hex(hex)) => {
                self.push(" mod-canvas-color");
                if !style.is_empty() {
                    style.push(';');
                }
                style.push_str("--canvas-color:");
                style.push_str(hex);
            }
            None => {}
        }
        self.push("\"");
    }

    fn edges(&mut self, canvas: &Canvas, plane: Plane) {
        if canvas.edges.is_empty() {
            return;
        }
        let (width, height) = (plane.width, plane.height);
        let open = format!(
            "<svg class=\"canvas-edges\" aria-hidden=\"true\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\">"
        );
        self.push(&open);
        for edge in &canvas.edges {
            self.edge(canvas, edge, plane);
        }
        self.push("</svg>\n");
    }

    fn edge(&mut self, canvas: &Canvas, edge: &Edge, plane: Plane) {
        let curve = Curve::of(canvas, edge, plane);
        self.push("<g class=\"canvas-edge");
        let mut style = String::new();
        self.color(edge.color.as_ref(), &mut style);
        if !style.is_empty() {
            self.attribute("style", &style);
        }
        self.push("><path d=\"");
        let path = curve.path();
        self.push(&path);
        self.push("\"/>");
        for (end, tip, normal) in [(&edge.from, curve.start, curve.out), (&edge.to, curve.end, curve.into)] {
            if end.arrow {
                self.push("<path class=\"canvas-arrow\" d=\"");
                let head = arrow_head(tip, normal);
                self.push(&head);
                self.push("\"/>");
            }
        }
        if !edge.label.is_empty() {
            let (x, y) = curve.middle();
            let open = format!("<text x=\"{x:.0}\" y=\"{y:.0}\">");
            self.push(&open);
            let label = self.note.parsed.source.slice(edge.label);
            self.text(label);
            self.push("</text>");
        }
        self.push("</g>");
    }

    /// The arrows as a list in text.
    fn connections(&mut self, canvas: &Canvas) {
        if canvas.edges.is_empty() {
            return;
        }
        let summary = fill(&self.page.context.words.canvas_edges, "{n}", &canvas.edges.len().to_string());
        self.push("<details class=\"canvas-connections\"><summary>");
        self.text(&summary);
        self.push("</summary><ul>\n");
        for edge in &canvas.edges {
            let arrow = match (edge.from.arrow, edge.to.arrow) {
                (false, true) => "→",
                (true, false) => "←",
                (true, true) => "↔",
                (false, false) => "–",
            };
            let from = self.card_name(&canvas.nodes[edge.from.node as usize]);
            let to = self.card_name(&canvas.nodes[edge.to.node as usize]);
            self.push("<li>");
            self.text(&format!("{from} {arrow} {to}"));
            let label = self.note.parsed.source.slice(edge.label);
            if !label.is_empty() {
                self.text(&format!(": {label}"));
            }
            self.push("</li>\n");
        }
        self.push("</ul></details>\n");
    }

    /// The name of a card: its text, or the file name as spelt in the canvas.
    fn card_name(&self, node: &CanvasNode) -> String {
        let parsed = &self.note.parsed;
        let text = match &node.kind {
            NodeKind::Text => self.tree.plain(node.content.start, node.content.end, self.source),
            NodeKind::File(link) | NodeKind::Link(link) => {
                let text = parsed.source.slice(parsed.links[*link as usize].span);
                let name = if matches!(node.kind, NodeKind::File(_)) { text.rsplit('/').next() } else { None };
                name.unwrap_or(text).trim_end_matches(".md").to_owned()
            }
            NodeKind::Group { label, .. } => parsed.source.slice(*label).to_owned(),
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(NAME) {
            _ if text.is_empty() => "…".to_owned(),
            Some((end, _)) => format!("{}…", text[..end].trim_end()),
            None => text,
        }
    }
}

impl Plane {
    /// Around all nodes, with a margin.
    fn of(nodes: &[CanvasNode]) -> Self {
        let frames = || nodes.iter().map(|node| node.frame);
        let x = frames().map(|frame| frame.x).min().unwrap_or(0) - MARGIN;
        let y = frames().map(|frame| frame.y).min().unwrap_or(0) - MARGIN;
        let right = frames().map(|frame| frame.x + frame.width).max().unwrap_or(0) + MARGIN;
        let bottom = frames().map(|frame| frame.y + frame.height).max().unwrap_or(0) + MARGIN;
        Self { x, y, width: right - x, height: bottom - y }
    }
}

fn place(frame: Frame, plane: Plane) -> String {
    let (left, top) = (frame.x - plane.x, frame.y - plane.y);
    format!("left:{left}px;top:{top}px;width:{}px;height:{}px", frame.width, frame.height)
}

/// The line of an edge: a Bézier curve that leaves each node at a right angle.
struct Curve {
    start: Point,
    end: Point,
    /// Away from the node at the start, and at the end.
    out: Point,
    into: Point,
    /// The distance of the control points from the ends.
    reach: f64,
    arrows: (bool, bool),
}

impl Curve {
    fn of(canvas: &Canvas, edge: &Edge, plane: Plane) -> Self {
        let frame = |node: u32| canvas.nodes[node as usize].frame;
        let (from, to) = (frame(edge.from.node), frame(edge.to.node));
        let (start, out) = leave(from, edge.from.side.unwrap_or_else(|| facing(from, to)), plane);
        let (end, into) = leave(to, edge.to.side.unwrap_or_else(|| facing(to, from)), plane);
        let distance = (end.0 - start.0).abs().max((end.1 - start.1).abs());
        let reach = (distance / 2.0).clamp(30.0, 300.0);
        Self { start, end, out, into, reach, arrows: (edge.from.arrow, edge.to.arrow) }
    }

    /// The control points.
    fn controls(&self) -> (Point, Point) {
        (along(self.start, self.out, self.reach), along(self.end, self.into, self.reach))
    }

    fn path(&self) -> String {
        // The line ends within the arrow head, not at its tip.
        let start = along(self.start, self.out, if self.arrows.0 { HEAD / 2.0 } else { 0.0 });
        let end = along(self.end, self.into, if self.arrows.1 { HEAD / 2.0 } else { 0.0 });
        let (first, second) = self.controls();
        let mut path = String::new();
        let points = [("M", start), ("C", first), (" ", second), (" ", end)];
        for (sign, (x, y)) in points {
            // Writing to a string cannot fail.
            let _ = write!(path, "{sign}{x:.0} {y:.0}");
        }
        path
    }

    fn middle(&self) -> Point {
        let (first, second) = self.controls();
        let at = |a: f64, b: f64, c: f64, d: f64| (a + 3.0 * b + 3.0 * c + d) / 8.0;
        (at(self.start.0, first.0, second.0, self.end.0), at(self.start.1, first.1, second.1, self.end.1))
    }
}

/// The middle of a node's side, and the direction away from the node.
fn leave(frame: Frame, side: Side, plane: Plane) -> (Point, Point) {
    let (left, top) = (f64::from(frame.x - plane.x), f64::from(frame.y - plane.y));
    let (width, height) = (f64::from(frame.width), f64::from(frame.height));
    match side {
        Side::Top => ((left + width / 2.0, top), (0.0, -1.0)),
        Side::Right => ((left + width, top + height / 2.0), (1.0, 0.0)),
        Side::Bottom => ((left + width / 2.0, top + height), (0.0, 1.0)),
        Side::Left => ((left, top + height / 2.0), (-1.0, 0.0)),
    }
}

/// The side that faces another node.
fn facing(frame: Frame, other: Frame) -> Side {
    let x = (other.x + other.width / 2) - (frame.x + frame.width / 2);
    let y = (other.y + other.height / 2) - (frame.y + frame.height / 2);
    match (x.abs() >= y.abs(), x >= 0, y >= 0) {
        (true, true, _) => Side::Right,
        (true, false, _) => Side::Left,
        (false, _, true) => Side::Bottom,
        (false, _, false) => Side::Top,
    }
}

fn along((x, y): Point, (dx, dy): Point, length: f64) -> Point {
    (x + dx * length, y + dy * length)
}

fn arrow_head(tip: Point, away: Point) -> String {
    let (x, y) = along(tip, away, HEAD);
    let side = (away.1 * HEAD / 2.0, away.0 * HEAD / 2.0);
    format!("M{:.0} {:.0}L{:.0} {:.0}L{:.0} {:.0}Z", tip.0, tip.1, x + side.0, y + side.1, x - side.0, y - side.1)
}

#[cfg(test)]
mod tests {
    use crate::testing::site;

    const CANVAS: &str = r##"{"nodes":[
        {"id":"a","type":"text","x":0,"y":0,"width":100,"height":50,"color":"1","text":"**One** [[N]] [[Secret]]"},
        {"id":"b","type":"file","x":300,"y":0,"width":100,"height":50,"file":"N.md","color":"#ff0000"},
        {"id":"c","type":"file","x":300,"y":200,"width":100,"height":50,"file":"Secret.md"},
        {"id":"d","type":"link","x":0,"y":200,"width":100,"height":50,"url":"https://example.com/?a=\"><b>"},
        {"id":"g","type":"group","x":-20,"y":-20,"width":200,"height":100,"label":"<i>"}],
        "edges":[{"id":"e","fromNode":"a","toNode":"b","label":"<u>"}]}"##;

    #[test]
    fn cards_are_boxes_in_reading_order_and_a_private_file_looks_missing() {
        let files = [
            ("Home.md", "![[map.canvas]]"),
            ("N.md", "note text"),
            ("Secret.md", "---\npublish: false\n---\nhush"),
            ("map.canvas", CANVAS),
        ];
        let site = site(&files);
        let html = site.html("map.canvas");
        assert!(html.contains("<div class=\"canvas\" style=\"width:500px;height:350px\">"), "{html}");
        let group = html.find("canvas-group-label\">&lt;i>").expect("a group");
        let card = html
            .find("canvas-text mod-canvas-color-1\" style=\"left:60px;top:60px;width:100px;height:50px\"><div class=\"canvas-node-content\" tabindex=\"0\"><p><strong>One</strong> <a class=\"internal-link\" data-href=\"N\" href=\"/n/\">N</a> <a class=\"internal-link is-unresolved\" data-href=\"Secret\">Secret</a></p>")
            .expect("a card");
        assert!(group < card);
        assert!(html.contains(
            "mod-canvas-color\" style=\"left:360px;top:60px;width:100px;height:50px;--canvas-color:#ff0000\""
        ));
        assert!(html.contains("“Secret.md” is not created yet."));
        assert!(html.contains("note text"));
        assert!(html.contains("href=\"https://example.com/?a=%22%3E%3Cb%3E\""));
        assert!(html.contains("<text x=\"260\" y=\"85\">&lt;u></text>"));
        assert!(html.contains("<summary>Connections (1)</summary><ul><li>One N Secret → N: &lt;u></li></ul>"));
        assert!(!html.contains("hush"));
        let embed = site.html("Home.md");
        assert!(embed.contains("<div class=\"internal-embed markdown-embed canvas-embed\" data-src=\"map.canvas\">"));
        assert!(embed.contains("note text"));
    }

    #[test]
    fn a_canvas_that_shows_a_note_that_shows_the_canvas_ends() {
        let card = r#"{"nodes":[{"id":"a","type":"file","x":0,"y":0,"width":9,"height":9,"file":"N.md"}]}"#;
        let site = site(&[("N.md", "![[m.canvas]]"), ("m.canvas", card)]);
        for path in ["N.md", "m.canvas"] {
            let (article, diagnostics) = site.article(path);
            assert_eq!(diagnostics.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["embed::cycle"]);
            assert!(article.html.contains("→"));
        }
    }

    #[test]
    fn only_a_canvas_that_a_published_page_refers_to_is_a_page() {
        let to = |file: &str| {
            format!(
                "{{\"nodes\":[{{\"id\":\"a\",\"type\":\"file\",\"x\":0,\"y\":0,\"width\":9,\"height\":9,\"file\":{file:?}}}]}}"
            )
        };
        let (second, third, lone) = (to("second.canvas"), to("N.md"), to("N.md"));
        let files = [
            ("N.md", "[map](first.canvas)"),
            ("Private.md", "---\npublish: false\n---\n[[lone.canvas]]"),
            ("Unlisted.md", "---\nunlisted: true\n---\n[[quiet.canvas]]"),
            ("first.canvas", second.as_str()),
            ("lone.canvas", lone.as_str()),
            ("quiet.canvas", lone.as_str()),
            ("second.canvas", third.as_str()),
        ];
        let site = site(&files);
        let pages: Vec<(&str, &str, bool)> = site
            .site
            .notes
            .iter()
            .map(|note| (note.path().as_str(), note.url.as_str(), note.unlisted))
            .filter(|(path, ..)| path.ends_with("canvas"))
            .collect();
        let expected = [
            ("first.canvas", "/first.canvas/", false),
            ("quiet.canvas", "/quiet.canvas/", true),
            ("second.canvas", "/second.canvas/", false),
        ];
        assert_eq!(pages, expected);
        assert!(site.html("N.md").contains("href=\"/first.canvas/\""));
        let backlinks = &site.site.note(site.id("N.md")).backlinks;
        assert_eq!(backlinks.iter().map(|link| link.from).collect::<Vec<_>>(), [site.id("second.canvas")]);
    }
}
