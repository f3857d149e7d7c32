//! Mermaid diagrams become SVG in the page: no script, no style element, no style attribute, no other host.
//!
//! The library that draws them, `merman`, is large, so it is a feature of the build; without it, and where it refuses a
//! diagram, a page shows the source. Its output is not trusted: it is read as XML and copied element by element
//! through lists ([`list`]), and the page's theme gives the colours.

mod copy;
#[cfg(feature = "mermaid")]
mod draw;
mod label;
mod list;
#[cfg(test)]
mod tests;
mod tree;

pub use copy::DiagramContext;

use copy::Copier;
use tree::Element;

use crate::markup::attribute;

/// The kinds of diagrams that are drawn, by the names that their SVG begins with.
pub const KINDS: [&str; 18] = [
    "flowchart",
    "sequence",
    "class",
    "state",
    "er",
    "gantt",
    "mindmap",
    "pie",
    "git",
    "journey",
    "timeline",
    "quadrant",
    "xychart",
    "kanban",
    "requirement",
    "block",
    "sankey",
    "packet",
];

/// A diagram that was drawn but not yet checked.
#[derive(Debug)]
pub struct Drawing {
    root: Element,
}

/// Draws a diagram.
///
/// # Errors
/// The reason why it cannot be drawn, in English, in lower case.
#[cfg(feature = "mermaid")]
pub fn draw(source: &str) -> Result<Drawing, String> {
    let drawing = Drawing::read(&draw::svg(source)?).ok_or("the drawing is too large")?;
    if drawing.is_empty() { Err("it shows nothing".to_owned()) } else { Ok(drawing) }
}

impl Drawing {
    /// Reads an SVG; `None` where it is not well-formed.
    pub fn read(svg: &str) -> Option<Self> {
        tree::read(svg).map(|root| Self { root })
    }

    /// Whether it shows no text.
    pub fn is_empty(&self) -> bool {
        fn has_text(element: &Element) -> bool {
            let text = matches!(&*element.name, "text" | "foreignObject");
            text && !element.text(&[]).trim().is_empty() || element.elements().any(has_text)
        }
        !has_text(&self.root)
    }

    /// Its kind, an index into [`KINDS`].
    pub fn kind(&self) -> Option<usize> {
        let role = self.root.get("aria-roledescription")?;
        KINDS.iter().position(|kind| role.starts_with(kind))
    }

    /// The title that its author gave it (`accTitle`).
    pub fn title(&self) -> Option<String> {
        let title = self.root.elements().find(|child| child.name == "title")?.text(&[]);
        Some(title.trim().to_owned()).filter(|title| !title.is_empty())
    }

    /// The SVG that is safe in a page.
    pub fn html(&self, place: &DiagramContext<'_>) -> String {
        let mut inside = Copier::new(&self.root, place);
        for child in self.root.elements().filter(|child| child.name != "title") {
            inside.element(child);
        }
        let kind = self.kind().map_or("other", |kind| KINDS[kind]);
        // Without the theme's styles, shapes are lines and can still be made out.
        let mut out = format!("<svg class=\"kb-diagram kb-diagram-{kind}\" fill=\"none\" stroke=\"currentColor\"");
        if let Some([x, y, width, height]) = self.root.get("viewBox").and_then(view_box) {
            let wide = if width > WIDE { " data-wide=\"\"" } else { "" };
            let size =
                format!(" viewBox=\"{x} {y} {width} {height}\" width=\"{width:.0}\" height=\"{height:.0}\"{wide}");
            out.push_str(&size);
        }
        // The parts of an image cannot be reached, and a link must be.
        attribute(&mut out, "role", if inside.links { "group" } else { "img" });
        attribute(&mut out, "aria-label", place.label);
        out.push('>');
        out.push_str(&inside.out);
        out.push_str("</svg>");
        out
    }
}

/// A diagram wider than this many pixels is not made smaller to fit: its text could not be read.
const WIDE: f64 = 1100.0;

fn view_box(text: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = text.split_ascii_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let numbers: [f64; 4] = numbers.try_into().ok()?;
    numbers.iter().all(|number| number.is_finite() && number.abs() < 1e6).then_some(numbers)
}
