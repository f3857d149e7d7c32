//! Compares two pieces of HTML as trees.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Node as Parsed};

const BLOCKS: &str = " #root article p div ul ol li blockquote table thead tbody tr th td h1 h2 h3 h4 h5 h6 pre hr section \
                      details summary br aside figure iframe video audio ";

/// The site's addresses, for the links in an article.
pub trait Answers {
    /// The address of a vault file.
    fn url(&self, file: &str) -> Option<String>;
    /// The ids on the page of this address; `None` where it is not a note's page.
    fn ids(&self, url: &str) -> Option<BTreeSet<String>>;
    fn is_topic(&self, url: &str) -> bool;
}

enum Node {
    Text(String),
    Element(Element),
}

struct Element {
    tag: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
}

impl Element {
    fn classes(&self) -> impl Iterator<Item = &str> {
        self.attributes.get("class").map_or("", String::as_str).split_whitespace()
    }

    fn is_block(&self) -> bool {
        BLOCKS.contains(&format!(" {} ", self.tag))
    }

    fn text(&self) -> String {
        let texts = self.children.iter().map(|child| match child {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.text(),
        });
        texts.collect()
    }
}

/// The first difference between `found` and `expected`, or `None`.
pub fn compare(site: &dyn Answers, expected: &str, found: &str) -> Option<String> {
    differs(site, &clean(read(expected), false), &clean(read(found), false))
}

/// Every id in a piece of HTML.
pub fn ids(html: &str) -> BTreeSet<String> {
    let tree = Html::parse_fragment(html);
    tree.root_element().descendent_elements().filter_map(|element| element.attr("id")).map(str::to_owned).collect()
}

fn read(html: &str) -> Element {
    let tree = Html::parse_fragment(html);
    let mut root = element(tree.root_element());
    root.tag = "#root".to_owned();
    root
}

fn element(parsed: ElementRef<'_>) -> Element {
    let children = parsed.children().filter_map(|child| match child.value() {
        Parsed::Text(text) => Some(Node::Text(text.to_string())),
        Parsed::Element(_) => ElementRef::wrap(child).map(|child| Node::Element(element(child))),
        _ => None,
    });
    Element {
        tag: parsed.value().name().to_owned(),
        attributes: parsed.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        children: children.collect(),
    }
}

/// The element without furniture, with text merged and white space normalised.
fn clean(element: Element, pre: bool) -> Element {
    let pre = pre || element.tag == "pre";
    let opaque = element.classes().find(|class| ["callout-icon", "math", "mermaid"].contains(class)).map(str::to_owned);
    let mut children = Vec::new();
    if element.tag == "code" && pre {
        children.push(Node::Text(element.text().trim_end_matches('\n').to_owned()));
    } else if let Some(class) = opaque {
        if class != "callout-icon" && !element.text().trim().is_empty() {
            children.push(Node::Text("...".to_owned()));
        }
    } else {
        for child in element.children {
            add(&mut children, child, pre);
        }
        if !pre {
            children = trimmed(children, BLOCKS.contains(&format!(" {} ", element.tag)));
        }
    }
    Element { children, ..element }
}

fn add(children: &mut Vec<Node>, child: Node, pre: bool) {
    match child {
        Node::Text(text) => {
            let text = if pre { text } else { single_blanks(&text) };
            match children.last_mut() {
                Some(Node::Text(last)) => last.push_str(&text),
                _ => children.push(Node::Text(text)),
            }
        }
        Node::Element(child) if child.classes().any(|class| class == "kb-wrap") => {
            children.extend(clean(child, pre).children);
        }
        Node::Element(child) if child.classes().any(|class| class.starts_with("kb-")) => {}
        Node::Element(child) => children.push(Node::Element(clean(child, pre))),
    }
}

