//! The graph: `/graph/`, its data, and the picture of a note's own links.

use super::scope::Scope;
use crate::pages::kind::Plan;
use crate::routes::Route;
use std::cmp::Reverse;

use crate::config::ReviewPublish;
use crate::graph::data;
use crate::graph::ego::{Neighbour, ego};
use crate::graph::network::{Network, Subject};
use crate::graph::picture::{Caption, Dot, figure};
use crate::index::NoteId;
use crate::pages::context::{Made, Pages};
use crate::review::State;
use crate::view::{CountedLink, GraphView, PageHead, ReviewState};

use super::review::state_view;

/// The most notes and topics that the page names beside the map.
const NOTES_SHOWN: usize = 30;
const TOPICS_SHOWN: usize = 60;

/// Whether there is a map: switched on, and not empty.
pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.config.graph && scope.listed().next().is_some()
}

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Graph, Pages::graph);
    plan.text(Route::GraphData, Pages::graph_data);
}

impl Pages {
    fn network(&self) -> &Network {
        self.shared.network.get_or_init(|| Network::of(&self.site))
    }

    /// The page: the map, and the most joined notes and the topics as lists.
    pub fn graph(&self) -> Made {
        let network = self.network();
        let notes = network.nodes.iter().filter(|subject| matches!(subject, Subject::Note(_))).count();
        let mut topics = self.topic_tree();
        topics.retain(|topic| topic.depth == 0);
        topics.sort_by_key(|topic| Reverse(topic.total));
        topics.truncate(TOPICS_SHOWN);
        let head = self.head(&self.translate("nav.graph"), &Route::Graph.url());
        self.page(&GraphView {
            head: PageHead {
                section: Some("graph".to_owned()),
                description: self.describe("graph", &head.title, notes),
                ..head
            },
            data_href: self.href(&Route::GraphData.url()),
            notes: notes as u32,
            links: network.edges.len() as u32,
            hubs: self.hubs(network),
            topics,
            states: self.states(),
        })
    }

    /// The notes and topics with the most edges.
    fn hubs(&self, network: &Network) -> Vec<CountedLink> {
        let degrees = network.degrees();
        let mut hubs: Vec<usize> = (0..degrees.len()).filter(|&node| degrees[node] > 0).collect();
        hubs.sort_by_key(|&node| Reverse(degrees[node]));
        hubs.truncate(NOTES_SHOWN);
        let link = |node: usize| CountedLink {
            label: data::title(&self.site, network.nodes[node]).to_owned(),
            href: self.href(data::url(&self.site, network.nodes[node])),
            total: degrees[node],
            ..CountedLink::default()
        };
        hubs.into_iter().map(link).collect()
    }

    /// The review states of the notes on the map.
    fn states(&self) -> Vec<ReviewState> {
        let shown = State::ALL.iter().enumerate().filter(|_| self.names_states());
        let shown = shown.filter(|(_, state)| self.schedule.count(**state) > 0);
        shown.map(|(_, state)| state_view(*state)).collect()
    }

    /// Whether the map names states. A list of notes with their states reveals the due notes, which a site may keep
    /// private.
    fn names_states(&self) -> bool {
        self.config.review.publish == ReviewPublish::Full && self.site_shows_reviews()
    }

    fn state_of(&self, id: NoteId) -> Option<State> {
        self.entry(id).filter(|_| self.names_states()).map(|entry| entry.state)
    }

    /// The data of the map.
    pub fn graph_data(&self) -> String {
        data::to_json(&self.site, self.network(), |id| self.state_of(id))
    }

    /// The picture of a note's links; `None` where it has none or the site no graph.
    pub(super) fn graph_picture(&self, id: NoteId) -> Option<String> {
        if !self.config.graph {
            return None;
        }
        let ego = ego(&self.site, id);
        if ego.neighbours.is_empty() {
            return None;
        }
        let dots: Vec<Dot> = ego.neighbours.iter().map(|&neighbour| self.dot(neighbour)).collect();
        let total = ego.total.to_string();
        let translations = self.theme.translations();
        let key = if ego.total > dots.len() { "graph.some" } else { "graph.all" };
        let shown = dots.len().to_string();
        let caption = Caption {
            label: self.translate("graph.local"),
            text: translations.get(key, &[("n", &total), ("shown", &shown)]),
            whole: (self.href(&Route::Graph.url()), self.translate("graph.whole")),
        };
        Some(figure(&dots, &ego.joined, &caption))
    }

    fn dot(&self, Neighbour { subject, side }: Neighbour) -> Dot {
        let state = match subject {
            Subject::Note(id) => self.state_of(id).filter(|state| matches!(state, State::Due | State::Overdue)),
            Subject::Topic(_) => None,
        };
        Dot {
            label: data::title(&self.site, subject).to_owned(),
            href: self.href(data::url(&self.site, subject)),
            side,
            topic: matches!(subject, Subject::Topic(_)),
            state: state.map(|state| (state.name(), self.translate(&format!("review.state.{}", state.name())))),
        }
    }
}
