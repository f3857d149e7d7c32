//! `/graph/data.json`: the whole graph with the positions of its nodes, as columns.
//!
//! Columns of one kind compress well, and ten thousand notes are a few arrays instead of ten thousand objects. Each
//! edge is written once, at its first end, as steps from one index to the next.

use serde::Serialize;

use crate::index::{NoteId, Site};
use crate::review::State;

use super::layout::layout;
use super::network::{Edge, Network, Subject};

/// The character of a topic in [`Data::kind`]; a note has the index of its state in [`State::ALL`], or none.
const TOPIC: char = 't';
const PLAIN: char = '-';

#[derive(Serialize)]
struct Data<'a> {
    /// Topics by index: the name, and the index of the topic above it.
    topics: Vec<(&'a str, Option<u32>)>,
    /// By node, as all lists below.
    titles: Vec<&'a str>,
    /// Without the base path.
    urls: Vec<&'a str>,
    x: Vec<i32>,
    y: Vec<i32>,
    /// One character for each node.
    kind: String,
    /// The topics that a note names.
    of: Vec<Vec<u32>>,
    /// Steps to the later nodes that it is joined to.
    links: Vec<Vec<u32>>,
}

/// The file's text. `state` returns the state of a note that may be shown.
pub fn to_json(site: &Site, network: &Network, state: impl Fn(NoteId) -> Option<State>) -> String {
    let (x, y) = layout(network.nodes.len(), &network.edges).into_iter().unzip();
    let sign = |&subject: &Subject| match subject {
        Subject::Topic(_) => TOPIC,
        Subject::Note(id) => {
            let index = state(id).and_then(|state| State::ALL.iter().position(|&other| other == state));
            index.and_then(|index| char::from_digit(index as u32, 10)).unwrap_or(PLAIN)
        }
    };
    let topics_of = |&subject: &Subject| match subject {
        Subject::Note(id) => site.note(id).topics.iter().map(|topic| topic.0).collect(),
        Subject::Topic(id) => vec![id.0],
    };
    let data = Data {
        topics: site.topics.iter().map(|topic| (topic.name.as_str(), topic.parent.map(|parent| parent.0))).collect(),
        titles: network.nodes.iter().map(|&subject| title(site, subject)).collect(),
        urls: network.nodes.iter().map(|&subject| url(site, subject).as_str()).collect(),
        x,
        y,
        kind: network.nodes.iter().map(sign).collect(),
        of: network.nodes.iter().map(topics_of).collect(),
        links: steps(network.nodes.len(), &network.edges),
    };
    serde_json::to_string(&data).expect("numbers and strings are always JSON")
}

/// The title of a node.
pub fn title(site: &Site, subject: Subject) -> &str {
    match subject {
        Subject::Note(id) => &site.note(id).title,
        Subject::Topic(id) => &site.topic(id).name,
    }
}

/// The address of a node.
pub fn url(site: &Site, subject: Subject) -> &crate::path::UrlPath {
    match subject {
        Subject::Note(id) => &site.note(id).url,
        Subject::Topic(id) => &site.topic(id).url,
    }
}

/// The edges are in order of their ends, so each step is at least 1.
fn steps(nodes: usize, edges: &[Edge]) -> Vec<Vec<u32>> {
    let mut lists: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    let mut last = [u32::MAX, 0];
    for edge in edges {
        let [from, to] = edge.ends;
        let before = if last[0] == from { last[1] } else { from };
        lists[from as usize].push(to - before);
        last = edge.ends;
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::site;

    #[test]
    fn the_file_holds_listed_notes_topics_and_who_is_joined_to_whom() {
        let site = site(&[
            ("a.md", "#new #old\n\n[[b]] and [[c]] and [[b]]"),
            ("b.md", "see [[secret]] and [[quiet]]"),
            ("c.md", "#old\n\nsee [[a]]"),
            ("old.md", "a topic's note"),
            ("quiet.md", "---\nunlisted: true\n---\n[[a]] #hidden"),
            ("secret.md", "---\npublish: false\n---\n[[a]] #hidden"),
        ]);
        let network = Network::of(&site.site);
        let due = site.id("b.md");
        let state = |id| (id == due).then_some(State::ALL[1]);
        let json: serde_json::Value = serde_json::from_str(&to_json(&site.site, &network, state)).unwrap();
        assert_eq!(json["titles"], serde_json::json!(["a", "b", "c", "old", "new"]));
        assert_eq!(json["urls"], serde_json::json!(["/a/", "/b/", "/c/", "/old/", "/tags/new/"]));
        assert_eq!(json["kind"], "-1--t");
        // a: b, c, old, new; c: old.
        assert_eq!(json["links"], serde_json::json!([[1, 1, 1, 1], [], [1], [], []]));
        assert_eq!(json["topics"], serde_json::json!([["new", null], ["old", null]]));
        assert_eq!(json["of"], serde_json::json!([[0, 1], [], [1], [], [0]]));
        let places: Vec<_> = (0..5).map(|ix| (json["x"][ix].as_i64(), json["y"][ix].as_i64())).collect();
        assert!(places.iter().all(|(x, y)| x.is_some() && y.is_some()));
    }
}