fn single_blanks(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let blank = matches!(c, ' ' | '\t' | '\r' | '\n');
        if !blank {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Blanks beside blocks show nothing.
fn trimmed(children: Vec<Node>, in_block: bool) -> Vec<Node> {
    let edges: Vec<bool> = children.iter().map(|child| matches!(child, Node::Element(e) if e.is_block())).collect();
    let count = children.len();
    let blank_beside = |ix: Option<usize>| ix.filter(|&ix| ix < count).map_or(in_block, |ix| edges[ix]);
    let texts = children.into_iter().enumerate().filter_map(|(ix, child)| {
        let Node::Text(text) = child else { return Some(child) };
        let mut text = single_blanks(&text);
        if blank_beside(ix.checked_sub(1)) {
            text = text.trim_start_matches(' ').to_owned();
        }
        if blank_beside(Some(ix + 1)) {
            text = text.trim_end_matches(' ').to_owned();
        }
        (!text.is_empty()).then_some(Node::Text(text))
    });
    texts.collect()
}

fn show(node: &Node) -> String {
    match node {
        Node::Text(text) => format!("{text:?}"),
        Node::Element(element) => {
            let inside: String = element.children.iter().map(show).collect();
            format!("<{} {:?}>{inside}</>", element.tag, element.attributes)
        }
    }
}

fn differs(site: &dyn Answers, want: &Element, got: &Element) -> Option<String> {
    if want.tag != got.tag {
        return Some(format!("want <{}>, got <{}>", want.tag, got.tag));
    }
    for (name, value) in &want.attributes {
        let tag = &want.tag;
        if name == "class" {
            if let Some(missing) = want.classes().find(|class| !got.classes().any(|own| own == *class)) {
                return Some(format!("<{tag}> lacks the class {missing}"));
            }
            continue;
        }
        let Some(found) = got.attributes.get(name) else { return Some(format!("<{tag}> lacks {name}={value:?}")) };
        if !same_value(site, value, found) {
            return Some(format!("<{tag}> {name}: want {value:?}, got {found:?}"));
        }
    }
    for name in ["checked", "open", "start", "reversed"] {
        if got.attributes.contains_key(name) && !want.attributes.contains_key(name) {
            return Some(format!("<{}> has {name}", want.tag));
        }
    }
    if want.classes().any(|class| class == "is-unresolved") && got.attributes.contains_key("href") {
        return Some("an unresolved link has an href".to_owned());
    }
    if want.children.len() != got.children.len() {
        let inside: String = got.children.iter().map(show).collect();
        return Some(format!(
            "<{}> holds {} nodes, want {}: {inside}",
            want.tag,
            got.children.len(),
            want.children.len()
        ));
    }
    want.children.iter().zip(&got.children).find_map(|(want, got)| match (want, got) {
        (Node::Element(want), Node::Element(got)) => differs(site, want, got),
        (Node::Text(want), Node::Text(got)) if want == got => None,
        _ => Some(format!("want {}, got {}", show(want), show(got))),
    })
}

fn same_value(site: &dyn Answers, want: &str, got: &str) -> bool {
    let Some((before, rest)) = want.split_once("{{") else {
        let words = |text: &str| text.replace(": ", ":").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        return words(want) == words(got);
    };
    let Some((body, tail)) = rest.rsplit_once("}}") else { return false };
    if body.starts_with("h:") {
        return before.len() <= 1 && !got.trim_start_matches('#').is_empty();
    }
    let (url, fragment) = got.split_once('#').map_or((got, None), |(url, fragment)| (url, Some(fragment)));
    let url = decoded(url);
    if body.starts_with("tag:") {
        return site.is_topic(&url);
    }
    let wanted = format!("{body}{tail}");
    let (file, wanted) = wanted.split_once('#').unwrap_or((&wanted, ""));
    let file = if file.is_empty() { "Home.md" } else { file };
    if site.url(file).is_none_or(|known| known != url) {
        return false;
    }
    match fragment.filter(|fragment| !fragment.is_empty()) {
        None => wanted.is_empty(),
        Some(_) if wanted.is_empty() => false,
        Some(fragment) => site.ids(&url).is_none_or(|ids| ids.contains(&decoded(fragment))),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
