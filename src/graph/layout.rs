//! The layout of the map: joined nodes attract each other, all repel each other (ForceAtlas2), the coarsest graph
//! first.
//!
//! Only `+ - * /` and `sqrt` of 32-bit floats are used, which every machine rounds alike, and each node's force is
//! summed by one thread in one order: the same graph has the same map everywhere.

use rayon::prelude::*;

use super::coarse::{Level, levels};
use super::network::Edge;
use super::quadtree::{Mass, Quadtree};

/// A position. Nodes are about [`SPACING`] units apart.
pub type Point = (i32, i32);

/// The average distance between nodes.
const SPACING: f32 = 100.0;
/// Rounds on the coarsest graph, and on the graph itself; the versions between them get a number between.
const ROUNDS: (usize, usize) = (120, 24);
/// The part of a node's distance from the centre that pulls it back, which keeps unconnected parts near.
const GRAVITY: f32 = 0.35;
/// Nodes whose forces one thread computes at a time.
const CHUNK: usize = 256;

/// A position for each of `nodes` nodes.
pub fn layout(nodes: usize, edges: &[Edge]) -> Vec<Point> {
    let mut joined = vec![None; nodes];
    for end in edges.iter().flat_map(|edge| edge.ends) {
        joined[end as usize] = Some(0);
    }
    let mut len = 0;
    for slot in joined.iter_mut().flatten() {
        *slot = len;
        len += 1;
    }
    let inner = |end: u32| joined[end as usize].expect("an end of an edge is joined");
    let edges: Vec<Edge> = edges.iter().map(|edge| Edge { ends: edge.ends.map(inner), count: edge.count }).collect();
    let middle = scaled(spread(&levels(len as usize, &edges)));
    // Unconnected nodes are placed evenly around the rest.
    let radius = middle.iter().map(|&(x, y)| (x * x + y * y).sqrt()).fold(0.0, f32::max);
    let mut around = Sunflower::around(if middle.is_empty() { 0.0 } else { radius + SPACING });
    let round = |(x, y): (f32, f32)| (x.round() as i32, y.round() as i32);
    joined
        .iter()
        .map(|slot| match slot {
            Some(ix) => round(middle[*ix as usize]),
            None => round(around.next_place()),
        })
        .collect()
}

/// Lays out the coarsest graph, then expands each into the next finer one.
fn spread(levels: &[Level]) -> Vec<(f32, f32)> {
    let Some(smallest) = levels.last() else { return Vec::new() };
    let width = smallest.mass.iter().sum::<f32>().sqrt();
    let mut start = Sunflower::around(0.0);
    let step = width / (smallest.len() as f32).sqrt() / SPACING;
    let mut places: Vec<(f32, f32)> =
        smallest.mass.iter().map(|_| start.next_place()).map(|(x, y)| (x * step, y * step)).collect();
    for (ix, level) in levels.iter().enumerate().rev() {
        let smallest = ix + 1 == levels.len();
        if !smallest {
            places = expanded(level, &places, width);
        }
        let rounds = ROUNDS.1 + (ROUNDS.0 - ROUNDS.1) * ix / (levels.len() - 1).max(1);
        let rounds = if levels.len() == 1 { 2 * ROUNDS.0 } else { rounds };
        let heat = width * if smallest { 0.2 } else { 0.04 };
        for round in 0..rounds {
            let left = (rounds - round) as f32 / rounds as f32;
            places = moved(level, &places, heat * left);
        }
    }
    places
}

/// The initial positions of a level: near the positions of their coarser nodes, each on its own side.
fn expanded(level: &Level, parents: &[(f32, f32)], width: f32) -> Vec<(f32, f32)> {
    let near = 0.3 * width / (level.len() as f32).sqrt();
    let place = |(ix, &parent): (usize, &u32)| {
        let (x, y) = parents[parent as usize];
        let bits = mixed(ix as u32);
        let side = |bits: u32| (bits & 0xff) as f32 / 127.5 - 1.0;
        (x + near * side(bits), y + near * side(bits >> 8))
    };
    level.parent.iter().enumerate().map(place).collect()
}

/// One round: every node moves along its force, at most `heat` far.
fn moved(level: &Level, places: &[(f32, f32)], heat: f32) -> Vec<(f32, f32)> {
    let bodies: Vec<Mass> = places.iter().zip(&level.mass).map(|(&(x, y), &mass)| Mass { x, y, mass }).collect();
    let tree = Quadtree::new(&bodies);
    let mut moved = vec![(0.0, 0.0); bodies.len()];
    moved.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, slots)| {
        for (slot, ix) in slots.iter_mut().zip(chunk * CHUNK..) {
            let at = bodies[ix];
            let (fx, fy) = force(level, &bodies, &tree, ix);
            let size = (fx * fx + fy * fy).sqrt();
            let step = if size > heat { heat / size } else { 1.0 };
            *slot = (at.x + fx * step, at.y + fy * step);
        }
    });
    moved
}

/// The force on a node, by its mass: at rest it is between its neighbours.
fn force(level: &Level, bodies: &[Mass], tree: &Quadtree, ix: usize) -> (f32, f32) {
    let at = bodies[ix];
    let (mut fx, mut fy) = tree.push(at, ix as u32);
    let (mut px, mut py) = (0.0, 0.0);
    for &(other, weight) in level.neighbours(ix) {
        px += (bodies[other as usize].x - at.x) * weight;
        py += (bodies[other as usize].y - at.y) * weight;
    }
    fx += px / at.mass - at.x * GRAVITY;
    fy += py / at.mass - at.y * GRAVITY;
    // Half the force: a full step would move two joined nodes past each other.
    (fx * 0.5, fy * 0.5)
}

