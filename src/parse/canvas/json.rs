//! The JSON of a canvas: nodes and edges with their locations, checked one by one. Unknown keys are ignored.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::model::{Color, Frame, MAX_EDGES, MAX_NODES, Side};
use crate::diag::{Diagnostic, Outcome, codes};
use crate::text::{Source, Span};

/// A canvas is at most this far from its origin, and a node at most this large, in pixels.
const REACH: f64 = 100_000.0;
const SIDE: f64 = 20_000.0;

/// The content of the file.
#[derive(Default)]
pub(super) struct RawCanvas<'a> {
    pub nodes: Vec<RawNode<'a>>,
    pub edges: Vec<RawEdge<'a>>,
}

pub(super) struct RawNode<'a> {
    pub id: Cow<'a, str>,
    pub kind: RawKind<'a>,
    pub frame: Frame,
    pub color: Option<Color>,
}

#[derive(Clone, Copy)]
pub(super) enum RawKind<'a> {
    Text(&'a RawValue),
    File {
        file: &'a RawValue,
        subpath: Option<&'a RawValue>,
    },
    Link(&'a RawValue),
    /// `whole`: the background is shown whole instead of covering the group.
    Group {
        label: Option<&'a RawValue>,
        background: Option<&'a RawValue>,
        whole: bool,
    },
}

pub(super) struct RawEdge<'a> {
    pub span: Span,
    pub from: RawEnd<'a>,
    pub to: RawEnd<'a>,
    pub color: Option<Color>,
    pub label: Option<&'a RawValue>,
}

pub(super) struct RawEnd<'a> {
    pub node: Cow<'a, str>,
    pub side: Option<Side>,
    pub arrow: bool,
}

#[derive(Deserialize)]
struct FileJson<'a> {
    #[serde(borrow, default)]
    nodes: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    edges: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct NodeJson<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    color: Option<String>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    file: Option<&'a RawValue>,
    #[serde(borrow)]
    subpath: Option<&'a RawValue>,
    #[serde(borrow)]
    url: Option<&'a RawValue>,
    #[serde(borrow)]
    label: Option<&'a RawValue>,
    #[serde(borrow)]
    background: Option<&'a RawValue>,
    #[serde(rename = "backgroundStyle")]
    background_style: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EdgeJson<'a> {
    #[serde(borrow)]
    from_node: Cow<'a, str>,
    #[serde(borrow)]
    to_node: Cow<'a, str>,
    from_side: Option<String>,
    to_side: Option<String>,
    from_end: Option<String>,
    to_end: Option<String>,
    color: Option<String>,
    #[serde(borrow)]
    label: Option<&'a RawValue>,
}

/// Reads the file. A file that is not JSON is an empty canvas with a warning at the exact position.
pub(super) fn read(source: &Source) -> Outcome<RawCanvas<'_>> {
    let mut canvas = RawCanvas::default();
    // Obsidian creates a new canvas as an empty file.
    if source.text.trim().is_empty() {
        return Outcome::clean(canvas);
    }
    let file: FileJson<'_> = match serde_json::from_str(&source.text) {
        Ok(file) => file,
        Err(error) => return Outcome::new(canvas, vec![no_json(source, &error)]),
    };
    let mut found = Vec::new();
    let mut ids = HashSet::new();
    for raw in file.nodes.iter().take(MAX_NODES) {
        match node(raw) {
            Ok(node) if ids.insert(node.id.clone()) => canvas.nodes.push(node),
            Ok(_) => found.push(bad(source, raw, "a node of the canvas has the same id as another".to_owned())),
            Err(why) => found.push(bad(source, raw, format!("a node of the canvas cannot be read: {why}"))),
        }
    }
    for raw in file.edges.iter().take(MAX_EDGES) {
        match edge(raw, span(source, raw)) {
            Ok(edge) => canvas.edges.push(edge),
            Err(why) => found.push(bad(source, raw, format!("an edge of the canvas cannot be read: {why}"))),
        }
    }
    for (list, limit, what) in [(&file.nodes, MAX_NODES, "nodes"), (&file.edges, MAX_EDGES, "edges")] {
        if let Some(first) = list.get(limit) {
            let message = format!("the canvas has {} {what}, of which {limit} are drawn", list.len());
            let diagnostic = Diagnostic::new(codes::CANVAS_LIMIT, message).at(source, span(source, first)).unquoted();
            found.push(diagnostic.help("split the canvas"));
        }
    }
    Outcome::new(canvas, found)
}

