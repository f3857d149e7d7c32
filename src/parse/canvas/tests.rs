//! Canvases from their JSON.

use super::*;
use crate::path::VaultPath;

fn read(json: &str) -> (ParsedNote, Vec<Diagnostic>) {
    let file = SourceFile { source: Source::new(VaultPath::new("a/b.canvas"), json), quiet: false };
    let rules = ParseRules { markdown: &MarkdownSettings::default(), shown_properties: &[] };
    let outcome = crate::parse::parse(&file, &rules);
    (outcome.value.expect("a canvas is never refused"), outcome.diagnostics)
}

fn canvas(note: &ParsedNote) -> &Canvas {
    let Form::Canvas(canvas) = &note.form else { panic!("no canvas") };
    canvas
}

fn places(diagnostics: &[Diagnostic]) -> Vec<(&str, u32, u32)> {
    let place = |d: &Diagnostic| d.place.as_ref().unwrap().excerpt().unwrap().position;
    diagnostics.iter().map(|d| (d.code.as_str(), place(d).line, place(d).column)).collect()
}

const NODE: &str = r#""x":0,"y":0,"width":10,"height":10"#;

#[test]
fn cards_are_markdown_and_their_links_keep_their_place_in_the_json() {
    let json = format!(
        "{{\"nodes\":[\n{{\"id\":\"1\",\"type\":\"text\",{NODE},\"text\":\"# 가\\n\\n\\u00e9 \\\"[[B|x]]\\\"\"}}]}}"
    );
    let (note, diagnostics) = read(&json);
    assert_eq!(diagnostics, []);
    assert_eq!(&*note.source.text, "# 가\n\né \"[[B|x]]\"");
    assert_eq!(note.headings[0].text(), "가");
    let found = Diagnostic::new(codes::LINK_MISSING, "x").at(&note.source, note.links[0].span);
    let line = json.lines().nth(1).unwrap();
    let column = line.chars().collect::<Vec<_>>().windows(2).position(|w| w == ['[', '[']).unwrap() as u32 + 1;
    assert_eq!(places(&[found]), [("link::missing", 2, column)]);
}

#[test]
fn no_card_reaches_into_the_next() {
    let card = |id: u32, text: &str| format!("{{\"id\":\"{id}\",\"type\":\"text\",{NODE},\"text\":{text:?}}}");
    let json = format!("{{\"nodes\":[{},{}]}}", card(1, "```\nopen %%"), card(2, "**b**"));
    let (note, _) = read(&json);
    let second = canvas(&note).nodes[1].content.clone();
    assert_eq!(note.body.plain(second.start, second.end, &note.source.text), "b");
    assert!(matches!(note.body.node(second.start).kind, Kind::Paragraph));
}

#[test]
fn a_reader_meets_a_group_before_its_cards_and_goes_down_the_page() {
    let node = |id: &str, kind: &str, x: i32, y: i32, side: i32| {
        format!(
            "{{\"id\":\"{id}\",\"type\":\"{kind}\",\"x\":{x},\"y\":{y},\"width\":{side},\"height\":{side},\"text\":\"{id}\",\"label\":\"{id}\"}}"
        )
    };
    let nodes = [
        node("low", "text", 0, 500, 10),
        node("in-right", "text", 60, 110, 10),
        node("in-left", "text", 10, 110, 10),
        node("group", "group", 0, 100, 100),
        node("high", "text", 300, 0, 10),
    ];
    let (note, _) = read(&format!("{{\"nodes\":[{}],\"edges\":[]}}", nodes.join(",")));
    let name = |node: &CanvasNode| match &node.kind {
        NodeKind::Group { label, .. } => note.source.slice(*label).to_owned(),
        _ => note.body.plain(node.content.start, node.content.end, &note.source.text),
    };
    let names: Vec<String> = canvas(&note).nodes.iter().map(name).collect();
    assert_eq!(names, ["high", "group", "in-left", "in-right", "low"]);
}

#[test]
fn what_is_wrong_with_one_node_leaves_out_that_node() {
    let json = format!(
        "{{\"nodes\":[{{\"id\":\"1\",\"type\":\"text\",{NODE},\"text\":\"a\",\"new\":[1]}},\n  {{\"id\":\"2\",\"type\":\"cube\",{NODE}}},\n {{\"id\":\"3\",\"type\":\"link\",{NODE},\"url\":\"javascript:1\"}}],\n\"edges\":[{{\"id\":\"e\",\"fromNode\":\"1\",\"toNode\":\"2\"}}]}}"
    );
    let (note, diagnostics) = read(&json);
    let url = json.lines().nth(2).unwrap().find("javascript").unwrap() as u32 + 1;
    let expected = [("canvas::node", 2, 3), ("canvas::node", 4, 10), ("link::scheme", 3, url)];
    assert_eq!(places(&diagnostics), expected);
    assert_eq!((canvas(&note).nodes.len(), canvas(&note).edges.len()), (2, 0));
}

#[test]
fn a_file_that_is_no_json_is_an_empty_canvas() {
    let (note, diagnostics) = read("{\"nodes\": [\n  {\"a\": 1,}\n]}");
    assert_eq!(*canvas(&note), Canvas::default());
    assert_eq!(places(&diagnostics), [("canvas::json", 2, 11)]);
    for empty in ["", "  \n", "{}"] {
        assert_eq!(read(empty).1, []);
    }
}

#[test]
fn a_canvas_out_of_all_bounds_is_cut_to_size() {
    let node = |ix: usize| {
        format!(
            "{{\"id\":\"{ix}\",\"type\":\"text\",\"x\":1e300,\"y\":-1e300,\"width\":1e300,\"height\":-5,\"text\":\"\"}}"
        )
    };
    let nodes: Vec<String> = (0..MAX_NODES + 1).map(node).collect();
    let (note, diagnostics) = read(&format!("{{\"nodes\":[{}]}}", nodes.join(",")));
    assert_eq!(canvas(&note).nodes.len(), MAX_NODES);
    assert_eq!(canvas(&note).nodes[0].frame, Frame { x: 100_000, y: -100_000, width: 20_000, height: 1 });
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::CANVAS_LIMIT]);
}