/// The same shape around the origin, its nodes [`SPACING`] apart on average.
fn scaled(places: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let count = (places.len().max(1)) as f32;
    let sum = places.iter().fold((0.0, 0.0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
    let (cx, cy) = (sum.0 / count, sum.1 / count);
    let square = places.iter().map(|&(x, y)| (x - cx) * (x - cx) + (y - cy) * (y - cy)).sum::<f32>() / count;
    // The mean square of a disc is half its radius squared.
    let radius = (2.0 * square).sqrt().max(1e-3);
    let scale = SPACING * (count / 3.2).sqrt() / radius;
    places.into_iter().map(|(x, y)| ((x - cx) * scale, (y - cy) * scale)).collect()
}

/// Even positions on a disc or a ring, from the inside out: each a golden angle further.
struct Sunflower {
    direction: (f32, f32),
    /// The area within the next position, in squares of the spacing.
    area: f32,
}

impl Sunflower {
    /// Cosine and sine of the golden angle.
    const TURN: (f32, f32) = (-0.737_368_9, 0.675_490_3);

    fn around(radius: f32) -> Self {
        let radius = radius / SPACING;
        Self { direction: (1.0, 0.0), area: radius * radius * 3.2 }
    }

    fn next_place(&mut self) -> (f32, f32) {
        let (x, y) = self.direction;
        let turned = (x * Self::TURN.0 - y * Self::TURN.1, x * Self::TURN.1 + y * Self::TURN.0);
        let length = (turned.0 * turned.0 + turned.1 * turned.1).sqrt();
        self.direction = (turned.0 / length, turned.1 / length);
        let radius = (self.area / 3.2).sqrt() * SPACING;
        self.area += 1.0;
        (x * radius, y * radius)
    }
}

/// Pseudo-random bits of a number (Wang's hash).
fn mixed(number: u32) -> u32 {
    let mut bits = (number ^ 61) ^ (number >> 16);
    bits = bits.wrapping_mul(9);
    bits ^= bits >> 4;
    bits = bits.wrapping_mul(0x27d4_eb2d);
    bits ^ (bits >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(pairs: impl IntoIterator<Item = (u32, u32)>) -> Vec<Edge> {
        let pairs = pairs.into_iter().filter(|(a, b)| a != b);
        let mut pairs: Vec<[u32; 2]> = pairs.map(|(a, b)| [a.min(b), a.max(b)]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().map(|ends| Edge { ends, count: 1 }).collect()
    }

    fn distance(a: Point, b: Point) -> f64 {
        let (dx, dy) = (f64::from(a.0 - b.0), f64::from(a.1 - b.1));
        (dx * dx + dy * dy).sqrt()
    }

    /// Notes in groups of twenty that link within their group, and a chain through the groups.
    fn groups(nodes: u32) -> Vec<Edge> {
        let within = (0..nodes).flat_map(|a| (1..5).map(move |k| (a, a / 20 * 20 + mixed(a * 5 + k) % 20)));
        let chain = (20..nodes).step_by(20).map(|a| (a, a - 20));
        edges(within.chain(chain).filter(move |&(_, b)| b < nodes))
    }

    #[test]
    fn any_number_of_threads_gives_the_same_map() {
        let edges = groups(600);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| layout(610, &edges))
        };
        assert_eq!(on(1), on(7));
    }

    #[test]
    fn joined_nodes_lie_nearer_than_others() {
        let edges = groups(400);
        let places = layout(400, &edges);
        let joined: f64 =
            edges.iter().map(|edge| distance(places[edge.ends[0] as usize], places[edge.ends[1] as usize])).sum();
        let joined = joined / edges.len() as f64;
        let others: f64 = (0..400).map(|ix| distance(places[ix], places[(ix * 7 + 211) % 400])).sum::<f64>() / 400.0;
        assert!(joined * 2.5 < others, "{joined} and {others}");
    }

    #[test]
    fn no_nodes_overlap_and_all_are_near() {
        let star = edges((1..300).map(|leaf| (0, leaf)));
        let path = edges((1..300).map(|ix| (ix - 1, ix)));
        let parts = edges((0..300).step_by(3).map(|ix| (ix, ix + 1)));
        for (name, edges) in [("star", star), ("path", path), ("parts", parts), ("nothing", Vec::new())] {
            let mut places = layout(300, &edges);
            let far = places.iter().map(|&place| distance(place, (0, 0))).fold(0.0, f64::max);
            assert!(far < 40.0 * f64::from(SPACING), "{name}: {far}");
            places.sort_unstable();
            places.dedup();
            assert!(places.len() >= 297, "{name}: {} places", places.len());
        }
    }

    #[test]
    fn the_smallest_graphs_have_places_too() {
        assert_eq!(layout(0, &[]), []);
        assert_eq!(layout(1, &[]), [(0, 0)]);
        let two = layout(2, &edges([(0, 1)]));
        assert!(distance(two[0], two[1]) > 10.0, "{two:?}");
    }

    #[test]
    fn the_work_grows_with_the_graph_and_not_with_its_square() {
        // Every level has at most nine tenths of the nodes of the one before it.
        for edges in [groups(4000), edges((1..4000).map(|leaf| (0, leaf)))] {
            let levels = levels(4000, &edges);
            let nodes: usize = levels.iter().map(Level::len).sum();
            assert!(nodes <= 10 * 4000, "{nodes} nodes in {} levels", levels.len());
            assert!(levels.last().unwrap().len() < 400, "{}", levels.last().unwrap().len());
        }
    }
}
