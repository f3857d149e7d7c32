//! The linear reading order of cards: the nodes in a group follow it, and
//! neighbours are read from the top, then from the left.

use super::json::{RawKind, RawNode};
use super::model::Frame;

/// Indices of the nodes in reading order.
pub(super) fn reading_order(nodes: &[RawNode<'_>]) -> Vec<usize> {
    let groups: Vec<usize> = (0..nodes.len()).filter(|&ix| matches!(nodes[ix].kind, RawKind::Group { .. })).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let mut roots = Vec::new();
    for ix in 0..nodes.len() {
        match home(nodes, &groups, ix) {
            Some(group) => children[group].push(ix),
            None => roots.push(ix),
        }
    }
    let place = |&ix: &usize| (nodes[ix].frame.y, nodes[ix].frame.x, ix);
    for list in children.iter_mut().chain([&mut roots]) {
        list.sort_by_key(place);
    }
    let mut order = Vec::with_capacity(nodes.len());
    let mut open: Vec<usize> = roots.into_iter().rev().collect();
    while let Some(ix) = open.pop() {
        order.push(ix);
        open.extend(children[ix].iter().rev());
    }
    order
}

/// The smallest group that contains a node. Of two equal groups the later is in the earlier, so none contains itself.
fn home(nodes: &[RawNode<'_>], groups: &[usize], ix: usize) -> Option<usize> {
    let inner = nodes[ix].frame;
    let size = |ix: usize| (area(nodes[ix].frame), usize::MAX - ix);
    let is_group = matches!(nodes[ix].kind, RawKind::Group { .. });
    let around = groups
        .iter()
        .copied()
        .filter(|&group| group != ix && contains(nodes[group].frame, inner) && (!is_group || size(group) > size(ix)));
    around.min_by_key(|&group| size(group))
}

fn area(frame: Frame) -> i64 {
    i64::from(frame.width) * i64::from(frame.height)
}

fn contains(outer: Frame, inner: Frame) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}
