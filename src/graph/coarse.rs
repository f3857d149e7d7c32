//! A graph and ever coarser versions of it, in which joined nodes are merged until few are left.
//!
//! Laying out the coarsest graph first and expanding it step by step finds the large shape of a graph in a fraction of
//! the rounds that all its nodes at once would need.

use super::network::Edge;

/// A graph with fewer nodes is not coarsened.
const MIN_NODES: usize = 40;
/// The most nodes that are merged into one in a step, but for those with a single edge.
const MAX_GROUP: u32 = 4;

/// One version of the graph.
#[derive(Clone, Debug)]
pub struct Level {
    /// The repulsion of each node: 1 and its edges, summed over its merged nodes.
    pub mass: Vec<f32>,
    /// The start of each node's neighbours in `neighbours`; one more at the end.
    starts: Vec<u32>,
    /// Other ends with the weights of the edges.
    neighbours: Vec<(u32, f32)>,
    /// By node: its node in the next coarser version. Empty in the coarsest.
    pub parent: Vec<u32>,
}

impl Level {
    pub fn len(&self) -> usize {
        self.mass.len()
    }

    pub fn neighbours(&self, node: usize) -> &[(u32, f32)] {
        &self.neighbours[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    fn new(mass: Vec<f32>, edges: &[(u32, u32, f32)]) -> Self {
        let mut starts = vec![0u32; mass.len() + 1];
        for &(a, b, _) in edges {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        }
        for ix in 1..starts.len() {
            starts[ix] += starts[ix - 1];
        }
        let mut free = starts.clone();
        let mut neighbours = vec![(0, 0.0); edges.len() * 2];
        for &(a, b, weight) in edges {
            for (from, to) in [(a, b), (b, a)] {
                let slot = &mut free[from as usize];
                neighbours[*slot as usize] = (to, weight);
                *slot += 1;
            }
        }
        Self { mass, starts, neighbours, parent: Vec::new() }
    }

    /// The coarser node of each node, and the number of coarser nodes. Nodes with few edges choose first: their
    /// strongest neighbour, among equals the lightest.
    fn group(&self) -> (Vec<u32>, usize) {
        const NONE: u32 = u32::MAX;
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by_key(|&node| self.neighbours(node as usize).len());
        let mut parent = vec![NONE; self.len()];
        let mut sizes: Vec<u32> = Vec::new();
        for node in order {
            if parent[node as usize] != NONE {
                continue;
            }
            let neighbours = self.neighbours(node as usize);
            let has_room = |&&(other, _): &&(u32, f32)| match parent[other as usize] {
                NONE => true,
                group => neighbours.len() == 1 || sizes[group as usize] < MAX_GROUP,
            };
            let preference = |&&(other, weight): &&(u32, f32)| weight / self.mass[other as usize];
            let best = neighbours
                .iter()
                .filter(has_room)
                .max_by(|a, b| preference(a).total_cmp(&preference(b)).then(b.0.cmp(&a.0)));
            let group = match best.map(|&(other, _)| (other, parent[other as usize])) {
                Some((_, group)) if group != NONE => group,
                other => {
                    let group = sizes.len() as u32;
                    sizes.push(0);
                    if let Some((other, _)) = other {
                        parent[other as usize] = group;
                        sizes[group as usize] += 1;
                    }
                    group
                }
            };
            parent[node as usize] = group;
            sizes[group as usize] += 1;
        }
        (parent, sizes.len())
    }

    /// The coarser graph by `parent`.
    fn coarser(&self, parent: &[u32], len: usize) -> Self {
        let mut mass = vec![0.0; len];
        let mut edges: Vec<(u32, u32, f32)> = Vec::with_capacity(self.neighbours.len() / 2);
        for node in 0..self.len() {
            let own = parent[node];
            mass[own as usize] += self.mass[node];
            let others = self.neighbours(node).iter().map(|&(other, weight)| (own, parent[other as usize], weight));
            edges.extend(others.filter(|(own, other, _)| own < other));
        }
        // Stable, so that the weights of an edge are always summed in the same order.
        edges.sort_by_key(|&(a, b, _)| (a, b));
        edges.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            if same {
                first.2 += later.2;
            }
            same
        });
        Self::new(mass, &edges)
    }
}

/// The graph of `nodes` nodes, then ever coarser versions of it.
pub fn levels(nodes: usize, edges: &[Edge]) -> Vec<Level> {
    let mut mass = vec![1.0; nodes];
    // Many links between two notes are a stronger tie than one, but not in proportion to their number.
    let weighed = |edge: &Edge| (edge.ends[0], edge.ends[1], (edge.count as f32).sqrt().min(3.0));
    let edges: Vec<(u32, u32, f32)> = edges.iter().map(weighed).collect();
    for &(a, b, weight) in &edges {
        mass[a as usize] += weight;
        mass[b as usize] += weight;
    }
    let mut levels = vec![Level::new(mass, &edges)];
    loop {
        let last = levels.last_mut().expect("the graph itself");
        if last.len() <= MIN_NODES {
            break;
        }
        let (parent, len) = last.group();
        // A graph that no longer shrinks is unconnected.
        if len * 10 > last.len() * 9 {
            break;
        }
        let smaller = last.coarser(&parent, len);
        last.parent = parent;
        levels.push(smaller);
    }
    levels
}