fn no_json(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let lines: usize = source.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = source.text.floor_char_boundary(lines + error.column().saturating_sub(1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    Diagnostic::new(codes::CANVAS_JSON, format!("the canvas cannot be read: {message}"))
        .at(source, Span::new(at, at))
        .unquoted()
        .help("open it in Obsidian and save it again; the page is empty")
}

fn bad(source: &Source, raw: &RawValue, message: String) -> Diagnostic {
    Diagnostic::new(codes::CANVAS_NODE, message)
        .at(source, span(source, raw))
        // The line may contain other cards, and text hidden in them.
        .unquoted()
        .help("it is left out; the format is described at jsoncanvas.org")
}

/// The location of a value in the file that it was borrowed from.
fn span(source: &Source, raw: &RawValue) -> Span {
    let start = raw.get().as_ptr().addr() - source.text.as_ptr().addr();
    Span::new(start, start + raw.get().len())
}

fn node(raw: &RawValue) -> Result<RawNode<'_>, String> {
    let json: NodeJson<'_> = serde_json::from_str(raw.get()).map_err(|error| plain(&error))?;
    let string = |value: Option<&RawValue>, key: &str| match value {
        Some(value) if !value.get().starts_with('"') => Err(format!("`{key}` is not a string")),
        _ => Ok(()),
    };
    let texts = [("text", json.text), ("file", json.file), ("subpath", json.subpath), ("url", json.url)];
    for (key, value) in texts.into_iter().chain([("label", json.label), ("background", json.background)]) {
        string(value, key)?;
    }
    let needs = |key: &str| format!("it has no `{key}`");
    let kind = match &*json.kind {
        "text" => RawKind::Text(json.text.ok_or_else(|| needs("text"))?),
        "file" => RawKind::File { file: json.file.ok_or_else(|| needs("file"))?, subpath: json.subpath },
        "link" => RawKind::Link(json.url.ok_or_else(|| needs("url"))?),
        "group" => RawKind::Group {
            label: json.label,
            background: json.background,
            whole: json.background_style.as_deref() == Some("ratio"),
        },
        other => return Err(format!("its type `{}` is unknown", other.chars().take(40).collect::<String>())),
    };
    let place = |value: f64| value.round().clamp(-REACH, REACH) as i32;
    let side = |value: f64| value.round().clamp(1.0, SIDE) as i32;
    let frame = Frame { x: place(json.x), y: place(json.y), width: side(json.width), height: side(json.height) };
    Ok(RawNode { id: json.id, kind, frame, color: json.color.as_deref().and_then(color) })
}

fn edge(raw: &RawValue, span: Span) -> Result<RawEdge<'_>, String> {
    let json: EdgeJson<'_> = serde_json::from_str(raw.get()).map_err(|error| plain(&error))?;
    let arrow = |end: Option<&str>, default: bool| match end {
        Some("arrow") => true,
        Some("none") => false,
        _ => default,
    };
    Ok(RawEdge {
        span,
        from: RawEnd {
            node: json.from_node,
            side: json.from_side.as_deref().and_then(side),
            arrow: arrow(json.from_end.as_deref(), false),
        },
        to: RawEnd {
            node: json.to_node,
            side: json.to_side.as_deref().and_then(side),
            arrow: arrow(json.to_end.as_deref(), true),
        },
        color: json.color.as_deref().and_then(color),
        label: json.label.filter(|label| label.get().starts_with('"')),
    })
}

/// The library counts lines within the value; the diagnostic needs the position in the file.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

fn side(word: &str) -> Option<Side> {
    match word {
        "top" => Some(Side::Top),
        "right" => Some(Side::Right),
        "bottom" => Some(Side::Bottom),
        "left" => Some(Side::Left),
        _ => None,
    }
}

fn color(text: &str) -> Option<Color> {
    if let [digit @ b'1'..=b'6'] = text.as_bytes() {
        return Some(Color::Preset(digit - b'0'));
    }
    let digits = text.strip_prefix('#')?;
    let hex = matches!(digits.len(), 3 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| Color::Hex(text.into()))
}
