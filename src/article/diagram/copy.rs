//! Copies the SVG of a diagram through the lists of [`super::list`].
//!
//! The theme colours a diagram, by Mermaid's classes, so that light and dark follow: style elements and the
//! colours that Mermaid's own theme gives are left out. A colour that the diagram's author chose stays, with a class by
//! which the theme keeps the text on it readable.

use std::fmt::Write;

use super::label;
use super::list::{
    self, ELEMENTS, NAMED, REFERRING, declarations, is_attribute, is_geometry, is_plain, is_property, reference, short,
};
use super::tree::{Child, Element};
use crate::markup::{attribute, escape};

/// The data that a diagram needs from its page.
pub struct DiagramContext<'a> {
    /// The prefix of every id, unique for each diagram of a page.
    pub ids: &'a str,
    /// The accessible name of the whole.
    pub label: &'a str,
    /// The start tag of the link for a node of the class `internal-link` with this text.
    pub link: &'a dyn Fn(&str) -> Option<String>,
}

pub(super) struct Copier<'a> {
    place: &'a DiagramContext<'a>,
    /// Names that are referred to; a name's index here is its number.
    names: Vec<&'a str>,
    pub out: String,
    /// Whether it holds a link that a reader can follow.
    pub links: bool,
    /// Whether the text being written is one of several lines below one another.
    rows: bool,
}

impl<'a> Copier<'a> {
    pub fn new(root: &'a Element, place: &'a DiagramContext<'a>) -> Self {
        let mut names = Vec::new();
        collect_names(root, &mut names);
        Self { place, names, out: String::new(), links: false, rows: false }
    }

    pub fn children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Child::Text(text) if holds_text(&element.name) => escape(&mut self.out, text),
                Child::Text(_) => {}
                Child::Element(child) => self.element(child),
            }
        }
    }

    pub fn element(&mut self, element: &Element) {
        match &*element.name {
            "a" => self.link(element),
            "foreignObject" => label::write(&mut self.out, element, self.rows),
            // The first is for browsers that support HTML; the others hold the same text without it.
            "switch" => {
                element.elements().filter(|child| child.name != "foreignObject").for_each(|child| self.element(child))
            }
            "g" if element.is("internal-link") => self.node(element),
            name if ELEMENTS.contains(&name) && is_shown(element, &self.names) => self.whole(element, &element.name),
            _ => {}
        }
    }

    /// A node that names a note.
    fn node(&mut self, element: &Element) {
        let text = element.text(&["p", "div", "br"]);
        match (self.place.link)(text.trim()) {
            Some(link) => {
                self.links = true;
                self.out.push_str(&link);
                self.whole(element, &element.name);
                self.out.push_str("</a>");
            }
            None => self.whole(element, &element.name),
        }
    }

    fn link(&mut self, element: &Element) {
        let url = element.get("href").filter(|url| may_lead_to(url));
        if let Some(url) = url {
            self.links = true;
            self.out.push_str("<a class=\"external-link\"");
            attribute(&mut self.out, "href", url);
            self.out.push('>');
        }
        // The link moves what is in it, so a group stays in its place.
        self.whole(element, "g");
        if url.is_some() {
            self.out.push_str("</a>");
        }
    }

    fn whole(&mut self, element: &Element, name: &str) {
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(element);
        if element.children.is_empty() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        let inside = self.out.len();
        let rows = self.rows;
        self.rows |= ROWS.iter().any(|class| element.is(class));
        self.children(element);
        self.rows = rows;
        if self.out.len() == inside && matches!(name, "g" | "defs" | "text") {
            self.out.truncate(start);
            return;
        }
        let _ = write!(self.out, "</{name}>");
    }

    fn attributes(&mut self, element: &Element) {
        let mut own = Own::default();
        let mut set: Vec<(&str, String)> = Vec::new();
        for (name, value) in &element.attributes {
            if let Some(value) = self.value(element, name, value, Said::Attribute, &mut own) {
                put(&mut set, name, value);
            }
        }
        for (name, value, important) in declarations(element.get("style").unwrap_or_default()) {
            if is_property(name)
                && let Some(value) =
                    self.value(element, name, value, if important { Said::Loud } else { Said::Style }, &mut own)
            {
                put(&mut set, name, value);
            }
        }
        if let Some(id) = element.get("id").and_then(|id| self.number(id)) {
            attribute(&mut self.out, "id", &format!("{}-{id}", self.place.ids));
        }
        let classes = classes(element, &own);
        if !classes.is_empty() {
            attribute(&mut self.out, "class", &classes);
        }
        for (name, value) in set {
            attribute(&mut self.out, name, &value);
        }
        // Without the theme's styles, the text must still be readable and the arrows visible.
        if matches!(&*element.name, "text" | "marker") {
            self.out.push_str(" fill=\"currentColor\" stroke=\"none\"");
        }
    }

    /// The value to keep of an attribute or of a declaration; `None` drops it.
    fn value(&self, element: &Element, name: &str, value: &str, said: Said, own: &mut Own) -> Option<String> {
        if let Some(id) = reference(value).filter(|_| REFERRING.contains(&name)) {
            return Some(format!("url(#{}-{})", self.place.ids, self.number(id)?));
        }
        if name == "href" {
            let id = value.strip_prefix('#').filter(|_| element.name == "use")?;
            return Some(format!("#{}-{}", self.place.ids, self.number(id)?));
        }
        if !is_attribute(name) || !is_plain(value) || value.is_empty() || is_default(name, value) {
            return None;
        }
        if element.name == "text" && matches!(name, "fill" | "stroke") {
            return None;
        }
        if !matches!(name, "fill" | "stroke") || matches!(value, "none" | "transparent") {
            return Some(if is_geometry(name) { short(value) } else { value.to_owned() });
        }
        if let Some(part) = list::part(value) {
            own.part = Some(part);
            return None;
        }
        let chosen = said == Said::Loud
            || said == Said::Style && element.is("flowchart-link")
            || element.is("arrowMarkerPath")
            || element.is("rect");
        if !chosen {
            return None;
        }
        if name == "fill" {
            own.fill = true
        } else {
            own.stroke = true
        }
        Some(value.to_owned())
    }

    fn number(&self, id: &str) -> Option<usize> {
        self.names.iter().position(|name| *name == id)
    }
}

