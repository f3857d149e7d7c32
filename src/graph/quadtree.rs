//! Barnes and Hut's tree: distant nodes repel as one, so that the forces on n nodes cost n log n.
//!
//! The tree is an array in depth-first order, and each cell has the index of the first one after its subtree: a walk
//! is one loop without a stack.

/// A point and its mass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mass {
    pub x: f32,
    pub y: f32,
    pub mass: f32,
}

/// The most nodes of a cell that is not divided again.
const LEAF: usize = 8;
/// Bits of a coordinate in the order of the curve, which is also the depth of the tree.
const BITS: u32 = 16;
/// The width of a cell that counts as one point, in relation to its distance.
const OPENING: f32 = 1.1;

struct Cell {
    /// The centre of mass.
    body: Mass,
    /// The squared distance from which the cell is one point.
    far: f32,
    /// The first cell after this one and its subtree.
    next: u32,
    /// The bodies of a cell that is not divided; empty otherwise.
    leaf: std::ops::Range<u32>,
}

/// A tree over some bodies.
pub struct Quadtree {
    cells: Vec<Cell>,
    /// In the order of the curve, with their own indices.
    bodies: Vec<(Mass, u32)>,
}

impl Quadtree {
    pub fn new(bodies: &[Mass]) -> Self {
        let (low, size) = square(bodies);
        let scale = (1u32 << BITS) as f32 / size;
        let mut order: Vec<(u32, u32)> = (0..).zip(bodies).map(|(ix, body)| (curve(body, low, scale), ix)).collect();
        order.sort_unstable();
        let codes: Vec<u32> = order.iter().map(|&(code, _)| code).collect();
        let bodies = order.iter().map(|&(_, ix)| (bodies[ix as usize], ix)).collect();
        let mut tree = Self { cells: Vec::with_capacity(codes.len()), bodies };
        if !codes.is_empty() {
            tree.divide(&codes, 0..codes.len(), size, BITS);
        }
        tree
    }

    /// Adds the cell of these bodies and those within it. `bits` of their codes still differ.
    fn divide(&mut self, codes: &[u32], range: std::ops::Range<usize>, size: f32, bits: u32) {
        let own = self.cells.len();
        let wide = size / OPENING;
        let is_leaf = range.len() <= LEAF || bits == 0;
        let leaf = if is_leaf { range.start as u32..range.end as u32 } else { 0..0 };
        self.cells.push(Cell { body: centre(&self.bodies[range.clone()]), far: wide * wide, next: 0, leaf });
        if !is_leaf {
            let shift = 2 * (bits - 1);
            let mut start = range.start;
            for quarter in 0..4 {
                let end = start + codes[start..range.end].partition_point(|code| code >> shift & 3 <= quarter);
                if start < end {
                    self.divide(codes, start..end, size / 2.0, bits - 1);
                }
                start = end;
            }
        }
        self.cells[own].next = self.cells.len() as u32;
    }

    /// The repulsion of the body `own` at this position by the others: each by its mass over its distance.
    pub fn push(&self, at: Mass, own: u32) -> (f32, f32) {
        let (mut fx, mut fy) = (0.0, 0.0);
        let mut ix = 0;
        while let Some(cell) = self.cells.get(ix) {
            let (dx, dy) = (at.x - cell.body.x, at.y - cell.body.y);
            let square = dx * dx + dy * dy;
            if square > cell.far {
                let force = cell.body.mass / square;
                (fx, fy) = (fx + dx * force, fy + dy * force);
            } else if cell.leaf.is_empty() {
                ix += 1;
                continue;
            } else {
                for &(body, other) in &self.bodies[cell.leaf.start as usize..cell.leaf.end as usize] {
                    let (x, y) = one_push(at, own, body, other);
                    (fx, fy) = (fx + x, fy + y);
                }
            }
            ix = cell.next as usize;
        }
        (fx, fy)
    }
}

/// The repulsion by one body. Two in one position are separated by their indices, or they would stay together for
/// ever.
fn one_push(at: Mass, own: u32, body: Mass, other: u32) -> (f32, f32) {
    if own == other {
        return (0.0, 0.0);
    }
    let (dx, dy) = (at.x - body.x, at.y - body.y);
    let square = dx * dx + dy * dy;
    if square < 1e-4 {
        let side = if own < other { 1.0 } else { -1.0 };
        return (side * body.mass, if (own ^ other) & 1 == 0 { side } else { -side } * body.mass);
    }
    let force = body.mass / square;
    (dx * force, dy * force)
}

fn centre(bodies: &[(Mass, u32)]) -> Mass {
    let mut sum = Mass { x: 0.0, y: 0.0, mass: 0.0 };
    for (body, _) in bodies {
        sum.x += body.x * body.mass;
        sum.y += body.y * body.mass;
        sum.mass += body.mass;
    }
    Mass { x: sum.x / sum.mass, y: sum.y / sum.mass, mass: sum.mass }
}

/// The lower left corner and the width of the square that holds all bodies.
fn square(bodies: &[Mass]) -> ((f32, f32), f32) {
    let mut low = (f32::MAX, f32::MAX);
    let mut high = (f32::MIN, f32::MIN);
    for body in bodies {
        low = (low.0.min(body.x), low.1.min(body.y));
        high = (high.0.max(body.x), high.1.max(body.y));
    }
    (low, (high.0 - low.0).max(high.1 - low.1).max(1e-3))
}

/// A body's position on Morton's curve: the bits of both coordinates in turn.
fn curve(body: &Mass, low: (f32, f32), scale: f32) -> u32 {
    let bits = |at: f32, low: f32| spread((((at - low) * scale) as u32).min((1 << BITS) - 1));
    bits(body.x, low.0) | bits(body.y, low.1) << 1
}

/// The lower 16 bits, each with a gap before it.
fn spread(bits: u32) -> u32 {
    let bits = (bits | bits << 8) & 0x00ff_00ff;
    let bits = (bits | bits << 4) & 0x0f0f_0f0f;
    let bits = (bits | bits << 2) & 0x3333_3333;
    (bits | bits << 1) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_pushes_as_all_bodies_together_would() {
        let place = |ix: u32| ((ix * 7919 % 1000) as f32, (ix * 104_729 % 997) as f32);
        let bodies: Vec<Mass> =
            (0..800).map(place).zip(1..).map(|((x, y), m)| Mass { x, y, mass: (m % 5 + 1) as f32 }).collect();
        let tree = Quadtree::new(&bodies);
        for (ix, &at) in bodies.iter().enumerate().step_by(37) {
            let own = ix as u32;
            let (x, y) = tree.push(at, own);
            let each = (0..).zip(&bodies).map(|(other, &body)| one_push(at, own, body, other));
            let (ex, ey) = each.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            let size = (ex * ex + ey * ey).sqrt();
            let off = ((x - ex) * (x - ex) + (y - ey) * (y - ey)).sqrt();
            assert!(off <= 0.12 * size + 0.5, "{ix}: {off} of {size}");
        }
    }

    #[test]
    fn bodies_in_one_place_are_pushed_apart_and_no_force_is_infinite() {
        let bodies = [Mass { x: 1.0, y: 1.0, mass: 2.0 }; 40];
        let tree = Quadtree::new(&bodies);
        let forces: Vec<(f32, f32)> = (0..40).map(|own| tree.push(bodies[0], own)).collect();
        assert!(forces.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
        assert!(forces[0].0 > 0.0 && forces[39].0 < 0.0);
    }
}
