//! Whole notes, shown as an outline of their trees.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::*;

pub(super) fn read_with(text: &str, markdown: MarkdownSettings) -> (Option<ParsedNote>, Vec<Diagnostic>) {
    let source = Source::new(VaultPath::new("Home.md"), text);
    let file = SourceFile { source, quiet: false };
    let outcome = parse(&file, &ParseRules { markdown: &markdown, property_types: &BTreeMap::new() });
    (outcome.value, outcome.diagnostics)
}

fn read(text: &str) -> ParsedNote {
    let settings = MarkdownSettings { topic_line: false, ..MarkdownSettings::default() };
    read_with(text, settings).0.expect("no limit is passed")
}

/// `p(text strong(…))`: each block and inline by a short name.
pub(super) fn outline(note: &ParsedNote) -> String {
    let mut out = String::new();
    for root in note.body.roots() {
        show(note, root, &mut out);
    }
    out.trim_end().to_owned()
}

fn show(note: &ParsedNote, ix: u32, out: &mut String) {
    let (tree, source) = (&note.body, &*note.source.text);
    let text = |text| tree.text(text, source);
    let node = tree.node(ix);
    let name = match node.kind {
        tree::Kind::Text(t) => format!("{:?}", text(t)),
        tree::Kind::Code(t) => format!("code {:?}", text(t)),
        tree::Kind::InlineMath(t) => format!("math {:?}", text(t)),
        tree::Kind::DisplayMath(t) => format!("display {:?}", text(t)),
        tree::Kind::MathBlock(t) => format!("mathblock {:?}", text(t)),
        tree::Kind::FootnoteRef(t) => format!("ref {}", text(t)),
        tree::Kind::FootnoteDefinition(t) => format!("def {}", text(t)),
        tree::Kind::HtmlClose(t) => format!("</{}>", text(t)),
        tree::Kind::HtmlOpen(t) => {
            let tag = tree.html_tag(t);
            let link = tag.link.map_or(String::new(), |id| format!(" {}", dest(&note.links[id as usize])));
            format!("<{}{}{link}>", text(tag.name), text(tag.attributes))
        }
        tree::Kind::Link(id) => format!("link {}", dest(&note.links[id as usize])),
        tree::Kind::Embed(id) => {
            let link = &note.links[id as usize];
            let size = link.size.map_or(String::new(), |(w, h)| format!(" {w}x{}", h.unwrap_or(0)));
            format!("embed {} {:?}{size}", dest(link), link.label.as_deref().unwrap_or(""))
        }
        tree::Kind::Tag(id) => format!("tag {}", note.tags[id as usize].name),
        tree::Kind::CodeBlock(c) => {
            let code = tree.code(c);
            format!("pre {} {:?}", text(code.info), text(code.code))
        }
        tree::Kind::Callout(c) => {
            let c = tree.callout(c);
            format!("callout {}|{}{}", text(c.kind), text(c.metadata), c.fold.mark())
        }
        tree::Kind::Heading(h) => format!("h{} {:?}", note.headings[h as usize].level, note.headings[h as usize].raw),
        tree::Kind::Item { task: Some(c), .. } => format!("item [{c}]"),
        tree::Kind::Item { toggle: true, .. } => "toggle".to_owned(),
        tree::Kind::List { start: Some(n), .. } => format!("ol {n}"),
        tree::Kind::List { tasks: true, .. } => "tasks".to_owned(),
        tree::Kind::List { .. } => "ul".to_owned(),
        kind => format!("{kind:?}").split([' ', '{', '(']).next().unwrap_or_default().to_lowercase(),
    };
    out.push_str(&name);
    if let Some(block) = note.blocks.iter().find(|block| block.node == ix) {
        let _ = write!(out, " ^{}", block.id);
    }
    if tree.children(ix).next().is_some() {
        out.push('(');
        tree.children(ix).for_each(|child| show(note, child, out));
        out.truncate(out.trim_end().len());
        out.push(')');
    }
    out.push(' ');
}

fn dest(link: &LinkRef) -> String {
    match &link.dest {
        Dest::Internal { text, .. } => format!("[{text}]"),
        Dest::External(url) => url.clone(),
        Dest::Refused => "refused".to_owned(),
    }
}

#[test]
#[allow(clippy::print_stdout)]
fn show_cases() {
    let Ok(path) = std::env::var("CASES") else { return };
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        if case["kind"] != "html" {
            continue;
        }
        let input = case["input"].as_str().unwrap();
        let out = read_with(input, MarkdownSettings { topic_line: false, ..Default::default() });
        println!("{} {input:?}\n    {}", case["id"].as_str().unwrap(), out.0.map_or("refused".into(), |n| outline(&n)));
    }
}
