//! Nodes and edges: every listed note, every topic without such a note, and the links between them.

use crate::index::{NoteId, Site, Target, TopicId};

/// The note or topic of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Note(NoteId),
    /// A topic without a listed note of its name.
    Topic(TopicId),
}

/// Two joined nodes, the lower index first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub ends: [u32; 2],
    /// The number of links between the two, in both directions.
    pub count: u32,
}

/// The site as a graph. Undirected: a reader follows a link both ways.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Notes in path order, then topics.
    pub nodes: Vec<Subject>,
    /// In order of their ends, each pair once.
    pub edges: Vec<Edge>,
    /// By note: its node; `None` for an unlisted note.
    of_note: Vec<Option<u32>>,
    /// By topic: its own node, or that of its note.
    of_topic: Vec<Option<u32>>,
}

impl Network {
    pub fn of(site: &Site) -> Self {
        let mut network = Self::default();
        for (id, note) in site.ids() {
            let node = note.listed().then_some(network.nodes.len() as u32);
            network.nodes.extend(node.map(|_| Subject::Note(id)));
            network.of_note.push(node);
        }
        for (ix, topic) in site.topics.iter().enumerate() {
            let own = topic.note.and_then(|note| network.of_note[note.0 as usize]);
            let node = own.unwrap_or(network.nodes.len() as u32);
            network.nodes.extend(own.is_none().then_some(Subject::Topic(TopicId(ix as u32))));
            network.of_topic.push(Some(node));
        }
        network.edges = merged(network.pairs(site));
        network
    }

    /// The node of a note.
    pub fn node_of(&self, note: NoteId) -> Option<u32> {
        self.of_note[note.0 as usize]
    }

    /// The node of a topic.
    pub fn node_of_topic(&self, topic: TopicId) -> Option<u32> {
        self.of_topic[topic.0 as usize]
    }

    /// The number of edges of each node.
    pub fn degrees(&self) -> Vec<u32> {
        let mut degrees = vec![0; self.nodes.len()];
        for end in self.edges.iter().flat_map(|edge| edge.ends) {
            degrees[end as usize] += 1;
        }
        degrees
    }

    /// Both ends of every link between two nodes, and of every mention of a topic.
    fn pairs(&self, site: &Site) -> Vec<[u32; 2]> {
        let mut pairs = Vec::new();
        let mut join = |a: Option<u32>, b: Option<u32>| match (a, b) {
            (Some(a), Some(b)) if a != b => pairs.push([a.min(b), a.max(b)]),
            _ => {}
        };
        for (id, note) in site.ids().filter(|(_, note)| note.listed()) {
            let own = self.node_of(id);
            for target in &note.targets {
                match target {
                    Target::Note { note, .. } => join(own, self.node_of(*note)),
                    Target::Topic(topic) => join(own, self.node_of_topic(*topic)),
                    Target::Asset(_) | Target::External | Target::Refused | Target::Missing => {}
                }
            }
            for topic in &note.topics {
                join(own, self.node_of_topic(*topic));
            }
        }
        for (ix, topic) in site.topics.iter().enumerate() {
            join(self.of_topic[ix], topic.parent.and_then(|parent| self.node_of_topic(parent)));
        }
        pairs
    }
}

/// Merges equal pairs into one edge.
fn merged(mut pairs: Vec<[u32; 2]>) -> Vec<Edge> {
    pairs.sort_unstable();
    pairs.chunk_by(|a, b| a == b).map(|same| Edge { ends: same[0], count: same.len() as u32 }).collect()
}