/// Groups whose labels begin at their left edge.
const ROWS: [&str; 5] = ["members-group", "methods-group", "attribute-type", "attribute-name", "attribute-comment"];

/// Classes of the parts that a diagram distinguishes by colour; the theme has as many colours.
const PARTS: [&str; 6] = ["kb-part0", "kb-part1", "kb-part2", "kb-part3", "kb-part4", "kb-part5"];

/// Colours that are not those of Mermaid's theme: the diagram's author chose them, or they distinguish parts.
#[derive(Clone, Copy, Default)]
struct Own {
    fill: bool,
    stroke: bool,
    /// The number of its colour in the palette.
    part: Option<usize>,
}

/// The kind of place that a value is in.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    Attribute,
    Style,
    /// `!important`, as the library marks declarations of the diagram's author.
    Loud,
}

fn put<'a>(set: &mut Vec<(&'a str, String)>, name: &'a str, value: String) {
    match set.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value,
        None => set.push((name, value)),
    }
}

/// Names that attributes and styles refer to, each once.
fn collect_names<'a>(element: &'a Element, names: &mut Vec<&'a str>) {
    for (name, value) in &element.attributes {
        let local = if name == "href" { value.strip_prefix('#') } else { reference(value) };
        let styled = declarations(if name == "style" { value } else { "" }).find_map(|(_, value, _)| reference(value));
        for id in local.into_iter().chain(styled) {
            if !names.contains(&id) {
                names.push(id);
            }
        }
    }
    element.elements().for_each(|child| collect_names(child, names));
}

/// Whether a URL may be linked. A relative one could only lead beside the site's own addresses.
fn may_lead_to(url: &str) -> bool {
    let starts = |scheme: &&str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["https://", "http://", "mailto:"].iter().any(starts) && !url.contains(char::is_control)
}

fn holds_text(name: &str) -> bool {
    matches!(name, "text" | "tspan" | "title" | "desc")
}

/// Whether leaving an element out would change the picture.
fn is_shown(element: &Element, names: &[&str]) -> bool {
    match &*element.name {
        name if NAMED.contains(&name) => element.get("id").is_some_and(|id| names.contains(&id)),
        "rect" => {
            element.get("width").is_some_and(|width| width != "0")
                || element.get("style").is_some_and(|style| style.contains("width"))
        }
        "g" | "text" | "defs" => !element.children.is_empty(),
        _ => true,
    }
}

/// Whether the value is the default, which holds without the attribute.
fn is_default(name: &str, value: &str) -> bool {
    match name {
        "font-weight" => matches!(value, "normal" | "400"),
        "font-style" => value == "normal",
        "font-size" => value == "16px",
        "stroke-dasharray" => matches!(value, "0" | "0, 0" | "1, 0" | "1,0"),
        _ => false,
    }
}

/// Classes, without those that the theme styles elsewhere.
fn classes(element: &Element, own: &Own) -> String {
    let mut out = String::new();
    let part = own.part.map_or("", |part| PARTS[part % PARTS.len()]);
    let marks = [(own.fill, "kb-fill"), (own.stroke, "kb-stroke"), (!part.is_empty(), part)];
    let marks = marks.into_iter().filter_map(|(set, class)| set.then_some(class));
    let given = element.get("class").filter(|_| element.name != "tspan").unwrap_or_default();
    let simple = |class: &&str| {
        !class.starts_with("kb-") && class.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    for class in given.split_ascii_whitespace().filter(simple).chain(marks) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(class);
    }
    out
}
